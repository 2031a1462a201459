//! A form shows a message beside each invalid field, for all fields at once: `cargo run --example
//! form`.

use std::collections::BTreeMap;

use contact_schema::{Email, InvalidEmail, Name, Patch, Phones, UpdateContactRequest};

/// The text that the user typed. An empty email field means "no email".
struct Form {
    name: &'static str,
    email: &'static str,
    phones: &'static str,
}

/// Returns the request, or the messages by field.
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

/// Errors are enums, so a form can word the frequent ones itself, in the language of its users.
fn in_words(why: InvalidEmail) -> String {
    match why {
        InvalidEmail::MissingAt { .. } => String::from("An email has an @, as in ada@example.com."),
        InvalidEmail::SingleLabel { .. } => String::from("The part after the @ ends in something like .com."),
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
    let body = serde_json::to_string(&submit(&good).expect("a valid form")).expect("a request is valid JSON");
    println!("{body}");
    assert_eq!(body, r#"{"notify":true,"name":"Ada","email":null,"phones":["+44 20 7946 0018"]}"#);
}
