import { readModule } from "#lint/read";
import type { ModuleResponse, ModuleSource } from "./types.js";

const isResponse = (source: object): source is ModuleResponse =>
  "arrayBuffer" in source && typeof source.arrayBuffer === "function" && "ok" in source;

/** Compiles the module of `source`; without one, the module in the directory of this file. */
export async function compile(source?: ModuleSource | PromiseLike<ModuleSource>): Promise<WebAssembly.Module> {
  let found: ModuleSource = (await source) ?? (await readModule());
  // An import of a module may have it as its default export.
  if (typeof found === "object" && "default" in found) found = found.default as ModuleSource;
  if (found instanceof WebAssembly.Module) return found;
  if (typeof found === "string" || found instanceof URL) found = await fetch(found);
  if (found instanceof ArrayBuffer || ArrayBuffer.isView(found)) return WebAssembly.compile(found as BufferSource);
  if (!isResponse(found)) throw new TypeError("expected a WebAssembly.Module, its bytes, its address or a Response");
  if (!found.ok) throw new Error(`cannot load ${found.url}: status ${found.status}`);
  // Engines compile a stream only with the right media type, which not all servers send.
  const isStreamable = found.headers.get("content-type")?.startsWith("application/wasm") ?? false;
  return isStreamable
    ? WebAssembly.compileStreaming(found as unknown as Response)
    : WebAssembly.compile(await found.arrayBuffer());
}
