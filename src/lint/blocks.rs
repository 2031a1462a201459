//! NDJSON of any size in bounded memory: blocks of whole lines from a reader.

use alloc::vec::Vec;
use std::io::{Error, ErrorKind, Read, Result};

/// The number of bytes read at a time.
const BLOCK: usize = 1 << 20;

/// Reads lines in blocks. A block holds whole lines only; the last line of the input may lack its
/// line feed.
///
/// Buffers are reused. A block ends where a read did, so lines from a slow pipe are not delayed. A
/// line that does not fit makes its buffer grow, up to a limit; of a longer line only the length is
/// kept.
///
/// # Examples
///
/// ```
/// use contact_schema::lint::Blocks;
///
/// let mut blocks = Blocks::new(&b"{}\n{}\n{}"[..], 1 << 20);
/// let mut buffer = Vec::new();
/// let mut lines = 0;
/// while let Some(block) = blocks.next(&mut buffer)? {
///     lines += block.bytes.split_inclusive(|&byte| byte == b'\n').count();
/// }
/// assert_eq!(lines, 3);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Blocks<R> {
    reader: R,
    /// Bytes that were read after the last block: the start of a line, or any lines after a line
    /// that was too long.
    rest: Vec<u8>,
    /// The offset of `rest` in the input.
    offset: u64,
    max_line: usize,
}

/// Whole lines of an input.
///
/// # Examples
///
/// ```
/// use contact_schema::lint::{Block, Blocks};
///
/// let mut blocks = Blocks::new(&b"{}\n[]\n"[..], 1 << 20);
/// let mut buffer = Vec::new();
/// assert_eq!(blocks.next(&mut buffer)?, Some(Block { bytes: b"{}\n[]\n", offset: 0, too_long: None }));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block<'a> {
    /// The lines. Empty if there is a line that is `too_long`.
    pub bytes: &'a [u8],
    /// The offset of the lines in the input, in bytes.
    pub offset: u64,
    /// The length in bytes, without its line feed, of the only line of this block, if that is too
    /// long to be kept.
    pub too_long: Option<u64>,
}

impl<R: Read> Blocks<R> {
    /// Returns the blocks of `reader`. A line of more than `max_line` bytes that does not fit a
    /// buffer of 1 MiB is not kept.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::lint::Blocks;
    ///
    /// let long = "x".repeat(5 << 20);
    /// let mut blocks = Blocks::new(long.as_bytes(), 1 << 20);
    /// let mut buffer = Vec::new();
    /// assert_eq!(blocks.next(&mut buffer)?.and_then(|block| block.too_long), Some(5 << 20));
    /// assert_eq!(blocks.next(&mut buffer)?, None);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub const fn new(reader: R, max_line: usize) -> Self {
        Self { reader, rest: Vec::new(), offset: 0, max_line }
    }

    /// Sets the offset in the input at which the reader starts, so that offsets are those in the
    /// input.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::lint::Blocks;
    ///
    /// let mut blocks = Blocks::new(&b"{}\n"[..], 1 << 20).starting_at(1000);
    /// assert_eq!(blocks.next(&mut Vec::new())?.map(|block| block.offset), Some(1000));
    /// assert_eq!(blocks.position(), 1003);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn starting_at(mut self, offset: u64) -> Self {
        self.offset = offset;
        self
    }

    /// Returns the offset of the next block in the input, which is the end of the last one.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::lint::Blocks;
    ///
    /// let mut blocks = Blocks::new(&b"{}\n[]"[..], 1 << 20);
    /// blocks.next(&mut Vec::new())?;
    /// assert_eq!(blocks.position(), 3);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub const fn position(&self) -> u64 {
        self.offset
    }

    /// Reads the next block into `buffer`, and overwrites what is there; `None` after the last. One
    /// buffer can be used for all blocks, or several, to read one block while another is checked.
    ///
    /// # Errors
    ///
    /// Errors of the reader, and an input of 2^64 bytes or more. Interrupted reads are retried.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::lint::Blocks;
    ///
    /// let mut blocks = Blocks::new(&b"{}\n{}"[..], 1 << 20);
    /// let mut buffer = Vec::new();
    /// assert_eq!(blocks.next(&mut buffer)?.map(|block| block.bytes), Some(&b"{}\n"[..]));
    /// // Only now is it known that the last line has no line feed.
    /// assert_eq!(blocks.next(&mut buffer)?.map(|block| block.offset), Some(3));
    /// assert_eq!(blocks.next(&mut buffer)?, None);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn next<'a>(&mut self, buffer: &'a mut Vec<u8>) -> Result<Option<Block<'a>>> {
        self.next_with(buffer, &mut |_| Ok(()))
    }

    /// Reads the next block as [`next`](Self::next) does, and passes the bytes of a line that is
    /// too long to be kept to `skipped`, part by part, with its line feed if there is one.
    ///
    /// # Errors
    ///
    /// Errors of the reader and of `skipped`, and an input of 2^64 bytes or more. Interrupted reads
    /// are retried.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::lint::Blocks;
    ///
    /// let text = "x".repeat(5 << 20) + "\n{}\n";
    /// let mut blocks = Blocks::new(text.as_bytes(), 1 << 20);
    /// let (mut buffer, mut skipped) = (Vec::new(), 0);
    /// blocks.next_with(&mut buffer, &mut |part| {
    ///     skipped += part.len();
    ///     Ok(())
    /// })?;
    /// assert_eq!(skipped, (5 << 20) + 1);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn next_with<'a>(
        &mut self,
        buffer: &'a mut Vec<u8>,
        skipped: &mut dyn FnMut(&[u8]) -> Result<()>,
    ) -> Result<Option<Block<'a>>> {
        // Bytes of the buffer past those that were read are not cleared.
        if buffer.len() < self.rest.len().max(BLOCK) {
            buffer.resize(self.rest.len().max(BLOCK), 0);
        }
        let mut filled = self.rest.len();
        if let Some(start) = buffer.get_mut(..filled) {
            start.copy_from_slice(&self.rest);
        }
        // The rest contains a line feed only after a line that was too long.
        let mut end = last_line_end(&self.rest);
        self.rest.clear();
        while end == 0 {
            let count = self.fill(buffer, filled)?;
            if count == 0 {
                end = filled;
                break;
            }
            let new = buffer.get(filled..filled + count).unwrap_or_default();
            end = match last_line_end(new) {
                0 => 0,
                after => filled + after,
            };
            filled += count;
            if end == 0 && filled > self.max_line && filled >= BLOCK {
                return self.skip_line(buffer, filled, skipped).map(Some);
            }
        }
        let offset = self.offset;
        self.advance(end as u64)?;
        self.rest.extend_from_slice(buffer.get(end..filled).unwrap_or_default());
        Ok((end > 0).then(|| Block { bytes: buffer.get(..end).unwrap_or_default(), offset, too_long: None }))
    }

    /// Advances the offset.
    fn advance(&mut self, count: u64) -> Result<()> {
        let end = self.offset.checked_add(count);
        self.offset =
            end.ok_or_else(|| Error::new(ErrorKind::InvalidInput, "expected an input of less than 2^64 bytes"))?;
        Ok(())
    }

    /// Reads once into the buffer after its `filled` bytes. Grows the buffer if needed.
    fn fill(&mut self, buffer: &mut Vec<u8>, filled: usize) -> Result<usize> {
        if buffer.len() - filled < BLOCK / 2 {
            // A longer line is not kept.
            let most = self.max_line.max(BLOCK).saturating_add(BLOCK);
            let length = (buffer.len() * 2).min(most).max(filled + BLOCK / 2);
            buffer.resize(length, 0);
        }
        // Bytes after the line are kept beside it, so one read is at most a block.
        let end = buffer.len().min(filled + BLOCK);
        let room = buffer.get_mut(filled..end).unwrap_or_default();
        loop {
            match self.reader.read(room) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                result => return result,
            }
        }
    }

    /// Skips the line that fills the buffer, with its line feed, and counts its bytes.
    fn skip_line<'a>(
        &mut self,
        buffer: &'a mut Vec<u8>,
        filled: usize,
        skipped: &mut dyn FnMut(&[u8]) -> Result<()>,
    ) -> Result<Block<'a>> {
        let offset = self.offset;
        skipped(buffer.get(..filled).unwrap_or_default())?;
        let mut length = filled as u64;
        loop {
            let count = self.fill(buffer, 0)?;
            let new = buffer.get(..count).unwrap_or_default();
            if let Some(first) = memchr::memchr(b'\n', new) {
                length += first as u64;
                self.advance(length + 1)?;
                let (line, rest) = new.split_at_checked(first + 1).unwrap_or_default();
                skipped(line)?;
                self.rest.extend_from_slice(rest);
                break;
            }
            skipped(new)?;
            length += count as u64;
            if count == 0 {
                self.advance(length)?;
                break;
            }
        }
        Ok(Block { bytes: &[], offset, too_long: Some(length) })
    }
}

/// Returns the number of bytes up to and including the last line feed.
fn last_line_end(bytes: &[u8]) -> usize {
    memchr::memrchr(b'\n', bytes).map_or(0, |last| last + 1)
}
