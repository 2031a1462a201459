//! The linter's engine: the properties that the fuzz targets assert, on inputs that once broke
//! them.
#![cfg(feature = "lint")]

use contact_schema::lint::{Blocks, DocumentReport, Finding, Kind, Linter, Progress, Summary};
use contact_schema::{Limits, Rule, Severity, Span};
use proptest::prelude::*;

fn json(limits: Limits, text: &[u8]) -> (Vec<DocumentReport>, Summary) {
    let mut linter = Linter::new().kind(Kind::Request).limits(limits);
    let mut reviewed = Vec::new();
    linter.json(text, &mut |document| reviewed.push(document));
    (reviewed, linter.take_summary())
}

fn rules(reviewed: &[DocumentReport]) -> Vec<Rule> {
    reviewed.iter().flat_map(|document| document.findings.iter().map(|finding| finding.rule)).collect()
}

#[test]
fn an_item_that_is_too_large_has_no_other_findings() {
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
    // `notfiy` and the missing `notify` are one mistake. `nmae` is another, because there is a
    // `name`.
    assert_eq!(all.by_rule().find(|(rule, _)| *rule == Rule::UnknownMember), Some((Rule::UnknownMember, 1)));
}

#[test]
fn help_says_what_to_do_about_null() {
    let helps = |kind: Kind, text: &str| {
        let mut found = Vec::new();
        Linter::new().kind(kind).json(text.as_bytes(), &mut |document| found.extend(document.findings));
        found.retain(|finding| finding.rule == Rule::WrongType);
        found.into_iter().map(|finding| finding.help.unwrap_or_default().into_owned()).collect::<Vec<_>>()
    };
    let text = r#"{"notify": null, "name": null, "email": null, "phones": null, "comment": null}"#;
    let phones = "leave the member out, or write `[]`";
    assert_eq!(helps(Kind::Request, text), ["", "leave the member out, or write a value", phones]);
    assert_eq!(helps(Kind::Request, r#"{"notify": true, "phones": [null]}"#), [""]);
    // A contact requires it.
    assert_eq!(helps(Kind::Contact, r#"{"id": null, "name": null, "notifyAt": null}"#), ["", "", ""]);
    assert_eq!(helps(Kind::Contact, r#"{"phones": null}"#), ["write `[]` if there are none"]);
}

#[test]
fn help_quotes_names_of_members() {
    for (name, shown) in [("na`me", r"na\u{60}me"), ("`name`", r"\u{60}name\u{60}"), ("nam\u{34f}e", r"nam\u{34f}e")] {
        let (reviewed, _) = json(Limits::default(), format!(r#"{{"notify": true, "{name}": "x"}}"#).as_bytes());
        let help = reviewed[0].findings[0].help.as_deref();
        assert_eq!(help, Some(format!("did you mean `name`? rename `{shown}`").as_str()));
    }
}

/// After some lines with findings, the linter expects more of them, and looks for the findings of
/// the next line at once. This must not change a report.
#[test]
fn reports_do_not_depend_on_the_lines_before() {
    const LINES: [&str; 9] = [
        r#"{"notify": true, "name": "Ada"}"#,
        r#"{"notify": 1, "notify": 2, "phones": [1, ""]}"#,
        r#"{"nmae": "Ada", "notify": true}"#,
        r#"{"notfiy": true, "x": null}"#,
        r#"{"notify": true, "name": "Ada",}"#,
        r#"{"notify": true, "name": "Ada", "comment": "#,
        "",
        "\u{1E}{\"notify\": true, \"name\": \"Ada\"}",
        "\u{1E}{\"notify\": true, \"name\": 7}",
    ];
    /// What a report says, for a document given from `start` on.
    fn said(document: &DocumentReport, start: usize) -> (usize, Vec<String>) {
        let said = |finding: &Finding| {
            let range = finding.span.start + start..finding.span.end + start;
            format!("{finding} {range:?} {:?} {:?}", finding.help, finding.fix().map(|fix| &fix.title))
        };
        (document.span.start + start, document.findings.iter().map(said).collect())
    }

    proptest!(|(runs in prop::collection::vec((0..LINES.len(), 1..8_usize), 1..8), fixes in any::<bool>())| {
        let linter = Linter::new().kind(Kind::Request).find_fixes(fixes);
        let lines = runs.into_iter().flat_map(|(line, count)| std::iter::repeat_n(LINES[line], count));
        let lines = lines.collect::<Vec<_>>();
        let (mut alone, mut summary, mut start) = (Vec::new(), Summary::default(), 0);
        for line in &lines {
            let mut linter = linter.clone();
            linter.ndjson(line.as_bytes(), &mut |document| alone.push(said(&document, start)));
            summary.add(linter.summary());
            start += line.len() + 1;
        }
        let (mut together, mut linter) = (Vec::new(), linter);
        linter.ndjson(lines.join("\n").as_bytes(), &mut |document| together.push(said(&document, 0)));
        prop_assert_eq!(&together, &alone);
        prop_assert_eq!(linter.summary(), &summary);
    });
}

#[test]
fn blank_lines_are_counted_and_are_no_documents() {
    for (text, lines, starts) in [
        ("\n", 1, &[][..]),
        ("\n\n \t\r\n\r\n   ", 5, &[]),
        ("\n\n1\n\n\n 2\n \n3", 8, &[(2, 2), (5, 6), (7, 11)]),
        (" \n \r\n  1", 3, &[(2, 5)]),
        ("\u{c}\n\n", 2, &[(0, 0)]),
    ] {
        let mut linter = Linter::new();
        let mut found = Vec::new();
        let count = linter.ndjson(text.as_bytes(), &mut |document| found.push((document.index, document.span.start)));
        assert_eq!((count, &found[..]), (lines, starts), "{text:?}");
        assert_eq!(linter.summary().documents, starts.len() as u64, "{text:?}");
    }
    // A blank line that is too large is a document.
    let mut linter = Linter::new().limits(Limits::default().max_document_bytes(3));
    let mut found = Vec::new();
    let text = "   \n    \n\n";
    linter.ndjson(text.as_bytes(), &mut |document| found.push((document.index, document.findings[0].rule)));
    assert_eq!(found, [(1, Rule::DocumentTooLarge)]);
}

/// A body of a thousand warnings and one violation at its end.
fn many_warnings() -> String {
    format!("{{{}\"notify\":1}}", "\"\":1,".repeat(1000))
}

#[test]
fn violations_take_the_places_of_warnings() {
    let (reviewed, summary) = json(Limits::default(), many_warnings().as_bytes());
    assert_eq!(
        summary.by_rule().collect::<Vec<_>>(),
        [(Rule::WrongType, 1), (Rule::UnknownMember, 1000), (Rule::NoChange, 1)]
    );
    let document = &reviewed[0];
    assert_eq!((document.findings.len(), document.more), (1000, 2));
    // The last warning is dropped, and findings stay in the order of the document.
    assert_eq!(document.findings.last().map(|finding| finding.rule), Some(Rule::WrongType));
    assert!(document.findings.is_sorted_by_key(|finding| finding.span));
    // The first violations are kept, and of the warnings the first for which there is space.
    let text = br#"{"a": 1, "notify": 1, "b": 2, "name": 1, "c": 3, "phones": 1, "comment": 1}"#;
    for (kept, expected) in [
        (1, &["/notify"][..]),
        (2, &["/notify", "/name"]),
        (4, &["/notify", "/name", "/phones", "/comment"]),
        (5, &["/a", "/notify", "/name", "/phones", "/comment"]),
        (6, &["/a", "/notify", "/b", "/name", "/phones", "/comment"]),
        (7, &["/a", "/notify", "/b", "/name", "/c", "/phones", "/comment"]),
    ] {
        let (reviewed, _) = json(Limits::default().max_violations(kept), text);
        let places = reviewed[0].findings.iter().map(|finding| finding.pointer().unwrap().to_string());
        assert_eq!(places.collect::<Vec<_>>(), expected, "{kept}");
        assert_eq!(reviewed[0].more, 7 - kept as u64, "{kept}");
    }
}

#[test]
fn utf_16_lengths_are_compared_with_the_limit_in_code_points() {
    // A phone of 25 surrogate pairs has 50 UTF-16 units. One more character keeps it within the
    // limit in code points, but exceeds 50 units.
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

/// All members of a contact are required, so warnings about absent members apply to requests only.
#[test]
fn contacts_get_no_warnings_about_requests() {
    let mut linter = Linter::new().kind(Kind::Contact);
    let mut reviewed = Vec::new();
    linter.json(b"{}", &mut |document| reviewed.push(document));
    assert_eq!(rules(&reviewed), [Rule::MissingMember; 9]);
}

#[test]
fn the_length_of_a_line_may_be_unlimited() {
    let line = [b"{\"notify\": true, \"name\": \"", &b"x".repeat(3 << 20)[..], b"\"}"].concat();
    let mut blocks = Blocks::new(&line[..], usize::MAX);
    let mut buffer = Vec::new();
    assert_eq!(blocks.next(&mut buffer).unwrap().map(|block| block.bytes.len()), Some(line.len()));
    assert_eq!(blocks.next(&mut buffer).unwrap(), None);
}

#[test]
fn a_line_that_is_too_long_is_one_document_in_any_chunks() {
    let limits = Limits::default().max_document_bytes(32);
    let text = [&b" ".repeat((1 << 20) + 7)[..], b"\n{\"notify\":true,\"name\":\"x\"}\n"].concat();
    let mut whole = Linter::new().limits(limits);
    whole.ndjson(&text, &mut |_| {});
    let mut cut = Linter::new().limits(limits);
    let mut blocks = Blocks::new(&text[..], 32);
    let mut buffer = Vec::new();
    while let Some(block) = blocks.next(&mut buffer).unwrap() {
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

/// Returns the findings in a text that is passed in parts of `step` bytes, with offsets in the
/// whole text.
fn in_parts(linter: &mut Linter, text: &[u8], step: usize) -> Vec<DocumentReport> {
    let mut found = Vec::new();
    let mut progress = Progress::default();
    let (mut done, mut end) = (0, 0);
    loop {
        end = (end + step).min(text.len());
        // Passes some bytes again that were already read: they must be skipped.
        let context = done.min(7);
        let from = done - context;
        let is_last = end == text.len();
        let part = &text[from..end];
        done = from
            + linter.json_part(&mut progress, part, context, is_last, &mut |mut reviewed| {
                let moved = |span: Span| Span { start: span.start + from, end: span.end + from };
                reviewed.span = moved(reviewed.span);
                for finding in &mut reviewed.findings {
                    finding.span = moved(finding.span);
                    finding.related.iter_mut().for_each(|related| related.span = moved(related.span));
                }
                found.push(reviewed);
            });
        if is_last {
            return found;
        }
    }
}

#[test]
fn chunks_do_not_change_the_findings() {
    let long = format!(r#"[1, {{"notify": true, "name": "{}"}}, 2]"#, "é".repeat(300));
    let texts: &[&[u8]] = &[
        br#"[{"notify": true, "name": "x"}, {"notify": 1, "name": null} , {"notify": true, "phones": ["1", 2]}]"#,
        b"[1, -12.5e3 ,true,null, \"\\ud83d\\ude00\", [], {}, [[]]]\n",
        b" [ ] ",
        b"[1,]",
        b"[1 2]",
        b"[1] 2",
        b"[1",
        b"[",
        b"",
        b"  ",
        b"[{\"notify\": true, \"name\": \"\\ud83d\"}, 1]",
        b"[{\"notify\": true, \"name\": \"\xff\"}, 1]",
        b"[{\"notify\": true, \"name\": \"\xe4\xba\"}, 1, 2, 3, 4]",
        b"[1, 2 // three\n]",
        "\u{feff}[1]".as_bytes(),
        br#"{"notify": true, "nmae": "x"}"#,
        b"{\"notify\": true, \"name\": \"x\"}\n{\"notify\": true, \"name\": \"y\"}",
        long.as_bytes(),
    ];
    for text in texts {
        let mut whole = Linter::new();
        let mut expected = Vec::new();
        whole.json(text, &mut |reviewed| expected.push(reviewed));
        // After a syntax error, spans may end earlier: a part ends before the text does.
        let until_broken = |found: &[DocumentReport]| {
            let mut found = found.to_vec();
            for reviewed in &mut found {
                if reviewed.findings.iter().any(|finding| finding.severity() == Severity::Syntax) {
                    reviewed.span.end = reviewed.span.start;
                    for finding in &mut reviewed.findings {
                        if finding.rule == Rule::JsonTrailingText {
                            finding.span.end = finding.span.start;
                        }
                    }
                }
            }
            found
        };
        for step in 1..=text.len().max(1) {
            let mut linter = Linter::new();
            let found = in_parts(&mut linter, text, step);
            assert_eq!(until_broken(&found), until_broken(&expected), "{} in parts of {step}", text.escape_ascii());
            assert_eq!(linter.summary(), whole.summary(), "{} in parts of {step}", text.escape_ascii());
        }
    }
}

#[test]
fn chunks_do_not_change_the_fixes() {
    let texts: &[&[u8]] = &[
        b"[{\"notify\": true, \"name\": \"x\",}, {\"notify\": true, \"name\": \"\t\"} , {\"notify\": \"true\"}, 7 , ]",
        b"[{\"notify\": true,} x, 7]",
        b"[{\"notify\": true,}\n  ",
        b"[{\"notify\": true, // one\n}, {\"notify\": tru,}, {\"notify\": \"}, {\"notify\": true,}]",
        b"[1,]",
    ];
    let fixes = |found: &[DocumentReport]| {
        let fix = |finding: &Finding| finding.fix().map(|fix| (fix.title.clone(), fix.safety, fix.edits.len()));
        let each = |report: &DocumentReport| report.findings.iter().map(fix).collect::<Vec<_>>();
        found.iter().map(each).collect::<Vec<_>>()
    };
    let mut count = 0;
    for text in texts {
        let mut whole = Linter::new().find_fixes(true);
        let mut expected = Vec::new();
        whole.json(text, &mut |report| expected.push(report));
        let all = fixes(&expected);
        count += all.iter().flatten().flatten().count();
        for step in 1..=text.len() {
            let mut linter = Linter::new().find_fixes(true);
            let found = in_parts(&mut linter, text, step);
            assert_eq!(fixes(&found), all, "{} in parts of {step}", text.escape_ascii());
            assert_eq!(linter.summary(), whole.summary(), "{} in parts of {step}", text.escape_ascii());
        }
    }
    assert_eq!(count, 6);
}

/// A syntax error in an item does not affect the items after it. Bytes in which no item can be
/// found are counted as unchecked.
#[test]
fn an_item_with_a_syntax_error_does_not_end_its_array() {
    use Rule::{
        JsonComment, JsonControlCharacter, JsonInvalidUtf8, JsonLoneSurrogate, JsonTooDeep, JsonTrailingComma,
        JsonTrailingText, JsonUnexpected, JsonUnexpectedEnd, WrongType,
    };
    let deep = format!("[7, {}{}, 7]", "[".repeat(200), "]".repeat(200));
    // Each valid item is a number, so it is a document of the wrong type.
    let cases: &[(&[u8], &[Rule], &str)] = &[
        (b"[7, {\"a\": tru}, 7]", &[WrongType, JsonUnexpected, WrongType], ""),
        (b"[7, tru, 7]", &[WrongType, JsonUnexpected, WrongType], ""),
        (b"[NaN , 'x', -, 7 ]", &[JsonUnexpected, JsonUnexpected, JsonUnexpected, WrongType], ""),
        (b"[7, {'a': None, \"b\": [1, {}]} , 7]", &[WrongType, JsonUnexpected, WrongType], ""),
        (b"[7, {\"a\": \"\t\"}, 7]", &[WrongType, JsonControlCharacter, WrongType], ""),
        (b"[7, \"\\ud83d\", 7]", &[WrongType, JsonLoneSurrogate, WrongType], ""),
        (b"[7, \"\\ud83d}, \\\" [\\\\\", 7]", &[WrongType, JsonLoneSurrogate, WrongType], ""),
        (
            b"[7, \"\xff\", 7, {\"a\xff\": [\"\xff\"]}, 7]",
            &[WrongType, JsonInvalidUtf8, WrongType, JsonInvalidUtf8, WrongType],
            "",
        ),
        (deep.as_bytes(), &[WrongType, JsonTooDeep, WrongType], ""),
        (b"[7 7, 7]", &[WrongType, JsonUnexpected, WrongType], ""),
        (b"[7 {\"a\": 1}, 7]", &[WrongType, JsonUnexpected, WrongType], ""),
        (b"[7, , 7]", &[WrongType, JsonUnexpected, WrongType], ""),
        (b"[7, // seven\n 7, 7]", &[WrongType, JsonComment, WrongType], ""),
        (b"[7, ]", &[WrongType, JsonTrailingComma], ""),
        (b"[7, tru, ]", &[WrongType, JsonUnexpected, JsonTrailingComma], ""),
        // The end is missing, but every item was read.
        (b"[7, tru", &[WrongType, JsonUnexpectedEnd], ""),
        (b"[7, \"x", &[WrongType, JsonUnexpectedEnd], ""),
        (b"[7, {\"a\": 1", &[WrongType, JsonUnexpectedEnd], ""),
        (b"[7, {\"a\": tru}", &[WrongType, JsonUnexpected, JsonUnexpectedEnd], ""),
        // A missing bracket, so that the next items are read as parts of the item.
        (b"[7, {\"a\": [1, {\"a\": 7}, 7]", &[WrongType, JsonUnexpectedEnd], "{\"a\": 7}, 7]"),
        (b"[7, {\"a\": [1, {\"a\": 7}, {\"a\"", &[WrongType, JsonUnexpectedEnd], "{\"a\": 7}, {\"a\""),
        // The value of a member is no item.
        (b"[7, {\"a\": {\"a\": 7}", &[WrongType, JsonUnexpectedEnd], ""),
        // A missing quote, or one too many.
        (b"[7, {\"a\": \"x}, {\"a\": 7}, 7]", &[WrongType, JsonUnexpected], "a\": 7}, 7]"),
        (b"[7, {\"a\": x\", \"b\": \"},\"}, 7]", &[WrongType, JsonUnexpected], "x\", \"b\": \"},\"}, 7]"),
        (b"[7, {\"a\": \"say \"hi\" twice\"}, 7]", &[WrongType, JsonUnexpected], "hi\" twice\"}, 7]"),
        // Mismatched brackets.
        (b"[7, {\"a\": 1]}, 7]", &[WrongType, JsonUnexpected], "]}, 7]"),
        (b"[7, [1}, 7]", &[WrongType, JsonUnexpected], "}, 7]"),
        (b"[7, 7}, 7]", &[WrongType, WrongType, JsonUnexpected], "}, 7]"),
        (b"[7, tru}, 7]", &[WrongType, JsonUnexpected], "}, 7]"),
        // Something that is not an item.
        (b"[7, {\"a\": 01} {\"a\": 7}, 7]", &[WrongType, JsonUnexpected], "{\"a\": 7}, 7]"),
        (b"[7, {a: /* } */ 1}, 7]", &[WrongType, JsonUnexpected], "*/ 1}, 7]"),
        (b"[7, NaN {\"a\": 7}, 7]", &[WrongType, JsonUnexpected], "NaN {\"a\": 7}, 7]"),
        (b"[7] 7\n", &[WrongType, JsonTrailingText], "7\n"),
        (b"[7][7, 7]", &[WrongType, JsonTrailingText], "[7, 7]"),
        (b"[tru], 7]", &[JsonUnexpected, JsonTrailingText], ", 7]"),
    ];
    for &(text, expected, unchecked) in cases {
        let mut whole = Linter::new().kind(Kind::Request);
        let mut found = Vec::new();
        whole.json(text, &mut |reviewed| found.push(reviewed));
        assert!(text.ends_with(unchecked.as_bytes()));
        let text = text.escape_ascii();
        assert_eq!(rules(&found), expected, "{text}");
        assert!(found.iter().map(|document| document.index).eq(0..found.len() as u64), "{text}");
        assert_eq!(whole.summary().unchecked_bytes, unchecked.len() as u64, "{text}");
        assert_eq!(whole.summary().documents, expected.len() as u64, "{text}");
    }
    for &(text, ..) in cases {
        let (mut whole, mut expected) = (Linter::new(), Vec::new());
        whole.json(text, &mut |reviewed| expected.push((reviewed.index, reviewed.findings[0].span.start)));
        for step in 1..=text.len() {
            let mut linter = Linter::new();
            let found = in_parts(&mut linter, text, step);
            let found: Vec<_> =
                found.iter().map(|document| (document.index, document.findings[0].span.start)).collect();
            assert_eq!(found, expected, "{} in parts of {step}", text.escape_ascii());
            assert_eq!(linter.summary(), whole.summary(), "{} in parts of {step}", text.escape_ascii());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Chunks never change the findings, and bytes are left unchecked only after a syntax error.
    #[test]
    fn chunks_never_change_the_findings(
        pieces in prop::collection::vec(prop::sample::select(vec![
            &b"["[..], b"]", b"{", b"}", b",", b":", b"\"", b"\\", b" ", b"7", b"tru", b"true", b"\"a\": 1", b"\xff", b"\xe4\xba",
            b"/", b"-", b"\n", b"{\"notify\": true, \"name\": \"x\"}", b"\"},\"", b"\\ud83d",
        ]), 0..30),
        step in 1..40_usize,
        longest in prop_oneof![Just(usize::MAX), 1..40_usize],
    ) {
        let text = [&b"["[..], &pieces.concat()].concat();
        let limits = Limits::default().max_document_bytes(longest);
        let places = |found: &[DocumentReport]| -> Vec<_> {
            found.iter().map(|document| (document.index, document.findings[0].rule, document.findings[0].span.start)).collect()
        };
        let (mut whole, mut expected) = (Linter::new().limits(limits), Vec::new());
        whole.json(&text, &mut |reviewed| expected.push(reviewed));
        let mut linter = Linter::new().limits(limits);
        let found = in_parts(&mut linter, &text, step);
        prop_assert_eq!(places(&found), places(&expected));
        prop_assert_eq!(linter.summary(), whole.summary());
        if longest == usize::MAX && whole.summary().unchecked_bytes > 0 {
            prop_assert!(whole.summary().findings(Severity::Syntax) > 0);
        }
    }
}

/// An item that is too large and has no end extends to the end of the text.
#[test]
fn the_rest_of_an_item_without_an_end_is_counted() {
    let limits = Limits::default().max_document_bytes(10);
    for (text, unchecked) in [
        (r#"[{"a": "0123456789"}, 7]"#, 0),
        (r#"[{"a": "0123456789, 7]"#, 11),
        (r#"[{"a": "0123456789", "b": [1}, 7]"#, 22),
    ] {
        let (_, summary) = json(limits, text.as_bytes());
        assert_eq!(summary.unchecked_bytes, unchecked, "{text}");
    }
}

#[test]
fn items_that_are_too_large_are_skipped_in_any_chunks() {
    let text =
        br#"[{"notify":true,"name":"x"}, {"notify": true, "name": "much, \" ]} too \\", "phones": [[1], {}]} , 7]"#;
    // Found by the fuzz target `parts`: the text ends inside a string, after invalid UTF-8.
    let open = b"[{\"notify\": 1, \"phones\": \"[1\xe6, 2]}, 2, 3, 4, 5, 6, 7, 8, 9, 10]";
    for step in 1..=open.len() {
        let mut linter = Linter::new().limits(Limits::default().max_document_bytes(5));
        let found = in_parts(&mut linter, open, step);
        let rules: Vec<_> = found.iter().map(|reviewed| (reviewed.index, reviewed.findings[0].rule)).collect();
        assert_eq!(rules, [(0, Rule::DocumentTooLarge), (1, Rule::JsonUnexpectedEnd)], "in parts of {step}");
    }
    for step in 1..=text.len() {
        let mut linter = Linter::new().limits(Limits::default().max_document_bytes(32));
        let found = in_parts(&mut linter, text, step);
        let rules: Vec<_> = found.iter().map(|reviewed| (reviewed.index, reviewed.findings[0].rule)).collect();
        assert_eq!(rules, [(1, Rule::DocumentTooLarge), (2, Rule::WrongType)], "in parts of {step}");
        assert_eq!(linter.summary().documents, 3);
    }
}

/// Regressions found by the fuzz target `parts`: texts for which reading in parts and reading the
/// whole disagreed, each with its limit on documents.
#[test]
fn chunks_did_change_the_findings_of_these() {
    let number = format!("[-1{}.0.1]", "8".repeat(60));
    let texts: &[(usize, &[u8])] = &[
        // The end of the text inside a skipped string, after invalid UTF-8.
        (5, b"[{\"notify\": true}, {\"phones\": \"[1\xe6, 2]}, 3, 4, 5, 6, 7, 8, 9]"),
        // Other text between the skipped item and the comma.
        (5, b"[{\"notify\": true}, {\"phones\": [\"1\", 2]}L 3, 4, 5, 6, 7, 8, 9, 10]"),
        (5, b"[\"much too long\" 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]"),
        // A number followed by something that continues it.
        (5, number.as_bytes()),
        // A document that is too large and starts with invalid UTF-8.
        (47, b"\xff\xff\xff\xff\xff\xff\xff{\"notify\": true, \"name\": \"x\"}          {\"notify\": 1, \"name\": \"y\"}"),
        // Trailing text, within the limit and beyond it.
        (20, b"{\"notify\": true} {\"notify\": true, \"name\": \"x\"}"),
        (10, b"{\"notify\": true} {\"notify\": true, \"name\": \"x\"}"),
        // A byte order mark that is not at the start.
        (99, "[\u{feff}{\"notify\": true}]".as_bytes()),
        (99, "[{\"notify\": true, \"name\": \"x\"}, \u{feff}7]".as_bytes()),
    ];
    let places = |found: &[DocumentReport]| -> Vec<_> {
        let places = |reviewed: &DocumentReport| {
            reviewed.findings.iter().map(|finding| (finding.rule, finding.span.start)).collect()
        };
        found.iter().map(|reviewed| (reviewed.index, places(reviewed))).collect::<Vec<(u64, Vec<_>)>>()
    };
    for (longest, text) in texts {
        let limits = Limits::default().max_document_bytes(*longest);
        let mut whole = Linter::new().limits(limits);
        let mut expected = Vec::new();
        whole.json(text, &mut |reviewed| expected.push(reviewed));
        assert!(!expected.is_empty(), "{}", text.escape_ascii());
        for step in 1..=text.len() {
            let mut linter = Linter::new().limits(limits);
            let found = in_parts(&mut linter, text, step);
            assert_eq!(places(&found), places(&expected), "{} in parts of {step}", text.escape_ascii());
            assert_eq!(linter.summary(), whole.summary(), "{} in parts of {step}", text.escape_ascii());
        }
    }
}

#[test]
fn a_suggested_name_is_never_a_duplicate() {
    for (document, renames) in [
        (r#"{"notify": true, "name": "x", "nmae": "y"}"#, 0),
        (r#"{"nmae": "y", "notify": true, "name": "x"}"#, 0),
        (r#"{"notify": true, "nmae": "x", "naem": "y"}"#, 1),
        (r#"{"notify": true, "nmae": "x"}"#, 1),
        (r#"{"notfiy": true, "name": "x"}"#, 1),
        (r#"{"notfiy": true, "notifi": true, "name": "x"}"#, 1),
    ] {
        let mut advised = 0;
        Linter::new().kind(Kind::Request).json(document.as_bytes(), &mut |report| {
            advised += report.findings.iter().filter(|finding| finding.help.is_some()).count();
        });
        assert_eq!(advised, renames, "{document}");
    }
}

/// Offsets and places do not overflow.
#[test]
fn positions_end_at_64_bits() {
    use contact_schema::lint::{Blocks, Location};

    let mut buffer = Vec::new();
    let mut blocks = Blocks::new(&b"{}\n"[..], 10).starting_at(u64::MAX);
    assert!(blocks.next(&mut buffer).is_err());
    let mut blocks = Blocks::new(&b"{}\n"[..], 10).starting_at(u64::MAX - 3);
    assert_eq!(blocks.next(&mut buffer).unwrap().map(|block| block.offset), Some(u64::MAX - 3));
    assert_eq!(blocks.position(), u64::MAX);
    assert_eq!(blocks.next(&mut buffer).unwrap(), None);
    let long = vec![b'x'; 3 << 20];
    assert!(Blocks::new(&long[..], 10).starting_at(u64::MAX - 10).next(&mut buffer).is_err());
    let last = Location { line: u64::MAX, column: u64::MAX };
    assert_eq!(last.after(b"ab"), last);
    assert_eq!(last.after(b"\n"), Location { line: u64::MAX, column: 1 });
}

/// The linter limits the white space that it keeps, in every position, and findings do not depend
/// on how it was split.
#[test]
fn white_space_is_not_kept() {
    let found = |text: &str, size: usize| {
        let mut linter = Linter::new().limits(Limits::default().max_document_bytes(100));
        let (mut progress, mut found, mut kept, mut most) = (Progress::default(), Vec::new(), Vec::new(), 0);
        let (mut base, mut chunks) = (0, text.as_bytes().chunks(size).peekable());
        while let Some(chunk) = chunks.next() {
            kept.extend_from_slice(chunk);
            let done = linter.json_part(&mut progress, &kept, 0, chunks.peek().is_none(), &mut |report| {
                for finding in &report.findings {
                    found.push((report.index, finding.rule, finding.span.start + base));
                }
            });
            kept.drain(..done);
            base += done;
            most = most.max(kept.len());
        }
        let summary = linter.summary();
        ((found, summary.documents, summary.unchecked_bytes), most)
    };
    let good = r#"{"notify": true, "name": "x"}"#;
    for length in [50, 98, 99, 100, 101, 102, 120, 5000] {
        let space = " ".repeat(length);
        for text in [
            format!("{space}{good}"),
            format!("{space}[{good}]"),
            space.clone(),
            format!("[{space}{good}]"),
            format!("[{space}]"),
            format!("[{space}"),
            format!("[{good}{space},{good}]"),
            format!("[{good}{space}]"),
            format!("[{good}{space}"),
            format!("[{good},{space}{good}]"),
            format!("[{good},{space}]"),
            format!("[{good},{space},{good}]"),
            format!("[{good},{space}"),
            format!("[{good}]{space}"),
            format!("[{good}]{space}x"),
            format!("[{{x}}{space},{good}]"),
            format!("[{{x}}{space}]"),
        ] {
            let (whole, _) = found(&text, text.len());
            for size in [1, 7, 64] {
                let (split, most) = found(&text, size);
                assert_eq!(split, whole, "{length}: {}", text.trim());
                assert!(most <= 200, "{length}: {}: {most} bytes are kept", text.trim());
            }
        }
    }
}
