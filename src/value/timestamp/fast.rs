//! The fast recogniser: sixteen bytes at once.
//!
//! The idea: a timestamp has its digits at fixed places, so two constants bound each byte:
//!
//! ```text
//! least  0000-00-00T00:00
//! bytes  2024-12-05T14:56      each byte is between the one above and the one below
//! most   9999-19-39T29:59
//! ```
//!
//! The bounds also admit month 00 or 13, 31 April and 24:00. A table of month lengths rejects
//! these. The trick: two digits, read as one big-endian number, compare like the number they
//! represent, so nothing is converted.

use super::calendar::{is_leap, last_day};

/// The length of `YYYY-MM-DDThh:mm`, with which every timestamp starts.
pub(super) const TO_MINUTE: usize = 16;

/// Returns whether the pattern matches these bytes, many at a time. The twin is
/// [`matches`](super::pattern::matches).
#[inline]
pub(crate) fn is_match(bytes: &[u8]) -> bool {
    if let Ok(millis) = bytes.try_into() {
        return is_millis(millis);
    }
    let Some((to_minute, rest)) = bytes.split_first_chunk::<TO_MINUTE>() else { return false };
    is_date_and_minute(to_minute) && is_rest(rest)
}

/// The length of a timestamp with milliseconds, the form that most clocks write, in its quotes.
pub(crate) const MILLIS_STRING: usize = MILLIS + 2;

const MILLIS: usize = TO_MINUTE + 8;

/// Returns whether this is a string with a valid timestamp of that length.
#[inline(always)]
pub(crate) fn is_millis_string(bytes: &[u8; MILLIS_STRING]) -> bool {
    let [b'"', text @ .., b'"'] = bytes else { return false };
    is_millis(text)
}

#[inline(always)]
fn is_millis(text: &[u8; MILLIS]) -> bool {
    let (Some(to_minute), Some(from_day)) = (text.first_chunk(), text.last_chunk()) else { return false };
    is_date_and_minute(to_minute) && is_between(from_day, *b"00T00:00:00.000Z", *b"39T29:59:59.999Z")
}

#[inline(always)]
fn is_date_and_minute(bytes: &[u8; TO_MINUTE]) -> bool {
    is_between(bytes, *b"0000-00-00T00:00", *b"9999-19-39T29:59") && is_in_calendar(bytes)
}

/// Returns whether each byte is between the bytes of `least` and `most` at its place.
#[inline(always)]
#[cfg(feature = "simd")]
fn is_between(bytes: &[u8; 16], least: [u8; 16], most: [u8; 16]) -> bool {
    use wide::i8x16;

    use crate::json::blocks::signed;

    // Wraparound: `byte - least` is at most `most - least` for bytes in the range only. Both start at
    // -128, as in `within`.
    let least = signed(least.map(|byte| byte ^ 0x80));
    let above = i8x16::new(signed(*bytes)) - i8x16::new(least);
    let width = i8x16::new(signed(most)) - i8x16::new(least);
    above.simd_gt(width).to_bitmask() == 0
}

/// The twin of the block routine.
#[inline(always)]
#[cfg(not(feature = "simd"))]
fn is_between(bytes: &[u8; 16], least: [u8; 16], most: [u8; 16]) -> bool {
    bytes.iter().zip(least.iter().zip(&most)).all(|(byte, (least, most))| (least..=most).contains(&byte))
}

/// Returns whether month, day and hour exist. The bytes have digits and separators in the right
/// places.
#[inline(always)]
fn is_in_calendar(bytes: &[u8; TO_MINUTE]) -> bool {
    // Two digits compare like the number that they represent.
    const FIRST_DAY: u16 = u16::from_be_bytes(*b"01");
    /// For each month, the number of two-digit texts from `01` to its last day, as big-endian
    /// numbers; 0 for months that do not exist.
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

/// Returns whether these are the digits of a leap year.
#[cold]
fn is_leap_text(year: [u8; 4]) -> bool {
    is_leap(year.iter().fold(0, |year, digit| year * 10 + u16::from(digit & 15)))
}

/// Returns whether this may follow the minute: `Z`, `:ssZ`, or `:ss.`, digits and `Z`.
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
