// Ajv in strict mode: takes every schema file, and judges the vectors as they are to be judged.
import { createRequire } from "node:module";
import Ajv from "ajv";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { json, vectors } from "./vectors.mjs";

const { version } = createRequire(import.meta.url)("ajv/package.json");
const FILES = { request: "update-contact-request.schema.json", contact: "contact.schema.json" };

/** The vectors that validators, one for each body, judge wrongly. */
function wrong(validators) {
  return vectors.filter(({ body, value, valid }) => validators[body](value) !== valid).map(({ name }) => name);
}

function expect(what, validators, isExpected = () => false) {
  const found = wrong(validators);
  const unexpected = found.filter((name) => !isExpected(name));
  console.log(`ajv ${version}, ${what}: ${vectors.length} vectors, ${found.length} wrong`);
  for (const name of unexpected) console.error(`  ${name}`);
  if (unexpected.length > 0) process.exitCode = 1;
  return found.length;
}

const compiled = (ajv, schemas) =>
  Object.fromEntries(Object.entries(schemas).map(([body, schema]) => [body, ajv.compile(schema)]));
const files = (folder) =>
  Object.fromEntries(Object.entries(FILES).map(([body, file]) => [body, json(`schemas/${folder}${file}`)]));

// As Ajv comes, but strict: no option is needed for the copies.
expect("draft-07/", compiled(new Ajv({ strict: true }), files("draft-07/")));
expect("portable/", compiled(new Ajv2020({ strict: true }), files("portable/")));
new Ajv({ strict: true }).compile(json("schemas/draft-07/problem.schema.json"));
new Ajv2020({ strict: true }).compile(json("schemas/portable/problem.schema.json"));

// The source states `format`, which Ajv is to take for the annotation that it is (R1).
expect("source, validateFormats: false", compiled(new Ajv2020({ strict: true, validateFormats: false }), files("")));

// What happens otherwise: ajv-formats refuses emails that the pattern takes.
const asserting = addFormats(new Ajv2020({ strict: true }));
const refused = expect("source, with ajv-formats", compiled(asserting, files("")), (name) => name.startsWith("email: "));
if (refused === 0) {
  console.error("ajv-formats refuses no valid email any more: docs/schemas.md says so");
  process.exitCode = 1;
}

// Ajv knows `nullable`; `example` and `int64` say nothing of what is valid.
const openapi = new Ajv({ strict: true, formats: { int64: true } }).addVocabulary(["example"]);
const { UpdateContactRequest, Contact } = json("schemas/openapi-3.0.json").components.schemas;
expect("openapi-3.0.json", compiled(openapi, { request: UpdateContactRequest, contact: Contact }));
