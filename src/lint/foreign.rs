//! Input that is not JSON in UTF-8, and how to convert it.
//!
//! Only texts with a syntax error are tested, so a valid document costs nothing.

use alloc::borrow::Cow;
use alloc::format;

use super::encoding::Encoding;
use super::unit::Unit;
use crate::json::{SyntaxError, SyntaxErrorKind};

/// Formats by their first bytes.
const SIGNS: [(&[u8], &str); 5] = [
    (b"\x1F\x8B", "this is gzip: decompress it"),
    (b"\x28\xB5\x2F\xFD", "this is Zstandard: decompress it"),
    (b"BZh", "this is bzip2: decompress it"),
    (b"\xFD7zXZ\0", "this is xz: decompress it"),
    (b"PK\x03\x04", "this is a ZIP archive: extract its files"),
];

const HTML: &str = "this is HTML, perhaps the error page of a server: fetch the document again";
const XML: &str = "this is XML: export the data as JSON";
const YAML: &str = "this looks like YAML: convert it to JSON";
const CSV: &str = "this looks like CSV: export the data as JSON";
const PART_OF_UTF_16: &str = "this is UTF-16 or UTF-32: convert the whole text to UTF-8";
const SEPARATOR: &str = "a record separator (U+001E) starts another text, which is not read: put each on its own line, for example by tr '\\036' '\\n'";
const SEQUENCE: &str = "this is a JSON text sequence (RFC 7464): pass --input ndjson";

/// Returns the help for a document with a syntax error, if the error is a common one.
#[cold]
pub(super) fn help(document: &[u8], error: &SyntaxError, unit: Unit) -> Option<Cow<'static, str>> {
    if let Some(encoding) = Encoding::of(document) {
        let name = encoding.iconv_name(document);
        // A line may start with the second byte of a line feed, so the byte order is not known.
        if unit != Unit::Text && name == encoding.as_str() {
            return Some(PART_OF_UTF_16.into());
        }
        return Some(format!("this is {name}: convert it to UTF-8, for example by iconv -f {name} -t UTF-8").into());
    }
    let sign = SIGNS.iter().find(|(sign, _)| document.starts_with(sign));
    sign.map(|&(_, help)| help).or_else(|| of_text(document, error, unit)).map(Cow::Borrowed)
}

/// Recognises formats of text by their first line, and common errors.
fn of_text(document: &[u8], error: &SyntaxError, unit: Unit) -> Option<&'static str> {
    let text = document.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(document).trim_ascii_start();
    // If a text starts like `true`, `null`, a number or a string, the error may be in the middle of
    // a word or after a string.
    let before = text.get(..error.span.start.saturating_sub(document.len() - text.len())).unwrap_or_default();
    let before = before.trim_ascii_end();
    let is_first = first_field(before) == before.len();
    match text {
        _ if !is_first => help_in_document(document, error),
        [0x1E, ..] if unit == Unit::Text => Some(SEQUENCE),
        [b'<', ..] => Some(if is_html(text) { HTML } else { XML }),
        [b'-', b'-', b'-', ..] | [b'%', b'Y', b'A', b'M', b'L', ..] | [b'-', b' ', ..] => Some(YAML),
        _ => help_in_document(document, error).or_else(|| of_line(text)),
    }
}

/// Returns the help for a syntax error within a document, if it is a common one.
#[cold]
pub(super) fn help_in_document(document: &[u8], error: &SyntaxError) -> Option<&'static str> {
    // Within a string, these characters are allowed.
    let is_trailing = error.kind == SyntaxErrorKind::TrailingText;
    if !is_trailing && !matches!(error.kind, SyntaxErrorKind::Unexpected { .. }) {
        return None;
    }
    let found = document.get(error.span.start..)?;
    let is_word = |word: &[u8]| found.starts_with(word);
    match found {
        [0x1E, ..] => Some(SEPARATOR),
        [0xC2, 0xA0, ..] => Some("this is a no-break space (U+00A0): put a plain space in its place, or nothing"),
        _ if is_trailing => None,
        [b'\'', ..] => Some("JSON has double quotes only: write \"…\""),
        [0xE2, 0x80, 0x9C..=0x9F, ..] => Some("this is a typographic quote: JSON has plain double quotes only"),
        _ if is_word(b"True") || is_word(b"False") => {
            Some("JSON has `true` and `false` in lower case: in Python, write the document by json.dumps")
        }
        _ if is_word(b"None") => Some("JSON has `null`: in Python, write the document by json.dumps"),
        _ if is_word(b"undefined") => Some("JSON has no `undefined`: leave the member out, or write `null`"),
        _ => None,
    }
}

fn is_html(text: &[u8]) -> bool {
    let starts = |tag: &[u8]| text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    starts(b"<!doctype html") || starts(b"<html") || starts(b"<head") || starts(b"<body")
}

/// Recognises CSV and YAML by their first line, which starts with the name of a column or of a
/// member. CSV may have no names, or start with `sep=`, which tells Excel the separator.
fn of_line(text: &[u8]) -> Option<&'static str> {
    let end = memchr::memchr(b'\n', text).unwrap_or(text.len());
    let line = text.get(..end)?.trim_ascii_end();
    let (name, rest) = line.split_at_checked(first_field(line))?;
    let first = name.first()?;
    match rest {
        [b',' | b';' | b'\t', ..] => Some(CSV),
        [b'=', ..] if name == b"sep" => Some(CSV),
        [b':'] | [b':', b' ', ..] if first.is_ascii_alphabetic() => Some(YAML),
        _ => None,
    }
}

/// Returns the length of the word, the number or the string in quotes at the start of a text.
fn first_field(text: &[u8]) -> usize {
    match text {
        [b'"', rest @ ..] => memchr::memchr(b'"', rest).map_or(0, |end| end + 2),
        _ => {
            let is_in_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
            text.iter().position(|byte| !is_in_word(byte)).unwrap_or(text.len())
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use crate::lint::Linter;

    #[test]
    fn formats_are_told_by_their_first_bytes() {
        for (text, expected) in [
            (&b"\xFF\xFE{\0}\0"[..], Some("-f UTF-16 -t")),
            (b"\xFE\xFF\0{", Some("-f UTF-16 -t")),
            (b"{\0\"\0", Some("-f UTF-16LE -t")),
            (b"\0{\0\"", Some("-f UTF-16BE -t")),
            (b"\xFF\xFE\0\0{\0\0\0", Some("-f UTF-32 -t")),
            (b"{\0\0\0", Some("-f UTF-32LE -t")),
            (b"\0\0\0{", Some("-f UTF-32BE -t")),
            (b"\x1F\x8B\x08", Some("gzip")),
            (b"\x28\xB5\x2F\xFD\0", Some("Zstandard")),
            (b"<?xml version=\"1.0\"?>", Some("XML")),
            (b"\n <!DOCTYPE html><p>", Some("HTML")),
            (b"---\nname: x", Some("YAML")),
            (b"- name: x", Some("YAML")),
            (b"name: x", Some("YAML")),
            (b"notify: true", Some("YAML")),
            (b"notify:\n  - x", Some("YAML")),
            // These are not YAML, so nothing is asserted.
            (b"ERROR: relation does not exist", Some("this looks like YAML")),
            (b"data: {\"notify\": true}", Some("this looks like YAML")),
            (b"true", None),
            (b"nul", None),
            (b"notify,name\ntrue,x", Some("CSV")),
            (b"id;name\n1;x", Some("CSV")),
            (b"\"id\";\"name\"\n", Some("CSV")),
            (b"1\tAda", Some("CSV")),
            (b"1.5,2", Some("CSV")),
            (b"sep=\t\n", Some("CSV")),
            (b"sep\n", None),
            (b"\xEF\xBB\xBFid,name", Some("CSV")),
            (b"\xEF\xBB\xBF{}", None),
            (b"\"id\"", None),
            (b"{}{}", Some("NDJSON")),
            (b"{}\xC2\xA0", Some("no-break space")),
            (b"{}\x1E{}", Some("record separator")),
            (b"[{}]\x1E{}", Some("record separator")),
            (b"BZh9", Some("bzip2")),
            (b"\xFD7zXZ\0", Some("xz")),
            (b"\0\0\0\0", None),
            (b"{'notify': true}", Some("double quotes")),
            (b"{\"notify\": True}", Some("json.dumps")),
            (b"{\"name\": None}", Some("`null`")),
            (b"{\"notify\":\xC2\xA0true}", Some("no-break space")),
            (b"\xC2\xA0{\"notify\": true}", Some("no-break space")),
            (b"[{\"notify\": True}]", Some("json.dumps")),
            (b"{\"notify\": true", None),
            (b"nonsense", None),
            (b"", None),
        ] {
            let mut help = None;
            Linter::new().json(text, &mut |document| {
                help = document.findings[0].help.as_ref().map(ToString::to_string);
            });
            let is_expected = match (&help, expected) {
                (Some(help), Some(expected)) => help.contains(expected),
                (help, expected) => help.is_none() && expected.is_none(),
            };
            assert!(is_expected, "{text:?}: {help:?}");
        }
    }
}
