//! Turns arguments into the configuration of a run. Rejects combinations of options that clap
//! cannot check.

use std::fmt::Display;
use std::io::{self, IsTerminal};
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use anstream::AutoStream;
use clap::error::ErrorKind;
use clap::{ColorChoice, CommandFactory, Error};
use contact_schema::escape::Escaped;
use contact_schema::lint::{Kind, Safety};

use super::args::{Checks, Cli, FilterArg, KindArg, Lint, Show, Worker, WorkerFormat};
use crate::check::{BaselineFiles, Config, Fixes, LinterConfig, ShowConfig, ShownLimits, StatisticsTo, Threads};
use crate::distributed::summary::{self, Settings};
use crate::distributed::worker;
use crate::input::{Input, Part};
use crate::output::{self, FixTo, PartitionFiles, is_stdout};
use crate::report::{self, Options, Reporter, Root};

impl Lint {
    /// Returns the configuration of the run.
    ///
    /// # Errors
    ///
    /// Options that exclude or need each other, and inputs that an option cannot read.
    pub(crate) fn resolve(mut self) -> Result<Config, Error> {
        self.selection.remove_duplicates();
        self.check()?;
        match self.filter {
            Some(FilterArg::Valid) => self.valid_out = Some(PathBuf::from("-")),
            Some(FilterArg::Invalid) => self.invalid_out = Some(PathBuf::from("-")),
            None => {}
        }
        let on_stderr = self.has_data_on_stdout();
        let color = has_color(self.color, on_stderr);
        let root = self.root()?;
        let linter = LinterConfig { fixes: self.fixes(), ..self.checks.resolve() };
        let reports = self.reports(color, &root, &linter);
        let fix_to = self.fix_to();
        let threads = self.threads.or_else(|| thread::available_parallelism().ok()).unwrap_or(NonZero::<usize>::MIN);
        let part = (self.range.is_some() || self.summary.is_some()).then(|| Part {
            range: self.range.unwrap_or_default(),
            size: self.input_size,
            base: self.base_offset.unwrap_or_default(),
        });
        let statistics_to = if self.format.is_for_people && !self.quiet && !self.diff && !on_stderr {
            StatisticsTo::Stdout
        } else {
            StatisticsTo::Stderr
        };
        Ok(Config {
            input_type: self.input,
            needs_ndjson: self.needs_ndjson(),
            part,
            linter,
            // A diff needs the lines around each change, in their order: one thread.
            threads: Threads::new(if self.diff { NonZero::<usize>::MIN } else { threads }),
            fix_to,
            on_stderr,
            reports,
            color,
            shown: ShownLimits { findings: self.max_findings(), of_rule: self.samples },
            is_quiet: self.quiet || self.diff,
            record_ids: self.record_id,
            fail_if_empty: self.fail_if_empty,
            statistics: self.statistics.then_some(statistics_to),
            gate: self.gate,
            // The progress bar would be drawn between the records on a terminal, or over what is typed.
            progress: !(self.no_progress || on_stderr && io::stdout().is_terminal() || self.selection.reads_keyboard()),
            selection: self.selection,
            kind_file: self.checks.config_file.clone().filter(|_| self.checks.has_kind_of_file),
            config_file: self.checks.config_file,
            baseline: BaselineFiles { read: self.baseline, write: self.write_baseline, root },
            partition: PartitionFiles { valid: self.valid_out, invalid: self.invalid_out, in_place: self.in_place },
        })
    }

    /// Whether a report shows fixes, or counts the findings that have one.
    fn shows_fixes(&self) -> bool {
        !self.quiet && self.format.shows_fixes || self.output.iter().any(|(format, _)| format.shows_fixes)
    }

    /// Returns whether fixes are ignored, found or applied.
    fn fixes(&self) -> Fixes {
        match (self.fix || self.diff, self.unsafe_fixes) {
            (false, _) if self.shows_fixes() => Fixes::Find,
            (false, _) => Fixes::Ignore,
            (true, false) => Fixes::Apply(Safety::Safe),
            (true, true) => Fixes::Apply(Safety::Unsafe),
        }
    }

    /// Whether valid and invalid records are written to different outputs.
    fn divides(&self) -> bool {
        self.valid_out.is_some() || self.invalid_out.is_some() || self.filter.is_some()
    }

    /// Returns where fixed inputs are written; `None` if inputs are not fixed.
    fn fix_to(&self) -> Option<FixTo> {
        match (self.fix, self.diff) {
            (_, true) => Some(FixTo::Diff),
            (true, false) if self.divides() => Some(FixTo::Records),
            (true, false) => Some(FixTo::Input),
            (false, false) => None,
        }
    }

    /// Whether standard output receives records, or the fixed standard input. Then the report is
    /// written to standard error.
    fn has_data_on_stdout(&self) -> bool {
        let has_records = self.valid_out.iter().chain(&self.invalid_out).any(|file| is_stdout(file));
        has_records || self.fix_to() == Some(FixTo::Input) && self.selection.reads_stdin()
    }

    /// Returns the maximum number of findings on standard output.
    fn max_findings(&self) -> Option<u64> {
        if self.quiet {
            return Some(0);
        }
        let is_terminal = terminal_width(!self.has_data_on_stdout()).is_some();
        let on_terminal = self.format.max_on_terminal.filter(|_| !self.all && self.samples.is_none() && is_terminal);
        self.max_findings.or(on_terminal)
    }

    /// Returns the report on standard output, then those in files, which have no colour.
    fn reports(&self, color: bool, root: &Arc<Root>, linter: &LinterConfig) -> Vec<(Reporter, Option<PathBuf>)> {
        let options = Options {
            color: false,
            source: !self.no_source,
            deny_warnings: self.gate.deny_warnings,
            width: None,
            root: Arc::clone(root),
        };
        let width = terminal_width(!self.has_data_on_stdout());
        let on_stdout = Options { color, width, ..options.clone() };
        let mut reports = vec![(self.format.reporter(on_stdout), None)];
        for (format, file) in &self.output {
            reports.push((format.reporter(options.clone()), Some(file.clone())));
        }
        if let Some(file) = &self.summary {
            reports.push((summary::reporter(Settings::new(linter)), Some(file.clone())));
        }
        reports
    }

    /// Returns the directory that the paths in reports are relative to.
    fn root(&self) -> Result<Arc<Root>, Error> {
        let root = Root::new(self.root.as_deref(), self.path_prefix.as_deref());
        root.map(Arc::new).map_err(|error| wrong(format!("--root: {error}")))
    }

    /// Whether a report has a line for each record.
    fn is_by_line(&self) -> bool {
        self.format.is_by_line || self.output.iter().any(|(format, _)| format.is_by_line)
    }

    /// Returns the reason if an option needs NDJSON, as a message.
    fn needs_ndjson(&self) -> Option<String> {
        let option = if self.filter.is_some() {
            "--filter chooses"
        } else if self.valid_out.is_some() || self.invalid_out.is_some() {
            "--valid-out and --invalid-out divide"
        } else if self.range.is_some() {
            "--range chooses"
        } else if self.summary.is_some() {
            "--summary counts"
        } else if self.is_by_line() {
            "`verdicts` answers"
        } else {
            return None;
        };
        Some(expected_ndjson(option))
    }

    fn check(&self) -> Result<(), Error> {
        self.check_first_path()?;
        self.check_outputs()?;
        self.check_filter()?;
        let is_both = matches!(self.selection.list(), Some(Input::Stdin(_))) && self.selection.reads_stdin();
        reject(is_both, "standard input cannot be both the list of --files-from and an input")?;
        self.check_input_types()?;
        self.check_range()
    }

    /// Rejects a first path that does not exist and looks like a command.
    fn check_first_path(&self) -> Result<(), Error> {
        let Some(word) = self.selection.paths.first().filter(|path| !path.exists()).and_then(|path| path.to_str())
        else {
            return Ok(());
        };
        let what = match word {
            "help" => String::from("for the help, pass --help"),
            "version" => String::from("for the version, pass --version"),
            "check" | "lint" | "validate" => format!("to check files, leave `{word}` out"),
            _ => match nearest_command(word) {
                Some(command) => format!("did you mean the command `{command}`?"),
                None => return Ok(()),
            },
        };
        Err(wrong(format!("no file is named `{}`: {what}", Escaped(word))))
    }

    fn check_outputs(&self) -> Result<(), Error> {
        let is_one_file = self.valid_out.is_some() && self.valid_out == self.invalid_out;
        reject(is_one_file, "--valid-out and --invalid-out must be two files")?;
        reject(self.unsafe_fixes && !self.fix && !self.diff, "--unsafe-fixes needs --fix or --diff")?;
        reject(self.in_place && !self.divides(), "--in-place needs --valid-out or --invalid-out")?;
        reject(
            self.is_by_line() && (self.baseline.is_some() || self.write_baseline.is_some()),
            "--baseline and --write-baseline are for findings; `verdicts` prints records",
        )?;
        reject(
            self.format.is_by_line && (self.max_findings.is_some() || self.samples.is_some()),
            "--max-findings and --samples are for findings; `verdicts` prints records",
        )
    }

    /// Rejects a second use of standard output beside `--filter`, and `--fix` of a part of a file.
    fn check_filter(&self) -> Result<(), Error> {
        let (own, name) = match self.filter {
            Some(FilterArg::Invalid) => (&self.invalid_out, "--filter invalid is --invalid-out -"),
            _ => (&self.valid_out, "--filter valid is --valid-out -"),
        };
        reject(self.filter.is_some() && own.is_some(), format!("{name}: pass one of them"))?;
        let has_records = self.valid_out.iter().chain(&self.invalid_out).any(|file| is_stdout(file));
        reject(self.filter.is_some() && has_records, "--filter and another option both write to standard output")?;
        reject(
            self.fix && self.range.is_some() && !self.divides(),
            "--fix of a --range needs --filter, --valid-out or --invalid-out: a file is replaced as a whole",
        )
    }

    /// Rejects named inputs that are not NDJSON by their names, if an option needs NDJSON.
    fn check_input_types(&self) -> Result<(), Error> {
        let Some(why) = self.needs_ndjson() else { return Ok(()) };
        for input in self.selection.named() {
            reject(!input.is_ndjson(self.input), format!("{}: {why}", Escaped(&input.name())))?;
        }
        Ok(())
    }

    fn check_range(&self) -> Result<(), Error> {
        let Some(range) = self.range else { return Ok(()) };
        let is_single = self.selection.paths.len() <= 1 && self.selection.files_from.is_none();
        let is_stdin = match self.selection.named().next().filter(|_| is_single) {
            Some(input) => matches!(input, Input::Stdin(_)),
            None => return Err(wrong("--range is for one file, or standard input")),
        };
        reject(
            !is_stdin && (self.base_offset.is_some() || self.input_size.is_some()),
            "--base-offset and --input-size are for standard input; a file has its own",
        )?;
        let base = self.base_offset.unwrap_or(0);
        reject(
            base > 0 && base >= range.start,
            "--base-offset must be before the range: the byte before the range shows whether a record starts there",
        )
    }
}

/// Returns the message that an input is not NDJSON. `option` says what is done with its lines.
fn expected_ndjson(option: &str) -> String {
    format!("expected NDJSON, as {option} its lines (pass --input ndjson if it is)")
}

/// The maximum number of edits between a misspelling and the suggested command.
const MOST_EDITS: usize = 2;

/// Returns the command of which `word` is probably a misspelling.
fn nearest_command(word: &str) -> Option<String> {
    let names = Cli::command().get_subcommands().map(|command| command.get_name().to_owned()).collect::<Vec<_>>();
    let edits = |name: &String| strsim::damerau_levenshtein(name, word);
    // Two edits turn a short name into almost any other word.
    names
        .into_iter()
        .filter(|name| name.len() > 2 * MOST_EDITS)
        .min_by_key(edits)
        .filter(|name| edits(name) <= MOST_EDITS)
}

/// Returns an error in the command line.
fn wrong(message: impl Display) -> Error {
    Cli::command().error(ErrorKind::ArgumentConflict, message)
}

/// Returns an error with this message if the command line is wrong.
fn reject(is_wrong: bool, message: impl Display) -> Result<(), Error> {
    if is_wrong { Err(wrong(message)) } else { Ok(()) }
}

impl Worker {
    pub(crate) fn resolve(&self) -> worker::Config {
        let format = match self.format {
            WorkerFormat::Summary => None,
            WorkerFormat::Verdicts => report::find("verdicts"),
        };
        worker::Config {
            format,
            linter: self.checks.resolve(),
            threads: Threads::new(self.threads),
            gate: self.gate,
            config_file: self.checks.config_file.clone(),
        }
    }
}

/// Returns whether output on standard output, or on standard error, has colour.
fn has_color(choice: ColorChoice, on_stderr: bool) -> bool {
    match choice {
        ColorChoice::Auto if on_stderr => AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never,
        ColorChoice::Auto => AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
        ColorChoice::Always => true,
        ColorChoice::Never => false,
    }
}

/// Returns the width of the terminal; `None` if standard output (or standard error) is not one.
fn terminal_width(is_stdout: bool) -> Option<usize> {
    let is_terminal = if is_stdout { io::stdout().is_terminal() } else { io::stderr().is_terminal() };
    is_terminal.then(|| output::terminal_width(is_stdout))
}

impl Show {
    /// Returns the record to show, and how.
    ///
    /// # Errors
    ///
    /// An input that is not NDJSON: a line of it is no document.
    pub(crate) fn resolve(self) -> Result<ShowConfig, Error> {
        let (file, line) = self.place;
        let input = Input::new(file, None);
        let why = expected_ndjson("`show` prints one of");
        let instead = "the report of a run shows the lines of a JSON file";
        reject(!input.is_ndjson(self.input), format!("{}: {why}; {instead}", Escaped(&input.name())))?;
        let color = has_color(self.color, false);
        let options = Options { color, source: true, width: terminal_width(true), ..Options::default() };
        Ok(ShowConfig {
            input,
            line,
            linter: self.checks.resolve(),
            config_file: self.checks.config_file,
            reporter: report::FULL.reporter(options),
            color,
        })
    }
}

impl Checks {
    fn resolve(&self) -> LinterConfig {
        let kind = match self.kind {
            KindArg::Auto => None,
            KindArg::Request => Some(Kind::Request),
            KindArg::Contact => Some(Kind::Contact),
        };
        LinterConfig {
            kind,
            allow: self.allow.clone(),
            allow_members: self.allow_member.clone(),
            max_record_bytes: self.max_record_bytes,
            fixes: Fixes::Ignore,
        }
    }
}
