//! What a run is to do.

use std::num::NonZero;
use std::path::PathBuf;

use contact_schema::lint::{Kind, Linter, Safety};
use contact_schema::{Limits, Rule};

use super::baseline::BaselineFiles;
use super::printer::ShownLimits;
use crate::exit::Gate;
use crate::input::{InputType, Part, Selection};
use crate::output::{FixTo, PartitionFiles};
use crate::report::Reporter;

/// What a run is to do: the command line, resolved.
pub(crate) struct Config {
    pub(crate) selection: Selection,
    pub(crate) input_type: InputType,
    /// The part of the input to check. A part must not change while it is read.
    pub(crate) part: Option<Part>,
    /// Why the inputs must be NDJSON, if so.
    pub(crate) needs_ndjson: Option<String>,
    pub(crate) linter: LinterConfig,
    pub(crate) threads: Threads,
    /// The reports: that on standard output, then those in files.
    pub(crate) reports: Vec<(Reporter, Option<PathBuf>)>,
    /// Whether standard output has colour.
    pub(crate) color: bool,
    /// Whether nothing is printed on standard output.
    pub(crate) is_quiet: bool,
    /// Whether reports show the `id` of records.
    pub(crate) record_ids: bool,
    /// How many findings are shown on standard output.
    pub(crate) shown: ShownLimits,
    pub(crate) partition: PartitionFiles,
    pub(crate) baseline: BaselineFiles,
    /// Where fixed inputs go, if inputs are fixed.
    pub(crate) fix_to: Option<FixTo>,
    /// Whether the report is on standard error: standard output has records or the fixed input.
    pub(crate) on_stderr: bool,
    pub(crate) statistics: Option<StatisticsTo>,
    pub(crate) gate: Gate,
    /// Whether no document at all fails the run.
    pub(crate) fail_if_empty: bool,
    /// Whether to show progress on a terminal.
    pub(crate) progress: bool,
}

/// Where the statistics go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StatisticsTo {
    Stdout,
    /// Programs read standard output, so nothing is added there.
    Stderr,
}

/// What is done about fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fixes {
    Ignore,
    /// Reports say which findings have one.
    Find,
    /// Those that are at most so unsafe are applied.
    Apply(Safety),
}

/// What the findings depend on.
#[derive(Clone, Debug)]
pub(crate) struct LinterConfig {
    /// The kind of the documents; `None` tells each by its members.
    pub(crate) kind: Option<Kind>,
    /// Warnings that are not reported.
    pub(crate) allow: Vec<Rule>,
    /// Unknown members that are not reported.
    pub(crate) allow_members: Vec<String>,
    pub(crate) max_record_bytes: usize,
    pub(crate) fixes: Fixes,
}

impl LinterConfig {
    pub(super) fn linter(&self) -> Linter {
        let limits = Limits::default().max_document_bytes(self.max_record_bytes);
        let linter = Linter::new().kind(self.kind).limits(limits);
        let linter = match self.fixes {
            Fixes::Ignore => linter,
            Fixes::Find => linter.find_fixes(true),
            Fixes::Apply(safety) => linter.apply_fixes(safety),
        };
        let linter = self.allow.iter().fold(linter, |linter, &rule| linter.allow(rule));
        self.allow_members.iter().fold(linter, |linter, name| linter.allow_member(name))
    }
}

/// How many threads check NDJSON, and from when on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Threads {
    pub(crate) count: usize,
    /// How many bytes are checked before threads are started. Less takes longer to start than to
    /// check.
    pub(crate) after_bytes: u64,
}

impl Threads {
    pub(crate) fn new(count: NonZero<usize>) -> Self {
        Self { count: count.get(), after_bytes: 1 << 20 }
    }
}
