//! The program: whole processes over files, compared with `wc -l` over the same files.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use crate::Arguments;
use crate::corpora::{ALL_BAD, Corpus, INDENTED, ONE_PERCENT_BAD, Recipe, TYPICAL};
use crate::measure::{goal, median, print_table};

/// As the first argument, makes this program a helper: it runs the rest as a command and prints the
/// peak memory of that process.
pub(crate) const MEASURE: &str = "--measure-memory";

/// The number of records generated at a time. A file repeats them.
const PIECE: usize = 100_000;

pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    let linter = arguments.linter.as_deref().ok_or("expected `--linter` with `--process`, found none")?;
    let (directory, temporary) = match &arguments.directory {
        Some(directory) => (directory.clone(), false),
        None => (std::env::temp_dir().join(format!("contact-schema-peers-{}", std::process::id())), true),
    };
    let result = Linter::new(linter).and_then(|linter| {
        let files = Files::write(&directory, arguments).map_err(|error| format!("{}: {error}", directory.display()))?;
        times(arguments, &linter, &files);
        memory(&linter, &files);
        Ok(())
    });
    if temporary {
        let _ = fs::remove_dir_all(&directory);
    }
    result
}

struct Linter {
    path: PathBuf,
    /// Whether the program has the option `-j`.
    threads: bool,
}

impl Linter {
    fn new(path: &Path) -> Result<Self, String> {
        let help = Command::new(path).arg("--help").output().map_err(|error| format!("{}: {error}", path.display()))?;
        let threads = String::from_utf8_lossy(&help.stdout).contains("-j");
        if !threads {
            println!(
                "\n**WITHOUT `-j`: this contact-lint has no such option, so every figure below is for one thread.**"
            );
        }
        Ok(Self { path: path.to_owned(), threads })
    }

    /// Returns the command with this number of threads, if it supports threads.
    fn command(&self, threads: usize) -> Command {
        let mut command = Command::new(&self.path);
        if self.threads {
            command.arg("-j").arg(threads.to_string());
        }
        command
    }
}

/// The input files and their sizes.
struct Files {
    valid: PathBuf,
    one_percent_bad: PathBuf,
    all_bad: PathBuf,
    array: PathBuf,
    /// Small and large files of valid records, as NDJSON and as an array.
    small: PathBuf,
    small_array: PathBuf,
    large: PathBuf,
    documents: Vec<PathBuf>,
    directory: PathBuf,
    records: usize,
}

impl Files {
    fn write(directory: &Path, arguments: &Arguments) -> std::io::Result<Self> {
        fs::create_dir_all(directory.join("documents"))?;
        let path = |name| directory.join(name);
        let large = arguments.array_megabytes * 1_000_000;
        let files = Self {
            valid: path("valid.ndjson"),
            one_percent_bad: path("one-percent-bad.ndjson"),
            all_bad: path("all-bad.ndjson"),
            array: path("array.json"),
            small: path("small.ndjson"),
            small_array: path("small-array.json"),
            large: path("large.ndjson"),
            documents: (0..arguments.files).map(|index| directory.join(format!("documents/{index}.json"))).collect(),
            directory: directory.to_owned(),
            records: arguments.records,
        };
        for (path, recipe) in
            [(&files.valid, TYPICAL), (&files.one_percent_bad, ONE_PERCENT_BAD), (&files.all_bad, ALL_BAD)]
        {
            write_records(path, recipe, arguments.records)?;
        }
        let corpus = Corpus::of_records(TYPICAL, PIECE.min(arguments.records));
        write_array(&files.array, &corpus, large)?;
        write_array(&files.small_array, &corpus, large / 100)?;
        write_lines(&files.large, &corpus, large)?;
        write_lines(&files.small, &corpus, large / 100)?;
        let documents = Corpus::of_records(INDENTED, arguments.files);
        for (path, document) in files.documents.iter().zip(documents.records()) {
            fs::write(path, document)?;
        }
        Ok(files)
    }
}

fn write_records(path: &Path, recipe: Recipe, count: usize) -> std::io::Result<()> {
    fs::write(path, Corpus::of_records(recipe, count).bytes)
}

/// Writes a JSON array of about `length` bytes.
fn write_array(path: &Path, corpus: &Corpus, length: usize) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    let mut written = 0;
    file.write_all(b"[")?;
    for record in corpus.records().cycle() {
        if written > 0 {
            file.write_all(b",\n")?;
        }
        file.write_all(record)?;
        written += record.len() + 2;
        if written >= length {
            break;
        }
    }
    file.write_all(b"]\n")?;
    file.flush()
}

/// Writes lines of about `length` bytes in total.
fn write_lines(path: &Path, corpus: &Corpus, length: usize) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    let mut written = 0;
    for record in corpus.records().cycle() {
        file.write_all(record)?;
        file.write_all(b"\n")?;
        written += record.len() + 1;
        if written >= length {
            break;
        }
    }
    file.flush()
}

/// One row: a command, and the number of bytes it reads.
struct Case<'a> {
    name: &'a str,
    bytes: u64,
    /// Whether all records are valid: then the exit status must be 0, else 1 or 2.
    valid: bool,
    command: Box<dyn Fn() -> Command + 'a>,
    /// A file that `cat` pipes into the command.
    piped: Option<&'a Path>,
}

impl Case<'_> {
    /// Returns the wall time of one whole process, from before its start to after its exit.
    fn time(&self) -> Duration {
        let mut command = (self.command)();
        command.stdout(Stdio::null());
        let start = Instant::now();
        let (mut cat, status) = match self.piped {
            None => (None, command.stdin(Stdio::null()).status()),
            Some(path) => {
                let mut cat = Command::new("cat").arg(path).stdout(Stdio::piped()).spawn().expect("cat runs");
                let pipe = cat.stdout.take().expect("standard output is piped");
                (Some(cat), command.stdin(pipe).status())
            }
        };
        let time = start.elapsed();
        if let Some(cat) = &mut cat {
            let _ = cat.wait();
        }
        let status = status.unwrap_or_else(|error| panic!("{}: {error}", self.name));
        // 2 if the kind of some invalid records is unknown.
        let expected: &[_] = if self.valid { &[Some(0)] } else { &[Some(1), Some(2)] };
        assert!(expected.contains(&status.code()), "{}: {status}", self.name);
        time
    }
}

fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |data| data.len())
}

fn times(arguments: &Arguments, linter: &Linter, files: &Files) {
    let lint = |threads: usize, options: &[&str], path: &Path| {
        let mut command = linter.command(threads);
        command.args(options).arg(path);
        command
    };
    let case = |name, path: &Path, valid, command| Case { name, bytes: size(path), valid, command, piped: None };
    let wc: Box<dyn Fn() -> Command> = Box::new(|| {
        let mut command = Command::new("wc");
        command.arg("-l").arg(&files.valid);
        command
    });
    let contact: &[&str] = &["--kind", "contact"];
    let jsonl: &[&str] = &["--format", "jsonl"];
    let cases = [
        case("`wc -l`", &files.valid, true, wc),
        case("all valid, `-j 2`", &files.valid, true, Box::new(|| lint(2, &[], &files.valid))),
        case("all valid, `-j 1`", &files.valid, true, Box::new(|| lint(1, &[], &files.valid))),
        case("all valid, `-j 2 --kind contact`", &files.valid, true, Box::new(|| lint(2, contact, &files.valid))),
        case("all valid, `-j 2 --format jsonl`", &files.valid, true, Box::new(|| lint(2, jsonl, &files.valid))),
        case(
            "1% bad, `-j 2 --format jsonl`",
            &files.one_percent_bad,
            false,
            Box::new(|| lint(2, jsonl, &files.one_percent_bad)),
        ),
        case("all bad, `-j 2 --format jsonl`", &files.all_bad, false, Box::new(|| lint(2, jsonl, &files.all_bad))),
        case("all bad, `-j 1 --format jsonl`", &files.all_bad, false, Box::new(|| lint(1, jsonl, &files.all_bad))),
        Case {
            piped: Some(&files.valid),
            ..case(
                "all valid, `cat … | contact-lint -j 2 --input ndjson -`",
                &files.valid,
                true,
                Box::new(|| lint(2, &["--input", "ndjson"], Path::new("-"))),
            )
        },
        case("one JSON array, `-j 1`", &files.array, true, Box::new(|| lint(1, &[], &files.array))),
        Case {
            bytes: files.documents.iter().map(|path| size(path)).sum(),
            ..case(
                "one document a file, `-j 2`",
                &files.directory,
                true,
                Box::new(|| {
                    let mut command = linter.command(2);
                    command.args(&files.documents);
                    command
                }),
            )
        },
    ];
    let mut all = vec![Vec::new(); cases.len()];
    // The first round is not measured: it loads the files into the page cache.
    for round in 0..=arguments.runs {
        for (case, times) in cases.iter().zip(&mut all) {
            let time = case.time();
            if round > 0 {
                times.push(time);
            }
        }
    }
    let times: Vec<_> = all.into_iter().map(|times| median(times).as_secs_f64()).collect();
    let [wc, valid] = [times[0], times[4]];
    let rows = cases.iter().zip(&times).enumerate().map(|(index, (case, time))| {
        let rate = case.bytes as f64 / time / 1e9;
        let goal = match index {
            1 => goal("≤ 2 × `wc -l`".to_owned(), *time <= 2.0 * wc),
            5 => goal(format!("≤ 1.3 × the valid; it is {:.2} ×", time / valid), *time <= 1.3 * valid),
            7 => goal("≥ 0.3 GB/s".to_owned(), rate >= 0.3),
            9 => goal("≥ 0.5 GB/s".to_owned(), rate >= 0.5),
            10 => {
                let files = files.documents.len() as f64 / time;
                goal(format!("≥ 20000 files/s; it is {files:.0}"), files >= 20_000.0)
            }
            _ => String::new(),
        };
        let wc = if case.bytes == cases[0].bytes { format!("{:.2} ×", time / wc) } else { String::new() };
        vec![case.name.to_owned(), format!("{:.0}", time * 1e3), format!("{rate:.2}"), wc, goal]
    });
    let heading = format!("Whole processes: {} contacts, {:.0} MB", files.records, size(&files.valid) as f64 / 1e6);
    print_table(&heading, &["", "ms", "GB/s", "time / `wc -l`", "goal"], &rows.collect::<Vec<_>>());
}

fn memory(linter: &Linter, files: &Files) {
    let mut rows = Vec::new();
    let [small, large] = [&files.small, &files.large].map(|path| size(path) as f64 / 1e6);
    for threads in if linter.threads { vec![1, 2] } else { vec![1] } {
        for (name, options, [small, large], piped) in [
            ("NDJSON, a file", &[][..], [&files.small, &files.large], false),
            ("NDJSON, a pipe", &["--input", "ndjson"][..], [&files.small, &files.large], true),
            ("a JSON array", &[][..], [&files.small_array, &files.array], false),
        ] {
            let kilobytes = [small, large].map(|path| {
                let mut command = linter.command(threads);
                command.args(options).arg(if piped { Path::new("-") } else { path });
                memory_of(&command, piped.then_some(path))
            });
            let megabytes = kilobytes.map(|kilobytes| kilobytes as f64 / 1024.0);
            // The longest record needs memory too; it is smaller than the rounding.
            let most = 32.0 + 4.0 * threads as f64;
            rows.push(vec![
                format!("{name}, {threads} threads"),
                format!("{:.1}", megabytes[0]),
                format!("{:.1}", megabytes[1]),
                goal(format!("≤ {most} MiB"), megabytes.into_iter().all(|megabytes| megabytes <= most)),
            ]);
        }
    }
    let [small, large] = [small, large].map(|megabytes| format!("MiB for {megabytes:.0} MB"));
    print_table("Peak memory of the process", &["", &small, &large, "goal"], &rows);
}

/// Returns the peak resident memory of a command in KiB. A separate process measures it, because
/// the system reports the peak of all child processes.
fn memory_of(command: &Command, piped: Option<&Path>) -> u64 {
    let mut helper = Command::new(std::env::current_exe().expect("this program has a path"));
    helper.arg(MEASURE).arg(command.get_program()).args(command.get_args());
    if let Some(path) = piped {
        let mut cat = Command::new("cat").arg(path).stdout(Stdio::piped()).spawn().expect("cat runs");
        helper.stdin(cat.stdout.take().expect("standard output is piped"));
        let output = helper.output().expect("the helper runs");
        let _ = cat.wait();
        return kibibytes(&output.stdout);
    }
    kibibytes(&helper.stdin(Stdio::null()).output().expect("the helper runs").stdout)
}

fn kibibytes(output: &[u8]) -> u64 {
    String::from_utf8_lossy(output).trim().parse().expect("the helper prints a number")
}

/// The helper's part: runs the command and prints its peak memory.
#[cfg(unix)]
pub(crate) fn measure(mut command: impl Iterator<Item = OsString>) -> ExitCode {
    use nix::sys::resource::{UsageWho, getrusage};

    let Some(program) = command.next() else { return ExitCode::from(2) };
    let status = Command::new(program).args(command).stdout(Stdio::null()).status();
    let (Ok(_), Ok(usage)) = (status, getrusage(UsageWho::RUSAGE_CHILDREN)) else { return ExitCode::from(2) };
    // Linux reports KiB, macOS bytes.
    println!("{}", if cfg!(target_os = "macos") { usage.max_rss() / 1024 } else { usage.max_rss() });
    ExitCode::SUCCESS
}

#[cfg(not(unix))]
pub(crate) fn measure(_: impl Iterator<Item = OsString>) -> ExitCode {
    println!("0");
    ExitCode::SUCCESS
}
