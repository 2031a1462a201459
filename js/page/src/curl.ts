// The call that sends a request. The address, the ids and the secrets are variables of the shell.

/** Quotes for a POSIX shell. */
const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

export const curlOf = (body: string): string =>
  [
    `curl -X PATCH "$API_URL/companies/v2/rs/$COMPANY_ID/contacts/$CONTACT_ID"`,
    `  -H "Authorization: Bearer $TOKEN"`,
    `  -H "x-session-token: $SESSION_TOKEN"`,
    `  -H 'content-type: application/json'`,
    `  --data-raw ${quoted(body.trim())}`,
  ].join(" \\\n");
