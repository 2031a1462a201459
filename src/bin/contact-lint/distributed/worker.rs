//! Tasks in, summaries out: a line for each, so that any engine that can pipe lines can run it.

use std::io::{self, BufReader, Write};
use std::process::ExitCode;

use crate::args::{Worker, WorkerFormat};
use crate::input::{Input, Part};
use crate::interrupt::Interrupt;
use crate::lint::{Checker, Outcome};
use crate::output::Output;
use crate::output_files::{OutputFiles, Refusal};
use crate::plan::Task;
use crate::printer::{End, Layout, Printer};
use crate::progress::Progress;
use crate::report::{Envelope, Verdicts};
use crate::summary::{Examples, Failure, RunSummary, Summarised};
use crate::text_lines::TextLines;
use crate::{FAILED, complain, fail};

/// A longer line is no task.
const MAX_LINE: u64 = 1 << 20;

/// What tasks are read into at a time.
const BUFFER: usize = 1 << 16;

pub(crate) fn run(args: &Worker) -> ExitCode {
    let interrupt = match Interrupt::install() {
        Ok(interrupt) => interrupt,
        Err(error) => return fail("signals", &error),
    };
    let mut tasks = match interrupt.stdin() {
        Ok(stdin) => TextLines::new(BufReader::with_capacity(BUFFER, stdin), MAX_LINE),
        Err(error) => return fail("standard input", &error),
    };
    let files = OutputFiles::stdout();
    if let Err(Refusal { output, reason }) = files.check(&Input::Stdin(None)) {
        return fail(&output, &reason);
    }
    let mut checker = Checker::new(&args.checks, args.threads);
    let (mut failed, mut unjudged, mut bad) = (false, false, false);
    loop {
        let task = match tasks.next() {
            Ok(None) => break,
            Ok(Some(line)) => serde_json::from_str::<Task>(line),
            Err(error) => {
                complain("standard input", &format!("line {}: {error}", tasks.number()));
                failed = true;
                break;
            }
        };
        if let Ok(task) = &task
            && let Err(Refusal { output, reason }) = files.check(&task.input())
        {
            return fail(&output, &reason);
        }
        let done = match task {
            Ok(task) => check(args, &task, &interrupt, &mut checker),
            Err(error) => refuse(args, tasks.number(), &error.to_string()),
        };
        match done {
            Ok(done) => {
                failed |= done.failed;
                unjudged |= done.unjudged;
                bad |= done.bad;
            }
            Err(error) => return fail("standard output", &error),
        }
        if interrupt.status().is_some() {
            break;
        }
    }
    match interrupt.status() {
        Some(status) => ExitCode::from(status),
        None if failed => ExitCode::from(FAILED),
        None => args.gate.status(unjudged, bad),
    }
}

/// What has become of a task.
struct Done {
    failed: bool,
    unjudged: bool,
    bad: bool,
}

/// Does a task, and prints what was found. An error is one of writing.
fn check(args: &Worker, task: &Task, interrupt: &Interrupt, checker: &mut Checker) -> io::Result<Done> {
    let input = task.input();
    let part = Part { range: task.range(), size: task.size, base: 0 };
    let (mut layouts, mut envelopes) = (Vec::new(), Vec::<Box<dyn Envelope>>::new());
    if args.format == WorkerFormat::Verdicts {
        layouts.push(Layout::new(Box::new(Verdicts)));
        envelopes.push(Box::new(Verdicts));
    }
    layouts.push(Layout::new(Box::new(Examples)));
    envelopes.push(Box::new(Summarised::new(args.checks.settings())));
    let mut printer = Printer::default();
    for (layout, envelope) in layouts.iter().zip(envelopes) {
        printer.add(layout, envelope, Output::stdout(Box::new(io::stdout())), None);
    }
    let mut outcome = Outcome::new(printer, None, Progress::none());
    outcome.printer.start();
    let (summary, failure) = checker.part(&input, &part, interrupt, &layouts, &mut outcome);
    let mut printer = outcome.printer;
    // The verdicts come before the summary.
    printer.flush();
    printer.end(&summary, None, if failure.is_some() { End::Failed } else { End::Complete });
    if let Some(failed) = printer.error {
        return Err(failed.error);
    }
    let warnings = summary.findings(contact_schema::Severity::Warning);
    Ok(Done {
        failed: failure.is_some(),
        unjudged: summary.unjudged > 0,
        bad: args.gate.is_bad(summary.invalid, warnings),
    })
}

/// Answers a line that is no task.
fn refuse(args: &Worker, number: u64, reason: &str) -> io::Result<Done> {
    let reason = format!("line {number}: expected a task: {reason}");
    complain("standard input", &reason);
    let mut summary = RunSummary::new(args.checks.settings());
    summary.complete = false;
    summary.failures.insert(Failure::new("<stdin>", None, &reason));
    let mut out = io::stdout().lock();
    summary.write(&mut out)?;
    out.flush()?;
    Ok(Done { failed: true, unjudged: false, bad: false })
}
