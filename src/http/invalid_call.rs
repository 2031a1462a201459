//! Everything that is wrong with a call, and the status of the answer that refuses it.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use http::StatusCode;

use crate::body::InvalidBody;
use crate::endpoint::{
    self, InvalidAuthorization, InvalidContentType, InvalidParameter, InvalidPath, InvalidSessionToken,
};
use crate::rule::Rule;

/// What is wrong with a header that must occur exactly once.
///
/// # Examples
///
/// ```
/// use contact_schema::http::InvalidHeader;
///
/// assert_eq!(InvalidHeader::Duplicate { count: 2 }.to_string(), "expected one, found 2");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InvalidHeader {
    /// The header is missing.
    Missing,
    /// The header occurs more than once.
    Duplicate {
        /// The number of header lines.
        count: usize,
    },
    /// The value of `Authorization` is not a Bearer token.
    Authorization(InvalidAuthorization),
    /// The value of `x-session-token` is not a token.
    SessionToken(InvalidSessionToken),
    /// The value of `content-type` is not `application/json`.
    ContentType(InvalidContentType),
}

impl InvalidHeader {
    /// Returns the rule that is broken. Its id is stable.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        match self {
            Self::Missing => Rule::HttpHeaderMissing,
            Self::Duplicate { .. } => Rule::HttpHeaderDuplicate,
            Self::Authorization(fault) => fault.rule(),
            Self::SessionToken(fault) => fault.rule(),
            Self::ContentType(fault) => fault.rule(),
        }
    }
}

impl core::error::Error for InvalidHeader {}

impl fmt::Display for InvalidHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("expected the header, found none"),
            Self::Duplicate { count } => write!(f, "expected one, found {count}"),
            Self::Authorization(fault) => fault.fmt(f),
            Self::SessionToken(fault) => fault.fmt(f),
            Self::ContentType(fault) => fault.fmt(f),
        }
    }
}

/// One thing that is wrong with the method, the path or a header.
///
/// Holds rules, names and positions, never a value (R11): tokens are secret.
///
/// # Examples
///
/// ```
/// use contact_schema::http::{HeadViolation, InvalidHeader};
///
/// let violation = HeadViolation::Header { name: "content-type", invalid: InvalidHeader::Missing };
/// assert_eq!(violation.rule(), "http-header-missing");
/// assert_eq!(violation.status(), http::StatusCode::UNSUPPORTED_MEDIA_TYPE);
/// assert_eq!(violation.to_string(), "header content-type: expected the header, found none");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HeadViolation {
    /// The method is not PATCH.
    Method,
    /// The path is not that of the operation.
    Path {
        /// The byte offset of the first segment that differs.
        at: usize,
    },
    /// A path parameter is not an id.
    Parameter(InvalidParameter),
    /// A header is invalid.
    Header {
        /// The name of the header, in lower case.
        name: &'static str,
        /// What is wrong with it.
        invalid: InvalidHeader,
    },
}

impl HeadViolation {
    /// Splits an invalid path into its violations.
    pub(super) fn of_path(invalid: &InvalidPath) -> impl Iterator<Item = Self> {
        let template = match invalid {
            InvalidPath::Template { at } => Some(Self::Path { at: *at }),
            InvalidPath::Parameters { .. } => None,
        };
        template.into_iter().chain(invalid.parameters().copied().map(Self::Parameter))
    }

    /// Returns the rule that is broken. Its id is stable.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        match self {
            Self::Method => Rule::HttpMethod,
            Self::Path { .. } => Rule::HttpPath,
            Self::Parameter(invalid) => invalid.rule(),
            Self::Header { invalid, .. } => invalid.rule(),
        }
    }

    /// Returns the status of an answer that refuses the call for this violation alone.
    /// [`InvalidCall::status`] has the table.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Path { .. } | Self::Parameter(_) => StatusCode::NOT_FOUND,
            Self::Header { name, invalid } => match invalid {
                InvalidHeader::Missing if *name == endpoint::CONTENT_TYPE => StatusCode::UNSUPPORTED_MEDIA_TYPE,
                InvalidHeader::Missing | InvalidHeader::Authorization(_) | InvalidHeader::SessionToken(_) => {
                    StatusCode::UNAUTHORIZED
                }
                InvalidHeader::ContentType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
                InvalidHeader::Duplicate { .. } => StatusCode::BAD_REQUEST,
            },
        }
    }
}

impl fmt::Display for HeadViolation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Method => write!(f, "expected the method {}, found another", endpoint::METHOD),
            Self::Path { at } => InvalidPath::Template { at: *at }.fmt(f),
            Self::Parameter(invalid) => invalid.fmt(f),
            Self::Header { name, invalid } => write!(f, "header {name}: {invalid}"),
        }
    }
}

/// Without a `source`: `Display` says everything.
impl core::error::Error for HeadViolation {}

impl From<InvalidParameter> for HeadViolation {
    fn from(invalid: InvalidParameter) -> Self {
        Self::Parameter(invalid)
    }
}

/// Everything that is wrong with a call; never empty.
///
/// # Examples
///
/// ```
/// use contact_schema::http::{HeadViolation, UpdateContactCall};
///
/// let request = http::Request::patch("/companies/v2/rs/7/contacts/42")
///     .header("authorization", "Bearer abc")
///     .header("x-session-token", "def")
///     .body("{}")?;
/// let Err(invalid) = UpdateContactCall::from_request(&request) else { panic!("accepted") };
/// assert!(matches!(invalid.head(), [HeadViolation::Header { name: "content-type", .. }]));
/// assert!(invalid.body().is_some());
/// assert_eq!(invalid.total(), 2);
/// assert_eq!(invalid.status(), http::StatusCode::UNSUPPORTED_MEDIA_TYPE);
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidCall {
    pub(super) head: Vec<HeadViolation>,
    pub(super) body: Option<InvalidBody>,
}

/// All statuses, the most important first.
const PRECEDENCE: [StatusCode; 7] = [
    StatusCode::NOT_FOUND,
    StatusCode::METHOD_NOT_ALLOWED,
    StatusCode::UNAUTHORIZED,
    StatusCode::UNSUPPORTED_MEDIA_TYPE,
    StatusCode::PAYLOAD_TOO_LARGE,
    StatusCode::BAD_REQUEST,
    StatusCode::UNPROCESSABLE_ENTITY,
];

impl InvalidCall {
    /// Returns what is wrong with the method, the path and the headers, in this order.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::http::UpdateContactCall;
    ///
    /// let request = http::Request::post("/companies/v2/rs/7/contacts/42").body(r#"{"notify":true}"#)?;
    /// let Err(invalid) = UpdateContactCall::from_request(&request) else { panic!("accepted") };
    /// // The method, and three headers that are missing.
    /// assert_eq!(invalid.head().len(), 4);
    /// # Ok::<(), http::Error>(())
    /// ```
    #[must_use]
    pub fn head(&self) -> &[HeadViolation] {
        &self.head
    }

    /// Returns what is wrong with the body, if anything.
    #[must_use]
    pub const fn body(&self) -> Option<&InvalidBody> {
        self.body.as_ref()
    }

    /// Returns the number of violations, including those of the body that were counted but not
    /// kept.
    #[must_use]
    pub fn total(&self) -> usize {
        let body = match &self.body {
            None => 0,
            Some(InvalidBody::Syntax(_)) => 1,
            Some(InvalidBody::Violations(violations)) => violations.total(),
        };
        self.head.len() + body
    }

    /// Returns the status of an answer that refuses the call. If several apply, the first of this
    /// table wins:
    ///
    /// | status | for |
    /// |---|---|
    /// | 404 Not Found | another path, or a path parameter that is not an id, so no such contact can exist |
    /// | 405 Method Not Allowed | another method; the answer needs `Allow` |
    /// | 401 Unauthorized | a missing or malformed token; the answer needs `WWW-Authenticate` |
    /// | 415 Unsupported Media Type | a missing or different `content-type` |
    /// | 413 Content Too Large | a body above the limit of the server |
    /// | 400 Bad Request | a repeated header (RFC 6750, section 3.1), or a body that is not JSON |
    /// | 422 Unprocessable Content | a JSON body that breaks the contract |
    #[must_use]
    pub fn status(&self) -> StatusCode {
        let has = |status: StatusCode| {
            self.head.iter().any(|violation| violation.status() == status)
                || self.body.as_ref().is_some_and(|invalid| invalid.status() == status)
        };
        PRECEDENCE.into_iter().find(|status| has(*status)).unwrap_or(StatusCode::BAD_REQUEST)
    }

    /// Returns one line for each violation. It names the place: the method, a path parameter, a
    /// header, or a pointer into the body.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::http::UpdateContactCall;
    ///
    /// let request = http::Request::patch("/companies/v2/rs/7/contacts/42")
    ///     .header("authorization", "Bearer a,b")
    ///     .header("x-session-token", "def")
    ///     .header("content-type", "application/json")
    ///     .body(r#"{"notify": 1}"#)?;
    /// let Err(invalid) = UpdateContactCall::from_request(&request) else { panic!("accepted") };
    /// assert_eq!(invalid.messages(), [
    ///     "header authorization: expected letters, digits or -._~+/ and then = only, found another character at byte 8",
    ///     "body: /notify: expected a boolean, found a number",
    /// ]);
    /// # Ok::<(), http::Error>(())
    /// ```
    #[must_use]
    pub fn messages(&self) -> Vec<String> {
        let head = self.head.iter().map(ToString::to_string);
        match &self.body {
            None => head.collect(),
            Some(InvalidBody::Syntax(error)) => head.chain([alloc::format!("body: {error}")]).collect(),
            Some(InvalidBody::Violations(violations)) => {
                head.chain(violations.iter().map(|violation| alloc::format!("body: {violation}"))).collect()
            }
        }
    }
}

/// The [`messages`](InvalidCall::messages), separated by `; `.
impl fmt::Display for InvalidCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.head.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{violation}")?;
        }
        match &self.body {
            None => Ok(()),
            Some(body) => {
                let separator = if self.head.is_empty() { "" } else { "; " };
                write!(f, "{separator}body: {body}")
            }
        }
    }
}

/// Without a `source`: `Display` says everything.
impl core::error::Error for InvalidCall {}
