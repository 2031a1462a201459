// Single fields, such as those of a form.

import { lengthFault, textFaults, wrongType } from "./check.js";
import { CONTACT_MEMBERS } from "./contract.js";
import type { Member } from "./members.js";
import { type Checked, type Fault, typeOf, violationOf } from "./violation.js";

declare const brand: unique symbol;

/** A string that {@link parseEmail} has checked. */
export type Email = string & { readonly [brand]: "Email" };

/** A string that {@link parseTimestamp} has checked. */
export type Timestamp = string & { readonly [brand]: "Timestamp" };

const memberOf = (name: string) => CONTACT_MEMBERS.find((member) => member.name === name) as Member;

function parse<T extends string>(value: unknown, faultsOf: (text: string) => readonly Fault[]): Checked<T> {
  const faults = typeof value === "string" ? faultsOf(value) : [wrongType("string", false, typeOf(value))];
  if (faults.length === 0) return { ok: true, value: value as T };
  const violations = faults.map((fault) => violationOf(fault, ""));
  return { ok: false, reason: "violations", violations, total: violations.length };
}

/** Parses an email: at most 250 characters that match {@link EMAIL}. */
export const parseEmail = (value: unknown): Checked<Email> =>
  parse(value, (text) => textFaults(memberOf("email"), text));

/** Parses a timestamp: {@link TIMESTAMP}. */
export const parseTimestamp = (value: unknown): Checked<Timestamp> =>
  parse(value, (text) => textFaults(memberOf("createdAt"), text));

/** Parses a name. */
export const parseName = (value: unknown): Checked<string> =>
  parse(value, (text) => textFaults(memberOf("name"), text));

/** Parses a comment. */
export const parseComment = (value: unknown): Checked<string> =>
  parse(value, (text) => textFaults(memberOf("comment"), text));

/** Parses one phone. */
export const parsePhone = (value: unknown): Checked<string> =>
  parse(value, (text) => {
    const phones = memberOf("phones");
    const fault = phones.kind === "texts" ? lengthFault(text, phones.maxLength) : undefined;
    return fault ? [fault] : [];
  });
