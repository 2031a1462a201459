//! The contract of one REST operation, "Update a contact", as types that cannot hold an invalid
//! value.
//!
//! ```text
//! PATCH /companies/v2/rs/{companyId}/contacts/{contactId}
//! ```
//!
//! The body is an [`UpdateContactRequest`], and the answer is a [`Contact`]. A server reads a body
//! and learns **everything** that is wrong with it, at its exact bytes:
//!
//! ```
//! use contact_schema::{InvalidBody, UpdateContactRequest};
//!
//! let json = br#"{"notify": true, "email": "ada@example", "phones": ["112", null]}"#;
//! let Err(InvalidBody::Violations(violations)) = UpdateContactRequest::from_json(json) else { panic!("accepted") };
//! let report: Vec<String> = violations.iter().map(ToString::to_string).collect();
//! assert_eq!(report, [
//!     "/email: expected a dot in the domain, found none",
//!     "/phones/1: expected a string, found null",
//! ]);
//! ```
//!
//! A client builds a request from valid values, and sends the JSON that serde writes:
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
//! assert_eq!(refused, Err(String::from("expected a dot in the domain, found none")));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The crate opens no socket.
//!
//! # Where to start
//!
//! | you want to | start with |
//! |---|---|
//! | answer the call in a service | the recipe [A server handler](_cookbook#a-server-handler) |
//! | send the call | the recipe [A client](_cookbook#a-client-that-sends-what-changed) |
//! | check the fields of a form | the recipe [A form](_cookbook#a-form-that-shows-all-errors) |
//! | check many records | the recipe [A batch job](_cookbook#a-batch-job), or the program `contact-lint` |
//! | replace checks by hand, validator or garde | the recipe [Migrate](_cookbook#from-hand-written-checks-validator-or-garde) |
//! | hand the contract to another tool | [`schema`]: JSON Schema and OpenAPI |
//!
//! # What there is
//!
//! | values | hold |
//! |---|---|
//! | [`Name`], [`Comment`] | a text of at most [`Name::MAX_CHARS`] and [`Comment::MAX_CHARS`] characters |
//! | [`Email`] | a text that matches the [documented pattern](Email::PATTERN), of at most [`Email::MAX_CHARS`] |
//! | [`Phone`], [`Phones`] | a text of at most [`Phone::MAX_CHARS`], and at most [`Phones::MAX_ITEMS`] of them |
//! | [`Timestamp`] | a text that matches the [documented pattern](Timestamp::PATTERN), leap days included |
//! | [`ContactId`], [`CompanyId`] | an integer that a double holds exactly, ±(2^53 − 1) |
//!
//! | bodies | hold |
//! |---|---|
//! | [`UpdateContactRequest`] | the changes |
//! | [`Patch`] | one change of a member that may be null: leave, clear or set |
//! | [`Contact`] | the whole contact, the answer |
//!
//! | errors | say |
//! |---|---|
//! | [`InvalidEmail`], [`InvalidName`], … | why a text or a number is not such a value |
//! | [`InvalidBody`] | why bytes are not such a body: a [`SyntaxError`], or all [`Violations`] |
//! | [`Violation`] | one fault: its [`Pointer`], its [`Span`] of bytes and its [kind](ViolationKind) |
//! | [`Rule`] | the stable id of what was broken, for programs and translations |
//!
//! | checking | does |
//! |---|---|
//! | `from_json` of both bodies | reads bytes: the body, **all** violations, or the syntax error |
//! | `check_json`, `is_valid_json` | the same without the body; a valid document costs no allocation |
//! | serde's `Deserialize` | reads any format, and stops at the first error |
//! | `from_value`, `check_value` | read a `serde_json::Value` (feature `json`) |
//! | `http` (feature `http`) | whole calls and answers: method, path, headers and body together |
//! | `lint` (feature `lint`) | documents of any number, with warnings, in bounded memory |
//!
//! Each type has **one** check, which all its constructors use, serde's included. So every value is
//! valid, and code that takes one need not check it again.
//!
//! # Three states of a PATCH
//!
//! For `email` and `comment`, a request has three choices: keep it, clear it or set it. In JSON,
//! the member is absent, `null` or a value; in Rust, it is a [`Patch`]. There is no serde attribute
//! to forget: the bodies read and write their members themselves. `name` and `phones` cannot be
//! cleared, so they are an `Option`, and `null` is a violation. Formats without null, such as TOML
//! and forms, lose the choice to clear: [the list][exceptions].
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
//! # How the contract is read
//!
//! The API's documentation leaves questions open. [The contract][contract] answers each, with its
//! reason and an example. In short:
//!
//! - The **patterns** are ECMA-262: `\d` is `[0-9]`, `$` is the very end. The pattern decides;
//!   `format` is an annotation.
//! - **Timestamps** are strings with upper-case `T` and `Z`, optional seconds, no `:60`, no
//!   `24:00`, no offset.
//! - **Lengths** count Unicode code points.
//! - **Integers** are numbers whose nearest double is integral and within ±(2^53 − 1): `1.0` is
//!   one.
//! - **Unknown members** are ignored. **Duplicates** of documented members are violations.
//! - JSON is **strict** RFC 8259, at most 128 levels deep. **Empty** strings and arrays are valid.
//! - **Errors** never hold personal data: no name, email, phone or comment.
//!
//! `from_json`, serde, `from_value` and the [schemas](schema) give every document the same verdict,
//! with [few exceptions][exceptions], such as a member that appears twice, which a tree cannot
//! show, or an id such as `1234569157163472.000`, which serde_json rounds unless its feature
//! `float_roundtrip` is on. That page also lists what is not checked.
//!
//! # The call around the body
//!
//! [`endpoint`] has the method, the path, the headers and the media type. The feature `http` adds
//! whole calls and answers as `http::Request` and `http::Response`. The feature `axum` makes them
//! extractors and responses. The feature `problem` adds the `application/problem+json` of RFC 9457.
//! [`schema::OPENAPI`] describes all of it.
//!
//! # Logging
//!
//! `Debug` and `Display` of names, emails, phones, comments and bodies show personal data, as those
//! of a `String` do, because tests and debuggers need the value. Do not log them. Log
//! [`Redacted`]`(&request)`, which shows members, lengths and ids. Errors and violations contain no
//! such text, so you can log them. Of a timestamp they may contain a part, or the instant in UTC.
//! `Debug` of a token never shows it.
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
//! serde's formats put rejected values into the error messages that they write themselves. This
//! crate's `Deserialize` replaces such a message by one without the value, for every type that can
//! be read; `tests/serde-formats` checks JSON, JSON5, YAML, TOML, RON, CBOR, MessagePack, BSON, CSV,
//! forms, config, figment and serde-value. This crate cannot change what a format adds later, or
//! words in its own way: **toml**, **sonic-rs** and **serde-saphyr** show a piece of the document
//! around an error, axum's `Path` and envy repeat a text that is not an `i64`. Do not log errors of
//! a format that you have not checked; of toml, log `Error::message`.
//!
//! # Stability
//!
//! One rule decides which types are `#[non_exhaustive]`:
//!
//! - **Types that a program must fill completely are exhaustive**: [`Contact`], `UpdateContactCall`
//!   and [`ContactPath`](endpoint::ContactPath). If the contract adds a member, code that does not
//!   set it must not compile. So this needs a major release.
//! - **Types with optional members are non-exhaustive** and are built by a function:
//!   [`UpdateContactRequest`], [`UpdateContactDraft`], `Problem` and its errors, [`Violation`]. New
//!   members come in minor releases.
//! - **Errors, rules, warnings and reports are non-exhaustive**, and so are the types of their
//!   parts, such as [`EmailPart`]: new ones may be added. [`InvalidBody`] is exhaustive, because an
//!   invalid body either is not JSON or breaks the contract, which HTTP answers with different
//!   statuses.
//! - **Types that have no other cases or fields are exhaustive**: [`Patch`] and [`JsonType`] in
//!   JSON; [`PathParameter`](endpoint::PathParameter), `lint::Kind` and `lint::FindingPlace` in the
//!   contract; [`Span`], and `Safety`, `Encoding`, `Edit`, `Location` and `Block` in `lint`.
//!
//! # Features
//!
//! | feature | adds | for |
//! |---|---|---|
//! | `std` (default) | the standard library; without it the crate needs `alloc` | every program on an operating system |
//! | `simd` (default) | 16 and 32 bytes at a time, in safe code, on every architecture; the results are the same without it | speed; without it, four crates fewer are built |
//! | `json` | `from_value` and `check_value`, for a `serde_json::Value` | code that has a parsed tree already |
//! | `chrono` | [`Timestamp`] to and from chrono's `DateTime` | services that compute with chrono |
//! | `jiff` | [`Timestamp`] to and from jiff's `Timestamp` | services that compute with jiff |
//! | `serde-violations` | `Serialize` and `Deserialize` for [`Violations`] and its parts, by serde's derive | services that keep violations in logs or queues |
//! | `token` | `BearerToken` and `SessionToken` in [`endpoint`] | code that handles the two secrets of a call |
//! | `problem` | the module `problem`: the `application/problem+json` of RFC 9457 | answers that say what is wrong with a call, and clients that read them |
//! | `http` | the module `http`: whole calls and answers as the types of the crate `http`; with `token` and `problem` | servers and clients on hyper, tower, reqwest and others |
//! | `axum` | extractors and responses for axum 0.8, on axum-core; with `http` | servers on axum: a handler takes the call and returns a contact |
//! | `schemars` | `JsonSchema` (schemars 1) for bodies and values, equal to the bundled schemas | services that describe themselves as OpenAPI |
//! | `lint` | the module `lint`: the linter's engine, with warnings, kinds and NDJSON of any size | batch jobs and pipelines in Rust |
//! | `cli` | the program `contact-lint`; nothing for the library | `cargo install` |
//! | `proptest` | the module `proptest`: strategies for valid values and for bodies with one known fault | property tests of your code |
//! | `arbitrary` | `Arbitrary` for all types | fuzz targets of your code |
//!
//! `simd` is a default because `is_valid_json` takes 1.9 times the time without it and `from_json`
//! 1.4 times (`benches/body.rs`, typical contacts). It costs 5 of the 22 seconds of processor time
//! of a release build.
//!
//! Features are additive: enabling one never changes the behaviour of code that was written without
//! it.
//!
//! Without features the crate depends on serde alone, without derive. CI checks it without the
//! standard library, and for `wasm32-unknown-unknown` with and without it. It needs Rust 1.89,
//! which is raised only in a minor release, and never to a release younger than six months.
//!
// Pages of the repository, whose address is in `Cargo.toml`.
#![doc = concat!("[contract]: ", env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/contract.md")]
#![doc = concat!("[exceptions]: ", env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/exceptions.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
// No input may cause a panic. Tests may panic.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]
#![no_std]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

/// The types of the crate, for a glob import: those that every set of features has, and no modules.
///
/// The modules `http` and `proptest` have the names of crates. After `use contact_schema::*`, a
/// path such as `http::Method` is ambiguous (E0659, in a `use`), or leads to the module, in which
/// rustc does not find `Method` (E0433, E0425). This module has no such name:
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
///
/// Types of other features are imported from their modules, such as `contact_schema::http` and
/// `contact_schema::problem`. If they were here, the `Problem` of another glob import would become
/// ambiguous once any crate of the program enables the feature `problem`.
pub mod prelude {
    pub use crate::endpoint::ContactPath;
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
mod rule;
pub mod schema;
mod serde_error;
mod std_traits;
mod value;

pub use crate::body::{
    Contact, InvalidBody, Patch, UpdateContactDraft, UpdateContactRequest, Violation, ViolationKind, Violations,
    WarningKind,
};
#[cfg(feature = "proptest")]
pub use crate::generate::proptest;
#[doc(hidden)]
pub use crate::generate::testing;
pub use crate::json::{JsonType, SyntaxContext, SyntaxError, SyntaxErrorKind};
pub use crate::limits::Limits;
pub use crate::pointer::{InvalidPointer, Pointer, Span};
pub use crate::rule::{Rule, Severity, UnknownRule};
pub use crate::value::*;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

// The guides. Their Rust examples need these features.
#[cfg(all(doctest, feature = "axum", feature = "lint"))]
mod guides {
    #[doc = include_str!("../docs/client.md")]
    struct Client;
    #[doc = include_str!("../docs/data.md")]
    struct Data;
    #[doc = include_str!("../docs/form.md")]
    struct Form;
    #[doc = include_str!("../docs/server.md")]
    struct Server;
}

// Documentation only. Its examples are tested, and its links are checked, only with all the
// features that they use.
#[cfg(any(all(doc, not(doctest)), all(doctest, feature = "http", feature = "json", feature = "lint")))]
#[cfg_attr(
    not(all(feature = "http", feature = "json", feature = "lint")),
    allow(rustdoc::broken_intra_doc_links, reason = "the modules of other features are not documented")
)]
#[doc = include_str!("cookbook.md")]
pub mod _cookbook {}
