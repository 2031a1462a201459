//! Examples of findings, for summaries of runs.

use super::document::LocatedFinding;
use super::format::{Example, Formatter, Note};

/// Formats nothing, and passes on the place of each finding.
pub(crate) struct Examples;

impl Formatter for Examples {
    fn note(&self, finding: &LocatedFinding<'_>) -> Note {
        Note::Example(Example {
            line: finding.start().line,
            offset: finding.offset(),
            length: finding.finding.span.len() as u64,
            rule: finding.finding.rule.to_string(),
            pointer: finding.finding.pointer().map(String::from),
        })
    }
}

/// Returns whether a file that starts with these bytes is a summary of a run.
pub(super) fn matches(start: &[u8]) -> bool {
    start.starts_with(br#"{"format":"contact-lint summary","#)
}
