//! Errors of syntax, in words for people who do not know TOML.

use std::ops::Range;

use jiff::civil::Date;

use crate::diag::{Code, Diagnostic};
use crate::phrase;
use crate::phrase::Phrase;
use crate::source::Source;

/// Turns the parser's message into ours. A date that does not exist is a mistake of its own.
pub(super) fn error(source: &Source, message: &str, span: Option<Range<usize>>) -> Diagnostic {
    let text = &source.text;
    // Where keys have too many dots the parser gives up without a place.
    let range = span.unwrap_or_else(|| most_dots(text));
    let start = floor(text, range.start);
    let token_start = text[..start].rfind(['\n', '=', '[', ',', ' ']).map_or(0, |i| i + 1);
    let token = text[token_start..].split(['\n', '\r', ' ', ',', ']', '#']).next().unwrap_or_default();
    let span = source.span(range.clone());
    if looks_like_no_date(token) {
        return Diagnostic::new(
            Code::ImpossibleDate,
            Phrase::fixed("this date does not exist", "cette date n'existe pas"),
        )
        .at(span, Phrase::fixed("no such day", "ce jour n'existe pas"))
        .help(Phrase::fixed(
            "write year-month-day with a day that the month has, such as 2027-01-04",
            "écrivez année-mois-jour avec un jour que le mois possède, comme 2027-01-04",
        ));
    }
    let here = || Phrase::fixed("here", "ici");
    if let Some(diagnostic) = unseen_character(source, start) {
        return diagnostic;
    }
    if let Some(diagnostic) = typographic_quotes(source, start) {
        return diagnostic;
    }
    if let Some(diagnostic) = decimal_comma(source, start) {
        return diagnostic;
    }
    let first = message.lines().next().unwrap_or_default();
    let (what, help) = known(first).unwrap_or_else(|| {
        let detail = message.replace('\n', ", ");
        (
            phrase!("this is not TOML: {detail}", "ceci n'est pas du TOML : {detail}"),
            Phrase::fixed(
                "check quotes, brackets and commas around this place",
                "vérifiez guillemets, crochets et virgules autour de cet endroit",
            ),
        )
    });
    Diagnostic::new(Code::Syntax, what).at(span, here()).help(help)
}

/// What is said for the parser's messages, by a part of each.
fn known(message: &str) -> Option<(Phrase, Phrase)> {
    /// A part of the parser's message; what is wrong and what to do, in English and French.
    type Row = (&'static str, [&'static str; 4]);
    const ROWS: &[Row] = &[
        (
            "duplicate key",
            [
                "this key stands here for the second time",
                "cette clé figure ici pour la deuxième fois",
                "keep one of the two; entries of a list of tables need two brackets, such as [[initiative]]",
                "gardez l'une des deux ; les éléments d'une liste de tables veulent deux crochets, comme [[initiative]]",
            ],
        ),
        (
            "string values must be quoted",
            [
                "a text without quotes",
                "un texte sans guillemets",
                "put it in quotes, such as \"web\"",
                "mettez-le entre guillemets, comme \"web\"",
            ],
        ),
        (
            "string",
            [
                "a text that is not closed, or has a character that it must not have",
                "un texte qui n'est pas fermé, ou qui contient un caractère interdit",
                "close it with the quotes that opened it; write a backslash twice",
                "fermez-le par les guillemets qui l'ouvrent ; doublez chaque barre oblique inverse",
            ],
        ),
        (
            "unclosed array table",
            [
                "a list entry whose brackets are not closed",
                "un élément de liste dont les crochets ne sont pas fermés",
                "close it with two brackets, such as [[initiative]]",
                "fermez-le par deux crochets, comme [[initiative]]",
            ],
        ),
        (
            "unclosed table",
            [
                "a table whose bracket is not closed",
                "une table dont le crochet n'est pas fermé",
                "close it with a bracket, such as [plan]",
                "fermez-la par un crochet, comme [plan]",
            ],
        ),
        (
            "unclosed array",
            [
                "a list that is not closed",
                "une liste qui n'est pas fermée",
                "close it with ]",
                "fermez-la par ]",
            ],
        ),
        (
            "unclosed inline table",
            [
                "braces that are not closed",
                "des accolades qui ne sont pas fermées",
                "close them with }",
                "fermez-les par }",
            ],
        ),
        (
            "missing comma",
            [
                "a comma is missing",
                "il manque une virgule",
                "put a comma between the entries",
                "mettez une virgule entre les éléments",
            ],
        ),
        ("extra comma", ["a comma too many", "une virgule de trop", "remove it", "retirez-la"]),
        (
            "key with no value",
            [
                "a key without a value",
                "une clé sans valeur",
                "write `key = value`, or remove the line",
                "écrivez `clé = valeur`, ou retirez la ligne",
            ],
        ),
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
            "missing key",
            ["a key is missing", "il manque une clé", "write `key = value`", "écrivez `clé = valeur`"],
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
            "recurs",
            [
                "tables or lists inside each other, deeper than any plan",
                "des tables ou listes imbriquées plus profond qu'aucun plan",
                "close brackets and braces, or put the inner ones into tables of their own",
                "fermez crochets et accolades, ou sortez les plus profonds dans leurs propres tables",
            ],
        ),
        (
            "invalid date",
            [
                "this is no date",
                "ceci n'est pas une date",
                "write year-month-day, such as 2027-01-04",
                "écrivez année-mois-jour, comme 2027-01-04",
            ],
        ),
        (
            "number",
            [
                "this is no number",
                "ceci n'est pas un nombre",
                "write digits, with a point for decimals and without spaces: 2000 or 0.8",
                "écrivez des chiffres, avec un point décimal et sans espaces : 2000 ou 0.8",
            ],
        ),
        (
            "may only go between digits",
            [
                "this is no number",
                "ceci n'est pas un nombre",
                "write digits, with a point for decimals and without spaces: 2000 or 0.8",
                "écrivez des chiffres, avec un point décimal et sans espaces : 2000 ou 0.8",
            ],
        ),
        (
            "invalid offset",
            [
                "this is no date",
                "ceci n'est pas une date",
                "write year-month-day, such as 2027-01-04",
                "écrivez année-mois-jour, comme 2027-01-04",
            ],
        ),
        (
            "invalid time",
            [
                "this is no date",
                "ceci n'est pas une date",
                "write year-month-day, such as 2027-01-04",
                "écrivez année-mois-jour, comme 2027-01-04",
            ],
        ),
        (
            "float",
            [
                "this is no number",
                "ceci n'est pas un nombre",
                "write digits, with a point for decimals and without spaces: 2000 or 0.8",
                "écrivez des chiffres, avec un point décimal et sans espaces : 2000 ou 0.8",
            ],
        ),
        (
            "carriage return",
            [
                "a line break of an old kind",
                "un saut de ligne d'un ancien genre",
                "save the file with the line ends of your system",
                "enregistrez le fichier avec les fins de ligne de votre système",
            ],
        ),
        (
            "comment",
            [
                "a comment with a character that it must not have",
                "un commentaire avec un caractère interdit",
                "remove the character; tabs and letters are fine",
                "retirez ce caractère ; tabulations et lettres sont permises",
            ],
        ),
        (
            "extend",
            [
                "this key is already something else",
                "cette clé est déjà autre chose",
                "use another key, or remove the earlier one",
                "prenez une autre clé, ou retirez la précédente",
            ],
        ),
        (
            "unexpected",
            [
                "something that does not belong here",
                "quelque chose qui n'a pas sa place ici",
                "put one `key = value` on a line, and texts in quotes",
                "mettez une seule `clé = valeur` par ligne, et les textes entre guillemets",
            ],
        ),
    ];
    let (_, [what, quoi, help, aide]) = ROWS.iter().find(|(part, _)| message.contains(part))?;
    Some((Phrase::fixed(what, quoi), Phrase::fixed(help, aide)))
}

/// Quotes as word processors write them, on the line of an error.
fn typographic_quotes(source: &Source, at: usize) -> Option<Diagnostic> {
    const QUOTES: [char; 6] = ['“', '”', '„', '«', '»', '‟'];
    let (from, line) = line_of(&source.text, at)?;
    let code = line.split('#').next().unwrap_or_default();
    // Inside quotes of the right kind they are the writer's own.
    if code.contains('"') || code.contains('\'') {
        return None;
    }
    let mut edits = Vec::new();
    for (offset, quote) in code.char_indices().filter(|(_, c)| QUOTES.contains(c)) {
        let (mut start, mut end) = (from + offset, from + offset + quote.len_utf8());
        // French typography has spaces inside.
        let space = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}');
        if quote == '«' {
            end += source.text[end..].chars().take_while(|c| space(*c)).map(char::len_utf8).sum::<usize>();
        }
        if quote == '»' {
            start -= source.text[from..start]
                .chars()
                .rev()
                .take_while(|c| space(*c))
                .map(char::len_utf8)
                .sum::<usize>();
        }
        edits.push((source.span(start..end), "\"".to_owned()));
    }
    let (first, _) = edits.first()?;
    let diagnostic = Diagnostic::new(
        Code::Syntax,
        Phrase::fixed(
            "typographic quotes, as word processors write them",
            "des guillemets typographiques, comme les écrivent les traitements de texte",
        ),
    )
    .at(*first, Phrase::fixed("not a plain quote", "pas un guillemet droit"))
    .help(Phrase::fixed("write plain quotes: \"…\"", "écrivez des guillemets droits : \"…\""));
    // Between plain quotes a backslash begins something else.
    if edits.len() % 2 == 1 || code.contains('\\') {
        return Some(diagnostic);
    }
    Some(diagnostic.fix(Phrase::fixed("write plain quotes", "écrire des guillemets droits"), edits))
}

/// `effort = 0,8` on the line of an error: one number with a decimal comma.
fn decimal_comma(source: &Source, at: usize) -> Option<Diagnostic> {
    let (from, line) = line_of(&source.text, at)?;
    let code = line.split('#').next().unwrap_or_default();
    let equals = code.find('=')?;
    let value = code[equals + 1..].trim();
    let (whole, decimals) = value.split_once(',')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole.strip_prefix('-').unwrap_or(whole)) || !digits(decimals) {
        return None;
    }
    let start = from + equals + 1 + code[equals + 1..].find(value)?;
    let span = source.span(start..start + value.len());
    let right = format!("{whole}.{decimals}");
    let diagnostic = Diagnostic::new(
        Code::Syntax,
        Phrase::fixed("a number with a decimal comma", "un nombre avec une virgule décimale"),
    )
    .at(
        span,
        Phrase::fixed("a comma separates entries of a list", "une virgule sépare les éléments d'une liste"),
    );
    // "1,500" may be a thousand and a half, or one and a half.
    if decimals.len() == 3 {
        let thousands = format!("{whole}{decimals}");
        return Some(diagnostic.help(phrase!(
            "write {thousands} for thousands, or {right} with a point for decimals",
            "écrivez {thousands} pour des milliers, ou {right} avec un point pour des décimales"
        )));
    }
    Some(
        diagnostic
            .help(phrase!("write a point: {right}", "écrivez un point : {right}"))
            .fix(phrase!("write {right}", "écrire {right}"), [(span, right)]),
    )
}

/// A character that editors do not show, such as the mark that some put before a file and that stays inside where files are
/// put together.
fn unseen_character(source: &Source, at: usize) -> Option<Diagnostic> {
    let found = source.text[at..].chars().next()?;
    let instead = match found {
        '\u{feff}' | '\u{200b}'..='\u{200d}' | '\u{2060}' => Some(""),
        '\u{a0}' | '\u{202f}' => Some(" "),
        _ if found.is_control() && !found.is_ascii_whitespace() => None,
        _ => return None,
    };
    let number = format!("U+{:04X}", found as u32);
    let span = source.span(at..at + found.len_utf8());
    let diagnostic = Diagnostic::new(
        Code::Syntax,
        phrase!("a character that nobody sees ({number})", "un caractère que personne ne voit ({number})"),
    )
    .at(span, Phrase::fixed("here", "ici"))
    .help(Phrase::fixed("remove it, or type the line anew", "retirez-le, ou retapez la ligne"));
    Some(match instead {
        Some(instead) => {
            diagnostic.fix(phrase!("remove {number}", "retirer {number}"), [(span, instead.to_owned())])
        }
        None => diagnostic,
    })
}

/// The first of the lines with the most dots.
fn most_dots(text: &str) -> Range<usize> {
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

/// The longest line that is looked at for what its writer meant. Nobody writes a longer one, and each of its errors would
/// take a look at all of it.
const LONGEST_LINE: usize = 2_000;

/// The line around a byte: where it begins, and its text. None where it is longer than any that people write.
fn line_of(text: &str, at: usize) -> Option<(usize, &str)> {
    let at = floor(text, at);
    let before = floor(text, at.saturating_sub(LONGEST_LINE));
    let from = match text[before..at].rfind('\n') {
        Some(newline) => before + newline + 1,
        None if before == 0 => 0,
        None => return None,
    };
    let window = &text[from..floor(text, from + LONGEST_LINE)];
    let line = match window.find('\n') {
        Some(newline) => &window[..newline],
        None if from + window.len() == text.len() => window,
        None => return None,
    };
    Some((from, line.strip_suffix('\r').unwrap_or(line)))
}

/// Three groups of digits as a date has them, but no such day.
fn looks_like_no_date(token: &str) -> bool {
    let parts: Vec<&str> = token.split('-').collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.len() == 3 && parts[0].len() == 4 && parts.iter().all(digits) && !exists(&parts)
}

/// Whether year, month and day make a date.
fn exists(parts: &[&str]) -> bool {
    let number = |part: &str| part.parse::<i16>().ok();
    let day = || {
        Date::new(
            number(parts[0])?,
            i8::try_from(number(parts[1])?).ok()?,
            i8::try_from(number(parts[2])?).ok()?,
        )
        .ok()
    };
    day().is_some()
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_from_any_byte_and_endless_ones_are_left_alone() {
        let text = "é = 1\r\nb = 2";
        for (at, line) in [(0, (0, "é = 1")), (1, (0, "é = 1")), (8, (8, "b = 2")), (99, (8, "b = 2"))] {
            assert_eq!(line_of(text, at), Some(line), "{at}");
        }
        let endless = format!("a = [{}]\nb = 1", "x y, ".repeat(LONGEST_LINE));
        assert_eq!(line_of(&endless, 3), None, "its end is far");
        assert_eq!(line_of(&endless, 4_000), None, "both ends are far");
        assert_eq!(line_of(&endless, endless.len()).unwrap().1, "b = 1");
    }
}
