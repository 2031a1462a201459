//! A timestamp with an offset, as the same instant in UTC.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use core::ops::Range;

use super::calendar::{date, days};
use super::error::InvalidTimestamp;
use super::fast::TO_MINUTE;

/// The maximum length in bytes of the seconds in a help text. A long fraction would flood a report.
const MAX_SECONDS: usize = 16;

const MINUTES_PER_DAY: i64 = 24 * 60;

/// Returns the error for a text that is a timestamp up to `at`, where it has an offset instead of
/// `Z`.
pub(super) fn offset(text: &str, at: usize) -> InvalidTimestamp {
    let (local, zone) = text.split_at_checked(at).unwrap_or((text, ""));
    match offset_minutes(zone) {
        Some(east) => InvalidTimestamp::Offset { at, len: zone.len(), utc: in_utc(local, east) },
        None => InvalidTimestamp::MissingZ { at },
    }
}

/// Returns how many minutes the offset `+01:00`, `+0100` or `+01` is ahead of UTC: less than a day.
pub(super) fn offset_minutes(zone: &str) -> Option<i32> {
    let (sign, hours, minutes) = match *zone.as_bytes() {
        [sign, a, b, b':', c, d] | [sign, a, b, c, d] => (sign, [a, b], [c, d]),
        [sign, a, b] => (sign, [a, b], [b'0', b'0']),
        _ => return None,
    };
    let number = |digits: [u8; 2]| {
        let [tens, units] = digits.map(|digit| digit.wrapping_sub(b'0'));
        (tens <= 9 && units <= 9).then(|| i32::from(tens * 10 + units))
    };
    let minutes = match (number(hours)?, number(minutes)?) {
        (hours @ 0..=23, minutes @ 0..=59) => hours * 60 + minutes,
        _ => return None,
    };
    match sign {
        b'+' => Some(minutes),
        b'-' => Some(-minutes),
        _ => None,
    }
}

/// Returns the instant of the local time `local`, a timestamp without `Z`, that is `east` minutes
/// ahead of UTC: less than a day.
fn in_utc(local: &str, east: i32) -> Option<Box<str>> {
    // The seconds are the same in every time zone.
    let seconds = local.get(TO_MINUTE..).filter(|seconds| seconds.len() <= MAX_SECONDS)?;
    Some(format!("{}{seconds}Z", minute_in_utc(local, east)?).into())
}

/// Returns the date and time of `local` in UTC, up to the minute; `None` if its year is not within
/// 0000 to 9999.
pub(super) fn minute_in_utc(local: &str, east: i32) -> Option<String> {
    let number = |range: Range<usize>| local.get(range).and_then(|digits| digits.parse::<i64>().ok());
    let minute = number(11..13)? * 60 + number(14..16)? - i64::from(east);
    let day = days(number(0..4)?, number(5..7)?, number(8..10)?) + minute.div_euclid(MINUTES_PER_DAY);
    let (year, month, day) = date(day);
    let minute = minute.rem_euclid(MINUTES_PER_DAY);
    (0..=9999).contains(&year).then(|| format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}", minute / 60, minute % 60))
}
