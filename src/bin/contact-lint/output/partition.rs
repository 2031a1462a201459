//! The records of NDJSON in two files, byte for byte and in their order: the valid ones, and all others.
//!
//! A record goes with its own line ending. Blank lines are no records and go with the valid ones, so that the two files hold every byte of
//! the inputs. A last line without a line feed keeps that, unless another input's record follows it in the same file: then one is put between,
//! or the two would become one.

use std::io::{self, Write};
use std::path::Path;

use contact_schema::Severity;

use crate::args::Lint;
use crate::whole_file::WholeFile;

/// How records are told apart; cheap to hand to threads.
#[derive(Clone, Copy)]
pub(crate) struct Divider {
    has_valid: bool,
    pub(crate) has_invalid: bool,
    /// The least severity that is not valid.
    bad: Severity,
}

/// Some lines of an input, in their order.
#[derive(Default)]
pub(crate) struct Divided {
    pub(crate) valid: Vec<u8>,
    pub(crate) invalid: Vec<u8>,
}

impl Divider {
    pub(crate) fn is_bad(self, severity: Severity) -> bool {
        severity >= self.bad
    }

    /// Divides whole lines, of which those that start at `bad` are the bad ones.
    pub(crate) fn divide(self, lines: &[u8], bad: &[usize]) -> Divided {
        let mut divided = Divided::default();
        let mut done = 0;
        for &start in bad {
            let line = lines.get(start..).unwrap_or_default();
            let end = start + memchr::memchr(b'\n', line).map_or(line.len(), |length| length + 1);
            if self.has_valid {
                divided.valid.extend_from_slice(lines.get(done..start).unwrap_or_default());
            }
            if self.has_invalid {
                divided.invalid.extend_from_slice(lines.get(start..end).unwrap_or_default());
            }
            done = end;
        }
        if self.has_valid {
            divided.valid.extend_from_slice(lines.get(done..).unwrap_or_default());
        }
        divided
    }
}

/// The files that records are written to.
pub(crate) struct Split {
    pub(crate) divider: Divider,
    valid: Option<Part>,
    invalid: Option<Part>,
    /// How many records are not valid.
    pub(crate) bad: u64,
    /// Which file could not be written, and why.
    pub(crate) error: Option<(String, io::Error)>,
}

struct Part {
    name: String,
    file: WholeFile,
    /// Whether the last line has no line feed.
    is_open: bool,
    /// Whether an input has ended since that was written.
    is_next: bool,
}

impl Part {
    fn create(path: &Path) -> Result<Self, (String, io::Error)> {
        let name = path.to_string_lossy().into_owned();
        match WholeFile::create(path) {
            Ok(file) => Ok(Self { name, file, is_open: false, is_next: false }),
            Err(error) => Err((name, error)),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(&last) = bytes.last() else { return Ok(()) };
        if self.is_open && self.is_next {
            self.file.write_all(b"\n")?;
        }
        self.is_open = last != b'\n';
        self.is_next = false;
        self.file.write_all(bytes)
    }
}

impl Split {
    /// The files that the arguments ask for; `None` where they ask for none.
    ///
    /// # Errors
    ///
    /// Which file could not be started, and why.
    pub(crate) fn new(args: &Lint) -> Result<Option<Self>, (String, io::Error)> {
        if args.valid_out.is_none() && args.invalid_out.is_none() {
            return Ok(None);
        }
        let divider = Divider {
            has_valid: args.valid_out.is_some(),
            has_invalid: args.invalid_out.is_some(),
            bad: if args.gate.deny_warnings { Severity::Warning } else { Severity::Violation },
        };
        let valid = args.valid_out.as_deref().map(Part::create).transpose()?;
        let invalid = args.invalid_out.as_deref().map(Part::create).transpose()?;
        Ok(Some(Self { divider, valid, invalid, bad: 0, error: None }))
    }

    pub(crate) fn write(&mut self, divided: &Divided) {
        self.write_to(true, &divided.valid);
        self.write_invalid(&divided.invalid);
    }

    /// Writes a part of a bad line.
    pub(crate) fn write_invalid(&mut self, bytes: &[u8]) {
        self.write_to(false, bytes);
    }

    fn write_to(&mut self, is_valid: bool, bytes: &[u8]) {
        if self.error.is_some() {
            return;
        }
        let part = if is_valid { &mut self.valid } else { &mut self.invalid };
        if let Some(part) = part {
            self.error = part.write(bytes).err().map(|error| (part.name.clone(), error));
        }
    }

    /// Says that what follows is of another input.
    pub(crate) fn next_input(&mut self) {
        for part in [&mut self.valid, &mut self.invalid].into_iter().flatten() {
            part.is_next = true;
        }
    }

    /// Returns the file that is the only one and how many of so many records are not in it; `None` where two files have all.
    pub(crate) fn left_out(&self, records: u64) -> Option<(String, u64)> {
        match (&self.valid, &self.invalid) {
            (Some(valid), None) => Some((valid.name.clone(), self.bad)),
            (None, Some(invalid)) => Some((invalid.name.clone(), records - self.bad)),
            _ => None,
        }
    }

    /// Puts the files in their places.
    ///
    /// # Errors
    ///
    /// Which file could not be written, and why.
    pub(crate) fn finish(self) -> Result<(), (String, io::Error)> {
        if let Some(error) = self.error {
            return Err(error);
        }
        for part in [self.valid, self.invalid].into_iter().flatten() {
            part.file.finish().map_err(|error| (part.name, error))?;
        }
        Ok(())
    }
}
