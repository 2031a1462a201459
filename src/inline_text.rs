//! How the string types keep their text.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

/// What a string type keeps its text in.
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

/// A text that is mostly short enough to need no memory of its own, as timestamps are.
#[derive(Clone)]
pub(crate) enum Short {
    Here { length: u8, bytes: [u8; Short::MOST] },
    Elsewhere(Box<str>),
}

impl Short {
    /// What fits beside the length and the tag in four words.
    const MOST: usize = 30;

    /// A text without characters.
    pub(crate) const EMPTY: Self = Self::Here { length: 0, bytes: [0; Self::MOST] };

    /// These texts, one after the other.
    pub(crate) fn of_parts(parts: &[&str]) -> Self {
        let mut bytes = [0; Self::MOST];
        let mut length = 0;
        for part in parts {
            let Some(room) = bytes.get_mut(length..length + part.len()) else {
                return Self::Elsewhere(parts.concat().into_boxed_str());
            };
            room.copy_from_slice(part.as_bytes());
            length += part.len();
        }
        // No more than there is room for.
        Self::Here { length: length as u8, bytes }
    }

    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Here { length, bytes } => bytes.get(..usize::from(*length)).unwrap_or_default(),
            Self::Elsewhere(text) => text.as_bytes(),
        }
    }
}

impl Keep for Short {
    #[inline]
    fn keep(text: impl AsRef<str> + Into<String>) -> Self {
        let given = text.as_ref().as_bytes();
        let mut bytes = [0; Self::MOST];
        match (u8::try_from(given.len()), bytes.get_mut(..given.len())) {
            (Ok(length), Some(start)) => {
                start.copy_from_slice(given);
                Self::Here { length, bytes }
            }
            _ => Self::Elsewhere(text.into().into_boxed_str()),
        }
    }

    fn as_str(&self) -> &str {
        match self {
            // It was a text when it was kept.
            Self::Here { .. } => core::str::from_utf8(self.as_bytes()).unwrap_or(""),
            Self::Elsewhere(text) => text,
        }
    }

    fn into_string(self) -> String {
        match self {
            Self::Here { .. } => String::from(self.as_str()),
            Self::Elsewhere(text) => text.into_string(),
        }
    }
}

impl fmt::Debug for Short {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::{Keep as _, Short};

    #[test]
    fn texts_of_any_length_are_kept_as_they_are() {
        assert_eq!(size_of::<Short>(), 32);
        assert_eq!(Short::EMPTY.as_str(), "");
        let text = "0123456789é".repeat(30);
        for start in (0..=text.len()).filter_map(|end| text.get(..end)) {
            let kept = Short::keep(start);
            assert_eq!(kept.as_str(), start);
            assert_eq!(kept.as_bytes(), start.as_bytes());
            assert_eq!(kept.into_string(), start);
            let (first, second) = start.split_at(start.find('é').unwrap_or(start.len()));
            assert_eq!(Short::of_parts(&[first, "", second]).as_str(), start);
        }
    }
}
