//! Parts of NDJSON: the records whose first byte is in a range of bytes.
//!
//! The last record may end after the range, and the first may start after the start of the range.
//! So ranges without gaps and overlaps contain each record exactly once, at any boundaries.

use std::fmt;
use std::io::{self, Cursor, ErrorKind, Read};
use std::str::FromStr;

/// The number of bytes read at a time to find the first record.
const BLOCK: usize = 1 << 16;

/// A range of the bytes of an input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ByteRange {
    pub(crate) start: u64,
    /// The offset after the last byte; `None` is the end of the input.
    pub(crate) end: Option<u64>,
}

impl FromStr for ByteRange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some((start, end)) = text.split_once(':') else {
            return Err(String::from("expected START:END, found no `:`"));
        };
        let wrong = || String::from("expected a number of bytes before and after the `:`, or nothing");
        let number = |text| digits(text).ok_or_else(wrong);
        let start = if start.is_empty() { 0 } else { number(start)? };
        let end = if end.is_empty() { None } else { Some(number(end)?) };
        match end {
            Some(end) if end < start => Err(String::from("expected a range that does not end before it starts")),
            _ => Ok(Self { start, end }),
        }
    }
}

impl fmt::Display for ByteRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.end {
            Some(end) => write!(f, "{}:{end}", self.start),
            None => write!(f, "{}:", self.start),
        }
    }
}

/// Returns the number that a text of digits alone is. `parse` accepts a plus sign too.
pub(crate) fn digits<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Reads only the records of a range.
pub(crate) struct Records<R> {
    reader: R,
    /// Bytes that were read with the line before the first record.
    rest: Cursor<Vec<u8>>,
    /// The offset in the input of the next byte to return.
    position: u64,
    end: Option<u64>,
    /// The length of the whole input in bytes, if known.
    size: Option<u64>,
    is_done: bool,
}

impl<R: Read> Records<R> {
    /// Returns the records of `range` in an input of `size` bytes. The reader starts at the byte
    /// `position`: the first of the input, or one before the range.
    ///
    /// # Errors
    ///
    /// Errors of the reader, and a reader that ends before the input does.
    pub(crate) fn new(reader: R, position: u64, range: ByteRange, size: Option<u64>) -> io::Result<Self> {
        let mut records = Self {
            reader,
            rest: Cursor::default(),
            position,
            end: range.end,
            size,
            is_done: range.end.is_some_and(|end| end <= range.start),
        };
        if records.is_done {
            records.position = range.start;
        } else {
            records.find_first(range.start)?;
        }
        Ok(records)
    }

    /// Returns the offset of the first record, if nothing was read yet.
    pub(crate) fn position(&self) -> u64 {
        self.position
    }

    /// Skips the line that contains the byte before `start`.
    fn find_first(&mut self, start: u64) -> io::Result<()> {
        let Some(before) = start.checked_sub(1) else { return Ok(()) };
        let mut buffer = vec![0; BLOCK];
        loop {
            // There is no line feed in the range, so no record starts in it.
            if self.end.is_some_and(|end| self.position >= end.max(1) - 1) {
                self.is_done = true;
                self.position = self.position.max(self.end.unwrap_or_default());
                return Ok(());
            }
            let count = match self.reader.read(&mut buffer) {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                read => read?,
            };
            if count == 0 {
                self.is_done = true;
                return self.check_size();
            }
            let new = buffer.get(..count).unwrap_or_default();
            let from = usize::try_from(before.saturating_sub(self.position)).unwrap_or(count).min(count);
            if let Some(feed) = memchr::memchr(b'\n', new.get(from..).unwrap_or_default()) {
                let first = from + feed + 1;
                self.advance(first)?;
                self.rest = Cursor::new(new.get(first..).unwrap_or_default().to_vec());
                self.is_done = self.end.is_some_and(|end| self.position >= end);
                return Ok(());
            }
            self.advance(count)?;
        }
    }

    /// Advances the offset of the next byte.
    fn advance(&mut self, count: usize) -> io::Result<()> {
        let end = self.position.checked_add(count as u64);
        self.position = end.ok_or_else(|| io::Error::other("expected an input of less than 2^64 bytes"))?;
        Ok(())
    }

    /// Checks that the input ends where the reader does.
    fn check_size(&self) -> io::Result<()> {
        match self.size {
            Some(size) if self.position < size => Err(io::Error::new(
                ErrorKind::UnexpectedEof,
                format!("expected {size} bytes, found the end after {}", self.position),
            )),
            _ => Ok(()),
        }
    }
}

impl<R: Read> Read for Records<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.is_done || buffer.is_empty() {
            return Ok(0);
        }
        let mut count = self.rest.read(buffer)?;
        if count == 0 {
            count = self.reader.read(buffer)?;
        }
        if count == 0 {
            self.is_done = true;
            self.check_size()?;
            return match (self.size, self.end) {
                (None, Some(end)) if self.position >= end => Err(io::Error::other(
                    "cannot tell whether the last record is whole: read on to its line feed, or pass --input-size",
                )),
                _ => Ok(0),
            };
        }
        // Stop after the line that contains the last byte of the range.
        if let Some(last) = self.end.and_then(|end| end.checked_sub(1))
            && self.position.saturating_add(count as u64) > last
        {
            let from = usize::try_from(last.saturating_sub(self.position)).unwrap_or(count);
            if let Some(feed) = memchr::memchr(b'\n', buffer.get(from..count).unwrap_or_default()) {
                count = from + feed + 1;
                self.is_done = true;
            }
        }
        self.advance(count)?;
        match self.size {
            Some(size) if self.position > size => {
                Err(io::Error::other(format!("the input has grown: expected {size} bytes, found more")))
            }
            _ => Ok(count),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use proptest::prelude::*;

    use super::{ByteRange, Records};

    #[test]
    fn ranges_as_they_are_written() {
        for (text, range) in [
            ("0:10", Some((0, Some(10)))),
            (":10", Some((0, Some(10)))),
            ("7:", Some((7, None))),
            (":", Some((0, None))),
            ("5:5", Some((5, Some(5)))),
            ("18446744073709551615:", Some((u64::MAX, None))),
            ("10", None),
            ("9:8", None),
            ("+1:2", None),
            ("-1:2", None),
            ("1: 2", None),
            ("1:2:3", None),
            ("18446744073709551616:", None),
        ] {
            let parsed = text.parse::<ByteRange>().ok().map(|range| (range.start, range.end));
            assert_eq!(parsed, range, "{text}");
        }
    }

    /// Reads a range, with a reader that starts at the start of the input or at the byte before the
    /// range.
    fn records(input: &[u8], range: ByteRange, size: Option<u64>, from_start: bool) -> std::io::Result<Vec<u8>> {
        let position = if from_start { 0 } else { range.start.saturating_sub(1).min(input.len() as u64) };
        let mut read = Vec::new();
        Records::new(&input[position as usize..], position, range, size)?.read_to_end(&mut read)?;
        Ok(read)
    }

    #[test]
    fn a_record_belongs_to_the_range_that_has_its_first_byte() {
        let input = b"ab\n\ncde\nf";
        for (range, expected) in [
            ("0:0", &b""[..]),
            ("0:1", b"ab\n"),
            ("0:3", b"ab\n"),
            ("0:4", b"ab\n\n"),
            ("1:3", b""),
            ("1:4", b"\n"),
            ("3:4", b"\n"),
            ("4:5", b"cde\n"),
            ("5:8", b""),
            ("5:9", b"f"),
            ("8:9", b"f"),
            ("9:9", b""),
            ("4:", b"cde\nf"),
        ] {
            for (size, from_start) in [(Some(9), false), (Some(9), true)] {
                assert_eq!(records(input, range.parse().unwrap(), size, from_start).unwrap(), expected, "{range}");
            }
        }
    }

    #[test]
    fn what_ends_too_early_or_grows_is_an_error() {
        let read = |input: &[u8], range: &str, size| records(input, range.parse().unwrap(), size, true);
        assert!(read(b"ab\ncd", "0:4", Some(6)).is_err(), "cut in its last record");
        assert!(read(b"ab", "4:6", Some(6)).is_err(), "cut before a record was found");
        assert!(read(b"ab\ncdef", "0:5", Some(5)).is_err(), "grown");
        assert!(read(b"ab\ncd", "0:4", None).is_err(), "the record may go on");
        assert!(read(b"ab\ncd\n", "0:4", None).is_ok());
        assert!(read(b"ab\ncd", "0:9", None).is_ok(), "the end of the input is in the range");
        assert!(read(b"ab\ncd", "0:", None).is_ok());
    }

    proptest! {
        #[test]
        fn any_cuts_have_each_record_once(
            lines in prop::collection::vec("[a-z]{0,5}", 0..12), feed in any::<bool>(), cuts in prop::collection::vec(0_u64..80, 0..8)
        ) {
            let mut input = lines.join("\n");
            if feed {
                input.push('\n');
            }
            let size = input.len() as u64;
            let mut cuts: Vec<u64> = cuts.into_iter().map(|cut| cut.min(size)).chain([0, size]).collect();
            cuts.sort_unstable();
            let mut read = Vec::new();
            for pair in cuts.windows(2) {
                let range = ByteRange { start: pair[0], end: Some(pair[1]) };
                read.extend(records(input.as_bytes(), range, Some(size), false).unwrap());
            }
            prop_assert_eq!(read, input.as_bytes());
        }
    }
}
