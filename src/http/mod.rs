//! Whole calls and answers as types of the crate [`http`](https://docs.rs/http) (feature `http`),
//! which hyper, axum, tower, reqwest and others share. Nothing here opens a socket.
//!
//! - A **client** builds an [`UpdateContactCall`], turns it [into a
//!   request](UpdateContactCall::to_request) below a [`BaseUri`], sends it with any HTTP client,
//!   and reads the answer with [`Contact::from_response`](crate::Contact::from_response).
//! - A **server** reads [a call from a request](UpdateContactCall::from_request) or gets an
//!   [`InvalidCall`] with everything that is wrong. It answers with
//!   [`Contact::to_response`](crate::Contact::to_response) or with a
//!   [`Problem`](crate::problem::Problem).
//! - A server that authenticates before it reads a body starts with a [`CallHead`].
//! - A framework that does not use `http` 1.x, such as actix-web, calls
//!   [`UpdateContactCall::from_raw`].
//!
//! Bodies are bytes in memory. The framework collects them and limits their size; the feature
//! `axum` does both.
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
//! The module has the name of the crate. After `use contact_schema::*`, a path that starts with
//! `http` is ambiguous (E0659) or leads to this module, in which rustc does not find `Method` (E0433,
//! E0425). Import [`contact_schema::prelude`](crate::prelude) instead, which has no modules.

#[cfg(feature = "axum")]
#[cfg_attr(docsrs, doc(cfg(feature = "axum")))]
pub mod axum;
mod base_uri;
mod call;
mod head;
mod invalid_call;
mod problem;
mod response;

use alloc::vec::Vec;
use core::fmt;

use ::http::uri::InvalidUri;

pub use self::base_uri::{BaseUri, InvalidBaseUri};
pub use self::call::UpdateContactCall;
pub use self::head::CallHead;
pub use self::invalid_call::{HeadViolation, InvalidCall, InvalidHeader};
pub use self::response::InvalidResponse;

/// Why a call has no request: base and path together are longer than the 65,534 bytes that a URI of
/// the crate `http` may have.
///
/// # Examples
///
/// ```
/// use contact_schema::endpoint::{BearerToken, SessionToken};
/// use contact_schema::http::{BaseUri, UpdateContactCall};
/// use contact_schema::UpdateContactRequest;
///
/// let call = UpdateContactCall {
///     path: "/companies/v2/rs/7/contacts/42".parse()?,
///     bearer_token: BearerToken::new("abc")?,
///     session_token: SessionToken::new("def")?,
///     body: UpdateContactRequest::new(true),
/// };
/// let base: BaseUri = format!("https://api.example.com/{}", "x".repeat(65_500)).parse()?;
/// assert!(call.to_request(&base).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct BuildError(InvalidUri);

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a base URI and a path that form a valid URI together")
    }
}

impl core::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        Some(&self.0)
    }
}

/// Writes a contact, a request or a problem as JSON.
#[expect(clippy::expect_used, reason = "the three types write string keys into memory: neither part can fail")]
pub(crate) fn json_bytes(body: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(body).expect("string keys are written into memory")
}
