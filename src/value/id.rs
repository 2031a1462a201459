//! `id` and `companyId`: integers that every IEEE-754 double can hold without loss (R4).

use core::fmt;

/// The greatest integer n such that n and n + 1 are both exact as a double: 2^53 − 1, JavaScript's `MAX_SAFE_INTEGER`.
pub(crate) const MAX_SAFE_INTEGER: i64 = (1 << 53) - 1;

/// Why a number or a text is not a [`ContactId`] or a [`CompanyId`].
///
/// # Examples
///
/// ```
/// use contact_schema::{ContactId, InvalidId};
///
/// assert_eq!(ContactId::new(1 << 53), Err(InvalidId::OutOfRange));
/// assert_eq!("1.0".parse::<ContactId>(), Err(InvalidId::NotCanonical));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InvalidId {
    /// The number is not an integer.
    NotIntegral,
    /// The number is below −(2^53 − 1) or above 2^53 − 1.
    OutOfRange,
    /// The text is not an integer in the one way that [`Display`](fmt::Display) writes it.
    NotCanonical,
}

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotIntegral => f.write_str("expected an integer, found a number with a fraction"),
            Self::OutOfRange => {
                write!(f, "expected an integer from -{MAX_SAFE_INTEGER} to {MAX_SAFE_INTEGER}, found one out of range")
            }
            Self::NotCanonical => f.write_str("expected decimal digits without leading zeros, found another text"),
        }
    }
}

impl core::error::Error for InvalidId {}

fn check(value: i64) -> Result<(), InvalidId> {
    if (-MAX_SAFE_INTEGER..=MAX_SAFE_INTEGER).contains(&value) { Ok(()) } else { Err(InvalidId::OutOfRange) }
}

/// The safe integer that this double is (R4).
pub(crate) fn from_double(value: f64) -> Result<i64, InvalidId> {
    // Casts saturate, so a value that is out of range, infinite or not a number is still so afterwards.
    let integer = value as i64;
    if value.is_nan() || check(integer).is_err() {
        Err(InvalidId::OutOfRange)
    } else if integer as f64 != value {
        Err(InvalidId::NotIntegral)
    } else {
        Ok(integer)
    }
}

/// A JSON number read as a safe integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Literal {
    pub(crate) value: i64,
    /// Whether the literal itself is no integer: only its nearest double is (R4).
    pub(crate) rounded: bool,
}

/// The safe integer that the nearest double to a JSON number is (R4).
///
/// The standard library reads a decimal to the nearest double, ties to even, whatever its length; no other crate has a say in it.
#[cold]
pub(crate) fn from_literal(literal: &str) -> Result<Literal, InvalidId> {
    let double: f64 = literal.parse().map_err(|_| InvalidId::NotIntegral)?;
    Ok(Literal { value: from_double(double)?, rounded: has_fraction(literal) })
}

/// Whether the exact value of a JSON number is not an integer.
fn has_fraction(literal: &str) -> bool {
    let (mantissa, exponent) = literal.split_once(['e', 'E']).unwrap_or((literal, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let fraction = fraction.trim_end_matches('0');
    // The value is an integer, whose last digit is not 0 unless there is no fraction, times 10 to this power.
    let power = match exponent.parse::<i64>() {
        Ok(exponent) => exponent.saturating_sub(i64::try_from(fraction.len()).unwrap_or(i64::MAX)),
        Err(_) if exponent.starts_with('-') => i64::MIN,
        Err(_) => i64::MAX,
    };
    let digits = if fraction.is_empty() { whole } else { fraction };
    let zeros = digits.len() - digits.trim_end_matches('0').len();
    let is_zero = !mantissa.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
    !is_zero && power < 0 && power.unsigned_abs() > zeros as u64
}

/// An integer of so many decimal digits, or of fewer, is a safe one.
pub(crate) const SAFE_DIGITS: usize = 15;

const _: () = assert!(10_i64.pow(SAFE_DIGITS as u32) - 1 <= MAX_SAFE_INTEGER);

macro_rules! id_type {
    ($Type:ident, $member:literal, $what:literal) => {
        #[doc = concat!("The unique identifier of ", $what, ", `", $member, "`: a safe integer, negative ones and zero included.")]
        ///
        /// # Examples
        ///
        /// ```
        #[doc = concat!("use contact_schema::{", stringify!($Type), ", InvalidId};")]
        ///
        #[doc = concat!("let id = ", stringify!($Type), "::new(42)?;")]
        /// assert_eq!(id.get(), 42);
        #[doc = concat!("assert_eq!(\"42\".parse(), Ok(id));")]
        #[doc = concat!("assert!(", stringify!($Type), "::new(", stringify!($Type), "::MAX + 1).is_err());")]
        /// # Ok::<(), InvalidId>(())
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $Type(i64);

        impl $Type {
            /// The least identifier, −(2^53 − 1); source: the documented limits.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("use contact_schema::", stringify!($Type), ";")]
            ///
            #[doc = concat!("assert_eq!(", stringify!($Type), "::MIN, -9_007_199_254_740_991);")]
            #[doc = concat!("assert!(", stringify!($Type), "::is_valid(", stringify!($Type), "::MIN));")]
            #[doc = concat!("assert!(!", stringify!($Type), "::is_valid(", stringify!($Type), "::MIN - 1));")]
            /// ```
            pub const MIN: i64 = -MAX_SAFE_INTEGER;
            /// The greatest identifier, 2^53 − 1; source: the documented limits.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("use contact_schema::", stringify!($Type), ";")]
            ///
            #[doc = concat!("assert_eq!(", stringify!($Type), "::MAX, 9_007_199_254_740_991);")]
            #[doc = concat!("assert!(", stringify!($Type), "::is_valid(", stringify!($Type), "::MAX));")]
            #[doc = concat!("assert!(!", stringify!($Type), "::is_valid(", stringify!($Type), "::MAX + 1));")]
            /// ```
            pub const MAX: i64 = MAX_SAFE_INTEGER;

            /// Checks the range.
            ///
            /// # Errors
            ///
            /// [`InvalidId::OutOfRange`] outside [`MIN`](Self::MIN)`..=`[`MAX`](Self::MAX).
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("use contact_schema::", stringify!($Type), ";")]
            ///
            #[doc = concat!("assert!(", stringify!($Type), "::new(", stringify!($Type), "::MIN).is_ok());")]
            #[doc = concat!("assert!(", stringify!($Type), "::new(", stringify!($Type), "::MIN - 1).is_err());")]
            /// ```
            pub fn new(value: i64) -> Result<Self, InvalidId> {
                check(value)?;
                Ok(Self(value))
            }

            /// Whether [`new`](Self::new) would accept `value`.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("use contact_schema::", stringify!($Type), ";")]
            ///
            #[doc = concat!("assert!(", stringify!($Type), "::is_valid(-1));")]
            #[doc = concat!("assert!(!", stringify!($Type), "::is_valid(i64::MAX));")]
            /// ```
            #[must_use]
            pub fn is_valid(value: i64) -> bool {
                check(value).is_ok()
            }

            /// The number.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("assert_eq!(contact_schema::", stringify!($Type), "::new(7)?.get(), 7);")]
            /// # Ok::<(), contact_schema::InvalidId>(())
            /// ```
            #[must_use]
            pub fn get(self) -> i64 {
                self.0
            }

            /// The number, under the name that the other types have for it.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("assert_eq!(contact_schema::", stringify!($Type), "::new(7)?.into_inner(), 7);")]
            /// # Ok::<(), contact_schema::InvalidId>(())
            /// ```
            #[must_use]
            pub fn into_inner(self) -> i64 {
                self.0
            }
        }

        impl TryFrom<i64> for $Type {
            type Error = InvalidId;

            fn try_from(value: i64) -> Result<Self, InvalidId> {
                Self::new(value)
            }
        }

        impl TryFrom<&i64> for $Type {
            type Error = InvalidId;

            fn try_from(value: &i64) -> Result<Self, InvalidId> {
                Self::new(*value)
            }
        }

        impl TryFrom<u64> for $Type {
            type Error = InvalidId;

            fn try_from(value: u64) -> Result<Self, InvalidId> {
                i64::try_from(value).map_err(|_| InvalidId::OutOfRange).and_then(Self::new)
            }
        }

        impl From<i32> for $Type {
            fn from(value: i32) -> Self {
                Self(value.into())
            }
        }

        impl From<u32> for $Type {
            fn from(value: u32) -> Self {
                Self(value.into())
            }
        }

        impl From<$Type> for i64 {
            fn from(id: $Type) -> Self {
                id.0
            }
        }

        impl AsRef<i64> for $Type {
            fn as_ref(&self) -> &i64 {
                &self.0
            }
        }

        /// Reads what [`Display`](fmt::Display) writes and nothing else: no `+1`, `01`, `-0`, `1.0`, spaces or other digits.
        impl core::str::FromStr for $Type {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                canonical(text).and_then(Self::new)
            }
        }

        impl TryFrom<&str> for $Type {
            type Error = InvalidId;

            fn try_from(text: &str) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl fmt::Display for $Type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl serde::Serialize for $Type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.0)
            }
        }

        /// Takes any number that the format hands over and that is a safe integer, `1.0` too (R4).
        impl<'de> serde::Deserialize<'de> for $Type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::body::serde::deserialize_as!(deserializer, deserialize_i64, SafeInteger).map(Self)
            }
        }
    };
}

id_type!(ContactId, "id", "the company contact");
id_type!(CompanyId, "companyId", "the associated company");

/// Reads a text of the one form `0`, or `-`? and digits of which the first is not `0`.
fn canonical(text: &str) -> Result<i64, InvalidId> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let canonical = match digits.as_bytes() {
        [b'0'] => digits.len() == text.len(),
        [b'1'..=b'9', rest @ ..] => rest.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    if !canonical {
        return Err(InvalidId::NotCanonical);
    }
    text.parse().map_err(|_| InvalidId::OutOfRange)
}

/// The safe integer that a wider integer is.
pub(crate) fn from_wide(value: impl TryInto<i64>) -> Result<i64, InvalidId> {
    let value = value.try_into().map_err(|_| InvalidId::OutOfRange)?;
    check(value)?;
    Ok(value)
}

/// Takes every kind of number that serde knows.
pub(crate) struct SafeInteger;

impl<'de> serde::de::Visitor<'de> for SafeInteger {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer")
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<i64, E> {
        from_wide(value).map_err(E::custom)
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<i64, E> {
        from_wide(value).map_err(E::custom)
    }

    fn visit_i128<E: serde::de::Error>(self, value: i128) -> Result<i64, E> {
        from_wide(value).map_err(E::custom)
    }

    fn visit_u128<E: serde::de::Error>(self, value: u128) -> Result<i64, E> {
        from_wide(value).map_err(E::custom)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<i64, E> {
        from_double(value).map_err(E::custom)
    }

    crate::body::serde::refuse!(Number: boolean string);

    /// With its feature `arbitrary_precision`, which any crate of a build can switch on, serde_json hands over a number as a map of
    /// its text. An object of the document is no number, whatever its members are called.
    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<i64, A::Error> {
        if let Ok(Some(NumberKey)) = map.next_key() {
            let literal = map.next_value::<alloc::string::String>()?;
            from_literal(&literal).map(|literal| literal.value).map_err(serde::de::Error::custom)
        } else {
            crate::body::serde::wrong_type(crate::JsonType::Number, crate::JsonType::Object)
        }
    }
}

/// The one name in serde_json's map of a number. It comes as a text, whatever is asked for; the names of an object, which anyone can
/// write, come as variants where an enum is asked for. So no document can pass an object off as a number.
struct NumberKey;

impl<'de> serde::Deserialize<'de> for NumberKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;

        impl serde::de::Visitor<'_> for Name {
            type Value = NumberKey;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("serde_json's name of a number")
            }

            fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<NumberKey, E> {
                if name == crate::body::serde::NUMBER { Ok(NumberKey) } else { Err(E::custom("another name")) }
            }
        }

        deserializer.deserialize_enum("Number", &[], Name)
    }
}
