/// <reference types="node" />
// For Node, whose `fetch` does not read files.
import { readFile } from "node:fs/promises";

export async function readModule(): Promise<Uint8Array> {
  return readFile(new URL("./contact-schema-lint.wasm", import.meta.url));
}
