//! The receiver of a check's findings, and the place of a value in a body.

use core::convert::Infallible;

use crate::json::{JsonType, Reader, SyntaxError, WrongType};
use crate::pointer::{Pointer, Span};

/// Why a walk ended early.
pub(crate) enum Stop {
    /// The document is not valid JSON.
    Syntax(SyntaxError),
    /// The sink needs no more findings.
    Enough,
}

impl From<SyntaxError> for Stop {
    #[cold]
    fn from(error: SyntaxError) -> Self {
        Self::Syntax(error)
    }
}

/// A place in a body.
#[derive(Clone, Copy)]
pub(crate) enum Place {
    Root,
    /// A documented member.
    Member(&'static str),
    /// An item of a documented member.
    Item(&'static str, usize),
}

impl Place {
    /// Returns the place of the item `index` of the array at this place.
    pub(crate) fn item(self, index: usize) -> Self {
        match self {
            Self::Member(name) => Self::Item(name, index),
            other => other,
        }
    }

    pub(crate) fn pointer(self) -> Pointer {
        match self {
            Self::Root => Pointer::root(),
            Self::Member(name) => Pointer::to_member(name),
            Self::Item(name, index) => Pointer::to_member(name).join(&alloc::format!("{index}")),
        }
    }
}

/// Receives what the check of a value finds.
///
/// Faults are closures: a sink that only needs the verdict never builds them.
pub(crate) trait Sink {
    /// Whether the sink takes warnings. If not, checks do no work for them.
    const WARNINGS: bool;

    /// Any violation. Each value type has its own error, which converts into this.
    type Violation: From<WrongType> + From<Infallible>;

    /// Any warning.
    type Warning: From<Utf16Length> + From<Infallible>;

    /// Receives a violation.
    fn violation<F>(&mut self, place: Place, span: Span, fault: impl FnOnce() -> F) -> Result<(), Stop>
    where
        F: Into<Self::Violation>;

    /// Receives a warning.
    fn warning(&mut self, place: Place, span: Span, warning: Self::Warning) -> Result<(), Stop>;
}

/// A text within its limit in code points, but over it in UTF-16 units (R3).
#[derive(Clone, Copy)]
pub(crate) struct Utf16Length {
    pub(crate) units: usize,
    /// The limit in code points.
    pub(crate) max: usize,
}

/// Same as [`wrong_type_inline`], without a copy of its code in each caller.
#[cold]
#[inline(never)]
pub(crate) fn wrong_type<S: Sink>(
    reader: &Reader<'_>,
    at: usize,
    depth: usize,
    place: Place,
    expected: (JsonType, bool),
    sink: &mut S,
) -> Result<usize, Stop> {
    wrong_type_inline(reader, at, depth, place, expected, sink)
}

/// Skips the value at `at`, inside `depth` open arrays and objects, reports its type and returns
/// its end.
// In WebAssembly, size matters more.
#[cfg_attr(not(target_family = "wasm"), inline(always))]
pub(crate) fn wrong_type_inline<S: Sink>(
    reader: &Reader<'_>,
    at: usize,
    depth: usize,
    place: Place,
    (expected, nullable): (JsonType, bool),
    sink: &mut S,
) -> Result<usize, Stop> {
    let (found, end) = reader.skip_typed(at, depth)?;
    sink.violation(place, Span { start: at, end }, || WrongType { expected, nullable, found })?;
    Ok(end)
}

/// Reports the type of a `serde_json` value.
#[cfg(feature = "json")]
pub(crate) fn wrong_type_in_tree<S: Sink>(
    value: &serde_json::Value,
    place: Place,
    (expected, nullable): (JsonType, bool),
    sink: &mut S,
) -> Result<(), Stop> {
    let found = JsonType::of_value(value);
    sink.violation(place, Span::default(), || WrongType { expected, nullable, found })
}
