//! Files that the user excludes from directories, by patterns as in ignore files.

use std::path::{Component, Path, PathBuf, absolute};
use std::{env, io};

use globset::Glob;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::ignore_files::check_pattern;

/// Patterns of excluded paths.
#[derive(Clone, Debug)]
pub(crate) struct Exclude(Gitignore);

impl Default for Exclude {
    fn default() -> Self {
        Self(Gitignore::empty())
    }
}

impl Exclude {
    /// Returns patterns in the syntax of `.gitignore`, relative to the directory `base`.
    ///
    /// # Errors
    ///
    /// The invalid pattern, and the reason.
    pub(crate) fn new(base: &Path, patterns: &[String]) -> Result<Self, String> {
        if patterns.is_empty() {
            return Ok(Self::default());
        }
        let base = clean(base).map_err(|error| error.to_string())?;
        let mut builder = GitignoreBuilder::new(base);
        for pattern in patterns {
            check_pattern(pattern.as_bytes()).map_err(|error| format!("exclude: {error}"))?;
            // `ignore` takes an invalid class, such as `[`, for characters, as Git does in a file.
            let glob = if pattern.starts_with('#') { "" } else { pattern.strip_prefix('!').unwrap_or(pattern) };
            Glob::new(glob).map_err(|error| format!("exclude: {error}"))?;
            builder.add_line(None, pattern).map_err(|error| format!("exclude: {error}"))?;
        }
        builder.build().map(Self).map_err(|error| format!("exclude: {error}"))
    }

    /// Returns whether this path is excluded. The files of an excluded directory need not be
    /// tested.
    pub(crate) fn matches(&self, path: &Path, is_directory: bool) -> bool {
        if self.0.is_empty() {
            return false;
        }
        // Patterns cannot match paths outside the base.
        let path = clean(path).ok().filter(|path| path.starts_with(self.0.path()));
        path.is_some_and(|path| self.0.matched(path, is_directory).is_ignore())
    }
}

/// Returns the absolute path, without `.` and `..`. Does not use the file system, so a link keeps
/// its name.
fn clean(path: &Path) -> io::Result<PathBuf> {
    let path = if path.as_os_str().is_empty() { env::current_dir()? } else { absolute(path)? };
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                clean.pop();
            }
            component => clean.push(component),
        }
    }
    Ok(clean)
}
