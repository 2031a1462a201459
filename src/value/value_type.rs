//! The trait of all value types of the contract.

use serde::Deserializer;

use super::context::Context;
use super::sink::{Place, Sink, Stop};
use crate::json::{JsonType, Reader};

/// What the caller of [`Value::read_plain`] wants. Known at compile time.
#[derive(Clone, Copy)]
pub(crate) struct Want {
    /// Accept only values without warnings.
    pub(crate) no_warnings: bool,
    /// The token will be kept. If not, an array need not collect its items.
    pub(crate) token: bool,
}

/// A value type of the contract: how it is read from bytes, from a tree and through serde.
pub(crate) trait Value: Sized {
    /// The JSON type of every valid value.
    const TYPE: JsonType;

    /// The proof that a check has passed, with what [`keep`](Self::keep) needs to build the value
    /// without a second check. Only the check of this type can create one.
    type Token<'a>;

    /// What a check may report.
    type Error;

    /// What the check of an item may report; `Infallible` for a type without items.
    type ItemError;

    /// What a check may warn of.
    type Warning;

    /// Fast path: accepts a subset of what [`read`](Self::read) accepts and never reports errors.
    /// Returns the token and the end of the value.
    fn read_plain<'a>(reader: &Reader<'a>, at: usize, want: Want) -> Option<(Self::Token<'a>, usize)>;

    /// Reads and checks the value at `at`, whose first byte is that of a value of
    /// [`TYPE`](Self::TYPE), and reports all its faults. Returns its end, and the token if it is
    /// valid.
    fn read<'a, S: Sink>(
        reader: &Reader<'a>,
        at: usize,
        place: Place,
        sink: &mut S,
    ) -> Result<(Option<Self::Token<'a>>, usize), Stop>
    where
        Self::Error: Into<S::Violation>,
        Self::ItemError: Into<S::Violation>,
        Self::Warning: Into<S::Warning>;

    /// Same as [`read`](Self::read), for a value of a tree; `None` if it has another type.
    #[cfg(feature = "json")]
    fn read_tree<'a, S: Sink>(
        value: &'a serde_json::Value,
        place: Place,
        sink: &mut S,
    ) -> Option<Result<Option<Self::Token<'a>>, Stop>>
    where
        Self::Error: Into<S::Violation>,
        Self::ItemError: Into<S::Violation>,
        Self::Warning: Into<S::Warning>;

    /// Builds the value that the token proves valid.
    fn keep(token: Self::Token<'_>) -> Self;

    /// Reads a value in any format of serde. `context` writes the error messages.
    fn deserialize_in<'de, D: Deserializer<'de>>(context: Context, deserializer: D) -> Result<Self, D::Error>;
}
