//! The integer that the nearest double to a JSON number is (R4), by comparing decimals.
//!
//! This does not convert the number to a double. The standard library's conversion has a table of
//! 10 KB that does not compress, a tenth of the linter in WebAssembly.
//!
//! # How it decides
//!
//! Every integer up to 2^53 is a double. Halfway to the next double, a number rounds to the one whose
//! last bit is 0:
//!
//! ```text
//!              4 - 2^-52              4                4 + 2^-51
//! doubles  ────────┼──────────────────┼────────────────────────┼────
//!                          ├──────────┴───────────┤
//!                      4 - 2^-53             4 + 2^-52     these numbers round to 4
//! ```
//!
//! So a number with a fraction rounds to the integer below it if the fraction is at most a certain
//! power of two, and to the integer above it if the rest is. A negative power of two has a short
//! decimal: 2^-q = 5^q / 10^q. It is compared with the digits of the number, nine at a time.

use alloc::vec::Vec;
use core::cmp::Ordering;

/// The bits of a double's significand. Every integer below two to this power is a double.
const SIGNIFICAND_BITS: u32 = 53;

/// Half of the smallest positive double is two to the power of minus this. Its decimal has so many
/// zeros after the point.
const UNDERFLOW: u32 = 1075;
const UNDERFLOW_ZEROS: i64 = 323;

/// The number of digits in a limb.
const LIMB_DIGITS: usize = 9;

/// The limit of a limb.
const LIMB: u64 = 1_000_000_000;

/// The nearest double to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nearest {
    /// An integer below 2^53 and above -2^53.
    Integer {
        value: i64,
        /// Whether the number itself is not an integer.
        rounded: bool,
    },
    /// Not an integer.
    Fraction,
    /// At least 2^53, or at most -2^53.
    Beyond,
}

/// A decimal of any length: `0.d₀d₁d₂… × 10^point`, where `d₀` is not 0.
struct Decimal<'a> {
    /// The digits before the decimal point of the literal, and those after it.
    whole: &'a [u8],
    fraction: &'a [u8],
    point: i64,
    /// The number of digits up to the last one that is not 0. 0 for the number zero.
    length: usize,
}

impl<'a> Decimal<'a> {
    /// Reads a JSON number without its sign. `None` for another text: serde can hand over any.
    fn new(literal: &'a str) -> Option<Self> {
        let (mantissa, exponent) = literal.split_once(['e', 'E']).unwrap_or((literal, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let power = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.len() + fraction.len() == 0 || power.is_empty() || ![whole, fraction, power].into_iter().all(is_digits)
        {
            return None;
        }
        let exponent = exponent.parse().unwrap_or(if exponent.starts_with('-') { i64::MIN } else { i64::MAX });
        let whole = whole.trim_start_matches('0').as_bytes();
        let (fraction, zeros) = match whole {
            [] => (fraction.trim_start_matches('0'), fraction.len()),
            _ => (fraction, fraction.len()),
        };
        let zeros = zeros - fraction.len();
        let signed = |length| i64::try_from(length).unwrap_or(i64::MAX);
        let point = exponent.saturating_add(signed(whole.len()) - signed(zeros));
        let fraction = fraction.trim_end_matches('0').as_bytes();
        let length = match fraction {
            [] => whole.iter().rposition(|&digit| digit != b'0').map_or(0, |last| last + 1),
            _ => whole.len() + fraction.len(),
        };
        Some(Self { whole, fraction, point, length })
    }

    /// Returns the digit at `index`, counted from the decimal point of the value, not of the literal.
    fn digit(&self, index: i64) -> u64 {
        let Some(at) = self.point.checked_add(index).and_then(|at| usize::try_from(at).ok()) else { return 0 };
        let digit = match at.checked_sub(self.whole.len()) {
            None => self.whole.get(at),
            Some(at) => self.fraction.get(at),
        };
        digit.map_or(0, |digit| (digit & 15).into())
    }

    fn has_fraction(&self) -> bool {
        self.length as i64 > self.point
    }

    /// Compares a number below 1 with half of the smallest positive double.
    fn compare_underflow(&self) -> Ordering {
        match self.point.cmp(&-UNDERFLOW_ZEROS) {
            Ordering::Equal => self.compare_fraction(UNDERFLOW, false),
            unequal => unequal,
        }
    }

    /// Compares the fraction of this number with 2^-`power`, or with 1 - 2^-`power`.
    fn compare_fraction(&self, power: u32, is_complement: bool) -> Ordering {
        let limbs = negative_power_of_two(power, is_complement);
        let mut index = 0;
        for limb in &limbs {
            let digits = (index..).take(LIMB_DIGITS).fold(0, |value, index| value * 10 + self.digit(index));
            match digits.cmp(limb) {
                Ordering::Equal => index += LIMB_DIGITS as i64,
                unequal => return unequal,
            }
        }
        let has_more = self.point.checked_add(index).is_some_and(|end| (self.length as i64) > end);
        if has_more { Ordering::Greater } else { Ordering::Equal }
    }
}

/// Returns the decimals of 2^-`power`, or of 1 - 2^-`power`, in limbs. `power` is not 0.
fn negative_power_of_two(power: u32, is_complement: bool) -> Vec<u64> {
    let count = (power as usize).div_ceil(LIMB_DIGITS);
    let mut limbs = alloc::vec![0; count];
    if let Some(last) = limbs.last_mut() {
        *last = 10_u64.pow((count * LIMB_DIGITS) as u32 - power);
    }
    // As many fives at once as a limb can hold.
    const FIVES: u32 = 12;
    let mut left = power;
    while left > 0 {
        let factor = 5_u64.pow(left.min(FIVES));
        left -= left.min(FIVES);
        let mut carry = 0;
        for limb in limbs.iter_mut().rev() {
            let product = *limb * factor + carry;
            *limb = product % LIMB;
            carry = product / LIMB;
        }
    }
    if is_complement {
        for limb in &mut limbs {
            *limb = LIMB - 1 - *limb;
        }
        // The last limb is not 0, so this does not overflow.
        if let Some(last) = limbs.last_mut() {
            *last += 1;
        }
    }
    limbs
}

/// Returns what the nearest double to a JSON number is, ties to even. [`Nearest::Fraction`] for a text
/// that is no number.
pub(super) fn nearest(literal: &str) -> Nearest {
    let (is_negative, magnitude) = match literal.strip_prefix('-') {
        Some(magnitude) => (true, magnitude),
        None => (false, literal),
    };
    let (value, rounded) = match magnitude.parse() {
        // Most numbers have neither a fraction nor an exponent.
        Ok(value) => (Some(value), false),
        Err(_) => Decimal::new(magnitude).map_or((None, false), |decimal| of_decimal(&decimal)),
    };
    match value {
        None => Nearest::Fraction,
        Some(value) if value >= 1 << SIGNIFICAND_BITS => Nearest::Beyond,
        Some(value) => {
            let value = value as i64;
            Nearest::Integer { value: if is_negative { -value } else { value }, rounded }
        }
    }
}

/// Returns the integer that the nearest double to a number is, if any, and whether the number is not
/// an integer. Above 2^53, any integer above 2^53.
fn of_decimal(decimal: &Decimal<'_>) -> (Option<u64>, bool) {
    if decimal.length == 0 {
        return (Some(0), false);
    }
    // 2^53 has 16 digits.
    if decimal.point > 16 {
        return (Some(u64::MAX), false);
    }
    let floor = (-decimal.point.max(0)..0).fold(0, |value, index| value * 10 + decimal.digit(index));
    if decimal.has_fraction() { (round(decimal, floor), true) } else { (Some(floor), false) }
}

/// Returns the integer that a number between `floor` and `floor + 1` rounds to as a double, if any.
fn round(decimal: &Decimal<'_>, floor: u64) -> Option<u64> {
    let ceiling = floor + 1;
    if floor >= 1 << SIGNIFICAND_BITS {
        return Some(ceiling);
    }
    // Whether the last bit of the significand of an integer is 0.
    let is_even = |integer: u64| integer.is_multiple_of(2) || integer.ilog2() < SIGNIFICAND_BITS - 1;
    // The double after an integer is 2^(bits - 53) away. Half of that rounds down.
    let to_floor = match floor {
        0 => decimal.compare_underflow(),
        _ => decimal.compare_fraction(SIGNIFICAND_BITS - floor.ilog2(), false),
    };
    if to_floor == Ordering::Less || to_floor == Ordering::Equal && is_even(floor) {
        return Some(floor);
    }
    // The double before a power of two is half as far away as the one after it.
    let power = SIGNIFICAND_BITS - ceiling.ilog2() + u32::from(ceiling.is_power_of_two());
    let to_ceiling = decimal.compare_fraction(power, true);
    (to_ceiling == Ordering::Greater || to_ceiling == Ordering::Equal && is_even(ceiling)).then_some(ceiling)
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::{Nearest, nearest};

    /// Compares with the standard library, which rounds a decimal of any length.
    fn assert_as_a_double(literal: &str) {
        let double: f64 = literal.parse().unwrap();
        let expected = if double.abs() >= (1_u64 << 53) as f64 {
            None
        } else if double.fract() != 0.0 {
            Some(None)
        } else {
            Some(Some(double as i64))
        };
        let found = match nearest(literal) {
            Nearest::Beyond => None,
            Nearest::Fraction => Some(None),
            Nearest::Integer { value, .. } => Some(Some(value)),
        };
        assert_eq!(found, expected, "{literal}");
    }

    /// Returns the decimals of 2^-`power` by halving, digit by digit.
    fn halved(power: usize) -> Vec<u8> {
        let mut digits = alloc::vec![1];
        for _ in 0..power {
            let mut carry = 0;
            for digit in &mut digits {
                let value = *digit + 10 * carry;
                (*digit, carry) = (value / 2, value % 2);
            }
            digits.push(5 * carry);
        }
        digits[1..].to_vec()
    }

    fn text(digits: &[u8]) -> String {
        digits.iter().map(|&digit| char::from(b'0' + digit)).collect()
    }

    /// Returns a fraction, and those that are a little smaller and a little larger.
    fn around(digits: &[u8]) -> [String; 4] {
        let mut smaller = digits.to_vec();
        *smaller.last_mut().unwrap() -= 1;
        [text(digits), text(digits) + "00000000000000000001", text(&smaller), text(&smaller) + "99999999999999999999"]
    }

    #[test]
    fn halfway_between_doubles() {
        for bits in 0..54 {
            let power = 1_u64 << bits;
            for integer in [power - 1, power, power + 1, power + power / 3] {
                for digits in (1..56).map(halved) {
                    let last = digits.len() - 1;
                    let rest =
                        digits.iter().enumerate().map(|(at, digit)| if at < last { 9 - digit } else { 10 - digit });
                    for fraction in around(&digits).iter().chain(&around(&rest.collect::<Vec<_>>())) {
                        assert_as_a_double(&format!("{integer}.{fraction}"));
                        assert_as_a_double(&format!("-{integer}{fraction}e-{}", fraction.len()));
                    }
                }
            }
        }
    }

    #[test]
    fn half_of_the_smallest_double() {
        let digits = halved(1075);
        assert_eq!(digits.iter().take_while(|&&digit| digit == 0).count(), 323);
        for fraction in around(&digits) {
            assert_as_a_double(&format!("0.{fraction}"));
            assert_as_a_double(&format!("-0.0{fraction}e1"));
        }
        for exponent in 300..340 {
            assert_as_a_double(&format!("2.4e-{exponent}"));
            assert_as_a_double(&format!("2.5e-{exponent}"));
        }
    }

    #[test]
    fn texts_that_are_no_numbers() {
        for text in [
            "", "-", ".", "-.", "e1", ".e1", "0e", "1e+", "0e-", "--1", "1-2", "0x1", "1_0", "1e1.0", "1.1.1",
            "\u{661}",
        ] {
            assert_eq!(nearest(text), Nearest::Fraction, "{text:?}");
            assert!(text.parse::<f64>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn exponents_of_any_size() {
        for digits in ["0", "-0.0", "1", "-100", "0.001", "9007199254740993"] {
            for exponent in ["9223372036854775807", "9223372036854775808", "99999999999999999999"] {
                assert_as_a_double(&format!("{digits}e{exponent}"));
                assert_as_a_double(&format!("{digits}E-{exponent}"));
            }
        }
    }
}
