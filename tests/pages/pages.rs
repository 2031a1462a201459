//! The pages as Markdown.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A fenced block of a page.
pub(crate) struct Block {
    /// The text after the fence, such as `console`.
    pub(crate) language: String,
    /// The number of the line of the fence, from 0.
    pub(crate) line: usize,
    /// The lines between the fences.
    pub(crate) lines: Vec<String>,
}

/// Returns the root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the README and all pages of the book.
pub(crate) fn all() -> Vec<PathBuf> {
    let mut pages: Vec<_> = fs::read_dir(root().join("docs"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    pages.sort();
    assert!(pages.len() > 10, "{pages:?}");
    pages.push(root().join("README.md"));
    pages
}

/// Returns the fenced blocks of a page. A fence starts a line: blocks in lists are not read.
pub(crate) fn blocks(page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for (line, text) in page.lines().enumerate() {
        match text.strip_prefix("```") {
            Some(_) if open => open = false,
            Some(language) => {
                open = true;
                blocks.push(Block { language: language.to_owned(), line, lines: Vec::new() });
            }
            None if open => blocks.last_mut().unwrap().lines.push(text.to_owned()),
            None => {}
        }
    }
    assert!(!open, "a block does not end");
    blocks
}

#[test]
fn json_in_pages_is_json() {
    let mut count = 0;
    for path in all() {
        for block in blocks(&fs::read_to_string(&path).unwrap()) {
            if block.language == "json" {
                let parsed: Result<serde_json::Value, _> = serde_json::from_str(&block.lines.join("\n"));
                assert!(parsed.is_ok(), "{}:{}: {}", path.display(), block.line + 1, parsed.unwrap_err());
                count += 1;
            }
        }
    }
    assert!(count > 0, "{count}");
}

#[test]
fn blocks_have_a_language_that_something_reads() {
    // `sh` and `text` blocks are not run. `sh` is for commands that a test cannot run, such as an
    // installation.
    let known =
        ["console", "http", "json", "make", "python", "rust", "rust,ignore", "sh", "text", "toml", "ts", "js", "yaml"];
    for path in all() {
        for block in blocks(&fs::read_to_string(&path).unwrap()) {
            assert!(known.contains(&block.language.as_str()), "{}:{}", path.display(), block.line + 1);
        }
    }
}

#[test]
fn code_that_no_doc_test_runs_is_in_an_example() {
    let read = |file: &str| fs::read_to_string(root().join("examples").join(file)).unwrap();
    let examples: Vec<_> = ["actix_web/src/main.rs", "axum_sqlite/src/sql.rs", "axum_sqlite/tests/utoipa.rs"]
        .map(read)
        .into_iter()
        .map(|text| text.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>())
        .collect();
    let mut count = 0;
    for path in all() {
        for block in blocks(&fs::read_to_string(&path).unwrap()) {
            // `main` of a service on axum does not end, and needs tokio.
            if block.language != "rust,ignore" || block.lines.first().is_some_and(|line| line == "#[tokio::main]") {
                continue;
            }
            let is_part = examples.iter().any(|example| block.lines.iter().all(|line| example.contains(line)));
            assert!(is_part, "{}:{}", path.display(), block.line + 1);
            count += 1;
        }
    }
    assert_eq!(count, 3);
}

#[test]
fn every_page_is_in_the_book_and_the_readme_is_short() {
    let summary = fs::read_to_string(root().join("docs/SUMMARY.md")).unwrap();
    for path in all() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let is_page = path.parent() == Some(&root().join("docs")) && name != "SUMMARY.md";
        assert!(!is_page || summary.contains(&format!("({name})")), "{name} is not in docs/SUMMARY.md");
    }
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    assert!(readme.lines().count() <= 150);
    let commands = blocks(&readme).into_iter().filter(|block| block.language == "sh");
    assert_eq!(commands.map(|block| block.lines.len()).collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn every_option_and_command_has_an_example() {
    let mut examples = String::new();
    for path in all() {
        for block in blocks(&fs::read_to_string(path).unwrap()) {
            let is_command = |line: &&String| line.starts_with("$ ") || line.starts_with("> ");
            let commands = block.lines.iter().filter(is_command).filter(|_| block.language == "console");
            examples.extend(commands.flat_map(|line| [line.as_str(), "\n"]));
        }
    }
    let words: Vec<_> = examples.split(|c: char| c.is_whitespace() || c == '=').collect();
    let help = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_contact-lint")).args(args).arg("--help").output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    // A line of an option is `  -q, --quiet` or `      --hidden`, one of a command `  explain  …`.
    let options = |help: &str| -> Vec<Vec<String>> {
        let starts = help.lines().filter(|line| line.trim_start().starts_with('-'));
        let names = starts.map(|line| line.split_whitespace().take_while(|word| word.starts_with('-')));
        names.map(|names| names.map(|name| name.trim_end_matches(',').to_owned()).collect()).collect()
    };
    let top = help(&[]);
    let list = top.split("Commands:").nth(1).unwrap().split("\n\n").next().unwrap();
    let commands = list.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    let commands: Vec<_> = commands.filter(|name| !name.is_empty()).collect();
    assert!(commands.len() >= 8, "{commands:?}");
    let mut names: Vec<_> = commands.iter().map(|name| vec![(*name).to_owned()]).collect();
    names.extend(options(&top));
    names.extend(commands.iter().flat_map(|name| options(&help(&[name]))));
    assert!(names.len() > 40, "{names:?}");
    // Every program has these two options.
    names.retain(|names| !names.iter().any(|name| ["--help", "--version"].contains(&name.as_str())));
    names.retain(|names| !names.iter().any(|name| words.contains(&name.as_str())));
    assert!(names.is_empty(), "no console block of a page uses {names:?}");
}

/// Returns the text files of the repository that a release may have to change, relative to its
/// root.
fn files(folder: &Path, all: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            if !name.starts_with(['.', '_']) && !name.starts_with("target") && name != "node_modules" {
                files(&path, all);
            }
        } else if ["md", "toml", "yaml"].iter().any(|extension| name.ends_with(&format!(".{extension}"))) {
            all.push(path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned());
        }
    }
}

#[test]
fn contributing_lists_what_the_first_release_changes() {
    let contributing = fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let (_, duties) = contributing.split_once("Before the first release").unwrap();
    let mut all = Vec::new();
    files(root(), &mut all);
    // These two files speak of releases themselves.
    all.retain(|file| !["CONTRIBUTING.md", "CHANGELOG.md"].contains(&file.as_str()));
    all.sort();
    let address = env!("CARGO_PKG_REPOSITORY");
    for (duty, marks) in [
        ("- Replace the placeholder", &[address][..]),
        (
            "- Remove the installation from a clone",
            &["is published", "from a clone", "From a clone", "In a clone, `pip"],
        ),
    ] {
        let (_, duty_on) = duties.split_once(duty).unwrap_or_else(|| panic!("no duty {duty:?}"));
        let item = duty_on.split("\n- ").next().unwrap();
        let listed: Vec<_> = item.split('`').skip(1).step_by(2).collect();
        let contains_mark = |file: &&String| {
            let text = fs::read_to_string(root().join(file)).unwrap();
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            marks.iter().any(|mark| text.contains(mark))
        };
        let found: Vec<_> = all.iter().filter(contains_mark).map(String::as_str).collect();
        assert_eq!(found, listed, "{duty}");
    }
}
