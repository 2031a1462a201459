//! Writes documents with varying white space and escapes, and records the span of one part.

use core::ops::Range;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::pointer::Span;

/// A JSON value to be written.
#[derive(Clone, Debug)]
pub(super) enum Json {
    /// JSON text, written unchanged.
    Raw(String),
    /// A string; the speller chooses its escapes.
    Text(String),
    Array(Vec<Node>),
}

/// The part of a value whose span is recorded.
#[derive(Clone, Debug)]
pub(super) enum Mark {
    /// The whole value.
    Whole,
    /// These bytes of a string.
    Part(Range<usize>),
    /// From this item of an array to the last.
    ItemsFrom(usize),
}

/// A JSON value with an optional mark.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) json: Json,
    pub(super) mark: Option<Mark>,
}

impl Node {
    pub(super) fn raw(text: impl Into<String>) -> Self {
        Self { json: Json::Raw(text.into()), mark: None }
    }

    pub(super) fn text(text: impl Into<String>) -> Self {
        Self { json: Json::Text(text.into()), mark: None }
    }

    pub(super) fn marked(self, mark: Mark) -> Self {
        Self { mark: Some(mark), ..self }
    }
}

/// A member of an object.
#[derive(Clone, Debug)]
pub(super) struct NamedNode {
    pub(super) name: String,
    /// Whether every character of the name is written as an escape.
    pub(super) escaped: bool,
    /// Whether the span of the name is recorded.
    pub(super) marked: bool,
    pub(super) node: Node,
}

/// Writes one document. Each choice takes the next byte; after the last byte, the first one
/// follows.
///
/// Without bytes, and with zeros, the document is compact and has only the necessary escapes.
pub(super) struct Speller {
    choices: Vec<u8>,
    next: usize,
    out: String,
    /// The span of the marked part.
    span: Span,
}

impl Speller {
    pub(super) fn new(choices: Vec<u8>) -> Self {
        Self { choices, next: 0, out: String::new(), span: Span::default() }
    }

    /// Returns the document and the span of its marked part.
    pub(super) fn finish(self) -> (String, Span) {
        (self.out, self.span)
    }

    fn choose(&mut self) -> u8 {
        let choice = self.choices.get(self.next).copied().unwrap_or(0);
        self.next = (self.next + 1).checked_rem(self.choices.len()).unwrap_or(0);
        choice
    }

    pub(super) fn space(&mut self) {
        let space = match self.choose() {
            0..=191 => "",
            192..=219 => " ",
            220..=239 => "\n\t",
            240.. => "\r\n  ",
        };
        self.out.push_str(space);
    }

    pub(super) fn node(&mut self, node: &Node) {
        let start = self.out.len();
        match &node.json {
            Json::Raw(text) => self.out.push_str(text),
            Json::Text(text) => {
                let part = match &node.mark {
                    Some(Mark::Part(part)) => Some(part),
                    _ => None,
                };
                self.string(text, part, false);
            }
            Json::Array(items) => {
                let from = match node.mark {
                    Some(Mark::ItemsFrom(from)) => Some(from),
                    _ => None,
                };
                self.array(items, from);
            }
        }
        if matches!(node.mark, Some(Mark::Whole)) {
            self.span = Span { start, end: self.out.len() };
        }
    }

    /// Writes the object; its closing brace is marked if `mark_close` is true.
    pub(super) fn object(&mut self, members: &[NamedNode], mark_close: bool) {
        self.out.push('{');
        self.space();
        for (index, member) in members.iter().enumerate() {
            if index > 0 {
                self.out.push(',');
                self.space();
            }
            let start = self.out.len();
            self.string(&member.name, None, member.escaped);
            if member.marked {
                self.span = Span { start, end: self.out.len() };
            }
            self.space();
            self.out.push(':');
            self.space();
            self.node(&member.node);
            self.space();
        }
        if mark_close {
            self.span = Span { start: self.out.len(), end: self.out.len() + 1 };
        }
        self.out.push('}');
    }

    fn array(&mut self, items: &[Node], from: Option<usize>) {
        self.out.push('[');
        self.space();
        let mut span = None;
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.out.push(',');
                self.space();
            }
            let start = self.out.len();
            self.node(item);
            if from.is_some_and(|from| from <= index) {
                span.get_or_insert(Span { start, end: start }).end = self.out.len();
            }
            self.space();
        }
        self.span = span.unwrap_or(self.span);
        self.out.push(']');
    }

    /// Writes a string; `part` is the marked part.
    fn string(&mut self, text: &str, part: Option<&Range<usize>>, escaped: bool) {
        self.out.push('"');
        let ends = text.char_indices().map(|(at, c)| (at, Some(c))).chain([(text.len(), None)]);
        for (at, c) in ends {
            if let Some(part) = part {
                if at == part.start {
                    self.span.start = self.out.len();
                }
                if at == part.end {
                    self.span.end = self.out.len();
                }
            }
            if let Some(c) = c {
                self.character(c, escaped);
            }
        }
        self.out.push('"');
    }

    fn character(&mut self, c: char, escaped: bool) {
        let choice = self.choose();
        let short = match c {
            '"' | '\\' => Some(c),
            '\u{8}' => Some('b'),
            '\t' => Some('t'),
            '\n' => Some('n'),
            '\u{C}' => Some('f'),
            '\r' => Some('r'),
            '/' if choice >= 128 => Some(c),
            _ => None,
        };
        match short {
            Some(letter) if !escaped && choice < 232 => self.out.extend(['\\', letter]),
            None if !escaped && choice < 232 && c >= ' ' => self.out.push(c),
            _ => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let lower_case = choice.is_multiple_of(2);
                    let escape = if lower_case { format!("\\u{unit:04x}") } else { format!("\\u{unit:04X}") };
                    self.out.push_str(&escape);
                }
            }
        }
    }
}
