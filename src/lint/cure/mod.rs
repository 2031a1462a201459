//! Derives fixes from findings. A fix may not help: [`repair`](super::repair) checks the document
//! again.

mod member;
mod syntax;
mod text;
mod wrong_type;

use super::finding::{Finding, FindingPlace};
use super::fix::Fix;
use super::kind::Kind;
use super::misspelling;
use crate::json::Reader;
use crate::rule::Rule;

pub(super) use syntax::{fix as syntax, remove_comma};

/// Returns the fix of the finding `findings[index]` of a document that is JSON. `is_timestamp` says
/// whether the values of the member of this name are timestamps.
pub(super) fn fix(
    document: &Reader<'_>,
    findings: &[Finding],
    index: usize,
    kind: Kind,
    is_timestamp: &dyn Fn(&str) -> bool,
) -> Option<Fix> {
    let finding = findings.get(index)?;
    match finding.rule {
        Rule::DuplicateMember => member::remove_duplicate(document, findings, index),
        Rule::MissingMember => {
            let FindingPlace::Member(name) = finding.place else { return None };
            member::rename(document, finding.related.as_ref()?.span, name)
        }
        Rule::UnknownMember if finding.help.is_some() => {
            let name = finding.place.unknown_name()?;
            member::rename(document, finding.span, misspelling::nearest(&name, kind)?)
        }
        Rule::WrongType => wrong_type::fix(document, finding, kind, is_timestamp),
        _ => text::fix(document, finding),
    }
}
