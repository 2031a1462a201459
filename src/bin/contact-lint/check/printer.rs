//! From findings to reports: formatted on any thread, printed in their order on one.

use std::collections::HashMap;
use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use contact_schema::Rule;
use contact_schema::lint::{DocumentReport, Summary};

use super::baseline::Baseline;
use crate::exit::complain;
use crate::output::Output;
use crate::report::{
    Admission, Document, EndedInput, Entry, Formatter, Line, Lines, LocatedFinding, Note, Quota, Report, Root, Source,
    Wanted, each, record_id, total, uri,
};

/// The length in bytes from which a batch is printed before it grows further.
const LARGE: usize = 1 << 16;

/// The formatters of all outputs, which the threads share.
pub(crate) struct Formatters {
    outputs: Vec<OutputFormatter>,
    /// Whether the reports show the `id` of records.
    record_ids: bool,
    /// The directory that names of inputs are relative to, if findings are compared with a
    /// baseline. All findings are then formatted, because the new ones are known only after
    /// sorting.
    pub(super) baseline: Option<Arc<Root>>,
}

struct OutputFormatter {
    formatter: Box<dyn Formatter>,
    /// The findings that its report still accepts, so that no others are formatted: a [`Wanted`].
    wanted: AtomicU8,
}

impl OutputFormatter {
    fn wanted(&self) -> Wanted {
        const VIOLATIONS: u8 = Wanted::Violations as u8;
        const NOTHING: u8 = Wanted::Nothing as u8;
        match self.wanted.load(Ordering::Relaxed) {
            NOTHING => Wanted::Nothing,
            VIOLATIONS => Wanted::Violations,
            _ => Wanted::All,
        }
    }
}

impl Formatters {
    pub(crate) fn new(formatters: impl IntoIterator<Item = Box<dyn Formatter>>, record_ids: bool) -> Self {
        let new = |formatter| OutputFormatter { formatter, wanted: AtomicU8::new(Wanted::All as u8) };
        Self { outputs: formatters.into_iter().map(new).collect(), record_ids, baseline: None }
    }

    /// Returns the document with its `id`, if the user wants it. The document is at `span` in its
    /// block.
    fn with_id<'a>(&self, document: Document<'a>, span: Range<usize>) -> Document<'a> {
        if !self.record_ids {
            return document;
        }
        Document { record_id: document.bytes.get(span).and_then(record_id), ..document }
    }

    /// Whether no report takes findings of this document. Lines of NDJSON are always taken.
    pub(crate) fn are_full(&self, report: &DocumentReport) -> bool {
        self.baseline.is_none() && self.outputs.iter().all(|output| !output.wanted().takes(report.severity))
    }

    /// Whether a report has an entry for each line of NDJSON.
    pub(crate) fn are_by_line(&self) -> bool {
        self.outputs.iter().any(|output| output.formatter.is_by_line())
    }
}

/// The formatters, and the input that is read.
#[derive(Clone, Copy)]
pub(crate) struct Reporting<'a> {
    pub(crate) source: &'a Source,
    pub(crate) formatters: &'a Formatters,
}

/// Formatted findings on their way to the printer.
#[derive(Default)]
pub(crate) struct Batch {
    /// For each output.
    outputs: Vec<Formatted>,
    /// The documents, if they are compared with a baseline.
    documents: Vec<FingerprintedDocument>,
}

/// A document to compare with a baseline.
struct FingerprintedDocument {
    report: DocumentReport,
    /// The fingerprints of its findings.
    fingerprints: Vec<u64>,
    /// The name of the input.
    uri: Arc<str>,
}

#[derive(Default)]
struct Formatted {
    text: Vec<u8>,
    entries: Vec<Entry>,
}

impl Batch {
    /// Adds the findings of a document.
    pub(crate) fn add(
        &mut self,
        formatters: &Formatters,
        document: Document<'_>,
        lines: &Lines<'_>,
        report: &DocumentReport,
    ) {
        let document = formatters.with_id(document, report.span.start..report.span.end);
        self.outputs.resize_with(formatters.outputs.len(), Formatted::default);
        let has_baseline = formatters.baseline.is_some();
        for (formatted, output) in self.outputs.iter_mut().zip(&formatters.outputs) {
            let wanted = if has_baseline { Wanted::All } else { output.wanted() };
            if wanted.takes(report.severity) && !output.formatter.is_by_line() {
                formatted.add(&*output.formatter, wanted, !has_baseline, document, lines, report);
            }
        }
        if let Some(root) = &formatters.baseline {
            let uri = uri(document.source, root);
            self.documents.push(FingerprintedDocument {
                fingerprints: Baseline::fingerprints(report, uri),
                report: report.clone(),
                uri: Arc::from(uri),
            });
        }
    }

    /// Adds the line of NDJSON that is at `span` in the block.
    pub(crate) fn add_line(
        &mut self,
        formatters: &Formatters,
        document: Document<'_>,
        span: Range<usize>,
        line: Line<'_>,
    ) {
        let start = span.start;
        let document = formatters.with_id(document, span);
        self.outputs.resize_with(formatters.outputs.len(), Formatted::default);
        for (formatted, output) in self.outputs.iter_mut().zip(&formatters.outputs) {
            if output.formatter.is_by_line() {
                // Writing to memory does not fail.
                let _ = output.formatter.line(document, start, line, &mut formatted.text);
                formatted.end_entry(document, None, Note::None);
            }
        }
    }

    pub(crate) fn is_large(&self) -> bool {
        self.outputs.iter().map(|formatted| formatted.text.len()).sum::<usize>() >= LARGE
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.outputs.iter().all(|formatted| formatted.entries.is_empty())
    }

    pub(crate) fn clear(&mut self) {
        for formatted in &mut self.outputs {
            formatted.text.clear();
            formatted.entries.clear();
        }
        self.documents.clear();
    }

    /// Returns for each finding whether it is known.
    fn are_known(&self, baseline: &mut Baseline) -> Vec<bool> {
        let each = |document: &FingerprintedDocument| {
            let FingerprintedDocument { report, fingerprints, uri } = document;
            baseline.are_known(report, fingerprints, uri)
        };
        self.documents.iter().flat_map(each).collect()
    }
}

impl Formatted {
    /// Adds the findings of a document. With `has_groups`, some are formatted together.
    fn add(
        &mut self,
        formatter: &dyn Formatter,
        wanted: Wanted,
        has_groups: bool,
        document: Document<'_>,
        lines: &Lines<'_>,
        report: &DocumentReport,
    ) {
        let locate = &|offset| lines.locate(offset);
        // Writing to memory does not fail.
        let mut rest = &report.findings[..];
        while let Some((finding, after)) = rest.split_first() {
            if !wanted.takes(finding.severity()) {
                rest = after;
                continue;
            }
            let count = if has_groups { formatter.group(rest).max(1) } else { 1 };
            let (others, after) = after.split_at_checked(count - 1).unwrap_or((after, &[]));
            let located = LocatedFinding { finding, others, kind: report.kind, document, locate };
            let _ = formatter.finding(&located, &mut self.text);
            self.end_entry(document, Some((finding.rule, count)), formatter.note(&located));
            rest = after;
        }
        if report.more > 0 {
            let _ = formatter.more(document, report.more, &mut self.text);
            self.end_entry(document, None, Note::None);
        }
    }

    /// Returns the findings that are not known. `known` has all findings.
    fn new_findings(&self, known: &[bool]) -> Self {
        let mut new = Self::default();
        let mut known = known.iter();
        for (entry, text) in each(&self.text, &self.entries) {
            if entry.rule.is_none() || known.next() == Some(&false) {
                new.text.extend_from_slice(text);
                new.entries.push(Entry { end: new.text.len(), ..entry.clone() });
            }
        }
        new
    }

    /// Returns the findings for which the quota has places, and holds those to show later.
    fn shown(&self, quota: &mut Quota<(Vec<u8>, Entry)>, samples: &mut Option<Samples>) -> Self {
        let mut shown = Self::default();
        for (entry, text) in each(&self.text, &self.entries) {
            let admission = match entry.rule {
                Some(rule) if samples.as_mut().is_some_and(|samples| !samples.admit(rule, entry.count)) => {
                    Admission::Drop
                }
                Some(rule) => quota.admit_group(rule.severity(), entry.count),
                None if samples.is_some() => Admission::Drop,
                // The entry "more findings" is not a finding.
                None if quota.wanted() == Wanted::All => Admission::Show,
                None => Admission::Drop,
            };
            match admission {
                Admission::Show => {
                    shown.text.extend_from_slice(text);
                    shown.entries.push(Entry { end: shown.text.len(), ..entry.clone() });
                }
                Admission::Hold => {
                    quota.hold((text.to_vec(), Entry { end: text.len(), ..entry.clone() }), text.len());
                }
                Admission::Drop => {}
            }
        }
        shown
    }

    fn end_entry(&mut self, document: Document<'_>, findings: Option<(Rule, usize)>, note: Note) {
        let (rule, count) = findings.map_or((None, 0), |(rule, count)| (Some(rule), count as u64));
        self.entries.push(Entry { end: self.text.len(), rule, count, document: document.index, note });
    }
}

/// The error of an output.
pub(crate) struct OutputError {
    /// The name of the output.
    pub(crate) name: String,
    pub(crate) error: io::Error,
}

/// Prints reports, until an output fails or has enough findings.
#[derive(Default)]
pub(crate) struct Printer<'a> {
    outputs: Vec<PrinterOutput<'a>>,
    /// The findings that are known, and are not printed.
    pub(super) baseline: Option<Baseline>,
    /// After an error nothing more is printed, so no file contains a partial report.
    pub(crate) error: Option<OutputError>,
}

struct PrinterOutput<'a> {
    formatter: &'a OutputFormatter,
    report: Box<dyn Report>,
    out: Output,
    /// The places for findings, if the user set a maximum.
    quota: Option<Quota<(Vec<u8>, Entry)>>,
    /// The places for findings of each rule, if the user set a maximum.
    samples: Option<Samples>,
}

/// The maximum number of findings in a report.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ShownLimits {
    /// In all.
    pub(crate) findings: Option<u64>,
    /// Of each rule.
    pub(crate) of_rule: Option<u64>,
}

/// Counts the findings of each rule up to a maximum.
struct Samples {
    max: u64,
    counts: HashMap<Rule, u64>,
}

impl Samples {
    fn new(max: u64) -> Self {
        Self { max, counts: HashMap::new() }
    }

    /// Returns whether this many more findings of the rule, which are formatted together, are
    /// shown. If so, they count.
    fn admit(&mut self, rule: Rule, findings: u64) -> bool {
        let count = self.counts.entry(rule).or_default();
        let is_shown = *count < self.max;
        if is_shown {
            *count += findings;
        }
        is_shown
    }
}

/// The end of the work.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Complete,
    /// Some work could not be done. Reports that can express this show it.
    Failed,
    Interrupted,
    /// An output would have replaced an input, so no file is replaced.
    Refused,
}

impl<'a> Printer<'a> {
    /// Returns a printer of these outputs, in the order of their formatters. `limits` is for the
    /// first.
    pub(crate) fn new(
        formatters: &'a Formatters,
        outputs: impl IntoIterator<Item = (Box<dyn Report>, Output)>,
        limits: ShownLimits,
    ) -> Self {
        let mut limits = Some(limits).into_iter();
        let new = |(formatter, (report, out)): (&'a OutputFormatter, _)| {
            let ShownLimits { findings, of_rule } = limits.next().unwrap_or_default();
            let quota = findings.or(of_rule.map(|_| u64::MAX)).map(Quota::new);
            let output = PrinterOutput { formatter, report, out, quota, samples: of_rule.map(Samples::new) };
            output.tell_wanted();
            output
        };
        Self { outputs: formatters.outputs.iter().zip(outputs).map(new).collect(), baseline: None, error: None }
    }

    /// Whether a report or a baseline goes to a file.
    pub(crate) fn has_files(&self) -> bool {
        let has_baseline = self.baseline.as_ref().is_some_and(Baseline::is_written);
        has_baseline || self.outputs.iter().any(|output| matches!(output.out, Output::File(..)))
    }

    /// Calls `act` for each output, until one fails.
    fn each(&mut self, mut act: impl FnMut(&mut PrinterOutput<'a>) -> io::Result<()>) {
        for output in &mut self.outputs {
            if self.error.is_none()
                && let Err(error) = act(output)
            {
                self.error = Some(OutputError { name: output.out.name(), error });
            }
        }
    }

    pub(crate) fn start(&mut self) {
        self.each(|output| output.report.start(&mut output.out));
    }

    pub(crate) fn start_input(&mut self, path: &str) {
        self.each(|output| {
            output.report.start_input(&mut output.out, path)?;
            // Some reports are full for one input only.
            output.tell_wanted();
            Ok(())
        });
    }

    pub(crate) fn print(&mut self, batch: &Batch) {
        let known = self.baseline.as_mut().map(|baseline| batch.are_known(baseline));
        let mut formatted = batch.outputs.iter();
        self.each(|output| match (formatted.next(), &known) {
            (Some(formatted), None) => output.print(formatted),
            (Some(formatted), Some(known)) => output.print(&formatted.new_findings(known)),
            (None, _) => Ok(()),
        });
    }

    pub(crate) fn end_input(&mut self, ended: EndedInput<'_>) {
        self.each(|output| output.report.end_input(&mut output.out, ended));
    }

    /// Flushes all outputs: the reader may wait for an answer.
    pub(crate) fn flush(&mut self) {
        self.each(|output| output.out.flush());
    }

    /// Ends all reports, prints `statistics` to the first output, and flushes the files to the
    /// disk.
    pub(crate) fn end(&mut self, summary: &Summary, statistics: Option<&str>, end: End) {
        let is_complete = end == End::Complete;
        self.each(|output| {
            output.print_held(summary)?;
            output.report.end(&mut output.out, summary, is_complete)
        });
        let mut statistics = statistics.into_iter();
        self.each(|output| statistics.next().map_or(Ok(()), |text| output.out.write_all(text.as_bytes())));
        self.each(|output| output.out.finish());
        if is_complete {
            self.with_new_baseline(Baseline::write);
        }
    }

    /// Acts on the baseline that is written, if no output has failed.
    fn with_new_baseline(&mut self, act: impl FnOnce(&mut Baseline) -> io::Result<()>) {
        if let (Some(baseline), None) = (&mut self.baseline, &self.error) {
            self.error = act(baseline).err().map(|error| OutputError { name: baseline.name(), error });
        }
    }

    /// Puts the files in place, after [`end`](Self::end) and if no output has failed.
    pub(crate) fn place_files(&mut self, end: End) {
        self.each(|output| match end {
            End::Interrupted if !output.report.tells_if_complete() => {
                if matches!(output.out, Output::File(..)) {
                    complain(&output.out.name(), &"not written, as the work was interrupted");
                }
                Ok(())
            }
            End::Complete | End::Failed | End::Interrupted => output.out.keep(),
            End::Refused => Ok(()),
        });
        // A baseline of a part of the work would make known findings new again.
        if end == End::Complete {
            self.with_new_baseline(Baseline::place);
        }
    }
}

impl PrinterOutput<'_> {
    fn print(&mut self, formatted: &Formatted) -> io::Result<()> {
        let Self { report, out, quota, samples, .. } = self;
        match quota {
            None => report.findings(out, &formatted.text, &formatted.entries)?,
            Some(quota) => {
                let Formatted { text, entries } = formatted.shown(quota, samples);
                report.findings(out, &text, &entries)?;
            }
        }
        self.tell_wanted();
        Ok(())
    }

    /// Prints the held findings, and the number of findings not shown.
    fn print_held(&mut self, summary: &Summary) -> io::Result<()> {
        let Self { report, out, quota: Some(quota), .. } = self else { return Ok(()) };
        for (text, entry) in quota.release() {
            report.findings(out, &text, &[entry])?;
        }
        let hidden = total(summary).saturating_sub(quota.shown());
        if hidden > 0 { report.hidden(out, hidden) } else { Ok(()) }
    }

    /// Tells the threads which findings are worth formatting.
    fn tell_wanted(&self) {
        let of_quota = self.quota.as_ref().map_or(Wanted::All, Quota::wanted);
        let wanted = of_quota.max(self.report.wanted());
        self.formatter.wanted.store(wanted as u8, Ordering::Relaxed);
    }
}
