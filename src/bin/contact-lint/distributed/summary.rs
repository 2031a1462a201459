//! Summaries of parts of a job. Their sum, in any order, has the same bytes as the summary of the
//! whole job in one run.
//!
//! A summary is one line of JSON, in ASCII, without times, names of machines or anything else that
//! differs when a part is repeated. Under [`add`](RunSummary::add), summaries of parts that do not
//! overlap are a commutative monoid: counts are sums; adjacent ranges become one, in which the
//! lines of the second are numbered after those of the first; the first few examples of a range are
//! kept.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{self, Read, Write};

use contact_schema::escape::Escaped;
use contact_schema::lint::{Kind, Summary};
use contact_schema::{Rule, Severity, schema};
use serde::{Deserialize, Serialize, Serializer};

use super::conflict::Conflict;
use super::coverage::{Coverage, RangeSummary};

use super::json_line;
use crate::check::{Fixes, LinterConfig};
use crate::report::{EndedInput, Entry, Example, Examples, Extent, Note, Page, Report, Reporter, Wanted, write_line};

/// The value of the first member of a summary.
const FORMAT: &str = "contact-lint summary";

/// The version of the format. It changes when a member changes its meaning.
const VERSION: u32 = 1;

/// The maximum number of examples of a range.
const MAX_EXAMPLES: usize = 10;

/// The summary of some parts of some inputs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RunSummary {
    format: String,
    version: u32,
    /// The version of the program.
    tool: String,
    contract: String,
    pub(crate) settings: Settings,
    /// Whether all work was done.
    pub(crate) complete: bool,
    pub(crate) documents: u64,
    pub(crate) invalid: u64,
    pub(crate) unjudged: u64,
    lines: u64,
    bytes: u64,
    syntax_errors: u64,
    violations: u64,
    pub(crate) warnings: u64,
    /// Ordered by rule and member.
    findings: Counts,
    /// The number of findings of each rule that were fixed. They are not in `findings`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    fixed: BTreeMap<String, u64>,
    /// Ordered by path.
    inputs: Coverage,
    /// Why it is not complete.
    pub(crate) failures: BTreeSet<Failure>,
}

/// The settings that the counts depend on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Settings {
    kind: String,
    /// Warnings that were not reported.
    allow: BTreeSet<String>,
    /// Unknown members that were not reported.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    allow_members: BTreeSet<String>,
    max_record_bytes: usize,
    max_examples: usize,
    /// The fixes that were applied, if any: `safe`, or `unsafe` ones too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fix: Option<String>,
}

impl Settings {
    pub(crate) fn new(config: &LinterConfig) -> Self {
        Self {
            kind: config.kind.map_or("auto", Kind::as_str).to_owned(),
            allow: config.allow.iter().map(|rule| rule.as_str().to_owned()).collect(),
            allow_members: config.allow_members.iter().cloned().collect(),
            max_record_bytes: config.max_record_bytes,
            max_examples: MAX_EXAMPLES,
            fix: match config.fixes {
                Fixes::Apply(safety) => Some(safety.as_str().to_owned()),
                Fixes::Ignore | Fixes::Find => None,
            },
        }
    }
}

/// The number of findings of one rule at one member.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Count<T> {
    rule: T,
    /// A pointer with `*` for items and unknown members; `null` if the document could not be read
    /// that far.
    member: Option<T>,
    count: u64,
}

/// The numbers of findings by rule and member.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<Count<String>>")]
struct Counts(BTreeMap<(String, Option<String>), u64>);

impl TryFrom<Vec<Count<String>>> for Counts {
    type Error = Conflict;

    fn try_from(list: Vec<Count<String>>) -> Result<Self, Conflict> {
        let mut counts = Self::default();
        for Count { rule, member, count } in list {
            increase(counts.0.entry((rule, member)).or_default(), count)?;
        }
        Ok(counts)
    }
}

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|((rule, member), &count)| Count {
            rule: rule.as_str(),
            member: member.as_deref(),
            count,
        }))
    }
}

/// A part that could not be checked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Failure {
    path: String,
    /// The range of bytes, as `--range` takes it.
    range: Option<String>,
    reason: String,
}

impl Failure {
    pub(crate) fn new(path: &str, range: Option<&str>, reason: &str) -> Self {
        Self { path: path.to_owned(), range: range.map(str::to_owned), reason: Escaped(reason).to_string() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if let Some(range) = &self.range {
            write!(f, ", bytes {range}")?;
        }
        write!(f, ": {}", self.reason)
    }
}

impl RunSummary {
    /// Returns the summary of nothing.
    pub(crate) fn new(settings: Settings) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            tool: env!("CARGO_PKG_VERSION").to_owned(),
            contract: schema::CONTRACT_VERSION.to_string(),
            settings,
            complete: true,
            ..Self::default()
        }
    }

    /// Parses a summary.
    ///
    /// # Errors
    ///
    /// The error, as text.
    pub(crate) fn read(line: impl Read) -> Result<Self, String> {
        let summary: Self = json_line::read(serde_json::Deserializer::from_reader(line))?;
        if summary.format != FORMAT || summary.version != VERSION {
            return Err(format!("expected a {FORMAT} of version {VERSION}"));
        }
        if !summary.inputs.is_ordered() {
            return Err(String::from("expected inputs and ranges in their order, found others"));
        }
        Ok(summary)
    }

    /// Returns the page of the summary, for people.
    ///
    /// # Errors
    ///
    /// A rule id that this version does not have.
    pub(crate) fn page(&self) -> Result<Page, String> {
        let rule = |id: &str| id.parse::<Rule>().map_err(|error| error.to_string());
        let mut page = Page {
            documents: self.documents,
            invalid: self.invalid,
            unjudged: self.unjudged,
            inputs: self.inputs.inputs() as u64,
            is_complete: self.complete,
            ..Page::default()
        };
        for ((id, member), count) in &self.findings.0 {
            page.counts.push((rule(id)?, member.clone(), *count));
        }
        for (id, place) in self.inputs.places() {
            page.add_place(rule(id)?, || place);
        }
        for missing in self.missing() {
            page.is_complete = false;
            page.add_failure(missing);
        }
        Ok(page)
    }

    /// Writes the summary as a line.
    pub(crate) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        write_line(out, self)
    }

    /// Adds the counts of one part of an input.
    fn add_part(
        &mut self,
        path: &str,
        found: &Summary,
        extent: Extent,
        examples: Vec<Example>,
    ) -> Result<(), Conflict> {
        let Extent { start, end, lines, bytes, size } = extent;
        self.inputs.add_input(path, size)?;
        if start < end {
            self.inputs.add_range(path, RangeSummary { start, end, lines, examples }, self.settings.max_examples)?;
        }
        for (rule, member, count) in found.by_member() {
            let key = (rule.as_str().to_owned(), member.map(String::from));
            increase(self.findings.0.entry(key).or_default(), count)?;
        }
        for (rule, count) in found.fixed_by_rule() {
            increase(self.fixed.entry(rule.as_str().to_owned()).or_default(), count)?;
        }
        self.add_totals([
            found.documents,
            found.invalid,
            found.unjudged,
            lines,
            bytes,
            found.findings(Severity::Syntax),
            found.findings(Severity::Violation),
            found.findings(Severity::Warning),
        ])
    }

    /// Returns the numbers of documents, lines, bytes and findings.
    fn totals(&mut self) -> [&mut u64; 8] {
        [
            &mut self.documents,
            &mut self.invalid,
            &mut self.unjudged,
            &mut self.lines,
            &mut self.bytes,
            &mut self.syntax_errors,
            &mut self.violations,
            &mut self.warnings,
        ]
    }

    /// Adds to each of the [totals](Self::totals), in their order.
    fn add_totals(&mut self, more: [u64; 8]) -> Result<(), Conflict> {
        self.totals().into_iter().zip(more).try_for_each(|(sum, more)| increase(sum, more))
    }

    /// Adds another summary.
    pub(crate) fn add(&mut self, mut other: Self) -> Result<(), Conflict> {
        let conflicts = [
            (self.tool != other.tool, "the program's version"),
            (self.contract != other.contract, "the contract's version"),
            (self.settings != other.settings, "their settings"),
        ];
        if let Some((_, what)) = conflicts.into_iter().find(|(differs, _)| *differs) {
            return Err(Conflict::Differs(what));
        }
        self.complete &= other.complete;
        self.add_totals(other.totals().map(|total| *total))?;
        for (rule, more) in other.fixed {
            increase(self.fixed.entry(rule).or_default(), more)?;
        }
        for (key, more) in other.findings.0 {
            increase(self.findings.0.entry(key).or_default(), more)?;
        }
        self.inputs.add(other.inputs, self.settings.max_examples)?;
        self.failures.extend(other.failures);
        Ok(())
    }

    /// Returns the missing parts of a summary of all inputs, as texts.
    pub(crate) fn missing(&self) -> Vec<String> {
        let mut missing: Vec<String> = self.failures.iter().map(ToString::to_string).collect();
        if !self.complete && missing.is_empty() {
            missing.push(String::from("a summary is not complete"));
        }
        missing.extend(self.inputs.missing());
        missing
    }
}

/// Adds to a sum.
fn increase(sum: &mut u64, more: u64) -> Result<(), Conflict> {
    *sum = sum.checked_add(more).ok_or(Conflict::TooLarge)?;
    Ok(())
}

/// Returns a reporter that writes the summary of a run.
pub(crate) fn reporter(settings: Settings) -> Reporter {
    Reporter::new(Examples, SummaryReport { summary: RunSummary::new(settings), examples: Vec::new() })
}

/// Adds up the summaries of all inputs, and writes the sum at the end.
struct SummaryReport {
    summary: RunSummary,
    /// The examples of the input that is being read.
    examples: Vec<Example>,
}

impl Report for SummaryReport {
    fn start_input(&mut self, _: &mut dyn Write, _: &str) -> io::Result<()> {
        self.examples.clear();
        Ok(())
    }

    fn findings(&mut self, _: &mut dyn Write, _: &[u8], entries: &[Entry]) -> io::Result<()> {
        let examples = entries.iter().filter_map(|entry| match &entry.note {
            Note::Example(example) => Some(example),
            _ => None,
        });
        self.examples.extend(examples.take(MAX_EXAMPLES - self.examples.len()).cloned());
        Ok(())
    }

    fn wanted(&self) -> Wanted {
        if self.examples.len() >= MAX_EXAMPLES { Wanted::Nothing } else { Wanted::All }
    }

    fn end_input(&mut self, _: &mut dyn Write, ended: EndedInput<'_>) -> io::Result<()> {
        let EndedInput { source, summary, failure, range, extent } = ended;
        let path = &source.path;
        self.summary.failures.extend(failure.map(|failure| Failure::new(path, range, failure)));
        let Some(extent) = extent else { return Ok(()) };
        // An input that was named twice was read twice, which is a conflict.
        self.summary
            .add_part(path, summary, extent, std::mem::take(&mut self.examples))
            .map_err(|conflict| io::Error::other(conflict.to_string()))
    }

    fn end(&mut self, out: &mut dyn Write, _: &Summary, is_complete: bool) -> io::Result<()> {
        self.summary.complete = is_complete && self.summary.failures.is_empty();
        self.summary.write(out)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Cursor, Read, Write};
    use std::num::NonZero;
    use std::sync::{Arc, Mutex};

    use contact_schema::proptest::{contact, update_contact_request};
    use proptest::prelude::*;
    use proptest::sample::Index;

    use super::{RunSummary, Settings, reporter};
    use crate::check::{Checker, End, Formatters, LinterConfig, Outcome, Printer, ShownLimits, Threads};
    use crate::input::{ByteRange, Opened, Part, Records};
    use crate::output::{Output, Progress};
    use crate::report::{Reporter, Source};

    /// A reader that returns the given numbers of bytes at a time, in turn.
    struct Short {
        input: Cursor<Arc<[u8]>>,
        lengths: std::iter::Cycle<std::vec::IntoIter<usize>>,
    }

    impl Read for Short {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = self.lengths.next().unwrap_or(1).min(buffer.len());
            self.input.read(&mut buffer[..length])
        }
    }

    #[derive(Clone, Default)]
    struct Memory(Arc<Mutex<Vec<u8>>>);

    impl Write for Memory {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// The summary of a range of an input that is read in pieces of these lengths.
    fn summary(input: &Arc<[u8]>, range: ByteRange, threads: usize, lengths: Vec<usize>) -> RunSummary {
        let config = LinterConfig {
            kind: None,
            allow: Vec::new(),
            allow_members: Vec::new(),
            max_record_bytes: 2_000_000,
            fixes: crate::check::Fixes::Ignore,
        };
        let size = Some(input.len() as u64);
        let position = range.start.saturating_sub(1);
        let mut reader = Short { input: Cursor::new(Arc::clone(input)), lengths: lengths.into_iter().cycle() };
        reader.input.set_position(position);
        let opened = Records::new(reader, position, range, size).map(|records| Opened {
            start: records.position(),
            reader: Box::new(records),
            size,
        });
        let out = Memory::default();
        let Reporter { formatter, report } = reporter(Settings::new(&config));
        let formatters = Formatters::new([formatter], false);
        let printer =
            Printer::new(&formatters, [(report, Output::stdout(Box::new(out.clone())))], ShownLimits::default());
        // Threads are started early, so that few lines are enough for all of them.
        let threads = Threads { after_bytes: 1 << 8, ..Threads::new(NonZero::new(threads).unwrap()) };
        let mut checker = Checker::new(&config, threads, &formatters, Outcome::new(printer, None, Progress::none()));
        checker.outcome.printer.start();
        let part = Part { range, size, base: 0 };
        let checked = checker.opened_part(&Source::new("x.ndjson".into(), None, part.range.start > 0), &part, opened);
        assert_eq!(checked.failure, None);
        checker.outcome.printer.end(&checked.summary, None, End::Complete);
        assert!(checker.outcome.printer.error.is_none());
        drop(checker);
        RunSummary::read(&out.0.lock().unwrap()[..]).unwrap()
    }

    fn written(summary: &RunSummary) -> String {
        let mut line = Vec::new();
        summary.write(&mut line).unwrap();
        String::from_utf8(line).unwrap()
    }

    /// A line of NDJSON, usually invalid.
    fn line() -> impl Strategy<Value = Vec<u8>> {
        prop_oneof![
            4 => contact().prop_map(|contact| serde_json::to_vec(&contact).unwrap()),
            2 => update_contact_request().prop_map(|request| serde_json::to_vec(&request).unwrap()),
            2 => prop::sample::select(vec![
                &b"{\"notify\": 1, \"naem\": \"x\"}"[..], b"{}", b"", b" \r", b"[1, 2]", b"{\"id\": 1, \"phones\": [1, 2]}",
                b"{\"notify\": true, \"n\xC3\": \"x\"}", b"{\"notify\": true, \"name\": \"x\r\"}", b"\xFF",
            ]).prop_map(<[u8]>::to_vec),
            1 => prop::collection::vec(any::<u8>(), 0..40),
        ]
        .prop_map(|mut line| {
            line.retain(|byte| *byte != b'\n');
            line
        })
    }

    proptest! {
        /// The merged summary of any parts, made by any number of threads from blocks of any size
        /// and added in any order, has the same bytes as that of one run on one thread.
        #[test]
        fn any_parts_add_up_to_the_whole(
            lines in prop::collection::vec(line(), 0..40),
            feed in any::<bool>(),
            cuts in prop::collection::vec(any::<Index>(), 0..12),
            threads in 1_usize..4,
            lengths in prop::collection::vec(1_usize..3000, 1..6),
            order in prop::collection::vec(any::<(Index, Index)>(), 14),
        ) {
            let mut input = lines.join(&b'\n');
            if feed {
                input.push(b'\n');
            }
            let size = input.len() as u64;
            let input: Arc<[u8]> = input.into();
            let whole = written(&summary(&input, ByteRange { start: 0, end: Some(size) }, 1, vec![1 << 20]));

            let mut cuts: Vec<u64> = cuts.iter().map(|cut| cut.index(input.len() + 1) as u64).chain([0, size]).collect();
            cuts.sort_unstable();
            let part = |pair: &[u64]| {
                summary(&input, ByteRange { start: pair[0], end: Some(pair[1]) }, threads, lengths.clone())
            };
            let mut parts: Vec<RunSummary> = cuts.windows(2).map(part).collect();
            // Two at a time, until one is left: in any order and grouping.
            let mut order = order.iter();
            while parts.len() > 1 {
                let (one, other) = order.next().unwrap();
                let one = parts.swap_remove(one.index(parts.len()));
                let at = other.index(parts.len());
                parts[at].add(one).unwrap();
            }
            prop_assert_eq!(parts[0].missing(), Vec::<String>::new());
            prop_assert_eq!(written(&parts[0]), whole);
        }
    }
}
