//! The recogniser of emails accepts what the published pattern and the published schema accept.
#![no_main]

use contact_schema::Email;
use contact_schema_fuzz::is_clean;
use contact_schema_fuzz::property::{email_pattern_matches, email_schema};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let valid = email_pattern_matches(text) && text.chars().count() <= Email::MAX_CHARS;
    assert_eq!(email_schema().is_valid(&text.into()), valid);
    assert_eq!(Email::is_valid(text), valid);
    match Email::new(text) {
        Ok(email) => {
            assert!(valid);
            assert_eq!(format!("{}@{}", email.local_part(), email.domain()), text);
        }
        Err(fault) => {
            assert!(!valid);
            assert!(fault.range().is_none_or(|range| text.get(range).is_some()), "{fault:?}");
            assert!(is_clean(&fault.to_string()) && fault.help().is_none_or(is_clean), "{fault:?}");
        }
    }
});
