//! The answer to a call, as a response.

use alloc::vec::Vec;
use core::fmt;

use http::{Response, StatusCode};

use super::BuildError;
use crate::body::{Contact, InvalidBody};
use crate::endpoint;
use crate::limits::Limits;

#[cfg_attr(docsrs, doc(cfg(feature = "http")))]
impl Contact {
    /// The answer of a server: 200, `content-type` and the contact.
    ///
    /// # Errors
    ///
    /// [`BuildError`], which no contact is known to cause.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Contact;
    ///
    /// # let json = br#"{"id":1,"name":"Ada","email":"ada@example.com","phones":["112"],"comment":"x","companyId":1,
    /// #   "notifyAt":"2024-12-05T14:56Z","updatedAt":"2024-12-05T14:56Z","createdAt":"2024-12-05T14:56Z"}"#;
    /// let contact = Contact::from_json(json)?;
    /// let response: http::Response<Vec<u8>> = contact.to_response()?;
    /// assert_eq!(response.status(), 200);
    /// assert_eq!(response.headers()["content-type"], "application/json");
    /// assert_eq!(Contact::from_response(&response)?, contact);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_response(&self) -> Result<Response<Vec<u8>>, BuildError> {
        let body = serde_json::to_vec(self)?;
        Ok(Response::builder().header(endpoint::CONTENT_TYPE, endpoint::MEDIA_TYPE).body(body)?)
    }

    /// Reads the answer of a server.
    ///
    /// The body of a 200 decides, not its `content-type`: what is no contact is refused whatever it calls itself.
    ///
    /// # Errors
    ///
    /// [`InvalidResponse::Body`] for a 200 whose body is not JSON or breaks the contract, with **all** violations;
    /// `InvalidResponse::Problem` (feature `problem`) for problem details, and [`InvalidResponse::Status`] for any other status.
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

    /// Reads the answer of a server whose body is within these limits.
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
    ///
    /// let limits = Limits::default().max_document_bytes(1);
    /// let response = http::Response::new("{}");
    /// let Err(InvalidResponse::Body(InvalidBody::Syntax(error))) = Contact::from_response_with(&response, &limits) else {
    ///     panic!("accepted")
    /// };
    /// assert_eq!(error.rule(), "document-too-large");
    /// ```
    pub fn from_response_with<B: AsRef<[u8]>>(
        response: &Response<B>,
        limits: &Limits,
    ) -> Result<Self, InvalidResponse> {
        let body = response.body().as_ref();
        if response.status() == StatusCode::OK {
            return Self::from_json_with(body, limits).map_err(InvalidResponse::Body);
        }
        #[cfg(feature = "problem")]
        if let Some(problem) = problem(response, limits) {
            return Err(InvalidResponse::Problem { status: response.status(), problem });
        }
        Err(InvalidResponse::Status(response.status()))
    }
}

/// The problem details that the response says it has, if they can be read.
#[cfg(feature = "problem")]
fn problem<B: AsRef<[u8]>>(
    response: &Response<B>,
    limits: &Limits,
) -> Option<alloc::boxed::Box<crate::problem::Problem>> {
    let content_type = response.headers().get(endpoint::CONTENT_TYPE)?;
    let body = response.body().as_ref();
    if !endpoint::is_media_type(content_type.as_bytes(), crate::problem::Problem::MEDIA_TYPE)
        || crate::body::json::check_size(body, limits).is_err()
    {
        return None;
    }
    serde_json::from_slice(body).ok()
}

/// Why a response brings no [`Contact`].
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
    /// The status is another, and there are no problem details that can be read.
    Status(StatusCode),
    /// The status is another, and the server says why. Its texts are the server's own: they may hold values and any character.
    #[cfg(feature = "problem")]
    #[cfg_attr(docsrs, doc(cfg(feature = "problem")))]
    Problem {
        /// The status of the response, which the problem's own is a copy of at best.
        status: StatusCode,
        /// What the server says.
        problem: alloc::boxed::Box<crate::problem::Problem>,
    },
}

/// Says the status and what this crate found, never what the server wrote.
impl fmt::Display for InvalidResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body(invalid) => invalid.fmt(f),
            Self::Status(status) => write!(f, "expected the status 200, found {}", status.as_u16()),
            #[cfg(feature = "problem")]
            Self::Problem { status, problem } => {
                let (status, count) = (status.as_u16(), problem.errors.len());
                write!(f, "expected the status 200, found {status} with a problem of {count} errors")
            }
        }
    }
}

impl core::error::Error for InvalidResponse {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Body(invalid) => Some(invalid),
            Self::Status(_) => None,
            #[cfg(feature = "problem")]
            Self::Problem { .. } => None,
        }
    }
}
