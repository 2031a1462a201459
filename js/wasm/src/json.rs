//! Writes JSON.

use std::io::Write as _;

/// Appends JSON to a buffer. The caller writes the brackets and commas as they come.
pub(crate) trait Json {
    /// Appends JSON text as it is.
    fn raw(&mut self, text: &str);
    /// Appends a number.
    fn number(&mut self, number: u64);
    /// Appends a string with its quotes.
    fn string(&mut self, text: &str);
}

// One copy of each function, not one for each call: the module has a size limit.
impl Json for Vec<u8> {
    #[inline(never)]
    fn raw(&mut self, text: &str) {
        self.extend_from_slice(text.as_bytes());
    }

    #[inline(never)]
    fn number(&mut self, number: u64) {
        // Writing to a `Vec` cannot fail.
        let _ = write!(self, "{number}");
    }

    #[inline(never)]
    fn string(&mut self, text: &str) {
        self.push(b'"');
        for &byte in text.as_bytes() {
            match byte {
                b'"' | b'\\' => self.extend_from_slice(&[b'\\', byte]),
                0..0x20 => {
                    let _ = write!(self, "\\u{byte:04x}");
                }
                _ => self.push(byte),
            }
        }
        self.push(b'"');
    }
}

#[cfg(test)]
mod tests {
    use super::Json as _;

    #[test]
    fn strings_are_escaped() {
        let mut out = Vec::new();
        out.string("a\"\\\n\u{1}é😀");
        assert_eq!(String::from_utf8(out).as_deref(), Ok(r#""a\"\\\u000a\u0001é😀""#));
    }
}
