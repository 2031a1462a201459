//! Code shared by the string types: the unit of their length, and the one check that all their
//! constructors use.

use alloc::borrow::Cow;
use alloc::string::String;
use core::convert::Infallible;
use core::fmt;
use core::marker::PhantomData;

use serde::de::{Deserializer, Error, Unexpected, Visitor};

use super::context::Context;
use super::sink::{Place, Sink, Stop, Utf16Length};
use super::value_type::{Value, Want};
use crate::json::{JsonType, Reader, StringToken, SyntaxContext, code_points};
use crate::pointer::Span;

/// A string type of the contract.
pub(crate) trait Text: Sized {
    /// Why a text is not valid.
    type Error: fmt::Display;

    /// The warnings of a check, besides the length in UTF-16 units.
    type Warning;

    /// Checks a text. All public constructors are this function.
    fn parse(text: impl AsRef<str> + Into<String>) -> Result<Self, Self::Error>;

    /// Fast path of [`check`](Self::check) for the string at `at`: see [`Value::read_plain`].
    fn read_plain(reader: &Reader<'_>, at: usize, want: Want) -> Option<StringToken>;

    /// Checks a string of a document and reports all that is wrong with it. Returns whether it is
    /// valid.
    fn check<S: Sink>(reader: &Reader<'_>, string: StringToken, place: Place, sink: &mut S) -> Result<bool, Stop>
    where
        Self::Error: Into<S::Violation>,
        Self::Warning: Into<S::Warning>;

    /// Builds the value of a text that was checked.
    fn keep(checked: Checked<'_, Self>) -> Self;
}

/// A string of a document that is a valid `T`. Only this file creates one, after the check of `T`.
pub(crate) struct Checked<'a, T> {
    reader: Reader<'a>,
    string: StringToken,
    is: PhantomData<fn() -> T>,
}

impl<'a, T> Checked<'a, T> {
    /// Returns the text, escapes decoded.
    #[inline(always)]
    pub(crate) fn into_text(self) -> Cow<'a, str> {
        self.reader.decode(self.string)
    }
}

impl<T: Text> Value for T {
    const TYPE: JsonType = JsonType::String;

    type Token<'a> = Checked<'a, T>;
    type Error = T::Error;
    type ItemError = Infallible;
    type Warning = T::Warning;

    #[inline(always)]
    fn read_plain<'a>(reader: &Reader<'a>, at: usize, want: Want) -> Option<(Checked<'a, T>, usize)> {
        let string = <T as Text>::read_plain(reader, at, want)?;
        Some((Checked { reader: *reader, string, is: PhantomData }, string.end + 1))
    }

    #[inline(always)]
    fn read<'a, S: Sink>(
        reader: &Reader<'a>,
        at: usize,
        place: Place,
        sink: &mut S,
    ) -> Result<(Option<Checked<'a, T>>, usize), Stop>
    where
        T::Error: Into<S::Violation>,
        T::Warning: Into<S::Warning>,
    {
        let string = reader.string(at, SyntaxContext::StringValue)?;
        let is_valid = T::check(reader, string, place, sink)?;
        Ok((is_valid.then_some(Checked { reader: *reader, string, is: PhantomData }), string.end + 1))
    }

    #[cfg(feature = "json")]
    fn read_tree<'a, S: Sink>(
        value: &'a serde_json::Value,
        place: Place,
        sink: &mut S,
    ) -> Option<Result<Option<Checked<'a, T>>, Stop>>
    where
        T::Error: Into<S::Violation>,
        T::Warning: Into<S::Warning>,
    {
        Some(check_text(value.as_str()?, place, sink))
    }

    #[inline(always)]
    fn keep(token: Checked<'_, T>) -> T {
        <T as Text>::keep(token)
    }

    fn deserialize_in<'de, D: Deserializer<'de>>(context: Context, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_string(TextVisitor(context, PhantomData)).map_err(|error| context.reword(error))
    }
}

/// Checks a text as a document of its own: one string, without quotes and escapes.
pub(crate) fn check_text<'a, T: Text, S: Sink>(
    text: &'a str,
    place: Place,
    sink: &mut S,
) -> Result<Option<Checked<'a, T>>, Stop>
where
    T::Error: Into<S::Violation>,
    T::Warning: Into<S::Warning>,
{
    let (reader, string) = (Reader::of_text(text), StringToken { start: 0, end: text.len(), escaped: false });
    let is_valid = T::check(&reader, string, place, sink)?;
    Ok(is_valid.then_some(Checked { reader, string, is: PhantomData }))
}

struct TextVisitor<T>(Context, PhantomData<T>);

impl<T: Text> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }

    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        T::parse(text).map_err(|error| self.0.error(error))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<T, E> {
        T::parse(text).map_err(|error| self.0.error(error))
    }

    /// Some formats, such as MessagePack, pass bytes where a text is requested.
    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<T, E> {
        match core::str::from_utf8(bytes) {
            Ok(text) => self.visit_str(text),
            Err(_) => Err(E::invalid_type(Unexpected::Bytes(bytes), &self)),
        }
    }
}

/// Returns the error for a text of more than `max` code points.
///
/// A code point has at least one byte, so a text of at most `max` bytes needs no counting.
pub(crate) fn check_length(text: &str, max: usize) -> Result<(), usize> {
    if text.len() <= max {
        return Ok(());
    }
    match code_points(text) {
        length if length <= max => Ok(()),
        length => Err(length),
    }
}

/// Same as [`check_length`], for a string of a document. `too_long` makes the error of a length.
/// Warns of a text that is too long in UTF-16 units only (R3). Returns whether the length is valid.
#[inline(always)]
pub(crate) fn check_string_length<S: Sink, E>(
    reader: &Reader<'_>,
    string: StringToken,
    max: usize,
    too_long: impl FnOnce(usize) -> E,
    place: Place,
    sink: &mut S,
) -> Result<bool, Stop>
where
    E: Into<S::Violation>,
{
    if string.end - string.start <= max { Ok(true) } else { count_length(reader, string, max, too_long, place, sink) }
}

#[cold]
#[inline(never)]
fn count_length<S: Sink, E>(
    reader: &Reader<'_>,
    string: StringToken,
    max: usize,
    too_long: impl FnOnce(usize) -> E,
    place: Place,
    sink: &mut S,
) -> Result<bool, Stop>
where
    E: Into<S::Violation>,
{
    let (length, units) = reader.lengths(string);
    if length > max {
        let span = Span { start: reader.offset_of_code_point(string, max), end: string.end };
        sink.violation(place, span, || too_long(length))?;
        return Ok(false);
    }
    if S::WARNINGS && units > max {
        sink.warning(place, string.span(), Utf16Length { units, max }.into())?;
    }
    Ok(true)
}

/// Returns the span in the document of a range of the decoded string.
pub(crate) fn span_in(reader: &Reader<'_>, string: StringToken, range: core::ops::Range<usize>) -> Span {
    Span { start: reader.offset_in(string, range.start), end: reader.offset_in(string, range.end) }
}

/// Encodes these characters in UTF-8, one byte at a time.
pub(crate) fn utf8(chars: impl Iterator<Item = char>) -> impl Iterator<Item = u8> {
    chars.flat_map(|c| {
        let mut bytes = [0; 4];
        let length = c.encode_utf8(&mut bytes).len();
        bytes.into_iter().take(length)
    })
}

/// Writes the message of a length error.
pub(crate) fn write_too_long(f: &mut fmt::Formatter<'_>, length: usize, max: usize) -> fmt::Result {
    write!(f, "expected at most {max} characters, found {length}")
}

/// Implements the constructors, accessors and conversions of a [`Text`] that wraps a
/// [`Keep`](crate::inline_text::Keep).
macro_rules! text_type {
    ($Type:ident, $Invalid:ident, $valid:literal, $invalid:expr) => {
        impl $Type {
            /// Checks `text` and keeps it unchanged. An invalid text is rejected before anything is
            /// allocated.
            ///
            /// # Errors
            ///
            #[doc = concat!("[`", stringify!($Invalid), "`] names the rule that the text breaks, and where.")]
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("use contact_schema::", stringify!($Type), ";")]
            ///
            #[doc = concat!("assert_eq!(", stringify!($Type), "::new(", stringify!($valid), ")?.as_str(), ", stringify!($valid), ");")]
            #[doc = concat!("assert!(", stringify!($Type), "::new(", stringify!($invalid), ").is_err());")]
            #[doc = concat!("# Ok::<(), contact_schema::", stringify!($Invalid), ">(())")]
            /// ```
            pub fn new(text: impl AsRef<str> + Into<String>) -> Result<Self, $Invalid> {
                check(text.as_ref())?;
                Ok(Self(crate::inline_text::Keep::keep(text)))
            }

            /// Returns whether [`new`](Self::new) accepts `text`. Allocates nothing.
            #[must_use]
            pub fn is_valid(text: &str) -> bool {
                check(text).is_ok()
            }

            /// Returns the text, unchanged.
            #[must_use]
            pub fn as_str(&self) -> &str {
                crate::inline_text::Keep::as_str(&self.0)
            }

            /// Returns the text as an owned `String`.
            #[must_use]
            pub fn into_inner(self) -> String {
                crate::inline_text::Keep::into_string(self.0)
            }
        }

        crate::std_traits::from_text!($Type, $Invalid);

        impl From<$Type> for String {
            fn from(value: $Type) -> Self {
                value.into_inner()
            }
        }

        impl AsRef<str> for $Type {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        crate::std_traits::display_text!($Type);

        impl serde::Serialize for $Type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $Type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::value::visitor::deserialize(deserializer)
            }
        }
    };
}

/// Implements the comparisons of a [`Text`] that compares as its text does.
macro_rules! text_equality {
    ($Type:ident) => {
        crate::std_traits::equals_text!($Type);

        impl core::borrow::Borrow<str> for $Type {
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }
    };
}

/// Implements a [`Text`] over `String` whose only rule is `$Type::MAX_CHARS`: its error, its check,
/// and everything that [`text_type`] implements. `$plain` is the method of the reader for its fast
/// path.
macro_rules! limited_text_type {
    ($Type:ident, $Invalid:ident, $plain:ident, $valid:literal) => {
        #[doc = concat!("Why a text is not a [`", stringify!($Type), "`].")]
        ///
        /// # Examples
        ///
        /// ```
        #[doc = concat!("use contact_schema::{", stringify!($Invalid), ", ", stringify!($Type), "};")]
        ///
        #[doc = concat!("let max = ", stringify!($Type), "::MAX_CHARS;")]
        #[doc = concat!(
                    "assert_eq!(", stringify!($Type), "::new(\"x\".repeat(max + 1)), Err(", stringify!($Invalid),
                    "::TooLong { length: max + 1, max }));"
                )]
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $Invalid {
            #[doc = concat!("More than [`", stringify!($Type), "::MAX_CHARS`] code points.")]
            TooLong {
                /// The length of the text in code points.
                length: usize,
                /// The limit in code points.
                max: usize,
            },
        }

        impl $Invalid {
            /// Returns the rule that the text breaks. Rule ids are stable.
            #[must_use]
            pub const fn rule(&self) -> crate::rule::Rule {
                crate::rule::Rule::TooLong
            }
        }

        impl core::fmt::Display for $Invalid {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                let &Self::TooLong { length, max } = self;
                crate::value::text::write_too_long(f, length, max)
            }
        }

        impl core::error::Error for $Invalid {}

        const fn too_long(length: usize) -> $Invalid {
            $Invalid::TooLong { length, max: $Type::MAX_CHARS }
        }

        fn check(text: &str) -> Result<(), $Invalid> {
            crate::value::text::check_length(text, $Type::MAX_CHARS).map_err(too_long)
        }

        impl crate::value::text::Text for $Type {
            type Error = $Invalid;
            type Warning = core::convert::Infallible;

            #[inline]
            fn parse(text: impl AsRef<str> + Into<String>) -> Result<Self, $Invalid> {
                Self::new(text)
            }

            #[inline(always)]
            fn read_plain(
                reader: &crate::json::Reader<'_>,
                at: usize,
                _: crate::value::value_type::Want,
            ) -> Option<crate::json::StringToken> {
                reader.$plain(at).filter(|string| string.end - string.start <= Self::MAX_CHARS)
            }

            #[inline(always)]
            fn check<S: crate::value::sink::Sink>(
                reader: &crate::json::Reader<'_>,
                string: crate::json::StringToken,
                place: crate::value::sink::Place,
                sink: &mut S,
            ) -> Result<bool, crate::value::sink::Stop>
            where
                $Invalid: Into<S::Violation>,
            {
                crate::value::text::check_string_length(reader, string, Self::MAX_CHARS, too_long, place, sink)
            }

            #[inline(always)]
            fn keep(checked: crate::value::text::Checked<'_, Self>) -> Self {
                Self(checked.into_text().into_owned())
            }
        }

        crate::value::text::text_equality!($Type);
        crate::value::text::text_type!($Type, $Invalid, $valid, "x".repeat(contact_schema::$Type::MAX_CHARS + 1));
    };
}

pub(crate) use {limited_text_type, text_equality, text_type};
