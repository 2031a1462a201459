//! For programs: one JSON object for each finding, then one with the summary. Never a value of the
//! document (R11).

use std::collections::BTreeMap;
use std::io::{self, Write};

use contact_schema::lint::{Fix, Kind, Related, Summary};
use contact_schema::{Severity, Span};

use super::document::{Document, LocatedFinding};
use super::format::{Format, Formatter, Report, Reporter};
use super::object::Object;

pub(super) const FORMAT: Format = Format {
    name: "jsonl",
    help: "One JSON object for each finding, one for each document with more than 1,000 findings, and one with the summary",
    is_for_people: false,
    is_by_line: false,
    shows_fixes: true,
    max_on_terminal: None,
    create: |_| Reporter::new(Jsonl, Jsonl),
    matches: |start, _| {
        let types = ["finding", "more", "summary"];
        types.iter().any(|name| start.starts_with(format!(r#"{{"type":"{name}","#).as_bytes()))
    },
};

struct Jsonl;

impl Formatter for Jsonl {
    fn finding(&self, located: &LocatedFinding<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let LocatedFinding { finding, kind, document, .. } = located;
        let mut object = Object::start(out, "type", "finding")?;
        object.text("path", Some(&document.source.path))?;
        object.number(document.index_name(), document.number())?;
        if let Some(id) = document.record_id {
            object.number("recordId", id)?;
        }
        object.text("kind", kind.map(Kind::as_str))?;
        object.text("pointer", finding.pointer().as_ref().map(|pointer| pointer.as_str()))?;
        write_place(&mut object, located, finding.span)?;
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
        if let Some(Related { span, label, .. }) = &finding.related {
            object.object("related", |related| {
                write_place(related, located, *span)?;
                related.text("message", Some(label))
            })?;
        }
        if let Some(fix) = finding.fix() {
            object.object("fix", |object| write_fix(object, located, fix))?;
        }
        object.end_line()
    }

    fn more(&self, document: Document<'_>, count: u64, out: &mut Vec<u8>) -> io::Result<()> {
        let mut object = Object::start(out, "type", "more")?;
        object.text("path", Some(&document.source.path))?;
        object.number(document.index_name(), document.number())?;
        object.number("findings", count)?;
        object.end_line()
    }
}

impl Report for Jsonl {
    fn end(&mut self, out: &mut dyn Write, summary: &Summary, is_complete: bool) -> io::Result<()> {
        let mut rules: Vec<_> = summary.by_rule().map(|(rule, count)| (rule.as_str(), count)).collect();
        rules.sort_unstable();
        // Documents that could not be read have no members.
        let mut members = BTreeMap::<_, BTreeMap<_, _>>::new();
        for (rule, member, count) in summary.by_member() {
            if let Some(member) = member {
                members.entry(String::from(member)).or_default().insert(rule.as_str(), count);
            }
        }
        let mut line = Vec::new();
        let mut object = Object::start(&mut line, "type", "summary")?;
        object.boolean("complete", is_complete)?;
        object.number("documents", summary.documents)?;
        object.number("invalid", summary.invalid)?;
        object.number("unjudged", summary.unjudged)?;
        if summary.unchecked_bytes > 0 {
            object.number("uncheckedBytes", summary.unchecked_bytes)?;
        }
        object.number("syntaxErrors", summary.findings(Severity::Syntax))?;
        object.number("violations", summary.findings(Severity::Violation))?;
        object.number("warnings", summary.findings(Severity::Warning))?;
        for (name, count) in [("fixable", summary.fixable), ("unsafelyFixable", summary.unsafely_fixable)] {
            if count > 0 {
                object.number(name, count)?;
            }
        }
        if summary.fixed() > 0 {
            object.object("fixed", |object| {
                summary.fixed_by_rule().try_for_each(|(rule, count)| object.number(rule.as_str(), count))
            })?;
        }
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

/// Writes a fix. Offsets are those in the input. Texts hold no value of the document (R11).
fn write_fix(object: &mut Object<'_>, located: &LocatedFinding<'_>, fix: &Fix) -> io::Result<()> {
    object.text("title", Some(&fix.title))?;
    object.ascii("safety", fix.safety.as_str())?;
    if let Some(encoding) = fix.encoding {
        object.ascii("encoding", encoding.as_str())?;
    }
    object.array("edits", &fix.edits, |object, edit| {
        object.number("offset", located.document.offset_of(edit.span))?;
        object.number("length", edit.span.len() as u64)?;
        object.text("text", Some(&edit.text))
    })
}

/// Writes the place of a span of the finding's document.
fn write_place(object: &mut Object<'_>, located: &LocatedFinding<'_>, span: Span) -> io::Result<()> {
    let location = located.location_of(span.start);
    // Lines that are counted from the start of a range are not those of the input.
    object.number(if located.document.source.is_part { "lineInRange" } else { "line" }, location.line)?;
    object.number("column", location.column)?;
    object.number("offset", located.document.offset_of(span))?;
    object.number("length", span.len() as u64)
}
