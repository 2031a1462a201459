//! The places of findings: input, document and line.

use std::borrow::Cow;
use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::OnceLock;

use contact_schema::Span;
use contact_schema::escape::Escaped;
use contact_schema::lint::{Finding, Kind, Location, Locator};

use super::root::{FileName, Root};

/// An input, with its names in reports.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) path: String,
    /// The path in a report for people. It is safe on a terminal and at the start of a log line.
    pub(super) shown_path: String,
    /// The file, unless it is standard input without a name.
    file: Option<PathBuf>,
    /// The name for other programs. Computed when a format first needs it, because that may access
    /// the file system.
    file_name: OnceLock<FileName>,
    /// Whether reading starts after the start of the input. Lines are then counted from there.
    pub(crate) is_part: bool,
}

impl Source {
    pub(crate) fn new(path: String, file: Option<PathBuf>, is_part: bool) -> Self {
        let mut shown_path = Escaped(&path).to_string();
        // GitHub Actions executes a line that starts so as a command, also after white space.
        let after_space = shown_path.trim_start();
        if after_space.starts_with("::") {
            let colon = shown_path.len() - after_space.len();
            shown_path.replace_range(colon..=colon, "\\u{3a}");
        }
        Self { path, shown_path, file, file_name: OnceLock::new(), is_part }
    }

    /// Returns the name for other programs. All formats have the same root.
    pub(super) fn file_name(&self, root: &Root) -> &FileName {
        self.file_name.get_or_init(|| match &self.file {
            Some(file) => root.name(file),
            None => FileName::of_text(&self.path),
        })
    }
}

/// A document in an input.
#[derive(Clone, Copy)]
pub(crate) struct Document<'a> {
    pub(crate) source: &'a Source,
    /// The block of the input that the linter was given. Spans are relative to it.
    pub(crate) bytes: &'a [u8],
    /// The offset of the block in the input.
    pub(crate) offset: u64,
    /// The index of the document in the input, from 0.
    pub(crate) index: u64,
    /// The document's own `id`, if it has one and the user wants it.
    pub(crate) record_id: Option<i64>,
}

impl Document<'_> {
    /// Returns the offset of a span in the input.
    pub(crate) fn offset_of(&self, span: Span) -> u64 {
        self.offset + span.start as u64
    }

    /// Returns the number of the document in the input, from 1.
    pub(super) fn number(&self) -> u64 {
        self.index + 1
    }

    /// Returns the name of the document's number in JSON. In a part of an input, documents are
    /// counted from the start of the part.
    pub(super) fn index_name(&self) -> &'static str {
        if self.source.is_part { "documentInRange" } else { "document" }
    }

    /// Returns the suffix of the document's index in a text for people.
    pub(super) fn of_range(&self) -> &'static str {
        if self.source.is_part { " of the range" } else { "" }
    }

    /// Returns the place of a span for people, after the name of the input if `named`.
    pub(super) fn place(&self, named: bool, location: Location, span: Span) -> String {
        let path = if named { self.source.shown_path.as_str() } else { "" };
        let Location { line, column } = location;
        let offset = self.offset_of(span);
        let parts = match (self.source.is_part, named) {
            (false, true) => [(":", line), (":", column), (" (byte ", offset)],
            (false, false) => [("line ", line), (", column ", column), ("", 0)],
            (true, true) => [(" (byte ", offset), ("; line ", line), (" of the range, column ", column)],
            (true, false) => [("byte ", offset), (", line ", line), (" of the range, column ", column)],
        };
        // Appended as texts: formatting them takes several times as long.
        let mut place = String::with_capacity(path.len() + 96);
        place.push_str(path);
        for (text, number) in parts.into_iter().filter(|(text, _)| !text.is_empty()) {
            place.push_str(text);
            place.push_str(itoa::Buffer::new().format(number));
        }
        if named {
            place.push(')');
        }
        place
    }
}

/// A finding and its place: everything that a format needs to print it.
pub(crate) struct LocatedFinding<'a> {
    pub(crate) finding: &'a Finding,
    /// The other findings of its group, in formats that have groups.
    pub(crate) others: &'a [Finding],
    /// The kind of the document, if known.
    pub(crate) kind: Option<Kind>,
    pub(crate) document: Document<'a>,
    /// Returns the line and column of an offset in the block; see [`Lines::locate`].
    pub(crate) locate: &'a dyn Fn(usize) -> Location,
}

impl LocatedFinding<'_> {
    /// Returns the line and column of the first byte.
    pub(super) fn start(&self) -> Location {
        self.location_of(self.finding.span.start)
    }

    /// Returns the line and column of the byte after the last.
    pub(super) fn end(&self) -> Location {
        self.location_of(self.finding.span.end)
    }

    /// Returns the line and column of another byte of the block.
    pub(super) fn location_of(&self, offset: usize) -> Location {
        (self.locate)(offset)
    }

    /// Returns its offset in the input.
    pub(super) fn offset(&self) -> u64 {
        self.document.offset_of(self.finding.span)
    }

    /// Returns the message, followed by the help in parentheses.
    pub(super) fn message_with_help(&self) -> Cow<'static, str> {
        match &self.finding.help {
            Some(help) => format!("{} ({help})", self.finding.message).into(),
            None => self.finding.message.clone(),
        }
    }
}

/// Finds the line and column of bytes of a block.
pub(crate) struct Lines<'a> {
    locator: RefCell<Locator<'a>>,
    /// The offset in the block at which the locator starts.
    start: usize,
    /// The location of the locator's first byte.
    first: Location,
}

impl<'a> Lines<'a> {
    /// For a JSON file from the byte `start` of the block on, which is at this location.
    pub(crate) fn new(block: &'a [u8], start: usize, first: Location) -> Self {
        Self { locator: RefCell::new(Locator::new(block.get(start..).unwrap_or_default())), start, first }
    }

    /// For a record of NDJSON that starts at the byte `start` of the block, on this line.
    pub(crate) fn of_record(block: &'a [u8], line: u64, start: usize) -> Self {
        Self::new(block, start, Location { line, column: 1 })
    }

    /// Returns the line and column of the byte at `offset` of the block.
    pub(crate) fn locate(&self, offset: usize) -> Location {
        let Location { line, column } = self.locator.borrow_mut().locate(offset.saturating_sub(self.start));
        let before = if line == 1 { self.first.column - 1 } else { 0 };
        Location { line: line + self.first.line - 1, column: column + before }
    }
}
