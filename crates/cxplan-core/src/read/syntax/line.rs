//! A line that cannot be read: its key, its equals sign, its heading.

use std::ops::Range;

use super::{here, rewrite, syntax};
use crate::diag::Diagnostic;
use crate::language::{ROOT, is_list, owners};
use crate::phrase;
use crate::phrase::Phrase;
use crate::read::conform::to_kebab_case;
use crate::read::meant;
use crate::source::{Source, Span};

/// A line of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'s> {
    pub(super) source: &'s Source,
    /// Its first byte in the file.
    pub(super) from: usize,
    /// Its text, without the line end.
    pub(super) text: &'s str,
}

/// The longest line that is looked at closely, in bytes. Nobody writes longer ones by hand.
const LONGEST: usize = 2_000;

impl<'s> Line<'s> {
    /// The line around a byte.
    pub(super) fn at(source: &'s Source, at: usize) -> Self {
        let text = source.text.as_str();
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let from = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let line = text[from..].split('\n').next().unwrap_or_default();
        Self { source, from, text: line.strip_suffix('\r').unwrap_or(line) }
    }

    /// One past its last byte in the file.
    pub(super) const fn end(&self) -> usize {
        self.from + self.text.len()
    }

    /// Its text without the comment; empty where it is too long for a person's.
    pub(super) fn code(&self) -> &'s str {
        if self.text.len() > LONGEST {
            return "";
        }
        let comment = outside_quotes(self.text).find(|(_, c)| *c == '#').map(|(at, _)| at);
        self.text[..comment.unwrap_or(self.text.len())].trim_end()
    }

    /// The place of a piece of it.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        self.source.span(self.from + range.start..self.from + range.end)
    }

    /// Where the first equals sign outside quotes stands.
    pub(super) fn equals(&self) -> Option<usize> {
        outside_quotes(self.code()).find(|(_, c)| *c == '=').map(|(at, _)| at)
    }

    /// The text before the equals sign and where the value stands; none where there is no equals sign or no value.
    pub(super) fn value(&self) -> Option<Range<usize>> {
        let code = self.code();
        let after = self.equals()? + 1;
        let start = after + code[after..].find(|c: char| !c.is_whitespace())?;
        Some(start..code.len())
    }
}

/// The characters that stand outside plain quotes, with their places. A quote that is never closed opens nothing.
pub(super) fn outside_quotes(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut skip_to = 0;
    text.char_indices().filter(move |(at, c)| {
        if *at < skip_to {
            return false;
        }
        if matches!(c, '"' | '\'') {
            let mut escaped = false;
            let close = text[at + 1..].char_indices().find(|(_, inner)| {
                let found = inner == c && !escaped;
                escaped = *c == '"' && *inner == '\\' && !escaped;
                found
            });
            if let Some((close, _)) = close {
                skip_to = at + 1 + close + 1;
                return false;
            }
        }
        true
    })
}

const fn is_odd_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2000}'..='\u{200b}' | '\u{202f}' | '\u{2060}' | '\u{3000}' | '\u{feff}')
}

/// What is left of an odd space: those without a width, such as the mark that some put before a file, leave nothing.
const fn instead(c: char) -> &'static str {
    if matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}') { "" } else { " " }
}

/// Spaces that word processors put around a key or an equals sign.
pub(super) fn odd_spaces(line: &Line<'_>) -> Option<Diagnostic> {
    let code = line.code();
    let value = line.value();
    let in_value = |at: usize| {
        value.as_ref().is_some_and(|value| {
            let inner = code[value.clone()].trim_matches(|c: char| c.is_whitespace() || is_odd_space(c));
            let start = value.start + code[value.clone()].find(inner).unwrap_or(0);
            (start..start + inner.len()).contains(&at)
        })
    };
    let found = outside_quotes(code).filter(|(at, c)| is_odd_space(*c) && !in_value(*at));
    let edits: Vec<(Span, String)> =
        found.map(|(at, c)| (line.span(at..at + c.len_utf8()), instead(c).to_owned())).collect();
    let (first, _) = edits.first()?;
    Some(
        syntax(Phrase::fixed(
            "a space that only looks like one, as word processors write it",
            "un espace insécable, comme en écrivent les traitements de texte",
        ))
        .at(*first, here())
        .help(Phrase::fixed("type a plain space instead", "tapez à la place un espace ordinaire"))
        .fix(Phrase::fixed("write plain spaces", "écrire des espaces ordinaires"), edits),
    )
}

/// A character at a place that editors do not show.
pub(super) fn unseen(line: &Line<'_>, at: usize) -> Option<Diagnostic> {
    let text = line.source.text.as_str();
    let found = text.get(at..)?.chars().next()?;
    if !(found.is_control() && !found.is_ascii_whitespace() || matches!(found, '\u{200c}' | '\u{200d}')) {
        return None;
    }
    let number = format!("U+{:04X}", found as u32);
    Some(
        syntax(phrase!(
            "a character that nobody sees ({number})",
            "un caractère que personne ne voit ({number})"
        ))
        .at(line.source.span(at..at + found.len_utf8()), here())
        .help(Phrase::fixed("remove it, or type the line anew", "retirez-le, ou retapez la ligne")),
    )
}

/// The first mark of a merge that git left to be finished.
pub(super) fn merge(line: &Line<'_>) -> Option<Diagnostic> {
    line.text.starts_with("<<<<<<<").then(|| {
        syntax(Phrase::fixed(
            "two versions of the plan were put together, and not all the way",
            "deux versions du plan ont été réunies, mais pas jusqu'au bout",
        ))
        .at(line.span(0..7), Phrase::fixed("one version begins here", "une version commence ici"))
        .help(Phrase::fixed(
            "keep one of the two versions, up to the next >>>>>>>, and remove the lines with <<<<<<<, ======= and >>>>>>>",
            "gardez l'une des deux versions, jusqu'au prochain >>>>>>>, et retirez les lignes <<<<<<<, ======= et >>>>>>>",
        ))
    })
}

/// A later mark of such a merge, which the first has told.
pub(super) fn merge_goes_on(line: &Line<'_>) -> bool {
    let later = line.text.starts_with("=======") || line.text.starts_with(">>>>>>>");
    later && line.source.text[..line.from].lines().any(|line| line.starts_with("<<<<<<<"))
}

/// `// a comment`, as in other languages.
pub(super) fn comment(line: &Line<'_>) -> Option<Diagnostic> {
    let start = line.text.len() - line.text.trim_start().len();
    let mark = ["//", "--", ";"].into_iter().find(|mark| line.text[start..].starts_with(mark))?;
    if line.text[start..].starts_with("---") {
        return None;
    }
    let span = line.span(start..start + mark.len());
    Some(
        syntax(phrase!(
            "a comment cannot begin with {mark}",
            "un commentaire ne peut pas commencer par {mark}"
        ))
        .at(span, here())
        .help(Phrase::fixed("begin it with #", "commencez-le par #"))
        .fix(
            Phrase::fixed("begin the comment with #", "commencer le commentaire par #"),
            [(span, "#".into())],
        ),
    )
}

/// `title: "…"`, as in other languages.
pub(super) fn colons(line: &Line<'_>) -> Option<Diagnostic> {
    let code = line.code();
    let outside: Vec<(usize, char)> = outside_quotes(code).collect();
    let colon_at = |position: usize| {
        let (at, c) = outside[position];
        let before = code[..at].trim_end();
        let word = before.trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-'));
        let quoted = before.ends_with('"') && !before.contains('=');
        let lead = word.trim_end();
        let begins = lead.is_empty() || lead.ends_with(['{', ',']);
        (c == ':' && (quoted || (word.len() < before.len() && begins))).then_some(at)
    };
    let first_equals = line.equals().unwrap_or(usize::MAX);
    let in_braces = code.contains('{');
    let found: Vec<usize> =
        (0..outside.len()).filter_map(colon_at).filter(|at| *at < first_equals || in_braces).collect();
    let first = *found.first()?;
    let diagnostic = syntax(Phrase::fixed(
        "a colon where an equals sign belongs",
        "un deux-points à la place d'un signe égal",
    ))
    .at(line.span(first..first + 1), here());
    let name = code[..first].trim().trim_matches('"');
    if code[first + 1..].trim().is_empty() {
        let heading = heading_of(name);
        return Some(diagnostic.help(phrase!(
            "write `{heading}` on a line of its own, and below it one `key = value` on a line",
            "écrivez `{heading}` seul sur une ligne, et dessous une `clé = valeur` par ligne"
        )));
    }
    let rest = code[first + 1..].trim();
    let is_value = rest.starts_with(['"', '\'', '[', '{', '“', '«'])
        || rest.starts_with(|c: char| c.is_ascii_digit() || c == '-')
        || matches!(rest, "true" | "false");
    if found.len() == 1 && !in_braces && !is_value && !rest.contains('"') {
        let right = format!("{name} = \"{rest}\"");
        let start = code.len() - code.trim_start().len();
        return Some(rewrite(diagnostic, line.span(start..code.len()), &right));
    }
    let edit = |at: &usize| {
        let spaced = code[..*at].ends_with(' ');
        (line.span(*at..at + 1), if spaced { "=" } else { " =" }.to_owned())
    };
    let example = match found.len() {
        1 => format!("{name} ={}", &code[first + 1..]),
        _ => "key = value".to_owned(),
    };
    Some(
        diagnostic
            .help(phrase!("write `{example}`", "écrivez `{example}`"))
            .fix(Phrase::fixed("write equals signs", "écrire des signes égal"), found.iter().map(edit)),
    )
}

/// `{ a = 1; b = 2 }`: semicolons where commas belong.
pub(super) fn semicolons(line: &Line<'_>) -> Option<Diagnostic> {
    let code = line.code();
    let open = outside_quotes(code).find(|(_, c)| matches!(c, '{' | '['))?.0;
    let found = outside_quotes(code)
        .filter(|(at, c)| *c == ';' && *at > open && code[*at + 1..].contains(['}', ']']));
    let edits: Vec<(Span, String)> = found.map(|(at, _)| (line.span(at..at + 1), ",".to_owned())).collect();
    let (first, _) = edits.first()?;
    Some(
        syntax(Phrase::fixed(
            "a semicolon where a comma belongs",
            "un point-virgule à la place d'une virgule",
        ))
        .at(*first, here())
        .help(Phrase::fixed(
            "put commas between entries in brackets or braces",
            "mettez des virgules entre les éléments entre crochets ou accolades",
        ))
        .fix(Phrase::fixed("write commas", "écrire des virgules"), edits),
    )
}

/// The heading of a table: `[plan]`, or `[[team]]` for each entry of a list.
fn heading_of(name: &str) -> String {
    let name = name.replace(['-', ' '], "_").to_lowercase();
    let known = [&name, name.trim_end_matches('s')].into_iter().find(|name| is_list(name).is_some());
    let name = known.or_else(|| meant::key(&name)).unwrap_or(&name);
    if is_list(name) == Some(false) { format!("[{name}]") } else { format!("[[{name}]]") }
}

/// A heading whose brackets do not match, or with something behind it.
pub(super) fn heading(line: &Line<'_>, range: &Range<usize>) -> Diagnostic {
    let code = line.code();
    let start = code.len() - code.trim_start().len();
    let name = code.trim_matches(|c: char| c.is_whitespace() || matches!(c, '[' | ']'));
    let span = line.source.span(range.clone());
    let closed = code.find(']').map(|at| at + code[at..].len() - code[at..].trim_start_matches(']').len());
    let behind = closed.map_or("", |closed| code[closed..].trim());
    if !behind.is_empty() {
        return syntax(phrase!(
            "something after the heading: {behind}",
            "quelque chose après le titre : {behind}"
        ))
        .at(span, here())
        .help(Phrase::fixed(
            "remove it, or put # before it so that it becomes a comment",
            "retirez-le, ou mettez # devant pour en faire un commentaire",
        ));
    }
    if let Some(key) = meant::key(name).filter(|_| !name.is_ascii()) {
        let diagnostic = syntax(phrase!(
            "headings are English words without accents, and `{name}` is not",
            "les titres sont des mots anglais sans accents, ce que `{name}` n'est pas"
        ));
        return rewrite(diagnostic.at(span, here()), line.span(start..code.len()), &heading_of(key));
    }
    let plain =
        !name.is_empty() && name.split('.').all(|part| part.chars().all(is_of_key) && !part.is_empty());
    let diagnostic = syntax(if code.trim().ends_with(']') && !plain {
        Phrase::fixed("a heading that is not a single word", "un titre qui n'est pas un seul mot")
    } else {
        Phrase::fixed(
            "a heading whose brackets are not closed as they were opened",
            "un titre dont les crochets ne sont pas fermés comme ils sont ouverts",
        )
    })
    .at(span, here());
    if plain && is_list(name).is_some() {
        return rewrite(diagnostic, line.span(start..code.len()), &heading_of(name));
    }
    let first = name.split(|c| !is_of_key(c)).next().unwrap_or_default();
    let right = if is_list(first).is_some() { heading_of(first) } else { "[[initiative]]".to_owned() };
    diagnostic.help(phrase!(
        "write the name of the table alone, such as `{right}`; what the entry is called goes below, as `id` or `title`",
        "écrivez seulement le nom de la table, comme `{right}` ; le nom de l'élément va dessous, dans `id` ou `title`"
    ))
}

const fn is_of_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}

/// A key with letters or signs that keys do not have.
pub(super) fn key(line: &Line<'_>, range: &Range<usize>) -> Diagnostic {
    let code = line.code();
    let at = (range.start - line.from).min(code.len());
    let ends = |c: char| c.is_whitespace() || matches!(c, '=' | '{' | '}' | ',' | '[' | ']' | '.' | '"');
    let start = code
        .get(..at)
        .and_then(|before| before.rfind(ends))
        .map_or(0, |before| before + code[before..].chars().next().map_or(1, char::len_utf8));
    let end = code[start..].find(ends).map_or(code.len(), |end| start + end);
    let word = &code[start..end];
    let span = line.source.span(range.clone());
    if word.is_empty() {
        return syntax(Phrase::fixed("a key is missing", "il manque une clé")).at(span, here()).help(
            Phrase::fixed(
                "write the key before the equals sign: `key = value`",
                "écrivez la clé devant le signe égal : `clé = valeur`",
            ),
        );
    }
    let diagnostic = syntax(phrase!(
        "keys are English words without accents, and `{word}` is not",
        "les clés sont des mots anglais sans accents, ce que `{word}` n'est pas"
    ))
    .at(line.span(start..end), here());
    // But for its accents it may be the right one.
    let plain = to_kebab_case(word).map(|word| word.replace('-', "_"));
    let plain = plain.filter(|word| ROOT.position(word).is_some() || !owners(word).is_empty());
    match meant::key(word).or(plain.as_deref()) {
        Some(key) => rewrite(diagnostic, line.span(start..end), key),
        None if line.equals().is_none() => prose(span),
        None => diagnostic.help(Phrase::fixed(
            "look the key up in the reference of the plan language, or put # before the line",
            "cherchez la clé dans la référence du langage des plans, ou mettez # devant la ligne",
        )),
    }
}

/// A line that is neither `key = value` nor a comment.
pub(super) fn no_equals(line: &Line<'_>, range: &Range<usize>) -> Diagnostic {
    let code = line.code();
    let start = code.len() - code.trim_start().len();
    let span = line.source.span(range.clone());
    if let Some(equals) = line.equals() {
        let words = code[start..equals].trim_end();
        let right = words.split_whitespace().collect::<Vec<_>>().join("_");
        if right.chars().all(is_of_key) {
            let diagnostic = syntax(phrase!(
                "a key is a single word, and `{words}` has several",
                "une clé est un seul mot, et `{words}` en a plusieurs"
            ));
            return rewrite(diagnostic.at(span, here()), line.span(start..start + words.len()), &right);
        }
    }
    let word = code[start..].split(|c| !is_of_key(c)).next().unwrap_or_default();
    let behind = start + word.len();
    let rest = code[behind..].trim_start();
    let is_value = rest.starts_with(['"', '\'', '[', '{']) || rest.starts_with(|c: char| c.is_ascii_digit());
    if is_value && !word.is_empty() && !word.starts_with('-') && rest.len() < code[behind..].len() {
        let gap = line.span(behind..code.len() - rest.len());
        return syntax(Phrase::fixed("an equals sign is missing", "il manque un signe égal"))
            .at(span, here())
            .help(phrase!("write `{word} = {rest}`", "écrivez `{word} = {rest}`"))
            .fix(Phrase::fixed("write the equals sign", "écrire le signe égal"), [(gap, " = ".to_owned())]);
    }
    prose(span)
}

fn prose(span: Span) -> Diagnostic {
    syntax(Phrase::fixed(
        "a line that is neither `key = value`, nor a heading, nor a comment",
        "une ligne qui n'est ni `clé = valeur`, ni un titre, ni un commentaire",
    ))
    .at(span, here())
    .help(Phrase::fixed(
        "put # before it to keep it as a comment, or write it as `key = value`",
        "mettez # devant pour en faire un commentaire, ou écrivez-la comme `clé = valeur`",
    ))
}
