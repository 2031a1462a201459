//! The changes of an input as a unified diff, in bounded memory.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::io::{self, BufWriter, IsTerminal, Write};

use contact_schema::escape::Escaped;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// The number of unchanged lines shown before and after a change.
const CONTEXT: usize = 3;

/// Writes a unified diff of an input, part by part.
pub(crate) struct Diff {
    path: String,
    out: BufWriter<io::Stdout>,
    /// A terminal would interpret control characters; `patch` needs the original bytes.
    is_terminal: bool,
    has_header: bool,
    /// The numbers of the lines that were compared.
    old_line: u64,
    new_line: u64,
    /// The last lines, if they are in no hunk.
    before: VecDeque<Vec<u8>>,
    hunk: Option<Hunk>,
}

/// Changes that are near each other.
struct Hunk {
    old_start: u64,
    new_start: u64,
    old_count: u64,
    new_count: u64,
    text: Vec<u8>,
    /// The lines after the last change.
    after: Vec<Vec<u8>>,
}

impl Hunk {
    fn line(&mut self, sign: u8, line: &[u8]) {
        self.old_count += u64::from(sign != b'+');
        self.new_count += u64::from(sign != b'-');
        self.text.push(sign);
        self.text.extend_from_slice(line);
        if !line.ends_with(b"\n") {
            self.text.extend_from_slice(b"\n\\ No newline at end of file\n");
        }
    }
}

impl Diff {
    pub(crate) fn new(path: &str) -> Self {
        Self {
            path: Escaped(path).to_string(),
            is_terminal: io::stdout().is_terminal(),
            out: BufWriter::with_capacity(1 << 16, io::stdout()),
            has_header: false,
            old_line: 0,
            new_line: 0,
            before: VecDeque::new(),
            hunk: None,
        }
    }

    /// Compares the next part of the input, before and after its fixes. Both consist of whole
    /// lines.
    pub(crate) fn compare(&mut self, old: &[u8], new: &[u8]) -> io::Result<()> {
        let lines = |text| <[u8]>::split_inclusive(text, |&byte| byte == b'\n').collect::<Vec<_>>();
        let (old, new) = (lines(old), lines(new));
        if old == new {
            return old.iter().try_for_each(|line| self.same(line));
        }
        // In NDJSON, fixes add and remove no lines.
        let is_by_line = old.len() == new.len();
        let ops = if is_by_line {
            vec![DiffOp::Replace { old_index: 0, old_len: old.len(), new_index: 0, new_len: new.len() }]
        } else {
            capture_diff_slices(Algorithm::Myers, &old, &new)
        };
        for op in ops {
            let (removed, added) =
                (old.get(op.old_range()).unwrap_or_default(), new.get(op.new_range()).unwrap_or_default());
            if removed.len() != added.len() {
                self.replaced(removed, added)?;
                continue;
            }
            let mut at = 0;
            while let (Some(removed), Some(added)) = (removed.get(at..), added.get(at..)) {
                let differ = removed.iter().zip(added).take_while(|(old, new)| old != new).count();
                if let (Some(old @ [_, ..]), Some(new)) = (removed.get(..differ), added.get(..differ)) {
                    self.replaced(old, new)?;
                }
                let Some(same) = removed.get(differ) else { break };
                self.same(same)?;
                at += differ + 1;
            }
        }
        Ok(())
    }

    fn same(&mut self, line: &[u8]) -> io::Result<()> {
        self.old_line += 1;
        self.new_line += 1;
        let Some(hunk) = &mut self.hunk else {
            self.before.push_back(line.to_vec());
            if self.before.len() > CONTEXT {
                self.before.pop_front();
            }
            return Ok(());
        };
        hunk.after.push(line.to_vec());
        if hunk.after.len() > 2 * CONTEXT {
            self.end_hunk()?;
        }
        Ok(())
    }

    fn replaced(&mut self, old: &[&[u8]], new: &[&[u8]]) -> io::Result<()> {
        let before = &mut self.before;
        let (old_line, new_line) = (self.old_line, self.new_line);
        let hunk = self.hunk.get_or_insert_with(|| {
            let context = before.len() as u64;
            let (old_start, new_start) = (old_line - context + 1, new_line - context + 1);
            let after = before.drain(..).collect();
            Hunk { old_start, new_start, old_count: 0, new_count: 0, text: Vec::new(), after }
        });
        for line in std::mem::take(&mut hunk.after) {
            hunk.line(b' ', &line);
        }
        old.iter().for_each(|line| hunk.line(b'-', line));
        new.iter().for_each(|line| hunk.line(b'+', line));
        self.old_line += old.len() as u64;
        self.new_line += new.len() as u64;
        // Memory is bounded for any number of consecutive changes.
        if hunk.text.len() > 1 << 20 { self.end_hunk() } else { Ok(()) }
    }

    fn end_hunk(&mut self) -> io::Result<()> {
        let Some(mut hunk) = self.hunk.take() else { return Ok(()) };
        let after = std::mem::take(&mut hunk.after);
        let (shown, rest) = after.split_at_checked(CONTEXT).unwrap_or((&after, &[]));
        shown.iter().for_each(|line| hunk.line(b' ', line));
        self.before = rest.iter().rev().take(CONTEXT).rev().cloned().collect();
        let mut head = String::new();
        if !std::mem::replace(&mut self.has_header, true) {
            let _ = write!(head, "--- {0}\n+++ {0}\n", self.path);
        }
        let Hunk { old_start, new_start, old_count, new_count, text, .. } = hunk;
        // The start of an empty range is the line before it.
        let start = |start: u64, count: u64| start - u64::from(count == 0);
        let (old_start, new_start) = (start(old_start, old_count), start(new_start, new_count));
        let _ = writeln!(head, "@@ -{old_start},{old_count} +{new_start},{new_count} @@");
        self.out.write_all(head.as_bytes())?;
        if !self.is_terminal {
            return self.out.write_all(&text);
        }
        for line in text.split_inclusive(|&byte| byte == b'\n') {
            let line = String::from_utf8_lossy(line.trim_ascii_end());
            writeln!(self.out, "{}", Escaped(&line))?;
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.end_hunk()?;
        self.out.flush()
    }
}
