//! The destination of a report or of records: standard output or another stream, or a file that is
//! written completely or not at all.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::atomic_file::AtomicFile;
use super::stdout::{BUFFER, Stream};

pub(crate) enum Output {
    Stream(Stream),
    /// A file, and its name. `None` once it is in place.
    File(PathBuf, Option<AtomicFile>),
}

impl Output {
    pub(crate) fn stdout(out: Box<dyn Write>) -> Self {
        Self::Stream(BufWriter::with_capacity(BUFFER, out))
    }

    /// Starts a file. An existing file is not changed before [`keep`](Self::keep). `/dev/null`
    /// discards what is written.
    pub(crate) fn file(name: &Path) -> io::Result<Self> {
        if fs::canonicalize(name).is_ok_and(|path| path == Path::new("/dev/null")) {
            return Ok(Self::stdout(Box::new(io::sink())));
        }
        Ok(Self::File(name.to_path_buf(), Some(AtomicFile::create(name)?)))
    }

    /// Returns the name to report.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stream(_) => String::from("standard output"),
            Self::File(name, _) => name.to_string_lossy().into_owned(),
        }
    }

    /// Flushes everything, a file to its disk.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        match self {
            Self::File(_, Some(file)) => file.sync(),
            _ => self.flush(),
        }
    }

    /// Renames a file to its final name after [`finish`](Self::finish). Without this call, it is
    /// removed when dropped.
    pub(crate) fn keep(&mut self) -> io::Result<()> {
        match self {
            Self::File(_, file) => file.take().map_or(Ok(()), AtomicFile::finish),
            Self::Stream(_) => Ok(()),
        }
    }

    fn writer(&mut self) -> io::Result<&mut dyn Write> {
        match self {
            Self::Stream(out) => Ok(out),
            Self::File(_, Some(file)) => Ok(file),
            Self::File(_, None) => Err(io::Error::other("the file is in its place")),
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer()?.write(bytes)
    }

    /// Flushes a stream, as its reader may wait. A file has no reader before it is complete.
    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stream(out) => out.flush(),
            Self::File(..) => Ok(()),
        }
    }
}
