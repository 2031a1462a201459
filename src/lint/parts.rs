//! JSON texts of any size in bounded memory: one document, or an array of any number of them, part by part.

use super::kind::Kind;
use super::linter::{DocumentReport, Linter};
use crate::json::{Reader, SyntaxError};
use crate::pointer::Span;
use crate::rule::Rule;

/// How far a JSON text has been read; see [`Linter::json_part`].
///
/// # Examples
///
/// Two texts have a progress each, and may have one linter, which counts the documents of both.
///
/// ```
/// use contact_schema::lint::{Linter, Progress};
///
/// let mut linter = Linter::new();
/// for text in [&br#"[{"notify": true}, {"notify": 1}]"#[..], br#"{"notify": true}"#] {
///     let done = linter.json_part(&mut Progress::default(), text, 0, true, &mut |_| {});
///     assert_eq!(done, text.len());
/// }
/// assert_eq!((linter.summary().documents, linter.summary().invalid), (3, 1));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Progress {
    next: Next,
    /// The number of the next document.
    index: u64,
}

/// What comes next.
#[derive(Clone, Debug, Default)]
enum Next {
    /// The start of the text.
    #[default]
    Start,
    /// The text, which is no array.
    Document,
    /// The first item of the array, or its end.
    FirstItem,
    /// An item.
    Item,
    /// A comma, or the end of the array.
    Separator,
    /// The rest of an item that is too large.
    RestOfItem(Skip),
    /// Nothing but white space.
    End,
    /// What cannot be read, or was reported as a whole.
    Rest,
}

/// What is remembered of an item that is passed over: only its brackets and strings are looked at.
#[derive(Clone, Debug, Default)]
struct Skip {
    /// Arrays and objects that are open.
    depth: u64,
    in_string: bool,
    escaped: bool,
}

impl Skip {
    /// Passes over the item, and returns how many of the bytes belong to it; `None`, if it does not end there.
    fn pass(&mut self, bytes: &[u8]) -> Option<usize> {
        for (at, &byte) in bytes.iter().enumerate() {
            if self.in_string {
                self.in_string = byte != b'"' || self.escaped;
                self.escaped = byte == b'\\' && !self.escaped;
            } else {
                match byte {
                    b'"' => self.in_string = true,
                    b'{' | b'[' => self.depth += 1,
                    b'}' | b']' if self.depth > 0 => self.depth -= 1,
                    // What is no array, object or string and so large is a number.
                    b'-' | b'+' | b'.' | b'0'..=b'9' | b'e' | b'E' if self.depth == 0 => continue,
                    _ if self.depth == 0 => return Some(at),
                    _ => {}
                }
            }
            if self.depth == 0 && !self.in_string {
                return Some(at + 1);
            }
        }
        None
    }
}

/// More bytes than the reader looks at beyond what it takes or refuses: two escapes of a surrogate pair.
const AHEAD: usize = 16;

impl Linter {
    /// Checks a JSON text that is one document, or an array of any number of them, and calls `each` for every document about
    /// which there is something to say.
    ///
    /// What follows a syntax error in an array cannot be read; the documents before it are judged.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::lint::Linter;
    ///
    /// let mut bad = Vec::new();
    /// let mut linter = Linter::new();
    /// linter.json(br#"[{"notify": 1, "name": "x"}, {"notify": true, "name": "x"}, {"id": 1}]"#, &mut |document| {
    ///     bad.push((document.index, document.findings.len()));
    /// });
    /// assert_eq!(bad, [(0, 1), (2, 8)]);
    /// assert_eq!(linter.summary().documents, 3);
    /// ```
    pub fn json(&mut self, text: &[u8], each: &mut dyn FnMut(DocumentReport)) {
        self.json_part(&mut Progress::default(), text, 0, true, each);
    }

    /// Checks what can be checked of a JSON text of which only a part is at hand: `part` from `start` on, and returns up to where that is
    /// done with. The rest is to be given again, with more after it, until `is_last` says that there is no more.
    ///
    /// How the text is cut makes no difference to what is found. Spans are those in `part`; what is before `start` is not looked at. A
    /// document that is too large is reported as soon as that is known, and passed over.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::lint::{Linter, Progress};
    ///
    /// let (mut linter, mut progress) = (Linter::new(), Progress::default());
    /// let mut each = |document| panic!("there is nothing to say");
    /// let part = br#"[{"notify": true, "name": "x"}, {"not"#;
    /// let done = linter.json_part(&mut progress, part, 0, false, &mut each);
    /// assert_eq!(&part[done..], br#"{"not"#);
    /// linter.json_part(&mut progress, br#"{"notify": true, "name": "y"}]"#, 0, true, &mut each);
    /// assert_eq!(linter.summary().documents, 2);
    /// ```
    pub fn json_part(
        &mut self,
        progress: &mut Progress,
        part: &[u8],
        start: usize,
        is_last: bool,
        each: &mut dyn FnMut(DocumentReport),
    ) -> usize {
        let mut base = start;
        loop {
            let bytes = part.get(base..).unwrap_or_default();
            let is_start = matches!(progress.next, Next::Start | Next::Document);
            let reader = if is_start { Reader::new(bytes) } else { Reader::of_part(bytes) };
            let part = Part { bytes, reader, is_last };
            let mut at = 0;
            while let Some(end) = self.step(progress, part, at, &mut |reviewed| each(reviewed.moved(base))) {
                at = end;
                if at > part.reader.end() {
                    break;
                }
            }
            base += at;
            // After an item that is passed over, whatever is in it, what follows can be read again.
            if at <= part.reader.end() {
                return base;
            }
        }
    }

    /// Takes what comes next at `at` and returns its end; `None` where that is not at hand, or there is nothing.
    fn step(
        &mut self,
        progress: &mut Progress,
        part: Part<'_>,
        at: usize,
        each: &mut dyn FnMut(DocumentReport),
    ) -> Option<usize> {
        let Part { bytes, reader, .. } = part;
        let is_last = part.is_all_that_can_be_read();
        let token = reader.whitespace(at);
        let is_there = token < reader.end();
        match &mut progress.next {
            Next::Start => {
                if is_there && reader.peek(token) == b'[' {
                    progress.next = Next::FirstItem;
                    return Some(token + 1);
                }
                if !is_there && !is_last {
                    return None;
                }
                progress.next = Next::Document;
                Some(at)
            }
            Next::Document => self.whole_document(progress, part, at, each),
            Next::FirstItem | Next::Item => {
                if !is_there && !is_last {
                    return None;
                }
                if matches!(progress.next, Next::FirstItem) && reader.peek(token) == b']' {
                    progress.next = Next::End;
                    return Some(token + 1);
                }
                self.item(progress, part, token, each)
            }
            Next::Separator => {
                let after = reader.whitespace(token + 1);
                if !is_last && (!is_there || reader.peek(token) == b',' && after >= reader.end()) {
                    return None;
                }
                let next = match reader.peek(token) {
                    b',' => reader.after_comma(token).map(|item| (Next::Item, item)),
                    b']' => Ok((Next::End, token + 1)),
                    _ => Err(reader.expected_separator(token, false)),
                };
                Some(match next {
                    Ok((next, end)) => {
                        progress.next = next;
                        end
                    }
                    Err(_) if part.may_go_on_after(token) => return None,
                    Err(error) => self.broken(progress, part, token, error, each),
                })
            }
            Next::RestOfItem(skip) => {
                let rest = bytes.get(at..)?;
                match skip.pass(rest) {
                    Some(length) => {
                        progress.next = Next::Separator;
                        Some(at + length)
                    }
                    None if part.is_last => {
                        progress.next = Next::Separator;
                        Some(bytes.len())
                    }
                    None => (!rest.is_empty()).then_some(bytes.len()),
                }
            }
            Next::End => match reader.finish(token) {
                Err(error) if !part.may_go_on_after(token) => Some(self.broken(progress, part, token, error, each)),
                _ => (at < token).then_some(token),
            },
            Next::Rest => (at < bytes.len()).then_some(bytes.len()),
        }
    }

    /// Checks a text that is no array, once it is known whether more follows the document.
    fn whole_document(
        &mut self,
        progress: &mut Progress,
        part: Part<'_>,
        at: usize,
        each: &mut dyn FnMut(DocumentReport),
    ) -> Option<usize> {
        let Part { bytes, reader, .. } = part;
        let length = bytes.len() - at;
        let max = self.max_document_bytes();
        // How much of the text is at hand must not decide on what is said of it.
        let is_cut = !part.is_last || length > max;
        let is_two = is_cut && part.trailing_text().is_some_and(|text| text <= max);
        if !is_two && length > max && (part.is_last || length > max.saturating_add(AHEAD)) {
            progress.next = Next::Rest;
            self.too_large_in(part, 0, at, part.is_last.then_some(bytes.len()), each);
            return Some(bytes.len());
        }
        if !is_two && !part.is_last {
            return None;
        }
        progress.next = Next::Rest;
        if self.is_good(reader) {
            self.count_document();
            return Some(bytes.len());
        }
        self.document(reader, at, 0, length, &mut |mut document| {
            for finding in document.findings.iter_mut().filter(|finding| finding.rule == Rule::JsonTrailingText) {
                finding.help = Some("if each line holds one document, this is NDJSON: pass --input ndjson".into());
            }
            each(document);
        });
        Some(bytes.len())
    }

    /// Checks the item that starts at `at`.
    fn item(
        &mut self,
        progress: &mut Progress,
        part: Part<'_>,
        at: usize,
        each: &mut dyn FnMut(DocumentReport),
    ) -> Option<usize> {
        let reader = part.reader;
        let is_last = part.is_all_that_can_be_read();
        let index = progress.index;
        let max = self.max_document_bytes();
        let is_number = matches!(reader.peek(at), b'-' | b'0'..=b'9');
        let (end, review) = match self.verdict(reader, at) {
            Some(end) => (end, None),
            None => match self.review(reader, at, false) {
                // A number may go on.
                Ok((end, review)) if is_last || end < reader.end() || !is_number => (end, Some(review)),
                Err(error) if error.span.end - at <= max && !part.may_go_on_after(error.span.end) => {
                    return Some(self.broken(progress, part, at, error, each));
                }
                // The rest of the item is not at hand, or it need not be.
                _ if part.may_go_on_after(at.saturating_add(max)) => return None,
                _ => {
                    progress.index += 1;
                    progress.next = Next::RestOfItem(Skip::default());
                    self.too_large_in(part, index, at, None, each);
                    return Some(at);
                }
            },
        };
        progress.index += 1;
        progress.next = Next::Separator;
        if end - at <= max {
            self.count_document();
            if let Some(review) = review {
                self.report(review, index, Span { start: at, end }, each);
            }
            return Some(end);
        }
        self.too_large_in(part, index, at, Some(end), each);
        if is_number {
            // Of another, more could be passed over than is a number.
            progress.next = Next::RestOfItem(Skip::default());
            return Some(at);
        }
        Some(end)
    }

    /// Reports what makes the rest of an array unreadable, at the document that starts at `at`.
    fn broken(
        &mut self,
        progress: &mut Progress,
        part: Part<'_>,
        at: usize,
        error: SyntaxError,
        each: &mut dyn FnMut(DocumentReport),
    ) -> usize {
        progress.next = Next::Rest;
        self.count_document();
        self.syntax_error(progress.index, Span { start: at, end: part.bytes.len() }, error, each);
        part.bytes.len()
    }

    /// Reports the document that starts at `at` and is too large. Where its end is not known, it is passed over.
    fn too_large_in(
        &mut self,
        part: Part<'_>,
        index: u64,
        at: usize,
        end: Option<usize>,
        each: &mut dyn FnMut(DocumentReport),
    ) {
        self.count_document();
        let error = self.size_error(at, end.unwrap_or(part.bytes.len()) - at);
        self.syntax_error(index, Span { start: at, end: end.unwrap_or(at) }, error, &mut |mut document| {
            for finding in document.findings.iter_mut().filter(|_| end.is_none()) {
                finding.help = Some("that is how much of it was at hand; all of it was passed over".into());
            }
            each(document);
        });
    }
}

/// A part of a JSON text.
#[derive(Clone, Copy)]
struct Part<'a> {
    bytes: &'a [u8],
    reader: Reader<'a>,
    is_last: bool,
}

impl Part<'_> {
    /// Where text starts after a whole document, if both are there.
    fn trailing_text(self) -> Option<usize> {
        let (_, end) = Kind::at(self.reader, self.reader.whitespace(0)).ok()?;
        let text = self.reader.whitespace(end);
        (text < self.reader.end() && !self.may_go_on_after(text)).then_some(text)
    }

    /// Whether nothing that follows could be read: there is nothing, or bytes that are no UTF-8 come first. A character that is cut off by
    /// the end of the part has up to three bytes.
    fn is_all_that_can_be_read(self) -> bool {
        self.is_last || self.bytes.len() - self.reader.end() > 3
    }

    /// Whether what is said of the bytes before `end` may change with what follows.
    fn may_go_on_after(self, end: usize) -> bool {
        !self.is_all_that_can_be_read() && end.saturating_add(AHEAD) > self.bytes.len()
    }
}
