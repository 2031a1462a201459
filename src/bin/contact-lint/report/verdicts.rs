//! One JSON object for each line of NDJSON, in their order, in ASCII: for programs that send
//! records and wait for answers.

use std::io;

use contact_schema::{Severity, Span};

use super::document::Document;
use super::format::{Format, Formatter, Line, Report, Reporter};
use super::object::Object;

pub(super) const FORMAT: Format = Format {
    name: "verdicts",
    help: "One JSON object for each line of NDJSON, valid or not: for programs that send records and wait for answers",
    is_for_people: false,
    is_by_line: true,
    shows_fixes: false,
    max_on_terminal: None,
    create: |_| Reporter::new(Verdicts, Verdicts),
    matches: |start, _| {
        let first_line = start.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let has = |part: &[u8]| first_line.windows(part.len()).any(|window| window == part);
        first_line.starts_with(br#"{"path":"#) && has(br#","offset":"#) && has(br#","valid":"#)
    },
};

struct Verdicts;

impl Formatter for Verdicts {
    fn is_by_line(&self) -> bool {
        true
    }

    /// `valid` is null if the line is blank or its document cannot be judged.
    fn line(&self, document: Document<'_>, start: usize, line: Line<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let offset = document.offset_of(Span { start, end: start });
        let mut object = Object::empty(out);
        object.ascii("path", &document.source.path)?;
        object.number("offset", offset)?;
        let (valid, report) = match line {
            Line::Blank => (None, None),
            Line::Clean => (Some(true), None),
            Line::Document(report) if report.severity == Severity::Failure => (None, Some(report)),
            Line::Document(report) => (Some(report.severity == Severity::Warning), Some(report)),
        };
        if let Some(id) = document.record_id {
            object.number("recordId", id)?;
        }
        object.boolean("valid", valid)?;
        if let Some(report) = report {
            let mut rules: Vec<_> = report.findings.iter().map(|finding| finding.rule.as_str()).collect();
            rules.sort_unstable();
            rules.dedup();
            object.texts("rules", &rules);
        }
        object.end_line()
    }
}

impl Report for Verdicts {
    fn tells_if_complete(&self) -> bool {
        false
    }
}
