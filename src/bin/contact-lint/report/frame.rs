//! The part of a line that a frame shows: short, however long the line is, and safe for a terminal.

use std::ops::Range;

use contact_schema::Span;
use contact_schema::escape::is_unsafe;
use unicode_width::UnicodeWidthChar as _;

/// How much of a line is shown before and after the start of a span.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FrameSize {
    before: usize,
    after: usize,
    /// Whether these are columns of a terminal; else characters.
    in_columns: bool,
}

/// The size in files and pipes, and the maximum on a terminal.
const BEFORE: usize = 60;
const AFTER: usize = 80;

impl FrameSize {
    /// The size in files and pipes.
    pub(crate) const FIXED: Self = Self { before: BEFORE, after: AFTER, in_columns: false };

    /// Returns the size of a frame that has so many columns of a terminal.
    pub(crate) fn of_columns(columns: usize) -> Self {
        // Without the columns for `…` on both sides.
        let columns = columns.saturating_sub(2);
        let before = (columns * BEFORE / (BEFORE + AFTER)).min(BEFORE);
        Self { before, after: (columns - before).min(AFTER), in_columns: true }
    }

    /// Returns how much of the frame a character takes; `None` is a byte that is not UTF-8.
    fn of(self, c: Option<char>) -> usize {
        match c {
            // As if it had to be escaped.
            Some('#') if self.in_columns => ESCAPED_HASH.len(),
            Some(c) if self.in_columns && is_unsafe(c) => c.escape_unicode().len(),
            Some(c) if self.in_columns => c.width().unwrap_or(1),
            _ => 1,
        }
    }
}

/// The second of two `#`, which start commands of CI systems such as `##[error]`.
const ESCAPED_HASH: &str = "\\u{23}";

/// Appends a character as a frame shows it.
fn push_shown(text: &mut String, c: char) {
    match c {
        '\t' | '\r' => text.push(' '),
        '#' if text.ends_with('#') => text.push_str(ESCAPED_HASH),
        c if is_unsafe(c) => text.extend(c.escape_unicode()),
        c => text.push(c),
    }
}

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
    pub(crate) fn new(bytes: &[u8], primary: Span, others: &[Span], size: FrameSize) -> Self {
        if let Some(frame) = Self::ascii(bytes, primary, others, size) {
            return frame;
        }
        let start = primary.start.min(bytes.len());
        // Look back to a line feed, or over as many bytes as the characters to show can have in
        // UTF-8.
        let before = bytes.get(start.saturating_sub(BEFORE * 4)..start).unwrap_or_default();
        let line_start = start - before.iter().rev().take_while(|&&byte| byte != b'\n').count();
        let from = back(bytes, line_start, start, size);
        let mut spans = vec![None; 1 + others.len()];
        let mut text = String::new();
        if from > line_start || line_start > 0 && bytes.get(line_start - 1) != Some(&b'\n') {
            text.push('…');
        }
        let mut at = from;
        let mut used = 0;
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
                let taken = size.of(c);
                // Whatever its size, the first character is shown.
                if at > start && used + taken > size.after {
                    break 'line;
                }
                let from = text.len();
                push_shown(&mut text, c.unwrap_or(char::REPLACEMENT_CHARACTER));
                for (span, range) in all.iter().zip(&mut spans) {
                    if span.start < at + length && at < span.end.max(span.start + 1) {
                        let range = range.get_or_insert(from..from);
                        range.end = if span.start == span.end { range.start } else { text.len() };
                    }
                }
                used += if at >= start { taken } else { 0 };
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

    /// Same as [`new`](Self::new), for a part that is printable ASCII: faster. It needs no escapes,
    /// and each byte is a character of one column.
    fn ascii(bytes: &[u8], primary: Span, others: &[Span], size: FrameSize) -> Option<Self> {
        let start = primary.start.min(bytes.len());
        let from = start.saturating_sub(size.before);
        let before = bytes.get(from..start)?;
        let from = memchr::memrchr(b'\n', before).map_or(from, |feed| from + feed + 1);
        let after = bytes.get(start..)?;
        let after = after.get(..size.after).unwrap_or(after);
        let feed = memchr::memchr(b'\n', after);
        let to = start + feed.unwrap_or(after.len());
        let part = bytes.get(from..to)?;
        if !part.iter().fold(true, |all, byte| all & matches!(byte, b' '..=b'~' if *byte != b'#')) {
            return None;
        }
        let cut = if from > 0 && bytes.get(from - 1) != Some(&b'\n') { "…" } else { "" };
        let shown = |span: &Span| {
            let end = if span.end == span.start { span.start } else { span.end.min(to) };
            let is_shown = span.start < to && span.end.max(span.start + 1) > from;
            let place = |at: usize| at.max(from) - from + cut.len();
            is_shown.then(|| place(span.start)..place(end))
        };
        let (primary, others) = (shown(&primary), others.iter().map(shown).collect::<Vec<_>>());
        let mut text = String::with_capacity(part.len() + 2 * "…".len());
        text.push_str(cut);
        text.push_str(str::from_utf8(part).ok()?);
        let spans_end = primary.iter().chain(others.iter().flatten()).map(|range| range.end).max().unwrap_or(0);
        text.truncate(text.trim_end().len().max(spans_end));
        if feed.is_none() && to < bytes.len() {
            text.push('…');
        }
        let end = text.len();
        Some(Self { text, primary: primary.unwrap_or(end..end), others })
    }
}

/// Returns where the characters before `start` begin that fit before it, at or after `line_start`.
fn back(bytes: &[u8], line_start: usize, start: usize, size: FrameSize) -> usize {
    let before = bytes.get(line_start..start).unwrap_or_default();
    let chunks: Vec<_> = before.utf8_chunks().collect();
    let mut from = start;
    let mut used = 0;
    for chunk in chunks.iter().rev() {
        let invalid = chunk.invalid().iter().map(|_| (None, 1));
        let valid = chunk.valid().chars().rev().map(|c| (Some(c), c.len_utf8()));
        for (c, length) in invalid.chain(valid) {
            used += size.of(c);
            if used > size.before {
                return from;
            }
            from -= length;
        }
    }
    from
}

/// Returns the first column of a range of a text and the one after its last, from 0.
pub(crate) fn columns_of(text: &str, range: &Range<usize>) -> (usize, usize) {
    let part = |range: Range<usize>| text.get(range).unwrap_or_default();
    // As the renderer counts.
    let width = |text: &str| {
        if text.is_ascii() { text.len() } else { text.chars().map(|c| c.width().unwrap_or(1)).sum::<usize>() }
    };
    let start = width(part(0..range.start));
    (start, start + width(part(range.clone())))
}
