//! Where documents come from.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::args::{InputArg, Lint};
use crate::decompress::Compression;
use crate::interrupt::Interrupt;
use crate::output_files::Identity;
use crate::range::{ByteRange, Records};

/// A file, or standard input with what it is called.
pub(crate) enum Input {
    Stdin(Option<PathBuf>),
    File(PathBuf),
}

/// Some records of an input.
pub(crate) struct Part {
    pub(crate) range: ByteRange,
    /// How long the whole input is, where that is known without looking.
    pub(crate) size: Option<u64>,
    /// Where in the input standard input starts.
    pub(crate) base: u64,
}

/// An input that can be read.
pub(crate) struct Opened {
    pub(crate) reader: Box<dyn Read + Send>,
    /// Where in the input that starts, in bytes.
    pub(crate) start: u64,
    /// How long the whole input is, where that is known.
    pub(crate) size: Option<u64>,
}

impl Input {
    pub(crate) fn new(args: &Lint, path: PathBuf) -> Self {
        if path.as_os_str() == "-" { Self::stdin(args) } else { Self::File(path) }
    }

    pub(crate) fn stdin(args: &Lint) -> Self {
        Self::Stdin(args.stdin_filename.clone())
    }

    /// Returns what the system knows the file by that this is read from.
    pub(crate) fn identity(&self) -> Option<Identity> {
        match self {
            Self::Stdin(_) => Identity::stdin(),
            Self::File(path) => Identity::of(path),
        }
    }

    /// The name to report.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdin(None) => String::from("<stdin>"),
            Self::Stdin(Some(path)) | Self::File(path) => path.to_string_lossy().into_owned(),
        }
    }

    /// What it holds, decompressed where its name says that it is compressed.
    pub(crate) fn open(&self, interrupt: &Interrupt) -> io::Result<Box<dyn Read + Send>> {
        Ok(match self {
            Self::Stdin(_) => Box::new(interrupt.stdin()?),
            Self::File(path) => decompressed(path, File::open(path)?, interrupt),
        })
    }

    /// The records of a part of it.
    pub(crate) fn open_part(&self, part: &Part, interrupt: &Interrupt) -> io::Result<Opened> {
        let Part { mut range, size, base } = *part;
        let (reader, position, size): (Box<dyn Read + Send>, _, _) = match self {
            Self::Stdin(_) => (Box::new(interrupt.stdin()?), base, size),
            Self::File(path) => {
                let mut file = File::open(path)?;
                let metadata = file.metadata()?;
                let (mut position, mut known) = (0, None);
                if metadata.is_file() && Compression::of(path).is_none() {
                    let found = metadata.len();
                    if let Some(size) = size.filter(|&size| size != found) {
                        return Err(io::Error::other(format!(
                            "expected {size} bytes, found {found}: the file has changed"
                        )));
                    }
                    if range.start > found {
                        return Err(io::Error::other(format!("expected a range that starts within the {found} bytes")));
                    }
                    range.end = Some(range.end.map_or(found, |end| end.min(found)));
                    position = range.start.saturating_sub(1);
                    file.seek(SeekFrom::Start(position))?;
                    known = Some(found);
                } else if range != ByteRange::default() {
                    return Err(io::Error::other("expected a plain file, as only such can be read from the middle"));
                }
                (decompressed(path, file, interrupt), position, known)
            }
        };
        let records = Records::new(reader, position, range, size)?;
        Ok(Opened { start: records.position(), reader: Box::new(records), size })
    }

    /// Whether it holds one document a line.
    pub(crate) fn is_ndjson(&self, input: InputArg) -> bool {
        match (input, self) {
            (InputArg::Ndjson, _) => true,
            (InputArg::Json, _) | (InputArg::Auto, Self::Stdin(None)) => false,
            (InputArg::Auto, Self::Stdin(Some(path)) | Self::File(path)) => Content::of(path) == Some(Content::Ndjson),
        }
    }
}

/// What is in a file, decompressed where its name says that it is compressed.
fn decompressed(path: &Path, file: File, interrupt: &Interrupt) -> Box<dyn Read + Send> {
    let file = interrupt.reader(file);
    match Compression::of(path) {
        None => Box::new(file),
        Some(compression) => compression.reader(file),
    }
}

/// What the name of a file says of what it holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    Json,
    Ndjson,
}

impl Content {
    pub(crate) fn of(path: &Path) -> Option<Self> {
        // The name before that of the compression.
        let inner = if Compression::of(path).is_some() { Path::new(path.file_stem()?) } else { path };
        let extension = inner.extension()?;
        match () {
            () if extension.eq_ignore_ascii_case("json") => Some(Self::Json),
            () if extension.eq_ignore_ascii_case("ndjson") || extension.eq_ignore_ascii_case("jsonl") => {
                Some(Self::Ndjson)
            }
            () => None,
        }
    }
}
