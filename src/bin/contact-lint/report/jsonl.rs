//! For programs: one JSON object for each finding, then one with the summary. Never a value of the document (R11).

use std::collections::BTreeMap;
use std::io::{self, Write};

use contact_schema::display::is_unsafe;
use contact_schema::lint::{Finding, Kind, Location, Related, Summary};
use contact_schema::{Severity, Span};
use serde::ser::{Serialize, SerializeMap, Serializer as _};
use serde_json::ser::{CompactFormatter, Compound, Formatter, Serializer};

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
        let place = Place::of(document, lines, finding.span);
        let related = finding
            .related
            .as_ref()
            .map(|Related { span, label }| RelatedPlace(Place::of(document, lines, *span), label));
        write_line(out, |object| {
            object.serialize_entry("type", "finding")?;
            object.serialize_entry("path", document.path)?;
            object.serialize_entry("document", &document.index)?;
            object.serialize_entry("kind", &kind.map(Kind::as_str))?;
            object.serialize_entry("pointer", &finding.pointer.as_ref().map(|pointer| pointer.as_str()))?;
            place.write(object)?;
            object.serialize_entry("severity", finding.severity().as_str())?;
            object.serialize_entry("rule", finding.rule.as_str())?;
            object.serialize_entry("message", &finding.message)?;
            if let Some((actual, limit)) = finding.measure {
                object.serialize_entry("actual", &actual)?;
                object.serialize_entry("limit", &limit)?;
            }
            if let Some(help) = &finding.help {
                object.serialize_entry("help", help)?;
            }
            if let Some(related) = &related {
                object.serialize_entry("related", related)?;
            }
            Ok(())
        })
    }

    fn more(&self, out: &mut Vec<u8>, document: Document<'_>, count: u64) -> io::Result<()> {
        write_line(out, |object| {
            object.serialize_entry("type", "more")?;
            object.serialize_entry("path", document.path)?;
            object.serialize_entry("document", &document.index)?;
            object.serialize_entry("findings", &count)
        })
    }

    fn summary(&self, out: &mut Vec<u8>, summary: &Summary) -> io::Result<()> {
        let rules: BTreeMap<_, _> = summary.by_rule().map(|(rule, count)| (rule.as_str(), count)).collect();
        write_line(out, |object| {
            object.serialize_entry("type", "summary")?;
            object.serialize_entry("documents", &summary.documents)?;
            object.serialize_entry("invalid", &summary.invalid)?;
            object.serialize_entry("unjudged", &summary.unjudged)?;
            object.serialize_entry("syntaxErrors", &summary.findings(Severity::Syntax))?;
            object.serialize_entry("violations", &summary.findings(Severity::Violation))?;
            object.serialize_entry("warnings", &summary.findings(Severity::Warning))?;
            object.serialize_entry("rules", &rules)
        })
    }
}

/// Where a span is.
struct Place {
    location: Location,
    offset: u64,
    length: usize,
}

impl Place {
    fn of(document: Document<'_>, lines: &mut Lines<'_>, span: Span) -> Self {
        Self { location: lines.locate(span.start), offset: document.offset_of(span), length: span.len() }
    }

    fn write<M: SerializeMap>(&self, object: &mut M) -> Result<(), M::Error> {
        object.serialize_entry("line", &self.location.line)?;
        object.serialize_entry("column", &self.location.column)?;
        object.serialize_entry("offset", &self.offset)?;
        object.serialize_entry("length", &self.length)
    }
}

struct RelatedPlace<'a>(Place, &'a str);

impl Serialize for RelatedPlace<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        self.0.write(&mut object)?;
        object.serialize_entry("message", self.1)?;
        object.end()
    }
}

/// Writes one object, whose members `members` writes, on a line of its own.
fn write_line(
    out: &mut Vec<u8>,
    members: impl FnOnce(&mut Object<'_, '_>) -> serde_json::Result<()>,
) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(&mut *out, SafeFormatter(CompactFormatter));
    let mut object = serializer.serialize_map(None)?;
    members(&mut object)?;
    object.end()?;
    out.write_all(b"\n")
}

type Object<'a, 'w> = Compound<'a, &'w mut Vec<u8>, SafeFormatter>;

/// Writes every character that is unsafe to show as an escape, so that the lines may be shown as they are.
struct SafeFormatter(CompactFormatter);

impl Formatter for SafeFormatter {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        if rest.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return self.0.write_string_fragment(out, rest);
        }
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
