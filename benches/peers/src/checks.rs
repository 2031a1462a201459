//! The contract's checks as users of other crates would write them: with regular expressions, and
//! by hand.

use std::sync::LazyLock;

use contact_schema::{Email, Timestamp};
use regex::Regex;

/// The greatest safe integer.
pub(crate) const MAX_ID: i64 = (1 << 53) - 1;

/// The email pattern rewritten for engines without look-ahead. It accepts the same texts as the
/// documented one.
pub(crate) const LINEAR_EMAIL: &str =
    r"^(?:[A-Za-z0-9_'+\-]+\.)*[A-Za-z0-9_'+\-]*[A-Za-z0-9_+\-]@(?:[A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$";

/// The documented pattern without its two look-aheads.
static BASE_EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    let base = Email::PATTERN.replace(r"(?!\.)(?!.*\.\.)", "");
    assert!(!base.contains("(?"));
    Regex::new(&base).expect("a valid pattern")
});

static LINEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(LINEAR_EMAIL).expect("a valid pattern"));

/// The documented pattern, unchanged, for the engine that has look-ahead.
static FANCY: LazyLock<fancy_regex::Regex> =
    LazyLock::new(|| fancy_regex::Regex::new(Email::PATTERN).expect("a valid pattern"));

/// The documented pattern, in which `\d` means ASCII digits.
pub(crate) static TIMESTAMP: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&Timestamp::PATTERN.replace(r"\d", "[0-9]")).expect("a valid pattern"));

/// Matches the base pattern in a linear engine, and checks the two look-aheads separately.
pub(crate) fn email_by_regex(text: &str) -> bool {
    !text.starts_with('.') && !text.contains("..") && BASE_EMAIL.is_match(text)
}

pub(crate) fn email_by_linear_pattern(text: &str) -> bool {
    LINEAR.is_match(text)
}

pub(crate) fn email_by_fancy_regex(text: &str) -> bool {
    FANCY.is_match(text).unwrap_or(false)
}

pub(crate) fn timestamp_by_regex(text: &str) -> bool {
    TIMESTAMP.is_match(text)
}

/// Returns whether the text has at most `max` code points.
pub(crate) fn is_within(text: &str, max: usize) -> bool {
    text.len() <= max || text.chars().count() <= max
}

/// Matches the email pattern by a loop over bytes, written for speed.
pub(crate) fn email_by_hand(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut previous = b'.';
    loop {
        match bytes.get(at) {
            Some(&byte @ (b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'_' | b'+' | b'-' | b'\'')) => previous = byte,
            Some(b'.') if previous != b'.' => previous = b'.',
            Some(b'@') if previous != b'.' && previous != b'\'' => break,
            _ => return false,
        }
        at += 1;
    }
    let mut label = at + 1;
    let mut letters = true;
    for (at, byte) in bytes.iter().enumerate().skip(at + 1) {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' => {}
            b'0'..=b'9' => letters = false,
            b'-' if at > label => letters = false,
            b'.' if at > label => (label, letters) = (at + 1, true),
            _ => return false,
        }
    }
    // The last label has only letters, and another label precedes it.
    letters && bytes.len() >= label + 2 && bytes[label - 1] == b'.'
}

/// Matches the timestamp pattern by hand.
pub(crate) fn timestamp_by_hand(text: &str) -> bool {
    let bytes = text.as_bytes();
    let number = |at: usize, digits: usize| {
        let digits = bytes.get(at..at + digits)?;
        let add = |number: u32, digit: &u8| digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0'));
        digits.iter().try_fold(0, add)
    };
    let is = |at: usize, byte: u8| bytes.get(at) == Some(&byte);
    let (Some(year), Some(month), Some(day), Some(hour), Some(minute)) =
        (number(0, 4), number(5, 2), number(8, 2), number(11, 2), number(14, 2))
    else {
        return false;
    };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => return false,
    };
    if !(is(4, b'-') && is(7, b'-') && is(10, b'T') && is(13, b':')) {
        return false;
    }
    if !((1..=last).contains(&day) && hour <= 23 && minute <= 59) {
        return false;
    }
    match &bytes[16..] {
        b"Z" => true,
        [b':', ..] => {
            number(17, 2).is_some_and(|second| second <= 59)
                && match &bytes[19..] {
                    b"Z" => true,
                    [b'.', digits @ .., b'Z'] => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
                    _ => false,
                }
        }
        _ => false,
    }
}
