//! The linter's run: inputs to documents to reports, and the exit status.

use std::io::{self, Write};
use std::num::NonZero;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;
use std::thread;

use anstream::{AutoStream, ColorChoice};
use clap::CommandFactory;
use clap::error::ErrorKind;
use contact_schema::lint::{Linter, Summary};
use contact_schema::{Limits, Severity};

use crate::args::{Cli, Format, Lint};
use crate::input::Input;
use crate::paths::{self, Found};
use crate::printer::{Printer, Reports};
use crate::progress::Progress;
use crate::report::{Concise, Full, Jsonl, Report};
use crate::split::Split;
use crate::{FAILED, complain, fail, json, ndjson};

/// What comes of checking the inputs.
pub(crate) struct Outcome<'a> {
    pub(crate) printer: Printer<'a>,
    pub(crate) total: Summary,
    pub(crate) split: Option<Split>,
    pub(crate) progress: Progress,
}

impl Outcome<'_> {
    /// Whether something cannot be written, so that there is no use in more.
    pub(crate) fn is_stuck(&self) -> bool {
        self.printer.error.is_some() || self.split.as_ref().is_some_and(|split| split.error.is_some())
    }
}

pub(crate) fn run(args: &Lint) -> ExitCode {
    if let Err(error) = check_usage(args) {
        error.exit();
    }
    let split = match Split::new(args) {
        Ok(split) => split,
        Err((name, error)) => return fail(&name, &error),
    };
    let progress = Progress::new(!args.no_progress, || paths::total_bytes(args));
    let stdout = io::stdout();
    let color = match args.color.into() {
        ColorChoice::Auto => AutoStream::choice(&stdout) != ColorChoice::Never,
        choice => choice == ColorChoice::Always,
    };
    let report: Box<dyn Report> = match args.format {
        Format::Full => Box::new(Full::new(color, !args.no_source)),
        Format::Concise => Box::new(Concise),
        Format::Jsonl => Box::new(Jsonl),
    };
    let mut linter = Linter::new().kind(args.kind).limits(Limits::default().max_document_bytes(args.max_record_bytes));
    for &rule in &args.allow {
        linter = linter.allow(rule);
    }
    // Reports hold colour only where it is wanted; this makes an old Windows console understand it.
    let stdout: Box<dyn Write> =
        if color { Box::new(AutoStream::new(stdout, ColorChoice::Always)) } else { Box::new(stdout) };
    let enough = AtomicBool::new(false);
    let printer = Printer::new(&*report, progress.above(stdout), args.max_findings, &enough);
    let mut outcome = Outcome { printer, total: Summary::default(), split, progress };
    let threads =
        args.threads.unwrap_or_else(|| thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN)).get();

    let divider = outcome.split.as_ref().map(|split| split.divider);
    let mut failed = false;
    let walked = paths::each(args, &mut |found| {
        let (name, checked) = match found {
            Found::Failed(name, why) => (name, Err(io::Error::other(why))),
            Found::Input(input) => {
                let name = input.name();
                let reports = Reports { path: &name, report: &*report, enough: &enough };
                let checked = match (input.is_ndjson(args.input), divider) {
                    (false, Some(_)) => Err(io::Error::other(ONLY_NDJSON)),
                    (true, _) => input.open().and_then(|reader| {
                        let job = ndjson::Job { reports, max_record_bytes: args.max_record_bytes, threads, divider };
                        ndjson::check(job, reader, &mut linter, &mut outcome)
                    }),
                    (false, None) => {
                        input.open().and_then(|reader| json::check(reports, reader, &mut linter, &mut outcome))
                    }
                };
                (name, checked)
            }
        };
        outcome.total.add(&linter.take_summary());
        if let Err(error) = checked {
            outcome.progress.suspend(|| complain(&name, &error));
            failed = true;
        }
        if let Some(split) = &mut outcome.split {
            split.next_input();
        }
        if outcome.is_stuck() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let finished = walked.is_continue();
    let Outcome { mut printer, total, split, progress } = outcome;
    progress.finish();
    printer.end(&total);
    if let Some(split) = split {
        failed |= !put_in_place(split, finished && !failed);
    }
    if let Some(error) = printer.error {
        // A reader that has closed the pipe has seen enough, which is no failure once the work is done.
        if error.kind() != io::ErrorKind::BrokenPipe {
            complain("standard output", &error);
            failed = true;
        }
    }
    exit_status(&total, args.deny_warnings, failed, finished)
}

const ONLY_NDJSON: &str =
    "expected NDJSON, as --valid-out and --invalid-out divide its lines (pass --input ndjson if it is)";

/// Holds together what clap sees one by one.
fn check_usage(args: &Lint) -> Result<(), clap::Error> {
    let wrong = |kind, message: String| Err(Cli::command().error(kind, message));
    let (valid, invalid) = (&args.valid_out, &args.invalid_out);
    if valid.is_some() && valid == invalid {
        return wrong(ErrorKind::ArgumentConflict, String::from("--valid-out and --invalid-out must be two files"));
    }
    let list_is_stdin = args.files_from.as_ref().is_some_and(|list| list.as_os_str() == "-");
    if list_is_stdin && args.paths.iter().any(|path| path.as_os_str() == "-") {
        let message = "standard input cannot be both the list of --files-from and an input";
        return wrong(ErrorKind::ArgumentConflict, String::from(message));
    }
    if valid.is_some() || invalid.is_some() {
        let stdin = [PathBuf::from("-")];
        let paths = if args.paths.is_empty() && args.files_from.is_none() { &stdin } else { &args.paths[..] };
        for path in paths.iter().filter(|path| paths::is_one(path)) {
            let input = Input::new(path.clone());
            if !input.is_ndjson(args.input) {
                let message = format!("{}: {ONLY_NDJSON}", contact_schema::display::Safe(&input.name()));
                return wrong(ErrorKind::ValueValidation, message);
            }
        }
    }
    Ok(())
}

/// Puts the files of records in their places if all inputs were read to their ends, and says so if not.
fn put_in_place(split: Split, is_whole: bool) -> bool {
    let finished = match (&split.error, is_whole) {
        (None, false) => Err((
            String::from("--valid-out, --invalid-out"),
            io::Error::other("not written, as some of the work could not be done"),
        )),
        _ => split.finish(),
    };
    if let Err((name, error)) = &finished {
        complain(name, error);
    }
    finished.is_ok()
}

fn exit_status(summary: &Summary, deny_warnings: bool, failed: bool, finished: bool) -> ExitCode {
    let bad = summary.invalid > 0 || deny_warnings && summary.findings(Severity::Warning) > 0;
    match (failed || summary.unjudged > 0, bad) {
        (true, _) => ExitCode::from(FAILED),
        (false, true) => ExitCode::FAILURE,
        // Nothing bad was seen in the part that was read: that is not "clean".
        (false, false) if !finished => ExitCode::from(FAILED),
        (false, false) => ExitCode::SUCCESS,
    }
}
