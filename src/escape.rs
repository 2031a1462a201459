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

/// Returns whether `c` must not reach a terminal or a log unescaped: control characters, and
/// invisible characters that change the direction or the look of the text around them
/// (CVE-2021-42574).
///
/// # Examples
///
/// ```
/// use contact_schema::escape::is_unsafe;
///
/// assert!(is_unsafe('\x1b') && is_unsafe('\u{202e}'));
/// assert!(!is_unsafe('é'));
/// ```
#[must_use]
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Shows a text with every [unsafe](is_unsafe) character written as `\u{…}`.
///
/// # Examples
///
/// ```
/// assert_eq!(contact_schema::escape::Escaped("a\x1b[2J").to_string(), r"a\u{1b}[2J");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Escaped<'a>(pub &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            if is_unsafe(c) {
                write!(f, "\\u{{{:x}}}", u32::from(c))?;
            } else {
                f.write_char(c)?;
            }
        }
        Ok(())
    }
}
