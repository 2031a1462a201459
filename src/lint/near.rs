//! "Did you mean": unknown members whose names are close to a documented one.

use alloc::format;
use alloc::string::String;

use super::finding::Finding;
use super::kind::Kind;
use crate::display::Safe;
use crate::pointer::{Pointer, Span};

/// A name this long is no misspelling of a documented one; comparing it would cost time that its writer chooses.
const LONGEST: usize = 32;

/// An unknown member whose name is close to a documented one.
pub(super) struct Misspelt {
    /// Its name in the document.
    pub(super) span: Span,
    /// The documented name.
    pub(super) meant: &'static str,
    pub(super) help: String,
}

impl Misspelt {
    /// Which documented member the unknown one of `finding` may be meant for.
    pub(super) fn of(finding: &Finding, kind: Kind) -> Option<Self> {
        let name = finding.pointer.as_ref().and_then(|pointer| Pointer::tokens(pointer).next())?;
        let meant = nearest(&name, kind)?;
        Some(Self { span: finding.span, meant, help: format!("did you mean `{meant}`? rename `{}`", Safe(&name)) })
    }
}

/// The documented name that is close enough to `name` to be meant.
fn nearest(name: &str, kind: Kind) -> Option<&'static str> {
    if name.len() > LONGEST {
        return None;
    }
    let plain = |name: &str| name.replace(['_', '-', ' '], "").to_lowercase();
    let name = plain(name);
    let letters = letters(&name);
    let distance = |known: &&'static str| strsim::osa_distance(&name, &plain(known));
    let known = kind.member_names().filter(|known| may_be_near(letters, self::letters(known)));
    let (known, distance) = known.map(|known| (known, distance(&known))).min_by_key(|near| near.1)?;
    // One slip in a short name, two in a longer one.
    (distance <= known.len().div_ceil(3).min(MOST_SLIPS)).then_some(known)
}

/// No name with more slips than this is taken for another.
const MOST_SLIPS: usize = 2;

/// One bit for each letter of a name, whatever its case.
fn letters(name: &str) -> u64 {
    name.bytes().fold(0, |letters, byte| letters | 1 << (byte.to_ascii_lowercase() & 63))
}

/// Whether names of these letters can be so near: a slip takes at most one letter away and brings at most one in.
fn may_be_near(some: u64, others: u64) -> bool {
    (some & !others).count_ones().max((others & !some).count_ones()) as usize <= MOST_SLIPS
}

#[cfg(test)]
mod tests {
    use super::{Kind, MOST_SLIPS, letters, may_be_near, nearest};

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

    #[test]
    fn what_is_left_out_is_not_near() {
        for kind in [Kind::Request, Kind::Contact] {
            for known in kind.member_names() {
                for other in kind.member_names().chain(["nmae", "e-mail", "created", "ID", "kommentar", "phonenumber"])
                {
                    let distance = strsim::osa_distance(&known.to_lowercase(), &other.to_lowercase());
                    assert!(distance > MOST_SLIPS || may_be_near(letters(known), letters(other)), "{known} {other}");
                }
            }
        }
    }
}
