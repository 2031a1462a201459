//! JSON (RFC 8259, R9): a reader that knows nothing of contacts.

#[cfg(feature = "simd")]
pub(crate) mod blocks;
mod reader;

pub(crate) use reader::*;
pub use reader::{SyntaxContext, SyntaxError, SyntaxErrorKind};
