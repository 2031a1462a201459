//! `email`: the language of [`Email::PATTERN`], with a limit on its code points.
//!
//! The pattern, without its look-aheads, is this grammar:
//!
//! ```text
//! email      = local-part "@" 1*( label "." ) top-level
//! local-part = *( ALPHA / DIGIT / "_" / "'" / "+" / "-" / "." ) ( ALPHA / DIGIT / "_" / "+" / "-" )
//! label      = ( ALPHA / DIGIT ) *( ALPHA / DIGIT / "-" )
//! top-level  = 2*ALPHA
//! ```
//!
//! and its two look-aheads forbid a leading dot and two dots in a row. It is neither RFC 5321's grammar (no quoted local part,
//! no address literal, fewer characters) nor a check that the mailbox exists. [`State`] recognises it one byte at a time.

use alloc::string::String;
use core::fmt;
use core::ops::Range;

/// An email of the company contact: text that [`PATTERN`](Self::PATTERN) matches.
///
/// At most [`MAX_CHARS`](Self::MAX_CHARS) code points, which for an email are also bytes: the pattern takes ASCII only.
///
/// # Examples
///
/// ```
/// use contact_schema::{Email, InvalidEmail};
///
/// let email: Email = "example@email.com".parse()?;
/// assert_eq!((email.local_part(), email.domain()), ("example", "email.com"));
/// assert_eq!(Email::new("a..b@email.com"), Err(InvalidEmail::ConsecutiveDots { at: 1 }));
/// // The pattern decides, not the mail system: it takes a label that ends in `-` (R1).
/// assert!(Email::is_valid("a@b-.com"));
/// # Ok::<(), InvalidEmail>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

impl Email {
    /// The longest email in Unicode code points; source: the documented limits of `email`.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Email;
    ///
    /// let domain = "@example.com";
    /// let email = format!("{}{domain}", "x".repeat(Email::MAX_CHARS - domain.len()));
    /// assert!(Email::is_valid(&email));
    /// assert!(!Email::is_valid(&format!("x{email}")));
    /// ```
    pub const MAX_CHARS: usize = 250;

    /// The documented pattern, byte for byte, in the ECMA-262 dialect (R1).
    ///
    /// It has look-aheads, so not every regex engine can read it; the checks of this crate do not use one.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Email, schema};
    ///
    /// let schema: serde_json::Value = serde_json::from_str(schema::CONTACT)?;
    /// assert_eq!(schema["properties"]["email"]["pattern"], Email::PATTERN);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub const PATTERN: &'static str =
        r"^(?!\.)(?!.*\.\.)([A-Za-z0-9_'+\-\.]*)[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$";

    /// The language of [`PATTERN`](Self::PATTERN) without look-aheads: for RE2, Go, Rust, Python,
    /// structured outputs of language models and every other engine that refuses the documented
    /// pattern. The tests prove the two languages equal.
    ///
    /// Runs of other characters stand between single dots, and the last run does not end in an
    /// apostrophe. All groups are plain ones, which is what the smallest engines read. In Python,
    /// use `re.fullmatch`: its `$` matches before a line feed too.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Email;
    ///
    /// // The engine of the crate regex has no look-aheads.
    /// assert!(regex::Regex::new(Email::PATTERN).is_err());
    /// let portable = regex::Regex::new(Email::PORTABLE_PATTERN)?;
    /// for text in ["example@email.com", "a@b-.com", ".a@b.cd", "a..b@c.de"] {
    ///     assert_eq!(portable.is_match(text), Email::is_valid(text));
    /// }
    /// # Ok::<(), regex::Error>(())
    /// ```
    pub const PORTABLE_PATTERN: &'static str =
        r"^([A-Za-z0-9_'+-]+\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$";

    /// The part before the `@`.
    ///
    /// # Examples
    ///
    /// ```
    /// let email = contact_schema::Email::new("ada+lists@mail.example.org")?;
    /// assert_eq!(email.local_part(), "ada+lists");
    /// # Ok::<(), contact_schema::InvalidEmail>(())
    /// ```
    #[must_use]
    pub fn local_part(&self) -> &str {
        self.parts().0
    }

    /// The part after the `@`.
    ///
    /// # Examples
    ///
    /// ```
    /// let email = contact_schema::Email::new("ada+lists@mail.example.org")?;
    /// assert_eq!(email.domain(), "mail.example.org");
    /// # Ok::<(), contact_schema::InvalidEmail>(())
    /// ```
    #[must_use]
    pub fn domain(&self) -> &str {
        self.parts().1
    }

    fn parts(&self) -> (&str, &str) {
        self.0.split_once('@').unwrap_or((&self.0, ""))
    }
}

crate::text::text_type!(Email, InvalidEmail, "example@email.com", "example@email");

impl core::borrow::Borrow<str> for Email {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// The part of an email in which a fault lies.
///
/// # Examples
///
/// ```
/// use contact_schema::{Email, EmailPart, InvalidEmail};
///
/// let Err(InvalidEmail::Character { at, part, .. }) = Email::new("ada@exa mple.com") else { panic!("accepted") };
/// assert_eq!((at, part), (7, EmailPart::Domain));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EmailPart {
    /// Before the `@`.
    LocalPart,
    /// After the `@`.
    Domain,
}

/// What kind of character stands where the pattern takes none of its kind. Says no more, because emails are personal (R11).
///
/// # Examples
///
/// ```
/// use contact_schema::{CharacterClass, Email, InvalidEmail};
///
/// let Err(InvalidEmail::Character { found, .. }) = Email::new("ada lovelace@example.com") else { panic!("accepted") };
/// assert_eq!(found, CharacterClass::WhiteSpace);
/// assert_eq!(found.to_string(), "white space");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CharacterClass {
    /// Space, tab or another white-space character.
    WhiteSpace,
    /// A control character or an invisible format character.
    Control,
    /// A printable ASCII character that is not a letter or a digit.
    Punctuation,
    /// A character outside ASCII.
    NonAscii,
}

impl CharacterClass {
    fn of(c: char) -> Self {
        match c {
            c if c.is_whitespace() => Self::WhiteSpace,
            c if crate::display::is_unsafe(c) => Self::Control,
            c if c.is_ascii() => Self::Punctuation,
            _ => Self::NonAscii,
        }
    }
}

impl fmt::Display for CharacterClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WhiteSpace => "white space",
            Self::Control => "a control character",
            Self::Punctuation => "another punctuation character",
            Self::NonAscii => "a character outside ASCII",
        })
    }
}

/// Why a text is not an [`Email`]: the first rule it breaks, and where in the text, in bytes.
///
/// # Examples
///
/// ```
/// use contact_schema::{Email, InvalidEmail};
///
/// let fault = Email::new("ada.@email.com").unwrap_err();
/// assert_eq!(fault, InvalidEmail::LocalPartEnd { at: 3 });
/// assert_eq!(fault.to_string(), "expected the local part to end in a letter, a digit, `_`, `+` or `-`, found `.` or `'`");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InvalidEmail {
    /// More than [`Email::MAX_CHARS`] code points.
    TooLong {
        /// The text's length in code points.
        length: usize,
        /// The limit in code points.
        max: usize,
    },
    /// The text is empty or starts with `@`.
    EmptyLocalPart,
    /// The text starts with a dot.
    LeadingDot,
    /// Two dots in a row.
    ConsecutiveDots {
        /// The byte at which the first of them stands.
        at: usize,
    },
    /// A character that this part cannot hold.
    Character {
        /// The byte at which it starts.
        at: usize,
        /// Its length in bytes.
        len: usize,
        /// Where it stands.
        part: EmailPart,
        /// What it is.
        found: CharacterClass,
    },
    /// The local part ends in `.` or `'`.
    LocalPartEnd {
        /// The byte at which its last character stands.
        at: usize,
    },
    /// The text ends before an `@`.
    MissingAt {
        /// The text's length in bytes.
        at: usize,
    },
    /// An `@` in the domain.
    SecondAt {
        /// The byte at which it stands.
        at: usize,
    },
    /// A label of the domain has no characters, or the domain is missing.
    EmptyLabel {
        /// The byte at which it would start.
        at: usize,
    },
    /// A label of the domain starts with `-`.
    LabelLeadingHyphen {
        /// The byte at which the hyphen stands.
        at: usize,
    },
    /// The domain has one label only; the pattern wants at least one dot in it.
    SingleLabel {
        /// The byte at which the domain starts.
        at: usize,
        /// Its length in bytes.
        len: usize,
    },
    /// The last label of the domain has one letter only.
    TopLevelTooShort {
        /// The byte at which it stands.
        at: usize,
    },
    /// The last label of the domain holds a digit or a hyphen.
    TopLevelNotLetters {
        /// The byte at which the label starts.
        at: usize,
        /// Its length in bytes.
        len: usize,
    },
}

impl InvalidEmail {
    /// The bytes of the text that break the rule; empty where something is missing.
    ///
    /// # Examples
    ///
    /// ```
    /// let fault = contact_schema::Email::new("ada@example.c0m").unwrap_err();
    /// assert_eq!(fault.range(), Some(12..15));
    /// ```
    ///
    /// `None` for [`TooLong`](Self::TooLong), which the whole text breaks.
    #[must_use]
    pub fn range(&self) -> Option<Range<usize>> {
        let (at, len) = match *self {
            Self::TooLong { .. } => return None,
            Self::EmptyLocalPart => (0, 0),
            Self::LeadingDot => (0, 1),
            Self::ConsecutiveDots { at } => (at, 2),
            Self::MissingAt { at } | Self::EmptyLabel { at } => (at, 0),
            Self::LocalPartEnd { at }
            | Self::SecondAt { at }
            | Self::LabelLeadingHyphen { at }
            | Self::TopLevelTooShort { at } => (at, 1),
            Self::Character { at, len, .. } | Self::SingleLabel { at, len } | Self::TopLevelNotLetters { at, len } => {
                (at, len)
            }
        };
        Some(at..at + len)
    }

    /// What to do about it, where one fix is evident.
    ///
    /// # Examples
    ///
    /// ```
    /// let fault = contact_schema::Email::new("a..b@email.com").unwrap_err();
    /// assert_eq!(fault.help(), Some("write one dot"));
    /// ```
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        Some(match self {
            Self::LeadingDot => "remove the leading dot",
            Self::ConsecutiveDots { .. } => "write one dot",
            Self::Character { found: CharacterClass::WhiteSpace, .. } => "remove the white space",
            Self::Character { found: CharacterClass::Control, .. } => "remove the invisible character",
            Self::Character { found: CharacterClass::NonAscii, part: EmailPart::Domain, .. } => {
                "write the domain in its ASCII form (`xn--…`)"
            }
            Self::LabelLeadingHyphen { .. } => "remove the hyphen",
            Self::SingleLabel { .. } => "write the domain in full, such as `example.com`",
            _ => return None,
        })
    }
}

impl fmt::Display for InvalidEmail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::TooLong { length, max } => crate::text::write_too_long(f, length, max),
            Self::EmptyLocalPart => f.write_str("expected a local part before the `@`, found nothing"),
            Self::LeadingDot => f.write_str("expected a letter, a digit, `_`, `'`, `+` or `-` first, found `.`"),
            Self::ConsecutiveDots { .. } => f.write_str("expected a single dot, found two in a row"),
            Self::Character { part: EmailPart::LocalPart, found, .. } => {
                write!(f, "expected letters, digits, `_`, `'`, `+`, `-` and `.` in the local part, found {found}")
            }
            Self::Character { part: EmailPart::Domain, found, .. } => {
                write!(f, "expected letters, digits, `-` and `.` in the domain, found {found}")
            }
            Self::LocalPartEnd { .. } => {
                f.write_str("expected the local part to end in a letter, a digit, `_`, `+` or `-`, found `.` or `'`")
            }
            Self::MissingAt { .. } => f.write_str("expected `@` after the local part, found the end"),
            Self::SecondAt { .. } => f.write_str("expected one `@`, found a second"),
            Self::EmptyLabel { .. } => f.write_str("expected a label of the domain, found nothing"),
            Self::LabelLeadingHyphen { .. } => {
                f.write_str("expected the label to start with a letter or a digit, found `-`")
            }
            Self::SingleLabel { .. } => f.write_str("expected a dot in the domain, found a single label"),
            Self::TopLevelTooShort { .. } => {
                f.write_str("expected at least two letters in the last label of the domain, found one")
            }
            Self::TopLevelNotLetters { .. } => {
                f.write_str("expected only letters in the last label of the domain, found a digit or a hyphen")
            }
        }
    }
}

impl core::error::Error for InvalidEmail {}

/// Why no mailbox can have an address that the pattern takes. The limits are those of mail and DNS, not of the contract.
///
/// RFC 5321's limit of 254 bytes in all is not here: the contract's 250 is below it.
///
/// # Examples
///
/// ```
/// use contact_schema::{Undeliverable, WarningKind};
///
/// let kind = WarningKind::EmailUndeliverable(Undeliverable::LabelTrailingHyphen { at: 3 });
/// assert_eq!(kind.to_string(), "no domain has a label that ends in a hyphen");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Undeliverable {
    /// More than 64 bytes before the `@` (RFC 5321, section 4.5.3.1.1).
    LocalPartTooLong {
        /// Its length in bytes.
        length: usize,
    },
    /// More than 63 bytes in a label of the domain (RFC 1035, section 2.3.4).
    LabelTooLong {
        /// The byte of the email at which the label starts.
        at: usize,
        /// Its length in bytes.
        length: usize,
    },
    /// A label of the domain that ends in a hyphen (RFC 1035, section 2.3.1).
    LabelTrailingHyphen {
        /// The byte of the email at which the hyphen stands.
        at: usize,
    },
}

impl Undeliverable {
    const MAX_LOCAL_PART: usize = 64;
    const MAX_LABEL: usize = 63;

    /// The first reason why no mailbox can have `email`, which matches the pattern.
    pub(crate) fn find(email: &str) -> Option<Self> {
        let (local_part, domain) = email.split_once('@')?;
        if local_part.len() > Self::MAX_LOCAL_PART {
            return Some(Self::LocalPartTooLong { length: local_part.len() });
        }
        let mut at = local_part.len() + 1;
        for label in domain.split('.') {
            if label.len() > Self::MAX_LABEL {
                return Some(Self::LabelTooLong { at, length: label.len() });
            }
            if label.ends_with('-') {
                return Some(Self::LabelTrailingHyphen { at: at + label.len() - 1 });
            }
            at += label.len() + 1;
        }
        None
    }

    /// The bytes of the email that are at fault.
    pub(crate) fn range(self) -> Range<usize> {
        match self {
            Self::LocalPartTooLong { length } => 0..length,
            Self::LabelTooLong { at, length } => at..at + length,
            Self::LabelTrailingHyphen { at } => at..at + 1,
        }
    }
}

impl fmt::Display for Undeliverable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LocalPartTooLong { length } => {
                write!(f, "no mailbox has a local part of {length} bytes; mail allows {}", Self::MAX_LOCAL_PART)
            }
            Self::LabelTooLong { length, .. } => {
                write!(f, "no domain has a label of {length} bytes; DNS allows {}", Self::MAX_LABEL)
            }
            Self::LabelTrailingHyphen { .. } => f.write_str("no domain has a label that ends in a hyphen"),
        }
    }
}

#[inline]
fn check(text: &str) -> Result<(), InvalidEmail> {
    crate::text::check_length(text, Email::MAX_CHARS)
        .map_err(|length| InvalidEmail::TooLong { length, max: Email::MAX_CHARS })?;
    check_pattern(text)
}

/// The pattern without the length limit, explained.
#[inline(always)]
pub(crate) fn check_pattern(text: &str) -> Result<(), InvalidEmail> {
    if verdict(text.as_bytes()) == Match::No { Err(explain(text)) } else { Ok(()) }
}

/// What the pattern says of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Match {
    No,
    /// It matches and is sure to be not [`Undeliverable`].
    Plain,
    /// It matches and may be [`Undeliverable`].
    Odd,
}

/// What [`Email::PATTERN`] says of these bytes, in blocks where there are some, else by the [`table`]. The obviously correct twin of both is
/// [`matches`].
#[inline(always)]
pub(crate) fn verdict(bytes: &[u8]) -> Match {
    #[cfg(feature = "simd")]
    if let Some(verdict) = crate::simd::email(bytes) {
        return verdict;
    }
    by_table(bytes)
}

/// The same, one byte at a time.
fn by_table(bytes: &[u8]) -> Match {
    if table::accepts(bytes) {
        if bytes.len() <= Undeliverable::MAX_LABEL { Match::Plain } else { Match::Odd }
    } else if matches(bytes.iter().copied()) {
        Match::Odd
    } else {
        Match::No
    }
}

/// [`State::step`] as a table, for emails without a label that ends in a hyphen: one load and one shift a byte, nothing to guess.
///
/// Each byte has a row of 64 bits, six for each state, which are the place of the next state's bits in a row. To shift the row by a state
/// brings the next state into its lowest bits; what is above them is never looked at.
pub(crate) mod table {
    use super::State::{self, Apostrophe, At, Dot, FirstLabel, Label, Letter, LocalDot, LocalPart, Start, TopLevel};

    /// Bits of a state. With six, a shift is a number below 64, as processors take it.
    const BITS: usize = 6;

    /// The states by their places in a row. Those are one that go on alike: a local part's start and what follows its dots; labels of which
    /// the last may be none.
    const STATES: [State; 8] = [Start, LocalPart, Apostrophe, At, Label, Dot, Letter, TopLevel];

    /// Two places have no state of their own: a label whose last byte is a hyphen, which no dot may follow, and what is refused.
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

    /// Where the bits of a state start, which `byte` has led to.
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

    /// The state after `byte`, among bits that are not looked at.
    #[inline(always)]
    #[expect(clippy::indexing_slicing, reason = "there is a row for every byte")]
    pub(crate) fn step(state: u64, byte: u8) -> u64 {
        ROWS[usize::from(byte)] >> (state % u64::from(u64::BITS))
    }

    /// Whether an email may end in this state.
    #[inline(always)]
    pub(crate) fn is_end(state: u64) -> bool {
        state % u64::from(u64::BITS) == TOP_LEVEL
    }

    #[inline]
    pub(crate) fn accepts(bytes: &[u8]) -> bool {
        is_end(bytes.iter().fold(START, |state, &byte| step(state, byte)))
    }
}

/// Whether [`Email::PATTERN`] matches the text of these bytes, one at a time.
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

/// What the recogniser remembers of the bytes it has read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum State {
    /// Nothing yet.
    Start,
    /// A local part that may end here.
    LocalPart,
    /// A local part, its last byte an apostrophe, which cannot be the last.
    Apostrophe,
    /// A local part, its last byte a dot.
    LocalDot,
    /// The `@`.
    At,
    /// Some of the first label, which cannot be the last.
    FirstLabel,
    /// A dot after a label.
    Dot,
    /// A later label of one letter.
    Letter,
    /// A later label of two or more letters: the only place at which an email may end.
    TopLevel,
    /// A later label that holds a digit or a hyphen.
    Label,
}

/// Why [`State::step`] or [`State::end`] refuses.
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
    /// The state after `byte`, or why no email goes on with it.
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

    /// Whether an email may end here, or why not.
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

/// Says why `text`, which does not match, does not.
#[cold]
fn explain(text: &str) -> InvalidEmail {
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
            // Every byte before is ASCII, so a character starts here.
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
