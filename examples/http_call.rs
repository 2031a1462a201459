//! A server and a client of the operation in one process, without a socket: an axum router is a `tower::Service`, and a call of it is a
//! function call. hyper, reqwest and whatever else is built on the crate `http` take the same requests and responses.
//!
//! ```sh
//! cargo run --example http_call --all-features
//! ```

use std::error::Error;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::Response;
use contact_schema::endpoint::{BearerToken, ContactPath, PATH_TEMPLATE, SessionToken};
use contact_schema::http::{BaseUri, BuildError, InvalidResponse, UpdateContactCall};
use contact_schema::problem::Problem;
use contact_schema::{CompanyId, Contact, ContactId, Email, Limits, Patch, Phones, Rule, UpdateContactRequest};
use http::StatusCode;
use tower::ServiceExt;

/// How much of a body the server collects, in bytes. The greatest request that the contract allows has less.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// The contact of the API's documentation, in the place of a database.
const STORED: &[u8] = br#"{"id": 1, "name": "Company Contact Name", "email": "example@email.com",
    "phones": ["phone1", "phone2"], "comment": "Company contact comment", "companyId": 1,
    "notifyAt": "2024-12-05T14:56:23.000Z", "updatedAt": "2024-12-05T14:56:23.000Z",
    "createdAt": "2024-01-15T08:45:00.000Z"}"#;

/// The server: every call reaches the handler, so that wrong paths and methods are answered with a problem too.
fn router() -> Router {
    Router::new().route(PATH_TEMPLATE, axum::routing::any(update_contact)).fallback(update_contact)
}

async fn update_contact(request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let answer = match to_bytes(body, MAX_BODY_BYTES).await {
        Ok(body) => answer(&parts, &body),
        Err(_) => Problem { status: Some(413), ..Problem::default() }.to_response(),
    };
    match answer {
        Ok(response) => response.map(Body::from),
        Err(_) => status(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

/// What the server does, without axum.
fn answer(parts: &http::request::Parts, body: &[u8]) -> Result<http::Response<Vec<u8>>, BuildError> {
    let call = match UpdateContactCall::from_parts(parts, body, &Limits::default()) {
        Ok(call) => call,
        Err(invalid) => return Problem::from(&invalid).to_response(),
    };
    // Here a server checks both tokens; the contract says only what they look like.
    match Contact::from_json(STORED) {
        Ok(mut contact) if (contact.company_id, contact.id) == (call.path.company_id, call.path.contact_id) => {
            call.body.apply_to(&mut contact);
            contact.to_response()
        }
        _ => Problem { status: Some(404), title: Some("Not Found".into()), ..Problem::default() }.to_response(),
    }
}

fn status(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// The client's way to the server. A real one has a connection here.
async fn send(request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, Box<dyn Error>> {
    let (parts, body) = router().oneshot(request.map(Body::from)).await?.into_parts();
    Ok(http::Response::from_parts(parts, to_bytes(body, MAX_BODY_BYTES).await?.into()))
}

fn main() -> Result<(), Box<dyn Error>> {
    pollster::block_on(async {
        let base = BaseUri::new("https://api.example.com/")?;
        let call = UpdateContactCall {
            path: ContactPath { company_id: CompanyId::new(1)?, contact_id: ContactId::new(1)? },
            bearer_token: BearerToken::new("mF_9.B5f-4.1JqM")?,
            session_token: SessionToken::new("eyJhbGciOiJIUzI1NiJ9.e30.XmNK3GpH3Ys")?,
            body: UpdateContactRequest::new(true)
                .email(Email::new("ada@example.com")?)
                .phones(Phones::from_texts(["+44 20 7946 0000"])?)
                .comment(Patch::Null),
        };

        // A call that is right.
        let request = call.to_request(&base)?;
        println!("{} {}", request.method(), request.uri());
        let contact = Contact::from_response(&send(request).await?)?;
        println!("  the contact is now {}", serde_json::to_string(&contact)?);
        assert_eq!(contact.email.as_ref().map(Email::as_str), Some("ada@example.com"));
        assert_eq!(contact.comment, None);

        // A contact that is not there: no fault of the call's.
        let elsewhere = ContactPath { contact_id: ContactId::new(2)?, ..call.path };
        let request = UpdateContactCall { path: elsewhere, ..call.clone() }.to_request(&base)?;
        println!("{} {}", request.method(), request.uri());
        let Err(InvalidResponse::Problem { status, .. }) = Contact::from_response(&send(request).await?) else {
            return Err("the server found another contact".into());
        };
        println!("  {status}");
        assert_eq!(status, StatusCode::NOT_FOUND);

        // A call with faults everywhere, as no `UpdateContactCall` can have them: the server names them all at once.
        let request = http::Request::patch("/companies/v2/rs/1/contacts/01")
            .header("authorization", "Bearer mF_9.B5f-4.1JqM")
            .header("content-type", "text/plain")
            .body(br#"{"notify": "yes", "phones": ["112", null]}"#.to_vec())?;
        println!("{} {}", request.method(), request.uri());
        let Err(InvalidResponse::Problem { status, problem }) = Contact::from_response(&send(request).await?) else {
            return Err("the server took it".into());
        };
        println!("  {status}");
        for error in &problem.errors {
            println!("  [{}] {error}", error.rule.as_deref().unwrap_or("?"));
        }
        assert_eq!(status, StatusCode::NOT_FOUND);
        assert_eq!(
            problem.errors.iter().filter_map(|error| error.rule()).collect::<Vec<_>>(),
            [Rule::HttpPathInteger, Rule::HttpHeaderMissing, Rule::HttpContentType, Rule::WrongType, Rule::WrongType],
        );
        Ok(())
    })
}
