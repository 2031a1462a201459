//! A warning: emails that match the pattern but cannot be the address of a mailbox.

use core::fmt;
use core::ops::Range;

/// Why an email that matches the pattern cannot be the address of a mailbox. The limits are those
/// of SMTP and DNS, not of the contract.
///
/// The total limit of 254 bytes (RFC 5321) is not checked: the contract's limit of 250 is lower.
///
/// # Examples
///
/// ```
/// use contact_schema::{Undeliverable, WarningKind};
///
/// let kind = WarningKind::EmailUndeliverable(Undeliverable::LabelTrailingHyphen { at: 3 });
/// assert_eq!(kind.to_string(), "a part of the domain ends in a hyphen: DNS does not allow that");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Undeliverable {
    /// More than 64 bytes before the `@` (RFC 5321, section 4.5.3.1.1).
    LocalPartTooLong {
        /// Its length in bytes.
        length: usize,
    },
    /// More than 63 bytes in a label of the domain (RFC 1035, section 2.3.4).
    LabelTooLong {
        /// The offset of the label in the email.
        at: usize,
        /// Its length in bytes.
        length: usize,
    },
    /// A label of the domain that ends in a hyphen (RFC 1035, section 2.3.1).
    LabelTrailingHyphen {
        /// The offset of the hyphen in the email.
        at: usize,
    },
}

impl Undeliverable {
    const MAX_LOCAL_PART: usize = 64;
    pub(super) const MAX_LABEL: usize = 63;

    /// Returns the first reason why `email`, which matches the pattern, cannot be the address of a
    /// mailbox.
    pub(crate) fn find(email: &str) -> Option<Self> {
        let (local_part, domain) = email.split_once('@')?;
        if local_part.len() > Self::MAX_LOCAL_PART {
            return Some(Self::LocalPartTooLong { length: local_part.len() });
        }
        let mut at = local_part.len() + 1;
        for label in domain.split('.') {
            if label.len() > Self::MAX_LABEL {
                return Some(Self::LabelTooLong { at, length: label.len() });
            }
            if label.ends_with('-') {
                return Some(Self::LabelTrailingHyphen { at: at + label.len() - 1 });
            }
            at += label.len() + 1;
        }
        None
    }

    /// Returns the bytes of the email that are the reason.
    pub(crate) fn range(self) -> Range<usize> {
        match self {
            Self::LocalPartTooLong { length } => 0..length,
            Self::LabelTooLong { at, length } => at..at + length,
            Self::LabelTrailingHyphen { at } => at..at + 1,
        }
    }
}

impl fmt::Display for Undeliverable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LocalPartTooLong { length } => {
                write!(f, "{length} bytes before the `@`: mail allows at most {}", Self::MAX_LOCAL_PART)
            }
            Self::LabelTooLong { length, .. } => {
                write!(f, "a part of the domain has {length} bytes: DNS allows at most {}", Self::MAX_LABEL)
            }
            Self::LabelTrailingHyphen { .. } => {
                f.write_str("a part of the domain ends in a hyphen: DNS does not allow that")
            }
        }
    }
}
