//! A timestamp with an offset, as the same instant in UTC.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use core::ops::Range;

use super::calendar::{is_leap, last_day};
use super::error::InvalidTimestamp;
use super::fast::TO_MINUTE;

/// The maximum length in bytes of the seconds in a help text. A long fraction would flood a report.
const MAX_SECONDS: usize = 16;

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
    (0..=9999).contains(&year).then(|| format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}", minutes / 60, minutes % 60))
}
