import { encodeInto, isHighSurrogate } from "./encode.js";
import type { Engine } from "./engine.js";
import type { ByteSpan, Chunk, DocumentReport, FixReport, LintOptions, Summary } from "./types.js";

/**
 * The amount that is copied into the module at a time: bytes, or UTF-16 units, which take up to
 * three bytes each. It bounds the memory of the module.
 */
const PIECE = 1 << 18;

const MAX_U32 = 2 ** 32 - 1;
const MAX_DOCUMENT_BYTES = 64 * 2 ** 20;
const MAX_FINDINGS = 1000;

const KINDS = { request: 1, contact: 2 } as const;

/** The counts as the module writes them. */
type RawSummary = Omit<Summary, "rules" | "members"> & {
  readonly counts: readonly (readonly [rule: string, member: string | null, count: number])[];
  readonly fixed: readonly (readonly [rule: string, count: number])[];
};

function integer(name: string, value: number | undefined, fallback: number, max = MAX_U32): number {
  if (value === undefined) return fallback;
  if (!(value >= 0) || (value !== Infinity && !Number.isInteger(value))) {
    throw new RangeError(`${name}: expected an integer from 0, found ${value}`);
  }
  return Math.min(value, max);
}

/** Splits `text` into parts that fit into the module's buffer, but never within a surrogate pair. */
function* pieces(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    let end = start + PIECE;
    if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) end--;
    yield text.slice(start, end);
    start = end;
  }
}

/** One input that is checked in chunks. */
export class Session<S extends ByteSpan = ByteSpan> {
  readonly #engine: Engine;
  readonly #options: LintOptions;
  readonly #countOffsets: boolean;
  #handle: number | undefined;
  #isString: boolean | undefined;
  /** The first half of a surrogate pair, whose other half may start the next chunk. */
  #half = "";
  #summary: Summary | undefined;
  #fixed: FixReport["fixed"] = {};

  constructor(engine: Engine, options: LintOptions, countOffsets: boolean) {
    if (options.kind !== undefined && !Object.hasOwn(KINDS, options.kind)) {
      throw new TypeError('kind: expected "request" or "contact"');
    }
    if (options.input !== undefined && options.input !== "json" && options.input !== "ndjson") {
      throw new TypeError('input: expected "json" or "ndjson"');
    }
    this.#engine = engine;
    this.#options = options;
    this.#countOffsets = countOffsets;
  }

  /**
   * The session in the module. It starts with the first chunk, which tells whether the input is
   * text.
   */
  #open(isString: boolean): number {
    if (this.#summary) throw new Error("the input has ended");
    if (this.#handle !== undefined) {
      if (this.#isString !== isString)
        throw new TypeError("an input has chunks of one type: all strings, or all bytes");
      return this.#handle;
    }
    const { kind, input, allow, allowMembers, fixes } = this.#options;
    const maxDocumentBytes = integer("maxDocumentBytes", this.#options.maxDocumentBytes, MAX_DOCUMENT_BYTES);
    const maxFindings = integer("maxFindings", this.#options.maxFindings, MAX_FINDINGS);
    const maxReports = integer("maxReports", this.#options.maxReports, Infinity, Infinity);
    const engine = this.#engine;
    this.#isString = isString;
    const handle = engine.call((exports) =>
      exports.session_new(
        kind ? KINDS[kind] : 0,
        Number(input === "ndjson"),
        Number(isString),
        Number(this.#countOffsets),
        maxDocumentBytes,
        maxFindings,
        maxReports,
      ),
    );
    this.#handle = handle;
    for (const rule of allow ?? []) {
      const length = this.#write(handle, String(rule));
      if (engine.call((exports) => exports.session_allow(handle, length)) === 0) {
        this.free();
        throw new TypeError(`allow: expected the id of a warning, found ${JSON.stringify(rule)}`);
      }
    }
    for (const name of allowMembers ?? []) {
      const length = this.#write(handle, String(name));
      if (engine.call((exports) => exports.session_allow_member(handle, length)) === 0) {
        this.free();
        throw new TypeError("allowMembers: expected Unicode, found half of a surrogate pair");
      }
    }
    if (fixes) engine.call((exports) => exports.session_find_fixes(handle));
    return handle;
  }

  /** Copies a piece into the buffer of the session. */
  #write(handle: number, piece: string | Uint8Array): number {
    const room = typeof piece === "string" ? piece.length * 3 : piece.length;
    const pointer = this.#engine.call((exports) => exports.session_room(handle, room));
    const bytes = this.#engine.bytes(pointer, room);
    if (typeof piece === "string") return encodeInto(piece, bytes);
    bytes.set(piece);
    return piece.length;
  }

  /** Adds a piece to the input. */
  #push(handle: number, piece: string | Uint8Array, isLast: boolean): void {
    const length = this.#write(handle, piece);
    this.#engine.call((exports) => exports.session_push(handle, length, Number(isLast)));
  }

  /** Splits a chunk into pieces, and marks the one that ends the input. */
  *#pieces(chunk: Chunk, isLast: boolean): Generator<readonly [piece: string | Uint8Array, isLast: boolean]> {
    if (typeof chunk === "string") {
      let text = this.#half + chunk;
      this.#half = "";
      if (!isLast && isHighSurrogate(text.charCodeAt(text.length - 1))) {
        this.#half = text.slice(-1);
        text = text.slice(0, -1);
      }
      if (text.length <= PIECE) yield [text, isLast];
      else {
        for (const piece of pieces(text)) yield [piece, false];
        if (isLast) yield ["", true];
      }
      return;
    }
    const bytes = chunk instanceof ArrayBuffer ? new Uint8Array(chunk) : chunk;
    if (!(bytes instanceof Uint8Array)) throw new TypeError("expected a string, a Uint8Array or an ArrayBuffer");
    for (let start = 0; start < bytes.length || start === 0; start += PIECE) {
      yield [bytes.subarray(start, start + PIECE), isLast && start + PIECE >= bytes.length];
    }
  }

  /**
   * Checks the next chunk, and yields the documents with findings as they come. The generator must
   * be run to its end.
   */
  *batches(chunk: Chunk, isLast: boolean): Generator<readonly DocumentReport<S>[]> {
    const handle = this.#open(typeof chunk === "string");
    for (const [piece, isEnd] of this.#pieces(chunk, isLast)) {
      this.#push(handle, piece, isEnd);
      for (let goesOn = true; goesOn; ) {
        goesOn = this.#engine.call((exports) => exports.session_step(handle)) === 1;
        const documents = this.#engine.output(handle);
        if (documents !== undefined) yield documents as DocumentReport<S>[];
      }
    }
  }

  /** Fixes a whole input, and returns it after its fixes, as bytes. */
  fix(input: Chunk, isUnsafe: boolean): Uint8Array {
    const handle = this.#open(typeof input === "string");
    for (const [piece, isLast] of this.#pieces(input, true)) this.#push(handle, piece, isLast);
    this.#engine.call((exports) => exports.session_fix(handle, Number(isUnsafe)));
    return this.#engine.outputBytes(handle).slice();
  }

  /** How many findings were fixed, by rule. */
  get fixed(): FixReport["fixed"] {
    return this.#fixed;
  }

  /** Ends the input, and yields the documents with findings that come with its end. */
  *endBatches(): Generator<readonly DocumentReport<S>[]> {
    yield* this.batches(this.#isString ? "" : new Uint8Array(), true);
  }

  /** The counts so far. */
  summary(): Summary {
    if (this.#summary) return this.#summary;
    const handle = this.#open(this.#isString ?? false);
    this.#engine.call((exports) => exports.session_summary(handle));
    const { counts, fixed, ...totals } = this.#engine.output(handle) as RawSummary;
    this.#fixed = Object.fromEntries(fixed);
    const rules: Record<string, number> = {};
    const members: Record<string, Record<string, number>> = {};
    for (const [rule, member, count] of counts) {
      rules[rule] = (rules[rule] ?? 0) + count;
      if (member === null) continue;
      const row = members[member] ?? {};
      row[rule] = (row[rule] ?? 0) + count;
      members[member] = row;
    }
    return { ...totals, rules, members } as Summary;
  }

  /** Frees the memory of the session. Its counts stay. */
  free(): void {
    if (this.#handle === undefined) return;
    if (!this.#engine.isBroken) {
      this.#summary ??= this.summary();
      const handle = this.#handle;
      this.#engine.call((exports) => exports.session_free(handle));
    }
    this.#handle = undefined;
  }
}
