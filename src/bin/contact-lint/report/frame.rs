//! The part of a line that a frame shows: short for lines of any length, and safe on a terminal.

use std::borrow::Cow;
use std::ops::Range;

use contact_schema::Span;
use contact_schema::escape::{has_unsafe, is_unsafe};
use unicode_width::UnicodeWidthChar as _;

/// The length shown of a line before and after the start of a span.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FrameSize {
    before: usize,
    after: usize,
    /// Whether these are columns of a terminal; else characters.
    in_columns: bool,
}

/// The size in files and pipes, and the maximum on a terminal.
pub(super) const BEFORE: usize = 60;
pub(super) const AFTER: usize = 80;

impl FrameSize {
    /// The size in files and pipes.
    pub(crate) const FIXED: Self = Self { before: BEFORE, after: AFTER, in_columns: false };

    /// Returns the size of a frame for a terminal of this many columns.
    pub(crate) fn of_columns(columns: usize) -> Self {
        // Without the columns for `…` on both sides.
        let columns = columns.saturating_sub(2);
        let before = (columns * BEFORE / (BEFORE + AFTER)).min(BEFORE);
        Self { before, after: (columns - before).min(AFTER), in_columns: true }
    }

    /// Returns the width of a character in the frame; `None` is a byte that is not UTF-8.
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

/// The maximum length of a character in bytes.
const MAX_CHARACTER: usize = 4;

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
#[cfg_attr(test, derive(Debug, PartialEq))]
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
        Self::plain(bytes, primary, others, size).unwrap_or_else(|| Self::any(bytes, primary, others, size))
    }

    /// Same as [`new`](Self::new), for any bytes.
    fn any(bytes: &[u8], primary: Span, others: &[Span], size: FrameSize) -> Self {
        let start = primary.start.min(bytes.len());
        // Look back to a line feed, or over the maximum length in UTF-8 of the characters to show.
        let before = bytes.get(start.saturating_sub(BEFORE * MAX_CHARACTER)..start).unwrap_or_default();
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
        let rest = rest.get(..rest.len().min((BEFORE + AFTER) * MAX_CHARACTER)).unwrap_or_default();
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
                // The first character is always shown.
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

    /// Same as [`new`](Self::new), for a part that needs no escapes and has its size in characters:
    /// faster, because it is copied as a whole.
    fn plain(bytes: &[u8], primary: Span, others: &[Span], size: FrameSize) -> Option<Self> {
        if size.in_columns {
            return None;
        }
        let start = primary.start.min(bytes.len());
        let from = start - back_by_characters(bytes.get(..start)?, size.before);
        let (after, is_line_end) = forward_by_characters(bytes.get(start..)?, size.after);
        let to = start + after;
        let part = simdutf8::basic::from_utf8(bytes.get(from..to)?).ok()?;
        let cut = if from > 0 && bytes.get(from - 1) != Some(&b'\n') { "…" } else { "" };
        let shown = |span: Span| {
            let end = if span.end == span.start { span.start } else { span.end.min(to) };
            let is_shown = from < to && span.start < to && span.end.max(span.start + 1) > from;
            let (start, end) = (span.start.max(from) - from, end.max(from) - from);
            let is_whole = part.is_char_boundary(start) && part.is_char_boundary(end);
            if is_shown && !is_whole { None } else { Some(is_shown.then(|| start + cut.len()..end + cut.len())) }
        };
        let primary = shown(primary)?;
        let others = others.iter().map(|other| shown(*other)).collect::<Option<Vec<_>>>()?;
        let spans_end = primary.iter().chain(others.iter().flatten()).map(|range| range.end).max().unwrap_or(0);
        // Tabs and carriage returns count as unsafe too.
        let mut part = Cow::Borrowed(part);
        if has_unsafe(&part) {
            part = part.replace(['\t', '\r'], " ").into();
            if has_unsafe(&part) {
                return None;
            }
        }
        let mut text = String::with_capacity(part.len() + 2 * "…".len());
        text.push_str(cut);
        text.push_str(&part);
        if memchr::memchr(b'#', part.as_bytes()).is_some() && text.contains("##") {
            return None;
        }
        text.truncate(text.trim_end().len().max(spans_end));
        if !is_line_end && to < bytes.len() {
            text.push('…');
        }
        let end = text.len();
        Some(Self { text, primary: primary.unwrap_or(end..end), others })
    }
}

/// Whether a byte of UTF-8 starts a character.
fn is_character_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

/// Returns the number of characters that start in a part of a text that a frame may show.
fn count_starts(bytes: &[u8]) -> usize {
    // Counts in a `u8`, over chunks that are too short to overflow it: the compiler vectorises that.
    let count = |chunk: &[u8]| chunk.iter().map(|&byte| u8::from(is_character_start(byte))).sum::<u8>();
    bytes.chunks(u8::MAX.into()).map(|chunk| usize::from(count(chunk))).sum()
}

/// Returns the length in bytes of the last characters of a text, at most this many, within its last
/// line. If the text is not UTF-8, the part of this length is not either.
fn back_by_characters(bytes: &[u8], count: usize) -> usize {
    let last = bytes.get(bytes.len().saturating_sub(count * MAX_CHARACTER)..).unwrap_or_default();
    let line = memchr::memrchr(b'\n', last).and_then(|feed| last.get(feed + 1..)).unwrap_or(last);
    // As many bytes as characters are missing hold at most that many: after few rounds none is
    // missing.
    let (mut start, mut left) = (line.len(), count);
    while left > 0 && start > 0 {
        let before = start.saturating_sub(left);
        left -= count_starts(line.get(before..start).unwrap_or_default());
        start = before;
    }
    let part = line.get(start..).unwrap_or_default();
    part.iter().position(|&byte| is_character_start(byte)).map_or(0, |inside| part.len() - inside)
}

/// Returns the length in bytes of the first characters of a text, at most this many, within its
/// first line; and whether the line ends there. If the text is not UTF-8, the part of this length
/// is not either.
fn forward_by_characters(bytes: &[u8], count: usize) -> (usize, bool) {
    // With the byte after the characters.
    let first = bytes.get(..count * MAX_CHARACTER + 1).unwrap_or(bytes);
    let line = memchr::memchr(b'\n', first).and_then(|feed| first.get(..feed)).unwrap_or(first);
    let (mut end, mut left) = (0, count);
    while left > 0 && end < line.len() {
        let after = (end + left).min(line.len());
        left -= count_starts(line.get(end..after).unwrap_or_default());
        end = after;
    }
    let rest = line.get(end..).unwrap_or_default();
    end += rest.iter().take_while(|&&byte| !is_character_start(byte)).count();
    (end, bytes.get(end) == Some(&b'\n'))
}

/// Returns the start of the characters before `start` that fit, at or after `line_start`.
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
    let part = |range: Range<usize>| width(text.get(range).unwrap_or_default());
    let start = part(0..range.start);
    (start, start + part(range.clone()))
}

/// Returns the width of a text in columns, as a terminal counts.
pub(crate) fn width(text: &str) -> usize {
    // Most texts are ASCII after the mark of a cut.
    let (cut, rest) = text.strip_prefix('…').map_or((0, text), |rest| (1, rest));
    cut + if rest.is_ascii() { rest.len() } else { rest.chars().map(|c| c.width().unwrap_or(1)).sum() }
}

#[cfg(test)]
mod tests {
    use contact_schema::Span;

    use super::{Frame, FrameSize};

    #[test]
    fn plain_frames_are_the_same_as_any() {
        let characters = ["a", " ", "é", "名", "\u{301}", "\n", "\t", "\r", "#", "\u{3164}", "😀", "\u{0}"];
        let mut state = 7_u64;
        let mut below = |end: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % end
        };
        let mut plain = 0;
        for round in 0..20_000 {
            let kinds = if round % 2 == 0 { 8 } else { characters.len() };
            let run = |below: &mut dyn FnMut(usize) -> usize| characters[below(kinds)].repeat(1 + below(30));
            let text = (0..below(12)).map(|_| run(&mut below)).collect::<String>();
            let mut span = || {
                let start = below(text.len() + 1);
                Span { start, end: (start + below(20)).min(text.len()) }
            };
            let (primary, other) = (span(), span());
            let size = FrameSize::FIXED;
            if let Some(frame) = Frame::plain(text.as_bytes(), primary, &[other], size) {
                plain += 1;
                assert_eq!(
                    frame,
                    Frame::any(text.as_bytes(), primary, &[other], size),
                    "{text:?} {primary:?} {other:?}"
                );
            }
        }
        assert!(plain > 5_000, "{plain}");
    }
}
