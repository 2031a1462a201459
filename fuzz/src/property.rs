//! References for single strings: the published patterns in the `regex` crate, and the properties
//! of the published schemas.

use std::sync::LazyLock;

use contact_schema::{Email, Timestamp, schema};
use jsonschema::Validator;
use regex::Regex;
use serde_json::Value;

/// Returns whether the email pattern matches. `regex` has no look-ahead, so the two look-aheads are
/// checked separately.
pub fn email_pattern_matches(text: &str) -> bool {
    static WITHOUT_LOOK_AHEADS: LazyLock<Regex> =
        LazyLock::new(|| pattern(&Email::PATTERN.replace(r"(?!\.)(?!.*\.\.)", "")));
    WITHOUT_LOOK_AHEADS.is_match(text) && !text.starts_with('.') && !text.contains("..")
}

/// Returns whether the timestamp pattern matches.
pub fn timestamp_pattern_matches(text: &str) -> bool {
    static PATTERN: LazyLock<Regex> = LazyLock::new(|| pattern(Timestamp::PATTERN));
    PATTERN.is_match(text)
}

/// Compiles an ECMA-262 pattern, in which `\d` matches only ASCII digits.
fn pattern(ecma: &str) -> Regex {
    Regex::new(&ecma.replace(r"\d", "[0-9]")).expect("a pattern that `regex` supports")
}

/// The schema of the member `email` alone.
pub fn email_schema() -> &'static Validator {
    static EMAIL: LazyLock<Validator> = LazyLock::new(|| property(schema::CONTACT, "email"));
    &EMAIL
}

/// The schema of the member `updatedAt` alone.
pub fn timestamp_schema() -> &'static Validator {
    static TIMESTAMP: LazyLock<Validator> = LazyLock::new(|| property(schema::CONTACT, "updatedAt"));
    &TIMESTAMP
}

fn property(schema: &str, name: &str) -> Validator {
    let schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    validator(&schema["properties"][name])
}

/// Compiles a schema. Formats are annotations; the patterns decide.
pub fn validator(schema: &Value) -> Validator {
    jsonschema::options().should_validate_formats(false).build(schema).expect("the schema is valid")
}
