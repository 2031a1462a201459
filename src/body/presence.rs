//! The presence of a member: required or optional, nullable or not. Each combination is a type,
//! which the table of a body uses.

use serde::Serialize;
use serde::ser::SerializeMap;

use super::patch::Patch;

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

    /// Returns whether the field is written.
    fn is_present(field: &Self::Field) -> bool;

    /// Writes the field, if it is present.
    fn write<M: SerializeMap>(field: &Self::Field, map: &mut M, name: &'static str) -> Result<(), M::Error>;
}

/// Required, not nullable.
pub(crate) struct Required;

/// Required, nullable.
pub(crate) struct Nullable;

/// Optional, not nullable.
pub(crate) struct Optional;

/// Optional, nullable: the three states of a PATCH (R6).
pub(crate) struct Clearable;

impl<T: Serialize> Presence<T> for Required {
    const REQUIRED: bool = true;
    const NULLABLE: bool = false;

    type Field = T;

    fn field(read: Patch<T>) -> Option<T> {
        read.into_value()
    }

    fn is_present(_: &T) -> bool {
        true
    }

    fn write<M: SerializeMap>(field: &T, map: &mut M, name: &'static str) -> Result<(), M::Error> {
        map.serialize_entry(name, field)
    }
}

impl<T: Serialize> Presence<T> for Nullable {
    const REQUIRED: bool = true;
    const NULLABLE: bool = true;

    type Field = Option<T>;

    fn field(read: Patch<T>) -> Option<Option<T>> {
        match read {
            Patch::Absent => None,
            Patch::Null => Some(None),
            Patch::Value(value) => Some(Some(value)),
        }
    }

    fn is_present(_: &Option<T>) -> bool {
        true
    }

    fn write<M: SerializeMap>(field: &Option<T>, map: &mut M, name: &'static str) -> Result<(), M::Error> {
        map.serialize_entry(name, field)
    }
}

impl<T: Serialize> Presence<T> for Optional {
    const REQUIRED: bool = false;
    const NULLABLE: bool = false;

    type Field = Option<T>;

    fn field(read: Patch<T>) -> Option<Option<T>> {
        Some(read.into_value())
    }

    fn is_present(field: &Option<T>) -> bool {
        field.is_some()
    }

    fn write<M: SerializeMap>(field: &Option<T>, map: &mut M, name: &'static str) -> Result<(), M::Error> {
        field.as_ref().map_or(Ok(()), |value| map.serialize_entry(name, value))
    }
}

impl<T: Serialize> Presence<T> for Clearable {
    const REQUIRED: bool = false;
    const NULLABLE: bool = true;

    type Field = Patch<T>;

    fn field(read: Patch<T>) -> Option<Patch<T>> {
        Some(read)
    }

    fn is_present(field: &Patch<T>) -> bool {
        !field.is_absent()
    }

    fn write<M: SerializeMap>(field: &Patch<T>, map: &mut M, name: &'static str) -> Result<(), M::Error> {
        match field {
            Patch::Absent => Ok(()),
            Patch::Null => map.serialize_entry(name, &None::<T>),
            // Written as an option, because formats that are not self-describing read it as an
            // option.
            Patch::Value(value) => map.serialize_entry(name, &Some(value)),
        }
    }
}
