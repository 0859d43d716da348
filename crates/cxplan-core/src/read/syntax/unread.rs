//! What one mistake does to the lines after it: open brackets, tables and keys that stand twice.

use std::collections::BTreeSet;
use std::ops::Range;

use super::line::{Line, outside_quotes};
use super::{here, syntax};
use crate::diag::Diagnostic;
use crate::language::is_list;
use crate::phrase;
use crate::phrase::Phrase;
use crate::read::repair;
use crate::source::Source;

/// What the lines before have done.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// End of the table whose heading stands twice: its keys then stand twice too.
    section: usize,
    /// Headings that stand twice and have been told.
    headings: BTreeSet<String>,
    /// End of a line whose text is not closed.
    open_text: Option<usize>,
}

/// Headings up to which the first of two is looked for, which takes a look through the file.
const MOST_SOUGHT: usize = 100;

/// Lines over which a list or braces may run before the look for their ends is given up.
const MOST_LINES: usize = 200;

/// Where what is open at the start of a line is closed again: the end of the last line of a list or of braces.
pub(super) fn closing(text: &str, at: usize) -> Option<usize> {
    let bracket = opening(text, at, false)?;
    let mut depth = 0_i32;
    let mut from = bracket;
    for line in text[bracket..].split('\n').take(MOST_LINES) {
        for (_, c) in outside_quotes(line.split('#').next().unwrap_or_default()) {
            depth += match c {
                '[' | '{' => 1,
                ']' | '}' => -1,
                _ => 0,
            };
        }
        if depth <= 0 {
            return Some(from + line.len());
        }
        from += line.len() + 1;
    }
    None
}

/// The bracket that is still open at a place: the last one that nothing behind it closes. Where it must not lie above a
/// heading, the look ends there.
pub(super) fn opening(text: &str, at: usize, above_headings: bool) -> Option<usize> {
    let mut lines = 0;
    let mut end = at.min(text.len());
    let mut closing: Vec<char> = Vec::new();
    loop {
        let from = text.get(..end)?.rfind('\n').map_or(0, |newline| newline + 1);
        let line = text[from..end].split('#').next().unwrap_or_default();
        let mut brackets: Vec<(usize, char)> =
            outside_quotes(line).filter(|(_, c)| matches!(c, '[' | '{' | ']' | '}')).collect();
        // The brackets of a heading belong together.
        if line.trim_start().starts_with('[') && line.trim_end().ends_with(']') && !line.contains(['=', ','])
        {
            if !above_headings {
                return None;
            }
            brackets.clear();
        }
        lines += 1;
        if !above_headings && lines > MOST_LINES {
            return None;
        }
        for (offset, c) in brackets.into_iter().rev() {
            match c {
                ']' | '}' => closing.push(c),
                _ => {
                    // Something that closes another kind of bracket does not close this one.
                    if closing.pop() != Some(if c == '[' { ']' } else { '}' }) {
                        return Some(from + offset);
                    }
                }
            }
        }
        end = from.checked_sub(1)?;
    }
}

/// The finding for a bracket that stays open.
pub(super) fn left_open(source: &Source, bracket: usize) -> Diagnostic {
    let span = source.span(bracket..bracket + 1);
    if source.text[bracket..].starts_with('[') {
        syntax(Phrase::fixed("a list that is not closed", "une liste qui n'est pas fermée"))
            .at(span, Phrase::fixed("opened here", "ouverte ici"))
            .help(Phrase::fixed(
                "put ] after its last entry; what follows is checked then",
                "mettez ] après son dernier élément ; la suite sera contrôlée alors",
            ))
    } else {
        syntax(Phrase::fixed("braces that are not closed", "des accolades qui ne sont pas fermées"))
            .at(span, Phrase::fixed("opened here", "ouvertes ici"))
            .help(Phrase::fixed(
                "put } after the last value; what follows is checked then",
                "mettez } après la dernière valeur ; la suite sera contrôlée alors",
            ))
    }
}

impl Seen {
    /// Whether a line is wrong only because of one before it.
    pub(super) fn is_consequence(&mut self, line: &Line<'_>, message: &str, at: usize) -> bool {
        let after_open_text = self.open_text.take().is_some_and(|end| line.from <= end + 2);
        let opens =
            message.starts_with("invalid basic string") || message.starts_with("invalid literal string");
        let odd = |quote: char| line.text.matches(quote).count() % 2 == 1;
        if opens && (odd('"') || odd('\'')) {
            self.open_text = Some(line.end());
        }
        (at < self.section && message.contains("duplicate key"))
            || (after_open_text && odd('"') && line.equals().is_none())
            || (is_heading(line) && self.headings.contains(line.code().trim()))
    }

    /// A key or a heading for the second time.
    pub(super) fn twice(&mut self, line: &Line<'_>, range: &Range<usize>) -> Diagnostic {
        let (source, code) = (line.source, line.code().trim());
        let span = source.span(range.clone());
        if !is_heading(line) {
            let key = source.text_at(span);
            let diagnostic = syntax(phrase!(
                "`{key}` stands here for the second time",
                "`{key}` figure ici pour la deuxième fois"
            ))
            .at(span, Phrase::fixed("second time", "deuxième fois"));
            return match section(source, line.from) {
                Some(list) if code.starts_with(key) => diagnostic.help(phrase!(
                    "keep one of the two; where the next entry begins, put {list} above this line",
                    "gardez l'une des deux ; si un nouvel élément commence ici, mettez {list} au-dessus de cette ligne"
                )),
                _ => diagnostic.help(Phrase::fixed("keep one of the two", "gardez l'une des deux")),
            };
        }
        self.headings.insert(code.to_owned());
        let name = code.trim_matches(|c| matches!(c, '[' | ']')).trim();
        let list = is_list(name) == Some(true);
        // The tables of an entry of a list belong to it.
        let inside = |heading: &str| list && heading.trim_start_matches('[').starts_with(&format!("{name}."));
        let mut headings = source.text[line.end()..].match_indices("\n[").map(|(next, _)| line.end() + next);
        let next = headings.find(|next| !inside(&source.text[next + 1..]));
        self.section = next.unwrap_or(source.text.len());
        if list {
            let seek = code.starts_with("[[") && self.headings.len() <= MOST_SOUGHT;
            let wrong = if seek { single(source, name) } else { None };
            if seek && wrong.is_none() {
                let key = name.rsplit('.').next().unwrap_or(name);
                return syntax(phrase!(
                    "`{key}` is written in two ways: as a list in brackets, and under {code}",
                    "`{key}` est écrit de deux façons : comme liste entre crochets, et sous {code}"
                ))
                .at(span, Phrase::fixed("the second way", "la seconde façon"))
                .help(phrase!(
                    "keep one: put these entries into the list above, or write all of them under {code}",
                    "gardez-en une : mettez ces entrées dans la liste plus haut, ou écrivez-les toutes sous {code}"
                ));
            }
            let at = wrong.unwrap_or(*line);
            let start = at.text.len() - at.text.trim_start().len();
            return repair::one_bracket(source, name, at.span(start..at.code().len()));
        }
        let diagnostic = syntax(phrase!(
            "{code} stands here for the second time",
            "{code} figure ici pour la deuxième fois"
        ))
        .at(span, Phrase::fixed("second time", "deuxième fois"))
        .help(phrase!(
            "move what stands below it under the first {code}, and remove this heading",
            "déplacez ce qui suit sous le premier {code}, et retirez ce titre"
        ));
        let first = if self.headings.len() <= MOST_SOUGHT { single(source, name) } else { None };
        match first.filter(|first| first.from < line.from) {
            Some(first) => {
                diagnostic.also(first.span(0..first.code().len()), Phrase::fixed("first here", "d'abord ici"))
            }
            None => syntax(phrase!(
                "{code} is given for the second time",
                "{code} est donné pour la deuxième fois"
            ))
            .at(span, here())
            .help(Phrase::fixed(
                "keep either the heading with its keys, or the line in braces above",
                "gardez soit le titre avec ses clés, soit la ligne entre accolades au-dessus",
            )),
        }
    }
}

fn is_heading(line: &Line<'_>) -> bool {
    line.code().trim_start().starts_with('[')
}

/// The first heading of a table with single brackets.
fn single<'s>(source: &'s Source, name: &str) -> Option<Line<'s>> {
    let heading = format!("[{name}]");
    let at = source.text.match_indices(&heading).find(|(at, _)| {
        source.text[..*at].rsplit('\n').next().is_some_and(|before| before.trim().is_empty())
    });
    at.map(|(at, _)| Line::at(source, at))
}

/// The heading with two brackets that a line stands below.
fn section(source: &Source, from: usize) -> Option<&str> {
    let before = &source.text[..from];
    let lines = before.rsplit('\n').take(200).map(|line| line.split('#').next().unwrap_or_default().trim());
    lines
        .filter(|line| line.starts_with('['))
        .find(|line| line.ends_with(']'))
        .filter(|line| line.starts_with("[["))
}
