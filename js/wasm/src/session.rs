//! One input, chunk by chunk.

use std::ops::Range;

use contact_schema::Severity;
use contact_schema::lint::{DocumentReport, Linter, Progress, Safety};

use crate::json::Json as _;
use crate::position::{Origin, Position};
use crate::report::{Place, write_document, write_summary};

/// How much is handed to the linter at a time, where the input can be cut so: it bounds how much
/// output one call can add.
const BLOCK: usize = 1 << 16;

/// A step stops once it has written this much.
const MUCH: usize = 1 << 18;

/// What the input is.
#[derive(Debug)]
pub(crate) enum Input {
    /// One document, or an array of them.
    Json(Progress),
    /// One document a line.
    Ndjson,
}

/// How an input is checked.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) input: Input,
    pub(crate) origin: Origin,
    /// Whether UTF-16 offsets in the whole input are counted, which costs a pass over all of it.
    pub(crate) count_offsets: bool,
    /// The size limit of a document in bytes.
    pub(crate) max_document_bytes: usize,
    /// How many documents are reported. All are counted.
    pub(crate) max_reported: u64,
}

/// A linter run over one input. Bytes before `start` are done with; the caller writes the next
/// chunk after `filled`.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) linter: Linter,
    settings: Settings,
    buffer: Vec<u8>,
    start: usize,
    filled: usize,
    /// NDJSON: no line feed stands between `start` and here.
    scanned: usize,
    /// JSON: with fewer bytes than this, what could not be read is not tried again.
    wanted: usize,
    /// NDJSON: how many bytes of a line above the limit were dropped.
    skipped: Option<u64>,
    /// Where `start` is in the input, in bytes.
    offset: u64,
    /// The position of `start`.
    position: Position,
    is_ended: bool,
    /// JSON: whether a token was seen.
    is_started: bool,
    reported: u64,
    pub(crate) output: Vec<u8>,
}

impl Session {
    pub(crate) fn new(linter: Linter, settings: Settings) -> Self {
        Self {
            linter,
            position: Position::start(settings.origin, settings.count_offsets),
            settings,
            buffer: Vec::new(),
            start: 0,
            filled: 0,
            scanned: 0,
            wanted: 0,
            skipped: None,
            offset: 0,
            is_ended: false,
            is_started: false,
            reported: 0,
            output: Vec::new(),
        }
    }

    /// Makes room for a chunk of `length` bytes and returns it. The bytes are initialised, so that
    /// reading what the caller did not write is no danger.
    pub(crate) fn room(&mut self, length: usize) -> &mut [u8] {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.filled, 0);
            self.filled -= self.start;
            self.scanned = self.scanned.saturating_sub(self.start);
            self.start = 0;
        }
        let end = self.filled + length;
        if self.buffer.len() < end {
            self.buffer.resize(end, 0);
        }
        self.buffer.get_mut(self.filled..end).unwrap_or_default()
    }

    /// The first `length` bytes of the room, as the caller wrote them.
    pub(crate) fn written(&self, length: usize) -> &[u8] {
        self.buffer.get(self.filled..).and_then(|room| room.get(..length)).unwrap_or_default()
    }

    /// Adds the first `length` bytes of the room to the input.
    pub(crate) fn push(&mut self, length: usize, is_last: bool) {
        self.filled = (self.filled + length).min(self.buffer.len());
        self.is_ended |= is_last;
    }

    /// Checks what can be checked until that is done or there is much output. Returns whether there
    /// is more to do.
    pub(crate) fn step(&mut self) -> bool {
        self.output.clear();
        loop {
            let goes_on = match self.settings.input {
                Input::Ndjson => self.ndjson(),
                Input::Json(_) => self.json(),
            };
            let has_much = self.output.len() >= MUCH;
            if !goes_on || has_much {
                if !self.output.is_empty() {
                    self.output.raw("]");
                }
                return goes_on;
            }
        }
    }

    /// Writes the counts as the output.
    pub(crate) fn summarize(&mut self) {
        self.output.clear();
        write_summary(&mut self.output, self.linter.summary(), self.settings.origin, self.offset);
    }

    /// Fixes the whole input, and makes the result the output. Documents that have no fix stay as
    /// they are, byte for byte.
    pub(crate) fn fix(&mut self, safety: Safety) {
        self.linter = self.linter.clone().apply_fixes(safety);
        let Self { linter, output, .. } = self;
        let bytes = self.buffer.get(self.start..self.filled).unwrap_or_default();
        output.clear();
        let mut done = 0;
        match self.settings.input {
            Input::Json(_) => {
                if let Some(fixed) = linter.fix_json(bytes, false, &mut |_, _| {}) {
                    *output = fixed;
                    done = bytes.len();
                }
            }
            Input::Ndjson => {
                linter.ndjson(bytes, &mut |report| {
                    if let Some(document) = report.fixed {
                        output.extend_from_slice(bytes.get(done..document.span.start).unwrap_or_default());
                        output.extend_from_slice(&document.bytes);
                        done = document.span.end;
                    }
                });
            }
        }
        output.extend_from_slice(bytes.get(done..).unwrap_or_default());
        self.offset += bytes.len() as u64;
        self.start = self.filled;
    }

    /// Checks a block of lines, and returns whether there may be another.
    fn ndjson(&mut self) -> bool {
        if let Some(skipped) = self.skipped {
            return self.skip_line(skipped);
        }
        let Some(end) = self.line_end() else {
            if self.is_ended {
                let rest = self.start..self.filled;
                if !rest.is_empty() {
                    self.lines(rest);
                }
            } else if self.filled - self.start > self.settings.max_document_bytes {
                self.skipped = Some(0);
                return true;
            }
            return false;
        };
        self.lines(self.start..end);
        true
    }

    /// The end of some whole lines: about a block of them, or one longer one.
    fn line_end(&mut self) -> Option<usize> {
        let near = self.filled.min(self.start + BLOCK);
        let from = self.scanned.max(self.start);
        let last = self.buffer.get(from..near).and_then(|bytes| Some(from + memchr::memrchr(b'\n', bytes)?));
        let feed = last.or_else(|| {
            let from = from.max(near);
            let rest = self.buffer.get(from..self.filled)?;
            Some(from + memchr::memchr(b'\n', rest)?)
        });
        self.scanned = self.filled;
        feed.map(|feed| feed + 1)
    }

    /// Checks these lines of the buffer.
    fn lines(&mut self, range: Range<usize>) {
        let Self { linter, buffer, output, position, .. } = self;
        let bytes = buffer.get(range.clone()).unwrap_or_default();
        let place = Place { bytes, offset: self.offset, origin: self.settings.origin };
        let (start, mut last) = (*position, (0, *position));
        let (max, reported) = (self.settings.max_reported, &mut self.reported);
        // Where each document could be read to its end, all bytes are UTF-8.
        let mut is_text = true;
        let lines = linter.ndjson(bytes, &mut |mut document| {
            is_text &= document.severity != Severity::Syntax;
            if *reported < max {
                *reported += 1;
                if start.offset.is_none() {
                    // Nothing between the lines is counted, so it need not be looked at.
                    let line = Position { line: start.line + document.index, ..start };
                    last = (document.span.start, line);
                }
                let index = start.line - 1 + document.index;
                last = write_document(next_item(output), place, &mut document, index, last);
            }
        });
        self.position = start.after_lines(bytes, lines, is_text);
        self.offset += bytes.len() as u64;
        self.start = range.end;
        self.scanned = range.end;
    }

    /// Drops what is there of a line above the limit, of which `skipped` bytes are gone. Returns
    /// whether it ended.
    fn skip_line(&mut self, skipped: u64) -> bool {
        let bytes = self.buffer.get(self.start..self.filled).unwrap_or_default();
        let feed = memchr::memchr(b'\n', bytes);
        let length = skipped + feed.unwrap_or(bytes.len()) as u64;
        let dropped = feed.map_or(bytes.len(), |feed| feed + 1);
        self.offset += dropped as u64;
        self.start += dropped;
        self.scanned = self.start;
        let line_start = self.position;
        // The line stays what it is until its feed, and the offset of the next counts what was
        // dropped.
        self.position.offset = line_start.after_lines(bytes.get(..dropped).unwrap_or_default(), 0, false).offset;
        if feed.is_none() && !self.is_ended {
            self.skipped = Some(length);
            return false;
        }
        self.skipped = None;
        self.position.line += 1;
        let end = self.offset - u64::from(feed.is_some());
        let place = Place { bytes: &[], offset: end - length, origin: self.settings.origin };
        let (max, reported, output) = (self.settings.max_reported, &mut self.reported, &mut self.output);
        self.linter.too_large(length, &mut |mut document| {
            if *reported < max {
                *reported += 1;
                write_document(next_item(output), place, &mut document, line_start.line - 1, (0, line_start));
            }
        });
        true
    }

    /// Checks what can be read of a JSON text, and returns whether there may be more to do.
    fn json(&mut self) -> bool {
        if !self.is_started {
            self.drop_whitespace();
        }
        let available = self.filled - self.start;
        if !self.is_ended && available < self.wanted.max(1) {
            return false;
        }
        let mut window = BLOCK;
        loop {
            let is_whole = window >= available;
            let end = if is_whole { self.filled } else { self.start + window };
            let done = self.json_part(self.start..end, is_whole && self.is_ended);
            if done > 0 {
                self.wanted = 0;
                return self.start < self.filled;
            }
            if is_whole {
                // What the linter does not take starts at a token.
                self.drop_whitespace();
                self.wanted = 2 * (self.filled - self.start);
                return false;
            }
            window = window.saturating_mul(2);
        }
    }

    /// Drops white space before the next token: the linter would have all of it kept.
    fn drop_whitespace(&mut self) {
        let bytes = self.buffer.get(self.start..self.filled).unwrap_or_default();
        let token = bytes.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
        self.is_started |= token.is_some();
        let length = token.unwrap_or(bytes.len());
        self.position = self.position.after(bytes.get(..length).unwrap_or_default());
        self.offset += length as u64;
        self.start += length;
    }

    /// Hands these bytes of the buffer to the linter, and returns how many are done with.
    fn json_part(&mut self, range: Range<usize>, is_last: bool) -> usize {
        let Self { linter, buffer, output, position, .. } = self;
        let Input::Json(progress) = &mut self.settings.input else { return 0 };
        let bytes = buffer.get(range).unwrap_or_default();
        let place = Place { bytes, offset: self.offset, origin: self.settings.origin };
        let mut last = (0, *position);
        let (max, reported) = (self.settings.max_reported, &mut self.reported);
        let done = linter.json_part(progress, bytes, 0, is_last, &mut |mut document: DocumentReport| {
            if *reported < max {
                *reported += 1;
                let index = document.index;
                last = write_document(next_item(output), place, &mut document, index, last);
            }
        });
        let between = bytes.get(last.0..done).unwrap_or_default();
        self.position = last.1.after(between);
        self.offset += done as u64;
        self.start += done;
        done
    }
}

/// Starts the next item of the array that the output is.
fn next_item(output: &mut Vec<u8>) -> &mut Vec<u8> {
    output.raw(if output.is_empty() { "[" } else { "," });
    output
}
