//! For programs: one JSON object for each finding, then one with the summary. Never a value of the document (R11).

use std::io::{self, Write};

use contact_schema::display::is_unsafe;
use contact_schema::lint::{Finding, Kind, Related, Summary};
use contact_schema::{Severity, Span};
use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

use super::{Document, Lines, Report};

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
        object.text("path", Some(document.path))?;
        object.number("document", document.index)?;
        object.text("kind", kind.map(Kind::as_str))?;
        object.text("pointer", finding.pointer.as_ref().map(|pointer| pointer.as_str()))?;
        object.place(document, lines, finding.span)?;
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
                related.place(document, lines, *span)?;
                related.text("message", Some(label))
            })?;
        }
        object.end_line()
    }

    fn more(&self, out: &mut Vec<u8>, document: Document<'_>, count: u64) -> io::Result<()> {
        let mut object = Object::start(out, "type", "more")?;
        object.text("path", Some(document.path))?;
        object.number("document", document.index)?;
        object.number("findings", count)?;
        object.end_line()
    }

    fn summary(&self, out: &mut Vec<u8>, summary: &Summary) -> io::Result<()> {
        let mut rules: Vec<_> = summary.by_rule().map(|(rule, count)| (rule.as_str(), count)).collect();
        rules.sort_unstable();
        let mut object = Object::start(out, "type", "summary")?;
        object.number("documents", summary.documents)?;
        object.number("invalid", summary.invalid)?;
        object.number("unjudged", summary.unjudged)?;
        object.number("syntaxErrors", summary.findings(Severity::Syntax))?;
        object.number("violations", summary.findings(Severity::Violation))?;
        object.number("warnings", summary.findings(Severity::Warning))?;
        object.object("rules", |object| rules.iter().try_for_each(|&(rule, count)| object.number(rule, count)))?;
        object.end_line()
    }
}

/// An object on its way out, member by member: where every record is bad, its lines are more than half of the work, and through serde each
/// name would be looked at for characters to escape.
struct Object<'a> {
    out: &'a mut Vec<u8>,
    is_empty: bool,
}

impl<'a> Object<'a> {
    fn start(out: &'a mut Vec<u8>, name: &str, value: &str) -> io::Result<Self> {
        out.push(b'{');
        let mut object = Self { out, is_empty: true };
        object.text(name, Some(value))?;
        Ok(object)
    }

    /// Names are ours, and have nothing to escape.
    fn name(&mut self, name: &str) {
        if !std::mem::replace(&mut self.is_empty, false) {
            self.out.push(b',');
        }
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    fn number(&mut self, name: &str, number: u64) -> io::Result<()> {
        self.name(name);
        Ok(serde_json::to_writer(&mut *self.out, &number)?)
    }

    fn text(&mut self, name: &str, text: Option<&str>) -> io::Result<()> {
        self.name(name);
        let Some(text) = text else {
            self.out.extend_from_slice(b"null");
            return Ok(());
        };
        // All bytes are looked at, which is faster than to stop at the first that is not plain.
        let is_plain = |byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\';
        if text.bytes().fold(true, |all, byte| all & is_plain(byte)) {
            self.out.push(b'"');
            self.out.extend_from_slice(text.as_bytes());
            self.out.push(b'"');
            return Ok(());
        }
        Ok(text.serialize(&mut Serializer::with_formatter(&mut *self.out, SafeFormatter(CompactFormatter)))?)
    }

    fn place(&mut self, document: Document<'_>, lines: &mut Lines<'_>, span: Span) -> io::Result<()> {
        let location = lines.locate(span.start);
        self.number("line", location.line)?;
        self.number("column", location.column)?;
        self.number("offset", document.offset_of(span))?;
        self.number("length", span.len() as u64)
    }

    fn object(&mut self, name: &str, members: impl FnOnce(&mut Object<'_>) -> io::Result<()>) -> io::Result<()> {
        self.name(name);
        self.out.push(b'{');
        members(&mut Object { out: &mut *self.out, is_empty: true })?;
        self.out.push(b'}');
        Ok(())
    }

    fn end_line(self) -> io::Result<()> {
        self.out.extend_from_slice(b"}\n");
        Ok(())
    }
}

/// Writes every character that is unsafe to show as an escape, so that the lines may be shown as they are.
struct SafeFormatter(CompactFormatter);

impl Formatter for SafeFormatter {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, c)) = rest.char_indices().find(|&(_, c)| is_unsafe(c)) {
            let (safe, after) = rest.split_at(at);
            self.0.write_string_fragment(out, safe)?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = after.get(c.len_utf8()..).unwrap_or("");
        }
        self.0.write_string_fragment(out, rest)
    }
}
