//! Problems as serde reads them, whoever wrote them: what is unknown, of another type, too long or too much is ignored
//! (RFC 9457, section 3.1).

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{Problem, ProblemError};
use crate::pointer::{Pointer, Span};

/// A member's value, as far as a problem has a use for it.
enum Member {
    Text(String),
    Number(u64),
    Errors(Vec<ProblemError>),
    Error(ProblemError),
    Other,
}

impl Member {
    fn text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    fn number(self) -> Option<u64> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    fn errors(self) -> Vec<ProblemError> {
        match self {
            Self::Errors(errors) => errors,
            _ => Vec::new(),
        }
    }
}

/// The objects and arrays that are looked into: `errors` is one level below the problem, its items are another.
#[derive(Clone, Copy)]
enum Level {
    Problem,
    Errors,
    Error,
}

/// Takes a value of any type.
struct Any(Level);

impl<'de> serde::de::DeserializeSeed<'de> for Any {
    type Value = Member;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Member, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Any {
    type Value = Member;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Member, E> {
        Ok(if text.len() <= Problem::MAX_TEXT_BYTES { Member::Text(text.to_owned()) } else { Member::Other })
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Member, E> {
        Ok(Member::Number(number))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Member, E> {
        Ok(u64::try_from(number).map_or(Member::Other, Member::Number))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Member, E> {
        Ok(Member::Other)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Member, E> {
        Ok(Member::Other)
    }

    fn visit_unit<E: Error>(self) -> Result<Member, E> {
        Ok(Member::Other)
    }

    fn visit_none<E: Error>(self) -> Result<Member, E> {
        Ok(Member::Other)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Member, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Member, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bytes<E: Error>(self, _: &[u8]) -> Result<Member, E> {
        Ok(Member::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Member, A::Error> {
        let mut errors = Vec::new();
        if let Level::Errors = self.0 {
            while errors.len() < Problem::MAX_ERRORS {
                match items.next_element_seed(Any(Level::Error))? {
                    // One without any member that is known says nothing.
                    Some(Member::Error(error)) if error != ProblemError::default() => errors.push(error),
                    Some(_) => {}
                    None => return Ok(Member::Errors(errors)),
                }
            }
        }
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(match self.0 {
            Level::Errors => Member::Errors(errors),
            Level::Problem | Level::Error => Member::Other,
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Member, A::Error> {
        if let Level::Error = self.0 {
            return error(members).map(Member::Error);
        }
        while let Some(is_number) = members.next_key::<NumberKey>()? {
            if is_number.0 {
                let literal = members.next_value::<String>()?;
                return Ok(literal.parse().map_or(Member::Other, Member::Number));
            }
            members.next_value::<IgnoredAny>()?;
        }
        Ok(Member::Other)
    }
}

/// Whether a name is that of serde_json's map of a number.
struct NumberKey(bool);

impl<'de> Deserialize<'de> for NumberKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;

        impl Visitor<'_> for Name {
            type Value = NumberKey;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<NumberKey, E> {
                Ok(NumberKey(name == "$serde_json::private::Number"))
            }
        }

        deserializer.deserialize_str(Name)
    }
}

fn error<'de, A: MapAccess<'de>>(mut members: A) -> Result<ProblemError, A::Error> {
    let mut error = ProblemError::default();
    let (mut offset, mut length) = (None, None);
    while let Some(Name(name)) = members.next_key::<Name<ErrorMember>>()? {
        let value = members.next_value_seed(Any(Level::Problem))?;
        match name {
            Some(ErrorMember::Detail) => error.detail = value.text().unwrap_or_default(),
            Some(ErrorMember::Pointer) => {
                error.pointer = value.text().and_then(|text| Pointer::from_uri_fragment(&text).ok());
            }
            Some(ErrorMember::Parameter) => error.parameter = value.text(),
            Some(ErrorMember::Header) => error.header = value.text(),
            Some(ErrorMember::Rule) => error.rule = value.text(),
            Some(ErrorMember::Offset) => offset = value.number(),
            Some(ErrorMember::Length) => length = value.number(),
            None => {}
        }
    }
    error.span = offset.zip(length).and_then(|(offset, length)| {
        let start = usize::try_from(offset).ok()?;
        Some(Span { start, end: start.checked_add(usize::try_from(length).ok()?)? })
    });
    Ok(error)
}

/// A member's name, if it is one of these.
struct Name<M>(Option<M>);

trait Members: Sized {
    fn of(name: &str) -> Option<Self>;
}

macro_rules! members {
    ($Members:ident { $($name:literal => $Member:ident,)* }) => {
        enum $Members {
            $($Member,)*
        }

        impl Members for $Members {
            fn of(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$Member),)*
                    _ => None,
                }
            }
        }
    };
}

members! { ProblemMember {
    "type" => Type,
    "title" => Title,
    "status" => Status,
    "detail" => Detail,
    "instance" => Instance,
    "errors" => Errors,
} }

members! { ErrorMember {
    "detail" => Detail,
    "pointer" => Pointer,
    "parameter" => Parameter,
    "header" => Header,
    "rule" => Rule,
    "offset" => Offset,
    "length" => Length,
} }

impl<'de, M: Members> Deserialize<'de> for Name<M> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text<M>(core::marker::PhantomData<M>);

        impl<M: Members> Visitor<'_> for Text<M> {
            type Value = Name<M>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a member")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Name<M>, E> {
                Ok(Name(M::of(name)))
            }
        }

        deserializer.deserialize_identifier(Text(core::marker::PhantomData))
    }
}

/// Takes every object. Of members that are there twice, the last counts, as in most readers.
impl<'de> Deserialize<'de> for Problem {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Problem;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Problem, A::Error> {
                let mut problem = Problem::default();
                while let Some(Name(name)) = members.next_key::<Name<ProblemMember>>()? {
                    let level = if let Some(ProblemMember::Errors) = name { Level::Errors } else { Level::Problem };
                    let value = members.next_value_seed(Any(level))?;
                    match name {
                        Some(ProblemMember::Type) => {
                            problem.problem_type = value.text().unwrap_or_else(|| Problem::ABOUT_BLANK.to_owned());
                        }
                        Some(ProblemMember::Title) => problem.title = value.text(),
                        Some(ProblemMember::Status) => {
                            let status = value.number().and_then(|number| u16::try_from(number).ok());
                            problem.status = status.filter(|status| (100..=599).contains(status));
                        }
                        Some(ProblemMember::Detail) => problem.detail = value.text(),
                        Some(ProblemMember::Instance) => problem.instance = value.text(),
                        Some(ProblemMember::Errors) => problem.errors = value.errors(),
                        None => {}
                    }
                }
                Ok(problem)
            }
        }

        deserializer.deserialize_map(Object)
    }
}
