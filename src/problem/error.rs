//! The items of `errors`.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::body::{Violation, ViolationKind};
use crate::json::JsonType;
use crate::json::{SyntaxError, SyntaxErrorKind};
use crate::pointer::{Pointer, Span};
use crate::rule::Rule;
use crate::value::InvalidEmail;

/// An item of `errors`. The [module](super) lists its members.
///
/// # Examples
///
/// ```
/// use contact_schema::{Rule, UpdateContactRequest, problem::Problem};
///
/// let body = format!(r#"{{"notify": true, "name": "{}"}}"#, "x".repeat(251));
/// let Err(invalid) = UpdateContactRequest::from_json(body.as_bytes()) else { panic!("accepted") };
/// let problem = Problem::from(invalid);
/// let error = &problem.errors[0];
/// assert_eq!(error.rule(), Some(Rule::TooLong));
/// assert_eq!(error.pointer.as_ref().map(|pointer| pointer.as_str()), Some("/name"));
/// assert_eq!((error.limit, error.actual), (Some(250), Some(251)));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProblemError {
    /// `detail`: what is wrong, for people; empty if a server does not say.
    pub detail: String,
    /// `pointer`: the place in the body.
    pub pointer: Option<Pointer>,
    /// `parameter`: the path parameter.
    pub parameter: Option<String>,
    /// `header`: the header.
    pub header: Option<String>,
    /// `rule`: the id of the rule. A later release may have rules that this one does not know.
    pub rule: Option<String>,
    /// `limit`: the limit that is exceeded, in characters, items or bytes.
    pub limit: Option<u64>,
    /// `actual`: the number of characters, items or bytes that was found.
    pub actual: Option<u64>,
    /// `expected`: the JSON types that the contract allows, as JSON Schema names them.
    pub expected: Vec<String>,
    /// `offset` and `length`: the invalid bytes of the body.
    pub span: Option<Span>,
}

impl ProblemError {
    /// Returns the rule, if this release knows it.
    #[must_use]
    pub fn rule(&self) -> Option<Rule> {
        self.rule.as_deref()?.parse().ok()
    }

    pub(crate) fn new(rule: Rule, detail: &impl ToString) -> Self {
        Self { detail: detail.to_string(), rule: Some(rule.as_str().to_owned()), ..Self::default() }
    }

    fn measured(self, actual: usize, limit: usize) -> Self {
        Self { actual: Some(actual as u64), limit: Some(limit as u64), ..self }
    }
}

/// Place and fault: `/phones/0: expected …`, `header authorization: expected …`.
impl fmt::Display for ProblemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let safe = |text| crate::escape::Escaped(text);
        if let Some(parameter) = &self.parameter {
            write!(f, "path parameter {}: ", safe(parameter))?;
        }
        if let Some(header) = &self.header {
            write!(f, "header {}: ", safe(header))?;
        }
        match &self.pointer {
            Some(pointer) if !pointer.is_root() => write!(f, "{pointer}: ")?,
            _ => {}
        }
        safe(&self.detail).fmt(f)
    }
}

impl From<&Violation> for ProblemError {
    fn from(violation: &Violation) -> Self {
        let error = Self {
            pointer: Some(violation.pointer.clone()),
            span: violation.span,
            ..Self::new(violation.kind.rule(), &violation.kind)
        };
        match violation.kind {
            ViolationKind::TooLong { length, max } | ViolationKind::Email(InvalidEmail::TooLong { length, max }) => {
                error.measured(length, max)
            }
            ViolationKind::TooManyItems { count, max } => error.measured(count, max),
            ViolationKind::WrongType { expected, nullable, .. } => {
                let null = nullable.then_some(JsonType::Null);
                Self { expected: [expected].into_iter().chain(null).map(type_name).collect(), ..error }
            }
            _ => error,
        }
    }
}

/// The root of the body is the place: a syntax error has no member.
impl From<&SyntaxError> for ProblemError {
    fn from(error: &SyntaxError) -> Self {
        let item = Self { pointer: Some(Pointer::root()), span: Some(error.span), ..Self::new(error.rule(), error) };
        match error.kind {
            SyntaxErrorKind::TooLarge { length, max } => item.measured(length, max),
            _ => item,
        }
    }
}

/// Returns the name of a type in JSON Schema. Every number of the contract is an integer.
fn type_name(json_type: JsonType) -> String {
    String::from(match json_type {
        JsonType::Null => "null",
        JsonType::Boolean => "boolean",
        JsonType::Number => "integer",
        JsonType::String => "string",
        JsonType::Array => "array",
        JsonType::Object => "object",
    })
}
