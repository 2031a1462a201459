//! The errors of invalid timestamps: the rule, the place, and the help.

use contact_schema::TimestampField::{Day, Fraction, Hour, Minute, Month, Second, Year};
use contact_schema::{InvalidTimestamp, Timestamp, TimestampField};
use proptest::prelude::*;

fn fault(text: &str) -> InvalidTimestamp {
    Timestamp::new(text).expect_err(text)
}

#[test]
fn digits() {
    for (text, at, field) in [
        ("", 0, Year),
        ("x", 0, Year),
        ("202", 3, Year),
        ("202x-12-05T14:56Z", 3, Year),
        ("2024-", 5, Month),
        ("2024-x2-05T14:56Z", 5, Month),
        ("2024-1", 6, Month),
        ("2024-1-05T14:56Z", 6, Month),
        ("2024-12-", 8, Day),
        ("2024-12-x5T14:56Z", 8, Day),
        ("2024-12-5T14:56Z", 9, Day),
        ("2024-02-2", 9, Day),
        ("2024-12-05T", 11, Hour),
        ("2024-12-05T1:56Z", 12, Hour),
        ("2024-12-05T14:", 14, Minute),
        ("2024-12-05T14:5Z", 15, Minute),
        ("2024-12-05T14:56:", 17, Second),
        ("2024-12-05T14:56:2Z", 18, Second),
        ("2024-12-05T14:56:23.", 20, Fraction),
        ("2024-12-05T14:56:23.Z", 20, Fraction),
        // Digits of other scripts are not digits (R1).
        ("٢٠٢٤-12-05T14:56Z", 0, Year),
        ("2024-12-05T14:56:23.٥Z", 20, Fraction),
    ] {
        let fault = fault(text);
        assert_eq!(fault, InvalidTimestamp::Digit { at, field }, "{text}");
        assert_eq!(fault.range(), at..at, "{text}");
        let help = (field == Fraction).then_some("write at least one digit after the dot, or leave out the dot");
        assert_eq!(fault.help().as_deref(), help, "{text}");
    }
}

#[test]
fn separators() {
    for (text, at, expected) in [
        ("2024", 4, '-'),
        ("20241205T14:56Z", 4, '-'),
        ("2024-12", 7, '-'),
        ("2024-12/05T14:56Z", 7, '-'),
        ("2024-12-05", 10, 'T'),
        ("2024-12-05_14:56Z", 10, 'T'),
        ("2024-12-05T14", 13, ':'),
        ("2024-12-05T14.56Z", 13, ':'),
    ] {
        let fault = fault(text);
        assert_eq!(fault, InvalidTimestamp::Separator { at, expected }, "{text}");
        assert_eq!((fault.range(), fault.help()), (at..at, None), "{text}");
    }
    let space = fault("2024-12-05 14:56Z");
    assert_eq!(space, InvalidTimestamp::Space { at: 10 });
    assert_eq!(space.range(), 10..11);
    assert_eq!(space.help().as_deref(), Some("write `T` between the date and the time"));
}

#[test]
fn numbers_out_of_range() {
    for (text, at, field, found, min, max) in [
        ("2024-00-05T14:56Z", 5, Month, 0, 1, 12),
        ("2024-13-05T14:56Z", 5, Month, 13, 1, 12),
        ("2024-20-05T14:56Z", 5, Month, 20, 1, 12),
        ("2024-12-00T14:56Z", 8, Day, 0, 1, 31),
        ("2024-12-32T14:56Z", 8, Day, 32, 1, 31),
        ("2024-12-40T14:56Z", 8, Day, 40, 1, 31),
        ("2024-04-31T14:56Z", 8, Day, 31, 1, 30),
        ("2024-02-30T14:56Z", 8, Day, 30, 1, 29),
        ("2023-02-30T14:56Z", 8, Day, 30, 1, 28),
        ("2023-02-31T14:56Z", 8, Day, 31, 1, 28),
        ("2024-12-05T24:00Z", 11, Hour, 24, 0, 23),
        ("2024-12-05T30:00Z", 11, Hour, 30, 0, 23),
        ("2024-12-05T14:60Z", 14, Minute, 60, 0, 59),
        ("2024-12-05T14:56:60Z", 17, Second, 60, 0, 59),
        ("2024-12-05T14:56:99Z", 17, Second, 99, 0, 59),
    ] {
        let fault = fault(text);
        assert_eq!(fault, InvalidTimestamp::OutOfRange { at, field, found, min, max }, "{text}");
        assert_eq!(fault.range(), at..at + 2, "{text}");
        let help = match (field, found) {
            (Hour, 24) => Some("midnight is 00:00 of the next day"),
            (Second, 60) => Some("leap seconds cannot be written; the next second is 00 of the next minute"),
            _ => None,
        };
        assert_eq!(fault.help().as_deref(), help, "{text}");
    }
    for year in [1900, 2023, 2100] {
        let fault = fault(&format!("{year}-02-29T14:56Z"));
        assert_eq!(fault, InvalidTimestamp::NotALeapYear { year });
        assert_eq!((fault.range(), fault.help()), (8..10, None));
    }
}

#[test]
fn ends() {
    for (text, at, expected) in [
        ("2024-12-05t14:56Z", 10, 'T'),
        ("2024-12-05T14:56z", 16, 'Z'),
        ("2024-12-05T14:56:23z", 19, 'Z'),
        ("2024-12-05T14:56:23.5z", 21, 'Z'),
    ] {
        let fault = fault(text);
        assert_eq!(fault, InvalidTimestamp::LowerCase { at, expected }, "{text}");
        assert_eq!(fault.range(), at..at + 1);
        assert_eq!(fault.help(), Some(format!("write `{expected}` in upper case")));
    }
    for local in ["2024-12-05T14:56", "2024-12-05T14:56:23", "2024-12-05T14:56:23.5"] {
        // Also if the rest only looks like an offset.
        for rest in [
            "",
            " ",
            "x",
            "+",
            "-",
            "+1",
            "+1:00",
            "+001",
            "+01:0",
            "+01:000",
            "+01 00",
            "+24:00",
            "+01:60",
            "+0x:00",
            "+01:x0",
            "+:0100",
            "+01:",
            "\u{2212}01:00",
            "+010:0",
            "+x1",
            "+99",
            "+00:/0",
            "+0::00",
        ] {
            let fault = fault(&format!("{local}{rest}"));
            assert_eq!(fault, InvalidTimestamp::MissingZ { at: local.len() }, "{local}{rest}");
            assert_eq!(fault.range(), local.len()..local.len());
            assert_eq!(fault.help().as_deref(), Some("if the time is in UTC, write `Z` at the end"));
        }
        for rest in ["Z", "\n", " ", "+00:00", "é"] {
            let fault = fault(&format!("{local}Z{rest}"));
            let (at, len) = (local.len() + 1, rest.len());
            assert_eq!(fault, InvalidTimestamp::TrailingText { at, len }, "{local}Z{rest}");
            assert_eq!((fault.range(), fault.help()), (at..at + len, None));
        }
    }
}

/// Returns the same instant in UTC, if the error for a local time with an offset states it.
fn in_utc(local: &str, offset: &str) -> Option<String> {
    let fault = fault(&format!("{local}{offset}"));
    assert_eq!(fault.range(), local.len()..local.len() + offset.len());
    let InvalidTimestamp::Offset { utc, .. } = &fault else { panic!("{local}{offset}: {fault}") };
    let help = match utc {
        Some(utc) => format!("the same instant in UTC is `{utc}`"),
        None => "convert the time to UTC and write `Z`".to_owned(),
    };
    assert_eq!(fault.help(), Some(help));
    utc.as_deref().map(str::to_owned)
}

#[test]
fn offsets() {
    for (local, offset, utc) in [
        ("2024-12-05T14:56", "+01:00", Some("2024-12-05T13:56Z")),
        ("2024-12-05T14:56", "+0100", Some("2024-12-05T13:56Z")),
        ("2024-12-05T14:56", "+01", Some("2024-12-05T13:56Z")),
        ("2024-12-05T14:56:23.5", "-00:00", Some("2024-12-05T14:56:23.5Z")),
        ("2024-12-05T23:59", "-23:59", Some("2024-12-06T23:58Z")),
        ("2024-12-05T00:00", "+23:59", Some("2024-12-04T00:01Z")),
        ("2024-12-05T00:00", "+00:01", Some("2024-12-04T23:59Z")),
        ("2024-12-05T23:59", "-00:01", Some("2024-12-06T00:00Z")),
        // Across the ends of months and years.
        ("2024-03-01T00:00", "+00:01", Some("2024-02-29T23:59Z")),
        ("2023-03-01T00:00", "+00:01", Some("2023-02-28T23:59Z")),
        ("2024-02-29T23:59", "-00:01", Some("2024-03-01T00:00Z")),
        ("2023-02-28T23:59", "-00:01", Some("2023-03-01T00:00Z")),
        ("2024-12-31T23:59", "-00:01", Some("2025-01-01T00:00Z")),
        ("2024-01-01T00:00", "+00:01", Some("2023-12-31T23:59Z")),
        // Before 0000 and after 9999.
        ("0000-01-01T00:00", "+00:01", None),
        ("0000-01-01T00:01", "+00:01", Some("0000-01-01T00:00Z")),
        ("9999-12-31T23:59", "-00:01", None),
        ("9999-12-31T23:58", "-00:01", Some("9999-12-31T23:59Z")),
        // The help shows at most twelve digits of a fraction.
        ("2024-12-05T14:56:23.123456789012", "+01:00", Some("2024-12-05T13:56:23.123456789012Z")),
        ("2024-12-05T14:56:23.1234567890123", "+01:00", None),
    ] {
        assert_eq!(in_utc(local, offset).as_deref(), utc, "{local}{offset}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// chrono converts to the same instant, as long as the year has four digits.
    #[test]
    fn offsets_are_converted_as_chrono_does(
        (year, day) in (1..=9998_i32, 1..=366_u32),
        (hour, minute, second) in (0..24_u32, 0..60_u32, 0..60_u32),
        (west, hours, minutes) in (any::<bool>(), 0..24_u32, 0..60_u32),
    ) {
        let Some(date) = ::chrono::NaiveDate::from_yo_opt(year, day) else { return Ok(()) };
        let local = format!("{}T{hour:02}:{minute:02}:{second:02}", date.format("%Y-%m-%d"));
        let offset = format!("{}{hours:02}:{minutes:02}", if west { '-' } else { '+' });
        let instant = ::chrono::DateTime::parse_from_rfc3339(&format!("{local}{offset}")).expect("RFC 3339");
        let expected = instant.to_utc().format("%Y-%m-%dT%H:%M:%SZ").to_string();
        prop_assert_eq!(in_utc(&local, &offset), Some(expected));
    }

    /// A text that is cut off or has one wrong character is refused there, before that, or right
    /// after: a digit instead of `Z` extends the fraction, and then the `Z` is missing.
    #[test]
    fn faults_stand_where_the_text_is_broken(place in 0..24_usize, c in any::<char>()) {
        let text = "2024-12-05T14:56:23.500Z";
        for broken in [text[..place].to_owned(), format!("{}{c}{}", &text[..place], &text[place + 1..])] {
            if let Err(fault) = Timestamp::new(&broken) {
                prop_assert!(fault.range().start <= place + 1 && fault.range().end <= broken.len(), "{:?}", fault);
                prop_assert!(broken.get(fault.range()).is_some(), "{:?}", fault);
            }
        }
    }
}

/// The names of fields in messages.
#[test]
fn fields_have_names() {
    let names = [Year, Month, Day, Hour, Minute, Second, Fraction].map(|field: TimestampField| field.to_string());
    assert_eq!(names, ["year", "month", "day", "hour", "minute", "second", "fraction of the second"]);
}
