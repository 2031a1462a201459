//! Finds the parts of a document that serde_json cannot read, without using a JSON reader.

use std::collections::BTreeMap;

/// The default depth limit of serde_json: one level less than this crate's.
pub const SERDE_JSON_DEPTH: usize = 127;

/// The properties of a document that is JSON.
#[derive(Debug, Default)]
pub struct Scan {
    /// The nesting depth.
    pub depth: usize,
    /// Whether a number is infinite as a double.
    pub beyond_double: bool,
    /// The names of the outermost object's members, with how often each occurs.
    pub names: BTreeMap<String, usize>,
}

/// Scans a document that is JSON.
pub fn scan(document: &str) -> Scan {
    let mut scan = Scan::default();
    let mut open = Vec::new();
    let mut rest = document;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '"' => {
                let mut escaped = false;
                let closes = |c| {
                    let closes = c == '"' && !escaped;
                    escaped = c == '\\' && !escaped;
                    closes
                };
                let length = rest[1..].find(closes).expect("a string ends") + 2;
                if open == ['{'] && rest[length..].trim_start().starts_with(':') {
                    let name: String = serde_json::from_str(&rest[..length]).expect("a name is a string");
                    *scan.names.entry(name).or_default() += 1;
                }
                length
            }
            '{' | '[' => {
                open.push(c);
                scan.depth = scan.depth.max(open.len());
                1
            }
            '}' | ']' => {
                open.pop();
                1
            }
            '-' | '0'..='9' => {
                let end = |c: char| !(c.is_ascii_digit() || ['-', '+', '.', 'e', 'E'].contains(&c));
                let length = rest.find(end).unwrap_or(rest.len());
                let number: f64 = rest[..length].parse().expect("a JSON number is a Rust number");
                scan.beyond_double |= number.is_infinite();
                length
            }
            c => c.len_utf8(),
        };
        rest = &rest[length..];
    }
    scan
}
