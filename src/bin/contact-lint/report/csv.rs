//! One row of CSV for each finding (RFC 4180), for spreadsheets and databases.
//!
//! In a part of an input, lines and documents of the whole input are not known, so these cells are
//! empty; the offset is exact.

use std::io::{self, Write};

use contact_schema::escape::Escaped;

use super::document::{Document, LocatedFinding};
use super::format::{Format, Formatter, Report, Reporter};

pub(super) const FORMAT: Format = Format {
    name: "csv",
    help: "CSV: one row for each finding, for spreadsheets and databases",
    is_for_people: false,
    is_by_line: false,
    shows_fixes: false,
    max_on_terminal: None,
    create: |_| Reporter::new(Csv, WithHeader),
    matches: |start, _| start.starts_with(HEADER),
};

const HEADER: &[u8] = b"path,document,recordId,line,column,byte,length,kind,severity,rule,pointer,message,help\n";

struct Csv;

impl Formatter for Csv {
    fn finding(&self, located: &LocatedFinding<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let LocatedFinding { finding, document, kind, .. } = located;
        let location = located.start();
        let pointer = finding.pointer().map(|pointer| Escaped(pointer.as_str()).to_string());
        write_row(
            out,
            &[
                cell(&document.source.path),
                unless_part(*document, document.number()),
                document.record_id.map(|id| id.to_string()).unwrap_or_default(),
                unless_part(*document, location.line),
                location.column.to_string(),
                located.offset().to_string(),
                finding.span.len().to_string(),
                kind.map(|kind| kind.to_string()).unwrap_or_default(),
                finding.severity().to_string(),
                finding.rule.to_string(),
                pointer.unwrap_or_default(),
                finding.message.clone().into_owned(),
                finding.help.as_deref().unwrap_or_default().to_owned(),
            ],
        )
    }

    fn more(&self, document: Document<'_>, count: u64, out: &mut Vec<u8>) -> io::Result<()> {
        let mut row = <[String; 13]>::default();
        let [path, number, id, .., message, _] = &mut row;
        *path = cell(&document.source.path);
        *id = document.record_id.map(|id| id.to_string()).unwrap_or_default();
        *number = unless_part(document, document.number());
        *message = format!("and {count} more findings in this document");
        write_row(out, &row)
    }
}

/// Returns a path as a cell. Spreadsheets read a cell that starts with `=`, `+`, `-` or `@` as a
/// formula. Such a path gets the prefix `./`, which names the same file.
fn cell(path: &str) -> String {
    let dot = if path.starts_with(['=', '+', '-', '@']) { "./" } else { "" };
    format!("{dot}{}", Escaped(path))
}

fn unless_part(document: Document<'_>, number: u64) -> String {
    if document.source.is_part { String::new() } else { number.to_string() }
}

fn write_row(out: &mut Vec<u8>, row: &[String; 13]) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(row).map_err(io::Error::other)?;
    writer.flush()
}

struct WithHeader;

impl Report for WithHeader {
    fn tells_if_complete(&self) -> bool {
        false
    }

    fn start(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(HEADER)
    }
}
