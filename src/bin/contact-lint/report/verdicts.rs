//! For programs that feed records and want an answer to each: one JSON object for each line of NDJSON, in their order, in ASCII.

use std::io::{self, Write};

use contact_schema::lint::{Finding, Kind, Summary};
use contact_schema::{Severity, Span};

use super::object::Object;
use super::{Document, Envelope, Lines, Report, Verdict};

pub(crate) struct Verdicts;

impl Report for Verdicts {
    fn finding(
        &self,
        _: &mut Vec<u8>,
        _: Document<'_>,
        _: &mut Lines<'_>,
        _: Option<Kind>,
        _: &Finding,
    ) -> io::Result<()> {
        Ok(())
    }

    fn is_by_line(&self) -> bool {
        true
    }

    /// `valid` is null where there is no document, or none that can be judged.
    fn line(&self, out: &mut Vec<u8>, document: Document<'_>, start: usize, verdict: Verdict<'_>) -> io::Result<()> {
        let offset = document.offset_of(Span { start, end: start });
        let mut object = Object::empty(out);
        object.ascii("path", &document.source.path)?;
        object.number("offset", offset)?;
        let Verdict::DocumentReport(reviewed) = verdict else {
            object.maybe("valid", matches!(verdict, Verdict::Plain).then_some(true))?;
            return object.end_line();
        };
        object.maybe(
            "valid",
            match reviewed.severity {
                Severity::Failure => None,
                severity => Some(severity == Severity::Warning),
            },
        )?;
        let mut rules: Vec<_> = reviewed.findings.iter().map(|finding| finding.rule.as_str()).collect();
        rules.sort_unstable();
        rules.dedup();
        object.texts("rules", &rules);
        object.end_line()
    }
}

impl Envelope for Verdicts {
    fn end(&mut self, _: &mut dyn Write, _: &Summary, _: bool) -> io::Result<()> {
        Ok(())
    }
}
