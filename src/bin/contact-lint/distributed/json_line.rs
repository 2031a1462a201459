//! Reads a line of JSON. Error messages do not contain its values (R11).

use contact_schema::escape::Escaped;
use serde::Deserialize;
use serde_json::de::{Deserializer, Read};
use serde_json::error::Category;
use serde_path_to_error::{Path, Segment, Track};

/// Reads a value, and nothing after it.
///
/// # Errors
///
/// The error and its member, as text.
pub(super) fn read<'de, T: Deserialize<'de>>(mut line: Deserializer<impl Read<'de>>) -> Result<T, String> {
    let mut track = Track::new();
    let value = T::deserialize(serde_path_to_error::Deserializer::new(&mut line, &mut track))
        .map_err(|error| without_values(&error, &track.path()))?;
    line.end().map_err(|error| match error.classify() {
        Category::Syntax => format!("expected the end of the line, found more text at column {}", error.column()),
        _ => syntax(&error),
    })?;
    Ok(value)
}

/// Returns the message without the value. serde's own message of a data error repeats it.
fn without_values(error: &serde_json::Error, path: &Path) -> String {
    if error.classify() != Category::Data {
        return syntax(error);
    }
    let text = error.to_string();
    let column = error.column();
    let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(text, _)| text);
    let is_unknown = text.starts_with("unknown field `");
    // The text after the last `expected` is this program's own, and so are the names of missing or
    // duplicate members.
    let what = match text.rsplit_once(", expected ") {
        _ if text.starts_with("missing field `") || text.starts_with("duplicate field `") => {
            text.replacen("field", "member", 1)
        }
        Some((_, expected)) if is_unknown => format!("unknown member, expected {expected}"),
        Some((_, expected)) => format!("expected {}", in_json(expected)),
        None => String::from("expected another value"),
    };
    // The name of an unknown member is not shown: it can be any text.
    format!("{}{what} at column {column}", place(path, path.iter().len() - usize::from(is_unknown)))
}

/// Returns the message of an error of reading or of syntax.
fn syntax(error: &serde_json::Error) -> String {
    match error.classify() {
        Category::Eof => String::from("expected a JSON object, found the end of the line before its end"),
        Category::Syntax => format!("expected JSON, found other text at column {}", error.column()),
        Category::Io | Category::Data => error.to_string(),
    }
}

/// Returns the name in JSON of a type that serde names as in Rust.
fn in_json(expected: &str) -> &str {
    match expected {
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number that is not negative",
        _ if expected.starts_with("struct ") => "an object",
        _ => expected,
    }
}

/// Returns the first `steps` steps of a path, such as `inputs[2].size: `; nothing at the root.
fn place(path: &Path, steps: usize) -> String {
    let mut place = String::new();
    for segment in path.iter().take(steps) {
        match segment {
            Segment::Seq { index } => place += &format!("[{index}]"),
            // Its length is not bounded, so it is not shown completely.
            Segment::Map { key } if key.len() > 40 => return place + "…: ",
            Segment::Map { key } => place += &format!("{}{}", if place.is_empty() { "" } else { "." }, Escaped(key)),
            _ => {}
        }
    }
    if place.is_empty() { place } else { place + ": " }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::read;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only the errors of reading matter")]
    struct Line {
        path: String,
        size: Option<u64>,
        #[serde(default)]
        parts: Vec<Line>,
    }

    #[test]
    fn errors_hold_no_values() {
        for (text, expected) in [
            (r#"{"path": 7}"#, "path: expected a string at column 10"),
            (r#"{"path": "x", "size": "secret"}"#, "size: expected a whole number that is not negative at column 30"),
            (
                r#"{"path": "x", "size": "secret, expected x"}"#,
                "size: expected a whole number that is not negative at column 42",
            ),
            (r#"{"path": "x", "size": -7}"#, "size: expected a whole number that is not negative at column 24"),
            (
                r#"{"path": "x", "parts": [{"path": "y"}, {"path": 1}]}"#,
                "parts[1].path: expected a string at column 49",
            ),
            (r#"{"path": "x", "secret": 1}"#, "unknown member, expected one of `path`, `size`, `parts` at column 22"),
            (r#"{"size": 1}"#, "missing member `path` at column 11"),
            (r#"{"path": "x", "path": "secret"}"#, "duplicate member `path` at column 20"),
            (r#""secret""#, "expected an object at column 8"),
            (r#"{"path": "secret"#, "expected a JSON object, found the end of the line before its end"),
            ("secret", "expected JSON, found other text at column 1"),
            (r#"{"path": "x"} secret"#, "expected the end of the line, found more text at column 15"),
        ] {
            let error = read::<Line>(serde_json::Deserializer::from_str(text)).unwrap_err();
            assert_eq!(error, expected, "{text}");
        }
    }
}
