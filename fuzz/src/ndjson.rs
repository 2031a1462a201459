//! NDJSON that is read piece by piece.

use std::borrow::Cow;
use std::io::{Error, ErrorKind, Read, Result};

use contact_schema::lint::{DocumentReport, Linter, Summary};
use contact_schema::{Rule, Span};

/// All that linters say of a text that they are handed in parts, with its places in the whole text.
#[derive(Debug, Default, PartialEq)]
pub struct Report {
    reviewed: Vec<DocumentReport>,
    lines: u64,
    summary: Summary,
}

impl Report {
    /// Adds what the linter says of the lines that start at `offset`.
    pub fn add(&mut self, linter: &mut Linter, offset: usize, lines: &[u8]) {
        let each = &mut |reviewed| self.reviewed.push(absolute(reviewed, self.lines, offset));
        self.lines += linter.ndjson(lines, each);
        self.summary.add(&linter.take_summary());
    }

    /// Adds what the linter says of a line of this length, which starts at `offset` and was not kept.
    pub fn add_too_large(&mut self, linter: &mut Linter, offset: usize, length: u64) {
        linter.too_large(length, &mut |reviewed| self.reviewed.push(absolute(reviewed, self.lines, offset)));
        self.lines += 1;
        self.summary.add(&linter.take_summary());
    }
}

/// The review with its line and its places in the whole text, of which the linter was handed a part.
///
/// Where a document is too large, how much of it the linter was handed depends on how large; its start does not.
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

/// The text; if `line` is a digit, with more than a buffer's spaces in front of the line of that number.
pub fn padded(text: &[u8], line: u8) -> Cow<'_, [u8]> {
    if !line.is_ascii_digit() {
        return Cow::Borrowed(text);
    }
    let before = text.split_inclusive(|&byte| byte == b'\n').take(usize::from(line - b'0')).map(<[u8]>::len).sum();
    let (before, after) = text.split_at(before);
    Cow::Owned([before, &vec![b' '; (1 << 20) + 7], after].concat())
}

/// The pieces of the text and where each starts. It is cut after the lines, counted by 16, whose bit is 1 in `cuts`.
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

/// A reader that returns as few bytes at a time as it is told, again and again, and is interrupted where it is told 0.
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
        // A long text would take very many short reads.
        let length = room.len().min(length.max(1) * (1 + self.rest.len() / 4096));
        self.rest.read(&mut room[..length])
    }
}
