//! Files that are written whole or not at all.

use std::fs;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// A file that gets its name once all of it is there; until then, what had that name before stays.
pub(crate) struct WholeFile {
    path: PathBuf,
    file: BufWriter<NamedTempFile>,
}

impl WholeFile {
    /// Starts a file beside where it will be: only there can it be put in place in one step.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        // The file that a link leads to is replaced, not the link.
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
        // Here, as the error would name the temporary file, of which nobody has heard.
        fs::metadata(directory)?;
        let file = BufWriter::with_capacity(1 << 16, builder.tempfile_in(directory)?);
        Ok(Self { path, file })
    }

    /// Sends all to the disk.
    pub(crate) fn sync(&mut self) -> io::Result<()> {
        self.file.flush()?;
        self.file.get_ref().as_file().sync_all()
    }

    /// Puts the file in its place, once it is on the disk.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.sync()?;
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.persist(&self.path)?;
        Ok(())
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Those of any new file: what the user's mask leaves. A temporary file would be for its owner alone.
#[cfg(unix)]
fn new_permissions(builder: &mut Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn new_permissions(_: &mut Builder<'_, '_>) {}
