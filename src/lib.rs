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
#![cfg_attr(docsrs, feature(doc_cfg))]
#![no_std]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod comment;
mod contact;
mod de;
mod display;
mod email;
mod id;
mod json;
mod limits;
mod member;
mod name;
mod patch;
mod phone;
mod phones;
mod pointer;
mod read;
mod rule;
mod text;
mod timestamp;
mod update;
mod violation;
mod walk;
mod warning;

#[cfg(feature = "lint")]
#[cfg_attr(docsrs, doc(cfg(feature = "lint")))]
pub mod lint;
pub mod schema;

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "json")]
mod json_value;

#[cfg(feature = "chrono")]
#[cfg_attr(docsrs, doc(cfg(feature = "chrono")))]
pub use crate::chrono::UnrepresentableDateTime;
pub use crate::comment::{Comment, InvalidComment};
pub use crate::contact::Contact;
pub use crate::email::{CharacterClass, Email, EmailPart, InvalidEmail, Undeliverable};
pub use crate::id::{CompanyId, ContactId, InvalidId};
pub use crate::json::{SyntaxError, SyntaxErrorKind, Within};
pub use crate::limits::Limits;
pub use crate::name::{InvalidName, Name};
pub use crate::patch::Patch;
pub use crate::phone::{InvalidPhone, Phone};
pub use crate::phones::{InvalidPhones, Phones};
pub use crate::pointer::{Pointer, Span};
pub use crate::rule::{Rule, Severity, UnknownRule};
pub use crate::timestamp::{InvalidTimestamp, Timestamp, TimestampField};
pub use crate::update::UpdateContactRequest;
pub use crate::violation::{InvalidBody, JsonType, Violation, ViolationKind, Violations};
pub use crate::warning::{Warning, WarningKind};
