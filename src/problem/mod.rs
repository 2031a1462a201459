//! Problem details (feature `problem`): the `application/problem+json` of RFC 9457, as a server answers a call that it refuses, and as
//! a client reads it.
//!
//! ```json
//! {
//!   "type": "https://contact-schema.example/problems/violations",
//!   "title": "The call breaks the contract",
//!   "status": 422,
//!   "detail": "2 errors",
//!   "errors": [
//!     { "detail": "expected at most 50 characters, found 51", "pointer": "#/phones/0", "rule": "too-long",
//!       "offset": 28, "length": 53 },
//!     { "detail": "expected the header, found none", "header": "authorization", "rule": "http-header-missing" }
//!   ]
//! }
//! ```
//!
//! `errors` and the `pointer` in it are those of the RFC's own example. The other members of an error are this crate's:
//!
//! | member | says |
//! |---|---|
//! | `detail` | what is wrong, for people |
//! | `pointer` | where in the body, as a JSON Pointer in a URI fragment (RFC 6901, section 6); `#` is the whole body |
//! | `parameter` | which path parameter, in place of `pointer` |
//! | `header` | which header, in lower case, in place of `pointer` |
//! | `rule` | the [rule](crate::Rule), whose id is stable |
//! | `offset`, `length` | the bytes of the body at fault, counted from 0 |
//!
//! None holds a value (R11). There are at most [`Problem::MAX_ERRORS`] errors; `detail` says how many more were found.
//!
//! Reading is tolerant, as section 3.1 of the RFC wants it: a member that is unknown or has a value of another type is ignored.
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
//! # Ok::<(), serde_json::Error>(())
//! ```

mod read;
#[cfg(feature = "http")]
mod response;
mod write;

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::body::{InvalidBody, Violation, Violations};
use crate::endpoint::VIOLATIONS_STATUS;
use crate::json::SyntaxError;
use crate::pointer::{Pointer, Span};
use crate::rule::{Rule, Severity};

/// One problem (RFC 9457, section 3.1).
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
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// `type`: a URI that names the kind of problem; [`ABOUT_BLANK`](Self::ABOUT_BLANK) where there is none.
    pub problem_type: String,
    /// `title`: the kind of problem in a few words, for people.
    pub title: Option<String>,
    /// `status`: the status of the response, 100 to 599.
    pub status: Option<u16>,
    /// `detail`: this problem, for people.
    pub detail: Option<String>,
    /// `instance`: a URI that names this one occurrence, for instance in the server's log.
    pub instance: Option<String>,
    /// `errors`: what is wrong, one by one.
    pub errors: Vec<ProblemError>,
}

/// A problem of no named kind, without anything that is optional.
impl Default for Problem {
    fn default() -> Self {
        Self {
            problem_type: Self::ABOUT_BLANK.to_owned(),
            title: None,
            status: None,
            detail: None,
            instance: None,
            errors: Vec::new(),
        }
    }
}

impl Problem {
    /// The media type (RFC 9457, section 6.1).
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(contact_schema::problem::Problem::MEDIA_TYPE, "application/problem+json");
    /// ```
    pub const MEDIA_TYPE: &str = "application/problem+json";

    /// The `type` of a problem that has none: its status says it all (RFC 9457, section 4.2.1).
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::problem::Problem;
    ///
    /// assert_eq!(Problem::default().problem_type, Problem::ABOUT_BLANK);
    /// ```
    pub const ABOUT_BLANK: &str = "about:blank";

    /// The `type` of a body that is not JSON, or larger than the server reads. A name, not an address: nothing need be there.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{UpdateContactRequest, problem::Problem};
    ///
    /// let Err(invalid) = UpdateContactRequest::from_json(b"{") else { panic!("accepted") };
    /// assert_eq!(Problem::from(&invalid).problem_type, Problem::SYNTAX);
    /// ```
    pub const SYNTAX: &str = "https://contact-schema.example/problems/syntax";

    /// The `type` of a call that breaks the contract. A name, not an address: nothing need be there.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{UpdateContactRequest, problem::Problem};
    ///
    /// let Err(invalid) = UpdateContactRequest::from_json(b"{}") else { panic!("accepted") };
    /// assert_eq!(Problem::from(&invalid).problem_type, Problem::VIOLATIONS);
    /// ```
    pub const VIOLATIONS: &str = "https://contact-schema.example/problems/violations";

    /// How many errors a problem has at most: a small body can break the contract in thousands of places, and an answer should not be a
    /// hundred times its call. Reading keeps no more either.
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

    /// How many bytes of UTF-8 a text has at most when a problem is read; a longer one is ignored.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::problem::Problem;
    ///
    /// let read = |length| serde_json::from_value::<Problem>(serde_json::json!({ "title": "x".repeat(length) }));
    /// assert!(read(Problem::MAX_TEXT_BYTES)?.title.is_some());
    /// assert!(read(Problem::MAX_TEXT_BYTES + 1)?.title.is_none());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub const MAX_TEXT_BYTES: usize = 2048;

    /// The same problem with an `instance`: a URI that names this occurrence.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::problem::Problem;
    ///
    /// let problem = Problem::default().instance("urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
    /// assert!(problem.instance.is_some());
    /// ```
    #[must_use]
    pub fn instance(mut self, uri: impl Into<String>) -> Self {
        self.instance = Some(uri.into());
        self
    }

    /// A problem of these errors, of which there are `total` even if fewer are given.
    fn of(status: u16, total: usize, errors: impl Iterator<Item = ProblemError>) -> Self {
        let errors: Vec<ProblemError> = errors.take(Self::MAX_ERRORS).collect();
        let is_syntax = |error: &ProblemError| error.rule().is_some_and(|rule| rule.severity() == Severity::Syntax);
        let (problem_type, title) = if errors.iter().all(is_syntax) {
            (Self::SYNTAX, "The body is not JSON that is read here")
        } else {
            (Self::VIOLATIONS, "The call breaks the contract")
        };
        let plural = if total == 1 { "" } else { "s" };
        let listed = match errors.len() {
            listed if listed < total => alloc::format!(", of which the first {listed} are listed"),
            _ => String::new(),
        };
        Self {
            problem_type: problem_type.to_owned(),
            title: Some(title.to_owned()),
            status: Some(status),
            detail: Some(alloc::format!("{total} error{plural}{listed}")),
            instance: None,
            errors,
        }
    }
}

/// Status, type and errors; control characters and invisible ones of another server's texts are written as `\u{…}`.
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

/// One item of `errors`.
///
/// # Examples
///
/// ```
/// use contact_schema::{Rule, UpdateContactRequest, problem::Problem};
///
/// let Err(invalid) = UpdateContactRequest::from_json(br#"{"notify": true, "email": "@"}"#) else { panic!("accepted") };
/// let problem = Problem::from(&invalid);
/// assert_eq!(problem.errors[0].rule(), Some(Rule::EmailLocalPart));
/// assert_eq!(problem.errors[0].pointer.as_ref().map(|pointer| pointer.as_str()), Some("/email"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProblemError {
    /// `detail`: what is wrong, for people; empty where a server does not say.
    pub detail: String,
    /// `pointer`: where in the body.
    pub pointer: Option<Pointer>,
    /// `parameter`: which path parameter.
    pub parameter: Option<String>,
    /// `header`: which header.
    pub header: Option<String>,
    /// `rule`: the id of the rule, which may be one that this release does not know.
    pub rule: Option<String>,
    /// `offset` and `length`: which bytes of the body.
    pub span: Option<Span>,
}

impl ProblemError {
    /// The rule, if it is one that this release knows.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Rule, problem::Problem};
    ///
    /// let problem: Problem = serde_json::from_str(r#"{"errors": [{"rule": "too-long"}, {"rule": "too-short"}]}"#)?;
    /// assert_eq!(problem.errors[0].rule(), Some(Rule::TooLong));
    /// assert_eq!(problem.errors[1].rule(), None);
    /// assert_eq!(problem.errors[1].rule.as_deref(), Some("too-short"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn rule(&self) -> Option<Rule> {
        self.rule.as_deref()?.parse().ok()
    }

    fn new(rule: Rule, detail: &impl ToString) -> Self {
        Self { detail: detail.to_string(), rule: Some(rule.as_str().to_owned()), ..Self::default() }
    }
}

/// Where and what: `/phones/0: expected …`, `header authorization: expected …`.
impl fmt::Display for ProblemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let safe = |text| crate::escape::Escaped(text);
        if let Some(parameter) = &self.parameter {
            write!(f, "path parameter {}: ", safe(parameter))?;
        }
        if let Some(header) = &self.header {
            write!(f, "header {}: ", safe(header))?;
        }
        match &self.pointer {
            Some(pointer) if !pointer.is_root() => write!(f, "{pointer}: ")?,
            _ => {}
        }
        safe(&self.detail).fmt(f)
    }
}

impl From<&Violation> for ProblemError {
    fn from(violation: &Violation) -> Self {
        Self {
            pointer: Some(violation.pointer.clone()),
            span: violation.span,
            ..Self::new(violation.kind.rule(), &violation.kind)
        }
    }
}

/// At the root of the body, as there are no members yet.
impl From<&SyntaxError> for ProblemError {
    fn from(error: &SyntaxError) -> Self {
        Self { pointer: Some(Pointer::root()), span: Some(error.span), ..Self::new(error.rule(), error) }
    }
}

/// 400 Bad Request, or 413 Content Too Large.
impl From<&SyntaxError> for Problem {
    fn from(error: &SyntaxError) -> Self {
        Self::from(&InvalidBody::Syntax(*error))
    }
}

/// 422 Unprocessable Content.
impl From<&Violations> for Problem {
    fn from(violations: &Violations) -> Self {
        Self::of(VIOLATIONS_STATUS, violations.total(), violations.iter().map(ProblemError::from))
    }
}

/// The [status](InvalidBody::status) and the errors.
impl From<&InvalidBody> for Problem {
    fn from(invalid: &InvalidBody) -> Self {
        match invalid {
            InvalidBody::Syntax(error) => Self::of(invalid.status(), 1, core::iter::once(ProblemError::from(error))),
            InvalidBody::Violations(violations) => Self::from(violations),
        }
    }
}
