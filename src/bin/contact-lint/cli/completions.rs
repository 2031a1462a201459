//! Completion scripts for shells, from the same arguments as the help.

use std::fmt::Write as _;

use clap::{Command, CommandFactory};
use clap_complete::Shell;

use super::args::{Cli, format_names};

/// Returns the script for a shell.
pub(crate) fn script(shell: Shell) -> Vec<u8> {
    let mut command = Cli::command();
    // The generator panics if writing fails. Writing to memory does not fail.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "contact-lint", &mut script);
    match shell {
        Shell::Bash => mended_bash(&String::from_utf8_lossy(&script)).into_bytes(),
        Shell::Fish => mended_fish(&String::from_utf8_lossy(&script), &command).into_bytes(),
        Shell::Zsh => mended_zsh(&String::from_utf8_lossy(&script)).into_bytes(),
        _ => script,
    }
}

/// Repairs the script for bash. The generator writes the program's name in two ways: in one place
/// it treats the hyphen as a separator of commands. So bash offers nothing after a command.
fn mended_bash(script: &str) -> String {
    let script = script.replace("contact__subcmd__lint", "contact__lint");
    let formats = format!("compgen -S = -W \"{}\" -- \"${{cur}}\"", format_names(" "));
    let formats = format!("COMPREPLY=($({formats}))\n                    compopt -o nospace 2>/dev/null");
    let mut mended = script.replacen("    prev=\"$3\"\n", &format!("    prev=\"$3\"\n{BASH_REPORT_FILE}"), 1);
    for option in ["--output", "-o"] {
        let head = format!("                {option})\n                    ");
        mended = mended.replace(&format!("{head}COMPREPLY=($(compgen -f \"${{cur}}\"))"), &format!("{head}{formats}"));
    }
    mended
}

/// Bash splits `-o sarif=file` at the `=`, and offers files only for the word after it.
const BASH_REPORT_FILE: &str = r#"
    i=$COMP_CWORD
    [[ "${COMP_WORDS[i]}" == "=" ]] || i=$((i - 1))
    if ((i >= 3)) && [[ "${COMP_WORDS[i]}" == "=" && "${COMP_WORDS[i - 2]}" =~ ^(-o|--output)$ ]]; then
        COMPREPLY=($(compgen -f -- "${cur#=}"))
        compopt -o filenames 2>/dev/null
        return 0
    fi
"#;

/// Repairs the script for zsh, which reads `sarif=file` as the name of a file.
fn mended_zsh(script: &str) -> String {
    let formats = format_names(" ");
    let action = format!("{{ compset -P \"*=\" && _files || compadd -S = -- {formats} }}");
    script.replace(":FORMAT=FILE:_default'", &format!(":FORMAT=FILE:{action}'"))
}

/// When the fish script determines the command, it treats an option without its value as an error.
/// So fish never offers the values of options.
const FAULT: &str = "2>/dev/null\n    or return\n";
const NO_FAULT: &str = "2>/dev/null\n    or return 0\n";

/// Repairs the script for fish, and adds the values of arguments of commands, which the generator
/// omits.
fn mended_fish(script: &str, command: &Command) -> String {
    let mut script = script.replacen(FAULT, NO_FAULT, 1);
    // Fish itself completes the file after the `=`.
    let _ = writeln!(
        script,
        "complete -c contact-lint -n \"__fish_contact_lint_needs_command\" -s o -l output -r -a \"{}\"",
        format_names("= ") + "="
    );
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
            // The generators for PowerShell and elvish support only options and commands.
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

    /// `.ci/completions.sh` tests the same in shells, if they are installed.
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
