//! Violations through serde: written and read back, in text and in two binary formats.
#![cfg(feature = "serde-violations")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;

use contact_schema::{
    Contact, InvalidBody, InvalidEmail, InvalidTimestamp, Limits, Pointer, Rule, Span, UpdateContactRequest, Violation,
    ViolationKind, Violations,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Returns the violations of every conformance vector that has some.
fn of_the_vectors() -> Vec<Violations> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files =
        files.filter(|path| path.to_str().is_some_and(|name| name.ends_with(".json") && !name.contains(".schema.")));
    let files = files.map(|path| serde_json::from_slice::<Value>(&fs::read(path).unwrap()).unwrap());
    let limits = Limits::default();
    files
        .flat_map(|file| file["vectors"].as_array().unwrap().clone())
        .filter_map(|vector| {
            let input = vector["input"].as_str()?.as_bytes();
            let result = match vector["body"].as_str()? {
                "request" => UpdateContactRequest::from_json_with(input, &limits).err(),
                _ => Contact::from_json_with(input, &limits).err(),
            };
            match result? {
                InvalidBody::Violations(violations) => Some(violations),
                InvalidBody::Syntax(_) => None,
            }
        })
        .collect()
}

#[test]
fn every_violation_is_read_back_as_it_was() {
    let all = of_the_vectors();
    for violations in &all {
        let text = serde_json::to_string(violations).unwrap();
        assert_eq!(serde_json::from_str::<Violations>(&text).unwrap(), *violations, "{text}");
        // From a tree, where names are not borrowed from the text.
        assert_eq!(serde_json::from_value::<Violations>(json!(violations)).unwrap(), *violations, "{text}");
        let mut bytes = Vec::new();
        ciborium::into_writer(violations, &mut bytes).unwrap();
        assert_eq!(ciborium::from_reader::<Violations, _>(&bytes[..]).unwrap(), *violations, "{text}");
        let bytes = postcard::to_allocvec(violations).unwrap();
        assert_eq!(postcard::from_bytes::<Violations>(&bytes).unwrap(), *violations, "{text}");
    }
    // Checks that the vectors cover enough kinds.
    let rules: BTreeSet<_> = all.iter().flatten().map(|violation| violation.kind.rule()).collect();
    assert!(rules.len() >= 25, "{rules:?}");
}

/// What this crate never writes is not read.
#[test]
fn impossible_violations_are_refused() {
    let span = |start: usize, end: usize| serde_json::from_value::<Span>(json!({ "start": start, "end": end }));
    assert!(span(2, 2).is_ok() && span(2, 1).is_err());
    assert!(serde_json::from_value::<Span>(json!([2, 1])).is_err());
    let offset = |utc: Value| {
        serde_json::from_value::<InvalidTimestamp>(json!({ "offset": { "at": 16, "len": 6, "utc": utc } }))
    };
    assert_eq!(offset(json!(null)).unwrap().help().unwrap(), "convert the time to UTC and write `Z`");
    let help = "the same instant in UTC is `2024-12-05T14:56Z`";
    assert_eq!(offset(json!("2024-12-05T14:56Z")).unwrap().help().unwrap(), help);
    assert!(offset(json!("ada@example.com")).is_err_and(|error| !error.to_string().contains("ada")));
    // Offsets that no document has do not overflow.
    let at = usize::MAX;
    let timestamp: InvalidTimestamp =
        serde_json::from_value(json!({ "trailing-text": { "at": at, "len": at } })).unwrap();
    let email: InvalidEmail = serde_json::from_value(json!({ "consecutive-dots": { "at": at } })).unwrap();
    assert_eq!((timestamp.range(), email.range()), (at..at, Some(at..at)));
}

#[test]
fn violations_look_like_this() {
    let body = br#"{"notify": true, "notify": true, "email": "ada..l@example.com", "comment": 7}"#;
    let Err(InvalidBody::Violations(violations)) = UpdateContactRequest::from_json(body) else { panic!("accepted") };
    let expected = json!({
        "violations": [
            {
                "pointer": "/notify",
                "span": { "start": 17, "end": 25 },
                "kind": { "duplicate-member": { "member": "notify", "first": { "start": 1, "end": 9 } } },
            },
            {
                "pointer": "/email",
                "span": { "start": 46, "end": 48 },
                "kind": { "email": { "consecutive-dots": { "at": 3 } } },
            },
            {
                "pointer": "/comment",
                "span": { "start": 75, "end": 76 },
                "kind": { "wrong-type": { "expected": "string", "nullable": true, "found": "number" } },
            },
        ],
        "total": 3,
    });
    assert_eq!(json!(violations), expected);
}

#[test]
fn what_cannot_be_is_refused_without_its_values() {
    let missing =
        |member: &str| json!({ "pointer": "", "span": null, "kind": { "missing-member": { "member": member } } });
    let read = |value: Value| serde_json::from_value::<Violations>(value).map_err(|error| error.to_string());
    assert_eq!(read(json!({ "violations": [missing("notify")], "total": 9 })).unwrap().total(), 9);
    let message = "expected at least one violation, and a total that counts all of them";
    assert_eq!(read(json!({ "violations": [], "total": 0 })).unwrap_err(), message);
    assert_eq!(read(json!({ "violations": [missing("notify")], "total": 0 })).unwrap_err(), message);
    let error = read(json!({ "violations": [missing("ada@example.com")], "total": 1 })).unwrap_err();
    assert_eq!(error, "expected the name of a documented member");
}

/// `tests/serde-formats` reads every type in every format.
#[test]
fn errors_of_formats_lose_the_value_and_keep_the_position() {
    fn error<T: DeserializeOwned>(json: &str) -> String {
        serde_json::from_str::<T>(json).err().unwrap().to_string()
    }
    let text = r#""SECRET VALUE""#;
    let at = "found another value at line 1 column 14";
    assert_eq!(error::<Violations>(text), format!("expected violations, {at}"));
    assert_eq!(error::<Violation>(text), format!("expected `Violation` as serde writes it, {at}"));
    assert_eq!(error::<ViolationKind>(text), format!("expected `ViolationKind` as serde writes it, {at}"));
    assert_eq!(error::<Span>(text), format!("expected a span of bytes, {at}"));
    let number = "-442079460018.5";
    let at = "found another value at line 1 column 15";
    assert_eq!(error::<Rule>(number), format!("expected the id of a rule, {at}"));
    assert_eq!(error::<Pointer>(number), format!("expected a JSON Pointer, {at}"));
    // Messages without a value are kept.
    assert_eq!(error::<Violations>(r#"{"total": 1}"#), "missing field `violations` at line 1 column 12");
}
