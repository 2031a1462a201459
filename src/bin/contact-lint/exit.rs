//! Exit statuses, and errors on standard error.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use clap::Args;
use contact_schema::Severity;
use contact_schema::escape::Escaped;

/// The exit status if some work could not be done.
pub(crate) const FAILED: u8 = 2;

/// The options that determine the exit status. The comments of the fields are their help.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Gate {
    /// Exit with 1 on warnings too
    #[arg(long)]
    pub(crate) deny_warnings: bool,

    /// Exit with 0 even if there are violations
    ///
    /// The exit status is still 2 if some of the work could not be done.
    #[arg(long)]
    pub(crate) exit_zero: bool,
}

impl Gate {
    /// Returns the least severity of records that are not valid.
    pub(crate) fn least_bad(self) -> Severity {
        if self.deny_warnings { Severity::Warning } else { Severity::Violation }
    }

    /// Returns whether these numbers of invalid documents and warnings fail the run.
    pub(crate) fn is_bad(self, invalid: u64, warnings: u64) -> bool {
        invalid > 0 || self.deny_warnings && warnings > 0
    }

    /// Returns the note for a run that failed because of warnings only.
    pub(crate) fn denied(self, invalid: u64, warnings: u64) -> Option<String> {
        let is_denied = self.deny_warnings && !self.exit_zero && invalid == 0 && warnings > 0;
        let plural = if warnings == 1 { "" } else { "s" };
        is_denied.then(|| format!("no document is invalid, but {warnings} warning{plural} failed the run"))
    }

    /// Returns the exit status of completed work. Documents that could not be judged fail it.
    /// Repeating the work would not help, so `exit_zero` applies.
    pub(crate) fn status(self, is_unjudged: bool, is_bad: bool) -> ExitCode {
        match (is_unjudged, is_bad) {
            _ if self.exit_zero => ExitCode::SUCCESS,
            (true, _) => ExitCode::from(FAILED),
            (false, true) => ExitCode::FAILURE,
            (false, false) => ExitCode::SUCCESS,
        }
    }
}

/// Returns the exit status of a command that only prints. A reader that closes the pipe has seen
/// enough.
pub(crate) fn printed(result: io::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => Complaint::new("standard output", error).fail(),
    }
}

/// Prints an error or a note on standard error.
pub(crate) fn complain(what: &str, error: &dyn Display) {
    complain_to(io::stderr(), what, error);
}

fn complain_to(mut out: impl Write, what: &str, error: &dyn Display) {
    // If it cannot be written, only the exit status reports the error.
    let _ = writeln!(out, "contact-lint: {}: {}", Escaped(what), Escaped(&error.to_string()));
}

/// The standard streams that are the file of an input. A message there would change the input.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct StreamsOfInput {
    pub(crate) stdout: bool,
    pub(crate) stderr: bool,
}

/// An error, and what it is about: a file, an option or a stream.
#[derive(Debug)]
pub(crate) struct Complaint {
    what: String,
    error: String,
    /// The streams to leave alone.
    avoided: StreamsOfInput,
}

impl Complaint {
    pub(crate) fn new(what: impl Into<String>, error: impl Display) -> Self {
        Self { what: what.into(), error: error.to_string(), avoided: StreamsOfInput::default() }
    }

    /// Returns the error for streams that it must not be printed on. It is then printed on standard
    /// output instead of standard error, or on neither.
    pub(crate) fn avoiding(self, avoided: StreamsOfInput) -> Self {
        Self { avoided, ..self }
    }

    pub(crate) fn avoids_a_stream(&self) -> bool {
        self.avoided.stdout || self.avoided.stderr
    }

    pub(crate) fn print(&self) {
        match self.avoided {
            StreamsOfInput { stderr: false, .. } => complain(&self.what, &self.error),
            StreamsOfInput { stdout: false, .. } => complain_to(io::stdout(), &self.what, &self.error),
            StreamsOfInput { .. } => {}
        }
    }

    /// Prints it and returns the exit status of a failure.
    pub(crate) fn fail(&self) -> ExitCode {
        self.print();
        ExitCode::from(FAILED)
    }
}
