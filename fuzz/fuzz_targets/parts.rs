//! The findings of a JSON text, their places and the counts do not depend on how it is split into
//! parts.
#![no_main]

use contact_schema::lint::{DocumentReport, Linter, Progress};
use contact_schema::{Limits, Rule};
use libfuzzer_sys::fuzz_target;

/// The index of the document, and the rule and start of each finding. The end of a syntax error
/// depends on the bytes that the linter has read, so it is not compared.
fn places(reviewed: &DocumentReport, offset: usize) -> (u64, Vec<(Rule, usize)>) {
    (reviewed.index, reviewed.findings.iter().map(|finding| (finding.rule, finding.span.start + offset)).collect())
}

fuzz_target!(|data: &[u8]| {
    // The first bytes choose: the length limit, the sizes of three parts in turn, and how many
    // consumed bytes are passed again.
    let Some(([longest, sizes @ .., again], text)) = data.split_first_chunk::<5>() else { return };
    let longest = if *longest == b'-' { usize::MAX } else { usize::from(*longest) };
    let linter = Linter::new().limits(Limits::default().max_document_bytes(longest));

    let (mut whole, mut expected) = (linter.clone(), Vec::new());
    whole.json(text, &mut |reviewed| expected.push(places(&reviewed, 0)));

    let (mut linter, mut progress, mut found) = (linter, Progress::default(), Vec::new());
    let (mut done, mut end) = (0, 0);
    for size in sizes.iter().cycle() {
        end = (end + 1 + usize::from(*size)).min(text.len());
        let from = done.max(usize::from(*again)) - usize::from(*again);
        let each = &mut |reviewed| found.push(places(&reviewed, from));
        done = from + linter.json_part(&mut progress, &text[from..end], done - from, end == text.len(), each);
        if end == text.len() {
            break;
        }
    }
    assert_eq!(found, expected);
    assert_eq!(linter.summary(), whole.summary());
});
