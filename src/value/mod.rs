//! The values of the contract: one room for each type.

pub(crate) mod comment;
pub(crate) mod email;
pub(crate) mod id;
pub(crate) mod name;
pub(crate) mod phone;
pub(crate) mod phones;
pub(crate) mod text;
pub(crate) mod timestamp;

pub use comment::{Comment, InvalidComment};
pub use email::{CharacterClass, Email, EmailPart, InvalidEmail, Undeliverable};
pub use id::{CompanyId, ContactId, InvalidId};
pub use name::{InvalidName, Name};
pub use phone::{InvalidPhone, Phone};
pub use phones::{InvalidPhones, Phones};
#[cfg(feature = "chrono")]
#[cfg_attr(docsrs, doc(cfg(feature = "chrono")))]
pub use timestamp::chrono::UnrepresentableDateTime;
pub use timestamp::{InvalidTimestamp, Timestamp, TimestampField};
