//! `contact-lint`: checks JSON files against the contract.
//!
//! Layers, each of which uses only those below it:
//!
//! ```text
//! main
//! cli            the command line: as typed, then resolved
//! distributed    plan, worker, merge: one work on many machines
//! check          the loop: inputs to documents to reports
//! output         files that are whole or not there, the progress bar
//! input          paths to bytes
//! report         output formats
//! exit           exit statuses, errors
//! ```
// Input from an attacker must not cause a panic.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod check;
mod cli;
mod distributed;
mod exit;
mod input;
mod output;
mod report;

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue};
use contact_schema::Rule;
use contact_schema::escape::Escaped;
use contact_schema::lint::{Fix, Safety};

use crate::cli::args::{Cli, Command, MergeFormat};
use crate::cli::{completions, manual};
use crate::distributed::{merge, plan, worker};
use crate::exit::Complaint;

fn main() -> ExitCode {
    match cli::parse() {
        Ok(cli) => run(cli).unwrap_or_else(|complaint| complaint.fail()),
        Err(message) => print_usage(message),
    }
}

fn run(cli: Cli) -> Result<ExitCode, Complaint> {
    Ok(match cli.command {
        None => match cli.lint.resolve() {
            Ok(config) => check::run(config)?,
            Err(message) => print_usage(message),
        },
        Some(Command::Plan(args)) => plan::run(&args.files, args.chunk)?,
        Some(Command::Worker(args)) => worker::run(&args.resolve())?,
        Some(Command::Merge(args)) => {
            let is_page = args.format == MergeFormat::Html;
            merge::run(&args.summaries, args.partial, is_page, args.gate)?
        }
        Some(Command::Explain { rule }) => print(explain(rule).as_bytes()),
        Some(Command::Rules) => print(rules().as_bytes()),
        Some(Command::Schema { body, portable }) => print(body.schema(portable).as_bytes()),
        Some(Command::Show(args)) => match args.resolve() {
            Ok(config) => check::show(config)?,
            Err(message) => print_usage(message),
        },
        Some(Command::Config { config }) => print(cli::shown_config(config.as_deref())?.as_bytes()),
        Some(Command::Completions { shell }) => print(&completions::script(shell)),
        Some(Command::Man) => exit::printed(manual::page().and_then(|page| write(&page))),
    })
}

/// Prints the help, the version, or the error in the command line.
fn print_usage(mut message: clap::Error) -> ExitCode {
    escape_arguments(&mut message);
    let printed = message.print().and_then(|()| io::stdout().flush());
    if message.use_stderr() { ExitCode::from(exit::FAILED) } else { exit::printed(printed) }
}

/// Escapes the arguments that an error repeats: they may be untrusted, such as a file whose name
/// starts with a hyphen.
fn escape_arguments(message: &mut clap::Error) {
    let escaped = |text: &dyn Display| Escaped(&text.to_string()).to_string();
    let context: Vec<_> = message.context().map(|(kind, value)| (kind, value.clone())).collect();
    for (kind, value) in context {
        let value = match value {
            // The usage and the texts of this program have lines and styles.
            _ if kind == ContextKind::Usage => continue,
            ContextValue::String(text) => ContextValue::String(escaped(&text)),
            ContextValue::Strings(texts) => ContextValue::Strings(texts.iter().map(|text| escaped(text)).collect()),
            ContextValue::StyledStr(text) => ContextValue::StyledStr(escaped(&text).into()),
            ContextValue::StyledStrs(texts) => {
                ContextValue::StyledStrs(texts.iter().map(|text| escaped(text).into()).collect())
            }
            _ => continue,
        };
        message.insert(kind, value);
    }
}

fn print(bytes: &[u8]) -> ExitCode {
    exit::printed(write(bytes))
}

fn write(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

fn explain(rule: Rule) -> String {
    let (severity, summary, explanation) = (rule.severity(), rule.summary(), rule.explanation());
    let columns = columns();
    let (summary, explanation) = (wrapped(summary, 0, columns), wrapped(explanation, 0, columns));
    let fix = Fix::of_rule(rule).map(|(safety, what)| {
        let option = match safety {
            Safety::Safe => "--fix",
            Safety::Unsafe => "--fix --unsafe-fixes",
        };
        format!("\n{}\n", wrapped(&format!("Fix ({option}): {what}."), 0, columns))
    });
    format!("{rule} ({severity})\n\n{summary}\n\n{explanation}\n{}", fix.unwrap_or_default())
}

fn rules() -> String {
    let width = Rule::ALL.iter().map(|rule| rule.as_str().len()).max().unwrap_or(0);
    let columns = columns();
    let line = |rule: &Rule| {
        let fix = Fix::of_rule(*rule).map_or("", |(safety, _)| safety.as_str());
        let start = format!("{rule:width$}  {:9}  {fix:6}  ", rule.severity());
        let summary = wrapped(rule.summary(), start.len(), columns);
        format!("{start}{summary}\n")
    };
    Rule::ALL.iter().map(line).collect()
}

/// Returns the width of the terminal in columns. Pipes and files get lines of any length.
fn columns() -> usize {
    if io::stdout().is_terminal() { output::terminal_width(true) } else { usize::MAX }
}

/// Wraps a text at its spaces. It starts in the column `indent`, and so do its further lines, if
/// there is enough space.
fn wrapped(text: &str, indent: usize, columns: usize) -> String {
    let indent = if columns.saturating_sub(indent) >= MIN_COLUMNS { indent } else { 0 };
    let (mut lines, mut used) = (String::new(), indent);
    for word in text.split(' ') {
        let length = word.chars().count();
        if lines.is_empty() {
            used += length;
        } else if used + 1 + length <= columns {
            lines.push(' ');
            used += 1 + length;
        } else {
            lines.push('\n');
            lines.extend(std::iter::repeat_n(' ', indent));
            used = indent + length;
        }
        lines.push_str(word);
    }
    lines
}

/// The least number of columns for a text beside others.
const MIN_COLUMNS: usize = 24;

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn texts_wrap_at_words() {
        assert_eq!(wrapped("one two three", 0, usize::MAX), "one two three");
        assert_eq!(wrapped("one two three", 0, 8), "one two\nthree");
        assert_eq!(wrapped("one two three", 0, 7), "one two\nthree");
        assert_eq!(wrapped("one two three", 0, 1), "one\ntwo\nthree");
        let text = "a text of many words that go on";
        assert_eq!(wrapped(text, 4, 30), "a text of many words that\n    go on");
        assert!(wrapped(text, 20, 30).lines().skip(1).all(|line| !line.starts_with(' ')));
    }
}
