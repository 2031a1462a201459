//! The linter's run: inputs to documents to reports, and the exit status.

use std::io::{self, Write};
use std::num::NonZero;
use std::ops::ControlFlow;
use std::path::{self, Path, PathBuf};
use std::process::ExitCode;
use std::{fs, mem, thread};

use anstream::{AutoStream, ColorChoice};
use clap::CommandFactory;
use clap::error::ErrorKind;
use contact_schema::lint::{Linter, Summary};
use contact_schema::{Limits, Severity};

use crate::args::{Checks, Cli, Format, Gate, Lint};
use crate::input::{Input, Opened, Part};
use crate::interrupt::Interrupt;
use crate::ndjson::{Checked, Lined};
use crate::output::Output;
use crate::paths::{self, Found};
use crate::printer::{End, Failed, Layout, Printer, Reports};
use crate::progress::Progress;
use crate::range::ByteRange;
use crate::report::{
    Annotations, Concise, Ended, Envelope, Extent, ForPeople, Full, Github, Jsonl, Junit, Log, Report, Sarif, Source,
    Suites, Verdicts,
};
use crate::split::Split;
use crate::summary::{Examples, Settings, Summarised};
use crate::{FAILED, complain, fail, json, ndjson, statistics};

/// What comes of checking an input.
pub(crate) struct Outcome<'a> {
    pub(crate) printer: Printer<'a>,
    /// What was counted in this input.
    pub(crate) counted: Summary,
    /// What was read of this input, if it is NDJSON.
    pub(crate) lined: Option<Lined>,
    pub(crate) split: Option<Split>,
    pub(crate) progress: Progress,
}

impl<'a> Outcome<'a> {
    pub(crate) fn new(printer: Printer<'a>, split: Option<Split>, progress: Progress) -> Self {
        Self { printer, counted: Summary::default(), lined: None, split, progress }
    }

    /// Whether something cannot be written, so that there is no use in more.
    pub(crate) fn is_stuck(&self) -> bool {
        self.printer.error.is_some() || self.split.as_ref().is_some_and(|split| split.error.is_some())
    }

    /// A block of NDJSON was checked and reported.
    pub(crate) fn checked(&mut self, block: &Checked, documents: u64) {
        self.progress.add(block.length, documents);
        if let Some(lined) = &mut self.lined {
            lined.lines += block.lines;
            lined.end = block.end;
        }
        // Who sends records one by one waits for what is said of each.
        self.printer.flush();
    }
}

/// How inputs are checked.
pub(crate) struct Checker {
    linter: Linter,
    max_record_bytes: usize,
    threads: usize,
}

impl Checker {
    pub(crate) fn new(checks: &Checks, threads: NonZero<usize>) -> Self {
        let max_record_bytes = checks.max_record_bytes;
        let mut linter = Linter::new().kind(checks.kind).limits(Limits::default().max_document_bytes(max_record_bytes));
        for &rule in &checks.allow {
            linter = linter.allow(rule);
        }
        Self { linter, max_record_bytes, threads: threads.get() }
    }

    /// Checks a part of an input that is NDJSON, or all of it.
    fn ndjson(
        &mut self,
        reports: Reports<'_>,
        opened: io::Result<Opened>,
        outcome: &mut Outcome<'_>,
    ) -> io::Result<Option<u64>> {
        let Opened { reader, start, size } = opened?;
        let divider = outcome.split.as_ref().map(|split| split.divider);
        let job = ndjson::Job { reports, max_record_bytes: self.max_record_bytes, threads: self.threads, divider };
        ndjson::check(job, reader, start, &mut self.linter, outcome).map(|()| size)
    }

    /// Checks the records of a part of an input and reports them. Returns what was counted, and why the part could not be read to its end.
    pub(crate) fn part(
        &mut self,
        input: &Input,
        part: &Part,
        interrupt: &Interrupt,
        layouts: &[Layout],
        outcome: &mut Outcome<'_>,
    ) -> (Summary, Option<String>) {
        self.opened_part(&input.name(), part, input.open_part(part, interrupt), layouts, outcome)
    }

    /// The same of a part that is open, if it could be opened.
    fn opened_part(
        &mut self,
        name: &str,
        part: &Part,
        opened: io::Result<Opened>,
        layouts: &[Layout],
        outcome: &mut Outcome<'_>,
    ) -> (Summary, Option<String>) {
        let source = Source::new(name.to_owned(), part.range.start > 0);
        outcome.printer.start_input(&source.path);
        let reports = Reports { source: &source, layouts };
        let checked = self.ndjson(reports, opened, outcome);
        let is_whole = checked.is_ok() && !outcome.is_stuck();
        let (size, failure) = match checked {
            Ok(size) => (size, None),
            Err(error) => (part.size, Some(error.to_string())),
        };
        let ByteRange { start, end } = part.range;
        let extent = outcome.lined.take().map(|lined| {
            // A part that ends before its range does is at the end of the input.
            let is_end = is_whole && end.is_none_or(|end| lined.end < end);
            let size = size.or(is_end.then_some(lined.end));
            let end = match (end, size) {
                (end, _) if !is_whole => lined.end.min(end.unwrap_or(u64::MAX)),
                (Some(end), Some(size)) => end.min(size),
                (Some(end), None) => end,
                (None, _) => size.unwrap_or(lined.end),
            };
            Extent { start, end: end.max(start), lines: lined.lines, bytes: lined.end - lined.start, size }
        });
        self.end_input(&source.path, failure, Some((start, end)), extent, outcome)
    }

    /// Checks an input and reports it. Returns the same.
    fn whole(
        &mut self,
        input: &Input,
        is_ndjson: bool,
        interrupt: &Interrupt,
        layouts: &[Layout],
        outcome: &mut Outcome<'_>,
    ) -> (Summary, Option<String>) {
        let source = Source::new(input.name(), false);
        outcome.printer.start_input(&source.path);
        let reports = Reports { source: &source, layouts };
        let reader = input.open(interrupt);
        let checked = if is_ndjson {
            let opened = reader.map(|reader| Opened { reader, start: 0, size: None });
            self.ndjson(reports, opened, outcome).map(|_| ())
        } else {
            reader.and_then(|reader| json::check(reports, reader, &mut self.linter, outcome))
        };
        let failure = checked.err().map(|error| error.to_string());
        self.end_input(&source.path, failure, None, None, outcome)
    }

    /// Reports what could not be checked at all.
    fn failed(&mut self, name: &str, failure: String, outcome: &mut Outcome<'_>) -> (Summary, Option<String>) {
        outcome.printer.start_input(name);
        self.end_input(name, Some(failure), None, None, outcome)
    }

    fn end_input(
        &mut self,
        path: &str,
        failure: Option<String>,
        range: Option<(u64, Option<u64>)>,
        extent: Option<Extent>,
        outcome: &mut Outcome<'_>,
    ) -> (Summary, Option<String>) {
        let mut summary = mem::take(&mut outcome.counted);
        summary.add(&self.linter.take_summary());
        if let Some(failure) = &failure {
            outcome.progress.suspend(|| complain(path, failure));
        }
        outcome.printer.end_input(Ended { path, summary: &summary, failure: failure.as_deref(), range, extent });
        (summary, failure)
    }
}

pub(crate) fn run(args: &Lint) -> ExitCode {
    if let Err(error) = check_usage(args) {
        error.exit();
    }
    if let Err((file, error)) = check_files(args) {
        return fail(&file.to_string_lossy(), &error);
    }
    let interrupt = match Interrupt::install() {
        Ok(interrupt) => interrupt,
        Err(error) => return fail("signals", &error),
    };
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
    let threads = args.threads.unwrap_or_else(|| thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN));
    let mut checker = Checker::new(&args.checks, threads);
    let by_lines = args.by_lines();
    // Only of parts it is held that the input does not change while it is read.
    let part = (args.range.is_some() || args.summary.is_some()).then(|| Part {
        range: args.range.unwrap_or_default(),
        size: args.input_size,
        base: args.base_offset.unwrap_or_default(),
    });

    let mut outcome = Outcome::new(printer, split, progress);
    let mut total = Summary::default();
    let mut failed = false;
    outcome.printer.start();
    let walked = paths::each(args, &interrupt, &mut |found| {
        let (summary, failure) = match found {
            Found::Failed(name, why) => checker.failed(&name, why, &mut outcome),
            Found::Input(input) => match (input.is_ndjson(args.input), by_lines, &part) {
                (false, Some(option), _) => checker.failed(&input.name(), only_ndjson(option), &mut outcome),
                (true, _, Some(part)) => checker.part(&input, part, &interrupt, &layouts, &mut outcome),
                (is_ndjson, ..) => checker.whole(&input, is_ndjson, &interrupt, &layouts, &mut outcome),
            },
        };
        total.add(&summary);
        failed |= failure.is_some();
        if let Some(split) = &mut outcome.split {
            split.next_input();
        }
        if outcome.is_stuck() || interrupt.status().is_some() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    let finished = walked.is_continue();
    let Outcome { mut printer, split, progress, .. } = outcome;
    progress.finish();
    // What programs read stays as they expect it.
    let to_stdout = args.format.is_for_people();
    let statistics = args.statistics.then(|| statistics::table(&total, statistics::width(to_stdout)));
    let end = match interrupt.status() {
        Some(_) => End::Interrupted,
        None if failed || !finished => End::Failed,
        None => End::Complete,
    };
    printer.end(&total, statistics.as_deref().filter(|_| to_stdout), end);
    if let Some(split) = split {
        failed |= !put_in_place(split, end == End::Complete);
    }
    if let Some(Failed { name, error }) = printer.error {
        // A reader that has closed the pipe has seen enough, which is no failure once the work is done. Files were to hold all of it.
        if error.kind() != io::ErrorKind::BrokenPipe || !args.output.is_empty() || args.summary.is_some() {
            complain(&name, &error);
            failed = true;
        }
    }
    if let Some(statistics) = statistics.filter(|_| !to_stdout) {
        // Where standard error cannot be written to, nobody reads it.
        let _ = io::stderr().write_all(statistics.as_bytes());
    }
    if let Some(status) = interrupt.status() {
        return ExitCode::from(status);
    }
    // Nothing bad was seen in the part that was read: that is not "clean".
    let bad = args.gate.is_bad(total.invalid, total.findings(Severity::Warning));
    if failed || !finished && !bad {
        return ExitCode::from(FAILED);
    }
    args.gate.status(total.unjudged > 0, bad)
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
    if let Some(file) = &args.summary {
        let out = Output::file(file).map_err(|error| (file.as_path(), error))?;
        layouts.push(Layout::new(Box::new(Examples)));
        outputs.push((Box::new(Summarised::new(args.checks.settings())), out));
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
        Format::Junit => (Box::new(Junit), Box::new(Suites::new(args.gate.deny_warnings))),
        Format::Verdicts => (Box::new(Verdicts), Box::new(Verdicts)),
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
    for file in args.output.iter().map(|(_, file)| file).chain(&args.summary) {
        let place = place(file);
        if let Some((_, reason)) = taken.iter().find(|(other, _)| *other == place) {
            return Err((file, reason));
        }
        taken.push((place, "is named twice"));
    }
    Ok(())
}

fn only_ndjson(option: &str) -> String {
    format!("expected NDJSON, as {option} its lines (pass --input ndjson if it is)")
}

impl Lint {
    /// What is asked for that only lines have, in words.
    fn by_lines(&self) -> Option<&'static str> {
        let is_by_line = |format| format == Format::Verdicts;
        match () {
            () if self.valid_out.is_some() || self.invalid_out.is_some() => {
                Some("--valid-out and --invalid-out divide")
            }
            () if self.range.is_some() => Some("--range chooses"),
            () if self.summary.is_some() => Some("--summary counts"),
            () if is_by_line(self.format) || self.output.iter().any(|(format, _)| is_by_line(*format)) => {
                Some("`verdicts` answers")
            }
            () => None,
        }
    }
}

impl Checks {
    pub(crate) fn settings(&self) -> Settings {
        Settings::new(self.kind.into(), self.allow.iter().map(|rule| rule.as_str().to_owned()), self.max_record_bytes)
    }
}

impl Gate {
    /// Whether so many invalid documents and warnings are bad.
    pub(crate) fn is_bad(self, invalid: u64, warnings: u64) -> bool {
        invalid > 0 || self.deny_warnings && warnings > 0
    }

    /// The exit status of work that was done, where some documents could perhaps not be judged. To do it again would not help.
    pub(crate) fn status(self, is_unjudged: bool, is_bad: bool) -> ExitCode {
        match (is_unjudged, is_bad) {
            _ if self.exit_zero => ExitCode::SUCCESS,
            (true, _) => ExitCode::from(FAILED),
            (false, true) => ExitCode::FAILURE,
            (false, false) => ExitCode::SUCCESS,
        }
    }
}

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
    let stdin = [PathBuf::from("-")];
    let paths = if args.paths.is_empty() && args.files_from.is_none() { &stdin } else { &args.paths[..] };
    if let Some(option) = args.by_lines() {
        for path in paths.iter().filter(|path| paths::is_one(path)) {
            let input = Input::new(args, path.clone());
            if !input.is_ndjson(args.input) {
                let message = format!("{}: {}", contact_schema::escape::Escaped(&input.name()), only_ndjson(option));
                return wrong(ErrorKind::ValueValidation, message);
            }
        }
    }
    if let Some(range) = args.range {
        let is_stdin = match (paths, &args.files_from) {
            ([path], None) if paths::is_one(path) => path.as_os_str() == "-",
            _ => return wrong(ErrorKind::ArgumentConflict, String::from("--range is for one file, or standard input")),
        };
        if !is_stdin && (args.base_offset.is_some() || args.input_size.is_some()) {
            let message = "--base-offset and --input-size are for standard input; of a file they are known";
            return wrong(ErrorKind::ArgumentConflict, String::from(message));
        }
        let base = args.base_offset.unwrap_or(0);
        if base > 0 && base >= range.start {
            let message = "standard input must start before the range: whether a record starts with the range, only the byte before can tell";
            return wrong(ErrorKind::ValueValidation, String::from(message));
        }
    }
    if args.max_findings.is_some() && args.format == Format::Verdicts {
        let message = "--max-findings is for findings; `verdicts` has a line for each record";
        return wrong(ErrorKind::ArgumentConflict, String::from(message));
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

#[cfg(test)]
mod tests {
    use std::io::{self, Cursor, Read, Write};
    use std::num::NonZero;
    use std::sync::{Arc, Mutex};

    use clap::Parser;
    use contact_schema::proptest::{contact, update_contact_request};
    use proptest::prelude::*;
    use proptest::sample::Index;

    use super::{Checker, Outcome};
    use crate::args::{Checks, Cli};
    use crate::input::{Opened, Part};
    use crate::output::Output;
    use crate::printer::{End, Layout, Printer};
    use crate::progress::Progress;
    use crate::range::{ByteRange, Records};
    use crate::summary::{Examples, RunSummary, Summarised};

    /// Hands on as many bytes at a time as it is told, over and over.
    struct InlineText {
        input: Cursor<Arc<[u8]>>,
        lengths: std::iter::Cycle<std::vec::IntoIter<usize>>,
    }

    impl Read for InlineText {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = self.lengths.next().unwrap_or(1).min(buffer.len());
            self.input.read(&mut buffer[..length])
        }
    }

    #[derive(Clone, Default)]
    struct Memory(Arc<Mutex<Vec<u8>>>);

    impl Write for Memory {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn checks() -> Checks {
        Cli::parse_from(["contact-lint", "--max-record-bytes", "2000000"]).lint.checks
    }

    /// The summary of a range of an input that is read in pieces of these lengths.
    fn summary(input: &Arc<[u8]>, range: ByteRange, threads: usize, lengths: Vec<usize>) -> RunSummary {
        let (checks, size) = (checks(), Some(input.len() as u64));
        let position = range.start.saturating_sub(1);
        let mut reader = InlineText { input: Cursor::new(Arc::clone(input)), lengths: lengths.into_iter().cycle() };
        reader.input.set_position(position);
        let opened = Records::new(reader, position, range, size).map(|records| Opened {
            start: records.position(),
            reader: Box::new(records),
            size,
        });
        let (layouts, out) = ([Layout::new(Box::new(Examples))], Memory::default());
        let mut printer = Printer::default();
        let envelope = Box::new(Summarised::new(checks.settings()));
        printer.add(&layouts[0], envelope, Output::stdout(Box::new(out.clone())), None);
        let mut outcome = Outcome::new(printer, None, Progress::none());
        outcome.printer.start();
        let mut checker = Checker::new(&checks, NonZero::new(threads).unwrap());
        let part = Part { range, size, base: 0 };
        let (counted, failure) = checker.opened_part("x.ndjson", &part, opened, &layouts, &mut outcome);
        assert_eq!(failure, None);
        outcome.printer.end(&counted, None, End::Complete);
        assert!(outcome.printer.error.is_none());
        drop(outcome);
        let line = String::from_utf8(out.0.lock().unwrap().clone()).unwrap();
        RunSummary::read(&line).unwrap()
    }

    fn written(summary: &RunSummary) -> String {
        let mut line = Vec::new();
        summary.write(&mut line).unwrap();
        String::from_utf8(line).unwrap()
    }

    /// A line of NDJSON, mostly with something wrong.
    fn line() -> impl Strategy<Value = Vec<u8>> {
        prop_oneof![
            4 => contact().prop_map(|contact| serde_json::to_vec(&contact).unwrap()),
            2 => update_contact_request().prop_map(|request| serde_json::to_vec(&request).unwrap()),
            2 => prop::sample::select(vec![
                &b"{\"notify\": 1, \"naem\": \"x\"}"[..], b"{}", b"", b" \r", b"[1, 2]", b"{\"id\": 1, \"phones\": [1, 2]}",
                b"{\"notify\": true, \"n\xC3\": \"x\"}", b"{\"notify\": true, \"name\": \"x\r\"}", b"\xFF",
            ]).prop_map(<[u8]>::to_vec),
            1 => prop::collection::vec(any::<u8>(), 0..40),
        ]
        .prop_map(|mut line| {
            line.retain(|byte| *byte != b'\n');
            line
        })
    }

    proptest! {
        /// The merged summary of any parts, made by any number of threads from blocks of any size and added in any order, is to the byte
        /// that of one run on one thread.
        #[test]
        fn any_parts_add_up_to_the_whole(
            lines in prop::collection::vec(line(), 0..40),
            feed in any::<bool>(),
            cuts in prop::collection::vec(any::<Index>(), 0..12),
            threads in 1_usize..4,
            lengths in prop::collection::vec(1_usize..3000, 1..6),
            order in prop::collection::vec(any::<(Index, Index)>(), 14),
        ) {
            let mut input = lines.join(&b'\n');
            if feed {
                input.push(b'\n');
            }
            let size = input.len() as u64;
            let input: Arc<[u8]> = input.into();
            let whole = written(&summary(&input, ByteRange { start: 0, end: Some(size) }, 1, vec![1 << 20]));

            let mut cuts: Vec<u64> = cuts.iter().map(|cut| cut.index(input.len() + 1) as u64).chain([0, size]).collect();
            cuts.sort_unstable();
            let part = |pair: &[u64]| {
                summary(&input, ByteRange { start: pair[0], end: Some(pair[1]) }, threads, lengths.clone())
            };
            let mut parts: Vec<RunSummary> = cuts.windows(2).map(part).collect();
            // Two at a time, until one is left: any order, and any brackets.
            let mut order = order.iter();
            while parts.len() > 1 {
                let (one, other) = order.next().unwrap();
                let one = parts.swap_remove(one.index(parts.len()));
                let at = other.index(parts.len());
                parts[at].add(one).unwrap();
            }
            prop_assert_eq!(parts[0].missing(), Vec::<String>::new());
            prop_assert_eq!(written(&parts[0]), whole);
        }
    }
}
