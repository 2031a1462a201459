//! The competitors, one file for each kind. Each counts the valid records of NDJSON in memory.

pub(crate) mod boon;
pub(crate) mod garde;
pub(crate) mod jsonschema;
pub(crate) mod limits;
pub(crate) mod ours;
pub(crate) mod unchecked;
pub(crate) mod validator;
pub(crate) mod visitor;

/// Returns the lines of NDJSON.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut start = 0;
    memchr::memchr_iter(b'\n', bytes).map(move |end| {
        let line = &bytes[start..end];
        start = end + 1;
        line
    })
}

/// Counts the lines for which `is_valid` returns true.
fn count(bytes: &[u8], mut is_valid: impl FnMut(&[u8]) -> bool) -> usize {
    lines(bytes).filter(|line| is_valid(line)).count()
}
