//! Numbers (R4) without serde_json's `float_roundtrip`: `from_json` is exact, serde through
//! serde_json is not.

#[path = "../../support/decimal.rs"]
mod decimal;

use contact_schema::{Contact, ContactId};
use decimal::{contact, from_json, literal, reference, table};
use proptest::prelude::*;

/// The allowed exception: literals, their exact value, and the value that serde reads. `None` is a
/// refusal.
///
/// serde_json collects all digits of a literal with a fraction or an exponent into one integer,
/// converts that to a double, and multiplies or divides it by a power of ten. That rounds twice, so
/// the last bit may be wrong if the digits exceed 2^53, and only then: see
/// `serde_reads_short_literals_exactly`. The id itself may be much smaller: `docs/exceptions.md`
/// has the shares that `shares_of_misread_ids` measures.
const MISREAD: &[(&str, Option<i64>, Option<i64>)] = &[
    // Reads another id.
    ("9007199254740991.0", Some(9_007_199_254_740_991), Some(9_007_199_254_740_990)),
    ("-9007199254740991.0", Some(-9_007_199_254_740_991), Some(-9_007_199_254_740_990)),
    ("9007199254740961.0", Some(9_007_199_254_740_961), Some(9_007_199_254_740_962)),
    ("90071992547409610e-1", Some(9_007_199_254_740_961), Some(9_007_199_254_740_962)),
    ("9007199254740961.0e0", Some(9_007_199_254_740_961), Some(9_007_199_254_740_962)),
    ("9007199254740962.00", Some(9_007_199_254_740_962), Some(9_007_199_254_740_963)),
    // Refuses a valid id.
    ("4503599627370462.0", Some(4_503_599_627_370_462), None),
    ("4503599627370456.25", Some(4_503_599_627_370_456), None),
    ("1234569157163472.000", Some(1_234_569_157_163_472), None),
    ("876543210123.000000", Some(876_543_210_123), None),
    // Accepts an invalid id.
    ("4503599627370460.5", None, Some(4_503_599_627_370_461)),
    ("90071992547420.99", None, Some(90_071_992_547_421)),
];

#[test]
fn serde_json_uses_its_fast_path() {
    for &(literal, exact, misread) in MISREAD {
        assert_eq!(reference(literal).ok(), exact, "the reference, for {literal}");
        assert_eq!(from_json(literal).ok(), exact, "{literal}");
        assert_eq!(by_serde(literal), misread, "{literal}");
        let body = serde_json::from_str::<Contact>(&contact(literal));
        assert_eq!(body.ok().map(|contact| contact.id.get()), misread, "{literal}");
    }
}

fn by_serde(literal: &str) -> Option<i64> {
    serde_json::from_str::<ContactId>(literal).ok().map(ContactId::get)
}

/// Returns the percentages of ids with this many digits and this suffix that serde reads as another
/// id, and that it refuses.
fn misread(digits: u32, suffix: &str) -> (usize, usize) {
    const IDS: usize = 20_000;
    let (low, high) = (10_i64.pow(digits - 1), (10_i64.pow(digits) - 1).min(ContactId::MAX));
    let mut random = 1_u64;
    let mut counts = (0, 0);
    for _ in 0..IDS {
        // Knuth's generator of MMIX.
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let id = low + (random >> 11) as i64 % (high - low + 1);
        match by_serde(&format!("{id}{suffix}")) {
            Some(read) => counts.0 += usize::from(read != id),
            None => counts.1 += 1,
        }
    }
    let percent = |count: usize| (count * 100 + IDS / 2) / IDS;
    (percent(counts.0), percent(counts.1))
}

#[test]
fn shares_of_misread_ids() {
    for (digits, suffix, shares) in [
        (12, ".000000", (0, 23)),
        (14, ".000", (0, 15)),
        (15, ".00", (0, 19)),
        (16, ".0", (8, 6)),
        (16, ".000", (1, 1)),
    ] {
        assert_eq!(misread(digits, suffix), shares, "{digits} digits, {suffix}");
    }
    // At most 15 digits, zeros included: all are exact.
    for (digits, suffix) in [(9, ".000000"), (12, ".000"), (14, ".0"), (15, "e0")] {
        assert_eq!(misread(digits, suffix), (0, 0), "{digits} digits, {suffix}");
    }
}

#[test]
fn literals_have_the_value_of_their_nearest_double() {
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

    /// serde_json keeps an integer without fraction and exponent as an integer, so it is exact.
    #[test]
    fn serde_reads_plain_integers_exactly(integer in any::<i64>(), small in -9_007_199_254_740_999..=9_007_199_254_740_999_i64) {
        for literal in [integer.to_string(), small.to_string()] {
            prop_assert_eq!(by_serde(&literal), reference(&literal).ok());
        }
    }

    /// A literal is exact if its digits form an integer of at most 2^53 and shift by at most 22
    /// places: neither the digits nor the power of ten is rounded. This covers every integer of up
    /// to 15 digits, zeros after the point included.
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

    /// A misread id is wrong in the last bit only.
    #[test]
    fn serde_misreads_by_one(literal in literal()) {
        if let (Some(read), Ok(exact)) = (by_serde(&literal), reference(&literal)) {
            prop_assert!((read - exact).abs() <= 1, "{read} for {exact}");
        }
    }
}
