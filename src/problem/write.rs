//! `Serialize` for problems: empty members are left out.

use alloc::string::String;
use alloc::vec::Vec;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Problem, ProblemError};

/// The names that an extension member cannot have.
pub(super) const MEMBERS: [&str; 6] = ["type", "title", "status", "detail", "instance", "errors"];

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("type", &self.problem_type)?;
        entry(&mut object, "title", self.title.as_deref())?;
        entry(&mut object, "status", self.status)?;
        entry(&mut object, "detail", self.detail.as_deref())?;
        entry(&mut object, "instance", self.instance.as_deref())?;
        if !self.errors.is_empty() {
            object.serialize_entry("errors", &self.errors)?;
        }
        for (name, value) in self.extensions.iter().filter(|(name, _)| !MEMBERS.contains(&name.as_str())) {
            object.serialize_entry(name, value)?;
        }
        object.end()
    }
}

impl Serialize for ProblemError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("detail", &self.detail)?;
        entry(&mut object, "pointer", self.pointer.as_ref().map(crate::Pointer::to_uri_fragment))?;
        entry(&mut object, "parameter", self.parameter.as_deref())?;
        entry(&mut object, "header", self.header.as_deref())?;
        entry(&mut object, "rule", self.rule.as_deref())?;
        entry(&mut object, "limit", self.limit)?;
        entry(&mut object, "actual", self.actual)?;
        entry(&mut object, "expected", Some(&self.expected).filter(|types: &&Vec<String>| !types.is_empty()))?;
        entry(&mut object, "offset", self.span.map(|span| span.start))?;
        entry(&mut object, "length", self.span.map(crate::Span::len))?;
        object.end()
    }
}

fn entry<M: SerializeMap>(object: &mut M, name: &'static str, value: Option<impl Serialize>) -> Result<(), M::Error> {
    match value {
        Some(value) => object.serialize_entry(name, &value),
        None => Ok(()),
    }
}
