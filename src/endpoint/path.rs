//! The path: [`PATH_TEMPLATE`] with an id for each parameter.
//!
//! ```text
//! path = "/companies/v2/rs/" id "/contacts/" id
//! id   = "0" / [ "-" ] %x31-39 *DIGIT           ; within ±(2^53 − 1)
//! ```

use core::fmt;
use core::str::FromStr;

use super::PATH_TEMPLATE;
use crate::body::Contact;
use crate::pointer::Span;
use crate::rule::Rule;
use crate::value::{CompanyId, ContactId, InvalidId};

/// A parameter of [`PATH_TEMPLATE`].
///
/// # Examples
///
/// ```
/// use contact_schema::endpoint::{PATH_TEMPLATE, PathParameter};
///
/// assert_eq!(PathParameter::CompanyId.as_str(), "companyId");
/// assert!(PathParameter::ALL.iter().all(|parameter| PATH_TEMPLATE.contains(parameter.as_str())));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PathParameter {
    /// `companyId`
    CompanyId,
    /// `contactId`
    ContactId,
}

impl PathParameter {
    /// Both parameters, in the order of the path.
    pub const ALL: [Self; 2] = [Self::CompanyId, Self::ContactId];

    /// Returns the name as in the template, without braces.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CompanyId => "companyId",
            Self::ContactId => "contactId",
        }
    }

    /// Returns the parameter that a segment of the template names, if it does.
    fn of_template(segment: &str) -> Option<Self> {
        let name = segment.strip_prefix('{')?.strip_suffix('}')?;
        Self::ALL.into_iter().find(|parameter| parameter.as_str() == name)
    }
}

crate::std_traits::display_text!(PathParameter);

/// The path of one contact: written by `Display`, read by `FromStr`.
///
/// # Examples
///
/// ```
/// use contact_schema::endpoint::ContactPath;
/// use contact_schema::{CompanyId, ContactId};
///
/// let path = ContactPath { company_id: CompanyId::new(1)?, contact_id: ContactId::new(2)? };
/// assert_eq!(path.to_string(), "/companies/v2/rs/1/contacts/2");
/// assert_eq!("/companies/v2/rs/1/contacts/2".parse(), Ok(path));
/// # Ok::<(), contact_schema::InvalidId>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContactPath {
    /// The company, `companyId`.
    pub company_id: CompanyId,
    /// The contact, `contactId`.
    pub contact_id: ContactId,
}

impl fmt::Display for ContactPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, segment) in PATH_TEMPLATE.split('/').enumerate() {
            if index > 0 {
                f.write_str("/")?;
            }
            match PathParameter::of_template(segment) {
                Some(PathParameter::CompanyId) => write!(f, "{}", self.company_id)?,
                Some(PathParameter::ContactId) => write!(f, "{}", self.contact_id)?,
                None => f.write_str(segment)?,
            }
        }
        Ok(())
    }
}

/// Reads a path as it was sent: percent-encoded and without a query, as `http::Uri::path` returns
/// it.
///
/// Do not read the path parameters of a framework instead: they are percent-decoded, so `%31` would
/// pass as `1`.
///
/// # Errors
///
/// [`InvalidPath::Template`] if the path is not that of the operation, [`InvalidPath::Parameters`]
/// with **all** parameters that are not ids.
///
/// # Examples
///
/// ```
/// use contact_schema::endpoint::{ContactPath, InvalidPath};
///
/// let parse = str::parse::<ContactPath>;
/// assert_eq!(parse("/companies/v2/rs/1/contacts/2/"), Err(InvalidPath::Template { at: 29 }));
/// let Err(invalid) = parse("/companies/v2/rs/01/contacts/+2") else { panic!("accepted") };
/// assert_eq!(invalid.parameters().count(), 2);
/// ```
impl FromStr for ContactPath {
    type Err = InvalidPath;

    fn from_str(path: &str) -> Result<Self, InvalidPath> {
        let mut company_id = Err(InvalidPath::Template { at: path.len() });
        let mut contact_id = Err(InvalidPath::Template { at: path.len() });
        let mut at = 0;
        let mut segments = path.split('/');
        for expected in PATH_TEMPLATE.split('/') {
            let found = segments.next().ok_or(InvalidPath::Template { at: path.len() })?;
            let span = Span { start: at, end: at + found.len() };
            match PathParameter::of_template(expected) {
                Some(PathParameter::CompanyId) => company_id = id(found, PathParameter::CompanyId, span),
                Some(PathParameter::ContactId) => contact_id = id(found, PathParameter::ContactId, span),
                None if expected == found => {}
                None => return Err(InvalidPath::Template { at }),
            }
            at = span.end + 1;
        }
        if segments.next().is_some() {
            return Err(InvalidPath::Template { at: at - 1 });
        }
        match (company_id, contact_id) {
            (Ok(company_id), Ok(contact_id)) => Ok(Self { company_id, contact_id }),
            (Err(InvalidPath::Parameters { first, .. }), Err(InvalidPath::Parameters { first: second, .. })) => {
                Err(InvalidPath::Parameters { first, second: Some(second) })
            }
            (Err(invalid), _) | (_, Err(invalid)) => Err(invalid),
        }
    }
}

fn id<T: FromStr<Err = InvalidId>>(text: &str, parameter: PathParameter, span: Span) -> Result<T, InvalidPath> {
    text.parse()
        .map_err(|fault| InvalidPath::Parameters { first: InvalidParameter { parameter, span, fault }, second: None })
}

/// The path of a contact that a server returned.
impl From<&Contact> for ContactPath {
    fn from(contact: &Contact) -> Self {
        Self { company_id: contact.company_id, contact_id: contact.id }
    }
}

impl TryFrom<&str> for ContactPath {
    type Error = InvalidPath;

    fn try_from(path: &str) -> Result<Self, InvalidPath> {
        path.parse()
    }
}

/// A path parameter that is not an id.
///
/// # Examples
///
/// ```
/// use contact_schema::endpoint::{ContactPath, PathParameter};
///
/// let path = "/companies/v2/rs/1/contacts/9007199254740992";
/// let Err(invalid) = path.parse::<ContactPath>() else { panic!("accepted") };
/// let Some(parameter) = invalid.parameters().next() else { panic!("no parameter") };
/// assert_eq!(parameter.parameter, PathParameter::ContactId);
/// assert_eq!(&path[parameter.span.range()], "9007199254740992");
/// assert_eq!(parameter.rule(), "integer-out-of-range");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct InvalidParameter {
    /// The parameter.
    pub parameter: PathParameter,
    /// The bytes of its value within the path.
    pub span: Span,
    /// What is wrong with the value.
    pub fault: InvalidId,
}

impl InvalidParameter {
    /// Returns the rule that is broken. Its id is stable.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        match self.fault {
            InvalidId::OutOfRange => Rule::IntegerOutOfRange,
            InvalidId::NotIntegral | InvalidId::NotCanonical => Rule::HttpPathInteger,
        }
    }
}

impl fmt::Display for InvalidParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "path parameter {}: {}", self.parameter, self.fault)
    }
}

/// Without a `source`: `Display` says everything.
impl core::error::Error for InvalidParameter {}

/// Why a path is not that of a contact.
///
/// # Examples
///
/// ```
/// use contact_schema::endpoint::ContactPath;
///
/// let Err(invalid) = "/companies/v3/rs/1/contacts/2".parse::<ContactPath>() else { panic!("accepted") };
/// assert_eq!(
///     invalid.to_string(),
///     "expected the path /companies/v2/rs/{companyId}/contacts/{contactId}, found another from byte 11 on",
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InvalidPath {
    /// The path does not follow [`PATH_TEMPLATE`].
    Template {
        /// The byte offset of the first segment that differs, or of the end of a path that is too
        /// short or too long.
        at: usize,
    },
    /// The path follows the template, but one or both parameters are not ids.
    Parameters {
        /// The first invalid parameter.
        first: InvalidParameter,
        /// The other parameter, if it is invalid too.
        second: Option<InvalidParameter>,
    },
}

impl InvalidPath {
    /// Returns the rule that is broken, the first if there are two. Its id is stable.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        match self {
            Self::Template { .. } => Rule::HttpPath,
            Self::Parameters { first, .. } => first.rule(),
        }
    }

    /// Returns the invalid parameters.
    pub fn parameters(&self) -> impl Iterator<Item = &InvalidParameter> {
        match self {
            Self::Template { .. } => [None, None],
            Self::Parameters { first, second } => [Some(first), second.as_ref()],
        }
        .into_iter()
        .flatten()
    }
}

impl fmt::Display for InvalidPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Template { at } => write!(f, "expected the path {PATH_TEMPLATE}, found another from byte {at} on"),
            Self::Parameters { first, second: None } => first.fmt(f),
            Self::Parameters { first, second: Some(second) } => write!(f, "{first}; {second}"),
        }
    }
}

impl core::error::Error for InvalidPath {}
