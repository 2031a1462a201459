//! The operation as HTTP has it: method, path and headers. Types and constants only, for whatever HTTP library is at hand; the
//! module `http` (feature `http`) puts them together to whole calls.
//!
//! # How the contract is read
//!
//! - The **path** is the [template](PATH_TEMPLATE) byte for byte, and each id has one spelling there: `+1`, `01`, `-0`, `1.0`, `%31` and
//!   spaces are refused. One contact has one path, so that logs, caches and access rules that go by the path cannot be led astray.
//!   (In a body an integer may be written as `1.0`: JSON's numbers have no one form.)
//! - A **query** is not documented, and so is ignored, as unknown members are.
//! - The **`content-type`** is `application/json` in any case. Parameters that are well-formed are ignored, as RFC 8259 defines none,
//!   except that a `charset` must be `utf-8`, which many clients add and which is what JSON is. See [`check_content_type`].
//! - The **`Authorization`** scheme `Bearer` is read in any case and written as here (RFC 9110, section 11.1).
//! - **Other headers** are ignored. Bodies are what remains after transfer and content codings were undone.
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

#[cfg(all(feature = "http", feature = "problem"))]
pub(crate) use self::content_type::is_media_type;
pub use self::content_type::{InvalidContentType, check_content_type};
pub use self::path::{ContactPath, InvalidParameter, InvalidPath, PathParameter};
#[cfg(feature = "token")]
#[cfg_attr(docsrs, doc(cfg(feature = "token")))]
pub use self::token::{BearerToken, InvalidAuthorization, InvalidBearerToken, InvalidSessionToken, SessionToken};
use crate::body::InvalidBody;
use crate::json::{SyntaxError, SyntaxErrorKind};

/// The method (RFC 5789).
///
/// # Examples
///
/// ```
/// assert_eq!(contact_schema::endpoint::METHOD, "PATCH");
/// ```
pub const METHOD: &str = "PATCH";

/// The path, with its [parameters](PathParameter) in braces, as OpenAPI and most routers write it.
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

/// The name of the header that carries the `BearerToken`; names are compared without regard to case, and in lower case in HTTP/2.
///
/// # Examples
///
/// ```
/// assert!(contact_schema::endpoint::AUTHORIZATION.eq_ignore_ascii_case("Authorization"));
/// ```
pub const AUTHORIZATION: &str = "authorization";

/// The name of the header that carries the `SessionToken`.
///
/// # Examples
///
/// ```
/// assert_eq!(contact_schema::endpoint::X_SESSION_TOKEN, "x-session-token");
/// ```
pub const X_SESSION_TOKEN: &str = "x-session-token";

/// The name of the header that carries the [media type](MEDIA_TYPE).
///
/// # Examples
///
/// ```
/// assert_eq!(contact_schema::endpoint::CONTENT_TYPE, "content-type");
/// ```
pub const CONTENT_TYPE: &str = "content-type";

/// The media type of both bodies, and the only `content-type` that is allowed.
///
/// # Examples
///
/// ```
/// use contact_schema::endpoint;
///
/// assert_eq!(endpoint::check_content_type(endpoint::MEDIA_TYPE), Ok(()));
/// ```
pub const MEDIA_TYPE: &str = "application/json";

/// Unprocessable Content (RFC 9110, section 15.5.21).
pub(crate) const VIOLATIONS_STATUS: u16 = 422;

impl InvalidBody {
    /// The status of an answer that refuses the body.
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
