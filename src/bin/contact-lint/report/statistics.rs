//! A table of the number of findings by rule and member, with bars.

use std::fmt::Write as _;

use contact_schema::lint::Summary;

/// The minimum width of a bar, in columns.
const NARROWEST: usize = 4;

/// Returns the table for a terminal of this many columns, the most frequent findings first. The
/// names of rules and members are the contract's, so it contains nothing from a document.
pub(crate) fn table(summary: &Summary, width: usize) -> String {
    let mut rows: Vec<(&str, String, u64)> = summary
        .by_member()
        .map(|(rule, member, count)| {
            let member = member.map_or_else(|| String::from("-"), |member| member.to_string());
            (rule.as_str(), if member.is_empty() { String::from("(document)") } else { member }, count)
        })
        .collect();
    let fixed = fixed(summary);
    if rows.is_empty() {
        return format!("no findings\n{fixed}");
    }
    rows.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| (a.0, &a.1).cmp(&(b.0, &b.1))));
    let most = rows.iter().map(|row| row.2).max().unwrap_or(1);
    let widest = |title: &str, cells: &mut dyn Iterator<Item = usize>| cells.fold(title.len(), usize::max);
    let rule = widest(RULE, &mut rows.iter().map(|row| row.0.len()));
    let member = widest(MEMBER, &mut rows.iter().map(|row| row.1.len()));
    let count = widest(FINDINGS, &mut rows.iter().map(|row| row.2.to_string().len()));
    let room = width.saturating_sub(rule + member + count + 6);
    let mut table = format!("\n{RULE:rule$}  {MEMBER:member$}  {FINDINGS:>count$}\n");
    for (id, pointer, findings) in rows {
        // Writing to memory does not fail.
        let _ = write!(table, "{id:rule$}  {pointer:member$}  {findings:count$}");
        if room >= NARROWEST {
            let _ = write!(table, "  {}", bar(findings, most, room));
        }
        table.push('\n');
    }
    table + &fixed
}

/// Returns the table of the findings that were fixed, if there are any.
fn fixed(summary: &Summary) -> String {
    let rules: Vec<_> = summary.fixed_by_rule().map(|(rule, count)| (rule.as_str(), count.to_string())).collect();
    let rule = rules.iter().map(|(rule, _)| rule.len()).fold(RULE.len(), usize::max);
    let count = rules.iter().map(|(_, count)| count.len()).fold(FIXED.len(), usize::max);
    let mut table = String::new();
    for (id, fixed) in [(RULE, FIXED.to_owned())].into_iter().chain(rules).filter(|_| summary.fixed() > 0) {
        let start = if table.is_empty() { "\n" } else { "" };
        // Writing to memory does not fail.
        let _ = writeln!(table, "{start}{id:rule$}  {fixed:>count$}");
    }
    table
}

const RULE: &str = "rule";
const MEMBER: &str = "member";
const FINDINGS: &str = "findings";
const FIXED: &str = "fixed";

/// Returns a bar of `count`, where a bar of `most` is `width` columns long. It is never empty.
fn bar(count: u64, most: u64, width: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = u128::from(count) * 8 * width as u128 / u128::from(most.max(1));
    let eighths = usize::try_from(eighths).unwrap_or(0).max(1);
    "█".repeat(eighths / 8) + EIGHTHS.get(eighths % 8).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use contact_schema::lint::{Kind, Linter};

    use super::{bar, table};

    #[test]
    fn bars_end_at_an_eighth_of_a_column() {
        for (count, most, width, expected) in [
            (8, 8, 4, "████"),
            (7, 8, 4, "███▌"),
            (1, 8, 4, "▌"),
            (1, 1_000_000, 4, "▏"),
            (u64::MAX, u64::MAX, 2, "██"),
        ] {
            assert_eq!(bar(count, most, width), expected, "{count} of {most}");
        }
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let mut linter = Linter::new().kind(Kind::Contact);
        for text in ["{}", r#"{"id": "", "phones": [1, 2, 3], "x": 1, "y": 2}"#, "[1]", "{", "7"] {
            linter.json(text.as_bytes(), &mut |_| {});
        }
        for width in [60, 80, 200] {
            let table = table(linter.summary(), width);
            let widest = table.lines().map(|line| line.chars().count()).max();
            assert_eq!(widest, Some(width), "{table}");
        }
        // Without space for bars, the columns are not cut.
        assert!(!table(linter.summary(), 30).contains('█'));
    }
}
