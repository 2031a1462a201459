//! The body as a plain struct with derived serde: its shape, but no limits.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, Unexpected, Visitor};

use crate::checks::MAX_ID;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "to be built is all that is asked of it")]
struct Contact {
    #[serde(deserialize_with = "integer")]
    id: i64,
    name: String,
    // With an attribute, so that the member is required; see
    // <https://github.com/serde-rs/serde/issues/2753>.
    #[serde(deserialize_with = "Option::deserialize")]
    email: Option<String>,
    phones: Vec<String>,
    #[serde(deserialize_with = "Option::deserialize")]
    comment: Option<String>,
    #[serde(deserialize_with = "integer")]
    company_id: i64,
    notify_at: String,
    updated_at: String,
    created_at: String,
}

pub(crate) fn serde_json(bytes: &[u8]) -> usize {
    super::count(bytes, |line| serde_json::from_slice::<Contact>(line).is_ok())
}

pub(crate) fn sonic_rs(bytes: &[u8]) -> usize {
    super::count(bytes, |line| sonic_rs::from_slice::<Contact>(line).is_ok())
}

/// Reads an integer, also if it is written as `7.0`.
pub(crate) fn integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    struct Integer;

    impl Visitor<'_> for Integer {
        type Value = i64;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an integer")
        }

        fn visit_i64<E: Error>(self, value: i64) -> Result<i64, E> {
            Ok(value)
        }

        fn visit_u64<E: Error>(self, value: u64) -> Result<i64, E> {
            i64::try_from(value).map_err(|_| E::invalid_value(Unexpected::Unsigned(value), &self))
        }

        fn visit_f64<E: Error>(self, value: f64) -> Result<i64, E> {
            if value.fract() == 0.0 && value.abs() <= MAX_ID as f64 {
                Ok(value as i64)
            } else {
                Err(E::invalid_value(Unexpected::Float(value), &self))
            }
        }
    }

    deserializer.deserialize_any(Integer)
}
