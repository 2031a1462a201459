//! Fixes of the linter: each fix, and the properties that all fixes share.

#![cfg(all(feature = "lint", feature = "proptest"))]

use contact_schema::lint::{DocumentReport, Kind, Linter, Progress, Safety};
use contact_schema::testing::faults::{BY_TYPE, TIMESTAMP};
use contact_schema::{Contact, Rule, Severity, UpdateContactRequest, proptest as strategies};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Returns the document after the fixes, if there were any.
fn fix(safety: Safety, document: &[u8]) -> Option<Vec<u8>> {
    let mut fixed = None;
    Linter::new().apply_fixes(safety).json(document, &mut |report| fixed = report.fixed.map(|fixed| fixed.bytes));
    fixed
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Returns the findings of a document, with their fixes.
fn findings(document: &[u8]) -> Vec<contact_schema::lint::Finding> {
    let mut found = Vec::new();
    Linter::new().find_fixes(true).json(document, &mut |report| found.extend(report.findings));
    found
}

const CONTACT: &str = r#"{"id":1,"name":"A","email":null,"phones":[],"comment":null,"companyId":1,"notifyAt":"2024-12-05T14:56:23Z","updatedAt":"2024-12-05T14:56Z","createdAt":"2024-01-15T08:45:00.000Z"}"#;

/// Returns a contact in which another text replaces this part.
fn contact(part: &str, other: &str) -> String {
    assert!(CONTACT.contains(part));
    CONTACT.replacen(part, other, 1)
}

/// Checks the fixed document, and that all its fixes have this safety.
fn assert_fixed(document: &str, safety: Safety, expected: &str) {
    let fixed = fix(Safety::Unsafe, document.as_bytes()).unwrap_or_else(|| panic!("not fixed: {document}"));
    assert_eq!(text(&fixed), expected);
    let safely = fix(Safety::Safe, document.as_bytes());
    assert_eq!(safely, (safety == Safety::Safe).then_some(fixed), "{document}");
    let found = findings(document.as_bytes());
    let fix = found.iter().find_map(|finding| finding.fix()).expect("a fix");
    assert_eq!(fix.safety, safety, "{document}");
}

#[test]
fn safe_fixes() {
    let request = r#"{"notify":true,"name":"A"}"#;
    for (document, expected) in [
        (format!("\u{FEFF}{request}"), request.to_owned()),
        (format!("\x1E{request}\n"), format!("{request}\n")),
        (
            "{\"notify\":true,\r\n \"name\":\"A\" ,\r\n}\r\n".to_owned(),
            "{\"notify\":true,\r\n \"name\":\"A\" \r\n}\r\n".to_owned(),
        ),
        (
            "{\"notify\":true,\"comment\":\"a\tb\u{1}\"}".to_owned(),
            r#"{"notify":true,"comment":"a\tb\u0001"}"#.to_owned(),
        ),
        (
            r#"{"notify":true,"name":"A", "n\u0061me" : "\u0041" }"#.to_owned(),
            r#"{"notify":true,"name":"A" }"#.to_owned(),
        ),
        (r#"{"notify":true,"notify":true,"name":"A","notify":true}"#.to_owned(), request.to_owned()),
        (contact("23Z", "23z"), CONTACT.to_owned()),
        (contact("05T14:56:23Z", "05 14:56:23Z"), CONTACT.to_owned()),
        (contact("05T14:56:23Z", "05t15:56:23+01:00"), CONTACT.to_owned()),
        (contact("05T14:56:23Z", r"05\u0074\u00314:56:23\u002b00:00"), contact("05T14", r"05T\u00314")),
    ] {
        assert_fixed(&document, Safety::Safe, &expected);
    }
    let wide = |bytes: fn(u16) -> [u8; 2]| request.encode_utf16().flat_map(bytes).collect::<Vec<_>>();
    for document in
        [wide(u16::to_le_bytes), wide(u16::to_be_bytes), [&b"\xFF\xFE"[..], &wide(u16::to_le_bytes)].concat()]
    {
        assert_eq!(fix(Safety::Safe, &document).map(|fixed| text(&fixed)).as_deref(), Some(request));
    }
}

#[test]
fn unsafe_fixes() {
    for (document, expected) in [
        ("{\"notify\":true, // yes\n \"name\":/* of */\"A\"}", "{\"notify\":true, \n \"name\":\"A\"}"),
        (r#"{"notfiy":true,"name":"A","companyID":1}"#, r#"{"notfiy":true,"name":"A","companyID":1}"#),
        (r#"{"notify":true,"nmae":"A"}"#, r#"{"notify":true,"name":"A"}"#),
        (r#"{"notify":"true","name":"A"}"#, r#"{"notify":true,"name":"A"}"#),
        (r#"{"notify":true,"phones":"112"}"#, r#"{"notify":true,"phones":["112"]}"#),
        (r#"{"notify":true,"phones":[112, "1", -1.5e3]}"#, r#"{"notify":true,"phones":["112", "1", "-1.5e3"]}"#),
        (r#"{"notify":true,"phones":null,"comment":""}"#, r#"{"notify":true,"comment":""}"#),
        (r#"{ "name":null , "notify":true,"comment":""}"#, r#"{ "notify":true,"comment":""}"#),
        (r#"{"name":null,"phones":null,"notify":true}"#, r#"{"notify":true}"#),
        (r#"{"notify":true,"email":" a@b.cd\u000a"}"#, r#"{"notify":true,"email":"a@b.cd"}"#),
        (r#"{"notify":true,"email":"a..b@c.de"}"#, r#"{"notify":true,"email":"a.b@c.de"}"#),
    ] {
        if document == expected {
            assert_eq!(fix(Safety::Unsafe, document.as_bytes()), None);
        } else {
            assert_fixed(document, Safety::Unsafe, expected);
        }
    }
    for (document, expected) in [
        (contact(r#""id":1"#, r#""id":"1""#), CONTACT.to_owned()),
        (contact(r#""phones":[]"#, r#""phones":null"#), CONTACT.to_owned()),
        (contact("23Z", "23"), CONTACT.to_owned()),
        (contact("05T14:56:23Z", "05 14:56:23"), CONTACT.to_owned()),
        (contact(r#""2024-12-05T14:56:23Z""#, "1733410583"), CONTACT.to_owned()),
        (contact(r#""2024-12-05T14:56:23Z""#, "1733410583000"), contact("23Z", "23.000Z")),
        (contact("createdAt", "created_at"), CONTACT.to_owned()),
    ] {
        assert_fixed(&document, Safety::Unsafe, &expected);
    }
}

#[test]
fn what_is_not_certain_to_help_is_left() {
    for document in [
        // The fix would cause other violations.
        r#"{"notify":true,"nmae":1}"#,
        r#"{"notify":true,"name":"A","naem":"B"}"#,
        r#"{"notify":true,"phones":"123456789012345678901234567890123456789012345678901"}"#,
        // Readers that use the last value would get a different one.
        r#"{"notify":true,"name":"A","name":"B","name":"A"}"#,
        r#"{"notify":1,"notify":1.0,"name":"A"}"#,
        // The result would not be JSON either.
        r#"{"notify":true,,}"#,
        "{\"notify\":true,}}",
        "{\"notify\":true,\"name\":\"A\n}",
        r#"{"notify":"yes","name":"A"}"#,
        // Neither a request nor a contact.
        r#"{"name":null}"#,
        r#"["null"]"#,
    ] {
        assert_eq!(fix(Safety::Unsafe, document.as_bytes()).map(|fixed| text(&fixed)), None, "{document}");
        assert!(findings(document.as_bytes()).iter().all(|finding| finding.fix().is_none()), "{document}");
    }
    // A name is not a time, and a contact requires it.
    assert_eq!(fix(Safety::Unsafe, contact(r#""name":"A""#, r#""name":1733410583"#).as_bytes()), None);
    assert_eq!(fix(Safety::Unsafe, contact(r#""name":"A""#, r#""name":null"#).as_bytes()), None);
    assert_eq!(fix(Safety::Unsafe, contact(r#""id":1"#, r#""id":"9007199254740992""#).as_bytes()), None);
}

#[test]
fn a_document_with_very_many_faults_ends() {
    let phones = vec!["1"; 20_000].join(",");
    let document = format!(r#"{{"notify":true,"phones":[{phones}]}}"#);
    assert_eq!(fix(Safety::Unsafe, document.as_bytes()), None);
    let commas = format!("{{\"notify\":true,\"x\":[{}1]}}", "[1,],".repeat(20_000));
    assert!(fix(Safety::Safe, commas.as_bytes()).is_some());
}

#[test]
fn whole_texts() {
    let text =
        "\u{FEFF}[{\"notify\":true,\"name\":\"A\",},\n {\"notify\":\"true\",\"name\":\"B\"}, {\"notify\":1},\n]\n";
    let mut left = Vec::new();
    let mut linter = Linter::new().apply_fixes(Safety::Unsafe);
    let fixed =
        linter.fix_json(text.as_bytes(), false, &mut |_, report| left.push((report.index, report.findings.len())));
    let expected = "[{\"notify\":true,\"name\":\"A\"},\n {\"notify\":true,\"name\":\"B\"}, {\"notify\":1}\n]\n";
    assert_eq!(fixed.map(|fixed| String::from_utf8(fixed).unwrap()).as_deref(), Some(expected));
    assert_eq!(left, [(1, 0), (2, 2)]);
    let counts = linter.summary();
    assert_eq!((counts.documents, counts.invalid, counts.fixed()), (3, 1, 2));
    // Valid documents: nothing changes.
    assert_eq!(linter.fix_json(b"[]", false, &mut |_, _| {}), None);
}

/// Documents: valid ones, near misses, and texts with a damaged byte.
fn document() -> impl Strategy<Value = Vec<u8>> {
    let near = prop_oneof![
        strategies::contact_near_miss().prop_map(|near| near.json),
        strategies::update_contact_request_near_miss().prop_map(|near| near.json),
        strategies::contact().prop_map(|body| serde_json::to_string(&body).unwrap()),
    ];
    let tokens = select(vec![
        ",",
        "\"",
        "}",
        "]",
        "null",
        "1",
        " ",
        "\t",
        "//\n",
        "/**/",
        "\u{FEFF}",
        "\u{1E}",
        "\"name\":null,",
        "\\",
    ]);
    let damage = proptest::collection::vec((any::<Index>(), tokens), 0..3);
    (near, damage).prop_map(|(json, damage)| {
        let mut bytes = json.into_bytes();
        for (at, token) in damage {
            let at = at.index(bytes.len());
            bytes.splice(at..at, token.bytes());
        }
        bytes
    })
}

/// Returns the reports of a text that is read in parts of this length.
fn in_parts(linter: &mut Linter, text: &[u8], length: usize) -> Vec<DocumentReport> {
    let (mut reports, mut progress, mut done) = (Vec::new(), Progress::default(), 0);
    for end in (length..text.len()).step_by(length).chain([text.len()]) {
        done =
            linter.json_part(&mut progress, &text[..end], done, end == text.len(), &mut |report| reports.push(report));
    }
    reports
}

fn has_violations(document: &[u8], kind: Option<Kind>) -> bool {
    let mut linter = Linter::new().kind(kind);
    linter.json(document, &mut |_| {});
    linter.summary().invalid > 0
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    /// One fault with a certain fix: the fixed value equals the original.
    #[test]
    fn a_cured_timestamp_is_the_same_instant(body in strategies::contact(), choice in any::<u16>(), fault in select(TIMESTAMP)) {
        let valid = body.created_at.as_str();
        let broken = fault.break_timestamp(valid, choice.into());
        let value = serde_json::to_string(&broken.text).unwrap();
        let json = serde_json::to_string(&body).unwrap();
        let (start, _) = json.rsplit_once(":\"").unwrap();
        let Some((start, _)) = start.rsplit_once("\"createdAt\"") else { return Ok(()) };
        let document = format!("{start}\"createdAt\":{value}}}");
        if let Some(fixed) = fix(Safety::Safe, document.as_bytes()) {
            let fixed = Contact::from_json(&fixed).expect("a valid contact");
            let is_cured = matches!(broken.rule, Rule::TimestampLowerCase | Rule::TimestampSeparator | Rule::TimestampOffset);
            prop_assert!(is_cured, "{}", fault.label);
            if broken.rule != Rule::TimestampOffset {
                prop_assert_eq!(fixed, body);
            }
        } else {
            prop_assert!(!matches!(broken.rule, Rule::TimestampLowerCase), "{}", document);
        }
    }

    /// The fix of an offset gives the same instant as chrono.
    #[test]
    fn an_offset_is_converted_as_chrono_does(at in strategies::timestamp(), minutes in -1439_i32..1440) {
        let Ok(utc) = chrono::DateTime::parse_from_rfc3339(at.as_str()) else { return Ok(()) };
        let Some(local) = chrono::FixedOffset::east_opt(minutes * 60).map(|zone| utc.with_timezone(&zone)) else { return Ok(()) };
        let local = local.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false);
        prop_assume!(local.len() <= 40 && !local.starts_with(['+', '-']));
        let fixed = fix(Safety::Safe, contact("2024-12-05T14:56:23Z", &local).as_bytes());
        let fixed = Contact::from_json(&fixed.expect("fixed")).expect("valid").notify_at;
        prop_assert_eq!(chrono::DateTime::parse_from_rfc3339(fixed.as_str()).unwrap(), utc);
    }

    #[test]
    fn a_second_equal_member_is_removed(body in strategies::update_contact_request(), at in any::<Index>()) {
        let json = serde_json::to_string(&body).unwrap();
        let tree: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&json).unwrap();
        let (name, value) = tree.iter().nth(at.index(tree.len())).unwrap();
        let document = format!("{},\n\t\"{name}\": {value}\n}}", json.strip_suffix('}').unwrap());
        let fixed = fix(Safety::Safe, document.as_bytes()).expect("fixed");
        prop_assert_eq!(text(&fixed), format!("{}\n}}", json.strip_suffix('}').unwrap()));
        prop_assert_eq!(UpdateContactRequest::from_json(&fixed), Ok(body));
    }

    #[test]
    fn types_that_are_not_listed_are_left(found in select(BY_TYPE), other in any::<Index>()) {
        let (_, values) = found;
        let value = values[other.index(values.len())];
        let document = format!(r#"{{"notify":true,"comment":{value}}}"#);
        if let Some(fixed) = fix(Safety::Unsafe, document.as_bytes()) {
            prop_assert!(false, "{document} -> {}", text(&fixed));
        }
    }

    /// Fixing twice equals fixing once. Fixing adds no violation. A document without findings is
    /// not changed. The safe fixes are a subset of all fixes.
    #[test]
    fn fixing_has_an_end(document in document()) {
        for safety in [Safety::Safe, Safety::Unsafe] {
            let mut reports = Vec::new();
            let mut linter = Linter::new().apply_fixes(safety);
            linter.json(&document, &mut |report| reports.push(report));
            let Some(fixed) = reports.iter().find_map(|report| report.fixed.as_ref()) else { continue };
            prop_assert!(!findings(&document).is_empty());
            prop_assert!(!fixed.findings.is_empty());
            prop_assert_eq!(fix(safety, &fixed.bytes).map(|again| text(&again)), None, "{}", text(&fixed.bytes));
            let was_json = findings(&document).iter().all(|finding| finding.severity() < Severity::Syntax);
            prop_assert!(!was_json || has_violations(&document, None) || !has_violations(&fixed.bytes, None));
            prop_assert!(fixed.findings.iter().all(|finding| finding.fix().unwrap().safety <= safety));
        }
    }

    /// Each fix alone removes its finding, and changes nothing outside its edits.
    #[test]
    fn each_fix_helps(document in document()) {
        let before = findings(&document);
        for finding in &before {
            let Some(fix) = finding.fix() else { continue };
            let fixed = fix.apply(&document);
            let after = findings(&fixed);
            let is_same = |other: &&contact_schema::lint::Finding| other.rule == finding.rule && other.place == finding.place;
            prop_assert!(after.iter().filter(is_same).count() < before.iter().filter(is_same).count(), "{}", text(&fixed));
            if fix.encoding.is_none() {
                let (mut old, mut new) = (0, 0);
                for edit in &fix.edits {
                    let kept = edit.span.start - old;
                    prop_assert_eq!(&document[old..edit.span.start], &fixed[new..new + kept]);
                    old = edit.span.end;
                    new += kept + edit.text.len();
                }
                prop_assert_eq!(&document[old..], &fixed[new..]);
            }
        }
    }

    /// Reports with fixes do not depend on how a text is split.
    #[test]
    fn parts_do_not_matter(documents in proptest::collection::vec(document(), 0..4), length in 1_usize..200) {
        let text = [&b"["[..], &documents.join(&b", "[..]), b"]"].concat();
        for linter in [Linter::new().find_fixes(true), Linter::new().apply_fixes(Safety::Unsafe)] {
            let whole = in_parts(&mut linter.clone(), &text, text.len());
            let mut parts = in_parts(&mut linter.clone(), &text, length);
            prop_assert_eq!(whole.len(), parts.len());
            // The length of the text after a document depends on the part.
            let is_trailing = |report: &&DocumentReport| report.findings.iter().any(|finding| finding.rule == Rule::JsonTrailingText);
            for (whole, part) in whole.iter().zip(&mut parts).filter(|(whole, _)| !is_trailing(whole)) {
                prop_assert_eq!(whole, part);
            }
        }
    }

    /// A block of lines is fixed in the same way as its lines.
    #[test]
    fn lines_are_fixed_one_by_one(documents in proptest::collection::vec(document(), 0..4)) {
        let lines: Vec<Vec<u8>> = documents.into_iter().map(|document| document.into_iter().filter(|&byte| byte != b'\n').collect()).collect();
        let block = lines.join(&b'\n');
        let (mut fixed, mut done) = (Vec::new(), 0);
        Linter::new().apply_fixes(Safety::Unsafe).ndjson(&block, &mut |report| {
            if let Some(document) = report.fixed {
                fixed.extend_from_slice(&block[done..document.span.start]);
                fixed.extend_from_slice(&document.bytes);
                done = document.span.end;
            }
        });
        fixed.extend_from_slice(&block[done..]);
        let mut linter = Linter::new().apply_fixes(Safety::Unsafe);
        let mut expected = Vec::new();
        for line in &lines {
            let mut one = line.clone();
            linter.ndjson(line, &mut |report| if let Some(document) = report.fixed {
                one.splice(document.span.range(), document.bytes);
            });
            expected.push(one);
        }
        prop_assert_eq!(text(&fixed), text(&expected.join(&b'\n')));
    }
}
