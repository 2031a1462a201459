//! The `Contact` that "Update a contact" returns.

use crate::{Comment, CompanyId, ContactId, Email, Name, Phones, Timestamp};

/// The 200 response body of "Update a contact".
///
/// Every field is a checked type, so a `Contact` that exists is valid.
///
/// # Examples
///
/// ```
/// use contact_schema::Contact;
///
/// let contact = Contact::from_json(
///     br#"{"id": 1, "name": "Company Contact Name", "email": "example@email.com",
///          "phones": ["phone1", "phone2"], "comment": "Company contact comment", "companyId": 1,
///          "notifyAt": "2024-12-05T14:56:23.000Z", "updatedAt": "2024-12-05T14:56:23.000Z",
///          "createdAt": "2024-01-15T08:45:00.000Z"}"#,
/// )?;
/// assert_eq!(contact.id.get(), 1);
/// assert!(contact.created_at < contact.updated_at);
/// # Ok::<(), contact_schema::InvalidBody>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Contact {
    /// Unique identifier of the company contact.
    pub id: ContactId,
    /// Name of the company contact.
    pub name: Name,
    /// Email of the company contact; `None` is `null`.
    pub email: Option<Email>,
    /// Phones of the company contact.
    pub phones: Phones,
    /// Comment on the company contact; `None` is `null`.
    pub comment: Option<Comment>,
    /// Identifier of the associated company; `companyId` in JSON.
    pub company_id: CompanyId,
    /// Date of the next notification; `notifyAt` in JSON.
    pub notify_at: Timestamp,
    /// Date of the last update; `updatedAt` in JSON.
    pub updated_at: Timestamp,
    /// Date of creation; `createdAt` in JSON.
    pub created_at: Timestamp,
}

crate::member::members! {
    Contact (
        valid r#"{"id":1,"name":"","email":null,"phones":[],"comment":null,"companyId":1,"notifyAt":"2024-12-05T14:56Z","updatedAt":"2024-12-05T14:56Z","createdAt":"2024-12-05T14:56Z"}"#,
        invalid "{}"
    ) {
        id: required "id" Integer,
        name: required "name" Name,
        email: nullable "email" Email,
        phones: required "phones" Phones,
        comment: nullable "comment" Comment,
        company_id: required "companyId" Integer,
        notify_at: required "notifyAt" Timestamp,
        updated_at: required "updatedAt" Timestamp,
        created_at: required "createdAt" Timestamp,
    }
}
