//! The part of a line that a frame shows: short, however long the line is, and safe for a terminal.

use std::ops::Range;

use contact_schema::Span;
use contact_schema::escape::is_unsafe;

/// The number of characters shown before and after the start of a span.
const BEFORE: usize = 60;
const AFTER: usize = 80;

/// A part of a line, with spans as ranges of `text`.
pub(crate) struct Frame {
    pub(crate) text: String,
    pub(crate) primary: Range<usize>,
    /// `None` for spans that are not in `text`.
    pub(crate) others: Vec<Option<Range<usize>>>,
}

impl Frame {
    /// Returns the surroundings of `primary`, and the ranges of `primary` and of those `others`
    /// that are in them.
    pub(crate) fn new(bytes: &[u8], primary: Span, others: &[Span]) -> Self {
        let start = primary.start.min(bytes.len());
        // Look back to a line feed, or over as many bytes as the characters to show can have in
        // UTF-8.
        let before = bytes.get(start.saturating_sub(BEFORE * 4)..start).unwrap_or_default();
        let line_start = start - before.iter().rev().take_while(|&&byte| byte != b'\n').count();
        let from = back_by_characters(bytes, line_start, start);
        let mut spans = vec![None; 1 + others.len()];
        let mut text = String::new();
        if from > line_start || line_start > 0 && bytes.get(line_start - 1) != Some(&b'\n') {
            text.push('…');
        }
        let mut at = from;
        let mut shown = 0;
        let rest = bytes.get(from..).unwrap_or_default();
        let rest = rest.get(..rest.len().min((BEFORE + AFTER) * 4)).unwrap_or_default();
        let all: Vec<Span> = std::iter::once(primary).chain(others.iter().copied()).collect();
        let mut ended = false;
        'line: for chunk in rest.utf8_chunks() {
            let valid = chunk.valid().char_indices().map(|(_, c)| (Some(c), c.len_utf8()));
            let invalid = chunk.invalid().iter().map(|_| (None, 1));
            for (c, length) in valid.chain(invalid) {
                if c == Some('\n') {
                    ended = true;
                    break 'line;
                }
                if at >= start && shown == AFTER {
                    break 'line;
                }
                let from = text.len();
                match c {
                    None => text.push(char::REPLACEMENT_CHARACTER),
                    Some('\t' | '\r') => text.push(' '),
                    Some(c) if is_unsafe(c) => text.extend(c.escape_unicode()),
                    Some(c) => text.push(c),
                }
                for (span, range) in all.iter().zip(&mut spans) {
                    if span.start < at + length && at < span.end.max(span.start + 1) {
                        let range = range.get_or_insert(from..from);
                        range.end = if span.start == span.end { range.start } else { text.len() };
                    }
                }
                shown += usize::from(at >= start);
                at += length;
            }
        }
        let end = text.trim_end().len().max(spans.iter().flatten().map(|range| range.end).max().unwrap_or(0));
        text.truncate(end);
        if !ended && at < bytes.len() {
            text.push('…');
        }
        // A span at the end of the line or of the document has no character.
        let end = text.len();
        let mut others = spans.split_off(1);
        others.resize(all.len() - 1, None);
        Self { text, primary: spans.pop().flatten().unwrap_or(end..end), others }
    }
}

/// Returns the offset `BEFORE` characters before `start`, or `line_start` if that is later.
fn back_by_characters(bytes: &[u8], line_start: usize, start: usize) -> usize {
    let before = bytes.get(line_start..start).unwrap_or_default();
    let character_starts = before.iter().enumerate().rev().filter(|(_, byte)| **byte & 0xC0 != 0x80);
    character_starts.take(BEFORE).last().map_or(start, |(at, _)| line_start + at)
}
