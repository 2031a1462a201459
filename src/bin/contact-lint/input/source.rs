//! Inputs, and their types by their names.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use same_file::Handle;

use super::byte_range::{ByteRange, Records};
use super::compression::{Compression, decompressed, not_compressed};
use super::identity::{Identity, PipeIdentity};
use super::interrupt::Interrupt;
use super::name::name;

/// A file, or standard input with its name in reports.
#[derive(Debug)]
pub(crate) enum Input {
    Stdin(Option<PathBuf>),
    File(PathBuf),
}

/// A part of an input: the records whose first byte is in a range.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    pub(crate) range: ByteRange,
    /// The length of the whole input in bytes, if known in advance.
    pub(crate) size: Option<u64>,
    /// The offset in the input at which standard input starts.
    pub(crate) base: u64,
}

/// An input that is open.
pub(crate) struct Opened {
    pub(crate) reader: Box<dyn Read + Send>,
    /// The offset in the input at which the reader starts.
    pub(crate) start: u64,
    /// The length of the whole input in bytes, if known.
    pub(crate) size: Option<u64>,
}

/// The type of inputs. The comments of the variants are their help.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputType {
    /// NDJSON if the name ends in .ndjson, .jsonl, .jsonlines or .ldjson, else JSON
    #[default]
    Auto,
    /// One document, or an array of documents, which are checked one by one
    Json,
    /// Exactly one document, such as the body of a request: an array is a violation
    Document,
    /// One document on each line
    Ndjson,
}

impl Input {
    /// Returns the input of this path, where `-` is standard input, which is reported as
    /// `stdin_name`.
    pub(crate) fn new(path: PathBuf, stdin_name: Option<&Path>) -> Self {
        if path.as_os_str() == "-" { Self::Stdin(stdin_name.map(Path::to_path_buf)) } else { Self::File(path) }
    }

    /// Returns the identity of the regular file that this is read from, if there is one.
    pub(crate) fn identity(&self) -> Option<Identity> {
        match self {
            Self::Stdin(_) => Identity::of_stream(Handle::stdin()),
            Self::File(path) => Identity::of(path),
        }
    }

    /// Returns the identity of the pipe that this is read from, if it is one.
    pub(crate) fn pipe(&self) -> Option<PipeIdentity> {
        match self {
            Self::Stdin(_) => PipeIdentity::of_stream(Handle::stdin()),
            Self::File(path) => PipeIdentity::of(path),
        }
    }

    /// Returns the name to report.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdin(None) => String::from("<stdin>"),
            Self::Stdin(Some(path)) | Self::File(path) => name(path),
        }
    }

    /// Returns the file, unless it is standard input without a name.
    pub(crate) fn file(&self) -> Option<PathBuf> {
        match self {
            Self::Stdin(path) => path.clone(),
            Self::File(path) => Some(path.clone()),
        }
    }

    /// Opens it. If its name or its first bytes say that it is compressed, the reader decompresses.
    pub(crate) fn open(&self, interrupt: &Interrupt) -> io::Result<Box<dyn Read + Send>> {
        match self {
            Self::Stdin(_) => decompressed(interrupt.stdin()?),
            Self::File(path) => decompressed_file(path, interrupt.open(path)?, interrupt),
        }
    }

    /// Opens the records of a part of it.
    pub(crate) fn open_part(&self, part: &Part, interrupt: &Interrupt) -> io::Result<Opened> {
        let (reader, position, part): (Box<dyn Read + Send>, _, _) = match self {
            Self::Stdin(_) if part.range == ByteRange::default() && part.size.is_none() => {
                (decompressed(interrupt.stdin()?)?, part.base, *part)
            }
            Self::Stdin(_) if part.base == 0 => (Box::new(not_compressed(interrupt.stdin()?)?), 0, *part),
            Self::Stdin(_) => (Box::new(interrupt.stdin()?), part.base, *part),
            Self::File(path) => {
                let (file, position, part) = open_file_part(path, part, interrupt)?;
                let is_plain = part.size.is_some();
                let reader =
                    if is_plain { Box::new(interrupt.reader(file)) } else { decompressed_file(path, file, interrupt)? };
                (reader, position, part)
            }
        };
        let records = Records::new(reader, position, part.range, part.size)?;
        Ok(Opened { start: records.position(), reader: Box::new(records), size: part.size })
    }

    /// Whether it holds one document a line.
    pub(crate) fn is_ndjson(&self, input_type: InputType) -> bool {
        match (input_type, self) {
            (InputType::Ndjson, _) => true,
            (InputType::Json | InputType::Document, _) | (InputType::Auto, Self::Stdin(None)) => false,
            (InputType::Auto, Self::Stdin(Some(path)) | Self::File(path)) => Content::of(path) == Some(Content::Ndjson),
        }
    }
}

/// Opens a file at the byte before a part, and returns its offset and the part with the size that
/// was found. A file is always read to its end, even if its size changes.
fn open_file_part(path: &Path, part: &Part, interrupt: &Interrupt) -> io::Result<(File, u64, Part)> {
    let mut file = interrupt.open(path)?;
    let mut range = part.range;
    if range == ByteRange::default() && part.size.is_none() {
        return Ok((file, 0, *part));
    }
    let Some(found) = length(path)? else {
        if range != ByteRange::default() {
            return Err(io::Error::other("expected a plain file, as only such can be read from the middle"));
        }
        return Ok((file, 0, Part { size: None, ..*part }));
    };
    if let Some(size) = part.size.filter(|&size| size != found) {
        return Err(io::Error::other(format!("expected {size} bytes, found {found}: the file has changed")));
    }
    if range.start > found {
        return Err(io::Error::other(format!("expected a range that starts within the {found} bytes")));
    }
    range.end = Some(range.end.map_or(found, |end| end.min(found)));
    let position = range.start.saturating_sub(1);
    file.seek(SeekFrom::Start(position))?;
    Ok((file, position, Part { range, size: Some(found), ..*part }))
}

/// Returns the length of a file in bytes, if reading can start at any byte: it must be regular, not
/// compressed, and have the size that the system reports. Files in `/proc` report none.
pub(crate) fn length(path: &Path) -> io::Result<Option<u64>> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() || Compression::of_file(path).is_some() {
        return Ok(None);
    }
    let has_size = metadata.len() > 0 || File::open(path)?.read(&mut [0])? == 0;
    Ok(has_size.then_some(metadata.len()))
}

/// Reads a file, and decompresses it if its name or its first bytes say that it is compressed.
fn decompressed_file(path: &Path, file: File, interrupt: &Interrupt) -> io::Result<Box<dyn Read + Send>> {
    let file = interrupt.reader(file);
    match Compression::of(path) {
        None => decompressed(file),
        Some(compression) => Ok(compression.reader(file)),
    }
}

/// The extensions of files that hold NDJSON.
const NDJSON: [&str; 4] = ["ndjson", "jsonl", "jsonlines", "ldjson"];

/// The type of a file, by its name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    Json,
    Ndjson,
}

impl Content {
    pub(crate) fn of(path: &Path) -> Option<Self> {
        // The name without the extension of the compression.
        let inner = if Compression::of(path).is_some() { Path::new(path.file_stem()?) } else { path };
        let extension = inner.extension()?;
        match () {
            () if extension.eq_ignore_ascii_case("json") => Some(Self::Json),
            () if NDJSON.iter().any(|name| extension.eq_ignore_ascii_case(name)) => Some(Self::Ndjson),
            () => None,
        }
    }
}
