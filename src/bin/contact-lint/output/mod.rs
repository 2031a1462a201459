//! Outputs: files that are complete or absent, and the progress bar.

mod atomic_file;
mod destination;
mod diff;
mod encoder;
mod files;
mod fixed;
mod partition;
mod progress;
mod stdout;

use std::io;

use terminal_size::{Width, terminal_size_of};

pub(crate) use self::destination::Output;
pub(crate) use self::files::OutputFiles;
pub(crate) use self::fixed::{FixTo, FixedInput};
pub(crate) use self::partition::{Partition, PartitionFiles, Partitioner, is_stdout};
pub(crate) use self::progress::Progress;

/// The width in columns if there is no terminal to ask.
const WIDTH: usize = 80;

/// Returns the width of the terminal of standard output or of standard error, in columns.
pub(crate) fn terminal_width(is_stdout: bool) -> usize {
    let size = if is_stdout { terminal_size_of(io::stdout()) } else { terminal_size_of(io::stderr()) };
    size.map_or(WIDTH, |(Width(width), _)| width.into())
}
