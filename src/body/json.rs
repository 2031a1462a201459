//! Bodies from bytes: `from_json`, `check_json` and `is_valid_json`.

use alloc::vec::Vec;

use super::member::Body;
use super::order::Order;
use super::sink::{BodySink, Build, Collect, Judge};
use super::violation::{InvalidBody, Violations};
use super::walk::walk;
use crate::json::{Reader, SyntaxError, SyntaxErrorKind};
use crate::limits::Limits;
use crate::pointer::Span;
use crate::value::sink::Stop;

/// A document from which a body can be read: bytes or a tree.
pub(crate) trait Document: Copy {
    /// Whether it is bytes, so that violations have spans.
    const SPANS: bool;

    /// Walks the whole document once.
    fn walk<B: Body, S: BodySink>(self, draft: &mut B::Draft<S>, sink: &mut S) -> Result<(), Stop>;
}

impl Document for &[u8] {
    const SPANS: bool = true;

    fn walk<B: Body, S: BodySink>(self, draft: &mut B::Draft<S>, sink: &mut S) -> Result<(), Stop> {
        let reader = Reader::new(self);
        let end = walk::<B, S>(&reader, 0, &mut const { Order::documented() }, draft, sink)?;
        Ok(reader.finish(end)?)
    }
}

pub(crate) fn is_valid<B: Body>(document: impl Document) -> bool {
    document.walk::<B, _>(&mut Default::default(), &mut Judge).is_ok()
}

pub(crate) fn check<B: Body>(document: impl Document, limits: &Limits) -> Result<(), InvalidBody> {
    if is_valid::<B>(document) { Ok(()) } else { explain::<B, _>(document, limits) }
}

pub(crate) fn build<B: Body>(document: impl Document, limits: &Limits) -> Result<B, InvalidBody> {
    let mut draft = B::Draft::<Build>::default();
    let body = match document.walk::<B, _>(&mut draft, &mut Build) {
        Ok(()) => B::build(draft),
        Err(_) => None,
    };
    match body {
        Some(body) => Ok(body),
        None => {
            explain::<B, _>(document, limits)?;
            // Unreachable: both walks make the same checks. An error is safer than a panic.
            Err(InvalidBody::Violations(Violations { kept: Vec::new(), total: 0 }))
        }
    }
}

pub(crate) fn check_size(document: &[u8], limits: &Limits) -> Result<(), SyntaxError> {
    let (length, max) = (document.len(), limits.max_document_bytes);
    if length <= max {
        return Ok(());
    }
    Err(SyntaxError { kind: SyntaxErrorKind::TooLarge { length, max }, span: Span { start: max, end: length } })
}

/// Walks the document again and collects all its violations.
#[cold]
#[inline(never)]
fn explain<B: Body, D: Document>(document: D, limits: &Limits) -> Result<(), InvalidBody> {
    let mut collect = Collect::new(limits.max_violations, D::SPANS);
    if let Err(Stop::Syntax(error)) = document.walk::<B, _>(&mut Default::default(), &mut collect) {
        return Err(InvalidBody::Syntax(error));
    }
    if collect.total == 0 {
        return Ok(());
    }
    // The walk can find two violations of one array in another order than their spans.
    collect.kept.sort_by_key(|violation| violation.span);
    Err(InvalidBody::Violations(Violations { kept: collect.kept, total: collect.total }))
}

/// Implements the methods of a body that read it from bytes.
macro_rules! read_body {
    ($Body:ident, $valid:literal, $invalid:literal) => {
        impl $Body {
            /// Reads one JSON document (RFC 8259, strictly; R9).
            ///
            /// Duplicate members are violations, unknown members are ignored.
            ///
            /// # Errors
            ///
            /// [`InvalidBody::Violations`](crate::InvalidBody) with **all** violations of the
            /// document, ordered by position, of which the first
            /// [`Limits::MAX_VIOLATIONS`](crate::Limits::MAX_VIOLATIONS) are kept;
            /// [`InvalidBody::Syntax`](crate::InvalidBody) if the bytes are not JSON.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("use contact_schema::", stringify!($Body), ";")]
            ///
            #[doc = concat!("let body = ", stringify!($Body), "::from_json(br#\"", $valid, "\"#)?;")]
            #[doc = concat!("assert!(", stringify!($Body), "::from_json(br#\"", $invalid, "\"#).is_err());")]
            /// # Ok::<(), contact_schema::InvalidBody>(())
            /// ```
            pub fn from_json(document: &[u8]) -> Result<Self, crate::InvalidBody> {
                Self::from_json_with(document, &crate::Limits::default())
            }

            /// Reads one JSON document within these limits.
            ///
            /// # Errors
            ///
            /// As [`from_json`](Self::from_json).
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("use contact_schema::{Limits, ", stringify!($Body), "};")]
            ///
            /// let limits = Limits::default().max_document_bytes(1);
            #[doc = concat!("assert!(", stringify!($Body), "::from_json_with(br#\"", $valid, "\"#, &limits).is_err());")]
            /// ```
            pub fn from_json_with(document: &[u8], limits: &crate::Limits) -> Result<Self, crate::InvalidBody> {
                crate::body::json::check_size(document, limits)?;
                crate::body::json::build(document, limits)
            }

            /// Checks one JSON document as [`from_json`](Self::from_json) does, without building
            /// the body.
            ///
            /// A valid document costs no allocation.
            ///
            /// # Errors
            ///
            /// As [`from_json`](Self::from_json).
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("use contact_schema::", stringify!($Body), ";")]
            ///
            #[doc = concat!("assert!(", stringify!($Body), "::check_json(br#\"", $valid, "\"#).is_ok());")]
            #[doc = concat!("assert!(", stringify!($Body), "::check_json(br#\"", $invalid, "\"#).is_err());")]
            /// ```
            pub fn check_json(document: &[u8]) -> Result<(), crate::InvalidBody> {
                Self::check_json_with(document, &crate::Limits::default())
            }

            /// Checks one JSON document within these limits, without building the body.
            ///
            /// # Errors
            ///
            /// As [`from_json`](Self::from_json).
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("use contact_schema::{Limits, ", stringify!($Body), "};")]
            ///
            /// let limits = Limits::default().max_violations(1);
            #[doc = concat!("assert!(", stringify!($Body), "::check_json_with(br#\"", $invalid, "\"#, &limits).is_err());")]
            /// ```
            pub fn check_json_with(document: &[u8], limits: &crate::Limits) -> Result<(), crate::InvalidBody> {
                crate::body::json::check_size(document, limits)?;
                crate::body::json::check::<Self>(document, limits)
            }

            /// Returns whether [`from_json`](Self::from_json) accepts the document. Allocates
            /// nothing.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("use contact_schema::", stringify!($Body), ";")]
            ///
            #[doc = concat!("assert!(", stringify!($Body), "::is_valid_json(br#\"", $valid, "\"#));")]
            #[doc = concat!("assert!(!", stringify!($Body), "::is_valid_json(br#\"", $invalid, "\"#));")]
            /// ```
            #[must_use]
            pub fn is_valid_json(document: &[u8]) -> bool {
                crate::body::json::is_valid::<Self>(document)
            }
        }
    };
}

pub(crate) use read_body;
