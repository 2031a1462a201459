//! SIGINT and SIGTERM: what is being read ends there, so that what was read is still reported and the summary says that this is not all.
//!
//! A second signal ends the program at once. On systems without these signals there is nothing of it.

use std::io::{self, Read};

#[cfg(unix)]
pub(crate) use self::unix::Interrupt;

#[cfg(unix)]
mod unix {
    use std::fs::File;
    use std::io::{self, Read};
    use std::os::fd::AsFd;
    use std::os::unix::net::UnixStream;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    use rustix::event::{PollFd, PollFlags, poll};
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::{flag, low_level};

    /// Tells of a signal; cheap to clone.
    #[derive(Clone)]
    pub(crate) struct Interrupt {
        /// The signal's number, or 0.
        signal: Arc<AtomicUsize>,
        /// Can be read from as soon as there was a signal.
        wake: Arc<UnixStream>,
    }

    impl Interrupt {
        /// From now on, signals are told of instead of ending the program.
        pub(crate) fn install() -> io::Result<Self> {
            let (wake, waker) = UnixStream::pair()?;
            let interrupt = Self { signal: Arc::default(), wake: Arc::new(wake) };
            let again = Arc::new(AtomicBool::new(false));
            for signal in [SIGINT, SIGTERM] {
                // In this order: the first signal finds the flag unset.
                flag::register_conditional_shutdown(signal, i32::from(status(signal)), Arc::clone(&again))?;
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

        /// The exit status of a program that a signal has ended, if there was one.
        pub(crate) fn status(&self) -> Option<u8> {
            match self.signal.load(Ordering::Relaxed) {
                0 => None,
                signal => i32::try_from(signal).ok().map(status),
            }
        }

        /// Waits until there is something to read in `file`; an error says that a signal came first.
        pub(super) fn wait(&self, file: &File) -> io::Result<()> {
            if self.status().is_none() {
                let mut files =
                    [PollFd::new(file, PollFlags::IN), PollFd::from_borrowed_fd(self.wake.as_fd(), PollFlags::IN)];
                match poll(&mut files, None) {
                    Ok(_) | Err(rustix::io::Errno::INTR) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            match self.signal.load(Ordering::Relaxed) {
                0 => Ok(()),
                signal => {
                    let name = if i32::try_from(signal) == Ok(SIGINT) { "SIGINT" } else { "SIGTERM" };
                    Err(io::Error::other(format!("interrupted by {name}")))
                }
            }
        }

        /// Standard input without a buffer, which would hide what it holds from `wait`.
        pub(crate) fn stdin(&self) -> io::Result<impl Read + Send + 'static> {
            Ok(self.reader(File::from(io::stdin().as_fd().try_clone_to_owned()?)))
        }
    }

    /// The status by which shells know that a signal ended a program.
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

    fn wait(&self, _: &std::fs::File) -> io::Result<()> {
        Ok(())
    }

    pub(crate) fn stdin(&self) -> io::Result<impl Read + Send + 'static> {
        Ok(io::stdin())
    }
}

impl Interrupt {
    /// A reader of this file that fails once there was a signal, also while it waits.
    pub(crate) fn reader(&self, file: std::fs::File) -> Interruptible {
        Interruptible { file, interrupt: self.clone() }
    }
}

/// See [`Interrupt::reader`].
pub(crate) struct Interruptible {
    file: std::fs::File,
    interrupt: Interrupt,
}

impl Read for Interruptible {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.interrupt.wait(&self.file)?;
        self.file.read(buffer)
    }
}
