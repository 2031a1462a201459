//! The schemas of feature `schemars` equal the bundled files.
#![cfg(feature = "schemars")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use contact_schema::{
    Comment, CompanyId, Contact, ContactId, Email, Name, Phone, Phones, Timestamp, UpdateContactRequest, schema,
};
use schemars::{JsonSchema, SchemaGenerator, schema_for};
use serde_json::{Value, json};

/// Returns the bundled file without `$schema` and `$id`.
fn file(text: &str) -> Value {
    let mut file: Value = serde_json::from_str(text).unwrap();
    file.as_object_mut().unwrap().remove("$id");
    file
}

#[test]
fn bodies_have_the_bundled_schemas() {
    assert_eq!(schema_for!(UpdateContactRequest).to_value(), file(schema::UPDATE_CONTACT_REQUEST));
    assert_eq!(schema_for!(Contact).to_value(), file(schema::CONTACT));
}

#[test]
fn values_have_the_schemas_of_the_members() {
    fn check<T: JsonSchema>(member: &str) {
        let mut expected = file(schema::CONTACT)["properties"][member].take();
        expected.as_object_mut().unwrap().remove("description");
        // An `Option` adds null.
        if expected["type"] == json!(["string", "null"]) {
            assert_eq!(SchemaGenerator::default().subschema_for::<Option<T>>().to_value(), expected, "{member}");
            expected["type"] = json!("string");
        }
        assert_eq!(SchemaGenerator::default().subschema_for::<T>().to_value(), expected, "{member}");
    }
    check::<ContactId>("id");
    check::<Name>("name");
    check::<Email>("email");
    check::<Phones>("phones");
    check::<Comment>("comment");
    check::<CompanyId>("companyId");
    check::<Timestamp>("createdAt");
    let phone = SchemaGenerator::default().subschema_for::<Phone>().to_value();
    assert_eq!(phone, file(schema::CONTACT)["properties"]["phones"]["items"]);
}

/// A body in a struct of a service becomes a reference to a definition with its name.
#[test]
fn bodies_are_definitions_of_services() {
    let mut generator = SchemaGenerator::default();
    let reference = generator.subschema_for::<Vec<Contact>>().to_value();
    assert_eq!(reference, json!({ "type": "array", "items": { "$ref": "#/$defs/Contact" } }));
    let mut expected = file(schema::CONTACT);
    expected.as_object_mut().unwrap().remove("$schema");
    assert_eq!(generator.definitions()["Contact"], expected);
}
