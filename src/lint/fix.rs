//! Fixes: edits of a document that remove a finding.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::encoding::Encoding;
use crate::pointer::Span;
use crate::rule::Rule;

/// Whether a fix may change what a document means.
///
/// # Examples
///
/// ```
/// use contact_schema::lint::Safety;
///
/// assert!(Safety::Safe < Safety::Unsafe);
/// assert_eq!(Safety::Unsafe.as_str(), "unsafe");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// Every reader gets the same value or the same instant as before, or the document had no valid
    /// reading and has exactly one now.
    Safe,
    /// A guess about what was meant.
    Unsafe,
}

impl Safety {
    /// Returns the safety as machine output writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// The replacement of some bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to replace; empty for an insertion.
    pub span: Span,
    /// What to write instead; empty for a deletion. Holds no more of a value than must change:
    /// never a name, an email or a phone (R11).
    pub text: Cow<'static, str>,
}

impl Edit {
    pub(super) fn delete(start: usize, end: usize) -> Self {
        Self { span: Span { start, end }, text: Cow::Borrowed("") }
    }

    pub(super) fn insert(at: usize, text: &'static str) -> Self {
        Self { span: Span { start: at, end: at }, text: Cow::Borrowed(text) }
    }
}

/// Edits that remove a finding without causing another violation.
///
/// # Examples
///
/// ```
/// use contact_schema::lint::{Linter, Safety};
///
/// let document = br#"{"notify": "true", "name": "Ada"}"#;
/// let mut fixed = Vec::new();
/// Linter::new().find_fixes(true).json(document, &mut |report| {
///     let fix = report.findings[0].fix().expect("the quotes can be removed");
///     assert_eq!((fix.title.as_ref(), fix.safety, fix.edits.len()), ("remove the quotes", Safety::Unsafe, 2));
///     fixed = fix.apply(document);
/// });
/// assert_eq!(fixed, br#"{"notify": true, "name": "Ada"}"#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fix {
    /// What the fix does, as an instruction. No control characters.
    pub title: Cow<'static, str>,
    /// Whether the fix may change what the document means.
    pub safety: Safety,
    /// In ascending order, without overlap. The spans are in what the linter was given.
    pub edits: Vec<Edit>,
    /// The encoding from which the whole text is to be converted to UTF-8. There are no edits then.
    pub encoding: Option<Encoding>,
}

impl Fix {
    pub(super) fn new(title: impl Into<Cow<'static, str>>, safety: Safety, edits: Vec<Edit>) -> Self {
        Self { title: title.into(), safety, edits, encoding: None }
    }

    /// Returns what fixes of this rule do and the least safety that they need; `None` if the rule
    /// has none. Not every finding of the rule has a fix.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Rule, lint::{Fix, Safety}};
    ///
    /// assert_eq!(Fix::of_rule(Rule::TimestampOffset), Some((Safety::Safe, "convert the time to the same instant in UTC")));
    /// assert_eq!(Fix::of_rule(Rule::TooLong), None);
    /// ```
    #[must_use]
    pub fn of_rule(rule: Rule) -> Option<(Safety, &'static str)> {
        Some(match rule {
            Rule::JsonTrailingComma => (Safety::Safe, "remove the comma"),
            Rule::JsonByteOrderMark => (Safety::Safe, "remove the byte order mark"),
            Rule::JsonControlCharacter => (Safety::Safe, "escape the control characters"),
            Rule::JsonInvalidUtf8 => (Safety::Safe, "convert UTF-16 and UTF-32 to UTF-8"),
            Rule::JsonUnexpected => {
                (Safety::Safe, "convert UTF-16 and UTF-32 to UTF-8, and remove the separator of a JSON text sequence")
            }
            Rule::DuplicateMember => (Safety::Safe, "remove the second member, if both have the same value"),
            Rule::TimestampLowerCase => (Safety::Safe, "write `T` and `Z` in upper case"),
            Rule::TimestampSeparator => (Safety::Safe, "write `T` for a space"),
            Rule::TimestampOffset => (Safety::Safe, "convert the time to the same instant in UTC"),
            Rule::TimestampZone => (Safety::Unsafe, "add `Z`, as if the time were in UTC"),
            Rule::JsonComment => (Safety::Unsafe, "remove the comments"),
            Rule::WrongType => (
                Safety::Unsafe,
                "remove the quotes of a number or boolean, put one phone in an array, write a number among phones as \
                 a string, leave out a member that cannot be null or write `[]`, write seconds or milliseconds since \
                 1970 as a timestamp",
            ),
            Rule::MissingMember | Rule::UnknownMember => (Safety::Unsafe, "rename a member that is probably misspelt"),
            Rule::EmailCharacter => (Safety::Unsafe, "remove white space around the email"),
            Rule::EmailConsecutiveDots => (Safety::Unsafe, "write one dot for several"),
            _ => return None,
        })
    }

    /// Returns the text, in which the spans are, after this fix.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::lint::Linter;
    ///
    /// let text = b"\xEF\xBB\xBF{\"notify\": true, \"name\": \"Ada\"}";
    /// Linter::new().find_fixes(true).json(text, &mut |report| {
    ///     assert_eq!(report.findings[0].fix().unwrap().apply(text), &text[3..]);
    /// });
    /// ```
    #[must_use]
    pub fn apply(&self, text: &[u8]) -> Vec<u8> {
        match self.encoding.and_then(|encoding| encoding.decode(text)) {
            Some(decoded) => decoded.into_bytes(),
            None => apply_edits(text, &self.edits),
        }
    }
}

/// Returns the text after these edits, which are in ascending order and do not overlap.
pub(super) fn apply_edits<'a>(text: &[u8], edits: impl IntoIterator<Item = &'a Edit>) -> Vec<u8> {
    let mut applied = Vec::with_capacity(text.len() + 16);
    let mut done = 0;
    for Edit { span, text: new } in edits {
        applied.extend_from_slice(text.get(done..span.start).unwrap_or_default());
        applied.extend_from_slice(new.as_bytes());
        done = span.end;
    }
    applied.extend_from_slice(text.get(done..).unwrap_or_default());
    applied
}
