//! Problems as serde reads them, from any server: members of another type, texts that are too long
//! and items beyond the limits are ignored (RFC 9457, section 3.1).
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

use super::{Problem, ProblemError, ProblemMembers};
use crate::pointer::{Pointer, Span};

/// The levels of arrays and objects that are kept: problem, `errors`, item, `expected`, and a few
/// for extensions.
const MAX_DEPTH: usize = 8;

/// The name by which serde_json passes a number on, with its feature `arbitrary_precision`.
const NUMBER: &str = "$serde_json::private::Number";

/// Reads a value of any type, inside so many arrays and objects. `null` stands for what is not
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
            match (name, value) {
                (Value::String(name), Value::String(literal)) if name == NUMBER => {
                    return Ok(literal.parse().map_or(Value::Null, Value::Number));
                }
                (Value::String(name), value) => {
                    kept.insert(name, value);
                }
                _ => {}
            }
        }
        Ok(Value::Object(kept))
    }
}

fn text(value: Option<Value>) -> Option<String> {
    match value {
        Some(Value::String(text)) => Some(text),
        _ => None,
    }
}

fn number(value: Option<Value>) -> Option<u64> {
    value?.as_u64()
}

fn items(value: Option<Value>) -> Vec<Value> {
    match value {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    }
}

/// Returns `None` for an item that is not an object or has no known member.
fn error(item: Value) -> Option<ProblemError> {
    let Value::Object(mut members) = item else { return None };
    let (offset, length) = (number(members.remove("offset")), number(members.remove("length")));
    let error = ProblemError {
        detail: text(members.remove("detail")).unwrap_or_default(),
        pointer: text(members.remove("pointer")).and_then(|fragment| Pointer::from_uri_fragment(&fragment).ok()),
        parameter: text(members.remove("parameter")),
        header: text(members.remove("header")),
        rule: text(members.remove("rule")),
        limit: number(members.remove("limit")),
        actual: number(members.remove("actual")),
        expected: items(members.remove("expected")).into_iter().filter_map(|item| text(Some(item))).collect(),
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
        let status = number(members.remove("status")).and_then(|status| u16::try_from(status).ok());
        Ok(Self::from(ProblemMembers {
            problem_type: text(members.remove("type")).unwrap_or_else(|| Self::ABOUT_BLANK.to_owned()),
            title: text(members.remove("title")),
            status: status.filter(|status| (100..=599).contains(status)),
            detail: text(members.remove("detail")),
            instance: text(members.remove("instance")),
            errors: items(members.remove("errors")).into_iter().filter_map(error).collect(),
            extensions: members,
        }))
    }
}
