// The language service of VS Code and Monaco judges the text of each vector.
import { createRequire } from "node:module";
import languageService from "vscode-json-languageservice";
import { json, vectors } from "./vectors.mjs";

const { version } = createRequire(import.meta.url)("vscode-json-languageservice/package.json");
const { getLanguageService, TextDocument } = languageService;
const FILES = { request: "update-contact-request.schema.json", contact: "contact.schema.json" };

// docs/schemas.md names them: an integer is a number without a dot, and each name may occur once.
const isExpected = (name) => /^(faults: )?integer: |^duplicate: /.test(name);

async function isValid(schema, text) {
  const service = getLanguageService({});
  service.configure({ validate: true, schemas: [{ uri: "schema:/body", fileMatch: ["*"], schema }] });
  const document = TextDocument.create("file:///body.json", "json", 1, text);
  // Also reports a dialect or a keyword that the service does not support.
  const settings = { schemaValidation: "error" };
  return (await service.doValidation(document, service.parseJSONDocument(document), settings)).length === 0;
}

for (const [what, folder] of [["source", ""], ["portable/", "portable/"], ["draft-07/", "draft-07/"]]) {
  const wrong = [];
  for (const { name, body, text, valid } of vectors) {
    if ((await isValid(json(`schemas/${folder}${FILES[body]}`), text)) !== valid) wrong.push(name);
  }
  console.log(`vscode-json-languageservice ${version}, ${what}: ${vectors.length} vectors, ${wrong.length} wrong`);
  const unexpected = wrong.filter((name) => !isExpected(name));
  for (const name of unexpected) console.error(`  ${name}`);
  if (unexpected.length > 0) process.exitCode = 1;
  if (wrong.length === 0) {
    console.error("the language service judges every vector as the contract does: docs/schemas.md says otherwise");
    process.exitCode = 1;
  }
}
