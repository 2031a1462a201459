//! Fixes for texts that are almost timestamps.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use core::ops::Range;

use super::Timestamp;
use super::calendar::{SECONDS_PER_DAY, date};
use super::fast::TO_MINUTE;
use super::utc;
use crate::value::cure::Cure;

/// The offset of the `T`.
const DATE_END: usize = 10;

/// Returns the edits that make `text` a timestamp of the same instant: `t`, `z`, a space for `T`,
/// and an offset from UTC. All of them at once, because a text may have several.
///
/// If the zone is missing, `Z` is a guess. In any other text there is nothing to fix.
pub(crate) fn cure(text: &str) -> Option<Cure> {
    let separator = *text.as_bytes().get(DATE_END)?;
    if !matches!(separator, b'T' | b't' | b' ') {
        return None;
    }
    let zone_at = text.get(TO_MINUTE..)?.find(|c: char| !matches!(c, '0'..='9' | ':' | '.'));
    let zone_at = zone_at.map_or(text.len(), |at| at + TO_MINUTE);
    let (local, zone) = text.split_at_checked(zone_at)?;
    let mut edits = alloc::vec::Vec::new();
    if separator != b'T' {
        edits.push((DATE_END..DATE_END + 1, Cow::Borrowed("T")));
    }
    let mut cure = match zone {
        "Z" => Cure { title: "write `T`", is_certain: true, edits },
        "z" => Cure { title: "write it in upper case", is_certain: true, edits },
        "" => Cure { title: "add `Z`", is_certain: false, edits },
        _ => {
            // An invalid local date has no date in UTC.
            let in_zone = Cure { title: "", is_certain: true, edits: edits.clone() }.apply(local) + "Z";
            let east = utc::offset_minutes(zone).filter(|_| Timestamp::is_valid(&in_zone))?;
            let minute = utc::minute_in_utc(local, east)?;
            push_changes(&mut edits, local, &minute);
            Cure { title: "convert to UTC", is_certain: true, edits }
        }
    };
    if zone != "Z" {
        cure.edits.push((zone_at..text.len(), Cow::Borrowed("Z")));
    }
    let is_valid = !cure.edits.is_empty() && Timestamp::is_valid(&cure.apply(text));
    is_valid.then_some(cure)
}

/// Adds the edits that make the date and the time of `local`, up to the minute, those of `minute`:
/// one for the date, one for the time.
fn push_changes(edits: &mut alloc::vec::Vec<(Range<usize>, Cow<'static, str>)>, local: &str, minute: &str) {
    for range in [0..DATE_END, DATE_END + 1..TO_MINUTE] {
        let (Some(old), Some(new)) = (local.get(range.clone()), minute.get(range.clone())) else { continue };
        let is_same = |(old, new): &(u8, u8)| old == new;
        let before = old.bytes().zip(new.bytes()).take_while(is_same).count();
        if before == old.len() {
            continue;
        }
        let after = old.bytes().rev().zip(new.bytes().rev()).take_while(is_same).count();
        let text = new.get(before..new.len() - after).unwrap_or_default();
        edits.push((range.start + before..range.end - after, Cow::Owned(text.into())));
    }
    // A stable sort would be 5 KB of machine code.
    edits.sort_unstable_by_key(|(range, _)| range.start);
}

/// Returns the timestamp that a JSON number probably means: seconds or milliseconds since 1970.
///
/// The number of digits decides which, for any time from 1973 to 2286. Other numbers are not dates.
pub(crate) fn of_unix_time(literal: &str) -> Option<String> {
    let (whole, fraction) = match literal.split_once('.') {
        Some((whole, fraction)) => (whole, format!(".{fraction}")),
        None => (literal, String::new()),
    };
    if !whole.bytes().chain(fraction.bytes().skip(1)).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let (seconds, fraction) = match (whole.len(), fraction.is_empty()) {
        (9 | 10, _) => (number, fraction),
        (12 | 13, true) => (number / 1000, format!(".{:03}", number % 1000)),
        _ => return None,
    };
    let (year, month, day) = date(seconds / SECONDS_PER_DAY);
    let second = seconds % SECONDS_PER_DAY;
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z"))
}

#[cfg(test)]
mod tests {
    use super::{cure, of_unix_time};

    #[test]
    fn cures() {
        for (text, expected) in [
            ("2024-12-05t14:56:23Z", Some(("2024-12-05T14:56:23Z", true))),
            ("2024-12-05 14:56:23z", Some(("2024-12-05T14:56:23Z", true))),
            ("2024-12-05T14:56z", Some(("2024-12-05T14:56Z", true))),
            ("2024-12-31T23:30:00.25-01:00", Some(("2025-01-01T00:30:00.25Z", true))),
            ("2024-03-01 00:15:00.123456789012345678+0130", Some(("2024-02-29T22:45:00.123456789012345678Z", true))),
            ("2024-12-05T14:56:23+00:00", Some(("2024-12-05T14:56:23Z", true))),
            ("2024-12-05T14:56:23-00", Some(("2024-12-05T14:56:23Z", true))),
            ("2024-12-05 14:56:23", Some(("2024-12-05T14:56:23Z", false))),
            ("2024-12-05T14:56", Some(("2024-12-05T14:56Z", false))),
            ("0000-01-01T00:00+00:01", None),
            ("9999-12-31T23:59:59-00:01", None),
            ("2024-12-05T14:56:23Z", None),
            ("2024-12-05T14:56:23X", None),
            ("2024-12-05T14:56:23+24:00", None),
            ("2024-12-05T14:56:60+01:00", None),
            ("2023-02-29T14:56:00+01:00", None),
            ("2024-12-05", None),
            ("2024-12-05T14:56.5", None),
            ("2024-12-05T14:56:23.+01:00", None),
            ("", None),
            ("é2024-12-05 14:56", None),
        ] {
            let cure = cure(text);
            let cured = cure.map(|cure| (cure.apply(text), cure.is_certain));
            assert_eq!(cured.as_ref().map(|(text, is_certain)| (text.as_str(), *is_certain)), expected, "{text}");
        }
    }

    #[test]
    fn no_more_is_replaced_than_changes() {
        let edits = |text| cure(text).unwrap().edits;
        assert_eq!(edits("2024-12-05T14:56:23+00:00"), [(19..25, "Z".into())]);
        assert_eq!(edits("2024-12-05T14:56:23+01:00"), [(12..13, "3".into()), (19..25, "Z".into())]);
        let spaced = [(9..10, "6".into()), (10..11, "T".into()), (11..13, "00".into()), (16..19, "Z".into())];
        assert_eq!(edits("2024-12-05 23:56-01"), spaced);
    }

    #[test]
    fn unix_times() {
        for (literal, expected) in [
            ("1733410583", Some("2024-12-05T14:56:23Z")),
            ("1733410583.25", Some("2024-12-05T14:56:23.25Z")),
            ("1733410583250", Some("2024-12-05T14:56:23.250Z")),
            ("951782400", Some("2000-02-29T00:00:00Z")),
            ("9999999999", Some("2286-11-20T17:46:39Z")),
            ("100000000000", Some("1973-03-03T09:46:40.000Z")),
            ("20241205", None),
            ("99999999999", None),
            ("1733410583e0", None),
            ("-1733410583", None),
            ("1733410583250.5", None),
            ("0", None),
        ] {
            assert_eq!(of_unix_time(literal).as_deref(), expected, "{literal}");
        }
    }
}
