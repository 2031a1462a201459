//! All that is wrong with a call, and the status that says so.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use http::StatusCode;

use crate::body::InvalidBody;
use crate::endpoint::{
    self, InvalidAuthorization, InvalidContentType, InvalidParameter, InvalidPath, InvalidSessionToken,
};
use crate::rule::Rule;

/// What is wrong with a header that must be there once.
///
/// # Examples
///
/// ```
/// use contact_schema::http::InvalidHeader;
///
/// assert_eq!(InvalidHeader::Duplicate { count: 2 }.to_string(), "expected the header once, found 2 of it");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InvalidHeader {
    /// It is not there.
    Missing,
    /// It is there more than once.
    Duplicate {
        /// How many times.
        count: usize,
    },
    /// The value of `Authorization` is not a Bearer token.
    Authorization(InvalidAuthorization),
    /// The value of `x-session-token` is not a token.
    SessionToken(InvalidSessionToken),
    /// The value of `content-type` is not `application/json`.
    ContentType(InvalidContentType),
}

impl fmt::Display for InvalidHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("expected the header, found none"),
            Self::Duplicate { count } => write!(f, "expected the header once, found {count} of it"),
            Self::Authorization(fault) => fault.fmt(f),
            Self::SessionToken(fault) => fault.fmt(f),
            Self::ContentType(fault) => fault.fmt(f),
        }
    }
}

/// One thing that is wrong with the method, the path or a header.
///
/// Holds rules, names and positions, never a value (R11): tokens are secrets.
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
    /// The method is another.
    Method,
    /// The path is not that of the operation.
    Path {
        /// The byte from which on it is another.
        at: usize,
    },
    /// A path parameter is not an id.
    Parameter(InvalidParameter),
    /// A header is not as it must be.
    Header {
        /// Its name, in lower case.
        name: &'static str,
        /// What is wrong.
        invalid: InvalidHeader,
    },
}

impl HeadViolation {
    /// The rule that is broken; its id is stable.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Rule, http::HeadViolation};
    ///
    /// assert_eq!(HeadViolation::Method.rule(), Rule::HttpMethod);
    /// ```
    #[must_use]
    pub const fn rule(&self) -> Rule {
        match self {
            Self::Method => Rule::HttpMethod,
            Self::Path { .. } => Rule::HttpPath,
            Self::Parameter(invalid) => invalid.rule(),
            Self::Header { invalid, .. } => match invalid {
                InvalidHeader::Missing => Rule::HttpHeaderMissing,
                InvalidHeader::Duplicate { .. } => Rule::HttpHeaderDuplicate,
                InvalidHeader::Authorization(fault) => fault.rule(),
                InvalidHeader::SessionToken(_) => Rule::HttpSessionToken,
                InvalidHeader::ContentType(_) => Rule::HttpContentType,
            },
        }
    }

    /// The status of an answer that refuses the call for this alone; [`InvalidCall::status`] has the table.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::http::HeadViolation;
    ///
    /// assert_eq!(HeadViolation::Method.status(), http::StatusCode::METHOD_NOT_ALLOWED);
    /// ```
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

impl core::error::Error for HeadViolation {}

/// All that is wrong with a call; never nothing.
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

/// The statuses in the order in which one wins over the others.
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
    /// What is wrong with the method, the path and the headers, in this order.
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

    /// What is wrong with the body.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::InvalidBody;
    /// use contact_schema::http::UpdateContactCall;
    ///
    /// let request = http::Request::patch("/companies/v2/rs/7/contacts/42").body("")?;
    /// let Err(invalid) = UpdateContactCall::from_request(&request) else { panic!("accepted") };
    /// assert!(matches!(invalid.body(), Some(InvalidBody::Syntax(_))));
    /// # Ok::<(), http::Error>(())
    /// ```
    #[must_use]
    pub const fn body(&self) -> Option<&InvalidBody> {
        self.body.as_ref()
    }

    /// How many things are wrong, violations of the body that were not kept included.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::http::UpdateContactCall;
    ///
    /// let request = http::Request::patch("/companies/v2/rs/7/contacts/42").body("{}")?;
    /// assert_eq!(UpdateContactCall::from_request(&request).map_err(|invalid| invalid.total()), Err(4));
    /// # Ok::<(), http::Error>(())
    /// ```
    #[must_use]
    pub fn total(&self) -> usize {
        let body = match &self.body {
            None => 0,
            Some(InvalidBody::Syntax(_)) => 1,
            Some(InvalidBody::Violations(violations)) => violations.total(),
        };
        self.head.len() + body
    }

    /// The status of an answer that refuses the call. Where there are several, the first of this table:
    ///
    /// | status | for |
    /// |---|---|
    /// | 404 Not Found | another path; a path parameter that is no id, as there can be no such contact |
    /// | 405 Method Not Allowed | another method; the answer needs `Allow` |
    /// | 401 Unauthorized | a token that is missing or malformed; the answer needs `WWW-Authenticate` |
    /// | 415 Unsupported Media Type | a `content-type` that is missing or another |
    /// | 413 Content Too Large | a body above the limit that was set |
    /// | 400 Bad Request | a header on several lines (RFC 6750, section 3.1); a body that is not JSON |
    /// | 422 Unprocessable Content | a body that is JSON and breaks the contract |
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::http::UpdateContactCall;
    ///
    /// let request = http::Request::get("/companies/v2/rs/7/contacts/42").body("{}")?;
    /// let status = UpdateContactCall::from_request(&request).map_err(|invalid| invalid.status());
    /// assert_eq!(status, Err(http::StatusCode::METHOD_NOT_ALLOWED));
    /// # Ok::<(), http::Error>(())
    /// ```
    #[must_use]
    pub fn status(&self) -> StatusCode {
        let has = |status: StatusCode| {
            self.head.iter().any(|violation| violation.status() == status)
                || self.body.as_ref().is_some_and(|invalid| invalid.status() == status)
        };
        PRECEDENCE.into_iter().find(|status| has(*status)).unwrap_or(StatusCode::BAD_REQUEST)
    }

    /// Each thing that is wrong, in one line that says where: method, path parameter, header, or pointer into the body.
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

impl core::error::Error for InvalidCall {}
