//! Recognises texts that are not NDJSON by their start. Without this check, each of their lines
//! would be reported as an error.

use contact_schema::lint::Encoding;
use contact_schema::{InvalidBody, Rule, UpdateContactRequest};

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

/// Recognises documents on several lines, and arrays.
///
/// The first line that starts as a document does is read together with the lines after it:
///
/// ```text
/// [{"id": 1},           [                     {"id": 1, "phones": [
///  {"id": 2}]           {"id": 1}             {"id": 2}
///                       {"id": 3}             {"id": 3}
/// ```
///
/// On the left, the second line continues the document and is no record, so this is an array. In the
/// middle and on the right, each line that continues it is a record, and the next one does not
/// continue it. So that is NDJSON, with an error in its first line.
fn several_lines(start: &[u8]) -> Option<&'static str> {
    let is_sequence = start.first() == Some(&RECORD_SEPARATOR);
    let text = until_line_feed(start.strip_prefix(BYTE_ORDER_MARK).unwrap_or(start), START);
    let mut lines = lines(text).skip_while(|line| !line.text.starts_with(b"{") && !line.text.starts_with(b"["));
    let first = lines.next()?;
    let end = first.start + readable(text.get(first.start..).unwrap_or_default());
    let mut rest = lines.peekable();
    let mut is_continued = false;
    while let Some(line) = rest.next_if(|line| line.start < end) {
        is_continued |= !may_be_record(line.text);
    }
    let is_ndjson = !is_continued && !is_whole(first.text) || !are_most_on_several_lines(is_continued, rest);
    (!is_ndjson).then_some(match is_sequence {
        true => "a JSON text sequence with documents on several lines: write each on one line (jq --seq -c)",
        false => {
            "a document on several lines: pass --input json if this is one document or an array; if it is more, write \
             each on one line (jq -c)"
        }
    })
}

/// Returns at most `length` bytes of a text, without a line that they cut.
fn until_line_feed(text: &[u8], length: usize) -> &[u8] {
    let Some(start) = text.get(..length) else { return text };
    start.get(..memchr::memrchr(b'\n', start).unwrap_or(length)).unwrap_or_default()
}

/// Returns the number of bytes that can be read as the first document of a text: up to its end, or
/// to the first syntax error. The end of the text is no error, as more may follow.
fn readable(text: &[u8]) -> usize {
    match UpdateContactRequest::from_json(text) {
        Err(InvalidBody::Syntax(error)) if error.rule() != Rule::JsonUnexpectedEnd => error.span.start,
        _ => text.len(),
    }
}

/// A line that is not blank, without record separators before it and white space around it.
struct TextLine<'a> {
    /// The offset of its first byte in the text.
    start: usize,
    text: &'a [u8],
}

fn lines(text: &[u8]) -> impl Iterator<Item = TextLine<'_>> {
    let mut end = 0;
    let lines = text.split(|&byte| byte == b'\n').map(move |line| {
        end += line.len() + 1;
        let separators = line.iter().take_while(|&&byte| byte == RECORD_SEPARATOR).count();
        let inner = line.get(separators..).unwrap_or_default().trim_ascii_start();
        TextLine { start: end - 1 - inner.len(), text: inner.trim_ascii_end() }
    });
    lines.filter(|line| !line.text.is_empty())
}

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The character before each document of a JSON text sequence (RFC 7464).
pub(super) const RECORD_SEPARATOR: u8 = 0x1E;

/// Whether a line probably holds a whole document.
fn is_whole(line: &[u8]) -> bool {
    line.starts_with(b"{") && line.ends_with(b"}")
}

/// Whether a line may be a record, whole or cut off, and not a part of a document.
fn may_be_record(line: &[u8]) -> bool {
    let is_cut_off = line.starts_with(b"{\"") && !line.ends_with(b",") && !line.ends_with(b"]");
    is_cut_off
        || line.starts_with(b"{") && !matches!(UpdateContactRequest::from_json(line), Err(InvalidBody::Syntax(_)))
}

/// Whether more of the documents are on several lines than on one, apart from a first one on one
/// line. If only a few are, they are errors in NDJSON.
fn are_most_on_several_lines<'a>(is_first: bool, rest: impl Iterator<Item = TextLine<'a>>) -> bool {
    let (mut whole, mut several) = (0_u64, u64::from(is_first));
    let mut before: &[u8] = b"";
    for TextLine { text, .. } in rest {
        whole += u64::from(is_whole(text));
        several += u64::from(before == b"{" && text.starts_with(b"\""));
        before = text;
    }
    // The last item of an array with an error looks like a record.
    several + u64::from(is_first) > whole
}
