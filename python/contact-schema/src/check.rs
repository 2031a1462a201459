//! One document, or one value: valid or not, and why not.

use contact_schema::{Contact, Email, InvalidBody, Timestamp, UpdateContactRequest};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::document::Document;
use crate::finding::{Found, invalid_document};

/// One of the two bodies.
trait Body {
    const KIND: contact_schema::lint::Kind;
    fn check(json: &[u8]) -> Result<(), InvalidBody>;
}

impl Body for Contact {
    const KIND: contact_schema::lint::Kind = contact_schema::lint::Kind::Contact;

    fn check(json: &[u8]) -> Result<(), InvalidBody> {
        Self::check_json(json)
    }
}

impl Body for UpdateContactRequest {
    const KIND: contact_schema::lint::Kind = contact_schema::lint::Kind::Request;

    fn check(json: &[u8]) -> Result<(), InvalidBody> {
        Self::check_json(json)
    }
}

/// Below this length, releasing the GIL costs more than checking the document. hashlib has the same
/// limit.
pub(crate) const RELEASE_GIL_FROM: usize = 2048;

fn check<B: Body>(document: &Bound<'_, PyAny>) -> PyResult<()> {
    let py = document.py();
    let document = match Document::new(document)? {
        Ok(document) => document,
        Err(fault) => return Err(invalid_document(py, vec![Found::of_tree(fault, Some(B::KIND))], 1)),
    };
    let json = document.bytes();
    let checked = if json.len() < RELEASE_GIL_FROM { B::check(json) } else { py.detach(|| B::check(json)) };
    let Err(error) = checked else { return Ok(()) };
    let text = document.is_text().then_some(json);
    let (found, total) = match error {
        InvalidBody::Syntax(error) => (Found::all(vec![error.into()], Some(B::KIND), text), 1),
        InvalidBody::Violations(violations) => {
            let total = violations.total();
            (Found::all(violations.into_iter().map(Into::into).collect(), Some(B::KIND), text), total)
        }
    };
    Err(invalid_document(py, found, total))
}

/// Whether the document is valid. `is_valid_json` would stop at the first violation, and make the
/// wheel 12 KB larger.
fn is_valid<B: Body>(document: &Bound<'_, PyAny>) -> PyResult<bool> {
    let py = document.py();
    let Ok(document) = Document::new(document)? else { return Ok(false) };
    let json = document.bytes();
    let is_valid = || B::check(json).is_ok();
    Ok(if json.len() < RELEASE_GIL_FROM { is_valid() } else { py.detach(is_valid) })
}

/// Raises `InvalidDocument`, with all violations, unless the document is a valid `Contact`.
#[pyfunction]
#[pyo3(signature = (document, /))]
pub(crate) fn check_contact(document: &Bound<'_, PyAny>) -> PyResult<()> {
    check::<Contact>(document)
}

/// Raises `InvalidDocument`, with all violations, unless the document is a valid
/// `UpdateContactRequest`.
#[pyfunction]
#[pyo3(signature = (document, /))]
pub(crate) fn check_request(document: &Bound<'_, PyAny>) -> PyResult<()> {
    check::<UpdateContactRequest>(document)
}

/// Returns whether the document is a valid `Contact`.
#[pyfunction]
#[pyo3(signature = (document, /))]
pub(crate) fn is_valid_contact(document: &Bound<'_, PyAny>) -> PyResult<bool> {
    is_valid::<Contact>(document)
}

/// Returns whether the document is a valid `UpdateContactRequest`.
#[pyfunction]
#[pyo3(signature = (document, /))]
pub(crate) fn is_valid_request(document: &Bound<'_, PyAny>) -> PyResult<bool> {
    is_valid::<UpdateContactRequest>(document)
}

/// Returns whether the text is a valid email of a contact: the EMAIL pattern and at most 250
/// characters.
#[pyfunction]
#[pyo3(signature = (text, /))]
pub(crate) fn is_email(text: &Bound<'_, PyString>) -> bool {
    text.to_cow().is_ok_and(|text| Email::new(text).is_ok())
}

/// Returns whether the text is a valid timestamp of a contact: the TIMESTAMP pattern.
#[pyfunction]
#[pyo3(signature = (text, /))]
pub(crate) fn is_timestamp(text: &Bound<'_, PyString>) -> bool {
    text.to_cow().is_ok_and(|text| Timestamp::new(text).is_ok())
}
