//! The command line as typed.

use std::ffi::OsString;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::LazyLock;

use clap::builder::{OsStringValueParser, PathBufValueParser, PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use contact_schema::{Rule, schema};
use serde::Serialize;

use super::rule_value::RuleValue;
use crate::exit::Gate;
use crate::input::{ByteRange, InputType, Selection, digits, path_of};
use crate::report::{self, FORMATS, Format};

/// The versions of the program and of the contract.
pub(super) static VERSION: LazyLock<String> =
    LazyLock::new(|| format!("{} (contract v{})", env!("CARGO_PKG_VERSION"), schema::CONTRACT_VERSION));

/// Check JSON documents against the contract of "Update a contact"
///
/// Names every violation of every document, at its exact bytes. A file holds one document, a JSON
/// array of documents, or NDJSON: one document on each line.
#[derive(Debug, Parser)]
#[command(
    name = "contact-lint",
    version = VERSION.as_str(),
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,

    #[command(flatten)]
    pub(crate) lint: Lint,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Explain a rule
    Explain {
        /// The id of the rule, such as `email-consecutive-dots`
        #[arg(value_parser = RuleValue { only_warnings: false }, hide_possible_values = true)]
        rule: Rule,
    },
    /// List all rules with their severity, the safety of their fix, and a summary
    Rules,
    /// Print the JSON Schema of a body
    Schema {
        /// The body
        body: SchemaName,
        /// Print the portable schema: the same documents are valid, and every regex engine reads it
        ///
        /// Its patterns have no look-aheads and no `\d`. It has no `format`.
        #[arg(long)]
        portable: bool,
    },
    /// Split NDJSON files into tasks for `worker`, one on each line
    Plan(Plan),
    /// Do tasks from standard input, and print a summary for each
    Worker(Worker),
    /// Add up summaries, and fail if a part is missing
    Merge(Merge),
    /// Print one record of an NDJSON file, and its findings
    Show(Show),
    /// Show the configuration that applies here
    Config {
        /// The file [default: contact-lint.toml in this directory or the nearest parent that has
        /// one]
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page, for `man -l -`
    Man,
}

#[derive(Debug, Args)]
pub(crate) struct Lint {
    #[command(flatten)]
    pub(crate) selection: Selection,

    /// Write the valid records of NDJSON to this file
    ///
    /// Byte for byte, each with its own line ending. If the name ends in .gz or .zst, the file is
    /// compressed. It may be a pipe. `-` is standard output, and the report goes to standard error.
    #[arg(long, value_name = "FILE")]
    pub(crate) valid_out: Option<PathBuf>,

    /// Write all other records of NDJSON to this file
    ///
    /// As --valid-out does. Records that could not be judged go there too, so no record is lost.
    #[arg(long, value_name = "FILE")]
    pub(crate) invalid_out: Option<PathBuf>,

    /// Print records of NDJSON: valid or invalid
    ///
    /// valid: the valid records, as `--valid-out -` does.
    ///
    /// invalid: all other records, as `--invalid-out -` does.
    ///
    /// The report goes to standard error.
    #[arg(long, value_enum, value_name = "RECORDS", hide_possible_values = true)]
    pub(crate) filter: Option<FilterArg>,

    /// Let --valid-out or --invalid-out replace its own input: the other records are lost
    #[arg(long)]
    pub(crate) in_place: bool,

    /// Do not count the findings of a baseline: only new ones are reported and fail the run
    ///
    /// A finding is known if the baseline has its rule, input and pointer. Its line does not count.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["range", "summary", "diff"])]
    pub(crate) baseline: Option<PathBuf>,

    /// Write a baseline: all findings of this run, without values
    ///
    /// The exit status does not change. With --baseline, findings of inputs that were not checked
    /// are kept. Not written if some of the work could not be done.
    #[arg(
        long,
        value_name = "FILE",
        value_parser = PathBufValueParser::new().try_map(output_file),
        conflicts_with_all = ["range", "summary", "diff"]
    )]
    pub(crate) write_baseline: Option<PathBuf>,

    /// Apply fixes that are certain, and report the rest
    ///
    /// Such a fix changes no value. It may write a timestamp in another way, but for the same point
    /// in time.
    ///
    /// A file is replaced completely or not at all. Bytes outside the fixes do not change. If the
    /// input is standard input, the result is written to standard output, and the report to
    /// standard error. With --valid-out or --invalid-out, the fixed records are written there
    /// instead. A JSON file is in memory as a whole; NDJSON is not. `contact-lint rules` shows
    /// which rules have fixes.
    #[arg(long, conflicts_with = "diff")]
    pub(crate) fix: bool,

    /// With --fix or --diff: also apply fixes that are guesses about what was meant
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,

    /// Show what --fix would change
    ///
    /// As a unified diff, in place of all reports. It has lines of the documents. The exit status is
    /// 1 if anything would change.
    #[arg(
        long,
        conflicts_with_all =
            ["range", "valid_out", "invalid_out", "filter", "output", "summary", "quiet", "no_source"]
    )]
    pub(crate) diff: bool,

    /// Check only the records in this range of bytes
    ///
    /// The records of NDJSON whose first byte is in the range. Both numbers are optional.
    ///
    /// The last record is read to its end, even beyond the range. So ranges without gap or overlap
    /// contain each record once. Offsets are those in the whole input; lines are counted from the
    /// first record of the range.
    #[arg(long, value_name = "START:END")]
    pub(crate) range: Option<ByteRange>,

    /// Offset in the whole input at which standard input starts; it must be before the range
    #[arg(long, value_name = "N", value_parser = number, requires = "range")]
    pub(crate) base_offset: Option<u64>,

    /// Length in bytes of the whole input, of which standard input is a part: if standard input
    /// ends too early, that is an error
    #[arg(long, value_name = "N", value_parser = number, requires = "range")]
    pub(crate) input_size: Option<u64>,

    /// Write a summary for `contact-lint merge`
    ///
    /// It is one line of JSON. The input must be NDJSON.
    #[arg(long, value_name = "FILE", value_parser = PathBufValueParser::new().try_map(output_file))]
    pub(crate) summary: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) checks: Checks,

    /// Type: auto, json, document or ndjson [default: auto]
    ///
    /// auto: ndjson if the name ends in .ndjson, .jsonl, .jsonlines or .ldjson, else json.
    ///
    /// json: one document, or an array of documents, which are checked one by one.
    ///
    /// document: exactly one document, such as the body of a request. An array is a violation.
    ///
    /// ndjson: one document on each line.
    #[arg(long, value_enum, default_value_t, hide_possible_values = true, hide_default_value = true)]
    pub(crate) input: InputType,

    /// Format of the report [default: full]
    #[arg(
        long,
        default_value = "full",
        value_parser = format_name(),
        help = format!("{} [default: full]", format_names(", ")),
        long_help = format_long_help(),
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(crate) format: &'static Format,

    /// Print no report on standard output
    ///
    /// The exit status and the files of --output still have the result.
    #[arg(short, long, conflicts_with = "max_findings")]
    pub(crate) quiet: bool,

    /// Also write a report to a file (repeatable)
    #[arg(short, long, value_name = "FORMAT=FILE", value_parser = report_file)]
    pub(crate) output: Vec<(&'static Format, PathBuf)>,

    /// Base directory of the paths in `github` and `sarif` [default: that of the job in GitHub
    /// Actions, else the root of the Git repository, else the working directory]
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,

    /// Prefix of the relative paths in `github` and `sarif`, such as `services/contacts`
    #[arg(long, value_name = "PATH")]
    pub(crate) path_prefix: Option<PathBuf>,

    /// Show a table of findings by rule and member
    ///
    /// After the report. With formats for programs, the table is on standard error.
    #[arg(long)]
    pub(crate) statistics: bool,

    /// Colour: auto, always or never [default: auto]
    #[arg(
        long,
        value_enum,
        default_value_t,
        value_name = "WHEN",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(crate) color: ColorChoice,

    /// Do not show lines of the documents
    ///
    /// For logs that must not hold personal data.
    #[arg(long)]
    pub(crate) no_source: bool,

    #[command(flatten)]
    pub(crate) gate: Gate,

    /// Show the `id` of each record in concise, jsonl, csv and verdicts
    #[arg(long)]
    pub(crate) record_id: bool,

    /// Exit with 1 if there is no document at all, as in `[]` or an empty NDJSON file
    #[arg(long)]
    pub(crate) fail_if_empty: bool,

    /// Show at most this many findings
    ///
    /// Limits standard output only. All findings are counted, and reports in files have all.
    ///
    /// Violations come first: at least half of the findings shown are violations, if there are so
    /// many.
    /// On a terminal, `full` shows 50 findings unless this or --all is given.
    #[arg(long, value_name = "N", value_parser = number)]
    pub(crate) max_findings: Option<u64>,

    /// Show at most this many findings of each rule on standard output; all are counted
    #[arg(long, value_name = "N", value_parser = number, conflicts_with = "quiet")]
    pub(crate) samples: Option<u64>,

    /// Show all findings on a terminal too
    #[arg(long, conflicts_with_all = ["max_findings", "samples", "quiet"])]
    pub(crate) all: bool,

    /// Threads for NDJSON [default: number of cores]
    #[arg(short = 'j', long, value_name = "N", value_parser = threads)]
    pub(crate) threads: Option<NonZero<usize>>,

    /// Do not show a progress bar
    #[arg(long)]
    pub(crate) no_progress: bool,
}

/// The options that the findings depend on, and the configuration file that may give them.
#[derive(Debug, Args)]
pub(crate) struct Checks {
    /// Kind: auto, request or contact [default: auto]
    ///
    /// auto: the members of each document tell its kind. A request has `notify`, and none of
    /// `id`, `companyId`, `notifyAt`, `updatedAt` and `createdAt`. A contact has some of these, and
    /// no `notify`.
    #[arg(long, value_enum, default_value_t, hide_possible_values = true, hide_default_value = true)]
    pub(crate) kind: KindArg,

    /// Suppress warnings of these rules
    ///
    /// A rule, or several with commas between them. May be repeated.
    #[arg(
        long,
        value_name = "RULE",
        value_delimiter = ',',
        value_parser = RuleValue { only_warnings: true },
        hide_possible_values = true
    )]
    pub(crate) allow: Vec<Rule>,

    /// Do not report an unknown member of this name
    ///
    /// May be repeated. `$schema` is never reported.
    #[arg(long, value_name = "NAME")]
    pub(crate) allow_member: Vec<String>,

    /// Maximum length of a record in bytes; K, M, G and T are powers of 1024
    #[arg(long, value_name = "SIZE", default_value = "64M", value_parser = record_size)]
    pub(crate) max_record_bytes: usize,

    /// The configuration file that was read.
    #[arg(skip)]
    pub(crate) config_file: Option<PathBuf>,

    /// Whether it gives the kind.
    #[arg(skip)]
    pub(crate) has_kind_of_file: bool,

    /// Configuration file [default: contact-lint.toml]
    ///
    /// The default is the file contact-lint.toml in this directory, or in the nearest parent that
    /// has one.
    ///
    /// Keys: kind, allow, allow-member, files, exclude and format. An option on the command line
    /// replaces the key. Paths and patterns are relative to the directory of the file.
    /// `contact-lint config` shows what applies. The commands show and worker take the first three.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Read no configuration file
    #[arg(long, conflicts_with = "config")]
    pub(crate) no_config: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The file, and the number of the line as reports give it, from 1
    #[arg(value_name = "FILE:LINE", value_parser = OsStringValueParser::new().try_map(place))]
    pub(crate) place: (PathBuf, NonZero<u64>),

    /// Type: auto or ndjson, as in a run [default: auto]
    #[arg(long, value_enum, default_value_t, hide_possible_values = true, hide_default_value = true)]
    pub(crate) input: InputType,

    #[command(flatten)]
    pub(crate) checks: Checks,

    /// When to use colour
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    pub(crate) color: ColorChoice,
}

#[derive(Debug, Args)]
pub(crate) struct Plan {
    /// NDJSON files. A compressed file cannot be split, so it is one task
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,

    /// Length of a task in bytes; K, M, G and T are powers of 1024
    #[arg(long, value_name = "SIZE", default_value = "256M", value_parser = size)]
    pub(crate) chunk: u64,
}

#[derive(Debug, Args)]
pub(crate) struct Worker {
    /// What to print of each task
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: WorkerFormat,

    #[command(flatten)]
    pub(crate) checks: Checks,

    #[command(flatten)]
    pub(crate) gate: Gate,

    /// Number of threads for each task
    #[arg(short = 'j', long, value_name = "N", default_value = "1", value_parser = threads)]
    pub(crate) threads: NonZero<usize>,
}

#[derive(Debug, Args)]
pub(crate) struct Merge {
    /// Files with one summary on each line; `-` is standard input
    #[arg(required = true)]
    pub(crate) summaries: Vec<PathBuf>,

    /// What to print
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: MergeFormat,

    /// Allow missing parts: the result can be merged with them later
    #[arg(long)]
    pub(crate) partial: bool,

    #[command(flatten)]
    pub(crate) gate: Gate,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum MergeFormat {
    /// The sum as a summary, for `merge`
    #[default]
    Summary,
    /// An HTML page with bars and sample places, for people; it holds no values
    Html,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum WorkerFormat {
    /// One JSON object with the summary of the task
    #[default]
    Summary,
    /// One JSON object for each record of the task, then the summary
    Verdicts,
}

/// Parses a number of bytes, 1 or more.
fn size(text: &str) -> Result<u64, String> {
    let (number, shift) = match text.strip_suffix(['K', 'M', 'G', 'T']) {
        None => (text, 0),
        Some(number) => (number, 10 * (1 + "KMGT".find(text.trim_start_matches(number)).unwrap_or_default())),
    };
    let number = digits::<u64>(number).filter(|number| *number > 0);
    number
        .and_then(|number| number.checked_mul(1 << shift))
        .ok_or_else(|| String::from("expected a number of bytes above 0, with K, M, G or T after it or without"))
}

/// Parses a number of bytes that may be kept in memory.
fn record_size(text: &str) -> Result<usize, String> {
    usize::try_from(size(text)?).map_err(|_| String::from("expected a length that fits into memory"))
}

/// Parses a number. The standard parser's messages are for programmers.
fn number(text: &str) -> Result<u64, String> {
    digits(text).ok_or_else(|| String::from("expected a number, 0 or more"))
}

/// Parses a file and the number of a line. Ignores a column after it, so the place of a finding can
/// be pasted.
fn place(text: OsString) -> Result<(PathBuf, NonZero<u64>), String> {
    let expected = || String::from("expected a file, a colon and the number of a line, from 1");
    let text = text.as_encoded_bytes();
    let number = |digits: &[u8]| str::from_utf8(digits).ok()?.parse::<NonZero<u64>>().ok();
    let end = text.iter().rposition(|&byte| byte != b':').map_or(0, |last| last + 1);
    let (before, last) = split_at_last_colon(text.get(..end).unwrap_or_default()).ok_or_else(expected)?;
    let (file, line) = match split_at_last_colon(before) {
        // `FILE:LINE:COLUMN`
        Some((file, line)) if number(last).is_some() && number(line).is_some() => (file, line),
        _ => (before, last),
    };
    match (path_of(file), number(line)) {
        (Some(path), Some(line)) if !file.is_empty() => Ok((path, line)),
        _ => Err(expected()),
    }
}

fn split_at_last_colon(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = memchr::memrchr(b':', text)?;
    Some((text.get(..colon)?, text.get(colon + 1..)?))
}

/// Parses a number of threads.
fn threads(text: &str) -> Result<NonZero<usize>, String> {
    digits(text).ok_or_else(|| String::from("expected a number of threads, 1 or more"))
}

/// Returns the format of this name.
pub(super) fn find_format(name: &str) -> Result<&'static Format, String> {
    report::find(name).ok_or_else(|| format!("expected one of the formats {}", format_names(", ")))
}

/// Parses the format and the file of a report.
fn report_file(argument: &str) -> Result<(&'static Format, PathBuf), String> {
    let Some((format, file)) = argument.split_once('=') else {
        return Err(String::from("expected a format, `=` and a file, found no `=`"));
    };
    let format = find_format(format)?;
    match file {
        "" => Err(String::from("expected a file after the `=`, found the end")),
        file => output_file(PathBuf::from(file)).map(|file| (format, file)),
    }
}

/// Refuses `-` as a file for anything but records.
fn output_file(file: PathBuf) -> Result<PathBuf, String> {
    match file.as_os_str() == "-" {
        true => Err(String::from("expected a file, found `-`; --format is for standard output")),
        false => Ok(file),
    }
}

/// Returns the names of the formats, with a separator between them.
pub(super) fn format_names(separator: &str) -> String {
    FORMATS.iter().map(|format| format.name).collect::<Vec<_>>().join(separator)
}

/// Returns the formats, each with what it is for.
fn format_long_help() -> String {
    // Paragraphs: the manual page joins lines.
    let formats = FORMATS.iter().map(|format| format!("{}: {}", format.name, format.help));
    let formats = formats.collect::<Vec<_>>().join("\n\n");
    format!("Format of the report on standard output\n\n{formats}\n\n[default: full]")
}

/// Parses the name of a format.
fn format_name() -> impl TypedValueParser<Value = &'static Format> {
    let values = FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.help));
    PossibleValuesParser::new(values).try_map(|name| find_format(&name))
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum SchemaName {
    Request,
    Contact,
}

impl SchemaName {
    pub(crate) fn schema(self, portable: bool) -> &'static str {
        match (self, portable) {
            (Self::Request, false) => schema::UPDATE_CONTACT_REQUEST,
            (Self::Request, true) => schema::PORTABLE_UPDATE_CONTACT_REQUEST,
            (Self::Contact, false) => schema::CONTACT,
            (Self::Contact, true) => schema::PORTABLE_CONTACT,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KindArg {
    #[default]
    Auto,
    Request,
    Contact,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FilterArg {
    /// The valid records
    Valid,
    /// All other records
    Invalid,
}
