//! A form shows a message beside each invalid field, for all fields at once: `cargo run --example
//! form`.

use std::collections::BTreeMap;

use contact_schema::{InvalidEmail, Patch, UpdateContactDraft, UpdateContactRequest, ViolationKind};

/// The text that the user typed. An empty email field means "no email".
struct Form {
    name: &'static str,
    email: &'static str,
    phones: &'static str,
}

/// Returns the request, or the messages by field. The field of a phone is its line: `/phones/1`.
fn submit(form: &Form) -> Result<UpdateContactRequest, BTreeMap<String, String>> {
    let mut draft = UpdateContactDraft::new(true);
    draft.name = Some(form.name.to_owned());
    draft.email = Patch::from_nullable((!form.email.is_empty()).then(|| form.email.to_owned()));
    draft.phones = Some(form.phones.lines().map(|phone| phone.trim().to_owned()).collect());
    draft.validate().map_err(|violations| {
        violations.into_iter().map(|violation| (violation.pointer.into(), in_words(&violation.kind))).collect()
    })
}

/// Errors are enums, so a form can word the frequent ones itself, in the language of its users.
fn in_words(kind: &ViolationKind) -> String {
    match kind {
        ViolationKind::Email(InvalidEmail::MissingAt { .. }) => {
            String::from("An email has an @, as in ada@example.com.")
        }
        ViolationKind::Email(InvalidEmail::SingleLabel { .. }) => {
            String::from("The part after the @ ends in something like .com.")
        }
        other => other.to_string(),
    }
}

fn main() {
    let long = "1".repeat(51).leak();
    let bad = Form { name: "Ada", email: "ada@example", phones: long };
    let messages = submit(&bad).expect_err("two fields are wrong");
    for (field, message) in &messages {
        println!("{field}: {message}");
    }
    assert_eq!(messages.into_keys().collect::<Vec<_>>(), ["/email", "/phones/0"]);

    let good = Form { name: "Ada", email: "", phones: "+44 20 7946 0018\n" };
    let body = serde_json::to_string(&submit(&good).expect("a valid form")).expect("a request is valid JSON");
    println!("{body}");
    assert_eq!(body, r#"{"notify":true,"name":"Ada","email":null,"phones":["+44 20 7946 0018"]}"#);
}
