//! Workflow commands of GitHub Actions, which become annotations:
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>.

use std::io::{self, Write};

use contact_schema::Severity;
use contact_schema::escape::Escaped;
use contact_schema::lint::{Finding, Kind, Location, Summary};

use super::{Document, Ended, Envelope, Item, Lines, Report, each, message_with_help, summary_line, total};

/// GitHub shows ten annotations of a step and drops the others without a word: nine, and one that says how many more there are.
const MOST: u64 = 9;

pub(crate) struct Github;

impl Report for Github {
    fn finding(
        &self,
        out: &mut Vec<u8>,
        document: Document<'_>,
        lines: &mut Lines<'_>,
        _kind: Option<Kind>,
        finding: &Finding,
    ) -> io::Result<()> {
        let command = if finding.severity() == Severity::Warning { "warning" } else { "error" };
        let Location { line, column } = lines.locate(finding.span.start);
        let end = lines.locate(finding.span.end);
        write!(out, "::{command} file={}", property(&document.source.path))?;
        // Of a part of the input, the lines are not known.
        let is_part = document.source.is_part;
        if !is_part {
            write!(out, ",line={line},col={column},endLine={},endColumn={}", end.line, end.column)?;
        }
        write!(out, ",title={}::", property(finding.rule.as_str()))?;
        if is_part {
            write!(out, "byte {}: ", document.offset_of(finding.span))?;
        }
        let pointer = finding.pointer.as_ref().filter(|pointer| !pointer.is_root());
        let pointer = pointer.map(|pointer| format!("{pointer}: ")).unwrap_or_default();
        writeln!(out, "{}", data(&(pointer + &message_with_help(finding))))
    }
}

/// Counts the annotations.
#[derive(Default)]
pub(crate) struct Annotations {
    findings: u64,
    failures: u64,
    /// Failures of the run that are not shown.
    hidden_failures: u64,
}

impl Envelope for Annotations {
    fn findings(&mut self, out: &mut dyn Write, text: &[u8], items: &[Item]) -> io::Result<()> {
        for (_, command) in each(text, items).filter(|(item, _)| item.rule.is_some()) {
            if self.is_full() {
                break;
            }
            self.findings += 1;
            out.write_all(command)?;
        }
        Ok(())
    }

    fn is_full(&self) -> bool {
        self.findings + self.failures >= MOST
    }

    fn end_input(&mut self, out: &mut dyn Write, ended: Ended<'_>) -> io::Result<()> {
        let Ended { path, failure: Some(failure), .. } = ended else { return Ok(()) };
        if self.is_full() {
            self.hidden_failures += 1;
            return Ok(());
        }
        self.failures += 1;
        writeln!(out, "::error file={},title=not checked::{}", property(path), data(failure))
    }

    fn end(&mut self, out: &mut dyn Write, summary: &Summary, _: bool) -> io::Result<()> {
        let more = total(summary) - self.findings + self.hidden_failures;
        if more > 0 {
            writeln!(out, "::notice title=contact-lint::and {more} more")?;
        }
        // No command, and nothing of a document in it: a line of the log.
        out.write_all(summary_line(summary).as_bytes())
    }
}

/// What follows the `::` of a command. Line ends would end it, and start another.
fn data(text: &str) -> String {
    Escaped(&text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")).to_string()
}

/// The value of a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
