// Builds dist/: files that any static server can serve from any path.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const dist = path("../dist");

rmSync(dist, { recursive: true, force: true });
mkdirSync(`${dist}/assets`, { recursive: true });

// Names hold a hash of the content, so that an old script never meets a new module.
const wasm = readFileSync(fileURLToPath(import.meta.resolve("contact-schema/lint.wasm")));
const wasmName = `contact-lint-${createHash("sha256").update(wasm).digest("hex").slice(0, 8)}.wasm`;
writeFileSync(`${dist}/assets/${wasmName}`, wasm);

/** Bundles one entry point, and returns the names of its outputs by their extension. */
async function bundle(entry, define) {
  const { metafile } = await build({
    entryPoints: [path(`../src/${entry}`)],
    outdir: `${dist}/assets`,
    entryNames: "[name]-[hash]",
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2022", "chrome111", "firefox113", "safari16.4"],
    legalComments: "none",
    metafile: true,
    define,
  });
  return Object.fromEntries(Object.keys(metafile.outputs).map((name) => [name.split(".").pop(), basename(name)]));
}

const worker = await bundle("worker.ts", {});
const page = await bundle("main.ts", {
  WORKER_URL: JSON.stringify(`./${worker.js}`),
  WASM_URL: JSON.stringify(`./${wasmName}`),
});
const style = await bundle("style.css", {});

const html = readFileSync(path("../src/index.html"), "utf8")
  .replace("%SCRIPT%", `./assets/${page.js}`)
  .replace("%STYLE%", `./assets/${style.css}`);
writeFileSync(`${dist}/index.html`, html);

for (const name of [page.js, worker.js, style.css, wasmName]) {
  const bytes = readFileSync(`${dist}/assets/${name}`);
  console.log(`${name}: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} with gzip`);
}
