//! Lower bounds on the time: work that every check of NDJSON includes.

use serde::de::IgnoredAny;

/// Parses the JSON and discards it.
pub(crate) fn serde_json_skip(bytes: &[u8]) -> usize {
    super::count(bytes, |line| serde_json::from_slice::<IgnoredAny>(line).is_ok())
}

pub(crate) fn sonic_rs_skip(bytes: &[u8]) -> usize {
    super::count(bytes, |line| sonic_rs::from_slice::<IgnoredAny>(line).is_ok())
}

/// Checks the UTF-8 and returns the number of bytes.
pub(crate) fn utf8(bytes: &[u8]) -> usize {
    simdutf8::basic::from_utf8(bytes).map_or(0, str::len)
}

/// Counts the line feeds.
pub(crate) fn line_feeds(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}
