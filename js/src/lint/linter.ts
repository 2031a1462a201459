import { decode } from "./encode.js";
import { Engine } from "./engine.js";
import { Session } from "./session.js";
import type {
  ByteSpan,
  Chunk,
  ChunkReader,
  ChunkSource,
  DocumentReport,
  FixOptions,
  FixReport,
  Linter,
  LintOptions,
  LintSession,
  LintStream,
  Report,
  Span,
  Summary,
} from "./types.js";

/** For a shorter input, a first run without offsets in UTF-16 units saves no time. */
const LONG = 1 << 16;

export class WasmLinter implements Linter {
  readonly module: WebAssembly.Module;
  #engine: Engine;

  constructor(module: WebAssembly.Module, instance: WebAssembly.Instance) {
    this.module = module;
    this.#engine = new Engine(instance);
  }

  get memoryBytes(): number {
    return this.#engine.memoryBytes;
  }

  #session<S extends ByteSpan>(options: LintOptions, countOffsets: boolean): Session<S> {
    // A module that failed is not used again.
    if (this.#engine.isBroken) this.#engine = new Engine(new WebAssembly.Instance(this.module));
    return new Session<S>(this.#engine, options, countOffsets);
  }

  lint(input: Chunk, options: LintOptions = {}): Report {
    // Only findings need UTF-16 offsets, and counting them reads the input once more.
    const summary = this.#lintClean(input, options);
    if (summary) return { documents: [], summary };
    const session = this.#session<Span>(options, true);
    try {
      const documents = [...session.batches(input, true)].flat();
      return { documents, summary: session.summary() };
    } finally {
      session.free();
    }
  }

  /** Returns the counts of a long input without findings. Stops at the first finding. */
  #lintClean(input: Chunk, options: LintOptions): Summary | undefined {
    const length = typeof input === "string" ? input.length : input.byteLength;
    if (!(length >= LONG)) return undefined;
    const session = this.#session(options, false);
    try {
      for (const _ of session.batches(input, true)) return undefined;
      return session.summary();
    } finally {
      session.free();
    }
  }

  fix(input: string, options?: FixOptions): FixReport<string>;
  fix(input: Uint8Array | ArrayBuffer, options?: FixOptions): FixReport<Uint8Array>;
  fix(input: Chunk, { safety = "safe", ...options }: FixOptions = {}): FixReport {
    if (safety !== "safe" && safety !== "unsafe") throw new TypeError('safety: expected "safe" or "unsafe"');
    const session = this.#session(options, false);
    try {
      const bytes = session.fix(input, safety === "unsafe");
      const summary = session.summary();
      return { output: typeof input === "string" ? decode(bytes) : bytes, fixed: session.fixed, summary };
    } finally {
      session.free();
    }
  }

  stream(source: ChunkSource, options: LintOptions = {}): LintStream {
    return new Stream(source, this.#session(options, false));
  }

  open(options: LintOptions = {}): LintSession {
    return new Pushed(this.#session(options, false));
  }
}

class Pushed implements LintSession {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  push(chunk: Chunk): DocumentReport[] {
    return [...this.#session.batches(chunk, false)].flat();
  }

  end(): DocumentReport[] {
    try {
      return [...this.#session.endBatches()].flat();
    } finally {
      this.#session.free();
    }
  }

  summary(): Summary {
    return this.#session.summary();
  }

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

class Stream implements LintStream {
  readonly #source: ChunkSource;
  readonly #session: Session;

  constructor(source: ChunkSource, session: Session) {
    this.#source = source;
    this.#session = session;
  }

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
