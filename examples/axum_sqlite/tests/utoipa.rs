//! The guide's recipe for utoipa: the bundled schemas as components of a service's own OpenAPI
//! document.

use std::borrow::Cow;

use utoipa::openapi::{ComponentsBuilder, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// The schema of `contact_schema::Contact`.
struct Contact;

impl PartialSchema for Contact {
    fn schema() -> RefOr<Schema> {
        serde_json::from_str(contact_schema::schema::CONTACT).expect("the bundled schemas are valid")
    }
}

impl ToSchema for Contact {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Contact")
    }
}

#[test]
fn the_component_equals_the_bundled_schema() {
    let components = ComponentsBuilder::new().schema_from::<Contact>().build();
    let component = serde_json::to_value(&components).unwrap()["schemas"]["Contact"].take();
    let mut expected: serde_json::Value = serde_json::from_str(contact_schema::schema::CONTACT).unwrap();
    // A component has no dialect and no address.
    for member in ["$schema", "$id"] {
        expected.as_object_mut().unwrap().remove(member);
    }
    let mut component = component;
    for member in ["$schema", "$id"] {
        component.as_object_mut().unwrap().remove(member);
    }
    assert_eq!(component, expected);
}
