//! The line that ends reports for people: `checked 3 documents: 1 invalid; violations: 2 (too-long
//! 2)`.

use std::fmt::Write as _;
use std::io::{self, Write};

use contact_schema::Severity;
use contact_schema::lint::Summary;

use super::format::Report;

/// A report of findings, followed by the summary line.
pub(super) struct WithSummaryLine;

impl Report for WithSummaryLine {
    fn hidden(&mut self, out: &mut dyn Write, count: u64) -> io::Result<()> {
        let plural = if count == 1 { "" } else { "s" };
        writeln!(out, "and {count} more finding{plural} (--all shows all)")
    }

    fn end(&mut self, out: &mut dyn Write, summary: &Summary, is_complete: bool) -> io::Result<()> {
        out.write_all(summary_line(summary, is_complete).as_bytes())
    }
}

/// Returns whether a file that ends with these bytes ends with a summary line.
pub(super) fn ends_with_summary_line(end: &[u8]) -> bool {
    let last_line = end.trim_ascii_end().rsplit(|&byte| byte == b'\n').next().unwrap_or_default();
    last_line.starts_with(b"checked ") && last_line.windows(9).any(|part| part == b" document")
}

pub(super) fn summary_line(summary: &Summary, is_complete: bool) -> String {
    let plural = if summary.documents == 1 { "" } else { "s" };
    let mut line = format!("checked {} document{plural}: {} invalid", summary.documents, summary.invalid);
    let groups = [
        (Severity::Syntax, "syntax errors"),
        (Severity::Violation, "violations"),
        (Severity::Warning, "warnings"),
        (Severity::Failure, "not judged"),
    ];
    for (severity, name) in groups {
        let rules: Vec<_> = summary
            .by_rule()
            .filter(|(rule, _)| rule.severity() == severity)
            .map(|(rule, count)| format!("{rule} {count}"))
            .collect();
        if !rules.is_empty() {
            // Writing to memory does not fail.
            let _ = write!(line, "; {name}: {} ({})", summary.findings(severity), rules.join(", "));
        }
    }
    // Writing to memory does not fail.
    if summary.fixed() > 0 {
        let _ = write!(line, "; fixed: {}", summary.fixed());
    }
    let _ = match (summary.fixable, summary.unsafely_fixable) {
        (0, 0) => Ok(()),
        (safe, 0) => write!(line, "; {safe} fixable with --fix"),
        (0, unsafely) => write!(line, "; {unsafely} fixable with --fix --unsafe-fixes"),
        (safe, unsafely) => write!(line, "; {safe} fixable with --fix, {unsafely} more with --unsafe-fixes"),
    };
    line.push_str(if is_complete { "\n" } else { "; incomplete: some of the work could not be done\n" });
    line
}
