//! Summaries of parts of a work, which add up: in any order, to the same bytes as the summary of all of it in one go.
//!
//! A summary is one line of JSON, in ASCII, without times, names of machines or anything else that would differ when a part is done again.
//! Under [`add`](RunSummary::add), summaries of parts that do not overlap are a commutative monoid: counts are sums; ranges that touch
//! become one, in which the lines of the second are moved behind those of the first; of the examples of a range the first few stay.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{self, Write};

use contact_schema::escape::Escaped;
use contact_schema::lint::{Finding, Kind, Summary};
use contact_schema::{Severity, schema};
use serde::{Deserialize, Serialize};

use crate::range::ByteRange;
use crate::report::{Document, Ended, Envelope, Extent, Item, Lines, Report, each, write_line};

/// What the first member of a summary says.
const FORMAT: &str = "contact-lint summary";

/// Changes whenever a member changes its meaning.
const VERSION: u32 = 1;

/// How many examples are kept of a range.
const MAX_EXAMPLES: usize = 10;

/// What was found in some parts of some inputs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RunSummary {
    format: String,
    version: u32,
    /// The program's version.
    tool: String,
    contract: String,
    pub(crate) settings: Settings,
    /// Whether all that was asked for was done.
    pub(crate) complete: bool,
    pub(crate) documents: u64,
    pub(crate) invalid: u64,
    pub(crate) unjudged: u64,
    lines: u64,
    bytes: u64,
    syntax_errors: u64,
    violations: u64,
    pub(crate) warnings: u64,
    /// In the order of rules and members.
    findings: Vec<Count>,
    /// In the order of their paths.
    inputs: Vec<InputSummary>,
    /// Why it is not complete.
    pub(crate) failures: BTreeSet<Failure>,
}

/// What the counts depend on beside the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Settings {
    kind: String,
    /// Warnings that were not wanted.
    allow: BTreeSet<String>,
    max_record_bytes: usize,
    max_examples: usize,
}

impl Settings {
    pub(crate) fn new(kind: Option<Kind>, allow: impl IntoIterator<Item = String>, max_record_bytes: usize) -> Self {
        let kind = kind.map_or("auto", Kind::as_str).to_owned();
        Self { kind, allow: allow.into_iter().collect(), max_record_bytes, max_examples: MAX_EXAMPLES }
    }
}

/// How many findings of a rule there are on a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Count {
    rule: String,
    /// A pointer with `*` for items and unknown members; `null` for a document that could not be read that far.
    member: Option<String>,
    count: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct InputSummary {
    path: String,
    /// Its length in bytes, where that is known.
    size: Option<u64>,
    /// What was checked of it, in its order; no two touch.
    ranges: Vec<RangeSummary>,
}

/// The records whose first byte lies in a range of bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RangeSummary {
    start: u64,
    end: u64,
    lines: u64,
    /// The first findings.
    examples: Vec<Example>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    /// Counted from the first line of the range: where that starts at byte 0, the line of the input.
    line: u64,
    offset: u64,
    length: u64,
    rule: String,
    pointer: Option<String>,
}

/// A part that was not done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Failure {
    path: String,
    /// The bytes of the part, as `--range` takes them.
    range: Option<String>,
    reason: String,
}

impl Failure {
    pub(crate) fn new(path: &str, range: Option<ByteRange>, reason: &str) -> Self {
        let range = range.map(|range| range.to_string());
        Self { path: path.to_owned(), range, reason: Escaped(reason).to_string() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if let Some(range) = &self.range {
            write!(f, ", bytes {range}")?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// Why two summaries cannot be added.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Conflict {
    /// Of another version of the program or of the contract, or made with other settings: what differs.
    Differs(&'static str),
    /// The input is not what it was.
    Size { path: String, sizes: (u64, u64) },
    /// These bytes are in both.
    Overlap { path: String, range: ByteRange },
    /// No input has so many bytes or findings.
    TooLarge,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Differs(what) => write!(f, "the summaries differ in {what}, so they do not add up"),
            Self::Size { path, sizes: (one, other) } => {
                write!(f, "{path}: {one} bytes long in one summary, {other} in another")
            }
            Self::Overlap { path, range } => write!(f, "{path}: bytes {range} are in more than one summary"),
            Self::TooLarge => f.write_str("the sums are too large"),
        }
    }
}

impl RunSummary {
    /// Of nothing.
    pub(crate) fn new(settings: Settings) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            tool: env!("CARGO_PKG_VERSION").to_owned(),
            contract: schema::CONTRACT_VERSION.to_string(),
            settings,
            complete: true,
            documents: 0,
            invalid: 0,
            unjudged: 0,
            lines: 0,
            bytes: 0,
            syntax_errors: 0,
            violations: 0,
            warnings: 0,
            findings: Vec::new(),
            inputs: Vec::new(),
            failures: BTreeSet::new(),
        }
    }

    /// Reads a summary.
    ///
    /// # Errors
    ///
    /// What is wrong with it, as text.
    pub(crate) fn read(line: &str) -> Result<Self, String> {
        let summary: Self = serde_json::from_str(line).map_err(|error| error.to_string())?;
        if summary.format != FORMAT || summary.version != VERSION {
            return Err(format!("expected a {FORMAT} of version {VERSION}"));
        }
        let is_in_order = |input: &InputSummary| {
            let bounds: Vec<u64> = input.ranges.iter().flat_map(|range| [range.start, range.end]).collect();
            bounds.is_sorted_by(|a, b| a < b) && bounds.last() <= input.size.as_ref().or(bounds.last())
        };
        let are_sorted = summary.inputs.is_sorted_by(|a, b| a.path < b.path);
        if !are_sorted || !summary.inputs.iter().all(is_in_order) {
            return Err(String::from("expected inputs and ranges in their order, found others"));
        }
        Ok(summary)
    }

    /// Writes the line.
    pub(crate) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        write_line(out, self)
    }

    /// Adds what was found in one part of an input.
    fn add_part(&mut self, path: &str, found: &Summary, extent: Extent, examples: Vec<Example>) {
        let Extent { start, end, lines, bytes, size } = extent;
        self.documents += found.documents;
        self.invalid += found.invalid;
        self.unjudged += found.unjudged;
        self.lines += lines;
        self.bytes += bytes;
        self.syntax_errors += found.findings(Severity::Syntax);
        self.violations += found.findings(Severity::Violation);
        self.warnings += found.findings(Severity::Warning);
        let counts = found.by_member().map(|(rule, member, count)| Count {
            rule: rule.as_str().to_owned(),
            member: member.map(String::from),
            count,
        });
        self.findings = sum(std::mem::take(&mut self.findings).into_iter().chain(counts)).unwrap_or_default();
        let ranges = if start < end { vec![RangeSummary { start, end, lines, examples }] } else { Vec::new() };
        self.inputs.push(InputSummary { path: path.to_owned(), size, ranges });
    }

    /// Adds another summary.
    pub(crate) fn add(&mut self, other: Self) -> Result<(), Conflict> {
        let conflicts = [
            (self.tool != other.tool, "the program's version"),
            (self.contract != other.contract, "the contract's version"),
            (self.settings != other.settings, "their settings"),
        ];
        if let Some((_, what)) = conflicts.into_iter().find(|(differs, _)| *differs) {
            return Err(Conflict::Differs(what));
        }
        self.complete &= other.complete;
        for (sum, more) in [
            (&mut self.documents, other.documents),
            (&mut self.invalid, other.invalid),
            (&mut self.unjudged, other.unjudged),
            (&mut self.lines, other.lines),
            (&mut self.bytes, other.bytes),
            (&mut self.syntax_errors, other.syntax_errors),
            (&mut self.violations, other.violations),
            (&mut self.warnings, other.warnings),
        ] {
            *sum = sum.checked_add(more).ok_or(Conflict::TooLarge)?;
        }
        self.findings =
            sum(std::mem::take(&mut self.findings).into_iter().chain(other.findings)).ok_or(Conflict::TooLarge)?;
        for input in other.inputs {
            match self.inputs.binary_search_by(|mine| mine.path.cmp(&input.path)) {
                Ok(at) => self.inputs.get_mut(at).map_or(Ok(()), |mine| mine.add(input, self.settings.max_examples))?,
                Err(at) => self.inputs.insert(at, input),
            }
        }
        self.failures.extend(other.failures);
        Ok(())
    }

    /// What is missing of the inputs, in words: all that keeps this from being a summary of all of them.
    pub(crate) fn missing(&self) -> Vec<String> {
        let mut missing: Vec<String> = self.failures.iter().map(ToString::to_string).collect();
        if !self.complete && missing.is_empty() {
            missing.push(String::from("a summary is not complete"));
        }
        for InputSummary { path, size, ranges } in &self.inputs {
            let Some(size) = *size else {
                missing.push(format!("{path}: no summary says how many bytes there are"));
                continue;
            };
            let mut at = 0;
            for (start, end) in ranges.iter().map(|range| (range.start, range.end)).chain([(size, size)]) {
                if at < start {
                    missing.push(format!("{path}: bytes {at}:{start} are in no summary"));
                }
                at = end;
            }
        }
        missing
    }
}

/// The counts in the order of rules and members, one of each; `None` where one is too large.
fn sum(counts: impl Iterator<Item = Count>) -> Option<Vec<Count>> {
    let mut sums = BTreeMap::<_, u64>::new();
    for Count { rule, member, count } in counts {
        let sum = sums.entry((rule, member)).or_default();
        *sum = sum.checked_add(count)?;
    }
    Some(sums.into_iter().map(|((rule, member), count)| Count { rule, member, count }).collect())
}

impl InputSummary {
    fn add(&mut self, other: Self, max_examples: usize) -> Result<(), Conflict> {
        let conflict = |sizes| Err(Conflict::Size { path: other.path.clone(), sizes });
        self.size = match (self.size, other.size) {
            (Some(one), Some(other)) if one != other => return conflict((one, other)),
            (one, other) => one.or(other),
        };
        let mut parts: Vec<RangeSummary> = std::mem::take(&mut self.ranges).into_iter().chain(other.ranges).collect();
        parts.sort_by_key(|range| range.start);
        if let (Some(size), Some(last)) = (self.size, parts.last())
            && last.end > size
        {
            return conflict((size, last.end));
        }
        for range in parts {
            match self.ranges.last_mut() {
                Some(last) if range.start < last.end => {
                    let range = ByteRange { start: range.start, end: Some(range.end.min(last.end)) };
                    return Err(Conflict::Overlap { path: other.path, range });
                }
                Some(last) if range.start == last.end => last.append(range, max_examples)?,
                _ => self.ranges.push(range),
            }
        }
        Ok(())
    }
}

impl RangeSummary {
    /// Adds the range that starts where this one ends.
    fn append(&mut self, next: Self, max_examples: usize) -> Result<(), Conflict> {
        for mut example in next.examples {
            if self.examples.len() < max_examples {
                example.line = example.line.checked_add(self.lines).ok_or(Conflict::TooLarge)?;
                self.examples.push(example);
            }
        }
        self.end = next.end;
        self.lines = self.lines.checked_add(next.lines).ok_or(Conflict::TooLarge)?;
        Ok(())
    }
}

/// Lays out findings as examples.
pub(crate) struct Examples;

impl Report for Examples {
    fn finding(
        &self,
        out: &mut Vec<u8>,
        document: Document<'_>,
        lines: &mut Lines<'_>,
        _kind: Option<Kind>,
        finding: &Finding,
    ) -> io::Result<()> {
        let example = Example {
            line: lines.locate(finding.span.start).line,
            offset: document.offset_of(finding.span),
            length: finding.span.len() as u64,
            rule: finding.rule.as_str().to_owned(),
            pointer: finding.pointer.clone().map(String::from),
        };
        Ok(serde_json::to_writer(out, &example)?)
    }
}

/// Makes a summary of all inputs, and writes it at the end.
pub(crate) struct Summarised {
    summary: RunSummary,
    /// Those of the input that is being read.
    examples: Vec<Example>,
}

impl Summarised {
    pub(crate) fn new(settings: Settings) -> Self {
        Self { summary: RunSummary::new(settings), examples: Vec::new() }
    }
}

impl Envelope for Summarised {
    fn start_input(&mut self, _: &mut dyn Write, _: &str) -> io::Result<()> {
        self.examples.clear();
        Ok(())
    }

    fn findings(&mut self, _: &mut dyn Write, text: &[u8], items: &[Item]) -> io::Result<()> {
        for (_, example) in each(text, items).filter(|(item, _)| item.rule.is_some()) {
            if self.is_full() {
                break;
            }
            self.examples.push(serde_json::from_slice(example)?);
        }
        Ok(())
    }

    fn is_full(&self) -> bool {
        self.examples.len() >= MAX_EXAMPLES
    }

    fn end_input(&mut self, _: &mut dyn Write, ended: Ended<'_>) -> io::Result<()> {
        let Ended { path, summary, failure, range, extent } = ended;
        let mut part = RunSummary::new(self.summary.settings.clone());
        let range = range.map(|(start, end)| ByteRange { start, end });
        if let Some(extent) = extent {
            part.add_part(path, summary, extent, std::mem::take(&mut self.examples));
        }
        part.failures.extend(failure.map(|failure| Failure::new(path, range, failure)));
        // An input that was named twice was also read twice.
        self.summary.add(part).map_err(|conflict| io::Error::other(conflict.to_string()))
    }

    fn end(&mut self, out: &mut dyn Write, _: &Summary, complete: bool) -> io::Result<()> {
        self.summary.complete = complete && self.summary.failures.is_empty();
        self.summary.write(out)
    }

    fn tells_if_complete(&self) -> bool {
        true
    }
}
