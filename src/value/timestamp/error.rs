//! Why a text is not a timestamp.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use core::fmt;
use core::ops::Range;

#[cfg(feature = "serde-violations")]
use super::fast;
use crate::rule::Rule;
use crate::serde_error::serde_type;

serde_type! {
    /// A field of a timestamp.
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
    #[non_exhaustive]
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

serde_type! {
    /// Why a text is not a [`Timestamp`](super::Timestamp): the first rule that it breaks, and
    /// where in the text, in bytes.
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
            /// The offset at which it is missing.
            at: usize,
            /// The field.
            field: TimestampField,
        },
        /// The character between two fields is missing: `-` in the date, `T` after it, `:` in the
        /// time.
        Separator {
            /// The offset at which it is missing.
            at: usize,
            /// The character.
            expected: char,
        },
        /// A two-digit field outside its range; for days of the month, see also
        /// [`NotALeapYear`](Self::NotALeapYear).
        OutOfRange {
            /// The offset of the field.
            at: usize,
            /// The field.
            field: TimestampField,
            /// The number found.
            found: u8,
            /// The minimum.
            min: u8,
            /// The maximum: for a day, the last day of its month.
            max: u8,
        },
        /// 29 February in a year that is not a leap year.
        NotALeapYear {
            /// The year.
            year: u16,
        },
        /// `t` or `z`, which must be upper case.
        LowerCase {
            /// The offset of the letter.
            at: usize,
            /// The letter in upper case.
            expected: char,
        },
        /// A space between the date and the time.
        Space {
            /// The offset of the space.
            at: usize,
        },
        /// A UTC offset such as `+01:00` instead of `Z`.
        Offset {
            /// The offset in the text at which it starts.
            at: usize,
            /// Its length in bytes.
            len: usize,
            /// The same instant with `Z`, if its year is within 0000 to 9999.
            #[cfg_attr(feature = "serde-violations", serde(deserialize_with = "deserialize_utc"))]
            utc: Option<Box<str>>,
        },
        /// `Z` is missing.
        MissingZ {
            /// The offset at which it is missing.
            at: usize,
        },
        /// More text after the `Z`.
        TrailingText {
            /// The offset at which it starts.
            at: usize,
            /// Its length in bytes.
            len: usize,
        },
    }
}

/// Reads the instant of an offset, which must be a timestamp.
#[cfg(feature = "serde-violations")]
fn deserialize_utc<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Box<str>>, D::Error> {
    let utc: Option<Box<str>> = serde::Deserialize::deserialize(deserializer)?;
    if utc.as_deref().is_none_or(|text| fast::is_match(text.as_bytes())) {
        Ok(utc)
    } else {
        Err(serde::de::Error::custom("expected a timestamp"))
    }
}

impl InvalidTimestamp {
    /// Returns the rule that the text breaks. Rule ids are stable.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(contact_schema::Timestamp::new("2024-12-05T14:56").unwrap_err().rule(), "timestamp-zone");
    /// ```
    #[must_use]
    pub const fn rule(&self) -> Rule {
        match self {
            Self::Digit { .. } => Rule::TimestampDigit,
            Self::Separator { .. } | Self::Space { .. } => Rule::TimestampSeparator,
            Self::OutOfRange { field, .. } => match field {
                TimestampField::Month => Rule::TimestampMonth,
                TimestampField::Day => Rule::TimestampDay,
                TimestampField::Hour => Rule::TimestampHour,
                TimestampField::Minute => Rule::TimestampMinute,
                TimestampField::Second => Rule::TimestampSecond,
                // These two are never out of range: they accept every digit.
                TimestampField::Year | TimestampField::Fraction => Rule::TimestampDigit,
            },
            Self::NotALeapYear { .. } => Rule::TimestampLeapDay,
            Self::LowerCase { .. } => Rule::TimestampLowerCase,
            Self::Offset { .. } => Rule::TimestampOffset,
            Self::MissingZ { .. } => Rule::TimestampZone,
            Self::TrailingText { .. } => Rule::TimestampTrailing,
        }
    }

    /// Returns the bytes of the text that break the rule: an empty range if something is missing.
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
            Self::LowerCase { at, .. } | Self::Space { at } => at..at.saturating_add(1),
            Self::OutOfRange { at, .. } => at..at.saturating_add(2),
            Self::NotALeapYear { .. } => 8..10,
            Self::Offset { at, len, .. } | Self::TrailingText { at, len } => at..at.saturating_add(len),
        }
    }

    /// Returns what to write instead, if one fix is evident.
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
