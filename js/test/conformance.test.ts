// The conformance vectors, as text, as bytes and as objects.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  checkContact,
  checkRequest,
  contactSchema,
  isContact,
  isRequest,
  type JsonSyntaxError,
  parseContact,
  parseRequest,
  requestSchema,
  type Violation,
} from "contact-schema";
import { type Finding, sorted, textOf, type Vector, vectors } from "./vectors.js";

const bodies = {
  request: { parse: parseRequest, check: checkRequest, is: isRequest, schema: requestSchema },
  contact: { parse: parseContact, check: checkContact, is: isContact, schema: contactSchema },
};

const finding = ({ rule, message, params, ...rest }: Violation | JsonSyntaxError): Finding => ({
  rule,
  ...("pointer" in rest && { pointer: rest.pointer }),
  message,
  params: params as Record<string, unknown>,
});

const document = (vector: Vector, text = true) =>
  text || typeof vector.document !== "string" ? vector.document : new TextEncoder().encode(vector.document);

test("there are vectors", () => {
  assert.ok(vectors.length >= 906);
});

for (const vector of vectors) {
  const { parse, check, is, schema } = bodies[vector.body];

  test(`text: ${vector.name}`, () => {
    for (const asText of [true, false]) {
      const parsed = parse(document(vector, asText));
      assert.equal(parsed.ok ? "valid" : parsed.reason, vector.verdict);
      if (parsed.ok) {
        if (vector.written !== undefined) assert.equal(JSON.stringify(parsed.value), vector.written);
        continue;
      }
      const found = parsed.reason === "syntax" ? [parsed.error] : parsed.violations;
      assert.deepEqual(sorted(found.map(finding)), sorted(vector.findings));
    }
  });

  const hidden = vector.hidden_by_json_parse;
  if (vector.verdict === "syntax" && hidden === undefined) {
    test(`JSON.parse refuses: ${vector.name}`, () => {
      assert.throws(() => JSON.parse(textOf(vector.document)), SyntaxError);
    });
    continue;
  }

  test(`object: ${vector.name}`, () => {
    const value: unknown = JSON.parse(textOf(vector.document));
    const checked = check(value);
    const found = checked.ok ? [] : checked.violations;
    assert.equal(is(value), checked.ok);
    assert.equal(checked.ok ? 0 : checked.total, found.length);
    const { issues } = schema["~standard"].validate(value);
    assert.deepEqual(issues?.map(({ path, ...issue }) => issue) ?? [], found);
    if (hidden === undefined) {
      assert.deepEqual(sorted(found.map(finding)), sorted(vector.findings));
    } else {
      assert.notDeepEqual(sorted(found.map(finding)), sorted(vector.findings));
    }
  });
}
