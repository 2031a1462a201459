//! Formats that have numbers of several kinds. R4 holds for each: a float that is a safe integer is
//! an id. JavaScript encoders write integers above 2^32 as floats in CBOR and MessagePack, and
//! every number as a double in BSON. YAML and JSON5 have one kind, as JSON has, but their readers
//! distinguish two.

use std::collections::BTreeMap;

use contact_schema::{Contact, ContactId, UpdateContactRequest};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::{Deserialize, ser::SerializeMap};

/// A number as an encoder writes it.
#[derive(Clone, Copy, Debug)]
enum Number {
    Integer(i64),
    Unsigned(u64),
    Double(f64),
    Single(f32),
    Text(&'static str),
}

impl Serialize for Number {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Integer(value) => serializer.serialize_i64(value),
            Self::Unsigned(value) => serializer.serialize_u64(value),
            Self::Double(value) => serializer.serialize_f64(value),
            Self::Single(value) => serializer.serialize_f32(value),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

const NUMBERS: [(Number, Option<i64>); 16] = [
    (Number::Integer(42), Some(42)),
    (Number::Integer(-7), Some(-7)),
    (Number::Integer(ContactId::MAX), Some(ContactId::MAX)),
    (Number::Integer(ContactId::MAX + 1), None),
    (Number::Integer(i64::MIN), None),
    (Number::Unsigned(7), Some(7)),
    (Number::Unsigned(1 << 53), None),
    (Number::Double(7.0), Some(7)),
    (Number::Double(4_294_967_296.0), Some(4_294_967_296)),
    (Number::Double(9_007_199_254_740_991.0), Some(ContactId::MAX)),
    (Number::Double(9_007_199_254_740_992.0), None),
    (Number::Double(-0.0), Some(0)),
    (Number::Double(1.5), None),
    (Number::Double(f64::INFINITY), None),
    (Number::Single(7.0), Some(7)),
    (Number::Text("7"), None),
];

/// A contact whose two ids are this number.
struct Document(Number);

impl Serialize for Document {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(10))?;
        map.serialize_entry("id", &self.0)?;
        map.serialize_entry("name", "Ada")?;
        map.serialize_entry("email", &None::<&str>)?;
        map.serialize_entry("phones", &["1"])?;
        map.serialize_entry("comment", "x")?;
        map.serialize_entry("companyId", &self.0)?;
        map.serialize_entry("other", &[self.0])?;
        for name in ["notifyAt", "updatedAt", "createdAt"] {
            map.serialize_entry(name, "2024-12-05T14:56Z")?;
        }
        map.end()
    }
}

trait Format {
    fn write<T: Serialize>(value: &T) -> Vec<u8>;
    fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String>;
}

struct Cbor;
struct MessagePack;
struct Bson;
struct BsonTree;
struct Yaml;
struct YamlTree;
struct Json5;

impl Format for Cbor {
    fn write<T: Serialize>(value: &T) -> Vec<u8> {
        let mut bytes = Vec::new();
        ciborium::into_writer(value, &mut bytes).unwrap();
        bytes
    }

    fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
        ciborium::from_reader(bytes).map_err(|error| error.to_string())
    }
}

impl Format for MessagePack {
    fn write<T: Serialize>(value: &T) -> Vec<u8> {
        rmp_serde::to_vec_named(value).unwrap()
    }

    fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
        rmp_serde::from_slice(bytes).map_err(|error| error.to_string())
    }
}

impl Format for Bson {
    fn write<T: Serialize>(value: &T) -> Vec<u8> {
        bson::serialize_to_vec(value).unwrap()
    }

    fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
        bson::deserialize_from_slice(bytes).map_err(|error| error.to_string())
    }
}

/// BSON as a document in memory.
impl Format for BsonTree {
    fn write<T: Serialize>(value: &T) -> Vec<u8> {
        Bson::write(value)
    }

    fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
        let document: bson::Document = bson::deserialize_from_slice(bytes).map_err(|error| error.to_string())?;
        bson::deserialize_from_document(document).map_err(|error| error.to_string())
    }
}

impl Format for Yaml {
    fn write<T: Serialize>(value: &T) -> Vec<u8> {
        serde_yaml_ng::to_string(value).unwrap().into_bytes()
    }

    fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
        serde_yaml_ng::from_slice(bytes).map_err(|error| error.to_string())
    }
}

/// YAML as a value in memory.
impl Format for YamlTree {
    fn write<T: Serialize>(value: &T) -> Vec<u8> {
        Yaml::write(value)
    }

    fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
        let value: serde_yaml_ng::Value = serde_yaml_ng::from_slice(bytes).map_err(|error| error.to_string())?;
        let borrowed = T::deserialize(&value).is_ok();
        let read = serde_yaml_ng::from_value(value).map_err(|error| error.to_string());
        assert_eq!(borrowed, read.is_ok());
        read
    }
}

impl Format for Json5 {
    fn write<T: Serialize>(value: &T) -> Vec<u8> {
        json5::to_string(value).unwrap().into_bytes()
    }

    fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
        json5::from_str(str::from_utf8(bytes).unwrap()).map_err(|error| error.to_string())
    }
}

#[derive(Deserialize)]
struct Flattened {
    #[serde(flatten)]
    contact: Contact,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Untagged {
    Contact(Box<Contact>),
}

fn every_number<F: Format>() {
    let format = std::any::type_name::<F>();
    for (number, expected) in NUMBERS {
        // BSON has no unsigned 64-bit integers.
        if matches!(number, Number::Unsigned(value) if i64::try_from(value).is_err()) {
            continue;
        }
        let bytes = F::write(&Document(number));
        let read = F::read::<Contact>(&bytes);
        let ids = read.as_ref().ok().map(|contact| (contact.id.get(), contact.company_id.get()));
        assert_eq!(ids, expected.map(|id| (id, id)), "{format}: {number:?}: {read:?}");
        let flattened = F::read::<Flattened>(&bytes).ok().map(|read| read.contact.id.get());
        assert_eq!(flattened, expected, "{format}: {number:?}, flatten");
        let untagged = F::read::<Untagged>(&bytes).ok().map(|Untagged::Contact(contact)| contact.id.get());
        assert_eq!(untagged, expected, "{format}: {number:?}, untagged");
    }
    // The output can be read back.
    for id in [0, 42, ContactId::MAX, ContactId::MIN] {
        let contact: Contact = F::read(&F::write(&Document(Number::Integer(id)))).unwrap();
        assert_eq!(F::read::<Contact>(&F::write(&contact)).unwrap(), contact);
    }
    for json in [r#"{"notify": true}"#, r#"{"notify": false, "email": null, "comment": "x", "name": "", "phones": []}"#]
    {
        let request = UpdateContactRequest::from_json(json.as_bytes()).unwrap();
        assert_eq!(F::read::<UpdateContactRequest>(&F::write(&request)).unwrap(), request, "{format}");
    }
}

#[test]
fn cbor() {
    every_number::<Cbor>();
}

/// CBOR can put a tag before any value. A derived `i64` ignores it.
#[test]
fn cbor_tags() {
    use ciborium::Value;
    let tag = |value| Value::Tag(1, Box::new(value));
    for (value, expected) in [
        (tag(Value::from(7)), Some(7)),
        (tag(tag(Value::from(-7))), Some(-7)),
        (tag(Value::from(7.0)), Some(7)),
        (tag(Value::from(1.5)), None),
        (tag(Value::from("7")), None),
        (tag(Value::Array(vec![Value::from(7)])), None),
        // Tags 2 and 3: integers of any length.
        (Value::Tag(2, Box::new(Value::Bytes(vec![1, 0]))), Some(256)),
        (Value::Tag(3, Box::new(Value::Bytes(vec![0xFF; 9]))), None),
    ] {
        let bytes = Cbor::write(&value);
        assert_eq!(Cbor::read::<ContactId>(&bytes).ok().map(ContactId::get), expected, "{value:?}");
        if value.as_tag().is_some_and(|(_, inner)| !inner.is_float()) {
            assert_eq!(Cbor::read::<i64>(&bytes).ok(), expected, "{value:?}");
        }
    }
    // A tag of YAML is part of the type.
    assert_eq!(Yaml::read::<ContactId>(b"!tag 7").unwrap_err(), "expected a number, found another value");
    assert!(Cbor::read::<ContactId>(&[0xC1; 100_000]).is_err());
}

#[test]
fn message_pack() {
    every_number::<MessagePack>();
}

#[test]
fn bson_bytes() {
    every_number::<Bson>();
}

#[test]
fn bson_documents() {
    every_number::<BsonTree>();
}

#[test]
fn yaml() {
    every_number::<Yaml>();
    every_number::<YamlTree>();
}

#[test]
fn json5() {
    every_number::<Json5>();
}

/// An error says what is wrong with a number, also where the format words it.
#[test]
fn errors_of_numbers() {
    fn error<F: Format>(bytes: &[u8]) -> String {
        F::read::<ContactId>(bytes).unwrap_err()
    }
    let fraction = "expected an integer, found a number with a fraction";
    let range = "expected an integer from -9007199254740991 to 9007199254740991, found one out of range";
    for (number, message) in [
        ("1.5", fraction),
        ("-1e-3", fraction),
        (".inf", range),
        ("-.inf", range),
        (".nan", range),
        ("1e300", range),
        ("-9007199254740992", range),
    ] {
        for error in [error::<Yaml>(number.as_bytes()), error::<YamlTree>(number.as_bytes())] {
            assert!(error.starts_with(message), "{number}: {error}");
        }
    }
    // A tree does not hold this number.
    assert!(error::<Yaml>(b"18446744073709551616").starts_with(range));
    assert!(error::<Yaml>(b"'7'").starts_with("expected a number, found a string"));
    for (number, id) in [("1.0", 1), ("1e2", 100), ("-0.0", 0), ("0x10", 16), ("4294967296.0", 4_294_967_296)] {
        assert_eq!(Yaml::read::<ContactId>(number.as_bytes()).unwrap(), id);
        assert_eq!(Yaml::read::<BTreeMap<String, ContactId>>(format!("id: {number}").as_bytes()).unwrap()["id"], id);
    }
}

/// Errors of this crate contain no value (R11), in these formats too. Errors that a format writes
/// itself may contain one: the section "Logging" of the crate's documentation names these formats.
#[test]
fn errors_hold_no_values() {
    #[derive(Serialize)]
    struct Wrong {
        notify: &'static str,
        name: i64,
    }
    let wrong = Wrong { notify: "Qx7Zk", name: 442_079_460_018 };
    let error = |read: Result<UpdateContactRequest, String>| read.unwrap_err();
    for error in [
        error(MessagePack::read(&MessagePack::write(&wrong))),
        error(Bson::read(&Bson::write(&wrong))),
        error(BsonTree::read(&Bson::write(&wrong))),
        error(Cbor::read(&Cbor::write(&wrong))),
    ] {
        assert!(!error.contains("Qx7Zk") && !error.contains("442079460018"), "{error}");
    }
}

/// A text is read from bytes, as a `String` is, if a format passes bytes and they are UTF-8.
#[test]
fn texts_from_bytes() {
    use contact_schema::{Comment, Email, Name, Phone, Phones, Pointer, Rule, Timestamp};
    use serde::de::IntoDeserializer;
    use serde::de::value::{BytesDeserializer, Error};

    fn accepts<T: DeserializeOwned>(text: &str, is_text: bool) {
        let name = std::any::type_name::<T>();
        for (bytes, is_valid) in [(text.as_bytes(), is_text), (&b"Qx7Zk\xFF"[..], false), (&b"\xED\xA0\x80"[..], false)]
        {
            let bytes_only: BytesDeserializer<'_, Error> = bytes.into_deserializer();
            assert_eq!(T::deserialize(bytes_only).is_ok(), is_valid, "{name}");
            let bin = [&[0xC4, bytes.len() as u8], bytes].concat();
            let read = rmp_serde::from_slice::<T>(&bin);
            assert_eq!(read.is_ok(), is_valid, "{name}");
            assert!(!read.err().is_some_and(|error| error.to_string().contains("Qx7Zk")), "{name}");
            let member = [&b"\x81\xA1v"[..], &bin].concat();
            assert_eq!(rmp_serde::from_slice::<BTreeMap<String, T>>(&member).is_ok(), is_valid, "{name}");
            let maybe = rmp_serde::from_slice::<BTreeMap<String, Option<T>>>(&member);
            assert_eq!(maybe.is_ok(), is_valid, "{name}");
        }
    }
    accepts::<String>("Ada", true);
    accepts::<Name>("Ada", true);
    accepts::<Comment>("a\nb", true);
    accepts::<Phone>("112", true);
    accepts::<Email>("ada@example.com", true);
    accepts::<Email>("ada", false);
    accepts::<Timestamp>("2024-12-05T14:56Z", true);
    accepts::<Timestamp>("2024-12-05", false);
    accepts::<Rule>("too-long", true);
    accepts::<Rule>("Qx7Zk", false);
    accepts::<Pointer>("/phones/0", true);
    accepts::<Pointer>("phones", false);
    accepts::<ContactId>("7", false);
    accepts::<Phones>("7", false);

    let request = b"\x84\xA6notify\xC3\xA4name\xC4\x03Ada\xA5email\xC4\x06a@b.cc\xA6phones\x91\xC4\x03112";
    let request: UpdateContactRequest = rmp_serde::from_slice(request).unwrap();
    let json = r#"{"notify":true,"name":"Ada","email":"a@b.cc","phones":["112"]}"#;
    assert_eq!(serde_json::to_string(&request).unwrap(), json);
    let error = rmp_serde::from_slice::<UpdateContactRequest>(b"\x82\xA6notify\xC3\xA4name\xC4\x01\xFF").unwrap_err();
    assert_eq!(error.to_string(), "/name: expected a string, found another value");
}
