//! Loggers print an error with all its sources, as anyhow's `{:#}` does. Each fault is stated once:
//! either by `Display` or by a `source`.
#![cfg(feature = "http")]
#![allow(clippy::unwrap_used, clippy::panic)]

use std::error::Error;

use contact_schema::endpoint::{BearerToken, ContactPath, InvalidAuthorization, SessionToken, check_content_type};
use contact_schema::http::{BaseUri, CallHead, InvalidResponse, UpdateContactCall};
use contact_schema::problem::Problem;
use contact_schema::{
    Comment, Contact, ContactId, Email, InvalidBody, Limits, Name, Phone, Phones, Pointer, Rule, Timestamp,
    UpdateContactRequest,
};
use http::{HeaderMap, Request, Response, StatusCode};

/// At least one value of every error type of the crate.
fn errors() -> Vec<Box<dyn Error>> {
    let long = "x".repeat(3000);
    let mut errors: Vec<Box<dyn Error>> = vec![
        Name::new(&*long).unwrap_err().into(),
        Phone::new(&*long).unwrap_err().into(),
        Comment::new(&*long).unwrap_err().into(),
        Email::new("ada@example").unwrap_err().into(),
        Timestamp::new("2024-13-01").unwrap_err().into(),
        Timestamp::from_unix_millis(i64::MAX).unwrap_err().into(),
        Phones::from_texts([""; 6]).unwrap_err().into(),
        Phones::from_texts(vec![&*long; 7]).unwrap_err().into(),
        ContactId::new(i64::MAX).unwrap_err().into(),
        "x".parse::<Rule>().unwrap_err().into(),
        "x".parse::<Pointer>().unwrap_err().into(),
        "/companies/v2/rs/x/contacts/01".parse::<ContactPath>().unwrap_err().into(),
        check_content_type("text/plain").unwrap_err().into(),
        BearerToken::new("").unwrap_err().into(),
        SessionToken::new("\n").unwrap_err().into(),
        "x".parse::<BaseUri>().unwrap_err().into(),
    ];
    let invalid_path = "/companies/v2/rs/x/contacts/01".parse::<ContactPath>().unwrap_err();
    errors.extend(invalid_path.parameters().map(|parameter| Box::<dyn Error>::from(*parameter)));
    for header in ["Basic x", "Bearer", "Bearer \u{1}"] {
        let invalid: Result<BearerToken, InvalidAuthorization> = BearerToken::from_authorization(header);
        errors.extend(invalid.err().map(Box::<dyn Error>::from));
    }

    for document in ["{", "{}", "[]", r#"{"notify": 1, "phones": [1, 2]}"#] {
        let invalid = UpdateContactRequest::from_json(document.as_bytes()).unwrap_err();
        match &invalid {
            InvalidBody::Syntax(error) => errors.push((*error).into()),
            InvalidBody::Violations(violations) => {
                errors.extend(violations.iter().map(|violation| Box::<dyn Error>::from(violation.clone())));
                errors.push(violations.clone().into());
            }
        }
        errors.push(invalid.into());
    }
    errors.extend(calls());
    errors
}

/// The errors of calls and answers.
fn calls() -> Vec<Box<dyn Error>> {
    let mut errors: Vec<Box<dyn Error>> = Vec::new();
    let request = Request::put("/companies/v2/rs/x/contacts/01")
        .header("authorization", "Basic x")
        .header("content-type", "text/plain")
        .body("{}")
        .unwrap();
    let invalid = UpdateContactCall::from_request(&request).unwrap_err();
    errors.push(Problem::from(&invalid).into());
    errors.push(invalid.into());
    let (parts, _) = request.into_parts();
    let head = CallHead::from_parts(&parts);
    errors.extend(head.violations().iter().map(|violation| Box::<dyn Error>::from(*violation)));
    errors.push(head.with_body(b"{", &Limits::default()).unwrap_err().into());

    errors.push(Contact::from_response(&Response::new("{}")).unwrap_err().into());
    errors.push(InvalidResponse::Status(StatusCode::CONFLICT).into());
    let headers =
        HeaderMap::from_iter([("content-type".parse().unwrap(), "application/problem+json".parse().unwrap())]);
    let problem = br#"{"title": "Conflict", "detail": "taken", "errors": [{"detail": "x"}]}"#;
    errors.push(
        Contact::from_response_parts(StatusCode::CONFLICT, &headers, problem, &Limits::default()).unwrap_err().into(),
    );
    let call = UpdateContactCall {
        path: "/companies/v2/rs/7/contacts/42".parse().unwrap(),
        bearer_token: BearerToken::new("abc").unwrap(),
        session_token: SessionToken::new("def").unwrap(),
        body: UpdateContactRequest::new(true),
    };
    let base: BaseUri = format!("https://api.example.com/{}", "x".repeat(65_500)).parse().unwrap();
    errors.push(call.to_request(&base).unwrap_err().into());
    errors
}

#[test]
fn each_fault_is_told_once() {
    let errors = errors();
    assert!(errors.len() > 30, "{}", errors.len());
    for error in &errors {
        let mut told = vec![error.to_string()];
        let mut next = error.source();
        while let Some(source) = next {
            let text = source.to_string();
            for parent in &told {
                assert!(!parent.contains(&text), "{error:?}: `{text}` is in `{parent}` already");
                assert!(!text.contains(parent), "{error:?}: `{text}` contains `{parent}`");
            }
            told.push(text);
            next = source.source();
        }
    }
}

/// The text that a person reads: one message, without repetition.
#[test]
fn messages_name_an_item_once() {
    let error = Phones::from_texts(["1".repeat(51), String::new(), "2".repeat(52)]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "item 0: expected at most 50 characters, found 51; item 2: expected at most 50 characters, found 52"
    );
    assert!(error.source().is_none());
    let error = Phones::from_texts(vec!["3".repeat(60); 6]).unwrap_err().to_string();
    assert_eq!(error.matches("expected at most 50 characters, found 60").count(), 6);
    assert!(error.ends_with("; expected at most 5 items, found 6"), "{error}");
}
