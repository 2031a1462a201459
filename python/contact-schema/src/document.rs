//! A document as Python hands it over: text, or the tree that `json.loads` returns.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyMemoryView, PyString};

use crate::tree::{self, Fault};

/// A document as JSON bytes.
pub(crate) enum Document<'py> {
    /// Text that Python owns. `bytes` never change, so they can be read without the GIL.
    Text(Bound<'py, PyBytes>),
    /// A tree, written as JSON.
    Tree(Vec<u8>),
}

impl<'py> Document<'py> {
    /// The document, or what in it JSON cannot have. `str`, `bytes`, `bytearray` and `memoryview`
    /// are text; anything else is a tree.
    pub(crate) fn new(document: &Bound<'py, PyAny>) -> PyResult<Result<Self, Fault>> {
        Ok(match Self::new_text(document)? {
            Some(text) => Ok(Self::Text(text)),
            None => tree::write(document).map(Self::Tree),
        })
    }

    /// The text that an object is, if it is one; trees are not looked at.
    pub(crate) fn new_text(object: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyBytes>>> {
        if let Ok(bytes) = object.cast::<PyBytes>() {
            return Ok(Some(bytes.clone()));
        }
        if let Ok(text) = object.cast::<PyString>() {
            let bytes = text.encode_utf8();
            // Half a surrogate pair has no UTF-8; the reader refuses what stands for it here.
            return bytes.or_else(|_| tree::surrogates_as_bytes(text)).map(Some);
        }
        Ok(copy_of_buffer(object)?.map(|copy| PyBytes::new(object.py(), &copy)))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(bytes) => bytes.as_bytes(),
            Self::Tree(bytes) => bytes,
        }
    }

    /// Whether positions in the bytes mean anything to the caller.
    pub(crate) fn is_text(&self) -> bool {
        !matches!(self, Self::Tree(_))
    }
}

/// The bytes of a buffer that may change while it is read.
fn copy_of_buffer(object: &Bound<'_, PyAny>) -> PyResult<Option<Vec<u8>>> {
    if let Ok(bytes) = object.cast::<PyByteArray>() {
        return Ok(Some(bytes.to_vec()));
    }
    if object.cast::<PyMemoryView>().is_ok() {
        return Ok(Some(object.call_method0("tobytes")?.cast::<PyBytes>()?.as_bytes().to_vec()));
    }
    Ok(None)
}

/// A piece of a stream: `bytes`, `bytearray` or `memoryview`.
pub(crate) fn bytes_like<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyBytes>> {
    if let Ok(bytes) = object.cast::<PyBytes>() {
        return Ok(bytes.clone());
    }
    match copy_of_buffer(object)? {
        Some(copy) => Ok(PyBytes::new(object.py(), &copy)),
        None => {
            let found = object.get_type().name()?;
            Err(PyTypeError::new_err(format!("expected bytes, found {found}; open files in binary mode")))
        }
    }
}
