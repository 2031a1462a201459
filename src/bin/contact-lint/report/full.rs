//! For people: the message, the place, and the line of the document with a caret under the fault.

use std::fmt::Write as _;
use std::io::{self, Write};

use anstyle::{AnsiColor, Reset, Style};
use contact_schema::lint::{Finding, FindingPlace, Fix, Related, Safety};
use contact_schema::{Rule, Severity, Span};

use super::concise::write_more;
use super::document::{Document, LocatedFinding};
use super::format::{Format, Formatter, Options, Reporter};
use super::frame::{AFTER, BEFORE, Frame, FrameSize, columns_of, width};
use super::summary_line::{WithSummaryLine, ends_with_summary_line};

pub(super) const FORMAT: Format = Format {
    name: "full",
    help: "Source frames, for people",
    is_for_people: true,
    is_by_line: false,
    shows_fixes: true,
    max_on_terminal: Some(MAX_ON_TERMINAL),
    create: |options| Reporter::new(Full::new(&options), WithSummaryLine),
    matches: |_, end| ends_with_summary_line(end),
};

/// More findings would fill hundreds of lines.
const MAX_ON_TERMINAL: u64 = 50;

/// Frames of narrower terminals are as wide as for this number of columns.
const MIN_WIDTH: usize = 40;

struct Full {
    styles: Styles,
    /// Whether to show lines of the documents.
    source: bool,
    /// The width of the terminal in columns, if there is one.
    width: Option<usize>,
}

impl Full {
    fn new(options: &Options) -> Self {
        Self {
            styles: Styles::new(options.color),
            source: options.source,
            width: options.width.map(|width| width.max(MIN_WIDTH)),
        }
    }
}

/// Styled texts, and the escape sequences that start and end a style; empty without colour.
struct Styles {
    violation: String,
    warning: String,
    /// For line numbers and related places.
    frame: String,
    bold: String,
    end: String,
    arrow: String,
    bar: String,
    equals: String,
}

impl Styles {
    /// Returns the styles that rustc uses.
    fn new(is_colored: bool) -> Self {
        let style = |style: Style| if is_colored { style.render().to_string() } else { String::new() };
        let colored = |color: AnsiColor| style(Style::new().bold().fg_color(Some(color.into())));
        let frame = colored(AnsiColor::BrightBlue);
        let end = if is_colored { Reset.render().to_string() } else { String::new() };
        Self {
            violation: colored(AnsiColor::BrightRed),
            warning: colored(AnsiColor::Yellow),
            bold: style(Style::new().bold()),
            arrow: format!("{frame}--> {end}"),
            bar: format!(" {frame}|{end}"),
            equals: format!(" {frame}= {end}"),
            frame,
            end,
        }
    }

    fn of(&self, severity: Severity) -> &str {
        if severity == Severity::Warning { &self.warning } else { &self.violation }
    }
}

impl Formatter for Full {
    /// Members that are missing from an object are all missing at its end: one frame is enough.
    fn group(&self, findings: &[Finding]) -> usize {
        let is_alike = |finding: &&Finding| {
            findings.first().is_some_and(|first| first.span == finding.span)
                && finding.rule == Rule::MissingMember
                && finding.help.is_none()
                && finding.related.is_none()
        };
        findings.iter().take_while(is_alike).count()
    }

    fn finding(&self, located: &LocatedFinding<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let LocatedFinding { finding, document, others, .. } = *located;
        let location = located.start();
        let digits = if self.source { location.line.checked_ilog10().unwrap_or(0) as usize + 1 } else { 0 };
        // Beside the number and ` | `.
        let columns = self.width.map(|width| width.saturating_sub(digits + 3));
        let mut writer = Writer { styles: &self.styles, digits, columns, is_after_frame: false, out };
        let mut pointer = String::new();
        for (index, finding) in std::iter::once(finding).chain(others).enumerate() {
            writer.title(finding);
            pointer.push_str(if index > 0 { ", " } else { "" });
            push_pointer(&mut pointer, &finding.place);
        }
        writer.place(&document.place(true, location, finding.span));
        let labels = if self.source { writer.frame(located, location.line, &pointer) } else { Labels::default() };
        if !labels.has_pointer && !pointer.is_empty() {
            writer.note("at", &pointer);
        }
        if let Some(Related { span, label, .. }) = finding.related.as_ref().filter(|_| !labels.has_related) {
            let place = document.place(false, located.location_of(span.start), *span);
            writer.note("note", &format!("{label}: {place}"));
        }
        if let Some(help) = &finding.help {
            writer.note("help", help);
        }
        if let Some(fix) = finding.fix() {
            // Indented further than a frame, by ` = fix: ` in place of ` | `.
            let size = frame_size(columns.map(|columns| columns.saturating_sub(5)));
            let change = self.source.then_some(fix).and_then(|fix| Change::new(document.bytes, fix, size));
            writer.note("fix", &fix_text(fix, change));
        }
        writer.out.push(b'\n');
        Ok(())
    }

    fn more(&self, document: Document<'_>, count: u64, out: &mut Vec<u8>) -> io::Result<()> {
        write_more(document, count, out)?;
        writeln!(out)
    }
}

/// The marks below a part of a line.
#[derive(Clone, Copy)]
struct Underline {
    /// The column of the first mark, from 0.
    column: usize,
    /// The number of marks.
    length: usize,
}

impl Underline {
    fn new(text: &str, span: &std::ops::Range<usize>) -> Self {
        let (column, end) = columns_of(text, span);
        Self { column, length: end.saturating_sub(column).max(1) }
    }

    /// Returns the column after the last mark.
    fn end(self) -> usize {
        self.column + self.length
    }
}

/// Returns the size of frames for a terminal of this many columns, if there is one.
fn frame_size(columns: Option<usize>) -> FrameSize {
    columns.map_or(FrameSize::FIXED, FrameSize::of_columns)
}

/// The labels that a frame has.
#[derive(Default)]
struct Labels {
    has_pointer: bool,
    has_related: bool,
}

/// Writes the parts of a finding, as rustc does.
struct Writer<'a> {
    styles: &'a Styles,
    /// The number of digits of the line's number; 0 if the line is not shown.
    digits: usize,
    /// The columns for the line, if the report is for a terminal.
    columns: Option<usize>,
    is_after_frame: bool,
    out: &'a mut Vec<u8>,
}

impl Writer<'_> {
    fn title(&mut self, finding: &Finding) {
        let severity = finding.severity();
        self.push_styled(self.styles.of(severity), &[severity.as_str(), "[", finding.rule.as_str(), "]"]);
        self.push_styled(&self.styles.bold, &[": ", &finding.message]);
        self.out.push(b'\n');
    }

    fn place(&mut self, place: &str) {
        self.repeat(b' ', self.digits);
        self.push(&[&self.styles.arrow, place, "\n"]);
    }

    /// Writes the part of the line that is shown, with its labels: the pointer at the span, and
    /// before it the related place. A label that does not fit is left out.
    fn frame(&mut self, located: &LocatedFinding<'_>, line: u64, pointer: &str) -> Labels {
        let LocatedFinding { finding, document, .. } = *located;
        let related = finding.related.as_ref().map(|related| related.span);
        let Frame { text, primary, others } =
            Frame::new(document.bytes, finding.span, related.as_slice(), frame_size(self.columns));
        let columns = self.columns;
        let fits = |place: Underline, label| columns.is_none_or(|columns| place.end() + 1 + width(label) <= columns);
        let primary = Underline::new(&text, &primary);
        let related = finding.related.as_ref().and_then(|Related { label, .. }| {
            let place = Underline::new(&text, others.first()?.as_ref()?);
            (place.end() < primary.column && fits(place, label)).then_some((place, *label))
        });

        self.bar("\n");
        self.push_styled(&self.styles.frame, &[itoa::Buffer::new().format(line)]);
        self.push(&[&self.styles.bar, " ", &text, "\n"]);
        self.bar(" ");
        let (mut column, mut below) = (0, None);
        if let Some((place, label)) = related {
            self.repeat(b' ', place.column);
            self.underline(&self.styles.frame, b'-', place);
            column = place.end();
            // Two columns stay free beside the label.
            if column + label.len() + 2 <= primary.column {
                self.out.push(b' ');
                self.push_styled(&self.styles.frame, &[label]);
                column += 1 + label.len();
            } else {
                below = Some((place.column, label));
            }
        }
        self.repeat(b' ', primary.column - column);
        let style = self.styles.of(finding.severity());
        self.underline(style, b'^', primary);
        let has_pointer = !pointer.is_empty() && fits(primary, pointer);
        if has_pointer {
            self.out.push(b' ');
            self.push_styled(style, &[pointer]);
        }
        self.out.push(b'\n');
        if let Some((column, label)) = below {
            for text in ["|", label] {
                self.bar(" ");
                self.repeat(b' ', column);
                self.push_styled(&self.styles.frame, &[text]);
                self.out.push(b'\n');
            }
        }
        self.is_after_frame = true;
        Labels { has_pointer, has_related: related.is_some() }
    }

    /// Writes a note below the frame. Further lines of the text start below the first.
    fn note(&mut self, level: &str, text: &str) {
        if std::mem::take(&mut self.is_after_frame) {
            self.bar("\n");
        }
        self.repeat(b' ', self.digits);
        self.push(&[&self.styles.equals]);
        self.push_styled(&self.styles.bold, &[level]);
        let indent = self.digits + " = : ".len() + level.len();
        let (first, further) = text.split_once('\n').unwrap_or((text, ""));
        self.push(&[": ", first, "\n"]);
        for line in further.lines() {
            self.repeat(b' ', indent);
            self.push(&[line, "\n"]);
        }
    }

    /// Writes the bar below the line's number, and a text.
    fn bar(&mut self, text: &str) {
        self.repeat(b' ', self.digits);
        self.push(&[&self.styles.bar, text]);
    }

    fn underline(&mut self, style: &str, mark: u8, place: Underline) {
        self.push(&[style]);
        self.repeat(mark, place.length);
        self.push(&[&self.styles.end]);
    }

    #[inline(always)]
    fn push_styled(&mut self, style: &str, texts: &[&str]) {
        // Without colour there are no styles, and pushing empty texts takes time.
        if style.is_empty() {
            return self.push(texts);
        }
        self.push(&[style]);
        self.push(texts);
        self.push(&[&self.styles.end]);
    }

    /// Writes texts. Formatting them takes several times as long.
    // Inlined, the compiler copies short constants without a call.
    #[inline(always)]
    fn push(&mut self, texts: &[&str]) {
        for text in texts {
            self.out.extend_from_slice(text.as_bytes());
        }
    }

    fn repeat(&mut self, byte: u8, count: usize) {
        self.out.resize(self.out.len() + count, byte);
    }
}

/// Returns the title and the changes of a fix.
fn fix_text(fix: &Fix, change: Option<Change>) -> String {
    let option = match fix.safety {
        Safety::Safe => "--fix",
        Safety::Unsafe => "--unsafe-fixes",
    };
    let more;
    let [label, text, rest] = match &change {
        None => ["", "", ""],
        Some(Change::Line(line)) => [":\n", line, ""],
        Some(Change::Removed(text, 0)) => [", which removes:\n", text, ""],
        Some(Change::Removed(text, lines)) => {
            more = format!("\nand {lines} more line{}", if *lines == 1 { "" } else { "s" });
            [", which removes:\n", text, &more]
        }
    };
    [fix.title.as_ref(), " (", option, ")", label, text, rest].concat()
}

/// The parts of a fix that are shown.
enum Change {
    /// The line of the first edit after the fix.
    Line(String),
    /// The first line of what is removed, and how many follow. The line after the fix would be one
    /// that the fix does not change.
    Removed(String, usize),
}

impl Change {
    fn new(bytes: &[u8], fix: &Fix, size: FrameSize) -> Option<Self> {
        let removed = fix.edits.iter().filter(|edit| edit.text.is_empty());
        let mut removed = removed.filter_map(|edit| bytes.get(edit.span.range())).filter(|text| text.contains(&b'\n'));
        let Some(removed) = removed.next() else { return fixed_line(bytes, fix, size).map(Self::Line) };
        let is_around = |byte: &u8| byte.is_ascii_whitespace() || *byte == b',';
        let start = removed.iter().take_while(|byte| is_around(byte)).count();
        let end = removed.len() - removed.iter().rev().take_while(|byte| is_around(byte)).count();
        let text = removed.get(start..end)?;
        let more = text.iter().filter(|&&byte| byte == b'\n').count();
        Some(Self::Removed(Frame::new(text, Span { start: 0, end: 0 }, &[], size).text, more))
    }
}

/// The number of bytes on each side of an edit that a frame needs.
const AROUND_EDIT: usize = 4 * (BEFORE + AFTER);

/// The maximum length in bytes of an edit that is shown.
const MAX_EDITED: usize = 1 << 10;

/// Returns the line of the first edit after the fix, if all edits are near.
fn fixed_line(bytes: &[u8], fix: &Fix, size: FrameSize) -> Option<String> {
    let (first, last) = (fix.edits.first()?.span.start, fix.edits.last()?.span.end);
    // Other fixes of long texts would need all of them.
    if last - first > MAX_EDITED {
        return None;
    }
    // Only the line, and of a long one only the part that a frame needs.
    let before = bytes.get(first.saturating_sub(AROUND_EDIT)..first)?;
    let after = bytes.get(last..(last + AROUND_EDIT).min(bytes.len()))?;
    let start = first - before.len() + memchr::memrchr(b'\n', before).map_or(0, |feed| feed + 1);
    let end = last + memchr::memchr(b'\n', after).unwrap_or(after.len());
    let mut near = fix.clone();
    for edit in &mut near.edits {
        edit.span.start -= start;
        edit.span.end -= start;
    }
    let fixed = near.apply(bytes.get(start..end)?);
    let at = first - start;
    Some(Frame::new(&fixed, Span { start: at, end: at }, &[], size).text)
}

/// Writes the pointer to a place, as a pointer is shown.
fn push_pointer(text: &mut String, place: &FindingPlace) {
    match place {
        FindingPlace::Unread | FindingPlace::Document => {}
        FindingPlace::Member(name) => {
            text.push('/');
            text.push_str(name);
        }
        FindingPlace::Item(name, index) => {
            text.push('/');
            text.push_str(name);
            text.push('/');
            text.push_str(itoa::Buffer::new().format(*index));
        }
        FindingPlace::Unknown(pointer) => {
            // Writing to memory does not fail.
            let _ = write!(text, "{pointer}");
        }
    }
}

#[cfg(test)]
mod tests {
    use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
    use contact_schema::lint::{Kind, Linter};

    use super::super::document::{Lines, Source};
    use super::*;

    /// Texts with difficult content for frames, in which the test then changes bytes.
    const SEEDS: [&str; 11] = [
        r#"{"notify":true,"name":"Ada Lovelace","email":"ada@example.com","phones":["112"],"comment":"a comment of some length"}"#,
        r#"{"notify":1,"name":"名前名前名前","email":"a..b@c.de","phones":["٣٣٣",2,"3","4","5","6"],"comment":null}"#,
        r#"{"notify": "yes", "name": null, "phones": "e\u0301", "comment": "👍🏽👨‍👩‍👧 café", "phone": 7, "e-mail": 1}"#,
        r#"   {"notify" : 1 , "x##[error]": "a##b", "comment": 3.5                                  , "name":{}}"#,
        r#"{"id": 1.5, "name": "x", "email": null, "phones": [], "comment": "", "companyId": "7", "notifyAt": "2024-02-30T00:00Z"}"#,
        r#"{}"#,
        r#"{"notify":true,"name":"é","name":"金","comment":"x","naem":1,"email":null,"name":2}"#,
        r#"{"id":1,"email":null,"phones":[],"comment":null,"companyId":4,"createdAt":"2024-02-30T00:00Z","nmae":"x"}"#,
        r#"[{"notify":true}]"#,
        r#"{"notify":1,"name":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx","notify":2}"#,
        "{\"notify\":true,\"comment\":\"عربي ﷺ\u{3000}\u{200b} \u{3164}\u{2800}\",\"email\":\"é@x.de\",\"name\":\"     \"       }",
    ];

    /// A generator of numbers; the same in each run.
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, end: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) as usize % end
        }
    }

    fn changed(seed: &str, numbers: &mut Numbers) -> Vec<u8> {
        const PARTS: [&[u8]; 12] =
            [b"\"", b" ", b"#", b"1", b"\\u0000", "é".as_bytes(), "語".as_bytes(), b"\xFF", b"\t", b",", b"{", b""];
        let mut text = seed.as_bytes().to_vec();
        for _ in 0..numbers.below(4) {
            let at = numbers.below(text.len() + 1);
            let end = (at + numbers.below(3)).min(text.len());
            text.splice(at..end, PARTS[numbers.below(PARTS.len())].repeat(1 + numbers.below(3)));
        }
        text.retain(|&byte| byte != b'\n');
        text
    }

    /// Calls `act` with the findings of a text and what is written for each.
    fn each(full: &Full, text: &[u8], kind: Kind, act: &mut dyn FnMut(&LocatedFinding<'_>, String)) {
        let source = Source::new(String::from("x.ndjson"), None, false);
        Linter::new().kind(kind).find_fixes(true).ndjson(text, &mut |report| {
            let document = Document { source: &source, bytes: text, offset: 0, index: report.index, record_id: None };
            let lines = Lines::of_record(text, report.index + 1, report.span.start);
            let locate = &|offset| lines.locate(offset);
            let mut rest = &report.findings[..];
            while let Some((finding, after)) = rest.split_first() {
                let (others, after) = after.split_at(full.group(rest).max(1) - 1);
                let located = LocatedFinding { finding, others, kind: report.kind, document, locate };
                let mut out = Vec::new();
                full.finding(&located, &mut out).unwrap();
                act(&located, String::from_utf8(out).unwrap());
                rest = after;
            }
        });
    }

    /// Returns what rustc's renderer writes for a finding; `None` if it lays the line out in
    /// another way: it cuts indentation and wide lines, and moves labels.
    fn rendered(full: &Full, renderer: &Renderer, located: &LocatedFinding<'_>) -> Option<String> {
        let LocatedFinding { finding, document, others, .. } = *located;
        let severity = finding.severity();
        let level = if severity == Severity::Warning { Level::WARNING } else { Level::ERROR };
        let title = |finding: &'_ Finding| {
            let title = level.clone().with_name(severity.as_str()).primary_title(finding.message.to_string());
            title.id(finding.rule.as_str())
        };
        let all: Vec<_> = std::iter::once(finding).chain(others).collect();
        let (last, first) = all.split_last().unwrap();
        let mut text = String::new();
        for finding in first {
            writeln!(text, "{}", renderer.render(&[Group::with_title(title(finding))])).unwrap();
        }
        let location = located.start();
        let place = document.place(true, location, finding.span);
        let head = renderer.render(&[title(last).element(Origin::path(place.as_str()))]);
        let digits = if full.source { location.line.to_string().len() } else { 0 };
        writeln!(text, "{}", head.replace('\n', &format!("\n{:1$}", "", digits))).unwrap();

        let pointers: Vec<_> = all.iter().filter_map(|finding| Some(finding.pointer()?.to_string())).collect();
        let pointer = pointers.join(", ");
        let related = finding.related.as_ref();
        let span = related.map(|related| related.span);
        let columns = full.width.map(|width| width - digits - 3);
        let size = frame_size(columns);
        let frame = full.source.then(|| Frame::new(document.bytes, finding.span, span.as_slice(), size));
        let mut body = Group::with_level(level.clone());
        let mut notes = Vec::new();
        let note = |related: &Related| {
            let place = document.place(false, located.location_of(related.span.start), related.span);
            ("note", format!("{}: {place}", related.label))
        };
        if let Some(Frame { text, primary, others }) = &frame {
            let indent = text.len() - text.trim_start().len();
            if indent > 20 || width(text) + pointer.len() > 400 {
                return None;
            }
            let fits = |span: &std::ops::Range<usize>, label: &str| {
                let (start, end) = columns_of(text, span);
                columns.is_none_or(|columns| end.max(start + 1) + 1 + width(label) <= columns)
            };
            let mut marks = AnnotationKind::Primary.span(primary.clone());
            let has_label = !pointer.is_empty() && fits(primary, &pointer);
            if has_label {
                marks = marks.label(pointer.as_str());
            } else if !pointer.is_empty() {
                notes.push(("at", pointer.clone()));
            }
            let mut snippet = Snippet::source(text).line_start(location.line as usize).fold(false).annotation(marks);
            match (related, others.first().cloned().flatten()) {
                (Some(related), Some(span)) if !fits(&span, related.label) => notes.push(note(related)),
                (Some(related), Some(span)) if span.end < primary.start && has_label => {
                    snippet = snippet.annotation(AnnotationKind::Context.span(span).label(related.label));
                }
                (Some(related), None) => notes.push(note(related)),
                (None, _) => {}
                _ => return None,
            }
            body = body.element(snippet);
        } else {
            notes.extend((!pointer.is_empty()).then_some(("at", pointer.clone())));
            notes.extend(related.map(note));
        }
        notes.extend(finding.help.iter().map(|help| ("help", help.to_string())));
        notes.extend(finding.fix().map(|fix| {
            let size = frame_size(columns.map(|columns| columns - 5));
            let change = full.source.then(|| Change::new(document.bytes, fix, size)).flatten();
            ("fix", fix_text(fix, change))
        }));
        for (name, text) in &notes {
            body = body.element(Level::NOTE.with_name(*name).message(text.as_str()));
        }
        if !body.is_empty() {
            writeln!(text, "{}", renderer.render(&[body])).unwrap();
        }
        Some(text + "\n")
    }

    #[test]
    fn findings_look_as_those_of_rustc() {
        let mut numbers = Numbers(1);
        let terminals = [(true, false, Some(40)), (true, true, Some(90))];
        let others = [(true, false), (true, true), (false, false), (false, true)];
        for (source, color, width) in terminals.into_iter().chain(others.map(|(source, color)| (source, color, None))) {
            let full = Full::new(&Options { source, color, width, ..Options::default() });
            let renderer = if color { Renderer::styled() } else { Renderer::plain() }.term_width(480);
            let (mut same, mut all) = (0, 0);
            for round in 0..2000 {
                let lines = (0..=numbers.below(3)).map(|_| changed(SEEDS[numbers.below(SEEDS.len())], &mut numbers));
                let text = lines.collect::<Vec<_>>().join(&b'\n');
                let kind = if round % 2 == 0 { Kind::Request } else { Kind::Contact };
                each(&full, &text, kind, &mut |located, written| {
                    all += 1;
                    if let Some(rendered) = rendered(&full, &renderer, located) {
                        same += 1;
                        assert_eq!(written, rendered, "{}", String::from_utf8_lossy(&text));
                    }
                });
            }
            assert!(all > 5_000 && same * 10 > all * 9, "{same} of {all}");
        }
    }

    /// What is written for each finding of a text.
    fn written(full: &Full, text: &[u8], kind: Kind) -> Vec<String> {
        let mut all = Vec::new();
        each(full, text, kind, &mut |_, written| all.push(written));
        all
    }

    #[test]
    fn frames_and_fixed_lines_fit_the_terminal() {
        let name = "x".repeat(200);
        let text = format!(r#"{{"notify":true,"name":"{name}","email":"a..b@c.de","emial":1,"comment":"{name}"}}"#);
        for columns in [40, 60, 80] {
            let full = Full::new(&Options { source: true, width: Some(columns), ..Options::default() });
            let shown = written(&full, text.as_bytes(), Kind::Request);
            assert!(shown.iter().any(|shown| shown.contains("fix: ")), "{shown:?}");
            for shown in &shown {
                let is_source = |line: &&str| line.starts_with("1 | ") || line.starts_with("         ");
                assert!(shown.lines().filter(is_source).all(|line| width(line) <= columns), "{shown}");
            }
        }
    }

    #[test]
    fn what_a_fix_removes_is_shown_as_removed() {
        let text = "{\n  \"notify\": true,\n  \"name\": \"A\",\n  \"phones\": null,\n  \"name\": \"A\"\n}";
        let wide = "{\"notify\": true, \"name\": \"A\", \"phones\": [\n1], \"phones\":\n[\n1]}";
        let one = "{\"notify\": true,\n \"name\": \"A\", \"phones\": null, \"comment\": null}";
        let shown = |text: &str| {
            let mut shown = Vec::new();
            Linter::new().find_fixes(true).json(text.as_bytes(), &mut |report| {
                for fix in report.findings.iter().filter_map(Finding::fix) {
                    shown.push(fix_text(fix, Change::new(text.as_bytes(), fix, FrameSize::FIXED)));
                }
            });
            shown
        };
        let removes = "leave the member out (--unsafe-fixes), which removes:\n\"phones\": null";
        let duplicate = "remove the second `name`, which has the same value (--fix), which removes:\n\"name\": \"A\"";
        assert_eq!(shown(text), [removes, duplicate]);
        let several = shown(wide).into_iter().find(|shown| shown.contains("second")).unwrap();
        assert!(several.ends_with("(--fix), which removes:\n\"phones\":\nand 2 more lines"), "{several}");
        let line = "leave the member out (--unsafe-fixes):\n \"name\": \"A\", \"comment\": null}";
        assert_eq!(shown(one), [line]);
    }

    #[test]
    fn missing_members_share_a_frame() {
        let full = Full::new(&Options { source: true, ..Options::default() });
        let shown = written(&full, br#"{"id": 1, "notifyA": 2}"#, Kind::Contact);
        let missing =
            |name| format!("violation[missing-member]: expected the member `{name}`, found the end of the object\n");
        // One has help and two labels of its own.
        let [first, other, last] = &shown[..] else { panic!("{shown:?}") };
        let labels =
            "  |           ---------   ^ /notifyAt\n  |           |\n  |           a member that is not documented\n";
        assert!(other.contains(labels), "{other}");
        let names = ["name", "email", "phones", "comment", "companyId"];
        let frame = " --> x.ndjson:1:23 (byte 22)\n  |\n1 | {\"id\": 1, \"notifyA\": 2}\n  |                       ^ ";
        assert_eq!(*first, names.map(missing).concat() + frame + "/name, /email, /phones, /comment, /companyId\n\n");
        assert_eq!(*last, ["updatedAt", "createdAt"].map(missing).concat() + frame + "/updatedAt, /createdAt\n\n");
    }
}
