import type { RuleId } from "../rules.js";

/** The two bodies of the contract. */
export type Kind = "request" | "contact";

/**
 * What a finding means for its document: a `"warning"` leaves it valid; a `"violation"` breaks the
 * contract; `"syntax"` is a text that is not JSON; a `"failure"` is a document that could not be
 * judged.
 */
export type Severity = "warning" | "violation" | "syntax" | "failure";

/** The rules that a valid document can break. */
export type WarningRule = "unknown-member" | "utf16-length" | "integer-rounded" | "email-undeliverable" | "no-change";

/** How an input is checked. */
export interface LintOptions {
  /** What the documents are. Without it, each document's members tell. */
  readonly kind?: Kind | undefined;
  /** `"json"` (the default): one document, or an array of them. `"ndjson"`: one document a line. */
  readonly input?: "json" | "ndjson" | undefined;
  /** Warnings that are not wanted. */
  readonly allow?: readonly WarningRule[] | undefined;
  /** Names of members that are not documented and not warned of. `$schema` is never warned of. */
  readonly allowMembers?: readonly string[] | undefined;
  /** Whether findings have their fixes. It costs time for documents with findings only. */
  readonly fixes?: boolean | undefined;
  /** How many findings of one document are kept: 1,000 unless given. All are counted. */
  readonly maxFindings?: number | undefined;
  /** How many documents are reported: all unless given. All are checked and counted. */
  readonly maxReports?: number | undefined;
  /**
   * The size limit of one document in bytes: 64 MiB unless given, 4 GiB - 1 at most. It bounds the
   * memory of a stream.
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
 * Whether a fix may change what a document means. `"safe"`: every reader gets the same value as
 * before, or the document had no valid reading and has exactly one now. `"unsafe"`: a guess.
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
   * Where: a JSON Pointer (RFC 6901) in the document; `null` where the document could not be read
   * that far.
   */
  readonly pointer: string | null;
  /** What was expected and what was found, in English. Never holds a value. */
  readonly message: string;
  /** What to do about it, where one fix is evident. */
  readonly help?: string;
  /** For a rule that limits a length or a count. */
  readonly params?: { readonly limit: number; readonly actual: number };
  /** Another place that belongs to it, such as the first of two equal names. */
  readonly related?: Place<S> & { readonly message: string };
  /** How to remove it, with the option `fixes` and where there is a fix. */
  readonly fix?: Fix<S>;
}

/** A document with findings. */
export interface DocumentReport<S extends ByteSpan = ByteSpan> {
  /** Its index from 0: in its array, or its line in NDJSON (blank lines count). */
  readonly index: number;
  /** What it is, where its members tell or the options say. */
  readonly kind: Kind | null;
  /** The gravest severity of its findings: `"warning"` is that of a valid document. */
  readonly severity: Severity;
  /**
   * Where it is. White space around it may be included. Empty for a document above the size limit.
   */
  readonly span: S;
  /** The line on which it starts, from 1. */
  readonly line: number;
  /** Its findings, ordered by their places. */
  readonly findings: readonly Finding<S>[];
  /** How many more findings it has than were kept. */
  readonly more: number;
}

/** What was checked and found, in numbers. */
export interface Summary {
  /** Bytes that were checked. */
  readonly bytes: number;
  /** Documents that were checked. */
  readonly documents: number;
  /** Documents that are not JSON or break the contract. */
  readonly invalid: number;
  /** Documents whose kind could not be told. They do not count as invalid. */
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
  /** The fixes to apply: `"safe"` ones unless given; `"unsafe"` means both. */
  readonly safety?: Safety | undefined;
}

/** The result of fixing an input. */
export interface FixReport<T extends string | Uint8Array = string | Uint8Array> {
  /** The input after its fixes. Without a fix, it is as it was. */
  readonly output: T;
  /** How many findings were fixed, by rule. */
  readonly fixed: Readonly<Partial<Record<RuleId, number>>>;
  /** What is left, in numbers. */
  readonly summary: Summary;
}

/** Some of an input: bytes, or text. One input has chunks of one type only. */
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
 * A `WebAssembly.Module`: what Cloudflare Workers and some bundlers make of an import of
 * `contact-schema/lint.wasm`.
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
 * Where the WebAssembly module comes from: its address, its bytes, a response that brings it, or
 * the module itself.
 */
export type ModuleSource = string | ModuleAddress | ArrayBuffer | Uint8Array | ModuleResponse | CompiledModule;

/** Checks documents. One linter may check any number of inputs, also at once. */
export interface Linter {
  /** The compiled module, for `load` in a Worker: a `WebAssembly.Module` can be posted. */
  readonly module: CompiledModule;

  /** How much memory the module has, in bytes. It never shrinks. */
  readonly memoryBytes: number;

  /**
   * Checks a whole input: a string, or bytes of UTF-8.
   *
   * Spans in UTF-16 units are indices of the string; of bytes, they are indices of the text that
   * `new TextDecoder("utf-8", { ignoreBOM: true })` makes of them.
   */
  lint(input: Chunk, options?: LintOptions): Report;

  /**
   * Checks an input that arrives in chunks, in bounded memory. How it is cut makes no difference.
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
   * fixing once. Everything else stays as it is, character for character.
   *
   * ```ts
   * linter.fix('{"notify": true, "name": "Ada",}').output; // {"notify": true, "name": "Ada"}
   * ```
   *
   * The whole input is in memory, several times.
   */
  fix(input: string, options?: FixOptions): FixReport<string>;
  fix(input: Uint8Array | ArrayBuffer, options?: FixOptions): FixReport<Uint8Array>;

  /** Starts an input whose chunks are pushed, such as by events. */
  open(options?: LintOptions): LintSession;
}

/** An input that is pushed chunk by chunk. */
export interface LintSession {
  /** Checks the next chunk, and returns the documents with findings that ended in it. */
  push(chunk: Chunk): DocumentReport[];

  /** Ends the input, frees its memory, and returns the last documents with findings. */
  end(): DocumentReport[];

  /** What was checked and found so far, in numbers. */
  summary(): Summary;

  /** Stops before the end, and frees the memory. */
  free(): void;
}

/**
 * The documents with findings of a stream, as they come. It can be iterated over once. Leaving the
 * loop cancels the stream.
 */
export interface LintStream extends AsyncIterable<DocumentReport> {
  /** What was checked and found so far, in numbers. */
  summary(): Summary;
}
