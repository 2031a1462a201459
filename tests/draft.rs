//! `UpdateContactDraft` reports the same violations as all other readers.
#![cfg(all(feature = "json", feature = "proptest"))]
#![allow(clippy::unwrap_used, clippy::panic)]

use contact_schema::{
    InvalidBody, InvalidPhones, Limits, Patch, Phones, UpdateContactDraft, UpdateContactRequest, ViolationKind,
};
use proptest::prelude::*;
use serde_json::{Map, Value};

/// The JSON that a client would write from the draft without checking it.
fn unchecked(draft: &UpdateContactDraft) -> Value {
    let mut members = Map::new();
    members.insert("notify".into(), draft.notify.into());
    members.extend(draft.name.clone().map(|name| ("name".to_owned(), name.into())));
    let mut nullable = |name: &str, patch: &Patch<String>| match patch {
        Patch::Absent => {}
        Patch::Null => drop(members.insert(name.into(), Value::Null)),
        Patch::Value(text) => drop(members.insert(name.into(), text.clone().into())),
    };
    nullable("email", &draft.email);
    nullable("comment", &draft.comment);
    members.extend(draft.phones.clone().map(|phones| ("phones".to_owned(), phones.into())));
    Value::Object(members)
}

fn text(max: usize) -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[a-z0-9@.é😀]{0,12}",
        Just("ada@example.com".to_owned()),
        (max - 1..=max + 2).prop_map(|length| "é".repeat(length)),
    ]
}

fn patch(max: usize) -> impl Strategy<Value = Patch<String>> {
    prop_oneof![Just(Patch::Absent), Just(Patch::Null), text(max).prop_map(Patch::Value)]
}

fn draft() -> impl Strategy<Value = UpdateContactDraft> {
    let phones = prop::option::of(prop::collection::vec(text(50), 0..8));
    (any::<bool>(), prop::option::of(text(250)), patch(250), phones, patch(2500)).prop_map(
        |(notify, name, email, phones, comment)| {
            let mut draft = UpdateContactDraft::new(notify);
            (draft.name, draft.email, draft.phones, draft.comment) = (name, email, phones, comment);
            draft
        },
    )
}

proptest! {
    /// The same request, or the same violations at the same places.
    #[test]
    fn drafts_are_judged_as_documents(draft in draft()) {
        let validated = draft.validate();
        let read = UpdateContactRequest::from_value(&unchecked(&draft));
        match (validated, read) {
            (Ok(validated), Ok(read)) => {
                prop_assert_eq!(&validated, &read);
                prop_assert_eq!(UpdateContactDraft::from(validated), draft);
            }
            (Err(validated), Err(read)) => {
                let sorted = |violations: contact_schema::Violations| {
                    let mut violations: Vec<_> = violations.into_iter().collect();
                    violations.sort_by(|a, b| a.pointer.cmp(&b.pointer));
                    violations
                };
                prop_assert_eq!(sorted(validated), sorted(read));
            }
            (validated, read) => prop_assert!(false, "{:?} {:?}", validated, read),
        }
    }

    /// `Phones::from_texts` reports every invalid item.
    #[test]
    fn phones_report_every_item(texts in prop::collection::vec(text(50), 0..9)) {
        let invalid: Vec<usize> =
            texts.iter().enumerate().filter(|(_, text)| text.chars().count() > 50).map(|(index, _)| index).collect();
        match Phones::from_texts(&texts) {
            Ok(phones) => prop_assert!(invalid.is_empty() && texts.len() <= 5 && phones.len() == texts.len()),
            Err(InvalidPhones::TooManyItems { count, max }) => {
                prop_assert!(invalid.is_empty() && count == texts.len() && count > max);
            }
            Err(InvalidPhones::Items { invalid: found, total, count }) => {
                prop_assert_eq!(found.iter().map(|(index, _)| *index).collect::<Vec<_>>(), invalid);
                prop_assert_eq!((total, count), (found.len(), texts.len()));
            }
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }
}

/// A redacted draft shows only lengths.
#[test]
fn drafts_are_redacted() {
    let mut draft = UpdateContactDraft::new(true);
    (draft.name, draft.email) = (Some("Qx7Zk".into()), Patch::Value("Qx7Zk@example.com".into()));
    (draft.phones, draft.comment) = (Some(vec!["Qx7Zk".into(); 6]), Patch::Null);
    assert_eq!(
        contact_schema::Redacted(&draft).to_string(),
        "UpdateContactDraft { notify: true, name: 5 characters, email: 17 characters, phones: 6 items, comment: null }"
    );
}

/// Memory is bounded, and everything is counted.
#[test]
fn all_invalid_phones_are_counted() {
    let mut draft = UpdateContactDraft::new(true);
    draft.phones = Some(vec!["1".repeat(51); 100_000]);
    let violations = draft.validate().unwrap_err();
    assert_eq!((violations.len(), violations.total()), (Limits::MAX_VIOLATIONS, 100_001));
    assert!(matches!(violations[0].kind, ViolationKind::TooManyItems { count: 100_000, .. }));
    let json = serde_json::to_vec(&unchecked(&draft)).unwrap();
    let Err(InvalidBody::Violations(read)) = UpdateContactRequest::from_json(&json) else { panic!("accepted") };
    assert_eq!(read.total(), violations.total());
}
