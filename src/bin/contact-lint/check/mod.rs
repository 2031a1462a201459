//! The loop: inputs to documents to reports.

mod baseline;
mod checker;
mod config;
mod fix_json;
mod json;
mod ndjson;
mod not_ndjson;
mod outcome;
mod printer;
mod run;
mod show;

pub(crate) use self::baseline::BaselineFiles;
pub(crate) use self::checker::{CheckedInput, Checker};
pub(crate) use self::config::{Config, Fixes, LinterConfig, StatisticsTo, Threads};
pub(crate) use self::outcome::Outcome;
pub(crate) use self::printer::{End, Formatters, Printer, ShownLimits};
pub(crate) use self::run::run;
pub(crate) use self::show::{ShowConfig, show};
