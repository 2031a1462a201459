//! For programs: one JSON object for each finding, then one with the summary. Never a value of the document (R11).

use std::collections::BTreeMap;
use std::io::{self, Write};

use contact_schema::lint::{Finding, Kind, Related, Summary};
use contact_schema::{Severity, Span};

use super::object::Object;
use super::{Document, Envelope, Lines, Report};

pub(crate) struct Jsonl;

impl Report for Jsonl {
    fn finding(
        &self,
        out: &mut Vec<u8>,
        document: Document<'_>,
        lines: &mut Lines<'_>,
        kind: Option<Kind>,
        finding: &Finding,
    ) -> io::Result<()> {
        let mut object = Object::start(out, "type", "finding")?;
        object.text("path", Some(&document.source.path))?;
        object.number(document.index_name(), document.index)?;
        object.text("kind", kind.map(Kind::as_str))?;
        object.text("pointer", finding.pointer.as_ref().map(|pointer| pointer.as_str()))?;
        place(&mut object, document, lines, finding.span)?;
        object.text("severity", Some(finding.severity().as_str()))?;
        object.text("rule", Some(finding.rule.as_str()))?;
        object.text("message", Some(&finding.message))?;
        if let Some((actual, limit)) = finding.measure {
            object.number("actual", actual as u64)?;
            object.number("limit", limit as u64)?;
        }
        if finding.help.is_some() {
            object.text("help", finding.help.as_deref())?;
        }
        if let Some(Related { span, label }) = &finding.related {
            object.object("related", |related| {
                place(related, document, lines, *span)?;
                related.text("message", Some(label))
            })?;
        }
        object.end_line()
    }

    fn more(&self, out: &mut Vec<u8>, document: Document<'_>, count: u64) -> io::Result<()> {
        let mut object = Object::start(out, "type", "more")?;
        object.text("path", Some(&document.source.path))?;
        object.number(document.index_name(), document.index)?;
        object.number("findings", count)?;
        object.end_line()
    }
}

impl Envelope for Jsonl {
    fn end(&mut self, out: &mut dyn Write, summary: &Summary, complete: bool) -> io::Result<()> {
        let mut rules: Vec<_> = summary.by_rule().map(|(rule, count)| (rule.as_str(), count)).collect();
        rules.sort_unstable();
        // Findings of documents that could not be read are of no member.
        let mut members = BTreeMap::<_, BTreeMap<_, _>>::new();
        for (rule, member, count) in summary.by_member() {
            if let Some(member) = member {
                members.entry(String::from(member)).or_default().insert(rule.as_str(), count);
            }
        }
        let mut line = Vec::new();
        let mut object = Object::start(&mut line, "type", "summary")?;
        object.boolean("complete", complete)?;
        object.number("documents", summary.documents)?;
        object.number("invalid", summary.invalid)?;
        object.number("unjudged", summary.unjudged)?;
        if summary.unchecked_bytes > 0 {
            object.number("uncheckedBytes", summary.unchecked_bytes)?;
        }
        object.number("syntaxErrors", summary.findings(Severity::Syntax))?;
        object.number("violations", summary.findings(Severity::Violation))?;
        object.number("warnings", summary.findings(Severity::Warning))?;
        object.object("rules", |object| rules.iter().try_for_each(|&(rule, count)| object.number(rule, count)))?;
        object.object("members", |object| {
            members.iter().try_for_each(|(member, rules)| {
                object.object(member, |object| rules.iter().try_for_each(|(rule, &count)| object.number(rule, count)))
            })
        })?;
        object.end_line()?;
        out.write_all(&line)
    }
}

/// Where a finding or what belongs to it stands.
fn place(object: &mut Object<'_>, document: Document<'_>, lines: &mut Lines<'_>, span: Span) -> io::Result<()> {
    let location = lines.locate(span.start);
    // A line that is counted from the start of a range is no line of the input.
    object.number(if document.source.is_part { "lineInRange" } else { "line" }, location.line)?;
    object.number("column", location.column)?;
    object.number("offset", document.offset_of(span))?;
    object.number("length", span.len() as u64)
}
