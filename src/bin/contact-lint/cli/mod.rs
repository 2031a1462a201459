//! The command line: as typed in `args`, resolved in `resolve`.

pub(crate) mod args;
mod command;
pub(crate) mod completions;
mod config_file;
pub(crate) mod manual;
mod resolve;
mod rule_value;

use std::iter;
use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Error, FromArgMatches};

use self::args::{Cli, Command, Show, Worker};
use self::config_file::ConfigFile;
use crate::exit::Complaint;
use crate::input::Exclude;
use crate::output::OutputFiles;

/// Parses the command line, and takes the options that it does not give from the configuration
/// file.
///
/// # Errors
///
/// The help or the version, or an error in the command line or the file.
pub(crate) fn parse() -> Result<Cli, Error> {
    let matches = command::command().try_get_matches().map_err(explain_option)?;
    let mut cli = Cli::from_arg_matches(&matches)?;
    let wrong = |message| command::command().error(ErrorKind::ValueValidation, message);
    let given = |matches: &ArgMatches, id: &str| matches.value_source(id) == Some(ValueSource::CommandLine);
    match (&mut cli.command, matches.subcommand()) {
        (None, _) => {
            let lint = &mut cli.lint;
            lint.selection.excluded = Exclude::new(Path::new(""), &lint.selection.exclude).map_err(wrong)?;
            if let Some(file) = ConfigFile::of(&lint.checks).map_err(wrong)? {
                file.apply(lint, |id| given(&matches, id)).map_err(wrong)?;
            }
        }
        (Some(Command::Show(Show { checks, .. }) | Command::Worker(Worker { checks, .. })), Some((_, matches))) => {
            if let Some(mut file) = ConfigFile::of(checks).map_err(wrong)? {
                file.apply_to_checks(checks, |id| given(matches, id));
            }
        }
        _ => {}
    }
    Ok(cli)
}

/// Names the command that has an unknown option, if one has. clap suggests to pass it as a value.
fn explain_option(mut error: Error) -> Error {
    let Some(ContextValue::String(name)) = error.get(ContextKind::InvalidArg).cloned() else { return error };
    let is_named = |option: &Arg| {
        option.get_long().is_some_and(|long| name.strip_prefix("--") == Some(long))
            || option.get_short().is_some_and(|short| name.strip_prefix('-') == Some(&*short.to_string()))
    };
    let command = command::command();
    let commands = iter::once(&command).chain(command.get_subcommands());
    let mut owners = commands.filter(|command| command.get_arguments().any(is_named)).map(clap::Command::get_name);
    if let (ErrorKind::UnknownArgument, Some(owner)) = (error.kind(), owners.next()) {
        let owner = if owner == command.get_name() { "a run without a command" } else { owner };
        let tip = format!("'{name}' is an option of {owner}");
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    error
}

/// Returns the configuration file that applies here, as text.
///
/// # Errors
///
/// An error in the file, or that it would get its own text.
pub(crate) fn shown_config(named: Option<&Path>) -> Result<String, Complaint> {
    let file = ConfigFile::load(named).map_err(|error| Complaint::new("config", error))?;
    Ok(match file {
        Some(file) => {
            OutputFiles::streams().check_configuration(Some(file.path()))?;
            file.show()
        }
        None => format!("# no {} in this directory or its parents\n", config_file::NAME),
    })
}
