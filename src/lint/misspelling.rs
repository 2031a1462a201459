//! "Did you mean": unknown members whose names are close to a documented one.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::kind::Kind;
use crate::body::member::{Body, Member};
use crate::body::{Contact, UpdateContactRequest};
use crate::escape::Escaped;
use crate::pointer::Span;

/// The maximum length of a name in bytes to look for a near one. This bounds the time for a name,
/// which the author of the document chooses.
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
    /// Returns the unknown member `name` at `span` if it is a misspelling of a documented one.
    pub(super) fn of(name: &str, span: Span, kind: Kind) -> Option<Self> {
        let meant = nearest(name, kind)?;
        let mut shown = Escaped(name).to_string();
        if shown.contains('`') {
            shown = shown.replace('`', "\\u{60}");
        }
        Some(Self { span, meant, help: format!("did you mean `{meant}`? rename `{shown}`").into() })
    }

    /// Adds this one to `others` and returns its help. Of two misspellings of one name, only the
    /// first can be renamed.
    pub(super) fn add_to(self, others: &mut Vec<Self>) -> Option<Cow<'static, str>> {
        if others.iter().any(|other| other.meant == self.meant) {
            return None;
        }
        let help = self.help.clone();
        others.push(self);
        Some(help)
    }
}

/// Returns the documented name that `name` is probably a misspelling of.
pub(super) fn nearest(name: &str, kind: Kind) -> Option<&'static str> {
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
    let is_near = |(known, letters): &(&str, &Letters)| {
        seen.count.abs_diff(letters.count) <= most_edits(known) && seen.may_be_near(letters)
    };
    let near = kind.member_names().zip(letters).filter(is_near);
    let mut near = near.map(|(known, _)| known).peekable();
    near.peek()?;
    let name = plain(name);
    let distance = |known: &str| strsim::osa_distance(&name, &plain(known));
    let (known, distance) = near.map(|known| (known, distance(known))).min_by_key(|near| near.1)?;
    (distance <= most_edits(known)).then_some(known)
}

/// Returns the maximum number of edits of a documented name: one if it is short, else two.
const fn most_edits(known: &str) -> usize {
    if known.len() <= 3 { 1 } else { MOST_SLIPS }
}

/// Returns the name without separators of words, in lower case as far as that makes ASCII letters.
/// Documented names are ASCII, and the standard library's table of all letters is 11 KB.
fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for c in name.chars().filter(|&c| !u8::try_from(c).is_ok_and(is_separator)) {
        match c {
            // I with a dot above.
            '\u{130}' => plain.push_str("i\u{307}"),
            // The Kelvin sign.
            '\u{212A}' => plain.push('k'),
            _ => plain.push(c.to_ascii_lowercase()),
        }
    }
    plain
}

/// Whether the byte separates words.
const fn is_separator(byte: u8) -> bool {
    matches!(byte, b'_' | b'-' | b' ')
}

/// The maximum number of letters of a misspelling. For most unknown members this test is enough.
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

/// The maximum number of edits between a misspelling and a documented name.
const MOST_SLIPS: usize = 2;

/// The bit of each byte in [`Letters`]: the same for both cases of a letter, none for separators.
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

/// The letters of a [`plain`] name, found without allocating. They exclude most names cheaply.
#[derive(Clone, Copy)]
struct Letters {
    /// One bit for each letter, in either case.
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

    /// Whether names of these letters can be near: an edit removes at most one letter and adds at
    /// most one.
    ///
    /// It counts bytes, so an edit of a character beyond ASCII may count as several.
    fn may_be_near(&self, other: &Self) -> bool {
        self.count.abs_diff(other.count) <= MOST_SLIPS && is_few(self.set & !other.set) && is_few(other.set & !self.set)
    }
}

/// Whether at most `MOST_SLIPS` bits are set. Counting bits needs an instruction that is not in the
/// baseline of x86-64.
fn is_few(bits: u64) -> bool {
    (0..MOST_SLIPS).fold(bits, |bits, _| bits & bits.wrapping_sub(1)) == 0
}

#[cfg(test)]
mod tests {
    use alloc::string::{String, ToString as _};

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
    fn ascii_letters_in_lower_case_are_those_of_unicode() {
        let ascii = |c: char| if c.is_ascii() { c } else { '?' };
        for c in ('\0'..=char::MAX).filter(|c| !matches!(c, '_' | '-' | ' ')) {
            let lower: String = c.to_lowercase().map(ascii).collect();
            assert_eq!(plain(&c.to_string()).chars().map(ascii).collect::<String>(), lower, "{c:?}");
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
