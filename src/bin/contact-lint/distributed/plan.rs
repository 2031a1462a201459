//! Divides files into tasks: ranges of bytes, which any engine can distribute to workers in any
//! order.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::{Deserialize, Serialize};

use super::json_line;
use crate::exit::{Complaint, FAILED, complain};
use crate::input::{ByteRange, Input, Part, length};
use crate::output::OutputFiles;
use crate::report::write_line;

/// A task of a worker: a range of a file, or all of it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Task {
    path: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    end: Option<u64>,
    /// The length of the file in bytes when this was planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    size: Option<u64>,
}

impl Task {
    /// Parses a task.
    ///
    /// # Errors
    ///
    /// The error, as text.
    pub(super) fn read(line: &str) -> Result<Self, String> {
        let task: Self = json_line::read(serde_json::Deserializer::from_str(line))?;
        let ByteRange { start, end } = task.part().range;
        if end.is_some_and(|end| end < start) {
            return Err(String::from("expected an `end` that is not before the `start`"));
        }
        Ok(task)
    }

    pub(super) fn input(&self) -> Input {
        Input::File(PathBuf::from(&self.path))
    }

    pub(super) fn part(&self) -> Part {
        let range = ByteRange { start: self.start.unwrap_or_default(), end: self.end };
        Part { range, size: self.size, base: 0 }
    }
}

/// Prints the tasks of files, `chunk` bytes each. Returns the exit status.
///
/// # Errors
///
/// An output that is an input, or could not be written.
pub(crate) fn run(files: &[PathBuf], chunk: u64) -> Result<ExitCode, Complaint> {
    let outputs = OutputFiles::streams();
    files.iter().try_for_each(|file| outputs.check(&Input::File(file.clone())))?;
    let unwritten = |error: io::Error| Complaint::new("standard output", error);
    let mut out = BufWriter::new(io::stdout().lock());
    let mut status = ExitCode::SUCCESS;
    for file in files {
        match size(file) {
            Ok((path, size)) => {
                tasks(path, size, chunk).try_for_each(|task| write_line(&mut out, &task)).map_err(unwritten)?;
            }
            Err(error) => {
                complain(&file.to_string_lossy(), &error);
                status = ExitCode::from(FAILED);
            }
        }
    }
    out.flush().map_err(unwritten)?;
    Ok(status)
}

/// Returns the path as text, and the length in bytes if the file can be divided.
fn size(file: &Path) -> io::Result<(&str, Option<u64>)> {
    let path = file.to_str().ok_or_else(|| io::Error::other("expected a path in UTF-8, as tasks are text"))?;
    if !fs::metadata(file)?.is_file() {
        return Err(io::Error::other("expected a file"));
    }
    Ok((path, length(file)?))
}

/// Returns the tasks of a file of this size.
fn tasks(path: &str, size: Option<u64>, chunk: u64) -> impl Iterator<Item = Task> {
    let task = move |start: Option<u64>| Task {
        path: path.to_owned(),
        start,
        end: start.zip(size).map(|(start, size)| start.saturating_add(chunk).min(size)),
        size,
    };
    let mut next = Some(size.map(|_| 0));
    std::iter::from_fn(move || {
        let this = task(next.take()?);
        // An empty file has a task too, so that the summary lists it as checked.
        next = this.end.filter(|&end| Some(end) < size).map(Some);
        Some(this)
    })
}

#[cfg(test)]
mod tests {
    use super::tasks;

    #[test]
    fn tasks_cover_a_file_once() {
        for (size, chunk, expected) in [
            (Some(10), 4, &[(0, 4), (4, 8), (8, 10)][..]),
            (Some(8), 4, &[(0, 4), (4, 8)]),
            (Some(3), 4, &[(0, 3)]),
            (Some(0), 4, &[(0, 0)]),
            (Some(u64::MAX), u64::MAX - 1, &[(0, u64::MAX - 1), (u64::MAX - 1, u64::MAX)]),
        ] {
            let found: Vec<_> = tasks("x", size, chunk).map(|task| (task.start.unwrap(), task.end.unwrap())).collect();
            assert_eq!(found, expected, "{size:?} in {chunk}");
        }
        let all: Vec<_> = tasks("x.gz", None, 4).collect();
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].start, all[0].end, all[0].size), (None, None, None));
    }
}
