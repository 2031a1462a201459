//! The types of the members: what a value of each is made of, and how it is written.

use alloc::string::String;
use core::convert::Infallible;
use core::fmt;

use serde::Serialize;
use serde::ser::SerializeMap;

use crate::body::patch::Patch;
use crate::body::walk::Accepted;
use crate::value::{Comment, CompanyId, ContactId, Email, Name, Phone, Phones, Timestamp};

/// A type of a member. Each is made of one kind of value, and some of `null`.
pub(crate) trait Field: Sized {
    /// What may be wrong with a text.
    type Fault: fmt::Display;

    fn null() -> Option<Self> {
        None
    }

    fn boolean(_: bool) -> Option<Self> {
        None
    }

    fn integer(_: i64) -> Option<Self> {
        None
    }

    fn text(_: impl AsRef<str> + Into<String>) -> Option<Result<Self, Self::Fault>> {
        None
    }

    fn phones(_: Phones) -> Option<Self> {
        None
    }

    /// The phones that this is, to add to.
    fn as_phones(&mut self) -> Option<&mut Phones> {
        None
    }
}

impl Field for bool {
    type Fault = Infallible;

    fn boolean(value: bool) -> Option<Self> {
        Some(value)
    }
}

macro_rules! integers {
    ($($Type:ident)*) => {
        $(impl Field for $Type {
            type Fault = Infallible;

            fn integer(value: i64) -> Option<Self> {
                Self::new(value).ok()
            }
        })*
    };
}

integers!(ContactId CompanyId);

macro_rules! texts {
    ($($Type:ident)*) => {
        $(impl Field for $Type {
            type Fault = <Self as core::str::FromStr>::Err;

            #[inline]
            fn text(text: impl AsRef<str> + Into<String>) -> Option<Result<Self, Self::Fault>> {
                Some(Self::new(text))
            }
        })*
    };
}

texts!(Name Email Comment Timestamp);

impl Field for Phones {
    type Fault = Infallible;

    fn phones(phones: Phones) -> Option<Self> {
        Some(phones)
    }

    fn as_phones(&mut self) -> Option<&mut Phones> {
        Some(self)
    }
}

impl<T: Field> Field for Option<T> {
    type Fault = T::Fault;

    fn null() -> Option<Self> {
        Some(None)
    }

    fn boolean(value: bool) -> Option<Self> {
        T::boolean(value).map(Some)
    }

    fn integer(value: i64) -> Option<Self> {
        T::integer(value).map(Some)
    }

    #[inline]
    fn text(text: impl AsRef<str> + Into<String>) -> Option<Result<Self, Self::Fault>> {
        T::text(text).map(|text| text.map(Some))
    }

    fn phones(phones: Phones) -> Option<Self> {
        T::phones(phones).map(Some)
    }

    fn as_phones(&mut self) -> Option<&mut Phones> {
        self.as_mut()?.as_phones()
    }
}

impl<T: Field> Field for Patch<T> {
    type Fault = T::Fault;

    fn null() -> Option<Self> {
        Some(Self::Null)
    }

    #[inline]
    fn text(text: impl AsRef<str> + Into<String>) -> Option<Result<Self, Self::Fault>> {
        T::text(text).map(|text| text.map(Self::Value))
    }
}

/// Puts a value that a walk has accepted into its place.
#[inline(always)]
pub(crate) fn accept<T: Field>(field: &mut Option<T>, value: Accepted<'_>) {
    let value = match value {
        Accepted::Null => T::null(),
        Accepted::Boolean(value) => T::boolean(value),
        Accepted::Integer(value) => T::integer(value),
        Accepted::Text(reader, text) => T::text(reader.decode(text)).and_then(Result::ok),
        Accepted::Phones => T::phones(Phones::default()),
        Accepted::Phone(reader, text) => {
            // An array with too many is refused at its end; no more are kept than a valid one has.
            if let (Some(phones), Ok(phone)) = (field.as_mut().and_then(T::as_phones), Phone::new(reader.decode(text)))
            {
                let _ = phones.push(phone);
            }
            return;
        }
    };
    *field = value;
}

// What is to be known of a field for each constructor of `Member`, by its name.

pub(crate) mod take {
    pub(crate) fn required<T>(value: Option<T>) -> Option<T> {
        value
    }

    pub(crate) use required as nullable;

    /// Where the member was absent, the field's default says so.
    pub(crate) fn optional<T: Default>(value: Option<T>) -> Option<T> {
        Some(value.unwrap_or_default())
    }

    pub(crate) use optional as patch;
}

pub(crate) mod present {
    use super::Patch;

    pub(crate) fn required<T>(_: &T) -> bool {
        true
    }

    pub(crate) fn nullable<T>(_: &Option<T>) -> bool {
        true
    }

    pub(crate) fn optional<T>(field: &Option<T>) -> bool {
        field.is_some()
    }

    pub(crate) fn patch<T>(field: &Patch<T>) -> bool {
        !field.is_absent()
    }
}

pub(crate) mod write {
    use super::{Patch, Serialize, SerializeMap};

    pub(crate) fn required<T: Serialize, M: SerializeMap>(map: &mut M, name: &str, field: &T) -> Result<(), M::Error> {
        map.serialize_entry(name, field)
    }

    pub(crate) fn nullable<T: Serialize, M: SerializeMap>(
        map: &mut M,
        name: &str,
        field: &Option<T>,
    ) -> Result<(), M::Error> {
        map.serialize_entry(name, field)
    }

    pub(crate) fn optional<T: Serialize, M: SerializeMap>(
        map: &mut M,
        name: &str,
        field: &Option<T>,
    ) -> Result<(), M::Error> {
        field.as_ref().map_or(Ok(()), |value| map.serialize_entry(name, value))
    }

    pub(crate) fn patch<T: Serialize, M: SerializeMap>(
        map: &mut M,
        name: &str,
        field: &Patch<T>,
    ) -> Result<(), M::Error> {
        match field {
            Patch::Absent => Ok(()),
            Patch::Null => map.serialize_entry(name, &None::<T>),
            // Formats that do not describe themselves are read back as an option, so one is written.
            Patch::Value(value) => map.serialize_entry(name, &Some(value)),
        }
    }
}
