//! Files that are written whole or not at all.

use std::fs;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// A file that gets its name when it is complete. Until then, an existing file of this name stays.
pub(crate) struct AtomicFile {
    path: PathBuf,
    file: BufWriter<NamedTempFile>,
}

impl AtomicFile {
    /// Starts a temporary file in the directory of `path`: within a file system, a rename is one step.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        // Replaces the file that a link leads to, not the link.
        let path = if path.is_symlink() { fs::canonicalize(path)? } else { path.to_path_buf() };
        let mut builder = Builder::new();
        builder.prefix(".contact-lint-").suffix(".tmp");
        match fs::metadata(&path) {
            Ok(old) if !old.is_file() => {
                return Err(io::Error::new(ErrorKind::InvalidInput, "expected a regular file, or none yet"));
            }
            Ok(old) => {
                builder.permissions(old.permissions());
            }
            Err(error) if error.kind() == ErrorKind::NotFound => new_permissions(&mut builder),
            Err(error) => return Err(error),
        }
        let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // Checked here: the error of the next call would name the temporary file.
        fs::metadata(directory)?;
        let file = BufWriter::with_capacity(1 << 16, builder.tempfile_in(directory)?);
        Ok(Self { path, file })
    }

    /// Flushes everything to the disk.
    pub(crate) fn sync(&mut self) -> io::Result<()> {
        self.file.flush()?;
        self.file.get_ref().as_file().sync_all()
    }

    /// Flushes everything to the disk and puts the file in place.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.sync()?;
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.persist(&self.path)?;
        Ok(())
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Sets the permissions of a new file, less the user's mask. Those of a temporary file are for its owner only.
#[cfg(unix)]
fn new_permissions(builder: &mut Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn new_permissions(_: &mut Builder<'_, '_>) {}
