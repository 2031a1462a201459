// The type of an import of `contact-schema/lint.wasm`, if the runtime or the bundler makes a module of
// it.
import type { CompiledModule } from "./types.js";

declare const module: CompiledModule;
export default module;
