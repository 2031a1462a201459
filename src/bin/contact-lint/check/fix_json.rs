//! JSON with `--fix`: the whole input is in memory and linted at once.

use std::io::{self, Read};

use contact_schema::lint::{Linter, Location};

use super::outcome::Outcome;
use super::printer::{Batch, Reporting};
use crate::report::{Document, Lines};

/// Fixes and checks an input. With `is_one`, it is exactly one document. Returns read errors; write
/// errors are in the outcome.
pub(super) fn check(
    reporting: Reporting<'_>,
    mut reader: impl Read,
    is_one: bool,
    linter: &mut Linter,
    outcome: &mut Outcome<'_>,
) -> io::Result<()> {
    let mut old = Vec::new();
    reader.read_to_end(&mut old)?;
    let mut batch = Batch::default();
    // Reports come in ascending order.
    let (mut offset, mut location) = (0, Location { line: 1, column: 1 });
    let documents = linter.summary().documents;
    let new = linter.fix_json(&old, is_one, &mut |text, mut report| {
        if report.findings.is_empty() || reporting.formatters.are_full(&report) {
            return;
        }
        let start = report.span.start;
        location = location.after(text.get(offset..start).unwrap_or_default());
        offset = start;
        let whole = Document { source: reporting.source, bytes: text, offset: 0, index: report.index, record_id: None };
        match report.fixed.take() {
            // The remaining findings refer to the fixed document.
            Some(fixed) => {
                (report.span.start, report.span.end) = (0, fixed.bytes.len());
                let document = Document { bytes: &fixed.bytes, offset: start as u64, ..whole };
                batch.add(reporting.formatters, document, &Lines::new(&fixed.bytes, 0, location), &report);
            }
            None => batch.add(reporting.formatters, whole, &Lines::new(text, start, location), &report),
        }
        if batch.is_large() {
            outcome.printer.print(&batch);
            batch.clear();
        }
    });
    outcome.printer.print(&batch);
    outcome.progress.add(old.len() as u64, linter.summary().documents - documents);
    outcome.with_fixed(|fixed| fixed.write_part(&old, new.as_deref()));
    Ok(())
}
