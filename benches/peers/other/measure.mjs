// Reads the arguments, runs a check over all lines several times, and prints a row of the table.

import { readFileSync } from "node:fs";

const [, , schemaPath, path, records, runs] = process.argv;

export const schema = JSON.parse(readFileSync(schemaPath, "utf8"));

// `isValid` takes a parsed document.
export function measure(name, version, isValid) {
  const bytes = readFileSync(path);
  const times = [];
  let valid;
  for (let run = 0; run < Number(runs); run++) {
    const start = process.hrtime.bigint();
    valid = 0;
    // Line by line from the bytes: a string of all of them can be longer than the engine allows.
    for (let at = 0; at < bytes.length; ) {
      const end = bytes.indexOf(10, at);
      if (isValid(JSON.parse(bytes.toString("utf8", at, end)))) valid++;
      at = end + 1;
    }
    times.push(Number(process.hrtime.bigint() - start) / 1e9);
  }
  times.sort((a, b) => a - b);
  const rate = bytes.length / times[Math.floor(times.length / 2)] / 1e6;
  const missed = Number(records) - valid;
  console.log(`| ${name} | ${version} | ${rate.toFixed(0)} | ${missed} |`);
}
