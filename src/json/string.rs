//! JSON strings: where one ends, its length, and its characters with the escapes decoded.

use crate::pointer::Span;

/// A string of a document: the bytes between its quotes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StringToken {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Whether it contains escapes. All of them are valid.
    pub(crate) escaped: bool,
}

impl StringToken {
    /// Returns the span of the string with its quotes.
    pub(crate) fn span(self) -> Span {
        Span { start: self.start.saturating_sub(1), end: self.end + 1 }
    }
}

/// Unescaped characters of a string, and the character of the escape after them.
pub(crate) struct Piece<'a> {
    pub(crate) plain: &'a str,
    pub(crate) escape: Option<char>,
}

/// Splits the raw text of a string at its escapes.
pub(crate) struct Pieces<'a> {
    pub(crate) raw: &'a str,
    /// Whether a backslash starts an escape. In a string of a tree it does not.
    pub(crate) escaped: bool,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if self.raw.is_empty() {
            return None;
        }
        // In a valid string, only a backslash stops the scan.
        let escape = match self.raw.as_bytes() {
            [b'\\', ..] if self.escaped => 0,
            bytes if self.escaped => plain_end(bytes, 0).0,
            bytes => bytes.len(),
        };
        let (plain, rest) = self.raw.split_at(escape);
        let mut chars = Unescape { raw: rest };
        let escape = chars.next();
        self.raw = chars.raw;
        Some(Piece { plain, escape })
    }
}

/// Decodes the raw text of a string whose escapes are valid.
pub(crate) struct Unescape<'a> {
    pub(crate) raw: &'a str,
}

impl Iterator for Unescape<'_> {
    type Item = char;

    #[inline]
    fn next(&mut self) -> Option<char> {
        let bytes = self.raw.as_bytes();
        let (decoded, length) = match *bytes {
            [b'\\', b'u', ..] => {
                let high = code_unit(bytes, 0).unwrap_or(0);
                match char::from_u32(high) {
                    Some(c) => (c, 6),
                    None => {
                        let low = code_unit(bytes, 6).unwrap_or(0);
                        let pair = 0x10000 + ((high & 0x3FF) << 10 | (low & 0x3FF));
                        (char::from_u32(pair).unwrap_or(char::REPLACEMENT_CHARACTER), 12)
                    }
                }
            }
            [b'\\', escape, ..] => {
                let decoded = match escape {
                    b'b' => '\u{8}',
                    b'f' => '\u{C}',
                    b'n' => '\n',
                    b'r' => '\r',
                    b't' => '\t',
                    itself => itself.into(),
                };
                (decoded, 2)
            }
            _ => {
                let first = self.raw.chars().next()?;
                (first, first.len_utf8())
            }
        };
        self.raw = self.raw.get(length..).unwrap_or("");
        Some(decoded)
    }
}

/// The value of each hexadecimal digit; 255 for other bytes.
#[expect(clippy::indexing_slicing, reason = "the indexes are constants: this runs at compile time")]
const HEX: [u8; 256] = {
    let mut values = [u8::MAX; 256];
    let mut value = 0;
    while value < 16 {
        values[b"0123456789abcdef"[value] as usize] = value as u8;
        values[b"0123456789ABCDEF"[value] as usize] = value as u8;
        value += 1;
    }
    values
};

/// Returns the UTF-16 code unit of the escape `\uXXXX` at `at`, if one is there.
#[inline]
pub(crate) fn code_unit(bytes: &[u8], at: usize) -> Option<u32> {
    let [b'\\', b'u', digits @ ..] = bytes.get(at..)?.first_chunk::<6>()? else { return None };
    let [a, b, c, d] = digits.map(|digit| HEX.get(usize::from(digit)).copied().unwrap_or(u8::MAX));
    (a | b | c | d < 16).then_some(u32::from_be_bytes([0, 0, a << 4 | b, c << 4 | d]))
}

/// Returns the first offset from `at` on with `"`, `\` or a control character, and that byte; the
/// end and 0 if there is none.
#[inline(always)]
pub(crate) fn plain_end(bytes: &[u8], mut at: usize) -> (usize, u8) {
    #[cfg(feature = "simd")]
    while let Some(block) = bytes.get(at..).and_then(|rest| rest.first_chunk::<32>()) {
        if let Some(stops) = core::num::NonZeroU32::new(super::blocks::stops(block)) {
            let place = stops.trailing_zeros() as usize;
            return (at + place, block.get(place).copied().unwrap_or(0));
        }
        at += block.len();
    }
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let stops = stops(u64::from_le_bytes(*chunk));
        if stops != 0 {
            at += stops.trailing_zeros() as usize / 8;
            break;
        }
        at += 8;
    }
    loop {
        match bytes.get(at).copied() {
            Some(byte) if byte >= 0x20 && byte != b'"' && byte != b'\\' => at += 1,
            stop => return (at, stop.unwrap_or(0)),
        }
    }
}

/// Sets the high bit of each byte that is `"`, `\` or a control character. Exact up to the lowest
/// such byte; above it a borrow may set more.
#[inline(always)]
fn stops(word: u64) -> u64 {
    const ONES: u64 = u64::from_le_bytes([0x01; 8]);
    const HIGHS: u64 = u64::from_le_bytes([0x80; 8]);
    let quote = word ^ (ONES * b'"' as u64);
    let backslash = word ^ (ONES * b'\\' as u64);
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word;
    (below(quote, 1) | below(backslash, 1) | below(word, 0x20)) & HIGHS
}

/// Returns the length of `text` in Unicode code points, the unit in which JSON Schema counts (R3).
pub(crate) fn code_points(text: &str) -> usize {
    text.chars().count()
}
