//! For people: the message, the place, and the line of the document with a caret under the fault.

use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use contact_schema::Severity;
use contact_schema::lint::Related;
use unicode_width::UnicodeWidthStr as _;

use super::concise::write_more;
use super::document::{Document, LocatedFinding};
use super::format::{Format, Formatter, Options, Reporter};
use super::frame::{Frame, FrameSize};
use super::summary_line::{WithSummaryLine, ends_with_summary_line};

pub(super) const FORMAT: Format = Format {
    name: "full",
    help: "Source frames, for people",
    is_for_people: true,
    is_by_line: false,
    max_on_terminal: Some(MAX_ON_TERMINAL),
    create: |options| Reporter::new(Full::new(&options), WithSummaryLine),
    matches: |_, end| ends_with_summary_line(end),
};

/// More findings than that are hundreds of lines.
const MAX_ON_TERMINAL: u64 = 50;

struct Full {
    renderer: Renderer,
    /// Whether to show lines of the documents.
    source: bool,
    /// The width of the terminal in columns, if there is one.
    width: Option<usize>,
}

/// Frames of narrower terminals are as wide as for this number of columns.
const MIN_WIDTH: usize = 40;

/// The width for the renderer. Frames are narrower.
const RENDERER_WIDTH: usize = 240;

impl Full {
    fn new(options: &Options) -> Self {
        let renderer = if options.color { Renderer::styled() } else { Renderer::plain() };
        let width = options.width.map(|width| width.max(MIN_WIDTH));
        Self { renderer: renderer.term_width(RENDERER_WIDTH), source: options.source, width }
    }
}

impl Formatter for Full {
    fn finding(&self, located: &LocatedFinding<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let level = match located.finding.severity() {
            Severity::Warning => Level::WARNING,
            _ => Level::ERROR,
        };
        self.write_head(located, level.clone(), out)?;
        let columns = self.columns(located);
        let frame = self.source.then(|| {
            let related: Vec<_> = located.finding.related.iter().map(|related| related.span).collect();
            let size = columns.map_or(FrameSize::FIXED, FrameSize::of_columns);
            Frame::new(located.document.bytes, located.finding.span, &related, size)
        });
        let body = body(located, level, frame, columns);
        if body.is_empty() { writeln!(out) } else { writeln!(out, "{}\n", self.renderer.render(&[body])) }
    }

    fn more(&self, document: Document<'_>, count: u64, out: &mut Vec<u8>) -> io::Result<()> {
        write_more(document, count, out)?;
        writeln!(out)
    }
}

impl Full {
    /// Returns how many columns of the terminal the source line has, beside its number.
    fn columns(&self, located: &LocatedFinding<'_>) -> Option<usize> {
        let margin = located.start().line.to_string().len() + " | ".len();
        self.width.map(|width| width.saturating_sub(margin))
    }

    /// Writes the message and the place.
    fn write_head(&self, located: &LocatedFinding<'_>, level: Level<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let LocatedFinding { finding, document, .. } = located;
        let location = located.start();
        let path = document.place(true, location, finding.span);
        // Rendered apart from the snippet, or the renderer would print the column in the part of
        // the line that it shows.
        let title = level.with_name(finding.severity().as_str()).primary_title(&*finding.message);
        let head = self.renderer.render(&[title.id(finding.rule.as_str()).element(Origin::path(path))]);
        let indent = format!("\n{:1$}", "", location.line.to_string().len());
        writeln!(out, "{}", head.replace('\n', if self.source { &indent } else { "\n" }))
    }
}

/// Returns the source line with its labels, the related place if that line does not show it, and
/// the help. `columns` is the width of the source line, if it is limited.
fn body<'a>(
    located: &LocatedFinding<'a>,
    level: Level<'static>,
    frame: Option<Frame>,
    columns: Option<usize>,
) -> Group<'a> {
    let finding = located.finding;
    let mut pointer = finding.pointer().map(|pointer| pointer.to_string()).unwrap_or_default();
    let mut related = finding.related.as_ref();
    let mut body = Group::with_level(level);
    if let Some(frame) = frame {
        let number = usize::try_from(located.start().line).unwrap_or(usize::MAX);
        let fits = |span: &Range<usize>, label: &str| {
            let width_to = |end| frame.text.get(..end).unwrap_or_default().width();
            let end = width_to(span.end).max(width_to(span.start) + 1);
            columns.is_none_or(|columns| end + 1 + label.width() <= columns)
        };
        let mut primary = AnnotationKind::Primary.span(frame.primary.clone());
        if fits(&frame.primary, &pointer) {
            primary = primary.label(std::mem::take(&mut pointer));
        }
        let other = frame.others.iter().flatten().next().cloned().zip(related);
        let other = other.filter(|(span, shown)| fits(span, shown.label));
        let mut snippet = Snippet::source(frame.text).line_start(number).fold(false).annotation(primary);
        if let Some((span, shown)) = other {
            snippet = snippet.annotation(AnnotationKind::Context.span(span).label(shown.label));
            related = None;
        }
        body = body.element(snippet);
    }
    if !pointer.is_empty() {
        body = body.element(Level::NOTE.with_name("at").message(pointer));
    }
    if let Some(Related { span, label }) = related {
        let place = located.document.place(false, located.location_of(span.start), *span);
        body = body.element(Level::NOTE.message(format!("{label}: {place}")));
    }
    if let Some(help) = &finding.help {
        body = body.element(Level::HELP.message(&**help));
    }
    body
}
