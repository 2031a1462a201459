//! The checks of reading violations back (feature `serde-violations`). serde's derive does the
//! rest.

use alloc::string::String;
use alloc::vec::Vec;

use serde::de::{Deserialize, Deserializer, Error};

use super::member::Body;
use super::{Contact, UpdateContactRequest, Violation, Violations};
use crate::serde_error::without_value;

impl<'de> Deserialize<'de> for Violations {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// The serialized form.
        #[derive(serde::Deserialize)]
        #[serde(rename = "Violations")]
        struct Written {
            violations: Vec<Violation>,
            total: usize,
        }

        let written = Written::deserialize(deserializer);
        let Written { violations: kept, total } = written.map_err(|error| without_value(error, "violations"))?;
        if kept.is_empty() || total < kept.len() {
            return Err(D::Error::custom("expected at least one violation, and a total that counts all of them"));
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
