//! The errors of `Deserialize`: their messages and places. They are those that all other readers of
//! this crate give.

use alloc::format;
use alloc::string::ToString as _;
use core::fmt;

use serde::de::Error;

use crate::json::{JsonType, WrongType};
use crate::serde_error::Echo;

/// The place of a value in a body, and the types allowed there. Writes the error messages.
#[derive(Clone, Copy)]
pub(crate) struct Context {
    member: Option<&'static str>,
    item: Option<usize>,
    expected: JsonType,
    nullable: bool,
}

impl Context {
    /// A value outside a body.
    pub(crate) const fn alone(expected: JsonType) -> Self {
        Self { member: None, item: None, expected, nullable: false }
    }

    /// The value of a member.
    pub(crate) const fn member(name: &'static str, expected: JsonType, nullable: bool) -> Self {
        Self { member: Some(name), item: None, expected, nullable }
    }

    /// An item of the array that is read in this context.
    pub(crate) const fn item(self, index: usize, expected: JsonType) -> Self {
        Self { item: Some(index), expected, nullable: false, ..self }
    }

    /// Returns the error for a value that breaks the contract, with its place.
    #[cold]
    pub(crate) fn error<E: Error>(self, fault: impl fmt::Display) -> E {
        match (self.member, self.item) {
            (None, None) => E::custom(fault),
            (None, Some(index)) => E::custom(format_args!("item {index}: {fault}")),
            (Some(member), None) => E::custom(format_args!("/{member}: {fault}")),
            (Some(member), Some(index)) => E::custom(format_args!("/{member}/{index}: {fault}")),
        }
    }

    /// Returns the error for a value of another type.
    pub(crate) fn wrong_type<E: Error>(self, found: JsonType) -> E {
        self.error(WrongType { expected: self.expected, nullable: self.nullable, found })
    }

    /// Replaces the message of a format that may repeat the value by this crate's. Returns other
    /// errors unchanged.
    #[cold]
    pub(crate) fn reword<E: Error>(self, error: E) -> E {
        let text = error.to_string();
        let Some(Echo { found, position }) = Echo::find(&text) else { return error };
        let named = [
            ("null", JsonType::Null),
            ("unit", JsonType::Null),
            ("Option", JsonType::Null),
            ("boolean", JsonType::Boolean),
            ("integer", JsonType::Number),
            ("floating point", JsonType::Number),
            ("number", JsonType::Number),
            ("string", JsonType::String),
            ("character", JsonType::String),
            ("sequence", JsonType::Array),
            ("tuple", JsonType::Array),
            ("map", JsonType::Object),
            ("struct", JsonType::Object),
        ];
        match named.iter().find(|(name, _)| found.starts_with(name)) {
            Some(&(_, found)) => {
                let Self { expected, nullable, .. } = self;
                self.error(format!("{}{position}", WrongType { expected, nullable, found }))
            }
            None => self.error(format!("expected {self}, found another value{position}")),
        }
    }
}

impl fmt::Display for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.expected.fmt(f)
    }
}
