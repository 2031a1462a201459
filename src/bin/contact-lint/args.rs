//! The command line.

use std::num::NonZero;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use contact_schema::lint::Kind;
use contact_schema::{Rule, Severity};

/// Check JSON files against the contract of "Update a contact": every violation, at its exact bytes.
///
/// A file holds one document, a JSON array of documents, or NDJSON: one document on each line.
#[derive(Debug, Parser)]
#[command(
    version,
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true,
    after_help = "Exit status: 0 all documents are valid, 1 violations were found, 2 the work could not be done."
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
        rule: Rule,
    },
    /// List all rules
    Rules,
    /// Print the JSON Schema of a body
    Schema {
        /// The body
        body: Body,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Lint {
    /// Files to check; `-` is standard input, and so is no path
    pub(crate) paths: Vec<PathBuf>,

    /// What the documents are; `auto` tells each by its members
    #[arg(long, value_enum, default_value_t)]
    pub(crate) kind: KindArg,

    /// What the files hold; `auto` takes .ndjson and .jsonl for NDJSON, all others for JSON
    #[arg(long, value_enum, default_value_t)]
    pub(crate) input: InputArg,

    /// How to report
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,

    /// When to use colour
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    pub(crate) color: Color,

    /// Show no lines of the documents: for logs that must not hold personal data
    #[arg(long)]
    pub(crate) no_source: bool,

    /// Treat warnings as violations for the exit status
    #[arg(long)]
    pub(crate) deny_warnings: bool,

    /// Do not report this warning; may be repeated
    #[arg(long, value_name = "RULE", value_parser = warning)]
    pub(crate) allow: Vec<Rule>,

    /// Show at most this many findings; all are counted
    #[arg(long, value_name = "N")]
    pub(crate) max_findings: Option<u64>,

    /// Check NDJSON with this many threads [default: as many as there are cores]
    #[arg(short = 'j', long, value_name = "N")]
    pub(crate) threads: Option<NonZero<usize>>,

    /// Refuse records of more bytes than this
    #[arg(long, value_name = "N", default_value_t = 64 << 20)]
    pub(crate) max_record_bytes: usize,
}

fn warning(id: &str) -> Result<Rule, String> {
    match id.parse::<Rule>() {
        Ok(rule) if rule.severity() == Severity::Warning => Ok(rule),
        Ok(rule) => Err(format!("expected the rule of a warning, found one of a {}", rule.severity())),
        Err(error) => Err(error.to_string()),
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

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Format {
    /// Source frames, for people
    #[default]
    Full,
    /// One line for each finding
    Concise,
    /// One JSON object for each finding, then one with the summary
    Jsonl,
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
