//! Reports on their way to standard output.

use std::io::{self, BufWriter, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use contact_schema::lint::{Reviewed, Summary};

use crate::report::{Document, Lines, Report};

/// How the documents of an input are reported.
#[derive(Clone, Copy)]
pub(crate) struct Reports<'a> {
    /// The name of the input.
    pub(crate) path: &'a str,
    pub(crate) report: &'a dyn Report,
    /// Whether nothing more is to be shown.
    pub(crate) enough: &'a AtomicBool,
}

impl Reports<'_> {
    /// Whether nothing more need be laid out.
    pub(crate) fn enough(&self) -> bool {
        self.enough.load(Ordering::Relaxed)
    }
}

/// Reports that are laid out and not yet printed.
#[derive(Default)]
pub(crate) struct Rendered {
    text: Vec<u8>,
    items: Vec<Item>,
}

/// One report: where in the text it ends, and whether it is of a finding.
struct Item {
    end: usize,
    is_finding: bool,
}

impl Rendered {
    /// Lays out all there is to say about a document.
    pub(crate) fn add(
        &mut self,
        report: &dyn Report,
        document: Document<'_>,
        lines: &mut Lines<'_>,
        reviewed: &Reviewed,
    ) {
        // Writing to memory does not fail.
        for finding in &reviewed.findings {
            let _ = report.finding(&mut self.text, document, lines, reviewed.kind, finding);
            self.items.push(Item { end: self.text.len(), is_finding: true });
        }
        if reviewed.more > 0 {
            let _ = report.more(&mut self.text, document, reviewed.more);
            self.items.push(Item { end: self.text.len(), is_finding: false });
        }
    }

    /// Whether there is so much that it should be printed before there is more.
    pub(crate) fn is_much(&self) -> bool {
        self.text.len() >= 1 << 16
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.items.clear();
    }
}

/// Prints reports until something goes wrong with the output, or enough findings were shown.
pub(crate) struct Printer<'a> {
    pub(crate) report: &'a dyn Report,
    out: BufWriter<Box<dyn Write>>,
    /// How many more findings to show.
    left: u64,
    /// Whether nothing more is to be shown, so that nothing more need be laid out.
    enough: &'a AtomicBool,
    pub(crate) error: Option<io::Error>,
}

impl<'a> Printer<'a> {
    pub(crate) fn new(
        report: &'a dyn Report,
        out: Box<dyn Write>,
        max_findings: Option<u64>,
        enough: &'a AtomicBool,
    ) -> Self {
        let out = BufWriter::with_capacity(1 << 16, out);
        enough.store(max_findings == Some(0), Ordering::Relaxed);
        Self { report, out, left: max_findings.unwrap_or(u64::MAX), enough, error: None }
    }

    pub(crate) fn print(&mut self, rendered: &Rendered) {
        let mut end = 0;
        for item in &rendered.items {
            if self.left == 0 {
                break;
            }
            self.left -= u64::from(item.is_finding);
            end = item.end;
        }
        if self.left == 0 {
            self.enough.store(true, Ordering::Relaxed);
        }
        if self.error.is_none() {
            self.error = self.out.write_all(rendered.text.get(..end).unwrap_or_default()).err();
        }
    }

    /// Prints what was counted, and sends all on its way.
    pub(crate) fn end(&mut self, summary: &Summary) {
        if self.error.is_none() {
            let mut text = Vec::new();
            let summary = self.report.summary(&mut text, summary).and_then(|()| self.out.write_all(&text));
            self.error = summary.and_then(|()| self.out.flush()).err();
        }
        // What could not be written is not tried again when the writer is dropped.
    }
}
