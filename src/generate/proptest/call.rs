//! Strategies for a whole call: path, headers and body.

use ::proptest::prelude::Strategy;

use super::{company_id, contact_id};
use crate::endpoint::ContactPath;
#[cfg(feature = "token")]
use crate::endpoint::{BearerToken, SessionToken};

/// Paths of contacts.
///
/// # Examples
///
/// ```
/// use contact_schema::endpoint::ContactPath;
/// use proptest::prelude::*;
///
/// proptest!(|(path in contact_schema::proptest::contact_path())| {
///     prop_assert_eq!(path.to_string().parse::<ContactPath>(), Ok(path));
/// });
/// ```
pub fn contact_path() -> impl Strategy<Value = ContactPath> + Clone {
    (company_id(), contact_id()).prop_map(|(company_id, contact_id)| ContactPath { company_id, contact_id })
}

/// Tokens of the `Authorization` header: every character that is allowed, with and without padding.
///
/// # Examples
///
/// ```
/// use contact_schema::endpoint::BearerToken;
/// use proptest::prelude::*;
///
/// proptest!(|(token in contact_schema::proptest::bearer_token())| {
///     prop_assert_eq!(BearerToken::from_authorization(token.to_authorization()), Ok(token));
/// });
/// ```
#[cfg(feature = "token")]
#[cfg_attr(docsrs, doc(cfg(feature = "token")))]
pub fn bearer_token() -> impl Strategy<Value = BearerToken> + Clone {
    "[A-Za-z0-9._~+/-]{1,64}={0,3}".prop_filter_map("a token68", |token| BearerToken::new(token).ok())
}

/// Tokens of the `x-session-token` header: every visible ASCII character.
///
/// # Examples
///
/// ```
/// use contact_schema::endpoint::SessionToken;
/// use proptest::prelude::*;
///
/// proptest!(|(token in contact_schema::proptest::session_token())| {
///     prop_assert_eq!(SessionToken::new(token.expose_secret()), Ok(token));
/// });
/// ```
#[cfg(feature = "token")]
#[cfg_attr(docsrs, doc(cfg(feature = "token")))]
pub fn session_token() -> impl Strategy<Value = SessionToken> + Clone {
    "[!-~]{1,64}".prop_filter_map("visible ASCII", |token| SessionToken::new(token).ok())
}

/// Whole calls.
///
/// # Examples
///
/// ```
/// use contact_schema::http::{BaseUri, UpdateContactCall};
/// use proptest::prelude::*;
///
/// let base = BaseUri::new("https://api.example.com")?;
/// proptest!(|(call in contact_schema::proptest::update_contact_call())| {
///     let request = call.to_request(&base)?;
///     prop_assert_eq!(UpdateContactCall::from_request(&request)?, call);
/// });
/// # Ok::<(), contact_schema::http::InvalidBaseUri>(())
/// ```
#[cfg(feature = "http")]
#[cfg_attr(docsrs, doc(cfg(feature = "http")))]
pub fn update_contact_call() -> impl Strategy<Value = crate::http::UpdateContactCall> + Clone {
    (contact_path(), bearer_token(), session_token(), super::update_contact_request()).prop_map(
        |(path, bearer_token, session_token, body)| crate::http::UpdateContactCall {
            path,
            bearer_token,
            session_token,
            body,
        },
    )
}
