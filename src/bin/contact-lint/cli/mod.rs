//! The command line: as typed in `args`, resolved in `resolve`.

pub(crate) mod args;
mod command;
pub(crate) mod completions;
mod config_file;
pub(crate) mod manual;
mod resolve;
mod rule_value;

use std::path::Path;

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{ArgMatches, Error, FromArgMatches};

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
    let matches = command::command().try_get_matches()?;
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
