//! The records of NDJSON in two files, byte for byte and in their order: the valid ones, and all
//! others.
//!
//! A record keeps its own line ending. Blank lines are not records and go with the valid ones, so
//! the two files contain every byte of the inputs. A last line without a line feed is not changed,
//! unless a record of another input follows it in the same file. Then a line feed is added to keep
//! the two apart.
//!
//! A file is complete or absent. Bytes written to standard output or a pipe cannot be taken back:
//! only the exit status shows whether they are complete.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use contact_schema::Severity;

use super::destination::Output;
use super::encoder::Encoder;
use super::stdout::{stdout, stream};
use crate::exit::Complaint;
use crate::input::{Compression, Interrupt};

/// The name by which the command line means standard output.
const STDOUT: &str = "-";

/// Returns whether a name that the user gave for records is standard output.
pub(crate) fn is_stdout(name: &Path) -> bool {
    name.as_os_str() == STDOUT
}

/// Returns whether a name that the user gave for records leads to standard output, a pipe or a
/// device: its content cannot be read back or replaced as a whole.
pub(super) fn is_stream(name: &Path) -> bool {
    is_stdout(name) || fs::metadata(name).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

/// The files that the user named for records. `-` is standard output.
#[derive(Debug, Default)]
pub(crate) struct PartitionFiles {
    pub(crate) valid: Option<PathBuf>,
    pub(crate) invalid: Option<PathBuf>,
    /// Whether one file alone may replace an input.
    pub(crate) in_place: bool,
}

impl PartitionFiles {
    pub(crate) fn is_empty(&self) -> bool {
        self.valid.is_none() && self.invalid.is_none()
    }
}

/// Separates valid records from others. Cheap to copy to threads.
#[derive(Clone, Copy)]
pub(crate) struct Partitioner {
    has_valid: bool,
    pub(crate) has_invalid: bool,
    /// The least severity that is not valid.
    bad: Severity,
}

impl Partitioner {
    pub(crate) fn is_bad(self, severity: Severity) -> bool {
        severity >= self.bad
    }

    /// Splits whole lines into runs for the files that there are, in their order, each with whether
    /// it is valid. Lines that start at `bad` are not.
    pub(crate) fn runs<'a>(self, lines: &'a [u8], bad: &'a [usize]) -> impl Iterator<Item = (bool, &'a [u8])> {
        let mut done = 0;
        // The end stands for one more line, which is empty: the last valid lines are before it.
        let runs = bad.iter().copied().chain([lines.len()]).flat_map(move |start| {
            let valid = lines.get(done..start).unwrap_or_default();
            let rest = lines.get(start..).unwrap_or_default();
            done = start + memchr::memchr(b'\n', rest).map_or(rest.len(), |feed| feed + 1);
            [(true, valid), (false, lines.get(start..done).unwrap_or_default())]
        });
        runs.filter(move |&(is_valid, _)| if is_valid { self.has_valid } else { self.has_invalid })
    }
}

/// The two files, open for writing.
pub(crate) struct Partition {
    pub(crate) partitioner: Partitioner,
    /// The file for valid records, and the one for others.
    files: [Option<RecordFile>; 2],
    /// The number of records that are not valid.
    pub(crate) bad: u64,
    /// The file that could not be written, and why.
    pub(crate) error: Option<Complaint>,
}

struct RecordFile {
    /// The name to report.
    name: String,
    out: Encoder<Output>,
    /// Whether the last line has no line feed yet.
    is_open: bool,
    /// Whether another input follows that line.
    is_next: bool,
}

impl RecordFile {
    /// Starts a file, which is compressed if its name says so.
    fn create(path: &Path, interrupt: &Interrupt) -> Result<Self, Complaint> {
        let name = if is_stdout(path) { "standard output".into() } else { path.to_string_lossy() }.into_owned();
        let out = match () {
            () if is_stdout(path) => Ok(Output::Stream(stdout())),
            () if is_stream(path) => interrupt.open_to_write(path).map(|file| Output::Stream(stream(file))),
            () => Output::file(path),
        };
        let out = out.map_err(|error| Complaint::new(&*name, error))?;
        Ok(Self { name, out: Encoder::new(Compression::of(path), out), is_open: false, is_next: false })
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(&last) = bytes.last() else { return Ok(()) };
        if self.is_open && self.is_next {
            self.out.write_all(b"\n")?;
        }
        self.is_open = last != b'\n';
        self.is_next = false;
        self.out.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.out.finish()?;
        self.out.get_mut().finish()
    }
}

impl Partition {
    /// Starts the files; `None` if none is named. `bad` is the least severity of records that are
    /// not valid.
    ///
    /// # Errors
    ///
    /// The file that could not be started, and why.
    pub(crate) fn create(
        files: &PartitionFiles,
        bad: Severity,
        interrupt: &Interrupt,
    ) -> Result<Option<Self>, Complaint> {
        if files.is_empty() {
            return Ok(None);
        }
        let partitioner = Partitioner { has_valid: files.valid.is_some(), has_invalid: files.invalid.is_some(), bad };
        let create =
            |file: &Option<PathBuf>| file.as_deref().map(|file| RecordFile::create(file, interrupt)).transpose();
        let files = [create(&files.valid)?, create(&files.invalid)?];
        Ok(Some(Self { partitioner, files, bad: 0, error: None }))
    }

    /// Writes whole lines. Those that start at `bad` are not valid.
    pub(crate) fn write_lines(&mut self, lines: &[u8], bad: &[usize]) {
        self.partitioner.runs(lines, bad).for_each(|(is_valid, run)| self.write(is_valid, run));
    }

    /// Writes lines or a part of a line to the file of valid or of other records, if there is one.
    pub(crate) fn write(&mut self, is_valid: bool, bytes: &[u8]) {
        let [valid, invalid] = &mut self.files;
        let part = if is_valid { valid } else { invalid };
        if let (Some(part), None) = (part, &self.error) {
            self.error = part.write(bytes).err().map(|error| Complaint::new(&*part.name, error));
        }
    }

    /// Starts another input.
    pub(crate) fn next_input(&mut self) {
        for part in self.files.iter_mut().flatten() {
            part.is_next = true;
        }
    }

    /// Returns how many of these records are not in the only file, and its name; `None` if there
    /// are two files.
    pub(crate) fn left_out(&self, records: u64) -> Option<(String, u64)> {
        match &self.files {
            [Some(valid), None] => Some((valid.name.clone(), self.bad)),
            [None, Some(invalid)] => Some((invalid.name.clone(), records - self.bad)),
            _ => None,
        }
    }

    /// Flushes records on standard output or in a pipe, for which a reader may wait.
    pub(crate) fn flush(&mut self) {
        self.each(|file| file.out.flush());
    }

    /// Writes the ends of compressed data, and flushes files to the disk.
    pub(crate) fn sync(&mut self) {
        self.each(RecordFile::sync);
    }

    /// Calls `act` for each file, until one fails.
    fn each(&mut self, act: impl Fn(&mut RecordFile) -> io::Result<()>) {
        for part in self.files.iter_mut().flatten() {
            if self.error.is_none() {
                self.error = act(part).err().map(|error| Complaint::new(&*part.name, error));
            }
        }
    }

    /// Renames the files to their final names after [`sync`](Self::sync).
    ///
    /// # Errors
    ///
    /// The file that could not be written, and why.
    pub(crate) fn finish(self) -> Result<(), Complaint> {
        if let Some(error) = self.error {
            return Err(error);
        }
        for mut part in self.files.into_iter().flatten() {
            part.out.get_mut().keep().map_err(|error| Complaint::new(part.name, error))?;
        }
        Ok(())
    }
}
