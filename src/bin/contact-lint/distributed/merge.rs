//! Adds summaries, and reports the missing parts of a complete summary.

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::summary::RunSummary;
use crate::exit::{Complaint, FAILED, Gate, complain};
use crate::input::{Input, TextLines};
use crate::output::OutputFiles;

/// The maximum length of a summary in bytes. That of a million inputs is shorter.
const MAX_LINE: u64 = 1 << 28;

/// Prints the sum of the summaries in files, as a summary or as a page for people. Only a `partial`
/// sum may be incomplete. Returns the exit status.
///
/// # Errors
///
/// A summary that could not be read or added, or an output that could not be written.
pub(crate) fn run(summaries: &[PathBuf], partial: bool, is_page: bool, gate: Gate) -> Result<ExitCode, Complaint> {
    let outputs = OutputFiles::streams();
    summaries.iter().try_for_each(|file| outputs.check(&Input::new(file.clone(), None)))?;
    let mut total = None;
    summaries.iter().try_for_each(|file| add(file, &mut total))?;
    let total = total.ok_or_else(|| Complaint::new("merge", "expected summaries, found none"))?;
    let missing = total.missing();
    if !missing.is_empty() && !partial {
        for missing in &missing {
            complain("merge", missing);
        }
        return Ok(ExitCode::from(FAILED));
    }
    let mut out = io::stdout().lock();
    let written = if is_page {
        total.page().map_err(|error| Complaint::new("merge", error))?.write(&mut out)
    } else {
        total.write(&mut out)
    };
    written.and_then(|()| out.flush()).map_err(|error| Complaint::new("standard output", error))?;
    if let Some(why) = gate.denied(total.invalid, total.warnings) {
        complain("--deny-warnings", &why);
    }
    Ok(gate.status(total.unjudged > 0, gate.is_bad(total.invalid, total.warnings)))
}

/// Adds the summaries of a file.
fn add(file: &Path, total: &mut Option<RunSummary>) -> Result<(), Complaint> {
    let name = file.to_string_lossy();
    let reader: Box<dyn Read> = match file.as_os_str() == "-" {
        true => Box::new(io::stdin()),
        false => Box::new(File::open(file).map_err(|error| Complaint::new(&*name, error))?),
    };
    let mut lines = TextLines::new(BufReader::new(reader), MAX_LINE);
    loop {
        let summary = match lines.next_reader() {
            Ok(None) => return Ok(()),
            Ok(Some(line)) => RunSummary::read(line),
            Err(error) => Err(error.to_string()),
        };
        let added = summary.and_then(|summary| match total {
            None => {
                *total = Some(summary);
                Ok(())
            }
            Some(total) => total.add(summary).map_err(|conflict| conflict.to_string()),
        });
        added.map_err(|error| Complaint::new(format!("{name}:{}", lines.number()), error))?;
    }
}
