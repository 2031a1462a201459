//! Files that are written completely or not at all.
//!
//! A process that is killed leaves its temporary files, named `.contact-lint-*.tmp`, beside the
//! outputs. No later run removes them: they may belong to a run that is still writing.

use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, TempPath};

use crate::exit::complain;

/// A file that gets its name when it is complete. Until then, an existing file with this name is
/// kept.
pub(crate) struct AtomicFile {
    /// The name that the user gave.
    name: PathBuf,
    path: PathBuf,
    file: BufWriter<File>,
    temporary: TempPath,
    /// The properties of the replaced file that could not be kept.
    lost: Vec<String>,
}

impl AtomicFile {
    /// Starts a temporary file in the directory of `path`: within a file system, a rename is one
    /// step.
    pub(crate) fn create(name: &Path) -> io::Result<Self> {
        // Replaces the target of a link, not the link.
        let path = if name.is_symlink() { fs::canonicalize(name)? } else { name.to_path_buf() };
        let mut builder = Builder::new();
        builder.prefix(".contact-lint-").suffix(".tmp");
        let old = match fs::metadata(&path) {
            Ok(old) if !old.is_file() => {
                return Err(io::Error::new(ErrorKind::InvalidInput, "expected a regular file, or none yet"));
            }
            // A rename would replace it in spite of that.
            Ok(old) if old.permissions().readonly() => {
                return Err(io::Error::new(ErrorKind::PermissionDenied, "the file is read-only"));
            }
            Ok(old) => Some(old),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                new_permissions(&mut builder);
                None
            }
            Err(error) => return Err(error),
        };
        let directory = directory_of(&path);
        // Checked here: the error of the next call would name the temporary file.
        fs::metadata(directory)?;
        let new = builder.tempfile_in(directory).map_err(|error| io::Error::from(error.kind()))?;
        // The errors of a `NamedTempFile` name it, those of a `File` do not.
        let (file, temporary) = new.into_parts();
        let mut lost = Vec::new();
        if let Some(old) = old {
            lost.extend(keep_owner(&file, &old)?);
            lost.extend(keep_attributes(&file, &path)?);
        }
        let file = BufWriter::with_capacity(1 << 16, file);
        Ok(Self { name: name.to_path_buf(), path, file, temporary, lost })
    }

    /// Flushes everything to the disk.
    pub(crate) fn sync(&mut self) -> io::Result<()> {
        self.file.flush()?;
        self.file.get_ref().sync_all()
    }

    /// Renames the file to its final name. Call [`sync`](Self::sync) before.
    pub(crate) fn finish(self) -> io::Result<()> {
        let Self { name, path, file, temporary, lost } = self;
        // Windows does not rename a file that is open.
        drop(file.into_inner().map_err(io::IntoInnerError::into_error)?);
        temporary.persist(&path).map_err(|failed| failed.error)?;
        for lost in lost {
            complain(&name.to_string_lossy(), &lost);
        }
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

/// Returns the directory that a file is in.
pub(super) fn directory_of(file: &Path) -> &Path {
    file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Sets the permissions of a new file, minus the umask. A temporary file is accessible to its owner
/// only.
#[cfg(unix)]
fn new_permissions(builder: &mut Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn new_permissions(_: &mut Builder<'_, '_>) {}

/// Gives a file the owner, the group and the permissions of the one that it replaces, but never the
/// setuid, setgid or sticky bit. Returns, as text, the owner or group that could not be kept.
#[cfg(unix)]
fn keep_owner(file: &File, old: &Metadata) -> io::Result<Option<String>> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};

    let new = file.metadata()?;
    let has_group = new.gid() == old.gid() || fchown(file, None, Some(old.gid())).is_ok();
    let has_owner = new.uid() == old.uid() || fchown(file, Some(old.uid()), None).is_ok();
    let mut mode = old.mode() & 0o777;
    if !has_group {
        // Another group must not get the permissions of the old group.
        mode &= !0o070 | (mode & 0o007) << 3;
    }
    file.set_permissions(fs::Permissions::from_mode(mode))?;
    if has_group && has_owner {
        return Ok(None);
    }
    let new = file.metadata()?;
    let (old, new) = ((old.uid(), old.gid()), (new.uid(), new.gid()));
    Ok(Some(format!(
        "the owner and group {}:{} of the file could not be kept, and are {}:{} now",
        old.0, old.1, new.0, new.1
    )))
}

#[cfg(not(unix))]
fn keep_owner(file: &File, old: &Metadata) -> io::Result<Option<String>> {
    file.set_permissions(old.permissions())?;
    Ok(None)
}

/// Gives a file the access control list and the user's attributes of the one that it replaces.
/// Returns, as text, that some of them could not be kept.
#[cfg(target_os = "linux")]
fn keep_attributes(file: &File, old: &Path) -> io::Result<Option<String>> {
    use std::os::unix::fs::PermissionsExt;

    use rustix::fs::{XattrFlags, fsetxattr, getxattr, listxattr};

    /// The maximum of Linux, for the names and for a value.
    const MAX_BYTES: usize = 1 << 16;
    const ACCESS_CONTROL_LIST: &[u8] = b"system.posix_acl_access";
    let (mut names, mut value) = (vec![0; MAX_BYTES], vec![0; MAX_BYTES]);
    // An error means that the file system has no attributes.
    let length = listxattr(old, &mut names[..]).unwrap_or(0);
    let names = names.get(..length).unwrap_or_default().split(|&byte| byte == 0);
    let is_kept = names.filter(|name| name.starts_with(b"user.") || *name == ACCESS_CONTROL_LIST).all(|name| {
        let length = getxattr(old, name, &mut value[..]).unwrap_or(0);
        fsetxattr(file, name, value.get(..length).unwrap_or_default(), XattrFlags::empty()).is_ok()
    });
    if is_kept {
        return Ok(None);
    }
    // With a list, the group bits of the mode are the maximum for all users and groups in it. Without
    // the list, the group itself would get these rights.
    let mode = file.metadata()?.permissions().mode() & 0o777;
    file.set_permissions(fs::Permissions::from_mode(mode & (!0o070 | (mode & 0o007) << 3)))?;
    Ok(Some("the access control list or the attributes of the file could not be kept".to_owned()))
}

#[cfg(not(target_os = "linux"))]
fn keep_attributes(_: &File, _: &Path) -> io::Result<Option<String>> {
    Ok(None)
}
