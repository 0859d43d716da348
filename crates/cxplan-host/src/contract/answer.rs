//! Checks of an outcome against the request and the description that it answers.

use std::collections::BTreeSet;

use cxplan_core::method::{Description, Outcome, Problem, Request, Scored};

use super::{SENTENCE, Verdict, at_most, line, words};

/// Checks an outcome.
pub(crate) fn outcome(outcome: &Outcome, description: &Description, request: &Request) -> Verdict {
    let rows = request.rows.len();
    if outcome.scores.len() != rows {
        return Err(format!("it has {} scores for {rows} rows", outcome.scores.len()));
    }
    // More would not help anybody: about one for each thing that a plan can say.
    let most_problems = (rows + 1).saturating_mul(description.inputs.len().max(description.params.len()) + 1);
    at_most("the list of problems", outcome.problems.len(), most_problems)?;
    outcome.problems.iter().try_for_each(|problem| self::problem(problem, description, rows))?;

    let refused: BTreeSet<Option<u32>> =
        outcome.problems.iter().filter(|problem| problem.error).map(|problem| problem.row).collect();
    for (row, entry) in outcome.scores.iter().enumerate() {
        let named = u32::try_from(row).is_ok_and(|row| refused.contains(&Some(row)));
        match entry {
            Some(_) if named => return Err(format!("row {row} has both a score and an error")),
            Some(scored) => self::scored(row, scored, description)?,
            // An error in the parameters can leave every row without a score.
            None if !named && !refused.contains(&None) => {
                return Err(format!("row {row} has neither a score nor an error"));
            }
            None => {}
        }
    }
    Ok(())
}

fn scored(row: usize, scored: &Scored, description: &Description) -> Verdict {
    if !scored.score.is_finite() {
        return Err(format!("the score of row {row} is {}", scored.score));
    }
    if scored.parts.len() != description.parts.len() {
        let (found, declared) = (scored.parts.len(), description.parts.len());
        return Err(format!("row {row} has {found} parts, and the description declares {declared}"));
    }
    for (part, value) in description.parts.iter().zip(&scored.parts) {
        if !value.is_finite() {
            return Err(format!("part `{}` of row {row} is {value}", part.key));
        }
    }
    if let Some(category) = scored.category {
        position(&format!("the category of row {row}"), category, description.categories.len())?;
    }
    for (index, &note) in scored.notes.iter().enumerate() {
        position(&format!("a note of row {row}"), note, description.notes.len())?;
        if scored.notes[..index].contains(&note) {
            return Err(format!("row {row} has note {note} twice"));
        }
    }
    Ok(())
}

fn problem(problem: &Problem, description: &Description, rows: usize) -> Verdict {
    let fields = match problem.row {
        Some(row) => {
            position("the row of a problem", row, rows)?;
            &description.inputs
        }
        None => &description.params,
    };
    if let Some(input) = problem.input {
        position("the input of a problem", input, fields.len())?;
    }
    words("the message of a problem", &problem.message, SENTENCE)?;
    problem.help.as_deref().map_or(Ok(()), |help| line("the help of a problem", help, SENTENCE))
}

/// Checks that a position points to one of so many things.
fn position(what: &str, position: u32, count: usize) -> Verdict {
    if (position as usize) < count {
        Ok(())
    } else {
        Err(format!("{what} is at position {position} in a list of {count} (the first is at 0)"))
    }
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
