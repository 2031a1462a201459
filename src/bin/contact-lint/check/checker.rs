//! Checks one input after another.

use std::io::{self, Read};
use std::mem;

use contact_schema::lint::{Linter, Progress, Summary};

use super::config::{LinterConfig, Threads};
use super::outcome::Outcome;
use super::printer::{Formatters, Reporting};
use super::{fix_json, json, ndjson};
use crate::exit::complain;
use crate::input::{ByteRange, Input, Interrupt, Opened, Part, in_utf8};
use crate::output::{FixTo, FixedInput};
use crate::report::{EndedInput, Extent, Source};

/// Checks inputs and reports their findings.
pub(crate) struct Checker<'a> {
    linter: Linter,
    max_record_bytes: usize,
    threads: Threads,
    formatters: &'a Formatters,
    fix_to: Option<FixTo>,
    pub(crate) outcome: Outcome<'a>,
}

/// An input that was checked.
pub(crate) struct CheckedInput {
    pub(crate) summary: Summary,
    /// The reason why it could not be read or checked to its end.
    pub(crate) failure: Option<String>,
}

impl<'a> Checker<'a> {
    pub(crate) fn new(
        config: &LinterConfig,
        threads: Threads,
        formatters: &'a Formatters,
        outcome: Outcome<'a>,
    ) -> Self {
        let max_record_bytes = config.max_record_bytes;
        Self { linter: config.linter(), max_record_bytes, threads, formatters, fix_to: None, outcome }
    }

    /// Writes inputs after fixing them.
    pub(super) fn fix_to(self, fix_to: Option<FixTo>) -> Self {
        Self { fix_to, ..self }
    }

    /// Checks an input that is JSON. With `is_one`, it is exactly one document, and an array is a
    /// document of the wrong type.
    pub(super) fn json(&mut self, input: &Input, is_one: bool, interrupt: &Interrupt) -> CheckedInput {
        let source = Source::new(input.name(), input.file(), false);
        self.outcome.printer.start_input(&source.path);
        let reporting = Reporting { source: &source, formatters: self.formatters };
        let progress = if is_one { Progress::one_document() } else { Progress::default() };
        let max = self.max_record_bytes;
        let checked =
            self.start_fixed(input).and_then(|()| input.open(interrupt)).and_then(|reader| match self.fix_to {
                Some(_) => fix_json::check(reporting, reader, is_one, &mut self.linter, &mut self.outcome),
                None => json::check(reporting, reader, progress, max, &mut self.linter, &mut self.outcome),
            });
        let failure = self.end_fixed(checked.err().map(|error| error.to_string()));
        // Bytes that were not checked are kept as they are, so they do not prevent fixes.
        let failure = failure.or_else(|| self.unchecked());
        self.end_input(&source, failure, None, None)
    }

    /// Checks an input that is NDJSON.
    pub(super) fn ndjson(&mut self, input: &Input, interrupt: &Interrupt) -> CheckedInput {
        let source = Source::new(input.name(), input.file(), false);
        self.outcome.printer.start_input(&source.path);
        let opened = self.start_fixed(input).and_then(|()| input.open(interrupt));
        let opened = opened.and_then(|reader| self.converted(&source, reader));
        let opened = opened.map(|reader| Opened { reader, start: 0, size: None });
        let failure = self.lines(&source, opened).err().map(|error| error.to_string());
        let failure = self.end_fixed(failure);
        self.end_input(&source, failure, None, None)
    }

    /// Checks the records of a part of an input.
    pub(crate) fn part(&mut self, input: &Input, part: &Part, interrupt: &Interrupt) -> CheckedInput {
        let source = Source::new(input.name(), input.file(), part.range.start > 0);
        let opened = self.start_fixed(input).and_then(|()| input.open_part(part, interrupt));
        self.opened_part(&source, part, opened)
    }

    /// Checks the records of a part that was opened.
    pub(crate) fn opened_part(&mut self, source: &Source, part: &Part, opened: io::Result<Opened>) -> CheckedInput {
        self.outcome.printer.start_input(&source.path);
        let checked = self.lines(source, opened);
        let is_whole = checked.is_ok() && !self.outcome.has_failed();
        let (size, failure) = match checked {
            Ok(size) => (size, None),
            Err(error) => (part.size, Some(error.to_string())),
        };
        let failure = self.end_fixed(failure);
        let extent = extent(part.range, size, is_whole, &mut self.outcome);
        self.end_input(source, failure, Some(part.range.to_string()), extent)
    }

    /// Reports an input that could not be checked at all.
    pub(super) fn failed(&mut self, source: &Source, failure: String) -> CheckedInput {
        self.outcome.printer.start_input(&source.path);
        self.end_input(source, Some(failure), None, None)
    }

    /// Returns a reader that converts a text in UTF-16 or UTF-32, if inputs are fixed and written
    /// as a whole.
    fn converted(&mut self, source: &Source, reader: Box<dyn Read + Send>) -> io::Result<Box<dyn Read + Send>> {
        if !matches!(self.fix_to, Some(FixTo::Input | FixTo::Records)) {
            return Ok(reader);
        }
        let (reader, encoding) = in_utf8(reader)?;
        if let Some(encoding) = encoding {
            if let Some(fixed) = &mut self.outcome.fixed {
                fixed.convert();
            }
            let note = format!("converted from {encoding} to UTF-8; lines and offsets are those after that");
            self.outcome.progress.suspend(|| complain(&source.path, &note));
        }
        Ok(reader)
    }

    /// Starts the input after fixing, if inputs are fixed.
    fn start_fixed(&mut self, input: &Input) -> io::Result<()> {
        self.outcome.fixed = match self.fix_to {
            Some(to) => FixedInput::start(input, to)?,
            None => None,
        };
        Ok(())
    }

    /// Ends the input after fixing. A file is replaced only if it was read completely and its report
    /// was written; a signal is a read error. Returns the reason if the work could not be done.
    fn end_fixed(&mut self, failure: Option<String>) -> Option<String> {
        let is_whole = failure.is_none() && !self.outcome.has_failed();
        let error = self.outcome.fix_error.take();
        let Some(fixed) = self.outcome.fixed.take() else { return failure };
        let is_file = fixed.is_file();
        let has_fixes = fixed.has_new_file() || error.is_some();
        let finished = match error {
            Some(error) => Err(error),
            None if is_whole || !is_file => fixed.finish(),
            None => Ok(()),
        };
        self.outcome.fixes_are_lost = is_file && has_fixes && (finished.is_err() || !is_whole);
        match (failure, finished) {
            (Some(failure), _) if self.outcome.fixes_are_lost => {
                Some(format!("{failure}; not fixed, so the file is as it was"))
            }
            (None, Ok(())) if self.outcome.fixes_are_lost => {
                Some("not fixed, as the report could not be written, so the file is as it was".to_owned())
            }
            (None, Err(error)) if is_file => Some(format!("not fixed: {error}")),
            // A closed pipe too: its reader may need no more, but does not have everything.
            (None, Err(error)) => Some(format!("standard output: {error}")),
            (failure, _) => failure,
        }
    }

    /// Checks lines of NDJSON, and returns the length of the whole input, if known.
    fn lines(&mut self, source: &Source, opened: io::Result<Opened>) -> io::Result<Option<u64>> {
        let Opened { reader, start, size } = opened?;
        let job = ndjson::Job {
            reporting: Reporting { source, formatters: self.formatters },
            max_record_bytes: self.max_record_bytes,
            threads: self.threads,
            partitioner: self.outcome.partition.as_ref().map(|partition| partition.partitioner),
            fixed: self.outcome.fixed.as_ref().map(FixedInput::needs_all),
        };
        ndjson::check(job, reader, start, &mut self.linter, &mut self.outcome).map(|()| size)
    }

    /// Returns that the end of an input was not checked, if so.
    fn unchecked(&self) -> Option<String> {
        let bytes = match self.linter.summary().unchecked_bytes {
            0 => return None,
            1 => String::from("byte was"),
            count => format!("{count} bytes were"),
        };
        Some(format!("the last {bytes} not checked, as no document can be found after a syntax error"))
    }

    fn end_input(
        &mut self,
        source: &Source,
        mut failure: Option<String>,
        range: Option<String>,
        extent: Option<Extent>,
    ) -> CheckedInput {
        let mut summary = mem::take(&mut self.outcome.counted);
        summary.add(&self.linter.take_summary());
        if mem::take(&mut self.outcome.fixes_are_lost) {
            // The reports have no more place for them.
            let unlisted = match summary.fixed() {
                0 => String::new(),
                // There is no report.
                _ if self.outcome.printer.error.is_some() => String::new(),
                1 => String::from("; 1 finding was to be fixed: it is counted, but not listed"),
                count => format!("; {count} findings were to be fixed: they are counted, but not listed"),
            };
            failure = failure.map(|failure| failure + &unlisted);
            summary.undo_fixes();
        }
        if let Some(baseline) = &mut self.outcome.printer.baseline {
            summary.subtract(&baseline.end_input(source, failure.is_none()));
        }
        if let Some(failure) = &failure {
            self.outcome.progress.suspend(|| complain(&source.path, failure));
        }
        let (failed, range) = (failure.as_deref(), range.as_deref());
        self.outcome.printer.end_input(EndedInput { source, summary: &summary, failure: failed, range, extent });
        CheckedInput { summary, failure }
    }
}

/// Returns which lines of a range were checked, if any. `is_whole` says whether all were.
fn extent(range: ByteRange, size: Option<u64>, is_whole: bool, outcome: &mut Outcome<'_>) -> Option<Extent> {
    let lines = outcome.lines.take()?;
    let ByteRange { start, end } = range;
    // If everything was read and ends before the range does, that is the end of the input.
    let is_end = is_whole && end.is_none_or(|end| lines.end < end);
    let size = size.or(is_end.then_some(lines.end));
    let end = match (end, size) {
        (end, _) if !is_whole => lines.end.min(end.unwrap_or(u64::MAX)),
        (Some(end), Some(size)) => end.min(size),
        (Some(end), None) => end,
        (None, _) => size.unwrap_or(lines.end),
    };
    Some(Extent { start, end: end.max(start), lines: lines.count, bytes: lines.end - lines.start, size })
}
