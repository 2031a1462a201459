// The package as its users import it.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import * as contactSchema from "contact-schema";

test("import and require give the same module", () => {
  const required = createRequire(import.meta.url)("contact-schema") as typeof contactSchema;
  assert.deepEqual(Object.keys(required).sort(), Object.keys(contactSchema).sort());
});

test("the schema files are part of the package", () => {
  const require = createRequire(import.meta.url);
  for (const folder of ["", "portable/", "draft-07/"]) {
    const schema = require(`contact-schema/schemas/${folder}contact.schema.json`) as { title: string };
    assert.equal(schema.title, "Contact");
  }
  const openapi = require("contact-schema/schemas/openapi-3.0.json") as { openapi: string };
  assert.equal(openapi.openapi, "3.0.4");
});
