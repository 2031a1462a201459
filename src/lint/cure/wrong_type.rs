//! Values of the wrong type.

use super::super::finding::{Finding, FindingPlace};
use super::super::fix::{Edit, Fix, Safety};
use super::super::kind::Kind;
use super::member;
use crate::json::{JsonType, Reader};
use crate::value::timestamp::cure::of_unix_time;

/// Returns the fix of a value of another type, if one is likely to be meant.
pub(super) fn fix(
    document: &Reader<'_>,
    finding: &Finding,
    kind: Kind,
    is_timestamp: &dyn Fn(&str) -> bool,
) -> Option<Fix> {
    let (expected, found) = finding.wrong_type?;
    let span = finding.span;
    let text = document.slice(span.start, span.end);
    let fix = |title, edits| Some(Fix::new(title, Safety::Unsafe, edits));
    match (expected, found, &finding.place) {
        (JsonType::Number | JsonType::Boolean, JsonType::String, _) => {
            let inner = text.get(1..text.len() - 1)?;
            let is_it = match expected {
                JsonType::Boolean => matches!(inner, "true" | "false"),
                _ => Reader::of_text(inner).number(0).is_ok_and(|end| end == inner.len()),
            };
            let quotes = alloc::vec![Edit::delete(span.start, span.start + 1), Edit::delete(span.end - 1, span.end)];
            is_it.then(|| Fix::new("remove the quotes", Safety::Unsafe, quotes))
        }
        (JsonType::Array, JsonType::String, _) => {
            fix("put it in an array", alloc::vec![Edit::insert(span.start, "["), Edit::insert(span.end, "]")])
        }
        (JsonType::String, JsonType::Number, FindingPlace::Item(..)) => {
            fix("write it as a string", alloc::vec![Edit::insert(span.start, "\""), Edit::insert(span.end, "\"")])
        }
        (JsonType::String, JsonType::Number, FindingPlace::Member(name)) if is_timestamp(name) => {
            let text = alloc::format!("\"{}\"", of_unix_time(text)?);
            fix("write the time since 1970 as a timestamp", alloc::vec![Edit { span, text: text.into() }])
        }
        (_, JsonType::Null, FindingPlace::Member(name)) if kind.has_optional(name) => member::remove(document, span),
        (JsonType::Array, JsonType::Null, FindingPlace::Member(_)) => {
            fix("write an empty array", alloc::vec![Edit { span, text: "[]".into() }])
        }
        _ => None,
    }
}
