// Writes the generated files. With `--check`, fails if one is stale.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { derivedSchemas } from "./schemas.mjs";

const CHECK = process.argv.includes("--check");

const root = new URL("../../", import.meta.url);
const read = (path) => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
};

/** Writes the stale files, or reports them. */
function put(files) {
  const stale = [...files].filter(([path, text]) => read(new URL(path, root)) !== text);
  for (const [path, text] of stale) {
    if (CHECK) {
      console.error(`${path} is stale: npm run generate`);
      process.exitCode = 1;
      continue;
    }
    const file = fileURLToPath(new URL(path, root));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(path);
  }
}

put([...derivedSchemas()].map(([path, text]) => [`schemas/${path}`, text]));
// The modules are made from the schemas that have just been written.
const { contractModule, patternsModule, rulesModule } = await import("./contract.mjs");
put([
  ["js/src/contract.ts", contractModule()],
  ["js/src/patterns.ts", patternsModule()],
  ["js/src/rules.ts", rulesModule()],
]);
