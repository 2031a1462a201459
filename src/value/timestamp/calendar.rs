//! The Gregorian calendar: leap years and the lengths of months.

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
