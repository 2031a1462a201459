//! Output formats: each turns findings into a report. Reporters print the messages of findings and
//! never reword them.
//!
//! A format has two halves. A [`Formatter`] formats single findings, on any thread. A [`Report`]
//! puts the formatted findings together in their order, on one thread. [`FORMATS`] is the table of
//! all formats: to add one, write its file and add its line there.

mod concise;
mod csv;
mod document;
mod example;
mod fingerprint;
mod format;
mod frame;
mod full;
mod github;
mod html;
mod jsonl;
mod junit;
mod object;
mod quota;
mod record_id;
mod root;
mod sarif;
pub(crate) mod statistics;
mod summary_line;
mod verdicts;
mod xml;

pub(crate) use self::document::{Document, Lines, LocatedFinding, Source};
pub(crate) use self::example::Examples;
pub(crate) use self::fingerprint::{BASELINE_HEAD, fingerprint, uri};
pub(crate) use self::format::{
    EndedInput, Entry, Example, Extent, Format, Formatter, Line, Note, Options, Report, Reporter, each, total,
};
pub(crate) use self::html::Page;
pub(crate) use self::object::write_line;
pub(crate) use self::quota::{Admission, Quota, Wanted};
pub(crate) use self::record_id::record_id;
pub(crate) use self::root::Root;

/// The format that shows lines of the documents.
pub(crate) static FULL: Format = full::FORMAT;

/// All output formats, in the order in which the help lists them.
pub(crate) static FORMATS: &[Format] = &[
    full::FORMAT,
    concise::FORMAT,
    jsonl::FORMAT,
    sarif::FORMAT,
    github::FORMAT,
    junit::FORMAT,
    csv::FORMAT,
    html::FORMAT,
    verdicts::FORMAT,
];

/// Returns the format of this name.
pub(crate) fn find(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// Returns whether a file that starts and ends with these bytes is a report of this program, in any
/// format, or empty.
pub(crate) fn is_report(start: &[u8], end: &[u8]) -> bool {
    let is_baseline = start.starts_with(BASELINE_HEAD.as_bytes());
    start.is_empty()
        || is_baseline
        || example::matches(start)
        || FORMATS.iter().any(|format| (format.matches)(start, end))
}
