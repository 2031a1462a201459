//! The rules. Every error and output format of this crate uses the same stable ids.

use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

use crate::limits::max;

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

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Why a text is not a [`Rule`]: no rule has this id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownRule;

impl fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected the id of a rule, found another text")
    }
}

impl core::error::Error for UnknownRule {}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl AsRef<str> for Rule {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq<str> for Rule {
    fn eq(&self, id: &str) -> bool {
        self.as_str() == id
    }
}

impl PartialEq<&str> for Rule {
    fn eq(&self, id: &&str) -> bool {
        self.as_str() == *id
    }
}

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
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
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
    "Documents are strict JSON (RFC 8259): no comments, no trailing commas, no single quotes, no NaN or Infinity, numbers \
     without `+` and without leading zeros. A document that is not JSON has no other findings, because what its members \
     would be is anybody's guess.";

    JsonUnexpectedEnd "json-unexpected-end" Syntax
    "The text ends before the JSON document does."
    "The document was cut off: a string, array or object is still open, or there is no document at all. In NDJSON every \
     record stands on one line, so a pretty-printed document is not NDJSON.";

    JsonTrailingComma "json-trailing-comma" Syntax
    "A comma stands before a closing bracket."
    "JSON (RFC 8259) has commas between members and items only. Remove the comma.";

    JsonComment "json-comment" Syntax
    "The text holds a comment."
    "JSON (RFC 8259) has no comments. Remove it.";

    JsonByteOrderMark "json-byte-order-mark" Syntax
    "The text starts with a byte order mark."
    "RFC 8259 forbids adding a byte order mark to JSON, and many parsers stop at it. Save the file as UTF-8 without a mark.";

    JsonInvalidUtf8 "json-invalid-utf8" Syntax
    "The bytes are not UTF-8."
    "JSON that systems exchange is UTF-8 (RFC 8259, section 8.1). The bytes may come from a file in another encoding, such as \
     Latin-1 or UTF-16, or be damaged. Parsers that replace such bytes store another value than the one that was sent.";

    JsonLoneSurrogate "json-lone-surrogate" Syntax
    "A `\\u` escape is half of a surrogate pair."
    "The escapes \\ud800 to \\udfff name halves of UTF-16 pairs and are characters only as a pair, high half first. Half a \
     pair is no Unicode text, and what parsers make of it differs (RFC 8259, section 8.2).";

    JsonControlCharacter "json-control-character" Syntax
    "A string holds a raw control character."
    "The characters U+0000 to U+001F must be escaped in strings, for instance as \\n (RFC 8259, section 7).";

    JsonInvalidEscape "json-invalid-escape" Syntax
    "A backslash is followed by something that is no escape."
    "The escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits (RFC 8259, section 7).";

    JsonTrailingText "json-trailing-text" Syntax
    "There is more text after the document."
    "A file holds one document or one array of documents. For many documents, one on each line, use the extension .ndjson or \
     .jsonl, or pass --input ndjson.";

    JsonTooDeep "json-too-deep" Syntax
    "Arrays and objects are nested more than 128 deep."
    "No document of the contract nests deeper than 2; deep nesting is a known way to exhaust a parser's stack, so it is refused.";

    DocumentTooLarge "document-too-large" Syntax
    "The document is larger than the limit that was set."
    "The limit is the caller's: the documents of the contract have none.";

    WrongType "wrong-type" Violation
    "A value has another JSON type than the contract states."
    "`null` is a type of its own: only `email` and `comment` may be null. To leave `name` or `phones` as they are, leave the \
     member out. Timestamps are strings. A body is an object.";

    MissingMember "missing-member" Violation
    "A required member is missing."
    "A request needs `notify`. A contact needs all of its nine members; `email` and `comment` are null where there is none.";

    DuplicateMember "duplicate-member" Violation
    "A documented member appears twice in one object."
    "RFC 8259 leaves open what a repeated name means, and parsers disagree on whether the first or the last value counts, which \
     is a known way to smuggle a value past a check. It is refused also where both values are the same and where one name is \
     written with escapes.";

    TooLong "too-long" Violation
    "A string has more characters than its limit."
    concat!(
        "Lengths are counted in Unicode code points, as JSON Schema does, not in bytes, UTF-16 units or what looks like one \
         character: `name` ", max!(name_chars), ", `email` ", max!(email_chars), ", each phone ", max!(phone_chars), ", `comment` ",
        max!(comment_chars), ".",
    );

    TooManyItems "too-many-items" Violation
    "The array has more items than its limit."
    concat!("`phones` holds at most ", max!(phones_items), " phones.");

    IntegerNotIntegral "integer-not-integral" Violation
    "A number is not an integer."
    "`id` and `companyId` are integers. `1.0` and `1e2` are integers too: the value counts, not how it is written.";

    IntegerOutOfRange "integer-out-of-range" Violation
    "An integer is beyond what a double holds exactly."
    concat!(
        "`id`, `companyId` and `contactId` are from -", max!(integer), " to ", max!(integer), " (2^53 - 1). Beyond that, \
         JavaScript and every other reader that uses doubles silently changes the number.",
    );

    EmailLocalPart "email-local-part" Violation
    "The email has nothing before the `@`."
    "An email is a local part, an `@` and a domain. An email that is not known is null, not the empty string.";

    EmailLeadingDot "email-leading-dot" Violation
    "The email starts with a dot."
    "The local part cannot start with a dot.";

    EmailConsecutiveDots "email-consecutive-dots" Violation
    "The email has two dots in a row."
    "The pattern forbids two dots in a row everywhere in an email.";

    EmailCharacter "email-character" Violation
    "The email has a character that is not allowed there."
    "The local part holds ASCII letters, digits and _ ' + - . only; the domain holds ASCII letters, digits, hyphens and dots. \
     There are no quoted local parts, no comments, no display names, no addresses in brackets; domains in other scripts are \
     written in their ASCII form (xn--...).";

    EmailLocalPartEnd "email-local-part-end" Violation
    "The local part ends in `.` or `'`."
    "The last character before the `@` is a letter, a digit, `_`, `+` or `-`.";

    EmailMissingAt "email-missing-at" Violation
    "The email has no `@`."
    "An email is a local part, an `@` and a domain.";

    EmailSecondAt "email-second-at" Violation
    "The email has more than one `@`."
    "An `@` can stand neither in the local part nor in the domain.";

    EmailLabelEmpty "email-label-empty" Violation
    "A label of the domain is empty, or the domain is missing."
    "The domain is labels separated by dots, with no dot at either end.";

    EmailLabelHyphen "email-label-hyphen" Violation
    "A label of the domain starts with `-`."
    "Each label starts with a letter or a digit.";

    EmailDomainDot "email-domain-dot" Violation
    "The domain has no dot."
    "The pattern wants at least two labels, such as example.com; a host name of a local network is refused.";

    EmailTopLevelShort "email-top-level-short" Violation
    "The last label of the domain has one letter."
    "The last label has at least two letters.";

    EmailTopLevelLetters "email-top-level-letters" Violation
    "The last label of the domain holds a digit or a hyphen."
    "The last label has ASCII letters only. This refuses IP addresses, and top-level domains in other scripts, whose ASCII form \
     (xn--...) has digits and hyphens.";

    TimestampDigit "timestamp-digit" Violation
    "The timestamp lacks a digit."
    "The form is YYYY-MM-DDThh:mm, then optionally :ss, then optionally a dot and any number of digits, then Z. Every field has \
     all of its digits, ASCII ones; after a dot there is at least one.";

    TimestampSeparator "timestamp-separator" Violation
    "The timestamp lacks a `-`, `:` or `T`."
    "The form is YYYY-MM-DDThh:mm, then optionally :ss, then optionally a dot and any number of digits, then Z. A space in the \
     place of the T, which RFC 3339 tolerates, is refused, and so is a date alone.";

    TimestampMonth "timestamp-month" Violation
    "The month is not from 01 to 12."
    "Months are two digits, 01 to 12.";

    TimestampDay "timestamp-day" Violation
    "The month has no such day."
    "Days are two digits, 01 to the last day of that month in that year of the Gregorian calendar.";

    TimestampLeapDay "timestamp-leap-day" Violation
    "29 February in a year that is not a leap year."
    "A year is a leap year if it is divisible by 4, except that centuries must be divisible by 400: 2024, 2000, 2400 and 0000 are, \
     1900 and 2100 are not.";

    TimestampHour "timestamp-hour" Violation
    "The hour is not from 00 to 23."
    "Midnight is 00:00; ISO 8601's 24:00 is refused.";

    TimestampMinute "timestamp-minute" Violation
    "The minute is not from 00 to 59."
    "Minutes are two digits, 00 to 59.";

    TimestampSecond "timestamp-second" Violation
    "The second is not from 00 to 59."
    "The pattern has no leap seconds: :60 is refused.";

    TimestampLowerCase "timestamp-lower-case" Violation
    "The `T` or the `Z` is in lower case."
    "RFC 3339 lets parsers take t and z; the pattern does not.";

    TimestampOffset "timestamp-offset" Violation
    "The timestamp has a UTC offset in the place of `Z`."
    "Timestamps are in UTC and end in Z; +00:00 is refused too. Convert to UTC: 14:56+01:00 is 13:56Z.";

    TimestampZone "timestamp-zone" Violation
    "The timestamp has no `Z`."
    "Timestamps are in UTC and say so with a Z. Without it, a reader would take the time in a zone of its own.";

    TimestampTrailing "timestamp-trailing" Violation
    "The timestamp goes on after the `Z`."
    "Nothing follows the Z, not even a space, a line end or a time zone in brackets.";

    HttpMethod "http-method" Violation
    "The method of the call is not PATCH."
    "The contract has one operation, and it is a PATCH. Methods are case-sensitive (RFC 9110, section 9.1). Only a call over HTTP can \
     break this rule, never a document.";

    HttpPath "http-path" Violation
    "The path of the call is not that of the operation."
    "The path is /companies/v2/rs/{companyId}/contacts/{contactId}, byte for byte: no slash at its end, no other case, nothing \
     percent-encoded. Only a call over HTTP can break this rule, never a document.";

    HttpPathInteger "http-path-integer" Violation
    "A parameter in the path is not an integer in its one form."
    "`companyId` and `contactId` are written in decimal digits without leading zeros, negative ones after a `-`: no `+1`, `01`, `-0`, \
     `1.0`, spaces or percent-encoded digits, so that one contact has one path. Only a call over HTTP can break this rule, never a \
     document.";

    HttpHeaderMissing "http-header-missing" Violation
    "The call lacks a required header."
    "A call needs `Authorization`, `x-session-token` and `content-type`. Only a call over HTTP can break this rule, never a document.";

    HttpHeaderDuplicate "http-header-duplicate" Violation
    "The call has a header on several lines that has one value."
    "None of the three headers is a list, so which of several lines counts is anybody's guess, and a proxy may guess otherwise than the \
     server behind it. It is refused also where the lines are equal. Only a call over HTTP can break this rule, never a document.";

    HttpContentType "http-content-type" Violation
    "The `content-type` is not `application/json`."
    "The media type is application/json in any case. Parameters may follow (RFC 9110, section 8.3.1) and mean nothing (RFC 8259, section \
     11), except that a charset must be utf-8, which JSON always is. Only a call over HTTP can break this rule, never a document.";

    HttpAuthorizationScheme "http-authorization-scheme" Violation
    "The `Authorization` header does not hold a Bearer token."
    "Its value is `Bearer`, in any case, a space and the token (RFC 6750, section 2.1). Only a call over HTTP can break this rule, never a \
     document.";

    HttpBearerToken "http-bearer-token" Violation
    "The Bearer token is empty or has a character that it cannot have."
    "It is one or more ASCII letters, digits and - . _ ~ + / and then any number of = (RFC 6750, section 2.1: b64token). Only a call over \
     HTTP can break this rule, never a document.";

    HttpSessionToken "http-session-token" Violation
    "The `x-session-token` is empty or has a character that it cannot have."
    "It is one or more visible ASCII characters, U+0021 to U+007E: no space, no control character, nothing beyond ASCII. Only a call over \
     HTTP can break this rule, never a document.";

    UnknownMember "unknown-member" Warning
    "The object has a member that the contract does not document."
    "Unknown members are valid and ignored. A misspelt name is an unknown member too, so its value is silently lost; a \
     name that is close to a documented one is pointed out.";

    Utf16Length "utf16-length" Warning
    "The string is within its limit in code points, but over it in UTF-16 units."
    "A character outside the Basic Multilingual Plane, such as an emoji, is one code point and two UTF-16 units. JSON Schema \
     counts code points, so the string is valid; a server that counts JavaScript's length, as Zod does up to 4.4.3, refuses it.";

    IntegerRounded "integer-rounded" Warning
    "A number is an integer only after rounding to a double."
    "The literal has a fraction so small that the nearest double is an integer, which is what most readers see. Readers with exact \
     decimals refuse it or see another number. Write the integer.";

    EmailUndeliverable "email-undeliverable" Warning
    "The email matches the pattern, but no mailbox can have it."
    "RFC 5321 allows at most 64 bytes before the `@`; RFC 1035 allows at most 63 in a label of a domain, and no \
     hyphen at its end. The pattern checks none of this, so the email is valid by the contract and mail to it fails.";

    NoChange "no-change" Warning
    "The request changes nothing."
    "`{\"notify\": true}` alone is valid: it leaves every member of the contact as it is. Often a member was meant to be there.";

    KindUnknown "kind-unknown" Failure
    "The linter cannot tell a request from a contact by the members."
    "A request has `notify` and none of `id`, `companyId`, `notifyAt`, `updatedAt`, `createdAt`; a contact has some of those and no \
     `notify`. With both or neither, say which it is: --kind request or --kind contact.";
}
