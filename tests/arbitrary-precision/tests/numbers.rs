//! With `arbitrary_precision`, serde gets numbers as text. All ways to read must still agree.

use contact_schema::problem::Problem;
use contact_schema::{Contact, ContactId};
use serde_json::Value;

fn document(id: &str) -> String {
    format!(
        r#"{{"id": {id}, "name": "", "email": null, "phones": [], "comment": null, "companyId": 1, "other": [{id}],
            "notifyAt": "2024-12-05T14:56Z", "updatedAt": "2024-12-05T14:56Z", "createdAt": "2024-12-05T14:56Z"}}"#
    )
}

#[test]
fn all_ways_in_agree() {
    for (id, expected) in [
        ("1", Some(1)),
        ("-0", Some(0)),
        ("1.0", Some(1)),
        ("1e2", Some(100)),
        ("9007199254740991", Some(9007199254740991)),
        ("9007199254740991.0", Some(9007199254740991)),
        ("9007199254740990.6", Some(9007199254740991)),
        ("9007199254740991.5", None),
        ("9007199254740992", None),
        ("18446744073709551616", None),
        ("1.0000000000000001", Some(1)),
        ("1.5", None),
        ("1e400", None),
        ("1e-400", Some(0)),
        ("\"1\"", None),
        ("{}", None),
        (r#"{"a": 1}"#, None),
        ("[1]", None),
        ("true", None),
        ("null", None),
    ] {
        let json = document(id);
        let value: Value = serde_json::from_str(&json).unwrap();
        let id_of = |contact: Contact| contact.id.get();
        assert_eq!(Contact::from_json(json.as_bytes()).ok().map(id_of), expected, "from_json: {id}");
        assert_eq!(serde_json::from_str(&json).ok().map(id_of), expected, "serde: {id}");
        assert_eq!(Contact::from_value(&value).ok().map(id_of), expected, "from_value: {id}");
        assert_eq!(serde_json::from_value(value.clone()).ok().map(id_of), expected, "serde from a tree: {id}");
        let alone = serde_json::from_value::<ContactId>(value["id"].clone()).ok().map(ContactId::get);
        assert_eq!(alone, expected, "alone: {id}");
    }
}

/// An object is not a number, whatever the names of its members are. Only in a tree are the two the
/// same, because serde_json has already converted the object.
#[test]
fn objects_are_not_numbers() {
    for (id, in_tree) in [
        (r#"{"$serde_json::private::Number": "1"}"#, Some(1)),
        (r#"{"$serde_json::private::RawValue": "1"}"#, Some(1)),
        (r#"{"$serde_json::private::RawValue": "null"}"#, None),
        (r#"{"$serde_json::private::Number ": "1"}"#, None),
    ] {
        let json = document(id);
        assert!(Contact::from_json(json.as_bytes()).is_err(), "from_json: {id}");
        assert!(serde_json::from_str::<Contact>(&json).is_err(), "serde: {id}");
        assert!(serde_json::from_reader::<_, Contact>(json.as_bytes()).is_err(), "serde from a stream: {id}");
        let value: Value = serde_json::from_str(&json).unwrap();
        let id_of = |contact: Contact| contact.id.get();
        assert_eq!(Contact::from_value(&value).ok().map(id_of), in_tree, "from_value: {id}");
        assert_eq!(serde_json::from_value(value).ok().map(id_of), in_tree, "serde from a tree: {id}");
    }
}

/// serde buffers the values of `flatten`, `untagged` and `tag`. In serde_json's map for a number,
/// the name is borrowed and the text owned. In an object of a document, both are borrowed unless
/// the text has an escape. That one object is read as a number; the documentation lists it.
#[test]
fn buffered_numbers_are_read() {
    #[derive(serde::Deserialize)]
    struct Record {
        #[serde(flatten)]
        members: std::collections::BTreeMap<String, ContactId>,
    }

    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Untagged {
        Contact(Box<Contact>),
    }

    for (id, expected) in [
        ("1", Some(1)),
        ("1.0", Some(1)),
        ("1e2", Some(100)),
        ("-0", Some(0)),
        ("1.5", None),
        ("1e400", None),
        ("9007199254740992", None),
        (r#""1""#, None),
        (r#"{"$serde_json::private::Number": "1"}"#, None),
        (r#"{"$serde_json::private::Number": "\u0031"}"#, Some(1)),
    ] {
        let ids = serde_json::from_str::<Record>(&format!(r#"{{"id": {id}}}"#)).ok();
        assert_eq!(ids.map(|record| record.members["id"].get()), expected, "flatten: {id}");
        let untagged = serde_json::from_str::<Untagged>(&document(id)).ok();
        assert_eq!(untagged.map(|Untagged::Contact(contact)| contact.id.get()), expected, "untagged: {id}");
    }
}

#[test]
fn what_is_written_is_read() {
    let contact = Contact::from_json(document("-9007199254740991").as_bytes()).unwrap();
    assert_eq!(serde_json::from_str::<Contact>(&serde_json::to_string(&contact).unwrap()).unwrap(), contact);
}

#[test]
fn problems_keep_their_numbers() {
    let json = r#"{"status": 422.0, "errors": [1, {"detail": "x", "offset": 2, "length": 3, "rule": 4}]}"#;
    for problem in [serde_json::from_str::<Problem>(json), serde_json::from_value(serde_json::from_str(json).unwrap())]
    {
        let problem = problem.unwrap();
        assert_eq!(problem.status, Some(422));
        assert_eq!(problem.errors.len(), 1);
        assert_eq!((problem.errors[0].span.map(|span| span.range()), &problem.errors[0].rule), (Some(2..5), &None));
    }
}

#[test]
fn extensions_of_problems_keep_their_order() {
    let json = r#"{"type":"about:blank","title":"Conflict","status":409,"z":1,"a":2.50,"$serde_json::private::Number":"12","m":3}"#;
    let mixed = r#"{"z":1,"status":409,"a":2.50,"type":"about:blank","$serde_json::private::Number":"12","title":"Conflict","m":3}"#;
    for text in [json, mixed] {
        let problem: Problem = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&problem).unwrap(), json);
    }
}
