//! Violations of the contract, and the error for a document that is not a body.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::convert::Infallible;
use core::fmt;

use crate::json::{JsonType, SyntaxError, WrongType};
use crate::pointer::{Pointer, Span};
use crate::rule::Rule;
use crate::serde_error::serde_type;
use crate::value::limited_text_types;
use crate::value::phones::write_too_many_items;
use crate::value::text::write_too_long;
use crate::value::{InvalidEmail, InvalidId, InvalidPhones, InvalidTimestamp, Phones};

serde_type! {
    /// One place at which a document breaks the contract.
    ///
    /// Never contains personal data (R11): no name, email, phone or comment.
    ///
    /// With the feature `serde-violations`, serde writes it and reads it back, for logs and queues.
    /// Reading rejects kinds and members that this release does not know. For clients of the API,
    /// convert it into a `ProblemError` (feature `problem`).
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{InvalidBody, UpdateContactRequest};
    ///
    /// let json = br#"{"notify": true, "email": "ada..l@example.com"}"#;
    /// let Err(InvalidBody::Violations(violations)) = UpdateContactRequest::from_json(json) else { panic!("accepted") };
    /// let violation = &violations[0];
    /// assert_eq!(violation.pointer.as_str(), "/email");
    /// assert_eq!(violation.kind.rule(), "email-consecutive-dots");
    /// assert_eq!(violation.span.map(|span| &json[span.range()]), Some(&b".."[..]));
    /// assert_eq!(violation.to_string(), "/email: expected a single dot, found two in a row");
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub struct Violation {
        /// The pointer to the invalid value; for a missing member, to the place where it belongs.
        pub pointer: Pointer,
        /// The invalid bytes of the document: the offending part of a string, the second of two
        /// equal names, or the closing brace of an object that lacks a member. `None` if the
        /// document was not read from bytes (feature `json`).
        pub span: Option<Span>,
        /// What is wrong.
        pub kind: ViolationKind,
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.pointer.is_root() { self.kind.fmt(f) } else { write!(f, "{}: {}", self.pointer, self.kind) }
    }
}

impl core::error::Error for Violation {}

/// An alias, because for a field of type `&'static str` serde's derive reads only input with the
/// lifetime `'static`.
type MemberName = &'static str;

serde_type! {
    /// The kind of a violation. Carries limits and actual lengths, never the value (R11).
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::ViolationKind;
    ///
    /// let kind = ViolationKind::TooLong { length: 251, max: 250 };
    /// assert_eq!(kind.rule(), "too-long");
    /// assert_eq!(kind.to_string(), "expected at most 250 characters, found 251");
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum ViolationKind {
        /// The value has another type.
        WrongType {
            /// The type that the contract states.
            expected: JsonType,
            /// Whether `null` would be valid too.
            nullable: bool,
            /// The type of the value.
            found: JsonType,
        },
        /// A required member is missing.
        MissingMember {
            /// Its name.
            #[cfg_attr(feature = "serde-violations", serde(deserialize_with = "super::written::member"))]
            member: MemberName,
        },
        /// A documented member is repeated.
        DuplicateMember {
            /// Its name.
            #[cfg_attr(feature = "serde-violations", serde(deserialize_with = "super::written::member"))]
            member: MemberName,
            /// The first occurrence of the name, with its quotes.
            first: Span,
        },
        /// A string has too many code points.
        TooLong {
            /// Its length in code points.
            length: usize,
            /// The limit in code points.
            max: usize,
        },
        /// An array has too many items.
        TooManyItems {
            /// The number of items.
            count: usize,
            /// The limit.
            max: usize,
        },
        /// A number is not a safe integer.
        Id(InvalidId),
        /// A string does not match [`Email::PATTERN`](crate::Email::PATTERN).
        Email(InvalidEmail),
        /// A string does not match [`Timestamp::PATTERN`](crate::Timestamp::PATTERN).
        Timestamp(InvalidTimestamp),
    }
}

impl ViolationKind {
    /// Returns the broken rule. Its id is stable.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Rule, ViolationKind};
    ///
    /// assert_eq!(ViolationKind::MissingMember { member: "notify" }.rule(), Rule::MissingMember);
    /// ```
    #[must_use]
    // Most callers know the variant: the rule is then a constant. In WebAssembly, size matters more.
    #[cfg_attr(not(target_family = "wasm"), inline(always))]
    pub fn rule(&self) -> Rule {
        match self {
            Self::WrongType { .. } => Rule::WrongType,
            Self::MissingMember { .. } => Rule::MissingMember,
            Self::DuplicateMember { .. } => Rule::DuplicateMember,
            Self::TooLong { .. } => Rule::TooLong,
            Self::TooManyItems { .. } => Rule::TooManyItems,
            Self::Id(error) => error.rule(),
            Self::Email(error) => error.rule(),
            Self::Timestamp(error) => error.rule(),
        }
    }

    /// Returns how to fix it, if one fix is evident.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{InvalidBody, UpdateContactRequest};
    ///
    /// let Err(InvalidBody::Violations(violations)) = UpdateContactRequest::from_json(br#"{"notify": 1, "phones": null}"#) else {
    ///     panic!("accepted")
    /// };
    /// assert_eq!(violations[0].kind.help(), None);
    /// assert_eq!(violations[1].kind.help().as_deref(), Some("write `[]` if there are none"));
    /// ```
    #[must_use]
    pub fn help(&self) -> Option<Cow<'static, str>> {
        Some(match self {
            Self::WrongType { expected: JsonType::Array, found: JsonType::Null, .. } => {
                Cow::Borrowed("write `[]` if there are none")
            }
            Self::WrongType { expected: JsonType::Array, found: JsonType::String, .. } => {
                Cow::Borrowed("write an array with the string in it")
            }
            Self::WrongType { expected: JsonType::Number, found: JsonType::String, .. } => {
                Cow::Borrowed("write the number without quotes")
            }
            Self::WrongType { expected: JsonType::Boolean, found: JsonType::String, .. } => {
                Cow::Borrowed("write `true` or `false` without quotes")
            }
            Self::Email(fault) => Cow::Borrowed(fault.help()?),
            Self::Timestamp(fault) => Cow::Owned(fault.help()?),
            _ => return None,
        })
    }
}

impl fmt::Display for ViolationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            &Self::WrongType { expected, nullable, found } => WrongType { expected, nullable, found }.fmt(f),
            Self::MissingMember { member } => write!(f, "expected the member `{member}`, found the end of the object"),
            Self::DuplicateMember { member, .. } => write!(f, "expected one member `{member}`, found another"),
            Self::TooLong { length, max } => write_too_long(f, *length, *max),
            Self::TooManyItems { count, max } => write_too_many_items(f, *count, *max),
            Self::Id(fault) => fault.fmt(f),
            Self::Email(fault) => fault.fmt(f),
            Self::Timestamp(fault) => fault.fmt(f),
        }
    }
}

impl From<WrongType> for ViolationKind {
    fn from(WrongType { expected, nullable, found }: WrongType) -> Self {
        Self::WrongType { expected, nullable, found }
    }
}

impl From<Infallible> for ViolationKind {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

macro_rules! too_long {
    ($($name:ident $Type:ident $Invalid:ident),*) => {
        $(impl From<crate::value::$Invalid> for ViolationKind {
            fn from(error: crate::value::$Invalid) -> Self {
                let crate::value::$Invalid::TooLong { length, max } = error;
                Self::TooLong { length, max }
            }
        })*
    };
}

limited_text_types!(too_long);

/// Converts the error of invalid items into the violation of the first one; [`Violations`] has all.
impl From<InvalidPhones> for ViolationKind {
    fn from(error: InvalidPhones) -> Self {
        match error {
            InvalidPhones::Items { invalid, count, .. } => match invalid.into_iter().next() {
                Some((_, error)) => error.into(),
                None => Self::TooManyItems { count, max: Phones::MAX_ITEMS },
            },
            InvalidPhones::TooManyItems { count, max } => Self::TooManyItems { count, max },
        }
    }
}

impl From<InvalidId> for ViolationKind {
    fn from(error: InvalidId) -> Self {
        Self::Id(error)
    }
}

impl From<InvalidEmail> for ViolationKind {
    fn from(error: InvalidEmail) -> Self {
        match error {
            InvalidEmail::TooLong { length, max } => Self::TooLong { length, max },
            error => Self::Email(error),
        }
    }
}

impl From<InvalidTimestamp> for ViolationKind {
    fn from(error: InvalidTimestamp) -> Self {
        Self::Timestamp(error)
    }
}

/// All violations of a document, ordered by position; never empty.
///
/// Keeps at most [`Limits::max_violations`](crate::Limits) and counts the rest.
///
/// # Examples
///
/// ```
/// use contact_schema::{Contact, InvalidBody, Limits};
///
/// let limits = Limits::default().max_violations(1);
/// let Err(InvalidBody::Violations(violations)) = Contact::from_json_with(b"{}", &limits) else { panic!("accepted") };
/// assert_eq!(violations.len(), 1);
/// assert!(violations.is_truncated());
/// assert_eq!(violations.total(), 9);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde-violations", derive(serde::Serialize))]
pub struct Violations {
    #[cfg_attr(feature = "serde-violations", serde(rename = "violations"))]
    pub(crate) kept: Vec<Violation>,
    pub(crate) total: usize,
}

impl Violations {
    /// Returns the violations that were kept.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Contact, InvalidBody};
    ///
    /// let Err(InvalidBody::Violations(violations)) = Contact::from_json(b"[]") else { panic!("accepted") };
    /// assert_eq!(violations.as_slice().len(), 1);
    /// ```
    #[must_use]
    pub fn as_slice(&self) -> &[Violation] {
        &self.kept
    }

    /// Returns whether there are more violations than were kept.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Contact, InvalidBody};
    ///
    /// let Err(InvalidBody::Violations(violations)) = Contact::from_json(b"{}") else { panic!("accepted") };
    /// assert!(!violations.is_truncated());
    /// ```
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        self.total > self.kept.len()
    }

    /// Returns the number of violations, including those that were not kept.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Contact, InvalidBody, Limits};
    ///
    /// let limits = Limits::default().max_violations(2);
    /// let Err(InvalidBody::Violations(violations)) = Contact::from_json_with(b"{}", &limits) else { panic!("accepted") };
    /// assert_eq!((violations.len(), violations.total()), (2, 9));
    /// ```
    #[must_use]
    pub fn total(&self) -> usize {
        self.total
    }
}

crate::std_traits::list_of!(Violations, Violation, kept);

/// The violations, separated by `; `.
impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.kept.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{violation}")?;
        }
        match self.total - self.kept.len() {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

impl core::error::Error for Violations {}

/// Why bytes are not a body.
///
/// # Examples
///
/// ```
/// use contact_schema::{InvalidBody, UpdateContactRequest};
///
/// assert!(matches!(UpdateContactRequest::from_json(b"{"), Err(InvalidBody::Syntax(_))));
/// assert!(matches!(UpdateContactRequest::from_json(b"{}"), Err(InvalidBody::Violations(_))));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvalidBody {
    /// The bytes are not JSON (for HTTP: 400).
    Syntax(SyntaxError),
    /// The bytes are JSON that breaks the contract (for HTTP: 422).
    Violations(Violations),
}

impl fmt::Display for InvalidBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(error) => error.fmt(f),
            Self::Violations(violations) => violations.fmt(f),
        }
    }
}

/// Without a `source`: `Display` says everything.
impl core::error::Error for InvalidBody {}

impl From<SyntaxError> for InvalidBody {
    fn from(error: SyntaxError) -> Self {
        Self::Syntax(error)
    }
}

impl From<Violations> for InvalidBody {
    fn from(violations: Violations) -> Self {
        Self::Violations(violations)
    }
}
