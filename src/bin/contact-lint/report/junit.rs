//! JUnit's XML, which build servers read: a suite for each input, a case for each document with findings, or one that passes.
//!
//! Written by hand, and not with quick-junit, which holds a report as a tree and brings clocks and UUIDs. Three elements need no more than
//! that texts are escaped.

use std::fmt::Write as _;
use std::io::{self, Write};

use contact_schema::escape::Escaped;
use contact_schema::lint::{Finding, Kind, Summary};
use contact_schema::{Rule, Severity};

use super::concise::line;
use super::{Document, Ended, Envelope, Item, Lines, MOST, PROGRAM, Report, each, total};

/// How many bytes of findings are kept of an input; a suite starts with its counts, so it is written when they are known.
const MOST_BYTES: usize = 16 << 20;

/// How many characters the headline of a case has; the text below it has all.
const MOST_CHARS: usize = 240;

pub(crate) struct Junit;

impl Report for Junit {
    fn finding(
        &self,
        out: &mut Vec<u8>,
        document: Document<'_>,
        lines: &mut Lines<'_>,
        _kind: Option<Kind>,
        finding: &Finding,
    ) -> io::Result<()> {
        let mut text = Vec::new();
        line(&mut text, document, lines, finding)?;
        writeln!(out, "{}", xml(&String::from_utf8_lossy(&text)))
    }
}

/// Findings by what they mean for a case.
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

/// The case of a document whose findings come in.
struct Case {
    document: u64,
    /// The rule that the case is named after: the first of those that decide.
    rule: Rule,
    counts: Counts,
    /// The findings, escaped, a line each.
    lines: String,
}

/// The suites.
pub(crate) struct Suites {
    deny_warnings: bool,
    /// How many findings were shown, of all inputs.
    shown: u64,
    suite: Suite,
}

/// The suite of the input that is being read.
#[derive(Default)]
struct Suite {
    /// The input's name, escaped.
    name: String,
    case: Option<Case>,
    cases: String,
    /// How many bytes of findings are kept.
    bytes: usize,
    tests: u64,
    errors: u64,
    failures: u64,
    shown: Counts,
}

impl Suites {
    pub(crate) fn new(deny_warnings: bool) -> Self {
        Self { deny_warnings, shown: 0, suite: Suite::default() }
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
        self.shown += 1;
    }
}

impl Suite {
    fn end_case(&mut self) {
        if let Some(Case { document, rule, counts, lines }) = self.case.take() {
            self.add(&format!("document {document}"), counts, rule.as_str(), &lines);
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

impl Envelope for Suites {
    fn start(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{PROGRAM}\">")
    }

    fn start_input(&mut self, _: &mut dyn Write, path: &str) -> io::Result<()> {
        self.suite = Suite { name: xml(&Escaped(path).to_string()), ..Suite::default() };
        Ok(())
    }

    fn findings(&mut self, _: &mut dyn Write, text: &[u8], items: &[Item]) -> io::Result<()> {
        for (item, text) in each(text, items) {
            if let Some(rule) = item.rule
                && !self.is_full()
                && self.suite.bytes + text.len() <= MOST_BYTES
            {
                self.suite.bytes += text.len();
                self.add(item.document, rule, &String::from_utf8_lossy(text));
            }
        }
        Ok(())
    }

    fn is_full(&self) -> bool {
        self.shown >= MOST
    }

    fn end_input(&mut self, out: &mut dyn Write, ended: Ended<'_>) -> io::Result<()> {
        let Ended { summary, failure, .. } = ended;
        let mut suite = std::mem::take(&mut self.suite);
        suite.end_case();
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
            suite.add("read", counts, "not-checked", &format!("{}\n", xml(&Escaped(failure).to_string())));
        }
        let Suite { name, mut cases, mut tests, errors, failures, .. } = suite;
        if tests == 0 {
            tests = 1;
            let _ = writeln!(cases, "    <testcase classname=\"{name}\" name=\"all documents\"/>");
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

/// The first line of an escaped text, or what fits a list of failures of it.
fn headline(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let Some((end, _)) = line.char_indices().nth(MOST_CHARS) else { return line.to_owned() };
    let shown = line.get(..end).unwrap_or_default();
    // Not the half of an entity.
    let shown = match shown.rsplit_once('&') {
        Some((before, entity)) if !entity.contains(';') => before,
        _ => shown,
    };
    format!("{shown}…")
}

/// A text as XML's content and as the value of an attribute, where a text is already [safe](Escaped) to show: of all other characters XML 1.0
/// holds but two (section 2.2).
fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => escaped.push(char::REPLACEMENT_CHARACTER),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{MOST_CHARS, headline, xml};

    #[test]
    fn headlines_end_between_characters_as_xml_writes_them() {
        assert_eq!(headline("one\ntwo"), "one");
        for before in 0..8 {
            let text = format!("{}{}", "é".repeat(before), "<&".repeat(MOST_CHARS));
            let shown = headline(&xml(&text));
            let element = format!("<x>{shown}</x>");
            let document = roxmltree::Document::parse(&element).unwrap();
            let read = document.root_element().text().unwrap();
            assert!(text.starts_with(read.strip_suffix('…').unwrap()));
            assert!(shown.chars().count() <= MOST_CHARS + 1);
        }
    }
}
