//! `notifyAt`, `updatedAt`, `createdAt`: the language of [`Timestamp::PATTERN`].
//!
//! ```text
//! timestamp = date "T" hour ":" minute [ ":" second [ "." 1*DIGIT ] ] "Z"
//! date      = year "-" month "-" day        ; proleptic Gregorian calendar, leap days included
//! year      = 4DIGIT                        ; 0000-9999
//! hour      = 00-23
//! minute    = 00-59
//! second    = 00-59                         ; no leap second
//! ```
//!
//! It is a profile of ISO 8601 that is not RFC 3339's: the seconds are optional and `Z` is the only offset (R2). [`State`]
//! recognises it one byte at a time.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Range;

use crate::short::Short;

/// A date and time in UTC: text that [`PATTERN`](Self::PATTERN) matches, kept byte for byte.
///
/// The text keeps its shape (`2024-12-05T14:56Z` stays without seconds, twelve fraction digits stay twelve), while equality,
/// order and hash are those of the **instant**, over all fraction digits. Two equal timestamps may therefore have different
/// texts; compare [`as_str`](Self::as_str) where the text matters.
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
pub struct Timestamp(Short);

/// The length of `YYYY-MM-DDThh:mm`, which every timestamp starts with.
const TO_MINUTE: usize = 16;

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

    /// The language of [`PATTERN`](Self::PATTERN) without `\d`, which in Python, .NET and the crate
    /// regex takes the digits of all scripts, and with plain groups only. The tests prove the two
    /// languages equal.
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

    /// The year, 0 to 9999.
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

    /// The month, 1 to 12.
    ///
    /// # Examples
    ///
    /// ```
    /// let at = contact_schema::Timestamp::new("2024-12-05T14:56:23Z")?;
    /// assert_eq!(at.month(), 12);
    /// # Ok::<(), contact_schema::InvalidTimestamp>(())
    /// ```
    #[must_use]
    pub fn month(&self) -> u8 {
        self.two_digits(5)
    }

    /// The day of the month, 1 to 31.
    ///
    /// # Examples
    ///
    /// ```
    /// let at = contact_schema::Timestamp::new("2024-12-05T14:56:23Z")?;
    /// assert_eq!(at.day(), 5);
    /// # Ok::<(), contact_schema::InvalidTimestamp>(())
    /// ```
    #[must_use]
    pub fn day(&self) -> u8 {
        self.two_digits(8)
    }

    /// The hour, 0 to 23.
    ///
    /// # Examples
    ///
    /// ```
    /// let at = contact_schema::Timestamp::new("2024-12-05T14:56:23Z")?;
    /// assert_eq!(at.hour(), 14);
    /// # Ok::<(), contact_schema::InvalidTimestamp>(())
    /// ```
    #[must_use]
    pub fn hour(&self) -> u8 {
        self.two_digits(11)
    }

    /// The minute, 0 to 59.
    ///
    /// # Examples
    ///
    /// ```
    /// let at = contact_schema::Timestamp::new("2024-12-05T14:56:23Z")?;
    /// assert_eq!(at.minute(), 56);
    /// # Ok::<(), contact_schema::InvalidTimestamp>(())
    /// ```
    #[must_use]
    pub fn minute(&self) -> u8 {
        self.two_digits(14)
    }

    /// The second, 0 to 59; 0 where the text has none.
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

    /// The digits after the dot, as many as the text has; empty where it has none.
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

    /// The fraction of the second in nanoseconds; further digits are cut off, not rounded.
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

    /// The instant as texts that sort as it does: to the minute, the second, the fraction without trailing zeros.
    fn instant(&self) -> (&str, u8, &str) {
        (self.as_str().get(..TO_MINUTE).unwrap_or(""), self.second(), self.fraction().trim_end_matches('0'))
    }
}

crate::text::text_type!(Timestamp, InvalidTimestamp, "2024-12-05T14:56:23.000Z", "2024-12-05T14:56:23+01:00");

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

/// A number in a timestamp.
///
/// # Examples
///
/// ```
/// use contact_schema::{InvalidTimestamp, Timestamp, TimestampField};
///
/// let fault = Timestamp::new("2024-12-5T14:56Z").unwrap_err();
/// assert!(matches!(fault, InvalidTimestamp::Digit { field: TimestampField::Day, .. }));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimestampField {
    /// Four digits, 0000 to 9999.
    Year,
    /// Two digits, 01 to 12.
    Month,
    /// Two digits, 01 to the last day of the month.
    Day,
    /// Two digits, 00 to 23.
    Hour,
    /// Two digits, 00 to 59.
    Minute,
    /// Two digits, 00 to 59.
    Second,
    /// One digit or more after the dot.
    Fraction,
}

impl fmt::Display for TimestampField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
            Self::Hour => "hour",
            Self::Minute => "minute",
            Self::Second => "second",
            Self::Fraction => "fraction of the second",
        })
    }
}

/// Why a text is not a [`Timestamp`]: the first rule it breaks, and where in the text, in bytes.
///
/// # Examples
///
/// ```
/// use contact_schema::{InvalidTimestamp, Timestamp};
///
/// let fault = Timestamp::new("1900-02-29T00:00:00Z").unwrap_err();
/// assert_eq!(fault, InvalidTimestamp::NotALeapYear { year: 1900 });
/// assert_eq!(
///     fault.to_string(),
///     "expected day 01 to 28, found 29: 1900 is not a leap year (divisible by 100 but not by 400)",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InvalidTimestamp {
    /// A digit of this field is missing.
    Digit {
        /// The byte at which it should stand.
        at: usize,
        /// The field.
        field: TimestampField,
    },
    /// The character between two fields is missing: `-` in the date, `T` after it, `:` in the time.
    Separator {
        /// The byte at which it should stand.
        at: usize,
        /// The character.
        expected: char,
    },
    /// A two-digit field outside its range; for days of the month, see also [`NotALeapYear`](Self::NotALeapYear).
    OutOfRange {
        /// The byte at which the field starts.
        at: usize,
        /// The field.
        field: TimestampField,
        /// The number that stands there.
        found: u8,
        /// The least that it may be.
        min: u8,
        /// The most that it may be: for a day, the last one of its month.
        max: u8,
    },
    /// 29 February in a year that has none.
    NotALeapYear {
        /// The year.
        year: u16,
    },
    /// `t` or `z`, which must be upper case.
    LowerCase {
        /// The byte at which it stands.
        at: usize,
        /// The letter that it should be.
        expected: char,
    },
    /// A space between the date and the time.
    Space {
        /// The byte at which it stands.
        at: usize,
    },
    /// A UTC offset such as `+01:00` in the place of `Z`.
    Offset {
        /// The byte at which it starts.
        at: usize,
        /// Its length in bytes.
        len: usize,
        /// The same instant written with `Z`, where the offset can be read and the year stays within 0000 to 9999.
        utc: Option<Box<str>>,
    },
    /// `Z` is missing.
    MissingZ {
        /// The byte at which it should stand.
        at: usize,
    },
    /// There is more text after the `Z`.
    TrailingText {
        /// The byte at which it starts.
        at: usize,
        /// Its length in bytes.
        len: usize,
    },
}

impl InvalidTimestamp {
    /// The bytes of the text that break the rule; empty where the text ends too early.
    ///
    /// # Examples
    ///
    /// ```
    /// let fault = contact_schema::Timestamp::new("2024-13-05T14:56Z").unwrap_err();
    /// assert_eq!(fault.range(), 5..7);
    /// ```
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        match *self {
            Self::Digit { at, .. } | Self::Separator { at, .. } | Self::MissingZ { at } => at..at,
            Self::LowerCase { at, .. } | Self::Space { at } => at..at + 1,
            Self::OutOfRange { at, .. } => at..at + 2,
            Self::NotALeapYear { .. } => 8..10,
            Self::Offset { at, len, .. } | Self::TrailingText { at, len } => at..at + len,
        }
    }

    /// What to write instead, where one fix is evident.
    ///
    /// # Examples
    ///
    /// ```
    /// let fault = contact_schema::Timestamp::new("2024-12-31T23:30:00.25-01:00").unwrap_err();
    /// assert_eq!(fault.help().as_deref(), Some("the same instant in UTC is `2025-01-01T00:30:00.25Z`"));
    /// ```
    #[must_use]
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Self::LowerCase { expected, .. } => format!("write `{expected}` in upper case"),
            Self::Space { .. } => String::from("write `T` between the date and the time"),
            Self::Offset { utc: Some(utc), .. } => format!("the same instant in UTC is `{utc}`"),
            Self::Offset { .. } => String::from("convert the time to UTC and write `Z`"),
            Self::MissingZ { .. } => String::from("if the time is in UTC, write `Z` at the end"),
            Self::Digit { field: TimestampField::Fraction, .. } => {
                String::from("write at least one digit after the dot, or leave out the dot")
            }
            Self::OutOfRange { field: TimestampField::Hour, found: 24, .. } => {
                String::from("midnight is 00:00 of the next day")
            }
            Self::OutOfRange { field: TimestampField::Second, found: 60, .. } => {
                String::from("leap seconds cannot be written; the next second is 00 of the next minute")
            }
            _ => return None,
        })
    }
}

impl fmt::Display for InvalidTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Digit { field, .. } => write!(f, "expected a digit of the {field}, found something else or the end"),
            Self::Separator { expected, .. } => write!(f, "expected `{expected}`, found something else or the end"),
            Self::OutOfRange { field, found, min, max, .. } => {
                write!(f, "expected {field} {min:02} to {max:02}, found {found:02}")
            }
            Self::NotALeapYear { year } => {
                let why = if year % 100 == 0 { "divisible by 100 but not by 400" } else { "not divisible by 4" };
                write!(f, "expected day 01 to 28, found 29: {year:04} is not a leap year ({why})")
            }
            Self::LowerCase { expected, .. } => {
                write!(f, "expected `{expected}`, found `{}`", expected.to_ascii_lowercase())
            }
            Self::Space { .. } => f.write_str("expected `T`, found a space"),
            Self::Offset { .. } => f.write_str("expected `Z`, found an offset from UTC"),
            Self::MissingZ { .. } => f.write_str("expected `Z`, found something else or the end"),
            Self::TrailingText { .. } => f.write_str("expected the end after `Z`, found more text"),
        }
    }
}

impl core::error::Error for InvalidTimestamp {}

fn check(text: &str) -> Result<(), InvalidTimestamp> {
    if is_match(text.as_bytes()) { Ok(()) } else { Err(explain(text)) }
}

/// The pattern, explained.
pub(crate) fn check_pattern(text: &str) -> Result<(), InvalidTimestamp> {
    check(text)
}

/// Whether [`Timestamp::PATTERN`] matches these bytes, many at a time. Its obviously correct twin is [`matches`].
#[inline]
pub(crate) fn is_match(bytes: &[u8]) -> bool {
    if let Ok(usual) = bytes.try_into() {
        return is_usual(usual);
    }
    let Some((to_minute, rest)) = bytes.split_first_chunk::<TO_MINUTE>() else { return false };
    is_date_and_minute(to_minute) && is_rest(rest)
}

/// The length of a timestamp to the millisecond, as most clocks write it, in its quotes.
pub(crate) const USUAL_STRING: usize = USUAL + 2;

const USUAL: usize = TO_MINUTE + 8;

/// Whether this is a string with such a timestamp. Where not, it may still be one of another form.
#[inline(always)]
pub(crate) fn is_usual_string(bytes: &[u8; USUAL_STRING]) -> bool {
    let [b'"', text @ .., b'"'] = bytes else { return false };
    is_usual(text)
}

#[inline(always)]
fn is_usual(text: &[u8; USUAL]) -> bool {
    let (Some(to_minute), Some(from_day)) = (text.first_chunk(), text.last_chunk()) else { return false };
    is_date_and_minute(to_minute) && is_between(from_day, *b"00T00:00:00.000Z", *b"39T29:59:59.999Z")
}

#[inline(always)]
fn is_date_and_minute(bytes: &[u8; TO_MINUTE]) -> bool {
    is_between(bytes, *b"0000-00-00T00:00", *b"9999-19-39T29:59") && is_in_calendar(bytes)
}

/// Whether each byte is between those of `least` and `most` in its place.
#[inline(always)]
fn is_between(bytes: &[u8; 16], least: [u8; 16], most: [u8; 16]) -> bool {
    #[cfg(feature = "simd")]
    return crate::simd::is_between(*bytes, least, most);
    #[cfg(not(feature = "simd"))]
    bytes.iter().zip(least.iter().zip(&most)).all(|(byte, (least, most))| (least..=most).contains(&byte))
}

/// Whether there is such a month, such a day in it, and such an hour. The bytes are known to look like a date and a time.
#[inline(always)]
fn is_in_calendar(bytes: &[u8; TO_MINUTE]) -> bool {
    // Two digits compare as the numbers they make do.
    const FIRST_DAY: u16 = u16::from_be_bytes(*b"01");
    /// The digits of the last day of each month of 01 to 12, counted from the first's; none for 00 and 13 to 19.
    #[expect(clippy::indexing_slicing, reason = "a constant: this runs at compile time")]
    const DAYS: [u16; 32] = {
        let mut days = [0; 32];
        let mut month = 1;
        while month <= 12 {
            let last = last_day(month as u8, false);
            days[month] = u16::from_be_bytes([b'0' + last / 10, b'0' + last % 10]) - FIRST_DAY + 1;
            month += 1;
        }
        days
    };
    let [a, b, c, d, _, month_tens, month, _, day_tens, day, _, hour_tens, hour, ..] = *bytes;
    let month = (month_tens & 1) * 10 + (month & 15);
    let day = u16::from_be_bytes([day_tens, day]);
    let days = DAYS.get(usize::from(month)).copied().unwrap_or(0);
    (day.wrapping_sub(FIRST_DAY) < days
        || (month == 2 && day == u16::from_be_bytes(*b"29") && is_leap_text([a, b, c, d])))
        && u16::from_be_bytes([hour_tens, hour]) <= u16::from_be_bytes(*b"23")
}

/// Whether these are the digits of a leap year.
#[cold]
fn is_leap_text(year: [u8; 4]) -> bool {
    is_leap(year.iter().fold(0, |year, digit| year * 10 + u16::from(digit & 15)))
}

/// Whether this is what may follow the minute: `Z`, `:ssZ`, or `:ss.`, digits and `Z`.
#[inline(always)]
fn is_rest(rest: &[u8]) -> bool {
    let is_second = |tens: u8, units: u8| (b'0'..=b'5').contains(&tens) && units.is_ascii_digit();
    match *rest {
        [b'Z'] => true,
        [b':', tens, units, b'Z'] => is_second(tens, units),
        [b':', tens, units, b'.', ref fraction @ .., b'Z'] => {
            is_second(tens, units) && !fraction.is_empty() && fraction.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    }
}

/// Whether [`Timestamp::PATTERN`] matches the text of these bytes, one at a time.
#[inline]
pub(crate) fn matches(bytes: impl Iterator<Item = u8>) -> bool {
    let mut state = State::START;
    for byte in bytes {
        match state.step(byte) {
            Some(next) => state = next,
            None => return false,
        }
    }
    state == State::End
}

/// Whether the proleptic Gregorian calendar gives `year` a 29 February.
const fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// The last day of `month`, 1 to 12.
const fn last_day(month: u8, leap: bool) -> u8 {
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// What the recogniser remembers of the bytes it has read; a variant is named after what comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum State {
    /// A digit of the year, after `digits` digits that make `value`.
    Year { digits: u8, value: u16 },
    /// `-` after the year.
    YearEnd { leap: bool },
    /// The first digit of the month.
    MonthTens { leap: bool },
    /// The second digit of the month.
    MonthUnits { leap: bool, tens: u8 },
    /// `-` after the month.
    MonthEnd { last: u8 },
    /// The first digit of the day.
    DayTens { last: u8 },
    /// The second digit of the day.
    DayUnits { last: u8, tens: u8 },
    /// `T`.
    DayEnd,
    /// The first digit of the hour.
    HourTens,
    /// The second digit of the hour.
    HourUnits { tens: u8 },
    /// `:` after the hour.
    HourEnd,
    /// The first digit of the minute.
    MinuteTens,
    /// The second digit of the minute.
    MinuteUnits,
    /// `:` or `Z`.
    MinuteEnd,
    /// The first digit of the second.
    SecondTens,
    /// The second digit of the second.
    SecondUnits,
    /// `.` or `Z`.
    SecondEnd,
    /// The first digit of the fraction.
    FractionStart,
    /// Another digit of the fraction, or `Z`.
    Fraction,
    /// Nothing more.
    End,
}

impl State {
    pub(crate) const START: Self = Self::Year { digits: 0, value: 0 };

    /// The state after `byte`, where a timestamp can go on with it.
    #[inline]
    pub(crate) fn step(self, byte: u8) -> Option<Self> {
        let digit = byte.wrapping_sub(b'0');
        let is_digit = digit <= 9;
        Some(match self {
            Self::Year { digits, value } if is_digit => {
                let value = value * 10 + u16::from(digit);
                if digits < 3 {
                    Self::Year { digits: digits + 1, value }
                } else {
                    Self::YearEnd { leap: is_leap(value) }
                }
            }
            Self::YearEnd { leap } if byte == b'-' => Self::MonthTens { leap },
            Self::MonthTens { leap } if digit <= 1 => Self::MonthUnits { leap, tens: digit },
            Self::MonthUnits { leap, tens } if is_digit && matches!(tens * 10 + digit, 1..=12) => {
                Self::MonthEnd { last: last_day(tens * 10 + digit, leap) }
            }
            Self::MonthEnd { last } if byte == b'-' => Self::DayTens { last },
            Self::DayTens { last } if digit <= last / 10 => Self::DayUnits { last, tens: digit },
            Self::DayUnits { last, tens } if is_digit && (1..=last).contains(&(tens * 10 + digit)) => Self::DayEnd,
            Self::DayEnd if byte == b'T' => Self::HourTens,
            Self::HourTens if digit <= 2 => Self::HourUnits { tens: digit },
            Self::HourUnits { tens } if is_digit && tens * 10 + digit <= 23 => Self::HourEnd,
            Self::HourEnd if byte == b':' => Self::MinuteTens,
            Self::MinuteTens if digit <= 5 => Self::MinuteUnits,
            Self::MinuteUnits if is_digit => Self::MinuteEnd,
            Self::MinuteEnd if byte == b':' => Self::SecondTens,
            Self::SecondTens if digit <= 5 => Self::SecondUnits,
            Self::SecondUnits if is_digit => Self::SecondEnd,
            Self::SecondEnd if byte == b'.' => Self::FractionStart,
            Self::FractionStart | Self::Fraction if is_digit => Self::Fraction,
            Self::MinuteEnd | Self::SecondEnd | Self::Fraction if byte == b'Z' => Self::End,
            _ => return None,
        })
    }
}

/// Says why `text`, which does not match, does not.
#[cold]
fn explain(text: &str) -> InvalidTimestamp {
    let bytes = text.as_bytes();
    let mut state = State::START;
    let mut at = 0;
    while let Some(next) = bytes.get(at).and_then(|&byte| state.step(byte)) {
        state = next;
        at += 1;
    }
    let digit_at = |at: usize| bytes.get(at).filter(|byte| byte.is_ascii_digit()).map(|byte| byte - b'0');
    // A two-digit field that starts at `start` is out of range where both digits are there; else a digit is missing.
    let out_of_range = |start: usize, field, min, max| match (digit_at(start), digit_at(start + 1)) {
        (Some(tens), Some(units)) => {
            InvalidTimestamp::OutOfRange { at: start, field, found: tens * 10 + units, min, max }
        }
        (None, _) => InvalidTimestamp::Digit { at: start, field },
        (_, None) => InvalidTimestamp::Digit { at: start + 1, field },
    };
    let found = bytes.get(at);
    match state {
        State::Year { .. } => InvalidTimestamp::Digit { at, field: TimestampField::Year },
        State::YearEnd { .. } | State::MonthEnd { .. } => InvalidTimestamp::Separator { at, expected: '-' },
        State::MonthTens { .. } => out_of_range(at, TimestampField::Month, 1, 12),
        State::MonthUnits { .. } => out_of_range(at - 1, TimestampField::Month, 1, 12),
        State::DayTens { last } => day_out_of_range(text, out_of_range(at, TimestampField::Day, 1, last)),
        State::DayUnits { last, .. } => day_out_of_range(text, out_of_range(at - 1, TimestampField::Day, 1, last)),
        State::DayEnd => match found {
            Some(b't') => InvalidTimestamp::LowerCase { at, expected: 'T' },
            Some(b' ') => InvalidTimestamp::Space { at },
            _ => InvalidTimestamp::Separator { at, expected: 'T' },
        },
        State::HourTens => out_of_range(at, TimestampField::Hour, 0, 23),
        State::HourUnits { .. } => out_of_range(at - 1, TimestampField::Hour, 0, 23),
        State::HourEnd => InvalidTimestamp::Separator { at, expected: ':' },
        State::MinuteTens => out_of_range(at, TimestampField::Minute, 0, 59),
        State::MinuteUnits => out_of_range(at - 1, TimestampField::Minute, 0, 59),
        State::SecondTens => out_of_range(at, TimestampField::Second, 0, 59),
        State::SecondUnits => out_of_range(at - 1, TimestampField::Second, 0, 59),
        State::FractionStart => InvalidTimestamp::Digit { at, field: TimestampField::Fraction },
        State::MinuteEnd | State::SecondEnd | State::Fraction => match found {
            Some(b'z') => InvalidTimestamp::LowerCase { at, expected: 'Z' },
            Some(b'+' | b'-') => offset(text, at),
            _ => InvalidTimestamp::MissingZ { at },
        },
        State::End => InvalidTimestamp::TrailingText { at, len: text.len() - at },
    }
}

/// Turns the fault "29 is not in 01 to 28" into "this is not a leap year".
fn day_out_of_range(text: &str, fault: InvalidTimestamp) -> InvalidTimestamp {
    match fault {
        InvalidTimestamp::OutOfRange { found: 29, max: 28, .. } => {
            InvalidTimestamp::NotALeapYear { year: text.get(..4).and_then(|year| year.parse().ok()).unwrap_or(0) }
        }
        other => other,
    }
}

/// The fault of a text that is a timestamp up to `at`, where an offset starts in the place of `Z`.
fn offset(text: &str, at: usize) -> InvalidTimestamp {
    let rest = text.get(at..).unwrap_or("");
    // `+01:00`, `+0100` or `+01`.
    let (hours, minutes) = match *rest.as_bytes() {
        [_, a, b, b':', c, d] | [_, a, b, c, d] => ([a, b], [c, d]),
        [_, a, b] => ([a, b], [b'0', b'0']),
        _ => return InvalidTimestamp::MissingZ { at },
    };
    let number = |digits: [u8; 2]| {
        let [tens, units] = digits.map(|digit| digit.wrapping_sub(b'0'));
        (tens <= 9 && units <= 9).then(|| i32::from(tens * 10 + units))
    };
    let minutes = match (number(hours), number(minutes)) {
        (Some(hours @ 0..=23), Some(minutes @ 0..=59)) => hours * 60 + minutes,
        _ => return InvalidTimestamp::MissingZ { at },
    };
    let east = if rest.starts_with('-') { -minutes } else { minutes };
    InvalidTimestamp::Offset { at, len: rest.len(), utc: in_utc(text.get(..at).unwrap_or(""), east) }
}

/// The instant of the local time `local` (a timestamp without its `Z`) at `east` minutes east of UTC, below a day.
fn in_utc(local: &str, east: i32) -> Option<Box<str>> {
    let number = |range: Range<usize>| local.get(range).and_then(|digits| digits.parse::<i32>().ok());
    let (mut year, mut month, mut day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let minutes = number(11..13)? * 60 + number(14..16)? - east;
    match minutes.div_euclid(24 * 60) {
        -1 => day -= 1,
        1 => day += 1,
        _ => {}
    }
    let last = |year: i32, month: i32| {
        i32::from(last_day(u8::try_from(month).unwrap_or(1), u16::try_from(year).is_ok_and(is_leap)))
    };
    if day < 1 {
        (year, month) = if month == 1 { (year - 1, 12) } else { (year, month - 1) };
        day = last(year, month);
    } else if day > last(year, month) {
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        day = 1;
    }
    let minutes = minutes.rem_euclid(24 * 60);
    // The seconds are the same in every time zone; a fraction long enough to flood a report is left to the reader.
    let seconds = local.get(TO_MINUTE..).filter(|seconds| seconds.len() <= 16)?;
    (0..=9999)
        .contains(&year)
        .then(|| format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}{seconds}Z", minutes / 60, minutes % 60).into())
}
