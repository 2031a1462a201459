//! The check of values that are not in a document, such as the fields of a form.

use alloc::string::String;

use super::patch::Patch;
use super::sink::Collect;
use super::violation::ViolationKind;
use super::warning::WarningKind;
use crate::value::Phones;
use crate::value::phones::read_items;
use crate::value::sink::Place;
use crate::value::text::{Text, check_text};
use crate::value::value_type::Value as _;

/// Removes a value that is invalid.
pub(super) fn flatten<T>(patch: Patch<Option<T>>) -> Patch<T> {
    match patch {
        Patch::Value(Some(value)) => Patch::Value(value),
        Patch::Null => Patch::Null,
        Patch::Absent | Patch::Value(None) => Patch::Absent,
    }
}

/// Checks a text as the string of a document, which can have several faults: an email may be too
/// long and have no `@`.
pub(super) fn text<T>(text: &str, place: Place, sink: &mut Collect) -> Option<T>
where
    T: Text<Error: Into<ViolationKind>, Warning: Into<WarningKind>>,
{
    // The sink collects, and does not stop.
    check_text(text, place, sink).ok().flatten().map(T::keep)
}

/// Checks the texts as the items of an array.
pub(super) fn phones(texts: &[String], place: Place, sink: &mut Collect) -> Option<Phones> {
    let phones = read_items(texts, place, sink, |text, place, sink| check_text(text, place, sink));
    phones.ok().flatten().map(Phones::keep)
}
