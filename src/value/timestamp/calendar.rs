//! The Gregorian calendar: leap years, the lengths of months, and the days since 1970.

pub(super) const SECONDS_PER_DAY: i64 = 24 * 60 * 60;

/// The days of 400 years, after which the Gregorian calendar repeats.
const DAYS_PER_ERA: i64 = 146_097;

/// The days from 1 March 0000 to 1 January 1970.
const DAYS_TO_EPOCH: i64 = 719_468;

/// Returns whether `year` has a 29 February in the proleptic Gregorian calendar.
pub(super) const fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// Returns the last day of `month`, 1 to 12.
pub(super) const fn last_day(month: u8, leap: bool) -> u8 {
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Returns the year, month and day of a number of days since 1970.
///
/// The year is counted from March, so that the leap day is the last of its year and the months
/// before it follow one pattern: 31, 30, 31, 30, 31 days, which is 153 for five months.
pub(super) fn date(days: i64) -> (i64, i64, i64) {
    let days = days.saturating_add(DAYS_TO_EPOCH);
    let (era, day_of_era) = (days.div_euclid(DAYS_PER_ERA), days.rem_euclid(DAYS_PER_ERA));
    // Leap days are at the end of 4 years (1,460 days), not of 100 (36,524), but of 400 (146,096).
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

/// Returns the number of days since 1970 of a date: the inverse of [`date`].
pub(super) fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let from_march = if month > 2 { month - 3 } else { month + 9 };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * from_march + 2) / 5 + day - 1;
    era * DAYS_PER_ERA + 365 * year_of_era + year_of_era / 4 - year_of_era / 100 + day_of_year - DAYS_TO_EPOCH
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every day of the years 0000 to 9999 and some around them.
    #[test]
    fn dates_and_days_are_inverse() {
        let mut expected = (-1, 12, 31);
        for day in days(-1, 12, 31)..=days(10_000, 1, 1) {
            assert_eq!(date(day), expected);
            assert_eq!(days(expected.0, expected.1, expected.2), day);
            let (year, month, day) = expected;
            let leap = year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0);
            let last = i64::from(last_day(u8::try_from(month).unwrap(), leap));
            expected = match (month, day) {
                (12, 31) => (year + 1, 1, 1),
                (_, day) if day == last => (year, month + 1, 1),
                _ => (year, month, day + 1),
            };
        }
        assert_eq!(days(1970, 1, 1), 0);
    }
}
