//! Whole calls and answers: a server reads what a client builds, and reports every error.
//!
//! Helpers outside of `#[test]` panic as tests do.
#![cfg(feature = "http")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;

use contact_schema::endpoint::{
    BearerToken, ContactPath, InvalidAuthorization, InvalidBearerToken, InvalidContentType, InvalidSessionToken,
    SessionToken,
};
use contact_schema::http::{
    BaseUri, CallHead, HeadViolation, InvalidBaseUri, InvalidCall, InvalidHeader, UpdateContactCall,
};
use contact_schema::{Contact, InvalidBody, Limits, Patch, Redacted, Rule, UpdateContactRequest};
use http::{HeaderValue, Request, Response, StatusCode};

const PATH: &str = "/companies/v2/rs/7/contacts/-42";
const BODY: &str = r#"{"notify":true,"email":null}"#;

fn call() -> UpdateContactCall {
    UpdateContactCall {
        path: PATH.parse().unwrap(),
        bearer_token: BearerToken::new("mF_9.B5f-4.1JqM").unwrap(),
        session_token: SessionToken::new("eyJhbGciOiJIUzI1NiJ9.e30.XmNK3GpH3Ys").unwrap(),
        body: UpdateContactRequest::new(true).email(Patch::Null),
    }
}

fn request() -> Request<Vec<u8>> {
    call().to_request(&BaseUri::new("https://api.example.com").unwrap()).unwrap()
}

/// Returns the request after a change.
fn changed(change: impl FnOnce(&mut Request<Vec<u8>>)) -> Request<Vec<u8>> {
    let mut request = request();
    change(&mut request);
    request
}

fn invalid(change: impl FnOnce(&mut Request<Vec<u8>>)) -> InvalidCall {
    UpdateContactCall::from_request(&changed(change)).unwrap_err()
}

fn set(name: &'static str, value: &[u8]) -> impl FnOnce(&mut Request<Vec<u8>>) {
    let value = HeaderValue::from_bytes(value).unwrap();
    move |request| {
        request.headers_mut().insert(name, value);
    }
}

#[test]
fn a_request_matches_the_documentation() {
    let request = request();
    assert_eq!(request.method(), "PATCH");
    assert_eq!(request.uri().to_string(), format!("https://api.example.com{PATH}"));
    let mut headers: Vec<_> =
        request.headers().iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
    headers.sort_unstable();
    assert_eq!(
        headers,
        [
            ("authorization", "Bearer mF_9.B5f-4.1JqM"),
            ("content-type", "application/json"),
            ("x-session-token", "eyJhbGciOiJIUzI1NiJ9.e30.XmNK3GpH3Ys"),
        ]
    );
    assert_eq!(request.body(), BODY.as_bytes());
    assert!(request.headers()["authorization"].is_sensitive() && request.headers()["x-session-token"].is_sensitive());
    let shown = format!("{request:?} {:?}", call());
    assert!(!shown.contains("mF_9") && !shown.contains("eyJ"), "{shown}");
}

#[test]
fn redacted_calls_and_answers_have_no_personal_data() {
    let call = Redacted(&call()).to_string();
    let path = "path: /companies/v2/rs/7/contacts/-42";
    assert_eq!(
        call,
        format!("UpdateContactCall {{ {path}, body: UpdateContactRequest {{ notify: true, email: null }} }}")
    );

    let request = changed(|request| drop(request.headers_mut().remove("authorization")));
    let head = CallHead::from_parts(&request.into_parts().0);
    assert_eq!(Redacted(&head).to_string(), format!("CallHead {{ {path}, violations: [\"http-header-missing\"] }}"));

    let json = br#"{
        "id": -7, "name": "Ada", "email": null, "phones": ["112", ""], "comment": "", "companyId": 42,
        "notifyAt": "2026-11-28T08:00:00.500Z", "updatedAt": "2026-11-28T08:00:00.000001Z",
        "createdAt": "2026-11-28T08:00:00Z"
    }"#;
    let contact = Contact::from_json(json).unwrap();
    let expected = "Contact { id: -7, name: 3 characters, email: null, phones: 2 items, comment: 0 characters, \
                    companyId: 42, notifyAt: 2026-11-28T08:00:00.500Z, updatedAt: 2026-11-28T08:00:00.000001Z, \
                    createdAt: 2026-11-28T08:00:00Z }";
    assert_eq!(Redacted(&contact).to_string(), expected);
    assert_eq!(format!("{:?}", Redacted(&contact)), expected);
}

#[test]
fn a_request_is_read_from_any_body_type() {
    let request = request();
    assert_eq!(UpdateContactCall::from_request(&request), Ok(call()));
    let (parts, body) = request.into_parts();
    assert_eq!(UpdateContactCall::from_parts(&parts, &body, &Limits::default()), Ok(call()));
    assert_eq!(UpdateContactCall::from_request(&Request::from_parts(parts.clone(), BODY)), Ok(call()));
    assert_eq!(UpdateContactCall::from_request(&Request::from_parts(parts, axum::body::Bytes::from(BODY))), Ok(call()));
}

/// The three ways to read a call give the same result: the same call, or the same violations in
/// order.
#[test]
fn a_head_is_read_before_its_body() {
    let limits = Limits::default();
    let good = request().map(|body| String::from_utf8(body).unwrap());
    let bad = Request::post("/companies/v2/rs/01/contacts/x")
        .header("Authorization", "Bearer a,b")
        .header("x-session-token", "x")
        .header("X-Session-Token", "y")
        .body(String::from(r#"{"notify": 1}"#))
        .unwrap();
    for request in [good, bad] {
        let expected = UpdateContactCall::from_request(&request);
        let (parts, body) = request.into_parts();
        let head = CallHead::from_parts(&parts);
        let headers: Vec<_> =
            parts.headers.iter().map(|(name, value)| (name.as_str().to_uppercase(), value.as_bytes())).collect();
        assert_eq!(CallHead::from_raw(parts.method.as_str(), parts.uri.path(), headers.clone()), head);
        let raw = UpdateContactCall::from_raw(
            parts.method.as_str(),
            &format!("{}?query=1", parts.uri.path()),
            headers,
            body.as_bytes(),
            &limits,
        );
        assert_eq!(raw, expected);
        match head.check() {
            Ok(()) => assert_eq!(head.violations(), []),
            Err(invalid) => {
                assert!(invalid.body().is_none());
                assert_eq!(invalid.head(), head.violations());
            }
        }
        assert_eq!(head.with_body(body.as_bytes(), &limits), expected);
    }
}

#[test]
fn a_head_keeps_its_valid_parts() {
    let of = |change: &dyn Fn(&mut Request<Vec<u8>>)| CallHead::from_parts(&changed(change).into_parts().0);
    let whole = of(&|_| ());
    assert_eq!(whole.path(), Some(&call().path));
    assert_eq!(whole.bearer_token(), Some(&call().bearer_token));
    assert_eq!(whole.session_token(), Some(&call().session_token));
    let other_method = of(&|request| *request.method_mut() = http::Method::POST);
    assert_eq!((other_method.path(), other_method.violations().len()), (Some(&call().path), 1));
    let no_session = of(&|request| {
        request.headers_mut().remove("x-session-token");
    });
    assert_eq!((no_session.session_token(), no_session.bearer_token()), (None, Some(&call().bearer_token)));
    let twice = of(&|request| {
        request.headers_mut().append("authorization", HeaderValue::from_static("Bearer x"));
    });
    assert_eq!(twice.bearer_token(), None);
    assert!(!format!("{whole:?}").contains("mF_9"));
}

#[test]
fn tokens_are_header_values() {
    let call = call();
    let (bearer, session) = (HeaderValue::from(&call.bearer_token), HeaderValue::from(&call.session_token));
    assert!(bearer.is_sensitive() && session.is_sensitive());
    assert_eq!(bearer, call.bearer_token.to_authorization());
    assert_eq!(session, call.session_token.expose_secret());
    // Every byte that a token may have, and a long token.
    for text in [('!'..='~').collect::<String>(), "x".repeat(100_000)] {
        assert_eq!(HeaderValue::from(&SessionToken::new(text.as_str()).unwrap()), text);
    }
}

/// Regression: formatters of error chains, such as anyhow's `{:#}`, printed some errors twice.
#[test]
fn chains_of_errors_repeat_nothing() {
    use std::error::Error;

    use contact_schema::http::InvalidResponse;

    let invalid = invalid(|request| {
        *request.uri_mut() = "/companies/v2/rs/01/contacts/x".parse().unwrap();
        set("authorization", b"Bearer ,")(request);
        *request.body_mut() = b"{}".to_vec();
    });
    let mut errors: Vec<Box<dyn Error>> = Vec::new();
    errors.extend(invalid.head().iter().map(|violation| Box::new(*violation) as Box<dyn Error>));
    errors.push(Box::new("/companies/v2/rs/01/contacts/2".parse::<ContactPath>().unwrap_err()));
    let path = "/companies/v2/rs/01/contacts/2".parse::<ContactPath>().unwrap_err();
    errors.extend(path.parameters().map(|parameter| Box::new(*parameter) as Box<dyn Error>));
    errors.push(Box::new(BearerToken::from_authorization("Bearer ,").unwrap_err()));
    errors.push(Box::new(InvalidHeader::Authorization(BearerToken::from_authorization("Bearer ,").unwrap_err())));
    errors.push(Box::new(invalid));
    errors.push(Box::new(Contact::from_response(&Response::new("{}")).unwrap_err()));
    errors.push(Box::new(InvalidResponse::Status(StatusCode::NOT_FOUND)));
    let base = BaseUri::new(&format!("https://example.com/{}", "x".repeat(65_500))).unwrap();
    errors.push(Box::new(call().to_request(&base).unwrap_err()));
    for error in errors {
        let mut chain: Vec<String> = Vec::new();
        let mut next = Some(&*error);
        while let Some(error) = next {
            let message = error.to_string();
            assert!(chain.iter().all(|above| !above.contains(&message)), "{chain:?}, {message}");
            chain.push(message);
            next = error.source();
        }
    }
}

#[test]
fn bases() {
    let cases = [
        // Host, port, prefix, trailing slash
        ("https://api.example.com", Ok("https://api.example.com")),
        ("https://api.example.com/", Ok("https://api.example.com")),
        ("http://localhost:8080", Ok("http://localhost:8080")),
        ("http://[::1]:8080/", Ok("http://[::1]:8080")),
        ("https://example.com/api", Ok("https://example.com/api")),
        ("https://example.com/api/", Ok("https://example.com/api")),
        ("https://example.com/a/b%20c", Ok("https://example.com/a/b%20c")),
        ("HTTPS://example.com", Ok("HTTPS://example.com")),
        // Parts that cannot precede a path
        ("https://example.com?key=1", Err(InvalidBaseUri::Query)),
        ("https://example.com/?", Err(InvalidBaseUri::Query)),
        ("https://example.com/api?key=1", Err(InvalidBaseUri::Query)),
        ("https://example.com/#", Err(InvalidBaseUri::Fragment)),
        ("https://example.com/api#top", Err(InvalidBaseUri::Fragment)),
        ("https://ada@example.com", Err(InvalidBaseUri::UserInfo)),
        ("https://ada:secret@example.com", Err(InvalidBaseUri::UserInfo)),
        // Segments that clients remove
        ("https://example.com/a/..", Err(InvalidBaseUri::DotSegment)),
        ("https://example.com/./a", Err(InvalidBaseUri::DotSegment)),
        ("https://example.com/a/%2e%2E/", Err(InvalidBaseUri::DotSegment)),
        // Other schemes, no scheme, and texts that are not a URI
        ("ftp://example.com", Err(InvalidBaseUri::Scheme)),
        ("example.com", Err(InvalidBaseUri::Scheme)),
        ("/companies", Err(InvalidBaseUri::Scheme)),
        ("*", Err(InvalidBaseUri::Scheme)),
        ("https://:8080", Err(InvalidBaseUri::Host)),
        ("", Err(InvalidBaseUri::Syntax)),
        ("https://", Err(InvalidBaseUri::Syntax)),
        ("https:///api", Err(InvalidBaseUri::Syntax)),
        ("https://example.com/a b", Err(InvalidBaseUri::Character { at: 21 })),
        ("https://example.com/\u{e9}", Err(InvalidBaseUri::Character { at: 20 })),
        ("https://example.com\n", Err(InvalidBaseUri::Character { at: 19 })),
    ];
    for (uri, expected) in cases {
        let base = BaseUri::new(uri);
        assert_eq!(base.as_ref().map(BaseUri::as_str).map_err(|invalid| *invalid), expected, "{uri}");
        if let Ok(base) = base {
            let request = call().to_request(&base).unwrap();
            assert!(request.uri().path().ends_with(PATH), "{uri}: {}", request.uri());
            assert_eq!(request.uri().to_string().to_lowercase(), format!("{base}{PATH}").to_lowercase());
        }
    }
}

#[test]
fn the_length_of_a_uri_is_limited() {
    let host = "https://example.com/";
    let longest = 65_534 - PATH.len();
    let base = |length: usize| BaseUri::new(&format!("{host}{}", "x".repeat(length - host.len()))).unwrap();
    assert!(call().to_request(&base(longest)).is_ok());
    let error = call().to_request(&base(longest + 1)).unwrap_err();
    assert!(std::error::Error::source(&error).is_some());
}

#[test]
fn methods() {
    for method in ["GET", "POST", "PUT", "DELETE", "OPTIONS", "patch", "Patch", "PATCHES", "X"] {
        let invalid = invalid(|request| *request.method_mut() = method.parse().unwrap());
        assert_eq!(invalid.head(), [HeadViolation::Method], "{method}");
        assert_eq!((invalid.status(), invalid.total()), (StatusCode::METHOD_NOT_ALLOWED, 1), "{method}");
        assert_eq!(invalid.to_string(), "expected the method PATCH, found another");
    }
}

#[test]
fn paths() {
    for (uri, rules) in [
        ("/companies/v2/rs/07/contacts/42", &[Rule::HttpPathInteger][..]),
        ("/companies/v2/rs/%37/contacts/+42", &[Rule::HttpPathInteger, Rule::HttpPathInteger]),
        ("https://example.com/companies/v2/rs/7/contacts/9007199254740992", &[Rule::IntegerOutOfRange]),
        ("https://example.com/api/companies/v2/rs/7/contacts/42", &[Rule::HttpPath]),
        ("/", &[Rule::HttpPath]),
        ("*", &[Rule::HttpPath]),
        ("example.com:443", &[Rule::HttpPath]),
    ] {
        let invalid = invalid(|request| *request.uri_mut() = uri.parse().unwrap());
        assert_eq!(invalid.head().iter().map(HeadViolation::rule).collect::<Vec<_>>(), rules, "{uri}");
        assert_eq!(invalid.status(), StatusCode::NOT_FOUND, "{uri}");
        assert!(invalid.body().is_none());
    }
    // A query is not part of the path. None is documented.
    let uri = format!("{PATH}?notify=false");
    assert_eq!(
        UpdateContactCall::from_request(&changed(|request| *request.uri_mut() = uri.parse().unwrap())),
        Ok(call())
    );
}

#[test]
fn headers() {
    use InvalidHeader::{Authorization, ContentType, Duplicate, Missing};
    type Change = Box<dyn FnOnce(&mut Request<Vec<u8>>)>;

    fn remove(name: &'static str) -> Change {
        Box::new(move |request| {
            request.headers_mut().remove(name);
        })
    }
    fn append(name: &'static str, value: &'static str, times: usize) -> Change {
        Box::new(move |request| {
            for _ in 0..times {
                request.headers_mut().append(name, HeaderValue::from_static(value));
            }
        })
    }
    let token = |start, fault| Authorization(InvalidAuthorization::Token { start, fault });
    let cases: Vec<(&str, Change, InvalidHeader, u16)> = vec![
        // Missing
        ("authorization", remove("authorization"), Missing, 401),
        ("x-session-token", remove("x-session-token"), Missing, 401),
        ("content-type", remove("content-type"), Missing, 415),
        // Repeated, also with the same value
        ("authorization", append("authorization", "Bearer mF_9.B5f-4.1JqM", 1), Duplicate { count: 2 }, 400),
        ("authorization", append("authorization", "Basic dTpw", 2), Duplicate { count: 3 }, 400),
        ("x-session-token", append("X-Session-Token", "x", 1), Duplicate { count: 2 }, 400),
        ("content-type", append("content-type", "application/json", 1), Duplicate { count: 2 }, 400),
        // Authorization
        ("authorization", Box::new(set("authorization", b"")), Authorization(InvalidAuthorization::Scheme), 401),
        (
            "authorization",
            Box::new(set("authorization", b"Basic dTpw")),
            Authorization(InvalidAuthorization::Scheme),
            401,
        ),
        ("authorization", Box::new(set("authorization", b"Bearer")), token(6, InvalidBearerToken::Empty), 401),
        (
            "authorization",
            Box::new(set("authorization", b"Bearer \xff")),
            token(7, InvalidBearerToken::Character { at: 0 }),
            401,
        ),
        // Session token
        (
            "x-session-token",
            Box::new(set("x-session-token", b"")),
            InvalidHeader::SessionToken(InvalidSessionToken::Empty),
            401,
        ),
        (
            "x-session-token",
            Box::new(set("x-session-token", b"a\xc3\xa9")),
            InvalidHeader::SessionToken(InvalidSessionToken::Character { at: 1 }),
            401,
        ),
        (
            "x-session-token",
            Box::new(set("x-session-token", b"two words")),
            InvalidHeader::SessionToken(InvalidSessionToken::Character { at: 3 }),
            401,
        ),
        // Content type
        ("content-type", Box::new(set("content-type", b"text/plain")), ContentType(InvalidContentType::MediaType), 415),
        (
            "content-type",
            Box::new(set("content-type", b"application/json; charset=\xff")),
            ContentType(InvalidContentType::Parameter { at: 26 }),
            415,
        ),
        (
            "content-type",
            Box::new(set("content-type", b"application/json; charset=utf-16")),
            ContentType(InvalidContentType::Charset { at: 26 }),
            415,
        ),
    ];
    for (name, change, expected, status) in cases {
        let invalid = invalid(change);
        assert_eq!(invalid.head(), [HeadViolation::Header { name, invalid: expected }]);
        assert_eq!(invalid.status(), status, "{invalid}");
        assert!(invalid.body().is_none(), "{invalid}");
        assert!(invalid.to_string().starts_with(&format!("header {name}: expected ")), "{invalid}");
    }
    // Accepted
    for (name, value) in [
        ("authorization", &b"bearer  mF_9.B5f-4.1JqM"[..]),
        ("content-type", b"Application/JSON; charset=UTF-8"),
        ("accept", b"text/html"),
        ("x-unknown", b"\xff"),
    ] {
        assert_eq!(UpdateContactCall::from_request(&changed(set(name, value))), Ok(call()), "{name}");
    }
}

#[test]
fn bodies() {
    let status = |body: &str, limits: &Limits| {
        let request = changed(|request| *request.body_mut() = body.into());
        UpdateContactCall::from_request_with(&request, limits).map_err(|invalid| {
            assert!(invalid.head().is_empty());
            invalid.status().as_u16()
        })
    };
    let limits = Limits::default();
    assert_eq!(status("", &limits), Err(400));
    assert_eq!(status("{,}", &limits), Err(400));
    assert_eq!(status("{}", &limits), Err(422));
    assert_eq!(status("[]", &limits), Err(422));
    assert!(status(BODY, &limits.max_document_bytes(BODY.len())).is_ok());
    assert_eq!(status(BODY, &limits.max_document_bytes(BODY.len() - 1)), Err(413));
}

#[test]
fn everything_is_reported_together_and_in_order() {
    let request = Request::builder()
        .method("POST")
        .uri("/companies/v2/rs/01/contacts/9007199254740992")
        .header("authorization", "Bearer a,b")
        .header("content-type", "application/json")
        .header("content-type", "application/json")
        .body(r#"{"notify": true, "email": "a..b@c.de", "phones": [1]}"#)
        .unwrap();
    let invalid = UpdateContactCall::from_request(&request).unwrap_err();
    let expected = [
        "expected the method PATCH, found another",
        "path parameter companyId: expected decimal digits without leading zeros, found other text",
        "path parameter contactId: expected an integer from -9007199254740991 to 9007199254740991, found one out of range",
        "header authorization: expected letters, digits or -._~+/ and then = only, found another character at byte 8",
        "header x-session-token: expected the header, found none",
        "header content-type: expected one, found 2",
        "body: /email: expected a single dot, found two in a row",
        "body: /phones/0: expected a string, found a number",
    ];
    assert_eq!(invalid.messages(), expected);
    assert_eq!(invalid.total(), expected.len());
    assert_eq!(invalid.status(), StatusCode::NOT_FOUND);
    let Some(InvalidBody::Violations(violations)) = invalid.body() else { panic!("no violations") };
    let span = violations[0].span.unwrap();
    assert_eq!(&request.body()[span.range()], "..");
    assert!(invalid.to_string().starts_with(&expected[..6].join("; ")));
}

#[test]
fn the_status_is_that_of_the_most_important_fault() {
    // Each step adds the fault of a more important status.
    let body = |json: &'static str| move |request: &mut Request<Vec<u8>>| *request.body_mut() = json.into();
    let content_type = set("content-type", b"text/plain");
    let session = set("x-session-token", b" ");
    let method = |request: &mut Request<Vec<u8>>| *request.method_mut() = http::Method::PUT;
    let path = |request: &mut Request<Vec<u8>>| *request.uri_mut() = "/".parse().unwrap();
    let mut request = request();
    let limits = Limits::default().max_document_bytes(64);
    let status = |request: &Request<Vec<u8>>| {
        UpdateContactCall::from_request_with(request, &limits).map_err(|invalid| invalid.status().as_u16())
    };
    assert!(status(&request).is_ok());
    body("{}")(&mut request);
    assert_eq!(status(&request), Err(422));
    body("{")(&mut request);
    assert_eq!(status(&request), Err(400));
    *request.body_mut() = vec![b' '; 65];
    assert_eq!(status(&request), Err(413));
    content_type(&mut request);
    assert_eq!(status(&request), Err(415));
    session(&mut request);
    assert_eq!(status(&request), Err(401));
    method(&mut request);
    assert_eq!(status(&request), Err(405));
    path(&mut request);
    assert_eq!(status(&request), Err(404));
}

/// Each rule that no document can break is broken by a call.
#[test]
fn every_rule_of_calls_is_broken_by_one() {
    let mut broken = BTreeSet::new();
    let mut note = |invalid: InvalidCall| broken.extend(invalid.head().iter().map(HeadViolation::rule));
    note(UpdateContactCall::from_request(&Request::new("")).unwrap_err());
    note(invalid(|request| *request.uri_mut() = "/companies/v2/rs/x/contacts/1".parse().unwrap()));
    note(invalid(set("authorization", b"Basic dTpw")));
    note(invalid(set("authorization", b"Bearer")));
    note(invalid(set("x-session-token", b"")));
    note(invalid(set("content-type", b"")));
    note(invalid(|request| {
        request.headers_mut().append("authorization", HeaderValue::from_static("x"));
    }));
    let all: BTreeSet<Rule> = Rule::ALL.iter().copied().filter(|rule| rule.as_str().starts_with("http-")).collect();
    assert_eq!(broken, all);
    for rule in all {
        assert!(rule.explanation().ends_with("Only a call over HTTP can break this rule, never a document."), "{rule}");
    }
}

#[test]
fn errors_of_calls_do_not_show_values() {
    let request = Request::builder()
        .method("SECRET")
        .uri("/secret/secret")
        .header("authorization", "Bearer secret!")
        .header("x-session-token", "secret secret")
        .header("content-type", "secret/secret")
        .body(r#"{"notify": "secret", "email": "secret@", "name": ["secret"]}"#)
        .unwrap();
    let invalid = UpdateContactCall::from_request(&request).unwrap_err();
    assert_eq!(invalid.total(), 8);
    let shown = format!("{invalid} {invalid:?}").to_lowercase();
    assert!(!shown.contains("secret"), "{shown}");
}

const CONTACT: &str = r#"{"id":1,"name":"Ada","email":null,"phones":[],"comment":null,"companyId":1,"notifyAt":"2024-12-05T14:56Z","updatedAt":"2024-12-05T14:56Z","createdAt":"2024-12-05T14:56Z"}"#;

#[test]
fn answers() {
    use contact_schema::http::InvalidResponse::{Body, Status};

    let contact = Contact::from_json(CONTACT.as_bytes()).unwrap();
    let response: Response<Vec<u8>> = contact.to_response();
    assert_eq!(
        (response.status(), response.headers()["content-type"].as_bytes()),
        (StatusCode::OK, &b"application/json"[..])
    );
    assert_eq!(response.body(), CONTACT.as_bytes());
    assert_eq!(Contact::from_response(&response), Ok(contact));

    let read = |status: u16, body: &'static str| {
        Contact::from_response(&Response::builder().status(status).body(body).unwrap()).unwrap_err()
    };
    // A 200 whose body is not a contact
    assert!(matches!(read(200, ""), Body(InvalidBody::Syntax(_))));
    assert!(matches!(read(200, "<html>"), Body(InvalidBody::Syntax(_))));
    let Body(InvalidBody::Violations(violations)) = read(200, r#"{"id": 1}"#) else { panic!("accepted") };
    assert_eq!(violations.total(), 8);
    // Another status, with and without a contact in the body
    for status in [201, 204, 304, 400, 404, 422, 500, 599] {
        assert_eq!(read(status, CONTACT), Status(StatusCode::from_u16(status).unwrap()));
        assert_eq!(read(status, "").to_string(), format!("expected the status 200, found {status}"));
    }
}

#[cfg(feature = "proptest")]
mod properties {
    use contact_schema::proptest::{contact, update_contact_call, update_contact_request_near_miss};
    use proptest::prelude::*;

    use super::*;

    fn base() -> impl Strategy<Value = BaseUri> {
        ("https?", "[a-z]{1,10}(\\.[a-z]{2,5})?", proptest::option::of(1..=u16::MAX), "(/[A-Za-z0-9~_-]{1,8}){0,3}/?")
            .prop_map(|(scheme, host, port, path)| {
                let port = port.map(|port| format!(":{port}")).unwrap_or_default();
                BaseUri::new(&format!("{scheme}://{host}{port}{path}")).unwrap()
            })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn calls_survive_building_and_reading(call in update_contact_call(), base in base()) {
            let mut request = call.to_request(&base).unwrap();
            let path = request.uri().path();
            let prefix = path.len() - call.path.to_string().len();
            prop_assert!(base.as_str().ends_with(&path[..prefix]));
            // Routers that nest others remove the prefix.
            *request.uri_mut() = path[prefix..].parse().unwrap();
            prop_assert_eq!(UpdateContactCall::from_request(&request), Ok(call));
        }

        #[test]
        fn one_fault_of_a_body_is_the_one_fault_of_its_call(near_miss in update_contact_request_near_miss()) {
            let invalid = invalid(|request| *request.body_mut() = near_miss.json.clone().into_bytes());
            prop_assert!(invalid.head().is_empty());
            let Some(InvalidBody::Violations(violations)) = invalid.body() else {
                return Err(TestCaseError::fail("no violations"));
            };
            prop_assert_eq!(violations.total(), 1);
            prop_assert_eq!(violations[0].kind.rule(), near_miss.rule);
        }

        #[test]
        fn contacts_survive_answering_and_reading(contact in contact()) {
            prop_assert_eq!(Contact::from_response(&contact.to_response::<Vec<u8>>()), Ok(contact));
        }

        #[cfg(feature = "arbitrary")]
        #[test]
        fn arbitrary_calls_are_valid(bytes in proptest::collection::vec(any::<u8>(), 0..512)) {
            let call = arbitrary::Unstructured::new(&bytes).arbitrary::<UpdateContactCall>();
            // Too few bytes give no call.
            if let Ok(call) = call {
                let request = call.to_request(&BaseUri::new("http://localhost").unwrap()).unwrap();
                prop_assert_eq!(UpdateContactCall::from_request(&request), Ok(call));
            }
        }

        /// Any headers and path are read or refused. What was read is written unchanged.
        #[test]
        fn any_head_is_judged(
            path in "(/companies/v2/rs/[0-9+-]{0,3}/contacts/[0-9+-]{0,3})|/[ -~&&[^\"<>#?%{}|^`\\\\]]{0,20}",
            authorization in proptest::collection::vec(prop_oneof![32..=126_u8, 128..=255_u8], 0..12),
            session in proptest::collection::vec(prop_oneof![32..=126_u8, 128..=255_u8], 0..4),
        ) {
            let request = changed(|request| {
                if let Ok(uri) = path.parse() {
                    *request.uri_mut() = uri;
                }
                let value = [b"Bearer ", authorization.as_slice()].concat();
                set("authorization", &value)(request);
                set("x-session-token", &session)(request);
            });
            match UpdateContactCall::from_request(&request) {
                Ok(call) => {
                    prop_assert_eq!(call.session_token.expose_secret().as_bytes(), session);
                    prop_assert_eq!(call.path.to_string(), request.uri().path());
                    prop_assert!(call.path.to_string().parse::<ContactPath>().is_ok());
                }
                Err(invalid) => prop_assert!(invalid.total() > 0 && invalid.status().is_client_error()),
            }
        }
    }
}
