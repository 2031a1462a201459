//! Deserializers that wrap another one or convert its values: what the crate still recognises
//! (`docs/exceptions.md`, "Formats other than JSON").

use std::collections::BTreeMap;

use axum::extract::FromRequest;
use contact_schema::{ContactId, Name, UpdateContactRequest};
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error};

/// Reads `T` through serde_path_to_error and serde_ignored.
struct Wrapped<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Wrapped<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut track = serde_path_to_error::Track::new();
        let deserializer = serde_path_to_error::Deserializer::new(deserializer, &mut track);
        serde_ignored::deserialize(deserializer, |_| ()).map(Self)
    }
}

/// Reads `T` through erased-serde.
struct Erased<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Erased<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut erased = <dyn erased_serde::Deserializer>::erase(deserializer);
        erased_serde::deserialize(&mut erased).map(Self).map_err(D::Error::custom)
    }
}

/// Reads this number from the formats whose readers do not read each float as an `i64`.
fn read<T: DeserializeOwned>(number: f64) -> [Result<T, String>; 5] {
    fn text<T, E: ToString>(read: Result<T, E>) -> Result<T, String> {
        read.map_err(|error| error.to_string())
    }
    let json = format!("{number:?}");
    let mut cbor = Vec::new();
    ciborium::into_writer(&number, &mut cbor).unwrap();
    [
        text(serde_yaml_ng::from_str(&json)),
        text(simd_json::from_slice(&mut json.clone().into_bytes())),
        text(serde_json5::from_str(&json)),
        text(ciborium::from_reader(&cbor[..])),
        text(ciborium::Value::Float(number).deserialized()),
    ]
}

#[test]
fn an_id_may_be_a_float_behind_wrappers() {
    for read in read::<Wrapped<ContactId>>(7.0) {
        assert_eq!(read.map(|Wrapped(id)| id.get()), Ok(7));
    }
    for read in read::<Wrapped<ContactId>>(7.5) {
        assert!(read.is_err_and(|error| error.contains("found a number with a fraction")));
    }
}

/// erased-serde hides the type of the deserializer, so these readers pass an id as they pass an
/// `i64`: serde_json5 cuts off a fraction, and the others reject a float.
#[test]
fn the_type_behind_erased_serde_is_unknown() {
    for number in [7.0, 7.5] {
        let ids = read::<Erased<ContactId>>(number).map(|read| read.ok().map(|Erased(id)| id.get()));
        let numbers = read::<Erased<i64>>(number).map(|read| read.ok().map(|Erased(number)| number));
        assert_eq!((ids, numbers), ([None, None, Some(7), None, None], ids));
        // serde_json passes a float for an `i64`.
        let json = serde_json::from_str::<Erased<ContactId>>(&format!("{number:?}"));
        assert_eq!(json.ok().map(|Erased(id)| id.get()), (number == 7.0).then_some(7));
    }
}

/// Readers that reject a float for an id.
#[test]
fn readers_that_reject_floats() {
    assert!(ron::from_str::<ContactId>("7").is_ok() && ron::from_str::<ContactId>("7.0").is_err());
    // These two read no float of 16 bits.
    assert!(cbor4ii::serde::from_slice::<ContactId>(&[0xF9, 0x47, 0]).is_err());
    assert!(minicbor_serde::from_slice::<ContactId>(&[0xF9, 0x47, 0]).is_err());
    assert!(cbor4ii::serde::from_slice::<ContactId>(&[0xFA, 0x40, 0xE0, 0, 0]).is_ok());
}

/// Keys of JSON objects that are the id 7 or 0 in another spelling.
const KEYS: [&str; 5] = ["7.0", "70e-1", "07", "+7", "-0"];

/// serde_json and sonic-rs accept one spelling. Others accept several, so two entries can become
/// one: behind erased-serde those of a float, elsewhere those that an `i64` has there.
#[test]
fn spellings_of_keys_of_json_objects() {
    type Ids = BTreeMap<ContactId, i32>;
    type Numbers = BTreeMap<i64, i32>;
    let accepted = |accepts: &dyn Fn(&str) -> bool| {
        let accepts = |key: &str| accepts(&format!(r#"{{"{key}": 1}}"#));
        assert!(accepts("7"));
        KEYS.into_iter().filter(|key| accepts(key)).collect::<Vec<_>>()
    };
    assert!(accepted(&|json| serde_json::from_str::<Ids>(json).is_ok()).is_empty());
    assert!(accepted(&|json| serde_json::from_str::<Wrapped<Ids>>(json).is_ok()).is_empty());
    assert!(accepted(&|json| sonic_rs::from_str::<Ids>(json).is_ok()).is_empty());
    assert_eq!(accepted(&|json| serde_json::from_str::<Erased<Ids>>(json).is_ok()), ["7.0", "70e-1", "-0"]);
    let simd = |json: &str| json.to_owned().into_bytes();
    assert_eq!(accepted(&|json| simd_json::from_slice::<Ids>(&mut simd(json)).is_ok()), ["07", "+7", "-0"]);
    assert_eq!(accepted(&|json| simd_json::from_slice::<Numbers>(&mut simd(json)).is_ok()), ["07", "+7", "-0"]);
    assert_eq!(accepted(&|json| json5_1::from_str::<Ids>(json).is_ok()), ["+7", "-0"]);
    assert_eq!(accepted(&|json| json5_1::from_str::<Numbers>(json).is_ok()), ["+7", "-0"]);
}

/// config and figment read values of any source. config converts them, as it does for an `i64` and
/// a `String`.
#[test]
fn configuration() {
    fn config<T: DeserializeOwned>(value: impl Into<config::Value>) -> Option<T> {
        config::Config::builder().set_override("v", value).unwrap().build().unwrap().get("v").ok()
    }
    fn figment<T: DeserializeOwned>(value: impl serde::Serialize) -> Option<T> {
        figment::Figment::from(("v", value)).extract_inner("v").ok()
    }
    assert_eq!((config::<ContactId>(7.0).unwrap().get(), config::<i64>(7.0)), (7, Some(7)));
    assert_eq!((config::<ContactId>(7.5).unwrap().get(), config::<i64>(7.5)), (8, Some(8)));
    assert_eq!((config::<ContactId>("7").unwrap().get(), config::<i64>("7")), (7, Some(7)));
    assert_eq!((config::<ContactId>(true).unwrap().get(), config::<i64>(true)), (1, Some(1)));
    assert_eq!(config::<Name>(7.5).unwrap().as_str(), config::<String>(7.5).unwrap());

    assert_eq!(figment::<ContactId>(7.0).unwrap().get(), 7);
    assert!(figment::<ContactId>(7.5).is_none() && figment::<ContactId>("7").is_none());
    assert!(figment::<Name>(7).is_none() && figment::<String>(7).is_none());
}

/// axum puts the path of the member before the message, which starts with the pointer.
#[test]
fn axum_states_the_place_too() {
    let request = axum::http::Request::post("/").header("content-type", "application/json");
    let request = request.body(axum::body::Body::from(r#"{"notify": true, "phones": ["1", 2]}"#)).unwrap();
    let read = pollster::block_on(axum::Json::<UpdateContactRequest>::from_request(request, &()));
    let text = read.unwrap_err().body_text();
    assert!(text.ends_with(": phones[1]: /phones/1: expected a string, found a number at line 1 column 34"), "{text}");
}
