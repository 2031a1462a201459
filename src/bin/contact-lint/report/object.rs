//! Writes JSON objects member by member.

use std::io::{self, Write};

use contact_schema::escape::is_unsafe;
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

/// An object that is being written. If every record is invalid, this is more than half of the work,
/// and serde would search each name for characters to escape.
pub(super) struct Object<'a> {
    out: &'a mut Vec<u8>,
    is_empty: bool,
}

impl<'a> Object<'a> {
    pub(super) fn empty(out: &'a mut Vec<u8>) -> Self {
        out.push(b'{');
        Self { out, is_empty: true }
    }

    pub(super) fn start(out: &'a mut Vec<u8>, name: &str, value: &str) -> io::Result<Self> {
        let mut object = Self::empty(out);
        object.text(name, Some(value))?;
        Ok(object)
    }

    /// Writes the name of a member. Names are constants with nothing to escape.
    fn name(&mut self, name: &str) {
        if !std::mem::replace(&mut self.is_empty, false) {
            self.out.push(b',');
        }
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    pub(super) fn number(&mut self, name: &str, number: impl Into<i128> + Serialize) -> io::Result<()> {
        self.name(name);
        Ok(serde_json::to_writer(&mut *self.out, &number)?)
    }

    pub(super) fn text(&mut self, name: &str, text: Option<&str>) -> io::Result<()> {
        self.name(name);
        let Some(text) = text else {
            self.out.extend_from_slice(b"null");
            return Ok(());
        };
        // Testing all bytes is faster than stopping at the first that needs an escape.
        let is_plain = |byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\';
        if text.bytes().fold(true, |all, byte| all & is_plain(byte)) && !text.contains("##") {
            self.out.push(b'"');
            self.out.extend_from_slice(text.as_bytes());
            self.out.push(b'"');
            return Ok(());
        }
        Ok(text.serialize(&mut Serializer::with_formatter(&mut *self.out, SAFE))?)
    }

    pub(super) fn object(
        &mut self,
        name: &str,
        members: impl FnOnce(&mut Object<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        self.name(name);
        let mut object = Object::empty(self.out);
        members(&mut object)?;
        object.end()
    }

    /// Writes an array with an object for each item.
    pub(super) fn array<T>(
        &mut self,
        name: &str,
        items: impl IntoIterator<Item = T>,
        mut members: impl FnMut(&mut Object<'_>, T) -> io::Result<()>,
    ) -> io::Result<()> {
        self.name(name);
        self.out.push(b'[');
        for (index, item) in items.into_iter().enumerate() {
            self.out.extend_from_slice(if index == 0 { b"{" } else { b",{" });
            members(&mut Object { out: &mut *self.out, is_empty: true }, item)?;
            self.out.push(b'}');
        }
        self.out.push(b']');
        Ok(())
    }

    /// Writes a text in ASCII: other characters become escapes.
    pub(super) fn ascii(&mut self, name: &str, text: &str) -> io::Result<()> {
        if text.is_ascii() {
            return self.text(name, Some(text));
        }
        self.name(name);
        Ok(text.serialize(&mut Serializer::with_formatter(&mut *self.out, ASCII))?)
    }

    /// Writes an array of constants with nothing to escape.
    pub(super) fn texts(&mut self, name: &str, texts: &[&str]) {
        self.name(name);
        self.out.push(b'[');
        for (index, text) in texts.iter().enumerate() {
            self.out.extend_from_slice(if index == 0 { b"\"" } else { b",\"" });
            self.out.extend_from_slice(text.as_bytes());
            self.out.push(b'"');
        }
        self.out.push(b']');
    }

    /// Writes a boolean, or null.
    pub(super) fn boolean(&mut self, name: &str, value: impl Into<Option<bool>>) -> io::Result<()> {
        self.name(name);
        Ok(serde_json::to_writer(&mut *self.out, &value.into())?)
    }

    pub(super) fn end(self) -> io::Result<()> {
        self.out.extend_from_slice(b"}");
        Ok(())
    }

    pub(super) fn end_line(self) -> io::Result<()> {
        self.out.extend_from_slice(b"}\n");
        Ok(())
    }
}

/// Escapes these characters, and the second of two `#` too: CI systems execute log text such as
/// `##[error]` as a command.
struct Escaping(fn(char) -> bool);

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let (mut rest, mut is_after_hash) = (fragment, false);
        let mut is_next = |c| {
            let is_second = c == '#' && is_after_hash;
            is_after_hash = c == '#';
            is_second || (self.0)(c)
        };
        while let Some((at, c)) = rest.char_indices().find(|&(_, c)| is_next(c)) {
            let (plain, after) = rest.split_at(at);
            out.write_all(plain.as_bytes())?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = after.get(c.len_utf8()..).unwrap_or("");
        }
        out.write_all(rest.as_bytes())
    }
}

/// Escapes all characters that are unsafe to show, so that a terminal can show the output.
const SAFE: Escaping = Escaping(is_unsafe);

/// Escapes all characters that are not printable ASCII, so that any program can pass the output on.
const ASCII: Escaping = Escaping(|c| !matches!(c, ' '..='~'));

/// Writes a value as a line of JSON in ASCII.
pub(crate) fn write_line(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut *out, ASCII))?;
    out.write_all(b"\n")
}
