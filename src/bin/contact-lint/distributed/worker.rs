//! Runs tasks: each input line is a task, each output line its summary. Any engine that can pipe
//! lines can run a worker.

use std::io::{self, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use contact_schema::Severity;

use super::plan::Task;
use super::summary::{self, Failure, RunSummary, Settings};
use crate::check::{CheckedInput, Checker, End, Formatters, LinterConfig, Outcome, Printer, ShownLimits, Threads};
use crate::exit::{Complaint, FAILED, Gate, complain};
use crate::input::{Input, Interrupt, TextLines};
use crate::output::{Output, OutputFiles, Progress};
use crate::report::{Format, Options, Reporter};

/// The maximum length of a task in bytes.
const MAX_LINE: u64 = 1 << 20;

/// The size of the buffer for tasks, in bytes.
const BUFFER: usize = 1 << 16;

/// The options of a worker.
pub(crate) struct Config {
    /// The report to print for each task before its summary, if any.
    pub(crate) format: Option<&'static Format>,
    pub(crate) linter: LinterConfig,
    pub(crate) threads: Threads,
    pub(crate) gate: Gate,
    /// The configuration file that was read.
    pub(crate) config_file: Option<PathBuf>,
}

/// The result of a task.
#[derive(Default)]
struct Done {
    /// Whether there are no more tasks. A later signal changes nothing.
    is_whole: bool,
    has_failed: bool,
    is_unjudged: bool,
    is_bad: bool,
}

/// Runs the tasks on standard input. Returns the exit status.
///
/// # Errors
///
/// Standard input that is an output, or an output that could not be written.
pub(crate) fn run(config: &Config) -> Result<ExitCode, Complaint> {
    let interrupt = Interrupt::install().map_err(|error| Complaint::new("signals", error))?;
    let stdin = interrupt.stdin().map_err(|error| Complaint::new("standard input", error))?;
    let done = do_tasks(config, stdin, &interrupt)?;
    Ok(match interrupt.status() {
        Some(status) if !done.is_whole => ExitCode::from(status),
        _ if done.has_failed => ExitCode::from(FAILED),
        _ => config.gate.status(done.is_unjudged, done.is_bad),
    })
}

/// Runs all tasks, until an output fails or a signal arrives.
fn do_tasks(config: &Config, stdin: impl Read, interrupt: &Interrupt) -> Result<Done, Complaint> {
    let files = OutputFiles::streams();
    files.check(&Input::Stdin(None))?;
    files.check_configuration(config.config_file.as_deref())?;
    let mut tasks = TextLines::new(BufReader::with_capacity(BUFFER, stdin), MAX_LINE);
    let mut total = Done::default();
    while interrupt.status().is_none() {
        let task = match tasks.next() {
            Ok(None) => {
                total.is_whole = true;
                break;
            }
            Ok(Some(line)) => Task::read(line),
            Err(error) => {
                complain("standard input", &format!("line {}: {error}", tasks.number()));
                total.has_failed = true;
                break;
            }
        };
        let done = match task {
            Ok(task) => {
                files.check(&task.input())?;
                do_task(config, &task, interrupt)
            }
            Err(error) => refuse(config, tasks.number(), &error),
        };
        let done = done.map_err(|error| Complaint::new("standard output", error))?;
        total.has_failed |= done.has_failed;
        total.is_unjudged |= done.is_unjudged;
        total.is_bad |= done.is_bad;
    }
    Ok(total)
}

/// Runs a task and prints its summary. Returns write errors.
fn do_task(config: &Config, task: &Task, interrupt: &Interrupt) -> io::Result<Done> {
    let options = Options { deny_warnings: config.gate.deny_warnings, ..Options::default() };
    let answers = config.format.map(|format| format.reporter(options));
    let reporters = answers.into_iter().chain([summary::reporter(Settings::new(&config.linter))]);
    let (formatters, outputs): (Vec<_>, Vec<_>) = reporters
        .map(|Reporter { formatter, report }| (formatter, (report, Output::stdout(Box::new(io::stdout())))))
        .unzip();
    let formatters = Formatters::new(formatters, false);
    let outcome = Outcome::new(Printer::new(&formatters, outputs, ShownLimits::default()), None, Progress::none());
    let mut checker = Checker::new(&config.linter, config.threads, &formatters, outcome);
    checker.outcome.printer.start();
    let CheckedInput { summary, failure } = checker.part(&task.input(), &task.part(), interrupt);
    let mut printer = checker.outcome.printer;
    // The answers come before the summary.
    printer.flush();
    printer.end(&summary, None, if failure.is_some() { End::Failed } else { End::Complete });
    if let Some(failed) = printer.error {
        return Err(failed.error);
    }
    Ok(Done {
        is_whole: false,
        has_failed: failure.is_some(),
        is_unjudged: summary.unjudged > 0,
        is_bad: config.gate.is_bad(summary.invalid, summary.findings(Severity::Warning)),
    })
}

/// Answers a line that is not a task.
fn refuse(config: &Config, number: u64, reason: &str) -> io::Result<Done> {
    let reason = format!("line {number}: expected a task: {reason}");
    complain("standard input", &reason);
    let mut summary = RunSummary::new(Settings::new(&config.linter));
    summary.complete = false;
    summary.failures.insert(Failure::new("<stdin>", None, &reason));
    let mut out = io::stdout().lock();
    summary.write(&mut out)?;
    out.flush()?;
    Ok(Done { has_failed: true, ..Done::default() })
}
