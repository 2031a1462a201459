//! Whole calls and answers as the types of the crate [`http`](https://docs.rs/http) (feature `http`), which hyper, axum, tower, reqwest
//! and others share. Nothing here opens a socket.
//!
//! - A **client** makes an [`UpdateContactCall`], turns it [into a request](UpdateContactCall::to_request) below a [`BaseUri`], sends that
//!   with whatever it likes, and reads the answer with [`Contact::from_response`](crate::Contact::from_response).
//! - A **server** reads [a call from a request](UpdateContactCall::from_request) or learns [all](InvalidCall) that is wrong with its
//!   method, path, headers and body, and answers with [`Contact::to_response`](crate::Contact::to_response), or with a `Problem` (feature
//!   `problem`).
//!
//! Bodies are bytes in memory: a framework collects them, and should do so up to a limit, before any of this sees them.
//!
//! # Examples
//!
//! ```
//! use contact_schema::endpoint::{BearerToken, ContactPath, SessionToken};
//! use contact_schema::http::{BaseUri, UpdateContactCall};
//! use contact_schema::{CompanyId, ContactId, Patch, UpdateContactRequest};
//!
//! // The client …
//! let call = UpdateContactCall {
//!     path: ContactPath { company_id: CompanyId::new(7)?, contact_id: ContactId::new(42)? },
//!     bearer_token: BearerToken::new("mF_9.B5f-4.1JqM")?,
//!     session_token: SessionToken::new("eyJhbGciOiJIUzI1NiJ9.e30.XmNK3GpH3Ys")?,
//!     body: UpdateContactRequest::new(true).email(Patch::Null),
//! };
//! let base: BaseUri = "https://api.example.com".parse()?;
//! let request: http::Request<Vec<u8>> = call.to_request(&base)?;
//! assert_eq!(request.uri(), "https://api.example.com/companies/v2/rs/7/contacts/42");
//! assert_eq!(request.body(), br#"{"notify":true,"email":null}"#);
//!
//! // … and the server.
//! assert_eq!(UpdateContactCall::from_request(&request)?, call);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The name of this module
//!
//! It is that of the crate. After `use contact_schema::*`, a path that starts with `http` could mean either: write `::http`, or import
//! from `contact_schema` by name.

mod base_uri;
mod call;
mod invalid_call;
mod response;

use core::fmt;

pub use self::base_uri::{BaseUri, InvalidBaseUri};
pub use self::call::UpdateContactCall;
pub use self::invalid_call::{HeadViolation, InvalidCall, InvalidHeader};
pub use self::response::InvalidResponse;

/// Why a valid value has no request or answer.
///
/// # Examples
///
/// ```
/// use contact_schema::endpoint::{BearerToken, ContactPath, SessionToken};
/// use contact_schema::http::{BaseUri, UpdateContactCall};
/// use contact_schema::{CompanyId, ContactId, UpdateContactRequest};
///
/// let call = UpdateContactCall {
///     path: ContactPath { company_id: CompanyId::new(7)?, contact_id: ContactId::new(42)? },
///     bearer_token: BearerToken::new("abc")?,
///     session_token: SessionToken::new("def")?,
///     body: UpdateContactRequest::new(true),
/// };
/// // A base that is a URI by itself, and too long for one with the path after it: `http` takes 65,534 bytes.
/// let base: BaseUri = format!("https://api.example.com/{}", "x".repeat(65_500)).parse()?;
/// assert!(call.to_request(&base).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct BuildError(Cause);

#[derive(Debug)]
enum Cause {
    Http(::http::Error),
    Json(serde_json::Error),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Cause::Http(error) => {
                write!(f, "expected the parts of a message, found one that HTTP has no room for: {error}")
            }
            Cause::Json(error) => write!(f, "expected a body that can be written, found one that cannot: {error}"),
        }
    }
}

impl core::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match &self.0 {
            Cause::Http(error) => Some(error),
            Cause::Json(error) => Some(error),
        }
    }
}

impl From<::http::Error> for BuildError {
    fn from(error: ::http::Error) -> Self {
        Self(Cause::Http(error))
    }
}

impl From<serde_json::Error> for BuildError {
    fn from(error: serde_json::Error) -> Self {
        Self(Cause::Json(error))
    }
}
