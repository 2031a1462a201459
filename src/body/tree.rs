//! Documents that are already a tree: `serde_json::Value` (feature `json`).
//!
//! The description of the members, the checks of strings and the sinks are those for bytes; only the places have no bytes. What a tree has
//! lost is not seen: duplicate members, syntax, how numbers were written, and the depth of members that are ignored.

use serde_json::{Number, Value};

use crate::body::json::Document;
use crate::body::member::{Body, Member, Shape};
use crate::body::violation::{JsonType, ViolationKind};
use crate::body::walk::{Accepted, Place, Sink, Stop, absent, check_length, check_text};
use crate::json::{Reader, Text};
use crate::pointer::Span;
use crate::value::id;
use crate::value::{InvalidId, Phone, Phones};

impl Document for &Value {
    const SPANS: bool = false;

    fn walk<B: Body, S: Sink>(self, sink: &mut S) -> Result<(), Stop> {
        let Value::Object(members) = self else {
            return wrong_type(self, Place::Root, JsonType::Object, false, sink);
        };
        let mut seen = 0;
        for (index, member) in B::MEMBERS.iter().enumerate() {
            if let Some(found) = members.get(member.name) {
                seen |= 1 << index;
                value(found, index, member, sink)?;
            }
        }
        absent::<B, S>(0, seen, sink)
    }
}

fn value<S: Sink>(value: &Value, index: usize, member: &'static Member, sink: &mut S) -> Result<(), Stop> {
    let place = Place::Member(member.name);
    match (member.shape, value) {
        (Shape::Name | Shape::Email | Shape::Comment | Shape::Timestamp, Value::String(string)) => {
            let (reader, text) = whole(string);
            check_text(reader, text, member.shape, place, sink)?;
            sink.accept(index, Accepted::Text(reader, text));
            Ok(())
        }
        (Shape::Integer, Value::Number(number)) => match integer(number) {
            Ok(value) => {
                sink.accept(index, Accepted::Integer(value));
                Ok(())
            }
            Err(fault) => sink.violation(place, Span::default(), || ViolationKind::Id(fault)),
        },
        (Shape::Boolean, Value::Bool(value)) => {
            sink.accept(index, Accepted::Boolean(*value));
            Ok(())
        }
        (Shape::Phones, Value::Array(items)) => {
            sink.accept(index, Accepted::Phones);
            let count = items.len();
            if count > Phones::MAX_ITEMS {
                let kind = || ViolationKind::TooManyItems { count, max: Phones::MAX_ITEMS };
                sink.violation(place, Span::default(), kind)?;
            }
            for (item_index, item) in items.iter().enumerate() {
                let place = Place::Item(member.name, item_index);
                let Value::String(string) = item else {
                    wrong_type(item, place, JsonType::String, false, sink)?;
                    continue;
                };
                let (reader, text) = whole(string);
                check_length(reader, text, Phone::MAX_CHARS, place, sink)?;
                sink.accept(index, Accepted::Phone(reader, text));
            }
            Ok(())
        }
        (_, Value::Null) if member.nullable => {
            sink.accept(index, Accepted::Null);
            Ok(())
        }
        _ => wrong_type(value, place, member.shape.json_type(), member.nullable, sink),
    }
}

/// The string as a document of its own.
fn whole(string: &str) -> (Reader<'_>, Text) {
    (Reader::of_text(string), Text { start: 0, end: string.len(), escaped: false })
}

fn integer(number: &Number) -> Result<i64, InvalidId> {
    match number.as_i64() {
        Some(value) => id::from_wide(value),
        // Integers beyond `i64` and numbers beyond a double are out of range as doubles too.
        None => id::from_double(number.as_f64().unwrap_or(f64::INFINITY)),
    }
}

fn wrong_type<S: Sink>(
    value: &Value,
    place: Place<'_>,
    expected: JsonType,
    nullable: bool,
    sink: &mut S,
) -> Result<(), Stop> {
    let found = match value {
        Value::Null => JsonType::Null,
        Value::Bool(_) => JsonType::Boolean,
        Value::Number(_) => JsonType::Number,
        Value::String(_) => JsonType::String,
        Value::Array(_) => JsonType::Array,
        Value::Object(_) => JsonType::Object,
    };
    sink.violation(place, Span::default(), || ViolationKind::WrongType { expected, nullable, found })
}

/// Gives a body the methods that read it from a tree.
macro_rules! value_body {
    ($Body:ident, $valid:literal) => {
        #[cfg_attr(docsrs, doc(cfg(feature = "json")))]
        impl $Body {
            /// Reads a document that is already a tree, with all violations as [`from_json`](Self::from_json) has them, but
            /// without spans and in the order of the documented members. A tree no longer shows duplicate members.
            ///
            /// # Errors
            ///
            /// [`Violations`](crate::Violations): all of them, of which the first
            /// [`Limits::MAX_VIOLATIONS`](crate::Limits::MAX_VIOLATIONS) are kept.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("use contact_schema::", stringify!($Body), ";")]
            /// use serde_json::{Value, json};
            ///
            #[doc = concat!("let value: Value = serde_json::from_str(r#\"", $valid, "\"#)?;")]
            #[doc = concat!("assert!(", stringify!($Body), "::from_value(&value).is_ok());")]
            #[doc = concat!("assert!(", stringify!($Body), "::from_value(&json!([])).is_err());")]
            /// # Ok::<(), serde_json::Error>(())
            /// ```
            pub fn from_value(document: &serde_json::Value) -> Result<Self, crate::Violations> {
                crate::body::json::build(document, &crate::Limits::default()).map_err(crate::body::tree::violations)
            }

            /// Checks a document that is already a tree, without building the body.
            ///
            /// # Errors
            ///
            /// As [`from_value`](Self::from_value).
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("use contact_schema::", stringify!($Body), ";")]
            ///
            #[doc = concat!("assert!(", stringify!($Body), "::check_value(&serde_json::json!(null)).is_err());")]
            /// ```
            pub fn check_value(document: &serde_json::Value) -> Result<(), crate::Violations> {
                crate::body::json::check::<Self>(document, &crate::Limits::default())
                    .map_err(crate::body::tree::violations)
            }
        }
    };
}

/// A tree has no syntax to be wrong.
pub(crate) fn violations(error: crate::InvalidBody) -> crate::Violations {
    match error {
        crate::InvalidBody::Violations(violations) => violations,
        crate::InvalidBody::Syntax(_) => crate::Violations { kept: alloc::vec::Vec::new(), total: 0 },
    }
}

pub(crate) use value_body;
