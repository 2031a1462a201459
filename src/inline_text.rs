//! Storage for the text of the string types.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

/// Storage for the text of a string type.
pub(crate) trait Keep {
    fn keep(text: impl AsRef<str> + Into<String>) -> Self;

    fn as_str(&self) -> &str;

    fn into_string(self) -> String;
}

impl Keep for String {
    fn keep(text: impl AsRef<str> + Into<String>) -> Self {
        text.into()
    }

    fn as_str(&self) -> &str {
        self
    }

    fn into_string(self) -> String {
        self
    }
}

/// A text that is stored inline, without an allocation, if it is short. Most timestamps are.
#[derive(Clone)]
pub(crate) enum InlineText {
    Inline { length: u8, bytes: [u8; InlineText::CAPACITY] },
    Heap(Box<str>),
}

impl InlineText {
    /// The number of bytes that fit beside the length and the tag in four words.
    const CAPACITY: usize = 30;

    /// The empty text.
    pub(crate) const EMPTY: Self = Self::Inline { length: 0, bytes: [0; Self::CAPACITY] };

    /// Concatenates these texts.
    pub(crate) fn of_parts(parts: &[&str]) -> Self {
        let mut bytes = [0; Self::CAPACITY];
        let mut length = 0;
        for part in parts {
            let Some(room) = bytes.get_mut(length..length + part.len()) else {
                return Self::Heap(parts.concat().into_boxed_str());
            };
            room.copy_from_slice(part.as_bytes());
            length += part.len();
        }
        // At most `CAPACITY`.
        Self::Inline { length: length as u8, bytes }
    }

    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Inline { length, bytes } => bytes.get(..usize::from(*length)).unwrap_or_default(),
            Self::Heap(text) => text.as_bytes(),
        }
    }
}

impl Keep for InlineText {
    #[inline]
    fn keep(text: impl AsRef<str> + Into<String>) -> Self {
        let given = text.as_ref().as_bytes();
        let mut bytes = [0; Self::CAPACITY];
        match (u8::try_from(given.len()), bytes.get_mut(..given.len())) {
            (Ok(length), Some(start)) => {
                start.copy_from_slice(given);
                Self::Inline { length, bytes }
            }
            _ => Self::Heap(text.into().into_boxed_str()),
        }
    }

    fn as_str(&self) -> &str {
        match self {
            // The bytes were a `str` when they were stored.
            Self::Inline { .. } => core::str::from_utf8(self.as_bytes()).unwrap_or(""),
            Self::Heap(text) => text,
        }
    }

    fn into_string(self) -> String {
        match self {
            Self::Inline { .. } => String::from(self.as_str()),
            Self::Heap(text) => text.into_string(),
        }
    }
}

impl fmt::Debug for InlineText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::{InlineText, Keep as _};

    #[test]
    fn texts_of_any_length_are_kept_as_they_are() {
        assert_eq!(size_of::<InlineText>(), 32);
        assert_eq!(InlineText::EMPTY.as_str(), "");
        let text = "0123456789é".repeat(30);
        for start in (0..=text.len()).filter_map(|end| text.get(..end)) {
            let kept = InlineText::keep(start);
            assert_eq!(kept.as_str(), start);
            assert_eq!(kept.as_bytes(), start.as_bytes());
            assert_eq!(kept.into_string(), start);
            let (first, second) = start.split_at(start.find('é').unwrap_or(start.len()));
            assert_eq!(InlineText::of_parts(&[first, "", second]).as_str(), start);
        }
    }
}
