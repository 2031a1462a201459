//! Dividing NDJSON into standard output, pipes and compressed files.
#![cfg(feature = "cli")]

#[path = "support/program.rs"]
mod program;

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use flate2::read::MultiGzDecoder;
use program::{contact_lint, files, run_in as run, text};
use ruzstd::decoding::StreamingDecoder;

/// Runs a command line of the shell, in which `$LINT` is the program.
#[cfg(unix)]
fn shell(directory: &Path, line: &str) -> Output {
    let mut command = Command::new("sh");
    command.args(["-c", line]).env("LINT", env!("CARGO_BIN_EXE_contact-lint")).current_dir(directory);
    command.stdin(Stdio::null()).output().unwrap()
}

/// Returns a directory for one test, with the file `a.ndjson`.
fn directory(name: &str, records: &str) -> PathBuf {
    let path = program::empty_directory("divided", name);
    fs::write(path.join("a.ndjson"), records).unwrap();
    path
}

fn gunzip(file: &Path) -> String {
    let mut content = String::new();
    MultiGzDecoder::new(File::open(file).unwrap()).read_to_string(&mut content).unwrap();
    content
}

fn unzstd(file: &Path) -> String {
    let (bytes, mut content) = (fs::read(file).unwrap(), String::new());
    let mut rest = &bytes[..];
    while !rest.is_empty() {
        StreamingDecoder::new(&mut rest).unwrap().read_to_string(&mut content).unwrap();
    }
    content
}

const GOOD: &str = "{\"notify\":true,\"name\":\"A\"}\r\n";
const FIXABLE: &str = "{\"notify\":true,\"name\":\"B\",}\n";
const FIXED: &str = "{\"notify\":true,\"name\":\"B\"}\n";
const BAD: &str = "{\"notify\":1,\"name\":\"C\"}\n";
const LAST: &str = "{\"notify\":true,\"name\":\"D\"}";

/// Returns several megabytes: all records, the valid ones, and all others.
fn many() -> [String; 3] {
    let mut records = [const { String::new() }; 3];
    for index in 0..60_000_usize {
        let (value, place) = if index % 7 == 3 { ("1", 2) } else { ("true", 1) };
        let record = format!("{{\"notify\":{value},\"name\":\"{index}{}\"}}\n", "x".repeat(index % 90));
        records[0] += &record;
        records[place] += &record;
    }
    records
}

#[test]
fn a_filter_prints_records_and_reports_on_standard_error() {
    let directory = directory("filter", &[GOOD, FIXABLE, "\n", BAD, LAST].concat());
    let (valid, invalid) = ([GOOD, "\n", LAST].concat(), [FIXABLE, BAD].concat());
    for (args, records, status) in [
        (&["--filter", "valid"][..], &valid, 1),
        (&["--valid-out", "-"], &valid, 1),
        (&["--filter", "invalid"], &invalid, 1),
        (&["--invalid-out", "-"], &invalid, 1),
        (&["--filter", "valid", "--exit-zero"], &valid, 0),
        (&["--filter", "valid", "--fix"], &[GOOD, FIXED, "\n", LAST].concat(), 1),
        (&["--filter", "invalid", "--fix"], &BAD.to_owned(), 1),
        (&["--filter", "valid", "--range", "1:30"], &String::new(), 1),
        (&["--filter", "valid", "--fix", "--range", "1:30"], &FIXED.to_owned(), 0),
        (&["--filter", "valid", "--deny-warnings"], &valid, 1),
    ] {
        let output = run(&directory, &[&["a.ndjson", "--format", "concise"], args].concat());
        assert_eq!(text(&output.stdout), records, "{args:?}");
        assert_eq!(output.status.code(), Some(status), "{args:?}");
        let report = text(&output.stderr);
        assert!(report.lines().last().unwrap().starts_with("checked "), "{args:?}: {report}");
        assert!(status == 0 || report.contains("violation[wrong-type]") || report.contains("syntax["), "{report}");
        let quiet = run(&directory, &[&["a.ndjson", "-q"], args].concat());
        assert_eq!((text(&quiet.stdout), text(&quiet.stderr)), (records.as_str(), ""), "{args:?}");
    }
    // The other records may go to a file, and standard input may be NDJSON.
    let args = ["--input", "ndjson", "--filter", "valid", "--invalid-out", "bad", "-q", "--statistics"];
    let output = program::run(&mut contact_lint(&directory, &args), [GOOD, BAD].concat().as_bytes());
    assert_eq!((text(&output.stdout), fs::read_to_string(directory.join("bad")).unwrap().as_str()), (GOOD, BAD));
    assert!(text(&output.stderr).contains("wrong-type"), "{}", text(&output.stderr));
    assert_eq!(fs::read_to_string(directory.join("a.ndjson")).unwrap(), [GOOD, FIXABLE, "\n", BAD, LAST].concat());
}

#[test]
fn all_threads_keep_the_order() {
    let [all, valid, invalid] = many();
    let directory = directory("order", &all);
    for threads in ["1", "4"] {
        let args = ["a.ndjson", "-j", threads, "-q", "--filter", "valid", "--invalid-out", "bad.ndjson.zst"];
        let output = run(&directory, &args);
        assert!(text(&output.stdout) == valid, "{threads}");
        assert!(unzstd(&directory.join("bad.ndjson.zst")) == invalid, "{threads}");
        let args = ["a.ndjson", "-j", threads, "-q", "--filter", "invalid", "--valid-out", "good.ndjson.gz"];
        let output = run(&directory, &args);
        assert!(text(&output.stdout) == invalid, "{threads}");
        assert!(gunzip(&directory.join("good.ndjson.gz")) == valid, "{threads}");
    }
    // The program can read its own output.
    for (file, status) in [("good.ndjson.gz", 0), ("bad.ndjson.zst", 1)] {
        assert_eq!(run(&directory, &[file, "-q"]).status.code(), Some(status), "{file}");
    }
    assert!(fs::metadata(directory.join("good.ndjson.gz")).unwrap().len() < valid.len() as u64 / 4);
    assert!(fs::metadata(directory.join("bad.ndjson.zst")).unwrap().len() < invalid.len() as u64 / 4);
}

#[test]
fn a_compressed_file_without_records_is_valid() {
    let directory = directory("empty", BAD);
    run(&directory, &["a.ndjson", "-q", "--valid-out", "good.ndjson.zst", "--invalid-out", "bad.ndjson.gz"]);
    assert_eq!(unzstd(&directory.join("good.ndjson.zst")), "");
    assert_eq!(gunzip(&directory.join("bad.ndjson.gz")), BAD);
    assert_eq!(run(&directory, &["good.ndjson.zst", "-q"]).status.code(), Some(0));
    fs::write(directory.join("a.ndjson"), GOOD).unwrap();
    run(&directory, &["a.ndjson", "-q", "--valid-out", "good.ndjson.zst", "--invalid-out", "bad.ndjson.gz"]);
    assert_eq!(unzstd(&directory.join("good.ndjson.zst")), GOOD);
    assert_eq!(gunzip(&directory.join("bad.ndjson.gz")), "");
}

#[cfg(unix)]
#[test]
fn a_pipe_gets_records() {
    let [all, valid, invalid] = many();
    let directory = directory("pipe", &all);
    let line = "mkfifo good bad.gz && { cat good >valid & cat bad.gz >invalid.gz & \
                $LINT a.ndjson -q --valid-out good --invalid-out bad.gz; wait; }";
    let output = shell(&directory, line);
    assert_eq!(text(&output.stderr), "");
    assert!(fs::read_to_string(directory.join("valid")).unwrap() == valid);
    assert!(gunzip(&directory.join("invalid.gz")) == invalid);
    // As shells do for `>(…)`.
    let output = shell(&directory, "{ $LINT a.ndjson --valid-out /dev/fd/3 >report; } 3>&1 | cat >valid");
    assert_eq!(text(&output.stderr), "");
    assert!(fs::read_to_string(directory.join("valid")).unwrap() == valid);
    assert!(fs::read_to_string(directory.join("report")).unwrap().contains("checked 60000 documents"));
    assert!(run(&directory, &["a.ndjson", "-q", "--valid-out", "/dev/null"]).status.code() == Some(1));
}

/// The program waits for the reader of a pipe, but not after a signal.
#[cfg(unix)]
#[test]
fn a_signal_ends_the_wait_for_a_reader() {
    let directory = directory("wait", GOOD);
    let line = "mkfifo pipe; $LINT a.ndjson -q --valid-out pipe --invalid-out bad & sleep 0.5; kill -TERM $!; wait $!";
    let output = shell(&directory, line);
    assert_eq!(output.status.code(), Some(143), "{}", text(&output.stderr));
    assert_eq!(text(&output.stderr), "contact-lint: pipe: interrupted by SIGTERM\n");
    assert_eq!(files(&directory), ["a.ndjson", "pipe"]);
}

/// No output replaces an input or another output, under any name.
#[cfg(unix)]
#[test]
fn no_records_go_where_they_would_be_lost() {
    let records = [GOOD, BAD].concat();
    let directory = directory("guards", &records);
    let line = "mkfifo pipe && ln pipe other && ln -s pipe link && mkfifo in";
    assert!(shell(&directory, line).status.success());
    let before = files(&directory);
    for (line, why) in [
        (
            "$LINT a.ndjson --filter valid >>a.ndjson",
            "standard output: is read from as a.ndjson, so it cannot be written",
        ),
        ("$LINT --input ndjson --filter valid <a.ndjson >>a.ndjson", "standard output: is read from as <stdin>"),
        (
            "$LINT a.ndjson --filter valid --invalid-out a.ndjson",
            "a.ndjson: is read from, so the records that are in no file",
        ),
        (
            "$LINT a.ndjson --valid-out a.ndjson --invalid-out pipe",
            "a.ndjson: is read from, so the records that are in no",
        ),
        ("$LINT a.ndjson --valid-out pipe --invalid-out other", "other: is named twice"),
        ("$LINT a.ndjson --valid-out pipe --invalid-out link", "link: is named twice"),
        ("$LINT --input ndjson in --valid-out in", "in: is read from, so it cannot be written to"),
        (
            "$LINT a.ndjson --valid-out /dev/stdout | cat; exit 2",
            "/dev/stdout: is standard output already: name it `-`",
        ),
        ("$LINT a.ndjson --filter valid --valid-out x", "--filter valid is --valid-out -: pass one of them"),
        ("$LINT a.ndjson --filter invalid --invalid-out x", "--filter invalid is --invalid-out -: pass one of them"),
        ("$LINT a.ndjson --filter invalid --valid-out -", "--filter and another option both write to standard output"),
        ("$LINT a.ndjson --valid-out - --invalid-out -", "--valid-out and --invalid-out must be two files"),
        ("$LINT --filter valid", "expected NDJSON, as --filter chooses its lines"),
        ("$LINT a.ndjson --filter some", "invalid value 'some' for '--filter <RECORDS>'"),
        ("$LINT a.ndjson --filter valid --diff", "cannot be used with"),
        ("$LINT a.ndjson --fix --range 0:5", "--fix of a --range needs --filter"),
        ("$LINT a.ndjson --filter valid -o jsonl=pipe", "pipe: expected a regular file, or none yet"),
    ] {
        let output = shell(&directory, line);
        assert_eq!(output.status.code(), Some(2), "{line}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains(why), "{line}: {}", text(&output.stderr));
        assert_eq!(text(&output.stdout), "", "{line}");
        assert_eq!(fs::read_to_string(directory.join("a.ndjson")).unwrap(), records, "{line}");
        assert_eq!(files(&directory), before, "{line}");
    }
    // Standard output goes to a file that is also another output, or gets the report too.
    for (line, why) in [
        ("$LINT a.ndjson --filter valid --invalid-out both >both", "both: is standard output already"),
        ("$LINT a.ndjson --filter valid -o jsonl=both >both", "both: is standard output already"),
        ("$LINT a.ndjson --filter valid >both 2>&1", "standard output: has the records"),
        ("$LINT --fix --input ndjson <a.ndjson >both 2>&1", "standard output: has the records"),
    ] {
        let output = shell(&directory, line);
        let both = fs::read_to_string(directory.join("both")).unwrap();
        assert_eq!(output.status.code(), Some(2), "{line}");
        assert!((text(&output.stderr).to_owned() + &both).contains(why), "{line}: {}", text(&output.stderr));
        assert!(!both.contains("notify"), "{line}");
    }
    assert_eq!(shell(&directory, "$LINT a.ndjson -q --filter valid >both 2>&1").status.code(), Some(1));
    assert_eq!(fs::read_to_string(directory.join("both")).unwrap(), GOOD);
    // With --in-place, a file may lose the records that go to standard output.
    let output = run(&directory, &["a.ndjson", "-q", "--in-place", "--filter", "valid", "--invalid-out", "a.ndjson"]);
    assert_eq!((text(&output.stdout), text(&output.stderr)), (GOOD, ""));
    assert_eq!(fs::read_to_string(directory.join("a.ndjson")).unwrap(), BAD);
}

/// A reader that closes its pipe does not have all records, so the other outputs are not renamed to
/// their final names.
#[cfg(unix)]
#[test]
fn a_closed_pipe_is_a_failure() {
    let [all, ..] = many();
    let directory = directory("closed", &all);
    for threads in ["1", "4"] {
        for (args, what) in [
            (&["a.ndjson", "--filter", "valid", "--invalid-out", "bad"][..], "standard output: Broken pipe"),
            (&["a.ndjson", "--valid-out", "good", "--filter", "invalid"], "standard output: Broken pipe"),
            (&["--fix", "--input", "ndjson"], "<stdin>: standard output: Broken pipe"),
        ] {
            let mut command = contact_lint(&directory, args);
            command.args(["-q", "--summary", "sum", "-j", threads]);
            command.stdin(File::open(directory.join("a.ndjson")).unwrap());
            let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            let mut first = [0; 10];
            child.stdout.take().unwrap().read_exact(&mut first).unwrap();
            let output = child.wait_with_output().unwrap();
            assert_eq!(output.status.code(), Some(2), "{args:?}");
            assert!(text(&output.stderr).contains(what), "{args:?}: {}", text(&output.stderr));
            let summary = fs::read_to_string(directory.join("sum")).unwrap();
            assert!(summary.contains(r#""complete":false"#), "{args:?}: {summary}");
            assert_eq!(files(&directory), ["a.ndjson", "sum"], "{args:?}");
            fs::remove_file(directory.join("sum")).unwrap();
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    let directory = directory("full", &[GOOD, BAD].concat());
    for (line, what) in [
        ("--valid-out /dev/full --invalid-out bad.zst", "/dev/full: No space left on device"),
        ("--filter valid --invalid-out bad.gz >/dev/full", "standard output: No space left on device"),
    ] {
        let output = shell(&directory, &format!("$LINT a.ndjson -q --summary sum {line}"));
        assert_eq!(output.status.code(), Some(2), "{line}");
        assert!(text(&output.stderr).contains(what), "{line}: {}", text(&output.stderr));
        assert!(fs::read_to_string(directory.join("sum")).unwrap().contains(r#""complete":false"#), "{line}");
        assert_eq!(files(&directory), ["a.ndjson", "sum"], "{line}");
    }
    // Exceeds the limit on file sizes: the compressed records have more than a kilobyte.
    let mut state = 1_u64;
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + u8::try_from((state >> 33) % 26).unwrap())
    };
    let record = |name: String| format!("{{\"notify\":true,\"name\":\"{name}\"}}\n");
    let random: String = (0..2000).map(|_| record((0..90).map(|_| letter()).collect())).collect();
    fs::write(directory.join("a.ndjson"), random).unwrap();
    for name in ["good.gz", "good.zst", "good"] {
        let line = format!("ulimit -f 20; trap '' XFSZ; $LINT a.ndjson -q --valid-out {name} --invalid-out bad");
        let output = shell(&directory, &line);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(text(&output.stderr).contains(&format!("{name}: File too large")), "{}", text(&output.stderr));
        assert_eq!(files(&directory), ["a.ndjson", "sum"], "{name}");
    }
}

/// Records in a pipe cannot be taken back, so a file without records is found before the first one.
#[cfg(unix)]
#[test]
fn a_directory_is_refused_before_anything_is_written() {
    let directory = directory("refused-early", &[GOOD, BAD].concat());
    fs::create_dir_all(directory.join("z")).unwrap();
    fs::write(directory.join("z/last.json"), "{}").unwrap();
    for inputs in [".", "'**/*'", "a.ndjson z"] {
        let output = shell(&directory, &format!("$LINT -q --filter valid {inputs}"));
        let why = "contact-lint: z/last.json: expected NDJSON, as --filter chooses its lines (pass --input ndjson if it \
                   is)\n";
        assert_eq!((output.status.code(), text(&output.stdout), text(&output.stderr)), (Some(2), "", why), "{inputs}");
    }
    let output = shell(&directory, "$LINT -q --filter valid --exclude z .");
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(1), GOOD));
}

/// An interactive sender sees each record before it sends the next.
#[test]
fn a_filter_does_not_wait_for_the_end() {
    let directory = directory("interactive", "");
    let mut command = contact_lint(&directory, &["--input", "ndjson", "-q", "--filter", "valid"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut stdin, mut stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    for _ in 0..3 {
        stdin.write_all(GOOD.as_bytes()).unwrap();
        let mut answer = vec![0; GOOD.len()];
        stdout.read_exact(&mut answer).unwrap();
        assert_eq!(text(&answer), GOOD);
    }
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

/// Regression: the summary had the fixes, but the file did not.
#[test]
fn a_file_is_fixed_with_a_summary_too() {
    let directory = directory("summary", &[GOOD, FIXABLE].concat());
    assert_eq!(run(&directory, &["a.ndjson", "-q", "--fix", "--summary", "sum"]).status.code(), Some(0));
    assert_eq!(fs::read_to_string(directory.join("a.ndjson")).unwrap(), [GOOD, FIXED].concat());
}

/// Only records and the report of `--format` go to standard output.
#[test]
fn a_dash_is_no_file() {
    let path = directory("dash", GOOD);
    for args in [["--summary", "-"], ["--write-baseline", "-"], ["-o", "jsonl=-"]] {
        let output = run(&path, &[&args[..], &["a.ndjson"]].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let expected = "expected a file, found `-`; --format is for standard output";
        assert!(text(&output.stderr).contains(expected), "{args:?}: {}", text(&output.stderr));
    }
    assert_eq!(files(&path), ["a.ndjson"]);
}

/// A report is complete or absent, which a pipe cannot be.
#[cfg(unix)]
#[test]
fn a_pipe_gets_no_report_in_a_file() {
    let path = directory("report-pipe", GOOD);
    for (line, expected) in [
        ("$LINT a.ndjson -o jsonl=/dev/fd/3 3>&1 >/dev/null | cat", "/dev/fd/3: is a pipe, but a report in a file is"),
        ("$LINT a.ndjson --valid-out /dev/stdout >x", "/dev/stdout: is standard output already: name it `-`"),
    ] {
        let output = shell(&path, line);
        assert!(text(&output.stderr).contains(expected), "{line}: {}", text(&output.stderr));
    }
}
