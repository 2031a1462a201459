// Generated from schemas/rules.json by scripts/generate.mjs: do not edit.

/** Every rule of the contract and the linter: its severity, what it says in a line, and an explanation. */
export const RULES = {
  "json-unexpected": {
    severity: "syntax",
    summary: "The text is not JSON: another character was expected here.",
    explanation: "Documents are strict JSON (RFC 8259): no comments, no trailing commas, no single quotes, no NaN or Infinity, numbers without `+` and without leading zeros. A document that is not JSON has no other findings, because what its members would be is anybody's guess.",
  },
  "json-unexpected-end": {
    severity: "syntax",
    summary: "The text ends before the JSON document does.",
    explanation: "The document was cut off: a string, array or object is still open, or there is no document at all. In NDJSON every record stands on one line, so a pretty-printed document is not NDJSON.",
  },
  "json-trailing-comma": {
    severity: "syntax",
    summary: "A comma stands before a closing bracket.",
    explanation: "JSON (RFC 8259) has commas between members and items only. Remove the comma.",
  },
  "json-comment": {
    severity: "syntax",
    summary: "The text holds a comment.",
    explanation: "JSON (RFC 8259) has no comments. Remove it.",
  },
  "json-byte-order-mark": {
    severity: "syntax",
    summary: "The text starts with a byte order mark.",
    explanation: "RFC 8259 forbids adding a byte order mark to JSON, and many parsers stop at it. Save the file as UTF-8 without a mark.",
  },
  "json-invalid-utf8": {
    severity: "syntax",
    summary: "The bytes are not UTF-8.",
    explanation: "JSON that systems exchange is UTF-8 (RFC 8259, section 8.1). The bytes may come from a file in another encoding, such as Latin-1 or UTF-16, or be damaged. Parsers that replace such bytes store another value than the one that was sent.",
  },
  "json-lone-surrogate": {
    severity: "syntax",
    summary: "A `\\u` escape is half of a surrogate pair.",
    explanation: "The escapes \\ud800 to \\udfff name halves of UTF-16 pairs and are characters only as a pair, high half first. Half a pair is no Unicode text, and what parsers make of it differs (RFC 8259, section 8.2).",
  },
  "json-control-character": {
    severity: "syntax",
    summary: "A string holds a raw control character.",
    explanation: "The characters U+0000 to U+001F must be escaped in strings, for instance as \\n (RFC 8259, section 7).",
  },
  "json-invalid-escape": {
    severity: "syntax",
    summary: "A backslash is followed by something that is no escape.",
    explanation: "The escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits (RFC 8259, section 7).",
  },
  "json-trailing-text": {
    severity: "syntax",
    summary: "There is more text after the document.",
    explanation: "A file holds one document or one array of documents. For many documents, one on each line, use the extension .ndjson or .jsonl, or pass --input ndjson.",
  },
  "json-too-deep": {
    severity: "syntax",
    summary: "Arrays and objects are nested more than 128 deep.",
    explanation: "No document of the contract nests deeper than 2; deep nesting is a known way to exhaust a parser's stack, so it is refused.",
  },
  "document-too-large": {
    severity: "syntax",
    summary: "The document is larger than the limit that was set.",
    explanation: "The limit is the caller's: the documents of the contract have none.",
  },
  "wrong-type": {
    severity: "violation",
    summary: "A value has another JSON type than the contract states.",
    explanation: "`null` is a type of its own: only `email` and `comment` may be null. To leave `name` or `phones` as they are, leave the member out. Timestamps are strings. A body is an object.",
  },
  "missing-member": {
    severity: "violation",
    summary: "A required member is missing.",
    explanation: "A request needs `notify`. A contact needs all of its nine members; `email` and `comment` are null where there is none.",
  },
  "duplicate-member": {
    severity: "violation",
    summary: "A documented member appears twice in one object.",
    explanation: "RFC 8259 leaves open what a repeated name means, and parsers disagree on whether the first or the last value counts, which is a known way to smuggle a value past a check. It is refused also where both values are the same and where one name is written with escapes.",
  },
  "too-long": {
    severity: "violation",
    summary: "A string has more characters than its limit.",
    explanation: "Lengths are counted in Unicode code points, as JSON Schema does, not in bytes, UTF-16 units or what looks like one character: `name` 250, `email` 250, each phone 50, `comment` 2500.",
  },
  "too-many-items": {
    severity: "violation",
    summary: "The array has more items than its limit.",
    explanation: "`phones` holds at most 5 phones.",
  },
  "integer-not-integral": {
    severity: "violation",
    summary: "A number is not an integer.",
    explanation: "`id` and `companyId` are integers. `1.0` and `1e2` are integers too: the value counts, not how it is written.",
  },
  "integer-out-of-range": {
    severity: "violation",
    summary: "An integer is beyond what a double holds exactly.",
    explanation: "`id`, `companyId` and `contactId` are from -9007199254740991 to 9007199254740991 (2^53 - 1). Beyond that, JavaScript and every other reader that uses doubles silently changes the number.",
  },
  "email-local-part": {
    severity: "violation",
    summary: "The email has nothing before the `@`.",
    explanation: "An email is a local part, an `@` and a domain. An email that is not known is null, not the empty string.",
  },
  "email-leading-dot": {
    severity: "violation",
    summary: "The email starts with a dot.",
    explanation: "The local part cannot start with a dot.",
  },
  "email-consecutive-dots": {
    severity: "violation",
    summary: "The email has two dots in a row.",
    explanation: "The pattern forbids two dots in a row everywhere in an email.",
  },
  "email-character": {
    severity: "violation",
    summary: "The email has a character that is not allowed there.",
    explanation: "The local part holds ASCII letters, digits and _ ' + - . only; the domain holds ASCII letters, digits, hyphens and dots. There are no quoted local parts, no comments, no display names, no addresses in brackets; domains in other scripts are written in their ASCII form (xn--...).",
  },
  "email-local-part-end": {
    severity: "violation",
    summary: "The local part ends in `.` or `'`.",
    explanation: "The last character before the `@` is a letter, a digit, `_`, `+` or `-`.",
  },
  "email-missing-at": {
    severity: "violation",
    summary: "The email has no `@`.",
    explanation: "An email is a local part, an `@` and a domain.",
  },
  "email-second-at": {
    severity: "violation",
    summary: "The email has more than one `@`.",
    explanation: "An `@` can stand neither in the local part nor in the domain.",
  },
  "email-label-empty": {
    severity: "violation",
    summary: "A label of the domain is empty, or the domain is missing.",
    explanation: "The domain is labels separated by dots, with no dot at either end.",
  },
  "email-label-hyphen": {
    severity: "violation",
    summary: "A label of the domain starts with `-`.",
    explanation: "Each label starts with a letter or a digit.",
  },
  "email-domain-dot": {
    severity: "violation",
    summary: "The domain has no dot.",
    explanation: "The pattern wants at least two labels, such as example.com; a host name of a local network is refused.",
  },
  "email-top-level-short": {
    severity: "violation",
    summary: "The last label of the domain has one letter.",
    explanation: "The last label has at least two letters.",
  },
  "email-top-level-letters": {
    severity: "violation",
    summary: "The last label of the domain holds a digit or a hyphen.",
    explanation: "The last label has ASCII letters only. This refuses IP addresses, and top-level domains in other scripts, whose ASCII form (xn--...) has digits and hyphens.",
  },
  "timestamp-digit": {
    severity: "violation",
    summary: "The timestamp lacks a digit.",
    explanation: "The form is YYYY-MM-DDThh:mm, then optionally :ss, then optionally a dot and any number of digits, then Z. Every field has all of its digits, ASCII ones; after a dot there is at least one.",
  },
  "timestamp-separator": {
    severity: "violation",
    summary: "The timestamp lacks a `-`, `:` or `T`.",
    explanation: "The form is YYYY-MM-DDThh:mm, then optionally :ss, then optionally a dot and any number of digits, then Z. A space in the place of the T, which RFC 3339 tolerates, is refused, and so is a date alone.",
  },
  "timestamp-month": {
    severity: "violation",
    summary: "The month is not from 01 to 12.",
    explanation: "Months are two digits, 01 to 12.",
  },
  "timestamp-day": {
    severity: "violation",
    summary: "The month has no such day.",
    explanation: "Days are two digits, 01 to the last day of that month in that year of the Gregorian calendar.",
  },
  "timestamp-leap-day": {
    severity: "violation",
    summary: "29 February in a year that is not a leap year.",
    explanation: "A year is a leap year if it is divisible by 4, except that centuries must be divisible by 400: 2024, 2000, 2400 and 0000 are, 1900 and 2100 are not.",
  },
  "timestamp-hour": {
    severity: "violation",
    summary: "The hour is not from 00 to 23.",
    explanation: "Midnight is 00:00; ISO 8601's 24:00 is refused.",
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
    explanation: "RFC 3339 lets parsers take t and z; the pattern does not.",
  },
  "timestamp-offset": {
    severity: "violation",
    summary: "The timestamp has a UTC offset in the place of `Z`.",
    explanation: "Timestamps are in UTC and end in Z; +00:00 is refused too. Convert to UTC: 14:56+01:00 is 13:56Z.",
  },
  "timestamp-zone": {
    severity: "violation",
    summary: "The timestamp has no `Z`.",
    explanation: "Timestamps are in UTC and say so with a Z. Without it, a reader would take the time in a zone of its own.",
  },
  "timestamp-trailing": {
    severity: "violation",
    summary: "The timestamp goes on after the `Z`.",
    explanation: "Nothing follows the Z, not even a space, a line end or a time zone in brackets.",
  },
  "http-method": {
    severity: "violation",
    summary: "The method of the call is not PATCH.",
    explanation: "The contract has one operation, and it is a PATCH. Methods are case-sensitive (RFC 9110, section 9.1). Only a call over HTTP can break this rule, never a document.",
  },
  "http-path": {
    severity: "violation",
    summary: "The path of the call is not that of the operation.",
    explanation: "The path is /companies/v2/rs/{companyId}/contacts/{contactId}, byte for byte: no slash at its end, no other case, nothing percent-encoded. Only a call over HTTP can break this rule, never a document.",
  },
  "http-path-integer": {
    severity: "violation",
    summary: "A parameter in the path is not an integer in its one form.",
    explanation: "`companyId` and `contactId` are written in decimal digits without leading zeros, negative ones after a `-`: no `+1`, `01`, `-0`, `1.0`, spaces or percent-encoded digits, so that one contact has one path. Only a call over HTTP can break this rule, never a document.",
  },
  "http-header-missing": {
    severity: "violation",
    summary: "The call lacks a required header.",
    explanation: "A call needs `Authorization`, `x-session-token` and `content-type`. Only a call over HTTP can break this rule, never a document.",
  },
  "http-header-duplicate": {
    severity: "violation",
    summary: "The call has a header on several lines that has one value.",
    explanation: "None of the three headers is a list, so which of several lines counts is anybody's guess, and a proxy may guess otherwise than the server behind it. It is refused also where the lines are equal. Only a call over HTTP can break this rule, never a document.",
  },
  "http-content-type": {
    severity: "violation",
    summary: "The `content-type` is not `application/json`.",
    explanation: "The media type is application/json in any case. Parameters may follow (RFC 9110, section 8.3.1) and mean nothing (RFC 8259, section 11), except that a charset must be utf-8, which JSON always is. Only a call over HTTP can break this rule, never a document.",
  },
  "http-authorization-scheme": {
    severity: "violation",
    summary: "The `Authorization` header does not hold a Bearer token.",
    explanation: "Its value is `Bearer`, in any case, a space and the token (RFC 6750, section 2.1). Only a call over HTTP can break this rule, never a document.",
  },
  "http-bearer-token": {
    severity: "violation",
    summary: "The Bearer token is empty or has a character that it cannot have.",
    explanation: "It is one or more ASCII letters, digits and - . _ ~ + / and then any number of = (RFC 6750, section 2.1: b64token). Only a call over HTTP can break this rule, never a document.",
  },
  "http-session-token": {
    severity: "violation",
    summary: "The `x-session-token` is empty or has a character that it cannot have.",
    explanation: "It is one or more visible ASCII characters, U+0021 to U+007E: no space, no control character, nothing beyond ASCII. Only a call over HTTP can break this rule, never a document.",
  },
  "unknown-member": {
    severity: "warning",
    summary: "The object has a member that the contract does not document.",
    explanation: "Unknown members are valid and ignored. A misspelt name is an unknown member too, so its value is silently lost; a name that is close to a documented one is pointed out.",
  },
  "utf16-length": {
    severity: "warning",
    summary: "The string is within its limit in code points, but over it in UTF-16 units.",
    explanation: "A character outside the Basic Multilingual Plane, such as an emoji, is one code point and two UTF-16 units. JSON Schema counts code points, so the string is valid; a server that counts JavaScript's length, as Zod does up to 4.4.3, refuses it.",
  },
  "integer-rounded": {
    severity: "warning",
    summary: "A number is an integer only after rounding to a double.",
    explanation: "The literal has a fraction so small that the nearest double is an integer, which is what most readers see. Readers with exact decimals refuse it or see another number. Write the integer.",
  },
  "email-undeliverable": {
    severity: "warning",
    summary: "The email matches the pattern, but no mailbox can have it.",
    explanation: "RFC 5321 allows at most 64 bytes before the `@`; RFC 1035 allows at most 63 in a label of a domain, and no hyphen at its end. The pattern checks none of this, so the email is valid by the contract and mail to it fails.",
  },
  "no-change": {
    severity: "warning",
    summary: "The request changes nothing.",
    explanation: "`{\"notify\": true}` alone is valid: it leaves every member of the contact as it is. Often a member was meant to be there.",
  },
  "kind-unknown": {
    severity: "failure",
    summary: "The linter cannot tell a request from a contact by the members.",
    explanation: "A request has `notify` and none of `id`, `companyId`, `notifyAt`, `updatedAt`, `createdAt`; a contact has some of those and no `notify`. With both or neither, say which it is: --kind request or --kind contact.",
  },
} as const;

/** The stable id of a rule. */
export type RuleId = keyof typeof RULES;
