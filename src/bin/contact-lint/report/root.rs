//! File names in reports for other programs: relative to the root of the repository.

use std::ffi::OsStr;
use std::io::{self, ErrorKind};
use std::path::{self, Component, Path, PathBuf};
use std::{env, fs};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

/// The directory that file names in `github` and SARIF are relative to.
#[derive(Debug, Default)]
pub(crate) struct Root {
    /// The directory, without links.
    directory: PathBuf,
    /// The working directory, without links.
    working: PathBuf,
    /// The prefix of names that are relative to the directory.
    prefix: PathBuf,
}

/// The name of a file in reports for other programs.
#[derive(Debug)]
pub(crate) struct FileName {
    /// The name as a URI: relative and without a base if the file is below the root, because
    /// viewers of a repository expect that; else absolute.
    pub(super) uri: String,
    /// The name as a path. Bytes that are not UTF-8 are written as `\xFF`.
    pub(super) path: String,
}

impl Root {
    /// Returns the root that the user has named, or that of the job of GitHub Actions or of the
    /// repository around the working directory, or else the working directory.
    ///
    /// # Errors
    ///
    /// The directory that the user has named does not exist, or is not a directory.
    pub(crate) fn new(named: Option<&Path>, prefix: Option<&Path>) -> io::Result<Self> {
        let working = env::current_dir().and_then(fs::canonicalize).unwrap_or_default();
        let directory = match named {
            Some(named) => {
                let directory = fs::canonicalize(named)?;
                if !directory.is_dir() {
                    return Err(io::Error::new(ErrorKind::NotADirectory, "expected a directory, found a file"));
                }
                directory
            }
            None => workspace(&working).or_else(|| repository(&working)).unwrap_or_else(|| working.clone()),
        };
        Ok(Self { directory, working, prefix: prefix.map(Path::to_path_buf).unwrap_or_default() })
    }

    /// Returns the name of a file.
    pub(super) fn name(&self, file: &Path) -> FileName {
        let absolute = self.absolute(file);
        match absolute.strip_prefix(&self.directory) {
            Ok(below) => {
                let relative = self.prefix.join(below);
                FileName { uri: encoded(relative.as_os_str()), path: shown(relative.as_os_str()) }
            }
            Err(_) => {
                let uri = encoded(absolute.as_os_str());
                FileName { uri: format!("file:///{}", uri.trim_start_matches('/')), path: shown(absolute.as_os_str()) }
            }
        }
    }

    /// Returns the path without links and `..`, as far as that is needed to compare it.
    fn absolute(&self, file: &Path) -> PathBuf {
        if !file.is_absolute() && !file.components().any(|part| part == Component::ParentDir) {
            return self.working.join(file.strip_prefix(".").unwrap_or(file));
        }
        // Only the file system can resolve `..`.
        fs::canonicalize(file).or_else(|_| path::absolute(file)).unwrap_or_else(|_| file.to_path_buf())
    }
}

impl FileName {
    /// Returns the name of an input that is not a file.
    pub(super) fn of_text(name: &str) -> Self {
        Self { uri: encoded(OsStr::new(name)), path: name.to_owned() }
    }
}

/// Returns the directory of the job of GitHub Actions, if the working directory is in it.
fn workspace(working: &Path) -> Option<PathBuf> {
    let workspace = env::var_os("GITHUB_WORKSPACE").filter(|path| !path.is_empty())?;
    fs::canonicalize(workspace).ok().filter(|workspace| working.starts_with(workspace))
}

/// Returns the root of the Git repository around the working directory.
fn repository(working: &Path) -> Option<PathBuf> {
    working.ancestors().find(|directory| directory.join(".git").exists()).map(Path::to_path_buf)
}

/// The characters of a path that are not percent-encoded: `unreserved` of RFC 3986, section 3.3,
/// and the slash between segments.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// Returns the path percent-encoded. The bytes are encoded, so names that are not UTF-8 stay
/// distinct.
fn encoded(path: &OsStr) -> String {
    percent_encode(&with_slashes(path), PATH).to_string()
}

/// Returns the path as a text. Names that are not UTF-8 stay distinct.
fn shown(path: &OsStr) -> String {
    let mut text = String::new();
    for chunk in with_slashes(path).utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02X}")));
    }
    text
}

/// Returns the bytes of a path, with slashes between segments.
fn with_slashes(path: &OsStr) -> Vec<u8> {
    let mut bytes = path.as_encoded_bytes().to_vec();
    if cfg!(windows) {
        bytes.iter_mut().filter(|byte| **byte == b'\\').for_each(|byte| *byte = b'/');
    }
    bytes
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::Root;

    #[cfg(unix)]
    #[test]
    fn names_are_relative_to_the_root() {
        let root = |directory: &str, working: &str, prefix: &str| Root {
            directory: PathBuf::from(directory),
            working: PathBuf::from(working),
            prefix: PathBuf::from(prefix),
        };
        for (root, file, uri, path) in [
            (root("/r", "/r", ""), "a.json", "a.json", "a.json"),
            (root("/r", "/r/sub", ""), "./a b.json", "sub/a%20b.json", "sub/a b.json"),
            (root("/r", "/r/sub", "x/y"), "a.json", "x/y/sub/a.json", "x/y/sub/a.json"),
            (root("/r", "/r/sub", ""), "/r/no-such-file.json", "no-such-file.json", "no-such-file.json"),
            (root("/r", "/other", "x"), "a.json", "file:///other/a.json", "/other/a.json"),
            (root("/r", "/rest", ""), "a.json", "file:///rest/a.json", "/rest/a.json"),
        ] {
            let name = root.name(Path::new(file));
            assert_eq!((name.uri.as_str(), name.path.as_str()), (uri, path), "{root:?} {file}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_not_utf8_stay_distinct() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt as _;

        let name = |bytes: &[u8]| Root::default().name(Path::new(OsStr::from_bytes(bytes)));
        assert_eq!((name(b"\xFF").uri, name(b"\xFE").uri), (String::from("%FF"), String::from("%FE")));
        assert_eq!((name(b"a\xFF").path, name(b"a\xFE").path), (String::from(r"a\xFF"), String::from(r"a\xFE")));
    }
}
