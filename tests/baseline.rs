//! `--baseline` and `--write-baseline`: only new findings count.
#![cfg(feature = "cli")]

#[path = "support/program.rs"]
mod program;

use std::fs;
use std::path::{Path, PathBuf};

use program::{run_in as run, text};

/// Returns a directory for one test with these files. Its baselines name inputs relative to it.
fn directory(name: &str, content: &[(&str, &str)]) -> PathBuf {
    let path = program::empty_directory("baseline", name);
    fs::create_dir(path.join(".git")).unwrap();
    for (name, content) in content {
        fs::write(path.join(name), content).unwrap();
    }
    path
}

fn files(directory: &Path) -> Vec<String> {
    program::files(directory).into_iter().filter(|name| name != ".git").collect()
}

const GOOD: &str = "{\"notify\":true,\"name\":\"Ada Lovelace\"}\n";
const BAD: &str = "{\"notify\":1,\"name\":\"Ada Lovelace\",\"email\":\"ada@example\"}\n";
const WARNED: &str = "{\"notify\":true,\"nmae\":\"Ada Lovelace\",\"name\":\"x\"}\n";
const BROKEN: &str = "{\"notify\":true,\"name\":\"Ada Lovelace\",}\n";
const UNKNOWN: &str = "{\"name\":\"Ada Lovelace\"}\n";

const CONCISE: [&str; 2] = ["--format", "concise"];

#[test]
fn only_new_findings_count() {
    let directory = directory("new", &[("a.ndjson", &[BAD, GOOD, BROKEN].concat()), ("b.json", WARNED)]);
    let output = run(&directory, &[&["a.ndjson", "b.json", "--write-baseline", "known"], &CONCISE[..]].concat());
    assert_eq!(output.status.code(), Some(1), "the exit status is as without it");
    assert_eq!(text(&output.stderr), "");
    let known = fs::read_to_string(directory.join("known")).unwrap();
    assert!(!known.contains("Ada") && !known.contains("ada"), "{known}");
    assert_eq!(known.lines().count(), 1 + 4, "{known}");

    let args = [&["a.ndjson", "b.json", "--baseline", "known"], &CONCISE[..]].concat();
    let output = run(&directory, &args);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stdout), "checked 4 documents: 0 invalid\n");
    assert_eq!(text(&output.stderr), "contact-lint: known: 4 known findings are not counted\n");
    assert_eq!(run(&directory, &[&args[..], &["--deny-warnings"]].concat()).status.code(), Some(0));

    // Moving lines makes no finding new, also in a text on several lines.
    fs::write(directory.join("a.ndjson"), ["\n", GOOD, BROKEN, GOOD, BAD].concat()).unwrap();
    fs::write(directory.join("b.json"), WARNED.replace(",", ",\n\n ")).unwrap();
    let output = run(&directory, &args);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), "checked 5 documents: 0 invalid\n"));

    // One more of each kind: the last is the new one.
    fs::write(directory.join("a.ndjson"), [BAD, GOOD, BROKEN, BAD].concat()).unwrap();
    let output = run(&directory, &args);
    assert_eq!(output.status.code(), Some(1));
    let expected = "a.ndjson:4:11: violation[wrong-type] /notify: expected a boolean, found a number [byte 135]\n\
                    a.ndjson:4:48: violation[email-domain-dot] /email: expected a dot in the domain, found none [byte 171] \
                    (write the domain in full, such as `example.com`)\n\
                    checked 5 documents: 1 invalid; violations: 2 (wrong-type 1, email-domain-dot 1)\n";
    let found = text(&output.stdout);
    let without_offsets = |text: &str| {
        text.split(" [byte ")
            .map(|part| part.split_once(']').map_or(part, |part| part.1).to_owned())
            .collect::<String>()
    };
    assert_eq!(without_offsets(found), without_offsets(expected));

    // The same finding in another file or of another member is new.
    fs::write(directory.join("c.ndjson"), BROKEN).unwrap();
    let output = run(&directory, &["c.ndjson", "-q", "--baseline", "known"]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(1), ""));
    fs::write(directory.join("a.ndjson"), [BAD, "{\"notify\":true,\"name\":7}\n"].concat()).unwrap();
    let output = run(&directory, &["a.ndjson", "--format", "jsonl", "--baseline", "known"]);
    assert!(text(&output.stdout).starts_with(r#"{"type":"finding","path":"a.ndjson","document":2,"#));
    let summary = r#""documents":2,"invalid":1,"unjudged":0,"syntaxErrors":0,"violations":1,"warnings":0,"rules":{"wrong-type":1}"#;
    assert!(text(&output.stdout).contains(summary), "{}", text(&output.stdout));
}

#[test]
fn what_is_gone_is_said() {
    let directory = directory("gone", &[("a.ndjson", &[BAD, BAD, BROKEN].concat()), ("b.ndjson", BROKEN)]);
    run(&directory, &["a.ndjson", "b.ndjson", "-q", "--write-baseline", "known"]);
    fs::write(directory.join("a.ndjson"), BAD).unwrap();
    // `b.ndjson` is not checked, so its findings count neither as known nor as gone.
    let output = run(&directory, &["a.ndjson", "-q", "--baseline", "known"]);
    assert_eq!(output.status.code(), Some(0));
    let expected =
        "contact-lint: known: 2 known findings are not counted\ncontact-lint: known: 3 known findings are gone\n";
    assert_eq!(text(&output.stderr), expected);
    // A new baseline has the remaining findings, and the old entries of other inputs.
    let args = ["a.ndjson", "-q", "--baseline", "known", "--write-baseline", "known"];
    assert_eq!(text(&run(&directory, &args).stderr), expected);
    let known = fs::read_to_string(directory.join("known")).unwrap();
    assert_eq!(known.lines().count(), 1 + 3, "{known}");
    assert!(known.contains(r#"{"path":"a.ndjson","rule":"email-domain-dot","fingerprint":""#), "{known}");
    assert!(known.contains(r#"{"path":"b.ndjson","rule":"json-trailing-comma","fingerprint":""#), "{known}");
    let output = run(&directory, &["a.ndjson", "b.ndjson", "-q", "--baseline", "known"]);
    assert_eq!(text(&output.stderr), "contact-lint: known: 3 known findings are not counted\n");
    // After fixing, the findings are gone too.
    let output = run(&directory, &["b.ndjson", "-q", "--fix", "--baseline", "known"]);
    assert_eq!(
        (output.status.code(), text(&output.stderr)),
        (Some(0), "contact-lint: known: 1 known finding is gone\n")
    );
}

#[test]
fn any_number_of_threads_says_the_same() {
    let records: String = (0..60_000).map(|index| if index % 9 == 2 { BAD } else { GOOD }).collect();
    let directory = directory("threads", &[("a.ndjson", &records)]);
    run(&directory, &["a.ndjson", "-q", "-j", "4", "--write-baseline", "known"]);
    assert_eq!(fs::read_to_string(directory.join("known")).unwrap().lines().count(), 3);
    fs::write(directory.join("a.ndjson"), [&records, BAD, BROKEN, &records[..BAD.len() + GOOD.len() * 2]].concat())
        .unwrap();
    let reports: Vec<_> = ["1", "4"]
        .iter()
        .map(|threads| {
            let args = [
                "a.ndjson",
                "-j",
                threads,
                "--baseline",
                "known",
                "--format",
                "concise",
                "-o",
                "sarif=s",
                "-o",
                "junit=j",
            ];
            let output = run(&directory, &args);
            let report = text(&output.stdout).to_owned();
            let files = ["s", "j"].map(|name| fs::read_to_string(directory.join(name)).unwrap());
            (output.status.code(), report, files)
        })
        .collect();
    assert!(reports[0] == reports[1], "{:?}", reports[0].1);
    let (status, report, [sarif, junit]) = &reports[0];
    assert_eq!(*status, Some(1));
    let expected = "checked 60005 documents: 3 invalid; syntax errors: 1 (json-trailing-comma 1); violations: 4 (wrong-type 2, \
                    email-domain-dot 2); 1 fixable with --fix\n";
    assert!(report.ends_with(expected), "{report}");
    assert_eq!(sarif.matches("\"ruleId\":").count(), 5);
    assert!(sarif.contains(r#""findings":5"#), "{}", &sarif[sarif.len() - 200..]);
    // A case is a document.
    assert_eq!(junit.matches("<failure").count() + junit.matches("<error").count(), 3);
}

#[test]
fn a_document_counts_by_its_new_findings() {
    let directory = directory("counts", &[("a.ndjson", UNKNOWN), ("b.json", "{\"notify\":1,\"name\":\"x\"}")]);
    let output = run(&directory, &["a.ndjson", "b.json", "-q", "--write-baseline", "known"]);
    assert_eq!(output.status.code(), Some(2), "a document that cannot be judged");
    // This counts as completed work, so the baseline is written.
    let output = run(&directory, &["a.ndjson", "b.json", "--baseline", "known", "--format", "concise"]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), "checked 2 documents: 0 invalid\n"));
    // A violation beside a known one makes its document invalid; a warning does not.
    fs::write(directory.join("b.json"), "{\"notify\":1,\"name\":\"x\",\"extra\":1}").unwrap();
    let output = run(&directory, &["b.json", "--baseline", "known", "--format", "full"]);
    assert!(text(&output.stdout).ends_with("checked 1 document: 0 invalid; warnings: 1 (unknown-member 1)\n"));
    assert!(text(&output.stdout).starts_with("warning[unknown-member]"), "{}", text(&output.stdout));
    assert_eq!(output.status.code(), Some(0));
    fs::write(directory.join("b.json"), "{\"notify\":1,\"name\":2}").unwrap();
    let output = run(&directory, &["b.json", "--baseline", "known", "--format", "concise"]);
    assert!(text(&output.stdout).ends_with("checked 1 document: 1 invalid; violations: 1 (wrong-type 1)\n"));
    assert_eq!(output.status.code(), Some(1));
    // Findings that were not kept are always new.
    let phones = vec!["1"; 1500].join(",");
    fs::write(directory.join("c.json"), format!("{{\"notify\":true,\"phones\":[{phones}]}}")).unwrap();
    let output = run(&directory, &["c.json", "-q", "--write-baseline", "known"]);
    assert!(text(&output.stderr).contains("501 more findings are in no baseline"), "{}", text(&output.stderr));
    let output = run(&directory, &["c.json", "--baseline", "known", "--format", "concise"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stdout).contains("checked 1 document: 1 invalid; violations: 501 "),
        "{}",
        text(&output.stdout)
    );
}

#[test]
fn a_broken_or_foreign_baseline_is_an_error() {
    let directory = directory("foreign", &[("a.ndjson", BAD)]);
    run(&directory, &["a.ndjson", "-q", "--write-baseline", "known"]);
    let known = fs::read_to_string(directory.join("known")).unwrap();
    let (head, lines) = known.split_once('\n').unwrap();
    let long = format!("{head}\n{}", "x".repeat(100_000));
    let expected = "line 2: expected `path`, `rule`, a `fingerprint` that no line before has, and `count`";
    let foreign = "expected a file that --write-baseline has written, found";
    for (content, why) in [
        ("", foreign),
        ("secret\n", foreign),
        ("[]", foreign),
        (BAD, foreign),
        (&known.replace("\"version\":1", "\"version\":2"), foreign),
        (&format!("{head}\nsecret\n"), expected),
        (&format!("{head}\n{{\"path\":\"secret\"}}\n"), expected),
        (&lines.lines().next().unwrap().replace(":1}", ":0}").replacen("", &format!("{head}\n"), 1), expected),
        (&known.replace("\"rule\":\"wrong-type\"", "\"rule\":\"secret\""), "line 3: expected `path`"),
        (&known.replace("\"fingerprint\":\"", "\"fingerprint\":\"+"), expected),
        (&format!("{known}{lines}"), "line 4: expected `path`"),
        (&known[..known.len() - 9], "line 3: expected `path`"),
        (&long, "line 2: "),
    ] {
        fs::write(directory.join("broken"), content).unwrap();
        let output = run(&directory, &["a.ndjson", "-q", "--baseline", "broken", "--write-baseline", "new"]);
        assert_eq!(output.status.code(), Some(2), "{content:.200}");
        let message = text(&output.stderr);
        assert!(message.starts_with(&format!("contact-lint: broken: {why}")), "{content:.200}: {message}");
        assert!(!message.contains("secret"), "{message}");
        assert_eq!(files(&directory), ["a.ndjson", "broken", "known"]);
    }
    for (args, why) in [
        (&["--baseline", "none"][..], "contact-lint: none: No such file or directory"),
        (&["--baseline", ".git"], foreign),
        (&["--baseline", "/dev/null"], foreign),
        (&["--baseline", "known", "--summary", "s"], "cannot be used with"),
        (&["--write-baseline", "new", "--range", "0:5"], "cannot be used with"),
        (&["--write-baseline", "new", "--diff"], "cannot be used with"),
        (&["--baseline", "known", "--format", "verdicts"], "are for findings; `verdicts` prints records"),
    ] {
        let output = run(&directory, &[&["a.ndjson", "-q"], args].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(text(&output.stderr).contains(why), "{args:?}: {}", text(&output.stderr));
    }
}

/// No other output replaces the baseline that is read.
#[test]
fn a_baseline_replaces_no_input() {
    let directory = directory("guards", &[("a.ndjson", BAD), ("old", "data")]);
    run(&directory, &["a.ndjson", "-q", "--write-baseline", "known.json"]);
    #[cfg(unix)]
    std::os::unix::fs::symlink("a.ndjson", directory.join("link")).unwrap();
    let before = files(&directory);
    let known = fs::read_to_string(directory.join("known.json")).unwrap();
    for (args, why) in [
        (&["a.ndjson", "--write-baseline", "a.ndjson"][..], "a.ndjson: is read from, so it cannot be written to"),
        (&[".", "--write-baseline", "./a.ndjson"], "so it cannot be written to"),
        (&["a.ndjson", "--write-baseline", "link"], "link: is read from as a.ndjson, so it cannot be written to"),
        (&["a.ndjson", "--baseline", "known.json", "-o", "jsonl=known.json"], "known.json: is read from"),
        (&["a.ndjson", "--baseline", "known.json", "--valid-out", "known.json"], "known.json: is read from"),
        (&["a.ndjson", "--write-baseline", "new", "-o", "jsonl=./new"], "is named twice"),
        (&["a.ndjson", "--write-baseline", "none/new"], "none/new: No such file"),
    ] {
        if cfg!(not(unix)) && args.contains(&"link") {
            continue;
        }
        let output = run(&directory, &[args, &["-q"]].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(text(&output.stderr).contains(why), "{args:?}: {}", text(&output.stderr));
        assert_eq!(fs::read_to_string(directory.join("known.json")).unwrap(), known);
        assert_eq!(fs::read_to_string(directory.join("a.ndjson")).unwrap(), BAD);
        assert_eq!(files(&directory), before, "{args:?}");
    }
    // A baseline that is read or written is not an input of its directory.
    fs::remove_file(directory.join("old")).unwrap();
    for options in [&["--baseline", "known.json"][..], &["--write-baseline", "known.json"]] {
        let output = run(&directory, &[&[".", "--format", "concise"], options].concat());
        assert!(text(&output.stdout).contains("checked 1 document: "), "{options:?}: {}", text(&output.stdout));
        assert!(
            text(&output.stderr).contains("known.json: not checked, as it is an output"),
            "{}",
            text(&output.stderr)
        );
    }
    // If some of the work could not be done, the old baseline is kept.
    let output = run(&directory, &["a.ndjson", "none.json", "-q", "--write-baseline", "known.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).ends_with("known.json: not written, as some of the work could not be done\n"));
    assert_eq!(fs::read_to_string(directory.join("known.json")).unwrap(), known);
}

/// Baselines do not contain names of unknown members. The limit on fingerprints bounds the memory.
#[test]
fn a_baseline_has_no_names_of_unknown_members() {
    let directory = directory("names", &[("a.json", "{\"notify\":true,\"name\":\"x\",\"secret\":1}")]);
    run(&directory, &["a.json", "-q", "--write-baseline", "known"]);
    let known = fs::read_to_string(directory.join("known")).unwrap();
    assert_eq!(known.lines().count(), 2);
    assert!(!known.contains("secret"), "{known}");
    // In another directory of the repository, the inputs have the same names.
    fs::create_dir(directory.join("sub")).unwrap();
    let output = run(&directory.join("sub"), &["../a.json", "--baseline", "../known", "--format", "concise"]);
    assert_eq!(text(&output.stdout), "checked 1 document: 0 invalid\n");
}
