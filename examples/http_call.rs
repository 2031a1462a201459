//! A server and a client of the operation in one process, without a socket: an axum router is a
//! `tower::Service`, so calling it is a function call. `axum_sqlite` is the same over the network,
//! with a database and reqwest.
//!
//! ```sh
//! cargo run --example http_call --all-features
//! ```

use std::error::Error;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::routing::patch;
use contact_schema::endpoint::{BearerToken, ContactPath, PATH_TEMPLATE, SessionToken};
use contact_schema::http::axum::fallback;
use contact_schema::http::{BaseUri, InvalidResponse, UpdateContactCall};
use contact_schema::problem::Problem;
use contact_schema::{CompanyId, Contact, ContactId, Email, Patch, Phones, Rule, UpdateContactRequest};
use http::StatusCode;
use tower::ServiceExt;

/// The contact of the API's documentation, in place of a database.
const STORED: &[u8] = br#"{"id": 1, "name": "Company Contact Name", "email": "example@email.com",
    "phones": ["phone1", "phone2"], "comment": "Company contact comment", "companyId": 1,
    "notifyAt": "2024-12-05T14:56:23.000Z", "updatedAt": "2024-12-05T14:56:23.000Z",
    "createdAt": "2024-01-15T08:45:00.000Z"}"#;

/// The server. `fallback` answers wrong paths and methods.
fn router() -> Router {
    Router::new().route(PATH_TEMPLATE, patch(update).fallback(fallback)).fallback(fallback)
}

async fn update(call: UpdateContactCall) -> Result<Contact, Problem> {
    // A real server checks both tokens here: the contract only defines their syntax.
    let mut contact = Contact::from_json(STORED).map_err(|_| Problem::new(StatusCode::INTERNAL_SERVER_ERROR))?;
    if call.path != ContactPath::from(&contact) {
        return Err(Problem::new(StatusCode::NOT_FOUND));
    }
    call.body.apply_to(&mut contact);
    Ok(contact)
}

/// Sends a request. A real client uses a connection here.
async fn send(request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, Box<dyn Error>> {
    let (parts, body) = router().oneshot(request.map(Body::from)).await?.into_parts();
    Ok(http::Response::from_parts(parts, to_bytes(body, usize::MAX).await?.into()))
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

        // A valid call.
        let request = call.to_request(&base)?;
        println!("{} {}", request.method(), request.uri());
        let contact = Contact::from_response(&send(request).await?)?;
        println!("  the contact is now {}", serde_json::to_string(&contact)?);
        assert_eq!(contact.email.as_ref().map(Email::as_str), Some("ada@example.com"));
        assert_eq!(contact.comment, None);

        // A contact that does not exist.
        let elsewhere = ContactPath { contact_id: ContactId::new(2)?, ..call.path };
        let request = UpdateContactCall { path: elsewhere, ..call.clone() }.to_request(&base)?;
        println!("{} {}", request.method(), request.uri());
        let Err(InvalidResponse::Problem { status, .. }) = Contact::from_response(&send(request).await?) else {
            return Err("the server found another contact".into());
        };
        println!("  {status}");
        assert_eq!(status, StatusCode::NOT_FOUND);

        // A call with faults everywhere, which an `UpdateContactCall` cannot express. The server
        // reports the faults of the head. It does not read the body, because a token is missing.
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
            [Rule::HttpPathInteger, Rule::HttpHeaderMissing, Rule::HttpContentType],
        );
        Ok(())
    })
}
