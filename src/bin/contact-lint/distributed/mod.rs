//! One job on many machines: plan the tasks, run them in workers, merge their summaries.

mod conflict;
mod coverage;
mod json_line;
pub(crate) mod merge;
pub(crate) mod plan;
pub(crate) mod summary;
pub(crate) mod worker;
