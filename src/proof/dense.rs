//! A pattern without look-aheads as a DFA of the crate regex-automata.

use super::machine::Machine;
use regex_automata::dfa::{Automaton as _, StartKind, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::util::{start, syntax};
use regex_automata::{Anchored, MatchKind};

use alloc::vec::Vec;

/// A dense DFA over bytes, of a pattern that starts with `^` and ends with `$`.
pub(super) struct Dense(dense::DFA<Vec<u32>>);

impl Dense {
    /// Compiles `pattern` in the dialect of regex-syntax, with Unicode off: `\d` is `[0-9]` and `.`
    /// is any byte except a line feed.
    ///
    /// `MatchKind::All` keeps every match, so the automaton accepts the whole language. The
    /// default, leftmost-first, prunes matches.
    pub(super) fn new(pattern: &str) -> Self {
        assert!(pattern.starts_with('^') && pattern.ends_with('$'), "not anchored at both ends: {pattern}");
        let dfa = dense::Builder::new()
            .syntax(syntax::Config::new().unicode(false).utf8(false))
            .thompson(thompson::Config::new().utf8(false))
            .configure(dense::Config::new().start_kind(StartKind::Anchored).match_kind(MatchKind::All))
            .build(pattern)
            .expect("a pattern that regex-automata supports");
        Self(dfa)
    }
}

impl Machine for Dense {
    type State = StateID;

    fn start(&self) -> StateID {
        self.0.start_state(&start::Config::new().anchored(Anchored::Yes)).expect("an anchored start")
    }

    fn step(&self, state: StateID, byte: u8) -> Option<StateID> {
        let next = self.0.next_state(state, byte);
        assert!(!self.0.is_quit_state(next), "the automaton gave up");
        (!self.0.is_dead_state(next)).then_some(next)
    }

    fn accepts(&self, state: StateID) -> bool {
        // regex-automata reports a match one symbol late; the end of the text counts as a symbol.
        self.0.is_match_state(self.0.next_eoi_state(state))
    }
}
