//! Values that can be read in one way only, and what a program can do about those written in a wrong form.

use toml::de::DeValue;

use super::meant;
use crate::diag::{Code, Diagnostic};
use crate::fields::Kind;
use crate::phrase;
use crate::phrase::Phrase;
use crate::source::{Source, Span};

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
            let written = text.trim().strip_suffix('%')?.trim_end();
            // The parser knows powers of ten, infinity and a zero below zero, which nobody writes of a share.
            let digits = written.strip_prefix(['+', '-']).unwrap_or(written);
            let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            let percent: f64 = written.parse().ok().filter(|percent: &f64| plain && percent.is_finite())?;
            (percent != 0.0 || !written.starts_with('-')).then_some(percent / 100.0)
        }
        _ => number(raw),
    }
}

/// A share that can only be per cent: `"80%"` for 80 and for `"80"`. One of 1.2 may be 120 %, and one of 8 may be 0.8.
pub(super) fn percent(kind: &Kind, raw: &DeValue<'_>) -> Option<String> {
    let written = match raw {
        DeValue::String(text) => meant::number(text)?.parse().ok(),
        _ => number(raw),
    };
    let percent = written.filter(|number| *number >= 10.0 && *number <= 100.0)?;
    matches!(kind, Kind::Share(_, most) if *most <= 1.0 && percent / 100.0 <= *most)
        .then(|| format!("\"{percent}%\""))
}

/// A share that is several times the whole, written as a number: per cent may be meant.
pub(super) fn doubtful_share(key: &str, share: f64, span: Span) -> Diagnostic {
    let percent = (share * 1e4).round() / 100.0;
    Diagnostic::new(
        Code::PercentUnclear,
        phrase!("`{key} = {share}` is {percent} %", "`{key} = {share}` vaut {percent} %"),
    )
    .at(span, phrase!("or {share} %?", "ou {share} % ?"))
    .help(phrase!(
        "write \"{share}%\" or \"{percent}%\", whichever is meant",
        "écrivez \"{share}%\" ou \"{percent}%\", selon ce qui est voulu"
    ))
}

/// The value in the form that its kind asks for, where there is one way to write it. `text` is how the plan writes it.
pub(super) fn converted(kind: &Kind, raw: &DeValue<'_>, text: &str) -> Option<String> {
    let scalar = !matches!(raw, DeValue::Array(_) | DeValue::Table(_));
    if text.is_empty() || text.contains('\n') {
        return None;
    }
    match (kind, raw) {
        (Kind::Number(min, max), DeValue::String(written)) => meant::number(written)
            .filter(|number| number.parse::<f64>().is_ok_and(|number| (*min..=*max).contains(&number))),
        (Kind::Integer(min, max), DeValue::String(written)) => meant::number(written)
            .filter(|number| number.parse::<i64>().is_ok_and(|number| (*min..=*max).contains(&number))),
        (Kind::Flag, DeValue::String(written)) => meant::flag(written).map(str::to_owned),
        (Kind::Id, DeValue::Integer(_)) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(format!("\"{text}\""))
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
            // Commas in one text may separate entries, or be part of it.
            let several = matches!(inner, Kind::Text) || !text.contains(',');
            (fits && several).then(|| format!("[{text}]"))
        }
        _ => None,
    }
}

/// A single table where a list of tables is asked for: `[initiative]` becomes `[[initiative]]`, `{ … }` becomes `[{ … }]`.
pub(super) fn into_list(source: &Source, key: &str, span: Span) -> Diagnostic {
    let text = source.text_at(span);
    if text.starts_with('[') {
        return one_bracket(source, text.trim_matches(|c| matches!(c, '[' | ']')).trim(), span);
    }
    let diagnostic = Diagnostic::new(
        Code::WrongType,
        phrase!(
            "`{key}` is a list, also with a single entry",
            "`{key}` est une liste, même d'un seul élément"
        ),
    )
    .at(span, Phrase::fixed("a single table", "une seule table"))
    .help(Phrase::fixed(
        "put square brackets around the braces: [{ … }]",
        "mettez des crochets autour des accolades : [{ … }]",
    ));
    if text.starts_with('{') && text.ends_with('}') {
        diagnostic.fix(
            Phrase::fixed("make it a list of one", "en faire une liste d'un élément"),
            [(span, format!("[{text}]"))],
        )
    } else {
        diagnostic
    }
}

/// `[initiative]`, the heading of each entry of a list, with one bracket too few. All such headings are mended together.
pub(super) fn one_bracket(source: &Source, name: &str, span: Span) -> Diagnostic {
    let heading = format!("[{name}]");
    let alone = |line: &str| line.split('#').next().unwrap_or_default().trim() == heading;
    let mut at = 0;
    let mut edits = Vec::new();
    // A table inside it that stands above has made it a single table for good.
    let inside = format!("[{name}.");
    let mut made = false;
    for line in source.text.split('\n') {
        made |= edits.is_empty() && line.trim_start().starts_with(&inside);
        if alone(line) {
            let start = at + line.find('[').unwrap_or(0);
            edits.push((source.span(start..start + heading.len()), format!("[{heading}]")));
        }
        at += line.len() + 1;
    }
    let other = edits.iter().map(|(place, _)| *place).find(|place| *place != span);
    let mut diagnostic = Diagnostic::new(
        Code::WrongType,
        phrase!(
            "`{name}` is a list: each entry has a heading with two brackets",
            "`{name}` est une liste : chaque élément a un titre entre deux crochets"
        ),
    )
    .at(span, Phrase::fixed("one bracket", "un seul crochet"))
    .help(phrase!(
        "write [[{name}]], once for each entry",
        "écrivez [[{name}]], une fois pour chaque élément"
    ));
    if let Some(other) = other {
        diagnostic = diagnostic.also(other, Phrase::fixed("here too", "ici aussi"));
    }
    if edits.is_empty() || made {
        return diagnostic;
    }
    diagnostic.fix(phrase!("write [[{name}]]", "écrire [[{name}]]"), edits)
}

/// What to write for a date in another order, one date or the two that it may be, and for a quarter.
pub(super) fn date_help(diagnostic: Diagnostic, written: &str, span: Span) -> Diagnostic {
    if let Some(day) = meant::first_day(written) {
        return diagnostic.help(phrase!("write a day, such as {day}", "écrivez un jour, comme {day}"));
    }
    match meant::dates(written)[..] {
        [date] => diagnostic
            .help(phrase!("write {date}", "écrivez {date}"))
            .fix(phrase!("write {date}", "écrire {date}"), [(span, date.to_string())]),
        [day_first, month_first, ..] => diagnostic.help(phrase!(
            "write {day_first}, or {month_first} if the month came first",
            "écrivez {day_first}, ou {month_first} si le mois venait d'abord"
        )),
        [] => diagnostic.help(Phrase::fixed(
            "write it without quotes, such as 2027-01-04",
            "écrivez-la sans guillemets, comme 2027-01-04",
        )),
    }
}
