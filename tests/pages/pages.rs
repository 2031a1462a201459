//! The pages as Markdown.

use std::fs;
use std::path::{Path, PathBuf};

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
    // `sh` and `text` are not run. `sh` is for what a test cannot do, such as an installation.
    let known =
        ["console", "http", "json", "make", "python", "rust", "rust,ignore", "sh", "text", "toml", "ts", "js", "yaml"];
    for path in all() {
        for block in blocks(&fs::read_to_string(&path).unwrap()) {
            assert!(known.contains(&block.language.as_str()), "{}:{}", path.display(), block.line + 1);
        }
    }
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
