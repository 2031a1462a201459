//! [`Arbitrary`] for the types (feature `arbitrary`), for structured fuzzing: any bytes give a
//! valid value. The bodies take theirs from the types of their fields: `members!` in `src/body/`.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use arbitrary::{Arbitrary, Error, Result, Unstructured};

use crate::body::Patch;
use crate::endpoint::ContactPath;
#[cfg(feature = "token")]
use crate::endpoint::{BearerToken, SessionToken};
use crate::value::limited_text_types;
use crate::value::{CompanyId, ContactId, Email, Phone, Phones, Timestamp};

/// Returns a text of at most `max` characters. One in eight is filled up to the limit, because
/// fuzzers rarely spend that many bytes.
fn text(u: &mut Unstructured<'_>, max: usize) -> Result<String> {
    let text = u.arbitrary::<&str>()?;
    if !text.is_empty() && u.ratio(1, 8)? {
        Ok(text.chars().cycle().take(max).collect())
    } else {
        Ok(text.chars().take(max).collect())
    }
}

/// Returns a text of `min` to `max` characters of the alphabet.
fn ascii(u: &mut Unstructured<'_>, alphabet: &[u8], min: usize, max: usize) -> Result<String> {
    let length = u.int_in_range(min..=max)?;
    (0..length).map(|_| u.choose(alphabet).map(|&byte| char::from(byte))).collect()
}

/// The values are valid by construction, so the constructors never return an error.
fn impossible<E>(_: E) -> Error {
    Error::IncorrectFormat
}

macro_rules! arbitrary_text {
    ($($name:ident $Type:ident $Invalid:ident),*) => {
        $(impl<'a> Arbitrary<'a> for crate::value::$Type {
            fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
                Self::new(text(u, Self::MAX_CHARS)?).map_err(impossible)
            }
        })*
    };
}

limited_text_types!(arbitrary_text);

impl<'a> Arbitrary<'a> for Email {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        const ALPHANUMERIC: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        const LABEL: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
        const LOCAL_PART: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_'+-";
        const LOCAL_PART_END: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-";

        // At most 3 * (8 + 1) + 8 + 1 + 1 + 3 * (1 + 8 + 1) + 8 = 75 bytes, far below the limit.
        let mut local_part = String::new();
        for _ in 0..u.int_in_range(0..=3)? {
            local_part += &ascii(u, LOCAL_PART, 1, 8)?;
            local_part.push('.');
        }
        local_part += &ascii(u, LOCAL_PART, 0, 8)?;
        local_part += &ascii(u, LOCAL_PART_END, 1, 1)?;
        let mut domain = String::new();
        for _ in 0..u.int_in_range(1..=3)? {
            domain += &ascii(u, ALPHANUMERIC, 1, 1)?;
            domain += &ascii(u, LABEL, 0, 8)?;
            domain.push('.');
        }
        domain += &ascii(u, LETTERS, 2, 8)?;
        if u.ratio(1, 8)? {
            // A local part may start with any letter.
            let padding = Self::MAX_CHARS.saturating_sub(local_part.len() + 1 + domain.len());
            local_part.insert_str(0, &"x".repeat(padding));
        }
        Self::new(format!("{local_part}@{domain}")).map_err(impossible)
    }
}

impl<'a> Arbitrary<'a> for Timestamp {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let year = u.int_in_range(0..=9999)?;
        let month = u.int_in_range(1..=12)?;
        let day = u.int_in_range(1..=31)?;
        let mut time = format!("T{:02}:{:02}", u.int_in_range(0..=23)?, u.int_in_range(0..=59)?);
        if u.arbitrary()? {
            time += &format!(":{:02}", u.int_in_range(0..=59)?);
            if u.arbitrary()? {
                time.push('.');
                time += &ascii(u, b"0123456789", 1, 20)?;
            }
        }
        // The day, or the last day of the month if the month is shorter.
        let at = |day: u8| Self::new(format!("{year:04}-{month:02}-{day:02}{time}Z"));
        (1..=day).rev().find_map(|day| at(day).ok()).ok_or(Error::IncorrectFormat)
    }
}

impl<'a> Arbitrary<'a> for Phones {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let count = u.int_in_range(0..=Self::MAX_ITEMS)?;
        let phones = (0..count).map(|_| u.arbitrary()).collect::<Result<Vec<Phone>>>()?;
        Self::new(phones).map_err(impossible)
    }
}

impl<'a> Arbitrary<'a> for ContactId {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Self::new(u.int_in_range(Self::MIN..=Self::MAX)?).map_err(impossible)
    }
}

impl<'a> Arbitrary<'a> for CompanyId {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Self::new(u.int_in_range(Self::MIN..=Self::MAX)?).map_err(impossible)
    }
}

impl<'a, T: Arbitrary<'a>> Arbitrary<'a> for Patch<T> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(match u.int_in_range(0..=2_u8)? {
            0 => Self::Absent,
            1 => Self::Null,
            _ => Self::Value(u.arbitrary()?),
        })
    }
}

impl<'a> Arbitrary<'a> for ContactPath {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(Self { company_id: u.arbitrary()?, contact_id: u.arbitrary()? })
    }
}

#[cfg(feature = "token")]
impl<'a> Arbitrary<'a> for BearerToken {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        const BASE: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+/";

        let base = ascii(u, BASE, 1, 32)?;
        let padding = ascii(u, b"=", 0, 2)?;
        Self::new(base + &padding).map_err(impossible)
    }
}

#[cfg(feature = "token")]
impl<'a> Arbitrary<'a> for SessionToken {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let length = u.int_in_range(1..=32)?;
        let token: Result<String> = (0..length).map(|_| u.int_in_range(b'!'..=b'~').map(char::from)).collect();
        Self::new(token?).map_err(impossible)
    }
}

#[cfg(feature = "http")]
impl<'a> Arbitrary<'a> for crate::http::UpdateContactCall {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(Self {
            path: u.arbitrary()?,
            bearer_token: u.arbitrary()?,
            session_token: u.arbitrary()?,
            body: u.arbitrary()?,
        })
    }
}
