//! Reports on their way to standard output and to files: laid out by any thread, printed in their order by one.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use contact_schema::lint::{DocumentReport, Summary};

use crate::output::Output;
use crate::report::{Document, Ended, Envelope, Item, Lines, Report, Source, Verdict};

/// How the findings of one output are laid out.
pub(crate) struct Layout {
    report: Box<dyn Report>,
    /// Whether this output shows nothing more, so that nothing more need be laid out.
    enough: AtomicBool,
}

impl Layout {
    pub(crate) fn new(report: Box<dyn Report>) -> Self {
        Self { report, enough: AtomicBool::new(false) }
    }

    fn enough(&self) -> bool {
        self.enough.load(Ordering::Relaxed)
    }
}

/// How the documents of an input are reported.
#[derive(Clone, Copy)]
pub(crate) struct Reports<'a> {
    pub(crate) source: &'a Source,
    pub(crate) layouts: &'a [Layout],
}

impl Reports<'_> {
    /// Whether nothing more need be laid out.
    pub(crate) fn enough(&self) -> bool {
        self.layouts.iter().all(Layout::enough)
    }

    /// Whether there is something to say of lines about which there is nothing to say.
    pub(crate) fn is_by_line(&self) -> bool {
        self.layouts.iter().any(|layout| layout.report.is_by_line())
    }
}

/// Reports that are laid out and not yet printed, for each output.
#[derive(Default)]
pub(crate) struct Rendered {
    outputs: Vec<Laid>,
}

/// What is laid out for one output.
#[derive(Default)]
struct Laid {
    text: Vec<u8>,
    items: Vec<Item>,
}

impl Rendered {
    /// Lays out all there is to say about a document.
    pub(crate) fn add(
        &mut self,
        reports: Reports<'_>,
        document: Document<'_>,
        lines: &mut Lines<'_>,
        reviewed: &DocumentReport,
    ) {
        self.outputs.resize_with(reports.layouts.len(), Laid::default);
        for (laid, layout) in self.outputs.iter_mut().zip(reports.layouts) {
            if !layout.enough() && !layout.report.is_by_line() {
                laid.add(&*layout.report, document, lines, reviewed);
            }
        }
    }

    /// Lays out what there is to say of the line of NDJSON that starts here.
    pub(crate) fn add_line(
        &mut self,
        reports: Reports<'_>,
        document: Document<'_>,
        start: usize,
        verdict: Verdict<'_>,
    ) {
        self.outputs.resize_with(reports.layouts.len(), Laid::default);
        for (laid, layout) in self.outputs.iter_mut().zip(reports.layouts) {
            if layout.report.is_by_line() {
                // Writing to memory does not fail.
                let _ = layout.report.line(&mut laid.text, document, start, verdict);
                laid.items.push(Item { end: laid.text.len(), rule: None, document: document.index, key: 0 });
            }
        }
    }

    /// Whether there is so much that it should be printed before there is more.
    pub(crate) fn is_much(&self) -> bool {
        self.outputs.iter().map(|laid| laid.text.len()).sum::<usize>() >= 1 << 16
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.outputs.iter().all(|laid| laid.items.is_empty())
    }

    pub(crate) fn clear(&mut self) {
        for laid in &mut self.outputs {
            laid.text.clear();
            laid.items.clear();
        }
    }
}

impl Laid {
    fn add(&mut self, report: &dyn Report, document: Document<'_>, lines: &mut Lines<'_>, reviewed: &DocumentReport) {
        // Writing to memory does not fail.
        for finding in &reviewed.findings {
            let _ = report.finding(&mut self.text, document, lines, reviewed.kind, finding);
            let (end, key) = (self.text.len(), report.key(document, finding));
            self.items.push(Item { end, rule: Some(finding.rule), document: document.index, key });
        }
        if reviewed.more > 0 {
            let _ = report.more(&mut self.text, document, reviewed.more);
            self.items.push(Item { end: self.text.len(), rule: None, document: document.index, key: 0 });
        }
    }
}

/// One output that is being written.
struct Printed<'a> {
    layout: &'a Layout,
    envelope: Box<dyn Envelope>,
    out: Output,
    /// How many more findings to show.
    left: u64,
}

/// What went wrong with an output.
pub(crate) struct Failed {
    /// The output's name.
    pub(crate) name: String,
    pub(crate) error: io::Error,
}

/// Prints reports until something goes wrong with an output, or enough findings were shown.
#[derive(Default)]
pub(crate) struct Printer<'a> {
    outputs: Vec<Printed<'a>>,
    /// Once something went wrong nothing more is printed, so that no file holds less than all.
    pub(crate) error: Option<Failed>,
}

impl<'a> Printer<'a> {
    pub(crate) fn add(
        &mut self,
        layout: &'a Layout,
        envelope: Box<dyn Envelope>,
        out: Output,
        max_findings: Option<u64>,
    ) {
        layout.enough.store(max_findings == Some(0), Ordering::Relaxed);
        self.outputs.push(Printed { layout, envelope, out, left: max_findings.unwrap_or(u64::MAX) });
    }

    /// Does something with each output, until it fails.
    fn each(&mut self, mut act: impl FnMut(&mut Printed<'a>) -> io::Result<()>) {
        for printed in &mut self.outputs {
            if self.error.is_none()
                && let Err(error) = act(printed)
            {
                self.error = Some(Failed { name: printed.out.name(), error });
            }
        }
    }

    pub(crate) fn start(&mut self) {
        self.each(|printed| printed.envelope.start(&mut printed.out));
    }

    /// An input comes, of this name.
    pub(crate) fn start_input(&mut self, path: &str) {
        self.each(|printed| {
            printed.envelope.start_input(&mut printed.out, path)?;
            // Some have had enough of one input only.
            printed.layout.enough.store(printed.has_enough(), Ordering::Relaxed);
            Ok(())
        });
    }

    pub(crate) fn print(&mut self, rendered: &Rendered) {
        let mut laid = rendered.outputs.iter();
        self.each(|printed| laid.next().map_or(Ok(()), |laid| printed.print(laid)));
    }

    /// The input was read to its end, or as far as it could be.
    pub(crate) fn end_input(&mut self, ended: Ended<'_>) {
        self.each(|printed| printed.envelope.end_input(&mut printed.out, ended));
    }

    /// Sends what was printed on its way: who reads it may wait for it.
    pub(crate) fn flush(&mut self) {
        self.each(|printed| printed.out.flush());
    }

    /// Prints what was counted, and `statistics` to the first output, and sends all on its way.
    pub(crate) fn end(&mut self, summary: &Summary, statistics: Option<&str>, end: End) {
        let complete = matches!(end, End::Complete);
        self.each(|printed| printed.envelope.end(&mut printed.out, summary, complete));
        if let (Some(statistics), Some(first)) = (statistics, self.outputs.first_mut())
            && self.error.is_none()
            && let Err(error) = first.out.write_all(statistics.as_bytes())
        {
            self.error = Some(Failed { name: first.out.name(), error });
        }
        // Files take their places only when all that there is to write has been written.
        self.each(|printed| printed.out.finish());
        self.each(|printed| {
            let is_kept = match end {
                End::Complete | End::Failed => true,
                End::Interrupted => printed.envelope.tells_if_complete(),
                End::Refused => false,
            };
            if is_kept { printed.out.keep() } else { Ok(()) }
        });
    }
}

/// How the work has ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Complete,
    /// Some of it could not be done, which the reports tell where they can.
    Failed,
    /// The user did not want all of it.
    Interrupted,
    /// An output would have replaced an input, so no file is replaced.
    Refused,
}

impl Printed<'_> {
    fn print(&mut self, laid: &Laid) -> io::Result<()> {
        let mut count = 0;
        for item in &laid.items {
            if self.left == 0 {
                break;
            }
            self.left -= u64::from(item.rule.is_some());
            count += 1;
        }
        let items = laid.items.get(..count).unwrap_or_default();
        let end = items.last().map_or(0, |item| item.end);
        self.envelope.findings(&mut self.out, laid.text.get(..end).unwrap_or_default(), items)?;
        if self.has_enough() {
            self.layout.enough.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    fn has_enough(&self) -> bool {
        self.left == 0 || self.envelope.is_full()
    }
}
