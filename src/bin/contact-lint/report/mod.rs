//! How findings are laid out: one file for each format. Reporters take the words from the findings and never change them.

mod concise;
mod frame;
mod full;
mod jsonl;

use std::io::{self, Write};

use contact_schema::lint::{Finding, Kind, Location, Locator, Summary};
use contact_schema::{Severity, Span};

pub(crate) use self::concise::Concise;
pub(crate) use self::full::Full;
pub(crate) use self::jsonl::Jsonl;

/// One output format.
pub(crate) trait Report: Sync {
    fn finding(
        &self,
        out: &mut Vec<u8>,
        document: Document<'_>,
        lines: &mut Lines<'_>,
        kind: Option<Kind>,
        finding: &Finding,
    ) -> io::Result<()>;

    /// There are this many more findings in the document than were kept.
    fn more(&self, out: &mut Vec<u8>, document: Document<'_>, count: u64) -> io::Result<()>;

    /// All that was counted; for people, on a line.
    fn summary(&self, out: &mut Vec<u8>, summary: &Summary) -> io::Result<()> {
        out.write_all(summary_line(summary).as_bytes())
    }
}

/// Where a document is.
#[derive(Clone, Copy)]
pub(crate) struct Document<'a> {
    /// The input's name.
    pub(crate) path: &'a str,
    /// The part of the input that the linter was handed, which spans are relative to.
    pub(crate) bytes: &'a [u8],
    /// Where in the input that part starts.
    pub(crate) offset: u64,
    /// The document's place in the input, from 0.
    pub(crate) index: u64,
}

impl Document<'_> {
    /// Where in the input a span starts, in bytes.
    fn offset_of(&self, span: Span) -> u64 {
        self.offset + span.start as u64
    }
}

/// Finds the lines of spans.
pub(crate) struct Lines<'a> {
    locator: Locator<'a>,
    /// Where the locator's bytes start in the part that spans are relative to.
    start: usize,
    /// The location of the locator's first byte.
    first: Location,
}

impl<'a> Lines<'a> {
    /// For a part of a JSON file, which starts at this location.
    pub(crate) fn part(part: &'a [u8], first: Location) -> Self {
        Self { locator: Locator::new(part), start: 0, first }
    }

    /// For a record of NDJSON, whose line is known.
    pub(crate) fn record(block: &'a [u8], line: u64, start: usize) -> Self {
        let locator = Locator::new(block.get(start..).unwrap_or_default());
        Self { locator, start, first: Location { line, column: 1 } }
    }

    pub(crate) fn locate(&mut self, offset: usize) -> Location {
        let Location { line, column } = self.locator.locate(offset.saturating_sub(self.start));
        let before = if line == 1 { self.first.column - 1 } else { 0 };
        Location { line: line + self.first.line - 1, column: column + before }
    }
}

/// `checked 3 documents: 1 invalid; too-long 2`, and so on: the line that ends the reports for people.
fn summary_line(summary: &Summary) -> String {
    use std::fmt::Write as _;

    let plural = if summary.documents == 1 { "" } else { "s" };
    let mut line = format!("checked {} document{plural}: {} invalid", summary.documents, summary.invalid);
    let groups = [
        (Severity::Syntax, "syntax errors"),
        (Severity::Violation, "violations"),
        (Severity::Warning, "warnings"),
        (Severity::Failure, "not judged"),
    ];
    for (severity, name) in groups {
        let rules: Vec<_> = summary.by_rule().filter(|(rule, _)| rule.severity() == severity).collect();
        if rules.is_empty() {
            continue;
        }
        let _ = write!(line, "; {name}: {}", summary.findings(severity));
        let rules: Vec<_> = rules.into_iter().map(|(rule, count)| format!("{rule} {count}")).collect();
        let _ = write!(line, " ({})", rules.join(", "));
    }
    line.push('\n');
    line
}
