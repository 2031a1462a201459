//! NDJSON: blocks of lines, checked by several threads and printed in their order by one.
//!
//! Each thread reads the block that it then checks, so that the bytes are still in its core's cache; a lock keeps the reads apart. The main
//! thread prints what comes back, the oldest block first. Everything that passes between the threads has a bound, so that memory
//! has one too.

use std::io::{self, ErrorKind, Read};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use contact_schema::lint::{Block, Blocks, Linter, Reviewed, Summary};

use crate::lint::Outcome;
use crate::printer::{Rendered, Reports};
use crate::report::{Document, Lines};
use crate::split::{Divided, Divider};

/// How much is checked without threads, which would take longer to start than to do it.
const ALONE: u64 = 1 << 20;

/// A block larger than this is checked before another is read: there may be memory for one such record only.
const LARGE: usize = 2 << 20;

/// How many replies of a thread may wait to be printed.
const WAITING: usize = 4;

/// What the threads read from, one at a time.
struct Source<R> {
    blocks: Blocks<R>,
    /// How many lines were read.
    lines: u64,
    /// Which thread has each block, in their order.
    order: SyncSender<usize>,
}

/// The most bytes of a record that is too long to be kept, or of a large block, in one reply.
const PART: usize = 1 << 20;

/// How an input is checked.
#[derive(Clone, Copy)]
pub(crate) struct Job<'a> {
    pub(crate) reports: Reports<'a>,
    pub(crate) max_record_bytes: usize,
    pub(crate) threads: usize,
    /// How records are divided, where that is wanted.
    pub(crate) divider: Option<Divider>,
}

/// What comes back for a block: any number of the first two, then one of the others.
enum Reply {
    Reports(Rendered),
    Divided(Divided),
    /// The length of the block in bytes, and what was counted in it.
    End(u64, Box<Summary>),
    /// The block could not be read, and is the last.
    Failed(io::Error),
}

/// Checks one input. An error is one of reading it; those of writing are the outcome's.
pub(crate) fn check(
    job: Job<'_>,
    reader: impl Read + Send,
    linter: &mut Linter,
    outcome: &mut Outcome<'_>,
) -> io::Result<()> {
    let mut blocks = Blocks::new(reader, job.max_record_bytes);
    let mut buffer = Vec::new();
    let mut first_line = 0;
    loop {
        let block = blocks.next_with(&mut buffer, &mut |part| {
            if let Some(split) = &mut outcome.split {
                split.write_invalid(part);
            }
            Ok(())
        })?;
        let Some(block) = block else { return Ok(()) };
        let documents = linter.summary().documents;
        let (lines, bad) = check_block(job, block, first_line, linter, &mut |rendered| {
            outcome.printer.print(rendered);
            outcome.printer.error.is_none()
        });
        first_line += lines;
        if let Some(split) = &mut outcome.split {
            split.write(&split.divider.divide(block.bytes, &bad));
        }
        outcome.progress.add(length(block), linter.summary().documents - documents);
        if outcome.is_stuck() {
            return Ok(());
        }
        if job.threads > 1 && block.offset + block.bytes.len() as u64 >= ALONE {
            let (order, next) = sync_channel(job.threads * WAITING);
            let source = Mutex::new(Some(Source { blocks, lines: first_line, order }));
            let source = &source;
            return thread::scope(|scope| {
                let start = |index| {
                    let (replies, gather) = sync_channel(WAITING);
                    let mut linter = linter.clone();
                    linter.take_summary();
                    scope.spawn(move || work(job, index, linter, source, &replies));
                    gather
                };
                let workers: Vec<_> = (0..job.threads).map(start).collect();
                gather(&next, &workers, outcome)
            });
        }
    }
}

/// How many bytes of the input a block is.
fn length(block: Block<'_>) -> u64 {
    block.too_long.unwrap_or(block.bytes.len() as u64)
}

/// Checks a block, hands reports to `print` until that returns false, and returns the number of lines, and where the bad ones start, if records
/// are to be divided.
fn check_block(
    job: Job<'_>,
    block: Block<'_>,
    first_line: u64,
    linter: &mut Linter,
    print: &mut dyn FnMut(&mut Rendered) -> bool,
) -> (u64, Vec<usize>) {
    let Job { reports, divider, .. } = job;
    let mut rendered = Rendered::default();
    let mut bad = Vec::new();
    let mut wanted = true;
    let mut each = |reviewed: Reviewed| {
        if divider.is_some_and(|divider| divider.is_bad(reviewed.severity)) {
            bad.push(reviewed.span.start);
        }
        if !wanted || reports.enough() {
            return;
        }
        let index = first_line + reviewed.index;
        let document =
            Document { path: reports.path, uri: reports.uri, bytes: block.bytes, offset: block.offset, index };
        let mut lines = Lines::record(block.bytes, index + 1, reviewed.span.start);
        rendered.add(reports, document, &mut lines, &reviewed);
        if rendered.is_much() {
            wanted = print(&mut rendered);
            rendered.clear();
        }
    };
    let lines = match block.too_long {
        Some(length) => {
            linter.too_large(length, &mut each);
            1
        }
        None => linter.ndjson(block.bytes, &mut each),
    };
    if wanted && !rendered.is_empty() {
        print(&mut rendered);
    }
    // Of a line that was too long, the bytes have gone their way while it was skipped.
    if block.too_long.is_some() {
        bad.clear();
    }
    (lines, bad)
}

/// Reads and checks blocks until there are no more, or nobody wants to know.
fn work<R: Read>(
    job: Job<'_>,
    index: usize,
    mut linter: Linter,
    source: &Mutex<Option<Source<R>>>,
    replies: &SyncSender<Reply>,
) {
    let mut buffer = Vec::new();
    // A thread that panicked with the lock does not pass unseen: the scope of the threads panics too.
    while let Ok(mut lock) = source.lock() {
        let Some(Source { blocks, lines, order }) = lock.as_mut() else { return };
        let mut is_ordered = false;
        let block = blocks.next_with(&mut buffer, &mut |skipped| {
            if job.divider.is_some_and(|divider| divider.has_invalid) {
                // Its parts are written while it is skipped, so it must have its turn now.
                if !is_ordered && order.send(index).is_err() {
                    return Err(ErrorKind::BrokenPipe.into());
                }
                is_ordered = true;
                send_parts(replies, skipped, |invalid| Divided { invalid, ..Divided::default() })?;
            }
            Ok(())
        });
        let first_line = *lines;
        if !is_ordered && !matches!(block, Ok(None)) && order.send(index).is_err() {
            return;
        }
        let block = match block {
            Ok(Some(block)) => block,
            end => {
                // The next thread finds nothing to read, and the main thread the end of the order.
                *lock = None;
                if let Err(error) = end {
                    let _ = replies.send(Reply::Failed(error));
                }
                return;
            }
        };
        let is_large = block.bytes.len() > LARGE;
        *lines += match block.too_long {
            Some(_) => 1,
            None => memchr::memchr_iter(b'\n', block.bytes).count() as u64,
        };
        let lock = is_large.then_some(lock);
        let (_, bad) = check_block(job, block, first_line, &mut linter, &mut |rendered| {
            replies.send(Reply::Reports(std::mem::take(rendered))).is_ok()
        });
        if let Some(divider) = job.divider
            && send_divided(replies, divider, block.bytes, &bad, is_large).is_err()
        {
            return;
        }
        if replies.send(Reply::End(length(block), Box::new(linter.take_summary()))).is_err() {
            return;
        }
        if lock.is_some() {
            buffer = Vec::new();
        }
    }
}

/// Sends the records of a block on their way to the files; those of a large one part by part, as there may be memory for one such only.
fn send_divided(
    replies: &SyncSender<Reply>,
    divider: Divider,
    lines: &[u8],
    bad: &[usize],
    is_large: bool,
) -> io::Result<()> {
    let divided = divider.divide(lines, bad);
    if !is_large {
        return replies.send(Reply::Divided(divided)).map_err(|_| ErrorKind::BrokenPipe.into());
    }
    send_parts(replies, &divided.valid, |valid| Divided { valid, ..Divided::default() })?;
    send_parts(replies, &divided.invalid, |invalid| Divided { invalid, ..Divided::default() })
}

/// Sends bytes in parts of bounded size. An error says that nobody wants them.
fn send_parts(replies: &SyncSender<Reply>, bytes: &[u8], divided: fn(Vec<u8>) -> Divided) -> io::Result<()> {
    for part in bytes.chunks(PART) {
        replies.send(Reply::Divided(divided(part.to_vec()))).map_err(|_| io::Error::from(ErrorKind::BrokenPipe))?;
    }
    Ok(())
}

/// Prints what the threads have to say, in the order of the blocks.
fn gather(order: &Receiver<usize>, workers: &[Receiver<Reply>], outcome: &mut Outcome<'_>) -> io::Result<()> {
    for replies in order.iter().filter_map(|index| workers.get(index)) {
        for reply in replies {
            match reply {
                Reply::Reports(rendered) => outcome.printer.print(&rendered),
                Reply::Divided(divided) => {
                    if let Some(split) = &mut outcome.split {
                        split.write(&divided);
                    }
                }
                Reply::End(bytes, summary) => {
                    outcome.counted.add(&summary);
                    outcome.progress.add(bytes, summary.documents);
                    break;
                }
                Reply::Failed(error) => return Err(error),
            }
            if outcome.is_stuck() {
                return Ok(());
            }
        }
    }
    Ok(())
}
