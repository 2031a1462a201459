//! JSON (RFC 8259, R9): a reader of tokens. Nothing here knows about contacts.

#[cfg(feature = "simd")]
pub(crate) mod blocks;
mod error;
mod json_type;
mod reader;
mod string;

pub use error::{SyntaxContext, SyntaxError, SyntaxErrorKind};
pub use json_type::JsonType;
pub(crate) use json_type::WrongType;
pub(crate) use reader::Reader;
#[cfg(feature = "lint")]
pub(crate) use reader::valid_utf8;
pub(crate) use string::{StringToken, code_points};
