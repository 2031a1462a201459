//! The sample documents (`tests/data/`) and the generator of records (`examples/generate/`).
//!
//! Helpers outside of `#[test]` panic like tests do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../examples/generate/records.rs"]
mod records;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use contact_schema::{Contact, InvalidBody, UpdateContactRequest, schema};
use jsonschema::Validator;
use records::{Fault, Generator, Kind, Options, Shape, Text};
use serde_json::Value;

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

/// The samples of a folder, by name without extension.
fn samples(folder: &str) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(data().join(folder)).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let mut samples: Vec<_> = entries
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            (name, fs::read(&path).unwrap())
        })
        .collect();
    samples.sort();
    samples
}

fn validator(kind: Kind) -> Validator {
    let schema = match kind {
        Kind::Contact => schema::CONTACT,
        Kind::Request => schema::UPDATE_CONTACT_REQUEST,
    };
    let schema = serde_json::from_str(schema).unwrap();
    jsonschema::options().should_validate_formats(false).build(&schema).unwrap()
}

/// Returns the rules that a document breaks, by `from_json`.
fn broken_rules(kind: Kind, document: &[u8]) -> Vec<&'static str> {
    let error = match kind {
        Kind::Contact => Contact::from_json(document).err(),
        Kind::Request => UpdateContactRequest::from_json(document).err(),
    };
    match error {
        None => Vec::new(),
        Some(InvalidBody::Syntax(error)) => vec![error.rule().as_str()],
        Some(InvalidBody::Violations(violations)) => {
            violations.iter().map(|violation| violation.kind.rule().as_str()).collect()
        }
    }
}

#[test]
fn valid_samples_are_accepted() {
    for (kind, folder) in [(Kind::Request, "request/valid"), (Kind::Contact, "contact/valid")] {
        let validator = validator(kind);
        let samples = samples(folder);
        assert!(samples.len() >= 8, "{folder}");
        for (name, document) in samples {
            assert_eq!(broken_rules(kind, &document), [""; 0], "{folder}/{name}");
            assert!(validator.is_valid(&serde_json::from_slice(&document).unwrap()), "{folder}/{name}");
        }
    }
}

/// A folder of samples, and the rule that each breaks.
type Invalid = (Kind, &'static str, &'static [(&'static str, &'static str)]);

#[test]
fn invalid_samples_break_the_rule_in_their_name() {
    let expected: &[Invalid] = &[
        (
            Kind::Request,
            "request/invalid",
            &[
                ("array-body", "wrong-type"),
                ("byte-order-mark", "json-byte-order-mark"),
                ("comment-2501-characters", "too-long"),
                ("duplicate-escaped", "duplicate-member"),
                ("email-empty", "email-local-part"),
                ("email-line-feed", "email-character"),
                ("email-two-dots", "email-consecutive-dots"),
                ("latin-1", "json-invalid-utf8"),
                ("lone-surrogate", "json-lone-surrogate"),
                ("name-251-characters", "too-long"),
                ("name-null", "wrong-type"),
                ("notify-missing", "missing-member"),
                ("notify-text", "wrong-type"),
                ("phone-number", "wrong-type"),
                ("phones-null", "wrong-type"),
                ("phones-six", "too-many-items"),
                ("trailing-comma", "json-trailing-comma"),
            ],
        ),
        (
            Kind::Contact,
            "contact/invalid",
            &[
                ("comment-in-json", "json-comment"),
                ("company-id-missing", "missing-member"),
                ("cut-off", "json-unexpected-end"),
                ("duplicate-id", "duplicate-member"),
                ("email-display-name", "email-character"),
                ("email-missing", "missing-member"),
                ("empty-object", "missing-member"),
                ("id-fraction", "integer-not-integral"),
                ("id-text", "wrong-type"),
                ("id-too-great", "integer-out-of-range"),
                ("phone-51-characters", "too-long"),
                ("timestamp-arabic-digits", "timestamp-digit"),
                ("timestamp-leap-day", "timestamp-leap-day"),
                ("timestamp-leap-second", "timestamp-second"),
                ("timestamp-lower-case", "timestamp-lower-case"),
                ("timestamp-null", "wrong-type"),
                ("timestamp-number", "wrong-type"),
                ("timestamp-offset", "timestamp-offset"),
                ("two-documents", "json-trailing-text"),
            ],
        ),
    ];
    for (kind, folder, expected) in expected {
        let samples = samples(folder);
        assert_eq!(samples.len(), expected.len(), "{folder}");
        for ((name, document), (expected_name, rule)) in samples.iter().zip(*expected) {
            assert_eq!(name, expected_name);
            let rules: BTreeSet<_> = broken_rules(*kind, document).into_iter().collect();
            assert_eq!(rules, BTreeSet::from([*rule]), "{folder}/{name}");
        }
    }
}

/// Returns the generated records, one a line, and the fault of each.
fn generate(options: Options, count: usize) -> (Vec<u8>, Vec<Option<Fault>>) {
    let mut generator = Generator::new(options);
    let mut lines = Vec::new();
    let faults = (0..count).map(|_| {
        let fault = generator.record(&mut lines);
        lines.push(b'\n');
        fault
    });
    let faults = faults.collect();
    (lines, faults)
}

const CONTACTS: Options = Options { kind: Kind::Contact, seed: 1, bad: 0, shape: Shape::Compact, text: Text::Mixed };
const REQUESTS: Options = Options { kind: Kind::Request, seed: 1, bad: 30, shape: Shape::Compact, text: Text::Mixed };

#[test]
fn committed_records_match_the_generator() {
    for (file, options) in [("contacts.ndjson", CONTACTS), ("requests.ndjson", REQUESTS)] {
        let committed = fs::read(data().join(file)).unwrap();
        // `assert_eq` would print both files.
        assert!(generate(options, 1000).0 == committed, "{file} differs from what tests/data/README.md says");
    }
}

/// Returns the generated records, each with its fault.
fn records(options: Options, count: usize) -> Vec<(String, Option<Fault>)> {
    let mut generator = Generator::new(options);
    let record = |_| {
        let mut record = Vec::new();
        let fault = generator.record(&mut record);
        (String::from_utf8(record).expect("records are text"), fault)
    };
    (0..count).map(record).collect()
}

/// All outputs of the generator: every shape, and in one shape every kind of text.
const LAYOUTS: [(Shape, Text); 13] = [
    (Shape::Compact, Text::Mixed),
    (Shape::Pretty, Text::Mixed),
    (Shape::Indented, Text::Mixed),
    (Shape::Sorted, Text::Mixed),
    (Shape::Shuffled, Text::Mixed),
    (Shape::Unknown, Text::Mixed),
    (Shape::Compact, Text::Accented),
    (Shape::Compact, Text::Cjk),
    (Shape::Compact, Text::Arabic),
    (Shape::Compact, Text::Escaped),
    (Shape::Compact, Text::EscapedWhole),
    (Shape::Compact, Text::LongEmails),
    (Shape::Compact, Text::LongComments),
];

#[test]
fn generated_records_have_the_stated_fault() {
    const COUNT: usize = 1000;
    for kind in [Kind::Contact, Kind::Request] {
        let validator = validator(kind);
        let mut seen = BTreeSet::new();
        for (shape, text) in LAYOUTS {
            for (bad, seed) in [(0, 2), (500, 3), (1000, 4)] {
                let records = records(Options { kind, seed, bad, shape, text }, COUNT);
                let broken = records.iter().filter(|(_, fault)| fault.is_some()).count() as u64 * 1000 / COUNT as u64;
                assert!(broken.abs_diff(bad) < 50, "{broken} of 1000 are invalid, expected about {bad}");
                for (record, fault) in &records {
                    assert!(shape == Shape::Indented || !record.contains('\n'), "{record}");
                    let expected = fault.iter().map(|fault| fault.rule().as_str()).collect::<Vec<_>>();
                    assert_eq!(broken_rules(kind, record.as_bytes()), expected, "{fault:?}: {record}");
                    if fault.is_none() {
                        assert!(validator.is_valid(&serde_json::from_str(record).unwrap()), "{record}");
                    }
                    seen.extend(fault.map(|fault| format!("{fault:?}")));
                }
            }
        }
        assert!(seen.len() >= 30, "{kind:?}: {seen:?}");
    }
}

/// Each shape and each kind of text has its purpose.
#[test]
fn generated_records_have_their_shape() {
    const COUNT: usize = 1000;
    let members = |record: &str| {
        let value: Value = serde_json::from_str(record).unwrap();
        value.as_object().unwrap().len()
    };
    let length = |text: Option<&str>| text.map(|text| text.chars().count());
    for (shape, text) in LAYOUTS {
        let mut orders = BTreeSet::new();
        for (record, _) in records(Options { shape, text, ..CONTACTS }, COUNT) {
            let contact = Contact::from_json(record.as_bytes()).unwrap();
            let (email, comment) = (contact.email.as_ref(), contact.comment.as_ref());
            assert_eq!(members(&record), if shape == Shape::Unknown { 109 } else { 9 });
            assert_eq!(record.lines().count() > 9, shape == Shape::Indented, "{record}");
            if shape != Shape::Unknown && text != Text::EscapedWhole {
                let mut order: Vec<_> = ["id", "name", "email", "phones", "comment", "companyId", "updatedAt"].into();
                order.sort_by_key(|name| record.find(&format!("\"{name}\"")));
                orders.insert(order);
            }
            let name = contact.name.as_str();
            match text {
                Text::Mixed => {}
                Text::Accented => assert!(name.chars().any(|c| ('\u{c0}'..'\u{250}').contains(&c)), "{name}"),
                Text::Cjk => assert!(name.chars().any(|c| c > '\u{3040}'), "{name}"),
                Text::Arabic => assert!(name.chars().any(|c| ('\u{600}'..'\u{700}').contains(&c)), "{name}"),
                Text::Escaped | Text::EscapedWhole => {
                    let first = contact.updated_at.as_str().as_bytes()[0];
                    let name = if text == Text::Escaped { "updatedAt" } else { "\\u0075\\u0070" };
                    assert!(record.contains(name) && record.contains(&format!("\"\\u{first:04x}\\u")), "{record}");
                }
                Text::LongEmails => assert_eq!(length(email.map(|email| email.as_str())), Some(250)),
                Text::LongComments => assert_eq!(length(comment.map(|comment| comment.as_str())), Some(2500)),
            }
        }
        match shape {
            Shape::Shuffled => assert!(orders.len() > 500, "{} orders", orders.len()),
            Shape::Sorted => assert_eq!(
                orders.into_iter().collect::<Vec<_>>(),
                [["comment", "companyId", "email", "id", "name", "phones", "updatedAt"]]
            ),
            _ => assert!(orders.len() <= 1, "{orders:?}"),
        }
    }
}

#[test]
fn generated_contacts_are_varied() {
    let (lines, _) = generate(CONTACTS, 20_000);
    let mean = lines.len() / 20_000;
    assert!((325..=345).contains(&mean), "the mean length is {mean} bytes");
    let contacts: Vec<_> = lines.strip_suffix(b"\n").unwrap().split(|&byte| byte == b'\n').collect();
    let contacts = contacts.into_iter().map(|line| Contact::from_json(line).unwrap()).collect::<Vec<_>>();
    let count = |is: &dyn Fn(&Contact) -> bool| contacts.iter().filter(|contact| is(contact)).count();
    let comment = |contact: &Contact| contact.comment.as_ref().map_or(0, |comment| comment.as_str().chars().count());
    for phones in 0..=5 {
        assert!(count(&|contact| contact.phones.len() == phones) > 100, "{phones} phones");
    }
    assert!(count(&|contact| contact.email.is_none()) > 1000);
    assert!(count(&|contact| contact.comment.is_none()) > 1000);
    assert!(count(&|contact| comment(contact) == 2500) > 5);
    assert!(count(&|contact| comment(contact) < 70) > 10_000);
    assert!(count(&|contact| contact.name.as_str().is_ascii()) > 5000);
    assert!(count(&|contact| !contact.name.as_str().is_ascii()) > 5000);
    assert!(count(&|contact| contact.id.get() < 0) > 100);
    assert!(count(&|contact| contact.id.get() > 1 << 52) > 100);
    assert!(count(&|contact| contact.updated_at.as_str().len() == "2024-12-05T14:56Z".len()) > 100);
    assert!(count(&|contact| contact.updated_at.fraction().len() > 6) > 100);
}

/// Reads, checks and writes the committed files in every way that a user would.
#[test]
fn committed_contacts_are_read_and_written_again() {
    let contacts = fs::read_to_string(data().join("contacts.ndjson")).unwrap();
    assert_eq!(contacts.lines().count(), 1000);
    for line in contacts.lines() {
        let contact = Contact::from_json(line.as_bytes()).unwrap();
        assert_eq!(serde_json::from_str::<Contact>(line).unwrap(), contact);
        let written = serde_json::to_string(&contact).unwrap();
        assert_eq!(Contact::from_json(written.as_bytes()).unwrap(), contact);
        let (read, again): (Value, Value) =
            (serde_json::from_str(line).unwrap(), serde_json::from_str(&written).unwrap());
        // A number may be written as `7.0`, so numbers are compared by value.
        for (member, value) in read.as_object().unwrap() {
            let equal = value.as_f64().map_or(value == &again[member], |number| again[member].as_f64() == Some(number));
            assert!(equal, "{member}: {line}");
        }
    }
}
