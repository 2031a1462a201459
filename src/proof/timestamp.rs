//! `Timestamp`: the recogniser accepts what the pattern accepts, its dates are the days of the
//! Gregorian calendar, and its explanations are true.

use super::dense::Dense;
use super::ecma::Ecma;
use super::machine::{Before, Machine, Tally, accepts, exhaust, prove_equal, reach};
use super::std::collections::HashSet;
use super::std::println;
use crate::value::timestamp::check as check_pattern;
use crate::value::timestamp::pattern::{State, matches};
use crate::value::{InvalidTimestamp, Timestamp, TimestampField};
use ::chrono::{DateTime, NaiveDate, Utc};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// The crate's own state machine.
pub(super) struct Recogniser;

impl Machine for Recogniser {
    type State = State;

    fn start(&self) -> State {
        State::START
    }

    fn step(&self, state: State, byte: u8) -> Option<State> {
        state.step(byte)
    }

    fn accepts(&self, state: State) -> bool {
        state == State::End
    }
}

/// The pattern, which has no look-aheads.
pub(super) fn pattern() -> Dense {
    Dense::new(Timestamp::PATTERN)
}

#[test]
fn the_recogniser_is_the_pattern() {
    println!("{}", prove_equal(["timestamp::State", "Timestamp::PATTERN"], &Recogniser, &pattern()));
    let direct = Ecma::new(Timestamp::PATTERN);
    println!("{}", prove_equal(["timestamp::State", "Timestamp::PATTERN by ECMA-262"], &Recogniser, &direct));
}

/// All dialects agree on the portable pattern: it has no `\d` and no look-aheads. See `email.rs`.
#[test]
fn the_portable_pattern_is_the_pattern() {
    let published = Ecma::new(Timestamp::PATTERN);
    let portable = Timestamp::PORTABLE_PATTERN;
    println!(
        "{}",
        prove_equal(["Timestamp::PORTABLE_PATTERN", "Timestamp::PATTERN"], &Ecma::new(portable), &published)
    );
    println!(
        "{}",
        prove_equal(["Timestamp::PORTABLE_PATTERN by RE2", "Timestamp::PATTERN"], &Dense::new(portable), &published)
    );
}

/// The days of the years 0000 to 9999: the Gregorian calendar repeats every 400 years, 25 times.
const DAYS: u64 = 25 * 146_097;

#[test]
fn all_dates() {
    let number = |digits: &[u8]| digits.iter().fold(0, |number, &digit| number * 10 + u32::from(digit - b'0'));
    let dates = exhaust(&Before(&Recogniser, b"T00:00Z"), &Before(&pattern(), b"T00:00Z"), "dddd-dd-dd", |date| {
        let year = i32::try_from(number(&date[..4])).expect("four digits");
        let day = NaiveDate::from_ymd_opt(year, number(&date[5..7]), number(&date[8..]));
        assert!(day.is_some(), "chrono refuses {}", date.escape_ascii());
    });
    // As many dates as there are days, and each is a day: the two sets are equal.
    assert_eq!(dates, Tally { texts: 100_000_000, accepted: DAYS });
    println!(
        "dates: all 10^8 dddd-dd-dd judged alike by pattern and recogniser; the {DAYS} accepted are chrono's days 0000 to 9999"
    );
}

#[test]
fn all_times() {
    let to_minute = exhaust(&Recogniser, &pattern(), "2024-02-29Tdd:ddZ", |_| ());
    assert_eq!(to_minute, Tally { texts: 10_000, accepted: 24 * 60 });
    let to_second = exhaust(&Recogniser, &pattern(), "2024-02-29Tdd:dd:ddZ", |_| ());
    assert_eq!(to_second, Tally { texts: 1_000_000, accepted: 24 * 60 * 60 });
    for number in 0..1_000_000 {
        let (hour, minute, second) = (number / 10_000, number / 100 % 100, number % 100);
        let is_time = hour < 24 && minute < 60 && second < 60;
        assert_eq!(Timestamp::is_valid(&format!("2024-02-29T{hour:02}:{minute:02}:{second:02}Z")), is_time);
        if second == 0 {
            assert_eq!(Timestamp::is_valid(&format!("2024-02-29T{hour:02}:{minute:02}Z")), is_time);
        }
    }
    println!(
        "times: all 10^4 dd:dd and 10^6 dd:dd:dd judged alike by pattern, recogniser and arithmetic; 1440 and 86400 accepted"
    );
}

#[test]
fn all_leap_years() {
    let pattern = pattern();
    let mut leap_years = 0;
    for year in 0..=9999 {
        let text = format!("{year:04}-02-29T00:00Z");
        let is_leap = NaiveDate::from_ymd_opt(year, 2, 29).is_some();
        assert_eq!(Timestamp::is_valid(&text), is_leap, "{text}");
        assert_eq!(accepts(&pattern, text.as_bytes()), is_leap, "{text}");
        leap_years += u32::from(is_leap);
    }
    assert_eq!(leap_years, 2425);
    println!("leap years: pattern, recogniser and chrono agree on 0000 to 9999, of which {leap_years} are leap years");
}

/// One character for each class of bytes that the recogniser distinguishes, which the test asserts,
/// and for each that an explanation distinguishes.
const ALPHABET: [char; 20] =
    ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '-', ':', '.', 'T', 'Z', 't', 'z', ' ', '+', '٣'];

/// Returns where the recogniser refuses the text, which it must refuse.
fn fault(text: &str) -> (State, usize) {
    let mut state = State::START;
    for (at, byte) in text.bytes().enumerate() {
        match state.step(byte) {
            Some(next) => state = next,
            None => return (state, at),
        }
    }
    (state, text.len())
}

/// Returns the field whose digit comes next, and whether it is the second of two digits.
fn field_at(state: State) -> Option<(TimestampField, bool)> {
    Some(match state {
        State::Year { .. } => (TimestampField::Year, false),
        State::MonthTens { .. } => (TimestampField::Month, false),
        State::MonthUnits { .. } => (TimestampField::Month, true),
        State::DayTens { .. } => (TimestampField::Day, false),
        State::DayUnits { .. } => (TimestampField::Day, true),
        State::HourTens => (TimestampField::Hour, false),
        State::HourUnits { .. } => (TimestampField::Hour, true),
        State::MinuteTens => (TimestampField::Minute, false),
        State::MinuteUnits => (TimestampField::Minute, true),
        State::SecondTens => (TimestampField::Second, false),
        State::SecondUnits => (TimestampField::Second, true),
        State::FractionStart => (TimestampField::Fraction, false),
        _ => return None,
    })
}

/// Returns the last day of the month of `text`, from chrono.
fn last_day(text: &str) -> Option<u32> {
    let (year, month) = (text.get(..4)?.parse().ok()?, text.get(5..7)?.parse().ok()?);
    (1..=31).rev().find(|&day| NaiveDate::from_ymd_opt(year, month, day).is_some())
}

/// Returns whether `field` of `text` may have exactly the numbers `min` to `max`.
fn are_bounds(text: &str, field: TimestampField, min: u8, max: u8) -> bool {
    match field {
        TimestampField::Month => (min, max) == (1, 12),
        TimestampField::Day => min == 1 && last_day(text) == Some(max.into()),
        TimestampField::Hour => (min, max) == (0, 23),
        TimestampField::Minute | TimestampField::Second => (min, max) == (0, 59),
        TimestampField::Year | TimestampField::Fraction => false,
    }
}

/// Returns whether `utc` is the instant of `local` with `offset`, by chrono. `local` is a timestamp
/// without `Z`.
fn is_instant(local: &str, offset: &str, utc: Option<&str>) -> bool {
    // The three forms that the explanation reads: `+01:00`, `+0100` and `+01`.
    let readable = match offset.as_bytes() {
        [_, a, b, b':', c, d] | [_, a, b, c, d] => [a, b, c, d].iter().all(|digit| digit.is_ascii_digit()),
        [_, a, b] => a.is_ascii_digit() && b.is_ascii_digit(),
        _ => false,
    };
    let mut zone: String = offset.chars().filter(|&c| c != ':').collect();
    if zone.len() == 3 {
        zone.push_str("00");
    }
    if zone.len() == 5 {
        zone.insert(3, ':');
    }
    let text = format!("{local}{}{zone}", if local.len() == 16 { ":00" } else { "" });
    let instant = DateTime::parse_from_rfc3339(&text).ok().map(|instant| instant.to_utc());
    match (readable, instant, utc) {
        (true, Some(instant), Some(utc)) => {
            let completed = if utc.len() == 17 { utc.replace('Z', ":00Z") } else { utc.into() };
            Timestamp::is_valid(utc) && completed.parse::<DateTime<Utc>>() == Ok(instant)
        }
        // In UTC, the year is before 0000 or after 9999.
        (true, Some(instant), None) => !(0..=9999).contains(&::chrono::Datelike::year(&instant)),
        _ => false,
    }
}

/// Returns whether the statement of `error` about the text is true. The error is about the bytes
/// `found`, between `before` and `behind`; the recogniser refuses the text in `state` at `at`.
fn is_true(error: &InvalidTimestamp, (state, at): (State, usize), [before, found, behind]: [&str; 3]) -> bool {
    let text = || format!("{before}{found}{behind}");
    match *error {
        InvalidTimestamp::Digit { at: place, field } => {
            let (expected, _) = field_at(state).unwrap_or((TimestampField::Year, true));
            field == expected && place >= at && !behind.starts_with(|c: char| c.is_ascii_digit())
        }
        InvalidTimestamp::Separator { expected, .. } => {
            let place = match expected {
                '-' => matches!(state, State::YearEnd { .. } | State::MonthEnd { .. }),
                'T' => state == State::DayEnd,
                ':' => state == State::HourEnd,
                _ => false,
            };
            place && !behind.starts_with(expected)
        }
        InvalidTimestamp::OutOfRange { at: place, field, found: number, min, max } => {
            let place_is_true =
                field_at(state).is_some_and(|(expected, units)| field == expected && place + usize::from(units) == at);
            let digits = found.len() == 2 && found.parse() == Ok(number);
            place_is_true && digits && !(min..=max).contains(&number) && are_bounds(&text(), field, min, max)
        }
        InvalidTimestamp::NotALeapYear { year } => {
            let is_leap = NaiveDate::from_ymd_opt(year.into(), 2, 29).is_some();
            before == format!("{year:04}-02-") && found == "29" && !is_leap && matches!(state, State::DayUnits { .. })
        }
        InvalidTimestamp::LowerCase { expected, .. } => {
            let place = if expected == 'T' { state == State::DayEnd } else { takes_z(state) };
            place && found.len() == 1 && found.to_ascii_uppercase().starts_with(expected)
        }
        InvalidTimestamp::Space { .. } => state == State::DayEnd && found == " ",
        InvalidTimestamp::Offset { ref utc, .. } => {
            takes_z(state)
                && behind.is_empty()
                && found.starts_with(['+', '-'])
                && is_instant(before, found, utc.as_deref())
        }
        InvalidTimestamp::MissingZ { .. } => takes_z(state) && !behind.starts_with(['Z', 'z']),
        InvalidTimestamp::TrailingText { .. } => {
            state == State::End && before.ends_with('Z') && !found.is_empty() && behind.is_empty()
        }
    }
}

fn takes_z(state: State) -> bool {
    matches!(state, State::MinuteEnd | State::SecondEnd | State::Fraction)
}

/// The faults that the texts have covered.
#[derive(Default)]
struct Seen {
    texts: usize,
    refused: usize,
    /// The state and the byte it refuses; `None` for the end.
    faults: HashSet<(State, Option<u8>)>,
}

impl Seen {
    fn judge(&mut self, text: &str) {
        self.texts += 1;
        let verdict = accepts(&Recogniser, text.as_bytes());
        assert_eq!(matches(text.bytes()), verdict, "{text:?}");
        assert_eq!(Timestamp::is_valid(text), verdict, "{text:?}");
        let error = match check_pattern(text) {
            Ok(()) => return assert!(verdict, "{text:?}"),
            Err(error) => error,
        };
        assert!(!verdict, "{text:?}");
        self.refused += 1;
        let (state, at) = fault(text);
        self.faults.insert((state, text.as_bytes().get(at).copied()));
        let range = error.range();
        // Where the recogniser refuses a first digit, the error may be that the second is missing.
        assert!(range.start <= at + 1 && at <= range.end, "{text:?}: {error:?} is not at the fault, {at}");
        let parts = (text.get(..range.start), text.get(range.clone()), text.get(range.end..));
        let (Some(before), Some(found), Some(behind)) = parts else { panic!("{text:?}: {error:?} cuts a character") };
        assert!(is_true(&error, (state, at), [before, found, behind]), "{text:?}: {error:?} is false");
    }
}

/// Same as the test for emails. The states within a year differ only in their numbers, so the texts
/// after them are shorter: two characters, but three after the year. Where an offset may stand,
/// also every text that looks like one.
#[test]
fn explanations_agree_with_the_verdict() {
    let states: Vec<_> = reach(&Recogniser).iter().collect();
    let class = |byte: u8| -> Vec<_> { states.iter().map(|(state, _)| state.step(byte)).collect() };
    let classes: Vec<_> = ALPHABET.iter().map(|c| class(c.encode_utf8(&mut [0; 4]).as_bytes()[0])).collect();
    for byte in 0..=u8::MAX {
        assert!(classes.contains(&class(byte)), "no character has the class of byte {byte}");
    }

    let mut seen = Seen::default();
    super::each_text(&mut String::new(), &ALPHABET[6..16], 5, &mut |text| seen.judge(text));
    for (state, text) in &states {
        let mut text = String::from_utf8(text.clone()).expect("ASCII");
        let most = if matches!(state, State::Year { .. }) { 2 } else { 3 };
        super::each_text(&mut text, &ALPHABET, most, &mut |text| seen.judge(text));
        if takes_z(*state) {
            super::each_text(&mut text, &['+', '-', '0', '2', '6', ':', '٣'], 6, &mut |text| seen.judge(text));
        }
    }
    let mut expected = 0;
    for (state, _) in &states {
        expected += usize::from(*state != State::End);
        expected += ALPHABET.iter().filter(|c| state.step(c.encode_utf8(&mut [0; 4]).as_bytes()[0]).is_none()).count();
    }
    assert_eq!(seen.faults.len(), expected, "every fault of every state");
    let Seen { texts, refused, .. } = seen;
    println!(
        "Timestamp: the explanation is given exactly where the verdict is no, is true and cuts no character, on {texts} texts \
         ({refused} refused, all {expected} faults of {} states)",
        states.len()
    );
}

/// The explanation of an offset computes the time in UTC: tries every offset, to the minute, around
/// the ends of every kind of month.
#[test]
fn offsets_are_converted_as_chrono_does() {
    let days = [
        "0000-01-01",
        "1900-02-28",
        "1900-03-01",
        "2000-02-29",
        "2023-12-31",
        "2024-01-01",
        "2024-02-29",
        "2024-03-01",
    ];
    let days =
        days.into_iter().chain(["2023-04-30", "2023-05-01", "2023-02-28", "2024-05-31", "2024-12-01", "9999-12-31"]);
    let mut converted = 0;
    for day in days {
        for time in ["00:00", "00:59:59", "12:30:00.5", "23:59", "23:00:00.000000"] {
            for (sign, minutes) in ['+', '-'].iter().flat_map(|sign| (0..24 * 60).map(move |minutes| (sign, minutes))) {
                let local = format!("{day}T{time}");
                let offset = format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60);
                let error = check_pattern(&format!("{local}{offset}"));
                let Err(InvalidTimestamp::Offset { utc, .. }) = error else { panic!("{local}{offset}: {error:?}") };
                assert!(is_instant(&local, &offset, utc.as_deref()), "{local}{offset} is not {utc:?}");
                converted += 1;
            }
        }
    }
    println!("offsets: {converted} local times with an offset are explained with chrono's instant in UTC");
}
