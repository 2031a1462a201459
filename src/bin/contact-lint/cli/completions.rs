//! Scripts that complete command lines, from the same arguments as the help.

use std::fmt::Write as _;

use clap::{Command, CommandFactory};
use clap_complete::Shell;

use super::args::Cli;

/// The script for a shell.
pub(crate) fn script(shell: Shell) -> Vec<u8> {
    let mut command = Cli::command();
    // The generator panics where it cannot write, which memory always lets it.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "contact-lint", &mut script);
    match shell {
        Shell::Bash => mended_bash(&String::from_utf8_lossy(&script)).into_bytes(),
        Shell::Fish => mended_fish(&String::from_utf8_lossy(&script), &command).into_bytes(),
        _ => script,
    }
}

/// The script for bash with the one name for each command: the generator takes the hyphen of the program's name for a gap between
/// commands in one of two places, so that nothing is offered after a command.
fn mended_bash(script: &str) -> String {
    script.replace("contact__subcmd__lint", "contact__lint")
}

/// Where the generator's fish asks for the command, an option that still waits for its value counts as a fault, so that the values of
/// options are never offered.
const FAULT: &str = "2>/dev/null\n    or return\n";
const NO_FAULT: &str = "2>/dev/null\n    or return 0\n";

/// The script for fish with the values of options, and those of the arguments of commands, which the generator leaves out.
fn mended_fish(script: &str, command: &Command) -> String {
    let mut script = script.replacen(FAULT, NO_FAULT, 1);
    for command in command.get_subcommands() {
        for argument in command.get_positionals() {
            let values: Vec<_> = argument
                .get_possible_values()
                .iter()
                .map(|value| {
                    let help = value.get_help().map(ToString::to_string).unwrap_or_default();
                    format!("{}\\t'{}'", value.get_name(), help.replace(['\'', '"', '\\', '$'], ""))
                })
                .collect();
            if !values.is_empty() {
                // Writing to memory does not fail.
                let _ = writeln!(
                    script,
                    "complete -c contact-lint -n \"__fish_contact_lint_using_subcommand {}\" -f -a \"{}\"",
                    command.get_name(),
                    values.join("\n")
                );
            }
        }
    }
    script
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;
    use clap_complete::Shell;

    use super::{NO_FAULT, script};

    #[test]
    fn every_script_has_the_values_of_arguments() {
        for shell in Shell::value_variants() {
            let script = String::from_utf8(script(*shell)).unwrap();
            // PowerShell's and elvish's generators know options and commands only.
            let values = if matches!(shell, Shell::PowerShell | Shell::Elvish) {
                &["--format"][..]
            } else {
                &["junit", "no-change", "too-long"]
            };
            for value in values {
                assert!(script.contains(value), "{shell}: {value}");
            }
        }
    }

    /// What `.ci/completions.sh` finds by trying, where the shells are.
    #[test]
    fn what_the_generator_gets_wrong_is_mended() {
        let script = |shell| String::from_utf8(script(shell)).unwrap();
        assert!(script(Shell::Fish).contains(NO_FAULT));
        let bash = script(Shell::Bash);
        let name =
            bash.lines().find_map(|line| line.trim().strip_prefix("cmd=\"")?.strip_suffix("__explain\"")).unwrap();
        assert!(bash.contains(&format!("\n        {name}__explain)\n")), "{name}");
    }
}
