//! `phone`: a string with a limit in code points, and no other rule (R3, R10).

use alloc::string::String;

use crate::limits::max;

/// One phone of the company contact; the contract sets no pattern, so any text is a phone.
///
/// At most [`MAX_CHARS`](Self::MAX_CHARS) Unicode code points; the empty string is valid (R10).
///
/// # Examples
///
/// ```
/// use contact_schema::Phone;
///
/// let phone: Phone = "+44 20 7946 0018".parse()?;
/// assert_eq!(phone.as_str(), "+44 20 7946 0018");
/// assert!(Phone::is_valid(""));
/// // Code points count, not bytes and not UTF-16 units.
/// assert!(Phone::is_valid(&"😀".repeat(Phone::MAX_CHARS)));
/// # Ok::<(), contact_schema::InvalidPhone>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

impl Phone {
    /// The longest phone in Unicode code points; source: the documented limits of `phones`.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Phone;
    ///
    /// assert!(Phone::is_valid(&"é".repeat(Phone::MAX_CHARS)));
    /// assert!(!Phone::is_valid(&"é".repeat(Phone::MAX_CHARS + 1)));
    /// ```
    pub const MAX_CHARS: usize = max!(phone_chars);
}

crate::value::text::limited_text_type!(Phone, InvalidPhone, plain_string, "+44 20 7946 0018");
