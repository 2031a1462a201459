//! The linter's command line: each file of `tests/cmd/` is a command with its exit status and its
//! exact output.
//!
//! After an intended change, `TRYCMD=overwrite cargo test --features cli --test cmd` writes the new
//! outputs. Read the diff.
#![cfg(feature = "cli")]

#[test]
fn cmd() {
    trycmd::TestCases::new().case("tests/cmd/*.toml");
}
