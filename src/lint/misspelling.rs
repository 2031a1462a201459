//! "Did you mean": unknown members whose names are close to a documented one.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::kind::Kind;
use crate::body::member::{Body, Member};
use crate::body::order::MAX_MEMBERS;
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
    #[inline]
    pub(super) fn of(name: &str, span: Span, kind: Kind) -> Option<Self> {
        nearest(name, kind).map(|meant| Self::new(name, span, meant))
    }

    #[cold]
    #[inline(never)]
    fn new(name: &str, span: Span, meant: &'static str) -> Self {
        let mut shown = Escaped(name).to_string();
        if shown.contains('`') {
            shown = shown.replace('`', "\\u{60}");
        }
        Self { span, meant, help: format!("did you mean `{meant}`? rename `{shown}`").into() }
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
#[inline]
pub(super) fn nearest(name: &str, kind: Kind) -> Option<&'static str> {
    if name.len() > LONGEST {
        return None;
    }
    let letters = match kind {
        Kind::Request => &const { Letters::of_names(UpdateContactRequest::MEMBERS) },
        Kind::Contact => &const { Letters::of_names(Contact::MEMBERS) },
    };
    let near = letters.may_be_near(name);
    if near == 0 { None } else { nearest_of(near, name, kind) }
}

/// Same as [`nearest`], among the members whose lane is not 0.
#[cold]
#[inline(never)]
fn nearest_of(lanes: u128, name: &str, kind: Kind) -> Option<&'static str> {
    let name = plain(name);
    let distance = |known: &str| strsim::osa_distance(&name, &plain(known));
    let near = kind.member_names().enumerate().filter(|&(index, _)| lanes & lane(index, u8::MAX) != 0);
    let near =
        near.map(|(_, known)| (known, distance(known))).filter(|(known, distance)| *distance <= most_edits(known));
    near.min_by_key(|(_, distance)| *distance).map(|(known, _)| known)
}

/// Returns the maximum number of edits of a documented name: one if it is short, else two.
const fn most_edits(known: &str) -> usize {
    if known.len() <= 3 { 1 } else { MOST_SLIPS }
}

/// Returns the name without separators of words, in lower case as far as that makes ASCII letters.
/// Documented names are ASCII, and the standard library's table of all letters is 11 KB.
fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for c in name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')) {
        match c {
            // `İ`, a capital I with a dot above: without its case it is an `i`.
            '\u{130}' => plain.push('i'),
            // The Kelvin sign.
            '\u{212A}' => plain.push('k'),
            _ => plain.push(c.to_ascii_lowercase()),
        }
    }
    plain
}

/// The maximum number of edits between a misspelling and a documented name.
const MOST_SLIPS: usize = 2;

/// The letters of the [`plain`] names of a body. They exclude most names cheaply, without
/// allocating.
///
/// Each row has one byte for each member, its lane, so one addition counts for all members. The last
/// lane counts the letters of the name itself. No lane exceeds [`LONGEST`], so none overflows into
/// the next.
struct Letters {
    /// For each [class](class_of) of bytes: 1 if the name of the member has none of them.
    missing: [u128; CLASSES],
    /// For each number of letters: the highest bit for a name that is about as long.
    about_as_long: [u128; LONGEST + 1],
}

/// The lane for the letters of the name itself.
const OWN: usize = MAX_MEMBERS - 1;

/// The highest bit of a lane.
const HIGHEST: u8 = 0x80;

const _: () = assert!(MAX_MEMBERS * 8 == u128::BITS as usize && LONGEST < HIGHEST as usize);

/// Returns a row with this value in one lane.
const fn lane(index: usize, value: u8) -> u128 {
    (value as u128) << (8 * index)
}

impl Letters {
    #[expect(clippy::indexing_slicing, reason = "this runs at compile time")]
    const fn of_names(members: &[Member]) -> Self {
        assert!(members.len() <= OWN, "the rows need more lanes");
        let mut letters = Self { missing: [0; CLASSES], about_as_long: [0; LONGEST + 1] };
        let mut class = 1;
        while class < CLASSES {
            letters.missing[class] |= lane(OWN, 1);
            class += 1;
        }
        let mut index = 0;
        while index < members.len() {
            let name = members[index].name;
            let mut class = 1;
            while class < CLASSES {
                let is_missing = class != ANY_LETTER && !has_class(name.as_bytes(), class);
                letters.missing[class] |= lane(index, is_missing as u8);
                class += 1;
            }
            let mut count = 0;
            while count <= LONGEST {
                let is_about_as_long = count.abs_diff(name.len()) <= most_edits(name);
                letters.about_as_long[count] |= lane(index, if is_about_as_long { HIGHEST } else { 0 });
                count += 1;
            }
            index += 1;
        }
        letters
    }

    /// Returns a row with the lane of each member whose name may be near `name`, of at most
    /// [`LONGEST`] bytes: it is about as long, and has all but [`MOST_SLIPS`] of its letters,
    /// because an edit adds at most one letter.
    fn may_be_near(&self, name: &str) -> u128 {
        // In each lane, more than `MOST_SLIPS` reach the highest bit.
        const REST: u128 = u128::from_ne_bytes([HIGHEST - 1 - MOST_SLIPS as u8; 16]);
        let class = |byte| CLASS_OF.get(usize::from(byte)).copied().unwrap_or(0);
        let row = |byte| self.missing.get(usize::from(class(byte))).copied().unwrap_or(0);
        let missing = name.bytes().fold(0_u128, |sum, byte| sum.wrapping_add(row(byte)));
        let count = (missing >> (8 * OWN)) as usize;
        let about_as_long = self.about_as_long.get(count).copied().unwrap_or(0);
        about_as_long & !missing.wrapping_add(REST)
    }
}

/// The number of classes of bytes.
const CLASSES: usize = 29;

/// The class of bytes that may start any letter: `plain` makes ASCII letters of two characters that
/// are not ASCII.
const ANY_LETTER: usize = 27;

/// Returns the class of a byte of UTF-8: 0 if it starts no character that [`plain`] keeps, 1 to 26
/// for the letters of ASCII in either case, [`ANY_LETTER`], or 28 for all others.
const fn class_of(byte: u8) -> u8 {
    match byte {
        b'a'..=b'z' => byte - b'a' + 1,
        b'A'..=b'Z' => byte - b'A' + 1,
        0xC4 | 0xE2 => ANY_LETTER as u8,
        b'_' | b'-' | b' ' | 0x80..=0xBF => 0,
        _ => 28,
    }
}

/// [`class_of`] each byte.
#[expect(clippy::indexing_slicing, reason = "this runs at compile time")]
static CLASS_OF: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = class_of(byte as u8);
        byte += 1;
    }
    classes
};

/// Whether a documented name has a byte of the class.
#[expect(clippy::indexing_slicing, reason = "this runs at compile time")]
const fn has_class(name: &[u8], class: usize) -> bool {
    let mut at = 0;
    while at < name.len() {
        if class_of(name[at]) as usize == class {
            return true;
        }
        at += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use alloc::string::{String, ToString as _};
    use alloc::vec::Vec;

    use super::{Kind, LONGEST, most_edits, nearest, plain};

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
            ("na", Kind::Contact, Some("name")),
        ] {
            assert_eq!(nearest(name, kind), expected, "{name}");
        }
    }

    #[test]
    fn ascii_letters_in_lower_case_are_those_of_unicode() {
        let ascii = |c: char| if c.is_ascii() { c } else { '?' };
        assert_eq!(plain("\u{130}"), "i");
        for c in ('\0'..=char::MAX).filter(|c| !matches!(c, '_' | '-' | ' ' | '\u{130}')) {
            let lower: String = c.to_lowercase().map(ascii).collect();
            assert_eq!(plain(&c.to_string()).chars().map(ascii).collect::<String>(), lower, "{c:?}");
        }
    }

    #[test]
    fn the_filter_keeps_all_near_names() {
        let mut state = 7_u64;
        let mut below = |end: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % end
        };
        let other = ['a', 'E', 'n', '_', 'x', 'ć', 'İ', '\u{212A}', '名'];
        let mut near = 0;
        for kind in [Kind::Request, Kind::Contact] {
            for known in kind.member_names() {
                for _ in 0..2_000 {
                    let mut name: Vec<char> = known.chars().collect();
                    for _ in 0..below(4) {
                        let (at, c) = (below(name.len()), other[below(other.len())]);
                        match below(4) {
                            0 => name.insert(at, c),
                            1 if name.len() > 1 => drop(name.remove(at)),
                            2 => name[at] = c,
                            _ => {
                                let last = name.len() - 1;
                                name.swap(at, (at + 1).min(last));
                            }
                        }
                    }
                    let name: String = name.into_iter().collect();
                    let distance = |known: &str| strsim::osa_distance(&plain(&name), &plain(known));
                    let least = kind.member_names().filter(|known| distance(known) <= most_edits(known));
                    let least = least.min_by_key(|known| distance(known));
                    assert_eq!(nearest(&name, kind), least.filter(|_| name.len() <= LONGEST), "{name}");
                    near += usize::from(least.is_some());
                }
            }
        }
        assert!(near > 10_000, "{near}");
    }
}
