//! The two secrets of a call (feature `token`).
//!
//! ```text
//! authorization   = "Bearer" 1*SP b64token                              ; RFC 6750, section 2.1
//! b64token        = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="
//! x-session-token = 1*VCHAR                                             ; RFC 5234: U+0021 to U+007E
//! ```
//!
//! Both compare in constant time: the duration reveals at most the length. Neither shows its text
//! by accident: there is no `Display`, no serde, and `Debug` leaves the text out, so code must call
//! `expose_secret`. There is no `Ord` and no `Hash`, which do not run in constant time.
//!
//! Dropping a token does not wipe its memory. A token is copied from a header and into a header,
//! and neither the HTTP library nor TLS wipes those buffers, so wiping one copy would promise more
//! than it delivers.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use core::fmt;

use subtle::ConstantTimeEq;

use crate::rule::Rule;

/// The scheme as it is written. It is read in any case.
const SCHEME: &str = "Bearer";

/// Implements everything that does not depend on the grammar of a token. The function `check`
/// implements the grammar.
macro_rules! token_type {
    ($Type:ident, $Invalid:ident, $valid:literal, $invalid:literal) => {
        impl $Type {
            /// Checks a token, without the name of a scheme.
            ///
            /// # Errors
            ///
            #[doc = concat!("[`", stringify!($Invalid), "`] for an empty token and for a character that is not allowed.")]
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

            /// Returns the secret itself, to write it into a header.
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

        crate::std_traits::from_text!($Type, $Invalid);

        /// Reads the bytes of a header value, which need not be UTF-8.
        impl TryFrom<&[u8]> for $Type {
            type Error = $Invalid;

            fn try_from(token: &[u8]) -> Result<Self, $Invalid> {
                $Type::check(token)?;
                // The check accepts ASCII only.
                Ok(Self(token.iter().copied().map(char::from).collect()))
            }
        }

        /// Runs in constant time for tokens of the same length.
        impl PartialEq for $Type {
            fn eq(&self, other: &Self) -> bool {
                self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
            }
        }

        impl Eq for $Type {}

        /// Shows neither the secret nor its length.
        impl fmt::Debug for $Type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($Type), "(..)"))
            }
        }

        impl core::error::Error for $Invalid {}
    };
}

/// The token of the `Authorization` header: a `b64token` (RFC 6750, section 2.1), for example a
/// JWT.
///
/// `==` takes the same time wherever two tokens of the same length differ.
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

    /// Reads the value of an `Authorization` header: `Bearer` in any case, one or more spaces, the
    /// token.
    ///
    /// # Errors
    ///
    /// [`InvalidAuthorization::Scheme`] for `Basic dTpw` or a token alone,
    /// [`InvalidAuthorization::Token`] for `Bearer` alone and for a token that is not a `b64token`.
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

    /// Returns the value of the `Authorization` header, which contains the secret.
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
    /// The token is empty.
    Empty,
    /// A character is not allowed, or a character other than `=` follows a `=`.
    Character {
        /// The byte offset of the character.
        at: usize,
    },
}

impl InvalidBearerToken {
    /// Returns the rule that is broken. Its id is stable.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        Rule::HttpBearerToken
    }
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

/// Why the value of an `Authorization` header does not contain a [`BearerToken`].
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
    /// The scheme is another or missing.
    Scheme,
    /// The scheme is valid, but the token is not.
    Token {
        /// The byte offset of the token within the value.
        start: usize,
        /// What is wrong with the token. Its offsets count from `start`.
        fault: InvalidBearerToken,
    },
}

impl InvalidAuthorization {
    /// Returns the rule that is broken. Its id is stable.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        match self {
            Self::Scheme => Rule::HttpAuthorizationScheme,
            Self::Token { fault, .. } => fault.rule(),
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

/// Without a `source`: `Display` says everything.
impl core::error::Error for InvalidAuthorization {}

token_type!(BearerToken, InvalidBearerToken, "mF_9.B5f-4.1JqM", "two words");

/// The value of the `x-session-token` header: visible ASCII, not empty.
///
/// `==` takes the same time wherever two tokens of the same length differ.
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
    /// The token is empty.
    Empty,
    /// A character is not in the range U+0021 to U+007E.
    Character {
        /// The byte offset of the character.
        at: usize,
    },
}

impl InvalidSessionToken {
    /// Returns the rule that is broken. Its id is stable.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        Rule::HttpSessionToken
    }
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
