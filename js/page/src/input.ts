// What a text is, and how much of it the editor takes.

/**
 * The longest text that is edited, in UTF-16 units or bytes. What is longer is checked as a file.
 */
export const MAX_EDITED = 512 * 1024;

/** How much of an input tells what it is. */
export const HEAD = 64 * 1024;

/**
 * NDJSON has several lines that start with a brace; a document that is indented has one, and an
 * array starts with a bracket.
 */
export function detectInput(head: string, name = ""): "json" | "ndjson" {
  if (/\.(ndjson|jsonl)$/i.test(name)) return "ndjson";
  if (/^\s*\[/.test(head)) return "json";
  return (head.match(/^[ \t]?\{/gm)?.length ?? 0) > 1 ? "ndjson" : "json";
}
