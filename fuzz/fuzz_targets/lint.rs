//! Any bytes through the linter and its reporters: verdicts are the reader's, counts add up, places are places, output is clean.
#![no_main]

#[path = "../../src/bin/contact-lint/report/mod.rs"]
mod report;

use contact_schema::Limits;
use contact_schema::lint::{Kind, Linter, Reviewed, Summary};
use contact_schema_fuzz::is_clean;
use contact_schema_fuzz::review::{Format, adds_up, invalid, review, stands_in};
use libfuzzer_sys::fuzz_target;

use report::{Concise, Document, Full, Jsonl, Lines, Report};

fuzz_target!(|data: &[u8]| {
    // The first byte decides: the kind of document, the format, how many findings are kept, the greatest length.
    let Some((choices, text)) = data.split_first() else { return };
    let kind = [None, Some(Kind::Request), Some(Kind::Contact)][usize::from(choices % 3)];
    let format = if choices / 3 % 2 == 0 { Format::Json } else { Format::Ndjson };
    let kept = [usize::MAX, 1, 2, 5][usize::from(choices / 6 % 4)];

    let longest = [usize::MAX, 64][usize::from(choices / 24 % 2)];

    let linter = Linter::new().kind(kind);
    let limits = Limits::default().max_document_bytes(longest);
    let (all, summary) = review(linter.clone().limits(limits.max_violations(usize::MAX)), format, text);
    let (some, capped) = review(linter.limits(limits.max_violations(kept)), format, text);
    assert_eq!(summary.invalid, invalid(kind, format, longest, text).unwrap_or(summary.invalid));
    assert_eq!(capped, summary, "what is kept decides on what is counted");
    for reviewed in [&all, &some] {
        adds_up(reviewed, &summary);
        reviewed.iter().for_each(|reviewed| stands_in(text, longest, reviewed));
    }
    print(text, format, &some, &summary);
});

fn print(text: &[u8], format: Format, reviewed: &[Reviewed], summary: &Summary) {
    let reports: [&dyn Report; 4] = [&Full::new(false, true), &Full::new(false, false), &Concise, &Jsonl];
    for (is_jsonl, report) in reports.iter().enumerate().map(|(index, report)| (index == 3, report)) {
        let mut out = Vec::new();
        let mut json_lines = Lines::json(text);
        for reviewed in reviewed.iter().take(6) {
            let document = Document { path: "a\n\x1b[2J\u{202e}.json", bytes: text, offset: 0, index: reviewed.index };
            let mut record_lines = Lines::record(text, reviewed.index + 1, reviewed.span.start);
            let lines = if format == Format::Ndjson { &mut record_lines } else { &mut json_lines };
            for finding in reviewed.findings.iter().take(6) {
                report.finding(&mut out, document, lines, reviewed.kind, finding).expect("memory can be written to");
            }
            report.more(&mut out, document, reviewed.more).expect("memory can be written to");
        }
        report.summary(&mut out, summary).expect("memory can be written to");
        let out = String::from_utf8(out).expect("reports are text");
        for line in out.lines() {
            assert!(is_clean(line), "{line:?}");
            assert!(
                !is_jsonl || serde_json::from_str::<serde_json::Value>(line).is_ok_and(|v| v.is_object()),
                "{line}"
            );
        }
    }
}
