//! One thing to say about a document.

use alloc::borrow::Cow;
use alloc::string::ToString as _;
use core::fmt;

use crate::body::{Violation, ViolationKind, Warning, WarningKind};
use crate::json::SyntaxError;
use crate::pointer::{Pointer, Span};
use crate::rule::{Rule, Severity};

/// One thing to say about a document, worded: reporters lay it out and never reword it.
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
    /// The value in the document; `None` where the document could not be read that far.
    pub pointer: Option<Pointer>,
    /// The bytes at fault, in what the linter was handed.
    pub span: Span,
    /// What is wrong. Never the value (R11), and no control characters.
    pub message: Cow<'static, str>,
    /// What to do about it, where one fix is evident. No control characters.
    pub help: Option<Cow<'static, str>>,
    /// Another place that belongs to it.
    pub related: Option<Related>,
    /// For a rule that limits a length or a count: what it is and what it may be.
    pub measure: Option<(usize, usize)>,
}

/// Another place that belongs to a finding.
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
pub struct Related {
    /// The bytes, in what the linter was handed.
    pub span: Span,
    /// What it is.
    pub label: &'static str,
}

impl Finding {
    /// What the finding means for the document.
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

    pub(crate) fn kind_unknown(span: Span) -> Self {
        Self {
            rule: Rule::KindUnknown,
            pointer: None,
            span,
            message: "cannot tell a request from a contact by these members".into(),
            help: Some("pass --kind request or --kind contact".into()),
            related: None,
            measure: None,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]", self.severity(), self.rule)?;
        if let Some(pointer) = self.pointer.as_ref().filter(|pointer| !pointer.is_root()) {
            write!(f, " {pointer}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl From<SyntaxError> for Finding {
    fn from(error: SyntaxError) -> Self {
        Self {
            rule: error.rule(),
            pointer: None,
            span: error.span,
            message: error.to_string().into(),
            help: None,
            related: None,
            measure: match error.kind {
                crate::SyntaxErrorKind::TooLarge { length, max } => Some((length, max)),
                _ => None,
            },
        }
    }
}

impl From<Violation> for Finding {
    fn from(violation: Violation) -> Self {
        let Violation { pointer, span, kind } = violation;
        Self {
            rule: kind.rule(),
            pointer: Some(pointer),
            span: span.unwrap_or_default(),
            message: kind.to_string().into(),
            help: kind.help(),
            related: match kind {
                ViolationKind::DuplicateMember { first, .. } => Some(Related { span: first, label: "first here" }),
                _ => None,
            },
            measure: match kind {
                ViolationKind::TooLong { length, max } | ViolationKind::TooManyItems { count: length, max } => {
                    Some((length, max))
                }
                _ => None,
            },
        }
    }
}

impl From<Warning> for Finding {
    fn from(warning: Warning) -> Self {
        let Warning { pointer, span, kind } = warning;
        Self {
            rule: kind.rule(),
            pointer: Some(pointer),
            span,
            message: kind.message(),
            help: None,
            related: None,
            measure: match kind {
                WarningKind::Utf16Length { units, max } => Some((units, max)),
                _ => None,
            },
        }
    }
}
