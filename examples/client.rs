//! A client changes what its user has changed, and nothing else: `cargo run --example client`.

use contact_schema::{Comment, Contact, Email, UpdateContactRequest};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // What the server sent. Whatever is wrong with it is known here, with all its places, and not on the way to the user's screen.
    let answer = br#"{"id": 1, "name": "Ada Lovelace", "email": "ada@example.com", "phones": ["+44 20 7946 0018"],
        "comment": null, "companyId": 7, "notifyAt": "2024-12-05T14:56:23.000Z",
        "updatedAt": "2024-12-05T14:56:23.000Z", "createdAt": "2024-01-15T08:45:00.000Z"}"#;
    let shown = Contact::from_json(answer)?;

    // What the user made of it.
    let edited = Contact { email: None, comment: Some(Comment::new("Writes letters only")?), ..shown.clone() };

    // The smallest request that says so. The phones are not in it, so it does not undo what somebody else did to them meanwhile.
    let mut request = UpdateContactRequest::diff(&shown, &edited);
    request.notify = true;
    let body = serde_json::to_string(&request)?;
    println!("{body}");
    assert_eq!(body, r#"{"notify":true,"email":null,"comment":"Writes letters only"}"#);

    // A value that the server would refuse cannot get that far.
    let refused = Email::new("ada@example").map(|email| UpdateContactRequest::new(true).email(email));
    if let Err(why) = refused {
        println!("not sent: {why}");
    }
    Ok(())
}
