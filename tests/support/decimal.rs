//! Number literals and their value as safe integers, by exact decimal arithmetic: the reference
//! uses no doubles.

// Two test crates use this module.
#![allow(unreachable_pub)]

use std::ops::RangeInclusive;

use bigdecimal::num_bigint::BigInt;
use bigdecimal::{BigDecimal, Pow, RoundingMode, ToPrimitive, Zero};
use contact_schema::{Contact, InvalidBody, Rule};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Applies R4 to a literal: returns the integer that its nearest double is, or the rule that it
/// breaks.
///
/// Finds the nearest double as IEEE 754 defines it, ties to even, from the exact value of the
/// literal.
pub fn reference(literal: &str) -> Result<i64, Rule> {
    let (mantissa, exponent) = literal.split_once(['e', 'E']).unwrap_or((literal, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let negative = whole.starts_with('-');
    let digits: BigInt = format!("{}{fraction}", whole.trim_start_matches('-')).parse().expect("digits");
    // The literal is `digits` times 10 to this power.
    let power = exponent.parse::<BigInt>().expect("an exponent") - fraction.len();
    if digits.is_zero() {
        return Ok(0);
    }
    // The value is below 10 to this power, and at least a tenth of that. That decides very large
    // and very small values.
    let magnitude = digits.to_string().len() + &power;
    if magnitude > BigInt::from(20) {
        return Err(Rule::IntegerOutOfRange);
    }
    if magnitude < BigInt::from(-400) {
        return Ok(0);
    }
    let value = BigDecimal::new(digits, -power.to_i64().expect("a small power"));

    if value >= two_to(53) {
        return Err(Rule::IntegerOutOfRange);
    }
    // Half of the least double above zero: a tie, which rounds to zero.
    if value <= two_to(-1075) {
        return Ok(0);
    }
    // Below this, the neighbouring doubles are below 1 and not zero.
    if value < two_to(-2) {
        return Err(Rule::IntegerNotIntegral);
    }
    let exponent = (-2..53).rev().find(|&exponent| two_to(exponent) <= value).expect("between 2^-2 and 2^53");
    // The doubles here are the multiples of 2^(exponent - 52).
    let significand = (value * two_to(52 - exponent)).with_scale_round(0, RoundingMode::HalfEven);
    let double = significand * two_to(exponent - 52);
    if !double.is_integer() {
        return Err(Rule::IntegerNotIntegral);
    }
    if double >= two_to(53) {
        return Err(Rule::IntegerOutOfRange);
    }
    let integer = double.to_i64().expect("a safe integer");
    Ok(if negative { -integer } else { integer })
}

/// Returns an exact power of two.
pub fn two_to(exponent: i64) -> BigDecimal {
    let power = exponent.unsigned_abs();
    if exponent >= 0 {
        BigDecimal::new(BigInt::from(2).pow(power), 0)
    } else {
        // 2^-n is 5^n * 10^-n.
        BigDecimal::new(BigInt::from(5).pow(power), -exponent)
    }
}

/// Returns a contact with this literal as its `id`.
pub fn contact(id: &str) -> String {
    format!(
        r#"{{"id":{id},"name":"","email":null,"phones":[],"comment":null,"companyId":0,
            "notifyAt":"2024-12-05T14:56Z","updatedAt":"2024-12-05T14:56Z","createdAt":"2024-12-05T14:56Z"}}"#
    )
}

/// Reads the literal with `from_json`.
pub fn from_json(literal: &str) -> Result<i64, Rule> {
    match Contact::from_json(contact(literal).as_bytes()) {
        Ok(contact) => Ok(contact.id.get()),
        Err(InvalidBody::Violations(violations)) => {
            assert_eq!(violations.len(), 1, "{violations}");
            assert_eq!(violations[0].pointer.as_str(), "/id");
            assert_eq!(violations[0].span.map(|span| span.len()), Some(literal.len()));
            Err(violations[0].kind.rule())
        }
        Err(InvalidBody::Syntax(error)) => panic!("{literal} is a JSON number: {error}"),
    }
}

fn digits(length: RangeInclusive<usize>) -> impl Strategy<Value = String> + Clone {
    vec(select("0123456789".chars().collect::<Vec<_>>()), length).prop_map(String::from_iter)
}

/// Numbers that readers are likely to misread: integers near powers of two, and the halves,
/// quarters and midpoints of two doubles near those; exact, or a little above or below, by as
/// little as 10^-1000.
fn value() -> impl Strategy<Value = BigDecimal> {
    let integer = prop_oneof![
        4 => (0..=3_i64, Just(53_i64)),
        2 => (-300..=300_i64, 0..=54_i64),
        1 => (0..=9_007_199_254_740_991_i64, Just(0_i64)),
    ]
    .prop_map(|(distance, power)| (two_to(power) - BigDecimal::from(distance)).abs());
    let step = prop_oneof![
        2 => Just(BigDecimal::zero()),
        2 => (1..=7_i64).prop_map(|eighths| BigDecimal::from(eighths) * two_to(-3)),
        3 => (-56..=2_i64).prop_map(two_to),
        1 => (-56..=2_i64).prop_map(|exponent| -two_to(exponent)),
        // Halfway between zero and the least double.
        1 => Just(two_to(-1075)),
    ];
    let nudge = prop_oneof![
        3 => Just(BigDecimal::zero()),
        2 => (1..=40_i64, any::<bool>()).prop_map(|(scale, up)| nudge(scale, up)),
        1 => (300..=1100_i64, any::<bool>()).prop_map(|(scale, up)| nudge(scale, up)),
    ];
    (integer, step, nudge).prop_map(|(integer, step, nudge)| (integer + step + nudge).abs())
}

fn nudge(scale: i64, up: bool) -> BigDecimal {
    BigDecimal::new(BigInt::from(if up { 1 } else { -1 }), scale)
}

/// Spells a number: with or without an exponent, with zeros at both ends of the fraction.
fn spell(value: &BigDecimal, negative: bool, shift: i64, zeros: usize, e: &str) -> String {
    let sign = if negative { "-" } else { "" };
    // 10^shift taken out of the number and put into the exponent.
    let (digits, scale) = value.as_bigint_and_exponent();
    let scale = scale + shift;
    let digits = digits.to_string();
    let plain = if scale <= 0 {
        let zeros = if digits == "0" { 0 } else { usize::try_from(-scale).expect("a small scale") };
        digits + &"0".repeat(zeros)
    } else {
        let scale = usize::try_from(scale).expect("a small scale");
        let digits = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        format!("{whole}.{fraction}")
    };
    let zeros = "0".repeat(zeros);
    let zeros = if plain.contains('.') || zeros.is_empty() { zeros } else { format!(".{zeros}") };
    match (shift, e) {
        (0, "") => format!("{sign}{plain}{zeros}"),
        (shift, "") => format!("{sign}{plain}{zeros}e{shift}"),
        (shift, e) => {
            let sign_of_exponent = if shift < 0 { "-" } else { "+" };
            format!("{sign}{plain}{zeros}{e}{sign_of_exponent}00{}", shift.abs())
        }
    }
}

/// Literals in all spellings: most are hard numbers, some are any number.
pub fn literal() -> impl Strategy<Value = String> {
    let shift = prop_oneof![2 => Just(0), 2 => -30..=30_i64, 1 => -330..=330_i64];
    let zeros = prop_oneof![3 => Just(0), 1 => 1..=3_usize, 1 => 300..=800_usize];
    let hard = (value(), any::<bool>(), shift, zeros, select(vec!["", "", "e", "E"]))
        .prop_map(|(value, negative, shift, zeros, e)| spell(&value, negative, shift, zeros, e));
    let whole = prop_oneof![Just("0".to_owned()), ("[1-9]", digits(0..=30)).prop_map(|(first, rest)| first + &rest)];
    let fraction = prop_oneof![
        3 => Just(String::new()),
        2 => digits(1..=30).prop_map(|digits| format!(".{digits}")),
        1 => (digits(1..=3), 900..=1000_usize).prop_map(|(digits, length)| format!(".{}", digits.repeat(length))),
    ];
    let exponent = prop_oneof![
        3 => Just(String::new()),
        3 => (-40..=40_i64).prop_map(|exponent| format!("e{exponent}")),
        1 => (-1100..=400_i64).prop_map(|exponent| format!("E{exponent:+}")),
        1 => (digits(10..=30), select(vec!["", "-", "+"])).prop_map(|(digits, sign)| format!("e{sign}{digits}")),
    ];
    let any_number = (select(vec!["", "-"]), whole, fraction, exponent)
        .prop_map(|(sign, whole, fraction, exponent)| format!("{sign}{whole}{fraction}{exponent}"));
    prop_oneof![3 => hard, 1 => any_number]
}

/// Returns literals and their values, from IEEE 754's definition of round-to-nearest and not from
/// code.
pub fn table() -> Vec<(String, Result<i64, Rule>)> {
    const MAX: i64 = 9_007_199_254_740_991;
    let not_integral = Err(Rule::IntegerNotIntegral);
    let out_of_range = Err(Rule::IntegerOutOfRange);
    // 2^-1075: anything above half of the least double rounds to that double, anything else to
    // zero.
    let half_of_least = two_to(-1075).to_plain_string();
    let tail = |digit: char, then: &str| format!("0.{}{then}", digit.to_string().repeat(1000));
    let short: &[(&str, _)] = &[
        // Zero.
        ("0", Ok(0)),
        ("-0", Ok(0)),
        ("0.0", Ok(0)),
        ("-0.000e5", Ok(0)),
        ("0e999999999999", Ok(0)),
        ("0E+99999999999999999999999999", Ok(0)),
        ("-0.0e-99999999999999999999999999", Ok(0)),
        // Integers in other spellings.
        ("1.0", Ok(1)),
        ("1e2", Ok(100)),
        ("1E+2", Ok(100)),
        ("100e-2", Ok(1)),
        ("-12.50e1", Ok(-125)),
        ("0.00001e5", Ok(1)),
        ("1e15", Ok(1_000_000_000_000_000)),
        ("0.9007199254740991e16", Ok(MAX)),
        ("9007199254740991000e-3", Ok(MAX)),
        ("123456789012345678e-3", not_integral),
        // The ends of the range.
        ("9007199254740991", Ok(MAX)),
        ("-9007199254740991", Ok(-MAX)),
        ("9007199254740991.0", Ok(MAX)),
        ("-9007199254740991.000", Ok(-MAX)),
        ("9007199254740992", out_of_range),
        ("-9007199254740992", out_of_range),
        ("9007199254740992.0", out_of_range),
        ("9007199254740993", out_of_range),
        ("9223372036854775807", out_of_range),
        ("9223372036854775808", out_of_range),
        ("-9223372036854775809", out_of_range),
        ("18446744073709551616", out_of_range),
        ("1e16", out_of_range),
        ("1e308", out_of_range),
        ("1e400", out_of_range),
        ("-1e400", out_of_range),
        ("1e99999999999999999999999999", out_of_range),
        // Between 2^52 and 2^53 the doubles are the integers; halves are ties and go to the even
        // one.
        ("9007199254740990.5", Ok(MAX - 1)),
        ("9007199254740990.50000000000000000001", Ok(MAX)),
        ("9007199254740990.49999999999999999999", Ok(MAX - 1)),
        ("9007199254740991.25", Ok(MAX)),
        ("9007199254740991.49999999999999999999", Ok(MAX)),
        ("9007199254740991.5", out_of_range),
        ("9007199254740989.5", Ok(MAX - 1)),
        ("-9007199254740991.4", Ok(-MAX)),
        // Between 2^51 and 2^52 the halves are doubles, the quarters are ties.
        ("4503599627370495.5", not_integral),
        ("4503599627370495.25", Ok(4_503_599_627_370_495)),
        ("4503599627370495.250000000000000000001", not_integral),
        ("4503599627370495.75", Ok(4_503_599_627_370_496)),
        ("4503599627370495.749999999999999999999", not_integral),
        ("4503599627370496.5", Ok(4_503_599_627_370_496)),
        ("4503599627370497.5", Ok(4_503_599_627_370_498)),
        // Near 1 the doubles are 2^-52 apart above and 2^-53 below.
        ("1.0000000000000001", Ok(1)),
        ("1.00000000000000011102230246251565404236316680908203125", Ok(1)),
        ("1.00000000000000011102230246251565404236316680908203126", not_integral),
        ("0.99999999999999994448884876874217297881841659545898437", not_integral),
        ("0.99999999999999994448884876874217297881841659545898438", Ok(1)),
        // Fractions.
        ("1.5", not_integral),
        ("-0.5", not_integral),
        ("1e-1", not_integral),
        ("1e-300", not_integral),
        ("5e-324", not_integral),
        ("2e-324", Ok(0)),
        ("1e-400", Ok(0)),
        ("-1e-99999999999999999999999999", Ok(0)),
    ];
    let long = [
        (tail('9', ""), Ok(1)),
        (tail('0', "1"), Ok(0)),
        (tail('0', "1e1001"), Ok(1)),
        (format!("1{}e-1000", "0".repeat(1000)), Ok(1)),
        (half_of_least.clone(), Ok(0)),
        (format!("{half_of_least}1"), not_integral),
        (format!("{half_of_least}{}", "0".repeat(1000)), Ok(0)),
    ];
    short.iter().map(|&(literal, expected)| (literal.to_owned(), expected)).chain(long).collect()
}
