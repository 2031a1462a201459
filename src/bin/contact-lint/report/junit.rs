//! JUnit XML, which build servers read: a suite for each input, a case for each document with
//! findings, or one that passes.
//!
//! Written by hand: quick-junit keeps a report as a tree and depends on clocks and UUIDs, but three
//! elements need only escaped text.

use std::fmt::Write as _;
use std::io::{self, Write};

use contact_schema::escape::Escaped;
use contact_schema::lint::Summary;
use contact_schema::{Rule, Severity};

use super::concise::write_without_path;
use super::document::LocatedFinding;
use super::format::{EndedInput, Entry, Format, Formatter, MAX_FINDINGS, PROGRAM, Report, Reporter, each, total};
use super::quota::{Admission, Quota, Wanted};
use super::xml::escape_xml;

pub(super) const FORMAT: Format = Format {
    name: "junit",
    help: "JUnit XML: a suite for each file, a case for each document with findings; at most 5,000 findings",
    is_for_people: false,
    is_by_line: false,
    shows_fixes: true,
    max_on_terminal: None,
    create: |options| Reporter::new(Junit, Suites::new(options.deny_warnings)),
    matches: |start, _| start.starts_with(head().as_bytes()),
};

/// The maximum length in bytes of the findings of an input. They are kept in memory, because a
/// suite starts with its counts.
const MAX_BYTES: usize = 16 << 20;

/// The maximum length in characters of the headline of a case. The text below it is not cut.
const MAX_HEADLINE_CHARS: usize = 240;

fn head() -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{PROGRAM}\">\n")
}

/// Formats a finding as an escaped line of text.
struct Junit;

impl Formatter for Junit {
    fn finding(&self, finding: &LocatedFinding<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let mut text = Vec::new();
        write_without_path(finding, &mut text)?;
        writeln!(out, "{}", escape_xml(&String::from_utf8_lossy(&text)))
    }
}

/// Findings by their effect on a case.
#[derive(Clone, Copy, Default)]
struct Counts {
    errors: u64,
    failures: u64,
    others: u64,
}

impl Counts {
    fn add(&mut self, rule: Rule, count: u64, deny_warnings: bool) {
        match rule.severity() {
            Severity::Failure => self.errors += count,
            Severity::Warning if !deny_warnings => self.others += count,
            _ => self.failures += count,
        }
    }

    fn total(self) -> u64 {
        self.errors + self.failures + self.others
    }
}

/// A case that is not complete.
struct Case {
    document: u64,
    /// The type of the failure: the rule of the first finding that fails the case.
    rule: Rule,
    counts: Counts,
    /// The findings, escaped, a line each.
    lines: String,
}

/// All suites of a run.
struct Suites {
    deny_warnings: bool,
    /// The findings shown, of all inputs. Warnings beyond their half are only counted.
    quota: Quota<()>,
    suite: Suite,
}

/// The suite of the input that is being read.
#[derive(Default)]
struct Suite {
    /// The input's name, escaped.
    name: String,
    case: Option<Case>,
    cases: String,
    /// The length of the findings in bytes.
    bytes: usize,
    /// The number of documents with a case.
    documents: u64,
    /// The number of cases.
    tests: u64,
    errors: u64,
    failures: u64,
    shown: Counts,
}

impl Suites {
    fn new(deny_warnings: bool) -> Self {
        Self { deny_warnings, quota: Quota::dropping(MAX_FINDINGS), suite: Suite::default() }
    }

    fn add(&mut self, document: u64, rule: Rule, text: &str) {
        if self.suite.case.as_ref().is_some_and(|case| case.document != document) {
            self.suite.end_case();
        }
        let case = self.suite.case.get_or_insert_with(|| Case {
            document,
            rule,
            counts: Counts::default(),
            lines: String::new(),
        });
        let counts = case.counts;
        case.counts.add(rule, 1, self.deny_warnings);
        if counts.errors + counts.failures == 0 && case.counts.errors + case.counts.failures > 0 {
            case.rule = rule;
        }
        case.lines.push_str(text);
        self.suite.shown.add(rule, 1, self.deny_warnings);
    }
}

impl Suite {
    fn end_case(&mut self) {
        if let Some(Case { document, rule, counts, lines }) = self.case.take() {
            self.documents += 1;
            self.add(&format!("document {}", document + 1), counts, rule.as_str(), &lines);
        }
    }

    /// Adds a case; `kind` and `text` are escaped.
    fn add(&mut self, name: &str, counts: Counts, kind: &str, text: &str) {
        self.tests += 1;
        let element = match counts {
            Counts { errors: 1.., .. } => "error",
            Counts { failures: 1.., .. } => "failure",
            _ => "system-out",
        };
        self.errors += u64::from(element == "error");
        self.failures += u64::from(element == "failure");
        // Writing to memory does not fail.
        let _ = write!(self.cases, "    <testcase classname=\"{}\" name=\"{name}\">\n      <{element}", self.name);
        if element != "system-out" {
            let _ = write!(self.cases, " type=\"{kind}\" message=\"{}\"", headline(text));
        }
        let _ = writeln!(self.cases, ">{}</{element}>\n    </testcase>", text.trim_end());
    }
}

impl Report for Suites {
    fn tells_if_complete(&self) -> bool {
        false
    }

    fn start(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(head().as_bytes())
    }

    fn start_input(&mut self, _: &mut dyn Write, path: &str) -> io::Result<()> {
        self.suite = Suite { name: escape_xml(&Escaped(path).to_string()), ..Suite::default() };
        Ok(())
    }

    fn findings(&mut self, _: &mut dyn Write, text: &[u8], entries: &[Entry]) -> io::Result<()> {
        for (entry, text) in each(text, entries) {
            if let Some(rule) = entry.rule
                && self.suite.bytes + text.len() <= MAX_BYTES
                && self.quota.admit(rule.severity()) == Admission::Show
            {
                self.suite.bytes += text.len();
                self.add(entry.document, rule, &String::from_utf8_lossy(text));
            }
        }
        Ok(())
    }

    fn wanted(&self) -> Wanted {
        self.quota.wanted()
    }

    fn end_input(&mut self, out: &mut dyn Write, ended: EndedInput<'_>) -> io::Result<()> {
        let EndedInput { summary, failure, .. } = ended;
        let mut suite = std::mem::take(&mut self.suite);
        suite.end_case();
        let passing = suite.tests - suite.errors - suite.failures;
        let mut counts = Counts::default();
        for (rule, count) in summary.by_rule() {
            counts.add(rule, count, self.deny_warnings);
        }
        let hidden = Counts {
            errors: counts.errors.saturating_sub(suite.shown.errors),
            failures: counts.failures.saturating_sub(suite.shown.failures),
            others: counts.others.saturating_sub(suite.shown.others),
        };
        if hidden.total() > 0 {
            suite.add("more", hidden, "more", &format!("and {} more findings\n", hidden.total()));
        }
        if let Some(failure) = failure {
            let counts = Counts { errors: 1, ..Counts::default() };
            suite.add("read", counts, "not-checked", &format!("{}\n", escape_xml(&Escaped(failure).to_string())));
        }
        let Suite { name, mut cases, tests: shown, documents, errors, failures, .. } = suite;
        // A reader that counts the cases sees one for all other valid documents. A reader of
        // `tests` sees their number.
        let others = summary.documents.saturating_sub(documents);
        let tests = (shown + others).max(1);
        let valid = summary.documents - summary.invalid - summary.unjudged;
        if shown == 0 {
            let _ = writeln!(cases, "    <testcase classname=\"{name}\" name=\"all documents\"/>");
        } else if others > 0 && valid > passing {
            let _ = writeln!(cases, "    <testcase classname=\"{name}\" name=\"all other valid documents\"/>");
        }
        writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"0\">\n    <properties>"
        )?;
        let (documents, invalid) = (summary.documents, summary.invalid);
        for (property, value) in [("documents", documents), ("invalid", invalid), ("findings", total(summary))] {
            writeln!(out, "      <property name=\"{property}\" value=\"{value}\"/>")?;
        }
        out.write_all(b"    </properties>\n")?;
        out.write_all(cases.as_bytes())?;
        out.write_all(b"  </testsuite>\n")
    }

    fn end(&mut self, out: &mut dyn Write, _: &Summary, _: bool) -> io::Result<()> {
        out.write_all(b"</testsuites>\n")
    }
}

/// Returns the first line of an escaped text, cut to the length of a headline.
fn headline(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let Some((end, _)) = line.char_indices().nth(MAX_HEADLINE_CHARS) else { return line.to_owned() };
    let shown = line.get(..end).unwrap_or_default();
    // Do not cut within an entity.
    let shown = match shown.rsplit_once('&') {
        Some((before, entity)) if !entity.contains(';') => before,
        _ => shown,
    };
    format!("{shown}…")
}

#[cfg(test)]
mod tests {
    use super::{MAX_HEADLINE_CHARS, escape_xml, headline};

    #[test]
    fn headlines_end_between_characters_as_xml_writes_them() {
        assert_eq!(headline("one\ntwo"), "one");
        for before in 0..8 {
            let text = format!("{}{}", "é".repeat(before), "<&".repeat(MAX_HEADLINE_CHARS));
            let shown = headline(&escape_xml(&text));
            let element = format!("<x>{shown}</x>");
            let document = roxmltree::Document::parse(&element).unwrap();
            let read = document.root_element().text().unwrap();
            assert!(text.starts_with(read.strip_suffix('…').unwrap()));
            assert!(shown.chars().count() <= MAX_HEADLINE_CHARS + 1);
        }
    }
}
