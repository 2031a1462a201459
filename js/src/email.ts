import { isControl } from "./characters.js";
import type { Fault } from "./violation.js";

const LOCAL_PART = /[A-Za-z0-9_'+-]/;
const LABEL = /[A-Za-z0-9]/;

function character(text: string, at: number, part: "local-part" | "domain"): Fault {
  const found = String.fromCodePoint(text.codePointAt(at) as number);
  const actual = /\p{White_Space}/u.test(found)
    ? "white-space"
    : isControl(found)
      ? "control"
      : found < "\u{80}"
        ? "punctuation"
        : "non-ascii";
  return { rule: "email-character", params: { at, part, actual }, end: at + found.length };
}

/**
 * Returns the first rule from the left that `text` breaks. It must not match the EMAIL pattern. Its
 * length is not checked.
 */
export function emailFault(text: string): Fault | undefined {
  let at = 0;
  for (; text[at] !== "@"; at++) {
    const c = text[at];
    if (c === undefined) break;
    if (c === ".") {
      if (at === 0) return { rule: "email-leading-dot", params: { at }, end: 1 };
      if (text[at - 1] === ".") return { rule: "email-consecutive-dots", params: { at: at - 1 }, end: at + 1 };
    } else if (!LOCAL_PART.test(c)) {
      return character(text, at, "local-part");
    }
  }
  if (at === 0) return { rule: "email-local-part", params: { at }, end: 0 };
  if (at === text.length) return { rule: "email-missing-at", params: { at }, end: at };
  if (".'".includes(text[at - 1] as string)) {
    return { rule: "email-local-part-end", params: { at: at - 1 }, end: at };
  }

  const domain = at + 1;
  let label = domain;
  for (at = domain; at < text.length; at++) {
    const c = text[at] as string;
    if (c === "@") return { rule: "email-second-at", params: { at }, end: at + 1 };
    if (c === ".") {
      if (at === domain) return { rule: "email-label-empty", params: { at }, end: at };
      if (at === label) return { rule: "email-consecutive-dots", params: { at: at - 1 }, end: at + 1 };
      label = at + 1;
    } else if (c === "-") {
      if (at === label) return { rule: "email-label-hyphen", params: { at }, end: at + 1 };
    } else if (!LABEL.test(c)) {
      return character(text, at, "domain");
    }
  }
  if (at === label) return { rule: "email-label-empty", params: { at }, end: at };
  if (label === domain) return { rule: "email-domain-dot", params: { at: label }, end: at };
  if (/[^A-Za-z]/.test(text.slice(label))) {
    return { rule: "email-top-level-letters", params: { at: label }, end: at };
  }
  if (at === label + 1) return { rule: "email-top-level-short", params: { at: label }, end: at };
  return undefined;
}
