//! What moved from one timeline to another, as tables and lines.

use cxplan_engine::core::method::Language;
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::core::slippage::{Comparison, Missed, Move, Stand};
use jiff::civil::Date;

use crate::table::{Align, Table, printable};

/// The tables and lines under a heading that says what is compared.
pub(super) fn text(heading: &Phrase, moved: &Comparison, language: Language) -> String {
    let mut lines = vec![printable(&heading.shown(language))];
    if !moved.initiatives.is_empty() {
        lines.push(initiatives(&moved.initiatives, language));
    }
    if !moved.milestones.is_empty() {
        lines.push(milestones(&moved.milestones, language));
    }
    let mut told = vec![counts(moved)];
    told.extend(milestone_counts(moved));
    told.extend(end(moved));
    told.extend(moved.newly_missed.iter().map(|missed| deadline(missed, true)));
    told.extend(moved.no_longer_missed.iter().map(|missed| deadline(missed, false)));
    lines.extend(told.iter().map(|line| printable(&line.shown(language))));
    let mut text = String::new();
    for line in lines {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn initiatives(moves: &[Move], language: Language) -> String {
    let names = match language {
        Language::En => {
            ["initiative", "start before", "finish before", "start after", "finish after", "days"]
        }
        Language::Fr => ["initiative", "début avant", "fin avant", "début après", "fin après", "jours"],
    };
    let mut table = Table::new(&columns(names));
    for moved in moves {
        let (before, after) = (moved.before.as_ref(), moved.after.as_ref());
        let start = |stand: Option<&Stand>| shown(stand.and_then(|stand| stand.start));
        table.row(vec![
            moved.id.clone(),
            start(before),
            finish(before),
            start(after),
            finish(after),
            days(moved).get(language).to_owned(),
        ]);
    }
    table.to_string()
}

fn milestones(moves: &[Move], language: Language) -> String {
    let names = match language {
        Language::En => ["milestone", "before", "after", "days"],
        Language::Fr => ["jalon", "avant", "après", "jours"],
    };
    let mut table = Table::new(&columns(names));
    for moved in moves {
        let (before, after) = (finish(moved.before.as_ref()), finish(moved.after.as_ref()));
        table.row(vec![moved.id.clone(), before, after, days(moved).get(language).to_owned()]);
    }
    table.to_string()
}

/// Columns of text, the last one of numbers.
fn columns<const N: usize>(names: [&str; N]) -> Vec<(&str, Align)> {
    let align = |position: usize| if position + 1 == N { Align::Right } else { Align::Left };
    names.into_iter().enumerate().map(|(position, name)| (name, align(position))).collect()
}

fn shown(date: Option<Date>) -> String {
    date.map_or_else(|| "–".to_owned(), |date| date.to_string())
}

fn finish(stand: Option<&Stand>) -> String {
    shown(stand.and_then(|stand| stand.finish))
}

/// Days gained or lost; else what became of it.
fn days(moved: &Move) -> Phrase {
    if let Some(days) = moved.days {
        return Phrase::same(format!("{days:+}"));
    }
    let after = moved.after.as_ref();
    match after.and_then(|after| after.status.as_deref()) {
        _ if after.is_some_and(|after| after.finish.is_some()) => Phrase::fixed("added", "ajouté"),
        Some("done") => Phrase::fixed("done", "terminé"),
        Some("paused") => Phrase::fixed("paused", "en pause"),
        Some("rejected") => Phrase::fixed("rejected", "écarté"),
        _ => Phrase::fixed("removed", "retiré"),
    }
}

/// Initiatives that moved, came, went and stayed.
fn counts(moved: &Comparison) -> Phrase {
    let (initiatives, unchanged) = (&moved.initiatives, moved.unchanged);
    if initiatives.is_empty() {
        return phrase!(
            "nothing moved: {unchanged} unchanged",
            "rien n'a bougé : {unchanged} sans changement"
        );
    }
    let finish = |stand: &Option<Stand>| stand.as_ref().is_some_and(|stand| stand.finish.is_some());
    let count = initiatives.iter().filter(|moved| moved.days.is_some()).count();
    let added = initiatives.iter().filter(|moved| !finish(&moved.before)).count();
    let removed = initiatives.iter().filter(|moved| !finish(&moved.after)).count();
    let (later, earlier) = (moved.days_later, moved.days_earlier);
    phrase!(
        "moved: {count} (working days: {later} later, {earlier} earlier); added: {added}; no longer planned: {removed}; {unchanged} unchanged",
        "déplacées : {count} (jours ouvrés : {later} de retard, {earlier} d'avance) ; ajoutées : {added} ; plus planifiées : {removed} ; {unchanged} sans changement"
    )
}

fn milestone_counts(moved: &Comparison) -> Option<Phrase> {
    let (count, unchanged) = (moved.milestones.len(), moved.milestones_unchanged);
    (count > 0).then(|| {
        phrase!(
            "milestones moved: {count}; {unchanged} unchanged",
            "jalons déplacés : {count} ; {unchanged} sans changement"
        )
    })
}

fn end(moved: &Comparison) -> Option<Phrase> {
    let (before, after) = moved.end_before.zip(moved.end_after)?;
    let days = moved.end_days?;
    Some(if before == after {
        phrase!("the plan ends on {after}, as before", "le plan finit le {after}, comme avant")
    } else {
        phrase!(
            "the plan ends on {after} instead of {before} (working days: {days:+})",
            "le plan finit le {after} au lieu du {before} (jours ouvrés : {days:+})"
        )
    })
}

fn deadline(missed: &Missed, now: bool) -> Phrase {
    let Missed { name, deadline, finish, .. } = missed;
    if now {
        phrase!(
            "deadline newly missed: {name} ends on {finish}, after {deadline}",
            "échéance désormais manquée : {name} finit le {finish}, après le {deadline}"
        )
    } else {
        phrase!(
            "deadline no longer missed: {name}, due on {deadline}, would have ended on {finish}",
            "échéance qui n'est plus manquée : {name}, dû le {deadline}, aurait fini le {finish}"
        )
    }
}
