//! `--fix` and `--diff`: the outputs and their contents, and that no data is lost.
#![cfg(feature = "cli")]

#[path = "support/program.rs"]
mod program;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use program::{contact_lint, files, run as run_with, run_in as run, text};
use serde_json::Value;

/// Returns an empty directory for one test.
fn directory(name: &str) -> PathBuf {
    program::empty_directory("fixing", name)
}

const FIXABLE: &str =
    "{\"notify\":true,\"name\":\"A\",}\r\n\n {\"notify\":\"true\",\"name\":\"B\"}\n{\"notify\":1,\"name\":\"C\"}";
const FIXED: &str =
    "{\"notify\":true,\"name\":\"A\"}\r\n\n {\"notify\":true,\"name\":\"B\"}\n{\"notify\":1,\"name\":\"C\"}";

/// Returns many lines, one in ten with a fault, and the lines after fixing.
fn many() -> (String, String) {
    let line =
        |index: usize, end: &str| format!("{{\"notify\":true,\"name\":\"{index}{}\"{end}}}\n", "x".repeat(index % 90));
    let lines = |end: &str| (0..60_000).map(|index| line(index, if index % 10 == 3 { end } else { "" })).collect();
    (lines(","), lines(""))
}

#[test]
fn a_file_is_replaced_and_keeps_its_permissions() {
    let directory = directory("replaced");
    let path = directory.join("a.ndjson");
    fs::write(&path, FIXABLE).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    }
    let output = run(&directory, &["--fix", "--unsafe-fixes", "--format", "concise", "a.ndjson"]);
    assert_eq!(output.status.code(), Some(1));
    let expected = "a.ndjson:4:11: violation[wrong-type] /notify: expected a boolean, found a number [byte 70]\n\
                    checked 3 documents: 1 invalid; violations: 1 (wrong-type 1); fixed: 2\n";
    assert_eq!((text(&output.stdout), text(&output.stderr)), (expected, ""));
    assert_eq!(fs::read_to_string(&path).unwrap(), FIXED);
    assert_eq!(files(&directory), ["a.ndjson"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        // A second run has nothing to do, and does not write the file.
        let inode = fs::metadata(&path).unwrap().ino();
        run(&directory, &["--fix", "--unsafe-fixes", "a.ndjson"]);
        assert_eq!(fs::metadata(&path).unwrap().ino(), inode);
    }
}

#[test]
fn large_inputs_are_fixed_in_order_by_all_threads() {
    let directory = directory("large");
    let (old, new) = many();
    for threads in ["1", "4"] {
        fs::write(directory.join("a.ndjson"), &old).unwrap();
        let output = run(&directory, &["--fix", "-j", threads, "--format", "concise", "a.ndjson"]);
        assert_eq!(text(&output.stdout), "checked 60000 documents: 0 invalid; fixed: 6000\n");
        assert_eq!(output.status.code(), Some(0));
        assert!(fs::read_to_string(directory.join("a.ndjson")).unwrap() == new, "{threads} threads");
        let mut command = contact_lint(&directory, &["--fix", "-j", threads, "--input", "ndjson", "--quiet"]);
        assert!(run_with(&mut command, old.as_bytes()).stdout == new.as_bytes(), "{threads} threads");
    }
    // Only the last record has a fault; the bytes before it are copied.
    let late = format!("{new}{{\"notify\":true,\"name\":\"A\",}}");
    fs::write(directory.join("a.ndjson"), late).unwrap();
    run(&directory, &["--fix", "a.ndjson"]);
    assert!(
        fs::read_to_string(directory.join("a.ndjson")).unwrap() == format!("{new}{{\"notify\":true,\"name\":\"A\"}}")
    );
}

#[test]
fn a_line_that_is_too_long_is_kept() {
    let directory = directory("too_long");
    let long = format!("{{\"notify\":true,\"name\":\"{}\",}}\n", "x".repeat(3 << 20));
    let old = format!("{long}{FIXABLE}\n{long}");
    let new = format!("{long}{FIXED}\n{long}");
    for threads in ["1", "2"] {
        fs::write(directory.join("a.ndjson"), &old).unwrap();
        let args = ["--fix", "--unsafe-fixes", "-q", "--max-record-bytes", "1M", "-j", threads, "a.ndjson"];
        assert_eq!(run(&directory, &args).status.code(), Some(1));
        assert!(fs::read_to_string(directory.join("a.ndjson")).unwrap() == new, "{threads} threads");
    }
}

#[test]
fn standard_input_goes_to_standard_output() {
    let directory = directory("stdin");
    let args = ["--fix", "--unsafe-fixes", "--input", "ndjson", "--format", "concise", "--statistics"];
    let output = run_with(&mut contact_lint(&directory, &args), FIXABLE.as_bytes());
    assert_eq!(text(&output.stdout), FIXED);
    assert!(text(&output.stderr).contains("<stdin>:4:11: violation[wrong-type]"), "{}", text(&output.stderr));
    let json = b"\xEF\xBB\xBF[{\"notify\":true,\"name\":\"A\",}\n]";
    let output = run_with(&mut contact_lint(&directory, &["--fix"]), json);
    assert_eq!(text(&output.stdout), "[{\"notify\":true,\"name\":\"A\"}\n]");
    // Nothing to fix: the output equals the input.
    let output = run_with(&mut contact_lint(&directory, &["--fix"]), b"[ ]");
    assert_eq!(text(&output.stdout), "[ ]");
}

#[test]
fn an_encoding_is_converted() {
    let directory = directory("encoding");
    let utf16 = "[{\"notify\":true,\"name\":\"é😀\"}]".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    fs::write(directory.join("a.json"), [&b"\xFF\xFE"[..], &utf16].concat()).unwrap();
    assert_eq!(run(&directory, &["--fix", "a.json"]).status.code(), Some(0));
    assert_eq!(fs::read_to_string(directory.join("a.json")).unwrap(), "[{\"notify\":true,\"name\":\"é😀\"}]");
}

/// NDJSON is converted as a stream, in bounded memory.
#[test]
fn ndjson_in_another_encoding_is_converted() {
    let directory = directory("encoded_lines");
    let (old, new) = many();
    let (old, new) = (old + "{\"notify\":1,\"name\":\"é😀\"}", new + "{\"notify\":1,\"name\":\"é😀\"}");
    let utf16 = |mark: &str| format!("{mark}{old}").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let utf32 = old.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect::<Vec<_>>();
    for (bytes, encoding) in [(utf16("\u{FEFF}"), "UTF-16LE"), (utf16(""), "UTF-16LE"), (utf32, "UTF-32BE")] {
        let note = format!("converted from {encoding} to UTF-8; lines and offsets are those after that\n");
        for threads in ["1", "3"] {
            fs::write(directory.join("a.ndjson"), &bytes).unwrap();
            // Without --fix, nothing is converted.
            for args in [&["-q"][..], &["--diff"]] {
                let output = run(&directory, &[args, &["a.ndjson"]].concat());
                assert_eq!(output.status.code(), Some(2), "{args:?}");
                assert!(text(&output.stderr).contains(&format!("found {encoding}: convert it to UTF-8, by --fix or")));
            }
            let args = ["--fix", "-q", "-j", threads, "--filter", "valid", "--invalid-out", "bad", "a.ndjson"];
            let output = run(&directory, &args);
            assert!(format!("{}{{\"notify\":1,\"name\":\"é😀\"}}", text(&output.stdout)) == new, "{encoding}");
            assert!(fs::read(directory.join("a.ndjson")).unwrap() == bytes);
            let output = run(&directory, &["--fix", "--format", "concise", "-j", threads, "a.ndjson"]);
            assert_eq!(
                (output.status.code(), text(&output.stderr)),
                (Some(1), &*format!("contact-lint: a.ndjson: {note}"))
            );
            assert!(text(&output.stdout).ends_with("violations: 1 (wrong-type 1); fixed: 6000\n"));
            assert!(fs::read_to_string(directory.join("a.ndjson")).unwrap() == new, "{encoding}");
            let args = ["--fix", "-q", "--input", "ndjson", "-j", threads];
            let output = run_with(&mut contact_lint(&directory, &args), &bytes);
            assert!(text(&output.stdout) == new, "{encoding}");
        }
    }
    // A truncated text is not changed.
    let cut = &utf16("")[..1_000_001];
    fs::write(directory.join("a.ndjson"), cut).unwrap();
    let output = run(&directory, &["--fix", "-q", "a.ndjson"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr)
            .contains("a.ndjson: expected UTF-16LE, found other bytes; not fixed, so the file is as it was; "),
        "{}",
        text(&output.stderr)
    );
    assert!(fs::read(directory.join("a.ndjson")).unwrap() == cut);
}

/// Every finding marked as fixable is fixed, and each item is counted.
#[test]
fn items_with_syntax_errors_are_marked_and_fixed() {
    let directory = directory("items");
    let good = "{\"notify\": true, \"name\": \"A\"}";
    let comma = "{\"notify\": true, \"name\": \"B\",}";
    let (fixed, broken) = ("{\"notify\": true, \"name\": \"B\"}", "{\"notify\": tru, \"name\": \"C\"}");
    for (old, new, marks, left) in [
        (format!("[{good}, {comma}, {comma}]"), format!("[{good}, {fixed}, {fixed}]"), 2, 0),
        (format!("[{comma}, {broken}, {comma}\n]"), format!("[{fixed}, {broken}, {fixed}\n]"), 2, 1),
        (format!("[{comma}, {good}, ]"), format!("[{fixed}, {good} ]"), 2, 0),
        (format!("[{broken}, {comma} , ]"), format!("[{broken}, {fixed}  ]"), 2, 1),
        (format!("[{broken}, 7, {comma}"), format!("[{broken}, 7, {comma}"), 0, 3),
        // Without an item before it, the comma is not the only one.
        (format!("[{good},,]"), format!("[{good},,]"), 0, 2),
        // The comma is not at the end of the array.
        (format!("[x,}},{good}]"), format!("[x,}},{good}]"), 0, 2),
    ] {
        fs::write(directory.join("a.json"), &old).unwrap();
        let output = run(&directory, &["--format", "concise", "a.json"]);
        let report = text(&output.stdout);
        assert_eq!(report.matches(" [*]\n").count(), marks, "{old}: {report}");
        let summary = format!("; {marks} fixable with --fix\n");
        assert_eq!(report.ends_with(&summary), marks > 0, "{old}: {report}");
        let output = run(&directory, &["--fix", "--format", "concise", "a.json"]);
        assert_eq!(fs::read_to_string(directory.join("a.json")).unwrap(), new);
        let report = text(&output.stdout);
        assert_eq!(report.lines().filter(|line| line.contains("syntax[")).count(), left, "{old}: {report}");
        assert_eq!(report.ends_with(&format!("; fixed: {marks}\n")), marks > 0, "{old}: {report}");
    }
    // Large files are read in parts. The marks do not depend on the boundaries of the parts.
    let items = (0..60_000).map(|index| if index % 50 == 7 { comma } else { good }).collect::<Vec<_>>().join(",\n");
    fs::write(directory.join("a.json"), format!("[{items}]")).unwrap();
    let output = run(&directory, &["--format", "concise", "a.json"]);
    assert!(text(&output.stdout).ends_with("; 1200 fixable with --fix\n"));
    let output = run(&directory, &["--fix", "--format", "concise", "a.json"]);
    assert_eq!(text(&output.stdout), "checked 60000 documents: 0 invalid; fixed: 1200\n");
    assert!(fs::read_to_string(directory.join("a.json")).unwrap() == format!("[{}]", items.replace(",}", "}")));
}

/// A part that cannot be checked stays as it is. The fixes before it are written.
#[test]
fn fixes_before_an_unchecked_part_are_written() {
    for (old, fixed) in [
        (
            r#"[{"notify":true,"name":"A",},{"notify":true,"x":[1,2},{"notify":true,}]"#,
            r#"[{"notify":true,"name":"A"},{"notify":true,"x":[1,2},{"notify":true,}]"#,
        ),
        (r#"[{"notify":true,"name":"A",}]x"#, r#"[{"notify":true,"name":"A"}]x"#),
    ] {
        let path = directory("unchecked-part");
        fs::write(path.join("a.json"), old).unwrap();
        let output = run(&path, &["--fix", "a.json"]);
        assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
        assert_eq!(fs::read_to_string(path.join("a.json")).unwrap(), fixed);
    }
    // A file that could not be read to its end is not replaced, which is said.
    let path = directory("unread-part");
    let mut old: Vec<u8> = "{\"notify\":true,\"name\":\"A\",}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    old.push(b'x');
    fs::write(path.join("a.ndjson"), &old).unwrap();
    let output = run(&path, &["--fix", "--format", "concise", "a.ndjson"]);
    assert_eq!(output.status.code(), Some(2));
    let why = "; not fixed, so the file is as it was; 1 finding was to be fixed: it is counted, but not listed\n";
    assert!(text(&output.stderr).contains(why), "{}", text(&output.stderr));
    assert_eq!(fs::read(path.join("a.ndjson")).unwrap(), old);
    // The report does not count as fixed what is not.
    let counts = "checked 1 document: 1 invalid; syntax errors: 1 (json-trailing-comma 1)";
    assert!(text(&output.stdout).contains(counts), "{}", text(&output.stdout));
    assert!(!text(&output.stdout).contains("fixed"), "{}", text(&output.stdout));
}

/// A file that cannot be replaced is still checked to its end, and all findings are counted.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_hides_no_finding() {
    let directory = directory("full");
    fs::write(directory.join("a.ndjson"), "{\"notify\":true,\"name\":1,}\n".repeat(60_000)).unwrap();
    fs::write(directory.join("b.json"), "{\"notify\":true,\"name\":\"A\",}").unwrap();
    for (fixed, (listed, counted, note)) in [
        ("a.ndjson", (60_000, 120_000, "60000 findings were to be fixed: they are counted, but not listed")),
        ("b.json", (0, 1, "1 finding was to be fixed: it is counted, but not listed")),
    ] {
        let program = env!("CARGO_BIN_EXE_contact-lint");
        let script = format!("ulimit -f 0; trap '' XFSZ; exec {program} --fix -j 2 --format jsonl {fixed}");
        let output = std::process::Command::new("sh").args(["-c", &script]).current_dir(&directory).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
        let message = format!("contact-lint: {fixed}: not fixed: File too large (os error 27); {note}\n");
        assert_eq!(text(&output.stderr), message);
        let lines = text(&output.stdout).lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let (findings, others): (Vec<_>, Vec<_>) = lines.partition(|line| line["type"] == "finding");
        assert_eq!(findings.len(), listed);
        let summary = others.last().unwrap();
        assert_eq!(summary["rules"].as_object().unwrap().values().filter_map(Value::as_u64).sum::<u64>(), counted);
        assert_eq!(files(&directory), ["a.ndjson", "b.json"]);
    }
}

/// Faults of an array itself make no document invalid.
#[test]
fn undone_fixes_count_each_document_once() {
    let mut linter = contact_schema::lint::Linter::new().apply_fixes(contact_schema::lint::Safety::Unsafe);
    let text = br#"[{"notify": true, "name": "A",}, {"notify": true, "name": "B", "phones": [1]},]"#;
    assert!(linter.fix_json(text, false, &mut |_, _| {}).is_some());
    let mut summary = linter.take_summary();
    assert_eq!((summary.documents, summary.invalid, summary.fixed()), (2, 0, 3));
    summary.undo_fixes();
    assert_eq!((summary.documents, summary.invalid, summary.fixed()), (2, 2, 0));
}

/// As with `contact-lint --fix FILE | head`.
#[test]
fn a_closed_pipe_does_not_pass_for_fixed_files() {
    let directory = directory("closed");
    let old = "{\"notify\":true,\"name\":1,}\n".repeat(60_000);
    for name in ["a.ndjson", "b.ndjson"] {
        fs::write(directory.join(name), &old).unwrap();
    }
    let closed = |args: &[&str]| {
        let mut child = contact_lint(&directory, args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        child.wait_with_output().unwrap()
    };
    let output = closed(&["--fix", "a.ndjson", "b.ndjson"]);
    assert_eq!(output.status.code(), Some(2));
    let why = "contact-lint: a.ndjson: not fixed, as the report could not be written, so the file is as it was\n";
    assert!(text(&output.stderr).starts_with(why), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("contact-lint: standard output: "), "{}", text(&output.stderr));
    for name in ["a.ndjson", "b.ndjson"] {
        assert!(fs::read_to_string(directory.join(name)).unwrap() == old);
    }
    // Everything was fixed, and only the report ends early.
    fs::write(directory.join("c.ndjson"), "{\"notify\":true,\"name\":\"A\",}\n").unwrap();
    let output = closed(&["--fix", "c.ndjson"]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    assert_eq!(fs::read_to_string(directory.join("c.ndjson")).unwrap(), "{\"notify\":true,\"name\":\"A\"}\n");
}

#[test]
fn records_are_divided_after_fixing() {
    let directory = directory("divided");
    fs::write(directory.join("a.ndjson"), FIXABLE).unwrap();
    let args =
        ["--fix", "--unsafe-fixes", "-q", "--valid-out", "good.ndjson", "--invalid-out", "bad.ndjson", "a.ndjson"];
    assert_eq!(run(&directory, &args).status.code(), Some(1));
    let good = fs::read_to_string(directory.join("good.ndjson")).unwrap();
    assert_eq!(good, "{\"notify\":true,\"name\":\"A\"}\r\n\n {\"notify\":true,\"name\":\"B\"}\n");
    assert_eq!(fs::read_to_string(directory.join("bad.ndjson")).unwrap(), "{\"notify\":1,\"name\":\"C\"}");
    assert_eq!(fs::read_to_string(directory.join("a.ndjson")).unwrap(), FIXABLE);
    let (old, new) = many();
    fs::write(directory.join("a.ndjson"), old).unwrap();
    let args = ["--fix", "-q", "-j", "3", "--valid-out", "good.ndjson", "--invalid-out", "bad.ndjson", "a.ndjson"];
    assert_eq!(run(&directory, &args).status.code(), Some(0));
    assert!(fs::read_to_string(directory.join("good.ndjson")).unwrap() == new);
    assert_eq!(fs::read_to_string(directory.join("bad.ndjson")).unwrap(), "");
}

#[test]
fn a_compressed_file_is_divided_only() {
    use std::io::Write as _;
    let directory = directory("compressed");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(FIXABLE.as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    fs::write(directory.join("a.ndjson.gz"), &gzip).unwrap();
    let output = run(&directory, &["--fix", "-q", "a.ndjson.gz"]);
    assert_eq!(output.status.code(), Some(2));
    let expected = "contact-lint: a.ndjson.gz: not fixed, as it is compressed: decompress it, or write its records with \
                    --valid-out and --invalid-out\n";
    assert_eq!(text(&output.stderr), expected);
    assert!(fs::read(directory.join("a.ndjson.gz")).unwrap() == gzip);
    run(&directory, &["--fix", "-q", "--valid-out", "good.ndjson", "--invalid-out", "bad.ndjson", "a.ndjson.gz"]);
    assert!(
        fs::read_to_string(directory.join("good.ndjson")).unwrap().starts_with("{\"notify\":true,\"name\":\"A\"}\r\n")
    );
}

#[cfg(unix)]
#[test]
fn what_cannot_be_replaced_is_refused() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let directory = directory("refused");
    let path = directory.join("a.ndjson");
    let refused = |name: &str, why: &str| {
        let output = run(&directory, &["--fix", "-q", name]);
        assert_eq!(
            (output.status.code(), text(&output.stderr)),
            (Some(2), format!("contact-lint: {name}: not fixed, as {why}\n").as_str())
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), FIXABLE);
    };
    fs::write(&path, FIXABLE).unwrap();
    fs::hard_link(&path, directory.join("b.ndjson")).unwrap();
    refused("a.ndjson", "it has another name (a hard link), which would keep the old records");
    fs::remove_file(directory.join("b.ndjson")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    refused("a.ndjson", "it is read-only");
    refused("/dev/null", "only a regular file can be replaced");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    // For a symbolic link, its target is fixed.
    symlink("a.ndjson", directory.join("link.ndjson")).unwrap();
    run(&directory, &["--fix", "--unsafe-fixes", "-q", "link.ndjson", "a.ndjson"]);
    assert!(fs::symlink_metadata(directory.join("link.ndjson")).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&path).unwrap(), FIXED);
}

#[test]
fn a_diff_writes_nothing_and_can_be_applied() {
    let directory = directory("diff");
    let (old, new) = many();
    let json = "[\n  {\"notify\": true, \"name\": \"A\"},\n\n\n\n\n\n\n\n\n  {\"notify\": true, \"name\": \"B\",},\n  {\"notify\": true}\n]";
    for (name, old, new) in [("a.ndjson", old.as_str(), new.as_str()), ("b.json", json, &json.replace(",},", "},"))] {
        fs::write(directory.join(name), old).unwrap();
        let output = run(&directory, &["--diff", name]);
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(1), ""));
        assert!(fs::read_to_string(directory.join(name)).unwrap() == old);
        assert!(patched(old, text(&output.stdout)) == new, "{name}");
    }
    fs::write(directory.join("c.ndjson"), new).unwrap();
    let output = run(&directory, &["--diff", "c.ndjson"]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), ""));
}

#[test]
fn a_diff_says_which_documents_it_does_not_fix() {
    let directory = directory("diff_notes");
    let fixable = r#"{"notify": true, "name": "A",}"#;
    let invalid = "contact-lint: --diff: 1 document stays invalid: run without --diff to see why\n";
    let unknown = "contact-lint: --diff: 2 documents are of unknown kind: run without --diff to see why\n";
    for (lines, status, has_diff, notes) in [
        (&[r#"{"notify": 1}"#][..], 1, false, vec![invalid]),
        (&[fixable, r#"{"notify": 1}"#], 1, true, vec![invalid]),
        (&[fixable], 1, true, vec![]),
        (&[r#"{"notify": true}"#], 0, false, vec![]),
        (&["{}", r#"{"name": "A"}"#], 2, false, vec![unknown]),
        (&["{}", r#"{"name": "A"}"#, "1"], 2, false, vec![invalid, unknown]),
    ] {
        fs::write(directory.join("a.ndjson"), lines.join("\n")).unwrap();
        let output = run(&directory, &["--diff", "a.ndjson"]);
        assert_eq!(output.status.code(), Some(status), "{lines:?}");
        assert_eq!(!output.stdout.is_empty(), has_diff, "{lines:?}");
        assert_eq!(text(&output.stderr), notes.concat(), "{lines:?}");
    }
}

/// Applies a unified diff, and checks its context and its counts.
fn patched(old: &str, diff: &str) -> String {
    let old = old.split_inclusive('\n').collect::<Vec<_>>();
    let (mut new, mut at) = (String::new(), 0);
    let mut lines = diff.split_inclusive('\n').skip(2).peekable();
    while let Some(head) = lines.next() {
        let numbers =
            head.split(['-', '+', ',', ' ', '@']).filter_map(|number| number.parse().ok()).collect::<Vec<usize>>();
        let [start, old_count, new_start, new_count] = numbers[..] else { panic!("{head}") };
        new.extend(old[at..start - 1].iter().copied());
        at = start - 1;
        assert_eq!(new.split_inclusive('\n').count(), new_start - 1);
        let (end, mut added) = (at + old_count, 0);
        while let Some(line) = lines.next_if(|line| !line.starts_with("@@")) {
            let without_feed = lines.next_if(|next| next.starts_with('\\')).is_some();
            let (sign, line) = line.split_at(1);
            let line = if without_feed { line.strip_suffix('\n').unwrap() } else { line };
            if sign != "+" {
                assert_eq!(old[at], line);
                at += 1;
            }
            if sign != "-" {
                new.push_str(line);
                added += 1;
            }
        }
        assert_eq!((at, added), (end, new_count));
    }
    new.extend(old[at..].iter().copied());
    new
}

/// Applying the edits printed by `jsonl` until it prints none gives the same file.
#[test]
fn jsonl_has_the_edits() {
    let directory = directory("jsonl");
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/data/fixable.ndjson");
    let path = directory.join("a.ndjson");
    fs::copy(&data, &path).unwrap();
    for _ in 0..5 {
        let output = run(&directory, &["--format", "jsonl", "a.ndjson"]);
        let mut bytes = fs::read(&path).unwrap();
        let mut edits = Vec::new();
        for line in text(&output.stdout).lines() {
            let finding: Value = serde_json::from_str(line).unwrap();
            for edit in finding["fix"]["edits"].as_array().into_iter().flatten() {
                let number = |name: &str| usize::try_from(edit[name].as_u64().unwrap()).unwrap();
                edits.push((number("offset"), number("length"), edit["text"].as_str().unwrap().to_owned()));
            }
        }
        edits.sort();
        for (offset, length, text) in edits.into_iter().rev() {
            bytes.splice(offset..offset + length, text.bytes());
        }
        fs::write(&path, bytes).unwrap();
    }
    let by_edits = fs::read_to_string(&path).unwrap();
    fs::copy(&data, &path).unwrap();
    run(&directory, &["--fix", "--unsafe-fixes", "a.ndjson"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), by_edits);
}

/// After a kill at any moment, the file is either the old or the new one.
#[cfg(unix)]
#[test]
fn a_kill_leaves_the_old_or_the_new_file() {
    let directory = directory("killed");
    let path = directory.join("a.ndjson");
    let (old, new) = many();
    let mut outcomes = [0, 0];
    for milliseconds in (0..200).step_by(10).chain([10_000]) {
        fs::write(&path, &old).unwrap();
        let mut child = contact_lint(&directory, &["--fix", "-q", "a.ndjson"]).spawn().unwrap();
        let start = std::time::Instant::now();
        while start.elapsed().as_millis() < milliseconds && child.try_wait().unwrap().is_none() {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        let _ = child.kill();
        child.wait().unwrap();
        let now = fs::read_to_string(&path).unwrap();
        assert!(now == old || now == new, "killed after {milliseconds} ms: {} bytes", now.len());
        outcomes[usize::from(now == new)] += 1;
    }
    assert!(outcomes.iter().all(|&count| count > 0), "{outcomes:?}");
}

/// A file that another process appends to while it is read is not replaced.
#[cfg(unix)]
#[test]
fn a_file_that_changes_is_not_replaced() {
    use std::io::Write as _;
    let directory = directory("changed");
    let path = directory.join("a.ndjson");
    let (old, _) = many();
    fs::write(&path, &old).unwrap();
    let mut refused = 0;
    for _ in 0..20 {
        fs::write(&path, &old).unwrap();
        let mut child =
            contact_lint(&directory, &["--fix", "-q", "-j", "1", "a.ndjson"]).stderr(Stdio::piped()).spawn().unwrap();
        // As soon as there is a temporary file, the program is reading.
        while child.try_wait().unwrap().is_none() && files(&directory).len() < 2 {}
        let mut file = fs::OpenOptions::new().append(true).open(&path).unwrap();
        let is_reading = files(&directory).len() == 2;
        file.write_all(b"{\"notify\":true,\"name\":\"new\"}\n").unwrap();
        let output = child.wait_with_output().unwrap();
        let now = fs::read_to_string(&path).unwrap();
        if is_reading && output.status.code() == Some(2) {
            let why = "contact-lint: a.ndjson: not fixed: it changed while it was read; ";
            assert!(text(&output.stderr).starts_with(why), "{}", text(&output.stderr));
            assert!(now.starts_with(&old) && now.ends_with("\"new\"}\n"));
            refused += 1;
        }
        assert_eq!(files(&directory), ["a.ndjson"]);
    }
    assert!(refused > 0);
}

#[test]
fn combinations_that_make_no_sense_are_refused() {
    let directory = directory("usage");
    fs::write(directory.join("a.ndjson"), FIXABLE).unwrap();
    for args in [
        &["--unsafe-fixes", "a.ndjson"][..],
        &["--fix", "--diff", "a.ndjson"],
        &["--fix", "--range", "0:5", "a.ndjson"],
        &["--diff", "--valid-out", "b.ndjson", "a.ndjson"],
        // Reports beside a diff would say that the fixes are applied.
        &["--diff", "-o", "jsonl=b.jsonl", "a.ndjson"],
        &["--diff", "--summary", "b.json", "a.ndjson"],
        &["--diff", "-q", "a.ndjson"],
        &["--diff", "--no-source", "a.ndjson"],
        &["worker", "--fix"],
    ] {
        assert_eq!(run(&directory, args).status.code(), Some(2), "{args:?}");
        assert_eq!(files(&directory), ["a.ndjson"]);
    }
}
