//! The block recogniser of emails (feature `simd`): up to 64 bytes at once.
//!
//! The idea: one bit mask for each class of byte, one bit for each byte. A rule about neighbours is
//! then a shift and an AND of two masks, for all bytes at once:
//!
//! ```text
//! email          a . b @ c - d . o r g      the first byte is the lowest bit
//! dot            0 1 0 0 0 0 0 1 0 0 0
//! dot << 1       0 0 1 0 0 0 0 0 1 0 0
//! dot & dot << 1 0 0 0 0 0 0 0 0 0 0 0      no two dots in a row
//! ```
//!
//! The trick for `@`: a mask with one bit set minus 1 is the mask of all bytes below it, so
//! `at - 1` is the local part and the rest is the domain. And the top-level domain needs no loop:
//! the last byte that is not a letter must be a dot, and `leading_zeros` finds it.
//!
//! The twin is [`matches`](super::pattern::matches), which the proofs compare it with.

use wide::i8x16;

use super::pattern::Match;
use crate::json::blocks::{signed, within};

/// For each class of byte, one bit for each of up to 64 bytes, the first lowest.
#[derive(Clone, Copy, Default)]
struct Classes {
    /// `A-Z a-z`
    letter: u64,
    /// `0-9`
    digit: u64,
    /// `_ +`
    local: u64,
    hyphen: u64,
    apostrophe: u64,
    dot: u64,
    at: u64,
}

impl Classes {
    #[inline(always)]
    fn of(block: &[u8; 16]) -> Self {
        let bytes = i8x16::new(signed(*block));
        let splat = |byte: u8| i8x16::splat(byte.cast_signed());
        let equal = |byte: u8| bytes.simd_eq(splat(byte));
        let bits = |mask: i8x16| u64::from(mask.to_bitmask());
        Self {
            letter: bits(within(bytes | splat(0x20), b'a', b'z')),
            digit: bits(within(bytes, b'0', b'9')),
            local: bits(equal(b'_') | equal(b'+')),
            hyphen: bits(equal(b'-')),
            apostrophe: bits(equal(b'\'')),
            dot: bits(equal(b'.')),
            at: bits(equal(b'@')),
        }
    }

    /// Returns the classes of two blocks, of which `last` starts `shift` bytes after `first`. Where
    /// the blocks overlap, their bits are equal.
    #[inline(always)]
    fn of_both<const N: usize>(of: impl Fn(&[u8; N]) -> Self, first: &[u8; N], last: &[u8; N], shift: usize) -> Self {
        of(first).and(of(last), |first, last| first | last << shift)
    }

    #[inline(always)]
    fn of_32(bytes: &[u8; 32]) -> Self {
        match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(first), Some(last)) => Self::of_both(Self::of, first, last, 16),
            _ => Self::default(),
        }
    }

    #[inline(always)]
    fn of_64(bytes: &[u8; 64]) -> Self {
        match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(first), Some(last)) => Self::of_both(Self::of_32, first, last, 32),
            _ => Self::default(),
        }
    }

    /// Combines these classes with those of `more`.
    #[inline(always)]
    fn and(self, more: Self, combine: impl Fn(u64, u64) -> u64) -> Self {
        Self {
            letter: combine(self.letter, more.letter),
            digit: combine(self.digit, more.digit),
            local: combine(self.local, more.local),
            hyphen: combine(self.hyphen, more.hyphen),
            apostrophe: combine(self.apostrophe, more.apostrophe),
            dot: combine(self.dot, more.dot),
            at: combine(self.at, more.at),
        }
    }

    /// Returns the bytes of any class.
    #[inline(always)]
    fn all(self) -> u64 {
        self.letter | self.digit | self.local | self.hyphen | self.apostrophe | self.dot | self.at
    }
}

/// Matches the JSON string that `bytes` start with, after its opening quote. Returns its length
/// too. `None` if this routine cannot decide: the string has 64 bytes or more, or a byte that no
/// email contains.
#[inline(always)]
pub(crate) fn match_string(bytes: &[u8]) -> Option<(usize, Match)> {
    let (first, rest) = bytes.split_first_chunk()?;
    let mut classes = Classes::of_32(first);
    let mut length = classes.all().trailing_ones() as usize;
    if length == 32 {
        let second = Classes::of_32(rest.first_chunk()?);
        classes = classes.and(second, |first, second| first | second << 32);
        length = classes.all().trailing_ones() as usize;
    }
    let inside = 1_u64.checked_shl(length as u32)?.wrapping_sub(1);
    if bytes.get(length) != Some(&b'"') {
        return None;
    }
    Some((length, Scan::one_word(classes.and(classes, |classes, _| classes & inside), length)))
}

/// Matches the pattern. `None` for fewer than 8 bytes, which are too few for a block.
#[inline(always)]
pub(crate) fn match_pattern(bytes: &[u8]) -> Option<Match> {
    let length = bytes.len();
    Some(match length {
        0..16 => Scan::one_word(Classes::of(&padded(bytes)?), length),
        16..=32 => Scan::one_word(
            Classes::of_both(Classes::of, bytes.first_chunk()?, bytes.last_chunk()?, length - 16),
            length,
        ),
        33..=64 => Scan::one_word(
            Classes::of_both(Classes::of_32, bytes.first_chunk()?, bytes.last_chunk()?, length - 32),
            length,
        ),
        _ => Scan::words(bytes),
    })
}

/// Pads 8 to 15 bytes with zeros, which are in no class, from two overlapping halves.
#[inline(always)]
fn padded(bytes: &[u8]) -> Option<[u8; 16]> {
    let first = u64::from_le_bytes(*bytes.first_chunk()?);
    let last = u64::from_le_bytes(*bytes.last_chunk()?);
    let shift = 8 * bytes.len().checked_sub(8)?;
    Some((u128::from(first) | (u128::from(last) << shift)).to_le_bytes())
}

/// The state carried from one word to the next. A word is a mask of up to 64 bytes.
struct Scan {
    /// Whether the bytes before the word contain the `@`.
    at: bool,
    /// 1 if a dot may not come next: at the start, or after a dot.
    no_dot: u64,
    /// 1 if the local part may end before the word.
    ends: u64,
    /// 1 if a label starts with the word.
    starts: u64,
    /// The dots that follow a hyphen. Used only for emails of one word, so it is not carried over.
    trailing_hyphens: u64,
    /// The number of bytes.
    length: usize,
    /// The number of bytes up to and including the last non-letter, and whether that byte is a dot
    /// of the domain.
    not_letters: usize,
    dot_is_last: bool,
}

impl Default for Scan {
    #[inline(always)]
    fn default() -> Self {
        Self {
            at: false,
            no_dot: 1,
            ends: 0,
            starts: 0,
            trailing_hyphens: 0,
            length: 0,
            not_letters: 0,
            dot_is_last: false,
        }
    }
}

impl Scan {
    /// Consumes the next `length` bytes: 64, or 1 to 64 for the last word. Returns whether the
    /// bytes so far can start an email.
    #[inline(always)]
    fn word(&mut self, classes: Classes, length: usize) -> bool {
        let Classes { letter, digit, local, hyphen, apostrophe, dot, at } = classes;
        let all = u64::MAX >> ((64 - length) % 64);
        let alphanumeric = letter | digit;
        // The bytes before the one `@`, and after it.
        let (before, after) = match (self.at, at) {
            (true, 0) => (0, all),
            (false, 0) => (all, 0),
            (false, at) if at & (at - 1) == 0 => (at - 1, all & !(at | (at - 1))),
            _ => return false,
        };
        // Before it: only characters of the local part, the last of which may end it.
        let ends = alphanumeric | local | hyphen;
        let local_part = before & !(ends | apostrophe | dot) | at & !(ends << 1 | self.ends);
        // No leading dot, no two dots in a row.
        let dots = dot & (dot << 1 | self.no_dot);
        // After it: only characters of labels, and each label starts with a letter or a digit.
        let dots_after = dot & after;
        let labels = after & !(alphanumeric | hyphen | dot);
        let starts = ((dots_after | at) << 1 | self.starts) & all & !alphanumeric;
        if local_part | dots | labels | starts != 0 {
            return false;
        }
        // The last byte that is not a letter must be a dot, and two letters or more must follow it.
        let others = all & !letter;
        if others != 0 {
            let last = 63 - others.leading_zeros();
            self.not_letters = self.length + last as usize + 1;
            self.dot_is_last = dots_after >> last & 1 == 1;
        }
        self.trailing_hyphens |= dots_after & (hyphen << 1);
        self.at |= at != 0;
        self.no_dot = dot >> 63;
        self.ends = ends >> 63;
        self.starts = (dots_after | at) >> 63;
        self.length += length;
        true
    }

    /// Matches 64 bytes or fewer.
    #[inline(always)]
    fn one_word(classes: Classes, length: usize) -> Match {
        let mut scan = Self::default();
        if scan.word(classes, length) { scan.end(length) } else { Match::No }
    }

    /// Matches 64 bytes or more.
    #[inline(never)]
    fn words(bytes: &[u8]) -> Match {
        let mut scan = Self::default();
        let (words, rest) = bytes.as_chunks::<64>();
        if !words.iter().all(|word| scan.word(Classes::of_64(word), 64)) {
            return Match::No;
        }
        if let Some(last) = bytes.last_chunk::<64>().filter(|_| !rest.is_empty()) {
            // The last 64 bytes, without those already consumed.
            let last = Classes::of_64(last);
            let shift = 64 - rest.len();
            if !scan.word(last.and(last, |last, _| last >> shift), rest.len()) {
                return Match::No;
            }
        }
        scan.end(bytes.len())
    }

    /// Returns the result after the last of `length` bytes.
    #[inline(always)]
    fn end(&self, length: usize) -> Match {
        if !self.at || !self.dot_is_last || length - self.not_letters < 2 {
            Match::No
        } else if length > 63 || self.trailing_hyphens != 0 {
            Match::Odd
        } else {
            Match::Plain
        }
    }
}
