//! One score, taken apart: what each input brings to it, and how little of a change would move the initiative by a rank.
//!
//! The engine holds no formula, so it asks the method itself, about rows that differ from the plan's in one input or a few.

mod asked;
mod changes;
mod shares;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::confidence;
use crate::ids::Id;
use crate::inputs;
use crate::method::{Given, Input, InputKind, Outcome, Request, Role, Value};
use crate::model::{Initiative, Plan};
use crate::scores::{self, Scores};

use asked::Asked;
use changes::Way;

/// A change smaller than this part of a value, or of 1 where the value is 0, is the least that the search tells apart.
const LEAST: f64 = 1e-5;

/// A score, taken apart.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// Id of the initiative.
    pub initiative: String,
    /// Its score.
    pub score: f64,
    /// Its rank among what is still to be done, from 1; none where it is not.
    pub rank: Option<usize>,
    /// How many initiatives have a rank.
    pub of: usize,
    /// The score with what is usual in the plan in every input that has a share: the median of numbers, the most frequent word.
    /// None where shares are not told.
    pub middle: Option<f64>,
    /// Whether changes of rank were looked for.
    pub search: Search,
    /// One term a declared input.
    pub terms: Vec<Term>,
}

/// Whether changes of rank were looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Search {
    /// They were; what is not told does not exist.
    Done,
    /// The initiative has no rank.
    NoRank,
    /// It takes too much work.
    TooMuch,
    /// The method fails on too many values near those of the plan.
    Failed,
}

/// What one input does to a score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Term {
    /// Key of the input.
    pub input: String,
    /// Its value; none where the plan gives none.
    pub value: Option<Given>,
    /// Ids of the evidence behind it.
    pub evidence: Vec<String>,
    /// What it adds to the score beside what is usual in the plan, over all orders in which inputs could take their own value
    /// (Shapley 1953). All shares add up to the difference between the score and `middle`. None for lists of numbers, and where
    /// shares are not told.
    pub share: Option<f64>,
    /// The nearest value that moves the initiative up by a rank at least; a number is rounded away from its own to three digits
    /// of the distance, words are as near as they stand in the method's list. None where no value does, and where the plan gives
    /// none that could change.
    pub up: Option<Given>,
    /// The nearest value that moves it down.
    pub down: Option<Given>,
}

/// Whether a value that moves a rank lies as close to the initiative's own as can be told, as it does beside a tie.
pub fn is_least_change(own: f64, to: f64) -> bool {
    (to - own).abs() <= LEAST * size(own)
}

/// The size of a value, by which its changes are measured.
fn size(value: f64) -> f64 {
    if value == 0.0 { 1.0 } else { value.abs() }
}

/// Takes the scores of initiatives by the n-th method apart, one entry for each that is wanted: none where the method does not
/// score it.
///
/// The method is asked about no more than `most_rows` rows: where the nearest changes of rank would take more, they are not
/// looked for, and where the shares would, they are not told either. Where it fails on some values, these count as refused, and
/// the first failure is given back too; where it fails on many, it is asked no more.
pub fn explain<E>(
    plan: &Plan,
    method: usize,
    scores: &Scores,
    wanted: &[Id<Initiative>],
    most_rows: usize,
    ask: impl FnMut(&Request) -> Result<Outcome, E>,
) -> (Vec<Option<Explanation>>, Option<E>) {
    let request = scores::request(plan, method);
    let declared = &plan.methods[method].method.spec().inputs;
    let known = scores::rows(plan, method).map(|(id, _)| {
        let score = scores.by_initiative[id.index()].as_ref()?;
        Some((score.scored.score, score.rank))
    });
    let known: Vec<Option<(f64, Option<usize>)>> = known.collect();
    let of = known.iter().flatten().filter(|(_, rank)| rank.is_some()).count();
    let row_of: BTreeMap<usize, usize> =
        scores::rows(plan, method).enumerate().map(|(row, (id, _))| (id.index(), row)).collect();
    let row = |id: &Id<Initiative>| row_of.get(&id.index()).copied().filter(|row| known[*row].is_some());
    let rows: Vec<usize> = wanted.iter().filter_map(row).collect();
    let mut asked = Asked::new(declared, &request, &known, most_rows, ask);

    let mut shares = shares::shares(declared, &rows, &mut asked).into_iter();
    let confidence = plan.methods[method].method.spec().input_with(Role::Confidence);
    let most: Vec<Option<f64>> = scores::rows(plan, method)
        .map(|(_, inputs)| confidence::most(plan, &plan.methods[method], inputs))
        .collect();
    let effort = plan.methods[method].method.spec().input_with(Role::Effort);
    // What evidence does not back cannot be given more of, and nothing takes longer than a plan may say.
    let most = |row: usize, input: usize| {
        let confidence = most[row].filter(|_| confidence == Some(input));
        confidence.or_else(|| (effort == Some(input)).then_some(inputs::MAX_EFFORT))
    };
    let nearest = changes::nearest(declared, &rows, most, &mut asked);

    let search = match nearest {
        _ if asked.has_failed() => Search::Failed,
        Some(_) => Search::Done,
        None => Search::TooMuch,
    };
    let nearest = nearest.filter(|_| search == Search::Done);
    let mut nearest = nearest.unwrap_or_default().into_iter();
    let explanation = |id: &Id<Initiative>| {
        let row = row(id)?;
        let (score, rank) = known[row]?;
        let own = plan.initiatives[*id].inputs[method].as_ref()?;
        let shares = shares.next().flatten();
        let nearest = nearest.next().unwrap_or_default();
        let terms = declared.iter().enumerate().map(|(position, input)| Term {
            input: input.key.clone(),
            value: Given::of(input, &request.rows[row][position]),
            evidence: own.evidence[position].iter().map(|id| plan.evidence[*id].id.clone()).collect(),
            share: shares.as_ref().and_then(|shares| shares.of[position]),
            up: nearest.get(&(position, Way::Up)).and_then(|to| Given::of(input, to)),
            down: nearest.get(&(position, Way::Down)).and_then(|to| Given::of(input, to)),
        });
        Some(Explanation {
            initiative: plan.initiatives[*id].id.clone(),
            score,
            rank,
            of,
            terms: terms.collect(),
            middle: shares.as_ref().map(|shares| shares.middle),
            search: if rank.is_some() { search } else { Search::NoRank },
        })
    };
    let explanations = wanted.iter().map(explanation).collect();
    (explanations, asked.failure)
}

/// The values of an input that is no number, where it has a few.
fn words(input: &Input) -> Vec<Value> {
    match &input.kind {
        InputKind::Flag => [false, true].map(Value::Flag).into(),
        InputKind::Choice(choices) => (0..choices.len() as u32).map(Value::Choice).collect(),
        _ => Vec::new(),
    }
}

const fn is_number(input: &Input) -> bool {
    matches!(input.kind, InputKind::Number | InputKind::Integer | InputKind::Share)
}
