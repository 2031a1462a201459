//! A finding: one violation, warning or syntax error of a document.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString as _};
use core::fmt::{self, Write as _};

use super::fix::Fix;
use crate::body::{ViolationKind, WarningKind};
use crate::json::{JsonType, SyntaxError, SyntaxErrorKind};
use crate::pointer::{Pointer, Span};
use crate::rule::{Rule, Severity};
use crate::value::sink::Place;

/// A violation, warning or syntax error of a document, with its message. Reporters lay findings out
/// and never reword them.
///
/// # Examples
///
/// ```
/// use contact_schema::Rule;
/// use contact_schema::lint::Linter;
///
/// let mut found = Vec::new();
/// Linter::new().json(br#"{"notify": true, "phones": ["1", 2]}"#, &mut |document| found.extend(document.findings));
/// assert_eq!(found[0].rule, Rule::WrongType);
/// assert_eq!(found[0].to_string(), "violation[wrong-type] /phones/1: expected a string, found a number");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// The part of the document that it is about.
    pub place: FindingPlace,
    /// The bytes at fault, in what the linter was given.
    pub span: Span,
    /// The message. Contains no value (R11) and no control characters.
    pub message: Cow<'static, str>,
    /// How to fix it, if one fix is evident. Contains no control characters.
    pub help: Option<Cow<'static, str>>,
    /// A related place, such as the first of two equal names.
    pub related: Option<Related>,
    /// For a rule that limits a length or a count: the value found, and the maximum.
    pub measure: Option<(usize, usize)>,
    /// For `wrong-type`: the type expected, and the type found.
    pub(super) wrong_type: Option<(JsonType, JsonType)>,
    pub(super) fix: Option<Box<Fix>>,
}

/// The part of a document that a finding is about.
///
/// # Examples
///
/// ```
/// use contact_schema::lint::{FindingPlace, Linter};
///
/// let mut found = Vec::new();
/// Linter::new().json(br#"{"notify": true, "phones": ["1", 2]}"#, &mut |document| found.extend(document.findings));
/// assert_eq!(found[0].place, FindingPlace::Item("phones", 1));
/// assert_eq!(found[0].pointer().unwrap().as_str(), "/phones/1");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingPlace {
    /// None: the document could not be read that far, or its kind is unknown.
    Unread,
    /// The document as a whole.
    Document,
    /// The documented member of this name.
    Member(&'static str),
    /// An item of the documented member of this name, by its index from 0.
    Item(&'static str, usize),
    /// A member that is not documented, by its pointer. Most pointers need no allocation.
    Unknown(Pointer),
}

impl FindingPlace {
    /// Returns the name of the member, if it is not documented.
    pub(super) fn unknown_name(&self) -> Option<Cow<'_, str>> {
        if let Self::Unknown(pointer) = self { pointer.tokens().next() } else { None }
    }

    pub(super) fn pointer(&self) -> Option<Pointer> {
        Some(match self {
            Self::Unread => return None,
            Self::Document => Pointer::root(),
            Self::Member(name) => Pointer::to_member(name),
            Self::Item(name, index) => Pointer::to_member(name).join(&format!("{index}")),
            Self::Unknown(pointer) => pointer.clone(),
        })
    }
}

impl From<Place> for FindingPlace {
    fn from(place: Place) -> Self {
        match place {
            Place::Root => Self::Document,
            Place::Member(name) => Self::Member(name),
            Place::Item(name, index) => Self::Item(name, index),
        }
    }
}

/// A place that is related to a finding.
///
/// # Examples
///
/// ```
/// use contact_schema::lint::{Linter, Related};
///
/// let mut related = None;
/// Linter::new().json(br#"{"notify": true, "name": "x", "name": "y"}"#, &mut |mut document| {
///     related = document.findings.remove(0).related;
/// });
/// let related = related.unwrap();
/// assert_eq!((related.label, related.span.range()), ("first here", 17..23));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Related {
    /// The bytes, in what the linter was given.
    pub span: Span,
    /// What it is.
    pub label: &'static str,
}

impl Finding {
    /// Returns how severe the finding is.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Severity, lint::Linter};
    ///
    /// Linter::new().json(br#"{"notify": true}"#, &mut |document| {
    ///     assert_eq!(document.findings[0].severity(), Severity::Warning);
    /// });
    /// ```
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.rule.severity()
    }

    /// Returns the pointer to the value; `None` if the document could not be read that far.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::lint::Linter;
    ///
    /// Linter::new().json(br#"{"notify": 1, "name": "x"}"#, &mut |document| {
    ///     assert_eq!(document.findings[0].pointer().unwrap().as_str(), "/notify");
    /// });
    /// Linter::new().json(b"{", &mut |document| assert_eq!(document.findings[0].pointer(), None));
    /// ```
    #[must_use]
    pub fn pointer(&self) -> Option<Pointer> {
        self.place.pointer()
    }

    /// Returns the fix of the finding, if there is one and the linter was told to
    /// [find fixes](super::Linter::find_fixes). Applying it to the document removes the finding and
    /// causes no other violation.
    ///
    /// A document with more findings than [`Limits::max_violations`](crate::Limits::max_violations)
    /// has no fixes.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::lint::{Linter, Safety};
    ///
    /// let text = br#"{"notify": true, "phones": "112"}"#;
    /// Linter::new().find_fixes(true).json(text, &mut |report| {
    ///     let fix = report.findings[0].fix().unwrap();
    ///     assert_eq!((fix.title.as_ref(), fix.safety), ("put it in an array", Safety::Unsafe));
    /// });
    /// ```
    #[must_use]
    pub fn fix(&self) -> Option<&Fix> {
        self.fix.as_deref()
    }

    /// Changes all spans.
    pub(super) fn shift(&mut self, shift: impl Fn(Span) -> Span) {
        self.span = shift(self.span);
        if let Some(related) = &mut self.related {
            related.span = shift(related.span);
        }
        for edit in self.fix.iter_mut().flat_map(|fix| &mut fix.edits) {
            edit.span = shift(edit.span);
        }
    }

    /// `inside` says where a body is inside the document, if one was found.
    pub(super) fn kind_unknown(span: Span, inside: Option<String>) -> Self {
        let message = "cannot tell a request from a contact by these members";
        let help = Some(inside.map_or("pass --kind request or --kind contact".into(), Cow::Owned));
        Self { help, ..Self::new(Rule::KindUnknown, FindingPlace::Unread, span, message.into()) }
    }

    pub(super) fn violation(place: FindingPlace, span: Span, kind: &ViolationKind) -> Self {
        // Long enough for most: `to_string` would enlarge it several times.
        let mut message = String::with_capacity(96);
        // Writing to memory does not fail.
        let _ = write!(message, "{kind}");
        let mut finding = Self { help: kind.help(), ..Self::new(kind.rule(), place, span, message.into()) };
        match *kind {
            ViolationKind::DuplicateMember { first, .. } => {
                finding.related = Some(Related { span: first, label: "first here" });
            }
            ViolationKind::TooLong { length, max } => finding.measure = Some((length, max)),
            ViolationKind::TooManyItems { count, max } => finding.measure = Some((count, max)),
            ViolationKind::WrongType { expected, found, .. } => finding.wrong_type = Some((expected, found)),
            _ => {}
        }
        finding
    }

    pub(super) fn warning(place: FindingPlace, span: Span, kind: WarningKind) -> Self {
        let measure = match kind {
            WarningKind::Utf16Length { units, max } => Some((units, max)),
            _ => None,
        };
        Self { measure, ..Self::new(kind.rule(), place, span, kind.message()) }
    }

    fn new(rule: Rule, place: FindingPlace, span: Span, message: Cow<'static, str>) -> Self {
        Self { rule, place, span, message, help: None, related: None, measure: None, wrong_type: None, fix: None }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]", self.severity(), self.rule)?;
        if let Some(pointer) = self.pointer().filter(|pointer| !pointer.is_root()) {
            write!(f, " {pointer}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl From<SyntaxError> for Finding {
    fn from(error: SyntaxError) -> Self {
        let measure = match error.kind {
            SyntaxErrorKind::TooLarge { length, max } => Some((length, max)),
            _ => None,
        };
        Self { measure, ..Self::new(error.rule(), FindingPlace::Unread, error.span, error.to_string().into()) }
    }
}
