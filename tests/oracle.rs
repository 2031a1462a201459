//! The recognisers against an independent oracle, the `regex` crate, with the meaning of ECMA-262
//! written out.
//!
//! `src/proof` proves the same for all strings. This test shares no code and no method with it.
#![cfg(feature = "proptest")]

use contact_schema::{Email, Timestamp};
use once_cell::sync::Lazy;
use proptest::prelude::*;
use regex::Regex;

/// The pattern in the syntax of `regex`: without look-aheads, and with ECMA-262's `\d` and `$`.
static EMAIL: Lazy<Regex> = Lazy::new(|| {
    let base = Email::PATTERN.strip_prefix(r"^(?!\.)(?!.*\.\.)").and_then(|rest| rest.strip_suffix('$')).unwrap();
    Regex::new(&format!(r"\A(?-u:{base})\z")).unwrap()
});

static TIMESTAMP: Lazy<Regex> = Lazy::new(|| {
    let base = Timestamp::PATTERN.strip_prefix('^').and_then(|rest| rest.strip_suffix('$')).unwrap();
    Regex::new(&format!(r"\A(?-u:{base})\z")).unwrap()
});

fn is_email(text: &str) -> bool {
    EMAIL.is_match(text) && !text.starts_with('.') && !text.contains("..") && text.chars().count() <= Email::MAX_CHARS
}

proptest! {
    #[test]
    fn emails(text in r"[a-cA0-1_'+.@é \-]{0,12}(@[a-b0\-.]{0,8}\.[a-z0]{0,4})?\n?") {
        prop_assert_eq!(Email::is_valid(&text), is_email(&text), "{:?}", text);
    }

    #[test]
    fn emails_of_the_strategy(email in contact_schema::proptest::email()) {
        prop_assert!(is_email(email.as_str()), "{:?}", email);
    }

    #[test]
    fn timestamps(text in r"[0-2]{2}[0-9]{2}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9](:[0-6][0-9](\.[0-9٣]{0,12})?)?(Z|z|\+00:00)?\n?") {
        prop_assert_eq!(Timestamp::is_valid(&text), TIMESTAMP.is_match(&text), "{:?}", text);
    }

    #[test]
    fn timestamps_of_the_strategy(timestamp in contact_schema::proptest::timestamp()) {
        prop_assert!(TIMESTAMP.is_match(timestamp.as_str()), "{:?}", timestamp);
    }
}
