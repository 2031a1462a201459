//! Promises of the public API as a whole (Rust API Guidelines): traits, error messages, and the
//! laws of comparisons.
//!
//! Helpers outside of `#[test]` panic as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::error::Error;
use std::fmt::{Debug, Display};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::str::FromStr;

use contact_schema::endpoint::{
    ContactPath, InvalidContentType, InvalidParameter, InvalidPath, PathParameter, check_content_type,
};
use contact_schema::{
    CharacterClass, Comment, CompanyId, Contact, ContactId, Email, EmailPart, InvalidBody, InvalidComment,
    InvalidEmail, InvalidId, InvalidName, InvalidPhone, InvalidPhones, InvalidPointer, InvalidTimestamp, JsonType,
    Limits, Name, Patch, Phone, Phones, Pointer, Redacted, Rule, Severity, Span, SyntaxContext, SyntaxError,
    SyntaxErrorKind, Timestamp, TimestampField, Undeliverable, UnknownRule, UnrepresentableDateTime,
    UpdateContactDraft, UpdateContactRequest, Violation, ViolationKind, Violations, WarningKind,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Calls a generic function for each type.
macro_rules! each {
    ($check:ident: $($Type:ty),* $(,)?) => {
        $($check::<$Type>();)*
    };
}

#[test]
fn types_are_send_sync_unpin_and_debug() {
    fn check<T: Send + Sync + Unpin + Debug + 'static>() {}
    each!(check:
        CharacterClass, Comment, CompanyId, Contact, ContactId, Email, EmailPart, InvalidBody, InvalidComment, InvalidEmail,
        InvalidId, InvalidName, InvalidPhone, InvalidPhones, InvalidTimestamp, JsonType, Limits, Name, Patch<Email>, Phone,
        Phones, Pointer, Rule, Severity, Span, SyntaxError, SyntaxErrorKind, Timestamp, TimestampField, Undeliverable,
        UnknownRule, UpdateContactRequest, Violation, ViolationKind, Violations, WarningKind, SyntaxContext,
    );
    each!(check: UnrepresentableDateTime, UpdateContactDraft);
    each!(check: Redacted<'static, UpdateContactRequest>, Redacted<'static, Contact>);
    each!(check: ContactPath, InvalidContentType, InvalidParameter, InvalidPath, InvalidPointer, PathParameter);
    #[cfg(feature = "token")]
    {
        use contact_schema::endpoint::{
            BearerToken, InvalidAuthorization, InvalidBearerToken, InvalidSessionToken, SessionToken,
        };
        each!(check: BearerToken, InvalidAuthorization, InvalidBearerToken, InvalidSessionToken, SessionToken);
    }
    #[cfg(feature = "http")]
    {
        use contact_schema::http::*;
        each!(check:
            BaseUri, HeadViolation, InvalidBaseUri, InvalidCall, InvalidHeader, InvalidResponse, BuildError,
            CallHead, UpdateContactCall,
        );
    }
    #[cfg(feature = "problem")]
    {
        use contact_schema::problem::{Problem, ProblemError, ProblemOptions};
        each!(check: Problem, ProblemError, ProblemOptions);
    }
}

#[test]
fn errors_are_errors() {
    fn check<T: Error + Send + Sync + Clone + PartialEq + 'static>() {}
    each!(check:
        InvalidBody, InvalidComment, InvalidEmail, InvalidId, InvalidName, InvalidPhone, InvalidPhones, InvalidTimestamp,
        SyntaxError, UnknownRule, Violation, Violations,
    );
    each!(check: UnrepresentableDateTime);
    each!(check: InvalidContentType, InvalidParameter, InvalidPath, InvalidPointer);
    #[cfg(feature = "token")]
    {
        use contact_schema::endpoint::{InvalidAuthorization, InvalidBearerToken, InvalidSessionToken};
        each!(check: InvalidAuthorization, InvalidBearerToken, InvalidSessionToken);
    }
    #[cfg(feature = "http")]
    {
        use contact_schema::http::{HeadViolation, InvalidBaseUri, InvalidCall, InvalidResponse};
        each!(check: HeadViolation, InvalidBaseUri, InvalidCall, InvalidResponse);
    }
    #[cfg(feature = "problem")]
    each!(check: contact_schema::problem::Problem);
}

#[test]
fn values_have_the_common_traits() {
    fn check<T: Clone + Eq + Ord + Hash + Debug + Display + Serialize + DeserializeOwned>() {}
    each!(check: Name, Email, Phone, Phones, Comment, Timestamp, ContactId, CompanyId);
    fn text<T>()
    where
        T: FromStr + for<'a> TryFrom<&'a str> + TryFrom<String> + AsRef<str> + Into<String>,
    {
    }
    each!(text: Name, Email, Phone, Comment, Timestamp);
    fn integer<
        T: Copy + FromStr + for<'a> TryFrom<&'a str> + TryFrom<i64> + TryFrom<u64> + From<u32> + AsRef<i64> + Into<i64>,
    >() {
    }
    each!(integer: ContactId, CompanyId);
    fn body<T: Clone + Eq + Hash + Debug + Serialize + DeserializeOwned>() {}
    each!(body: Contact, UpdateContactRequest);
    fn default<T: Default>() {}
    each!(default: Phones, Patch<Email>, Pointer, Span, Limits);
}

/// Equal timestamps can have different texts, so a lookup by text would be wrong: there must be no
/// `Borrow<str>`.
#[test]
fn timestamps_do_not_borrow_as_text() {
    // For a type with both implementations, the call is ambiguous and does not compile.
    trait AmbiguousIfBorrow<A> {
        fn here() {}
    }
    impl<T: ?Sized> AmbiguousIfBorrow<()> for T {}
    struct Borrows;
    impl<T: ?Sized + Borrow<str>> AmbiguousIfBorrow<Borrows> for T {}
    <Timestamp as AmbiguousIfBorrow<_>>::here();
}

fn hash(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[test]
fn texts_borrow_as_they_compare_and_hash() {
    fn check<T>(texts: &[&str])
    where
        T: for<'a> TryFrom<&'a str> + Ord + Hash + Clone + Borrow<str> + Debug,
    {
        let values: Vec<T> = texts.iter().map(|text| T::try_from(text).unwrap_or_else(|_| panic!("{text}"))).collect();
        for (a, left) in values.iter().zip(texts) {
            assert_eq!(hash(a), hash(*left));
            for (b, right) in values.iter().zip(texts) {
                assert_eq!(a == b, left == right);
                assert_eq!(a.cmp(b), left.cmp(right));
            }
        }
        let hashed: HashSet<T> = values.iter().cloned().collect();
        let sorted: BTreeSet<T> = values.iter().cloned().collect();
        for text in texts {
            assert!(hashed.contains(*text) && sorted.contains(*text), "{text}");
        }
    }
    let texts = ["", "a", "B", "b", "é", "e\u{301}", "名前", "😀", "a\0", "ab"];
    check::<Name>(&texts);
    check::<Phone>(&texts);
    check::<Comment>(&texts);
    check::<Email>(&["a@b.cd", "A@b.cd", "ada@example.com", "ada@example.org", "b@b.cd"]);
}

#[test]
fn values_round_trip() {
    fn check<T>(texts: &[&str])
    where
        T: FromStr + Display + PartialEq + Debug + Serialize + DeserializeOwned,
        T::Err: Debug,
    {
        for text in texts {
            let value: T = text.parse().unwrap();
            assert_eq!(value.to_string(), *text);
            assert_eq!(value.to_string().parse::<T>().unwrap(), value);
            let json = serde_json::to_string(&value).unwrap();
            assert_eq!(serde_json::from_str::<T>(&json).unwrap(), value);
        }
    }
    let texts = ["", " ", "Ada Lovelace", "Zoë", "名前", "😀", "line\nfeed", "\"quoted\"", "\0"];
    check::<Name>(&texts);
    check::<Phone>(&texts);
    check::<Comment>(&texts);
    check::<Email>(&["example@email.com", "a@b-.com", "O'HARA@EXAMPLE.ORG"]);
    check::<Timestamp>(&[
        "2024-12-05T14:56Z",
        "2024-12-05T14:56:23Z",
        "2024-12-05T14:56:23.120000000000Z",
        "0000-02-29T00:00Z",
    ]);
    check::<ContactId>(&["0", "-1", "9007199254740991", "-9007199254740991"]);
    check::<CompanyId>(&["0", "7", "9007199254740991", "-9007199254740991"]);
    for rule in Rule::ALL {
        assert_eq!(rule.to_string().parse(), Ok(*rule));
    }
}

/// `Display` follows the width, fill and precision that a format asks for.
#[test]
fn values_are_padded() {
    assert_eq!(
        format!("{:>5}|{:<5}|{:^5}", Name::new("Ada").unwrap(), ContactId::new(7).unwrap(), Phone::new("112").unwrap()),
        "  Ada|7    | 112 "
    );
    assert_eq!(format!("{:-<20}", Rule::TooLong), "too-long------------");
}

#[test]
fn ids_have_one_text_form() {
    for text in ["", " 1", "1 ", "+1", "01", "-0", "-01", "00", "1.0", "1e2", "0x1", "1_000", "١", "−1", "-", "1\n"]
    {
        assert!(text.parse::<ContactId>().is_err(), "{text:?}");
        assert!(CompanyId::try_from(text).is_err(), "{text:?}");
    }
}

#[test]
fn timestamps_compare_by_instant() {
    // Each line lists several texts of one instant. The lines are in order of time.
    let instants: &[&[&str]] = &[
        &["0000-01-01T00:00Z", "0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000Z"],
        &["1999-12-31T23:59:59.999999999999Z"],
        &["2000-01-01T00:00Z", "2000-01-01T00:00:00.0Z"],
        &[
            "2024-12-05T14:56:23Z",
            "2024-12-05T14:56:23.0Z",
            "2024-12-05T14:56:23.000Z",
            "2024-12-05T14:56:23.000000000000000000Z",
        ],
        &["2024-12-05T14:56:23.000000000000000001Z"],
        &["2024-12-05T14:56:23.05Z", "2024-12-05T14:56:23.050Z"],
        &["2024-12-05T14:56:23.1Z"],
        &["2024-12-05T14:56:23.12Z"],
        &["2024-12-05T14:56:23.5Z", "2024-12-05T14:56:23.500Z"],
        &["2024-12-05T14:56:24Z"],
        &["2024-12-05T14:57Z", "2024-12-05T14:57:00Z"],
        &["9999-12-31T23:59:59Z"],
    ];
    let all = instants.iter().enumerate().flat_map(|(order, texts)| texts.iter().map(move |text| (order, text)));
    let all: Vec<(usize, Timestamp)> = all.map(|(order, text)| (order, text.parse().unwrap())).collect();
    for (left_order, left) in &all {
        for (right_order, right) in &all {
            assert_eq!(left.cmp(right), left_order.cmp(right_order), "{left} and {right}");
            assert_eq!(left.partial_cmp(right), Some(left.cmp(right)));
            assert_eq!(left == right, left_order == right_order, "{left} and {right}");
            if left == right {
                assert_eq!(hash(left), hash(right), "{left} and {right}");
            }
        }
    }
    let by_instant: BTreeMap<&Timestamp, usize> = all.iter().map(|(order, at)| (at, *order)).collect();
    assert_eq!(by_instant.len(), instants.len());
    assert!(by_instant.values().is_sorted());
    // The texts stay different, even though the instants are equal.
    let at: Timestamp = "2024-12-05T14:56:23.000Z".parse().unwrap();
    assert_eq!(
        (at.as_str(), at.clone().into_inner().as_str()),
        ("2024-12-05T14:56:23.000Z", "2024-12-05T14:56:23.000Z")
    );
}

/// Lower case, no full stop, one line, and "expected …, found …".
fn message_is_in_style(message: &str) {
    let first = message.chars().next().unwrap_or_default();
    assert!(!first.is_uppercase() && !first.is_whitespace(), "{message}");
    assert!(!message.ends_with(['.', '!', ' ']) && !message.contains(['\n', '\t']), "{message}");
    assert!(message.contains("expected ") && message.contains(", found "), "{message}");
}

#[test]
fn messages_of_errors_are_in_style() {
    let long = "x".repeat(3000);
    let errors: Vec<Box<dyn Error>> = vec![
        Name::new(long.as_str()).unwrap_err().into(),
        Phone::new(long.as_str()).unwrap_err().into(),
        Comment::new(long.as_str()).unwrap_err().into(),
        Email::new(long.as_str()).unwrap_err().into(),
        Email::new("").unwrap_err().into(),
        Timestamp::new("").unwrap_err().into(),
        Phones::from_texts([""; 6]).unwrap_err().into(),
        Phones::from_texts([long.as_str()]).unwrap_err().into(),
        ContactId::new(i64::MAX).unwrap_err().into(),
        "x".parse::<ContactId>().unwrap_err().into(),
        InvalidId::NotIntegral.into(),
        "x".parse::<Rule>().unwrap_err().into(),
        Pointer::from_uri_fragment("x").unwrap_err().into(),
        "/".parse::<ContactPath>().unwrap_err().into(),
        check_content_type("text/plain").unwrap_err().into(),
        check_content_type("application/json x").unwrap_err().into(),
        check_content_type("application/json; charset=x").unwrap_err().into(),
    ];
    for error in &errors {
        message_is_in_style(&error.to_string());
    }
}

#[test]
fn messages_of_documents_are_in_style() {
    // The conformance vectors break every rule.
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance");
    let mut kinds = BTreeSet::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let file: serde_json::Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        for vector in file["vectors"].as_array().into_iter().flatten() {
            let Some(input) = vector["input"].as_str() else { continue };
            let error = match vector["body"].as_str() {
                Some("request") => UpdateContactRequest::from_json(input.as_bytes()).err(),
                _ => Contact::from_json(input.as_bytes()).err(),
            };
            match error {
                None => {}
                Some(InvalidBody::Syntax(error)) => {
                    message_is_in_style(&error.to_string());
                    kinds.insert(error.rule());
                }
                Some(InvalidBody::Violations(violations)) => {
                    for violation in &violations {
                        message_is_in_style(&violation.kind.to_string());
                        kinds.insert(violation.kind.rule());
                    }
                }
            }
        }
    }
    assert!(kinds.len() > 40, "only {} rules were broken", kinds.len());
}

#[test]
fn rules_are_documented_in_sentences() {
    let mut ids = BTreeSet::new();
    for rule in Rule::ALL {
        assert!(ids.insert(rule.as_str()), "two rules have the id {rule}");
        assert!(rule.as_str().bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-')), "{rule}");
        for text in [rule.summary(), rule.explanation()] {
            assert!(text.ends_with('.') && !text.contains("  ") && !text.contains('\n'), "{rule}: {text}");
        }
    }
}

#[test]
fn patch_has_three_states() {
    let states = [Patch::Absent, Patch::Null, Patch::Value(1)];
    for patch in states {
        assert_eq!(Patch::from_double_option(Option::<Option<i32>>::from(patch)), patch);
        assert_eq!([patch.is_absent(), patch.is_null(), patch.value().is_some()].iter().filter(|is| **is).count(), 1);
        for from in [None, Some(1), Some(2)] {
            let mut to = from;
            patch.apply_to(&mut to);
            // The result of `diff` has the same effect.
            let mut again = from;
            Patch::diff(&from, &to).apply_to(&mut again);
            assert_eq!(again, to);
        }
    }
}
