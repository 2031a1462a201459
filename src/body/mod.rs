//! The two bodies: their members, and every way in and out.

pub(crate) mod contact;
pub(crate) mod field;
pub(crate) mod json;
pub(crate) mod member;
pub(crate) mod patch;
pub(crate) mod request;
pub(crate) mod serde;
#[cfg(feature = "json")]
pub(crate) mod tree;
pub(crate) mod violation;
pub(crate) mod walk;
pub(crate) mod warning;

pub use contact::Contact;
pub use patch::Patch;
pub use request::UpdateContactRequest;
pub use violation::{InvalidBody, JsonType, Violation, ViolationKind, Violations};
pub use warning::{Warning, WarningKind};
