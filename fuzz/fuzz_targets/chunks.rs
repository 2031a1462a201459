//! The findings of NDJSON, their places and the counts do not depend on how the text is split into
//! blocks.
#![no_main]

use contact_schema::Limits;
use contact_schema::lint::{Blocks, Linter};
use contact_schema_fuzz::ndjson::{Report, ShortReads, padded, pieces};
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|data: &[u8]| -> Corpus {
    // The first eight bytes choose: the line limit, the line to make very long, four lengths of
    // reads, and 16 bits for the cuts.
    let Some(([limit, long, r1, r2, r3, r4, cuts, more_cuts], text)) = data.split_first_chunk::<8>() else {
        return Corpus::Reject;
    };
    let limit = if *limit == b'-' { usize::MAX } else { usize::from(*limit) * 8 };
    let text = padded(text, *long);
    let linter = Linter::new().limits(Limits::default().max_document_bytes(limit));

    let mut whole = Report::default();
    whole.add(&mut linter.clone(), 0, &text);

    let mut by_piece = Report::default();
    for (offset, piece) in pieces(&text, u16::from_le_bytes([*cuts, *more_cuts])) {
        by_piece.add(&mut linter.clone(), offset, piece);
    }
    assert_eq!(by_piece, whole);

    let (mut by_block, mut linter) = (Report::default(), linter);
    let mut blocks = Blocks::new(ShortReads::new(&text, [*r1, *r2, *r3, *r4]), limit);
    let mut buffer = Vec::new();
    while let Some(block) = blocks.next(&mut buffer).expect("the reader does not fail") {
        match block.too_long {
            None => by_block.add(&mut linter, block.offset as usize, block.bytes),
            Some(length) => by_block.add_too_large(&mut linter, block.offset as usize, length),
        }
    }
    assert_eq!(by_block, whole);
    // A text with a very long line costs as much as twenty others: it is checked, but not kept in
    // the corpus.
    if long.is_ascii_digit() { Corpus::Reject } else { Corpus::Keep }
});
