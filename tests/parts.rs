//! Distributed work: if a worker fails in any way, no record is lost or counted twice, or the exit
//! status reports it.
#![cfg(feature = "cli")]

#[path = "support/program.rs"]
mod program;

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use program::text;
use serde_json::Value;

fn contact_lint(directory: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_contact-lint"));
    command.current_dir(directory).stdin(Stdio::null());
    command
}

/// Runs the linter with `input` on standard input.
fn run(directory: &Path, args: &[&str], input: &[u8]) -> Output {
    program::run(contact_lint(directory).args(args), input)
}

/// Returns an empty directory for one test.
fn directory(name: &str) -> PathBuf {
    program::empty_directory("parts", name)
}

/// Returns NDJSON with one invalid record in five. The last line has no line feed.
fn records(count: usize) -> Vec<u8> {
    let line = |number: usize| match number % 5 {
        3 => format!(r#"{{"notify": true, "email": "ada@example", "name": "{number}"}}"#),
        4 => String::new(),
        _ => format!(r#"{{"notify": true, "name": "Ada {}"}}"#, "x".repeat(number % 200)),
    };
    (0..count).map(line).collect::<Vec<_>>().join("\n").into_bytes()
}

/// Returns the tasks of a file, and the summary of a run over the whole file.
fn plan(directory: &Path, file: &str, chunk: &str) -> (Vec<String>, Vec<u8>) {
    let output = contact_lint(directory).args(["plan", file, "--chunk", chunk]).output().unwrap();
    assert!(output.status.success());
    let tasks = text(&output.stdout).lines().map(str::to_owned).collect();
    let output =
        contact_lint(directory).args([file, "--summary", "whole.json", "-j", "1", "--exit-zero"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    (tasks, fs::read(directory.join("whole.json")).unwrap())
}

/// Returns the status, output and message of `merge` for these lines.
fn merge(directory: &Path, summaries: &str) -> (Option<i32>, Vec<u8>, String) {
    let output = run(directory, &["merge", "-", "--exit-zero"], summaries.as_bytes());
    (output.status.code(), output.stdout, String::from_utf8(output.stderr).unwrap())
}

#[test]
fn workers_add_up_to_one_run() {
    let directory = directory("add-up");
    for (count, chunk) in [(0, "1K"), (1, "1K"), (60, "1"), (2000, "1K"), (2000, "100"), (30_000, "300K")] {
        fs::write(directory.join("x.ndjson"), records(count)).unwrap();
        let (mut tasks, whole) = plan(&directory, "x.ndjson", chunk);
        // In another order than planned, and by workers with several threads.
        tasks.reverse();
        for threads in ["1", "3"] {
            let output = run(&directory, &["worker", "--exit-zero", "-j", threads], tasks.join("\n").as_bytes());
            assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
            assert!(output.stdout.is_ascii());
            assert_eq!(text(&output.stdout).lines().count(), tasks.len());
            let (code, merged, complaint) = merge(&directory, text(&output.stdout));
            assert_eq!((code, complaint.as_str(), text(&merged)), (Some(0), "", text(&whole)));
        }
    }
}

#[test]
fn several_files_and_compressed_ones() {
    let directory = directory("several");
    fs::write(directory.join("a.ndjson"), records(100)).unwrap();
    fs::write(directory.join("\u{e9}.ndjson"), b"").unwrap();
    let mut gzip = flate2::write::GzEncoder::new(
        File::create(directory.join("c.ndjson.gz")).unwrap(),
        flate2::Compression::fast(),
    );
    gzip.write_all(&records(50)).unwrap();
    gzip.finish().unwrap();
    let files = ["a.ndjson", "c.ndjson.gz", "\u{e9}.ndjson"];
    let planned = contact_lint(&directory).arg("plan").args(files).args(["--chunk", "1K"]).output().unwrap();
    assert!(planned.status.success() && planned.stdout.is_ascii());
    assert!(text(&planned.stdout).contains("{\"path\":\"c.ndjson.gz\"}\n"));
    let output = run(&directory, &["worker"], &planned.stdout);
    assert_eq!(output.status.code(), Some(1), "there are violations");
    let whole = contact_lint(&directory).args(files).args(["--summary", "whole.json"]).output().unwrap();
    assert_eq!(whole.status.code(), Some(1));
    let (_, merged, complaint) = merge(&directory, text(&output.stdout));
    assert_eq!(complaint, "");
    assert_eq!(merged, fs::read(directory.join("whole.json")).unwrap());
    // `merge` sets the exit status too.
    assert_eq!(run(&directory, &["merge", "whole.json"], b"").status.code(), Some(1));
}

#[test]
fn merge_makes_a_page() {
    let directory = directory("merge-page");
    let records = "{\"notify\": true, \"name\": \"x\"}\n{\"notify\": 1}\n".repeat(3);
    fs::write(directory.join("x.ndjson"), &records).unwrap();
    let whole = run(&directory, &["x.ndjson", "--summary", "s.json", "-q", "--exit-zero"], b"");
    assert!(whole.status.success(), "{}", text(&whole.stderr));
    let page = run(&directory, &["merge", "s.json", "--format", "html", "--exit-zero"], b"");
    let page = text(&page.stdout).to_owned();
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    assert!(page.contains("6 documents in 1 input: <span class=\"bad\">3 invalid</span>"), "{page}");
    assert!(page.contains("<code>/notify</code></td><td class=\"number\">3</td>"), "{page}");
    assert!(page.contains("<li><code>x.ndjson:2 (byte "), "{page}");
    assert!(!page.contains("Not everything was checked"));

    // A partial sum reports the missing ranges.
    let size = records.len();
    run(&directory, &["x.ndjson", "--range", "0:9", "--summary", "p.json", "-q", "--exit-zero"], b"");
    let page = run(&directory, &["merge", "p.json", "--partial", "--format", "html", "--exit-zero"], b"");
    let missing = format!("x.ndjson: bytes 9:{size} are in no summary");
    assert!(text(&page.stdout).contains(&missing) && text(&page.stdout).contains("Not everything was checked"));
}

#[test]
fn merge_says_what_is_missing() {
    let directory = directory("missing");
    fs::write(directory.join("x.ndjson"), records(500)).unwrap();
    let (tasks, whole) = plan(&directory, "x.ndjson", "10K");
    let output = run(&directory, &["worker", "--exit-zero"], tasks.join("\n").as_bytes());
    let lines: Vec<&str> = text(&output.stdout).lines().collect();
    let size = fs::metadata(directory.join("x.ndjson")).unwrap().len();

    let (code, merged, complaint) = merge(&directory, &lines[1..].join("\n"));
    assert_eq!((code, merged.len()), (Some(2), 0));
    assert_eq!(complaint, "contact-lint: merge: x.ndjson: bytes 0:10240 are in no summary\n");
    let (code, _, complaint) = merge(&directory, &[&lines[..2], &lines[3..4]].concat().join("\n"));
    assert_eq!(code, Some(2));
    let expected = format!(
        "contact-lint: merge: x.ndjson: bytes 20480:30720 are in no summary\ncontact-lint: merge: x.ndjson: bytes 40960:{size} are in no summary\n"
    );
    assert_eq!(complaint, expected);
    let (code, merged, complaint) = merge(&directory, &[&lines[..], &lines[2..3]].concat().join("\n"));
    assert_eq!((code, merged.len()), (Some(2), 0));
    assert!(complaint.ends_with("x.ndjson: bytes 20480:30720 are in more than one summary\n"), "{complaint}");

    // In steps, where only the last merge is complete.
    let some = run(&directory, &["merge", "--partial", "-", "--exit-zero"], lines[1..].join("\n").as_bytes());
    assert_eq!(some.status.code(), Some(0));
    let (code, merged, _) = merge(&directory, &format!("{}\n{}", text(&some.stdout), lines[0]));
    assert_eq!((code, merged), (Some(0), whole));

    for (from, to, what) in [
        (r#""tool":"#, r#""tool":"other"#, "expected"),
        (r#""contract":"2""#, r#""contract":"3""#, "differ in the contract's version"),
        (r#""kind":"auto""#, r#""kind":"request""#, "differ in their settings"),
        (&format!(r#""size":{size}"#), r#""size":999999"#, "bytes long in one summary"),
        (r#""version":1"#, r#""version":2"#, "of version 1"),
        (r#""documents":"#, r#""records":"#, "unknown member"),
        (r#""complete":true"#, r#""complete":false"#, "not complete"),
        (r#""start":0,"end":10240"#, r#""start":0,"end":0"#, "in their order"),
    ] {
        let changed = lines[0].replace(from, to);
        assert_ne!(changed, lines[0], "{from}");
        let (code, merged, complaint) = merge(&directory, &[&[changed.as_str()], &lines[1..]].concat().join("\n"));
        assert_eq!((code, merged.len()), (Some(2), 0), "{to}");
        assert!(complaint.contains(what), "{to}: {complaint}");
    }
    assert_eq!(merge(&directory, "").0, Some(2));
    assert_eq!(run(&directory, &["merge", "none.json"], b"").status.code(), Some(2));
}

/// A task whose worker was killed before its answer was complete is repeated.
#[cfg(unix)]
#[test]
fn killed_workers_lose_nothing() {
    let directory = directory("killed");
    fs::write(directory.join("x.ndjson"), records(20_000)).unwrap();
    let (tasks, whole) = plan(&directory, "x.ndjson", "5K");
    let mut answers: Vec<Option<String>> = vec![None; tasks.len()];
    // A linear congruential generator is good enough to choose when to kill.
    let mut random = 1_u64;
    let mut kills = 0;
    while answers.iter().any(Option::is_none) {
        let open: Vec<usize> = (0..tasks.len()).filter(|&at| answers[at].is_none()).collect();
        let mut child = contact_lint(&directory)
            .args(["worker", "--exit-zero"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input: String = open.iter().map(|&at| format!("{}\n", tasks[at])).collect();
        let writer = thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let mercy = (random >> 33) as usize % 60;
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        let mut answered = 0;
        while out.read_line(&mut line).unwrap() > 0 {
            // A line that was cut off is not an answer.
            if line.ends_with('\n') {
                answers[open[answered]] = Some(line.clone());
                answered += 1;
            }
            line.clear();
            if answered == mercy {
                child.kill().unwrap();
                kills += 1;
            }
        }
        child.wait().unwrap();
        writer.join().unwrap();
    }
    assert!(kills > 2, "{kills}");
    let (code, merged, complaint) = merge(&directory, &answers.into_iter().flatten().collect::<String>());
    assert_eq!((code, complaint.as_str()), (Some(0), ""));
    assert_eq!(merged, whole);
}

#[test]
fn files_that_change_are_not_added_up() {
    let directory = directory("changed");
    let path = directory.join("x.ndjson");
    fs::write(&path, records(500)).unwrap();
    let (tasks, _) = plan(&directory, "x.ndjson", "10K");
    let length = fs::metadata(&path).unwrap().len();
    let done = |tasks: &[String]| run(&directory, &["worker", "--exit-zero"], tasks.join("\n").as_bytes());
    let early = done(&tasks[..1]);

    for (new_length, reason) in
        [(length - 1, "the file has changed"), (length + 1, "the file has changed"), (0, "the file has changed")]
    {
        OpenOptions::new().write(true).open(&path).unwrap().set_len(new_length).unwrap();
        let late = done(&tasks[1..]);
        assert_eq!(late.status.code(), Some(2));
        for line in text(&late.stdout).lines() {
            let summary: Value = serde_json::from_str(line).unwrap();
            assert_eq!((&summary["complete"], &summary["documents"]), (&Value::Bool(false), &Value::from(0)));
            assert!(summary["failures"][0]["reason"].as_str().unwrap().contains(reason), "{line}");
        }
        let (code, merged, complaint) = merge(&directory, &[text(&early.stdout), text(&late.stdout)].concat());
        assert_eq!((code, merged.len()), (Some(2), 0));
        assert!(complaint.contains(reason), "{complaint}");
        // Without a plan, the summaries give the length.
        let other = contact_lint(&directory)
            .args(["x.ndjson", "--range", "10240:", "--summary", "late.json"])
            .output()
            .unwrap();
        assert_eq!(other.status.code(), Some(if new_length == 0 { 2 } else { 1 }));
        let summaries = [text(&early.stdout), &fs::read_to_string(directory.join("late.json")).unwrap()].concat();
        assert_eq!(merge(&directory, &summaries).0, Some(2));
    }
    fs::remove_file(&path).unwrap();
    let gone = done(&tasks[..2]);
    assert_eq!((gone.status.code(), text(&gone.stdout).lines().count()), (Some(2), 2));
    assert_eq!(merge(&directory, text(&gone.stdout)).0, Some(2));
}

#[test]
fn what_cannot_be_read_or_written_is_status_2() {
    let directory = directory("faults");
    fs::write(directory.join("x.ndjson"), records(500)).unwrap();
    let (tasks, _) = plan(&directory, "x.ndjson", "1K");
    let input = tasks.join("\n");

    // A directory, a line that is not a task, and an invalid range.
    for task in [
        r#"{"path":"."}"#,
        "{}",
        "x.ndjson",
        r#"{"path":"x.ndjson","start":999999}"#,
        r#"{"path":"x.ndjson","range":1}"#,
    ] {
        let output = run(&directory, &["worker", "--exit-zero"], format!("{task}\n{}\n", tasks[0]).as_bytes());
        assert_eq!(output.status.code(), Some(2), "{task}");
        let complete: Vec<bool> = text(&output.stdout)
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["complete"].as_bool().unwrap())
            .collect();
        assert_eq!(complete, [false, true], "{task}");
    }
    assert_eq!(contact_lint(&directory).args(["plan", ".", "none"]).output().unwrap().status.code(), Some(2));

    if Path::new("/dev/full").exists() {
        let full = || Stdio::from(OpenOptions::new().write(true).open("/dev/full").unwrap());
        for args in [&["plan", "x.ndjson"][..], &["merge", "whole.json"], &["x.ndjson", "--format", "verdicts"]] {
            let status = contact_lint(&directory).args(args).stdout(full()).stderr(Stdio::null()).status().unwrap();
            assert_eq!(status.code(), Some(2), "{args:?}");
        }
        let mut child = contact_lint(&directory)
            .args(["worker", "--exit-zero"])
            .stdin(Stdio::piped())
            .stdout(full())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        assert_eq!(child.wait().unwrap().code(), Some(2));
    }
    // A consumer that closes the pipe has not received everything.
    let mut child = contact_lint(&directory)
        .args(["worker", "--exit-zero"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    assert_eq!(child.wait().unwrap().code(), Some(2));
}

#[test]
fn ranges_of_standard_input() {
    let directory = directory("stdin");
    let input = records(300);
    let size = input.len();
    fs::write(directory.join("x.ndjson"), &input).unwrap();
    let (_, whole) = plan(&directory, "x.ndjson", "1G");
    let mut summaries = String::new();
    let cuts = [0, 1, 700, 5000, size / 2, size - 1, size];
    for pair in cuts.windows(2) {
        let (start, end) = (pair[0], pair[1]);
        // A ranged GET: starts one byte earlier and ends later than the range.
        let (base, last) = (start.saturating_sub(1), (end + 1000).min(size));
        let args = [
            "--range",
            &format!("{start}:{end}"),
            "--base-offset",
            &base.to_string(),
            "--input-size",
            &size.to_string(),
            "--stdin-filename",
            "x.ndjson",
            "--summary",
            "part.json",
            "--exit-zero",
            "--format",
            "concise",
        ];
        let output = run(&directory, &args, &input[base..last]);
        assert_eq!(output.status.code(), Some(0), "{start}:{end}: {}", text(&output.stderr));
        summaries += &fs::read_to_string(directory.join("part.json")).unwrap();
    }
    let (code, merged, complaint) = merge(&directory, &summaries);
    assert_eq!((code, complaint.as_str(), text(&merged)), (Some(0), "", text(&whole)));

    // With `--input-size`, an input cut off inside its last record is detected. Without it, the
    // linter refuses to judge.
    let cut = |args: &[&str], to: usize| {
        run(&directory, &[&["--input", "ndjson", "--range", "0:700"], args].concat(), &input[..to])
    };
    assert_eq!(cut(&["--input-size", &size.to_string()], 699).status.code(), Some(2));
    let unknown = cut(&[], 702);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("--input-size"));
}

/// The offsets of a range are those of records, not those of compressed data.
#[test]
fn a_range_of_compressed_standard_input_is_refused() {
    let directory = directory("compressed_stdin");
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(&records(300)).unwrap();
    let input = encoder.finish().unwrap();
    for args in [&["--range", "0:700"][..], &["--range", "700:"], &["--input-size", "5000", "--range", ":"]] {
        let args = [&["--input", "ndjson", "--format", "concise"], args].concat();
        let output = run(&directory, &args, &input);
        let why = "contact-lint: <stdin>: expected data that is not compressed, as only such can be read from the \
                   middle: decompress it\n";
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(2), why), "{args:?}");
        let nothing = "checked 0 documents: 0 invalid; incomplete: some of the work could not be done\n";
        assert_eq!(text(&output.stdout), nothing);
    }
    // The whole input is decompressed.
    let output = run(&directory, &["--input", "ndjson", "--range", ":", "--exit-zero"], &input);
    let plain = run(&directory, &["--input", "ndjson", "--exit-zero"], &records(300));
    assert_eq!(text(&output.stdout), text(&plain.stdout));
}

#[test]
fn usage_of_ranges() {
    let directory = directory("usage");
    fs::write(directory.join("x.ndjson"), records(30)).unwrap();
    fs::write(directory.join("x.json"), b"{}").unwrap();
    fs::write(directory.join("x.ndjson.gz"), b"").unwrap();
    for args in [
        &["x.ndjson", "--range", "5"][..],
        &["x.ndjson", "--range", "9:5"],
        &["x.ndjson", "--range", "99999:"],
        &["x.ndjson", "y.ndjson", "--range", "0:5"],
        &[".", "--range", "0:5"],
        &["x.json", "--range", "0:5"],
        &["x.json", "--summary", "s.json"],
        &["x.json", "--format", "verdicts"],
        &["x.ndjson.gz", "--range", "1:5"],
        &["x.ndjson", "--range", "5:9", "--base-offset", "4"],
        &["--input", "ndjson", "--range", "5:9", "--base-offset", "5"],
        &["x.ndjson", "--base-offset", "5"],
        &["x.ndjson", "--summary", "x.ndjson"],
        &["x.ndjson", "--format", "verdicts", "--max-findings", "1"],
        &["plan", "x.ndjson", "--chunk", "0"],
        &["plan", "x.ndjson", "--chunk", "1X"],
        &["plan"],
        &["merge"],
    ] {
        let output = contact_lint(&directory).args(args).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(!output.stderr.is_empty(), "{args:?}");
        assert!(!directory.join("s.json").exists(), "{args:?}");
    }
}

/// Each verdict is written before the next record is sent.
#[test]
fn each_verdict_is_flushed() {
    let directory = directory("verdicts");
    for threads in ["1", "2"] {
        let mut child = contact_lint(&directory)
            .args(["--input", "ndjson", "--format", "verdicts", "-j", threads, "--exit-zero"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (mut stdin, mut stdout) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut offset = 0;
        // Long enough to start the threads.
        let filler = format!(r#"{{"notify": true, "name": "x", "unknown": "{}"}}"#, "x".repeat(1 << 19));
        for (record, valid, rules) in [
            (&br#"{"notify": true, "name": "x"}"#[..], Value::Bool(true), Value::Null),
            (filler.as_bytes(), Value::Bool(true), serde_json::json!(["unknown-member"])),
            (filler.as_bytes(), Value::Bool(true), serde_json::json!(["unknown-member"])),
            (b" ", Value::Null, Value::Null),
            (filler.as_bytes(), Value::Bool(true), serde_json::json!(["unknown-member"])),
            (br#"{"notify": 1, "name": 2}"#, Value::Bool(false), serde_json::json!(["wrong-type"])),
            (b"{}", Value::Null, serde_json::json!(["kind-unknown"])),
            (b"\xFF", Value::Bool(false), serde_json::json!(["json-invalid-utf8"])),
        ] {
            stdin.write_all(&[record, b"\n"].concat()).unwrap();
            let mut line = String::new();
            stdout.read_line(&mut line).unwrap();
            let verdict: Value = serde_json::from_str(&line).unwrap();
            assert_eq!(
                (&verdict["valid"], &verdict["rules"], &verdict["offset"]),
                (&valid, &rules, &Value::from(offset))
            );
            assert_eq!(verdict["path"], "<stdin>");
            offset += record.len() + 1;
        }
        drop(stdin);
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
}

#[test]
fn there_is_a_verdict_for_each_line() {
    let directory = directory("each");
    for (name, input) in [
        ("a", records(5000)),
        ("b", b"\n".repeat(3 << 20)),
        ("c", [&records(3)[..], b"\n"].concat()),
        ("d", Vec::new()),
    ] {
        let file = format!("{name}.ndjson");
        fs::write(directory.join(&file), &input).unwrap();
        for threads in ["1", "2"] {
            let output = contact_lint(&directory)
                .args([&file, "--format", "verdicts", "-j", threads, "--exit-zero"])
                .output()
                .unwrap();
            assert_eq!(output.status.code(), Some(0));
            let mut offset = 0;
            let mut verdicts = text(&output.stdout).lines();
            for line in input.split_inclusive(|byte| *byte == b'\n') {
                let start = format!(r#"{{"path":"{file}","offset":{offset},"valid":"#);
                let verdict = verdicts.next().unwrap();
                let expected = match line {
                    b"\n" => "null}",
                    line if line.windows(7).any(|part| part == b"example") => r#"false,"rules":["email-domain-dot"]}"#,
                    _ => "true}",
                };
                assert_eq!(verdict.strip_prefix(start.as_str()), Some(expected), "{verdict}");
                offset += line.len();
            }
            assert_eq!(verdicts.next(), None, "{name}");
        }
    }
}

#[test]
fn a_worker_gives_verdicts_too() {
    let directory = directory("worker-verdicts");
    fs::write(directory.join("x.ndjson"), records(9)).unwrap();
    let (tasks, _) = plan(&directory, "x.ndjson", "100");
    let output = run(&directory, &["worker", "--format", "verdicts", "--exit-zero"], tasks.join("\n").as_bytes());
    let whole = contact_lint(&directory).args(["x.ndjson", "--format", "verdicts", "--exit-zero"]).output().unwrap();
    let (verdicts, summaries): (Vec<&str>, Vec<&str>) =
        text(&output.stdout).lines().partition(|line| line.starts_with(r#"{"path""#));
    assert_eq!(verdicts, text(&whole.stdout).lines().collect::<Vec<_>>());
    assert_eq!(summaries.len(), tasks.len());
    assert_eq!(merge(&directory, &summaries.join("\n")).0, Some(0));
}

#[cfg(unix)]
fn signal(child: &Child, name: &str) {
    let status = Command::new("kill").args(["-s", name, &child.id().to_string()]).status().unwrap();
    assert!(status.success());
}

/// After a signal, the linter stops reading and reports what it has read. The summary is marked
/// incomplete.
#[cfg(unix)]
#[test]
fn signals_stop_reading() {
    let directory = directory("signals");
    for (name, code, threads) in [("INT", 130, "1"), ("TERM", 143, "1"), ("TERM", 143, "2")] {
        let mut child = contact_lint(&directory)
            .args([
                "--input",
                "ndjson",
                "--format",
                "jsonl",
                "--summary",
                "part.json",
                "-o",
                "csv=old.csv",
                "-o",
                "sarif=new.sarif",
                "-j",
                threads,
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        fs::write(directory.join("old.csv"), "old").unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        // Enough records to start the threads, then the start of one more; the pipe stays open.
        let input = [&records(20_000)[..], b"\n{\"notify\": 1, \"name\": \"y\"}\n{\"not"].concat();
        let all = input.clone();
        let writer = thread::spawn(move || {
            stdin.write_all(&all).unwrap();
            stdin
        });
        let mut line = String::new();
        while !line.contains("wrong-type") {
            line.clear();
            assert!(stdout.read_line(&mut line).unwrap() > 0);
        }
        signal(&child, name);
        let summary: Value = serde_json::from_str(&stdout.lines().last().unwrap().unwrap()).unwrap();
        assert_eq!((&summary["type"], &summary["complete"]), (&Value::from("summary"), &Value::Bool(false)));
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code));
        assert!(text(&output.stderr).contains(&format!("interrupted by SIG{name}")), "{}", text(&output.stderr));
        drop(writer.join().unwrap());
        let part: Value = serde_json::from_slice(&fs::read(directory.join("part.json")).unwrap()).unwrap();
        assert_eq!(part["complete"], false);
        let covered = input.iter().rposition(|byte| *byte == b'\n').unwrap() + 1;
        assert_eq!(part["inputs"][0]["ranges"][0]["end"], covered);
        assert_eq!(part["invalid"], summary["invalid"]);
        let sarif: Value = serde_json::from_slice(&fs::read(directory.join("new.sarif")).unwrap()).unwrap();
        assert_eq!(sarif["runs"][0]["invocations"][0]["executionSuccessful"], false);
        // A format that cannot express "incomplete" leaves the old file in place.
        assert_eq!(fs::read_to_string(directory.join("old.csv")).unwrap(), "old");
        let note = "contact-lint: old.csv: not written, as the work was interrupted\n";
        assert!(text(&output.stderr).contains(note), "{}", text(&output.stderr));
    }
    // A worker that waits for the rest of a record.
    let fifo = directory.join("fifo.ndjson");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let mut child = contact_lint(&directory)
        .args(["worker", "--format", "verdicts"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"{\"path\":\"fifo.ndjson\"}\n{\"path\":\"fifo.ndjson\"}\n").unwrap();
    let mut part = OpenOptions::new().write(true).open(&fifo).unwrap();
    part.write_all(b"{\"notify\": true, \"name\": \"x\"}\n{\"not").unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert_eq!(lines.next().unwrap().unwrap(), r#"{"path":"fifo.ndjson","offset":0,"valid":true}"#);
    signal(&child, "TERM");
    let summary: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
    assert_eq!((&summary["complete"], &summary["documents"]), (&Value::Bool(false), &Value::from(1)));
    assert_eq!(summary["failures"][0]["reason"], "interrupted by SIGTERM");
    assert!(lines.next().is_none(), "the worker started the next task");
    assert_eq!(child.wait().unwrap().code(), Some(143));
    drop((stdin, part));
    // A worker that waits for tasks.
    let mut child = contact_lint(&directory)
        .arg("worker")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    fs::write(directory.join("x.ndjson"), records(3)).unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"{\"path\":\"x.ndjson\"}\n").unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.contains(r#""complete":true"#));
    signal(&child, "TERM");
    assert_eq!(child.wait().unwrap().code(), Some(143));
    drop(stdin);
}

/// Nothing opens the other end of the pipe, and a signal still ends the wait.
#[cfg(unix)]
#[test]
fn signals_end_the_opening() {
    let directory = directory("opening");
    assert!(Command::new("mkfifo").arg(directory.join("fifo.ndjson")).status().unwrap().success());
    assert!(Command::new("mkfifo").arg(directory.join("list")).status().unwrap().success());
    fs::write(directory.join("bad.ndjson"), "{\"notify\": 1}\n").unwrap();
    for args in [
        &["fifo.ndjson"][..],
        &["fifo.ndjson", "--input", "json"],
        &["fifo.ndjson", "--summary", "part.json"],
        &["--files-from", "list"],
    ] {
        let mut child = contact_lint(&directory)
            .args([&["bad.ndjson", "--format=concise"], args].concat())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        // The first input is checked, so the second is about to be opened.
        if !args.contains(&"json") {
            stdout.read_line(&mut String::new()).unwrap();
        }
        thread::sleep(Duration::from_millis(200));
        signal(&child, "INT");
        let ended = (0..200).find_map(|_| {
            thread::sleep(Duration::from_millis(50));
            child.try_wait().unwrap()
        });
        let _ = child.kill();
        let output = child.wait_with_output().unwrap();
        assert_eq!(ended.and_then(|status| status.code()), Some(130), "{args:?}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains("interrupted by SIGINT"), "{args:?}: {}", text(&output.stderr));
    }
}

#[test]
fn a_task_does_not_end_before_it_starts() {
    let directory = directory("backwards");
    fs::write(directory.join("x.ndjson"), records(3)).unwrap();
    let output = run(&directory, &["worker"], br#"{"path":"x.ndjson","start":9,"end":8}"#);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("line 1: expected a task"), "{}", text(&output.stderr));
    let summary: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&summary["complete"], &summary["inputs"]), (&Value::Bool(false), &serde_json::json!([])));
}

/// If the system starts no more threads, fewer threads or one do the work.
#[cfg(target_os = "linux")]
#[test]
fn threads_that_cannot_be_started_are_done_without() {
    use std::os::unix::fs::{MetadataExt, chown};
    use std::os::unix::process::CommandExt;

    let directory = directory("threads");
    let input = [&records(40_000)[..], b"\n{\"notify\": 1}\n"].concat();
    assert!(input.len() > 2 << 20);
    fs::write(directory.join("x.ndjson"), &input).unwrap();
    let expected = run(&directory, &["x.ndjson", "-j1", "--format=jsonl"], b"");
    assert_eq!(expected.status.code(), Some(1));
    for limit in 1..4 {
        let program = env!("CARGO_BIN_EXE_contact-lint");
        // Shells have different names for the limit.
        let script = format!(
            "ulimit -u {limit} 2>/dev/null || ulimit -p {limit} || exit 9; exec {program} x.ndjson -j3 --format=jsonl --valid-out v{limit} --invalid-out i{limit}"
        );
        let mut command = Command::new("sh");
        command.args(["-c", &script]).current_dir(&directory);
        // The limit does not apply to the superuser. For other users, it counts all their
        // processes.
        if fs::metadata("/proc/self").unwrap().uid() == 0 {
            chown(&directory, Some(54321), Some(54321)).unwrap();
            command.uid(54321).gid(54321);
        }
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{limit}: {}", text(&output.stderr));
        assert!(output.stdout == expected.stdout, "{limit}");
        let lengths = ["v", "i"].map(|name| fs::metadata(directory.join(format!("{name}{limit}"))).unwrap().len());
        assert_eq!(lengths.iter().sum::<u64>(), input.len() as u64);
    }
}

#[test]
fn offsets_end_at_64_bits() {
    let directory = directory("offsets");
    let last = u64::MAX.to_string();
    let before = (u64::MAX - 10).to_string();
    for (range, base) in [(format!("{last}:"), &before), (format!("{}:", u64::MAX - 9), &before)] {
        let output = run(
            &directory,
            &["--input=ndjson", "--range", &range, "--base-offset", base],
            b"{\"notify\": true}\n{\"notify\": true}\n",
        );
        assert_eq!(output.status.code(), Some(2), "{range}");
        assert!(
            text(&output.stderr).contains("expected an input of less than 2^64 bytes"),
            "{range}: {}",
            text(&output.stderr)
        );
    }
}
