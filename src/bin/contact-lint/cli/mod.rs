//! The command line: as typed in `args`, resolved in `resolve`.

pub(crate) mod args;
pub(crate) mod completions;
pub(crate) mod manual;
mod resolve;
mod rule_value;
