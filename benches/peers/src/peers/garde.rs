//! serde_json into a struct with the checks of `garde`'s derive.

use garde::Validate;
use serde::Deserialize;

use super::unchecked::integer;
use crate::checks::{MAX_ID, email_by_regex, timestamp_by_regex};

#[derive(Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
struct Contact {
    #[serde(deserialize_with = "integer")]
    #[garde(range(min = -MAX_ID, max = MAX_ID))]
    id: i64,
    #[garde(length(chars, max = 250))]
    name: String,
    #[serde(deserialize_with = "Option::deserialize")]
    #[garde(length(chars, max = 250), inner(custom(check_email)))]
    email: Option<String>,
    #[garde(length(max = 5), inner(length(chars, max = 50)))]
    phones: Vec<String>,
    #[serde(deserialize_with = "Option::deserialize")]
    #[garde(length(chars, max = 2500))]
    comment: Option<String>,
    #[serde(deserialize_with = "integer")]
    #[garde(range(min = -MAX_ID, max = MAX_ID))]
    company_id: i64,
    #[garde(custom(check_timestamp))]
    notify_at: String,
    #[garde(custom(check_timestamp))]
    updated_at: String,
    #[garde(custom(check_timestamp))]
    created_at: String,
}

fn check_email(text: &str, _: &()) -> garde::Result {
    if email_by_regex(text) { Ok(()) } else { Err(garde::Error::new("expected an email")) }
}

fn check_timestamp(text: &str, _: &()) -> garde::Result {
    if timestamp_by_regex(text) { Ok(()) } else { Err(garde::Error::new("expected a timestamp")) }
}

pub(crate) fn run(bytes: &[u8]) -> usize {
    super::count(bytes, |line| serde_json::from_slice::<Contact>(line).is_ok_and(|contact| contact.validate().is_ok()))
}
