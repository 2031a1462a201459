//! The operation in actix-web: `from_raw` reads the call, and an answer is converted part by part.

use actix_web::http::StatusCode;
use actix_web::web::{self, Bytes, PayloadConfig, ServiceConfig};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use contact_schema::endpoint::PATH_TEMPLATE;
use contact_schema::http::{CallHead, UpdateContactCall};
use contact_schema::prelude::*;
use contact_schema::problem::Problem;

/// The maximum length of a body in bytes.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// The contact of the API's documentation, in place of a database.
const STORED: &[u8] = br#"{"id": 1, "name": "Company Contact Name", "email": "example@email.com",
    "phones": ["phone1", "phone2"], "comment": "Company contact comment", "companyId": 1,
    "notifyAt": "2024-12-05T14:56:23.000Z", "updatedAt": "2024-12-05T14:56:23.000Z",
    "createdAt": "2024-01-15T08:45:00.000Z"}"#;

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(|| App::new().configure(routes)).bind(("127.0.0.1", 8080))?.run().await
}

/// Other methods and paths reach the handler too; `from_raw` rejects them.
fn routes(config: &mut ServiceConfig) {
    config
        .app_data(PayloadConfig::new(MAX_BODY_BYTES))
        .route(PATH_TEMPLATE, web::to(answer))
        .default_service(web::to(answer));
}

async fn answer(request: HttpRequest, body: Result<Bytes, actix_web::Error>) -> HttpResponse {
    let headers = request.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
    let head = CallHead::from_raw(request.method().as_str(), request.path(), headers);
    let contact = match body {
        Ok(body) => head.with_body(&body, &Limits::default()).map_err(Problem::from).and_then(update),
        // actix-web answers 413 for a body above the limit, and 400 for one that breaks off.
        Err(error) => Err(Problem::new(status(error.as_response_error().status_code().as_u16()))),
    };
    respond(contact.map_or_else(|problem| problem.to_response(), |contact| contact.to_response()))
}

fn update(call: UpdateContactCall) -> Result<Contact, Problem> {
    let mut contact = Contact::from_json(STORED).map_err(|_| Problem::new(http::StatusCode::INTERNAL_SERVER_ERROR))?;
    if call.path != ContactPath::from(&contact) {
        return Err(Problem::new(http::StatusCode::NOT_FOUND));
    }
    call.body.apply_to(&mut contact);
    Ok(contact)
}

/// Converts an answer into the types of actix-web.
fn respond(response: http::Response<Vec<u8>>) -> HttpResponse {
    let status = StatusCode::from_u16(response.status().as_u16()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = HttpResponse::build(status);
    for (name, value) in response.headers() {
        answer.append_header((name.as_str(), value.as_bytes()));
    }
    answer.body(response.into_body())
}

fn status(code: u16) -> http::StatusCode {
    http::StatusCode::from_u16(code).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR)
}

#[cfg(test)]
mod tests {
    use actix_web::test::{TestRequest, call_service, init_service, read_body};

    use super::*;

    /// Sends a PATCH with valid headers, and returns the status and the body.
    async fn send(change: impl FnOnce(TestRequest) -> TestRequest) -> (u16, Vec<u8>) {
        let app = init_service(App::new().configure(routes)).await;
        let request = TestRequest::patch()
            .uri("/companies/v2/rs/1/contacts/1")
            .insert_header(("Authorization", "Bearer mF_9.B5f-4.1JqM"))
            .insert_header(("X-Session-Token", "eyJhbGciOiJIUzI1NiJ9.e30.XmNK3GpH3Ys"))
            .insert_header(("Content-Type", "application/json"));
        let response = call_service(&app, change(request).to_request()).await;
        (response.status().as_u16(), read_body(response).await.to_vec())
    }

    #[actix_web::test]
    async fn a_contact_is_updated() {
        let (status, body) = send(|request| request.set_payload(r#"{"notify": true, "email": null}"#)).await;
        assert_eq!(status, 200);
        assert_eq!(Contact::from_json(&body).unwrap().email, None);
    }

    #[actix_web::test]
    async fn invalid_calls_are_answered_with_a_problem() {
        let large = String::from(r#"{"notify": true}"#) + &" ".repeat(MAX_BODY_BYTES);
        type Change = Box<dyn FnOnce(TestRequest) -> TestRequest>;
        let cases: Vec<(Change, u16, &str)> = vec![
            (Box::new(|request| request.set_payload(r#"{"notify": 1}"#)), 422, "wrong-type"),
            (Box::new(|request| request.set_payload("{")), 400, "json-unexpected-end"),
            (Box::new(|request| request.set_payload(large)), 413, "Payload Too Large"),
            (Box::new(|request| request.uri("/companies/v2/rs/1/contacts/01")), 404, "http-path-integer"),
            (Box::new(|request| request.uri("/companies/v2/rs/1/contacts/%31")), 404, "http-path-integer"),
            (Box::new(|request| request.uri("/")), 404, "http-path"),
            (Box::new(|request| request.method(actix_web::http::Method::PUT)), 405, "http-method"),
        ];
        for (change, expected, text) in cases {
            let (status, body) = send(change).await;
            let body = String::from_utf8(body).unwrap();
            assert_eq!(status, expected, "{body}");
            assert!(body.contains(text) && body.starts_with("{\"type\":"), "{body}");
        }
    }
}
