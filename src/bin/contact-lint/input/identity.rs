//! Detects two names of one file.
//!
//! Comparing paths is not enough, because of links, hard links and redirections. So files are
//! compared by their identity in the system: device and inode on Unix, volume and file index on
//! Windows.

use std::fs::{self, File, Metadata};
use std::io::{self, Seek};
use std::path::Path;

use same_file::Handle;

/// The identity of a regular file or a directory. It is kept open, so the system does not reuse its
/// number.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Identity(Handle);

impl Identity {
    /// Returns the identity of the regular file that `path` leads to, if it leads to one.
    ///
    /// Only regular files can lose data: reading from and writing to one terminal or `/dev/null` is
    /// fine.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        // Checked first: opening a named pipe waits for its other end.
        fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        Handle::from_path(path).ok().map(Self)
    }

    /// Returns the identity of an open file, if it is a regular one.
    pub(crate) fn of_open(file: &File) -> Option<Self> {
        Self::of_stream(file.try_clone().and_then(Handle::from_file))
    }

    /// Returns the identity of the regular file that a standard stream is redirected from or to.
    pub(crate) fn of_stream(stream: io::Result<Handle>) -> Option<Self> {
        stream.ok().filter(|handle| handle.as_file().metadata().is_ok_and(|metadata| metadata.is_file())).map(Self)
    }

    /// Returns the identity of the directory that `path` leads to, if it leads to one.
    pub(crate) fn of_directory(path: &Path) -> Option<Self> {
        fs::metadata(path).ok().filter(fs::Metadata::is_dir)?;
        Handle::from_path(path).ok().map(Self)
    }

    /// Whether another program has read the start of the file that standard input is redirected
    /// from.
    pub(crate) fn is_partly_read(&self) -> bool {
        self.0.as_file().stream_position().is_ok_and(|position| position > 0)
    }
}

/// The identity of a pipe. A run that reads and writes the same pipe would never reach its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(unix), allow(dead_code, reason = "other systems have no names of pipes among those of files"))]
pub(crate) struct PipeIdentity(u64, u64);

impl PipeIdentity {
    /// Returns the identity of the pipe that `path` leads to, if it leads to one.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        // Not opened: that waits for the other end of a named pipe.
        pipe(&fs::metadata(path).ok()?)
    }

    /// Returns the identity of the pipe that a standard stream is.
    pub(crate) fn of_stream(stream: io::Result<Handle>) -> Option<Self> {
        pipe(&stream.ok()?.as_file().metadata().ok()?)
    }
}

#[cfg(unix)]
fn pipe(metadata: &Metadata) -> Option<PipeIdentity> {
    use std::os::unix::fs::{FileTypeExt, MetadataExt};
    metadata.file_type().is_fifo().then(|| PipeIdentity(metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn pipe(_: &Metadata) -> Option<PipeIdentity> {
    None
}
