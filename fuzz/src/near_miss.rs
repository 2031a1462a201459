//! Makes valid bodies, and bodies with one fault of a known rule and place.

use arbitrary::Arbitrary;
use contact_schema::testing::faults::{self, Faulty};
use contact_schema::{Email, JsonType, Rule};
use serde_json::{Value, json};

use crate::body::Body;

/// The member to break, the fault, and the spelling of the document.
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

impl Choices {
    /// Chooses among the variants of a fault.
    fn way(self) -> usize {
        usize::from(self.rotate) << 8 | usize::from(self.detail)
    }
}

/// A document with one fault, or without.
pub struct NearMiss {
    pub json: String,
    pub fault: Option<(Rule, String)>,
}

/// A fault of one member: its values (none: it is missing; two: it is repeated), the rule, and the
/// place within the member.
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

/// Returns a fault of the member, or none.
fn fault(name: &str, property: &Value, required: bool, value: Option<&Value>, choices: Choices) -> Option<Fault> {
    let whole = |value: Value, rule| Some((vec![value], rule, String::new()));
    match choices.fault % 8 {
        0 => None,
        1 if required => Some((vec![], Rule::MissingMember, String::new())),
        2 => value.map(|value| (vec![value.clone(), value.clone()], Rule::DuplicateMember, String::new())),
        3 => {
            let types = &property["type"];
            let is_valid =
                |name: &str| types == name || types.as_array().is_some_and(|types| types.contains(&json!(name)));
            let others: Vec<_> = faults::BY_TYPE.iter().filter(|(found, _)| !is_valid(schema_name(*found))).collect();
            let literal = pick(pick(&others, choices.detail).1, choices.rotate);
            whole(serde_json::from_str(literal).expect("JSON"), Rule::WrongType)
        }
        _ => match name {
            "notify" => None,
            "id" | "companyId" => {
                let Faulty { text, rule, .. } = pick(faults::INTEGER, choices.detail).fill(|_| "");
                whole(serde_json::from_str(&text).expect("a number"), rule)
            }
            "email" => {
                let fits = |email: &&str| email.len() < 100;
                let email = value.and_then(Value::as_str).filter(fits).unwrap_or("a@b.cd");
                let Faulty { text, rule, .. } = match choices.detail {
                    0 => faults::too_long(Email::MAX_CHARS - email.len(), 1, 0),
                    detail => pick(faults::EMAIL, detail).break_email(email, choices.way()),
                };
                whole(json!(if rule == Rule::TooLong { text + email } else { text }), rule)
            }
            "notifyAt" | "updatedAt" | "createdAt" => {
                let at = value.and_then(Value::as_str).unwrap_or("2024-02-29T00:00:00.5Z");
                let Faulty { text, rule, .. } =
                    pick(faults::TIMESTAMP, choices.detail).break_timestamp(at, choices.way());
                whole(json!(text), rule)
            }
            "phones" => Some(phones_fault(property, value, choices.detail)),
            _ => whole(json!(too_long(property, choices.detail)), Rule::TooLong),
        },
    }
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
    faults::too_long(max, 1 + usize::from(choice / 5), choice.into()).text
}

/// Returns the schemas' name of a type. All numbers in the bodies are integers.
fn schema_name(found: JsonType) -> &'static str {
    match found {
        JsonType::Null => "null",
        JsonType::Boolean => "boolean",
        JsonType::Number => "integer",
        JsonType::String => "string",
        JsonType::Array => "array",
        JsonType::Object => "object",
    }
}

fn pick<T: Clone>(among: &[T], choice: u8) -> T {
    among[usize::from(choice) % among.len()].clone()
}
