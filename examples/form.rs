//! A form shows what is wrong beside each field, for all fields at once: `cargo run --example form`.

use std::collections::BTreeMap;

use contact_schema::{Email, InvalidEmail, Name, Patch, Phones, UpdateContactRequest};

/// What the user typed. An empty field means "none".
struct Form {
    name: &'static str,
    email: &'static str,
    phones: &'static str,
}

/// The request, or the messages by field.
fn submit(form: &Form) -> Result<UpdateContactRequest, BTreeMap<&'static str, String>> {
    let name = Name::new(form.name);
    let email = if form.email.is_empty() { Ok(Patch::Null) } else { Email::new(form.email).map(Patch::Value) };
    let phones = Phones::from_texts(form.phones.lines().map(str::trim).filter(|phone| !phone.is_empty()));
    match (name, email, phones) {
        (Ok(name), Ok(email), Ok(phones)) => Ok(UpdateContactRequest::new(true).name(name).email(email).phones(phones)),
        (name, email, phones) => {
            let mut messages = BTreeMap::new();
            messages.extend(name.err().map(|why| ("name", why.to_string())));
            messages.extend(email.err().map(|why| ("email", in_words(why))));
            messages.extend(phones.err().map(|why| ("phones", why.to_string())));
            Err(messages)
        }
    }
}

/// The errors are enums, so a form has its own words for what its users get wrong most, in their language.
fn in_words(why: InvalidEmail) -> String {
    match why {
        InvalidEmail::MissingAt { .. } => String::from("An email has an @, as in ada@example.com."),
        InvalidEmail::SingleLabel { .. } => String::from("What stands after the @ ends in something like .com."),
        other => other.to_string(),
    }
}

fn main() {
    let bad = Form { name: "Ada", email: "ada@example", phones: "1\n2\n3\n4\n5\n6" };
    let messages = submit(&bad).expect_err("two fields are wrong");
    for (field, message) in &messages {
        println!("{field}: {message}");
    }
    assert_eq!(messages.into_keys().collect::<Vec<_>>(), ["email", "phones"]);

    let good = Form { name: "Ada", email: "", phones: "+44 20 7946 0018\n" };
    let body = serde_json::to_string(&submit(&good).expect("all fields are right")).expect("it can be written");
    println!("{body}");
    assert_eq!(body, r#"{"notify":true,"name":"Ada","email":null,"phones":["+44 20 7946 0018"]}"#);
}
