//! A whole call of the operation.

use alloc::vec::Vec;
use core::fmt;

use http::header::{self, HeaderValue};
use http::{Method, Request, request};

use super::{BaseUri, BuildError, CallHead, InvalidCall};
use crate::body::UpdateContactRequest;
use crate::endpoint::{self, BearerToken, ContactPath, SessionToken};
use crate::limits::Limits;
use crate::value::redact::{Redact, Redacted};

/// A call of "Update a contact": path, tokens and body.
///
/// Every field is a checked type, so every value is a valid call. `Debug` hides the tokens but
/// shows the body, which is personal data; for logs there is [`Redacted`](crate::Redacted).
///
/// # Examples
///
/// ```
/// use contact_schema::endpoint::{BearerToken, SessionToken};
/// use contact_schema::UpdateContactRequest;
/// use contact_schema::http::UpdateContactCall;
///
/// let call = UpdateContactCall {
///     path: "/companies/v2/rs/7/contacts/42".parse()?,
///     bearer_token: BearerToken::new("abc")?,
///     session_token: SessionToken::new("def")?,
///     body: UpdateContactRequest::new(true),
/// };
/// let shown = format!("{call:?}");
/// assert!(!shown.contains("abc") && !shown.contains("def"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpdateContactCall {
    /// The contact to update.
    pub path: ContactPath,
    /// The token of the `Authorization` header.
    pub bearer_token: BearerToken,
    /// The `x-session-token` header.
    pub session_token: SessionToken,
    /// The changes.
    pub body: UpdateContactRequest,
}

impl UpdateContactCall {
    /// Builds the request: method, URI, the three documented headers and the body.
    ///
    /// Both tokens are marked as sensitive, so `Debug` of the request hides them and HTTP/2 does
    /// not index them. Use [`Request::map`] to get a body of another type.
    ///
    /// # Errors
    ///
    /// [`BuildError`] if base and path together are too long for a URI.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::UpdateContactRequest;
    /// use contact_schema::endpoint::{BearerToken, SessionToken};
    /// use contact_schema::http::{BaseUri, UpdateContactCall};
    ///
    /// let call = UpdateContactCall {
    ///     path: "/companies/v2/rs/7/contacts/42".parse()?,
    ///     bearer_token: BearerToken::new("abc")?,
    ///     session_token: SessionToken::new("def")?,
    ///     body: UpdateContactRequest::new(true),
    /// };
    /// let request = call.to_request(&BaseUri::new("https://example.com/api/")?)?;
    /// assert_eq!(request.method(), "PATCH");
    /// assert_eq!(request.uri(), "https://example.com/api/companies/v2/rs/7/contacts/42");
    /// assert_eq!(request.headers()["authorization"], "Bearer abc");
    /// assert_eq!(request.headers()["x-session-token"], "def");
    /// assert_eq!(request.headers()["content-type"], "application/json");
    /// assert_eq!(request.body(), br#"{"notify":true}"#);
    /// assert!(!format!("{request:?}").contains("abc"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_request(&self, base: &BaseUri) -> Result<Request<Vec<u8>>, BuildError> {
        let mut request = Request::new(super::json_bytes(&self.body));
        *request.method_mut() = Method::PATCH;
        *request.uri_mut() = base.join(&self.path).map_err(BuildError)?;
        let headers = request.headers_mut();
        headers.insert(header::AUTHORIZATION, HeaderValue::from(&self.bearer_token));
        headers.insert(endpoint::X_SESSION_TOKEN, HeaderValue::from(&self.session_token));
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(endpoint::MEDIA_TYPE));
        Ok(request)
    }

    /// Reads a request with the default [`Limits`].
    ///
    /// The path is taken as it is: if the API is mounted below a prefix, remove the prefix first,
    /// as routers that nest other routers do. The default limits accept bodies of any length. A
    /// server limits what it collects, or calls [`from_request_with`](Self::from_request_with).
    ///
    /// # Errors
    ///
    /// [`InvalidCall`] with **everything** that is wrong with the method, the path, the headers and
    /// the body. A body is read as JSON even if its `content-type` is another.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::http::UpdateContactCall;
    ///
    /// let request = http::Request::patch("/companies/v2/rs/7/contacts/042")
    ///     .header("authorization", "Basic dTpw")
    ///     .header("content-type", "application/json")
    ///     .body(r#"{"notify": true, "email": "ada@example"}"#)?;
    /// let Err(invalid) = UpdateContactCall::from_request(&request) else { panic!("accepted") };
    /// assert_eq!(invalid.messages(), [
    ///     "path parameter contactId: expected decimal digits without leading zeros, found other text",
    ///     "header authorization: expected the scheme Bearer and a token, found other text",
    ///     "header x-session-token: expected the header, found none",
    ///     "body: /email: expected a dot in the domain, found none",
    /// ]);
    /// # Ok::<(), http::Error>(())
    /// ```
    pub fn from_request<B: AsRef<[u8]>>(request: &Request<B>) -> Result<Self, InvalidCall> {
        Self::from_request_with(request, &Limits::default())
    }

    /// Reads a request with these limits on its body.
    ///
    /// # Errors
    ///
    /// As [`from_request`](Self::from_request).
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Limits;
    /// use contact_schema::http::UpdateContactCall;
    ///
    /// let request = http::Request::patch("/companies/v2/rs/7/contacts/42")
    ///     .header("authorization", "Bearer abc")
    ///     .header("x-session-token", "def")
    ///     .header("content-type", "application/json")
    ///     .body(r#"{"notify": true}"#)?;
    /// let limits = Limits::default().max_document_bytes(request.body().len());
    /// assert!(UpdateContactCall::from_request_with(&request, &limits).is_ok());
    /// let limits = Limits::default().max_document_bytes(request.body().len() - 1);
    /// assert_eq!(UpdateContactCall::from_request_with(&request, &limits).map_err(|invalid| invalid.status().as_u16()), Err(413));
    /// # Ok::<(), http::Error>(())
    /// ```
    pub fn from_request_with<B: AsRef<[u8]>>(request: &Request<B>, limits: &Limits) -> Result<Self, InvalidCall> {
        let headers = request.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
        Self::from_raw(request.method().as_str(), request.uri().path(), headers, request.body().as_ref(), limits)
    }

    /// Reads the parts and the body of a request. [`CallHead`] reads the parts before the body.
    ///
    /// # Errors
    ///
    /// As [`from_request`](Self::from_request).
    pub fn from_parts(parts: &request::Parts, body: &[u8], limits: &Limits) -> Result<Self, InvalidCall> {
        CallHead::from_parts(parts).with_body(body, limits)
    }

    /// Reads a call from its bytes, for frameworks that do not use the crate `http` 1.x, such as
    /// actix-web. [`CallHead::from_raw`] says what the arguments are.
    ///
    /// # Errors
    ///
    /// As [`from_request`](Self::from_request).
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Limits;
    /// use contact_schema::http::UpdateContactCall;
    ///
    /// let headers = [
    ///     ("Authorization", &b"Bearer abc"[..]),
    ///     ("X-Session-Token", b"def"),
    ///     ("Content-Type", b"application/json"),
    /// ];
    /// let (path, body) = ("/companies/v2/rs/7/contacts/42", br#"{"notify": true}"#);
    /// let call = UpdateContactCall::from_raw("PATCH", path, headers, body, &Limits::default())?;
    /// assert!(call.body.notify);
    /// # Ok::<(), contact_schema::http::InvalidCall>(())
    /// ```
    pub fn from_raw<N, V>(
        method: impl AsRef<[u8]>,
        path: &str,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &[u8],
        limits: &Limits,
    ) -> Result<Self, InvalidCall>
    where
        N: AsRef<[u8]>,
        V: AsRef<[u8]>,
    {
        CallHead::from_raw(method, path, headers).with_body(body, limits)
    }
}

impl Redact for UpdateContactCall {
    fn redact(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateContactCall")
            .field("path", &format_args!("{}", self.path))
            .field("body", &Redacted(&self.body))
            .finish()
    }
}

/// The value of the `Authorization` header, marked as sensitive.
#[cfg_attr(docsrs, doc(cfg(feature = "http")))]
impl From<&BearerToken> for HeaderValue {
    fn from(token: &BearerToken) -> Self {
        sensitive(&token.to_authorization())
    }
}

/// The value of the `x-session-token` header, marked as sensitive.
#[cfg_attr(docsrs, doc(cfg(feature = "http")))]
impl From<&SessionToken> for HeaderValue {
    fn from(token: &SessionToken) -> Self {
        sensitive(token.expose_secret())
    }
}

#[expect(clippy::expect_used, reason = "tokens are visible ASCII, which every header can hold")]
fn sensitive(value: &str) -> HeaderValue {
    let mut value = HeaderValue::from_str(value).expect("tokens are visible ASCII");
    value.set_sensitive(true);
    value
}

impl CallHead {
    /// Reads the body and returns the whole call.
    ///
    /// # Errors
    ///
    /// [`InvalidCall`] with the violations of the head **and** of the body. A body is read as JSON
    /// even if its `content-type` is another.
    pub fn with_body(self, body: &[u8], limits: &Limits) -> Result<UpdateContactCall, InvalidCall> {
        let body = UpdateContactRequest::from_json_with(body, limits);
        match (self.path, self.bearer_token, self.session_token, body) {
            (Some(path), Some(bearer_token), Some(session_token), Ok(body)) if self.violations.is_empty() => {
                Ok(UpdateContactCall { path, bearer_token, session_token, body })
            }
            (.., body) => Err(InvalidCall { head: self.violations, body: body.err() }),
        }
    }
}
