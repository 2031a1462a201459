//! The two bodies: their members, and how they are read and written.

mod contact;
mod draft;
mod field;
pub(crate) mod json;
pub(crate) mod member;
mod members;
pub(crate) mod order;
mod patch;
mod presence;
mod request;
pub(crate) mod serde;
pub(crate) mod sink;
#[cfg(feature = "json")]
pub(crate) mod tree;
pub(crate) mod violation;
pub(crate) mod walk;
mod warning;
#[cfg(feature = "serde-violations")]
mod written;

pub use contact::Contact;
pub use patch::Patch;
pub use request::{UpdateContactDraft, UpdateContactRequest};
pub use violation::{InvalidBody, Violation, ViolationKind, Violations};
pub use warning::WarningKind;
