//! For people: the message, the place, and the line of the document with a caret under the fault.

use std::fmt::Write as _;
use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
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

/// The width for the renderer. Frames are narrower.
const RENDERER_WIDTH: usize = 480;

struct Full {
    renderer: Renderer,
    is_colored: bool,
    /// Whether to show lines of the documents.
    source: bool,
    /// The width of the terminal in columns, if there is one.
    width: Option<usize>,
}

impl Full {
    fn new(options: &Options) -> Self {
        let renderer = if options.color { Renderer::styled() } else { Renderer::plain() };
        Self {
            renderer: renderer.term_width(RENDERER_WIDTH),
            is_colored: options.color,
            source: options.source,
            width: options.width.map(|width| width.max(MIN_WIDTH)),
        }
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
        let view = View::new(self, located);
        match view.plain_frame().filter(|_| !self.is_colored) {
            Some(frame) => view.write(frame, out),
            None => self.render(&view, out)?,
        }
        Ok(())
    }

    fn more(&self, document: Document<'_>, count: u64, out: &mut Vec<u8>) -> io::Result<()> {
        write_more(document, count, out)?;
        writeln!(out)
    }
}

/// The parts of a finding that are shown.
struct View<'a> {
    located: &'a LocatedFinding<'a>,
    /// The number of the line.
    line: u64,
    /// The number of its digits; 0 if the line is not shown.
    digits: usize,
    /// The place, with the name of the input.
    place: String,
    /// The part of the line that is shown, if it is.
    frame: Option<Frame>,
    /// The pointers of the finding and of the others of its group.
    pointer: String,
    /// Whether the pointer is a label of the span; else it is a note.
    is_label: bool,
    /// The related place, if it is a label in the frame.
    related_label: Option<&'a Related>,
    /// The related place, if it is a note.
    related_note: Option<String>,
    /// The title of the fix, and the line after it.
    fix: Option<String>,
}

/// The common frame: one line with one label, or with another one before it.
struct PlainFrame<'a> {
    text: &'a str,
    primary: Underline,
    /// The related place and its label.
    related: Option<(Underline, &'a str)>,
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
}

impl<'a> View<'a> {
    fn new(full: &Full, located: &'a LocatedFinding<'a>) -> Self {
        let LocatedFinding { finding, document, others, .. } = *located;
        let location = located.start();
        let digits = if full.source { location.line.checked_ilog10().unwrap_or(0) as usize + 1 } else { 0 };
        // Beside the number and ` | `.
        let columns = full.width.map(|width| width.saturating_sub(digits + 3));
        let frame = full.source.then(|| {
            let related = finding.related.as_ref().map(|related| related.span);
            let size = columns.map_or(FrameSize::FIXED, FrameSize::of_columns);
            Frame::new(document.bytes, finding.span, related.as_slice(), size)
        });
        let mut pointer = String::new();
        push_pointer(&mut pointer, &finding.place);
        for other in others {
            pointer.push_str(", ");
            push_pointer(&mut pointer, &other.place);
        }
        let fits = |text: &str, span: &std::ops::Range<usize>, label: &str| {
            columns.is_none_or(|columns| {
                let (start, end) = columns_of(text, span);
                end.max(start + 1) + 1 + width(label) <= columns
            })
        };
        let is_label = frame.as_ref().is_some_and(|frame| fits(&frame.text, &frame.primary, &pointer));
        let other = frame.as_ref().and_then(|frame| Some((&frame.text, frame.others.first()?.as_ref()?)));
        let related = finding.related.as_ref();
        let is_shown = |related: &&Related| other.is_some_and(|(text, span)| fits(text, span, related.label));
        let related_label = related.filter(is_shown);
        let related_note = related.filter(|_| related_label.is_none()).map(|Related { span, label, .. }| {
            format!("{label}: {}", document.place(false, located.location_of(span.start), *span))
        });
        let fix = finding.fix().map(|fix| {
            // Indented further than a frame, by ` = fix: ` in place of ` | `.
            let size = columns.map_or(FrameSize::FIXED, |columns| FrameSize::of_columns(columns.saturating_sub(5)));
            let change = full.source.then_some(fix).and_then(|fix| Change::new(document.bytes, fix, size));
            fix_text(fix, change)
        });
        Self {
            located,
            line: location.line,
            digits,
            place: document.place(true, location, finding.span),
            frame,
            pointer,
            is_label,
            related_label,
            related_note,
            fix,
        }
    }

    /// Returns the findings of the group.
    fn findings(&self) -> impl Iterator<Item = &'a Finding> {
        std::iter::once(self.located.finding).chain(self.located.others)
    }

    /// Returns the notes below the frame, with their levels.
    fn notes(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let pointer = Some(self.pointer.as_str()).filter(|pointer| !self.is_label && !pointer.is_empty());
        let help = self.located.finding.help.as_deref();
        let notes = [pointer.map(|text| ("at", text)), self.related_note.as_deref().map(|text| ("note", text))];
        notes
            .into_iter()
            .chain([help.map(|text| ("help", text)), self.fix.as_deref().map(|text| ("fix", text))])
            .flatten()
    }

    /// Returns the frame if it is one that [`write`](Self::write) can write: with one label, or with
    /// a related place before the primary one, and without indentation or a width that the renderer
    /// would cut. `None` inside is no frame.
    fn plain_frame(&self) -> Option<Option<PlainFrame<'_>>> {
        const MAX_INDENT: usize = 20;
        const MAX_WIDTH: usize = 440;
        let Some(Frame { text, primary, others }) = &self.frame else { return Some(None) };
        let primary = Underline::new(text, primary);
        let related = match (self.related_label, others.first()) {
            (None, _) => None,
            (Some(Related { label, .. }), Some(Some(span))) => {
                let related = Underline::new(text, span);
                let is_before = related.column + related.length < primary.column;
                // Without a label of the primary place, the renderer moves the other one up.
                if !is_before || !self.is_label || self.pointer.is_empty() {
                    return None;
                }
                Some((related, *label))
            }
            (Some(_), _) => return None,
        };
        let labels = self.pointer.len() + related.map_or(0, |(_, label)| label.len());
        let indent = text.len() - text.trim_start().len();
        // A character has no more columns than bytes.
        let is_short = text.len() + labels <= MAX_WIDTH;
        let is_plain = indent <= MAX_INDENT && (is_short || width(text) + labels <= MAX_WIDTH);
        is_plain.then_some(Some(PlainFrame { text, primary, related }))
    }

    /// Writes the finding without colour, byte for byte as the renderer does, in a fraction of its
    /// time.
    fn write(&self, frame: Option<PlainFrame<'_>>, out: &mut Vec<u8>) {
        for finding in self.findings() {
            push(out, &[finding.severity().as_str(), "[", finding.rule.as_str(), "]: ", &finding.message, "\n"]);
        }
        self.push_margin(out, "--> ");
        push(out, &[&self.place, "\n"]);
        let has_frame = frame.is_some();
        if let Some(frame) = frame {
            self.write_frame(&frame, out);
        }
        for (index, (level, text)) in self.notes().enumerate() {
            if index == 0 && has_frame {
                self.push_margin(out, " |\n");
            }
            self.push_margin(out, " = ");
            push(out, &[level, ": "]);
            // Further lines start below the first.
            let mut rest = text;
            while let Some((line, after)) = memchr::memchr(b'\n', rest.as_bytes())
                .and_then(|feed| Some((rest.get(..=feed)?, rest.get(feed + 1..)?)))
            {
                push(out, &[line]);
                push_repeated(out, b' ', self.digits + " = : ".len() + level.len());
                rest = after;
            }
            push(out, &[rest, "\n"]);
        }
        out.push(b'\n');
    }

    /// Writes the line with its labels.
    fn write_frame(&self, frame: &PlainFrame<'_>, out: &mut Vec<u8>) {
        let &PlainFrame { text, primary, related } = frame;
        self.push_margin(out, " |\n");
        push(out, &[itoa::Buffer::new().format(self.line), " | ", text, "\n"]);
        self.push_margin(out, " | ");
        let mut column = 0;
        let mut below = None;
        if let Some((Underline { column: start, length }, label)) = related {
            push_repeated(out, b' ', start);
            push_repeated(out, b'-', length);
            column = start + length;
            // The renderer wants two columns beside the label.
            if column + label.len() + 2 <= primary.column {
                push(out, &[" ", label]);
                column += 1 + label.len();
            } else {
                below = Some((start, label));
            }
        }
        push_repeated(out, b' ', primary.column - column);
        push_repeated(out, b'^', primary.length);
        if self.is_label && !self.pointer.is_empty() {
            push(out, &[" ", &self.pointer]);
        }
        out.push(b'\n');
        if let Some((start, label)) = below {
            for text in ["|", label] {
                self.push_margin(out, " | ");
                push_repeated(out, b' ', start);
                push(out, &[text, "\n"]);
            }
        }
    }

    /// Writes the space below the number of the line, and a text.
    fn push_margin(&self, out: &mut Vec<u8>, text: &str) {
        push_repeated(out, b' ', self.digits);
        push(out, &[text]);
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

/// Writes texts. Formatting them takes several times as long.
fn push(out: &mut Vec<u8>, texts: &[&str]) {
    for text in texts {
        out.extend_from_slice(text.as_bytes());
    }
}

/// Writes a byte several times.
fn push_repeated(out: &mut Vec<u8>, byte: u8, count: usize) {
    out.resize(out.len() + count, byte);
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

impl Full {
    /// Writes any finding, with optional colour.
    fn render(&self, view: &View<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let severity = view.located.finding.severity();
        let level = if severity == Severity::Warning { Level::WARNING } else { Level::ERROR };
        // Rendered apart from the snippet, or the renderer would print the column in the part of
        // the line that it shows.
        let title = |finding: &'_ Finding| {
            let level = level.clone().with_name(severity.as_str());
            level.primary_title(finding.message.to_string()).id(finding.rule.as_str())
        };
        for finding in view.findings().take(view.located.others.len()) {
            writeln!(out, "{}", self.renderer.render(&[Group::with_title(title(finding))]))?;
        }
        let last = view.located.others.last().unwrap_or(view.located.finding);
        let head = self.renderer.render(&[title(last).element(Origin::path(view.place.as_str()))]);
        writeln!(out, "{}", head.replace('\n', &format!("\n{:1$}", "", view.digits)))?;
        let body = view.body(level);
        if body.is_empty() { writeln!(out) } else { writeln!(out, "{}\n", self.renderer.render(&[body])) }
    }
}

impl View<'_> {
    /// Returns the source line with its labels, and the notes.
    fn body(&self, level: Level<'static>) -> Group<'_> {
        let mut body = Group::with_level(level);
        if let Some(frame) = &self.frame {
            let number = usize::try_from(self.line).unwrap_or(usize::MAX);
            let mut primary = AnnotationKind::Primary.span(frame.primary.clone());
            if self.is_label {
                primary = primary.label(self.pointer.as_str());
            }
            let mut snippet = Snippet::source(&frame.text).line_start(number).fold(false).annotation(primary);
            if let Some((span, shown)) = frame.others.first().cloned().flatten().zip(self.related_label) {
                snippet = snippet.annotation(AnnotationKind::Context.span(span).label(shown.label));
            }
            body = body.element(snippet);
        }
        for (name, text) in self.notes() {
            let level = if matches!(name, "help" | "fix") { Level::HELP } else { Level::NOTE };
            body = body.element(level.with_name(name).message(text));
        }
        body
    }
}

#[cfg(test)]
mod tests {
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

    /// The findings of a text, each written by both writers, if the plain one takes it.
    fn both(full: &Full, text: &[u8], kind: Kind) -> Vec<Option<(String, String)>> {
        let source = Source::new(String::from("x.ndjson"), None, false);
        let mut found = Vec::new();
        Linter::new().kind(kind).find_fixes(true).ndjson(text, &mut |report| {
            let document = Document { source: &source, bytes: text, offset: 0, index: report.index, record_id: None };
            let lines = Lines::of_record(text, report.index + 1, report.span.start);
            let locate = &|offset| lines.locate(offset);
            let mut rest = &report.findings[..];
            while let Some((finding, after)) = rest.split_first() {
                let (others, after) = after.split_at(full.group(rest).max(1) - 1);
                let located = LocatedFinding { finding, others, kind: report.kind, document, locate };
                let view = View::new(full, &located);
                let shown = |bytes| String::from_utf8(bytes).unwrap();
                found.push(view.plain_frame().map(|frame| {
                    let (mut plain, mut rendered) = (Vec::new(), Vec::new());
                    view.write(frame, &mut plain);
                    full.render(&view, &mut rendered).unwrap();
                    (shown(plain), shown(rendered))
                }));
                rest = after;
            }
        });
        found
    }

    #[test]
    fn plain_frames_are_those_of_the_renderer() {
        let mut numbers = Numbers(1);
        for (source, width) in [(true, None), (true, Some(40)), (true, Some(90)), (false, None)] {
            let full = Full::new(&Options { source, width, ..Options::default() });
            let (mut plain, mut all) = (0, 0);
            for round in 0..2000 {
                let lines = (0..=numbers.below(3)).map(|_| changed(SEEDS[numbers.below(SEEDS.len())], &mut numbers));
                let text = lines.collect::<Vec<_>>().join(&b'\n');
                let kind = if round % 2 == 0 { Kind::Request } else { Kind::Contact };
                for written in both(&full, &text, kind) {
                    all += 1;
                    if let Some((written, rendered)) = written {
                        plain += 1;
                        assert_eq!(written, rendered, "{}", String::from_utf8_lossy(&text));
                    }
                }
            }
            assert!(all > 5_000 && plain * 10 > all * 9, "{plain} of {all}");
        }
    }

    #[test]
    fn frames_and_fixed_lines_fit_the_terminal() {
        let name = "x".repeat(200);
        let text = format!(r#"{{"notify":true,"name":"{name}","email":"a..b@c.de","emial":1,"comment":"{name}"}}"#);
        for columns in [40, 60, 80] {
            let full = Full::new(&Options { source: true, width: Some(columns), ..Options::default() });
            let shown: Vec<_> = both(&full, text.as_bytes(), Kind::Request).into_iter().flatten().collect();
            assert!(shown.iter().any(|(plain, _)| plain.contains("fix: ")), "{shown:?}");
            for (plain, _) in &shown {
                let is_source = |line: &&str| line.starts_with("1 | ") || line.starts_with("         ");
                assert!(plain.lines().filter(is_source).all(|line| width(line) <= columns), "{plain}");
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
        let found = both(&full, br#"{"id": 1, "notifyA": 2}"#, Kind::Contact);
        let shown: Vec<_> = found.into_iter().flatten().map(|(plain, _)| plain).collect();
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
