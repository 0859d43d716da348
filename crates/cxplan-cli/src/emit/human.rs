//! Findings for people: with the lines of the plan, and what to do.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use cxplan_engine::core::diag::{Diagnostic, Severity};
use cxplan_engine::core::method::Language;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::core::source::{Source, Sources, Span};

use super::readable;
use crate::table::printable;

pub(super) fn finding(
    diagnostic: &Diagnostic,
    sources: Option<&Sources>,
    language: Language,
    color: bool,
) -> String {
    let say = |phrase: &Phrase| readable(&phrase.shown(language));
    let level = match (diagnostic.severity, language) {
        (Severity::Error, Language::En) => Level::ERROR,
        (Severity::Warning, Language::En) => Level::WARNING,
        (Severity::Error, Language::Fr) => Level::ERROR.with_name("erreur"),
        (Severity::Warning, Language::Fr) => Level::WARNING.with_name("avertissement"),
    };
    let help_level = match language {
        Language::En => Level::HELP,
        Language::Fr => Level::HELP.with_name("remède\u{a0}"),
    };
    let title = level.primary_title(say(&diagnostic.message)).id(diagnostic.code.number());
    let mut group = Group::with_title(title);
    let mut has_place = false;
    if let (Some((span, label)), Some(sources)) = (&diagnostic.primary, sources) {
        has_place = true;
        let related = diagnostic.related.iter().map(|(span, label)| (*span, label, AnnotationKind::Context));
        let places: Vec<Place<'_>> =
            std::iter::once((*span, label, AnnotationKind::Primary)).chain(related).collect();
        // The file of the finding first, then the others in their order.
        let main = sources.of(*span);
        let others = sources.files().iter().filter(|source| !std::ptr::eq(*source, main));
        for source in std::iter::once(main).chain(others) {
            let here: Vec<&Place<'_>> =
                places.iter().filter(|(span, ..)| std::ptr::eq(sources.of(*span), source)).collect();
            if !here.is_empty() {
                group = group.element(snippet(source, &here, language));
            }
        }
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    match diagnostic.help.as_ref().map(say) {
        Some(help) if has_place => {
            format!("{}\n", renderer.render(&[group.element(help_level.message(help))]))
        }
        // Without a snippet there is no margin for the help to hang from.
        Some(help) => {
            let title = Group::with_title(help_level.primary_title(help));
            format!("{}\n{}\n", renderer.render(&[group]), renderer.render(&[title]))
        }
        None => format!("{}\n", renderer.render(&[group])),
    }
}

type Place<'a> = (Span, &'a Phrase, AnnotationKind);

/// The lines of a file with what is said of them.
fn snippet<'s>(
    source: &'s Source,
    places: &[&Place<'_>],
    language: Language,
) -> Snippet<'s, annotate_snippets::Annotation<'s>> {
    let ranges: Vec<std::ops::Range<usize>> = places.iter().map(|(span, ..)| source.range(*span)).collect();
    let excerpt = Excerpt::of(&source.text, &ranges);
    let annotations = places.iter().zip(&ranges).map(|((_, label, kind), range)| {
        let label = (!label.is_empty()).then(|| printable(&label.shown(language)));
        kind.span(excerpt.range(range)).label(label)
    });
    let annotations: Vec<_> = annotations.collect();
    Snippet::source(excerpt.printable())
        .line_start(excerpt.line)
        .path(printable(&source.name))
        .annotations(annotations)
}

/// The lines around some places, so that a large plan is not searched through for each finding.
struct Excerpt<'s> {
    text: &'s str,
    line: usize,
    offset: usize,
}

impl<'s> Excerpt<'s> {
    fn of(text: &'s str, ranges: &[std::ops::Range<usize>]) -> Self {
        let first = ranges.iter().map(|range| range.start).min().unwrap_or(0).min(text.len());
        let last = ranges.iter().map(|range| range.end).max().unwrap_or(0).clamp(first, text.len());
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
    fn range(&self, range: &std::ops::Range<usize>) -> std::ops::Range<usize> {
        let start = range.start.saturating_sub(self.offset).min(self.text.len());
        let end = range.end.saturating_sub(self.offset).clamp(start, self.text.len());
        let first_line =
            self.text.get(start..end).and_then(|text| text.find('\n')).map_or(end, |newline| start + newline);
        start..first_line
    }
}
