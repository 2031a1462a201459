//! Traits of the standard library that several types implement alike.

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

/// Implements `Display` as that of the text `as_str`.
macro_rules! display_text {
    ($Type:ident) => {
        impl core::fmt::Display for $Type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

/// Implements the traits of a list whose items are in a vector, the field `$items`.
macro_rules! list_of {
    ($Type:ident, $Item:ident, $items:tt) => {
        impl core::ops::Deref for $Type {
            type Target = [$Item];

            fn deref(&self) -> &[$Item] {
                &self.$items
            }
        }

        impl IntoIterator for $Type {
            type Item = $Item;
            type IntoIter = alloc::vec::IntoIter<$Item>;

            fn into_iter(self) -> Self::IntoIter {
                self.$items.into_iter()
            }
        }

        impl<'a> IntoIterator for &'a $Type {
            type Item = &'a $Item;
            type IntoIter = core::slice::Iter<'a, $Item>;

            fn into_iter(self) -> Self::IntoIter {
                self.$items.iter()
            }
        }
    };
}

pub(crate) use {display_text, equals_text, from_text, list_of};
