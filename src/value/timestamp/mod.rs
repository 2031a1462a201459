//! `notifyAt`, `updatedAt`, `createdAt`: the language of [`Timestamp::PATTERN`].
//!
//! ```text
//! timestamp = date "T" hour ":" minute [ ":" second [ "." 1*DIGIT ] ] "Z"
//! date      = year "-" month "-" day        ; proleptic Gregorian calendar, with leap days
//! year      = 4DIGIT                        ; 0000-9999
//! hour      = 00-23
//! minute    = 00-59
//! second    = 00-59                         ; no leap second
//! ```
//!
//! It is a profile of ISO 8601, but not that of RFC 3339: the seconds are optional, and `Z` is the
//! only offset (R2). [`State`](pattern::State) recognises it one byte at a time, [`fast`] in
//! blocks.

use alloc::string::String;
use core::cmp::Ordering;
use core::convert::Infallible;
use core::hash::{Hash, Hasher};

use super::sink::{Place, Sink, Stop};
use super::text::{Checked, Text, span_in, text_type, utf8};
use super::value_type::Want;
use crate::inline_text::InlineText;
use crate::json::{Reader, StringToken};

mod calendar;
#[cfg(feature = "chrono")]
#[cfg_attr(docsrs, doc(cfg(feature = "chrono")))]
mod chrono;
#[cfg(feature = "lint")]
pub(crate) mod cure;
mod error;
pub(crate) mod fast;
mod instant;
#[cfg(feature = "jiff")]
#[cfg_attr(docsrs, doc(cfg(feature = "jiff")))]
mod jiff;
pub(crate) mod pattern;
mod utc;

pub use error::{InvalidTimestamp, TimestampField};
pub use instant::UnrepresentableDateTime;

use fast::{MILLIS_STRING, TO_MINUTE};

/// A date and time in UTC: a text that [`PATTERN`](Self::PATTERN) matches, kept byte for byte.
///
/// The text keeps its form: `2024-12-05T14:56Z` stays without seconds, twelve fraction digits stay
/// twelve. Equality, order and hash are those of the **instant**, with all fraction digits. So two
/// equal timestamps may have different texts; compare [`as_str`](Self::as_str) if the text matters.
///
/// # Examples
///
/// ```
/// use contact_schema::Timestamp;
///
/// let at = |text| Timestamp::new(text);
/// assert_eq!(at("2024-12-05T14:56:23Z")?, at("2024-12-05T14:56:23.000Z")?);
/// assert!(at("2024-12-05T14:56:23Z")? < at("2024-12-05T14:56:23.5Z")?);
/// assert_eq!(at("2024-12-05T14:56Z")?.as_str(), "2024-12-05T14:56Z");
/// assert!(!Timestamp::is_valid("1900-02-29T00:00Z"));
/// # Ok::<(), contact_schema::InvalidTimestamp>(())
/// ```
#[derive(Clone, Debug)]
pub struct Timestamp(InlineText);

impl Timestamp {
    /// The documented pattern, byte for byte, in the ECMA-262 dialect: `\d` is `[0-9]` (R1).
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Timestamp, schema};
    ///
    /// let schema: serde_json::Value = serde_json::from_str(schema::CONTACT)?;
    /// assert_eq!(schema["properties"]["createdAt"]["pattern"], Timestamp::PATTERN);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub const PATTERN: &'static str = r"^(?:(?:\d\d[2468][048]|\d\d[13579][26]|\d\d0[48]|[02468][048]00|[13579][26]00)-02-29|\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|(?:02)-(?:0[1-9]|1\d|2[0-8])))T(?:(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z))$";

    /// A pattern without `\d` that matches the same texts as [`PATTERN`](Self::PATTERN): in Python,
    /// .NET and the crate regex, `\d` matches the digits of all scripts. All groups are plain
    /// groups. The tests prove that both match the same texts.
    ///
    /// In Python, use `re.fullmatch`: its `$` matches before a line feed too.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Timestamp;
    ///
    /// let (documented, portable) = (regex::Regex::new(Timestamp::PATTERN)?, regex::Regex::new(Timestamp::PORTABLE_PATTERN)?);
    /// assert!(portable.is_match("2024-12-05T14:56Z"));
    /// let arabic = "٢٠٢٤-12-05T14:56Z";
    /// assert!(documented.is_match(arabic) && !portable.is_match(arabic) && !Timestamp::is_valid(arabic));
    /// # Ok::<(), regex::Error>(())
    /// ```
    pub const PORTABLE_PATTERN: &'static str = r"^(([0-9][0-9][2468][048]|[0-9][0-9][13579][26]|[0-9][0-9]0[48]|[02468][048]00|[13579][26]00)-02-29|[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])))T(([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?Z)$";

    /// Returns the year, 0 to 9999.
    ///
    /// # Examples
    ///
    /// ```
    /// let at = contact_schema::Timestamp::new("2024-12-05T14:56:23.500Z")?;
    /// assert_eq!((at.year(), at.month(), at.day()), (2024, 12, 5));
    /// assert_eq!((at.hour(), at.minute(), at.second(), at.fraction()), (14, 56, 23, "500"));
    /// # Ok::<(), contact_schema::InvalidTimestamp>(())
    /// ```
    #[must_use]
    pub fn year(&self) -> u16 {
        u16::from(self.two_digits(0)) * 100 + u16::from(self.two_digits(2))
    }

    /// Returns the month, 1 to 12.
    #[must_use]
    pub fn month(&self) -> u8 {
        self.two_digits(5)
    }

    /// Returns the day of the month, 1 to 31.
    #[must_use]
    pub fn day(&self) -> u8 {
        self.two_digits(8)
    }

    /// Returns the hour, 0 to 23.
    #[must_use]
    pub fn hour(&self) -> u8 {
        self.two_digits(11)
    }

    /// Returns the minute, 0 to 59.
    #[must_use]
    pub fn minute(&self) -> u8 {
        self.two_digits(14)
    }

    /// Returns the second, 0 to 59; 0 if the text has none.
    ///
    /// # Examples
    ///
    /// ```
    /// let at = contact_schema::Timestamp::new("2024-12-05T14:56Z")?;
    /// assert_eq!((at.second(), at.fraction()), (0, ""));
    /// # Ok::<(), contact_schema::InvalidTimestamp>(())
    /// ```
    #[must_use]
    pub fn second(&self) -> u8 {
        if self.has_seconds() { self.two_digits(TO_MINUTE + 1) } else { 0 }
    }

    /// Returns the digits after the dot, as many as the text has; empty if it has none.
    ///
    /// # Examples
    ///
    /// ```
    /// let at = contact_schema::Timestamp::new("2024-12-05T14:56:23.123456789012Z")?;
    /// assert_eq!(at.fraction(), "123456789012");
    /// # Ok::<(), contact_schema::InvalidTimestamp>(())
    /// ```
    #[must_use]
    pub fn fraction(&self) -> &str {
        let text = self.as_str();
        text.get(TO_MINUTE + 4..text.len().saturating_sub(1)).unwrap_or("")
    }

    /// Returns the fraction of the second in nanoseconds. More digits are cut off, not rounded.
    ///
    /// # Examples
    ///
    /// ```
    /// let at = contact_schema::Timestamp::new("2024-12-05T14:56:23.0123456789Z")?;
    /// assert_eq!(at.nanosecond(), 12_345_678);
    /// # Ok::<(), contact_schema::InvalidTimestamp>(())
    /// ```
    #[must_use]
    pub fn nanosecond(&self) -> u32 {
        let digits = self.fraction().bytes().chain(core::iter::repeat(b'0')).take(9);
        digits.fold(0, |nanos, digit| nanos * 10 + u32::from(digit & 15))
    }

    fn has_seconds(&self) -> bool {
        self.0.as_bytes().len() > TO_MINUTE + 1
    }

    fn two_digits(&self, at: usize) -> u8 {
        match self.0.as_bytes().get(at..at + 2) {
            Some(&[tens, units]) => (tens & 15) * 10 + (units & 15),
            _ => 0,
        }
    }

    /// Returns the instant as texts that sort like it: up to the minute, the second, and the
    /// fraction without trailing zeros.
    fn instant(&self) -> (&str, u8, &str) {
        (self.as_str().get(..TO_MINUTE).unwrap_or(""), self.second(), self.fraction().trim_end_matches('0'))
    }
}

text_type!(Timestamp, InvalidTimestamp, "2024-12-05T14:56:23.000Z", "2024-12-05T14:56:23+01:00");

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.instant() == other.instant()
    }
}

impl Eq for Timestamp {}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> Ordering {
        self.instant().cmp(&other.instant())
    }
}

impl Hash for Timestamp {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.instant().hash(state);
    }
}

pub(crate) fn check(text: &str) -> Result<(), InvalidTimestamp> {
    if fast::is_match(text.as_bytes()) { Ok(()) } else { Err(pattern::explain(text)) }
}

impl Text for Timestamp {
    type Error = InvalidTimestamp;
    type Warning = Infallible;

    #[inline]
    fn parse(text: impl AsRef<str> + Into<String>) -> Result<Self, InvalidTimestamp> {
        Self::new(text)
    }

    #[inline(always)]
    fn read_plain(reader: &Reader<'_>, at: usize, _: Want) -> Option<StringToken> {
        if reader.chunk(at).is_some_and(fast::is_millis_string) {
            return Some(StringToken { start: at + 1, end: at + MILLIS_STRING - 1, escaped: false });
        }
        read_any_length(reader, at)
    }

    #[inline(always)]
    fn check<S: Sink>(reader: &Reader<'_>, string: StringToken, place: Place, sink: &mut S) -> Result<bool, Stop>
    where
        InvalidTimestamp: Into<S::Violation>,
    {
        let is_match = if string.escaped {
            match reader.ascii(string, &mut [0; 64]) {
                Some(bytes) => fast::is_match(bytes),
                // It has a character outside ASCII, or very many digits.
                None => pattern::matches(utf8(reader.chars(string))),
            }
        } else {
            fast::is_match(reader.raw_bytes(string))
        };
        if !is_match {
            report_mismatch(reader, string, place, sink)?;
        }
        Ok(is_match)
    }

    #[inline(always)]
    fn keep(checked: Checked<'_, Self>) -> Self {
        Self(crate::inline_text::Keep::keep(checked.into_text()))
    }
}

/// Fast path for a timestamp of any length.
#[inline(never)]
fn read_any_length(reader: &Reader<'_>, at: usize) -> Option<StringToken> {
    reader.plain_string(at).filter(|string| fast::is_match(reader.raw_bytes(*string)))
}

#[cold]
#[inline(never)]
fn report_mismatch<S: Sink>(reader: &Reader<'_>, string: StringToken, place: Place, sink: &mut S) -> Result<(), Stop>
where
    InvalidTimestamp: Into<S::Violation>,
{
    let fault = pattern::explain(&reader.decode(string));
    sink.violation(place, span_in(reader, string, fault.range()), || fault)
}
