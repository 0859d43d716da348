//! Values that can be read in one way only, and what a program can do about those written in a wrong form.

use toml::de::{DeTable, DeValue};

use super::did_you_mean;
use crate::diag::Diagnostic;
use crate::fields::Kind;
use crate::phrase;
use crate::phrase::Phrase;
use crate::source::{Source, Span, Spanned};

pub(super) fn integer(raw: &DeValue<'_>) -> Option<i64> {
    let integer = raw.as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

pub(super) fn number(raw: &DeValue<'_>) -> Option<f64> {
    match raw {
        DeValue::Integer(_) => integer(raw).map(|integer| integer as f64),
        DeValue::Float(float) => float.as_str().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}

/// `0.8` or `"80%"`; a bare 80 is out of range rather than guessed at.
pub(super) fn share(raw: &DeValue<'_>) -> Option<f64> {
    match raw {
        DeValue::String(text) => {
            let percent: f64 = text.trim().strip_suffix('%')?.trim_end().parse().ok()?;
            percent.is_finite().then_some(percent / 100.0)
        }
        _ => number(raw),
    }
}

/// A share above one that can only be per cent: 80 for `"80%"`.
pub(super) fn percent(diagnostic: Diagnostic, kind: &Kind, raw: &DeValue<'_>, span: Span) -> Diagnostic {
    let written = number(raw).filter(|number| *number > 1.0 && *number <= 100.0);
    match (kind, written) {
        (Kind::Share(_, most), Some(number)) if *most <= 1.0 && number / 100.0 <= *most => diagnostic
            .fix(phrase!("write \"{number}%\"", "écrire \"{number}%\""), [(span, format!("\"{number}%\""))]),
        _ => diagnostic,
    }
}

/// The value in the form that its kind asks for, where there is one way to write it. `text` is how the plan writes it.
pub(super) fn converted(kind: &Kind, raw: &DeValue<'_>, text: &str) -> Option<String> {
    let scalar = !matches!(raw, DeValue::Array(_) | DeValue::Table(_));
    if text.is_empty() || text.contains('\n') {
        return None;
    }
    match (kind, raw) {
        (Kind::Number(..) | Kind::Integer(..), DeValue::String(written)) => {
            let compact: String =
                written.chars().filter(|c| !matches!(c, ' ' | '_' | '\u{a0}' | '\u{202f}')).collect();
            let point = compact.replacen(',', ".", 1);
            let parses = match kind {
                Kind::Integer(min, max) => {
                    compact.parse::<i64>().is_ok_and(|integer| (min..=max).contains(&&integer))
                }
                Kind::Number(min, max) => {
                    point.parse::<f64>().is_ok_and(|number| (*min..=*max).contains(&number))
                }
                _ => false,
            };
            // "1,500" may be a thousand and a half, or one and a half.
            let ambiguous = compact.split_once(',').is_some_and(|(_, decimals)| decimals.len() == 3);
            (parses && !ambiguous && point.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-')))
                .then_some(point)
        }
        (Kind::Flag, DeValue::String(written)) => match written.trim().to_lowercase().as_str() {
            "true" | "yes" | "oui" | "vrai" => Some("true".into()),
            "false" | "no" | "non" | "faux" => Some("false".into()),
            _ => None,
        },
        (Kind::Date, DeValue::String(written)) => {
            let date: jiff::civil::Date = written.trim().parse().ok()?;
            (date.to_string() == written.trim()).then(|| date.to_string())
        }
        (
            Kind::Text,
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) | DeValue::Boolean(_),
        ) => Some(format!("\"{text}\"")),
        (Kind::List(inner), _) if scalar => {
            let fits = matches!(
                (inner, raw),
                (
                    Kind::Text | Kind::Ref(_) | Kind::Word(_) | Kind::Path | Kind::Either(..),
                    DeValue::String(_)
                ) | (Kind::Date, DeValue::Datetime(_))
            );
            fits.then(|| format!("[{text}]"))
        }
        _ => None,
    }
}

/// A single table where a list of tables is asked for: `[initiative]` becomes `[[initiative]]`, `{ … }` becomes `[{ … }]`.
pub(super) fn into_list(diagnostic: Diagnostic, source: &Source, span: Span) -> Diagnostic {
    let text = source.text_at(span);
    let edit = if text.starts_with('{') && text.ends_with('}') {
        format!("[{text}]")
    } else if text.starts_with('[') && text.ends_with(']') && !text.starts_with("[[") && !text.contains('\n')
    {
        // A header of a table inside this one ends in another name.
        format!("[{text}]")
    } else {
        return diagnostic;
    };
    diagnostic.fix(Phrase::fixed("make it a list of one", "en faire une liste d'un élément"), [(span, edit)])
}

/// "Did you mean", with the change unless the table has that key already.
pub(super) fn rename(
    diagnostic: Diagnostic,
    source: &Source,
    table: &DeTable<'_>,
    key: Spanned<&str>,
    close: &str,
) -> Diagnostic {
    let diagnostic = diagnostic.help(did_you_mean(close));
    let Some(value) = table.get(key.value).filter(|_| !table.contains_key(close)) else { return diagnostic };
    match occurrences(source, value, key.span) {
        Some(places) => diagnostic.fix(
            phrase!("rename it to `{close}`", "la renommer en `{close}`"),
            places.into_iter().map(|place| (place, close.to_owned())),
        ),
        None => diagnostic,
    }
}

/// Where a key is written: once, but for a table with headers, which write it in each of them. None where a key with dots
/// makes the table, on lines that nothing tells.
fn occurrences(source: &Source, value: &toml::Spanned<DeValue<'_>>, key: Span) -> Option<Vec<Span>> {
    let mut headers = Vec::new();
    let in_headers = collect_headers(source, value, &mut headers);
    if !in_headers && source.span(value.span()) == key {
        return None;
    }
    let mut places = vec![key];
    let names = |header: &Span| segments(source.text_at(*header), *header);
    if let Some(depth) = headers.iter().find_map(|header| names(header).iter().position(|name| *name == key))
    {
        places.extend(headers.iter().filter_map(|header| names(header).get(depth).copied()));
    }
    places.sort_unstable();
    places.dedup();
    Some(places)
}

/// The headers of a table or list of tables, and of the tables in it. Gives whether it is written in headers alone.
fn collect_headers(source: &Source, value: &toml::Spanned<DeValue<'_>>, headers: &mut Vec<Span>) -> bool {
    let mut all = |values: &mut dyn Iterator<Item = &toml::Spanned<DeValue<'_>>>| {
        values.filter(|value| !collect_headers(source, value, headers)).count() == 0
    };
    match value.get_ref() {
        DeValue::Table(table) => {
            let within = all(&mut table.values());
            let span = source.span(value.span());
            let header = source.text_at(span).starts_with('[');
            if header {
                headers.push(span);
            }
            header || (within && !table.is_empty())
        }
        DeValue::Array(list) => all(&mut list.iter()) && !list.is_empty(),
        _ => false,
    }
}

/// The names in a header: `[a."b.c"]` has two.
fn segments(header: &str, span: Span) -> Vec<Span> {
    let mut quote = None;
    let names = header.trim_matches(['[', ']']).split(|c| match (quote, c) {
        (None, '"' | '\'') => {
            quote = Some(c);
            false
        }
        (Some(open), _) if open == c => {
            quote = None;
            false
        }
        (quote, c) => quote.is_none() && c == '.',
    });
    names
        .map(|name| {
            let name = name.trim();
            // A part of the header, so that its address tells where it is.
            let start = span.start + (name.as_ptr() as usize - header.as_ptr() as usize) as u32;
            Span { start, end: start + name.len() as u32 }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Diagnostics;
    use crate::inputs::MethodTables;
    use crate::language;
    use crate::read::{conform, parse};
    use crate::source::Sources;

    /// The text with all its fixes applied once.
    fn mended(text: &str) -> String {
        let sources = Sources::single("plan.toml", text);
        let mut diagnostics = Diagnostics::default();
        let document = parse(&sources, &mut diagnostics);
        let methods = MethodTables::new(&[], &["rice".into(), "kano".into()], &[]);
        conform(&document, &language::ROOT, &methods, false, &mut diagnostics);
        let (fixed, _) = crate::fix::apply(&sources, &diagnostics.sorted());
        fixed.into_iter().next().map_or_else(|| text.to_owned(), |fixed| fixed.text)
    }

    #[test]
    fn a_key_is_renamed_wherever_it_is_written() {
        for (text, expected) in [
            ("[plan]\ntitel = 'a'\n", "[plan]\ntitle = 'a'\n"),
            (
                "[[ \"initiatives\" ]] # é\n[[initiatives]]\n[initiatives.effects]\n",
                "[[ initiative ]] # é\n[[initiative]]\n[initiative.effects]\n",
            ),
            (
                "[[initiative]]\n[[initiative.stepz]]\n[[initiative.stepz]]\n",
                "[[initiative]]\n[[initiative.steps]]\n[[initiative.steps]]\n",
            ),
            ("[scorinng.kano]\n[scorinng.rice]\n", "[scoring.kano]\n[scoring.rice]\n"),
            // The key is there as well, or written once more on lines that the parser does not tell.
            ("[plan]\ntitel = 'a'\ntitle = 'b'\n", "[plan]\ntitel = 'a'\ntitle = 'b'\n"),
            (
                "plann.title = 'a'\nplann.start = 2027-01-04\n",
                "plann.title = 'a'\nplann.start = 2027-01-04\n",
            ),
        ] {
            assert_eq!(mended(text), expected);
        }
    }

    #[test]
    fn names_in_a_header() {
        let names = |header: &str| {
            let span = Span { start: 10, end: 10 + header.len() as u32 };
            let text = |place: Span| header[place.start as usize - 10..place.end as usize - 10].to_owned();
            segments(header, span).into_iter().map(text).collect::<Vec<_>>()
        };
        assert_eq!(names("[a]"), ["a"]);
        assert_eq!(names("[[ a . \"b.]c\" . 'é\"' ]]"), ["a", "\"b.]c\"", "'é\"'"]);
    }
}
