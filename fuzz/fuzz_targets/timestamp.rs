//! The recogniser of timestamps accepts what the published pattern and the published schema accept.
#![no_main]

use contact_schema::Timestamp;
use contact_schema_fuzz::is_clean;
use contact_schema_fuzz::property::{timestamp_pattern_matches, timestamp_schema};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let valid = timestamp_pattern_matches(text);
    assert_eq!(timestamp_schema().is_valid(&text.into()), valid);
    assert_eq!(Timestamp::is_valid(text), valid);
    match Timestamp::new(text) {
        Ok(at) => {
            assert!(valid);
            let (date, time) = ((at.year(), at.month(), at.day()), (at.hour(), at.minute(), at.second()));
            let mut fields = format!("{:04}-{:02}-{:02}T{:02}:{:02}", date.0, date.1, date.2, time.0, time.1);
            if text.len() > "0000-00-00T00:00Z".len() {
                fields += &format!(":{:02}", time.2);
            }
            if !at.fraction().is_empty() {
                fields += &format!(".{}", at.fraction());
            }
            assert_eq!(fields + "Z", text);
        }
        Err(fault) => {
            assert!(!valid);
            assert!(text.get(fault.range()).is_some(), "{fault:?}");
            assert!(is_clean(&fault.to_string()) && fault.help().is_none_or(|help| is_clean(&help)), "{fault:?}");
        }
    }
});
