//! The native part of the Python package `contact_schema`: the module `contact_schema._native`.
//!
//! Only what Python needs is here. Every verdict comes from the crate `contact-schema`.

mod capsule;
mod check;
mod column;
mod document;
mod finding;
mod fix;
mod lint;
mod tree;

use pyo3::prelude::*;

/// No global state: the module may be used without the GIL.
#[pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use crate::capsule::ArrowArray;
    #[pymodule_export]
    use crate::check::{check_contact, check_request, is_email, is_timestamp, is_valid_contact, is_valid_request};
    #[pymodule_export]
    use crate::column::{Verdicts, check_column};
    #[pymodule_export]
    use crate::fix::fix;
    #[pymodule_export]
    use crate::lint::{Findings, lint, lint_many};
}

/// The kind of documents, from an argument `kind`: `None` stands for "auto".
pub(crate) fn kind_of(kind: &str) -> PyResult<Option<contact_schema::lint::Kind>> {
    use contact_schema::lint::Kind;
    match kind {
        "auto" => Ok(None),
        "contact" => Ok(Some(Kind::Contact)),
        "request" => Ok(Some(Kind::Request)),
        _ => Err(pyo3::exceptions::PyValueError::new_err("kind: expected \"auto\", \"contact\" or \"request\"")),
    }
}
