//! What is wrong with a line of JSON, without its values (R11).

use serde_json::error::Category;

/// Returns what is wrong. serde's own text of an error of the data repeats the value.
pub(super) fn without_values(error: &serde_json::Error) -> String {
    let text = error.to_string();
    if error.classify() != Category::Data {
        return text;
    }
    let column = error.column();
    let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(text, _)| text);
    // What follows the last `expected` is a text of this program, and so are the names of members
    // that are missing or there twice.
    let what = match text.rsplit_once(", expected ") {
        _ if text.starts_with("missing field `") || text.starts_with("duplicate field `") => text.to_owned(),
        Some((_, expected)) if text.starts_with("unknown field `") => format!("unknown field, expected {expected}"),
        Some((_, expected)) => format!("expected {expected}"),
        None => String::from("expected another value"),
    };
    format!("{what} at column {column}")
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::without_values;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only the errors of reading matter")]
    struct Line {
        path: String,
        size: Option<u64>,
    }

    #[test]
    fn errors_hold_no_values() {
        for (text, expected) in [
            (r#"{"path": 7}"#, "expected a string at column 10"),
            (r#"{"path": "x", "size": "secret"}"#, "expected u64 at column 30"),
            (r#"{"path": "x", "size": "secret, expected x"}"#, "expected u64 at column 42"),
            (r#"{"path": "x", "size": -7}"#, "expected u64 at column 24"),
            (r#"{"path": "x", "secret": 1}"#, "unknown field, expected `path` or `size` at column 22"),
            (r#"{"size": 1}"#, "missing field `path` at column 11"),
            (r#"{"path": "x", "path": "secret"}"#, "duplicate field `path` at column 20"),
            (r#""secret""#, "expected struct Line at column 8"),
            (r#"{"path": "secret"#, "EOF while parsing a string at line 1 column 16"),
        ] {
            let error = serde_json::from_str::<Line>(text).unwrap_err();
            assert_eq!(without_values(&error), expected, "{error}");
        }
    }
}
