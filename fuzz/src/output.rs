//! What is always true of what the reporters of contact-lint print.

use contact_schema::lint::{Location, Reviewed, Summary};
use serde_json::Value;

use crate::is_clean;
use crate::report::{Concise, Document, Full, Jsonl, Lines, Report};
use crate::review::Format;

/// Asserts that nothing which any of the reporters prints has control characters, and that the JSON lines are JSON.
pub fn prints_cleanly(text: &[u8], format: Format, reviewed: &[Reviewed], summary: &Summary) {
    for report in [&Full::new(false, true) as &dyn Report, &Full::new(false, false), &Concise] {
        for line in print(report, text, format, reviewed, summary).lines() {
            assert!(is_clean(line), "{line:?}");
        }
    }
    for line in print(&Jsonl, text, format, reviewed, summary).lines() {
        assert!(is_clean(line), "{line:?}");
        assert!(serde_json::from_str::<Value>(line).is_ok_and(|value| value.is_object()), "{line}");
    }
}

/// What the reporter prints of some documents and findings, from a file with a hostile name.
fn print(report: &dyn Report, text: &[u8], format: Format, reviewed: &[Reviewed], summary: &Summary) -> String {
    const WRITABLE: &str = "memory can be written to";
    let mut out = Vec::new();
    let mut json_lines = Lines::part(text, Location { line: 1, column: 1 });
    for reviewed in reviewed.iter().take(6) {
        let document = Document { path: "a\n\x1b[2J\u{202e}.json", bytes: text, offset: 0, index: reviewed.index };
        let mut record_lines = Lines::record(text, reviewed.index + 1, reviewed.span.start);
        let lines = if format == Format::Ndjson { &mut record_lines } else { &mut json_lines };
        for finding in reviewed.findings.iter().take(6) {
            report.finding(&mut out, document, lines, reviewed.kind, finding).expect(WRITABLE);
        }
        report.more(&mut out, document, reviewed.more).expect(WRITABLE);
    }
    report.summary(&mut out, summary).expect(WRITABLE);
    String::from_utf8(out).expect("reports are text")
}
