//! A value that cannot be read: quotes, numbers, dates, amounts of time.

use std::ops::Range;

use super::line::{Line, outside_quotes};
use super::{here, rewrite, syntax};
use crate::diag::{Code, Diagnostic};
use crate::phrase;
use crate::phrase::Phrase;
use crate::read::meant;
use crate::read::repair::date_help;
use crate::source::Span;

/// Quotes as word processors write them.
pub(super) fn typographic_quotes(line: &Line<'_>) -> Option<Diagnostic> {
    const QUOTES: [char; 6] = ['“', '”', '„', '«', '»', '‟'];
    let code = line.code();
    let outside: Vec<(usize, char)> = outside_quotes(code).collect();
    let mut edits = Vec::new();
    for (at, quote) in outside.iter().filter(|(_, c)| QUOTES.contains(c)) {
        let (mut start, mut end) = (*at, *at + quote.len_utf8());
        // French typography has spaces inside.
        let space = |c: &char| matches!(c, ' ' | '\u{a0}' | '\u{202f}');
        if *quote == '«' {
            end += code[end..].chars().take_while(space).map(char::len_utf8).sum::<usize>();
        }
        if *quote == '»' {
            start -= code[..start].chars().rev().take_while(space).map(char::len_utf8).sum::<usize>();
        }
        edits.push((line.span(start..end), "\"".to_owned()));
    }
    let mut plain = outside.iter().filter(|(_, c)| *c == '"').count();
    if edits.is_empty() {
        // An apostrophe is part of a text; around all of a value such marks are quotes.
        let value = line.value()?;
        let text = &code[value.clone()];
        let single = |c: char| matches!(c, '‘' | '’' | '‚');
        if !(text.starts_with(single) && text.ends_with(single) && text.chars().count() > 2) {
            return None;
        }
        let mark = '’'.len_utf8();
        edits.push((line.span(value.start..value.start + mark), "\"".to_owned()));
        edits.push((line.span(value.end - mark..value.end), "\"".to_owned()));
        plain = 0;
    }
    let (first, _) = edits.first()?;
    let diagnostic = syntax(Phrase::fixed(
        "curly quotes, as word processors write them",
        "des guillemets typographiques, comme les écrivent les traitements de texte",
    ))
    .at(*first, Phrase::fixed("not a plain quote", "pas un guillemet droit"))
    .help(Phrase::fixed("write plain quotes: \"…\"", "écrivez des guillemets droits : \"…\""));
    // Quotes inside quotes are the writer's own; between plain ones a backslash begins something else.
    let nested = edits.chunks(2).zip(edits.chunks(2).skip(1)).any(|(text, next)| {
        let between = text.last().map_or(0, |(span, _)| span.end)..next[0].0.start;
        let between = line.source.text_at(Span { start: between.start, end: between.end });
        !between.contains([',', '='])
    });
    if (edits.len() + plain) % 2 == 1 || nested || code.contains('\\') {
        return Some(diagnostic);
    }
    Some(diagnostic.fix(Phrase::fixed("write plain quotes", "écrire des guillemets droits"), edits))
}

/// `effort = 0,8`: numbers with a decimal comma, each behind an equals sign.
pub(super) fn decimal_commas(line: &Line<'_>) -> Option<Diagnostic> {
    let code = line.code();
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    let mut doubtful = None;
    for (at, _) in outside_quotes(code).filter(|(_, c)| *c == '=') {
        let start = at + 1 + code[at + 1..].find(|c: char| c != ' ')?;
        let number = code[start..].trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '-'));
        let text = code[start..code.len() - number.len()].trim_end_matches(',');
        let ends = number.trim_start().is_empty()
            || number.starts_with([' ', '}'])
            || code[start + text.len()..].starts_with(',');
        match text.split_once(',') {
            Some((whole, decimals))
                if ends && !decimals.contains([',', '-']) && !whole.trim_start_matches('-').is_empty() =>
            {
                let range = start..start + text.len();
                match meant::number(text) {
                    Some(right) => found.push((range, right)),
                    None => {
                        doubtful = doubtful.or(Some((
                            range,
                            format!("{whole}{decimals}"),
                            format!("{whole}.{decimals}"),
                        )));
                    }
                }
            }
            _ => {}
        }
    }
    if let Some((range, thousands, decimals)) = doubtful {
        return Some(
            syntax(Phrase::fixed("a number with a comma inside", "un nombre avec une virgule"))
                .at(line.span(range), Phrase::fixed("a comma separates entries of a list", "une virgule sépare les éléments d'une liste"))
                .help(phrase!(
                    "write {thousands} if the comma separates thousands, or {decimals} if it is a decimal comma",
                    "écrivez {thousands} si la virgule sépare les milliers, ou {decimals} si c'est une virgule décimale"
                )),
        );
    }
    let (range, right) = found.first()?;
    let edits: Vec<(Span, String)> =
        found.iter().map(|(range, right)| (line.span(range.clone()), right.clone())).collect();
    Some(
        syntax(Phrase::fixed("a number with a decimal comma", "un nombre avec une virgule décimale"))
            .at(
                line.span(range.clone()),
                Phrase::fixed(
                    "a comma separates entries of a list",
                    "une virgule sépare les éléments d'une liste",
                ),
            )
            .help(phrase!("write a point: {right}", "écrivez un point : {right}"))
            .fix(phrase!("write {right}", "écrire {right}"), edits),
    )
}

/// A value that the parser could not read, or something behind it; none where the parser's words say it best.
pub(super) fn wrong(line: &Line<'_>, message: &str, range: &Range<usize>) -> Option<Diagnostic> {
    let code = line.code();
    if line.equals().is_some_and(|equals| code[equals + 1..].is_empty()) {
        return Some(
            syntax(Phrase::fixed("a value is missing", "il manque une valeur"))
                .at(line.source.span(range.clone()), here())
                .help(Phrase::fixed(
                    "write it after the equals sign, or remove the key",
                    "écrivez-la après le signe égal, ou retirez la clé",
                )),
        );
    }
    let at = range.start.checked_sub(line.from).filter(|at| code.is_char_boundary(*at))?;
    let value = line.value();
    let single = value.clone().filter(|value| !code[value.clone()].starts_with(['[', '{', '(']));
    let has = |part: &str| message.contains(part);
    if has("basic string")
        || has("literal string")
        || has("escaped")
        || has("unicode")
        || has("quote characters")
    {
        return Some(text(line, line.source.span(range.clone())));
    }
    if has("unexpected") {
        return value.map(|value| behind(line, value, at, single.is_some(), line.source.span(range.clone())));
    }
    let read = [
        "must be quoted",
        "boolean",
        "date",
        "time",
        "number",
        "float",
        "integer",
        "leading zero",
        "digit",
        "quote",
        "value",
        "sign",
        "radix",
    ];
    if !read.iter().any(|part| has(part)) || has("missing value") || has("key-value") {
        return None;
    }
    let round = value.as_ref().map(|value| (&code[value.clone()], line.span(value.clone())));
    if let Some((text, span)) = round.filter(|(text, _)| text.starts_with('(') && text.ends_with(')')) {
        let inner = &text[1..text.len() - 1];
        let right = if inner.contains('=') { format!("{{{inner}}}") } else { format!("[{inner}]") };
        let diagnostic = syntax(Phrase::fixed(
            "round brackets mean nothing here",
            "les parenthèses ne veulent rien dire ici",
        ));
        return Some(rewrite(diagnostic.at(line.source.span(range.clone()), here()), span, &right));
    }
    let single = single.filter(|value| !outside_quotes(&code[value.clone()]).any(|(_, c)| c == '='));
    let (start, end) = match single {
        Some(value) => (value.start, value.end),
        None => {
            let start = code[..at]
                .rfind(['=', '[', ',', '{'])
                .map_or(at, |before| before + 1 + code[before + 1..].find(|c: char| c != ' ').unwrap_or(0));
            let start = start.min(code.len());
            (start, code[start..].find([',', ']', '}', '=']).map_or(code.len(), |end| start + end))
        }
    };
    let written = code.get(start..end)?.trim_end();
    if let Some((value, key)) = written.rsplit_once(' ')
        && code[start + written.len()..].trim_start().starts_with('=')
    {
        let gap = start + value.trim_end().len();
        return Some(
            syntax(phrase!("a comma is missing before `{key}`", "il manque une virgule devant `{key}`"))
                .at(line.span(start..start + written.len()), here())
                .help(Phrase::fixed(
                    "put a comma between one `key = value` and the next",
                    "mettez une virgule entre un `clé = valeur` et le suivant",
                ))
                .fix(
                    Phrase::fixed("put a comma", "mettre une virgule"),
                    [(line.span(gap..gap), ",".to_owned())],
                ),
        );
    }
    if written.is_empty() {
        return Some(
            syntax(Phrase::fixed("a value is missing", "il manque une valeur"))
                .at(line.source.span(range.clone()), here())
                .help(Phrase::fixed(
                    "write it after the equals sign, or remove the key",
                    "écrivez-la après le signe égal, ou retirez la clé",
                )),
        );
    }
    Some(told(written, line.span(start..start + written.len())))
}

/// The finding for what is written like a date and is none.
pub(in crate::read) fn no_such_day(written: &str, span: Span) -> Option<Diagnostic> {
    let three: Vec<&str> = written.split('-').collect();
    let like_a_date = three.len() == 3
        && three[0].len() == 4
        && three.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    like_a_date.then(|| {
        Diagnostic::new(
            Code::ImpossibleDate,
            Phrase::fixed("this date does not exist", "cette date n'existe pas"),
        )
        .at(span, Phrase::fixed("no such day", "ce jour n'existe pas"))
        .help(Phrase::fixed(
            "write year-month-day with a day that the month has, such as 2027-01-04",
            "écrivez année-mois-jour avec un jour que le mois possède, comme 2027-01-04",
        ))
    })
}

/// What a value without quotes was meant to be.
fn told(written: &str, span: Span) -> Diagnostic {
    let dates = meant::dates(written);
    let shape = written.chars().filter(|c| matches!(c, '-' | '/' | '.')).count();
    let digits = written.chars().filter(char::is_ascii_digit).count();
    let period = meant::first_day(written).is_some();
    if period || !dates.is_empty() || (shape == 2 && digits >= 6 && digits + 2 == written.len()) {
        if let Some(finding) = no_such_day(written, span).filter(|_| dates.is_empty()) {
            return finding;
        }
        let diagnostic =
            syntax(Phrase::fixed("a date is written year-month-day", "une date s'écrit année-mois-jour"))
                .at(span, here());
        if let Some((year, _)) = written.split_once('-')
            && year.len() > 4
            && year.bytes().all(|byte| byte.is_ascii_digit())
            && dates.is_empty()
        {
            return diagnostic.help(Phrase::fixed(
                "write a year of four digits, such as 2027-01-04",
                "écrivez une année de quatre chiffres, comme 2027-01-04",
            ));
        }
        return date_help(diagnostic, written, span);
    }
    if let Some((year, month)) = written.split_once('-')
        && year.len() == 4
        && month.len() == 2
        && digits == 6
    {
        return syntax(Phrase::fixed("a date without its day", "une date sans son jour"))
            .at(span, here())
            .help(phrase!("add the day, such as {written}-01", "ajoutez le jour, comme {written}-01"));
    }
    if let Some(right) = meant::number(written) {
        return rewrite(
            syntax(Phrase::fixed(
                "a number is written with digits and a point alone",
                "un nombre s'écrit avec des chiffres et un point seulement",
            ))
            .at(span, here()),
            span,
            &right,
        );
    }
    let quoted = format!("\"{written}\"");
    if written.strip_suffix('%').is_some_and(|number| number.trim().parse::<f64>().is_ok()) {
        let diagnostic =
            syntax(Phrase::fixed("a percentage needs quotes", "un pourcentage veut des guillemets"));
        return rewrite(diagnostic.at(span, here()), span, &quoted);
    }
    if let Some(amount) = meant::amount(written) {
        let diagnostic =
            syntax(Phrase::fixed("an amount of time needs quotes", "une durée veut des guillemets"));
        return rewrite(diagnostic.at(span, here()), span, &format!("\"{amount}\""));
    }
    if let Some(flag) = meant::flag(written).filter(|flag| written.eq_ignore_ascii_case(flag)) {
        let diagnostic = syntax(phrase!("`{flag}` has no capitals", "`{flag}` s'écrit sans majuscules"));
        return rewrite(diagnostic.at(span, here()), span, flag);
    }
    if let Some(flag) = meant::flag(written) {
        return syntax(phrase!(
            "`{written}` is neither a text in quotes nor true or false",
            "`{written}` n'est ni un texte entre guillemets, ni true ou false"
        ))
        .at(span, here())
        .help(phrase!(
            "write `{flag}` for an answer of yes or no, or `\"{written}\"` for a text",
            "écrivez `{flag}` pour une réponse par oui ou non, ou `\"{written}\"` pour un texte"
        ));
    }
    let number =
        written.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-'))).next().unwrap_or_default();
    if number.parse::<f64>().is_ok() {
        return syntax(phrase!(
            "a number with something after it: {written}",
            "un nombre suivi d'autre chose : {written}"
        ))
        .at(span, here())
        .help(phrase!(
            "write the number in full and alone, such as {number}, or `\"{written}\"` for a text",
            "écrivez le nombre en entier et seul, comme {number}, ou `\"{written}\"` pour un texte"
        ));
    }
    if written.contains('"') {
        let whole = written.trim_matches('"');
        let diagnostic = syntax(Phrase::fixed(
            "a text with one quote instead of two",
            "un texte avec un guillemet au lieu de deux",
        ));
        return if whole.contains('"') {
            diagnostic.at(span, here()).help(Phrase::fixed(
                "put quotes around the whole text, and single ones inside",
                "mettez des guillemets autour de tout le texte, et des apostrophes à l'intérieur",
            ))
        } else {
            rewrite(diagnostic.at(span, here()), span, &format!("\"{whole}\""))
        };
    }
    let diagnostic =
        syntax(Phrase::fixed("a text without quotes", "un texte sans guillemets")).at(span, here());
    if written.contains('\\') || written.starts_with(['(', '[', '{']) {
        return diagnostic.help(Phrase::fixed(
            "put texts in quotes, such as \"web\"; lists stand in [ ], keys with values in { }",
            "mettez les textes entre guillemets, comme \"web\" ; les listes vont entre [ ], les clés avec valeurs entre { }",
        ));
    }
    rewrite(diagnostic, span, &quoted)
}

/// A text in quotes that does not end, or has a backslash.
fn text(line: &Line<'_>, span: Span) -> Diagnostic {
    if line.code().contains('\\') {
        return syntax(Phrase::fixed(
            "a backslash has a meaning of its own in a text",
            "une barre oblique inverse a un sens à elle dans un texte",
        ))
        .at(span, here())
        .help(Phrase::fixed(
            "write it twice: \\\\, or use a plain slash: /",
            "doublez-la : \\\\, ou écrivez une barre oblique : /",
        ));
    }
    let quote = if line.text.matches('"').count() % 2 == 1 { '"' } else { '\'' };
    if line.text.matches(quote).count() % 2 == 1 {
        return syntax(Phrase::fixed("a text that is not closed", "un texte qui n'est pas fermé"))
            .at(span, here())
            .help(phrase!(
                "end it with {quote} on the same line",
                "terminez-le par {quote} sur la même ligne"
            ));
    }
    syntax(Phrase::fixed(
        "a text with a character that cannot be seen",
        "un texte avec un caractère invisible",
    ))
    .at(span, here())
    .help(Phrase::fixed(
        "type the text anew; letters, accents and spaces are fine",
        "tapez le texte de nouveau ; lettres, accents et espaces sont permis",
    ))
}

/// Something behind a value, at a byte of the line.
fn behind(line: &Line<'_>, value: Range<usize>, at: usize, single: bool, span: Span) -> Diagnostic {
    let code = line.code();
    let (written, rest) = (&code[value.clone()], code[at..].trim());
    let whole = line.span(value);
    if rest == "," || rest == ";" {
        let end = line.span(at..code.len());
        let mark = match rest {
            "," => Phrase::fixed("a comma", "une virgule"),
            _ => Phrase::fixed("a semicolon", "un point-virgule"),
        };
        return syntax(phrase!("no line ends in {mark}", "aucune ligne ne finit par {mark}"; mark = mark))
            .at(span, here())
            .help(Phrase::fixed("remove it", "retirez-le"))
            .fix(phrase!("remove {rest}", "retirer {rest}"), [(end, String::new())]);
    }
    if single && !written.starts_with(['"', '\'']) {
        return told(written, whole);
    }
    let inner = written.len() > 2 && single;
    if inner && rest.starts_with(',') {
        let diagnostic = syntax(Phrase::fixed(
            "several values need brackets around them",
            "plusieurs valeurs veulent des crochets autour d'elles",
        ));
        return rewrite(diagnostic.at(span, here()), whole, &format!("[{written}]"));
    }
    if inner && written.starts_with('\'') && written.ends_with('\'') && !written.contains(['"', '\\']) {
        let text = &written[1..written.len() - 1];
        let diagnostic =
            syntax(Phrase::fixed("an apostrophe ends this text", "une apostrophe termine ce texte"));
        return rewrite(diagnostic.at(span, here()), whole, &format!("\"{text}\""));
    }
    if inner && written.starts_with('"') && written.ends_with('"') {
        return syntax(Phrase::fixed(
            "quotes inside a text end it",
            "des guillemets dans un texte le terminent",
        ))
        .at(span, here())
        .help(Phrase::fixed(
            "write other quotes inside, such as “…” or '…'",
            "écrivez d'autres guillemets à l'intérieur, comme « … » ou '…'",
        ));
    }
    if rest.is_empty() {
        return syntax(Phrase::fixed("this line cannot be read", "cette ligne est illisible"))
            .at(span, here())
            .help(Phrase::fixed(
                "write one `key = value` on a line, texts in quotes",
                "écrivez une seule `clé = valeur` par ligne, les textes entre guillemets",
            ));
    }
    syntax(phrase!("something after the value: {rest}", "quelque chose après la valeur : {rest}"))
        .at(span, here())
        .help(Phrase::fixed(
            "remove it, or put # before it so that it becomes a comment",
            "retirez-le, ou mettez # devant pour en faire un commentaire",
        ))
}
