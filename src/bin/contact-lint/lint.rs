//! The linter's run: inputs to documents to reports, and the exit status.

use std::io::{self, ErrorKind, Write};
use std::num::NonZero;
use std::path::{self, Path};
use std::process::ExitCode;
use std::{fs, thread};

use anstream::{AutoStream, ColorChoice};
use contact_schema::lint::{Linter, Summary};
use contact_schema::{Limits, Severity};

use crate::args::Lint;
use crate::input::Input;
use crate::output::Output;
use crate::printer::{Failed, Layout, Printer, Reports};
use crate::report::{self, Envelope};
use crate::{FAILED, complain, fail, json, ndjson, statistics};

pub(crate) fn run(args: &Lint) -> ExitCode {
    let inputs =
        if args.paths.is_empty() { vec![Input::Stdin] } else { args.paths.iter().map(|p| Input::new(p)).collect() };
    if let Err((file, error)) = check_files(args) {
        return fail(&file.to_string_lossy(), &error);
    }
    let (layouts, outputs) = match outputs(args) {
        Ok(outputs) => outputs,
        Err((file, error)) => return fail(&file.to_string_lossy(), &error),
    };
    let mut printer = Printer::default();
    for (layout, (index, (envelope, out))) in layouts.iter().zip(outputs.into_iter().enumerate()) {
        printer.add(layout, envelope, out, args.max_findings.filter(|_| index == 0));
    }
    let mut linter = Linter::new().kind(args.kind).limits(Limits::default().max_document_bytes(args.max_record_bytes));
    for &rule in &args.allow {
        linter = linter.allow(rule);
    }
    let threads =
        args.threads.unwrap_or_else(|| thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN)).get();

    let mut total = Summary::default();
    let mut failed = false;
    let mut finished = true;
    printer.start();
    for input in &inputs {
        let name = input.name();
        let mut counted = Summary::default();
        printer.start_input(&name);
        let checked = input.open().and_then(|reader| {
            let reports = Reports { path: &name, layouts: &layouts };
            if input.is_ndjson(args.input) {
                ndjson::check(reports, reader, args.max_record_bytes, threads, &mut linter, &mut printer, &mut counted)
            } else {
                json::check(reports, reader, &mut linter, &mut printer)
            }
        });
        counted.add(&linter.take_summary());
        total.add(&counted);
        let failure = checked.err().map(|error| error.to_string());
        if let Some(failure) = &failure {
            complain(&name, failure);
            failed = true;
        }
        printer.end_input(&name, &counted, failure.as_deref());
        if printer.error.is_some() {
            finished = false;
            break;
        }
    }
    // What programs read stays as they expect it.
    let to_stdout = args.format.is_for_people();
    let statistics = args.statistics.then(|| statistics::table(&total, statistics::width(to_stdout)));
    printer.end(&total, statistics.as_deref().filter(|_| to_stdout));
    if let Some(Failed { name, error }) = printer.error {
        // A reader that has closed the pipe has seen enough, which is no failure once the work is done. Files were to hold all of it.
        if error.kind() != ErrorKind::BrokenPipe || !args.output.is_empty() {
            complain(&name, &error);
            failed = true;
        }
    }
    if let Some(statistics) = statistics.filter(|_| !to_stdout) {
        // Where standard error cannot be written to, nobody reads it.
        let _ = io::stderr().write_all(statistics.as_bytes());
    }
    exit_status(&total, args.deny_warnings, failed, finished)
}

type Outputs = (Vec<Layout>, Vec<(Box<dyn Envelope>, Output)>);

/// Where the reports go: standard output, then the files.
fn outputs(args: &Lint) -> Result<Outputs, (&Path, io::Error)> {
    let stdout = io::stdout();
    let color = match args.color.into() {
        ColorChoice::Auto => AutoStream::choice(&stdout) != ColorChoice::Never,
        choice => choice == ColorChoice::Always,
    };
    // Reports hold colour only where it is wanted; this makes an old Windows console understand it.
    let stdout: Box<dyn Write> =
        if color { Box::new(AutoStream::new(stdout, ColorChoice::Always)) } else { Box::new(stdout) };
    let (mut layouts, mut outputs) = (Vec::new(), Vec::new());
    let mut add = |format, color, out| {
        let (report, envelope) = report::format(format, color, args);
        layouts.push(Layout::new(report));
        outputs.push((envelope, out));
    };
    add(args.format, color, Output::stdout(stdout));
    for (format, file) in &args.output {
        add(*format, false, Output::file(file).map_err(|error| (file.as_path(), error))?);
    }
    Ok((layouts, outputs))
}

/// Refuses files that would take the place of each other, or of an input.
fn check_files(args: &Lint) -> Result<(), (&Path, &'static str)> {
    // A file that is not there yet has the place that it will have.
    let place =
        |file: &Path| fs::canonicalize(file).or_else(|_| path::absolute(file)).unwrap_or_else(|_| file.to_path_buf());
    let mut taken: Vec<_> =
        args.paths.iter().map(|input| (place(input), "is read from, so it cannot be written to")).collect();
    for (_, file) in &args.output {
        let place = place(file);
        if let Some((_, reason)) = taken.iter().find(|(other, _)| *other == place) {
            return Err((file, reason));
        }
        taken.push((place, "is named twice"));
    }
    Ok(())
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
