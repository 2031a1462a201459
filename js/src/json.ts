// A reader for strict JSON (RFC 8259). It knows nothing of contacts.
import { isControl } from "./characters.js";
import { findInvalidUtf8, utf8Length } from "./utf8.js";

/** How deep arrays and objects may nest; the body itself is the first level. */
export const MAX_DEPTH = 128;

/** The token in which a syntax error stands. */
export type Within = "member-name" | "string-value" | "document";

interface Expected {
  /** What was expected, in English. */
  readonly expected: string;
}

interface InToken {
  readonly within: Within;
}

type None = Readonly<Record<never, never>>;

/** The parameters of each rule of syntax. */
export interface SyntaxParams {
  "json-unexpected": Expected;
  "json-unexpected-end": Expected;
  "json-trailing-comma": None;
  "json-comment": None;
  "json-byte-order-mark": None;
  "json-invalid-utf8": InToken;
  "json-lone-surrogate": InToken;
  "json-control-character": InToken & { readonly code: number };
  "json-invalid-escape": InToken;
  "json-trailing-text": None;
  "json-too-deep": { readonly limit: number };
}

/** The stable id of a rule of syntax. */
export type SyntaxRule = keyof SyntaxParams;

/**
 * A part of a document: in UTF-16 units, which are indices of the string, and in bytes of UTF-8.
 * Ends are exclusive.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly startByte: number;
  readonly endByte: number;
}

/** Why a text is not JSON. */
export type JsonSyntaxError = {
  [R in SyntaxRule]: {
    readonly rule: R;
    readonly message: string;
    readonly params: SyntaxParams[R];
    readonly span: Span;
  };
}[SyntaxRule];

/** A syntax error as the reader throws it: its place is not known in bytes yet. */
export class SyntaxFault {
  readonly rule: SyntaxRule;
  readonly params: SyntaxParams[SyntaxRule];
  readonly message: string;
  readonly start: number;
  readonly end: number;

  constructor(rule: SyntaxRule, params: SyntaxParams[SyntaxRule], message: string, start: number, end: number) {
    this.rule = rule;
    this.params = params;
    this.message = message;
    this.start = start;
    this.end = end;
  }

  /** Returns the error with its place. */
  toError(source: Source): JsonSyntaxError {
    const { rule, message, params } = this;
    return { rule, message, params, span: new Locator(source).span(this.start, this.end) } as JsonSyntaxError;
  }
}

const WITHIN: Record<Within, string> = {
  "member-name": "the name of a member",
  "string-value": "a string value",
  document: "the document",
};

/**
 * Shows a character between backticks. Spaces other than U+0020 look the same, so they are escaped
 * too.
 */
const shown = (c: string) =>
  isControl(c) || c === "`" || (c !== " " && /\p{White_Space}/u.test(c))
    ? `\\u{${(c.codePointAt(0) as number).toString(16)}}`
    : c;

/** A document: the text that can be read, and why it ends early if it does. */
export interface Source {
  readonly text: string;
  /**
   * Why the text ends before the document does. The fault is one UTF-16 unit: half a surrogate
   * pair, or the U+FFFD in place of invalid bytes.
   */
  readonly stop?: { readonly rule: "json-invalid-utf8" | "json-lone-surrogate"; readonly bytes: number };
  /** The length of the document in UTF-16 units and in bytes. */
  readonly units: number;
  readonly bytes: number;
}

/** A surrogate without its other half. */
const LONE_SURROGATE = /\p{Surrogate}/u;

export function sourceOf(document: string | Uint8Array): Source {
  if (typeof document === "string") {
    const [units, bytes] = [document.length, utf8Length(document, 0, document.length)];
    const lone = document.search(LONE_SURROGATE);
    if (lone < 0) return { text: document, units, bytes };
    return { text: document.slice(0, lone), stop: { rule: "json-lone-surrogate", bytes: 3 }, units, bytes };
  }
  const decode = (bytes: Uint8Array) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const text = decode(document);
  const invalid = findInvalidUtf8(document);
  if (!invalid) return { text, units: text.length, bytes: document.length };
  const stop = { rule: "json-invalid-utf8", bytes: invalid.length } as const;
  return { text: decode(document.subarray(0, invalid.at)), stop, units: text.length, bytes: document.length };
}

/** Counts the bytes before an index of a document. Fast for ascending indices. */
class ByteCounter {
  #units = 0;
  #bytes = 0;

  before(at: number, { text, stop, units, bytes }: Source): number {
    if (stop && at === text.length + 1) return this.before(text.length, { text, units, bytes }) + stop.bytes;
    if (at > text.length) return bytes;
    if (at < this.#units) this.#units = this.#bytes = 0;
    this.#bytes += utf8Length(text, this.#units, at);
    this.#units = at;
    return this.#bytes;
  }
}

/** Converts indices of a document into spans. */
export class Locator {
  readonly #source: Source;
  readonly #starts = new ByteCounter();
  readonly #ends = new ByteCounter();

  constructor(source: Source) {
    this.#source = source;
  }

  span(start: number, end: number): Span {
    const [startByte, endByte] = [this.#starts.before(start, this.#source), this.#ends.before(end, this.#source)];
    return { start, end, startByte, endByte };
  }
}

/** A string of the document: its value, and its place between the quotes. */
export interface JsonString {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const DIGIT = /[0-9]/;
const HEX = /^[0-9A-Fa-f]{4}$/;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** Reads the tokens of one document. Each method reads from `at`, and moves `at` past what it read. */
export class JsonReader {
  at = 0;
  readonly source: Source;
  readonly #text: string;

  constructor(source: Source) {
    this.source = source;
    this.#text = source.text;
  }

  /** The character at `at`; `undefined` at the end. */
  peek(): string | undefined {
    return this.#text[this.at];
  }

  whitespace(): void {
    while (this.peek() === " " || this.peek() === "\n" || this.peek() === "\r" || this.peek() === "\t") this.at++;
  }

  /** Checks that nothing but white space follows. */
  finish(): void {
    this.whitespace();
    const { units } = this.source;
    if (this.at === units) return;
    const fault = this.unexpected("the end");
    if (fault.rule !== "json-unexpected") throw fault;
    const message = "expected the end after the document, found more text";
    throw new SyntaxFault("json-trailing-text", {}, message, this.at, units);
  }

  /** Returns the fault of the character at `at`, where `expected` was expected. */
  unexpected(expected: string, within: Within = "document"): SyntaxFault {
    const [text, at, { stop }] = [this.#text, this.at, this.source];
    const point = text.codePointAt(at);
    if (point === undefined) {
      if (!stop) {
        if (text.trim() === "") {
          const message = "expected a JSON object, found an empty document";
          return new SyntaxFault("json-unexpected-end", { expected: "a JSON object" }, message, at, at);
        }
        const message = `expected ${expected}, found the end of the document`;
        return new SyntaxFault("json-unexpected-end", { expected }, message, at, at);
      }
      if (stop.rule === "json-lone-surrogate") return this.#loneSurrogate(within, at, at + 1);
      const message = `expected UTF-8 in ${WITHIN[within]}, found other bytes`;
      return new SyntaxFault(stop.rule, { within }, message, at, at + 1);
    }
    const found = String.fromCodePoint(point);
    if (at === 0 && found === "\ufeff") {
      return new SyntaxFault("json-byte-order-mark", {}, "expected JSON, found a byte order mark", at, at + 1);
    }
    if (text.startsWith("//", at) || text.startsWith("/*", at)) {
      return new SyntaxFault("json-comment", {}, "expected JSON, found a comment", at, at + 2);
    }
    const message = `expected ${expected}, found \`${shown(found)}\``;
    return new SyntaxFault("json-unexpected", { expected }, message, at, at + found.length);
  }

  #loneSurrogate(within: Within, start: number, end: number): SyntaxFault {
    const message = `expected a pair of surrogate escapes in ${WITHIN[within]}, found one alone`;
    return new SyntaxFault("json-lone-surrogate", { within }, message, start, end);
  }

  /** Reads the string whose opening quote is next. */
  string(within: Within): JsonString {
    const text = this.#text;
    const start = ++this.at;
    let value = "";
    let plain = start;
    for (;;) {
      const c = this.peek();
      if (c === undefined) throw this.unexpected('the closing `"` of a string', within);
      if (c === '"') {
        const end = this.at++;
        return { value: value + text.slice(plain, end), start, end };
      }
      if (c === "\\") {
        value += text.slice(plain, this.at) + this.#escape(within);
        plain = this.at;
      } else if (c < " ") {
        const code = c.charCodeAt(0);
        const escaped = `\\u${code.toString(16).padStart(4, "0")}`;
        const message = `expected an escape such as \`${escaped}\` in ${WITHIN[within]}, found a raw control character`;
        throw new SyntaxFault("json-control-character", { within, code }, message, this.at, this.at + 1);
      } else {
        this.at++;
      }
    }
  }

  /** Reads the escape whose backslash is next. The two escapes of a surrogate pair count as one. */
  #escape(within: Within): string {
    const start = this.at;
    const c = this.#text[start + 1];
    const simple = c === undefined ? undefined : ESCAPES[c];
    if (simple !== undefined) {
      this.at += 2;
      return simple;
    }
    if (c !== "u") throw this.#invalidEscape(start, start + 1, within);
    const unit = this.#codeUnit(start);
    if (unit === undefined) {
      let at = start + 2;
      while (/[0-9A-Fa-f]/.test(this.#text[at] ?? "")) at++;
      throw this.#invalidEscape(start, at, within);
    }
    if (unit >> 11 !== 0x1b) {
      this.at += 6;
      return String.fromCharCode(unit);
    }
    const low = unit < 0xdc00 ? this.#codeUnit(start + 6) : undefined;
    if (low === undefined || low >> 10 !== 0x37) throw this.#loneSurrogate(within, start, start + 6);
    this.at += 12;
    return String.fromCharCode(unit, low);
  }

  /** Returns the fault of the escape at `start`, whose character at `at` is wrong. */
  #invalidEscape(start: number, at: number, within: Within): SyntaxFault {
    const point = this.#text.codePointAt(at);
    if (point === undefined) {
      this.at = at;
      return this.unexpected("the rest of an escape", within);
    }
    const message = `expected a JSON escape after the backslash in ${WITHIN[within]}, found another character`;
    return new SyntaxFault("json-invalid-escape", { within }, message, start, at + (point > 0xffff ? 2 : 1));
  }

  /** Returns the code unit of the escape `\uXXXX` at `at`; `undefined` if there is none. */
  #codeUnit(at: number): number | undefined {
    const digits = this.#text.slice(at + 2, at + 6);
    return this.#text.startsWith("\\u", at) && HEX.test(digits) ? Number.parseInt(digits, 16) : undefined;
  }

  /** Reads a number and returns its value, the nearest double. */
  number(): number {
    const start = this.at;
    if (this.peek() === "-") this.at++;
    const digits = this.at;
    this.#digits("a digit");
    if (this.at > digits + 1 && this.#text[digits] === "0") {
      this.at = digits + 1;
      throw this.unexpected("no digit after a leading zero");
    }
    if (this.peek() === ".") {
      this.at++;
      this.#digits("a digit after the decimal point");
    }
    if (this.peek() === "e" || this.peek() === "E") {
      this.at++;
      if (this.peek() === "+" || this.peek() === "-") this.at++;
      this.#digits("a digit of the exponent");
    }
    return Number(this.#text.slice(start, this.at));
  }

  #digits(expected: string): void {
    const start = this.at;
    while (DIGIT.test(this.peek() ?? "")) this.at++;
    if (this.at === start) throw this.unexpected(expected);
  }

  literal(literal: "true" | "false" | "null"): void {
    for (const c of literal) {
      if (this.peek() !== c) throw this.unexpected(`\`${literal}\``);
      this.at++;
    }
  }

  /** Reads the name of a member and its colon. Leaves `at` at the value. */
  memberName(): JsonString {
    if (this.peek() !== '"') throw this.unexpected("the name of a member in double quotes");
    const name = this.string("member-name");
    this.whitespace();
    if (this.peek() !== ":") throw this.unexpected("`:` after the name of a member");
    this.at++;
    this.whitespace();
    return name;
  }

  /**
   * Reads an object or an array, whose opening bracket is next: calls `item` at each member's name
   * or item. `depth` arrays and objects are open around it.
   */
  items(open: "{" | "[", depth: number, item: () => void): void {
    if (depth >= MAX_DEPTH) {
      const message = `expected at most ${MAX_DEPTH} levels of nesting, found more`;
      throw new SyntaxFault("json-too-deep", { limit: MAX_DEPTH }, message, this.at, this.at + 1);
    }
    const close = open === "{" ? "}" : "]";
    this.at++;
    this.whitespace();
    while (this.peek() !== close) {
      item();
      this.whitespace();
      if (this.peek() === close) break;
      if (this.peek() !== ",") throw this.unexpected(`\`,\` or \`${close}\``);
      const comma = this.at++;
      this.whitespace();
      if (this.peek() === "}" || this.peek() === "]") {
        const message = "expected another member or item after the comma, found the end of the object or array";
        throw new SyntaxFault("json-trailing-comma", {}, message, comma, comma + 1);
      }
    }
    this.at++;
  }

  /** Skips any value. It is inside `depth` arrays and objects. */
  skip(depth: number): void {
    switch (this.peek()) {
      case '"':
        this.string("string-value");
        return;
      case "{":
        this.items("{", depth, () => {
          this.memberName();
          this.skip(depth + 1);
        });
        return;
      case "[":
        this.items("[", depth, () => this.skip(depth + 1));
        return;
      case "t":
        this.literal("true");
        return;
      case "f":
        this.literal("false");
        return;
      case "n":
        this.literal("null");
        return;
      default:
        if (this.peek() !== "-" && !DIGIT.test(this.peek() ?? "")) throw this.unexpected("a value");
        this.number();
    }
  }

  /** Converts the index `at` of the value of `string` into an index of the document. */
  indexIn(string: JsonString, at: number): number {
    const reader = new JsonReader(this.source);
    reader.at = string.start;
    for (let decoded = 0; decoded < at; ) {
      if (reader.peek() === "\\") {
        decoded += reader.#escape("string-value").length;
      } else {
        reader.at++;
        decoded++;
      }
    }
    return reader.at;
  }
}
