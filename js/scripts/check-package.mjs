// Checks what `npm pack` would publish: all files that `exports` names, the licences of the
// repository, and no development files.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const root = new URL("../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");
const problems = [];

const { stdout } = spawnSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
  cwd: root,
  encoding: "utf8",
});
const listed = JSON.parse(stdout);
const [{ files, unpackedSize }] = Array.isArray(listed) ? listed : Object.values(listed);
const paths = files.map(({ path }) => path);

const { exports, dependencies } = JSON.parse(read("package.json"));
const targets = Object.values(exports).flatMap((target) =>
  typeof target === "string" ? [target] : Object.values(target),
);
for (const target of targets) {
  const [before, after = ""] = target.replace("./", "").split("*");
  if (!paths.some((path) => path.startsWith(before) && path.endsWith(after))) problems.push(`missing: ${target}`);
}
for (const path of paths) {
  const belongs = /^(dist\/.*\.(d\.ts|d\.wasm\.ts|js|json|wasm)|LICENSE-(APACHE|MIT)|README\.md|package\.json)$/.test(
    path,
  );
  if (!belongs) problems.push(`does not belong into the package: ${path}`);
}
for (const path of ["README.md", "LICENSE-APACHE", "LICENSE-MIT"]) {
  if (!paths.includes(path)) problems.push(`missing: ${path}`);
}
for (const licence of ["LICENSE-APACHE", "LICENSE-MIT"]) {
  if (read(licence) !== read(`../${licence}`)) problems.push(`${licence} is not that of the repository`);
}
if (dependencies) problems.push("the package has no dependencies");
if (/"resolved": "http/.test(read("package-lock.json"))) problems.push("the lock file names a registry");

for (const problem of problems) console.error(problem);
console.log(`${paths.length} files, ${unpackedSize} bytes`);
process.exitCode = problems.length > 0 ? 1 : 0;
