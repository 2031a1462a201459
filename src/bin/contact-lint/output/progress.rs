//! A progress bar for long work, on a terminal only.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shorter work has no bar.
const LONG: Duration = Duration::from_millis(500);

/// The number of columns from which everything is shown.
const WIDE: usize = 100;

/// The number of columns from which records and their rate are shown.
const MEDIUM: usize = 60;

/// The time between two updates of the bar.
const INTERVAL: Duration = Duration::from_millis(125);

/// Counts work and shows it as a bar on standard error. Does nothing if that is not a terminal.
pub(crate) struct Progress(Option<State>);

struct State {
    bar: ProgressBar,
    bytes: u64,
    records: u64,
    next: Instant,
}

impl Progress {
    /// Returns a bar that appears when the work has taken a while. `total` returns the number of
    /// bytes, if it can be known.
    pub(crate) fn new(wanted: bool, total: impl FnOnce() -> Option<u64>) -> Self {
        if !wanted || !io::stderr().is_terminal() || std::env::var_os("TERM").is_some_and(|term| term == "dumb") {
            return Self(None);
        }
        let target = ProgressDrawTarget::stderr();
        let total = total();
        let bar = ProgressBar::with_draw_target(total, target);
        // A line that the terminal wraps cannot be removed. So narrow ones show less.
        let template = match (total.is_some(), super::terminal_width(false)) {
            (true, WIDE..) => {
                "{bar:24} {binary_bytes} of {binary_total_bytes}, {msg} records, {binary_bytes_per_sec}, {eta} left"
            }
            (true, MEDIUM..) => "{percent}%, {msg} records, {binary_bytes_per_sec}, {eta} left",
            (false, MEDIUM..) => "{spinner} {binary_bytes}, {msg} records, {binary_bytes_per_sec}, {elapsed}",
            (true, _) => "{percent}%",
            (false, _) => "{spinner} {binary_bytes}",
        };
        // The templates are valid; if not, the default style is good enough.
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self(Some(State { bar, bytes: 0, records: 0, next: Instant::now() + LONG }))
    }

    /// Returns no bar, for a worker among many.
    pub(crate) const fn none() -> Self {
        Self(None)
    }

    /// Counts work, and updates the bar from time to time.
    pub(crate) fn add(&mut self, bytes: u64, records: u64) {
        let Some(state) = &mut self.0 else { return };
        state.bytes += bytes;
        state.records += records;
        let now = Instant::now();
        // `suspend` does not expect a bar before the first byte.
        if now >= state.next && state.bytes > 0 {
            state.next = now + INTERVAL;
            // Each of these may draw. The number of records comes first, or the line would lack it.
            state.bar.set_message(HumanCount(state.records).to_string());
            state.bar.set_position(state.bytes);
            state.bar.tick();
        }
    }

    /// Calls `write`, which writes whole lines to the terminal, while the bar is hidden.
    pub(crate) fn suspend(&self, write: impl FnOnce()) {
        match &self.0 {
            Some(state) => suspend(&state.bar, write),
            None => write(),
        }
    }

    /// Returns a writer that hides the bar while it writes, if both are on a terminal.
    pub(crate) fn above(&self, out: Box<dyn Write>, is_terminal: bool) -> Box<dyn Write> {
        match &self.0 {
            Some(state) if is_terminal => Box::new(Above { out, bar: state.bar.clone(), rest: Vec::new() }),
            _ => out,
        }
    }

    /// Removes the bar.
    pub(crate) fn finish(&self) {
        if let Some(state) = &self.0 {
            state.bar.finish_and_clear();
        }
    }
}

/// Calls `write` while the bar is hidden. A bar that was never drawn needs no hiding, and would be
/// drawn after it.
fn suspend<T>(bar: &ProgressBar, write: impl FnOnce() -> T) -> T {
    if bar.position() == 0 || bar.is_finished() { write() } else { bar.suspend(write) }
}

/// Writes above the bar, and only whole lines: the bar is drawn where the last line has ended.
struct Above {
    out: Box<dyn Write>,
    bar: ProgressBar,
    /// The start of a line that is not complete.
    rest: Vec<u8>,
}

impl Write for Above {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let (lines, rest) = match memchr::memrchr(b'\n', bytes) {
            Some(last) => bytes.split_at_checked(last + 1).unwrap_or_default(),
            None => (&[][..], bytes),
        };
        if !lines.is_empty() {
            let Self { out, bar, rest } = self;
            suspend(bar, || {
                out.write_all(rest)?;
                out.write_all(lines)?;
                out.flush()
            })?;
            rest.clear();
        }
        self.rest.extend_from_slice(rest);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let Self { out, bar, rest } = self;
        suspend(bar, || {
            out.write_all(rest)?;
            out.flush()
        })?;
        rest.clear();
        Ok(())
    }
}
