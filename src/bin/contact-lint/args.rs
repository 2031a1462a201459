//! The command line.

use std::num::NonZero;
use std::path::PathBuf;
use std::sync::LazyLock;

use clap::builder::{PathBufValueParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use contact_schema::lint::Kind;
use contact_schema::{Rule, schema};

use crate::decompress::Compression;
use crate::range::ByteRange;
use crate::rule_value::RuleValue;

/// The program's version, and that of the contract.
static VERSION: LazyLock<String> =
    LazyLock::new(|| format!("{} (contract v{})", env!("CARGO_PKG_VERSION"), schema::CONTRACT_VERSION));

/// Check JSON files against the contract of "Update a contact": every violation, at its exact bytes.
///
/// A file holds one document, a JSON array of documents, or NDJSON: one document on each line.
#[derive(Debug, Parser)]
#[command(
    name = "contact-lint",
    version = VERSION.as_str(),
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true,
    after_help = "Exit status: 0 all documents are valid, 1 violations were found, 2 the work could not be done, 130 or 143 it was interrupted."
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
    /// List all rules
    Rules,
    /// Print the JSON Schema of a body
    Schema {
        /// The body
        body: Body,
        /// Patterns that every regex engine reads: without look-aheads, `\d` and `format`; the same documents are valid
        #[arg(long)]
        portable: bool,
    },
    /// Divide files of NDJSON into tasks for `contact-lint worker`: a line of JSON for each
    Plan(Plan),
    /// Do the tasks on standard input, each a line of `contact-lint plan`: a line with its summary for each
    Worker(Worker),
    /// Add up summaries, and say so where they are not all of it
    Merge(Merge),
    /// Print a script that completes commands in a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page, for `man -l -`
    Man,
}

#[derive(Debug, Args)]
pub(crate) struct Lint {
    /// Files, directories and patterns such as 'data/**/*.json'; `-` is standard input, and so is no path
    ///
    /// Of a directory, all .json, .ndjson and .jsonl files are checked, also with .gz or .zst after that, except hidden ones, those that
    /// ignore files such as .gitignore name, and symbolic links. A pattern finds files in the same way, by its own names. A file that is
    /// named is checked whatever its name; .gz and .zst are decompressed.
    pub(crate) paths: Vec<PathBuf>,

    /// Read more paths of files and directories from this file, one a line; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) files_from: Option<PathBuf>,

    /// The paths of --files-from end with NUL instead of a line feed
    #[arg(short = '0', long, requires = "files_from")]
    pub(crate) null: bool,

    /// Check hidden files of directories too
    #[arg(long)]
    pub(crate) hidden: bool,

    /// Check files of directories also where ignore files name them
    #[arg(long)]
    pub(crate) no_ignore: bool,

    /// Write the valid records of NDJSON to this file, byte for byte
    #[arg(long, value_name = "FILE", value_parser = records_file())]
    pub(crate) valid_out: Option<PathBuf>,

    /// Write all other records of NDJSON to this file, byte for byte
    #[arg(long, value_name = "FILE", value_parser = records_file())]
    pub(crate) invalid_out: Option<PathBuf>,

    /// Check the records of NDJSON whose first byte lies in this range of bytes; either number may be left out
    ///
    /// The last record is read to its end, also where that is after the range. So ranges without gap or overlap have each record once.
    /// Offsets are those in the whole input; lines are counted from the range's first record, and said to be.
    #[arg(long, value_name = "START:END", help_heading = "Beyond one machine")]
    pub(crate) range: Option<ByteRange>,

    /// Standard input starts at this byte of the whole input, which must be before the range
    #[arg(long, value_name = "N", requires = "range", help_heading = "Beyond one machine")]
    pub(crate) base_offset: Option<u64>,

    /// The whole input, of which standard input is a part, has this many bytes: tells what is cut off from what ends
    #[arg(long, value_name = "N", requires = "range", help_heading = "Beyond one machine")]
    pub(crate) input_size: Option<u64>,

    /// What standard input is called; its ending says what it holds
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<PathBuf>,

    /// Write a summary in JSON to this file, whole or not at all, for `contact-lint merge`; needs NDJSON
    #[arg(long, value_name = "FILE", help_heading = "Beyond one machine")]
    pub(crate) summary: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) checks: Checks,

    /// What the files hold; `auto` takes .ndjson and .jsonl for NDJSON, all others for JSON
    #[arg(long, value_enum, default_value_t)]
    pub(crate) input: InputArg,

    /// How to report on standard output
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,

    /// Write a report to a file too, whole or not at all; may be repeated
    #[arg(short, long, value_name = "FORMAT=FILE", value_parser = report_file)]
    pub(crate) output: Vec<(Format, PathBuf)>,

    /// After the summary, show a table of the findings by rule and member
    #[arg(long)]
    pub(crate) statistics: bool,

    /// When to use colour
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    pub(crate) color: Color,

    /// Show no lines of the documents: for logs that must not hold personal data
    #[arg(long)]
    pub(crate) no_source: bool,

    #[command(flatten)]
    pub(crate) gate: Gate,

    /// Show at most this many findings on standard output; all are counted, and files hold all
    #[arg(long, value_name = "N")]
    pub(crate) max_findings: Option<u64>,

    /// Check NDJSON with this many threads [default: as many as there are cores]
    #[arg(short = 'j', long, value_name = "N")]
    pub(crate) threads: Option<NonZero<usize>>,

    /// Show no progress bar
    #[arg(long)]
    pub(crate) no_progress: bool,
}

/// What is found depends on these.
#[derive(Debug, Args)]
pub(crate) struct Checks {
    /// What the documents are; `auto` tells each by its members
    #[arg(long, value_enum, default_value_t)]
    pub(crate) kind: KindArg,

    /// Do not report this warning; may be repeated
    #[arg(long, value_name = "RULE", value_parser = RuleValue { only_warnings: true }, hide_possible_values = true)]
    pub(crate) allow: Vec<Rule>,

    /// Refuse records of more bytes than this
    #[arg(long, value_name = "N", default_value_t = 64 << 20)]
    pub(crate) max_record_bytes: usize,
}

/// What the exit status depends on.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Gate {
    /// Treat warnings as violations for the exit status
    #[arg(long)]
    pub(crate) deny_warnings: bool,

    /// Exit with 0 also where there are violations: only 2 and above say that work is to be done again
    #[arg(long)]
    pub(crate) exit_zero: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Plan {
    /// Files of NDJSON. Those that are compressed cannot be divided and are one task each
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,

    /// The bytes of a task; K, M, G and T are powers of 1024
    #[arg(long, value_name = "SIZE", default_value = "256M", value_parser = chunk)]
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

    /// Check each task with this many threads
    #[arg(short = 'j', long, value_name = "N", default_value_t = NonZero::<usize>::MIN)]
    pub(crate) threads: NonZero<usize>,
}

#[derive(Debug, Args)]
pub(crate) struct Merge {
    /// Files of summaries, one a line; `-` is standard input
    #[arg(required = true)]
    pub(crate) summaries: Vec<PathBuf>,

    /// Allow that something is missing: for sums of sums
    #[arg(long)]
    pub(crate) partial: bool,

    #[command(flatten)]
    pub(crate) gate: Gate,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum WorkerFormat {
    /// One JSON object with what was found in the task
    #[default]
    Summary,
    /// One JSON object for each record of the task, then the summary
    Verdicts,
}

/// A number of bytes, 1 or more.
fn chunk(text: &str) -> Result<u64, String> {
    let (digits, shift) = match text.strip_suffix(['K', 'M', 'G', 'T']) {
        None => (text, 0),
        Some(digits) => (digits, 10 * (1 + "KMGT".find(text.trim_start_matches(digits)).unwrap_or_default())),
    };
    let number =
        digits.parse::<u64>().ok().filter(|number| *number > 0 && digits.bytes().all(|byte| byte.is_ascii_digit()));
    number
        .and_then(|number| number.checked_mul(1 << shift))
        .ok_or_else(|| String::from("expected a number of bytes above 0, with K, M, G or T after it or without"))
}

/// A file to write records to.
fn records_file() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| match () {
        () if path.as_os_str() == "-" => Err("expected a file; standard output has the reports"),
        () if Compression::of(&path).is_some() => {
            Err("expected another name: records are written as they are, not compressed")
        }
        () => Ok(path),
    })
}

/// A report's format and file.
fn report_file(argument: &str) -> Result<(Format, PathBuf), String> {
    let Some((format, file)) = argument.split_once('=') else {
        return Err(String::from("expected a format, `=` and a file, found no `=`"));
    };
    let names =
        || Format::value_variants().iter().filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()));
    let format = Format::from_str(format, false)
        .map_err(|_| format!("expected one of the formats {}", names().collect::<Vec<_>>().join(", ")))?;
    match file {
        "" => Err(String::from("expected a file after the `=`, found the end")),
        "-" => Err(String::from("expected a file, found `-`; --format is for standard output")),
        file => Ok((format, PathBuf::from(file))),
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Body {
    Request,
    Contact,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum KindArg {
    #[default]
    Auto,
    Request,
    Contact,
}

impl From<KindArg> for Option<Kind> {
    fn from(kind: KindArg) -> Self {
        match kind {
            KindArg::Auto => None,
            KindArg::Request => Some(Kind::Request),
            KindArg::Contact => Some(Kind::Contact),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputArg {
    #[default]
    Auto,
    Json,
    Ndjson,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Source frames, for people
    #[default]
    Full,
    /// One line for each finding
    Concise,
    /// One JSON object for each finding, then one with the summary
    Jsonl,
    /// SARIF 2.1.0, for code scanning and editors; at most 5,000 findings
    Sarif,
    /// Annotations of GitHub Actions; at most 9 findings
    Github,
    /// JUnit XML: a suite for each file, a case for each document with findings; at most 5,000 findings
    Junit,
    /// One JSON object for each line of NDJSON, also where there is nothing to say: for programs that feed records and want answers
    Verdicts,
}

impl Format {
    /// Whether people read it, and not programs.
    pub(crate) fn is_for_people(self) -> bool {
        matches!(self, Self::Full | Self::Concise)
    }
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

impl From<Color> for anstream::ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::Always,
            Color::Never => Self::Never,
        }
    }
}
