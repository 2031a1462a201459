//! A call of the operation, as a request.

use alloc::vec::Vec;

use http::header::{HeaderMap, HeaderValue};
use http::{Method, Request, request};

use super::{BaseUri, BuildError, HeadViolation, InvalidCall, InvalidHeader};
use crate::body::UpdateContactRequest;
use crate::endpoint::{self, BearerToken, ContactPath, InvalidPath, SessionToken};
use crate::limits::Limits;

/// All that a call of "Update a contact" says.
///
/// Every field is a checked type, so a call that exists is valid.
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
/// // The tokens do not show.
/// let shown = format!("{call:?}");
/// assert!(!shown.contains("abc") && !shown.contains("def"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpdateContactCall {
    /// The contact.
    pub path: ContactPath,
    /// The token of the `Authorization` header.
    pub bearer_token: BearerToken,
    /// The `x-session-token` header.
    pub session_token: SessionToken,
    /// What to change.
    pub body: UpdateContactRequest,
}

impl UpdateContactCall {
    /// The request: method, URI, the three documented headers and the body.
    ///
    /// Both tokens are marked as sensitive, so that `Debug` of the request hides them and HTTP/2 keeps them out of its tables. A body of
    /// another type comes with [`Request::map`].
    ///
    /// # Errors
    ///
    /// [`BuildError`] where base and path together are too long for a URI, or a token for a header.
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
        let uri = base.join(&self.path).map_err(::http::Error::from)?;
        let body = serde_json::to_vec(&self.body)?;
        Ok(Request::builder()
            .method(Method::PATCH)
            .uri(uri)
            .header(endpoint::AUTHORIZATION, secret(&self.bearer_token.to_authorization())?)
            .header(endpoint::X_SESSION_TOKEN, secret(self.session_token.expose_secret())?)
            .header(endpoint::CONTENT_TYPE, endpoint::MEDIA_TYPE)
            .body(body)?)
    }

    /// Reads a request.
    ///
    /// The path is taken as it is: where the API is below a prefix, take that away first, as routers that nest others do. Documents
    /// of any length are read; a server limits what it collects, or sets [`Limits`] with [`from_request_with`](Self::from_request_with).
    ///
    /// # Errors
    ///
    /// [`InvalidCall`] with **all** that is wrong with the method, the path, the headers and the body. Each part is judged whatever the
    /// others are: a body that does not call itself JSON is still read as JSON.
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
    ///     "path parameter contactId: expected decimal digits without leading zeros, found another text",
    ///     "header authorization: expected the scheme Bearer and a token, found other text",
    ///     "header x-session-token: expected the header, found none",
    ///     "body: /email: expected a dot in the domain, found a single label",
    /// ]);
    /// # Ok::<(), http::Error>(())
    /// ```
    pub fn from_request<B: AsRef<[u8]>>(request: &Request<B>) -> Result<Self, InvalidCall> {
        Self::from_request_with(request, &Limits::default())
    }

    /// Reads a request whose body is within these limits.
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
        let head = Head { method: request.method(), path: request.uri().path(), headers: request.headers() };
        head.call(request.body().as_ref(), limits)
    }

    /// Reads a request that was taken apart, as one is whose body is still to be collected.
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
    /// let (parts, ()) = http::Request::get("/").body(())?.into_parts();
    /// let Err(invalid) = UpdateContactCall::from_parts(&parts, b"", &Limits::default()) else { panic!("accepted") };
    /// assert_eq!(invalid.status(), http::StatusCode::NOT_FOUND);
    /// # Ok::<(), http::Error>(())
    /// ```
    pub fn from_parts(parts: &request::Parts, body: &[u8], limits: &Limits) -> Result<Self, InvalidCall> {
        Head { method: &parts.method, path: parts.uri.path(), headers: &parts.headers }.call(body, limits)
    }
}

fn secret(value: &str) -> Result<HeaderValue, ::http::Error> {
    let mut value = HeaderValue::try_from(value)?;
    value.set_sensitive(true);
    Ok(value)
}

/// What of a request is not its body.
struct Head<'a> {
    method: &'a Method,
    path: &'a str,
    headers: &'a HeaderMap,
}

impl Head<'_> {
    fn call(&self, body: &[u8], limits: &Limits) -> Result<UpdateContactCall, InvalidCall> {
        let mut violations = Vec::new();
        if self.method.as_str() != endpoint::METHOD {
            violations.push(HeadViolation::Method);
        }
        let path: Result<ContactPath, ()> = self.path.parse().map_err(|invalid: InvalidPath| match invalid {
            InvalidPath::Template { at } => violations.push(HeadViolation::Path { at }),
            InvalidPath::Parameters { .. } => {
                violations.extend(invalid.parameters().copied().map(HeadViolation::Parameter));
            }
        });
        let bearer_token = self.header(endpoint::AUTHORIZATION, &mut violations, |value| {
            BearerToken::from_authorization(value).map_err(InvalidHeader::Authorization)
        });
        let session_token = self.header(endpoint::X_SESSION_TOKEN, &mut violations, |value| {
            SessionToken::try_from(value).map_err(InvalidHeader::SessionToken)
        });
        let content_type = self.header(endpoint::CONTENT_TYPE, &mut violations, |value| {
            endpoint::check_content_type(value).map_err(InvalidHeader::ContentType)
        });
        let body = UpdateContactRequest::from_json_with(body, limits);
        match (path, bearer_token, session_token, content_type, body) {
            (Ok(path), Some(bearer_token), Some(session_token), Some(()), Ok(body)) if violations.is_empty() => {
                Ok(UpdateContactCall { path, bearer_token, session_token, body })
            }
            (.., body) => Err(InvalidCall { head: violations, body: body.err() }),
        }
    }

    /// Reads a header that must be there once.
    fn header<T>(
        &self,
        name: &'static str,
        violations: &mut Vec<HeadViolation>,
        read: impl FnOnce(&[u8]) -> Result<T, InvalidHeader>,
    ) -> Option<T> {
        let mut lines = self.headers.get_all(name).iter();
        let read = match (lines.next(), lines.count()) {
            (None, _) => Err(InvalidHeader::Missing),
            (Some(value), 0) => read(value.as_bytes()),
            (Some(_), more) => Err(InvalidHeader::Duplicate { count: more + 1 }),
        };
        read.map_err(|invalid| violations.push(HeadViolation::Header { name, invalid })).ok()
    }
}
