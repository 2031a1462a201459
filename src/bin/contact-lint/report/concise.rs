//! One line for each finding: `path:line:column: severity[rule] /pointer: message [byte offset] (help)`.

use std::io::{self, Write};

use contact_schema::display::Safe;
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
        write!(out, "{}:", Safe(document.path))?;
        line(out, document, lines, finding)?;
        writeln!(out)
    }

    fn more(&self, out: &mut Vec<u8>, document: Document<'_>, count: u64) -> io::Result<()> {
        writeln!(out, "{}: and {count} more findings in document {}", Safe(document.path), document.index)
    }
}

/// All but the path and the line feed.
pub(super) fn line(
    out: &mut Vec<u8>,
    document: Document<'_>,
    lines: &mut Lines<'_>,
    finding: &Finding,
) -> io::Result<()> {
    let Location { line, column } = lines.locate(finding.span.start);
    let offset = document.offset_of(finding.span);
    write!(out, "{line}:{column}: {finding} [byte {offset}]")?;
    match &finding.help {
        Some(help) => write!(out, " ({help})"),
        None => Ok(()),
    }
}
