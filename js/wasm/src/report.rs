//! Findings and counts as the JSON that JavaScript parses.

use std::collections::BinaryHeap;

use contact_schema::lint::{DocumentReport, Finding, Fix, Summary};
use contact_schema::{Rule, Severity, Span, SyntaxContext};

use crate::json::Json as _;
use crate::position::{Origin, Position};

/// How many bytes a lone surrogate of a string takes (WTF-8).
const LONE_SURROGATE: usize = 3;

/// The rule as JavaScript sees it. In a string, the only thing that is not Unicode is half of a
/// surrogate pair.
fn rule_for(rule: Rule, origin: Origin) -> Rule {
    match (rule, origin) {
        (Rule::JsonInvalidUtf8, Origin::String) => Rule::JsonLoneSurrogate,
        _ => rule,
    }
}

/// The message of [`Rule::JsonLoneSurrogate`] for the token that the message of
/// [`Rule::JsonInvalidUtf8`] names. A test compares it with the crate's own.
fn lone_surrogate(invalid_utf8: &str) -> String {
    let strings = [SyntaxContext::MemberName, SyntaxContext::StringValue];
    let named = invalid_utf8.strip_prefix("expected UTF-8 in ").unwrap_or_default();
    let is_named = |context: &SyntaxContext| named.starts_with(&context.to_string());
    let within = strings.into_iter().find(is_named).unwrap_or(SyntaxContext::Other);
    format!("expected a pair of surrogate escapes in {within}, found one alone")
}

/// Words a finding for JavaScript: strings have surrogates in the place of bytes, and the program's
/// options have other names here.
fn adapt(finding: &mut Finding, origin: Origin) {
    let rule = rule_for(finding.rule, origin);
    if rule != finding.rule {
        finding.rule = rule;
        finding.span.end = finding.span.start + LONE_SURROGATE;
        finding.message = lone_surrogate(&finding.message).into();
    }
    match rule {
        // Other help says where a body is inside the document.
        Rule::KindUnknown if finding.help.as_deref().is_none_or(|help| help.starts_with("pass ")) => {
            finding.help = Some("set the kind to `request` or `contact`".into());
        }
        Rule::JsonTrailingText if finding.help.is_some() => {
            finding.help = Some("if each line holds one document, this is NDJSON: set the input to `ndjson`".into());
        }
        _ => {}
    }
}

/// Where a chunk stands in the input.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    /// The bytes that the linter was handed.
    pub(crate) bytes: &'a [u8],
    /// Where they start in the input, in bytes.
    pub(crate) offset: u64,
    pub(crate) origin: Origin,
}

/// Writes one document with its findings. `from` is the position of the byte `from_byte`, which is
/// not after the document's start. Returns the position of the document's start.
pub(crate) fn write_document(
    out: &mut Vec<u8>,
    place: Place<'_>,
    document: &mut DocumentReport,
    index: u64,
    (from_byte, from): (usize, Position),
) -> (usize, Position) {
    // How much of a document above the limit is at hand depends on the chunks; its span must not.
    if document.findings.iter().any(|finding| finding.rule == Rule::DocumentTooLarge) {
        document.span.end = document.span.start;
    }
    // All positions in one pass, whatever their order. A heap sorts with the least code.
    let mut offsets = BinaryHeap::from([document.span.start]);
    if from.offset.is_some() {
        offsets.push(document.span.end);
    }
    for finding in &mut document.findings {
        adapt(finding, place.origin);
        offsets.extend([finding.span.start, finding.span.end]);
        offsets.extend(finding.related.iter().flat_map(|related| [related.span.start, related.span.end]));
        offsets
            .extend(finding.fix().iter().flat_map(|fix| &fix.edits).flat_map(|edit| [edit.span.start, edit.span.end]));
    }
    let mut last = (from_byte, from);
    let positions: Vec<(usize, Position)> = offsets
        .into_sorted_vec()
        .into_iter()
        .map(|offset| {
            let between = place.bytes.get(last.0..offset).unwrap_or_default();
            last = (offset, last.1.after(between));
            last
        })
        .collect();
    let position = &|offset: usize| match positions.binary_search_by_key(&offset, |&(offset, _)| offset) {
        Ok(at) => positions.get(at).map_or(from, |&(_, position)| position),
        Err(_) => from,
    };

    out.raw("{\"index\":");
    out.number(index);
    out.raw(",\"kind\":");
    match document.kind {
        Some(kind) => out.string(kind.as_str()),
        None => out.raw("null"),
    }
    out.raw(",\"severity\":");
    out.string(document.severity.as_str());
    write_span(out, place, document.span, position);
    out.raw(",\"line\":");
    out.number(position(document.span.start).line);
    out.raw(",\"findings\":[");
    for (nth, finding) in document.findings.iter().enumerate() {
        out.raw(if nth == 0 { "{\"rule\":" } else { ",{\"rule\":" });
        out.string(finding.rule.as_str());
        out.raw(",\"severity\":");
        out.string(finding.severity().as_str());
        out.raw(",\"pointer\":");
        match &finding.pointer() {
            Some(pointer) => out.string(pointer.as_str()),
            None => out.raw("null"),
        }
        out.raw(",\"message\":");
        out.string(&finding.message);
        if let Some(help) = &finding.help {
            out.raw(",\"help\":");
            out.string(help);
        }
        if let Some((actual, limit)) = finding.measure {
            out.raw(",\"params\":{\"limit\":");
            out.number(limit as u64);
            out.raw(",\"actual\":");
            out.number(actual as u64);
            out.raw("}");
        }
        write_place(out, place, finding.span, position);
        if let Some(related) = &finding.related {
            out.raw(",\"related\":{\"message\":");
            out.string(related.label);
            write_place(out, place, related.span, position);
            out.raw("}");
        }
        if let Some(fix) = finding.fix() {
            write_fix(out, place, fix, position);
        }
        out.raw("}");
    }
    out.raw("],\"more\":");
    out.number(document.more);
    out.raw("}");
    (document.span.start, position(document.span.start))
}

/// Writes a fix.
fn write_fix(out: &mut Vec<u8>, place: Place<'_>, fix: &Fix, position: &dyn Fn(usize) -> Position) {
    out.raw(",\"fix\":{\"title\":");
    out.string(&fix.title);
    out.raw(",\"safety\":");
    out.string(fix.safety.as_str());
    if let Some(encoding) = fix.encoding {
        out.raw(",\"encoding\":");
        out.string(encoding.as_str());
    }
    out.raw(",\"edits\":[");
    for (nth, edit) in fix.edits.iter().enumerate() {
        out.raw(if nth == 0 { "{\"text\":" } else { ",{\"text\":" });
        out.string(&edit.text);
        write_span(out, place, edit.span, position);
        out.raw("}");
    }
    out.raw("]}");
}

/// Writes a span, and its lines and columns, which count from 1. One copy for all callers: this is
/// not where time goes, and the module has a size limit.
#[inline(never)]
fn write_place(out: &mut Vec<u8>, place: Place<'_>, span: Span, position: &dyn Fn(usize) -> Position) {
    write_span(out, place, span, position);
    let (start, end) = (position(span.start), position(span.end));
    out.raw(",\"line\":");
    out.number(start.line);
    out.raw(",\"column\":");
    out.number(start.column + 1);
    out.raw(",\"endLine\":");
    out.number(end.line);
    out.raw(",\"endColumn\":");
    out.number(end.column + 1);
}

/// Writes a span in bytes, and in UTF-16 code units where they are counted.
#[inline(never)]
fn write_span(out: &mut Vec<u8>, place: Place<'_>, span: Span, position: &dyn Fn(usize) -> Position) {
    out.raw(",\"span\":{");
    if let (Some(start), Some(end)) = (position(span.start).offset, position(span.end).offset) {
        out.raw("\"start\":");
        out.number(start);
        out.raw(",\"end\":");
        out.number(end);
        out.raw(",");
    }
    out.raw("\"startByte\":");
    out.number(place.offset + span.start as u64);
    out.raw(",\"endByte\":");
    out.number(place.offset + span.end as u64);
    out.raw("}");
}

/// Writes the counts. Those by rule are rows of the rule, the member (null for a document that
/// could not be read) and the count; those of fixes are rows of the rule and the count.
pub(crate) fn write_summary(out: &mut Vec<u8>, summary: &Summary, origin: Origin, bytes: u64) {
    let counts = [
        ("{\"bytes\":", bytes),
        (",\"documents\":", summary.documents),
        (",\"invalid\":", summary.invalid),
        (",\"unjudged\":", summary.unjudged),
        (",\"syntaxErrors\":", summary.findings(Severity::Syntax)),
        (",\"violations\":", summary.findings(Severity::Violation)),
        (",\"warnings\":", summary.findings(Severity::Warning)),
    ];
    for (name, count) in counts {
        out.raw(name);
        out.number(count);
    }
    out.raw(",\"counts\":[");
    for (nth, (rule, member, count)) in summary.by_member().enumerate() {
        out.raw(if nth == 0 { "[" } else { ",[" });
        out.string(rule_for(rule, origin).as_str());
        out.raw(",");
        match &member {
            Some(member) => out.string(member.as_str()),
            None => out.raw("null"),
        }
        out.raw(",");
        out.number(count);
        out.raw("]");
    }
    out.raw("],\"fixed\":[");
    for (nth, (rule, count)) in summary.fixed_by_rule().enumerate() {
        out.raw(if nth == 0 { "[" } else { ",[" });
        out.string(rule_for(rule, origin).as_str());
        out.raw(",");
        out.number(count);
        out.raw("]");
    }
    out.raw("]}");
}

#[cfg(test)]
mod tests {
    use contact_schema::lint::{Finding, Linter};

    use super::adapt;
    use crate::position::Origin;

    fn only_finding(document: &[u8]) -> Finding {
        let mut findings = Vec::new();
        Linter::new().json(document, &mut |report| findings.extend(report.findings));
        let [finding] = <[Finding; 1]>::try_from(findings).expect("one finding");
        finding
    }

    #[test]
    fn half_of_a_pair_is_worded_as_its_escape_is() {
        for (raw, escaped) in [
            (&b"{\"name\": \"\xED\xA0\xBD\"}"[..], &br#"{"name": "\ud83d"}"#[..]),
            (b"{\"\xED\xB8\x80\": 1}", br#"{"\ude00": 1}"#),
        ] {
            let mut finding = only_finding(raw);
            adapt(&mut finding, Origin::String);
            let expected = only_finding(escaped);
            assert_eq!((finding.rule, finding.message), (expected.rule, expected.message));
            assert_eq!(finding.span.start, expected.span.start);
        }
    }

    #[test]
    fn half_of_a_pair_outside_of_strings() {
        let mut finding = only_finding(b"{\xED\xA0\xBD}");
        adapt(&mut finding, Origin::String);
        assert_eq!(finding.rule.as_str(), "json-lone-surrogate");
        assert_eq!(finding.message, "expected a pair of surrogate escapes in the document, found one alone");
    }
}
