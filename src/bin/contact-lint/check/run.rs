//! A run: check all inputs, print the reports, return the exit status.

use std::io::{self, ErrorKind, IsTerminal, Read, Write};
use std::mem;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use contact_schema::Severity;
use contact_schema::lint::{Kind, Summary};

use super::baseline::{Baseline, BaselineFiles};
use super::checker::{CheckedInput, Checker};
use super::config::{Config, StatisticsTo};
use super::outcome::Outcome;
use super::printer::{End, Formatters, OutputError, Printer};
use crate::exit::{Complaint, FAILED, complain};
use crate::input::{Found, Input, InputType, Interrupt};
use crate::output::{self, FixTo, Output, OutputFiles, Partition, Progress};
use crate::report::{Report, Reporter, Source, statistics};

/// Checks all inputs and prints the reports. Returns the exit status.
///
/// # Errors
///
/// The reason why the run could not start.
pub(crate) fn run(mut config: Config) -> Result<ExitCode, Complaint> {
    let files = output_files(&config)?;
    if config.selection.waits_for_keyboard() {
        complain("standard input", &"waiting for a document; end it with Ctrl-D (--help shows how to name files)");
    }
    let interrupt = Interrupt::install().map_err(|error| Complaint::new("signals", error))?;
    if !config.partition.is_empty() {
        look_ahead(&config, &files, &interrupt)?;
    }
    let partition = match Partition::create(&config.partition, config.gate.least_bad(), &interrupt) {
        Ok(partition) => partition,
        Err(complaint) => {
            let failed = complaint.fail();
            // A signal may arrive while a pipe waits for its reader.
            return Ok(interrupt.status().map_or(failed, ExitCode::from));
        }
    };
    let range = config.part.as_ref().map(|part| part.range);
    let progress = Progress::new(config.progress, || config.selection.total_bytes(range));
    let baseline = Baseline::open(&config.baseline)?;
    let (mut formatters, outputs) = open_reports(mem::take(&mut config.reports), &config, &progress)?;
    formatters.baseline = baseline.as_ref().map(Baseline::root);
    let mut printer = Printer::new(&formatters, outputs, config.shown);
    printer.baseline = baseline;
    let outcome = Outcome::new(printer, partition, progress);
    let mut run = Run {
        checker: Checker::new(&config.linter, config.threads, &formatters, outcome).fix_to(config.fix_to),
        config: &config,
        interrupt,
        total: Summary::default(),
        has_failed: false,
        refusal: None,
    };
    run.checker.outcome.printer.start();
    let is_whole = run.check_inputs(&files);
    // Windows does not replace a file that is open.
    drop(files);
    Ok(run.finish(is_whole))
}

/// Checks that the records of each input can be divided: a name that shows that they cannot may come
/// late in a large directory, after records were written to a pipe.
fn look_ahead(config: &Config, files: &OutputFiles, interrupt: &Interrupt) -> Result<(), Complaint> {
    let mut refused = None;
    let has_only = |path: &Path, are_valid| has_only(config, path, are_valid, interrupt).unwrap_or(false);
    let _ = config.selection.each_given(&|path| files.leaves_out(path, has_only), &mut |found| {
        refused = match (found, &config.needs_ndjson) {
            (Found::Refused(complaint), _) => Some(complaint),
            (Found::Input(input), Some(why)) if !input.is_ndjson(config.input_type) => {
                Some(Complaint::new(input.name(), why))
            }
            _ => None,
        };
        let is_over = refused.is_some() || interrupt.status().is_some();
        if is_over { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    refused.map_or(Ok(()), Err)
}

/// Returns the files that the run writes. Paths in a list and files in directories are compared
/// with them when they are found; all other inputs are compared now.
fn output_files(config: &Config) -> Result<OutputFiles, Complaint> {
    let baseline = &config.baseline;
    let reports = config.reports.iter().filter_map(|(_, file)| file.as_deref()).chain(baseline.write.as_deref());
    let is_range = config.part.as_ref().is_some_and(|part| part.range != crate::input::ByteRange::default());
    let mut files = OutputFiles::new(reports, &config.partition, is_range)?;
    if let Some(read) = &baseline.read {
        files.keep_baseline(read, baseline.write.as_deref())?;
    }
    files.check_configuration(config.config_file.as_deref())?;
    files.check_named(config.selection.named(), config.selection.has_more())?;
    if let Some(list) = config.selection.list() {
        files.check_read_as("the list of paths", &list)?;
    }
    if config.on_stderr && !config.is_quiet {
        files.check_data()?;
    }
    Ok(files)
}

type Outputs = Vec<(Box<dyn Report>, Output)>;

/// Opens the outputs of the reports.
fn open_reports(
    reports: Vec<(Reporter, Option<PathBuf>)>,
    config: &Config,
    progress: &Progress,
) -> Result<(Formatters, Outputs), Complaint> {
    let (mut formatters, mut outputs) = (Vec::new(), Vec::new());
    for (Reporter { formatter, report }, file) in reports {
        let output = match file {
            None if config.is_quiet => Output::stdout(Box::new(io::sink())),
            None if config.on_stderr => {
                Output::stdout(progress.above(Box::new(io::stderr()), io::stderr().is_terminal()))
            }
            None => Output::stdout(progress.above(stdout(config.color), io::stdout().is_terminal())),
            Some(file) => Output::file(&file).map_err(|error| Complaint::new(file.to_string_lossy(), error))?,
        };
        formatters.push(formatter);
        outputs.push((report, output));
    }
    Ok((Formatters::new(formatters, config.record_ids), outputs))
}

pub(super) fn stdout(color: bool) -> Box<dyn Write> {
    // Reports hold colour only if it is wanted. An old Windows console must be configured to show
    // it.
    if color { Box::new(AutoStream::new(io::stdout(), ColorChoice::Always)) } else { Box::new(io::stdout()) }
}

/// The length in bytes of the start of a file by which its records are recognised.
const START: u64 = 1 << 20;

/// Returns whether the first records of a file are all valid, or none of them is: whether it may be
/// an output of records.
fn has_only(config: &Config, path: &Path, are_valid: bool, interrupt: &Interrupt) -> io::Result<bool> {
    let mut start = Vec::new();
    Input::File(path.to_path_buf()).open(interrupt)?.take(START).read_to_end(&mut start)?;
    if start.len() as u64 == START {
        // The last line may be cut.
        start.truncate(start.iter().rposition(|&byte| byte == b'\n').map_or(0, |feed| feed + 1));
    }
    let mut linter = config.linter.linter();
    let mut bad = 0;
    linter.ndjson(&start, &mut |report| bad += u64::from(report.severity >= config.gate.least_bad()));
    Ok(bad == if are_valid { 0 } else { linter.summary().documents })
}

/// A run in progress.
struct Run<'a> {
    config: &'a Config,
    interrupt: Interrupt,
    checker: Checker<'a>,
    /// The counts of all inputs.
    total: Summary,
    /// Whether some work could not be done.
    has_failed: bool,
    /// The output that would replace an input.
    refusal: Option<Complaint>,
}

impl Run<'_> {
    /// Checks all inputs, and returns whether none was left.
    fn check_inputs(&mut self, files: &OutputFiles) -> bool {
        let (config, interrupt) = (self.config, self.interrupt.clone());
        let has_only = |path: &Path, are_valid| has_only(config, path, are_valid, &interrupt).unwrap_or(false);
        let leaves_out = |path: &Path| files.leaves_out(path, has_only);
        config.selection.each(&interrupt, &leaves_out, &mut |found| self.check_found(found, files)).is_continue()
    }

    /// Checks the result for a path.
    fn check_found(&mut self, found: Found, files: &OutputFiles) -> ControlFlow<()> {
        let checked = match found {
            Found::LeftOut(path) => {
                let what = if self.config.baseline.read.is_some() { "an output or the baseline" } else { "an output" };
                let note = format!("not checked, as it is {what} of this run");
                self.checker.outcome.progress.suspend(|| complain(&path.to_string_lossy(), &note));
                return ControlFlow::Continue(());
            }
            Found::Failed(name, why) => {
                let file = PathBuf::from(&name);
                self.checker.failed(&Source::new(name, Some(file), false), why)
            }
            Found::Refused(complaint) => {
                self.refusal = Some(complaint);
                return ControlFlow::Break(());
            }
            Found::Input(input) => {
                let is_listed = self.config.selection.files_from.is_some();
                let checked = if is_listed { files.check_listed(&input) } else { files.check(&input) };
                self.refusal = checked.err();
                if self.refusal.is_some() {
                    return ControlFlow::Break(());
                }
                self.check_input(&input)
            }
        };
        self.total.add(&checked.summary);
        self.has_failed |= checked.failure.is_some();
        if let Some(partition) = &mut self.checker.outcome.partition {
            partition.next_input();
        }
        let is_over = self.checker.outcome.has_failed() || self.interrupt.status().is_some();
        if is_over { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn check_input(&mut self, input: &Input) -> CheckedInput {
        let config = self.config;
        match (input.is_ndjson(config.input_type), &config.needs_ndjson, &config.part) {
            (false, Some(why), _) => {
                let source = Source::new(input.name(), input.file(), false);
                self.checker.failed(&source, why.clone())
            }
            (false, None, _) => {
                let is_one = config.input_type == InputType::Document;
                self.checker.json(input, is_one, &self.interrupt)
            }
            (true, _, Some(part)) => self.checker.part(input, part, &self.interrupt),
            (true, _, None) => self.checker.ndjson(input, &self.interrupt),
        }
    }

    /// Ends the reports, renames the files to their final names, and returns the exit status.
    /// `is_whole` says whether no input was left.
    ///
    /// All files are written and flushed to the disk before the first of them is renamed. Records
    /// are renamed before reports. So a report that says "complete" exists only if the records do.
    fn finish(mut self, is_whole: bool) -> ExitCode {
        self.checker.outcome.progress.finish();
        // Read once: a later signal arrives after the work, and changes neither reports nor status.
        let signal = self.interrupt.status();
        if let Some(partition) = &mut self.checker.outcome.partition {
            partition.sync();
        }
        let has_stopped = !is_whole || self.checker.outcome.has_failed();
        let end = match signal {
            Some(_) => End::Interrupted,
            None if self.refusal.is_some() => End::Refused,
            None if self.has_failed || has_stopped => End::Failed,
            None => End::Complete,
        };
        let statistics = self.statistics();
        let on_stdout = self.config.statistics == Some(StatisticsTo::Stdout);
        // The end of a report would change the input that is the file of its stream.
        if !self.refusal.as_ref().is_some_and(Complaint::avoids_a_stream) {
            self.checker.outcome.printer.end(&self.total, statistics.as_deref().filter(|_| on_stdout), end);
        }
        if self.place_partition(end) {
            self.checker.outcome.printer.place_files(end);
        }
        self.complain_of_output(has_stopped);
        self.complain_of_baseline(end);
        if let Some(statistics) = statistics.filter(|_| !on_stdout) {
            // An error of standard error cannot be reported anywhere.
            let _ = io::stderr().write_all(statistics.as_bytes());
        }
        self.complain_of_kind();
        self.complain_of_diff();
        signal.map_or_else(|| self.status(is_whole), ExitCode::from)
    }

    /// Prints the numbers of known findings and of those that are gone, and whether a new baseline
    /// could not be written.
    fn complain_of_baseline(&self, end: End) {
        let BaselineFiles { read, write, .. } = &self.config.baseline;
        let Some(name) = read.as_ref().or(write.as_ref()).map(|file| file.to_string_lossy()) else { return };
        for note in self.checker.outcome.printer.baseline.iter().flat_map(Baseline::notes) {
            complain(&name, &note);
        }
        if let Some(write) = write.as_ref().filter(|_| end != End::Complete) {
            complain(&write.to_string_lossy(), &"not written, as some of the work could not be done");
        }
    }

    /// Prints that the given kind is probably wrong, if most documents are of the other kind by
    /// their members.
    fn complain_of_kind(&self) {
        let other = match self.config.linter.kind {
            None => return,
            Some(Kind::Request) => Kind::Contact,
            Some(Kind::Contact) => Kind::Request,
        };
        let Summary { documents, of_other_kind: count, .. } = self.total;
        if count > documents / 2 {
            let what = match documents {
                1 => format!("the document looks like a {other}"),
                _ => format!("{count} of {documents} documents look like {other}s"),
            };
            match &self.config.kind_file {
                None => complain("--kind", &format!("{what}: leave --kind out, or pass --kind {other}")),
                Some(file) => {
                    let advice = format!("kind: {what}: remove the key, or pass --kind {other}");
                    complain(&file.to_string_lossy(), &advice);
                }
            }
        }
    }

    /// Prints how many documents have findings that a diff does not remove, as no report does.
    fn complain_of_diff(&self) {
        if self.config.fix_to != Some(FixTo::Diff) {
            return;
        }
        let Summary { invalid, unjudged, .. } = self.total;
        for (count, one, many) in [
            (invalid, "document stays invalid", "documents stay invalid"),
            (unjudged, "document is of unknown kind", "documents are of unknown kind"),
        ] {
            if count > 0 {
                let what = if count == 1 { one } else { many };
                complain("--diff", &format!("{count} {what}: run without --diff to see why"));
            }
        }
    }

    fn statistics(&self) -> Option<String> {
        let to = self.config.statistics?;
        Some(statistics::table(&self.total, output::terminal_width(to == StatisticsTo::Stdout)))
    }

    /// Renames the files of records to their final names, if all inputs were read to their ends and
    /// all outputs were written. Returns whether the reports may be renamed too, because they say
    /// whether the work is complete.
    fn place_partition(&mut self, end: End) -> bool {
        if let Some(refusal) = &self.refusal {
            refusal.print();
            self.has_failed = true;
            return true;
        }
        let Some(partition) = self.checker.outcome.partition.take() else { return true };
        let left_out = partition.left_out(self.total.documents).filter(|_| self.config.partition.in_place);
        let is_done = end == End::Complete && self.checker.outcome.printer.error.is_none();
        let finished = if partition.error.is_none() && !is_done {
            let error = "not written, as some of the work could not be done";
            Err(Complaint::new("--valid-out, --invalid-out", error))
        } else {
            partition.finish()
        };
        match (finished, left_out) {
            (Err(complaint), _) => {
                complaint.print();
                self.has_failed = true;
                return !is_done;
            }
            (Ok(()), Some((name, count))) => {
                let records = if count == 1 { "record was" } else { "records were" };
                complain(&name, &format!("{count} {records} left out"));
            }
            (Ok(()), None) => {}
        }
        true
    }

    /// Prints the error of a report that could not be written. A reader that closes the pipe needs
    /// no more, but files must be complete, and all inputs must be fixed. `has_stopped` says whether
    /// some were not read to their end.
    fn complain_of_output(&mut self, has_stopped: bool) {
        let Some(OutputError { name, error }) = &self.checker.outcome.printer.error else { return };
        let has_unfixed = has_stopped && self.config.fix_to == Some(FixTo::Input);
        let writes_files = self.checker.outcome.printer.has_files() || has_unfixed;
        if error.kind() != ErrorKind::BrokenPipe || writes_files {
            complain(name, error);
            self.has_failed = true;
        }
    }

    fn status(&self, is_whole: bool) -> ExitCode {
        let gate = self.config.gate;
        let would_change = self.config.fix_to == Some(FixTo::Diff) && self.total.fixed() > 0;
        let is_bad = would_change || gate.is_bad(self.total.invalid, self.total.findings(Severity::Warning));
        // The unread part may have violations, even if the read part has none.
        if self.has_failed || !is_whole && !is_bad {
            return ExitCode::from(FAILED);
        }
        if let Some(why) = gate.denied(self.total.invalid, self.total.findings(Severity::Warning)) {
            complain("--deny-warnings", &why);
        }
        let is_empty = self.config.fail_if_empty && self.total.documents == 0;
        if is_empty {
            complain("--fail-if-empty", &"no document was found");
        }
        gate.status(self.total.unjudged > 0, is_bad || is_empty)
    }
}
