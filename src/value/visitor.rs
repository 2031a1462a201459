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

/// The names of deserializers that reject numbers, or change them, if an `i64` is requested.
///
/// - serde_json with its feature `arbitrary_precision` is exact only with `deserialize_any`.
/// - ciborium, cbor4ii, minicbor, serde_yaml, serde_yaml_ng, serde-saphyr and simd-json reject `7.0`,
///   which R4 accepts; JavaScript writes integers above 2^32 as floats in CBOR. RON does too, but then
///   it words errors itself, with the value (R11).
/// - json5 0.4 and serde_json5 do not reject `7.5`, but cut off its fraction.
const NEED_ANY: [&str; 12] = [
    "serde_json::de::Deserializer<",
    "serde_json::value::Value",
    "serde_json::number::Number",
    "ciborium::de::Deserializer<",
    "ciborium::value::de::Deserializer<",
    "serde_yaml",
    "simd_json::Deserializer",
    "json5::de::Deserializer",
    "serde_json5::de::Deserializer",
    "serde_saphyr::",
    "cbor4ii::",
    "minicbor_serde::",
];

/// Returns whether ids must use `deserialize_any`: for [these deserializers](NEED_ANY), and for
/// serde's [buffer](is_buffer).
///
/// An id normally calls `deserialize_i64`, as a derived struct does. Formats that have only text
/// (paths, queries, environment variables, keys of JSON objects) then parse it, and formats that
/// are not self-describing know what to read.
///
/// serde offers no way to detect the others, so the name of the deserializer's type decides. The
/// name is only a hint: a deserializer that is not listed reads the ids that it reads as an `i64`.
/// `docs/exceptions.md` lists the known differences.
pub(crate) fn hands_over_any_number<D>() -> bool {
    let name = type_name::<D>();
    NEED_ANY.iter().any(|start| name.starts_with(start)) || is_buffer::<D>()
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
/// serde_json, sonic-rs and others name its type so.
#[cold]
pub(crate) fn is_object_key<D>() -> bool {
    core::any::type_name::<D>().contains("MapKey")
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

/// Returns the name of a type, or of what it borrows or wraps.
fn type_name<D>() -> &'static str {
    // Some releases of Rust write the lifetimes of a type, as `'_`.
    const WRAPPERS: [&str; 5] =
        ["&mut ", "&", "serde_path_to_error::de::Deserializer<", "serde_ignored::Deserializer<", "'_, "];
    let mut name = core::any::type_name::<D>();
    // `trim_start_matches` takes longer than reading an id.
    while let Some(inner) = WRAPPERS.iter().find_map(|wrapper| name.strip_prefix(wrapper)) {
        name = inner;
    }
    name
}
