//! What the method says for single segments.

use cxplan_engine::core::method::{Description, Language};
use cxplan_engine::core::model::Scoring;
use cxplan_engine::core::phrase;
use cxplan_engine::core::segments::{BySegment, Row, Standing};

use super::number;
use crate::table::{Align, Table};

pub(super) fn tables(found: &BySegment, scoring: &Scoring, language: Language) -> String {
    let description = scoring.method.description(language);
    let title = &description.title;
    if found.segments.is_empty() {
        let none = phrase!(
            "{title}: no initiative has inputs by segment (`by_segment`)\n",
            "{title} : aucune initiative n'a de données par segment (`by_segment`)\n"
        );
        return none.get(language).to_owned();
    }
    let head = phrase!(
        "{title}: rank and class for each segment\n",
        "{title} : rang et classe pour chaque segment\n"
    );
    let whole = match language {
        Language::En => "all",
        Language::Fr => "ensemble",
    };
    let mut columns = vec![("initiative", Align::Left), (whole, Align::Left)];
    columns.extend(found.segments.iter().map(|segment| (segment.as_str(), Align::Left)));
    let mut table = Table::new(&columns);
    for Row { initiative, whole, by_segment } in &found.rows {
        let cells =
            std::iter::once(whole).chain(by_segment).map(|standing| cell(standing.as_ref(), description));
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
