// Checks that the linter with its glue is at most 100 kB with gzip, as a server sends it.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const LIMIT = 100_000;
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

const { outputFiles } = await build({
  stdin: { contents: 'export { load } from "contact-schema/lint";', resolveDir: path("..") },
  bundle: true,
  minify: true,
  format: "esm",
  platform: "browser",
  write: false,
});
const size = (bytes) => gzipSync(bytes, { level: 9 }).length;
const glue = size(outputFiles[0].contents);
const wasm = size(readFileSync(path("../dist/lint/contact-schema-lint.wasm")));
console.log(`gzip: ${wasm} bytes of WebAssembly and ${glue} of JavaScript, ${wasm + glue} together`);
if (wasm + glue > LIMIT) {
  console.error(`expected at most ${LIMIT}`);
  process.exit(1);
}
