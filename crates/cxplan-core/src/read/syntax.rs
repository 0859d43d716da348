//! Errors of syntax, in words for people who do not know TOML.
//!
//! The parser goes on after an error and then stumbles over what follows on the line, or over all lines to the end of the file
//! where a bracket stays open. So a line has one finding, told from what the line looks like rather than from the parser's
//! words, and what an open bracket swallows has none.

mod line;
mod unread;
mod value;

use std::ops::Range;

use crate::diag::{Code, Diagnostic, Fix};
use crate::phrase;
use crate::phrase::Phrase;
use crate::source::{Source, Span};
use line::Line;
pub(super) use value::no_such_day;

/// What is wrong with the syntax of a file.
#[derive(Debug, Default)]
pub(super) struct Broken {
    pub(super) findings: Vec<Diagnostic>,
    /// Places of the parser's errors, in order.
    pub(super) places: Vec<Span>,
    /// Stretches of text that the parser may have misread, in order and apart: what is found there is not the plan's fault.
    pub(super) stretches: Vec<Span>,
    /// Whether an open bracket has swallowed lines: what they say is not known.
    pub(super) torn: bool,
}

/// Turns the parser's errors, each a message and a place, into findings.
pub(super) fn broken(source: &Source, errors: impl Iterator<Item = (String, Range<usize>)>) -> Broken {
    let mut errors: Vec<(String, Range<usize>)> = errors.collect();
    errors.sort_by_key(|(_, range)| (range.start, range.end));
    let mut broken = Broken {
        places: errors.iter().map(|(_, range)| source.span(range.clone())).collect(),
        ..Broken::default()
    };
    let open = errors.iter().filter(|(message, _)| is_open(message));
    let torn = open.filter_map(|(_, range)| unread::opening(&source.text, range.start, true)).next();
    let mut seen = unread::Seen::default();
    // Everything before this has been told.
    let mut told = 0;
    for (message, range) in &errors {
        if range.start < told {
            continue;
        }
        if let Some(bracket) = torn.filter(|bracket| range.start >= *bracket) {
            broken.torn = true;
            broken.findings.push(unread::left_open(source, bracket));
            broken.stretches.push(source.span(Line::at(source, bracket).from..source.text.len()));
            break;
        }
        let line = Line::at(source, range.start);
        told = source.text[line.end()..].find('\n').map_or(source.text.len(), |newline| line.end() + newline)
            + 1;
        // What began on a line above and is closed below was misread to its end.
        if let Some(end) = unread::closing(&source.text, line.from) {
            told = told.max(end + 1);
        }
        broken.stretches.push(source.span(line.from..line.end().max(told - 1).min(source.text.len())));
        if seen.is_consequence(&line, message, range.start) || line::merge_goes_on(&line) {
            continue;
        }
        broken.findings.push(finding(&line, message, range, &mut seen));
    }
    broken
}

/// Whether the parser has reached the end of the file inside brackets.
fn is_open(message: &str) -> bool {
    message.contains("unclosed inline table")
        || (message.contains("unclosed array") && !message.contains("unclosed array table"))
}

/// One finding for a line, by what it looks like, else by what the parser says of it.
fn finding(line: &Line<'_>, message: &str, range: &Range<usize>, seen: &mut unread::Seen) -> Diagnostic {
    let first = message.split([',', '\n']).next().unwrap_or_default();
    let by_look = || {
        line::merge(line)
            .or_else(|| value::typographic_quotes(line))
            .or_else(|| line::odd_spaces(line))
            .or_else(|| line::unseen(line, range.start))
            .or_else(|| line::comment(line))
            .or_else(|| line::colons(line))
            .or_else(|| line::semicolons(line))
            .or_else(|| value::decimal_commas(line))
    };
    let by_words = |seen: &mut unread::Seen| match first {
        _ if first.contains("duplicate key") => Some(seen.twice(line, range)),
        _ if line.code().trim_start().starts_with('[') => Some(line::heading(line, range)),
        _ if first.contains("unquoted key") => Some(line::key(line, range)),
        _ if first.contains("key with no value") || first.contains("missing value for key") => {
            Some(line::no_equals(line, range))
        }
        _ if first.contains("extend") => None,
        _ => value::wrong(line, first, range),
    };
    let span = line.source.span(range.clone());
    let found = by_look().or_else(|| by_words(seen)).unwrap_or_else(|| {
        let (what, help) = known(first);
        syntax(what).at(span, here()).help(help)
    });
    let changes = |fix: &Fix| fix.edits.iter().any(|edit| line.source.text_at(edit.span) != edit.text);
    if found.fix.as_ref().is_none_or(changes) {
        return found;
    }
    // The line is as it should be: to the parser it stands inside of something.
    syntax(Phrase::fixed(
        "something above this line is not closed",
        "quelque chose au-dessus de cette ligne n'est pas fermé",
    ))
    .at(span, here())
    .help(Phrase::fixed(
        "close the quotes, brackets and braces on the lines above",
        "fermez les guillemets, crochets et accolades des lignes au-dessus",
    ))
}

/// The first of the lines with the most dots.
pub(super) fn most_dots(text: &str) -> Range<usize> {
    let mut most = (0, 0..0);
    let mut start = 0;
    for line in text.split('\n') {
        let dots = line.bytes().filter(|byte| *byte == b'.').count();
        if dots > most.0 {
            most = (dots, start..start + line.trim_end().len());
        }
        start += line.len() + 1;
    }
    most.1
}

fn syntax(what: Phrase) -> Diagnostic {
    Diagnostic::new(Code::Syntax, what)
}

fn here() -> Phrase {
    Phrase::fixed("here", "ici")
}

/// What is said for the parser's messages where the line tells nothing better, by a part of each.
fn known(message: &str) -> (Phrase, Phrase) {
    /// A part of the parser's message; what is wrong and what to do, in English and French.
    type Row = (&'static str, [&'static str; 4]);
    const ROWS: &[Row] = &[
        (
            "missing comma",
            [
                "a comma is missing",
                "il manque une virgule",
                "put a comma between one entry and the next",
                "mettez une virgule entre un élément et le suivant",
            ],
        ),
        ("extra comma", ["a comma too many", "une virgule de trop", "remove it", "retirez-la"]),
        (
            "missing value",
            [
                "a value is missing",
                "il manque une valeur",
                "write it after the equals sign, or remove the key",
                "écrivez-la après le signe égal, ou retirez la clé",
            ],
        ),
        (
            "extra assignment",
            [
                "two equals signs where one belongs",
                "deux signes égal au lieu d'un",
                "put a comma between one `key = value` and the next",
                "mettez une virgule entre un `clé = valeur` et le suivant",
            ],
        ),
        (
            "missing assignment",
            [
                "an equals sign is missing",
                "il manque un signe égal",
                "write `key = value`",
                "écrivez `clé = valeur`",
            ],
        ),
        ("extra `=`", ["an equals sign too many", "un signe égal de trop", "remove it", "retirez-le"]),
        (
            "key",
            [
                "a key is missing",
                "il manque une clé",
                "write the key before the equals sign: `key = value`",
                "écrivez la clé devant le signe égal : `clé = valeur`",
            ],
        ),
        (
            "leading zero",
            [
                "a number that begins with a zero",
                "un nombre qui commence par un zéro",
                "remove the zeros in front; a date is written year-month-day",
                "retirez les zéros devant ; une date s'écrit année-mois-jour",
            ],
        ),
        (
            "recurse",
            [
                "brackets inside each other, deeper than any plan",
                "des crochets imbriqués plus profond que dans aucun plan",
                "close the brackets, or remove those too many",
                "fermez les crochets, ou retirez ceux qui sont de trop",
            ],
        ),
        (
            "carriage return",
            [
                "a line break of an old kind",
                "un saut de ligne d'un ancien genre",
                "save the file again in your editor, with the usual line ends (LF or CRLF)",
                "enregistrez de nouveau le fichier dans votre éditeur, avec les fins de ligne usuelles (LF ou CRLF)",
            ],
        ),
        (
            "comment",
            [
                "a comment with a character that cannot be seen",
                "un commentaire avec un caractère invisible",
                "write the comment anew; letters, accents and tabs are fine",
                "récrivez le commentaire ; lettres, accents et tabulations sont permis",
            ],
        ),
        (
            "extend",
            [
                "this key already has another meaning",
                "cette clé a déjà un autre sens",
                "use another key, or remove the earlier one",
                "prenez une autre clé, ou retirez la précédente",
            ],
        ),
    ];
    let row = ROWS.iter().find(|(part, _)| message.contains(part)).map(|(_, row)| row);
    let [what, quoi, help, aide] = row.unwrap_or(&[
        "this line cannot be read",
        "cette ligne est illisible",
        "write one `key = value` on a line, texts in quotes; put # before what is a comment",
        "écrivez une seule `clé = valeur` par ligne, les textes entre guillemets ; mettez # devant un commentaire",
    ]);
    (Phrase::fixed(what, quoi), Phrase::fixed(help, aide))
}

/// "write this", as one sentence and as a change of the text.
fn rewrite(diagnostic: Diagnostic, span: Span, right: &str) -> Diagnostic {
    diagnostic
        .help(phrase!("write `{right}`", "écrivez `{right}`"))
        .fix(phrase!("write {right}", "écrire {right}"), [(span, right.to_owned())])
}

#[cfg(test)]
mod tests;
