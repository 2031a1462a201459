//! Problems as responses, and what is wrong with whole calls as problems (features `problem` and `http`).

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use http::{HeaderValue, Response, StatusCode, header};

use super::{Problem, ProblemError};
use crate::body::InvalidBody;
use crate::endpoint;
use crate::http::{BuildError, HeadViolation, InvalidCall};
use crate::rule::Rule;

/// The challenge of a 401 (RFC 6750, section 3, which wants a parameter).
const CHALLENGE: &str = r#"Bearer realm="companies""#;
/// The same where there was a token that cannot be one (section 3.1).
const CHALLENGE_INVALID_TOKEN: &str = r#"Bearer realm="companies", error="invalid_token""#;

#[cfg_attr(docsrs, doc(cfg(feature = "http")))]
impl Problem {
    /// The answer of a server: status, `content-type`, the problem, and the header that the status wants: `allow` with 405,
    /// `www-authenticate` with 401 (RFC 6750, section 3; its realm is `companies`), `accept-patch` with 415 (RFC 5789, section 2.2).
    ///
    /// A problem without a status, or with one that is no error, is answered with 500.
    ///
    /// # Errors
    ///
    /// [`BuildError`], which no problem is known to cause.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::http::UpdateContactCall;
    /// use contact_schema::problem::Problem;
    ///
    /// let request = http::Request::patch("/companies/v2/rs/7/contacts/42").body(r#"{"notify": true}"#)?;
    /// let Err(invalid) = UpdateContactCall::from_request(&request) else { panic!("accepted") };
    /// let response: http::Response<Vec<u8>> = Problem::from(&invalid).to_response()?;
    /// assert_eq!(response.status(), 401);
    /// assert_eq!(response.headers()["content-type"], "application/problem+json");
    /// assert_eq!(response.headers()["www-authenticate"], r#"Bearer realm="companies""#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_response(&self) -> Result<Response<Vec<u8>>, BuildError> {
        let status = self.status.and_then(|status| StatusCode::from_u16(status).ok());
        let status = status
            .filter(|status| status.is_client_error() || status.is_server_error())
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = Response::new(serde_json::to_vec(self)?);
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(Self::MEDIA_TYPE));
        match status {
            StatusCode::METHOD_NOT_ALLOWED => {
                headers.insert(header::ALLOW, HeaderValue::from_static(endpoint::METHOD));
            }
            StatusCode::UNAUTHORIZED => {
                let is_malformed = self.errors.iter().any(|error| error.rule() == Some(Rule::HttpBearerToken));
                let challenge = if is_malformed { CHALLENGE_INVALID_TOKEN } else { CHALLENGE };
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
            }
            StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                headers.insert("accept-patch", HeaderValue::from_static(endpoint::MEDIA_TYPE));
            }
            _ => {}
        }
        Ok(response)
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
            None => Self::of(status, total, head),
            Some(InvalidBody::Syntax(error)) => Self::of(status, total, head.chain([ProblemError::from(error)])),
            Some(InvalidBody::Violations(violations)) => {
                Self::of(status, total, head.chain(violations.iter().map(ProblemError::from)))
            }
        }
    }
}
