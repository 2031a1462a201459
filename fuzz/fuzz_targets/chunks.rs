//! How NDJSON is cut into blocks changes nothing: not the findings, not their places, not the counts.
#![no_main]

use contact_schema::Limits;
use contact_schema::lint::{Blocks, Linter, Summary};
use contact_schema_fuzz::ndjson::{ShortReads, absolute, padded};
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|data: &[u8]| -> Corpus {
    // Eight bytes decide how the rest is cut: a limit on lines, a line to make very long, four lengths of reads, two sets of cuts.
    let Some(([limit, long, r1, r2, r3, r4, cuts, more_cuts], text)) = data.split_first_chunk::<8>() else {
        return Corpus::Reject;
    };
    let limit = if *limit == b'-' { usize::MAX } else { usize::from(*limit) * 8 };
    let text = padded(text, *long);
    let new = || Linter::new().limits(Limits::default().max_document_bytes(limit));

    let mut linter = new();
    let mut expected = Vec::new();
    let lines = linter.ndjson(&text, &mut |reviewed| expected.push(absolute(reviewed, 0, 0)));

    let cuts = u16::from_le_bytes([*cuts, *more_cuts]);
    let (mut found, mut summary, mut first_line, mut start) = (Vec::new(), Summary::default(), 0, 0);
    for (number, line) in text.split_inclusive(|&byte| byte == b'\n').enumerate() {
        let end = line.as_ptr_range().end as usize - text.as_ptr() as usize;
        if cuts >> (number % 16) & 1 == 1 || end == text.len() {
            let mut piece = new();
            let mut each = |reviewed| found.push(absolute(reviewed, first_line, start));
            first_line += piece.ndjson(&text[start..end], &mut each);
            summary.add(piece.summary());
            start = end;
        }
    }
    assert_eq!((first_line, &found, &summary), (lines, &expected, linter.summary()));

    let (mut found, mut linter, mut first_line) = (Vec::new(), new(), 0);
    let mut blocks = Blocks::new(ShortReads::new(&text, [*r1, *r2, *r3, *r4]), limit);
    while let Some(block) = blocks.next().expect("the reader does not fail") {
        let mut each = |reviewed| found.push(absolute(reviewed, first_line, block.offset as usize));
        first_line += match block.too_long {
            None => linter.ndjson(block.bytes, &mut each),
            Some(length) => {
                linter.too_large(length, &mut each);
                1
            }
        };
    }
    assert_eq!((first_line, &found, linter.summary()), (lines, &expected, &summary));
    // A text with a very long line costs twenty others, so it is checked and not built upon.
    if long.is_ascii_digit() { Corpus::Reject } else { Corpus::Keep }
});
