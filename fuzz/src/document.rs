//! Prepares documents for the references: replaces only the numbers that serde_json cannot read.

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use regex::bytes::{Match, Regex};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde_json::Value;

/// The default depth limit of serde_json.
pub const SERDE_JSON_DEPTH: usize = 127;

/// Tokens: strings (so that their content is skipped), numbers and brackets.
static TOKEN: LazyLock<Regex> = LazyLock::new(|| {
    let string = r#""(?:[^"\\]|\\.)*""#;
    let number = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?";
    Regex::new(&format!(r"(?s-u){string}|{number}|[\[\]{{}}]")).expect("a pattern")
});

/// Replaces every number that is infinite as a double by `1e300`. serde_json refuses such numbers
/// everywhere, this crate only where the contract requires an integer. The result is JSON if and
/// only if the document is.
pub fn with_finite_numbers(document: &[u8]) -> Cow<'_, [u8]> {
    let number = |token: &[u8]| std::str::from_utf8(token).ok()?.parse::<f64>().ok();
    let is_infinite = |token: &Match<'_>| number(token.as_bytes()).is_some_and(f64::is_infinite);
    let (mut finite, mut end) = (Vec::new(), 0);
    for token in TOKEN.find_iter(document).filter(is_infinite) {
        finite.extend_from_slice(&document[end..token.start()]);
        // Keeps the sign: without it, two numbers could become one.
        finite.extend_from_slice(if token.as_bytes().starts_with(b"-") { b"-1e300" } else { b"1e300" });
        end = token.end();
    }
    if end == 0 {
        return Cow::Borrowed(document);
    }
    finite.extend_from_slice(&document[end..]);
    Cow::Owned(finite)
}

/// Returns the nesting depth of a document that is JSON.
pub fn depth(document: &[u8]) -> usize {
    let (mut depth, mut greatest) = (0_usize, 0);
    for token in TOKEN.find_iter(document) {
        match token.as_bytes() {
            b"[" | b"{" => depth += 1,
            b"]" | b"}" => depth -= 1,
            _ => {}
        }
        greatest = greatest.max(depth);
    }
    greatest
}

/// Reads a document with serde_json, at any depth.
pub fn read<T: DeserializeOwned>(document: &[u8]) -> serde_json::Result<T> {
    let mut deserializer = serde_json::Deserializer::from_slice(document);
    deserializer.disable_recursion_limit();
    let value = T::deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

/// All members of an object in order. serde_json's own map keeps only the last member of a name.
pub struct Members(pub Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Object)
    }
}
