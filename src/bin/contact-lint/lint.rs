//! The linter's run: inputs to documents to reports, and the exit status.

use std::io::{self, ErrorKind, Write};
use std::num::NonZero;
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;
use std::thread;

use anstream::{AutoStream, ColorChoice};
use contact_schema::lint::{Linter, Summary};
use contact_schema::{Limits, Severity};

use crate::args::{Format, Lint};
use crate::input::Input;
use crate::printer::{Printer, Reports};
use crate::report::{Concise, Full, Jsonl, Report};
use crate::{FAILED, complain, json, ndjson};

pub(crate) fn run(args: &Lint) -> ExitCode {
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
    let mut printer = Printer::new(&*report, stdout, args.max_findings, &enough);
    let threads =
        args.threads.unwrap_or_else(|| thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN)).get();

    let mut total = Summary::default();
    let mut failed = false;
    let inputs =
        if args.paths.is_empty() { vec![Input::Stdin] } else { args.paths.iter().map(|p| Input::new(p)).collect() };
    let mut finished = true;
    for input in &inputs {
        let name = input.name();
        let checked = input.open().and_then(|reader| {
            let reports = Reports { path: &name, report: &*report, enough: &enough };
            if input.is_ndjson(args.input) {
                ndjson::check(reports, reader, args.max_record_bytes, threads, &mut linter, &mut printer, &mut total)
            } else {
                json::check(reports, reader, &mut linter, &mut printer)
            }
        });
        total.add(&linter.take_summary());
        if let Err(error) = checked {
            complain(&name, &error);
            failed = true;
        }
        if printer.error.is_some() {
            finished = false;
            break;
        }
    }
    printer.end(&total);
    if let Some(error) = printer.error {
        // A reader that has closed the pipe has seen enough, which is no failure once the work is done.
        if error.kind() != ErrorKind::BrokenPipe {
            complain("standard output", &error);
            failed = true;
        }
    }
    exit_status(&total, args.deny_warnings, failed, finished)
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
