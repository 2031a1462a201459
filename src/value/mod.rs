//! The value types of the contract. Each file or folder defines one type completely: its grammar,
//! its limits, its errors with their rules and help, and how it is read.
//!
//! A body asks for these through [`Value`](value_type::Value). A new type implements it, mostly by
//! the macros of [`text`], and is named in the body that has such a member.
//!
//! The crate exports all that is public here.

pub(crate) mod boolean;
pub(crate) mod comment;
pub(crate) mod context;
#[cfg(feature = "lint")]
pub(crate) mod cure;
mod decimal;
pub(crate) mod email;
pub(crate) mod id;
pub(crate) mod name;
pub(crate) mod phone;
pub(crate) mod phones;
pub(crate) mod redact;
pub(crate) mod sink;
pub(crate) mod text;
pub(crate) mod timestamp;
pub(crate) mod value_type;
pub(crate) mod visitor;

pub use comment::{Comment, InvalidComment};
pub use email::{CharacterClass, Email, EmailPart, InvalidEmail, Undeliverable};
pub use id::{CompanyId, ContactId, InvalidId};
pub use name::{InvalidName, Name};
pub use phone::{InvalidPhone, Phone};
pub use phones::{InvalidPhones, Phones};
pub use redact::Redacted;
pub use timestamp::{InvalidTimestamp, Timestamp, TimestampField, UnrepresentableDateTime};

/// Calls a macro with the texts whose only rule is a limit: the name of each, its type and its
/// error. Conversions, schemas, strategies and the like are made for all of them at once.
macro_rules! limited_text_types {
    ($with:ident) => {
        $with! { name Name InvalidName, phone Phone InvalidPhone, comment Comment InvalidComment }
    };
}

pub(crate) use limited_text_types;
