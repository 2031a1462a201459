//! The manual: one page with all commands, from the same arguments as the help.

use std::io;

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::args::Cli;

/// The page in the language of `man`.
///
/// # Errors
///
/// None in practice: it is written to memory.
pub(crate) fn page() -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    let mut command = Cli::command();
    command.build();
    let man = Man::new(command.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    commands(&command).to_writer(&mut page)?;
    man.render_extra_section(&mut page)?;
    man.render_version_section(&mut page)?;
    Ok(page)
}

/// The generator's own section names a page for each command, which there is not.
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
        for argument in arguments {
            let values: Vec<_> =
                argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
            let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
            let values = if values.is_empty() { String::new() } else { format!(": {}", values.join(", ")) };
            roff.control("br", []);
            roff.text([roman(format!("{help}{values}."))]);
        }
    }
    roff
}
