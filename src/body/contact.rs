//! The `Contact` that "Update a contact" returns.

use crate::value::{Comment, CompanyId, ContactId, Email, Name, Phones, Timestamp};

crate::body::member::members! {
    valid r#"{"id":1,"name":"","email":null,"phones":[],"comment":null,"companyId":1,"notifyAt":"2024-12-05T14:56Z","updatedAt":"2024-12-05T14:56Z","createdAt":"2024-12-05T14:56Z"}"#
    invalid "{}"

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
        id: ContactId = required "id" Integer,
        /// Name of the company contact.
        name: Name = required "name" Name,
        /// Email of the company contact; `None` is `null`.
        email: Option<Email> = nullable "email" Email,
        /// Phones of the company contact.
        phones: Phones = required "phones" Phones,
        /// Comment on the company contact; `None` is `null`.
        comment: Option<Comment> = nullable "comment" Comment,
        /// Identifier of the associated company; `companyId` in JSON.
        company_id: CompanyId = required "companyId" Integer,
        /// Date of the next notification; `notifyAt` in JSON.
        notify_at: Timestamp = required "notifyAt" Timestamp,
        /// Date of the last update; `updatedAt` in JSON.
        updated_at: Timestamp = required "updatedAt" Timestamp,
        /// Date of creation; `createdAt` in JSON.
        created_at: Timestamp = required "createdAt" Timestamp,
    }
}
