//! The page of rules: `docs/rules.md`. Each rule has an example that breaks it, and one that does
//! not; both are checked.

use std::fmt::Write;

use contact_schema::http::{CallHead, HeadViolation};
use contact_schema::lint::{Kind, Linter};
use contact_schema::{Limits, Rule};

use crate::expect_file;
use crate::pages::root;

/// The document or call that an example is a part of.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    /// Members of a request that has `notify`.
    Request,
    /// Members of a contact that is valid in the others.
    Contact,
    /// A whole document, whose kind is given.
    Document,
    /// A whole document, whose kind is not given.
    Any,
    /// Lines of the head of a call that is valid in the others.
    Call,
}
use Part::{Any, Call, Document, Request};

struct Example {
    rule: Rule,
    part: Part,
    bad: String,
    good: String,
}

fn example(rule: Rule, part: Part, bad: &str, good: &str) -> Example {
    Example { rule, part, bad: bad.to_owned(), good: good.to_owned() }
}

fn email(rule: Rule, bad: &str, good: &str) -> Example {
    example(rule, Request, &format!(r#""email": "{bad}""#), &format!(r#""email": "{good}""#))
}

fn timestamp(rule: Rule, bad: &str, good: &str) -> Example {
    example(rule, Part::Contact, &format!(r#""createdAt": "{bad}""#), &format!(r#""createdAt": "{good}""#))
}

fn examples() -> Vec<Example> {
    let mut all = syntax_examples();
    all.extend(member_examples());
    all.extend(email_examples());
    all.extend(timestamp_examples());
    all.extend(call_examples());
    all.extend(linter_examples());
    all
}

fn syntax_examples() -> Vec<Example> {
    let [deep, flat] = [129, 1].map(|depth| format!(r#""x": {}{}"#, "[".repeat(depth), "]".repeat(depth)));
    vec![
        example(Rule::JsonUnexpected, Document, "{'notify': true}", r#"{"notify": true, "name": "Ada"}"#),
        example(Rule::JsonUnexpectedEnd, Document, r#"{"notify": true"#, r#"{"notify": true, "name": "Ada"}"#),
        example(Rule::JsonTrailingComma, Document, r#"{"notify": true, }"#, r#"{"notify": true, "name": "Ada"}"#),
        example(Rule::JsonComment, Document, r#"{"notify": true /* yes */}"#, r#"{"notify": true, "name": "Ada"}"#),
        example(Rule::JsonByteOrderMark, Document, "\u{FEFF}{\"notify\": true}", r#"{"notify": true, "name": "Ada"}"#),
        // The byte E9 is é in Latin-1; `checked` puts it in.
        example(Rule::JsonInvalidUtf8, Request, r#""name": "Andr\xE9""#, r#""name": "André""#),
        example(Rule::JsonLoneSurrogate, Request, r#""name": "\ud83d""#, r#""name": "\ud83d\ude00""#),
        example(Rule::JsonControlCharacter, Request, "\"comment\": \"one\ttwo\"", r#""comment": "one\ttwo""#),
        example(Rule::JsonInvalidEscape, Request, r#""comment": "C:\temp\x""#, r#""comment": "C:\\temp\\x""#),
        example(Rule::JsonTrailingText, Document, r#"{"notify": true} }"#, r#"{"notify": true, "name": "Ada"}"#),
        example(Rule::JsonTooDeep, Request, &deep, &flat),
        example(
            Rule::DocumentTooLarge,
            Document,
            &format!(r#"{{"notify": true, "comment": "{}"}}"#, "a".repeat(MAX_BYTES)),
            r#"{"notify": true, "name": "Ada"}"#,
        ),
    ]
}

fn member_examples() -> Vec<Example> {
    let text = |name, length| format!(r#""{name}": "{}""#, "a".repeat(length));
    vec![
        example(Rule::WrongType, Request, r#""name": null"#, r#""name": """#),
        example(Rule::MissingMember, Document, r#"{"name": "Ada"}"#, r#"{"notify": true, "name": "Ada"}"#),
        example(Rule::DuplicateMember, Request, r#""name": "Ada", "name": "Bob""#, r#""name": "Ada""#),
        example(Rule::TooLong, Request, &text("name", 251), &text("name", 250)),
        example(
            Rule::TooManyItems,
            Request,
            r#""phones": ["1", "2", "3", "4", "5", "6"]"#,
            r#""phones": ["1", "2", "3", "4", "5"]"#,
        ),
        example(Rule::IntegerNotIntegral, Part::Contact, r#""id": 1.5"#, r#""id": 1.0"#),
        example(Rule::IntegerOutOfRange, Part::Contact, r#""id": 9007199254740992"#, r#""id": 9007199254740991"#),
    ]
}

fn email_examples() -> Vec<Example> {
    vec![
        email(Rule::EmailLocalPart, "@example.com", "ada@example.com"),
        email(Rule::EmailLeadingDot, ".ada@example.com", "ada@example.com"),
        email(Rule::EmailConsecutiveDots, "ada..lovelace@example.com", "ada.lovelace@example.com"),
        email(Rule::EmailCharacter, "ada lovelace@example.com", "ada.lovelace@example.com"),
        email(Rule::EmailLocalPartEnd, "ada.@example.com", "ada@example.com"),
        email(Rule::EmailMissingAt, "ada.example.com", "ada@example.com"),
        email(Rule::EmailSecondAt, "ada@home@example.com", "ada@example.com"),
        email(Rule::EmailLabelEmpty, "ada@example.com.", "ada@example.com"),
        email(Rule::EmailLabelHyphen, "ada@-example.com", "ada@example.com"),
        email(Rule::EmailDomainDot, "ada@localhost", "ada@example.com"),
        email(Rule::EmailTopLevelShort, "ada@example.c", "ada@example.com"),
        email(Rule::EmailTopLevelLetters, "ada@192.0.2.1", "ada@example.com"),
    ]
}

fn timestamp_examples() -> Vec<Example> {
    vec![
        timestamp(Rule::TimestampDigit, "2024-1-15T08:45:00Z", "2024-01-15T08:45:00Z"),
        timestamp(Rule::TimestampSeparator, "2024-01-15 08:45:00Z", "2024-01-15T08:45:00Z"),
        timestamp(Rule::TimestampMonth, "2024-13-15T08:45:00Z", "2024-12-15T08:45:00Z"),
        timestamp(Rule::TimestampDay, "2024-04-31T08:45:00Z", "2024-04-30T08:45:00Z"),
        timestamp(Rule::TimestampLeapDay, "2023-02-29T08:45:00Z", "2024-02-29T08:45:00Z"),
        timestamp(Rule::TimestampHour, "2024-01-15T24:00:00Z", "2024-01-16T00:00:00Z"),
        timestamp(Rule::TimestampMinute, "2024-01-15T08:60:00Z", "2024-01-15T09:00:00Z"),
        timestamp(Rule::TimestampSecond, "2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
        timestamp(Rule::TimestampLowerCase, "2024-01-15t08:45:00z", "2024-01-15T08:45:00Z"),
        timestamp(Rule::TimestampOffset, "2024-01-15T14:56:00+01:00", "2024-01-15T13:56:00Z"),
        timestamp(Rule::TimestampZone, "2024-01-15T08:45:00", "2024-01-15T08:45:00Z"),
        timestamp(Rule::TimestampTrailing, "2024-01-15T08:45:00Z[UTC]", "2024-01-15T08:45:00Z"),
    ]
}

/// The head of a valid call.
const HEAD: [&str; 4] = [
    "PATCH /companies/v2/rs/7/contacts/42",
    "Authorization: Bearer mF_9.B5f-4.1JqM",
    "x-session-token: eyJhbGciOiJIUzI1NiJ9.e30.XmNK3GpH3Ys",
    "content-type: application/json",
];

fn call_examples() -> Vec<Example> {
    let [request, authorization, session, content_type] = HEAD;
    vec![
        example(Rule::HttpMethod, Call, "POST /companies/v2/rs/7/contacts/42", request),
        example(Rule::HttpPath, Call, "PATCH /companies/v2/rs/7/contacts/42/", request),
        example(Rule::HttpPathInteger, Call, "PATCH /companies/v2/rs/07/contacts/42", request),
        example(Rule::HttpHeaderMissing, Call, "x-session-token", session),
        example(Rule::HttpHeaderDuplicate, Call, &format!("{content_type}\n{content_type}"), content_type),
        example(Rule::HttpContentType, Call, "content-type: application/merge-patch+json", content_type),
        example(Rule::HttpAuthorizationScheme, Call, "Authorization: Basic YWRhOnNlY3JldA==", authorization),
        example(Rule::HttpBearerToken, Call, "Authorization: Bearer two words", authorization),
        example(Rule::HttpSessionToken, Call, "x-session-token: two words", session),
    ]
}

fn linter_examples() -> Vec<Example> {
    let long = |length| format!("{}@example.com", "a".repeat(length));
    vec![
        example(Rule::UnknownMember, Request, r#""name": "Ada", "emial": null"#, r#""name": "Ada", "email": null"#),
        example(
            Rule::Utf16Length,
            Request,
            &format!(r#""name": "{}""#, "😀".repeat(126)),
            &format!(r#""name": "{}""#, "😀".repeat(125)),
        ),
        example(Rule::IntegerRounded, Part::Contact, r#""id": 1.0000000000000001"#, r#""id": 1"#),
        email(Rule::EmailUndeliverable, &long(65), &long(64)),
        example(Rule::NoChange, Document, r#"{"notify": true}"#, r#"{"notify": true, "name": "Ada"}"#),
        example(Rule::KindUnknown, Any, r#"{"name": "Ada"}"#, r#"{"notify": true, "name": "Ada"}"#),
    ]
}

/// The limit that the example of `document-too-large` exceeds.
const MAX_BYTES: usize = 1000;

/// A finding as the page shows it: rule, place, message, help.
type Found = (Rule, String, String);

/// Returns the findings in an example.
fn found(part: Part, text: &str) -> Vec<Found> {
    match part {
        Call => found_in_call(text),
        Any => found_in_document(None, text.as_bytes()),
        Document => found_in_document(Some(Kind::Request), text.as_bytes()),
        Request => {
            let document = format!(r#"{{"notify": true, {text}}}"#);
            let mut bytes = document.into_bytes();
            if let Some(at) = bytes.windows(4).position(|window| window == br"\xE9") {
                bytes.splice(at..at + 4, [0xE9]);
            }
            // An unknown member is not the subject of the example.
            let mut found = found_in_document(Some(Kind::Request), &bytes);
            found.retain(|(rule, pointer, _)| pointer != "/x" && !(*rule == Rule::NoChange && text.contains("\"x\"")));
            found
        }
        Part::Contact => {
            let name = text.split('"').nth(1).unwrap();
            let contact: serde_json::Map<_, _> =
                serde_json::from_str(include_str!("../cmd/data/contact.json")).unwrap();
            let others = contact.iter().filter(|(other, _)| *other != name);
            let members: Vec<_> = others.map(|(name, value)| format!("\"{name}\": {value}")).collect();
            found_in_document(Some(Kind::Contact), format!("{{{text}, {}}}", members.join(", ")).as_bytes())
        }
    }
}

fn found_in_document(kind: Option<Kind>, document: &[u8]) -> Vec<Found> {
    let mut found = Vec::new();
    let limits = Limits::default().max_document_bytes(MAX_BYTES);
    Linter::new().kind(kind).limits(limits).json(document, &mut |report| {
        found.extend(report.findings.iter().map(|finding| {
            let place = finding.pointer().map(|pointer| pointer.to_string()).unwrap_or_default();
            let help = finding.help.as_ref().map(|help| format!(" Help: {}.", escaped(help))).unwrap_or_default();
            (finding.rule, place, format!("{}.{help}", escaped(&finding.message)))
        }));
    });
    found
}

fn found_in_call(lines: &str) -> Vec<Found> {
    let name = |line: &str| line.split([':', ' ']).next().unwrap().to_owned();
    let first = lines.lines().next().unwrap();
    let is_request = first.contains(" /");
    let mut head: Vec<_> = HEAD[1..].iter().filter(|line| name(line) != name(first)).copied().collect();
    head.extend(lines.lines().filter(|line| line.contains(": ")));
    let (method, path) = if is_request { first } else { HEAD[0] }.split_once(' ').unwrap();
    let headers = head.iter().map(|line| line.split_once(": ").unwrap());
    let head = CallHead::from_raw(method, path, headers);
    let found =
        |violation: &HeadViolation| (violation.rule(), String::new(), format!("{}.", escaped(&violation.to_string())));
    head.violations().iter().map(found).collect()
}

/// Escapes the characters that Markdown reads as HTML or as an escape, outside code.
fn escaped(text: &str) -> String {
    let parts = text.split('`').enumerate().map(|(index, part)| match index % 2 {
        0 => part.replace('\\', "\\\\").replace('<', "&lt;"),
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("`")
}

/// Shortens long runs of one character.
fn shortened(text: &str) -> String {
    let characters: Vec<_> = text.chars().collect();
    let runs = characters.chunk_by(|one, other| one == other);
    let shorten = |run: &[char]| match run.len() {
        0..=12 => run.iter().collect(),
        length => format!("{0}{0}{0}…{0} ({length} × {0})", run[0]),
    };
    runs.map(shorten).collect()
}

/// Returns code of Markdown that shows a text.
fn code(text: &str) -> String {
    let shown = text.replace('\u{FEFF}', "(U+FEFF)").replace('\t', "(tab)");
    let lines: Vec<_> = shortened(&shown).lines().map(|line| format!("`{line}`")).collect();
    lines.join(" and again ")
}

/// The headings of the page: the first rule below each, and an introduction.
const SECTIONS: &[(Rule, &str, &str)] = &[
    (
        Rule::JsonUnexpected,
        "Syntax",
        "The text is not JSON (RFC 8259) or exceeds a limit. Nothing else is reported of such a document.",
    ),
    (Rule::WrongType, "Members", "A member of a request or a contact breaks the contract."),
    (Rule::EmailLocalPart, "Emails", "An email does not match the [pattern](contract.md#r1-patterns)."),
    (Rule::TimestampDigit, "Timestamps", "A timestamp does not match the [pattern](contract.md#r2-timestamps)."),
    (
        Rule::HttpMethod,
        "Calls",
        "The method, the path or a header of a call over HTTP breaks the contract. The feature `http` of the crate reports \
         these; the linter reads documents only, and never does.",
    ),
    (
        Rule::UnknownMember,
        "Warnings",
        "The document is valid, but looks wrong. `--allow RULE` drops a warning; `--deny-warnings` makes warnings count for \
         the exit status.",
    ),
    (Rule::KindUnknown, "Failures", "The linter cannot judge the document. The exit status is 2."),
];

fn page() -> String {
    let mut page = String::from(
        "# Rules\n\n\
         Every finding names a rule by its id. An id never changes its meaning between releases.\n\
         `contact-lint explain RULE` prints the text of a rule, and [`schemas/rules.json`](../schemas/rules.json)\n\
         has all of them.\n\n\
         | severity | meaning | exit status |\n|---|---|---:|\n\
         | syntax | the text is not JSON | 1 |\n\
         | violation | the document breaks the contract | 1 |\n\
         | warning | the document is valid, but looks wrong | 0; 1 with `--deny-warnings` |\n\
         | failure | the linter cannot judge the document | 2 |\n\n\
         *A test writes this page from the table of rules, and checks every example.*\n",
    );
    for example in examples() {
        let Example { rule, part, bad, good } = example;
        if let Some((_, title, text)) = SECTIONS.iter().find(|(first, ..)| *first == rule) {
            write!(page, "\n## {title}\n\n{}\n", wrapped(text, "")).unwrap();
        }
        let found_in_bad = found(part, &bad);
        let message = found_in_bad.iter().find(|(found, ..)| *found == rule);
        let (_, place, message) = message.unwrap_or_else(|| panic!("{rule}: {found_in_bad:?}"));
        assert_eq!(found_in_bad.len(), 1, "{found_in_bad:?}");
        assert_eq!(found(part, &good), [], "{rule}: the good example");
        let place = if place.is_empty() { String::new() } else { format!("`{place}`: ") };
        let text = wrapped(&escaped(&format!("{} {}", rule.summary(), rule.explanation())), "");
        write!(page, "\n### `{rule}`\n\n{text}\n\n- Severity: {}\n", rule.severity()).unwrap();
        let bad_line = if bad == "x-session-token" { "no line `x-session-token`".into() } else { code(&bad) };
        writeln!(page, "- Refused: {bad_line}").unwrap();
        writeln!(page, "{}", wrapped(&format!("- Message: {place}{message}"), "  ")).unwrap();
        writeln!(page, "- Write: {}", code(&good)).unwrap();
    }
    page
}

/// Wraps a text at its spaces, at 100 columns.
fn wrapped(text: &str, indent: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().unwrap();
        let is_first = line.trim().is_empty();
        if !is_first && line.chars().count() + 1 + word.chars().count() > 100 {
            lines.push(format!("{indent}{word}"));
        } else {
            *line += &format!("{}{word}", if is_first { "" } else { " " });
        }
    }
    lines.join("\n")
}

#[test]
fn the_page_has_every_rule() {
    let rules: Vec<_> = examples().iter().map(|example| example.rule).collect();
    assert_eq!(rules, Rule::ALL);
    expect_file(&root().join("docs/rules.md"), &page());
}
