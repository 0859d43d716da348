//! The scores themselves: a table a method, or all as JSON.

use cxplan_engine::core::confidence::remark;
use cxplan_engine::core::method::Language;
use cxplan_engine::core::model::{Plan, Status};
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::core::scores::{Score, Scores, best_first};
use serde_json::json;

use super::{number, with_percent};
use crate::table::{Align, Table};

/// Positions of the initiatives that a method scored, best first, equal ones in the order of the plan.
fn ranking(scores: &Scores) -> Vec<(usize, &Score)> {
    let mut ranking: Vec<(usize, &Score)> = scores
        .by_initiative
        .iter()
        .enumerate()
        .filter_map(|(index, score)| Some((index, score.as_ref()?)))
        .collect();
    ranking.sort_by(|(_, a), (_, b)| best_first(a.scored.score, b.scored.score));
    ranking
}

/// One table a method: rank, initiative, score, category, breakdown, remarks.
pub(super) fn tables(plan: &Plan, scores: &[Scores], language: Language) -> String {
    let (rank, category, colon) = match language {
        Language::En => ("rank", "category", ":"),
        Language::Fr => ("rang", "catégorie", " :"),
    };
    let mut text = String::new();
    for (position, scoring) in plan.methods.iter().enumerate() {
        let description = scoring.method.description(language);
        if position > 0 {
            text.push('\n');
        }
        text.push_str(&format!("{}{colon} {}\n", description.title, description.formula));
        let mut columns = vec![(rank, Align::Right), ("initiative", Align::Left), ("score", Align::Right)];
        if !description.categories.is_empty() {
            columns.push((category, Align::Left));
        }
        columns.extend(description.parts.iter().map(|part| (part.label.as_str(), Align::Right)));
        columns.push(("", Align::Left));
        let mut table = Table::new(&columns);
        for (index, Score { scored, rank }) in ranking(&scores[position]) {
            let initiative = plan.initiatives.iter().nth(index).map_or("", |initiative| &initiative.id);
            let mut row = vec![
                rank.map_or_else(|| "–".into(), |rank| rank.to_string()),
                initiative.to_owned(),
                number(scored.score, language),
            ];
            if !description.categories.is_empty() {
                row.push(scored.category.map_or(String::new(), |category| {
                    description.categories[category as usize].label.clone()
                }));
            }
            row.extend(scored.parts.iter().zip(&description.parts).map(|(value, part)| {
                if part.share {
                    with_percent(&Phrase::number(value * 100.0, 2), language)
                } else {
                    number(*value, language)
                }
            }));
            let aside =
                plan.initiatives.iter().nth(index).and_then(|initiative| aside(initiative.status, language));
            let notes = scored.notes.iter().map(|note| description.notes[*note as usize].label.as_str());
            let inputs = plan.initiatives.iter().nth(index).and_then(|found| found.inputs[position].as_ref());
            let cap = inputs.and_then(|inputs| Some(remark(inputs.cap.as_ref()?, plan, scoring)));
            let cap = cap.as_ref().map(|cap| cap.get(language));
            row.push(aside.into_iter().chain(notes).chain(cap).collect::<Vec<_>>().join("; "));
            table.row(row);
        }
        text.push_str(&table.to_string());
        if let Some(ties) = ties(&ranking(&scores[position])) {
            text.push_str(&format!("\n{}\n", ties.get(language)));
        }
    }
    text
}

/// Which ranks say nothing, because their scores are equal.
fn ties(ranking: &[(usize, &Score)]) -> Option<Phrase> {
    /// Most ties that are named: those of the best ranks.
    const MOST: usize = 5;
    let ranked: Vec<(usize, &Score)> =
        ranking.iter().copied().filter(|(_, score)| score.rank.is_some()).collect();
    let groups = ranked.chunk_by(|(_, one), (_, other)| one.scored.score == other.scored.score);
    let tied: Vec<(usize, usize)> = groups
        .filter_map(|group| match group {
            [(_, first), .., (_, last)] => Some((first.rank?, last.rank?)),
            _ => None,
        })
        .collect();
    let named = tied.iter().take(MOST).map(|(first, last)| format!("{first}–{last}"));
    let more = if tied.len() > MOST { ", …" } else { "" };
    let ranks = format!("{}{more}", named.collect::<Vec<_>>().join(", "));
    match tied.as_slice() {
        [] => None,
        [(1, last)] if *last == ranked.len() => Some(Phrase::fixed(
            "All scores are equal: the method tells none of them apart, and they stand in the order of the plan.",
            "Tous les scores sont égaux : la méthode n'en distingue aucun, et ils suivent l'ordre du plan.",
        )),
        _ => Some(phrase!(
            "Equal scores stand in the order of the plan: ranks {ranks}.",
            "Les scores égaux suivent l'ordre du plan : rangs {ranks}."
        )),
    }
}

/// Why an initiative is scored and not planned, in a word.
fn aside(status: Status, language: Language) -> Option<&'static str> {
    let (en, fr) = match status {
        Status::Proposed | Status::Planned | Status::Active => return None,
        Status::Done => ("done", "terminée"),
        Status::Paused => ("paused", "en pause"),
        Status::Rejected => ("rejected", "écartée"),
    };
    Some(match language {
        Language::En => en,
        Language::Fr => fr,
    })
}

pub(super) fn document(plan: &Plan, scores: &[Scores]) -> serde_json::Value {
    let methods = plan.methods.iter().zip(scores).map(|(scoring, scores)| {
        let description = scoring.method.spec();
        let rows = ranking(scores).into_iter().map(|(index, Score { scored, rank })| {
            let parts: serde_json::Map<String, serde_json::Value> =
                description.parts.iter().zip(&scored.parts).map(|(part, value)| (part.key.clone(), json!(value))).collect();
            json!({
                "initiative": plan.initiatives.iter().nth(index).map(|initiative| &initiative.id),
                "rank": rank,
                "score": scored.score,
                "category": scored.category.map(|category| &description.categories[category as usize].key),
                "parts": parts,
                "notes": scored.notes.iter().map(|note| &description.notes[*note as usize].key).collect::<Vec<_>>(),
            })
        });
        json!({
            "id": description.id,
            "version": description.version,
            "sha256": scoring.method.sha256,
            "scores": rows.collect::<Vec<_>>(),
        })
    });
    json!({ "schema": 1, "methods": methods.collect::<Vec<_>>() })
}
