//! Machines with one deliberate fault each. The proofs find every fault, so they can fail.

use super::machine::{Counterexample, Machine, accepts, compare, reach};
use super::std::println;
use super::{email, timestamp};
use alloc::vec::Vec;
use core::hash::Hash;

/// How a fault changes one step.
enum Altered<S> {
    /// Not at all.
    No,
    /// To this state, with a number to remember until the next step.
    To(S, u8),
    Refused,
}

/// A machine with one fault.
struct Faulty<M: Machine> {
    machine: M,
    /// How the fault changes the step from a state, given the remembered number and the byte.
    step: Step<M::State>,
    /// The verdict at the end of the text, if the fault changes it.
    end: End<M::State>,
}

impl<M: Machine> Machine for Faulty<M> {
    type State = (M::State, u8);

    fn start(&self) -> Self::State {
        (self.machine.start(), 0)
    }

    fn step(&self, (state, memory): Self::State, byte: u8) -> Option<Self::State> {
        match (self.step)(state, memory, byte) {
            Altered::No => Some((self.machine.step(state, byte)?, 0)),
            Altered::To(next, memory) => Some((next, memory)),
            Altered::Refused => None,
        }
    }

    fn accepts(&self, (state, _): Self::State) -> bool {
        (self.end)(state).unwrap_or_else(|| self.machine.accepts(state))
    }
}

type Step<S> = fn(S, u8, u8) -> Altered<S>;
type End<S> = fn(S) -> Option<bool>;

/// Compares a faulty machine with the pattern. Asserts that they differ, and on the reported text.
fn find<S, M, P>(name: &str, machine: M, pattern: &P, step: Step<S>, end: End<S>)
where
    S: Copy + Eq + Hash,
    M: Machine<State = S>,
    P: Machine,
{
    let faulty = Faulty { machine, step, end };
    let Err(counterexample) = compare(&faulty, pattern) else { panic!("not found: {name}") };
    let Counterexample { text, first_accepts } = &counterexample;
    assert_eq!((accepts(&faulty, text), accepts(pattern, text)), (*first_accepts, !first_accepts), "{name}");
    println!("fault found: {name}: {counterexample}");
}

/// For faults that change only steps.
fn as_before<S>(_: S) -> Option<bool> {
    None
}

#[test]
fn faulty_emails_are_found() {
    use crate::value::email::pattern::State::{
        self, Apostrophe, At, Dot, FirstLabel, Label, Letter, LocalDot, LocalPart, Start, TopLevel,
    };
    use Altered::{No, Refused, To};

    let steps: [(&str, Step<State>); 15] = [
        ("`-` first in the first label", |s, _, b| if (s, b) == (At, b'-') { To(FirstLabel, 0) } else { No }),
        ("`-` first in a later label", |s, _, b| if (s, b) == (Dot, b'-') { To(Label, 0) } else { No }),
        ("`-` refused within a label", |s, _, b| if (s, b) == (FirstLabel, b'-') { Refused } else { No }),
        ("`'` at the end of the local part", |s, _, b| if (s, b) == (Apostrophe, b'@') { To(At, 0) } else { No }),
        ("dot at the end of the local part", |s, _, b| if (s, b) == (LocalDot, b'@') { To(At, 0) } else { No }),
        ("leading dot", |s, _, b| if (s, b) == (Start, b'.') { To(LocalDot, 0) } else { No }),
        ("dots in a row, local part", |s, _, b| if (s, b) == (LocalDot, b'.') { To(LocalDot, 0) } else { No }),
        ("dots in a row, domain", |s, _, b| if (s, b) == (Dot, b'.') { To(Dot, 0) } else { No }),
        ("dot refused after an apostrophe", |s, _, b| if (s, b) == (Apostrophe, b'.') { Refused } else { No }),
        ("digit in the top level", |s, _, b| {
            if matches!((s, b), (Letter | TopLevel, b'0'..=b'9')) { To(TopLevel, 0) } else { No }
        }),
        ("letters after a digit make a top level", |s, _, b| {
            if s == Label && b.is_ascii_alphabetic() { To(TopLevel, 0) } else { No }
        }),
        ("`_` in the domain", |s, _, b| if (s, b) == (FirstLabel, b'_') { To(FirstLabel, 0) } else { No }),
        ("`+` refused in the local part", |s, _, b| if (s, b) == (LocalPart, b'+') { Refused } else { No }),
        ("Unicode letters (U+00E9) in the local part", |s, memory, b| match (s, memory, b) {
            (LocalPart, 0, 0xC3) => To(LocalPart, 1),
            (LocalPart, 1, 0xA9) => To(LocalPart, 0),
            (LocalPart, 1, _) => Refused,
            _ => No,
        }),
        ("a final line feed, as Python's `$` lets it", |s, memory, b| match (s, memory, b) {
            (TopLevel, 0, b'\n') => To(TopLevel, 1),
            (TopLevel, 1, _) => Refused,
            _ => No,
        }),
    ];
    let ends: [(&str, End<State>); 5] = [
        ("one letter as top level", |s| (s == Letter).then_some(true)),
        ("a digit or hyphen in the top level", |s| (s == Label).then_some(true)),
        ("a single label as domain", |s| (s == FirstLabel).then_some(true)),
        ("a final dot", |s| (s == Dot).then_some(true)),
        ("a local part alone", |s| (s == LocalPart).then_some(true)),
    ];
    let pattern = email::pattern();
    for (name, step) in steps {
        find(name, email::Recogniser, &pattern, step, as_before);
    }
    for (name, end) in ends {
        find(name, email::Recogniser, &pattern, |_, _, _| No, end);
    }
}

/// The table with one entry replaced.
struct FaultyTable {
    from: u64,
    byte: u8,
    to: Option<u64>,
}

impl Machine for FaultyTable {
    type State = u64;

    fn start(&self) -> u64 {
        email::Table.start()
    }

    fn step(&self, state: u64, byte: u8) -> Option<u64> {
        if (state, byte) == (self.from, self.byte) { self.to } else { email::Table.step(state, byte) }
    }

    fn accepts(&self, state: u64) -> bool {
        email::Table.accepts(state)
    }
}

/// Every entry of the table matters: with any other state in it, the table accepts another
/// language.
#[test]
fn faulty_tables_are_found() {
    let language = email::without_trailing_hyphens();
    let states: Vec<_> = reach(&email::Table).iter().map(|(state, _)| state).collect();
    let mut found = 0;
    for &from in &states {
        // One byte of each class, and some at the edges of classes.
        for byte in *b"@AZ[`az{/09:_'+,-.\0\xFF" {
            for to in states.iter().copied().map(Some).chain([None]) {
                if to != email::Table.step(from, byte) {
                    assert!(compare(&FaultyTable { from, byte, to }, &language).is_err(), "{from} {byte} {to:?}");
                    found += 1;
                }
            }
        }
    }
    println!("fault found: {found} tables with another state in one place of {}", states.len());
}

#[test]
fn faulty_timestamps_are_found() {
    use crate::value::timestamp::pattern::State;
    use Altered::{No, Refused, To};

    let steps: [(&str, Step<State>); 20] = [
        ("second 60", |s, memory, b| match (s, memory, b) {
            (State::SecondTens, _, b'6') => To(State::SecondUnits, 6),
            (State::SecondUnits, 6, b'1'..=b'9') => Refused,
            _ => No,
        }),
        ("minute 60", |s, memory, b| match (s, memory, b) {
            (State::MinuteTens, _, b'6') => To(State::MinuteUnits, 6),
            (State::MinuteUnits, 6, b'1'..=b'9') => Refused,
            _ => No,
        }),
        ("hour 24", |s, _, b| if (s, b) == (State::HourUnits { tens: 2 }, b'4') { To(State::HourEnd, 0) } else { No }),
        ("hour 23 refused", |s, _, b| if (s, b) == (State::HourUnits { tens: 2 }, b'3') { Refused } else { No }),
        ("400-year rule dropped", |s, _, b| match s {
            State::Year { digits: 3, value } if value % 10 == 0 && b == b'0' => {
                To(State::YearEnd { leap: value % 2 == 0 && value % 10 != 0 }, 0)
            }
            _ => No,
        }),
        ("100-year rule dropped", |s, _, b| match s {
            State::Year { digits: 3, value } if b.is_ascii_digit() => {
                To(State::YearEnd { leap: (value * 10 + u16::from(b - b'0')) % 4 == 0 }, 0)
            }
            _ => No,
        }),
        ("year 0000 no leap year", |s, _, b| match s {
            State::Year { digits: 3, value: 0 } if b == b'0' => To(State::YearEnd { leap: false }, 0),
            _ => No,
        }),
        ("year 9999 refused", |s, _, b| match s {
            State::Year { digits: 3, value: 999 } if b == b'9' => Refused,
            _ => No,
        }),
        ("month 13", |s, _, b| match s {
            State::MonthUnits { tens: 1, .. } if b == b'3' => To(State::MonthEnd { last: 31 }, 0),
            _ => No,
        }),
        ("month 00", |s, _, b| match s {
            State::MonthUnits { tens: 0, .. } if b == b'0' => To(State::MonthEnd { last: 31 }, 0),
            _ => No,
        }),
        ("day 00", |s, _, b| match s {
            State::DayUnits { tens: 0, .. } if b == b'0' => To(State::DayEnd, 0),
            _ => No,
        }),
        ("day 31 in every month of 30", |s, _, b| match s {
            State::DayUnits { last: 30, tens: 3 } if b == b'1' => To(State::DayEnd, 0),
            _ => No,
        }),
        ("lower-case t", |s, _, b| if (s, b) == (State::DayEnd, b't') { To(State::HourTens, 0) } else { No }),
        ("lower-case z", |s, _, b| if (s, b) == (State::SecondEnd, b'z') { To(State::End, 0) } else { No }),
        ("empty fraction", |s, _, b| if (s, b) == (State::FractionStart, b'Z') { To(State::End, 0) } else { No }),
        (
            "fraction without seconds",
            |s, _, b| {
                if (s, b) == (State::MinuteEnd, b'.') { To(State::FractionStart, 0) } else { No }
            },
        ),
        ("at most nine fraction digits", |s, memory, b| match (s, memory, b) {
            (State::Fraction, 8, b'0'..=b'9') => Refused,
            (State::Fraction, _, b'0'..=b'9') => To(State::Fraction, memory + 1),
            _ => No,
        }),
        ("seconds demanded, as Zod 4.5 does", |s, _, b| if (s, b) == (State::MinuteEnd, b'Z') { Refused } else { No }),
        ("Unicode digits (U+0663), as Rust's `\\d` takes them", |s, memory, b| match (s, memory, b) {
            (State::FractionStart, 0, 0xD9) => To(State::FractionStart, 1),
            (State::FractionStart, 1, 0xA3) => To(State::Fraction, 0),
            (State::FractionStart, 1, _) => Refused,
            _ => No,
        }),
        ("a final line feed, as Python's `$` lets it", |s, memory, b| match (s, memory, b) {
            (State::End, 0, b'\n') => To(State::End, 1),
            _ => No,
        }),
    ];
    let ends: [(&str, End<State>); 2] = [
        ("no `Z` after minutes", |s| (s == State::MinuteEnd).then_some(true)),
        ("no `Z` after a fraction", |s| (s == State::Fraction).then_some(true)),
    ];
    let pattern = timestamp::pattern();
    for (name, step) in steps {
        find(name, timestamp::Recogniser, &pattern, step, as_before);
    }
    for (name, end) in ends {
        find(name, timestamp::Recogniser, &pattern, |_, _, _| No, end);
    }
}

/// The wrapper alone changes nothing, so every difference found is due to the fault.
#[test]
fn without_a_fault_nothing_is_found() {
    let email = Faulty { machine: email::Recogniser, step: |_, _, _| Altered::No, end: as_before };
    assert!(compare(&email, &email::pattern()).is_ok());
    let timestamp = Faulty { machine: timestamp::Recogniser, step: |_, _, _| Altered::No, end: as_before };
    assert!(compare(&timestamp, &timestamp::pattern()).is_ok());
    println!("without a fault, the wrapped recognisers equal the patterns");
}
