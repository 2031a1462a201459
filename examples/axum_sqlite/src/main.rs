//! Runs the server on a free port of this machine, sends calls to it, and asserts the answers.

mod client;
mod server;
mod sql;
mod store;

use std::error::Error;
use std::sync::Mutex;

use contact_schema::endpoint::{BearerToken, SessionToken};
use contact_schema::http::axum::MAX_BODY_BYTES;
use contact_schema::http::{BaseUri, InvalidResponse, UpdateContactCall};
use contact_schema::prelude::*;
use contact_schema::problem::Problem;
use http::StatusCode;
use reqwest::{Client, Method};

use crate::server::Service;
use crate::store::Store;

/// The contact of the API's documentation.
const STORED: &[u8] = br#"{"id": 1, "name": "Company Contact Name", "email": "example@email.com",
    "phones": ["phone1", "phone2"], "comment": "Company contact comment", "companyId": 1,
    "notifyAt": "2024-12-05T14:56:23.000Z", "updatedAt": "2024-12-05T14:56:23.000Z",
    "createdAt": "2024-01-15T08:45:00.000Z"}"#;

fn main() -> Result<(), Box<dyn Error>> {
    tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?.block_on(run())
}

async fn run() -> Result<(), Box<dyn Error>> {
    let stored = Contact::from_json(STORED)?;
    let store = Store::in_memory()?;
    store.put(&stored)?;
    let bearer_token = BearerToken::new("mF_9.B5f-4.1JqM")?;
    let service = Service { store: Mutex::new(store), bearer_token: bearer_token.clone() };
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    let base: BaseUri = format!("http://{}", listener.local_addr()?).parse()?;
    tokio::spawn(axum::serve(listener, server::router(service)).into_future());

    let client = Client::builder().no_proxy().build()?;
    let call = UpdateContactCall {
        path: ContactPath::from(&stored),
        bearer_token,
        session_token: SessionToken::new("eyJhbGciOiJIUzI1NiJ9.e30.XmNK3GpH3Ys")?,
        body: UpdateContactRequest::new(true).email(Patch::Null).comment(Comment::new("Writes letters")?),
    };

    println!("PATCH {}: {}", call.path, Redacted(&call));
    let contact = client::update(&client, &base, &call).await?;
    println!("  {}", Redacted(&contact));
    assert_eq!((&contact.email, contact.comment.as_ref().map(Comment::as_str)), (&None, Some("Writes letters")));
    assert_eq!(contact.phones, stored.phones);
    assert!(contact.updated_at > stored.updated_at);

    println!("Another token");
    let other = UpdateContactCall { bearer_token: BearerToken::new("other")?, ..call.clone() };
    assert_eq!(problem(client::update(&client, &base, &other).await)?.status, Some(401));

    println!("A contact that does not exist");
    let path = ContactPath { contact_id: ContactId::new(2)?, ..call.path };
    let other = UpdateContactCall { path, ..call.clone() };
    assert_eq!(problem(client::update(&client, &base, &other).await)?.status, Some(404));

    // Calls that an `UpdateContactCall` cannot express.
    let raw = |method: Method, path: &str, body: &str| {
        let request = client.request(method, format!("{base}{path}")).body(body.to_owned());
        request
            .header("authorization", call.bearer_token.to_authorization())
            .header("x-session-token", &call.session_token)
            .header("content-type", "application/json")
            .send()
    };
    let path = call.path.to_string();
    let too_long = String::from(r#"{"notify": true}"#) + &" ".repeat(MAX_BODY_BYTES);
    for (method, path, body, status) in [
        (
            Method::PATCH,
            path.as_str(),
            r#"{"notify": 1, "phones": [112], "name": null}"#,
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (Method::PATCH, &path, "{", StatusCode::BAD_REQUEST),
        (Method::PATCH, &path, &too_long, StatusCode::PAYLOAD_TOO_LARGE),
        (Method::PATCH, "/companies/v2/rs/+1/contacts/01", r#"{"notify": true}"#, StatusCode::NOT_FOUND),
        (Method::PUT, &path, r#"{"notify": true}"#, StatusCode::METHOD_NOT_ALLOWED),
        (Method::GET, "/", "", StatusCode::NOT_FOUND),
    ] {
        println!("{method} {path}");
        let problem = problem(client::read(raw(method, path, body).await?).await)?;
        for error in &problem.errors {
            println!("  [{}] {error}", error.rule.as_deref().unwrap_or_default());
        }
        assert_eq!(problem.status, Some(status.as_u16()));
        assert!(!problem.errors.is_empty());
    }
    Ok(())
}

/// Returns the problem with which the server answered.
fn problem(answer: Result<Contact, Box<dyn Error>>) -> Result<Problem, Box<dyn Error>> {
    match *answer.err().ok_or("the server accepted the call")?.downcast()? {
        InvalidResponse::Problem { problem, .. } => Ok(problem),
        other => Err(other.into()),
    }
}
