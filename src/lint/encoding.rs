//! Texts in UTF-16 and UTF-32, and their conversion to UTF-8.

use alloc::string::String;

/// An encoding of Unicode text other than UTF-8.
///
/// # Examples
///
/// ```
/// use contact_schema::lint::Encoding;
///
/// let text = b"\xFF\xFE{\0}\0";
/// let encoding = Encoding::of(text).unwrap();
/// assert_eq!(encoding.to_string(), "UTF-16LE");
/// assert_eq!(encoding.decode(text).as_deref(), Some("{}"));
/// assert_eq!(Encoding::of(b"{}"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-16, the low byte first.
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
    /// UTF-32, the lowest byte first.
    Utf32Le,
    /// UTF-32, the highest byte first.
    Utf32Be,
}

/// Byte order marks. A longer one comes before one that it starts with.
const MARKS: [(&[u8], Encoding); 4] = [
    (b"\xFF\xFE\0\0", Encoding::Utf32Le),
    (b"\0\0\xFE\xFF", Encoding::Utf32Be),
    (b"\xFF\xFE", Encoding::Utf16Le),
    (b"\xFE\xFF", Encoding::Utf16Be),
];

impl Encoding {
    /// Returns the encoding of a JSON text by its first bytes; `None` if it is probably UTF-8.
    #[must_use]
    pub fn of(text: &[u8]) -> Option<Self> {
        let marked = MARKS.iter().find(|(mark, _)| text.starts_with(mark)).map(|&(_, encoding)| encoding);
        // Without a mark, the first character shows the encoding, as in RFC 4627. White space needs a
        // second one: a zero after a blank line is no sign.
        let is_open = |byte| matches!(byte, b'{' | b'[');
        let is_space = |byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
        marked.or(match *text {
            [0, 0, 0, first, ..] if is_open(first) || is_space(first) => Some(Self::Utf32Be),
            [first, 0, 0, 0, ..] if is_open(first) || is_space(first) => Some(Self::Utf32Le),
            [0, first, ..] if is_open(first) => Some(Self::Utf16Be),
            [first, 0, ..] if is_open(first) => Some(Self::Utf16Le),
            [0, space, 0, next, ..] if is_space(space) && next != 0 => Some(Self::Utf16Be),
            [space, 0, next, 0, ..] if is_space(space) && next != 0 => Some(Self::Utf16Le),
            _ => None,
        })
    }

    /// Returns the name of the encoding of this text for `iconv -f`. Without a byte order mark, iconv
    /// needs the byte order. With a mark, it must not be given: iconv would keep the mark.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::lint::Encoding;
    ///
    /// for (text, name) in [(&b"\xFF\xFE{\0}\0"[..], "UTF-16"), (b"{\0}\0", "UTF-16LE")] {
    ///     assert_eq!(Encoding::of(text).unwrap().iconv_name(text), name);
    /// }
    /// ```
    #[must_use]
    pub fn iconv_name(self, text: &[u8]) -> &'static str {
        match (self, text) {
            (Self::Utf16Le | Self::Utf16Be, [0xFE | 0xFF, ..]) => "UTF-16",
            (Self::Utf32Le, [0xFF, ..]) | (Self::Utf32Be, [0, 0, 0xFE, ..]) => "UTF-32",
            _ => self.as_str(),
        }
    }

    /// Returns the text without its byte order mark; `None` if it is not valid in this encoding.
    #[must_use]
    pub fn decode(self, text: &[u8]) -> Option<String> {
        let decoded: String = match self {
            Self::Utf16Le | Self::Utf16Be => {
                let (pairs, rest) = text.as_chunks::<2>();
                let unit =
                    |&pair| if self == Self::Utf16Le { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) };
                rest.is_empty().then(|| char::decode_utf16(pairs.iter().map(unit)).collect::<Result<_, _>>())?.ok()?
            }
            Self::Utf32Le | Self::Utf32Be => {
                let (quads, rest) = text.as_chunks::<4>();
                let code =
                    |&quad| if self == Self::Utf32Le { u32::from_le_bytes(quad) } else { u32::from_be_bytes(quad) };
                rest.is_empty()
                    .then(|| quads.iter().map(|quad| char::from_u32(code(quad))).collect::<Option<_>>())??
            }
        };
        Some(match decoded.strip_prefix('\u{FEFF}') {
            Some(text) => text.into(),
            None => decoded,
        })
    }

    /// Returns the name of the encoding.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Utf32Le => "UTF-32LE",
            Self::Utf32Be => "UTF-32BE",
        }
    }
}

crate::std_traits::display_text!(Encoding);

#[cfg(test)]
mod tests {
    use super::Encoding;

    #[test]
    fn what_is_not_valid_is_not_converted() {
        assert_eq!(Encoding::Utf16Le.decode(b"{\0\0"), None);
        assert_eq!(Encoding::Utf16Be.decode(b"\xD8\0\0{"), None);
        assert_eq!(Encoding::Utf32Le.decode(b"\0\xD8\0\0"), None);
        assert_eq!(Encoding::Utf32Be.decode(b"\0\0\xFE\xFF\0\x01\xF6\0").as_deref(), Some("\u{1F600}"));
        assert_eq!(Encoding::Utf16Be.decode(b"\xFE\xFF\xD8\x3D\xDE\0").as_deref(), Some("\u{1F600}"));
    }
}
