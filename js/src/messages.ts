import type { ActualType, CharacterClass, ViolationParams, ViolationRule } from "./violation.js";

const TYPES: Record<ActualType, string> = {
  null: "null",
  boolean: "a boolean",
  number: "a number",
  string: "a string",
  array: "an array",
  object: "an object",
  undefined: "undefined",
  bigint: "a bigint",
  symbol: "a symbol",
  function: "a function",
};

const CHARACTERS: Record<CharacterClass, string> = {
  "white-space": "white space",
  control: "a control character",
  punctuation: "another punctuation character",
  "non-ascii": "a character outside ASCII",
};

const PARTS = {
  "local-part": "letters, digits, `_`, `'`, `+`, `-` and `.` before the `@`",
  domain: "letters, digits, `-` and `.` after the `@`",
};

const twoDigits = (value: number) => String(value).padStart(2, "0");

const outOfRange =
  (field: string) =>
  ({ min, max, actual }: { min: number; max: number; actual: number }) =>
    `expected ${field} ${twoDigits(min)} to ${twoDigits(max)}, found ${twoDigits(actual)}`;

/** The messages of the crate. The conformance vectors check that they are equal. */
const MESSAGES: { readonly [R in ViolationRule]: string | ((params: ViolationParams[R]) => string) } = {
  "wrong-type": ({ expected, nullable, actual }) =>
    `expected ${TYPES[expected]}${nullable ? " or null" : ""}, found ${TYPES[actual]}`,
  "missing-member": ({ member }) => `expected the member \`${member}\`, found the end of the object`,
  "duplicate-member": ({ member }) => `expected one member \`${member}\`, found another`,
  "too-long": ({ limit, actual }) => `expected at most ${limit} characters, found ${actual}`,
  "too-many-items": ({ limit, actual }) => `expected at most ${limit} items, found ${actual}`,
  "integer-not-integral": "expected an integer, found a number with a fraction",
  "integer-out-of-range": ({ min, max }) => `expected an integer from ${min} to ${max}, found one out of range`,
  "email-local-part": "expected text before the `@`, found nothing",
  "email-leading-dot": "expected a letter, a digit, `_`, `'`, `+` or `-` first, found `.`",
  "email-consecutive-dots": "expected a single dot, found two in a row",
  "email-character": ({ part, actual }) => `expected ${PARTS[part]}, found ${CHARACTERS[actual]}`,
  "email-local-part-end": "expected a letter, a digit, `_`, `+` or `-` before the `@`, found `.` or `'`",
  "email-missing-at": "expected `@`, found the end",
  "email-second-at": "expected one `@`, found a second",
  "email-label-empty": "expected letters or digits in the domain, found a dot or the end",
  "email-label-hyphen": "expected a letter or a digit after the `@` or a dot, found `-`",
  "email-domain-dot": "expected a dot in the domain, found none",
  "email-top-level-short": "expected at least two letters after the last dot, found one",
  "email-top-level-letters": "expected only letters after the last dot, found a digit or a hyphen",
  "timestamp-digit": ({ field }) =>
    `expected a digit of the ${field === "fraction" ? "fraction of the second" : field}, found something else or the end`,
  "timestamp-separator": ({ expected, actual }) =>
    `expected \`${expected}\`, found ${actual === "space" ? "a space" : "something else or the end"}`,
  "timestamp-month": outOfRange("month"),
  "timestamp-day": outOfRange("day"),
  "timestamp-leap-day": ({ year }) => {
    const why = year % 100 === 0 ? "divisible by 100 but not by 400" : "not divisible by 4";
    return `expected day 01 to 28, found 29: ${String(year).padStart(4, "0")} is not a leap year (${why})`;
  },
  "timestamp-hour": outOfRange("hour"),
  "timestamp-minute": outOfRange("minute"),
  "timestamp-second": outOfRange("second"),
  "timestamp-lower-case": ({ expected }) => `expected \`${expected}\`, found \`${expected.toLowerCase()}\``,
  "timestamp-offset": "expected `Z`, found an offset from UTC",
  "timestamp-zone": "expected `Z`, found something else or the end",
  "timestamp-trailing": "expected the end after `Z`, found more text",
};

/** Returns the message of a rule with its parameters. */
export function messageOf<R extends ViolationRule>(rule: R, params: ViolationParams[R]): string {
  const message: string | ((params: ViolationParams[R]) => string) = MESSAGES[rule];
  return typeof message === "string" ? message : message(params);
}
