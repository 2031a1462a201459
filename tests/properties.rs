//! Properties of documents and values, over generated ones: 1,000 cases each, or `PROPTEST_CASES`.

#![cfg(all(feature = "json", feature = "proptest"))]

mod support;

use std::cmp::Ordering;
use std::hash::{DefaultHasher, Hash, Hasher};

use contact_schema::proptest as strategies;
use contact_schema::{Contact, InvalidBody, Patch, Timestamp, UpdateContactRequest};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

use support::documents::{any_document, apply, damage, quoted};
use support::{Body, all_readers_agree, config, json, near_miss_has_one_fault, survives, tree_readers_agree};

/// The properties that both bodies have.
macro_rules! body_properties {
    ($module:ident: $Body:ident, $near_miss:ident) => {
        mod $module {
            use super::*;

            proptest! {
                #![proptest_config(config())]

                #[test]
                fn all_readers_agree_on_any_document(document in any_document::<$Body>()) {
                    all_readers_agree::<$Body>(&document)?;
                }

                #[test]
                fn all_readers_agree_on_damaged_examples(damage in damage(3)) {
                    all_readers_agree::<$Body>(&apply($Body::EXAMPLE.into(), &damage))?;
                }

                #[test]
                fn all_readers_agree_on_damaged_bodies(body in strategies::$module(), damage in damage(4)) {
                    all_readers_agree::<$Body>(&apply(json(&body).into_bytes(), &damage))?;
                }

                #[test]
                fn all_readers_agree_on_damaged_near_misses(near_miss in strategies::$near_miss(), damage in damage(2)) {
                    all_readers_agree::<$Body>(&apply(near_miss.json.into_bytes(), &damage))?;
                }

                #[test]
                fn near_misses_have_their_one_fault(near_miss in strategies::$near_miss()) {
                    near_miss_has_one_fault::<$Body>(&near_miss)?;
                }

                #[test]
                fn messages_do_not_tell_values(near_miss in strategies::$near_miss()) {
                    messages_hide_values::<$Body>(&near_miss)?;
                }

                #[test]
                fn bodies_survive_writing_and_reading(body in strategies::$module()) {
                    survives::<$Body>(&body)?;
                }
            }
        }
    };
}

body_properties!(update_contact_request: UpdateContactRequest, update_contact_request_near_miss);
body_properties!(contact: Contact, contact_near_miss);

/// Checks that messages do not contain the strings of the document, except for very short ones.
fn messages_hide_values<B: Body>(near_miss: &strategies::NearMiss) -> Result<(), TestCaseError> {
    let Err(error) = B::from_json(near_miss.json.as_bytes()) else {
        return Err(TestCaseError::fail("accepted"));
    };
    let InvalidBody::Violations(violations) = &error else { return Err(TestCaseError::fail("no JSON")) };
    let help = violations.iter().filter_map(|violation| violation.kind.help());
    // Every text that a user can print: both formats of an error, and the help.
    let messages = [error.to_string(), format!("{error:?}")].into_iter().chain(help.map(String::from));
    let messages: Vec<_> = messages.collect();
    let value: Value = serde_json::from_str(&near_miss.json)?;
    let personal = ["name", "email", "comment"].into_iter().filter_map(|member| value.get(member)?.as_str());
    let phones = value.get("phones").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    // Short texts may occur in a message by chance.
    for text in personal.chain(phones).filter(|text| text.trim().len() >= 6) {
        for message in &messages {
            prop_assert!(!message.contains(text), "{message:?} tells {text:?}");
        }
    }
    Ok(())
}

/// Regression: in a tree, a string starts at offset 0, with no quote before it.
#[test]
fn trees_with_wrong_emails_have_violations() {
    for email in ["", "a", "a@b", "..", &"x".repeat(251)] {
        let value = serde_json::json!({"notify": true, "email": email});
        let places = tree_readers_agree::<UpdateContactRequest>(&value).expect("all readers agree");
        assert_eq!(places.into_iter().collect::<Vec<_>>(), ["/email"]);
    }
}

/// Occurs in no message by chance.
const MARK: &str = "Qx7Zk";

/// Texts with the marker, valid for some members and invalid for others.
fn marked_text() -> impl Strategy<Value = String> {
    const ENDS: &[&str] = &[
        "",
        "",
        "@example.com",
        "a",
        ".",
        "..",
        "'",
        "@",
        "@a",
        "@@",
        "-",
        " ",
        "é",
        "\0",
        "\n",
        "\u{202E}",
        "\u{1B}[31m",
        "2024-12-05T",
        "14:56:23Z",
        "+01:00",
        "\u{1F600}",
        "\"",
        "\\",
    ];
    let text = (select(ENDS), select(ENDS), select(ENDS)).prop_map(|(a, b, c)| format!("{a}{MARK}{b}{c}"));
    let long = (select(ENDS), 1..=600_usize).prop_map(|(end, count)| MARK.repeat(count) + end);
    let late = select(ENDS).prop_map(|end| format!("2024-12-05T14:56:23{end}{MARK}"));
    prop_oneof![6 => text, 1 => long, 1 => late]
}

proptest! {
    #![proptest_config(config())]

    /// R11, for violations and for syntax errors.
    #[test]
    fn messages_do_not_tell_marked_values(
        texts in proptest::collection::vec(marked_text(), 14),
        as_phones in any::<bool>(),
        damage in prop_oneof![2 => Just(Vec::new()), 1 => damage(1)],
    ) {
        let mut texts = texts.iter().map(|text| quoted(text, &[]));
        let mut next = || texts.next().unwrap_or_default();
        let phones = if as_phones { format!("[{}, {}, [{}]]", next(), next(), next()) } else { next() };
        let mut json = format!("{{\"phones\": {phones}");
        for member in ["notify", "id", "name", "email", "comment", "companyId", "notifyAt", "updatedAt", "createdAt"] {
            json += &format!(", \"{member}\": {}", next());
        }
        json += &format!(", \"email\": {}, {}: 1}}", next(), quoted(MARK, &[]));
        let document = apply(json.into_bytes(), &damage);
        let both = [UpdateContactRequest::check_json(&document), Contact::check_json(&document)];
        for error in both.into_iter().filter_map(Result::err) {
            let mut told = format!("{error} {error:?}");
            if let InvalidBody::Violations(violations) = &error {
                violations.iter().filter_map(|violation| violation.kind.help()).for_each(|help| told += &help);
            }
            prop_assert!(!told.contains(MARK), "{told}");
        }
    }

    #[test]
    fn patch_has_three_states(request in strategies::update_contact_request()) {
        let value = serde_json::to_value(&request)?;
        let state = |member: &str| value.get(member).map(Value::as_str);
        prop_assert_eq!(state("email"), Option::from(request.email.as_ref().map(|email| email.as_str())));
        prop_assert_eq!(state("comment"), Option::from(request.comment.as_ref().map(|comment| comment.as_str())));
        prop_assert_eq!(value.get("name").map(|name| name.as_str()), request.name.as_ref().map(|name| Some(name.as_str())));
        let phones = request.phones.as_ref().map(|phones| phones.iter().map(|phone| phone.as_str()).collect::<Vec<_>>());
        prop_assert_eq!(value.get("phones").cloned(), phones.map(Value::from));
        prop_assert_eq!(value.get("notify"), Some(&Value::Bool(request.notify)));
        let survived = UpdateContactRequest::from_json(json(&request).as_bytes())?;
        prop_assert_eq!(state_of(&survived.email), state_of(&request.email));
        prop_assert_eq!(state_of(&survived.comment), state_of(&request.comment));
    }

    #[test]
    fn between_gives_the_other_contact_its_data((from, to) in two_contacts(), notify in any::<bool>()) {
        let request = UpdateContactRequest::diff(&from, &to);
        let mut changed = from.clone();
        request.apply_to(&mut changed);
        // The four members of a request come from `to`; everything else is unchanged.
        let Contact { name, email, phones, comment, .. } = to.clone();
        let expected = Contact { name, email, phones, comment, ..from.clone() };
        prop_assert_eq!(json(&changed), json(&expected));

        // Minimal: a member is present if and only if it differs.
        prop_assert!(!request.notify);
        prop_assert_eq!(request.name.is_some(), from.name != to.name);
        prop_assert_eq!(!request.email.is_absent(), from.email != to.email);
        prop_assert_eq!(request.phones.is_some(), from.phones != to.phones);
        prop_assert_eq!(!request.comment.is_absent(), from.comment != to.comment);
        prop_assert_eq!(&UpdateContactRequest::diff(&changed, &to), &UpdateContactRequest::new(false));
        prop_assert_eq!(UpdateContactRequest::diff(&from, &from), UpdateContactRequest::new(false));

        // `notify` says nothing about the contact.
        let mut notified = from.clone();
        let mut request = request;
        request.notify = notify;
        request.apply_to(&mut notified);
        prop_assert_eq!(json(&notified), json(&changed));
    }

    #[test]
    fn applying_twice_is_applying_once(request in strategies::update_contact_request(), contact in strategies::contact()) {
        let mut once = contact.clone();
        request.apply_to(&mut once);
        prop_assert_eq!(once.name.as_str(), request.name.as_ref().unwrap_or(&contact.name).as_str());
        prop_assert_eq!(&once.phones, request.phones.as_ref().unwrap_or(&contact.phones));
        prop_assert_eq!(&once.email, &Option::from(request.email.clone()).unwrap_or(contact.email.clone()));
        prop_assert_eq!(&once.comment, &Option::from(request.comment.clone()).unwrap_or(contact.comment.clone()));
        let mut twice = once.clone();
        request.apply_to(&mut twice);
        prop_assert_eq!(json(&twice), json(&once));
        // The empty request changes nothing.
        UpdateContactRequest::new(request.notify).apply_to(&mut twice);
        prop_assert_eq!(json(&twice), json(&once));
    }

    #[test]
    fn patch_laws(from in proptest::option::of(0..3_u8), to in proptest::option::of(0..3_u8)) {
        let patch = Patch::diff(&from, &to);
        prop_assert_eq!(patch.is_absent(), from == to);
        let mut target = from;
        patch.apply_to(&mut target);
        prop_assert_eq!(target, to);
        prop_assert_eq!(Patch::from_double_option(Option::<Option<u8>>::from(patch)), patch);
    }

    /// Equality, order and hash are those of the instant, for any number of digits.
    #[test]
    fn timestamps_are_instants((a, b) in two_timestamps(), c in strategies::timestamp()) {
        // The reference compares the fields as text, with the fractions padded to one length.
        let digits = [&a, &b, &c].map(|at| at.fraction().len()).into_iter().max().unwrap_or(0);
        let instant = |at: &Timestamp| {
            let (year, month, day, hour, minute, second) = (at.year(), at.month(), at.day(), at.hour(), at.minute(), at.second());
            format!("{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}{:0<digits$}", at.fraction())
        };
        for (a, b) in [(&a, &b), (&b, &c), (&a, &c), (&a, &a)] {
            let expected = instant(a).cmp(&instant(b));
            prop_assert_eq!(a.cmp(b), expected);
            prop_assert_eq!(b.cmp(a), expected.reverse());
            prop_assert_eq!(a.partial_cmp(b), Some(expected));
            prop_assert_eq!(a == b, expected == Ordering::Equal);
            if a == b {
                prop_assert_eq!(hash(a), hash(b));
            }
            // chrono must agree if nanoseconds distinguish the two.
            if a.fraction().len() <= 9 && b.fraction().len() <= 9 {
                prop_assert_eq!(by_chrono(a).cmp(&by_chrono(b)), expected);
            }
        }
    }

    /// The fields are those that chrono reads.
    #[test]
    fn timestamps_have_the_fields_of_chrono(at in strategies::timestamp()) {
        use ::chrono::{Datelike, Timelike};

        let other = by_chrono(&at);
        let date = (i32::from(at.year()), u32::from(at.month()), u32::from(at.day()));
        prop_assert_eq!(date, (other.year(), other.month(), other.day()));
        let time = (u32::from(at.hour()), u32::from(at.minute()), u32::from(at.second()), at.nanosecond());
        prop_assert_eq!(time, (other.hour(), other.minute(), other.second(), other.nanosecond()));
    }
}

fn state_of<T>(patch: &Patch<T>) -> u8 {
    match patch {
        Patch::Absent => 0,
        Patch::Null => 1,
        Patch::Value(_) => 2,
    }
}

/// Two contacts that often have members in common.
fn two_contacts() -> impl Strategy<Value = (Contact, Contact)> {
    (strategies::contact(), strategies::contact(), any::<[bool; 4]>()).prop_map(|(from, to, same)| {
        let other = from.clone();
        let to = Contact {
            name: if same[0] { other.name } else { to.name },
            email: if same[1] { other.email } else { to.email },
            phones: if same[2] { other.phones } else { to.phones },
            comment: if same[3] { other.comment } else { to.comment },
            ..to
        };
        (from, to)
    })
}

/// Two timestamps; the second is often another spelling of the first or very close to it.
fn two_timestamps() -> impl Strategy<Value = (Timestamp, Timestamp)> {
    (strategies::timestamp(), strategies::timestamp(), 0..6_u8, "[09]{0,3}").prop_map(|(a, b, how, zeros)| {
        let minute = a.as_str()[..16].to_owned();
        let fraction = a.fraction();
        let text = match how {
            0 if a.second() == 0 && fraction.trim_matches('0').is_empty() => minute + "Z",
            0 | 1 => format!("{minute}:{:02}.{fraction}{zeros}0Z", a.second()),
            2 => format!("{minute}:{:02}.{}{zeros}0Z", a.second(), fraction.get(1..).unwrap_or("")),
            3 => format!("{minute}:{:02}Z", a.second()),
            _ => return (a, b),
        };
        let other = Timestamp::new(text).expect("another fraction is valid");
        (a, other)
    })
}

fn hash(at: &Timestamp) -> u64 {
    let mut hasher = DefaultHasher::new();
    at.hash(&mut hasher);
    hasher.finish()
}

/// Reads the instant with chrono's format parser, to the nanosecond.
fn by_chrono(at: &Timestamp) -> ::chrono::NaiveDateTime {
    let text = at.as_str();
    let fraction: String = at.fraction().chars().take(9).collect();
    let text = match (text.len(), at.fraction()) {
        (17, _) => format!("{}:00", &text[..16]),
        (_, "") => text[..19].to_owned(),
        _ => format!("{}.{fraction}", &text[..19]),
    };
    ::chrono::NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S%.f").expect("chrono reads every timestamp")
}

#[cfg(feature = "chrono")]
proptest! {
    #![proptest_config(config())]

    #[test]
    fn chrono_round_trip(at in strategies::timestamp()) {
        use ::chrono::{DateTime, Utc};

        let instant = DateTime::<Utc>::from(&at);
        prop_assert_eq!(instant.naive_utc(), by_chrono(&at));
        let back = Timestamp::try_from(instant)?;
        if at.fraction().len() <= 9 {
            prop_assert_eq!(&back, &at);
        } else {
            prop_assert!(back <= at && back.nanosecond() == at.nanosecond());
        }
        prop_assert_eq!(DateTime::<Utc>::from(back), instant);
    }

    #[test]
    fn every_instant_of_the_range_has_a_timestamp(seconds in -62_167_219_200..=253_402_300_799_i64, nanos in 0..1_000_000_000_u32) {
        use ::chrono::{DateTime, Utc};

        let instant = DateTime::<Utc>::from_timestamp(seconds, nanos).expect("within chrono's range");
        prop_assert_eq!(DateTime::<Utc>::from(Timestamp::try_from(instant)?), instant);
    }
}

#[cfg(feature = "arbitrary")]
proptest! {
    #![proptest_config(config())]

    /// Any bytes produce a value, and the value is valid.
    #[test]
    fn arbitrary_values_are_valid(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        use ::arbitrary::{Arbitrary, Unstructured};

        fn check<B: Body + for<'a> Arbitrary<'a>>(bytes: &[u8]) -> Result<(), TestCaseError> {
            survives(&<B as Arbitrary>::arbitrary(&mut Unstructured::new(bytes))?)?;
            survives(&B::arbitrary_take_rest(Unstructured::new(bytes))?)
        }
        check::<Contact>(&bytes)?;
        check::<UpdateContactRequest>(&bytes)?;
    }
}
