//! `contact-lint`: checks JSON files against the contract.
// Hostile input must find no panic.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod args;
mod completions;
mod decompress;
mod input;
mod interrupt;
mod json;
mod lint;
mod manual;
mod merge;
mod ndjson;
mod output;
mod paths;
mod plan;
mod printer;
mod progress;
mod range;
mod report;
mod rule_value;
mod split;
mod statistics;
mod summary;
mod text_lines;
mod whole_file;
mod worker;

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use clap::Parser;
use contact_schema::display::Safe;
use contact_schema::{Rule, schema};

use crate::args::{Body, Cli, Command};

/// The work could not be done.
pub(crate) const FAILED: u8 = 2;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(message) => return usage(&message),
    };
    let printed = match cli.command {
        None => return lint::run(&cli.lint),
        Some(Command::Worker(args)) => return worker::run(&args),
        Some(Command::Merge(args)) => return merge::run(&args),
        Some(Command::Plan(args)) => return plan::run(&args),
        Some(Command::Explain { rule }) => explain(rule),
        Some(Command::Rules) => rules(),
        Some(Command::Schema { body, portable }) => print(match (body, portable) {
            (Body::Request, false) => schema::UPDATE_CONTACT_REQUEST,
            (Body::Request, true) => schema::PORTABLE_UPDATE_CONTACT_REQUEST,
            (Body::Contact, false) => schema::CONTACT,
            (Body::Contact, true) => schema::PORTABLE_CONTACT,
        }),
        Some(Command::Completions { shell }) => write(&completions::script(shell)),
        Some(Command::Man) => manual::page().and_then(|page| write(&page)),
    };
    ended(printed)
}

fn ended(printed: io::Result<()>) -> ExitCode {
    match printed {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => fail("standard output", &error),
    }
}

/// The help or the version, which are not there if they cannot be written, or what is wrong with the command line.
fn usage(message: &clap::Error) -> ExitCode {
    let printed = message.print().and_then(|()| io::stdout().flush());
    if message.use_stderr() { ExitCode::from(FAILED) } else { ended(printed) }
}

fn print(text: &str) -> io::Result<()> {
    write(text.as_bytes())
}

fn write(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

fn explain(rule: Rule) -> io::Result<()> {
    let (severity, summary, explanation) = (rule.severity(), rule.summary(), rule.explanation());
    print(&format!("{rule} ({severity})\n\n{summary}\n\n{explanation}\n"))
}

fn rules() -> io::Result<()> {
    let width = Rule::ALL.iter().map(|rule| rule.as_str().len()).max().unwrap_or(0);
    let line = |rule: &Rule| format!("{rule:width$}  {:9}  {}\n", rule.severity(), rule.summary());
    print(&Rule::ALL.iter().map(line).collect::<String>())
}

/// Says on standard error why some of the work could not be done.
pub(crate) fn complain(what: &str, error: &dyn std::fmt::Display) {
    // Where standard error cannot be written to either, the exit status is all that is left.
    let _ = writeln!(io::stderr(), "contact-lint: {}: {}", Safe(what), Safe(&error.to_string()));
}

pub(crate) fn fail(what: &str, error: &dyn std::fmt::Display) -> ExitCode {
    complain(what, error);
    ExitCode::from(FAILED)
}
