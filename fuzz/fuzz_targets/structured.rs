//! Every reader accepts a valid body, and refuses a body with one fault for exactly that fault.
#![no_main]

use contact_schema::{InvalidBody, Limits};
use contact_schema_fuzz::body::{AnyBody, Body, readers_agree};
use contact_schema_fuzz::near_miss::{Choices, NearMiss};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Choices, AnyBody)| {
    match input {
        (choices, AnyBody::Request(body)) => is_explained(&body, choices),
        (choices, AnyBody::Contact(body)) => is_explained(&body, choices),
    }
});

fn is_explained<B: Body>(body: &B, choices: Choices) {
    let NearMiss { json, fault } = NearMiss::new(body, choices);
    let found = match B::check_json_with(json.as_bytes(), &Limits::default()) {
        Ok(()) => Vec::new(),
        Err(InvalidBody::Violations(violations)) => {
            violations.into_iter().map(|violation| (violation.kind.rule(), violation.pointer.into())).collect()
        }
        Err(InvalidBody::Syntax(error)) => panic!("{error}: {json}"),
    };
    assert_eq!(found, Vec::from_iter(fault), "{json}");
    readers_agree::<B>(json.as_bytes());
}
