//! A pattern without look-aheads as an automaton of the crate regex-automata.

use super::machine::Machine;
use regex_automata::dfa::{Automaton as _, StartKind, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::util::{start, syntax};
use regex_automata::{Anchored, MatchKind};

use alloc::vec::Vec;

/// A dense DFA over bytes of a pattern from `^` to `$`.
pub(super) struct Dense(dense::DFA<Vec<u32>>);

impl Dense {
    /// Reads `pattern` in regex-syntax's dialect with Unicode off, in which `\d` is `[0-9]` and `.` is any byte but a line feed.
    ///
    /// All kinds of match are kept, so that the automaton is the language and no preference among matches prunes it.
    pub(super) fn new(pattern: &str) -> Self {
        assert!(pattern.starts_with('^') && pattern.ends_with('$'), "no whole text: {pattern}");
        let dfa = dense::Builder::new()
            .syntax(syntax::Config::new().unicode(false).utf8(false))
            .thompson(thompson::Config::new().utf8(false))
            .configure(dense::Config::new().start_kind(StartKind::Anchored).match_kind(MatchKind::All))
            .build(pattern)
            .expect("a pattern that regex-automata reads");
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
        // The automaton tells of a match one symbol late, and the end of the text is a symbol of its own.
        self.0.is_match_state(self.0.next_eoi_state(state))
    }
}
