//! Conversions between [`Timestamp`] and chrono's `DateTime<Utc>`. chrono converts; it never decides what is valid (R2).

use core::fmt;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, Timelike, Utc};

use crate::value::timestamp::Timestamp;

/// Every timestamp is an instant of chrono's. Fraction digits past the ninth (nanoseconds) are cut off.
///
/// # Examples
///
/// ```
/// use chrono::{DateTime, Utc};
/// use contact_schema::Timestamp;
///
/// let at: DateTime<Utc> = Timestamp::new("2024-12-05T14:56:23.123456789999Z")?.into();
/// assert_eq!(at.to_rfc3339(), "2024-12-05T14:56:23.123456789+00:00");
/// # Ok::<(), contact_schema::InvalidTimestamp>(())
/// ```
impl From<&Timestamp> for DateTime<Utc> {
    fn from(timestamp: &Timestamp) -> Self {
        let (year, month, day) = (timestamp.year(), timestamp.month(), timestamp.day());
        let (hour, minute, second) = (timestamp.hour(), timestamp.minute(), timestamp.second());
        // Neither is ever `None`: the pattern takes only dates and times that exist, and chrono knows more years.
        let date = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into()).unwrap_or_default();
        let time = NaiveTime::from_hms_nano_opt(hour.into(), minute.into(), second.into(), timestamp.nanosecond())
            .unwrap_or_default();
        NaiveDateTime::new(date, time).and_utc()
    }
}

/// As for [`&Timestamp`](#impl-From<%26Timestamp>-for-DateTime<Utc>).
impl From<Timestamp> for DateTime<Utc> {
    fn from(timestamp: Timestamp) -> Self {
        Self::from(&timestamp)
    }
}

/// Writes the instant with as many groups of three fraction digits as it needs: none, 3, 6 or 9.
///
/// # Errors
///
/// [`UnrepresentableDateTime`] for a leap second, which the pattern cannot write, and for a year outside 0000 to 9999.
///
/// # Examples
///
/// ```
/// use chrono::{DateTime, Utc};
/// use contact_schema::{Timestamp, UnrepresentableDateTime};
///
/// let at = DateTime::from_timestamp(1_733_410_583, 500_000_000).ok_or("out of chrono's range")?;
/// assert_eq!(Timestamp::try_from(at)?.as_str(), "2024-12-05T14:56:23.500Z");
/// assert_eq!(Timestamp::try_from(DateTime::<Utc>::MAX_UTC), Err(UnrepresentableDateTime::Year { year: 262_142 }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl TryFrom<DateTime<Utc>> for Timestamp {
    type Error = UnrepresentableDateTime;

    fn try_from(at: DateTime<Utc>) -> Result<Self, UnrepresentableDateTime> {
        let year = at.year();
        if !(0..=9999).contains(&year) {
            return Err(UnrepresentableDateTime::Year { year });
        }
        // chrono shows a leap second as a nanosecond of 10^9 or more.
        if at.nanosecond() >= 1_000_000_000 {
            return Err(UnrepresentableDateTime::LeapSecond);
        }
        Self::new(at.to_rfc3339_opts(SecondsFormat::AutoSi, true)).map_err(|_| UnrepresentableDateTime::Year { year })
    }
}

/// Why a `DateTime<Utc>` has no [`Timestamp`].
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
        /// The year.
        year: i32,
    },
    /// The instant lies within a leap second.
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
