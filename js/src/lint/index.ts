/**
 * The linter in WebAssembly, for bytes, files and streams.
 *
 * ```ts
 * import { load } from "contact-schema/lint";
 *
 * const linter = await load();
 * const { documents, summary } = linter.lint('{"notify": true, "nmae": "Ada"}');
 * console.log(documents[0]?.findings[0]?.help); // did you mean `name`? rename `nmae`
 * ```
 *
 * @module
 */
import { WasmLinter } from "./linter.js";
import { compile } from "./load.js";
import type { Linter, ModuleSource } from "./types.js";

export { applyEdits } from "./edits.js";
export type {
  ByteSpan,
  Chunk,
  ChunkReader,
  ChunkSource,
  CompiledModule,
  DocumentReport,
  Edit,
  Finding,
  Fix,
  FixOptions,
  FixReport,
  Kind,
  Linter,
  LintOptions,
  LintSession,
  LintStream,
  ModuleAddress,
  ModuleResponse,
  ModuleSource,
  Place,
  Report,
  Safety,
  Severity,
  Span,
  Summary,
  WarningRule,
} from "./types.js";

/**
 * Loads the linter.
 *
 * Node, browsers and bundlers that support `new URL(…, import.meta.url)` find the module. Elsewhere,
 * pass it as `source`:
 *
 * ```ts
 * import wasm from "contact-schema/lint.wasm"; // Cloudflare Workers
 * const linter = await load(wasm);
 * ```
 *
 * A page with a content security policy must allow `script-src 'wasm-unsafe-eval'`.
 */
export async function load(source?: ModuleSource | PromiseLike<ModuleSource>): Promise<Linter> {
  const module = await compile(source);
  return new WasmLinter(module, await WebAssembly.instantiate(module));
}
