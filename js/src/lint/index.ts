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
import { Engine } from "./engine.js";
import { compile, type ModuleSource } from "./load.js";
import { Session } from "./session.js";
import type {
  ByteSpan,
  Chunk,
  ChunkReader,
  ChunkSource,
  DocumentReport,
  LintOptions,
  Report,
  Span,
  Summary,
} from "./types.js";

export type { CompiledModule, ModuleResponse, ModuleSource } from "./load.js";
export type {
  ByteSpan,
  Chunk,
  ChunkReader,
  ChunkSource,
  DocumentReport,
  Finding,
  Kind,
  LintOptions,
  Place,
  Report,
  Severity,
  Span,
  Summary,
  WarningRule,
} from "./types.js";

/**
 * Loads the linter.
 *
 * Node, browsers and bundlers that know `new URL(…, import.meta.url)` find the module by themselves. Elsewhere, `source` brings it:
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
  return new Linter(module, new Engine(await WebAssembly.instantiate(module)));
}

/** Checks documents. One linter may check any number of inputs, also at once. */
export class Linter {
  /** The compiled module, for `load` in a Worker: modules can be posted. */
  readonly module: WebAssembly.Module;
  #engine: Engine;

  /** @internal Use {@link load}. */
  constructor(module: WebAssembly.Module, engine: Engine) {
    this.module = module;
    this.#engine = engine;
  }

  /** How much memory the module has, in bytes. It never shrinks. */
  get memoryBytes(): number {
    return this.#engine.memoryBytes;
  }

  #session<S extends ByteSpan>(options: LintOptions, countOffsets: boolean): Session<S> {
    // A module that failed is not used again.
    if (this.#engine.isBroken) this.#engine = new Engine(new WebAssembly.Instance(this.module));
    return new Session<S>(this.#engine, options, countOffsets);
  }

  /**
   * Checks a whole input: a string, or bytes of UTF-8.
   *
   * Spans in UTF-16 units are indices of the string; of bytes, they are indices of the text that
   * `new TextDecoder("utf-8", { ignoreBOM: true })` makes of them.
   */
  lint(input: Chunk, options: LintOptions = {}): Report {
    const session = this.#session<Span>(options, true);
    try {
      const documents = [...session.batches(input, true)].flat();
      return { documents, summary: session.summary() };
    } finally {
      session.free();
    }
  }

  /**
   * Checks an input that arrives in chunks, in bounded memory. How it is cut makes no difference.
   *
   * ```ts
   * const run = linter.stream(file.stream(), { input: "ndjson" });
   * for await (const document of run) console.log(document.line, document.findings[0]?.message);
   * console.log(run.summary());
   * ```
   */
  stream(source: ChunkSource, options: LintOptions = {}): LintStream {
    return new LintStream(source, this.#session(options, false));
  }

  /** Starts an input whose chunks are pushed, such as by events. */
  open(options: LintOptions = {}): LintSession {
    return new LintSession(this.#session(options, false));
  }
}

/** An input that is pushed chunk by chunk. */
export class LintSession {
  readonly #session: Session;

  /** @internal Use {@link Linter.open}. */
  constructor(session: Session) {
    this.#session = session;
  }

  /** Checks the next chunk, and returns the documents with findings that ended in it. */
  push(chunk: Chunk): DocumentReport[] {
    return [...this.#session.batches(chunk, false)].flat();
  }

  /** Ends the input, frees its memory, and returns the last documents with findings. */
  end(): DocumentReport[] {
    try {
      return [...this.#session.endBatches()].flat();
    } finally {
      this.#session.free();
    }
  }

  /** What was checked and found so far, in numbers. */
  summary(): Summary {
    return this.#session.summary();
  }

  /** Stops before the end, and frees the memory. */
  free(): void {
    this.#session.free();
  }
}

/** Iterates over chunks, also of a `ReadableStream` that is not iterable. */
async function* chunksOf(source: ChunkSource): AsyncGenerator<Chunk> {
  if (Symbol.asyncIterator in source || Symbol.iterator in source) {
    yield* source;
    return;
  }
  const reader: ChunkReader = source.getReader();
  let isDone = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      isDone = done;
      if (done) return;
      if (value !== undefined) yield value;
    }
  } finally {
    if (!isDone) await reader.cancel();
    reader.releaseLock();
  }
}

/** The documents with findings of a stream, as they come. It can be iterated over once. Leaving the loop cancels the stream. */
export class LintStream implements AsyncIterable<DocumentReport> {
  readonly #source: ChunkSource;
  readonly #session: Session;

  /** @internal Use {@link Linter.stream}. */
  constructor(source: ChunkSource, session: Session) {
    this.#source = source;
    this.#session = session;
  }

  /** What was checked and found so far, in numbers. */
  summary(): Summary {
    return this.#session.summary();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<DocumentReport, void, undefined> {
    const session = this.#session;
    try {
      for await (const chunk of chunksOf(this.#source)) {
        for (const documents of session.batches(chunk, false)) yield* documents;
      }
      for (const documents of session.endBatches()) yield* documents;
    } finally {
      session.free();
    }
  }
}
