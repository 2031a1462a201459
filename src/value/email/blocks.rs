//! The block recogniser of emails (feature `simd`).

use wide::u8x16;

use super::Match;

/// One bit for each of up to 64 bytes, the first lowest, by what the byte is to an email.
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

    /// The classes of as many bytes as `first` and `last` have, of which the last ones start at `shift`. Where they overlap, both
    /// say the same.
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

    /// These classes and those of `more`, put together.
    #[inline(always)]
    fn and(self, more: Self, together: impl Fn(u64, u64) -> u64) -> Self {
        Self {
            letter: together(self.letter, more.letter),
            digit: together(self.digit, more.digit),
            local: together(self.local, more.local),
            hyphen: together(self.hyphen, more.hyphen),
            apostrophe: together(self.apostrophe, more.apostrophe),
            dot: together(self.dot, more.dot),
            at: together(self.at, more.at),
        }
    }

    /// The bytes that are in any class.
    #[inline(always)]
    fn all(self) -> u64 {
        self.letter | self.digit | self.local | self.hyphen | self.apostrophe | self.dot | self.at
    }
}

/// The email in the string that `bytes` start with, after its opening quote: its length and what the pattern says of it.
/// `None` where that is not to be seen here: the string has 64 bytes or more, or is no email.
#[inline(always)]
pub(crate) fn email_string(bytes: &[u8]) -> Option<(usize, Match)> {
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
    Some((length, Email::one_word(classes.and(classes, |classes, _| classes & inside), length)))
}

/// What [`Email::PATTERN`](crate::Email::PATTERN) says of these bytes; `None` where there are too few for blocks.
#[inline(always)]
pub(crate) fn email(bytes: &[u8]) -> Option<Match> {
    let length = bytes.len();
    Some(match length {
        0..16 => Email::one_word(Classes::of(&padded(bytes)?), length),
        16..=32 => Email::one_word(
            Classes::of_both(Classes::of, bytes.first_chunk()?, bytes.last_chunk()?, length - 16),
            length,
        ),
        33..=64 => Email::one_word(
            Classes::of_both(Classes::of_32, bytes.first_chunk()?, bytes.last_chunk()?, length - 32),
            length,
        ),
        _ => Email::words(bytes),
    })
}

/// A block of 8 to 15 bytes and zeros, which are in no class, from two overlapping halves.
#[inline(always)]
fn padded(bytes: &[u8]) -> Option<[u8; 16]> {
    let first = u64::from_le_bytes(*bytes.first_chunk()?);
    let last = u64::from_le_bytes(*bytes.last_chunk()?);
    let shift = 8 * bytes.len().checked_sub(8)?;
    Some((u128::from(first) | (u128::from(last) << shift)).to_le_bytes())
}

/// The pattern as algebra on masks, 64 bytes at a time: what is to be known of the bytes before a word.
struct Email {
    /// Whether the `@` was there.
    at: bool,
    /// Whether the byte before may not come before a dot: there is none, or it is one. These and the next are the bit of the first
    /// byte of the word.
    no_dot: u64,
    /// Whether the local part may end before the word.
    ends: u64,
    /// Whether a label starts with the word.
    starts: u64,
    /// Where dots stand after a hyphen. Only asked for where one word is all, so nothing of it goes on to the next.
    trailing_hyphens: u64,
    /// How many bytes were there.
    length: usize,
    /// The number of bytes up to and with the last one that is no letter, and whether that is a dot of the domain.
    not_letters: usize,
    dot_is_last: bool,
}

impl Default for Email {
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

impl Email {
    /// Goes on over the next `length` bytes, 1 to 64. All but the last word have 64. Returns whether there may be an email.
    #[inline(always)]
    fn word(&mut self, classes: Classes, length: usize) -> bool {
        let Classes { letter, digit, local, hyphen, apostrophe, dot, at } = classes;
        let all = u64::MAX >> ((64 - length) % 64);
        let alphanumeric = letter | digit;
        // What stands before the one `@`, and after it.
        let (before, after) = match (self.at, at) {
            (true, 0) => (0, all),
            (false, 0) => (all, 0),
            (false, at) if at & (at - 1) == 0 => (at - 1, all & !(at | (at - 1))),
            _ => return false,
        };
        // Only characters of the local part before it, the last of them one that may be the last.
        let ends = alphanumeric | local | hyphen;
        let local_part = before & !(ends | apostrophe | dot) | at & !(ends << 1 | self.ends);
        // No dot first, no two in a row.
        let dots = dot & (dot << 1 | self.no_dot);
        // Only characters of labels after it; each label starts with a letter or a digit.
        let dots_after = dot & after;
        let labels = after & !(alphanumeric | hyphen | dot);
        let starts = ((dots_after | at) << 1 | self.starts) & all & !alphanumeric;
        if local_part | dots | labels | starts != 0 {
            return false;
        }
        // After the last byte that is no letter, which must be a dot, come two letters or more.
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

    /// The verdict on 64 bytes or fewer.
    #[inline(always)]
    fn one_word(classes: Classes, length: usize) -> Match {
        let mut email = Self::default();
        if email.word(classes, length) { email.end(length) } else { Match::No }
    }

    /// The verdict on 64 bytes or more.
    #[inline(never)]
    fn words(bytes: &[u8]) -> Match {
        let mut email = Self::default();
        let (words, rest) = bytes.as_chunks::<64>();
        if !words.iter().all(|word| email.word(Classes::of_64(word), 64)) {
            return Match::No;
        }
        if let Some(last) = bytes.last_chunk::<64>().filter(|_| !rest.is_empty()) {
            // The last 64 bytes without those that were there.
            let last = Classes::of_64(last);
            let shift = 64 - rest.len();
            if !email.word(last.and(last, |last, _| last >> shift), rest.len()) {
                return Match::No;
            }
        }
        email.end(bytes.len())
    }

    /// The verdict after the last of `length` bytes.
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
