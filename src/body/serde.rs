//! Bodies through serde, in every format: hand-made, because derive is not the schema. It would read arrays into structs, take
//! `null` for a member that may be left out, and refuse `1.0` for an integer.

use alloc::string::String;
use core::fmt;
use core::marker::PhantomData;

use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};

use crate::body::field::Field;
use crate::body::member::{Body, Member, Shape};
use crate::body::violation::{JsonType, ViolationKind};
use crate::json::MAX_DEPTH;
use crate::value::InvalidId;
use crate::value::id;
use crate::value::phones;

/// Implements serde's traits for a body.
macro_rules! serde_body {
    ($Body:ident) => {
        /// A map of the members that are there, in the documented order: an absent one is never written, `null` always is.
        impl serde::Serialize for $Body {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                crate::body::serde::serialize(self, serializer)
            }
        }

        /// Reads a map and nothing else. Duplicate members are refused, unknown ones are ignored.
        impl<'de> serde::Deserialize<'de> for $Body {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::body::serde::deserialize(deserializer)
            }
        }
    };
}

pub(crate) use serde_body;

pub(crate) fn serialize<B: Body, S: Serializer>(body: &B, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(body.count()))?;
    body.write(&mut map)?;
    map.end()
}

pub(crate) fn deserialize<'de, B: Body, D: Deserializer<'de>>(deserializer: D) -> Result<B, D::Error> {
    deserialize_as!(deserializer, deserialize_map, BodyVisitor(PhantomData))
}

struct BodyVisitor<B>(PhantomData<B>);

impl<'de, B: Body> Visitor<'de> for BodyVisitor<B> {
    type Value = B;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object of the members of `{}`", B::NAME)
    }

    refuse!(Object: boolean number string);

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<B, A::Error> {
        let mut draft = B::Draft::default();
        let mut seen = 0_u32;
        while let Some(found) = map.next_key_seed(MemberName::<B>(PhantomData))? {
            let Some((index, member)) = found.and_then(|index| Some((index, B::MEMBERS.get(index)?))) else {
                // The body itself is the first level.
                map.next_value_seed(Ignored { depth: 1 })?;
                continue;
            };
            if seen & 1 << index != 0 {
                return Err(de::Error::duplicate_field(member.name));
            }
            seen |= 1 << index;
            B::take(&mut draft, index, &mut map)?;
        }
        for (index, member) in B::MEMBERS.iter().enumerate() {
            if member.required && seen & 1 << index == 0 {
                return Err(de::Error::custom(ViolationKind::MissingMember { member: member.name }));
            }
        }
        B::build(draft).ok_or_else(|| de::Error::custom("expected values of the types of the members, found others"))
    }
}

/// Reads a member's name as its index; `None` for a name that is not documented.
struct MemberName<B>(PhantomData<B>);

impl<'de, B: Body> DeserializeSeed<'de> for MemberName<B> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<B: Body> Visitor<'_> for MemberName<B> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    refuse!(String: boolean number);

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Option<usize>, E> {
        Ok(B::find(name))
    }
}

/// Reads the value of a member into its field's type.
pub(crate) struct MemberValue<T> {
    member: &'static Member,
    field: PhantomData<T>,
}

impl<T: Field> MemberValue<T> {
    pub(crate) fn new(member: &'static Member) -> Self {
        Self { member, field: PhantomData }
    }

    /// The value, if one of this type makes one.
    fn expect<E: de::Error>(&self, value: Option<T>, found: JsonType) -> Result<T, E> {
        let Member { shape, nullable, .. } = *self.member;
        value.ok_or_else(|| self.fault(ViolationKind::WrongType { expected: shape.json_type(), nullable, found }))
    }

    /// The error that says in which member the fault is.
    #[cold]
    fn fault<E: de::Error>(&self, fault: impl fmt::Display) -> E {
        E::custom(format_args!("/{}: {fault}", self.member.name))
    }

    fn integer<E: de::Error>(&self, integer: Result<i64, InvalidId>) -> Result<T, E> {
        match integer {
            Err(fault) if self.member.shape == Shape::Integer => Err(self.fault(fault)),
            integer => self.expect(integer.ok().and_then(T::integer), JsonType::Number),
        }
    }

    #[inline]
    fn text<E: de::Error>(&self, text: impl AsRef<str> + Into<String>) -> Result<T, E> {
        match T::text(text) {
            Some(Err(fault)) => Err(self.fault(fault)),
            text => self.expect(text.and_then(Result::ok), JsonType::String),
        }
    }

    /// Asks for the type that the member has, as formats need it that do not describe themselves.
    fn typed<'de, D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        match self.member.shape {
            Shape::Boolean => deserializer.deserialize_bool(self),
            Shape::Integer => deserializer.deserialize_i64(self),
            Shape::Phones => deserializer.deserialize_seq(self),
            Shape::Name | Shape::Email | Shape::Comment | Shape::Timestamp => deserializer.deserialize_string(self),
        }
    }
}

impl<'de, T: Field> DeserializeSeed<'de> for MemberValue<T> {
    type Value = T;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        if deserializer.is_human_readable() {
            // Asked for a type, such formats put the value that is of another one into their error (R11).
            deserializer.deserialize_any(self)
        } else if self.member.nullable {
            deserializer.deserialize_option(self)
        } else {
            self.typed(deserializer)
        }
    }
}

impl<'de, T: Field> Visitor<'de> for MemberValue<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.member.shape.json_type())
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<T, E> {
        self.expect(T::boolean(value), JsonType::Boolean)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<T, E> {
        self.integer(id::from_wide(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<T, E> {
        self.integer(id::from_wide(value))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<T, E> {
        self.integer(id::from_wide(value))
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<T, E> {
        self.integer(id::from_wide(value))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<T, E> {
        self.integer(id::from_double(value))
    }

    #[inline]
    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        self.text(text)
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<T, E> {
        self.text(text)
    }

    fn visit_none<E: de::Error>(self) -> Result<T, E> {
        self.visit_unit()
    }

    fn visit_unit<E: de::Error>(self) -> Result<T, E> {
        self.expect(T::null().filter(|_| self.member.nullable), JsonType::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        self.typed(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<T, A::Error> {
        if self.member.shape != Shape::Phones {
            return self.expect(None, JsonType::Array);
        }
        let phones = phones::Array.visit_seq(items)?;
        self.expect(T::phones(phones), JsonType::Array)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        if self.member.shape != Shape::Integer {
            return self.expect(None, JsonType::Object);
        }
        let integer = id::SafeInteger.visit_map(map)?;
        self.expect(T::integer(integer), JsonType::Object)
    }
}

/// The name that serde_json's feature `arbitrary_precision` gives the text of a number, which it hands over as a map.
pub(crate) const NUMBER: &str = "$serde_json::private::Number";

/// The methods of a visitor that refuse the values of these kinds, which serde's own would put into the error (R11).
macro_rules! refuse {
    ($expected:ident: $($kind:ident)*) => {
        $(crate::body::serde::refuse!(@$kind $expected);)*
    };
    (@boolean $expected:ident) => {
        fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<Self::Value, E> {
            crate::body::serde::wrong_type(crate::JsonType::$expected, crate::JsonType::Boolean)
        }
    };
    (@number $expected:ident) => {
        fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<Self::Value, E> {
            crate::body::serde::wrong_type(crate::JsonType::$expected, crate::JsonType::Number)
        }

        fn visit_i128<E: serde::de::Error>(self, _: i128) -> Result<Self::Value, E> {
            crate::body::serde::wrong_type(crate::JsonType::$expected, crate::JsonType::Number)
        }

        fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<Self::Value, E> {
            crate::body::serde::wrong_type(crate::JsonType::$expected, crate::JsonType::Number)
        }

        fn visit_u128<E: serde::de::Error>(self, _: u128) -> Result<Self::Value, E> {
            crate::body::serde::wrong_type(crate::JsonType::$expected, crate::JsonType::Number)
        }

        fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<Self::Value, E> {
            crate::body::serde::wrong_type(crate::JsonType::$expected, crate::JsonType::Number)
        }
    };
    (@string $expected:ident) => {
        fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<Self::Value, E> {
            crate::body::serde::wrong_type(crate::JsonType::$expected, crate::JsonType::String)
        }
    };
}

pub(crate) use refuse;

pub(crate) fn wrong_type<T, E: de::Error>(expected: JsonType, found: JsonType) -> Result<T, E> {
    Err(E::custom(ViolationKind::WrongType { expected, nullable: false, found }))
}

/// Reads a value of any type where the format can tell its type, so that the visitor decides; else one of the type asked for.
macro_rules! deserialize_as {
    ($deserializer:expr, $method:ident, $visitor:expr) => {{
        let deserializer = $deserializer;
        if deserializer.is_human_readable() {
            deserializer.deserialize_any($visitor)
        } else {
            deserializer.$method($visitor)
        }
    }};
}

pub(crate) use deserialize_as;

/// Reads a value and drops it, within `depth` open arrays and objects.
///
/// serde's own `IgnoredAny` is not strict enough: with it serde_json passes over lone surrogates, invalid UTF-8 and any depth.
#[derive(Clone, Copy)]
struct Ignored {
    depth: usize,
}

impl Ignored {
    fn deeper<E: de::Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            return Err(E::custom(format_args!("expected at most {MAX_DEPTH} levels of nesting, found more")));
        }
        Ok(Self { depth: self.depth + 1 })
    }
}

impl<'de> DeserializeSeed<'de> for Ignored {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Ignored {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i128<E: de::Error>(self, _: i128) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u128<E: de::Error>(self, _: u128) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: de::Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_bytes<E: de::Error>(self, _: &[u8]) -> Result<(), E> {
        Ok(())
    }

    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let inner = self.deeper()?;
        while items.next_element_seed(inner)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let inner = self.deeper()?;
        while members.next_key_seed(inner)?.is_some() {
            members.next_value_seed(inner)?;
        }
        Ok(())
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<(), A::Error> {
        let inner = self.deeper()?;
        let ((), variant) = data.variant_seed(inner)?;
        variant.newtype_variant_seed(inner)
    }
}
