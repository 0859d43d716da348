//! What a survey gives to a plan, as TOML to paste or as JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Group, Reason, Survey, Tally};
use crate::method::Language;
use crate::metric::Figures;
use crate::phrase;
use crate::phrase::{Phrase, round};

/// Where a measurement goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Where the metric stands at the beginning.
    Baseline,
    /// A value measured since.
    Actual,
}

/// A measurement in the words of the plan language, without its date.
fn measurement(survey: &Survey, tally: &Tally) -> Vec<(&'static str, String)> {
    match tally {
        Tally::Counts(counts) if survey.question.kind == "rate" => {
            vec![("part", counts[1].to_string()), ("whole", (counts[0] + counts[1]).to_string())]
        }
        Tally::Counts(counts) => {
            let counts: Vec<String> = counts.iter().map(u64::to_string).collect();
            vec![("counts", format!("[{}]", counts.join(", ")))]
        }
        Tally::Numbers { n, mean, squares } => {
            let mut told = vec![("value", number(*mean))];
            if *n > 1 {
                told.push(("sd", number((squares / (*n as f64 - 1.0)).max(0.0).sqrt())));
            }
            told.push(("n", n.to_string()));
            told
        }
    }
}

/// A number in TOML, with as many digits as a survey can have meaning for.
fn number(value: f64) -> String {
    round(value, 6).to_string()
}

/// `42.1, between 38.6 and 45.6 at 95 %, n = 1200`
fn figures(figures: Figures) -> Phrase {
    let value = Phrase::number(figures.value, 2);
    let n = figures.n;
    match figures.interval {
        Some([low, high]) => phrase!(
            "{value}, between {low} and {high} at 95 %, n = {n}",
            "{value}, entre {low} et {high} à 95 %, n = {n}";
            value = value, low = Phrase::number(low, 2), high = Phrase::number(high, 2)
        ),
        None => phrase!("{value}, n = {n}", "{value}, n = {n}"; value = value),
    }
}

/// TOML for the plan: the measurement, and of each segment and touchpoint with answers a piece of evidence; of Kano the counts of
/// each initiative.
pub fn toml(survey: &Survey, metric: &str, place: Place, date: Option<Date>, language: Language) -> String {
    let mut out = String::new();
    let (n, rows) = (survey.tally.n(), survey.rows());
    comment(&mut out, &phrase!("answers: {n} of {rows} rows", "réponses : {n} sur {rows} lignes"), language);
    if survey.question.kind == "kano" {
        kano(&mut out, survey, language);
        return out;
    }
    if let Some(told) = survey.figures(&survey.tally) {
        comment(&mut out, &figures(told), language);
    }
    let day = date.map(|date| ("date", date.to_string()));
    let told: Vec<_> = day.into_iter().chain(measurement(survey, &survey.tally)).collect();
    match place {
        Place::Baseline => {
            let under = phrase!("of the [[metric]] `{metric}`:", "de la [[metric]] `{metric}` :");
            comment(&mut out, &under, language);
            let told: Vec<String> = told.iter().map(|(key, value)| format!("{key} = {value}")).collect();
            let _ = writeln!(out, "baseline = {{ {} }}", told.join(", "));
        }
        Place::Actual => {
            let _ = writeln!(out, "[[actual]]\nmetric = \"{metric}\"");
            for (key, value) in told {
                let _ = writeln!(out, "{key} = {value}");
            }
        }
    }
    for group in survey.groups() {
        evidence(&mut out, survey, metric, &group, date, language);
    }
    out
}

fn comment(out: &mut String, text: &Phrase, language: Language) {
    let _ = writeln!(out, "# {}", text.shown(language));
}

fn evidence(
    out: &mut String,
    survey: &Survey,
    metric: &str,
    group: &Group,
    date: Option<Date>,
    language: Language,
) {
    let Some(told) = survey.figures(&group.tally) else { return };
    let (of, id) = (group.of, &group.id);
    let _ = writeln!(out, "\n[[evidence]]\nid = \"{metric}-{of}-{id}\"\nkind = \"survey\"");
    if let Some(date) = date {
        let _ = writeln!(out, "date = {date}");
    }
    let finding = phrase!("{metric}: {told}", "{metric} : {told}"; told = figures(told));
    let _ = writeln!(out, "n = {}\n{of}s = [\"{id}\"]\nfinding = \"{}\"", told.n, finding.shown(language));
}

fn kano(out: &mut String, survey: &Survey, language: Language) {
    let answers = |tally: &Tally| measurement(survey, tally).remove(0).1;
    let groups = survey.groups();
    if groups.is_empty() {
        comment(
            out,
            &Phrase::fixed("of the [[initiative]] that was asked about:", "de l'[[initiative]] concernée :"),
            language,
        );
        let _ = writeln!(out, "kano = {{ answers = {} }}", answers(&survey.tally));
    }
    for group in groups {
        let (id, n) = (&group.id, group.tally.n());
        let of = phrase!("of the [[initiative]] `{id}`, n = {n}:", "de l'[[initiative]] `{id}`, n = {n} :");
        comment(out, &of, language);
        let _ = writeln!(out, "kano = {{ answers = {} }}", answers(&group.tally));
    }
}

/// What programs read. The lines are no [`Value`], since there may be a million of them.
#[derive(Serialize)]
struct Told<'l> {
    #[serde(flatten)]
    survey: Map<String, Value>,
    excluded_lines: BTreeMap<&'static str, &'l [u64]>,
}

/// The same and how it was read, for programs; with the lines of the rows that were left out, by reason.
pub fn json(
    survey: &Survey,
    metric: &str,
    date: Option<Date>,
    read: impl IntoIterator<Item = (&'static str, Value)>,
    left_out: &BTreeMap<Reason, Vec<u64>>,
) -> String {
    let told = |tally: &Tally| {
        let mut told = match tally {
            Tally::Counts(counts) => json!({ "counts": counts }),
            Tally::Numbers { n, mean, squares } => {
                let sd = (*n > 1).then(|| (squares / (*n as f64 - 1.0)).max(0.0).sqrt());
                json!({ "sd": sd, "value": mean })
            }
        };
        told["n"] = json!(tally.n());
        if let Some(figures) = survey.figures(tally) {
            told["value"] = json!(figures.value);
            told["interval"] = json!(figures.interval);
        }
        told
    };
    let groups: Vec<Value> = survey
        .groups()
        .iter()
        .map(|group| {
            let mut value = told(&group.tally);
            value[group.of] = json!(group.id);
            value
        })
        .collect();
    let excluded: Map<String, Value> =
        survey.excluded.iter().map(|(reason, (count, _))| (reason.word().to_owned(), json!(count))).collect();
    let told = [
        ("metric", json!(metric)),
        ("kind", json!(survey.question.kind)),
        ("method", json!(survey.question.method)),
        ("date", json!(date)),
        ("rows", json!(survey.rows())),
        ("measurement", told(&survey.tally)),
        ("groups", json!(groups)),
        ("excluded", json!(excluded)),
        ("dates_unreadable", json!(survey.dates.unreadable)),
    ];
    let told = Told {
        survey: told.into_iter().chain(read).map(|(key, value)| (key.to_owned(), value)).collect(),
        excluded_lines: left_out.iter().map(|(reason, lines)| (reason.word(), &lines[..])).collect(),
    };
    // Texts and finite numbers under texts can always be written.
    serde_json::to_string_pretty(&told).unwrap_or_default() + "\n"
}
