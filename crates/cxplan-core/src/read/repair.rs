//! Values that can be read in one way only, and what a program can do about those written in a wrong form.

use toml::de::DeValue;

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

/// Every place where a key is written: a table may have many headers, such as [[initiative]]. None where they cannot be
/// told, as with keys that are joined by dots.
pub(super) fn places_of_key(
    source: &Source,
    key: Spanned<&str>,
    value: &DeValue<'_>,
    span: Span,
) -> Option<Vec<Span>> {
    let mut tables = Vec::new();
    tables_in(source, value, span, &mut tables);
    let mut places = vec![key.span];
    for table in tables {
        let text = source.text_at(table);
        if text.starts_with('{') {
            continue;
        }
        let name = text.strip_prefix("[[").or_else(|| text.strip_prefix('['))?.trim_end_matches(']');
        let start = source.range(table).start + (text.len() - text.trim_start_matches('[').len());
        let mut offset = 0;
        let mut found = None;
        for part in name.split('.') {
            if part.trim() == key.value {
                // Twice in one header: which of the two is meant?
                if found.is_some() {
                    return None;
                }
                let at = start + offset + (part.len() - part.trim_start().len());
                found = Some(source.span(at..at + key.value.len()));
            }
            offset += part.len() + 1;
        }
        places.push(found?);
    }
    places.sort_unstable();
    places.dedup();
    Some(places)
}

/// Places of the tables in a value, this one too.
fn tables_in(source: &Source, value: &DeValue<'_>, span: Span, places: &mut Vec<Span>) {
    match value {
        DeValue::Table(table) => {
            places.push(span);
            for inner in table.values() {
                tables_in(source, inner.get_ref(), source.span(inner.span()), places);
            }
        }
        DeValue::Array(array) => {
            for inner in array.iter() {
                tables_in(source, inner.get_ref(), source.span(inner.span()), places);
            }
        }
        _ => {}
    }
}
