//! Problems as responses, and invalid calls as problems.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use http::{HeaderValue, Response, StatusCode, header};

use super::{HeadViolation, InvalidCall};
use crate::body::InvalidBody;
use crate::endpoint;
use crate::problem::{Problem, ProblemError};
use crate::rule::Rule;

#[cfg_attr(docsrs, doc(cfg(feature = "http")))]
impl Problem {
    /// Returns a problem that its status explains, with the standard phrase as `title` (RFC 9457,
    /// section 4.2.1).
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::problem::Problem;
    ///
    /// let problem = Problem::new(http::StatusCode::NOT_FOUND).detail("no such contact");
    /// assert_eq!(problem.to_string(), "404 Not Found: no such contact");
    /// ```
    #[must_use]
    pub fn new(status: StatusCode) -> Self {
        let mut problem = Self::default();
        problem.status = Some(status.as_u16());
        problem.title = status.canonical_reason().map(ToOwned::to_owned);
        problem
    }

    /// Builds the answer of a server: status, `content-type`, the problem, and the header that the
    /// status requires: `allow` for 405, `www-authenticate` for 401 (RFC 6750, section 3),
    /// `accept-patch` for 415 (RFC 5789, section 2.2).
    ///
    /// A problem without a status, or whose status is not an error, is answered with 500. `B` is
    /// the body type of the framework, as in [`Contact::to_response`](crate::Contact::to_response).
    /// [`ProblemOptions`](crate::problem::ProblemOptions) sets the realm.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::http::UpdateContactCall;
    /// use contact_schema::problem::{Problem, ProblemOptions};
    ///
    /// let request = http::Request::patch("/companies/v2/rs/7/contacts/42").body(r#"{"notify": true}"#)?;
    /// let Err(invalid) = UpdateContactCall::from_request(&request) else { panic!("accepted") };
    /// let problem = ProblemOptions::default().realm("crm").problem(invalid);
    /// let response: http::Response<Vec<u8>> = problem.to_response();
    /// assert_eq!(response.status(), 401);
    /// assert_eq!(response.headers()["content-type"], "application/problem+json");
    /// assert_eq!(response.headers()["www-authenticate"], r#"Bearer realm="crm""#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn to_response<B: From<Vec<u8>>>(&self) -> Response<B> {
        let status = self.status.and_then(|status| StatusCode::from_u16(status).ok());
        let status = status
            .filter(|status| status.is_client_error() || status.is_server_error())
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = Response::new(super::json_bytes(self).into());
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(Self::MEDIA_TYPE));
        match status {
            StatusCode::METHOD_NOT_ALLOWED => {
                headers.insert(header::ALLOW, HeaderValue::from_static(endpoint::METHOD));
            }
            StatusCode::UNAUTHORIZED => {
                headers.insert(header::WWW_AUTHENTICATE, self.challenge());
            }
            StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                headers.insert("accept-patch", HeaderValue::from_static(endpoint::MEDIA_TYPE));
            }
            _ => {}
        }
        response
    }

    /// Returns the problem of a body that is larger than the server collects.
    #[cfg(feature = "axum")]
    pub(crate) fn too_large() -> Self {
        let error = ProblemError::new(Rule::DocumentTooLarge, &"the body is larger than the limit of the server");
        Self::with_errors(StatusCode::PAYLOAD_TOO_LARGE.as_u16(), 1, core::iter::once(error))
    }

    /// Returns the challenge of a 401, with a realm (RFC 6750, section 3). It names an error only
    /// if there was a token (section 3.1).
    #[expect(clippy::expect_used, reason = "the realm is reduced to visible ASCII and spaces")]
    fn challenge(&self) -> HeaderValue {
        let mut challenge = String::from("Bearer realm=\"");
        for c in self.realm().chars() {
            match c {
                '"' | '\\' => challenge.extend(['\\', c]),
                ' '..='~' => challenge.push(c),
                _ => challenge.push('?'),
            }
        }
        challenge.push('"');
        if self.errors.iter().any(|error| error.rule() == Some(Rule::HttpBearerToken)) {
            challenge.push_str(", error=\"invalid_token\"");
        }
        HeaderValue::try_from(challenge).expect("visible ASCII and spaces")
    }
}

#[cfg_attr(docsrs, doc(cfg(feature = "http")))]
impl From<&HeadViolation> for ProblemError {
    fn from(violation: &HeadViolation) -> Self {
        let rule = violation.rule();
        match violation {
            HeadViolation::Parameter(invalid) => {
                Self { parameter: Some(invalid.parameter.as_str().to_owned()), ..Self::new(rule, &invalid.fault) }
            }
            HeadViolation::Header { name, invalid } => {
                Self { header: Some((*name).to_owned()), ..Self::new(rule, invalid) }
            }
            HeadViolation::Method | HeadViolation::Path { .. } => Self::new(rule, violation),
        }
    }
}

/// The [status](InvalidCall::status) and the errors of head and body.
#[cfg_attr(docsrs, doc(cfg(feature = "http")))]
impl From<&InvalidCall> for Problem {
    fn from(invalid: &InvalidCall) -> Self {
        let head = invalid.head().iter().map(ProblemError::from);
        let (status, total) = (invalid.status().as_u16(), invalid.total());
        match invalid.body() {
            None => Self::with_errors(status, total, head),
            Some(InvalidBody::Syntax(error)) => {
                Self::with_errors(status, total, head.chain([ProblemError::from(error)]))
            }
            Some(InvalidBody::Violations(violations)) => {
                Self::with_errors(status, total, head.chain(violations.iter().map(ProblemError::from)))
            }
        }
    }
}

crate::problem::from_owned!(InvalidCall);
