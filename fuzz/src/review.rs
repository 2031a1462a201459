//! What is always true of what the linter says.

use contact_schema::lint::{Kind, Linter, Reviewed, Summary};
use contact_schema::{Contact, Severity, UpdateContactRequest};

use crate::is_clean;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Json,
    Ndjson,
}

pub fn review(mut linter: Linter, format: Format, text: &[u8]) -> (Vec<Reviewed>, Summary) {
    let mut all = Vec::new();
    match format {
        Format::Json => linter.json(text, &mut |reviewed| all.push(reviewed)),
        Format::Ndjson => {
            let lines = linter.ndjson(text, &mut |reviewed| all.push(reviewed));
            assert_eq!(lines, text.split_inclusive(|&byte| byte == b'\n').count() as u64);
        }
    }
    (all, linter.take_summary())
}

/// How many documents are invalid by the reader's verdict on each, where that can be told without the linter.
pub fn invalid(kind: Option<Kind>, format: Format, longest: usize, text: &[u8]) -> Option<u64> {
    let is_blank = |document: &&[u8]| document.iter().all(|byte| b" \t\r\n".contains(byte));
    let is_array = text.iter().find(|byte| !is_blank(&std::slice::from_ref(byte))) == Some(&b'[');
    let is_invalid = |document: &&[u8]| {
        let is_valid = match kind? {
            Kind::Request => UpdateContactRequest::is_valid_json(document),
            Kind::Contact => Contact::is_valid_json(document),
        };
        Some(!is_valid || document.len() > longest)
    };
    match format {
        Format::Json if is_array => None,
        Format::Json => is_invalid(&text).map(u64::from),
        Format::Ndjson => {
            let lines = text.split(|&byte| byte == b'\n').filter(|line| !is_blank(line));
            lines.map(|line| is_invalid(&line).map(u64::from)).sum()
        }
    }
}

/// Asserts that the summary is the sum of the reviews, and that the reviews are in order.
pub fn adds_up(reviewed: &[Reviewed], summary: &Summary) {
    let findings: u64 = reviewed.iter().map(|reviewed| reviewed.findings.len() as u64 + reviewed.more).sum();
    assert_eq!(summary.by_rule().map(|(_, count)| count).sum::<u64>(), findings);
    assert!(summary.invalid + summary.unjudged <= summary.documents);
    assert!(reviewed.is_sorted_by(|a, b| a.index < b.index && a.span.end <= b.span.start));
    assert!(reviewed.last().is_none_or(|last| last.index >= reviewed.len() as u64 - 1));
    if reviewed.iter().any(|reviewed| reviewed.more > 0) {
        return;
    }
    let all = || reviewed.iter().flat_map(|reviewed| &reviewed.findings);
    for (rule, count) in summary.by_rule() {
        assert_eq!(all().filter(|finding| finding.rule == rule).count() as u64, count, "{rule}");
    }
    let is_bad = |reviewed: &&Reviewed| {
        let bad = [Severity::Violation, Severity::Syntax];
        reviewed.findings.iter().any(|finding| bad.contains(&finding.severity()))
    };
    assert_eq!(reviewed.iter().filter(is_bad).count() as u64, summary.invalid);
    let failures = all().filter(|finding| finding.severity() == Severity::Failure).count() as u64;
    assert_eq!(failures, summary.unjudged);
}

/// Asserts that the findings stand in their document in order, at characters where the text has any, that their words are clean,
/// and that a document of more than `longest` bytes is refused unread.
pub fn stands_in(text: &[u8], longest: usize, reviewed: &Reviewed) {
    let document = reviewed.span;
    let refused = reviewed.findings.iter().any(|finding| finding.severity() == Severity::Syntax);
    assert!(document.len() <= longest || refused, "{document:?} is longer than {longest}");
    assert!(document.start <= document.end && document.end <= text.len(), "{document:?}");
    assert!(!reviewed.findings.is_empty());
    assert!(reviewed.findings.is_sorted_by_key(|finding| finding.span.start));
    let characters = std::str::from_utf8(text);
    for finding in &reviewed.findings {
        for span in [finding.span].into_iter().chain(finding.related.as_ref().map(|related| related.span)) {
            assert!(document.start <= span.start && span.start <= span.end && span.end <= document.end, "{finding:?}");
            assert!(
                characters.is_err() || characters.is_ok_and(|text| text.get(span.range()).is_some()),
                "{finding:?}"
            );
        }
        assert!(is_clean(&finding.to_string()), "{finding}");
        assert!(finding.help.as_deref().is_none_or(is_clean), "{:?}", finding.help);
    }
}
