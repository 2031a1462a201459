//! "Did you mean": unknown members whose names are close to a documented one.

use alloc::format;
use alloc::vec::Vec;

use super::finding::{Finding, Related};
use super::kind::Kind;
use crate::display::Safe;
use crate::pointer::Pointer;
use crate::rule::Rule;

/// A name this long is no misspelling of a documented one; comparing it would cost time that its writer chooses.
const LONGEST: usize = 32;

/// Adds to the unknown members among `findings` which documented member may be meant. Where that one is missing, the two are
/// one mistake: the unknown member becomes the other place of the missing one, and `forget` is called for its rule.
pub(super) fn suggest(findings: &mut Vec<Finding>, kind: Kind, mut forget: impl FnMut(Rule)) {
    let mut at = 0;
    while let Some(finding) = findings.get_mut(at) {
        at += 1;
        if finding.rule != Rule::UnknownMember {
            continue;
        }
        let name = finding.pointer.iter().flat_map(Pointer::tokens).next().unwrap_or_default();
        let Some(meant) = nearest(&name, kind) else { continue };
        let rename = format!("did you mean `{meant}`? rename `{}`", Safe(&name));
        finding.help = Some(rename.clone());
        let span = finding.span;
        let missing = findings.iter_mut().find(|other| {
            other.rule == Rule::MissingMember
                && other.related.is_none()
                && other.pointer.as_ref().is_some_and(|pointer| *pointer == Pointer::root().join(meant))
        });
        if let Some(missing) = missing {
            missing.help = Some(rename);
            missing.related = Some(Related { span, label: "a member that is not documented" });
            at -= 1;
            findings.remove(at);
            forget(Rule::UnknownMember);
        }
    }
}

/// The documented name that is close enough to `name` to be meant.
fn nearest(name: &str, kind: Kind) -> Option<&'static str> {
    if name.len() > LONGEST {
        return None;
    }
    let plain = |name: &str| name.replace(['_', '-', ' '], "").to_lowercase();
    let name = plain(name);
    let distance = |known: &str| strsim::osa_distance(&name, &plain(known));
    let (known, distance) = kind.member_names().map(|known| (known, distance(known))).min_by_key(|near| near.1)?;
    // One slip in a short name, two in a longer one.
    (distance <= known.len().div_ceil(3).min(2)).then_some(known)
}

#[cfg(test)]
mod tests {
    use super::{Kind, nearest};

    #[test]
    fn near_names() {
        for (name, kind, expected) in [
            ("notfiy", Kind::Request, Some("notify")),
            ("Notify", Kind::Request, Some("notify")),
            ("nmae", Kind::Request, Some("name")),
            ("phone", Kind::Request, Some("phones")),
            ("e-mail", Kind::Contact, Some("email")),
            ("company_id", Kind::Contact, Some("companyId")),
            ("updated_at", Kind::Contact, Some("updatedAt")),
            ("companyId", Kind::Request, None),
            ("externalReference", Kind::Request, None),
            ("", Kind::Contact, None),
            ("x", Kind::Contact, None),
        ] {
            assert_eq!(nearest(name, kind), expected, "{name}");
        }
    }
}
