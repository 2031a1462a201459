//! Escapes text from a document before it is shown to a person.
//!
//! # Examples
//!
//! ```
//! use contact_schema::escape::{Escaped, is_unsafe};
//!
//! let name = "Ada\u{202e}\n";
//! let shown = Escaped(name).to_string();
//! assert!(name.contains(is_unsafe) && !shown.contains(is_unsafe));
//! ```

use core::fmt::{self, Write as _};

/// The invisible characters beyond ASCII, as ranges in ascending order. Unicode 16.0:
///
/// - control characters (`Cc`)
/// - characters that a program without support for them does not show
///   (`Default_Ignorable_Code_Point`)
/// - other format characters (`Cf`), except those that enclose a number and so are visible
///   (`Prepended_Concatenation_Mark`)
/// - separators of lines and paragraphs (`Zl`, `Zp`)
/// - blanks, of which Unicode has no list: U+2800, U+13441, U+13442, U+16FE4 and U+1D159
///
/// A test compares them with the crate `regex`.
const INVISIBLE: [(char, char); 23] = [
    ('\u{80}', '\u{9F}'),
    ('\u{AD}', '\u{AD}'),
    ('\u{34F}', '\u{34F}'),
    ('\u{61C}', '\u{61C}'),
    ('\u{115F}', '\u{1160}'),
    ('\u{17B4}', '\u{17B5}'),
    ('\u{180B}', '\u{180F}'),
    ('\u{200B}', '\u{200F}'),
    ('\u{2028}', '\u{202E}'),
    ('\u{2060}', '\u{206F}'),
    ('\u{2800}', '\u{2800}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{FE00}', '\u{FE0F}'),
    ('\u{FEFF}', '\u{FEFF}'),
    ('\u{FFA0}', '\u{FFA0}'),
    ('\u{FFF0}', '\u{FFFB}'),
    ('\u{13430}', '\u{1343F}'),
    ('\u{13441}', '\u{13442}'),
    ('\u{16FE4}', '\u{16FE4}'),
    ('\u{1BCA0}', '\u{1BCA3}'),
    ('\u{1D159}', '\u{1D159}'),
    ('\u{1D173}', '\u{1D17A}'),
    ('\u{E0000}', '\u{E0FFF}'),
];

/// Returns whether `c` must not reach a terminal or a log unescaped: control characters, invisible
/// characters, and those that change the direction or the look of the text around them
/// (CVE-2021-42574). Spaces are safe.
///
/// # Examples
///
/// ```
/// use contact_schema::escape::is_unsafe;
///
/// assert!(is_unsafe('\x1b') && is_unsafe('\u{202e}') && is_unsafe('\u{3164}'));
/// assert!(!is_unsafe('é') && !is_unsafe('\u{3000}'));
/// ```
#[must_use]
pub fn is_unsafe(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    if LETTERS.iter().any(|letters| letters.contains(&c)) {
        return false;
    }
    let after = INVISIBLE.partition_point(|&(first, _)| first <= c);
    INVISIBLE.get(after.wrapping_sub(1)).is_some_and(|&(_, last)| c <= last)
}

/// Most letters of Latin, Greek, Cyrillic, Hebrew, Arabic, Chinese and Korean: none is in the table.
const LETTERS: [core::ops::RangeInclusive<char>; 3] =
    ['\u{C0}'..='\u{34E}', '\u{370}'..='\u{61B}', '\u{3400}'..='\u{D7FF}'];

/// Returns whether a text has an [unsafe](is_unsafe) character, as `text.contains(is_unsafe)` does,
/// in a fraction of its time.
///
/// # Examples
///
/// ```
/// use contact_schema::escape::has_unsafe;
///
/// assert!(has_unsafe("Ada\u{202e}") && !has_unsafe("José 名前"));
/// ```
#[must_use]
pub fn has_unsafe(text: &str) -> bool {
    let is_unsafe_at = |at| text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(is_unsafe);
    let bytes = text.as_bytes();
    // In WebAssembly, size matters more.
    let last = if cfg!(target_family = "wasm") { None } else { bytes.last_chunk::<BLOCK>() };
    let Some(last) = last else { return text.contains(is_unsafe) };
    // The last block may overlap the one before.
    let starts = (0..bytes.len() - BLOCK).step_by(BLOCK - 1);
    let blocks = starts.filter_map(|start| Some((start, bytes.get(start..)?.first_chunk()?)));
    blocks
        .chain([(bytes.len() - BLOCK, last)])
        .any(|(start, block)| may_have_unsafe(block) && (start..start + BLOCK).any(is_unsafe_at))
}

/// The number of bytes that [`may_have_unsafe`] tests at a time.
const BLOCK: usize = 17;

/// Returns whether an unsafe character may start in a block. In most texts, none does.
fn may_have_unsafe(block: &[u8; BLOCK]) -> bool {
    let is_control = |byte: u8| (byte < 0x20) | (byte == 0x7F);
    // Without branches, so that the compiler tests all pairs of bytes at once.
    let starts = block.iter().zip(block.iter().skip(1)).fold(false, |any, (&byte, &next)| {
        // U+061C is the only one that starts with 0xD8, U+3164 the only one with 0xE3.
        let (arabic, kana) = ((byte == 0xD8) & (next == 0x9C), (byte == 0xE3) & (next == 0x85));
        let others = (byte == 0xC2) | (byte == 0xCD) | (byte == 0xE1) | (byte == 0xE2) | (byte >= 0xEF);
        any | is_control(byte) | arabic | kana | others
    });
    starts || block.last().copied().is_some_and(is_control)
}

/// Shows a text with every [unsafe](is_unsafe) character written as `\u{…}`, and the second of two
/// `#` too: CI systems execute log text such as `##[error]` or `##vso[…]` as a command, anywhere in
/// a line.
///
/// # Examples
///
/// ```
/// use contact_schema::escape::Escaped;
///
/// assert_eq!(Escaped("a\x1b[2J").to_string(), r"a\u{1b}[2J");
/// assert_eq!(Escaped("##[error]").to_string(), r"#\u{23}[error]");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Escaped<'a>(pub &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !has_unsafe(self.0) && !self.0.contains("##") {
            return f.write_str(self.0);
        }
        let mut previous = ' ';
        self.0.chars().try_for_each(|c| {
            let is_escaped = is_unsafe(c) || c == '#' && previous == '#';
            previous = c;
            write_char(c, is_escaped, f)
        })
    }
}

/// Shows one character between backticks. Backticks are written as `\u{…}` too, and so are spaces
/// other than U+0020, because they look alike.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EscapedChar(pub(crate) char);

impl fmt::Display for EscapedChar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let c = self.0;
        write_char(c, is_unsafe(c) || c == '`' || c != ' ' && c.is_whitespace(), f)
    }
}

fn write_char(c: char, is_escaped: bool, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if is_escaped { write!(f, "\\u{{{:x}}}", u32::from(c)) } else { f.write_char(c) }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString as _;

    use regex::Regex;

    use super::{EscapedChar, has_unsafe, is_unsafe};

    const BLANKS: [char; 5] = ['\u{2800}', '\u{13441}', '\u{13442}', '\u{16FE4}', '\u{1D159}'];

    /// `regex` has the data of Unicode 16.0.
    #[test]
    fn unsafe_characters_are_those_of_unicode() {
        let visible = r"\p{Prepended_Concatenation_Mark}";
        let class = format!(r"[\p{{Cc}}\p{{Cf}}\p{{Zl}}\p{{Zp}}\p{{Default_Ignorable_Code_Point}}--{visible}]");
        let class = Regex::new(&class).unwrap();
        let mut buffer = [0; 4];
        for c in '\0'..=char::MAX {
            let expected = class.is_match(c.encode_utf8(&mut buffer)) || BLANKS.contains(&c);
            assert_eq!(is_unsafe(c), expected, "{c:?}");
            for before in ["", "名", "0123456789012345678901234567890"] {
                for after in ["", "é"] {
                    assert_eq!(has_unsafe(&format!("{before}{c}{after}")), expected, "{before}{c:?}{after}");
                }
            }
        }
        for c in ['\u{34F}', '\u{3164}', '\u{FE0F}', '\u{E0101}', '\u{2800}', '\u{1D173}'] {
            assert!(is_unsafe(c), "{c:?}");
        }
    }

    #[test]
    fn one_space_is_shown_as_it_is() {
        for (c, shown) in [
            (' ', " "),
            ('\u{A0}', "\\u{a0}"),
            ('\u{3000}', "\\u{3000}"),
            ('\t', "\\u{9}"),
            ('`', "\\u{60}"),
            ('é', "é"),
        ] {
            assert_eq!(EscapedChar(c).to_string(), shown);
        }
        for c in ('\0'..=char::MAX).filter(|c| c.is_whitespace() && *c != ' ') {
            assert!(EscapedChar(c).to_string().starts_with("\\u{"), "{c:?}");
        }
    }
}
