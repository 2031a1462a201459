//! Texts that are almost JSON.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::super::encoding::Encoding;
use super::super::fix::{Edit, Fix, Safety, apply_edits};
use crate::json::{Reader, valid_utf8};
use crate::pointer::Span;

/// Returns the fix that turns a text into JSON, with all edits that are needed. `None` if the known
/// edits are not enough.
#[cold]
pub(in crate::lint) fn fix(text: &[u8]) -> Option<Fix> {
    if let Some(encoding) = Encoding::of(text) {
        let fix = Fix {
            encoding: Some(encoding),
            ..Fix::new(format!("convert {encoding} to UTF-8"), Safety::Safe, Vec::new())
        };
        return is_json(encoding.decode(text)?.as_bytes()).then_some(fix);
    }
    let mut scan = Scan { bytes: valid_utf8(text)?.as_bytes(), at: 0, edits: Vec::new(), done: 0 };
    scan.text()?;
    let is_done = |kind: usize| scan.done >> kind & 1 == 1;
    let safety = if is_done(COMMENT) { Safety::Unsafe } else { Safety::Safe };
    let title =
        KINDS.iter().enumerate().filter(|(kind, _)| is_done(*kind)).map(|(_, title)| *title).collect::<Vec<_>>();
    let is_fixed = !scan.edits.is_empty() && is_json(&apply_edits(text, &scan.edits));
    is_fixed.then(|| Fix::new(title.join(", "), safety, scan.edits))
}

/// Returns the fix of a comma before the end of an array.
pub(in crate::lint) fn remove_comma(comma: Span) -> Fix {
    Fix::new(REMOVE_COMMA, Safety::Safe, alloc::vec![Edit::delete(comma.start, comma.end)])
}

fn is_json(text: &[u8]) -> bool {
    let reader = Reader::new(text);
    reader.skip(reader.whitespace(0), 0).and_then(|end| reader.finish(end)).is_ok()
}

const REMOVE_COMMA: &str = "remove the comma at the end";

/// The edits that a scan can make.
const KINDS: [&str; 5] = [
    "remove the byte order mark",
    "remove the record separator",
    REMOVE_COMMA,
    "escape control characters",
    "remove comments",
];
const MARK: usize = 0;
const SEPARATOR: usize = 1;
const COMMA: usize = 2;
const CONTROL: usize = 3;
const COMMENT: usize = 4;

/// A scan of tokens that accepts superfluous ones. The other tokens are checked later.
struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
    edits: Vec<Edit>,
    /// One bit for each of `KINDS`.
    done: u8,
}

impl Scan<'_> {
    fn text(&mut self) -> Option<()> {
        if self.rest().starts_with("\u{FEFF}".as_bytes()) {
            self.replace(MARK, 3, "");
        }
        while self.peek() == Some(b'\x1E') {
            self.replace(SEPARATOR, 1, "");
        }
        // The comma after a value, as long as no other token follows it.
        let mut comma = None;
        // The last byte that is neither white space nor of a comment; `[` at the start.
        let mut last = b'[';
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => {
                    self.at += 1;
                    continue;
                }
                b'/' => {
                    self.comment()?;
                    continue;
                }
                b',' if matches!(last, b'[' | b'{' | b',' | b':') => return None,
                b',' => comma = Some((self.at, self.edits.len())),
                b']' | b'}' => {
                    if let Some((at, index)) = comma.take() {
                        // Comments may have come between.
                        self.edits.insert(index, Edit::delete(at, at + 1));
                        self.done |= 1 << COMMA;
                    }
                }
                b'"' => {
                    comma = None;
                    self.string()?;
                }
                _ => comma = None,
            }
            last = byte;
            self.at += 1;
        }
        Some(())
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn replace(&mut self, kind: usize, length: usize, text: impl Into<Cow<'static, str>>) {
        let span = Span { start: self.at, end: self.at + length };
        self.edits.push(Edit { span, text: text.into() });
        self.done |= 1 << kind;
        self.at += length;
    }

    /// Removes a comment, unless that would join two tokens.
    fn comment(&mut self) -> Option<()> {
        let rest = self.rest();
        let length = match rest {
            [b'/', b'/', ..] => memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len()),
            [b'/', b'*', text @ ..] => {
                memchr::memchr_iter(b'*', text).find(|star| text.get(star + 1) == Some(&b'/'))? + 4
            }
            _ => return None,
        };
        let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| !b" \t\r\n{}[],:\"/".contains(byte));
        let joins = is_word(self.at.checked_sub(1).and_then(|before| self.bytes.get(before)))
            && is_word(self.bytes.get(self.at + length));
        (!joins).then(|| self.replace(COMMENT, length, ""))
    }

    /// Goes to the closing quote of the string whose opening quote is here.
    fn string(&mut self) -> Option<()> {
        self.at += 1;
        loop {
            match self.peek()? {
                b'"' => return Some(()),
                // With its escape, a control character would become a backslash and a letter.
                b'\\' if self.bytes.get(self.at + 1).is_some_and(|&byte| byte < b' ') => return None,
                b'\\' => self.at += 2,
                code @ 0..b' ' => self.replace(CONTROL, 1, escape(code)),
                _ => self.at += 1,
            }
        }
    }
}

/// Returns the escape of a control character.
fn escape(code: u8) -> String {
    match code {
        b'\x08' => r"\b".to_string(),
        b'\x0C' => r"\f".to_string(),
        b'\n' => r"\n".to_string(),
        b'\r' => r"\r".to_string(),
        b'\t' => r"\t".to_string(),
        _ => format!("\\u{code:04x}"),
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::{Safety, fix};

    #[test]
    fn texts() {
        for (text, expected) in [
            ("\u{FEFF}{}", Some(("{}", Safety::Safe))),
            ("\x1E{}\n", Some(("{}\n", Safety::Safe))),
            ("\x1E{}\n\x1E{}\n", None),
            ("[1, 2 , ]", Some(("[1, 2  ]", Safety::Safe))),
            ("{\"a\": [1,], }", Some(("{\"a\": [1] }", Safety::Safe))),
            ("[1,,]", None),
            ("[,]", None),
            ("{,}", None),
            ("{\"a\":,}", None),
            ("[1],", None),
            ("[\"a\tb\u{1}\", \"\\\\\"]", Some(("[\"a\\tb\\u0001\", \"\\\\\"]", Safety::Safe))),
            ("[\"a\\\tb\"]", None),
            ("{\"a\": \"b,\n\"c\": 1}", None),
            ("// one\n[1, /* two */ 2] // three", Some(("\n[1,  2] ", Safety::Unsafe))),
            ("[1, // last\n]", Some(("[1 \n]", Safety::Unsafe))),
            ("[1/**/2]", None),
            ("[1/**/,2]", Some(("[1,2]", Safety::Unsafe))),
            ("[\"//\"]", None),
            ("[1 / 2]", None),
            ("/* open", None),
            ("{\"a\": 1,", None),
            ("", None),
        ] {
            let fix = fix(text.as_bytes());
            let fixed = fix.map(|fix| (String::from_utf8(fix.apply(text.as_bytes())).unwrap(), fix.safety));
            assert_eq!(fixed.as_ref().map(|(text, safety)| (text.as_str(), *safety)), expected, "{text:?}");
        }
    }
}
