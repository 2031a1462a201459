//! This crate.

use contact_schema::Contact;
use contact_schema::lint::{Kind, Linter};

/// Lints lines, or blocks of lines, with all warnings. Every document must be valid.
pub(crate) fn lint<'a>(linter: &Linter, blocks: impl IntoIterator<Item = &'a [u8]>) -> usize {
    let mut linter = linter.clone();
    for block in blocks {
        linter.ndjson(block, &mut |_| {});
    }
    valid(&linter)
}

/// Lints an array of documents with all warnings.
pub(crate) fn lint_array(linter: &Linter, array: &[u8]) -> usize {
    let mut linter = linter.clone();
    linter.json(array, &mut |_| {});
    valid(&linter)
}

fn valid(linter: &Linter) -> usize {
    let summary = linter.summary();
    (summary.documents - summary.invalid - summary.unjudged) as usize
}

pub(crate) fn contacts() -> Linter {
    Linter::new().kind(Kind::Contact)
}

/// Judges each line separately.
pub(crate) fn is_valid_json(bytes: &[u8]) -> usize {
    super::count(bytes, Contact::is_valid_json)
}

/// Builds the values of each line separately.
pub(crate) fn from_json(bytes: &[u8]) -> usize {
    super::count(bytes, |line| Contact::from_json(line).is_ok())
}

/// Same as [`from_json`], through serde.
pub(crate) fn serde_json(bytes: &[u8]) -> usize {
    super::count(bytes, |line| serde_json::from_slice::<Contact>(line).is_ok())
}

pub(crate) fn sonic_rs(bytes: &[u8]) -> usize {
    super::count(bytes, |line| sonic_rs::from_slice::<Contact>(line).is_ok())
}
