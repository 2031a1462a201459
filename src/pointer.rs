//! Where in a document something is: JSON Pointers (RFC 6901) and byte spans.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;
use core::ops::Range;

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
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

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
        Self(String::new())
    }

    /// The pointer to the member or item `token` of what this one points to.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(contact_schema::Pointer::root().join("email").as_str(), "/email");
    /// ```
    #[must_use]
    pub fn join(mut self, token: &str) -> Self {
        self.0.reserve(1 + token.len());
        self.0.push('/');
        if !token.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
            self.0.push_str(token);
            return self;
        }
        for c in token.chars() {
            match c {
                '~' => self.0.push_str("~0"),
                '/' => self.0.push_str("~1"),
                c => self.0.push(c),
            }
        }
        self
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
        &self.0
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
        self.0.is_empty()
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
        self.0.split('/').skip(1).map(|token| {
            if token.contains('~') {
                Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
            } else {
                Cow::Borrowed(token)
            }
        })
    }
}

impl AsRef<str> for Pointer {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<Pointer> for String {
    fn from(pointer: Pointer) -> Self {
        pointer.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::display::Safe(&self.0).fmt(f)
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
