//! Files, streams and many documents: an iterator of findings.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use contact_schema::lint::{Blocks, DocumentReport, Kind, Linter, Location, Locator, Progress};
use contact_schema::{Limits, Rule, Severity};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyIterator, PyString};

use crate::check::RELEASE_GIL_FROM;
use crate::document::{Document, bytes_like};
use crate::finding::{Fact, Found, Position};

/// How much is read and checked at a time.
const BLOCK: usize = 1 << 20;

/// The default of `max_record_bytes`.
pub(crate) const MAX_RECORD_BYTES: usize = 64 << 20;

/// An iterator of findings. Its counts are those of what was read so far.
#[pyclass(module = "contact_schema")]
pub(crate) struct Findings {
    source: Source,
    linter: Linter,
    ready: VecDeque<Found>,
    counts: Counts,
}

#[derive(Default)]
struct Counts {
    documents: u64,
    invalid: u64,
    unjudged: u64,
    omitted: u64,
    unchecked_bytes: u64,
}

impl Counts {
    fn take(&mut self, linter: &Linter) {
        let summary = linter.summary();
        (self.documents, self.invalid, self.unjudged) = (summary.documents, summary.invalid, summary.unjudged);
        self.unchecked_bytes = summary.unchecked_bytes;
    }
}

enum Source {
    /// NDJSON that is in memory already.
    Lines(Lines),
    /// NDJSON from a reader.
    Blocks(Blocks<Input>, Vec<u8>, u64),
    /// JSON: one document or an array.
    Json(Box<Json>),
    /// One document each.
    Documents(Py<PyIterator>, u64),
    End,
}

struct Lines {
    text: Py<PyBytes>,
    /// Where the next block starts, and the number of lines before it.
    start: usize,
    line: u64,
}

struct Json {
    input: Input,
    progress: Progress,
    buffer: Vec<u8>,
    /// The bytes of `buffer` that were read.
    filled: usize,
    /// Where `buffer` starts in the input.
    offset: u64,
    location: Location,
    /// Checking is not tried again before this many bytes are there.
    wanted: usize,
}

/// Bytes from a file that this module opened, or from Python.
enum Input {
    File(File),
    Python(PythonReader),
}

struct PythonReader {
    object: Py<PyAny>,
    /// Whether `object` is an iterator of bytes; otherwise it has the method `read`.
    is_iterator: bool,
    /// What of the last piece is not read yet.
    rest: Option<(Py<PyBytes>, usize)>,
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(buffer),
            Self::Python(reader) => Python::attach(|py| reader.read(py, buffer)).map_err(io::Error::other),
        }
    }
}

impl PythonReader {
    fn read(&mut self, py: Python<'_>, buffer: &mut [u8]) -> PyResult<usize> {
        loop {
            if let Some((piece, at)) = &mut self.rest {
                let rest = piece.as_bytes(py).get(*at..).unwrap_or_default();
                let count = rest.len().min(buffer.len());
                if let (Some(to), Some(from)) = (buffer.get_mut(..count), rest.get(..count)) {
                    to.copy_from_slice(from);
                }
                *at += count;
                if count == rest.len() {
                    self.rest = None;
                }
                if count > 0 {
                    return Ok(count);
                }
            }
            let object = self.object.bind(py);
            let piece = if self.is_iterator {
                // An empty piece is not the end of an iterator.
                match object.cast::<PyIterator>()?.clone().next() {
                    Some(piece) => piece?,
                    None => return Ok(0),
                }
            } else {
                object.call_method1("read", (buffer.len(),))?
            };
            let piece = bytes_like(&piece)?;
            if !self.is_iterator && piece.as_bytes().is_empty() {
                return Ok(0);
            }
            self.rest = Some((piece.unbind(), 0));
        }
    }
}

#[pymethods]
impl Findings {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        loop {
            if let Some(found) = self.ready.pop_front() {
                return Ok(Some(found.into_python(py)?));
            }
            if matches!(self.source, Source::End) {
                return Ok(None);
            }
            py.check_signals()?;
            match self.advance(py) {
                Ok(true) => {}
                Ok(false) => self.source = Source::End,
                Err(error) => {
                    self.source = Source::End;
                    return Err(error);
                }
            }
        }
    }

    /// The number of documents that were read so far.
    #[getter]
    fn documents(&self) -> u64 {
        self.counts.documents
    }

    /// The number of documents that are not JSON or break the contract.
    #[getter]
    fn invalid(&self) -> u64 {
        self.counts.invalid
    }

    /// The number of documents whose kind could not be told.
    #[getter]
    fn unjudged(&self) -> u64 {
        self.counts.unjudged
    }

    /// The number of findings beyond the first 1,000 of a document, which are counted only.
    #[getter]
    fn omitted(&self) -> u64 {
        self.counts.omitted
    }

    /// The number of bytes of an array that were not checked: after a syntax error, no document could
    /// be found in them.
    #[getter]
    fn unchecked_bytes(&self) -> u64 {
        self.counts.unchecked_bytes
    }
}

impl Findings {
    /// Reads and checks some more; false at the end.
    fn advance(&mut self, py: Python<'_>) -> PyResult<bool> {
        let Self { source, linter, ready, counts } = self;
        match source {
            Source::Documents(iterator, index) => {
                let Some(document) = iterator.bind(py).clone().next() else { return Ok(false) };
                one_document(&document?, *index, linter, ready, counts)?;
                *index += 1;
                return Ok(true);
            }
            Source::Lines(lines) => {
                let Lines { text, start, line } = lines;
                let text = text.as_bytes(py);
                if *start >= text.len() {
                    return Ok(false);
                }
                py.detach(|| {
                    let rest = text.get(*start..).unwrap_or_default();
                    // A block ends after a line feed.
                    let least = BLOCK.min(rest.len());
                    let feed = memchr::memchr(b'\n', rest.get(least..).unwrap_or_default());
                    let length = feed.map_or(rest.len(), |feed| least + feed + 1);
                    let block = rest.get(..length).unwrap_or_default();
                    *line += lint_lines(linter, block, *start as u64, *line, ready, counts);
                    *start += length;
                });
            }
            Source::Blocks(blocks, buffer, line) => {
                let more = py.detach(|| -> io::Result<bool> {
                    let Some(block) = blocks.next(buffer)? else { return Ok(false) };
                    if let Some(length) = block.too_long {
                        let offset = block.offset;
                        let number = *line;
                        linter.too_large(length, &mut |reviewed| {
                            let at = Location { line: number + 1, column: 1 };
                            let position = Position { location: at, start: offset, end: offset };
                            add(ready, counts, reviewed, number, &mut |_| position);
                        });
                        *line += 1;
                    } else {
                        *line += lint_lines(linter, block.bytes, block.offset, *line, ready, counts);
                    }
                    Ok(true)
                })?;
                if !more {
                    return Ok(false);
                }
            }
            Source::Json(json) => {
                let more = py.detach(|| json.advance(linter, ready, counts))?;
                counts.take(linter);
                return Ok(more);
            }
            Source::End => return Ok(false),
        }
        counts.take(linter);
        Ok(true)
    }
}

impl Json {
    /// Reads once, and checks what can be checked; false at the end.
    fn advance(&mut self, linter: &mut Linter, ready: &mut VecDeque<Found>, counts: &mut Counts) -> io::Result<bool> {
        if self.buffer.len() - self.filled < BLOCK / 2 {
            self.buffer.resize((self.buffer.len() * 2).max(BLOCK), 0);
        }
        let count = loop {
            match self.input.read(self.buffer.get_mut(self.filled..).unwrap_or_default()) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        self.filled += count;
        if count > 0 && self.filled < self.wanted {
            return Ok(true);
        }
        let part = self.buffer.get(..self.filled).unwrap_or_default();
        let mut locator = Locator::new(part);
        let (offset, first) = (self.offset, self.location);
        let done = linter.json_part(&mut self.progress, part, 0, count == 0, &mut |reviewed| {
            let index = reviewed.index;
            add(ready, counts, reviewed, index, &mut |finding| Position {
                location: continued(first, locator.locate(finding.span.start)),
                start: offset + finding.span.start as u64,
                end: offset + finding.span.end as u64,
            });
        });
        if count == 0 {
            return Ok(false);
        }
        self.location = self.location.after(part.get(..done).unwrap_or_default());
        self.wanted = 2 * (self.filled - done);
        self.buffer.copy_within(done..self.filled, 0);
        self.offset += done as u64;
        self.filled -= done;
        Ok(true)
    }
}

/// A location in a part that starts at `first`.
fn continued(first: Location, within: Location) -> Location {
    match within.line {
        1 => Location { line: first.line, column: first.column + within.column - 1 },
        line => Location { line: first.line + line - 1, column: within.column },
    }
}

/// Checks whole lines, of which the first has `line` lines before it, and returns their number.
fn lint_lines(
    linter: &mut Linter,
    block: &[u8],
    offset: u64,
    line: u64,
    ready: &mut VecDeque<Found>,
    counts: &mut Counts,
) -> u64 {
    linter.ndjson(block, &mut |reviewed| {
        let number = line + reviewed.index;
        let document = reviewed.span.start;
        let mut locator = Locator::new(block.get(reviewed.span.range()).unwrap_or_default());
        add(ready, counts, reviewed, number, &mut |finding| {
            let within = locator.locate(finding.span.start.saturating_sub(document));
            Position {
                location: continued(Location { line: number + 1, column: 1 }, within),
                start: offset + finding.span.start as u64,
                end: offset + finding.span.end as u64,
            }
        });
    })
}

fn add(
    ready: &mut VecDeque<Found>,
    counts: &mut Counts,
    reviewed: DocumentReport,
    document: u64,
    position: &mut dyn FnMut(&Fact) -> Position,
) {
    counts.omitted += reviewed.more;
    let kind = reviewed.kind;
    for finding in reviewed.findings {
        let finding = Fact::from(finding);
        let position = position(&finding);
        ready.push_back(Found::new(finding, kind, Some(position), document));
    }
}

/// What there is to say about a text that is one document.
pub(crate) struct Review {
    pub(crate) findings: Vec<Fact>,
    pub(crate) kind: Option<Kind>,
    pub(crate) severity: Severity,
    pub(crate) omitted: u64,
}

/// White space of JSON.
fn is_space(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

pub(crate) fn is_blank(text: &[u8]) -> bool {
    text.iter().all(is_space)
}

/// Checks a text that is one document; `None` where there is nothing to say.
pub(crate) fn review(linter: &mut Linter, text: &[u8]) -> Option<Review> {
    let mut review = None;
    linter.json_part(&mut Progress::one_document(), text, 0, true, &mut |reviewed| {
        let DocumentReport { findings, kind, severity, more, .. } = reviewed;
        let findings = findings.into_iter().map(Fact::from).collect();
        review = Some(Review { findings, kind, severity, omitted: more });
    });
    review
}

fn one_document(
    document: &Bound<'_, PyAny>,
    index: u64,
    linter: &mut Linter,
    ready: &mut VecDeque<Found>,
    counts: &mut Counts,
) -> PyResult<()> {
    let py = document.py();
    counts.documents += 1;
    let document = match Document::new(document)? {
        Ok(document) => document,
        Err(fault) => {
            counts.invalid += 1;
            ready.push_back(Found::of_tree(fault, None).of_document(index));
            return Ok(());
        }
    };
    let json = document.bytes();
    let reviewed =
        if json.len() < RELEASE_GIL_FROM { review(linter, json) } else { py.detach(|| review(linter, json)) };
    if let Some(review) = reviewed {
        match review.severity {
            Severity::Warning => {}
            Severity::Failure => counts.unjudged += 1,
            _ => counts.invalid += 1,
        }
        counts.omitted += review.omitted;
        let found = Found::all(review.findings, review.kind, document.is_text().then_some(json));
        ready.extend(found.into_iter().map(|found| found.of_document(index)));
    }
    Ok(())
}

/// A linter with the options that all functions share. It finds no fixes.
pub(crate) fn linter(kind: &str, allow: &[String], allow_member: &[String], limits: Limits) -> PyResult<Linter> {
    let mut linter = Linter::new().kind(crate::kind_of(kind)?).limits(limits);
    for id in allow {
        let rule = id.parse::<Rule>().map_err(|error| PyValueError::new_err(format!("allow: {error}")))?;
        if rule.severity() != Severity::Warning {
            return Err(PyValueError::new_err(format!("allow: {rule} is not a warning")));
        }
        linter = linter.allow(rule);
    }
    Ok(allow_member.iter().fold(linter, |linter, name| linter.allow_member(name)))
}

/// Whether `input` says NDJSON; `default` where it says nothing.
pub(crate) fn is_lines(input: Option<&str>, default: bool) -> PyResult<bool> {
    match input {
        None => Ok(default),
        Some("json") => Ok(false),
        Some("ndjson") => Ok(true),
        Some(_) => Err(PyValueError::new_err("input: expected \"json\" or \"ndjson\"")),
    }
}

/// The name of a file says whether it holds NDJSON.
fn is_ndjson(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "ndjson" || extension == "jsonl")
}

/// Returns an iterator of the findings in a source.
#[pyfunction]
#[pyo3(
    signature = (source, /, *, kind = "auto", input = None, allow = vec![], allow_member = vec![], max_record_bytes = MAX_RECORD_BYTES),
    text_signature = "(source, /, *, kind='auto', input=None, allow=(), allow_member=(), max_record_bytes=67108864)"
)]
pub(crate) fn lint(
    source: &Bound<'_, PyAny>,
    kind: &str,
    input: Option<&str>,
    allow: Vec<String>,
    allow_member: Vec<String>,
    max_record_bytes: usize,
) -> PyResult<Findings> {
    let py = source.py();
    let limits = Limits::default().max_document_bytes(max_record_bytes);
    let linter = linter(kind, &allow, &allow_member, limits)?.find_fixes(true);
    let mut named_ndjson = false;
    let in_memory = match Document::new_text(source)? {
        Some(text) => Some(text),
        None if source.hasattr("__fspath__")? || source.hasattr("read")? => None,
        None if source.hasattr("__iter__")? => None,
        None => {
            let found = source.get_type().name()?;
            return Err(PyTypeError::new_err(format!(
                "expected bytes, str, a path, a binary file or an iterable of bytes, found {found}"
            )));
        }
    };
    let reader = |object: Bound<'_, PyAny>, is_iterator| {
        Input::Python(PythonReader { object: object.unbind(), is_iterator, rest: None })
    };
    let stream = match &in_memory {
        Some(_) => None,
        None if source.hasattr("__fspath__")? => {
            let path: PathBuf = source.extract()?;
            named_ndjson = is_ndjson(&path);
            Some(Input::File(py.detach(|| File::open(&path))?))
        }
        None if source.hasattr("read")? => {
            let name = source.getattr("name").ok();
            let name = name.as_ref().and_then(|name| name.cast::<PyString>().ok());
            named_ndjson = name.is_some_and(|name| is_ndjson(Path::new(name.to_string_lossy().as_ref())));
            Some(reader(source.clone(), false))
        }
        None => Some(reader(source.try_iter()?.into_any(), true)),
    };
    let lines = is_lines(input, named_ndjson)?;
    let json = |input| {
        Source::Json(Box::new(Json {
            input,
            progress: Progress::default(),
            buffer: Vec::new(),
            filled: 0,
            offset: 0,
            location: Location { line: 1, column: 1 },
            wanted: 1,
        }))
    };
    let source = match (in_memory, stream) {
        (Some(text), _) if lines => Source::Lines(Lines { text: text.unbind(), start: 0, line: 0 }),
        (Some(text), _) => {
            let mut reader = PythonReader { object: py.None(), is_iterator: true, rest: None };
            reader.object = pyo3::types::PyTuple::new(py, [text])?.try_iter()?.into_any().unbind();
            json(Input::Python(reader))
        }
        (None, Some(stream)) if lines => Source::Blocks(Blocks::new(stream, max_record_bytes), Vec::new(), 0),
        (None, Some(stream)) => json(stream),
        (None, None) => Source::End,
    };
    Ok(Findings { source, linter, ready: VecDeque::new(), counts: Counts::default() })
}

/// Returns an iterator of the findings in many documents, each an item of its own.
#[pyfunction]
#[pyo3(
    signature = (documents, /, *, kind = "auto", allow = vec![], allow_member = vec![]),
    text_signature = "(documents, /, *, kind='auto', allow=(), allow_member=())"
)]
pub(crate) fn lint_many(
    documents: &Bound<'_, PyAny>,
    kind: &str,
    allow: Vec<String>,
    allow_member: Vec<String>,
) -> PyResult<Findings> {
    if documents.is_instance_of::<PyBytes>() || documents.is_instance_of::<PyString>() {
        return Err(PyTypeError::new_err("expected an iterable of documents, found one; use lint or check_…"));
    }
    let linter = linter(kind, &allow, &allow_member, Limits::default())?.find_fixes(true);
    let source = Source::Documents(documents.try_iter()?.unbind(), 0);
    Ok(Findings { source, linter, ready: VecDeque::new(), counts: Counts::default() })
}
