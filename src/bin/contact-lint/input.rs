//! Where documents come from.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::args::InputArg;

/// A file, or standard input.
pub(crate) enum Input {
    Stdin,
    File(PathBuf),
}

impl Input {
    pub(crate) fn new(path: &Path) -> Self {
        if path.as_os_str() == "-" { Self::Stdin } else { Self::File(path.to_path_buf()) }
    }

    /// The name to report.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdin => String::from("<stdin>"),
            Self::File(path) => path.to_string_lossy().into_owned(),
        }
    }

    pub(crate) fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(match self {
            Self::Stdin => Box::new(io::stdin()),
            Self::File(path) => Box::new(File::open(path)?),
        })
    }

    /// Whether it holds one document a line.
    pub(crate) fn is_ndjson(&self, input: InputArg) -> bool {
        match (input, self) {
            (InputArg::Ndjson, _) => true,
            (InputArg::Json, _) | (InputArg::Auto, Self::Stdin) => false,
            (InputArg::Auto, Self::File(path)) => path.extension().is_some_and(|extension| {
                extension.eq_ignore_ascii_case("ndjson") || extension.eq_ignore_ascii_case("jsonl")
            }),
        }
    }
}
