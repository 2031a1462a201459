//! Runs the commands in `console` blocks. A line that starts with `$ ` is a command, lines that
//! start with `> ` continue it, and the other lines are its output. A line `...` stands for any
//! lines.
//!
//! All commands of a page run in one copy of `docs/data`, so that a command finds the files that an
//! earlier one has written.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use snapbox::filter::NormalizeToExpected;
use snapbox::{Data, Redactions};

use crate::pages::{Block, all, blocks, root};
use crate::{OVERWRITE, overwrites};

#[test]
fn commands_print_what_the_pages_say() {
    let mut failures = String::new();
    let mut commands = 0;
    for path in all() {
        let page = fs::read_to_string(&path).unwrap();
        let folder = copy_of_data();
        let mut new_page = page.lines().map(str::to_owned).collect::<Vec<_>>();
        let consoles = blocks(&page).into_iter().filter(|block| block.language == "console");
        let sessions: Vec<_> = consoles.map(|block| (run(&block, folder.path()), block)).collect();
        for (printed, block) in sessions.iter().rev() {
            commands += block.lines.iter().filter(|line| line.starts_with("$ ")).count();
            if *printed == block.lines {
                continue;
            }
            failures += &format!("{}:{}: prints\n{}\n", path.display(), block.line + 1, printed.join("\n"));
            let first = block.line + 1;
            new_page.splice(first..first + block.lines.len(), printed.iter().cloned());
        }
        if overwrites() {
            fs::write(&path, new_page.join("\n") + "\n").unwrap();
        }
    }
    assert!(commands > 60, "{commands}");
    assert!(failures.is_empty() || overwrites(), "{failures}{OVERWRITE}");
}

fn copy_of_data() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(root().join("docs/data")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    folder
}

/// Runs the commands of a block, and returns the block with their actual output.
fn run(block: &Block, folder: &Path) -> Vec<String> {
    let mut lines = block.lines.iter().peekable();
    let (mut result, mut status) = (Vec::new(), 0);
    assert!(lines.peek().is_none_or(|line| line.starts_with("$ ")), "line {}", block.line + 1);
    while let Some(line) = lines.next() {
        let mut command = line.strip_prefix("$ ").unwrap().to_owned();
        result.push(line.clone());
        while let Some(more) = lines.next_if(|line| line.starts_with("> ")) {
            command += &format!("\n{}", &more[2..]);
            result.push(more.clone());
        }
        let mut expected = String::new();
        while let Some(line) = lines.next_if(|line| !line.starts_with("$ ")) {
            expected += &format!("{line}\n");
        }
        let printed = output(&command, folder, &mut status);
        result.extend(with_wildcards(printed, expected).lines().map(str::to_owned));
    }
    result
}

/// Runs a command in a shell, with the exit status of the last one in `$?`.
fn output(command: &str, folder: &Path, status: &mut i32) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_contact-lint")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let output = Command::new("bash")
        .arg("-c")
        .arg(format!("exec 2>&1\n(exit {status})\n{command}\n"))
        .current_dir(folder)
        .env_clear()
        .env("PATH", path)
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    *status = output.status.code().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// Replaces the lines that match the wildcards of the expected text.
fn with_wildcards(printed: String, expected: String) -> String {
    let redactions = Redactions::new();
    let filter = NormalizeToExpected::new().redact_with(&redactions);
    let printed = if printed.is_empty() || printed.ends_with('\n') { printed } else { printed + "\n" };
    filter.normalize(Data::text(printed), &Data::text(expected)).to_string()
}
