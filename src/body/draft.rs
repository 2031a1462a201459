//! A request whose texts are not checked yet, such as the fields of a form.

use alloc::string::String;
use alloc::vec::Vec;

use super::patch::Patch;
use super::request::UpdateContactRequest;
use super::sink::Collect;
use super::violation::{ViolationKind, Violations};
use super::warning::WarningKind;
use crate::json::{Reader, StringToken};
use crate::limits::Limits;
use crate::pointer::Span;
use crate::value::sink::{Place, Sink as _};
use crate::value::text::Text;
use crate::value::{Phone, Phones};

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
        let name = self.name.as_deref().map(|name| text(name, Place::Member("name"), &mut sink));
        let email = self.email.as_ref().map(|email| text(email, Place::Member("email"), &mut sink));
        let phones = self.phones.as_deref().map(|texts| phones(texts, Place::Member("phones"), &mut sink));
        let comment = self.comment.as_ref().map(|comment| text(comment, Place::Member("comment"), &mut sink));
        // An invalid text is `None` here, and has a violation.
        let request = UpdateContactRequest {
            notify: self.notify,
            name: name.flatten(),
            email: flatten(email),
            phones: phones.flatten(),
            comment: flatten(comment),
        };
        if sink.total == 0 { Ok(request) } else { Err(Violations { kept: sink.kept, total: sink.total }) }
    }
}

fn flatten<T>(patch: Patch<Option<T>>) -> Patch<T> {
    match patch {
        Patch::Value(Some(value)) => Patch::Value(value),
        Patch::Null => Patch::Null,
        Patch::Absent | Patch::Value(None) => Patch::Absent,
    }
}

/// Checks a text as the string of a document, which can have several faults: an email may be too
/// long and have no `@`.
fn text<T>(text: &str, place: Place<'_>, sink: &mut Collect) -> Option<T>
where
    T: Text<Error: Into<ViolationKind>, Warning: Into<WarningKind>>,
{
    let string = StringToken { start: 0, end: text.len(), escaped: false };
    match T::check(&Reader::of_text(text), string, place, sink) {
        Ok(true) => T::parse(text).ok(),
        // The sink collects, and does not stop.
        Ok(false) | Err(_) => None,
    }
}

fn phones(texts: &[String], place: Place<'_>, sink: &mut Collect) -> Option<Phones> {
    let count = texts.len();
    if count > Phones::MAX_ITEMS {
        let too_many = || ViolationKind::TooManyItems { count, max: Phones::MAX_ITEMS };
        // The sink collects, and does not stop.
        let _ = sink.violation(place, Span::default(), too_many);
    }
    let mut phones = Vec::new();
    for (index, item) in texts.iter().enumerate() {
        let phone = text::<Phone>(item, place.item(index), sink);
        if index < Phones::MAX_ITEMS {
            phones.extend(phone);
        }
    }
    // Invalid phones are missing here, but each has a violation.
    Phones::new(phones).ok()
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
