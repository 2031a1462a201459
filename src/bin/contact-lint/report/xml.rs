//! Text in XML and HTML.

/// Escapes a text for the content of an element and the value of an attribute. Control characters
/// are already [escaped](contact_schema::escape::Escaped). Of all other characters, XML 1.0 forbids
/// two (section 2.2).
pub(super) fn escape_xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => escaped.push(char::REPLACEMENT_CHARACTER),
            c => escaped.push(c),
        }
    }
    escaped
}
