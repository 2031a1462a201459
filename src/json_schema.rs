//! `JsonSchema` of schemars 1 for bodies and values (feature `schemars`).
//!
//! The schemas of the bodies are the bundled files. The schemas of the values are those of the
//! members in these files, without descriptions.

use alloc::borrow::Cow;
use core::any::type_name;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use crate::schema;
use crate::value::Phone;
use crate::value::limited_text_types;

/// Implements the trait for a type whose schema does not depend on a generator.
macro_rules! json_schema_of {
    ($($Type:ident $inline:literal $schema:expr;)*) => {
        $(#[cfg_attr(docsrs, doc(cfg(feature = "schemars")))]
        impl JsonSchema for crate::$Type {
            fn inline_schema() -> bool {
                $inline
            }

            fn schema_name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($Type))
            }

            fn schema_id() -> Cow<'static, str> {
                Cow::Borrowed(type_name::<Self>())
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        })*
    };
}

json_schema_of! {
    UpdateContactRequest false bundled(schema::UPDATE_CONTACT_REQUEST);
    Contact false bundled(schema::CONTACT);
    ContactId true json_schema!({ "type": "integer", "minimum": Self::MIN, "maximum": Self::MAX });
    CompanyId true json_schema!({ "type": "integer", "minimum": Self::MIN, "maximum": Self::MAX });
    Email true json_schema!({
        "type": "string", "maxLength": Self::MAX_CHARS, "format": "email", "pattern": Self::PATTERN,
    });
    Phones true json_schema!({
        "type": "array", "maxItems": Self::MAX_ITEMS, "items": { "type": "string", "maxLength": Phone::MAX_CHARS },
    });
    Timestamp true json_schema!({ "type": "string", "pattern": Self::PATTERN });
}

macro_rules! text_schemas {
    ($($name:ident $Type:ident $Invalid:ident),*) => {
        json_schema_of! { $($Type true json_schema!({ "type": "string", "maxLength": Self::MAX_CHARS });)* }
    };
}

limited_text_types!(text_schemas);

/// Returns a bundled schema without the members that belong to a file of its own.
#[expect(clippy::expect_used, reason = "a test reads each bundled schema")]
fn bundled(text: &str) -> Schema {
    let mut schema: Value = serde_json::from_str(text).expect("the bundled schemas are JSON");
    if let Some(members) = schema.as_object_mut() {
        members.remove("$schema");
        members.remove("$id");
    }
    Schema::try_from(schema).expect("the bundled schemas are objects")
}
