//! Findings on their way to Python.

use std::borrow::Cow;

use contact_schema::lint::{Encoding, Finding, Fix, Kind, Location, Locator};
use contact_schema::{Pointer, Rule, Span};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyTuple, PyType};

use crate::tree::Fault;

/// Where a finding is in a text.
#[derive(Clone, Copy)]
pub(crate) struct Position {
    pub(crate) location: Location,
    pub(crate) start: u64,
    pub(crate) end: u64,
}

/// A finding of the linter.
pub(crate) struct Fact {
    pub(crate) rule: Rule,
    pub(crate) pointer: Option<Pointer>,
    pub(crate) message: Cow<'static, str>,
    pub(crate) help: Option<Cow<'static, str>>,
    pub(crate) span: Span,
    pub(crate) fix: Option<Fix>,
}

impl From<Finding> for Fact {
    fn from(finding: Finding) -> Self {
        let pointer = finding.pointer();
        let fix = finding.fix().cloned();
        Self { rule: finding.rule, pointer, message: finding.message, help: finding.help, span: finding.span, fix }
    }
}

/// One finding, with all that Python's `Finding` has.
pub(crate) struct Found {
    rule: Rule,
    pointer: Option<Pointer>,
    message: Cow<'static, str>,
    help: Option<Cow<'static, str>>,
    kind: Option<Kind>,
    /// `None` in a tree.
    position: Option<Position>,
    document: u64,
    /// With offsets in the whole input. `None` in a tree, which has no text.
    fix: Option<Fix>,
}

impl Found {
    pub(crate) fn new(fact: Fact, kind: Option<Kind>, position: Option<Position>, document: u64) -> Self {
        let Fact { rule, pointer, message, help, span, mut fix } = fact;
        match position {
            Some(position) => fix.iter_mut().flat_map(|fix| &mut fix.edits).for_each(|edit| {
                // The input may be larger than what the linter was given of it.
                let moved = |at: usize| (position.start as usize + at).saturating_sub(span.start);
                edit.span = Span { start: moved(edit.span.start), end: moved(edit.span.end) };
            }),
            None => fix = None,
        }
        Self { rule, pointer, message, help, kind, position, document, fix }
    }

    pub(crate) fn of_tree(fault: Fault, kind: Option<Kind>) -> Self {
        let Fault { rule, pointer, message } = fault;
        Self {
            rule,
            pointer: Some(pointer),
            message: message.into(),
            help: None,
            kind,
            position: None,
            document: 0,
            fix: None,
        }
    }

    /// The findings of one document, whose positions are in `text` where it is a text.
    pub(crate) fn all(findings: Vec<Fact>, kind: Option<Kind>, text: Option<&[u8]>) -> Vec<Self> {
        let mut locator = text.map(Locator::new);
        let found = findings.into_iter().map(|finding| {
            let position = locator.as_mut().map(|locator| Position {
                location: locator.locate(finding.span.start),
                start: finding.span.start as u64,
                end: finding.span.end as u64,
            });
            Self::new(finding, kind, position, 0)
        });
        found.collect()
    }

    pub(crate) fn of_document(mut self, document: u64) -> Self {
        self.document = document;
        self
    }

    pub(crate) fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        static FINDING: PyOnceLock<Py<PyType>> = PyOnceLock::new();
        let position = self.position;
        FINDING.import(py, "contact_schema", "Finding")?.call1((
            self.rule.as_str(),
            self.pointer.as_ref().map(Pointer::as_str),
            self.message,
            position.map(|position| position.location.line),
            position.map(|position| position.location.column),
            position.map(|position| position.start),
            position.map(|position| position.end),
            self.help,
            self.rule.severity().as_str(),
            self.document,
            self.kind.map(Kind::as_str),
            self.fix.map(|fix| fix_into_python(py, fix)).transpose()?,
        ))
    }
}

fn fix_into_python(py: Python<'_>, fix: Fix) -> PyResult<Bound<'_, PyAny>> {
    static FIX: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    static EDIT: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let edit_type = EDIT.import(py, "contact_schema", "Edit")?;
    let edits = fix.edits.into_iter().map(|edit| edit_type.call1((edit.span.start, edit.span.end, edit.text)));
    let edits = PyTuple::new(py, edits.collect::<PyResult<Vec<_>>>()?)?;
    let encoding = fix.encoding.map(Encoding::as_str);
    FIX.import(py, "contact_schema", "Fix")?.call1((fix.title, fix.safety.as_str(), edits, encoding))
}

/// The exception `InvalidDocument`.
pub(crate) fn invalid_document(py: Python<'_>, found: Vec<Found>, total: usize) -> PyErr {
    static INVALID_DOCUMENT: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let exception = || {
        let findings = found.into_iter().map(|found| found.into_python(py)).collect::<PyResult<Vec<_>>>()?;
        let findings = PyTuple::new(py, findings)?;
        INVALID_DOCUMENT.import(py, "contact_schema", "InvalidDocument")?.call1((findings, total))
    };
    exception().map_or_else(|error| error, PyErr::from_value)
}
