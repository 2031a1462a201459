//! The presence of a member: required or optional, nullable or not. Each combination is a type,
//! which the table of a body uses.

use core::fmt;

use serde::Serialize;
use serde::ser::SerializeMap;

use super::patch::Patch;
use crate::value::redact::{Redact, Redacted};

/// The presence of a member whose values are `T`.
pub(crate) trait Presence<T> {
    /// Whether the member is required.
    const REQUIRED: bool;

    /// Whether `null` is valid.
    const NULLABLE: bool;

    /// The type of the field.
    type Field;

    /// Builds the field from the value that was read; `None` if the member is missing.
    fn field(read: Patch<T>) -> Option<Self::Field>;

    /// Returns the state of the field.
    fn state(field: &Self::Field) -> Patch<&T>;
}

/// Writes the field of a member, if it is present.
pub(crate) fn write<P: Presence<T>, T: Serialize, M: SerializeMap>(
    field: &P::Field,
    map: &mut M,
    name: &'static str,
) -> Result<(), M::Error> {
    match P::state(field) {
        Patch::Absent => Ok(()),
        Patch::Null => map.serialize_entry(name, &None::<T>),
        // Written as an option, because formats that are not self-describing read it as an option.
        Patch::Value(value) if P::NULLABLE => map.serialize_entry(name, &Some(value)),
        Patch::Value(value) => map.serialize_entry(name, value),
    }
}

/// Writes the field of a member without personal data, if it is present.
pub(crate) fn redact<P: Presence<T>, T: Redact>(
    field: &P::Field,
    output: &mut fmt::DebugStruct<'_, '_>,
    name: &'static str,
) {
    match P::state(field) {
        Patch::Absent => {}
        Patch::Null => {
            output.field(name, &format_args!("null"));
        }
        Patch::Value(value) => {
            output.field(name, &Redacted(value));
        }
    }
}

/// Required, not nullable.
pub(crate) struct Required;

/// Required, nullable.
pub(crate) struct Nullable;

/// Optional, not nullable.
pub(crate) struct Optional;

/// Optional, nullable: the three states of a PATCH (R6).
pub(crate) struct Clearable;

impl<T> Presence<T> for Required {
    const REQUIRED: bool = true;
    const NULLABLE: bool = false;

    type Field = T;

    fn field(read: Patch<T>) -> Option<T> {
        read.into_value()
    }

    fn state(field: &T) -> Patch<&T> {
        Patch::Value(field)
    }
}

impl<T> Presence<T> for Nullable {
    const REQUIRED: bool = true;
    const NULLABLE: bool = true;

    type Field = Option<T>;

    fn field(read: Patch<T>) -> Option<Option<T>> {
        read.into()
    }

    fn state(field: &Option<T>) -> Patch<&T> {
        Patch::from_nullable(field.as_ref())
    }
}

impl<T> Presence<T> for Optional {
    const REQUIRED: bool = false;
    const NULLABLE: bool = false;

    type Field = Option<T>;

    fn field(read: Patch<T>) -> Option<Option<T>> {
        Some(read.into_value())
    }

    fn state(field: &Option<T>) -> Patch<&T> {
        field.as_ref().map_or(Patch::Absent, Patch::Value)
    }
}

impl<T> Presence<T> for Clearable {
    const REQUIRED: bool = false;
    const NULLABLE: bool = true;

    type Field = Patch<T>;

    fn field(read: Patch<T>) -> Option<Patch<T>> {
        Some(read)
    }

    fn state(field: &Patch<T>) -> Patch<&T> {
        field.as_ref()
    }
}
