//! A client sends only what its user changed: `cargo run --example client`.

use contact_schema::{Comment, Contact, Email, UpdateContactRequest};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The answer of the server. If it breaks the contract, the error lists every place.
    let answer = br#"{"id": 1, "name": "Ada Lovelace", "email": "ada@example.com", "phones": ["+44 20 7946 0018"],
        "comment": null, "companyId": 7, "notifyAt": "2024-12-05T14:56:23.000Z",
        "updatedAt": "2024-12-05T14:56:23.000Z", "createdAt": "2024-01-15T08:45:00.000Z"}"#;
    let shown = Contact::from_json(answer)?;

    // The user edits it.
    let edited = Contact { email: None, comment: Some(Comment::new("Writes letters only")?), ..shown.clone() };

    // The smallest request for these changes. It contains no phones, so it does not undo a
    // concurrent change of the phones.
    let mut request = UpdateContactRequest::diff(&shown, &edited);
    request.notify = true;
    let body = serde_json::to_string(&request)?;
    println!("{body}");
    assert_eq!(body, r#"{"notify":true,"email":null,"comment":"Writes letters only"}"#);

    // An invalid value cannot become part of a request.
    let refused = Email::new("ada@example").map(|email| UpdateContactRequest::new(true).email(email));
    if let Err(why) = refused {
        println!("not sent: {why}");
    }
    Ok(())
}
