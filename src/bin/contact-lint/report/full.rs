//! For people: the message, the place, and the part of the source with a caret under what is wrong.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use contact_schema::Severity;
use contact_schema::escape::Escaped;
use contact_schema::lint::{Finding, Kind, Location, Related};

use super::frame::Frame;
use super::{Document, Lines, Report};

pub(crate) struct Full {
    renderer: Renderer,
    source: bool,
}

impl Full {
    /// `source`: whether to show lines of the documents.
    pub(crate) fn new(color: bool, source: bool) -> Self {
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        Self { renderer: renderer.term_width(240), source }
    }
}

impl Report for Full {
    fn finding(
        &self,
        out: &mut Vec<u8>,
        document: Document<'_>,
        lines: &mut Lines<'_>,
        _kind: Option<Kind>,
        finding: &Finding,
    ) -> io::Result<()> {
        let location = lines.locate(finding.span.start);
        let Location { line, .. } = location;
        let path = document.place(true, location, finding.span);
        let level = match finding.severity() {
            Severity::Warning => Level::WARNING,
            _ => Level::ERROR,
        };
        let pointer = finding.pointer.as_ref().map(ToString::to_string).unwrap_or_default();
        // The renderer would count the column in the part of the line that it is shown, so the place is rendered apart.
        let title = level.clone().with_name(finding.severity().as_str()).primary_title(&*finding.message);
        let head = self.renderer.render(&[title.id(finding.rule.as_str()).element(Origin::path(path))]);
        let indent = format!("\n{:1$}", "", line.to_string().len());
        writeln!(out, "{}", head.replace('\n', if self.source { &indent } else { "\n" }))?;

        let mut body = Group::with_level(level);
        let mut related = finding.related.as_ref();
        if self.source {
            let spans: Vec<_> = related.iter().map(|related| related.span).collect();
            let frame = Frame::new(document.bytes, finding.span, &spans);
            let number = usize::try_from(line).unwrap_or(usize::MAX);
            let mut snippet = Snippet::source(frame.text).line_start(number).fold(false);
            snippet = snippet.annotation(AnnotationKind::Primary.span(frame.primary).label(pointer));
            if let Some((span, shown)) = frame.others.into_iter().next().flatten().zip(related) {
                snippet = snippet.annotation(AnnotationKind::Context.span(span).label(shown.label));
                related = None;
            }
            body = body.element(snippet);
        } else if !pointer.is_empty() {
            body = body.element(Level::NOTE.with_name("at").message(pointer));
        }
        if let Some(Related { span, label }) = related {
            let place = document.place(false, lines.locate(span.start), *span);
            body = body.element(Level::NOTE.message(format!("{label}: {place}")));
        }
        if let Some(help) = &finding.help {
            body = body.element(Level::HELP.message(&**help));
        }
        if body.is_empty() { writeln!(out) } else { writeln!(out, "{}\n", self.renderer.render(&[body])) }
    }

    fn more(&self, out: &mut Vec<u8>, document: Document<'_>, count: u64) -> io::Result<()> {
        writeln!(
            out,
            "{}: and {count} more findings in document {}{}\n",
            Escaped(&document.source.path),
            document.index,
            document.of_range()
        )
    }
}
