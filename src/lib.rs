//! The contract of one REST operation, "Update a contact", as types that cannot hold anything else.
//!
//! ```text
//! PATCH /companies/v2/rs/{companyId}/contacts/{contactId}
//! ```
//!
//! It takes an [`UpdateContactRequest`] and returns a [`Contact`]. This crate defines both, with every documented limit and pattern,
//! bundles their [JSON Schemas](schema), and says of any document **all** that is wrong with it, at its exact bytes. It opens no socket.
//!
//! ```
//! use contact_schema::{InvalidBody, UpdateContactRequest};
//!
//! let json = br#"{"notify": true, "email": "ada@example", "phones": ["112", null]}"#;
//! let Err(InvalidBody::Violations(violations)) = UpdateContactRequest::from_json(json) else { panic!("accepted") };
//! let report: Vec<String> = violations.iter().map(ToString::to_string).collect();
//! assert_eq!(report, [
//!     "/email: expected a dot in the domain, found a single label",
//!     "/phones/1: expected a string, found null",
//! ]);
//! ```
//!
//! # Types
//!
//! | type | holds |
//! |---|---|
//! | [`Name`], [`Comment`] | a text of no more than [`Name::MAX_CHARS`] and [`Comment::MAX_CHARS`] characters |
//! | [`Email`] | one that follows the [documented pattern](Email::PATTERN), of no more than [`Email::MAX_CHARS`] |
//! | [`Phone`], [`Phones`] | a text of no more than [`Phone::MAX_CHARS`], and no more than [`Phones::MAX_ITEMS`] of them |
//! | [`Timestamp`] | one that follows the [documented pattern](Timestamp::PATTERN), leap years and all; equality and order are by instant |
//! | [`ContactId`], [`CompanyId`] | an integer that every double holds, ±(2^53 − 1) |
//! | [`UpdateContactRequest`], [`Contact`] | the two bodies, of nothing but these |
//!
//! Each has **one** check, which all its constructors reach, serde's included: a value that exists is valid, and nothing that takes one
//! needs to look at it again. So a client builds a request out of parts that are right, and sends what serde makes of it.
//!
//! ```
//! use contact_schema::{Email, Phones, UpdateContactRequest};
//!
//! let request = UpdateContactRequest::new(true)
//!     .email(Email::new("example@email.com")?)
//!     .phones(Phones::from_texts(["+44 20 7946 0018"])?);
//! assert_eq!(
//!     serde_json::to_string(&request)?,
//!     r#"{"notify":true,"email":"example@email.com","phones":["+44 20 7946 0018"]}"#,
//! );
//!
//! let refused = Email::new("example@email").map_err(|why| why.to_string());
//! assert_eq!(refused, Err(String::from("expected a dot in the domain, found a single label")));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Three states of a PATCH
//!
//! For `email` and `comment` a request says one of three things: leave it, clear it, set it. In JSON the member is absent, `null` or a value;
//! in Rust it is a [`Patch`]. There is no serde attribute to forget: the bodies read and write their members themselves. `name` and
//! `phones` cannot be cleared, so they are an `Option`, and `null` is a violation.
//!
//! ```
//! use contact_schema::{Contact, Patch, UpdateContactRequest};
//!
//! # let stored = br#"{"id":42,"name":"Ada","email":"ada@example.com","phones":[],"comment":"Writes letters","companyId":7,
//! #     "notifyAt":"2024-12-05T14:56Z","updatedAt":"2024-12-05T14:56Z","createdAt":"2024-12-05T14:56Z"}"#;
//! let mut contact = Contact::from_json(stored)?;
//! let request = UpdateContactRequest::from_json(br#"{"notify": false, "email": null}"#)?;
//! assert_eq!((&request.email, &request.comment), (&Patch::Null, &Patch::Absent));
//!
//! request.apply_to(&mut contact);
//! assert_eq!(contact.email, None);
//! assert!(contact.comment.is_some());
//! # Ok::<(), contact_schema::InvalidBody>(())
//! ```
//!
//! # Ways in from JSON
//!
//! - `from_json` on both bodies reads bytes and returns the body, **all** violations, or the syntax error. `check_json` and `is_valid_json`
//!   do the same without building the body; a valid document then costs no allocation.
//! - serde's `Deserialize`, in every format, stops at the first error.
//! - `from_value` and `check_value` take a `serde_json::Value` (feature `json`).
//!
//! All of them accept the same documents and give equal values, and what they accept is what the [schemas](schema) accept. The exceptions,
//! each with a test in `tests/exceptions.rs`:
//!
//! - **A documented member twice**: `from_json` and serde refuse it (R8). A tree has kept one of the values, so `from_value` and a schema's
//!   validator judge that one.
//! - **Numbers beyond a double**, such as `1e400`: where they are ignored `from_json` accepts them, serde_json refuses them everywhere.
//! - **Nesting**: serde_json stops at 127 levels, `from_json` at 128; a tree that was built by hand is judged at any depth.
//! - **Ids with a fraction or an exponent** whose digits make an integer above 2^53: serde_json without its feature `float_roundtrip` may
//!   read the number that is one off (`tests/no-float-roundtrip`).
//! - **serde_json's private names**: with its features `arbitrary_precision` and `raw_value` it reads an object such as
//!   `{"$serde_json::private::Number": "1"}` into a tree as a number, and `from_value` sees that.
//! - **The same name in serde's buffer** (`flatten`, `untagged`, `tag`): `{"$serde_json::private::Number": "\u0031"}`, with an
//!   escape in the text, is read as the number 1.
//! - **More than 1,000 violations**: the first 1,000 are kept, all are counted ([`Limits`]).
//!
//! Lone surrogates, byte order marks, bytes that are not UTF-8 and anything else that is not JSON are refused by all of them.
//!
//! The [cookbook](_cookbook) has whole tasks: a server handler, a client, a form, a batch job, and the way from hand-made checks.
//!
//! # The call around the body
//!
//! [`endpoint`] has the method, the path, the headers and the media type. Feature `token` adds the two tokens as types that do not show
//! themselves; feature `http` adds whole calls and answers as `http::Request` and `http::Response`, which name **all** that is wrong with
//! path, headers and body together; feature `axum` makes them extractors and responses; feature `problem` adds the `application/problem+json` of RFC 9457, written and read.
//! [`schema::OPENAPI`] describes it all. Nothing opens a socket.
//!
//! # Logging
//!
//! `Debug` and `Display` of names, emails, phones, comments and bodies show personal data, as those of a `String` do: tests and
//! debuggers need the value. Do not log them. Log [`Redacted`]`(&request)`, which shows members, lengths and ids. Errors and
//! violations never hold a value and may be logged as they are (R11). Tokens never show themselves.
//!
//! ```
//! use contact_schema::{Redacted, UpdateContactRequest};
//!
//! let request = UpdateContactRequest::from_json(br#"{"notify": true, "name": "Ada", "comment": null}"#)?;
//! assert_eq!(
//!     Redacted(&request).to_string(),
//!     "UpdateContactRequest { notify: true, name: 3 characters, comment: null }",
//! );
//! # Ok::<(), contact_schema::InvalidBody>(())
//! ```
//!
//! serde's formats put rejected values into the errors that they word themselves. Where such an error is one of type ("invalid type: …"),
//! serde's `Deserialize` here replaces it by a message without the value; `tests/serde-formats` checks JSON, CBOR, MessagePack, BSON and CSV.
//! The rest is out of reach of this crate: **ciborium** names values in its `Debug` output, **sonic-rs** shows a piece of the document around
//! every error, and axum's `Path` repeats a segment that is not an `i64`. Log neither of these.
//!
//! # How the contract is read
//!
//! - The **patterns** are ECMA-262: `\d` is `[0-9]`, `$` the very end. The pattern decides; `format` is an annotation (R1).
//! - **Timestamps** are strings: upper-case `T` and `Z`, optional seconds, any number of fraction digits, no `:60`, no `24:00`, no
//!   offset, years 0000 to 9999, Gregorian leap years (R2, R5).
//! - **Lengths** count Unicode code points (R3).
//! - **Integers** are numbers whose nearest double is integral and within ±(2^53 − 1), however they are written (R4).
//! - A **PATCH** has three states for members that may be null, two for the others (R6).
//! - **Unknown members** are ignored (R7). **Duplicates** of documented members are violations (R8).
//! - JSON is **strict** RFC 8259, at most 128 levels deep (R9). **Empty** strings and arrays are valid (R10).
//! - **Errors** never hold the value: names, emails and phones are personal (R11), tokens are secret.
//! - **Ids in the path** have one spelling: `+1`, `01`, `-0` and `%31` are refused. The **media type** is `application/json` in any case,
//!   with `charset=utf-8` or without. More of this is in [`endpoint`].
//!
//! # Stability
//!
//! One rule decides what is `#[non_exhaustive]`:
//!
//! - **What a program must fill completely is exhaustive**: [`Contact`], `UpdateContactCall` and [`ContactPath`](endpoint::ContactPath). A
//!   member that the contract adds must not be forgotten, so it is an error of the compiler, and a major release.
//! - **What has members that may be left out is non-exhaustive** and is made by a function: [`UpdateContactRequest`],
//!   [`UpdateContactDraft`], `Problem` and its errors, [`Violation`]. New members come in minor releases.
//! - **Errors, rules and warnings are non-exhaustive**: there may be new ones. [`InvalidBody`] is not: a body is not JSON or it breaks the
//!   contract, two answers of HTTP, and no third one. Nor are [`Patch`] and [`JsonType`], which are JSON's own.
//!
//! # What is not checked
//!
//! That a mailbox, a phone or a company exists; that timestamps are in a sensible order; that a server does what was asked; anything about
//! members that the contract does not document; that a text is harmless elsewhere, in HTML or SQL.
//!
//! # Features
//!
//! | feature | adds |
//! |---|---|
//! | `std` (default) | the standard library; without it the crate needs `alloc` |
//! | `simd` (default) | 16 and 32 bytes at a time, in safe code, on every architecture; the results are the same without it |
//! | `json` | `from_value` and `check_value`, for a `serde_json::Value` |
//! | `chrono` | [`Timestamp`] to and from chrono's `DateTime` |
//! | `jiff` | [`Timestamp`] to and from jiff's `Timestamp` |
//! | `token` | `BearerToken` and `SessionToken` in [`endpoint`] |
//! | `problem` | the module `problem`: the `application/problem+json` of RFC 9457 |
//! | `http` | the module `http`: whole calls and answers as the types of the crate `http`; with `token` and `problem` |
//! | `axum` | extractors and responses for axum 0.8, on axum-core; with `http` |
//! | `schemars` | `JsonSchema` (schemars 1) for bodies and values, equal to the bundled schemas |
//! | `lint` | the module `lint`: the linter's engine, with warnings, kinds and NDJSON of any size |
//! | `cli` | the program `contact-lint`; nothing for the library |
//! | `proptest` | the module `proptest`: strategies for valid values and for bodies with one known fault |
//! | `arbitrary` | `Arbitrary` for all types |
//!
//! `simd` is a default because `is_valid_json` takes twice the time without it (444 instead of 226 ns a contact) and `from_json` 1.4 times
//! (702 instead of 507 ns). It costs 5 of the 22 seconds of processor time of a release build.
//!
//! Features are additive: none changes what code written without it does.
//!
//! Without features the crate depends on serde alone, without derive. It is checked without the standard library, and for
//! `wasm32-unknown-unknown` with it and without. It needs Rust 1.89, which is raised only in a minor release, and never to a release
//! younger than six months.
#![cfg_attr(docsrs, feature(doc_cfg))]
// Hostile input must find no panic. Tests may.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]
#![no_std]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

/// The types of a service, for a glob import: types only, no modules.
///
/// The modules `http` and `proptest` have the names of crates. After `use contact_schema::*`, a path
/// such as `http::StatusCode` is ambiguous (E0659). This module has no such name:
///
#[cfg_attr(feature = "http", doc = "```")]
#[cfg_attr(not(feature = "http"), doc = "```ignore")]
/// use contact_schema::prelude::*;
///
/// let request = UpdateContactRequest::new(true).email(Patch::Null);
/// let method = http::Method::PATCH; // the crate
/// # assert_eq!(method, contact_schema::endpoint::METHOD);
/// # assert!(request.notify);
/// ```
pub mod prelude {
    pub use crate::endpoint::ContactPath;
    #[cfg(feature = "token")]
    #[cfg_attr(docsrs, doc(cfg(feature = "token")))]
    pub use crate::endpoint::{BearerToken, SessionToken};
    #[cfg(feature = "http")]
    #[cfg_attr(docsrs, doc(cfg(feature = "http")))]
    pub use crate::http::{BaseUri, CallHead, InvalidCall, InvalidResponse, UpdateContactCall};
    #[cfg(feature = "problem")]
    #[cfg_attr(docsrs, doc(cfg(feature = "problem")))]
    pub use crate::problem::{Problem, ProblemError, ProblemOptions};
    pub use crate::{
        Comment, CompanyId, Contact, ContactId, Email, InvalidBody, Limits, Name, Patch, Phone, Phones, Pointer,
        Redacted, Rule, Span, Timestamp, UpdateContactDraft, UpdateContactRequest, Violation, ViolationKind,
        Violations,
    };
}

mod body;
pub mod endpoint;
pub mod escape;
mod generate;
#[cfg(feature = "http")]
#[cfg_attr(docsrs, doc(cfg(feature = "http")))]
pub mod http;
mod inline_text;
mod json;
#[cfg(feature = "schemars")]
mod json_schema;
mod limits;
#[cfg(feature = "lint")]
#[cfg_attr(docsrs, doc(cfg(feature = "lint")))]
pub mod lint;
mod pointer;
#[cfg(feature = "problem")]
#[cfg_attr(docsrs, doc(cfg(feature = "problem")))]
pub mod problem;
#[cfg(test)]
mod proof;
mod redacted;
mod rule;
pub mod schema;
mod value;

pub use crate::body::{
    Contact, InvalidBody, Patch, UpdateContactDraft, UpdateContactRequest, Violation, ViolationKind, Violations,
    Warning, WarningKind,
};
#[cfg(feature = "proptest")]
pub use crate::generate::proptest;
#[doc(hidden)]
pub use crate::generate::testing;
pub use crate::json::{JsonType, SyntaxContext, SyntaxError, SyntaxErrorKind};
pub use crate::limits::Limits;
pub use crate::pointer::{InvalidPointer, Pointer, Span};
pub use crate::redacted::Redacted;
pub use crate::rule::{Rule, Severity, UnknownRule};
pub use crate::value::{
    CharacterClass, Comment, CompanyId, ContactId, Email, EmailPart, InvalidComment, InvalidEmail, InvalidId,
    InvalidName, InvalidPhone, InvalidPhones, InvalidTimestamp, Name, Phone, Phones, Timestamp, TimestampField,
    Undeliverable, UnrepresentableDateTime,
};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

#[cfg(all(doctest, feature = "axum"))]
#[doc = include_str!("../docs/services.md")]
struct Services;

// Documentation only. Its examples are tested, and its links lead somewhere, with all of the features that they use.
#[cfg(any(all(doc, not(doctest)), all(doctest, feature = "http", feature = "json", feature = "lint")))]
#[cfg_attr(
    not(all(feature = "http", feature = "json", feature = "lint")),
    allow(rustdoc::broken_intra_doc_links, reason = "the modules of other features are not documented")
)]
#[doc = include_str!("cookbook.md")]
pub mod _cookbook {}
