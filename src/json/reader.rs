//! A pull reader for strict JSON (RFC 8259, R9) over bytes in memory: tokens and byte offsets, no
//! tree, no recursion.
//!
//! A [`Reader`] has no position. Each method takes the offset at which a token starts and returns
//! the offset at which it ends. So the offset stays in a register, and reading a token again to
//! explain an error is a second call with the same offset.
//!
//! The reader checks UTF-8 in bulk, before it reads anything, and then reads only the valid prefix,
//! so scanning a string need not decode characters. If the prefix is shorter than the document, the
//! token that the reader is in at its end contains the invalid UTF-8.

use alloc::borrow::Cow;
use alloc::string::String;

use super::error::{SyntaxContext, SyntaxError, SyntaxErrorKind};
use super::json_type::JsonType;
use super::string::{Piece, Pieces, StringToken, Unescape, code_points, code_unit, plain_end};
use crate::limits::Limits;
use crate::pointer::Span;

/// Reads the tokens of one document. Pass it by reference: it is five words long.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    /// The longest prefix of the document that is valid UTF-8.
    text: &'a str,
    /// The document.
    whole: &'a [u8],
    /// Whether each document is one line of the text. If so, a line feed ends it.
    is_line: bool,
    /// Whether the text starts at the start of the document.
    is_start: bool,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(document: &'a [u8]) -> Self {
        let text = valid_utf8(document).unwrap_or_else(|| valid_prefix(document));
        Self { text, whole: document, is_line: false, is_start: true }
    }

    /// Creates a reader of a document that is valid UTF-8.
    pub(crate) fn of_text(document: &'a str) -> Self {
        Self { text: document, whole: document.as_bytes(), is_line: false, is_start: true }
    }

    /// Creates a reader of a later part of a document.
    #[cfg(feature = "lint")]
    pub(crate) fn of_part(part: &'a [u8]) -> Self {
        Self { is_start: false, ..Self::new(part) }
    }

    /// Creates a reader of a text with one document a line.
    #[cfg(feature = "lint")]
    pub(crate) fn of_lines(lines: &'a str) -> Self {
        Self { text: lines, whole: lines.as_bytes(), is_line: true, is_start: true }
    }

    /// Returns the offset after the last byte that the reader can read.
    #[cfg(feature = "lint")]
    pub(crate) fn end(&self) -> usize {
        self.text.len()
    }

    /// Returns all bytes of the document, including those that are not UTF-8.
    #[cfg(feature = "lint")]
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.whole
    }

    /// Returns the byte at `at`, or 0 past the end. No token contains a byte 0.
    #[inline(always)]
    pub(crate) fn peek(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    /// Returns the next `N` bytes from `at`, if the text has that many.
    #[inline(always)]
    pub(crate) fn chunk<const N: usize>(&self, at: usize) -> Option<&'a [u8; N]> {
        self.text.as_bytes().get(at..)?.first_chunk()
    }

    /// Returns all bytes from `at` on.
    #[cfg(feature = "simd")]
    #[inline(always)]
    pub(crate) fn rest(&self, at: usize) -> &'a [u8] {
        self.text.as_bytes().get(at..).unwrap_or_default()
    }

    /// Skips white space from `at` on and returns the offset after it.
    #[inline(always)]
    pub(crate) fn whitespace(&self, at: usize) -> usize {
        if self.peek(at) > b' ' {
            at
        } else if self.peek(at) == b' ' && self.peek(at + 1) > b' ' {
            at + 1
        } else {
            self.more_whitespace(at)
        }
    }

    /// Same as [`whitespace`](Self::whitespace), with the byte at that offset, as [`peek`](Self::peek)
    /// returns it.
    #[inline(always)]
    pub(crate) fn token(&self, at: usize) -> (usize, u8) {
        // Where no white space is, without a second check of the length. In WebAssembly, size
        // matters more.
        match self.peek(at) {
            byte @ b'!'.. if cfg!(not(target_family = "wasm")) => (at, byte),
            _ => {
                let at = self.whitespace(at);
                (at, self.peek(at))
            }
        }
    }

    #[inline(never)]
    fn more_whitespace(&self, mut at: usize) -> usize {
        // Usually a line feed and an indentation.
        #[cfg(feature = "simd")]
        while let Some(block) = self.chunk(at).filter(|_| !self.is_line) {
            let count = super::blocks::leading_whitespace(block);
            at += count;
            if count < block.len() {
                return at;
            }
        }
        while matches!(self.peek(at), b' ' | b'\r' | b'\t') || (self.peek(at) == b'\n' && !self.is_line) {
            at += 1;
        }
        at
    }

    /// Checks that only white space follows.
    pub(crate) fn finish(&self, at: usize) -> Result<(), SyntaxError> {
        let at = self.whitespace(at);
        if at == self.whole.len() {
            return Ok(());
        }
        Err(match self.unexpected(at, "the end", SyntaxContext::Other) {
            SyntaxError { kind: SyntaxErrorKind::Unexpected { .. }, .. } => {
                SyntaxError { kind: SyntaxErrorKind::TrailingText, span: Span { start: at, end: self.whole.len() } }
            }
            error => error,
        })
    }

    /// Reads the string whose opening quote is at `open`.
    #[inline(always)]
    pub(crate) fn string(&self, open: usize, within: SyntaxContext) -> Result<StringToken, SyntaxError> {
        let start = open + 1;
        let (end, stop) = plain_end(self.text.as_bytes(), start);
        if stop == b'"' {
            Ok(StringToken { start, end, escaped: false })
        } else {
            self.escaped_string(start, end, within)
        }
    }

    /// Reads the rest of a string that starts at `start` and has an escape, a control character or
    /// its end at `at`.
    #[cold]
    #[inline(never)]
    fn escaped_string(&self, start: usize, mut at: usize, within: SyntaxContext) -> Result<StringToken, SyntaxError> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(at) {
                Some(b'"') => return Ok(StringToken { start, end: at, escaped: true }),
                Some(b'\\') => {
                    at = match code_unit(bytes, at) {
                        Some(0..0xD800 | 0xE000..) => at + 6,
                        _ => self.escape(at, within)?,
                    };
                    // Escapes often follow each other.
                    if self.peek(at) == b'\\' {
                        continue;
                    }
                }
                Some(&code) => {
                    let kind = SyntaxErrorKind::ControlCharacter { within, code };
                    return Err(SyntaxError { kind, span: Span { start: at, end: at + 1 } });
                }
                None => return Err(self.unexpected(at, "the closing `\"` of a string", within)),
            }
            (at, _) = plain_end(bytes, at);
        }
    }

    /// Checks the escape whose backslash is at `at` and returns its end. A pair of surrogate
    /// escapes counts as one.
    fn escape(&self, at: usize, within: SyntaxContext) -> Result<usize, SyntaxError> {
        let invalid = |end| {
            if end > self.text.len() {
                return self.unexpected(self.text.len(), "the rest of an escape", within);
            }
            // The character after the backslash may have several bytes.
            let end = (end..=self.text.len()).find(|&end| self.text.is_char_boundary(end)).unwrap_or(end);
            SyntaxError { kind: SyntaxErrorKind::InvalidEscape { within }, span: Span { start: at, end } }
        };
        match self.peek(at + 1) {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => return Ok(at + 2),
            b'u' => {}
            _ => return Err(invalid(at + 2)),
        }
        let bytes = self.text.as_bytes();
        let Some(unit) = code_unit(bytes, at) else {
            let digits = bytes.iter().skip(at + 2).take_while(|byte| byte.is_ascii_hexdigit()).count();
            return Err(invalid(at + 2 + digits + 1));
        };
        let lone =
            || SyntaxError { kind: SyntaxErrorKind::LoneSurrogate { within }, span: Span { start: at, end: at + 6 } };
        match unit {
            0xD800..=0xDBFF => match code_unit(bytes, at + 6) {
                Some(0xDC00..=0xDFFF) => Ok(at + 12),
                _ => Err(lone()),
            },
            0xDC00..=0xDFFF => Err(lone()),
            _ => Ok(at + 6),
        }
    }

    /// Fast path for a valid string without escapes, whose opening quote is at `open`. Never
    /// reports errors.
    #[inline(always)]
    pub(crate) fn plain_string(&self, open: usize) -> Option<StringToken> {
        if self.peek(open) != b'"' {
            return None;
        }
        let (end, stop) = plain_end(self.text.as_bytes(), open + 1);
        (stop == b'"').then_some(StringToken { start: open + 1, end, escaped: false })
    }

    /// Same as [`plain_string`](Self::plain_string), for strings whose lengths vary widely: there,
    /// testing each block mispredicts, and scanning 128 bytes at once is cheaper.
    #[inline(always)]
    pub(crate) fn plain_long_string(&self, open: usize) -> Option<StringToken> {
        #[cfg(feature = "simd")]
        if self.peek(open) == b'"'
            && let Some(block) = self.chunk::<128>(open + 1)
        {
            let length = super::blocks::many_stops(block).trailing_zeros() as usize;
            if length < block.len() {
                let end = open + 1 + length;
                return (self.peek(end) == b'"').then_some(StringToken { start: open + 1, end, escaped: false });
            }
        }
        self.plain_string(open)
    }

    /// Fast path for an integer of at most `DIGITS` digits at `start`: returns its value and its
    /// end. `DIGITS` digits must fit an `i64`.
    #[inline(always)]
    pub(crate) fn short_integer<const DIGITS: usize>(&self, start: usize) -> Option<(i64, usize)> {
        let digits = start + usize::from(self.peek(start) == b'-');
        let end = self.digits_end(digits);
        let count = end - digits;
        // `&`, not `&&`: a branch on one-digit integers mispredicts.
        let has_leading_zero = (count > 1) & (self.peek(digits) == b'0');
        if count == 0 || count > DIGITS || has_leading_zero {
            return None;
        }
        if matches!(self.peek(end), b'.' | b'e' | b'E') {
            return None;
        }
        let literal = self.text.as_bytes().get(digits..end)?;
        // So few digits cannot overflow.
        let value: i64 =
            literal.iter().fold(0, |value, digit| value.wrapping_mul(10).wrapping_add((digit & 15).into()));
        Some((if digits > start { -value } else { value }, end))
    }

    /// Fast path for an integer from 1 on at `start`: returns its end. Never reports errors.
    #[inline(always)]
    fn plain_integer(&self, start: usize) -> Option<usize> {
        if !matches!(self.peek(start), b'1'..=b'9') {
            return None;
        }
        // Many integers that are skipped have one digit.
        if matches!(self.peek(start + 1), b',' | b']' | b'}') {
            return Some(start + 1);
        }
        let end = self.digits_end(start + 1);
        (!matches!(self.peek(end), b'.' | b'e' | b'E')).then_some(end)
    }

    /// Checks the number that starts at `start` with a digit or `-`, and returns its end.
    pub(crate) fn number(&self, start: usize) -> Result<usize, SyntaxError> {
        let digits = start + usize::from(self.peek(start) == b'-');
        let mut end = self.digits_end(digits);
        if end == digits {
            return Err(self.unexpected(end, "a digit", SyntaxContext::Other));
        }
        if end > digits + 1 && self.peek(digits) == b'0' {
            return Err(self.unexpected(digits + 1, "no digit after a leading zero", SyntaxContext::Other));
        }
        if self.peek(end) == b'.' {
            let fraction = end + 1;
            end = self.digits_end(fraction);
            if end == fraction {
                return Err(self.unexpected(end, "a digit after the decimal point", SyntaxContext::Other));
            }
        }
        if matches!(self.peek(end), b'e' | b'E') {
            let exponent = end + 1 + usize::from(matches!(self.peek(end + 1), b'+' | b'-'));
            end = self.digits_end(exponent);
            if end == exponent {
                return Err(self.unexpected(end, "a digit of the exponent", SyntaxContext::Other));
            }
        }
        Ok(end)
    }

    /// Skips digits from `at` on and returns the offset after them.
    #[inline(always)]
    fn digits_end(&self, mut at: usize) -> usize {
        #[cfg(feature = "simd")]
        while let Some(block) = self.chunk(at) {
            let count = super::blocks::leading_digits(block);
            at += count;
            if count < block.len() {
                return at;
            }
        }
        while self.peek(at).is_ascii_digit() {
            at += 1;
        }
        at
    }

    /// Checks that `literal` is at `at` and returns its end.
    #[inline(always)]
    pub(crate) fn literal<const N: usize>(&self, at: usize, literal: &'static [u8; N]) -> Result<usize, SyntaxError> {
        if self.chunk(at) == Some(literal) { Ok(at + N) } else { Err(self.no_literal(at, literal)) }
    }

    /// Returns the error for the text at `at`, which is not `literal`.
    #[cold]
    #[inline(never)]
    fn no_literal(&self, at: usize, literal: &'static [u8]) -> SyntaxError {
        let found = self.text.bytes().skip(at);
        let right = literal.iter().zip(found).take_while(|&(&want, have)| want == have).count();
        let expected = match literal {
            b"true" => "`true`",
            b"false" => "`false`",
            _ => "`null`",
        };
        self.unexpected(at + right, expected, SyntaxContext::Other)
    }

    /// Reads the name of the member at `at`. Returns it and the offset of the value.
    #[inline(always)]
    pub(crate) fn member_name(&self, at: usize) -> Result<(StringToken, usize), SyntaxError> {
        if self.peek(at) != b'"' {
            return Err(self.unexpected(at, "the name of a member in double quotes", SyntaxContext::Other));
        }
        let name = self.string(at, SyntaxContext::MemberName)?;
        let (colon, byte) = self.token(name.end + 1);
        if byte != b':' {
            return Err(self.unexpected(colon, "`:` after the name of a member", SyntaxContext::Other));
        }
        Ok((name, self.whitespace(colon + 1)))
    }

    /// Returns the offset of the next member or item, after the comma at `comma`, and its first byte.
    #[inline(always)]
    pub(crate) fn after_comma(&self, comma: usize) -> Result<(usize, u8), SyntaxError> {
        let (at, byte) = self.token(comma + 1);
        if matches!(byte, b'}' | b']') {
            return Err(SyntaxError {
                kind: SyntaxErrorKind::TrailingComma,
                span: Span { start: comma, end: comma + 1 },
            });
        }
        Ok((at, byte))
    }

    /// Checks the value at `at`, inside `depth` open arrays and objects, and returns its end.
    #[cfg_attr(not(target_family = "wasm"), inline(always))]
    pub(crate) fn skip(&self, at: usize, depth: usize) -> Result<usize, SyntaxError> {
        Ok(self.skip_typed(at, depth)?.1)
    }

    /// Same as [`skip`](Self::skip); returns the type of the value too.
    #[cfg_attr(not(target_family = "wasm"), inline(always))]
    pub(crate) fn skip_typed(&self, at: usize, depth: usize) -> Result<(JsonType, usize), SyntaxError> {
        if let Some(end) = self.plain_integer(at) {
            return Ok((JsonType::Number, end));
        }
        match self.peek(at) {
            b'{' => Ok((JsonType::Object, self.skip_nested(at, depth)?)),
            b'[' => Ok((JsonType::Array, self.skip_nested(at, depth)?)),
            _ => self.skip_scalar(at),
        }
    }

    /// Same as [`skip_typed`](Self::skip_typed), for a value that is no array or object.
    fn skip_scalar(&self, at: usize) -> Result<(JsonType, usize), SyntaxError> {
        Ok(match self.peek(at) {
            b'"' => (JsonType::String, self.string(at, SyntaxContext::StringValue)?.end + 1),
            b'-' | b'0'..=b'9' => (JsonType::Number, self.number(at)?),
            b't' => (JsonType::Boolean, self.literal(at, b"true")?),
            b'f' => (JsonType::Boolean, self.literal(at, b"false")?),
            b'n' => (JsonType::Null, self.literal(at, b"null")?),
            _ => return Err(self.unexpected(at, "a value", SyntaxContext::Other)),
        })
    }

    /// Same as [`skip`](Self::skip), for an array or an object.
    fn skip_nested(&self, mut at: usize, depth: usize) -> Result<usize, SyntaxError> {
        // One bit for each open level: 0 for an array, 1 for an object, the innermost lowest.
        let mut kinds: u128 = 0;
        let mut open = 0;
        loop {
            match self.peek(at) {
                bracket @ (b'{' | b'[') => {
                    if depth + open >= Limits::MAX_DEPTH {
                        return Err(SyntaxError {
                            kind: SyntaxErrorKind::TooDeep,
                            span: Span { start: at, end: at + 1 },
                        });
                    }
                    open += 1;
                    kinds = kinds << 1 | u128::from(bracket == b'{');
                    let (inside, byte) = self.token(at + 1);
                    if bracket == b'{' {
                        if byte != b'}' {
                            at = self.member_name(inside)?.1;
                            continue;
                        }
                    } else if byte != b']' {
                        at = inside;
                        continue;
                    }
                    at = inside + 1;
                    open -= 1;
                    kinds >>= 1;
                }
                _ => {
                    at = match self.plain_integer(at) {
                        Some(end) => end,
                        None => self.skip_scalar(at)?.1,
                    }
                }
            }
            // After a value: close the levels that end here, then go to the next value.
            loop {
                if open == 0 {
                    return Ok(at);
                }
                let in_object = kinds & 1 == 1;
                let byte;
                (at, byte) = self.token(at);
                match byte {
                    b',' => {
                        at = self.after_comma(at)?.0;
                        if in_object {
                            at = self.member_name(at)?.1;
                        }
                        break;
                    }
                    b'}' if in_object => {}
                    b']' if !in_object => {}
                    _ => return Err(self.expected_separator(at, in_object)),
                }
                at += 1;
                open -= 1;
                kinds >>= 1;
            }
        }
    }

    /// Returns the error for a value that is not followed by a comma or a closing bracket.
    #[cold]
    pub(crate) fn expected_separator(&self, at: usize, in_object: bool) -> SyntaxError {
        self.unexpected(at, if in_object { "`,` or `}`" } else { "`,` or `]`" }, SyntaxContext::Other)
    }

    /// Returns the error for the character at `at`, where `expected` was expected.
    #[cold]
    #[inline(never)]
    pub(crate) fn unexpected(&self, at: usize, expected: &'static str, within: SyntaxContext) -> SyntaxError {
        let error = |kind, len| SyntaxError { kind, span: Span { start: at, end: at + len } };
        let rest = self.text.get(at..).unwrap_or("");
        let Some(found) = rest.chars().next() else {
            let bad = self.whole.get(at..).unwrap_or_default();
            return match core::str::from_utf8(bad) {
                Ok(_) if self.is_start && self.whole.trim_ascii_start().is_empty() => error(SyntaxErrorKind::Empty, 0),
                Ok(_) => error(SyntaxErrorKind::UnexpectedEnd { expected }, 0),
                Err(utf8) => error(SyntaxErrorKind::InvalidUtf8 { within }, utf8.error_len().unwrap_or(bad.len())),
            };
        };
        if at == 0 && self.is_start && found == '\u{FEFF}' {
            error(SyntaxErrorKind::ByteOrderMark, found.len_utf8())
        } else if rest.starts_with("//") || rest.starts_with("/*") {
            error(SyntaxErrorKind::Comment, 2)
        } else {
            error(SyntaxErrorKind::Unexpected { expected, found }, found.len_utf8())
        }
    }

    /// Returns the bytes of the string, escapes not decoded.
    #[inline(always)]
    pub(crate) fn raw_bytes(&self, string: StringToken) -> &'a [u8] {
        self.text.as_bytes().get(string.start..string.end).unwrap_or_default()
    }

    /// Returns the string, escapes not decoded.
    pub(crate) fn raw(&self, string: StringToken) -> &'a str {
        self.text.get(string.start..string.end).unwrap_or("")
    }

    /// Returns the bytes `start..end` of the document as text.
    pub(crate) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or("")
    }

    /// Returns the characters of the string, escapes decoded.
    pub(crate) fn chars(self, string: StringToken) -> impl Iterator<Item = char> {
        Unescape { raw: self.raw(string) }
    }

    /// Splits the string at its escapes.
    fn pieces(self, string: StringToken) -> Pieces<'a> {
        Pieces { raw: self.raw(string), escaped: string.escaped }
    }

    /// Returns the length of the decoded string in code points and in UTF-16 code units.
    pub(crate) fn lengths(&self, string: StringToken) -> (usize, usize) {
        self.pieces(string).fold((0, 0), |(points, units), Piece { plain, escape }| {
            let plain_points = code_points(plain);
            // A surrogate pair is four bytes in UTF-8, and only these start with 0xF0 or above.
            let greatest = plain.bytes().fold(0, u8::max);
            let pairs = if greatest < 0xF0 { 0 } else { plain.bytes().filter(|&byte| byte >= 0xF0).count() };
            let escape_units = escape.map_or(0, char::len_utf16);
            (points + plain_points + usize::from(escape.is_some()), units + plain_points + pairs + escape_units)
        })
    }

    /// Returns the offset in the document of the code point `at` of the decoded string.
    pub(crate) fn offset_of_code_point(&self, string: StringToken, mut at: usize) -> usize {
        let mut pieces = self.pieces(string);
        let mut start = pieces.raw;
        while let Some(Piece { plain, escape }) = pieces.next() {
            let points = code_points(plain);
            if at <= points {
                let mut chars = plain.chars();
                if at > 0 {
                    chars.nth(at - 1);
                }
                return string.end - start.len() + (plain.len() - chars.as_str().len());
            }
            at -= points + usize::from(escape.is_some());
            start = pieces.raw;
        }
        string.end
    }

    /// Returns the decoded string.
    #[inline(always)]
    pub(crate) fn decode(&self, string: StringToken) -> Cow<'a, str> {
        if string.escaped { Cow::Owned(self.unescape(string)) } else { Cow::Borrowed(self.raw(string)) }
    }

    #[inline(never)]
    fn unescape(&self, string: StringToken) -> String {
        let mut decoded = String::with_capacity(string.end - string.start);
        for Piece { plain, escape } in self.pieces(string) {
            decoded.push_str(plain);
            decoded.extend(escape);
        }
        decoded
    }

    /// Decodes the string into `buffer`, if it is ASCII and fits.
    pub(crate) fn ascii(self, string: StringToken, buffer: &mut [u8]) -> Option<&[u8]> {
        let mut length = 0;
        for c in self.chars(string) {
            *buffer.get_mut(length)? = u8::try_from(c).ok().filter(u8::is_ascii)?;
            length += 1;
        }
        buffer.get(..length)
    }

    /// Returns the offset in the document of the byte `at` of the decoded string.
    pub(crate) fn offset_in(&self, string: StringToken, at: usize) -> usize {
        if !string.escaped {
            return (string.start + at).min(string.end);
        }
        let raw = self.raw(string);
        let mut chars = Unescape { raw };
        let mut decoded = 0;
        while decoded < at {
            match chars.next() {
                Some(c) => decoded += c.len_utf8(),
                None => break,
            }
        }
        string.start + raw.len() - chars.raw.len()
    }
}

/// Returns the bytes as text, if they are valid UTF-8.
#[inline]
pub(crate) fn valid_utf8(bytes: &[u8]) -> Option<&str> {
    // On short documents the standard check is faster.
    #[cfg(feature = "simd")]
    if bytes.len() >= 128 {
        return simdutf8::basic::from_utf8(bytes).ok();
    }
    core::str::from_utf8(bytes).ok()
}

/// Returns the longest prefix of the bytes that is valid UTF-8.
#[cold]
fn valid_prefix(bytes: &[u8]) -> &str {
    let end = core::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    bytes.get(..end).and_then(|prefix| core::str::from_utf8(prefix).ok()).unwrap_or("")
}
