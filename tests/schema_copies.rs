//! The generated schema files accept the same documents as their sources, and `schemas/rules.json`
//! matches the crate.
//!
//! `npm run generate` in `js/` writes the generated files. The comparison here is independent of
//! its code.
//!
//! Helpers outside of `#[test]` panic like tests do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use contact_schema::{Email, Rule, Timestamp, schema};
use serde_json::{Map, Value, json};

const DRAFT_2020_12: &str = "https://json-schema.org/draft/2020-12/schema";
const DRAFT_07: &str = "http://json-schema.org/draft-07/schema#";

/// Each source file with its portable and its Draft 07 copy.
const FILES: [[&str; 3]; 3] = [
    [schema::UPDATE_CONTACT_REQUEST, schema::PORTABLE_UPDATE_CONTACT_REQUEST, schema::DRAFT_07_UPDATE_CONTACT_REQUEST],
    [schema::CONTACT, schema::PORTABLE_CONTACT, schema::DRAFT_07_CONTACT],
    [schema::PROBLEM, schema::PORTABLE_PROBLEM, schema::DRAFT_07_PROBLEM],
];

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Applies a change to every object of the schema, the outermost first.
fn change(value: &mut Value, each: &impl Fn(&mut Map<String, Value>)) {
    match value {
        Value::Object(members) => {
            each(members);
            members.values_mut().for_each(|value| change(value, each));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| change(value, each)),
        _ => {}
    }
}

/// Removes the allowed differences from a schema: descriptions, `format`, and the two pairs of
/// equivalent patterns.
fn comparable(mut schema: Value) -> Value {
    change(&mut schema, &|members| {
        if members.get("description").is_some_and(Value::is_string) {
            members.remove("description");
        }
        if members.get("format").is_some_and(Value::is_string) {
            members.remove("format");
        }
        for (documented, portable) in
            [(Email::PATTERN, Email::PORTABLE_PATTERN), (Timestamp::PATTERN, Timestamp::PORTABLE_PATTERN)]
        {
            if members.get("pattern") == Some(&json!(documented)) {
                members.insert("pattern".to_owned(), json!(portable));
            }
        }
    });
    schema
}

/// Asserts that all engines read the text alike: no look-aheads, no `\d`, and no `format` that a
/// tool could assert.
fn assert_portable(text: &str) {
    assert!(text.is_ascii() && text.ends_with("}\n") && !text.contains('\r'));
    assert!(!text.contains("(?") && !text.contains(r"\\d"));
    change(&mut parse(text), &|members| {
        let format = members.get("format").and_then(Value::as_str);
        assert!(matches!(format, None | Some("int64")), "{format:?}");
        if let Some(pattern) = members.get("pattern").and_then(Value::as_str) {
            assert!(regex::Regex::new(pattern).is_ok(), "{pattern}");
        }
    });
}

#[test]
fn copies_equal_their_source() {
    for [source, portable, draft_07] in FILES {
        for (text, folder, dialect) in [(portable, "portable", DRAFT_2020_12), (draft_07, "draft-07", DRAFT_07)] {
            assert_portable(text);
            let mut expected = comparable(parse(source));
            let id = expected["$id"].as_str().unwrap().replace("/schemas/", &format!("/schemas/{folder}/"));
            expected["$id"] = json!(id);
            expected["$schema"] = json!(dialect);
            let copy = parse(text);
            assert!(jsonschema::meta::is_valid(&copy), "{id}");
            assert_eq!(comparable(copy), expected, "{id}");
        }
    }
}

#[test]
fn openapi_3_0_equals_3_1() {
    assert_portable(schema::OPENAPI_3_0);
    let mut copy = parse(schema::OPENAPI_3_0);
    // Converts back to 3.1: null, examples and constants.
    change(&mut copy, &|members| {
        if members.remove("nullable").is_some() {
            members["type"] = json!([members["type"], "null"]);
        }
        if let Some(example) = members.remove("example") {
            members.insert("examples".to_owned(), json!([example]));
        }
        let is_constant = members.get("enum").and_then(Value::as_array).is_some_and(|values| values.len() == 1);
        if is_constant && let Some(mut values) = members.remove("enum") {
            members.insert("const".to_owned(), values[0].take());
        }
    });
    copy["openapi"] = json!("3.1.1");
    let mut source = parse(schema::OPENAPI);
    assert!(source.as_object_mut().unwrap().remove("jsonSchemaDialect").is_some());
    assert!(source["info"].as_object_mut().unwrap().remove("summary").is_some());
    assert_eq!(comparable(copy), comparable(source));
}

#[test]
fn the_table_of_rules_matches_the_crate() {
    let table = parse(include_str!("../schemas/rules.json"));
    let rules = table.as_object().unwrap();
    assert_eq!(rules.len(), Rule::ALL.len());
    for rule in Rule::ALL {
        let expected = json!({
            "severity": rule.severity().as_str(), "summary": rule.summary(), "explanation": rule.explanation(),
        });
        assert_eq!(rules.get(rule.as_str()), Some(&expected), "{rule}: cargo run --example rules > schemas/rules.json");
    }
}
