//! What is always true of what the linter says.

use contact_schema::lint::{DocumentReport, Kind, Linter, Summary};
use contact_schema::{Contact, Limits, Rule, Severity, UpdateContactRequest};

use crate::is_clean;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Json,
    Ndjson,
}

pub fn review(mut linter: Linter, format: Format, text: &[u8]) -> (Vec<DocumentReport>, Summary) {
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
    let kind = kind?;
    let is_invalid = |document: &&[u8]| !is_valid(kind, document) || document.len() > longest;
    Some(documents(format, text)?.into_iter().filter(is_invalid).count() as u64)
}

fn is_valid(kind: Kind, document: &[u8]) -> bool {
    match kind {
        Kind::Request => UpdateContactRequest::is_valid_json(document),
        Kind::Contact => Contact::is_valid_json(document),
    }
}

/// The documents of a text, unless it is an array of them, which only the linter can cut.
fn documents(format: Format, text: &[u8]) -> Option<Vec<&[u8]>> {
    let is_blank = |document: &[u8]| document.iter().all(|byte| b" \t\r\n".contains(byte));
    match format {
        Format::Json if text.trim_ascii_start().starts_with(b"[") => None,
        Format::Json => Some(vec![text]),
        Format::Ndjson => Some(text.split(|&byte| byte == b'\n').filter(|line| !is_blank(line)).collect()),
    }
}

/// Asserts of each document that the linter reports it as bad if and only if it is invalid, and that it says the same of it
/// whether it stops at the first thing to say and begins again, or has to look at all of the document at once.
pub fn says_all(kind: Option<Kind>, format: Format, longest: usize, text: &[u8]) {
    let Some(kind) = kind else { return };
    let other = if kind == Kind::Request { Kind::Contact } else { Kind::Request };
    let limits = Limits::default().max_violations(usize::MAX).max_document_bytes(longest);
    for document in documents(format, text).into_iter().flatten() {
        let said = |linter: Linter| review(linter.limits(limits), format, document).0.pop();
        let given = said(Linter::new().kind(kind));
        let is_valid = is_valid(kind, document);
        assert_eq!(given.as_ref().is_some_and(is_bad), !is_valid || document.len() > longest);
        // Without a kind it expects one like the last, and where that is wrong, reads the document in full to tell its kind.
        let told = said(Linter::new().kind(other).kind(None));
        let is_told = told.as_ref().map_or(is_valid, |reviewed| {
            reviewed.kind != Some(other) && reviewed.findings.iter().all(|finding| finding.rule != Rule::KindUnknown)
        });
        if is_told {
            assert_eq!(given.map(|reviewed| reviewed.findings), told.map(|reviewed| reviewed.findings));
        }
    }
}

/// Whether something in a document breaks the contract or is not JSON.
fn is_bad(reviewed: &DocumentReport) -> bool {
    reviewed.findings.iter().any(|finding| [Severity::Violation, Severity::Syntax].contains(&finding.severity()))
}

/// Asserts that the summary is the sum of the reviews, and that the reviews are in order.
pub fn adds_up(reviewed: &[DocumentReport], summary: &Summary) {
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
    assert_eq!(reviewed.iter().filter(|reviewed| is_bad(reviewed)).count() as u64, summary.invalid);
    let failures = all().filter(|finding| finding.severity() == Severity::Failure).count() as u64;
    assert_eq!(failures, summary.unjudged);
}

/// Asserts that the findings stand in their document in order, at characters where the text has any, that their words are clean,
/// and that a document of more than `longest` bytes is refused unread.
pub fn stands_in(text: &[u8], longest: usize, reviewed: &DocumentReport) {
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
