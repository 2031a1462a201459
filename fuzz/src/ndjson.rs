//! NDJSON that is read in pieces.

use std::borrow::Cow;
use std::io::{Error, ErrorKind, Read, Result};

use contact_schema::lint::{DocumentReport, Linter, Summary};
use contact_schema::{Rule, Span};

/// The findings of a text that linters read in parts, with places in the whole text.
#[derive(Debug, Default, PartialEq)]
pub struct Report {
    reviewed: Vec<DocumentReport>,
    lines: u64,
    summary: Summary,
}

impl Report {
    /// Adds the findings of the lines that start at `offset`.
    pub fn add(&mut self, linter: &mut Linter, offset: usize, lines: &[u8]) {
        let each = &mut |reviewed| self.reviewed.push(absolute(reviewed, self.lines, offset));
        self.lines += linter.ndjson(lines, each);
        self.summary.add(&linter.take_summary());
    }

    /// Adds the finding of a line that starts at `offset` and was too long to keep.
    pub fn add_too_large(&mut self, linter: &mut Linter, offset: usize, length: u64) {
        linter.too_large(length, &mut |reviewed| self.reviewed.push(absolute(reviewed, self.lines, offset)));
        self.lines += 1;
        self.summary.add(&linter.take_summary());
    }
}

/// Converts line and places of a report from the part to the whole text.
///
/// If a document is too large, the linter saw more or less of it; only its start is compared.
fn absolute(mut reviewed: DocumentReport, line: u64, offset: usize) -> DocumentReport {
    let moved = |span: &mut Span| *span = Span { start: span.start + offset, end: span.end + offset };
    reviewed.index += line;
    moved(&mut reviewed.span);
    for finding in &mut reviewed.findings {
        moved(&mut finding.span);
        finding.related.iter_mut().for_each(|related| moved(&mut related.span));
        if finding.rule == Rule::DocumentTooLarge {
            reviewed.span.end = reviewed.span.start;
        }
    }
    reviewed
}

/// Returns the text. If `line` is a digit, inserts more than a buffer of spaces before the line
/// with that number.
pub fn padded(text: &[u8], line: u8) -> Cow<'_, [u8]> {
    if !line.is_ascii_digit() {
        return Cow::Borrowed(text);
    }
    let before = text.split_inclusive(|&byte| byte == b'\n').take(usize::from(line - b'0')).map(<[u8]>::len).sum();
    let (before, after) = text.split_at(before);
    Cow::Owned([before, &vec![b' '; (1 << 20) + 7], after].concat())
}

/// Cuts the text after each line whose bit in `cuts` is 1 (lines are counted modulo 16); returns
/// the pieces with their offsets.
pub fn pieces(text: &[u8], cuts: u16) -> Vec<(usize, &[u8])> {
    let (mut pieces, mut start, mut end) = (Vec::new(), 0, 0);
    for (number, line) in text.split_inclusive(|&byte| byte == b'\n').enumerate() {
        end += line.len();
        if cuts >> (number % 16) & 1 == 1 || end == text.len() {
            pieces.push((start, &text[start..end]));
            start = end;
        }
    }
    pieces
}

/// A reader that returns the given number of bytes at a time, in turn. For 0, the read is
/// interrupted.
pub struct ShortReads<'a> {
    rest: &'a [u8],
    lengths: [u8; 4],
    reads: usize,
    interrupted: bool,
}

impl<'a> ShortReads<'a> {
    pub fn new(text: &'a [u8], lengths: [u8; 4]) -> Self {
        Self { rest: text, lengths, reads: 0, interrupted: false }
    }
}

impl Read for ShortReads<'_> {
    fn read(&mut self, room: &mut [u8]) -> Result<usize> {
        let length = usize::from(self.lengths[self.reads % 4]);
        self.reads += 1;
        if length == 0 && !self.interrupted {
            self.interrupted = true;
            return Err(Error::from(ErrorKind::Interrupted));
        }
        self.interrupted = false;
        // Very short reads of a long text would take too long.
        let length = room.len().min(length.max(1) * (1 + self.rest.len() / 4096));
        self.rest.read(&mut room[..length])
    }
}
