import {
  CONTACT_MEMBERS,
  type Contact,
  isContact,
  isRequest,
  REQUEST_MEMBERS,
  type UpdateContactRequest,
} from "./contract.js";
import { emailFault } from "./email.js";
import { codePoints } from "./length.js";
import { isObject, type Member } from "./members.js";
import { EMAIL, TIMESTAMP } from "./patterns.js";
import { timestampFault } from "./timestamp.js";
import type { ActualType, Checked, Fault, JsonType, Violation, Violations } from "./violation.js";
import { MAX_VIOLATIONS, typeOf, violationOf } from "./violation.js";

/** The JSON type of each kind of member. */
export const TYPE_OF_KIND: Readonly<Record<Member["kind"], JsonType>> = {
  boolean: "boolean",
  integer: "number",
  timestamp: "string",
  text: "string",
  email: "string",
  texts: "array",
};

export const wrongType = (expected: JsonType, nullable: boolean, actual: ActualType): Fault => ({
  rule: "wrong-type",
  params: { expected, nullable, actual },
});

/** Returns the fault of a text with too many code points. */
export function lengthFault(text: string, limit: number): Fault | undefined {
  if (text.length <= limit) return undefined;
  const actual = codePoints(text);
  return actual > limit ? { rule: "too-long", params: { limit, actual } } : undefined;
}

export function integerFault(value: number): Fault | undefined {
  if (Number.isSafeInteger(value)) return undefined;
  return Number.isSafeInteger(Math.trunc(value))
    ? { rule: "integer-not-integral", params: {} }
    : { rule: "integer-out-of-range", params: { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER } };
}

/** Returns all faults of a string that is the value of `member`. */
export function textFaults(member: Member, text: string): Fault[] {
  const faults: (Fault | undefined)[] = [];
  if (member.kind === "text" || member.kind === "email") faults.push(lengthFault(text, member.maxLength));
  if (member.kind === "email" && !EMAIL.test(text)) faults.push(emailFault(text));
  if (member.kind === "timestamp" && !TIMESTAMP.test(text)) faults.push(timestampFault(text));
  return faults.filter((fault) => fault !== undefined);
}

/** Collects violations: keeps the first {@link MAX_VIOLATIONS}, and counts all. */
export class Collector<V = Violation> {
  readonly violations: V[] = [];
  total = 0;

  add(violation: V): void {
    this.total++;
    if (this.violations.length < MAX_VIOLATIONS) this.violations.push(violation);
  }

  result(): Violations<V> {
    return { ok: false, reason: "violations", violations: this.violations, total: this.total };
  }
}

/** Reports the faults of a member's value. Must agree with the predicates `isRequest` and `isContact`. */
function explainMember(value: unknown, member: Member, add: (fault: Fault, index?: number) => void): void {
  if (value === null && member.nullable) return;
  if (typeof value === "string" && TYPE_OF_KIND[member.kind] === "string") {
    for (const fault of textFaults(member, value)) add(fault);
  } else if (typeof value === "number" && member.kind === "integer") {
    const fault = integerFault(value);
    if (fault) add(fault);
  } else if (Array.isArray(value) && member.kind === "texts") {
    const { maxItems: limit, maxLength } = member;
    if (value.length > limit) add({ rule: "too-many-items", params: { limit, actual: value.length } });
    for (const [index, item] of value.entries()) {
      const fault = typeof item === "string" ? lengthFault(item, maxLength) : wrongType("string", false, typeOf(item));
      if (fault) add(fault, index);
    }
  } else if (!(typeof value === "boolean" && member.kind === "boolean")) {
    add(wrongType(TYPE_OF_KIND[member.kind], member.nullable, typeOf(value)));
  }
}

/** Returns all violations of `value`: members in their documented order, missing ones last. */
function explain(value: unknown, members: readonly Member[]): Violations {
  const collector = new Collector();
  if (!isObject(value)) {
    collector.add(violationOf(wrongType("object", false, typeOf(value)), ""));
    return collector.result();
  }
  const missing: Member[] = [];
  for (const member of members) {
    const pointer = `/${member.name}`;
    const found = value[member.name];
    if (found === undefined) {
      if (member.required) missing.push(member);
      continue;
    }
    explainMember(found, member, (fault, index) =>
      collector.add(violationOf(fault, index === undefined ? pointer : `${pointer}/${index}`)),
    );
  }
  for (const { name } of missing) {
    collector.add(violationOf({ rule: "missing-member", params: { member: name } }, `/${name}`));
  }
  return collector.result();
}

/**
 * Checks the body of a request, given as an object.
 *
 * A member that is `undefined` counts as absent, as it does for `JSON.stringify`. The check cannot
 * see what `JSON.parse` hides: duplicate members and lone surrogates. For text, use
 * {@link parseRequest}.
 */
export function checkRequest(value: unknown): Checked<UpdateContactRequest> {
  return isRequest(value) ? { ok: true, value } : explain(value, REQUEST_MEMBERS);
}

/**
 * Checks the contact of an answer, given as an object, as {@link checkRequest} does. For text, use
 * {@link parseContact}.
 */
export function checkContact(value: unknown): Checked<Contact> {
  return isContact(value) ? { ok: true, value } : explain(value, CONTACT_MEMBERS);
}
