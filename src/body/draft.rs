//! The check of values that are not in a document, such as the fields of a form.

use alloc::string::String;
use alloc::vec::Vec;

use super::patch::Patch;
use super::sink::Collect;
use super::violation::ViolationKind;
use super::warning::WarningKind;
use crate::json::{Reader, StringToken};
use crate::pointer::Span;
use crate::value::sink::{Place, Sink as _};
use crate::value::text::Text;
use crate::value::{Phone, Phones};

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
    let string = StringToken { start: 0, end: text.len(), escaped: false };
    match T::check(&Reader::of_text(text), string, place, sink) {
        Ok(true) => T::parse(text).ok(),
        // The sink collects, and does not stop.
        Ok(false) | Err(_) => None,
    }
}

/// Checks the texts as the items of an array.
pub(super) fn phones(texts: &[String], place: Place, sink: &mut Collect) -> Option<Phones> {
    let count = texts.len();
    if count > Phones::MAX_ITEMS {
        let too_many = || ViolationKind::TooManyItems { count, max: Phones::MAX_ITEMS };
        // The sink collects, and does not stop.
        let _ = sink.violation(place, Span::default(), too_many);
    }
    let mut phones = Vec::new();
    for (index, item) in texts.iter().enumerate() {
        let phone = text::<Phone>(item, place.item(index), sink);
        if index < Phones::MAX_ITEMS {
            phones.extend(phone);
        }
    }
    // Invalid phones are missing here, but each has a violation.
    Phones::new(phones).ok()
}
