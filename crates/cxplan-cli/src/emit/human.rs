//! Findings for people: with the lines of the plan, and what to do.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
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
    verbose: bool,
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
    let mut columns: Vec<Vec<[String; 2]>> = Vec::new();
    if let (Some((span, label)), Some(sources)) = (&diagnostic.primary, sources) {
        has_place = true;
        let related = diagnostic.related.iter().map(|(span, label)| (*span, label, AnnotationKind::Context));
        let places: Vec<Place<'_>> =
            std::iter::once((*span, label, AnnotationKind::Primary)).chain(related).collect();
        // The file of the finding first, then the others in their order.
        let main = sources.of(*span);
        let others = sources.all().filter(|source| !std::ptr::eq(*source, main));
        for source in std::iter::once(main).chain(others) {
            let here: Vec<&Place<'_>> =
                places.iter().filter(|(span, ..)| std::ptr::eq(sources.of(*span), source)).collect();
            if !here.is_empty() {
                let (snippet, told) = snippet(source, &here, language);
                group = group.element(snippet);
                columns.push(told);
            }
        }
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut text = match diagnostic.help.as_ref().map(say) {
        Some(help) if has_place => renderer.render(&[group.element(help_level.message(help))]),
        // Without a snippet there is no margin for the help to hang from.
        Some(help) => {
            let title = Group::with_title(help_level.primary_title(help));
            format!("{}\n{}", renderer.render(&[group]), renderer.render(&[title]))
        }
        None => renderer.render(&[group]),
    };
    // One place of each file is told above its lines.
    for told in &columns {
        if let Some([shown, place]) = told.iter().find(|[shown, _]| text.contains(shown)) {
            text = text.replacen(shown, place, 1);
        }
    }
    if verbose {
        diagnostic.details.iter().for_each(|line| text.push_str(&format!("\n    {}", printable(line))));
    }
    format!("{text}\n")
}

type Place<'a> = (Span, &'a Phrase, AnnotationKind);

/// The lines of a file with what is said of them. Of a line that is shown in part the renderer would tell the columns of
/// that part: the places as it writes them, and as they are.
fn snippet<'s>(
    source: &'s Source,
    places: &[&Place<'_>],
    language: Language,
) -> (Snippet<'s, Annotation<'s>>, Vec<[String; 2]>) {
    let ranges: Vec<Range<usize>> = places.iter().map(|(span, ..)| source.range(*span)).collect();
    let excerpt = Excerpt::of(&source.text, &ranges);
    let name = printable(&source.name);
    let mut told = Vec::new();
    let mut annotations = Vec::new();
    for ((span, label, kind), range) in places.iter().zip(&ranges) {
        let shown = excerpt.range(range);
        if excerpt.is_cut {
            let (line, column) = source.position(span.start);
            told.push(
                [excerpt.column(shown.start), column].map(|column| format!("{name}:{line}:{column}\n")),
            );
        }
        let label = (!label.is_empty()).then(|| printable(&label.shown(language)));
        annotations.push(kind.span(shown).label(label));
    }
    let snippet = Snippet::source(excerpt.text).line_start(excerpt.line).path(name).annotations(annotations);
    (snippet, told)
}

/// The lines around some places, so that a large plan is not searched through for each finding; of a long line only what
/// is around them.
struct Excerpt {
    /// Without the control characters above ASCII, which terminals obey and the renderer passes on.
    text: String,
    /// Number of its first line.
    line: usize,
    /// Whether something is left out.
    is_cut: bool,
    /// What it holds of the source, and where in the text that begins.
    pieces: Vec<(Range<usize>, usize)>,
}

/// Bytes of a line that are shown whole.
const LONG: usize = 300;
/// Bytes shown before a place in a longer line.
const BEFORE: usize = 60;
/// Bytes shown from the start of a place in a longer line.
const AFTER: usize = 140;

impl Excerpt {
    fn of(text: &str, ranges: &[Range<usize>]) -> Self {
        let first = ranges.iter().map(|range| range.start).min().unwrap_or(0).min(text.len());
        let last = ranges.iter().map(|range| range.end).max().unwrap_or(0).clamp(first, text.len());
        let bytes = text.as_bytes();
        let start = bytes[..first].iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
        let end =
            bytes[last..].iter().position(|byte| *byte == b'\n').map_or(text.len(), |newline| last + newline);
        let line = bytes[..start].iter().filter(|byte| **byte == b'\n').count() + 1;
        let mut excerpt = Self { text: String::new(), line, is_cut: false, pieces: Vec::new() };
        let mut at = start;
        // Both ends stand beside a newline or an end of the text, so on a character's border.
        for line in text.get(start..end).unwrap_or_default().split_inclusive('\n') {
            let whole = at..at + line.len();
            at = whole.end;
            if line.len() <= LONG {
                excerpt.take(text, whole);
                continue;
            }
            let here = ranges.iter().map(|range| range.start).filter(|start| whole.contains(start));
            let mut starts: Vec<usize> = here.collect();
            starts.sort_unstable();
            let mut done = whole.start;
            for start in if starts.is_empty() { vec![whole.start] } else { starts } {
                let from = text.floor_char_boundary(start.saturating_sub(BEFORE)).max(done);
                let to = text.ceil_char_boundary(start + AFTER).min(whole.end);
                excerpt.skip(done..from);
                excerpt.take(text, from..to.max(from));
                done = to.max(from);
            }
            let end = whole.end - usize::from(line.ends_with('\n'));
            excerpt.skip(done.min(end)..end);
            excerpt.take(text, done.max(end)..whole.end);
        }
        excerpt
    }

    /// Adds a piece of the source. Characters that give way to others have two bytes, as the others have, so that places
    /// stay where they are.
    fn take(&mut self, text: &str, range: Range<usize>) {
        self.pieces.push((range.clone(), self.text.len()));
        let shown = |c| if ('\u{80}'..='\u{9f}').contains(&c) { '\u{b7}' } else { c };
        self.text.extend(text.get(range).unwrap_or_default().chars().map(shown));
    }

    fn skip(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.text.push('…');
            self.is_cut = true;
        }
    }

    /// The column of a byte of the text, from 1.
    fn column(&self, offset: usize) -> usize {
        let before = self.text.get(..offset).unwrap_or_default();
        before.rsplit('\n').next().unwrap_or_default().chars().count() + 1
    }

    /// A place of the source in the excerpt. A table in brackets over many lines is shown by its first.
    fn range(&self, range: &Range<usize>) -> Range<usize> {
        let after = self.pieces.partition_point(|(piece, _)| piece.start <= range.start);
        let Some((piece, at)) = after.checked_sub(1).map(|index| &self.pieces[index]) else { return 0..0 };
        let local = |offset: usize| at + offset.clamp(piece.start, piece.end) - piece.start;
        let (start, end) = (local(range.start), local(range.end.max(range.start)));
        let first_line =
            self.text.get(start..end).and_then(|text| text.find('\n')).map_or(end, |newline| start + newline);
        start..first_line
    }
}

#[cfg(test)]
mod tests {
    use cxplan_engine::core::diag::Code;

    use super::*;

    #[test]
    fn of_a_long_line_only_what_is_around_the_places_is_shown() {
        let entries: Vec<String> = (0..1_000).map(|number| format!("\"dépôt-{number:04}\"")).collect();
        let sources = Sources::single("plan.toml", format!("one\nafter = [{}]\ntwo", entries.join(", ")));
        let source = sources.main();
        let span = |text: &str| {
            let start = source.text.find(text).unwrap();
            source.span(start..start + text.len())
        };
        let found = Diagnostic::new(Code::UnknownReference, Phrase::same("wrong"))
            .at(span("\"dépôt-0500\""), Phrase::same("leads nowhere"))
            .also(span("\"dépôt-0900\""), Phrase::same("here too"));
        let shown = finding(&found, Some(&sources), Language::En, false, false);
        let (line, column) = sources.position(span("\"dépôt-0500\""));
        assert!(shown.contains(&format!("--> plan.toml:{line}:{column}\n")), "{shown}");
        assert!(shown.contains("leads nowhere") && shown.contains("here too"), "{shown}");
        assert!(!shown.contains("0400") && !shown.contains("0700"), "{shown}");
        let code = shown.lines().find(|line| line.starts_with("2 |")).unwrap();
        let under = shown.lines().find(|line| line.contains("here too")).unwrap();
        for (mark, entry) in [("^^^", "\"dépôt-0500\""), ("---", "\"dépôt-0900\"")] {
            let at = under.find(mark).unwrap();
            assert_eq!(code.chars().skip(at).take(12).collect::<String>(), entry, "{shown}");
        }
        let text = "é".repeat(1_000);
        for place in [0..2_000, 0..0, 1_000..1_002, 1_998..2_000, 2_000..2_000] {
            let excerpt = Excerpt::of(&text, std::slice::from_ref(&place));
            assert!(excerpt.text.len() < 300 && excerpt.text.contains('…'), "{place:?}");
            let shown = excerpt.range(&place);
            assert_eq!(excerpt.text.get(shown).unwrap().is_empty(), place.is_empty(), "{place:?}");
        }
    }
}
