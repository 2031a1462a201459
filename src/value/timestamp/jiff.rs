//! Conversions between [`Timestamp`] and jiff's `Timestamp`. jiff converts; it never decides what
//! is valid (R2).

use super::Timestamp;
use super::instant::UnrepresentableDateTime;

/// Fraction digits past the ninth (nanoseconds) are cut off.
///
/// # Errors
///
/// jiff's error for the last 26 hours of the year 9999, which are beyond its range.
///
/// # Examples
///
/// ```
/// use contact_schema::Timestamp;
///
/// let at = jiff::Timestamp::try_from(&Timestamp::new("2024-12-05T14:56:23.123456789999Z")?)?;
/// assert_eq!((at.as_second(), at.subsec_nanosecond()), (1_733_410_583, 123_456_789));
/// assert!(jiff::Timestamp::try_from(&Timestamp::new("9999-12-31T23:59Z")?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl TryFrom<&Timestamp> for jiff::Timestamp {
    type Error = jiff::Error;

    fn try_from(timestamp: &Timestamp) -> Result<Self, jiff::Error> {
        Self::from_nanosecond(i128::from(timestamp.unix_seconds()) * 1_000_000_000 + i128::from(timestamp.nanosecond()))
    }
}

/// As for [`&Timestamp`](#impl-TryFrom<%26Timestamp>-for-Timestamp).
impl TryFrom<Timestamp> for jiff::Timestamp {
    type Error = jiff::Error;

    fn try_from(timestamp: Timestamp) -> Result<Self, jiff::Error> {
        Self::try_from(&timestamp)
    }
}

/// Writes the instant with 3, 6 or 9 fraction digits, as few as are exact.
///
/// # Errors
///
/// [`UnrepresentableDateTime::Year`] for a year before 0000.
///
/// # Examples
///
/// ```
/// use contact_schema::Timestamp;
///
/// let at = jiff::Timestamp::new(1_733_410_583, 500_000_000)?;
/// assert_eq!(Timestamp::try_from(at)?.as_str(), "2024-12-05T14:56:23.500Z");
/// assert!(Timestamp::try_from(jiff::Timestamp::MIN).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl TryFrom<jiff::Timestamp> for Timestamp {
    type Error = UnrepresentableDateTime;

    fn try_from(at: jiff::Timestamp) -> Result<Self, UnrepresentableDateTime> {
        let nanos = at.as_nanosecond();
        // Seconds and nanoseconds of jiff's range fit.
        let seconds = i64::try_from(nanos.div_euclid(1_000_000_000)).unwrap_or(i64::MIN);
        Self::from_unix(seconds, u32::try_from(nanos.rem_euclid(1_000_000_000)).unwrap_or_default())
    }
}
