//! The output of the linter on a terminal.
#![cfg(all(feature = "cli", target_os = "linux"))]
#![allow(clippy::unwrap_used)]

use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use unicode_width::UnicodeWidthStr as _;

/// Runs the linter on a terminal of this many columns, and returns its output.
fn on_terminal(columns: u16, args: &[&str]) -> String {
    let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&controller).unwrap();
    unlockpt(&controller).unwrap();
    let name = ptsname(&controller, Vec::new()).unwrap().into_string().unwrap();
    let terminal = OpenOptions::new().read(true).write(true).open(name).unwrap();
    tcsetwinsize(&terminal, Winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_contact-lint"));
    command.args(args).env("NO_COLOR", "1").stdin(Stdio::null()).stdout(terminal).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    // The command has the only other end of the terminal.
    drop(command);
    let mut printed = Vec::new();
    // At its end, a terminal returns a read error.
    let _ = File::from(controller).read_to_end(&mut printed);
    child.wait().unwrap();
    String::from_utf8(printed).unwrap().replace("\r\n", "\n")
}

fn file(name: &str, content: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).unwrap();
    path
}

#[test]
fn frames_fit_the_terminal() {
    let (long, wide) = ("x".repeat(300), "名前".repeat(80));
    let hidden = "\u{200b}\u{e0041}".repeat(40);
    let records = [
        format!(r#"{{"name": "{long}", "notify": 111, "comment": "{long}"}}"#),
        format!(r#"{{"name": "{wide}", "notify": 111, "comment": "{wide}"}}"#),
        format!(r#"{{"comment": "{hidden}", "notify": 111, "x": "{hidden}"}}"#),
        format!(r#"{{"comment": "cafe\u0301", "notify": 111, "{long}": 1}}"#),
        String::from(r#"{"notify": 111}"#),
        format!(r#"{{"name": "{long}", "notify": 111, "notify": 111}}"#),
        format!(r#"{{"name": "{long}", "notfiy": 111}}"#),
    ];
    let path = file("frames.ndjson", &records.join("\n"));
    let path = path.to_str().unwrap();
    for width in (40..=160).step_by(8).chain([41, 1000]) {
        let printed = on_terminal(width, &["--kind=request", "--no-progress", path]);
        assert_eq!(printed.matches("violation[wrong-type]").count(), 7, "{printed}");
        let lines: Vec<_> = printed.lines().collect();
        let mut carets = 0;
        for (source, below) in lines.iter().zip(lines.iter().skip(1)) {
            if !source.starts_with(|c: char| c.is_ascii_digit()) {
                continue;
            }
            assert!(source.width() <= width.into() && below.width() <= width.into(), "{width}\n{source}\n{below}");
            // The caret is under the first character of the value.
            let column = below.find('^').unwrap();
            let mut end = 0;
            let before = source.chars().take_while(|c| {
                end += c.to_string().width();
                end <= column
            });
            let at = before.map(char::len_utf8).sum::<usize>();
            carets += usize::from(source[at..].starts_with("111"));
        }
        assert_eq!(carets, 7, "{printed}");
    }
    // Narrower terminals have frames of 40 columns.
    let narrow = on_terminal(10, &["--kind=request", path]);
    assert_eq!(narrow, on_terminal(40, &["--kind=request", path]));
}

#[test]
fn full_stops_after_50_findings() {
    let records = "{\"notify\": 1, \"name\": \"x\"}\n".repeat(120);
    let path = file("many.ndjson", &records);
    let path = path.to_str().unwrap();
    for (args, shown, more) in [
        (&[][..], 50, Some("and 70 more findings (--all shows all)\n")),
        (&["--all"], 120, None),
        (&["--max-findings", "119"], 119, Some("and 1 more finding (--all shows all)\n")),
        (&["--format", "concise"], 120, None),
    ] {
        let printed = on_terminal(80, &[args, &[path]].concat());
        assert_eq!(printed.matches("violation[wrong-type]").count(), shown, "{args:?}");
        assert_eq!(printed.contains(" more finding"), more.is_some(), "{args:?}");
        assert!(more.is_none_or(|more| printed.contains(more)), "{args:?} {printed}");
        assert!(printed.ends_with("checked 120 documents: 120 invalid; violations: 120 (wrong-type 120)\n"));
    }
    // Files and pipes get all findings.
    let output = Command::new(env!("CARGO_BIN_EXE_contact-lint")).arg(path).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap().matches("violation[wrong-type]").count(), 120);
}

/// One Ctrl-D ends the input, and nothing is drawn over what is typed.
#[test]
fn typed_input_ends_at_the_first_ctrl_d() {
    for (typed, args, expected) in [
        ("", &["--format", "concise"][..], "expected a JSON object, found an empty document"),
        ("{\"notify\": true, \"name\": \"A\"}\n", &[], "checked 1 document: 0 invalid"),
        ("{\"notify\": true, \"name\": \"A\"}\n", &["--input", "ndjson", "-"], "checked 1 document: 0 invalid"),
        ("{\"notify\": true, \"name\": \"A\"}\n", &["--fix"], "checked 1 document: 0 invalid"),
        ("", &["--files-from", "-"], "checked 0 documents: 0 invalid"),
        // The first Ctrl-D ends the line, the second the input. The report has a line of its own.
        ("{\"notify\": true, \"name\": \"A\"}\x04", &[], "\"A\"}\r\nchecked 1 document: 0 invalid"),
    ] {
        let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&controller).unwrap();
        unlockpt(&controller).unwrap();
        let name = ptsname(&controller, Vec::new()).unwrap().into_string().unwrap();
        let terminal = OpenOptions::new().read(true).write(true).open(name).unwrap();
        // A second end is not sent: a program that waits for it is ended by `timeout`.
        let mut command = Command::new("timeout");
        command.args(["20", env!("CARGO_BIN_EXE_contact-lint")]).args(args).env("TERM", "xterm");
        command.stdin(terminal.try_clone().unwrap()).stdout(terminal.try_clone().unwrap()).stderr(terminal);
        let mut child = command.spawn().unwrap();
        drop(command);
        let mut keyboard = File::from(controller);
        let mut screen = keyboard.try_clone().unwrap();
        let reader = std::thread::spawn(move || {
            let mut shown = Vec::new();
            let _ = screen.read_to_end(&mut shown);
            String::from_utf8(shown).unwrap()
        });
        // Longer than work takes before it shows its progress.
        std::thread::sleep(std::time::Duration::from_millis(700));
        keyboard.write_all(typed.as_bytes()).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(100));
        keyboard.write_all(b"\x04").unwrap();
        let status = child.wait().unwrap();
        let shown = reader.join().unwrap();
        assert_ne!(status.code(), Some(124), "{args:?}: {shown}");
        assert!(shown.contains(expected), "{args:?}: {shown}");
        assert!(!shown.contains(" records"), "{args:?}: {shown}");
    }
}

/// A terminal that closes, as a connection is lost, leaves no temporary files.
#[test]
fn a_hangup_removes_temporary_files() {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("hangup");
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).unwrap();
    let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&controller).unwrap();
    unlockpt(&controller).unwrap();
    let name = ptsname(&controller, Vec::new()).unwrap().into_string().unwrap();
    let terminal = OpenOptions::new().read(true).write(true).open(name).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_contact-lint"));
    command.args(["--input", "ndjson", "--valid-out", "good", "--invalid-out", "bad"]).current_dir(&directory);
    command.stdin(Stdio::piped()).stdout(terminal.try_clone().unwrap()).stderr(terminal);
    let mut child = command.spawn().unwrap();
    drop(command);
    let files = || fs::read_dir(&directory).unwrap().count();
    while files() < 2 && child.try_wait().unwrap().is_none() {}
    let hangup = || Command::new("kill").args(["-HUP", &child.id().to_string()]).status().unwrap();
    assert!(hangup().success() && hangup().success());
    drop(controller);
    assert_eq!(child.wait().unwrap().code(), Some(129));
    assert_eq!(files(), 0);
}
