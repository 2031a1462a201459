//! A batch job that lints NDJSON with the library, in bounded memory. An invalid record does not
//! stop it: `cargo run --features lint --example batch -- tests/data/requests.ndjson`.

use std::fs::File;
use std::process::ExitCode;

use contact_schema::lint::{Blocks, Kind, Linter};
use contact_schema::{Limits, Rule};

/// The maximum length of a record. It bounds the memory; a longer record is reported.
const MAX_RECORD_BYTES: usize = 1 << 20;

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| String::from("tests/data/requests.ndjson"));
    let limits = Limits::default().max_document_bytes(MAX_RECORD_BYTES);
    let mut blocks = Blocks::new(File::open(&path)?, MAX_RECORD_BYTES);
    // This job accepts requests that change nothing.
    let mut linter = Linter::new().kind(Kind::Request).limits(limits).allow(Rule::NoChange);

    let mut buffer = Vec::new();
    let mut lines = 0;
    while let Some(block) = blocks.next(&mut buffer)? {
        // Called once for each record with findings.
        let mut each = |record: contact_schema::lint::DocumentReport| {
            let line = lines + record.index + 1;
            for finding in &record.findings {
                let at = block.offset + finding.span.start as u64;
                println!("{path}:{line} (byte {at}): {finding}");
            }
        };
        lines += match block.too_long {
            Some(length) => {
                linter.too_large(length, &mut each);
                1
            }
            None => linter.ndjson(block.bytes, &mut each),
        };
    }

    let summary = linter.summary();
    println!("{} records, {} of them invalid", summary.documents, summary.invalid);
    for (rule, count) in summary.by_rule() {
        println!("{count:7}  {rule}: {}", rule.summary());
    }
    Ok(if summary.invalid == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
