//! From paths to inputs: files, directories, patterns and lists of paths. Finds inputs one by one,
//! so memory does not depend on their number.

use std::collections::HashSet;
use std::fs;
use std::io::{self, BufRead, BufReader, IsTerminal, Read};
use std::mem;
use std::ops::ControlFlow;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use clap::Args;
use globset::{GlobBuilder, GlobSet};
use ignore::{DirEntry, WalkBuilder};

use super::byte_range::ByteRange;
use super::compression::Compression;
use super::exclude::Exclude;
use super::ignore_files::{IgnoreFiles, Refused, check_pattern};
use super::interrupt::Interrupt;
use super::name::name;
use super::source::{Content, Input};
use crate::exit::Complaint;

/// The maximum length of a path in a list, in bytes. Operating systems have lower limits.
const MAX_PATH: u64 = 1 << 16;

/// The inputs that the user selected. The comments of the fields are their help.
#[derive(Debug, Args)]
pub(crate) struct Selection {
    /// Files, directories or patterns [default: stdin]
    ///
    /// A pattern is for example 'data/**/*.json'. `-`, or no path at all, reads standard input.
    ///
    /// In a directory, all .json, .ndjson, .jsonl, .jsonlines and .ldjson files are checked, and
    /// those with .gz or .zst after that. Skipped are hidden files, symbolic links, outputs of this
    /// run, and files that .gitignore or .ignore lists. A pattern skips the same files, but selects
    /// by its own names. A file that is given by its name is always checked. gzip and Zstandard are
    /// decompressed.
    pub(crate) paths: Vec<PathBuf>,

    /// Read more paths from this file, one on each line
    ///
    /// `-` is standard input.
    #[arg(long, value_name = "FILE")]
    pub(crate) files_from: Option<PathBuf>,

    /// The paths of --files-from end with NUL instead of a line feed
    #[arg(short = '0', long, requires = "files_from")]
    pub(crate) null: bool,

    /// Check hidden files in directories too
    #[arg(long)]
    pub(crate) hidden: bool,

    /// Check files in directories even if .gitignore or .ignore lists them
    #[arg(long)]
    pub(crate) no_ignore: bool,

    /// Skip these files in directories (as in .gitignore)
    ///
    /// A pattern with the syntax of .gitignore. May be repeated.
    #[arg(long, value_name = "PATTERN")]
    pub(crate) exclude: Vec<String>,

    /// The patterns of --exclude, or of the configuration file.
    #[arg(skip)]
    pub(crate) excluded: Exclude,

    /// File name to report for standard input; its extension selects the input type
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<PathBuf>,
}

/// The result for a path.
pub(crate) enum Found {
    Input(Input),
    /// A file in a directory that is skipped because it is an output.
    LeftOut(PathBuf),
    /// A file in a directory that an output must not replace.
    Refused(Complaint),
    /// A path that could not be found or read, and the reason.
    Failed(String, String),
}

/// Receives each result, and may stop the search.
type Each<'a> = dyn FnMut(Found) -> ControlFlow<()> + 'a;

/// Rejected ignore files that are not reported yet.
type RefusedList = Arc<Mutex<Vec<Refused>>>;

/// Returns whether to skip a file that was found in a directory, or why it must not be replaced.
type LeavesOut<'a> = dyn Fn(&Path) -> Result<bool, Complaint> + 'a;

/// A search for inputs in progress.
struct Search<'a> {
    selection: &'a Selection,
    /// The paths on the command line, with links resolved, if there are several.
    named: HashSet<PathBuf>,
    leaves_out: &'a LeavesOut<'a>,
    each: &'a mut Each<'a>,
}

impl Selection {
    /// Finds all inputs, in the order of the paths; those of a directory or a pattern in the order
    /// of their names. Skips files in directories for which `leaves_out` returns true.
    pub(crate) fn each(
        &self,
        interrupt: &Interrupt,
        leaves_out: &LeavesOut<'_>,
        each: &mut Each<'_>,
    ) -> ControlFlow<()> {
        self.each_given(leaves_out, each)?;
        match &self.files_from {
            Some(list) => self.search(leaves_out, each).listed(list, interrupt),
            None => ControlFlow::Continue(()),
        }
    }

    /// Finds the inputs of the command line, without those of a list, in the same way.
    pub(crate) fn each_given(&self, leaves_out: &LeavesOut<'_>, each: &mut Each<'_>) -> ControlFlow<()> {
        if self.is_stdin() {
            return each(Found::Input(self.input(PathBuf::from("-"))));
        }
        let mut search = self.search(leaves_out, each);
        for path in &self.paths {
            match Pattern::of(path) {
                None => search.one(path.clone())?,
                Some(Ok(pattern)) => search.matching(path, &pattern)?,
                Some(Err(error)) => (search.each)(failed(path, error))?,
            }
        }
        ControlFlow::Continue(())
    }

    fn search<'a>(&'a self, leaves_out: &'a LeavesOut<'a>, each: &'a mut Each<'a>) -> Search<'a> {
        let is_single = self.paths.len() + usize::from(self.files_from.is_some()) == 1;
        let named = if is_single { HashSet::new() } else { self.paths.iter().map(|path| identified(path)).collect() };
        Search { selection: self, named, leaves_out, each }
    }

    /// Leaves out paths that lead to the same place as one before.
    pub(crate) fn remove_duplicates(&mut self) {
        let mut known = HashSet::new();
        self.paths.retain(|path| known.insert(identified(path)));
    }

    /// Returns the inputs named on the command line, which are known before the search.
    pub(crate) fn named(&self) -> impl Iterator<Item = Input> {
        let stdin = self.is_stdin().then(|| PathBuf::from("-"));
        let named = self.paths.iter().filter(|path| is_one(path)).cloned();
        stdin.into_iter().chain(named).map(|path| self.input(path))
    }

    /// Returns whether there are inputs that are known only by the search.
    pub(crate) fn has_more(&self) -> bool {
        self.files_from.is_some() || !self.paths.iter().all(|path| is_one(path))
    }

    /// Returns the list of paths, if there is one.
    pub(crate) fn list(&self) -> Option<Input> {
        self.files_from.clone().map(|path| self.input(path))
    }

    /// Returns the sum of the lengths of all inputs in bytes, if all are plain files named on the
    /// command line.
    pub(crate) fn total_bytes(&self, range: Option<ByteRange>) -> Option<u64> {
        if self.files_from.is_some() || self.paths.is_empty() {
            return None;
        }
        let length = |path: &PathBuf| {
            let is_plain = Compression::of_file(path).is_none();
            fs::metadata(path).ok().filter(|metadata| is_plain && metadata.is_file()).map(|metadata| metadata.len())
        };
        let total = self.paths.iter().map(length).sum::<Option<u64>>()?;
        // A range is for a single file.
        let Some(ByteRange { start, end }) = range else { return Some(total) };
        Some(end.map_or(total, |end| end.min(total)).saturating_sub(start))
    }

    /// Returns whether standard input is an input.
    pub(crate) fn reads_stdin(&self) -> bool {
        self.is_stdin() || self.paths.iter().any(|path| path.as_os_str() == "-")
    }

    /// Returns whether standard input is read because no path is given.
    pub(crate) fn is_stdin(&self) -> bool {
        self.paths.is_empty() && self.files_from.is_none()
    }

    /// Returns whether standard input is read because no path is given, and is a terminal.
    pub(crate) fn waits_for_keyboard(&self) -> bool {
        self.is_stdin() && io::stdin().is_terminal()
    }

    /// Returns whether standard input is an input or the list of paths, and is a terminal.
    pub(crate) fn reads_keyboard(&self) -> bool {
        let is_read = self.reads_stdin() || matches!(self.list(), Some(Input::Stdin(_)));
        is_read && io::stdin().is_terminal()
    }

    pub(crate) fn input(&self, path: PathBuf) -> Input {
        Input::new(path, self.stdin_filename.as_deref())
    }
}

/// Returns whether a path is neither a directory nor a pattern. It is then one input, whatever its
/// name.
fn is_one(path: &Path) -> bool {
    !path.is_dir() && Pattern::of(path).is_none()
}

/// Returns a path with its links resolved, if it leads somewhere.
fn identified(path: &Path) -> PathBuf {
    // A file of this name is `./-`.
    if path.as_os_str() == "-" { None } else { fs::canonicalize(path).ok() }.unwrap_or_else(|| path.to_path_buf())
}

fn failed(path: &Path, why: impl ToString) -> Found {
    Found::Failed(name(path), why.to_string())
}

impl Search<'_> {
    /// Finds the input of a path, or all of a directory.
    fn one(&mut self, path: PathBuf) -> ControlFlow<()> {
        if path.as_os_str() == "-" || !path.is_dir() {
            return (self.each)(Found::Input(self.selection.input(path)));
        }
        let has_any = self.walk(&path, None, &path, &|file| Content::of(file).is_some())?;
        if has_any {
            return ControlFlow::Continue(());
        }
        let why = "no file that ends in .json, .ndjson, .jsonl, .jsonlines or .ldjson, also with .gz or .zst, in \
                   this directory, or only hidden or ignored ones";
        (self.each)(failed(&path, why))
    }

    /// Finds all inputs of a pattern.
    fn matching(&mut self, path: &Path, pattern: &Pattern) -> ControlFlow<()> {
        let base = &pattern.base;
        // A directory that does not exist has no files, which is reported below.
        let has_any = base.is_dir() && self.walk(base, pattern.depth, path, &|file| pattern.glob.is_match(file))?;
        if has_any {
            ControlFlow::Continue(())
        } else {
            (self.each)(failed(path, "no file has a name of this pattern"))
        }
    }

    /// Walks a directory in the order of names, with one directory in memory at a time, and returns
    /// whether there are inputs. Does not follow links, so the walk has no loops and stays below
    /// the directory.
    fn walk(
        &mut self,
        base: &Path,
        depth: Option<usize>,
        path: &Path,
        is_wanted: &dyn Fn(&Path) -> bool,
    ) -> ControlFlow<(), bool> {
        let mut walk = WalkBuilder::new(base);
        walk.standard_filters(!self.selection.no_ignore)
            .hidden(!self.selection.hidden)
            .follow_links(false)
            .max_depth(depth)
            .sort_by_file_name(Ord::cmp);
        let refused = match self.filter_entries(&mut walk, base) {
            Ok(refused) => refused,
            Err(refused) => {
                self.refuse(vec![refused])?;
                return ControlFlow::Continue(true);
            }
        };
        let mut has_any = false;
        for entry in walk.build() {
            has_any |= self.refuse_all(&refused)?;
            let file = match entry {
                Ok(entry) => file(entry).filter(|file| is_wanted(file)),
                Err(error) => {
                    (self.each)(failed(path, error))?;
                    None
                }
            };
            let Some(file) = file else { continue };
            if self.is_elsewhere(&file, base, path) {
                has_any = true;
                continue;
            }
            let found = match (self.leaves_out)(&file) {
                Ok(false) => Found::Input(Input::File(file)),
                Ok(true) => Found::LeftOut(file),
                Err(complaint) => Found::Refused(complaint),
            };
            has_any |= !matches!(found, Found::LeftOut(_));
            (self.each)(found)?;
        }
        has_any |= self.refuse_all(&refused)?;
        ControlFlow::Continue(has_any)
    }

    /// Whether a file that `path` selects in `base` is checked for another path on the command line:
    /// its own, or that of a directory below `base`.
    fn is_elsewhere(&self, file: &Path, base: &Path, path: &Path) -> bool {
        if self.named.is_empty() {
            return false;
        }
        // A pattern selects files that a directory does not, so only their own paths count.
        let levels = if base == path { usize::MAX } else { 1 };
        let (Ok(file), Ok(base)) = (fs::canonicalize(file), fs::canonicalize(base)) else { return false };
        file.ancestors().take_while(|path| *path != base).take(levels).any(|path| self.named.contains(path))
    }

    /// Makes a walk skip the paths that the user excludes, and directories whose ignore files must
    /// not be read. The walk adds the latter to the returned list.
    fn filter_entries(&self, walk: &mut WalkBuilder, base: &Path) -> Result<RefusedList, Refused> {
        let refused = RefusedList::default();
        let found = Arc::clone(&refused);
        let exclude = self.selection.excluded.clone();
        let files = if self.selection.no_ignore { None } else { Some(Mutex::new(IgnoreFiles::of(base)?)) };
        walk.filter_entry(move |entry| {
            let is_directory = entry.file_type().is_some_and(|file_type| file_type.is_dir());
            if exclude.matches(entry.path(), is_directory) {
                return false;
            }
            let Some(files) = files.as_ref().filter(|_| is_directory) else { return true };
            let mut files = files.lock().unwrap_or_else(PoisonError::into_inner);
            let entered = files.enter(entry.depth(), entry.path());
            let is_entered = entered.is_ok();
            found.lock().unwrap_or_else(PoisonError::into_inner).extend(entered.err());
            is_entered
        });
        Ok(refused)
    }

    /// Reports all rejected ignore files, and returns whether there were any.
    fn refuse_all(&mut self, refused: &RefusedList) -> ControlFlow<(), bool> {
        let refused = mem::take(&mut *refused.lock().unwrap_or_else(PoisonError::into_inner));
        let has_any = !refused.is_empty();
        self.refuse(refused)?;
        ControlFlow::Continue(has_any)
    }

    /// Reports rejected ignore files.
    fn refuse(&mut self, refused: Vec<Refused>) -> ControlFlow<()> {
        refused.into_iter().try_for_each(|(file, why)| {
            let why = format!("{why}; its directory was not checked (--no-ignore leaves ignore files out)");
            (self.each)(failed(&file, why))
        })
    }

    /// Finds the inputs of a list of paths. A list has no patterns, because programs that make
    /// lists write names.
    fn listed(&mut self, list: &Path, interrupt: &Interrupt) -> ControlFlow<()> {
        let mut reader = match open_list(list, interrupt) {
            Ok(reader) => reader,
            Err(error) => return (self.each)(failed(list, error)),
        };
        let end = if self.selection.null { 0 } else { b'\n' };
        let mut path = Vec::new();
        let mut is_first = true;
        let mut number = 0_u64;
        loop {
            path.clear();
            match reader.by_ref().take(MAX_PATH).read_until(end, &mut path) {
                Ok(0) => return ControlFlow::Continue(()),
                Ok(count) if count as u64 == MAX_PATH => {
                    return (self.each)(failed(list, "expected paths, found one that is too long"));
                }
                Ok(_) => {}
                Err(error) => return (self.each)(failed(list, error)),
            }
            path.pop_if(|last| *last == end);
            if is_first && is_utf16(&path) {
                return (self.each)(failed(
                    list,
                    "expected UTF-8, found UTF-16 (in PowerShell: Out-File -Encoding utf8)",
                ));
            }
            if end == b'\n' {
                trim(&mut path, is_first);
            }
            is_first = false;
            number += 1;
            match path_of(&path) {
                _ if path.is_empty() => {}
                // Not repeated, as it may have personal data.
                Some(name) if is_json(&path) && !name.exists() => {
                    let why = format!(
                        "expected paths, found JSON as path {number}: to check this file itself, leave --files-from out"
                    );
                    return (self.each)(failed(list, why));
                }
                Some(path) if path.as_os_str() == "-" && list.as_os_str() == "-" => {
                    let why = "expected paths of files: standard input is the list itself";
                    (self.each)(failed(list, why))?;
                }
                Some(path) => self.one(path)?,
                None => {
                    let name = String::from_utf8_lossy(&path).into_owned();
                    (self.each)(Found::Failed(name, String::from("expected a path in UTF-8")))?;
                }
            }
        }
    }
}

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Removes bytes that programs on Windows add to the paths of a list: the carriage return of a line
/// ending, and a byte order mark before the first path. If a file with such a name exists, the name
/// is kept.
fn trim(path: &mut Vec<u8>, is_first: bool) {
    let has_mark = is_first && path.starts_with(MARK);
    let has_return = path.last() == Some(&b'\r');
    let exists = || path_of(path).is_some_and(|path| fs::symlink_metadata(path).is_ok());
    if (has_mark || has_return) && !exists() {
        if has_return {
            path.pop();
        }
        if has_mark {
            path.drain(..MARK.len());
        }
    }
}

/// Whether a list starts with a byte order mark of UTF-16.
/// Returns whether a line is probably JSON, and no path: a name such as `[id].json` is one.
fn is_json(line: &[u8]) -> bool {
    let starts = [&b"{\""[..], b"{ ", b"[{", b"[\"", b"[ "];
    matches!(line, b"{" | b"[" | b"[]" | b"{}") || starts.iter().any(|start| line.starts_with(start))
}

fn is_utf16(start: &[u8]) -> bool {
    start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF")
}

fn open_list(list: &Path, interrupt: &Interrupt) -> io::Result<BufReader<Box<dyn Read>>> {
    let reader: Box<dyn Read> = if list.as_os_str() == "-" {
        Box::new(interrupt.stdin()?)
    } else {
        Box::new(interrupt.reader(interrupt.open(list)?))
    };
    Ok(BufReader::new(reader))
}

/// Returns the path of these bytes: any bytes on Unix, UTF-8 elsewhere.
#[cfg(unix)]
#[allow(clippy::unnecessary_wraps)]
pub(crate) fn path_of(bytes: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    Some(PathBuf::from(std::ffi::OsStr::from_bytes(bytes)))
}

#[cfg(not(unix))]
pub(crate) fn path_of(bytes: &[u8]) -> Option<PathBuf> {
    std::str::from_utf8(bytes).ok().map(PathBuf::from)
}

/// Returns the path of an entry of a directory, if it is a file.
fn file(entry: DirEntry) -> Option<PathBuf> {
    entry.file_type().filter(fs::FileType::is_file)?;
    let path = entry.into_path();
    Some(path.strip_prefix(".").map(Path::to_path_buf).unwrap_or(path))
}

/// A pattern for paths of files: `*` and `?` stop at `/`, `**` does not; `[…]` and `{…,…}` are
/// alternatives.
struct Pattern {
    /// The directory that all matching files are in.
    base: PathBuf,
    /// The maximum number of levels below that; `None` for any number.
    depth: Option<usize>,
    glob: GlobSet,
}

impl Pattern {
    /// Returns the pattern if a path is one. A path that exists is not a pattern, whatever its
    /// characters.
    fn of(path: &Path) -> Option<Result<Self, String>> {
        let text = path.to_str()?;
        if !is_pattern(text) || fs::symlink_metadata(path).is_ok() {
            return None;
        }
        Some(check_pattern(text.as_bytes()).and_then(|()| Self::new(path, text)))
    }

    fn new(path: &Path, text: &str) -> Result<Self, String> {
        let mut components = path.components();
        let mut base = PathBuf::new();
        let mut rest = components.clone();
        while let Some(component) = components.next()
            && !component.as_os_str().to_str().is_some_and(is_pattern)
        {
            base.push(component);
            rest = components.clone();
        }
        let is_deep = |component: Component<'_>| component.as_os_str().to_str().is_some_and(|text| text.contains("**"));
        // An alternative may contain any number of slashes.
        let depth = if rest.clone().any(is_deep) || text.contains('{') { None } else { Some(rest.count()) };
        if base.as_os_str().is_empty() {
            base.push(".");
        }
        // Paths of the walk have no leading `./` and no `//`.
        let clean: PathBuf = path.components().filter(|component| *component != Component::CurDir).collect();
        let glob = GlobBuilder::new(clean.to_str().unwrap_or(text)).literal_separator(true).build();
        // A single glob would panic if its automaton is too large.
        let glob = glob.and_then(|glob| GlobSet::builder().add(glob).build()).map_err(|error| error.to_string())?;
        Ok(Self { base, depth, glob })
    }
}

fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '[', '{'])
}
