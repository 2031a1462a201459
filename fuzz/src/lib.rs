//! Code that the fuzz targets share: the references, and the comparisons with them.

pub mod body;
pub mod document;
pub mod ndjson;
pub mod near_miss;
pub mod output;
pub mod property;
#[path = "../../src/bin/contact-lint/report/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the program uses all of it")]
mod report;
pub mod review;

/// Returns whether a text is safe to print: it has no control characters and none that hide or
/// reorder text.
pub fn is_clean(text: &str) -> bool {
    !text.chars().any(|c| {
        c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    })
}
