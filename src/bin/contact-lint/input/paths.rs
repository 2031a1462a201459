//! Which inputs the paths on the command line, or in a list of paths, mean: found one by one, never all in memory.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use ignore::{DirEntry, WalkBuilder};

use crate::args::Lint;
use crate::input::{Content, Input};
use crate::interrupt::Interrupt;
use crate::output_files::OutputFiles;
use crate::range::ByteRange;

/// A longer path in a list is none: systems refuse far shorter ones.
const MAX_PATH: u64 = 1 << 16;

/// What a path led to.
pub(crate) enum Found {
    Input(Input),
    /// A file in a directory that is an output of this run, so that it is no input.
    Output(PathBuf),
    /// What could not be found or read, and why.
    Failed(String, String),
}

/// Who is told of each, and may have enough.
type Each<'a> = dyn FnMut(Found) -> ControlFlow<()> + 'a;

/// Finds all inputs, in the order of the paths; those of a directory or a pattern are ordered by name.
pub(crate) fn each(args: &Lint, outputs: &OutputFiles, interrupt: &Interrupt, each: &mut Each<'_>) -> ControlFlow<()> {
    if args.paths.is_empty() && args.files_from.is_none() {
        return each(Found::Input(Input::stdin(args)));
    }
    for path in &args.paths {
        match Pattern::of(path) {
            None => one(args, outputs, path.clone(), each)?,
            Some(Ok(pattern)) => matching(args, outputs, path, &pattern, each)?,
            Some(Err(error)) => each(failed(path, error))?,
        }
    }
    match &args.files_from {
        Some(list) => listed(args, outputs, list, interrupt, each),
        None => ControlFlow::Continue(()),
    }
}

/// The bytes of all inputs, where they are plain files that are named on the command line.
pub(crate) fn total_bytes(args: &Lint) -> Option<u64> {
    let is_known = args.files_from.is_none() && !args.paths.is_empty();
    let length = |path: &PathBuf| {
        let plain = crate::decompress::Compression::of(path).is_none();
        fs::metadata(path).ok().filter(|metadata| plain && metadata.is_file()).map(|metadata| metadata.len())
    };
    let total = if is_known { args.paths.iter().map(length).sum::<Option<u64>>()? } else { return None };
    // A range is one of a single file.
    let Some(ByteRange { start, end }) = args.range else { return Some(total) };
    Some(end.map_or(total, |end| end.min(total)).saturating_sub(start))
}

/// A path that is neither a directory nor a pattern: an input, whatever its name.
pub(crate) fn is_one(path: &Path) -> bool {
    !path.is_dir() && Pattern::of(path).is_none()
}

fn failed(path: &Path, why: impl ToString) -> Found {
    Found::Failed(path.to_string_lossy().into_owned(), why.to_string())
}

fn one(args: &Lint, outputs: &OutputFiles, path: PathBuf, each: &mut Each<'_>) -> ControlFlow<()> {
    if path.as_os_str() == "-" || !path.is_dir() {
        return each(Found::Input(Input::new(args, path)));
    }
    let mut any = false;
    for entry in walk(args, &path, None) {
        let Some(file) = file(&path, entry, each)? else { continue };
        if Content::of(&file).is_some() {
            any |= found(outputs, file, each)?;
        }
    }
    if any {
        return ControlFlow::Continue(());
    }
    each(failed(&path, "no .json, .ndjson or .jsonl file in this directory, or only hidden or ignored ones"))
}

fn matching(
    args: &Lint,
    outputs: &OutputFiles,
    path: &Path,
    pattern: &Pattern,
    each: &mut Each<'_>,
) -> ControlFlow<()> {
    let mut any = false;
    // What is not there has no files; that is said below.
    if pattern.base.is_dir() {
        for entry in walk(args, &pattern.base, pattern.depth) {
            let Some(file) = file(path, entry, each)? else { continue };
            if pattern.glob.is_match(&file) {
                any |= found(outputs, file, each)?;
            }
        }
    }
    if any { ControlFlow::Continue(()) } else { each(failed(path, "no file has a name of this pattern")) }
}

/// Hands on a file that was found in a directory, and returns whether it is an input.
fn found(outputs: &OutputFiles, file: PathBuf, each: &mut Each<'_>) -> ControlFlow<(), bool> {
    let is_input = !outputs.leaves_out(&file);
    each(if is_input { Found::Input(Input::File(file)) } else { Found::Output(file) })?;
    ControlFlow::Continue(is_input)
}

/// The inputs of a list of paths. There are no patterns in it, as what makes such lists writes names.
fn listed(
    args: &Lint,
    outputs: &OutputFiles,
    list: &Path,
    interrupt: &Interrupt,
    each: &mut Each<'_>,
) -> ControlFlow<()> {
    let opened: io::Result<Box<dyn Read>> = if list.as_os_str() == "-" {
        interrupt.stdin().map(|stdin| Box::new(stdin) as _)
    } else {
        File::open(list).map(|file| Box::new(interrupt.reader(file)) as _)
    };
    let mut reader = match opened {
        Ok(reader) => BufReader::new(reader),
        Err(error) => return each(failed(list, error)),
    };
    let end = if args.null { 0 } else { b'\n' };
    let mut path = Vec::new();
    loop {
        path.clear();
        match reader.by_ref().take(MAX_PATH).read_until(end, &mut path) {
            Ok(0) => return ControlFlow::Continue(()),
            Ok(count) if count as u64 == MAX_PATH => {
                return each(failed(list, "expected paths, found one that is too long"));
            }
            Ok(_) => {}
            Err(error) => return each(failed(list, error)),
        }
        path.pop_if(|last| *last == end);
        if path.is_empty() {
            continue;
        }
        match path_of(&path) {
            Some(path) if path.as_os_str() == "-" && list.as_os_str() == "-" => {
                each(failed(list, "expected paths of files: standard input is the list itself"))?;
            }
            Some(path) => one(args, outputs, path, each)?,
            None => each(Found::Failed(
                String::from_utf8_lossy(&path).into_owned(),
                String::from("expected a path in UTF-8"),
            ))?,
        }
    }
}

/// A path of any bytes where the system has such, elsewhere of UTF-8.
#[cfg(unix)]
#[allow(clippy::unnecessary_wraps)]
fn path_of(bytes: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    Some(PathBuf::from(std::ffi::OsStr::from_bytes(bytes)))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> Option<PathBuf> {
    std::str::from_utf8(bytes).ok().map(PathBuf::from)
}

/// Walks a directory in the order of names, one directory in memory at a time. Links are not followed, so there are no loops and no ways out.
fn walk(args: &Lint, base: &Path, depth: Option<usize>) -> ignore::Walk {
    WalkBuilder::new(base)
        .standard_filters(!args.no_ignore)
        .hidden(!args.hidden)
        .follow_links(false)
        .max_depth(depth)
        .sort_by_file_name(Ord::cmp)
        .build()
}

/// The file that an entry of a directory is.
fn file(root: &Path, entry: Result<DirEntry, ignore::Error>, each: &mut Each<'_>) -> ControlFlow<(), Option<PathBuf>> {
    match entry {
        Err(error) => {
            each(failed(root, error))?;
            ControlFlow::Continue(None)
        }
        Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
            let path = entry.into_path();
            ControlFlow::Continue(Some(path.strip_prefix(".").map(Path::to_path_buf).unwrap_or(path)))
        }
        Ok(_) => ControlFlow::Continue(None),
    }
}

/// A pattern for the paths of files: `*` and `?` stop at `/`, `**` does not; `[…]` and `{…,…}`.
struct Pattern {
    /// The directory that all of them are in.
    base: PathBuf,
    /// How deep below that, where this has a limit.
    depth: Option<usize>,
    glob: GlobMatcher,
}

impl Pattern {
    /// A path that exists is no pattern, whatever its characters.
    fn of(path: &Path) -> Option<Result<Self, globset::Error>> {
        let text = path.to_str()?;
        if !is_pattern(text) || fs::symlink_metadata(path).is_ok() {
            return None;
        }
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
        // An alternative may hold any number of names.
        let depth = if rest.clone().any(is_deep) || text.contains('{') { None } else { Some(rest.count()) };
        if base.as_os_str().is_empty() {
            base.push(".");
        }
        // The walk's paths have no `./` before and no `//` within.
        let clean: PathBuf = path.components().filter(|component| *component != Component::CurDir).collect();
        let glob = GlobBuilder::new(clean.to_str().unwrap_or(text)).literal_separator(true).build();
        Some(glob.map(|glob| Self { base, depth, glob: glob.compile_matcher() }))
    }
}

fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '[', '{'])
}
