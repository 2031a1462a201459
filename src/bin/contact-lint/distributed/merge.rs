//! Adds summaries, and reports the missing parts of a complete summary.

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::summary::RunSummary;
use crate::exit::{FAILED, Gate, complain, fail};
use crate::input::{Input, TextLines};
use crate::output::{OutputFiles, Refusal};

/// The maximum length of a summary in bytes. That of a million inputs is shorter.
const MAX_LINE: u64 = 1 << 28;

/// Prints the sum of the summaries in files, as a summary or as a page for people. Only a `partial`
/// sum may be incomplete.
pub(crate) fn run(summaries: &[PathBuf], partial: bool, is_page: bool, gate: Gate) -> ExitCode {
    let outputs = OutputFiles::stdout();
    for file in summaries {
        if let Err(Refusal { output, reason }) = outputs.check(&Input::new(file.clone(), None)) {
            return fail(&output, &reason);
        }
    }
    let mut total: Option<RunSummary> = None;
    for file in summaries {
        if let Err((line, error)) = add(file, &mut total) {
            let place = line.map(|line| format!(":{line}")).unwrap_or_default();
            return fail(&format!("{}{place}", file.to_string_lossy()), &error);
        }
    }
    let Some(total) = total else {
        return fail("merge", &"expected summaries, found none");
    };
    let missing = total.missing();
    if !missing.is_empty() && !partial {
        for missing in &missing {
            complain("merge", missing);
        }
        return ExitCode::from(FAILED);
    }
    let mut out = io::stdout().lock();
    let written = if is_page {
        match total.page() {
            Ok(page) => page.write(&mut out),
            Err(error) => return fail("merge", &error),
        }
    } else {
        total.write(&mut out)
    };
    if let Err(error) = written.and_then(|()| out.flush()) {
        return fail("standard output", &error);
    }
    if let Some(why) = gate.denied(total.invalid, total.warnings) {
        complain("--deny-warnings", &why);
    }
    gate.status(total.unjudged > 0, gate.is_bad(total.invalid, total.warnings))
}

/// Adds the summaries of a file. An error has its line number, if there is one.
fn add(file: &Path, total: &mut Option<RunSummary>) -> Result<(), (Option<u64>, String)> {
    let without_line = |error: io::Error| (None, error.to_string());
    let reader: Box<dyn Read> =
        if file.as_os_str() == "-" { Box::new(io::stdin()) } else { Box::new(File::open(file).map_err(without_line)?) };
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
        added.map_err(|error| (Some(lines.number()), error))?;
    }
}
