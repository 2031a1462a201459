//! The same results with any set of features.

use additive_features::own_names::read;
use additive_features::{Next, call, contact, methods, next, status};
use contact_schema::endpoint::{BearerToken, SessionToken};
use contact_schema::http::{BaseUri, InvalidResponse, UpdateContactCall};
use contact_schema::prelude::*;
use http::{Response, StatusCode};
use proptest::prelude::*;

fn response(code: u16, content_type: &str, body: &'static str) -> Response<&'static [u8]> {
    Response::builder().status(code).header("content-type", content_type).body(body.as_bytes()).unwrap()
}

#[test]
fn a_plain_status_is_a_status() {
    assert_eq!(next(&response(503, "text/plain", "try later")), Next::Retry);
    assert_eq!(next(&response(404, "text/plain", "")), Next::GiveUp(StatusCode::NOT_FOUND));
    assert_eq!(next(&response(200, "application/json", "{}")), Next::GiveUp(StatusCode::OK));
    let problem = response(409, "application/problem+json", r#"{"title": "Conflict"}"#);
    assert_eq!(next(&problem), Next::GiveUp(StatusCode::CONFLICT));
    let invalid = Contact::from_response(&problem).unwrap_err();
    assert!(
        matches!(&invalid, InvalidResponse::Problem { problem, .. } if problem.title.as_deref() == Some("Conflict"))
    );
    assert_eq!(invalid.to_string(), "expected the status 200, found 409 with a problem of 0 errors");
}

#[test]
fn errors_have_one_text() {
    let invalid = UpdateContactRequest::from_json(br#"{"notify": 1, "email": "ada@example", "id": "\ud800"}"#);
    assert_eq!(invalid.as_ref().map_err(status), Err(StatusCode::BAD_REQUEST));
    let invalid =
        UpdateContactRequest::from_json(br#"{"notify": 1, "email": "ada@example", "id": 1e400}"#).unwrap_err();
    assert_eq!(
        invalid.to_string(),
        "/notify: expected a boolean, found a number; \
         /email: expected a dot in the domain, found none"
    );
    assert_eq!(status(&invalid), StatusCode::UNPROCESSABLE_ENTITY);
    let error = serde_json::from_str::<Contact>(r#"{"id": "1"}"#).unwrap_err().to_string();
    assert_eq!(error, "/id: expected a number, found a string at line 1 column 10");
    let error = serde_json::from_str::<ContactId>("1.5").unwrap_err().to_string();
    assert!(error.starts_with("expected an integer, found a number with a fraction"), "{error}");
}

#[test]
fn calls_are_written_in_one_form() {
    let at = Timestamp::new("2024-12-05T14:56Z").unwrap();
    let contact = contact(ContactId::new(42).unwrap(), CompanyId::new(7).unwrap(), at);
    let call = call(&contact, BearerToken::new("abc").unwrap(), SessionToken::new("def").unwrap());
    let base: BaseUri = "https://api.example.com".parse().unwrap();
    let request: http::Request<Vec<u8>> = call.to_request(&base).unwrap();
    assert_eq!(request.body(), br#"{"notify":true,"email":null}"#);
    assert_eq!(UpdateContactCall::from_request(&request).unwrap(), call);
    assert_eq!(
        serde_json::to_string(&contact).unwrap(),
        r#"{"id":42,"name":"Ada","email":null,"phones":[],"comment":null,"companyId":7,"notifyAt":"2024-12-05T14:56Z","updatedAt":"2024-12-05T14:56Z","createdAt":"2024-12-05T14:56Z"}"#
    );
    let debug = format!("{call:?}");
    assert!(!debug.contains("abc") && !debug.contains("def"), "{debug}");
}

#[test]
fn own_types_keep_their_names() {
    assert!(read(br#"{"notify": true}"#).is_ok());
    assert!(matches!(read(b"{").unwrap_err().0, InvalidBody::Syntax(_)));
}

proptest! {
    #[test]
    fn both_crates_have_their_names(method in methods()) {
        prop_assert_eq!(method, http::Method::PATCH);
    }
}
