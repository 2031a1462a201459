//! The linter's run: inputs to documents to reports, and the exit status.

use std::io::{self, BufWriter, ErrorKind, Read, Write};
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use contact_schema::lint::{Blocks, Linter, Reviewed, Summary};
use contact_schema::{Limits, Severity};

use crate::args::{Format, Lint};
use crate::input::Input;
use crate::report::{Concise, Document, Full, Jsonl, Lines, Report};
use crate::{FAILED, complain};

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
    // The report writes colour only where it is wanted; this makes an old Windows console understand it.
    let choice = if color { ColorChoice::Always } else { ColorChoice::Never };
    let out = BufWriter::with_capacity(1 << 16, AutoStream::new(stdout, choice));
    let mut printer = Printer { report, out, left: args.max_findings.unwrap_or(u64::MAX), error: None };

    let mut failed = false;
    let inputs =
        if args.paths.is_empty() { vec![Input::Stdin] } else { args.paths.iter().map(|p| Input::new(p)).collect() };
    let mut finished = true;
    for input in &inputs {
        if let Err(error) = check(input, args, &mut linter, &mut printer) {
            complain(&input.name(), &error);
            failed = true;
        }
        if printer.error.is_some() {
            finished = false;
            break;
        }
    }
    printer.end(linter.summary());
    if let Some(error) = printer.error {
        // A reader that has closed the pipe has seen enough, which is no failure once the work is done.
        if error.kind() != ErrorKind::BrokenPipe {
            complain("standard output", &error);
            failed = true;
        }
    }
    exit_status(linter.summary(), args.deny_warnings, failed, finished)
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

/// Checks one input. An error is one of reading it; those of printing are the printer's.
fn check(input: &Input, args: &Lint, linter: &mut Linter, printer: &mut Printer) -> io::Result<()> {
    let name = input.name();
    let mut reader = input.open()?;
    if !input.is_ndjson(args.input) {
        let mut text = Vec::new();
        reader.read_to_end(&mut text)?;
        let mut lines = Lines::json(&text);
        linter.json(&text, &mut |reviewed| {
            printer.print(
                Document { path: &name, bytes: &text, offset: 0, index: reviewed.index },
                &mut lines,
                &reviewed,
            );
        });
        return Ok(());
    }
    let mut blocks = Blocks::new(reader, args.max_record_bytes);
    let mut first_line = 0;
    while let Some(block) = blocks.next()? {
        let mut print = |reviewed: Reviewed| {
            let document =
                Document { path: &name, bytes: block.bytes, offset: block.offset, index: first_line + reviewed.index };
            let mut lines = Lines::record(block.bytes, first_line + reviewed.index + 1, reviewed.span.start);
            printer.print(document, &mut lines, &reviewed);
        };
        first_line += match block.too_long {
            Some(length) => {
                linter.too_large(length, &mut print);
                1
            }
            None => linter.ndjson(block.bytes, &mut print),
        };
        if printer.error.is_some() {
            break;
        }
    }
    Ok(())
}

/// Prints reports until something goes wrong with the output.
struct Printer {
    report: Box<dyn Report>,
    out: BufWriter<AutoStream<io::Stdout>>,
    /// How many more findings to show.
    left: u64,
    error: Option<io::Error>,
}

impl Printer {
    fn print(&mut self, document: Document<'_>, lines: &mut Lines<'_>, reviewed: &Reviewed) {
        for finding in &reviewed.findings {
            if self.left == 0 || self.error.is_some() {
                return;
            }
            self.left -= 1;
            self.error = self.report.finding(&mut self.out, document, lines, reviewed.kind, finding).err();
        }
        if reviewed.more > 0 && self.left > 0 && self.error.is_none() {
            self.error = self.report.more(&mut self.out, document, reviewed.more).err();
        }
    }

    fn end(&mut self, summary: &Summary) {
        if self.error.is_none() {
            self.error = self.report.summary(&mut self.out, summary).and_then(|()| self.out.flush()).err();
        }
        // What could not be written is not tried again when the writer is dropped.
    }
}
