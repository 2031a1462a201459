//! `notify`: `true` or `false`.

use core::convert::Infallible;
use core::fmt;

use serde::de::{Deserializer, Error, Visitor};

use super::context::Context;
use super::sink::{Place, Sink, Stop};
use super::value_type::{Value, Want};
use crate::json::{JsonType, Reader};

impl Value for bool {
    const TYPE: JsonType = JsonType::Boolean;

    type Token<'a> = Self;
    type Error = Infallible;
    type ItemError = Infallible;
    type Warning = Infallible;

    #[inline(always)]
    fn read_plain(_: &Reader<'_>, _: usize, _: Want) -> Option<(Self, usize)> {
        None
    }

    #[inline(always)]
    fn read<S: Sink>(reader: &Reader<'_>, at: usize, _: Place, _: &mut S) -> Result<(Option<Self>, usize), Stop> {
        let value = reader.peek(at) == b't';
        let end = if value { reader.literal(at, b"true") } else { reader.literal(at, b"false") }?;
        Ok((Some(value), end))
    }

    #[cfg(feature = "json")]
    fn read_tree<S: Sink>(value: &serde_json::Value, _: Place, _: &mut S) -> Option<Result<Option<Self>, Stop>> {
        value.as_bool().map(|value| Ok(Some(value)))
    }

    #[inline(always)]
    fn keep(value: Self) -> Self {
        value
    }

    fn deserialize_in<'de, D: Deserializer<'de>>(context: Context, deserializer: D) -> Result<Self, D::Error> {
        struct Boolean(Context);

        impl Visitor<'_> for Boolean {
            type Value = bool;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<bool, E> {
                Ok(value)
            }
        }

        deserializer.deserialize_bool(Boolean(context)).map_err(|error| context.reword(error))
    }
}
