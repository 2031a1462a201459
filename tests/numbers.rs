//! Reading numbers (R4) against exact decimal arithmetic.
//!
//! The build of this test has serde_json's feature `float_roundtrip`, because `jsonschema` turns it on; `tests/no-float-roundtrip`
//! is a build that has not.

#[path = "support/decimal.rs"]
mod decimal;

use contact_schema::{CompanyId, ContactId, Rule};
use decimal::{contact, from_json, literal, reference, table};
use proptest::prelude::*;

#[test]
fn literals_are_their_nearest_double() {
    for (literal, expected) in table() {
        assert_eq!(reference(&literal), expected, "the reference at {literal}");
        assert_eq!(from_json(&literal), expected, "{literal}");
    }
}

/// Every integer and every half within 64 of the ends of the range, on both sides, and around the two powers of two below.
#[test]
fn halves_near_powers_of_two() {
    for power in [53, 52, 51] {
        for doubled in -128..=128_i64 {
            let (integer, half) = ((1_i64 << power) + doubled.div_euclid(2), doubled.rem_euclid(2) * 5);
            for literal in [format!("{integer}.{half}"), format!("-{integer}.{half}"), format!("{integer}{half}e-1")] {
                assert_eq!(from_json(&literal), reference(&literal), "{literal}");
            }
        }
    }
}

proptest! {
    #![proptest_config({
        let config = ProptestConfig::default();
        let cases = if std::env::var_os("PROPTEST_CASES").is_some() { config.cases } else { 1000 };
        ProptestConfig { cases, failure_persistence: None, ..config }
    })]

    #[test]
    fn from_json_reads_numbers_exactly(literal in literal()) {
        prop_assert_eq!(from_json(&literal), reference(&literal));
    }

    /// `companyId` is read as `id` is.
    #[test]
    fn both_ids_are_read_alike(literal in literal()) {
        let swapped = contact(&literal).replace("companyId", "x").replace("\"id\"", "\"companyId\"").replace("\"x\"", "\"id\"");
        let read = contact_schema::Contact::from_json(swapped.as_bytes());
        prop_assert_eq!(read.ok().map(|contact| contact.company_id.get()), reference(&literal).ok());
    }

    /// With `float_roundtrip`, serde reads the same.
    #[test]
    fn serde_reads_numbers_exactly(literal in literal()) {
        let id = serde_json::from_str::<ContactId>(&literal).ok().map(ContactId::get);
        prop_assert_eq!(id, reference(&literal).ok());
        let id = serde_json::from_str::<CompanyId>(&literal).ok().map(CompanyId::get);
        prop_assert_eq!(id, reference(&literal).ok());
    }

    /// What `Display` writes is read back from JSON and from text.
    #[test]
    fn integers_survive(id in ContactId::MIN..=ContactId::MAX) {
        let text = ContactId::new(id)?.to_string();
        prop_assert_eq!(from_json(&text), Ok(id));
        prop_assert_eq!(reference(&text), Ok(id));
        prop_assert_eq!(text.parse::<ContactId>()?.get(), id);
    }
}

/// The rule says which way a number is wrong, at the neighbours of the limits.
#[test]
fn limits_and_their_neighbours() {
    for id in [ContactId::MIN, ContactId::MAX] {
        assert_eq!(from_json(&id.to_string()), Ok(id));
        assert_eq!(from_json(&(id + id.signum()).to_string()), Err(Rule::IntegerOutOfRange));
    }
}
