//! Places in a document: JSON Pointers (RFC 6901) and byte spans.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Range;
use core::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::inline_text::{InlineText, Keep as _};
use crate::serde_error::without_value;

/// A JSON Pointer (RFC 6901): `""` is the whole document, `/phones/0` the first phone.
///
/// [`as_str`](Self::as_str) returns the exact pointer, which serde writes too and `FromStr` reads.
/// `Display` is for people: it writes control characters and invisible format characters as
/// `\u{…}`. Only the names of unknown members contain such characters.
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
/// assert_eq!("/phones/0".parse(), Ok(pointer));
/// ```
#[derive(Clone, Debug)]
pub struct Pointer(InlineText);

impl Pointer {
    /// Returns the pointer to the whole document.
    #[must_use]
    pub const fn root() -> Self {
        Self(InlineText::EMPTY)
    }

    /// Returns the pointer to the member or item `token` of the value that this pointer refers to.
    #[must_use]
    pub fn join(self, token: &str) -> Self {
        let escaped = needs_escape(token).then(|| token.replace('~', "~0").replace('/', "~1"));
        Self(InlineText::of_parts(&[self.as_str(), "/", escaped.as_deref().unwrap_or(token)]))
    }

    /// Returns the pointer to the member `name` of the whole document.
    pub(crate) fn to_member(name: &str) -> Self {
        if needs_escape(name) { Self::root().join(name) } else { Self(InlineText::of_parts(&["/", name])) }
    }

    /// Returns the pointer as RFC 6901 writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Returns whether this is the pointer to the whole document.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0.as_bytes().is_empty()
    }

    /// Returns the reference tokens, unescaped.
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

/// Returns whether `token` has a character that a pointer escapes. Testing all bytes is faster than
/// stopping at the first.
fn needs_escape(token: &str) -> bool {
    token.bytes().fold(false, |any, byte| any | matches!(byte, b'~' | b'/'))
}

/// URI fragments (RFC 6901, section 6), the form of pointers in problem details (RFC 9457).
impl Pointer {
    /// Returns the pointer as a fragment, with its `#`. Bytes that a fragment cannot hold are
    /// percent-encoded.
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
    /// [`InvalidPointer`] if there is no `#`, if a `%` is not followed by two hexadecimal digits or
    /// a `~` not by `0` or `1`, if a character is not allowed in a fragment, if the decoded bytes
    /// are not UTF-8, and if a pointer that is not empty does not start with `/`.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Pointer;
    ///
    /// let pointer = Pointer::from_uri_fragment("#/phones/0")?;
    /// assert_eq!(pointer.tokens().collect::<Vec<_>>(), ["phones", "0"]);
    /// assert_eq!(Pointer::from_uri_fragment("#/a%20b")?.as_str(), "/a b");
    /// assert!(Pointer::from_uri_fragment("/phones/0").is_err());
    /// # Ok::<(), contact_schema::InvalidPointer>(())
    /// ```
    pub fn from_uri_fragment(fragment: &str) -> Result<Self, InvalidPointer> {
        const INVALID: InvalidPointer = InvalidPointer { is_fragment: true };

        let mut rest = fragment.as_bytes().strip_prefix(b"#").ok_or(INVALID)?;
        let mut decoded = Vec::with_capacity(rest.len());
        loop {
            rest = match rest {
                [] => break,
                [b'%', high, low, after @ ..] => {
                    let digit = |digit: u8| char::from(digit).to_digit(16).ok_or(INVALID);
                    decoded.push((digit(*high)? << 4 | digit(*low)?) as u8);
                    after
                }
                [byte, after @ ..] if is_fragment(*byte) => {
                    decoded.push(*byte);
                    after
                }
                _ => return Err(INVALID),
            };
        }
        String::from_utf8(decoded).ok().and_then(Self::checked).ok_or(INVALID)
    }

    /// Returns `text` as a pointer, if it is one.
    fn checked(text: impl AsRef<str> + Into<String>) -> Option<Self> {
        let pointer = text.as_ref();
        let escapes = pointer.split('~').skip(1).all(|after| after.starts_with(['0', '1']));
        (escapes && (pointer.is_empty() || pointer.starts_with('/'))).then(|| Self(InlineText::keep(text)))
    }
}

/// Reads a pointer as RFC 6901 writes it, without a `#`.
///
/// # Errors
///
/// [`InvalidPointer`] if a `~` is not followed by `0` or `1`, and if a pointer that is not empty
/// does not start with `/`.
impl FromStr for Pointer {
    type Err = InvalidPointer;

    fn from_str(text: &str) -> Result<Self, InvalidPointer> {
        Self::checked(text).ok_or(InvalidPointer { is_fragment: false })
    }
}

/// Returns whether a fragment can contain the byte (RFC 3986, section 3.5). Other bytes are
/// percent-encoded.
const fn is_fragment(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'-' | b'.' | b'_' | b'~')
        || matches!(byte, b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=')
        || matches!(byte, b':' | b'@' | b'/' | b'?')
}

/// Why a text is not a JSON Pointer, or not one in the form of a URI fragment.
///
/// # Examples
///
/// ```
/// use contact_schema::{InvalidPointer, Pointer};
///
/// let error: InvalidPointer = Pointer::from_uri_fragment("#phones").unwrap_err();
/// assert_eq!(error.to_string(), "expected `#` and a JSON Pointer, found other text");
/// let error: InvalidPointer = "phones".parse::<Pointer>().unwrap_err();
/// assert_eq!(error.to_string(), "expected a JSON Pointer, found other text");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidPointer {
    is_fragment: bool,
}

impl fmt::Display for InvalidPointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.is_fragment { "`#` and " } else { "" };
        write!(f, "expected {sign}a JSON Pointer, found other text")
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

impl Default for Pointer {
    fn default() -> Self {
        Self::root()
    }
}

crate::std_traits::equals_text!(Pointer);

impl Serialize for Pointer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Pointer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer).map_err(|error| without_value(error, "a JSON Pointer"))?;
        Self::checked(text).ok_or_else(|| D::Error::custom(InvalidPointer { is_fragment: false }))
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

/// A range of bytes of a document, counted from 0. Empty where something is missing.
///
/// serde writes it as an object, `{"start":2,"end":4}`.
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
    /// Returns the span as a range, for slicing.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Returns the number of bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Returns whether the span has no bytes.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// The names of the two members.
const START: &str = "start";
const END: &str = "end";

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Span", 2)?;
        object.serialize_field(START, &self.start)?;
        object.serialize_field(END, &self.end)?;
        object.end()
    }
}

/// Ignores unknown members. Rejects a span that ends before it starts.
impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        fn span<E: serde::de::Error>(start: usize, end: usize) -> Result<Span, E> {
            (start <= end)
                .then_some(Span { start, end })
                .ok_or_else(|| E::custom("expected `start` to be at most `end`"))
        }

        impl<'de> Visitor<'de> for Members {
            type Value = Span;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a span of bytes")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Span, A::Error> {
                let mut next = |index| items.next_element()?.ok_or_else(|| A::Error::invalid_length(index, &self));
                span(next(0)?, next(1)?)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Span, A::Error> {
                let (mut start, mut end) = (None, None);
                while let Some(name) = members.next_key::<String>()? {
                    match name.as_str() {
                        START => start = Some(members.next_value()?),
                        END => end = Some(members.next_value()?),
                        _ => {
                            members.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                let missing = A::Error::missing_field;
                span(start.ok_or_else(|| missing(START))?, end.ok_or_else(|| missing(END))?)
            }
        }

        let read = deserializer.deserialize_struct("Span", &[START, END], Members);
        read.map_err(|error| without_value(error, "a span of bytes"))
    }
}
