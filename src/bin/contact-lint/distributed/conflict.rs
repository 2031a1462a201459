//! Why two summaries cannot be added.

use std::fmt;

use crate::input::ByteRange;

/// Why two summaries cannot be added.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Conflict {
    /// The version of the program or of the contract differs, or a setting. The text names the
    /// difference.
    Differs(&'static str),
    /// The input has changed between the summaries.
    Size { path: String, sizes: (u64, u64) },
    /// Both contain these bytes.
    Overlap { path: String, range: ByteRange },
    /// A sum overflows.
    TooLarge,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Differs(what) => write!(f, "the summaries differ in {what}, so they do not add up"),
            Self::Size { path, sizes: (one, other) } => {
                write!(f, "{path}: {one} bytes long in one summary, {other} in another")
            }
            Self::Overlap { path, range } => write!(f, "{path}: bytes {range} are in more than one summary"),
            Self::TooLarge => f.write_str("the sums are too large"),
        }
    }
}
