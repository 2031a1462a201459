//! The rules. Every error and output format of this crate uses the same stable ids.

use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

use crate::limits::max;
use crate::serde_error::without_value;

/// What breaking a rule means for a document.
///
/// # Examples
///
/// ```
/// use contact_schema::{Rule, Severity};
///
/// assert_eq!(Rule::UnknownMember.severity(), Severity::Warning);
/// assert_eq!(Severity::Warning.to_string(), "warning");
/// assert!(Severity::Warning < Severity::Violation);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// The document is valid but looks wrong.
    Warning,
    /// The document is JSON but breaks the contract, or its call does.
    Violation,
    /// The document is not valid JSON or exceeds a limit of the reader.
    Syntax,
    /// The linter cannot judge the document.
    Failure,
}

impl Severity {
    /// Returns the severity as machine output writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Violation => "violation",
            Self::Syntax => "syntax",
            Self::Failure => "failure",
        }
    }
}

crate::std_traits::display_text!(Severity);

/// Why a text is not a [`Rule`]: no rule has this id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownRule;

impl fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected the id of a rule, found other text")
    }
}

impl core::error::Error for UnknownRule {}

crate::std_traits::display_text!(Rule);

impl AsRef<str> for Rule {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

crate::std_traits::equals_text!(Rule);

impl FromStr for Rule {
    type Err = UnknownRule;

    fn from_str(id: &str) -> Result<Self, UnknownRule> {
        Self::ALL.iter().copied().find(|rule| rule == id).ok_or(UnknownRule)
    }
}

/// A string: the id.
impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer).map_err(|error| without_value(error, "the id of a rule"))?;
        id.parse().map_err(D::Error::custom)
    }
}

macro_rules! rules {
    ($($Rule:ident $id:literal $Severity:ident $summary:literal $explanation:expr;)*) => {
        /// A rule that a document or a call over HTTP can break. The ids of the latter start with
        /// `http-`. An id never changes its meaning between releases.
        ///
        /// # Examples
        ///
        /// ```
        /// use contact_schema::{Rule, Severity};
        ///
        /// let rule: Rule = "email-consecutive-dots".parse()?;
        /// assert_eq!(rule, Rule::EmailConsecutiveDots);
        /// assert_eq!(rule.severity(), Severity::Violation);
        /// assert!(rule.explanation().contains("two dots"));
        /// # Ok::<(), contact_schema::UnknownRule>(())
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = concat!("`", $id, "`: ", $summary)] $Rule,)*
        }

        impl Rule {
            /// Every rule: syntax, violations, warnings, failures.
            pub const ALL: &'static [Self] = &[$(Self::$Rule),*];

            /// Returns the id, in kebab case.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$Rule => $id),* }
            }

            /// Returns what breaking the rule means for the document.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$Rule => Severity::$Severity),* }
            }

            /// Returns the rule in one line.
            #[must_use]
            pub const fn summary(self) -> &'static str {
                match self { $(Self::$Rule => $summary),* }
            }

            /// Returns the rule, its reason and the remedy, in a few sentences.
            #[must_use]
            pub const fn explanation(self) -> &'static str {
                match self { $(Self::$Rule => $explanation),* }
            }
        }
    };
}

rules! {
    JsonUnexpected "json-unexpected" Syntax
    "The text is not JSON: another character was expected here."
    "Documents are strict JSON (RFC 8259): no comments, no trailing commas, no single quotes, no NaN or \
     Infinity, and no numbers with a `+` or leading zeros. A document that is not JSON gets no other \
     findings, because its members are not known.";

    JsonUnexpectedEnd "json-unexpected-end" Syntax
    "The text ends before the JSON document does."
    "The document was cut off: a string, array or object is still open, or there is no document at all. \
     In NDJSON every record is on one line, so a pretty-printed document is not NDJSON.";

    JsonTrailingComma "json-trailing-comma" Syntax
    "There is a comma before a closing bracket."
    "JSON (RFC 8259) has commas only between members and between items. Remove the comma.";

    JsonComment "json-comment" Syntax
    "The text contains a comment."
    "JSON (RFC 8259) has no comments. Remove it.";

    JsonByteOrderMark "json-byte-order-mark" Syntax
    "The text starts with a byte order mark."
    "RFC 8259 forbids adding a byte order mark to JSON, and many parsers refuse it. Save the file as UTF-8 \
     without a byte order mark.";

    JsonInvalidUtf8 "json-invalid-utf8" Syntax
    "The bytes are not UTF-8."
    "JSON that systems exchange is UTF-8 (RFC 8259, section 8.1). The bytes are damaged, or the file has \
     another encoding, such as Latin-1 or UTF-16. A parser that replaces such bytes stores a value that was \
     never sent.";

    JsonLoneSurrogate "json-lone-surrogate" Syntax
    "A `\\u` escape is half of a surrogate pair."
    "The escapes \\ud800 to \\udfff are halves of UTF-16 surrogate pairs. Only a pair, high half first, is a \
     character. Parsers disagree on what a lone half means (RFC 8259, section 8.2).";

    JsonControlCharacter "json-control-character" Syntax
    "A string contains a raw control character."
    "In strings, the characters U+0000 to U+001F must be escaped, for example as \\n (RFC 8259, section 7).";

    JsonInvalidEscape "json-invalid-escape" Syntax
    "A backslash does not start a valid escape."
    "The escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits (RFC 8259, \
     section 7).";

    JsonTrailingText "json-trailing-text" Syntax
    "There is more text after the document."
    "A file contains one document or one array of documents. For many documents, one on each line, use the \
     extension .ndjson or .jsonl, or pass --input ndjson.";

    JsonTooDeep "json-too-deep" Syntax
    "Arrays and objects are nested more than 128 deep."
    "No document of the contract needs more than 2 levels. Deep nesting is a known way to exhaust a parser's \
     stack, so it is refused.";

    DocumentTooLarge "document-too-large" Syntax
    "The document is larger than the configured limit."
    "The caller sets this limit. The contract itself does not limit the size of a document.";

    WrongType "wrong-type" Violation
    "A value does not have the JSON type of the contract."
    "`null` is a type of its own: only `email` and `comment` may be null. To leave `name` or `phones` \
     unchanged, omit the member. Timestamps are strings. A body is an object.";

    MissingMember "missing-member" Violation
    "A required member is missing."
    "A request needs `notify`. A contact needs all of its nine members; `email` and `comment` are null if \
     the contact has none.";

    DuplicateMember "duplicate-member" Violation
    "A documented member appears twice in one object."
    "RFC 8259 does not define what a repeated name means. Some parsers use the first value, others the \
     last, which is a known way to smuggle a value past a check. Equal values are refused too, and so is a \
     name that is written with escapes the second time.";

    TooLong "too-long" Violation
    "A string has more characters than its limit."
    concat!(
        "Lengths are counted in Unicode code points, as JSON Schema does, not in bytes, UTF-16 units or \
         graphemes. The limits are: `name` ", max!(name_chars), ", `email` ", max!(email_chars), ", each phone ",
        max!(phone_chars), ", `comment` ", max!(comment_chars), ".",
    );

    TooManyItems "too-many-items" Violation
    "The array has more items than its limit."
    concat!("`phones` has at most ", max!(phones_items), " items.");

    IntegerNotIntegral "integer-not-integral" Violation
    "A number is not an integer."
    "`id` and `companyId` are integers. `1.0` and `1e2` are integers too: only the value counts.";

    IntegerOutOfRange "integer-out-of-range" Violation
    "An integer is outside the range of safe integers."
    concat!(
        "`id`, `companyId` and `contactId` are from -", max!(integer), " to ", max!(integer), " (2^53 - 1). Beyond \
         that, JavaScript and every other reader that uses doubles silently changes the number.",
    );

    EmailLocalPart "email-local-part" Violation
    "The email has nothing before the `@`."
    "An email has text before the `@` and a domain after it. For an unknown email use null, not the empty \
     string.";

    EmailLeadingDot "email-leading-dot" Violation
    "The email starts with a dot."
    "The pattern allows a dot before the `@`, but not as the first or the last character.";

    EmailConsecutiveDots "email-consecutive-dots" Violation
    "The email has two dots in a row."
    "The pattern forbids two dots in a row everywhere in an email.";

    EmailCharacter "email-character" Violation
    "The email contains a character that is not allowed there."
    "Before the `@`, the pattern allows ASCII letters, digits and _ ' + - . only; after it, ASCII letters, \
     digits, hyphens and dots only. Quoted text before the `@`, comments, display names and addresses in \
     brackets are refused. Write a domain in another script in its ASCII form (xn--...).";

    EmailLocalPartEnd "email-local-part-end" Violation
    "The text before the `@` ends with `.` or `'`."
    "The last character before the `@` is a letter, a digit, `_`, `+` or `-`.";

    EmailMissingAt "email-missing-at" Violation
    "The email has no `@`."
    "An email has text before the `@` and a domain after it.";

    EmailSecondAt "email-second-at" Violation
    "The email has more than one `@`."
    "Neither the text before the `@` nor the domain can contain another `@`.";

    EmailLabelEmpty "email-label-empty" Violation
    "The domain is missing, or a dot of it has no text before or after it."
    "A domain is a list of parts with dots between them, such as mail.example.com, without a dot at either \
     end. RFC 1035 calls the parts labels.";

    EmailLabelHyphen "email-label-hyphen" Violation
    "A part of the domain starts with `-`."
    "Each part of the domain starts with a letter or a digit. Dots separate the parts.";

    EmailDomainDot "email-domain-dot" Violation
    "The domain has no dot."
    "The pattern requires at least one dot in the domain, as in example.com. The name of a host in a local \
     network is refused.";

    EmailTopLevelShort "email-top-level-short" Violation
    "The domain has only one letter after its last dot."
    "The last part of the domain, such as com, has at least two letters.";

    EmailTopLevelLetters "email-top-level-letters" Violation
    "The domain has a digit or a hyphen after its last dot."
    "The last part of the domain has ASCII letters only. So IP addresses are refused, and top-level domains in other \
     scripts too: their ASCII form (xn--...) contains hyphens and often digits.";

    TimestampDigit "timestamp-digit" Violation
    "A digit of the timestamp is missing."
    "The form is YYYY-MM-DDThh:mm, then optionally :ss, then optionally a dot and any number of digits, then \
     Z. Every field has all of its digits, and they are ASCII digits. At least one digit follows the dot.";

    TimestampSeparator "timestamp-separator" Violation
    "A `-`, `:` or `T` of the timestamp is missing."
    "The form is YYYY-MM-DDThh:mm, then optionally :ss, then optionally a dot and any number of digits, then \
     Z. A date alone is refused, and so is a space instead of the T, which RFC 3339 tolerates.";

    TimestampMonth "timestamp-month" Violation
    "The month is not from 01 to 12."
    "Months are two digits, 01 to 12.";

    TimestampDay "timestamp-day" Violation
    "The month has no such day."
    "Days are two digits, from 01 to the last day of the month. The calendar is the Gregorian.";

    TimestampLeapDay "timestamp-leap-day" Violation
    "29 February in a year that is not a leap year."
    "A year is a leap year if it is divisible by 4, except that centuries must be divisible by 400: 2024, \
     2000, 2400 and 0000 are leap years, 1900 and 2100 are not.";

    TimestampHour "timestamp-hour" Violation
    "The hour is not from 00 to 23."
    "Midnight is 00:00. The 24:00 of ISO 8601 is refused.";

    TimestampMinute "timestamp-minute" Violation
    "The minute is not from 00 to 59."
    "Minutes are two digits, 00 to 59.";

    TimestampSecond "timestamp-second" Violation
    "The second is not from 00 to 59."
    "The pattern has no leap seconds: :60 is refused.";

    TimestampLowerCase "timestamp-lower-case" Violation
    "The `T` or the `Z` is in lower case."
    "RFC 3339 allows parsers to accept t and z; the pattern does not.";

    TimestampOffset "timestamp-offset" Violation
    "The timestamp has a UTC offset instead of `Z`."
    "Timestamps are in UTC and end with Z. Even +00:00 is refused. Convert to UTC: 14:56+01:00 is 13:56Z.";

    TimestampZone "timestamp-zone" Violation
    "The timestamp has no `Z`."
    "Timestamps are in UTC and end with Z. Without it, a reader may assume its own time zone.";

    TimestampTrailing "timestamp-trailing" Violation
    "There is more text after the `Z`."
    "Nothing follows the Z, not even a space, a line end or a time zone in brackets.";

    HttpMethod "http-method" Violation
    "The method of the call is not PATCH."
    "The contract has one operation, a PATCH. Methods are case-sensitive (RFC 9110, section 9.1). Only a call \
     over HTTP can break this rule, never a document.";

    HttpPath "http-path" Violation
    "The path of the call is not the path of the operation."
    "The path is /companies/v2/rs/{companyId}/contacts/{contactId}, byte for byte: no slash at its end, no \
     other case, nothing percent-encoded. Only a call over HTTP can break this rule, never a document.";

    HttpPathInteger "http-path-integer" Violation
    "A path parameter is not an integer in its plain form."
    "`companyId` and `contactId` are decimal digits without leading zeros, after a `-` if negative. `+1`, \
     `01`, `-0`, `1.0`, spaces and percent-encoded digits are refused, so each contact has exactly one path. \
     Only a call over HTTP can break this rule, never a document.";

    HttpHeaderMissing "http-header-missing" Violation
    "A required header is missing."
    "A call needs `Authorization`, `x-session-token` and `content-type`. Only a call over HTTP can break this \
     rule, never a document.";

    HttpHeaderDuplicate "http-header-duplicate" Violation
    "A header that has one value appears on several lines."
    "None of the three headers is a list, so a proxy and the server behind it may use different lines. Equal \
     lines are refused too. Only a call over HTTP can break this rule, never a document.";

    HttpContentType "http-content-type" Violation
    "The `content-type` is not `application/json`."
    "The media type is application/json, in any case. Parameters may follow (RFC 9110, section 8.3.1) and \
     are ignored (RFC 8259, section 11), except that a charset must be utf-8, the encoding of all JSON. Only \
     a call over HTTP can break this rule, never a document.";

    HttpAuthorizationScheme "http-authorization-scheme" Violation
    "The `Authorization` header does not contain a Bearer token."
    "Its value is `Bearer`, in any case, a space and the token (RFC 6750, section 2.1). Only a call over HTTP \
     can break this rule, never a document.";

    HttpBearerToken "http-bearer-token" Violation
    "The Bearer token is empty or contains a character that is not allowed."
    "A token is one or more ASCII letters, digits and - . _ ~ + / followed by any number of = (RFC 6750, \
     section 2.1: b64token). Only a call over HTTP can break this rule, never a document.";

    HttpSessionToken "http-session-token" Violation
    "The `x-session-token` is empty or contains a character that is not allowed."
    "A token is one or more visible ASCII characters, U+0021 to U+007E: no spaces, no control characters, \
     nothing beyond ASCII. Only a call over HTTP can break this rule, never a document.";

    UnknownMember "unknown-member" Warning
    "The object has a member that the contract does not document."
    "Unknown members are valid and ignored. A misspelt name is an unknown member too, so its value is \
     silently lost. If a name is close to a documented one, the warning suggests it.";

    Utf16Length "utf16-length" Warning
    "The string is within its limit in code points, but over it in UTF-16 units."
    "A character outside the Basic Multilingual Plane, such as an emoji, is one code point and two UTF-16 \
     units. JSON Schema counts code points, so the string is valid. A server that counts UTF-16 units, as \
     JavaScript's `length` does, refuses it; Zod does so up to version 4.4.3.";

    IntegerRounded "integer-rounded" Warning
    "A number is an integer only after rounding to a double."
    "The fraction is so small that the nearest double is an integer. Most readers see that integer. Readers \
     with exact decimals see another number or refuse it. Write the integer.";

    EmailUndeliverable "email-undeliverable" Warning
    "The email matches the pattern, but no mailbox can have it."
    "RFC 5321 allows at most 64 bytes before the `@`. RFC 1035 allows at most 63 bytes between two dots \
     of a domain, and no hyphen before a dot or at the end. The pattern checks none of this: the email is \
     valid by the contract, but mail to it fails.";

    NoChange "no-change" Warning
    "The request changes nothing."
    "`{\"notify\": true}` alone is valid: it leaves every member of the contact as it is. Often another \
     member was intended.";

    KindUnknown "kind-unknown" Failure
    "The linter cannot tell a request from a contact by the members."
    "A request has `notify` and none of `id`, `companyId`, `notifyAt`, `updatedAt`, `createdAt`. A contact has \
     some of those and no `notify`. If a document has both or neither, pass --kind request or --kind contact.";
}
