//! Fixes: edits of a document that remove a finding.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::encoding::Encoding;
use crate::pointer::Span;

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
    /// What to write instead; empty for a deletion. Holds no more of a value than must change: never
    /// a name, an email or a phone (R11).
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
