//! Lines of text that people or programs hand over: tasks, and summaries.

use std::io::{self, BufRead, Read};

/// The lines of a text, numbered, each of bounded length. Blank ones are passed over.
pub(crate) struct TextLines<R> {
    reader: R,
    /// How many bytes a line may have.
    max: u64,
    line: String,
    number: u64,
}

impl<R: BufRead> TextLines<R> {
    pub(crate) const fn new(reader: R, max: u64) -> Self {
        Self { reader, max, line: String::new(), number: 0 }
    }

    /// The next line that is not blank; `None` at the end.
    ///
    /// # Errors
    ///
    /// What the reader returns, text that is not UTF-8, and a line that is too long.
    pub(crate) fn next(&mut self) -> io::Result<Option<&str>> {
        loop {
            self.line.clear();
            self.number += 1;
            match self.reader.by_ref().take(self.max).read_line(&mut self.line)? {
                0 => return Ok(None),
                count if count as u64 == self.max => {
                    let message = format!("expected a line of fewer than {} bytes, found a longer one", self.max);
                    return Err(io::Error::other(message));
                }
                _ if self.line.trim().is_empty() => {}
                _ => return Ok(Some(&self.line)),
            }
        }
    }

    /// The number of the line that was asked for last, from 1.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }
}

#[cfg(test)]
mod tests {
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
}
