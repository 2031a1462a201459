//! Formats that have only text: paths, queries, environment variables, CSV and keys of JSON
//! objects. Every format that can read an `i64` or a `String` can also read an id or a text.

use std::collections::{BTreeMap, HashMap};

use axum::Router;
use axum::body::Body;
use axum::extract::{FromRequest, Path, Query};
use axum::http::Request;
use axum::routing::get;
use contact_schema::{Comment, CompanyId, ContactId, Email, Name, Phone, Timestamp, UpdateContactRequest};
use http_body_util::BodyExt;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_formats::DerivedRequest;
use tower::ServiceExt;

/// Calls the router and returns the status and the body.
fn call(router: &Router, uri: &str) -> (u16, String) {
    let request = Request::get(uri.replace(' ', "%20")).body(Body::empty()).unwrap();
    let response = pollster::block_on(router.clone().oneshot(request)).unwrap();
    let status = response.status().as_u16();
    let body = pollster::block_on(response.into_body().collect()).unwrap().to_bytes();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[derive(Deserialize)]
struct Ids<Company, Contact> {
    company: Company,
    contact: Contact,
}

type Checked = Ids<CompanyId, ContactId>;
type Derived = Ids<i64, i64>;

/// Texts of ids, and the integer of those that are an `i64`.
const TEXTS: [(&str, Option<i64>); 13] = [
    ("7", Some(7)),
    ("0", Some(0)),
    ("-7", Some(-7)),
    ("9007199254740991", Some(9_007_199_254_740_991)),
    ("7.0", None),
    ("70e-1", None),
    ("1e2", None),
    ("-0.0", None),
    ("9007199254740991.0", None),
    (" 7", None),
    ("seven", None),
    ("", None),
    ("9223372036854775808", None),
];

#[test]
fn axum_paths() {
    let router = Router::new()
        .route(
            "/checked/{company}/{contact}",
            get(|Path((a, b)): Path<(CompanyId, ContactId)>| async move { format!("{a} {b}") }),
        )
        .route("/derived/{company}/{contact}", get(|Path((a, b)): Path<(i64, i64)>| async move { format!("{a} {b}") }))
        .route(
            "/struct/{company}/{contact}",
            get(|Path(ids): Path<Checked>| async move { format!("{} {}", ids.company, ids.contact) }),
        )
        .route("/one/{contact}", get(|Path(id): Path<ContactId>| async move { id.to_string() }))
        .route(
            "/map/{contact}",
            get(|Path(ids): Path<HashMap<String, ContactId>>| async move { ids["contact"].to_string() }),
        );
    for (text, value) in TEXTS.into_iter().filter(|(text, _)| !text.is_empty()) {
        let derived = call(&router, &format!("/derived/{text}/42"));
        assert_eq!(derived.0 == 200, value.is_some(), "{text}");
        let checked = call(&router, &format!("/checked/{text}/42"));
        assert_eq!(checked.0, derived.0, "{text}: {checked:?}");
        let read = call(&router, &format!("/struct/{text}/42"));
        assert_eq!(read.0, derived.0, "{text}: {read:?}");
        if let Some(value) = value {
            let both = (200, format!("{value} 42"));
            assert_eq!((&derived, &checked, &read), (&both, &both, &both));
        }
        for route in ["one", "map"] {
            let one = call(&router, &format!("/{route}/{text}"));
            assert_eq!((one.0 == 200).then_some(one.1), value.map(|value| value.to_string()), "{route}: {text}");
        }
    }
    // An `i64`, but not a safe integer.
    assert_eq!(call(&router, "/derived/9007199254740992/42").0, 200);
    assert_eq!(call(&router, "/checked/9007199254740992/42").0, 400);
    // axum parses the segment itself and passes 7. The extractor `ContactPath` rejects both.
    assert_eq!(call(&router, "/checked/+7/042").1, "7 42");
    assert_eq!(call(&router, "/checked/-0/042").1, "0 42");
    let canonical = Router::new().route(
        "/companies/v2/rs/{companyId}/contacts/{contactId}",
        get(|path: contact_schema::endpoint::ContactPath| async move { path.contact_id.to_string() }),
    );
    assert_eq!(call(&canonical, "/companies/v2/rs/7/contacts/42"), (200, String::from("42")));
    for path in ["+7/contacts/42", "7/contacts/042"] {
        let (status, body) = call(&canonical, &format!("/companies/v2/rs/{path}"));
        assert!((400..500).contains(&status), "{path}: {status} {body}");
    }
}

#[test]
fn axum_queries() {
    let router = Router::new()
        .route("/checked", get(|Query(ids): Query<Checked>| async move { format!("{} {}", ids.company, ids.contact) }))
        .route("/derived", get(|Query(ids): Query<Derived>| async move { format!("{} {}", ids.company, ids.contact) }))
        .route("/one", get(|Query(ids): Query<HashMap<String, ContactId>>| async move { ids["contact"].to_string() }));
    for (text, value) in TEXTS {
        let query = format!("company={text}&contact=42");
        let (checked, derived) =
            (call(&router, &format!("/checked?{query}")), call(&router, &format!("/derived?{query}")));
        assert_eq!(checked.0, derived.0, "{text}: {checked:?}");
        if value.is_some() {
            assert_eq!(checked, derived);
        }
        let one = call(&router, &format!("/one?contact={text}"));
        assert_eq!(one.0 == 200, value.is_some(), "{text}: {one:?}");
    }
}

#[test]
fn forms_in_urlencoded_bodies() {
    for (text, value) in TEXTS {
        let form = format!("company={text}&contact=42");
        let checked = serde_urlencoded::from_str::<Checked>(&form).map(|ids| (ids.company.get(), ids.contact.get()));
        let derived = serde_urlencoded::from_str::<Derived>(&form).map(|ids| (ids.company, ids.contact));
        assert_eq!(checked.ok(), derived.ok(), "{text}");
        assert_eq!(value.is_some(), serde_urlencoded::from_str::<Checked>(&form).is_ok());
    }
    let form = "notify=true&name=123&email=ada%40example.com&comment=true";
    let checked: UpdateContactRequest = serde_urlencoded::from_str(form).unwrap();
    let derived: DerivedRequest = serde_urlencoded::from_str(form).unwrap();
    assert_same(&checked, &derived);
    let ids = HashMap::from([("id", ContactId::new(-7).unwrap())]);
    assert_eq!(serde_urlencoded::to_string(ids).unwrap(), "id=-7");
}

fn assert_same(checked: &UpdateContactRequest, derived: &DerivedRequest) {
    assert_eq!(checked.notify, derived.notify);
    assert_eq!(checked.name.as_ref().map(Name::as_str), derived.name.as_deref());
    assert_eq!(checked.email.value().map(Email::as_str), derived.email.as_deref());
    assert_eq!(checked.comment.value().map(Comment::as_str), derived.comment.as_deref());
    let phones = checked.phones.as_ref().map(|phones| phones.iter().map(Phone::as_str).collect::<Vec<_>>());
    assert_eq!(phones.as_ref().map(|phones| phones.len()), derived.phones.as_ref().map(Vec::len));
}

/// Keys of JSON objects are text, and are read back as the original value.
#[test]
fn keys_of_json_objects() {
    let map: HashMap<ContactId, CompanyId> =
        [7, -7, 0, ContactId::MAX].into_iter().map(|id| (ContactId::new(id).unwrap(), CompanyId::from(1))).collect();
    let json = serde_json::to_string(&map).unwrap();
    assert_eq!(serde_json::from_str::<HashMap<ContactId, CompanyId>>(&json).unwrap(), map);
    let tree = serde_json::to_value(&map).unwrap();
    assert_eq!(serde_json::from_value::<HashMap<ContactId, CompanyId>>(tree.clone()).unwrap(), map);
    assert_eq!(HashMap::<ContactId, CompanyId>::deserialize(&tree).unwrap(), map);
    assert_eq!(serde_json::from_slice::<HashMap<ContactId, CompanyId>>(json.as_bytes()).unwrap(), map);

    for (text, value) in TEXTS {
        let json = format!(r#"{{"{text}": 0}}"#);
        let checked = serde_json::from_str::<BTreeMap<ContactId, i64>>(&json).ok().map(|map| map.into_keys().next());
        let derived = serde_json::from_str::<BTreeMap<i64, i64>>(&json).ok().map(|map| map.into_keys().next());
        assert_eq!(derived, value.map(Some), "{text}");
        // serde_json passes an integral key such as `1.0` as a number, which R4 accepts.
        assert_eq!(checked.map(|id| id.map(ContactId::get)), derived, "{text}");
        let tree = BTreeMap::from([(text, 0)]);
        let checked = serde_json::from_value::<BTreeMap<ContactId, i64>>(serde_json::json!(tree));
        assert_eq!(checked.is_ok(), value.is_some(), "{text}: {checked:?}");
        // axum's `Json` wraps serde_json.
        let request = Request::post("/").header("content-type", "application/json").body(Body::from(json)).unwrap();
        let read = axum::Json::<BTreeMap<ContactId, i64>>::from_request(request, &());
        assert_eq!(pollster::block_on(read).is_ok(), value.is_some(), "{text}");
    }
    // A key has one spelling, so two entries do not become one.
    for key in ["-0", "07", "+7", "9007199254740992"] {
        let json = format!(r#"{{"{key}": 0}}"#);
        assert!(serde_json::from_str::<BTreeMap<ContactId, i64>>(&json).is_err(), "{key}");
    }
    let error = serde_json::from_str::<BTreeMap<ContactId, i64>>(r#"{"7": 1, "7.0": 2}"#).unwrap_err().to_string();
    assert_eq!(error, "expected decimal digits without leading zeros, found other text at line 1 column 13");
    // A key is text, a value is not (R4).
    assert!(serde_json::from_str::<HashMap<ContactId, ContactId>>(r#"{"1": "1"}"#).is_err());

    // Texts as keys.
    let names: HashMap<Name, ContactId> = serde_json::from_str(r#"{"123": 1, "true": 2}"#).unwrap();
    assert_eq!(names["123"], 1);
    let phones: BTreeMap<Phone, Email> = serde_json::from_str(r#"{"0044207946": "ada@example.com"}"#).unwrap();
    assert_eq!(serde_json::to_string(&phones).unwrap(), r#"{"0044207946":"ada@example.com"}"#);
}

/// Inside a buffer (`flatten`), a derived `i64` key is not read back; a text is.
#[test]
fn keys_in_a_flattened_map() {
    #[derive(Deserialize)]
    #[serde(bound = "K: Deserialize<'de> + Ord")]
    struct Record<K> {
        #[serde(flatten)]
        rest: BTreeMap<K, i64>,
    }
    let json = r#"{"7": 1}"#;
    let derived = serde_json::from_str::<Record<i64>>(json).is_ok();
    let checked = serde_json::from_str::<Record<ContactId>>(json).is_ok();
    assert_eq!(checked, derived);
    assert_eq!(serde_json::from_str::<Record<Name>>(json).unwrap().rest["7"], 1);
}

/// Texts that a format which guesses types reads as a number, a boolean or null.
const LOOKS: [&str; 9] = ["0044207946", "123", "true", "false", "1.5", "1e3", "-0", "nan", "NULL"];

#[test]
fn environment_variables() {
    #[derive(Deserialize)]
    struct Settings<I, T> {
        contact: I,
        text: T,
        missing: Option<T>,
    }
    let environment = |id: &str, text: &str| {
        [("CONTACT", id), ("TEXT", text), ("OTHER", "1")].map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    for text in LOOKS {
        let derived: Settings<i64, String> = envy::from_iter(environment("-7", text)).unwrap();
        let names: Settings<ContactId, Name> = envy::from_iter(environment("-7", text)).unwrap();
        let phones: Settings<ContactId, Phone> = envy::from_iter(environment("-7", text)).unwrap();
        let comments: Settings<ContactId, Comment> = envy::from_iter(environment("-7", text)).unwrap();
        assert_eq!(names.contact, derived.contact);
        assert_eq!(
            (names.text.as_str(), phones.text.as_str(), comments.text.as_str()),
            (&*derived.text, &*derived.text, &*derived.text)
        );
        assert!(names.missing.is_none() && derived.missing.is_none());
    }
    for (id, value) in TEXTS {
        let derived = envy::from_iter::<_, Settings<i64, String>>(environment(id, "x")).ok().map(|read| read.contact);
        let checked =
            envy::from_iter::<_, Settings<ContactId, Name>>(environment(id, "x")).ok().map(|read| read.contact);
        assert_eq!((derived, checked.map(ContactId::get)), (value, value), "{id}");
    }
    let request: UpdateContactRequest =
        envy::from_iter([("NOTIFY".into(), "true".into()), ("NAME".into(), "123".into())]).unwrap();
    assert_eq!(request.name.unwrap(), "123");
}

#[derive(Deserialize)]
struct Row<I, T> {
    id: I,
    text: T,
    maybe: Option<T>,
}

#[test]
fn csv_files() {
    fn rows<T: DeserializeOwned>(text: &str) -> Vec<Result<T, String>> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader.deserialize().map(|row| row.map_err(|error| error.to_string())).collect()
    }
    for look in LOOKS {
        let text = format!("id,text,maybe\n7,{look},\n8,{look},{look}\n");
        let derived: Vec<Row<i64, String>> = rows(&text).into_iter().map(Result::unwrap).collect();
        let phones: Vec<Row<ContactId, Phone>> = rows(&text).into_iter().map(Result::unwrap).collect();
        let names: Vec<Row<ContactId, Name>> = rows(&text).into_iter().map(Result::unwrap).collect();
        for ((derived, phone), name) in derived.iter().zip(&phones).zip(&names) {
            assert_eq!((phone.id.get(), name.id.get()), (derived.id, derived.id));
            assert_eq!((phone.text.as_str(), name.text.as_str()), (&*derived.text, &*derived.text));
            assert_eq!(phone.maybe.as_ref().map(Phone::as_str), derived.maybe.as_deref());
            assert_eq!(name.maybe.as_ref().map(Name::as_str), derived.maybe.as_deref());
        }
    }
    for (id, value) in TEXTS {
        let text = format!("id,text,maybe\n{id},x,\n");
        let derived = rows::<Row<i64, String>>(&text).remove(0).ok().map(|row| row.id);
        let checked = rows::<Row<ContactId, Name>>(&text).remove(0).ok().map(|row| row.id.get());
        assert_eq!((derived, checked), (value, value), "{id}");
    }
    // Whole requests, with a column that is not a member.
    let text = "notify,name,email,comment,other\ntrue,123,,true,1\nfalse,,ada@example.com,,x\n";
    for (checked, derived) in rows::<UpdateContactRequest>(text).into_iter().zip(rows::<DerivedRequest>(text)) {
        let (checked, mut derived) = (checked.unwrap(), derived.unwrap());
        // A name cannot be null, so an empty column is the empty name.
        derived.name.get_or_insert_default();
        assert_same(&checked, &derived);
    }
    // A list takes the rest of the row, so `phones` must be the last column.
    let last = "notify,name,phones\ntrue,Ada,1\n";
    let (checked, derived) = (rows::<UpdateContactRequest>(last).remove(0), rows::<DerivedRequest>(last).remove(0));
    let checked = checked.unwrap();
    assert_eq!(checked.phones.as_ref().map(|phones| phones.len()), Some(1));
    assert_same(&checked, &derived.unwrap());
    let middle = "notify,phones,name\ntrue,1,Ada\n";
    assert!(rows::<UpdateContactRequest>(middle).remove(0).is_err());
    let error = rows::<Row<ContactId, Email>>("id,text,maybe\n7,442079460018,\n").remove(0).err().unwrap();
    assert!(error.contains("expected `@`") && !error.contains("442079460018"), "{error}");
}

#[test]
fn timestamps_and_emails() {
    let text = "id,text,maybe\n7,2024-12-05T14:56Z,\n";
    let row: Row<ContactId, Timestamp> =
        csv::Reader::from_reader(text.as_bytes()).deserialize().next().unwrap().unwrap();
    assert_eq!(row.text.as_str(), "2024-12-05T14:56Z");
    assert!(row.maybe.is_none() && row.id == 7);
    #[derive(Deserialize)]
    struct Form {
        email: Email,
    }
    let form: Form = serde_urlencoded::from_str("email=1%401.cc").unwrap();
    assert_eq!(form.email.as_str(), "1@1.cc");
}

/// A string is not a number in a format that has both (R4), nor a number a text.
#[test]
fn json_values_keep_their_types() {
    assert!(serde_json::from_str::<ContactId>(r#""1""#).is_err());
    for value in ["1", "1.5", "true", "[]", "{}", "null"] {
        assert!(serde_json::from_str::<Name>(value).is_err(), "{value}");
        assert!(serde_json::from_str::<Phone>(value).is_err(), "{value}");
        assert!(serde_json::from_str::<Email>(value).is_err(), "{value}");
        assert!(serde_json::from_str::<Timestamp>(value).is_err(), "{value}");
    }
}
