//! A server validates calls of the operation and answers each with a contact, or with all
//! violations: `cargo run --features http --example server`.
//!
//! It is a function from `http::Request` to `http::Response`, which any framework can call.
//! `axum_sqlite` is a real one.

use std::collections::HashMap;
use std::error::Error;

use contact_schema::endpoint::ContactPath;
use contact_schema::http::UpdateContactCall;
use contact_schema::problem::Problem;
use contact_schema::{Contact, Limits, Redacted};
use http::{Request, Response, StatusCode};

/// The stored contacts, in place of a database.
type Contacts = HashMap<ContactPath, Contact>;

/// The maximum length of a body in bytes. The largest request of the contract is shorter.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// Updates a contact, or returns the problem.
fn update(contacts: &mut Contacts, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
    let limits = Limits::default().max_document_bytes(MAX_BODY_BYTES);
    let call = match UpdateContactCall::from_request_with(request, &limits) {
        Ok(call) => call,
        Err(invalid) => {
            // Errors contain rules and places, but no values and no tokens, so you can log them.
            eprintln!("  log: {invalid}");
            return Problem::from(invalid).to_response();
        }
    };
    eprintln!("  log: {}", Redacted(&call));
    // A real server now authenticates: the contract only defines the syntax of tokens.
    match contacts.get_mut(&call.path) {
        Some(contact) => {
            call.body.apply_to(contact);
            contact.to_response()
        }
        None => Problem::new(StatusCode::NOT_FOUND).to_response(),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let contact = Contact::from_json(
        br#"{"id": 42, "name": "Ada Lovelace", "email": "ada@example.com", "phones": [], "comment": null, "companyId": 7,
            "notifyAt": "2024-12-05T14:56:23.000Z", "updatedAt": "2024-12-05T14:56:23.000Z",
            "createdAt": "2024-01-15T08:45:00.000Z"}"#,
    )?;
    let path = ContactPath::from(&contact);
    let mut contacts = Contacts::from([(path, contact)]);

    // Path, content-type and body of a call, and the status of the answer.
    let calls = [
        ("/companies/v2/rs/7/contacts/42", "application/json", r#"{"notify": true, "email": null}"#, 200),
        ("/companies/v2/rs/7/contacts/42", "application/json", r#"{"notify": 1, "phones": ["112", null]}"#, 422),
        ("/companies/v2/rs/7/contacts/42", "application/json", r#"{"notify": true,}"#, 400),
        ("/companies/v2/rs/7/contacts/42", "text/plain", r#"{"email": "ada@example"}"#, 415),
        ("/companies/v2/rs/+7/contacts/42", "application/json", r#"{"notify": true}"#, 404),
        ("/companies/v2/rs/7/contacts/43", "application/json", r#"{"notify": true}"#, 404),
    ];
    for (path, content_type, body, status) in calls {
        println!("PATCH {path} {body}");
        let request = Request::patch(path)
            .header("authorization", "Bearer mF_9.B5f-4.1JqM")
            .header("x-session-token", "eyJhbGciOiJIUzI1NiJ9.e30.XmNK3GpH3Ys")
            .header("content-type", content_type)
            .body(body.as_bytes().to_vec())?;
        let response = update(&mut contacts, &request);
        println!("  {} {}", response.status(), std::str::from_utf8(response.body())?);
        assert_eq!(response.status(), status);
    }
    assert_eq!(contacts[&path].email, None);
    Ok(())
}
