//! Code that the tests of documents share: the members of the two bodies, documents of any shape,
//! and the comparison of all readers.

// Each test file uses only a part of this module.
#![allow(dead_code, unreachable_pub)]

pub mod documents;
pub mod scan;

use std::collections::{BTreeMap, BTreeSet};

use contact_schema::proptest::NearMiss;
use contact_schema::{Contact, InvalidBody, Rule, SyntaxError, UpdateContactRequest, Violations, testing};
use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind;
use once_cell::sync::Lazy;
use proptest::test_runner::{Config, TestCaseError};
use proptest::{prop_assert, prop_assert_eq};
use serde_json::Value;

/// 1,000 cases for each property, or `PROPTEST_CASES`. Failing cases are printed, not saved to
/// files.
pub fn config() -> Config {
    let config = Config::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { config.cases } else { 1000 };
    Config { cases, failure_persistence: None, ..config }
}

/// The type of a member's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Boolean,
    Integer,
    Name,
    Email,
    Phones,
    Comment,
    Timestamp,
}

/// The members as the API's documentation lists them: name, kind, required, nullable.
pub type Members = &'static [(&'static str, Kind, bool, bool)];

/// A body as the API's documentation describes it.
pub trait Body: testing::Body {
    const MEMBERS: Members;
    /// The example of the API's documentation.
    const EXAMPLE: &'static str;

    fn validator() -> &'static Validator;
}

macro_rules! body {
    ($Body:ident, $example:expr, $members:expr) => {
        impl Body for $Body {
            const MEMBERS: Members = $members;
            const EXAMPLE: &'static str = $example;

            fn validator() -> &'static Validator {
                static VALIDATOR: Lazy<Validator> = Lazy::new(|| {
                    let schema = serde_json::from_str(<$Body as testing::Body>::SCHEMA).expect("the schema is JSON");
                    jsonschema::options().should_validate_formats(false).build(&schema).expect("the schema is valid")
                });
                &VALIDATOR
            }
        }
    };
}

body!(
    UpdateContactRequest,
    r#"{"notify": true, "name": "Company Contact Name", "email": "example@email.com",
 "phones": ["phone1", "phone2"], "comment": "Company contact comment"}"#,
    &[
        ("notify", Kind::Boolean, true, false),
        ("name", Kind::Name, false, false),
        ("email", Kind::Email, false, true),
        ("phones", Kind::Phones, false, false),
        ("comment", Kind::Comment, false, true),
    ]
);

body!(
    Contact,
    r#"{"id": 1, "name": "Company Contact Name", "email": "example@email.com",
 "phones": ["phone1", "phone2"], "comment": "Company contact comment", "companyId": 1,
 "notifyAt": "2024-12-05T14:56:23.000Z", "updatedAt": "2024-12-05T14:56:23.000Z",
 "createdAt": "2024-01-15T08:45:00.000Z"}"#,
    &[
        ("id", Kind::Integer, true, false),
        ("name", Kind::Name, true, false),
        ("email", Kind::Email, true, true),
        ("phones", Kind::Phones, true, false),
        ("comment", Kind::Comment, true, true),
        ("companyId", Kind::Integer, true, false),
        ("notifyAt", Kind::Timestamp, true, false),
        ("updatedAt", Kind::Timestamp, true, false),
        ("createdAt", Kind::Timestamp, true, false),
    ]
);

/// Returns the places of `jsonschema`'s errors. For a missing member it reports the object; this
/// returns the member's place, as the crate does.
pub fn schema_pointers<B: Body>(value: &Value) -> BTreeSet<String> {
    let errors = B::validator().iter_errors(value);
    errors
        .map(|error| {
            let path = error.instance_path().to_string();
            match error.kind() {
                ValidationErrorKind::Required { property } => {
                    format!("{path}/{}", property.as_str().expect("a name is a string"))
                }
                _ => path,
            }
        })
        .collect()
}

/// Returns the places of all violations except duplicates, which a schema cannot see.
pub fn pointers(violations: &Violations) -> BTreeSet<String> {
    let seen = violations.iter().filter(|violation| violation.kind.rule() != Rule::DuplicateMember);
    seen.map(|violation| violation.pointer.as_str().to_owned()).collect()
}

/// Counts the repetitions of each documented member.
fn duplicates(violations: &Violations) -> BTreeMap<String, usize> {
    let mut duplicates = BTreeMap::new();
    for violation in violations.iter().filter(|violation| violation.kind.rule() == Rule::DuplicateMember) {
        *duplicates.entry(violation.pointer.as_str().to_owned()).or_default() += 1;
    }
    duplicates
}

/// Writes the body as JSON. Two timestamps can be equal and have different texts, so comparing
/// texts finds more.
pub fn json<B: Body>(body: &B) -> String {
    serde_json::to_string(body).expect("a body can always be written")
}

/// Compares every way to read a document. `tests/exceptions.rs` lists where they may differ. This
/// function recognises such a difference by the document, not by the results of the readers.
pub fn all_readers_agree<B: Body>(document: &[u8]) -> Result<(), TestCaseError> {
    let ours = B::from_json(document);
    prop_assert_eq!(B::is_valid_json(document), ours.is_ok());
    prop_assert_eq!(B::check_json(document).err(), ours.as_ref().err().cloned());

    let by_serde = serde_json::from_slice::<B>(document);
    let text = std::str::from_utf8(document).ok();
    if let Some(text) = text {
        prop_assert_eq!(serde_json::from_str::<B>(text).ok(), by_serde.as_ref().ok().cloned());
    }
    let value = serde_json::from_slice::<Value>(document);

    if let Err(InvalidBody::Syntax(error)) = &ours {
        prop_assert!(value.is_err(), "serde_json accepts what is not JSON: {error}");
        prop_assert!(by_serde.is_err(), "serde accepts what is not JSON: {error}");
        return syntax_error_is_sound(document, error);
    }

    let text = text.ok_or_else(|| TestCaseError::fail("a document that is not UTF-8 was taken for JSON"))?;
    let scan = scan::scan(text);
    // The exceptions: numbers beyond a double, and the 128th level.
    let beyond_serde_json = scan.beyond_double || scan.depth > scan::SERDE_JSON_DEPTH;
    prop_assert_eq!(value.is_err(), beyond_serde_json, "{:?}", value.err());

    match &ours {
        Ok(body) => match by_serde {
            Ok(by_serde) => {
                prop_assert_eq!(&by_serde, body);
                prop_assert_eq!(json(&by_serde), json(body));
            }
            Err(error) => prop_assert!(beyond_serde_json, "{error}"),
        },
        Err(_) => prop_assert!(by_serde.is_err(), "serde accepts what from_json refuses"),
    }
    if let Err(InvalidBody::Violations(violations)) = &ours {
        violations_are_sound(text, violations)?;
        let again = scan.names.iter().filter(|(_, count)| **count > 1);
        let again = again.filter(|(name, _)| B::MEMBERS.iter().any(|(member, ..)| member == name));
        let expected = again.map(|(name, count)| (format!("/{name}"), count - 1)).collect();
        prop_assert_eq!(duplicates(violations), expected);
    }

    let Ok(value) = value else { return Ok(()) };
    let expected = tree_readers_agree::<B>(&value)?;
    match &ours {
        Ok(body) => {
            prop_assert_eq!(&expected, &BTreeSet::new());
            prop_assert_eq!(json(&B::from_value(&value)?), json(body));
        }
        Err(InvalidBody::Violations(violations)) if duplicates(violations).is_empty() => {
            prop_assert_eq!(pointers(violations), expected);
        }
        Err(InvalidBody::Violations(violations)) => {
            // The tree keeps only the last of several duplicates.
            let all = pointers(violations);
            prop_assert!(expected.is_subset(&all), "{expected:?} is not a subset of {all:?}");
        }
        Err(_) => {}
    }
    Ok(())
}

/// Compares every way to read a tree, and returns the places of the violations.
pub fn tree_readers_agree<B: Body>(value: &Value) -> Result<BTreeSet<String>, TestCaseError> {
    let expected = schema_pointers::<B>(value);
    prop_assert_eq!(B::validator().is_valid(value), expected.is_empty());
    let ours = B::from_value(value);
    prop_assert_eq!(B::check_value(value).err(), ours.as_ref().err().cloned());
    let by_serde = B::deserialize(value);
    let by_value = serde_json::from_value::<B>(value.clone());
    prop_assert_eq!(by_serde.as_ref().ok(), by_value.as_ref().ok());
    prop_assert_eq!(by_serde.as_ref().ok(), ours.as_ref().ok());
    if let Err(violations) = &ours {
        prop_assert_eq!(pointers(violations), expected.clone());
        prop_assert!(violations.iter().all(|violation| violation.span.is_none()));
        prop_assert_eq!(violations.total(), violations.len());
    } else {
        prop_assert_eq!(&expected, &BTreeSet::new());
    }
    Ok(expected)
}

/// Checks that a message is safe to print: one line, no control characters, no invisible ones.
fn message_is_clean(message: &str) -> Result<(), TestCaseError> {
    let unsafe_character = |c: char| c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}');
    prop_assert!(!message.is_empty() && !message.contains(unsafe_character), "{message:?}");
    Ok(())
}

fn syntax_error_is_sound(document: &[u8], error: &SyntaxError) -> Result<(), TestCaseError> {
    let span = error.span;
    prop_assert!(span.start <= span.end && span.end <= document.len(), "{span:?}");
    let before = document.get(..span.start).unwrap_or_default();
    prop_assert!(std::str::from_utf8(before).is_ok(), "{span:?} starts inside a character or after invalid UTF-8");
    if error.rule() == Rule::JsonInvalidUtf8 {
        prop_assert!(std::str::from_utf8(&document[span.range()]).is_err());
    } else if let Ok(text) = std::str::from_utf8(document) {
        prop_assert!(text.get(span.range()).is_some(), "{span:?} ends inside a character");
    }
    message_is_clean(&error.to_string())
}

fn violations_are_sound(document: &str, violations: &Violations) -> Result<(), TestCaseError> {
    prop_assert!(!violations.is_empty());
    prop_assert_eq!(violations.total(), violations.len());
    let mut last = 0;
    for violation in violations {
        let span = violation.span.ok_or_else(|| TestCaseError::fail("a document of bytes has spans"))?;
        prop_assert!(document.get(span.range()).is_some(), "{span:?} is not within the document's characters");
        prop_assert!(last <= span.start, "not ordered by position: {violations:?}");
        last = span.start;
        message_is_clean(&violation.to_string())?;
        if let Some(help) = violation.kind.help() {
            message_is_clean(&help)?;
        }
    }
    Ok(())
}

/// Checks that every reader finds the one fault of a near miss, and no other.
pub fn near_miss_has_one_fault<B: Body>(near_miss: &NearMiss) -> Result<(), TestCaseError> {
    let document = near_miss.json.as_bytes();
    all_readers_agree::<B>(document)?;
    let Err(InvalidBody::Violations(violations)) = B::from_json(document) else {
        return Err(TestCaseError::fail("accepted, or no JSON"));
    };
    prop_assert_eq!(violations.total(), 1, "{}", violations);
    prop_assert_eq!(violations[0].kind.rule(), near_miss.rule);
    prop_assert_eq!(&violations[0].pointer, &near_miss.pointer);
    prop_assert_eq!(violations[0].span, Some(near_miss.span));

    // A tree has the same fault, except for duplicates.
    let value: Value = serde_json::from_slice(document)?;
    let in_tree = tree_readers_agree::<B>(&value)?;
    let expected = (near_miss.rule != Rule::DuplicateMember).then(|| near_miss.pointer.as_str().to_owned());
    prop_assert_eq!(in_tree, expected.into_iter().collect());
    if let Err(in_tree) = B::check_value(&value) {
        prop_assert_eq!(in_tree.len(), 1);
        prop_assert_eq!(&in_tree[0].kind, &violations[0].kind);
        prop_assert_eq!(&in_tree[0].pointer, &violations[0].pointer);
    }
    Ok(())
}

/// Checks that a body is valid by its schema, and that writing and reading it, in any way, returns
/// the same body.
pub fn survives<B: Body>(body: &B) -> Result<(), TestCaseError> {
    let text = json(body);
    let value: Value = serde_json::from_str(&text)?;
    prop_assert_eq!(schema_pointers::<B>(&value), Default::default());
    for read in [
        B::from_json(text.as_bytes())?,
        serde_json::from_str(&text)?,
        B::from_value(&value)?,
        serde_json::from_value(value)?,
    ] {
        prop_assert_eq!(&read, body);
        // Equal timestamps can have different texts, and the text must not change either.
        prop_assert_eq!(json(&read), text.as_str());
    }
    Ok(())
}
