//! The values just below and above every documented limit, and the edges of the patterns, through
//! every reader: constructors, serde, the readers of this crate, the linter, and the JSON Schemas.
//! All must agree.
//!
//! Helpers outside of `#[test]` panic as tests do.

use contact_schema::{
    Comment, CompanyId, Contact, ContactId, Email, Name, Phone, Phones, Timestamp, UpdateContactRequest, schema,
};
use jsonschema::Validator;
use once_cell::sync::Lazy;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error as DeError;
use serde_json::Value;

static REQUEST_SCHEMA: Lazy<Validator> = Lazy::new(|| validator(schema::UPDATE_CONTACT_REQUEST));
static CONTACT_SCHEMA: Lazy<Validator> = Lazy::new(|| validator(schema::CONTACT));

fn validator(schema: &str) -> Validator {
    let schema = serde_json::from_str(schema).unwrap();
    // Formats are annotations: the pattern decides (R1).
    jsonschema::options().should_validate_formats(false).build(&schema).unwrap()
}

/// The members of a valid body, as names and JSON values. A test replaces or adds one value.
const REQUEST: &[(&str, &str)] = &[("notify", "true")];
const CONTACT: &[(&str, &str)] = &[
    ("id", "1"),
    ("name", "\"\""),
    ("email", "null"),
    ("phones", "[]"),
    ("comment", "null"),
    ("companyId", "1"),
    ("notifyAt", "\"2024-12-05T14:56Z\""),
    ("updatedAt", "\"2024-12-05T14:56Z\""),
    ("createdAt", "\"2024-12-05T14:56Z\""),
];

/// Returns the body with this value for the member, replaced or added at the end.
fn document(body: &[(&str, &str)], member: &str, value: &str) -> String {
    let others = body.iter().filter(|(name, _)| *name != member);
    let members = others.map(|(name, value)| format!("\"{name}\":{value}"));
    let members: Vec<_> = members.chain([format!("\"{member}\":{value}")]).collect();
    format!("{{{}}}", members.join(","))
}

/// Reads a document in every way.
macro_rules! document_ways {
    ($ways:ident, $Body:ident, $schema:ident, $document:expr) => {{
        let document: String = $document;
        let bytes = document.as_bytes();
        $ways.push((concat!(stringify!($Body), "::from_json"), $Body::from_json(bytes).is_ok()));
        $ways.push((concat!(stringify!($Body), "::check_json"), $Body::check_json(bytes).is_ok()));
        $ways.push((concat!(stringify!($Body), "::is_valid_json"), $Body::is_valid_json(bytes)));
        let by_serde = serde_json::from_str::<$Body>(&document).is_ok();
        $ways.push((concat!(stringify!($Body), " by serde_json::from_str"), by_serde));
        let tree: Value = serde_json::from_str(&document).unwrap();
        let from_tree = serde_json::from_value::<$Body>(tree.clone()).is_ok();
        $ways.push((concat!(stringify!($Body), " by serde_json::from_value"), from_tree));
        #[cfg(feature = "json")]
        {
            $ways.push((concat!(stringify!($Body), "::check_value"), $Body::check_value(&tree).is_ok()));
            $ways.push((concat!(stringify!($Body), "::from_value"), $Body::from_value(&tree).is_ok()));
        }
        #[cfg(feature = "lint")]
        {
            $ways.push((concat!("the linter, of a ", stringify!($Body)), linted(stringify!($Body), bytes)));
        }
        $ways.push((concat!("the schema of ", stringify!($Body)), $schema.is_valid(&tree)));
    }};
}

/// Lints a document: as a file, as a line, and with detection of the kind.
#[cfg(feature = "lint")]
fn linted(body: &str, document: &[u8]) -> bool {
    use contact_schema::lint::{Kind, Linter};

    let kind = if body == "Contact" { Kind::Contact } else { Kind::Request };
    let invalid = |linter: &Linter| {
        assert_eq!(linter.summary().documents, 1);
        // Without `notify`, the linter cannot tell a request from a contact. It counts such a
        // document as unjudged, and it is not valid.
        linter.summary().invalid + linter.summary().unjudged
    };
    let [mut file, mut line, mut auto] = [Linter::new().kind(kind), Linter::new().kind(kind), Linter::new()];
    file.json(document, &mut |_| {});
    line.ndjson(document, &mut |_| {});
    auto.json(document, &mut |_| {});
    assert_eq!(invalid(&file), invalid(&line));
    assert_eq!(invalid(&file), invalid(&auto));
    invalid(&file) == 0
}

/// Reads a member's value in every way that reads documents.
fn member_ways(member: &str, value: &str) -> Vec<(&'static str, bool)> {
    let mut ways = Vec::new();
    if ["notify", "name", "email", "phones", "comment"].contains(&member) {
        document_ways!(ways, UpdateContactRequest, REQUEST_SCHEMA, document(REQUEST, member, value));
    }
    if member != "notify" {
        document_ways!(ways, Contact, CONTACT_SCHEMA, document(CONTACT, member, value));
    }
    ways
}

/// Returns the text as JSON: plain, and with every UTF-16 unit escaped.
fn spellings(text: &str) -> [String; 2] {
    let escaped: String = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    [serde_json::to_string(text).unwrap(), format!("\"{escaped}\"")]
}

/// Reads a text in every way that its type has.
macro_rules! text_ways {
    ($Type:ident, $text:expr) => {{
        let text: &str = $text;
        let mut ways = vec![
            ("new of a borrowed text", $Type::new(text).is_ok()),
            ("new of an owned text", $Type::new(text.to_owned()).is_ok()),
            ("is_valid", $Type::is_valid(text)),
            ("FromStr", text.parse::<$Type>().is_ok()),
            ("TryFrom<&str>", $Type::try_from(text).is_ok()),
            ("TryFrom<String>", $Type::try_from(text.to_owned()).is_ok()),
            ("Deserialize of a borrowed text", {
                let text = IntoDeserializer::<DeError>::into_deserializer(text);
                $Type::deserialize(text).is_ok()
            }),
            ("Deserialize of an owned text", {
                let text = IntoDeserializer::<DeError>::into_deserializer(text.to_owned());
                $Type::deserialize(text).is_ok()
            }),
        ];
        for spelling in spellings(text) {
            ways.push(("serde_json::from_str", serde_json::from_str::<$Type>(&spelling).is_ok()));
        }
        ways
    }};
}

fn all_say(expected: bool, case: &str, ways: &[(&'static str, bool)]) {
    for (way, valid) in ways {
        assert_eq!(*valid, expected, "{way}: {case}");
    }
}

/// Checks each text of a table in every way.
macro_rules! check_texts {
    ($Type:ident, $members:expr, $table:expr) => {
        for (text, expected) in $table {
            let text: String = text.into();
            let case = format!("{:?} ({} characters)", text.chars().take(40).collect::<String>(), text.chars().count());
            all_say(expected, &case, &text_ways!($Type, &text));
            for member in $members {
                for spelling in spellings(&text) {
                    // A phone is an item of an array; the other texts are values of members.
                    let value = if member == "phones" { format!("[{spelling}]") } else { spelling };
                    all_say(expected, &format!("{member} {case}"), &member_ways(member, &value));
                }
            }
        }
    };
}

/// Characters of one to four bytes and of one or two UTF-16 units, and a combining one.
const UNITS: [&str; 6] = ["x", "é", "名", "😀", "\u{301}", "\u{200D}"];

/// Returns texts of `max` characters and of its neighbours.
fn around(max: usize) -> Vec<(String, bool)> {
    let lengths = [(0, true), (1, true), (max - 1, true), (max, true), (max + 1, false), (2 * max, false)];
    let texts = UNITS.iter().flat_map(|unit| lengths.map(|(length, valid)| (unit.repeat(length), valid)));
    // Within the limit in code points but over it in UTF-16 units (R3); and one character more, of
    // another width.
    let mixed = [("😀".repeat(max / 2 + 1), true), ("😀".repeat(max) + "x", false), ("x".repeat(max) + "😀", false)];
    texts.chain(mixed).collect()
}

#[test]
fn name() {
    assert_eq!(Name::MAX_CHARS, 250);
    check_texts!(Name, ["name"], around(250));
}

#[test]
fn phone() {
    assert_eq!(Phone::MAX_CHARS, 50);
    check_texts!(Phone, ["phones"], around(50));
}

#[test]
fn comment() {
    assert_eq!(Comment::MAX_CHARS, 2500);
    check_texts!(Comment, ["comment"], around(2500));
}

#[test]
fn phones() {
    assert_eq!(Phones::MAX_ITEMS, 5);
    for (count, expected) in [(0, true), (1, true), (4, true), (5, true), (6, false), (7, false), (1000, false)] {
        let texts = vec!["112"; count];
        let phones = vec![Phone::new("112").unwrap(); count];
        let json = serde_json::to_string(&texts).unwrap();
        let ways = [
            ("new", Phones::new(phones.clone()).is_ok()),
            ("from_texts", Phones::from_texts(texts.iter().copied()).is_ok()),
            ("is_valid", Phones::is_valid(&texts)),
            ("TryFrom<Vec<Phone>>", Phones::try_from(phones.clone()).is_ok()),
            ("TryFrom<&[Phone]>", Phones::try_from(phones.as_slice()).is_ok()),
            ("TryFrom<&[&str]>", Phones::try_from(texts.as_slice()).is_ok()),
            (
                "TryFrom<Vec<String>>",
                Phones::try_from(texts.iter().copied().map(String::from).collect::<Vec<_>>()).is_ok(),
            ),
            ("Deserialize", serde_json::from_str::<Phones>(&json).is_ok()),
        ];
        let case = format!("{count} phones");
        all_say(expected, &case, &ways);
        all_say(expected, &case, &member_ways("phones", &json));
    }
}

#[test]
fn email_length() {
    assert_eq!(Email::MAX_CHARS, 250);
    let of_length = |length: usize| "a".repeat(length - "@example.com".len()) + "@example.com";
    let with_long_domain = |length: usize| format!("a@{}.com", "b".repeat(length - "a@.com".len()));
    check_texts!(
        Email,
        ["email"],
        [(249, true), (250, true), (251, false), (500, false)]
            .into_iter()
            .flat_map(|(length, valid)| [(of_length(length), valid), (with_long_domain(length), valid)])
    );
}

#[test]
fn email_pattern() {
    check_texts!(
        Email,
        ["email"],
        [
            // The documented example, the shortest, and every kind of character in the local part.
            ("example@email.com", true),
            ("a@b.cd", true),
            ("AZaz09_+-@b.cd", true),
            ("a'b.c@b.cd", true),
            ("a b@b.cd", false),
            ("a!b@b.cd", false),
            ("é@b.cd", false),
            // The local part: first, last and repeated characters.
            ("", false),
            ("@b.cd", false),
            (".a@b.cd", false),
            ("'a@b.cd", true),
            ("-a@b.cd", true),
            ("a.@b.cd", false),
            ("a'@b.cd", false),
            ("a-@b.cd", true),
            ("a_@b.cd", true),
            ("a+@b.cd", true),
            ("a..b@b.cd", false),
            ("a''b@b.cd", true),
            // The at sign.
            ("a", false),
            ("ab.cd", false),
            ("a@@b.cd", false),
            ("a@b@c.de", false),
            // Labels.
            ("a@", false),
            ("a@b", false),
            ("a@.cd", false),
            ("a@b..cd", false),
            ("a@b.cd.", false),
            ("a@-b.cd", false),
            ("a@b-.cd", true),
            ("a@b.-c.de", false),
            ("a@b.c-.de", true),
            ("a@1.2.cd", true),
            ("a@b_c.de", false),
            // The last label.
            ("a@b.c", false),
            ("a@b.c1", false),
            ("a@b.1c", false),
            ("a@b.c-d", false),
            ("a@b.cde", true),
            ("a@192.0.2.1", false),
            // Both ends of the text.
            ("a@b.cd\n", false),
            (" a@b.cd", false),
            ("a@b.cd ", false),
            ("a@b.cd\0", false),
            ("a@b.c\u{212A}", false),
        ]
    );
}

#[test]
fn timestamp() {
    let table = [
        // Optional parts.
        ("2024-12-05T14:56:23.000Z", true),
        ("2024-12-05T14:56:23Z", true),
        ("2024-12-05T14:56Z", true),
        ("2024-12-05T14Z", false),
        ("2024-12-05", false),
        ("2024-12-05T14:56:23.Z", false),
        ("2024-12-05T14:56:23.0Z", true),
        ("2024-12-05T14:56:23.000000000000000000000Z", true),
        // Years.
        ("0000-01-01T00:00Z", true),
        ("9999-12-31T23:59:59.999Z", true),
        ("10000-01-01T00:00Z", false),
        ("999-01-01T00:00Z", false),
        ("-001-01-01T00:00Z", false),
        // Months.
        ("2024-00-01T00:00Z", false),
        ("2024-01-01T00:00Z", true),
        ("2024-12-01T00:00Z", true),
        ("2024-13-01T00:00Z", false),
        // Days.
        ("2023-01-00T00:00Z", false),
        ("2023-01-31T00:00Z", true),
        ("2023-01-32T00:00Z", false),
        ("2023-02-28T00:00Z", true),
        ("2023-02-29T00:00Z", false),
        ("2024-02-29T00:00Z", true),
        ("2024-02-30T00:00Z", false),
        ("2023-03-31T00:00Z", true),
        ("2023-03-32T00:00Z", false),
        ("2023-04-30T00:00Z", true),
        ("2023-04-31T00:00Z", false),
        ("2023-05-31T00:00Z", true),
        ("2023-05-32T00:00Z", false),
        ("2023-06-30T00:00Z", true),
        ("2023-06-31T00:00Z", false),
        ("2023-07-31T00:00Z", true),
        ("2023-07-32T00:00Z", false),
        ("2023-08-31T00:00Z", true),
        ("2023-08-32T00:00Z", false),
        ("2023-09-30T00:00Z", true),
        ("2023-09-31T00:00Z", false),
        ("2023-10-31T00:00Z", true),
        ("2023-10-32T00:00Z", false),
        ("2023-11-30T00:00Z", true),
        ("2023-11-31T00:00Z", false),
        ("2023-12-31T00:00Z", true),
        ("2023-12-32T00:00Z", false),
        // Leap years.
        ("0000-02-29T00:00Z", true),
        ("0004-02-29T00:00Z", true),
        ("0100-02-29T00:00Z", false),
        ("1900-02-29T00:00Z", false),
        ("2000-02-29T00:00Z", true),
        ("2100-02-29T00:00Z", false),
        ("2400-02-29T00:00Z", true),
        ("9996-02-29T00:00Z", true),
        // Times.
        ("2024-12-05T23:00Z", true),
        ("2024-12-05T24:00Z", false),
        ("2024-12-05T00:59Z", true),
        ("2024-12-05T00:60Z", false),
        ("2024-12-05T00:00:59Z", true),
        ("2024-12-05T00:00:60Z", false),
        // Separators, the zone, and both ends of the text.
        ("2024-12-05t14:56Z", false),
        ("2024-12-05 14:56Z", false),
        ("2024-12-05T14:56z", false),
        ("2024-12-05T14:56", false),
        ("2024-12-05T14:56+00:00", false),
        ("2024-12-05T14:56Z\n", false),
        (" 2024-12-05T14:56Z", false),
        // Digits are ASCII (R1).
        ("202\u{664}-12-05T14:56Z", false),
        ("2024-12-05T14:56:23.\u{665}Z", false),
    ];
    check_texts!(Timestamp, ["notifyAt", "updatedAt", "createdAt"], table);
}

/// Reads an integer in every way that its type has.
macro_rules! integer_ways {
    ($Type:ident, $value:expr) => {{
        let value: i64 = $value;
        let text = value.to_string();
        vec![
            ("new", $Type::new(value).is_ok()),
            ("is_valid", $Type::is_valid(value)),
            ("TryFrom<i64>", $Type::try_from(value).is_ok()),
            ("TryFrom<&i64>", $Type::try_from(&value).is_ok()),
            ("FromStr", text.parse::<$Type>().is_ok()),
            ("TryFrom<&str>", $Type::try_from(text.as_str()).is_ok()),
            ("Deserialize of an i64", {
                let value = IntoDeserializer::<DeError>::into_deserializer(value);
                $Type::deserialize(value).is_ok()
            }),
            ("Deserialize of an i128", {
                let value = IntoDeserializer::<DeError>::into_deserializer(i128::from(value));
                $Type::deserialize(value).is_ok()
            }),
            ("Deserialize of an f64", {
                let value = IntoDeserializer::<DeError>::into_deserializer(value as f64);
                $Type::deserialize(value).is_ok()
            }),
            ("serde_json::from_str", serde_json::from_str::<$Type>(&text).is_ok()),
        ]
    }};
}

#[test]
fn integers() {
    const MAX: i64 = 9_007_199_254_740_991;
    for (min, max) in [(ContactId::MIN, ContactId::MAX), (CompanyId::MIN, CompanyId::MAX)] {
        assert_eq!((min, max), (-MAX, MAX));
    }
    let table = [
        (0, true),
        (1, true),
        (-1, true),
        (MAX - 1, true),
        (MAX, true),
        (MAX + 1, false),
        (1 - MAX, true),
        (-MAX, true),
        (-MAX - 1, false),
        (i64::MAX, false),
        (i64::MIN, false),
    ];
    for (value, expected) in table {
        let case = value.to_string();
        all_say(expected, &case, &integer_ways!(ContactId, value));
        all_say(expected, &case, &integer_ways!(CompanyId, value));
        for member in ["id", "companyId"] {
            all_say(expected, &case, &member_ways(member, &case));
        }
    }
    // R4: only the value counts. The conformance vectors have the fractional literals next to the
    // limits, which serde_json misreads.
    for (literal, expected) in [
        ("-0", true),
        ("1.0", true),
        ("1e2", true),
        ("1e15", true),
        ("1e16", false),
        ("1.5", false),
        ("1e-1", false),
        ("1.0000000000000001", true),
        ("18446744073709551616", false),
        ("\"1\"", false),
        ("null", false),
    ] {
        for member in ["id", "companyId"] {
            all_say(expected, literal, &member_ways(member, literal));
        }
        let ways = [
            ("ContactId by serde_json::from_str", serde_json::from_str::<ContactId>(literal).is_ok()),
            ("CompanyId by serde_json::from_str", serde_json::from_str::<CompanyId>(literal).is_ok()),
        ];
        all_say(expected, literal, &ways);
    }
    // A u64 that an i64 cannot hold.
    for value in [MAX as u64, MAX as u64 + 1, u64::MAX] {
        let expected = value <= MAX as u64;
        let deserialized = ContactId::deserialize(IntoDeserializer::<DeError>::into_deserializer(value));
        let ways =
            [("TryFrom<u64>", ContactId::try_from(value).is_ok()), ("Deserialize of a u64", deserialized.is_ok())];
        all_say(expected, &value.to_string(), &ways);
    }
}

#[test]
fn null() {
    for (member, in_request, in_contact) in [
        ("notify", Some(false), None),
        ("id", None, Some(false)),
        ("name", Some(false), Some(false)),
        ("email", Some(true), Some(true)),
        ("phones", Some(false), Some(false)),
        ("comment", Some(true), Some(true)),
        ("companyId", None, Some(false)),
        ("notifyAt", None, Some(false)),
        ("updatedAt", None, Some(false)),
        ("createdAt", None, Some(false)),
    ] {
        let expected = in_request.or(in_contact).expect("every member is in a body");
        all_say(expected, &format!("{member} null"), &member_ways(member, "null"));
    }
}

#[test]
fn required_members() {
    for (member, required) in
        [("notify", true), ("name", false), ("email", false), ("phones", false), ("comment", false)]
    {
        let all = [REQUEST, &[("name", "\"\""), ("email", "null"), ("phones", "[]"), ("comment", "null")]].concat();
        let others: Vec<_> = all.into_iter().filter(|(name, _)| *name != member).collect();
        let mut ways = Vec::new();
        document_ways!(ways, UpdateContactRequest, REQUEST_SCHEMA, document(&others, "another", "1"));
        all_say(!required, &format!("a request without {member}"), &ways);
    }
    for (member, _) in CONTACT {
        let others: Vec<_> = CONTACT.iter().copied().filter(|(name, _)| name != member).collect();
        let mut ways = Vec::new();
        document_ways!(ways, Contact, CONTACT_SCHEMA, document(&others, "another", "1"));
        all_say(false, &format!("a contact without {member}"), &ways);
    }
}
