//! Bodies as a user would derive them, which the tests compare with the bodies of the crate.

use serde::Deserialize;

/// `UpdateContactRequest`, derived.
#[derive(Debug, Deserialize)]
pub struct DerivedRequest {
    pub notify: bool,
    pub name: Option<String>,
    pub email: Option<String>,
    pub phones: Option<Vec<String>>,
    pub comment: Option<String>,
}

/// `Contact`, derived.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DerivedContact {
    pub id: i64,
    pub name: String,
    pub email: Option<String>,
    pub phones: Vec<String>,
    pub comment: Option<String>,
    pub company_id: i64,
    pub notify_at: String,
    pub updated_at: String,
    pub created_at: String,
}
