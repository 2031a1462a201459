//! Properties of the output of contact-lint's reporters.

use std::path::PathBuf;

use contact_schema::Span;
use contact_schema::lint::{DocumentReport, Location, Summary};
use serde_json::Value;

use crate::is_clean;
use crate::report::{
    Document, EndedInput, Entry, FORMATS, Line, Lines, LocatedFinding, Note, Options, Reporter, Source,
};
use crate::review::Format;

/// A hostile file name: a line feed, a terminal sequence and a bidirectional control.
const PATH: &str = "a\n\x1b[2J\u{202e}.json";

/// Asserts that a format prints no control characters, and that a format that is JSON prints JSON.
/// `choice` chooses the format and its options, because trying all of them for each input would
/// take most of the time.
pub fn prints_cleanly(choice: u8, text: &[u8], format: Format, reviewed: &[DocumentReport], summary: &Summary) {
    let is_object = |text: &str| serde_json::from_str::<Value>(text).is_ok_and(|value| value.is_object());
    let (choice, is_part, has_source) = (choice / 4, choice % 2 == 1, choice / 2 % 2 == 1);
    let output = &FORMATS[usize::from(choice) % FORMATS.len()];
    let source = Source::new(String::from(PATH), Some(PathBuf::from(PATH)), is_part);
    let reporter = output.reporter(Options { source: has_source, ..Options::default() });
    let printed = print(reporter, &source, text, format, reviewed, summary);
    assert!(printed.lines().all(is_clean), "{printed:?}");
    match output.name {
        "sarif" => assert!(is_object(&printed), "{printed}"),
        "jsonl" => assert!(printed.lines().all(is_object), "{printed}"),
        "verdicts" => assert!(printed.lines().all(|line| line.is_ascii() && is_object(line)), "{printed}"),
        _ => {}
    }
}

/// Returns the output of a reporter for some documents and findings.
fn print(
    Reporter { formatter, mut report }: Reporter,
    source: &Source,
    text: &[u8],
    format: Format,
    reviewed: &[DocumentReport],
    summary: &Summary,
) -> String {
    const WRITABLE: &str = "memory can be written to";
    let (mut out, mut formatted, mut entries) = (Vec::new(), Vec::new(), Vec::new());
    let json_lines = Lines::new(text, 0, Location { line: 1, column: 1 });
    for reviewed in reviewed.iter().take(6) {
        let document = Document { source, bytes: text, offset: 0, index: reviewed.index, record_id: None };
        let record_lines = Lines::of_record(text, reviewed.index + 1, reviewed.span.start);
        let lines = if format == Format::Ndjson { &record_lines } else { &json_lines };
        let locate = &|offset| lines.locate(offset);
        for finding in reviewed.findings.iter().take(6) {
            let located = LocatedFinding { finding, others: &[], kind: reviewed.kind, document, locate };
            formatter.finding(&located, &mut formatted).expect(WRITABLE);
            let (end, note) = (formatted.len(), formatter.note(&located));
            entries.push(Entry { end, rule: Some(finding.rule), count: 1, document: document.index, note });
        }
        if formatter.is_by_line() {
            let Span { start, .. } = reviewed.span;
            formatter.line(document, start, Line::Document(reviewed), &mut formatted).expect(WRITABLE);
        }
        formatter.more(document, reviewed.more, &mut formatted).expect(WRITABLE);
        entries.push(Entry { end: formatted.len(), rule: None, count: 0, document: document.index, note: Note::None });
    }
    report.start(&mut out).expect(WRITABLE);
    report.start_input(&mut out, PATH).expect(WRITABLE);
    report.findings(&mut out, &formatted, &entries).expect(WRITABLE);
    let ended = EndedInput { source, summary, failure: Some("a\x1b[2Jreason"), range: None, extent: None };
    report.end_input(&mut out, ended).expect(WRITABLE);
    report.end(&mut out, summary, false).expect(WRITABLE);
    String::from_utf8(out).expect("reports are text")
}
