//! NDJSON: blocks of lines, checked by several threads and printed in their order by one.
//!
//! Each thread reads the block that it then checks, so that the bytes are still in its core's cache; a lock keeps the reads apart. The main
//! thread prints what comes back, the oldest block first. Everything that passes between the threads has a bound, so that memory
//! has one too.

use std::io::{self, Read};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use contact_schema::lint::{Block, Blocks, Linter, Summary};

use crate::printer::{Printer, Rendered, Reports};
use crate::report::{Document, Lines};

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

/// What comes back for a block: any number of reports, then one of the others.
enum Reply {
    Reports(Rendered),
    End(Box<Summary>),
    /// The block could not be read, and is the last.
    Failed(io::Error),
}

/// Checks one input. An error is one of reading it; those of printing are the printer's.
pub(crate) fn check(
    reports: Reports<'_>,
    reader: impl Read + Send,
    max_record_bytes: usize,
    threads: usize,
    linter: &mut Linter,
    printer: &mut Printer<'_>,
    total: &mut Summary,
) -> io::Result<()> {
    let mut blocks = Blocks::new(reader, max_record_bytes);
    let mut buffer = Vec::new();
    let mut first_line = 0;
    while let Some(block) = blocks.next(&mut buffer)? {
        first_line += check_block(reports, block, first_line, linter, &mut |rendered| {
            printer.print(rendered);
            printer.error.is_none()
        });
        if printer.error.is_some() {
            return Ok(());
        }
        if threads > 1 && block.offset + block.bytes.len() as u64 >= ALONE {
            let (order, next) = sync_channel(threads * WAITING);
            let source = Mutex::new(Some(Source { blocks, lines: first_line, order }));
            let source = &source;
            return thread::scope(|scope| {
                let start = |index| {
                    let (replies, gather) = sync_channel(WAITING);
                    let mut linter = linter.clone();
                    linter.take_summary();
                    scope.spawn(move || work(reports, index, linter, source, &replies));
                    gather
                };
                let workers: Vec<_> = (0..threads).map(start).collect();
                gather(&next, &workers, printer, total)
            });
        }
    }
    Ok(())
}

/// Checks a block, hands reports to `print` until that returns false, and returns the number of lines.
fn check_block(
    reports: Reports<'_>,
    block: Block<'_>,
    first_line: u64,
    linter: &mut Linter,
    print: &mut dyn FnMut(&mut Rendered) -> bool,
) -> u64 {
    let mut rendered = Rendered::default();
    let mut wanted = true;
    let mut each = |reviewed: contact_schema::lint::Reviewed| {
        if !wanted || reports.enough() {
            return;
        }
        let index = first_line + reviewed.index;
        let document = Document { path: reports.path, bytes: block.bytes, offset: block.offset, index };
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
    lines
}

/// Reads and checks blocks until there are no more, or nobody wants to know.
fn work<R: Read>(
    reports: Reports<'_>,
    index: usize,
    mut linter: Linter,
    source: &Mutex<Option<Source<R>>>,
    replies: &SyncSender<Reply>,
) {
    let mut buffer = Vec::new();
    // A thread that panicked with the lock does not pass unseen: the scope of the threads panics too.
    while let Ok(mut lock) = source.lock() {
        let Some(Source { blocks, lines, order }) = lock.as_mut() else { return };
        let block = blocks.next(&mut buffer);
        let first_line = *lines;
        if !matches!(block, Ok(None)) && order.send(index).is_err() {
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
        check_block(reports, block, first_line, &mut linter, &mut |rendered| {
            replies.send(Reply::Reports(std::mem::take(rendered))).is_ok()
        });
        if replies.send(Reply::End(Box::new(linter.take_summary()))).is_err() {
            return;
        }
        if lock.is_some() {
            buffer = Vec::new();
        }
    }
}

/// Prints what the threads have to say, in the order of the blocks.
fn gather(
    order: &Receiver<usize>,
    workers: &[Receiver<Reply>],
    printer: &mut Printer<'_>,
    total: &mut Summary,
) -> io::Result<()> {
    for replies in order.iter().filter_map(|index| workers.get(index)) {
        for reply in replies {
            match reply {
                Reply::Reports(rendered) => printer.print(&rendered),
                Reply::End(summary) => {
                    total.add(&summary);
                    break;
                }
                Reply::Failed(error) => return Err(error),
            }
            if printer.error.is_some() {
                return Ok(());
            }
        }
    }
    Ok(())
}
