//! SARIF 2.1.0, the interchange format of static analysis: one log with one run.
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;

use contact_schema::lint::{Fix, Kind, Related, Summary};
use contact_schema::{Rule, Severity, Span};

use super::document::LocatedFinding;
use super::fingerprint::{fingerprint, uri};
use super::format::{EndedInput, Entry, Format, Formatter, MAX_FINDINGS, Note, PROGRAM, Report, Reporter, each, total};
use super::object::Object;
use super::quota::{Admission, Quota, Wanted};
use super::root::Root;

pub(super) const FORMAT: Format = Format {
    name: "sarif",
    help: "SARIF 2.1.0, for code scanning and editors; at most 5,000 findings",
    is_for_people: false,
    is_by_line: false,
    shows_fixes: true,
    max_on_terminal: None,
    create: |options| Reporter::new(Sarif { root: Arc::clone(&options.root) }, Log::new(options.root)),
    matches: |start, _| {
        let rest = start.strip_prefix(HEAD.as_bytes()).unwrap_or_default();
        rest.starts_with(format!(r#"{{"name":"{PROGRAM}","#).as_bytes())
    },
};

/// The start of a log, up to its tool.
const HEAD: &str =
    r#"{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":"#;

/// Formats results.
struct Sarif {
    root: Arc<Root>,
}

impl Formatter for Sarif {
    /// Formats a result without its end, which depends on the results before it.
    fn finding(&self, located: &LocatedFinding<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let LocatedFinding { finding, kind, document, .. } = located;
        let mut result = Object::start(out, "ruleId", finding.rule.as_str())?;
        result.number("ruleIndex", finding.rule as u64)?;
        result.text("level", Some(level(finding.severity())))?;
        message(&mut result, &located.message_with_help())?;
        result.array("locations", [finding.span], |object, span| {
            self.write_place(object, located, span)?;
            match &finding.pointer() {
                None => Ok(()),
                Some(pointer) => object.array("logicalLocations", [pointer], |object, pointer| {
                    object.text("fullyQualifiedName", Some(pointer.as_str()))
                }),
            }
        })?;
        if let Some(related) = &finding.related {
            result.array("relatedLocations", [related], |object, Related { span, label, .. }| {
                self.write_place(object, located, *span)?;
                message(object, label)
            })?;
        }
        // A conversion of the whole text has no replacements.
        if let Some(fix) = finding.fix().filter(|fix| !fix.edits.is_empty()) {
            result.array("fixes", [fix], |object, fix| self.write_fix(object, located, fix))?;
        }
        result.object("properties", |object| {
            object.number(document.index_name(), document.number())?;
            object.text("kind", kind.map(Kind::as_str))?;
            if let Some((actual, limit)) = finding.measure {
                object.number("actual", actual as u64)?;
                object.number("limit", limit as u64)?;
            }
            Ok(())
        })
    }

    fn note(&self, located: &LocatedFinding<'_>) -> Note {
        Note::Fingerprint(fingerprint(located.finding, uri(located.document.source, &self.root)))
    }
}

impl Sarif {
    /// Writes a fix. Inserted text holds no value of the document (R11).
    fn write_fix(&self, object: &mut Object<'_>, located: &LocatedFinding<'_>, fix: &Fix) -> io::Result<()> {
        object.object("description", |object| object.text("text", Some(&fix.title)))?;
        object.array("artifactChanges", [fix], |object, fix| {
            artifact(object, uri(located.document.source, &self.root))?;
            object.array("replacements", &fix.edits, |object, edit| {
                write_region(object, "deletedRegion", located, edit.span)?;
                match edit.text.is_empty() {
                    true => Ok(()),
                    false => object.object("insertedContent", |object| object.text("text", Some(&edit.text))),
                }
            })
        })?;
        object.object("properties", |object| object.ascii("safety", fix.safety.as_str()))
    }

    /// Writes the place of a span of the finding's document.
    fn write_place(&self, object: &mut Object<'_>, located: &LocatedFinding<'_>, span: Span) -> io::Result<()> {
        object.object("physicalLocation", |object| {
            artifact(object, uri(located.document.source, &self.root))?;
            write_region(object, "region", located, span)
        })
    }
}

/// Writes a span of the finding's document.
fn write_region(object: &mut Object<'_>, name: &str, located: &LocatedFinding<'_>, span: Span) -> io::Result<()> {
    let document = located.document;
    let (start, end) = (located.location_of(span.start), located.location_of(span.end));
    object.object(name, |region| {
        // In a part of an input, the line of the input is not known.
        if !document.source.is_part {
            region.number("startLine", start.line)?;
            region.number("startColumn", start.column)?;
            region.number("endLine", end.line)?;
            region.number("endColumn", end.column)?;
        }
        region.number("byteOffset", document.offset_of(span))?;
        region.number("byteLength", span.len() as u64)
    })
}

/// The log around the results.
pub(crate) struct Log {
    /// The results. Those that are held have a fingerprint.
    quota: Quota<(u64, Vec<u8>)>,
    is_empty: bool,
    /// The number of results with each fingerprint. Has at most as many entries as results.
    occurrences: HashMap<u64, u64>,
    root: Arc<Root>,
    /// The URIs of inputs that could not be checked, with the reason.
    failures: Vec<(String, String)>,
    more_failures: u64,
}

impl Report for Log {
    fn start(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let mut driver = Vec::new();
        let mut object = Object::start(&mut driver, "name", PROGRAM)?;
        object.text("semanticVersion", Some(env!("CARGO_PKG_VERSION")))?;
        object.text("informationUri", Some(INFORMATION))?;
        object.array("rules", Rule::ALL, |object, rule| {
            object.text("id", Some(rule.as_str()))?;
            object.object("shortDescription", |object| object.text("text", Some(rule.summary())))?;
            object.object("fullDescription", |object| object.text("text", Some(rule.explanation())))?;
            object.object("help", |object| object.text("text", Some(rule.explanation())))?;
            object.object("defaultConfiguration", |object| object.text("level", Some(level(rule.severity()))))
        })?;
        out.write_all(HEAD.as_bytes())?;
        out.write_all(&driver)?;
        out.write_all(br#"}},"columnKind":"unicodeCodePoints","results":["#)
    }

    fn findings(&mut self, out: &mut dyn Write, text: &[u8], entries: &[Entry]) -> io::Result<()> {
        for (entry, result) in each(text, entries) {
            let (Some(rule), &Note::Fingerprint(fingerprint)) = (entry.rule, &entry.note) else { continue };
            match self.quota.admit(rule.severity()) {
                Admission::Show => self.result(out, fingerprint, result)?,
                Admission::Hold => self.quota.hold((fingerprint, result.to_vec()), result.len()),
                Admission::Drop => {}
            }
        }
        Ok(())
    }

    fn wanted(&self) -> Wanted {
        self.quota.wanted()
    }

    fn end_input(&mut self, _: &mut dyn Write, ended: EndedInput<'_>) -> io::Result<()> {
        let EndedInput { source, failure, .. } = ended;
        match failure {
            Some(failure) if (self.failures.len() as u64) < MAX_FINDINGS => {
                self.failures.push((uri(source, &self.root).to_owned(), failure.to_owned()));
            }
            Some(_) => self.more_failures += 1,
            None => {}
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, summary: &Summary, is_complete: bool) -> io::Result<()> {
        for (fingerprint, result) in self.quota.release() {
            self.result(out, fingerprint, &result)?;
        }
        let findings = total(summary);
        out.write_all(b"\n],\"invocations\":[")?;
        out.write_all(&self.invocation(findings, is_complete)?)?;
        out.write_all(b"],\"properties\":")?;
        let mut properties = Vec::new();
        let mut object = Object::empty(&mut properties);
        object.number("documents", summary.documents)?;
        object.number("invalid", summary.invalid)?;
        object.number("unjudged", summary.unjudged)?;
        object.number("findings", findings)?;
        object.end()?;
        out.write_all(&properties)?;
        out.write_all(b"}]}\n")
    }
}

impl Log {
    fn new(root: Arc<Root>) -> Self {
        Self {
            root,
            quota: Quota::new(MAX_FINDINGS),
            is_empty: true,
            occurrences: HashMap::new(),
            failures: Vec::new(),
            more_failures: 0,
        }
    }

    /// Writes a result and its end.
    fn result(&mut self, out: &mut dyn Write, fingerprint: u64, result: &[u8]) -> io::Result<()> {
        let occurrence = self.occurrences.entry(fingerprint).or_default();
        out.write_all(if std::mem::take(&mut self.is_empty) { b"\n" } else { b",\n" })?;
        out.write_all(result)?;
        write!(out, r#","partialFingerprints":{{"contactLint/v1":"{fingerprint:016x}:{occurrence}"}}}}"#)?;
        *occurrence += 1;
        Ok(())
    }

    /// Returns the object that states whether all work was done, and which parts were not.
    fn invocation(&self, findings: u64, is_complete: bool) -> io::Result<Vec<u8>> {
        let mut notifications: Vec<_> =
            self.failures.iter().map(|(uri, failure)| ("error", Some(uri), failure.clone())).collect();
        if self.more_failures > 0 {
            notifications.push(("error", None, format!("{} more inputs could not be read", self.more_failures)));
        }
        let results = self.quota.shown();
        if results < findings {
            notifications.push(("warning", None, format!("the results are {results} of {findings}")));
        }
        let mut invocation = Vec::new();
        let mut object = Object::empty(&mut invocation);
        object.boolean("executionSuccessful", is_complete && self.failures.is_empty())?;
        object.array("toolExecutionNotifications", notifications, |object, (level, uri, text)| {
            object.text("level", Some(level))?;
            message(object, &text)?;
            match uri {
                None => Ok(()),
                Some(uri) => object.array("locations", [uri], |object, uri| {
                    object.object("physicalLocation", |object| artifact(object, uri))
                }),
            }
        })?;
        object.end()?;
        Ok(invocation)
    }
}

/// The page that describes the tool.
const INFORMATION: &str = concat!("https://crates.io/crates/", env!("CARGO_PKG_NAME"));

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Warning => "warning",
        _ => "error",
    }
}

fn message(object: &mut Object<'_>, text: &str) -> io::Result<()> {
    // Section 3.11.6: `[a](b)` is a link, and the name of a member may look like one.
    let text =
        if text.contains("](") { &text.replace('\\', r"\\").replace('[', r"\[").replace(']', r"\]") } else { text };
    object.object("message", |object| object.text("text", Some(text)))
}

fn artifact(object: &mut Object<'_>, uri: &str) -> io::Result<()> {
    object.object("artifactLocation", |object| object.text("uri", Some(uri)))
}
