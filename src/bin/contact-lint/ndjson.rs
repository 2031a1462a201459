//! NDJSON: blocks of lines, checked by several threads and printed in their order by one.
//!
//! The main thread reads blocks, deals them out in turn, and prints what comes back, the oldest block first. Everything that passes
//! between the threads has a bound, so that memory has one too.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use contact_schema::lint::{Block, Blocks, Linter, Summary};

use crate::printer::{Printer, Rendered, Reports};
use crate::report::{Document, Lines};

/// How much is checked without threads, which would take longer to start than to do it.
const ALONE: u64 = 1 << 20;

/// A block larger than this is not dealt out: there may be memory for one such record only.
const LARGE: usize = 2 << 20;

/// How many blocks a thread may have: one in hand and one to go on with.
const BLOCKS_A_THREAD: usize = 2;

/// How many reports of a block may wait to be printed.
const WAITING: usize = 4;

/// A block and the number of lines before it.
struct Task {
    buffer: Vec<u8>,
    length: usize,
    offset: u64,
    first_line: u64,
}

/// What comes back for a task: any number of reports, then the end.
enum Reply {
    Reports(Rendered),
    End { buffer: Vec<u8>, summary: Box<Summary> },
}

struct Worker {
    tasks: SyncSender<Task>,
    replies: Receiver<Reply>,
}

/// Checks one input. An error is one of reading it; those of printing are the printer's.
pub(crate) fn check(
    reports: Reports<'_>,
    reader: impl Read,
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
            return thread::scope(|scope| {
                let start = |_| {
                    let (tasks, todo) = sync_channel(BLOCKS_A_THREAD);
                    let (done, replies) = sync_channel(WAITING);
                    let mut linter = linter.clone();
                    linter.take_summary();
                    scope.spawn(move || work(reports, linter, &todo, &done));
                    Worker { tasks, replies }
                };
                let workers = (0..threads).map(start).collect();
                let dealer = Dealer { workers, waiting: VecDeque::new(), spare: vec![buffer], next: 0 };
                dealer.check(reports, &mut blocks, first_line, linter, printer, total)
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
        rendered.add(reports.report, document, &mut lines, &reviewed);
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

/// Checks blocks until there are no more, or nobody wants to know.
fn work(reports: Reports<'_>, mut linter: Linter, tasks: &Receiver<Task>, replies: &SyncSender<Reply>) {
    for Task { buffer, length, offset, first_line } in tasks {
        let block = Block { bytes: buffer.get(..length).unwrap_or_default(), offset, too_long: None };
        check_block(reports, block, first_line, &mut linter, &mut |rendered| {
            replies.send(Reply::Reports(std::mem::take(rendered))).is_ok()
        });
        if replies.send(Reply::End { buffer, summary: Box::new(linter.take_summary()) }).is_err() {
            return;
        }
    }
}

/// Deals out blocks and gathers what comes back.
struct Dealer {
    workers: Vec<Worker>,
    /// Which worker has each block that is dealt out, the oldest first.
    waiting: VecDeque<usize>,
    /// Buffers to be used again.
    spare: Vec<Vec<u8>>,
    /// Who gets the next block.
    next: usize,
}

impl Dealer {
    fn check<R: Read>(
        mut self,
        reports: Reports<'_>,
        blocks: &mut Blocks<R>,
        mut first_line: u64,
        linter: &mut Linter,
        printer: &mut Printer<'_>,
        total: &mut Summary,
    ) -> io::Result<()> {
        loop {
            let mut buffer = self.spare.pop().unwrap_or_default();
            let block = match blocks.next(&mut buffer) {
                Ok(Some(block)) => block,
                // What was read before is judged and printed, whatever comes after it.
                end => {
                    self.gather_all(printer, total);
                    return end.map(|_| ());
                }
            };
            if block.too_long.is_some() || block.bytes.len() > LARGE {
                self.gather_all(printer, total);
                first_line += check_block(reports, block, first_line, linter, &mut |rendered| {
                    printer.print(rendered);
                    printer.error.is_none()
                });
            } else {
                let (length, offset) = (block.bytes.len(), block.offset);
                let lines = memchr::memchr_iter(b'\n', block.bytes).count() as u64;
                self.deal(Task { buffer, length, offset, first_line });
                first_line += lines;
                if self.waiting.len() == self.workers.len() * BLOCKS_A_THREAD {
                    self.gather(printer, total);
                }
            }
            if printer.error.is_some() {
                return Ok(());
            }
        }
    }

    fn deal(&mut self, task: Task) {
        if let Some(worker) = self.workers.get(self.next) {
            // A worker that is gone has panicked, which the scope of the threads does not let pass.
            let _ = worker.tasks.send(task);
            self.waiting.push_back(self.next);
            self.next = (self.next + 1) % self.workers.len();
        }
    }

    fn gather_all(&mut self, printer: &mut Printer<'_>, total: &mut Summary) {
        while !self.waiting.is_empty() && printer.error.is_none() {
            self.gather(printer, total);
        }
    }

    /// Prints the reports of the oldest block.
    fn gather(&mut self, printer: &mut Printer<'_>, total: &mut Summary) {
        let Some(worker) = self.waiting.pop_front().and_then(|oldest| self.workers.get(oldest)) else { return };
        for reply in &worker.replies {
            match reply {
                Reply::Reports(rendered) => printer.print(&rendered),
                Reply::End { buffer, summary } => {
                    self.spare.push(buffer);
                    total.add(&summary);
                    return;
                }
            }
            if printer.error.is_some() {
                return;
            }
        }
    }
}
