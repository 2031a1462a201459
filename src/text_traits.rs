//! Traits of the standard library for types that are texts.

/// Implements the conversions from texts, by the constructor `new`.
macro_rules! from_text {
    ($Type:ident, $Invalid:ident) => {
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

        impl TryFrom<alloc::string::String> for $Type {
            type Error = $Invalid;

            fn try_from(text: alloc::string::String) -> Result<Self, $Invalid> {
                Self::new(text)
            }
        }
    };
}

/// Implements the comparisons with texts, by `as_str`.
macro_rules! equals_text {
    ($Type:ident) => {
        /// Compares the exact text, [`as_str`](Self::as_str).
        impl PartialEq<str> for $Type {
            fn eq(&self, text: &str) -> bool {
                self.as_str() == text
            }
        }

        /// Compares the exact text, [`as_str`](Self::as_str).
        impl PartialEq<&str> for $Type {
            fn eq(&self, text: &&str) -> bool {
                self.as_str() == *text
            }
        }
    };
}

pub(crate) use {equals_text, from_text};
