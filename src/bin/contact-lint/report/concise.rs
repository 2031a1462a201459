//! One line for each finding: `path:line:column: severity[rule] /pointer: message [byte offset] (help)`. Of a range of the input, the line is
//! not known: `path: byte offset, line line of the range, column column: …`.

use std::io::{self, Write};

use contact_schema::escape::Escaped;
use contact_schema::lint::{Finding, Kind, Location};

use super::{Document, Lines, Report};

pub(crate) struct Concise;

impl Report for Concise {
    fn finding(
        &self,
        out: &mut Vec<u8>,
        document: Document<'_>,
        lines: &mut Lines<'_>,
        _kind: Option<Kind>,
        finding: &Finding,
    ) -> io::Result<()> {
        write!(out, "{}:{}", Escaped(&document.source.path), if document.source.is_part { " " } else { "" })?;
        line(out, document, lines, finding)?;
        writeln!(out)
    }

    fn more(&self, out: &mut Vec<u8>, document: Document<'_>, count: u64) -> io::Result<()> {
        writeln!(
            out,
            "{}: and {count} more findings in document {}{}",
            Escaped(&document.source.path),
            document.index,
            document.of_range()
        )
    }
}

/// All but the path and the line feed.
pub(super) fn line(
    out: &mut Vec<u8>,
    document: Document<'_>,
    lines: &mut Lines<'_>,
    finding: &Finding,
) -> io::Result<()> {
    let location = lines.locate(finding.span.start);
    if document.source.is_part {
        write!(out, "{}: {finding}", document.place(false, location, finding.span))?;
    } else {
        let (Location { line, column }, offset) = (location, document.offset_of(finding.span));
        write!(out, "{line}:{column}: {finding} [byte {offset}]")?;
    }
    match &finding.help {
        Some(help) => write!(out, " ({help})"),
        None => Ok(()),
    }
}
