//! A pattern as an automaton, built from nothing but its text, by the rules of ECMA-262 (section
//! 22.2).
//!
//! This translation is direct. It relies neither on a rewriting of look-aheads nor on another
//! crate's dialect. It supports the syntax of the two patterns and panics on any other.
//!
//! The standard defines matching by continuations: a matcher takes a position and what must match
//! after it. So the pattern is compiled from back to front, and each node gets the index of its
//! continuation. The result is a list of [`Instruction`]s. `a*b$` becomes:
//!
//! ```text
//! 0 Match
//! 1 End(0)
//! 2 Byte(b, 1)
//! 3 Fork(4, 2)        start here
//! 4 Byte(a, 3)
//! ```
//!
//! The standard tries alternatives in order. Whether there is a match does not depend on the order,
//! so the machine follows all alternatives at once, as a set of threads, byte by byte.
//!
//! A negative look-ahead `(?!x)` succeeds if no start of the remaining text matches `x`. The bytes
//! ahead are not known yet, so a thread that passes a look-ahead takes it along as an obligation:
//! the set of positions inside `x`, which every byte moves on. The thread dies when one of them
//! reaches the end of `x`.
//!
//! There are finitely many sets of threads, so the machine is finite and a walk over it is a proof.

use super::machine::Machine;
use super::std::collections::HashMap;
use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::vec;
use alloc::vec::Vec;

/// A syntax tree, in the terms of the standard.
enum Node {
    CharacterClass(BTreeSet<u8>),
    Alternative(Vec<Self>),
    Disjunction(Vec<Self>),
    Quantified { atom: Box<Self>, min: usize, max: Option<usize> },
    NotAhead(Box<Self>),
    Start,
    End,
}

/// Parses the text of a pattern, with one method for each production of the standard's grammar.
struct Reader<'a> {
    rest: &'a [u8],
}

impl Reader<'_> {
    fn next(&mut self) -> u8 {
        let (&byte, rest) = self.rest.split_first().expect("more of the pattern");
        self.rest = rest;
        byte
    }

    fn take(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text.as_bytes()) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn disjunction(&mut self) -> Node {
        let mut alternatives = vec![self.alternative()];
        while self.take("|") {
            alternatives.push(self.alternative());
        }
        Node::Disjunction(alternatives)
    }

    fn alternative(&mut self) -> Node {
        let mut terms = Vec::new();
        while !matches!(self.rest, [] | [b'|' | b')', ..]) {
            terms.push(self.term());
        }
        Node::Alternative(terms)
    }

    fn term(&mut self) -> Node {
        if self.take("^") {
            Node::Start
        } else if self.take("$") {
            Node::End
        } else if self.take("(?!") {
            Node::NotAhead(Box::new(self.group()))
        } else {
            let atom = self.atom();
            self.quantified(atom)
        }
    }

    fn group(&mut self) -> Node {
        let node = self.disjunction();
        assert!(self.take(")"), "expected `)`");
        node
    }

    fn atom(&mut self) -> Node {
        if self.take("(?:") {
            return self.group();
        }
        match self.next() {
            b'(' if !self.take("?") => self.group(),
            b'[' => self.character_class(),
            // Excludes the line terminators LF and CR. U+2028 and U+2029 are not single bytes;
            // `email.rs` shows that this makes no difference.
            b'.' => Node::CharacterClass((0..=u8::MAX).filter(|byte| !matches!(byte, b'\n' | b'\r')).collect()),
            b'\\' => Node::CharacterClass(self.escape()),
            byte if byte.is_ascii_graphic() && !b"^$\\.*+?()[]{}|".contains(&byte) => {
                Node::CharacterClass([byte].into())
            }
            byte => panic!("unsupported syntax: {}", byte.escape_ascii()),
        }
    }

    fn quantified(&mut self, atom: Node) -> Node {
        let (min, max) = if self.take("*") {
            (0, None)
        } else if self.take("+") {
            (1, None)
        } else if self.take("?") {
            (0, Some(1))
        } else if self.take("{") {
            let min = usize::from(self.next() - b'0');
            let max = if self.take(",") { None } else { Some(min) };
            assert!(self.take("}"), "expected `}}`");
            (min, max)
        } else {
            return atom;
        };
        assert!(!matches!(self.rest, [b'?' | b'+' | b'*' | b'{', ..]), "unsupported: a quantifier after a quantifier");
        Node::Quantified { atom: Box::new(atom), min, max }
    }

    fn character_class(&mut self) -> Node {
        assert!(!self.take("^"), "unsupported: a negated class");
        let mut class = BTreeSet::new();
        while !self.take("]") {
            let atom = self.class_atom();
            match self.rest {
                [b'-', end, ..] if *end != b']' => {
                    self.next();
                    let (Some(&from), Some(&to)) = (atom.first(), self.class_atom().last()) else {
                        panic!("an empty range")
                    };
                    assert!(atom.len() == 1 && from <= to, "an invalid range");
                    class.extend(from..=to);
                }
                _ => class.extend(atom),
            }
        }
        Node::CharacterClass(class)
    }

    fn class_atom(&mut self) -> BTreeSet<u8> {
        match self.next() {
            b'\\' => self.escape(),
            byte => [byte].into(),
        }
    }

    fn escape(&mut self) -> BTreeSet<u8> {
        match self.next() {
            b'd' => (b'0'..=b'9').collect(),
            byte if byte.is_ascii_punctuation() => [byte].into(),
            byte => panic!("unsupported escape: {}", byte.escape_ascii()),
        }
    }
}

/// What a thread does next. Numbers are indices of instructions.
enum Instruction {
    /// The pattern, or the inside of a look-ahead, has matched.
    Match,
    /// Consumes a byte of the class, then continues.
    Byte(BTreeSet<u8>, usize),
    /// Continues at both.
    Fork(usize, usize),
    /// Continues only at the start of the text.
    Start(usize),
    /// Continues only at the end of the text.
    End(usize),
    /// Continues at the second, unless the remaining text starts with a match of the first.
    Unless(usize, usize),
}

/// The positions inside a look-ahead, each at an [`Instruction::Byte`].
type Obligation = BTreeSet<usize>;

/// A position in the pattern: at a byte, at the end or at the match.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Thread {
    at: usize,
    obligations: BTreeSet<Obligation>,
}

struct Program {
    instructions: Vec<Instruction>,
}

impl Program {
    const MATCH: usize = 0;

    /// Adds the instructions of `node`, which continue at `then`. Returns the index of the first.
    fn compile(&mut self, node: &Node, then: usize) -> usize {
        match node {
            Node::CharacterClass(class) => self.add(Instruction::Byte(class.clone(), then)),
            Node::Alternative(terms) => terms.iter().rev().fold(then, |then, term| self.compile(term, then)),
            Node::Disjunction(alternatives) => {
                let starts: Vec<_> = alternatives.iter().map(|alternative| self.compile(alternative, then)).collect();
                starts.into_iter().rev().reduce(|rest, start| self.add(Instruction::Fork(start, rest))).unwrap_or(then)
            }
            Node::Quantified { atom, min, max: None } => {
                let again = self.add(Instruction::Fork(then, then));
                let start = self.compile(atom, again);
                self.instructions[again] = Instruction::Fork(start, then);
                (0..*min).fold(again, |then, _| self.compile(atom, then))
            }
            Node::Quantified { atom, min, max: Some(max) } => {
                let optional = (*min..*max).fold(then, |rest, _| {
                    let start = self.compile(atom, rest);
                    self.add(Instruction::Fork(start, then))
                });
                (0..*min).fold(optional, |then, _| self.compile(atom, then))
            }
            Node::NotAhead(ahead) => {
                let ahead = self.compile(ahead, Self::MATCH);
                self.add(Instruction::Unless(ahead, then))
            }
            Node::Start => self.add(Instruction::Start(then)),
            Node::End => self.add(Instruction::End(then)),
        }
    }

    fn add(&mut self, instruction: Instruction) -> usize {
        self.instructions.push(instruction);
        self.instructions.len() - 1
    }

    /// Moves `thread` on to the next bytes, the end or the match.
    fn follow(&self, thread: Thread, at_start: bool, threads: &mut BTreeSet<Thread>) {
        match self.instructions[thread.at] {
            Instruction::Match | Instruction::Byte(..) | Instruction::End(_) => {
                threads.insert(thread);
            }
            Instruction::Fork(one, other) => {
                self.follow(Thread { at: one, ..thread.clone() }, at_start, threads);
                self.follow(Thread { at: other, ..thread }, at_start, threads);
            }
            Instruction::Start(then) => {
                if at_start {
                    self.follow(Thread { at: then, ..thread }, at_start, threads);
                }
            }
            Instruction::Unless(ahead, then) => {
                if let Some(obligation) = self.obligation([ahead], at_start) {
                    let mut obligations = thread.obligations;
                    obligations.insert(obligation);
                    self.follow(Thread { at: then, obligations }, at_start, threads);
                }
            }
        }
    }

    /// Returns the obligation of a look-ahead at `places`; `None` if it has matched.
    fn obligation(&self, places: impl IntoIterator<Item = usize>, at_start: bool) -> Option<Obligation> {
        let mut threads = BTreeSet::new();
        for at in places {
            self.follow(Thread { at, obligations: BTreeSet::new() }, at_start, &mut threads);
        }
        let bytes_only = |thread: &Thread| matches!(self.instructions[thread.at], Instruction::Byte(..));
        if threads.iter().any(|thread| thread.at == Self::MATCH) {
            return None;
        }
        assert!(threads.iter().all(|t| bytes_only(t) && t.obligations.is_empty()), "a look-ahead of bytes only");
        Some(threads.into_iter().map(|thread| thread.at).collect())
    }

    /// Returns the instruction after the byte at `at`, if its class contains `byte`.
    fn past(&self, at: usize, byte: u8) -> Option<usize> {
        match &self.instructions[at] {
            Instruction::Byte(class, then) if class.contains(&byte) => Some(*then),
            _ => None,
        }
    }

    fn step(&self, threads: &BTreeSet<Thread>, byte: u8) -> BTreeSet<Thread> {
        let mut next = BTreeSet::new();
        for thread in threads {
            let Some(at) = self.past(thread.at, byte) else { continue };
            let moved = thread
                .obligations
                .iter()
                .map(|obligation| self.obligation(obligation.iter().filter_map(|&at| self.past(at, byte)), false));
            // The look-ahead can no longer match: drop the obligation.
            if let Some(mut obligations) = moved.collect::<Option<BTreeSet<_>>>() {
                obligations.remove(&BTreeSet::new());
                self.follow(Thread { at, obligations }, false, &mut next);
            }
        }
        next
    }

    /// Returns whether a thread matches at the end of the text. The patterns end with `$`, so none
    /// matches before.
    fn accepts(&self, threads: &BTreeSet<Thread>) -> bool {
        threads.iter().any(|thread| match self.instructions[thread.at] {
            Instruction::End(then) => {
                assert_eq!(then, Self::MATCH, "nothing follows `$`");
                true
            }
            Instruction::Match => panic!("a pattern without `$`"),
            _ => false,
        })
    }
}

/// The automaton of an ECMA-262 pattern.
pub(super) struct Ecma {
    /// For each set of threads, the set after each byte. 0 is the empty set, which is dead; 1 is
    /// the start.
    table: Vec<[usize; 256]>,
    accepts: Vec<bool>,
}

impl Ecma {
    pub(super) fn new(pattern: &str) -> Self {
        let mut reader = Reader { rest: pattern.as_bytes() };
        let node = reader.disjunction();
        assert!(reader.rest.is_empty(), "expected the end of the pattern");
        let mut program = Program { instructions: vec![Instruction::Match] };
        let at = program.compile(&node, Program::MATCH);
        let mut start = BTreeSet::new();
        program.follow(Thread { at, obligations: BTreeSet::new() }, true, &mut start);
        Self::determinized(&program, start)
    }

    fn determinized(program: &Program, start: BTreeSet<Thread>) -> Self {
        let mut sets = vec![BTreeSet::new(), start];
        let mut indices: HashMap<_, _> = sets.iter().cloned().zip(0..).collect();
        let mut table = Vec::new();
        while table.len() < sets.len() {
            let mut row = [0; 256];
            for byte in 0..=u8::MAX {
                let next = program.step(&sets[table.len()], byte);
                row[usize::from(byte)] = *indices.entry(next).or_insert_with_key(|next| {
                    sets.push(next.clone());
                    sets.len() - 1
                });
            }
            table.push(row);
        }
        let accepts = sets.iter().map(|threads| program.accepts(threads)).collect();
        Self { table, accepts }
    }
}

impl Machine for Ecma {
    type State = usize;

    fn start(&self) -> usize {
        1
    }

    fn step(&self, state: usize, byte: u8) -> Option<usize> {
        match self.table[state][usize::from(byte)] {
            0 => None,
            next => Some(next),
        }
    }

    fn accepts(&self, state: usize) -> bool {
        self.accepts[state]
    }
}
