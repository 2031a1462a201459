//! The length limits, which are not part of the patterns.

use super::std::println;
use crate::value::text::check_length;
use crate::value::{Comment, Email, InvalidComment, InvalidEmail, InvalidName, InvalidPhone, Name, Phone};
use alloc::format;
use alloc::string::String;

/// The crate's check, or a variant with a fault.
type Check = fn(&str, usize) -> Result<(), usize>;

/// Returns a text of `length` code points in `bytes` bytes, if one exists. Wide code points come
/// first.
fn text_of(length: usize, bytes: usize) -> Option<String> {
    let mut text = String::with_capacity(bytes);
    for left in (0..length).rev() {
        // Every remaining code point needs at least one byte.
        let width = (bytes - text.len()).checked_sub(left)?.min(4);
        text.push_str(["", "x", "é", "€", "😀"][width]);
    }
    (text.len() == bytes && text.chars().count() == length).then_some(text)
}

/// Returns the first text, by length, that `check` misjudges. The limit counts code points, and the
/// error returns their number.
///
/// The check depends only on the bytes and the code points of a text, so one text for each pair of
/// these numbers is enough.
fn misjudged(check: Check, max: usize, up_to: usize) -> Result<usize, String> {
    let mut texts = 0;
    for length in 0..=up_to {
        for text in (length..=4 * length).filter_map(|bytes| text_of(length, bytes)) {
            texts += 1;
            let expected = if length <= max { Ok(()) } else { Err(length) };
            if check(&text, max) != expected {
                return Err(text);
            }
        }
    }
    Ok(texts)
}

#[test]
fn the_limit_is_on_code_points() {
    let small: usize =
        (0..=20).map(|max| misjudged(check_length, max, 3 * max + 4).unwrap_or_else(|t| panic!("{t:?}, {max}"))).sum();
    let phone = misjudged(check_length, Phone::MAX_CHARS, Phone::MAX_CHARS + 3).expect("the limit of phones");
    println!(
        "check_length counts code points: {} texts, one for every pair of code points and bytes, limits 0 to 20 and {}",
        small + phone,
        Phone::MAX_CHARS
    );
}

#[test]
fn every_limit_has_both_neighbours() {
    for wide in ["x", "é", "€", "😀"] {
        let text = |length| wide.repeat(length);
        assert!(Name::new(text(250)).is_ok() && Phone::new(text(50)).is_ok() && Comment::new(text(2500)).is_ok());
        assert_eq!(Name::new(text(251)), Err(InvalidName::TooLong { length: 251, max: 250 }));
        assert_eq!(Phone::new(text(51)), Err(InvalidPhone::TooLong { length: 51, max: 50 }));
        assert_eq!(Comment::new(text(2501)), Err(InvalidComment::TooLong { length: 2501, max: 2500 }));
    }
    let email = |length: usize| format!("{}@b.cc", "a".repeat(length - 5));
    assert!(Email::is_valid(&email(250)));
    assert_eq!(Email::new(email(251)), Err(InvalidEmail::TooLong { length: 251, max: 250 }));
    println!(
        "250, 50, 2500 and 250 code points pass as name, phone, comment and email; one more of each is refused with its length"
    );
}

#[test]
fn faulty_limits_are_found() {
    let faulty: [(&str, Check); 6] = [
        ("one more is let through", |text, max| check_length(text, max + 1)),
        ("the limit itself is refused", |text, max| match text.chars().count() {
            length if length < max => Ok(()),
            length => Err(length),
        }),
        ("bytes are counted", |text, max| if text.len() <= max { Ok(()) } else { Err(text.len()) }),
        ("UTF-16 units are counted", |text, max| match text.encode_utf16().count() {
            length if length <= max => Ok(()),
            length => Err(length),
        }),
        ("the error counts bytes", |text, max| check_length(text, max).map_err(|_| text.len())),
        (
            "long texts are not counted",
            |text, max| {
                if text.len() <= 4 * max { Ok(()) } else { check_length(text, max) }
            },
        ),
    ];
    let max = Phone::MAX_CHARS;
    for (name, check) in faulty {
        let text = misjudged(check, max, max + 3).expect_err(name);
        let (length, bytes) = (text.chars().count(), text.len());
        println!("fault found: {name} (limit {max}): misjudges {length} code points in {bytes} bytes");
    }
}
