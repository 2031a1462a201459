//! Why a text is not an email.

use core::fmt;
use core::ops::Range;

use crate::escape::is_unsafe;
use crate::rule::Rule;
use crate::serde_error::serde_type;
use crate::value::text::write_too_long;

serde_type! {
    /// The part of an email that breaks a rule.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Email, EmailPart, InvalidEmail};
    ///
    /// let Err(InvalidEmail::Character { at, part, .. }) = Email::new("ada@exa mple.com") else { panic!("accepted") };
    /// assert_eq!((at, part), (7, EmailPart::Domain));
    /// ```
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum EmailPart {
        /// Before the `@`.
        LocalPart,
        /// After the `@`.
        Domain,
    }
}

serde_type! {
    /// The class of a character that the pattern does not accept. Not the character itself, because
    /// emails are personal (R11).
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{CharacterClass, Email, InvalidEmail};
    ///
    /// let Err(InvalidEmail::Character { found, .. }) = Email::new("ada lovelace@example.com") else { panic!("accepted") };
    /// assert_eq!(found, CharacterClass::WhiteSpace);
    /// assert_eq!(found.to_string(), "white space");
    /// ```
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum CharacterClass {
        /// Space, tab or another white-space character.
        WhiteSpace,
        /// A control character or an invisible format character.
        Control,
        /// A printable ASCII character that is not a letter or a digit.
        Punctuation,
        /// A character outside ASCII.
        NonAscii,
    }
}

impl CharacterClass {
    pub(super) fn of(c: char) -> Self {
        match c {
            c if c.is_whitespace() => Self::WhiteSpace,
            c if is_unsafe(c) => Self::Control,
            c if c.is_ascii() => Self::Punctuation,
            _ => Self::NonAscii,
        }
    }
}

impl fmt::Display for CharacterClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WhiteSpace => "white space",
            Self::Control => "a control character",
            Self::Punctuation => "another punctuation character",
            Self::NonAscii => "a character outside ASCII",
        })
    }
}

serde_type! {
    /// Why a text is not an [`Email`](super::Email): the first rule that it breaks, and where in
    /// the text, in bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Email, InvalidEmail};
    ///
    /// let fault = Email::new("ada.@email.com").unwrap_err();
    /// assert_eq!(fault, InvalidEmail::LocalPartEnd { at: 3 });
    /// assert_eq!(fault.to_string(), "expected a letter, a digit, `_`, `+` or `-` before the `@`, found `.` or `'`");
    /// ```
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum InvalidEmail {
        /// More than [`Email::MAX_CHARS`](super::Email::MAX_CHARS) code points.
        TooLong {
            /// The length of the text in code points.
            length: usize,
            /// The limit in code points.
            max: usize,
        },
        /// The text is empty or starts with `@`.
        EmptyLocalPart,
        /// The text starts with a dot.
        LeadingDot,
        /// Two dots in a row.
        ConsecutiveDots {
            /// The offset of the first dot.
            at: usize,
        },
        /// A character that the pattern does not accept in this part.
        Character {
            /// The offset of the character.
            at: usize,
            /// Its length in bytes.
            len: usize,
            /// The part of the email.
            part: EmailPart,
            /// The class of the character.
            found: CharacterClass,
        },
        /// The local part ends in `.` or `'`.
        LocalPartEnd {
            /// The offset of its last character.
            at: usize,
        },
        /// The text ends before an `@`.
        MissingAt {
            /// The length of the text in bytes.
            at: usize,
        },
        /// An `@` in the domain.
        SecondAt {
            /// The offset of the second `@`.
            at: usize,
        },
        /// A label of the domain is empty, or the domain is missing.
        EmptyLabel {
            /// The offset of the empty label.
            at: usize,
        },
        /// A label of the domain starts with `-`.
        LabelLeadingHyphen {
            /// The offset of the hyphen.
            at: usize,
        },
        /// The domain has one label only. The pattern requires a dot in it.
        SingleLabel {
            /// The offset of the domain.
            at: usize,
            /// Its length in bytes.
            len: usize,
        },
        /// The last label of the domain has one letter only.
        TopLevelTooShort {
            /// The offset of the label.
            at: usize,
        },
        /// The last label of the domain contains a digit or a hyphen.
        TopLevelNotLetters {
            /// The offset of the label.
            at: usize,
            /// Its length in bytes.
            len: usize,
        },
    }
}

impl InvalidEmail {
    /// Returns the rule that the text breaks. Rule ids are stable.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(contact_schema::Email::new("a..b@email.com").unwrap_err().rule(), "email-consecutive-dots");
    /// ```
    #[must_use]
    pub const fn rule(&self) -> Rule {
        match self {
            Self::TooLong { .. } => Rule::TooLong,
            Self::EmptyLocalPart => Rule::EmailLocalPart,
            Self::LeadingDot => Rule::EmailLeadingDot,
            Self::ConsecutiveDots { .. } => Rule::EmailConsecutiveDots,
            Self::Character { .. } => Rule::EmailCharacter,
            Self::LocalPartEnd { .. } => Rule::EmailLocalPartEnd,
            Self::MissingAt { .. } => Rule::EmailMissingAt,
            Self::SecondAt { .. } => Rule::EmailSecondAt,
            Self::EmptyLabel { .. } => Rule::EmailLabelEmpty,
            Self::LabelLeadingHyphen { .. } => Rule::EmailLabelHyphen,
            Self::SingleLabel { .. } => Rule::EmailDomainDot,
            Self::TopLevelTooShort { .. } => Rule::EmailTopLevelShort,
            Self::TopLevelNotLetters { .. } => Rule::EmailTopLevelLetters,
        }
    }

    /// Returns the bytes of the text that break the rule: an empty range if something is missing,
    /// `None` for [`TooLong`](Self::TooLong), which concerns the whole text.
    ///
    /// # Examples
    ///
    /// ```
    /// let fault = contact_schema::Email::new("ada@example.c0m").unwrap_err();
    /// assert_eq!(fault.range(), Some(12..15));
    /// ```
    #[must_use]
    pub fn range(&self) -> Option<Range<usize>> {
        let (at, len) = match *self {
            Self::TooLong { .. } => return None,
            Self::EmptyLocalPart => (0, 0),
            Self::LeadingDot => (0, 1),
            Self::ConsecutiveDots { at } => (at, 2),
            Self::MissingAt { at } | Self::EmptyLabel { at } => (at, 0),
            Self::LocalPartEnd { at }
            | Self::SecondAt { at }
            | Self::LabelLeadingHyphen { at }
            | Self::TopLevelTooShort { at } => (at, 1),
            Self::Character { at, len, .. } | Self::SingleLabel { at, len } | Self::TopLevelNotLetters { at, len } => {
                (at, len)
            }
        };
        Some(at..at.saturating_add(len))
    }

    /// Returns how to fix the text, if one fix is evident.
    ///
    /// # Examples
    ///
    /// ```
    /// let fault = contact_schema::Email::new("a..b@email.com").unwrap_err();
    /// assert_eq!(fault.help(), Some("write one dot"));
    /// ```
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        Some(match self {
            Self::LeadingDot => "remove the leading dot",
            Self::ConsecutiveDots { .. } => "write one dot",
            Self::Character { found: CharacterClass::WhiteSpace, .. } => "remove the white space",
            Self::Character { found: CharacterClass::Control, .. } => "remove the invisible character",
            Self::Character { found: CharacterClass::NonAscii, part: EmailPart::Domain, .. } => {
                "write the domain in its ASCII form (`xn--…`)"
            }
            Self::LabelLeadingHyphen { .. } => "remove the hyphen",
            Self::SingleLabel { .. } => "write the domain in full, such as `example.com`",
            _ => return None,
        })
    }
}

impl fmt::Display for InvalidEmail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::TooLong { length, max } => write_too_long(f, length, max),
            Self::EmptyLocalPart => f.write_str("expected text before the `@`, found nothing"),
            Self::LeadingDot => f.write_str("expected a letter, a digit, `_`, `'`, `+` or `-` first, found `.`"),
            Self::ConsecutiveDots { .. } => f.write_str("expected a single dot, found two in a row"),
            Self::Character { part: EmailPart::LocalPart, found, .. } => {
                write!(f, "expected letters, digits, `_`, `'`, `+`, `-` and `.` before the `@`, found {found}")
            }
            Self::Character { part: EmailPart::Domain, found, .. } => {
                write!(f, "expected letters, digits, `-` and `.` after the `@`, found {found}")
            }
            Self::LocalPartEnd { .. } => {
                f.write_str("expected a letter, a digit, `_`, `+` or `-` before the `@`, found `.` or `'`")
            }
            Self::MissingAt { .. } => f.write_str("expected `@`, found the end"),
            Self::SecondAt { .. } => f.write_str("expected one `@`, found a second"),
            Self::EmptyLabel { .. } => f.write_str("expected letters or digits in the domain, found a dot or the end"),
            Self::LabelLeadingHyphen { .. } => {
                f.write_str("expected a letter or a digit after the `@` or a dot, found `-`")
            }
            Self::SingleLabel { .. } => f.write_str("expected a dot in the domain, found none"),
            Self::TopLevelTooShort { .. } => f.write_str("expected at least two letters after the last dot, found one"),
            Self::TopLevelNotLetters { .. } => {
                f.write_str("expected only letters after the last dot, found a digit or a hyphen")
            }
        }
    }
}

impl core::error::Error for InvalidEmail {}
