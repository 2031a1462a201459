//! A written body is valid by the schema. Read again, in any way, it is the same body.
#![no_main]

use contact_schema_fuzz::body::{AnyBody, Body, text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: AnyBody| {
    match body {
        AnyBody::Request(body) => comes_back(&body),
        AnyBody::Contact(body) => comes_back(&body),
    }
});

fn comes_back<B: Body>(body: &B) {
    let compact = text(body);
    let pretty = serde_json::to_string_pretty(body).expect("a body can always be written");
    let value = serde_json::to_value(body).expect("a body can always be written");
    assert!(B::validator().is_valid(&value), "{compact}");
    let by_value = B::from_value(&value).expect("a body that was written is valid");
    for json in [&compact, &pretty] {
        assert!(B::is_valid_json(json.as_bytes()), "{json}");
        let read = B::from_json(json.as_bytes()).expect("a body that was written is valid");
        let by_serde: B = serde_json::from_str(json).expect("a body that was written is valid");
        for again in [&read, &by_serde, &by_value] {
            assert_eq!(again, body);
            assert_eq!(text(again), compact);
        }
    }
}
