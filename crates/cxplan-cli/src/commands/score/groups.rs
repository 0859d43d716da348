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
    let head = phrase!(
        "{title}: rank and class for {each}\n",
        "{title} : rang et classe pour {each}\n";
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
        let cells =
            std::iter::once(whole).chain(by_group).map(|standing| cell(standing.as_ref(), description));
        table.row(std::iter::once(initiative.clone()).chain(cells).collect());
    }
    format!("{}{table}", head.get(language))
}

fn cell(standing: Option<&Standing>, description: &Description) -> String {
    let Some(Standing { rank, score, category }) = standing else { return "–".into() };
    match category {
        Some(category) => format!("{rank} {}", description.categories[*category as usize].label),
        None if description.categories.is_empty() => format!("{rank} ({})", number(*score)),
        None => rank.to_string(),
    }
}
