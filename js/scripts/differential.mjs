// Compares this package, and its linter in WebAssembly, with the program `contact-lint` on
// generated and mutated documents: verdicts, rules, pointers, messages and places, in their order,
// and the documents after their fixes.
// The same arguments give the same documents.
//
//     node scripts/differential.mjs PATH/contact-lint PATH/generate [--documents 200000] [--seed 1]
import { isUtf8 } from "node:buffer";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { checkContact, checkRequest, parseContact, parseRequest } from "contact-schema";
import { load } from "contact-schema/lint";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { documents: { type: "string", default: "200000" }, seed: { type: "string", default: "1" } },
});
const [program, generator] = positionals;
const [wanted, seed] = [Number(values.documents), Number(values.seed)];
if (!program || !generator || !Number.isInteger(wanted) || !Number.isInteger(seed)) {
  console.error("usage: differential.mjs PATH/contact-lint PATH/generate [--documents N] [--seed N]");
  process.exit(2);
}

/** How many documents the program is given at once. */
const BATCH = 20_000;
const LINE_FEED = 0x0a;

/** xorshift32: small, seeded, and good enough to choose places. */
function random(seed) {
  let state = (seed * 2654435761) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}

const run = (command, args, options) => {
  const { status, stdout, stderr, error } = spawnSync(command, args, { maxBuffer: 1 << 30, ...options });
  if (error) throw error;
  if (status > 1) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
  return stdout;
};

const SHAPES = ["compact", "pretty", "sorted", "shuffled"];
const TEXTS = ["mixed", "accented", "cjk", "arabic", "escaped", "escaped-whole", "long-emails", "long-comments"];

/** Generated documents of one kind, some of them broken by the generator. */
function generated(kind, count, seed) {
  const choose = random(seed);
  const [shape, text] = [SHAPES[choose(SHAPES.length)], TEXTS[choose(TEXTS.length)]];
  const args = ["--kind", kind, "--records", count, "--seed", seed, "--bad", 300, "--shape", shape, "--text", text];
  return splitLines(run(generator, args.map(String)));
}

function splitLines(bytes) {
  const lines = [];
  let start = 0;
  for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return lines;
}

/** Pieces that readers of JSON, emails, numbers and timestamps have to tell apart. */
const PIECES = [
  ..."\"\\{}[]:,.@-+' 0123456789eETZtz/*",
  "\\u0061",
  "\\ud83d",
  "\\ude00",
  "\\ud83d\\ude00",
  "\\n",
  "\\x",
  "\\u12",
  "\u0001",
  "\u007f",
  "\u00a0",
  "\u200b",
  "\u202e",
  "é",
  "€",
  "😀",
  "null",
  "true",
  "false",
  "1.5",
  "1e400",
  "-0",
  "01",
  "9007199254740992",
  "1e2",
  "//",
  "/**/",
  "[[",
  "{}",
  ",}",
  "\t",
  "\r",
  '"notify":true,',
  '"name":null,',
  '"phones":["1",2],',
  '"phones":["1","2","3","4","5",6],',
  '"email":"a@b-.com",',
  '"id":1.0,',
  '"\\u006eotify":1,',
  "x".repeat(51),
  "é".repeat(251),
  "..",
  "@@",
  "+01:00",
  ".5",
  "24:00",
  "02-30",
  "02-29",
  "xn--",
  "\ufeff",
  "[".repeat(130),
].map((piece) => Buffer.from(piece));
const BYTES = [0x80, 0xbf, 0xc0, 0xc3, 0xe2, 0xed, 0xf0, 0xf4, 0xff].map((byte) => Buffer.from([byte]));

/**
 * The document with one to three changes: something put in, taken out, replaced, doubled or cut
 * off.
 */
function mutated(document, choose) {
  let bytes = document;
  for (let changes = 1 + choose(3); changes > 0; changes--) {
    const at = choose(bytes.length + 1);
    const end = Math.min(bytes.length, at + choose(choose(4) === 0 ? 40 : 3));
    const pieces = choose(20) === 0 ? BYTES : PIECES;
    const piece = pieces[choose(pieces.length)];
    switch (choose(6)) {
      case 0:
      case 1:
        bytes = Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
        break;
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(end)]);
        break;
      case 4:
        bytes = Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
        break;
      default:
        if (choose(4) === 0) bytes = bytes.subarray(0, at);
    }
  }
  // The program passes over lines without a document.
  return bytes.includes(LINE_FEED) || /^[ \t\r]*$/.test(bytes.toString("latin1")) ? document : bytes;
}

/**
 * What the program finds in each document, without warnings. Offsets count from the document's
 * start.
 */
function judgedByProgram(kind, documents, folder) {
  const file = join(folder, "documents.ndjson");
  writeFileSync(file, Buffer.concat(documents.flatMap((document) => [document, Buffer.from([LINE_FEED])])));
  const out = run(program, ["--input", "ndjson", "--kind", kind, "--format", "jsonl", "--no-progress", file]);
  const starts = [0];
  for (const document of documents) starts.push(starts.at(-1) + document.length + 1);
  const findings = documents.map(() => []);
  let summary;
  for (const line of splitLines(out)) {
    const report = JSON.parse(line.toString("utf8"));
    if (report.type === "summary") summary = report;
    if (report.type !== "finding" || report.severity === "warning") continue;
    const { severity, rule, pointer, message, offset, length } = report;
    // Reports count documents from 1.
    const document = report.document - 1;
    const start = offset - starts[document];
    findings[document].push({ severity, rule, pointer, message, start, end: start + length });
  }
  if (!summary?.complete || summary.documents !== documents.length)
    throw new Error("the program has not judged all documents");
  return findings;
}

const located =
  (severity) =>
  ({ rule, pointer = null, message, span }) => ({
    severity,
    rule,
    pointer,
    message,
    start: span.startByte,
    end: span.endByte,
  });

/** What this package finds in a document, in the words of the program's report. */
function judgedByText(parse, document) {
  const parsed = parse(document);
  if (parsed.ok) return [];
  return parsed.reason === "syntax" ? [located("syntax")(parsed.error)] : parsed.violations.map(located("violation"));
}

const linter = await load();

/**
 * What the linter in WebAssembly finds in lines of NDJSON, without warnings. Offsets count from the
 * line's start.
 */
function judgedByLinter(kind, lines, count) {
  const { documents, summary } = linter.lint(lines, { kind, input: "ndjson" });
  if (summary.documents !== count) throw new Error("the linter has not judged all documents");
  const findings = Array.from({ length: count }, () => []);
  for (const {
    index,
    span: { startByte },
    findings: found,
  } of documents) {
    for (const { severity, rule, pointer, message, span } of found) {
      if (severity === "warning") continue;
      const [start, end] = [span.startByte - startByte, span.endByte - startByte];
      findings[index].push({ severity, rule, pointer, message, start, end });
    }
  }
  return findings;
}

/** Compares lines of NDJSON after their fixes. */
function compareFixed(kind, lines, safety) {
  const options = ["--input", "ndjson", "--kind", kind, "--fix", "--no-progress", "--quiet"];
  if (safety === "unsafe") options.push("--unsafe-fixes");
  const expected = splitLines(run(program, [...options, "-"], { input: lines }));
  const found = splitLines(Buffer.from(linter.fix(lines, { kind, input: "ndjson", safety }).output));
  for (const [at, line] of splitLines(lines).entries()) {
    if (expected[at] === undefined || !line.equals(expected[at])) counts.fixed++;
    if (found[at] !== undefined && expected[at]?.equals(found[at])) continue;
    const [document, ...rest] = [line, expected[at], found[at]].map((bytes) => bytes?.toString("base64"));
    differences.push({ way: `WebAssembly, ${safety} fixes`, kind, document, expected: rest[0], found: rest[1] });
  }
}

/** Rules, pointers and messages without places, in an order of their own. */
const unplaced = (findings) =>
  JSON.stringify(findings.map(({ rule, pointer, message }) => `${pointer} ${rule} ${message}`).sort());

const KINDS = { request: [parseRequest, checkRequest], contact: [parseContact, checkContact] };
const folder = mkdtempSync(join(tmpdir(), "contact-schema-"));
const counts = { documents: 0, mutated: 0, valid: 0, violations: 0, syntax: 0, objects: 0, fixed: 0 };
const rules = new Map();
const differences = [];

function compare(kind, document, expected, fromLines) {
  const [parse, check] = KINDS[kind];
  const differ = (way, found) =>
    differences.push({ way, kind, document: document.toString("base64"), expected, found });
  counts.documents++;
  counts[expected.length === 0 ? "valid" : expected[0].severity === "syntax" ? "syntax" : "violations"]++;
  for (const { rule } of expected) rules.set(rule, (rules.get(rule) ?? 0) + 1);

  if (JSON.stringify(fromLines) !== JSON.stringify(expected)) differ("WebAssembly, bytes", fromLines);
  const fromBytes = judgedByText(parse, document);
  if (JSON.stringify(fromBytes) !== JSON.stringify(expected)) differ("bytes", fromBytes);
  if (!isUtf8(document)) return;

  const text = document.toString("utf8");
  const [fromLine] = judgedByLinter(kind, text, 1);
  if (JSON.stringify(fromLine) !== JSON.stringify(expected)) differ("WebAssembly, text", fromLine);
  const fromText = judgedByText(parse, text);
  if (JSON.stringify(fromText) !== JSON.stringify(expected)) differ("text", fromText);
  if (expected[0]?.severity === "syntax" || expected.some(({ rule }) => rule === "duplicate-member")) return;

  counts.objects++;
  const checked = check(JSON.parse(text));
  const fromObject = checked.ok ? [] : checked.violations;
  if (unplaced(fromObject) !== unplaced(expected)) differ("object", fromObject);
}

try {
  for (let batch = 0; counts.documents < wanted; batch++) {
    const kind = batch % 2 === 0 ? "request" : "contact";
    const choose = random(seed * 1000 + batch);
    const originals = generated(kind, BATCH / 4, seed * 1000 + batch);
    // Three of four documents are mutated.
    const documents = originals.flatMap((document) => [document, ...[1, 2, 3].map(() => mutated(document, choose))]);
    const judged = judgedByProgram(kind, documents, folder);
    const lines = Buffer.concat(documents.flatMap((document) => [document, Buffer.from([LINE_FEED])]));
    const linted = judgedByLinter(kind, lines, documents.length);
    for (const [index, document] of documents.entries()) compare(kind, document, judged[index], linted[index]);
    for (const safety of ["safe", "unsafe"]) compareFixed(kind, lines, safety);
    counts.mutated += documents.length - originals.length;
  }
} finally {
  rmSync(folder, { recursive: true });
}

for (const difference of differences.slice(0, 10)) console.error(JSON.stringify(difference));
const list = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
console.log(`${list.join(", ")}; rules ${rules.size}; differences ${differences.length}`);
if (differences.length > 0 || counts.fixed === 0) process.exit(1);
// A run that met few rules has compared little.
const unseen = Object.entries(JSON.parse(readFileSync(new URL("../dist/schemas/rules.json", import.meta.url), "utf8")))
  .filter(
    ([id, { severity }]) =>
      ["violation", "syntax"].includes(severity) && !id.startsWith("http-") && id !== "document-too-large",
  )
  .map(([id]) => id)
  .filter((id) => !rules.has(id));
console.log(unseen.length === 0 ? "every rule was met" : `rules that were not met: ${unseen.join(", ")}`);
if (unseen.length > 0) process.exit(1);
