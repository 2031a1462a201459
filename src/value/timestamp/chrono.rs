//! Conversions between [`Timestamp`] and chrono's `DateTime`. chrono converts; it never decides
//! what is valid (R2).

use chrono::{DateTime, FixedOffset, TimeZone, Utc};

use super::Timestamp;
use super::instant::UnrepresentableDateTime;

/// Every timestamp is an instant of chrono's. Fraction digits past the ninth (nanoseconds) are cut
/// off.
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
        // Never `None`: chrono's range of years is wider.
        DateTime::from_timestamp(timestamp.unix_seconds(), timestamp.nanosecond()).unwrap_or_default()
    }
}

/// As for [`&Timestamp`](#impl-From<%26Timestamp>-for-DateTime<Utc>).
impl From<Timestamp> for DateTime<Utc> {
    fn from(timestamp: Timestamp) -> Self {
        Self::from(&timestamp)
    }
}

/// As for [`DateTime<Utc>`](#impl-From<%26Timestamp>-for-DateTime<Utc>), with the offset zero.
impl From<&Timestamp> for DateTime<FixedOffset> {
    fn from(timestamp: &Timestamp) -> Self {
        DateTime::<Utc>::from(timestamp).fixed_offset()
    }
}

/// Writes the instant in UTC, from any time zone, with 3, 6 or 9 fraction digits, as few as are
/// exact.
///
/// # Errors
///
/// [`UnrepresentableDateTime`] for a leap second, which the pattern cannot write, and for a year
/// outside 0000 to 9999.
///
/// # Examples
///
/// ```
/// use chrono::{DateTime, Utc};
/// use contact_schema::{Timestamp, UnrepresentableDateTime};
///
/// let at = DateTime::from_timestamp(1_733_410_583, 500_000_000).ok_or("out of chrono's range")?;
/// assert_eq!(Timestamp::try_from(at)?.as_str(), "2024-12-05T14:56:23.500Z");
/// let at = DateTime::parse_from_rfc3339("2024-12-05T16:56:23+02:00").map_err(|why| why.to_string())?;
/// assert_eq!(Timestamp::try_from(at)?.as_str(), "2024-12-05T14:56:23.000Z");
/// assert_eq!(Timestamp::try_from(DateTime::<Utc>::MAX_UTC), Err(UnrepresentableDateTime::Year { year: 262_142 }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl<Tz: TimeZone> TryFrom<DateTime<Tz>> for Timestamp {
    type Error = UnrepresentableDateTime;

    fn try_from(at: DateTime<Tz>) -> Result<Self, UnrepresentableDateTime> {
        // chrono shows a leap second as a nanosecond of 10^9 or more.
        match at.timestamp_subsec_nanos() {
            1_000_000_000.. => Err(UnrepresentableDateTime::LeapSecond),
            nanos => Self::from_unix(at.timestamp(), nanos),
        }
    }
}
