//! Errors of reading hold no values (R11): every type of the crate, in every format.

use std::collections::BTreeMap;

use contact_schema::problem::Problem;
use contact_schema::{
    CharacterClass, Comment, CompanyId, Contact, ContactId, Email, EmailPart, InvalidEmail, InvalidId,
    InvalidTimestamp, JsonType, Name, Phone, Phones, Pointer, Rule, Span, Timestamp, TimestampField,
    UpdateContactRequest, Violation, ViolationKind, Violations,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

const TEXT: &str = "Qx7Zk";
const NUMBER: i64 = 442_079_460_018;

/// A value in each format that can write it. It is a member, because some formats have only maps at
/// the root.
struct Document {
    tree: Value,
    json: String,
    yaml: String,
    ron: String,
    message_pack: Vec<u8>,
    cbor: Vec<u8>,
    bson: Option<Vec<u8>>,
    toml: Option<String>,
    urlencoded: Option<String>,
    qs: Option<String>,
    serde_value: serde_value::Value,
    figment: figment::Figment,
    config: config::Config,
}

impl Document {
    fn new(value: &Value) -> Self {
        let tree = json!({ "v": value });
        let json = tree.to_string();
        // With `arbitrary_precision`, serde_json writes a number in other formats as a map.
        let plain: serde_yaml_ng::Value = serde_yaml_ng::from_str(&json).unwrap();
        let mut cbor = Vec::new();
        ciborium::into_writer(&plain, &mut cbor).unwrap();
        Self {
            json,
            yaml: serde_yaml_ng::to_string(&plain).unwrap(),
            ron: ron::to_string(&plain).unwrap(),
            message_pack: rmp_serde::to_vec(&plain).unwrap(),
            cbor,
            bson: bson::serialize_to_vec(&plain).ok(),
            toml: toml::to_string(&plain).ok(),
            urlencoded: serde_urlencoded::to_string(&plain).ok(),
            qs: serde_qs::to_string(&plain).ok(),
            serde_value: serde_value::to_value(&plain).unwrap(),
            figment: figment::Figment::from(figment::providers::Serialized::defaults(&plain)),
            config: config::Config::try_from(&plain).unwrap(),
            tree,
        }
    }

    /// Reads the value as `T` from each format, and returns the errors.
    fn errors<T: DeserializeOwned>(&self) -> Vec<(&'static str, String)> {
        fn error<T, E: ToString>(read: Result<BTreeMap<String, T>, E>) -> Option<String> {
            read.err().map(|error| error.to_string())
        }
        let (toml, form) = (self.toml.as_deref(), self.urlencoded.as_deref());
        let errors = [
            ("JSON", error::<T, _>(serde_json::from_str(&self.json))),
            ("JSON from a reader", error::<T, _>(serde_json::from_reader(self.json.as_bytes()))),
            ("JSON tree", error::<T, _>(serde_json::from_value(self.tree.clone()))),
            ("JSON5", error::<T, _>(json5::from_str(&self.json))),
            ("YAML", error::<T, _>(serde_yaml_ng::from_str(&self.yaml))),
            ("RON", error::<T, _>(ron::from_str(&self.ron))),
            ("RON tree", error::<T, _>(ron::from_str::<ron::Value>(&self.ron).unwrap().into_rust())),
            ("MessagePack", error::<T, _>(rmp_serde::from_slice(&self.message_pack))),
            ("CBOR", error::<T, _>(ciborium::from_reader(&self.cbor[..]))),
            ("BSON", self.bson.as_deref().and_then(|bytes| error::<T, _>(bson::deserialize_from_slice(bytes)))),
            // `Display` shows the line of the document around this message.
            (
                "TOML",
                toml.and_then(|text| error::<T, _>(toml::from_str(text).map_err(|error| error.message().to_owned()))),
            ),
            ("TOML tree", toml.and_then(|text| error::<T, _>(text.parse::<toml::Table>().unwrap().try_into()))),
            ("urlencoded", form.and_then(|text| error::<T, _>(serde_urlencoded::from_str(text)))),
            ("form", form.and_then(|text| error::<T, _>(serde_html_form::from_str(text)))),
            ("serde-value", error::<T, _>(self.serde_value.clone().deserialize_into())),
            ("figment", error::<T, _>(self.figment.extract())),
            ("config", error::<T, _>(self.config.clone().try_deserialize())),
            ("qs", self.qs.as_deref().and_then(|text| error::<T, _>(serde_qs::from_str(text)))),
        ];
        errors.into_iter().filter_map(|(format, error)| Some((format, error?))).collect()
    }
}

/// Values that some type does not accept, at every depth of a violation.
fn values() -> Vec<Value> {
    let atoms =
        [json!(TEXT), json!(NUMBER), json!(-NUMBER), json!(44_207_946.001_8), json!([TEXT]), json!({ TEXT: TEXT })];
    let mut values = Vec::new();
    for atom in &atoms {
        let kinds = [
            json!({ "wrong-type": { "expected": atom, "nullable": true, "found": "null" } }),
            json!({ "wrong-type": { "expected": "null", "nullable": atom, "found": "null" } }),
            json!({ "wrong-type": atom }),
            json!({ "missing-member": { "member": atom } }),
            json!({ "duplicate-member": { "member": "name", "first": { "start": atom, "end": 1 } } }),
            json!({ "duplicate-member": { "member": "name", "first": atom } }),
            json!({ "too-long": { "length": atom, "max": 1 } }),
            json!({ "id": atom }),
            json!({ "email": atom }),
            json!({ "email": { "consecutive-dots": { "at": atom } } }),
            json!({ "email": { "character": { "at": 1, "length": 1, "part": atom, "found": atom } } }),
            json!({ "timestamp": { "separator": { "at": 1, "expected": atom } } }),
            json!({ "timestamp": { "digit": { "at": 1, "field": atom } } }),
            json!({ "timestamp": { "offset": { "at": 1, "len": 1, "utc": atom } } }),
            json!({ "offset": { "at": 1, "len": 1, "utc": atom } }),
            json!({ "timestamp": { "out-of-range": { "at": 1, "field": "day", "found": atom, "min": 1, "max": 1 } } }),
            json!({ "consecutive-dots": { "at": atom } }),
            json!({ "separator": { "at": 1, "expected": atom } }),
            atom.clone(),
        ];
        for kind in kinds {
            let violation = json!({ "pointer": "", "span": null, "kind": kind });
            values.extend([kind, json!({ "violations": [violation], "total": 1 }), violation]);
        }
        for violation in [
            json!({ "pointer": atom, "span": null, "kind": { "id": "out-of-range" } }),
            json!({ "pointer": "", "span": atom, "kind": { "id": "out-of-range" } }),
        ] {
            values.extend([violation.clone(), json!({ "violations": [violation], "total": 1 })]);
        }
        values.extend([
            json!([]),
            json!({ "violations": [[]], "total": 1 }),
            json!({ "violations": atom, "total": 1 }),
            json!({ "violations": [atom], "total": 1 }),
            json!({ "violations": [], "total": atom }),
            json!({ "start": atom, "end": 1 }),
            json!({ "start": 1, "end": atom }),
            json!([atom, 1]),
            json!({ "notify": atom, "name": atom }),
            json!({ "notify": true, "phones": [atom] }),
            json!({ "notify": true, "phones": [[atom]] }),
        ]);
    }
    values
}

/// Returns the number of errors, after a check of each.
fn check<T: DeserializeOwned>(values: &[Document]) -> usize {
    let name = std::any::type_name::<T>();
    let (mut count, mut echoes) = (0, Vec::new());
    for value in values {
        for (format, error) in value.errors::<T>() {
            if [TEXT, "44207946", "Written", "Public"].iter().any(|secret| error.contains(secret)) {
                echoes.push(format!("{format}, {name}, {}: {error}", value.json));
            }
            count += 1;
        }
    }
    assert!(echoes.is_empty(), "{} of {count} errors:\n{}", echoes.len(), echoes[..echoes.len().min(20)].join("\n"));
    count
}

#[test]
fn no_type_repeats_a_value() {
    let values = values().iter().map(Document::new).collect::<Vec<_>>();
    let counts = [
        check::<Violations>(&values),
        check::<Violation>(&values),
        check::<ViolationKind>(&values),
        check::<InvalidId>(&values),
        check::<InvalidEmail>(&values),
        check::<EmailPart>(&values),
        check::<CharacterClass>(&values),
        check::<InvalidTimestamp>(&values),
        check::<TimestampField>(&values),
        check::<JsonType>(&values),
        check::<Rule>(&values),
        check::<Pointer>(&values),
        check::<Span>(&values),
        check::<Problem>(&values),
        check::<Contact>(&values),
        check::<UpdateContactRequest>(&values),
        check::<ContactId>(&values),
        check::<CompanyId>(&values),
        check::<Name>(&values),
        check::<Email>(&values),
        check::<Phone>(&values),
        check::<Phones>(&values),
        check::<Comment>(&values),
        check::<Timestamp>(&values),
    ];
    assert!(counts.iter().all(|&count| count > 50), "{counts:?}");
}

/// A replaced message keeps the position, and no other rest of the format's message.
#[test]
fn replaced_messages_have_no_rests() {
    fn error<T, E: ToString>(read: Result<T, E>) -> String {
        read.err().unwrap().to_string()
    }
    type Request = UpdateContactRequest;
    let message = "/notify: expected a boolean, found a string";
    let document = json!({ "notify": "at line 1 column 2" });
    let text = document.to_string();
    assert_eq!(error(serde_json::from_value::<Request>(document.clone())), message);
    assert_eq!(error(serde_json::from_str::<Request>(&text)), format!("{message} at line 1 column 30"));
    assert_eq!(error(serde_yaml_ng::from_str::<Request>(&text)), format!("{message} at line 1 column 11"));
    assert_eq!(error(json5::from_str::<Request>(&text)), message);
    let read = toml::from_str::<Request>("notify = 'at line 1 column 2'");
    assert_eq!(read.unwrap_err().message(), message);
    // BSON has a text around each message.
    let bytes = bson::serialize_to_vec(&document).unwrap();
    let around = error(bson::deserialize_from_slice::<BTreeMap<String, Broken>>(&bytes));
    assert_eq!(error(bson::deserialize_from_slice::<Request>(&bytes)), around.replace("broken", message));

    let message = "expected a string, found another value";
    assert_eq!(error(ciborium::from_reader::<Name, _>(&[0x40][..])), format!("Semantic(None, {message:?})"));
    let message = "expected a number, found a string";
    assert_eq!(error(ciborium::from_reader::<ContactId, _>(&[0x61, 0x37][..])), format!("Semantic(None, {message:?})"));
    let message = "/notify: expected a boolean, found another value";
    assert_eq!(error(rmp_serde::from_slice::<Request>(&rmp_serde::to_vec(&document).unwrap())), message);
}

/// toml puts a line of the document before its message. No text of that line changes the message.
#[test]
fn a_line_of_the_document_is_not_the_message() {
    let message = |text: &str| toml::from_str::<UpdateContactRequest>(text).unwrap_err().message().to_owned();
    for value in ["invalid type: map", "invalid value: x", "unexpected keys", "at line 1 column 2"] {
        let text = format!("notify = true\nemail = '{value}'\n");
        assert!(message(&text).starts_with("/email: expected letters"), "{}", message(&text));
        let text = format!("name = '{value}'\n");
        assert_eq!(message(&text), "expected the member `notify`, found the end of the object");
        let text = format!("notify = '{value}'\n");
        assert_eq!(message(&text), "/notify: expected a boolean, found a string");
        let email = Email::deserialize(toml::de::ValueDeserializer::parse(&format!("'{value}'")).unwrap());
        assert!(email.unwrap_err().message().starts_with("expected letters"));
        let id = ContactId::deserialize(toml::de::ValueDeserializer::parse(&format!("'{value}'")).unwrap());
        assert_eq!(id.unwrap_err().message(), "expected a number, found a string");
    }
}

/// Cannot be read: the error is `broken`.
#[derive(Debug)]
struct Broken;

impl<'de> Deserialize<'de> for Broken {
    fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(serde::de::Error::custom("broken"))
    }
}
