//! What several people make of a plan together.

use cxplan_engine::core::method::{Given, Language};
use cxplan_engine::core::model::Scoring;
use cxplan_engine::core::panel::{Difference, Panel, Row};
use cxplan_engine::core::phrase;

use super::explain::given;
use super::number;
use crate::table::{Align, Table};

pub(super) fn tables(found: &Panel, scoring: &Scoring, language: Language) -> String {
    let description = scoring.method.description(language);
    let (title, inputs, count) = (&description.title, &description.inputs, found.people.len());
    let head = match count {
        1 => phrase!(
            "{title}: what one person judges, and the rank by that\n",
            "{title} : ce que juge une personne, et le rang qui en suit\n"
        ),
        _ => phrase!(
            "{title}: what {count} people judge together, and the rank by each of them\n",
            "{title} : ce que jugent ensemble {count} personnes, et le rang pour chacune\n"
        ),
    };
    let [rank, initiative, score, spread] = match language {
        Language::En => ["rank", "initiative", "score", "spread"],
        Language::Fr => ["rang", "initiative", "score", "écart"],
    };
    let mut columns = vec![(rank, Align::Right), (initiative, Align::Left), (score, Align::Right)];
    columns.extend(found.people.iter().map(|person| (person.as_str(), Align::Right)));
    columns.push((spread, Align::Right));
    let mut table = Table::new(&columns);
    for Row { initiative, rank, score, ranks } in &found.rows {
        let shown = |rank: &Option<usize>| rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string());
        let mut row = vec![
            shown(rank),
            initiative.clone(),
            score.map_or_else(|| "–".into(), |score| number(score, language)),
        ];
        row.extend(ranks.iter().map(shown));
        let (best, worst) = (ranks.iter().flatten().min(), ranks.iter().flatten().max());
        row.push(best.zip(worst).map_or(0, |(best, worst)| worst - best).to_string());
        table.row(row);
    }
    let mut text = format!("{}{table}", head.get(language));
    if !found.discuss.is_empty() {
        let head = phrase!(
            "\nTo discuss: what they judge most differently\n",
            "\nÀ discuter : ce qu'elles jugent le plus différemment\n"
        );
        text.push_str(head.get(language));
        let [input, median] = match language {
            Language::En => ["input", "median"],
            Language::Fr => ["donnée", "médiane"],
        };
        let mut columns = vec![("initiative", Align::Left), (input, Align::Left)];
        columns.extend(found.people.iter().map(|person| (person.as_str(), Align::Right)));
        columns.push((median, Align::Right));
        let mut table = Table::new(&columns);
        for Difference { initiative, input, values, together, .. } in &found.discuss {
            let mut row = vec![initiative.clone(), input.clone()];
            let declared = inputs.iter().find(|declared| declared.key == *input);
            let shown =
                |value: &Given| declared.map_or_else(String::new, |input| given(input, value, language));
            row.extend(values.iter().map(|value| value.as_ref().map_or_else(|| "–".into(), shown)));
            row.push(shown(together));
            table.row(row);
        }
        text.push_str(&table.to_string());
        if found.discuss.iter().any(|difference| difference.is_lower) {
            let lower = phrase!(
                "Of two in the middle the lower one counts where the scale has nothing halfway between them.\n",
                "De deux valeurs au milieu, la plus basse compte là où l'échelle n'a pas de valeur à mi-chemin.\n"
            );
            text.push_str(lower.get(language));
        }
    }
    text
}
