//! Problem details (feature `problem`): the `application/problem+json` of RFC 9457, which a server
//! answers to a call that it refuses, and which a client reads.
//!
//! ```json
//! {
//!   "type": "https://contact-schema.example/problems/violations",
//!   "title": "The call breaks the contract",
//!   "status": 422,
//!   "detail": "2 errors",
//!   "errors": [
//!     { "detail": "expected at most 50 characters, found 51", "pointer": "#/phones/0", "rule": "too-long",
//!       "limit": 50, "actual": 51, "offset": 28, "length": 53 },
//!     { "detail": "expected the header, found none", "header": "authorization", "rule": "http-header-missing" }
//!   ]
//! }
//! ```
//!
//! `errors` and its `pointer` are those of the example in the RFC. This crate adds the other
//! members:
//!
//! | member | meaning |
//! |---|---|
//! | `detail` | what is wrong, for people |
//! | `pointer` | the place in the body: a JSON Pointer in a URI fragment (RFC 6901, section 6); `#` is the whole body |
//! | `parameter` | the path parameter, in place of `pointer` |
//! | `header` | the header in lower case, in place of `pointer` |
//! | `rule` | the id of the [rule](crate::Rule), which is stable |
//! | `limit`, `actual` | the limit that is exceeded and the count that was found: characters, items or bytes |
//! | `expected` | the JSON types that the contract allows here, as JSON Schema names them |
//! | `offset`, `length` | the invalid bytes of the body, counted from 0 |
//!
//! A front end that translates builds its text from `rule`, `limit`, `actual` and `expected`. No
//! member holds a value (R11). A problem has at most [`Problem::MAX_ERRORS`] errors; `detail` says
//! how many there are in total.
//!
//! Reading is tolerant (RFC 9457, section 3.1): a member with a value of another type is ignored,
//! and unknown members are kept as [`extensions`](ProblemMembers::extensions). No error of reading
//! repeats text of the document.
//!
//! # Examples
//!
//! ```
//! use contact_schema::UpdateContactRequest;
//! use contact_schema::problem::Problem;
//!
//! // The server …
//! let Err(invalid) = UpdateContactRequest::from_json(br#"{"notify": true, "phones": [112]}"#) else { panic!("accepted") };
//! let problem = Problem::from(&invalid);
//! let json = serde_json::to_string(&problem)?;
//!
//! // … and the client.
//! let problem: Problem = serde_json::from_str(&json)?;
//! assert_eq!(problem.status, Some(422));
//! let error = &problem.errors[0];
//! assert_eq!(error.pointer.as_ref().map(|pointer| pointer.as_str()), Some("/phones/0"));
//! assert_eq!(error.detail, "expected a string, found a number");
//! assert_eq!(error.expected, ["string"]);
//! # Ok::<(), serde_json::Error>(())
//! ```

mod error;
mod options;
mod read;
mod write;

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde_json::{Map, Value};

pub use self::error::ProblemError;
pub use self::options::ProblemOptions;
use crate::body::{InvalidBody, Violations};
use crate::endpoint::VIOLATIONS_STATUS;
use crate::json::SyntaxError;
use crate::rule::Severity;

/// A problem (RFC 9457, section 3.1).
///
/// # Examples
///
/// ```
/// use contact_schema::problem::Problem;
///
/// let problem: Problem = serde_json::from_str(r#"{"status": 403, "title": "Forbidden", "balance": 30}"#)?;
/// assert_eq!(problem.problem_type, "about:blank");
/// assert_eq!(problem.title.as_deref(), Some("Forbidden"));
/// assert_eq!(problem.status, Some(403));
/// assert_eq!(problem.extensions["balance"], 30);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// In a box, because a `Result<Contact, Problem>` is moved often and rarely an error.
    members: Box<ProblemMembers>,
    /// The realm of the `www-authenticate` header of a 401. Not part of the JSON.
    realm: Option<Box<str>>,
}

/// The members of a [`Problem`], which dereferences to them.
///
/// # Examples
///
/// ```
/// use contact_schema::problem::Problem;
///
/// let mut problem = Problem::default();
/// problem.status = Some(503);
/// problem.title = Some("Service Unavailable".to_owned());
/// assert_eq!(problem.to_string(), "503 Service Unavailable");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProblemMembers {
    /// `type`: a URI that names the kind of problem, or [`ABOUT_BLANK`](Problem::ABOUT_BLANK).
    pub problem_type: String,
    /// `title`: the kind of problem in a few words, for people.
    pub title: Option<String>,
    /// `status`: the status of the response, 100 to 599.
    pub status: Option<u16>,
    /// `detail`: this problem, for people.
    pub detail: Option<String>,
    /// `instance`: a URI that names this occurrence, for example in the server's log.
    pub instance: Option<String>,
    /// `errors`: the single faults.
    pub errors: Vec<ProblemError>,
    /// Extension members (RFC 9457, section 3.2). A member with one of the six names above is not
    /// written.
    pub extensions: Map<String, Value>,
}

/// The type `about:blank` and no other member.
impl Default for ProblemMembers {
    fn default() -> Self {
        Self {
            problem_type: Problem::ABOUT_BLANK.to_owned(),
            title: None,
            status: None,
            detail: None,
            instance: None,
            errors: Vec::new(),
            extensions: Map::new(),
        }
    }
}

impl core::ops::Deref for Problem {
    type Target = ProblemMembers;

    fn deref(&self) -> &ProblemMembers {
        &self.members
    }
}

impl core::ops::DerefMut for Problem {
    fn deref_mut(&mut self) -> &mut ProblemMembers {
        &mut self.members
    }
}

impl From<ProblemMembers> for Problem {
    fn from(members: ProblemMembers) -> Self {
        Self { members: Box::new(members), realm: None }
    }
}

impl Problem {
    /// The media type (RFC 9457, section 6.1).
    pub const MEDIA_TYPE: &str = "application/problem+json";

    /// The `type` of a problem whose status says everything (RFC 9457, section 4.2.1).
    pub const ABOUT_BLANK: &str = "about:blank";

    /// The `type` of a body that is not JSON or is too large. A name, not an address.
    /// [`ProblemOptions::type_base`] changes it.
    pub const SYNTAX: &str = "https://contact-schema.example/problems/syntax";

    /// The `type` of a call that breaks the contract. A name, not an address.
    /// [`ProblemOptions::type_base`] changes it.
    pub const VIOLATIONS: &str = "https://contact-schema.example/problems/violations";

    /// The maximum number of errors in a problem. A small body can break the contract in thousands
    /// of places, and an answer should not be a hundred times larger than its call. Reading keeps
    /// no more than this either.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{UpdateContactRequest, problem::Problem};
    ///
    /// let json = format!(r#"{{"notify": true, "phones": [{}]}}"#, vec!["0"; 1000].join(","));
    /// let Err(invalid) = UpdateContactRequest::from_json(json.as_bytes()) else { panic!("accepted") };
    /// let problem = Problem::from(&invalid);
    /// assert_eq!(problem.errors.len(), Problem::MAX_ERRORS);
    /// assert_eq!(problem.detail.as_deref(), Some("1001 errors, of which the first 100 are listed"));
    /// ```
    pub const MAX_ERRORS: usize = 100;

    /// The maximum length of a text that reading keeps, in bytes of UTF-8. Longer texts are
    /// ignored.
    pub const MAX_TEXT_BYTES: usize = 2048;

    /// Returns the members, to take them apart.
    #[must_use]
    pub fn into_members(self) -> ProblemMembers {
        *self.members
    }

    /// Sets `title`.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Sets `detail`.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Sets `instance`: a URI that names this occurrence.
    #[must_use]
    pub fn instance(mut self, uri: impl Into<String>) -> Self {
        self.instance = Some(uri.into());
        self
    }

    /// Sets an extension member (RFC 9457, section 3.2).
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::problem::Problem;
    ///
    /// let problem = Problem::default().title("Too many requests").extension("retryAfterSeconds", 30);
    /// assert_eq!(
    ///     serde_json::to_string(&problem)?,
    ///     r#"{"type":"about:blank","title":"Too many requests","retryAfterSeconds":30}"#,
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn extension(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.extensions.insert(name.into(), value.into());
        self
    }

    /// Builds a problem from its errors. `total` also counts the errors that `errors` does not
    /// return.
    pub(crate) fn with_errors(status: u16, total: usize, errors: impl Iterator<Item = ProblemError>) -> Self {
        let errors: Vec<ProblemError> = errors.take(Self::MAX_ERRORS).collect();
        let is_syntax = |error: &ProblemError| error.rule().is_some_and(|rule| rule.severity() == Severity::Syntax);
        let (problem_type, title) = if errors.iter().all(is_syntax) {
            (Self::SYNTAX, "The body is not valid JSON or is too large")
        } else {
            (Self::VIOLATIONS, "The call breaks the contract")
        };
        let plural = if total == 1 { "" } else { "s" };
        let listed = match errors.len() {
            listed if listed < total => alloc::format!(", of which the first {listed} are listed"),
            _ => String::new(),
        };
        Self::from(ProblemMembers {
            problem_type: problem_type.to_owned(),
            title: Some(title.to_owned()),
            status: Some(status),
            detail: Some(alloc::format!("{total} error{plural}{listed}")),
            errors,
            ..ProblemMembers::default()
        })
    }
}

/// Status, type and errors. Control characters and invisible characters are written as `\u{…}`: the
/// texts may come from another server.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let safe = |text| crate::escape::Escaped(text);
        match (self.status, &self.title) {
            (Some(status), Some(title)) => write!(f, "{status} {}", safe(title))?,
            (Some(status), None) => write!(f, "{status} {}", safe(&self.problem_type))?,
            (None, Some(title)) => safe(title).fmt(f)?,
            (None, None) => safe(&self.problem_type).fmt(f)?,
        }
        if let Some(detail) = &self.detail {
            write!(f, ": {}", safe(detail))?;
        }
        for error in &self.errors {
            write!(f, "; {error}")?;
        }
        Ok(())
    }
}

impl core::error::Error for Problem {}

/// Implements the conversion of an owned error, for `?`.
macro_rules! from_owned {
    ($($Error:ty),*) => {
        $(impl From<$Error> for Problem {
            fn from(error: $Error) -> Self {
                Self::from(&error)
            }
        })*
    };
}

#[cfg(feature = "http")]
pub(crate) use from_owned;

from_owned!(SyntaxError, Violations, InvalidBody);

/// 400 Bad Request, or 413 Content Too Large.
impl From<&SyntaxError> for Problem {
    fn from(error: &SyntaxError) -> Self {
        Self::from(&InvalidBody::Syntax(*error))
    }
}

/// 422 Unprocessable Content.
impl From<&Violations> for Problem {
    fn from(violations: &Violations) -> Self {
        Self::with_errors(VIOLATIONS_STATUS, violations.total(), violations.iter().map(ProblemError::from))
    }
}

/// The [status](InvalidBody::status) and the errors.
impl From<&InvalidBody> for Problem {
    fn from(invalid: &InvalidBody) -> Self {
        match invalid {
            InvalidBody::Syntax(error) => {
                Self::with_errors(invalid.status(), 1, core::iter::once(ProblemError::from(error)))
            }
            InvalidBody::Violations(violations) => Self::from(violations),
        }
    }
}
