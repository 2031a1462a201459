//! serde_json into a `Value`, then the crate `jsonschema`.

use contact_schema::{Email, schema};
use jsonschema::{PatternOptions, Validator};
use serde_json::Value;

use crate::checks::LINEAR_EMAIL;

/// The schema compiled into code at compile time, with a linear engine for patterns.
#[jsonschema::validator(
    path = "contact.linear.schema.json",
    validate_formats = false,
    pattern_options = { engine = regex },
    methods = { is_valid = true, validate = false, iter_errors = false }
)]
struct Contact;

/// Returns the published schema with the email pattern rewritten for linear engines.
pub(crate) fn linear_schema() -> Value {
    let escape = |pattern: &str| pattern.replace('\\', r"\\");
    let text = schema::CONTACT.replace(&escape(Email::PATTERN), &escape(LINEAR_EMAIL));
    let linear = serde_json::from_str(&text).expect("the schema is JSON");
    let file = serde_json::from_str::<Value>(include_str!("../../contact.linear.schema.json"));
    assert_eq!(file.expect("the schema is JSON"), linear, "contact.linear.schema.json is out of date");
    linear
}

pub(crate) fn compiled(bytes: &[u8]) -> usize {
    super::count(bytes, |line| serde_json::from_slice(line).is_ok_and(|value| Contact::is_valid(&value)))
}

/// Compiles the schema at run time, with a linear engine for patterns.
pub(crate) fn linear() -> Validator {
    jsonschema::options()
        .should_validate_formats(false)
        .with_pattern_options(PatternOptions::regex())
        .build(&linear_schema())
        .expect("a valid schema")
}

/// Compiles the published schema unchanged, with the crate's default engine for patterns.
pub(crate) fn backtracking() -> Validator {
    let schema = serde_json::from_str(schema::CONTACT).expect("the schema is JSON");
    jsonschema::options().should_validate_formats(false).build(&schema).expect("a valid schema")
}

pub(crate) fn run(validator: &Validator, bytes: &[u8]) -> usize {
    super::count(bytes, |line| serde_json::from_slice(line).is_ok_and(|value| validator.is_valid(&value)))
}
