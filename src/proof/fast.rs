//! The fast checks agree with the machines.
//!
//! A fast check works on blocks of bytes and has no states to walk over. So these tests try every
//! input of bounded parts instead: every byte at every position, every pair of neighbours across
//! every block boundary, every short text, and every number that a check compares.

use super::machine::{Machine as _, reach};
use super::std::collections::HashSet;
use super::std::println;
use super::{each_text, email as proof};
use crate::value::Undeliverable;
use crate::value::email;
use crate::value::email::pattern::{Match, State};
use crate::value::timestamp;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Asserts that the fast verdict on an email agrees with the machine, and its deliverability with
/// [`Undeliverable::find`]: plain emails are deliverable, and short emails without a hyphen before
/// a dot are plain.
fn judge_email(text: &[u8]) {
    let verdict = email::match_pattern(text);
    assert_eq!(verdict != Match::No, email::pattern::matches(text.iter().copied()), "{}", text.escape_ascii());
    if verdict == Match::Plain {
        let email = str::from_utf8(text).expect("ASCII");
        assert_eq!(Undeliverable::find(email), None, "{email}");
    } else if verdict == Match::Odd {
        assert!(text.len() > 63 || text.windows(2).any(|pair| pair == b"-."), "{}", text.escape_ascii());
    }
    #[cfg(feature = "simd")]
    judge_email_string(text, verdict);
}

/// Asserts that scanning the email inside its JSON string gives the same verdict, whatever follows
/// the string.
#[cfg(feature = "simd")]
fn judge_email_string(text: &[u8], verdict: Match) {
    let length = text.iter().position(|&byte| byte == b'"').unwrap_or(text.len());
    for after in [b'a', b'@', b'.', b' '] {
        let mut string = text.to_vec();
        string.push(b'"');
        string.resize(string.len() + 64, after);
        match crate::value::email::blocks::match_string(&string) {
            Some(seen) => {
                let expected = if length == text.len() { verdict } else { email::match_pattern(&text[..length]) };
                assert_eq!(seen, (length, expected), "{}", text.escape_ascii());
            }
            // The scan may give up on invalid and on long emails.
            None => assert!(verdict == Match::No || text.len() > 63, "{}", text.escape_ascii()),
        }
    }
}

/// One character for each class of bytes that the email pattern distinguishes.
const CLASSES: &[u8; 8] = b"a0_-'.@ ";

/// A conformance test of automata, the W-method (T. S. Chow, 1978): start in every state of the
/// proven machine, append every text of up to four classes, then endings that distinguish all its
/// states. It finds every difference in a check that a machine with up to three more states can
/// describe. The block check adds no state: it combines conditions on neighbours and on what comes
/// before and after the `@` and the last dot.
#[test]
fn short_emails() {
    // Two pairs of states accept the same continuations and differ only in their errors: the start
    // and a dot, and the two kinds of labels that cannot be the last.
    let endings = ["", "a", "aa", ".aa", "@a.aa", "a@a.aa", "a.aa", "-.aa", ".a@a.aa"];
    let states: Vec<_> = reach(&proof::Recogniser).iter().collect();
    let ends = |state: State| {
        endings.map(|ending| {
            let end = ending.bytes().try_fold(state, |state, byte| proof::Recogniser.step(state, byte));
            end.is_some_and(|end| proof::Recogniser.accepts(end))
        })
    };
    let different: HashSet<_> = states.iter().map(|&(state, _)| ends(state)).collect();
    assert!(different.iter().all(|ends| ends.contains(&true)));
    assert_eq!(different.len(), states.len() - 2);
    assert_eq!(ends(State::Start), ends(State::LocalDot));
    assert_eq!(ends(State::FirstLabel), ends(State::Label));

    let classes: Vec<char> = CLASSES.iter().copied().map(char::from).collect();
    let mut texts = 0;
    for (_, start) in states {
        let mut start = String::from_utf8(start).expect("ASCII");
        each_text(&mut start, &classes, 4, &mut |text| {
            for ending in endings {
                judge_email(format!("{text}{ending}").as_bytes());
                texts += 1;
            }
        });
    }
    println!("fast = machine: {texts} emails, from every state every 4 classes to every ending");
}

/// Returns emails of `length` bytes: with a long local part, with a long first label, and with many
/// short labels.
fn long_emails(length: usize) -> [Vec<u8>; 3] {
    let fill = |start: &str, unit: &str, end: &str| {
        let mut text = String::from(start);
        text.extend(unit.chars().cycle().take(length - start.len() - end.len()));
        text + end
    };
    // A dot next to the end would make an empty label.
    let labels = if length.is_multiple_of(2) { fill("a@", "b.", "aa") } else { fill("aa@", "b.", "aa") };
    [fill("", "ab'_", "-@b.cc"), fill("a@", "b-0", "0.cc"), labels].map(String::into_bytes)
}

/// Tries every two neighbouring classes at every position of every length, and every byte at every
/// position if the length is close to a multiple of 16.
///
/// A block boundary can break only two things: a condition on the two neighbours around it, and the
/// position of a byte. So two neighbours at every position are enough, for lengths that put a
/// boundary at every position: up to two words of 64 bytes and the start of a third. Every later
/// word is handled as the second is.
#[test]
fn every_place_in_a_block() {
    let mut texts = 0;
    for length in (8..=66).chain(127..=130) {
        for email in long_emails(length) {
            assert!(email::pattern::matches(email.iter().copied()), "{}", email.escape_ascii());
            for at in 0..length {
                let mut text = email.clone();
                for &first in CLASSES {
                    for &second in CLASSES {
                        text[at] = first;
                        text[(at + 1) % length] = second;
                        judge_email(&text);
                        texts += 1;
                    }
                }
                if !(2..15).contains(&(length % 16)) {
                    text.clone_from(&email);
                    for byte in 0..=u8::MAX {
                        text[at] = byte;
                        judge_email(&text);
                        texts += 1;
                    }
                }
            }
        }
    }
    println!(
        "fast = machine: {texts} emails of 8 to 66 and 127 to 130 bytes, every two classes at every place and every byte at every edge"
    );
}

/// Lengths below and above those that the block check handles; the machine judges these.
#[test]
fn beyond_the_blocks() {
    let mut texts = 0;
    for length in 8..=300 {
        for mut email in long_emails(length) {
            judge_email(&email);
            email.extend(b".aa");
            judge_email(&email);
            email.push(b'-');
            judge_email(&email);
            texts += 3;
        }
    }
    println!("fast = machine: {texts} emails of 8 to 304 bytes, with labels and local parts of every length");
}

fn judge_timestamp(text: &[u8]) {
    let verdict = timestamp::fast::is_match(text);
    assert_eq!(verdict, timestamp::pattern::matches(text.iter().copied()), "{}", text.escape_ascii());
    for quotes in [[b'"', b'"'], [b'"', b'Z'], [b'0', b'"']] {
        let mut string = [0; timestamp::fast::MILLIS_STRING];
        if let [first, inner @ .., last] = &mut string
            && inner.len() == text.len()
        {
            [*first, *last] = quotes;
            inner.copy_from_slice(text);
            let expected = verdict && quotes == [b'"', b'"'];
            assert_eq!(timestamp::fast::is_millis_string(&string), expected, "{}", string.escape_ascii());
        }
    }
}

/// The fast check compares the numbers of a timestamp. The year matters only on 29 February. So
/// this tries every number that the digits of a field can make, together with each field that it is
/// compared with.
#[test]
fn every_number() {
    let mut texts = 0;
    let mut judge = |text: &str| {
        judge_timestamp(text.as_bytes());
        texts += 1;
    };
    for year in 0..10_000 {
        for day in ["02-28", "02-29", "02-30", "01-29", "12-31", "00-29"] {
            judge(&format!("{year:04}-{day}T00:00Z"));
        }
    }
    for number in 0..10_000 {
        let (first, second) = (number / 100, number % 100);
        for year in ["0000", "1900", "2000", "2023", "2024"] {
            judge(&format!("{year}-{first:02}-{second:02}T00:00Z"));
        }
        judge(&format!("2024-02-29T{first:02}:{second:02}Z"));
        judge(&format!("2024-02-29T23:{first:02}:{second:02}Z"));
        judge(&format!("2024-02-29T23:{first:02}:{second:02}.999Z"));
    }
    println!("fast = machine: {texts} timestamps, every number in every field");
}

/// The byte after `9` is not a digit. A word must reject every wrong byte, also where a sum would
/// carry into the next byte.
#[test]
fn every_byte_in_a_word() {
    assert_eq!(timestamp::fast::MILLIS_STRING, "\"2000-02-29T00:00:00.000Z\"".len());
    let rests = ["", "Z", ":59Z", ":00.0Z", ":59.99Z", ":00.000Z", ":59.999Z", ":59.9999Z", ":59.12345678901234Z"];
    let mut texts = 0;
    for rest in rests {
        for start in ["2000-02-29T00:00", "9999-12-31T23:59"] {
            let timestamp = format!("{start}{rest}").into_bytes();
            for at in 0..timestamp.len() {
                let mut text = timestamp.clone();
                for byte in 0..=u8::MAX {
                    text[at] = byte;
                    judge_timestamp(&text);
                    texts += 1;
                    if rest.len() == 8 && at + 1 < text.len() {
                        // Also with each following byte at an edge: of the digits, of the
                        // separators, or where a sum carries.
                        for next in *b"\0/059:;.-TZtz \x7f\x80\xff" {
                            text[at + 1] = next;
                            judge_timestamp(&text);
                            texts += 1;
                        }
                        text[at + 1] = timestamp[at + 1];
                    }
                }
            }
        }
    }
    println!("fast = machine: {texts} timestamps, every byte at every place and before every edge of a class");
}

/// The check judges what follows the minute by its length and its shape.
#[test]
fn every_short_rest() {
    let mut texts = 0;
    let mut text = String::from("2024-02-29T23:59");
    each_text(&mut text, &['0', '6', ':', '.', 'Z', 'é'], 7, &mut |text| {
        judge_timestamp(text.as_bytes());
        texts += 1;
    });
    for length in 0..16 {
        judge_timestamp(&text.as_bytes()[..length]);
    }
    println!("fast = machine: {texts} timestamps, every short text after the minute");
}
