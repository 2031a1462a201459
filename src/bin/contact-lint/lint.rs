//! The linter's run: inputs to documents to reports, and the exit status.

use std::io::{self, Write};
use std::num::NonZero;
use std::ops::ControlFlow;
use std::path::{self, Path, PathBuf};
use std::process::ExitCode;
use std::sync::OnceLock;
use std::{fs, mem, thread};

use anstream::{AutoStream, ColorChoice};
use clap::CommandFactory;
use clap::error::ErrorKind;
use contact_schema::lint::{Linter, Summary};
use contact_schema::{Limits, Severity};

use crate::args::{Cli, Format, Lint};
use crate::input::Input;
use crate::output::Output;
use crate::paths::{self, Found};
use crate::printer::{Failed, Layout, Printer, Reports};
use crate::progress::Progress;
use crate::report::{
    Annotations, Concise, Envelope, ForPeople, Full, Github, Jsonl, Junit, Log, Report, Sarif, Suites,
};
use crate::split::Split;
use crate::{FAILED, complain, fail, json, ndjson, statistics};

/// What comes of checking an input.
pub(crate) struct Outcome<'a> {
    pub(crate) printer: Printer<'a>,
    /// What was counted in this input.
    pub(crate) counted: Summary,
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
    if let Err((file, error)) = check_files(args) {
        return fail(&file.to_string_lossy(), &error);
    }
    let split = match Split::new(args) {
        Ok(split) => split,
        Err((name, error)) => return fail(&name, &error),
    };
    let progress = Progress::new(!args.no_progress, || paths::total_bytes(args));
    let (layouts, outputs) = match outputs(args, &progress) {
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

    let divider = split.as_ref().map(|split| split.divider);
    let mut outcome = Outcome { printer, counted: Summary::default(), split, progress };
    let mut total = Summary::default();
    let mut failed = false;
    outcome.printer.start();
    let walked = paths::each(args, &mut |found| {
        let name = match &found {
            Found::Failed(name, _) => name.clone(),
            Found::Input(input) => input.name(),
        };
        outcome.printer.start_input(&name);
        let uri = OnceLock::new();
        let reports = Reports { path: &name, uri: &uri, layouts: &layouts };
        let checked = match found {
            Found::Failed(_, why) => Err(io::Error::other(why)),
            Found::Input(input) => match (input.is_ndjson(args.input), divider) {
                (false, Some(_)) => Err(io::Error::other(ONLY_NDJSON)),
                (true, _) => input.open().and_then(|reader| {
                    let job = ndjson::Job { reports, max_record_bytes: args.max_record_bytes, threads, divider };
                    ndjson::check(job, reader, &mut linter, &mut outcome)
                }),
                (false, None) => {
                    input.open().and_then(|reader| json::check(reports, reader, &mut linter, &mut outcome))
                }
            },
        };
        let mut counted = mem::take(&mut outcome.counted);
        counted.add(&linter.take_summary());
        total.add(&counted);
        let failure = checked.err().map(|error| error.to_string());
        if let Some(failure) = &failure {
            outcome.progress.suspend(|| complain(&name, failure));
            failed = true;
        }
        outcome.printer.end_input(&name, &counted, failure.as_deref());
        if let Some(split) = &mut outcome.split {
            split.next_input();
        }
        if outcome.is_stuck() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let finished = walked.is_continue();
    let Outcome { mut printer, split, progress, .. } = outcome;
    progress.finish();
    // What programs read stays as they expect it.
    let to_stdout = args.format.is_for_people();
    let statistics = args.statistics.then(|| statistics::table(&total, statistics::width(to_stdout)));
    printer.end(&total, statistics.as_deref().filter(|_| to_stdout));
    if let Some(split) = split {
        failed |= !put_in_place(split, finished && !failed);
    }
    if let Some(Failed { name, error }) = printer.error {
        // A reader that has closed the pipe has seen enough, which is no failure once the work is done. Files were to hold all of it.
        if error.kind() != io::ErrorKind::BrokenPipe || !args.output.is_empty() {
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
fn outputs<'a>(args: &'a Lint, progress: &Progress) -> Result<Outputs, (&'a Path, io::Error)> {
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
        let (report, envelope) = halves(format, color, args);
        layouts.push(Layout::new(report));
        outputs.push((envelope, out));
    };
    add(args.format, color, Output::stdout(progress.above(stdout)));
    for (format, file) in &args.output {
        add(*format, false, Output::file(file).map_err(|error| (file.as_path(), error))?);
    }
    Ok((layouts, outputs))
}

/// The two halves of a format; `color` and lines of the documents are for the one that has them.
fn halves(format: Format, color: bool, args: &Lint) -> (Box<dyn Report>, Box<dyn Envelope>) {
    match format {
        Format::Full => (Box::new(Full::new(color, !args.no_source)), Box::new(ForPeople)),
        Format::Concise => (Box::new(Concise), Box::new(ForPeople)),
        Format::Jsonl => (Box::new(Jsonl), Box::new(Jsonl)),
        Format::Sarif => (Box::new(Sarif), Box::new(Log::default())),
        Format::Github => (Box::new(Github), Box::new(Annotations::default())),
        Format::Junit => (Box::new(Junit), Box::new(Suites::new(args.deny_warnings))),
    }
}

/// Refuses files that would take the place of each other, or of an input.
fn check_files(args: &Lint) -> Result<(), (&Path, &'static str)> {
    // A file that is not there yet has the place that it will have.
    let place =
        |file: &Path| fs::canonicalize(file).or_else(|_| path::absolute(file)).unwrap_or_else(|_| file.to_path_buf());
    let mut taken: Vec<_> =
        args.paths.iter().map(|input| (place(input), "is read from, so it cannot be written to")).collect();
    // Records may take the place of their input, as they are all read by then.
    taken.extend(args.valid_out.iter().chain(&args.invalid_out).map(|records| (place(records), "is named twice")));
    for (_, file) in &args.output {
        let place = place(file);
        if let Some((_, reason)) = taken.iter().find(|(other, _)| *other == place) {
            return Err((file, reason));
        }
        taken.push((place, "is named twice"));
    }
    Ok(())
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
