//! Extractors and responses for [axum](https://docs.rs/axum) 0.8 (feature `axum`).
//!
//! A handler takes an [`UpdateContactCall`] and returns a [`Contact`] or a [`Problem`]:
//!
//! ```
//! use axum::Router;
//! use axum::routing::patch;
//! use contact_schema::Contact;
//! use contact_schema::endpoint::PATH_TEMPLATE;
//! use contact_schema::http::{UpdateContactCall, axum::fallback};
//! use contact_schema::problem::Problem;
//! use http::StatusCode;
//!
//! async fn update(call: UpdateContactCall) -> Result<Contact, Problem> {
//!     // Authenticate, load the contact, call `call.body.apply_to(&mut contact)`, store it.
//!     Err(Problem::new(StatusCode::NOT_FOUND))
//! }
//!
//! // `fallback` answers wrong methods and wrong paths with a problem too.
//! let router: Router = Router::new().route(PATH_TEMPLATE, patch(update).fallback(fallback)).fallback(fallback);
//! ```
//!
//! | extractor | reads |
//! |---|---|
//! | [`UpdateContactCall`] | the whole call, or a [`Problem`] with everything that is wrong |
//! | [`CallHead`] | method, path and headers, for a handler or a middleware that authenticates before the body is read |
//! | [`ContactPath`] | the path; ids have one spelling (no `+7`, no `042`), unlike those of axum's `Path` |
//!
//! # What the extractor of calls does
//!
//! - A call with a missing or malformed token is refused before its body is read.
//! - Other calls are read to the end, and all violations of head and body are reported together.
//! - A body has at most [`MAX_BODY_BYTES`]; more is a 413. The layer `Extension(Limits)` sets other
//!   [`Limits`]. A lower `DefaultBodyLimit` of axum applies too.
//! - A body that breaks off, because the client disconnects, is a 400 and not a 413.
//! - The layer `Extension(ProblemOptions)` sets the base of `type` URIs and the realm.
//!
//! Mount the routes at [`PATH_TEMPLATE`](crate::endpoint::PATH_TEMPLATE), below a prefix if you
//! like: `Router::nest` removes the prefix before the path is read.

use alloc::boxed::Box;
use core::convert::Infallible;
use core::error::Error;

use axum_core::RequestExt as _;
use axum_core::body::Body;
use axum_core::extract::{FromRequest, FromRequestParts, Request};
use axum_core::response::{IntoResponse, Response};
use http::StatusCode;
use http::request::Parts;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

use super::{CallHead, HeadViolation, InvalidCall, UpdateContactCall};
use crate::body::Contact;
use crate::endpoint::ContactPath;
use crate::limits::Limits;
use crate::problem::{Problem, ProblemOptions};

/// The maximum length of a body in bytes, unless a layer `Extension(Limits)` sets another.
///
/// The largest body without white space and unknown members has about 38,000 bytes: every character
/// of every member written as an escaped surrogate pair.
pub const MAX_BODY_BYTES: usize = 64 * 1024;

/// Answers a call with a wrong method or path: 404, or 405 with `allow`.
///
/// A handler for `MethodRouter::fallback` and `Router::fallback`.
pub async fn fallback(parts: Parts) -> Problem {
    let mut invalid = InvalidCall { head: CallHead::from_parts(&parts).violations().to_vec(), body: None };
    invalid.head.retain(|violation| !matches!(violation, HeadViolation::Header { .. }));
    if invalid.head.is_empty() {
        // The path is that of the operation, but no route has it.
        return problem(&parts, Problem::new(StatusCode::NOT_FOUND));
    }
    problem(&parts, invalid)
}

/// Converts an error with the options of the service.
fn problem(parts: &Parts, error: impl Into<Problem>) -> Problem {
    match parts.extensions.get::<ProblemOptions>() {
        Some(options) => options.problem(error),
        None => error.into(),
    }
}

/// Reads the head. Always succeeds: the violations are in the head.
#[cfg_attr(docsrs, doc(cfg(feature = "axum")))]
impl<S: Sync> FromRequestParts<S> for CallHead {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::from_parts(parts))
    }
}

/// Reads the path. Refuses another path and invalid ids with 404.
#[cfg_attr(docsrs, doc(cfg(feature = "axum")))]
impl<S: Sync> FromRequestParts<S> for ContactPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.uri.path().parse().map_err(|invalid| {
            problem(parts, InvalidCall { head: HeadViolation::of_path(&invalid).collect(), body: None })
        })
    }
}

/// Reads the whole call. The [module](self) says how.
#[cfg_attr(docsrs, doc(cfg(feature = "axum")))]
impl<S: Sync> FromRequest<S> for UpdateContactCall {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        // axum's own limit is an extension of the request.
        let (parts, body) = request.with_limited_body().into_parts();
        let head = CallHead::from_parts(&parts);
        if head.violations().iter().any(|violation| violation.status() == StatusCode::UNAUTHORIZED) {
            head.check().map_err(|invalid| problem(&parts, invalid))?;
        }
        let limits = parts.extensions.get::<Limits>().copied();
        let limits = limits.unwrap_or_else(|| Limits::default().max_document_bytes(MAX_BODY_BYTES));
        match collect(body, limits.max_document_bytes).await {
            Ok(body) => head.with_body(&body, &limits).map_err(|invalid| problem(&parts, invalid)),
            Err(refused) => {
                head.check().map_err(|invalid| problem(&parts, invalid))?;
                Err(problem(&parts, refused))
            }
        }
    }
}

/// Collects a body of at most `max` bytes.
async fn collect(body: Body, max: usize) -> Result<impl core::ops::Deref<Target = [u8]>, Problem> {
    let error: Box<dyn Error + Send + Sync> = match Limited::new(body, max).collect().await {
        Ok(body) => return Ok(body.to_bytes()),
        Err(error) => error,
    };
    // axum wraps the error of its own limit.
    let mut cause: Option<&(dyn Error + 'static)> = Some(&*error);
    while let Some(error) = cause {
        if error.is::<LengthLimitError>() {
            return Err(Problem::too_large());
        }
        cause = error.source();
    }
    Err(Problem::new(StatusCode::BAD_REQUEST).detail("the body broke off before its end"))
}

/// [`Contact::to_response`].
#[cfg_attr(docsrs, doc(cfg(feature = "axum")))]
impl IntoResponse for Contact {
    fn into_response(self) -> Response {
        self.to_response()
    }
}

/// [`Problem::to_response`].
#[cfg_attr(docsrs, doc(cfg(feature = "axum")))]
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.to_response()
    }
}
