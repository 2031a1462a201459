// Generates the types, the tables of members and the predicates of the two bodies from their
// portable schemas.
import { readFileSync } from "node:fs";

const schema = (name) =>
  JSON.parse(readFileSync(new URL(`../../schemas/portable/${name}.schema.json`, import.meta.url), "utf8"));

const BODIES = [
  { name: "Request", schema: schema("update-contact-request") },
  { name: "Contact", schema: schema("contact") },
];

const EMAIL = schema("contact").properties.email.pattern;
const TIMESTAMP = schema("contact").properties.createdAt.pattern;

/** Returns what the check of a property needs. Throws on an unknown keyword, so none is ignored. */
function member(name, property, required) {
  const { description, type: types, ...rest } = property;
  const [type, nullable] = Array.isArray(types) ? [types[0], types.includes("null")] : [types, false];
  const check = checkOf(type, rest);
  const left = Object.keys(rest).filter((keyword) => !check.keywords.includes(keyword));
  if (left.length > 0) throw new Error(`${name}: no check for ${left}`);
  return { name, description, required: required.includes(name), nullable, ...check.member };
}

function checkOf(type, { maxLength, pattern, maxItems, items, minimum, maximum }) {
  switch (type) {
    case "boolean":
      return { keywords: [], member: { kind: "boolean" } };
    case "integer":
      if (minimum !== Number.MIN_SAFE_INTEGER || maximum !== Number.MAX_SAFE_INTEGER)
        throw new Error("not a safe integer");
      return { keywords: ["minimum", "maximum"], member: { kind: "integer" } };
    case "array":
      if (items.type !== "string" || Object.keys(items).length !== 2) throw new Error("not an array of texts");
      return { keywords: ["maxItems", "items"], member: { kind: "texts", maxItems, maxLength: items.maxLength } };
    case "string":
      if (pattern === TIMESTAMP && maxLength === undefined) {
        return { keywords: ["pattern"], member: { kind: "timestamp" } };
      }
      if (maxLength === undefined || (pattern !== undefined && pattern !== EMAIL)) throw new Error("not a text");
      return {
        keywords: ["maxLength", "pattern"],
        member: { kind: pattern === EMAIL ? "email" : "text", maxLength },
      };
    default:
      throw new Error(`no check for the type ${type}`);
  }
}

const TYPES = {
  boolean: "boolean",
  integer: "number",
  texts: "string[]",
  text: "string",
  email: "string",
  timestamp: "string",
};

function documentation({ description, kind, maxLength, maxItems, required, nullable }) {
  const limits = {
    integer: "A safe integer.",
    texts: `At most ${maxItems} items of at most ${maxLength} characters.`,
    text: `At most ${maxLength} characters.`,
    email: `At most ${maxLength} characters that match {@link EMAIL}.`,
    timestamp: "Matches {@link TIMESTAMP}.",
  }[kind];
  const states = required ? undefined : nullable ? "Absent: unchanged; null: cleared." : "Absent: unchanged.";
  return [`${description}.`, limits, states].filter(Boolean).join(" ");
}

function predicate({ name, kind, maxLength, maxItems, required, nullable }) {
  const check = {
    boolean: `typeof ${name} === "boolean"`,
    integer: `Number.isSafeInteger(${name})`,
    texts: `isTexts(${name}, ${maxItems}, ${maxLength})`,
    text: `isText(${name}, ${maxLength})`,
    email: `isEmail(${name}, ${maxLength})`,
    timestamp: `isTimestamp(${name})`,
  }[kind];
  const others = [!required && `${name} === undefined`, nullable && `${name} === null`].filter(Boolean);
  return others.length > 0 ? `(${[...others, check].join(" || ")})` : check;
}

function body({ name, schema: { title, description, properties, required } }) {
  const members = Object.entries(properties).map(([key, property]) => member(key, property, required));
  const fields = members.flatMap((member) => [
    `  /** ${documentation(member)} */`,
    `  ${member.name}${member.required ? "" : "?"}: ${TYPES[member.kind]}${member.nullable ? " | null" : ""};`,
  ]);
  const rows = members.map(({ description, ...row }) => {
    const text = Object.entries(row).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
    return `  { ${text.join(", ")} },`;
  });
  return `/** ${description} */
export interface ${title} {
${fields.join("\n")}
}

export const ${name.toUpperCase()}_MEMBERS: readonly Member[] = [
${rows.join("\n")}
];

/** Whether \`value\` is a {@link ${title}}. Members that are not documented are ignored. */
export function is${name}(value: unknown): value is ${title} {
  if (!isObject(value)) return false;
  const { ${members.map(({ name }) => name).join(", ")} } = value;
  return (
    ${members.map(predicate).join(" &&\n    ")}
  );
}
`;
}

export function contractModule() {
  return `// Generated from schemas/portable by scripts/generate.mjs: do not edit.
import { isEmail, isObject, isText, isTexts, isTimestamp, type Member } from "./members.js";

${BODIES.map(body).join("\n")}`;
}

/**
 * Returns the pattern with non-capturing groups, which JavaScript matches faster. It has no literal
 * parentheses.
 */
function withoutCaptures(pattern) {
  if (/\\\(|\[[^\]]*\(|\(\?/.test(pattern)) throw new Error("not a plain group");
  return pattern.replaceAll("(", "(?:");
}

/** The two patterns, as literals that need no `new RegExp`. */
export function patternsModule() {
  return `// Generated from schemas/portable by scripts/generate.mjs: do not edit.

/** The EMAIL pattern of the contract without look-aheads: it accepts the same texts. */
export const EMAIL = /${withoutCaptures(EMAIL)}/;

/** The TIMESTAMP pattern of the contract with \`[0-9]\` for \`\\d\`: it accepts the same texts. */
export const TIMESTAMP =
  /${withoutCaptures(TIMESTAMP)}/;
`;
}

/** The table of rules as a module. */
export function rulesModule() {
  const rules = JSON.parse(readFileSync(new URL("../../schemas/rules.json", import.meta.url), "utf8"));
  const entries = Object.entries(rules).map(([id, rule]) => {
    const texts = Object.entries(rule).map(([name, text]) => `    ${name}: ${JSON.stringify(text)},`);
    return `  ${JSON.stringify(id)}: {\n${texts.join("\n")}\n  },`;
  });
  return `// Generated from schemas/rules.json by scripts/generate.mjs: do not edit.

/** All rules of the contract and the linter: severity, summary and explanation. */
export const RULES = {
${entries.join("\n")}
} as const;

/** The stable id of a rule. */
export type RuleId = keyof typeof RULES;
`;
}
