//! The description of a body: its members, in the documented order. One description serves every way in and out.

use alloc::vec::Vec;

use serde::ser::SerializeMap;

use crate::violation::JsonType;
use crate::{Comment, CompanyId, ContactId, Email, Name, Patch, Phone, Phones, Timestamp};

/// What a member holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Boolean,
    Integer,
    Name,
    Email,
    Phones,
    Comment,
    Timestamp,
}

impl Shape {
    pub(crate) const fn json_type(self) -> JsonType {
        match self {
            Self::Boolean => JsonType::Boolean,
            Self::Integer => JsonType::Number,
            Self::Phones => JsonType::Array,
            Self::Name | Self::Email | Self::Comment | Self::Timestamp => JsonType::String,
        }
    }
}

/// One member of a body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) required: bool,
    pub(crate) nullable: bool,
    /// A byte of zero and `"name":` as the bytes of a little-endian number, to be compared at one stroke.
    key: u128,
    /// The bits of `key` that count, those of its first byte excluded.
    mask: u128,
}

impl Member {
    #[expect(clippy::indexing_slicing, reason = "members are constants: this runs at compile time")]
    const fn new(name: &'static str, shape: Shape, required: bool, nullable: bool) -> Self {
        let bytes = name.as_bytes();
        assert!(bytes.len() + 4 <= 16, "the name and its punctuation must fit a u128");
        let mut key = [0; 16];
        key[1] = b'"';
        let mut i = 0;
        while i < bytes.len() {
            key[i + 2] = bytes[i];
            i += 1;
        }
        key[i + 2] = b'"';
        key[i + 3] = b':';
        let mask = (u128::MAX >> (8 * (16 - 4 - bytes.len()))) & !0xFF;
        Self { name, shape, required, nullable, key: u128::from_le_bytes(key), mask }
    }

    /// A member that is always there and never null.
    pub(crate) const fn required(name: &'static str, shape: Shape) -> Self {
        Self::new(name, shape, true, false)
    }

    /// A member that is always there, if only as null.
    pub(crate) const fn nullable(name: &'static str, shape: Shape) -> Self {
        Self::new(name, shape, true, true)
    }

    /// A member that may be left out and is never null.
    pub(crate) const fn optional(name: &'static str, shape: Shape) -> Self {
        Self::new(name, shape, false, false)
    }

    /// A member that may be left out, null or a value.
    pub(crate) const fn patch(name: &'static str, shape: Shape) -> Self {
        Self::new(name, shape, false, true)
    }

    /// Whether `bytes` are `lead` and then this member's name and a colon with nothing between, as most writers put it.
    #[inline(always)]
    pub(crate) fn follows(&self, lead: u8, bytes: &[u8; 16]) -> bool {
        let key = self.key | u128::from(lead);
        (u128::from_le_bytes(*bytes) ^ key) & (self.mask | 0xFF) == 0
    }

    /// Whether `bytes` have this member's name after their first.
    #[inline(always)]
    pub(crate) fn is_at(&self, bytes: &[u8; 16]) -> bool {
        (u128::from_le_bytes(*bytes) ^ self.key) & (self.mask >> 8) & !0xFF == 0
    }

    /// The length of the name with its quotes.
    #[inline(always)]
    pub(crate) const fn quoted_length(&self) -> usize {
        self.name.len() + 2
    }

    /// The length of the name with its quotes, a colon and the byte before.
    #[inline(always)]
    pub(crate) const fn key_length(&self) -> usize {
        self.name.len() + 4
    }
}

/// Finds a member by the four bytes after the opening quote of its name, which no two members of a body have in common; by three, if
/// the third is the closing quote.
pub(crate) struct Index {
    /// Spreads those bytes, as a number, over the slots so that no two members meet: a perfect hash, found by trying.
    multiplier: u32,
    members: [u8; Index::SLOTS],
}

impl Index {
    const SLOTS: usize = 16;

    #[expect(clippy::indexing_slicing, reason = "members are constants: this runs at compile time")]
    pub(crate) const fn of(members: &[Member]) -> Self {
        let mut index = Self { multiplier: 1, members: [u8::MAX; Self::SLOTS] };
        let mut next = 0;
        while next < members.len() {
            let slot = index.slot((members[next].key >> 16) as u32);
            if index.members[slot] == u8::MAX {
                index.members[slot] = next as u8;
                next += 1;
            } else {
                index =
                    Self { multiplier: index.multiplier.wrapping_add(0x9E37_79B8), members: [u8::MAX; Self::SLOTS] };
                next = 0;
            }
        }
        index
    }

    const fn slot(&self, start: u32) -> usize {
        let start = if start >> 16 & 0xFF == b'"' as u32 { start & 0xFF_FFFF } else { start };
        (start.wrapping_mul(self.multiplier) >> 28) as usize
    }

    /// The only member that `bytes` may have after their first.
    #[inline(always)]
    pub(crate) fn candidate(&self, bytes: &[u8; 16]) -> usize {
        let [_, _, a, b, c, d, ..] = *bytes;
        self.members.get(self.slot(u32::from_le_bytes([a, b, c, d]))).copied().unwrap_or(u8::MAX).into()
    }
}

/// A type that a JSON object is read into and written from.
pub(crate) trait Body: Sized {
    /// The body's name in the documentation.
    const NAME: &'static str;

    /// The members in the documented order.
    const MEMBERS: &'static [Member];

    /// Where each member is among them.
    const INDEX: Index;

    /// The body that these values make; `None` where a required one is missing.
    fn build(values: Values) -> Option<Self>;

    /// Writes the members that are there.
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;

    /// How many members [`write`](Self::write) writes.
    fn count(&self) -> usize;

    /// The index of the member called `name`.
    #[inline]
    fn find(name: &str) -> Option<usize> {
        // Names of one length mostly differ in their first byte.
        let first = name.as_bytes().first();
        Self::MEMBERS.iter().position(|member| member.name.as_bytes().first() == first && member.name == name)
    }
}

/// The most members that a body has.
pub(crate) const MAX_MEMBERS: usize = 9;

/// The checked values of the members of one body, by index.
#[derive(Default)]
pub(crate) struct Values([Option<Value>; MAX_MEMBERS]);

impl Values {
    pub(crate) fn set(&mut self, index: usize, value: Value) {
        if let Some(slot) = self.0.get_mut(index) {
            *slot = Some(value);
        }
    }

    pub(crate) fn has(&self, index: usize) -> bool {
        self.0.get(index).is_some_and(Option::is_some)
    }

    /// The values in the order of the members, each `None` where the member was absent.
    pub(crate) fn into_iter(self) -> impl Iterator<Item = Option<Value>> {
        self.0.into_iter()
    }

    /// The phones of the member `index`, to add to.
    pub(crate) fn phones(&mut self, index: usize) -> Option<&mut Vec<Phone>> {
        match self.0.get_mut(index) {
            Some(Some(Value::Phones(phones))) => Some(phones),
            _ => None,
        }
    }
}

/// A checked value of a member.
pub(crate) enum Value {
    Null,
    Boolean(bool),
    Integer(i64),
    Name(Name),
    Email(Email),
    Phones(Vec<Phone>),
    Comment(Comment),
    Timestamp(Timestamp),
}

/// A type that one kind of [`Value`] turns into.
pub(crate) trait FromValue: Sized {
    fn from_value(value: Value) -> Option<Self>;
}

macro_rules! from_value {
    ($($Type:ty: $pattern:pat => $value:expr;)*) => {
        $(impl FromValue for $Type {
            fn from_value(value: Value) -> Option<Self> {
                match value {
                    $pattern => $value,
                    _ => None,
                }
            }
        })*
    };
}

from_value! {
    bool: Value::Boolean(value) => Some(value);
    ContactId: Value::Integer(value) => Self::new(value).ok();
    CompanyId: Value::Integer(value) => Self::new(value).ok();
    Name: Value::Name(value) => Some(value);
    Email: Value::Email(value) => Some(value);
    Phones: Value::Phones(value) => Self::new(value).ok();
    Comment: Value::Comment(value) => Some(value);
    Timestamp: Value::Timestamp(value) => Some(value);
}

/// How a member of each kind is taken from its value and written; named after the constructors of [`Member`].
pub(crate) mod field {
    use serde::Serialize;

    use super::{FromValue, Patch, SerializeMap, Value};

    pub(crate) mod take {
        use super::{FromValue, Patch, Value};

        pub(crate) fn required<T: FromValue>(value: Option<Value>) -> Option<T> {
            T::from_value(value?)
        }

        pub(crate) fn nullable<T: FromValue>(value: Option<Value>) -> Option<Option<T>> {
            match value? {
                Value::Null => Some(None),
                value => T::from_value(value).map(Some),
            }
        }

        pub(crate) fn optional<T: FromValue>(value: Option<Value>) -> Option<Option<T>> {
            match value {
                None => Some(None),
                Some(value) => T::from_value(value).map(Some),
            }
        }

        pub(crate) fn patch<T: FromValue>(value: Option<Value>) -> Option<Patch<T>> {
            match value {
                None => Some(Patch::Absent),
                Some(Value::Null) => Some(Patch::Null),
                Some(value) => T::from_value(value).map(Patch::Value),
            }
        }
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

        pub(crate) fn required<T: Serialize, M: SerializeMap>(
            map: &mut M,
            name: &str,
            field: &T,
        ) -> Result<(), M::Error> {
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
}

/// Describes a body: for each field, its name in JSON, what may be in its place (a constructor of [`Member`]) and its shape.
macro_rules! members {
    ($Body:ident (valid $valid:literal, invalid $invalid:literal) { $($field:ident: $presence:ident $name:literal $Shape:ident,)* }) => {
        const _: () = assert!(<$Body as crate::member::Body>::MEMBERS.len() <= crate::member::MAX_MEMBERS);

        impl crate::member::Body for $Body {
            const NAME: &'static str = stringify!($Body);

            const MEMBERS: &'static [crate::member::Member] =
                &[$(crate::member::Member::$presence($name, crate::member::Shape::$Shape)),*];

            const INDEX: crate::member::Index = crate::member::Index::of(Self::MEMBERS);

            fn build(values: crate::member::Values) -> Option<Self> {
                let mut values = values.into_iter();
                Some(Self { $($field: crate::member::field::take::$presence(values.next()?)?),* })
            }

            fn write<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                $(crate::member::field::write::$presence(map, $name, &self.$field)?;)*
                Ok(())
            }

            fn count(&self) -> usize {
                0 $(+ usize::from(crate::member::field::present::$presence(&self.$field)))*
            }
        }

        crate::de::serde_body!($Body);
        crate::read::read_body!($Body, $valid, $invalid);
        #[cfg(feature = "json")]
        crate::json_value::value_body!($Body, $valid);
    };
}

pub(crate) use members;
