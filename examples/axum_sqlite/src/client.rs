//! The client: sends a call with reqwest and reads the answer.

use std::error::Error;

use contact_schema::http::{BaseUri, UpdateContactCall};
use contact_schema::prelude::*;
use reqwest::{Client, Request};

/// The maximum length of an answer in bytes.
const MAX_ANSWER_BYTES: usize = 1 << 20;

pub async fn update(client: &Client, base: &BaseUri, call: &UpdateContactCall) -> Result<Contact, Box<dyn Error>> {
    let request = Request::try_from(call.to_request(base)?)?;
    read(client.execute(request).await?).await
}

/// Reads an answer. `InvalidResponse` says why it is not a contact.
pub async fn read(mut response: reqwest::Response) -> Result<Contact, Box<dyn Error>> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        body.extend_from_slice(&chunk);
        if body.len() > MAX_ANSWER_BYTES {
            return Err("the answer is too long".into());
        }
    }
    Ok(Contact::from_response_parts(response.status(), response.headers(), &body, &Limits::default())?)
}
