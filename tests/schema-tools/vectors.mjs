// The conformance vectors that a schema can judge: JSON whose findings an object shows.
import { readdirSync, readFileSync } from "node:fs";

const root = new URL("../../", import.meta.url);

export const json = (path) => JSON.parse(readFileSync(new URL(path, root), "utf8"));

export const vectors = readdirSync(new URL("tests/conformance/", root))
  .filter((name) => name.endsWith(".json") && !name.endsWith(".schema.json"))
  .flatMap((name) => json(`tests/conformance/${name}`).vectors)
  .filter(({ verdict, hidden_by_json_parse }) => verdict !== "syntax" && hidden_by_json_parse === undefined)
  .map(({ name, body, input, input_base64, verdict }) => {
    const text = input ?? Buffer.from(input_base64, "base64").toString("utf8");
    return { name, body, text, value: JSON.parse(text), valid: verdict === "valid" };
  });
