//! Strings that break the pattern of an email or a timestamp.

use super::super::finding::Finding;
use super::super::fix::{Edit, Fix, Safety};
use super::member::string_start;
use crate::json::{Reader, SyntaxContext};
use crate::pointer::Span;
use crate::rule::Rule;
use crate::value::email::cure as email;
use crate::value::timestamp::cure as timestamp;

/// Returns the fix of a string, if its type knows one.
pub(super) fn fix(document: &Reader<'_>, finding: &Finding) -> Option<Fix> {
    let cure = match finding.rule {
        Rule::EmailCharacter | Rule::EmailConsecutiveDots => email::cure,
        Rule::TimestampLowerCase | Rule::TimestampSeparator | Rule::TimestampOffset | Rule::TimestampZone => {
            timestamp::cure
        }
        _ => return None,
    };
    // The finding is somewhere in the string.
    let open = string_start(document.bytes(), finding.span.start)?;
    let string = document.string(open, SyntaxContext::StringValue).ok()?;
    let cure = cure(&document.decode(string))?;
    let offset = |at| document.offset_in(string, at);
    let edits = cure.edits.into_iter().map(|(range, text)| {
        let span = Span { start: offset(range.start), end: offset(range.end) };
        Edit { span, text }
    });
    let safety = if cure.is_certain { Safety::Safe } else { Safety::Unsafe };
    Some(Fix::new(cure.title, safety, edits.collect()))
}
