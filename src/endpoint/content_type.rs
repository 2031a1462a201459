//! The `content-type`, as RFC 9110 writes it:
//!
//! ```text
//! media-type    = type "/" subtype parameters                     ; section 8.3.1
//! parameters    = *( OWS ";" OWS [ parameter ] )                  ; section 5.6.6
//! parameter     = token "=" ( token / quoted-string )
//! quoted-string = DQUOTE *( qdtext / "\" quoted-text ) DQUOTE     ; section 5.6.4
//! ```

use core::fmt;

use super::MEDIA_TYPE;
use crate::rule::Rule;

/// Checks the value of a `content-type` header.
///
/// The media type and the charset are compared without regard to case. Parameters other than
/// `charset` have no meaning and are ignored (RFC 8259, section 11). A client should send exactly
/// [`MEDIA_TYPE`]: other servers may compare the bytes.
///
/// # Errors
///
/// [`InvalidContentType::MediaType`] for `text/json` or `application/json, text/html`,
/// [`InvalidContentType::Parameter`] for `application/json; charset`,
/// [`InvalidContentType::Charset`] for `application/json; charset=iso-8859-1`.
///
/// # Examples
///
/// ```
/// use contact_schema::endpoint::{InvalidContentType, check_content_type};
///
/// assert_eq!(check_content_type("application/json"), Ok(()));
/// assert_eq!(check_content_type("Application/JSON; charset=\"UTF-8\""), Ok(()));
/// assert_eq!(check_content_type("text/json"), Err(InvalidContentType::MediaType));
/// assert_eq!(check_content_type("application/json;charset=utf-16"), Err(InvalidContentType::Charset { at: 25 }));
/// ```
pub fn check_content_type(value: impl AsRef<[u8]>) -> Result<(), InvalidContentType> {
    check(value.as_ref(), MEDIA_TYPE)
}

/// Returns whether the value of a `content-type` header is this media type, with charset UTF-8 or
/// none.
#[cfg(feature = "http")]
pub(crate) fn is_media_type(value: &[u8], media_type: &str) -> bool {
    check(value, media_type).is_ok()
}

fn check(value: &[u8], media_type: &str) -> Result<(), InvalidContentType> {
    let (found, mut rest) = split_while(value, |byte| is_token(byte) || byte == b'/');
    if !found.eq_ignore_ascii_case(media_type.as_bytes()) {
        return Err(InvalidContentType::MediaType);
    }
    let at = |rest: &[u8]| value.len() - rest.len();
    loop {
        rest = white_space(rest);
        rest = match rest.split_first() {
            None => return Ok(()),
            Some((b';', after)) => white_space(after),
            // A list of media types is not a malformed parameter.
            Some((b',', _)) => return Err(InvalidContentType::MediaType),
            Some(_) => return Err(InvalidContentType::Parameter { at: at(rest) }),
        };
        let (name, after) = split_while(rest, is_token);
        if name.is_empty() {
            continue;
        }
        let Some((b'=', start)) = after.split_first() else {
            return Err(InvalidContentType::Parameter { at: at(after) });
        };
        let (is_utf_8, after) = parameter_value(start).ok_or(InvalidContentType::Parameter { at: at(start) })?;
        if name.eq_ignore_ascii_case(b"charset") && !is_utf_8 {
            return Err(InvalidContentType::Charset { at: at(start) });
        }
        rest = after;
    }
}

/// Returns whether the value of a parameter is `utf-8`, and the bytes after it.
fn parameter_value(start: &[u8]) -> Option<(bool, &[u8])> {
    const UTF_8: &[u8] = b"utf-8";
    let Some((b'"', mut rest)) = start.split_first() else {
        let (token, rest) = split_while(start, is_token);
        return (!token.is_empty()).then_some((token.eq_ignore_ascii_case(UTF_8), rest));
    };
    let mut expected = UTF_8.iter();
    let mut is_utf_8 = true;
    loop {
        let (byte, after) = match rest {
            [b'"', after @ ..] => return Some((is_utf_8 && expected.next().is_none(), after)),
            [b'\\', byte, after @ ..] => (byte, after),
            [byte, after @ ..] if *byte != b'\\' => (byte, after),
            _ => return None,
        };
        if !matches!(byte, b'\t' | b' '..=b'~' | 0x80..) {
            return None;
        }
        is_utf_8 &= expected.next().is_some_and(|expected| expected.eq_ignore_ascii_case(byte));
        rest = after;
    }
}

fn split_while(bytes: &[u8], is_part: impl Fn(u8) -> bool) -> (&[u8], &[u8]) {
    let length = bytes.iter().position(|&byte| !is_part(byte)).unwrap_or(bytes.len());
    bytes.split_at_checked(length).unwrap_or((bytes, &[]))
}

/// Skips optional white space (RFC 9110, section 5.6.3).
fn white_space(bytes: &[u8]) -> &[u8] {
    split_while(bytes, |byte| matches!(byte, b' ' | b'\t')).1
}

/// Returns whether the byte is a `tchar` (RFC 9110, section 5.6.2).
const fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~'
        )
}

/// Why the value of a `content-type` header is not the allowed one.
///
/// # Examples
///
/// ```
/// use contact_schema::endpoint::InvalidContentType;
///
/// let invalid = InvalidContentType::Charset { at: 26 };
/// assert_eq!(invalid.to_string(), "expected the charset utf-8 at byte 26, found another");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InvalidContentType {
    /// The media type is another, there are several, or there is none.
    MediaType,
    /// The text after the media type is not a parameter.
    Parameter {
        /// The byte offset of the fault within the value.
        at: usize,
    },
    /// The charset is not UTF-8.
    Charset {
        /// The byte offset of the charset within the value.
        at: usize,
    },
}

impl InvalidContentType {
    /// Returns the rule that is broken. Its id is stable.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        Rule::HttpContentType
    }
}

impl fmt::Display for InvalidContentType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MediaType => write!(f, "expected {MEDIA_TYPE}, found another media type"),
            Self::Parameter { at } => write!(f, "expected a parameter at byte {at}, found other text"),
            Self::Charset { at } => write!(f, "expected the charset utf-8 at byte {at}, found another"),
        }
    }
}

impl core::error::Error for InvalidContentType {}
