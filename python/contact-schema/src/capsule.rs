//! Arrow arrays from and to Python without copies: the PyCapsule interface around Arrow's C data
//! interface.
//!
//! All unsafe code of the module is here. What it relies on is that interface: whoever hands over a
//! capsule of a name promises a valid structure of that name, whose buffers do not change.
#![allow(unsafe_code)]

use std::ffi::CStr;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi_and_data_type};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_data::{ArrayData, ArrayDataBuilder};
use arrow_schema::ffi::Flags;
use arrow_schema::{ArrowError, DataType, Field};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};

const ARRAY: &CStr = c"arrow_array";
const SCHEMA: &CStr = c"arrow_schema";
const STREAM: &CStr = c"arrow_array_stream";

/// An Arrow array that other libraries take over by the PyCapsule interface, without copying.
#[pyclass(frozen, module = "contact_schema")]
pub(crate) struct ArrowArray(pub(crate) ArrayData);

#[pymethods]
impl ArrowArray {
    fn __len__(&self) -> usize {
        self.0.len()
    }

    /// The type as Arrow's C data interface has it.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema_capsule(py, self.0.data_type())
    }

    /// The type and the array as Arrow's C data interface has them. `requested_schema` is a wish
    /// that
    /// the interface lets a producer ignore.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let _ = requested_schema;
        array_capsules(py, &self.0)
    }
}

pub(crate) fn schema_capsule<'py>(py: Python<'py>, data_type: &DataType) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = schema("", data_type).map_err(error)?;
    PyCapsule::new_with_value(py, schema, SCHEMA)
}

/// The schema of a type that this module builds. `FFI_ArrowSchema::try_from` knows all types, and
/// makes the wheel 4 KB larger.
fn schema(name: &str, data_type: &DataType) -> Result<FFI_ArrowSchema, ArrowError> {
    let of_field = |field: &Field| schema(field.name(), field.data_type());
    let (format, children) = match data_type {
        DataType::Boolean => ("b", Vec::new()),
        DataType::List(item) => ("+l", vec![of_field(item)?]),
        DataType::Struct(fields) => ("+s", fields.iter().map(|field| of_field(field)).collect::<Result<_, _>>()?),
        _ => ("u", Vec::new()),
    };
    FFI_ArrowSchema::try_new(format, children, None)?.with_name(name)?.with_flags(Flags::NULLABLE)
}

/// The type of a column that can be checked: of binary or string values, or a table of one such
/// column.
fn type_of_column(schema: &FFI_ArrowSchema) -> PyResult<DataType> {
    let format = schema.dictionary().map_or(schema.format(), |_| "");
    Ok(match format {
        "z" => DataType::Binary,
        "Z" => DataType::LargeBinary,
        "vz" => DataType::BinaryView,
        "u" => DataType::Utf8,
        "U" => DataType::LargeUtf8,
        "vu" => DataType::Utf8View,
        "n" => DataType::Null,
        "+s" => {
            let mut columns = schema.children();
            let (Some(column), None) = (columns.next(), columns.next()) else {
                let count = schema.children().count();
                return Err(PyTypeError::new_err(format!("expected one column, found a table of {count}")));
            };
            DataType::Struct([Field::new("", type_of_column(column)?, true)].into_iter().collect())
        }
        _ => {
            return Err(PyTypeError::new_err(
                "expected a column of binary or string values, found one of another type",
            ));
        }
    })
}

pub(crate) fn array_capsules<'py>(py: Python<'py>, array: &ArrayData) -> PyResult<Bound<'py, PyTuple>> {
    let exported = PyCapsule::new_with_value(py, FFI_ArrowArray::new(array), ARRAY)?;
    PyTuple::new(py, [schema_capsule(py, array.data_type())?, exported])
}

/// The chunks of a column, each as it is in the memory of its owner.
pub(crate) enum Column {
    Array(Option<ArrayData>),
    Stream(FFI_ArrowArrayStream, DataType),
}

impl Column {
    /// Takes over what `column` hands over: an array where it has one, or else a stream of chunks.
    pub(crate) fn new(column: &Bound<'_, PyAny>) -> PyResult<Self> {
        if column.hasattr("__arrow_c_array__")? {
            let capsules: (Bound<'_, PyCapsule>, Bound<'_, PyCapsule>) =
                column.call_method0("__arrow_c_array__")?.extract()?;
            let schema = capsules.0.pointer_checked(Some(SCHEMA))?.cast::<FFI_ArrowSchema>();
            let array = capsules.1.pointer_checked(Some(ARRAY))?.cast::<FFI_ArrowArray>();
            // SAFETY: the capsules have these names, so they hold these structures. `from_raw`
            // moves the
            // array out and marks it as released, as the interface wants it.
            let (schema, array) = unsafe { (schema.as_ref(), FFI_ArrowArray::from_raw(array.as_ptr())) };
            return Ok(Self::Array(Some(import(array, &type_of_column(schema)?)?)));
        }
        if !column.hasattr("__arrow_c_stream__")? {
            let found = column.get_type().name()?;
            return Err(PyTypeError::new_err(format!(
                "expected an Arrow column (with __arrow_c_array__ or __arrow_c_stream__), found {found}"
            )));
        }
        let capsule = column.call_method0("__arrow_c_stream__")?.cast_into::<PyCapsule>()?;
        let stream = capsule.pointer_checked(Some(STREAM))?.cast::<FFI_ArrowArrayStream>();
        // SAFETY: as above.
        let mut stream = unsafe { FFI_ArrowArrayStream::from_raw(stream.as_ptr()) };
        let get_schema = stream.get_schema.ok_or_else(released)?;
        let mut schema = FFI_ArrowSchema::empty();
        // SAFETY: the stream is not released, as it has the function, and both pointers are valid.
        let status = unsafe { get_schema(&mut stream, &mut schema) };
        if status != 0 {
            return Err(stream_error(status));
        }
        Ok(Self::Stream(stream, type_of_column(&schema)?))
    }

    /// The next chunk. A producer may compute it here, and may need the GIL in another thread.
    pub(crate) fn next(&mut self) -> PyResult<Option<ArrayData>> {
        let (stream, data_type) = match self {
            Self::Array(array) => return Ok(array.take()),
            Self::Stream(stream, data_type) => (stream, data_type),
        };
        let get_next = stream.get_next.ok_or_else(released)?;
        let mut array = FFI_ArrowArray::empty();
        // SAFETY: the stream is not released, as it has the function, and both pointers are valid.
        let status = unsafe { get_next(stream, &mut array) };
        if status != 0 {
            return Err(stream_error(status));
        }
        if array.is_released() {
            return Ok(None);
        }
        import(array, data_type).map(Some)
    }
}

fn import(array: FFI_ArrowArray, data_type: &DataType) -> PyResult<ArrayData> {
    // SAFETY: the producer promises that the array is of this type and valid.
    unsafe { from_ffi_and_data_type(array, data_type.clone()) }.map_err(error)
}

/// The array that the builders in `column` have described.
pub(crate) fn built(builder: ArrayDataBuilder) -> ArrayData {
    // SAFETY: those builders write whole arrays: as many values as they count, offsets in ascending
    // order that
    // end where the bytes do, and UTF-8. The tests have pyarrow validate them in full. `build`
    // would do that
    // here each time, and make the wheel 6 KB larger.
    unsafe { builder.build_unchecked() }
}

fn released() -> PyErr {
    PyValueError::new_err("the Arrow stream was consumed before")
}

/// The producer's own words may hold values, so they are not passed on.
fn stream_error(status: i32) -> PyErr {
    PyValueError::new_err(format!("the Arrow stream failed with error {status}"))
}

/// Their texts alone would make the module 40 KB larger.
pub(crate) fn error(_: ArrowError) -> PyErr {
    PyValueError::new_err("the Arrow array is not valid, or of a type that is not known here")
}
