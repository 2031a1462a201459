//! serde_json into a `Value`, and the crate `jsonschema` over it.

use contact_schema::{Email, schema};
use jsonschema::{PatternOptions, Validator};
use serde_json::Value;

use crate::checks::LINEAR_EMAIL;

/// The schema compiled into code when this program is; patterns in an engine that is linear.
#[jsonschema::validator(
    path = "contact.linear.schema.json",
    validate_formats = false,
    pattern_options = { engine = regex },
    methods = { is_valid = true, validate = false, iter_errors = false }
)]
struct Contact;

/// The published schema with the email pattern in words that a linear engine knows.
pub(crate) fn linear_schema() -> Value {
    let escape = |pattern: &str| pattern.replace('\\', r"\\");
    let text = schema::CONTACT.replace(&escape(Email::PATTERN), &escape(LINEAR_EMAIL));
    let linear = serde_json::from_str(&text).expect("the schema is JSON");
    let file = serde_json::from_str::<Value>(include_str!("../../contact.linear.schema.json"));
    assert_eq!(file.expect("the schema is JSON"), linear, "contact.linear.schema.json is not what it should be");
    linear
}

pub(crate) fn compiled(bytes: &[u8]) -> usize {
    super::count(bytes, |line| serde_json::from_slice(line).is_ok_and(|value| Contact::is_valid(&value)))
}

/// The schema read when the program runs; patterns in an engine that is linear.
pub(crate) fn linear() -> Validator {
    jsonschema::options()
        .should_validate_formats(false)
        .with_pattern_options(PatternOptions::regex())
        .build(&linear_schema())
        .expect("the schema is one")
}

/// The published schema as it is, in the engine that the crate takes if nobody says otherwise.
pub(crate) fn backtracking() -> Validator {
    let schema = serde_json::from_str(schema::CONTACT).expect("the schema is JSON");
    jsonschema::options().should_validate_formats(false).build(&schema).expect("the schema is one")
}

pub(crate) fn run(validator: &Validator, bytes: &[u8]) -> usize {
    super::count(bytes, |line| serde_json::from_slice(line).is_ok_and(|value| validator.is_valid(&value)))
}
