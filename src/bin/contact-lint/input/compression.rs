//! Compressed inputs: gzip (RFC 1952) and Zstandard (RFC 8878), all members or frames of a file.

use std::io::{self, BufRead, BufReader, ErrorKind, Read};
use std::mem;
use std::path::Path;

use flate2::bufread::GzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// How much is read of a compressed file at a time.
const BLOCK: usize = 1 << 16;

/// The largest window of a Zstandard frame, in bytes: what `zstd -d` takes too, and nearly all the memory that a frame can ask for.
const MAX_WINDOW: u64 = 128 << 20;

/// An empty block that is the last of its frame (RFC 8878, section 3.1.1.2), and room for a checksum, which is not looked at.
const LAST_BLOCK: &[u8] = &[1, 0, 0, 0, 0, 0, 0];

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compression {
    Gzip,
    Zstd,
}

impl Compression {
    /// What the name of a file says.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?;
        match () {
            () if extension.eq_ignore_ascii_case("gz") => Some(Self::Gzip),
            () if extension.eq_ignore_ascii_case("zst") => Some(Self::Zstd),
            () => None,
        }
    }

    /// What is compressed in a file.
    pub(crate) fn reader(self, file: impl Read + Send + 'static) -> Box<dyn Read + Send> {
        let source = BufReader::with_capacity(BLOCK, file);
        match self {
            Self::Gzip => Box::new(Named { what: "gzip", reader: Members::Start(source) }),
            Self::Zstd => Box::new(Named { what: "zstd", reader: Frames::new(source) }),
        }
    }
}

/// A decoder whose errors say which it is, and of a file that ends too early that it does.
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

/// The content of all gzip members of a file, one after another. The decoder of flate2 that does that says of other data that it is a bad
/// head, or too short for one.
enum Members<R> {
    /// No member was seen.
    Start(R),
    Member(GzDecoder<R>),
    Between(R),
    /// Nothing after an error can be trusted, and nothing comes after the end.
    Done,
}

/// What a member starts with (RFC 1952, section 2.3.1).
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

/// Whether what follows starts with these bytes, as far as it is at hand; `None` at the end.
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

/// The content of all Zstandard frames of a file, one after another; skippable frames have none.
struct Frames<R> {
    source: R,
    decoder: FrameDecoder,
    state: State,
}

enum State {
    /// No frame was seen.
    Start,
    /// In a frame of which this many bytes were handed on.
    Frame(u64),
    BetweenFrames,
    /// In a frame whose end is not there: what was decoded is handed on, then the error.
    Cut,
    /// Nothing after an error can be trusted.
    Failed,
}

impl<R: BufRead> Frames<R> {
    fn new(source: R) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(MAX_WINDOW);
        Self { source, decoder, state: State::Start }
    }

    /// Reads the head of the next frame; false where there is none.
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
                            // The decoder holds back a window of what it has until the frame ends. So it ends, and the error comes after.
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

    /// Holds a frame that was read to what it says of itself; the decoder leaves that to its users.
    fn end(&self, length: u64) -> io::Result<()> {
        let is_different = |said: Option<u32>, found: Option<u32>| said.is_some() && said != found;
        if is_different(self.decoder.get_checksum_from_data(), self.decoder.get_calculated_checksum()) {
            return Err(io::Error::new(ErrorKind::InvalidData, "the checksum of a frame is not that of its content"));
        }
        // A frame that says 0 may as well say nothing.
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

/// The error of reading that is behind one of decoding, where there is such.
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
