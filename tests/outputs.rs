//! Machine-readable reports, one or several at once. Each is written completely or not at all.
#![cfg(feature = "cli")]

#[path = "support/program.rs"]
mod program;

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use program::text;
use serde_json::Value;

fn contact_lint(directory: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_contact-lint"));
    command.env("GITHUB_WORKSPACE", directory);
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").current_dir(directory).stdin(Stdio::null());
    command
}

fn run(directory: &Path, args: &[&str]) -> Output {
    contact_lint(directory).args(args).output().unwrap()
}

/// Returns an empty directory for one test.
fn directory(name: &str) -> PathBuf {
    program::empty_directory("outputs", name)
}

/// Creates a directory with the documents on which all formats are tested.
fn fixtures(name: &str) -> PathBuf {
    let path = directory(name);
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/data");
    fs::copy(data.join("bad-request.json"), path.join("bad-request.json")).unwrap();
    let mut kinds = fs::read(data.join("hostile.ndjson")).unwrap();
    kinds.extend(fs::read(data.join("mixed.ndjson")).unwrap());
    // A line of more than a megabyte with a finding at its end; names that are special in markup
    // and links; invalid UTF-8.
    kinds.extend(format!("{{\"notify\": true, \"name\": \"{}\", \"email\": 1}}\n", "é".repeat(600_000)).bytes());
    kinds.extend(b"{\"notify\": true, \"<![CDATA[&\\\"'>]]>\\u0000\\ufffe\": 1, \"[x](http://example.com)\\\\\": 2}\n");
    kinds.extend(b"{\"notify\": true, \"name\": \"\xff\"}\n");
    fs::write(path.join("kinds.ndjson"), kinds).unwrap();
    fs::write(path.join("good.json"), br#"{"notify": true, "name": "Ada"}"#).unwrap();
    path
}

const FILES: [&str; 3] = ["bad-request.json", "kinds.ndjson", "good.json"];

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// Reads a SARIF log and validates it.
fn sarif(path: &Path) -> Value {
    let mut schema = json(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/sarif-schema-2.1.0.json"));
    // The schema's pattern for languages has an unmatched bracket, which ECMA-262 rejects. These
    // logs have no language.
    for definition in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][definition]["properties"]["language"];
        language.as_object_mut().unwrap().remove("pattern").unwrap();
    }
    let schema = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let log = json(path);
    let errors: Vec<_> = schema.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(errors, [""; 0]);
    // An unknown member is refused, which shows that the schema is applied.
    let mut other = log.clone();
    other["runs"][0]["results"][0]["level"] = "bad".into();
    assert!(!schema.is_valid(&other));
    log
}

fn results(log: &Value) -> &[Value] {
    log["runs"][0]["results"].as_array().unwrap()
}

fn uri(result: &Value) -> &str {
    result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap()
}

fn fingerprint(result: &Value) -> &str {
    result["partialFingerprints"]["contactLint/v1"].as_str().unwrap()
}

#[test]
fn all_formats_hold_the_same_findings() {
    let path = fixtures("same");
    let formats = ["full", "concise", "jsonl", "sarif", "github", "junit"];
    let mut args = vec![String::from("--kind=request")];
    args.extend(FILES.map(String::from));
    let several: Vec<_> = formats.iter().map(|format| format!("--output={format}={format}.out")).collect();
    let all = run(&path, &args.iter().chain(&several).map(String::as_str).collect::<Vec<_>>());
    assert_eq!((all.status.code(), text(&all.stderr)), (Some(1), ""));
    for format in formats {
        let alone: Vec<_> = args.iter().map(String::as_str).chain(["-j1", "--format", format]).collect();
        let alone = run(&path, &alone);
        assert_eq!(text(&alone.stdout), fs::read_to_string(path.join(format!("{format}.out"))).unwrap(), "{format}");
        assert_eq!(alone.status.code(), Some(1));
        // No control character except the line feed, whether the format is JSON, XML or for a
        // terminal.
        let unsafe_one = text(&alone.stdout).chars().find(|&c| c != '\n' && contact_schema::escape::is_unsafe(c));
        assert_eq!(unsafe_one, None, "{format}");
        if format != "full" {
            assert!(!text(&alone.stdout).contains("lovelace") && !text(&alone.stdout).contains("éé"), "{format}");
        }
    }

    let jsonl = fs::read_to_string(path.join("jsonl.out")).unwrap();
    let findings: Vec<Value> = jsonl
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .filter(|line: &Value| line["type"] == "finding")
        .collect();
    let log = sarif(&path.join("sarif.out"));
    assert_eq!(results(&log).len(), findings.len());
    assert_eq!(fs::read_to_string(path.join("concise.out")).unwrap().lines().count(), findings.len() + 1);
    for (result, finding) in results(&log).iter().zip(&findings) {
        let region = &result["locations"][0]["physicalLocation"]["region"];
        assert_eq!(region["startLine"], finding["line"]);
        assert_eq!(region["startColumn"], finding["column"]);
        assert_eq!(region["byteOffset"], finding["offset"]);
        assert_eq!(region["byteLength"], finding["length"]);
        assert_eq!(uri(result), finding["path"]);
        assert_eq!(result["ruleId"], finding["rule"]);
        let rule = &log["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], finding["rule"]);
        let level = if finding["severity"] == "warning" { "warning" } else { "error" };
        assert_eq!((&result["level"], &rule["defaultConfiguration"]["level"]), (&level.into(), &level.into()));
        let pointer = result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"].as_str();
        assert_eq!(pointer, finding["pointer"].as_str());
        assert_eq!(result["relatedLocations"].is_array(), finding["related"].is_object());
        // Within a line, the end column is the start column plus the number of characters.
        let content = fs::read(path.join(uri(result))).unwrap();
        let start = region["byteOffset"].as_u64().unwrap() as usize;
        let span = &content[start..start + region["byteLength"].as_u64().unwrap() as usize];
        if region["startLine"] == region["endLine"]
            && let Ok(span) = std::str::from_utf8(span)
        {
            let columns = region["endColumn"].as_u64().unwrap() - region["startColumn"].as_u64().unwrap();
            assert_eq!(columns as usize, span.chars().count());
        }
    }
    let unique: HashSet<_> = results(&log).iter().map(fingerprint).collect();
    assert_eq!(unique.len(), findings.len());
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], true);

    let junit = fs::read_to_string(path.join("junit.out")).unwrap();
    let (tests, failures, errors) = junit_counts(&junit);
    let summary: Value = serde_json::from_str(jsonl.lines().last().unwrap()).unwrap();
    assert_eq!((Value::from(failures), errors), (summary["invalid"].clone(), 0));
    let documents: HashSet<_> =
        findings.iter().map(|finding| (finding["path"].to_string(), finding["document"].to_string())).collect();
    assert!(tests > documents.len() as u64);
    assert_eq!(Value::from(tests), summary["documents"]);
    for finding in &findings {
        assert!(junit.contains(&format!(
            "{}:{}: {}[{}]",
            finding["line"],
            finding["column"],
            finding["severity"].as_str().unwrap(),
            finding["rule"].as_str().unwrap()
        )));
    }
    let more = format!("::notice title=contact-lint::and {} more\n", findings.len() - 9);
    let github = fs::read_to_string(path.join("github.out")).unwrap();
    assert!(github.contains(&more), "{github}");
    assert_eq!(github.lines().filter(|line| line.starts_with("::")).count(), 10);
    assert_eq!(github.lines().count(), 11);
}

/// Returns the tests, failures and errors of all suites, and checks the totals.
fn junit_counts(text: &str) -> (u64, u64, u64) {
    let document = roxmltree::Document::parse(text).unwrap();
    let mut counts = (0, 0, 0);
    for suite in document.root_element().children().filter(roxmltree::Node::is_element) {
        assert_eq!(suite.tag_name().name(), "testsuite");
        let attribute = |name| suite.attribute(name).unwrap().parse::<u64>().unwrap();
        let cases = suite.children().filter(|node| node.has_tag_name("testcase"));
        let with = |tag: &str| {
            cases.clone().filter(|case| case.children().any(|child| child.has_tag_name(tag))).count() as u64
        };
        // One case stands for all documents that have none of their own.
        let is_for_others = |case: &roxmltree::Node<'_, '_>| case.attribute("name").unwrap().starts_with("all ");
        let others = cases.clone().filter(is_for_others).count() as u64;
        assert!(others <= 1 && attribute("tests") >= cases.clone().count() as u64);
        assert_eq!(attribute("failures"), with("failure"));
        assert_eq!(attribute("errors"), with("error"));
        assert!(attribute("tests") > 0);
        counts.0 += attribute("tests");
        counts.1 += attribute("failures");
        counts.2 += attribute("errors");
    }
    counts
}

#[test]
fn sarif_fingerprints_hold_when_lines_move() {
    let path = directory("fingerprints");
    let bad = "{\"notify\": 1, \"name\": \"x\"}\n";
    let log = |content: String| {
        fs::write(path.join("x.ndjson"), content).unwrap();
        let output = run(&path, &["x.ndjson", "-o", "sarif=x.sarif"]);
        assert_eq!(output.status.code(), Some(1));
        let log = sarif(&path.join("x.sarif"));
        results(&log).iter().map(|result| fingerprint(result).to_owned()).collect::<Vec<_>>()
    };
    let before = log(bad.repeat(2));
    assert_ne!(before[0], before[1]);
    let good = "{\"notify\": true, \"name\": \"x\"}\n";
    assert_eq!(log(format!("\n{good}{bad}{good}{bad}")), before);
    // Fingerprints are part of the interface: a new release must recognise the alerts of an old
    // one.
    assert_eq!(before, ["6e861c564412be28:0", "6e861c564412be28:1"]);
}

/// In a range, each format has the same findings at the same bytes as in the whole file, and no
/// line numbers.
#[test]
fn a_range_has_offsets_but_no_line_numbers() {
    let directory = fixtures("range");
    let size = fs::metadata(directory.join("kinds.ndjson")).unwrap().len();
    let offsets = |args: &[&str]| -> Vec<u64> {
        let output = run(&directory, &[&["kinds.ndjson", "--format", "jsonl", "-o", "sarif=log.sarif"], args].concat());
        let findings = text(&output.stdout).lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let found: Vec<Value> = findings.filter(|value| value["type"] == "finding").collect();
        let log = sarif(&directory.join("log.sarif"));
        for (finding, result) in found.iter().zip(results(&log)) {
            let is_part = !args.is_empty() && !args[1].starts_with("0:");
            let region = &result["locations"][0]["physicalLocation"]["region"];
            assert_eq!(region["byteOffset"], finding["offset"]);
            assert_eq!(region["startLine"].is_null(), is_part);
            assert_eq!((finding["line"].is_null(), finding["lineInRange"].is_null()), (is_part, !is_part));
        }
        assert_eq!(found.len(), results(&log).len());
        found.iter().map(|finding| finding["offset"].as_u64().unwrap()).collect()
    };
    let whole = offsets(&[]);
    let parts: Vec<u64> = [(0, 60), (60, 500), (500, size)]
        .iter()
        .flat_map(|(start, end)| offsets(&["--range", &format!("{start}:{end}")]))
        .collect();
    assert_eq!(parts, whole);
}

#[test]
fn formats_read_as_a_whole_end_after_5000_findings() {
    let path = directory("capped");
    let bad = b"{\"notify\": 1, \"name\": \"x\"}\n";
    for (count, kept) in [(4_999_u64, 4_999), (5_000, 5_000), (5_001, 5_000), (40_000, 5_000)] {
        fs::write(path.join("x.ndjson"), bad.repeat(count as usize)).unwrap();
        let output = run(&path, &["x.ndjson", "-o", "sarif=x.sarif", "-o", "junit=x.xml", "--max-findings=0"]);
        assert_eq!(output.status.code(), Some(1));
        let log = sarif(&path.join("x.sarif"));
        assert_eq!(results(&log).len() as u64, kept);
        assert_eq!(log["runs"][0]["properties"]["findings"], count);
        let notifications = log["runs"][0]["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
        let expected = format!("the results are 5000 of {count}");
        let texts: Vec<_> = notifications.iter().map(|one| one["message"]["text"].as_str().unwrap()).collect();
        assert_eq!(texts, if count > kept { vec![expected.as_str()] } else { vec![] });
        let junit = fs::read_to_string(path.join("x.xml")).unwrap();
        let rest = u64::from(count > kept);
        assert_eq!(junit_counts(&junit), (count + rest, kept + rest, 0));
        assert_eq!(junit.contains(&format!("and {} more findings", count - kept)), rest > 0);
        assert!(junit.contains(&format!("<property name=\"findings\" value=\"{count}\"/>")));
    }
}

/// Findings beyond the 1,000 that are kept for one document are counted too.
#[test]
fn findings_that_were_not_kept_are_counted() {
    let path = directory("not-kept");
    fs::write(path.join("x.json"), format!("{{\"notify\": true, \"phones\": [{}1]}}", "1,".repeat(1999))).unwrap();
    run(&path, &["x.json", "-o", "sarif=x.sarif", "-o", "junit=x.xml", "-o", "github=x.txt"]);
    let log = sarif(&path.join("x.sarif"));
    assert_eq!((results(&log).len(), &log["runs"][0]["properties"]["findings"]), (1000, &2001.into()));
    let junit = fs::read_to_string(path.join("x.xml")).unwrap();
    assert_eq!(junit_counts(&junit), (2, 2, 0));
    assert!(junit.contains("and 1001 more findings"));
    assert!(fs::read_to_string(path.join("x.txt")).unwrap().contains("::and 1992 more\n"));
}

/// The linter keeps a suite in memory until its counts are known, so the size of a suite is
/// limited, even if names of members are long.
#[test]
fn a_suite_of_junit_has_a_limit_in_bytes() {
    let path = directory("suite");
    let record = format!("{{\"notify\": true, \"{}\": 1, \"name\": 1}}\n", "x".repeat(1 << 20));
    fs::write(path.join("x.ndjson"), record.repeat(20)).unwrap();
    let output = run(&path, &["x.ndjson", "-j1", "--format=junit"]);
    let kept = (16 << 20) / (1 << 20) - 1;
    assert!(output.stdout.len() < 17 << 20, "{}", output.stdout.len());
    // Short findings still fit where long ones do not. The hidden ones, here only warnings, are
    // counted in a test case of their own, which passes.
    let junit = text(&output.stdout);
    assert_eq!(junit_counts(junit), (21, 20, 0));
    assert!(junit.contains(&format!("and {} more findings", 20 - kept)));
}

#[cfg(unix)]
#[test]
fn sarif_has_uris_and_github_has_properties() {
    let root = directory("uris");
    let path = root.join("work");
    fs::create_dir_all(path.join("sub")).unwrap();
    let bad = br#"{"notify": 1, "name": "x"}"#;
    let names = ["sub/a b%,c:d#é.json", "x\n::error::y.json", "-.json", "full.json", "up.json"];
    for name in names {
        fs::write(path.join(name), bad).unwrap();
    }
    fs::write(root.join("above [1].json"), bad).unwrap();
    let absolute = path.join("full.json");
    let args = [names[0], names[1], "./-.json", absolute.to_str().unwrap(), "sub/../up.json", "../above [1].json"];
    run(&path, &[&args[..], &["-osarif=x.sarif", "-ogithub=x.txt"]].concat());
    let log = sarif(&path.join("x.sarif"));
    let above = format!("file://{}/above%20%5B1%5D.json", root.to_str().unwrap());
    let expected = [
        "sub/a%20b%25%2Cc%3Ad%23%C3%A9.json",
        "x%0A%3A%3Aerror%3A%3Ay.json",
        "-.json",
        "full.json",
        "up.json",
        above.as_str(),
    ];
    assert_eq!(results(&log).iter().map(uri).collect::<Vec<_>>(), expected);
    let github = fs::read_to_string(path.join("x.txt")).unwrap();
    let files: Vec<_> =
        github.lines().filter_map(|line| line.strip_prefix("::error file=")?.split(',').next()).collect();
    assert_eq!(files[..2], ["sub/a b%25%2Cc%3Ad#é.json", "x%0A%3A%3Aerror%3A%3Ay.json"]);
    assert_eq!(github.lines().count(), args.len() + 1);
}

/// Collects the names of all members of a value, but for those of the counts of a summary.
fn member_names(value: &Value, names: &mut HashSet<String>) {
    for (name, value) in value.as_object().unwrap() {
        names.insert(name.clone());
        if name == "related" {
            member_names(value, names);
        }
    }
}

#[test]
fn the_documentation_has_all_members_of_jsonl() {
    let path = fixtures("jsonl-members");
    let phones = "1,".repeat(1100);
    fs::write(path.join("more.json"), format!(r#"{{"notify": true, "phones": [{phones}1]}}"#)).unwrap();
    fs::write(path.join("rest.json"), r#"[{"notify": true}, {"notify: true}"#).unwrap();
    let mut names = HashSet::new();
    for args in [&["."][..], &["kinds.ndjson", "--range", "60:500"]] {
        let output = run(&path, &[&["--kind=request", "--format=jsonl"], args].concat());
        for line in text(&output.stdout).lines() {
            member_names(&serde_json::from_str(line).unwrap(), &mut names);
        }
    }
    let documentation = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reports.md")).unwrap();
    assert!(names.len() > 25, "{names:?}");
    for name in names.iter().filter(|name| *name != "type") {
        assert!(documentation.contains(&format!("`{name}`")), "{name}");
    }
    // The examples are lines that can be read.
    for line in documentation.lines().filter(|line| line.starts_with('{')) {
        let example: Value = serde_json::from_str(line).unwrap();
        assert!(example.as_object().unwrap().keys().all(|name| names.contains(name)), "{line}");
    }
}

/// Returns the names of the file in annotations and in SARIF.
fn reported_names(command: &mut Command) -> (String, String) {
    let output = command.args(["--format=github", "-osarif=x.sarif"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let annotation = text(&output.stdout).strip_prefix("::error file=").unwrap().split(',').next().unwrap();
    let log = sarif(&command.get_current_dir().unwrap().join("x.sarif"));
    (annotation.to_owned(), uri(&results(&log)[0]).to_owned())
}

#[test]
fn reports_for_programs_name_files_from_the_root_of_the_repository() {
    let job = directory("root");
    let (repository, sub) = (job.join("repository"), job.join("repository/sub"));
    fs::create_dir_all(&sub).unwrap();
    // In a worktree, `.git` is a file.
    fs::write(repository.join(".git"), "gitdir: elsewhere").unwrap();
    fs::write(sub.join("x.json"), br#"{"notify": 1, "name": "x"}"#).unwrap();
    let absolute = sub.join("x.json");
    let outside = format!("file:///{}", absolute.to_str().unwrap().replace('\\', "/").trim_start_matches('/'));
    let above = job.to_str().unwrap();
    for (workspace, args, expected) in [
        // The root of the repository, or the directory of the job if the working directory is in
        // it.
        ("", &["x.json"][..], "sub/x.json"),
        (above, &["x.json"], "repository/sub/x.json"),
        ("/no/such/directory", &["x.json"], "sub/x.json"),
        (sub.join("..").to_str().unwrap(), &["./x.json"], "sub/x.json"),
        ("", &[absolute.to_str().unwrap()], "sub/x.json"),
        ("", &["../sub/x.json"], "sub/x.json"),
        // An option overrides the environment.
        (above, &["x.json", "--root", "."], "x.json"),
        (above, &["x.json", "--root", "..", "--path-prefix", "a/b/"], "a/b/sub/x.json"),
        ("", &["x.json", "--path-prefix", "a"], "a/sub/x.json"),
    ] {
        let (annotation, uri) = reported_names(contact_lint(&sub).env("GITHUB_WORKSPACE", workspace).args(args));
        assert_eq!((annotation.as_str(), uri.as_str()), (expected, expected), "{workspace} {args:?}");
    }
    fs::create_dir(sub.join("other")).unwrap();
    let (_, uri) = reported_names(contact_lint(&sub).args(["x.json", "--root", "other", "--path-prefix", "a"]));
    assert_eq!(uri, outside);
    let output = run(&sub, &["x.json", "--root", "missing"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("--root"), "{}", text(&output.stderr));
    let output = run(&sub, &["x.json", "--root", "x.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("--root: expected a directory, found a file"), "{}", text(&output.stderr));
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf8_stay_distinct_in_reports_for_programs() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    let path = directory("not-utf8");
    let mut found = HashSet::new();
    for name in [&b"a\xFE.json"[..], b"a\xFF.json"] {
        fs::write(path.join(OsStr::from_bytes(name)), br#"{"notify": 1, "name": "x"}"#).unwrap();
        let (annotation, uri) = reported_names(contact_lint(&path).arg(OsStr::from_bytes(name)));
        assert!(found.insert(annotation) && found.insert(uri));
    }
    let expected = ["a%FE.json", "a%FF.json", r"a\xFE.json", r"a\xFF.json"].map(String::from);
    assert_eq!(found, HashSet::from(expected));
}

#[test]
fn unreadable_inputs_are_in_the_reports() {
    let path = fixtures("unreadable");
    let args = ["good.json", "missing.json", "-osarif=x.sarif", "-ojunit=x.xml", "-ogithub=x.txt", "-oconcise=y.txt"];
    let output = run(&path, &args);
    assert_eq!(output.status.code(), Some(2));
    let log = json(&path.join("x.sarif"));
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let place = &invocation["toolExecutionNotifications"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "missing.json");
    assert_eq!(junit_counts(&fs::read_to_string(path.join("x.xml")).unwrap()), (2, 0, 1));
    let github = fs::read_to_string(path.join("x.txt")).unwrap();
    assert!(github.starts_with("::error file=missing.json,title=not checked::"), "{github}");
    // The other inputs were checked, and these reports too tell that one is missing.
    let counts = "checked 1 document: 0 invalid; incomplete: some of the work could not be done\n";
    assert_eq!(fs::read_to_string(path.join("y.txt")).unwrap(), counts);
    assert!(github.ends_with(counts), "{github}");
    // More findings than GitHub shows do not hide it.
    fs::write(path.join("many.ndjson"), "{\"notify\":1,\"name\":\"x\"}\n".repeat(20)).unwrap();
    let output = run(&path, &["many.ndjson", "missing.json", "--format=github"]);
    let lines: Vec<_> = text(&output.stdout).lines().collect();
    assert!(lines[9].starts_with("::error file=missing.json,title=not checked::"), "{lines:?}");
    assert_eq!(lines[10], "::notice title=contact-lint::and 11 more");
}

#[cfg(unix)]
#[test]
fn a_report_may_be_discarded() {
    let path = fixtures("discarded");
    for option in ["-ojsonl=/dev/null", "--summary=/dev/null"] {
        let output = run(&path, &["--input=ndjson", "--format=concise", "good.json", option]);
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""), "{option}");
    }
    let output = run(&path, &["good.json", "-ojsonl=/dev/zero"]);
    assert_eq!(output.status.code(), Some(2), "only that device discards");
}

/// Every report, and the exit status, show that the end of an array could not be read.
#[test]
fn bytes_that_were_not_checked_are_in_the_reports() {
    let path = directory("unchecked");
    let bad = r#"[{"notify": 1}, {"notify": tru}, {"notify": 2}"#;
    fs::write(path.join("x.json"), format!("{bad}]")).unwrap();
    let output = run(&path, &["x.json", "--format=jsonl"]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(1), ""));
    let summary =
        |output: &Output| serde_json::from_str::<Value>(text(&output.stdout).lines().last().unwrap()).unwrap();
    assert_eq!((&summary(&output)["documents"], &summary(&output)["complete"]), (&3.into(), &true.into()));
    assert!(summary(&output)["uncheckedBytes"].is_null());

    // A quote is missing, so strings cannot be told from what is between them.
    let rest = r#"}, {"notify": 1}"#.repeat(100_000);
    fs::write(path.join("x.json"), format!(r#"{bad}, {{"notify: true{rest}]"#)).unwrap();
    let args = ["x.json", "--format=jsonl", "--exit-zero", "-osarif=x.sarif", "-ojunit=x.xml", "-ogithub=x.txt"];
    let output = run(&path, &args);
    assert_eq!(output.status.code(), Some(2));
    // From the `n` of the first `notify` to the end.
    let count = rest.len() - r#"}, {""#.len() + 1;
    assert_eq!(
        text(&output.stderr),
        format!(
            "contact-lint: x.json: the last {count} bytes were not checked, as no document can be found after a syntax error\n"
        )
    );
    let summary = summary(&output);
    assert_eq!((&summary["documents"], &summary["complete"]), (&4.into(), &false.into()));
    assert_eq!(summary["uncheckedBytes"], count);
    let invocation = &sarif(&path.join("x.sarif"))["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let notification = invocation["toolExecutionNotifications"][0]["message"]["text"].as_str().unwrap().to_owned();
    assert!(notification.contains(&count.to_string()), "{notification}");
    assert_eq!(junit_counts(&fs::read_to_string(path.join("x.xml")).unwrap()), (5, 4, 1));
    assert!(fs::read_to_string(path.join("x.txt")).unwrap().contains("title=not checked::the last"));
}

#[test]
fn junit_counts_warnings_as_the_exit_status_does() {
    let path = directory("junit");
    fs::write(path.join("x.json"), br#"{"notify": true}"#).unwrap();
    for (args, code, expected) in [(&[][..], 0, (1, 0, 0)), (&["--deny-warnings"], 1, (1, 1, 0))] {
        let output = run(&path, &[&["--format=junit", "x.json"], args].concat());
        assert_eq!((output.status.code(), junit_counts(text(&output.stdout))), (Some(code), expected));
        assert!(text(&output.stdout).contains("warning[no-change]"));
    }
    // Standard input is empty, so it has no document.
    let output = run(&path, &["--format=junit", "-"]);
    assert_eq!(junit_counts(text(&output.stdout)), (1, 1, 0), "{}", text(&output.stdout));
    // An unknown kind is an error of the check, not a failure of the document.
    fs::write(path.join("x.json"), b"[{}, {\"name\": 1}]").unwrap();
    let output = run(&path, &["--format=junit", "x.json"]);
    assert_eq!((output.status.code(), junit_counts(text(&output.stdout))), (Some(2), (2, 0, 2)));
}

#[test]
fn max_findings_limits_standard_output_only() {
    let path = fixtures("limit");
    let jsonl = |path: &Path| fs::read_to_string(path).unwrap().lines().count();
    let all = run(&path, &["kinds.ndjson", "--format=jsonl", "--max-findings=2", "-ojsonl=all.jsonl"]);
    assert_eq!(text(&all.stdout).lines().count(), 3);
    assert!(jsonl(&path.join("all.jsonl")) > 10);
    let limited = run(&path, &["kinds.ndjson", "--format=sarif", "--max-findings=2"]);
    fs::write(path.join("x.sarif"), &limited.stdout).unwrap();
    assert_eq!(results(&sarif(&path.join("x.sarif"))).len(), 2);
}

/// Returns the names of the files in a directory.
fn names(path: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_report_is_written_whole_or_not_at_all() {
    let path = directory("whole");
    fs::write(path.join("x.json"), br#"{"notify": 1, "name": "x"}"#).unwrap();
    fs::create_dir(path.join("directory")).unwrap();
    fs::write(path.join("old"), "old").unwrap();
    let before = names(&path);
    for (args, complaint) in [
        (&["-ojsonl=old", "-osarif=missing/new"][..], "missing/new: "),
        (&["-ojsonl=old", "-osarif=directory"], "directory: expected a regular file"),
        (&["-ojsonl=old", "-osarif=./old"], "./old: is named twice"),
        (&["-ojsonl=new", "-osarif=./new"], "./new: is named twice"),
        (&["-ojsonl=old", "-osarif=x.json"], "x.json: is read from"),
        (&["-ojsonl=old", "-osarif"], "found no `=`"),
        (&["-ojsonl=old", "-osarif="], "found the end"),
        (&["-ojsonl=old", "-osarif=-"], "--format is for standard output"),
        (&["-ojsonl=old", "-oxml=new"], "expected one of the formats full, "),
    ] {
        let output = run(&path, &[&["x.json"], args].concat());
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""), "{args:?}");
        assert!(text(&output.stderr).contains(complaint), "{}", text(&output.stderr));
        assert_eq!(fs::read_to_string(path.join("old")).unwrap(), "old");
        assert_eq!(names(&path), before);
    }
    let output = run(&path, &["x.json", "-ojsonl=old", "-osarif=new"]);
    assert_eq!(output.status.code(), Some(1));
    assert_ne!(fs::read_to_string(path.join("old")).unwrap(), "old");
    assert_eq!(names(&path).len(), before.len() + 1);
}

/// Runs the linter with a file as standard input.
fn run_with_stdin(directory: &Path, args: &[&str], stdin: &str) -> Output {
    contact_lint(directory).args(args).stdin(fs::File::open(directory.join(stdin)).unwrap()).output().unwrap()
}

/// A report never replaces an input, even if the two have different names.
#[test]
fn no_report_replaces_an_input() {
    let path = directory("inputs");
    let records = "{\"notify\": true, \"name\": \"x\"}\n{\"notify\": 1}\n".repeat(20);
    let reset = || {
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("sub")).unwrap();
        fs::write(path.join("e.ndjson"), &records).unwrap();
        fs::write(path.join("other.ndjson"), &records).unwrap();
        fs::write(path.join("list"), "other.ndjson\ne.ndjson\n").unwrap();
        fs::write(path.join("directories"), "sub\n.\n").unwrap();
        fs::hard_link(path.join("e.ndjson"), path.join("sub/hard.ndjson")).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("e.ndjson", path.join("soft")).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(".", path.join("here")).unwrap();
    };
    let stdin = |args: &[&str], stdin: &str| -> (Vec<String>, Option<String>) {
        (args.iter().map(ToString::to_string).collect(), Some(stdin.to_owned()))
    };
    let plain =
        |args: &[&str]| -> (Vec<String>, Option<String>) { (args.iter().map(ToString::to_string).collect(), None) };
    let report = "jsonl=e.ndjson";
    let mut cases = vec![
        plain(&["e.ndjson", "-o", report]),
        plain(&["./e.ndjson", "-o", report]),
        plain(&["sub/../e.ndjson", "-o", report]),
        plain(&["e.ndjson", "-o", "jsonl=sub/../e.ndjson"]),
        plain(&["sub/hard.ndjson", "-o", report]),
        plain(&["e.ndjson", "-o", "jsonl=sub/hard.ndjson"]),
        plain(&[".", "-o", report]),
        plain(&["sub", "-o", report]),
        plain(&["other.ndjson", ".", "-o", report]),
        plain(&[".", "--summary", "e.ndjson"]),
        plain(&["*.ndjson", "-o", report]),
        plain(&["**/hard.*", "-o", report]),
        plain(&["--files-from", "list", "-o", report]),
        plain(&["--files-from", "directories", "-o", report]),
        plain(&["other.ndjson", "--files-from", "list", "-o", "jsonl=list"]),
        plain(&["--files-from", "list", "--valid-out", "list", "--invalid-out", "bad"]),
        plain(&["--files-from", "list", "--invalid-out", "sub/../list", "--in-place"]),
        stdin(&["--input=ndjson", "-o", report], "e.ndjson"),
        stdin(&["-", "--input=ndjson", "--summary", "e.ndjson"], "e.ndjson"),
        stdin(&["-", "--input=ndjson", "-o", report], "sub/hard.ndjson"),
        stdin(&["--files-from", "-", "-o", report], "list"),
        stdin(&["--files-from", "-", "-o", "jsonl=list"], "list"),
        stdin(&["--files-from", "-", "--valid-out", "list", "--invalid-out", "bad"], "list"),
    ];
    if cfg!(unix) {
        cases.extend([
            plain(&["soft", "--input=ndjson", "-o", report]),
            plain(&["e.ndjson", "-o", "jsonl=soft"]),
            plain(&["here/e.ndjson", "-o", report]),
            plain(&[".", "-o", "jsonl=here/e.ndjson"]),
            stdin(&["/dev/stdin", "--input=ndjson", "-o", report], "e.ndjson"),
        ]);
    }
    for (args, stdin) in &cases {
        reset();
        let (before, list) = (names(&path), fs::read(path.join("list")).unwrap());
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let output = match stdin {
            Some(stdin) => run_with_stdin(&path, &args, stdin),
            None => run(&path, &args),
        };
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains("is read from"), "{args:?}: {}", text(&output.stderr));
        assert!(fs::read_to_string(path.join("e.ndjson")).unwrap() == records, "{args:?}");
        assert!(fs::read_to_string(path.join("sub/hard.ndjson")).unwrap() == records, "{args:?}");
        assert_eq!(fs::read(path.join("list")).unwrap(), list, "{args:?}");
        assert_eq!(names(&path), before, "{args:?}");
    }

    // Other files may be replaced. Nothing is lost in a file that is not a regular one.
    reset();
    assert_eq!(run_with_stdin(&path, &["other.ndjson", "-o", report], "e.ndjson").status.code(), Some(1));
    assert_ne!(fs::read_to_string(path.join("e.ndjson")).unwrap(), records);
    #[cfg(unix)]
    {
        let mut command = contact_lint(&path);
        command
            .args(["/dev/null", "--input=ndjson"])
            .stdout(fs::File::options().write(true).open("/dev/null").unwrap());
        assert_eq!(command.status().unwrap().code(), Some(0));
    }
}

/// No two outputs have the same file.
#[test]
fn no_output_replaces_another() {
    let path = directory("named-twice");
    let records = "{\"notify\": true, \"name\": \"x\"}\n{\"notify\": 1}\n";
    fs::write(path.join("x.ndjson"), records).unwrap();
    fs::create_dir(path.join("sub")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("sub", path.join("link")).unwrap();
    let before = names(&path);
    for args in [
        &["--valid-out=new", "--invalid-out=./new"][..],
        &["--valid-out=new", "--invalid-out=sub/../new"],
        &["--valid-out=new", "-o", "jsonl=./new"],
        &["--summary=new", "-o", "jsonl=sub/../new"],
        &["--valid-out=sub/new", "--invalid-out=link/new"],
    ] {
        if cfg!(not(unix)) && args.iter().any(|arg| arg.contains("link")) {
            continue;
        }
        let output = run(&path, &[&["x.ndjson"], args].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(text(&output.stderr).contains("is named twice"), "{args:?}: {}", text(&output.stderr));
        assert_eq!(names(&path), before);
    }
    // A file that receives standard output is an output too.
    let mut command = contact_lint(&path);
    command.args(["x.ndjson", "-o", "jsonl=report"]).stdout(fs::File::create(path.join("report")).unwrap());
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("report: is standard output already"), "{}", text(&output.stderr));
}

/// No command reads the file that receives its standard output: appending would change the input.
#[test]
fn standard_output_is_not_an_input() {
    let path = directory("appended");
    let records = "{\"notify\": true, \"name\": \"x\"}\n";
    fs::write(path.join("x.ndjson"), records).unwrap();
    assert_eq!(run(&path, &["x.ndjson", "--summary", "summary.json"]).status.code(), Some(0));
    fs::write(path.join("tasks"), run(&path, &["plan", "x.ndjson"]).stdout).unwrap();
    for (args, stdin, file) in [
        (&["x.ndjson", "--format=jsonl"][..], None, "x.ndjson"),
        (&["--input=ndjson", "--format=jsonl"], Some("x.ndjson"), "x.ndjson"),
        (&["plan", "x.ndjson"], None, "x.ndjson"),
        (&["merge", "summary.json"], None, "summary.json"),
        (&["merge", "-"], Some("summary.json"), "summary.json"),
        (&["worker"], Some("tasks"), "tasks"),
        (&["worker"], Some("tasks"), "x.ndjson"),
    ] {
        let before = fs::read(path.join(file)).unwrap();
        let mut command = contact_lint(&path);
        if let Some(stdin) = stdin {
            command.stdin(fs::File::open(path.join(stdin)).unwrap());
        }
        command.args(args).stdout(fs::OpenOptions::new().append(true).open(path.join(file)).unwrap());
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?} {file}");
        assert!(text(&output.stderr).starts_with("contact-lint: standard output: is read from"), "{args:?}");
        assert_eq!(fs::read(path.join(file)).unwrap(), before, "{args:?} {file}");
    }
}

/// The same for standard error. The message must not change the input either.
#[test]
fn standard_error_is_not_an_input() {
    let path = directory("errors-appended");
    let records = "{\"notify\": true, \"name\": \"x\"}\n{\"notify\": 1}\n";
    fs::write(path.join("x.ndjson"), records).unwrap();
    fs::write(path.join("tasks"), run(&path, &["plan", "x.ndjson"]).stdout).unwrap();
    let append = |file: &str| fs::OpenOptions::new().append(true).open(path.join(file)).unwrap();
    for (args, stdin, file) in [
        (&["x.ndjson", "--filter=valid", "--format=concise"][..], None, "x.ndjson"),
        (&["--input=ndjson", "--fix"], Some("x.ndjson"), "x.ndjson"),
        (&["--input=ndjson", "--valid-out=-"], Some("x.ndjson"), "x.ndjson"),
        (&["show", "x.ndjson:1"], None, "x.ndjson"),
        (&["worker"], Some("tasks"), "x.ndjson"),
    ] {
        let before = fs::read(path.join(file)).unwrap();
        for with_stdout in [false, true] {
            let mut command = contact_lint(&path);
            if let Some(stdin) = stdin {
                command.stdin(fs::File::open(path.join(stdin)).unwrap());
            }
            command.args(args).stderr(append(file));
            if with_stdout {
                command.stdout(append(file));
            }
            let output = command.output().unwrap();
            assert_eq!(output.status.code(), Some(2), "{args:?} {file}");
            let message = "contact-lint: standard error: is read from";
            assert_eq!(text(&output.stdout).starts_with(message), !with_stdout, "{args:?}: {}", text(&output.stdout));
            assert_eq!(fs::read(path.join(file)).unwrap(), before, "{args:?} {file}");
        }
    }

    // In a directory, it is an output of the run, which is left out.
    fs::create_dir(path.join("data")).unwrap();
    fs::write(path.join("data/x.ndjson"), records).unwrap();
    let report = fs::File::create(path.join("data/report.jsonl")).unwrap();
    let mut command = contact_lint(&path);
    command.args(["data", "--filter=valid", "--format=jsonl"]).stderr(report);
    assert_eq!(text(&command.output().unwrap().stdout), records.split_inclusive('\n').next().unwrap());
    assert!(fs::read_to_string(path.join("data/report.jsonl")).unwrap().contains("\"documents\":2"));
}

/// A stream is left out of a directory if it has reports only: what it is appended to may be data.
#[test]
fn streams_are_not_appended_to_data() {
    let path = directory("streams-in-a-directory");
    let records = "{\"notify\": 1, \"name\": \"x\"}\n";
    for (args, is_stderr) in [(&["data", "-q"][..], false), (&["data", "--filter=valid"], true)] {
        fs::create_dir_all(path.join("data")).unwrap();
        fs::write(path.join("data/a.ndjson"), records).unwrap();
        let file = fs::OpenOptions::new().append(true).open(path.join("data/a.ndjson")).unwrap();
        let mut command = contact_lint(&path);
        command.args(args);
        if is_stderr {
            command.stderr(file)
        } else {
            command.stdout(file)
        };
        assert_eq!(command.output().unwrap().status.code(), Some(2), "{args:?}");
        assert_eq!(fs::read_to_string(path.join("data/a.ndjson")).unwrap(), records);
    }
    // Reports that are appended to each other.
    for _ in 0..3 {
        let file = fs::OpenOptions::new().append(true).create(true).open(path.join("data/report.jsonl")).unwrap();
        let output = contact_lint(&path).args(["data", "--format=jsonl"]).stdout(file).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
        assert!(text(&output.stderr).contains("report.jsonl: not checked, as it is an output"));
    }
}

/// `show` reads an input too.
#[test]
fn show_does_not_write_to_its_input() {
    let path = directory("shown");
    let records = "{\"notify\": 1, \"name\": \"x\"}\n".repeat(9);
    fs::write(path.join("x.ndjson"), &records).unwrap();
    for append in [true, false] {
        let file = fs::OpenOptions::new().write(true).append(append).open(path.join("x.ndjson")).unwrap();
        let output = contact_lint(&path).args(["show", "x.ndjson:3"]).stdout(file).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains("standard output: is read from as x.ndjson"), "{}", text(&output.stderr));
        assert!(fs::read_to_string(path.join("x.ndjson")).unwrap() == records);
    }
}

/// No output replaces a file that says what to check.
#[test]
fn no_output_replaces_the_configuration() {
    let path = directory("configured");
    let config = "format = \"concise\"\n";
    let reset = || {
        fs::write(path.join("x.ndjson"), "{\"notify\": 1, \"name\": \"x\"}\n").unwrap();
        fs::write(path.join("other.toml"), config).unwrap();
        fs::write(path.join("contact-lint.toml"), config).unwrap();
        fs::write(path.join(".ignore"), "a\n").unwrap();
        fs::create_dir_all(path.join(".git/info")).unwrap();
        fs::write(path.join(".git/info/exclude"), "a\n").unwrap();
        fs::write(path.join("shared-ignore"), "a\n").unwrap();
        #[cfg(unix)]
        let _ = std::os::unix::fs::symlink("shared-ignore", path.join(".gitignore"));
    };
    for (args, why) in [
        (&["--config=other.toml", "-o", "csv=other.toml"][..], "other.toml: is read from, so"),
        (&["--config=other.toml", "--valid-out=other.toml"], "other.toml: is read from, as the configuration"),
        (&["-o", "jsonl=contact-lint.toml"], "contact-lint.toml: is read from, so"),
        (&["-o", "jsonl=./.ignore"], "./.ignore: is an ignore file"),
        (&["--valid-out=g", "--invalid-out=.ignore"], ".ignore: is an ignore file"),
        (&["-o", "jsonl=.git/info/exclude"], ".git/info/exclude: is an ignore file"),
        #[cfg(unix)]
        (&["-o", "jsonl=.gitignore"], ".gitignore: is an ignore file"),
    ] {
        reset();
        let contents = || {
            let files = names(&path).into_iter().filter(|name| name != ".git").chain([".git/info/exclude".to_owned()]);
            files.map(|name| fs::read(path.join(name)).unwrap()).collect::<Vec<_>>()
        };
        let before = contents();
        let output = run(&path, &[&["x.ndjson"], args].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains(why), "{args:?}: {}", text(&output.stderr));
        assert!(contents() == before, "{args:?}");
    }
    let file = fs::OpenOptions::new().append(true).open(path.join("contact-lint.toml")).unwrap();
    let output = contact_lint(&path).arg("config").stdout(file).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    assert_eq!(fs::read_to_string(path.join("contact-lint.toml")).unwrap(), config);
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_mode_and_a_link_its_file() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let path = directory("mode");
    fs::write(path.join("x.json"), br#"{"notify": 1, "name": "x"}"#).unwrap();
    fs::write(path.join("old"), "old").unwrap();
    fs::set_permissions(path.join("old"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("old", path.join("link")).unwrap();
    run(&path, &["x.json", "-ojsonl=link", "-oconcise=new"]);
    assert!(fs::symlink_metadata(path.join("link")).unwrap().is_symlink());
    assert!(fs::read_to_string(path.join("old")).unwrap().starts_with("{\"type\""));
    let mode = |name: &str| fs::metadata(path.join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("old"), 0o640);
    // The same mode as the shell gives a new file.
    assert_eq!(mode("new"), mode("x.json"));
}

/// A file that is replaced keeps its access control list, without which its group could read more
/// than before, and the attributes that users set.
#[cfg(target_os = "linux")]
#[test]
fn a_file_keeps_its_attributes() {
    use rustix::fs::{XattrFlags, getxattr, setxattr};

    /// The owner and user 33 may read; the group and others may not.
    const LIST: [(u16, u16, u32); 5] =
        [(1, 6, u32::MAX), (2, 4, 33), (4, 0, u32::MAX), (16, 4, u32::MAX), (32, 0, u32::MAX)];
    let entries = LIST.iter().flat_map(|(tag, permissions, id)| {
        [&tag.to_le_bytes()[..], &permissions.to_le_bytes(), &id.to_le_bytes()].concat()
    });
    let list: Vec<u8> = 2_u32.to_le_bytes().into_iter().chain(entries).collect();
    let path = directory("attributes");
    let file = path.join("a.ndjson");
    fs::write(&file, b"{\"notify\":true,\"name\":\"A\",}\n").unwrap();
    let attributes = [("system.posix_acl_access", &list[..]), ("user.note", b"x")];
    // Not every file system has attributes.
    let set = |(name, value): &(&str, &[u8])| setxattr(&file, *name, value, XattrFlags::empty()).is_ok();
    let attributes: Vec<_> = attributes.into_iter().filter(set).collect();
    let output = run(&path, &["--fix", "-q", "a.ndjson"]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    for (name, value) in attributes {
        let mut buffer = vec![0; 1 << 10];
        let length = getxattr(&file, name, &mut buffer[..]).unwrap();
        assert_eq!(&buffer[..length], value, "{name}");
    }
}

/// A rename replaces a file without asking for its permissions.
#[test]
fn a_read_only_file_is_not_replaced() {
    let path = directory("read-only");
    fs::write(path.join("x.ndjson"), b"{\"notify\": 1, \"name\": \"x\"}\n").unwrap();
    fs::write(path.join("old"), "old").unwrap();
    let mut permissions = fs::metadata(path.join("old")).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(path.join("old"), permissions).unwrap();
    for args in [
        &["-o", "jsonl=old"][..],
        &["--summary", "old"],
        &["--valid-out", "old"],
        &["--valid-out", "new", "--invalid-out", "old"],
        &["--write-baseline", "old"],
    ] {
        let output = run(&path, &[&["x.ndjson"], args].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(message.contains("old: the file is read-only\n"), "{args:?}: {message}");
        assert_eq!(fs::read_to_string(path.join("old")).unwrap(), "old", "{args:?}");
        assert_eq!(names(&path), ["old", "x.ndjson"], "{args:?}");
    }
}

/// A report does not keep the setuid, setgid and sticky bits of the file it replaces. It keeps the
/// owner, or a note reports the loss.
#[cfg(unix)]
#[test]
fn a_file_keeps_its_owner_and_no_special_bits() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    use std::os::unix::process::CommandExt;

    let path = directory("owner");
    fs::write(path.join("x.json"), br#"{"notify": 1, "name": "x"}"#).unwrap();
    let old = path.join("old");
    let reset = |mode: u32| {
        let _ = fs::remove_file(&old);
        fs::write(&old, "old").unwrap();
        fs::set_permissions(&old, fs::Permissions::from_mode(mode)).unwrap();
    };
    let mode = || fs::metadata(&old).unwrap().permissions().mode() & 0o7777;
    for special in [0o1000, 0o2000, 0o4000, 0o7000] {
        reset(special | 0o666);
        assert_eq!(text(&run(&path, &["x.json", "-ojsonl=old"]).stderr), "");
        // The umask applies to new files only.
        assert_eq!(mode(), 0o666, "{special:o}");
    }

    // Only the superuser can change the owner of a file.
    reset(0o664);
    if chown(&old, Some(1234), Some(1235)).is_err() {
        return;
    }
    assert_eq!(text(&run(&path, &["x.json", "-ojsonl=old"]).stderr), "");
    let owner = || fs::metadata(&old).map(|old| (old.uid(), old.gid())).unwrap();
    assert_eq!((owner(), mode()), ((1234, 1235), 0o664));
    chown(&path, Some(4321), Some(4321)).unwrap();
    let output = contact_lint(&path).args(["x.json", "-ojsonl=old"]).uid(4321).gid(4321).output().unwrap();
    let expected =
        "contact-lint: old: the owner and group 1234:1235 of the file could not be kept, and are 4321:4321 now\n";
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(1), expected));
    // The new group does not get the permissions of the old one.
    assert_eq!((owner(), mode()), ((4321, 4321), 0o644));
}

#[cfg(target_os = "linux")]
#[test]
fn no_file_is_replaced_where_standard_output_cannot_be_written_to() {
    use std::io::Read as _;

    let path = directory("stdout");
    fs::write(path.join("x.ndjson"), "{\"notify\": 1}\n".repeat(200_000)).unwrap();
    fs::write(path.join("old"), "old").unwrap();
    let before = names(&path);
    let check = |output: Output| {
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).starts_with("contact-lint: standard output: "), "{}", text(&output.stderr));
        assert_eq!(fs::read_to_string(path.join("old")).unwrap(), "old");
        assert_eq!(names(&path), before);
    };
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    for more in [&[][..], &["--max-findings=0"]] {
        let mut command = contact_lint(&path);
        command.args(["x.ndjson", "-ojsonl=old"]).args(more).stdout(full()).stderr(Stdio::piped());
        check(command.spawn().and_then(std::process::Child::wait_with_output).unwrap());
    }
    let mut command = contact_lint(&path);
    command.args(["x.ndjson", "-ojsonl=old"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdout.take().unwrap().read_exact(&mut [0; 10]).unwrap();
    check(child.wait_with_output().unwrap());
}

#[test]
fn statistics_stay_out_of_machine_output() {
    let path = fixtures("statistics");
    for format in ["full", "concise", "jsonl", "sarif", "github", "junit"] {
        let args = ["--kind=request", "kinds.ndjson", "--format", format];
        let without = run(&path, &args);
        let with = run(&path, &[&args[..], &["--statistics"]].concat());
        assert_eq!(with.status.code(), without.status.code());
        let (summary, table) = match format {
            "full" | "concise" => (text(&with.stderr), text(&with.stdout).strip_prefix(text(&without.stdout)).unwrap()),
            _ => {
                assert_eq!(with.stdout, without.stdout, "{format}");
                ("", text(&with.stderr))
            }
        };
        assert_eq!(summary, "");
        let row = table.lines().find(|line| line.starts_with("unknown-member")).unwrap();
        assert_eq!(row.split_whitespace().take(3).collect::<Vec<_>>(), ["unknown-member", "/*", "5"], "{table}");
        assert!(row.contains('█') && table.lines().all(|line| line.chars().count() <= 80), "{table}");
    }
}
