import { Collector, integerFault, lengthFault, TYPE_OF_KIND, textFaults, wrongType } from "./check.js";
import { CONTACT_MEMBERS, type Contact, REQUEST_MEMBERS, type UpdateContactRequest } from "./contract.js";
import {
  JsonReader,
  type JsonString,
  type JsonSyntaxError,
  Locator,
  type Span,
  SyntaxFault,
  sourceOf,
} from "./json.js";
import { indexOfCodePoint } from "./length.js";
import type { Member } from "./members.js";
import { type Fault, type JsonType, type Violation, type Violations, violationOf } from "./violation.js";

/** A violation and its place in the document. */
export type LocatedViolation = Violation & { readonly span: Span };

/**
 * The result of reading a document: the body, a syntax error (HTTP 400), or all violations of the
 * body (422).
 */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: "syntax"; readonly error: JsonSyntaxError }
  | Violations<LocatedViolation>;

/** A violation, and its indices in the document. */
interface Found {
  readonly violation: Violation;
  readonly start: number;
  readonly end: number;
}

/** Returns the type of a value that starts with `c`; `undefined` if no value does. */
function typeAt(c: string | undefined): JsonType | undefined {
  switch (c) {
    case '"':
      return "string";
    case "{":
      return "object";
    case "[":
      return "array";
    case "t":
    case "f":
      return "boolean";
    case "n":
      return "null";
    default:
      return c !== undefined && "-0123456789".includes(c) ? "number" : undefined;
  }
}

/** Reads one body: its documented members, and all their violations. */
class BodyReader {
  readonly #reader: JsonReader;
  readonly #members: readonly Member[];
  readonly #values = new Map<Member, unknown>();
  readonly #collector = new Collector<Found>();

  constructor(reader: JsonReader, members: readonly Member[]) {
    this.#reader = reader;
    this.#members = members;
  }

  read(): Parsed<unknown> {
    const reader = this.#reader;
    reader.whitespace();
    if (reader.peek() === "{") {
      reader.items("{", 0, () => this.#member());
      this.#checkPresence(reader.at - 1);
    } else {
      this.#wrongType("object", false, "", 0);
    }
    reader.finish();
    return this.#collector.total > 0 ? this.#violations() : { ok: true, value: this.#body() };
  }

  /** Returns the documented members in their documented order. */
  #body(): unknown {
    const present = this.#members.filter((member) => this.#values.has(member));
    return Object.fromEntries(present.map((member) => [member.name, this.#values.get(member)]));
  }

  /** Returns the violations in the order of their places. */
  #violations(): Violations<LocatedViolation> {
    const { violations: found, ...rest } = this.#collector.result();
    const locator = new Locator(this.#reader.source);
    const sorted = [...found].sort((a, b) => a.start - b.start || a.end - b.end);
    const violations = sorted.map(({ violation, start, end }) => ({ ...violation, span: locator.span(start, end) }));
    return { ...rest, violations };
  }

  #add(fault: Fault, pointer: string, start: number, end: number): void {
    this.#collector.add({ violation: violationOf(fault, pointer), start, end });
  }

  /** Reports the required members that are missing, at the closing brace. */
  #checkPresence(close: number): void {
    for (const member of this.#members) {
      if (!member.required || this.#values.has(member)) continue;
      this.#add({ rule: "missing-member", params: { member: member.name } }, `/${member.name}`, close, close + 1);
    }
  }

  #member(): void {
    const name = this.#reader.memberName();
    const member = this.#members.find((member) => member.name === name.value);
    if (!member) {
      this.#reader.skip(1);
      return;
    }
    if (this.#values.has(member)) {
      const fault: Fault = { rule: "duplicate-member", params: { member: member.name } };
      this.#add(fault, `/${member.name}`, name.start - 1, name.end + 1);
    }
    this.#values.set(member, this.#value(member, `/${member.name}`));
  }

  /** Reads the value of a member, whatever it is. */
  #value(member: Member, pointer: string): unknown {
    const reader = this.#reader;
    const start = reader.at;
    const type = typeAt(reader.peek());
    const expected = TYPE_OF_KIND[member.kind];
    if (type === "null" && member.nullable) {
      reader.literal("null");
      return null;
    }
    if (type !== expected) return this.#wrongType(expected, member.nullable, pointer, 1);
    switch (member.kind) {
      case "boolean": {
        const value = reader.peek() === "t";
        reader.literal(value ? "true" : "false");
        return value;
      }
      case "integer": {
        const value = reader.number();
        const fault = integerFault(value);
        if (fault) this.#add(fault, pointer, start, reader.at);
        // Not -0.
        return value + 0;
      }
      case "texts":
        return this.#texts(member, pointer);
      default:
        return this.#text(pointer, (text) => textFaults(member, text));
    }
  }

  #texts({ maxItems: limit, maxLength }: Member & { kind: "texts" }, pointer: string): string[] {
    const reader = this.#reader;
    const texts: string[] = [];
    let [count, excess, end] = [0, 0, 0];
    reader.items("[", 1, () => {
      if (count === limit) excess = reader.at;
      const item = `${pointer}/${count}`;
      if (reader.peek() === '"') {
        texts.push(this.#text(item, (text) => [lengthFault(text, maxLength)].filter((fault) => fault !== undefined)));
      } else {
        this.#wrongType("string", false, item, 2);
      }
      count++;
      end = reader.at;
    });
    if (count > limit) this.#add({ rule: "too-many-items", params: { limit, actual: count } }, pointer, excess, end);
    return texts;
  }

  /** Reads a string and reports its faults where they are. */
  #text(pointer: string, faultsOf: (text: string) => readonly Fault[]): string {
    const string = this.#reader.string("string-value");
    for (const fault of faultsOf(string.value)) {
      const [start, end] = this.#placeOf(fault, string);
      this.#add(fault, pointer, start, end);
    }
    return string.value;
  }

  /** Returns the place of a fault of `string` in the document. */
  #placeOf(fault: Fault, string: JsonString): [start: number, end: number] {
    if (fault.rule === "too-long") {
      return [this.#reader.indexIn(string, indexOfCodePoint(string.value, fault.params.limit)), string.end];
    }
    const start = "at" in fault.params ? fault.params.at : 0;
    return [this.#reader.indexIn(string, start), this.#reader.indexIn(string, fault.end ?? start)];
  }

  /** Skips a value that is not of the type `expected`, and reports it. */
  #wrongType(expected: JsonType, nullable: boolean, pointer: string, depth: number): void {
    const reader = this.#reader;
    const start = reader.at;
    const actual = typeAt(reader.peek());
    // Throws if no value starts here.
    reader.skip(depth);
    if (actual) this.#add(wrongType(expected, nullable, actual), pointer, start, reader.at);
  }
}

function parse<T>(document: string | Uint8Array, members: readonly Member[]): Parsed<T> {
  const source = sourceOf(document);
  try {
    return new BodyReader(new JsonReader(source), members).read() as Parsed<T>;
  } catch (fault) {
    if (fault instanceof SyntaxFault) return { ok: false, reason: "syntax", error: fault.toError(source) };
    throw fault;
  }
}

/**
 * Reads the body of a request from text or from bytes of UTF-8, strictly: RFC 8259, no duplicate
 * members, no lone surrogates, at most {@link MAX_DEPTH} levels. The value has the documented
 * members only.
 */
export function parseRequest(document: string | Uint8Array): Parsed<UpdateContactRequest> {
  return parse(document, REQUEST_MEMBERS);
}

/** Reads the contact of an answer, as {@link parseRequest} does. */
export function parseContact(document: string | Uint8Array): Parsed<Contact> {
  return parse(document, CONTACT_MEMBERS);
}
