//! The base URI of a server: everything before the path of the operation.

use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use http::Uri;
use http::uri::InvalidUri;

use crate::endpoint::ContactPath;

/// The URI below which the API is mounted: `https://api.example.com`, or with a prefix
/// `https://example.com/api/`.
///
/// A trailing slash is dropped. The scheme `http` is accepted for a server on the same machine;
/// over a network, tokens need `https` (RFC 6750, section 5.3).
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
    /// [`InvalidBaseUri`] for a text that is not an absolute `http` or `https` URI, and for a URI
    /// with a user, a query, a fragment, dot segments or characters outside ASCII.
    pub fn new(uri: &str) -> Result<Self, InvalidBaseUri> {
        // `Uri` accepts non-ASCII paths and drops fragments silently.
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

    /// Returns the URI, without a trailing slash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the URI of a contact.
    ///
    /// # Errors
    ///
    /// [`InvalidUri`] if base and path together are longer than the 65,534 bytes that the crate
    /// `http` accepts.
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

/// Returns whether a segment is `.` or `..`, percent-encoded or not. Clients remove such segments
/// (RFC 3986, section 6.2.2.3).
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

crate::std_traits::display_text!(BaseUri);

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
    /// A space, a control character or a character outside ASCII.
    Character {
        /// The byte offset of the character.
        at: usize,
    },
    /// Not a URI.
    Syntax,
    /// A scheme other than `http` and `https`, or none.
    Scheme,
    /// No host.
    Host,
    /// A user, which RFC 9110 (section 4.2.4) forbids.
    UserInfo,
    /// A query. The path of the operation would follow it.
    Query,
    /// A fragment. Clients do not send it.
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
            Self::Syntax => "other text",
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
