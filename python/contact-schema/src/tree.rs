//! Writes a Python tree as the JSON that `json.dumps` would write, and refuses what JSON cannot
//! have.
//!
//! The tree is then checked as text, so that there is one check for both. Two things differ from
//! `json.dumps`: the name of a member must be a string, and an integer beyond 64 bits is written as
//! `1e999`. Every such integer is out of range, so the verdict is the same.

use std::io::Write as _;

use contact_schema::{Limits, Pointer, Rule};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};

/// The most bytes that a tree may have as JSON: 64 MiB. A tree that shares parts could have
/// exponentially many.
const MAX_BYTES: usize = 64 << 20;

/// What in a tree JSON cannot have.
pub(crate) struct Fault {
    pub(crate) rule: Rule,
    pub(crate) pointer: Pointer,
    pub(crate) message: String,
}

/// The tree as JSON.
pub(crate) fn write(tree: &Bound<'_, PyAny>) -> Result<Vec<u8>, Fault> {
    let mut json = Vec::with_capacity(512);
    match value(&mut json, tree, 0) {
        Ok(()) => Ok(json),
        Err(fault) => {
            let Stop { rule, message, mut path } = *fault;
            path.reverse();
            let pointer = path.iter().fold(Pointer::root(), |pointer, token| pointer.join(token));
            Err(Fault { rule, pointer, message })
        }
    }
}

/// A fault, and the way to it from the inside out.
struct Stop {
    rule: Rule,
    message: String,
    path: Vec<String>,
}

fn stop(rule: Rule, message: impl Into<String>) -> Box<Stop> {
    Box::new(Stop { rule, message: message.into(), path: Vec::new() })
}

fn value(json: &mut Vec<u8>, object: &Bound<'_, PyAny>, depth: usize) -> Result<(), Box<Stop>> {
    // Strings first: most values are. `bool` comes before `int`, of which it is a subclass.
    if let Ok(text) = object.cast::<PyString>() {
        return string(json, text);
    }
    if object.is_none() {
        json.extend_from_slice(b"null");
    } else if let Ok(boolean) = object.cast::<PyBool>() {
        json.extend_from_slice(if boolean.is_true() { b"true" } else { b"false" });
    } else if object.is_instance_of::<PyInt>() {
        match object.extract::<i64>() {
            Ok(integer) => drop(write!(json, "{integer}")),
            Err(_) => json.extend_from_slice(b"1e999"),
        }
    } else if let Ok(float) = object.cast::<PyFloat>() {
        let float = float.value();
        if !float.is_finite() {
            return Err(stop(Rule::JsonUnexpected, "expected a finite number, found NaN or an infinity"));
        }
        // Python's own digits, which are the shortest too: Rust's routine would make the wheel 6 KB
        // larger.
        let digits = PyFloat::new(object.py(), float).repr().and_then(|digits| digits.encode_utf8());
        let digits = digits.map_err(|_| stop(Rule::JsonUnexpected, "expected a number"))?;
        json.extend_from_slice(digits.as_bytes());
    } else if let Ok(dict) = object.cast::<PyDict>() {
        enter(json, depth)?;
        json.push(b'{');
        for (index, (name, member)) in dict.iter().enumerate() {
            if index > 0 {
                json.push(b',');
            }
            let Ok(name) = name.cast::<PyString>() else {
                return Err(stop(
                    Rule::JsonUnexpected,
                    format!("expected a string as the name of a member, found {}", type_of(&name)),
                ));
            };
            string(json, name)?;
            json.push(b':');
            value(json, &member, depth + 1).map_err(|mut stop| {
                stop.path.push(name.to_string_lossy().into_owned());
                stop
            })?;
        }
        json.push(b'}');
    } else if let Ok(list) = object.cast::<PyList>() {
        enter(json, depth)?;
        items(json, list.iter(), depth)?;
    } else if let Ok(tuple) = object.cast::<PyTuple>() {
        enter(json, depth)?;
        items(json, tuple.iter(), depth)?;
    } else {
        return Err(stop(Rule::JsonUnexpected, format!("expected a JSON value, found {}", type_of(object))));
    }
    Ok(())
}

fn items<'py>(
    json: &mut Vec<u8>,
    items: impl Iterator<Item = Bound<'py, PyAny>>,
    depth: usize,
) -> Result<(), Box<Stop>> {
    json.push(b'[');
    for (index, item) in items.enumerate() {
        if index > 0 {
            json.push(b',');
        }
        value(json, &item, depth + 1).map_err(|mut stop| {
            stop.path.push(index.to_string());
            stop
        })?;
    }
    json.push(b']');
    Ok(())
}

/// Before each array and object: neither a cycle nor shared parts may exhaust the stack or the
/// memory.
fn enter(json: &[u8], depth: usize) -> Result<(), Box<Stop>> {
    if depth >= Limits::MAX_DEPTH {
        return Err(stop(Rule::JsonTooDeep, format!("nested more than {} levels deep", Limits::MAX_DEPTH)));
    }
    if json.len() > MAX_BYTES {
        return Err(stop(Rule::DocumentTooLarge, format!("expected at most {MAX_BYTES} bytes as JSON")));
    }
    Ok(())
}

fn string(json: &mut Vec<u8>, text: &Bound<'_, PyString>) -> Result<(), Box<Stop>> {
    let Ok(bytes) = text.encode_utf8() else {
        return Err(stop(Rule::JsonLoneSurrogate, "expected a Unicode string, found half of a surrogate pair"));
    };
    json.push(b'"');
    let mut rest = bytes.as_bytes();
    while let Some(at) = rest.iter().position(|&byte| byte < b' ' || byte == b'"' || byte == b'\\') {
        let (plain, special) = rest.split_at(at);
        json.extend_from_slice(plain);
        if let Some((&byte, after)) = special.split_first() {
            match byte {
                b'"' | b'\\' => json.extend_from_slice(&[b'\\', byte]),
                _ => drop(write!(json, "\\u{byte:04x}")),
            }
            rest = after;
        }
    }
    json.extend_from_slice(rest);
    json.push(b'"');
    Ok(())
}

/// The name of an object's type, which is no value of the document.
fn type_of(object: &Bound<'_, PyAny>) -> String {
    let name = object.get_type().name().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_else(|_| "object".into());
    let name: String = name.chars().map(|char| if char.is_ascii_graphic() { char } else { '?' }).collect();
    format!("a Python object of type {name}")
}

/// The string with these bytes, in which lone surrogates are as
/// [`surrogates_as_bytes`] writes them.
pub(crate) fn string_of_bytes<'py>(bytes: &Bound<'py, PyBytes>) -> PyResult<Bound<'py, PyAny>> {
    let py = bytes.py();
    bytes.call_method1(intern!(py, "decode"), (intern!(py, "utf-8"), intern!(py, "surrogatepass")))
}

/// A string with lone surrogates in the three bytes that each would have, which are not UTF-8.
pub(crate) fn surrogates_as_bytes<'py>(text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyBytes>> {
    let py = text.py();
    Ok(text.call_method1(intern!(py, "encode"), (intern!(py, "utf-8"), intern!(py, "surrogatepass")))?.cast_into()?)
}
