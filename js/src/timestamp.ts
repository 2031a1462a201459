import type { Fault, ViolationParams } from "./violation.js";

type Field = ViolationParams["timestamp-digit"]["field"];
type RangeRule = "timestamp-month" | "timestamp-day" | "timestamp-hour" | "timestamp-minute" | "timestamp-second";

const isDigit = (c: string | undefined) => c !== undefined && c >= "0" && c <= "9";

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

const missingDigit = (at: number, field: Field): Fault => ({ rule: "timestamp-digit", params: { at, field }, end: at });

/** Returns a fault if there are no two digits at `at`, or if they are out of range. */
function field(text: string, at: number, name: Exclude<Field, "year" | "fraction">, min: number, max: number) {
  if (!isDigit(text[at])) return missingDigit(at, name);
  if (!isDigit(text[at + 1])) return missingDigit(at + 1, name);
  const actual = Number(text.slice(at, at + 2));
  if (actual >= min && actual <= max) return undefined;
  const rule: RangeRule = `timestamp-${name}`;
  return { rule, params: { at, min, max, actual }, end: at + 2 } satisfies Fault;
}

const separator = (text: string, at: number, expected: "-" | ":"): Fault | undefined =>
  text[at] === expected ? undefined : { rule: "timestamp-separator", params: { at, expected }, end: at };

function dateFault(text: string): Fault | undefined {
  for (let at = 0; at < 4; at++) {
    if (!isDigit(text[at])) return missingDigit(at, "year");
  }
  const beforeDay = separator(text, 4, "-") ?? field(text, 5, "month", 1, 12) ?? separator(text, 7, "-");
  if (beforeDay) return beforeDay;
  const year = Number(text.slice(0, 4));
  const lastDay = daysOfMonth(year, Number(text.slice(5, 7)));
  const fault = field(text, 8, "day", 1, lastDay);
  if (lastDay === 28 && text.startsWith("29", 8)) {
    return { rule: "timestamp-leap-day", params: { at: 8, year }, end: 10 };
  }
  return fault;
}

function betweenDateAndTime(text: string): Fault | undefined {
  const at = 10;
  switch (text[at]) {
    case "T":
      return undefined;
    case "t":
      return { rule: "timestamp-lower-case", params: { at, expected: "T" }, end: at + 1 };
    case " ":
      return { rule: "timestamp-separator", params: { at, expected: "T", actual: "space" }, end: at + 1 };
    default:
      return { rule: "timestamp-separator", params: { at, expected: "T" }, end: at };
  }
}

/** Returns the fault of the text after the time at `at`: only a `Z` is allowed. */
function zoneFault(text: string, at: number): Fault | undefined {
  const rest = text.slice(at);
  if (rest === "Z") return undefined;
  if (rest.startsWith("Z")) return { rule: "timestamp-trailing", params: { at: at + 1 }, end: text.length };
  if (rest.startsWith("z")) return { rule: "timestamp-lower-case", params: { at, expected: "Z" }, end: at + 1 };
  if (/^[+-]([01]\d|2[0-3])(:?[0-5]\d)?$/.test(rest)) {
    return { rule: "timestamp-offset", params: { at }, end: text.length };
  }
  return { rule: "timestamp-zone", params: { at }, end: at };
}

/** Returns the first rule from the left that `text` breaks. It must not match the TIMESTAMP pattern. */
export function timestampFault(text: string): Fault | undefined {
  const fault =
    dateFault(text) ??
    betweenDateAndTime(text) ??
    field(text, 11, "hour", 0, 23) ??
    separator(text, 13, ":") ??
    field(text, 14, "minute", 0, 59);
  if (fault || text[16] !== ":") return fault ?? zoneFault(text, 16);
  const second = field(text, 17, "second", 0, 59);
  if (second || text[19] !== ".") return second ?? zoneFault(text, 19);
  let at = 20;
  while (isDigit(text[at])) at++;
  return at === 20 ? missingDigit(at, "fraction") : zoneFault(text, at);
}
