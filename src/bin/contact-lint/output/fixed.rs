//! Inputs after fixing: in the place of the input, on standard output, or as a diff.

use std::fs::{self, File, Metadata};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::atomic_file::AtomicFile;
use super::diff::Diff;
use super::stdout::{Stream, stdout};
use crate::input::{Compression, Identity, Input};

/// The destination of fixed inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FixTo {
    /// The input itself; for standard input, standard output.
    Input,
    /// The files of `--valid-out` and `--invalid-out`.
    Records,
    /// Nothing: the changes are shown on standard output.
    Diff,
}

/// An input that is fixed, from its start to its end.
pub(crate) enum FixedInput {
    Stdout(Stream),
    File(Box<FixedFile>),
    Diff(Box<Diff>),
}

impl FixedInput {
    /// Starts an input; `None` if its records are divided instead.
    ///
    /// # Errors
    ///
    /// The reason why the input cannot be replaced.
    pub(crate) fn start(input: &Input, to: FixTo) -> io::Result<Option<Self>> {
        Ok(match (to, input) {
            (FixTo::Records, _) => None,
            (FixTo::Diff, _) => Some(Self::Diff(Box::new(Diff::new(&input.name())))),
            (FixTo::Input, Input::Stdin(_)) => Some(Self::Stdout(stdout())),
            (FixTo::Input, Input::File(path)) => Some(Self::File(Box::new(FixedFile::start(path)?))),
        })
    }

    /// Whether the bytes of parts without changes are needed too.
    pub(crate) fn needs_all(&self) -> bool {
        !matches!(self, Self::File(file) if !file.is_converted)
    }

    /// Marks the input as converted from another encoding: none of its bytes are kept.
    pub(crate) fn convert(&mut self) {
        if let Self::File(file) = self {
            file.is_converted = true;
        }
    }

    /// Whether a file is replaced.
    pub(crate) fn is_file(&self) -> bool {
        matches!(self, Self::File(_))
    }

    /// Whether a file will be replaced: it has changes.
    pub(crate) fn has_new_file(&self) -> bool {
        matches!(self, Self::File(file) if file.new.is_some())
    }

    /// Writes the next part of the input, of `length` bytes. Without `fixed`, it has no changes and
    /// its bytes are not [needed](Self::needs_all).
    pub(crate) fn write(&mut self, length: u64, fixed: Option<&[u8]>) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.write_all(fixed.unwrap_or_default()),
            Self::File(file) => file.write(length, fixed),
            Self::Diff(_) => Ok(()),
        }
    }

    /// Writes the next part of the input, or shows its changes if this is a diff. Without `fixed`,
    /// there are none.
    pub(crate) fn write_part(&mut self, part: &[u8], fixed: Option<&[u8]>) -> io::Result<()> {
        match self {
            Self::Diff(diff) => diff.compare(part, fixed.unwrap_or(part)),
            _ => self.write(part.len() as u64, fixed.or(self.needs_all().then_some(part))),
        }
    }

    /// Flushes the output, if a reader may wait for it.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            _ => Ok(()),
        }
    }

    /// Ends the input. Replaces the file only now, if there are changes.
    pub(crate) fn finish(self) -> io::Result<()> {
        match self {
            Self::Stdout(mut out) => out.flush(),
            Self::File(file) => file.finish(),
            Self::Diff(diff) => diff.finish(),
        }
    }
}

/// A file that is replaced if it has changes. Up to the first of them, nothing is written.
pub(crate) struct FixedFile {
    path: PathBuf,
    /// The file before the fixes, for parts without changes.
    old: File,
    metadata: Metadata,
    /// The number of bytes of the old file that were read.
    position: u64,
    /// Whether the input is converted from another encoding. Then everything is written.
    is_converted: bool,
    new: Option<AtomicFile>,
}

impl FixedFile {
    fn start(path: &Path) -> io::Result<Self> {
        // Checked first: opening a named pipe waits for its other end.
        let refuse = |reason: &str| Err(io::Error::other(format!("not fixed, as {reason}")));
        if !fs::metadata(path)?.is_file() {
            return refuse("only a regular file can be replaced");
        }
        if Compression::of_file(path).is_some() {
            return refuse("it is compressed: decompress it, or write its records with --valid-out and --invalid-out");
        }
        let old = File::open(path)?;
        let metadata = old.metadata()?;
        if metadata.permissions().readonly() {
            return refuse("it is read-only");
        }
        if has_other_names(&metadata) {
            return refuse("it has another name (a hard link), which would keep the old records");
        }
        Ok(Self { path: path.to_path_buf(), old, metadata, position: 0, is_converted: false, new: None })
    }

    fn write(&mut self, length: u64, fixed: Option<&[u8]>) -> io::Result<()> {
        let mut new = match (self.new.take(), fixed) {
            (None, None) => {
                self.position += length;
                return Ok(());
            }
            (Some(new), _) => new,
            (None, Some(_)) => {
                let mut new = AtomicFile::create(&self.path)?;
                self.copy(0, self.position, &mut new)?;
                new
            }
        };
        match fixed {
            Some(bytes) => new.write_all(bytes)?,
            None => self.copy(self.position, length, &mut new)?,
        }
        self.position += length;
        self.new = Some(new);
        Ok(())
    }

    /// Copies bytes of the old file.
    fn copy(&mut self, start: u64, length: u64, new: &mut AtomicFile) -> io::Result<()> {
        self.old.seek(SeekFrom::Start(start))?;
        let copied = io::copy(&mut Read::by_ref(&mut self.old).take(length), new)?;
        if copied == length { Ok(()) } else { Err(changed()) }
    }

    fn finish(self) -> io::Result<()> {
        let Self { path, old, metadata, position, is_converted, new } = self;
        let Some(mut new) = new else { return Ok(()) };
        new.sync()?;
        // As late as possible: changes between this check and the rename are lost.
        let length = if is_converted { metadata.len() } else { position };
        let is_changed = |now: &Metadata| now.len() != length || now.modified().ok() != metadata.modified().ok();
        let is_other = Identity::of(&path) != Identity::of_open(&old);
        if is_other || is_changed(&fs::metadata(&path)?) || is_changed(&old.metadata()?) {
            return Err(changed());
        }
        // Windows does not replace a file that is open.
        drop(old);
        new.finish()
    }
}

fn changed() -> io::Error {
    io::Error::other("it changed while it was read")
}

#[cfg(unix)]
fn has_other_names(metadata: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(metadata) > 1
}

#[cfg(not(unix))]
fn has_other_names(_: &Metadata) -> bool {
    false
}
