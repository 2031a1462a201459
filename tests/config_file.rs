//! `contact-lint.toml` and `--exclude`: which options apply, and which the command line overrides.
#![cfg(feature = "cli")]

#[path = "support/program.rs"]
mod program;

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// Returns the output of a run, standard output before standard error, and its exit status.
struct Run {
    status: Option<i32>,
    text: String,
}

fn run(directory: &Path, args: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_contact-lint"));
    let output = command.current_dir(directory).args(args).stdin(std::process::Stdio::null()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap() + std::str::from_utf8(&output.stderr).unwrap();
    Run { status: output.status.code(), text }
}

/// Creates a directory with these files.
fn project(files: &[(&str, &str)]) -> TempDir {
    let directory = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    for (name, text) in files {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    directory
}

const UNKNOWN: &str = r#"{"notify": true, "name": "x", "extra": 1}"#;
const CONTACT: &str = r#"{"id": 1}"#;

#[test]
fn every_key_applies_and_the_command_line_replaces_it() {
    let project = project(&[
        (
            "contact-lint.toml",
            "kind = \"request\"\nallow = [\"no-change\"]\nallow-member = [\"extra\"]\nformat = \"jsonl\"\n",
        ),
        ("a.json", UNKNOWN),
        ("b.json", r#"{"notify": true}"#),
        ("c.json", CONTACT),
    ]);
    let run = |args: &[&str]| run(project.path(), args);
    let summary = |rules: &str| format!("\"rules\":{{{rules}}}");

    assert!(run(&["a.json"]).text.contains(&summary("")), "{}", run(&["a.json"]).text);
    assert!(run(&["b.json"]).text.contains(&summary("")), "{}", run(&["b.json"]).text);
    assert!(run(&["c.json"]).text.contains(r#""kind":"request","pointer":"/notify""#));

    assert!(run(&["a.json", "--allow-member", "other"]).text.contains(&summary(r#""unknown-member":1"#)));
    assert!(run(&["b.json", "--allow", "unknown-member"]).text.contains(&summary(r#""no-change":1"#)));
    assert!(run(&["c.json", "--kind", "contact"]).text.contains(r#""kind":"contact""#));
    assert!(run(&["b.json", "--format", "concise"]).text.starts_with("checked 1 document: 0 invalid"));
    // An option that is set to its default value counts as given.
    assert!(run(&["c.json", "--kind", "auto"]).text.contains(r#""kind":"contact""#));
    assert!(run(&["b.json", "--no-config"]).text.contains("warning[no-change]"));
}

#[test]
fn the_nearest_file_applies_and_its_paths_are_its_own() {
    let project = project(&[
        ("contact-lint.toml", "files = [\"data\"]\nexclude = [\"old/\", \"*.tmp.json\"]\nformat = \"concise\"\n"),
        ("data/a.json", r#"{"notify": 1}"#),
        ("data/old/b.json", r#"{"notify": 2}"#),
        ("data/c.tmp.json", r#"{"notify": 3}"#),
        ("src/deep/readme", ""),
        ("other/contact-lint.toml", "kind = \"contact\"\n"),
    ]);
    let found = run(project.path(), &[]);
    assert!(found.text.starts_with("data/a.json:1:12:"), "{}", found.text);
    assert!(found.text.contains("checked 1 document"), "{}", found.text);

    let found = run(&project.path().join("src/deep"), &[]);
    assert!(found.text.starts_with("../../data/a.json:1:12:"), "{}", found.text);
    assert!(found.text.contains("checked 1 document"), "{}", found.text);

    // The directory of the file is `.`, which is no part of a longer path.
    fs::write(project.path().join("data/contact-lint.toml"), "files = [\".\"]\nformat = \"concise\"\n").unwrap();
    let found = run(&project.path().join("data/old"), &[]);
    assert!(found.text.starts_with("../a.json:1:12:"), "{}", found.text);
    fs::remove_file(project.path().join("data/contact-lint.toml")).unwrap();

    // A file named on the command line is checked even if a pattern excludes it.
    let found = run(project.path(), &["data/old/b.json"]);
    assert!(found.text.starts_with("data/old/b.json:1:12:"), "{}", found.text);
    let found = run(project.path(), &["data", "--exclude", "a.json"]);
    assert!(found.text.contains("checked 2 documents"), "{}", found.text);

    // Only the nearest file applies.
    let found = run(&project.path().join("other"), &["../data/a.json"]);
    assert!(!found.text.starts_with("../data/a.json:1:12:"), "{}", found.text);
    let found = run(&project.path().join("other"), &["--config", "../contact-lint.toml"]);
    assert!(found.text.starts_with("../data/a.json:1:12:"), "{}", found.text);
}

#[test]
fn patterns_of_paths_leave_excluded_files_out() {
    let project = project(&[("a/x.json", CONTACT), ("b/x.json", CONTACT)]);
    let found = run(project.path(), &["*/x.json", "--exclude", "/b", "--format", "concise", "--kind", "request"]);
    assert!(found.text.contains("checked 1 document") && found.text.starts_with("a/x.json"), "{}", found.text);
}

#[test]
fn what_is_wrong_with_the_file_is_told_with_its_place() {
    for (text, expected) in [
        (
            "kind = \"request\"\nkinds = 1\n",
            "contact-lint.toml:2:1: expected one of the keys kind, allow, allow-member, files, exclude and format, found `kinds`",
        ),
        ("kind = \"person\"\n", "contact-lint.toml:1:8: kind: expected auto, request or contact, found `person`"),
        ("kind = 1\n", "contact-lint.toml:1:8: kind: expected a string, found an integer"),
        ("allow = \"no-change\"\n", "contact-lint.toml:1:9: allow: expected a list of strings, found a string"),
        ("\nallow = [\n\"no-change\",\n  1.5]\n", "contact-lint.toml:4:3: allow: expected a string, found a float"),
        ("allow-member = true\n", "contact-lint.toml:1:16: allow-member: expected a list of strings, found a boolean"),
        ("[files]\n", "contact-lint.toml:1:1: files: expected a list of strings, found a table"),
        ("exclude = [[]]\n", "contact-lint.toml:1:12: exclude: expected a string, found a list"),
        ("format = 2020-01-01\n", "contact-lint.toml:1:10: format: expected a string, found a date or time"),
        ("allow = [\"too-long\"]\n", "contact-lint.toml:1:10: allow: expected the rule of a warning"),
        ("format = \"xml\"\n", "contact-lint.toml:1:10: format: expected one of the formats full, "),
        ("exclude = [\"a\", \"{a\"]\n", "contact-lint.toml: exclude: "),
        ("kind = \n", "contact-lint.toml:1:8: not valid TOML: "),
        ("kind = \"auto\"\nkind = \"auto\"\n", "contact-lint.toml:2:1: not valid TOML: duplicate key"),
    ] {
        let project = project(&[("contact-lint.toml", text), ("a.json", UNKNOWN)]);
        for args in [&["a.json"][..], &["config"]] {
            // A pattern is compiled only when it is needed.
            if args == ["config"] && text.starts_with("exclude") {
                continue;
            }
            let found = run(project.path(), args);
            assert_eq!(found.status, Some(2), "{text}");
            assert!(found.text.contains(expected), "{text}: {}", found.text);
        }
    }
    let project = project(&[("contact-lint.toml", "\"a\u{1b}[2J\" = 1\n"), ("a.json", UNKNOWN)]);
    let found = run(project.path(), &["a.json"]);
    assert!(found.status == Some(2) && !found.text.contains('\u{1b}'), "{:?}", found.text);
    let found = run(project.path(), &["a.json", "--config", "none.toml"]);
    assert!(found.status == Some(2) && found.text.contains("none.toml: "), "{}", found.text);
    let found = run(project.path(), &["a.json", "--config", "a.json", "--no-config"]);
    assert_eq!(found.status, Some(2));
}

#[test]
fn the_command_config_shows_what_applies() {
    let project = project(&[("contact-lint.toml", "allow=['no-change']\nkind='contact'\n"), ("sub/x", "")]);
    for directory in [project.path().to_path_buf(), project.path().join("sub")] {
        let found = run(&directory, &["config"]);
        assert_eq!(found.status, Some(0));
        let (first, rest) = found.text.split_once('\n').unwrap();
        assert!(first.starts_with("# ") && first.ends_with("contact-lint.toml"), "{first}");
        assert_eq!(rest, "kind = \"contact\"\nallow = [\"no-change\"]\n");
    }
    let found = run(Path::new("/"), &["config"]);
    assert_eq!(found.text, "# no contact-lint.toml in this directory or its parents\n");
}

#[test]
fn a_file_that_is_too_long_is_refused() {
    let long = format!("# {}\n", "x".repeat(1 << 20));
    let project = project(&[("contact-lint.toml", &long), ("a.json", UNKNOWN)]);
    let found = run(project.path(), &["a.json"]);
    assert!(found.status == Some(2) && found.text.contains("expected at most 1048576 bytes"), "{}", found.text);
}

/// The commands that check are given the same settings as a run.
#[test]
fn show_and_worker_take_the_configuration() {
    let request = "{\"name\": \"Ada\", \"extra\": 1}\n";
    let config = "kind = \"request\"\nallow = [\"no-change\"]\nallow-member = [\"extra\"]\nfiles = [\"x\"]\n";
    let project = project(&[("contact-lint.toml", config), ("a.ndjson", request), ("sub/a.ndjson", request)]);
    let one = "1 invalid; violations: 1 (missing-member 1)";

    for directory in [project.path().to_path_buf(), project.path().join("sub")] {
        let show = |args: &[&str]| run(&directory, &[&["show", "a.ndjson:1"], args].concat()).text;
        assert!(show(&[]).contains(one), "{}", show(&[]));
        assert!(show(&["--no-config"]).contains("kind-unknown"), "{}", show(&["--no-config"]));
        assert!(show(&["--kind", "contact"]).contains("1 invalid; violations: 8"));
    }
    let show = |args: &[&str]| run(&project.path().join("sub"), &[&["show", "a.ndjson:1"], args].concat());
    assert!(show(&["--config", "../contact-lint.toml"]).text.contains(one));
    assert_eq!(show(&["--config", "missing.toml"]).status, Some(2));

    let tasks = run(project.path(), &["plan", "a.ndjson"]).text;
    let worker = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_contact-lint"));
        command.current_dir(project.path()).arg("worker").args(args);
        String::from_utf8(program::run(&mut command, tasks.as_bytes()).stdout).unwrap()
    };
    run(project.path(), &["-q", "--summary", "single.json", "a.ndjson"]);
    assert_eq!(worker(&[]), fs::read_to_string(project.path().join("single.json")).unwrap());
    assert!(worker(&["--no-config"]).contains(r#""unjudged":1"#));
}

#[test]
fn the_note_about_a_wrong_kind_names_where_it_is_from() {
    let project =
        project(&[("contact-lint.toml", "kind = \"contact\"\n"), ("sub/a.json", r#"{"notify": true, "name": "Ada"}"#)]);
    let note = |args: &[&str]| run(&project.path().join("sub"), &[&["-q", "a.json"], args].concat()).text;
    let expected = "contact-lint: ../contact-lint.toml: kind: the document looks like a request: remove the key, or \
                    pass --kind request\n";
    assert_eq!(note(&[]), expected);
    let expected =
        "contact-lint: --kind: the document looks like a request: leave --kind out, or pass --kind request\n";
    assert_eq!(note(&["--kind", "contact"]), expected);
    assert_eq!(note(&["--kind", "request"]), "");
}

/// A file that is there and cannot be read is not passed over.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_cannot_be_read_is_an_error() {
    for (what, expected) in [
        ("link", "contact-lint.toml: No such file or directory"),
        ("directory", "contact-lint.toml: expected a file"),
        ("pipe", "contact-lint.toml: expected a file"),
    ] {
        let project = project(&[("contact-lint.toml", "kind = \"contact\"\n"), ("sub/a.json", UNKNOWN)]);
        let sub = project.path().join("sub");
        let file = sub.join("contact-lint.toml");
        match what {
            "link" => std::os::unix::fs::symlink("missing.toml", &file).unwrap(),
            "directory" => fs::create_dir(&file).unwrap(),
            _ => assert!(Command::new("mkfifo").arg(&file).status().unwrap().success()),
        }
        for args in [&["a.json"][..], &["show", "a.ndjson:1"], &["config"], &["--config", "contact-lint.toml"]] {
            let mut command = Command::new("timeout");
            command.args(["20", env!("CARGO_BIN_EXE_contact-lint")]).args(args).current_dir(&sub);
            let output = program::run(&mut command, b"");
            let shown = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{what} {args:?}: {shown}");
            assert!(shown.contains(expected), "{what} {args:?}: {shown}");
        }
        assert_eq!(run(&sub, &["--no-config", "a.json"]).status, Some(0));
    }
}
