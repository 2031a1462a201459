//! The answer to a call.

use alloc::vec::Vec;
use core::fmt;

use http::{HeaderMap, HeaderValue, Response, StatusCode, header};

use crate::body::{Contact, InvalidBody};
use crate::endpoint;
use crate::limits::Limits;
use crate::problem::Problem;

#[cfg_attr(docsrs, doc(cfg(feature = "http")))]
impl Contact {
    /// Builds the answer of a server: status 200, `content-type` and the contact.
    ///
    /// `B` is the body type of the framework: `Vec<u8>`, `axum::body::Body`,
    /// `http_body_util::Full<Bytes>`, `reqwest::Body`, ….
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Contact;
    ///
    /// # let json = br#"{"id":1,"name":"Ada","email":"ada@example.com","phones":["112"],"comment":"x","companyId":1,
    /// #   "notifyAt":"2024-12-05T14:56Z","updatedAt":"2024-12-05T14:56Z","createdAt":"2024-12-05T14:56Z"}"#;
    /// let contact = Contact::from_json(json)?;
    /// let response: http::Response<Vec<u8>> = contact.to_response();
    /// assert_eq!(response.status(), 200);
    /// assert_eq!(response.headers()["content-type"], "application/json");
    /// assert_eq!(Contact::from_response(&response)?, contact);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn to_response<B: From<Vec<u8>>>(&self) -> Response<B> {
        let mut response = Response::new(super::json_bytes(self).into());
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(endpoint::MEDIA_TYPE));
        response
    }

    /// Reads the answer of a server with the default [`Limits`].
    ///
    /// For a 200 the body decides, whatever its `content-type` is.
    ///
    /// # Errors
    ///
    /// [`InvalidResponse::Body`] for a 200 whose body is not JSON or breaks the contract, with
    /// **all** violations; [`InvalidResponse::Problem`] for another status with readable problem
    /// details, and [`InvalidResponse::Status`] for another status without.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Contact;
    /// use contact_schema::http::InvalidResponse;
    ///
    /// let response = http::Response::builder().status(503).body("try later")?;
    /// let Err(InvalidResponse::Status(status)) = Contact::from_response(&response) else { panic!("accepted") };
    /// assert_eq!(status, 503);
    /// assert!(matches!(Contact::from_response(&http::Response::new("{}")), Err(InvalidResponse::Body(_))));
    /// # Ok::<(), http::Error>(())
    /// ```
    pub fn from_response<B: AsRef<[u8]>>(response: &Response<B>) -> Result<Self, InvalidResponse> {
        Self::from_response_with(response, &Limits::default())
    }

    /// Reads the answer of a server with these limits on its body.
    ///
    /// # Errors
    ///
    /// As [`from_response`](Self::from_response).
    pub fn from_response_with<B: AsRef<[u8]>>(
        response: &Response<B>,
        limits: &Limits,
    ) -> Result<Self, InvalidResponse> {
        Self::from_response_parts(response.status(), response.headers(), response.body().as_ref(), limits)
    }

    /// Reads the answer of a server from its parts, for clients whose response type is their own,
    /// such as reqwest.
    ///
    /// # Errors
    ///
    /// As [`from_response`](Self::from_response).
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Contact, InvalidBody, Limits};
    /// use contact_schema::http::InvalidResponse;
    /// use http::{HeaderMap, StatusCode};
    ///
    /// let limits = Limits::default().max_document_bytes(1);
    /// let read = Contact::from_response_parts(StatusCode::OK, &HeaderMap::new(), b"{}", &limits);
    /// let Err(InvalidResponse::Body(InvalidBody::Syntax(error))) = read else { panic!("accepted") };
    /// assert_eq!(error.rule(), "document-too-large");
    /// ```
    pub fn from_response_parts(
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
        limits: &Limits,
    ) -> Result<Self, InvalidResponse> {
        if status == StatusCode::OK {
            return Self::from_json_with(body, limits).map_err(InvalidResponse::Body);
        }
        Err(match problem(headers, body, limits) {
            Some(problem) => InvalidResponse::Problem { status, problem },
            None => InvalidResponse::Status(status),
        })
    }
}

/// Reads the problem details that the headers announce.
fn problem(headers: &HeaderMap, body: &[u8], limits: &Limits) -> Option<Problem> {
    let content_type = headers.get(header::CONTENT_TYPE)?;
    if !endpoint::is_media_type(content_type.as_bytes(), Problem::MEDIA_TYPE) || body.len() > limits.max_document_bytes
    {
        return None;
    }
    serde_json::from_slice(body).ok()
}

/// Why a response holds no [`Contact`].
///
/// # Examples
///
/// ```
/// use contact_schema::Contact;
///
/// let response = http::Response::builder().status(404).body("")?;
/// let Err(invalid) = Contact::from_response(&response) else { panic!("accepted") };
/// assert_eq!(invalid.to_string(), "expected the status 200, found 404");
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidResponse {
    /// The status is 200 and the body is not a contact.
    Body(InvalidBody),
    /// The status is another, without readable problem details.
    Status(StatusCode),
    /// The status is another, with problem details. Their texts are the server's own: they may hold
    /// personal data and any character.
    Problem {
        /// The status of the response. `problem.status` is at best a copy of it.
        status: StatusCode,
        /// What the server says.
        problem: Problem,
    },
}

/// Says what was expected and found, never what the server wrote.
impl fmt::Display for InvalidResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body(invalid) => invalid.fmt(f),
            Self::Status(status) => write!(f, "expected the status 200, found {}", status.as_u16()),
            Self::Problem { status, problem } => {
                let (status, count) = (status.as_u16(), problem.errors.len());
                write!(f, "expected the status 200, found {status} with a problem of {count} errors")
            }
        }
    }
}

/// Without a `source`: `Display` says everything.
impl core::error::Error for InvalidResponse {}
