//! A request of texts that were not checked yet: what a form holds.

use alloc::string::String;
use alloc::vec::Vec;

use super::patch::Patch;
use super::request::UpdateContactRequest;
use super::violation::{Violation, ViolationKind, Violations};
use crate::limits::Limits;
use crate::pointer::Pointer;
use crate::value::text::Text;
use crate::value::{InvalidPhones, Phones};

/// The texts of an [`UpdateContactRequest`] before they are checked, as a form has them.
///
/// [`validate`](Self::validate) checks all of them and names **all** that is wrong, with the pointer
/// of each fault. The draft stays as it is, so a form can show it again.
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
///     "/email: expected a dot in the domain, found a single label",
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
    /// Name of the company contact; `None` leaves it as it is.
    pub name: Option<String>,
    /// Email of the company contact.
    pub email: Patch<String>,
    /// Phones of the company contact; `None` leaves them as they are, no phones clears them.
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
    /// All [`Violations`], in the order of the members, without spans. They are those of
    /// [`UpdateContactRequest::from_json`] for the same values.
    pub fn validate(&self) -> Result<UpdateContactRequest, Violations> {
        let mut faults = Faults::default();
        let name = self.name.as_deref().map(|name| faults.text("name", name));
        let email = self.email.as_ref().map(|email| faults.text("email", email));
        let phones = self.phones.as_deref().map(|phones| faults.phones("phones", phones));
        let comment = self.comment.as_ref().map(|comment| faults.text("comment", comment));
        // A text that is not valid is `None`, and there is a fault then.
        let request = UpdateContactRequest {
            notify: self.notify,
            name: name.flatten(),
            email: flatten(email),
            phones: phones.flatten(),
            comment: flatten(comment),
        };
        if faults.total == 0 { Ok(request) } else { Err(Violations { kept: faults.kept, total: faults.total }) }
    }
}

fn flatten<T>(patch: Patch<Option<T>>) -> Patch<T> {
    match patch {
        Patch::Value(Some(value)) => Patch::Value(value),
        Patch::Null => Patch::Null,
        Patch::Absent | Patch::Value(None) => Patch::Absent,
    }
}

/// Collects violations up to [`Limits::MAX_VIOLATIONS`], and counts all.
#[derive(Default)]
struct Faults {
    kept: Vec<Violation>,
    total: usize,
}

impl Faults {
    fn push(&mut self, pointer: Pointer, kind: impl Into<ViolationKind>) {
        self.total += 1;
        if self.kept.len() < Limits::MAX_VIOLATIONS {
            self.kept.push(Violation { pointer, span: None, kind: kind.into() });
        }
    }

    fn text<T: Text<Error: Into<ViolationKind>>>(&mut self, member: &str, text: &str) -> Option<T> {
        T::parse(text).map_err(|error| self.push(Pointer::to_member(member), error)).ok()
    }

    fn phones(&mut self, member: &str, texts: &[String]) -> Option<Phones> {
        let pointer = Pointer::to_member(member);
        match Phones::from_texts(texts) {
            Ok(phones) => return Some(phones),
            Err(InvalidPhones::Items { invalid, total, count }) => {
                if count > Phones::MAX_ITEMS {
                    self.push(pointer.clone(), ViolationKind::TooManyItems { count, max: Phones::MAX_ITEMS });
                }
                let kept = invalid.len();
                for (index, error) in invalid {
                    self.push(pointer.clone().join(&alloc::format!("{index}")), error);
                }
                self.total += total - kept;
            }
            Err(error @ InvalidPhones::TooManyItems { .. }) => self.push(pointer, error),
        }
        None
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
