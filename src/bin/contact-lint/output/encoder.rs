//! Compresses records as they are written.

use std::io::{self, Write};

use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use crate::input::Compression;

/// The length in bytes of the content of a Zstandard frame. A file may have any number of frames
/// (RFC 8878, section 3.1).
const FRAME: usize = 1 << 20;

/// A writer of compressed or unchanged data.
pub(super) enum Encoder<W: Write> {
    Plain(W),
    Gzip(GzEncoder<W>),
    Zstd(Frames<W>),
}

impl<W: Write> Encoder<W> {
    pub(super) fn new(compression: Option<Compression>, out: W) -> Self {
        match compression {
            None => Self::Plain(out),
            Some(Compression::Gzip) => Self::Gzip(GzEncoder::new(out, flate2::Compression::default())),
            Some(Compression::Zstd) => Self::Zstd(Frames { out, content: Vec::new(), is_started: false }),
        }
    }

    /// Writes the end of the compressed data. Nothing can be written after it.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(_) => Ok(()),
            Self::Gzip(encoder) => encoder.try_finish(),
            Self::Zstd(frames) => frames.finish(),
        }
    }

    /// Returns the writer of the compressed data.
    pub(super) fn get_mut(&mut self) -> &mut W {
        match self {
            Self::Plain(out) => out,
            Self::Gzip(encoder) => encoder.get_mut(),
            Self::Zstd(frames) => &mut frames.out,
        }
    }
}

impl<W: Write> Write for Encoder<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(out) => out.write(bytes),
            Self::Gzip(encoder) => encoder.write(bytes),
            Self::Zstd(frames) => frames.write(bytes),
        }
    }

    /// Flushes data that is not compressed. Flushing an encoder would make its output longer.
    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(out) => out.flush(),
            Self::Gzip(_) | Self::Zstd(_) => Ok(()),
        }
    }
}

/// Writes Zstandard, a frame for each part of the content. The encoder of ruzstd pulls its content
/// from a reader and panics where it cannot write, so it is given parts that are in memory.
pub(super) struct Frames<W> {
    out: W,
    /// The content of the next frame, as far as it is known.
    content: Vec<u8>,
    /// Whether a frame was written.
    is_started: bool,
}

impl<W: Write> Frames<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = bytes.len().min(FRAME - self.content.len());
        self.content.extend_from_slice(bytes.get(..count).unwrap_or_default());
        if self.content.len() == FRAME {
            self.end_frame()?;
        }
        Ok(count)
    }

    fn end_frame(&mut self) -> io::Result<()> {
        let frame = compress_to_vec(&self.content[..], CompressionLevel::Fastest);
        self.content.clear();
        self.is_started = true;
        self.out.write_all(&frame)
    }

    /// Writes the last frame. Data without a frame is not Zstandard, so there is one even if it is
    /// empty.
    fn finish(&mut self) -> io::Result<()> {
        if self.is_started && self.content.is_empty() { Ok(()) } else { self.end_frame() }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};

    use super::{Compression, Encoder, FRAME};

    #[test]
    fn the_reader_of_inputs_reads_all_of_it() {
        for compression in [Compression::Gzip, Compression::Zstd] {
            for length in [0, 1, 1000, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME + 7] {
                let content: Vec<u8> = (0..length).map(|at| (at * at % 251) as u8).collect();
                let mut encoder = Encoder::new(Some(compression), Vec::new());
                content.chunks(100_000).for_each(|part| encoder.write_all(part).unwrap());
                encoder.finish().unwrap();
                encoder.finish().unwrap();
                let compressed = std::mem::take(encoder.get_mut());
                let mut read = Vec::new();
                compression.reader(std::io::Cursor::new(compressed)).read_to_end(&mut read).unwrap();
                assert!(read == content, "{compression:?} {length}");
            }
        }
    }
}
