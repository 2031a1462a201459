//! Writes varied records of the two bodies as NDJSON, for tests, benchmarks and experiments. The
//! same arguments give the same records.
//!
//! ```sh
//! cargo run --release --example generate -- --kind contact --records 1000 > contacts.ndjson
//! cargo run --release --example generate -- --kind request --records 1000 --seed 7 --bad 30 --shape shuffled
//! ```

mod records;

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use records::{Generator, Kind, Options, Shape, Text};

const USAGE: &str = "\
usage: generate --kind contact|request --records N [--seed S] [--bad PERMILLE] [--shape SHAPE] [--text TEXT]

  --kind     the body: what `Update a contact` takes (request) or returns (contact)
  --records  how many records, one a line unless the shape is indented
  --seed     another seed gives other records; 1 unless given
  --bad      how many of 1000 records break the contract or are no JSON, on average; 0 unless given
  --shape    compact: no white space; pretty: white space between all tokens, still one line a record;
             indented: every member on its own line; sorted: the members in the order of the alphabet;
             shuffled: in any order; unknown: with 100 members that are not documented; compact unless given
  --text     mixed: many scripts, few escapes, all lengths; accented, cjk, arabic: only these;
             escaped: every character of the values an escape; escaped-whole: and of the names too;
             long-emails, long-comments: as long as the contract allows; mixed unless given";

/// The size of the output buffer.
const BUFFER: usize = 1 << 18;

fn main() -> ExitCode {
    let (options, count) = match arguments(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(why) => {
            eprintln!("error: {why}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match write(options, count) {
        Ok(()) => ExitCode::SUCCESS,
        // The reader has closed the pipe, which is not an error.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(options: Options, count: u64) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let mut buffer = Vec::with_capacity(BUFFER + (1 << 16));
    let mut generator = Generator::new(options);
    for _ in 0..count {
        generator.record(&mut buffer);
        buffer.push(b'\n');
        if buffer.len() >= BUFFER {
            out.write_all(&buffer)?;
            buffer.clear();
        }
    }
    out.write_all(&buffer)?;
    out.flush()
}

/// Parses the command line into the options and the number of records.
fn arguments(mut arguments: impl Iterator<Item = String>) -> Result<(Options, u64), String> {
    let (mut kind, mut count) = (None, None);
    let (mut seed, mut bad, mut shape, mut text) = (1, 0, Shape::Compact, Text::Mixed);
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("expected a value after `{name}`, found the end"))?;
        let number = || value.parse::<u64>().map_err(|_| format!("expected a number after `{name}`, found `{value}`"));
        match name.as_str() {
            "--kind" => {
                kind = Some(match value.as_str() {
                    "contact" => Kind::Contact,
                    "request" => Kind::Request,
                    _ => return Err(format!("expected contact or request after `--kind`, found `{value}`")),
                });
            }
            "--shape" => {
                shape = match value.as_str() {
                    "compact" => Shape::Compact,
                    "pretty" => Shape::Pretty,
                    "indented" => Shape::Indented,
                    "sorted" => Shape::Sorted,
                    "shuffled" => Shape::Shuffled,
                    "unknown" => Shape::Unknown,
                    _ => return Err(format!("expected a shape after `--shape`, found `{value}`")),
                };
            }
            "--text" => {
                text = match value.as_str() {
                    "mixed" => Text::Mixed,
                    "accented" => Text::Accented,
                    "cjk" => Text::Cjk,
                    "arabic" => Text::Arabic,
                    "escaped" => Text::Escaped,
                    "escaped-whole" => Text::EscapedWhole,
                    "long-emails" => Text::LongEmails,
                    "long-comments" => Text::LongComments,
                    _ => return Err(format!("expected a text after `--text`, found `{value}`")),
                };
            }
            "--records" => count = Some(number()?),
            "--seed" => seed = number()?,
            "--bad" => bad = number()?,
            _ => return Err(format!("expected an option, found `{name}`")),
        }
    }
    let kind = kind.ok_or("expected `--kind`, found none")?;
    let count = count.ok_or("expected `--records`, found none")?;
    Ok((Options { kind, seed, bad, shape, text }, count))
}
