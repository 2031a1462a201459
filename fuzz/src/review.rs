//! Properties of the linter's reports.

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

/// Returns how many documents the reader rejects; `None` if only the linter can split the text into
/// documents.
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

/// Splits a text into documents; `None` if it is an array of them, which only the linter can split.
fn documents(format: Format, text: &[u8]) -> Option<Vec<&[u8]>> {
    let is_blank = |document: &[u8]| document.iter().all(|byte| b" \t\r\n".contains(byte));
    match format {
        Format::Json if text.trim_ascii_start().starts_with(b"[") => None,
        Format::Json => Some(vec![text]),
        Format::Ndjson => Some(text.split(|&byte| byte == b'\n').filter(|line| !is_blank(line)).collect()),
    }
}

/// Asserts that the linter reports a document if and only if it is invalid, and that the findings
/// do not depend on how it was read: with a given kind, the linter stops at the first finding and
/// reads the document again; without one, it may have to read the whole document.
pub fn says_all(kind: Option<Kind>, format: Format, longest: usize, text: &[u8]) {
    let Some(kind) = kind else { return };
    let other = if kind == Kind::Request { Kind::Contact } else { Kind::Request };
    let limits = Limits::default().max_violations(usize::MAX).max_document_bytes(longest);
    for document in documents(format, text).into_iter().flatten() {
        let said = |linter: Linter| review(linter.limits(limits), format, document).0.pop();
        let given = said(Linter::new().kind(kind));
        let is_valid = is_valid(kind, document);
        assert_eq!(given.as_ref().is_some_and(is_bad), !is_valid || document.len() > longest);
        // Without a kind, the linter expects the kind of the document before. If that is wrong, it
        // reads the document in full to find the kind.
        let told = said(Linter::new().kind(other).kind(None));
        let is_told = told.as_ref().map_or(is_valid, |reviewed| {
            reviewed.kind != Some(other) && reviewed.findings.iter().all(|finding| finding.rule != Rule::KindUnknown)
        });
        if is_told {
            assert_eq!(given.map(|reviewed| reviewed.findings), told.map(|reviewed| reviewed.findings));
        }
    }
}

/// Returns whether a document breaks the contract or is not JSON.
fn is_bad(reviewed: &DocumentReport) -> bool {
    reviewed.findings.iter().any(|finding| [Severity::Violation, Severity::Syntax].contains(&finding.severity()))
}

/// Asserts that the summary is the sum of the reports, and that the reports are in order.
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

/// Asserts that the findings are in order and within their document, at character boundaries if the
/// text is UTF-8, that messages are safe to print, and that documents of more than `longest` bytes
/// are rejected.
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
