//! Values without personal data and secrets, for logs.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::{CompanyId, ContactId, Email, Phones, Timestamp, limited_text_types};

/// Shows a value without personal data and secrets, for logs.
///
/// Ids, `notify`, timestamps, lengths and the states of members are shown. Names, emails, phones,
/// comments and tokens are not. `Debug` of the value itself shows everything except the tokens.
///
/// Implemented for all values and bodies, [`UpdateContactDraft`](crate::UpdateContactDraft) and,
/// with the feature `http`, `http::UpdateContactCall` and `http::CallHead`. `Display` and `Debug`
/// are the same.
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

/// Implements [`Redact`] for types by the function that writes them.
macro_rules! redact {
    ($write:expr, $($Type:ty),*) => {
        $(impl Redact for $Type {
            fn redact(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                $write(self, f)
            }
        })*
    };
}

// Not personal data.
redact!(fmt::Display::fmt, bool, ContactId, CompanyId, Timestamp);
// `String` and `Vec<String>` are values that were not checked.
redact!(write_length, Email, String);
redact!(write_count, Phones, Vec<String>);

macro_rules! redact_texts {
    ($($name:ident $Type:ident $Invalid:ident),*) => {
        redact!(write_length, $(super::$Type),*);
    };
}
limited_text_types!(redact_texts);

fn write_length(text: &impl AsRef<str>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} characters", text.as_ref().chars().count())
}

fn write_count<T>(items: &impl AsRef<[T]>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} items", items.as_ref().len())
}
