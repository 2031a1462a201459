//! Recognises texts that are not NDJSON by their start. Without this check, each of their lines
//! would be reported as an error.

use contact_schema::lint::Encoding;

/// The number of bytes at the start that are searched for documents on several lines.
const START: usize = 1 << 16;

/// The number of bytes at the start among which a text in UTF-16 or UTF-32 has a zero.
const FIRST_ZERO: usize = 64;

/// Recognises by its start a text that is certainly not NDJSON. Returns what it is, and what to do.
pub(super) fn not_ndjson(start: &[u8]) -> Option<String> {
    compressed(start).or_else(|| several_lines(start)).map(String::from).or_else(|| encoded(start))
}

/// Recognises compressed data that this program does not decompress.
fn compressed(start: &[u8]) -> Option<&'static str> {
    match start {
        [b'B', b'Z', b'h', b'1'..=b'9', b'1', b'A', b'Y', b'&', b'S', b'Y', ..] => {
            Some("bzip2: decompress it, for example by bzip2 -dc")
        }
        [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => Some("xz: decompress it, for example by xz -dc"),
        [b'P', b'K', 3, 4, ..] => Some("a ZIP archive: extract its files"),
        _ => None,
    }
}

/// Recognises UTF-16 and UTF-32.
fn encoded(start: &[u8]) -> Option<String> {
    // Latin-1 may start with the bytes of a mark, but has no zeros.
    let encoding = Encoding::of(start).filter(|_| start.iter().take(FIRST_ZERO).any(|&byte| byte == 0))?;
    let name = encoding.iconv_name(start);
    Some(format!("{encoding}: convert it to UTF-8, by --fix or for example by iconv -f {name} -t UTF-8"))
}

/// Recognises documents on several lines.
fn several_lines(start: &[u8]) -> Option<&'static str> {
    let start = start.get(..START).unwrap_or(start);
    let is_sequence = start.first() == Some(&RECORD_SEPARATOR);
    let mut lines = start.split(|&byte| byte == b'\n').map(without_separator).filter(|line| !line.is_empty());
    let first = lines.next()?;
    let second = lines.next()?;
    let is_pretty = match first {
        b"{" | b"[{" => second.starts_with(b"\""),
        b"[" => second == b"{" || second.starts_with(b"{") && (second.ends_with(b",") || lines.next() == Some(b"]")),
        _ => is_whole(first) && are_most_on_several_lines(second, lines),
    };
    is_pretty.then_some(match is_sequence {
        true => "a JSON text sequence with documents on several lines: write each on one line (jq --seq -c)",
        false => {
            "a document on several lines: pass --input json if this is one document or an array; if it is more, write \
             each on one line (jq -c)"
        }
    })
}

/// The character before each document of a JSON text sequence (RFC 7464).
pub(super) const RECORD_SEPARATOR: u8 = 0x1E;

/// Returns a line without record separators at its start, and without white space around it.
fn without_separator(line: &[u8]) -> &[u8] {
    let separators = line.iter().take_while(|&&byte| byte == RECORD_SEPARATOR).count();
    line.get(separators..).unwrap_or_default().trim_ascii()
}

/// Whether a line probably holds a whole document.
fn is_whole(line: &[u8]) -> bool {
    line.starts_with(b"{") && line.ends_with(b"}")
}

/// Whether more of the documents after the first one are on several lines than on one. If only a
/// few are, they are errors in NDJSON.
fn are_most_on_several_lines<'a>(second: &'a [u8], rest: impl Iterator<Item = &'a [u8]>) -> bool {
    let (mut whole, mut several) = (u64::from(is_whole(second)), 0);
    let mut before = second;
    for line in rest {
        whole += u64::from(is_whole(line));
        several += u64::from(before == b"{" && line.starts_with(b"\""));
        before = line;
    }
    several > whole
}
