//! Values without personal data and secrets, for logs.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::body::{Contact, Patch, UpdateContactDraft, UpdateContactRequest};
use crate::value::Phones;
use crate::value::limited_text_types;

/// Shows a value without personal data and secrets, for logs.
///
/// Ids, `notify`, timestamps, lengths and the states of members are shown. Names, emails, phones,
/// comments and tokens are not. `Debug` of the value itself shows everything except the tokens.
///
/// Implemented for [`UpdateContactRequest`], [`UpdateContactDraft`], [`Contact`] and, with the
/// feature `http`, `http::UpdateContactCall` and `http::CallHead`. `Display` and `Debug` are the
/// same.
///
/// # Examples
///
/// ```
/// use contact_schema::{Redacted, UpdateContactRequest};
///
/// let json = br#"{"notify": true, "name": "Ada", "email": null, "phones": ["112", "113"]}"#;
/// let request = UpdateContactRequest::from_json(json)?;
/// assert_eq!(
///     Redacted(&request).to_string(),
///     "UpdateContactRequest { notify: true, name: 3 characters, email: null, phones: 2 items }",
/// );
/// # Ok::<(), contact_schema::InvalidBody>(())
/// ```
#[derive(Clone, Copy)]
pub struct Redacted<'a, T>(pub &'a T);

impl<T: Redact> fmt::Display for Redacted<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.redact(f)
    }
}

impl<T: Redact> fmt::Debug for Redacted<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.redact(f)
    }
}

/// A type that [`Redacted`] can show. Sealed.
pub trait Redact {
    /// Writes the value without personal data and secrets.
    #[doc(hidden)]
    fn redact(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

/// The length of a text.
struct Chars<'a>(&'a str);

impl fmt::Debug for Chars<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} characters", self.0.chars().count())
    }
}

macro_rules! redact_text {
    ($($name:ident $Type:ident $Invalid:ident),*) => {
        $(impl Redact for crate::value::$Type {
            fn redact(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&Chars(self.as_str()), f)
            }
        })*
    };
}

limited_text_types!(redact_text);
redact_text!(email Email InvalidEmail);

impl Redact for Phones {
    fn redact(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} items", self.len())
    }
}

/// `null` or the redacted value.
impl<T: Redact> Redact for Option<T> {
    fn redact(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Some(value) => value.redact(f),
            None => f.write_str("null"),
        }
    }
}

/// Adds a member to the output, if it is present.
fn patch<T: Redact>(output: &mut fmt::DebugStruct<'_, '_>, name: &str, patch: &Patch<T>) {
    match patch {
        Patch::Absent => {}
        Patch::Null => {
            output.field(name, &format_args!("null"));
        }
        Patch::Value(value) => {
            output.field(name, &Redacted(value));
        }
    }
}

/// A text of a draft.
impl Redact for String {
    fn redact(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&Chars(self), f)
    }
}

/// The phones of a draft.
impl Redact for Vec<String> {
    fn redact(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} items", self.len())
    }
}

impl Redact for UpdateContactDraft {
    fn redact(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { notify, name, email, phones, comment } = self;
        changes(f.debug_struct("UpdateContactDraft"), *notify, name, email, phones, comment)
    }
}

impl Redact for UpdateContactRequest {
    fn redact(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { notify, name, email, phones, comment } = self;
        changes(f.debug_struct("UpdateContactRequest"), *notify, name, email, phones, comment)
    }
}

/// Writes the members of a request, checked or not, that are present.
fn changes(
    mut output: fmt::DebugStruct<'_, '_>,
    notify: bool,
    name: &Option<impl Redact>,
    email: &Patch<impl Redact>,
    phones: &Option<impl Redact>,
    comment: &Patch<impl Redact>,
) -> fmt::Result {
    output.field("notify", &notify);
    if let Some(name) = name {
        output.field("name", &Redacted(name));
    }
    patch(&mut output, "email", email);
    if let Some(phones) = phones {
        output.field("phones", &Redacted(phones));
    }
    patch(&mut output, "comment", comment);
    output.finish()
}

impl Redact for Contact {
    fn redact(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contact")
            .field("id", &self.id.get())
            .field("name", &Redacted(&self.name))
            .field("email", &Redacted(&self.email))
            .field("phones", &Redacted(&self.phones))
            .field("comment", &Redacted(&self.comment))
            .field("companyId", &self.company_id.get())
            .field("notifyAt", &format_args!("{}", self.notify_at))
            .field("updatedAt", &format_args!("{}", self.updated_at))
            .field("createdAt", &format_args!("{}", self.created_at))
            .finish()
    }
}

#[cfg(feature = "http")]
impl Redact for crate::http::UpdateContactCall {
    fn redact(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateContactCall")
            .field("path", &format_args!("{}", self.path))
            .field("body", &Redacted(&self.body))
            .finish()
    }
}

#[cfg(feature = "http")]
impl Redact for crate::http::CallHead {
    fn redact(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut output = f.debug_struct("CallHead");
        if let Some(path) = self.path() {
            output.field("path", &format_args!("{path}"));
        }
        let rules: Vec<_> = self.violations().iter().map(|violation| violation.rule().as_str()).collect();
        output.field("violations", &rules).finish()
    }
}
