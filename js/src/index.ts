export { checkContact, checkRequest } from "./check.js";
export type { Contact, UpdateContactRequest } from "./contract.js";
export { isContact, isRequest } from "./contract.js";
export type { Email, Timestamp } from "./fields.js";
export { parseComment, parseEmail, parseName, parsePhone, parseTimestamp } from "./fields.js";
export type { JsonSyntaxError, Span, SyntaxParams, SyntaxRule, Within } from "./json.js";
export { MAX_DEPTH } from "./json.js";
export type { LocatedViolation, Parsed } from "./parse.js";
export { parseContact, parseRequest } from "./parse.js";
export { apply, diff } from "./patch.js";
export { EMAIL, TIMESTAMP } from "./patterns.js";
export type { ContactStandardSchema, Issue } from "./standard-schema.js";
export { contactSchema, requestSchema } from "./standard-schema.js";
export type {
  ActualType,
  CharacterClass,
  Checked,
  JsonType,
  Violation,
  ViolationParams,
  ViolationRule,
  Violations,
} from "./violation.js";
export { MAX_VIOLATIONS } from "./violation.js";

/** The version of the contract, from the path of the API: `/companies/v2/…`. */
export const CONTRACT_VERSION = "2";
