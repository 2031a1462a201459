//! One document, or one value: valid or not, and why not.

use std::cell::RefCell;

use contact_schema::lint::{DocumentReport, Kind, Linter, Progress};
use contact_schema::{Email, Rule, Severity, Timestamp};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::document::Document;
use crate::finding::{Found, invalid_document};

/// Below this length, releasing the GIL costs more than checking the document. hashlib has the same
/// limit.
pub(crate) const RELEASE_GIL_FROM: usize = 2048;

/// Returns a linter that reports only violations and syntax errors. With the checks of the two
/// bodies instead of the linter's, the wheel would be 35 KB larger.
fn without_warnings(kind: Kind) -> Linter {
    let warnings = Rule::ALL.iter().filter(|rule| rule.severity() == Severity::Warning);
    warnings.fold(Linter::new().kind(kind), |linter, &warning| linter.allow(warning))
}

thread_local! {
    /// A linter is 20 KB: creating one costs more than checking a document.
    static LINTERS: [RefCell<Linter>; 2] =
        [Kind::Contact, Kind::Request].map(|kind| RefCell::new(without_warnings(kind)));
}

/// Checks a text that is one document; `None` if it is valid.
fn report(linter: &mut Linter, json: &[u8]) -> Option<DocumentReport> {
    let mut found = None;
    linter.json_part(&mut Progress::one_document(), json, 0, true, &mut |report| found = Some(report));
    found
}

/// Whether a text is a valid document.
fn is_valid_json(py: Python<'_>, json: &[u8], kind: Kind) -> bool {
    let is_valid = || {
        LINTERS.with(|[contact, request]| {
            let linter = if kind == Kind::Contact { contact } else { request };
            report(&mut linter.borrow_mut(), json).is_none()
        })
    };
    if json.len() < RELEASE_GIL_FROM { is_valid() } else { py.detach(is_valid) }
}

fn check(document: &Bound<'_, PyAny>, kind: Kind) -> PyResult<()> {
    let py = document.py();
    let document = match Document::new(document)? {
        Ok(document) => document,
        Err(fault) => return Err(invalid_document(py, vec![Found::of_tree(fault, Some(kind))], 1)),
    };
    let json = document.bytes();
    if is_valid_json(py, json, kind) {
        return Ok(());
    }
    let mut linter = without_warnings(kind).find_fixes(document.is_text());
    let Some(report) = py.detach(|| report(&mut linter, json)) else { return Ok(()) };
    let total = report.findings.len() + usize::try_from(report.more).unwrap_or(usize::MAX);
    let findings = report.findings.into_iter().map(Into::into).collect();
    Err(invalid_document(py, Found::all(findings, report.kind, document.is_text().then_some(json)), total))
}

fn is_valid(document: &Bound<'_, PyAny>, kind: Kind) -> PyResult<bool> {
    let py = document.py();
    Ok(Document::new(document)?.is_ok_and(|document| is_valid_json(py, document.bytes(), kind)))
}

/// Raises `InvalidDocument`, with all violations, unless the document is a valid `Contact`.
#[pyfunction]
#[pyo3(signature = (document, /))]
pub(crate) fn check_contact(document: &Bound<'_, PyAny>) -> PyResult<()> {
    check(document, Kind::Contact)
}

/// Raises `InvalidDocument`, with all violations, unless the document is a valid
/// `UpdateContactRequest`.
#[pyfunction]
#[pyo3(signature = (document, /))]
pub(crate) fn check_request(document: &Bound<'_, PyAny>) -> PyResult<()> {
    check(document, Kind::Request)
}

/// Returns whether the document is a valid `Contact`.
#[pyfunction]
#[pyo3(signature = (document, /))]
pub(crate) fn is_valid_contact(document: &Bound<'_, PyAny>) -> PyResult<bool> {
    is_valid(document, Kind::Contact)
}

/// Returns whether the document is a valid `UpdateContactRequest`.
#[pyfunction]
#[pyo3(signature = (document, /))]
pub(crate) fn is_valid_request(document: &Bound<'_, PyAny>) -> PyResult<bool> {
    is_valid(document, Kind::Request)
}

/// Returns whether the text is a valid email of a contact: the EMAIL pattern and at most 250
/// characters.
#[pyfunction]
#[pyo3(signature = (text, /))]
pub(crate) fn is_email(text: &Bound<'_, PyString>) -> bool {
    text.to_cow().is_ok_and(|text| Email::is_valid(&text))
}

/// Returns whether the text is a valid timestamp of a contact: the TIMESTAMP pattern.
#[pyfunction]
#[pyo3(signature = (text, /))]
pub(crate) fn is_timestamp(text: &Bound<'_, PyString>) -> bool {
    text.to_cow().is_ok_and(|text| Timestamp::is_valid(&text))
}
