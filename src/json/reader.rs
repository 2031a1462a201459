//! A pull reader for strict JSON (RFC 8259, R9) over bytes in memory: tokens and byte offsets, no tree, no recursion.
//!
//! A [`Reader`] holds no position: each method takes the offset at which a token starts and returns where it ends. That keeps
//! the offset in a register, and makes "read this again, but explain" a plain second call.
//!
//! UTF-8 is checked in bulk before anything is read. The reader then walks over the valid prefix only, so that scanning a string need
//! not look at its characters; running into the end of a prefix that is not the whole document is how bad UTF-8 is found,
//! with the token known in which it stands.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

use crate::pointer::Span;
use crate::rule::Rule;
use crate::value::id::SAFE_DIGITS;

/// How deep arrays and objects may nest (R9). One bit of a `u128` remembers the kind of each level.
pub(crate) const MAX_DEPTH: usize = 128;

/// The token in which a syntax error stands.
///
/// # Examples
///
/// ```
/// use contact_schema::{Contact, InvalidBody, SyntaxErrorKind, SyntaxContext};
///
/// let Err(InvalidBody::Syntax(error)) = Contact::from_json(br#"{"name": "\ud83d"}"#) else { panic!("accepted") };
/// assert_eq!(error.kind, SyntaxErrorKind::LoneSurrogate { within: SyntaxContext::StringValue });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SyntaxContext {
    /// The name of a member.
    MemberName,
    /// A string that is a value.
    StringValue,
    /// Neither.
    Other,
}

impl fmt::Display for SyntaxContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MemberName => "the name of a member",
            Self::StringValue => "a string value",
            Self::Other => "the document",
        })
    }
}

/// What makes a document no JSON that is read here.
///
/// # Examples
///
/// ```
/// use contact_schema::{Contact, InvalidBody, SyntaxErrorKind};
///
/// let Err(InvalidBody::Syntax(error)) = Contact::from_json(br#"{"id": 01}"#) else { panic!("accepted") };
/// assert!(matches!(error.kind, SyntaxErrorKind::Unexpected { found: '1', .. }));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SyntaxErrorKind {
    /// Another character was expected.
    Unexpected {
        /// What was expected.
        expected: &'static str,
        /// What stands there.
        found: char,
    },
    /// The document ends too early.
    UnexpectedEnd {
        /// What was expected.
        expected: &'static str,
    },
    /// A comma before `}` or `]`.
    TrailingComma,
    /// A comment.
    Comment,
    /// A byte order mark at the start.
    ByteOrderMark,
    /// Bytes that are not UTF-8.
    InvalidUtf8 {
        /// Where they stand.
        within: SyntaxContext,
    },
    /// An escape that is half of a surrogate pair.
    LoneSurrogate {
        /// Where it stands.
        within: SyntaxContext,
    },
    /// A raw control character in a string.
    ControlCharacter {
        /// Where it stands.
        within: SyntaxContext,
        /// Its code, below 0x20.
        code: u8,
    },
    /// A backslash that starts no escape.
    InvalidEscape {
        /// Where it stands.
        within: SyntaxContext,
    },
    /// More text after the document.
    TrailingText,
    /// Nested deeper than [`Limits::MAX_DEPTH`](crate::Limits::MAX_DEPTH).
    TooDeep,
    /// Larger than [`Limits::max_document_bytes`](crate::Limits::max_document_bytes).
    TooLarge {
        /// The document's length in bytes.
        length: usize,
        /// The limit in bytes.
        max: usize,
    },
}

/// Why bytes are not JSON, and where.
///
/// # Examples
///
/// ```
/// use contact_schema::{InvalidBody, Span, UpdateContactRequest};
///
/// let Err(InvalidBody::Syntax(error)) = UpdateContactRequest::from_json(br#"{"notify": true,}"#) else { panic!("accepted") };
/// assert_eq!(error.span, Span { start: 15, end: 16 });
/// assert_eq!(error.to_string(), "expected a member after the comma, found the end of the object or array");
/// assert_eq!(error.rule(), "json-trailing-comma");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct SyntaxError {
    /// What is wrong.
    pub kind: SyntaxErrorKind,
    /// The bytes of the document at fault.
    pub span: Span,
}

impl SyntaxError {
    /// The rule that is broken; its id is stable.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{InvalidBody, UpdateContactRequest};
    ///
    /// let Err(InvalidBody::Syntax(error)) = UpdateContactRequest::from_json(b"{} {}") else { panic!("accepted") };
    /// assert_eq!(error.rule(), "json-trailing-text");
    /// ```
    #[must_use]
    pub fn rule(&self) -> Rule {
        match self.kind {
            SyntaxErrorKind::Unexpected { .. } => Rule::JsonUnexpected,
            SyntaxErrorKind::UnexpectedEnd { .. } => Rule::JsonUnexpectedEnd,
            SyntaxErrorKind::TrailingComma => Rule::JsonTrailingComma,
            SyntaxErrorKind::Comment => Rule::JsonComment,
            SyntaxErrorKind::ByteOrderMark => Rule::JsonByteOrderMark,
            SyntaxErrorKind::InvalidUtf8 { .. } => Rule::JsonInvalidUtf8,
            SyntaxErrorKind::LoneSurrogate { .. } => Rule::JsonLoneSurrogate,
            SyntaxErrorKind::ControlCharacter { .. } => Rule::JsonControlCharacter,
            SyntaxErrorKind::InvalidEscape { .. } => Rule::JsonInvalidEscape,
            SyntaxErrorKind::TrailingText => Rule::JsonTrailingText,
            SyntaxErrorKind::TooDeep => Rule::JsonTooDeep,
            SyntaxErrorKind::TooLarge { .. } => Rule::DocumentTooLarge,
        }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            SyntaxErrorKind::Unexpected { expected, found } => {
                let mut buffer = [0; 4];
                write!(f, "expected {expected}, found `{}`", crate::escape::Escaped(found.encode_utf8(&mut buffer)))
            }
            SyntaxErrorKind::UnexpectedEnd { expected } => {
                write!(f, "expected {expected}, found the end of the document")
            }
            SyntaxErrorKind::TrailingComma => {
                f.write_str("expected a member after the comma, found the end of the object or array")
            }
            SyntaxErrorKind::Comment => f.write_str("expected JSON, found a comment"),
            SyntaxErrorKind::ByteOrderMark => f.write_str("expected JSON, found a byte order mark"),
            SyntaxErrorKind::InvalidUtf8 { within } => write!(f, "expected UTF-8 in {within}, found other bytes"),
            SyntaxErrorKind::LoneSurrogate { within } => {
                write!(f, "expected a pair of surrogate escapes in {within}, found one alone")
            }
            SyntaxErrorKind::ControlCharacter { within, code } => {
                write!(f, "expected an escape such as `\\u{code:04x}` in {within}, found a raw control character")
            }
            SyntaxErrorKind::InvalidEscape { within } => {
                write!(f, "expected an escape of JSON after the backslash in {within}, found another character")
            }
            SyntaxErrorKind::TrailingText => f.write_str("expected the end after the document, found more text"),
            SyntaxErrorKind::TooDeep => write!(f, "expected at most {MAX_DEPTH} levels of nesting, found more"),
            SyntaxErrorKind::TooLarge { length, max } => write!(f, "expected at most {max} bytes, found {length}"),
        }
    }
}

impl core::error::Error for SyntaxError {}

/// A string of the document: the bytes between its quotes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Whether there are escapes in it. All of them are known to be right.
    pub(crate) escaped: bool,
}

impl Text {
    /// The string with its quotes. One that is a document of its own has none, and nobody asks for its place.
    pub(crate) fn span(self) -> Span {
        Span { start: self.start.saturating_sub(1), end: self.end + 1 }
    }
}

/// Reads tokens of one document.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    /// The longest prefix of the document that is UTF-8.
    text: &'a str,
    /// The document.
    whole: &'a [u8],
    /// Whether what is read is a line of the text, so that a line feed is no white space.
    is_line: bool,
    /// Whether the text starts where the document does, and not within it.
    is_start: bool,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(document: &'a [u8]) -> Self {
        let text = valid_utf8(document).unwrap_or_else(|| valid_prefix(document));
        Self { text, whole: document, is_line: false, is_start: true }
    }

    /// Reads a document that is known to be text.
    #[cfg(any(feature = "json", feature = "lint"))]
    pub(crate) fn of_text(document: &'a str) -> Self {
        Self { text: document, whole: document.as_bytes(), is_line: false, is_start: true }
    }

    /// Reads what follows the start of a document.
    #[cfg(feature = "lint")]
    pub(crate) fn of_part(part: &'a [u8]) -> Self {
        Self { is_start: false, ..Self::new(part) }
    }

    /// Reads documents that each have a line of this text.
    #[cfg(feature = "lint")]
    pub(crate) fn of_lines(lines: &'a str) -> Self {
        Self { text: lines, whole: lines.as_bytes(), is_line: true, is_start: true }
    }

    /// The offset after the last byte that can be read.
    #[cfg(feature = "lint")]
    pub(crate) fn end(self) -> usize {
        self.text.len()
    }

    /// The byte at `at`; 0, which is no part of any token, past the end.
    #[inline(always)]
    pub(crate) fn peek(self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    /// The next `N` bytes from `at`, if there are so many.
    #[inline(always)]
    pub(crate) fn chunk<const N: usize>(self, at: usize) -> Option<&'a [u8; N]> {
        self.text.as_bytes().get(at..)?.first_chunk()
    }

    /// All bytes from `at` on.
    #[cfg(feature = "simd")]
    #[inline(always)]
    pub(crate) fn rest(self, at: usize) -> &'a [u8] {
        self.text.as_bytes().get(at..).unwrap_or_default()
    }

    /// The first offset from `at` on that holds no white space.
    #[inline(always)]
    pub(crate) fn whitespace(self, at: usize) -> usize {
        if self.peek(at) > b' ' {
            at
        } else if self.peek(at) == b' ' && self.peek(at + 1) > b' ' {
            at + 1
        } else {
            self.more_whitespace(at)
        }
    }

    #[inline(never)]
    fn more_whitespace(self, mut at: usize) -> usize {
        // Most often a line feed and an indentation.
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

    /// Checks that nothing but white space follows.
    pub(crate) fn finish(self, at: usize) -> Result<(), SyntaxError> {
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

    /// The string whose opening quote stands at `open`.
    #[inline(always)]
    pub(crate) fn string(self, open: usize, within: SyntaxContext) -> Result<Text, SyntaxError> {
        let start = open + 1;
        let (end, stop) = plain_end(self.text.as_bytes(), start);
        if stop == b'"' { Ok(Text { start, end, escaped: false }) } else { self.escaped_string(start, end, within) }
    }

    /// The string that starts at `start` and has something other than plain characters at `at`.
    #[cold]
    #[inline(never)]
    fn escaped_string(self, start: usize, mut at: usize, within: SyntaxContext) -> Result<Text, SyntaxError> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(at) {
                Some(b'"') => return Ok(Text { start, end: at, escaped: true }),
                Some(b'\\') => {
                    at = match code_unit(bytes, at) {
                        Some(0..0xD800 | 0xE000..) => at + 6,
                        _ => self.escape(at, within)?,
                    };
                    // Where one character is an escape, the next often is one too.
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

    /// Checks the escape whose backslash stands at `at`, a pair of surrogate escapes as one, and returns its end.
    fn escape(self, at: usize, within: SyntaxContext) -> Result<usize, SyntaxError> {
        let invalid = |end| {
            if end > self.text.len() {
                return self.unexpected(self.text.len(), "the rest of an escape", within);
            }
            // The character after the backslash may take several bytes.
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

    /// The string whose opening quote stands at `open`, if it has no escapes and nothing is wrong with it.
    #[inline(always)]
    pub(crate) fn plain_string(self, open: usize) -> Option<Text> {
        if self.peek(open) != b'"' {
            return None;
        }
        let (end, stop) = plain_end(self.text.as_bytes(), open + 1);
        (stop == b'"').then_some(Text { start: open + 1, end, escaped: false })
    }

    /// The same for strings that may well be long. Where lengths are all over the place, asking block by block whether this is the last
    /// costs more in wrong guesses of the processor than looking at more blocks than there are.
    #[inline(always)]
    pub(crate) fn plain_long_string(self, open: usize) -> Option<Text> {
        #[cfg(feature = "simd")]
        if self.peek(open) == b'"'
            && let Some(block) = self.chunk::<128>(open + 1)
        {
            let length = super::blocks::many_stops(block).trailing_zeros() as usize;
            if length < block.len() {
                let end = open + 1 + length;
                return (self.peek(end) == b'"').then_some(Text { start: open + 1, end, escaped: false });
            }
        }
        self.plain_string(open)
    }

    /// The value and the end of the number at `start`, if it is written as an integer of at most [`SAFE_DIGITS`].
    #[inline(always)]
    pub(crate) fn safe_integer(self, start: usize) -> Option<(i64, usize)> {
        let digits = start + usize::from(self.peek(start) == b'-');
        let end = self.digits_end(digits);
        let count = end - digits;
        // Both, as ids of one digit are rare, but not rare enough.
        let has_leading_zero = (count > 1) & (self.peek(digits) == b'0');
        if count == 0 || count > SAFE_DIGITS || has_leading_zero {
            return None;
        }
        if matches!(self.peek(end), b'.' | b'e' | b'E') {
            return None;
        }
        let literal = self.text.as_bytes().get(digits..end)?;
        // There are too few digits for an overflow.
        let value: i64 =
            literal.iter().fold(0, |value, digit| value.wrapping_mul(10).wrapping_add((digit & 15).into()));
        Some((if digits > start { -value } else { value }, end))
    }

    /// The end of the number that starts at `start` with a digit or `-`.
    pub(crate) fn number(self, start: usize) -> Result<usize, SyntaxError> {
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

    /// The first offset from `at` on that holds no digit.
    #[inline(always)]
    fn digits_end(self, mut at: usize) -> usize {
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

    /// Checks that `literal` stands at `at` and returns its end.
    pub(crate) fn literal(self, at: usize, literal: &'static str) -> Result<usize, SyntaxError> {
        let bytes = self.text.as_bytes();
        let end = at + literal.len();
        if bytes.get(at..end) == Some(literal.as_bytes()) {
            return Ok(end);
        }
        let right = literal.bytes().zip(bytes.iter().skip(at)).take_while(|(want, have)| want == *have).count();
        let expected = match literal {
            "true" => "`true`",
            "false" => "`false`",
            _ => "`null`",
        };
        Err(self.unexpected(at + right, expected, SyntaxContext::Other))
    }

    /// The name of the member that starts at `at`, and where its value starts.
    pub(crate) fn member_name(self, at: usize) -> Result<(Text, usize), SyntaxError> {
        if self.peek(at) != b'"' {
            return Err(self.unexpected(at, "the name of a member in double quotes", SyntaxContext::Other));
        }
        let name = self.string(at, SyntaxContext::MemberName)?;
        let colon = self.whitespace(name.end + 1);
        if self.peek(colon) != b':' {
            return Err(self.unexpected(colon, "`:` after the name of a member", SyntaxContext::Other));
        }
        Ok((name, self.whitespace(colon + 1)))
    }

    /// Where the next member or item starts, after the comma at `comma`.
    #[inline(always)]
    pub(crate) fn after_comma(self, comma: usize) -> Result<usize, SyntaxError> {
        let at = self.whitespace(comma + 1);
        if matches!(self.peek(at), b'}' | b']') {
            return Err(SyntaxError {
                kind: SyntaxErrorKind::TrailingComma,
                span: Span { start: comma, end: comma + 1 },
            });
        }
        Ok(at)
    }

    /// Checks the value that starts at `at` within `depth` open arrays and objects, and returns its end.
    pub(crate) fn skip(self, mut at: usize, depth: usize) -> Result<usize, SyntaxError> {
        // One bit for each array (0) and object (1) that the value has opened, the innermost lowest.
        let mut kinds: u128 = 0;
        let mut open = 0;
        loop {
            match self.peek(at) {
                b'"' => at = self.string(at, SyntaxContext::StringValue)?.end + 1,
                b'-' | b'0'..=b'9' => at = self.number(at)?,
                bracket @ (b'{' | b'[') => {
                    if depth + open >= MAX_DEPTH {
                        return Err(SyntaxError {
                            kind: SyntaxErrorKind::TooDeep,
                            span: Span { start: at, end: at + 1 },
                        });
                    }
                    open += 1;
                    kinds = kinds << 1 | u128::from(bracket == b'{');
                    let inside = self.whitespace(at + 1);
                    if bracket == b'{' {
                        if self.peek(inside) != b'}' {
                            at = self.member_name(inside)?.1;
                            continue;
                        }
                    } else if self.peek(inside) != b']' {
                        at = inside;
                        continue;
                    }
                    at = inside + 1;
                    open -= 1;
                    kinds >>= 1;
                }
                b't' => at = self.literal(at, "true")?,
                b'f' => at = self.literal(at, "false")?,
                b'n' => at = self.literal(at, "null")?,
                _ => return Err(self.unexpected(at, "a value", SyntaxContext::Other)),
            }
            // After a value: close what ends here, then go on to the next value.
            loop {
                if open == 0 {
                    return Ok(at);
                }
                let in_object = kinds & 1 == 1;
                at = self.whitespace(at);
                match self.peek(at) {
                    b',' => {
                        at = self.after_comma(at)?;
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

    /// The error where neither a comma nor a closing bracket stands at `at`.
    #[cold]
    pub(crate) fn expected_separator(self, at: usize, in_object: bool) -> SyntaxError {
        self.unexpected(at, if in_object { "`,` or `}`" } else { "`,` or `]`" }, SyntaxContext::Other)
    }

    /// The error at `at`, where `expected` should stand.
    #[cold]
    #[inline(never)]
    pub(crate) fn unexpected(self, at: usize, expected: &'static str, within: SyntaxContext) -> SyntaxError {
        let error = |kind, len| SyntaxError { kind, span: Span { start: at, end: at + len } };
        let rest = self.text.get(at..).unwrap_or("");
        let Some(found) = rest.chars().next() else {
            let bad = self.whole.get(at..).unwrap_or_default();
            return match core::str::from_utf8(bad) {
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

    /// The bytes of the string as the document writes it, escapes and all.
    #[inline(always)]
    pub(crate) fn raw_bytes(self, text: Text) -> &'a [u8] {
        self.text.as_bytes().get(text.start..text.end).unwrap_or_default()
    }

    /// The string as the document writes it, escapes and all.
    pub(crate) fn raw(self, text: Text) -> &'a str {
        self.text.get(text.start..text.end).unwrap_or("")
    }

    /// The bytes `start..end` of the document as text.
    pub(crate) fn slice(self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or("")
    }

    /// The string's characters, escapes decoded.
    pub(crate) fn chars(self, text: Text) -> impl Iterator<Item = char> {
        Unescape { raw: self.raw(text) }
    }

    /// The string, escapes decoded, in pieces.
    fn pieces(self, text: Text) -> Pieces<'a> {
        Pieces { raw: self.raw(text), escaped: text.escaped }
    }

    /// The string's length in code points, escapes decoded, and in UTF-16 code units.
    pub(crate) fn lengths(self, text: Text) -> (usize, usize) {
        self.pieces(text).fold((0, 0), |(points, units), Piece { plain, escape }| {
            let plain_points = crate::value::text::code_points(plain);
            // What takes a pair of units takes four bytes, and nothing else starts with such a byte.
            let greatest = plain.bytes().fold(0, u8::max);
            let pairs = if greatest < 0xF0 { 0 } else { plain.bytes().filter(|&byte| byte >= 0xF0).count() };
            let escape_units = escape.map_or(0, char::len_utf16);
            (points + plain_points + usize::from(escape.is_some()), units + plain_points + pairs + escape_units)
        })
    }

    /// Where in the document the code point `at` of the decoded string stands.
    pub(crate) fn offset_of_code_point(self, text: Text, mut at: usize) -> usize {
        let mut pieces = self.pieces(text);
        let mut start = pieces.raw;
        while let Some(Piece { plain, escape }) = pieces.next() {
            let points = crate::value::text::code_points(plain);
            if at <= points {
                let mut chars = plain.chars();
                if at > 0 {
                    chars.nth(at - 1);
                }
                return text.end - start.len() + (plain.len() - chars.as_str().len());
            }
            at -= points + usize::from(escape.is_some());
            start = pieces.raw;
        }
        text.end
    }

    /// The string, escapes decoded.
    #[inline(always)]
    pub(crate) fn decode(self, text: Text) -> Cow<'a, str> {
        if text.escaped { Cow::Owned(self.unescape(text)) } else { Cow::Borrowed(self.raw(text)) }
    }

    #[inline(never)]
    fn unescape(self, text: Text) -> String {
        let mut decoded = String::with_capacity(text.end - text.start);
        for Piece { plain, escape } in self.pieces(text) {
            decoded.push_str(plain);
            decoded.extend(escape);
        }
        decoded
    }

    /// The string in `buffer`, escapes decoded, if it is ASCII and fits.
    pub(crate) fn ascii(self, text: Text, buffer: &mut [u8]) -> Option<&[u8]> {
        let mut length = 0;
        for c in self.chars(text) {
            *buffer.get_mut(length)? = u8::try_from(c).ok().filter(u8::is_ascii)?;
            length += 1;
        }
        buffer.get(..length)
    }

    /// Where in the document the byte `at` of the decoded string stands.
    pub(crate) fn offset_in(self, text: Text, at: usize) -> usize {
        if !text.escaped {
            return (text.start + at).min(text.end);
        }
        let raw = self.raw(text);
        let mut chars = Unescape { raw };
        let mut decoded = 0;
        while decoded < at {
            match chars.next() {
                Some(c) => decoded += c.len_utf8(),
                None => break,
            }
        }
        text.start + raw.len() - chars.raw.len()
    }
}

/// The bytes as text, if they are UTF-8.
#[inline]
pub(crate) fn valid_utf8(bytes: &[u8]) -> Option<&str> {
    // Short documents are over before the faster check has started.
    #[cfg(feature = "simd")]
    if bytes.len() >= 128 {
        return simdutf8::basic::from_utf8(bytes).ok();
    }
    core::str::from_utf8(bytes).ok()
}

/// The longest prefix of the bytes that is UTF-8.
#[cold]
fn valid_prefix(bytes: &[u8]) -> &str {
    let end = core::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    bytes.get(..end).and_then(|prefix| core::str::from_utf8(prefix).ok()).unwrap_or("")
}

/// Some characters of a string that stand for themselves, and the one that is written as an escape after them.
struct Piece<'a> {
    plain: &'a str,
    escape: Option<char>,
}

/// Takes the raw text of a string apart.
struct Pieces<'a> {
    raw: &'a str,
    /// Whether there are escapes in it. In a string that was read elsewhere, a backslash is a character like any other.
    escaped: bool,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if self.raw.is_empty() {
            return None;
        }
        // In a string that is known to be right, nothing else than a backslash stops the scan.
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

/// Decodes the raw text of a string whose escapes are known to be right.
struct Unescape<'a> {
    raw: &'a str,
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

/// The value of each hexadecimal digit; of other bytes one that no digit has.
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

/// The UTF-16 code unit that the escape `\uXXXX` at `at` names, if one stands there.
#[inline]
fn code_unit(bytes: &[u8], at: usize) -> Option<u32> {
    let [b'\\', b'u', digits @ ..] = bytes.get(at..)?.first_chunk::<6>()? else { return None };
    let [a, b, c, d] = digits.map(|digit| HEX.get(usize::from(digit)).copied().unwrap_or(u8::MAX));
    (a | b | c | d < 16).then_some(u32::from_be_bytes([0, 0, a << 4 | b, c << 4 | d]))
}

/// The first offset from `at` on that holds `"`, `\` or a control character, and which of them; or the end, and 0.
#[inline(always)]
fn plain_end(bytes: &[u8], mut at: usize) -> (usize, u8) {
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

/// Sets the high bit of each of the eight bytes that is `"`, `\` or a control character; exact up to and including the lowest of
/// them, above which a borrow may set more.
#[inline(always)]
fn stops(word: u64) -> u64 {
    const ONES: u64 = u64::from_le_bytes([0x01; 8]);
    const HIGHS: u64 = u64::from_le_bytes([0x80; 8]);
    let quote = word ^ (ONES * b'"' as u64);
    let backslash = word ^ (ONES * b'\\' as u64);
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word;
    (below(quote, 1) | below(backslash, 1) | below(word, 0x20)) & HIGHS
}
