//! Both bodies with their schemas, and the comparison of every way to read one with serde_json and
//! `jsonschema`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use arbitrary::Arbitrary;
use contact_schema::{Contact, InvalidBody, Limits, Rule, UpdateContactRequest, Violations, testing};
use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;

use crate::document::{Members, SERDE_JSON_DEPTH, depth, read, with_finite_numbers};
use crate::{is_clean, property};

/// A body of either kind.
#[derive(Clone, Debug, Arbitrary)]
pub enum AnyBody {
    Request(UpdateContactRequest),
    Contact(Contact),
}

/// A body with its schema as JSON and as a validator.
pub trait Body: testing::Body {
    fn schema() -> &'static Value;
    fn validator() -> &'static Validator;
}

macro_rules! body {
    ($Body:ident) => {
        impl Body for $Body {
            fn schema() -> &'static Value {
                static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
                    serde_json::from_str(<$Body as testing::Body>::SCHEMA).expect("the schema is JSON")
                });
                &SCHEMA
            }

            fn validator() -> &'static Validator {
                static VALIDATOR: LazyLock<Validator> = LazyLock::new(|| property::validator($Body::schema()));
                &VALIDATOR
            }
        }
    };
}

body!(UpdateContactRequest);
body!(Contact);

/// Writes the body as JSON. Two timestamps can be equal and have different texts, so comparing
/// texts finds more.
pub fn text<B: Body>(body: &B) -> String {
    serde_json::to_string(body).expect("a body can always be written")
}

/// Asserts that every way to read the document has the same verdict, and that the references agree:
/// serde_json on the syntax, `jsonschema` on the contract. Violations are at the places that
/// `jsonschema` reports, within the document.
pub fn readers_agree<B: Body>(document: &[u8]) {
    let built = B::from_json(document);
    let checked = B::check_json_with(document, &Limits::default().max_violations(usize::MAX));
    // Three different sinks: one stops at the first violation, one builds, one collects.
    assert_eq!(B::is_valid_json(document), built.is_ok());
    assert_eq!(B::check_json(document).err().as_ref(), built.as_ref().err());
    assert_eq!(checked.is_ok(), built.is_ok());

    let finite = with_finite_numbers(document);
    let by_serde = read::<B>(&finite).ok();
    assert_eq!(by_serde.as_ref(), built.as_ref().ok());
    assert_eq!(by_serde.as_ref().map(text), built.as_ref().ok().map(text));

    let value = match read::<Value>(&finite) {
        Ok(value) if depth(document) <= Limits::MAX_DEPTH => value,
        other => {
            let Err(InvalidBody::Syntax(error)) = checked else { panic!("accepted as JSON") };
            assert!(other.is_err() || error.rule() == Rule::JsonTooDeep, "{error}");
            assert!(error.span.start <= error.span.end && error.span.end <= document.len(), "{error:?}");
            assert!(is_clean(&error.to_string()), "{error}");
            return;
        }
    };
    // serde_json with its default settings stops one level earlier and at numbers beyond a double.
    let in_reach = finite == document && depth(document) <= SERDE_JSON_DEPTH;
    assert_eq!(serde_json::from_slice::<B>(document).is_ok(), built.is_ok() && in_reach);

    let expected = Expected::of::<B>(&finite, &value);
    match checked {
        Ok(()) => assert_eq!(expected, Expected::default()),
        Err(InvalidBody::Syntax(error)) => panic!("serde_json accepts it: {error}"),
        Err(InvalidBody::Violations(violations)) => {
            assert_eq!(Expected::from(&violations), expected);
            stand_in(document, &violations);
        }
    }
    if expected.duplicates.is_empty() {
        assert_eq!(B::from_value(&value).ok(), built.ok());
    }
}

/// The places of violations.
#[derive(Debug, Default, PartialEq)]
struct Expected {
    /// All but duplicates, which a schema cannot see.
    pointers: BTreeSet<String>,
    /// Each repetition of a documented member, in document order.
    duplicates: Vec<String>,
}

impl Expected {
    fn of<B: Body>(document: &[u8], value: &Value) -> Self {
        let mut pointers = schema_pointers::<B>(value, true);
        let members = read(document).map_or(Vec::new(), |Members(members)| members);
        let (mut seen, mut duplicates) = (BTreeSet::new(), Vec::new());
        for (name, _) in &members {
            if !seen.insert(name) && B::schema()["properties"].get(name).is_some() {
                duplicates.push(format!("/{name}"));
            }
        }
        if !duplicates.is_empty() {
            // The tree keeps only the last value of each name.
            for (name, value) in members {
                let object = Value::Object([(name, value)].into_iter().collect());
                pointers.extend(schema_pointers::<B>(&object, false));
            }
        }
        Self { pointers, duplicates }
    }
}

impl From<&Violations> for Expected {
    fn from(violations: &Violations) -> Self {
        let mut places = Self::default();
        for violation in violations {
            let pointer = violation.pointer.as_str().to_owned();
            if violation.kind.rule() == Rule::DuplicateMember {
                places.duplicates.push(pointer);
            } else {
                places.pointers.insert(pointer);
            }
        }
        places
    }
}

/// Returns the places of `jsonschema`'s errors. For a missing member it reports the object; this
/// returns the member's place, as the crate does.
fn schema_pointers<B: Body>(value: &Value, with_missing: bool) -> BTreeSet<String> {
    let pointer = |error: jsonschema::ValidationError<'_>| {
        let path = error.instance_path().to_string();
        match error.kind() {
            ValidationErrorKind::Required { property } => {
                let name = property.as_str().expect("a name is a string");
                with_missing.then(|| format!("{path}/{name}"))
            }
            _ => Some(path),
        }
    };
    B::validator().iter_errors(value).filter_map(pointer).collect()
}

fn stand_in(document: &[u8], violations: &Violations) {
    let document = std::str::from_utf8(document).expect("JSON is UTF-8");
    let mut last = 0;
    assert_eq!(violations.total(), violations.len());
    for violation in violations {
        let span = violation.span.expect("a document of bytes has spans");
        assert!(document.get(span.range()).is_some(), "{violation:?} is not at character boundaries");
        assert!(last <= span.start, "{violation:?} is out of order");
        assert!(is_clean(&violation.to_string()), "{violation}");
        last = span.start;
    }
}
