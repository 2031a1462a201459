// Writes the TypeScript of README.md, and of the pages that show this package, into `build/readme/`,
// a module for each block, for the compiler to check.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const pages = ["../README.md", "../../README.md", "../../docs/form.md"].map((path) =>
  readFileSync(new URL(path, import.meta.url), "utf8"),
);
const folder = new URL("../build/readme/", import.meta.url);

/** The declarations that the blocks need. */
const PRELUDE = `import type { Contact as _Contact, UpdateContactRequest as _Request } from "contact-schema";
declare function show(message: string, params: object): void;
declare function update(request: _Request): Promise<_Contact>;
declare const response: Response;
declare const file: Blob;
`;

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const blocks = pages.flatMap((page) => [...page.matchAll(/^```ts\n(.*?)^```$/gms)]);
for (const [index, [, code]] of blocks.entries()) {
  writeFileSync(new URL(`${index + 1}.ts`, folder), `${PRELUDE}${code}export {};\n`);
}
writeFileSync(
  new URL("tsconfig.json", folder),
  JSON.stringify({
    extends: "../../test/tsconfig.json",
    compilerOptions: { rootDir: ".", noEmit: true, noUnusedLocals: false },
    include: ["."],
    exclude: [],
  }),
);
