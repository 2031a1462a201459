//! Compressed inputs: gzip (RFC 1952) and Zstandard (RFC 8878), all members or frames of a file.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, ErrorKind, Read};
use std::mem;
use std::path::Path;

use flate2::bufread::GzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::peek::peek;

/// The number of bytes of a compressed file read at a time.
const BLOCK: usize = 1 << 16;

/// The maximum window of a Zstandard frame in bytes, as for `zstd -d`. It is nearly all the memory
/// that a frame can require.
const MAX_WINDOW: u64 = 128 << 20;

/// An empty last block of a frame (RFC 8878, section 3.1.1.2), followed by a checksum, which is not
/// verified.
const LAST_BLOCK: &[u8] = &[1, 0, 0, 0, 0, 0, 0];

/// The compression of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compression {
    Gzip,
    Zstd,
}

impl Compression {
    /// Returns the compression by the name of a file.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?;
        match () {
            () if extension.eq_ignore_ascii_case("gz") => Some(Self::Gzip),
            () if extension.eq_ignore_ascii_case("zst") => Some(Self::Zstd),
            () => None,
        }
    }

    /// Returns the compression of a regular file, by its name or its first bytes.
    pub(crate) fn of_file(path: &Path) -> Option<Self> {
        let of_content = || {
            // Checked first, because reading from a pipe would consume the bytes.
            fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
            let mut start = Vec::new();
            File::open(path).ok()?.take(LONGEST_MAGIC as u64).read_to_end(&mut start).ok()?;
            Self::of_start(&start)
        };
        Self::of(path).or_else(of_content)
    }

    /// Returns the compression of data that starts with these bytes.
    fn of_start(start: &[u8]) -> Option<Self> {
        match start {
            [0x1F, 0x8B, ..] => Some(Self::Gzip),
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Some(Self::Zstd),
            _ => None,
        }
    }

    /// Whether more bytes may show that data with this start is compressed.
    fn may_start_with(start: &[u8]) -> bool {
        matches!(
            start,
            [] | [0x1F | 0x28 | 0x50..=0x5F]
                | [0x28, 0xB5]
                | [0x28, 0xB5, 0x2F]
                | [0x50..=0x5F, 0x2A]
                | [0x50..=0x5F, 0x2A, 0x4D]
        )
    }

    /// Returns a reader of the decompressed data.
    pub(crate) fn reader(self, file: impl Read + Send + 'static) -> Box<dyn Read + Send> {
        let source = BufReader::with_capacity(BLOCK, file);
        match self {
            Self::Gzip => Box::new(Named { what: "gzip", reader: Members::Start(source) }),
            Self::Zstd => Box::new(Named { what: "zstd", reader: Frames::new(source) }),
        }
    }
}

/// The length in bytes of the longest sign of a compression at the start of data.
const LONGEST_MAGIC: usize = 4;

/// Returns a reader that decompresses data that starts like compressed data, and passes on other
/// data unchanged.
pub(super) fn decompressed(reader: impl Read + Send + 'static) -> io::Result<Box<dyn Read + Send>> {
    let (compression, reader) = peek(reader, Compression::may_start_with, Compression::of_start)?;
    Ok(match compression {
        Some(compression) => compression.reader(reader),
        None => Box::new(reader),
    })
}

/// Returns a reader of the same data.
///
/// # Errors
///
/// That the data starts like compressed data.
pub(super) fn not_compressed(reader: impl Read + Send + 'static) -> io::Result<impl Read + Send> {
    match peek(reader, Compression::may_start_with, Compression::of_start)? {
        (None, reader) => Ok(reader),
        (Some(_), _) => Err(io::Error::other(
            "expected data that is not compressed, as only such can be read from the middle: decompress it",
        )),
    }
}

/// A decoder whose errors name the format and report truncated data as such.
struct Named<R> {
    what: &'static str,
    reader: R,
}

impl<R: Read> Read for Named<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reader.read(buffer).map_err(|error| {
            let what = self.what;
            match error.kind() {
                ErrorKind::Interrupted => error,
                ErrorKind::UnexpectedEof => {
                    io::Error::new(ErrorKind::UnexpectedEof, format!("{what}: the data ends too early"))
                }
                kind => io::Error::new(kind, format!("{what}: {error}")),
            }
        })
    }
}

/// Reads all gzip members of a file, one after another. The decoder of flate2 that does so reports
/// other data as a bad header.
enum Members<R> {
    /// Before the first member.
    Start(R),
    Member(GzDecoder<R>),
    Between(R),
    /// After an error or at the end: nothing more is read.
    Done,
}

/// The first bytes of a member (RFC 1952, section 2.3.1).
const GZIP_MAGIC: [u8; 2] = [0x1F, 0x8B];

const NOT_COMPRESSED: &str = "expected compressed data, found other data";
const TRAILING: &str = "expected the end or more compressed data, found other data";

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            *self = match mem::replace(self, Self::Done) {
                Self::Done => return Ok(0),
                Self::Start(mut source) => match starts_with(&mut source, &GZIP_MAGIC)? {
                    Some(false) => return Err(io::Error::new(ErrorKind::InvalidData, NOT_COMPRESSED)),
                    Some(true) | None => Self::Member(GzDecoder::new(source)),
                },
                Self::Between(mut source) => match starts_with(&mut source, &GZIP_MAGIC)? {
                    Some(false) if skip_zeros(&mut source)? => return Ok(0),
                    Some(false) => return Err(io::Error::new(ErrorKind::InvalidData, TRAILING)),
                    Some(true) => Self::Member(GzDecoder::new(source)),
                    None => return Ok(0),
                },
                Self::Member(mut decoder) => match decoder.read(buffer) {
                    Ok(0) if !buffer.is_empty() => Self::Between(decoder.into_inner()),
                    Err(error) if error.kind() != ErrorKind::Interrupted => return Err(error),
                    read => {
                        *self = Self::Member(decoder);
                        return read;
                    }
                },
            };
        }
    }
}

/// Skips zeros after the last member, as `gzip -d` does: tapes and some tools fill a block with
/// them. Returns whether the data ends after them.
fn skip_zeros(source: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let count = match source.fill_buf() {
            Ok([]) => return Ok(true),
            Ok(bytes) if bytes.iter().all(|&byte| byte == 0) => bytes.len(),
            Ok(_) => return Ok(false),
            Err(error) if error.kind() == ErrorKind::Interrupted => 0,
            Err(error) => return Err(error),
        };
        source.consume(count);
    }
}

/// Returns whether the data continues with these bytes, as far as they are buffered; `None` at the
/// end.
fn starts_with(source: &mut impl BufRead, magic: &[u8]) -> io::Result<Option<bool>> {
    loop {
        match source.fill_buf() {
            Ok([]) => return Ok(None),
            Ok(start) => return Ok(Some(start.iter().zip(magic).all(|(found, expected)| found == expected))),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Reads all Zstandard frames of a file, one after another. Skippable frames have no content.
struct Frames<R> {
    source: R,
    decoder: FrameDecoder,
    state: State,
}

enum State {
    /// Before the first frame.
    Start,
    /// In a frame, of which this many bytes were returned.
    Frame(u64),
    BetweenFrames,
    /// In a frame whose end is missing: returns what was decoded, then the error.
    Cut,
    /// After an error: nothing more is read.
    Failed,
}

impl<R: BufRead> Frames<R> {
    fn new(source: R) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(MAX_WINDOW);
        Self { source, decoder, state: State::Start }
    }

    /// Reads the header of the next frame. Returns false if there is none.
    fn start(&mut self) -> io::Result<bool> {
        loop {
            if !matches!(self.state, State::Start) && self.source.fill_buf()?.is_empty() {
                return Ok(false);
            }
            match self.decoder.reset(&mut self.source) {
                Ok(()) => {
                    self.state = State::Frame(0);
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    let length = u64::from(length);
                    if io::copy(&mut self.source.by_ref().take(length), &mut io::sink())? < length {
                        return Err(ErrorKind::UnexpectedEof.into());
                    }
                    self.state = State::BetweenFrames;
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::BadMagicNumber(_))) => {
                    let found = if matches!(self.state, State::Start) { NOT_COMPRESSED } else { TRAILING };
                    return Err(io::Error::new(ErrorKind::InvalidData, found));
                }
                Err(error) => return Err(cause(error)),
            }
        }
    }

    fn decode(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.state {
                State::Start | State::BetweenFrames => {
                    if !self.start()? {
                        return Ok(0);
                    }
                }
                State::Frame(length) => {
                    while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                        let one = BlockDecodingStrategy::UptoBlocks(1);
                        if let Err(error) = self.decoder.decode_blocks(&mut self.source, one).map_err(cause) {
                            // The decoder keeps a window of decoded data until the frame ends. So
                            // end the frame, return that data, then the error.
                            let ended = error.kind() == ErrorKind::UnexpectedEof
                                && self.decoder.decode_blocks(LAST_BLOCK, BlockDecodingStrategy::All).is_ok();
                            if !ended {
                                return Err(error);
                            }
                            self.state = State::Cut;
                            return self.decode(buffer);
                        }
                    }
                    let count = self.decoder.read(buffer)?;
                    self.state = State::Frame(length + count as u64);
                    if count > 0 || buffer.is_empty() {
                        return Ok(count);
                    }
                    self.end(length)?;
                    self.state = State::BetweenFrames;
                }
                State::Cut => match self.decoder.read(buffer)? {
                    0 if !buffer.is_empty() => return Err(ErrorKind::UnexpectedEof.into()),
                    count => return Ok(count),
                },
                State::Failed => return Ok(0),
            }
        }
    }

    /// Checks the checksum and the length that a frame states, because the decoder does not.
    fn end(&self, length: u64) -> io::Result<()> {
        let is_different = |said: Option<u32>, found: Option<u32>| said.is_some() && said != found;
        if is_different(self.decoder.get_checksum_from_data(), self.decoder.get_calculated_checksum()) {
            return Err(io::Error::new(ErrorKind::InvalidData, "the checksum of a frame is not that of its content"));
        }
        // A stated length of 0 means that the length is unknown.
        let said = self.decoder.content_size();
        if said != 0 && said != length {
            return Err(io::Error::new(
                ErrorKind::InvalidData,
                "the content of a frame has not the length that its head says",
            ));
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let result = self.decode(buffer);
        if result.as_ref().is_err_and(|error| error.kind() != ErrorKind::Interrupted) {
            self.state = State::Failed;
        }
        result
    }
}

/// Returns the read error that caused a decoding error, if there is one.
fn cause(error: FrameDecoderError) -> io::Error {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(inner) = source {
        if let Some(io) = inner.downcast_ref::<io::Error>() {
            return io::Error::new(io.kind(), io.to_string());
        }
        source = inner.source();
    }
    io::Error::new(ErrorKind::InvalidData, error.to_string())
}
