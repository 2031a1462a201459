//! The pages under `docs/` and the README show the real behaviour:
//!
//! - Every command in a `console` block is run, and prints the output in the block.
//! - Every JSON block is JSON.
//! - These tests generate the page of rules, the pictures of the linter's output and the chart of
//!   speeds.
//!
//! Doc tests run the Rust of these pages (`src/lib.rs`); `.ci/editors.sh`, `.ci/js` and
//! `.ci/python` read the other languages.
//!
//! After an intended change, `SNAPSHOTS=overwrite cargo test --all-features --test pages` writes
//! all outputs. Read the difference before you commit it.
#![cfg(unix)]

mod chart;
mod console;
mod pages;
mod pictures;
mod rules;

use std::path::Path;
use std::{env, fs};

/// Compares a file with its new contents, or writes them.
fn expect_file(path: &Path, contents: &str) {
    let stored = fs::read_to_string(path).unwrap_or_default();
    if stored == contents {
        return;
    }
    assert!(overwrites(), "{} is stale: {OVERWRITE}", path.display());
    fs::write(path, contents).unwrap();
}

/// Returns whether tests write the new contents into the files instead of comparing.
fn overwrites() -> bool {
    env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite")
}

/// The command that writes all outputs.
const OVERWRITE: &str = "run `SNAPSHOTS=overwrite cargo test --all-features --test pages` and read the difference";
