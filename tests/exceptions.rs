//! The documents on which the ways to read may differ: `docs/exceptions.md` lists them, with the
//! reasons. On all others they must agree: see `tests/properties.rs`.
//!
//! `from_json` (with `check_json` and `is_valid_json`) is the reference. In the tests:
//!
//! - *serde* reads a body with `serde_json::from_slice` or `from_str`;
//! - *the schema* is `jsonschema` on the `serde_json::Value` of the document;
//! - `from_value` (with `check_value`) checks that same tree, so it agrees with the schema.

#![cfg(all(feature = "json", feature = "proptest"))]

mod support;

use contact_schema::{Contact, ContactId, InvalidBody, Limits, Rule, UpdateContactRequest};
use serde::Deserialize;
use serde_json::{Value, json};

use support::{Body, all_readers_agree, schema_pointers};

/// The verdict of each reader; `None` if there is no tree.
#[derive(Debug, PartialEq)]
struct Verdicts {
    from_json: bool,
    serde: bool,
    schema: Option<bool>,
    from_value: Option<bool>,
}

fn verdicts<B: Body>(document: &[u8]) -> Verdicts {
    // Asserts that the properties know this exception.
    all_readers_agree::<B>(document).unwrap_or_else(|error| panic!("{}: {error}", String::from_utf8_lossy(document)));
    let value = serde_json::from_slice::<Value>(document).ok();
    Verdicts {
        from_json: B::from_json(document).is_ok(),
        serde: serde_json::from_slice::<B>(document).is_ok(),
        schema: value.as_ref().map(|value| B::validator().is_valid(value)),
        from_value: value.as_ref().map(|value| B::from_value(value).is_ok()),
    }
}

const ALL_ACCEPT: Verdicts = Verdicts { from_json: true, serde: true, schema: Some(true), from_value: Some(true) };
const ONLY_FROM_JSON: Verdicts = Verdicts { from_json: true, serde: false, schema: None, from_value: None };
const TREE_ACCEPTS: Verdicts = Verdicts { from_json: false, serde: false, schema: Some(true), from_value: Some(true) };
const NO_JSON: Verdicts = Verdicts { from_json: false, serde: false, schema: None, from_value: None };

fn request(document: impl AsRef<[u8]>) -> Verdicts {
    verdicts::<UpdateContactRequest>(document.as_ref())
}

/// Returns the broken rules with their pointers; for a syntax error, an empty pointer.
fn findings<B: Body>(document: &[u8]) -> Vec<(String, Rule)> {
    match B::check_json(document) {
        Ok(()) => Vec::new(),
        Err(InvalidBody::Syntax(error)) => vec![(String::new(), error.rule())],
        Err(InvalidBody::Violations(violations)) => {
            violations.iter().map(|violation| (violation.pointer.as_str().to_owned(), violation.kind.rule())).collect()
        }
    }
}

/// Returns the documented example with one more member.
fn contact_with(member: &str) -> String {
    Contact::EXAMPLE.replacen('{', &format!("{{{member}, "), 1)
}

fn nested(depth: usize) -> String {
    format!("{}{}", "[".repeat(depth), "]".repeat(depth))
}

#[test]
fn duplicate_members() {
    for document in [
        r#"{"notify": true, "notify": true}"#,
        r#"{"notify": true, "notify": false}"#,
        r#"{"notify": true, "\u006eotify": true}"#,
        r#"{"\u006e\u006F\u0074\u0069\u0066\u0079": true, "notify": true}"#,
        // The schema does not see the null either.
        r#"{"notify": null, "notify": true}"#,
    ] {
        assert_eq!(request(document), TREE_ACCEPTS, "{document}");
        let duplicate = ("/notify".to_owned(), Rule::DuplicateMember);
        assert!(findings::<UpdateContactRequest>(document.as_bytes()).contains(&duplicate), "{document}");
    }
    let document = contact_with(r#""companyId": 1.5"#);
    assert_eq!(verdicts::<Contact>(document.as_bytes()), TREE_ACCEPTS);
    let expected =
        [("/companyId".to_owned(), Rule::IntegerNotIntegral), ("/companyId".to_owned(), Rule::DuplicateMember)];
    assert_eq!(findings::<Contact>(document.as_bytes()), expected);

    // Undocumented names may repeat, and so may names inside ignored values.
    assert_eq!(request(r#"{"notify": true, "x": 1, "x": 2}"#), ALL_ACCEPT);
    assert_eq!(request(r#"{"notify": true, "x": {"notify": 1, "notify": 2}}"#), ALL_ACCEPT);
    assert_eq!(request(r#"{"notify": true, "Notify": 1, "notify ": 2}"#), ALL_ACCEPT);
}

#[test]
fn numbers_beyond_a_double() {
    let long = "9".repeat(310);
    // 2^1024 - 2^970, the least number that rounds to infinity.
    let least = "1797693134862315807937289714053034150799341327100378269361737789804449682927647509466490179775872070963\
                 3028641669288791094655554785194040263065748867150582068190890200070838367627385484581771153176447573027\
                 0069855571366959622842914819860834936475292719074168444365510704342711559699508093042880177904174497792";
    let below = format!("{}1", least.strip_suffix("2").unwrap());
    for number in ["1e400", "-1e400", "1E+309", "17976931348623159e292", &long, least, "1e99999999999"] {
        assert_eq!(request(format!(r#"{{"notify": true, "x": {number}}}"#)), ONLY_FROM_JSON, "{number}");
        assert_eq!(request(format!(r#"{{"notify": true, "x": [{{"y": {number}}}]}}"#)), ONLY_FROM_JSON, "{number}");

        // In a documented member, all reject it, but only `from_json` reports the right rule.
        let document = Contact::EXAMPLE.replacen("\"id\": 1", &format!("\"id\": {number}"), 1);
        assert_eq!(verdicts::<Contact>(document.as_bytes()), NO_JSON, "{number}");
        assert_eq!(findings::<Contact>(document.as_bytes()), [("/id".to_owned(), Rule::IntegerOutOfRange)], "{number}");
        let document = format!(r#"{{"notify": true, "name": {number}}}"#);
        assert_eq!(request(&document), NO_JSON, "{number}");
        assert_eq!(findings::<UpdateContactRequest>(document.as_bytes()), [("/name".to_owned(), Rule::WrongType)]);
    }
    for number in ["1e308", "-1.7976931348623157e308", &below, "1e-400", "0e400", "-0.0e99999999999", "1e-99999999999"]
    {
        assert_eq!(request(format!(r#"{{"notify": true, "x": {number}}}"#)), ALL_ACCEPT, "{number}");
    }
}

#[test]
fn nesting() {
    // The body is the first level.
    for (depth, expected) in
        [(126, ALL_ACCEPT), (127, ONLY_FROM_JSON), (128, NO_JSON), (1000, NO_JSON), (100_000, NO_JSON)]
    {
        assert_eq!(request(format!(r#"{{"notify": true, "x": {}}}"#, nested(depth))), expected, "{depth}");
        let objects = format!("{}0{}", r#"{"":"#.repeat(depth), "}".repeat(depth));
        assert_eq!(request(format!(r#"{{"notify": true, "x": {objects}}}"#)), expected, "{depth}");
    }
    // In a documented member, the type is wrong at any depth.
    for (depth, rule) in [(126, Rule::WrongType), (127, Rule::WrongType), (128, Rule::JsonTooDeep)] {
        let document = format!(r#"{{"notify": {}}}"#, nested(depth));
        assert!(!request(&document).from_json && !request(&document).serde);
        assert_eq!(findings::<UpdateContactRequest>(document.as_bytes())[0].1, rule, "{depth}");
    }
    for (depth, rule) in [(126, Rule::WrongType), (127, Rule::JsonTooDeep)] {
        let document = format!(r#"{{"notify": true, "phones": [{}, {{}}]}}"#, nested(depth));
        assert_eq!(findings::<UpdateContactRequest>(document.as_bytes())[0].1, rule, "an item {depth} deep");
    }
    for (depth, rule) in [(128, Rule::WrongType), (129, Rule::JsonTooDeep)] {
        assert_eq!(findings::<UpdateContactRequest>(nested(depth).as_bytes())[0].1, rule, "a root {depth} deep");
    }
}

/// Trees have no depth limit.
#[test]
fn deep_trees() {
    let deep = (0..500).fold(json!(null), |inner, _| json!([inner]));
    let value = json!({"notify": true, "x": deep});
    assert!(UpdateContactRequest::from_value(&value).is_ok());
    assert!(UpdateContactRequest::check_value(&value).is_ok());
    assert!(UpdateContactRequest::validator().is_valid(&value));
    assert_eq!(request(value.to_string()), NO_JSON);
}

#[test]
fn more_violations_than_are_kept() {
    let count = Limits::MAX_VIOLATIONS + 7;
    let document = format!(r#"{{"notify": true, "phones": [{}]}}"#, vec!["null"; count].join(","));
    let Err(InvalidBody::Violations(violations)) = UpdateContactRequest::from_json(document.as_bytes()) else {
        panic!("accepted");
    };
    // One violation for each item, and one for the number of items.
    assert_eq!((violations.len(), violations.total()), (Limits::MAX_VIOLATIONS, count + 1));
    assert!(violations.is_truncated());
    let value: Value = serde_json::from_str(&document).unwrap();
    let in_schema = schema_pointers::<UpdateContactRequest>(&value);
    assert_eq!(in_schema.len(), count + 1);
    assert!(support::pointers(&violations).is_subset(&in_schema));
    let in_tree = UpdateContactRequest::check_value(&value).unwrap_err();
    assert_eq!((in_tree.len(), in_tree.total()), (Limits::MAX_VIOLATIONS, count + 1));

    // With a greater limit, there is no difference.
    let limits = Limits::default().max_violations(2 * count);
    let Err(InvalidBody::Violations(all)) = UpdateContactRequest::from_json_with(document.as_bytes(), &limits) else {
        panic!("accepted");
    };
    assert_eq!(support::pointers(&all), in_schema);
}

/// This build has `float_roundtrip`: serde reads ids exactly. See `tests/no-float-roundtrip`.
#[test]
fn numbers_are_exact_with_float_roundtrip() {
    for id in [
        "9007199254740991.0",
        "90071992547409910e-1",
        "9007199254740990.5",
        "4503599627370462.0",
        "4503599627370456.25",
    ] {
        let document = Contact::EXAMPLE.replacen("\"id\": 1", &format!("\"id\": {id}"), 1);
        assert_eq!(verdicts::<Contact>(document.as_bytes()), ALL_ACCEPT, "{id}");
    }
    for id in ["9007199254740991.5", "4503599627370460.5", "90071992547420.99"] {
        let document = Contact::EXAMPLE.replacen("\"id\": 1", &format!("\"id\": {id}"), 1);
        let expected = Verdicts { from_json: false, serde: false, schema: Some(false), from_value: Some(false) };
        assert_eq!(verdicts::<Contact>(document.as_bytes()), expected, "{id}");
    }
}

/// Not an exception: invalid JSON is invalid for every reader, also in ignored values.
#[test]
fn all_refuse_invalid_json() {
    let strings: &[&[u8]] = &[
        br"\ud800",
        br"\udc00",
        br"\udc00\ud800",
        br"\ud800\u0041",
        br"\uD83D",
        br"\u12",
        br"\u12x4",
        br"\x41",
        b"\\\n",
        b"\n",
        b"\0",
        b"\x1F",
        b"\xFF",
        b"\xC3",
        b"\xC0\x80",
        b"\xED\xA0\x80",
        b"\xF4\x90\x80\x80",
        b"\xF0\x9F\x98",
    ];
    for string in strings {
        for (before, after) in [
            (r#"{"notify": true, "name": ""#, r#""}"#),
            (r#"{"notify": true, "x": ""#, r#""}"#),
            (r#"{"notify": true, "x": [{"y": ""#, r#""}]}"#),
            (r#"{"notify": true, ""#, r#"": 1}"#),
            (r#"{"notify": true, "x": {""#, r#"": 1}}"#),
            ("\"", "\""),
        ] {
            let document = [before.as_bytes(), string, after.as_bytes()].concat();
            assert_eq!(request(&document), NO_JSON, "{}", String::from_utf8_lossy(&document));
        }
    }
    let values: &[&str] = &[
        "",
        "NaN",
        "Infinity",
        "-Infinity",
        "-",
        "+1",
        "01",
        "-01",
        ".5",
        "1.",
        "1.e5",
        "1e",
        "1e+",
        "0x10",
        "1_000",
        "'a'",
        "nul",
        "TRUE",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\"}",
        "{\"a\" 1}",
        "[1}",
        "1 // one",
        "/* one */ 1",
        "\u{A0}1",
        "\u{C}1",
        "\"",
        "\"\\\"",
    ];
    for value in values {
        for (before, after) in [
            (r#"{"notify": "#, "}"),
            (r#"{"notify": true, "x": "#, "}"),
            (r#"{"notify": true, "x": ["#, "]}"),
            ("", ""),
        ] {
            let document = format!("{before}{value}{after}");
            if document.contains("[]") {
                continue;
            }
            assert_eq!(request(&document), NO_JSON, "{document}");
        }
    }
    let valid = r#"{"notify": true}"#;
    for (before, after) in [
        ("\u{FEFF}", ""),
        ("", ","),
        ("", "}"),
        ("", "null"),
        ("", "\0"),
        ("", "{}"),
        ("//\n", ""),
        ("", "/**/"),
        ("", "\u{C}"),
    ] {
        assert_eq!(request(format!("{before}{valid}{after}")), NO_JSON, "{before:?} {after:?}");
    }
    for length in 0..valid.len() {
        assert_eq!(request(&valid[..length]), NO_JSON, "{length} bytes");
    }
}

/// Not an exception: an object is not a number, whatever the names of its members are. Regression:
/// serde once read the first of these as the id 1.
#[test]
fn objects_are_not_numbers() {
    for id in [
        r#"{"$serde_json::private::Number": "1"}"#,
        r#"{"$serde_json::private::Number": 1}"#,
        r#"{"\u0024serde_json::private::Number": "1"}"#,
        r#"{"$serde_json::private::Number": "1", "x": 1}"#,
        r#"{"$serde_json::private::RawValue": "1"}"#,
        r#"{"x": 1}"#,
        "{}",
    ] {
        for member in ["id", "companyId"] {
            let document = Contact::EXAMPLE.replacen(&format!("\"{member}\": 1"), &format!("\"{member}\": {id}"), 1);
            let expected = Verdicts { from_json: false, serde: false, schema: Some(false), from_value: Some(false) };
            assert_eq!(verdicts::<Contact>(document.as_bytes()), expected, "{document}");
            assert_eq!(
                findings::<Contact>(document.as_bytes()),
                [(format!("/{member}"), Rule::WrongType)],
                "{document}"
            );
        }
        // Also as a value of its own, from a text and from a tree.
        assert!(serde_json::from_str::<ContactId>(id).is_err(), "{id}");
        let value: Value = serde_json::from_str(id).unwrap();
        assert!(ContactId::deserialize(&value).is_err() && serde_json::from_value::<ContactId>(value).is_err(), "{id}");
    }
}

/// Not an exception: every reader accepts unusual but valid documents.
#[test]
fn all_accept_unusual_but_valid_documents() {
    for document in [
        " \t\r\n{\n\"notify\"\r:\ttrue\n}\n \r\t",
        r#"{"notify": true, "": null}"#,
        r#"{"notify": true, "\ud83d\ude00": "\uD83D\uDE00\u0000\/"}"#,
        r#"{"notify": true, "x": "\u007f"}"#,
        "{\"notify\": true, \"x\": \"\u{7F}\u{80}\u{2028}\u{FFFF}\u{FEFF}\"}",
        r#"{"notify": true, "__proto__": {"notify": 1}}"#,
        r#"{"notify": true, "$serde_json::private::Number": "1"}"#,
        r#"{"notify": true, "name": "\u0000", "email": "a@b-.cd", "phones": ["", "", "", "", ""], "comment": ""}"#,
        r#"{"notify": true, "x": [-0, 0.0, 1E5, 18446744073709551616, 123456789012345678901234567890]}"#,
    ] {
        assert_eq!(request(document), ALL_ACCEPT, "{document}");
    }
}
