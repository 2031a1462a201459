//! The texts of problems that belong to a service, not to the contract.

use alloc::borrow::Cow;

use super::Problem;

/// The base of `type` URIs and the realm of a service. The defaults are placeholders.
///
/// # Examples
///
/// ```
/// use contact_schema::UpdateContactRequest;
/// use contact_schema::problem::ProblemOptions;
///
/// let options = ProblemOptions::default().type_base("https://errors.example.com/");
/// let Err(invalid) = UpdateContactRequest::from_json(b"{}") else { panic!("accepted") };
/// assert_eq!(options.problem(invalid).problem_type, "https://errors.example.com/violations");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemOptions {
    type_base: Cow<'static, str>,
    realm: Cow<'static, str>,
}

impl ProblemOptions {
    /// The default base of `type` URIs: a reserved name (RFC 6761) that leads nowhere.
    pub const DEFAULT_TYPE_BASE: &str = "https://contact-schema.example/problems/";

    /// The default realm.
    pub const DEFAULT_REALM: &str = "companies";

    /// Sets the base of the `type` URIs, to which `syntax` or `violations` is appended.
    #[must_use]
    pub fn type_base(mut self, uri: impl Into<Cow<'static, str>>) -> Self {
        self.type_base = uri.into();
        self
    }

    /// Sets the realm of the `www-authenticate` header of a 401 (RFC 9110, section 11.5).
    ///
    /// Quotes and backslashes are escaped. Characters other than visible ASCII and the space are
    /// written as `?`.
    #[must_use]
    pub fn realm(mut self, realm: impl Into<Cow<'static, str>>) -> Self {
        self.realm = realm.into();
        self
    }

    /// Applies the options to a problem, or to an error that converts into one.
    #[must_use]
    pub fn problem(&self, problem: impl Into<Problem>) -> Problem {
        let mut problem = problem.into();
        if let Some(name) = problem.problem_type.strip_prefix(Self::DEFAULT_TYPE_BASE) {
            problem.problem_type = self.type_base.clone().into_owned() + name;
        }
        problem.realm = Some(self.realm.as_ref().into());
        problem
    }
}

/// [`DEFAULT_TYPE_BASE`](Self::DEFAULT_TYPE_BASE) and [`DEFAULT_REALM`](Self::DEFAULT_REALM).
impl Default for ProblemOptions {
    fn default() -> Self {
        Self { type_base: Cow::Borrowed(Self::DEFAULT_TYPE_BASE), realm: Cow::Borrowed(Self::DEFAULT_REALM) }
    }
}

#[cfg(feature = "http")]
impl Problem {
    /// Returns the realm of the `www-authenticate` header of a 401.
    pub(crate) fn realm(&self) -> &str {
        self.realm.as_deref().unwrap_or(ProblemOptions::DEFAULT_REALM)
    }
}
