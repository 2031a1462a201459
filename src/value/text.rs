//! What the string types share: their length unit and the constructors that all reach one check.

/// The length of `text` in Unicode code points, the unit in which JSON Schema and the contract count (R3).
pub(crate) fn code_points(text: &str) -> usize {
    text.chars().count()
}

/// Refuses a text of more than `max` code points with its length.
///
/// A code point takes at least one byte, so most texts are accepted without being counted.
pub(crate) fn check_length(text: &str, max: usize) -> Result<(), usize> {
    if text.len() <= max {
        return Ok(());
    }
    match code_points(text) {
        length if length <= max => Ok(()),
        length => Err(length),
    }
}

/// The one wording of a length error.
pub(crate) fn write_too_long(f: &mut core::fmt::Formatter<'_>, length: usize, max: usize) -> core::fmt::Result {
    write!(f, "expected at most {max} characters, found {length}")
}

/// Gives a newtype over what [`Keep`](crate::inline_text::Keep)s a text, whose module has `fn check(&str) -> Result<(), $Invalid>`, its constructors, accessors and
/// conversions. All of them go through that one function.
macro_rules! text_type {
    ($Type:ident, $Invalid:ident, $valid:literal, $invalid:expr) => {
        impl $Type {
            /// Checks `text` and keeps it as it is. Invalid text is refused before anything is allocated.
            ///
            /// # Errors
            ///
            #[doc = concat!("[`", stringify!($Invalid), "`] says which rule the text breaks and where.")]
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

            /// Whether [`new`](Self::new) would accept `text`. Allocates nothing.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("use contact_schema::", stringify!($Type), ";")]
            ///
            #[doc = concat!("assert!(", stringify!($Type), "::is_valid(", stringify!($valid), "));")]
            #[doc = concat!("assert!(!", stringify!($Type), "::is_valid(&", stringify!($invalid), "));")]
            /// ```
            #[must_use]
            pub fn is_valid(text: &str) -> bool {
                check(text).is_ok()
            }

            /// The text, unchanged.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("let value = contact_schema::", stringify!($Type), "::new(", stringify!($valid), ")?;")]
            #[doc = concat!("assert_eq!(value.as_str(), ", stringify!($valid), ");")]
            #[doc = concat!("# Ok::<(), contact_schema::", stringify!($Invalid), ">(())")]
            /// ```
            #[must_use]
            pub fn as_str(&self) -> &str {
                crate::inline_text::Keep::as_str(&self.0)
            }

            /// The text as an owned `String`.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("let value = contact_schema::", stringify!($Type), "::new(", stringify!($valid), ")?;")]
            #[doc = concat!("assert_eq!(value.into_inner(), String::from(", stringify!($valid), "));")]
            #[doc = concat!("# Ok::<(), contact_schema::", stringify!($Invalid), ">(())")]
            /// ```
            #[must_use]
            pub fn into_inner(self) -> String {
                crate::inline_text::Keep::into_string(self.0)
            }
        }

        impl core::str::FromStr for $Type {
            type Err = $Invalid;

            fn from_str(text: &str) -> Result<Self, $Invalid> {
                Self::new(text)
            }
        }

        impl TryFrom<&str> for $Type {
            type Error = $Invalid;

            fn try_from(text: &str) -> Result<Self, $Invalid> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $Type {
            type Error = $Invalid;

            fn try_from(text: String) -> Result<Self, $Invalid> {
                Self::new(text)
            }
        }

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

        impl core::fmt::Display for $Type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl serde::Serialize for $Type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $Type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;

                impl serde::de::Visitor<'_> for Text {
                    type Value = $Type;

                    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                        f.write_str("a string")
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$Type, E> {
                        $Type::new(text).map_err(E::custom)
                    }

                    fn visit_string<E: serde::de::Error>(self, text: String) -> Result<$Type, E> {
                        $Type::new(text).map_err(E::custom)
                    }

                    crate::body::serde::refuse!(String: boolean number);
                }

                crate::body::serde::deserialize_as!(deserializer, deserialize_string, Text)
            }
        }
    };
}

/// Gives a newtype over `String` whose only rule is a number of code points, `$Type::MAX_CHARS`, its check, its error and all
/// that [`text_type`] gives.
macro_rules! limited_text_type {
    ($Type:ident, $Invalid:ident, $valid:literal) => {
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
                /// The text's length in code points.
                length: usize,
                /// The limit in code points.
                max: usize,
            },
        }

        impl core::fmt::Display for $Invalid {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                let &Self::TooLong { length, max } = self;
                crate::value::text::write_too_long(f, length, max)
            }
        }

        impl core::error::Error for $Invalid {}

        fn check(text: &str) -> Result<(), $Invalid> {
            crate::value::text::check_length(text, $Type::MAX_CHARS)
                .map_err(|length| $Invalid::TooLong { length, max: $Type::MAX_CHARS })
        }

        impl core::borrow::Borrow<str> for $Type {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        crate::value::text::text_type!($Type, $Invalid, $valid, "x".repeat(contact_schema::$Type::MAX_CHARS + 1));
    };
}

pub(crate) use {limited_text_type, text_type};
