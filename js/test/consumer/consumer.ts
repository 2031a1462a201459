// A user's code. It is compiled against the package's declarations, without the libraries of Node or
// browsers.
import { type Contact, checkRequest, parseContact, requestSchema, type UpdateContactRequest } from "contact-schema";
import { type DocumentReport, load } from "contact-schema/lint";
import { RULES } from "contact-schema/rules";

export function errorsOf(value: unknown): string[] {
  const checked = checkRequest(value);
  return checked.ok
    ? []
    : checked.violations.map(({ pointer, message, rule }) => `${pointer}: ${message} (${RULES[rule].summary})`);
}

export function contactOf(bytes: Uint8Array): Contact | undefined {
  const parsed = parseContact(bytes);
  return parsed.ok ? parsed.value : undefined;
}

export const validate: (
  value: unknown,
) =>
  | { readonly value: UpdateContactRequest; readonly issues?: undefined }
  | { readonly issues: readonly { message: string }[] } = requestSchema["~standard"].validate;

export async function firstBadLine(
  chunks: AsyncIterable<Uint8Array>,
  module: object,
): Promise<DocumentReport | undefined> {
  const linter = await load(module);
  for await (const document of linter.stream(chunks, { input: "ndjson", allow: ["no-change"] })) {
    if (document.severity !== "warning") return document;
  }
  return undefined;
}
