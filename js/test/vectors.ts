// The conformance vectors of the repository.
import { readdirSync, readFileSync } from "node:fs";

export interface Finding {
  rule: string;
  pointer?: string;
  message: string;
  params: Record<string, unknown>;
}

export interface Vector {
  name: string;
  body: "request" | "contact";
  /** The document: text, or bytes where it is given so. */
  document: string | Uint8Array;
  verdict: "valid" | "violations" | "syntax";
  findings: Finding[];
  written?: string;
  /** Why `JSON.parse` makes an object of the document that is judged otherwise. */
  hidden_by_json_parse?: string;
}

type File = { vectors: (Omit<Vector, "document"> & { input?: string; input_base64?: string })[] };

const folder = new URL("../../../tests/conformance/", import.meta.url);

export const vectors: Vector[] = readdirSync(folder)
  .filter((name) => name.endsWith(".json") && !name.endsWith(".schema.json"))
  .flatMap((name) => (JSON.parse(readFileSync(new URL(name, folder), "utf8")) as File).vectors)
  .map(({ input, input_base64, ...vector }) => ({
    ...vector,
    document: input ?? new Uint8Array(Buffer.from(input_base64 ?? "", "base64")),
  }));

/** The text of a document, as a lenient decoder reads it. */
export const textOf = (document: string | Uint8Array): string =>
  typeof document === "string" ? document : Buffer.from(document).toString("utf8");

/** Findings in an order of their own, because the vectors state none. */
export function sorted(findings: readonly Finding[]): Finding[] {
  const key = ({ pointer, rule, message }: Finding) => JSON.stringify([pointer, rule, message]);
  return findings.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
