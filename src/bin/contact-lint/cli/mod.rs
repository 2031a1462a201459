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
use clap::{Error, FromArgMatches};

use self::args::Cli;
use self::config_file::ConfigFile;
use crate::exit::Complaint;
use crate::input::{Exclude, Input};
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
    if cli.command.is_some() {
        return Ok(cli);
    }
    let lint = &mut cli.lint;
    let wrong = |message| command::command().error(ErrorKind::ValueValidation, message);
    lint.selection.excluded = Exclude::new(Path::new(""), &lint.selection.exclude).map_err(wrong)?;
    if !lint.no_config
        && let Some(file) = ConfigFile::load(lint.config.as_deref()).map_err(wrong)?
    {
        let is_given = |id: &str| matches.value_source(id) == Some(ValueSource::CommandLine);
        file.apply(lint, is_given).map_err(wrong)?;
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
            OutputFiles::streams().check_read_as("the configuration", &Input::File(file.path().to_path_buf()))?;
            file.show()
        }
        None => format!("# no {} in this directory or its parents\n", config_file::NAME),
    })
}
