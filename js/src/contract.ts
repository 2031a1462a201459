// Generated from schemas/portable by scripts/generate.mjs: do not edit.
import { isEmail, isObject, isText, isTexts, isTimestamp, type Member } from "./members.js";

/** Request body of "Update a contact": PATCH /companies/v2/rs/{companyId}/contacts/{contactId}. A member that is absent leaves the contact as it is; null clears it, where null is allowed. */
export interface UpdateContactRequest {
  /** Whether the company contact should be notified. */
  notify: boolean;
  /** Name of the company contact. At most 250 characters. Absent: unchanged. */
  name?: string;
  /** Email of the company contact. At most 250 characters that match {@link EMAIL}. Absent: unchanged; null: cleared. */
  email?: string | null;
  /** Phones of the company contact. At most 5 items of at most 50 characters. Absent: unchanged. */
  phones?: string[];
  /** Comment on the company contact. At most 2500 characters. Absent: unchanged; null: cleared. */
  comment?: string | null;
}

export const REQUEST_MEMBERS: readonly Member[] = [
  { name: "notify", required: true, nullable: false, kind: "boolean" },
  { name: "name", required: false, nullable: false, kind: "text", maxLength: 250 },
  { name: "email", required: false, nullable: true, kind: "email", maxLength: 250 },
  { name: "phones", required: false, nullable: false, kind: "texts", maxItems: 5, maxLength: 50 },
  { name: "comment", required: false, nullable: true, kind: "text", maxLength: 2500 },
];

/** Whether `value` is a {@link UpdateContactRequest}. Members that are not documented are ignored. */
export function isRequest(value: unknown): value is UpdateContactRequest {
  if (!isObject(value)) return false;
  const { notify, name, email, phones, comment } = value;
  return (
    typeof notify === "boolean" &&
    (name === undefined || isText(name, 250)) &&
    (email === undefined || email === null || isEmail(email, 250)) &&
    (phones === undefined || isTexts(phones, 5, 50)) &&
    (comment === undefined || comment === null || isText(comment, 2500))
  );
}

/** Response body (200) of "Update a contact": PATCH /companies/v2/rs/{companyId}/contacts/{contactId}. */
export interface Contact {
  /** Unique identifier of the company contact. A safe integer. */
  id: number;
  /** Name of the company contact. At most 250 characters. */
  name: string;
  /** Email of the company contact. At most 250 characters that match {@link EMAIL}. */
  email: string | null;
  /** Phones of the company contact. At most 5 items of at most 50 characters. */
  phones: string[];
  /** Comment on the company contact. At most 2500 characters. */
  comment: string | null;
  /** Identifier of the associated company. A safe integer. */
  companyId: number;
  /** Date of the next notification. Matches {@link TIMESTAMP}. */
  notifyAt: string;
  /** Date of the last update. Matches {@link TIMESTAMP}. */
  updatedAt: string;
  /** Date of creation. Matches {@link TIMESTAMP}. */
  createdAt: string;
}

export const CONTACT_MEMBERS: readonly Member[] = [
  { name: "id", required: true, nullable: false, kind: "integer" },
  { name: "name", required: true, nullable: false, kind: "text", maxLength: 250 },
  { name: "email", required: true, nullable: true, kind: "email", maxLength: 250 },
  { name: "phones", required: true, nullable: false, kind: "texts", maxItems: 5, maxLength: 50 },
  { name: "comment", required: true, nullable: true, kind: "text", maxLength: 2500 },
  { name: "companyId", required: true, nullable: false, kind: "integer" },
  { name: "notifyAt", required: true, nullable: false, kind: "timestamp" },
  { name: "updatedAt", required: true, nullable: false, kind: "timestamp" },
  { name: "createdAt", required: true, nullable: false, kind: "timestamp" },
];

/** Whether `value` is a {@link Contact}. Members that are not documented are ignored. */
export function isContact(value: unknown): value is Contact {
  if (!isObject(value)) return false;
  const { id, name, email, phones, comment, companyId, notifyAt, updatedAt, createdAt } = value;
  return (
    Number.isSafeInteger(id) &&
    isText(name, 250) &&
    (email === null || isEmail(email, 250)) &&
    isTexts(phones, 5, 50) &&
    (comment === null || isText(comment, 2500)) &&
    Number.isSafeInteger(companyId) &&
    isTimestamp(notifyAt) &&
    isTimestamp(updatedAt) &&
    isTimestamp(createdAt)
  );
}
