//! Bodies inside other documents: `{"data": …}`, `{"results": […]}` and JSON:API's `attributes`.
//!
//! Only a document of unknown kind is searched, so others cost nothing.

use alloc::format;
use alloc::string::String;

use super::kind::Kind;
use super::unit::Unit;
use crate::json::{Reader, SyntaxError};

/// The members that hold a body, or a list of bodies, in the answers of common APIs. Help texts
/// show these names, and no others.
const NAMES: [&str; 12] = [
    "attributes",
    "body",
    "contact",
    "contacts",
    "data",
    "items",
    "payload",
    "records",
    "request",
    "result",
    "results",
    "value",
];

/// The maximum number of objects around a body.
const MAX_DEPTH: usize = 3;

/// Returns the help for the object at `start`, if it contains a body. jq reads the whole text, of
/// which the object is a `unit`.
#[cold]
pub(super) fn help(reader: &Reader<'_>, start: usize, unit: Unit) -> Option<String> {
    let mut place = Place::default();
    let kind = find(reader, start, &mut place).ok()??;
    let Place { pointer, filter, is_list, .. } = place;
    let items = if unit == Unit::Item { ".[]" } else { "" };
    // Several documents are written as NDJSON.
    let option = if is_list || unit != Unit::Text { " -c" } else { "" };
    let jq = format!("for example with jq{option} '{items}{filter}'");
    Some(match is_list {
        false => format!("a {kind} is at {pointer}: check that alone, {jq}"),
        true => format!("a list with a {kind} is at {pointer}: check its items alone, {jq}"),
    })
}

/// The place of a body.
#[derive(Default)]
struct Place {
    /// Its JSON Pointer, or that of the list that it is in.
    pointer: String,
    /// The filter for jq that prints it.
    filter: String,
    is_list: bool,
    depth: usize,
}

impl Place {
    fn enter(&self, name: &str, is_list: bool) -> Self {
        let Self { pointer, filter, depth, .. } = self;
        let items = if is_list { "[]" } else { "" };
        Self {
            pointer: format!("{pointer}/{name}"),
            filter: format!("{filter}.{name}{items}"),
            is_list: self.is_list || is_list,
            depth: depth + 1,
        }
    }
}

/// Finds the first body inside the object at `start`. In a list, looks at the first item only.
fn find(reader: &Reader<'_>, start: usize, place: &mut Place) -> Result<Option<Kind>, SyntaxError> {
    let (mut at, byte) = reader.token(start + 1);
    if place.depth == MAX_DEPTH || byte == b'}' {
        return Ok(None);
    }
    loop {
        let (name, value_at) = reader.member_name(at)?;
        let name = reader.decode(name);
        let is_list = reader.peek(value_at) == b'[';
        let object = if is_list { reader.whitespace(value_at + 1) } else { value_at };
        if reader.peek(object) == b'{'
            && let Some(name) = NAMES.iter().find(|known| **known == name)
        {
            let mut inner = place.enter(name, is_list);
            // Inner objects first: a resource of JSON:API has an `id`, as a contact does.
            let kind = match find(reader, object, &mut inner)? {
                None => Kind::at(reader, object)?.0,
                kind => kind,
            };
            if kind.is_some() {
                *place = inner;
                return Ok(kind);
            }
        }
        let (comma, byte) = reader.token(reader.skip(value_at, 1)?);
        if byte != b',' {
            return Ok(None);
        }
        at = reader.after_comma(comma)?.0;
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::{String, ToString};

    use crate::lint::Linter;

    fn help(document: &str) -> String {
        let mut help = String::new();
        Linter::new().json(document.as_bytes(), &mut |report| {
            if report.findings[0].rule != crate::Rule::KindUnknown {
                return;
            }
            help = report.findings[0].help.as_ref().unwrap().to_string();
        });
        help
    }

    #[test]
    fn bodies_inside_are_found() {
        let request = r#"{"notify": true}"#;
        let json_api = r#"{"data": {"type": "contacts", "id": "1", "attributes": {"name": "Ada", "companyId": 7}}}"#;
        let of_a_request = "a request is at /data: check that alone, for example with jq '.data'";
        assert_eq!(help(&alloc::format!(r#"{{"status": "ok", "data": {request}}}"#)), of_a_request);
        assert_eq!(
            help(r#"{"count": 2, "results": [{"id": 1}, 7]}"#),
            "a list with a contact is at /results: check its items alone, for example with jq -c '.results[]'"
        );
        assert_eq!(
            help(json_api),
            "a contact is at /data/attributes: check that alone, for example with jq '.data.attributes'"
        );
    }

    #[test]
    fn jq_reads_the_whole_text() {
        let of_lines = |document: &str| {
            let mut help = String::new();
            Linter::new().ndjson(document.as_bytes(), &mut |report| {
                help = report.findings[0].help.as_ref().unwrap().to_string();
            });
            help
        };
        let (object, list) = (r#"{"data": {"notify": true}}"#, r#"{"data": [{"notify": true}]}"#);
        for (help, filter) in [
            (help(object), "jq '.data'"),
            (help(list), "jq -c '.data[]'"),
            (of_lines(object), "jq -c '.data'"),
            (of_lines(list), "jq -c '.data[]'"),
            (help(&alloc::format!("[{object}]")), "jq -c '.[].data'"),
            (help(&alloc::format!("[{{\"id\": 1}}, {list}]")), "jq -c '.[].data[]'"),
        ] {
            assert!(help.ends_with(filter), "{help}: {filter}");
        }
    }

    #[test]
    fn other_documents_have_the_usual_help() {
        let deep = r#"{"data": {"data": {"data": {"data": {"id": 1}}}}}"#;
        for document in [r"{}", r#"{"data": {}}"#, r#"{"data": []}"#, r#"{"other": {"id": 1}}"#, r#"{"data": 1}"#, deep]
        {
            assert_eq!(help(document), "pass --kind request or --kind contact", "{document}");
        }
    }
}
