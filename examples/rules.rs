//! Writes the table of rules as JSON: the file `schemas/rules.json`, from which clients in other
//! languages take ids and texts.
//!
//! ```sh
//! cargo run --example rules > schemas/rules.json
//! ```

use contact_schema::Rule;
use serde_json::json;

fn main() {
    print!("{}", table());
}

/// A member for each rule, in the order of `Rule::ALL`.
fn table() -> String {
    let rule = |rule: &Rule| {
        let texts =
            [("severity", rule.severity().as_str()), ("summary", rule.summary()), ("explanation", rule.explanation())];
        let lines = texts.map(|(name, text)| format!("    {}: {}", json!(name), json!(text)));
        format!("  {}: {{\n{}\n  }}", json!(rule.as_str()), lines.join(",\n"))
    };
    let rules: Vec<_> = Rule::ALL.iter().map(rule).collect();
    format!("{{\n{}\n}}\n", rules.join(",\n"))
}
