//! What a document is in the text that it is a part of.

/// What a document is in the text that is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// All of it.
    Text,
    /// A line of NDJSON.
    Line,
    /// An item of an array.
    Item,
}
