//! The outputs and counts of checking inputs.

use std::io;

use contact_schema::lint::Summary;

use super::printer::Printer;
use crate::output::{FixedInput, Partition, Progress};

/// The outputs and counts of checking inputs.
pub(crate) struct Outcome<'a> {
    pub(crate) printer: Printer<'a>,
    pub(crate) partition: Option<Partition>,
    pub(crate) progress: Progress,
    /// The input after fixing, if it is written.
    pub(super) fixed: Option<FixedInput>,
    /// The reason why that could not be written, if any.
    pub(super) fix_error: Option<io::Error>,
    /// Whether this input has fixes, but its file could not be replaced.
    pub(super) fixes_are_lost: bool,
    /// The counts of the blocks of this input, if it is NDJSON.
    pub(super) counted: Summary,
    /// The lines of this input that were checked, if it is NDJSON.
    pub(super) lines: Option<LineRange>,
}

/// The lines of an input that were checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LineRange {
    /// The offset of the first line in the input, in bytes.
    pub(super) start: u64,
    /// The offset after the last line.
    pub(super) end: u64,
    pub(super) count: u64,
}

/// A block of NDJSON that was checked.
pub(super) struct CheckedBlock {
    pub(super) lines: u64,
    /// The number of records that are not valid, if records are partitioned.
    pub(super) bad: u64,
    /// The length in bytes, without the line feed of a line that was too long to be kept.
    pub(super) length: u64,
    /// The offset after the block in the input.
    pub(super) end: u64,
}

impl<'a> Outcome<'a> {
    pub(crate) fn new(printer: Printer<'a>, partition: Option<Partition>, progress: Progress) -> Self {
        Self {
            printer,
            partition,
            progress,
            fixed: None,
            fix_error: None,
            fixes_are_lost: false,
            counted: Summary::default(),
            lines: None,
        }
    }

    /// Whether an output has failed, so further checking is useless. A file that cannot be replaced
    /// is still checked: its findings are reported.
    pub(super) fn has_failed(&self) -> bool {
        let is_file = self.fixed.as_ref().is_some_and(FixedInput::is_file);
        self.printer.error.is_some()
            || self.fix_error.is_some() && !is_file
            || self.partition.as_ref().is_some_and(|partition| partition.error.is_some())
    }

    /// Acts on the input after fixing, until that fails.
    pub(super) fn with_fixed(&mut self, act: impl FnOnce(&mut FixedInput) -> io::Result<()>) {
        if self.fix_error.is_none()
            && let Some(fixed) = &mut self.fixed
        {
            self.fix_error = act(fixed).err();
        }
    }

    /// Counts a block whose findings were printed.
    pub(super) fn add_block(&mut self, block: &CheckedBlock, summary: &Summary) {
        self.counted.add(summary);
        self.progress.add(block.length, summary.documents);
        if let Some(lines) = &mut self.lines {
            lines.count += block.lines;
            lines.end = block.end;
        }
        if let Some(partition) = &mut self.partition {
            partition.bad += block.bad;
            partition.flush();
        }
        // Flush now: an interactive sender waits for each answer.
        self.printer.flush();
        self.with_fixed(FixedInput::flush);
    }
}
