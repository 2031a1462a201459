//! What the fuzz targets share: the references that the crate is held against, and the comparisons with them.

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

/// Whether a text may be shown to anyone: nothing in it moves a terminal's cursor or the text around it.
pub fn is_clean(text: &str) -> bool {
    !text.chars().any(|c| {
        c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    })
}
