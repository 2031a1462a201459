//! The linter as a user meets it: each case under `tests/cmd/` is a command line, its exit status and its exact output.
//!
//! After a change that is meant, `TRYCMD=overwrite cargo test --features cli --test cmd` writes the new outputs: read the diff.
#![cfg(feature = "cli")]

#[test]
fn cmd() {
    trycmd::TestCases::new().case("tests/cmd/*.toml");
}
