//! serde_json into a `Value`, then the crate `boon` with linear patterns.

use boon::{Compiler, SchemaIndex, Schemas};

pub(crate) struct Boon {
    schemas: Schemas,
    contact: SchemaIndex,
}

impl Boon {
    pub(crate) fn new() -> Self {
        const PLACE: &str = "https://contact-schema.example/schemas/contact.schema.json";
        let mut schemas = Schemas::new();
        let mut compiler = Compiler::new();
        compiler.add_resource(PLACE, super::jsonschema::linear_schema()).expect("a valid schema");
        let contact = compiler.compile(PLACE, &mut schemas).expect("a valid schema");
        Self { schemas, contact }
    }

    pub(crate) fn run(&self, bytes: &[u8]) -> usize {
        let is_valid = |value| self.schemas.validate(&value, self.contact).is_ok();
        super::count(bytes, |line| serde_json::from_slice(line).is_ok_and(is_valid))
    }
}
