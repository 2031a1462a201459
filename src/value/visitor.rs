//! Reading values through serde: the choice of the `deserialize_*` method.

use core::fmt;
use core::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};

use super::context::Context;
use super::value_type::Value;

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

/// Returns whether ids must use `deserialize_any`, because this deserializer otherwise rejects some
/// numbers.
///
/// An id normally calls `deserialize_i64`, as a derived struct does. Formats that have only text
/// (paths, queries, environment variables, keys of JSON objects) then parse it, and formats that
/// are not self-describing know what to read. But some deserializers then reject `7.0`, which R4
/// accepts:
///
/// - serde's [buffer](is_buffer),
/// - ciborium; and JavaScript writes integers above 2^32 as floats in CBOR,
/// - serde_yaml and serde_yaml_ng,
/// - json5, which does not reject `7.5` but cuts off its fraction,
/// - serde_json with its feature `arbitrary_precision`, which is exact only with `deserialize_any`.
///
/// serde offers no way to detect these, so the name of the deserializer's type decides. The name is
/// only a hint: most deserializers that are not recognised reject floats, and accept no wrong
/// value.
pub(crate) fn hands_over_any_number<D>() -> bool {
    let name = type_name::<D>();
    name.starts_with("serde_json::de::Deserializer<")
        || name == "serde_json::value::Value"
        || is_buffer::<D>()
        || ["ciborium::de::Deserializer<", "serde_yaml", "json5::de::"].iter().any(|start| name.starts_with(start))
}

/// Returns whether this is the deserializer of serde's buffer, in which it keeps the values of
/// `flatten`, `untagged` and `tag`.
pub(crate) fn is_buffer<D>() -> bool {
    let name = type_name::<D>();
    // Searching a name takes longer than reading an id, and most names start so.
    !name.starts_with("serde_json::")
        && name.starts_with("serde")
        && (name.contains("ContentDeserializer<") || name.contains("ContentRefDeserializer<"))
}

/// Returns whether this is the deserializer of a key of a JSON object, also inside another one.
#[cold]
pub(crate) fn is_object_key<D>() -> bool {
    core::any::type_name::<D>().contains("serde_json::") && core::any::type_name::<D>().contains("MapKey")
}

/// Returns whether this deserializer does not check a value that it skips, or may be one that does
/// not.
///
/// An ignored value normally calls `deserialize_ignored_any`, as a derived struct does: serde_ignored
/// reports it, and formats skip values that serde has no type for. But serde_json and sonic-rs then
/// accept lone surrogates, invalid UTF-8 and any depth (R9), also behind a deserializer that wraps
/// theirs. The type is unknown behind erased-serde.
pub(crate) fn skips_unchecked<D>() -> bool {
    let name = core::any::type_name::<D>();
    ["serde_json::", "sonic_rs::", "erased_serde::"].iter().any(|part| name.contains(part))
        && !name.contains("serde_ignored::")
}

/// Returns the name of a type, or of what it borrows.
fn type_name<D>() -> &'static str {
    let mut name = core::any::type_name::<D>();
    // `trim_start_matches` takes longer than reading an id.
    while let Some(rest) = name.strip_prefix("&mut ").or_else(|| name.strip_prefix('&')) {
        name = rest;
    }
    name
}
