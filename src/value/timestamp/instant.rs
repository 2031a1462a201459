//! Conversions between [`Timestamp`] and instants: numbers of seconds since 1970 in UTC.

use core::fmt;

use super::Timestamp;

const SECONDS_PER_DAY: i64 = 24 * 60 * 60;

/// The days of 400 years, after which the Gregorian calendar repeats.
const DAYS_PER_ERA: i64 = 146_097;

/// The days from 1 March 0000 to 1 January 1970.
const DAYS_TO_EPOCH: i64 = 719_468;

impl Timestamp {
    /// Returns the timestamp of a number of milliseconds since 1970, in the form of the
    /// documentation's examples: with three fraction digits.
    ///
    /// # Errors
    ///
    /// [`UnrepresentableDateTime::Year`] for a year outside 0000 to 9999.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Timestamp;
    ///
    /// assert_eq!(Timestamp::from_unix_millis(1_733_410_583_000)?.as_str(), "2024-12-05T14:56:23.000Z");
    /// assert_eq!(Timestamp::from_unix_millis(-1)?.as_str(), "1969-12-31T23:59:59.999Z");
    /// assert!(Timestamp::from_unix_millis(i64::MAX).is_err());
    /// # Ok::<(), contact_schema::UnrepresentableDateTime>(())
    /// ```
    pub fn from_unix_millis(millis: i64) -> Result<Self, UnrepresentableDateTime> {
        let nanos = millis.rem_euclid(1000) * 1_000_000;
        Self::from_unix(millis.div_euclid(1000), u32::try_from(nanos).unwrap_or_default())
    }

    /// Returns the number of milliseconds since 1970. More fraction digits are cut off, so the
    /// result is never after the timestamp.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Timestamp;
    ///
    /// assert_eq!(Timestamp::new("2024-12-05T14:56:23.0009Z")?.unix_millis(), 1_733_410_583_000);
    /// assert_eq!(Timestamp::new("1970-01-01T00:00Z")?.unix_millis(), 0);
    /// # Ok::<(), contact_schema::InvalidTimestamp>(())
    /// ```
    #[must_use]
    pub fn unix_millis(&self) -> i64 {
        self.unix_seconds() * 1000 + i64::from(self.nanosecond() / 1_000_000)
    }

    /// Returns the number of whole seconds since 1970.
    pub(super) fn unix_seconds(&self) -> i64 {
        let time = i64::from(self.hour()) * 3600 + i64::from(self.minute()) * 60 + i64::from(self.second());
        days(i64::from(self.year()), i64::from(self.month()), i64::from(self.day())) * SECONDS_PER_DAY + time
    }

    /// Returns the timestamp of the whole seconds since 1970 and the nanoseconds after them, below
    /// 10^9, with 3, 6 or 9 fraction digits.
    pub(super) fn from_unix(seconds: i64, nanos: u32) -> Result<Self, UnrepresentableDateTime> {
        let (year, month, day) = date(seconds.div_euclid(SECONDS_PER_DAY));
        let out_of_range = || UnrepresentableDateTime::Year { year: saturate(year) };
        if !(0..=9999).contains(&year) {
            return Err(out_of_range());
        }
        let second = seconds.rem_euclid(SECONDS_PER_DAY);
        let (width, fraction) = match nanos {
            nanos if nanos.is_multiple_of(1_000_000) => (3, nanos / 1_000_000),
            nanos if nanos.is_multiple_of(1000) => (6, nanos / 1000),
            nanos => (9, nanos),
        };
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let text =
            alloc::format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:0width$}Z");
        Self::new(text).map_err(|_| out_of_range())
    }
}

/// Returns `year` as an `i32`, or the nearest one.
fn saturate(year: i64) -> i32 {
    i32::try_from(year).unwrap_or(if year < 0 { i32::MIN } else { i32::MAX })
}

/// Returns the year, month and day of a number of days since 1970.
///
/// The year is counted from March, so that the leap day is the last of its year and the months
/// before it follow one pattern: 31, 30, 31, 30, 31 days, which is 153 for five months.
fn date(days: i64) -> (i64, i64, i64) {
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
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let from_march = if month > 2 { month - 3 } else { month + 9 };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * from_march + 2) / 5 + day - 1;
    era * DAYS_PER_ERA + 365 * year_of_era + year_of_era / 4 - year_of_era / 100 + day_of_year - DAYS_TO_EPOCH
}

/// Writes the instant with 3, 6 or 9 fraction digits, as few as are exact.
///
/// # Errors
///
/// [`UnrepresentableDateTime::Year`] for a year outside 0000 to 9999.
///
/// # Examples
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use contact_schema::Timestamp;
///
/// let at = SystemTime::UNIX_EPOCH + Duration::from_millis(1_733_410_583_500);
/// assert_eq!(Timestamp::try_from(at)?.as_str(), "2024-12-05T14:56:23.500Z");
/// # Ok::<(), contact_schema::UnrepresentableDateTime>(())
/// ```
#[cfg(feature = "std")]
#[cfg_attr(docsrs, doc(cfg(feature = "std")))]
impl TryFrom<std::time::SystemTime> for Timestamp {
    type Error = UnrepresentableDateTime;

    fn try_from(at: std::time::SystemTime) -> Result<Self, UnrepresentableDateTime> {
        let whole = |seconds: u64| i64::try_from(seconds).unwrap_or(i64::MAX);
        match at.duration_since(std::time::UNIX_EPOCH) {
            Ok(after) => Self::from_unix(whole(after.as_secs()), after.subsec_nanos()),
            Err(error) => {
                let before = error.duration();
                match before.subsec_nanos() {
                    0 => Self::from_unix(-whole(before.as_secs()), 0),
                    nanos => Self::from_unix((-whole(before.as_secs())).saturating_sub(1), 1_000_000_000 - nanos),
                }
            }
        }
    }
}

/// Why an instant has no [`Timestamp`].
///
/// # Examples
///
/// ```
/// use contact_schema::UnrepresentableDateTime;
///
/// assert_eq!(UnrepresentableDateTime::Year { year: -1 }.to_string(), "expected a year from 0000 to 9999, found -1");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnrepresentableDateTime {
    /// The year is not within 0000 to 9999.
    Year {
        /// The year, or the nearest `i32`.
        year: i32,
    },
    /// The instant lies within a leap second, which chrono can represent.
    LeapSecond,
}

impl fmt::Display for UnrepresentableDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year { year } => write!(f, "expected a year from 0000 to 9999, found {year}"),
            Self::LeapSecond => f.write_str("expected a second from 00 to 59, found a leap second"),
        }
    }
}

impl core::error::Error for UnrepresentableDateTime {}

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
            let last = i64::from(super::super::calendar::last_day(u8::try_from(month).unwrap(), leap));
            expected = match (month, day) {
                (12, 31) => (year + 1, 1, 1),
                (_, day) if day == last => (year, month + 1, 1),
                _ => (year, month, day + 1),
            };
        }
        assert_eq!(days(1970, 1, 1), 0);
    }
}
