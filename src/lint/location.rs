//! Lines and columns, for people and editors.

use alloc::vec::Vec;

/// The line and column of a byte.
///
/// # Examples
///
/// ```
/// use contact_schema::lint::{Location, Locator};
///
/// let mut locator = Locator::new("{\n  \"é\": 1}".as_bytes());
/// assert_eq!(locator.locate(8), Location { line: 2, column: 6 });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Location {
    /// The line, from 1.
    pub line: u64,
    /// The column, from 1, in Unicode code points. A byte that is not UTF-8 counts as one.
    pub column: u64,
}

impl Location {
    /// Returns the location after these bytes, the first of which is here. Numbers that a `u64`
    /// cannot hold become the largest.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::lint::Location;
    ///
    /// let start = Location { line: 3, column: 9 };
    /// assert_eq!(start.after("é".as_bytes()), Location { line: 3, column: 10 });
    /// assert_eq!(start.after(b"\n\n  "), Location { line: 5, column: 3 });
    /// ```
    #[must_use]
    pub fn after(self, bytes: &[u8]) -> Self {
        let (lines, column, line) = match memchr::memrchr(b'\n', bytes) {
            Some(feed) => {
                let (before, line) = bytes.split_at(feed + 1);
                (memchr::memchr_iter(b'\n', before).count() as u64, 1, line)
            }
            None => (0, self.column, bytes),
        };
        // Counts in a `u8`, over chunks that are too short to overflow it.
        let sum = |bytes: &[u8]| bytes.iter().map(|&byte| u8::from(byte & 0xC0 != 0x80)).sum::<u8>();
        let characters: u64 = line.chunks(u8::MAX.into()).map(|bytes| u64::from(sum(bytes))).sum();
        Self { line: self.line.saturating_add(lines), column: column.saturating_add(characters) }
    }
}

/// The distance in bytes between the locations that a [`Locator`] remembers.
const STEP: usize = 1 << 16;

/// Finds the locations of offsets. In ascending order, all of them together cost one pass over the
/// bytes. A step back costs at most 64 KiB.
///
/// # Examples
///
/// ```
/// use contact_schema::lint::Locator;
///
/// let text = "{\n  \"notify\": 1\n}";
/// let mut locator = Locator::new(text.as_bytes());
/// let lines: Vec<u64> = [0, 4, 14, text.len()].map(|offset| locator.locate(offset).line).into();
/// assert_eq!(lines, [1, 2, 2, 3]);
/// ```
#[derive(Clone, Debug)]
pub struct Locator<'a> {
    bytes: &'a [u8],
    offset: usize,
    location: Location,
    /// The locations of the multiples of `STEP` up to `offset`, from the first.
    passed: Vec<Location>,
}

impl<'a> Locator<'a> {
    /// Returns a locator for these bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::lint::{Location, Locator};
    ///
    /// assert_eq!(Locator::new(b"x").locate(0), Location { line: 1, column: 1 });
    /// ```
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, offset: 0, location: Location { line: 1, column: 1 }, passed: Vec::new() }
    }

    /// Returns the location of the byte at `offset`, or of the end.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::lint::{Location, Locator};
    ///
    /// let mut locator = Locator::new(b"a\nb");
    /// assert_eq!(locator.locate(2), Location { line: 2, column: 1 });
    /// assert_eq!(locator.locate(0), Location { line: 1, column: 1 });
    /// ```
    pub fn locate(&mut self, offset: usize) -> Location {
        let offset = offset.min(self.bytes.len());
        if offset < self.offset {
            let step = offset / STEP;
            self.offset = step * STEP;
            let passed = step.checked_sub(1).and_then(|index| self.passed.get(index));
            self.location = passed.copied().unwrap_or(Location { line: 1, column: 1 });
        }
        while self.offset < offset {
            if self.offset == (self.passed.len() + 1) * STEP {
                self.passed.push(self.location);
            }
            let end = offset.min((self.offset / STEP + 1) * STEP);
            self.location = self.location.after(self.bytes.get(self.offset..end).unwrap_or_default());
            self.offset = end;
        }
        self.location
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{Locator, STEP};

    #[test]
    fn back_and_forth_is_as_from_the_start() {
        let text: Vec<u8> = (0..4 * STEP).map(|i| if i % 100 == 99 { b'\n' } else { b'x' }).collect();
        let mut locator = Locator::new(&text);
        for offset in [0, 3 * STEP + 7, 5, 2 * STEP, 2 * STEP - 1, 4 * STEP, STEP, 4 * STEP + 9, 0] {
            assert_eq!(locator.locate(offset), Locator::new(&text).locate(offset), "{offset}");
        }
    }
}
