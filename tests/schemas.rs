//! The bundled JSON Schema files agree with their meta-schema, with the documentation's examples,
//! and with the constants of the types.
//!
//! Helpers outside of `#[test]` panic as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use contact_schema::{
    Comment, CompanyId, Contact, ContactId, Email, Name, Phone, Phones, Timestamp, UpdateContactRequest, schema,
};
use serde_json::{Value, json};

/// The examples of the API's documentation, verbatim.
const REQUEST_EXAMPLE: &str = r#"{"notify": true, "name": "Company Contact Name", "email": "example@email.com",
 "phones": ["phone1", "phone2"], "comment": "Company contact comment"}"#;
const CONTACT_EXAMPLE: &str = r#"{"id": 1, "name": "Company Contact Name", "email": "example@email.com",
 "phones": ["phone1", "phone2"], "comment": "Company contact comment", "companyId": 1,
 "notifyAt": "2024-12-05T14:56:23.000Z", "updatedAt": "2024-12-05T14:56:23.000Z",
 "createdAt": "2024-01-15T08:45:00.000Z"}"#;

/// The patterns of the API's documentation, verbatim.
const EMAIL: &str = r"^(?!\.)(?!.*\.\.)([A-Za-z0-9_'+\-\.]*)[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$";
const TIMESTAMP: &str = r"^(?:(?:\d\d[2468][048]|\d\d[13579][26]|\d\d0[48]|[02468][048]00|[13579][26]00)-02-29|\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|(?:02)-(?:0[1-9]|1\d|2[0-8])))T(?:(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z))$";

const FILES: [(&str, &str, &str); 2] = [
    ("UpdateContactRequest", schema::UPDATE_CONTACT_REQUEST, REQUEST_EXAMPLE),
    ("Contact", schema::CONTACT, CONTACT_EXAMPLE),
];

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Returns the JSON text without white space between tokens. The order of the members stays.
fn compact(json: &str) -> String {
    let mut in_string = false;
    let mut escaped = false;
    let mut compact = String::new();
    for c in json.chars() {
        if in_string || !c.is_whitespace() {
            compact.push(c);
        }
        (in_string, escaped) = match c {
            '"' if !escaped => (!in_string, false),
            '\\' => (in_string, !escaped),
            _ => (in_string, false),
        };
    }
    compact
}

#[test]
fn files_match_the_meta_schema() {
    for (title, text, _) in FILES {
        let schema = parse(text);
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{title}");
        assert!(jsonschema::draft202012::meta::is_valid(&schema), "{title}");
        assert!(jsonschema::meta::validate(&schema).is_ok(), "{title}");
        assert_eq!(schema["title"], title);
        let id = schema["$id"].as_str().unwrap_or_default();
        assert!(id.starts_with("https://") && id.ends_with(".schema.json"), "{title}: {id}");
        assert!(schema["description"].as_str().is_some_and(|description| !description.is_empty()), "{title}");
    }
}

#[test]
fn files_end_with_a_line_feed_and_are_ascii() {
    for (title, text, _) in FILES {
        assert!(text.is_ascii() && text.ends_with("}\n") && !text.contains('\r'), "{title}");
    }
}

#[test]
fn files_are_self_contained() {
    fn walk(value: &Value, check: &mut impl FnMut(&str)) {
        match value {
            Value::Object(members) => members.iter().for_each(|(name, value)| {
                check(name);
                // Examples are documents, not schemas.
                if name != "examples" {
                    walk(value, check);
                }
            }),
            Value::Array(items) => items.iter().for_each(|item| walk(item, check)),
            _ => {}
        }
    }
    for (title, text, _) in FILES {
        walk(&parse(text), &mut |name| {
            // Unknown members are valid (R7), so no keyword may forbid them.
            let closing = ["additionalProperties", "unevaluatedProperties", "propertyNames", "maxProperties"];
            assert!(!closing.contains(&name), "{title} has {name}");
            assert!(!["$ref", "$dynamicRef"].contains(&name), "{title} has {name}");
            // There are no minimum lengths (R10).
            assert!(!["minLength", "minItems", "minProperties"].contains(&name), "{title} has {name}");
        });
    }
}

#[test]
fn examples_pass_the_schemas() {
    for (title, text, example) in FILES {
        let schema = parse(text);
        let example = parse(example);
        assert_eq!(schema["examples"], json!([example]), "{title}");
        // Also with formats asserted: the examples must not depend on how a validator treats
        // formats.
        for formats in [false, true] {
            let validator = jsonschema::options().should_validate_formats(formats).build(&schema).unwrap();
            assert!(validator.is_valid(&example), "{title}");
        }
    }
}

#[test]
fn examples_are_read_and_written_unchanged() {
    let request = UpdateContactRequest::from_json(REQUEST_EXAMPLE.as_bytes()).unwrap();
    let contact = Contact::from_json(CONTACT_EXAMPLE.as_bytes()).unwrap();
    let written = serde_json::to_string(&request).unwrap();
    assert_eq!(written, compact(REQUEST_EXAMPLE));
    assert_eq!(parse(&written), parse(REQUEST_EXAMPLE));
    assert_eq!(serde_json::from_str::<UpdateContactRequest>(REQUEST_EXAMPLE).unwrap(), request);
    let written = serde_json::to_string(&contact).unwrap();
    assert_eq!(written, compact(CONTACT_EXAMPLE));
    assert_eq!(parse(&written), parse(CONTACT_EXAMPLE));
    assert_eq!(serde_json::from_str::<Contact>(CONTACT_EXAMPLE).unwrap(), contact);
}

#[test]
fn members_have_the_limits_of_the_types() {
    let integer = |min: i64, max: i64| json!({"type": "integer", "minimum": min, "maximum": max});
    let name = json!({"type": "string", "maxLength": Name::MAX_CHARS});
    let email = json!({
        "type": ["string", "null"], "maxLength": Email::MAX_CHARS, "format": "email", "pattern": Email::PATTERN,
    });
    let phone = json!({"type": "string", "maxLength": Phone::MAX_CHARS});
    let phones = json!({"type": "array", "maxItems": Phones::MAX_ITEMS, "items": phone});
    let comment = json!({"type": ["string", "null"], "maxLength": Comment::MAX_CHARS});
    let timestamp = json!({"type": "string", "pattern": Timestamp::PATTERN});
    let request = json!({
        "notify": {"type": "boolean"}, "name": name, "email": email, "phones": phones, "comment": comment,
    });
    let contact = json!({
        "id": integer(ContactId::MIN, ContactId::MAX), "name": name, "email": email, "phones": phones, "comment": comment,
        "companyId": integer(CompanyId::MIN, CompanyId::MAX),
        "notifyAt": timestamp, "updatedAt": timestamp, "createdAt": timestamp,
    });
    let all = ["id", "name", "email", "phones", "comment", "companyId", "notifyAt", "updatedAt", "createdAt"];
    for (text, required, expected) in
        [(schema::UPDATE_CONTACT_REQUEST, &["notify"][..], request), (schema::CONTACT, &all[..], contact)]
    {
        let schema = parse(text);
        assert_eq!(schema["type"], "object");
        assert_eq!(schema["required"], json!(required));
        let mut properties = schema["properties"].clone();
        // Every member has a description. Everything else must match the types exactly.
        for (member, property) in properties.as_object_mut().unwrap() {
            let description = property.as_object_mut().unwrap().remove("description");
            assert!(description.as_ref().and_then(Value::as_str).is_some_and(|text| !text.is_empty()), "{member}");
        }
        assert_eq!(properties, expected);
        let known = ["$schema", "$id", "title", "description", "type", "required", "properties", "examples"];
        assert!(schema.as_object().unwrap().keys().all(|keyword| known.contains(&keyword.as_str())));
    }
}

#[test]
fn members_are_in_the_documented_order() {
    for (title, text, example) in FILES {
        // A parsed object may lose the order of its members, so this reads the text.
        let properties = text.split_once("\"properties\"").unwrap().1.split_once("\"examples\"").unwrap().0;
        let places: Vec<_> = parse(text)["properties"]
            .as_object()
            .unwrap()
            .keys()
            .map(|member| (example.find(&format!("\"{member}\"")), properties.find(&format!("\n    \"{member}\": {{"))))
            .collect();
        assert!(places.iter().all(|(documented, bundled)| documented.is_some() && bundled.is_some()), "{title}");
        let (mut by_example, mut by_schema) = (places.clone(), places);
        by_example.sort_by_key(|(documented, _)| *documented);
        by_schema.sort_by_key(|(_, bundled)| *bundled);
        assert_eq!(by_example, by_schema, "{title}");
    }
}

#[test]
fn limits_are_those_of_the_documentation() {
    assert_eq!((Name::MAX_CHARS, Email::MAX_CHARS, Phone::MAX_CHARS, Comment::MAX_CHARS), (250, 250, 50, 2500));
    assert_eq!(Phones::MAX_ITEMS, 5);
    assert_eq!((ContactId::MIN, ContactId::MAX), (-9007199254740991, 9007199254740991));
    assert_eq!((CompanyId::MIN, CompanyId::MAX), (-9007199254740991, 9007199254740991));
}

#[test]
fn patterns_are_the_same_everywhere() {
    assert_eq!(Email::PATTERN, EMAIL);
    assert_eq!(Timestamp::PATTERN, TIMESTAMP);
    for (title, text, emails, timestamps) in
        [("request", schema::UPDATE_CONTACT_REQUEST, 1, 0), ("contact", schema::CONTACT, 1, 3)]
    {
        // Byte for byte as in the file: in JSON, only backslashes and quotation marks are escaped.
        let raw = |pattern: &str| format!("\"pattern\": \"{}\"", pattern.replace('\\', r"\\").replace('"', "\\\""));
        assert_eq!(text.matches(&raw(EMAIL)).count(), emails, "{title}");
        assert_eq!(text.matches(&raw(TIMESTAMP)).count(), timestamps, "{title}");
        assert_eq!(text.matches("\"pattern\"").count(), emails + timestamps, "{title}");
    }
}
