//! All documents up to a small size: this test is exhaustive, `tests/properties.rs` samples.
//!
//! Every way to read a document is compared with serde_json and `jsonschema`. A reader that works
//! byte by byte has few states, so its errors show in small documents.

#![cfg(all(feature = "json", feature = "proptest"))]

mod support;

use contact_schema::{Contact, UpdateContactRequest};

use support::{Body, all_readers_agree};

fn judge<B: Body>(document: &[u8]) {
    all_readers_agree::<B>(document).unwrap_or_else(|error| panic!("{}: {error}", document.escape_ascii()));
}

/// Calls `visit` with all concatenations of at most `most` of the `parts`.
fn each_text(text: &mut Vec<u8>, parts: &[&[u8]], most: usize, visit: &mut impl FnMut(&[u8])) {
    visit(text);
    if most > 0 {
        for part in parts {
            let length = text.len();
            text.extend_from_slice(part);
            each_text(text, parts, most - 1, visit);
            text.truncate(length);
        }
    }
}

/// Checks all concatenations of at most `most` of the `parts` in each of the `places`, given as the
/// text before and the text after.
fn judge_each<B: Body>(places: &[(&str, &str)], parts: &[&[u8]], most: usize) {
    let mut documents = 0;
    for (before, behind) in places {
        let mut document = Vec::new();
        each_text(&mut Vec::new(), parts, most, &mut |text| {
            document.clear();
            document.extend_from_slice(before.as_bytes());
            document.extend_from_slice(text);
            document.extend_from_slice(behind.as_bytes());
            judge::<B>(&document);
            documents += 1;
        });
    }
    println!("{documents} documents, all texts of up to {most} of {} parts in {} places", parts.len(), places.len());
}

/// Returns the text before and after the id in the example of a contact.
fn around_id() -> (&'static str, &'static str) {
    Contact::EXAMPLE.split_once('1').expect("the id is 1")
}

#[test]
fn every_order_of_tokens() {
    let tokens: [&[u8]; 12] =
        [&b"{"[..], b"}", b"[", b"]", b",", b":", b"\"notify\"", b"\"\"", b"true", b"null", b"-1", b" "];
    let places = [
        ("", ""),
        (r#"{"notify":true"#, "}"),
        (r#"{"notify":true,"x":"#, "}"),
        (r#"{"phones":["#, r#"],"notify":true}"#),
    ];
    judge_each::<UpdateContactRequest>(&places, &tokens, 5);
}

#[test]
fn every_short_number() {
    let characters: [&[u8]; 8] = [b"-", b"+", b".", b"e", b"E", b"0", b"1", b"9"];
    judge_each::<Contact>(&[around_id()], &characters, 6);
    judge_each::<UpdateContactRequest>(&[(r#"{"notify": true, "x": "#, "}")], &characters, 6);
}

#[test]
fn every_order_of_escapes() {
    let parts: [&[u8]; 12] =
        [b"\\", b"\"", b"u", b"\\u", b"\\ud83d", b"\\ude00", b"\\u0061", b"\\n", b"n", "é".as_bytes(), b"\x1F", b"d8"];
    let places = [
        (r#"{"notify": true, "name": ""#, r#""}"#),
        (r#"{"notify": true, "email": "a"#, r#"@b.cd"}"#),
        (r#"{"notify": true, "x": ""#, r#""}"#),
        (r#"{"notify": true, ""#, r#"": 1}"#),
    ];
    judge_each::<UpdateContactRequest>(&places, &parts, 4);
}

#[test]
fn every_pair_of_bytes() {
    let bytes: Vec<u8> = (0..=u8::MAX).collect();
    let bytes: Vec<&[u8]> = bytes.chunks(1).collect();
    let places = [
        (r#"{"notify": true, "name": ""#, r#""}"#),
        (r#"{"notify": true, ""#, r#"": 1}"#),
        (r#"{"notify": true "#, "}"),
    ];
    judge_each::<UpdateContactRequest>(&places, &bytes, 2);
}

/// Every first byte of a multi-byte character, followed by bytes at the edges of the valid ranges.
#[test]
fn every_edge_of_utf_8() {
    const EDGES: [u8; 10] = [0x22, 0x61, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC2];
    let mut documents = 0;
    for first in 0xC0..=u8::MAX {
        for second in EDGES {
            for third in EDGES {
                for fourth in EDGES {
                    for (before, behind) in [("{\"notify\":true,\"name\":\"", "\"}"), ("{\"notify\":true,\"", "\":1}")]
                    {
                        judge::<UpdateContactRequest>(
                            &[before.as_bytes(), &[first, second, third, fourth], behind.as_bytes()].concat(),
                        );
                        documents += 1;
                    }
                }
            }
        }
    }
    println!("{documents} documents with every start of a character");
}

/// Every byte in every place where white space is allowed.
#[test]
fn every_byte_between_tokens() {
    let document = r#"|{|"notify"|:|true|,|"phones"|:|[|"1"|,|""|]|,|"x"|:|{|"y"|:|-1.5|}|}|"#;
    let tokens: Vec<&str> = document.split('|').collect();
    for at in 1..tokens.len() {
        for byte in 0..=u8::MAX {
            for twice in [1, 2] {
                let (before, behind) = (tokens[..at].concat(), tokens[at..].concat());
                let between = [byte].repeat(twice);
                judge::<UpdateContactRequest>(&[before.as_bytes(), &between, behind.as_bytes()].concat());
            }
        }
    }
}

/// The reader finds members by a hash and one comparison of many bytes. A name that differs from a
/// documented one in one byte is an unknown member.
#[test]
fn every_name_one_byte_away() {
    fn judge_each<B: Body>() {
        let inside = B::EXAMPLE.trim().strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).expect("an object");
        let mut documents = 0;
        for &(member, ..) in B::MEMBERS {
            for at in 0..=member.len() {
                let (start, end) = member.split_at(at);
                let rest = end.get(1..).unwrap_or_default();
                // One byte changed, inserted and removed.
                let others = (0..=u8::MAX)
                    .flat_map(|byte| [rest, end].map(|end| [start.as_bytes(), &[byte], end.as_bytes()].concat()));
                for name in others.chain([[start, rest].concat().into_bytes()]) {
                    for value in [&b"\":1.5"[..], b"\" : 1.5"] {
                        let text = [&b"\""[..], &name, value].concat();
                        judge::<B>(&[&b"{"[..], &text[..], b"}"].concat());
                        judge::<B>(&[&b"{"[..], &text[..], b",", inside.as_bytes(), b"}"].concat());
                        judge::<B>(&[&b"{"[..], inside.as_bytes(), b",", &text[..], b"}"].concat());
                        documents += 3;
                    }
                }
            }
        }
        println!("{documents} documents with a name that is one byte away from a documented one");
    }
    judge_each::<UpdateContactRequest>();
    judge_each::<Contact>();
}
