//! Valid bodies, and bodies made from them with one fault, of which the rule and the place are known.

use arbitrary::Arbitrary;
use contact_schema::Rule;
use serde_json::{Value, json};

use crate::body::Body;

/// Which member to break, how, and how to write the document.
#[derive(Clone, Copy, Debug, Arbitrary)]
pub struct Choices {
    member: u8,
    fault: u8,
    detail: u8,
    rotate: u8,
    escape_names: bool,
    spaces: bool,
    unknown: bool,
}

/// A document with its one fault; none if it is valid.
pub struct NearMiss {
    pub json: String,
    pub fault: Option<(Rule, String)>,
}

/// A fault of one member: the values that the member has instead (none: it is missing; two: it is there again), the rule, and
/// the place within the member.
type Fault = (Vec<Value>, Rule, String);

impl NearMiss {
    pub fn new<B: Body>(body: &B, choices: Choices) -> Self {
        let Ok(Value::Object(body)) = serde_json::to_value(body) else { panic!("a body is an object") };
        let properties = B::schema()["properties"].as_object().expect("the schema has properties");
        let (name, property) = pick(&properties.iter().collect::<Vec<_>>(), choices.member);
        let required = B::schema()["required"].as_array().is_some_and(|names| names.contains(&json!(name)));
        let fault = fault(name, property, required, body.get(name), choices);

        let mut members: Vec<_> = body.into_iter().collect();
        let fault = fault.map(|(values, rule, within)| {
            members.retain(|(other, _)| other != name);
            members.extend(values.into_iter().map(|value| (name.clone(), value)));
            (rule, format!("/{name}{within}"))
        });
        if choices.unknown {
            members.push((String::from("x/~notify"), json!([{"notify": 1, "id": null}])));
        }
        let middle = usize::from(choices.rotate) % members.len().max(1);
        members.rotate_left(middle);
        Self { json: write(&members, choices), fault }
    }
}

fn write(members: &[(String, Value)], choices: Choices) -> String {
    let space = if choices.spaces { "\r\n\t " } else { "" };
    let name = |name: &str| match choices.escape_names {
        true => name.bytes().map(|byte| format!("\\u{byte:04X}")).collect(),
        false => name.to_owned(),
    };
    let member = |(key, value): &(String, Value)| format!("{space}\"{}\"{space}:{space}{value}{space}", name(key));
    let members: Vec<_> = members.iter().map(member).collect();
    format!("{space}{{{space}{}}}{space}", members.join(","))
}

/// A fault of the member, or none.
fn fault(name: &str, property: &Value, required: bool, value: Option<&Value>, choices: Choices) -> Option<Fault> {
    let whole = |value: Value, rule| Some((vec![value], rule, String::new()));
    match choices.fault % 8 {
        0 => None,
        1 if required => Some((vec![], Rule::MissingMember, String::new())),
        2 => value.map(|value| (vec![value.clone(), value.clone()], Rule::DuplicateMember, String::new())),
        3 => {
            let types = &property["type"];
            let others: Vec<_> = [
                ("null", json!(null)),
                ("boolean", json!(false)),
                ("integer", json!(1)),
                ("string", json!("1")),
                ("array", json!([["1"]])),
                ("object", json!({"0": 1})),
            ]
            .into_iter()
            .filter(|(name, _)| types != name && !types.as_array().is_some_and(|types| types.contains(&json!(name))))
            .collect();
            whole(pick(&others, choices.detail).1, Rule::WrongType)
        }
        _ => match name {
            "notify" => None,
            "id" | "companyId" => {
                let (number, rule) = pick(INTEGERS, choices.detail);
                whole(serde_json::from_str(number).expect("a number"), rule)
            }
            "email" => {
                let email = value.and_then(Value::as_str).filter(|email| email.len() < 200).unwrap_or("a@b.cd");
                let (email, rule) = email_fault(email, choices.detail);
                whole(json!(email), rule)
            }
            "notifyAt" | "updatedAt" | "createdAt" => {
                let timestamp = value.and_then(Value::as_str).unwrap_or("2024-02-29T00:00:00.5Z");
                let (timestamp, rule) = timestamp_fault(timestamp, choices.detail);
                whole(json!(timestamp), rule)
            }
            "phones" => Some(phones_fault(property, value, choices.detail)),
            _ => whole(json!(too_long(property, choices.detail)), Rule::TooLong),
        },
    }
}

const INTEGERS: &[(&str, Rule)] = &[
    ("9007199254740992", Rule::IntegerOutOfRange),
    ("-9007199254740992", Rule::IntegerOutOfRange),
    ("9007199254740992.0", Rule::IntegerOutOfRange),
    ("18446744073709551616", Rule::IntegerOutOfRange),
    ("1e300", Rule::IntegerOutOfRange),
    ("1.5", Rule::IntegerNotIntegral),
    ("4503599627370495.5", Rule::IntegerNotIntegral),
    ("-1e-7", Rule::IntegerNotIntegral),
];

fn email_fault(email: &str, choice: u8) -> (String, Rule) {
    let (local_part, domain) = email.split_once('@').expect("an email is valid");
    let faults = [
        (format!("@{domain}"), Rule::EmailLocalPart),
        (format!(".{email}"), Rule::EmailLeadingDot),
        (format!("a..{email}"), Rule::EmailConsecutiveDots),
        (format!("é{email}"), Rule::EmailCharacter),
        (format!("{email}\n"), Rule::EmailCharacter),
        (format!("{local_part} @{domain}"), Rule::EmailCharacter),
        (format!("{local_part}.@{domain}"), Rule::EmailLocalPartEnd),
        (format!("{local_part}'@{domain}"), Rule::EmailLocalPartEnd),
        (format!("{local_part}{domain}"), Rule::EmailMissingAt),
        (format!("{email}@{domain}"), Rule::EmailSecondAt),
        (format!("{local_part}@.{domain}"), Rule::EmailLabelEmpty),
        (format!("{email}."), Rule::EmailLabelEmpty),
        (format!("{local_part}@-{domain}"), Rule::EmailLabelHyphen),
        (format!("{local_part}@localhost"), Rule::EmailDomainDot),
        (format!("{email}.x"), Rule::EmailTopLevelShort),
        (format!("{email}1"), Rule::EmailTopLevelLetters),
        (format!("{email}-"), Rule::EmailTopLevelLetters),
        (format!("{}{email}", "x".repeat(251 - email.len())), Rule::TooLong),
    ];
    pick(&faults, choice)
}

fn timestamp_fault(timestamp: &str, choice: u8) -> (String, Rule) {
    let with = |at: usize, part: &str| format!("{}{part}{}", &timestamp[..at], &timestamp[at + part.len()..]);
    let date = &timestamp[..10];
    let to_minute = &timestamp[..16];
    let local = &timestamp[..timestamp.len() - 1];
    let faults = [
        (with(0, "x"), Rule::TimestampDigit),
        (format!("{to_minute}:00.Z"), Rule::TimestampDigit),
        (with(4, "/"), Rule::TimestampSeparator),
        (with(10, " "), Rule::TimestampSeparator),
        (date.to_owned(), Rule::TimestampSeparator),
        (with(5, "00"), Rule::TimestampMonth),
        (with(5, "13"), Rule::TimestampMonth),
        (with(8, "00"), Rule::TimestampDay),
        (with(8, "32"), Rule::TimestampDay),
        (format!("2024-02-30{}", &timestamp[10..]), Rule::TimestampDay),
        (format!("1900-02-29{}", &timestamp[10..]), Rule::TimestampLeapDay),
        (with(11, "24"), Rule::TimestampHour),
        (with(14, "60"), Rule::TimestampMinute),
        (format!("{to_minute}:60Z"), Rule::TimestampSecond),
        (with(10, "t"), Rule::TimestampLowerCase),
        (format!("{local}z"), Rule::TimestampLowerCase),
        (format!("{local}+00:00"), Rule::TimestampOffset),
        (local.to_owned(), Rule::TimestampZone),
        (format!("{timestamp}\n"), Rule::TimestampTrailing),
    ];
    pick(&faults, choice)
}

fn phones_fault(property: &Value, phones: Option<&Value>, choice: u8) -> Fault {
    let mut phones = phones.and_then(Value::as_array).cloned().unwrap_or_default();
    let max = property["maxItems"].as_u64().expect("a limit") as usize;
    if choice.is_multiple_of(3) {
        phones.resize(max + 1 + usize::from(choice / 3), json!("112"));
        return (vec![Value::Array(phones)], Rule::TooManyItems, String::new());
    }
    phones.truncate(max - 1);
    let at = usize::from(choice) % (phones.len() + 1);
    let (phone, rule) = match choice % 3 {
        1 => (json!(null), Rule::WrongType),
        _ => (json!(too_long(&property["items"], choice)), Rule::TooLong),
    };
    phones.insert(at, phone);
    (vec![Value::Array(phones)], rule, format!("/{at}"))
}

fn too_long(property: &Value, choice: u8) -> String {
    let max = property["maxLength"].as_u64().expect("a limit") as usize;
    pick(&["x", "é", "\u{1F600}", "\"", "\0"], choice).repeat(max + 1 + usize::from(choice / 5))
}

fn pick<T: Clone>(among: &[T], choice: u8) -> T {
    among[usize::from(choice) % among.len()].clone()
}
