//! Proofs that the recognisers and the published patterns accept the same strings.
//!
//! ```text
//! cargo test --lib proof -- --nocapture
//! ```
//!
//! runs them and prints, a line each, what was established. A regular language has finitely many states, so one walk over all
//! pairs of states that two machines can be in together settles their equality for **all** strings of bytes, of every length.
//! Nothing is sampled. What is not regular, or is no question of a language, is exhausted over its bounded part instead, with
//! the argument why that part suffices beside the test.
//!
//! | file | holds |
//! |---|---|
//! | `machine.rs` | what a machine is, and the walk |
//! | `dense.rs` | a pattern without look-aheads as an automaton of the crate regex-automata |
//! | `ecma.rs` | a pattern with its look-aheads as an automaton, by the rules of ECMA-262, from nothing but its text |
//! | `email.rs`, `timestamp.rs`, `length.rs` | the proofs |
//! | `fast.rs` | the checks that work in blocks against the machines, over their bounded parts |
//! | `faulty.rs` | machines with one deliberate fault each, which the walks must find |

extern crate std;

mod dense;
mod ecma;
mod email;
mod fast;
mod faulty;
mod length;
mod machine;
mod timestamp;

/// Calls `visit` with every text of at most `most` characters of `alphabet`, each put after `text`.
fn each_text(text: &mut alloc::string::String, alphabet: &[char], most: usize, visit: &mut impl FnMut(&str)) {
    visit(text);
    if most > 0 {
        for &c in alphabet {
            text.push(c);
            each_text(text, alphabet, most - 1, visit);
            text.pop();
        }
    }
}
