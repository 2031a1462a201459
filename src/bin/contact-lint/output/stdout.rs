//! Standard output and other streams that get data: records, or a fixed input.

use std::io::{self, BufWriter, IsTerminal, Write};

use contact_schema::escape::Escaped;

/// The size of the buffer of a stream, in bytes.
pub(super) const BUFFER: usize = 1 << 16;

/// A stream that gets data byte for byte. Written bytes cannot be taken back.
pub(crate) type Stream = BufWriter<Box<dyn Write>>;

/// Returns standard output for data.
pub(super) fn stdout() -> Stream {
    stream(io::stdout())
}

/// Returns a stream for data. A terminal would interpret control characters, so they are escaped
/// there.
pub(super) fn stream(out: impl Write + IsTerminal + 'static) -> Stream {
    let out: Box<dyn Write> = if out.is_terminal() { Box::new(Terminal(out)) } else { Box::new(out) };
    BufWriter::with_capacity(BUFFER, out)
}

/// Escapes the output for a terminal.
struct Terminal<W>(W);

impl<W: Write> Write for Terminal<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for line in bytes.split_inclusive(|&byte| byte == b'\n') {
            let text = line.strip_suffix(b"\n").map(|text| text.strip_suffix(b"\r").unwrap_or(text));
            let end = if text.is_some() { "\n" } else { "" };
            write!(self.0, "{}{end}", Escaped(&String::from_utf8_lossy(text.unwrap_or(line))))?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::Terminal;

    #[test]
    fn a_terminal_gets_no_control_characters() {
        let mut terminal = Terminal(Vec::new());
        terminal.write_all("{\"name\":\"a\u{9b}31m\u{202e}\"}\n{\u{1b}[2J\r\n\n{".as_bytes()).unwrap();
        let shown = String::from_utf8(terminal.0).unwrap();
        assert_eq!(shown, "{\"name\":\"a\\u{9b}31m\\u{202e}\"}\n{\\u{1b}[2J\n\n{");
    }
}
