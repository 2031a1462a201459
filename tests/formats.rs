//! serde in formats other than JSON: text formats, self-describing binary formats, and others.

use std::collections::BTreeMap;

use contact_schema::{Contact, ContactId, Patch, UpdateContactRequest};
use serde::de::value::{Error as DeError, MapDeserializer, UnitDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer, Unexpected};
use serde::{Deserialize, Serialize};

fn contact() -> Contact {
    Contact::from_json(
        br#"{"id": -9007199254740991, "name": "Zo\u00eb", "email": null, "phones": ["1", ""], "comment": "x", "companyId": 0,
             "notifyAt": "2024-12-05T14:56Z", "updatedAt": "2024-12-05T14:56:23.123456789012Z", "createdAt": "0000-02-29T00:00:00Z"}"#,
    )
    .unwrap()
}

fn requests() -> Vec<UpdateContactRequest> {
    [
        r#"{"notify": true}"#,
        r#"{"notify": false, "email": null, "comment": null}"#,
        r#"{"notify": true, "name": "", "email": "a@b.cc", "phones": [], "comment": ""}"#,
    ]
    .iter()
    .map(|json| UpdateContactRequest::from_json(json.as_bytes()).unwrap())
    .collect()
}

fn cbor<T: Serialize + DeserializeOwned>(value: &T) -> T {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).unwrap();
    ciborium::from_reader(&bytes[..]).unwrap()
}

fn postcard<T: Serialize + DeserializeOwned>(value: &T) -> T {
    postcard::from_bytes(&postcard::to_allocvec(value).unwrap()).unwrap()
}

#[test]
fn bodies_survive_binary_formats() {
    assert_eq!(cbor(&contact()), contact());
    assert_eq!(postcard(&contact()), contact());
    assert_eq!(cbor(&contact()).updated_at.as_str(), contact().updated_at.as_str());
    for request in requests() {
        assert_eq!(cbor(&request), request);
        assert_eq!(postcard(&request), request);
    }
}

#[test]
fn a_format_without_null_reads_what_it_can_write() {
    let request: UpdateContactRequest =
        toml::from_str("notify = true\nname = 'Ada'\nphones = ['1']\nother = 1979-05-27").unwrap();
    assert_eq!(request.name.unwrap().as_str(), "Ada");
    assert_eq!(request.email, Patch::Absent);
}

#[test]
fn integers_of_any_number_type() {
    let contact = |id: &str| {
        format!(
            "id = {id}\nname = ''\nemail = 'a@b.cc'\nphones = []\ncomment = ''\ncompanyId = 1\n\
             notifyAt = '2024-12-05T14:56Z'\nupdatedAt = '2024-12-05T14:56Z'\ncreatedAt = '2024-12-05T14:56Z'"
        )
    };
    for (id, value) in [
        ("1.0", Some(1)),
        ("1e2", Some(100)),
        ("-0.0", Some(0)),
        ("1.5", None),
        ("'1'", None),
        ("9007199254740992", None),
        ("nan", None),
        ("inf", None),
    ] {
        let read = toml::from_str::<Contact>(&contact(id)).ok().map(|contact| contact.id.get());
        assert_eq!(read, value, "{id}");
    }
}

/// A format may deliver integers that are wider than any id.
#[test]
fn integers_of_every_width() {
    fn id<E: serde::de::Error>(value: impl IntoDeserializer<'static, E>) -> Option<i64> {
        ContactId::deserialize(value.into_deserializer()).ok().map(ContactId::get)
    }
    for value in [0, 7, -7, ContactId::MAX, ContactId::MIN] {
        assert_eq!(id::<DeError>(value), Some(value));
        assert_eq!(id::<DeError>(i128::from(value)), Some(value));
        assert_eq!(id::<DeError>(value as f64), Some(value));
        if let Ok(value) = u64::try_from(value) {
            assert_eq!(id::<DeError>(value).map(i64::unsigned_abs), Some(value));
            assert_eq!(id::<DeError>(u128::from(value)).map(i64::unsigned_abs), Some(value));
        }
    }
    let above = ContactId::MAX.unsigned_abs() + 1;
    assert_eq!(id::<DeError>(above), None);
    assert_eq!(id::<DeError>(u128::from(above)), None);
    assert_eq!(id::<DeError>(i128::from(ContactId::MIN) - 1), None);
    assert_eq!((id::<DeError>(u128::MAX), id::<DeError>(i128::MIN)), (None, None));
}

#[test]
fn duplicate_members_are_refused_in_every_format() {
    // {"notify": true, "notify": true}
    let bytes = b"\xA2\x66notify\xF5\x66notify\xF5";
    let error = ciborium::from_reader::<UpdateContactRequest, _>(&bytes[..]).unwrap_err();
    assert!(error.to_string().contains("duplicate field `notify`"), "{error}");
}

#[test]
fn only_maps_are_bodies() {
    // [true], [1, "", null, ...]
    assert!(ciborium::from_reader::<UpdateContactRequest, _>(&b"\x81\xF5"[..]).is_err());
    assert!(serde_json::from_str::<UpdateContactRequest>("[true]").is_err());
    assert!(serde_json::from_str::<UpdateContactRequest>("null").is_err());
}

#[test]
fn errors_hold_no_values() {
    // Values of wrong types, and invalid values of the right type.
    let marker = "Qx7Zk";
    let values = [
        format!("\"{marker}\""),
        format!("[\"{marker}\"]"),
        format!("[[\"{marker}\"]]"),
        format!("{{\"{marker}\": \"{marker}\"}}"),
        "442079460018".to_owned(),
        "[442079460018]".to_owned(),
        "44207946.0018".to_owned(),
        "-442079460018".to_owned(),
        format!("\"{marker}\u{1F600}@x\""),
        format!("\"{}\"", marker.repeat(600)),
    ];
    let members =
        ["notify", "name", "email", "phones", "comment", "id", "companyId", "notifyAt", "updatedAt", "createdAt"];
    let mut refused = 0;
    for value in &values {
        let mut documents = vec![value.clone()];
        documents.extend(members.map(|member| format!("{{\"{member}\": {value}, \"notify\": true}}")));
        documents.extend(members.map(|member| format!("{{\"{member}\": {value}, \"id\": 1}}")));
        for document in documents {
            for error in [
                serde_json::from_str::<UpdateContactRequest>(&document).err(),
                serde_json::from_str::<Contact>(&document).err(),
                serde_json::from_str::<serde_json::Value>(&document)
                    .and_then(serde_json::from_value::<UpdateContactRequest>)
                    .err(),
            ]
            .into_iter()
            .flatten()
            {
                let error = error.to_string();
                assert!(!error.contains(marker) && !error.contains("44207946"), "{document}: {error}");
                refused += 1;
            }
        }
    }
    assert!(refused > 400, "{refused}");
}

/// In some formats, names may be numbers.
#[test]
fn errors_hold_no_names_that_are_numbers() {
    let names = || MapDeserializer::<_, DeError>::new([(442_079_460_018_u64, true)].into_iter());
    let message = "expected a string, found a number";
    assert_eq!(UpdateContactRequest::deserialize(names()).unwrap_err().to_string(), message);
    assert_eq!(Contact::deserialize(names()).unwrap_err().to_string(), message);
    let message = "expected a number, found an object";
    assert_eq!(ContactId::deserialize(names()).unwrap_err().to_string(), message);
}

/// serde_json represents a number as a map with a private name. A map from another format must not
/// be read as a number.
#[test]
fn no_map_is_a_number() {
    const NAME: &str = "$serde_json::private::Number";
    let message = "expected a number, found an object";
    let map = MapDeserializer::<_, DeError>::new([(NAME, "1")].into_iter());
    assert_eq!(ContactId::deserialize(map).unwrap_err().to_string(), message);
    let map = MapDeserializer::<_, DeError>::new([(NAME.to_owned(), "1")].into_iter());
    assert_eq!(ContactId::deserialize(map).unwrap_err().to_string(), message);
    let id = |text: &str| toml::from_str::<BTreeMap<String, ContactId>>(text).ok().map(|ids| ids["id"].get());
    assert_eq!(id(&format!("id = {{'{NAME}' = '1'}}")), None);
    assert_eq!(id(&format!("id.'{NAME}' = '1'")), None);
    assert_eq!(id("id = 1"), Some(1));
}

#[test]
fn errors_name_what_was_expected() {
    fn error<T: DeserializeOwned>() -> String {
        T::deserialize(UnitDeserializer::<DeError>::new()).err().unwrap().to_string()
    }
    assert_eq!(error::<ContactId>(), "expected a number, found null");
    assert_eq!(error::<UpdateContactRequest>(), "expected an object, found null");
}

/// A format that does not pass floats on to a reader of integers.
#[test]
fn errors_of_numbers_that_a_format_rejects() {
    struct Rejects(Unexpected<'static>);

    impl<'de> serde::Deserializer<'de> for Rejects {
        type Error = DeError;

        fn deserialize_any<V: serde::de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeError> {
            Err(serde::de::Error::invalid_type(self.0, &visitor))
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
            unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
        }
    }

    let range = "expected an integer from -9007199254740991 to 9007199254740991, found one out of range";
    for (found, message) in [
        (Unexpected::Float(1.5), "expected an integer, found a number with a fraction"),
        (Unexpected::Float(7.0), "expected an integer, found a floating-point number"),
        (Unexpected::Float(1e300), range),
        (Unexpected::Float(f64::NEG_INFINITY), range),
        (Unexpected::Float(f64::NAN), range),
        (Unexpected::Unsigned(u64::MAX), range),
        (Unexpected::Signed(i64::MIN), range),
        (Unexpected::Other("integer `18446744073709551616` as u128"), range),
        (Unexpected::Str("floating point `7`"), "expected a number, found a string"),
    ] {
        assert_eq!(ContactId::deserialize(Rejects(found)).unwrap_err().to_string(), message, "{found:?}");
    }
}

#[test]
fn errors_name_the_member() {
    let error = serde_json::from_str::<UpdateContactRequest>(r#"{"notify": true, "email": 1}"#).unwrap_err();
    assert_eq!(error.to_string(), "/email: expected a string or null, found a number at line 1 column 27");
    let error = serde_json::from_str::<UpdateContactRequest>(r#"{"notify": true, "name": null}"#).unwrap_err();
    assert_eq!(error.to_string(), "/name: expected a string, found null at line 1 column 29");
}
