//! Reads the value of one member, which may be null or have a wrong type.

use super::sink::{BodySink, Slot};
use super::violation::ViolationKind;
use super::warning::WarningKind;
use crate::json::{JsonType, Reader};
#[cfg(feature = "json")]
use crate::value::sink::wrong_type_in_tree;
use crate::value::sink::{Place, Stop, wrong_type};
use crate::value::value_type::{Value, Want};

/// A value type that a member can have: its errors are violations, its warnings are warnings.
pub(crate) trait MemberType:
    Value<Error: Into<ViolationKind>, ItemError: Into<ViolationKind>, Warning: Into<WarningKind>>
{
}

impl<T> MemberType for T where
    T: Value<Error: Into<ViolationKind>, ItemError: Into<ViolationKind>, Warning: Into<WarningKind>>
{
}

/// Fast path of [`read`]: accepts a subset of what it accepts and never reports errors.
#[inline(always)]
pub(crate) fn read_plain<T: MemberType, S: BodySink>(
    reader: &Reader<'_>,
    at: usize,
    nullable: bool,
    slot: &mut S::Slot<T>,
) -> Option<usize> {
    if let Some((token, end)) = T::read_plain(reader, at, Want { no_warnings: S::WARNINGS, token: S::KEEPS }) {
        slot.keep(token);
        return Some(end);
    }
    if nullable && reader.chunk(at) == Some(b"null") {
        slot.keep_null();
        return Some(at + 4);
    }
    None
}

/// Same as [`read`], by the fast path if the sink has it and it accepts the value.
// In WebAssembly, one copy for each type of values instead of one for each member.
#[cfg_attr(not(target_family = "wasm"), inline(always))]
#[cfg_attr(target_family = "wasm", inline(never))]
pub(crate) fn read_any<T: MemberType, S: BodySink>(
    reader: &Reader<'_>,
    at: usize,
    member: (&'static str, bool),
    slot: &mut S::Slot<T>,
    sink: &mut S,
) -> Result<usize, Stop> {
    if S::FAST
        && let Some(end) = read_plain::<T, S>(reader, at, member.1, slot)
    {
        return Ok(end);
    }
    read::<T, S>(reader, at, member, slot, sink)
}

/// Reads the value at `at` of the member called `name`, reports all its faults and returns its end.
#[cold]
#[inline(never)]
pub(crate) fn read<T: MemberType, S: BodySink>(
    reader: &Reader<'_>,
    at: usize,
    (name, nullable): (&'static str, bool),
    slot: &mut S::Slot<T>,
    sink: &mut S,
) -> Result<usize, Stop> {
    let place = Place::Member(name);
    let found = JsonType::of_first_byte(reader.peek(at));
    if found == Some(T::TYPE) {
        let (token, end) = T::read(reader, at, place, sink)?;
        if let Some(token) = token {
            slot.keep(token);
        }
        return Ok(end);
    }
    if found == Some(JsonType::Null) && nullable {
        let end = reader.literal(at, b"null")?;
        slot.keep_null();
        return Ok(end);
    }
    wrong_type(reader, at, 1, place, (T::TYPE, nullable), sink)
}

/// Same as [`read`], for a value of a tree.
#[cfg(feature = "json")]
pub(crate) fn read_tree<T: MemberType, S: BodySink>(
    value: &serde_json::Value,
    (name, nullable): (&'static str, bool),
    slot: &mut S::Slot<T>,
    sink: &mut S,
) -> Result<(), Stop> {
    let place = Place::Member(name);
    match T::read_tree(value, place, sink) {
        Some(read) => {
            if let Some(token) = read? {
                slot.keep(token);
            }
            Ok(())
        }
        None if nullable && value.is_null() => {
            slot.keep_null();
            Ok(())
        }
        None => wrong_type_in_tree(value, place, (T::TYPE, nullable), sink),
    }
}
