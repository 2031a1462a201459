//! The configuration of a run.

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

/// The configuration of a run: the resolved command line.
pub(crate) struct Config {
    pub(crate) selection: Selection,
    pub(crate) input_type: InputType,
    /// The part of the input to check. A part must not change while it is read.
    pub(crate) part: Option<Part>,
    /// The reason why the inputs must be NDJSON, if they must.
    pub(crate) needs_ndjson: Option<String>,
    pub(crate) linter: LinterConfig,
    pub(crate) threads: Threads,
    /// The reports: first the one on standard output, then those in files.
    pub(crate) reports: Vec<(Reporter, Option<PathBuf>)>,
    /// Whether standard output has colour.
    pub(crate) color: bool,
    /// Whether nothing is printed on standard output.
    pub(crate) is_quiet: bool,
    /// Whether reports show the `id` of records.
    pub(crate) record_ids: bool,
    /// The number of findings to show on standard output.
    pub(crate) shown: ShownLimits,
    pub(crate) partition: PartitionFiles,
    /// The configuration file that was read.
    pub(crate) config_file: Option<PathBuf>,
    /// That file, if it gives the kind of the documents.
    pub(crate) kind_file: Option<PathBuf>,
    pub(crate) baseline: BaselineFiles,
    /// The destination of fixed inputs, if inputs are fixed.
    pub(crate) fix_to: Option<FixTo>,
    /// Whether the report is on standard error: standard output has records or the fixed input.
    pub(crate) on_stderr: bool,
    pub(crate) statistics: Option<StatisticsTo>,
    pub(crate) gate: Gate,
    /// Whether a run without documents fails.
    pub(crate) fail_if_empty: bool,
    /// Whether to show progress on a terminal.
    pub(crate) progress: bool,
}

/// The destination of the statistics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StatisticsTo {
    Stdout,
    /// Standard error, because programs read standard output.
    Stderr,
}

/// How fixes are handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fixes {
    Ignore,
    /// Reports say which findings have one.
    Find,
    /// Fixes up to this level of safety are applied.
    Apply(Safety),
}

/// The settings that the findings depend on.
#[derive(Clone, Debug)]
pub(crate) struct LinterConfig {
    /// The kind of the documents; `None` infers each from its members.
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

/// The number of threads for NDJSON, and the size from which they are used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Threads {
    pub(crate) count: usize,
    /// The number of bytes checked before threads are started. Checking fewer is faster than
    /// starting threads.
    pub(crate) after_bytes: u64,
}

impl Threads {
    pub(crate) fn new(count: NonZero<usize>) -> Self {
        Self { count: count.get(), after_bytes: 1 << 20 }
    }
}
