//! Shows one record of NDJSON with all its findings.

use std::io::{self, Write};
use std::num::NonZero;
use std::path::PathBuf;
use std::process::ExitCode;

use contact_schema::Severity;
use contact_schema::escape::Escaped;
use contact_schema::lint::{Block, Blocks};

use super::config::{LinterConfig, Threads};
use super::ndjson::{Job, check_block};
use super::printer::{End, Formatters, Printer, Reporting, ShownLimits};
use super::run::stdout;
use crate::exit::{Complaint, Gate};
use crate::input::{Input, Interrupt};
use crate::output::{Output, OutputFiles};
use crate::report::{Reporter, Source};

/// The record to show, and the output options.
pub(crate) struct ShowConfig {
    pub(crate) input: Input,
    /// The number of its line, from 1.
    pub(crate) line: NonZero<u64>,
    pub(crate) linter: LinterConfig,
    /// The configuration file that was read.
    pub(crate) config_file: Option<PathBuf>,
    pub(crate) reporter: Reporter,
    /// Whether standard output has colour.
    pub(crate) color: bool,
}

/// Prints the record and its findings. Returns the exit status.
///
/// # Errors
///
/// There is no such record, it could not be read or printed, or the output is the input.
pub(crate) fn show(config: ShowConfig) -> Result<ExitCode, Complaint> {
    let outputs = OutputFiles::streams();
    outputs.check(&config.input)?;
    outputs.check_configuration(config.config_file.as_deref())?;
    let interrupt = Interrupt::install().map_err(|error| Complaint::new("signals", error))?;
    let record = find(&config.input, config.line, config.linter.max_record_bytes, &interrupt);
    let record = record.map_err(|error| Complaint::new(config.input.name(), error))?;
    print(config, &record).map_err(|error| Complaint::new("standard output", error))
}

fn print(config: ShowConfig, record: &Record) -> io::Result<ExitCode> {
    let ShowConfig { input, line, linter, reporter, color, .. } = config;
    let block = Block { bytes: &record.bytes, offset: record.offset, too_long: None };

    let source = Source::new(input.name(), input.file(), false);
    let formatters = Formatters::new([reporter.formatter], false);
    let mut out = Output::stdout(stdout(color));
    writeln!(out, "{}", Escaped(String::from_utf8_lossy(&record.bytes).trim_end()))?;
    writeln!(out)?;
    let mut printer = Printer::new(&formatters, [(reporter.report, out)], ShownLimits::default());
    let job = Job {
        reporting: Reporting { source: &source, formatters: &formatters },
        max_record_bytes: linter.max_record_bytes,
        threads: Threads::new(NonZero::<usize>::MIN),
        partitioner: None,
        fixed: None,
    };
    let mut linter = linter.linter();
    check_block(job, block, line.get() - 1, &mut linter, &mut |batch| {
        printer.print(batch);
        printer.error.is_none()
    });
    let summary = linter.take_summary();
    printer.end(&summary, None, End::Complete);
    if let Some(error) = printer.error {
        return Err(error.error);
    }
    let gate = Gate { deny_warnings: false, exit_zero: false };
    Ok(gate.status(summary.unjudged > 0, gate.is_bad(summary.invalid, summary.findings(Severity::Warning))))
}

/// A line of an input.
struct Record {
    bytes: Vec<u8>,
    /// The offset in the input.
    offset: u64,
}

/// Reads up to the line with this number.
fn find(input: &Input, line: NonZero<u64>, max_bytes: usize, interrupt: &Interrupt) -> io::Result<Record> {
    let mut blocks = Blocks::new(input.open(interrupt)?, max_bytes);
    let mut buffer = Vec::new();
    // The number of lines before the block.
    let mut before = 0;
    while let Some(Block { bytes, offset, too_long }) = blocks.next(&mut buffer)? {
        if let Some(length) = too_long {
            before += 1;
            if before == line.get() {
                return Err(io::Error::other(format!("line {line} is longer than --max-record-bytes: {length} bytes")));
            }
            continue;
        }
        let mut start = 0;
        for record in bytes.split_inclusive(|&byte| byte == b'\n') {
            before += 1;
            if before == line.get() {
                return Ok(Record { bytes: record.to_vec(), offset: offset + start });
            }
            start += record.len() as u64;
        }
    }
    let lines = if before == 1 { "line" } else { "lines" };
    Err(io::Error::other(format!("expected line {line}, found {before} {lines}")))
}
