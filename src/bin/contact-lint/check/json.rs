//! JSON: one document, or an array of any number of them, read part by part.

use std::io::{self, ErrorKind, Read};

use contact_schema::lint::{Linter, Location, Progress};

use crate::lint::Outcome;
use crate::printer::{Rendered, Reports};
use crate::report::{Document, Lines};

/// How much is read at a time.
const BLOCK: usize = 1 << 20;

/// How much of what is done with is kept, for the frames of what follows on the same line.
const CONTEXT: usize = 256;

/// Checks one input. An error is one of reading it; those of writing are the outcome's.
pub(crate) fn check(
    reports: Reports<'_>,
    mut reader: impl Read,
    linter: &mut Linter,
    outcome: &mut Outcome<'_>,
) -> io::Result<()> {
    let mut progress = Progress::default();
    // The bytes that were read, of which those before `start` are done with, and room.
    let mut buffer = Vec::new();
    let (mut filled, mut start) = (0, 0);
    // Where the buffer starts in the input.
    let (mut offset, mut location) = (0, Location { line: 1, column: 1 });
    // With less than this, it is not tried again what could not be done.
    let mut wanted = 1;
    let mut rendered = Rendered::default();
    loop {
        if buffer.len() - filled < BLOCK / 2 {
            buffer.resize((buffer.len() * 2).max(BLOCK), 0);
        }
        let read = match reader.read(buffer.get_mut(filled..).unwrap_or_default()) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            read => read,
        };
        let count = *read.as_ref().unwrap_or(&0);
        filled += count;
        if count > 0 && filled - start < wanted {
            continue;
        }
        let is_last = matches!(read, Ok(0));
        let documents = linter.summary().documents;
        let part = buffer.get(..filled).unwrap_or_default();
        let mut lines = Lines::part(part, location);
        start = linter.json_part(&mut progress, part, start, is_last, &mut |reviewed| {
            if reports.enough() || outcome.printer.error.is_some() {
                return;
            }
            let document = Document { source: reports.source, bytes: part, offset, index: reviewed.index };
            rendered.add(reports, document, &mut lines, &reviewed);
            if rendered.is_much() {
                outcome.printer.print(&rendered);
                rendered.clear();
            }
        });
        outcome.printer.print(&rendered);
        rendered.clear();
        outcome.progress.add(count as u64, linter.summary().documents - documents);
        // After an error too, what was read before it was checked, as far as it is whole.
        if is_last || read? == 0 || outcome.printer.error.is_some() {
            return Ok(());
        }
        wanted = 2 * (filled - start);
        let done = start.saturating_sub(CONTEXT);
        location = location.after(part.get(..done).unwrap_or_default());
        buffer.copy_within(done..filled, 0);
        offset += done as u64;
        start -= done;
        filled -= done;
    }
}
