// What the types say, checked by the compiler, and the values that go with them.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Checked,
  type Contact,
  checkRequest,
  type Email,
  isContact,
  type JsonSyntaxError,
  type LocatedViolation,
  type Parsed,
  parseEmail,
  parseRequest,
  type SyntaxRule,
  type UpdateContactRequest,
  type Violation,
  type ViolationRule,
} from "contact-schema";
import { applyEdits, type Edit, load, type Span } from "contact-schema/lint";
import type { RULES, RuleId } from "contact-schema/rules";
import { expectTypeOf } from "expect-type";

type IdsOf<Severity> = { [R in RuleId]: (typeof RULES)[R]["severity"] extends Severity ? R : never }[RuleId];

test("every rule that a document can break has parameters", () => {
  expectTypeOf<ViolationRule>().toEqualTypeOf<Exclude<IdsOf<"violation">, `http-${string}`>>();
  // The limit on a document's length is the caller's.
  expectTypeOf<SyntaxRule>().toEqualTypeOf<Exclude<IdsOf<"syntax">, "document-too-large">>();
});

test("a PATCH has three states", () => {
  expectTypeOf<UpdateContactRequest["email"]>().toEqualTypeOf<string | null | undefined>();
  expectTypeOf<UpdateContactRequest["name"]>().toEqualTypeOf<string | undefined>();
  const absent: UpdateContactRequest = { notify: true };
  const cleared: UpdateContactRequest = { notify: true, email: null };
  // @ts-expect-error under `exactOptionalPropertyTypes`, an absent member is one that is not there
  const present: UpdateContactRequest = { notify: true, email: undefined };
  // @ts-expect-error a name cannot be cleared
  const name: UpdateContactRequest = { notify: true, name: null };
  // @ts-expect-error `notify` is required
  const empty: UpdateContactRequest = {};
  assert.deepEqual(
    [absent, cleared, present, name, empty].map((request) => checkRequest(request).ok),
    [true, true, true, false, false],
  );
});

test("a contact has all members", () => {
  expectTypeOf<Contact["email"]>().toEqualTypeOf<string | null>();
  expectTypeOf<Contact["notifyAt"]>().toEqualTypeOf<string>();
  expectTypeOf<Contact>().toHaveProperty("companyId").toEqualTypeOf<number>();
});

test("the results tell their cases apart", () => {
  const checked = checkRequest({ notify: true });
  expectTypeOf(checked).toEqualTypeOf<Checked<UpdateContactRequest>>();
  if (checked.ok) expectTypeOf(checked.value).toEqualTypeOf<UpdateContactRequest>();
  else expectTypeOf(checked.violations).toEqualTypeOf<readonly Violation[]>();

  const parsed: Parsed<UpdateContactRequest> = parseRequest("{}");
  if (!parsed.ok && parsed.reason === "syntax") expectTypeOf(parsed.error).toEqualTypeOf<JsonSyntaxError>();
  if (!parsed.ok && parsed.reason === "violations") {
    expectTypeOf(parsed.violations).toEqualTypeOf<readonly LocatedViolation[]>();
  }

  const value: unknown = {};
  if (isContact(value)) expectTypeOf(value).toEqualTypeOf<Contact>();
});

test("the rule tells the parameters", () => {
  const lengths = (violation: Violation) => {
    if (violation.rule !== "too-long") return undefined;
    expectTypeOf(violation.params).toEqualTypeOf<{ readonly limit: number; readonly actual: number }>();
    return violation.params;
  };
  const checked = checkRequest({ notify: true, name: "x".repeat(251) });
  assert.deepEqual(checked.ok ? [] : checked.violations.map(lengths), [{ limit: 250, actual: 251 }]);
});

test("a parsed email is a string with a brand", () => {
  const parsed = parseEmail("ada@example.com");
  assert.ok(parsed.ok);
  expectTypeOf(parsed.value).toEqualTypeOf<Email>();
  expectTypeOf<Email>().toExtend<string>();
  expectTypeOf<string>().not.toExtend<Email>();
});

test("a fixed input has the type of the input", async () => {
  const linter = await load();
  const { output, fixed } = linter.fix("{}");
  expectTypeOf(output).toEqualTypeOf<string>();
  expectTypeOf(linter.fix(new Uint8Array()).output).toEqualTypeOf<Uint8Array>();
  expectTypeOf<keyof typeof fixed>().toEqualTypeOf<RuleId>();
  // A text is edited at places in UTF-16 units, which streams do not count.
  const [document] = linter.lint("{}", { fixes: true, allowMembers: ["x"] }).documents;
  expectTypeOf(document?.findings[0]?.fix?.edits ?? []).toExtend<readonly Edit<Span>[]>();
  expectTypeOf<Edit>().not.toExtend<Edit<Span>>();
  expectTypeOf(applyEdits("", [])).toEqualTypeOf<string>();
  expectTypeOf(applyEdits(new Uint8Array(), [])).toEqualTypeOf<Uint8Array>();
});
