//! Conversions between [`Timestamp`] and instants: numbers of seconds since 1970 in UTC.

use core::fmt;

use super::Timestamp;
use super::calendar::{SECONDS_PER_DAY, date, days};

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
