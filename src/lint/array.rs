//! JSON texts of any size in bounded memory: one document, or an array of any number of them, part
//! by part.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::cure;
use super::finding::Finding;
use super::foreign;
use super::kind::Kind;
use super::linter::{DocumentReport, FixedDocument, Fixes, Linter, Review, SyntaxFinding, back, forward};
use super::unit::Unit;
use crate::json::{Reader, SyntaxError, SyntaxErrorKind};
use crate::pointer::Span;
use crate::rule::Rule;

/// How far a JSON text was checked; see [`Linter::json_part`].
///
/// # Examples
///
/// Each text has its own progress. One linter can check several texts, and counts the documents of
/// all.
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
    /// The index of the next document.
    index: u64,
    /// Whether there was no byte where the last item was expected.
    is_item_missing: bool,
}

impl Progress {
    /// Returns the progress of a text that is exactly one document. An array is not a list of
    /// documents then, but a document of the wrong type.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::lint::{Linter, Progress};
    ///
    /// let mut linter = Linter::new();
    /// let mut rules = Vec::new();
    /// linter.json_part(&mut Progress::one_document(), br#"[{"notify": true}]"#, 0, true, &mut |document| {
    ///     rules.push(document.findings[0].rule.as_str());
    /// });
    /// assert_eq!(rules, ["wrong-type"]);
    /// ```
    #[must_use]
    pub const fn one_document() -> Self {
        Self { next: Next::Document, index: 0, is_item_missing: false }
    }
}

/// What comes next.
#[derive(Clone, Debug, Default)]
enum Next {
    /// The start of the text.
    #[default]
    Start,
    /// The text, which is not an array.
    Document,
    /// The first item of the array, or its end.
    FirstItem,
    /// An item.
    Item,
    /// A comma, or the end of the array.
    Separator,
    /// The rest of an item that is too large or has a syntax error.
    RestOfItem(RestOfItem),
    /// A comma, or the end of the array, after an item that has a syntax error.
    SeparatorAfterError,
    /// The end of the text, after white space.
    End,
    /// The rest of a document that was reported as a whole.
    Rest,
    /// Bytes that are not checked: after a syntax error, no item can be found in them.
    Unchecked,
}

/// An item that is skipped.
#[derive(Clone, Debug)]
struct RestOfItem {
    skip: Skip,
    /// The number of its bytes before the error.
    read: u64,
    is_broken: bool,
}

/// Finds the end of an item by its brackets and strings alone, so that the item may have any syntax
/// error.
///
/// An error can also hide the end of the item. The worst is a missing quote: from there on, inside
/// and outside of strings are swapped, and a `},` in a name would end the item. A quote in a wrong
/// place reveals that:
///
/// ```text
/// {"name": "Ada}, {"name": "Bob"}        after the quote that closes `Ada}, {`, no `n` can follow
///                  ^
/// ```
///
/// So an opening quote must follow white space or one of `{[,:`. A closing quote must precede white
/// space or one of `}],:`. Brackets must match. If not, the end is unknown.
#[derive(Clone, Debug, Default)]
struct Skip {
    /// The number of bytes of the item that were skipped.
    passed: u64,
    /// The number of open arrays and objects.
    depth: u64,
    /// One bit for each of up to 128 of them, the innermost lowest: 1 for an object.
    kinds: u128,
    in_string: bool,
    escaped: bool,
    /// Whether the item is not an array, object or string. It then ends before the next comma or
    /// bracket.
    is_bare: bool,
    /// The number of bytes before the first object in an array inside the item. If the item does not
    /// end, that may be the item after it.
    before_inner: Option<u64>,
    /// The byte before; 0 at the start.
    last: u8,
}

/// The result of [`Skip::pass`].
enum Passed {
    /// The item ends after this many bytes.
    End(usize),
    /// All bytes belong to the item, which continues.
    All,
    /// The end is unknown: the byte after this many is in a wrong place.
    Lost(usize),
}

impl Skip {
    /// Skips the part of the item that is in these bytes.
    fn pass(&mut self, bytes: &[u8]) -> Passed {
        let passed = self.find_end(bytes);
        let (Passed::End(count) | Passed::Lost(count)) = passed else {
            self.passed += bytes.len() as u64;
            return passed;
        };
        self.passed += count as u64;
        passed
    }

    fn find_end(&mut self, bytes: &[u8]) -> Passed {
        if let (0, Some(first)) = (self.passed, bytes.first()) {
            self.is_bare = !matches!(first, b'"' | b'{' | b'[');
        }
        for (at, &byte) in bytes.iter().enumerate() {
            let last = core::mem::replace(&mut self.last, byte);
            if self.in_string {
                self.in_string = byte != b'"' || self.escaped;
                self.escaped = byte == b'\\' && !self.escaped;
                if !self.in_string && self.depth == 0 {
                    return Passed::End(at + 1);
                }
                continue;
            }
            // Outside of strings, the last byte is a quote only if it closed a string.
            if last == b'"' && !matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' | b'}' | b']') {
                return Passed::Lost(at);
            }
            match byte {
                b',' | b']' if self.is_bare => return Passed::End(at),
                b'"' | b'{' | b'[' | b'}' if self.is_bare => return Passed::Lost(at),
                b'"' if !matches!(last, 0 | b' ' | b'\t' | b'\r' | b'\n' | b'{' | b'[' | b',' | b':') => {
                    return Passed::Lost(at);
                }
                b'"' => self.in_string = true,
                b'{' | b'[' => {
                    let in_array = self.depth > 0 && self.kinds & 1 == 0;
                    if byte == b'{' && in_array {
                        self.before_inner.get_or_insert(self.passed + at as u64);
                    }
                    self.open(byte == b'{');
                }
                b'}' | b']' if !self.close(byte == b'}') => return Passed::Lost(at),
                b'}' | b']' if self.depth == 0 => return Passed::End(at + 1),
                _ => {}
            }
        }
        Passed::All
    }

    fn open(&mut self, is_object: bool) {
        if self.depth < u128::BITS.into() {
            self.kinds = self.kinds << 1 | u128::from(is_object);
        }
        self.depth += 1;
    }

    /// Closes the innermost array or object, and returns whether it is of that kind.
    fn close(&mut self, is_object: bool) -> bool {
        self.depth -= 1;
        if self.depth >= u128::BITS.into() {
            return true;
        }
        let was_object = self.kinds & 1 == 1;
        self.kinds >>= 1;
        was_object == is_object
    }
}

impl RestOfItem {
    /// An item of more than `max` bytes.
    fn too_large(max: usize) -> Self {
        Self { skip: Skip::default(), read: max as u64, is_broken: false }
    }
}

/// Returns the bytes up to the first that are not UTF-8, and enough of those to report them.
fn until_invalid(bytes: &[u8]) -> &[u8] {
    match core::str::from_utf8(bytes) {
        Ok(_) => bytes,
        Err(error) => bytes.get(..error.valid_up_to() + 4).unwrap_or(bytes),
    }
}

/// More bytes than the reader looks ahead: it looks at two escapes of a surrogate pair.
const AHEAD: usize = 16;

impl Linter {
    /// Checks a JSON text that is one document, or an array of any number of them, and calls `each`
    /// for every document with findings.
    ///
    /// A syntax error in an item of an array does not affect the items after it, if the end of the
    /// item can be found. If not, the rest of the text is not checked, and
    /// [`Summary::unchecked_bytes`](super::Summary::unchecked_bytes) counts its bytes.
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

    /// Checks as much as possible of a part of a JSON text: `part` from `start` on. Returns the
    /// offset up to which it is checked. Pass the rest again, followed by more, until `is_last`.
    ///
    /// Findings do not depend on how the text is split. Spans are those in `part`; bytes before
    /// `start` are not checked. A document that is too large is reported as soon as that is known,
    /// and skipped.
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
        let is_whole = matches!(progress.next, Next::Start | Next::Document | Next::Rest);
        self.unit = if is_whole { Unit::Text } else { Unit::Item };
        let mut base = start;
        loop {
            let bytes = part.get(base..).unwrap_or_default();
            let is_start = matches!(progress.next, Next::Start | Next::Document);
            let reader = match is_start {
                true => Reader::new(bytes),
                false if base == start => Reader::of_part(bytes),
                // Invalid UTF-8 was skipped, and more may follow. Each check stops at the next
                // invalid byte, so all checks together take linear time.
                false => Reader::of_part(until_invalid(bytes)),
            };
            let mut each = |report: DocumentReport| each(report.moved(base));
            let part = Part { bytes, reader, is_last };
            let mut check = Check { linter: self, progress, part, each: &mut each };
            let mut at = 0;
            while let Some(end) = check.step(at) {
                at = end;
                if at > reader.end() {
                    break;
                }
            }
            base += at;
            // Continue after a skipped item with invalid UTF-8.
            if at <= reader.end() {
                return base;
            }
        }
    }
}

/// The check of a part of a JSON text.
struct Check<'a> {
    linter: &'a mut Linter,
    progress: &'a mut Progress,
    part: Part<'a>,
    each: &'a mut dyn FnMut(DocumentReport),
}

impl Check<'_> {
    /// Takes the next element at `at` and returns its end; `None` if that is not in this part, or
    /// there is none.
    fn step(&mut self, at: usize) -> Option<usize> {
        let Part { bytes, reader, .. } = self.part;
        let is_last = self.part.is_all_that_can_be_read();
        let token = reader.whitespace(at);
        let is_there = token < reader.end();
        match &self.progress.next {
            Next::Start => self.start(at, token),
            Next::Document => self.whole_document(at),
            Next::FirstItem | Next::Item => {
                if !is_there && !is_last {
                    return (at < token).then_some(token);
                }
                if matches!(self.progress.next, Next::FirstItem) && reader.peek(token) == b']' {
                    self.progress.next = Next::End;
                    return Some(token + 1);
                }
                self.item(token)
            }
            Next::Separator => self.separator(at, token),
            Next::RestOfItem(item) => {
                let item = item.clone();
                self.rest_of_item(item, at)
            }
            Next::SeparatorAfterError => {
                if !is_there && !is_last {
                    return (at < token).then_some(token);
                }
                let is_separator = matches!(reader.peek(token), b',' | b']') || token == bytes.len();
                self.progress.next = if is_separator { Next::Separator } else { Next::Unchecked };
                Some(token)
            }
            Next::End => match reader.finish(token) {
                Err(error) if !self.part.may_go_on_after(token) => {
                    self.broken(token, token, self.part.finding(error));
                    self.progress.next = Next::Unchecked;
                    Some(token)
                }
                _ => (at < token).then_some(token),
            },
            Next::Rest => (at < bytes.len()).then_some(bytes.len()),
            Next::Unchecked => {
                self.linter.summary.unchecked_bytes += (bytes.len() - at) as u64;
                (at < bytes.len()).then_some(bytes.len())
            }
        }
    }

    /// Takes the start of an array, or finds that the text is a document: by the `token` after white
    /// space from `at` on.
    fn start(&mut self, at: usize, token: usize) -> Option<usize> {
        let Part { bytes, reader, .. } = self.part;
        let is_last = self.part.is_all_that_can_be_read();
        // White space counts as part of a document, so it has the same length limit.
        let is_short = token - at <= self.linter.max_document_bytes();
        if is_short && token >= reader.end() && !is_last {
            return None;
        }
        if is_short && reader.peek(token) == b'[' {
            match bytes.get(token + 1) {
                None if !is_last => return None,
                // An array in UTF-16 or UTF-32 is converted as a whole.
                Some(0) => {}
                _ => {
                    self.progress.next = Next::FirstItem;
                    self.linter.unit = Unit::Item;
                    return Some(token + 1);
                }
            }
        }
        self.progress.next = Next::Document;
        Some(at)
    }

    /// Takes the comma after an item, or the end of the array: the `token` after white space from
    /// `at` on.
    ///
    /// A comma before the end of the array is an error at the comma. So the comma and the white
    /// space after it are kept, up to the length limit of a document. Beyond it, the missing item
    /// is reported instead of the comma.
    fn separator(&mut self, at: usize, token: usize) -> Option<usize> {
        let reader = self.part.reader;
        let is_comma = reader.peek(token) == b',';
        let item = if is_comma { reader.whitespace(token + 1) } else { token };
        let is_short = item - token <= self.linter.max_document_bytes();
        if !self.part.is_all_that_can_be_read() {
            if token >= reader.end() {
                return (at < token).then_some(token);
            }
            if is_comma && is_short && item >= reader.end() {
                return None;
            }
        }
        let next = match reader.peek(token) {
            b',' if !is_short => Ok((Next::Item, item)),
            b',' => reader.after_comma(token).map(|(item, _)| (Next::Item, item)),
            b']' => Ok((Next::End, token + 1)),
            _ => Err(reader.expected_separator(token, false)),
        };
        match next {
            Ok((next, end)) => {
                self.progress.next = next;
                Some(end)
            }
            Err(_) if self.part.may_go_on_after(token) => None,
            Err(error) if error.kind == SyntaxErrorKind::TrailingComma => Some(self.comma_at_end(token, error)),
            Err(error) => Some(self.broken(token, token, self.part.finding(error))),
        }
    }

    /// Removes the comma at `at` after the last item, or reports it. The array may end after it.
    fn comma_at_end(&mut self, at: usize, error: SyntaxError) -> usize {
        let span = Span { start: at, end: at + 1 };
        let mut finding = self.part.finding(error);
        // A brace, which does not end the array, may follow too. Of two commas, removing one leaves
        // the other.
        let after = self.part.bytes.get(span.end..).unwrap_or_default();
        let is_at_end = after.trim_ascii_start().starts_with(b"]") && !self.progress.is_item_missing;
        if self.linter.fixes != Fixes::Ignore && is_at_end {
            finding.fix = Some(Box::new(cure::remove_comma(span)));
        }
        if !matches!(self.linter.fixes, Fixes::Apply(_)) || !is_at_end {
            return self.broken(at, span.end, finding);
        }
        // Spans of fixed findings are relative to what is replaced: here, to the comma.
        finding.shift(back(at));
        let fixed = FixedDocument { span, bytes: Vec::new(), findings: alloc::vec![finding] };
        let nothing = Review { kind: None, is_other: false, findings: Vec::new(), beyond: None };
        self.linter.report(nothing, self.progress.index, span, Some(Box::new(fixed)), self.each);
        self.progress.next = Next::Separator;
        span.end
    }

    /// Skips the rest of an item, or as much of it as is in this part.
    fn rest_of_item(&mut self, mut item: RestOfItem, at: usize) -> Option<usize> {
        let rest = self.part.bytes.get(at..)?;
        let passed = item.skip.pass(rest);
        // The number of bytes that were read as a document.
        let (count, read) = match passed {
            Passed::All if !self.part.is_last => {
                self.progress.next = Next::RestOfItem(item);
                return (!rest.is_empty()).then_some(self.part.bytes.len());
            }
            Passed::All => (rest.len(), item.read.min(item.skip.before_inner.unwrap_or(u64::MAX))),
            Passed::End(count) => (count, u64::MAX),
            Passed::Lost(count) => (count, item.read),
        };
        self.linter.summary.unchecked_bytes += item.skip.passed.saturating_sub(read);
        self.progress.is_item_missing = item.is_broken && item.skip.passed == 0;
        self.progress.next = match passed {
            Passed::End(_) if item.is_broken => Next::SeparatorAfterError,
            // Report that the array does not end, unless the item was reported already.
            Passed::All if item.is_broken => Next::Unchecked,
            Passed::End(_) | Passed::All => Next::Separator,
            Passed::Lost(_) => Next::Unchecked,
        };
        Some(at + count)
    }

    /// Checks a text that is not an array, as soon as it is known whether more text follows.
    fn whole_document(&mut self, at: usize) -> Option<usize> {
        let Part { bytes, reader, .. } = self.part;
        let length = bytes.len() - at;
        let max = self.linter.max_document_bytes();
        // Findings must not depend on how the input was split.
        let is_cut = !self.part.is_last || length > max;
        let is_two = is_cut && self.part.trailing_text().is_some_and(|text| text <= max);
        if !is_two && length > max && (self.part.is_last || length > max.saturating_add(AHEAD)) {
            self.progress.next = Next::Rest;
            self.too_large_in(0, at, self.part.is_last.then_some(bytes.len()));
            return Some(bytes.len());
        }
        if !is_two && !self.part.is_last {
            return None;
        }
        self.progress.next = Next::Rest;
        if self.linter.is_good(&reader) {
            self.linter.summary.documents += 1;
            return Some(bytes.len());
        }
        self.linter.document(&reader, at, 0, length, &mut |mut document| {
            for finding in document
                .findings
                .iter_mut()
                .filter(|finding| finding.rule == Rule::JsonTrailingText && finding.help.is_none())
            {
                finding.help = Some("if each line holds one document, this is NDJSON: pass --input ndjson".into());
            }
            (self.each)(document);
        });
        Some(bytes.len())
    }

    /// Checks the item that starts at `at`.
    fn item(&mut self, at: usize) -> Option<usize> {
        let reader = self.part.reader;
        let is_last = self.part.is_all_that_can_be_read();
        let index = self.progress.index;
        let max = self.linter.max_document_bytes();
        let is_number = matches!(reader.peek(at), b'-' | b'0'..=b'9');
        self.progress.is_item_missing = false;
        let (end, review) = match self.linter.verdict(&reader, at) {
            Some(end) => (end, None),
            None => match self.linter.review(&reader, at, false) {
                // A number may continue in the next part.
                Ok((end, review)) if is_last || end < reader.end() || !is_number => (end, Some(review)),
                Err(error) if error.span.end - at <= max && !self.part.may_go_on_after(error.span.end) => {
                    return self.broken_item(at, error);
                }
                // The item continues in the next part, or it is too large.
                _ if self.part.may_go_on_after(at.saturating_add(max)) => return None,
                _ => {
                    self.progress.index += 1;
                    self.progress.next = Next::RestOfItem(RestOfItem::too_large(max));
                    self.too_large_in(index, at, None);
                    return Some(at);
                }
            },
        };
        self.progress.index += 1;
        self.progress.next = Next::Separator;
        if end - at <= max {
            self.linter.summary.documents += 1;
            if let Some(review) = review {
                let span = Span { start: at, end };
                let (review, fixed) = self.item_with_fixes(at, end, review);
                self.linter.report(review, index, span, fixed, self.each);
            }
            return Some(end);
        }
        self.too_large_in(index, at, Some(end));
        if is_number {
            // Skip it as if it had been split, so that the findings are the same.
            self.progress.next = Next::RestOfItem(RestOfItem::too_large(max));
            return Some(at);
        }
        Some(end)
    }

    /// Fixes the item that starts at `at` and has a syntax error, or reports it, with its fix if
    /// this linter finds fixes. This needs the whole item; `None` if it continues in the next part.
    fn broken_item(&mut self, at: usize, error: SyntaxError) -> Option<usize> {
        let finding = self.part.finding(error);
        let end = match self.linter.fixes {
            Fixes::Ignore => None,
            _ => self.part.end_of_broken_item(at, self.linter.max_document_bytes())?,
        };
        let Some(end) = end else { return Some(self.broken(at, at, finding)) };
        let document = self.part.bytes.get(at..end).unwrap_or_default();
        let mut in_item = finding.clone();
        in_item.shift(back(at));
        let (reviewed, fixed) = self.linter.with_fixes(document, Err(Box::new(SyntaxFinding { finding: in_item })));
        let Some(mut fixed) = fixed else {
            // It still has its syntax error, perhaps with a fix.
            let finding = reviewed.err().map_or(finding, |syntax| {
                let mut finding = syntax.finding;
                finding.shift(forward(at));
                finding
            });
            return Some(self.broken(at, at, finding));
        };
        fixed.span = Span { start: at, end };
        let review = reviewed.unwrap_or_else(|syntax| Review::of_one(self.linter.kind, syntax.finding));
        self.linter.summary.documents += 1;
        self.linter.report(review, self.progress.index, fixed.span, Some(fixed), self.each);
        self.progress.index += 1;
        self.progress.next = Next::Separator;
        Some(end)
    }

    /// Fixes the item that starts at `at`, or finds its fixes, as this linter is configured.
    fn item_with_fixes(&mut self, at: usize, end: usize, mut review: Review) -> (Review, Option<Box<FixedDocument>>) {
        if self.linter.fixes == Fixes::Ignore {
            return (review, None);
        }
        review.move_findings(back(at));
        let (reviewed, mut fixed) =
            self.linter.with_fixes(self.part.bytes.get(at..end).unwrap_or_default(), Ok(review));
        let mut review = reviewed.unwrap_or_else(|syntax| Review::of_one(None, syntax.finding));
        match &mut fixed {
            Some(fixed) => fixed.span = Span { start: at, end },
            None => review.move_findings(forward(at)),
        }
        (review, fixed)
    }

    /// Reports the document that starts at `at` and has this syntax error. Returns `resume`, from
    /// where it is skipped.
    fn broken(&mut self, at: usize, resume: usize, finding: Finding) -> usize {
        let index = self.progress.index;
        let end = finding.span.end.max(at);
        let read = finding.span.start.saturating_sub(resume) as u64;
        self.progress.index += 1;
        self.progress.next = Next::RestOfItem(RestOfItem { skip: Skip::default(), read, is_broken: true });
        self.linter.summary.documents += 1;
        let (review, span) = (Review::of_one(self.linter.kind, finding), Span { start: at, end });
        self.linter.report(review, index, span, None, self.each);
        resume
    }

    /// Reports the document that starts at `at` and is too large. If its end is not known, it is
    /// skipped.
    fn too_large_in(&mut self, index: u64, at: usize, end: Option<usize>) {
        self.linter.summary.documents += 1;
        let error = self.linter.size_error(at, end.unwrap_or(self.part.bytes.len()) - at);
        self.linter.syntax_error(index, Span { start: at, end: end.unwrap_or(at) }, error, &mut |mut document| {
            for finding in document.findings.iter_mut().filter(|_| end.is_none()) {
                finding.help = Some("it may be longer: this much was read before it was skipped".into());
            }
            (self.each)(document);
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
    /// Returns the offset of the text after a whole document, if both are in this part.
    fn trailing_text(self) -> Option<usize> {
        let (_, end) = Kind::at(&self.reader, self.reader.whitespace(0)).ok()?;
        let text = self.reader.whitespace(end);
        (text < self.reader.end() && !self.may_go_on_after(text)).then_some(text)
    }

    /// Returns the finding of a syntax error, with help if it is a common one.
    fn finding(self, error: SyntaxError) -> Finding {
        Finding { help: foreign::help_in_document(self.bytes, &error).map(Into::into), ..error.into() }
    }

    /// Returns the end of the item at `at`, which has a syntax error; the inner `None` if the end
    /// is unknown or too far away, the outer one if the item continues in the next part.
    #[expect(clippy::option_option, reason = "as a result in which the next part is needed first")]
    fn end_of_broken_item(self, at: usize, max: usize) -> Option<Option<usize>> {
        let rest = self.bytes.get(at..).unwrap_or_default();
        let is_cut = !self.is_last && rest.len() <= max;
        let end = match Skip::default().pass(rest) {
            Passed::End(count) => at + count,
            Passed::All if is_cut => return None,
            Passed::All | Passed::Lost(_) => return Some(None),
        };
        let after = self.bytes.get(end..).unwrap_or_default();
        match after.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n')) {
            Some(b',' | b']') => Some(Some(end).filter(|end| end - at <= max)),
            None if is_cut => None,
            _ => Some(None),
        }
    }

    /// Whether nothing more can be read after this part: it is the last, or it has bytes that are
    /// not UTF-8. A character that the end of the part splits has up to three bytes there.
    fn is_all_that_can_be_read(self) -> bool {
        self.is_last || self.bytes.len() - self.reader.end() > 3
    }

    /// Whether the findings in the bytes before `end` may depend on the next part.
    fn may_go_on_after(self, end: usize) -> bool {
        !self.is_all_that_can_be_read() && end.saturating_add(AHEAD) > self.bytes.len()
    }
}
