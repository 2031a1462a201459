//! Errors of `Deserialize` without values (R11).
//!
//! A format writes the messages of type errors itself and repeats the rejected value: serde_json
//! says "invalid type: string "Ada", expected a number at line 1 column 5". This crate replaces
//! such a message and keeps only its position.

use alloc::string::ToString as _;
use core::fmt;

use serde::de::Error;

/// The message of a format that may repeat a value.
pub(crate) struct Echo<'a> {
    /// In a type error, the value with the rest of the message: `string "Ada", expected …`. Empty
    /// in other errors.
    pub(crate) found: &'a str,
    /// The position in the document, ` at line 1 column 5`. Empty if the message has none.
    pub(crate) position: &'a str,
}

impl<'a> Echo<'a> {
    /// Finds such a message in the text of an error. Some formats add text around it.
    pub(crate) fn find(text: &'a str) -> Option<Self> {
        let text = message(text);
        let position = position(text).unwrap_or("");
        // Formats differ in case and punctuation: `invalid type: `, `Invalid type `.
        let lower = text.to_ascii_lowercase();
        if let Some((_, rest)) = lower.split_once("invalid type") {
            let found = text.get(text.len() - rest.len()..).unwrap_or("").trim_start_matches([':', ' ']);
            return Some(Self { found: found.strip_prefix("found ").unwrap_or(found), position });
        }
        OTHERS.iter().any(|part| lower.contains(part)).then_some(Self { found: "", position })
    }
}

/// Parts of other messages that may repeat a value or name a private type, in lower case: three of
/// serde, then those of config, MessagePack, RON (two), serde_qs and TOML.
const OTHERS: [&str; 9] = [
    "invalid value",
    "invalid length",
    "unknown variant",
    "does not have variant constructor",
    "wrong msgpack marker",
    "invalid std identifier",
    "but found ",
    "does not appear to be",
    "unexpected keys",
];

/// Returns the message of an error without the four lines that toml puts before it. They show a
/// line of the document, which may contain any text.
fn message(text: &str) -> &str {
    let lines = if text.starts_with("TOML parse error at line ") { 4 } else { 0 };
    text.splitn(lines + 1, '\n').last().unwrap_or(text)
}

/// Returns the position at the end of a message, as serde_json and YAML readers write it.
fn position(text: &str) -> Option<&str> {
    let position = text.get(text.rfind(" at line ")?..)?;
    let (line, column) = position.strip_prefix(" at line ")?.split_once(" column ")?;
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(line) && is_number(column)).then_some(position)
}

/// Replaces the message of an error that may repeat a value. Returns other errors unchanged.
#[cold]
pub(crate) fn without_value<E: Error>(error: E, expected: impl fmt::Display) -> E {
    match Echo::find(&error.to_string()) {
        Some(Echo { position, .. }) => E::custom(format_args!("expected {expected}, found another value{position}")),
        None => error,
    }
}

/// Defines a type with the traits of serde (feature `serde-violations`).
///
/// The errors of a derived `Deserialize` repeat the value. So serde derives it for a private copy
/// of the type (`remote`), and the public type removes the value from its errors. The copy has the
/// same name, because some formats write the names of types.
macro_rules! serde_type {
    ($(#[$attribute:meta])* pub $keyword:tt $Type:ident { $($body:tt)* }) => {
        $(#[$attribute])*
        #[cfg_attr(feature = "serde-violations", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
        pub $keyword $Type { $($body)* }

        #[cfg(feature = "serde-violations")]
        const _: () = {
            type Public = self::$Type;

            #[derive(serde::Deserialize)]
            #[serde(remote = "Public", rename_all = "kebab-case")]
            $keyword $Type { $($body)* }

            impl<'de> serde::Deserialize<'de> for Public {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let expected = concat!("`", stringify!($Type), "` as serde writes it");
                    $Type::deserialize(deserializer)
                        .map_err(|error| $crate::serde_error::without_value(error, expected))
                }
            }
        };
    };
}

pub(crate) use serde_type;
