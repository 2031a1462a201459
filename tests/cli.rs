//! Tests of the linter that need exact bytes, pipes or temporary files. `tests/cmd/` has the rest.
#![cfg(feature = "cli")]

#[path = "support/program.rs"]
mod program;

use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

fn contact_lint() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_contact-lint"));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

/// Runs the linter with `input` on standard input.
fn lint(args: &[&str], input: &[u8]) -> Output {
    program::run(contact_lint().args(args), input)
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

/// Creates a file for one test.
fn file(name: &str, content: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).unwrap();
    path
}

#[test]
fn syntax_errors_have_a_place_and_a_name() {
    for (input, expected) in [
        (&b"\xEF\xBB\xBF{}"[..], "<stdin>:1:1: syntax[json-byte-order-mark]"),
        (
            b"{\"notify\": true, \"name\": \"caf\xE9\"}",
            "<stdin>:1:30: syntax[json-invalid-utf8]: expected UTF-8 in a string value",
        ),
        (
            b"{\"notify\": true, \"n\xC3\": 1}",
            "<stdin>:1:20: syntax[json-invalid-utf8]: expected UTF-8 in the name of a member",
        ),
        (b"{\"notify\": true} \xFF", "<stdin>:1:18: syntax[json-invalid-utf8]: expected UTF-8 in the document"),
        (br#"{"notify": true, "name": "\ud800"}"#, "<stdin>:1:27: syntax[json-lone-surrogate]"),
        (br#"{"notify": true, "name": "\x41"}"#, "<stdin>:1:27: syntax[json-invalid-escape]"),
        (b"{\"notify\": true, \"name\": \"a\tb\"}", "<stdin>:1:28: syntax[json-control-character]"),
        (b"{\"notify\": true,\n \"name\": \"x\",\n}", "<stdin>:2:13: syntax[json-trailing-comma]"),
        (b"{\"notify\": true} // yes", "<stdin>:1:18: syntax[json-comment]"),
        (b"{\"notify\": NaN}", "<stdin>:1:12: syntax[json-unexpected]: expected a value, found `N`"),
        (b"{\"notify\":\xC2\xA0true}", "<stdin>:1:11: syntax[json-unexpected]: expected a value, found `\\u{a0}`"),
        (
            b"{\"notify\":\xE3\x85\xA4true}",
            "<stdin>:1:11: syntax[json-unexpected]: expected a value, found `\\u{3164}`",
        ),
        (
            b"{\"notify\":\xE3\x80\x80true}",
            "<stdin>:1:11: syntax[json-unexpected]: expected a value, found `\\u{3000}`",
        ),
        (b"{\"id\": 01}", "<stdin>:1:9: syntax[json-unexpected]: expected no digit after a leading zero"),
        (b"{\"notify\": true", "<stdin>:1:16: syntax[json-unexpected-end]"),
        (b"", "<stdin>:1:1: syntax[json-unexpected-end]: expected a JSON object, found an empty document"),
        (b" \n", "<stdin>:2:1: syntax[json-unexpected-end]: expected a JSON object, found an empty document"),
        (b"[", "<stdin>:1:2: syntax[json-unexpected-end]: expected a value"),
        (b"\0", "<stdin>:1:1: syntax[json-unexpected]: expected a value, found `\\u{0}`"),
    ] {
        let output = lint(&["--format", "concise"], input);
        let shown = String::from_utf8_lossy(input);
        assert!(stdout(&output).starts_with(expected), "{shown}: {}", stdout(&output));
        assert_eq!(output.status.code(), Some(1), "{shown}");
    }
}

#[test]
fn nesting_ends_at_128_levels() {
    for (levels, code) in [(127, 0), (128, 1), (1_000_000, 1)] {
        let document =
            format!(r#"{{"notify": true, "name": "x", "deep": {}{}}}"#, "[".repeat(levels), "]".repeat(levels));
        let output = lint(&["--allow", "unknown-member", "--format", "concise"], document.as_bytes());
        assert_eq!(output.status.code(), Some(code), "{levels}: {}", stdout(&output));
        assert_eq!(stdout(&output).contains("json-too-deep"), code == 1, "{levels}");
    }
}

#[test]
fn an_array_is_not_a_document() {
    let request = r#"{"notify": true, "name": "x"}"#;
    for (input, document, array) in [
        (request.to_owned(), None, None),
        (format!("[{request}]"), Some("wrong-type"), None),
        ("[]".to_owned(), Some("wrong-type"), None),
        (format!("[{request},]"), Some("json-trailing-comma"), Some("json-trailing-comma")),
        // The array counts as a level too.
        (format!("{}{}", "[".repeat(129), "]".repeat(129)), Some("json-too-deep"), Some("wrong-type")),
        (String::new(), Some("json-unexpected-end"), Some("json-unexpected-end")),
    ] {
        for (input_type, rule) in [("document", document), ("json", array)] {
            let args = ["--input", input_type, "--kind", "request", "--format", "concise"];
            let output = lint(&args, input.as_bytes());
            assert_eq!(output.status.code(), Some(i32::from(rule.is_some())), "{input_type} {input}");
            assert!(rule.is_none_or(|rule| stdout(&output).contains(rule)), "{input_type} {input}");
        }
    }
}

#[test]
fn no_raw_control_character_reaches_the_output() {
    // Every character that a terminal or a log could interpret: in a name and in a value, raw and
    // escaped.
    let mut records = String::new();
    for c in ('\0'..='\u{A0}').chain('\u{200B}'..='\u{206F}').chain([
        '\u{FEFF}',
        '\u{E0041}',
        '\u{AD}',
        '\u{61C}',
        '\u{34F}',
        '\u{3164}',
        '\u{FE0F}',
        '\u{E0101}',
        '\u{2800}',
        '\u{1D173}',
    ]) {
        for shown in [c.to_string(), format!("\\u{:04x}", u32::from(c) & 0xFFFF)] {
            let _ =
                write!(records, "{{\"notify\": 1, \"a{shown}b\": \"{shown}\", \"email\": \"{shown}\"}}\n\"{shown}\n");
        }
    }
    for format in ["full", "concise", "jsonl"] {
        let output = lint(&["--input", "ndjson", "--kind", "request", "--format", format], records.as_bytes());
        assert_eq!(output.status.code(), Some(1));
        let bad = stdout(&output).chars().find(|&c| c != '\n' && contact_schema::escape::is_unsafe(c));
        assert_eq!(bad, None, "--format {format}");
    }
    let hostile = file("\u{1b}[31mred\u{202e}.json", b"{");
    for format in ["full", "concise", "jsonl"] {
        let output = contact_lint().args(["--format", format]).arg(&hostile).output().unwrap();
        assert!(!stdout(&output).contains(['\u{1b}', '\u{202e}']), "--format {format}");
    }
    let output = contact_lint().arg("\u{1b}[31mnone").output().unwrap();
    assert!(!String::from_utf8_lossy(&output.stderr).contains('\u{1b}'));
}

/// An error of the command line repeats an argument, which may be an untrusted file name.
#[test]
fn no_argument_reaches_the_terminal_unescaped() {
    let hostile = "\u{1b}[31mred\u{7}\u{202e}\n::error::x##[y]";
    let mut command_lines = vec![
        vec![format!("-{hostile}.json")],
        vec![format!("--{hostile}")],
        vec![format!("--{hostile}={hostile}")],
        vec![format!("-z{hostile}")],
        vec![format!("--quiet={hostile}")],
        vec![format!("--formatt={hostile}")],
        vec![format!("-o{hostile}")],
        vec![format!("-o{hostile}={hostile}")],
        vec![hostile.to_owned()],
        vec![format!("{hostile}.ndjson"), format!("--root={hostile}")],
        vec![String::from("rules"), hostile.to_owned()],
        vec![String::from("explain"), hostile.to_owned()],
        vec![String::from("explain"), format!("--{hostile}")],
        vec![String::from("schema"), hostile.to_owned()],
        vec![String::from("completions"), hostile.to_owned()],
        vec![String::from("merge"), hostile.to_owned()],
        vec![String::from("plan"), hostile.to_owned()],
        vec![String::from("plan"), format!("--chunk={hostile}"), String::from("x")],
        vec![String::from("worker"), hostile.to_owned()],
        vec![String::from("worker"), format!("--format={hostile}")],
        vec![format!("explai{hostile}")],
    ];
    for option in [
        "allow",
        "color",
        "format",
        "input",
        "kind",
        "max-findings",
        "max-record-bytes",
        "range",
        "threads",
        "base-offset",
        "input-size",
        "valid-out",
        "files-from",
        "stdin-filename",
        "summary",
        "path-prefix",
    ] {
        command_lines.push(vec![format!("--{option}={hostile}"), String::from("x.missing")]);
    }
    for arguments in &command_lines {
        for color in [None, Some(("CLICOLOR_FORCE", "1"))] {
            let output = program::run(contact_lint().args(arguments).envs(color), b"");
            assert!(!arguments[0].starts_with('-') || output.status.code() == Some(2), "{arguments:?}");
            let shown = String::from_utf8(output.stderr).unwrap() + str::from_utf8(&output.stdout).unwrap();
            assert!(!shown.contains("\u{1b}[31mred") && !shown.contains("##"), "{arguments:?}: {shown}");
            assert!(shown.lines().all(|line| !line.trim_start().starts_with("::")), "{arguments:?}: {shown}");
            let is_bad = |c: char| contact_schema::escape::is_unsafe(c) && !matches!(c, '\n' | '\u{1b}');
            assert_eq!(shown.chars().find(|&c| is_bad(c)), None, "{arguments:?}: {shown}");
            assert!(color.is_some() || !shown.contains('\u{1b}'), "{arguments:?}: {shown}");
        }
    }
}

#[test]
fn an_option_of_another_command_is_named() {
    for (args, tip) in [
        (&["merge", "s", "--summary", "x"][..], Some("'--summary' is an option of a run without a command")),
        (&["merge", "s", "-ojunit=x"], Some("'-o' is an option of a run without a command")),
        (&["--chunk", "5", "x"], Some("'--chunk' is an option of plan")),
        (&["merge", "-x.json"], Some("to pass '-x' as a value, use '-- -x'")),
        (&["worker", "--zzz"], None),
    ] {
        let output = lint(args, b"");
        assert_eq!(output.status.code(), Some(2));
        let tips: Vec<_> =
            program::text(&output.stderr).lines().filter_map(|line| line.strip_prefix("  tip: ")).collect();
        assert_eq!(tips, tip.into_iter().collect::<Vec<_>>(), "{args:?}");
    }
}

/// The input lines of `worker` and `merge` may contain values of documents by mistake.
#[test]
fn lines_that_cannot_be_read_are_not_repeated() {
    let secret = "Secret-Marker";
    for line in [
        format!(r#""{secret}""#),
        format!(r#"{{"path": 1, "{secret}": "{secret}"}}"#),
        format!(r#"{{"path": "x", "start": "{secret}"}}"#),
        format!(r#"{{"path": "x", "end": ["{secret}"]}}"#),
        format!(r#"{{"format": "{secret}", "version": "{secret}"}}"#),
        format!(r#"{{"{secret}": 1}}"#),
        secret.to_owned(),
        format!("{{\"path\": \"{secret}"),
        format!("{{\"path\": \"x\"}} {secret}"),
    ] {
        for args in [&["worker"][..], &["merge", "-"]] {
            let output = lint(args, format!("{line}\n").as_bytes());
            assert_eq!(output.status.code(), Some(2), "{args:?} {line}");
            let shown = String::from_utf8(output.stderr).unwrap() + str::from_utf8(&output.stdout).unwrap();
            assert!(!shown.contains("Marker") && shown.contains("expected"), "{args:?} {line}: {shown}");
            assert!(!shown.contains("EOF") && !shown.contains(" at line 1 "), "{args:?} {line}: {shown}");
        }
    }
}

/// A body of a thousand warnings and one violation at its end.
fn many_warnings() -> String {
    format!("{{{}\"notify\":1}}\n", "\"\":1,".repeat(1000))
}

#[test]
fn warnings_do_not_hide_a_violation() {
    let one = many_warnings();
    // More warnings than any report shows.
    let many = format!("{}{one}", "{\"notify\":true,\"name\":\"x\",\"x\":1}\n".repeat(6000));
    for (format, expected) in [
        ("full", "violation[wrong-type]"),
        ("concise", "violation[wrong-type] /notify"),
        ("jsonl", r#""rule":"wrong-type""#),
        ("sarif", r#"{"ruleId":"wrong-type""#),
        ("github", "title=wrong-type::/notify"),
        ("junit", "<failure type=\"wrong-type\""),
        ("verdicts", r#""rules":["unknown-member","wrong-type"]"#),
    ] {
        for input in [&one, &many] {
            for max in [&[][..], &["--max-findings", "1"], &["--max-findings", "20"]] {
                if format == "verdicts" && !max.is_empty() {
                    continue;
                }
                let args = [&["--input", "ndjson", "--kind", "request", "--format", format], max].concat();
                let output = lint(&args, input.as_bytes());
                assert_eq!(output.status.code(), Some(1), "{args:?}");
                assert!(stdout(&output).contains(expected), "{args:?}");
            }
        }
    }
}

#[test]
fn warnings_take_the_places_that_violations_leave() {
    let valid = "{\"notify\":true,\"name\":\"x\",\"x\":1}\n";
    let count = |args: &[&str], input: &str, what: &str| {
        let args = [&["--input", "ndjson", "--kind", "request"], args].concat();
        stdout(&lint(&args, input.as_bytes())).matches(what).count()
    };
    for (format, max, warning) in
        [("sarif", 5000, r#""ruleId":"unknown-member""#), ("github", 9, "::warning "), ("junit", 2500, ": warning[")]
    {
        assert_eq!(count(&["--format", format], &valid.repeat(6000), warning), max, "{format}");
    }
    for max in ["1", "2", "7"] {
        let args = ["--format", "concise", "--max-findings", max];
        assert_eq!(count(&args, &valid.repeat(20), ": warning[").to_string(), max);
        assert_eq!(count(&args, &valid.repeat(20), "more findings (--all shows all)"), 1);
        assert_eq!(count(&args, &valid.repeat(max.parse().unwrap()), "--all"), 0);
    }
}

#[test]
fn a_suite_has_a_test_for_each_document() {
    let valid = "{\"notify\":true,\"name\":\"x\"}\n";
    for (input, expected) in [
        (valid.repeat(99) + "{\"notify\":1}\n", r#"tests="100" failures="1" errors="0""#),
        (valid.repeat(3), r#"tests="3" failures="0" errors="0""#),
        // The findings that are not shown add one test case.
        (valid.repeat(3) + &many_warnings(), r#"tests="5" failures="1" errors="0""#),
        ("1\n".repeat(6000), r#"tests="6001" failures="5001" errors="0""#),
        (String::new(), r#"tests="1" failures="0" errors="0""#),
    ] {
        let output = lint(&["--input", "ndjson", "--kind", "request", "--format", "junit"], input.as_bytes());
        let suite = stdout(&output).lines().find(|line| line.contains("<testsuite ")).unwrap();
        assert!(suite.contains(expected), "{suite}");
        assert_eq!(stdout(&output).contains(" documents\"/>"), input.contains(valid) || input.is_empty());
    }
}

#[test]
fn warnings_that_fail_the_run_are_named() {
    let why = "contact-lint: --deny-warnings: no document is invalid, but 1 warning failed the run\n";
    for (args, expected, status) in [
        (&["--deny-warnings"][..], why, 1),
        (&["--deny-warnings", "--format", "jsonl"], why, 1),
        (&["--deny-warnings", "--quiet"], why, 1),
        (&["--deny-warnings", "--exit-zero"], "", 0),
        (&[], "", 0),
    ] {
        let output = lint(args, br#"{"notify": true}"#);
        assert_eq!(
            (str::from_utf8(&output.stderr).unwrap(), output.status.code()),
            (expected, Some(status)),
            "{args:?}"
        );
    }
}

#[cfg(unix)]
#[test]
fn nothing_in_a_log_is_a_command_of_a_ci_system() {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("commands");
    fs::create_dir_all(&directory).unwrap();
    let command = "##[error]##vso[task.complete]###[x]";
    let document = format!(r###"{{"notify": "{command}", "{command}": 1, "::{command}": 2, "name": "::{command}"}}"###);
    let names = ["::stop-commands::x.json", " ::error::x.json", "##[group]x.json", "##vso[x]y.json"];
    for name in names {
        fs::write(directory.join(name), &document).unwrap();
        fs::write(directory.join(name).with_extension("ndjson"), "{\n\"a\":1}\n").unwrap();
    }
    for format in ["full", "concise", "jsonl", "junit", "sarif", "verdicts", "github"] {
        for color in ["never", "always"] {
            let mut command = contact_lint();
            command.args(["--kind=request", "--format", format, "--color", color, "--statistics"]);
            command.args(names).args(names.map(|name| name.replace(".json", ".missing"))).arg("::none##[x]");
            command.args(names.map(|name| name.replace(".json", ".ndjson")));
            let output = command.current_dir(&directory).output().unwrap();
            assert_eq!(output.status.code(), Some(2));
            for line in
                String::from_utf8(output.stdout).unwrap().lines().chain(str::from_utf8(&output.stderr).unwrap().lines())
            {
                assert!(!line.contains("##"), "{format}: {line}");
                let is_own = ["::error file=", "::warning file=", "::notice title=contact-lint::"];
                let is_own = format == "github" && is_own.iter().any(|start| line.starts_with(start));
                assert!(is_own || !line.trim_start().starts_with("::"), "{format}: {line}");
            }
        }
    }
}

#[test]
fn reports_without_source_hold_no_values() {
    let secret = "Sécret-Marker";
    let document = format!(
        r#"{{"notify": "{secret}", "name": ["{secret}"], "email": "{secret}@x", "phones": ["{secret}{0}", {{"a": "{secret}"}}],
            "comment": {{"{secret}": 1}}}}"#,
        "1".repeat(50)
    );
    for args in [&["--no-source"][..], &["--format", "concise"], &["--format", "jsonl"]] {
        let output = lint(&[&["--kind", "request"], args].concat(), document.as_bytes());
        assert!(stdout(&output).contains("email-"), "{args:?}");
        assert!(!stdout(&output).contains("Marker"), "{args:?}: {}", stdout(&output));
    }
    // Only the format `full` shows source lines.
    assert!(stdout(&lint(&["--kind", "request"], document.as_bytes())).contains("Marker"));
}

#[test]
fn colour_only_if_requested() {
    let colourful = |args: &[&str], set: Option<(&str, &str)>| {
        let mut command = contact_lint();
        command.args(args).arg(file("colour.json", b"{")).envs(set);
        stdout(&command.output().unwrap()).contains('\u{1b}')
    };
    // Standard output is a pipe here.
    assert!(!colourful(&[], None));
    assert!(colourful(&["--color", "always"], None));
    assert!(colourful(&["--color", "always"], Some(("NO_COLOR", "1"))));
    assert!(colourful(&[], Some(("CLICOLOR_FORCE", "1"))));
    assert!(!colourful(&["--color", "never"], Some(("CLICOLOR_FORCE", "1"))));
}

#[test]
fn a_long_line_is_shortened_in_the_frame() {
    let comment = "x".repeat(8 << 20);
    let document = format!(r#"{{"notify": true, "unknown": "{comment}", "email": "a@b", "more": "{comment}"}}"#);
    let output = lint(&["--allow", "unknown-member"], document.as_bytes());
    assert!(stdout(&output).len() < 2000, "{} bytes", stdout(&output).len());
    assert!(stdout(&output).contains(r#"xx", "email": "a@b", "more": "xx"#));
    // The column counts from the start of the line, not of the part shown.
    let column = document.find("a@b").unwrap() + "a@".len() + 1;
    assert!(
        stdout(&output).contains(&format!("--> <stdin>:1:{column} (byte {})\n", column - 1)),
        "{}",
        stdout(&output)
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = contact_lint()
        .arg(file("full-disk.json", br#"{"notify": 1}"#))
        .stdout(full)
        .stderr(Stdio::piped())
        .spawn()
        .and_then(std::process::Child::wait_with_output)
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("standard output"));

    let record = file("full-disk.ndjson", br#"{"notify": 1}"#).to_str().unwrap().to_owned() + ":1";
    for args in [&["--help"][..], &["--version"], &["rules"], &["man"], &["show", &record]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = contact_lint().args(args).stdout(full).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("standard output"), "{args:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_quietly_but_not_with_success() {
    let bad = file("closed-pipe.ndjson", "{\"notify\": 1}\n".repeat(200_000).as_bytes());
    let mut child = contact_lint().arg(bad).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(output.stderr, b"");
}

#[test]
fn unreadable_inputs_do_not_hide_the_others() {
    let good = file("good.json", br#"{"notify": true, "name": "x"}"#);
    let bad = file("bad.json", br#"{"notify": 1, "name": "x"}"#);
    let empty = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("empty");
    std::fs::create_dir_all(&empty).unwrap();
    let output = contact_lint().args([&empty.join("missing.json"), &empty, &bad, &good]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let counts = "checked 2 documents: 1 invalid; violations: 1 (wrong-type 1); incomplete: some of the work could not be done\n";
    assert!(stdout(&output).ends_with(counts), "{}", stdout(&output));
    assert_eq!(String::from_utf8_lossy(&output.stderr).lines().count(), 2);
}

#[test]
fn counts_include_findings_that_are_not_kept() {
    let phones = vec!["1"; 5000].join(",");
    let document = format!(r#"{{"notify": true, "phones": [{phones}]}}"#);
    let output = lint(&["--format", "concise"], document.as_bytes());
    assert!(stdout(&output).contains("and 4001 more findings in document 1"));
    assert!(stdout(&output).ends_with("violations: 5001 (wrong-type 5000, too-many-items 1)\n"), "{}", stdout(&output));
    let records = "{\"notify\": 1, \"name\": \"x\"}\n".repeat(3000);
    let output = lint(&["--format", "concise", "--input", "ndjson", "--max-findings", "3"], records.as_bytes());
    assert_eq!(stdout(&output).lines().count(), 5);
    assert!(stdout(&output).contains("\nand 2997 more findings (--all shows all)\n"));
    assert!(stdout(&output).ends_with("checked 3000 documents: 3000 invalid; violations: 3000 (wrong-type 3000)\n"));
}

#[test]
fn schemas_are_printed_unchanged() {
    use contact_schema::schema;
    for (args, schema) in [
        (&["request"][..], schema::UPDATE_CONTACT_REQUEST),
        (&["contact"], schema::CONTACT),
        (&["request", "--portable"], schema::PORTABLE_UPDATE_CONTACT_REQUEST),
        (&["contact", "--portable"], schema::PORTABLE_CONTACT),
    ] {
        assert_eq!(stdout(&contact_lint().arg("schema").args(args).output().unwrap()), schema);
    }
}

#[test]
fn a_record_that_is_too_large_is_reported_at_its_start() {
    let large = format!(r#"{{"notify": true, "name": "{}"}}"#, "x".repeat(100));
    for (args, input, place) in [
        (&["--input", "ndjson"][..], format!("{{\"notify\": true, \"name\": \"x\"}}\n{large}\n"), "<stdin>:2:1: "),
        (&[], format!("[{{\"notify\": true, \"name\": \"x\"}}, {large}]"), "<stdin>:1:33: "),
        (&[], large.clone(), "<stdin>:1:1: "),
    ] {
        let args = [args, &["--format", "concise", "--max-record-bytes", "60"]].concat();
        let output = lint(&args, input.as_bytes());
        let expected = format!("{place}syntax[document-too-large]: expected at most 60 bytes, found {}", large.len());
        assert!(stdout(&output).starts_with(&expected), "{}", stdout(&output));
    }
}

/// Returns NDJSON of several blocks: valid and invalid contacts, syntax errors, blank lines,
/// invalid UTF-8, and a record longer than a block.
fn several_blocks() -> Vec<u8> {
    let good: Vec<&[u8]> = include_bytes!("data/contacts.ndjson").split_inclusive(|&byte| byte == b'\n').collect();
    let mut text = Vec::new();
    let mut number = 0_u32;
    while text.len() < 9 << 20 {
        number += 1;
        text.extend_from_slice(good[number as usize % good.len()]);
        match number % 64 {
            7 => text.extend_from_slice(b"{\"id\": 1.5, \"nmae\": \"x\"}\r\n"),
            19 => text.extend_from_slice(b"\n  \n"),
            31 => text.extend_from_slice(b"{\"id\": 1,\n"),
            43 => text.extend_from_slice(b"{\"id\": 1, \"name\": \"\xff\"}\n"),
            _ => {}
        }
        if number == 1000 {
            text.extend_from_slice(format!("{{\"id\": 1, \"name\": \"{}\"}}\n", "x".repeat(3 << 20)).as_bytes());
        }
    }
    text.truncate(text.len() - 1);
    text
}

#[test]
fn threads_and_pipes_change_nothing() {
    let text = several_blocks();
    let path = file("several_blocks.ndjson", &text);
    let path = path.to_str().unwrap();
    for format in ["concise", "jsonl"] {
        let alone = contact_lint().args(["-j1", "--format", format, path]).output().unwrap();
        assert_eq!(alone.status.code(), Some(1));
        assert!(stdout(&alone).lines().count() > 1000);
        for threads in ["-j2", "-j3", "-j8"] {
            let output = contact_lint().args([threads, "--format", format, path]).output().unwrap();
            assert_eq!((output.status.code(), &output.stdout), (Some(1), &alone.stdout), "{threads}");
        }
        let piped = lint(&["-j2", "--input", "ndjson", "--format", format], &text);
        assert_eq!(stdout(&piped).replace("<stdin>", path), stdout(&alone));
        // The findings shown are always the first ones, and all are counted.
        for shown in ["0", "1", "17", "900"] {
            let args = ["--format", format, "--max-findings", shown, path];
            let alone = contact_lint().arg("-j1").args(args).output().unwrap();
            let output = contact_lint().arg("-j4").args(args).output().unwrap();
            assert_eq!(stdout(&output), stdout(&alone), "{shown}");
            let is_finding = |line: &&str| line.contains("several_blocks.ndjson");
            assert_eq!(stdout(&output).lines().filter(is_finding).count(), shown.parse::<usize>().unwrap());
        }
    }
}

#[test]
fn a_closed_pipe_stops_all_threads() {
    let path = file("closed_pipe.ndjson", &b"{\"id\": 1}\n".repeat(1 << 19));
    let mut child = contact_lint().args(["-j4", "--format", "full"]).arg(path).stdout(Stdio::piped()).spawn().unwrap();
    let mut some = [0; 100];
    child.stdout.take().unwrap().read_exact(&mut some).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn an_array_of_several_blocks_has_exact_positions() {
    let item = r#"{"notify": true, "name": "Zoë"}"#;
    let bad = r#"{"notify": true, "name": 7}"#;
    for separator in [", ", ",\n  "] {
        let mut text = String::from("[");
        let mut expected = String::new();
        let (mut line, mut column) = (1, 2);
        for number in 0..150_000 {
            let document = if number % 10_000 == 9_999 { bad } else { item };
            if document == bad {
                writeln!(expected, "{line}:{}:{}", column + 25, text.len() + 25).unwrap();
            }
            text += document;
            column += document.chars().count();
            if number < 149_999 {
                text += separator;
                (line, column) = if separator.contains('\n') { (line + 1, 3) } else { (line, column + 2) };
            }
        }
        text += "]";
        let output = lint(&["--format", "jsonl"], text.as_bytes());
        let mut found = String::new();
        for line in stdout(&output).lines() {
            let finding: serde_json::Value = serde_json::from_str(line).unwrap();
            if finding["type"] == "finding" {
                writeln!(found, "{}:{}:{}", finding["line"], finding["column"], finding["offset"]).unwrap();
            }
        }
        assert_eq!(found, expected);
        assert_eq!(output.status.code(), Some(1));
    }
}
