//! Reading numbers (R4) where serde_json has no `float_roundtrip`: `from_json` is exact, serde through serde_json is not.

#[path = "../../support/decimal.rs"]
mod decimal;

use contact_schema::{Contact, ContactId};
use decimal::{contact, from_json, literal, reference, table};
use proptest::prelude::*;

/// Literals, what they are, and what serde makes of them: the allowed exception. `None` is a refusal.
///
/// serde_json makes one integer of all the digits of a literal with a fraction or an exponent, turns that into a double, and
/// multiplies or divides it by a power of ten. That rounds twice, so the last bit may be wrong where the digits exceed 2^53. Only there:
/// see `serde_reads_short_literals_exactly`.
const MISREAD: &[(&str, Option<i64>, Option<i64>)] = &[
    // Another id.
    ("9007199254740991.0", Some(9_007_199_254_740_991), Some(9_007_199_254_740_990)),
    ("-9007199254740991.0", Some(-9_007_199_254_740_991), Some(-9_007_199_254_740_990)),
    ("9007199254740961.0", Some(9_007_199_254_740_961), Some(9_007_199_254_740_962)),
    ("90071992547409610e-1", Some(9_007_199_254_740_961), Some(9_007_199_254_740_962)),
    ("9007199254740961.0e0", Some(9_007_199_254_740_961), Some(9_007_199_254_740_962)),
    ("9007199254740962.00", Some(9_007_199_254_740_962), Some(9_007_199_254_740_963)),
    // A refusal of what is valid.
    ("4503599627370462.0", Some(4_503_599_627_370_462), None),
    ("4503599627370456.25", Some(4_503_599_627_370_456), None),
    // A valid id for what is none.
    ("4503599627370460.5", None, Some(4_503_599_627_370_461)),
    ("90071992547420.99", None, Some(90_071_992_547_421)),
];

#[test]
fn serde_json_reads_in_its_fast_way() {
    for &(literal, exact, misread) in MISREAD {
        assert_eq!(reference(literal).ok(), exact, "the reference at {literal}");
        assert_eq!(from_json(literal).ok(), exact, "{literal}");
        assert_eq!(by_serde(literal), misread, "{literal}");
        let body = serde_json::from_str::<Contact>(&contact(literal));
        assert_eq!(body.ok().map(|contact| contact.id.get()), misread, "{literal}");
    }
}

fn by_serde(literal: &str) -> Option<i64> {
    serde_json::from_str::<ContactId>(literal).ok().map(ContactId::get)
}

#[test]
fn literals_are_their_nearest_double() {
    for (literal, expected) in table() {
        assert_eq!(from_json(&literal), expected, "{literal}");
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

    /// Integers without a fraction and an exponent are exact through serde too: serde_json keeps them as integers.
    #[test]
    fn serde_reads_plain_integers_exactly(integer in any::<i64>(), small in -9_007_199_254_740_999..=9_007_199_254_740_999_i64) {
        for literal in [integer.to_string(), small.to_string()] {
            prop_assert_eq!(by_serde(&literal), reference(&literal).ok());
        }
    }

    /// A literal whose digits make an integer of at most 2^53, shifted by at most 22 places, is exact: neither the digits nor the
    /// power of ten is rounded. That holds for every integer of up to 15 digits, its zeros after the point included.
    #[test]
    fn serde_reads_short_literals_exactly(digits in 0..=9_007_199_254_740_992_u64, point in 0..16_usize, exponent in -7..=7_i8) {
        let digits = format!("{digits:017}");
        let (whole, fraction) = digits.split_at(digits.len() - point);
        let whole = whole.trim_start_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole };
        let point = if fraction.is_empty() { "" } else { "." };
        let literal = format!("{whole}{point}{fraction}e{exponent}");
        prop_assert_eq!(by_serde(&literal), reference(&literal).ok(), "{}", literal);
    }

    /// Where it does misread an id, it is by the last bit.
    #[test]
    fn serde_misreads_by_one(literal in literal()) {
        if let (Some(read), Ok(exact)) = (by_serde(&literal), reference(&literal)) {
            prop_assert!((read - exact).abs() <= 1, "{read} for {exact}");
        }
    }
}
