// ajv: the published schema compiled into a standalone module, as its documentation recommends for
// servers.

import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";
import { measure, schema } from "./measure.mjs";

const require = createRequire(import.meta.url);
const Ajv = require("ajv/dist/2020").default;
const standalone = require("ajv/dist/standalone").default;
const ajv = new Ajv({ code: { source: true }, validateFormats: false, allowUnionTypes: true });
writeFileSync(new URL("validator.cjs", import.meta.url), standalone(ajv, ajv.compile(schema)));
measure("ajv, standalone", require("ajv/package.json").version, require("./validator.cjs"));
