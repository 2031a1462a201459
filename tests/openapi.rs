//! The OpenAPI document agrees with the other schemas and the constants. CI validates it too.
//!
//! Helpers outside of `#[test]` panic as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;

use contact_schema::endpoint::{self, PathParameter};
use contact_schema::{CompanyId, ContactId, Rule, schema};
use serde_json::{Value, json};

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn operation() -> Value {
    let mut document = parse(schema::OPENAPI);
    let paths = document["paths"].as_object().unwrap();
    assert_eq!(paths.keys().collect::<Vec<_>>(), [endpoint::PATH_TEMPLATE]);
    let operations = paths[endpoint::PATH_TEMPLATE].as_object().unwrap();
    assert_eq!(operations.keys().collect::<Vec<_>>(), [&endpoint::METHOD.to_lowercase()]);
    document["paths"][endpoint::PATH_TEMPLATE][endpoint::METHOD.to_lowercase()].take()
}

#[test]
fn files_end_with_a_line_feed_and_are_ascii() {
    for text in [schema::OPENAPI, schema::PROBLEM] {
        assert!(text.is_ascii() && text.ends_with("}\n") && !text.contains('\r'));
    }
}

#[test]
fn components_equal_the_schema_files() {
    let document = parse(schema::OPENAPI);
    let files = [
        ("UpdateContactRequest", schema::UPDATE_CONTACT_REQUEST),
        ("Contact", schema::CONTACT),
        ("Problem", schema::PROBLEM),
    ];
    let components = document["components"]["schemas"].as_object().unwrap();
    assert_eq!(components.len(), files.len());
    for (name, text) in files {
        let mut file = parse(text);
        // The document states the dialect once, and components have no `$id`.
        let dialect = file.as_object_mut().unwrap().remove("$schema");
        assert_eq!(dialect.as_ref(), Some(&document["jsonSchemaDialect"]), "{name}");
        assert!(file.as_object_mut().unwrap().remove("$id").is_some(), "{name}");
        assert_eq!(components[name], file, "{name}");
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn walk(value: &Value, document: &Value, count: &mut usize) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    if name == "$ref" {
                        let pointer = value.as_str().unwrap().strip_prefix('#').unwrap();
                        assert!(document.pointer(pointer).is_some(), "{pointer}");
                        *count += 1;
                    }
                    walk(value, document, count);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| walk(item, document, count)),
            _ => {}
        }
    }
    let document = parse(schema::OPENAPI);
    let mut count = 0;
    walk(&document, &document, &mut count);
    assert_eq!(count, 9);
}

#[test]
fn path_parameters_have_the_range_of_the_ids() {
    let operation = operation();
    let parameters = operation["parameters"].as_array().unwrap();
    assert_eq!(parameters.len(), PathParameter::ALL.len());
    let ranges = [(CompanyId::MIN, CompanyId::MAX), (ContactId::MIN, ContactId::MAX)];
    for ((parameter, expected), (min, max)) in parameters.iter().zip(PathParameter::ALL).zip(ranges) {
        assert_eq!(parameter["name"], expected.as_str());
        assert_eq!((&parameter["in"], &parameter["required"]), (&json!("path"), &json!(true)));
        assert_eq!(parameter["schema"], json!({ "type": "integer", "minimum": min, "maximum": max }));
    }
}

#[test]
fn headers_are_described_as_openapi_requires() {
    let document = parse(schema::OPENAPI);
    let schemes = &document["components"]["securitySchemes"];
    assert_eq!(
        (&schemes["bearerToken"]["type"], &schemes["bearerToken"]["scheme"]),
        (&json!("http"), &json!("bearer"))
    );
    let session = &schemes["sessionToken"];
    assert_eq!(
        (&session["type"], &session["in"], &session["name"]),
        (&json!("apiKey"), &json!("header"), &json!(endpoint::X_SESSION_TOKEN))
    );
    let operation = operation();
    // Two members of one object: both schemes are required.
    assert_eq!(operation["security"], json!([{ "bearerToken": [], "sessionToken": [] }]));
    let body = &operation["requestBody"];
    assert_eq!(body["required"], true);
    assert_eq!(
        body["content"],
        json!({ endpoint::MEDIA_TYPE: { "schema": { "$ref": "#/components/schemas/UpdateContactRequest" } } })
    );
}

#[test]
fn answers_are_a_contact_or_a_problem() {
    let operation = operation();
    let responses = operation["responses"].as_object().unwrap();
    for (status, response) in responses {
        let (media_type, name) =
            if status == "200" { (endpoint::MEDIA_TYPE, "Contact") } else { ("application/problem+json", "Problem") };
        let reference = format!("#/components/schemas/{name}");
        assert_eq!(response["content"], json!({ media_type: { "schema": { "$ref": reference } } }), "{status}");
    }
    let statuses: Vec<_> = responses.keys().map(String::as_str).collect();
    assert_eq!(statuses, ["200", "400", "401", "404", "405", "413", "415", "422"]);
    assert_eq!(responses["405"]["headers"]["Allow"]["schema"]["const"], endpoint::METHOD);
    assert_eq!(responses["415"]["headers"]["Accept-Patch"]["schema"]["const"], endpoint::MEDIA_TYPE);
    assert!(responses["401"]["headers"]["WWW-Authenticate"].is_object());
}

#[test]
fn the_schema_of_problems_describes_every_member() {
    let problem = parse(schema::PROBLEM);
    assert!(jsonschema::draft202012::meta::is_valid(&problem));
    assert_eq!(problem["title"], "Problem");
    let error = &problem["properties"]["errors"]["items"]["properties"];
    let names = |value: &Value| -> BTreeSet<String> {
        value.as_array().unwrap().iter().map(|name| name.as_str().unwrap().into()).collect()
    };
    assert_eq!(names(&error["parameter"]["enum"]), PathParameter::ALL.map(|parameter| parameter.to_string()).into());
    let headers = [endpoint::AUTHORIZATION, endpoint::X_SESSION_TOKEN, endpoint::CONTENT_TYPE];
    assert_eq!(names(&error["header"]["enum"]), headers.map(String::from).into());
    let types = ["null", "boolean", "integer", "string", "array", "object"];
    assert_eq!(names(&error["expected"]["items"]["enum"]), types.map(String::from).into());
    let validator = jsonschema::validator_for(&problem).unwrap();
    for example in problem["examples"].as_array().unwrap() {
        assert!(validator.is_valid(example));
    }
    for rule in Rule::ALL {
        assert!(
            validator.is_valid(&json!({ "type": "about:blank", "errors": [{ "detail": "", "rule": rule.as_str() }] }))
        );
    }
    #[cfg(feature = "problem")]
    assert_eq!(problem["properties"]["errors"]["maxItems"], contact_schema::problem::Problem::MAX_ERRORS);
}

/// Explanations contain the limits of the types.
#[test]
fn explanations_have_the_limits_of_the_types() {
    use contact_schema::{Comment, Email, Name, Phone, Phones};

    let (name, email, phone) = (Name::MAX_CHARS, Email::MAX_CHARS, Phone::MAX_CHARS);
    let comment = Comment::MAX_CHARS;
    let lengths = format!("`name` {name}, `email` {email}, each phone {phone}, `comment` {comment}.");
    assert!(Rule::TooLong.explanation().ends_with(&lengths), "{}", Rule::TooLong.explanation());
    assert_eq!(Rule::TooManyItems.explanation(), format!("`phones` has at most {} items.", Phones::MAX_ITEMS));
    let range = format!("are from {} to {} (2^53 - 1).", ContactId::MIN, ContactId::MAX);
    assert!(Rule::IntegerOutOfRange.explanation().contains(&range), "{}", Rule::IntegerOutOfRange.explanation());
}
