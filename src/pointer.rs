//! Where in a document something is: JSON Pointers (RFC 6901) and byte spans.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Range;

use crate::inline_text::{InlineText, Keep as _};

/// A JSON Pointer (RFC 6901): `""` is the whole document, `/phones/0` the first phone.
///
/// [`as_str`](Self::as_str) gives the pointer exactly. `Display` is for people: it writes control characters and invisible
/// format characters, which only the name of an unknown member can bring, as `\u{…}`.
///
/// # Examples
///
/// ```
/// use contact_schema::Pointer;
///
/// let pointer = Pointer::root().join("phones").join("0");
/// assert_eq!(pointer.as_str(), "/phones/0");
/// // `~` and `/` in a name are escaped.
/// assert_eq!(Pointer::root().join("a/b~c").as_str(), "/a~1b~0c");
/// assert_eq!(Pointer::root().join("a/b~c").tokens().collect::<Vec<_>>(), ["a/b~c"]);
/// ```
#[derive(Clone)]
pub struct Pointer(InlineText);

impl Pointer {
    /// The pointer to the whole document.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(contact_schema::Pointer::root().as_str(), "");
    /// ```
    #[must_use]
    pub const fn root() -> Self {
        Self(InlineText::EMPTY)
    }

    /// The pointer to the member or item `token` of what this one points to.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(contact_schema::Pointer::root().join("email").as_str(), "/email");
    /// ```
    #[must_use]
    pub fn join(self, token: &str) -> Self {
        let escaped = needs_escape(token).then(|| token.replace('~', "~0").replace('/', "~1"));
        Self(InlineText::of_parts(&[self.as_str(), "/", escaped.as_deref().unwrap_or(token)]))
    }

    /// The pointer to the member `name` of the whole document.
    pub(crate) fn to_member(name: &str) -> Self {
        if needs_escape(name) { Self::root().join(name) } else { Self(InlineText::of_parts(&["/", name])) }
    }

    /// The pointer as RFC 6901 writes it.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(contact_schema::Pointer::root().join("name").as_str(), "/name");
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether this is the pointer to the whole document.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(contact_schema::Pointer::root().is_root());
    /// ```
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0.as_bytes().is_empty()
    }

    /// The reference tokens, unescaped.
    ///
    /// # Examples
    ///
    /// ```
    /// let pointer = contact_schema::Pointer::root().join("phones").join("4");
    /// assert_eq!(pointer.tokens().collect::<Vec<_>>(), ["phones", "4"]);
    /// ```
    pub fn tokens(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.as_str().split('/').skip(1).map(|token| {
            if token.contains('~') {
                Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
            } else {
                Cow::Borrowed(token)
            }
        })
    }
}

/// Whether `token` has a character that a pointer escapes. All bytes are looked at, which is faster than to stop at the first.
fn needs_escape(token: &str) -> bool {
    token.bytes().fold(false, |any, byte| any | matches!(byte, b'~' | b'/'))
}

/// The pointer as the fragment of a URI (RFC 6901, section 6), the form that problem details (RFC 9457) have.
impl Pointer {
    /// The pointer as a fragment, with its `#`; what a fragment cannot hold is percent-encoded.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Pointer;
    ///
    /// assert_eq!(Pointer::root().to_uri_fragment(), "#");
    /// assert_eq!(Pointer::root().join("phones").join("0").to_uri_fragment(), "#/phones/0");
    /// assert_eq!(Pointer::root().join("a b%").to_uri_fragment(), "#/a%20b%25");
    /// ```
    #[must_use]
    pub fn to_uri_fragment(&self) -> String {
        let mut fragment = String::with_capacity(self.0.as_bytes().len() + 1);
        fragment.push('#');
        for &byte in self.0.as_bytes() {
            if is_fragment(byte) {
                fragment.push(char::from(byte));
            } else {
                let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or_default().to_ascii_uppercase();
                fragment.extend(['%', digit(byte >> 4), digit(byte & 0xF)]);
            }
        }
        fragment
    }

    /// Reads a fragment, with its `#`.
    ///
    /// # Errors
    ///
    /// [`InvalidPointer`] where there is no `#`, where a `%` is not followed by two hexadecimal digits, a `~` not by `0` or `1`, where a
    /// character stands that a fragment cannot hold, where the decoded bytes are not UTF-8, and where a pointer other than the whole
    /// document's does not start with `/`.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Pointer;
    ///
    /// assert_eq!(Pointer::from_uri_fragment("#/phones/0")?.tokens().collect::<Vec<_>>(), ["phones", "0"]);
    /// assert_eq!(Pointer::from_uri_fragment("#/a%20b")?.as_str(), "/a b");
    /// assert!(Pointer::from_uri_fragment("/phones/0").is_err());
    /// # Ok::<(), contact_schema::InvalidPointer>(())
    /// ```
    pub fn from_uri_fragment(fragment: &str) -> Result<Self, InvalidPointer> {
        let mut rest = fragment.as_bytes().strip_prefix(b"#").ok_or(InvalidPointer)?;
        let mut decoded = Vec::with_capacity(rest.len());
        loop {
            rest = match rest {
                [] => break,
                [b'%', high, low, after @ ..] => {
                    let digit = |digit: u8| char::from(digit).to_digit(16).ok_or(InvalidPointer);
                    decoded.push((digit(*high)? << 4 | digit(*low)?) as u8);
                    after
                }
                [byte, after @ ..] if is_fragment(*byte) => {
                    decoded.push(*byte);
                    after
                }
                _ => return Err(InvalidPointer),
            };
        }
        let pointer = String::from_utf8(decoded).map_err(|_| InvalidPointer)?;
        let escapes = pointer.split('~').skip(1).all(|after| after.starts_with(['0', '1']));
        if escapes && (pointer.is_empty() || pointer.starts_with('/')) {
            Ok(Self(InlineText::keep(pointer)))
        } else {
            Err(InvalidPointer)
        }
    }
}

/// Whether a fragment holds the byte as it is (RFC 3986, section 3.5). `%` introduces what it does not.
const fn is_fragment(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'-' | b'.' | b'_' | b'~')
        || matches!(byte, b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=')
        || matches!(byte, b':' | b'@' | b'/' | b'?')
}

/// A text is not a JSON Pointer in the form of a URI fragment.
///
/// # Examples
///
/// ```
/// use contact_schema::{InvalidPointer, Pointer};
///
/// let error: InvalidPointer = Pointer::from_uri_fragment("#phones").unwrap_err();
/// assert_eq!(error.to_string(), "expected `#` and a JSON Pointer, found another text");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidPointer;

impl fmt::Display for InvalidPointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected `#` and a JSON Pointer, found another text")
    }
}

impl core::error::Error for InvalidPointer {}

impl AsRef<str> for Pointer {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl From<Pointer> for String {
    fn from(pointer: Pointer) -> Self {
        pointer.0.into_string()
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::escape::Escaped(self.as_str()).fmt(f)
    }
}

impl fmt::Debug for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pointer").field(&self.0).finish()
    }
}

impl Default for Pointer {
    fn default() -> Self {
        Self::root()
    }
}

impl PartialEq for Pointer {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes() == other.0.as_bytes()
    }
}

impl Eq for Pointer {}

impl PartialOrd for Pointer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Pointer {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.as_bytes().cmp(other.0.as_bytes())
    }
}

impl Hash for Pointer {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

/// A range of bytes of a document, from 0. Empty where something is missing.
///
/// # Examples
///
/// ```
/// use contact_schema::Span;
///
/// let span = Span { start: 2, end: 4 };
/// assert_eq!("abcd".get(span.range()), Some("cd"));
/// assert_eq!(span.len(), 2);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The span as a range, for slicing.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(contact_schema::Span { start: 1, end: 3 }.range(), 1..3);
    /// ```
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// The number of bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(contact_schema::Span { start: 1, end: 3 }.len(), 2);
    /// ```
    #[must_use]
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether there are no bytes in it.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(contact_schema::Span { start: 1, end: 1 }.is_empty());
    /// ```
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }
}
