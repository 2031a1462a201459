//! Unknown members are ignored (R7) in the way that a derived struct ignores them.

use std::collections::BTreeMap;

use contact_schema::{Contact, Limits, UpdateContactRequest};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny};
use serde_formats::DerivedRequest;

const UNKNOWN: &str = r#"{"notify": true, "emial": {"a": 1}, "email": null, "x": [1, {"notify": 2}]}"#;

const CONTACT: &str = r#"{"id": 1, "name": "Ada", "email": null, "phones": [], "comment": null, "companyId": 7,
    "notifyAt": "2024-12-05T14:56Z", "updatedAt": "2024-12-05T14:56Z", "createdAt": "2024-12-05T14:56Z"}"#;

/// Returns the paths that serde_ignored reports.
fn ignored<'de, T: Deserialize<'de>>(deserializer: impl Deserializer<'de>) -> Vec<String> {
    let mut paths = Vec::new();
    assert!(serde_ignored::deserialize::<_, _, T>(deserializer, |path| paths.push(path.to_string())).is_ok());
    paths
}

/// Reports the misspelt members of a PATCH, in every format.
#[test]
fn serde_ignored_reports_unknown_members() {
    type Request = UpdateContactRequest;
    let tree: serde_json::Value = serde_json::from_str(UNKNOWN).unwrap();
    assert_eq!(ignored::<Request>(&mut serde_json::Deserializer::from_str(UNKNOWN)), ["emial", "x"]);
    assert_eq!(ignored::<DerivedRequest>(&mut serde_json::Deserializer::from_str(UNKNOWN)), ["emial", "x"]);
    assert_eq!(ignored::<Request>(&tree), ["emial", "x"]);
    assert_eq!(ignored::<Request>(tree), ["emial", "x"]);
    assert_eq!(ignored::<Request>(serde_yaml_ng::Deserializer::from_str(UNKNOWN)), ["emial", "x"]);
    assert_eq!(ignored::<Request>(toml::Deserializer::parse("notify = true\nemial.a = 1").unwrap()), ["emial"]);
    let path = &mut serde_path_to_error::Track::new();
    let json = &mut serde_json::Deserializer::from_str(UNKNOWN);
    assert_eq!(ignored::<Request>(serde_path_to_error::Deserializer::new(json, path)), ["emial", "x"]);

    #[derive(Deserialize)]
    struct Batch {
        #[serde(rename = "requests")]
        _requests: Vec<Request>,
    }
    let batch = format!(r#"{{"requests": [{{"notify": true}}, {UNKNOWN}], "y": 1}}"#);
    let paths = ["requests.1.emial", "requests.1.x", "y"];
    assert_eq!(ignored::<Batch>(&mut serde_json::Deserializer::from_str(&batch)), paths);

    let contact = CONTACT.replacen('{', r#"{"nmae": "Ada", "#, 1);
    assert_eq!(ignored::<Contact>(&mut serde_json::Deserializer::from_str(&contact)), ["nmae"]);
    assert!(ignored::<Contact>(&mut serde_json::Deserializer::from_str(CONTACT)).is_empty());
}

/// cbor4ii reads these values only if they are ignored.
#[test]
fn values_that_have_no_type_in_serde() {
    for value in [&[0xF9, 0x3C, 0x00][..], &[0xC0, 0x61, b'x'], &[0xC1, 0xC2, 0x41, 1], &[0xF7]] {
        let bytes = [b"\xA2\x66notify\xF5\x61z", value].concat();
        assert!(cbor4ii::serde::from_slice::<DerivedRequest>(&bytes).unwrap().notify, "{value:x?}");
        assert!(cbor4ii::serde::from_slice::<UpdateContactRequest>(&bytes).unwrap().notify, "{value:x?}");
    }
}

/// With `deserialize_ignored_any`, these readers of JSON skip a value without checking it (R9).
#[test]
fn ignored_values_are_strict_json() {
    let deep = "[".repeat(Limits::MAX_DEPTH) + &"]".repeat(Limits::MAX_DEPTH);
    for value in [r#""\ud800""#, r#"{"\udc00": 1}"#, &deep] {
        let json = format!(r#"{{"notify": true, "x": {value}}}"#);
        assert!(serde_json::from_str::<BTreeMap<&str, IgnoredAny>>(&json).is_ok());
        assert!(serde_json::from_str::<UpdateContactRequest>(&json).is_err(), "{json}");
        let wrapped = &mut serde_json::Deserializer::from_str(&json);
        assert!(serde_path_to_error::deserialize::<_, UpdateContactRequest>(wrapped).is_err(), "{json}");
        let mut erased = serde_json::Deserializer::from_str(&json);
        let mut erased = <dyn erased_serde::Deserializer>::erase(&mut erased);
        assert!(erased_serde::deserialize::<UpdateContactRequest>(&mut erased).is_err(), "{json}");
        // In a debug build, sonic-rs needs 19 KB of stack a level, so this depth overflows 2 MB.
        if value != deep {
            assert!(sonic_rs::from_str::<UpdateContactRequest>(&json).is_err(), "{json}");
        }
        // An exception: serde_ignored is told only of a value that is skipped.
        assert_eq!(ignored::<UpdateContactRequest>(&mut serde_json::Deserializer::from_str(&json)), ["x"]);
    }
}
