// Verdicts on objects, bundle sizes and wrong verdicts, of this package and of its peers in one
// run. Prints ratios: times are the machine's.
//
//     npm ci && node bench.mjs [contacts.ndjson]
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { parseContact, parseRequest } from "contact-schema";
import { build } from "esbuild";
import "./generate-ajv.mjs";

const root = new URL("../../", import.meta.url);
const json = (path) => JSON.parse(readFileSync(new URL(path, root), "utf8"));

const PEERS = ["contact-schema", "typebox", "arktype", "ajv", "zod", "zod-mini", "valibot"];
const ROUNDS = 15;
/** The least time of one measurement, in milliseconds. */
const SLICE = 100;

const text = process.argv[2]
  ? readFileSync(process.argv[2], "utf8")
  : readFileSync(new URL("tests/data/contacts.ndjson", root), "utf8");
const contacts = text
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line));

const vectors = readdirSync(new URL("tests/conformance/", root))
  .filter((name) => name.endsWith(".json") && !name.endsWith(".schema.json"))
  .flatMap((name) => json(`tests/conformance/${name}`).vectors);

/** The vectors that a check of objects judges wrongly, and how many of them `JSON.parse` hides. */
function wrongVerdicts({ isRequest, isContact }) {
  let [wrong, hidden] = [0, 0];
  for (const { body, input, input_base64, verdict, hidden_by_json_parse } of vectors) {
    const document = input ?? Buffer.from(input_base64, "base64").toString("utf8");
    let valid = false;
    try {
      const value = JSON.parse(document);
      valid = body === "request" ? isRequest(value) : isContact(value);
    } catch {
      // No JSON, as the vector should say.
    }
    if (valid === (verdict === "valid")) continue;
    if (hidden_by_json_parse) hidden++;
    else wrong++;
  }
  return { wrong, hidden };
}

/** The verdicts of our strict reader on text and bytes that are wrong. */
function wrongOfText() {
  const isWrong = ({ body, input, input_base64, verdict }) => {
    const parse = body === "request" ? parseRequest : parseContact;
    return parse(input ?? new Uint8Array(Buffer.from(input_base64, "base64"))).ok !== (verdict === "valid");
  };
  return vectors.filter(isWrong).length;
}

/** The size of a bundle of these exports, minified and compressed. */
async function size(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: new URL(".", import.meta.url).pathname },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    logLevel: "error",
  });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}

/** Nanoseconds for a verdict, over all contacts again and again for the time of one slice. */
function time(isContact) {
  const start = process.hrtime.bigint();
  let [checked, valid] = [0, 0];
  let elapsed = 0;
  do {
    for (const contact of contacts) if (isContact(contact)) valid++;
    checked += contacts.length;
    elapsed = Number(process.hrtime.bigint() - start);
  } while (elapsed < SLICE * 1e6);
  if (valid !== checked) throw new Error("a valid contact is refused");
  return elapsed / checked;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;

const peers = [];
for (const name of PEERS) {
  const checks = await import(`./peers/${name}.mjs`);
  const bundle = await size(`export { checkContact, checkRequest } from "./peers/${name}.mjs";`);
  peers.push({ name, checks, size: bundle, ...wrongVerdicts(checks), times: [] });
}
// The peers take turns, so that what slows the machine slows all of them.
for (let round = -2; round < ROUNDS; round++) {
  for (const { checks, times } of peers) {
    const measured = time(checks.isContact);
    if (round >= 0) times.push(measured);
  }
}

const ours = peers[0];
const ratio = (peer) => median(peer.times.map((value, round) => value / ours.times[round]));
console.log(
  `${contacts.length} valid contacts, median of ${ROUNDS} rounds; ${vectors.length} vectors; Node ${process.version}\n`,
);
console.log(
  "| | verdict on an object, ours = 1 | ns | gzip of both checks with messages | wrong verdicts | hidden by JSON.parse |",
);
console.log("|---|---:|---:|---:|---:|---:|");
for (const peer of peers) {
  const row = [
    peer.name,
    ratio(peer).toFixed(2),
    median(peer.times).toFixed(0),
    kilobytes(peer.size),
    peer.wrong,
    peer.hidden,
  ];
  console.log(`| ${row.join(" | ")} |`);
}
console.log(`\nour strict reader of text: ${wrongOfText()} wrong verdicts`);
console.log(`all that we export, with the reader: ${kilobytes(await size('export * from "contact-schema";'))}`);
