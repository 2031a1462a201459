import { messageOf } from "./messages.js";

/** A JSON type in the contract's words. */
export type JsonType = "null" | "boolean" | "number" | "string" | "array" | "object";

/** What a value is: a JSON type, or something that only JavaScript has. */
export type ActualType = JsonType | "undefined" | "bigint" | "symbol" | "function";

/** The kinds of character that an email cannot hold. */
export type CharacterClass = "white-space" | "control" | "punctuation" | "non-ascii";

/** The parameters of a place in an email or a timestamp: `at` is an index of the string. */
interface At {
  readonly at: number;
}

/** The parameters of a two-digit field of a timestamp. */
interface FieldRange extends At {
  readonly min: number;
  readonly max: number;
  readonly actual: number;
}

/** A limit, and how many characters or items there are. Characters are Unicode code points. */
interface Limit {
  readonly limit: number;
  readonly actual: number;
}

/** The parameters of each rule: limits, lengths and places, and no values, which are personal. */
export interface ViolationParams {
  "wrong-type": { readonly expected: JsonType; readonly nullable: boolean; readonly actual: ActualType };
  "missing-member": { readonly member: string };
  "duplicate-member": { readonly member: string };
  "too-long": Limit;
  "too-many-items": Limit;
  "integer-not-integral": Readonly<Record<never, never>>;
  "integer-out-of-range": { readonly min: number; readonly max: number };
  "email-local-part": At;
  "email-leading-dot": At;
  "email-consecutive-dots": At;
  "email-character": At & { readonly part: "local-part" | "domain"; readonly actual: CharacterClass };
  "email-local-part-end": At;
  "email-missing-at": At;
  "email-second-at": At;
  "email-label-empty": At;
  "email-label-hyphen": At;
  "email-domain-dot": At;
  "email-top-level-short": At;
  "email-top-level-letters": At;
  "timestamp-digit": At & {
    readonly field: "year" | "month" | "day" | "hour" | "minute" | "second" | "fraction";
  };
  "timestamp-separator": At & { readonly expected: "-" | "T" | ":"; readonly actual?: "space" };
  "timestamp-month": FieldRange;
  "timestamp-day": FieldRange;
  "timestamp-leap-day": At & { readonly year: number };
  "timestamp-hour": FieldRange;
  "timestamp-minute": FieldRange;
  "timestamp-second": FieldRange;
  "timestamp-lower-case": At & { readonly expected: "T" | "Z" };
  "timestamp-offset": At;
  "timestamp-zone": At;
  "timestamp-trailing": At;
}

/** The id of a rule that a document can break. The ids are stable. */
export type ViolationRule = keyof ViolationParams;

/**
 * A broken rule. `rule` tells the types of violations apart:
 *
 * ```ts
 * if (violation.rule === "too-long") console.log(violation.params.limit);
 * ```
 */
export type Violation<Rule extends ViolationRule = ViolationRule> = {
  [R in Rule]: {
    /** The stable id of the rule. */
    readonly rule: R;
    /** The JSON Pointer (RFC 6901) of the value; for a missing member, where it would be. */
    readonly pointer: string;
    /** What was expected and what was found, in English. Never holds a value. */
    readonly message: string;
    readonly params: ViolationParams[R];
  };
}[Rule];

/** The result of a check: the value, or all its violations. */
export type Checked<T> = { readonly ok: true; readonly value: T } | Violations;

/** The violations of a value. */
export interface Violations<V = Violation> {
  readonly ok: false;
  readonly reason: "violations";
  /** The first {@link MAX_VIOLATIONS} violations. */
  readonly violations: readonly V[];
  /** The number of all violations, kept or not. */
  readonly total: number;
}

/** The maximum number of violations that are kept of one document. All are counted. */
export const MAX_VIOLATIONS = 1000;

/**
 * A broken rule of a string, and its place: from `params.at` to before `end`. Without `at`, it is the
 * whole string.
 */
export type Fault = {
  [R in ViolationRule]: { readonly rule: R; readonly params: ViolationParams[R]; readonly end?: number };
}[ViolationRule];

export function violationOf({ rule, params }: Fault, pointer: string): Violation {
  return { rule, pointer, message: messageOf(rule, params), params } as Violation;
}

export function typeOf(value: unknown): ActualType {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
