//! Where a server is: what stands before the operation's path.

use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use http::Uri;
use http::uri::InvalidUri;

use crate::endpoint::ContactPath;

/// The URI below which the API is: `https://api.example.com`, or with a prefix `https://example.com/api/`.
///
/// A slash at the end is dropped. `http` is a scheme too, for a server on the same machine; tokens that go through a network need `https`
/// (RFC 6750, section 5.3).
///
/// # Examples
///
/// ```
/// use contact_schema::http::{BaseUri, InvalidBaseUri};
///
/// let base: BaseUri = "https://example.com/api/".parse()?;
/// assert_eq!(base.as_str(), "https://example.com/api");
/// assert_eq!("https://example.com/?key=1".parse::<BaseUri>(), Err(InvalidBaseUri::Query));
/// # Ok::<(), InvalidBaseUri>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BaseUri(String);

impl BaseUri {
    /// Checks a base URI.
    ///
    /// # Errors
    ///
    /// [`InvalidBaseUri`] for a text that is not an absolute `http` or `https` URI, and for one with a user, a query, a fragment, dot
    /// segments or characters beyond ASCII.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::http::BaseUri;
    ///
    /// assert!(BaseUri::new("http://localhost:8080").is_ok());
    /// assert!(BaseUri::new("api.example.com").is_err());
    /// ```
    pub fn new(uri: &str) -> Result<Self, InvalidBaseUri> {
        // `Uri` takes text beyond ASCII in paths and drops a fragment without a word.
        if let Some(at) = uri.bytes().position(|byte| !byte.is_ascii_graphic()) {
            return Err(InvalidBaseUri::Character { at });
        }
        if uri.contains('#') {
            return Err(InvalidBaseUri::Fragment);
        }
        let parsed: Uri = uri.parse().map_err(|_: InvalidUri| InvalidBaseUri::Syntax)?;
        if !parsed.scheme_str().is_some_and(|scheme| ["http", "https"].contains(&scheme)) {
            return Err(InvalidBaseUri::Scheme);
        }
        match parsed.authority() {
            Some(authority) if authority.as_str().contains('@') => return Err(InvalidBaseUri::UserInfo),
            Some(authority) if !authority.host().is_empty() => {}
            _ => return Err(InvalidBaseUri::Host),
        }
        if parsed.query().is_some() {
            return Err(InvalidBaseUri::Query);
        }
        if parsed.path().split('/').any(is_dot_segment) {
            return Err(InvalidBaseUri::DotSegment);
        }
        Ok(Self(uri.strip_suffix('/').unwrap_or(uri).into()))
    }

    /// The URI without a slash at its end.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(contact_schema::http::BaseUri::new("https://api.example.com/")?.as_str(), "https://api.example.com");
    /// # Ok::<(), contact_schema::http::InvalidBaseUri>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The URI of a contact.
    ///
    /// # Errors
    ///
    /// `http`'s [`InvalidUri`] where base and path together are longer than the 65,534 bytes that it takes.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::http::BaseUri;
    ///
    /// let path = "/companies/v2/rs/1/contacts/2".parse()?;
    /// assert_eq!(BaseUri::new("https://example.com/api")?.join(&path)?.path(), "/api/companies/v2/rs/1/contacts/2");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn join(&self, path: &ContactPath) -> Result<Uri, InvalidUri> {
        alloc::format!("{}{path}", self.0).try_into()
    }
}

/// Whether a segment is `.` or `..`, percent-encoded or not: clients take them away (RFC 3986, section 6.2.2.3), and a path with them.
fn is_dot_segment(segment: &str) -> bool {
    let decoded = segment.replace("%2e", ".").replace("%2E", ".");
    decoded == "." || decoded == ".."
}

impl FromStr for BaseUri {
    type Err = InvalidBaseUri;

    fn from_str(uri: &str) -> Result<Self, InvalidBaseUri> {
        Self::new(uri)
    }
}

impl TryFrom<&str> for BaseUri {
    type Error = InvalidBaseUri;

    fn try_from(uri: &str) -> Result<Self, InvalidBaseUri> {
        Self::new(uri)
    }
}

impl TryFrom<&Uri> for BaseUri {
    type Error = InvalidBaseUri;

    fn try_from(uri: &Uri) -> Result<Self, InvalidBaseUri> {
        Self::new(&alloc::string::ToString::to_string(uri))
    }
}

impl AsRef<str> for BaseUri {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BaseUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Why a text is not a [`BaseUri`].
///
/// # Examples
///
/// ```
/// use contact_schema::http::{BaseUri, InvalidBaseUri};
///
/// assert_eq!(BaseUri::new("/companies"), Err(InvalidBaseUri::Scheme));
/// assert_eq!(BaseUri::new("ftp://example.com"), Err(InvalidBaseUri::Scheme));
/// assert_eq!(BaseUri::new("https://ada:secret@example.com"), Err(InvalidBaseUri::UserInfo));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InvalidBaseUri {
    /// A space, a control character or one beyond ASCII.
    Character {
        /// Its byte.
        at: usize,
    },
    /// Not a URI.
    Syntax,
    /// A scheme other than `http` and `https`, or none.
    Scheme,
    /// No host.
    Host,
    /// A user, which HTTP has no place for (RFC 9110, section 4.2.4).
    UserInfo,
    /// A query, which would end up in the middle of the path.
    Query,
    /// A fragment, which is never sent.
    Fragment,
    /// A segment `.` or `..`.
    DotSegment,
}

impl fmt::Display for InvalidBaseUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = match self {
            Self::Character { at } => {
                return write!(f, "expected visible ASCII characters, found another at byte {at}");
            }
            Self::Syntax => "another text",
            Self::Scheme => "another scheme or none",
            Self::Host => "no host",
            Self::UserInfo => "a user",
            Self::Query => "a query",
            Self::Fragment => "a fragment",
            Self::DotSegment => "a segment of dots",
        };
        write!(f, "expected an http or https URI of a host and a path, found {found}")
    }
}

impl core::error::Error for InvalidBaseUri {}
