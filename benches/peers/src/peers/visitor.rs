//! A handwritten visitor that checks values while they are read and builds nothing. This is about
//! the limit of a general JSON reader, and it takes 100 lines for each body, to write and to
//! maintain.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::unchecked::integer;
use crate::checks::{MAX_ID, email_by_hand, is_within, timestamp_by_hand};

/// A valid contact, of which nothing is kept.
struct Contact;

impl<'de> Deserialize<'de> for Contact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Self)
    }
}

impl<'de> Visitor<'de> for Contact {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a contact")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self, A::Error> {
        let mut seen = 0_u32;
        while let Some(Name(member)) = map.next_key()? {
            match member {
                Member::Id | Member::CompanyId => {
                    let _: Integer = map.next_value()?;
                }
                Member::Name => {
                    let _: Checked<Text<250>> = map.next_value()?;
                }
                Member::Email => {
                    let _: Option<Checked<Email>> = map.next_value()?;
                }
                Member::Phones => {
                    let _: Phones = map.next_value()?;
                }
                Member::Comment => {
                    let _: Option<Checked<Text<2500>>> = map.next_value()?;
                }
                Member::NotifyAt | Member::UpdatedAt | Member::CreatedAt => {
                    let _: Checked<Timestamp> = map.next_value()?;
                }
                Member::Unknown => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            }
            let bit = 1 << member as u32;
            if seen & bit != 0 {
                return Err(A::Error::custom("a member that was there before"));
            }
            seen |= bit;
        }
        if seen == (1 << Member::Unknown as u32) - 1 { Ok(self) } else { Err(A::Error::custom("a member is missing")) }
    }
}

#[derive(Clone, Copy)]
enum Member {
    Id,
    Name,
    Email,
    Phones,
    Comment,
    CompanyId,
    NotifyAt,
    UpdatedAt,
    CreatedAt,
    Unknown,
}

struct Name(Member);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;

        impl Visitor<'_> for Names {
            type Value = Name;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Name, E> {
                Ok(Name(match name {
                    "id" => Member::Id,
                    "name" => Member::Name,
                    "email" => Member::Email,
                    "phones" => Member::Phones,
                    "comment" => Member::Comment,
                    "companyId" => Member::CompanyId,
                    "notifyAt" => Member::NotifyAt,
                    "updatedAt" => Member::UpdatedAt,
                    "createdAt" => Member::CreatedAt,
                    _ => Member::Unknown,
                }))
            }
        }

        deserializer.deserialize_identifier(Names)
    }
}

/// A check of a string.
trait Check {
    fn check(text: &str) -> bool;
}

struct Text<const MAX: usize>;

impl<const MAX: usize> Check for Text<MAX> {
    fn check(text: &str) -> bool {
        is_within(text, MAX)
    }
}

struct Email;

impl Check for Email {
    fn check(text: &str) -> bool {
        text.len() <= 250 && email_by_hand(text)
    }
}

struct Timestamp;

impl Check for Timestamp {
    fn check(text: &str) -> bool {
        timestamp_by_hand(text)
    }
}

/// A string that passed the check, of which nothing is kept.
struct Checked<C>(PhantomData<C>);

impl<'de, C: Check> Deserialize<'de> for Checked<C> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Self(PhantomData))
    }
}

impl<C: Check> Visitor<'_> for Checked<C> {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a valid string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self, E> {
        if C::check(text) { Ok(self) } else { Err(E::custom("not a valid string")) }
    }
}

struct Integer;

impl<'de> Deserialize<'de> for Integer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = integer(deserializer)?;
        if (-MAX_ID..=MAX_ID).contains(&value) { Ok(Self) } else { Err(D::Error::custom("out of range")) }
    }
}

struct Phones;

impl<'de> Deserialize<'de> for Phones {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Self)
    }
}

impl<'de> Visitor<'de> for Phones {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("phones")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        let mut count = 0;
        while items.next_element::<Checked<Text<50>>>()?.is_some() {
            count += 1;
        }
        if count <= 5 { Ok(self) } else { Err(A::Error::custom("too many phones")) }
    }
}

pub(crate) fn serde_json(bytes: &[u8]) -> usize {
    super::count(bytes, |line| serde_json::from_slice::<Contact>(line).is_ok())
}

/// Checks the UTF-8 once for each block, so that sonic-rs need not check each line.
pub(crate) fn sonic_rs<'a>(blocks: impl Iterator<Item = &'a [u8]>) -> usize {
    let count = |block| match simdutf8::basic::from_utf8(block) {
        Ok(text) => text.lines().filter(|line| sonic_rs::from_str::<Contact>(line).is_ok()).count(),
        Err(_) => super::count(block, |line| sonic_rs::from_slice::<Contact>(line).is_ok()),
    };
    blocks.map(count).sum()
}
