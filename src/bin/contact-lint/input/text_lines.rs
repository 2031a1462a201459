//! Lines of text from people or programs: tasks and summaries.

use std::io::{self, BufRead, BufReader, Read};

/// Reads numbered lines of bounded length, and skips blank ones.
pub(crate) struct TextLines<R> {
    reader: R,
    /// The length in bytes from which a line is too long.
    max: u64,
    line: String,
    number: u64,
}

impl<R: BufRead> TextLines<R> {
    pub(crate) const fn new(reader: R, max: u64) -> Self {
        Self { reader, max, line: String::new(), number: 0 }
    }

    /// Returns the next line that is not blank; `None` at the end.
    ///
    /// # Errors
    ///
    /// Errors of the reader, text that is not UTF-8, and a line that is too long.
    pub(crate) fn next(&mut self) -> io::Result<Option<&str>> {
        loop {
            self.line.clear();
            self.number += 1;
            match self.reader.by_ref().take(self.max).read_line(&mut self.line)? {
                0 => return Ok(None),
                count if count as u64 == self.max => {
                    return Err(too_long(self.max));
                }
                _ if self.line.trim().is_empty() => {}
                _ => return Ok(Some(&self.line)),
            }
        }
    }

    /// Returns a reader of the next line that is not blank; `None` at the end. The line is not kept
    /// in memory. Read it to its end before the next.
    ///
    /// # Errors
    ///
    /// Errors of the reader. The returned reader returns an error for a line that is too long.
    pub(crate) fn next_reader(&mut self) -> io::Result<Option<impl Read>> {
        self.number += 1;
        loop {
            let bytes = self.reader.fill_buf()?;
            let blank = bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            if bytes.is_empty() {
                return Ok(None);
            }
            let is_over = blank < bytes.len();
            self.number += memchr::memchr_iter(b'\n', bytes.get(..blank).unwrap_or_default()).count() as u64;
            self.reader.consume(blank);
            if is_over {
                let line = Line { reader: &mut self.reader, left: self.max, max: self.max, is_over: false };
                return Ok(Some(BufReader::new(line)));
            }
        }
    }

    /// Returns the number of the last line, from 1.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }
}

/// Reads a line, and nothing after its line feed.
struct Line<'a, R> {
    reader: &'a mut R,
    left: u64,
    max: u64,
    is_over: bool,
}

impl<R: BufRead> Read for Line<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.is_over {
            return Ok(0);
        }
        let bytes = self.reader.fill_buf()?;
        let bytes = bytes.get(..buffer.len()).unwrap_or(bytes);
        let feed = memchr::memchr(b'\n', bytes);
        let count = feed.unwrap_or(bytes.len());
        self.is_over = bytes.is_empty() || feed.is_some();
        self.left = self.left.saturating_sub(count as u64);
        if self.left == 0 {
            return Err(too_long(self.max));
        }
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), bytes.get(..count)) {
            to.copy_from_slice(from);
        }
        self.reader.consume(count + usize::from(feed.is_some()));
        Ok(count)
    }
}

fn too_long(max: u64) -> io::Error {
    io::Error::other(format!("expected a line of fewer than {max} bytes, found a longer one"))
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::TextLines;

    #[test]
    fn lines_are_numbered_and_have_a_limit() {
        let mut lines = TextLines::new(&b"one\n\n \r\ntwo\nseven77\neight888\n"[..], 9);
        for (number, line) in [(1, "one\n"), (4, "two\n"), (5, "seven77\n")] {
            assert_eq!(lines.next().unwrap(), Some(line));
            assert_eq!(lines.number(), number);
        }
        assert!(lines.next().is_err());
        assert!(TextLines::new(&b"\xFF\n"[..], 9).next().is_err());
        assert_eq!(TextLines::new(&b"\n"[..], 9).next().unwrap(), None);
    }

    #[test]
    fn readers_of_lines_end_with_them() {
        let mut lines = TextLines::new(&b"one\n\n \r\n two\nseven77\neight888\n"[..], 8);
        for (number, expected) in [(1, "one"), (4, "two"), (5, "seven77")] {
            let mut line = String::new();
            lines.next_reader().unwrap().unwrap().read_to_string(&mut line).unwrap();
            assert_eq!((lines.number(), line.as_str()), (number, expected));
        }
        assert!(lines.next_reader().unwrap().unwrap().read_to_end(&mut Vec::new()).is_err());
        assert!(TextLines::new(&b"\n \n"[..], 9).next_reader().unwrap().is_none());
    }
}
