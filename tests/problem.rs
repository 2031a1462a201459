//! Problem details: written as RFC 9457 defines them, and read from any server.
//!
//! Helpers outside of `#[test]` panic as tests do.
#![cfg(feature = "problem")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use contact_schema::problem::{Problem, ProblemError, ProblemOptions};
use contact_schema::{Contact, InvalidBody, Limits, Pointer, Rule, Span, UpdateContactRequest, schema};
use serde_json::{Value, json};

fn invalid(body: &str) -> InvalidBody {
    UpdateContactRequest::from_json(body.as_bytes()).unwrap_err()
}

fn read(value: &Value) -> Problem {
    let problem = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::from_str::<Problem>(&value.to_string()).unwrap(), problem);
    problem
}

/// Writes the problem, checks it against the schema and reads it back.
fn written(problem: &Problem) -> Value {
    let schema = serde_json::from_str(schema::PROBLEM).unwrap();
    let text = serde_json::to_string(problem).unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    if let Err(error) = jsonschema::validate(&schema, &value) {
        panic!("{text}: {error}");
    }
    assert_eq!(read(&value), *problem, "{text}");
    value
}

#[test]
fn violations_are_422() {
    let body = r#"{"notify": true, "phones": [112, "x"], "email": "a..b@c.de"}"#;
    assert_eq!(
        written(&Problem::from(&invalid(body)).instance("/log/1")),
        json!({
            "type": "https://contact-schema.example/problems/violations",
            "title": "The call breaks the contract",
            "status": 422,
            "detail": "2 errors",
            "instance": "/log/1",
            "errors": [
                { "detail": "expected a string, found a number", "pointer": "#/phones/0", "rule": "wrong-type",
                  "expected": ["string"], "offset": 28, "length": 3 },
                { "detail": "expected a single dot, found two in a row", "pointer": "#/email", "rule": "email-consecutive-dots",
                  "offset": 50, "length": 2 },
            ],
        })
    );
    let InvalidBody::Violations(violations) = invalid(body) else { panic!("no violations") };
    assert_eq!(Problem::from(&violations), Problem::from(&invalid(body)));
}

#[test]
fn unknown_members_do_not_hide_a_violation() {
    let problem = Problem::from(&invalid(&format!("{{{}\"notify\":1}}", "\"\":1,".repeat(2000))));
    assert_eq!(problem.errors.len(), 1);
    assert_eq!(problem.errors[0].pointer.as_ref().map(|pointer| pointer.as_str()), Some("/notify"));
}

#[test]
fn syntax_errors_are_400_or_413() {
    assert_eq!(
        written(&Problem::from(&invalid(r#"{"notify": true,}"#))),
        json!({
            "type": "https://contact-schema.example/problems/syntax",
            "title": "The body is not valid JSON or is too large",
            "status": 400,
            "detail": "1 error",
            "errors": [{
                "detail": "expected another member or item after the comma, found the end of the object or array",
                "pointer": "#", "rule": "json-trailing-comma", "offset": 15, "length": 1,
            }],
        })
    );
    let limits = Limits::default().max_document_bytes(1);
    let Err(InvalidBody::Syntax(error)) = UpdateContactRequest::from_json_with(b"{}", &limits) else {
        panic!("accepted")
    };
    let problem = Problem::from(&error);
    written(&problem);
    assert_eq!((problem.status, problem.errors[0].rule()), (Some(413), Some(Rule::DocumentTooLarge)));
}

/// A missing member has the pointer of the place where it belongs. All nine are reported.
#[test]
fn missing_members_have_pointers() {
    let problem = Problem::from(&Contact::from_json(b"{}").unwrap_err());
    written(&problem);
    assert_eq!(problem.errors.len(), 9);
    assert!(problem.errors.iter().all(|error| error.rule() == Some(Rule::MissingMember) && error.pointer.is_some()));
}

#[test]
fn errors_are_listed_up_to_a_limit() {
    // One violation more: there are too many phones.
    let with =
        |errors: usize| invalid(&format!(r#"{{"notify": true, "phones": [{}]}}"#, vec!["0"; errors - 1].join(",")));
    for (errors, detail) in [
        (99, "99 errors"),
        (100, "100 errors"),
        (101, "101 errors, of which the first 100 are listed"),
        (5000, "5000 errors, of which the first 100 are listed"),
    ] {
        let problem = Problem::from(&with(errors));
        assert_eq!(problem.errors.len(), errors.min(Problem::MAX_ERRORS));
        assert_eq!(problem.detail.as_deref(), Some(detail));
        let text = written(&problem).to_string();
        assert!(text.len() < 200 * Problem::MAX_ERRORS, "{} bytes", text.len());
    }
}

#[test]
fn problems_do_not_show_values() {
    let body =
        r#"{"notify": "secret", "email": "secret@secret", "name": ["secret"], "phones": {"secret": 1}, "secret": 2}"#;
    let problem = Problem::from(&invalid(body));
    assert_eq!(problem.errors.len(), 4);
    let shown = format!("{} {problem} {problem:?}", written(&problem));
    assert!(!shown.contains("secret"), "{shown}");
}

/// The two examples of RFC 9457, section 3.
#[test]
fn the_examples_of_the_rfc_are_read() {
    let problem = read(&json!({
        "type": "https://example.com/probs/out-of-credit",
        "title": "You do not have enough credit.",
        "detail": "Your current balance is 30, but that costs 50.",
        "instance": "/account/12345/msgs/abc",
        "balance": 30,
        "accounts": ["/account/12345", "/account/67890"],
    }));
    let mut expected = Problem::default()
        .title("You do not have enough credit.")
        .detail("Your current balance is 30, but that costs 50.")
        .instance("/account/12345/msgs/abc")
        .extension("balance", 30)
        .extension("accounts", vec!["/account/12345", "/account/67890"]);
    expected.problem_type = "https://example.com/probs/out-of-credit".into();
    assert_eq!(problem, expected);
    let problem = read(&json!({
        "type": "https://example.net/validation-error",
        "title": "Your request is not valid.",
        "errors": [
            { "detail": "must be a positive integer", "pointer": "#/age" },
            { "detail": "must be 'green', 'red' or 'blue'", "pointer": "#/profile/color" },
        ],
    }));
    let pointers: Vec<_> = problem.errors.iter().flat_map(|error| &error.pointer).map(Pointer::as_str).collect();
    assert_eq!(pointers, ["/age", "/profile/color"]);
    assert_eq!(problem.errors[0].detail, "must be a positive integer");
    assert_eq!((problem.errors[0].rule(), problem.errors[0].span), (None, None));
}

/// "If a member's value type does not match the specified type, the member MUST be ignored" (RFC
/// 9457, section 3.1).
#[test]
fn members_of_other_types_are_ignored() {
    let others =
        [json!(null), json!(true), json!(-1), json!(1.5), json!([]), json!([1, "x"]), json!({}), json!({"a": [{}]})];
    for other in &others {
        for name in ["type", "title", "status", "detail", "instance", "errors"] {
            assert_eq!(read(&json!({ name: other })), Problem::default(), "{name}: {other}");
        }
        assert_eq!(read(&json!({ "unknown": other })), Problem::default().extension("unknown", other.clone()));
        for name in ["detail", "pointer", "parameter", "header", "rule", "limit", "actual", "unknown"] {
            let problem = read(&json!({ "errors": [{ "detail": "x", "header": "y" }, { name: other }, other] }));
            assert_eq!(problem.errors.len(), 1, "{name}: {other}");
        }
    }
    for text in ["type", "title", "detail", "instance"] {
        assert_eq!(read(&json!({ text: 400 })), Problem::default(), "{text}");
    }
    for status in
        [json!("400"), json!(0), json!(99), json!(600), json!(65936), json!(u64::MAX), json!(400.5), json!(1e300)]
    {
        assert_eq!(read(&json!({ "status": status })).status, None, "{status}");
    }
    for status in [100, 400, 599] {
        assert_eq!(read(&json!({ "status": status })).status, Some(status));
    }
}

#[test]
fn valid_parts_of_errors_are_read() {
    let of = |error: Value| read(&json!({ "errors": [error] })).errors.pop();
    let empty = ProblemError::default;
    // Invalid pointers.
    for pointer in
        ["", "/phones/0", "#phones", "#/a~2", "#/a~", "#/%", "#/%4", "#/%4g", "#/%ff", "#/a b", "#/\u{e9}", "#/a#b"]
    {
        assert_eq!(of(json!({ "pointer": pointer })), None, "{pointer}");
    }
    for (fragment, pointer) in
        [("#", ""), ("#/", "/"), ("#/a%20b", "/a b"), ("#/%C3%A9", "/\u{e9}"), ("#/~0~1", "/~0~1"), ("#/%7E1", "/~1")]
    {
        let error = of(json!({ "pointer": fragment })).unwrap();
        assert_eq!(error.pointer.as_ref().map(Pointer::as_str), Some(pointer), "{fragment}");
    }
    // Half a span, and a span beyond the address space, are ignored.
    assert_eq!(of(json!({ "offset": 1 })), None);
    assert_eq!(of(json!({ "offset": u64::MAX, "length": 1 })), None);
    assert_eq!(of(json!({ "offset": 1, "length": 2 })).unwrap().span, Some(Span { start: 1, end: 3 }));
    // A rule of a later release.
    let error = of(json!({ "rule": "too-short" })).unwrap();
    assert_eq!((error.rule.as_deref(), error.rule()), (Some("too-short"), None));
    assert_eq!(of(json!({ "detail": "x" })).map(|error| error.detail), Some("x".into()));
    assert_ne!(of(json!({ "detail": "x" })), Some(empty()));
}

/// A number is the same with a point, and a name is a name, whatever serde_json calls its numbers.
#[test]
fn numbers_and_private_names_are_read() {
    let problem = read(&json!({ "status": 409.0, "errors": [{ "detail": "x", "limit": 5e1, "actual": 51.5 }] }));
    assert_eq!((problem.status, problem.errors[0].limit, problem.errors[0].actual), (Some(409), Some(50), None));
    for status in [json!(409.5), json!(-409.0), json!(1e300), json!(-0.0)] {
        assert_eq!(read(&json!({ "status": status })).status, None, "{status}");
    }
    let errors = json!([{ "limit": u64::MAX, "actual": 1.8446744073709552e19 }]);
    let problem = read(&json!({ "errors": errors }));
    assert_eq!((problem.errors[0].limit, problem.errors[0].actual), (Some(u64::MAX), None));

    let name = "$serde_json::private::Number";
    let problem = read(&json!({ "title": "Conflict", name: "12", "status": 409, "x": { name: "1", "y": 2 } }));
    assert_eq!((problem.title.as_deref(), problem.status), (Some("Conflict"), Some(409)));
    assert_eq!(problem.extensions[name], "12");
    assert_eq!(problem.extensions["x"], json!({ name: "1", "y": 2 }));
}

#[test]
fn what_is_read_is_bounded() {
    let problem = read(&json!({ "errors": vec![json!({ "detail": "x" }); 10_000], "status": 422 }));
    assert_eq!((problem.errors.len(), problem.status), (Problem::MAX_ERRORS, Some(422)));
    let text = "\u{e9}".repeat(Problem::MAX_TEXT_BYTES / 2);
    assert_eq!(read(&json!({ "detail": text })).detail, Some(text.clone()));
    assert_eq!(read(&json!({ "detail": format!("{text}x") })).detail, None);
    // Extensions: as many items as errors, and at most eight levels.
    assert_eq!(
        read(&json!({ "x": vec![0; 10_000] })).extensions["x"].as_array().map(Vec::len),
        Some(Problem::MAX_ERRORS)
    );
    let nested = (0..100).fold(json!(1), |inner, _| json!([inner]));
    let kept = read(&json!({ "x": nested })).extensions["x"].to_string();
    assert_eq!(kept, "[[[[[[[[null]]]]]]]]");
}

#[test]
fn extensions_are_written_and_read_back() {
    let problem =
        Problem::default().title("Too many requests").extension("retryAfter", 30).extension("by", json!([null]));
    assert_eq!(
        written(&problem),
        json!({ "type": "about:blank", "title": "Too many requests", "retryAfter": 30, "by": [null] })
    );
    // No member is written twice, whatever the name of an extension.
    let text = serde_json::to_string(&Problem::default().extension("type", "x").extension("errors", "y")).unwrap();
    assert_eq!(text, r#"{"type":"about:blank"}"#);
}

/// A front end can build its own messages from the limit, the count and the types.
#[test]
fn errors_have_limits_and_types() {
    let long = |count: usize| "x".repeat(count);
    let body = json!({
        "notify": 1, "name": long(251), "email": long(246) + "@b.cd", "phones": [long(51), "", "", "", "", ""], "comment": 5,
    });
    let problem = Problem::from(invalid(&body.to_string()));
    let shown: Vec<_> = problem
        .errors
        .iter()
        .map(|error| {
            let pointer = error.pointer.as_ref().map(|pointer| pointer.to_string()).unwrap();
            (pointer, error.limit, error.actual, error.expected.join(" "))
        })
        .collect();
    let of = |pointer: &str, limit, actual, expected: &str| (pointer.to_owned(), limit, actual, expected.to_owned());
    let mut expected = [
        of("/notify", None, None, "boolean"),
        of("/name", Some(250), Some(251), ""),
        of("/email", Some(250), Some(251), ""),
        of("/phones/0", Some(50), Some(51), ""),
        of("/phones", Some(5), Some(6), ""),
        of("/comment", None, None, "string null"),
    ];
    let mut shown = shown;
    shown.sort();
    expected.sort();
    assert_eq!(shown, expected);
    written(&problem);
    let too_large = UpdateContactRequest::from_json_with(b"{}", &Limits::default().max_document_bytes(1));
    let problem = Problem::from(too_large.unwrap_err());
    assert_eq!((problem.errors[0].limit, problem.errors[0].actual), (Some(1), Some(2)));
    written(&problem);
}

/// R11: no error repeats the value, in any format.
#[test]
fn errors_of_reading_do_not_show_values() {
    let values = [
        json!("secret"),
        json!(4242),
        json!(42.42),
        json!(-4242),
        json!(["secret"]),
        json!(true),
        json!(null),
        json!(u64::MAX),
    ];
    let check = |shown: String| {
        assert!(!["secret", "42", "true", "1844"].iter().any(|value| shown.contains(value)), "{shown}");
        assert!(shown.starts_with("invalid type: another value, expected an object"), "{shown}");
    };
    for value in values {
        check(serde_json::from_value::<Problem>(value.clone()).unwrap_err().to_string());
        check(serde_json::from_str::<Problem>(&value.to_string()).unwrap_err().to_string());
        let mut bytes = Vec::new();
        ciborium::into_writer(&value, &mut bytes).unwrap();
        let ciborium::de::Error::Semantic(_, shown) = ciborium::from_reader::<Problem, _>(&bytes[..]).unwrap_err()
        else {
            panic!("another error")
        };
        check(shown);
    }
    // Keys that are not strings are ignored.
    let wide = ciborium::value::Value::Integer(ciborium::value::Integer::try_from(1_u128 << 63).unwrap());
    let map = ciborium::value::Value::Map(vec![(4242.into(), "secret".into()), ("x".into(), wide)]);
    let mut bytes = Vec::new();
    ciborium::into_writer(&map, &mut bytes).unwrap();
    let read: Problem = ciborium::from_reader(&bytes[..]).unwrap();
    assert_eq!(read, Problem::default().extension("x", 1_u64 << 63));
}

#[test]
fn a_service_has_a_type_base_of_its_own() {
    let options = ProblemOptions::default().type_base("https://errors.test/p#");
    assert_eq!(options.problem(invalid("{}")).problem_type, "https://errors.test/p#violations");
    assert_eq!(options.problem(invalid("{")).problem_type, "https://errors.test/p#syntax");
    // Other types are unchanged.
    assert_eq!(options.problem(Problem::default()).problem_type, Problem::ABOUT_BLANK);
    assert_eq!(ProblemOptions::default().problem(invalid("{}")).problem_type, Problem::VIOLATIONS);
    assert_eq!(ProblemOptions::default().problem(invalid("{")).problem_type, Problem::SYNTAX);
}

#[test]
fn only_an_object_is_a_problem() {
    for document in ["", "null", "[]", "\"x\"", "1", "{", "{} {}"] {
        assert!(serde_json::from_str::<Problem>(document).is_err(), "{document}");
    }
    // Of two equal members, the last counts.
    let problem: Problem =
        serde_json::from_str(r#"{"title": "a", "\u0074itle": "b", "status": 400, "status": "x"}"#).unwrap();
    assert_eq!((problem.title.as_deref(), problem.status), (Some("b"), None));
}

#[test]
fn other_texts_are_shown_safely() {
    let problem = read(&json!({
        "title": "a\u{1b}[2Jb", "detail": "c\u{202e}d",
        "errors": [{ "detail": "e\nf", "header": "g\u{7}", "parameter": "h\u{200b}", "pointer": "#/%1B" }],
    }));
    let shown = problem.to_string();
    assert!(!shown.contains(contact_schema::escape::is_unsafe), "{shown:?}");
    assert_eq!(shown, r"a\u{1b}[2Jb: c\u{202e}d; path parameter h\u{200b}: header g\u{7}: /\u{1b}: e\u{a}f");
}

#[test]
fn pointers_round_trip_as_fragments() {
    for token in [
        "",
        "phones",
        "a/b~c",
        "%",
        "%41",
        " ",
        "\"",
        "#",
        "é",
        "😀",
        "\0",
        "~1",
        "~01",
        "?:@!$&'()*+,;=",
        "[]{}|\\^`<>",
    ] {
        let pointer = Pointer::root().join(token).join("0");
        let fragment = pointer.to_uri_fragment();
        assert!(fragment.is_ascii() && fragment.starts_with("#/") && fragment.ends_with("/0"), "{fragment}");
        assert!(!fragment.contains([' ', '"', '<', '>', '\\', '^', '`', '{', '|', '}', '[', ']']), "{fragment}");
        assert_eq!(Pointer::from_uri_fragment(&fragment), Ok(pointer), "{fragment}");
    }
    // The examples of RFC 6901, section 6.
    for (pointer, fragment) in [
        ("", "#"),
        ("/foo", "#/foo"),
        ("/foo/0", "#/foo/0"),
        ("/", "#/"),
        ("/a~1b", "#/a~1b"),
        ("/c%d", "#/c%25d"),
        ("/e^f", "#/e%5Ef"),
        ("/g|h", "#/g%7Ch"),
        ("/i\\j", "#/i%5Cj"),
        ("/k\"l", "#/k%22l"),
        ("/ ", "#/%20"),
        ("/m~0n", "#/m~0n"),
    ] {
        let read = Pointer::from_uri_fragment(fragment).unwrap();
        assert_eq!((read.as_str(), read.to_uri_fragment().as_str()), (pointer, fragment));
    }
}

#[cfg(feature = "http")]
mod http {
    use ::http::{Request, Response, StatusCode};
    use contact_schema::endpoint::PATH_TEMPLATE;
    use contact_schema::http::{InvalidCall, InvalidResponse, UpdateContactCall};

    use super::*;

    fn refused(request: &Request<&str>) -> (Problem, Response<Vec<u8>>) {
        let problem = Problem::from(&UpdateContactCall::from_request(request).unwrap_err());
        written(&problem);
        let response: Response<Vec<u8>> = problem.to_response();
        assert_eq!(Some(response.status().as_u16()), problem.status);
        assert_eq!(response.headers()["content-type"], "application/problem+json");
        (problem, response)
    }

    fn request(method: &str) -> ::http::request::Builder {
        Request::builder().method(method).uri("/companies/v2/rs/1/contacts/2")
    }

    #[test]
    fn a_problem_names_parameters_and_headers() {
        let request = Request::patch("/companies/v2/rs/01/contacts/2")
            .header("authorization", "Bearer a,b")
            .header("content-type", "application/json")
            .body(r#"{"notify": 1}"#)
            .unwrap();
        let (problem, response) = refused(&request);
        assert_eq!(response.status(), 404);
        assert_eq!(
            written(&problem)["errors"],
            json!([
                { "detail": "expected decimal digits without leading zeros, found other text", "parameter": "companyId",
                  "rule": "http-path-integer" },
                { "detail": "expected letters, digits or -._~+/ and then = only, found another character at byte 8",
                  "header": "authorization", "rule": "http-bearer-token" },
                { "detail": "expected the header, found none", "header": "x-session-token", "rule": "http-header-missing" },
                { "detail": "expected a boolean, found a number", "pointer": "#/notify", "rule": "wrong-type",
                  "expected": ["boolean"], "offset": 11, "length": 1 },
            ])
        );
        assert!(problem.errors[0].to_string().starts_with("path parameter companyId: expected "));
        assert!(problem.errors[1].to_string().starts_with("header authorization: expected "));
    }

    #[test]
    fn statuses_add_their_headers() {
        let body = r#"{"notify": true}"#;
        let (problem, response) = refused(&Request::get("/").body("").unwrap());
        assert_eq!((response.status(), problem.errors[1].rule()), (StatusCode::NOT_FOUND, Some(Rule::HttpPath)));
        assert!(problem.errors[1].detail.contains(PATH_TEMPLATE));
        let (_, response) = refused(&request("GET").body(body).unwrap());
        assert_eq!(
            (response.status(), &response.headers()["allow"]),
            (StatusCode::METHOD_NOT_ALLOWED, &"PATCH".parse().unwrap())
        );
        let (_, response) = refused(&request("PATCH").body(body).unwrap());
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(response.headers()["www-authenticate"], r#"Bearer realm="companies""#);
        let (_, response) = refused(&request("PATCH").header("authorization", "Bearer ,").body(body).unwrap());
        assert_eq!(response.headers()["www-authenticate"], r#"Bearer realm="companies", error="invalid_token""#);
        let tokens = || request("PATCH").header("authorization", "Bearer a").header("x-session-token", "b");
        let (_, response) = refused(&tokens().body(body).unwrap());
        assert_eq!(response.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
        assert_eq!(response.headers()["accept-patch"], "application/json");
        let (problem, response) = refused(&tokens().header("content-type", "application/json").body("{").unwrap());
        assert_eq!((response.status(), response.headers().len()), (StatusCode::BAD_REQUEST, 1));
        assert_eq!(problem.problem_type, Problem::SYNTAX);
        // Without an error status, the server is at fault.
        for status in [None, Some(200), Some(399)] {
            let mut problem = Problem::default();
            problem.status = status;
            let response: Response<Vec<u8>> = problem.to_response();
            assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        }
    }

    #[test]
    fn a_problem_of_a_status_has_its_phrase() {
        let problem = Problem::new(StatusCode::CONFLICT).detail("the contact was changed meanwhile");
        assert_eq!(
            written(&problem),
            json!({ "type": "about:blank", "title": "Conflict", "status": 409, "detail": "the contact was changed meanwhile" })
        );
        let response: Response<FrameworkBody> = problem.to_response();
        assert_eq!((response.status(), response.into_body().0), (StatusCode::CONFLICT, problem_json(&problem)));
    }

    /// The body type of a framework.
    struct FrameworkBody(Vec<u8>);

    impl From<Vec<u8>> for FrameworkBody {
        fn from(bytes: Vec<u8>) -> Self {
            Self(bytes)
        }
    }

    fn problem_json(problem: &Problem) -> Vec<u8> {
        serde_json::to_vec(problem).unwrap()
    }

    #[test]
    fn realms_are_quoted() {
        for (realm, expected) in [
            ("companies", r#"Bearer realm="companies""#),
            ("", r#"Bearer realm="""#),
            (r#"a "b" \ c"#, r#"Bearer realm="a \"b\" \\ c""#),
            ("a\r\nx-evil: \u{e9}\u{7f}", r#"Bearer realm="a??x-evil: ??""#),
        ] {
            let problem = ProblemOptions::default().realm(realm).problem(Problem::new(StatusCode::UNAUTHORIZED));
            let response: Response<Vec<u8>> = problem.to_response();
            assert_eq!(response.headers()["www-authenticate"], expected, "{realm:?}");
        }
    }

    /// clippy's `result_large_err` warns users from 128 bytes on.
    #[test]
    fn problems_and_errors_are_small_in_results() {
        assert!(size_of::<Problem>() <= 24, "{}", size_of::<Problem>());
        assert!(size_of::<InvalidResponse>() < 128, "{}", size_of::<InvalidResponse>());
        assert!(size_of::<InvalidCall>() < 128, "{}", size_of::<InvalidCall>());
    }

    #[test]
    fn a_client_reads_the_answer_of_a_server() {
        let (problem, response) = refused(&request("PATCH").body("{}").unwrap());
        let Err(InvalidResponse::Problem { status, problem: read }) = Contact::from_response(&response) else {
            panic!("not a problem")
        };
        assert_eq!((status, read), (StatusCode::UNAUTHORIZED, problem));
    }

    #[test]
    fn a_problem_needs_its_content_type_and_a_valid_body() {
        let read = |content_type: &'static str, body: &'static str| {
            let response = Response::builder().status(422).header("content-type", content_type).body(body).unwrap();
            Contact::from_response_with(&response, &Limits::default().max_document_bytes(64)).unwrap_err()
        };
        let is_problem = |invalid| matches!(invalid, InvalidResponse::Problem { .. });
        assert!(is_problem(read("application/problem+json", "{}")));
        assert!(is_problem(read("Application/Problem+JSON; charset=utf-8", r#"{"status": 1}"#)));
        let status = InvalidResponse::Status(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(read("application/json", "{}"), status);
        assert_eq!(read("application/problem+xml", "{}"), status);
        assert_eq!(read("application/problem+json", "[]"), status);
        assert_eq!(read("application/problem+json", "oops"), status);
        assert!(is_problem(read(
            "application/problem+json",
            r#"{"title":"0123456789012345678901234567890123456789012345678901"}"#
        )));
        assert_eq!(
            read("application/problem+json", r#"{"title":"01234567890123456789012345678901234567890123456789012"}"#),
            status
        );
        // The error does not repeat the server's texts.
        let shown =
            read("application/problem+json", r#"{"detail": "secret", "errors": [{"detail": "secret"}]}"#).to_string();
        assert_eq!(shown, "expected the status 200, found 422 with a problem of 1 errors");
    }
}
