//! SIGINT, SIGTERM and, as a terminal closes, SIGHUP stop the reading. The program still reports the
//! input that it has read, and the summary says that it is not complete.
//!
//! A second SIGINT or SIGTERM ends the program at once. Systems without these signals are not
//! affected.

use std::fs::{self, File, OpenOptions};
use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

#[cfg(unix)]
pub(crate) use self::unix::Interrupt;

#[cfg(unix)]
mod unix {
    use std::fs::File;
    use std::io::{self, IsTerminal, Read};
    use std::os::fd::AsFd;
    use std::os::unix::net::UnixStream;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    use rustix::event::{PollFd, PollFlags, poll};
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::{flag, low_level};

    /// Records signals. Cheap to clone.
    #[derive(Clone)]
    pub(crate) struct Interrupt {
        /// The number of the signal, or 0.
        signal: Arc<AtomicUsize>,
        /// Becomes readable when a signal arrives.
        wake: Arc<UnixStream>,
    }

    impl Interrupt {
        /// Records signals from now on, instead of terminating.
        pub(crate) fn install() -> io::Result<Self> {
            let (wake, waker) = UnixStream::pair()?;
            let interrupt = Self { signal: Arc::default(), wake: Arc::new(wake) };
            let again = Arc::new(AtomicBool::new(false));
            // `nohup` ignores SIGHUP, which must stay so, and redirects standard error.
            let hangup = io::stderr().is_terminal().then_some(SIGHUP);
            for signal in [SIGINT, SIGTERM].into_iter().chain(hangup) {
                // The order matters: the first signal must find the flag unset. A terminal that
                // closes may send SIGHUP twice.
                if signal != SIGHUP {
                    flag::register_conditional_shutdown(signal, i32::from(status(signal)), Arc::clone(&again))?;
                }
                flag::register(signal, Arc::clone(&again))?;
                flag::register_usize(
                    signal,
                    Arc::clone(&interrupt.signal),
                    usize::try_from(signal).unwrap_or_default(),
                )?;
                low_level::pipe::register(signal, waker.try_clone()?)?;
            }
            Ok(interrupt)
        }

        /// Returns the exit status for the signal that came, if any.
        pub(crate) fn status(&self) -> Option<u8> {
            match self.signal.load(Ordering::Relaxed) {
                0 => None,
                signal => i32::try_from(signal).ok().map(status),
            }
        }

        /// Waits until `file` is readable. Returns an error if a signal comes first.
        pub(super) fn wait(&self, file: &File) -> io::Result<()> {
            if self.status().is_none() {
                let mut files =
                    [PollFd::new(file, PollFlags::IN), PollFd::from_borrowed_fd(self.wake.as_fd(), PollFlags::IN)];
                match poll(&mut files, None) {
                    Ok(_) | Err(rustix::io::Errno::INTR) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            self.check()
        }

        /// Returns an error if a signal came.
        pub(super) fn check(&self) -> io::Result<()> {
            match self.signal.load(Ordering::Relaxed) {
                0 => Ok(()),
                signal => {
                    let name = i32::try_from(signal).ok().and_then(low_level::signal_name);
                    Err(io::Error::other(format!("interrupted by {}", name.unwrap_or("a signal"))))
                }
            }
        }

        /// Returns standard input without a buffer: `wait` would not see buffered bytes.
        pub(crate) fn stdin(&self) -> io::Result<impl Read + Send + 'static> {
            Ok(self.reader(File::from(io::stdin().as_fd().try_clone_to_owned()?)))
        }
    }

    /// Returns the exit status that shells use for a program that a signal has terminated.
    fn status(signal: i32) -> u8 {
        128 + u8::try_from(signal).unwrap_or_default()
    }
}

#[cfg(not(unix))]
#[derive(Clone)]
pub(crate) struct Interrupt;

#[cfg(not(unix))]
impl Interrupt {
    pub(crate) fn install() -> io::Result<Self> {
        Ok(Self)
    }

    pub(crate) fn status(&self) -> Option<u8> {
        None
    }

    fn wait(&self, _: &File) -> io::Result<()> {
        Ok(())
    }

    fn check(&self) -> io::Result<()> {
        Ok(())
    }

    pub(crate) fn stdin(&self) -> io::Result<impl Read + Send + 'static> {
        Ok(io::stdin())
    }
}

/// The time between two looks for a signal while a file is being opened.
const INTERVAL: Duration = Duration::from_millis(20);

impl Interrupt {
    /// Opens a file. To open a named pipe waits for its other end; a signal ends that.
    pub(crate) fn open(&self, path: &Path) -> io::Result<File> {
        self.open_as(path, File::options().read(true))
    }

    /// Opens an existing pipe or device to write to it, in the same way.
    pub(crate) fn open_to_write(&self, path: &Path) -> io::Result<File> {
        self.open_as(path, File::options().write(true))
    }

    fn open_as(&self, path: &Path, options: &OpenOptions) -> io::Result<File> {
        let waits = fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir());
        if !waits {
            return options.open(path);
        }
        let (sender, opened) = channel();
        let (owned, owned_options) = (path.to_path_buf(), options.clone());
        // After a signal, the thread waits on until the program ends.
        let thread = thread::Builder::new().spawn(move || drop(sender.send(owned_options.open(owned))));
        if thread.is_err() {
            return options.open(path);
        }
        loop {
            match opened.recv_timeout(INTERVAL) {
                Ok(file) => return file,
                Err(RecvTimeoutError::Timeout) => self.check()?,
                Err(RecvTimeoutError::Disconnected) => return Err(io::Error::other("it could not be opened")),
            }
        }
    }

    /// Returns a reader of this file that fails when a signal comes, even while it waits.
    pub(crate) fn reader(&self, file: File) -> Interruptible {
        Interruptible { file, interrupt: self.clone(), is_at_end: false, is_in_line: false }
    }
}

/// See [`Interrupt::reader`].
pub(crate) struct Interruptible {
    file: File,
    interrupt: Interrupt,
    /// Whether the end was read. A terminal would be read on after it.
    is_at_end: bool,
    /// Whether the bytes so far do not end with a line feed.
    is_in_line: bool,
}

impl Read for Interruptible {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.is_at_end {
            return Ok(0);
        }
        self.interrupt.wait(&self.file)?;
        let count = self.file.read(buffer)?;
        self.is_at_end = count == 0 && !buffer.is_empty();
        if self.is_at_end && self.is_in_line && self.file.is_terminal() {
            // The report must not start in the line that was typed. A terminal can be written to, too.
            let _ = writeln!(self.file);
        }
        self.is_in_line = count.checked_sub(1).and_then(|last| buffer.get(last)).is_some_and(|&last| last != b'\n');
        Ok(count)
    }
}
