//! The `Contact` that "Update a contact" returns.

use crate::value::{Comment, CompanyId, ContactId, Email, Name, Phones, Timestamp};

super::members::members! {
    valid r#"{"id":1,"name":"","email":null,"phones":[],"comment":null,"companyId":1,"notifyAt":"2024-12-05T14:56Z","updatedAt":"2024-12-05T14:56Z","createdAt":"2024-12-05T14:56Z"}"#
    invalid "{}"

    /// The 200 response body of "Update a contact".
    ///
    /// Every field is a checked type, so every `Contact` is valid. It is exhaustive: code that
    /// builds one must set every member (see the crate's [stability](crate#stability)).
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
        id: Required<ContactId> = "id",
        /// Name of the company contact.
        name: Required<Name> = "name",
        /// Email of the company contact; `None` is `null`.
        email: Nullable<Email> = "email",
        /// Phones of the company contact.
        phones: Required<Phones> = "phones",
        /// Comment on the company contact; `None` is `null`.
        comment: Nullable<Comment> = "comment",
        /// Identifier of the associated company; `companyId` in JSON.
        company_id: Required<CompanyId> = "companyId",
        /// Date of the next notification; `notifyAt` in JSON.
        notify_at: Required<Timestamp> = "notifyAt",
        /// Date of the last update; `updatedAt` in JSON.
        updated_at: Required<Timestamp> = "updatedAt",
        /// Date of creation; `createdAt` in JSON.
        created_at: Required<Timestamp> = "createdAt",
    }
}
