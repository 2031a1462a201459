//! Deterministic automata over bytes, and the walks that compare them.

use super::std::collections::HashMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::hash::Hash;

/// A deterministic automaton over bytes. `step` returns `None` for the dead state, from which
/// nothing is accepted.
pub(super) trait Machine {
    type State: Copy + Eq + Hash;

    fn start(&self) -> Self::State;
    fn step(&self, state: Self::State, byte: u8) -> Option<Self::State>;
    fn accepts(&self, state: Self::State) -> bool;
}

/// Returns the state after `text`.
pub(super) fn after<M: Machine>(machine: &M, text: &[u8]) -> Option<M::State> {
    text.iter().try_fold(machine.start(), |state, &byte| machine.step(state, byte))
}

/// Returns whether `machine` accepts `text`.
pub(super) fn accepts<M: Machine>(machine: &M, text: &[u8]) -> bool {
    after(machine, text).is_some_and(|state| machine.accepts(state))
}

/// Returns whether `state` accepts; the dead state does not.
fn accepts_at<M: Machine>(machine: &M, state: Option<M::State>) -> bool {
    state.is_some_and(|state| machine.accepts(state))
}

fn step_from<M: Machine>(machine: &M, state: Option<M::State>, byte: u8) -> Option<M::State> {
    state.and_then(|state| machine.step(state, byte))
}

/// The texts that `0` accepts and `1` does not.
pub(super) struct Except<A, B>(pub(super) A, pub(super) B);

impl<A: Machine, B: Machine> Machine for Except<A, B> {
    type State = (A::State, Option<B::State>);

    fn start(&self) -> Self::State {
        (self.0.start(), Some(self.1.start()))
    }

    fn step(&self, (base, exception): Self::State, byte: u8) -> Option<Self::State> {
        Some((self.0.step(base, byte)?, step_from(&self.1, exception, byte)))
    }

    fn accepts(&self, (base, exception): Self::State) -> bool {
        self.0.accepts(base) && !accepts_at(&self.1, exception)
    }
}

/// The texts that exactly one of two machines accepts. Empty if and only if the languages are
/// equal.
pub(super) struct Difference<'a, A, B>(pub(super) &'a A, pub(super) &'a B);

impl<A: Machine, B: Machine> Machine for Difference<'_, A, B> {
    type State = (Option<A::State>, Option<B::State>);

    fn start(&self) -> Self::State {
        (Some(self.0.start()), Some(self.1.start()))
    }

    fn step(&self, (a, b): Self::State, byte: u8) -> Option<Self::State> {
        match (step_from(self.0, a, byte), step_from(self.1, b, byte)) {
            (None, None) => None,
            next => Some(next),
        }
    }

    fn accepts(&self, (a, b): Self::State) -> bool {
        accepts_at(self.0, a) != accepts_at(self.1, b)
    }
}

/// All states that a machine can reach, ordered by the length of the shortest text that reaches
/// them.
pub(super) struct Reached<S> {
    states: Vec<S>,
    /// The state from which each state was first reached, as an index, and the byte; `None` for the
    /// start.
    parents: Vec<Option<(usize, u8)>>,
}

impl<S: Copy> Reached<S> {
    /// Returns each state with a shortest text that reaches it.
    pub(super) fn iter(&self) -> impl Iterator<Item = (S, Vec<u8>)> + '_ {
        self.states.iter().enumerate().map(|(index, &state)| (state, self.text(index)))
    }

    fn text(&self, mut index: usize) -> Vec<u8> {
        let mut text = Vec::new();
        while let Some((parent, byte)) = self.parents[index] {
            text.push(byte);
            index = parent;
        }
        text.reverse();
        text
    }
}

/// Walks `machine` breadth first, over all 256 bytes from every state.
pub(super) fn reach<M: Machine>(machine: &M) -> Reached<M::State> {
    let mut reached = Reached { states: Vec::from([machine.start()]), parents: Vec::from([None]) };
    let mut seen = HashMap::from([(machine.start(), ())]);
    let mut from = 0;
    while from < reached.states.len() {
        for byte in legible_first() {
            if let Some(next) = machine.step(reached.states[from], byte)
                && seen.insert(next, ()).is_none()
            {
                reached.states.push(next);
                reached.parents.push(Some((from, byte)));
            }
        }
        from += 1;
    }
    reached
}

/// Returns all bytes, letters and digits first, to keep counterexamples legible.
fn legible_first() -> impl Iterator<Item = u8> {
    (b'a'..=b'z').chain(b'0'..=b'9').chain((0..=u8::MAX).filter(|b| !matches!(b, b'a'..=b'z' | b'0'..=b'9')))
}

/// The size of a walk that found no difference.
pub(super) struct Equal {
    states: usize,
}

impl fmt::Display for Equal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { states } = self;
        let steps = states * 256;
        write!(f, "equal on all byte strings: {states} product states, {steps} transitions and {states} ends checked")
    }
}

/// A shortest text that exactly one of two machines accepts.
pub(super) struct Counterexample {
    pub(super) text: Vec<u8>,
    /// Whether the first machine accepts it.
    pub(super) first_accepts: bool,
}

impl fmt::Display for Counterexample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = if self.first_accepts { "accepts" } else { "refuses" };
        write!(f, "{verb} \"{}\"", self.text.escape_ascii())
    }
}

/// Returns whether two machines accept the same byte strings: a proof, or a shortest
/// counterexample.
pub(super) fn compare<A: Machine, B: Machine>(a: &A, b: &B) -> Result<Equal, Counterexample> {
    let difference = Difference(a, b);
    let reached = reach(&difference);
    match reached.states.iter().position(|&state| difference.accepts(state)) {
        None => Ok(Equal { states: reached.states.len() }),
        Some(index) => {
            Err(Counterexample { text: reached.text(index), first_accepts: accepts_at(a, reached.states[index].0) })
        }
    }
}

/// Same as [`compare`], but panics if the machines differ. Returns the line to print.
pub(super) fn prove_equal<A: Machine, B: Machine>(names: [&str; 2], a: &A, b: &B) -> String {
    match compare(a, b) {
        Ok(equal) => alloc::format!("{} = {}: {equal}", names[0], names[1]),
        Err(counterexample) => panic!("unlike {}, {} {counterexample}", names[1], names[0]),
    }
}

/// Accepts a text if `0` accepts it with `1` appended.
pub(super) struct Before<'a, M>(pub(super) &'a M, pub(super) &'static [u8]);

impl<M: Machine> Machine for Before<'_, M> {
    type State = M::State;

    fn start(&self) -> Self::State {
        self.0.start()
    }

    fn step(&self, state: Self::State, byte: u8) -> Option<Self::State> {
        self.0.step(state, byte)
    }

    fn accepts(&self, state: Self::State) -> bool {
        let end = self.1.iter().try_fold(state, |state, &byte| self.0.step(state, byte));
        accepts_at(self.0, end)
    }
}

/// How many texts of a shape two machines judge alike, and how many of them they accept.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) texts: u64,
    pub(super) accepted: u64,
}

/// Runs both machines on all texts of a shape, asserts that they agree, and calls `accepted` with
/// each text that they accept. In a shape, `d` stands for any digit and any other byte for itself.
///
/// Texts with a common start share the walk over it. Where both machines are dead, both refuse all
/// texts that continue from there, so these are counted without a walk.
pub(super) fn exhaust<A: Machine, B: Machine>(a: &A, b: &B, shape: &str, accepted: impl FnMut(&[u8])) -> Tally {
    let both = Difference(a, b);
    let mut walk = Exhaustion { start: Vec::new(), tally: Tally::default(), accepted };
    walk.from(&both, both.start(), shape.as_bytes());
    walk.tally
}

struct Exhaustion<F> {
    start: Vec<u8>,
    tally: Tally,
    accepted: F,
}

impl<F: FnMut(&[u8])> Exhaustion<F> {
    fn from<A: Machine, B: Machine>(
        &mut self,
        both: &Difference<'_, A, B>,
        state: <Difference<'_, A, B> as Machine>::State,
        shape: &[u8],
    ) {
        let Some((&symbol, rest)) = shape.split_first() else {
            assert!(!both.accepts(state), "the machines disagree on {}", self.start.escape_ascii());
            self.tally.texts += 1;
            if accepts_at(both.0, state.0) {
                self.tally.accepted += 1;
                (self.accepted)(&self.start);
            }
            return;
        };
        for byte in if symbol == b'd' { b'0'..=b'9' } else { symbol..=symbol } {
            match both.step(state, byte) {
                Some(next) => {
                    self.start.push(byte);
                    self.from(both, next, rest);
                    self.start.pop();
                }
                None => self.tally.texts += rest.iter().fold(1, |texts, &s| if s == b'd' { texts * 10 } else { texts }),
            }
        }
    }
}
