//! Limits of ignore files and patterns.
//!
//! Ignore files come from the directories that are checked, so they are untrusted. A named pipe
//! would block, a device has no end, deep nesting overflows the parser's stack, and each pattern
//! takes some 4 KiB of memory. So each file is checked before `ignore` reads it.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// The maximum number of bytes of all ignore files of a directory and its parents.
const MAX_BYTES: usize = 1 << 16;

/// The maximum number of patterns in all ignore files of a directory and its parents.
const MAX_PATTERNS: usize = 2048;

/// The maximum number of ignore files with patterns of a directory and its parents. Matching the
/// patterns of one file may take 16 MiB.
const MAX_FILES: usize = 16;

/// The maximum length of a pattern in bytes.
const MAX_PATTERN: usize = 4096;

/// The maximum depth of nested braces.
const MAX_NESTING: usize = 16;

/// Returns why a pattern is rejected: its length or its nesting.
pub(super) fn check_pattern(pattern: &[u8]) -> Result<(), String> {
    if pattern.len() > MAX_PATTERN {
        return Err(format!("expected a pattern of at most {MAX_PATTERN} bytes, found a longer one"));
    }
    let mut depth = 0_usize;
    for byte in pattern {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_NESTING {
            return Err(format!("expected at most {MAX_NESTING} braces in each other, found more"));
        }
    }
    Ok(())
}

/// An ignore file that must not be read, and why.
pub(super) type Refused = (PathBuf, String);

/// The sizes of the ignore files of a directory and its parents.
pub(super) struct IgnoreFiles {
    /// The sums up to the directory that is walked, and up to each directory below it on the way to
    /// the current one.
    sums: Vec<Sum>,
}

/// The total size of the ignore files of a directory and its parents.
#[derive(Clone, Copy, Default)]
struct Sum {
    bytes: usize,
    patterns: usize,
    files: usize,
}

impl IgnoreFiles {
    /// Checks the ignore files of the directory to walk, and of its parents.
    pub(super) fn of(base: &Path) -> Result<Self, Refused> {
        let mut sum = Sum::default();
        if let Ok(path) = fs::canonicalize(base) {
            path.ancestors().skip(1).try_for_each(|parent| sum.add(parent))?;
        }
        sum.add(base)?;
        Ok(Self { sums: vec![sum] })
    }

    /// Checks the ignore files of a directory that is this many levels below the first.
    pub(super) fn enter(&mut self, depth: usize, directory: &Path) -> Result<(), Refused> {
        self.sums.truncate(depth.max(1));
        let mut sum = self.sums.last().copied().unwrap_or_default();
        sum.add(directory)?;
        self.sums.push(sum);
        Ok(())
    }
}

impl Sum {
    /// Adds the ignore files of a directory.
    fn add(&mut self, directory: &Path) -> Result<(), Refused> {
        self.add_file(directory.join(".ignore"))?;
        self.add_file(directory.join(".gitignore"))?;
        let git = directory.join(".git");
        if git.exists() {
            self.add_file(repository(git)?.join("info/exclude"))?;
        }
        Ok(())
    }

    /// Adds an ignore file, if there is one.
    fn add_file(&mut self, file: PathBuf) -> Result<(), Refused> {
        let Some(text) = read(&file, MAX_BYTES)? else { return Ok(()) };
        self.bytes += text.len();
        let before = self.patterns;
        for line in text.split(|&byte| byte == b'\n') {
            if let Err(why) = check_pattern(line) {
                return Err((file, why));
            }
            self.patterns += usize::from(!line.trim_ascii().is_empty() && !line.starts_with(b"#"));
        }
        self.files += usize::from(self.patterns > before);
        let sums = [
            (self.bytes, MAX_BYTES, "bytes of ignore files"),
            (self.patterns, MAX_PATTERNS, "patterns in ignore files"),
            (self.files, MAX_FILES, "ignore files"),
        ];
        match sums.into_iter().find(|(sum, most, _)| sum > most) {
            Some((_, most, what)) => {
                Err((file, format!("expected at most {most} {what} for a directory with its parents, found more")))
            }
            None => Ok(()),
        }
    }
}

/// Returns the content of a file; `None` if there is none.
///
/// A link to an empty file is rejected: system files report size 0 too, and may have no end.
fn read(path: &Path, most: usize) -> Result<Option<Vec<u8>>, Refused> {
    let refused = |why: String| Err((path.to_path_buf(), why));
    let is_link = || fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if is_nothing(&error) && !is_link() => return Ok(None),
        Err(error) => return refused(error.to_string()),
    };
    match () {
        () if !metadata.is_file() || metadata.len() == 0 && is_link() => {
            return refused(String::from("expected a regular file, as patterns are read from it"));
        }
        () if metadata.len() > most as u64 => {
            return refused(format!("expected at most {most} bytes, found {}", metadata.len()));
        }
        () => {}
    }
    let mut text = Vec::new();
    match File::open(path).and_then(|file| file.take(most as u64 + 1).read_to_end(&mut text)) {
        Ok(_) => Ok(Some(text)),
        Err(error) => refused(error.to_string()),
    }
}

/// Whether an error says that there is no such file.
fn is_nothing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// The maximum length in bytes of a file that names a directory of git.
const MAX_NAME: usize = 1 << 12;

/// Returns the directory with the settings of a repository, whose `.git` is `git`. In a linked work
/// tree or a submodule, `.git` is a file that names a directory, which may name another.
fn repository(git: PathBuf) -> Result<PathBuf, Refused> {
    let named = |text: &[u8]| String::from_utf8_lossy(text).lines().next().unwrap_or_default().trim().to_owned();
    if git.is_dir() {
        return Ok(git);
    }
    let Some(text) = read(&git, MAX_NAME)? else { return Ok(git) };
    let directory = named(text.strip_prefix(b"gitdir: ").unwrap_or(&text));
    let directory = git.parent().unwrap_or(Path::new(".")).join(directory);
    let common = read(&directory.join("commondir"), MAX_NAME)?;
    Ok(match common {
        Some(common) => directory.join(named(&common)),
        None => directory,
    })
}

#[cfg(test)]
mod tests {
    use super::check_pattern;

    #[test]
    fn patterns_have_limits() {
        let nested = |depth: usize| format!("{}x{}", "{a,".repeat(depth), "}".repeat(depth));
        for (pattern, is_right) in [
            ("*.json".to_owned(), true),
            ("{a,b}".repeat(500), true),
            (nested(16), true),
            (nested(17), false),
            ("{a,".repeat(60_000), false),
            ("x".repeat(4096), true),
            ("x".repeat(4097), false),
        ] {
            assert_eq!(check_pattern(pattern.as_bytes()).is_ok(), is_right, "{pattern:.40}");
        }
    }
}
