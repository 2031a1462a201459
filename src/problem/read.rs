//! `Deserialize` for problems from any server: members of another type, texts that are too long and
//! items beyond the limits are ignored (RFC 9457, section 3.1).
//!
//! Any value is read into a bounded tree first, which cannot fail. The members are then taken out
//! of the tree.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde_json::{Map, Number, Value};

use super::write::MEMBERS;
use super::{Problem, ProblemError, ProblemMembers};
use crate::pointer::{Pointer, Span};

/// The levels of arrays and objects that are kept: problem, `errors`, item, `expected`, and a few
/// for extensions.
const MAX_DEPTH: usize = 8;

/// The name of the only member of a map by which serde_json passes a number on, with its feature
/// `arbitrary_precision`.
const NUMBER: &str = "$serde_json::private::Number";

/// Reads a value of any type, inside this many arrays and objects. `null` stands for what is not
/// kept.
#[derive(Clone, Copy)]
struct Tree {
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Tree {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        if self.depth > MAX_DEPTH {
            return IgnoredAny::deserialize(deserializer).map(|_| Value::Null);
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u128<E: Error>(self, _: u128) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_i128<E: Error>(self, _: i128) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Ok(Number::from_f64(number).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(if text.len() <= Problem::MAX_TEXT_BYTES { Value::String(text.to_owned()) } else { Value::Null })
    }

    fn visit_bytes<E: Error>(self, _: &[u8]) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inside = Tree { depth: self.depth + 1 };
        let mut kept = Vec::new();
        while kept.len() < Problem::MAX_ERRORS {
            match items.next_element_seed(inside)? {
                Some(item) => kept.push(item),
                None => return Ok(Value::Array(kept)),
            }
        }
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::Array(kept))
    }

    /// Of members with the same name, the last counts, as in most readers.
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let inside = Tree { depth: self.depth + 1 };
        let mut kept = Map::new();
        while let Some(name) = members.next_key_seed(inside)? {
            let value = members.next_value_seed(inside)?;
            if let Value::String(name) = name {
                kept.insert(name, value);
            }
        }
        Ok(match kept.get(NUMBER) {
            Some(Value::String(literal)) if kept.len() == 1 => literal.parse().map_or(Value::Null, Value::Number),
            _ => Value::Object(kept),
        })
    }
}

/// Takes the value of a member, whose place among the others remains.
fn take(members: &mut Map<String, Value>, name: &str) -> Value {
    members.get_mut(name).map_or(Value::Null, Value::take)
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// Reads an integer, also one that is written with a point, as in `409.0`.
fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| {
        let double = value.as_f64()?;
        // A cast saturates.
        let integer = double as u64;
        (integer < u64::MAX && integer as f64 == double).then_some(integer)
    })
}

fn items(value: Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items,
        _ => Vec::new(),
    }
}

/// Returns `None` for an item that is not an object or has no known member.
fn error(item: Value) -> Option<ProblemError> {
    let Value::Object(mut members) = item else { return None };
    let mut take = |name| take(&mut members, name);
    let (offset, length) = (number(&take("offset")), number(&take("length")));
    let error = ProblemError {
        detail: text(take("detail")).unwrap_or_default(),
        pointer: text(take("pointer")).and_then(|fragment| Pointer::from_uri_fragment(&fragment).ok()),
        parameter: text(take("parameter")),
        header: text(take("header")),
        rule: text(take("rule")),
        limit: number(&take("limit")),
        actual: number(&take("actual")),
        expected: items(take("expected")).into_iter().filter_map(text).collect(),
        span: offset.zip(length).and_then(|(offset, length)| {
            let start = usize::try_from(offset).ok()?;
            Some(Span { start, end: start.checked_add(usize::try_from(length).ok()?)? })
        }),
    };
    (error != ProblemError::default()).then_some(error)
}

/// Reads any object, and refuses other values without repeating them.
impl<'de> Deserialize<'de> for Problem {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Value::Object(mut members) = Tree { depth: 0 }.deserialize(deserializer)? else {
            return Err(D::Error::invalid_type(Unexpected::Other("another value"), &"an object"));
        };
        let mut take = |name| take(&mut members, name);
        let status = number(&take("status")).and_then(|status| u16::try_from(status).ok());
        let known = ProblemMembers {
            problem_type: text(take("type")).unwrap_or_else(|| Self::ABOUT_BLANK.to_owned()),
            title: text(take("title")),
            status: status.filter(|status| (100..=599).contains(status)),
            detail: text(take("detail")),
            instance: text(take("instance")),
            errors: items(take("errors")).into_iter().filter_map(error).collect(),
            extensions: Map::new(),
        };
        members.retain(|name, _| !MEMBERS.contains(&name.as_str()));
        Ok(Self::from(ProblemMembers { extensions: members, ..known }))
    }
}
