//! One line for each finding: `path:line:column: severity[rule] /pointer: message [byte offset]
//! (help)`. In a part of an input, the line of the input is not known: `path: byte offset, line
//! line of the range, column column: …`.
//! `[*]` at the end says that `--fix` fixes it, `[?]` that `--unsafe-fixes` does.

use std::fmt;
use std::io::{self, Write};

use contact_schema::lint::{Location, Safety};

use super::document::{Document, LocatedFinding};
use super::format::{Format, Formatter, Reporter};
use super::summary_line::{WithSummaryLine, ends_with_summary_line};

pub(super) const FORMAT: Format = Format {
    name: "concise",
    help: "One line for each finding",
    is_for_people: true,
    is_by_line: false,
    shows_fixes: true,
    max_on_terminal: None,
    create: |_| Reporter::new(Concise, WithSummaryLine),
    matches: |_, end| ends_with_summary_line(end),
};

struct Concise;

impl Formatter for Concise {
    fn finding(&self, finding: &LocatedFinding<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let source = finding.document.source;
        out.extend_from_slice(source.shown_path.as_bytes());
        out.extend_from_slice(if source.is_part { b": " } else { b":" });
        write_without_path(finding, out)?;
        writeln!(out)
    }

    fn more(&self, document: Document<'_>, count: u64, out: &mut Vec<u8>) -> io::Result<()> {
        write_more(document, count, out)
    }
}

/// Writes the line of a finding without the path before it and the line feed after it.
pub(super) fn write_without_path(located: &LocatedFinding<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    let LocatedFinding { finding, document, .. } = located;
    let (location, offset) = (located.start(), located.offset());
    if document.source.is_part {
        write!(out, "{}: {}{finding}", document.place(false, location, finding.span), RecordId(*document))?;
    } else {
        let Location { line, column } = location;
        write!(out, "{line}:{column}: {}{finding} [byte {offset}]", RecordId(*document))?;
    }
    if let Some(help) = &finding.help {
        write!(out, " ({help})")?;
    }
    out.extend_from_slice(match finding.fix().map(|fix| fix.safety) {
        Some(Safety::Safe) => b" [*]",
        Some(Safety::Unsafe) => b" [?]",
        None => b"",
    });
    Ok(())
}

/// The document's own `id`, if the user wants it.
struct RecordId<'a>(Document<'a>);

impl fmt::Display for RecordId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.record_id.map_or(Ok(()), |id| write!(f, "id {id}: "))
    }
}

/// Writes that a document has more findings.
pub(super) fn write_more(document: Document<'_>, count: u64, out: &mut Vec<u8>) -> io::Result<()> {
    let (path, number, of_range) = (&document.source.shown_path, document.number(), document.of_range());
    writeln!(out, "{path}: and {count} more findings in document {number}{of_range}")
}
