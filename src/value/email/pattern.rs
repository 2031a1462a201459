//! The language of [`Email::PATTERN`](super::Email::PATTERN), recognised one byte at a time.

use super::deliverability::Undeliverable;
use super::error::{CharacterClass, EmailPart, InvalidEmail};

/// Whether the pattern matches a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Match {
    No,
    /// It matches, and the email is not [`Undeliverable`].
    Plain,
    /// It matches, and the email may be [`Undeliverable`].
    Odd,
}

/// Matches one byte at a time, by the [`table`].
pub(super) fn by_table(bytes: &[u8]) -> Match {
    if table::accepts(bytes) {
        if bytes.len() <= Undeliverable::MAX_LABEL { Match::Plain } else { Match::Odd }
    } else if matches(bytes.iter().copied()) {
        Match::Odd
    } else {
        Match::No
    }
}

/// [`State::step`] as a shift table: one load and one shift for each byte, and no branch. It
/// rejects emails with a label that ends in a hyphen; the caller passes these to [`matches`].
///
/// The idea: each byte has a row of 64 bits, with six bits for each state. The six bits of a state
/// hold the next state, as a shift amount. Shifting the row by the current state therefore moves
/// the next state to the lowest six bits:
///
/// ```text
/// row of `@`   ...| Dot: refused | Label: refused | ... | LocalPart: At | Start: refused |
///                                                        ^ >> LocalPart
/// ```
///
/// The bits above are ignored: a shift takes its amount modulo 64.
pub(crate) mod table {
    use super::State::{self, Apostrophe, At, Dot, FirstLabel, Label, Letter, LocalDot, LocalPart, Start, TopLevel};

    /// The bits of a state. Six bits hold a shift amount, 0 to 63.
    const BITS: usize = 6;

    /// The states in the order of a row. States with the same next states share a position: the
    /// start and the state after a dot of the local part; the two kinds of labels that cannot be
    /// the last.
    const STATES: [State; 8] = [Start, LocalPart, Apostrophe, At, Label, Dot, Letter, TopLevel];

    /// Two more positions: a label that ends in a hyphen, after which the table accepts no dot; and
    /// a rejected text.
    const HYPHEN: usize = STATES.len();
    const REFUSED: usize = HYPHEN + 1;

    const _: () = assert!((REFUSED + 1) * BITS <= u64::BITS as usize);

    pub(crate) const START: u64 = place(Start, b'\0');
    const TOP_LEVEL: u64 = place(TopLevel, b'\0');
    pub(crate) const DEAD: u64 = (REFUSED * BITS) as u64;

    #[expect(clippy::indexing_slicing, reason = "this runs at compile time")]
    static ROWS: [u64; 256] = {
        let mut rows = [0; 256];
        let mut byte = 0;
        while byte < rows.len() {
            let mut from = 0;
            while from <= REFUSED {
                rows[byte] |= next(from, byte as u8) << (from * BITS);
                from += 1;
            }
            byte += 1;
        }
        rows
    };

    #[expect(clippy::indexing_slicing, reason = "this runs at compile time")]
    const fn next(from: usize, byte: u8) -> u64 {
        let state = match from {
            REFUSED => return DEAD,
            HYPHEN if byte == b'.' => return DEAD,
            HYPHEN => Label,
            from => STATES[from],
        };
        match state.step(byte) {
            Ok(next) => place(next, byte),
            Err(_) => DEAD,
        }
    }

    /// Returns the shift amount of a state that `byte` has led to.
    #[expect(clippy::indexing_slicing, reason = "this runs at compile time")]
    const fn place(state: State, byte: u8) -> u64 {
        let state = match state {
            FirstLabel | Label if byte == b'-' => return (HYPHEN * BITS) as u64,
            FirstLabel => Label,
            LocalDot => Start,
            state => state,
        };
        let mut at = 0;
        while STATES[at] as u8 != state as u8 {
            at += 1;
        }
        (at * BITS) as u64
    }

    /// Returns the state after `byte`, in the lowest six bits.
    #[inline(always)]
    #[expect(clippy::indexing_slicing, reason = "every byte has a row")]
    pub(crate) fn step(state: u64, byte: u8) -> u64 {
        ROWS[usize::from(byte)] >> (state % u64::from(u64::BITS))
    }

    /// Returns whether an email may end in this state.
    #[inline(always)]
    pub(crate) fn is_end(state: u64) -> bool {
        state % u64::from(u64::BITS) == TOP_LEVEL
    }

    #[inline]
    pub(crate) fn accepts(bytes: &[u8]) -> bool {
        is_end(bytes.iter().fold(START, |state, &byte| step(state, byte)))
    }
}

/// Returns whether the pattern matches the text of these bytes, one at a time. The twin of the
/// table and of the block recogniser.
#[inline]
pub(crate) fn matches(bytes: impl Iterator<Item = u8>) -> bool {
    let mut state = State::Start;
    for byte in bytes {
        match state.step(byte) {
            Ok(next) => state = next,
            Err(_) => return false,
        }
    }
    state.end().is_ok()
}

/// The states of the recogniser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum State {
    /// Nothing yet.
    Start,
    /// In the local part, which may end here.
    LocalPart,
    /// In the local part, after an apostrophe. The local part cannot end here.
    Apostrophe,
    /// In the local part, after a dot.
    LocalDot,
    /// After the `@`.
    At,
    /// In the first label of the domain. It cannot be the last.
    FirstLabel,
    /// After a dot in the domain.
    Dot,
    /// In a later label, after one letter.
    Letter,
    /// In a later label, after two or more letters. Only here an email may end.
    TopLevel,
    /// In a later label that contains a digit or a hyphen.
    Label,
}

/// Why [`State::step`] or [`State::end`] rejects the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    EmptyLocalPart,
    LeadingDot,
    ConsecutiveDots,
    Character,
    LocalPartEnd,
    MissingAt,
    SecondAt,
    EmptyLabel,
    LabelLeadingHyphen,
    SingleLabel,
    TopLevelTooShort,
    TopLevelNotLetters,
}

impl State {
    /// Returns the state after `byte`, or why no email continues with it.
    #[inline]
    pub(crate) const fn step(self, byte: u8) -> Result<Self, Fault> {
        use State::{Apostrophe, At, Dot, FirstLabel, Label, Letter, LocalDot, LocalPart, Start, TopLevel};

        Ok(match (self, byte) {
            (
                Start | LocalPart | Apostrophe | LocalDot,
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'_' | b'+' | b'-',
            ) => LocalPart,
            (Start | LocalPart | Apostrophe | LocalDot, b'\'') => Apostrophe,
            (Start, b'.') => return Err(Fault::LeadingDot),
            (LocalPart | Apostrophe, b'.') => LocalDot,
            (LocalDot, b'.') => return Err(Fault::ConsecutiveDots),
            (Start, b'@') => return Err(Fault::EmptyLocalPart),
            (LocalPart, b'@') => At,
            (Apostrophe | LocalDot, b'@') => return Err(Fault::LocalPartEnd),

            (At, b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9') => FirstLabel,
            (FirstLabel, b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-') => FirstLabel,
            (Dot, b'A'..=b'Z' | b'a'..=b'z') => Letter,
            (Letter | TopLevel, b'A'..=b'Z' | b'a'..=b'z') => TopLevel,
            (Label, b'A'..=b'Z' | b'a'..=b'z') => Label,
            (Dot | Letter | TopLevel | Label, b'0'..=b'9') => Label,
            (Letter | TopLevel | Label, b'-') => Label,
            (FirstLabel | Letter | TopLevel | Label, b'.') => Dot,
            (At | Dot, b'-') => return Err(Fault::LabelLeadingHyphen),
            (At, b'.') => return Err(Fault::EmptyLabel),
            (Dot, b'.') => return Err(Fault::ConsecutiveDots),
            (At | FirstLabel | Dot | Letter | TopLevel | Label, b'@') => return Err(Fault::SecondAt),

            _ => return Err(Fault::Character),
        })
    }

    /// Returns why an email cannot end here, if it cannot.
    #[inline]
    pub(crate) fn end(self) -> Result<(), Fault> {
        Err(match self {
            Self::TopLevel => return Ok(()),
            Self::Start => Fault::EmptyLocalPart,
            Self::LocalPart | Self::Apostrophe | Self::LocalDot => Fault::MissingAt,
            Self::At | Self::Dot => Fault::EmptyLabel,
            Self::FirstLabel => Fault::SingleLabel,
            Self::Letter => Fault::TopLevelTooShort,
            Self::Label => Fault::TopLevelNotLetters,
        })
    }
}

/// Explains why `text` does not match.
#[cold]
pub(super) fn explain(text: &str) -> InvalidEmail {
    let mut state = State::Start;
    let mut at = 0;
    let fault = loop {
        let step = match text.as_bytes().get(at) {
            Some(&byte) => state.step(byte),
            None => break state.end().err().unwrap_or(Fault::Character),
        };
        match step {
            Ok(next) => state = next,
            Err(fault) => break fault,
        }
        at += 1;
    };
    let last_label = || text.rfind(['.', '@']).map_or(0, |dot| dot + 1);
    match fault {
        Fault::EmptyLocalPart => InvalidEmail::EmptyLocalPart,
        Fault::LeadingDot => InvalidEmail::LeadingDot,
        Fault::ConsecutiveDots => InvalidEmail::ConsecutiveDots { at: at - 1 },
        Fault::Character => {
            // All bytes before are ASCII, so a character starts here.
            let found = text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(char::REPLACEMENT_CHARACTER);
            let part = match state {
                State::Start | State::LocalPart | State::Apostrophe | State::LocalDot => EmailPart::LocalPart,
                _ => EmailPart::Domain,
            };
            InvalidEmail::Character { at, len: found.len_utf8(), part, found: CharacterClass::of(found) }
        }
        Fault::LocalPartEnd => InvalidEmail::LocalPartEnd { at: at - 1 },
        Fault::MissingAt => InvalidEmail::MissingAt { at },
        Fault::SecondAt => InvalidEmail::SecondAt { at },
        Fault::EmptyLabel => InvalidEmail::EmptyLabel { at },
        Fault::LabelLeadingHyphen => InvalidEmail::LabelLeadingHyphen { at },
        Fault::SingleLabel => InvalidEmail::SingleLabel { at: last_label(), len: at - last_label() },
        Fault::TopLevelTooShort => InvalidEmail::TopLevelTooShort { at: last_label() },
        Fault::TopLevelNotLetters => InvalidEmail::TopLevelNotLetters { at: last_label(), len: at - last_label() },
    }
}
