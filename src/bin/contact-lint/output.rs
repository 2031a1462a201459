//! Where a report goes: standard output, or a file that is written whole or not at all.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// How much is written at a time.
const BUFFER: usize = 1 << 16;

pub(crate) enum Output {
    Stdout(BufWriter<Box<dyn Write>>),
    /// What is written has another name, in the same directory, until [`Output::keep`]. Taken once it is kept.
    File {
        name: PathBuf,
        target: PathBuf,
        temporary: Option<BufWriter<NamedTempFile>>,
    },
}

impl Output {
    pub(crate) fn stdout(out: Box<dyn Write>) -> Self {
        Self::Stdout(BufWriter::with_capacity(BUFFER, out))
    }

    /// A file of this name, which is left as it is for the time being.
    pub(crate) fn file(name: &Path) -> io::Result<Self> {
        // A link stays a link: the file that it names is replaced.
        let (target, permissions) = match fs::canonicalize(name) {
            Ok(target) => {
                let metadata = fs::metadata(&target)?;
                if !metadata.is_file() {
                    return Err(io::Error::other("not a regular file, so it cannot be replaced as a whole"));
                }
                (target, Some(metadata.permissions()))
            }
            Err(_) => (name.to_path_buf(), None),
        };
        let directory = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let mut builder = Builder::new();
        builder.prefix(".contact-lint-");
        // As any new file is made, and not for its owner only, as temporary files are.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let temporary = builder.tempfile_in(directory)?;
        if let Some(permissions) = permissions {
            temporary.as_file().set_permissions(permissions)?;
        }
        let temporary = Some(BufWriter::with_capacity(BUFFER, temporary));
        Ok(Self::File { name: name.to_path_buf(), target, temporary })
    }

    /// The name to report.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdout(_) => String::from("standard output"),
            Self::File { name, .. } => name.to_string_lossy().into_owned(),
        }
    }

    /// Sends all on its way, a file's content to its disk.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        self.flush()?;
        match self {
            Self::File { temporary: Some(temporary), .. } => temporary.get_ref().as_file().sync_all(),
            _ => Ok(()),
        }
    }

    /// Puts a file in its place. Where this is not done, it is removed.
    pub(crate) fn keep(&mut self) -> io::Result<()> {
        let Self::File { target, temporary, .. } = self else { return Ok(()) };
        let Some(temporary) = temporary.take() else { return Ok(()) };
        temporary.into_inner()?.persist(target)?;
        Ok(())
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::File { temporary: Some(out), .. } => out.write(bytes),
            Self::File { temporary: None, .. } => Err(io::Error::other("the file is in its place")),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::File { temporary: Some(out), .. } => out.flush(),
            Self::File { temporary: None, .. } => Ok(()),
        }
    }
}
