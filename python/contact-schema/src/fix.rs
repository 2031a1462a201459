//! Fixes of a text, applied.

use contact_schema::lint::{Linter, Safety};
use contact_schema::{Limits, Rule};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyString, PyType};

use crate::document::Document;
use crate::lint::{MAX_RECORD_BYTES, is_lines, linter};
use crate::tree;

/// Returns a text after its fixes, and how many findings of each rule were fixed.
#[pyfunction]
#[pyo3(
    signature = (text, /, *, kind = "auto", input = None, r#unsafe = false, allow = vec![], allow_member = vec![], max_record_bytes = MAX_RECORD_BYTES),
    text_signature = "(text, /, *, kind='auto', input=None, unsafe=False, allow=(), allow_member=(), max_record_bytes=67108864)"
)]
pub(crate) fn fix<'py>(
    text: &Bound<'py, PyAny>,
    kind: &str,
    input: Option<&str>,
    r#unsafe: bool,
    allow: Vec<String>,
    allow_member: Vec<String>,
    max_record_bytes: usize,
) -> PyResult<Bound<'py, PyAny>> {
    static FIXED: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let py = text.py();
    let Some(bytes) = Document::new_text(text)? else {
        let found = text.get_type().name()?;
        return Err(PyTypeError::new_err(format!("expected bytes or str, found {found}")));
    };
    let safety = if r#unsafe { Safety::Unsafe } else { Safety::Safe };
    let limits = Limits::default().max_document_bytes(max_record_bytes);
    let mut linter = linter(kind, &allow, &allow_member, limits)?.apply_fixes(safety);
    let lines = is_lines(input, false)?;
    let json = bytes.as_bytes();
    let fixed = py.detach(|| match lines {
        true => fix_lines(&mut linter, json),
        false => linter.fix_json(json, false, &mut |_, _| {}),
    });
    let is_string = text.is_instance_of::<PyString>();
    let after = match fixed {
        Some(fixed) if is_string => tree::string_of_bytes(&PyBytes::new(py, &fixed))?,
        Some(fixed) => PyBytes::new(py, &fixed).into_any(),
        None if is_string => text.clone(),
        None => bytes.into_any(),
    };
    let counts = PyDict::new(py);
    for (rule, count) in linter.summary().fixed_by_rule() {
        counts.set_item(Rule::as_str(rule), count)?;
    }
    FIXED.import(py, "contact_schema", "Fixed")?.call1((after, counts))
}

/// Applies fixes to NDJSON. Returns the text after them; `None` if there were none.
fn fix_lines(linter: &mut Linter, text: &[u8]) -> Option<Vec<u8>> {
    let (mut fixed, mut done) = (Vec::new(), 0);
    linter.ndjson(text, &mut |report| {
        if let Some(document) = report.fixed {
            fixed.extend_from_slice(text.get(done..document.span.start).unwrap_or_default());
            fixed.extend_from_slice(&document.bytes);
            done = document.span.end;
        }
    });
    if done == 0 {
        return None;
    }
    fixed.extend_from_slice(text.get(done..).unwrap_or_default());
    Some(fixed)
}
