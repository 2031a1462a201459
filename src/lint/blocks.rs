//! NDJSON of any size in bounded memory: blocks of whole lines from a reader.

use alloc::vec::Vec;
use std::io::{ErrorKind, Read, Result};

/// How much is read at a time.
const BLOCK: usize = 1 << 20;

/// Reads lines in blocks: each holds whole lines only, and the last may lack its line feed.
///
/// Plain reads into one buffer that is used again; a block ends where a read did, so that lines from a slow pipe are not
/// held back. A line that does not fit makes the buffer grow, up to a limit; of a line beyond it only the length is kept.
///
/// # Examples
///
/// ```
/// use contact_schema::lint::Blocks;
///
/// let mut blocks = Blocks::new(&b"{}\n{}\n{}"[..], 1 << 20);
/// let mut lines = 0;
/// while let Some(block) = blocks.next()? {
///     lines += block.bytes.split_inclusive(|&byte| byte == b'\n').count();
/// }
/// assert_eq!(lines, 3);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Blocks<R> {
    reader: R,
    /// The bytes read; those past `filled` are room.
    buffer: Vec<u8>,
    filled: usize,
    /// How many of them were handed out.
    used: usize,
    /// Where in the input the buffer starts.
    offset: u64,
    max_line: usize,
}

/// Some whole lines of an input.
///
/// # Examples
///
/// ```
/// use contact_schema::lint::{Block, Blocks};
///
/// let mut blocks = Blocks::new(&b"{}\n[]\n"[..], 1 << 20);
/// assert_eq!(blocks.next()?, Some(Block { bytes: b"{}\n[]\n", offset: 0, too_long: None }));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block<'a> {
    /// The lines. Empty where `too_long` says why.
    pub bytes: &'a [u8],
    /// Where in the input they start, in bytes.
    pub offset: u64,
    /// The length in bytes, without its line feed, of the one line of this block, which is too long to be kept.
    pub too_long: Option<u64>,
}

impl<R: Read> Blocks<R> {
    /// Blocks of `reader`. A line of more than `max_line` bytes that does not fit the buffer (1 MiB) is not kept.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::lint::Blocks;
    ///
    /// let long = "x".repeat(5 << 20);
    /// let mut blocks = Blocks::new(long.as_bytes(), 1 << 20);
    /// assert_eq!(blocks.next()?.and_then(|block| block.too_long), Some(5 << 20));
    /// assert_eq!(blocks.next()?, None);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub const fn new(reader: R, max_line: usize) -> Self {
        Self { reader, buffer: Vec::new(), filled: 0, used: 0, offset: 0, max_line }
    }

    /// The next block, `None` after the last.
    ///
    /// # Errors
    ///
    /// What the reader returns, except that an interrupted read is tried again.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut blocks = contact_schema::lint::Blocks::new(&b"{}\n{}"[..], 1 << 20);
    /// assert_eq!(blocks.next()?.map(|block| block.bytes), Some(&b"{}\n"[..]));
    /// // Only now is it known that the last line has no line feed.
    /// assert_eq!(blocks.next()?.map(|block| block.offset), Some(3));
    /// assert_eq!(blocks.next()?, None);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[expect(clippy::should_implement_trait, reason = "a block borrows the buffer, which no `Iterator` can say")]
    pub fn next(&mut self) -> Result<Option<Block<'_>>> {
        // What the last block left over goes first. It has a line feed only after a line that was too long.
        self.buffer.copy_within(self.used..self.filled, 0);
        self.offset += self.used as u64;
        self.filled -= self.used;
        self.used = 0;
        let left = self.buffer.get(..self.filled).unwrap_or_default();
        if let Some(last) = left.iter().rposition(|&byte| byte == b'\n') {
            return Ok(Some(self.hand_out(last + 1)));
        }
        loop {
            let before = self.filled;
            if self.fill()? == 0 {
                return Ok((self.filled > 0).then(|| self.hand_out(self.filled)));
            }
            let new = self.buffer.get(before..self.filled).unwrap_or_default();
            if let Some(last) = new.iter().rposition(|&byte| byte == b'\n') {
                return Ok(Some(self.hand_out(before + last + 1)));
            }
            if self.filled > self.max_line && self.filled >= BLOCK {
                return self.skip_line().map(Some);
            }
        }
    }

    /// Reads once into the room after what is filled, of which there is always some.
    fn fill(&mut self) -> Result<usize> {
        if self.buffer.len() - self.filled < BLOCK / 2 {
            let length = (self.buffer.len() * 2).max(BLOCK).min(self.filled.saturating_add(self.max_line.max(BLOCK)));
            self.buffer.resize(length, 0);
        }
        let room = self.buffer.get_mut(self.filled..).unwrap_or_default();
        let count = loop {
            match self.reader.read(room) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                result => break result?,
            }
        };
        self.filled += count;
        Ok(count)
    }

    fn hand_out(&mut self, end: usize) -> Block<'_> {
        self.used = end;
        Block { bytes: self.buffer.get(..end).unwrap_or_default(), offset: self.offset, too_long: None }
    }

    /// Drops the line that fills the buffer, up to and with its line feed, and counts it.
    fn skip_line(&mut self) -> Result<Block<'_>> {
        let offset = self.offset;
        let mut length = 0;
        loop {
            length += self.filled as u64;
            self.offset += self.filled as u64;
            self.filled = 0;
            if self.fill()? == 0 {
                break;
            }
            let new = self.buffer.get(..self.filled).unwrap_or_default();
            if let Some(first) = new.iter().position(|&byte| byte == b'\n') {
                length += first as u64;
                self.used = first + 1;
                break;
            }
        }
        Ok(Block { bytes: &[], offset, too_long: Some(length) })
    }
}
