//! Builds the command line for clap, with its help: the options of `args`, in sections.
//!
//! `-h` fits one screen: it shows the options that most people need. `--help` shows all, then
//! exit statuses and examples.

use std::fmt::Write as _;

use clap::{Arg, ArgAction, Command, CommandFactory};

use super::args::{Cli, VERSION};

/// The sections of the help: the options by the names of their fields. `-h` shows those of the
/// first list, `--help` those of both.
const SECTIONS: &[(&str, &[&str], &[&str])] = &[
    (
        "Input",
        &["paths", "input", "files_from", "exclude", "config"],
        &["null", "hidden", "no_ignore", "no_config", "stdin_filename"],
    ),
    (
        "Checks",
        &["kind", "allow", "allow_member", "deny_warnings", "exit_zero"],
        &["baseline", "write_baseline", "fail_if_empty", "max_record_bytes"],
    ),
    (
        "Report",
        &["format", "quiet", "max_findings", "statistics", "no_source", "color"],
        &["all", "samples", "record_id", "root", "path_prefix", "no_progress"],
    ),
    ("Output", &["output", "valid_out", "invalid_out", "filter", "fix", "diff"], &["in_place", "unsafe_fixes"]),
    ("Parallel and distributed", &["threads", "range"], &["summary", "base_offset", "input_size"]),
];

/// The order of the parts. `{before-help}` holds the commands: one line in `-h`.
const TEMPLATE: &str = "{about-with-newline}\n{usage-heading} {usage}\n\n{before-help}{all-args}{after-help}";

const USAGE: &str = "contact-lint [OPTIONS] [PATHS]...\n       contact-lint <COMMAND>";

/// The exit statuses and their meaning.
pub(super) const EXIT_STATUSES: [(&str, &str); 4] = [
    ("0", "every document is valid"),
    ("1", "violations were found"),
    ("2", "some of the work could not be done"),
    ("129, 130, 143", "the run was interrupted"),
];

/// Command lines and what they do.
pub(super) const EXAMPLES: [(&str, &str); 7] = [
    ("contact-lint request.json", "Check one document, and show each error in its line"),
    ("some-client | contact-lint --kind contact", "Check what a server answers"),
    ("contact-lint explain email-domain-dot", "Read why a rule exists, and what to write instead"),
    ("contact-lint --statistics --max-findings 10 export.ndjson.gz", "Count what is wrong with an export"),
    (
        "contact-lint --valid-out good.ndjson --invalid-out bad.ndjson export.ndjson",
        "Separate the valid records of an export from the others",
    ),
    ("contact-lint --fix --filter valid export.ndjson.gz | some-import", "Clean an export in one pass"),
    (
        "contact-lint --format github -o sarif=contacts.sarif data/",
        "Annotate a pull request, and write a report for code scanning",
    ),
];

/// Returns the command line with its help. The commands are hidden from clap, because
/// `{before-help}` lists them.
pub(super) fn command() -> Command {
    let declared = Cli::command();
    let commands: Vec<_> = declared.get_subcommands().cloned().collect();
    let mut command = Command::new("contact-lint")
        .version(VERSION.as_str())
        .about(declared.get_about().cloned().unwrap_or_default())
        .long_about(declared.get_long_about().cloned().unwrap_or_default())
        .args_conflicts_with_subcommands(true)
        .disable_help_subcommand(true)
        .help_template(TEMPLATE)
        .override_usage(USAGE)
        .before_help(names(&commands))
        .before_long_help(list(&commands))
        .after_long_help(after_help());
    for (heading, short, long) in SECTIONS {
        let ids = short.iter().chain(*long).enumerate();
        let found =
            ids.filter_map(|(order, id)| Some((order, declared.get_arguments().find(|arg| arg.get_id() == id)?)));
        command = command.args(found.map(|(order, arg)| {
            arg.clone().help_heading(*heading).display_order(order).hide_short_help(order >= short.len())
        }));
    }
    let help = Arg::new("help").short('h').long("help").global(true).help("Print this help; --help has all options");
    let version = Arg::new("version").short('V').long("version").help("Print the version");
    command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(help.action(ArgAction::Help).help_heading("Help"))
        .arg(version.action(ArgAction::Version).help_heading("Help"))
        .subcommands(commands.into_iter().map(|command| command.hide(true)))
}

/// Returns the names of the commands, in one line.
fn names(commands: &[Command]) -> String {
    let names: Vec<_> = commands.iter().map(Command::get_name).collect();
    format!("Commands: {}", names.join(" "))
}

/// Returns the commands, each with what it does.
fn list(commands: &[Command]) -> String {
    let mut list = String::from("Commands:");
    for command in commands {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        // Writing to memory does not fail.
        let _ = write!(list, "\n  {:<12} {about}", command.get_name());
    }
    list
}

fn after_help() -> String {
    let mut text = String::from("Exit status:");
    for (status, meaning) in EXIT_STATUSES {
        let _ = write!(text, "\n  {status:<14} {meaning}");
    }
    text += "\n\nExamples:";
    for (line, what) in EXAMPLES {
        let _ = write!(text, "\n  {line}\n      {what}");
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::{SECTIONS, command};
    use crate::cli::args::Cli;

    #[test]
    fn every_option_is_in_a_section() {
        let declared = Cli::command();
        let declared: BTreeSet<_> = declared.get_arguments().map(|arg| arg.get_id().as_str()).collect();
        let listed = SECTIONS.iter().flat_map(|(_, short, long)| short.iter().chain(*long)).copied().collect();
        let missing: Vec<_> = declared.difference(&listed).collect();
        assert!(missing.is_empty(), "put {missing:?} into a section");
        command().debug_assert();
    }

    #[test]
    fn short_help_fits_one_screen() {
        let help = command().term_width(80).render_help().to_string();
        assert!(help.lines().count() <= 45, "{help}");
        assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
    }
}
