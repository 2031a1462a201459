//! The head of a call: method, path and headers, read before the body.

use alloc::vec::Vec;
use core::fmt;

use http::request;

use super::{HeadViolation, InvalidCall, InvalidHeader};
use crate::endpoint::{self, BearerToken, ContactPath, InvalidPath, SessionToken};
use crate::value::redact::Redact;

/// The method, path and headers of a call, and everything that is wrong with them.
///
/// A server reads the head first, authenticates, and only then collects a body. The head keeps its
/// violations, so [`with_body`](Self::with_body) still reports those of both.
///
/// # Examples
///
/// ```
/// use contact_schema::Limits;
/// use contact_schema::http::CallHead;
///
/// let (parts, body) = http::Request::patch("/companies/v2/rs/7/contacts/42")
///     .header("authorization", "Bearer abc")
///     .header("x-session-token", "def")
///     .header("content-type", "text/plain")
///     .body(r#"{"notify": 1}"#)?
///     .into_parts();
///
/// let head = CallHead::from_parts(&parts);
/// // The server authenticates. The body is still unread.
/// assert_eq!(head.bearer_token().map(|token| token.expose_secret()), Some("abc"));
///
/// let Err(invalid) = head.with_body(body.as_bytes(), &Limits::default()) else { panic!("accepted") };
/// assert_eq!(invalid.messages(), [
///     "header content-type: expected application/json, found another media type",
///     "body: /notify: expected a boolean, found a number",
/// ]);
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallHead {
    pub(super) path: Option<ContactPath>,
    pub(super) bearer_token: Option<BearerToken>,
    pub(super) session_token: Option<SessionToken>,
    pub(super) violations: Vec<HeadViolation>,
}

impl CallHead {
    /// Reads the head of a request whose body is not collected yet.
    ///
    /// The path is taken as it is. If the API is mounted below a prefix, remove the prefix first;
    /// routers that nest other routers do so.
    #[must_use]
    pub fn from_parts(parts: &request::Parts) -> Self {
        let headers = parts.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
        Self::from_raw(parts.method.as_str(), parts.uri.path(), headers)
    }

    /// Reads a head from its text, for frameworks that do not use the crate `http` 1.x.
    ///
    /// `path` is percent-encoded, as it was sent; a query is ignored. `headers` has one pair for
    /// each header line. Names are compared without regard to case.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::http::CallHead;
    ///
    /// let headers = [("Authorization", &b"Bearer abc"[..]), ("X-Session-Token", b"def")];
    /// let head = CallHead::from_raw("PATCH", "/companies/v2/rs/7/contacts/42?x=1", headers);
    /// assert_eq!(head.path().map(|path| path.contact_id.get()), Some(42));
    /// assert_eq!(head.violations()[0].to_string(), "header content-type: expected the header, found none");
    /// ```
    pub fn from_raw<N, V>(method: impl AsRef<[u8]>, path: &str, headers: impl IntoIterator<Item = (N, V)>) -> Self
    where
        N: AsRef<[u8]>,
        V: AsRef<[u8]>,
    {
        let mut authorization = Header::new(endpoint::AUTHORIZATION, |value| {
            BearerToken::from_authorization(value).map_err(InvalidHeader::Authorization)
        });
        let mut session = Header::new(endpoint::X_SESSION_TOKEN, |value| {
            SessionToken::try_from(value).map_err(InvalidHeader::SessionToken)
        });
        let mut content_type = Header::new(endpoint::CONTENT_TYPE, |value| {
            endpoint::check_content_type(value).map_err(InvalidHeader::ContentType)
        });
        for (name, value) in headers {
            let (name, value) = (name.as_ref(), value.as_ref());
            authorization.line(name, value);
            session.line(name, value);
            content_type.line(name, value);
        }

        let mut violations = Vec::new();
        if method.as_ref() != endpoint::METHOD.as_bytes() {
            violations.push(HeadViolation::Method);
        }
        let path = path.split_once('?').map_or(path, |(path, _)| path).parse();
        let path = path.map_err(|invalid: InvalidPath| violations.extend(HeadViolation::of_path(&invalid))).ok();
        let bearer_token = authorization.finish(&mut violations);
        let session_token = session.finish(&mut violations);
        content_type.finish(&mut violations);
        Self { path, bearer_token, session_token, violations }
    }

    /// Returns the contact, or `None` if the path is invalid.
    #[must_use]
    pub const fn path(&self) -> Option<&ContactPath> {
        self.path.as_ref()
    }

    /// Returns the token of the `Authorization` header, or `None` if the header is missing or
    /// invalid.
    #[must_use]
    pub const fn bearer_token(&self) -> Option<&BearerToken> {
        self.bearer_token.as_ref()
    }

    /// Returns the `x-session-token`, or `None` if the header is missing or invalid.
    #[must_use]
    pub const fn session_token(&self) -> Option<&SessionToken> {
        self.session_token.as_ref()
    }

    /// Returns everything that is wrong with the method, the path and the headers, in this order.
    #[must_use]
    pub fn violations(&self) -> &[HeadViolation] {
        &self.violations
    }

    /// Returns an error if the head is invalid. For servers that refuse such calls without reading
    /// the body.
    ///
    /// # Errors
    ///
    /// [`InvalidCall`] with the [`violations`](Self::violations) of the head.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::http::CallHead;
    ///
    /// let (parts, ()) = http::Request::get("/").body(())?.into_parts();
    /// let status = CallHead::from_parts(&parts).check().map_err(|invalid| invalid.status());
    /// assert_eq!(status, Err(http::StatusCode::NOT_FOUND));
    /// # Ok::<(), http::Error>(())
    /// ```
    pub fn check(&self) -> Result<(), InvalidCall> {
        if self.violations.is_empty() {
            return Ok(());
        }
        Err(InvalidCall { head: self.violations.clone(), body: None })
    }
}

impl Redact for CallHead {
    fn redact(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut output = f.debug_struct("CallHead");
        if let Some(path) = self.path() {
            output.field("path", &format_args!("{path}"));
        }
        let rules: Vec<_> = self.violations().iter().map(|violation| violation.rule().as_str()).collect();
        output.field("violations", &rules).finish()
    }
}

/// A header that must occur exactly once.
struct Header<T> {
    name: &'static str,
    read: fn(&[u8]) -> Result<T, InvalidHeader>,
    /// The value of the first line.
    value: Result<T, InvalidHeader>,
    /// How many lines there are.
    count: usize,
}

impl<T> Header<T> {
    const fn new(name: &'static str, read: fn(&[u8]) -> Result<T, InvalidHeader>) -> Self {
        Self { name, read, value: Err(InvalidHeader::Missing), count: 0 }
    }

    /// Reads a header line, if it is one of this header.
    fn line(&mut self, name: &[u8], value: &[u8]) {
        if !name.eq_ignore_ascii_case(self.name.as_bytes()) {
            return;
        }
        self.count += 1;
        self.value = match self.count {
            1 => (self.read)(value),
            count => Err(InvalidHeader::Duplicate { count }),
        };
    }

    fn finish(self, violations: &mut Vec<HeadViolation>) -> Option<T> {
        self.value.map_err(|invalid| violations.push(HeadViolation::Header { name: self.name, invalid })).ok()
    }
}
