//! `contact-schema` against its alternatives: the same bytes, one process, alternating runs,
//! medians.
//!
//! ```sh
//! cargo run --release --manifest-path benches/peers/Cargo.toml
//! ```
//!
//! `README.md` beside this file says what each competitor does.

mod checks;
#[allow(dead_code, reason = "the benchmarks use the rest of it")]
#[path = "../../corpora/mod.rs"]
mod corpora;
mod machine;
mod measure;
mod peers;
mod process;
mod tables;

use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "\
usage: contact-schema-peers [--records N] [--runs N] [--table NAME]...
       contact-schema-peers --process --linter PATH [--records N] [--runs N] [--array-megabytes N] [--files N] [--directory PATH]

  --records          contacts of the typical corpus; 1000000 unless given, which is 335 MB
  --runs             how often each competitor runs; 7 unless given
  --table            only this table: agreement, verdict, orders, growth, build, values; all unless given

  --process          the program instead of the library: whole processes over files
  --linter           the program contact-lint
  --array-megabytes  the size of the JSON array; 1000 unless given
  --files            how many files of one document; 10000 unless given
  --directory        where the files are written, about 3 GB; a new one for temporary files unless given";

pub(crate) struct Arguments {
    pub(crate) records: usize,
    pub(crate) runs: usize,
    tables: Vec<String>,
    process: bool,
    pub(crate) linter: Option<PathBuf>,
    pub(crate) array_megabytes: usize,
    pub(crate) files: usize,
    pub(crate) directory: Option<PathBuf>,
}

fn main() -> ExitCode {
    // The process table starts this program as a helper that measures the memory of one process.
    if std::env::args_os().nth(1).is_some_and(|argument| argument == process::MEASURE) {
        return process::measure(std::env::args_os().skip(2));
    }
    let result = arguments(std::env::args().skip(1)).and_then(|arguments| {
        println!("{}", machine::describe());
        if arguments.process { process::run(&arguments) } else { tables::run(&arguments, &arguments.tables) }
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("error: {why}\n\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn arguments(mut arguments: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let mut read = Arguments {
        records: 1_000_000,
        runs: 7,
        tables: Vec::new(),
        process: false,
        linter: None,
        array_megabytes: 1000,
        files: 10_000,
        directory: None,
    };
    while let Some(name) = arguments.next() {
        if name == "--process" {
            read.process = true;
            continue;
        }
        let value = arguments.next().ok_or_else(|| format!("expected a value after `{name}`, found the end"))?;
        let number = || match value.parse() {
            Ok(number) if number > 0 => Ok(number),
            _ => Err(format!("expected a number from 1 after `{name}`, found `{value}`")),
        };
        match name.as_str() {
            "--records" => read.records = number()?,
            "--runs" => read.runs = number()?,
            "--array-megabytes" => read.array_megabytes = number()?,
            "--files" => read.files = number()?,
            "--table" => read.tables.push(value),
            "--linter" => read.linter = Some(value.into()),
            "--directory" => read.directory = Some(value.into()),
            _ => return Err(format!("expected an option, found `{name}`")),
        }
    }
    Ok(read)
}
