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
    let letters = match kind {
        Kind::Request => &const { Letters::of_names(UpdateContactRequest::MEMBERS) },
        Kind::Contact => &const { Letters::of_names(Contact::MEMBERS) },
    };
    let near = letters.may_be_near(name);
    if near == 0 {
        return None;
    }
    let name = plain(name);
    let distance = |known: &str| strsim::osa_distance(&name, &plain(known));
    let near = kind.member_names().enumerate().filter(|(index, _)| near >> index & 1 == 1);
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
    for c in name.chars().filter(|&c| !u8::try_from(c).is_ok_and(is_separator)) {
        match c {
            // I with a dot above. An `i` has that dot.
            '\u{130}' => plain.push('i'),
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

/// The maximum number of edits between a misspelling and a documented name.
const MOST_SLIPS: usize = 2;

/// The letters of the [`plain`] names of a body. They exclude most names cheaply, without
/// allocating.
struct Letters {
    /// For each byte that starts a letter: [`LETTER`](Self::LETTER), and one bit for each member
    /// whose name does not have this letter. For other bytes, 0.
    missing_from: [u32; 256],
    /// For each number of letters, one bit for each member whose name is about as long.
    about_as_long: [u32; LONGEST + 1],
}

impl Letters {
    /// Marks the first byte of a letter; the bit after those of the members.
    const LETTER: u32 = 1 << MAX_MEMBERS;

    #[expect(clippy::indexing_slicing, reason = "this runs at compile time")]
    const fn of_names(members: &[Member]) -> Self {
        let mut letters = Self { missing_from: [0; 256], about_as_long: [0; LONGEST + 1] };
        let mut index = 0;
        while index < members.len() {
            let name = members[index].name;
            let mut byte = 0;
            while byte < 256 {
                if is_letter(byte as u8) {
                    letters.missing_from[byte] |= Self::LETTER;
                    // `plain` makes an ASCII letter of two characters that are not ASCII: these
                    // start with 0xC4 and 0xE2.
                    let may_be_any = byte == 0xC4 || byte == 0xE2;
                    let is_missing = !may_be_any && !has_letter(name.as_bytes(), byte as u8);
                    letters.missing_from[byte] |= (is_missing as u32) << index;
                }
                byte += 1;
            }
            let mut count = 0;
            while count <= LONGEST {
                let is_about_as_long = count.abs_diff(name.len()) <= most_edits(name);
                letters.about_as_long[count] |= (is_about_as_long as u32) << index;
                count += 1;
            }
            index += 1;
        }
        letters
    }

    /// Returns one bit for each member whose name may be near `name`: it is about as long, and has
    /// all but [`MOST_SLIPS`] of its letters, because an edit adds at most one letter.
    fn may_be_near(&self, name: &str) -> u32 {
        let mut count = 0;
        // The members that lack at least one, two and three of the letters so far.
        let (mut one, mut two, mut three) = (0, 0, 0);
        for byte in name.bytes() {
            let missing = self.missing_from.get(usize::from(byte)).copied().unwrap_or(0);
            count += missing / Self::LETTER;
            three |= two & missing;
            two |= one & missing;
            one |= missing;
        }
        let about_as_long = self.about_as_long.get(count as usize).copied().unwrap_or(0);
        about_as_long & !three
    }
}

/// Whether a byte of UTF-8 starts a character that [`plain`] keeps.
const fn is_letter(byte: u8) -> bool {
    !is_separator(byte) && byte & 0xC0 != 0x80
}

/// Whether a documented name has the letter, in either case.
#[expect(clippy::indexing_slicing, reason = "this runs at compile time")]
const fn has_letter(name: &[u8], letter: u8) -> bool {
    let mut at = 0;
    while at < name.len() {
        if name[at].eq_ignore_ascii_case(&letter) {
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
