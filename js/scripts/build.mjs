// Builds `dist/`: JavaScript and declarations from `src/`, and the schema files.
import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

rmSync(path("../dist"), { recursive: true, force: true });
const tsc = spawnSync("npx", ["--no-install", "tsc", "-p", path("../tsconfig.json")], { stdio: "inherit" });
if (tsc.status !== 0) process.exit(tsc.status ?? 1);

// The compiler does not copy declarations that are written by hand.
const wasmTypes = "lint/contact-schema-lint.d.wasm.ts";
cpSync(path(`../src/${wasmTypes}`), path(`../dist/${wasmTypes}`));

const isSchema = (name) => !name.includes(".") || name.endsWith(".json");
for (const name of readdirSync(path("../../schemas")).filter(isSchema)) {
  cpSync(path(`../../schemas/${name}`), path(`../dist/schemas/${name}`), { recursive: true });
}
