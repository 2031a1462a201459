//! For programs: one JSON object for each finding, then one with the summary. Never a value of the document (R11).

use std::io::{self, Write};

use contact_schema::Severity;
use contact_schema::lint::{Finding, Kind, Location, Related, Summary, is_unsafe};
use serde_json::ser::{CompactFormatter, Formatter, Serializer};
use serde_json::{Value, json};

use super::{Document, Lines, Report};

pub(crate) struct Jsonl;

impl Report for Jsonl {
    fn finding(
        &self,
        out: &mut dyn Write,
        document: Document<'_>,
        lines: &mut Lines<'_>,
        kind: Option<Kind>,
        finding: &Finding,
    ) -> io::Result<()> {
        let Location { line, column } = lines.locate(finding.span.start);
        let mut object = json!({
            "type": "finding",
            "path": document.path,
            "document": document.index,
            "line": line,
            "column": column,
            "offset": document.offset + finding.span.start as u64,
            "length": finding.span.len(),
            "severity": finding.severity().as_str(),
            "rule": finding.rule.as_str(),
            "message": finding.message,
        });
        if let Some(kind) = kind {
            object["kind"] = kind.as_str().into();
        }
        if let Some(pointer) = &finding.pointer {
            object["pointer"] = pointer.as_str().into();
        }
        if let Some(help) = &finding.help {
            object["help"] = help.as_str().into();
        }
        if let Some(Related { span, label }) = &finding.related {
            let Location { line, column } = lines.locate(span.start);
            let offset = document.offset + span.start as u64;
            object["related"] =
                json!({"message": label, "line": line, "column": column, "offset": offset, "length": span.len()});
        }
        if let Some((actual, limit)) = finding.measure {
            object["actual"] = actual.into();
            object["limit"] = limit.into();
        }
        write_line(out, &object)
    }

    fn more(&self, out: &mut dyn Write, document: Document<'_>, count: u64) -> io::Result<()> {
        write_line(out, &json!({"type": "more", "path": document.path, "document": document.index, "findings": count}))
    }

    fn summary(&self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        let rules: serde_json::Map<_, _> =
            summary.by_rule().map(|(rule, count)| (rule.as_str().to_owned(), count.into())).collect();
        let object = json!({
            "type": "summary",
            "documents": summary.documents,
            "invalid": summary.invalid,
            "unjudged": summary.unjudged,
            "syntaxErrors": summary.findings(Severity::Syntax),
            "violations": summary.findings(Severity::Violation),
            "warnings": summary.findings(Severity::Warning),
            "rules": rules,
        });
        write_line(out, &object)
    }
}

fn write_line(mut out: &mut dyn Write, object: &Value) -> io::Result<()> {
    serde::Serialize::serialize(object, &mut Serializer::with_formatter(&mut out, SafeFormatter(CompactFormatter)))?;
    out.write_all(b"\n")
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
