//! Bodies from bytes: the sinks that judge, build and explain, and the methods that both bodies have.

use alloc::vec::Vec;

use crate::body::member::{Body, MAX_MEMBERS};
use crate::body::violation::{InvalidBody, Violation, ViolationKind, Violations};
use crate::body::walk::{Accepted, Order, Place, Sink, Stop, walk};
use crate::body::warning::WarningKind;
use crate::json::{Reader, SyntaxError, SyntaxErrorKind};
use crate::limits::Limits;
use crate::pointer::Span;

/// Wants to know whether there is a violation, or with `WARN` whether there is anything to say, and stops there.
pub(crate) struct Verdict<const WARN: bool>;

impl<const WARN: bool> Sink for Verdict<WARN> {
    const WARNINGS: bool = WARN;

    fn violation(&mut self, _: Place<'_>, _: Span, _: impl FnOnce() -> ViolationKind) -> Result<(), Stop> {
        Err(Stop::Enough)
    }

    fn warning(&mut self, _: Place<'_>, _: Span, _: WarningKind) -> Result<(), Stop> {
        Err(Stop::Enough)
    }
}

/// Builds a body and stops at the first violation.
struct Build<B: Body>(B::Draft);

impl<B: Body> Sink for Build<B> {
    const WARNINGS: bool = false;

    #[inline(always)]
    fn accept(&mut self, index: usize, value: Accepted<'_>) {
        B::accept(&mut self.0, index, value);
    }

    fn violation(&mut self, _: Place<'_>, _: Span, _: impl FnOnce() -> ViolationKind) -> Result<(), Stop> {
        Err(Stop::Enough)
    }
}

/// Where each documented member was first.
#[derive(Default)]
pub(crate) struct FirstNames([Span; MAX_MEMBERS]);

impl FirstNames {
    pub(crate) fn set(&mut self, index: usize, name: Span) {
        if let Some(slot) = self.0.get_mut(index) {
            *slot = name;
        }
    }

    pub(crate) fn get(&self, index: usize) -> Span {
        self.0.get(index).copied().unwrap_or_default()
    }
}

/// Collects every violation up to a limit, and counts them all.
struct Collect {
    max: usize,
    /// Whether the document is bytes, so that spans mean something.
    spans: bool,
    first: FirstNames,
    kept: Vec<Violation>,
    total: usize,
}

impl Sink for Collect {
    const WARNINGS: bool = false;

    fn member(&mut self, index: usize, name: Span) {
        self.first.set(index, name);
    }

    fn first(&self, index: usize) -> Span {
        self.first.get(index)
    }

    fn violation(&mut self, place: Place<'_>, span: Span, kind: impl FnOnce() -> ViolationKind) -> Result<(), Stop> {
        self.total += 1;
        if self.kept.len() < self.max {
            let span = self.spans.then_some(span);
            self.kept.push(Violation { pointer: place.pointer(), span, kind: kind() });
        }
        Ok(())
    }
}

/// What a body can be read from.
pub(crate) trait Document: Copy {
    /// Whether it is bytes, so that spans mean something.
    const SPANS: bool;

    /// Walks the whole of the document once.
    fn walk<B: Body, S: Sink>(self, sink: &mut S) -> Result<(), Stop>;
}

impl Document for &[u8] {
    const SPANS: bool = true;

    fn walk<B: Body, S: Sink>(self, sink: &mut S) -> Result<(), Stop> {
        let reader = Reader::new(self);
        let end = walk::<B, S>(reader, 0, &mut Order::documented(), sink)?;
        Ok(reader.finish(end)?)
    }
}

pub(crate) fn is_valid<B: Body>(document: impl Document) -> bool {
    document.walk::<B, _>(&mut Verdict::<false>).is_ok()
}

pub(crate) fn check<B: Body>(document: impl Document, limits: &Limits) -> Result<(), InvalidBody> {
    if is_valid::<B>(document) { Ok(()) } else { explain::<B, _>(document, limits) }
}

pub(crate) fn build<B: Body>(document: impl Document, limits: &Limits) -> Result<B, InvalidBody> {
    let mut build = Build::<B>(B::Draft::default());
    let body = match document.walk::<B, _>(&mut build) {
        Ok(()) => B::build(build.0),
        Err(_) => None,
    };
    match body {
        Some(body) => Ok(body),
        None => {
            explain::<B, _>(document, limits)?;
            // The walk that explains and the walk that builds are one, so this is not reached; a refusal is better than a guess.
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

/// Walks the document again to say all that is wrong with it.
#[cold]
#[inline(never)]
fn explain<B: Body, D: Document>(document: D, limits: &Limits) -> Result<(), InvalidBody> {
    let mut collect = Collect {
        max: limits.max_violations,
        spans: D::SPANS,
        first: FirstNames::default(),
        kept: Vec::new(),
        total: 0,
    };
    if let Err(Stop::Syntax(error)) = document.walk::<B, _>(&mut collect) {
        return Err(InvalidBody::Syntax(error));
    }
    if collect.total == 0 {
        return Ok(());
    }
    // Two findings about one array are not found in the order in which they stand.
    collect.kept.sort_by_key(|violation| violation.span);
    Err(InvalidBody::Violations(Violations { kept: collect.kept, total: collect.total }))
}

/// Gives a body the methods that read it from bytes.
macro_rules! read_body {
    ($Body:ident, $valid:literal, $invalid:literal) => {
        impl $Body {
            /// Reads one JSON document (RFC 8259, strictly; R9).
            ///
            /// Duplicate members are violations, unknown members are ignored.
            ///
            /// # Errors
            ///
            /// [`InvalidBody::Violations`](crate::InvalidBody) with **all** violations of the document, ordered by position,
            /// of which the first [`Limits::MAX_VIOLATIONS`](crate::Limits::MAX_VIOLATIONS) are kept;
            /// [`InvalidBody::Syntax`](crate::InvalidBody) where the bytes are not JSON.
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

            /// Checks one JSON document as [`from_json`](Self::from_json) does, without building the body.
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

            /// Whether [`from_json`](Self::from_json) would accept the document. Allocates nothing.
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
