//! Reading numbers (R4) against exact decimal arithmetic.
//!
//! `jsonschema` enables serde_json's feature `float_roundtrip` in this build;
//! `tests/no-float-roundtrip` is a build without it.

#[path = "support/decimal.rs"]
mod decimal;

use contact_schema::{CompanyId, ContactId, Rule};
use decimal::{contact, from_json, literal, reference, table};
use proptest::prelude::*;

#[test]
fn literals_have_the_value_of_their_nearest_double() {
    for (literal, expected) in table() {
        assert_eq!(reference(&literal), expected, "the reference, for {literal}");
        assert_eq!(from_json(&literal), expected, "{literal}");
    }
}

/// Returns whether the linter warns that the literal is an integer only after rounding.
#[cfg(feature = "lint")]
fn is_warned_of(literal: &str) -> bool {
    use contact_schema::lint::{Kind, Linter};

    let mut linter = Linter::new().kind(Kind::Contact);
    linter.json(contact(literal).as_bytes(), &mut |_| {});
    linter.summary().by_rule().any(|(rule, _)| rule == Rule::IntegerRounded)
}

/// Returns whether the literal is a safe integer (R4) only after rounding: without the dot, its
/// digits are not a multiple of the power of ten that its exponent and fraction divide by.
#[cfg(feature = "lint")]
fn is_rounded(literal: &str) -> bool {
    use bigdecimal::num_bigint::BigInt;
    use bigdecimal::{Pow, ToPrimitive, Zero};

    let (mantissa, exponent) = literal.split_once(['e', 'E']).unwrap_or((literal, "0"));
    let fraction = mantissa.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let digits: BigInt = mantissa.replace(['-', '.'], "").parse().unwrap();
    let taken_away = BigInt::from(fraction) - exponent.parse::<BigInt>().unwrap();
    let is_integer = digits.is_zero()
        || taken_away <= BigInt::zero()
        || taken_away.to_u64().is_some_and(|power| power < 5000 && (&digits % BigInt::from(10).pow(power)).is_zero());
    reference(literal).is_ok() && !is_integer
}

#[cfg(feature = "lint")]
#[test]
fn the_linter_warns_of_literals_that_are_integers_by_rounding() {
    for (literal, _) in table() {
        assert_eq!(is_warned_of(&literal), is_rounded(&literal), "{literal}");
    }
    for (literal, expected) in [
        ("1.0000000000000001", true),
        ("9007199254740991.25", true),
        ("500000000000000.01e1", true),
        ("10000000000000000.1e-1", true),
        ("100000000000000001e-2", true),
        ("2e-324", true),
        ("1e-99999999999999999999999999", true),
        ("1.00", false),
        ("1.10e1", false),
        ("100e-2", false),
        ("0.0e-5", false),
        ("-0e-99999999999999999999999999", false),
        ("0e99999999999999999999999999", false),
    ] {
        assert_eq!((is_warned_of(literal), is_rounded(literal)), (expected, expected), "{literal}");
    }
}

/// Every integer and every half within 64 of both ends of the range, and around the two powers of
/// two below.
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

    #[cfg(feature = "lint")]
    #[test]
    fn the_linter_warns_of_rounding(literal in literal()) {
        prop_assert_eq!(is_warned_of(&literal), is_rounded(&literal));
    }

    /// `companyId` is read in the same way as `id`.
    #[test]
    fn both_ids_are_read_alike(literal in literal()) {
        let swapped = contact(&literal).replace("companyId", "x").replace("\"id\"", "\"companyId\"").replace("\"x\"", "\"id\"");
        let read = contact_schema::Contact::from_json(swapped.as_bytes());
        prop_assert_eq!(read.ok().map(|contact| contact.company_id.get()), reference(&literal).ok());
    }

    /// With `float_roundtrip`, serde gives the same result.
    #[test]
    fn serde_reads_numbers_exactly(literal in literal()) {
        let id = serde_json::from_str::<ContactId>(&literal).ok().map(ContactId::get);
        prop_assert_eq!(id, reference(&literal).ok());
        let id = serde_json::from_str::<CompanyId>(&literal).ok().map(CompanyId::get);
        prop_assert_eq!(id, reference(&literal).ok());
    }

    /// The output of `Display` can be read back, from JSON and from text.
    #[test]
    fn integers_survive(id in ContactId::MIN..=ContactId::MAX) {
        let text = ContactId::new(id)?.to_string();
        prop_assert_eq!(from_json(&text), Ok(id));
        prop_assert_eq!(reference(&text), Ok(id));
        prop_assert_eq!(text.parse::<ContactId>()?.get(), id);
    }
}

/// Next to the limits, the rule distinguishes a number out of range from one that is not integral.
#[test]
fn limits_and_their_neighbours() {
    for id in [ContactId::MIN, ContactId::MAX] {
        assert_eq!(from_json(&id.to_string()), Ok(id));
        assert_eq!(from_json(&(id + id.signum()).to_string()), Err(Rule::IntegerOutOfRange));
    }
}
