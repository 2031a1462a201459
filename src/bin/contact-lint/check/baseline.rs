//! A baseline: known findings, so that only new ones count.
//!
//! It is a file of JSON lines. The first line identifies the format. Each other line has a
//! fingerprint and the number of its findings, without any value. A finding is known by its rule,
//! its input and its pointer, not by its line. If more findings have a fingerprint than in the
//! baseline, the last of them are new.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use contact_schema::Rule;
use contact_schema::lint::{DocumentReport, Summary};
use serde::{Deserialize, Serialize};

use crate::exit::Complaint;
use crate::input::TextLines;
use crate::output::Output;
use crate::report::{BASELINE_HEAD, Root, Source, fingerprint, total, uri};

/// The maximum number of fingerprints, which bounds the memory. Findings that differ only in their
/// line share one.
const MAX_ENTRIES: usize = 1 << 20;

/// The maximum length of a line in bytes.
const MAX_LINE: u64 = 1 << 16;

/// The files of a baseline, as the user named them.
#[derive(Debug, Default)]
pub(crate) struct BaselineFiles {
    pub(crate) read: Option<PathBuf>,
    pub(crate) write: Option<PathBuf>,
    /// The directory that the names of inputs are relative to.
    pub(crate) root: Arc<Root>,
}

/// A baseline in use.
#[derive(Default)]
pub(crate) struct Baseline {
    entries: HashMap<u64, Entry>,
    /// The inputs in the baseline, and whether each was checked to its end.
    inputs: HashMap<Arc<str>, bool>,
    root: Arc<Root>,
    /// The known findings of this input.
    known: Summary,
    /// The number of known findings in all inputs.
    count: u64,
    /// The number of findings that were not kept, so they cannot be compared.
    more: u64,
    /// The new baseline.
    out: Option<Output>,
    is_full: bool,
}

/// The findings of one fingerprint.
struct Entry {
    input: Arc<str>,
    rule: Rule,
    /// The number in the baseline.
    known: u64,
    /// The number found.
    found: u64,
}

/// A line of a baseline.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<T> {
    path: T,
    rule: Rule,
    fingerprint: String,
    count: u64,
}

impl Baseline {
    /// Reads a baseline and starts a new one; `None` if the user named neither.
    ///
    /// # Errors
    ///
    /// The file, and its error.
    pub(crate) fn open(files: &BaselineFiles) -> Result<Option<Self>, Complaint> {
        if files.read.is_none() && files.write.is_none() {
            return Ok(None);
        }
        let mut baseline = Self { root: Arc::clone(&files.root), ..Self::default() };
        let named = |path: &Path, error: io::Error| Complaint::new(path.to_string_lossy(), error);
        if let Some(path) = &files.read {
            baseline.read(path).map_err(|error| named(path, error))?;
        }
        if let Some(path) = &files.write {
            baseline.out = Some(Output::file(path).map_err(|error| named(path, error))?);
        }
        Ok(Some(baseline))
    }

    fn read(&mut self, path: &Path) -> io::Result<()> {
        let wrong =
            |what: &str| io::Error::other(format!("expected a file that --write-baseline has written, found {what}"));
        if !path.metadata()?.is_file() {
            return Err(wrong("no regular file"));
        }
        let mut lines = TextLines::new(BufReader::new(File::open(path)?), MAX_LINE);
        match lines.next() {
            Ok(Some(head)) if head.trim_end() == BASELINE_HEAD => {}
            Ok(None) => return Err(wrong("an empty file")),
            // The text is not UTF-8 or has very long lines.
            Ok(Some(_)) | Err(_) => return Err(wrong("another file, or one of another version")),
        }
        loop {
            let line = match lines.next() {
                Ok(None) => return Ok(()),
                // The parser's error may contain text of the file.
                Ok(Some(line)) => serde_json::from_str::<Line<String>>(line).ok().and_then(|line| self.add(line)),
                Err(error) => return Err(io::Error::other(format!("line {}: {error}", lines.number()))),
            };
            if line.is_none() {
                let what = "expected `path`, `rule`, a `fingerprint` that no line before has, and `count`";
                return Err(io::Error::other(format!("line {}: {what}", lines.number())));
            }
            if self.entries.len() > MAX_ENTRIES {
                return Err(io::Error::other(format!("expected at most {MAX_ENTRIES} fingerprints")));
            }
        }
    }

    /// Adds a line; `None` if it is invalid.
    fn add(&mut self, line: Line<String>) -> Option<()> {
        let Line { path, rule, fingerprint: text, count } = line;
        let fingerprint = u64::from_str_radix(&text, 16).ok().filter(|number| format!("{number:016x}") == text)?;
        let input = self.input(&path);
        let entry = Entry { input, rule, known: count, found: 0 };
        (count > 0 && self.entries.insert(fingerprint, entry).is_none()).then_some(())
    }

    /// Returns the input of this name, which is kept once.
    fn input(&mut self, uri: &str) -> Arc<str> {
        if let Some((input, _)) = self.inputs.get_key_value(uri) {
            return Arc::clone(input);
        }
        let input = Arc::<str>::from(uri);
        self.inputs.insert(Arc::clone(&input), false);
        input
    }

    /// Returns for each finding of a document whether it is known, after those of all documents
    /// before.
    pub(super) fn are_known(&mut self, report: &DocumentReport, fingerprints: &[u64], uri: &str) -> Vec<bool> {
        let mut known = Vec::with_capacity(report.findings.len());
        for (finding, &fingerprint) in report.findings.iter().zip(fingerprints) {
            if self.out.is_some() && !self.entries.contains_key(&fingerprint) {
                self.is_full |= self.entries.len() >= MAX_ENTRIES;
                if !self.is_full {
                    let input = self.input(uri);
                    self.entries.insert(fingerprint, Entry { input, rule: finding.rule, known: 0, found: 0 });
                }
            }
            known.push(self.entries.get_mut(&fingerprint).is_some_and(|entry| {
                entry.found += 1;
                entry.found <= entry.known
            }));
        }
        let mut each = known.iter().copied();
        self.known.count_some(report, &mut |_| each.next().unwrap_or_default());
        self.more += report.more;
        known
    }

    /// Ends an input, and returns the counts of its known findings.
    pub(super) fn end_input(&mut self, source: &Source, is_whole: bool) -> Summary {
        if let Some(is_checked) = self.inputs.get_mut(uri(source, &self.root)) {
            *is_checked |= is_whole;
        }
        let known = std::mem::take(&mut self.known);
        self.count += total(&known);
        known
    }

    /// Returns the fingerprints of a document's findings.
    pub(super) fn fingerprints(report: &DocumentReport, uri: &str) -> Vec<u64> {
        report.findings.iter().map(|finding| fingerprint(finding, uri)).collect()
    }

    /// Returns the note on the baseline at the end: the number of known findings, and of those gone
    /// from inputs that were checked.
    pub(super) fn notes(&self) -> Vec<String> {
        let findings = |count: u64, is: &str, are: &str| match count {
            1 => format!("1 known finding {is}"),
            _ => format!("{count} known findings {are}"),
        };
        let is_checked = |entry: &&Entry| self.inputs.get(&entry.input).copied().unwrap_or_default();
        let gone = self.entries.values().filter(is_checked).map(|entry| entry.known.saturating_sub(entry.found)).sum();
        let mut notes = Vec::new();
        if self.count > 0 {
            notes.push(findings(self.count, "is not counted", "are not counted"));
        }
        if gone > 0 {
            notes.push(findings(gone, "is gone", "are gone"));
        }
        if self.more > 0 && self.out.is_some() {
            let more = self.more;
            notes.push(format!("{more} more findings are in no baseline, as only the first of a document are kept"));
        }
        notes
    }

    /// Whether a new baseline is written.
    pub(super) fn is_written(&self) -> bool {
        self.out.is_some()
    }

    /// Returns the name of the new baseline.
    pub(super) fn name(&self) -> String {
        self.out.as_ref().map(Output::name).unwrap_or_default()
    }

    /// Writes the new baseline and flushes it to the disk. It has the findings of this run, and the
    /// old entries of inputs that were not checked.
    pub(super) fn write(&mut self) -> io::Result<()> {
        let Some(out) = &mut self.out else { return Ok(()) };
        if self.is_full {
            return Err(io::Error::other(format!("more than {MAX_ENTRIES} findings differ in rule, input or pointer")));
        }
        let is_checked = |entry: &Entry| self.inputs.get(&entry.input).copied().unwrap_or_default();
        let count = |entry: &Entry| if is_checked(entry) { entry.found } else { entry.known.max(entry.found) };
        let mut lines: Vec<_> = self.entries.iter().filter(|(_, entry)| count(entry) > 0).collect();
        lines.sort_by(|(one, a), (other, b)| (&a.input, a.rule.as_str(), one).cmp(&(&b.input, b.rule.as_str(), other)));
        writeln!(out, "{BASELINE_HEAD}")?;
        for (fingerprint, entry) in lines {
            let (path, rule, count) = (&*entry.input, entry.rule, count(entry));
            serde_json::to_writer(&mut *out, &Line { path, rule, fingerprint: format!("{fingerprint:016x}"), count })?;
            writeln!(out)?;
        }
        out.finish()
    }

    /// Renames the new baseline to its final name after [`write`](Self::write).
    pub(super) fn place(&mut self) -> io::Result<()> {
        self.out.as_mut().map_or(Ok(()), Output::keep)
    }

    /// Returns the directory that the names of inputs are relative to.
    pub(super) fn root(&self) -> Arc<Root> {
        Arc::clone(&self.root)
    }
}
