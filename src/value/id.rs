//! `id` and `companyId`: integers that a double (IEEE 754) holds without loss (R4).

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString as _};
use core::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, Unexpected, VariantAccess, Visitor};

use super::context::Context;
use super::decimal::{Nearest, nearest};
use super::sink::{Place, Sink, Stop};
use super::value_type::{Value, Want};
use super::visitor;
use crate::json::{JsonType, Reader};
use crate::limits::max;
use crate::pointer::Span;
use crate::rule::Rule;
use crate::serde_error::{Echo, serde_type};

/// The greatest integer `n` for which a double holds both `n` and `n + 1` exactly: 2^53 − 1,
/// JavaScript's `MAX_SAFE_INTEGER`.
const MAX_SAFE_INTEGER: i64 = max!(integer);

serde_type! {
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
        /// The text is not an integer as [`Display`](fmt::Display) writes it.
        NotCanonical,
    }
}

impl InvalidId {
    /// Returns the rule that the number or text breaks. Rule ids are stable.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        match self {
            Self::OutOfRange => Rule::IntegerOutOfRange,
            Self::NotIntegral | Self::NotCanonical => Rule::IntegerNotIntegral,
        }
    }
}

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotIntegral => f.write_str("expected an integer, found a number with a fraction"),
            Self::OutOfRange => {
                write!(f, "expected an integer from -{MAX_SAFE_INTEGER} to {MAX_SAFE_INTEGER}, found one out of range")
            }
            Self::NotCanonical => f.write_str("expected decimal digits without leading zeros, found other text"),
        }
    }
}

impl core::error::Error for InvalidId {}

fn check(value: i64) -> Result<(), InvalidId> {
    if (-MAX_SAFE_INTEGER..=MAX_SAFE_INTEGER).contains(&value) { Ok(()) } else { Err(InvalidId::OutOfRange) }
}

/// Returns the safe integer that this double is (R4).
fn from_double(value: f64) -> Result<i64, InvalidId> {
    // A cast saturates, so a value out of range stays out of range.
    let integer = value as i64;
    if value.is_nan() || check(integer).is_err() {
        Err(InvalidId::OutOfRange)
    } else if integer as f64 != value {
        Err(InvalidId::NotIntegral)
    } else {
        Ok(integer)
    }
}

/// A warning: a number that only rounding to a double makes an integer (R4).
#[derive(Clone, Copy)]
pub(crate) struct IntegerRounded;

/// A JSON number read as a safe integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Literal {
    value: i64,
    /// Whether only the nearest double is an integer, and the literal is not (R4).
    rounded: bool,
}

/// Returns the safe integer that the nearest double to a JSON number is (R4).
#[cold]
fn from_literal(literal: &str) -> Result<Literal, InvalidId> {
    match nearest(literal) {
        Nearest::Integer { value, rounded } => check(value).map(|()| Literal { value, rounded }),
        Nearest::Fraction => Err(InvalidId::NotIntegral),
        Nearest::Beyond => Err(InvalidId::OutOfRange),
    }
}

/// Every integer of at most this many decimal digits is safe.
const SAFE_DIGITS: usize = 15;

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
            /// The minimum, −(2^53 − 1); source: the documented limits.
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
            /// The maximum, 2^53 − 1; source: the documented limits.
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

            /// Returns whether [`new`](Self::new) accepts `value`.
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

            /// Returns the number.
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
                from_wide(value).map(Self)
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

        /// Parses what [`Display`](fmt::Display) writes and nothing else: no `+1`, `01`, `-0`,
        /// `1.0`, spaces or other digits.
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

        /// Reads every number that is a safe integer, `1.0` too (R4). From a format that has only
        /// text, such as a path, a query or an environment variable, and from a key of a JSON
        /// object, reads the text of an integer, as `i64` does: not `1.0`.
        ///
        /// Such a format parses the text itself: axum's `Path` passes `+7` and `007` as 7, and `-0`
        /// as 0. Use [`ContactPath`](crate::endpoint::ContactPath) if an id must have only one
        /// spelling. Keys of JSON objects have only one.
        impl<'de> serde::Deserialize<'de> for $Type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                visitor::deserialize(deserializer)
            }
        }

        impl PartialEq<i64> for $Type {
            fn eq(&self, value: &i64) -> bool {
                self.0 == *value
            }
        }

        impl Value for $Type {
            const TYPE: JsonType = JsonType::Number;

            // Every id is valid.
            type Token<'a> = Self;
            type Error = InvalidId;
            type ItemError = core::convert::Infallible;
            type Warning = IntegerRounded;

            #[inline(always)]
            fn read_plain(reader: &Reader<'_>, at: usize, _: Want) -> Option<(Self, usize)> {
                let (value, end) = reader.short_integer::<SAFE_DIGITS>(at)?;
                Some((Self(value), end))
            }

            #[inline(always)]
            fn read<S: Sink>(
                reader: &Reader<'_>,
                at: usize,
                place: Place,
                sink: &mut S,
            ) -> Result<(Option<Self>, usize), Stop>
            where
                InvalidId: Into<S::Violation>,
                IntegerRounded: Into<S::Warning>,
            {
                let (value, end) = read(reader, at, place, sink)?;
                Ok((value.map(Self), end))
            }

            #[cfg(feature = "json")]
            fn read_tree<S: Sink>(
                value: &serde_json::Value,
                place: Place,
                sink: &mut S,
            ) -> Option<Result<Option<Self>, Stop>>
            where
                InvalidId: Into<S::Violation>,
            {
                Some(match from_number(value.as_number()?) {
                    Ok(value) => Ok(Some(Self(value))),
                    Err(error) => sink.violation(place, Span::default(), || error).map(|()| None),
                })
            }

            #[inline(always)]
            fn keep(id: Self) -> Self {
                id
            }

            fn deserialize_in<'de, D: Deserializer<'de>>(context: Context, deserializer: D) -> Result<Self, D::Error> {
                deserialize_integer(context, deserializer).map(Self)
            }
        }
    };
}

id_type!(ContactId, "id", "the company contact");
id_type!(CompanyId, "companyId", "the associated company");

/// Parses a canonical integer: `0`, or an optional `-` and digits without a leading zero.
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

/// Returns the safe integer that a wider integer is.
fn from_wide(value: impl TryInto<i64>) -> Result<i64, InvalidId> {
    let value = value.try_into().map_err(|_| InvalidId::OutOfRange)?;
    check(value)?;
    Ok(value)
}

/// Reads the number at `at` and its end. Warns of a number that only rounding makes an integer.
fn read<S: Sink>(reader: &Reader<'_>, at: usize, place: Place, sink: &mut S) -> Result<(Option<i64>, usize), Stop>
where
    InvalidId: Into<S::Violation>,
    IntegerRounded: Into<S::Warning>,
{
    if let Some((value, end)) = reader.short_integer::<SAFE_DIGITS>(at) {
        return Ok((Some(value), end));
    }
    let end = reader.number(at)?;
    let span = Span { start: at, end };
    match from_literal(reader.slice(at, end)) {
        Ok(literal) => {
            if S::WARNINGS && literal.rounded {
                sink.warning(place, span, IntegerRounded.into())?;
            }
            Ok((Some(literal.value), end))
        }
        Err(error) => {
            sink.violation(place, span, || error)?;
            Ok((None, end))
        }
    }
}

/// Returns the safe integer that a number of a tree is.
#[cfg(feature = "json")]
fn from_number(number: &serde_json::Number) -> Result<i64, InvalidId> {
    match number.as_i64() {
        Some(value) => from_wide(value),
        // Integers beyond `i64` and numbers beyond a double are out of range as doubles too.
        None => from_double(number.as_f64().unwrap_or(f64::INFINITY)),
    }
}

/// Reads a safe integer through serde.
fn deserialize_integer<'de, D: Deserializer<'de>>(context: Context, deserializer: D) -> Result<i64, D::Error> {
    let visitor =
        SafeInteger { context, is_buffered: visitor::is_buffer::<D>(), is_object_key: visitor::is_object_key::<D> };
    let read = if visitor::hands_over_any_number::<D>() {
        deserializer.deserialize_any(visitor)
    } else {
        deserializer.deserialize_i64(visitor)
    };
    read.map_err(|error| match fault_of_number(&error.to_string()) {
        Some(fault) => context.error(fault),
        None => context.reword(error),
    })
}

/// Returns what is wrong with a number that a format rejects itself, from its message: "invalid
/// type: floating point `1.5`, expected a number".
#[cold]
fn fault_of_number(message: &str) -> Option<String> {
    let Echo { found, position } = Echo::find(message)?;
    let number = ["floating point `", "integer `"].iter().find_map(|kind| found.strip_prefix(kind))?;
    let (literal, _) = number.split_once('`')?;
    let is_finite = literal.ends_with(|last: char| last.is_ascii_digit());
    Some(match if is_finite { from_literal(literal) } else { Err(InvalidId::OutOfRange) } {
        Err(fault) => format!("{fault}{position}"),
        Ok(_) => format!("expected an integer, found a floating-point number{position}"),
    })
}

/// Accepts every kind of number that serde knows.
struct SafeInteger {
    context: Context,
    /// Whether the value comes from serde's buffer: see [`visit_map`](Visitor::visit_map).
    is_buffered: bool,
    /// Whether the value is a key of a JSON object. A function, because only floats need it.
    is_object_key: fn() -> bool,
}

impl<'de> Visitor<'de> for SafeInteger {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.context, f)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<i64, E> {
        from_wide(value).map_err(|error| self.context.error(error))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<i64, E> {
        from_wide(value).map_err(|error| self.context.error(error))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<i64, E> {
        from_wide(value).map_err(|error| self.context.error(error))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<i64, E> {
        from_wide(value).map_err(|error| self.context.error(error))
    }

    /// A key of a JSON object is a text, which serde_json parses as a number: `"7"`, `"7.0"` and
    /// `"70e-1"` would all be the same key.
    fn visit_f64<E: Error>(self, value: f64) -> Result<i64, E> {
        if (self.is_object_key)() {
            return Err(self.context.error(InvalidId::NotCanonical));
        }
        from_double(value).map_err(|error| self.context.error(error))
    }

    /// With its feature `arbitrary_precision`, which any crate of a build can enable, serde_json
    /// passes a number as a map with one member. The member has a private name, and its value is
    /// the number's text. An object of the document must not be accepted as a number.
    ///
    /// - From serde_json itself: if an enum is requested, it passes the names of a document as
    ///   variants, but the private name as a text. So no document can forge it.
    /// - From serde's buffer (`flatten`, `untagged`, `tag`): serde_json's name is a borrowed text
    ///   and the number an owned one. In a document both are borrowed, unless the value is written
    ///   with escapes: the crate's documentation lists this exception.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<i64, A::Error> {
        let name = map.next_key_seed(Text { as_enum: !self.is_buffered }).ok().flatten();
        let is_expected =
            |name: Cow<'_, str>| name == NUMBER && (!self.is_buffered || matches!(name, Cow::Borrowed(_)));
        if name.is_some_and(is_expected)
            && let Cow::Owned(literal) = map.next_value_seed(Text { as_enum: false })?
        {
            return from_literal(&literal).map(|literal| literal.value).map_err(|error| self.context.error(error));
        }
        Err(self.context.wrong_type(JsonType::Object))
    }

    /// ciborium passes a number with a CBOR tag as an enum. The tag is ignored, as for an `i64`.
    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<i64, A::Error> {
        match data.variant::<String>()? {
            (name, value) if name == "@@TAGGED@@" => value.newtype_variant_seed(self),
            _ => Err(Error::invalid_type(Unexpected::Enum, &self)),
        }
    }
}

impl<'de> DeserializeSeed<'de> for SafeInteger {
    type Value = i64;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<i64, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// serde_json's private name of a number.
const NUMBER: &str = "$serde_json::private::Number";

/// Reads a text, which is borrowed from the document or owned.
struct Text {
    /// Whether an enum is requested. The text of a variant of an enum is then an error.
    as_enum: bool,
}

impl<'de> DeserializeSeed<'de> for Text {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        if self.as_enum { deserializer.deserialize_enum("", &[], self) } else { deserializer.deserialize_any(self) }
    }
}

impl<'de> Visitor<'de> for Text {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text of a number")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(text.into()))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(text))
    }
}
