//! One work on many machines: plan it, do the parts in workers, merge their summaries.

mod conflict;
mod coverage;
mod json_line;
pub(crate) mod merge;
pub(crate) mod plan;
pub(crate) mod summary;
pub(crate) mod worker;
