//! Converts texts in UTF-16 and UTF-32 to UTF-8 while they are read.

use std::io::{self, Cursor, ErrorKind, Read};

use contact_schema::lint::Encoding;

use super::peek::peek;

/// How many bytes are read at a time.
const BLOCK: usize = 1 << 16;

/// The number of bytes at the start that identify the encoding.
const LONGEST_SIGN: usize = 4;

/// Returns a reader of the text in UTF-8, and the encoding of the input; `None` if nothing is
/// converted.
///
/// # Errors
///
/// Errors of the reader.
pub(crate) fn in_utf8<R: Read + Send + 'static>(reader: R) -> io::Result<(Box<dyn Read + Send>, Option<Encoding>)> {
    let needs_more = |start: &[u8]| start.len() < LONGEST_SIGN && may_be_encoded(start);
    let (encoding, reader) = peek(reader, needs_more, Encoding::of)?;
    Ok(match encoding {
        None => (Box::new(reader), None),
        Some(encoding) => (Box::new(Converted::new(reader, encoding)), Some(encoding)),
    })
}

/// Whether more bytes may show that a text with this start is in UTF-16 or UTF-32.
fn may_be_encoded(start: &[u8]) -> bool {
    match start {
        [] | [0 | 0xFE | 0xFF | b'{' | b'[' | b' ' | b'\n' | b'\r' | b'\t'] => true,
        [first, second, ..] => *second == 0 || matches!((first, second), (0, _) | (0xFE, 0xFF) | (0xFF, 0xFE)),
        _ => false,
    }
}

/// A reader that converts to UTF-8.
struct Converted<R> {
    reader: R,
    encoding: Encoding,
    /// A byte order mark, then bytes that are not converted yet. The mark is added here, because
    /// `decode` drops one mark at the start.
    pending: Vec<u8>,
    text: Cursor<String>,
}

impl<R: Read> Converted<R> {
    fn new(reader: R, encoding: Encoding) -> Self {
        Self { reader, encoding, pending: Vec::new(), text: Cursor::default() }
    }

    /// Returns the byte order mark.
    fn mark(&self) -> &'static [u8] {
        match self.encoding {
            Encoding::Utf16Le => b"\xFF\xFE",
            Encoding::Utf16Be => b"\xFE\xFF",
            Encoding::Utf32Le => b"\xFF\xFE\0\0",
            Encoding::Utf32Be => b"\0\0\xFE\xFF",
        }
    }

    /// Returns the length in bytes of the whole characters in `pending`.
    fn whole(&self) -> usize {
        let unit = self.mark().len();
        let whole = self.pending.len() / unit * unit;
        // The high byte of the last unit. D8 to DB: the first half of a surrogate pair.
        let high = match (self.encoding, self.pending.get(..whole)) {
            (Encoding::Utf16Le, Some([.., high])) => *high,
            (Encoding::Utf16Be, Some([.., high, _])) => *high,
            _ => 0,
        };
        if matches!(high, 0xD8..=0xDB) { whole - unit } else { whole }
    }

    /// Reads and converts more. Returns false at the end.
    fn next(&mut self) -> io::Result<bool> {
        let mut block = vec![0; BLOCK];
        let count = self.reader.read(&mut block)?;
        self.pending.extend_from_slice(block.get(..count).unwrap_or_default());
        let whole = if count == 0 { self.pending.len() } else { self.whole() };
        let rest = self.pending.split_off(whole);
        let wrong = || io::Error::new(ErrorKind::InvalidData, format!("expected {}, found other bytes", self.encoding));
        self.text = Cursor::new(self.encoding.decode(&self.pending).ok_or_else(wrong)?);
        self.pending = if whole > 0 || count == 0 { [self.mark(), &rest].concat() } else { rest };
        Ok(count > 0)
    }
}

impl<R: Read> Read for Converted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.text.read(buffer)?;
            if count > 0 || buffer.is_empty() || !self.next()? {
                return Ok(count);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Result};

    use contact_schema::lint::Encoding;

    use super::in_utf8;

    /// Reads a few bytes at a time.
    struct Few(Vec<u8>, usize);

    impl Read for Few {
        fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
            let count = buffer.len().min(self.1).min(self.0.len());
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0.drain(..count);
            Ok(count)
        }
    }

    fn converted(text: &[u8], few: usize) -> Result<(String, Option<Encoding>)> {
        let (mut reader, encoding) = in_utf8(Few(text.to_vec(), few))?;
        let mut read = String::new();
        reader.read_to_string(&mut read)?;
        Ok((read, encoding))
    }

    #[test]
    fn parts_are_converted_as_the_whole() {
        let text = "{\"a\":\"é😀\u{FEFF}\u{10FFFF}\"}\n[]\n";
        let units = |big: bool| move |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        let quads =
            |big: bool| move |c: char| if big { u32::from(c).to_be_bytes() } else { u32::from(c).to_le_bytes() };
        for mark in ["", "\u{FEFF}"] {
            let marked = format!("{mark}{text}");
            for (bytes, encoding) in [
                (marked.encode_utf16().flat_map(units(false)).collect::<Vec<_>>(), Encoding::Utf16Le),
                (marked.encode_utf16().flat_map(units(true)).collect(), Encoding::Utf16Be),
                (marked.chars().flat_map(quads(false)).collect(), Encoding::Utf32Le),
                (marked.chars().flat_map(quads(true)).collect(), Encoding::Utf32Be),
            ] {
                for few in [1, 2, 3, 5, 7, 1000] {
                    assert_eq!(converted(&bytes, few).unwrap(), (text.to_owned(), Some(encoding)), "{few}");
                }
                assert!(converted(&bytes[..bytes.len() - 1], 3).is_err(), "cut");
            }
        }
        for text in ["", "{", "{}\n", "[]", "\u{FEFF}{}", "x"] {
            assert_eq!(converted(text.as_bytes(), 1).unwrap(), (text.to_owned(), None));
        }
    }
}
