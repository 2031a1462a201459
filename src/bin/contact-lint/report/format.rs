//! Output formats: their entry in the table, and the traits of their two halves.

use std::io::{self, Write};
use std::sync::Arc;

use contact_schema::Rule;
use contact_schema::lint::{DocumentReport, Finding, Summary};
use serde::{Deserialize, Serialize};

use super::document::{Document, LocatedFinding, Source};
use super::quota::Wanted;
use super::root::Root;

/// The name of the program, for formats that hold it.
pub(super) const PROGRAM: &str = "contact-lint";

/// The maximum number of findings in formats whose readers refuse files with more.
pub(super) const MAX_FINDINGS: u64 = 5000;

/// An output format.
#[derive(Debug)]
pub(crate) struct Format {
    /// The name on the command line.
    pub(crate) name: &'static str,
    /// The line in the help.
    pub(crate) help: &'static str,
    /// Whether it is for people. If not, nothing is added to standard output after the report.
    pub(crate) is_for_people: bool,
    /// Whether it has an entry for each line of NDJSON, so that it needs NDJSON.
    pub(crate) is_by_line: bool,
    /// Whether it shows which findings have a fix, or how many. If no report does, the linter does
    /// not search for fixes.
    pub(crate) shows_fixes: bool,
    /// The maximum number of findings on a terminal, if the user sets none.
    pub(crate) max_on_terminal: Option<u64>,
    /// Returns the two halves.
    pub(super) create: fn(Options) -> Reporter,
    /// Returns whether a file that starts and ends with these bytes is a report in this format.
    pub(super) matches: fn(start: &[u8], end: &[u8]) -> bool,
}

impl Format {
    /// Returns a reporter that writes this format.
    pub(crate) fn reporter(&self, options: Options) -> Reporter {
        (self.create)(options)
    }
}

/// The options of formats.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) color: bool,
    /// Whether to show lines of the documents.
    pub(crate) source: bool,
    /// Whether a warning fails the run.
    pub(crate) deny_warnings: bool,
    /// The width of the terminal in columns, if there is one.
    pub(crate) width: Option<usize>,
    /// The directory that file names are relative to, in formats for other programs.
    pub(crate) root: Arc<Root>,
}

/// The two halves of a format.
pub(crate) struct Reporter {
    pub(crate) formatter: Box<dyn Formatter>,
    pub(crate) report: Box<dyn Report>,
}

impl Reporter {
    pub(crate) fn new(formatter: impl Formatter + 'static, report: impl Report + 'static) -> Self {
        Self { formatter: Box::new(formatter), report: Box::new(report) }
    }
}

/// Formats findings, on any thread.
pub(crate) trait Formatter: Send + Sync {
    /// Returns how many of these findings of a document are formatted together, at least one.
    fn group(&self, _findings: &[Finding]) -> usize {
        1
    }

    /// Formats a finding, and those that belong to its [group](Self::group).
    fn finding(&self, _finding: &LocatedFinding<'_>, _out: &mut Vec<u8>) -> io::Result<()> {
        Ok(())
    }

    /// Writes that the document has `count` more findings. Formats whose report gives the true
    /// number write nothing.
    fn more(&self, _document: Document<'_>, _count: u64, _out: &mut Vec<u8>) -> io::Result<()> {
        Ok(())
    }

    /// Formats the line of NDJSON at the byte `start` of the block. Only for formats that are [by
    /// line](Format::is_by_line).
    fn line(&self, _document: Document<'_>, _start: usize, _line: Line<'_>, _out: &mut Vec<u8>) -> io::Result<()> {
        Ok(())
    }

    /// Whether [`line`](Self::line) is to be called for each line of NDJSON, and
    /// [`finding`](Self::finding) never.
    fn is_by_line(&self) -> bool {
        false
    }

    /// Returns the data about a finding that the report needs besides its text.
    fn note(&self, _finding: &LocatedFinding<'_>) -> Note {
        Note::None
    }
}

/// The data about a finding that a report gets besides its text.
#[derive(Clone, Debug)]
pub(crate) enum Note {
    None,
    /// A hash that identifies the finding.
    Fingerprint(u64),
    /// The place of the finding.
    Example(Example),
}

/// The place of a finding, without its text, as a summary of a run lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Example {
    /// Counted from the first line that was read. In a range that starts at byte 0, the line of the
    /// input.
    pub(crate) line: u64,
    /// The offset in the input, in bytes.
    pub(crate) offset: u64,
    /// The length in bytes.
    pub(crate) length: u64,
    pub(crate) rule: String,
    pub(crate) pointer: Option<String>,
}

/// A line of NDJSON.
#[derive(Clone, Copy)]
pub(crate) enum Line<'a> {
    /// White space only: no document.
    Blank,
    /// A document without findings.
    Clean,
    /// A document with findings.
    Document(&'a DocumentReport),
}

/// A formatted finding, line or "and so many more".
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The end of its text.
    pub(crate) end: usize,
    /// The rule of the finding; `None` if this is no finding.
    pub(crate) rule: Option<Rule>,
    /// The number of findings.
    pub(crate) count: u64,
    /// The index of the document in the input, from 0.
    pub(crate) document: u64,
    pub(crate) note: Note,
}

/// Puts formatted findings together, on one thread.
pub(crate) trait Report {
    /// Writes the start of the report, before the first input.
    fn start(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Starts an input of this name.
    fn start_input(&mut self, _out: &mut dyn Write, _path: &str) -> io::Result<()> {
        Ok(())
    }

    /// Writes the next formatted findings; `text` ends with the last entry.
    fn findings(&mut self, out: &mut dyn Write, text: &[u8], _entries: &[Entry]) -> io::Result<()> {
        out.write_all(text)
    }

    /// Returns which findings of this input the report still accepts.
    fn wanted(&self) -> Wanted {
        Wanted::All
    }

    /// Ends an input, which was read to its end or as far as possible.
    fn end_input(&mut self, _out: &mut dyn Write, _ended: EndedInput<'_>) -> io::Result<()> {
        Ok(())
    }

    /// Writes that `count` findings are not shown, because the user set a maximum. Called right
    /// before [`end`](Self::end).
    fn hidden(&mut self, _out: &mut dyn Write, _count: u64) -> io::Result<()> {
        Ok(())
    }

    /// Writes the end. `is_complete` says whether all work was done.
    fn end(&mut self, _out: &mut dyn Write, _summary: &Summary, _is_complete: bool) -> io::Result<()> {
        Ok(())
    }

    /// Whether the report shows that the work was interrupted. If not, no file gets it then.
    fn tells_if_complete(&self) -> bool {
        true
    }
}

/// An input that was read.
#[derive(Clone, Copy)]
pub(crate) struct EndedInput<'a> {
    pub(crate) source: &'a Source,
    /// The counts of this input.
    pub(crate) summary: &'a Summary,
    /// The reason why it could not be read or checked to its end.
    pub(crate) failure: Option<&'a str>,
    /// The requested range of bytes, as `--range` takes it.
    pub(crate) range: Option<&'a str>,
    /// The lines that were read, for NDJSON.
    pub(crate) extent: Option<Extent>,
}

/// The lines of NDJSON that were read. Offsets are those in the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    /// All lines were read whose first byte is at or after this offset …
    pub(crate) start: u64,
    /// … and before this one.
    pub(crate) end: u64,
    pub(crate) lines: u64,
    /// The length of the lines in bytes.
    pub(crate) bytes: u64,
    /// The length of the whole input in bytes, if known.
    pub(crate) size: Option<u64>,
}

/// Returns each entry with its text.
pub(crate) fn each<'a>(text: &'a [u8], entries: &'a [Entry]) -> impl Iterator<Item = (&'a Entry, &'a [u8])> {
    let mut start = 0;
    entries.iter().map(move |entry| {
        let text = text.get(start..entry.end).unwrap_or_default();
        start = entry.end;
        (entry, text)
    })
}

/// Returns the number of findings.
pub(crate) fn total(summary: &Summary) -> u64 {
    summary.by_rule().map(|(_, count)| count).sum()
}
