//! Inputs: from paths to bytes.

mod byte_range;
mod compression;
mod conversion;
mod exclude;
mod identity;
mod ignore_files;
mod interrupt;
mod name;
mod paths;
mod peek;
mod source;
mod text_lines;

#[cfg(test)]
pub(crate) use self::byte_range::Records;
pub(crate) use self::byte_range::{ByteRange, digits};
pub(crate) use self::compression::Compression;
pub(crate) use self::conversion::in_utf8;
pub(crate) use self::exclude::Exclude;
pub(crate) use self::identity::{Identity, PipeIdentity};
pub(crate) use self::interrupt::Interrupt;
pub(crate) use self::paths::{Found, Selection, path_of};
pub(crate) use self::source::{Input, InputType, Opened, Part, length};
pub(crate) use self::text_lines::TextLines;
