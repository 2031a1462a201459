//! The language of [`Timestamp::PATTERN`](super::Timestamp::PATTERN), recognised one byte at a
//! time.

use super::calendar::{is_leap, last_day};
use super::error::{InvalidTimestamp, TimestampField};
use super::utc;

/// Returns whether the pattern matches the text of these bytes, one at a time. The twin of
/// [`fast`](super::fast).
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

/// The states of the recogniser. A variant is named after the next byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum State {
    /// A digit of the year, after `digits` digits with the value `value`.
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

    /// Returns the state after `byte`, if a timestamp can continue with it.
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

/// Explains why `text` does not match.
#[cold]
pub(super) fn explain(text: &str) -> InvalidTimestamp {
    let bytes = text.as_bytes();
    let mut state = State::START;
    let mut at = 0;
    while let Some(next) = bytes.get(at).and_then(|&byte| state.step(byte)) {
        state = next;
        at += 1;
    }
    let digit_at = |at: usize| bytes.get(at).filter(|byte| byte.is_ascii_digit()).map(|byte| byte - b'0');
    // If both digits of the field at `start` are present, it is out of range; else a digit is
    // missing.
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
            Some(b'+' | b'-') => utc::offset(text, at),
            _ => InvalidTimestamp::MissingZ { at },
        },
        State::End => InvalidTimestamp::TrailingText { at, len: text.len() - at },
    }
}

/// Turns "29 is not in 01 to 28" into "not a leap year".
fn day_out_of_range(text: &str, fault: InvalidTimestamp) -> InvalidTimestamp {
    match fault {
        InvalidTimestamp::OutOfRange { found: 29, max: 28, .. } => {
            InvalidTimestamp::NotALeapYear { year: text.get(..4).and_then(|year| year.parse().ok()).unwrap_or(0) }
        }
        other => other,
    }
}
