// Writes build/ajv-standalone.mjs: ajv's code is generated, as its users do before they bundle.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";

const json = (path) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"));
const here = (path) => new URL(path, import.meta.url);

mkdirSync(here("build"), { recursive: true });
const ajv = new Ajv2020({ code: { source: true, esm: true, lines: true }, validateFormats: false });
ajv.addSchema(json("schemas/update-contact-request.schema.json"), "request");
ajv.addSchema(json("schemas/contact.schema.json"), "contact");
const code = standaloneCode.default(ajv, { request: "request", contact: "contact" });
// Its `esm` leaves calls of `require` to the bundler.
const length = /const (\w+) = require\("(ajv\/dist\/runtime\/ucs2length)"\)\.default;/g;
writeFileSync(
  here("build/ajv-standalone.mjs"),
  code.replace(
    length,
    (_, name, path) => `import ${name}Module from "${path}.js"; const ${name} = ${name}Module.default;`,
  ),
);
