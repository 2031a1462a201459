//! The block routines (feature `simd`): sixteen bytes at a time, in safe code.
//!
//! Each has an obviously correct twin that takes one byte at a time: `plain_end` in [`json`](crate::json), the machine in
//! [`email`](crate::email). The twins serve builds without the feature, and the tests hold the two against each other.

use wide::u8x16;

use crate::email::Match;

/// The number of bytes in a block.
const BLOCK: usize = 16;

/// One bit for each byte of a block, the first lowest, that is `"`, `\` or a control character.
#[inline(always)]
pub(crate) fn stops(block: &[u8; BLOCK]) -> u32 {
    let bytes = u8x16::new(*block);
    let control = bytes.min(u8x16::splat(0x1F)).simd_eq(bytes);
    (bytes.simd_eq(u8x16::splat(b'"')) | bytes.simd_eq(u8x16::splat(b'\\')) | control).to_bitmask()
}

/// One bit for each byte of up to 64, the first lowest, by what it is to an email.
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
    fn of(block: &[u8; BLOCK]) -> Self {
        let bytes = u8x16::new(*block);
        let equal = |byte: u8| bytes.simd_eq(u8x16::splat(byte));
        let within = |bytes: u8x16, first: u8, last: u8| {
            let above = bytes - u8x16::splat(first);
            above.min(u8x16::splat(last - first)).simd_eq(above)
        };
        let bits = |mask: u8x16| u64::from(mask.to_bitmask());
        Self {
            letter: bits(within(bytes | u8x16::splat(0x20), b'a', b'z')),
            digit: bits(within(bytes, b'0', b'9')),
            local: bits(equal(b'_') | equal(b'+')),
            hyphen: bits(equal(b'-')),
            apostrophe: bits(equal(b'\'')),
            dot: bits(equal(b'.')),
            at: bits(equal(b'@')),
        }
    }

    /// Adds the classes of the block that starts at `shift`.
    #[inline(always)]
    fn add(&mut self, block: Self, shift: usize) {
        self.letter |= block.letter << shift;
        self.digit |= block.digit << shift;
        self.local |= block.local << shift;
        self.hyphen |= block.hyphen << shift;
        self.apostrophe |= block.apostrophe << shift;
        self.dot |= block.dot << shift;
        self.at |= block.at << shift;
    }
}

/// What [`Email::PATTERN`](crate::Email::PATTERN) says of these bytes; `None` where there are too few or too many for blocks.
#[inline(always)]
pub(crate) fn email(bytes: &[u8]) -> Option<Match> {
    let length = bytes.len();
    if length > 64 {
        return None;
    }
    // Whole blocks, and a last one that overlaps the one before: what lies in both is the same in both.
    let (Some(first), Some(last)) = (bytes.first_chunk::<BLOCK>(), bytes.last_chunk::<BLOCK>()) else {
        return Some(matches(Classes::of(&padded(bytes)?), length));
    };
    let mut classes = Classes::of(first);
    if length > 2 * BLOCK {
        let mut rest = bytes.get(BLOCK..)?;
        let mut shift = BLOCK;
        while let Some((block, more)) = rest.split_first_chunk::<BLOCK>() {
            classes.add(Classes::of(block), shift);
            rest = more;
            shift += BLOCK;
        }
    }
    classes.add(Classes::of(last), length - BLOCK);
    Some(matches(classes, length))
}

/// A block of 8 to 15 bytes and zeros, which are in no class, from two overlapping halves.
#[inline(always)]
fn padded(bytes: &[u8]) -> Option<[u8; BLOCK]> {
    let first = u64::from_le_bytes(*bytes.first_chunk()?);
    let last = u64::from_le_bytes(*bytes.last_chunk()?);
    let shift = 8 * bytes.len().checked_sub(8)?;
    Some((u128::from(first) | (u128::from(last) << shift)).to_le_bytes())
}

/// The pattern as algebra on the masks of an email of 1 to 64 bytes.
#[inline(always)]
fn matches(classes: Classes, length: usize) -> Match {
    let Classes { letter, digit, local, hyphen, apostrophe, dot, at } = classes;
    let all = u64::MAX >> (64 - length);
    // One `@`, with something before it.
    if at & at.wrapping_sub(1) != 0 || at <= 1 {
        return Match::No;
    }
    let before = at - 1;
    let after = all & !before & !at;
    let alphanumeric = letter | digit;

    // Only characters of the local part before it, the last of them one that may be the last.
    let ends = alphanumeric | local | hyphen;
    let local_part = before & !(ends | apostrophe | dot) == 0 && ends & (at >> 1) != 0;
    // No dot first, no two in a row.
    let dots = dot & ((dot << 1) | 1) == 0;
    // Only characters of labels after it; each label starts with a letter or a digit, the empty last one has no place to do so.
    let starts = ((dot & after) | at) << 1;
    let labels = after & !(alphanumeric | hyphen | dot) == 0 && starts & !(alphanumeric & after) == 0;
    // After the last dot, two letters or more and nothing else.
    let dots_after = dot & after;
    if dots_after == 0 {
        return Match::No;
    }
    let last_dot = 63 - dots_after.leading_zeros() as usize;
    let top_level = all & !(u64::MAX >> (63 - last_dot));
    let ends_right = top_level & !letter == 0 && length - last_dot > 2;
    if !(local_part && dots && labels && ends_right) {
        return Match::No;
    }
    // In so short an email, only a hyphen at the end of a label can make it undeliverable.
    if hyphen & (dots_after >> 1) == 0 { Match::Plain } else { Match::Odd }
}
