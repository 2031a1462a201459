// What only objects have, and single fields.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  apply,
  type Contact,
  checkContact,
  checkRequest,
  diff,
  isContact,
  isRequest,
  MAX_VIOLATIONS,
  parseComment,
  parseEmail,
  parseName,
  parsePhone,
  parseTimestamp,
} from "contact-schema";

const contact: Contact = {
  id: 1,
  name: "Ada Lovelace",
  email: "ada@example.com",
  phones: ["+44 20 7946 0018"],
  comment: null,
  companyId: 7,
  notifyAt: "2024-12-05T14:56Z",
  updatedAt: "2024-12-05T14:56:23.000Z",
  createdAt: "2024-01-15T08:45:00.000Z",
};

const violations = (value: unknown) => {
  const checked = checkRequest(value);
  assert.equal(isRequest(value), checked.ok);
  return checked.ok ? [] : checked.violations.map(({ pointer, message }) => [pointer, message]);
};

test("what is no JSON has a name of its own", () => {
  const cases: [unknown, string][] = [
    [undefined, "expected an object, found undefined"],
    [1n, "expected an object, found a bigint"],
    [Symbol("s"), "expected an object, found a symbol"],
    [() => ({ notify: true }), "expected an object, found a function"],
    [[], "expected an object, found an array"],
    [null, "expected an object, found null"],
  ];
  for (const [value, message] of cases) assert.deepEqual(violations(value), [["", message]]);
  assert.deepEqual(violations({ notify: new Boolean(true) }), [["/notify", "expected a boolean, found an object"]]);
  assert.deepEqual(violations({ notify: true, email: 1n }), [["/email", "expected a string or null, found a bigint"]]);
});

test("undefined counts as absent", () => {
  assert.deepEqual(
    violations({ notify: true, name: undefined, email: undefined, phones: undefined, comment: undefined }),
    [],
  );
  assert.deepEqual(violations({ notify: undefined }), [
    ["/notify", "expected the member `notify`, found the end of the object"],
  ]);
  const { email, ...rest } = contact;
  assert.ok(!isContact({ ...rest, email: undefined }) && email !== undefined);
});

test("holes and other items of arrays", () => {
  const holes = ["1"];
  holes[2] = "3";
  assert.deepEqual(violations({ notify: true, phones: holes }), [["/phones/1", "expected a string, found undefined"]]);
  assert.deepEqual(violations({ notify: true, phones: { 0: "1", length: 1 } }), [
    ["/phones", "expected an array, found an object"],
  ]);
});

test("numbers that JSON does not have", () => {
  for (const id of [Number.NaN, Infinity, -Infinity, 2 ** 53, -(2 ** 53)]) {
    const checked = checkContact({ ...contact, id });
    assert.ok(!checked.ok && checked.violations[0]?.rule === "integer-out-of-range");
  }
  for (const id of [-0, 2 ** 53 - 1, -(2 ** 53 - 1)]) assert.ok(isContact({ ...contact, id }));
});

test("members in their documented order, missing ones last", () => {
  const phones = ["1", 2, "3", "4", "5", "x".repeat(51), "7"];
  assert.deepEqual(
    violations({ phones, name: null }).map(([pointer]) => pointer),
    ["/name", "/phones", "/phones/1", "/phones/5", "/notify"],
  );
});

test("all violations are counted, the first are kept", () => {
  const checked = checkRequest({ notify: true, phones: Array.from({ length: 5000 }, (_, index) => index) });
  assert.ok(!checked.ok);
  assert.equal(checked.violations.length, MAX_VIOLATIONS);
  assert.equal(checked.total, 5001);
});

test("single fields", () => {
  const cases = [
    [parseEmail, "ada@example.com", "ada@example"],
    [parseTimestamp, "2024-12-05T14:56Z", "2024-12-05"],
    [parseName, "x".repeat(250), "x".repeat(251)],
    [parsePhone, "😀".repeat(50), "😀".repeat(51)],
    [parseComment, "", "x".repeat(2501)],
  ] as const;
  for (const [parse, valid, invalid] of cases) {
    assert.deepEqual(parse(valid), { ok: true, value: valid });
    const parsed = parse(invalid);
    assert.ok(!parsed.ok && parsed.violations.length === 1 && parsed.violations[0]?.pointer === "");
    assert.ok(!parse(null).ok);
  }
});

test("diff and apply", () => {
  const changed: Contact = { ...contact, name: "Augusta Ada", email: null, phones: [], comment: "new" };
  assert.deepEqual(diff(contact, contact), { notify: false });
  const request = diff(contact, changed);
  assert.deepEqual(request, { notify: false, name: "Augusta Ada", email: null, phones: [], comment: "new" });
  assert.deepEqual(apply(request, contact), changed);
  assert.deepEqual(apply({ notify: true }, contact), contact);
  assert.deepEqual(diff(contact, { ...contact, phones: ["+44 20 7946 0018", "2"] }), {
    notify: false,
    phones: ["+44 20 7946 0018", "2"],
  });
  // Neither shares its phones with what it was made of.
  apply(request, contact).phones.push("x");
  diff(contact, changed).phones?.push("y");
  assert.deepEqual(changed.phones, []);
});
