// The linter in WebAssembly, as its users load it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { parseRequest } from "contact-schema";
import {
  applyEdits,
  type Chunk,
  type DocumentReport,
  type Fix,
  type Kind,
  type LintOptions,
  load,
  type Safety,
  type Span,
  type Summary,
} from "contact-schema/lint";

const root = new URL("../../../", import.meta.url);
const wasm = new URL(import.meta.resolve("contact-schema/lint.wasm"));
const linter = await load();

interface Vector {
  readonly name: string;
  readonly body: Kind;
  readonly input?: string;
  readonly input_base64?: string;
  readonly verdict: "valid" | "violations" | "syntax";
  readonly findings: readonly { readonly rule: string; readonly pointer?: string }[];
  readonly warnings?: readonly { readonly rule: string; readonly pointer?: string }[];
}

const conformance = new URL("tests/conformance/", root);
const vectors = readdirSync(conformance)
  .filter((name) => name.endsWith(".json") && name !== "vectors.schema.json")
  .flatMap((name) => (JSON.parse(readFileSync(new URL(name, conformance), "utf8")) as { vectors: Vector[] }).vectors);

const bytesOf = ({ input, input_base64 }: Vector): Uint8Array =>
  Buffer.from(input ?? input_base64 ?? "", input === undefined ? "base64" : "utf8");

/** A finding as one line, for comparisons without regard to order. */
const lines = (findings: readonly { readonly rule: string; readonly pointer?: string | null }[]) =>
  findings.map(({ rule, pointer }) => `${rule} ${pointer ?? "-"}`).sort();

test("the conformance vectors", () => {
  assert.ok(vectors.length >= 906, `${vectors.length} vectors`);
  for (const vector of vectors) {
    const inputs = vector.input === undefined ? [bytesOf(vector)] : [bytesOf(vector), vector.input];
    for (const input of inputs) {
      // An array of documents is no document: as NDJSON, an array is one.
      const isOneLine = !bytesOf(vector).some((byte) => byte === 10);
      if (!isOneLine && bytesOf(vector).find((byte) => !" \t\r\n".includes(String.fromCharCode(byte))) === 0x5b)
        continue;
      const { documents, summary } = linter.lint(input, { kind: vector.body, input: isOneLine ? "ndjson" : "json" });
      const findings = documents.flatMap((document) => document.findings);
      const broken = findings.filter(({ severity }) => severity !== "warning");
      // Blank text is no document of NDJSON.
      if (isOneLine && bytesOf(vector).every((byte) => " \t\r".includes(String.fromCharCode(byte)))) {
        assert.equal(summary.documents, 0, vector.name);
        continue;
      }
      assert.equal(summary.invalid === 0, vector.verdict === "valid", vector.name);
      assert.deepEqual(lines(broken), lines(vector.findings), vector.name);
      if (vector.warnings) {
        const allowed = (finding: { readonly rule: string }) =>
          vector.warnings?.some(({ rule }) => rule === finding.rule);
        const warnings = findings.filter((finding) => finding.severity === "warning" && allowed(finding));
        assert.deepEqual(lines(warnings), lines(vector.warnings), vector.name);
      }
    }
  }
});

test("spans are those of the text, in units and in bytes", () => {
  const text = '{\n  "notify": true,\n  "comment": "é😀漢", "name": "😀😀", "phones": ["😀", 1], "😀": 2\n}';
  const { documents } = linter.lint(text);
  const found = documents[0]?.findings.map(({ span, line, column, endColumn }) => {
    const part = text.slice(span.start, span.end);
    assert.equal(Buffer.from(text).subarray(span.startByte, span.endByte).toString(), part);
    assert.equal(text.split("\n")[line - 1]?.slice(column - 1, endColumn - 1), part);
    return part;
  });
  assert.deepEqual(found, ["1", '"😀"']);
});

test("bytes that are not UTF-8 count as TextDecoder counts them", () => {
  const bytes = Buffer.concat([
    Buffer.from('{"a": "'),
    Buffer.of(0xff, 0xe2, 0x82),
    Buffer.from('"}\n{"notify": 1, "name": "x"}'),
  ]);
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const { documents } = linter.lint(bytes, { input: "ndjson" });
  const [invalid, wrong] = documents.flatMap(({ findings }) => findings);
  assert.equal(invalid?.rule, "json-invalid-utf8");
  assert.equal(text.slice(invalid?.span.start, invalid?.span.end), "\ufffd");
  assert.equal(text.slice(wrong?.span.start, wrong?.span.end), "1");
});

test("lone surrogates are refused where they are, as the strict reader does", async () => {
  for (const text of [
    '{"notify": true, "name": "a\ud800b"}',
    '{"notify": true, "na\udc00me": "x"}',
    '{"notify": true}\ud83d',
    '\udfff{"notify": true}',
    `{"notify": true, "name": "${"😀".repeat(50)}\ude00\ud83d😀"}`,
  ]) {
    const strict = parseRequest(text);
    assert.ok(!strict.ok && strict.reason === "syntax");
    const { rule, message, span } = strict.error;
    assert.equal(rule, "json-lone-surrogate");
    const { documents, summary } = linter.lint(text, { kind: "request" });
    const finding = documents[0]?.findings[0];
    assert.deepEqual({ rule: finding?.rule, message: finding?.message, span: finding?.span }, { rule, message, span });
    assert.deepEqual(summary.rules, { "json-lone-surrogate": 1 });
  }
  // Halves of one pair in two chunks are one character.
  const chunks = ['{"notify": true, "name": "\ud83d', '\ude00"}\n{"notify": true, "name": "\ud83d', '"}\n'];
  const found = [];
  for await (const { line, findings } of linter.stream(chunks, { input: "ndjson" }))
    found.push([line, findings[0]?.rule]);
  assert.deepEqual(found, [[2, "json-lone-surrogate"]]);
  const open = linter.open();
  open.push('{"notify": true}\ud83d');
  assert.equal(open.end()[0]?.findings[0]?.rule, "json-lone-surrogate");
});

/** The fixes of a text, and the same ones for its bytes. */
function fixesOf(text: string, options: LintOptions = {}): readonly (readonly [Fix<Span>, Fix])[] {
  const found = (input: Chunk) =>
    linter.lint(input, { ...options, fixes: true }).documents.flatMap(({ findings }) => findings);
  const inBytes = found(Buffer.from(text));
  return found(text).flatMap(({ fix }, at) => {
    const other = inBytes[at]?.fix;
    assert.equal(fix === undefined, other === undefined);
    return fix && other ? [[fix, other] as const] : [];
  });
}

test("findings have their fixes", () => {
  for (const [text, title, safety, fixed] of [
    ['{"notify": true, "name": "x",}', "remove the comma at the end", "safe", '{"notify": true, "name": "x"}'],
    ['{"notify": "true", "name": "😀é"}', "remove the quotes", "unsafe", '{"notify": true, "name": "😀é"}'],
    [
      '{"notify": true, "comment": "😀", "phones": "1"}',
      "put it in an array",
      "unsafe",
      '{"notify": true, "comment": "😀", "phones": ["1"]}',
    ],
    ['{"notify": true, "nmae": "漢"}', "rename `nmae` to `name`", "unsafe", '{"notify": true, "name": "漢"}'],
    ['\ufeff{"notify": true, "name": "x"}', "remove the byte order mark", "safe", '{"notify": true, "name": "x"}'],
    ['{"notify": true, "name": "a\tb"}', "escape control characters", "safe", '{"notify": true, "name": "a\\tb"}'],
  ] as const) {
    const fixes = fixesOf(text);
    assert.equal(fixes.length, 1, text);
    for (const [fix, inBytes] of fixes) {
      assert.deepEqual([fix.title, fix.safety], [title, safety]);
      assert.equal(applyEdits(text, fix.edits), fixed);
      assert.equal(Buffer.from(applyEdits(Buffer.from(text), inBytes.edits)).toString(), fixed);
    }
  }
  // Nothing is searched for where nothing is asked for, and not every finding has a fix.
  assert.equal(linter.lint('{"notify": true, "name": "x",}').documents[0]?.findings[0]?.fix, undefined);
  assert.deepEqual(fixesOf('{"notify": [], "name": "x"}'), []);
  // UTF-16 is converted as a whole.
  const utf16 = Buffer.from('{"notify": true, "name": "é"}', "utf16le");
  const fix = linter.lint(utf16, { fixes: true }).documents[0]?.findings[0]?.fix;
  assert.deepEqual([fix?.encoding, fix?.edits, fix?.safety], ["UTF-16LE", [], "safe"]);
});

test("fixes of a chunked input are those of the whole", () => {
  const lines = ['{"notify": "true", "name": "😀"}', "{}", '{"notify": true, "nmae": "é"}', '{"notify": true,}'];
  const bytes = Buffer.from(`${lines.join("\n")}\n`.repeat(50));
  const options = { input: "ndjson", fixes: true } as const;
  const whole = inChunks(bytes, () => bytes.length, options);
  assert.equal(whole[0].flatMap(({ findings }) => findings).filter(({ fix }) => fix).length, 150);
  for (const length of [1, 7, 61])
    assert.deepEqual(
      inChunks(bytes, () => length, options),
      whole,
    );
  // In the array too, whose items start anywhere.
  const array = Buffer.from(`[${lines.slice(0, 3).join(",\n ")}]`);
  const parts = inChunks(array, () => 5, { fixes: true });
  assert.deepEqual(
    parts,
    inChunks(array, () => array.length, { fixes: true }),
  );
  const rules = ({ rules }: Summary) => Object.entries(rules).flatMap(([rule, count]) => Array(count).fill(rule));
  const fixes = parts[0].flatMap(({ findings }) => findings.flatMap(({ rule, fix }) => (fix ? [{ rule, fix }] : [])));
  assert.deepEqual(
    fixes.map(({ rule }) => rule),
    ["wrong-type", "unknown-member"],
  );
  for (const { rule, fix } of fixes) {
    const left = rules(linter.lint(applyEdits(array, fix.edits)).summary);
    assert.ok(left.length < rules(parts[1]).length && !left.includes(rule), rule);
  }
});

test("an input is fixed", () => {
  const fixed = (input: string, safety?: Safety, options: LintOptions = {}) =>
    linter.fix(input, { ...options, safety });
  const text = '[{"notify": true, "name": "Ada",}, {"notify": "true", "name": "Bob"},]';
  const safe = fixed(text);
  assert.equal(safe.output, '[{"notify": true, "name": "Ada"}, {"notify": "true", "name": "Bob"}]');
  assert.deepEqual([safe.fixed, safe.summary.invalid], [{ "json-trailing-comma": 2 }, 1]);
  const both = fixed(text, "unsafe");
  assert.equal(both.output, '[{"notify": true, "name": "Ada"}, {"notify": true, "name": "Bob"}]');
  assert.deepEqual(both.fixed, { "json-trailing-comma": 2, "wrong-type": 1 });
  assert.deepEqual([both.summary.documents, both.summary.invalid, both.summary.rules], [2, 0, {}]);
  assert.equal(fixed(both.output, "unsafe").output, both.output);
  // A text without a fix stays what it is.
  for (const same of [
    "",
    " ",
    "{",
    '{"notify": true, "name": "a\ud800b"}',
    '\ud800{"notify": true,}\udc00',
    "\ufeff\ufeff{}",
  ]) {
    assert.deepEqual([fixed(same, "unsafe").output, fixed(same).fixed], [same, {}]);
  }
  // Lines are fixed one by one, and their ends and the lines between stay.
  const lines = ['{"notify": true, "name": "a\ud800b"}', '{"notify": true, "name": "😀",}', "", '{"notify": 1}', " "];
  const ndjson = lines.join("\r\n");
  assert.equal(fixed(ndjson, "safe", { input: "ndjson" }).output, ndjson.replace(",}", "}"));
  // Bytes in, bytes out.
  const utf16 = new Uint8Array(Buffer.from('\ufeff{"notify": true, "name": "é"}', "utf16le"));
  const { output } = linter.fix(utf16.buffer);
  assert.equal(Buffer.from(output).toString(), '{"notify": true, "name": "é"}');
  const latin = Buffer.from('{"notify": true, "name": "\xe9",}', "latin1");
  assert.deepEqual(Buffer.from(linter.fix(latin).output), latin);
  // Long inputs reach the module in pieces.
  const record = '{"notify": true, "name": "漢😀"}\n';
  const long = `${record.repeat(40_000)}${record.replace("}", ",}")}`;
  assert.equal(fixed(long, "safe", { input: "ndjson" }).output, record.repeat(40_001));
  assert.throws(() => linter.fix("{}", { safety: "all" as Safety }), /safety: expected/);
});

test("options", () => {
  const text = '{"notify": true, "nmae": 1}';
  assert.deepEqual(Object.keys(linter.lint(text).summary.rules), ["unknown-member", "no-change"]);
  assert.deepEqual(linter.lint(text, { allow: ["no-change", "unknown-member"] }).documents, []);
  assert.equal(linter.lint("{}", { kind: "contact", maxFindings: 2 }).documents[0]?.more, 7);
  const limited = linter.lint("1\n2\n3", { input: "ndjson", maxReports: 1 });
  assert.deepEqual([limited.documents.length, limited.summary.invalid], [1, 3]);
  assert.equal(linter.lint(text, { maxDocumentBytes: 10 }).documents[0]?.findings[0]?.rule, "document-too-large");
  assert.throws(
    () => linter.lint(text, { allow: ["wrong-type" as "no-change"] }),
    /allow: expected the id of a warning/,
  );
  assert.deepEqual(linter.lint(text, { allowMembers: ["other", "nmae"] }).summary.rules, { "no-change": 1 });
  assert.deepEqual(linter.lint(text, { allowMembers: ["nma"] }).summary.rules, { "no-change": 1, "unknown-member": 1 });
  assert.throws(() => linter.lint(text, { allowMembers: ["\ud800"] }), /allowMembers: expected Unicode/);
  assert.throws(() => linter.lint(text, { kind: "toString" as Kind }), /kind: expected/);
  assert.throws(() => linter.lint(text, { input: "csv" as "json" }), /input: expected/);
  for (const maxFindings of [-1, 0.5, Number.NaN]) assert.throws(() => linter.lint(text, { maxFindings }), RangeError);
  assert.throws(() => linter.lint({} as string), /expected a string, a Uint8Array or an ArrayBuffer/);
  // What was refused did not harm the module.
  assert.equal(linter.lint(text).documents.length, 1);
});

/** A mulberry32 generator: the same numbers each run. */
function randoms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The findings and counts of an input in chunks of these lengths, which repeat. */
function inChunks(bytes: Uint8Array, lengths: () => number, options: LintOptions): [DocumentReport[], Summary] {
  const session = linter.open(options);
  const documents: DocumentReport[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = Math.min(bytes.length, start + lengths());
    documents.push(...session.push(bytes.subarray(start, end)));
    start = end;
  }
  documents.push(...session.end());
  return [documents, session.summary()];
}

/** All vectors that fit into one line, and lines that are hard to cut. */
const manyLines = () => {
  const long = JSON.stringify({ notify: true, comment: "😀".repeat(30_000) });
  const parts = vectors.map(bytesOf).filter((bytes) => !bytes.includes(10));
  return Buffer.concat(
    [...parts, Buffer.from(long), Buffer.from("\r"), Buffer.from(""), Buffer.from(long)].flatMap((part) => [
      part,
      Buffer.of(10),
    ]),
  );
};

test("how NDJSON is cut makes no difference", () => {
  const bytes = manyLines();
  const options = { kind: "request", input: "ndjson", maxDocumentBytes: 100_000 } as const;
  const whole = inChunks(bytes, () => bytes.length, options);
  assert.ok(whole[0].length > 300);
  assert.equal(whole[0].filter(({ findings }) => findings[0]?.rule === "document-too-large").length, 2);
  const random = randoms(1);
  for (const lengths of [
    () => 1,
    () => 7,
    () => 4096,
    () => 65_536,
    () => 1 + Math.floor(random() * 200),
    () => 1 + Math.floor(random() * 50_000),
  ]) {
    assert.deepEqual(inChunks(bytes, lengths, options), whole);
  }
});

test("how an array is cut makes no difference", () => {
  const items = vectors.filter(({ verdict }) => verdict !== "syntax").map(bytesOf);
  const parts = [...items, Buffer.from(JSON.stringify({ notify: 1, comment: "漢".repeat(60_000) }))];
  const bytes = Buffer.concat([
    Buffer.from("[\n"),
    ...parts.flatMap((part) => [part, Buffer.from(",\n")]),
    Buffer.from('{"notify": 1}]\n'),
  ]);
  for (const end of [bytes.length, bytes.length - 2, bytes.length - 20]) {
    const text = bytes.subarray(0, end);
    const whole = inChunks(text, () => end, {});
    assert.ok(whole[0].length > 200);
    const random = randoms(2);
    for (const lengths of [() => 61, () => 4096, () => 65_536, () => 1 + Math.floor(random() * 5000)]) {
      assert.deepEqual(inChunks(text, lengths, {}), whole);
    }
    // `lint` says the same, and counts units too.
    const { documents, summary } = linter.lint(text);
    assert.deepEqual(summary, whole[1]);
    assert.deepEqual(
      documents.map(({ span: { startByte, endByte } }) => ({ startByte, endByte })),
      whole[0].map(({ span }) => span),
    );
    const decoded = text.toString();
    for (const { span } of documents.flatMap(({ findings }) => findings)) {
      assert.equal(
        decoded.slice(0, span.start).length,
        Buffer.from(text.subarray(0, span.startByte).toString()).toString().length,
      );
    }
  }
});

test("a long input has the same findings, wherever the first is", () => {
  const good = '{"notify": true, "name": "漢😀"}\n';
  const bad = '{"notify": 1, "name": "x"}\n';
  const [place] = linter.lint(bad, { input: "ndjson" }).documents.flatMap(({ findings }) => findings);
  for (const before of [0, 1, 20_000]) {
    const text = good.repeat(before) + bad + good.repeat(20_000);
    for (const input of [text, Buffer.from(text), new Uint8Array(Buffer.from(text)).buffer]) {
      const { documents, summary } = linter.lint(input, { input: "ndjson" });
      const [finding] = documents.flatMap(({ findings }) => findings);
      const start = good.length * before + (place?.span.start ?? 0);
      const startByte = Buffer.byteLength(good) * before + (place?.span.startByte ?? 0);
      assert.deepEqual(finding?.span, { start, end: start + 1, startByte, endByte: startByte + 1 });
      assert.deepEqual([documents.length, finding?.line, summary.documents], [1, before + 1, before + 20_001]);
    }
  }
  const { documents, summary } = linter.lint(good.repeat(20_000), { input: "ndjson" });
  assert.deepEqual([documents, summary.documents, summary.invalid], [[], 20_000, 0]);
});

test("streams: of the web, of Node, and plain iterables", async () => {
  const text = '{"notify": 1, "name": "x"}\n{"notify": true, "name": "x"}\n{"notify": 2, "name": "x"}';
  const bytes = new TextEncoder().encode(text);
  const web = () => new Blob([bytes]).stream();
  const plain = () => {
    const stream = web();
    return { getReader: () => stream.getReader() };
  };
  async function* slowly(): AsyncGenerator<Chunk> {
    for (const byte of bytes) yield Uint8Array.of(byte);
  }
  for (const source of [web(), plain(), slowly(), [bytes], [text], [...text], [bytes.buffer as ArrayBuffer]]) {
    const run = linter.stream(source, { input: "ndjson" });
    const found = [];
    for await (const { line } of run) found.push(line);
    assert.deepEqual(found, [1, 3]);
    assert.deepEqual([run.summary().documents, run.summary().bytes], [3, bytes.length]);
  }
  await assert.rejects(async () => {
    for await (const _ of linter.stream(["\n", bytes], { input: "ndjson" })) assert.fail();
  }, /chunks of one type/);
});

test("leaving the loop cancels the stream", async () => {
  let isCancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode("1\n")),
    cancel: () => {
      isCancelled = true;
    },
  });
  const run = linter.stream({ getReader: () => stream.getReader() }, { input: "ndjson" });
  for await (const _ of run) break;
  assert.ok(isCancelled);
  assert.equal(run.summary().invalid > 0, true);
});

test("memory is bounded, whatever the input", async () => {
  const hostile = await load();
  const chunk = new Uint8Array(1 << 20);
  for (const [input, text, first = ""] of [
    ["ndjson", '{"notify":true,"name":"x"}\n'],
    // Each of these documents is bad.
    ["ndjson", "{}\n"],
    ["json", "1,", "["],
    // One line, one string, one number without end, and bytes that are not UTF-8.
    ["ndjson", "x"],
    ["json", "x", '["'],
    ["json", "1"],
    ["ndjson", "\xff"],
    // Nesting, and white space at the start, in an array and in a document.
    ["json", "["],
    ["json", " "],
    ["json", " ", "["],
    ["json", " ", '{"a":'],
  ] as const) {
    const session = hostile.open({ input, maxDocumentBytes: 1 << 20, maxReports: 1000 });
    session.push(Buffer.from(first));
    const bytes = chunk.map((_, at) => text.charCodeAt(at % text.length));
    const count = text.length > 3 || text.length === 1 ? 16 : 2;
    for (let i = 0; i < count; i++) session.push(bytes);
    session.end();
    assert.equal(session.summary().bytes, count * chunk.length + first.length, text);
    assert.ok(hostile.memoryBytes <= 8 * 2 ** 20, `${hostile.memoryBytes} bytes after ${first}${text}`);
  }
});

test("sessions end: memory is used again", () => {
  const before = linter.memoryBytes;
  const text = `[${'{"notify": 1},'.repeat(50_000)}{"notify": 2}]`;
  for (let i = 0; i < 20; i++) {
    assert.equal(linter.lint(text, { maxReports: 10 }).summary.invalid, 50_001);
    linter.open({ input: "ndjson" }).free();
  }
  assert.ok(linter.memoryBytes <= before + 4 * 2 ** 20, `${linter.memoryBytes} after ${before}`);
});

test("a module that runs out of memory does not harm the next input", () => {
  const session = linter.open({ input: "ndjson", maxDocumentBytes: 2 ** 32 - 1 });
  const chunk = new Uint8Array(1 << 28).fill(0x20);
  assert.throws(() => {
    for (let i = 0; i < 20; i++) session.push(chunk);
  }, /the linter failed/);
  assert.throws(() => session.push(chunk), /the linter failed earlier/);
  session.free();
  assert.equal(linter.lint('{"notify": 1, "name": "x"}').summary.invalid, 1);
});

test("load: a module, its bytes, a response, a promise of one", async () => {
  const bytes = readFileSync(wasm);
  const response = (type: string) => new Response(bytes, { headers: { "content-type": type } });
  const sources = [
    bytes,
    new Uint8Array(bytes).buffer,
    new WebAssembly.Module(bytes),
    { default: new WebAssembly.Module(bytes) },
    response("application/wasm"),
    response("application/octet-stream"),
    Promise.resolve(response("application/wasm")),
    `data:application/wasm;base64,${bytes.toString("base64")}`,
  ];
  for (const source of sources) assert.equal((await load(source)).lint("[1]").summary.invalid, 1);
  await assert.rejects(load(new Response("", { status: 404 })), /status 404/);
  await assert.rejects(load({} as string), TypeError);
  await assert.rejects(load(new Uint8Array(8)), WebAssembly.CompileError);
});

test("in a Worker", async () => {
  const worker = new Worker(
    `import { parentPort, workerData } from "node:worker_threads";
     const { load } = await import(workerData.lint);
     const linter = await load(workerData.module);
     parentPort.postMessage(linter.lint('{"notify": 1, "name": "x"}').documents);`,
    { eval: true, workerData: { lint: import.meta.resolve("contact-schema/lint"), module: linter.module } },
  );
  const documents = await new Promise<DocumentReport[]>((resolve, reject) =>
    worker.once("message", resolve).once("error", reject),
  );
  assert.deepEqual(documents, linter.lint('{"notify": 1, "name": "x"}').documents);
  await worker.terminate();
});
