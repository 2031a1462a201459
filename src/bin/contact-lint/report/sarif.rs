//! SARIF 2.1.0, the interchange format of static analysis: one log with one run.
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::collections::HashMap;
use std::hash::Hasher;
use std::io::{self, Write};
use std::path::Path;
use std::{env, fs, path};

use contact_schema::lint::{Finding, Kind, Related, Summary};
use contact_schema::{Rule, Severity, Span};
use fnv::FnvHasher;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::object::Object;
use super::{Document, Ended, Envelope, Item, Lines, MOST, PROGRAM, Report, each, message_with_help, total};

pub(crate) struct Sarif;

impl Report for Sarif {
    /// All but the end of a result, which holds what only those before it tell.
    fn finding(
        &self,
        out: &mut Vec<u8>,
        document: Document<'_>,
        lines: &mut Lines<'_>,
        kind: Option<Kind>,
        finding: &Finding,
    ) -> io::Result<()> {
        let mut result = Object::start(out, "ruleId", finding.rule.as_str())?;
        result.number("ruleIndex", finding.rule as u64)?;
        result.text("level", Some(level(finding.severity())))?;
        message(&mut result, &message_with_help(finding))?;
        result.array("locations", [finding.span], |object, span| {
            place(object, document, lines, span)?;
            match &finding.pointer {
                None => Ok(()),
                Some(pointer) => object.array("logicalLocations", [pointer], |object, pointer| {
                    object.text("fullyQualifiedName", Some(pointer.as_str()))
                }),
            }
        })?;
        if let Some(related) = &finding.related {
            result.array("relatedLocations", [related], |object, Related { span, label }| {
                place(object, document, lines, *span)?;
                message(object, label)
            })?;
        }
        result.object("properties", |object| {
            object.number(document.index_name(), document.index)?;
            object.text("kind", kind.map(Kind::as_str))?;
            if let Some((actual, limit)) = finding.measure {
                object.number("actual", actual as u64)?;
                object.number("limit", limit as u64)?;
            }
            Ok(())
        })
    }

    /// What the fingerprint is of: where a finding is, in terms that hold when lines are added before it. Nothing of a value, nor a hash of
    /// one: an email can be found from its hash by trying (R11).
    fn key(&self, document: Document<'_>, finding: &Finding) -> u64 {
        let mut hasher = FnvHasher::default();
        let pointer = finding.pointer.as_ref().map_or("", |pointer| pointer.as_str());
        for text in [finding.rule.as_str(), document_uri(document), pointer] {
            hasher.write(text.as_bytes());
            // No UTF-8 holds it, so no two sequences of texts are one.
            hasher.write_u8(0xFF);
        }
        hasher.finish()
    }
}

/// The log around the results.
#[derive(Default)]
pub(crate) struct Log {
    results: u64,
    /// How many results had each key, of which there are no more than results.
    occurrences: HashMap<u64, u64>,
    /// Inputs that could not be read, with the reason.
    failures: Vec<(String, String)>,
    more_failures: u64,
}

impl Envelope for Log {
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
        out.write_all(br#"{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":"#)?;
        out.write_all(&driver)?;
        out.write_all(br#"}},"columnKind":"unicodeCodePoints","results":["#)
    }

    fn findings(&mut self, out: &mut dyn Write, text: &[u8], items: &[Item]) -> io::Result<()> {
        for (item, result) in each(text, items).filter(|(item, _)| item.rule.is_some()) {
            if self.is_full() {
                break;
            }
            let occurrence = self.occurrences.entry(item.key).or_default();
            out.write_all(if self.results == 0 { b"\n" } else { b",\n" })?;
            out.write_all(result)?;
            write!(out, r#","partialFingerprints":{{"contactLint/v1":"{:016x}:{occurrence}"}}}}"#, item.key)?;
            *occurrence += 1;
            self.results += 1;
        }
        Ok(())
    }

    fn is_full(&self) -> bool {
        self.results >= MOST
    }

    fn end_input(&mut self, _: &mut dyn Write, ended: Ended<'_>) -> io::Result<()> {
        let Ended { path, failure, .. } = ended;
        match failure {
            Some(failure) if (self.failures.len() as u64) < MOST => {
                self.failures.push((path.to_owned(), failure.to_owned()));
            }
            Some(_) => self.more_failures += 1,
            None => {}
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, summary: &Summary, _: bool) -> io::Result<()> {
        let findings = total(summary);
        let mut invocation = Vec::new();
        let mut object = Object::empty(&mut invocation);
        object.boolean("executionSuccessful", self.failures.is_empty())?;
        let mut notifications: Vec<_> =
            self.failures.iter().map(|(path, failure)| ("error", Some(path), failure.clone())).collect();
        if self.more_failures > 0 {
            notifications.push(("error", None, format!("{} more inputs could not be read", self.more_failures)));
        }
        if self.results < findings {
            let results = self.results;
            notifications.push(("warning", None, format!("the results are the first {results} of {findings}")));
        }
        object.array("toolExecutionNotifications", notifications, |object, (level, path, text)| {
            object.text("level", Some(level))?;
            message(object, &text)?;
            match path {
                None => Ok(()),
                Some(path) => object.array("locations", [path], |object, path| {
                    object.object("physicalLocation", |object| artifact(object, &uri(path)))
                }),
            }
        })?;
        object.end()?;
        let mut properties = Vec::new();
        let mut object = Object::empty(&mut properties);
        object.number("documents", summary.documents)?;
        object.number("invalid", summary.invalid)?;
        object.number("unjudged", summary.unjudged)?;
        object.number("findings", findings)?;
        object.end()?;
        out.write_all(b"\n],\"invocations\":[")?;
        out.write_all(&invocation)?;
        out.write_all(b"],\"properties\":")?;
        out.write_all(&properties)?;
        out.write_all(b"}]}\n")
    }
}

/// Where the tool is described.
const INFORMATION: &str = concat!("https://crates.io/crates/", env!("CARGO_PKG_NAME"));

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Warning => "warning",
        _ => "error",
    }
}

fn message(object: &mut Object<'_>, text: &str) -> io::Result<()> {
    // Section 3.11.6: `[a](b)` would be a link, and the name of a member may look like one.
    let text =
        if text.contains("](") { &text.replace('\\', r"\\").replace('[', r"\[").replace(']', r"\]") } else { text };
    object.object("message", |object| object.text("text", Some(text)))
}

fn artifact(object: &mut Object<'_>, uri: &str) -> io::Result<()> {
    object.object("artifactLocation", |object| object.text("uri", Some(uri)))
}

/// The URI of a document's input.
fn document_uri(document: Document<'_>) -> &str {
    document.source.uri.get_or_init(|| uri(&document.source.path))
}

fn place(object: &mut Object<'_>, document: Document<'_>, lines: &mut Lines<'_>, span: Span) -> io::Result<()> {
    let (start, end) = (lines.locate(span.start), lines.locate(span.end));
    object.object("physicalLocation", |object| {
        artifact(object, document_uri(document))?;
        object.object("region", |region| {
            // Of a part of the input, the lines are not known.
            if !document.source.is_part {
                region.number("startLine", start.line)?;
                region.number("startColumn", start.column)?;
                region.number("endLine", end.line)?;
                region.number("endColumn", end.column)?;
            }
            region.number("byteOffset", document.offset_of(span))?;
            region.number("byteLength", span.len() as u64)
        })
    })
}

/// What a segment of a path keeps as it is (RFC 3986, section 3.3: `unreserved`), and the slash between segments.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A path as a URI: relative, without a base, where it lies below the working directory, which is where viewers of a repository look;
/// else absolute.
fn uri(path: &str) -> String {
    let relative = Path::new(path);
    if !relative.is_absolute() && !relative.components().any(|part| part == path::Component::ParentDir) {
        return encoded(relative.strip_prefix(".").unwrap_or(relative));
    }
    // Where a `..` leads is for the file system to tell.
    let absolute =
        fs::canonicalize(relative).or_else(|_| path::absolute(relative)).unwrap_or_else(|_| relative.to_path_buf());
    match env::current_dir().ok().and_then(|directory| absolute.strip_prefix(directory).ok().map(Path::to_path_buf)) {
        Some(below) => encoded(&below),
        None => format!("file:///{}", encoded(&absolute).trim_start_matches('/')),
    }
}

fn encoded(path: &Path) -> String {
    let path = path.to_string_lossy();
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() };
    utf8_percent_encode(&path, PATH).to_string()
}
