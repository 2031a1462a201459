//! Bodies through serde, in every format: hand-made, because derive is not the schema. It would read arrays into structs, take
//! `null` for a member that may be left out, and refuse `1.0` for an integer.

use core::fmt;
use core::marker::PhantomData;

use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde::ser::{SerializeMap, Serializer};

use crate::id::SafeInteger;
use crate::json::MAX_DEPTH;
use crate::member::{Body, Member, Shape, Value, Values};
use crate::violation::ViolationKind;
use crate::{Comment, Email, Name, Phones, Timestamp};

/// Implements serde's traits for a body.
macro_rules! serde_body {
    ($Body:ident) => {
        /// A map of the members that are there, in the documented order: an absent one is never written, `null` always is.
        impl serde::Serialize for $Body {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                crate::de::serialize(self, serializer)
            }
        }

        /// Reads a map and nothing else. Duplicate members are refused, unknown ones are ignored.
        impl<'de> serde::Deserialize<'de> for $Body {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::de::deserialize(deserializer)
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
    deserializer.deserialize_map(BodyVisitor(PhantomData))
}

struct BodyVisitor<B>(PhantomData<B>);

impl<'de, B: Body> Visitor<'de> for BodyVisitor<B> {
    type Value = B;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object of the members of `{}`", B::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<B, A::Error> {
        let mut values = Values::default();
        while let Some(found) = map.next_key_seed(MemberName::<B>(PhantomData))? {
            let Some((index, member)) = found.and_then(|index| Some((index, B::MEMBERS.get(index)?))) else {
                // The body itself is the first level.
                map.next_value_seed(Ignored { depth: 1 })?;
                continue;
            };
            if values.has(index) {
                return Err(de::Error::duplicate_field(member.name));
            }
            values.set(index, map.next_value_seed(MemberValue(member))?);
        }
        for (index, member) in B::MEMBERS.iter().enumerate() {
            if member.required && !values.has(index) {
                return Err(de::Error::custom(ViolationKind::MissingMember { member: member.name }));
            }
        }
        B::build(values).ok_or_else(|| de::Error::custom("expected values of the types of the members, found others"))
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

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Option<usize>, E> {
        Ok(B::find(name))
    }
}

/// Reads the value of a member.
struct MemberValue(&'static Member);

impl<'de> DeserializeSeed<'de> for MemberValue {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        if self.0.nullable { deserializer.deserialize_option(self) } else { value(self.0.shape, deserializer) }
    }
}

/// For members that may be null.
impl<'de> Visitor<'de> for MemberValue {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} or null", self.0.shape.json_type())
    }

    fn visit_none<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        value(self.0.shape, deserializer)
    }
}

fn value<'de, D: Deserializer<'de>>(shape: Shape, deserializer: D) -> Result<Value, D::Error> {
    Ok(match shape {
        Shape::Boolean => Value::Boolean(bool::deserialize(deserializer)?),
        Shape::Integer => Value::Integer(deserializer.deserialize_i64(SafeInteger)?),
        Shape::Name => Value::Name(Name::deserialize(deserializer)?),
        Shape::Email => Value::Email(Email::deserialize(deserializer)?),
        Shape::Phones => Value::Phones(Phones::deserialize(deserializer)?.into_inner()),
        Shape::Comment => Value::Comment(Comment::deserialize(deserializer)?),
        Shape::Timestamp => Value::Timestamp(Timestamp::deserialize(deserializer)?),
    })
}

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
