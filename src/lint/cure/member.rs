//! Members that are renamed or removed.

use alloc::borrow::Cow;
use alloc::string::String;

use super::super::finding::{Finding, FindingPlace};
use super::super::fix::{Edit, Fix, Safety};
use crate::json::{Reader, SyntaxContext};
use crate::pointer::Span;
use crate::rule::Rule;

/// Renames the member whose name, with its quotes, is at `name`.
pub(super) fn rename(document: &Reader<'_>, name: Span, new: &'static str) -> Option<Fix> {
    let span = Span { start: name.start + 1, end: name.end.checked_sub(1)? };
    let old = document.slice(span.start, span.end);
    let title = alloc::format!("rename `{}` to `{new}`", crate::escape::Escaped(old));
    (old != new).then(|| Fix::new(title, Safety::Unsafe, alloc::vec![Edit { span, text: Cow::Borrowed(new) }]))
}

/// Removes a repeated member with an equal value. Readers that use the first value and readers that
/// use the last one read the same as before.
pub(super) fn remove_duplicate(document: &Reader<'_>, findings: &[Finding], index: usize) -> Option<Fix> {
    let finding = findings.get(index)?;
    let FindingPlace::Member(name) = finding.place else { return None };
    let is_before = |other: &&Finding| other.rule == Rule::DuplicateMember && other.place == finding.place;
    // Compare with the previous member, not the first: of `1, 2, 1`, the last must stay.
    let before = findings.get(..index)?.iter().rev().find(is_before).map(|other| other.span);
    let before = before.or(finding.related.as_ref().map(|first| first.span))?;
    let (old, new) = (value(document, before)?, value(document, finding.span)?);
    if !is_same(document, old, new) {
        return None;
    }
    let edit = removal(document, finding.span.start, new.end)?;
    Some(Fix::new(
        alloc::format!("remove the second `{name}`, which has the same value"),
        Safety::Safe,
        alloc::vec![edit],
    ))
}

/// Removes the member whose value is at `value`.
pub(super) fn remove(document: &Reader<'_>, value: Span) -> Option<Fix> {
    let bytes = document.bytes();
    let colon = last_before(bytes, value.start, b':')?;
    let quote = last_before(bytes, colon, b'"')?;
    let edit = removal(document, string_start(bytes, quote)?, value.end)?;
    Some(Fix::new("leave the member out", Safety::Unsafe, alloc::vec![edit]))
}

/// Returns the offset of the opening quote of the string that the offset `inside` is in, or whose
/// closing quote is there.
pub(super) fn string_start(bytes: &[u8], inside: usize) -> Option<usize> {
    let mut end = inside;
    loop {
        let quote = memchr::memrchr(b'"', bytes.get(..end)?)?;
        let before = bytes.get(..quote)?;
        let backslashes = before.iter().rev().take_while(|&&byte| byte == b'\\').count();
        if backslashes % 2 == 0 {
            return Some(quote);
        }
        end = quote;
    }
}

/// Returns the offset of the last byte before `end` that is not white space, if it is `expected`.
fn last_before(bytes: &[u8], end: usize, expected: u8) -> Option<usize> {
    let at = bytes.get(..end)?.trim_ascii_end().len().checked_sub(1)?;
    (bytes.get(at) == Some(&expected)).then_some(at)
}

/// Returns the edit that removes the member from `start` to `end`, with one of its commas.
fn removal(document: &Reader<'_>, start: usize, end: usize) -> Option<Edit> {
    if let Some(comma) = last_before(document.bytes(), start, b',') {
        return Some(Edit::delete(comma, end));
    }
    let comma = document.whitespace(end);
    let is_only = document.peek(comma) != b',';
    Some(Edit::delete(start, if is_only { end } else { document.whitespace(comma + 1) }))
}

/// Returns the value of the member whose name is at `name`.
fn value(document: &Reader<'_>, name: Span) -> Option<Span> {
    let (_, start) = document.member_name(name.start).ok()?;
    Some(Span { start, end: document.skip(start, 1).ok()? })
}

/// Whether two values are the same for every reader: byte for byte, or strings with the same
/// characters.
fn is_same(document: &Reader<'_>, a: Span, b: Span) -> bool {
    let decoded = |span: Span| {
        let string = document.string(span.start, SyntaxContext::StringValue).ok()?;
        Some(document.decode(string).into_owned())
    };
    let is_string = |span: Span| document.peek(span.start) == b'"';
    document.slice(a.start, a.end) == document.slice(b.start, b.end)
        || is_string(a) && is_string(b) && decoded(a).is_some_and(|a: String| Some(a) == decoded(b))
}
