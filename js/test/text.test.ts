// What only text has: places, strictness, and documents that are no UTF-8.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MAX_DEPTH, MAX_VIOLATIONS, parseContact, parseRequest } from "contact-schema";

/** The parts of `document` at fault, by its spans in UTF-16 and by those in bytes. */
function faults(document: string) {
  const parsed = parseRequest(document);
  assert.ok(!parsed.ok);
  const bytes = new TextEncoder().encode(document);
  const found = parsed.reason === "syntax" ? [parsed.error] : parsed.violations;
  return found.map(({ rule, span }) => {
    const part = document.slice(span.start, span.end);
    assert.equal(new TextDecoder().decode(bytes.subarray(span.startByte, span.endByte)), part);
    return [rule, part];
  });
}

test("places in UTF-16 units and in bytes", () => {
  const long = `${"é😀".repeat(125)}b\\u00e9c`;
  assert.deepEqual(faults(`{"é": "😀", "name": "${long}", "notify": 1}`), [
    ["too-long", "b\\u00e9c"],
    ["wrong-type", "1"],
  ]);
  assert.deepEqual(faults('{"notify": true, "email": "\\u0061..b@c.de"}'), [["email-consecutive-dots", ".."]]);
  assert.deepEqual(faults('{"notify": true, "email": "a😀b@c.de"}'), [["email-character", "😀"]]);
  assert.deepEqual(faults('{"notify": true, "email": "a\\ud83d\\ude00b@c.de"}'), [
    ["email-character", "\\ud83d\\ude00"],
  ]);
  assert.deepEqual(faults('{"é": 1, "notify": true,}'), [["json-trailing-comma", ","]]);
  assert.deepEqual(faults('{"notify": true} é'), [["json-trailing-text", "é"]]);
  assert.deepEqual(faults('{"notify": true, "x": "\\😀"}'), [["json-invalid-escape", "\\😀"]]);
  assert.deepEqual(faults('{"notify": tr'), [["json-unexpected-end", ""]]);
});

test("violations in the order of their places", () => {
  const phones = '[1, "2", "3", "4", "5", "6", 7]';
  assert.deepEqual(faults(`{"phones": ${phones}, "name": null, "name": "x"}`), [
    ["wrong-type", "1"],
    ["too-many-items", '"6", 7'],
    ["wrong-type", "7"],
    ["wrong-type", "null"],
    ["duplicate-member", '"name"'],
    ["missing-member", "}"],
  ]);
});

test("all violations are counted, the first are kept", () => {
  const parsed = parseRequest(`{"notify": true, "phones": [${"0,".repeat(4999)}0]}`);
  assert.ok(!parsed.ok && parsed.reason === "violations");
  assert.equal(parsed.violations.length, MAX_VIOLATIONS);
  assert.equal(parsed.total, 5001);
});

test("lone surrogates in a string", () => {
  for (const [document, within] of [
    ['{"notify": true, "name": "\ud83d"}', "string-value"],
    ['{"\ude00": true}', "member-name"],
    ['{"notify": true} \ud83d', "document"],
  ] as const) {
    const parsed = parseRequest(document);
    assert.ok(!parsed.ok && parsed.reason === "syntax" && parsed.error.rule === "json-lone-surrogate");
    assert.deepEqual(parsed.error.params, { within });
    const { start, end, startByte, endByte } = parsed.error.span;
    assert.deepEqual([end, startByte, endByte], [start + 1, start, start + 3]);
  }
  assert.ok(parseRequest('{"notify": true, "name": "😀"}').ok);
});

test("bytes that are not UTF-8", () => {
  const bytes = (text: string, ...invalid: number[]) => new Uint8Array([...new TextEncoder().encode(text), ...invalid]);
  const cases: [Uint8Array, number][] = [
    [bytes('{"é": "', 0xff), 1],
    [bytes('{"é": "', 0xe2, 0x82), 2],
    [bytes('{"é": "', 0xf0, 0x9f, 0x98, 0x22), 3],
    [bytes('{"é": "', 0xed, 0xa0, 0x80), 1],
    [bytes('{"é": "', 0xc0, 0x80), 1],
    [bytes('{"é": "', 0xf4, 0x90, 0x80, 0x80), 1],
  ];
  for (const [document, length] of cases) {
    const parsed = parseContact(document);
    assert.ok(!parsed.ok && parsed.reason === "syntax");
    assert.equal(parsed.error.rule, "json-invalid-utf8");
    const { start, end, startByte, endByte } = parsed.error.span;
    assert.deepEqual([start, end, startByte, endByte], [7, 8, 8, 8 + length]);
  }
});

test("the value has the documented members only, and no prototype of the document's", () => {
  const parsed = parseRequest('{"x": 1, "__proto__": {"name": "x"}, "phones": ["1"], "notify": true}');
  assert.ok(parsed.ok);
  assert.equal(parsed.value.name, undefined);
  assert.deepEqual(parsed.value, { notify: true, phones: ["1"] });
});

test("deep documents do not exhaust the stack", () => {
  const nested = (depth: number) => `{"notify": true, "x": ${"[".repeat(depth - 1)}${"]".repeat(depth - 1)}}`;
  assert.ok(parseRequest(nested(MAX_DEPTH)).ok);
  for (const depth of [MAX_DEPTH + 1, 1_000_000]) {
    const parsed = parseRequest(nested(depth));
    assert.ok(!parsed.ok && parsed.reason === "syntax" && parsed.error.rule === "json-too-deep");
  }
});
