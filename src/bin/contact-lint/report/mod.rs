//! How findings are laid out: one file for each format. Reporters take the words from the findings and never change them.
//!
//! Each format has two halves. A [`Report`] lays out findings, on any thread. An [`Envelope`] puts them together, in their order, on one.

mod concise;
mod frame;
mod full;
mod github;
mod jsonl;
mod junit;
mod object;
mod sarif;
mod verdicts;

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::OnceLock;

use contact_schema::escape::Escaped;
use contact_schema::lint::{DocumentReport, Finding, Kind, Location, Locator, Summary};
use contact_schema::{Rule, Severity, Span};

pub(crate) use self::concise::Concise;
pub(crate) use self::full::Full;
pub(crate) use self::github::{Annotations, Github};
pub(crate) use self::jsonl::Jsonl;
pub(crate) use self::junit::{Junit, Suites};
pub(crate) use self::object::write_line;
pub(crate) use self::sarif::{Log, Sarif};
pub(crate) use self::verdicts::Verdicts;

/// The program's name, for formats that want one.
const PROGRAM: &str = "contact-lint";

/// How many findings the formats hold that are read as a whole, by programs that refuse more.
const MOST: u64 = 5000;

/// One report.
#[derive(Clone, Copy)]
pub(crate) struct Item {
    /// Where in the text it ends.
    pub(crate) end: usize,
    /// The rule of the finding; `None` for "and so many more".
    pub(crate) rule: Option<Rule>,
    /// The document's place in the input, from 0.
    pub(crate) document: u64,
    /// See [`Report::key`].
    pub(crate) key: u64,
}

/// How one format lays out findings.
pub(crate) trait Report: Sync {
    fn finding(
        &self,
        out: &mut Vec<u8>,
        document: Document<'_>,
        lines: &mut Lines<'_>,
        kind: Option<Kind>,
        finding: &Finding,
    ) -> io::Result<()>;

    /// There are this many more findings in the document than were kept. Formats whose envelopes give the true number say nothing here.
    fn more(&self, _out: &mut Vec<u8>, _document: Document<'_>, _count: u64) -> io::Result<()> {
        Ok(())
    }

    /// Whether there is something to say of each line, and not of each finding.
    fn is_by_line(&self) -> bool {
        false
    }

    /// A line of NDJSON that starts here, for formats that are by line; what was said about its document, or whether it is blank.
    fn line(
        &self,
        _out: &mut Vec<u8>,
        _document: Document<'_>,
        _start: usize,
        _verdict: Verdict<'_>,
    ) -> io::Result<()> {
        Ok(())
    }

    /// What the envelope is told of a finding beside its text.
    fn key(&self, _document: Document<'_>, _finding: &Finding) -> u64 {
        0
    }
}

/// What there is to say of a line.
#[derive(Clone, Copy)]
pub(crate) enum Verdict<'a> {
    /// No document.
    Blank,
    /// A document about which there is nothing to say.
    Plain,
    DocumentReport(&'a DocumentReport),
}

/// What one format has around the findings, and between them.
pub(crate) trait Envelope {
    fn start(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn start_input(&mut self, _out: &mut dyn Write, _path: &str) -> io::Result<()> {
        Ok(())
    }

    /// What comes next, as it was laid out: `text` ends with the last item.
    fn findings(&mut self, out: &mut dyn Write, text: &[u8], _items: &[Item]) -> io::Result<()> {
        out.write_all(text)
    }

    /// Whether no more findings are wanted.
    fn is_full(&self) -> bool {
        false
    }

    /// The input was read to its end, or as far as it could be.
    fn end_input(&mut self, _out: &mut dyn Write, _ended: Ended<'_>) -> io::Result<()> {
        Ok(())
    }

    /// All that was counted, and whether that is all there was to do.
    fn end(&mut self, out: &mut dyn Write, summary: &Summary, complete: bool) -> io::Result<()>;

    /// Whether a reader can see in it that work was interrupted, so that it is worth keeping.
    fn tells_if_complete(&self) -> bool {
        false
    }
}

/// An input that was read.
#[derive(Clone, Copy)]
pub(crate) struct Ended<'a> {
    /// Its name.
    pub(crate) path: &'a str,
    /// What was counted in it.
    pub(crate) summary: &'a Summary,
    /// Why it could not be read any further.
    pub(crate) failure: Option<&'a str>,
    /// The part of it that was to be read: the first byte, and the one after the last if that is not the input's end.
    pub(crate) range: Option<(u64, Option<u64>)>,
    /// What was read of it, where it is NDJSON.
    pub(crate) extent: Option<Extent>,
}

/// What was read of NDJSON: its places are bytes of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    /// All lines whose first byte lies in this range were read.
    pub(crate) start: u64,
    pub(crate) end: u64,
    pub(crate) lines: u64,
    /// How many bytes the lines are.
    pub(crate) bytes: u64,
    /// How long the whole input is, where that is known.
    pub(crate) size: Option<u64>,
}

/// Findings, and a line with what was counted.
pub(crate) struct ForPeople;

impl Envelope for ForPeople {
    fn end(&mut self, out: &mut dyn Write, summary: &Summary, _: bool) -> io::Result<()> {
        out.write_all(summary_line(summary).as_bytes())
    }
}

/// Each item with its text.
pub(crate) fn each<'a>(text: &'a [u8], items: &'a [Item]) -> impl Iterator<Item = (&'a Item, &'a [u8])> {
    let mut start = 0;
    items.iter().map(move |item| {
        let text = text.get(start..item.end).unwrap_or_default();
        start = item.end;
        (item, text)
    })
}

/// The number of findings.
fn total(summary: &Summary) -> u64 {
    summary.by_rule().map(|(_, count)| count).sum()
}

/// The message, and in brackets what to do about it.
fn message_with_help(finding: &Finding) -> Cow<'static, str> {
    match &finding.help {
        Some(help) => format!("{} ({help})", finding.message).into(),
        None => finding.message.clone(),
    }
}

/// An input, as reports name it.
pub(crate) struct Source {
    /// Its name.
    pub(crate) path: String,
    /// The same as a URI, once a format has asked for it: the file system may have to be.
    uri: OnceLock<String>,
    /// Whether only a part of it is read, so that its lines are counted from that part's first.
    pub(crate) is_part: bool,
}

impl Source {
    pub(crate) fn new(path: String, is_part: bool) -> Self {
        Self { path, uri: OnceLock::new(), is_part }
    }
}

/// Where a document is.
#[derive(Clone, Copy)]
pub(crate) struct Document<'a> {
    pub(crate) source: &'a Source,
    /// The part of the input that the linter was handed, which spans are relative to.
    pub(crate) bytes: &'a [u8],
    /// Where in the input that part starts.
    pub(crate) offset: u64,
    /// The document's place in the input, from 0.
    pub(crate) index: u64,
}

impl Document<'_> {
    /// Where in the input a span starts, in bytes.
    pub(crate) fn offset_of(&self, span: Span) -> u64 {
        self.offset + span.start as u64
    }

    /// What the number of the document is called: in a part of the input it is counted from the part's first line.
    fn index_name(&self) -> &'static str {
        if self.source.is_part { "documentInRange" } else { "document" }
    }

    /// What people are told after that number.
    fn of_range(&self) -> &'static str {
        if self.source.is_part { " of the range" } else { "" }
    }

    /// Where in the input something is, for people: with the input's name, unless that stands elsewhere.
    fn place(&self, named: bool, location: Location, span: Span) -> String {
        let path = if named { Escaped(&self.source.path).to_string() } else { String::new() };
        let (Location { line, column }, offset) = (location, self.offset_of(span));
        match (self.source.is_part, named) {
            (false, true) => format!("{path}:{line}:{column} (byte {offset})"),
            (false, false) => format!("line {line}, column {column}"),
            (true, true) => format!("{path} (byte {offset}; line {line} of the range, column {column})"),
            (true, false) => format!("byte {offset}, line {line} of the range, column {column}"),
        }
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

/// How the reports start that programs read: JSON lines, summaries, SARIF and JUnit.
const STARTS: [&str; 6] = [
    r#"{"type":"finding","#,
    r#"{"type":"more","#,
    r#"{"type":"summary","#,
    r#"{"format":"contact-lint summary","#,
    r#"{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{"name":"contact-lint","#,
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"contact-lint\">",
];

/// Returns whether a file that starts and ends with these bytes is a report of this program, in any format, or empty.
pub(crate) fn is_report(start: &[u8], end: &[u8]) -> bool {
    let first_line = start.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let has = |part: &str| first_line.windows(part.len()).any(|window| window == part.as_bytes());
    let is_verdict = || first_line.starts_with(br#"{"path":"#) && has(r#","offset":"#) && has(r#","valid":"#);
    // Reports for people and for GitHub end with `checked 3 documents: 1 invalid`.
    let last_line = end.trim_ascii_end().rsplit(|&byte| byte == b'\n').next().unwrap_or_default();
    let has_summary_line =
        || last_line.starts_with(b"checked ") && last_line.windows(9).any(|part| part == b" document");
    start.is_empty()
        || STARTS.iter().any(|known| start.starts_with(known.as_bytes()))
        || is_verdict()
        || has_summary_line()
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
