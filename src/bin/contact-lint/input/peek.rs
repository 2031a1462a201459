//! Looks at the start of an input, which tells what it is.

use std::io::{self, Cursor, ErrorKind, Read};

/// The maximum number of bytes that are looked at.
const MAX: usize = 1 << 16;

/// Reads while `needs_more` returns true for the bytes read so far, and passes these to
/// `recognise`. Returns its result, and a reader of the whole input.
///
/// Does not wait for more bytes than needed: an interactive sender waits for each answer.
pub(super) fn peek<R: Read, T>(
    mut reader: R,
    needs_more: impl Fn(&[u8]) -> bool,
    recognise: impl FnOnce(&[u8]) -> T,
) -> io::Result<(T, impl Read)> {
    let mut start = vec![0; MAX];
    let mut length = 0;
    while let Some((read, free)) = start.split_at_mut_checked(length)
        && needs_more(read)
    {
        match reader.read(free) {
            Ok(0) => break,
            Ok(count) => length += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    start.truncate(length);
    Ok((recognise(&start), Cursor::new(start).chain(reader)))
}
