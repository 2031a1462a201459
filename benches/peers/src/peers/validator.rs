//! serde_json into a struct with the checks of `validator`'s derive.

use serde::Deserialize;
use validator::{Validate, ValidationError};

use super::unchecked::integer;
use crate::checks::{MAX_ID, TIMESTAMP, email_by_regex, is_within};

#[derive(Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
struct Contact {
    #[serde(deserialize_with = "integer")]
    #[validate(range(min = -MAX_ID, max = MAX_ID))]
    id: i64,
    #[validate(length(max = 250))]
    name: String,
    #[serde(deserialize_with = "Option::deserialize")]
    #[validate(length(max = 250), custom(function = check_email))]
    email: Option<String>,
    #[validate(length(max = 5), custom(function = check_phones))]
    phones: Vec<String>,
    #[serde(deserialize_with = "Option::deserialize")]
    #[validate(length(max = 2500))]
    comment: Option<String>,
    #[serde(deserialize_with = "integer")]
    #[validate(range(min = -MAX_ID, max = MAX_ID))]
    company_id: i64,
    #[validate(regex(path = *TIMESTAMP))]
    notify_at: String,
    #[validate(regex(path = *TIMESTAMP))]
    updated_at: String,
    #[validate(regex(path = *TIMESTAMP))]
    created_at: String,
}

fn check_email(text: &str) -> Result<(), ValidationError> {
    if email_by_regex(text) { Ok(()) } else { Err(ValidationError::new("email")) }
}

fn check_phones(phones: &[String]) -> Result<(), ValidationError> {
    if phones.iter().all(|phone| is_within(phone, 50)) { Ok(()) } else { Err(ValidationError::new("phone")) }
}

pub(crate) fn run(bytes: &[u8]) -> usize {
    super::count(bytes, |line| serde_json::from_slice::<Contact>(line).is_ok_and(|contact| contact.validate().is_ok()))
}
