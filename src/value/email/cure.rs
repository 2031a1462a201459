//! Fixes for texts that are almost emails.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::Email;
use crate::value::cure::Cure;

/// Returns the edits that remove white space around an email and shorten each run of dots to one
/// dot. `None` if the result is not valid. The fix is a guess.
pub(crate) fn cure(text: &str) -> Option<Cure> {
    let mut edits = Vec::new();
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len();
    if start > 0 {
        edits.push((0..start, Cow::Borrowed("")));
    }
    let mut at = start;
    for part in text.get(start..end)?.split_inclusive(|c| c != '.') {
        let dots = part.bytes().take_while(|&byte| byte == b'.').count();
        if dots > 1 {
            edits.push((at + 1..at + dots, Cow::Borrowed("")));
        }
        at += part.len();
    }
    let title = match edits.as_slice() {
        [.., (range, _)] if range.start > 0 => "write one dot",
        _ => "remove the white space around the email",
    };
    if end < text.len() {
        edits.push((end..text.len(), Cow::Borrowed("")));
    }
    let cure = Cure { title, is_certain: false, edits };
    let is_valid = !cure.edits.is_empty() && Email::is_valid(&cure.apply(text));
    is_valid.then_some(cure)
}

#[cfg(test)]
mod tests {
    use super::cure;

    #[test]
    fn cures() {
        for (text, expected) in [
            (" ada@example.com\n", Some("ada@example.com")),
            ("\u{A0}ada@example.com", Some("ada@example.com")),
            ("ada..eve@example.com", Some("ada.eve@example.com")),
            ("ada...eve@example..com ", Some("ada.eve@example.com")),
            ("ada@example.com", None),
            ("ada..@example.com", None),
            ("..ada@example.com", None),
            ("ada@example.com..", None),
            ("ada lovelace@example.com", None),
            (" ", None),
            ("", None),
        ] {
            assert_eq!(cure(text).map(|cure| cure.apply(text)).as_deref(), expected, "{text:?}");
        }
    }
}
