// Bytes of NDJSON: the linter in WebAssembly, which names every finding and its place, and what its
// peers take for a verdict by way of `JSON.parse`. Prints ratios: times are the machine's.
//
//     npm ci && node lint.mjs [contacts.ndjson]
import { readFileSync } from "node:fs";
import { load } from "contact-schema/lint";
import "./generate-ajv.mjs";

const ROUNDS = 11;
const CONTACTS = 100_000;

const lines = readFileSync(process.argv[2] ?? new URL("../../tests/data/contacts.ndjson", import.meta.url), "utf8")
  .trimEnd()
  .split("\n");
const bytes = new TextEncoder().encode(
  Array.from({ length: CONTACTS }, (_, at) => `${lines[at % lines.length]}\n`).join(""),
);

const linter = await load();

/** Our verdict on each line: the number of valid ones. */
function ours() {
  const { documents, invalid, unjudged } = linter.lint(bytes, { input: "ndjson", kind: "contact" }).summary;
  return documents - invalid - unjudged;
}

/** In chunks, as a file is read. */
function inChunks() {
  const session = linter.open({ input: "ndjson", kind: "contact" });
  for (let start = 0; start < bytes.length; start += 1 << 16) session.push(bytes.subarray(start, start + (1 << 16)));
  session.end();
  const { documents, invalid, unjudged } = session.summary();
  return documents - invalid - unjudged;
}

/** The verdict of a check of objects. */
const byObjects = (isContact) => () => {
  let valid = 0;
  for (const line of new TextDecoder().decode(bytes).split("\n")) {
    if (line === "") continue;
    try {
      if (isContact(JSON.parse(line))) valid++;
    } catch {
      // Not JSON.
    }
  }
  return valid;
};

const cases = [
  ["contact-schema/lint", ours],
  ["contact-schema/lint, chunks of 64 KiB", inChunks],
];
for (const name of ["contact-schema", "typebox", "ajv", "zod", "zod-mini", "valibot"]) {
  cases.push([name, byObjects((await import(`./peers/${name}.mjs`)).isContact)]);
}
cases.push(["*JSON.parse alone*", byObjects(() => true)]);

const times = cases.map(() => []);
// The peers take turns, so that what slows the machine slows all of them.
for (let round = -1; round < ROUNDS; round++) {
  cases.forEach(([name, f], at) => {
    const start = process.cpuUsage();
    const valid = f();
    const { user, system } = process.cpuUsage(start);
    if (valid !== CONTACTS) throw new Error(`${name}: ${valid} of ${CONTACTS} contacts are valid`);
    if (round >= 0) times[at].push(((user + system) * 1000) / CONTACTS);
  });
}
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

console.log(
  `${CONTACTS} valid contacts, ${(bytes.length / 1e6).toFixed(1)} MB of NDJSON; processor time, median of ${ROUNDS} rounds; Node ${process.version}\n`,
);
console.log("| NDJSON bytes | time, ours = 1 | ns for a contact |");
console.log("|---|---:|---:|");
cases.forEach(([name], at) => {
  const ratio = median(times[at].map((value, round) => value / times[0][round]));
  console.log(`| ${name} | ${ratio.toFixed(1)} | ${median(times[at]).toFixed(0)} |`);
});
