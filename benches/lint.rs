//! Runs the linter over NDJSON in memory: `lint/ndjson/*`, one benchmark for each property that
//! makes records hard to read.
//!
//! `benches/README.md` says what each benchmark shows.

#[allow(dead_code, reason = "each benchmark uses a part of it")]
mod corpora;

use std::hint::black_box;
use std::time::Duration;

use contact_schema::lint::{Kind, Linter, Safety};
use contact_schema::{Rule, Severity};
use corpora::{ALL_BAD, Corpus, HARD, ONE_PERCENT_BAD, Recipe, TYPICAL, UNKNOWN_MEMBERS};
use criterion::{Criterion, Throughput};

/// The size of a corpus: much larger than the caches of a core.
const BYTES: usize = 8_000_000;

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(30)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args();
    let contacts = Linter::new().kind(Kind::Contact);
    for recipe in [TYPICAL].into_iter().chain(HARD) {
        ndjson(&mut criterion, recipe.name, recipe, 0, &contacts);
    }
    ndjson(&mut criterion, "kind_by_members", TYPICAL, 0, &Linter::new());
    ndjson(&mut criterion, UNKNOWN_MEMBERS.name, UNKNOWN_MEMBERS, 100, &contacts);
    let allowing = contacts.clone().allow(Rule::UnknownMember);
    ndjson(&mut criterion, "unknown_members_allowed", UNKNOWN_MEMBERS, 0, &allowing);
    for recipe in [ONE_PERCENT_BAD, ALL_BAD] {
        ndjson(&mut criterion, recipe.name, recipe, 0, &contacts);
    }
    let fixing = contacts.clone().apply_fixes(Safety::Unsafe);
    ndjson(&mut criterion, "typical_fixed", TYPICAL, 0, &fixing);
    for (name, linter) in [("fixable_one_percent", &contacts), ("fixable_one_percent_fixed", &fixing)] {
        fixable(&mut criterion, name, linter);
    }
    for lines in LINES {
        repeated(&mut criterion, lines, &contacts);
    }
    criterion.final_summary();
}

/// Lines to repeat.
struct Lines {
    name: &'static str,
    start: &'static str,
    /// The part that is repeated within the line.
    part: &'static str,
    end: &'static str,
    /// The number of parts in a line.
    parts: usize,
    /// The number of documents in a line: none if it is blank.
    documents: u64,
    /// The number of findings in a part and in the rest of the line.
    findings: [u64; 2],
}

/// Lines of white space only, and documents with many more findings than are kept.
const LINES: [Lines; 5] = [
    Lines::blank("blank_lines", "\n"),
    Lines::blank("blank_lines_crlf", "\r\n"),
    Lines::blank("blank_lines_of_spaces", "                               \n"),
    Lines {
        name: "past_the_cap_items",
        start: "{\"phones\":[",
        part: "112,",
        end: "112]}\n",
        parts: 200_000,
        documents: 1,
        // The last item, too many items, and eight missing members.
        findings: [1, 10],
    },
    Lines {
        name: "past_the_cap_members",
        start: "{",
        part: "\"unknown\":1,",
        end: "\"id\":1}\n",
        parts: 80_000,
        documents: 1,
        findings: [1, 8],
    },
];

impl Lines {
    const fn blank(name: &'static str, part: &'static str) -> Self {
        Self { name, start: "", part, end: "", parts: 1, documents: 0, findings: [0, 0] }
    }
}

fn repeated(criterion: &mut Criterion, lines: Lines, linter: &Linter) {
    let line = format!("{}{}{}", lines.start, lines.part.repeat(lines.parts), lines.end);
    let count = (BYTES / line.len()) as u64;
    let bytes = line.repeat(count as usize).into_bytes();
    let mut group = criterion.benchmark_group("lint/ndjson");
    group.throughput(Throughput::BytesDecimal(bytes.len() as u64));
    group.bench_function(lines.name, |bencher| {
        bencher.iter(|| {
            let mut linter = linter.clone();
            linter.ndjson(black_box(&bytes), &mut |document| {
                black_box(document);
            });
            let summary = linter.summary();
            assert_eq!(summary.documents, lines.documents * count);
            let [part, rest] = lines.findings;
            let findings: u64 = summary.by_rule().map(|(_, count)| count).sum();
            assert_eq!(findings, count * (part * lines.parts as u64 + rest));
        });
    });
}

/// Lints a corpus, whose valid records have `warnings` warnings each.
fn ndjson(criterion: &mut Criterion, name: &str, recipe: Recipe, warnings: u64, linter: &Linter) {
    let corpus = Corpus::of_bytes(recipe, BYTES);
    let (count, bad) = (corpus.count() as u64, corpus.bad as u64);
    let mut group = criterion.benchmark_group("lint/ndjson");
    group.throughput(Throughput::BytesDecimal(corpus.bytes.len() as u64));
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            let mut linter = linter.clone();
            // The number of reported documents. Findings of invalid records are not counted one by
            // one.
            let mut reviewed = 0;
            linter.ndjson(black_box(&corpus.bytes), &mut |document| {
                reviewed += 1;
                black_box(document);
            });
            let summary = linter.summary();
            assert_eq!((summary.documents, summary.invalid), (count, bad));
            assert_eq!(reviewed, if warnings > 0 { count } else { bad });
            assert!(bad > 0 || summary.findings(Severity::Warning) == warnings * count);
        });
    });
    group.finish();
}

/// Lints a corpus of valid records, of which one in a hundred has a trailing comma, and copies the
/// bytes that a program would write after fixing.
fn fixable(criterion: &mut Criterion, name: &str, linter: &Linter) {
    let corpus = Corpus::of_bytes(TYPICAL, BYTES);
    let mut bytes = Vec::new();
    for (index, record) in corpus.bytes.split_inclusive(|&byte| byte == b'\n').enumerate() {
        match record.strip_suffix(b"}\n") {
            Some(start) if index % 100 == 7 => bytes.extend([start, b",}\n"].concat()),
            _ => bytes.extend(record),
        }
    }
    let mut group = criterion.benchmark_group("lint/ndjson");
    group.throughput(Throughput::BytesDecimal(bytes.len() as u64));
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            let mut linter = linter.clone();
            let (mut fixed, mut done) = (Vec::new(), 0);
            linter.ndjson(black_box(&bytes), &mut |report| {
                if let Some(document) = black_box(report).fixed {
                    fixed.extend_from_slice(&bytes[done..document.span.start]);
                    fixed.extend_from_slice(&document.bytes);
                    done = document.span.end;
                }
            });
            assert!(linter.summary().fixed() + linter.summary().invalid > 0);
            fixed
        });
    });
    group.finish();
}
