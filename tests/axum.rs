//! The extractors and responses of feature `axum`, in a real axum router, without a socket.
//!
//! Helpers outside of `#[test]` panic as tests do.
#![cfg(feature = "axum")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, patch};
use contact_schema::endpoint::{ContactPath, PATH_TEMPLATE};
use contact_schema::http::axum::{MAX_BODY_BYTES, fallback};
use contact_schema::http::{CallHead, UpdateContactCall};
use contact_schema::problem::{Problem, ProblemOptions};
use contact_schema::{Contact, Limits, Rule};
use http::{Request, Response, StatusCode};
use tower::ServiceExt;

const PATH: &str = "/companies/v2/rs/7/contacts/42";
const CONTACT: &str = r#"{"id":42,"name":"Ada","email":"ada@example.com","phones":[],"comment":null,"companyId":7,"notifyAt":"2024-12-05T14:56Z","updatedAt":"2024-12-05T14:56Z","createdAt":"2024-12-05T14:56Z"}"#;

async fn update(call: UpdateContactCall) -> Result<Contact, Problem> {
    let mut contact = Contact::from_json(CONTACT.as_bytes()).unwrap();
    if call.path != ContactPath::from(&contact) {
        return Err(Problem::new(StatusCode::NOT_FOUND));
    }
    call.body.apply_to(&mut contact);
    Ok(contact)
}

fn router() -> Router {
    Router::new().route(PATH_TEMPLATE, patch(update).fallback(fallback)).fallback(fallback)
}

fn request(body: impl Into<Body>) -> Request<Body> {
    Request::patch(PATH)
        .header("authorization", "Bearer mF_9.B5f-4.1JqM")
        .header("x-session-token", "eyJhbGciOiJIUzI1NiJ9.e30.XmNK3GpH3Ys")
        .header("content-type", "application/json")
        .body(body.into())
        .unwrap()
}

fn changed(change: impl FnOnce(&mut Request<Body>)) -> Request<Body> {
    let mut request = request(r#"{"notify": true, "email": null}"#);
    change(&mut request);
    request
}

fn send(router: Router, request: Request<Body>) -> Response<Vec<u8>> {
    pollster::block_on(async {
        let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
        Response::from_parts(parts, to_bytes(body, usize::MAX).await.unwrap().to_vec())
    })
}

/// Returns the status, and the rules in the problem of the answer.
fn refused(router: Router, request: Request<Body>) -> (u16, Vec<Rule>) {
    let response = send(router, request);
    assert_eq!(response.headers()["content-type"], Problem::MEDIA_TYPE);
    let problem: Problem = serde_json::from_slice(response.body()).unwrap();
    assert_eq!(problem.status, Some(response.status().as_u16()));
    (response.status().as_u16(), problem.errors.iter().filter_map(|error| error.rule()).collect())
}

/// A body that panics when it is read.
fn untouchable() -> Body {
    Body::new(Frames(vec![Err("the body was read")]))
}

/// A body of these frames, where each is data or an error.
struct Frames(Vec<Result<&'static str, &'static str>>);

impl http_body::Body for Frames {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, std::io::Error>>> {
        let next = (!self.0.is_empty()).then(|| self.0.remove(0));
        std::task::Poll::Ready(
            next.map(|piece| {
                piece.map(|data| http_body::Frame::data(Bytes::from(data))).map_err(std::io::Error::other)
            }),
        )
    }
}

#[test]
fn a_handler_is_the_whole_program() {
    let response = send(router(), request(r#"{"notify": true, "email": null}"#));
    assert_eq!(response.status(), 200);
    assert_eq!(Contact::from_response(&response).unwrap().email, None);
    // In several frames.
    let response = send(router(), request(Body::new(Frames(vec![Ok(r#"{"notify""#), Ok(": true}")]))));
    assert_eq!(response.status(), 200);
    let elsewhere = changed(|request| *request.uri_mut() = "/companies/v2/rs/7/contacts/43".parse().unwrap());
    assert_eq!(refused(router(), elsewhere), (404, vec![]));
}

#[test]
fn violations_of_head_and_body_come_together() {
    let request = changed(|request| {
        request.headers_mut().insert("content-type", "text/plain".parse().unwrap());
        *request.body_mut() = r#"{"notify": 1, "name": null}"#.into();
    });
    assert_eq!(refused(router(), request), (415, vec![Rule::HttpContentType, Rule::WrongType, Rule::WrongType]));
    assert_eq!(
        refused(router(), changed(|request| *request.body_mut() = "{".into())),
        (400, vec![Rule::JsonUnexpectedEnd])
    );
}

#[test]
fn ids_have_one_text_form() {
    for id in ["+42", "042", "%34%32", "-0", "42.0", "9007199254740992"] {
        let request =
            changed(|request| *request.uri_mut() = format!("/companies/v2/rs/7/contacts/{id}").parse().unwrap());
        assert_eq!(refused(router(), request).0, 404, "{id}");
    }
}

#[test]
fn without_tokens_the_body_is_not_read() {
    for header in ["authorization", "x-session-token"] {
        let request = changed(|request| {
            request.headers_mut().remove(header);
            *request.body_mut() = untouchable();
        });
        assert_eq!(refused(router(), request), (401, vec![Rule::HttpHeaderMissing]), "{header}");
    }
}

#[test]
fn a_disconnect_is_not_too_large() {
    let broken = || Body::new(Frames(vec![Ok(r#"{"notify": true"#), Err("connection reset")]));
    assert_eq!(refused(router(), changed(|request| *request.body_mut() = broken())), (400, vec![]));
    let request = changed(|request| {
        request.headers_mut().remove("content-type");
        *request.body_mut() = broken();
    });
    assert_eq!(refused(router(), request), (415, vec![Rule::HttpHeaderMissing]));
}

#[test]
fn bodies_are_limited() {
    let padded = |length: usize| request(String::from(r#"{"notify": true}"#) + &" ".repeat(length - 16));
    let status = |router, length| send(router, padded(length)).status().as_u16();
    assert_eq!(status(router(), MAX_BODY_BYTES), 200);
    assert_eq!(refused(router(), padded(MAX_BODY_BYTES + 1)), (413, vec![Rule::DocumentTooLarge]));
    // The service's own limits, higher and lower.
    let limited = |max| router().layer(axum::Extension(Limits::default().max_document_bytes(max)));
    assert_eq!((status(limited(100), 100), status(limited(100), 101)), (200, 413));
    assert_eq!((status(limited(100_000), 100_000), status(limited(100_000), 100_001)), (200, 413));
    // axum's limit.
    let limited = |max| router().layer(DefaultBodyLimit::max(max));
    assert_eq!((status(limited(100), 100), status(limited(100), 101)), (200, 413));
    assert_eq!(status(limited(100_000), MAX_BODY_BYTES + 1), 413);
    // The largest request that is valid by the contract.
    let text = |count: usize| r"\ud83d\ude00".repeat(count);
    let email = format!("{}@b.cd", r"\u0061".repeat(245));
    let phones = vec![format!("\"{}\"", text(50)); 5].join(",");
    let largest = format!(
        r#"{{"notify":false,"name":"{}","email":"{email}","phones":[{phones}],"comment":"{}"}}"#,
        text(250),
        text(2500)
    );
    assert!(largest.len() > MAX_BODY_BYTES / 2, "{}", largest.len());
    assert_eq!(send(router(), request(largest)).status(), 200);
}

#[test]
fn wrong_methods_and_paths_are_answered_with_a_problem() {
    let of = |method: &str, path: &str| Request::builder().method(method).uri(path).body(untouchable()).unwrap();
    for method in ["GET", "PUT", "DELETE", "OPTIONS", "POST"] {
        let response = send(router(), of(method, PATH));
        assert_eq!(
            (response.status().as_u16(), &response.headers()["allow"]),
            (405, &"PATCH".parse().unwrap()),
            "{method}"
        );
        assert_eq!(refused(router(), of(method, PATH)), (405, vec![Rule::HttpMethod]));
    }
    assert_eq!(refused(router(), of("PATCH", "/")), (404, vec![Rule::HttpPath]));
    assert_eq!(refused(router(), of("GET", "/favicon.ico")), (404, vec![Rule::HttpMethod, Rule::HttpPath]));
    assert_eq!(refused(router(), of("PATCH", &format!("{PATH}/"))), (404, vec![Rule::HttpPath]));
    // A valid call whose path has no route.
    assert_eq!(refused(Router::new().fallback(fallback), of("PATCH", PATH)), (404, vec![]));
}

#[test]
fn heads_and_paths_are_extractors() {
    async fn authenticated(head: CallHead, body: Bytes) -> Result<Contact, Problem> {
        if head.bearer_token().is_none_or(|token| token.expose_secret() != "right") {
            return Err(Problem::new(StatusCode::UNAUTHORIZED));
        }
        head.with_body(&body, &Limits::default())?;
        Ok(Contact::from_json(CONTACT.as_bytes()).unwrap())
    }
    async fn read(path: ContactPath) -> String {
        path.to_string()
    }
    let router = || Router::new().route(PATH_TEMPLATE, patch(authenticated).merge(get(read)));
    assert_eq!(refused(router(), request("{")), (401, vec![]));
    let right = |body: &'static str| {
        changed(|request| {
            request.headers_mut().insert("authorization", "Bearer right".parse().unwrap());
            *request.body_mut() = body.into();
        })
    };
    assert_eq!(refused(router(), right("{}")), (422, vec![Rule::MissingMember]));
    assert_eq!(send(router(), right(r#"{"notify": true}"#)).status(), 200);
    let get = |path: &str| Request::get(path).body(Body::empty()).unwrap();
    assert_eq!(send(router(), get(PATH)).body(), PATH.as_bytes());
    assert_eq!(refused(router(), get("/companies/v2/rs/07/contacts/x")), (404, vec![Rule::HttpPathInteger; 2]));
    // Nested below a prefix.
    let nested = Router::new().nest("/api", router());
    assert_eq!(send(nested, get(&format!("/api{PATH}"))).body(), PATH.as_bytes());
}

#[test]
fn a_service_has_options() {
    let options = ProblemOptions::default().realm("crm").type_base("https://errors.test/");
    let router = || router().layer(axum::Extension(options.clone()));
    let anonymous = changed(|request| {
        request.headers_mut().remove("authorization");
    });
    let response = send(router(), anonymous);
    assert_eq!(response.headers()["www-authenticate"], r#"Bearer realm="crm""#);
    let problem: Problem = serde_json::from_slice(send(router(), request("{}")).body()).unwrap();
    assert_eq!(problem.problem_type, "https://errors.test/violations");
}
