//! Checks of an outcome against the request and the description that it answers.

use std::collections::BTreeSet;

use cxplan_core::method::{Description, Language, Outcome, Problem, Request, Scored};
use cxplan_core::phrase;
use cxplan_core::phrase::Phrase;

use super::{SENTENCE, Verdict, at_most, line, words};
use crate::world::wit;

/// Checks an outcome.
pub(crate) fn outcome(outcome: &Outcome, description: &Description, request: &Request) -> Verdict {
    let rows = request.rows.len();
    let scores = outcome.scores.len();
    if scores != rows {
        return Err(phrase!(
            "it has {scores} scores for {rows} rows",
            "elle a {scores} scores pour {rows} lignes"
        ));
    }
    // More would not help anybody: about one for each thing that a plan can say.
    let most_problems = (rows + 1).saturating_mul(description.inputs.len().max(description.params.len()) + 1);
    let problems = Phrase::fixed("the list of problems", "la liste des problèmes");
    at_most(&problems, outcome.problems.len(), most_problems)?;
    outcome.problems.iter().try_for_each(|problem| self::problem(problem, description, rows))?;

    let refused: BTreeSet<Option<u32>> =
        outcome.problems.iter().filter(|problem| problem.error).map(|problem| problem.row).collect();
    for (row, entry) in outcome.scores.iter().enumerate() {
        let named = u32::try_from(row).is_ok_and(|row| refused.contains(&Some(row)));
        match entry {
            Some(_) if named => {
                return Err(phrase!(
                    "row {row} has both a score and an error",
                    "la ligne {row} a un score et une erreur à la fois"
                ));
            }
            Some(scored) => self::scored(row, scored, description)?,
            // An error in the parameters can leave every row without a score.
            None if !named && !refused.contains(&None) => {
                return Err(phrase!(
                    "row {row} has neither a score nor an error",
                    "la ligne {row} n'a ni score ni erreur"
                ));
            }
            None => {}
        }
    }
    Ok(())
}

fn scored(row: usize, scored: &Scored, description: &Description) -> Verdict {
    let score = scored.score;
    if !score.is_finite() {
        return Err(phrase!("the score of row {row} is {score}", "le score de la ligne {row} est {score}"));
    }
    if scored.parts.len() != description.parts.len() {
        let (found, declared) = (scored.parts.len(), description.parts.len());
        return Err(phrase!(
            "row {row} has {found} parts, and the description declares {declared}",
            "la ligne {row} a {found} termes, et la description en déclare {declared}"
        ));
    }
    for (part, value) in description.parts.iter().zip(&scored.parts) {
        if !value.is_finite() {
            let key = &part.key;
            return Err(phrase!(
                "part `{key}` of row {row} is {value}",
                "le terme `{key}` de la ligne {row} est {value}"
            ));
        }
    }
    if let Some(category) = scored.category {
        let what = || phrase!("the category of row {row}", "la catégorie de la ligne {row}");
        position(what, category, description.categories.len())?;
    }
    for (index, &note) in scored.notes.iter().enumerate() {
        let what = || phrase!("a note of row {row}", "une remarque de la ligne {row}");
        position(what, note, description.notes.len())?;
        if scored.notes[..index].contains(&note) {
            return Err(phrase!(
                "row {row} has note {note} twice",
                "la ligne {row} a deux fois la remarque {note}"
            ));
        }
    }
    Ok(())
}

fn problem(problem: &Problem, description: &Description, rows: usize) -> Verdict {
    let fields = match problem.row {
        Some(row) => {
            position(|| Phrase::fixed("the row of a problem", "la ligne d'un problème"), row, rows)?;
            &description.inputs
        }
        None => &description.params,
    };
    if let Some(input) = problem.input {
        position(|| Phrase::fixed("the input of a problem", "la donnée d'un problème"), input, fields.len())?;
    }
    let message = Phrase::fixed("the message of a problem", "le message d'un problème");
    let what = Phrase::fixed("the help of a problem", "l'aide d'un problème");
    for language in Language::ALL {
        words(&message, problem.message.get(language), SENTENCE)?;
        if let Some(help) = &problem.help {
            line(&what, help.get(language), SENTENCE)?;
        }
    }
    Ok(())
}

/// Checks that problems in two languages differ in texts alone.
pub(crate) fn same_problems(one: &[wit::Problem], other: &[wit::Problem]) -> Verdict {
    let places = |problems: &[wit::Problem]| -> Vec<_> {
        let place =
            |problem: &wit::Problem| (problem.severity, problem.row, problem.input, problem.help.is_some());
        problems.iter().map(place).collect()
    };
    if places(one) == places(other) {
        return Ok(());
    }
    Err(Phrase::fixed(
        "its problems differ from language to language, and only texts may",
        "ses problèmes diffèrent d'une langue à l'autre, et seuls les textes le peuvent",
    ))
}

/// Checks that a position points to one of so many things. The words are made where they are needed only: ten thousand rows
/// have tens of thousands of positions.
pub(super) fn position(what: impl FnOnce() -> Phrase, position: u32, count: usize) -> Verdict {
    if (position as usize) < count {
        Ok(())
    } else {
        Err(phrase!(
            "{what} is at position {position} in a list of {count} (the first is at 0)",
            "{what} est à la position {position} dans une liste de {count} (la première est à 0)";
            what = what()
        ))
    }
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
