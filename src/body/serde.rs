//! serde for the bodies, in every format. It is written by hand, because derived code differs from
//! the schema: it reads arrays into structs, accepts `null` for an optional member, and rejects
//! `1.0` for an integer.

use core::fmt;
use core::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};

use super::field::MemberType;
use super::member::Body;
use super::patch::Patch;
use super::sink::Build;
use super::violation::ViolationKind;
use crate::json::JsonType;
use crate::limits::Limits;
use crate::value::context::Context;
use crate::value::visitor::{deserialize_nullable, skips_unchecked};

/// Implements the traits of serde for a body.
macro_rules! serde_body {
    ($Body:ident) => {
        /// Writes a map of the present members, in the documented order: an absent member is never
        /// written, a `null` always is. A format without null, such as TOML, leaves it out.
        ///
        /// It is a map and not a struct, because some formats write structs as arrays, in which no
        /// member can be absent. So formats that distinguish the two, such as RON and CSV, do not
        /// write a body as they write a derived struct.
        impl serde::Serialize for $Body {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                crate::body::serde::serialize(self, serializer)
            }
        }

        /// Reads a map and nothing else. Rejects duplicate members and ignores unknown ones.
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
    let read = if deserializer.is_human_readable() {
        // As derived code does: with `flatten`, the body then consumes only its own members.
        deserializer.deserialize_struct(B::NAME, B::NAMES, BodyVisitor(PhantomData))
    } else {
        // Formats that are not self-describing must read what `serialize` writes: a map.
        deserializer.deserialize_map(BodyVisitor(PhantomData))
    };
    read.map_err(|error| Context::alone(JsonType::Object).reword(error))
}

struct BodyVisitor<B>(PhantomData<B>);

impl<'de, B: Body> Visitor<'de> for BodyVisitor<B> {
    type Value = B;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&JsonType::Object, f)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<B, A::Error> {
        let mut draft = B::Draft::<Build>::default();
        let mut seen = 0_u32;
        while let Some(found) = map.next_key_seed(MemberName::<B>(PhantomData))? {
            let Some((index, member)) = found.and_then(|index| Some((index, B::MEMBERS.get(index)?))) else {
                // The body itself is the first level.
                map.next_value_seed(Ignored { depth: 1 })?;
                continue;
            };
            if seen & 1 << index != 0 {
                return Err(Error::duplicate_field(member.name));
            }
            seen |= 1 << index;
            B::read_map(&mut draft, index, &mut map)?;
        }
        for (index, member) in B::MEMBERS.iter().enumerate() {
            if member.required && seen & 1 << index == 0 {
                return Err(Error::custom(ViolationKind::MissingMember { member: member.name }));
            }
        }
        B::build(draft).ok_or_else(|| Error::custom("expected all required members"))
    }
}

/// Reads the name of a member as its index: `None` for an unknown member.
struct MemberName<B>(PhantomData<B>);

impl<'de, B: Body> DeserializeSeed<'de> for MemberName<B> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        let context = Context::alone(JsonType::String);
        deserializer.deserialize_str(self).map_err(|error| context.reword(error))
    }
}

impl<B: Body> Visitor<'_> for MemberName<B> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&JsonType::String, f)
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Option<usize>, E> {
        Ok(B::find(name))
    }

    /// The CSV reader passes the names of columns as bytes.
    fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<Option<usize>, E> {
        Ok(core::str::from_utf8(name).ok().and_then(B::find))
    }
}

/// Reads the value of a member.
pub(crate) struct MemberSeed<T> {
    context: Context,
    nullable: bool,
    value: PhantomData<T>,
}

impl<T: MemberType> MemberSeed<T> {
    pub(crate) fn new(name: &'static str, nullable: bool) -> Self {
        Self { context: Context::member(name, T::TYPE, nullable), nullable, value: PhantomData }
    }
}

impl<'de, T: MemberType> DeserializeSeed<'de> for MemberSeed<T> {
    type Value = Patch<T>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Patch<T>, D::Error> {
        if self.nullable {
            let value = deserialize_nullable(self.context, deserializer)?;
            Ok(value.map_or(Patch::Null, Patch::Value))
        } else {
            T::deserialize_in(self.context, deserializer).map(Patch::Value)
        }
    }
}

/// Reads a value and drops it, inside `depth` open arrays and objects.
#[derive(Clone, Copy)]
struct Ignored {
    depth: usize,
}

impl Ignored {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        if self.depth >= Limits::MAX_DEPTH {
            return Err(E::custom(format_args!(
                "expected at most {} levels of nesting, found more",
                Limits::MAX_DEPTH
            )));
        }
        Ok(Self { depth: self.depth + 1 })
    }
}

impl<'de> DeserializeSeed<'de> for Ignored {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if skips_unchecked::<D>() {
            deserializer.deserialize_any(self)
        } else {
            deserializer.deserialize_ignored_any(self)
        }
    }
}

/// Implements methods of a visitor that ignore a value with nothing inside.
macro_rules! ignore_scalars {
    ($($visit:ident($Type:ty))*) => {
        $(fn $visit<E: Error>(self, _: $Type) -> Result<(), E> {
            Ok(())
        })*
    };
}

impl<'de> Visitor<'de> for Ignored {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    ignore_scalars! {
        visit_bool(bool) visit_i64(i64) visit_i128(i128) visit_u64(u64) visit_u128(u128) visit_f64(f64)
        visit_str(&str) visit_bytes(&[u8])
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
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
