//! Finds the modules of a crate in its source files, and which file uses names of which other file.
//!
//! A file is split into tokens, so paths in macros count and comments do not. A path such as
//! `crate::value::Email` is followed through re-exports to the file that defines the name. Paths
//! are found in `use` declarations and everywhere else. Inline modules with `#[cfg(test)]` are
//! skipped.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fmt, fs};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The files of a crate, by their path below its root, with `/` between folders.
pub(crate) type Files = BTreeMap<String, String>;

/// Reads all Rust files below a folder, except for those below `without`.
pub(crate) fn read_files(root: &Path, without: &[&str]) -> Files {
    fn visit(root: &Path, folder: &Path, without: &[&str], files: &mut Files) {
        for entry in fs::read_dir(folder).expect("a folder of sources") {
            let path = entry.expect("an entry of a folder").path();
            let relative = path.strip_prefix(root).expect("a path below the root");
            let name =
                relative.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
            if without.contains(&name.as_str()) {
                continue;
            } else if path.is_dir() {
                visit(root, &path, without, files);
            } else if name.ends_with(".rs") {
                files.insert(name, fs::read_to_string(&path).expect("a source file"));
            }
        }
    }

    let mut files = Files::new();
    visit(root, root, without, &mut files);
    files
}

/// A use of a name of another file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Arrow {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) line: usize,
    /// The path as written, up to the name that decides.
    pub(crate) path: String,
}

impl fmt::Display for Arrow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {} -> {} ({})", self.from, self.line, self.from, self.to, self.path)
    }
}

/// A path in a module, with the line on which it starts.
#[derive(Clone, Debug)]
struct Use {
    line: usize,
    segments: Vec<String>,
    /// Whether the path starts in the root, with `crate`, or in the module itself.
    from_root: bool,
}

/// A module, which is a file or a part of one.
#[derive(Debug, Default)]
struct Module {
    file: String,
    parent: Option<usize>,
    children: BTreeMap<String, usize>,
    /// The names that `use` imports, and those that are re-exported.
    imports: BTreeMap<String, Use>,
    globs: Vec<Use>,
    defined: BTreeSet<String>,
    /// The paths that this module uses itself.
    uses: Vec<Use>,
    /// The names re-exported with `pub use`. They count as used only if the module uses them
    /// elsewhere.
    passed_on: Vec<(String, Use)>,
    identifiers: BTreeSet<String>,
}

/// Returns the arrows between the files of a crate whose root is the file `root`.
///
/// # Panics
///
/// If a file is not Rust or not a module of the crate: its arrows would be missing.
pub(crate) fn arrows(files: &Files, root: &str) -> BTreeSet<Arrow> {
    let mut reader = Reader { files, modules: Vec::new() };
    reader.file(root, None, "");
    let read: BTreeSet<_> = reader.modules.iter().map(|module| module.file.clone()).collect();
    let strays: Vec<_> = files.keys().filter(|file| !read.contains(*file)).collect();
    assert!(strays.is_empty(), "no `mod` declares these files: {strays:?}");

    let mut arrows = BTreeSet::new();
    for (number, module) in reader.modules.iter().enumerate() {
        let passed_on = module.passed_on.iter().filter(|(name, _)| module.identifiers.contains(name));
        for used in module.uses.iter().chain(passed_on.map(|(_, used)| used)) {
            let Some(to) = reader.resolve(number, used, &mut Vec::new()) else { continue };
            let to = reader.modules[to].file.clone();
            if to != module.file {
                let path = (if used.from_root { "crate::" } else { "" }).to_owned() + &used.segments.join("::");
                arrows.insert(Arrow { from: module.file.clone(), to, line: used.line, path });
            }
        }
    }
    arrows
}

struct Reader<'a> {
    files: &'a Files,
    modules: Vec<Module>,
}

impl Reader<'_> {
    /// Reads a file as a module. The files of its children are in `folder`.
    fn file(&mut self, file: &str, parent: Option<usize>, folder: &str) -> usize {
        let text = self.files.get(file).unwrap_or_else(|| panic!("no such file: {file}"));
        let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{file} is not Rust: {error}"));
        let number = self.modules.len();
        self.modules.push(Module { file: file.to_owned(), parent, ..Module::default() });
        self.tokens(number, folder, tokens, true);
        number
    }

    fn child(&mut self, number: usize, folder: &str, name: &str, body: Option<TokenStream>) {
        let below = format!("{folder}{name}/");
        let child = match body {
            Some(tokens) => {
                let file = self.modules[number].file.clone();
                let child = self.modules.len();
                self.modules.push(Module { file, parent: Some(number), ..Module::default() });
                self.tokens(child, &below, tokens, true);
                child
            }
            None => {
                let flat = format!("{folder}{name}.rs");
                let file = if self.files.contains_key(&flat) { flat } else { format!("{below}mod.rs") };
                self.file(&file, Some(number), &below)
            }
        };
        self.modules[number].children.insert(name.to_owned(), child);
    }

    /// Reads the tokens of a module. `items` is false inside functions, macros and the like.
    fn tokens(&mut self, number: usize, folder: &str, tokens: TokenStream, items: bool) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        // Whether the next item is re-exported.
        let mut is_public = false;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Punct(punct) if punct.as_char() == '#' => {
                    let inner = usize::from(is_punct(tokens.get(at + 1), '!'));
                    let Some(TokenTree::Group(attribute)) = tokens.get(at + 1 + inner) else {
                        at += 1;
                        continue;
                    };
                    let is_test = is_test(attribute.stream());
                    self.tokens(number, folder, attribute.stream(), false);
                    at += 2 + inner;
                    if is_test {
                        at = after_inline_module(&tokens, at);
                    }
                }
                TokenTree::Ident(word) => {
                    let (word, line) = (word.to_string(), word.span().start().line);
                    let name = ident(tokens.get(at + 1));
                    match word.as_str() {
                        "pub" => {
                            is_public = true;
                            // The path in `pub(in …)` is not a use.
                            at += 1 + usize::from(group(tokens.get(at + 1), Delimiter::Parenthesis).is_some());
                            continue;
                        }
                        "use" => {
                            let end = end_of_item(&tokens, at);
                            self.declaration(number, &tokens[at + 1..end], line, is_public, items);
                            at = end;
                        }
                        "mod" if name.is_some() && (items || is_end_of_mod(&tokens, at + 2)) => {
                            let body = group(tokens.get(at + 2), Delimiter::Brace);
                            self.child(number, folder, &name.unwrap_or_default(), body);
                            at += 3;
                        }
                        _ => {
                            if items && let Some(name) = defined(&word, &tokens[at + 1..]) {
                                self.modules[number].defined.insert(name);
                            }
                            self.modules[number].identifiers.insert(word.clone());
                            at = self.path(number, &tokens, at, line);
                        }
                    }
                    is_public = false;
                }
                TokenTree::Group(group) => {
                    self.tokens(number, folder, group.stream(), false);
                    at += 1;
                    is_public = false;
                }
                _ => at += 1,
            }
        }
    }

    /// Reads a path outside of `use`, if one starts at this word. Returns the index after it.
    fn path(&mut self, number: usize, tokens: &[TokenTree], start: usize, line: usize) -> usize {
        // A name after `::` or `.` belongs to what is before it.
        let is_start =
            !(start > 0 && (is_punct(tokens.get(start - 1), '.') || is_separator(tokens, start.wrapping_sub(2))));
        let mut segments = vec![ident(tokens.get(start)).unwrap_or_default()];
        let mut at = start + 1;
        while is_separator(tokens, at)
            && let Some(segment) = ident(tokens.get(at + 2))
        {
            self.modules[number].identifiers.insert(segment.clone());
            segments.push(segment);
            at += 3;
        }
        if is_start && segments.len() > 1 {
            let used = Use::new(line, segments);
            self.modules[number].uses.push(used);
        }
        at
    }

    /// Reads a `use` declaration.
    fn declaration(&mut self, number: usize, tokens: &[TokenTree], line: usize, is_public: bool, items: bool) {
        // `use ::name` names another crate.
        if is_separator(tokens, 0) {
            return;
        }
        let mut leaves = Vec::new();
        leaves_of(tokens, &[], &mut leaves);
        for (mut path, name, line_of_leaf) in leaves {
            let is_glob = path.last().is_some_and(|last| last == "*");
            if is_glob {
                path.pop();
            }
            if path.last().is_some_and(|last| last == "self") && path.len() > 1 {
                path.pop();
            }
            let name = name.unwrap_or_else(|| path.last().cloned().unwrap_or_default());
            let used = Use::new(line_of_leaf.unwrap_or(line), path);
            let module = &mut self.modules[number];
            if is_glob && items {
                module.globs.push(used.clone());
            } else if items {
                module.imports.insert(name.clone(), used.clone());
            }
            if is_public && items {
                module.passed_on.push((name, used));
            } else {
                module.uses.push(used);
            }
        }
    }

    /// Returns the module that a path names, or that defines the name it ends with. `None` for
    /// other crates and local names.
    fn resolve(&self, from: usize, used: &Use, seen: &mut Vec<(usize, String)>) -> Option<usize> {
        let mut segments = used.segments.iter();
        let mut module = from;
        if used.from_root {
            module = 0;
        } else {
            let first = segments.next()?;
            match first.as_str() {
                "self" => {}
                "super" => module = self.modules[module].parent?,
                name => match self.find(module, name, seen)? {
                    Found::Module(found) => module = found,
                    Found::Item(found) => return Some(found),
                },
            }
        }
        for segment in segments {
            if segment == "super" {
                module = self.modules[module].parent?;
                continue;
            }
            match self.find(module, segment, seen) {
                Some(Found::Module(found)) => module = found,
                Some(Found::Item(found)) => return Some(found),
                // Generated by a macro, or a name of the standard library: taken as defined here.
                None => return Some(module),
            }
        }
        Some(module)
    }

    /// Looks up a name in a module.
    fn find(&self, module: usize, name: &str, seen: &mut Vec<(usize, String)>) -> Option<Found> {
        let here = &self.modules[module];
        if let Some(&child) = here.children.get(name) {
            return Some(Found::Module(child));
        }
        if here.defined.contains(name) {
            return Some(Found::Item(module));
        }
        if seen.contains(&(module, name.to_owned())) {
            return None;
        }
        seen.push((module, name.to_owned()));
        if let Some(used) = here.imports.get(name) {
            let found = self.resolve(module, used, seen)?;
            // A module keeps its name when it is imported; an item in a module has another name.
            return Some(if self.is_named(found, used) { Found::Module(found) } else { Found::Item(found) });
        }
        for glob in &here.globs {
            if let Some(inside) = self.resolve(module, glob, seen)
                && inside != module
                && let Some(found) = self.find(inside, name, seen)
            {
                return Some(found);
            }
        }
        None
    }

    /// Returns whether the path ends with the name of the module.
    fn is_named(&self, module: usize, used: &Use) -> bool {
        let Some(parent) = self.modules[module].parent else { return used.segments.is_empty() };
        let name = self.modules[parent].children.iter().find(|(_, child)| **child == module).map(|(name, _)| name);
        used.segments.last() == name
    }
}

enum Found {
    Module(usize),
    /// An item, and the module that defines it.
    Item(usize),
}

impl Use {
    fn new(line: usize, mut segments: Vec<String>) -> Self {
        let from_root = segments.first().is_some_and(|first| first == "crate");
        if from_root {
            segments.remove(0);
        }
        Self { line, segments, from_root }
    }
}

type Leaf = (Vec<String>, Option<String>, Option<usize>);

/// Returns the paths of a `use` tree, each with its new name and its line.
fn leaves_of(tokens: &[TokenTree], before: &[String], leaves: &mut Vec<Leaf>) {
    for branch in tokens.split(|token| is_punct(Some(token), ',')) {
        let (mut path, mut name, mut line) = (before.to_vec(), None, None);
        let mut at = 0;
        let mut is_leaf = !branch.is_empty();
        while let Some(token) = branch.get(at) {
            match token {
                TokenTree::Ident(word) if word == "as" => {
                    name = ident(branch.get(at + 1));
                    at += 1;
                }
                TokenTree::Ident(word) => {
                    line.get_or_insert(word.span().start().line);
                    path.push(word.to_string());
                }
                TokenTree::Punct(punct) if punct.as_char() == '*' => path.push("*".to_owned()),
                TokenTree::Group(group) => {
                    let inside: Vec<_> = group.stream().into_iter().collect();
                    leaves_of(&inside, &path, leaves);
                    is_leaf = false;
                }
                _ => {}
            }
            at += 1;
        }
        if is_leaf {
            leaves.push((path, name, line));
        }
    }
}

/// Returns the name defined by an item that starts with `word`.
fn defined(word: &str, rest: &[TokenTree]) -> Option<String> {
    match word {
        "struct" | "enum" | "union" | "trait" | "fn" | "const" | "static" | "type" => ident(rest.first()),
        "macro_rules" => ident(rest.get(1)),
        _ => None,
    }
}

/// Returns whether an attribute is `cfg(test)` or `cfg(all(test, …))`.
fn is_test(attribute: TokenStream) -> bool {
    let text = attribute.to_string().replace(' ', "");
    text == "cfg(test)" || text.starts_with("cfg(all(test,")
}

/// Returns the index after the inline module that starts at `at`, possibly after more attributes;
/// `at` if there is none.
fn after_inline_module(tokens: &[TokenTree], at: usize) -> usize {
    let mut end = at;
    while is_punct(tokens.get(end), '#') {
        end += 2;
    }
    end += usize::from(ident(tokens.get(end)).is_some_and(|word| word == "pub"));
    end += usize::from(group(tokens.get(end), Delimiter::Parenthesis).is_some());
    let is_module = ident(tokens.get(end)).is_some_and(|word| word == "mod");
    let is_inline = group(tokens.get(end + 2), Delimiter::Brace).is_some();
    if is_module && is_inline { end + 3 } else { at }
}

fn end_of_item(tokens: &[TokenTree], at: usize) -> usize {
    (at..tokens.len()).find(|&at| is_punct(tokens.get(at), ';')).unwrap_or(tokens.len())
}

fn is_end_of_mod(tokens: &[TokenTree], at: usize) -> bool {
    group(tokens.get(at), Delimiter::Brace).is_some()
}

fn ident(token: Option<&TokenTree>) -> Option<String> {
    match token {
        Some(TokenTree::Ident(word)) => Some(word.to_string()),
        _ => None,
    }
}

fn group(token: Option<&TokenTree>, delimiter: Delimiter) -> Option<TokenStream> {
    match token {
        Some(TokenTree::Group(group)) if group.delimiter() == delimiter => Some(group.stream()),
        _ => None,
    }
}

fn is_punct(token: Option<&TokenTree>, c: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == c)
}

/// Returns whether `::` starts at this index.
fn is_separator(tokens: &[TokenTree], at: usize) -> bool {
    is_punct(tokens.get(at), ':') && is_punct(tokens.get(at + 1), ':')
}

/// Returns the cycles of a graph: sets of nodes that all reach each other, sorted.
pub(crate) fn circles<'a>(edges: &BTreeSet<(&'a str, &'a str)>) -> Vec<BTreeSet<&'a str>> {
    let reaches = |from: &'a str| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
        while let Some(node) = next.pop() {
            for &(_, to) in edges.range((node, "")..).take_while(|(from, _)| *from == node) {
                if seen.insert(to) {
                    next.push(to);
                }
            }
        }
        seen
    };
    let reached: BTreeMap<_, _> = edges.iter().map(|&(from, _)| (from, reaches(from))).collect();
    let mut circles: Vec<BTreeSet<&str>> = Vec::new();
    for (node, targets) in &reached {
        if circles.iter().any(|circle| circle.contains(node)) {
            continue;
        }
        let back = |other: &&&str| reached.get(**other).is_some_and(|reached| reached.contains(node));
        let circle: BTreeSet<_> = targets.iter().filter(back).copied().collect();
        if circle.len() > 1 {
            circles.push(circle);
        }
    }
    circles
}
