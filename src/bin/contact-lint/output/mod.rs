//! Where a report goes: standard output, or a file that is written whole or not at all.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::whole_file::WholeFile;

/// How much is written at a time.
const BUFFER: usize = 1 << 16;

pub(crate) enum Output {
    Stdout(BufWriter<Box<dyn Write>>),
    /// Taken once it is in its place.
    File(PathBuf, Option<WholeFile>),
}

impl Output {
    pub(crate) fn stdout(out: Box<dyn Write>) -> Self {
        Self::Stdout(BufWriter::with_capacity(BUFFER, out))
    }

    /// A file of this name, which is left as it is for the time being.
    pub(crate) fn file(name: &Path) -> io::Result<Self> {
        Ok(Self::File(name.to_path_buf(), Some(WholeFile::create(name)?)))
    }

    /// The name to report.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdout(_) => String::from("standard output"),
            Self::File(name, _) => name.to_string_lossy().into_owned(),
        }
    }

    /// Sends all on its way, a file's content to its disk.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        match self {
            Self::File(_, Some(file)) => file.sync(),
            _ => self.flush(),
        }
    }

    /// Puts a file in its place. Where this is not done, it is removed.
    pub(crate) fn keep(&mut self) -> io::Result<()> {
        match self {
            Self::File(_, file) => file.take().map_or(Ok(()), WholeFile::finish),
            Self::Stdout(_) => Ok(()),
        }
    }

    fn writer(&mut self) -> io::Result<&mut dyn Write> {
        match self {
            Self::Stdout(out) => Ok(out),
            Self::File(_, Some(file)) => Ok(file),
            Self::File(_, None) => Err(io::Error::other("the file is in its place")),
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer()?.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer()?.flush()
    }
}
