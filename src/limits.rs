//! The limits of the contract, and the limits on reading a document.

/// The limits of the contract, as literals. They are a macro because `concat!` takes only literals:
/// the explanations of the rules are built with it. Constants such as `Name::MAX_CHARS` use it too.
macro_rules! max {
    (name_chars) => {
        250
    };
    (email_chars) => {
        250
    };
    (phone_chars) => {
        50
    };
    (phones_items) => {
        5
    };
    (comment_chars) => {
        2500
    };
    // 2^53 - 1
    (integer) => {
        9007199254740991
    };
}

pub(crate) use max;

/// Limits on reading one document.
///
/// # Examples
///
/// ```
/// use contact_schema::{InvalidBody, Limits, UpdateContactRequest};
///
/// let limits = Limits::default().max_document_bytes(64);
/// let json = format!(r#"{{"notify": true, "comment": "{}"}}"#, "x".repeat(100));
/// let result = UpdateContactRequest::from_json_with(json.as_bytes(), &limits);
/// let Err(InvalidBody::Syntax(error)) = result else { panic!("accepted") };
/// assert_eq!(error.rule(), "document-too-large");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limits {
    pub(crate) max_violations: usize,
    pub(crate) max_document_bytes: usize,
}

impl Limits {
    /// The default number of violations of one document that are kept. All are counted.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{InvalidBody, Limits, UpdateContactRequest};
    ///
    /// let phones = vec!["0"; Limits::MAX_VIOLATIONS + 1].join(",");
    /// let json = format!(r#"{{"notify": true, "phones": [{phones}]}}"#);
    /// let Err(InvalidBody::Violations(violations)) =
    ///     UpdateContactRequest::from_json(json.as_bytes())
    /// else {
    ///     panic!("accepted")
    /// };
    /// assert_eq!(violations.len(), Limits::MAX_VIOLATIONS);
    /// // One more violation: there are too many phones.
    /// assert_eq!(violations.total(), Limits::MAX_VIOLATIONS + 2);
    /// ```
    pub const MAX_VIOLATIONS: usize = 1000;

    /// The maximum depth of nested arrays and objects. The body itself is the first level (R9).
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Limits, UpdateContactRequest};
    ///
    /// let is_valid = |depth: usize| {
    ///     let (open, close) = ("[".repeat(depth - 1), "]".repeat(depth - 1));
    ///     let json = format!(r#"{{"notify": true, "x": {open}{close}}}"#);
    ///     UpdateContactRequest::is_valid_json(json.as_bytes())
    /// };
    /// assert!(is_valid(Limits::MAX_DEPTH) && !is_valid(Limits::MAX_DEPTH + 1));
    /// ```
    pub const MAX_DEPTH: usize = 128;

    /// Sets the number of violations to keep, at least one.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{InvalidBody, Limits, UpdateContactRequest};
    ///
    /// let limits = Limits::default().max_violations(1);
    /// let result = UpdateContactRequest::from_json_with(br#"{"notify": 1, "name": 2}"#, &limits);
    /// let Err(InvalidBody::Violations(violations)) = result else { panic!("accepted") };
    /// assert_eq!((violations.len(), violations.total()), (1, 2));
    /// ```
    #[must_use]
    pub const fn max_violations(mut self, count: usize) -> Self {
        self.max_violations = if count == 0 { 1 } else { count };
        self
    }

    /// Sets the maximum length of a document in bytes. By default, documents of any length are
    /// read: time and memory are linear in the length, and the schemas have no such limit.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Limits, UpdateContactRequest};
    ///
    /// let json = br#"{"notify": true}"#;
    /// let limits = Limits::default().max_document_bytes(json.len());
    /// assert!(UpdateContactRequest::check_json_with(json, &limits).is_ok());
    /// let limits = Limits::default().max_document_bytes(json.len() - 1);
    /// assert!(UpdateContactRequest::check_json_with(json, &limits).is_err());
    /// ```
    #[must_use]
    pub const fn max_document_bytes(mut self, bytes: usize) -> Self {
        self.max_document_bytes = bytes;
        self
    }
}

/// Keeps [`MAX_VIOLATIONS`](Limits::MAX_VIOLATIONS) and reads documents of any length.
impl Default for Limits {
    fn default() -> Self {
        Self { max_violations: Self::MAX_VIOLATIONS, max_document_bytes: usize::MAX }
    }
}
