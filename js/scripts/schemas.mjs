// Derives the copies of the schema files for tools that cannot read the files themselves.
//
// The source is `schemas/*.schema.json` (Draft 2020-12) and `schemas/openapi.json` (OpenAPI 3.1).
// `tests/schema_copies.rs` compares what this makes with the source by rules of its own.
import { readFileSync } from "node:fs";

const source = (name) => JSON.parse(readFileSync(new URL(`../../schemas/${name}`, import.meta.url), "utf8"));

export const BODIES = ["update-contact-request", "contact", "problem"];

/**
 * `Email::PORTABLE_PATTERN` and `Timestamp::PORTABLE_PATTERN`. The crate's tests prove that they equal
 * the documented patterns.
 */
const PORTABLE_PATTERNS = new Map([
  [
    source("contact.schema.json").properties.email.pattern,
    String.raw`^([A-Za-z0-9_'+-]+\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$`,
  ],
  [
    source("contact.schema.json").properties.createdAt.pattern,
    String.raw`^(([0-9][0-9][2468][048]|[0-9][0-9][13579][26]|[0-9][0-9]0[48]|[02468][048]00|[13579][26]00)-02-29|[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])))T(([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?Z)$`,
  ],
]);

/**
 * Applies `change` to every object in the value, innermost first. Examples do not change: they are
 * values, not schemas.
 */
function mapObjects(value, change) {
  if (Array.isArray(value)) return value.map((item) => mapObjects(item, change));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, member]) => [
    name,
    name === "examples" ? member : mapObjects(member, change),
  ]);
  return change(Object.fromEntries(entries));
}

/**
 * Makes a schema portable: patterns that every regex engine reads, and no `format`, because tools that
 * assert it refuse valid emails such as `a@b-.com`.
 */
function portable(schema) {
  return mapObjects(schema, (object) => {
    // A property may have the name `format` or `pattern`; the value of the keyword is a string.
    if (typeof object.format === "string") delete object.format;
    if (typeof object.pattern === "string") object.pattern = PORTABLE_PATTERNS.get(object.pattern) ?? object.pattern;
    if (typeof object.description === "string") {
      object.description = object.description.replace(". The pattern decides; the format is an annotation.", "");
    }
    return object;
  });
}

function standalone(name, folder, dialect) {
  const schema = portable(source(`${name}.schema.json`));
  const $id = schema.$id.replace("/schemas/", `/schemas/${folder}/`);
  return { ...schema, $schema: dialect, $id };
}

/**
 * OpenAPI 3.0 has a JSON Schema of its own: `nullable` for the type null, one `example`, no
 * `const`. Integers beyond 32 bits say so, since many generators make others 32 bits wide.
 */
function openapi30() {
  const { jsonSchemaDialect, ...document } = portable(source("openapi.json"));
  const { summary, ...info } = document.info;
  info.description = info.description.replace("The schemas equal", "The schemas accept the same bodies as");
  return mapObjects({ ...document, openapi: "3.0.4", info }, (object) => {
    const keywords = Object.entries(object).flatMap(([name, value]) => {
      if (name === "type" && Array.isArray(value))
        return [
          ["type", value[0]],
          ["nullable", true],
        ];
      if (name === "examples") return [["example", value[0]]];
      if (name === "const") return [["enum", [value]]];
      if (value === "integer" && object.maximum > 0x7fff_ffff)
        return [
          ["type", "integer"],
          ["format", "int64"],
        ];
      return [[name, value]];
    });
    return Object.fromEntries(keywords);
  });
}

/** JSON in the style of the source files: arrays of scalars on one line. */
export function stringify(value, indent = "") {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== "object" || item === null)) {
      return `[${value.map((item) => JSON.stringify(item)).join(", ")}]`;
    }
    return `[\n${value.map((item) => inner + stringify(item, inner)).join(",\n")}\n${indent}]`;
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value);
    if (members.length === 0) return "{}";
    const lines = members.map(([name, member]) => `${inner}${JSON.stringify(name)}: ${stringify(member, inner)}`);
    return `{\n${lines.join(",\n")}\n${indent}}`;
  }
  return JSON.stringify(value);
}

/** Each derived file: its path below `schemas/`, and its text. */
export function derivedSchemas() {
  const files = new Map();
  for (const name of BODIES) {
    const file = `${name}.schema.json`;
    files.set(`portable/${file}`, standalone(name, "portable", "https://json-schema.org/draft/2020-12/schema"));
    files.set(`draft-07/${file}`, standalone(name, "draft-07", "http://json-schema.org/draft-07/schema#"));
  }
  files.set("openapi-3.0.json", openapi30());
  return new Map([...files].map(([path, value]) => [path, `${stringify(value)}\n`]));
}
