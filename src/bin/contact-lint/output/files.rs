//! The files that a run writes, and the check that none of them is an input.

use std::cell::OnceCell;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{self, Path, PathBuf};

use same_file::Handle;

use super::atomic_file::directory_of;
use super::partition::{PartitionFiles, is_stdout, is_stream};
use crate::exit::{Complaint, StreamsOfInput};
use crate::input::{Identity, Input, PipeIdentity};
use crate::report;

/// The number of bytes at the start and at the end of a file that show whether it is a report.
const ENDS: u64 = 1 << 16;

/// The names of the standard streams in messages.
const STDOUT: &str = "standard output";
const STDERR: &str = "standard error";

/// Parts of messages.
const NAME_STDOUT: &str = "is standard output already: name it `-`";
const UNWRITTEN: &str = "so it cannot be written to";
const IN_PART: &str = "and only in part, so records would be lost";
const TWICE: &str = "is an output of this run: its records would be there twice (leave it out, or pass --in-place)";

/// The purpose of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    /// Reports, also those on standard output.
    Report,
    /// Records of NDJSON: the valid ones, or all others.
    Records { are_valid: bool },
}

/// One file that a run writes.
#[derive(Debug)]
struct OutputFile {
    /// The name that the user gave.
    name: String,
    /// Its final path, links resolved; `None` for a standard stream.
    path: Option<PathBuf>,
    /// The directory that it will be in, if there is one: a directory may have several paths.
    directory: Option<Identity>,
    purpose: Purpose,
    /// Whether the name leads to a file that a process has open.
    is_open: bool,
    /// The existing file of that name. Empty while there is none.
    identity: OnceCell<Identity>,
    /// The length in bytes of the file of a standard stream before this run; else 0.
    length: u64,
    /// The pipe that the name leads to, if it is for records, which may go to a pipe.
    pipe: Option<PipeIdentity>,
}

impl OutputFile {
    /// Returns a standard stream, if it is redirected to a file.
    fn stream(name: &str, handle: io::Result<Handle>) -> Option<Self> {
        let length = handle.as_ref().ok()?.as_file().metadata().ok()?.len();
        let identity = Identity::of_stream(handle)?;
        Some(Self {
            name: name.to_owned(),
            path: None,
            directory: None,
            purpose: Purpose::Report,
            is_open: true,
            identity: OnceCell::from(identity),
            length,
            pipe: None,
        })
    }

    fn new(file: &Path, purpose: Purpose) -> Self {
        let name = file.to_string_lossy().into_owned();
        let is_open = is_descriptor(file);
        let path = resolved(file);
        let directory = path.parent().and_then(Identity::of_directory);
        let pipe = PipeIdentity::of(file).filter(|_| purpose != Purpose::Report);
        Self { name, path: Some(path), directory, purpose, is_open, identity: OnceCell::new(), length: 0, pipe }
    }

    /// Whether both lead to one pipe, or to one file, which may not exist yet: the same name in the
    /// same directory.
    fn is_same(&self, other: &Self) -> bool {
        if self.pipe.is_some() {
            return self.pipe == other.pipe;
        }
        let file_name = |file: &Self| file.path.as_deref().and_then(Path::file_name).map(OsStr::to_os_string);
        match (&self.directory, &other.directory) {
            (Some(one), Some(two)) => one == two && file_name(self) == file_name(other),
            _ => self.path == other.path,
        }
    }

    /// Whether a walk may read this file to learn what to skip.
    fn is_ignore_file(&self) -> bool {
        let is_ignore_file = |path: &Path| {
            let names = [".ignore", ".gitignore", ".git/info/exclude"];
            names.iter().any(|name| path.ends_with(name))
        };
        let is_named = is_ignore_file(Path::new(&self.name)) || self.path.as_deref().is_some_and(is_ignore_file);
        is_named && self.identity().is_some()
    }

    /// Returns the identity of the file that is there now. A file that does not exist yet may
    /// appear while inputs are read.
    fn identity(&self) -> Option<&Identity> {
        if self.identity.get().is_none()
            && let Some(identity) = Identity::of(self.path.as_deref()?)
        {
            let _ = self.identity.set(identity);
        }
        self.identity.get()
    }
}

/// All files that a run writes.
#[derive(Debug, Default)]
pub(crate) struct OutputFiles {
    files: Vec<OutputFile>,
    /// The pipes that standard output and standard error are.
    pipes: [Option<PipeIdentity>; 2],
    /// The reason why records must not replace their input, if any.
    keeps_records: Option<&'static str>,
    /// Whether one file for records may replace an input.
    in_place: bool,
    /// Whether the files for records are probably those of an earlier run.
    has_earlier_records: bool,
    /// The baseline that is read.
    baseline: Option<Identity>,
}

impl OutputFiles {
    /// Returns standard output and standard error, for commands that write nothing else.
    pub(crate) fn streams() -> Self {
        let stdout = OutputFile::stream(STDOUT, Handle::stdout());
        let stderr = OutputFile::stream(STDERR, Handle::stderr());
        Self {
            files: stdout.into_iter().chain(stderr).collect(),
            pipes: [PipeIdentity::of_stream(Handle::stdout()), PipeIdentity::of_stream(Handle::stderr())],
            ..Self::default()
        }
    }

    /// Returns the standard streams and the files that the user named.
    ///
    /// # Errors
    ///
    /// A file that is named twice, so that one output would replace the other; a file that is open
    /// already, as standard output or under a name such as `/dev/fd/3`, so that the output of other
    /// programs in it would be lost. A pipe cannot lose data.
    pub(crate) fn new<'a>(
        reports: impl IntoIterator<Item = &'a Path>,
        partition: &PartitionFiles,
        is_range: bool,
    ) -> Result<Self, Complaint> {
        let mut files = Self::streams();
        let is_kept = |file: &Option<PathBuf>| file.as_deref().map(|file| !is_stream(file));
        files.keeps_records = match (is_kept(&partition.valid), is_kept(&partition.invalid)) {
            _ if is_range => Some(IN_PART),
            _ if partition.in_place => None,
            (Some(true), Some(true)) => None,
            (Some(false), _) | (_, Some(false)) => {
                Some("so the records that are in no file would be lost (name two files, or pass --in-place)")
            }
            (Some(true), None) => {
                Some("so the records that are not valid would be lost (pass --invalid-out too, or --in-place)")
            }
            (None, _) => Some("so the valid records would be lost (pass --valid-out too, or --in-place)"),
        };
        // A run leaves both files, even if one is empty. One alone may as well be data.
        let is_there = |file: &Option<PathBuf>| file.as_deref().is_some_and(|file| is_stream(file) || file.is_file());
        files.has_earlier_records = is_there(&partition.valid) && is_there(&partition.invalid);
        files.in_place = partition.in_place;
        for (file, are_valid) in [(&partition.valid, true), (&partition.invalid, false)] {
            if let Some(file) = file.as_deref().filter(|file| !is_stdout(file)) {
                files.add(OutputFile::new(file, Purpose::Records { are_valid }))?;
            }
        }
        for file in reports {
            files.add(OutputFile::new(file, Purpose::Report))?;
        }
        Ok(files)
    }

    /// Checks that standard output, which gets data, is not the file that standard error gets the
    /// report in.
    ///
    /// # Errors
    ///
    /// That it is.
    pub(crate) fn check_data(&self) -> Result<(), Complaint> {
        match self.stream(STDOUT).is_some_and(|stdout| Some(stdout) == self.stream(STDERR)) {
            false => Ok(()),
            true => Err(Complaint::new(
                STDOUT,
                "has the records, and is the file of standard error too, which has the report (pass --quiet, or \
                 redirect one of them)",
            )),
        }
    }

    /// Returns the file that a standard stream is redirected to, if it is.
    fn stream(&self, name: &str) -> Option<&Identity> {
        self.files.iter().find(|file| file.path.is_none() && file.name == name)?.identity()
    }

    fn add(&mut self, new: OutputFile) -> Result<(), Complaint> {
        let is_same = |old: &&OutputFile| match old.path {
            Some(_) => old.is_same(&new),
            None => old.identity() == new.identity(),
        };
        let [stdout, stderr] = self.pipes.map(|pipe| pipe.is_some() && pipe == new.pipe);
        let reason = match self.files.iter().find(is_same) {
            Some(OutputFile { path: Some(_), .. }) => "is named twice",
            Some(stream) if stream.name == STDOUT && new.purpose != Purpose::Report => NAME_STDOUT,
            Some(stream) if stream.name == STDOUT => "is standard output already",
            Some(_) => "is standard error already",
            None if stdout => NAME_STDOUT,
            None if stderr => "is standard error already",
            None if new.is_ignore_file() => "is an ignore file, which would be lost",
            None if new.is_open && PipeIdentity::of(Path::new(&new.name)).is_some() && new.pipe.is_none() => {
                "is a pipe, but a report in a file is complete or absent: --format is for standard output, which may \
                 be a pipe"
            }
            None if new.is_open && new.pipe.is_none() => {
                "leads to a file that is open already, which would be replaced: name that file"
            }
            None => {
                self.files.push(new);
                return Ok(());
            }
        };
        Err(Complaint::new(new.name, reason))
    }

    /// Adds the baseline that is read. It is not an input, and only a new baseline may replace it.
    ///
    /// # Errors
    ///
    /// The output that would replace it.
    pub(crate) fn keep_baseline(&mut self, file: &Path, new: Option<&Path>) -> Result<(), Complaint> {
        self.baseline = Identity::of(file);
        let is_same = |new: &Path| self.baseline.is_some() && Identity::of(new) == self.baseline;
        if new.is_some_and(is_same) {
            return Ok(());
        }
        self.check_read_as("the baseline", &Input::File(file.to_path_buf()))
    }

    /// Returns whether to skip a file found in a directory, because it is one of these.
    ///
    /// Otherwise a second run would read the outputs of the first. A file that would be replaced is
    /// left out only if it is an output of an earlier run: any other is data. A report does not
    /// replace data: [`check`](Self::check) refuses it. `has_only` returns whether a file has only
    /// records that are valid, or none.
    ///
    /// # Errors
    ///
    /// The output that would change or replace data.
    pub(crate) fn leaves_out(
        &self,
        found: &Path,
        has_only: impl FnOnce(&Path, bool) -> bool,
    ) -> Result<bool, Complaint> {
        if self.baseline.is_some() && Identity::of(found) == self.baseline {
            return Ok(true);
        }
        let Some((file, identity)) = self.find(|| Identity::of(found)) else { return Ok(false) };
        // A hard link with another name is another file: replacing the output does not change it.
        let is_same_path = |path: &PathBuf| *path == resolved(found);
        Ok(match (&file.path, file.purpose) {
            // A report that is appended to other reports.
            (None, _) if file.length == 0 || is_report(found, file.length).unwrap_or(false) => true,
            (None, _) => return Err(self.refusal(&Input::File(found.to_path_buf()), file, &identity, UNWRITTEN)),
            (Some(path), _) if !is_same_path(path) => false,
            (Some(_), Purpose::Report) => is_report(found, u64::MAX).unwrap_or(false),
            (Some(_), Purpose::Records { .. }) if self.in_place => false,
            (Some(_), Purpose::Records { .. }) if is_empty(found) => true,
            (Some(_), Purpose::Records { are_valid }) if self.has_earlier_records && has_only(found, are_valid) => true,
            (Some(_), Purpose::Records { .. }) => {
                let why = "is in a directory that is read, so its records would be lost (--exclude leaves it out, \
                           --in-place reads it)";
                return Err(Complaint::new(&*file.name, why));
            }
        })
    }

    /// Returns the output that has this identity, and the identity. Looks for it only if an output
    /// exists.
    fn find(&self, identity: impl FnOnce() -> Option<Identity>) -> Option<(&OutputFile, Identity)> {
        let mut existing = self.files.iter().filter_map(|file| Some((file, file.identity()?))).peekable();
        existing.peek()?;
        let identity = identity()?;
        let (file, _) = existing.find(|(_, existing)| **existing == identity)?;
        Some((file, identity))
    }

    /// Checks that an input, which is about to be read, is none of these files, unless all of its
    /// records are in those that replace it.
    ///
    /// # Errors
    ///
    /// The output that would replace the input.
    pub(crate) fn check(&self, input: &Input) -> Result<(), Complaint> {
        self.check_against(input, self.keeps_records)
    }

    /// Checks the inputs that the user named, as [`check`](Self::check) does. A shell expands a
    /// pattern to names, so files of an earlier run may be among them. `has_more` says whether there
    /// are directories, patterns or a list besides.
    ///
    /// # Errors
    ///
    /// The output that would replace an input, or that would get its records twice.
    pub(crate) fn check_named(&mut self, inputs: impl Iterator<Item = Input>, has_more: bool) -> Result<(), Complaint> {
        let (mut earlier, mut has_others) = (Vec::new(), has_more);
        for input in inputs {
            self.check(&input)?;
            if self.is_earlier_output(&input) {
                earlier.push(input.name());
            } else {
                has_others = true;
            }
        }
        // A named output is an input of this run, so it is none of an earlier one.
        self.has_earlier_records &= earlier.is_empty();
        match earlier.first().filter(|_| has_others) {
            None => Ok(()),
            Some(name) => Err(Complaint::new(name, TWICE)),
        }
    }

    /// Checks a path of a list. Unlike [`check`](Self::check), this refuses the files of an earlier
    /// run too.
    ///
    /// # Errors
    ///
    /// The output that would replace the input, or that would get its records twice.
    pub(crate) fn check_listed(&self, input: &Input) -> Result<(), Complaint> {
        self.check(input)?;
        if self.is_earlier_output(input) { Err(Complaint::new(input.name(), TWICE)) } else { Ok(()) }
    }

    /// Whether the input is an output of this run, and probably of an earlier one.
    fn is_earlier_output(&self, input: &Input) -> bool {
        let is_output = || self.find(|| input.identity()).is_some_and(|(file, _)| file.purpose != Purpose::Report);
        self.has_earlier_records && !self.in_place && is_output()
    }

    /// Checks that a file whose text is in no output, such as the configuration, is none of these
    /// files. `role` is what it is read as.
    ///
    /// # Errors
    ///
    /// The output that would replace the file.
    pub(crate) fn check_read_as(&self, role: &str, file: &Input) -> Result<(), Complaint> {
        self.check_against(file, Some(&format!("as {role}, which would be lost")))
    }

    /// Checks that the configuration file, if one was read, is none of these files.
    ///
    /// # Errors
    ///
    /// The output that would replace it.
    pub(crate) fn check_configuration(&self, file: Option<&Path>) -> Result<(), Complaint> {
        file.map_or(Ok(()), |file| self.check_read_as("the configuration", &Input::File(file.to_path_buf())))
    }

    /// Checks an input. `lost` says what would be lost if records replaced it, if anything.
    fn check_against(&self, input: &Input, lost: Option<&str>) -> Result<(), Complaint> {
        if self.files.iter().any(|file| file.pipe.is_some())
            && let Some(pipe) = input.pipe()
            && let Some(output) = self.files.iter().find(|file| file.pipe == Some(pipe))
        {
            return Err(refusal(input, output, UNWRITTEN));
        }
        let Some((output, identity)) = self.find(|| input.identity()) else { return Ok(()) };
        let consequence = match output.purpose {
            Purpose::Report => Some(UNWRITTEN),
            Purpose::Records { .. } if identity.is_partly_read() => Some(IN_PART),
            Purpose::Records { .. } => lost,
        };
        consequence.map_or(Ok(()), |consequence| Err(self.refusal(input, output, &identity, consequence)))
    }

    /// Returns why an output that is read as this input must not be written. The input is not
    /// changed by the message either.
    fn refusal(&self, input: &Input, output: &OutputFile, identity: &Identity, consequence: &str) -> Complaint {
        let is = |stream| self.stream(stream) == Some(identity);
        refusal(input, output, consequence).avoiding(StreamsOfInput { stdout: is(STDOUT), stderr: is(STDERR) })
    }
}

/// Returns why an output that is read as this input must not be written.
fn refusal(input: &Input, output: &OutputFile, consequence: &str) -> Complaint {
    let input = input.name();
    let other_name = if input == output.name { String::new() } else { format!(" as {input}") };
    Complaint::new(&*output.name, format!("is read from{other_name}, {consequence}"))
}

/// The maximum number of links from a name to its file, as on Linux.
const MAX_LINKS: usize = 40;

/// Returns whether a name leads through a link in `/dev` or `/proc`, such as `/dev/stdout` or
/// `/dev/fd/3`. Such a link stands for a file that a process has open.
fn is_descriptor(file: &Path) -> bool {
    let mut file = file.to_path_buf();
    for _ in 0..MAX_LINKS {
        let Ok(target) = fs::read_link(&file) else { return false };
        let Ok(parent) = fs::canonicalize(directory_of(&file)) else { return false };
        if parent.starts_with("/dev") || parent.starts_with("/proc") {
            return true;
        }
        file = parent.join(target);
    }
    false
}

fn is_empty(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.len() == 0)
}

/// Returns whether the first bytes of a file, at most `length`, are a report of this program, or
/// nothing.
fn is_report(path: &Path, length: u64) -> io::Result<bool> {
    let mut file = File::open(path)?;
    let (mut start, mut end) = (Vec::new(), Vec::new());
    let length = file.metadata()?.len().min(length);
    file.by_ref().take(ENDS.min(length)).read_to_end(&mut start)?;
    let last = length.saturating_sub(ENDS);
    file.seek(SeekFrom::Start(last))?;
    file.take(length - last).read_to_end(&mut end)?;
    Ok(report::is_report(&start, &end))
}

/// Returns where a file is or will be, with links resolved.
fn resolved(file: &Path) -> PathBuf {
    let in_directory = || Some(fs::canonicalize(directory_of(file)).ok()?.join(file.file_name()?));
    fs::canonicalize(file)
        .ok()
        .or_else(in_directory)
        .or_else(|| path::absolute(file).ok())
        .unwrap_or_else(|| file.to_path_buf())
}
