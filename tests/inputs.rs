//! Inputs and outputs of the linter: directories, patterns, lists, compressed files, divided
//! NDJSON.
#![cfg(feature = "cli")]

#[path = "support/program.rs"]
mod program;

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use tempfile::TempDir;

const REQUEST: &str = r#"{"notify": true, "name": "Ada"}"#;
const BAD: &str = r#"{"notify": 1}"#;
const WARNED: &str = r#"{"notify": true, "nickname": "x"}"#;

/// Runs the linter in a directory, with `input` on standard input.
fn lint_with(directory: &Path, args: &[&str], input: &[u8]) -> Output {
    program::run(Command::new(env!("CARGO_BIN_EXE_contact-lint")).args(args).current_dir(directory), input)
}

fn lint(directory: &Path, args: &[&str]) -> Output {
    lint_with(directory, args, b"")
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// Creates a directory with these files.
fn directory(files: &[(&str, &[u8])]) -> TempDir {
    let directory = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    for (path, content) in files {
        let path = directory.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    directory
}

/// Returns the files with findings, in the order of the report.
fn found(output: &Output) -> Vec<&str> {
    let reports = stdout(output).lines().filter(|line| !line.starts_with("checked"));
    let mut files: Vec<_> = reports.filter_map(|line| line.split(':').next()).collect();
    files.dedup();
    files
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

/// Returns a skippable frame (RFC 8878, section 3.1.2): a decoder ignores it.
fn skippable(content: &[u8]) -> Vec<u8> {
    [&0x184D_2A53_u32.to_le_bytes()[..], &(content.len() as u32).to_le_bytes(), content].concat()
}

// Paths.

fn tree() -> TempDir {
    let bad = BAD.as_bytes();
    directory(&[
        ("data/b.json", bad),
        ("data/a/z.ndjson", bad),
        ("data/a/k.JSONL", bad),
        ("data/c.json.gz", &gzip(bad)),
        ("data/d.jsonl.zst", &zstd(bad)),
        ("data/readme.txt", bad),
        ("data/e.gz", &gzip(bad)),
        ("data/.hidden.json", bad),
        ("data/ignored/x.json", bad),
        ("data/.ignore", b"ignored/\n"),
        ("data/empty/readme.txt", bad),
    ])
}

#[test]
fn directories_are_walked_in_the_order_of_names() {
    let tree = tree();
    let usual = ["data/a/k.JSONL", "data/a/z.ndjson", "data/b.json", "data/c.json.gz", "data/d.jsonl.zst"];
    for path in ["data", "./data", "data/", "."] {
        let output = lint(tree.path(), &["--format", "concise", path]);
        assert_eq!(output.status.code(), Some(1), "{path}: {}", stderr(&output));
        assert_eq!(found(&output), usual, "{path}");
    }
    let output = lint(tree.path(), &["--format", "concise", "--hidden", "data"]);
    assert_eq!(found(&output), [&["data/.hidden.json"], &usual[..]].concat());
    let output = lint(tree.path(), &["--format", "concise", "--no-ignore", "data"]);
    assert_eq!(found(&output), [&usual[..], &["data/ignored/x.json"]].concat());
    // Files named on the command line are checked, whatever their name.
    let named = ["data/readme.txt", "data/.hidden.json", "data/ignored/x.json", "data/e.gz"];
    let output = lint(tree.path(), &[&["--format", "concise"], &named[..]].concat());
    assert_eq!(found(&output), named);
}

#[test]
fn patterns_are_expanded() {
    let tree = tree();
    for (pattern, expected) in [
        ("data/*.json", &["data/b.json"][..]),
        ("./data/*.json", &["data/b.json"]),
        ("**/*.json", &["data/b.json"]),
        ("data/**/[kz].*", &["data/a/k.JSONL", "data/a/z.ndjson"]),
        ("data/?.json*", &["data/b.json", "data/c.json.gz", "data/d.jsonl.zst"]),
        ("data/{a/z,b}.*json", &["data/a/z.ndjson", "data/b.json"]),
        ("data/*.txt", &["data/readme.txt"]),
        ("*/*/*.ndjson", &["data/a/z.ndjson"]),
    ] {
        let output = lint(tree.path(), &["--format", "concise", pattern]);
        assert_eq!(found(&output), expected, "{pattern}: {}", stderr(&output));
        assert_eq!(output.status.code(), Some(1), "{pattern}");
    }
    let absolute = tree.path().join("data/*.json");
    let output = lint(Path::new("/"), &["--format", "concise", absolute.to_str().unwrap()]);
    assert_eq!(found(&output), [tree.path().join("data/b.json").to_str().unwrap()]);
}

#[test]
fn a_file_whose_name_looks_like_a_pattern_is_a_file() {
    let tree = directory(&[("[ab].json", BAD.as_bytes()), ("a.json", REQUEST.as_bytes())]);
    let output = lint(tree.path(), &["--format", "concise", "[ab].json"]);
    assert_eq!(found(&output), ["[ab].json"]);
}

#[test]
fn what_matches_nothing_is_a_failure_and_the_rest_is_checked() {
    let tree = tree();
    for (path, expected) in [
        ("none/*.json", "contact-lint: none/*.json: no file has a name of this pattern"),
        ("data/*.xml", "contact-lint: data/*.xml: no file has a name of this pattern"),
        ("data/[.json", "contact-lint: data/[.json: error parsing glob"),
        (
            "data/empty",
            "contact-lint: data/empty: no file that ends in .json, .ndjson, .jsonl, .jsonlines or .ldjson, also with .gz or .zst, in this directory",
        ),
        ("none.json", "contact-lint: none.json: No such file"),
    ] {
        let output = lint(tree.path(), &["--format", "concise", path, "data/b.json"]);
        assert_eq!(output.status.code(), Some(2), "{path}");
        assert!(stderr(&output).starts_with(expected), "{path}: {}", stderr(&output));
        assert_eq!(found(&output), ["data/b.json"], "{path}");
    }
}

#[cfg(unix)]
/// Otherwise its records would be counted, and written to --valid-out, twice.
#[test]
fn an_input_that_is_named_twice_is_checked_once() {
    let tree = directory(&[
        ("d/a.json", BAD.as_bytes()),
        ("d/b.txt", BAD.as_bytes()),
        ("d/.ignore", b"sub"),
        ("d/sub/c.json", BAD.as_bytes()),
        ("d/sub/d.json", BAD.as_bytes()),
        ("e/only.json", BAD.as_bytes()),
    ]);
    #[cfg(unix)]
    std::os::unix::fs::symlink("d/a.json", tree.path().join("link.json")).unwrap();
    for (args, expected) in [
        (&["d", "d/", "./d"][..], &["d/a.json"][..]),
        (&["d", "d/a.json"], &["d/a.json"]),
        (&["d/a.json", "d", "d/a.json"], &["d/a.json"]),
        (&["e", "e/only.json"], &["e/only.json"]),
        // Each path finds what it finds alone.
        (&["d", "d/sub"], &["d/a.json", "d/sub/c.json", "d/sub/d.json"]),
        (&["d/sub", "d", "d/sub/d.json"], &["d/sub/c.json", "d/a.json", "d/sub/d.json"]),
        (&[".", "e", "e/only.json"], &["d/a.json", "e/only.json"]),
        (&["d/*", "d/*", "d/b.txt"], &["d/a.json", "d/b.txt"]),
        (&["d/sub/*", "d"], &["d/sub/c.json", "d/sub/d.json", "d/a.json"]),
        #[cfg(unix)]
        (&["d", "link.json"], &["link.json"]),
        #[cfg(unix)]
        (&["link.json", "d/a.json"], &["link.json"]),
    ] {
        let output = lint(tree.path(), &[&["--format", "concise"], args].concat());
        assert_eq!(output.status.code(), Some(1), "{args:?}: {}", stderr(&output));
        assert_eq!(found(&output), expected, "{args:?}");
        let plural = if expected.len() == 1 { "" } else { "s" };
        assert!(stdout(&output).contains(&format!("checked {} document{plural}:", expected.len())), "{args:?}");
    }
    // Standard input is read once too.
    let output = lint_with(tree.path(), &["--format", "concise", "-", "-"], BAD.as_bytes());
    assert!(stdout(&output).contains("checked 1 document: 1 invalid"), "{}", stdout(&output));
}

#[test]
fn links_in_directories_are_not_followed() {
    use std::os::unix::fs::symlink;
    let tree = directory(&[("data/a.json", BAD.as_bytes()), ("outside/b.json", BAD.as_bytes())]);
    symlink("..", tree.path().join("data/loop")).unwrap();
    symlink("../outside", tree.path().join("data/out")).unwrap();
    symlink("../outside/b.json", tree.path().join("data/file.json")).unwrap();
    symlink("data", tree.path().join("link")).unwrap();
    assert_eq!(found(&lint(tree.path(), &["--format", "concise", "data"])), ["data/a.json"]);
    // A link that is named on the command line is followed.
    assert_eq!(found(&lint(tree.path(), &["--format", "concise", "link"])), ["link/a.json"]);
    assert_eq!(found(&lint(tree.path(), &["--format", "concise", "data/file.json"])), ["data/file.json"]);
}

/// Ignore files are untrusted: the program does not block on them, limits them, and does not skip
/// them silently.
#[cfg(target_os = "linux")]
#[test]
fn ignore_files_have_limits() {
    use std::os::unix::fs::symlink;

    let nested = "{a,".repeat(60_000);
    let (long, many) = ("x".repeat(5000), "*q*\n".repeat(5000));
    let large = format!("# {}\n", "x".repeat(2000)).repeat(40);
    for (name, place, text, expected) in [
        ("nested", "d", &nested[..30_000], "expected a pattern of at most 4096 bytes"),
        ("braces", "d", &"{a,".repeat(300), "expected at most 16 braces"),
        ("long", "d/e", &long, "expected a pattern of at most 4096 bytes"),
        ("many", "d/e", &many, "expected at most 2048 patterns in ignore files"),
        ("large", "d", &large, "expected at most 65536 bytes, found 80120"),
        ("parts", "d/e", &large[..60_000], "expected at most 65536 bytes of ignore files"),
        ("pipe", "d/e", "", "expected a regular file"),
        ("pipe", "d", "", "expected a regular file"),
        ("zero", "d/e", "", "expected a regular file"),
        ("proc", "d", "", "expected a regular file"),
        ("directory", "d/e", "", "expected a regular file"),
        ("link", "d/e", "", "No such file or directory"),
    ] {
        for file in [".ignore", ".gitignore", ".git/info/exclude"] {
            let bad = BAD.as_bytes();
            let tree = directory(&[
                ("d/a.json", bad),
                ("d/e/a.json", bad),
                ("f/a.json", bad),
                ("d/.git/x", b""),
                ("d/e/.git/x", b""),
            ]);
            let path = tree.path().join(place).join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            match name {
                "pipe" => assert!(Command::new("mkfifo").arg(&path).status().unwrap().success()),
                "zero" => symlink("/dev/zero", &path).unwrap(),
                "proc" => symlink("/proc/kmsg", &path).unwrap(),
                "directory" => fs::create_dir(&path).unwrap(),
                "link" => symlink("missing", &path).unwrap(),
                _ => fs::write(&path, text).unwrap(),
            }
            if name == "parts" {
                fs::write(tree.path().join("d/.ignore"), &large[..6000]).unwrap();
            }
            let program = env!("CARGO_BIN_EXE_contact-lint");
            let lint = |args: &[&str]| {
                let mut command = Command::new("timeout");
                program::run(command.args(["20", program, "--format=concise"]).args(args).current_dir(tree.path()), b"")
            };
            // Parents of the walked directory count, too.
            for args in [&["d/e", "f"][..], &["d", "f"], &["d/**/*.json", "f"]] {
                let output = lint(args);
                let is_read = args[0] != "d/e" || place != "d" || file == ".ignore";
                if !is_read && output.status.code() == Some(1) {
                    continue;
                }
                assert_eq!(output.status.code(), Some(2), "{name} {place} {file} {args:?}: {}", stderr(&output));
                let expected = format!("{file}: {expected}");
                assert!(stderr(&output).contains(&expected), "{name} {place} {file} {args:?}: {}", stderr(&output));
                assert!(stderr(&output).contains("its directory was not checked"), "{}", stderr(&output));
                assert_eq!(found(&output).last(), Some(&"f/a.json"), "{name} {place} {file} {args:?}");
                assert!(!found(&output).contains(&"d/e/a.json"), "{name} {place} {file} {args:?}");
                let is_checked = args[0] == "d" && place == "d/e";
                assert_eq!(
                    found(&output).contains(&"d/a.json"),
                    is_checked || args[0] == "d/**/*.json" && place == "d/e"
                );
            }
            // Each directory has few patterns, but all of them together have too many.
            let mut deep = tree.path().to_path_buf();
            for _ in 0..17 {
                deep.push("g");
                fs::create_dir(&deep).unwrap();
                fs::write(deep.join(".ignore"), "x\n").unwrap();
            }
            let output = lint(&["f", "g"]);
            assert_eq!(output.status.code(), Some(2));
            assert!(stderr(&output).contains("expected at most 16 ignore files"), "{}", stderr(&output));

            let output = lint(&["--no-ignore", "d"]);
            assert_eq!((output.status.code(), stderr(&output)), (Some(1), ""));
            assert_eq!(found(&output), ["d/a.json", "d/e/a.json"]);
        }
    }
}

/// A linked work tree refers to the repository that has its ignore file.
#[cfg(target_os = "linux")]
#[test]
fn ignore_files_of_work_trees_have_limits() {
    for (common, exclude) in [(None, "real/info/exclude"), (Some("../shared\n"), "shared/info/exclude")] {
        let tree = directory(&[
            ("d/a.json", BAD.as_bytes()),
            ("d/.git", b"gitdir: ../real\n"),
            ("real/x", b""),
            ("real/info/x", b""),
            ("shared/info/x", b""),
        ]);
        if let Some(common) = common {
            fs::write(tree.path().join("real/commondir"), common).unwrap();
        }
        assert_eq!(lint(tree.path(), &["d"]).status.code(), Some(1));
        assert!(Command::new("mkfifo").arg(tree.path().join(exclude)).status().unwrap().success());
        let program = env!("CARGO_BIN_EXE_contact-lint");
        let output = program::run(Command::new("timeout").args(["20", program, "d"]).current_dir(tree.path()), b"");
        assert_eq!(output.status.code(), Some(2), "{exclude}: {}", stderr(&output));
        assert!(stderr(&output).contains("info/exclude: expected a regular file"), "{}", stderr(&output));
    }
}

#[test]
fn patterns_have_limits() {
    let tree = tree();
    for (pattern, expected) in [
        (format!("{}x{}", "{a,".repeat(300), "}".repeat(300)), "expected at most 16 braces in each other, found more"),
        ("{a,".repeat(40_000), "expected a pattern of at most 4096 bytes, found a longer one"),
        ("{".repeat(4), "error parsing glob"),
    ] {
        let output = lint(tree.path(), &["data", &pattern]);
        assert_eq!(output.status.code(), Some(2), "{pattern:.40}");
        assert!(stderr(&output).contains(expected), "{pattern:.40}: {}", stderr(&output));
    }
}

/// Names that are not UTF-8 stay distinct, so their counts are not merged.
#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf8_are_told_apart() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let tree = directory(&[]);
    for name in [&b"a\xFE.ndjson"[..], b"a\xFF.ndjson"] {
        fs::write(tree.path().join(OsStr::from_bytes(name)), BAD).unwrap();
    }
    let output = lint(tree.path(), &[".", "--format=concise", "--summary", "s"]);
    assert_eq!((output.status.code(), stderr(&output)), (Some(1), ""));
    assert_eq!(found(&output), ["a\u{FFFD}FE.ndjson", "a\u{FFFD}FF.ndjson"]);
    assert_eq!(lint(tree.path(), &["merge", "s"]).status.code(), Some(1));
}

/// The size of a file is only a hint: files of `/proc` report 0.
#[cfg(target_os = "linux")]
#[test]
fn a_file_without_a_size_is_read() {
    let tree = directory(&[]);
    let path = "/proc/version";
    let output = lint(tree.path(), &[path, "--input=ndjson", "-q", "--summary", "s"]);
    assert_eq!((output.status.code(), stderr(&output)), (Some(1), ""));
    let summary = fs::read_to_string(tree.path().join("s")).unwrap();
    assert!(summary.contains(r#""complete":true,"documents":1,"invalid":1,"#), "{summary}");
    let length = fs::read(path).unwrap().len();
    assert!(summary.contains(&format!(r#""size":{length},"ranges":[{{"start":0,"end":{length},"#)), "{summary}");

    let output = lint(tree.path(), &[path, "--input=ndjson", "--range=0:5"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("expected a plain file"), "{}", stderr(&output));

    let tasks = lint(tree.path(), &["plan", path]);
    assert_eq!((tasks.status.code(), stdout(&tasks)), (Some(0), "{\"path\":\"/proc/version\"}\n"));
    let output = lint_with(tree.path(), &["worker"], &tasks.stdout);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stdout(&output), summary);
    // The file has grown since the task for an empty range was planned.
    let output = lint_with(tree.path(), &["worker"], br#"{"path":"/proc/version","start":0,"end":0,"size":0}"#);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn lists_of_paths() {
    let tree = tree();
    for (args, list, expected) in [
        (
            &["--files-from", "-"][..],
            "data/b.json\n\ndata/a\n",
            &["data/b.json", "data/a/k.JSONL", "data/a/z.ndjson"][..],
        ),
        (&["--files-from", "-"], "data/b.json", &["data/b.json"]),
        (&["--files-from", "-", "-0"], "data/b.json\0data/readme.txt\0", &["data/b.json", "data/readme.txt"]),
        (&["--files-from", "-", "data/readme.txt"], "data/b.json\n", &["data/readme.txt", "data/b.json"]),
    ] {
        let output = lint_with(tree.path(), &[&["--format", "concise"], args].concat(), list.as_bytes());
        assert_eq!(found(&output), expected, "{args:?}: {}", stderr(&output));
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        fs::write(tree.path().join("list"), list).unwrap();
        let args: Vec<_> = args.iter().map(|&arg| if arg == "-" { "list" } else { arg }).collect();
        assert_eq!(found(&lint(tree.path(), &[&["--format", "concise"], &args[..]].concat())), expected, "{args:?}");
    }
    // An empty list is valid: `git diff --name-only` prints one if nothing has changed.
    assert_eq!(lint_with(tree.path(), &["--files-from", "-"], b"").status.code(), Some(0));
    for (list, expected) in [
        (&b"data/*.json\n"[..], "contact-lint: data/*.json: No such file"),
        (b"-\n", "contact-lint: -: expected paths of files: standard input is the list itself"),
        (&b"x".repeat(1 << 17), "contact-lint: -: expected paths, found one that is too long"),
    ] {
        let output = lint_with(tree.path(), &["--files-from", "-"], list);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).starts_with(expected), "{}", stderr(&output));
    }
    for args in [&["--files-from", "-", "-"][..], &["-0"], &["--files-from", "none"]] {
        assert_eq!(lint(tree.path(), args).status.code(), Some(2), "{args:?}");
    }
}

#[test]
fn lists_from_windows() {
    let tree = directory(&[("a.json", BAD.as_bytes()), ("b.json", BAD.as_bytes())]);
    for list in ["a.json\r\nb.json\r\n", "\u{feff}a.json\nb.json", "\u{feff}a.json\r\n\r\nb.json\r\n"] {
        let output = lint_with(tree.path(), &["--format", "concise", "--files-from", "-"], list.as_bytes());
        assert_eq!(found(&output), ["a.json", "b.json"], "{list:?}: {}", stderr(&output));
    }
    let output = lint_with(tree.path(), &["--files-from", "-"], b"\xFF\xFEa\0.\0");
    assert!(stderr(&output).contains("expected UTF-8, found UTF-16"), "{}", stderr(&output));
    assert_eq!(output.status.code(), Some(2));
}

/// A file name may end with a carriage return.
#[cfg(target_os = "linux")]
#[test]
fn a_file_whose_name_ends_in_a_carriage_return_is_found() {
    let tree = directory(&[("a.json\r", BAD.as_bytes())]);
    let output = lint_with(tree.path(), &["--format", "concise", "--files-from", "-"], b"a.json\r\n");
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
}

#[cfg(target_os = "linux")]
#[test]
fn a_list_may_contain_any_bytes() {
    use std::os::unix::ffi::OsStrExt;
    let name = std::ffi::OsStr::from_bytes(b"caf\xE9\nx.json");
    let tree = directory(&[]);
    fs::write(tree.path().join(name), REQUEST).unwrap();
    let output = lint_with(tree.path(), &["--files-from", "-", "-0"], &[name.as_bytes(), b"\0"].concat());
    assert_eq!(stdout(&output), "checked 1 document: 0 invalid\n");
}

/// Returns all files below a directory with their content, without links.
fn contents(directory: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_symlink() {
            continue;
        }
        if path.is_dir() {
            files.extend(contents(&path));
        } else {
            let content = fs::read(&path).unwrap();
            files.push((path, content));
        }
    }
    files.sort();
    files
}

#[test]
fn outputs_in_a_directory_are_not_read_by_the_next_run() {
    let records = format!("{REQUEST}\n{BAD}\n");
    for (input, valid, invalid) in [
        ("data", "data/good.ndjson", "data/bad.ndjson"),
        ("data", "./data/good.ndjson", "data/sub/../bad.ndjson"),
        ("./data/", "data/sub/good.ndjson", "data/bad.ndjson"),
        (".", "data/good.ndjson", "bad.ndjson"),
        ("data/*.ndjson", "data/good.ndjson", "data/bad.ndjson"),
        ("**/*.ndjson", "./data/sub/good.ndjson", "bad.ndjson"),
        #[cfg(unix)]
        ("data", "link/good.ndjson", "link/bad.ndjson"),
        #[cfg(unix)]
        ("link", "data/good.ndjson", "to-bad"),
    ] {
        let tree = directory(&[("data/a.ndjson", records.as_bytes()), ("data/sub/b.ndjson", records.as_bytes())]);
        #[cfg(unix)]
        for (target, link) in [("data", "link"), ("data/bad.ndjson", "to-bad")] {
            std::os::unix::fs::symlink(target, tree.path().join(link)).unwrap();
        }
        fs::write(tree.path().join("data/bad.ndjson"), "").unwrap();
        let args = ["--format", "concise", input, "--valid-out", valid, "--invalid-out", invalid];
        let first = lint(tree.path(), &args);
        assert_eq!(first.status.code(), Some(1), "{args:?}: {}", stderr(&first));
        let after = contents(tree.path());
        for _ in 0..2 {
            let next = lint(tree.path(), &args);
            assert_eq!((next.status.code(), stdout(&next)), (Some(1), stdout(&first)), "{args:?}");
            let note = ": not checked, as it is an output of this run\n";
            assert!(stderr(&next).contains(note), "{args:?}: {}", stderr(&next));
            assert_eq!(contents(tree.path()), after, "{args:?}");
        }
    }
}

/// What a directory holds under the name of an output is data, unless an earlier run may have left
/// it: it is not replaced unread.
#[test]
fn records_do_not_replace_data_of_a_directory() {
    let records = format!("{REQUEST}\n{BAD}\n");
    let mut cases = vec![
        vec!["data", "--valid-out=data/a.ndjson", "--invalid-out=bad.ndjson"],
        vec!["data", "--invalid-out=data/a.ndjson", "--valid-out=good.ndjson"],
        vec!["data", "--valid-out=data/a.ndjson"],
        vec!["data/*", "--invalid-out=data/a.ndjson"],
        vec!["data", "--fix", "--valid-out=data/a.ndjson"],
    ];
    if cfg!(unix) {
        cases.push(vec!["data", "--valid-out=link"]);
        cases.push(vec!["data", "--valid-out=link", "--invalid-out=bad.ndjson"]);
    }
    for args in cases {
        let tree = directory(&[("data/a.ndjson", records.as_bytes()), ("data/b.ndjson", records.as_bytes())]);
        #[cfg(unix)]
        std::os::unix::fs::symlink("data/a.ndjson", tree.path().join("link")).unwrap();
        let before = contents(tree.path());
        let output = lint(tree.path(), &args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", stdout(&output));
        let why = "is in a directory that is read, so its records would be lost";
        assert!(stderr(&output).contains(why), "{args:?}: {}", stderr(&output));
        assert_eq!(contents(tree.path()), before, "{args:?}");
    }
    // Two files with the names of both outputs may be data too: that shows in their records.
    for (valid, invalid, is_kept) in [
        ("data/a.ndjson", "bad.ndjson", true),
        ("data/a.ndjson", "data/b.ndjson", true),
        ("good.ndjson", "data/a.ndjson", true),
        // A named input is no output of an earlier run.
        ("named.ndjson", "data/bad.ndjson", true),
        ("good.ndjson", "data/bad.ndjson", false),
    ] {
        let tree = directory(&[
            ("data/a.ndjson", records.as_bytes()),
            ("data/b.ndjson", records.as_bytes()),
            ("data/bad.ndjson", format!("{BAD}\n").as_bytes()),
            ("good.ndjson", format!("{REQUEST}\n").as_bytes()),
            ("bad.ndjson", b""),
            ("named.ndjson", records.as_bytes()),
        ]);
        let before = contents(tree.path());
        let outputs = [format!("--valid-out={valid}"), format!("--invalid-out={invalid}")];
        let output = lint(tree.path(), &["named.ndjson", "data", "-q", &outputs[0], &outputs[1]]);
        assert_eq!(output.status.code(), Some(if is_kept { 2 } else { 1 }), "{outputs:?}: {}", stderr(&output));
        assert_eq!(contents(tree.path()) == before, is_kept, "{outputs:?}");
    }
    // A shell expands a pattern to names, and other programs make lists of them.
    let tree = directory(&[("data/a.ndjson", records.as_bytes())]);
    let outputs = ["--valid-out=data/good.ndjson", "--invalid-out=data/bad.ndjson"];
    assert_eq!(lint(tree.path(), &[&["data/a.ndjson"], &outputs[..]].concat()).status.code(), Some(1));
    let before = contents(tree.path());
    let expanded = ["data/a.ndjson", "data/bad.ndjson", "data/good.ndjson"];
    let output = lint(tree.path(), &[&expanded, &outputs[..]].concat());
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("its records would be there twice"), "{}", stderr(&output));
    assert_eq!(contents(tree.path()), before);
    fs::write(tree.path().join("list"), expanded.join("\n")).unwrap();
    let output = lint(tree.path(), &[&["--files-from=list"], &outputs[..]].concat());
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("its records would be there twice"), "{}", stderr(&output));
    fs::write(tree.path().join("list"), expanded[0]).unwrap();
    fs::write(tree.path().join("data/bad.ndjson"), "").unwrap();
    for more in ["--files-from=list", "data", "data/a*"] {
        let before = contents(tree.path());
        let output = lint(tree.path(), &[&["data/good.ndjson", more], &outputs[..]].concat());
        assert_eq!(output.status.code(), Some(2), "{more}");
        assert!(stderr(&output).contains("its records would be there twice"), "{more}: {}", stderr(&output));
        assert_eq!(contents(tree.path()), before, "{more}");
    }
    fs::write(tree.path().join("data/bad.ndjson"), format!("{BAD}\n")).unwrap();
    fs::remove_file(tree.path().join("list")).unwrap();
    assert_eq!(contents(tree.path()), before);
    // Dividing the two files again is fine.
    let output = lint(tree.path(), &[&expanded[1..], &outputs[..]].concat());
    assert_eq!((output.status.code(), contents(tree.path())), (Some(1), before));
    // With `--in-place`, it is an input.
    let tree = directory(&[("data/a.ndjson", records.as_bytes()), ("data/b.ndjson", records.as_bytes())]);
    let output = lint(tree.path(), &["-q", "data", "--valid-out=data/a.ndjson", "--in-place"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).ends_with("data/a.ndjson: 2 records were left out\n"), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(tree.path().join("data/a.ndjson")).unwrap(), format!("{REQUEST}\n{REQUEST}\n"));
}

#[test]
fn reports_in_a_directory_are_not_read_by_the_next_run() {
    let records = format!("{REQUEST}\n{BAD}\n{WARNED}\n");
    for content in [records.as_str(), REQUEST, ""] {
        for format in ["full", "concise", "jsonl", "sarif", "github", "junit", "verdicts", "summary"] {
            for output in ["data/report.json", "data/report.ndjson", "./data/../data/a.jsonl"] {
                let tree = directory(&[("data/b.ndjson", content.as_bytes())]);
                let report = format!("--output={format}={output}");
                let args = match format {
                    "summary" => vec!["data", "--format=concise", "--summary", output],
                    _ => vec!["data", "--format=concise", &report],
                };
                let first = lint(tree.path(), &args);
                let after = contents(tree.path());
                let next = lint(tree.path(), &args);
                assert_eq!((next.status, stdout(&next)), (first.status, stdout(&first)), "{args:?}: {}", stderr(&next));
                assert_eq!(contents(tree.path()), after, "{args:?}");
            }
        }
    }
    // A file that receives standard output is an output too.
    let tree = directory(&[("data/b.ndjson", records.as_bytes())]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_contact-lint"));
    let report = fs::File::create(tree.path().join("data/report.jsonl")).unwrap();
    command.args(["data", "--format=concise"]).current_dir(tree.path()).stdin(Stdio::null()).stdout(report);
    command.stderr(Stdio::null());
    assert_eq!(command.status().unwrap().code(), Some(1));
    let report = fs::read_to_string(tree.path().join("data/report.jsonl")).unwrap();
    assert_eq!(report, stdout(&lint(tree.path(), &["data/b.ndjson", "--format=concise"])));
}

// Compressed files.

/// A file open as a standard stream may contain the output of other programs.
#[cfg(target_os = "linux")]
#[test]
fn files_that_are_open_are_not_replaced() {
    let tree = directory(&[("a.ndjson", format!("{BAD}\n").as_bytes())]);
    std::os::unix::fs::symlink("/dev/stderr", tree.path().join("link")).unwrap();
    for (outputs, reason) in [
        ("-o jsonl=/dev/stdout >> log", "is standard output already"),
        ("-o jsonl=/dev/stderr 2>> log", "is standard error already"),
        ("-o jsonl=/proc/self/fd/2 2>> log", "is standard error already"),
        ("-o jsonl=link 2>> log", "is standard error already"),
        ("-o jsonl=log 2>> log", "is standard error already"),
        ("--summary /dev/stderr 2>> log", "is standard error already"),
        ("--valid-out /dev/stderr 2>> log", "is standard error already"),
        ("-o jsonl=/dev/fd/3 3>> log", "leads to a file that is open already"),
        ("--valid-out /dev/fd/3 3>> log", "leads to a file that is open already"),
    ] {
        fs::write(tree.path().join("log"), "a build log\n").unwrap();
        let script = format!("exec {} a.ndjson {outputs}", env!("CARGO_BIN_EXE_contact-lint"));
        let output = Command::new("sh").args(["-c", &script]).current_dir(tree.path()).output().unwrap();
        let log = fs::read_to_string(tree.path().join("log")).unwrap();
        assert_eq!(output.status.code(), Some(2), "{outputs}");
        assert!(log.starts_with("a build log\n"), "{outputs}: {log}");
        assert!(log.contains(reason) || stderr(&output).contains(reason), "{outputs}: {log} {}", stderr(&output));
    }
    // A link to another file is followed.
    fs::write(tree.path().join("old"), "").unwrap();
    std::os::unix::fs::symlink("old", tree.path().join("plain")).unwrap();
    assert_eq!(lint(tree.path(), &["a.ndjson", "-o", "jsonl=plain"]).status.code(), Some(1));
    assert!(fs::read_to_string(tree.path().join("old")).unwrap().contains("wrong-type"));
}

#[test]
fn all_members_and_frames_are_read() {
    let lines: String = (0..2000).map(|_| format!("{REQUEST}\n")).collect();
    let lines = lines.as_bytes();
    let half = BAD.split_at(5);
    let cases: [(&str, Vec<u8>, u64); 7] = [
        ("one.ndjson.gz", gzip(lines), 2000),
        ("two.jsonl.GZ", [gzip(lines), gzip(b""), gzip(lines)].concat(), 4000),
        ("one.ndjson.zst", zstd(lines), 2000),
        (
            "two.ndjson.zst",
            [skippable(b"index"), zstd(lines), skippable(b""), zstd(lines), skippable(b"x")].concat(),
            4000,
        ),
        ("none.ndjson.zst", skippable(b"index"), 0),
        ("cut.json.gz", [gzip(half.0.as_bytes()), gzip(half.1.as_bytes())].concat(), 1),
        ("cut.json.zst", [zstd(half.0.as_bytes()), zstd(half.1.as_bytes())].concat(), 1),
    ];
    for (name, content, documents) in cases {
        let tree = directory(&[(name, &content)]);
        let output = lint(tree.path(), &["--format", "concise", name]);
        let summary = format!("checked {documents} document{}: ", if documents == 1 { "" } else { "s" });
        assert!(stdout(&output).lines().last().unwrap().starts_with(&summary), "{name}: {}", stdout(&output));
        assert_eq!(stderr(&output), "", "{name}");
    }
}

#[test]
fn compression_is_detected_by_the_first_bytes() {
    let lines = format!("{REQUEST}\n{BAD}\n");
    let lines = lines.as_bytes();
    let skipped = [skippable(b"index"), zstd(lines)].concat();
    for content in [gzip(lines), zstd(lines), skipped, lines.to_vec()] {
        let tree = directory(&[("a.ndjson", &content)]);
        let from_file = lint(tree.path(), &["--format", "concise", "a.ndjson"]);
        assert!(stdout(&from_file).contains("checked 2 documents: 1 invalid"), "{}", stdout(&from_file));
        for args in
            [&["--stdin-filename", "a.ndjson"][..], &["--stdin-filename", "a.ndjson.gz"], &["--input", "ndjson"]]
        {
            let output = lint_with(tree.path(), &[&["--format", "concise"], args].concat(), &content);
            assert!(stdout(&output).contains("checked 2 documents: 1 invalid"), "{args:?}: {}", stdout(&output));
        }
        let summary = lint(tree.path(), &["a.ndjson", "--summary", "out", "--format", "concise"]);
        assert_eq!(summary.status.code(), Some(1), "{}", stderr(&summary));
        let plan = lint(tree.path(), &["plan", "a.ndjson", "--chunk", "10"]);
        let tasks = stdout(&plan).lines().count();
        assert_eq!(tasks == 1, content != lines, "{}", stdout(&plan));
    }
    // Cut off inside the magic number.
    for start in [&b"\x1F"[..], b"\x28\xB5", b"\x5A\x2A\x4D", b"P", b"("] {
        assert_eq!(lint_with(Path::new("."), &[], start).status.code(), Some(1), "{start:?}");
    }
}

#[test]
fn zeros_after_gzip_are_ignored() {
    let lines = format!("{REQUEST}\n").repeat(3);
    for (padding, code) in [(vec![0; 10], 0), (vec![0; 200_000], 0), ([&[0; 10][..], b"x"].concat(), 2)] {
        let tree = directory(&[("a.ndjson.gz", &[gzip(lines.as_bytes()), padding].concat())]);
        let output = lint(tree.path(), &["--format", "concise", "a.ndjson.gz"]);
        assert_eq!(output.status.code(), Some(code), "{}", stderr(&output));
        assert!(stdout(&output).contains("checked 3 documents"), "{}", stdout(&output));
    }
}

#[test]
fn offsets_count_decompressed_bytes() {
    let lines = format!("{REQUEST}\n{BAD}\n");
    let tree = directory(&[("a.ndjson.zst", &zstd(lines.as_bytes())), ("a.ndjson", lines.as_bytes())]);
    let compressed = lint(tree.path(), &["--format", "concise", "a.ndjson.zst"]);
    let plain = lint(tree.path(), &["--format", "concise", "a.ndjson"]);
    assert_eq!(stdout(&compressed).replace(".zst", ""), stdout(&plain));
}

#[test]
fn broken_streams_are_failures_after_what_can_be_read() {
    // Incompressible content: half of the file is about half of the records.
    let lines = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/contacts.ndjson")).unwrap();
    let array: Vec<u8> = lines.split(|&b| b == b'\n').filter(|line| !line.is_empty()).collect::<Vec<_>>().join(&b',');
    let array = [b"[", &array[..], b"]"].concat();
    let frame = zstd(&lines);
    let mut bad_checksum = frame.clone();
    *bad_checksum.last_mut().unwrap() ^= 1;
    let mut bad_gzip = gzip(&lines);
    let at = bad_gzip.len() - 6;
    bad_gzip[at] ^= 1;
    // A window of 2^41 bytes and more: the decoder must not allocate that much.
    let huge_window = [&0xFD2F_B528_u32.to_le_bytes()[..], &[0x00, 0xFF], &[1; 64]].concat();
    let cut = |bytes: &[u8], length: usize| bytes[..length].to_vec();
    let gz = gzip(&lines);
    let array_gz = gzip(&array);
    let other = "expected compressed data, found other data";
    let trailing = "expected the end or more compressed data, found other data";
    let cases: [(&str, Vec<u8>, std::ops::RangeInclusive<u64>, &str); 15] = [
        ("a.ndjson.gz", cut(&gz, gz.len() / 2), 100..=900, "gzip: the data ends too early"),
        ("b.json.gz", cut(&array_gz, array_gz.len() / 2), 100..=900, "gzip: the data ends too early"),
        ("c.ndjson.gz", cut(&gz, gz.len() - 1), 1000..=1000, "gzip: the data ends too early"),
        ("d.ndjson.gz", bad_gzip, 1000..=1000, "gzip: "),
        ("e.ndjson.gz", REQUEST.into(), 0..=0, &format!("gzip: {other}")),
        ("m.ndjson.gz", b"{".to_vec(), 0..=0, &format!("gzip: {other}")),
        ("n.ndjson.gz", [gz.clone(), b"junk".to_vec()].concat(), 1000..=1000, &format!("gzip: {trailing}")),
        ("f.ndjson.gz", Vec::new(), 0..=0, "gzip: the data ends too early"),
        ("g.ndjson.zst", cut(&frame, frame.len() - 1), 1000..=1000, "zstd: the data ends too early"),
        ("l.ndjson.zst", cut(&frame, frame.len() / 2), 100..=900, "zstd: the data ends too early"),
        ("h.ndjson.zst", bad_checksum, 1000..=1000, "zstd: the checksum of a frame"),
        ("i.ndjson.zst", [frame.clone(), b"junk junk".to_vec()].concat(), 1000..=1000, &format!("zstd: {trailing}")),
        ("o.ndjson.zst", REQUEST.into(), 0..=0, &format!("zstd: {other}")),
        ("j.ndjson.zst", Vec::new(), 0..=0, "zstd: the data ends too early"),
        ("k.ndjson.zst", huge_window, 0..=0, "zstd: "),
    ];
    for (name, content, documents, expected) in cases {
        let tree = directory(&[(name, &content)]);
        let output = lint(tree.path(), &["--format", "jsonl", name]);
        let expected = format!("contact-lint: {name}: {expected}");
        assert!(stderr(&output).starts_with(&expected), "{name}: {}", stderr(&output));
        assert_eq!(output.status.code(), Some(2), "{name}");
        let summary: serde_json::Value = serde_json::from_str(stdout(&output).lines().last().unwrap()).unwrap();
        let found = summary["documents"].as_u64().unwrap();
        assert!(documents.contains(&found), "{name}: {found}");
        assert_eq!(summary["invalid"], 0, "{name}");
    }
}

// Divided records.

/// Divides `input` and returns the content of both files.
fn divide(args: &[&str], input: &[u8]) -> (Output, Vec<u8>, Vec<u8>) {
    let tree = directory(&[]);
    let outs = ["--input", "ndjson", "--valid-out", "valid", "--invalid-out", "invalid", "--format", "concise"];
    let output = lint_with(tree.path(), &[&outs, args].concat(), input);
    let read = |name| fs::read(tree.path().join(name)).unwrap_or_else(|_| panic!("{name}: {}", stderr(&output)));
    let (valid, invalid) = (read("valid"), read("invalid"));
    assert_eq!(fs::read_dir(tree.path()).unwrap().count(), 2, "no other file is left");
    (output, valid, invalid)
}

#[test]
fn records_are_divided_byte_for_byte() {
    let unknown = r#"{"name": "x"}"#;
    for (input, valid, invalid) in [
        (format!("{REQUEST}\n{BAD}\n{REQUEST}\n"), format!("{REQUEST}\n{REQUEST}\n"), format!("{BAD}\n")),
        // Each record keeps its line ending. The last one has none if the input has none.
        (format!("{REQUEST}\r\n{BAD}\r\n"), format!("{REQUEST}\r\n"), format!("{BAD}\r\n")),
        (format!("{BAD}\n{REQUEST}"), REQUEST.into(), format!("{BAD}\n")),
        (format!("{REQUEST}\n{BAD}"), format!("{REQUEST}\n"), BAD.into()),
        // Blank lines go to the valid file.
        (format!("\n \r\n{BAD}\n\n"), "\n \r\n\n".into(), format!("{BAD}\n")),
        // A warning does not make a record invalid. A syntax error does, and so does an unknown
        // kind.
        (format!("{WARNED}\n{{\n{unknown}\n"), format!("{WARNED}\n"), format!("{{\n{unknown}\n")),
        (String::new(), String::new(), String::new()),
    ] {
        let (_, found_valid, found_invalid) = divide(&[], input.as_bytes());
        assert_eq!(String::from_utf8(found_valid).unwrap(), valid, "{input:?}");
        assert_eq!(String::from_utf8(found_invalid).unwrap(), invalid, "{input:?}");
    }
    let input = format!("{WARNED}\n{REQUEST}\n");
    let (_, valid, invalid) = divide(&["--deny-warnings"], input.as_bytes());
    assert_eq!((valid, invalid), (format!("{REQUEST}\n").into_bytes(), format!("{WARNED}\n").into_bytes()));
    // `--max-findings` limits the report only.
    let (_, valid, invalid) = divide(&["--max-findings", "0"], format!("{BAD}\n{REQUEST}\n").as_bytes());
    assert_eq!((valid, invalid), (format!("{REQUEST}\n").into_bytes(), format!("{BAD}\n").into_bytes()));
}

#[test]
fn a_violation_after_a_thousand_warnings_is_found() {
    // More findings than are kept for one document, and the kept ones are warnings.
    let members: String = (0..1500).map(|index| format!(r#""unknown{index}": 1, "#)).collect();
    let record = format!("{{\"notify\": true, {members}\"email\": \"x\"}}\n");
    let (_, valid, invalid) = divide(&["--kind", "request"], record.as_bytes());
    assert_eq!((valid, invalid), (Vec::new(), record.into_bytes()));
}

#[test]
fn records_that_are_too_long_are_not_lost() {
    let long = format!(r#"{{"notify": true, "name": "{}"}}"#, "x".repeat(5 << 20));
    for threads in ["1", "2", "4"] {
        for (before, after) in [(0, 3), (100_000, 3), (100_000, 100_000)] {
            let lines = |count: usize| format!("{REQUEST}\n").repeat(count);
            for end in ["\n", "\r\n"] {
                let input = format!("{}{long}{end}{BAD}\n{}{long}", lines(before), lines(after));
                let args = ["-j", threads, "--max-record-bytes", "1000000"];
                let (output, valid, invalid) = divide(&args, input.as_bytes());
                assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
                assert!(valid == lines(before + after).as_bytes(), "-j {threads}, {before}, {after}");
                assert!(invalid == format!("{long}{end}{BAD}\n{long}").as_bytes(), "-j {threads}, {before}, {after}");
            }
        }
        // Large records, but within the limit.
        let input = format!("{}{long}\n{REQUEST}\n{long}", format!("{REQUEST}\n").repeat(50_000));
        let (_, valid, invalid) = divide(&["-j", threads], input.as_bytes());
        assert_eq!(valid.len(), 50_001 * (REQUEST.len() + 1));
        assert!(invalid == format!("{long}\n{long}").as_bytes());
    }
}

#[test]
fn inputs_do_not_run_into_each_other() {
    let ends_open = format!("{BAD}\n{REQUEST}");
    let tree = directory(&[("a.ndjson", ends_open.as_bytes()), ("b.ndjson", b""), ("c.ndjson", ends_open.as_bytes())]);
    let output = lint(tree.path(), &["a.ndjson", "b.ndjson", "c.ndjson", "--valid-out", "v", "--invalid-out", "i"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(fs::read_to_string(tree.path().join("v")).unwrap(), format!("{REQUEST}\n{REQUEST}"));
    assert_eq!(fs::read_to_string(tree.path().join("i")).unwrap(), format!("{BAD}\n{BAD}\n"));
}

#[test]
fn a_file_may_be_divided_in_its_place() {
    let tree = directory(&[("a.ndjson", format!("{BAD}\n{REQUEST}\n").as_bytes())]);
    let output = lint(tree.path(), &["a.ndjson", "--valid-out", "a.ndjson", "--invalid-out", "b.ndjson"]);
    assert_eq!((output.status.code(), stderr(&output)), (Some(1), ""));
    assert_eq!(fs::read_to_string(tree.path().join("a.ndjson")).unwrap(), format!("{REQUEST}\n"));
    assert_eq!(fs::read_to_string(tree.path().join("b.ndjson")).unwrap(), format!("{BAD}\n"));
}

/// One of the two outputs alone must not replace its input, because records would be lost.
/// `--in-place` allows it.
#[test]
fn no_records_are_dropped_without_in_place() {
    let records = format!("{BAD}\n{REQUEST}\n\n{REQUEST}\n{WARNED}\n{}\n", "x".repeat(2 << 20));
    let tree = || {
        let tree = directory(&[("a.ndjson", records.as_bytes()), ("b.ndjson", b""), ("sub/x", b"")]);
        fs::hard_link(tree.path().join("a.ndjson"), tree.path().join("sub/hard.ndjson")).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("a.ndjson", tree.path().join("soft")).unwrap();
        tree
    };
    let run = |tree: &TempDir, args: &[&str], from_stdin: bool| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_contact-lint"));
        command.args(args).args(["--format=concise", "--input=ndjson"]).current_dir(tree.path());
        command.args(["--max-record-bytes=1000000", "--max-findings=0"]);
        if from_stdin {
            command.stdin(fs::File::open(tree.path().join("a.ndjson")).unwrap());
        }
        command.output().unwrap()
    };
    let mut cases = vec![
        (&["a.ndjson", "--valid-out", "a.ndjson"][..], false),
        (&["a.ndjson", "--invalid-out", "a.ndjson"], false),
        (&["b.ndjson", "./a.ndjson", "--valid-out", "sub/../a.ndjson"], false),
        (&["sub/hard.ndjson", "--valid-out", "a.ndjson"], false),
        (&["--valid-out", "a.ndjson"], true),
        (&["-", "--invalid-out", "sub/hard.ndjson"], true),
        // A range is only a part of the file, so both outputs together do not contain all records.
        (&["a.ndjson", "--range=0:20", "--valid-out", "a.ndjson", "--invalid-out", "c"], false),
        (&["a.ndjson", "--range=0:20", "--valid-out", "a.ndjson", "--in-place"], false),
    ];
    if cfg!(unix) {
        cases.extend([
            (&["soft", "--valid-out", "a.ndjson"][..], false),
            (&["a.ndjson", "--valid-out", "soft"], false),
            (&["/dev/stdin", "--valid-out", "a.ndjson"], true),
        ]);
    }
    for (args, from_stdin) in cases {
        let tree = tree();
        let before = contents(tree.path());
        let output = run(&tree, args, from_stdin);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", stderr(&output));
        let is_told = stderr(&output).contains("is read from") && stderr(&output).contains("would be lost");
        assert!(is_told, "{args:?}: {}", stderr(&output));
        assert!(contents(tree.path()) == before, "{args:?}");
    }

    // If another program has read the start of standard input, only a part of the file is left.
    #[cfg(unix)]
    {
        use std::io::Seek as _;
        let tree = tree();
        let before = contents(tree.path());
        let mut stdin = fs::File::open(tree.path().join("a.ndjson")).unwrap();
        stdin.seek(std::io::SeekFrom::Start(BAD.len() as u64 + 1)).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_contact-lint"));
        command.args(["--input=ndjson", "--valid-out=a.ndjson", "--invalid-out=c"]).current_dir(tree.path());
        let output = command.stdin(stdin).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert!(contents(tree.path()) == before);
    }

    // With `--in-place`, the input is replaced, and the lost records are counted.
    for threads in ["1", "3"] {
        for (args, left_out) in [
            (&["--valid-out", "a.ndjson"][..], "2 records were"),
            (&["--valid-out", "a.ndjson", "--deny-warnings"], "3 records were"),
            (&["--invalid-out", "a.ndjson"], "3 records were"),
            (&["--invalid-out", "a.ndjson", "--deny-warnings"], "2 records were"),
            (&["--valid-out", "a.ndjson", "--invalid-out", "c"], ""),
        ] {
            let tree = tree();
            let output = run(&tree, &[args, &["a.ndjson", "--in-place", "-j", threads]].concat(), false);
            assert_eq!(output.status.code(), Some(1), "{args:?}: {}", stderr(&output));
            let expected = match left_out {
                "" => String::new(),
                left_out => format!("contact-lint: a.ndjson: {left_out} left out\n"),
            };
            assert_eq!(stderr(&output), expected, "{args:?}");
            let kept = fs::read(tree.path().join("a.ndjson")).unwrap();
            assert_eq!(kept.starts_with(BAD.as_bytes()), args[0] == "--invalid-out", "{args:?}");
        }
    }
    let output = lint(tree().path(), &["a.ndjson", "--in-place"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--in-place needs --valid-out or --invalid-out"), "{}", stderr(&output));
}

#[test]
fn files_of_records_are_whole_or_not_there() {
    let gz = gzip(format!("{REQUEST}\n").repeat(10_000).as_bytes());
    let tree = directory(&[
        ("good.ndjson", REQUEST.as_bytes()),
        ("cut.ndjson.gz", &gz[..gz.len() / 2]),
        ("request.json", REQUEST.as_bytes()),
        ("old", b"old"),
        ("data/request.json", REQUEST.as_bytes()),
    ]);
    let before = fs::read_dir(tree.path()).unwrap().count();
    for (args, expected) in [
        (&["good.ndjson", "none.ndjson"][..], "contact-lint: none.ndjson: No such file"),
        (&["good.ndjson", "cut.ndjson.gz"], "contact-lint: cut.ndjson.gz: gzip: the data ends too early"),
        (&["good.ndjson", "data"], "contact-lint: data/request.json: expected NDJSON"),
        (&["good.ndjson", "request.json"], "error: request.json: expected NDJSON"),
        (&["-"], "error: <stdin>: expected NDJSON"),
        (&[], "error: <stdin>: expected NDJSON"),
        (&["good.ndjson", "--invalid-out", "old"], "error: --valid-out and --invalid-out must be two files"),
        (&["good.ndjson", "--invalid-out", "none/x"], "contact-lint: none/x: No such file or directory (os error 2)\n"),
        (&["good.ndjson", "--invalid-out", "data"], "contact-lint: data: expected a regular file, or none yet"),
    ] {
        let output = lint(tree.path(), &[&["--valid-out", "old"], args].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).starts_with(expected), "{args:?}: {}", stderr(&output));
        assert_eq!(fs::read_to_string(tree.path().join("old")).unwrap(), "old", "{args:?}");
        assert_eq!(fs::read_dir(tree.path()).unwrap().count(), before, "{args:?}");
    }
}

#[cfg(unix)]
#[test]
fn files_of_records_keep_links_and_permissions() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let tree = directory(&[("a.ndjson", REQUEST.as_bytes()), ("target", b"old")]);
    let target = tree.path().join("target");
    symlink("target", tree.path().join("link")).unwrap();
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
    let output = lint(tree.path(), &["a.ndjson", "--valid-out", "link", "--invalid-out", "new"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(tree.path().join("link").is_symlink());
    assert_eq!(fs::read_to_string(&target).unwrap(), REQUEST);
    let mode = |name| fs::metadata(tree.path().join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("target"), 0o640);
    // The permissions of any new file in this directory.
    assert_eq!(mode("new"), mode("a.ndjson"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    // The linter writes beside the output and renames. A limit on file sizes simulates a full disk.
    let tree = directory(&[("a.ndjson", format!("{REQUEST}\n").repeat(100_000).as_bytes())]);
    let program = env!("CARGO_BIN_EXE_contact-lint");
    let script = format!("ulimit -f 100; trap '' XFSZ; exec {program} a.ndjson --valid-out v --invalid-out i");
    let output = Command::new("sh").args(["-c", &script]).current_dir(tree.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", stdout(&output));
    assert!(stderr(&output).starts_with("contact-lint: v: File too large"), "{}", stderr(&output));
    assert_eq!(fs::read_dir(tree.path()).unwrap().count(), 1);
}

/// Writes to small files fail when their buffers are flushed, which is after all work is done.
#[cfg(target_os = "linux")]
#[test]
fn nothing_is_complete_if_an_output_cannot_be_flushed() {
    let records = format!("{REQUEST}\n{BAD}\n").repeat(500);
    let names = |tree: &TempDir| {
        let mut names: Vec<_> =
            fs::read_dir(tree.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    let run = |tree: &TempDir, args: &str| {
        let program = env!("CARGO_BIN_EXE_contact-lint");
        // 8 blocks of 512 bytes: enough for the summary and SARIF of nothing, and not for the
        // records.
        let script = format!("ulimit -f 8; trap '' XFSZ; exec {program} a.ndjson -q {args}");
        let output = Command::new("sh").args(["-c", &script]).current_dir(tree.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args}: {}", stderr(&output));
        output
    };
    // The records cannot be written, and the summary reports it.
    let tree = directory(&[("a.ndjson", records.as_bytes())]);
    let output = run(&tree, "--valid-out v --invalid-out i --summary s");
    assert_eq!(stderr(&output), "contact-lint: v: File too large (os error 27)\n");
    assert_eq!(names(&tree), ["a.ndjson", "s"]);
    assert!(fs::read_to_string(tree.path().join("s")).unwrap().contains(r#""complete":false"#));
    // A report cannot be written: no file is put in place, and the records have lost their report.
    let short = format!("{REQUEST}\n{BAD}\n").repeat(60);
    let tree = directory(&[("a.ndjson", short.as_bytes()), ("v", b"old")]);
    let output = run(&tree, "--valid-out v --invalid-out i -o jsonl=j --summary s");
    assert!(stderr(&output).contains("contact-lint: j: File too large (os error 27)\n"), "{}", stderr(&output));
    assert_eq!(names(&tree), ["a.ndjson", "v"]);
    assert_eq!(fs::read_to_string(tree.path().join("v")).unwrap(), "old");
}

/// A reader that returns its bytes in pieces, as pipes do.
struct Pieces<'a> {
    rest: &'a [u8],
    sizes: std::iter::Cycle<std::vec::IntoIter<usize>>,
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let size = self.sizes.next().unwrap_or(1).min(buffer.len()).min(self.rest.len());
        let (piece, rest) = self.rest.split_at(size);
        buffer[..size].copy_from_slice(piece);
        self.rest = rest;
        Ok(size)
    }
}

#[derive(Clone, Debug)]
struct Line {
    text: String,
    is_valid: bool,
}

fn line() -> impl Strategy<Value = Line> {
    let line = |text: String, is_valid| Just(Line { text, is_valid });
    prop_oneof![
        4 => line(REQUEST.into(), true),
        2 => line(BAD.into(), false),
        1 => line(WARNED.into(), true),
        1 => line(String::new(), true),
        1 => line(" \t\r".into(), true),
        1 => line("\u{0}\u{1b}{".into(), false),
        1 => line("[]".into(), false),
        1 => (1..3000_usize).prop_flat_map(move |n| line(format!("{{\"notify\": true, \"name\": \"{}\"}}", "x".repeat(n)), n <= contact_schema::Name::MAX_CHARS)),
    ]
}

/// Returns the input and the expected content of the two files.
fn expected(lines: &[Line], is_open: bool) -> (String, String, String) {
    let (mut all, mut valid, mut invalid) = (String::new(), String::new(), String::new());
    for (index, line) in lines.iter().enumerate() {
        let end = if is_open && index + 1 == lines.len() { "" } else { "\n" };
        for text in [&mut all, if line.is_valid { &mut valid } else { &mut invalid }] {
            text.push_str(&line.text);
            text.push_str(end);
        }
    }
    (all, valid, invalid)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Merged in the order of the records, the two files are the input, for any number of threads
    /// and any sizes of reads.
    #[test]
    fn nothing_is_lost_or_moved(
        lines in prop::collection::vec(line(), 1..60),
        is_open: bool,
        repeated in prop_oneof![Just(1_usize), 200..900_usize],
        threads in 1..5_usize,
        sizes in prop::collection::vec(prop_oneof![1..100_usize, 1000..3_000_000_usize], 1..8),
    ) {
        let lines: Vec<_> = lines.iter().cycle().take(lines.len() * repeated).cloned().collect();
        let (all, valid, invalid) = expected(&lines, is_open);
        let tree = directory(&[]);
        let mut child = Command::new(env!("CARGO_BIN_EXE_contact-lint"))
            .args(["--input", "ndjson", "--kind", "request", "--max-findings", "3", "--valid-out", "v", "--invalid-out", "i", "-j"])
            .arg(threads.to_string())
            .current_dir(tree.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // Only the first bytes are written in small pieces: a million of them would take too long.
        let small = all.len().min(20_000);
        let mut stdin = child.stdin.take().unwrap();
        let mut pieces = Pieces { rest: &all.as_bytes()[..small], sizes: sizes.clone().into_iter().cycle() };
        let mut buffer = vec![0; 1 << 20];
        loop {
            let count = pieces.read(&mut buffer).unwrap();
            if count == 0 { break; }
            stdin.write_all(&buffer[..count]).unwrap();
        }
        for piece in all.as_bytes()[small..].chunks(sizes.iter().copied().max().unwrap_or(1).max(1000)) {
            stdin.write_all(piece).unwrap();
        }
        drop(stdin);
        child.wait().unwrap();
        let read = |name| fs::read_to_string(tree.path().join(name)).unwrap();
        prop_assert!(read("v") == valid);
        prop_assert!(read("i") == invalid);
    }
}

// Progress.

/// Runs a script with a terminal as standard output and standard error. Returns what the terminal
/// received.
#[cfg(target_os = "linux")]
fn on_terminal(tree: &Path, script: &str) -> String {
    let script =
        format!("stty rows 40 cols 120; {}", script.replace("contact-lint", env!("CARGO_BIN_EXE_contact-lint")));
    let output = Command::new("script")
        .args(["-qefc", &script, "/dev/null"])
        .env("TERM", "xterm")
        .env("SHELL", "/bin/sh")
        .current_dir(tree)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// Returns the lines left on the screen: what was written after the last clearing of each line.
#[cfg(target_os = "linux")]
fn screen(sent: &str) -> Vec<&str> {
    sent.lines().map(|line| line.rsplit("\u{1b}[2K").next().unwrap_or(line).trim_end_matches('\r')).collect()
}

#[cfg(target_os = "linux")]
#[test]
fn progress_is_shown_on_a_terminal_and_leaves_no_trace() {
    let lines = format!("{REQUEST}\n").repeat(20_000) + &format!("{BAD}\n").repeat(3000);
    let tree = directory(&[("a.ndjson", lines.as_bytes())]);
    // Runs longer than the half second before progress is shown.
    let slow = "(cat a.ndjson; sleep 0.8; cat a.ndjson; sleep 0.3; cat a.ndjson)";
    let lint = "contact-lint --input ndjson --kind request --format concise";
    let plain = stdout(&lint_with(
        tree.path(),
        &["--input", "ndjson", "--kind", "request", "--format", "concise"],
        lines.repeat(3).as_bytes(),
    ))
    .to_owned();
    for threads in [1, 2] {
        let sent = on_terminal(tree.path(), &format!("{slow} | {lint} -j {threads}"));
        assert!(sent.contains(" records, ") && sent.contains("iB/s"), "no progress was shown");
        let expected: Vec<_> = plain.lines().collect();
        assert!(screen(&sent) == expected, "-j {threads}: progress and reports are mixed");
    }
    for (script, why) in [
        (format!("{slow} | {lint} --no-progress"), "not wanted"),
        (format!("{slow} | {lint} 2>/dev/null"), "standard error is no terminal"),
        (format!("{slow} | TERM=dumb {lint}"), "the terminal cannot move its cursor"),
        (format!("{lint} a.ndjson"), "it is done at once"),
    ] {
        assert!(!on_terminal(tree.path(), &script).contains(" records, "), "{why}");
    }
    // If the reports go elsewhere, progress is still shown. Named files allow an estimate of the
    // remaining time.
    let fifo = "mkfifo p.ndjson; ";
    let sent =
        on_terminal(tree.path(), &format!("{fifo}{slow} > p.ndjson & sleep 0.1; {lint} p.ndjson > reports; wait"));
    assert!(sent.contains(" records, "));
    assert_eq!(fs::read_to_string(tree.path().join("reports")).unwrap().replace("p.ndjson:", "<stdin>:"), plain);
}

#[cfg(target_os = "linux")]
#[test]
fn no_line_is_longer_than_the_terminal() {
    let lines = format!("{REQUEST}\n").repeat(20_000);
    let tree = directory(&[("a.ndjson", lines.as_bytes())]);
    let slow = "(cat a.ndjson; sleep 0.8; cat a.ndjson; sleep 0.3; cat a.ndjson)";
    for columns in [20, 40, 60, 80] {
        let lint = format!("stty rows 40 cols {columns}; {slow} | contact-lint --input ndjson --format concise");
        let drawn = on_terminal(tree.path(), &lint);
        let frames = drawn.split(['\r', '\n', '\u{1b}']).filter(|frame| frame.contains("iB"));
        let lengths: Vec<_> = frames.map(|frame| frame.trim_start_matches("[2K").trim_end().chars().count()).collect();
        assert!(!lengths.is_empty() && lengths.iter().all(|&length| length <= columns), "{columns}: {drawn:?}");
        let rules = on_terminal(tree.path(), &format!("stty rows 40 cols {columns}; contact-lint explain no-change"));
        let longest = rules.lines().map(|line| line.trim_end_matches('\r').chars().count()).max();
        assert!(longest.unwrap() <= columns, "{columns}: {rules}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_shows_that_the_linter_reads_input() {
    let tree = directory(&[]);
    let sent = on_terminal(tree.path(), "contact-lint </dev/tty & sleep 0.3; kill $!; wait");
    assert!(sent.contains("waiting for a document"), "{sent}");
}

#[cfg(target_os = "linux")]
#[test]
fn progress_leaves_no_trace_of_an_input_without_bytes() {
    let tree = directory(&[]);
    // A signal, or the end of the input, after the half second before progress is shown.
    let sent = on_terminal(tree.path(), "sleep 2 | contact-lint - & sleep 1; kill -TERM $!; wait $!");
    assert_eq!(screen(&sent)[0], "contact-lint: <stdin>: interrupted by SIGTERM", "{sent:?}");
    let sent = on_terminal(tree.path(), "sleep 1 | contact-lint --format concise -");
    assert!(screen(&sent)[0].starts_with("<stdin>:1:1: syntax[json-unexpected-end]"), "{sent:?}");
}

// The command line.

#[test]
fn unknown_commands_are_not_taken_for_files() {
    let tree = directory(&[("check", REQUEST.as_bytes()), ("a.json", REQUEST.as_bytes())]);
    for (args, expected) in [
        (&["help"][..], "no file is named `help`: for the help, pass --help"),
        (&["version"], "for the version, pass --version"),
        (&["lint", "a.json"], "to check files, leave `lint` out"),
        (&["rule"], "did you mean the command `rules`?"),
        (&["explian", "no-change"], "did you mean the command `explain`?"),
        (&["none"], "contact-lint: none: No such file"),
    ] {
        let output = lint(tree.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(expected), "{args:?}: {}", stderr(&output));
    }
    assert_eq!(lint(tree.path(), &["check"]).status.code(), Some(0), "a file of that name");
}

#[test]
fn numbers_that_cannot_be_read_are_explained() {
    for (args, expected) in [
        (["-j", "0"], "expected a number of threads, 1 or more"),
        (["-j", "x"], "expected a number of threads, 1 or more"),
        (["--max-findings", "x"], "expected a number, 0 or more"),
        (["--max-record-bytes", "0"], "expected a number of bytes above 0"),
        (["--max-record-bytes", "1X"], "expected a number of bytes above 0"),
    ] {
        let output = lint_with(Path::new("."), &args, REQUEST.as_bytes());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(expected), "{args:?}: {}", stderr(&output));
    }
    for size in ["64", "1K", "64M"] {
        let output = lint_with(Path::new("."), &["--max-record-bytes", size], REQUEST.as_bytes());
        assert_eq!(output.status.code(), Some(0), "{size}: {}", stderr(&output));
    }
}

#[test]
fn several_rules_may_be_allowed_at_once() {
    let document = br#"{"notify": true, "nickname": "x"}"#;
    let output = lint_with(Path::new("."), &["--deny-warnings", "--allow", "no-change,unknown-member"], document);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    let output = lint_with(Path::new("."), &["--allow", "no-change,unknown-membre"], document);
    assert!(stderr(&output).contains("'unknown-member'"), "{}", stderr(&output));
}

#[test]
fn a_quiet_run_has_its_files_and_its_status() {
    let tree = directory(&[("a.json", BAD.as_bytes())]);
    for args in [&["a.json", "-q", "-o", "jsonl=out"][..], &["a.json", "--quiet", "-o", "jsonl=out", "--statistics"]] {
        let output = lint(tree.path(), args);
        assert_eq!((output.status.code(), stdout(&output)), (Some(1), ""), "{args:?}");
        assert!(fs::read_to_string(tree.path().join("out")).unwrap().contains("wrong-type"));
        assert_eq!(stderr(&output).contains("wrong-type"), args.contains(&"--statistics"));
    }
}

#[test]
fn all_extensions_of_ndjson_are_known() {
    let two = format!("{REQUEST}\n{REQUEST}\n");
    let tree = directory(&[("a.jsonlines", two.as_bytes()), ("b.ldjson.gz", &gzip(two.as_bytes()))]);
    let output = lint(tree.path(), &["."]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    assert!(stdout(&output).starts_with("checked 4 documents"), "{}", stdout(&output));
}

// Other formats.

#[test]
fn input_that_is_not_ndjson_gets_one_message() {
    let text = format!("{REQUEST}\n{REQUEST}\n");
    let utf16 =
        |bytes: fn(u16) -> [u8; 2], mark: &str| (mark.to_owned() + &text).encode_utf16().flat_map(bytes).collect();
    let utf32 = |bytes: fn(u32) -> [u8; 4], mark: &str| {
        (mark.to_owned() + &text).chars().flat_map(|c| bytes(u32::from(c))).collect()
    };
    let pretty = "{\n  \"notify\": true,\n  \"name\": \"Ada\"\n}\n";
    for (content, expected) in [
        (b"{\n  \"notify\": true,\n  \"name\": \"Ada\"\n}\n".to_vec(), "pass --input json"),
        (b"[\n{\"notify\": true},\n{\"notify\": true}]\n".to_vec(), "pass --input json"),
        (b"[\n  {\n    \"notify\": true\n  }\n]\n".to_vec(), "pass --input json"),
        (format!("{REQUEST}\n{}", pretty.repeat(2)).into_bytes(), "on several lines"),
        (format!("\u{1e}{}", [pretty; 2].join("\u{1e}")).into_bytes(), "jq --seq -c"),
        (format!("\u{1e}\n{pretty}").into_bytes(), "jq --seq -c"),
        (utf16(u16::to_le_bytes, "\u{feff}"), "iconv -f UTF-16 -t UTF-8"),
        (utf16(u16::to_be_bytes, "\u{feff}"), "iconv -f UTF-16 -t UTF-8"),
        (utf16(u16::to_le_bytes, ""), "iconv -f UTF-16LE -t UTF-8"),
        (utf16(u16::to_be_bytes, ""), "iconv -f UTF-16BE -t UTF-8"),
        (utf32(u32::to_le_bytes, "\u{feff}"), "iconv -f UTF-32 -t UTF-8"),
        (utf32(u32::to_be_bytes, "\u{feff}"), "iconv -f UTF-32 -t UTF-8"),
        (utf32(u32::to_le_bytes, ""), "iconv -f UTF-32LE -t UTF-8"),
        (utf32(u32::to_be_bytes, ""), "iconv -f UTF-32BE -t UTF-8"),
        (b"BZh91AY&SY\x01\n\x02\n".to_vec(), "bzip2"),
        (b"\xFD7zXZ\0\0\x04\n\x02\n".to_vec(), "xz"),
        (b"PK\x03\x04\n\x02\n".to_vec(), "ZIP"),
    ] {
        let tree = directory(&[("a.ndjson", &content)]);
        let output = lint(tree.path(), &["--format", "concise", "a.ndjson"]);
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(stderr(&output).lines().count(), 1);
        assert!(stderr(&output).contains(expected), "{}", stderr(&output));
    }
    // A document on several lines does not hide many on one.
    let lines = format!("{REQUEST}\n{pretty}{}", text.repeat(2));
    let output = lint_with(Path::new("."), &["--format", "concise", "--input", "ndjson"], lines.as_bytes());
    assert!(stdout(&output).contains("checked 9 documents: 4 invalid"), "{}", stdout(&output));
    // An invalid first line does not hide the others.
    for first in ["{", "[", "{\"notify\":", "\u{feff}{}"] {
        let lines = format!("{first}\n{BAD}\n");
        let output = lint_with(Path::new("."), &["--format", "concise", "--input", "ndjson"], lines.as_bytes());
        assert!(stdout(&output).contains("checked 2 documents: 2 invalid"), "{first}: {}", stdout(&output));
    }
}

#[test]
fn other_formats_are_named_with_a_remedy() {
    for (text, expected) in [
        (&b"<?xml version=\"1.0\"?><contact/>"[..], "this is XML"),
        (b"<!DOCTYPE html><title>502</title>", "this is HTML"),
        (b"notify,name\ntrue,Ada\n", "this looks like CSV"),
        (b"notify: true\nname: Ada\n", "this looks like YAML"),
        (b"ERROR: relation does not exist\n", "this looks like YAML"),
        (b"{'notify': true}", "double quotes only"),
        (b"{\"notify\": True}", "json.dumps"),
        (b"{\"notify\": true, \"email\": None}", "json.dumps"),
        (b"{\"notify\":\xC2\xA0true}", "no-break space"),
        (b"\xFF\xFE{\0}\0", "iconv -f UTF-16 -t UTF-8"),
        (b"{\0}\0", "iconv -f UTF-16LE -t UTF-8"),
        (b"\0{\0}", "iconv -f UTF-16BE -t UTF-8"),
        (b"\xFF\xFE\0\0{\0\0\0", "iconv -f UTF-32 -t UTF-8"),
        (b"{\0\0\0}\0\0\0", "iconv -f UTF-32LE -t UTF-8"),
        (b"\0\0\0{\0\0\0}", "iconv -f UTF-32BE -t UTF-8"),
        (b"\x1E{\"notify\": true}\n", "pass --input ndjson"),
        (b"{\"notify\": true}\xC2\xA0", "no-break space"),
        (b"\"id\",\"name\"\n1,Ada\n", "this looks like CSV"),
        (b"\"id\";\"name\"\n1;Ada\n", "this looks like CSV"),
        (b"1,Ada,x@y.z\n", "this looks like CSV"),
        (b"-1;Ada\n", "this looks like CSV"),
        (b"sep=;\nid;name\n", "this looks like CSV"),
        (b"\xEF\xBB\xBFid,name\n1,Ada\n", "this looks like CSV"),
        (b"\xEF\xBB\xBF\"id\",\"name\"\n1,Ada\n", "this looks like CSV"),
        (b"BZh91AY&SY", "this is bzip2"),
        (b"\xFD7zXZ\0", "this is xz"),
    ] {
        let output = lint_with(Path::new("."), &["--format", "concise"], text);
        assert_eq!(output.status.code(), Some(1));
        assert!(stdout(&output).contains(expected), "{}", stdout(&output));
    }
}

#[test]
fn csv_named_ndjson_is_recognised() {
    for header in ["id,name", "\"id\",\"name\"", "\"id\";\"name\"", "\u{feff}\"id\",\"name\"", "sep=;", "1,Ada"] {
        let output = lint_with(Path::new("."), &["--format", "concise", "--input", "ndjson"], header.as_bytes());
        assert!(stdout(&output).contains("this looks like CSV"), "{header}: {}", stdout(&output));
    }
    // These are not CSV.
    for text in ["\"id\"", "\"id\": 1, \"name\"", "1", "\"a\" \"b\"", "12.5]"] {
        let output = lint_with(Path::new("."), &["--format", "concise", "--input", "ndjson"], text.as_bytes());
        assert!(!stdout(&output).contains("CSV"), "{text}: {}", stdout(&output));
    }
}

#[test]
fn several_texts_on_one_line_are_not_passed_over() {
    let line = format!("\u{1e}{REQUEST}\u{1e}{BAD}\u{1e}");
    for input in ["ndjson", "json"] {
        let text = if input == "json" { line.trim_start_matches('\u{1e}') } else { &line };
        let output = lint_with(Path::new("."), &["--format", "concise", "--input", input], text.as_bytes());
        assert_eq!(output.status.code(), Some(1));
        assert!(stdout(&output).contains(r"tr '\036' '\n'"), "{}", stdout(&output));
    }
    let split = line.replace('\u{1e}', "\n");
    let output = lint_with(Path::new("."), &["--format", "concise", "--input", "ndjson"], split.as_bytes());
    assert!(stdout(&output).contains("checked 2 documents: 1 invalid"), "{}", stdout(&output));
}

#[test]
fn json_text_sequences_are_read_as_ndjson() {
    let tree = directory(&[]);
    let sequence = format!("\x1e{REQUEST}\n\x1e{BAD}\n\x1e\x1e{REQUEST}\n");
    let args = ["--format", "concise", "--input", "ndjson", "--valid-out", "good", "--invalid-out", "bad"];
    let output = lint_with(tree.path(), &args, sequence.as_bytes());
    let at = REQUEST.len() + 2 + 1 + "{\"notify\": ".len();
    assert!(stdout(&output).starts_with("<stdin>:2:13: violation[wrong-type] /notify"), "{}", stdout(&output));
    assert!(stdout(&output).contains(&format!("[byte {at}]")), "{}", stdout(&output));
    assert!(stdout(&output).contains("checked 3 documents: 1 invalid"), "{}", stdout(&output));
    let read = |name| fs::read_to_string(tree.path().join(name)).unwrap();
    assert_eq!(read("bad"), format!("\x1e{BAD}\n"));
    assert_eq!(read("good"), format!("\x1e{REQUEST}\n\x1e\x1e{REQUEST}\n"));
    // A line with only a separator is blank.
    let verdicts = |text: &str| {
        let output = lint_with(tree.path(), &["--format", "verdicts", "--input", "ndjson"], text.as_bytes());
        stdout(&output).to_owned()
    };
    assert_eq!(verdicts(&format!("\x1e\n{BAD}\n")).lines().next(), verdicts(&format!("\n{BAD}\n")).lines().next());
}

#[test]
fn fail_if_empty_needs_a_document() {
    for (input_type, text, documents) in
        [("ndjson", "", 0), ("ndjson", "\n \n", 0), ("json", "[]", 0), ("json", "", 1), ("ndjson", REQUEST, 1)]
    {
        let is_syntax_error = input_type == "json" && text.is_empty();
        for (option, code) in [
            (None, i32::from(is_syntax_error)),
            (Some("--fail-if-empty"), i32::from(documents == 0 || is_syntax_error)),
        ] {
            let args: Vec<_> = ["--input", input_type].into_iter().chain(option).collect();
            let output = lint_with(Path::new("."), &args, text.as_bytes());
            assert_eq!(output.status.code(), Some(code), "{args:?} {text:?}");
            let is_told = stderr(&output).contains("no document was found");
            assert_eq!(is_told, option.is_some() && documents == 0, "{args:?} {text:?}");
        }
    }
    let tree = directory(&[("a.ndjson", b""), ("b.json", REQUEST.as_bytes())]);
    assert_eq!(lint(tree.path(), &["--fail-if-empty", "."]).status.code(), Some(0), "one file has a document");
}

#[test]
fn a_wrong_kind_is_pointed_out() {
    let contact = r#"{"id":1,"companyId":1,"name":"x","email":null,"phones":[],"comment":null,"notifyAt":"2024-01-01T00:00Z","updatedAt":"2024-01-01T00:00Z","createdAt":"2024-01-01T00:00Z"}"#;
    for (kind, document, hint) in [
        ("request", contact, Some("3 of 3 documents look like contacts: leave --kind out, or pass --kind contact")),
        ("contact", REQUEST, Some("3 of 3 documents look like requests: leave --kind out, or pass --kind request")),
        ("request", REQUEST, None),
        ("contact", contact, None),
        ("auto", contact, None),
        ("request", "{}", None),
        ("request", r#"{"source": "crm", "name": "x"}"#, None),
        ("request", r#"{"Notify": true, "source": "crm", "name": "x"}"#, None),
        ("request", r#"{"notfy": true, "notifi": 1}"#, None),
        ("contact", r#"{"notfy": true, "notifi": 1}"#, None),
        ("contact", r#"{"notify": true, "id": 1}"#, None),
    ] {
        let lines = format!("{document}\n").repeat(3);
        let output = lint_with(Path::new("."), &["--kind", kind, "--input", "ndjson"], lines.as_bytes());
        match hint {
            Some(hint) => assert!(stderr(&output).contains(hint), "{kind}: {}", stderr(&output)),
            None => assert_eq!(stderr(&output), "", "{kind} {document}"),
        }
        let mixed = format!("{contact}\n{REQUEST}\n");
        let output = lint_with(Path::new("."), &["--kind", kind, "--input", "ndjson"], mixed.as_bytes());
        assert_eq!(stderr(&output), "", "some are of that kind");
    }
    // Neither garbage, nor a few documents of that kind, nor allowed warnings hide it.
    for (other, text) in [
        ("contact", format!("garbage\n{}", format!("{contact}\n").repeat(9))),
        ("contact", format!("{REQUEST}\n{}", format!("{contact}\n").repeat(9))),
        ("request", format!("garbage\n{}", format!("{REQUEST}\n").repeat(9))),
    ] {
        let kind = if other == "contact" { "request" } else { "contact" };
        let hint = format!("--kind: 9 of 10 documents look like {other}s");
        for more in [&[][..], &["--allow", "unknown-member"], &["--fix"], &["--unsafe-fixes", "--diff"]] {
            let args = [&["--kind", kind, "--input", "ndjson", "--no-progress"], more].concat();
            let output = lint_with(Path::new("."), &args, text.as_bytes());
            assert!(stderr(&output).contains(&hint), "{args:?}: {}", stderr(&output));
        }
        let array = format!("[{}]", text.trim_end().replace("garbage", "0").replace('\n', ","));
        let output = lint_with(Path::new("."), &["--kind", kind], array.as_bytes());
        assert!(stderr(&output).contains(&hint), "array: {}", stderr(&output));
    }
}

#[test]
fn documents_are_counted_from_1() {
    let array = format!("[{REQUEST}, {BAD}]");
    let output = lint_with(Path::new("."), &["--format", "jsonl"], array.as_bytes());
    assert!(stdout(&output).contains(r#""document":2,"#), "{}", stdout(&output));
    let lines = format!("{REQUEST}\n{BAD}\n");
    let output = lint_with(Path::new("."), &["--format", "jsonl", "--input", "ndjson"], lines.as_bytes());
    let finding: serde_json::Value = serde_json::from_str(stdout(&output).lines().next().unwrap()).unwrap();
    assert_eq!((&finding["document"], &finding["line"]), (&2.into(), &2.into()));
}

// Scripts and the manual.

#[test]
fn completions_name_every_option() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = lint(Path::new("."), &["completions", shell]);
        assert_eq!(output.status.code(), Some(0), "{shell}");
        for name in ["contact-lint", "files-from", "valid-out", "no-progress", "explain", "completions"] {
            assert!(stdout(&output).contains(name), "{shell}: {name}");
        }
    }
    assert_eq!(lint(Path::new("."), &["completions", "none"]).status.code(), Some(2));
}

/// `.ci/completions.sh` tests the completions in all shells.
#[cfg(target_os = "linux")]
#[test]
fn the_file_of_a_report_is_completed() {
    let tree = directory(&[("contacts.sarif", b"")]);
    fs::write(tree.path().join("script"), lint(tree.path(), &["completions", "bash"]).stdout).unwrap();
    for (words, offered) in [
        ("contact-lint -o s", "sarif="),
        ("contact-lint -o sarif =", "contacts.sarif"),
        ("contact-lint --output sarif = cont", "contacts.sarif"),
        ("contact-lint a.json -o sarif = cont", "contacts.sarif"),
        ("contact-lint --format s", "sarif"),
    ] {
        let cur = words.rsplit([' ', '=']).next().unwrap();
        let script = format!(
            "source ./script; COMP_WORDS=({words}) COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
            _contact__lint contact-lint '{cur}' \"${{COMP_WORDS[COMP_CWORD - 1]}}\" 2>/dev/null
            printf '%s\\n' \"${{COMPREPLY[@]}}\""
        );
        let output = Command::new("bash").args(["-c", &script]).current_dir(tree.path()).output().unwrap();
        assert!(stdout(&output).lines().any(|line| line == offered), "{words}: {}", stdout(&output));
    }
}

#[test]
fn the_manual_has_every_option_and_command() {
    let page = lint(Path::new("."), &["man"]);
    let help = lint(Path::new("."), &["--help"]);
    let page = stdout(&page).replace("\\-", "-").replace("\\fB", "").replace("\\fR", "");
    assert!(page.contains(".TH contact-lint 1"), "{page}");
    let is_option = |word: &&str| word.starts_with("--");
    let options = |help: &Output| -> Vec<String> {
        let words = stdout(help).split_whitespace();
        let words = words.map(|word| word.trim_matches(|c: char| !c.is_ascii_lowercase() && c != '-'));
        words.filter(is_option).map(String::from).collect()
    };
    assert!(options(&help).len() > 15);
    for option in options(&help) {
        assert!(page.contains(&option), "{option}");
    }
    for heading in ["SYNOPSIS", "COMMANDS", "\"EXIT STATUS\"", "EXAMPLES"] {
        assert!(page.contains(&format!(".SH {heading}\n")), "{heading}");
    }
    for command in ["explain", "rules", "schema", "completions", "man"] {
        assert!(page.contains(&format!("contact-lint {command}")), "{command}");
        for option in options(&lint(Path::new("."), &[command, "--help"])) {
            assert!(page.contains(&option), "{command}: {option}");
        }
    }
}

#[test]
fn the_version_names_the_contract() {
    let output = lint(Path::new("."), &["--version"]);
    let version = contact_schema::schema::CONTRACT_VERSION;
    assert_eq!(stdout(&output), format!("contact-lint {} (contract v{version})\n", env!("CARGO_PKG_VERSION")));
}

// Files for editors, hooks and CI services.

fn project(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn editor_settings_name_existing_schemas() {
    let settings: serde_json::Value = serde_json::from_str(&project("examples/editors/vscode-settings.json")).unwrap();
    let entries = settings["json.schemas"].as_array().unwrap();
    let urls: Vec<_> = entries.iter().map(|entry| entry["url"].as_str().unwrap()).collect();
    assert_eq!(urls, ["./schemas/update-contact-request.schema.json", "./schemas/contact.schema.json"]);
    for (url, body) in urls.iter().zip(["request", "contact"]) {
        assert_eq!(project(url), stdout(&lint(Path::new("."), &["schema", body])));
    }
}

#[test]
fn hooks_and_snippets_pass_valid_arguments() {
    let tree = directory(&[("-a.json", REQUEST.as_bytes()), ("b.json", format!("[{REQUEST}]").as_bytes())]);
    let hooks = project(".pre-commit-hooks.yaml");
    let config = project("examples/editors/pre-commit-config.yaml");
    let mut lists = 0;
    for line in hooks.lines().chain(config.lines()) {
        if let Some(id) = line.trim().strip_prefix("- id: ") {
            assert!(hooks.contains(&format!("- id: {id}\n")), "no hook has the id {id}");
        }
        if let Some(list) = line.trim().strip_prefix("args: [") {
            let args: Vec<_> = list.trim_end_matches(']').split(", ").chain(["-a.json"]).collect();
            assert_eq!(lint(tree.path(), &args).status.code(), Some(0), "{line}");
            // An array is not a body.
            if line.contains("document") {
                let args: Vec<_> = args.iter().map(|&arg| if arg == "-a.json" { "b.json" } else { arg }).collect();
                assert_eq!(lint(tree.path(), &args).status.code(), Some(1), "{line}");
            }
            lists += 1;
        }
    }
    assert_eq!(lists, 4);
    // A repository contains other JSON files too, so each snippet must select files.
    for config in [config, project("docs/ci.md")] {
        for hook in config.split("- id: contact-lint\n").skip(1) {
            let settings = hook.split("- id:").next().unwrap();
            assert!(settings.contains("files: "), "{settings}");
        }
    }
}

/// Texts on several lines are recognised by their start, whatever wrote them.
#[test]
fn documents_on_several_lines_get_one_message() {
    for text in [
        // Jackson, PostgreSQL's json_agg, and lists written by hand.
        "[ {\n  \"notify\" : true,\n  \"name\" : \"A\"\n} ]\n",
        "[{\"id\":1}, \n {\"id\":2}]\n",
        "[{\"id\":1}\n,{\"id\":2}\n]\n",
        "{\"data\": [\n {\"id\":1},\n {\"id\":2}\n]}\n",
        "{\"data\": [\n{\"id\":1}\n]}\n",
        "{ \"notify\": true,\n  \"name\": \"A\"}\n",
        "{\n  \"notify\": true,\n  \"name\": \"A\"\n}\n{\n  \"notify\": true\n}\n",
        "\u{feff}{\n  \"notify\": true,\n  \"name\": \"A\"\n}\n",
        "\u{feff}[\n{\"id\":1},\n{\"id\":2}]\n",
        "// comment\n{\n  \"notify\": true\n}\n",
        // Errors in it, and a missing end.
        "{\n  \"notify\": true,\n  \"name\": \"A\",\n}\n",
        "[\n  {\"id\": 1, \"name\": tru},\n  {\"id\": 2}\n]\n",
        "[\n  {\n    \"id\": 1,\n",
    ] {
        let output = lint_with(Path::new("."), &["--format", "concise", "--input", "ndjson"], text.as_bytes());
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert_eq!(stderr(&output).lines().count(), 1, "{text}");
        assert!(stderr(&output).contains("pass --input json if this is"), "{text}: {}", stderr(&output));
        assert!(stdout(&output).starts_with("checked 0 documents"), "{text}");
    }
    // More than is looked at.
    let long = format!("[\n{}{BAD}\n]\n", format!("{REQUEST},\n").repeat(10_000));
    let output = lint_with(Path::new("."), &["--format", "concise", "--input", "ndjson"], long.as_bytes());
    assert!(stderr(&output).contains("pass --input json if this is"), "{}", stderr(&output));
    // An array on one line has a line of its own.
    let array = format!("[{REQUEST},{BAD}]\n");
    let output = lint_with(Path::new("."), &["--format", "concise", "--input", "ndjson"], array.as_bytes());
    assert!(stdout(&output).contains("[wrong-type]"), "{}", stdout(&output));
    assert!(stdout(&output).contains("pass --input json"), "{}", stdout(&output));
}

/// A first line that is cut off or broken is an error of one record.
#[test]
fn an_error_in_the_first_line_does_not_hide_the_others() {
    let split = REQUEST.replacen(' ', "\n", 1);
    for (first, documents) in [
        ("{", 4),
        ("[", 4),
        ("{\"notify\":", 4),
        ("{\"notify\": true,", 4),
        ("{\"notify\": true, \"phones\": [", 4),
        ("{\"notify\": true, \"phones\": [\"1\",", 4),
        ("{\"notify\": true, \"name\": \"A", 4),
        ("{\"notify\": true, \"phones\": [\n{\"notify\": true, \"phones\": [", 5),
        ("otify\": true, \"name\": \"A\"}", 4),
        ("\"A\"}", 4),
        ("true}", 4),
        ("\"], \"name\": \"A\"}", 4),
        ("// comment", 4),
        ("[{\"notify\": true}]", 4),
        ("\u{feff}{}", 4),
        (&split, 5),
        // Records with white space before the first name are whole too.
        ("{\"id\":\n{ \"notify\": 1 }", 5),
        ("[\n{ \"notify\": 1 }", 5),
        ("{\"notify\": true, \"phones\": [\n{ \"notify\": 1 }", 5),
    ] {
        let lines = format!("{first}\n{BAD}\n{REQUEST}\n{REQUEST}\n").replace("{\"not", "{ \"not");
        let output = lint_with(Path::new("."), &["--format", "concise", "--input", "ndjson"], lines.as_bytes());
        let expected = format!("checked {documents} documents: {} invalid", documents - 2);
        assert!(stdout(&output).contains(&expected), "{first}: {}{}", stdout(&output), stderr(&output));
        // A range that starts within a record skips the rest of it.
        let output =
            lint_with(Path::new("."), &["--format", "concise", "--input", "ndjson", "--range", "1:"], lines.as_bytes());
        assert!(stdout(&output).contains(" invalid; "), "{first}: {}", stderr(&output));
    }
}

/// The byte order of UTF-16 is known only at the start of a text.
#[test]
fn an_array_in_any_encoding_is_recognised() {
    for text in [format!("[{REQUEST},{BAD}]"), format!("\n [{REQUEST},{BAD}]")] {
        is_recognised_in_any_encoding(&text);
    }
    let lines: Vec<u8> = format!("{REQUEST}\n").repeat(3).encode_utf16().flat_map(u16::to_le_bytes).collect();
    let output = lint_with(Path::new("."), &["--format", "concise", "--input", "ndjson", "--range", "60:"], &lines);
    assert!(stdout(&output).contains("this is UTF-16 or UTF-32: convert"), "{}", stdout(&output));
    assert!(!stdout(&output).contains("UTF-16BE"), "{}", stdout(&output));
}

/// Checks an array of two documents, of which one is invalid.
fn is_recognised_in_any_encoding(text: &str) {
    let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<_>>();
    let utf32 = |bytes: fn(u32) -> [u8; 4]| text.chars().flat_map(|c| bytes(u32::from(c))).collect::<Vec<_>>();
    for (bytes, name) in [
        (utf16(u16::to_le_bytes), "UTF-16LE"),
        (utf16(u16::to_be_bytes), "UTF-16BE"),
        (utf32(u32::to_le_bytes), "UTF-32LE"),
        (utf32(u32::to_be_bytes), "UTF-32BE"),
    ] {
        let output = lint_with(Path::new("."), &["--format", "concise"], &bytes);
        let expected = format!("this is {name}: convert it to UTF-8, for example by iconv -f {name} -t UTF-8");
        assert!(stdout(&output).contains(&expected), "{}", stdout(&output));
        let output = lint_with(Path::new("."), &["--fix"], &bytes);
        assert_eq!(stdout(&output), text, "{name}");
        // After that, its items are documents.
        assert!(stderr(&output).contains("checked 2 documents: 1 invalid"), "{name}: {}", stderr(&output));
    }
}

/// No advice names an option that was passed.
#[test]
fn a_sequence_after_a_byte_order_mark_is_ndjson() {
    let sequence = format!("\u{feff}\u{1e}{REQUEST}\n\u{1e}{REQUEST}\n");
    let output = lint_with(Path::new("."), &["--format", "concise", "--input", "ndjson"], sequence.as_bytes());
    assert!(stdout(&output).contains("checked 2 documents: 1 invalid"), "{}", stdout(&output));
    assert!(stdout(&output).contains("1:1: syntax[json-byte-order-mark]"), "{}", stdout(&output));
    assert!(!stdout(&output).contains("pass --input"), "{}", stdout(&output));
    let output = lint_with(Path::new("."), &["--fix", "--input", "ndjson"], sequence.as_bytes());
    assert!(stderr(&output).contains("checked 2 documents: 0 invalid"), "{}", stderr(&output));
    assert_eq!(stdout(&output), sequence.replacen("\u{feff}\u{1e}", "", 1));
}

/// A line of a JSON file is no document.
#[test]
fn show_is_for_ndjson() {
    let bad = format!("{BAD}\n");
    let tree = directory(&[("a.json", bad.as_bytes()), ("a.ndjson", bad.as_bytes()), ("a.txt", bad.as_bytes())]);
    for (place, option, is_shown) in [
        ("a.ndjson:1:12", "auto", true),
        ("a.json:1:12", "auto", false),
        ("a.json:1:12", "ndjson", true),
        ("a.txt:1", "auto", false),
        ("a.txt:1", "ndjson", true),
        ("a.ndjson:1", "json", false),
        ("-:1", "auto", false),
    ] {
        let output = lint(tree.path(), &["show", "--input", option, "--", place]);
        assert_eq!(output.status.code(), Some(if is_shown { 1 } else { 2 }), "{place} {option}");
        let expected = if is_shown { "[wrong-type]" } else { "expected NDJSON, as `show` prints one of its lines" };
        let text = stdout(&output).to_owned() + stderr(&output);
        assert!(text.contains(expected), "{place} {option}: {text}");
    }
    let output = lint_with(tree.path(), &["show", "--input", "ndjson", "--", "-:1"], bad.as_bytes());
    assert_eq!(output.status.code(), Some(1));
}

/// Records are no paths, and are not repeated.
#[test]
fn a_list_of_records_is_one_error() {
    let records = "{\"id\":1,\"name\":\"Secret\"}\n".repeat(3);
    let tree = directory(&[
        ("export.ndjson", records.as_bytes()),
        ("mixed", format!("a.json\n{records}").as_bytes()),
        ("array", b"[\"Secret\"]\n"),
        ("named", b"[a].json\n{a}.json\n"),
        ("a.json", REQUEST.as_bytes()),
        ("[a].json", REQUEST.as_bytes()),
        ("{a}.json", REQUEST.as_bytes()),
    ]);
    for (list, number) in [("export.ndjson", 1), ("mixed", 2), ("array", 1)] {
        let output = lint(tree.path(), &["--format", "jsonl", "--files-from", list]);
        assert_eq!(output.status.code(), Some(2), "{list}");
        let expected = format!("expected paths, found JSON as path {number}: ");
        assert!(stderr(&output).contains(&expected), "{list}: {}", stderr(&output));
        assert_eq!(stderr(&output).lines().count(), 1, "{list}: {}", stderr(&output));
        let text = stdout(&output).to_owned() + stderr(&output);
        assert!(!text.contains("Secret"), "{list}: {text}");
    }
    let output = lint(tree.path(), &["--files-from", "named"]);
    assert!(stdout(&output).contains("checked 2 documents: 0 invalid"), "{}", stderr(&output));
    // A name that is missing does not end the list.
    let output = lint_with(tree.path(), &["--files-from", "-"], b"[id].json\n{x}.json\na.json\n");
    assert!(stdout(&output).contains("checked 1 document: 0 invalid"), "{}", stderr(&output));
    assert!(stderr(&output).starts_with("contact-lint: [id].json: No such file"), "{}", stderr(&output));
}

#[test]
fn an_invalid_pattern_to_exclude_is_an_error() {
    let tree = directory(&[("d/a.json", REQUEST.as_bytes())]);
    for pattern in ["[", "a[", "{a", "[z-a]"] {
        let output = lint(tree.path(), &["--exclude", pattern, "d"]);
        assert_eq!(output.status.code(), Some(2), "{pattern}: {}", stdout(&output));
        assert!(stderr(&output).contains("exclude: error parsing glob"), "{pattern}: {}", stderr(&output));
    }
    for pattern in ["b", "!b", "b/", "/b/**", "[ab]x", "\\[", "{b,c}", "# a [comment"] {
        let output = lint(tree.path(), &["--exclude", pattern, "d"]);
        assert_eq!(output.status.code(), Some(0), "{pattern}: {}", stderr(&output));
    }
}

/// A file with any name can be shown.
#[cfg(target_os = "linux")]
#[test]
fn show_takes_names_that_are_not_utf8() {
    use std::os::unix::ffi::OsStrExt as _;

    let tree = directory(&[]);
    let name = |bytes: &'static [u8]| std::ffi::OsStr::from_bytes(bytes);
    fs::write(tree.path().join(name(b"\xFF:1.ndjson")), format!("{BAD}\n")).unwrap();
    for (place, is_shown) in
        [(&b"\xFF:1.ndjson:1"[..], true), (b"\xFF:1.ndjson:1:12:", true), (b"\xFF:1.ndjson", false), (b":1", false)]
    {
        let mut command = Command::new(env!("CARGO_BIN_EXE_contact-lint"));
        let output = command.current_dir(tree.path()).arg("show").arg(name(place)).output().unwrap();
        let text = stdout(&output).to_owned() + stderr(&output);
        let expected = if is_shown { "[wrong-type]" } else { "expected a file, a colon and the number of a line" };
        assert!(text.contains(expected), "{place:?}: {text}");
    }
}

/// What the manual says of files in a directory that is read, but not found there.
#[test]
fn a_file_that_is_not_found_in_a_directory_is_replaced() {
    let record = format!("{REQUEST}\n");
    for (file, args) in [("d/.old.ndjson", &[][..]), ("d/old.ndjson", &[]), ("d/x/new.ndjson", &["--exclude", "x"])] {
        let tree = directory(&[("d/a.ndjson", record.as_bytes()), ("d/.ignore", b"old.ndjson\n"), (file, b"{}\n")]);
        let output = lint(tree.path(), &[&["--valid-out", file, "d"], args].concat());
        assert_eq!(output.status.code(), Some(0), "{file}: {}", stderr(&output));
        assert_eq!(fs::read_to_string(tree.path().join(file)).unwrap(), record, "{file}");
    }
    let tree = directory(&[("d/a.ndjson", record.as_bytes()), ("d/old.ndjson", b"{}\n")]);
    let output = lint(tree.path(), &["--valid-out", "d/old.ndjson", "d"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(tree.path().join("d/old.ndjson")).unwrap(), "{}\n");
}
