//! Workflow commands of GitHub Actions, which become annotations:
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>.

use std::io::{self, Write};
use std::sync::Arc;

use contact_schema::Severity;
use contact_schema::escape::Escaped;
use contact_schema::lint::{Location, Summary};

use super::document::LocatedFinding;
use super::format::{EndedInput, Entry, Format, Formatter, Report, Reporter, each, total};
use super::quota::{Admission, Quota, Wanted};
use super::root::Root;
use super::summary_line::{ends_with_summary_line, summary_line};

pub(super) const FORMAT: Format = Format {
    name: "github",
    help: "Annotations of GitHub Actions; at most 9 findings",
    is_for_people: false,
    is_by_line: false,
    shows_fixes: true,
    max_on_terminal: None,
    create: |options| {
        let root = options.root;
        let report = Annotations { root: Arc::clone(&root), quota: Quota::new(MAX_ANNOTATIONS), failures: 0 };
        Reporter::new(Command { root }, report)
    },
    matches: |_, end| ends_with_summary_line(end),
};

/// GitHub shows ten annotations of a step and drops the others silently. These are nine, and one
/// that says how many more there are.
const MAX_ANNOTATIONS: u64 = 9;

/// Formats a finding as a workflow command.
struct Command {
    root: Arc<Root>,
}

impl Formatter for Command {
    fn finding(&self, located: &LocatedFinding<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let LocatedFinding { finding, document, .. } = located;
        let command = if finding.severity() == Severity::Warning { "warning" } else { "error" };
        let (Location { line, column }, end) = (located.start(), located.end());
        write!(out, "::{command} file={}", property(&document.source.file_name(&self.root).path))?;
        // In a part of an input, the line of the input is not known.
        let is_part = document.source.is_part;
        if !is_part {
            write!(out, ",line={line},col={column},endLine={},endColumn={}", end.line, end.column)?;
        }
        write!(out, ",title={}::", property(finding.rule.as_str()))?;
        if is_part {
            write!(out, "byte {}: ", located.offset())?;
        }
        let pointer = finding.pointer().filter(|pointer| !pointer.is_root());
        let pointer = pointer.map(|pointer| format!("{pointer}: ")).unwrap_or_default();
        writeln!(out, "{}", data(&(pointer + &located.message_with_help())))
    }
}

/// The annotations of a run.
pub(crate) struct Annotations {
    root: Arc<Root>,
    /// The findings that are annotations.
    quota: Quota<Vec<u8>>,
    /// The number of inputs that could not be checked, shown or not.
    failures: u64,
}

impl Report for Annotations {
    fn findings(&mut self, out: &mut dyn Write, text: &[u8], entries: &[Entry]) -> io::Result<()> {
        for (entry, command) in each(text, entries) {
            let Some(rule) = entry.rule else { continue };
            match self.quota.admit(rule.severity()) {
                Admission::Show => out.write_all(command)?,
                Admission::Hold => self.quota.hold(command.to_vec(), command.len()),
                Admission::Drop => {}
            }
        }
        Ok(())
    }

    fn wanted(&self) -> Wanted {
        self.quota.wanted()
    }

    fn end_input(&mut self, out: &mut dyn Write, ended: EndedInput<'_>) -> io::Result<()> {
        let EndedInput { source, failure: Some(failure), .. } = ended else { return Ok(()) };
        self.failures += 1;
        // Findings that came before must not hide it.
        if self.failures > MAX_ANNOTATIONS {
            return Ok(());
        }
        let path = &source.file_name(&self.root).path;
        writeln!(out, "::error file={},title=not checked::{}", property(path), data(failure))
    }

    fn end(&mut self, out: &mut dyn Write, summary: &Summary, is_complete: bool) -> io::Result<()> {
        for command in self.quota.release() {
            out.write_all(&command)?;
        }
        let more = total(summary) - self.quota.shown() + self.failures.saturating_sub(MAX_ANNOTATIONS);
        if more > 0 {
            writeln!(out, "::notice title=contact-lint::and {more} more")?;
        }
        // A plain line of the log. It contains nothing from a document.
        out.write_all(summary_line(summary, is_complete).as_bytes())
    }
}

/// Escapes the text after the `::` of a command. A line end would end the command.
fn data(text: &str) -> String {
    Escaped(&text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")).to_string()
}

/// Escapes the value of a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
