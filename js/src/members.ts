// The types and functions that the generated tables and predicates use.
import { codePoints } from "./length.js";
import { EMAIL, TIMESTAMP } from "./patterns.js";

/** The type and the limits of a member of a body. */
export type Member = {
  readonly name: string;
  readonly required: boolean;
  readonly nullable: boolean;
} & MemberKind;

type MemberKind =
  | { readonly kind: "boolean" | "integer" | "timestamp" }
  | { readonly kind: "text" | "email"; readonly maxLength: number }
  | { readonly kind: "texts"; readonly maxItems: number; readonly maxLength: number };

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether `value` is a string of at most `max` code points. */
export function isText(value: unknown, max: number): value is string {
  // Each code point takes at least one unit, so most strings need no counting.
  return typeof value === "string" && (value.length <= max || codePoints(value) <= max);
}

export function isEmail(value: unknown, max: number): value is string {
  return isText(value, max) && EMAIL.test(value);
}

export function isTimestamp(value: unknown): value is string {
  return typeof value === "string" && TIMESTAMP.test(value);
}

export function isTexts(value: unknown, maxItems: number, maxLength: number): value is string[] {
  if (!Array.isArray(value) || value.length > maxItems) return false;
  // Not `every`, because it skips holes.
  for (let index = 0; index < value.length; index++) {
    if (!isText(value[index], maxLength)) return false;
  }
  return true;
}
