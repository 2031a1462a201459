//! Proofs that the recognisers and the published patterns accept the same strings.
//!
//! To run them and print one line for each result:
//!
//! ```text
//! cargo test --lib proof -- --nocapture
//! ```
//!
//! A regular language has finitely many states. Each proof walks two machines side by side and
//! visits every pair of states that they can be in together. If no pair disagrees on whether the
//! text may end there, the machines accept the same strings: **all** strings, of every length.
//! Nothing is sampled.
//!
//! ```text
//! text so far   recogniser     pattern        both accept or both refuse?
//! ""            Start          q0             yes: both refuse
//! "a"           LocalPart      q3             yes: both refuse
//! "a@b.cd"      TopLevel       q9             yes: both accept
//! ```
//!
//! Where a property is not about a regular language, the tests try every input of a bounded part
//! instead. A comment beside each such test says why that part is enough.
//!
//! | file | contents |
//! |---|---|
//! | `machine.rs` | the trait of a machine, and the walk |
//! | `dense.rs` | a pattern without look-aheads as a DFA of the crate regex-automata |
//! | `ecma.rs` | a pattern with look-aheads as an automaton, by the rules of ECMA-262 |
//! | `email.rs`, `timestamp.rs`, `length.rs` | the proofs |
//! | `fast.rs` | the block checks against the machines, on bounded inputs |
//! | `faulty.rs` | machines with one deliberate fault each, which the proofs must find |

extern crate std;

mod dense;
mod ecma;
mod email;
mod fast;
mod faulty;
mod length;
mod machine;
mod timestamp;

/// Calls `visit` with `text` followed by each text of at most `most` characters of `alphabet`.
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
