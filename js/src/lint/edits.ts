import type { ByteSpan, Edit, Span } from "./types.js";

const ENCODER = new TextEncoder();

/** Applies edits to a text. They must be in ascending order and must not overlap. */
export function applyEdits(text: string, edits: readonly Edit<Span>[]): string;
/** Applies edits to bytes. They must be in ascending order and must not overlap. */
export function applyEdits(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array;
export function applyEdits(input: string | Uint8Array, edits: readonly Edit<Span>[] | readonly Edit[]) {
  return typeof input === "string" ? inText(input, edits as readonly Edit<Span>[]) : inBytes(input, edits);
}

function inText(text: string, edits: readonly Edit<Span>[]): string {
  let applied = "";
  let done = 0;
  for (const { span, text: written } of edits) {
    applied += text.slice(done, span.start) + written;
    done = span.end;
  }
  return applied + text.slice(done);
}

function inBytes(bytes: Uint8Array, edits: readonly Edit<ByteSpan>[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let done = 0;
  for (const { span, text } of edits) {
    parts.push(bytes.subarray(done, span.startByte), ENCODER.encode(text));
    done = span.endByte;
  }
  parts.push(bytes.subarray(done));
  const applied = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    applied.set(part, at);
    at += part.length;
  }
  return applied;
}
