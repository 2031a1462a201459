//! `name`: a string with a limit in code points, and no other rule (R3, R10).

use alloc::string::String;

use crate::limits::max;

/// The name of the company contact.
///
/// At most [`MAX_CHARS`](Self::MAX_CHARS) Unicode code points; the empty string is valid (R10).
///
/// # Examples
///
/// ```
/// use contact_schema::Name;
///
/// let name: Name = "Ada Lovelace".parse()?;
/// assert_eq!(name.as_str(), "Ada Lovelace");
/// assert!(Name::is_valid(""));
/// // Code points count, not bytes and not UTF-16 units.
/// assert!(Name::is_valid(&"😀".repeat(Name::MAX_CHARS)));
/// # Ok::<(), contact_schema::InvalidName>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    /// The longest name in Unicode code points; source: the documented limits of `name`.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Name;
    ///
    /// assert!(Name::is_valid(&"é".repeat(Name::MAX_CHARS)));
    /// assert!(!Name::is_valid(&"é".repeat(Name::MAX_CHARS + 1)));
    /// ```
    pub const MAX_CHARS: usize = max!(name_chars);
}

crate::value::text::limited_text_type!(Name, InvalidName, plain_string, "Ada Lovelace");
