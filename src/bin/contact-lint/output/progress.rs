//! The progress of long work, on a terminal only.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Work that takes less than this has no bar.
const LONG: Duration = Duration::from_millis(500);

/// How often the bar is drawn.
const INTERVAL: Duration = Duration::from_millis(125);

/// What was done, and a bar on standard error that shows it; without a terminal there, nothing.
pub(crate) struct Progress(Option<State>);

struct State {
    bar: ProgressBar,
    bytes: u64,
    records: u64,
    next: Instant,
}

impl Progress {
    /// A bar that is drawn once the work has taken a while. `total` finds out how many bytes there are, where that can be known.
    pub(crate) fn new(wanted: bool, total: impl FnOnce() -> Option<u64>) -> Self {
        if !wanted || !io::stderr().is_terminal() || std::env::var_os("TERM").is_some_and(|term| term == "dumb") {
            return Self(None);
        }
        let target = ProgressDrawTarget::stderr();
        let (bar, template) = match total() {
            Some(total) => (
                ProgressBar::with_draw_target(Some(total), target),
                "{bar:24} {binary_bytes} of {binary_total_bytes}, {msg} records, {binary_bytes_per_sec}, {eta} left",
            ),
            None => (
                ProgressBar::with_draw_target(None, target),
                "{spinner} {binary_bytes}, {msg} records, {binary_bytes_per_sec}, {elapsed}",
            ),
        };
        // The templates are known to be right; if not, indicatif's own style does.
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self(Some(State { bar, bytes: 0, records: 0, next: Instant::now() + LONG }))
    }

    /// Of work that is one of many programs'.
    pub(crate) const fn none() -> Self {
        Self(None)
    }

    /// Counts what was done, and now and then draws.
    pub(crate) fn add(&mut self, bytes: u64, records: u64) {
        let Some(state) = &mut self.0 else { return };
        state.bytes += bytes;
        state.records += records;
        let now = Instant::now();
        if now >= state.next {
            state.next = now + INTERVAL;
            // Each may draw: the records first, without which the line would be one word short.
            state.bar.set_message(HumanCount(state.records).to_string());
            state.bar.set_position(state.bytes);
            state.bar.tick();
        }
    }

    /// Does something that writes whole lines to the terminal.
    pub(crate) fn suspend(&self, write: impl FnOnce()) {
        match &self.0 {
            Some(state) => suspend(&state.bar, write),
            None => write(),
        }
    }

    /// A writer that clears the bar while it writes, where both are on a terminal.
    pub(crate) fn above(&self, out: Box<dyn Write>) -> Box<dyn Write> {
        match &self.0 {
            Some(state) if io::stdout().is_terminal() => {
                Box::new(Above { out, bar: state.bar.clone(), rest: Vec::new() })
            }
            _ => out,
        }
    }

    /// Removes the bar, for good.
    pub(crate) fn finish(&self) {
        if let Some(state) = &self.0 {
            state.bar.finish_and_clear();
        }
    }
}

/// A bar that was never drawn needs no clearing, and would be drawn after it.
fn suspend<T>(bar: &ProgressBar, write: impl FnOnce() -> T) -> T {
    if bar.position() == 0 || bar.is_finished() { write() } else { bar.suspend(write) }
}

/// Whole lines only are written above the bar: it is drawn where the last has ended.
struct Above {
    out: Box<dyn Write>,
    bar: ProgressBar,
    /// The start of a line.
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
