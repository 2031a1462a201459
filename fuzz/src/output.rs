//! Properties of everything that the reporters of contact-lint print.

use contact_schema::Span;
use contact_schema::lint::{DocumentReport, Location, Summary};
use serde_json::Value;

use crate::is_clean;
use crate::report::{
    Annotations, Concise, Document, Ended, Envelope, ForPeople, Full, Github, Item, Jsonl, Junit, Lines, Log, Report,
    Sarif, Source, Suites, Verdict, Verdicts,
};
use crate::review::Format;

/// A hostile file name: a line feed, a terminal sequence and a bidirectional control.
const PATH: &str = "a\n\x1b[2J\u{202e}.json";

/// Asserts that no reporter prints control characters, and that JSON output is JSON.
pub fn prints_cleanly(text: &[u8], format: Format, reviewed: &[DocumentReport], summary: &Summary) {
    for is_part in [false, true] {
        let source = Source::new(String::from(PATH), is_part);
        let print = |report: &dyn Report, mut envelope: Box<dyn Envelope>| {
            let printed = print(report, &mut *envelope, &source, text, format, reviewed, summary);
            assert!(printed.lines().all(is_clean), "{printed:?}");
            printed
        };
        print(&Full::new(false, true), Box::new(ForPeople));
        print(&Full::new(false, false), Box::new(ForPeople));
        print(&Concise, Box::new(ForPeople));
        print(&Github, Box::new(Annotations::default()));
        print(&Junit, Box::new(Suites::new(false)));
        let is_object = |text: &str| serde_json::from_str::<Value>(text).is_ok_and(|value| value.is_object());
        for line in print(&Jsonl, Box::new(Jsonl)).lines() {
            assert!(is_object(line), "{line}");
        }
        let log = print(&Sarif, Box::new(Log::default()));
        assert!(is_object(&log), "{log}");
        for line in print(&Verdicts, Box::new(Verdicts)).lines() {
            assert!(line.is_ascii() && is_object(line), "{line}");
        }
    }
}

/// Returns what the reporter prints for these documents.
fn print(
    report: &dyn Report,
    envelope: &mut dyn Envelope,
    source: &Source,
    text: &[u8],
    format: Format,
    reviewed: &[DocumentReport],
    summary: &Summary,
) -> String {
    const WRITABLE: &str = "memory can be written to";
    let (mut out, mut laid, mut items) = (Vec::new(), Vec::new(), Vec::new());
    let mut json_lines = Lines::part(text, Location { line: 1, column: 1 });
    for reviewed in reviewed.iter().take(6) {
        let document = Document { source, bytes: text, offset: 0, index: reviewed.index };
        let mut record_lines = Lines::record(text, reviewed.index + 1, reviewed.span.start);
        let lines = if format == Format::Ndjson { &mut record_lines } else { &mut json_lines };
        for finding in reviewed.findings.iter().take(6) {
            report.finding(&mut laid, document, lines, reviewed.kind, finding).expect(WRITABLE);
            let (end, key) = (laid.len(), report.key(document, finding));
            items.push(Item { end, rule: Some(finding.rule), document: document.index, key });
        }
        if report.is_by_line() {
            let Span { start, .. } = reviewed.span;
            report.line(&mut laid, document, start, Verdict::DocumentReport(reviewed)).expect(WRITABLE);
        }
        report.more(&mut laid, document, reviewed.more).expect(WRITABLE);
        items.push(Item { end: laid.len(), rule: None, document: document.index, key: 0 });
    }
    envelope.start(&mut out).expect(WRITABLE);
    envelope.start_input(&mut out, PATH).expect(WRITABLE);
    envelope.findings(&mut out, &laid, &items).expect(WRITABLE);
    let ended = Ended { path: PATH, summary, failure: Some("a\x1b[2Jreason"), range: None, extent: None };
    envelope.end_input(&mut out, ended).expect(WRITABLE);
    envelope.end(&mut out, summary, false).expect(WRITABLE);
    String::from_utf8(out).expect("reports are text")
}
