//! The linter's engine: the promises that the fuzz targets hold it to, with the inputs that once broke them.
#![cfg(feature = "lint")]

use contact_schema::lint::{Blocks, Kind, Linter, Reviewed, Summary};
use contact_schema::{Limits, Rule};

fn json(limits: Limits, text: &[u8]) -> (Vec<Reviewed>, Summary) {
    let mut linter = Linter::new().kind(Kind::Request).limits(limits);
    let mut reviewed = Vec::new();
    linter.json(text, &mut |document| reviewed.push(document));
    (reviewed, linter.take_summary())
}

fn rules(reviewed: &[Reviewed]) -> Vec<Rule> {
    reviewed.iter().flat_map(|document| document.findings.iter().map(|finding| finding.rule)).collect()
}

#[test]
fn an_item_of_an_array_that_is_too_large_is_refused_whatever_else_is_wrong_with_it() {
    let limits = Limits::default().max_document_bytes(32);
    for notify in ["1", "true"] {
        let text = format!(r#"[{{"notify":true,"name":"x"}}, {{"notify":{notify},"name":"{}"}}]"#, "x".repeat(40));
        let (reviewed, summary) = json(limits, text.as_bytes());
        assert_eq!(rules(&reviewed), [Rule::DocumentTooLarge]);
        assert_eq!(Some(reviewed[0].findings[0].span.start), text.rfind("{\"notify\""));
        assert_eq!((summary.documents, summary.invalid), (2, 1));
    }
}

#[test]
fn counts_do_not_depend_on_how_many_findings_are_kept() {
    let text = br#"{"notfiy": 1, "nmae": 2, "name": 3, "phones": [1, 2, 3, 4, 5, 6]}"#;
    let (_, all) = json(Limits::default(), text);
    for kept in 1..12 {
        let (reviewed, summary) = json(Limits::default().max_violations(kept), text);
        assert_eq!(summary, all, "{kept}");
        let total: u64 = summary.by_rule().map(|(_, count)| count).sum();
        assert_eq!(reviewed[0].findings.len() as u64 + reviewed[0].more, total, "{kept}");
    }
    // `notfiy` is one mistake with the missing `notify`; `nmae` is one of its own, as there is a `name`.
    assert_eq!(all.by_rule().find(|(rule, _)| *rule == Rule::UnknownMember), Some((Rule::UnknownMember, 1)));
}

#[test]
fn units_of_utf16_have_the_limit_of_code_points() {
    // 25 pairs of units in a phone are 50 units; one more character is within the limit, and its unit is not.
    let pairs = "\u{1F600}".repeat(25);
    let escapes = r"\ud83d\ude00".repeat(25);
    for (phone, warned) in [
        (pairs.clone(), false),
        (escapes.clone(), false),
        (format!("{pairs}x"), true),
        (format!("x{escapes}"), true),
        (format!("{}x", &pairs[4..]), false),
        ("é".repeat(50), false),
    ] {
        let text = format!(r#"{{"notify": true, "phones": ["{phone}"]}}"#);
        let (reviewed, _) = json(Limits::default(), text.as_bytes());
        assert_eq!(rules(&reviewed), if warned { vec![Rule::Utf16Length] } else { vec![] }, "{phone}");
    }
}

/// A contact has no members that may be absent, so nothing is said of the request that it is not.
#[test]
fn contacts_have_no_warning_of_requests() {
    let mut linter = Linter::new().kind(Kind::Contact);
    let mut reviewed = Vec::new();
    linter.json(b"{}", &mut |document| reviewed.push(document));
    assert_eq!(rules(&reviewed), [Rule::MissingMember; 9]);
}

#[test]
fn a_line_of_any_length_may_have_no_limit() {
    let line = [b"{\"notify\": true, \"name\": \"", &b"x".repeat(3 << 20)[..], b"\"}"].concat();
    let mut blocks = Blocks::new(&line[..], usize::MAX);
    assert_eq!(blocks.next().unwrap().map(|block| block.bytes.len()), Some(line.len()));
    assert_eq!(blocks.next().unwrap(), None);
}

#[test]
fn a_line_that_is_too_large_is_a_document_however_the_text_is_cut() {
    let limits = Limits::default().max_document_bytes(32);
    let text = [&b" ".repeat((1 << 20) + 7)[..], b"\n{\"notify\":true,\"name\":\"x\"}\n"].concat();
    let mut whole = Linter::new().limits(limits);
    whole.ndjson(&text, &mut |_| {});
    let mut cut = Linter::new().limits(limits);
    let mut blocks = Blocks::new(&text[..], 32);
    while let Some(block) = blocks.next().unwrap() {
        match block.too_long {
            Some(length) => cut.too_large(length, &mut |_| {}),
            None => {
                cut.ndjson(block.bytes, &mut |_| {});
            }
        }
    }
    assert_eq!(cut.summary(), whole.summary());
    assert_eq!((cut.summary().documents, cut.summary().invalid), (2, 1));
}
