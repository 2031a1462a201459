//! The types of JSON values.

use core::fmt;

use crate::serde_error::serde_type;

serde_type! {
    /// A type of JSON value.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(contact_schema::JsonType::Array.to_string(), "an array");
    /// ```
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum JsonType {
        /// `null`
        Null,
        /// `true` or `false`
        Boolean,
        /// A number.
        Number,
        /// A string.
        String,
        /// An array.
        Array,
        /// An object.
        Object,
    }
}

impl JsonType {
    /// Returns the type of the value that starts with `byte`; `None` if no value starts with it.
    pub(crate) const fn of_first_byte(byte: u8) -> Option<Self> {
        Some(match byte {
            b'"' => Self::String,
            b'{' => Self::Object,
            b'[' => Self::Array,
            b't' | b'f' => Self::Boolean,
            b'n' => Self::Null,
            b'-' | b'0'..=b'9' => Self::Number,
            _ => return None,
        })
    }

    /// Returns the type of a `serde_json` value.
    #[cfg(feature = "json")]
    pub(crate) const fn of_value(value: &serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(_) => Self::Boolean,
            serde_json::Value::Number(_) => Self::Number,
            serde_json::Value::String(_) => Self::String,
            serde_json::Value::Array(_) => Self::Array,
            serde_json::Value::Object(_) => Self::Object,
        }
    }
}

impl fmt::Display for JsonType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}

/// A value whose type is not the documented one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WrongType {
    pub(crate) expected: JsonType,
    /// Whether `null` is valid too.
    pub(crate) nullable: bool,
    pub(crate) found: JsonType,
}

impl fmt::Display for WrongType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or_null = if self.nullable { " or null" } else { "" };
        write!(f, "expected {}{or_null}, found {}", self.expected, self.found)
    }
}
