//! "Did you mean": unknown members whose names are close to a documented one.

use alloc::format;
use alloc::string::String;

use super::kind::Kind;
use crate::display::Safe;
use crate::member::{Body, Member};
use crate::pointer::Span;
use crate::{Contact, UpdateContactRequest};

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
    /// Which documented member the unknown one called `name`, which stands at `span`, may be meant for.
    pub(super) fn of(name: &str, span: Span, kind: Kind) -> Option<Self> {
        let meant = nearest(name, kind)?;
        Some(Self { span, meant, help: format!("did you mean `{meant}`? rename `{}`", Safe(name)) })
    }
}

/// The documented name that is close enough to `name` to be meant.
fn nearest(name: &str, kind: Kind) -> Option<&'static str> {
    if name.len() > LONGEST {
        return None;
    }
    let seen = Letters::of(name);
    let letters: &[Letters] = match kind {
        Kind::Request => {
            &const { Letters::of_members::<{ UpdateContactRequest::MEMBERS.len() }>(UpdateContactRequest::MEMBERS) }
        }
        Kind::Contact => &const { Letters::of_members::<{ Contact::MEMBERS.len() }>(Contact::MEMBERS) },
    };
    let near = kind.member_names().zip(letters).filter(|(_, letters)| seen.may_be_near(letters));
    let mut near = near.map(|(known, _)| known).peekable();
    near.peek()?;
    let name = plain(name);
    let distance = |known: &str| strsim::osa_distance(&name, &plain(known));
    let (known, distance) = near.map(|known| (known, distance(known))).min_by_key(|near| near.1)?;
    // One slip in a short name, two in a longer one.
    (distance <= known.len().div_ceil(3).min(MOST_SLIPS)).then_some(known)
}

/// The name without what writers put between words, in small letters.
fn plain(name: &str) -> String {
    name.replace(|c| u8::try_from(c).is_ok_and(is_separator), "").to_lowercase()
}

/// Whether writers put it between words.
const fn is_separator(byte: u8) -> bool {
    matches!(byte, b'_' | b'-' | b' ')
}

/// No name with more slips than this is taken for another.
const MOST_SLIPS: usize = 2;

/// What can be seen of a name, made [`plain`], without making it so. Most unknown members are near to nothing, and this tells.
#[derive(Clone, Copy)]
struct Letters {
    /// One bit for each letter, whatever its case.
    set: u64,
    count: usize,
}

impl Letters {
    #[expect(clippy::indexing_slicing, reason = "the index is below the length")]
    const fn of(name: &str) -> Self {
        let bytes = name.as_bytes();
        let mut letters = Self { set: 0, count: 0 };
        let mut at = 0;
        while at < bytes.len() {
            if !is_separator(bytes[at]) {
                letters.set |= 1 << (bytes[at].to_ascii_lowercase() & 63);
                letters.count += 1;
            }
            at += 1;
        }
        letters
    }

    #[expect(clippy::indexing_slicing, reason = "members are constants: this runs at compile time")]
    const fn of_members<const N: usize>(members: &[Member]) -> [Self; N] {
        let mut letters = [Self { set: 0, count: 0 }; N];
        let mut at = 0;
        while at < N {
            letters[at] = Self::of(members[at].name);
            at += 1;
        }
        letters
    }

    /// Whether names of these letters can be so near: a slip takes at most one letter away and brings at most one in.
    ///
    /// As this counts bytes, it may say no where the slip is a character beyond ASCII.
    fn may_be_near(&self, other: &Self) -> bool {
        let slips = |some: u64, others: u64| (some & !others).count_ones() as usize;
        self.count.abs_diff(other.count) <= MOST_SLIPS
            && slips(self.set, other.set).max(slips(other.set, self.set)) <= MOST_SLIPS
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Letters, MOST_SLIPS, nearest, plain};

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
                for other in kind.member_names().chain([
                    "nmae",
                    "e-mail",
                    "created",
                    "created_att",
                    "ID",
                    "kommentar",
                    "phonenumber",
                ]) {
                    let distance = strsim::osa_distance(&plain(known), &plain(other));
                    let may_be_near = Letters::of(known).may_be_near(&Letters::of(other));
                    assert!(distance > MOST_SLIPS || may_be_near, "{known} {other}");
                }
            }
        }
    }
}
