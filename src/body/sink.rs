//! The sinks of a walk over a body: they give the verdict, build the body or collect violations.

use alloc::vec::Vec;

use super::order::MAX_MEMBERS;
use super::patch::Patch;
use super::violation::{Violation, ViolationKind};
use super::warning::WarningKind;
use crate::json::{Reader, StringToken};
use crate::pointer::Span;
use crate::value::sink::{Place, Sink, Stop};
use crate::value::value_type::Value;

/// A [`Sink`] for a whole body.
pub(crate) trait BodySink: Sink<Violation = ViolationKind, Warning = WarningKind> {
    /// Whether the sink keeps values.
    const KEEPS: bool = false;

    /// Whether the walk has the fast paths of names and values. They only change the speed.
    const FAST: bool = true;

    /// What the sink keeps for each member: nothing, or the value.
    type Slot<T: Value>: Slot<T>;

    /// Receives the name of the documented member `index`. Not called for a duplicate.
    #[inline(always)]
    fn member(&mut self, _index: usize, _name: Span) {}

    /// Receives the name of an unknown member.
    #[inline(always)]
    fn unknown(&mut self, _reader: &Reader<'_>, _name: StringToken) -> Result<(), Stop> {
        Ok(())
    }

    /// Returns the name of the member `index`, if the sink remembers it.
    fn name_of(&self, _index: usize) -> Span {
        Span::default()
    }
}

/// Keeps the value of a member.
pub(crate) trait Slot<T: Value>: Default {
    /// Keeps a valid value.
    fn keep(&mut self, token: T::Token<'_>);

    /// Keeps a valid `null`.
    fn keep_null(&mut self);
}

/// Keeps nothing.
impl<T: Value> Slot<T> for () {
    #[inline(always)]
    fn keep(&mut self, _: T::Token<'_>) {}

    #[inline(always)]
    fn keep_null(&mut self) {}
}

/// Keeps the value that was read, without checking it again.
impl<T: Value> Slot<T> for Patch<T> {
    #[inline(always)]
    fn keep(&mut self, token: T::Token<'_>) {
        *self = Self::Value(T::keep(token));
    }

    #[inline(always)]
    fn keep_null(&mut self) {
        *self = Self::Null;
    }
}

/// Decides whether a body is valid: stops at the first violation.
pub(crate) struct Judge;

/// Builds a body: stops at the first violation.
pub(crate) struct Build;

/// Implements [`Sink`] for a sink that stops at the first violation and takes no warnings.
macro_rules! stop_at_first {
    ($Type:ident) => {
        impl Sink for $Type {
            const WARNINGS: bool = false;

            type Violation = ViolationKind;
            type Warning = WarningKind;

            fn violation<F>(&mut self, _: Place, _: Span, _: impl FnOnce() -> F) -> Result<(), Stop>
            where
                F: Into<ViolationKind>,
            {
                Err(Stop::Enough)
            }

            fn warning(&mut self, _: Place, _: Span, _: WarningKind) -> Result<(), Stop> {
                Ok(())
            }
        }
    };
}

stop_at_first!(Judge);
stop_at_first!(Build);

impl BodySink for Judge {
    type Slot<T: Value> = ();
}

impl BodySink for Build {
    const KEEPS: bool = true;

    type Slot<T: Value> = Patch<T>;
}

/// The first occurrence of each documented name.
#[derive(Default)]
pub(crate) struct Names([Span; MAX_MEMBERS]);

impl Names {
    pub(crate) fn set(&mut self, index: usize, name: Span) {
        if let Some(slot) = self.0.get_mut(index) {
            *slot = name;
        }
    }

    pub(crate) fn get(&self, index: usize) -> Span {
        self.0.get(index).copied().unwrap_or_default()
    }
}

/// Collects violations up to a limit, and counts all.
pub(crate) struct Collect {
    max: usize,
    /// Whether the document is bytes, so that violations have spans.
    spans: bool,
    names: Names,
    pub(crate) kept: Vec<Violation>,
    pub(crate) total: usize,
}

impl Collect {
    pub(crate) fn new(max: usize, spans: bool) -> Self {
        Self { max, spans, names: Names::default(), kept: Vec::new(), total: 0 }
    }
}

impl Sink for Collect {
    const WARNINGS: bool = false;

    type Violation = ViolationKind;
    type Warning = WarningKind;

    fn violation<F>(&mut self, place: Place, span: Span, fault: impl FnOnce() -> F) -> Result<(), Stop>
    where
        F: Into<ViolationKind>,
    {
        self.total += 1;
        if self.kept.len() < self.max {
            let span = self.spans.then_some(span);
            self.kept.push(Violation { pointer: place.pointer(), span, kind: fault().into() });
        }
        Ok(())
    }

    fn warning(&mut self, _: Place, _: Span, _: WarningKind) -> Result<(), Stop> {
        Ok(())
    }
}

impl BodySink for Collect {
    type Slot<T: Value> = ();

    fn member(&mut self, index: usize, name: Span) {
        self.names.set(index, name);
    }

    fn name_of(&self, index: usize) -> Span {
        self.names.get(index)
    }
}
