//! What the method says for single segments or personas.

use cxplan_engine::core::groups::{ByGroup, Groups, Row, Standing};
use cxplan_engine::core::inputs::{BY_PERSONA, BY_SEGMENT};
use cxplan_engine::core::method::{Description, Language};
use cxplan_engine::core::model::Scoring;
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;

use super::number;
use crate::table::{Align, Table};

/// Under which the plan gives their inputs, and JSON their ranks.
pub(super) const fn key(groups: Groups) -> &'static str {
    match groups {
        Groups::Segments => BY_SEGMENT,
        Groups::Personas => BY_PERSONA,
    }
}

pub(super) fn tables(found: &ByGroup, groups: Groups, scoring: &Scoring, language: Language) -> String {
    let description = scoring.method.description(language);
    let title = &description.title;
    let key = key(groups);
    if found.groups.is_empty() {
        let none = phrase!(
            "{title}: no initiative has such inputs (`{key}`)\n",
            "{title} : aucune initiative n'a de telles données (`{key}`)\n"
        );
        return none.get(language).to_owned();
    }
    let each = match groups {
        Groups::Segments => Phrase::fixed("each segment", "chaque segment"),
        Groups::Personas => Phrase::fixed("each persona", "chaque persona"),
    };
    let count = found.rows.len();
    let head = phrase!(
        "{title}: rank and class for {each}, among what is to be done and has inputs for it ({count} in all)\n",
        "{title} : rang et classe pour {each}, parmi ce qui reste à faire et en a les données ({count} en tout)\n";
        each = each
    );
    let whole = match language {
        Language::En => "all",
        Language::Fr => "ensemble",
    };
    let mut columns = vec![("initiative", Align::Left), (whole, Align::Left)];
    columns.extend(found.groups.iter().map(|group| (group.as_str(), Align::Left)));
    let mut table = Table::new(&columns);
    for Row { initiative, whole, by_group } in &found.rows {
        let cells = std::iter::once(whole)
            .chain(by_group)
            .map(|standing| cell(standing.as_ref(), description, language));
        table.row(std::iter::once(initiative.clone()).chain(cells).collect());
    }
    let remarks = remarks(found, description, language);
    let remarks = if remarks.is_empty() { remarks } else { format!("\n{remarks}") };
    format!("{}{table}{remarks}", head.get(language))
}

/// What the method remarks on single groups, such as that few have answered.
fn remarks(found: &ByGroup, description: &Description, language: Language) -> String {
    let mut text = String::new();
    for Row { initiative, by_group, .. } in &found.rows {
        for (group, standing) in found.groups.iter().zip(by_group) {
            let notes = standing.iter().flat_map(|standing| &standing.notes);
            let label = |note: &String| description.notes.iter().find(|known| known.key == *note);
            let notes: Vec<&str> = notes.filter_map(label).map(|note| note.label.as_str()).collect();
            if !notes.is_empty() {
                let notes = notes.join("; ");
                let line = phrase!("{initiative}, {group}: {notes}\n", "{initiative}, {group} : {notes}\n");
                text.push_str(line.get(language));
            }
        }
    }
    text
}

fn cell(standing: Option<&Standing>, description: &Description, language: Language) -> String {
    let Some(Standing { rank, score, category, .. }) = standing else { return "–".into() };
    match category {
        Some(category) => {
            let class = description.categories.iter().find(|class| class.key == *category);
            format!("{rank} {}", class.map_or(category.as_str(), |class| class.label.as_str()))
        }
        None if description.categories.is_empty() => format!("{rank} ({})", number(*score, language)),
        None => rank.to_string(),
    }
}
