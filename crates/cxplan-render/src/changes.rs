//! What changed between two states of a plan, in words: for terminals, and as Markdown for pull requests.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use cxplan_core::diff::{Cause, Change, Diff, Edit, TargetDiff, TeamDiff, WorkDiff};
use cxplan_core::method::Language;
use cxplan_core::phrase;
use cxplan_core::phrase::Phrase;
use cxplan_core::slippage::{Missed, Move, Stand};
use jiff::civil::Date;

use crate::escape;
use crate::frontier::money;

/// Names in one sentence; the rest is a count.
const NAMES: usize = 4;
/// Rows of a table in Markdown; the rest is a count. A comment has room for 65,536 characters.
const ROWS: usize = 150;

/// An initiative that differs, in words.
#[derive(Clone, Debug)]
pub struct Row<'d> {
    /// What became of it: later, sooner, new, gone and so on.
    pub what: Phrase,
    /// Its id.
    pub id: &'d str,
    /// Its title.
    pub title: &'d str,
    /// Its last day before; none where it had none.
    pub before: Option<Date>,
    /// Its last day after.
    pub after: Option<Date>,
    /// Working days by which it ends later; negative: earlier.
    pub days: Option<i64>,
    /// What was changed, and what that moved.
    pub why: Phrase,
}

/// How much differs, and when the plan ends.
pub fn verdict(diff: &Diff) -> Vec<Phrase> {
    if diff.is_empty() {
        return vec![Phrase::fixed("Nothing changed.", "Rien n'a changé.")];
    }
    let of = |wanted: fn(&WorkDiff) -> bool| diff.initiatives.iter().filter(|work| wanted(work)).count();
    let later = of(|work| work.days > Some(0));
    let sooner = of(|work| work.days.is_some_and(|days| days < 0));
    let new = of(|work| work.edits.contains(&Edit::Added));
    let gone = of(|work| work.edits.contains(&Edit::Removed));
    let other = diff.initiatives.len().saturating_sub(later + sooner + new + gone);
    let unchanged = diff.unchanged;
    let counts = [
        (later, phrase!("{later} later", "{later} plus tard")),
        (sooner, phrase!("{sooner} sooner", "{sooner} plus tôt")),
        (new, phrase!("{new} new", "{new} en plus")),
        (gone, phrase!("{gone} gone", "{gone} en moins")),
        (other, phrase!("{other} changed otherwise", "{other} changées autrement")),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0).map(|(_, phrase)| phrase);
    let counts = list(counts.chain([phrase!("{unchanged} unchanged", "{unchanged} inchangées")]));
    let mut lines = vec![phrase!("Initiatives: {counts}.", "Initiatives : {counts}."; counts = counts)];
    lines.extend(end(diff));
    lines
}

fn end(diff: &Diff) -> Option<Phrase> {
    let (before, after) = diff.end.before.zip(diff.end.after)?;
    if before == after {
        return Some(phrase!(
            "The plan ends on {after}, as before.",
            "Le plan finit le {after}, comme avant."
        ));
    }
    let dates = phrase!(
        "The plan ends on {after} instead of {before}",
        "Le plan finit le {after} au lieu du {before}"
    );
    let days = days_later(diff.end_days.unwrap_or_default());
    Some(phrase!("{dates}: {days}.", "{dates} : {days}."; dates = dates, days = days))
}

/// The initiatives that differ, in the order of the difference.
pub fn rows(diff: &Diff) -> Vec<Row<'_>> {
    let edits: BTreeMap<&str, &[Edit]> =
        diff.initiatives.iter().map(|work| (work.id.as_str(), work.edits.as_slice())).collect();
    let finish = |stand: &Option<Stand>| stand.as_ref().and_then(|stand| stand.finish);
    let row = |work: &'_ WorkDiff| -> (Phrase, Phrase) { (what(work), why(work, &edits)) };
    diff.initiatives
        .iter()
        .map(|work| {
            let (what, why) = row(work);
            Row {
                what,
                id: &work.id,
                title: &work.title,
                before: finish(&work.before),
                after: finish(&work.after),
                days: work.days,
                why,
            }
        })
        .collect()
}

/// What differs beside initiatives, a sentence each.
pub fn lines(diff: &Diff) -> Vec<Phrase> {
    let mut lines: Vec<Phrase> = diff.targets.iter().filter_map(target).collect();
    lines.extend(diff.milestones.iter().map(milestone));
    lines.extend(diff.newly_missed.iter().map(|missed| deadline(missed, true)));
    lines.extend(diff.no_longer_missed.iter().map(|missed| deadline(missed, false)));
    let (joined, left) = (&diff.joined_critical_chain, &diff.left_critical_chain);
    if !joined.is_empty() {
        let names = names(joined);
        lines.push(
            phrase!("Now decide the end: {names}.", "Décident désormais de la fin : {names}."; names = names),
        );
    }
    if !left.is_empty() {
        let names = names(left);
        lines.push(phrase!(
            "No longer decide the end: {names}.",
            "Ne décident plus de la fin : {names}.";
            names = names
        ));
    }
    let currency = diff.currency.as_deref().unwrap_or_default();
    lines.extend(figure(&Phrase::fixed("Cost", "Coût"), diff.cost, |cost| money(cost, currency)));
    lines.extend(figure(&Phrase::fixed("Budget", "Budget"), diff.budget, |budget| money(budget, currency)));
    let effort = Change { before: Some(diff.effort.before), after: Some(diff.effort.after) };
    lines.extend(figure(&Phrase::fixed("Work", "Travail"), effort, months));
    lines.extend(diff.teams.iter().map(team));
    if diff.calendar {
        lines.push(Phrase::fixed(
            "The start, the status date, holidays or freezes of the plan changed.",
            "Le début, la date d'état, des jours fériés ou des gels du plan ont changé.",
        ));
    }
    lines
}

/// The difference as Markdown, for a comment on a pull request or the summary of a job.
pub fn markdown(diff: &Diff, language: Language) -> String {
    let text = |phrase: &Phrase| escape::markdown(&phrase.shown(language));
    let mut out = String::new();
    let _ = writeln!(out, "<!-- cxplan:diff v1 -->");
    let title = &diff.title;
    let _ = writeln!(out, "## {}\n", text(&phrase!("Changes of {title}", "Changements de {title}")));
    for line in verdict(diff) {
        let _ = writeln!(out, "{}\n", text(&line));
    }
    let rows = rows(diff);
    if !rows.is_empty() {
        let heads = [
            Phrase::empty(),
            Phrase::fixed("Initiative", "Initiative"),
            Phrase::fixed("Before", "Avant"),
            Phrase::fixed("After", "Après"),
            Phrase::fixed("Days", "Jours"),
            Phrase::fixed("Why", "Pourquoi"),
        ];
        let heads = heads.map(|head| head.get(language).to_owned()).join(" | ");
        let _ = writeln!(out, "| {heads} |\n|---|---|---|---|--:|---|");
        let date = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        for row in rows.iter().take(ROWS) {
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} | {} | {} |",
                text(&row.what),
                escape::markdown(row.title),
                date(row.before),
                date(row.after),
                row.days.map(|days| format!("{days:+}")).unwrap_or_default(),
                text(&row.why)
            );
        }
        let _ = writeln!(out);
        let more = rows.len().saturating_sub(ROWS);
        if more > 0 {
            let _ = writeln!(
                out,
                "{}\n",
                text(&phrase!("{more} more initiatives.", "{more} autres initiatives."))
            );
        }
    }
    for line in lines(diff) {
        let _ = writeln!(out, "- {}", text(&line));
    }
    out
}

fn what(work: &WorkDiff) -> Phrase {
    let status = work.edits.iter().find_map(|edit| match edit {
        Edit::Status(Change { after, .. }) => Some(after.as_str()),
        _ => None,
    });
    if work.edits.contains(&Edit::Added) {
        return Phrase::fixed("new", "en plus");
    }
    if work.edits.contains(&Edit::Removed) {
        return Phrase::fixed("gone", "en moins");
    }
    match (work.days, status) {
        (_, Some("done")) => Phrase::fixed("done", "terminée"),
        (_, Some("paused")) => Phrase::fixed("paused", "en pause"),
        (_, Some("rejected")) => Phrase::fixed("rejected", "écartée"),
        (Some(days), _) if days > 0 => Phrase::fixed("later", "plus tard"),
        (Some(days), _) if days < 0 => Phrase::fixed("sooner", "plus tôt"),
        _ if work.before.is_some() || work.after.is_some() => Phrase::fixed("moved", "déplacée"),
        _ if work.edits.is_empty() => Phrase::fixed("other rank", "autre rang"),
        _ => Phrase::fixed("changed", "changée"),
    }
}

/// What was changed in an initiative, and what moved it.
fn why(work: &WorkDiff, edits: &BTreeMap<&str, &[Edit]>) -> Phrase {
    let mut parts: Vec<Phrase> = told_edits(&work.edits);
    if let Some(rank) = &work.rank {
        let (before, after) = (rank.before, rank.after);
        parts.push(phrase!("rank {before} to {after}", "rang {before} à {after}"));
    }
    match &work.cause {
        None | Some(Cause::Own) => {}
        Some(Cause::Other { by, along }) => {
            parts.push(match edits.get(by.as_str()).copied().unwrap_or_default() {
                [Edit::Added] => phrase!("because {by} is new", "parce que {by} est en plus"),
                [Edit::Removed] => phrase!("because {by} is gone", "parce que {by} n'y est plus"),
                _ => phrase!("because of {by}", "à cause de {by}"),
            });
            if !along.is_empty() {
                let names = names(along);
                parts.push(phrase!("by way of {names}", "en passant par {names}"; names = names));
            }
        }
        Some(Cause::Team { team }) => {
            parts.push(phrase!("{team} has another capacity", "{team} a une autre capacité"));
        }
        Some(Cause::Calendar) => parts.push(Phrase::fixed("the calendar changed", "le calendrier a changé")),
        Some(Cause::Order) => {
            parts.push(Phrase::fixed(
                "work is done in another order",
                "le travail se fait dans un autre ordre",
            ));
        }
    }
    self::parts(parts)
}

fn told_edits(edits: &[Edit]) -> Vec<Phrase> {
    edits.iter().filter_map(told_edit).collect()
}

fn told_edit(edit: &Edit) -> Option<Phrase> {
    let dates = |name: &Phrase, change: &Change<Option<Date>>| {
        let date = |date: Option<Date>| {
            date.map_or_else(|| Phrase::fixed("none", "aucune"), |date| Phrase::same(date.to_string()))
        };
        let (before, after) = (date(change.before), date(change.after));
        phrase!(
            "{name} {before} to {after}",
            "{name} {before} à {after}";
            name = name, before = before, after = after
        )
    };
    Some(match edit {
        Edit::Added | Edit::Removed => return None,
        Edit::Status(Change { before, after }) => {
            let (before, after) = (status(before), status(after));
            phrase!("status {before} to {after}", "statut {before} à {after}"; before = before, after = after)
        }
        Edit::Effort(Change { before, after }) => {
            let (before, after) = (Phrase::number(*before, 2), months(*after));
            phrase!("work {before} to {after}", "travail {before} à {after}"; before = before, after = after)
        }
        Edit::Steps => Phrase::fixed("steps", "étapes"),
        Edit::Progress => Phrase::fixed("progress", "avancement"),
        Edit::Teams => Phrase::fixed("teams", "équipes"),
        Edit::Links => Phrase::fixed("dependencies", "dépendances"),
        Edit::NotBefore(change) => dates(&Phrase::fixed("earliest start", "début au plus tôt"), change),
        Edit::Deadline(change) => dates(&Phrase::fixed("deadline", "échéance"), change),
        Edit::MustFinishBy(change) => dates(&Phrase::fixed("has to be done by", "à finir le"), change),
        Edit::Score(Change { before, after }) => {
            let score = |score: &Option<f64>| {
                score.map_or_else(|| Phrase::fixed("none", "aucun"), |score| Phrase::number(score, 2))
            };
            let (before, after) = (score(before), score(after));
            phrase!("score {before} to {after}", "score {before} à {after}"; before = before, after = after)
        }
        Edit::Effects => Phrase::fixed("effects", "effets"),
        Edit::Title(_) => Phrase::fixed("title", "titre"),
    })
}

fn status(status: &str) -> Phrase {
    match status {
        "proposed" => Phrase::fixed("proposed", "proposée"),
        "planned" => Phrase::fixed("planned", "planifiée"),
        "active" => Phrase::fixed("active", "active"),
        "done" => Phrase::fixed("done", "terminée"),
        "paused" => Phrase::fixed("paused", "en pause"),
        "rejected" => Phrase::fixed("rejected", "écartée"),
        other => Phrase::same(other),
    }
}

/// What differs at a target, as far as it shows.
fn target(target: &TargetDiff) -> Option<Phrase> {
    let TargetDiff { name, date, value, expected, chance, percent, .. } = target;
    let number = |value: f64| {
        let number = Phrase::number(value, 2);
        if *percent { phrase!("{number}%", "{number} %"; number = number) } else { number }
    };
    let mut parts: Vec<Phrase> = Vec::new();
    match (value.before, value.after) {
        (None, Some(value)) => {
            let value = number(value);
            parts.push(phrase!("a new target of {value}", "une nouvelle cible de {value}"; value = value));
        }
        (Some(_), None) => parts.push(Phrase::fixed("no target any more", "plus de cible")),
        _ => parts.extend(changed(&Phrase::fixed("target", "cible"), *value, number)),
    }
    let percent = |share: f64| {
        let share = Phrase::number(share * 100.0, 1);
        phrase!("{share}%", "{share} %"; share = share)
    };
    parts.extend(changed(&Phrase::fixed("chance", "chances"), *chance, percent));
    parts.extend(changed(&Phrase::fixed("expected", "attendu"), *expected, number));
    let parts = (!parts.is_empty()).then(|| self::parts(parts))?;
    Some(phrase!("{name}, {date}: {parts}.", "{name}, {date} : {parts}.";
        name = Phrase::same(name), date = Phrase::same(date.to_string()), parts = parts))
}

/// A figure with its new value first; none where it is the same.
fn changed(name: &Phrase, change: Change<Option<f64>>, shown: impl Fn(f64) -> Phrase) -> Option<Phrase> {
    let (before, after) = change.before.zip(change.after)?;
    let (before, after) = (shown(before), shown(after));
    // Less than is shown.
    (before != after).then(|| {
        phrase!(
            "{name} {after} instead of {before}",
            "{name} {after} au lieu de {before}";
            name = name, before = before, after = after
        )
    })
}

fn figure(name: &Phrase, change: Change<Option<f64>>, shown: impl Fn(f64) -> Phrase) -> Option<Phrase> {
    let changed = changed(name, change, shown)?;
    Some(phrase!("{changed}.", "{changed}."; changed = changed))
}

fn team(team: &TeamDiff) -> Phrase {
    let name = Phrase::same(&team.name);
    let fte = |value: f64| {
        let value = Phrase::number(value, 2);
        phrase!("{value} FTE", "{value} ETP"; value = value)
    };
    let percent = |share: f64| {
        let share = Phrase::number(share * 100.0, 0);
        phrase!("{share}%", "{share} %"; share = share)
    };
    let parts = match (team.capacity.before, team.capacity.after) {
        (None, _) => vec![Phrase::fixed("a new team", "une équipe en plus")],
        (_, None) => vec![Phrase::fixed("no longer there", "une équipe en moins")],
        _ => [
            changed(&Phrase::fixed("capacity", "capacité"), team.capacity, fte),
            changed(&Phrase::fixed("work", "travail"), team.effort, months),
            changed(&Phrase::fixed("busiest month", "mois le plus chargé"), team.busiest, percent),
        ]
        .into_iter()
        .flatten()
        .collect(),
    };
    let parts = self::parts(parts);
    phrase!("{name}: {parts}.", "{name} : {parts}."; name = name, parts = parts)
}

fn milestone(moved: &Move) -> Phrase {
    let id = &moved.id;
    let finish = |stand: &Option<Stand>| stand.as_ref().and_then(|stand| stand.finish);
    match (finish(&moved.before), finish(&moved.after)) {
        (Some(before), Some(after)) => {
            let days = days_later(moved.days.unwrap_or_default());
            phrase!(
                "Milestone {id}: {after} instead of {before}, {days}.",
                "Jalon {id} : {after} au lieu du {before}, {days}.";
                id = Phrase::same(id), before = Phrase::same(before.to_string()),
                after = Phrase::same(after.to_string()), days = days
            )
        }
        (None, Some(after)) => {
            phrase!("Milestone {id}: new, on {after}.", "Jalon {id} : en plus, le {after}.")
        }
        _ => phrase!("Milestone {id}: no day any more.", "Jalon {id} : plus de jour."),
    }
}

fn deadline(missed: &Missed, now: bool) -> Phrase {
    let Missed { name, deadline, finish, .. } = missed;
    if now {
        phrase!(
            "Deadline newly missed: {name} ends on {finish}, after {deadline}.",
            "Échéance désormais manquée : {name} finit le {finish}, après le {deadline}."
        )
    } else {
        phrase!(
            "Deadline no longer missed: {name}, due on {deadline}.",
            "Échéance qui n'est plus manquée : {name}, pour le {deadline}."
        )
    }
}

fn days_later(days: i64) -> Phrase {
    let count = days.unsigned_abs();
    match (days < 0, count) {
        (true, 1) => Phrase::fixed("1 working day earlier", "1 jour ouvré plus tôt"),
        (true, _) => phrase!("{count} working days earlier", "{count} jours ouvrés plus tôt"),
        (false, 1) => Phrase::fixed("1 working day later", "1 jour ouvré plus tard"),
        (false, _) => phrase!("{count} working days later", "{count} jours ouvrés plus tard"),
    }
}

fn months(months: f64) -> Phrase {
    let number = Phrase::number(months, 2);
    let en = if number.en() == "1" { "person-month" } else { "person-months" };
    let fr = if months < 2.0 { "mois-personne" } else { "mois-personnes" };
    phrase!("{number} {unit}", "{number} {unit}"; number = number, unit = Phrase::fixed(en, fr))
}

fn names(ids: &[String]) -> Phrase {
    let named = ids.iter().take(NAMES).map(String::as_str).collect::<Vec<_>>().join(", ");
    match ids.len().saturating_sub(NAMES) {
        0 => Phrase::same(named),
        more => phrase!("{named} and {more} more", "{named} et {more} de plus"),
    }
}

/// Parts of a sentence.
fn parts(phrases: impl IntoIterator<Item = Phrase>) -> Phrase {
    join(phrases, &Phrase::fixed("; ", " ; "))
}

/// Items of a list.
fn list(phrases: impl IntoIterator<Item = Phrase>) -> Phrase {
    join(phrases, &Phrase::fixed(", ", ", "))
}

fn join(phrases: impl IntoIterator<Item = Phrase>, separator: &Phrase) -> Phrase {
    let phrases: Vec<Phrase> = phrases.into_iter().collect();
    let all = |language| {
        let texts: Vec<&str> = phrases.iter().map(|phrase| phrase.get(language)).collect();
        texts.join(separator.get(language))
    };
    Phrase::new(all(Language::En), all(Language::Fr))
}
