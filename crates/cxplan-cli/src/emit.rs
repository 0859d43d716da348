//! Findings, written for people or programs.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use cxplan_engine::core::diag::{Diagnostic, Severity};
use cxplan_engine::core::source::{Source, Span};
use serde_json::json;

use crate::args::{Global, MessageFormat};
use crate::table::printable;
use crate::terminal::note;

/// More findings than this are counted, not shown: nobody reads on, and each costs a look through the text.
const MOST_SHOWN: usize = 200;

/// Writes findings to standard error, and for people a line that counts them.
pub(crate) fn findings(diagnostics: &[Diagnostic], source: Option<&Source>, global: &Global) {
    let wanted = |diagnostic: &&Diagnostic| !global.quiet || diagnostic.severity == Severity::Error;
    let mut shown: Vec<&Diagnostic> = diagnostics.iter().filter(wanted).collect();
    let all = shown.len();
    // Programs get everything; people get the errors before the warnings where it is too much.
    if global.message_format == MessageFormat::Human && all > MOST_SHOWN {
        shown.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.severity));
        shown.truncate(MOST_SHOWN);
    }
    let color = matches!(
        anstream::AutoStream::choice(&std::io::stderr()),
        anstream::ColorChoice::Always | anstream::ColorChoice::AlwaysAnsi
    );
    for diagnostic in &shown {
        match global.message_format {
            MessageFormat::Human => note(&human(diagnostic, source, color)),
            MessageFormat::Short => note(&short(diagnostic, source)),
            MessageFormat::Json => note(&json(diagnostic, source)),
        }
    }
    if shown.len() < all {
        note(&format!("… and {} more\n", all - shown.len()));
    }
    let first_error = diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error);
    if let (MessageFormat::Human, Some(error)) = (global.message_format, first_error) {
        note(&format!("{}. For more, run `cxplan explain {}`.", count(diagnostics), error.code.number()));
    }
}

/// "2 errors, 1 warning".
pub(crate) fn count(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    let part = |count: usize, what: &str| (count > 0).then(|| plural(count, what));
    let parts: Vec<String> =
        [part(errors, "error"), part(diagnostics.len() - errors, "warning")].into_iter().flatten().collect();
    parts.join(", ")
}

/// "1 team", "2 teams".
pub(crate) fn plural(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn human(diagnostic: &Diagnostic, source: Option<&Source>, color: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = printable(&diagnostic.message);
    let title = level.primary_title(message).id(diagnostic.code.number());
    let help = diagnostic.help.as_deref().map(printable);
    let mut group = annotate_snippets::Group::with_title(title);
    if let (Some((span, label)), Some(source)) = (&diagnostic.primary, source) {
        let all: Vec<Span> =
            std::iter::once(*span).chain(diagnostic.related.iter().map(|(span, _)| *span)).collect();
        let excerpt = Excerpt::of(&source.text, &all);
        let annotation = |kind: AnnotationKind, span: Span, label: &str| {
            let label = (!label.is_empty()).then(|| printable(label));
            kind.span(excerpt.range(span)).label(label)
        };
        let snippet = Snippet::source(excerpt.printable())
            .line_start(excerpt.line)
            .path(&source.name)
            .annotation(annotation(AnnotationKind::Primary, *span, label))
            .annotations(
                diagnostic
                    .related
                    .iter()
                    .map(|(span, label)| annotation(AnnotationKind::Context, *span, label)),
            );
        group = group.element(snippet);
    }
    let has_place = diagnostic.primary.is_some() && source.is_some();
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    match help {
        Some(help) if has_place => {
            format!("{}\n", renderer.render(&[group.element(Level::HELP.message(help))]))
        }
        // Without a snippet there is no margin for the help to hang from.
        Some(help) => {
            let title = annotate_snippets::Group::with_title(Level::HELP.primary_title(help));
            format!("{}\n{}\n", renderer.render(&[group]), renderer.render(&[title]))
        }
        None => format!("{}\n", renderer.render(&[group])),
    }
}

/// The lines around some places, so that a large plan is not searched through for each finding.
struct Excerpt<'s> {
    text: &'s str,
    line: usize,
    offset: usize,
}

impl<'s> Excerpt<'s> {
    fn of(text: &'s str, spans: &[Span]) -> Self {
        let first = spans.iter().map(|span| span.start as usize).min().unwrap_or(0).min(text.len());
        let last = spans.iter().map(|span| span.end as usize).max().unwrap_or(0).clamp(first, text.len());
        let bytes = text.as_bytes();
        let start = bytes[..first].iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
        let end =
            bytes[last..].iter().position(|byte| *byte == b'\n').map_or(text.len(), |newline| last + newline);
        let line = bytes[..start].iter().filter(|byte| **byte == b'\n').count() + 1;
        // Both ends stand beside a newline or an end of the text, so on a character's border.
        Self { text: text.get(start..end).unwrap_or_default(), line, offset: start }
    }

    /// The text without the control characters above ASCII, which terminals obey and the renderer passes on; each gives
    /// way to a character of the same two bytes, so that places stay where they are.
    fn printable(&self) -> String {
        self.text.chars().map(|c| if ('\u{80}'..='\u{9f}').contains(&c) { '\u{b7}' } else { c }).collect()
    }

    /// The place in the excerpt. A table in brackets over many lines is shown by its first.
    fn range(&self, span: Span) -> std::ops::Range<usize> {
        let start = (span.start as usize).saturating_sub(self.offset).min(self.text.len());
        let end = (span.end as usize).saturating_sub(self.offset).clamp(start, self.text.len());
        let first_line =
            self.text.get(start..end).and_then(|text| text.find('\n')).map_or(end, |newline| start + newline);
        start..first_line
    }
}

fn severity(diagnostic: &Diagnostic) -> &'static str {
    match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn short(diagnostic: &Diagnostic, source: Option<&Source>) -> String {
    let place = match (&diagnostic.primary, source) {
        (Some((span, _)), Some(source)) => {
            let (line, column) = source.position(span.start);
            format!("{}:{line}:{column}: ", source.name)
        }
        (None, Some(source)) => format!("{}: ", source.name),
        (_, None) => String::new(),
    };
    format!(
        "{place}{}[{}]: {}",
        severity(diagnostic),
        diagnostic.code.number(),
        printable(&diagnostic.message)
    )
}

fn json(diagnostic: &Diagnostic, source: Option<&Source>) -> String {
    let place = |span: Span, label: &str| {
        let source = source?;
        let ((line, column), (end_line, end_column)) =
            (source.position(span.start), source.position(span.end));
        Some(json!({
            "file": source.name, "line": line, "column": column, "end_line": end_line, "end_column": end_column, "label": label,
        }))
    };
    json!({
        "schema": 1,
        "code": diagnostic.code.number(),
        "severity": severity(diagnostic),
        "message": diagnostic.message,
        "place": diagnostic.primary.as_ref().and_then(|(span, label)| place(*span, label)),
        "related": diagnostic.related.iter().filter_map(|(span, label)| place(*span, label)).collect::<Vec<_>>(),
        "help": diagnostic.help,
    })
    .to_string()
}
