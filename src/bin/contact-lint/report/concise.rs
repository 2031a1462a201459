//! One line for each finding: `path:line:column: severity[rule] /pointer: message [byte offset] (help)`.

use std::io::{self, Write};

use contact_schema::display::Safe;
use contact_schema::lint::{Finding, Kind, Location, Summary};

use super::{Document, Lines, Report, summary_line};

pub(crate) struct Concise;

impl Report for Concise {
    fn finding(
        &self,
        out: &mut dyn Write,
        document: Document<'_>,
        lines: &mut Lines<'_>,
        _kind: Option<Kind>,
        finding: &Finding,
    ) -> io::Result<()> {
        let Location { line, column } = lines.locate(finding.span.start);
        let offset = document.offset + finding.span.start as u64;
        write!(out, "{}:{line}:{column}: {finding} [byte {offset}]", Safe(document.path))?;
        match &finding.help {
            Some(help) => writeln!(out, " ({help})"),
            None => writeln!(out),
        }
    }

    fn more(&self, out: &mut dyn Write, document: Document<'_>, count: u64) -> io::Result<()> {
        writeln!(out, "{}: and {count} more findings in document {}", Safe(document.path), document.index)
    }

    fn summary(&self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        out.write_all(summary_line(summary).as_bytes())
    }
}
