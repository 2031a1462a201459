// Generated from schemas/rules.json by scripts/generate.mjs: do not edit.

/** All rules of the contract and the linter: severity, summary and explanation. */
export const RULES = {
  "json-unexpected": {
    severity: "syntax",
    summary: "The text is not JSON: another character was expected here.",
    explanation: "Documents are strict JSON (RFC 8259): no comments, no trailing commas, no single quotes, no NaN or Infinity, and no numbers with a `+` or leading zeros. A document that is not JSON gets no other findings, because its members are not known.",
  },
  "json-unexpected-end": {
    severity: "syntax",
    summary: "The text ends before the JSON document does.",
    explanation: "The document was cut off: a string, array or object is still open, or there is no document at all. In NDJSON every record is on one line, so a pretty-printed document is not NDJSON.",
  },
  "json-trailing-comma": {
    severity: "syntax",
    summary: "There is a comma before a closing bracket.",
    explanation: "JSON (RFC 8259) has commas only between members and between items. Remove the comma.",
  },
  "json-comment": {
    severity: "syntax",
    summary: "The text contains a comment.",
    explanation: "JSON (RFC 8259) has no comments. Remove it.",
  },
  "json-byte-order-mark": {
    severity: "syntax",
    summary: "The text starts with a byte order mark.",
    explanation: "RFC 8259 forbids adding a byte order mark to JSON, and many parsers refuse it. Save the file as UTF-8 without a byte order mark.",
  },
  "json-invalid-utf8": {
    severity: "syntax",
    summary: "The bytes are not UTF-8.",
    explanation: "JSON that systems exchange is UTF-8 (RFC 8259, section 8.1). The bytes are damaged, or the file has another encoding, such as Latin-1 or UTF-16. A parser that replaces such bytes stores a value that was never sent.",
  },
  "json-lone-surrogate": {
    severity: "syntax",
    summary: "A `\\u` escape is half of a surrogate pair.",
    explanation: "The escapes \\ud800 to \\udfff are halves of UTF-16 surrogate pairs. Only a pair, high half first, is a character. Parsers disagree on what a lone half means (RFC 8259, section 8.2).",
  },
  "json-control-character": {
    severity: "syntax",
    summary: "A string contains a raw control character.",
    explanation: "In strings, the characters U+0000 to U+001F must be escaped, for example as \\n (RFC 8259, section 7).",
  },
  "json-invalid-escape": {
    severity: "syntax",
    summary: "A backslash does not start a valid escape.",
    explanation: "The escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits (RFC 8259, section 7).",
  },
  "json-trailing-text": {
    severity: "syntax",
    summary: "There is more text after the document.",
    explanation: "A file contains one document or one array of documents. For many documents, one on each line, use the extension .ndjson or .jsonl, or pass --input ndjson.",
  },
  "json-too-deep": {
    severity: "syntax",
    summary: "Arrays and objects are nested more than 128 deep.",
    explanation: "No document of the contract needs more than 2 levels. Deep nesting is a known way to exhaust a parser's stack, so it is refused.",
  },
  "document-too-large": {
    severity: "syntax",
    summary: "The document is larger than the configured limit.",
    explanation: "The caller sets this limit. The contract itself does not limit the size of a document.",
  },
  "wrong-type": {
    severity: "violation",
    summary: "A value does not have the JSON type of the contract.",
    explanation: "`null` is a type of its own: only `email` and `comment` may be null. To leave `name` or `phones` unchanged, omit the member. Timestamps are strings. A body is an object.",
  },
  "missing-member": {
    severity: "violation",
    summary: "A required member is missing.",
    explanation: "A request needs `notify`. A contact needs all of its nine members; `email` and `comment` are null if the contact has none.",
  },
  "duplicate-member": {
    severity: "violation",
    summary: "A documented member appears twice in one object.",
    explanation: "RFC 8259 does not define what a repeated name means. Some parsers use the first value, others the last, which is a known way to smuggle a value past a check. Equal values are refused too, and so is a name that is written with escapes the second time.",
  },
  "too-long": {
    severity: "violation",
    summary: "A string has more characters than its limit.",
    explanation: "Lengths are counted in Unicode code points, as JSON Schema does, not in bytes, UTF-16 units or graphemes. The limits are: `name` 250, `email` 250, each phone 50, `comment` 2500.",
  },
  "too-many-items": {
    severity: "violation",
    summary: "The array has more items than its limit.",
    explanation: "`phones` has at most 5 items.",
  },
  "integer-not-integral": {
    severity: "violation",
    summary: "A number is not an integer.",
    explanation: "`id` and `companyId` are integers. `1.0` and `1e2` are integers too: only the value counts.",
  },
  "integer-out-of-range": {
    severity: "violation",
    summary: "An integer is outside the range of safe integers.",
    explanation: "`id`, `companyId` and `contactId` are from -9007199254740991 to 9007199254740991 (2^53 - 1). Beyond that, JavaScript and every other reader that uses doubles silently changes the number.",
  },
  "email-local-part": {
    severity: "violation",
    summary: "The email has nothing before the `@`.",
    explanation: "An email has text before the `@` and a domain after it. For an unknown email use null, not the empty string.",
  },
  "email-leading-dot": {
    severity: "violation",
    summary: "The email starts with a dot.",
    explanation: "The pattern allows a dot before the `@`, but not as the first or the last character.",
  },
  "email-consecutive-dots": {
    severity: "violation",
    summary: "The email has two dots in a row.",
    explanation: "The pattern forbids two dots in a row everywhere in an email.",
  },
  "email-character": {
    severity: "violation",
    summary: "The email contains a character that is not allowed there.",
    explanation: "Before the `@`, the pattern allows ASCII letters, digits and _ ' + - . only; after it, ASCII letters, digits, hyphens and dots only. Quoted text before the `@`, comments, display names and addresses in brackets are refused. Write a domain in another script in its ASCII form (xn--...).",
  },
  "email-local-part-end": {
    severity: "violation",
    summary: "The text before the `@` ends with `.` or `'`.",
    explanation: "The last character before the `@` is a letter, a digit, `_`, `+` or `-`.",
  },
  "email-missing-at": {
    severity: "violation",
    summary: "The email has no `@`.",
    explanation: "An email has text before the `@` and a domain after it.",
  },
  "email-second-at": {
    severity: "violation",
    summary: "The email has more than one `@`.",
    explanation: "Neither the text before the `@` nor the domain can contain another `@`.",
  },
  "email-label-empty": {
    severity: "violation",
    summary: "The domain is missing, or a dot of it has no text before or after it.",
    explanation: "A domain is a list of parts with dots between them, such as mail.example.com, without a dot at either end. RFC 1035 calls the parts labels.",
  },
  "email-label-hyphen": {
    severity: "violation",
    summary: "A part of the domain starts with `-`.",
    explanation: "Each part of the domain starts with a letter or a digit. Dots separate the parts.",
  },
  "email-domain-dot": {
    severity: "violation",
    summary: "The domain has no dot.",
    explanation: "The pattern requires at least one dot in the domain, as in example.com. The name of a host in a local network is refused.",
  },
  "email-top-level-short": {
    severity: "violation",
    summary: "The domain has only one letter after its last dot.",
    explanation: "The last part of the domain, such as com, has at least two letters.",
  },
  "email-top-level-letters": {
    severity: "violation",
    summary: "The domain has a digit or a hyphen after its last dot.",
    explanation: "The last part of the domain has ASCII letters only. So IP addresses are refused, and top-level domains in other scripts too: their ASCII form (xn--...) contains hyphens and often digits.",
  },
  "timestamp-digit": {
    severity: "violation",
    summary: "A digit of the timestamp is missing.",
    explanation: "The form is YYYY-MM-DDThh:mm, then optionally :ss, then optionally a dot and any number of digits, then Z. Every field has all of its digits, and they are ASCII digits. At least one digit follows the dot.",
  },
  "timestamp-separator": {
    severity: "violation",
    summary: "A `-`, `:` or `T` of the timestamp is missing.",
    explanation: "The form is YYYY-MM-DDThh:mm, then optionally :ss, then optionally a dot and any number of digits, then Z. A date alone is refused, and so is a space instead of the T, which RFC 3339 tolerates.",
  },
  "timestamp-month": {
    severity: "violation",
    summary: "The month is not from 01 to 12.",
    explanation: "Months are two digits, 01 to 12.",
  },
  "timestamp-day": {
    severity: "violation",
    summary: "The month has no such day.",
    explanation: "Days are two digits, from 01 to the last day of the month. The calendar is the Gregorian.",
  },
  "timestamp-leap-day": {
    severity: "violation",
    summary: "29 February in a year that is not a leap year.",
    explanation: "A year is a leap year if it is divisible by 4, except that centuries must be divisible by 400: 2024, 2000, 2400 and 0000 are leap years, 1900 and 2100 are not.",
  },
  "timestamp-hour": {
    severity: "violation",
    summary: "The hour is not from 00 to 23.",
    explanation: "Midnight is 00:00. The 24:00 of ISO 8601 is refused.",
  },
  "timestamp-minute": {
    severity: "violation",
    summary: "The minute is not from 00 to 59.",
    explanation: "Minutes are two digits, 00 to 59.",
  },
  "timestamp-second": {
    severity: "violation",
    summary: "The second is not from 00 to 59.",
    explanation: "The pattern has no leap seconds: :60 is refused.",
  },
  "timestamp-lower-case": {
    severity: "violation",
    summary: "The `T` or the `Z` is in lower case.",
    explanation: "RFC 3339 allows parsers to accept t and z; the pattern does not.",
  },
  "timestamp-offset": {
    severity: "violation",
    summary: "The timestamp has a UTC offset instead of `Z`.",
    explanation: "Timestamps are in UTC and end with Z. Even +00:00 is refused. Convert to UTC: 14:56+01:00 is 13:56Z.",
  },
  "timestamp-zone": {
    severity: "violation",
    summary: "The timestamp has no `Z`.",
    explanation: "Timestamps are in UTC and end with Z. Without it, a reader may assume its own time zone.",
  },
  "timestamp-trailing": {
    severity: "violation",
    summary: "There is more text after the `Z`.",
    explanation: "Nothing follows the Z, not even a space, a line end or a time zone in brackets.",
  },
  "http-method": {
    severity: "violation",
    summary: "The method of the call is not PATCH.",
    explanation: "The contract has one operation, a PATCH. Methods are case-sensitive (RFC 9110, section 9.1). Only a call over HTTP can break this rule, never a document.",
  },
  "http-path": {
    severity: "violation",
    summary: "The path of the call is not the path of the operation.",
    explanation: "The path is /companies/v2/rs/{companyId}/contacts/{contactId}, byte for byte: no slash at its end, no other case, nothing percent-encoded. Only a call over HTTP can break this rule, never a document.",
  },
  "http-path-integer": {
    severity: "violation",
    summary: "A path parameter is not an integer in its plain form.",
    explanation: "`companyId` and `contactId` are decimal digits without leading zeros, after a `-` if negative. `+1`, `01`, `-0`, `1.0`, spaces and percent-encoded digits are refused, so each contact has exactly one path. Only a call over HTTP can break this rule, never a document.",
  },
  "http-header-missing": {
    severity: "violation",
    summary: "A required header is missing.",
    explanation: "A call needs `Authorization`, `x-session-token` and `content-type`. Only a call over HTTP can break this rule, never a document.",
  },
  "http-header-duplicate": {
    severity: "violation",
    summary: "A header that has one value appears on several lines.",
    explanation: "None of the three headers is a list, so a proxy and the server behind it may use different lines. Equal lines are refused too. Only a call over HTTP can break this rule, never a document.",
  },
  "http-content-type": {
    severity: "violation",
    summary: "The `content-type` is not `application/json`.",
    explanation: "The media type is application/json, in any case. Parameters may follow (RFC 9110, section 8.3.1) and are ignored (RFC 8259, section 11), except that a charset must be utf-8, the encoding of all JSON. Only a call over HTTP can break this rule, never a document.",
  },
  "http-authorization-scheme": {
    severity: "violation",
    summary: "The `Authorization` header does not contain a Bearer token.",
    explanation: "Its value is `Bearer`, in any case, a space and the token (RFC 6750, section 2.1). Only a call over HTTP can break this rule, never a document.",
  },
  "http-bearer-token": {
    severity: "violation",
    summary: "The Bearer token is empty or contains a character that is not allowed.",
    explanation: "A token is one or more ASCII letters, digits and - . _ ~ + / followed by any number of = (RFC 6750, section 2.1: b64token). Only a call over HTTP can break this rule, never a document.",
  },
  "http-session-token": {
    severity: "violation",
    summary: "The `x-session-token` is empty or contains a character that is not allowed.",
    explanation: "A token is one or more visible ASCII characters, U+0021 to U+007E: no spaces, no control characters, nothing beyond ASCII. Only a call over HTTP can break this rule, never a document.",
  },
  "unknown-member": {
    severity: "warning",
    summary: "The object has a member that the contract does not document.",
    explanation: "Unknown members are valid and ignored. A misspelt name is an unknown member too, so its value is silently lost. If a name is close to a documented one, the warning suggests it.",
  },
  "utf16-length": {
    severity: "warning",
    summary: "The string is within its limit in code points, but over it in UTF-16 units.",
    explanation: "A character outside the Basic Multilingual Plane, such as an emoji, is one code point and two UTF-16 units. JSON Schema counts code points, so the string is valid. A server that counts UTF-16 units, as JavaScript's `length` does, refuses it; Zod does so up to version 4.4.3.",
  },
  "integer-rounded": {
    severity: "warning",
    summary: "A number is an integer only after rounding to a double.",
    explanation: "The fraction is so small that the nearest double is an integer. Most readers see that integer. Readers with exact decimals see another number or refuse it. Write the integer.",
  },
  "email-undeliverable": {
    severity: "warning",
    summary: "The email matches the pattern, but no mailbox can have it.",
    explanation: "RFC 5321 allows at most 64 bytes before the `@`. RFC 1035 allows at most 63 bytes between two dots of a domain, and no hyphen before a dot or at the end. The pattern checks none of this: the email is valid by the contract, but mail to it fails.",
  },
  "no-change": {
    severity: "warning",
    summary: "The request changes nothing.",
    explanation: "`{\"notify\": true}` alone is valid: it leaves every member of the contact as it is. Often another member was intended.",
  },
  "kind-unknown": {
    severity: "failure",
    summary: "The linter cannot tell a request from a contact by the members.",
    explanation: "A request has `notify` and none of `id`, `companyId`, `notifyAt`, `updatedAt`, `createdAt`. A contact has some of those and no `notify`. If a document has both or neither, pass --kind request or --kind contact.",
  },
} as const;

/** The stable id of a rule. */
export type RuleId = keyof typeof RULES;
