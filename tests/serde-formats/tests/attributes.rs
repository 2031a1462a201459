//! `flatten`, `untagged`, `tag` and `deny_unknown_fields`: a body does what a derived struct does.
//! With the package's feature, also under `arbitrary_precision`.

use std::collections::BTreeMap;

use contact_schema::{Contact, ContactId, UpdateContactRequest};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_formats::{DerivedContact, DerivedRequest};
use serde_json::Value;

/// The same types over a body of the crate and over a derived one.
macro_rules! attributes {
    ($module:ident, $Request:ty, $Contact:ty) => {
        mod $module {
            use super::*;

            #[derive(Deserialize)]
            pub struct BesideMap {
                #[serde(flatten)]
                pub contact: $Contact,
                #[serde(flatten)]
                pub rest: BTreeMap<String, Value>,
            }

            #[derive(Deserialize)]
            #[serde(deny_unknown_fields)]
            pub struct Strict {
                pub trace: String,
                #[serde(flatten)]
                pub contact: $Contact,
            }

            #[derive(Deserialize)]
            pub struct TwoBodies {
                #[serde(flatten)]
                pub contact: $Contact,
                #[serde(flatten)]
                pub maybe: Option<$Request>,
            }

            #[derive(Deserialize)]
            #[serde(tag = "kind")]
            pub enum Internal {
                Contact($Contact),
                Request($Request),
            }

            #[derive(Deserialize)]
            #[serde(tag = "kind", content = "body")]
            pub enum Adjacent {
                Contact($Contact),
                Request($Request),
            }

            #[derive(Deserialize)]
            #[serde(untagged)]
            pub enum Untagged {
                Contact($Contact),
                Request($Request),
            }

            #[derive(Deserialize)]
            pub enum External {
                Contact($Contact),
                Request($Request),
            }

            impl Internal {
                pub fn id(&self) -> Option<i64> {
                    if let Self::Contact(contact) = self { Some(id_of(contact)) } else { None }
                }
            }

            impl Adjacent {
                pub fn id(&self) -> Option<i64> {
                    if let Self::Contact(contact) = self { Some(id_of(contact)) } else { None }
                }
            }

            impl Untagged {
                pub fn id(&self) -> Option<i64> {
                    if let Self::Contact(contact) = self { Some(id_of(contact)) } else { None }
                }
            }

            impl External {
                pub fn id(&self) -> Option<i64> {
                    if let Self::Contact(contact) = self { Some(id_of(contact)) } else { None }
                }
            }

            fn id_of(contact: &$Contact) -> i64 {
                i64::from(contact.id)
            }
        }
    };
}

attributes!(checked, UpdateContactRequest, Contact);
attributes!(derived, DerivedRequest, DerivedContact);

fn members(id: &str) -> String {
    format!(
        r#""id": {id}, "name": "Ada", "email": null, "phones": ["1"], "comment": "x", "companyId": 7,
           "notifyAt": "2024-12-05T14:56Z", "updatedAt": "2024-12-05T14:56Z", "createdAt": "2024-12-05T14:56Z""#
    )
}

/// Reads the text directly, and through a tree.
fn both<T: DeserializeOwned>(json: &str) -> Option<T> {
    let text = serde_json::from_str(json);
    let tree = serde_json::from_value::<T>(serde_json::from_str(json).unwrap());
    assert_eq!(text.is_ok(), tree.is_ok(), "{json}: {:?} {:?}", text.err(), tree.err());
    text.ok()
}

#[test]
fn flatten_beside_a_map() {
    let json = format!(r#"{{{}, "extra": 1, "other": [2]}}"#, members("42"));
    let checked: checked::BesideMap = both(&json).unwrap();
    let derived: derived::BesideMap = read(&json).unwrap();
    assert_eq!(checked.rest, derived.rest);
    assert_eq!(checked.rest.keys().collect::<Vec<_>>(), ["extra", "other"]);
    assert_eq!(checked.contact.id.get(), derived.contact.id);

    // The output has every member once.
    #[derive(serde::Serialize)]
    struct Written {
        #[serde(flatten)]
        contact: Contact,
        #[serde(flatten)]
        rest: BTreeMap<String, Value>,
    }
    let json = serde_json::to_string(&Written { contact: checked.contact, rest: checked.rest }).unwrap();
    for name in ["\"id\":", "\"companyId\":", "\"extra\":", "\"name\":"] {
        assert_eq!(json.matches(name).count(), 1, "{name}: {json}");
    }
}

#[test]
fn flatten_with_deny_unknown_fields() {
    for (json, accepted) in [
        (format!(r#"{{"trace": "t", {}}}"#, members("42")), true),
        (format!(r#"{{"trace": "t", "extra": 1, {}}}"#, members("42")), false),
        (format!("{{{}}}", members("42")), false),
        (r#"{"trace": "t", "id": 42}"#.to_owned(), false),
    ] {
        let (checked, derived) = (both::<checked::Strict>(&json), read::<derived::Strict>(&json));
        assert_eq!((checked.is_some(), derived.is_some()), (accepted, accepted), "{json}");
        if let (Some(checked), Some(derived)) = (checked, derived) {
            assert_eq!((checked.trace, checked.contact.id.get()), (derived.trace, derived.contact.id));
        }
    }
}

#[test]
fn two_flattened_bodies() {
    for extra in ["", r#", "notify": true"#, r#", "notify": 1"#] {
        let json = format!("{{{}{extra}}}", members("42"));
        let checked: checked::TwoBodies = both(&json).unwrap();
        let derived: derived::TwoBodies = read(&json).unwrap();
        assert_eq!(checked.contact.id.get(), derived.contact.id);
        assert_eq!(checked.maybe.map(|request| request.notify), derived.maybe.map(|request| request.notify));
    }
}

/// Reads the text. With `arbitrary_precision`, a derived struct reads another set from a tree.
fn read<T: DeserializeOwned>(json: &str) -> Option<T> {
    serde_json::from_str(json).ok()
}

/// Integers that R4 accepts, and whether a derived `i64` reads them.
const IDS: [(&str, Option<i64>, bool); 12] = [
    ("42", Some(42), true),
    ("-7", Some(-7), true),
    ("9007199254740991", Some(9_007_199_254_740_991), true),
    ("7.0", Some(7), false),
    ("1e2", Some(100), false),
    ("-0", Some(0), false),
    ("1.5", None, false),
    ("9007199254740992", None, true),
    ("1e300", None, false),
    ("\"7\"", None, false),
    ("null", None, false),
    ("{}", None, false),
];

#[test]
fn tagged_and_untagged_enums() {
    for (id, expected, is_i64) in IDS {
        let members = members(id);
        let documents = [
            format!(r#"{{"kind": "Contact", {members}}}"#),
            format!(r#"{{{members}, "kind": "Contact"}}"#),
            format!(r#"{{"kind": "Contact", "body": {{{members}}}}}"#),
            format!(r#"{{"body": {{{members}}}, "kind": "Contact"}}"#),
            format!("{{{members}}}"),
            format!(r#"{{"Contact": {{{members}}}}}"#),
        ];
        let [tag_first, tag_last, adjacent, content_first, untagged, external] = &documents;
        for (json, checked, derived) in [
            (
                tag_first,
                both(tag_first).map(|it: checked::Internal| it.id()),
                read(tag_first).map(|it: derived::Internal| it.id()),
            ),
            (
                tag_last,
                both(tag_last).map(|it: checked::Internal| it.id()),
                read(tag_last).map(|it: derived::Internal| it.id()),
            ),
            (
                adjacent,
                both(adjacent).map(|it: checked::Adjacent| it.id()),
                read(adjacent).map(|it: derived::Adjacent| it.id()),
            ),
            (
                content_first,
                both(content_first).map(|it: checked::Adjacent| it.id()),
                read(content_first).map(|it: derived::Adjacent| it.id()),
            ),
            (
                untagged,
                both(untagged).map(|it: checked::Untagged| it.id()),
                read(untagged).map(|it: derived::Untagged| it.id()),
            ),
            (
                external,
                both(external).map(|it: checked::External| it.id()),
                read(external).map(|it: derived::External| it.id()),
            ),
        ] {
            assert_eq!(checked.flatten(), expected, "{json}");
            if is_i64 {
                assert!(derived.flatten().is_some(), "{json}");
            }
        }
    }
}

#[test]
fn the_other_variant_and_no_variant() {
    let request = |json: &str| {
        (
            matches!(both::<checked::Untagged>(json), Some(checked::Untagged::Request(request)) if request.notify),
            matches!(read::<derived::Untagged>(json), Some(derived::Untagged::Request(request)) if request.notify),
        )
    };
    assert_eq!(request(r#"{"notify": true, "name": "Ada", "email": null}"#), (true, true));
    assert_eq!(request(r#"{"notify": "true"}"#), (false, false));
    assert_eq!(request("{}"), (false, false));
    for json in [r#"{"kind": "Request", "notify": true}"#, r#"{"notify": true, "kind": "Request"}"#] {
        assert!(matches!(read(json), Some(checked::Internal::Request(request)) if request.notify), "{json}");
        assert!(matches!(read(json), Some(derived::Internal::Request(request)) if request.notify), "{json}");
    }
    for json in [r#"{"kind": "Request", "body": {"notify": true}}"#, r#"{"body": {"notify": true}, "kind": "Request"}"#]
    {
        assert!(matches!(read(json), Some(checked::Adjacent::Request(request)) if request.notify), "{json}");
        assert!(matches!(read(json), Some(derived::Adjacent::Request(request)) if request.notify), "{json}");
    }
    let json = r#"{"Request": {"notify": true}}"#;
    assert!(matches!(read(json), Some(checked::External::Request(request)) if request.notify));
    assert!(matches!(read(json), Some(derived::External::Request(request)) if request.notify));
}

/// axum's `Json` wraps the deserializer (`serde_path_to_error`), so its type has another name.
#[test]
fn bodies_through_a_wrapped_deserializer() {
    use axum::extract::FromRequest;
    for (id, expected, _) in IDS.into_iter().chain([("9007199254740990.6", None, false)]) {
        let json = format!("{{{}}}", members(id));
        let request = axum::http::Request::post("/")
            .header("content-type", "application/json")
            .body(axum::body::Body::from(json.clone()))
            .unwrap();
        let read = pollster::block_on(axum::Json::<Contact>::from_request(request, &()));
        let id = read.map(|axum::Json(contact)| contact.id.get());
        if json.contains("9007199254740990.6") {
            // The nearest double is the greatest safe integer. serde_json without `float_roundtrip`
            // may be one off.
            assert!(matches!(id, Ok(9_007_199_254_740_990 | 9_007_199_254_740_991) | Err(_)), "{json}: {id:?}");
        } else {
            assert_eq!(id.ok(), expected, "{json}");
        }
    }
}

#[test]
fn ids_in_a_flattened_map() {
    #[derive(Deserialize)]
    struct Record {
        #[serde(flatten)]
        ids: BTreeMap<String, ContactId>,
    }
    for (id, expected, _) in IDS {
        let record: Option<Record> = both(&format!(r#"{{"a": {id}}}"#));
        assert_eq!(record.map(|record| record.ids["a"].get()), expected, "{id}");
    }
}
