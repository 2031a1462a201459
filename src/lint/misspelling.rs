//! "Did you mean": unknown members whose names are close to a documented one.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;

use super::kind::Kind;
use crate::body::member::{Body, Member};
use crate::body::{Contact, UpdateContactRequest};
use crate::escape::Escaped;
use crate::pointer::Span;

/// A name this long is no misspelling of a documented one; comparing it would cost time that its writer chooses.
const LONGEST: usize = 32;

/// An unknown member whose name is close to a documented one.
pub(super) struct Misspelt {
    /// Its name in the document.
    pub(super) span: Span,
    /// The documented name.
    pub(super) meant: &'static str,
    pub(super) help: Cow<'static, str>,
}

impl Misspelt {
    /// Which documented member the unknown one called `name`, which stands at `span`, may be meant for.
    pub(super) fn of(name: &str, span: Span, kind: Kind) -> Option<Self> {
        let meant = nearest(name, kind)?;
        Some(Self { span, meant, help: format!("did you mean `{meant}`? rename `{}`", Escaped(name)).into() })
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
    if seen.count > MOST_LETTERS {
        return None;
    }
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

/// No name with more letters is near to a documented one, and of most unknown members this is all that is looked at.
#[expect(clippy::indexing_slicing, reason = "members are constants: this runs at compile time")]
const MOST_LETTERS: usize = {
    let (mut longest, mut at) = (0, 0);
    while at < Contact::MEMBERS.len() + UpdateContactRequest::MEMBERS.len() {
        let is_contact = at < Contact::MEMBERS.len();
        let member = if is_contact {
            &Contact::MEMBERS[at]
        } else {
            &UpdateContactRequest::MEMBERS[at - Contact::MEMBERS.len()]
        };
        let count = Letters::of(member.name).count;
        longest = if count > longest { count } else { longest };
        at += 1;
    }
    longest + MOST_SLIPS
};

/// No name with more slips than this is taken for another.
const MOST_SLIPS: usize = 2;

/// The bit of each byte in [`Letters`]: one for both cases of a letter, none for what stands between words.
#[expect(clippy::indexing_slicing, reason = "this runs at compile time")]
static BITS: [u64; 256] = {
    let mut bits = [0; 256];
    let mut byte = 0;
    while byte < bits.len() {
        if !is_separator(byte as u8) {
            bits[byte] = 1 << ((byte as u8).to_ascii_lowercase() & 63);
        }
        byte += 1;
    }
    bits
};

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
            let bit = BITS[bytes[at] as usize];
            letters.set |= bit;
            letters.count += (bit != 0) as usize;
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
        self.count.abs_diff(other.count) <= MOST_SLIPS && is_few(self.set & !other.set) && is_few(other.set & !self.set)
    }
}

/// Whether there are at most `MOST_SLIPS` bits. Not all processors count bits, and those that do are not asked without flags for them.
fn is_few(bits: u64) -> bool {
    (0..MOST_SLIPS).fold(bits, |bits, _| bits & bits.wrapping_sub(1)) == 0
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
