//! Why a document is not valid JSON, and where.

use core::fmt;

use crate::escape::EscapedChar;
use crate::limits::Limits;
use crate::pointer::Span;
use crate::rule::Rule;

/// The kind of token that contains a syntax error.
///
/// # Examples
///
/// ```
/// use contact_schema::{Contact, InvalidBody, SyntaxErrorKind, SyntaxContext};
///
/// let Err(InvalidBody::Syntax(error)) = Contact::from_json(br#"{"name": "\ud83d"}"#) else {
///     panic!("accepted")
/// };
/// assert_eq!(error.kind, SyntaxErrorKind::LoneSurrogate { within: SyntaxContext::StringValue });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SyntaxContext {
    /// The name of a member.
    MemberName,
    /// A string that is a value.
    StringValue,
    /// Any other part of the document.
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

/// Why a document is not valid JSON (RFC 8259, R9).
///
/// # Examples
///
/// ```
/// use contact_schema::{Contact, InvalidBody, SyntaxErrorKind};
///
/// let Err(InvalidBody::Syntax(error)) = Contact::from_json(br#"{"id": 01}"#) else {
///     panic!("accepted")
/// };
/// assert!(matches!(error.kind, SyntaxErrorKind::Unexpected { found: '1', .. }));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SyntaxErrorKind {
    /// Another character was expected.
    Unexpected {
        /// What was expected.
        expected: &'static str,
        /// The character found.
        found: char,
    },
    /// The document ends too early.
    UnexpectedEnd {
        /// What was expected.
        expected: &'static str,
    },
    /// The document is empty, or has only white space.
    Empty,
    /// A comma before `}` or `]`.
    TrailingComma,
    /// A comment.
    Comment,
    /// A byte order mark at the start.
    ByteOrderMark,
    /// Bytes that are not UTF-8.
    InvalidUtf8 {
        /// The token that contains them.
        within: SyntaxContext,
    },
    /// An escape that is half of a surrogate pair.
    LoneSurrogate {
        /// The token that contains it.
        within: SyntaxContext,
    },
    /// A raw control character in a string.
    ControlCharacter {
        /// The token that contains it.
        within: SyntaxContext,
        /// Its code, below 0x20.
        code: u8,
    },
    /// A backslash that does not start a valid escape.
    InvalidEscape {
        /// The token that contains it.
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
/// let Err(InvalidBody::Syntax(error)) =
///     UpdateContactRequest::from_json(br#"{"notify": true,}"#)
/// else {
///     panic!("accepted")
/// };
/// assert_eq!(error.span, Span { start: 15, end: 16 });
/// assert_eq!(
///     error.to_string(),
///     "expected another member or item after the comma, found the end of the object or array"
/// );
/// assert_eq!(error.rule(), "json-trailing-comma");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct SyntaxError {
    /// The kind of error.
    pub kind: SyntaxErrorKind,
    /// The bytes of the document that are wrong.
    pub span: Span,
}

impl SyntaxError {
    /// Returns the rule that the document breaks. Rule ids are stable.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{InvalidBody, UpdateContactRequest};
    ///
    /// let Err(InvalidBody::Syntax(error)) = UpdateContactRequest::from_json(b"{} {}") else {
    ///     panic!("accepted")
    /// };
    /// assert_eq!(error.rule(), "json-trailing-text");
    /// ```
    #[must_use]
    pub fn rule(&self) -> Rule {
        match self.kind {
            SyntaxErrorKind::Unexpected { .. } => Rule::JsonUnexpected,
            SyntaxErrorKind::UnexpectedEnd { .. } | SyntaxErrorKind::Empty => Rule::JsonUnexpectedEnd,
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
                write!(f, "expected {expected}, found `{}`", EscapedChar(found))
            }
            SyntaxErrorKind::UnexpectedEnd { expected } => {
                write!(f, "expected {expected}, found the end of the document")
            }
            SyntaxErrorKind::Empty => f.write_str("expected a JSON object, found an empty document"),
            SyntaxErrorKind::TrailingComma => {
                f.write_str("expected another member or item after the comma, found the end of the object or array")
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
                write!(f, "expected a JSON escape after the backslash in {within}, found another character")
            }
            SyntaxErrorKind::TrailingText => f.write_str("expected the end after the document, found more text"),
            SyntaxErrorKind::TooDeep => {
                write!(f, "expected at most {} levels of nesting, found more", Limits::MAX_DEPTH)
            }
            SyntaxErrorKind::TooLarge { length, max } => write!(f, "expected at most {max} bytes, found {length}"),
        }
    }
}

impl core::error::Error for SyntaxError {}
