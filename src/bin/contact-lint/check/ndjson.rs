//! NDJSON: blocks of lines, checked by several threads and printed in their order by one.
//!
//! Each thread reads the block that it then checks, so the bytes are still in the cache of its
//! core. A lock lets one thread read at a time. The main thread prints the replies of the threads,
//! those of the oldest block first:
//!
//! ```text
//! thread 0   read 0 | check 0 ......... | read 3 | check 3 ...
//! thread 1            read 1 | check 1 ...... | read 4 | ...
//! thread 2                     read 2 | check 2 .......
//! main                           print 0 ..... | print 1 | print 2
//! ```
//!
//! All channels between the threads are bounded, so memory is bounded too.

use std::io::{self, ErrorKind, Read};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use contact_schema::lint::{Block, Blocks, DocumentReport, Linter, Summary};

use super::config::Threads;
use super::not_ndjson::{RECORD_SEPARATOR, not_ndjson};
use super::outcome::{CheckedBlock, LineRange, Outcome};
use super::printer::{Batch, Reporting};
use crate::output::Partitioner;
use crate::report::{Document, Line, Lines};

/// A block longer than this, in bytes, is checked before the next is read: memory may hold only one
/// such record.
const LARGE: usize = 2 << 20;

/// How many replies of a thread may wait to be printed.
const WAITING: usize = 4;

/// The maximum length in bytes of a reply with records. A large block, and a record that is too
/// long to be kept, are sent in such parts.
const PART: usize = 1 << 20;

/// What the threads read from, one at a time.
struct Shared<R> {
    blocks: Blocks<R>,
    /// The number of lines that were read.
    lines: u64,
    /// The thread of each block, in the order of the blocks.
    order: SyncSender<usize>,
}

/// How an input is checked.
#[derive(Clone, Copy)]
pub(super) struct Job<'a> {
    pub(super) reporting: Reporting<'a>,
    pub(super) max_record_bytes: usize,
    pub(super) threads: Threads,
    /// How records are partitioned; `None` if they are not.
    pub(super) partitioner: Option<Partitioner>,
    /// `Some` if fixed inputs are written.
    pub(super) fixed: Option<NeedsAll>,
}

/// Whether the writer of fixed inputs needs the bytes of parts without changes too.
pub(super) type NeedsAll = bool;

/// What a thread sends for a block: any number of the first three, then one of the last two.
enum Reply {
    Findings(Batch),
    /// Whether these records are valid, and their bytes.
    Records(bool, Vec<u8>),
    /// The length in bytes of the next part of the input, and its bytes after fixing; `None` if
    /// they are the same and not needed.
    Fixed(u64, Option<Vec<u8>>),
    /// The block was checked.
    End(CheckedBlock, Box<Summary>),
    /// The block could not be read. It is the last.
    Failed(io::Error),
}

/// Checks an input. `reader` has its bytes from the offset `start` on. Returns errors of reading;
/// errors of writing are in the outcome.
pub(super) fn check(
    job: Job<'_>,
    reader: impl Read + Send,
    start: u64,
    linter: &mut Linter,
    outcome: &mut Outcome<'_>,
) -> io::Result<()> {
    outcome.lines = Some(LineRange { start, end: start, count: 0 });
    let blocks = Blocks::new(reader, job.max_record_bytes).starting_at(start);
    let mut rest = Rest { job, blocks, lines: 0, is_first: start == 0 };
    let has_threads = job.threads.count > 1;
    let until = if has_threads { start.saturating_add(job.threads.after_bytes) } else { u64::MAX };
    if rest.check_until(until, linter, outcome)? {
        rest = match rest.check_in_threads(linter, outcome)? {
            None => return Ok(()),
            Some(rest) => rest,
        };
        rest.check_until(u64::MAX, linter, outcome)?;
    }
    Ok(())
}

/// The part of an input that is not checked yet.
struct Rest<'a, R> {
    job: Job<'a>,
    blocks: Blocks<R>,
    /// The number of lines that were checked.
    lines: u64,
    /// Whether the next block is at the start of the input.
    is_first: bool,
}

impl<R: Read + Send> Rest<'_, R> {
    /// Checks blocks on this thread up to the offset `until`, and the block that contains it to its
    /// end. Returns whether there may be more.
    fn check_until(&mut self, until: u64, linter: &mut Linter, outcome: &mut Outcome<'_>) -> io::Result<bool> {
        let job = self.job;
        let mut buffer = Vec::new();
        while self.blocks.position() < until {
            let block = self.blocks.next_with(&mut buffer, &mut |part| {
                if let Some(partition) = &mut outcome.partition {
                    partition.write(false, part);
                }
                outcome.with_fixed(|fixed| fixed.write_part(part, None));
                Ok(())
            })?;
            let Some(block) = block else { return Ok(false) };
            if std::mem::take(&mut self.is_first)
                && let Some(what) = not_ndjson(block.bytes)
            {
                return Err(io::Error::other(format!("expected NDJSON, one document on each line, found {what}")));
            }
            let (count, bad, new) = check_block(job, block, self.lines, linter, &mut |batch| {
                outcome.printer.print(batch);
                outcome.printer.error.is_none()
            });
            self.lines += count;
            if let Some(partition) = &mut outcome.partition {
                partition.write_lines(new.as_deref().unwrap_or(block.bytes), &bad.starts);
            }
            outcome.with_fixed(|fixed| fixed.write_part(block.bytes, new.as_deref()));
            let end = self.blocks.position();
            let checked = CheckedBlock { lines: count, bad: bad.count, length: length(block), end };
            outcome.add_block(&checked, &linter.take_summary());
            if outcome.has_failed() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Checks the rest in several threads. Returns it unchecked if no thread can be started.
    fn check_in_threads(self, linter: &Linter, outcome: &mut Outcome<'_>) -> io::Result<Option<Self>> {
        let Self { job, blocks, lines, .. } = self;
        let (order, next) = sync_channel(job.threads.count * WAITING);
        let shared = &Mutex::new(Some(Shared { blocks, lines, order }));
        thread::scope(|scope| {
            let start = |index| {
                let (replies, receiver) = sync_channel(WAITING);
                let linter = linter.clone();
                let run = move || Worker { job, index, shared, replies: &replies }.run(linter);
                thread::Builder::new().spawn_scoped(scope, run).map(|_| receiver)
            };
            let workers: Vec<_> = (0..job.threads.count).map_while(|index| start(index).ok()).collect();
            if workers.is_empty() {
                let shared = shared.lock().ok().and_then(|mut shared| shared.take());
                return Ok(shared.map(|Shared { blocks, lines, .. }| Rest { job, blocks, lines, is_first: false }));
            }
            print_replies(&next, &workers, outcome).map(|()| None)
        })
    }
}

/// Returns the length of a block in bytes.
fn length(block: Block<'_>) -> u64 {
    block.too_long.unwrap_or(block.bytes.len() as u64)
}

/// The invalid lines of a block. Empty if records are not partitioned.
pub(super) struct BadLines {
    count: u64,
    /// Their offsets in the block after fixing. Without a line that is too long: it is not kept.
    starts: Vec<usize>,
}

/// Checks a block and passes its findings to `print`, until that returns false. Returns the number
/// of lines, the invalid ones, and the block after fixing if something was fixed.
pub(super) fn check_block(
    job: Job<'_>,
    block: Block<'_>,
    first_line: u64,
    linter: &mut Linter,
    print: &mut dyn FnMut(&mut Batch) -> bool,
) -> (u64, BadLines, Option<Vec<u8>>) {
    let mut formatter = BlockFormatter {
        job,
        block,
        first_line,
        batch: Batch::default(),
        bad: Vec::new(),
        fixed: None,
        formatted: (0, 0),
        print: Some(print),
    };
    let mut each = |report: DocumentReport| formatter.document(report);
    let lines = match block.too_long {
        Some(length) => {
            linter.too_large(length, &mut each);
            1
        }
        None => linter.ndjson(block.bytes, &mut each),
    };
    let (mut starts, fixed) = formatter.end();
    let count = starts.len() as u64;
    // The bytes of a line that is too long were written while it was skipped.
    if block.too_long.is_some() {
        starts.clear();
    }
    (lines, BadLines { count, starts }, fixed)
}

/// The checked lines of a block, after fixing.
struct FixedLines {
    bytes: Vec<u8>,
    /// The offset in the block after the last document that was fixed.
    done: usize,
}

/// Formats the findings of a block.
struct BlockFormatter<'a> {
    job: Job<'a>,
    block: Block<'a>,
    first_line: u64,
    batch: Batch,
    /// The offsets of the invalid lines, if records are partitioned.
    bad: Vec<usize>,
    fixed: Option<FixedLines>,
    /// For formats with one line of output for each line of input: the number of formatted lines,
    /// and the offset of the next one.
    formatted: (u64, usize),
    /// Prints a batch, and returns whether to continue. `None` after it returned false.
    print: Option<&'a mut dyn FnMut(&mut Batch) -> bool>,
}

impl<'a> BlockFormatter<'a> {
    /// Formats the findings of a document.
    fn document(&mut self, mut report: DocumentReport) {
        let Reporting { source, formatters } = self.job.reporting;
        let start = report.span.start;
        let has_findings = !report.findings.is_empty();
        if has_findings && self.job.partitioner.is_some_and(|partitioner| partitioner.is_bad(report.severity)) {
            self.bad.push(self.fixed.as_ref().map_or(start, |fixed| fixed.bytes.len() + start - fixed.done));
        }
        let fixed = report.fixed.take();
        if let Some(document) = &fixed {
            // A fix adds few bytes. Reserve enough for them: each growth of the buffer copies it.
            let length = self.block.bytes.len() + self.block.bytes.len() / 64;
            let lines = self.fixed.get_or_insert_with(|| FixedLines { bytes: Vec::with_capacity(length), done: 0 });
            let before = self.block.bytes.get(lines.done..document.span.start).unwrap_or_default();
            lines.bytes.extend_from_slice(before);
            lines.bytes.extend_from_slice(&document.bytes);
            lines.done = document.span.end;
        }
        if self.print.is_none() {
            return;
        }
        if formatters.are_by_line() {
            self.lines_without_findings(start);
            let line = if has_findings { Line::Document(&report) } else { Line::Clean };
            self.line(line, self.next_line());
        } else if formatters.are_full(&report) {
            return;
        }
        if !has_findings {
            return;
        }
        let Block { bytes, offset, .. } = self.block;
        let document = Document { source, bytes, offset, index: self.first_line + report.index, record_id: None };
        match &fixed {
            // The remaining findings are those of the fixed document.
            Some(fixed) => {
                (report.span.start, report.span.end) = (0, fixed.bytes.len());
                let offset = offset + fixed.span.start as u64;
                let lines = Lines::of_record(&fixed.bytes, document.index + 1, 0);
                self.batch.add(formatters, Document { bytes: &fixed.bytes, offset, ..document }, &lines, &report);
            }
            None => {
                let lines = Lines::of_record(bytes, document.index + 1, start);
                self.batch.add(formatters, document, &lines, &report);
            }
        }
        self.print_large();
    }

    /// Formats the lines up to `end`, which have no findings.
    fn lines_without_findings(&mut self, end: usize) {
        while self.formatted.1 < end {
            let next = self.next_line();
            let line = self.block.bytes.get(self.formatted.1..next).unwrap_or_default();
            // A record separator without a document is a blank line too.
            let is_blank = line.iter().all(|byte| matches!(*byte, b' ' | b'\t' | b'\r' | b'\n' | RECORD_SEPARATOR));
            self.line(if is_blank { Line::Blank } else { Line::Clean }, next);
            self.print_large();
        }
    }

    /// Returns the offset of the line after the next one to format.
    fn next_line(&self) -> usize {
        let (_, start) = self.formatted;
        let rest = self.block.bytes.get(start..).unwrap_or_default();
        start + memchr::memchr(b'\n', rest).map_or(rest.len(), |feed| feed + 1)
    }

    /// Formats the next line, which ends at `next`.
    fn line(&mut self, line: Line<'_>, next: usize) {
        let (index, start) = self.formatted;
        let Reporting { source, formatters } = self.job.reporting;
        let Block { bytes, offset, .. } = self.block;
        let document = Document { source, bytes, offset, index: self.first_line + index, record_id: None };
        self.batch.add_line(formatters, document, start..next, line);
        self.formatted = (index + 1, next);
    }

    fn print_large(&mut self) {
        if self.batch.is_large() {
            self.print();
        }
    }

    fn print(&mut self) {
        if let Some(print) = &mut self.print
            && !print(&mut self.batch)
        {
            self.print = None;
        }
        self.batch.clear();
    }

    /// Formats and prints the rest. Returns the offsets of the invalid lines, and the block after
    /// fixing if something was fixed.
    fn end(mut self) -> (Vec<usize>, Option<Vec<u8>>) {
        if self.job.reporting.formatters.are_by_line() && self.print.is_some() {
            self.lines_without_findings(self.block.bytes.len());
        }
        if !self.batch.is_empty() {
            self.print();
        }
        let fixed = self.fixed.map(|FixedLines { mut bytes, done }| {
            bytes.extend_from_slice(self.block.bytes.get(done..).unwrap_or_default());
            bytes
        });
        (self.bad, fixed)
    }
}

/// A thread that reads and checks blocks.
struct Worker<'a, R> {
    job: Job<'a>,
    index: usize,
    shared: &'a Mutex<Option<Shared<R>>>,
    replies: &'a SyncSender<Reply>,
}

/// The main thread takes no more replies.
struct Closed;

impl<R: Read> Worker<'_, R> {
    /// Reads and checks blocks until there are no more, or the main thread takes no more.
    fn run(&self, mut linter: Linter) {
        let mut buffer = Vec::new();
        while let Ok(true) = self.next(&mut buffer, &mut linter) {}
    }

    /// Reads and checks a block. Returns whether there may be more.
    fn next(&self, buffer: &mut Vec<u8>, linter: &mut Linter) -> Result<bool, Closed> {
        // The lock is poisoned if a thread panicked. Then the scope of the threads panics too.
        let Ok(mut lock) = self.shared.lock() else { return Ok(false) };
        let Some(shared) = lock.as_mut() else { return Ok(false) };
        let first_line = shared.lines;
        let (block, end) = match self.read(shared, buffer) {
            Ok(Some(block)) => block,
            end => {
                // This ends the other threads, and drops the sender of the order, which ends the
                // main thread's loop.
                *lock = None;
                if let Err(error) = end {
                    self.send(Reply::Failed(error))?;
                }
                return Ok(false);
            }
        };
        // The buffer of a line that was too long is large too.
        let is_large = block.bytes.len() > LARGE || block.too_long.is_some();
        let lock = is_large.then_some(lock);
        let (lines, bad, new) = check_block(self.job, block, first_line, linter, &mut |batch| {
            self.send(Reply::Findings(std::mem::take(batch))).is_ok()
        });
        if let Some(partitioner) = self.job.partitioner {
            let lines = new.as_deref().unwrap_or(block.bytes);
            self.send_records(partitioner, lines, &bad.starts, is_large)?;
        }
        if let Some(needs_all) = self.job.fixed {
            let new = new.or_else(|| needs_all.then(|| block.bytes.to_vec()));
            self.send(Reply::Fixed(block.bytes.len() as u64, new))?;
        }
        let checked = CheckedBlock { lines, bad: bad.count, length: length(block), end };
        self.send(Reply::End(checked, Box::new(linter.take_summary())))?;
        if lock.is_some() {
            *buffer = Vec::new();
        }
        Ok(true)
    }

    /// Reads a block and sends this thread's index to the order; an error has a place in the order
    /// too. Returns the block and its end.
    fn read<'b>(&self, shared: &mut Shared<R>, buffer: &'b mut Vec<u8>) -> io::Result<Option<(Block<'b>, u64)>> {
        let Shared { blocks, lines, order } = shared;
        let has_invalid = self.job.partitioner.is_some_and(|partitioner| partitioner.has_invalid);
        let is_written = has_invalid || self.job.fixed.is_some();
        let mut is_ordered = false;
        let closed = || io::Error::from(ErrorKind::BrokenPipe);
        let block = blocks.next_with(buffer, &mut |skipped| {
            if is_written {
                // The parts of the line are written while it is skipped, so it needs its place in
                // the order now.
                if !is_ordered {
                    order.send(self.index).map_err(|_| closed())?;
                }
                is_ordered = true;
                let invalid = if has_invalid { skipped } else { &[] };
                self.send_parts(false, invalid).map_err(|Closed| closed())?;
                if let Some(needs_all) = self.job.fixed {
                    let part = Reply::Fixed(skipped.len() as u64, needs_all.then(|| skipped.to_vec()));
                    self.send(part).map_err(|Closed| closed())?;
                }
            }
            Ok(())
        });
        if !is_ordered && !matches!(block, Ok(None)) {
            order.send(self.index).map_err(|_| closed())?;
        }
        let Some(block) = block? else { return Ok(None) };
        *lines += match block.too_long {
            Some(_) => 1,
            None => memchr::memchr_iter(b'\n', block.bytes).count() as u64,
        };
        Ok(Some((block, blocks.position())))
    }

    fn send(&self, reply: Reply) -> Result<(), Closed> {
        self.replies.send(reply).map_err(|_| Closed)
    }

    /// Sends the records of a block. A large block is sent in parts, to avoid a second copy of it
    /// in memory.
    fn send_records(
        &self,
        partitioner: Partitioner,
        lines: &[u8],
        bad: &[usize],
        is_large: bool,
    ) -> Result<(), Closed> {
        let mut runs = partitioner.runs(lines, bad);
        if is_large {
            return runs.try_for_each(|(are_valid, run)| self.send_parts(are_valid, run));
        }
        let (mut valid, mut invalid) = (Vec::new(), Vec::new());
        for (is_valid, run) in runs {
            if is_valid { &mut valid } else { &mut invalid }.extend_from_slice(run);
        }
        self.send(Reply::Records(true, valid))?;
        self.send(Reply::Records(false, invalid))
    }

    /// Sends records in parts of bounded size.
    fn send_parts(&self, are_valid: bool, bytes: &[u8]) -> Result<(), Closed> {
        bytes.chunks(PART).try_for_each(|part| self.send(Reply::Records(are_valid, part.to_vec())))
    }
}

/// Prints the replies of the threads in the order of the blocks.
fn print_replies(order: &Receiver<usize>, workers: &[Receiver<Reply>], outcome: &mut Outcome<'_>) -> io::Result<()> {
    for replies in order.iter().filter_map(|index| workers.get(index)) {
        for reply in replies {
            match reply {
                Reply::Findings(batch) => outcome.printer.print(&batch),
                Reply::Records(are_valid, bytes) => {
                    if let Some(partition) = &mut outcome.partition {
                        partition.write(are_valid, &bytes);
                    }
                }
                Reply::Fixed(length, new) => outcome.with_fixed(|fixed| fixed.write(length, new.as_deref())),
                Reply::End(checked, summary) => {
                    outcome.add_block(&checked, &summary);
                    break;
                }
                Reply::Failed(error) => return Err(error),
            }
            if outcome.has_failed() {
                return Ok(());
            }
        }
    }
    Ok(())
}
