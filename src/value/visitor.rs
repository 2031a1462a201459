//! What the value types share on their way in through serde: the wording of errors, and the choice
//! of the `deserialize_*` method.
//!
//! Formats word some errors themselves, and put the rejected value into them: serde_json says
//! "invalid type: string "Ada", expected an integer". Here such an error becomes the message that
//! all other ways in give, without the value (R11).

use alloc::format;
use alloc::string::ToString as _;
use core::fmt;
use core::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};

use super::value_type::Value;
use crate::json::{JsonType, WrongType};

/// Where in a body a value is read, and what may be there. Words the errors.
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

    /// Returns the error of a value that breaks the contract: its place, and what is wrong.
    #[cold]
    pub(crate) fn error<E: Error>(self, fault: impl fmt::Display) -> E {
        match (self.member, self.item) {
            (None, None) => E::custom(fault),
            (None, Some(index)) => E::custom(format_args!("item {index}: {fault}")),
            (Some(member), None) => E::custom(format_args!("/{member}: {fault}")),
            (Some(member), Some(index)) => E::custom(format_args!("/{member}/{index}: {fault}")),
        }
    }

    /// Returns the error of a value of another type.
    pub(crate) fn wrong_type<E: Error>(self, found: JsonType) -> E {
        self.error(WrongType { expected: self.expected, nullable: self.nullable, found })
    }

    /// Words an error of type mismatch as this crate does. Other errors stay as they are.
    #[cold]
    pub(crate) fn reword<E: Error>(self, error: E) -> E {
        let text = error.to_string();
        let Some(found) = text.strip_prefix("invalid type: ") else { return error };
        // What follows our own words is the position, which the format adds.
        let expected = self.to_string();
        let position = found.rsplit_once(&expected).map_or("", |(_, position)| position);
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
            None => self.error(format!("expected {self}, found a value of another kind{position}")),
        }
    }
}

impl fmt::Display for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.expected.fmt(f)
    }
}

/// Reads a value outside a body.
pub(crate) fn deserialize<'de, T: Value, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::deserialize_in(Context::alone(T::TYPE), deserializer)
}

/// Reads the value of a member that may be null: `None` for null.
pub(crate) fn deserialize_nullable<'de, T: Value, D: Deserializer<'de>>(
    context: Context,
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    deserializer.deserialize_option(Nullable(context, PhantomData)).map_err(|error| context.reword(error))
}

struct Nullable<T>(Context, PhantomData<T>);

impl<'de, T: Value> Visitor<'de> for Nullable<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }

    fn visit_none<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::deserialize_in(self.0, deserializer).map(Some)
    }
}

/// Returns whether this deserializer must be asked for any value, or it refuses some numbers.
///
/// In general an id asks for an `i64`, as a derived struct does. Formats that have only text (paths,
/// queries, environment variables, keys of JSON objects) then parse it, and formats that do not
/// describe themselves know what to read. But some deserializers refuse `7.0` then, which R4 accepts:
///
/// - serde's [buffer](is_buffer),
/// - ciborium; and JavaScript writes integers above 2^32 as floats in CBOR,
/// - serde_json with its feature `arbitrary_precision`, which is exact only if asked for any value.
///
/// serde offers no way to ask for this, so the name of the type decides. It is only a hint: with a
/// deserializer that it misses, a float is refused, and no wrong value is accepted.
pub(crate) fn hands_over_any_number<D>() -> bool {
    let name = type_name::<D>();
    name.starts_with("serde_json::de::Deserializer<")
        || name == "serde_json::value::Value"
        || name.starts_with("ciborium::de::Deserializer<")
        || is_buffer::<D>()
}

/// Returns whether this is the deserializer of serde's buffer, in which it keeps the values of
/// `flatten`, `untagged` and `tag`.
pub(crate) fn is_buffer<D>() -> bool {
    let name = type_name::<D>();
    name.starts_with("serde") && (name.contains("ContentDeserializer<") || name.contains("ContentRefDeserializer<"))
}

fn type_name<D>() -> &'static str {
    let name = core::any::type_name::<D>();
    name.trim_start_matches("&mut ").trim_start_matches('&')
}
