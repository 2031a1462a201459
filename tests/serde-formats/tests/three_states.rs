//! What each format makes of a `null`, which clears a value, and of a body, which is a map
//! (`docs/exceptions.md`, "Formats other than JSON").

use contact_schema::{Contact, Patch, UpdateContactRequest};
use serde::{Deserialize, Serialize};

type Request = UpdateContactRequest;

/// The request that clears `email` and leaves `comment`.
fn clear() -> Request {
    Request::from_json(br#"{"notify": true, "email": null}"#).unwrap()
}

#[test]
fn formats_with_null_keep_the_three_states() {
    let request = clear();
    let json = serde_json::to_string(&request).unwrap();
    let json5 = json5::to_string(&request).unwrap();
    let yaml = serde_yaml_ng::to_string(&request).unwrap();
    let message_pack = rmp_serde::to_vec(&request).unwrap();
    let bson = bson::serialize_to_vec(&request).unwrap();
    let qs = serde_qs_1::to_string(&request).unwrap();
    let mut cbor = Vec::new();
    ciborium::into_writer(&request, &mut cbor).unwrap();
    for read in [
        serde_json::from_str::<Request>(&json).unwrap(),
        json5::from_str(&json5).unwrap(),
        serde_yaml_ng::from_str(&yaml).unwrap(),
        rmp_serde::from_slice(&message_pack).unwrap(),
        bson::deserialize_from_slice(&bson).unwrap(),
        serde_qs_1::from_str(&qs).unwrap(),
        ciborium::from_reader(&cbor[..]).unwrap(),
    ] {
        assert_eq!(read, request);
    }
}

#[test]
fn formats_without_null_write_nothing() {
    let request = clear();
    let toml = toml::to_string(&request).unwrap();
    let qs = serde_qs::to_string(&request).unwrap();
    let form = serde_html_form::to_string(&request).unwrap();
    let urlencoded = serde_urlencoded::to_string(&request).unwrap();
    assert_eq!((&*toml, &*qs, &*form, &*urlencoded), ("notify = true\n", "notify=true", "notify=true", "notify=true"));
    for read in [
        toml::from_str::<Request>(&toml).unwrap(),
        serde_qs::from_str(&qs).unwrap(),
        serde_html_form::from_str(&form).unwrap(),
        serde_urlencoded::from_str(&urlencoded).unwrap(),
    ] {
        assert_eq!(read.email, Patch::Absent);
    }
    let phones = Request::from_json(br#"{"notify": true, "phones": ["1", "2"]}"#).unwrap();
    let none = Request::from_json(br#"{"notify": true, "phones": []}"#).unwrap();
    assert_eq!(toml::from_str::<Request>(&toml::to_string(&phones).unwrap()).unwrap(), phones);
    assert_eq!(serde_qs::from_str::<Request>(&serde_qs::to_string(&phones).unwrap()).unwrap(), phones);
    assert_eq!(serde_html_form::from_str::<Request>(&serde_html_form::to_string(&phones).unwrap()).unwrap(), phones);
    assert!(serde_urlencoded::to_string(&phones).is_err());
    // An empty list.
    assert_eq!(toml::from_str::<Request>(&toml::to_string(&none).unwrap()).unwrap(), none);
    assert_eq!(serde_qs_1::from_str::<Request>(&serde_qs_1::to_string(&none).unwrap()).unwrap(), none);
    let config: Request = config::Config::try_from(&none).unwrap().try_deserialize().unwrap();
    assert!(config.phones.is_none());
    let qs = serde_qs::to_string(&none).unwrap();
    let form = serde_html_form::to_string(&none).unwrap();
    let xml = quick_xml::se::to_string_with_root("request", &none).unwrap();
    assert_eq!((&*qs, &*form, &*xml), ("notify=true", "notify=true", "<request><notify>true</notify></request>"));
}

/// A contact needs all members. If it is optional and flattened, serde makes `None` of every error.
#[test]
fn contacts_without_an_email() {
    #[derive(Serialize, Deserialize)]
    struct Record<T> {
        #[serde(flatten)]
        contact: T,
    }
    let contact = Contact::from_json(
        br#"{"id": 42, "name": "Ada", "email": null, "phones": [], "comment": null, "companyId": 7, "notifyAt":
        "2024-12-05T14:56Z", "updatedAt": "2024-12-05T14:56Z", "createdAt": "2024-12-05T14:56Z"}"#,
    )
    .unwrap();
    let toml = toml::to_string(&Record { contact: &contact }).unwrap();
    assert!(toml::from_str::<Contact>(&toml).is_err());
    assert!(toml::from_str::<Record<Contact>>(&toml).is_err());
    assert!(toml::from_str::<Record<Option<Contact>>>(&toml).unwrap().contact.is_none());
    let json = serde_json::to_string(&contact).unwrap();
    assert!(serde_json::from_str::<Record<Option<Contact>>>(&json).unwrap().contact.is_some());
    let invalid = json.replace("42", "4.2");
    assert!(serde_json::from_str::<Record<Option<Contact>>>(&invalid).unwrap().contact.is_none());
}

/// Some of them can read a `null`: an empty value.
#[test]
fn empty_values() {
    let form = "notify=true&email=";
    assert_eq!(serde_qs::from_str::<Request>(form).unwrap(), clear());
    assert_eq!(serde_html_form::from_str::<Request>(form).unwrap(), clear());
    assert_eq!(serde_qs_1::from_str::<Request>("notify=true&email").unwrap(), clear());
    // An empty text, which is no email.
    assert!(serde_qs_1::from_str::<Request>(form).is_err());
    assert!(serde_html_form_0_3::from_str::<Request>(form).is_err());
    assert!(serde_urlencoded::from_str::<Request>(form).is_err());
    let mut csv = csv::Reader::from_reader(&b"notify,email\ntrue,\n"[..]);
    assert_eq!(csv.deserialize::<Request>().next().unwrap().unwrap(), clear());
}

#[test]
fn xml_has_an_empty_text_for_null() {
    let request = Request::from_json(br#"{"notify": true, "comment": null}"#).unwrap();
    let xml = quick_xml::se::to_string_with_root("request", &request).unwrap();
    assert_eq!(xml, "<request><notify>true</notify><comment/></request>");
    let read: Request = quick_xml::de::from_str(&xml).unwrap();
    assert_eq!(read.comment.value().map(|comment| comment.as_str()), Some(""));
}

/// A body is written as a map.
#[test]
fn formats_that_distinguish_maps_and_structs() {
    let request = clear();
    assert!(csv::Writer::from_writer(Vec::new()).serialize(&request).is_err());
    assert!(quick_xml::se::to_string(&request).is_err());
    let ron = ron::to_string(&request).unwrap();
    assert_eq!(ron, r#"{"notify":true,"email":None}"#);
    assert!(ron::from_str::<Request>(&ron).is_err());
    assert_eq!(ron::from_str::<Request>("(notify: true, email: None)").unwrap(), request);

    // The reason: MessagePack writes a struct as an array, in which no member can be absent.
    #[derive(serde::Serialize)]
    struct Derived {
        notify: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        email: Option<String>,
    }
    let derived = rmp_serde::to_vec(&Derived { notify: true, name: None, email: Some("a@b.cc".into()) }).unwrap();
    assert_eq!(rmp_serde::from_slice::<serde_json::Value>(&derived).unwrap(), serde_json::json!([true, "a@b.cc"]));
    let body = rmp_serde::to_vec(&request).unwrap();
    let members = serde_json::json!({ "notify": true, "email": null });
    assert_eq!(rmp_serde::from_slice::<serde_json::Value>(&body).unwrap(), members);
}
