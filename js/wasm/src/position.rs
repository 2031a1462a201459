//! Positions as editors count them: lines, and UTF-16 code units, because that is what JavaScript
//! strings are made of.

/// How many bytes are added up in one byte, which twice that many units fit into: whole vectors of
/// 16.
const CHUNK: usize = 112;

/// The number of UTF-16 code units of UTF-8 text.
///
/// A character has one unit, or two where UTF-8 takes four bytes. So each byte that starts a
/// character adds one, and each byte from 0xF0 on adds another. Surrogates that are encoded in
/// three bytes each (WTF-8) count one each, which is what they are in JavaScript.
fn units_of_text(text: &[u8]) -> u64 {
    let chunk =
        |bytes: &[u8]| bytes.iter().map(|&byte| u8::from(byte & 0xC0 != 0x80) + u8::from(byte >= 0xF0)).sum::<u8>();
    text.chunks(CHUNK).map(|bytes| u64::from(chunk(bytes))).sum()
}

/// The number of UTF-16 code units that `TextDecoder` makes of the bytes: U+FFFD for each sequence
/// that is not UTF-8.
fn units_of_bytes(bytes: &[u8]) -> u64 {
    if std::str::from_utf8(bytes).is_ok() {
        return units_of_text(bytes);
    }
    bytes
        .utf8_chunks()
        .map(|chunk| units_of_text(chunk.valid().as_bytes()) + u64::from(!chunk.invalid().is_empty()))
        .sum()
}

/// What the input was before it was bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A JavaScript string, whose lone surrogates are encoded as WTF-8.
    String,
    /// Bytes, which may be anything.
    Bytes,
}

/// Where a byte stands in the whole input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    /// The line, from 1.
    pub(crate) line: u64,
    /// The UTF-16 code units before it in its line.
    pub(crate) column: u64,
    /// The UTF-16 code units before it in the input, where they are counted.
    pub(crate) offset: Option<u64>,
    /// How the bytes are counted.
    pub(crate) origin: Origin,
}

impl Position {
    /// The start of an input.
    pub(crate) fn start(origin: Origin, count_offsets: bool) -> Self {
        Self { line: 1, column: 0, offset: count_offsets.then_some(0), origin }
    }

    /// The position after these bytes, of which the first stands here.
    pub(crate) fn after(self, bytes: &[u8]) -> Self {
        let (column, rest) = match memchr::memrchr(b'\n', bytes) {
            Some(feed) => (0, bytes.get(feed + 1..).unwrap_or_default()),
            None => (self.column, bytes),
        };
        Self {
            line: self.line + memchr::memchr_iter(b'\n', bytes).count() as u64,
            column: column + self.units(rest),
            ..self.after_lines(bytes, 0, false)
        }
    }

    /// The position after these bytes, which are so many whole lines. Counting is faster where they
    /// are known to be text.
    pub(crate) fn after_lines(self, bytes: &[u8], lines: u64, is_text: bool) -> Self {
        let units = |bytes| if is_text { units_of_text(bytes) } else { self.units(bytes) };
        Self { line: self.line + lines, column: 0, offset: self.offset.map(|offset| offset + units(bytes)), ..self }
    }

    fn units(self, bytes: &[u8]) -> u64 {
        match self.origin {
            Origin::String => units_of_text(bytes),
            Origin::Bytes => units_of_bytes(bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Origin, Position};

    #[test]
    fn counts_as_javascript_does() {
        let text = "{\r\n\"é😀\": \"\u{FFFF}漢\",\n 1\n}".repeat(100);
        let start = Position::start(Origin::Bytes, true);
        for (at, _) in text.char_indices() {
            let before = &text[..at];
            let line_start = before.rfind('\n').map_or(0, |feed| feed + 1);
            let expected = Position {
                line: 1 + before.matches('\n').count() as u64,
                column: before[line_start..].encode_utf16().count() as u64,
                offset: Some(before.encode_utf16().count() as u64),
                origin: Origin::Bytes,
            };
            assert_eq!(start.after(before.as_bytes()), expected, "{at}");
        }
    }

    #[test]
    fn invalid_bytes_count_as_text_decoder_counts_them() {
        for bytes in [&b"a\xFFb"[..], b"\xE2\x82", b"\xED\xA0\x80", b"\xF0\x9F\x98", b"\xC3\n\xA9"] {
            let expected = String::from_utf8_lossy(bytes).encode_utf16().count() as u64;
            assert_eq!(Position::start(Origin::Bytes, true).after(bytes).offset, Some(expected), "{bytes:x?}");
        }
        let lone = Position::start(Origin::String, true).after(b"\xED\xA0\x80");
        assert_eq!((lone.column, lone.offset), (1, Some(1)));
    }
}
