//! The ways in which a value can break each rule: one table for the strategies of feature
//! `proptest`, for the fuzz targets, for the generator of records and for the conformance vectors.
//!
//! An entry is a template. It keeps the valid parts of a value as placeholders in braces, and marks
//! the characters at fault with `«` and `»`. So `{local}«..»{other}@{domain}` makes
//! `ada..eve@example.com` and says that the fault is at bytes 3 to 5.
//!
//! It is public because tests, benchmarks and examples use it with any features. It is not
//! documented, because it is not part of the public interface.

use core::ops::Range;

use alloc::string::String;

use crate::{JsonType, Rule};

/// A way to break a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its name, unique in the table.
    pub label: &'static str,
    /// The rule that it breaks, and the only one.
    pub rule: Rule,
    /// The value: placeholders in braces, the part at fault between `«` and `»`.
    pub template: &'static str,
}

/// A value with one fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faulty {
    /// The text of the value.
    pub text: String,
    /// The bytes of the text at fault.
    pub part: Range<usize>,
    /// The rule that the value breaks.
    pub rule: Rule,
}

const fn fault(rule: Rule, label: &'static str, template: &'static str) -> Fault {
    Fault { label, rule, template }
}

/// Emails. `local` and `other` are local parts and `domain` is a domain: `top` is its last label,
/// `head` all before that, and `label` its first label. `a` and `b` split `local` in two, `c` and
/// `d` split `domain`; all four may be empty. `not-local` and `not-domain` are characters that are
/// not allowed there, and `digits` is a number.
pub const EMAIL: &[Fault] = &[
    fault(Rule::EmailLocalPart, "email: empty", "«»"),
    fault(Rule::EmailLocalPart, "email: nothing before the at sign", "«»@{domain}"),
    fault(Rule::EmailLeadingDot, "email: a dot first", "«.»{local}@{domain}"),
    fault(Rule::EmailConsecutiveDots, "email: two dots", "{local}«..»{other}@{domain}"),
    fault(Rule::EmailConsecutiveDots, "email: two dots before the at sign", "{local}«..»@{domain}"),
    fault(Rule::EmailConsecutiveDots, "email: two dots in the domain", "{local}@{head}«..»{top}"),
    fault(Rule::EmailConsecutiveDots, "email: two dots last", "{local}@{domain}«..»"),
    fault(Rule::EmailCharacter, "email: a space", "{local}« »{other}@{domain}"),
    fault(Rule::EmailCharacter, "email: an accent", "{local}.«ñ»{other}@{domain}"),
    fault(Rule::EmailCharacter, "email: a character in the local part", "{a}«{not-local}»{b}@{domain}"),
    fault(Rule::EmailCharacter, "email: a character in the domain", "{local}@{c}«{not-domain}»{d}"),
    fault(Rule::EmailCharacter, "email: a line feed last", "{local}@{domain}«\n»"),
    fault(Rule::EmailLocalPartEnd, "email: a dot before the at sign", "{local}«.»@{domain}"),
    fault(Rule::EmailLocalPartEnd, "email: an apostrophe before the at sign", "{local}«'»@{domain}"),
    fault(Rule::EmailMissingAt, "email: only a local part", "{local}«»"),
    fault(Rule::EmailMissingAt, "email: only a local part and a dot", "{local}.«»"),
    fault(Rule::EmailMissingAt, "email: a dot for the at sign", "{local}.{domain}«»"),
    fault(Rule::EmailMissingAt, "email: no at sign", "{local}{domain}«»"),
    fault(Rule::EmailSecondAt, "email: two at signs", "{local}@{label}«@»{domain}"),
    fault(Rule::EmailSecondAt, "email: an at sign in the domain", "{local}@{c}«@»{d}"),
    fault(Rule::EmailLabelEmpty, "email: no domain", "{local}@«»"),
    fault(Rule::EmailLabelEmpty, "email: a dot first in the domain", "{local}@«».{domain}"),
    fault(Rule::EmailLabelEmpty, "email: a dot last", "{local}@{domain}.«»"),
    fault(Rule::EmailLabelHyphen, "email: a hyphen first in the domain", "{local}@«-»{domain}"),
    fault(Rule::EmailLabelHyphen, "email: a hyphen first in a label", "{local}@{label}.«-»{domain}"),
    fault(Rule::EmailLabelHyphen, "email: a hyphen first in the last label", "{local}@{head}.«-»{top}"),
    fault(Rule::EmailDomainDot, "email: one label", "{local}@«{label}»"),
    fault(Rule::EmailDomainDot, "email: one label of letters", "{local}@«{top}»"),
    fault(Rule::EmailDomainDot, "email: one label that ends in a hyphen", "{local}@«a-»"),
    fault(Rule::EmailDomainDot, "email: one label of a digit", "{local}@«1»"),
    fault(Rule::EmailTopLevelShort, "email: a last label of one letter", "{local}@{head}.«x»"),
    fault(Rule::EmailTopLevelShort, "email: one more label of one letter", "{local}@{domain}.«x»"),
    fault(Rule::EmailTopLevelLetters, "email: a last label of digits", "{local}@{head}.«{digits}»"),
    fault(Rule::EmailTopLevelLetters, "email: a digit first in the last label", "{local}@{head}.«0{top}»"),
    fault(Rule::EmailTopLevelLetters, "email: a digit last in the last label", "{local}@{head}.«{top}1»"),
    fault(Rule::EmailTopLevelLetters, "email: a hyphen in the last label", "{local}@{head}.«{top}-{top}»"),
    fault(Rule::EmailTopLevelLetters, "email: a hyphen last", "{local}@{head}.«{top}-»"),
];

/// Characters that a local part cannot contain, except `@` and `.`.
const NOT_LOCAL: &[&str] = &[
    " ", "\t", "\n", "\0", "\"", "(", ",", "/", ":", "\\", "`", "{", "\u{7F}", "é", "ß", "\u{200B}", "\u{202E}", "٣",
    "К", "。", "＠", "😀",
];

/// Characters that a domain cannot contain, except `@` and `.`.
const NOT_DOMAIN: &[&str] = &[
    " ", "\t", "\n", "\0", "\"", "(", ",", "/", ":", "_", "'", "+", "`", "{", "\u{7F}", "ü", "\u{200B}", "٣", "К",
    "。", "😀",
];

/// Timestamps. `..n`, `n..` and `..-n` are parts of a valid timestamp, by bytes. `..digit` and
/// `digit..` are the parts around a digit, `..separator` and `separator..` those around one of `-`,
/// `-`, `T` and `:`. `not-digit`, `not-separator`, `month`, `day`, `hour`, `minute` and `second`
/// are not what their name says; `year` is a year without a leap day, `offset` an offset other than
/// `Z`.
pub const TIMESTAMP: &[Fault] = &[
    fault(Rule::TimestampDigit, "timestamp: the end for a digit", "{..digit}«»"),
    fault(Rule::TimestampDigit, "timestamp: no digit", "{..digit}«»{not-digit}{digit..}"),
    fault(Rule::TimestampDigit, "timestamp: a point without digits", "{..16}:00.«»Z"),
    fault(Rule::TimestampSeparator, "timestamp: the end for a separator", "{..separator}«»"),
    fault(Rule::TimestampSeparator, "timestamp: no separator", "{..separator}«»{not-separator}{separator..}"),
    fault(Rule::TimestampSeparator, "timestamp: a space for the T", "{..10}« »{11..}"),
    fault(Rule::TimestampLowerCase, "timestamp: a lower-case t", "{..10}«t»{11..}"),
    fault(Rule::TimestampLowerCase, "timestamp: a lower-case z", "{..-1}«z»"),
    fault(Rule::TimestampMonth, "timestamp: a month out of range", "{..5}«{month}»{7..}"),
    fault(Rule::TimestampDay, "timestamp: a day out of range", "{..8}«{day}»{10..}"),
    fault(Rule::TimestampDay, "timestamp: 31 April", "{..4}-04-«31»{10..}"),
    fault(Rule::TimestampDay, "timestamp: 30 February", "{..4}-02-«30»{10..}"),
    fault(Rule::TimestampLeapDay, "timestamp: 29 February", "{year}-02-«29»{10..}"),
    fault(Rule::TimestampHour, "timestamp: an hour out of range", "{..11}«{hour}»{13..}"),
    fault(Rule::TimestampMinute, "timestamp: a minute out of range", "{..14}«{minute}»{16..}"),
    fault(Rule::TimestampSecond, "timestamp: a second out of range", "{..16}:«{second}»Z"),
    fault(Rule::TimestampSecond, "timestamp: a second out of range and a fraction", "{..16}:«{second}».5Z"),
    fault(Rule::TimestampOffset, "timestamp: an offset", "{..-1}«{offset}»"),
    fault(Rule::TimestampZone, "timestamp: no Z", "{..-1}«»"),
    fault(Rule::TimestampZone, "timestamp: a fraction of a minute", "{..16}«».5Z"),
    fault(Rule::TimestampZone, "timestamp: another zone", "{..16}:00«»X"),
    fault(Rule::TimestampZone, "timestamp: an offset of 24 hours", "{..16}:00«»+24:00"),
    fault(Rule::TimestampZone, "timestamp: an offset of 60 minutes", "{..16}:00«»-01:60"),
    fault(Rule::TimestampZone, "timestamp: half an offset", "{..16}:00«»+1"),
    fault(Rule::TimestampZone, "timestamp: a comma for the point", "{..16}:00«»,5Z"),
    fault(Rule::TimestampZone, "timestamp: a digit that is not ASCII", "{..16}:00«»٣Z"),
    fault(Rule::TimestampTrailing, "timestamp: two Z", "{..}«Z»"),
    fault(Rule::TimestampTrailing, "timestamp: a space last", "{..}« »"),
    fault(Rule::TimestampTrailing, "timestamp: a line feed last", "{..}«\n»"),
    fault(Rule::TimestampTrailing, "timestamp: a NUL last", "{..}«\0»"),
    fault(Rule::TimestampTrailing, "timestamp: the name of a zone", "{..}«[UTC]»"),
    fault(Rule::TimestampTrailing, "timestamp: an offset after the Z", "{..}«+00:00»"),
    fault(Rule::TimestampTrailing, "timestamp: a letter last", "{..}«é»"),
];

/// The offsets of the digits of a timestamp. The last three exist only with seconds or a fraction.
const DIGITS: &[usize] = &[0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18, 20];

/// The offsets of the separators of a timestamp.
const SEPARATORS: &[usize] = &[4, 7, 10, 13];

/// JSON numbers as identifiers.
pub const INTEGER: &[Fault] = &[
    fault(Rule::IntegerNotIntegral, "integer: a half", "«1.5»"),
    fault(Rule::IntegerNotIntegral, "integer: minus a half", "«-0.5»"),
    fault(Rule::IntegerNotIntegral, "integer: a tenth", "«0.1»"),
    fault(Rule::IntegerNotIntegral, "integer: a half by its exponent", "«25e-1»"),
    fault(Rule::IntegerNotIntegral, "integer: almost nothing", "«1e-7»"),
    fault(Rule::IntegerNotIntegral, "integer: the greatest half", "«4503599627370495.5»"),
    fault(Rule::IntegerNotIntegral, "integer: the least half", "«-4503599627370495.5»"),
    fault(Rule::IntegerOutOfRange, "integer: 2^53", "«9007199254740992»"),
    fault(Rule::IntegerOutOfRange, "integer: -2^53", "«-9007199254740992»"),
    fault(Rule::IntegerOutOfRange, "integer: rounded to 2^53", "«9007199254740991.5»"),
    fault(Rule::IntegerOutOfRange, "integer: 2^53 and a point", "«9007199254740992.0»"),
    fault(Rule::IntegerOutOfRange, "integer: 2^53 by its exponent", "«90071992547409920e-1»"),
    fault(Rule::IntegerOutOfRange, "integer: the greatest i64", "«9223372036854775807»"),
    fault(Rule::IntegerOutOfRange, "integer: the least i64", "«-9223372036854775808»"),
    fault(Rule::IntegerOutOfRange, "integer: the greatest u64", "«18446744073709551615»"),
    fault(Rule::IntegerOutOfRange, "integer: beyond a u64", "«18446744073709551616»"),
    fault(Rule::IntegerOutOfRange, "integer: 10^16", "«1e16»"),
    fault(Rule::IntegerOutOfRange, "integer: near the greatest double", "«-1E+300»"),
];

/// JSON values of each type, for members that require another one.
pub const BY_TYPE: &[(JsonType, &[&str])] = &[
    (JsonType::Null, &["null"]),
    (JsonType::Boolean, &["false", "true"]),
    (JsonType::Number, &["0", "1", "-0", "1.5", "9007199254740993", "1e308"]),
    (JsonType::String, &[r#""""#, r#""true""#, r#""1""#, r#""null""#]),
    (JsonType::Array, &["[]", "[ \"a@b.cd\" ]", "[[], {}]", r#"[{"notify":true}]"#]),
    (JsonType::Object, &["{}", r#"{"0":"112"}"#, r#"{ "a": {"a": null}, "a": [1] }"#]),
];

/// Characters for texts that are too long. Each is one code point; their lengths in UTF-8, in
/// UTF-16 and as JSON differ.
pub const UNITS: &[&str] = &["x", "é", "\u{1F600}", "\"", "\0"];

impl Fault {
    /// Returns the value with these texts for the placeholders.
    pub fn fill<T: AsRef<str>>(&self, mut placeholder: impl FnMut(&str) -> T) -> Faulty {
        let (mut text, mut part) = (String::new(), 0..0);
        let mut name: Option<String> = None;
        for c in self.template.chars() {
            match (c, &mut name) {
                ('}', Some(complete)) => {
                    text.push_str(placeholder(complete).as_ref());
                    name = None;
                }
                (c, Some(name)) => name.push(c),
                ('{', None) => name = Some(String::new()),
                ('«', None) => part.start = text.len(),
                ('»', None) => part.end = text.len(),
                (c, None) => text.push(c),
            }
        }
        Faulty { text, part, rule: self.rule }
    }

    /// Breaks a valid email. `choice` selects one of several ways.
    #[must_use]
    pub fn break_email(&self, valid: &str, choice: usize) -> Faulty {
        let (local, domain) = valid.rsplit_once('@').unwrap_or(("a", "b.cd"));
        let (head, top) = domain.rsplit_once('.').unwrap_or(("b", "cd"));
        self.fill(|name| match name {
            "local" | "other" => local,
            "a" => local.get(..choice % (local.len() + 1)).unwrap_or_default(),
            "b" => local.get(choice % (local.len() + 1)..).unwrap_or_default(),
            "domain" => domain,
            "c" => domain.get(..choice % (domain.len() + 1)).unwrap_or_default(),
            "d" => domain.get(choice % (domain.len() + 1)..).unwrap_or_default(),
            "head" => head,
            "label" => head.split('.').next().unwrap_or(head),
            "top" => top,
            "not-local" => pick(NOT_LOCAL, choice / 256 + choice),
            "not-domain" => pick(NOT_DOMAIN, choice / 256 + choice),
            "digits" => pick(&["1", "7", "0123"], choice),
            _ => "",
        })
    }

    /// Breaks a valid timestamp. `choice` selects one of several ways.
    #[must_use]
    pub fn break_timestamp(&self, valid: &str, choice: usize) -> Faulty {
        let digits = DIGITS.iter().take_while(|&&digit| digit + 1 < valid.len()).count();
        let digit = DIGITS.get(choice % digits.max(1)).copied().unwrap_or(0);
        let separator = SEPARATORS.get(choice % SEPARATORS.len()).copied().unwrap_or(4);
        let before = |end: usize| valid.get(..end).unwrap_or_default();
        let after = |start: usize| valid.get(start..).unwrap_or_default();
        let other = choice / 16;
        self.fill(|name| match name {
            "..digit" => before(digit),
            "digit.." => after(digit + 1),
            "..separator" => before(separator),
            "separator.." => after(separator + 1),
            "not-digit" => pick(&["x", " ", "/", ":", "٣", "３"], other),
            "not-separator" => pick(&["/", "_", "−", "0"], other),
            "year" => pick(&["1900", "2023", "2100", "0001", "9999", "2200"], choice),
            "month" => pick(&["00", "13", "19", "20", "99"], choice),
            "day" => pick(&["00", "32", "39", "40", "99"], choice),
            "hour" => pick(&["24", "25", "29", "30", "99"], choice),
            "minute" | "second" => pick(&["60", "61", "69", "99"], choice),
            "offset" => pick(&["+00:00", "-00:00", "+01:00", "-0530", "+14", "-23:59", "+2359"], choice),
            range => slice(valid, range),
        })
    }
}

/// Returns the bytes of a text that a range such as `..4`, `4..`, `..` or `..-1` names; `-1` counts
/// from the end.
#[must_use]
pub fn slice<'a>(text: &'a str, range: &str) -> &'a str {
    let (start, end) = range.split_once("..").unwrap_or_default();
    let start = start.parse().unwrap_or(0);
    let end = match end.strip_prefix('-') {
        Some(end) => text.len().saturating_sub(end.parse().unwrap_or(0)),
        None => end.parse().unwrap_or(text.len()),
    };
    text.get(start..end).unwrap_or_default()
}

/// Returns the item at index `choice`, modulo the length.
fn pick(items: &[&'static str], choice: usize) -> &'static str {
    choice.checked_rem(items.len()).and_then(|choice| items.get(choice)).copied().unwrap_or_default()
}

/// Returns a text of `max + more` characters.
#[must_use]
pub fn too_long(max: usize, more: usize, choice: usize) -> Faulty {
    excess(pick(UNITS, choice).repeat(max + more), max)
}

/// Marks the characters after the first `max` as the fault.
pub fn excess(text: String, max: usize) -> Faulty {
    let start = text.chars().take(max).map(char::len_utf8).sum();
    let part = start..text.len();
    Faulty { text, part, rule: Rule::TooLong }
}

/// Returns the fault with this label.
///
/// # Panics
///
/// If no fault has this label.
#[allow(clippy::panic)]
#[must_use]
pub fn labelled(label: &str) -> &'static Fault {
    let found = [EMAIL, TIMESTAMP, INTEGER].into_iter().flatten().find(|fault| fault.label == label);
    found.unwrap_or_else(|| panic!("no fault has the label {label:?}"))
}
