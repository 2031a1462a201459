//! What reading violations back checks (feature `serde-violations`). serde's derive does the rest.

use alloc::string::String;
use alloc::vec::Vec;

use serde::de::{Deserialize, Deserializer, Error};

use super::member::Body;
use super::{Contact, UpdateContactRequest, Violation, Violations};

/// [`Violations`] as they are written.
#[derive(serde::Deserialize)]
pub(super) struct Written {
    violations: Vec<Violation>,
    total: usize,
}

impl TryFrom<Written> for Violations {
    type Error = &'static str;

    fn try_from(Written { violations: kept, total }: Written) -> Result<Self, &'static str> {
        if kept.is_empty() || total < kept.len() {
            return Err("expected at least one violation, and a total that counts all of them");
        }
        Ok(Self { kept, total })
    }
}

/// Reads the name of a documented member. An error does not repeat the text (R11).
pub(super) fn member<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static str, D::Error> {
    let text = String::deserialize(deserializer)?;
    let mut names = Contact::NAMES.iter().chain(UpdateContactRequest::NAMES);
    let known = names.find(|&&name| name == text);
    known.copied().ok_or_else(|| D::Error::custom("expected the name of a documented member"))
}
