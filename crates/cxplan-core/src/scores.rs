//! Scores: what methods are asked, and what their answers mean for the plan.
//!
//! The engine holds no formula. It asks each method once for all initiatives that have its inputs ([`request`]), and turns
//! the answers into ranks and findings ([`tally`]).

use std::cmp::Ordering;

use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::ids::Id;
use crate::method::{Description, Outcome, Request, Role, Scored};
use crate::model::{Initiative, Inputs, Plan, Scoring};
use crate::phrase;
use crate::phrase::Phrase;
use crate::source::Span;

/// Most rows that a method is asked about at once, where more are made up than a plan has.
pub(crate) const ROWS_AT_ONCE: usize = 2000;

/// The scores of one method.
#[derive(Clone, Debug)]
pub struct Scores {
    /// One entry an initiative; none where the plan gives no inputs.
    pub by_initiative: Vec<Option<Score>>,
}

/// A score and its rank.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// What the method answered.
    pub scored: Scored,
    /// Rank among what the method scored and is still to be done, from 1: higher scores first, equal ones in the order of the
    /// plan. None for what is done, paused or rejected: a rank says what comes next.
    pub rank: Option<usize>,
}

/// The initiatives that a method scores, in the order of the plan: those with its inputs, as far as they have no error.
pub(crate) fn rows(plan: &Plan, method: usize) -> impl Iterator<Item = (Id<Initiative>, &Inputs)> {
    plan.initiatives
        .entries()
        .filter_map(move |(id, initiative)| Some((id, initiative.inputs[method].as_ref()?)))
        .filter(|(_, inputs)| !inputs.faulty)
}

/// The initiative in a row of what the n-th method is asked, and where its inputs stand.
pub fn asked(plan: &Plan, method: usize, row: usize) -> Option<(&Initiative, Span)> {
    let (id, inputs) = rows(plan, method).nth(row)?;
    Some((&plan.initiatives[id], inputs.span))
}

/// What the n-th method of the plan is asked.
pub fn request(plan: &Plan, method: usize) -> Request {
    Request {
        params: plan.methods[method].params.clone(),
        rows: rows(plan, method).map(|(_, inputs)| inputs.values.clone()).collect(),
    }
}

/// The scores from what the n-th method answered. Problems of severity error leave their row without a score.
pub fn tally(plan: &Plan, method: usize, outcome: Outcome, diagnostics: &mut Diagnostics) -> Scores {
    let scoring = &plan.methods[method];
    let spec = scoring.method.spec();
    let asked: Vec<(Id<Initiative>, &Inputs)> = rows(plan, method).collect();
    for problem in &outcome.problems {
        let row = problem.row.and_then(|row| asked.get(row as usize));
        let input = problem.input.map(|input| input as usize);
        let (declared, span) = match row {
            Some((_, inputs)) => {
                let span = input.and_then(|input| *inputs.spans.get(input)?).unwrap_or(inputs.span);
                (&spec.inputs, Some(span))
            }
            None => (&spec.params, param_span(scoring, input)),
        };
        // The method has a name of its own for an input, and the plan may not have the key at all. An initiative may have no
        // id where that was told.
        let id = row.map(|(id, _)| plan.initiatives[*id].id.as_str()).filter(|id| !id.is_empty());
        let key = input.and_then(|input| declared.get(input)).map(|input| input.key.as_str());
        let message = about(id.into_iter().chain(key), &problem.message);
        let mut diagnostic = Diagnostic::new(Code::MethodInput, message);
        diagnostic.severity = if problem.error { Severity::Error } else { Severity::Warning };
        diagnostic.help.clone_from(&problem.help);
        let method = scoring.method.id();
        diagnostics.push(diagnostic.at_any(span, phrase!("says `{method}`", "dit `{method}`")));
    }
    let mut by_initiative: Vec<Option<Score>> = vec![None; plan.initiatives.len()];
    for ((id, _), scored) in asked.iter().zip(outcome.scores) {
        by_initiative[id.index()] = scored.map(|scored| Score { scored, rank: None });
    }
    let open = by_initiative.iter().zip(plan.initiatives.iter()).map(|(score, initiative)| {
        score.as_ref().filter(|_| initiative.status.is_scheduled()).map(|score| score.scored.score)
    });
    let ranks = ranks(&open.collect::<Vec<_>>());
    for (score, rank) in by_initiative.iter_mut().zip(ranks) {
        if let Some(score) = score {
            score.rank = rank;
        }
    }
    Scores { by_initiative }
}

/// Ranks from 1, the highest score first. Equal scores keep their order, and what has no score has no rank.
pub(crate) fn ranks(scores: &[Option<f64>]) -> Vec<Option<usize>> {
    let mut order: Vec<(usize, f64)> =
        scores.iter().enumerate().filter_map(|(position, score)| Some((position, (*score)?))).collect();
    order.sort_by(|(_, a), (_, b)| best_first(*a, *b));
    let mut ranks = vec![None; scores.len()];
    for (place, (position, _)) in order.into_iter().enumerate() {
        ranks[position] = Some(place + 1);
    }
    ranks
}

/// The higher score first. Unlike `total_cmp`, takes −0 and 0 for the same.
pub fn best_first(a: f64, b: f64) -> Ordering {
    b.partial_cmp(&a).unwrap_or(Ordering::Equal)
}

/// Why a method gives no score to values that are not the plan's: those of a person, of a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The person or segment; none for all of them together.
    pub whose: Option<String>,
    /// Id of the initiative; none where it is about the parameters.
    pub initiative: Option<String>,
    /// Key of the input or parameter, where one is at fault.
    pub input: Option<String>,
    /// What is wrong.
    pub message: Phrase,
}

/// Everything that a method refuses; `ids` are those of the initiatives that it was asked about.
pub(crate) fn refusals<'a>(
    description: &'a Description,
    outcome: &'a Outcome,
    whose: Option<&'a str>,
    ids: &'a [&str],
) -> impl Iterator<Item = Refusal> + use<'a> {
    outcome.problems.iter().filter(|problem| problem.error).map(move |problem| {
        let inputs = if problem.row.is_some() { &description.inputs } else { &description.params };
        let input = problem.input.and_then(|input| inputs.get(input as usize));
        Refusal {
            whose: whose.map(str::to_owned),
            initiative: problem.row.and_then(|row| ids.get(row as usize)).map(|id| (*id).to_owned()),
            input: input.map(|input| input.key.clone()),
            message: problem.message.clone(),
        }
    })
}

/// What is said of something with these names, the widest first.
fn about<'a>(names: impl Iterator<Item = &'a str>, what: &Phrase) -> Phrase {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    let names = names.join(", ");
    match names.is_empty() {
        true => what.clone(),
        false => phrase!("{names}: {what}", "{names} : {what}"; what = what.clone()),
    }
}

impl Refusal {
    /// Whose values of which input are refused, and why.
    pub fn phrase(&self) -> Phrase {
        let names = [&self.whose, &self.initiative, &self.input].into_iter().flatten();
        about(names.map(String::as_str), &self.message)
    }
}

fn param_span(scoring: &Scoring, param: Option<usize>) -> Option<Span> {
    param.and_then(|param| *scoring.param_spans.get(param)?).or(scoring.span)
}

/// The value of the input with a role, from the first method of the plan that has one for this initiative.
pub fn role(plan: &Plan, initiative: &Initiative, role: Role) -> Option<f64> {
    plan.methods.iter().zip(&initiative.inputs).find_map(|(scoring, inputs)| {
        let input = scoring.method.spec().input_with(role)?;
        inputs.as_ref()?.values.get(input)?.as_number()
    })
}
