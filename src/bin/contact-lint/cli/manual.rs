//! The manual: one page with all commands, from the same arguments as the help.

use std::io;

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::args::Cli;

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
    synopsis().to_writer(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    commands(&command).to_writer(&mut page)?;
    exit_status(&command).to_writer(&mut page)?;
    examples().to_writer(&mut page)?;
    man.render_version_section(&mut page)?;
    Ok(page)
}

/// The generator's own section lists all options, without their values.
fn synopsis() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["SYNOPSIS"]);
    roff.text([bold("contact-lint"), roman(" [OPTIONS] [PATHS]...")]);
    roff.control("br", []);
    roff.text([bold("contact-lint"), roman(" <COMMAND>")]);
    roff
}

/// The generator has no such section; the sentence is that below the help.
fn exit_status(command: &Command) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["EXIT STATUS"]);
    let text = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    for entry in text.trim_start_matches("Exit status:").trim_end_matches('.').split(',') {
        let end = entry.rfind(|c: char| c.is_ascii_digit()).map_or(0, |last| last + 1);
        let (status, meaning) = entry.split_at_checked(end).unwrap_or(("", entry));
        roff.control("TP", []);
        roff.text([bold(status.trim())]);
        roff.text([roman(meaning.trim())]);
    }
    roff
}

/// Command lines, and what they do.
const EXAMPLES: [(&str, &str); 5] = [
    ("contact-lint request.json", "Check one document, and show what is wrong where"),
    ("some-client | contact-lint --kind contact", "Check what a server answers"),
    ("contact-lint --statistics --max-findings 10 export.ndjson.gz", "See what is wrong with an export, and how often"),
    ("contact-lint --valid-out good.ndjson --invalid-out bad.ndjson export.ndjson", "Divide the records of an export"),
    (
        "contact-lint --format github -o sarif=contacts.sarif data/",
        "Annotate a pull request, and write a report for code scanning",
    ),
];

fn examples() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["EXAMPLES"]);
    for (line, what) in EXAMPLES {
        roff.control("TP", []);
        roff.text([bold(line)]);
        roff.text([roman(what)]);
    }
    roff
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
