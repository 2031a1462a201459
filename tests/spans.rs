//! The spans of findings: exactly the bytes of the document that are at fault.
//!
//! In the documents below, `«` and `»` mark these bytes and are removed before reading. Something
//! missing has a place, but no bytes.
//!
//! Helpers outside of `#[test]` panic as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use contact_schema::SyntaxContext::{MemberName, Other, StringValue};
use contact_schema::{
    Contact, InvalidBody, JsonType, Rule, Span, SyntaxErrorKind, UpdateContactRequest, ViolationKind,
};

/// Returns the document without the marks, and the marked spans in order.
fn unmarked(marked: &str) -> (String, Vec<Span>) {
    let (mut document, mut open, mut spans) = (String::new(), Vec::new(), Vec::new());
    for c in marked.chars() {
        match c {
            '«' => open.push(document.len()),
            '»' => spans.push(Span { start: open.pop().unwrap(), end: document.len() }),
            c => document.push(c),
        }
    }
    spans.sort();
    (document, spans)
}

/// Returns the only syntax error of a request and checks its span against the marks.
fn syntax_error(document: &[u8]) -> (SyntaxErrorKind, Span) {
    let Err(InvalidBody::Syntax(error)) = UpdateContactRequest::from_json(document) else {
        panic!("{} was accepted as JSON", String::from_utf8_lossy(document));
    };
    (error.kind, error.span)
}

fn unexpected(expected: &'static str, found: char) -> SyntaxErrorKind {
    SyntaxErrorKind::Unexpected { expected, found }
}

fn end(expected: &'static str) -> SyntaxErrorKind {
    SyntaxErrorKind::UnexpectedEnd { expected }
}

#[test]
fn syntax_errors() {
    const NAME: &str = "the name of a member in double quotes";
    const COLON: &str = "`:` after the name of a member";
    const QUOTE: &str = "the closing `\"` of a string";
    const ESCAPE: &str = "the rest of an escape";
    let escape = |within| SyntaxErrorKind::InvalidEscape { within };
    let lone = |within| SyntaxErrorKind::LoneSurrogate { within };
    let control = |within, code| SyntaxErrorKind::ControlCharacter { within, code };
    for (marked, kind) in [
        // Other text where a value is expected, and the end.
        ("«»", SyntaxErrorKind::Empty),
        (" \t\r\n«»", SyntaxErrorKind::Empty),
        ("«x»", unexpected("a value", 'x')),
        ("«é»", unexpected("a value", 'é')),
        ("«'»notify'", unexpected("a value", '\'')),
        ("«\u{B}»{}", unexpected("a value", '\u{B}')),
        ("«\0»", unexpected("a value", '\0')),
        ("«\u{FEFF}»{}", SyntaxErrorKind::ByteOrderMark),
        (" «\u{FEFF}»{}", unexpected("a value", '\u{FEFF}')),
        (r#"{"notify": «»"#, end("a value")),
        (r#"{"notify": «}»"#, unexpected("a value", '}')),
        (r#"{"notify":«,»"#, unexpected("a value", ',')),
        (r#"{"x": [1,«,»2]}"#, unexpected("a value", ',')),
        (r#"{"x": [«:»]}"#, unexpected("a value", ':')),
        // Comments.
        ("«//» x\n{}", SyntaxErrorKind::Comment),
        ("{«/*» x */}", SyntaxErrorKind::Comment),
        (r#"{"notify": «//»"#, SyntaxErrorKind::Comment),
        (r#"{"notify": true} «//»"#, SyntaxErrorKind::Comment),
        (r#"{"notify": «/»"#, unexpected("a value", '/')),
        // Names and colons.
        ("{«»", end(NAME)),
        ("{«n»otify: true}", unexpected(NAME, 'n')),
        ("{«,»}", unexpected(NAME, ',')),
        ("{ «]»", unexpected(NAME, ']')),
        (r#"{"notify": true, «1»: 2}"#, unexpected(NAME, '1')),
        (r#"{"notify"«»"#, end(COLON)),
        (r#"{"notify" «,» true}"#, unexpected(COLON, ',')),
        (r#"{"notify"«}»"#, unexpected(COLON, '}')),
        (r#"{"x": {"y" «1»}}"#, unexpected(COLON, '1')),
        (r#"{"x": {«y»: 1}}"#, unexpected(NAME, 'y')),
        (r#"{"x": {"y": 1, «2»}}"#, unexpected(NAME, '2')),
        // Commas and brackets.
        (r#"{"notify": true«»"#, end("`,` or `}`")),
        (r#"{"notify": true «"»name": ""}"#, unexpected("`,` or `}`", '"')),
        (r#"{"notify": true «]»"#, unexpected("`,` or `}`", ']')),
        (r#"{"notify": true«,»}"#, SyntaxErrorKind::TrailingComma),
        (r#"{"notify": true «,» ]"#, SyntaxErrorKind::TrailingComma),
        (r#"{"notify": true, «»"#, end(NAME)),
        (r#"{"phones": [«»"#, end("a value")),
        (r#"{"phones": ["" «»"#, end("`,` or `]`")),
        (r#"{"phones": ["" «"»"]}"#, unexpected("`,` or `]`", '"')),
        (r#"{"phones": ["" «}»"#, unexpected("`,` or `]`", '}')),
        (r#"{"phones": [""«,» ]}"#, SyntaxErrorKind::TrailingComma),
        (r#"{"x": [[] «}»"#, unexpected("`,` or `]`", '}')),
        (r#"{"x": [{}«,»]"#, SyntaxErrorKind::TrailingComma),
        (r#"{"x": {"y": [] «]»"#, unexpected("`,` or `}`", ']')),
        (r#"{"x": {"y": []«,»}"#, SyntaxErrorKind::TrailingComma),
        (r#"{"x": [{"y": [1]}, {"z": 2}«}»"#, unexpected("`,` or `]`", '}')),
        // Text after the document.
        (r#"{"notify": true} «{}»"#, SyntaxErrorKind::TrailingText),
        ("{}\n«\u{FEFF}\n»", SyntaxErrorKind::TrailingText),
        ("[]«]»", SyntaxErrorKind::TrailingText),
        ("{}«\0»", SyntaxErrorKind::TrailingText),
        // Literals.
        (r#"{"notify": t«»"#, end("`true`")),
        (r#"{"notify": tru«»"#, end("`true`")),
        (r#"{"notify": tr«e»"#, unexpected("`true`", 'e')),
        (r#"{"notify": t«R»UE}"#, unexpected("`true`", 'R')),
        (r#"{"notify": f«o»o}"#, unexpected("`false`", 'o')),
        (r#"{"notify": fals«»"#, end("`false`")),
        (r#"{"email": n«i»l}"#, unexpected("`null`", 'i')),
        (r#"{"x": nul«}»"#, unexpected("`null`", '}')),
        (r#"{"x": fal«é»e}"#, unexpected("`false`", 'é')),
        (r#"{"x": true«e»}"#, unexpected("`,` or `}`", 'e')),
        (r#"{"notify": «T»rue}"#, unexpected("a value", 'T')),
        // Numbers.
        (r#"{"x": -«»"#, end("a digit")),
        (r#"{"x": -«I»nfinity}"#, unexpected("a digit", 'I')),
        (r#"{"x": -«-»1}"#, unexpected("a digit", '-')),
        (r#"{"x": «+»1}"#, unexpected("a value", '+')),
        (r#"{"x": «.»5}"#, unexpected("a value", '.')),
        (r#"{"x": 0«0»}"#, unexpected("no digit after a leading zero", '0')),
        (r#"{"x": -0«1»2}"#, unexpected("no digit after a leading zero", '1')),
        (r#"{"x": 0«0».5}"#, unexpected("no digit after a leading zero", '0')),
        (r#"{"x": 1.«}»"#, unexpected("a digit after the decimal point", '}')),
        (r#"{"x": -1.«e»5}"#, unexpected("a digit after the decimal point", 'e')),
        (r#"{"x": 1e«}»"#, unexpected("a digit of the exponent", '}')),
        (r#"{"x": 1.5E+«»"#, end("a digit of the exponent")),
        (r#"{"x": 1e-«-»1}"#, unexpected("a digit of the exponent", '-')),
        (r#"{"x": 1e5«.»5}"#, unexpected("`,` or `}`", '.')),
        (r#"{"x": 0«x»1F}"#, unexpected("`,` or `}`", 'x')),
        (r#"{"x": 1«_»000}"#, unexpected("`,` or `}`", '_')),
        // Strings.
        (r#"{"name": "«»"#, end(QUOTE)),
        (r#"{"name": "Ada}«»"#, end(QUOTE)),
        (r#"{"na«»"#, end(QUOTE)),
        ("{\"name\": \"A«\n»da\"}", control(StringValue, b'\n')),
        ("{\"x\": [\"«\0»\"]}", control(StringValue, 0)),
        ("{\"na«\t»me\": 1}", control(MemberName, b'\t')),
        ("{\"x\": {\"«\u{1F}»\": 1}}", control(MemberName, 0x1F)),
        (r#"{"name": "«\x»41"}"#, escape(StringValue)),
        (r#"{"name": "«\x»"#, escape(StringValue)),
        (r#"{"name": "«\é»"}"#, escape(StringValue)),
        (r#"{"name": "«\😀»"}"#, escape(StringValue)),
        (r#"{"name": "\n«\'»"}"#, escape(StringValue)),
        (r#"{"«\N»": 1}"#, escape(MemberName)),
        (r#"{"name": "«\u"»}"#, escape(StringValue)),
        (r#"{"name": "«\u0x»"}"#, escape(StringValue)),
        (r#"{"name": "«\u12g»4"}"#, escape(StringValue)),
        (r#"{"name": "\u123«»"#, end(ESCAPE)),
        (r#"{"name": "«\u123é»"}"#, escape(StringValue)),
        (r#"{"name": "\«»"#, end(ESCAPE)),
        (r#"{"name": "\u«»"#, end(ESCAPE)),
        // Surrogates.
        (r#"{"name": "«\ud800»"}"#, lone(StringValue)),
        (r#"{"name": "«\uDBFF»\u0041"}"#, lone(StringValue)),
        (r#"{"name": "«\udc00»\ud800"}"#, lone(StringValue)),
        (r#"{"name": "«\uDFFF»"}"#, lone(StringValue)),
        (r#"{"name": "«\ud83d»\n"}"#, lone(StringValue)),
        (r#"{"name": "\ud83d\ude00«\ude00»"}"#, lone(StringValue)),
        (r#"{"«\ud83d»": 1}"#, lone(MemberName)),
        (r#"{"x": {"y": "«\ud83d»"}}"#, lone(StringValue)),
    ] {
        let (document, spans) = unmarked(marked);
        assert_eq!(syntax_error(document.as_bytes()), (kind, spans[0]), "{marked:?}");
    }
}

#[test]
fn bytes_that_are_not_utf_8() {
    for (before, bytes, after, within) in [
        (r#"{"name": "é"#, &b"\xFF"[..], r#""}"#, StringValue),
        (r#"{"name": ""#, b"\xC3", r#""}"#, StringValue),
        (r#"{"name": ""#, b"\xE2\x82", r#""}"#, StringValue),
        (r#"{"name": ""#, b"\xF0\x9F\x98", "", StringValue),
        (r#"{"x": ["\n"#, b"\xF0\x9F\x98", "x", StringValue),
        (r#"{"na"#, b"\x80", r#"": 1}"#, MemberName),
        (r#"{"x": {"\n"#, b"\xFE", "", MemberName),
        (r#"{"notify": true"#, b"\xC0", "\u{80}}", Other),
        (r#"{"notify": true}"#, b"\xFF", "", Other),
        ("", b"\xFF", "\u{FEFF}", Other),
        ("", b"\xED", "\u{A0}", Other),
    ] {
        let document = [before.as_bytes(), bytes, after.as_bytes()].concat();
        let span = Span { start: before.len(), end: before.len() + bytes.len() };
        assert_eq!(syntax_error(&document), (SyntaxErrorKind::InvalidUtf8 { within }, span), "{before}");
        // Longer documents are validated by another routine.
        let comment = format!(r#"{{"comment": "{}", "#, "x".repeat(200));
        let (longer, moved) = ([comment.as_bytes(), document.get(1..).unwrap_or_default()].concat(), comment.len());
        if before.starts_with('{') {
            let span = Span { start: span.start + moved - 1, end: span.end + moved - 1 };
            assert_eq!(syntax_error(&longer), (SyntaxErrorKind::InvalidUtf8 { within }, span), "{before}");
        }
    }
    // An error before the invalid bytes is reported first.
    let kind = SyntaxErrorKind::TrailingComma;
    assert_eq!(syntax_error(b"{\"notify\": true,} \xFF"), (kind, Span { start: 15, end: 16 }));
}

#[test]
fn nesting_that_is_too_deep() {
    for (open, close) in [("[", "]"), (r#"{"":"#, "0}")] {
        let within = |depth: usize| format!(r#"{{"x": {}{}"#, open.repeat(depth), close.repeat(depth));
        let at = 6 + 127 * open.len();
        let span = Span { start: at, end: at + 1 };
        assert_eq!(syntax_error(within(128).as_bytes()), (SyntaxErrorKind::TooDeep, span));
    }
}

/// A scan stops at every position of a string, of white space and of digits: block boundaries make
/// no difference.
#[test]
fn every_place_of_a_block() {
    for length in 0..140 {
        let at = |before: &str| Span { start: before.len(), end: before.len() + 1 };
        for plain in ["x".repeat(length), "é".repeat(length / 2), " \u{7F}".repeat(length / 2)] {
            let before = format!("{{\"comment\": \"{plain}");
            let kind = SyntaxErrorKind::ControlCharacter { within: StringValue, code: 0x1F };
            assert_eq!(syntax_error(format!("{before}\u{1F}{plain}\"}}").as_bytes()), (kind, at(&before)));
            let valid = format!("{before}\\\"{plain}\\\\{plain}\", \"notify\": true}}");
            let read = UpdateContactRequest::from_json(valid.as_bytes()).unwrap();
            assert_eq!(read.comment.value().unwrap().as_str(), format!("{plain}\"{plain}\\{plain}"));
            let name = format!("{{\"{plain}");
            assert_eq!(
                syntax_error(format!("{name}\" \"").as_bytes()),
                (unexpected("`:` after the name of a member", '"'), at(&format!("{name}\" ")))
            );
        }
        for white_space in [" ", "\n", "\t", "\r\n", "\n  "] {
            let before = format!("{{{}", white_space.repeat(length));
            let error = (unexpected("the name of a member in double quotes", 'x'), at(&before));
            assert_eq!(syntax_error(format!("{before}x{before}").as_bytes()), error);
        }
        let before = format!(r#"{{"x": 1{}"#, "0".repeat(length));
        assert_eq!(syntax_error(format!("{before}x").as_bytes()), (unexpected("`,` or `}`", 'x'), at(&before)));
        let before = format!(r#"{{"x": -1.{}"#, "0".repeat(length + 1));
        assert_eq!(syntax_error(format!("{before}.").as_bytes()), (unexpected("`,` or `}`", '.'), at(&before)));
    }
}

fn found<T>(result: Result<T, InvalidBody>) -> Vec<(Rule, Span)> {
    let Err(InvalidBody::Violations(violations)) = result else { panic!("accepted, or not JSON") };
    violations.iter().map(|violation| (violation.kind.rule(), violation.span.unwrap())).collect()
}

#[test]
fn violations_of_requests() {
    use Rule::*;

    let long = |unit: &str, max: usize| format!("{}«{unit}»", unit.repeat(max));
    let name = |text: String| format!(r#"{{"notify": true, "name": "{text}"}}"#);
    let cases: &[(&str, &[Rule])] = &[
        // Wrong types: the whole value.
        ("«null»", &[WrongType]),
        (" «[{\"notify\": true}]» ", &[WrongType]),
        ("«\"x\\\"\"»", &[WrongType]),
        ("«-1.5e3»\n", &[WrongType]),
        (r#"{"notify": «null», "name": «{"x": [1, {}]}», "email": «[ ]», "comment": «false»}"#, &[WrongType; 4]),
        (r#"{"notify": «"true"», "phones": «"1"»}"#, &[WrongType; 2]),
        (r#"{"notify": true, "phones": [«null», "1",  «2e2» ,«{ }»]}"#, &[WrongType; 3]),
        // A missing member: the closing brace.
        ("{«}»", &[MissingMember]),
        (" { \"x\": 1 «}» ", &[MissingMember]),
        // A duplicate: the name of the second one, wherever the first was.
        (r#"{"notify": true, «"notify"»: true}"#, &[DuplicateMember]),
        (
            r#"{"name": "", "notify": true, «"name"» : "", «"notify"»: «1»}"#,
            &[DuplicateMember, DuplicateMember, WrongType],
        ),
        (r#"{"notify": true, «"\u006eotify"»: true}"#, &[DuplicateMember]),
        (
            r#"{"phones": [], «"phones"»: [], «"phones"»: [«0»]«}»"#,
            &[DuplicateMember, DuplicateMember, WrongType, MissingMember],
        ),
        // Too much: the excess.
        (r#"{"notify": true, "phones": ["1", "2", "3", "4", "5", «"6",  "7"» ]}"#, &[TooManyItems]),
        (r#"{"notify": true, "phones": [«1», "2", "3", "4", "5", ««null»»]}"#, &[WrongType, WrongType, TooManyItems]),
        (&name(long("x", 250)), &[TooLong]),
        (&name(long("é", 250)), &[TooLong]),
        (&name(long("\u{1F600}", 250)), &[TooLong]),
        (&name(long(r"\n", 250)), &[TooLong]),
        (&name(long(r"\u00e9", 250)), &[TooLong]),
        (&name(long(r"\ud83d\ude00", 250)), &[TooLong]),
        (&name(format!("{}«{}»", r"\ta\u0041é".repeat(50) + &"x".repeat(50), r"\ta\u0041é".repeat(9))), &[TooLong]),
        // In a string: the character at fault, or its escape.
        (r#"{"notify": true, "email": "a«..»b@c.de"}"#, &[EmailConsecutiveDots]),
        (r#"{"notify": true, "email": "a«.\u002e»b@c.de"}"#, &[EmailConsecutiveDots]),
        (r#"{"notify": true, "email": "\u0061«\u002E.»b@c.de"}"#, &[EmailConsecutiveDots]),
        (r#"{"notify": true, "email": "«»"}"#, &[EmailLocalPart]),
        (r#"{"notify": true, "email": "ab«»"}"#, &[EmailMissingAt]),
        (r#"{"notify": true, "email": "a\u0062«»"}"#, &[EmailMissingAt]),
        (r#"{"notify": true, "email": "«é»@b.cd"}"#, &[EmailCharacter]),
        (r#"{"notify": true, "email": "a@b.cd«\n»"}"#, &[EmailCharacter]),
        (r#"{"notify": true, "email": "a«\ud83d\ude00»@b.cd"}"#, &[EmailCharacter]),
        (r#"{"notify": true, "email": "a@«b»"}"#, &[EmailDomainDot]),
        (r#"{"notify": true, "email": "\u0061@b.«c\u0031»"}"#, &[EmailTopLevelLetters]),
    ];
    for (marked, rules) in cases {
        let (document, spans) = unmarked(marked);
        let expected: Vec<_> = rules.iter().copied().zip(spans.iter().copied()).collect();
        assert_eq!(
            (spans.len(), found(UpdateContactRequest::from_json(document.as_bytes()))),
            (rules.len(), expected),
            "{marked}"
        );
    }
}

#[test]
fn violations_of_contacts() {
    use Rule::*;

    for (id, at, rules) in [
        ("1", r#""2024-12-05T14:56:«60».000Z""#, &[TimestampSecond][..]),
        ("1", r#""2024-12-05T14:56:23.000«+01:00»""#, &[TimestampOffset]),
        ("1", r#""2024-12-05T14:56:23.0000«»""#, &[TimestampZone]),
        ("1", r#""2024-12-05«t»14:56:23.000Z""#, &[TimestampLowerCase]),
        ("1", r#""2024-12-05\u0054«24»:56:23.000Z""#, &[TimestampHour]),
        ("1", r#""2024-12-05T14:56:23.000Z«\n\t»""#, &[TimestampTrailing]),
        ("1", r#""2023-02-«29»T14:56Z""#, &[TimestampLeapDay]),
        ("1", r#""«»""#, &[TimestampDigit]),
        ("1", "«1733410583»", &[WrongType]),
        ("1", "«null»", &[WrongType]),
        ("«1.5»", r#""2024-12-05T14:56Z""#, &[IntegerNotIntegral]),
        ("«9007199254740992»", r#""2024-12-05T14:56Z""#, &[IntegerOutOfRange]),
        ("«-1e400»", r#""2024-12-05T14:56Z""#, &[IntegerOutOfRange]),
        ("«\"1\"»", r#""2024-12-05T14:56Z""#, &[WrongType]),
        ("«null»", r#""2024-12-05T4«»:56Z""#, &[WrongType, TimestampDigit]),
    ] {
        let marked = format!(
            r#"{{"id": {id}, "name": "Ada", "email": null, "phones": ["1"], "comment": null, "companyId": 7,
                "notifyAt": "2024-12-05T14:56:23.000Z", "updatedAt": {at}, "createdAt": "2024-12-05T14:56:23.000Z"}}"#
        );
        let (document, spans) = unmarked(&marked);
        let expected: Vec<_> = rules.iter().copied().zip(spans.iter().copied()).collect();
        assert_eq!((spans.len(), found(Contact::from_json(document.as_bytes()))), (rules.len(), expected), "{marked}");
    }
    let missing = found(Contact::from_json(b"{\"name\": \"\"}"));
    assert_eq!(missing.len(), 8);
    assert!(missing.iter().all(|found| *found == (MissingMember, Span { start: 11, end: 12 })));
}

/// Messages name each JSON type, at each member.
#[test]
fn wrong_types() {
    use JsonType::{Array, Boolean, Null, Number, Object, String};

    let found = |document: &str, contact: bool| {
        let document = document.as_bytes();
        let checked = if contact { Contact::check_json(document) } else { UpdateContactRequest::check_json(document) };
        let Err(InvalidBody::Violations(violations)) = checked else { return None };
        let kinds = violations.into_iter().map(|violation| violation.kind);
        kinds.into_iter().find(|kind| kind.rule() == Rule::WrongType)
    };
    let values = [
        ("null", Null),
        ("true", Boolean),
        ("false", Boolean),
        ("-1", Number),
        ("0.5", Number),
        ("\"1\"", String),
        ("[\"1\"]", Array),
        ("{}", Object),
    ];
    for (value, found_type) in values {
        for (member, expected, nullable, contact) in [
            ("notify", Boolean, false, false),
            ("name", String, false, false),
            ("email", String, true, false),
            ("phones", Array, false, false),
            ("comment", String, true, false),
            ("id", Number, false, true),
            ("name", String, false, true),
            ("email", String, true, true),
            ("phones", Array, false, true),
            ("comment", String, true, true),
            ("companyId", Number, false, true),
            ("notifyAt", String, false, true),
            ("updatedAt", String, false, true),
            ("createdAt", String, false, true),
        ] {
            let is_right = found_type == expected || nullable && found_type == Null;
            let kind = ViolationKind::WrongType { expected, nullable, found: found_type };
            let kind = (!is_right).then_some(kind);
            assert_eq!(found(&format!(r#"{{"{member}": {value}}}"#), contact), kind, "{member}: {value}");
        }
        let kind = ViolationKind::WrongType { expected: String, nullable: false, found: found_type };
        let kind = (found_type != String).then_some(kind);
        assert_eq!(found(&format!(r#"{{"phones": ["", {value}]}}"#), false), kind, "an item: {value}");
        let kind = ViolationKind::WrongType { expected: Object, nullable: false, found: found_type };
        let kind = (found_type != Object).then_some(kind);
        assert_eq!(found(value, true), kind, "the root: {value}");
    }
}

/// A duplicate refers to the first member, whether or not that was in its documented position.
#[test]
fn first_members() {
    for marked in [
        r#"{«"notify"»: true, «"notify"»: true}"#,
        r#"{ «"notify"» : true , «"notify"»: true}"#,
        r#"{"x": 0, "name": "", «"notify"»: true, "y": 1, «"notify"»: true}"#,
        r#"{"notify": true, «"name"»: "", "comment": "", «"name"»: ""}"#,
        r#"{«"\u006eotify"»: true, «"notify"»: true}"#,
    ] {
        let (document, spans) = unmarked(marked);
        let Err(InvalidBody::Violations(violations)) = UpdateContactRequest::from_json(document.as_bytes()) else {
            panic!("accepted: {marked}");
        };
        let ViolationKind::DuplicateMember { first, .. } = violations[0].kind else { panic!("{violations}") };
        assert_eq!((violations.len(), vec![first, violations[0].span.unwrap()]), (1, spans), "{marked}");
    }
}

/// The linter reports the same spans as the readers, in a line and in a block. Its warnings have
/// spans too.
#[cfg(feature = "lint")]
#[test]
fn warnings() {
    use Rule::*;
    use contact_schema::lint::{Kind, Linter};

    let long_local_part = format!(r#"{{"notify": true, "email": "«{}»@b.cd"}}"#, "x".repeat(65));
    let long_in_units = format!(r#"{{"notify": true, "phones": ["", «"{}"»]}}"#, "\u{1F600}".repeat(26));
    let cases: &[(&str, &[Rule])] = &[
        (r#"{"notify": true«}»"#, &[NoChange]),
        (r#"{"notify": true, "name": "", «"x\u0079"» : [{}]}"#, &[UnknownMember]),
        (r#"{"notify": true, «"naem"»: "", «""»: 1«}»"#, &[UnknownMember, UnknownMember, NoChange]),
        (r#"{"notify": true, "email": "a@b«-».cd"}"#, &[EmailUndeliverable]),
        (r#"{"notify": true, "email": "\u0061@b«\u002d».cd"}"#, &[EmailUndeliverable]),
        (&long_local_part, &[EmailUndeliverable]),
        (&long_in_units, &[Utf16Length]),
        (r#"{"notify": true, «"name"»: "", «"name"»: ""}"#, &[DuplicateMember]),
    ];
    let (mut text, mut expected) = (String::new(), Vec::new());
    for (marked, rules) in cases {
        let (document, spans) = unmarked(marked);
        // The related span of a duplicate is the first member.
        let (related, spans) =
            if **rules == [DuplicateMember] { (Some(spans[0]), &spans[1..]) } else { (None, &spans[..]) };
        let moved = |span: Span| Span { start: span.start + text.len(), end: span.end + text.len() };
        for (rule, span) in rules.iter().zip(spans) {
            expected.push((*rule, moved(*span), related.map(moved)));
        }
        text += &(document + "\n\n");
    }
    for kind in [None, Some(Kind::Request)] {
        let mut found = Vec::new();
        Linter::new().kind(kind).ndjson(text.as_bytes(), &mut |document| {
            for finding in document.findings {
                found.push((finding.rule, finding.span, finding.related.map(|related| related.span)));
            }
        });
        assert_eq!(found, expected);
    }
}
