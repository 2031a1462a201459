//! Runs the linter as a program does: through its standard input and output.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

/// Returns the linter with these arguments, to be run in this directory.
pub(crate) fn contact_lint(directory: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_contact-lint"));
    command.args(args).current_dir(directory).env_remove("GITHUB_WORKSPACE").stdin(Stdio::null());
    command
}

/// Runs the linter in this directory, without standard input.
pub(crate) fn run_in(directory: &Path, args: &[&str]) -> Output {
    contact_lint(directory, args).output().unwrap()
}

/// Returns an empty directory for one test of a group. Its path has no links.
pub(crate) fn empty_directory(group: &str, name: &str) -> PathBuf {
    let path = fs::canonicalize(env!("CARGO_TARGET_TMPDIR")).unwrap().join(group).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

/// Returns the names of the files in a directory, in order.
pub(crate) fn files(directory: &Path) -> Vec<String> {
    let names = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

pub(crate) fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Runs a command with `input` on standard input.
pub(crate) fn run(command: &mut Command, input: &[u8]) -> Output {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // The linter may exit before it has read all of its input.
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}
