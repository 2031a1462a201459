//! The manual page, with all commands, from the same arguments as the help.

use std::io;

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::command::{EXAMPLES, EXIT_STATUSES, command};

/// Returns the page in the format of `man`.
///
/// # Errors
///
/// None in practice: writing to memory does not fail.
pub(crate) fn page() -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    // The generator omits the help of options that `-h` does not show.
    let mut command = command().mut_args(|arg| arg.hide_short_help(false));
    command.build();
    let man = Man::new(command.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    synopsis().to_writer(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    commands(&command).to_writer(&mut page)?;
    section("EXIT STATUS", &EXIT_STATUSES).to_writer(&mut page)?;
    section("EXAMPLES", &EXAMPLES).to_writer(&mut page)?;
    man.render_version_section(&mut page)?;
    Ok(page)
}

/// Returns the synopsis. The generator's synopsis lists all options without their values.
fn synopsis() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["SYNOPSIS"]);
    roff.text([bold("contact-lint"), roman(" [OPTIONS] [PATHS]...")]);
    roff.control("br", []);
    roff.text([bold("contact-lint"), roman(" <COMMAND>")]);
    roff
}

/// Returns a section of terms, each with its meaning, which the generator lacks.
fn section(heading: &str, rows: &[(&str, &str)]) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", [heading]);
    for &(term, meaning) in rows {
        roff.control("TP", []);
        roff.text([bold(term)]);
        roff.text([roman(meaning)]);
    }
    roff
}

/// Returns the section on commands. The generator's section refers to a page for each command.
fn commands(command: &Command) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["COMMANDS"]);
    for command in command.get_subcommands() {
        let arguments: Vec<_> = command.get_positionals().collect();
        let usage = arguments.iter().map(|argument| format!(" <{}>", argument.get_id().as_str().to_uppercase()));
        let usage: String = usage.collect();
        roff.control("TP", []);
        roff.text([bold(format!("contact-lint {}", command.get_name())), roman(usage)]);
        roff.text([roman(command.get_about().map(ToString::to_string).unwrap_or_default())]);
        for argument in command.get_arguments().filter(|argument| argument.get_id() != "help") {
            let values = match argument.is_hide_possible_values_set() {
                true => Vec::new(),
                false => argument.get_possible_values(),
            };
            let values: Vec<_> = values.iter().map(|value| value.get_name().to_owned()).collect();
            let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
            let values = if values.is_empty() { String::new() } else { format!(": {}", values.join(", ")) };
            roff.control("br", []);
            match argument.get_long() {
                None => roff.text([roman(format!("{help}{values}."))]),
                Some(option) => roff.text([bold(format!("--{option}")), roman(format!(": {help}{values}."))]),
            };
        }
    }
    roff
}
