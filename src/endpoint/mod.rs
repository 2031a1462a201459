//! The HTTP side of the operation: method, path and headers, as types and constants for any HTTP
//! library. The module `http` (feature `http`) combines them into whole calls.
//!
//! # How the contract is read
//!
//! - The **path** equals the [template](PATH_TEMPLATE) byte for byte, and each id has one spelling
//!   there: `+1`, `01`, `-0`, `1.0`, `%31` and spaces are refused. A contact has one path only, so
//!   logs, caches and access rules that compare paths stay correct. (In a body, an integer may be
//!   written as `1.0`: JSON numbers have several spellings.)
//! - A **query** is not documented and ignored, like unknown members.
//! - The **`content-type`** is `application/json` in any case. Well-formed parameters are ignored,
//!   because RFC 8259 defines none, but a `charset` must be `utf-8`. See [`check_content_type`].
//! - The **`Authorization`** scheme `Bearer` is read in any case and written as here (RFC 9110,
//!   section 11.1).
//! - **Other headers** are ignored. Bodies are judged after transfer and content codings were
//!   removed.
//!
//! # Examples
//!
//! ```
//! use contact_schema::endpoint::{self, ContactPath};
//! use contact_schema::{CompanyId, ContactId};
//!
//! let path = ContactPath { company_id: CompanyId::new(7)?, contact_id: ContactId::new(-42)? };
//! assert_eq!(path.to_string(), "/companies/v2/rs/7/contacts/-42");
//! assert_eq!("/companies/v2/rs/7/contacts/-42".parse(), Ok(path));
//! assert!("/companies/v2/rs/7/contacts/042".parse::<ContactPath>().is_err());
//! assert_eq!(endpoint::METHOD, "PATCH");
//! # Ok::<(), contact_schema::InvalidId>(())
//! ```

mod content_type;
mod path;
#[cfg(feature = "token")]
mod token;

#[cfg(feature = "http")]
pub(crate) use self::content_type::is_media_type;
pub use self::content_type::{InvalidContentType, check_content_type};
pub use self::path::{ContactPath, InvalidParameter, InvalidPath, PathParameter};
#[cfg(feature = "token")]
#[cfg_attr(docsrs, doc(cfg(feature = "token")))]
pub use self::token::{BearerToken, InvalidAuthorization, InvalidBearerToken, InvalidSessionToken, SessionToken};
use crate::body::InvalidBody;
use crate::json::{SyntaxError, SyntaxErrorKind};

/// The method (RFC 5789).
pub const METHOD: &str = "PATCH";

/// The path with its [parameters](PathParameter) in braces, the syntax of OpenAPI and most routers.
///
/// # Examples
///
/// ```
/// use contact_schema::endpoint::{PATH_TEMPLATE, PathParameter};
///
/// let path = PathParameter::ALL.iter().fold(PATH_TEMPLATE.to_owned(), |path, parameter| {
///     path.replace(&format!("{{{parameter}}}"), "1")
/// });
/// assert_eq!(path, "/companies/v2/rs/1/contacts/1");
/// ```
pub const PATH_TEMPLATE: &str = "/companies/v2/rs/{companyId}/contacts/{contactId}";

/// The name of the header that carries the `BearerToken`, in lower case. Header names are compared
/// without regard to case.
pub const AUTHORIZATION: &str = "authorization";

/// The name of the header that carries the `SessionToken`.
pub const X_SESSION_TOKEN: &str = "x-session-token";

/// The name of the header that carries the [media type](MEDIA_TYPE).
pub const CONTENT_TYPE: &str = "content-type";

/// The media type of both bodies, and the only allowed `content-type`.
pub const MEDIA_TYPE: &str = "application/json";

/// Unprocessable Content (RFC 9110, section 15.5.21).
pub(crate) const VIOLATIONS_STATUS: u16 = 422;

impl InvalidBody {
    /// Returns the status of an answer that refuses the body.
    ///
    /// | status | for |
    /// |---|---|
    /// | 400 Bad Request | a body that is not JSON |
    /// | 413 Content Too Large | a body above [`Limits::max_document_bytes`](crate::Limits::max_document_bytes) |
    /// | 422 Unprocessable Content | a body that is JSON and breaks the contract |
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::UpdateContactRequest;
    ///
    /// let status = |json| UpdateContactRequest::from_json(json).map_err(|invalid| invalid.status());
    /// assert_eq!(status(b"{"), Err(400));
    /// assert_eq!(status(b"{}"), Err(422));
    /// ```
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::Syntax(SyntaxError { kind: SyntaxErrorKind::TooLarge { .. }, .. }) => 413,
            Self::Syntax(_) => 400,
            Self::Violations(_) => VIOLATIONS_STATUS,
        }
    }
}
