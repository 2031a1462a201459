//! Where documents come from.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::args::InputArg;
use crate::decompress::Compression;

/// A file, or standard input.
pub(crate) enum Input {
    Stdin,
    File(PathBuf),
}

impl Input {
    pub(crate) fn new(path: PathBuf) -> Self {
        if path.as_os_str() == "-" { Self::Stdin } else { Self::File(path) }
    }

    /// The name to report.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdin => String::from("<stdin>"),
            Self::File(path) => path.to_string_lossy().into_owned(),
        }
    }

    /// What it holds, decompressed where its name says that it is compressed.
    pub(crate) fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(match self {
            Self::Stdin => Box::new(io::stdin()),
            Self::File(path) => {
                let file = File::open(path)?;
                match Compression::of(path) {
                    None => Box::new(file),
                    Some(compression) => compression.reader(file),
                }
            }
        })
    }

    /// Whether it holds one document a line.
    pub(crate) fn is_ndjson(&self, input: InputArg) -> bool {
        match (input, self) {
            (InputArg::Ndjson, _) => true,
            (InputArg::Json, _) | (InputArg::Auto, Self::Stdin) => false,
            (InputArg::Auto, Self::File(path)) => Content::of(path) == Some(Content::Ndjson),
        }
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
