//! `Email`: the recogniser accepts what the pattern accepts, and its explanations are true.

use super::dense::Dense;
use super::ecma::Ecma;
use super::machine::{Except, Machine, after, prove_equal, reach};
use super::std::collections::HashSet;
use super::std::println;
use crate::value::email::check_pattern;
use crate::value::email::pattern::{Fault, State, matches, table};
use crate::value::{CharacterClass, Email, EmailPart, InvalidEmail};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// The crate's own state machine.
pub(super) struct Recogniser;

impl Machine for Recogniser {
    type State = State;

    fn start(&self) -> State {
        State::Start
    }

    fn step(&self, state: State, byte: u8) -> Option<State> {
        state.step(byte).ok()
    }

    fn accepts(&self, state: State) -> bool {
        state.end().is_ok()
    }
}

/// The crate's table. It excludes emails with a label that ends in a hyphen.
pub(super) struct Table;

impl Machine for Table {
    type State = u64;

    fn start(&self) -> u64 {
        table::START
    }

    fn step(&self, state: u64, byte: u8) -> Option<u64> {
        // The state is in the lowest six bits.
        let next = table::step(state, byte) % 64;
        (next != table::DEAD).then_some(next)
    }

    fn accepts(&self, state: u64) -> bool {
        table::is_end(state)
    }
}

/// The texts that the table must accept.
pub(super) fn without_trailing_hyphens() -> impl Machine {
    Except(pattern(), Dense::new(r"^[^@]*@[\x00-\xFF]*-\.[\x00-\xFF]*$"))
}

/// The pattern's text, split into the parts that the rewriting treats differently.
struct Parts {
    /// The insides of the two look-aheads.
    leading_dot: &'static str,
    consecutive_dots: &'static str,
    /// The pattern without the look-aheads.
    base: String,
}

impl Parts {
    fn of_pattern() -> Self {
        let rest = Email::PATTERN.strip_prefix('^').expect("`^` first");
        let (leading_dot, rest) = Self::look_ahead(rest);
        let (consecutive_dots, rest) = Self::look_ahead(rest);
        assert_eq!((leading_dot, consecutive_dots), (r"\.", r".*\.\."));
        assert!(rest.ends_with('$') && !rest.contains("(?"), "no further look-around in {rest}");
        Self { leading_dot, consecutive_dots, base: format!("^{rest}") }
    }

    /// Splits a negative look-ahead without parentheses inside off the start of a pattern.
    fn look_ahead(pattern: &'static str) -> (&'static str, &'static str) {
        pattern.strip_prefix("(?!").and_then(|rest| rest.split_once(')')).expect("a negative look-ahead")
    }
}

/// Returns the texts that start with a match of `pattern`.
fn starting_with(pattern: &str) -> Dense {
    Dense::new(&format!(r"^(?:{pattern})[\x00-\xFF]*$"))
}

/// Returns the pattern's language by a rewriting: the base, except texts with a leading dot, except
/// texts with two dots in a row.
///
/// ```text
/// ^(?!\.)(?!.*\.\.)BASE$   =   ^BASE$  \  ^\..*$  \  ^.*\.\..*$
/// ```
///
/// A negative look-ahead right after `^` adds one condition: no start of the whole text matches it.
/// So the language is the base without the texts that a look-ahead finds.
/// [`the_rewriting_is_the_pattern`] proves this.
///
/// The `.` of the second look-ahead excludes all line terminators in ECMA-262, but only the line
/// feed in regex-automata. A text such as `\r..` passes this look-ahead in one dialect only. That
/// makes no difference: no class of the base contains a line terminator, so the base refuses such
/// texts.
pub(super) fn pattern() -> Except<Except<Dense, Dense>, Dense> {
    let Parts { leading_dot, consecutive_dots, base } = Parts::of_pattern();
    Except(Except(Dense::new(&base), starting_with(leading_dot)), starting_with(consecutive_dots))
}

#[test]
fn the_recogniser_is_the_pattern() {
    println!("{}", prove_equal(["email::State", "base except `^\\.` except `..`"], &Recogniser, &pattern()));
    println!(
        "{}",
        prove_equal(["email::State", "Email::PATTERN by ECMA-262"], &Recogniser, &Ecma::new(Email::PATTERN))
    );
}

#[test]
fn the_table_is_the_pattern() {
    let names = ["email::table", "Email::PATTERN except a hyphen before a dot of the domain"];
    println!("{}", prove_equal(names, &Table, &without_trailing_hyphens()));
}

/// The walk over the table assumes that its dead state has no way out.
#[test]
fn what_the_table_refuses_is_refused() {
    assert!(
        (0..=u8::MAX).all(|byte| table::step(table::DEAD, byte) % 64 == table::DEAD) && !table::is_end(table::DEAD)
    );
}

/// The strongest proof: [`Ecma`] compiles the whole pattern, look-aheads included, by the rules of
/// the standard. It shares neither the rewriting nor the crate regex-automata with the other side.
///
/// A second comparison uses the exact `.` of ECMA-262 in the rewriting: the dialect of `.` does not
/// matter.
#[test]
fn the_rewriting_is_the_pattern() {
    let rewriting = pattern();
    let direct = Ecma::new(Email::PATTERN);
    println!("{}", prove_equal(["Email::PATTERN by ECMA-262", "its rewriting"], &direct, &rewriting));

    let Parts { leading_dot, consecutive_dots, base } = Parts::of_pattern();
    let dots = consecutive_dots.strip_prefix('.').expect("`.` first");
    let exact = format!(r"(?u:[^\n\r\u{{2028}}\u{{2029}}]){dots}");
    let exact = Except(Except(Dense::new(&base), starting_with(leading_dot)), starting_with(&exact));
    println!("{}", prove_equal(["the rewriting with ECMA's `.`", "with any `.`"], &exact, &rewriting));
}

/// The portable pattern needs no rewriting. Both readers of patterns prove it: ECMA-262 and
/// regex-automata, whose dialect (RE2's) is what the portable pattern is for.
#[test]
fn the_portable_pattern_is_the_pattern() {
    let published = Ecma::new(Email::PATTERN);
    let portable = Email::PORTABLE_PATTERN;
    println!("{}", prove_equal(["Email::PORTABLE_PATTERN", "Email::PATTERN"], &Ecma::new(portable), &published));
    println!(
        "{}",
        prove_equal(["Email::PORTABLE_PATTERN by RE2", "Email::PATTERN"], &Dense::new(portable), &published)
    );
}

/// One character for each class of bytes that the recogniser distinguishes, which the test asserts,
/// and for each class of characters that an explanation distinguishes.
const ALPHABET: [char; 13] = ['a', 'Z', '7', '_', '\'', '+', '-', '.', '@', ' ', '!', '\u{1}', 'é'];

/// Returns where and why the recogniser refuses the text, which it must refuse.
fn fault(text: &str) -> (State, usize, Fault) {
    let mut state = State::Start;
    for (at, byte) in text.bytes().enumerate() {
        match state.step(byte) {
            Ok(next) => state = next,
            Err(fault) => return (state, at, fault),
        }
    }
    (state, text.len(), state.end().expect_err("a text that is refused"))
}

/// Returns the fault that an error reports.
fn fault_of(error: InvalidEmail) -> Fault {
    match error {
        InvalidEmail::TooLong { .. } => panic!("the pattern has no limit"),
        InvalidEmail::EmptyLocalPart => Fault::EmptyLocalPart,
        InvalidEmail::LeadingDot => Fault::LeadingDot,
        InvalidEmail::ConsecutiveDots { .. } => Fault::ConsecutiveDots,
        InvalidEmail::Character { .. } => Fault::Character,
        InvalidEmail::LocalPartEnd { .. } => Fault::LocalPartEnd,
        InvalidEmail::MissingAt { .. } => Fault::MissingAt,
        InvalidEmail::SecondAt { .. } => Fault::SecondAt,
        InvalidEmail::EmptyLabel { .. } => Fault::EmptyLabel,
        InvalidEmail::LabelLeadingHyphen { .. } => Fault::LabelLeadingHyphen,
        InvalidEmail::SingleLabel { .. } => Fault::SingleLabel,
        InvalidEmail::TopLevelTooShort { .. } => Fault::TopLevelTooShort,
        InvalidEmail::TopLevelNotLetters { .. } => Fault::TopLevelNotLetters,
    }
}

/// Returns whether the statement of `error` about the text is true. The error is about the bytes
/// `found`, between `before` and `behind`.
fn is_true(error: InvalidEmail, before: &str, found: &str, behind: &str) -> bool {
    let in_domain = before.contains('@');
    match error {
        InvalidEmail::TooLong { .. } => false,
        InvalidEmail::EmptyLocalPart => before.is_empty() && (behind.is_empty() || behind.starts_with('@')),
        InvalidEmail::LeadingDot => before.is_empty() && found == ".",
        InvalidEmail::ConsecutiveDots { .. } => found == ".." && !before.is_empty(),
        InvalidEmail::Character { part, found: class, .. } => {
            let mut characters = found.chars();
            let (Some(c), None) = (characters.next(), characters.next()) else { return false };
            let class_is_true = match class {
                CharacterClass::WhiteSpace => c == ' ',
                CharacterClass::Control => c == '\u{1}',
                CharacterClass::Punctuation => c.is_ascii_punctuation(),
                CharacterClass::NonAscii => c == 'é',
            };
            // A character that is allowed in this part cannot be the fault.
            let held =
                if in_domain { c.is_ascii_alphanumeric() || "-.@".contains(c) } else { ALPHABET[..9].contains(&c) };
            class_is_true && !held && (part == EmailPart::Domain) == in_domain
        }
        InvalidEmail::LocalPartEnd { .. } => matches!(found, "." | "'") && behind.starts_with('@') && !in_domain,
        InvalidEmail::MissingAt { .. } => behind.is_empty() && !before.is_empty() && !in_domain,
        InvalidEmail::SecondAt { .. } => found == "@" && in_domain,
        InvalidEmail::EmptyLabel { .. } => {
            found.is_empty() && before.ends_with(['@', '.']) && (behind.is_empty() || behind.starts_with('.'))
        }
        InvalidEmail::LabelLeadingHyphen { .. } => found == "-" && before.ends_with(['@', '.']) && in_domain,
        InvalidEmail::SingleLabel { .. } => before.ends_with('@') && !found.contains('.') && behind.is_empty(),
        InvalidEmail::TopLevelTooShort { .. } => {
            found.len() == 1 && before.ends_with('.') && in_domain && behind.is_empty()
        }
        InvalidEmail::TopLevelNotLetters { .. } => {
            let is_label = !found.is_empty() && !found.contains(['.', '@']);
            is_label
                && before.ends_with('.')
                && in_domain
                && behind.is_empty()
                && found.contains(|c: char| c.is_ascii_digit() || c == '-')
        }
    }
}

/// The faults that the texts have covered.
#[derive(Default)]
struct Seen {
    texts: usize,
    refused: usize,
    /// The state and the byte it refuses; `None` for the end.
    faults: HashSet<(State, Option<u8>)>,
}

impl Seen {
    fn judge(&mut self, text: &str) {
        self.texts += 1;
        let verdict = after(&Recogniser, text.as_bytes()).is_some_and(|state| Recogniser.accepts(state));
        assert_eq!(matches(text.bytes()), verdict, "{text:?}");
        assert_eq!(Email::is_valid(text), verdict, "{text:?}");
        let error = match check_pattern(text) {
            Ok(()) => return assert!(verdict, "{text:?}"),
            Err(error) => error,
        };
        assert!(!verdict, "{text:?}");
        self.refused += 1;
        let (state, at, fault) = fault(text);
        self.faults.insert((state, text.as_bytes().get(at).copied()));
        assert_eq!(fault_of(error), fault, "{text:?}: {error:?}");
        let range = error.range().expect("a place");
        assert!(range.start <= at && at <= range.end, "{text:?}: {error:?} is not at the fault, {at}");
        let parts = (text.get(..range.start), text.get(range.clone()), text.get(range.end..));
        let (Some(before), Some(found), Some(behind)) = parts else { panic!("{text:?}: {error:?} cuts a character") };
        assert!(is_true(error, before, found, behind), "{text:?}: {error:?} is false");
    }
}

/// The recogniser treats all bytes of a class alike, so texts over one character of each class are
/// enough. The test judges every text of up to five characters, and after a shortest way to every
/// state every text of up to four. This covers every state with every class at the fault, and every
/// short text after it. Beyond that, an explanation only measures lengths.
#[test]
fn explanations_agree_with_the_verdict() {
    let states: Vec<_> = reach(&Recogniser).iter().collect();
    let class = |byte: u8| -> Vec<_> { states.iter().map(|(state, _)| state.step(byte)).collect() };
    let classes: Vec<_> = ALPHABET.iter().map(|c| class(c.encode_utf8(&mut [0; 4]).as_bytes()[0])).collect();
    for byte in 0..=u8::MAX {
        assert!(classes.contains(&class(byte)), "no character has the class of byte {byte}");
    }

    let mut seen = Seen::default();
    super::each_text(&mut String::new(), &ALPHABET, 5, &mut |text| seen.judge(text));
    for (_, text) in &states {
        let mut text = String::from_utf8(text.clone()).expect("ASCII");
        super::each_text(&mut text, &ALPHABET, 4, &mut |text| seen.judge(text));
    }
    let mut expected = 0;
    for (state, _) in &states {
        expected += usize::from(state.end().is_err());
        expected += ALPHABET.iter().filter(|c| state.step(c.encode_utf8(&mut [0; 4]).as_bytes()[0]).is_err()).count();
    }
    assert_eq!(seen.faults.len(), expected, "every fault of every state");
    let Seen { texts, refused, .. } = seen;
    println!(
        "Email: the explanation is given exactly where the verdict is no, names the recogniser's fault, is true and cuts no character, \
         on {texts} texts ({refused} refused, all {expected} faults of {} states)",
        states.len()
    );
}
