//! Looks at the start of an input, which tells what it is.

use std::io::{self, ErrorKind, Read};

/// The number of bytes read at a time.
const BLOCK: usize = 1 << 16;

/// Reads bytes as long as `tells_more` says that the next one may tell more. Returns them, and the
/// reader of the rest.
///
/// Does not wait for more bytes than needed: an interactive sender waits for each answer.
pub(super) fn peek<R: Read>(mut reader: R, tells_more: impl Fn(&[u8]) -> bool) -> io::Result<(Vec<u8>, R)> {
    let mut start = Vec::new();
    let mut block = vec![0; BLOCK];
    while tells_more(&start) {
        match reader.read(&mut block) {
            Ok(0) => break,
            Ok(count) => start.extend_from_slice(block.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok((start, reader))
}
