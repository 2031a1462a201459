//! The `UpdateContactRequest` that "Update a contact" takes: a PATCH; and its unchecked draft.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::contact::Contact;
use super::draft;
use super::patch::Patch;
use super::presence::{self, Clearable, Optional, Required};
use super::sink::Collect;
use super::violation::Violations;
use crate::limits::Limits;
use crate::value::redact::Redact;
use crate::value::sink::Place;
use crate::value::{Comment, Email, Name, Phones};

super::members::members! {
    valid r#"{"notify":true}"#
    invalid r#"{"notify":null}"#

    /// The request body of "Update a contact".
    ///
    /// An absent member does not change the contact. Every field is a checked type, so every
    /// request is valid.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Email, Name, Patch, UpdateContactRequest};
    ///
    /// let request = UpdateContactRequest::new(true)
    ///     .name(Name::new("Ada Lovelace")?)
    ///     .email(Email::new("ada@example.com")?)
    ///     .comment(Patch::Null);
    /// assert_eq!(
    ///     serde_json::to_string(&request)?,
    ///     r#"{"notify":true,"name":"Ada Lovelace","email":"ada@example.com","comment":null}"#,
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub struct UpdateContactRequest {
        /// Whether the company contact should be notified.
        notify: Required<bool> = "notify",
        /// Name of the company contact; `None` does not change it.
        name: Optional<Name> = "name",
        /// Email of the company contact.
        email: Clearable<Email> = "email",
        /// Phones of the company contact; `None` does not change them, an empty list clears them.
        phones: Optional<Phones> = "phones",
        /// Comment on the company contact.
        comment: Clearable<Comment> = "comment",
    }
}

impl UpdateContactRequest {
    /// Returns a request that changes nothing yet.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::UpdateContactRequest;
    ///
    /// assert_eq!(serde_json::to_string(&UpdateContactRequest::new(false))?, r#"{"notify":false}"#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub const fn new(notify: bool) -> Self {
        Self { notify, name: None, email: Patch::Absent, phones: None, comment: Patch::Absent }
    }

    /// Sets `notify`, for example after [`diff`](Self::diff).
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::UpdateContactRequest;
    ///
    /// assert!(UpdateContactRequest::new(false).notify(true).notify);
    /// ```
    #[must_use]
    pub fn notify(mut self, notify: bool) -> Self {
        self.notify = notify;
        self
    }

    /// Returns whether the request changes nothing: its only member is `notify`, which may still
    /// send a notification.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Patch, UpdateContactRequest};
    ///
    /// assert!(UpdateContactRequest::new(true).is_empty());
    /// assert!(!UpdateContactRequest::new(true).email(Patch::Null).is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.name.is_none() && self.email.is_absent() && self.phones.is_none() && self.comment.is_absent()
    }

    /// Sets the name.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Name, UpdateContactRequest};
    ///
    /// let request = UpdateContactRequest::new(true).name(Name::new("Ada")?);
    /// assert_eq!(request.name.as_ref().map(Name::as_str), Some("Ada"));
    /// # Ok::<(), contact_schema::InvalidName>(())
    /// ```
    #[must_use]
    pub fn name(mut self, name: impl Into<Option<Name>>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets the email; [`Patch::Null`] clears it.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Email, Patch, UpdateContactRequest};
    ///
    /// let set = UpdateContactRequest::new(true).email(Email::new("ada@example.com")?);
    /// assert!(set.email.value().is_some());
    /// let clear = UpdateContactRequest::new(true).email(Patch::Null);
    /// assert!(clear.email.is_null());
    /// # Ok::<(), contact_schema::InvalidEmail>(())
    /// ```
    #[must_use]
    pub fn email(mut self, email: impl Into<Patch<Email>>) -> Self {
        self.email = email.into();
        self
    }

    /// Sets the phones.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Phones, UpdateContactRequest};
    ///
    /// let request = UpdateContactRequest::new(true).phones(Phones::from_texts(["112"])?);
    /// assert_eq!(request.phones.map(|phones| phones.len()), Some(1));
    /// # Ok::<(), contact_schema::InvalidPhones>(())
    /// ```
    #[must_use]
    pub fn phones(mut self, phones: impl Into<Option<Phones>>) -> Self {
        self.phones = phones.into();
        self
    }

    /// Sets the comment; [`Patch::Null`] clears it.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Patch, UpdateContactRequest};
    ///
    /// assert!(UpdateContactRequest::new(true).comment(Patch::Null).comment.is_null());
    /// ```
    #[must_use]
    pub fn comment(mut self, comment: impl Into<Patch<Comment>>) -> Self {
        self.comment = comment.into();
        self
    }

    /// Applies the request to the four data members of `contact`.
    ///
    /// Does not change `notifyAt`, `updatedAt` and `createdAt`: the API does not document how the
    /// server updates them, or how `notify` affects them.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Contact, Patch, UpdateContactRequest};
    ///
    /// # let json = br#"{"id":1,"name":"Ada","email":"ada@example.com","phones":["112"],"comment":"x","companyId":1,
    /// #   "notifyAt":"2024-12-05T14:56Z","updatedAt":"2024-12-05T14:56Z","createdAt":"2024-12-05T14:56Z"}"#;
    /// let before = Contact::from_json(json)?;
    /// let mut contact = before.clone();
    /// UpdateContactRequest::new(true).email(Patch::Null).apply_to(&mut contact);
    /// assert_eq!(contact, Contact { email: None, ..before });
    /// # Ok::<(), contact_schema::InvalidBody>(())
    /// ```
    pub fn apply_to(&self, contact: &mut Contact) {
        if let Some(name) = &self.name {
            contact.name.clone_from(name);
        }
        self.email.clone().apply_to(&mut contact.email);
        if let Some(phones) = &self.phones {
            contact.phones.clone_from(phones);
        }
        self.comment.clone().apply_to(&mut contact.comment);
    }

    /// Returns the smallest request that gives `from` the four data members of `to`; its `notify`
    /// is `false`.
    ///
    /// Ignores `notifyAt`, `updatedAt` and `createdAt`, for the reason given at
    /// [`apply_to`](Self::apply_to), and the two ids, which a request cannot change.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Contact, UpdateContactRequest};
    ///
    /// # let json = br#"{"id":1,"name":"Ada","email":"ada@example.com","phones":["112"],"comment":"x","companyId":1,
    /// #   "notifyAt":"2024-12-05T14:56Z","updatedAt":"2024-12-05T14:56Z","createdAt":"2024-12-05T14:56Z"}"#;
    /// let from = Contact::from_json(json)?;
    /// let to = Contact { comment: None, ..from.clone() };
    /// let request = UpdateContactRequest::diff(&from, &to);
    /// assert_eq!(serde_json::to_string(&request)?, r#"{"notify":false,"comment":null}"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn diff(from: &Contact, to: &Contact) -> Self {
        Self {
            notify: false,
            name: (from.name != to.name).then(|| to.name.clone()),
            email: Patch::diff(&from.email, &to.email),
            phones: (from.phones != to.phones).then(|| to.phones.clone()),
            comment: Patch::diff(&from.comment, &to.comment),
        }
    }
}

/// The unchecked texts of an [`UpdateContactRequest`], such as the fields of a form.
///
/// [`validate`](Self::validate) checks all of them and returns **all** violations, with their
/// pointers. It does not change the draft, so a form can show it again.
///
/// # Examples
///
/// ```
/// use contact_schema::{Patch, UpdateContactDraft};
///
/// let mut draft = UpdateContactDraft::new(true);
/// draft.email = Patch::Value(String::from("ada@example"));
/// draft.phones = Some(vec!["1".repeat(51), String::from("112"), "2".repeat(52)]);
/// let violations = draft.validate().unwrap_err();
/// let messages: Vec<String> = violations.iter().map(ToString::to_string).collect();
/// assert_eq!(messages, [
///     "/email: expected a dot in the domain, found none",
///     "/phones/0: expected at most 50 characters, found 51",
///     "/phones/2: expected at most 50 characters, found 52",
/// ]);
///
/// draft.email = Patch::Null;
/// draft.phones = None;
/// assert_eq!(serde_json::to_string(&draft.validate()?)?, r#"{"notify":true,"email":null}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct UpdateContactDraft {
    /// Whether the company contact should be notified.
    pub notify: bool,
    /// Name of the company contact; `None` does not change it.
    pub name: Option<String>,
    /// Email of the company contact.
    pub email: Patch<String>,
    /// Phones of the company contact; `None` does not change them, an empty list clears them.
    pub phones: Option<Vec<String>>,
    /// Comment on the company contact.
    pub comment: Patch<String>,
}

impl UpdateContactDraft {
    /// Returns a draft that changes nothing yet.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{UpdateContactDraft, UpdateContactRequest};
    ///
    /// assert_eq!(UpdateContactDraft::new(true).validate(), Ok(UpdateContactRequest::new(true)));
    /// ```
    #[must_use]
    pub const fn new(notify: bool) -> Self {
        Self { notify, name: None, email: Patch::Absent, phones: None, comment: Patch::Absent }
    }

    /// Checks all texts.
    ///
    /// # Errors
    ///
    /// All [`Violations`], in the order of the members, without spans. They equal those of
    /// [`UpdateContactRequest::from_json`] for the same values.
    pub fn validate(&self) -> Result<UpdateContactRequest, Violations> {
        let mut sink = Collect::new(Limits::MAX_VIOLATIONS, false);
        let name = self.name.as_deref().map(|name| draft::text(name, Place::Member("name"), &mut sink));
        let email = self.email.as_ref().map(|email| draft::text(email, Place::Member("email"), &mut sink));
        let phones = self.phones.as_deref().map(|texts| draft::phones(texts, Place::Member("phones"), &mut sink));
        let comment = self.comment.as_ref().map(|comment| draft::text(comment, Place::Member("comment"), &mut sink));
        // An invalid text is `None` here, and has a violation.
        let request = UpdateContactRequest {
            notify: self.notify,
            name: name.flatten(),
            email: draft::flatten(email),
            phones: phones.flatten(),
            comment: draft::flatten(comment),
        };
        if sink.total == 0 { Ok(request) } else { Err(Violations { kept: sink.kept, total: sink.total }) }
    }
}

impl From<UpdateContactRequest> for UpdateContactDraft {
    fn from(request: UpdateContactRequest) -> Self {
        Self {
            notify: request.notify,
            name: request.name.map(String::from),
            email: request.email.map(String::from),
            phones: request.phones.map(|phones| phones.into_iter().map(String::from).collect()),
            comment: request.comment.map(String::from),
        }
    }
}

/// [`UpdateContactDraft::validate`].
impl TryFrom<&UpdateContactDraft> for UpdateContactRequest {
    type Error = Violations;

    fn try_from(draft: &UpdateContactDraft) -> Result<Self, Violations> {
        draft.validate()
    }
}

impl Redact for UpdateContactDraft {
    fn redact(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { notify, name, email, phones, comment } = self;
        let mut output = f.debug_struct("UpdateContactDraft");
        presence::redact::<Required, _>(notify, &mut output, "notify");
        presence::redact::<Optional, _>(name, &mut output, "name");
        presence::redact::<Clearable, _>(email, &mut output, "email");
        presence::redact::<Optional, _>(phones, &mut output, "phones");
        presence::redact::<Clearable, _>(comment, &mut output, "comment");
        output.finish()
    }
}
