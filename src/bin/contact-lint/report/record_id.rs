//! The `id` of a record, with which people find the contact.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use contact_schema::ContactId;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

/// Returns the `id` of a JSON object: an integer that the contract allows, and the only member of
/// that name. A string in its place could contain anything, so it is not shown.
///
/// An object with a syntax error after its `id` has one too.
pub(crate) fn record_id(json: &[u8]) -> Option<i64> {
    let found = Cell::new(Found::None);
    // The error is ignored: the `id` found before it counts.
    let _ = serde_json::Deserializer::from_slice(json).deserialize_map(Search(&found));
    match found.get() {
        Found::One(id) => Some(id),
        Found::None | Found::Unclear => None,
    }
}

#[derive(Clone, Copy)]
enum Found {
    None,
    One(i64),
    /// Not an id, or more than one.
    Unclear,
}

struct Search<'a>(&'a Cell<Found>);

impl<'de> Visitor<'de> for Search<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            if name == "id" {
                let before = self.0.replace(Found::Unclear);
                let id = map.next_value::<ContactId>()?.get();
                self.0.set(if matches!(before, Found::None) { Found::One(id) } else { Found::Unclear });
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::record_id;

    #[test]
    fn an_id_is_shown_if_it_is_one() {
        for (json, id) in [
            (r#"{"id": 7}"#, Some(7)),
            (r#"{"name": 1, "\u0069d": -7.0, "x": [{"id": 8}]}"#, Some(-7)),
            // A syntax error after the id.
            (r#"{"id": 7, "name": "#, Some(7)),
            (r#"{"id": 7, "name": "\ud800"}"#, Some(7)),
            (r#"{"name": x, "id": 7}"#, None),
            (r#"{"id": "7"}"#, None),
            (r#"{"id": 7.5}"#, None),
            (r#"{"id": 9007199254740992}"#, None),
            (r#"{"id": 7, "id": 7}"#, None),
            (r#"{"id": 7, "id": "#, None),
            (r#"[{"id": 7}]"#, None),
            ("7", None),
            ("", None),
        ] {
            assert_eq!(record_id(json.as_bytes()), id, "{json}");
        }
    }
}
