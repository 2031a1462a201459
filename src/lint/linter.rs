//! The linter: from documents to findings.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::enclosed;
use super::finding::{Finding, FindingPlace, Related};
use super::fix::{Fix, Safety};
use super::foreign;
use super::kind::Kind;
use super::misspelling::Misspelt;
use super::summary::{Subject, Summary};
use super::unit::Unit;
use crate::body::order::Order;
use crate::body::sink::{BodySink, Names};
use crate::body::walk::walk;
use crate::body::{Contact, UpdateContactRequest, ViolationKind, WarningKind};
use crate::json::{JsonType, Reader, StringToken, SyntaxContext, SyntaxError, SyntaxErrorKind, valid_utf8};
use crate::limits::Limits;
use crate::pointer::{Pointer, Span};
use crate::rule::{Rule, Severity};
use crate::value::sink::{Place, Sink, Stop};
use crate::value::value_type::Value;

/// Checks documents, and counts them and their findings.
///
/// # Examples
///
/// ```
/// use contact_schema::lint::Linter;
///
/// let mut linter = Linter::new();
/// let mut found = Vec::new();
/// for text in [r#"{"notify": "yes", "name": "Ada"}"#, r#"{"notify": true, "name": "Ada"}"#] {
///     linter.json(text.as_bytes(), &mut |document| found.push(document.findings[0].to_string()));
/// }
/// assert_eq!(found, ["violation[wrong-type] /notify: expected a boolean, found a string"]);
/// assert_eq!((linter.summary().documents, linter.summary().invalid), (2, 1));
/// ```
#[derive(Clone, Debug)]
pub struct Linter {
    pub(super) kind: Option<Kind>,
    pub(super) limits: Limits,
    pub(super) fixes: Fixes,
    /// What each document is in the text that is checked.
    pub(super) unit: Unit,
    allowed: Allowed,
    /// Unknown members that are not reported.
    members: AllowedMembers,
    /// The kind that the next document probably has: that of the last one.
    last: Kind,
    /// The number of lines with findings since the last line without, up to `u8::MAX`.
    bad_lines: u8,
    request_order: Order,
    contact_order: Order,
    pub(super) summary: Summary,
}

/// After so many lines with findings, the next line probably has some too.
const MANY_BAD_LINES: u8 = 4;

/// The findings of a document, which has at least one or was fixed.
///
/// # Examples
///
/// ```
/// use contact_schema::lint::{Kind, Linter};
///
/// Linter::new().json(br#" {"notify": 1, "name": 2}"#, &mut |document| {
///     assert_eq!((document.index, document.kind), (0, Some(Kind::Request)));
///     assert_eq!((document.findings.len(), document.more), (2, 0));
/// });
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DocumentReport {
    /// The index of the document, from 0: in its array, or of its line in the block of NDJSON,
    /// where blank lines count. 0 if it is the only one.
    pub index: u64,
    /// The bytes of the document, in what the linter was given. White space around it may be
    /// included. Empty if it was too large to be read to its end. Ends at the error if it is an
    /// item of an array and has a syntax error.
    pub span: Span,
    /// Its kind, if known.
    pub kind: Option<Kind>,
    /// The maximum severity of all its findings, those that were not kept included. A document with
    /// [`Severity::Warning`] is valid.
    pub severity: Severity,
    /// The findings, ordered by position. Empty only if all were fixed. The spans of a fixed
    /// document are those in [`FixedDocument::bytes`].
    pub findings: Vec<Finding>,
    /// The number of findings that were not kept.
    pub more: u64,
    /// The document after its fixes, if the linter [applies](Linter::apply_fixes) them and there
    /// were any.
    pub fixed: Option<Box<FixedDocument>>,
}

/// A document that was fixed.
///
/// # Examples
///
/// ```
/// use contact_schema::lint::{Linter, Safety};
///
/// let text = br#"[{"notify": true, "name": "Ada", "name": "Ada"}]"#;
/// Linter::new().apply_fixes(Safety::Safe).json(text, &mut |report| {
///     let fixed = report.fixed.unwrap();
///     assert_eq!(fixed.span.range(), 1..47);
///     assert_eq!(fixed.bytes, br#"{"notify": true, "name": "Ada"}"#);
/// });
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FixedDocument {
    /// The bytes that it replaces, in what the linter was given.
    pub span: Span,
    /// The document after the fixes.
    pub bytes: Vec<u8>,
    /// The findings that were removed, with their fixes. Spans are those in the document before the
    /// round in which it was fixed.
    pub findings: Vec<Finding>,
}

/// A set of rules of warnings that are not reported, as bits.
#[derive(Clone, Copy, Debug, Default)]
struct Allowed(u128);

const _: () = assert!(Rule::ALL.len() <= 128);

impl Allowed {
    fn insert(&mut self, rule: Rule) {
        self.0 |= 1 << rule as u32;
    }

    fn contains(self, rule: Rule) -> bool {
        self.0 >> rule as u32 & 1 == 1
    }
}

/// How a linter handles fixes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Fixes {
    /// Not at all, at no cost.
    #[default]
    Ignore,
    /// Finds the fix of each finding.
    Find,
    /// Applies fixes up to this level of safety, and finds the others.
    Apply(Safety),
}

/// Whether a byte is white space of JSON.
const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// The character before each document of a JSON text sequence.
const RECORD_SEPARATOR: u8 = 0x1E;

/// Names of unknown members that are not reported.
#[derive(Clone, Debug, Default)]
struct AllowedMembers(Vec<Box<str>>);

/// The member with which a document names its schema. Editors write and read it.
const SCHEMA: &str = "$schema";

impl AllowedMembers {
    fn contains(&self, name: &str) -> bool {
        name == SCHEMA || self.0.iter().any(|allowed| **allowed == *name)
    }
}

impl Default for Linter {
    fn default() -> Self {
        Self::new()
    }
}

impl Linter {
    /// Returns a linter that infers the kind of each document from its members and reports all
    /// warnings.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut linter = contact_schema::lint::Linter::new();
    /// linter.json(br#"{"notify": true, "name": "Ada"}"#, &mut |_| unreachable!("there is nothing to say"));
    /// assert_eq!(linter.summary().documents, 1);
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self {
            kind: None,
            limits: Limits::default(),
            fixes: Fixes::default(),
            unit: Unit::Text,
            allowed: Allowed::default(),
            members: AllowedMembers::default(),
            last: Kind::Contact,
            bad_lines: 0,
            request_order: Order::documented(),
            contact_order: Order::documented(),
            summary: Summary::default(),
        }
    }

    /// Sets the kind of the documents; `None` infers the kind of each from its members.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::lint::{Kind, Linter};
    ///
    /// let mut linter = Linter::new().kind(Kind::Contact);
    /// linter.json(b"{}", &mut |document| assert_eq!(document.findings.len(), 9));
    /// assert_eq!(linter.summary().invalid, 1);
    /// ```
    #[must_use]
    pub fn kind(mut self, kind: impl Into<Option<Kind>>) -> Self {
        self.kind = kind.into();
        self.last = self.kind.unwrap_or(self.last);
        self
    }

    /// Sets the limits for each document.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Limits, lint::{Kind, Linter}};
    ///
    /// let mut linter = Linter::new().kind(Kind::Contact).limits(Limits::default().max_violations(2));
    /// linter.json(b"{}", &mut |document| assert_eq!((document.findings.len(), document.more), (2, 7)));
    /// ```
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Suppresses a warning. Rules that are not warnings cannot be suppressed, because they are the
    /// contract.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Rule, lint::Linter};
    ///
    /// let mut linter = Linter::new().allow(Rule::NoChange);
    /// linter.json(br#"{"notify": true}"#, &mut |_| unreachable!("there is nothing to say"));
    /// ```
    #[must_use]
    pub fn allow(mut self, rule: Rule) -> Self {
        if rule.severity() == Severity::Warning {
            self.allowed.insert(rule);
        }
        self
    }

    /// Suppresses the warning `unknown-member` for members of this name. That of `$schema`, which
    /// editors write, is never reported.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::lint::Linter;
    ///
    /// let mut linter = Linter::new().allow_member("_comment");
    /// let document = br#"{"$schema": "request.json", "_comment": "x", "notify": true, "name": "Ada"}"#;
    /// linter.json(document, &mut |_| unreachable!("there is nothing to say"));
    /// ```
    #[must_use]
    pub fn allow_member(mut self, name: &str) -> Self {
        self.members.0.push(name.into());
        self
    }

    /// Returns the counts so far.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Rule, lint::Linter};
    ///
    /// let mut linter = Linter::new();
    /// linter.json(br#"[{"notify": 1, "name": "x"}, {"notify": 2, "name": "x"}]"#, &mut |_| {});
    /// assert_eq!(linter.summary().documents, 2);
    /// assert_eq!(linter.summary().by_rule().collect::<Vec<_>>(), [(Rule::WrongType, 2)]);
    /// ```
    #[must_use]
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// Returns the counts so far and resets them.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut linter = contact_schema::lint::Linter::new();
    /// linter.json(b"[]", &mut |_| {});
    /// assert_eq!(linter.take_summary().documents, 0);
    /// ```
    pub fn take_summary(&mut self) -> Summary {
        core::mem::take(&mut self.summary)
    }

    /// Checks a block of NDJSON, one document on each line, and calls `each` for every document
    /// with findings. Blank lines are no documents. An invalid line does not affect the lines after
    /// it. A record separator at the start of a line is ignored, so a JSON text sequence (RFC 7464)
    /// with one document on each line can be checked too.
    ///
    /// Findings do not depend on how a text is split into blocks, if each split is after a line
    /// feed.
    ///
    /// Returns the number of lines.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut linter = contact_schema::lint::Linter::new();
    /// let mut lines = Vec::new();
    /// let count = linter.ndjson(b"{\"notify\": \n\n{\"notify\": true, \"name\": \"Ada\"}\n{}", &mut |document| {
    ///     lines.push((document.index + 1, document.findings[0].rule.as_str()));
    /// });
    /// assert_eq!(count, 4);
    /// assert_eq!(lines, [(1, "json-unexpected-end"), (4, "kind-unknown")]);
    /// ```
    pub fn ndjson(&mut self, block: &[u8], each: &mut dyn FnMut(DocumentReport)) -> u64 {
        self.unit = Unit::Line;
        // Check UTF-8 once for the whole block. If that fails, each line is checked.
        let text = valid_utf8(block);
        let lines = text.map(Reader::of_lines);
        let mut start = 0;
        let mut index = 0;
        while let Some(&first) = block.get(start) {
            if is_blank(first) {
                let (end, lines) = self.blank_lines(block, start);
                start = end;
                index += lines;
                if lines > 0 {
                    continue;
                }
            }
            // The end of a document without findings is the end of its line. Where all lines have
            // findings, the verdict would only be a second walk.
            let lines = lines.filter(|_| self.bad_lines < MANY_BAD_LINES);
            let good = lines.as_ref().and_then(|lines| self.verdict(lines, start)).filter(|&end| {
                block.get(end).is_none_or(|&byte| byte == b'\n') && end - start <= self.limits.max_document_bytes
            });
            let end = match good {
                Some(end) => {
                    self.summary.documents += 1;
                    self.bad_lines = 0;
                    end
                }
                None => self.line(block, text, start, index, each),
            };
            start = end + 1;
            index += 1;
        }
        index
    }

    /// Skips whole lines from `start` on that are blank. Returns the offset after them, and their
    /// number.
    #[cold]
    #[inline(never)]
    fn blank_lines(&self, block: &[u8], start: usize) -> (usize, u64) {
        let mut rest = block.get(start..).unwrap_or_default();
        let mut lines = 0;
        loop {
            // The most common blank lines are empty.
            let empty = rest.iter().take_while(|&&byte| byte == b'\n').count();
            lines += empty as u64;
            rest = rest.get(empty..).unwrap_or_default();
            let blank = rest.iter().take_while(|&&byte| is_blank(byte) && byte != b'\n').count();
            // A line that is too large counts as a document, even if it is blank.
            if blank > self.limits.max_document_bytes || rest.get(blank) != Some(&b'\n') {
                return (block.len() - rest.len(), lines);
            }
            lines += 1;
            rest = rest.get(blank + 1..).unwrap_or_default();
        }
    }

    /// Checks the line that starts at `start`, which probably has findings, and returns its end.
    #[inline(never)]
    fn line(
        &mut self,
        block: &[u8],
        text: Option<&str>,
        start: usize,
        index: u64,
        each: &mut dyn FnMut(DocumentReport),
    ) -> usize {
        let rest = block.get(start..).unwrap_or_default();
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let end = start + length;
        let line = block.get(start..end).unwrap_or_default();
        let too_large = length > self.limits.max_document_bytes;
        // In a JSON text sequence (RFC 7464), a record separator comes before each document.
        let separators = line.iter().take_while(|&&byte| byte == RECORD_SEPARATOR).count();
        let is_checked = text.is_some() && separators == 0 || self.bad_lines >= MANY_BAD_LINES;
        let reader = match text.and_then(|text| text.get(start + separators..end)) {
            Some(line) => Reader::of_text(line),
            None => Reader::new(line.get(separators..).unwrap_or_default()),
        };
        if !is_checked && !too_large && self.is_good(&reader) {
            self.summary.documents += 1;
            self.bad_lines = 0;
            return end;
        }
        if too_large {
            // Even a blank line that is too large counts as a document.
            self.summary.documents += 1;
            self.syntax_error(index, Span { start, end }, self.size_error(start, length), each);
        } else if reader.whitespace(0) < length - separators {
            let mut is_bad = false;
            self.document(&reader, start + separators, index, length - separators, &mut |mut document| {
                is_bad = true;
                document.span.start -= separators;
                for finding in &mut document.findings {
                    let is_array = finding.wrong_type == Some((JsonType::Object, JsonType::Array));
                    if is_array && finding.place == FindingPlace::Document {
                        finding.help = Some("if this is an array of documents, pass --input json".into());
                    }
                }
                each(document);
            });
            self.bad_lines = if is_bad { self.bad_lines.saturating_add(1) } else { 0 };
        }
        end
    }

    /// Counts a document that is too large to be read, and calls `each` with that finding.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut linter = contact_schema::lint::Linter::new();
    /// linter.too_large(1 << 40, &mut |document| assert_eq!(document.findings[0].rule, "document-too-large"));
    /// assert_eq!(linter.summary().invalid, 1);
    /// ```
    pub fn too_large(&mut self, length: u64, each: &mut dyn FnMut(DocumentReport)) {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        self.summary.documents += 1;
        self.syntax_error(0, Span::default(), self.size_error(0, length), each);
    }

    pub(super) fn max_document_bytes(&self) -> usize {
        self.limits.max_document_bytes
    }

    /// Returns the error of a document that starts at `at` and is too large.
    pub(super) fn size_error(&self, at: usize, length: usize) -> SyntaxError {
        let max = self.limits.max_document_bytes;
        SyntaxError { kind: SyntaxErrorKind::TooLarge { length, max }, span: Span { start: at, end: at } }
    }

    /// Whether the only document of `reader` has no findings.
    pub(super) fn is_good(&mut self, reader: &Reader<'_>) -> bool {
        self.verdict(reader, 0).is_some_and(|end| reader.finish(end).is_ok())
    }

    /// Whether the only document of `reader` surely has no findings as a document of this kind.
    pub(super) fn is_good_as(&mut self, reader: &Reader<'_>, kind: Option<Kind>) -> bool {
        kind == Some(self.last) && self.is_good(reader)
    }

    /// Reports all findings of the only document of `reader`. It has `length` bytes and starts at
    /// `base` in what the linter was given.
    pub(super) fn document(
        &mut self,
        reader: &Reader<'_>,
        base: usize,
        index: u64,
        length: usize,
        each: &mut dyn FnMut(DocumentReport),
    ) {
        self.summary.documents += 1;
        let span = Span { start: 0, end: length };
        let mut each = |document: DocumentReport| each(document.moved(base));
        let reviewed = self.review_whole(reader);
        let (reviewed, fixed) = match self.fixes {
            Fixes::Ignore => (reviewed, None),
            _ => self.with_fixes(reader.bytes(), reviewed),
        };
        let review = reviewed.unwrap_or_else(|syntax| Review::of_one(self.kind, syntax.finding));
        self.report(review, index, span, fixed, &mut each);
    }

    /// Collects the findings of the only document of `reader`.
    pub(super) fn review_whole(&mut self, reader: &Reader<'_>) -> Reviewed {
        self.review(reader, 0, true).map(|(_, review)| review).map_err(|error| {
            let help = foreign::help(reader.bytes(), &error, self.unit);
            Box::new(SyntaxFinding { finding: Finding { help, ..error.into() } })
        })
    }

    /// Returns the end of the document at `at` if it has no findings.
    ///
    /// If no kind is given, the document is walked as the kind of the last one. If it has all
    /// members of that body and no others, it is of that kind. All other documents are left to
    /// [`review`](Self::review).
    // Inlined into its three callers, the walk would be 80 KB of machine code instead of 28. The call
    // costs at most 0.5% of the instructions.
    #[inline(never)]
    pub(super) fn verdict(&mut self, reader: &Reader<'_>, at: usize) -> Option<usize> {
        let mut sink =
            Verdict { allowed: self.allowed, members: &self.members, kind: self.last, unknown: false, is_other: false };
        let end = match self.last {
            Kind::Request => {
                walk::<UpdateContactRequest, _>(reader, at, &mut self.request_order, &mut Default::default(), &mut sink)
            }
            Kind::Contact => {
                walk::<Contact, _>(reader, at, &mut self.contact_order, &mut Default::default(), &mut sink)
            }
        };
        if self.kind.is_none() && sink.unknown {
            // The kind may have changed within the input. A member of the other kind shows that.
            if sink.is_other {
                self.last = self.last.other();
            }
            return None;
        }
        end.ok()
    }

    /// Collects the findings of the document at `at`, and returns its end.
    ///
    /// If no kind is given, the document is walked as the kind that it probably has. The members
    /// that were seen tell its kind, so it is walked a second time only if the guess was wrong.
    #[cold]
    #[inline(never)]
    pub(super) fn review(
        &mut self,
        reader: &Reader<'_>,
        at: usize,
        whole: bool,
    ) -> Result<(usize, Review), SyntaxError> {
        let finish = |end: usize| if whole { reader.finish(end) } else { Ok(()) };
        let guess = self.kind.unwrap_or(self.last);
        let (end, mut review) = self.collect(reader, at, guess)?;
        finish(end)?;
        if self.kind.is_some() {
            review.is_other = review.kind == Some(guess.other());
            review.kind = self.kind;
            return Ok((end, review));
        }
        let start = reader.whitespace(at);
        match review.kind {
            Some(kind) if kind == guess => Ok((end, review)),
            Some(other) => {
                self.last = other;
                self.collect(reader, at, other)
            }
            // A value that is no object violates both contracts in the same way.
            None if reader.peek(start) != b'{' => Ok((end, review)),
            None => {
                let inside = enclosed::help(reader, start, self.unit);
                let finding = Finding::kind_unknown(Span { start, end: start + 1 }, inside);
                Ok((end, Review::of_one(None, finding)))
            }
        }
    }

    /// Collects the findings of the document at `at` as a document of this kind, and returns its
    /// end. The kind in the review is that by its members; see [`Kind::of`].
    pub(super) fn collect(
        &mut self,
        reader: &Reader<'_>,
        at: usize,
        kind: Kind,
    ) -> Result<(usize, Review), SyntaxError> {
        let mut collect = Collect {
            max: self.limits.max_violations,
            allowed: self.allowed,
            members: &self.members,
            kind,
            first: Names::default(),
            seen: 0,
            has_others: false,
            misspelt: Vec::new(),
            is_searched: false,
            findings: Vec::new(),
            warnings_end: 0,
            beyond: None,
        };
        let walked = match kind {
            Kind::Request => walk::<UpdateContactRequest, _>(
                reader,
                at,
                &mut self.request_order,
                &mut Default::default(),
                &mut collect,
            ),
            Kind::Contact => {
                walk::<Contact, _>(reader, at, &mut self.contact_order, &mut Default::default(), &mut collect)
            }
        };
        match walked {
            Ok(end) => Ok((end, collect.review())),
            Err(Stop::Syntax(error)) => Err(error),
            // This sink never stops a walk.
            Err(Stop::Enough) => Err(reader.unexpected(at, "a document", SyntaxContext::Other)),
        }
    }

    /// Counts the findings of a document and passes them on.
    pub(super) fn report(
        &mut self,
        review: Review,
        index: u64,
        span: Span,
        fixed: Option<Box<FixedDocument>>,
        each: &mut dyn FnMut(DocumentReport),
    ) {
        let Review { kind, is_other, findings, beyond } = review;
        self.summary.of_other_kind += u64::from(is_other);
        // One bit for each severity.
        let mut severities = 0_u8;
        for finding in &findings {
            self.summary.count(finding.rule, Subject::new(finding.rule, &finding.place));
            severities |= 1 << finding.severity() as u8;
            if let Some(fix) = &finding.fix {
                self.summary.count_fixable(fix.safety);
            }
        }
        let has = |severity: Severity| {
            severities >> severity as u8 & 1 == 1 || beyond.as_ref().is_some_and(|beyond| beyond.findings(severity) > 0)
        };
        let is_invalid = has(Severity::Violation) || has(Severity::Syntax);
        let is_unjudged = has(Severity::Failure);
        self.summary.unjudged += u64::from(is_unjudged);
        self.summary.invalid += u64::from(is_invalid && !is_unjudged);
        if let Some(fixed) = &fixed {
            let rules = fixed.findings.iter().map(|finding| finding.rule);
            // A comma at the end of an array is no document, and has no kind.
            self.summary.count_fixed(rules, kind.is_some() && !is_invalid && !is_unjudged);
        }
        let more = beyond.as_ref().map_or(0, |beyond| {
            self.summary.add(beyond);
            beyond.by_rule().map(|(_, count)| count).sum()
        });
        if !findings.is_empty() || fixed.is_some() {
            let severities = [Severity::Failure, Severity::Syntax, Severity::Violation];
            let severity = severities.into_iter().find(|&severity| has(severity)).unwrap_or(Severity::Warning);
            each(DocumentReport { index, span, kind, severity, findings, more, fixed });
        }
    }

    /// Reports a document that is not JSON.
    #[cold]
    pub(super) fn syntax_error(
        &mut self,
        index: u64,
        span: Span,
        error: SyntaxError,
        each: &mut dyn FnMut(DocumentReport),
    ) {
        self.report(Review::of_one(self.kind, error.into()), index, span, None, each);
    }
}

/// The findings of a document, before they are counted.
pub(super) struct Review {
    pub(super) kind: Option<Kind>,
    /// Whether the document is of the other kind than the given one, by its members.
    pub(super) is_other: bool,
    /// The first findings.
    pub(super) findings: Vec<Finding>,
    /// The counts of the findings that were not kept, if any.
    pub(super) beyond: Option<Box<Summary>>,
}

impl Review {
    /// The only finding of a document that cannot be checked as one of the bodies.
    pub(super) fn of_one(kind: Option<Kind>, finding: Finding) -> Self {
        Self { kind, is_other: false, findings: alloc::vec![finding], beyond: None }
    }

    /// Moves the spans to or from what the linter was given: `base` is where the document starts.
    pub(super) fn move_findings(&mut self, shift: impl Fn(Span) -> Span) {
        for finding in &mut self.findings {
            finding.shift(&shift);
        }
    }
}

/// The findings of a document, or its syntax error.
pub(super) type Reviewed = Result<Review, Box<SyntaxFinding>>;

/// The only finding of a document that is not JSON.
#[derive(Clone)]
pub(super) struct SyntaxFinding {
    pub(super) finding: Finding,
}

impl SyntaxFinding {
    pub(super) fn with_fix(mut self: Box<Self>, fix: Option<Fix>) -> Box<Self> {
        self.finding.fix = fix.map(Box::new);
        self
    }
}

/// Moves a span from a document to what the linter was given, in which it starts at `base`.
pub(super) fn forward(base: usize) -> impl Fn(Span) -> Span + Copy {
    move |span| Span { start: span.start + base, end: span.end + base }
}

/// The reverse of [`forward`].
pub(super) fn back(base: usize) -> impl Fn(Span) -> Span + Copy {
    move |span| Span { start: span.start.saturating_sub(base), end: span.end.saturating_sub(base) }
}

impl DocumentReport {
    /// Moves all spans by `base` bytes.
    pub(super) fn moved(mut self, base: usize) -> Self {
        let moved = forward(base);
        self.span = moved(self.span);
        match &mut self.fixed {
            Some(fixed) => fixed.span = moved(fixed.span),
            None => self.findings.iter_mut().for_each(|finding| finding.shift(moved)),
        }
        self
    }
}

/// Stops a walk at the first finding.
struct Verdict<'a> {
    allowed: Allowed,
    members: &'a AllowedMembers,
    /// The kind as which the document is walked.
    kind: Kind,
    /// Whether there is an unknown member, be it allowed or not.
    unknown: bool,
    /// Whether the walk was stopped by a member that only the other body has.
    is_other: bool,
}

impl BodySink for Verdict<'_> {
    type Slot<T: Value> = ();

    fn unknown(&mut self, reader: &Reader<'_>, name: StringToken) -> Result<(), Stop> {
        self.unknown = true;
        let name = reader.decode(name);
        if self.allowed.contains(Rule::UnknownMember) || self.members.contains(&name) {
            return Ok(());
        }
        self.is_other = self.kind.other().has(&name);
        Err(Stop::Enough)
    }
}

impl Sink for Verdict<'_> {
    const WARNINGS: bool = true;

    type Violation = ViolationKind;
    type Warning = WarningKind;

    fn violation<F>(&mut self, _: Place, _: Span, _: impl FnOnce() -> F) -> Result<(), Stop>
    where
        F: Into<ViolationKind>,
    {
        Err(Stop::Enough)
    }

    fn warning(&mut self, _: Place, _: Span, kind: WarningKind) -> Result<(), Stop> {
        if self.allowed.contains(kind.rule()) { Ok(()) } else { Err(Stop::Enough) }
    }
}

/// Collects findings up to a limit, and counts those beyond it.
struct Collect<'a> {
    max: usize,
    allowed: Allowed,
    members: &'a AllowedMembers,
    /// The kind as which the document is walked.
    kind: Kind,
    first: Names,
    /// One bit for each documented member seen, by its index.
    seen: u32,
    /// Whether a member was seen that only the other body has.
    has_others: bool,
    /// Unknown members with names close to a documented one; the first for each.
    misspelt: Vec<Misspelt>,
    /// Whether the warnings that are kept were searched for these.
    is_searched: bool,
    findings: Vec<Finding>,
    /// All warnings that are kept come before this index.
    warnings_end: usize,
    beyond: Option<Box<Summary>>,
}

impl Collect<'_> {
    /// Whether a warning is kept.
    fn has_space(&self) -> bool {
        self.findings.len() < self.max
    }

    /// Keeps a violation. If the list is full, the violation replaces the last warning: a thousand
    /// warnings must not hide a violation. `finding` is called only if the violation is kept.
    fn keep_violation(&mut self, rule: Rule, place: Place, finding: impl FnOnce(&Self) -> Finding) {
        if self.has_space() {
            self.findings.push(finding(self));
            return;
        }
        self.search_misspelt();
        let before = self.findings.get(..self.warnings_end).unwrap_or_default();
        let last = before.iter().rposition(|finding| finding.severity() == Severity::Warning);
        self.warnings_end = last.unwrap_or(0);
        let Some(last) = last else {
            self.beyond.get_or_insert_default().count(rule, Subject::of(place));
            return;
        };
        let finding = finding(self);
        if let Some(warning) = self.findings.get_mut(last) {
            self.beyond.get_or_insert_default().count(warning.rule, Subject::new(warning.rule, &warning.place));
            *warning = finding;
        }
    }

    /// Keeps or counts a violation, together with the misspelling that it follows from.
    #[inline(never)]
    fn handle_violation(&mut self, place: Place, span: Span, kind: ViolationKind) {
        let missing = match kind {
            ViolationKind::MissingMember { member } => {
                self.search_misspelt();
                Some(member)
            }
            _ => None,
        };
        // Missing members are reported after all names were seen. A misspelt name and the member
        // that is missing because of it are one mistake.
        let misspelt = self.misspelt.iter().position(|misspelt| Some(misspelt.meant) == missing);
        if let Some(span) = misspelt.and_then(|at| Some(self.misspelt.get(at)?.span)) {
            self.forget_misspelt(span);
        }
        self.keep_violation(kind.rule(), place, |collect| {
            let mut finding = Finding::violation(place.into(), span, &kind);
            if collect.is_null_to_leave_out(place, &kind) {
                let is_list = matches!(kind, ViolationKind::WrongType { expected: JsonType::Array, .. });
                let help = if is_list {
                    "leave the member out, or write `[]`"
                } else {
                    "leave the member out, or write a value"
                };
                finding.help = Some(help.into());
            }
            if let Some(misspelt) = misspelt.and_then(|at| collect.misspelt.get(at)) {
                finding.help = Some(misspelt.help.clone());
                finding.related = Some(Related { span: misspelt.span, label: "a member that is not documented" });
            }
            finding
        });
    }

    /// Searches the warnings that are kept for misspelt members. This waits until a member is
    /// missing, a warning is dropped or the walk ends, as it takes long: if all documented members
    /// are there, none can be meant.
    #[inline]
    fn search_misspelt(&mut self) {
        if !core::mem::replace(&mut self.is_searched, true) {
            self.search_kept();
        }
    }

    #[cold]
    fn search_kept(&mut self) {
        if self.seen == self.kind.all_members() {
            return;
        }
        let Self { findings, misspelt, kind, .. } = self;
        for finding in findings.iter_mut().filter(|finding| finding.rule == Rule::UnknownMember) {
            let misspelling = finding.place.unknown_name().and_then(|name| Misspelt::of(&name, finding.span, *kind));
            finding.help = misspelling.and_then(|new| new.add_to(misspelt));
        }
    }

    /// Drops the warning about the unknown member whose name is at `span`.
    fn forget_misspelt(&mut self, span: Span) {
        let is_it = |finding: &Finding| finding.rule == Rule::UnknownMember && finding.span == span;
        if let Some(at) = self.findings.iter().position(is_it) {
            self.findings.remove(at);
            self.warnings_end -= usize::from(at < self.warnings_end);
        } else if let Some(beyond) = &mut self.beyond {
            beyond.forget_unknown_member();
        }
    }

    /// Keeps or counts the warning about the unknown member `name`.
    #[inline(never)]
    fn handle_unknown(&mut self, name: &str, span: Span) {
        self.has_others = self.has_others || self.kind.other().has(name);
        if self.allowed.contains(Rule::UnknownMember) || self.members.contains(name) {
            return;
        }
        if self.has_space() {
            let place = FindingPlace::Unknown(Pointer::to_member(name));
            self.keep_warning(Finding::warning(place, span, WarningKind::UnknownMember));
            return;
        }
        self.search_misspelt();
        // Only the violation of a missing member needs a misspelling whose warning is not kept.
        let may_be_missing = self.kind.required_members() & !self.seen != 0;
        if may_be_missing && let Some(new) = Misspelt::of(name, span, self.kind) {
            new.add_to(&mut self.misspelt);
        }
        self.beyond.get_or_insert_default().count(Rule::UnknownMember, Subject::UNKNOWN_MEMBER);
    }

    fn keep_warning(&mut self, finding: Finding) {
        self.findings.push(finding);
        self.warnings_end = self.findings.len();
    }

    /// Whether the violation is a `null` for a member that may be absent.
    fn is_null_to_leave_out(&self, place: Place, kind: &ViolationKind) -> bool {
        matches!(kind, ViolationKind::WrongType { found: JsonType::Null, .. })
            && matches!(place, Place::Member(name) if self.kind.has_optional(name))
    }

    /// Returns the kind of the document by its members; see [`Kind::of`].
    fn kind_of_document(&self) -> Option<Kind> {
        let has_own = self.kind.only().any(|index| !self.first.get(index).is_empty());
        match (has_own, self.has_others) {
            (true, false) => Some(self.kind),
            (false, true) => Some(self.kind.other()),
            _ => None,
        }
    }

    fn review(mut self) -> Review {
        self.search_misspelt();
        let kind = self.kind_of_document();
        let Self { mut findings, beyond, misspelt, .. } = self;
        // Renaming to a name that is already present would make a duplicate.
        for Misspelt { meant, span, .. } in &misspelt {
            let is_there = |index| !self.first.get(index).is_empty();
            if self.kind.member_names().position(|name| name == *meant).is_some_and(is_there) {
                let is_it = |finding: &&mut Finding| finding.rule == Rule::UnknownMember && finding.span == *span;
                if let Some(finding) = findings.iter_mut().find(is_it) {
                    finding.help = None;
                }
            }
        }
        findings.sort_by_key(|finding| finding.span);
        Review { kind, is_other: false, findings, beyond }
    }
}

impl BodySink for Collect<'_> {
    // In WebAssembly, the verdict has the only copy of the fast paths: a document that it rejects
    // costs more than a walk anyway.
    const FAST: bool = cfg!(not(target_family = "wasm"));

    type Slot<T: Value> = ();

    fn member(&mut self, index: usize, name: Span) {
        self.first.set(index, name);
        self.seen |= 1 << index;
    }

    #[inline(always)]
    fn unknown(&mut self, reader: &Reader<'_>, name: StringToken) -> Result<(), Stop> {
        self.handle_unknown(&reader.decode(name), name.span());
        Ok(())
    }

    fn name_of(&self, index: usize) -> Span {
        self.first.get(index)
    }
}

impl Sink for Collect<'_> {
    const WARNINGS: bool = true;

    type Violation = ViolationKind;
    type Warning = WarningKind;

    #[inline(always)]
    fn violation<F>(&mut self, place: Place, span: Span, fault: impl FnOnce() -> F) -> Result<(), Stop>
    where
        F: Into<ViolationKind>,
    {
        let kind = fault().into();
        // Fast path: most violations of a document with thousands of them.
        if !self.has_space()
            && self.warnings_end == 0
            && self.misspelt.is_empty()
            && let Some(beyond) = &mut self.beyond
        {
            beyond.count(kind.rule(), Subject::of(place));
        } else {
            self.handle_violation(place, span, kind);
        }
        Ok(())
    }

    fn warning(&mut self, place: Place, span: Span, kind: WarningKind) -> Result<(), Stop> {
        let rule = kind.rule();
        if self.allowed.contains(rule) {
            return Ok(());
        }
        if self.has_space() {
            self.keep_warning(Finding::warning(place.into(), span, kind));
            return Ok(());
        }
        self.search_misspelt();
        self.beyond.get_or_insert_default().count(rule, Subject::of(place));
        Ok(())
    }
}
