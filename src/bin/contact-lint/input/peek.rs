//! Looks at the start of an input, which tells what it is.

use std::io::{self, ErrorKind, Read};

/// The maximum number of bytes that are looked at.
const MAX: usize = 1 << 16;

/// Reads bytes as long as `tells_more` says that the next one may tell more. Returns them, and the
/// reader of the rest.
///
/// Does not wait for more bytes than needed: an interactive sender waits for each answer.
pub(super) fn peek<R: Read>(mut reader: R, tells_more: impl Fn(&[u8]) -> bool) -> io::Result<(Vec<u8>, R)> {
    let mut start = vec![0; MAX];
    let mut length = 0;
    while let Some((read, free)) = start.split_at_mut_checked(length)
        && tells_more(read)
    {
        match reader.read(free) {
            Ok(0) => break,
            Ok(count) => length += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    start.truncate(length);
    Ok((start, reader))
}
