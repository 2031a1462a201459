//! The modules of the library and of the program form layers. A file uses only its own layer and
//! those below it. There are no cycles among files or among folders.
//!
//! `cargo test --test layers -- --nocapture` prints which part uses which.

mod modules;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use modules::{Arrow, Files, arrows, circles, read_files};

/// The layers of the library, from the top: each is a list of files and folders of `src/`. A layer
/// uses only the layers below it. The parts of one layer do not use each other, except in the last.
const LIBRARY: &[&[&str]] = &[
    &["lib.rs"],
    &["generate", "proof"],
    &["json_schema.rs"],
    &["lint"],
    &["http"],
    &["problem"],
    &["endpoint"],
    &["body"],
    &["value"],
    &["json"],
    // The lowest layer.
    &[
        "escape.rs",
        "inline_text.rs",
        "limits.rs",
        "pointer.rs",
        "rule.rs",
        "schema.rs",
        "serde_error.rs",
        "std_traits.rs",
    ],
];

/// The layers of the program, from the top: files and folders of `src/bin/contact-lint/`.
const PROGRAM: &[&[&str]] =
    &[&["main.rs"], &["cli"], &["distributed"], &["check"], &["output"], &["input"], &["report"], &["exit.rs"]];

fn source(folder: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder)
}

/// Returns the errors in a module graph, one a line.
fn faults(arrows: &BTreeSet<Arrow>, layers: &[&[&str]]) -> Vec<String> {
    let mut faults = Vec::new();
    let files = arrows.iter().flat_map(|arrow| [&arrow.from, &arrow.to]).collect::<BTreeSet<_>>();
    for file in files {
        if place(file, layers).is_none() {
            faults.push(format!("{file} is in no layer"));
        }
    }
    for arrow in arrows {
        let (Some(from), Some(to)) = (place(&arrow.from, layers), place(&arrow.to, layers)) else { continue };
        if to.0 < from.0 {
            faults.push(format!("{arrow} runs up, from {} to {}", part(&arrow.from), part(&arrow.to)));
        } else if to.0 == from.0 && to.1 != from.1 && to.0 + 1 < layers.len() {
            faults.push(format!("{arrow} runs beside, from {} to {}", part(&arrow.from), part(&arrow.to)));
        }
    }
    for (folder, arrows) in by_folder(arrows) {
        let edges = arrows.keys().map(|(from, to)| (from.as_str(), to.as_str())).collect();
        for circle in circles(&edges) {
            let names = circle.iter().copied().collect::<Vec<_>>().join(", ");
            faults.push(format!("a circle in {folder}: {names}"));
            for ((from, to), arrow) in &arrows {
                if circle.contains(from.as_str()) && circle.contains(to.as_str()) {
                    faults.push(format!("    {from} -> {to}: {arrow}"));
                }
            }
        }
    }
    faults
}

/// Returns the first component of a path, as the table of layers lists it.
fn part(file: &str) -> &str {
    file.split('/').next().unwrap_or(file)
}

/// Returns the index of the file's layer and the index in that layer.
fn place(file: &str, layers: &[&[&str]]) -> Option<(usize, usize)> {
    let name = part(file);
    layers.iter().enumerate().find_map(|(layer, parts)| Some((layer, parts.iter().position(|part| *part == name)?)))
}

type Edges<'a> = BTreeMap<(String, String), &'a Arrow>;

/// For each folder, the arrows between its direct children, with one example each.
fn by_folder(arrows: &BTreeSet<Arrow>) -> BTreeMap<String, Edges<'_>> {
    let mut folders = BTreeMap::<String, Edges<'_>>::new();
    for arrow in arrows {
        let (from, to): (Vec<_>, Vec<_>) = (arrow.from.split('/').collect(), arrow.to.split('/').collect());
        let shared = from.iter().zip(&to).take_while(|(from, to)| from == to).count();
        let folder = from[..shared].iter().map(|part| format!("{part}/")).collect::<String>();
        let name = |parts: &[&str]| parts[shared].to_owned() + if parts.len() > shared + 1 { "/" } else { "" };
        let folder = if folder.is_empty() { "the root".to_owned() } else { folder };
        folders.entry(folder).or_default().entry((name(&from), name(&to))).or_insert(arrow);
    }
    folders
}

/// The module graph as text: for each part, the parts that it uses.
fn graph(arrows: &BTreeSet<Arrow>) -> String {
    let mut text = String::new();
    for (folder, edges) in by_folder(arrows) {
        text += &format!("{folder}\n");
        let mut uses = BTreeMap::<&str, Vec<&str>>::new();
        for (from, to) in edges.keys() {
            uses.entry(from).or_default().push(to);
        }
        for (from, to) in uses {
            text += &format!("    {from} -> {}\n", to.join(", "));
        }
    }
    text
}

fn check(name: &str, files: &Files, root: &str, layers: &[&[&str]]) {
    let arrows = arrows(files, root);
    println!("The {name}, {} files:\n{}", files.len(), graph(&arrows));
    let faults = faults(&arrows, layers);
    assert!(faults.is_empty(), "the {name}:\n{}", faults.join("\n"));
}

#[test]
fn library() {
    check("library", &read_files(&source("src"), &["bin"]), "lib.rs", LIBRARY);
}

#[test]
fn program() {
    check("program", &read_files(&source("src/bin/contact-lint"), &[]), "main.rs", PROGRAM);
}

/// Returns the arrows of a made-up crate, as `from -> to` with the line.
fn arrows_of(files: &[(&str, &str)]) -> Vec<String> {
    arrows(&made_up(files), "lib.rs")
        .iter()
        .map(|arrow| format!("{}:{} -> {}", arrow.from, arrow.line, arrow.to))
        .collect()
}

fn made_up(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

const ROOT: (&str, &str) = ("lib.rs", "mod rule; mod json; mod value;\npub use crate::value::Email;");

#[test]
fn paths_are_followed_to_the_file_that_defines_the_name() {
    let files = [
        ROOT,
        ("rule.rs", "pub enum Rule { A }\npub(in crate::value) fn f() {}"),
        ("json/mod.rs", "mod reader;\npub(crate) use self::reader::*;"),
        (
            "json/reader.rs",
            "/// [`crate::value::Email`]\npub struct Reader;\n// crate::value::Email\nconst TEXT: &str = \"crate::value::Email\";",
        ),
        ("value/mod.rs", "mod email;\nmod name;\npub use email::Email;\npub use name::Name as Renamed;"),
        (
            "value/email.rs",
            "use crate::{rule::{self, Rule}, json::Reader};\nuse super::{Renamed,\n    name};\nfn f() { matches!(x, crate::Email); name::g(); }\n\
             #[cfg(test)]\nmod tests { use crate::lib; use super::super::Email; }",
        ),
        ("value/name.rs", "pub struct Name;\npub fn g() -> core::fmt::Result { std::result::Result::Ok(()) }"),
    ];
    let expected = [
        "value/email.rs:1 -> json/reader.rs",
        "value/email.rs:1 -> rule.rs",
        "value/email.rs:1 -> rule.rs",
        "value/email.rs:2 -> value/name.rs",
        "value/email.rs:3 -> value/name.rs",
        "value/email.rs:4 -> value/name.rs",
    ];
    assert_eq!(arrows_of(&files), expected);
}

#[test]
fn a_re_export_is_used_by_the_module_only_if_the_name_is() {
    let passes_on = [
        ROOT,
        ("rule.rs", ""),
        ("json.rs", ""),
        ("value/mod.rs", "pub mod email; pub use email::Email;"),
        ("value/email.rs", "pub struct Email;"),
    ];
    assert_eq!(arrows_of(&passes_on), Vec::<String>::new());
    let mut uses = passes_on;
    uses[3].1 = "pub mod email; pub use email::Email;\nfn f() -> Email {}";
    assert_eq!(arrows_of(&uses), ["value/mod.rs:1 -> value/email.rs"]);
}

#[test]
fn paths_in_macros_and_attributes_count() {
    let files = [
        ROOT,
        (
            "rule.rs",
            "macro_rules! make { () => { $crate::json::read() } }\n#[doc = concat!(crate::value::TEXT)]\nstruct A;",
        ),
        ("json.rs", "pub fn read() {}"),
        ("value.rs", "pub const TEXT: &str = \"\"; struct Email;"),
    ];
    assert_eq!(arrows_of(&files), ["rule.rs:1 -> json.rs", "rule.rs:2 -> value.rs"]);
}

const LAYERS: &[&[&str]] = &[&["lib.rs"], &["value"], &["json.rs"], &["rule.rs"]];

/// Returns the errors in a made-up crate.
fn faults_of(files: &[(&str, &str)], layers: &[&[&str]]) -> Vec<String> {
    faults(&arrows(&made_up(files), "lib.rs"), layers)
}

#[test]
fn an_arrow_that_runs_up_is_a_fault() {
    let files = [
        ROOT,
        ("rule.rs", "pub enum Rule {}"),
        ("json.rs", "use crate::rule::Rule;\nuse crate::Email;"),
        ("value/mod.rs", "mod email; pub use email::Email;"),
        ("value/email.rs", "pub struct Email(crate::rule::Rule);"),
    ];
    assert_eq!(
        faults_of(&files, LAYERS),
        ["json.rs:2: json.rs -> value/email.rs (crate::Email) runs up, from json.rs to value"]
    );
    // Modules of one layer must not use each other.
    let beside: &[&[&str]] = &[&["lib.rs"], &["value", "json.rs"], &["rule.rs"]];
    assert_eq!(
        faults_of(&files, beside),
        ["json.rs:2: json.rs -> value/email.rs (crate::Email) runs beside, from json.rs to value"]
    );
    assert_eq!(faults_of(&files, &[&["value"], &["rule.rs"]]), ["json.rs is in no layer"]);
}

#[test]
fn a_circle_is_a_fault() {
    let files = [
        ROOT,
        ("rule.rs", ""),
        ("json.rs", ""),
        ("value/mod.rs", "mod name;\nmod email;\nmod phone; pub use email::Email;"),
        ("value/email.rs", "use super::name::Name;\npub struct Email;"),
        ("value/name.rs", "use crate::value::phone;\npub struct Name;"),
        ("value/phone.rs", "use crate::Email;"),
    ];
    assert_eq!(
        faults_of(&files, LAYERS),
        [
            "a circle in value/: email.rs, name.rs, phone.rs",
            "    email.rs -> name.rs: value/email.rs:1: value/email.rs -> value/name.rs (super::name::Name)",
            "    name.rs -> phone.rs: value/name.rs:1: value/name.rs -> value/phone.rs (crate::value::phone)",
            "    phone.rs -> email.rs: value/phone.rs:1: value/phone.rs -> value/email.rs (crate::Email)",
        ]
    );
}

/// No two files use each other, but their folders do.
#[test]
fn a_circle_of_folders_is_a_fault() {
    let files = [
        ("lib.rs", "mod value;"),
        ("value/mod.rs", "mod email; mod time;"),
        ("value/email/mod.rs", "mod a; pub(super) mod b;"),
        ("value/email/a.rs", "use crate::value::time::c;"),
        ("value/email/b.rs", ""),
        ("value/time/mod.rs", "pub(super) mod c; mod d;"),
        ("value/time/c.rs", ""),
        ("value/time/d.rs", "use super::super::email::b;"),
    ];
    assert_eq!(
        faults_of(&files, LAYERS),
        [
            "a circle in value/: email/, time/",
            "    email/ -> time/: value/email/a.rs:1: value/email/a.rs -> value/time/c.rs (crate::value::time::c)",
            "    time/ -> email/: value/time/d.rs:1: value/time/d.rs -> value/email/b.rs (super::super::email::b)",
        ]
    );
}

#[test]
#[should_panic(expected = "no `mod` declares these files: [\"stray.rs\"]")]
fn a_file_that_is_no_module_is_a_fault() {
    arrows_of(&[("lib.rs", ""), ("stray.rs", "use crate::lib;")]);
}
