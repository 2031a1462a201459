//! JSON: one document, or an array of any number of them, read and checked part by part.

use std::io::{self, ErrorKind, Read};

use contact_schema::lint::{Linter, Location, Progress};

use super::outcome::Outcome;
use super::printer::{Batch, Reporting};
use crate::report::{Document, Lines};

/// The number of bytes read at a time.
const BLOCK: usize = 1 << 20;

/// The number of checked bytes kept before the unchecked ones, for frames on the same line.
const CONTEXT: usize = 256;

/// Checks an input, from this progress on. Returns read errors; write errors are in the outcome.
pub(super) fn check(
    reporting: Reporting<'_>,
    reader: impl Read,
    mut progress: Progress,
    max_record_bytes: usize,
    linter: &mut Linter,
    outcome: &mut Outcome<'_>,
) -> io::Result<()> {
    let mut window = Window::new(reader, max_record_bytes);
    let mut batch = Batch::default();
    loop {
        let read = window.read();
        let count = *read.as_ref().unwrap_or(&0);
        if count > 0 && !window.has_enough() {
            continue;
        }
        let is_last = matches!(read, Ok(0));
        let documents = linter.summary().documents;
        let bytes = window.bytes();
        let lines = Lines::new(bytes, 0, window.location);
        let checked = linter.json_part(&mut progress, bytes, window.checked, is_last, &mut |report| {
            if reporting.formatters.are_full(&report) || outcome.printer.error.is_some() {
                return;
            }
            let document = Document {
                source: reporting.source,
                bytes,
                offset: window.offset,
                index: report.index,
                record_id: None,
            };
            batch.add(reporting.formatters, document, &lines, &report);
            if batch.is_large() {
                outcome.printer.print(&batch);
                batch.clear();
            }
        });
        outcome.printer.print(&batch);
        batch.clear();
        outcome.progress.add(count as u64, linter.summary().documents - documents);
        // After a read error too, all documents that were read completely are checked.
        if is_last || read? == 0 || outcome.printer.error.is_some() {
            return Ok(());
        }
        window.advance(checked);
    }
}

/// The part of an input that is in memory.
struct Window<R> {
    reader: R,
    /// The bytes that were read, followed by space for more.
    buffer: Vec<u8>,
    /// The number of bytes of the buffer that were read.
    filled: usize,
    /// The number of those that are checked.
    checked: usize,
    /// The offset of the buffer in the input.
    offset: u64,
    /// The line and column of the first byte of the buffer.
    location: Location,
    /// The number of unchecked bytes to wait for. It doubles each time, so a large document is not
    /// checked again for each block.
    wanted: usize,
    /// The number of unchecked bytes that shows that a document is too large.
    most: usize,
}

impl<R: Read> Window<R> {
    fn new(reader: R, max_record_bytes: usize) -> Self {
        let location = Location { line: 1, column: 1 };
        let most = max_record_bytes.saturating_add(BLOCK);
        Self { reader, buffer: Vec::new(), filled: 0, checked: 0, offset: 0, location, wanted: 1, most }
    }

    /// Reads once and returns the number of bytes read; 0 at the end of the input.
    fn read(&mut self) -> io::Result<usize> {
        if self.buffer.len() - self.filled < BLOCK / 2 {
            let most = self.most.saturating_add(BLOCK);
            let length = (self.buffer.len() * 2).min(most).max(self.filled + BLOCK);
            // Reserve exactly: otherwise the vector doubles its memory.
            self.buffer.reserve_exact(length.saturating_sub(self.buffer.len()));
            self.buffer.resize(length, 0);
        }
        let end = self.buffer.len().min(self.filled + BLOCK);
        let count = loop {
            match self.reader.read(self.buffer.get_mut(self.filled..end).unwrap_or_default()) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        self.filled += count;
        Ok(count)
    }

    fn has_enough(&self) -> bool {
        self.filled - self.checked >= self.wanted
    }

    fn bytes(&self) -> &[u8] {
        self.buffer.get(..self.filled).unwrap_or_default()
    }

    /// Drops the checked bytes, except for some context. `checked` is their number in the window.
    fn advance(&mut self, checked: usize) {
        self.wanted = (2 * (self.filled - checked)).min(self.most);
        let done = checked.saturating_sub(CONTEXT);
        self.location = self.location.after(self.buffer.get(..done).unwrap_or_default());
        self.buffer.copy_within(done..self.filled, 0);
        self.offset += done as u64;
        self.checked = checked - done;
        self.filled -= done;
    }
}
