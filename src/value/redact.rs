//! Values without personal data and secrets, for logs.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::{CompanyId, ContactId, Phones, Timestamp, limited_text_types};

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

/// A text that was not checked.
impl Redact for String {
    fn redact(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_length(self, f)
    }
}

/// Phones that were not checked.
impl Redact for Vec<String> {
    fn redact(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} items", self.len())
    }
}

fn write_length(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} characters", text.chars().count())
}

macro_rules! redact_text {
    ($($name:ident $Type:ident $Invalid:ident),*) => {
        $(impl Redact for super::$Type {
            fn redact(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_length(self.as_str(), f)
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

/// Implements [`Redact`] for values that are no personal data.
macro_rules! redact_nothing {
    ($($Type:ident),*) => {
        $(impl Redact for $Type {
            fn redact(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        })*
    };
}

redact_nothing!(bool, ContactId, CompanyId, Timestamp);
