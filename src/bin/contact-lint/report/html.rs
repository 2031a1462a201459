//! One page of HTML for people: counts by rule and member as bars, the places of each rule, and
//! which inputs were checked. It loads nothing, runs no script and contains no values.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use contact_schema::Rule;
use contact_schema::escape::Escaped;
use contact_schema::lint::Summary;

use super::document::LocatedFinding;
use super::format::{EndedInput, Entry, Format, Formatter, PROGRAM, Report, Reporter, each};
use super::xml::escape_xml;

pub(super) const FORMAT: Format = Format {
    name: "html",
    help: "An HTML page with bars and sample places, for people; it holds no values",
    is_for_people: false,
    is_by_line: false,
    shows_fixes: false,
    max_on_terminal: None,
    create: |_| Reporter::new(Places, PageReport::default()),
    matches: |start, _| start.starts_with(HEAD.as_bytes()),
};

/// The maximum number of places shown of each rule.
const MAX_PLACES: usize = 10;

/// The maximum number of inputs named that were not checked to their end.
const MAX_FAILURES: usize = 100;

const HEAD: &str = "<!doctype html>\n<html lang=\"en\" data-format=\"contact-lint report\">\n<head>\n";

/// The data of a page. Texts are not escaped; writing the page escapes them.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) documents: u64,
    pub(crate) invalid: u64,
    pub(crate) unjudged: u64,
    pub(crate) inputs: u64,
    /// The number of findings of each rule and member; no member where the document was not read.
    pub(crate) counts: Vec<(Rule, Option<String>, u64)>,
    /// Places of findings, by rule.
    pub(crate) places: BTreeMap<Rule, Vec<String>>,
    /// The reasons why something was not checked.
    pub(crate) failures: Vec<String>,
    /// The number of further failures.
    pub(crate) more_failures: u64,
    /// Whether all work was done.
    pub(crate) is_complete: bool,
}

impl Page {
    /// Adds a place of the rule, unless there are enough.
    pub(crate) fn add_place(&mut self, rule: Rule, place: impl FnOnce() -> String) {
        let places = self.places.entry(rule).or_default();
        if places.len() < MAX_PLACES {
            places.push(place());
        }
    }

    /// Adds something that was not checked.
    pub(crate) fn add_failure(&mut self, failure: String) {
        if self.failures.len() < MAX_FAILURES {
            self.failures.push(failure);
        } else {
            self.more_failures += 1;
        }
    }

    /// Writes the page.
    pub(crate) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let style = include_str!("html.css");
        write!(
            out,
            "{HEAD}<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <title>{PROGRAM} report</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        )?;
        out.write_all(self.overview().as_bytes())?;
        out.write_all(self.bars().as_bytes())?;
        out.write_all(self.rules().as_bytes())?;
        out.write_all(self.not_checked().as_bytes())?;
        writeln!(
            out,
            "<p class=\"muted\">{PROGRAM} {}. This page holds no values of the documents.</p>\n</body>\n</html>",
            env!("CARGO_PKG_VERSION")
        )
    }

    fn overview(&self) -> String {
        let Self { documents, invalid, unjudged, inputs, is_complete, .. } = self;
        let class = if *invalid == 0 { "" } else { " class=\"bad\"" };
        let mut text = format!(
            "<h1>{PROGRAM} report</h1>\n<p>{} in {}: <span{class}>{} invalid</span>.</p>\n",
            counted(*documents, "document"),
            counted(*inputs, "input"),
            grouped(*invalid)
        );
        // Writing to memory does not fail.
        if *unjudged > 0 {
            let _ = writeln!(text, "<p class=\"bad\">{} could not be judged.</p>", counted(*unjudged, "document"));
        }
        if !is_complete {
            text.push_str("<p class=\"bad\">Not everything was checked.</p>\n");
        }
        text
    }

    fn bars(&self) -> String {
        if self.counts.is_empty() {
            return String::from("<p>No findings.</p>\n");
        }
        let most = self.counts.iter().map(|(.., count)| *count).max().unwrap_or(1).max(1);
        let mut rows = self.counts.iter().collect::<Vec<_>>();
        rows.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| (a.0.as_str(), &a.1).cmp(&(b.0.as_str(), &b.1))));
        let mut text = String::from(
            "<h2>Findings by rule and member</h2>\n<table>\n<thead><tr><th>rule</th><th>member</th>\
             <th class=\"number\">findings</th><th><span class=\"muted\">share of the most frequent</span></th></tr></thead>\n<tbody>\n",
        );
        for (rule, member, count) in rows {
            let member = match member.as_deref() {
                None => "–",
                Some("") => "(document)",
                Some(member) => member,
            };
            let permille = u128::from(*count) * 1000 / u128::from(most);
            let _ = writeln!(
                text,
                "<tr><td><a href=\"#{rule}\"><code>{rule}</code></a></td><td><code>{}</code></td>\
                 <td class=\"number\">{}</td><td class=\"bar\"><div style=\"width:{}.{}%\"></div></td></tr>",
                html(member),
                grouped(*count),
                permille / 10,
                permille % 10
            );
        }
        text.push_str("</tbody>\n</table>\n");
        text
    }

    fn rules(&self) -> String {
        let mut totals = BTreeMap::<&str, (Rule, u64)>::new();
        for (rule, _, count) in &self.counts {
            totals.entry(rule.as_str()).or_insert((*rule, 0)).1 += count;
        }
        let mut text = String::new();
        for (rule, count) in totals.into_values() {
            let _ = write!(
                text,
                "<h2 id=\"{rule}\"><code>{rule}</code></h2>\n<p>{} {}</p>\n<p class=\"muted\">{} ({})</p>\n",
                html(rule.summary()),
                html(rule.explanation()),
                counted(count, "finding"),
                rule.severity()
            );
            let Some(places) = self.places.get(&rule).filter(|places| !places.is_empty()) else { continue };
            let _ = writeln!(text, "<details open><summary>Where (up to {MAX_PLACES} places)</summary>\n<ul>");
            for place in places {
                let _ = writeln!(text, "<li><code>{}</code></li>", html(place));
            }
            text.push_str("</ul>\n</details>\n");
        }
        text
    }

    fn not_checked(&self) -> String {
        if self.failures.is_empty() {
            return String::new();
        }
        let mut text = String::from("<h2>Not checked</h2>\n<ul>\n");
        for failure in &self.failures {
            let _ = writeln!(text, "<li class=\"bad\"><code>{}</code></li>", html(failure));
        }
        if self.more_failures > 0 {
            let _ = writeln!(text, "<li class=\"bad\">and {} more</li>", grouped(self.more_failures));
        }
        text.push_str("</ul>\n");
        text
    }
}

/// Escapes a text for an element and an attribute.
fn html(text: &str) -> String {
    escape_xml(&Escaped(text).to_string())
}

fn counted(count: u64, name: &str) -> String {
    format!("{} {name}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// Writes a number with a comma before every three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Formats the place of a finding.
struct Places;

impl Formatter for Places {
    fn finding(&self, located: &LocatedFinding<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        write!(out, "{}", located.document.place(true, located.start(), located.finding.span))?;
        match located.finding.pointer() {
            Some(pointer) if !pointer.as_str().is_empty() => write!(out, " {pointer}"),
            _ => Ok(()),
        }
    }
}

/// Collects the data of a run for the page.
#[derive(Default)]
struct PageReport {
    page: Page,
}

impl Report for PageReport {
    fn findings(&mut self, _: &mut dyn Write, text: &[u8], entries: &[Entry]) -> io::Result<()> {
        for (entry, place) in each(text, entries) {
            if let Some(rule) = entry.rule {
                self.page.add_place(rule, || String::from_utf8_lossy(place).into_owned());
            }
        }
        Ok(())
    }

    fn end_input(&mut self, _: &mut dyn Write, ended: EndedInput<'_>) -> io::Result<()> {
        self.page.inputs += 1;
        if let Some(failure) = ended.failure {
            self.page.add_failure(format!("{}: {failure}", ended.source.path));
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, summary: &Summary, is_complete: bool) -> io::Result<()> {
        let page = &mut self.page;
        (page.documents, page.invalid, page.unjudged) = (summary.documents, summary.invalid, summary.unjudged);
        page.is_complete = is_complete;
        page.counts =
            summary.by_member().map(|(rule, member, count)| (rule, member.map(String::from), count)).collect();
        page.write(out)
    }
}

#[cfg(test)]
mod tests {
    use contact_schema::Rule;

    use super::{MAX_FAILURES, MAX_PLACES, Page, grouped};

    #[test]
    fn numbers_have_a_comma_before_every_three_digits() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (12_345_678, "12,345,678")] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn places_and_failures_are_bounded_and_escaped() {
        let mut page = Page { counts: vec![(Rule::TooLong, Some(String::from("/a<b")), 3)], ..Page::default() };
        for index in 0..200 {
            page.add_place(Rule::TooLong, || format!("<script>{index}</script>\u{1b}"));
            page.add_failure(format!("f{index}&"));
        }
        let mut out = Vec::new();
        page.write(&mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.matches("&lt;script&gt;").count(), MAX_PLACES);
        assert_eq!(text.matches("&amp;</code>").count(), MAX_FAILURES);
        assert!(text.contains("and 100 more") && text.contains("/a&lt;b") && !text.contains("<script"));
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
    }
}
