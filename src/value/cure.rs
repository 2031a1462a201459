//! Edits that make an invalid text valid.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

/// Edits of the text of a string value. No edit holds more of a value than must change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cure {
    /// What the edits do, as an instruction.
    pub(crate) title: &'static str,
    /// Whether the text means the same as before. If not, the edits are a guess.
    pub(crate) is_certain: bool,
    /// Ranges of bytes in ascending order, without overlap, and what replaces them.
    pub(crate) edits: Vec<(Range<usize>, Cow<'static, str>)>,
}

impl Cure {
    /// Returns the text after the edits.
    pub(crate) fn apply(&self, text: &str) -> String {
        let mut applied = String::with_capacity(text.len());
        let mut done = 0;
        for (range, new) in &self.edits {
            applied.push_str(text.get(done..range.start).unwrap_or_default());
            applied.push_str(new);
            done = range.end;
        }
        applied.push_str(text.get(done..).unwrap_or_default());
        applied
    }
}
