//! NDJSON: blocks of lines, checked by several threads and printed in their order by one.
//!
//! Each thread reads the block that it then checks, so that the bytes are still in its core's cache; a lock keeps the reads apart. The main
//! thread prints what comes back, the oldest block first. Everything that passes between the threads has a bound, so that memory
//! has one too.

use std::io::{self, ErrorKind, Read};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use contact_schema::lint::{Block, Blocks, DocumentReport, Linter, Summary};

use crate::lint::Outcome;
use crate::printer::{Rendered, Reports};
use crate::report::{Document, Lines, Verdict};
use crate::split::{Divided, Divider};

/// How much is checked without threads, which would take longer to start than to do it.
const ALONE: u64 = if cfg!(test) { 1 << 8 } else { 1 << 20 };

/// A block larger than this is checked before another is read: there may be memory for one such record only.
const LARGE: usize = 2 << 20;

/// How many replies of a thread may wait to be printed.
const WAITING: usize = 4;

/// What the threads read from, one at a time.
struct Shared<R> {
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
    /// The block was checked.
    End(Checked, Box<Summary>),
    /// The block could not be read, and is the last.
    Failed(io::Error),
}

/// A block that was checked.
pub(crate) struct Checked {
    pub(crate) lines: u64,
    /// Its length in bytes, without the line feed of a line that was too long to be kept.
    pub(crate) length: u64,
    /// Where in the input it ends.
    pub(crate) end: u64,
    /// How many of its records are not valid, if records are to be divided.
    pub(crate) bad: u64,
}

/// The lines of an input that were checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lined {
    /// Where in the input the first one starts, in bytes.
    pub(crate) start: u64,
    /// Where the last one ends.
    pub(crate) end: u64,
    pub(crate) lines: u64,
}

/// Checks one input, which `reader` has from the byte `start` on. An error is one of reading it; those of writing are the outcome's.
pub(crate) fn check(
    job: Job<'_>,
    reader: impl Read + Send,
    start: u64,
    linter: &mut Linter,
    outcome: &mut Outcome<'_>,
) -> io::Result<()> {
    outcome.lined = Some(Lined { start, end: start, lines: 0 });
    let mut blocks = Blocks::new(reader, job.max_record_bytes).starting_at(start);
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
            split.write(&split.divider.divide(block.bytes, &bad.starts));
        }
        let checked = Checked { lines, length: length(block), end: blocks.position(), bad: bad.count };
        outcome.checked(&checked, linter.summary().documents - documents);
        if outcome.is_stuck() {
            return Ok(());
        }
        if job.threads > 1 && blocks.position() - start >= ALONE {
            let (order, next) = sync_channel(job.threads * WAITING);
            let shared = &Mutex::new(Some(Shared { blocks, lines: first_line, order }));
            return thread::scope(|scope| {
                let start = |index| {
                    let (replies, gather) = sync_channel(WAITING);
                    let mut linter = linter.clone();
                    linter.take_summary();
                    scope.spawn(move || work(job, index, linter, shared, &replies));
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

/// The lines of a block that are not valid, if records are to be divided.
struct Bad {
    count: u64,
    /// Where those start whose bytes are in the block.
    starts: Vec<usize>,
}

/// Checks a block, hands reports to `print` until that returns false, and returns the number of lines and the bad ones.
fn check_block(
    job: Job<'_>,
    block: Block<'_>,
    first_line: u64,
    linter: &mut Linter,
    print: &mut dyn FnMut(&mut Rendered) -> bool,
) -> (u64, Bad) {
    let mut telling = Telling {
        job,
        block,
        first_line,
        rendered: Rendered::default(),
        bad: Vec::new(),
        told: (0, 0),
        print: Some(print),
    };
    let mut each = |reviewed: DocumentReport| telling.tell(&reviewed);
    let lines = match block.too_long {
        Some(length) => {
            linter.too_large(length, &mut each);
            1
        }
        None => linter.ndjson(block.bytes, &mut each),
    };
    let mut starts = telling.end();
    let count = starts.len() as u64;
    // The bytes of a line that was too long have gone their way while it was skipped.
    if block.too_long.is_some() {
        starts.clear();
    }
    (lines, Bad { count, starts })
}

/// What there is to say of a block, on its way to be printed.
struct Telling<'a> {
    job: Job<'a>,
    block: Block<'a>,
    first_line: u64,
    rendered: Rendered,
    /// Where the bad lines start, if records are to be divided.
    bad: Vec<usize>,
    /// For formats that are by line: how many lines were told of, and where the next one starts.
    told: (u64, usize),
    /// Returns whether more is wanted.
    print: Option<&'a mut dyn FnMut(&mut Rendered) -> bool>,
}

impl<'a> Telling<'a> {
    fn tell(&mut self, reviewed: &DocumentReport) {
        let reports = self.job.reports;
        let start = reviewed.span.start;
        if self.job.divider.is_some_and(|divider| divider.is_bad(reviewed.severity)) {
            self.bad.push(start);
        }
        if self.print.is_none() || reports.enough() {
            return;
        }
        if reports.is_by_line() {
            self.tell_until(start);
            self.tell_line(Verdict::DocumentReport(reviewed), self.next_line());
        }
        let document = self.document(reviewed.index);
        let mut lines = Lines::record(self.block.bytes, document.index + 1, start);
        self.rendered.add(reports, document, &mut lines, reviewed);
        self.print_much();
    }

    /// The document on this line of the block.
    fn document(&self, line: u64) -> Document<'a> {
        Document {
            source: self.job.reports.source,
            bytes: self.block.bytes,
            offset: self.block.offset,
            index: self.first_line + line,
        }
    }

    /// Tells of the lines before the one that starts at `end`, about which there is nothing to say.
    fn tell_until(&mut self, end: usize) {
        while self.told.1 < end {
            let next = self.next_line();
            let line = self.block.bytes.get(self.told.1..next).unwrap_or_default();
            let is_blank = line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
            self.tell_line(if is_blank { Verdict::Blank } else { Verdict::Plain }, next);
            self.print_much();
        }
    }

    /// Where the line after the one that is told of next starts.
    fn next_line(&self) -> usize {
        let (_, start) = self.told;
        let rest = self.block.bytes.get(start..).unwrap_or_default();
        start + memchr::memchr(b'\n', rest).map_or(rest.len(), |feed| feed + 1)
    }

    fn tell_line(&mut self, verdict: Verdict<'_>, next: usize) {
        let (line, start) = self.told;
        self.rendered.add_line(self.job.reports, self.document(line), start, verdict);
        self.told = (line + 1, next);
    }

    fn print_much(&mut self) {
        if self.rendered.is_much() {
            self.print();
        }
    }

    fn print(&mut self) {
        if let Some(print) = &mut self.print
            && !print(&mut self.rendered)
        {
            self.print = None;
        }
        self.rendered.clear();
    }

    /// Prints the rest, and returns where the bad lines start.
    fn end(mut self) -> Vec<usize> {
        if self.job.reports.is_by_line() && self.print.is_some() {
            self.tell_until(self.block.bytes.len());
        }
        if !self.rendered.is_empty() {
            self.print();
        }
        self.bad
    }
}

/// Reads and checks blocks until there are no more, or nobody wants to know.
fn work<R: Read>(
    job: Job<'_>,
    index: usize,
    mut linter: Linter,
    shared: &Mutex<Option<Shared<R>>>,
    replies: &SyncSender<Reply>,
) {
    let mut buffer = Vec::new();
    // A thread that panicked with the lock does not pass unseen: the scope of the threads panics too.
    while let Ok(mut lock) = shared.lock() {
        let Some(Shared { blocks, lines, order }) = lock.as_mut() else { return };
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
        let end = blocks.position();
        let lock = is_large.then_some(lock);
        let (lines, bad) = check_block(job, block, first_line, &mut linter, &mut |rendered| {
            replies.send(Reply::Reports(std::mem::take(rendered))).is_ok()
        });
        if let Some(divider) = job.divider
            && send_divided(replies, divider, block.bytes, &bad.starts, is_large).is_err()
        {
            return;
        }
        let checked = Checked { lines, length: length(block), end, bad: bad.count };
        if replies.send(Reply::End(checked, Box::new(linter.take_summary()))).is_err() {
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
                Reply::End(checked, summary) => {
                    outcome.counted.add(&summary);
                    outcome.checked(&checked, summary.documents);
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
