import type { RuleId } from "../rules.js";

/** The two bodies of the contract. */
export type Kind = "request" | "contact";

/**
 * The severity of a finding. `"warning"`: the document is valid. `"violation"`: it breaks the
 * contract. `"syntax"`: the text is not JSON. `"failure"`: the document could not be judged.
 */
export type Severity = "warning" | "violation" | "syntax" | "failure";

/** The rules that a valid document can break. */
export type WarningRule = "unknown-member" | "utf16-length" | "integer-rounded" | "email-undeliverable" | "no-change";

/** How an input is checked. */
export interface LintOptions {
  /** The kind of the documents. Without it, the members of each document tell. */
  readonly kind?: Kind | undefined;
  /** `"json"` (the default): one document, or an array. `"ndjson"`: one document on each line. */
  readonly input?: "json" | "ndjson" | undefined;
  /** The warnings to suppress. */
  readonly allow?: readonly WarningRule[] | undefined;
  /** Names of unknown members that are not reported. `$schema` is never reported. */
  readonly allowMembers?: readonly string[] | undefined;
  /** Whether findings have their fixes. This takes time only for documents with findings. */
  readonly fixes?: boolean | undefined;
  /** The maximum number of findings kept of one document; the default is 1,000. All are counted. */
  readonly maxFindings?: number | undefined;
  /** The maximum number of documents reported; the default is all. All are checked and counted. */
  readonly maxReports?: number | undefined;
  /**
   * The maximum length of one document in bytes; the default is 64 MiB, the maximum 4 GiB - 1. It
   * bounds the memory of a stream.
   */
  readonly maxDocumentBytes?: number | undefined;
}

/** A part of the input in bytes of UTF-8. The end is exclusive. */
export interface ByteSpan {
  readonly startByte: number;
  readonly endByte: number;
}

/**
 * A part of the input in bytes, and in UTF-16 units, which are indices of the string. Ends are
 * exclusive.
 */
export interface Span extends ByteSpan {
  readonly start: number;
  readonly end: number;
}

/** A place in the input. */
export interface Place<S extends ByteSpan = ByteSpan> {
  readonly span: S;
  /** The line, from 1. */
  readonly line: number;
  /** The column in UTF-16 units, from 1. */
  readonly column: number;
  readonly endLine: number;
  /** The column after the last one. */
  readonly endColumn: number;
}

/**
 * Whether a fix may change what a document means. `"safe"`: no value changes, or the text has only one
 * possible meaning. `"unsafe"`: a guess.
 */
export type Safety = "safe" | "unsafe";

/** The replacement of a part of the input. */
export interface Edit<S extends ByteSpan = ByteSpan> {
  /** What to replace; empty for an insertion. */
  readonly span: S;
  /** What to write instead; empty for a deletion. */
  readonly text: string;
}

/** Edits that remove a finding without causing another violation. */
export interface Fix<S extends ByteSpan = ByteSpan> {
  /** What it does, as an instruction: `remove the quotes`. */
  readonly title: string;
  readonly safety: Safety;
  /** In ascending order, without overlap. */
  readonly edits: readonly Edit<S>[];
  /** The encoding from which the whole input is to be converted to UTF-8. There are no edits then. */
  readonly encoding?: "UTF-16LE" | "UTF-16BE" | "UTF-32LE" | "UTF-32BE";
}

/** A broken rule, or a warning. */
export interface Finding<S extends ByteSpan = ByteSpan> extends Place<S> {
  /** The stable id of the rule. */
  readonly rule: RuleId;
  readonly severity: Severity;
  /**
   * The JSON Pointer (RFC 6901) of the value; `null` if the document could not be read that far.
   */
  readonly pointer: string | null;
  /** What was expected and what was found, in English. Never holds a value. */
  readonly message: string;
  /** How to correct it, if that is evident. */
  readonly help?: string;
  /** The limit and the actual number, for rules about a length or a count. */
  readonly params?: { readonly limit: number; readonly actual: number };
  /** Another place that belongs to it, such as the first of two equal names. */
  readonly related?: Place<S> & { readonly message: string };
  /** Its fix, if it has one and the option `fixes` is set. */
  readonly fix?: Fix<S>;
}

/** A document with findings. */
export interface DocumentReport<S extends ByteSpan = ByteSpan> {
  /** Its index from 0: in its array, or its line in NDJSON (blank lines count). */
  readonly index: number;
  /** Its kind, if its members or the options tell. */
  readonly kind: Kind | null;
  /** The highest severity of its findings. With `"warning"`, it is valid. */
  readonly severity: Severity;
  /**
   * Its place. May include white space around it. Empty for a document above the maximum length.
   */
  readonly span: S;
  /** The line on which it starts, from 1. */
  readonly line: number;
  /** Its findings, ordered by their places. */
  readonly findings: readonly Finding<S>[];
  /** The number of findings that were not kept. */
  readonly more: number;
}

/** The counts of what was checked and found. */
export interface Summary {
  /** Bytes that were checked. */
  readonly bytes: number;
  /** Documents that were checked. */
  readonly documents: number;
  /** Documents that are not JSON or break the contract. */
  readonly invalid: number;
  /** Documents of unknown kind. They do not count as invalid. */
  readonly unjudged: number;
  readonly syntaxErrors: number;
  readonly violations: number;
  readonly warnings: number;
  /** Findings by rule. */
  readonly rules: Readonly<Partial<Record<RuleId, number>>>;
  /**
   * Findings by member and rule. A member is a JSON Pointer with `*` for the index of an item
   * (`/phones/*`) and for the names of unknown members (`/*`). Findings of documents that could not
   * be read belong to no member.
   */
  readonly members: Readonly<Record<string, Readonly<Partial<Record<RuleId, number>>>>>;
}

/** The result of checking a whole input. */
export interface Report {
  /** The documents with findings, in their order. */
  readonly documents: readonly DocumentReport<Span>[];
  readonly summary: Summary;
}

/** How an input is fixed. */
export interface FixOptions extends Omit<LintOptions, "fixes" | "maxReports"> {
  /** The fixes to apply; the default is `"safe"`. `"unsafe"` applies both. */
  readonly safety?: Safety | undefined;
}

/** The result of fixing an input. */
export interface FixReport<T extends string | Uint8Array = string | Uint8Array> {
  /** The input after its fixes; without a fix, it is unchanged. */
  readonly output: T;
  /** How many findings were fixed, by rule. */
  readonly fixed: Readonly<Partial<Record<RuleId, number>>>;
  /** The counts after fixing. */
  readonly summary: Summary;
}

/** A part of an input: bytes or text. All chunks of an input have the same type. */
export type Chunk = string | Uint8Array | ArrayBuffer;

/** An input that arrives in chunks. */
export type ChunkSource =
  | AsyncIterable<Chunk>
  | Iterable<Chunk>
  /** A `ReadableStream`, also where it is not iterable yet (Safari). */
  | { getReader(): ChunkReader };

/** The reader of a `ReadableStream`. */
export interface ChunkReader {
  read(): Promise<{ done: boolean; value?: Chunk | undefined }>;
  cancel(reason?: unknown): Promise<void>;
  releaseLock(): void;
}

/**
 * A `WebAssembly.Module`, as an import of `contact-schema/lint.wasm` is in Cloudflare Workers and some
 * bundlers.
 */
export type CompiledModule = object;

/** A `URL`. */
export interface ModuleAddress {
  readonly href: string;
}

/** A `Response` whose body is the module. */
export interface ModuleResponse {
  readonly ok: boolean;
  readonly url: string;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  arrayBuffer(): Promise<ArrayBuffer>;
}

/**
 * The source of the WebAssembly module: its address, its bytes, a response with them, or the compiled
 * module.
 */
export type ModuleSource = string | ModuleAddress | ArrayBuffer | Uint8Array | ModuleResponse | CompiledModule;

/** Checks documents. One linter can check any number of inputs, also at the same time. */
export interface Linter {
  /** The compiled module, for `load` in a Worker: a `WebAssembly.Module` can be posted. */
  readonly module: CompiledModule;

  /** The memory of the module in bytes. It never shrinks. */
  readonly memoryBytes: number;

  /**
   * Checks a whole input: a string, or bytes of UTF-8.
   *
   * Spans in UTF-16 units are indices of the string; of bytes, they are indices of the text that
   * `new TextDecoder("utf-8", { ignoreBOM: true })` makes of them.
   */
  lint(input: Chunk, options?: LintOptions): Report;

  /**
   * Checks an input that arrives in chunks, in bounded memory. Chunks may end anywhere.
   *
   * ```ts
   * const run = linter.stream(file.stream(), { input: "ndjson" });
   * for await (const document of run) console.log(document.line, document.findings[0]?.message);
   * console.log(run.summary());
   * ```
   */
  stream(source: ChunkSource, options?: LintOptions): LintStream;

  /**
   * Applies fixes to a whole input, and checks each document again after its fixes. A fix that
   * leaves its finding or causes another violation is not applied, and fixing twice is the same as
   * fixing once. All other characters stay the same.
   *
   * ```ts
   * linter.fix('{"notify": true, "name": "Ada",}').output; // {"notify": true, "name": "Ada"}
   * ```
   *
   * The whole input is in memory, several times.
   */
  fix(input: string, options?: FixOptions): FixReport<string>;
  fix(input: Uint8Array | ArrayBuffer, options?: FixOptions): FixReport<Uint8Array>;

  /** Starts an input whose chunks you push, for example from events. */
  open(options?: LintOptions): LintSession;
}

/** An input whose chunks are pushed. */
export interface LintSession {
  /** Checks the next chunk, and returns the documents with findings that ended in it. */
  push(chunk: Chunk): DocumentReport[];

  /** Ends the input, frees its memory, and returns the last documents with findings. */
  end(): DocumentReport[];

  /** The counts so far. */
  summary(): Summary;

  /** Stops before the end, and frees the memory. */
  free(): void;
}

/**
 * The documents with findings of a stream, as they come. It can be iterated over once. Leaving the
 * loop cancels the stream.
 */
export interface LintStream extends AsyncIterable<DocumentReport> {
  /** The counts so far. */
  summary(): Summary;
}
