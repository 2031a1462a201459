//! Columns: a verdict for each value of an Arrow array.
//!
//! Arrays are read and built as `ArrayData`. The typed arrays of arrow-array would make the module
//! twice
//! as large.

use arrow_buffer::{ArrowNativeType, Buffer, NullBufferBuilder};
use arrow_data::ArrayData;
use arrow_schema::{DataType, Field, Fields};
use contact_schema::lint::Linter;
use contact_schema::{Limits, Severity};
use pyo3::exceptions::{PyOverflowError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};

use crate::capsule::{self, ArrowArray, Column};
use crate::lint::{is_blank, linter, review};

/// What there is to say about the values of a column, each an Arrow array of the column's length.
#[pyclass(frozen, module = "contact_schema")]
pub(crate) struct Verdicts {
    valid: ArrayData,
    rule: ArrayData,
    rules: ArrayData,
}

#[pymethods]
impl Verdicts {
    /// Booleans: whether the value is a valid document. Null for a null, and where that cannot be
    /// told.
    #[getter]
    fn valid(&self) -> ArrowArray {
        ArrowArray(self.valid.clone())
    }

    /// Strings: the first rule of the gravest severity, or null.
    #[getter]
    fn rule(&self) -> ArrowArray {
        ArrowArray(self.rule.clone())
    }

    /// Lists of strings: all rules, each once, in alphabetical order.
    #[getter]
    fn rules(&self) -> ArrowArray {
        ArrowArray(self.rules.clone())
    }

    fn __len__(&self) -> usize {
        self.valid.len()
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        capsule::schema_capsule(py, self.table().data_type())
    }

    /// All three as one array of structs, which is how a table is handed over.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let _ = requested_schema;
        capsule::array_capsules(py, &self.table())
    }
}

impl Verdicts {
    fn table(&self) -> ArrayData {
        let columns = [("valid", &self.valid), ("rule", &self.rule), ("rules", &self.rules)];
        let fields: Fields =
            columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true)).collect();
        let children = columns.into_iter().map(|(_, array)| array.clone()).collect();
        let table = ArrayData::builder(DataType::Struct(fields)).len(self.valid.len()).child_data(children);
        capsule::built(table)
    }
}

/// A line without the record separators of a JSON text sequence (RFC 7464) before the document.
fn without_separators(line: &[u8]) -> &[u8] {
    let count = line.iter().take_while(|&&byte| byte == 0x1E).count();
    line.get(count..).unwrap_or_default()
}

/// The verdicts in the making.
struct Builder {
    linter: Linter,
    /// Whether each value is a line of NDJSON: a blank one is no document.
    lines: bool,
    valid: Bits,
    rule: Texts,
    /// Where the list of each value starts in `all`, and which lists are null.
    starts: Vec<i32>,
    lists: NullBufferBuilder,
    all: Texts,
}

impl Builder {
    fn new(linter: Linter, lines: bool) -> Self {
        let (valid, rule, all) = (Bits::new(), Texts::new(), Texts::new());
        Self { linter, lines, valid, rule, starts: vec![0], lists: NullBufferBuilder::new(0), all }
    }

    fn value(&mut self, value: Option<&[u8]>) -> PyResult<()> {
        let value = match self.lines {
            true => value.map(without_separators).filter(|value| !is_blank(value)),
            false => value,
        };
        let (valid, rule) = match value.map(|value| review(&mut self.linter, value)) {
            None => (None, None),
            Some(None) => (Some(true), None),
            Some(Some(review)) => {
                let mut rules: Vec<_> = review.findings.iter().map(|finding| finding.rule.as_str()).collect();
                rules.sort_unstable();
                rules.dedup();
                for rule in rules {
                    self.all.push(Some(rule))?;
                }
                let valid = match review.severity {
                    Severity::Failure => None,
                    severity => Some(severity == Severity::Warning),
                };
                let first = review.findings.iter().find(|finding| finding.rule.severity() == review.severity);
                (valid, first.map(|finding| finding.rule.as_str()))
            }
        };
        self.valid.push(valid);
        self.rule.push(rule)?;
        self.lists.append(value.is_some());
        self.starts.push(to_i32(self.all.len())?);
        Ok(())
    }

    fn finish(self) -> Verdicts {
        let Self { valid, rule, starts, mut lists, all, .. } = self;
        let item = Field::new("item", DataType::Utf8, true);
        let rules = ArrayData::builder(DataType::List(item.into()))
            .len(starts.len() - 1)
            .nulls(lists.finish())
            .add_buffer(Buffer::from_vec(starts))
            .add_child_data(all.finish());
        Verdicts { valid: valid.finish(), rule: rule.finish(), rules: capsule::built(rules) }
    }
}

/// An array of booleans in the making.
struct Bits {
    bits: Vec<u8>,
    valid: NullBufferBuilder,
}

impl Bits {
    fn new() -> Self {
        Self { bits: Vec::new(), valid: NullBufferBuilder::new(0) }
    }

    fn push(&mut self, value: Option<bool>) {
        let bit = self.valid.len() % 8;
        if bit == 0 {
            self.bits.push(0);
        }
        if let Some(last) = self.bits.last_mut() {
            *last |= u8::from(value == Some(true)) << bit;
        }
        self.valid.append(value.is_some());
    }

    fn finish(mut self) -> ArrayData {
        let array = ArrayData::builder(DataType::Boolean).len(self.valid.len()).nulls(self.valid.finish());
        capsule::built(array.add_buffer(Buffer::from_vec(self.bits)))
    }
}

/// An array of strings in the making.
struct Texts {
    ends: Vec<i32>,
    text: Vec<u8>,
    valid: NullBufferBuilder,
}

impl Texts {
    fn new() -> Self {
        Self { ends: vec![0], text: Vec::new(), valid: NullBufferBuilder::new(0) }
    }

    fn len(&self) -> usize {
        self.valid.len()
    }

    fn push(&mut self, value: Option<&str>) -> PyResult<()> {
        self.text.extend_from_slice(value.unwrap_or_default().as_bytes());
        self.ends.push(to_i32(self.text.len())?);
        self.valid.append(value.is_some());
        Ok(())
    }

    fn finish(mut self) -> ArrayData {
        let array = ArrayData::builder(DataType::Utf8).len(self.valid.len()).nulls(self.valid.finish());
        let array = array.add_buffer(Buffer::from_vec(self.ends)).add_buffer(Buffer::from_vec(self.text));
        capsule::built(array)
    }
}

fn to_i32(length: usize) -> PyResult<i32> {
    i32::try_from(length)
        .map_err(|_| PyOverflowError::new_err("more rules than an Arrow array holds; check smaller columns"))
}

/// Calls `each` for every value of a chunk.
fn values(chunk: &ArrayData, each: &mut dyn FnMut(Option<&[u8]>) -> PyResult<()>) -> PyResult<()> {
    match chunk.data_type() {
        DataType::Struct(_) if chunk.null_count() > 0 => {
            Err(PyValueError::new_err("expected a column, found structs, some of which are null"))
        }
        // A table of one column.
        DataType::Struct(_) => match chunk.child_data().first() {
            Some(column) => values(&column.slice(chunk.offset(), chunk.len()), each),
            None => Ok(()),
        },
        DataType::Null => (0..chunk.len()).try_for_each(|_| each(None)),
        data_type => {
            let value = match data_type {
                DataType::Binary | DataType::Utf8 => between_offsets::<i32>,
                DataType::LargeBinary | DataType::LargeUtf8 => between_offsets::<i64>,
                _ => of_view,
            };
            for index in 0..chunk.len() {
                if chunk.is_null(index) {
                    each(None)?;
                    continue;
                }
                let value = value(chunk, chunk.offset() + index);
                each(Some(value.ok_or_else(|| PyValueError::new_err("the Arrow array is not valid"))?))?;
            }
            Ok(())
        }
    }
}

/// A value of an array that has the bytes of all values, and where each starts.
fn between_offsets<O: ArrowNativeType>(array: &ArrayData, index: usize) -> Option<&[u8]> {
    let [offsets, bytes] = array.buffers() else { return None };
    let offsets = offsets.typed_data::<O>();
    let (start, end) = (offsets.get(index)?, offsets.get(index + 1)?);
    bytes.get(start.to_usize()?..end.to_usize()?)
}

/// A value of an array of views: 16 bytes each, which hold a value of up to 12 bytes, or say where
/// it is.
fn of_view(array: &ArrayData, index: usize) -> Option<&[u8]> {
    let (views, buffers) = array.buffers().split_first()?;
    let view = views.get(16 * index..16 * index + 16)?;
    let number = |at| Some(u32::from_le_bytes(*view.get(at..)?.first_chunk()?) as usize);
    let length = number(0)?;
    if length <= 12 {
        return view.get(4..4 + length);
    }
    let (buffer, start) = (number(8)?, number(12)?);
    buffers.get(buffer)?.get(start..start + length)
}

/// Returns verdicts of an Arrow column.
#[pyfunction]
#[pyo3(
    signature = (column, /, *, kind = "auto", lines = false, allow = vec![], allow_member = vec![]),
    text_signature = "(column, /, *, kind='auto', lines=False, allow=(), allow_member=())"
)]
pub(crate) fn check_column(
    py: Python<'_>,
    column: &Bound<'_, PyAny>,
    kind: &str,
    lines: bool,
    allow: Vec<String>,
    allow_member: Vec<String>,
) -> PyResult<Verdicts> {
    let linter = linter(kind, &allow, &allow_member, Limits::default())?;
    let mut column = Column::new(column)?;
    py.detach(|| {
        let mut builder = Builder::new(linter, lines);
        while let Some(chunk) = column.next()? {
            values(&chunk, &mut |value| builder.value(value))?;
        }
        Ok(builder.finish())
    })
}
