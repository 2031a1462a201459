//! The two secrets of a call (feature `token`).
//!
//! ```text
//! authorization   = "Bearer" 1*SP b64token                              ; RFC 6750, section 2.1
//! b64token        = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="
//! x-session-token = 1*VCHAR                                             ; RFC 5234: U+0021 to U+007E
//! ```
//!
//! Both compare in constant time: how long it takes tells the length at most, not how much of a guess was right. Neither shows itself:
//! no `Display`, no serde, a `Debug` without the text, so that a log line has to ask for the secret by name. There is no order and no
//! hash, whose times would tell.
//!
//! The memory of a token is not wiped when it is dropped. A token comes out of a header and goes into one, and those buffers, the
//! HTTP library's and TLS's, are wiped by nobody: one copy of several gone would be a promise that does not hold.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use core::fmt;

use subtle::ConstantTimeEq;

/// The scheme as it is written; it is read in any case.
const SCHEME: &str = "Bearer";

/// Gives a secret text all that does not depend on its grammar, which the function `check` has.
macro_rules! token_type {
    ($Type:ident, $Invalid:ident, $valid:literal, $invalid:literal) => {
        impl $Type {
            /// Checks the token, without the name of a scheme.
            ///
            /// # Errors
            ///
            #[doc = concat!("[`", stringify!($Invalid), "`] for the empty token and at the first character that is not allowed.")]
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("use contact_schema::endpoint::", stringify!($Type), ";")]
            ///
            #[doc = concat!("assert!(", stringify!($Type), "::new(\"", $valid, "\").is_ok());")]
            #[doc = concat!("assert!(", stringify!($Type), "::new(\"", $invalid, "\").is_err());")]
            /// ```
            pub fn new(token: impl AsRef<str> + Into<String>) -> Result<Self, $Invalid> {
                $Type::check(token.as_ref().as_bytes())?;
                Ok(Self(token.into().into_boxed_str()))
            }

            /// The secret itself, for the header that it goes into.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("let token = contact_schema::endpoint::", stringify!($Type), "::new(\"", $valid, "\")?;")]
            #[doc = concat!("assert_eq!(token.expose_secret(), \"", $valid, "\");")]
            #[doc = concat!("assert!(!format!(\"{token:?}\").contains(\"", $valid, "\"));")]
            #[doc = concat!("# Ok::<(), contact_schema::endpoint::", stringify!($Invalid), ">(())")]
            /// ```
            #[must_use]
            pub fn expose_secret(&self) -> &str {
                &self.0
            }
        }

        impl core::str::FromStr for $Type {
            type Err = $Invalid;

            fn from_str(token: &str) -> Result<Self, $Invalid> {
                Self::new(token)
            }
        }

        impl TryFrom<&str> for $Type {
            type Error = $Invalid;

            fn try_from(token: &str) -> Result<Self, $Invalid> {
                Self::new(token)
            }
        }

        impl TryFrom<String> for $Type {
            type Error = $Invalid;

            fn try_from(token: String) -> Result<Self, $Invalid> {
                Self::new(token)
            }
        }

        /// Takes the bytes of a header's value, which need not be text.
        impl TryFrom<&[u8]> for $Type {
            type Error = $Invalid;

            fn try_from(token: &[u8]) -> Result<Self, $Invalid> {
                $Type::check(token)?;
                // What has passed is ASCII.
                Ok(Self(token.iter().copied().map(char::from).collect()))
            }
        }

        /// In constant time for tokens of one length.
        impl PartialEq for $Type {
            fn eq(&self, other: &Self) -> bool {
                self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
            }
        }

        impl Eq for $Type {}

        /// Shows no part of the secret, nor its length.
        impl fmt::Debug for $Type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($Type), "(..)"))
            }
        }

        impl core::error::Error for $Invalid {}
    };
}

/// The token of the `Authorization` header: a `b64token` (RFC 6750, section 2.1), which a JWT is one of.
///
/// `==` takes the same time wherever two tokens of one length differ.
///
/// # Examples
///
/// ```
/// use contact_schema::endpoint::BearerToken;
///
/// let token = BearerToken::new("mF_9.B5f-4.1JqM")?;
/// assert_eq!(format!("{token:?}"), "BearerToken(..)");
/// assert_eq!(BearerToken::from_authorization("bearer mF_9.B5f-4.1JqM"), Ok(token));
/// # Ok::<(), contact_schema::endpoint::InvalidBearerToken>(())
/// ```
#[derive(Clone)]
pub struct BearerToken(Box<str>);

impl BearerToken {
    fn check(token: &[u8]) -> Result<(), InvalidBearerToken> {
        let is_base = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(byte);
        let base = token.iter().position(|byte| !is_base(byte)).unwrap_or(token.len());
        let padding = token.iter().skip(base).position(|&byte| byte != b'=');
        match (base, padding) {
            (0, _) if token.is_empty() => Err(InvalidBearerToken::Empty),
            (0, _) => Err(InvalidBearerToken::Character { at: 0 }),
            (_, Some(offset)) => Err(InvalidBearerToken::Character { at: base + offset }),
            (_, None) => Ok(()),
        }
    }

    /// Reads the value of an `Authorization` header: `Bearer` in any case, one space or more, the token.
    ///
    /// # Errors
    ///
    /// [`InvalidAuthorization::Scheme`] for `Basic dTpw` or a token alone, [`InvalidAuthorization::Token`] for `Bearer` alone and
    /// for a token that is not a `b64token`.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::endpoint::{BearerToken, InvalidAuthorization};
    ///
    /// assert_eq!(BearerToken::from_authorization("Bearer abc")?.expose_secret(), "abc");
    /// assert_eq!(BearerToken::from_authorization("Basic dTpw"), Err(InvalidAuthorization::Scheme));
    /// # Ok::<(), InvalidAuthorization>(())
    /// ```
    pub fn from_authorization(value: impl AsRef<[u8]>) -> Result<Self, InvalidAuthorization> {
        let value = value.as_ref();
        let end = value.iter().position(|&byte| byte == b' ').unwrap_or(value.len());
        let (scheme, rest) = value.split_at_checked(end).unwrap_or((value, &[]));
        if !scheme.eq_ignore_ascii_case(SCHEME.as_bytes()) {
            return Err(InvalidAuthorization::Scheme);
        }
        let spaces = rest.iter().position(|&byte| byte != b' ').unwrap_or(rest.len());
        let token = rest.get(spaces..).unwrap_or_default();
        Self::try_from(token).map_err(|fault| InvalidAuthorization::Token { start: end + spaces, fault })
    }

    /// The value of the `Authorization` header. It holds the secret.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::endpoint::BearerToken;
    ///
    /// assert_eq!(BearerToken::new("abc")?.to_authorization(), "Bearer abc");
    /// # Ok::<(), contact_schema::endpoint::InvalidBearerToken>(())
    /// ```
    #[must_use]
    pub fn to_authorization(&self) -> String {
        format!("{SCHEME} {}", self.0)
    }
}

/// Why a text is not a [`BearerToken`].
///
/// # Examples
///
/// ```
/// use contact_schema::endpoint::{BearerToken, InvalidBearerToken};
///
/// assert_eq!(BearerToken::new(""), Err(InvalidBearerToken::Empty));
/// assert_eq!(BearerToken::new("abc def"), Err(InvalidBearerToken::Character { at: 3 }));
/// assert_eq!(BearerToken::new("ab=c"), Err(InvalidBearerToken::Character { at: 3 }));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InvalidBearerToken {
    /// There is nothing.
    Empty,
    /// A character that no token has, or one other than `=` after a `=`.
    Character {
        /// Its byte.
        at: usize,
    },
}

impl fmt::Display for InvalidBearerToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("expected a token, found nothing"),
            Self::Character { at } => {
                write!(f, "expected letters, digits or -._~+/ and then = only, found another character at byte {at}")
            }
        }
    }
}

/// Why the value of an `Authorization` header holds no [`BearerToken`].
///
/// # Examples
///
/// ```
/// use contact_schema::endpoint::{BearerToken, InvalidAuthorization, InvalidBearerToken};
///
/// let Err(invalid) = BearerToken::from_authorization("Bearer  a,b") else { panic!("accepted") };
/// assert_eq!(invalid, InvalidAuthorization::Token { start: 8, fault: InvalidBearerToken::Character { at: 1 } });
/// assert_eq!(invalid.rule(), "http-bearer-token");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InvalidAuthorization {
    /// Another scheme, or none.
    Scheme,
    /// The scheme is right and the token is not.
    Token {
        /// The byte of the value at which the token starts.
        start: usize,
        /// What is wrong with it, its bytes counted from there.
        fault: InvalidBearerToken,
    },
}

impl InvalidAuthorization {
    /// The rule that is broken; its id is stable.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Rule, endpoint::InvalidAuthorization};
    ///
    /// assert_eq!(InvalidAuthorization::Scheme.rule(), Rule::HttpAuthorizationScheme);
    /// ```
    #[must_use]
    pub const fn rule(&self) -> crate::Rule {
        match self {
            Self::Scheme => crate::Rule::HttpAuthorizationScheme,
            Self::Token { .. } => crate::Rule::HttpBearerToken,
        }
    }
}

impl fmt::Display for InvalidAuthorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scheme => write!(f, "expected the scheme {SCHEME} and a token, found other text"),
            Self::Token { fault: InvalidBearerToken::Empty, .. } => {
                write!(f, "expected a token after {SCHEME}, found nothing")
            }
            Self::Token { start, fault: InvalidBearerToken::Character { at } } => {
                InvalidBearerToken::Character { at: start + at }.fmt(f)
            }
        }
    }
}

impl core::error::Error for InvalidAuthorization {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Scheme => None,
            Self::Token { fault, .. } => Some(fault),
        }
    }
}

token_type!(BearerToken, InvalidBearerToken, "mF_9.B5f-4.1JqM", "two words");

/// The value of the `x-session-token` header: visible ASCII, not empty.
///
/// `==` takes the same time wherever two tokens of one length differ.
///
/// # Examples
///
/// ```
/// use contact_schema::endpoint::SessionToken;
///
/// let token = SessionToken::new("eyJhbGciOiJIUzI1NiJ9.e30.XmNK3GpH3Ys")?;
/// assert_eq!(format!("{token:?}"), "SessionToken(..)");
/// # Ok::<(), contact_schema::endpoint::InvalidSessionToken>(())
/// ```
#[derive(Clone)]
pub struct SessionToken(Box<str>);

impl SessionToken {
    fn check(token: &[u8]) -> Result<(), InvalidSessionToken> {
        if token.is_empty() {
            return Err(InvalidSessionToken::Empty);
        }
        match token.iter().position(|byte| !byte.is_ascii_graphic()) {
            None => Ok(()),
            Some(at) => Err(InvalidSessionToken::Character { at }),
        }
    }
}

/// Why a text is not a [`SessionToken`].
///
/// # Examples
///
/// ```
/// use contact_schema::endpoint::{InvalidSessionToken, SessionToken};
///
/// assert_eq!(SessionToken::new(""), Err(InvalidSessionToken::Empty));
/// assert_eq!(SessionToken::new("a\u{e9}"), Err(InvalidSessionToken::Character { at: 1 }));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InvalidSessionToken {
    /// There is nothing.
    Empty,
    /// A character other than U+0021 to U+007E.
    Character {
        /// Its byte.
        at: usize,
    },
}

impl fmt::Display for InvalidSessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("expected a token, found nothing"),
            Self::Character { at } => write!(f, "expected visible ASCII characters, found another at byte {at}"),
        }
    }
}

token_type!(SessionToken, InvalidSessionToken, "eyJhbGciOiJIUzI1NiJ9", "two words");
