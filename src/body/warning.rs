//! Warnings: valid parts of a document that are probably mistakes.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::ToString as _;
use core::convert::Infallible;
use core::fmt;

use crate::rule::Rule;
use crate::value::Undeliverable;
use crate::value::id::IntegerRounded;
use crate::value::sink::Utf16Length;

/// The kind of a warning: what is valid in a document but probably a mistake, or may be rejected by
/// another reader. Carries limits and actual lengths, never the value (R11).
///
/// # Examples
///
/// ```
/// use contact_schema::WarningKind;
///
/// let kind = WarningKind::Utf16Length { units: 252, max: 250 };
/// assert_eq!(kind.rule(), "utf16-length");
/// assert_eq!(kind.to_string(), "252 UTF-16 units: a server that counts those refuses more than 250");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WarningKind {
    /// The contract does not document the member (R7).
    UnknownMember,
    /// A text within its limit in code points that exceeds it in UTF-16 units (R3).
    Utf16Length {
        /// The length in UTF-16 units.
        units: usize,
        /// The limit in code points.
        max: usize,
    },
    /// A number that only rounding to a double makes an integer (R4).
    IntegerRounded,
    /// An email that matches the pattern but cannot be the address of a mailbox.
    EmailUndeliverable(Undeliverable),
    /// A request with none of the four data members.
    NoChange,
}

impl WarningKind {
    /// Returns the rule. Its id is stable.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(contact_schema::WarningKind::NoChange.rule(), "no-change");
    /// ```
    #[must_use]
    pub fn rule(&self) -> Rule {
        match self {
            Self::UnknownMember => Rule::UnknownMember,
            Self::Utf16Length { .. } => Rule::Utf16Length,
            Self::IntegerRounded => Rule::IntegerRounded,
            Self::EmailUndeliverable(_) => Rule::EmailUndeliverable,
            Self::NoChange => Rule::NoChange,
        }
    }

    /// The text of `Display`. Most texts are constant, so they need no allocation.
    pub(crate) fn message(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::UnknownMember => "the contract has no member of this name; it is ignored",
            Self::Utf16Length { units, max } => {
                return format!("{units} UTF-16 units: a server that counts those refuses more than {max}").into();
            }
            Self::IntegerRounded => "an integer only after rounding to a double",
            Self::EmailUndeliverable(why) => return why.to_string().into(),
            Self::NoChange => "the request changes nothing: it has none of `name`, `email`, `phones` and `comment`",
        })
    }
}

impl fmt::Display for WarningKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl From<Utf16Length> for WarningKind {
    fn from(Utf16Length { units, max }: Utf16Length) -> Self {
        Self::Utf16Length { units, max }
    }
}

impl From<IntegerRounded> for WarningKind {
    fn from(_: IntegerRounded) -> Self {
        Self::IntegerRounded
    }
}

impl From<Undeliverable> for WarningKind {
    fn from(why: Undeliverable) -> Self {
        Self::EmailUndeliverable(why)
    }
}

impl From<Infallible> for WarningKind {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
