//! The conformance vectors (`tests/conformance/*.json`), through every way to read a document.
//!
//! Helpers outside of `#[test]` panic as tests do, and name the vector.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use contact_schema::testing::{Body, faults};
use contact_schema::{
    CharacterClass, Comment, CompanyId, Contact, ContactId, Email, EmailPart, InvalidBody, InvalidEmail, InvalidId,
    InvalidTimestamp, JsonType, Limits, Name, Phones, Rule, Severity, SyntaxContext, SyntaxErrorKind, Timestamp,
    TimestampField, UpdateContactRequest, ViolationKind,
};
use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind;
use serde_json::{Value, json};

const READINGS: [&str; 10] = ["R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10"];

/// A finding: the rule, the pointer if it has one, and the message and parameters unless it is a
/// warning.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    rule: String,
    pointer: Option<String>,
    message: Option<String>,
    /// JSON text, because `Value` has no order.
    params: Option<String>,
}

type Findings = Vec<Finding>;

#[derive(Debug)]
struct Vector {
    name: String,
    reading: Option<String>,
    body: String,
    input: Vec<u8>,
    verdict: String,
    /// Sorted, because the vectors state no order.
    findings: Findings,
    /// Sorted. The warnings that a linter gives for a valid document.
    warnings: Findings,
    written: Option<String>,
    /// The readers whose result may differ.
    not_comparable: BTreeSet<String>,
    /// The faults that the result of `JSON.parse` does not show.
    hidden_by_json_parse: Option<String>,
}

impl Vector {
    fn parse(vector: &Value) -> Self {
        let text = |member: &str| vector.get(member).and_then(Value::as_str).map(str::to_owned);
        let input = text("input").map(String::into_bytes);
        let findings = |member: &str| {
            let findings = vector.get(member).and_then(Value::as_array).into_iter().flatten().map(|finding| {
                let member = |name: &str| finding.get(name).and_then(Value::as_str).map(str::to_owned);
                let params = finding.get("params").map(Value::to_string);
                Finding {
                    rule: member("rule").unwrap(),
                    pointer: member("pointer"),
                    message: member("message"),
                    params,
                }
            });
            let mut findings: Findings = findings.collect();
            findings.sort();
            findings
        };
        Self {
            name: text("name").unwrap(),
            reading: text("reading"),
            body: text("body").unwrap(),
            input: input.unwrap_or_else(|| base64(&text("input_base64").unwrap())),
            verdict: text("verdict").unwrap(),
            findings: findings("findings"),
            warnings: findings("warnings"),
            written: text("written"),
            hidden_by_json_parse: text("hidden_by_json_parse"),
            not_comparable: vector
                .get("not_comparable")
                .and_then(Value::as_object)
                .into_iter()
                .flat_map(|ways| ways.keys().cloned())
                .collect(),
        }
    }

    fn is_valid(&self) -> bool {
        self.verdict == "valid"
    }

    fn has(&self, rule: Rule) -> bool {
        self.findings.iter().any(|finding| rule == finding.rule.as_str())
    }

    /// Returns whether a tree can show the subject of the vector.
    fn has_tree(&self) -> bool {
        self.verdict != "syntax" && !self.has(Rule::DuplicateMember) && !self.not_comparable.contains("tree")
    }

    fn pointers(&self) -> BTreeSet<String> {
        self.findings.iter().filter_map(|finding| finding.pointer.clone()).collect()
    }
}

/// Decodes base64 (RFC 4648, section 4). The schema of the vectors has checked the alphabet.
fn base64(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes().take_while(|&byte| byte != b'=') {
        let digit = ALPHABET.iter().position(|&digit| digit == byte).expect("a digit of base64");
        bits = bits << 6 | u32::try_from(digit).expect("below 64");
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xFF) as u8);
        }
    }
    bytes
}

/// Returns the vector files: name without extension, and content.
fn files() -> Vec<(String, Value)> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance");
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).expect("the vectors are part of the package") {
        let path = entry.unwrap().path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if let Some(group) = name.strip_suffix(".json").filter(|group| !group.ends_with(".schema")) {
            let content = serde_json::from_str(&fs::read_to_string(&path).unwrap());
            files.push((group.to_owned(), content.unwrap_or_else(|error| panic!("{name}: {error}"))));
        }
    }
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files
}

fn vectors() -> Vec<Vector> {
    let files = files();
    let vectors = files.iter().flat_map(|(_, file)| file["vectors"].as_array().into_iter().flatten());
    vectors.map(Vector::parse).collect()
}

/// Runs a check on the vectors of both bodies, and reports all failures at once.
macro_rules! for_all_vectors {
    ($check:ident) => {{
        let mut failures = Vec::new();
        for vector in vectors() {
            let result = match vector.body.as_str() {
                UpdateContactRequest::NAME => $check::<UpdateContactRequest>(&vector),
                _ => $check::<Contact>(&vector),
            };
            if let Err(why) = result {
                failures.push(format!("{}: {why}", vector.name));
            }
        }
        assert!(failures.is_empty(), "{} vectors fail:\n{}", failures.len(), failures.join("\n"));
    }};
}

fn same<T: PartialEq + std::fmt::Debug>(way: &str, expected: T, found: T) -> Result<(), String> {
    if expected == found { Ok(()) } else { Err(format!("{way}: expected {expected:?}, found {found:?}")) }
}

fn findings(error: &InvalidBody) -> (&'static str, Findings) {
    match error {
        InvalidBody::Syntax(error) => {
            let (rule, message) = (error.rule().as_str().to_owned(), Some(error.to_string()));
            let params = Some(syntax_params(&error.kind).to_string());
            ("syntax", vec![Finding { rule, pointer: None, message, params }])
        }
        InvalidBody::Violations(violations) => ("violations", violation_findings(violations)),
    }
}

fn violation_findings(violations: &[contact_schema::Violation]) -> Findings {
    let finding = |violation: &contact_schema::Violation| Finding {
        rule: violation.kind.rule().as_str().to_owned(),
        pointer: Some(violation.pointer.as_str().to_owned()),
        message: Some(violation.kind.to_string()),
        params: Some(violation_params(&violation.kind).to_string()),
    };
    let mut findings: Findings = violations.iter().map(finding).collect();
    findings.sort();
    findings
}

/// Returns the parameters of a violation's message as the vectors write them: limits, lengths,
/// offsets and names of types, but no values (R11).
///
/// Offsets in an email or a timestamp are the same in bytes, UTF-16 units and code points, because
/// everything before the fault is ASCII.
fn violation_params(kind: &ViolationKind) -> Value {
    match kind {
        ViolationKind::WrongType { expected, nullable, found } => {
            json!({ "expected": json_type(*expected), "nullable": nullable, "actual": json_type(*found) })
        }
        ViolationKind::MissingMember { member } | ViolationKind::DuplicateMember { member, .. } => {
            json!({ "member": member })
        }
        ViolationKind::TooLong { length, max } | ViolationKind::Email(InvalidEmail::TooLong { length, max }) => {
            json!({ "limit": max, "actual": length })
        }
        ViolationKind::TooManyItems { count, max } => json!({ "limit": max, "actual": count }),
        ViolationKind::Id(InvalidId::OutOfRange) => json!({ "min": ContactId::MIN, "max": ContactId::MAX }),
        ViolationKind::Id(_) => json!({}),
        ViolationKind::Email(fault) => {
            let at = fault.range().unwrap().start;
            match fault {
                InvalidEmail::Character { part, found, .. } => {
                    let part = if *part == EmailPart::Domain { "domain" } else { "local-part" };
                    let actual = match found {
                        CharacterClass::WhiteSpace => "white-space",
                        CharacterClass::Control => "control",
                        CharacterClass::Punctuation => "punctuation",
                        _ => "non-ascii",
                    };
                    json!({ "at": at, "part": part, "actual": actual })
                }
                _ => json!({ "at": at }),
            }
        }
        ViolationKind::Timestamp(fault) => {
            let at = fault.range().start;
            match fault {
                InvalidTimestamp::Digit { field, .. } => {
                    let field =
                        if *field == TimestampField::Fraction { "fraction".to_owned() } else { field.to_string() };
                    json!({ "at": at, "field": field })
                }
                InvalidTimestamp::Separator { expected, .. } | InvalidTimestamp::LowerCase { expected, .. } => {
                    json!({ "at": at, "expected": expected.to_string() })
                }
                InvalidTimestamp::Space { .. } => json!({ "at": at, "expected": "T", "actual": "space" }),
                InvalidTimestamp::OutOfRange { found, min, max, .. } => {
                    json!({ "at": at, "min": min, "max": max, "actual": found })
                }
                InvalidTimestamp::NotALeapYear { year } => json!({ "at": at, "year": year }),
                _ => json!({ "at": at }),
            }
        }
        kind => panic!("the vectors have no parameters for {kind:?}"),
    }
}

fn json_type(json_type: JsonType) -> &'static str {
    match json_type {
        JsonType::Null => "null",
        JsonType::Boolean => "boolean",
        JsonType::Number => "number",
        JsonType::String => "string",
        JsonType::Array => "array",
        JsonType::Object => "object",
    }
}

/// Returns the parameters of a syntax error's message.
fn syntax_params(kind: &SyntaxErrorKind) -> Value {
    let word = |within: &SyntaxContext| match within {
        SyntaxContext::MemberName => "member-name",
        SyntaxContext::StringValue => "string-value",
        _ => "document",
    };
    match kind {
        SyntaxErrorKind::Empty => json!({ "expected": "a JSON object" }),
        SyntaxErrorKind::Unexpected { expected, .. } | SyntaxErrorKind::UnexpectedEnd { expected } => {
            json!({ "expected": expected })
        }
        SyntaxErrorKind::InvalidUtf8 { within }
        | SyntaxErrorKind::LoneSurrogate { within }
        | SyntaxErrorKind::InvalidEscape { within } => json!({ "within": word(within) }),
        SyntaxErrorKind::ControlCharacter { within, code } => json!({ "within": word(within), "code": code }),
        SyntaxErrorKind::TooDeep => json!({ "limit": Limits::MAX_DEPTH }),
        SyntaxErrorKind::TooLarge { length, max } => json!({ "limit": max, "actual": length }),
        _ => json!({}),
    }
}

fn judged<T>(result: &Result<T, InvalidBody>) -> (&'static str, Findings) {
    result.as_ref().err().map_or(("valid", Vec::new()), findings)
}

#[test]
fn from_json_check_json_and_is_valid_json() {
    for_all_vectors!(reader);
}

fn reader<B: Body>(vector: &Vector) -> Result<(), String> {
    let expected = (vector.verdict.as_str(), vector.findings.clone());
    let body = B::from_json(&vector.input);
    same("from_json", &expected, &judged(&body))?;
    same("check_json", &expected, &judged(&B::check_json(&vector.input)))?;
    same("is_valid_json", vector.is_valid(), B::is_valid_json(&vector.input))?;
    if let (Some(written), Ok(body)) = (&vector.written, &body) {
        same("from_json, written", written, &serde_json::to_string(body).unwrap())?;
    }
    Ok(())
}

#[test]
fn serde() {
    for_all_vectors!(through_serde);
}

fn through_serde<B: Body>(vector: &Vector) -> Result<(), String> {
    if vector.not_comparable.contains("serde_json") {
        return Ok(());
    }
    let body = serde_json::from_slice::<B>(&vector.input);
    same("serde_json::from_slice", vector.is_valid(), body.is_ok())?;
    if let Ok(text) = std::str::from_utf8(&vector.input) {
        same("serde_json::from_str", vector.is_valid(), serde_json::from_str::<B>(text).is_ok())?;
    }
    if let (Some(written), Ok(body)) = (&vector.written, body) {
        same("serde_json::from_slice, written", written, &serde_json::to_string(&body).unwrap())?;
    }
    if vector.has_tree() {
        let tree = serde_json::from_slice::<Value>(&vector.input).map_err(|error| format!("tree: {error}"))?;
        same("serde_json::from_value", vector.is_valid(), serde_json::from_value::<B>(tree).is_ok())?;
    }
    Ok(())
}

#[cfg(feature = "json")]
#[test]
fn from_value_and_check_value() {
    for_all_vectors!(tree);
}

#[cfg(feature = "json")]
fn tree<B: Body>(vector: &Vector) -> Result<(), String> {
    if !vector.has_tree() {
        return Ok(());
    }
    let tree: Value = serde_json::from_slice(&vector.input).map_err(|error| format!("tree: {error}"))?;
    let checked = B::check_value(&tree);
    let found = checked.as_ref().err().map_or_else(Vec::new, |violations| violation_findings(violations));
    same("check_value", &vector.findings, &found)?;
    let read = B::from_value(&tree);
    same("from_value", checked.err(), read.as_ref().err().cloned())?;
    if let (Some(written), Ok(body)) = (&vector.written, read) {
        same("from_value, written", written, &serde_json::to_string(&body).unwrap())?;
    }
    Ok(())
}

#[cfg(feature = "lint")]
#[test]
fn linter() {
    for_all_vectors!(linted);
}

/// The warnings that the contract asks of a linter: R3, R4 and R7.
#[cfg(feature = "lint")]
const WARNINGS: [Rule; 3] = [Rule::Utf16Length, Rule::IntegerRounded, Rule::UnknownMember];

/// The linter with a given kind: the input as a file, as an item of an array, and as a line unless
/// it contains a line feed.
#[cfg(feature = "lint")]
fn linted<B: Body>(vector: &Vector) -> Result<(), String> {
    use contact_schema::lint::{DocumentReport, Linter};

    let found = |text: &[u8], is_ndjson: bool| {
        let mut linter = Linter::new().kind(B::KIND);
        let (mut findings, mut warnings) = (Findings::new(), Findings::new());
        let mut each = |document: DocumentReport| {
            for finding in document.findings {
                let said = if finding.severity() == Severity::Warning { &mut warnings } else { &mut findings };
                if finding.severity() != Severity::Warning || WARNINGS.contains(&finding.rule) {
                    let message = (finding.severity() != Severity::Warning).then(|| finding.message.to_string());
                    let rule = finding.rule.as_str().to_owned();
                    said.push(Finding { rule, pointer: finding.pointer().map(String::from), message, params: None });
                }
            }
        };
        if is_ndjson {
            linter.ndjson(text, &mut each);
        } else {
            linter.json(text, &mut each);
        }
        findings.sort();
        warnings.sort();
        // The vectors do not say which warnings an invalid document gets.
        warnings.retain(|_| vector.is_valid());
        (linter.summary().documents, linter.summary().invalid, findings, warnings)
    };
    let (input, invalid) = (&vector.input, u64::from(!vector.is_valid()));
    // Findings of the linter have a message, but no parameters.
    let expected: Findings =
        vector.findings.iter().map(|finding| Finding { params: None, ..finding.clone() }).collect();
    // An array is a list of documents, and a blank line is not a document.
    if !input.trim_ascii_start().starts_with(b"[") {
        same("a file", (1, invalid, expected.clone(), vector.warnings.clone()), found(input, false))?;
    }
    if !input.contains(&b'\n') && !input.trim_ascii().is_empty() {
        same("a line", (1, invalid, expected.clone(), vector.warnings.clone()), found(input, true))?;
    }
    if vector.verdict != "syntax" {
        let bad = b"{\"notify\": 1, \"id\": 1.5}";
        let (_, _, mut findings, mut warnings) = found(bad, false);
        findings.extend_from_slice(&expected);
        warnings.extend_from_slice(&vector.warnings);
        findings.sort();
        warnings.sort();
        let array = [b"[", &bad[..], b", ", input, b"]"].concat();
        same("an item", (2, 1 + invalid, findings, warnings), found(&array, false))?;
    }
    Ok(())
}

#[test]
fn constructors() {
    for_all_vectors!(constructed);
}

/// Calls the constructor of each member's type with the value in the document.
fn constructed<B: Body>(vector: &Vector) -> Result<(), String> {
    let tree = if vector.has_tree() { serde_json::from_slice(&vector.input).ok() } else { None };
    let Some(Value::Object(members)) = tree else { return Ok(()) };
    let schema: Value = serde_json::from_str(B::SCHEMA).unwrap();
    let refused = |name: &str| vector.pointers().iter().any(|pointer| pointer.split('/').nth(1) == Some(name));
    for (name, value) in &members {
        let is_valid = match (name.as_str(), value) {
            _ if schema["properties"].get(name).is_none() => continue,
            ("name", Value::String(text)) => Name::new(text.as_str()).is_ok(),
            ("email", Value::String(text)) => Email::new(text.as_str()).is_ok(),
            ("comment", Value::String(text)) => Comment::new(text.as_str()).is_ok(),
            ("notifyAt" | "updatedAt" | "createdAt", Value::String(text)) => Timestamp::new(text.as_str()).is_ok(),
            ("id", Value::Number(number)) if number.is_i64() => ContactId::new(number.as_i64().unwrap()).is_ok(),
            ("companyId", Value::Number(number)) if number.is_i64() => CompanyId::new(number.as_i64().unwrap()).is_ok(),
            ("phones", Value::Array(phones)) if phones.iter().all(Value::is_string) => {
                Phones::from_texts(phones.iter().filter_map(Value::as_str)).is_ok()
            }
            // No constructor accepts this JSON type.
            _ => continue,
        };
        same(name, !refused(name), is_valid)?;
    }
    Ok(())
}

#[test]
fn json_schema() {
    let validators = [UpdateContactRequest::SCHEMA, Contact::SCHEMA].map(|schema| {
        let schema = serde_json::from_str(schema).unwrap();
        jsonschema::options().should_validate_formats(false).build(&schema).unwrap()
    });
    let [request, contact] = &validators;
    let mut failures = Vec::new();
    for vector in vectors().iter().filter(|vector| vector.has_tree()) {
        let validator = if vector.body == UpdateContactRequest::NAME { request } else { contact };
        if let Err(why) = by_schema(vector, validator) {
            failures.push(format!("{}: {why}", vector.name));
        }
    }
    assert!(failures.is_empty(), "{} vectors fail:\n{}", failures.len(), failures.join("\n"));
}

fn by_schema(vector: &Vector, validator: &Validator) -> Result<(), String> {
    let tree: Value = serde_json::from_slice(&vector.input).map_err(|error| format!("tree: {error}"))?;
    same("jsonschema", vector.is_valid(), validator.is_valid(&tree))?;
    // For a missing member, jsonschema reports the object that should contain it.
    let pointers = validator.iter_errors(&tree).map(|error| match error.kind() {
        ValidationErrorKind::Required { property } => {
            format!("{}/{}", error.instance_path(), property.as_str().unwrap_or_default())
        }
        _ => error.instance_path().to_string(),
    });
    same("jsonschema, pointers", vector.pointers(), pointers.collect())
}

#[test]
fn files_match_their_schema() {
    let schema: Value = serde_json::from_str(include_str!("conformance/vectors.schema.json")).unwrap();
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    for (name, file) in files() {
        let errors: Vec<_> =
            validator.iter_errors(&file).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{name}.json: {}", errors.join("\n"));
        assert_eq!(file["group"], name.as_str(), "the group must have the name of its file");
    }
}

/// `JSON.parse` keeps the last of several equal members, lone surrogates and any depth, and its
/// input was decoded before, so invalid UTF-8 is gone. All duplicates are hidden. The other faults
/// are hidden only if the rest of the document is valid JSON.
#[test]
fn faults_that_json_parse_hides_are_marked() {
    for vector in vectors() {
        let hidden = vector.hidden_by_json_parse.as_deref();
        assert_eq!(hidden == Some("duplicate-member"), vector.has(Rule::DuplicateMember), "{}", vector.name);
        let is_right = match hidden {
            None | Some("duplicate-member") => true,
            Some("lone-surrogate") => vector.has(Rule::JsonLoneSurrogate),
            Some("invalid-utf8") => vector.has(Rule::JsonInvalidUtf8),
            Some("nesting") => vector.has(Rule::JsonTooDeep),
            Some(_) => false,
        };
        assert!(is_right, "{}", vector.name);
    }
}

#[test]
fn names_are_unique() {
    let mut seen = BTreeSet::new();
    for vector in vectors() {
        assert!(seen.insert(vector.name.clone()), "two vectors have the name {:?}", vector.name);
    }
}

#[test]
fn inputs_are_unique() {
    let mut seen = BTreeMap::new();
    for vector in vectors() {
        if let Some(other) = seen.insert((vector.body.clone(), vector.input.clone()), vector.name.clone()) {
            panic!("{other:?} and {:?} have the same input", vector.name);
        }
    }
}

#[test]
fn every_reading_and_every_rule_has_a_vector() {
    let vectors = vectors();
    for reading in READINGS {
        assert!(vectors.iter().any(|vector| vector.reading.as_deref() == Some(reading)), "no vector for {reading}");
    }
    let judged = |rule: &&Rule| matches!(rule.severity(), Severity::Violation | Severity::Syntax);
    for rule in ["utf16-length", "integer-rounded", "unknown-member"] {
        let warned = |body: &str| {
            let of_body =
                |vector: &&Vector| vector.body == body && vector.warnings.iter().any(|warning| warning.rule == rule);
            vectors.iter().filter(of_body).count()
        };
        // A request has no integers.
        assert!(warned("contact") > 0 && (warned("request") > 0 || rule == "integer-rounded"), "no vector for {rule}");
    }
    for rule in Rule::ALL.iter().filter(judged) {
        // The caller sets the limit on the length, so no document exceeds it by itself. Rules of
        // calls are not about documents: see `tests/http.rs`.
        if *rule != Rule::DocumentTooLarge && !rule.as_str().starts_with("http-") {
            assert!(vectors.iter().any(|vector| vector.has(*rule)), "no vector for {rule}");
        }
    }
    for vector in &vectors {
        for Finding { rule: id, .. } in &vector.warnings {
            assert_eq!(id.parse().map(Rule::severity), Ok(Severity::Warning), "{}", vector.name);
        }
        for Finding { rule: id, .. } in &vector.findings {
            let rule: Rule = id.parse().unwrap_or_else(|_| panic!("{}: no rule has the id {id}", vector.name));
            let severity = if vector.verdict == "syntax" { Severity::Syntax } else { Severity::Violation };
            assert_eq!(rule.severity(), severity, "{}", vector.name);
        }
    }
}

/// Returns the text of `tests/conformance/faults.json`: one vector for each fault in the table.
fn vectors_of_faults() -> String {
    let contact = |member: &str, value: &str| {
        let mut members = String::new();
        for (name, valid) in [
            ("id", "7"),
            ("name", "\"Grace\""),
            ("email", "null"),
            ("phones", "[]"),
            ("comment", "null"),
            ("companyId", "8"),
            ("notifyAt", "\"2031-07-14T09:26:53.589Z\""),
            ("updatedAt", "\"2031-07-14T09:26Z\""),
            ("createdAt", "\"2031-07-14T09:26:53Z\""),
        ] {
            let separator = if members.is_empty() { "" } else { ", " };
            members += &format!("{separator}\"{name}\": {}", if name == member { value } else { valid });
        }
        format!("{{{members}}}")
    };
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    let emails = faults::EMAIL.iter().map(|fault| {
        let email = fault.break_email("grace.hopper@sales.example.net", 3).text;
        (fault, "R1", "request", "email", format!("{{\"notify\": false, \"email\": {}}}", quoted(&email)))
    });
    let timestamps = faults::TIMESTAMP.iter().map(|fault| {
        let timestamp = fault.break_timestamp("2031-07-14T09:26:53.589Z", 3).text;
        (fault, "R2", "contact", "createdAt", contact("createdAt", &quoted(&timestamp)))
    });
    let integers = faults::INTEGER.iter().map(|fault| {
        let number = fault.fill(|_| "").text;
        (fault, "R4", "contact", "companyId", contact("companyId", &number))
    });
    // The table has the rule and the place. The messages come from the crate, as in the other
    // files.
    let words = |body: &str, input: &str| {
        let error = match body {
            "request" => UpdateContactRequest::check_json(input.as_bytes()).unwrap_err(),
            _ => Contact::check_json(input.as_bytes()).unwrap_err(),
        };
        let [Finding { message: Some(message), params: Some(params), .. }] = &findings(&error).1[..] else {
            panic!("expected one finding in {input}, found {error}");
        };
        format!("\"message\": {}, \"params\": {params}", quoted(message))
    };
    let vectors = emails.chain(timestamps).chain(integers).map(|(fault, reading, body, member, input)| {
        format!(
            "    {{\"name\": {}, \"reading\": \"{reading}\", \"body\": \"{body}\", \"input\": {}, \"verdict\": \"violations\", \
             \"findings\": [{{\"rule\": \"{}\", \"pointer\": \"/{member}\", {}}}]}}",
            quoted(&format!("faults: {}", fault.label)),
            quoted(&input),
            fault.rule,
            words(body, &input),
        )
    });
    let head = "{\n  \"$schema\": \"vectors.schema.json\",\n  \"group\": \"faults\",\n  \"description\": \"Each way to break a rule \
                of emails, timestamps and integers that the strategies, the fuzz targets and the generator of records use.\",\n  \
                \"vectors\": [\n";
    format!("{head}{}\n  ]\n}}\n", vectors.collect::<Vec<_>>().join(",\n"))
}

/// With `UPDATE_VECTORS` set, writes the file.
#[test]
fn every_fault_of_the_table_has_a_vector() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/faults.json");
    let expected = vectors_of_faults();
    if std::env::var_os("UPDATE_VECTORS").is_some() {
        fs::write(&file, &expected).unwrap();
    }
    let found = fs::read_to_string(&file).unwrap();
    assert!(found == expected, "faults.json differs from the table; UPDATE_VECTORS=1 writes it again");
}

#[test]
fn labels_of_faults_are_unique() {
    let mut seen = BTreeSet::new();
    for fault in [faults::EMAIL, faults::TIMESTAMP, faults::INTEGER].into_iter().flatten() {
        assert!(seen.insert(fault.label), "two faults have the label {:?}", fault.label);
    }
}
