//! One score, taken apart: what each input brings to it, and how little of a change would move the initiative by a rank.
//!
//! The engine holds no formula, so it asks the method itself, about rows that differ from the plan's in one input or a few.

use serde::Serialize;

use crate::ids::Id;
use crate::inputs;
use crate::method::{Input, InputKind, Outcome, Request, Value};
use crate::model::{Initiative, Plan};
use crate::scores::{self, Scores};

/// With more inputs than this, shares are not told: they take a row for every set of inputs.
const MOST_SHARED: usize = 10;
/// Values that are tried between two ends, and how often the gap between two of them is looked into.
const TRIED: usize = 64;
const ROUNDS: usize = 3;
/// How far a value without an end is moved: to so many times its size.
const FARTHEST: f64 = 1000.0;

/// A score, taken apart.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// Id of the initiative.
    pub initiative: String,
    /// Its score and rank.
    pub score: f64,
    /// From 1.
    pub rank: usize,
    /// How many initiatives the method scores.
    pub of: usize,
    /// The score of an initiative with the middle value of the plan in every input that is a number; none where shares are not
    /// told.
    pub middle: Option<f64>,
    /// One term a declared input.
    pub terms: Vec<Term>,
}

/// What one input does to a score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Term {
    /// Key of the input.
    pub input: String,
    /// Its value, where it is a number.
    pub value: Option<f64>,
    /// Ids of the evidence behind it.
    pub evidence: Vec<String>,
    /// What it adds to the score beside the middle value of the plan, over all orders in which inputs could take their own value
    /// (Shapley 1953). All shares add up to the difference between the score and the one of the middle.
    pub share: Option<f64>,
    /// The nearest value that moves the initiative up by a rank at least.
    pub up: Option<f64>,
    /// The nearest value that moves it down.
    pub down: Option<f64>,
}

/// Takes the score of an initiative by the n-th method apart. None where the method does not score it.
///
/// # Errors
///
/// What `ask` returns.
pub fn explain<E>(
    plan: &Plan,
    method: usize,
    scores: &Scores,
    initiative: Id<Initiative>,
    ask: impl FnMut(&Request) -> Result<Outcome, E>,
) -> Result<Option<Explanation>, E> {
    let Some(score) = &scores.by_initiative[initiative.index()] else { return Ok(None) };
    let Some(own) = &plan.initiatives[initiative].inputs[method] else { return Ok(None) };
    let request = scores::request(plan, method);
    let Some(row) = scores::rows(plan, method).position(|(id, _)| id == initiative) else { return Ok(None) };
    let declared = &plan.methods[method].method.spec().inputs;
    let mut method_asked = Asked { request: &request, row, alone: true, ask };
    // A method that looks at all rows together is asked with all of them: one of which some rows alone have other scores.
    let some: Vec<(Id<Initiative>, Vec<Value>)> = scores::rows(plan, method)
        .filter(|(id, _)| *id == initiative)
        .chain(scores::rows(plan, method).take(2))
        .map(|(id, inputs)| (id, inputs.values.clone()))
        .collect();
    let known: Vec<Option<f64>> = some
        .iter()
        .map(|(id, _)| scores.by_initiative[id.index()].as_ref().map(|score| score.scored.score))
        .collect();
    let alone = method_asked.scores(some.into_iter().map(|(_, values)| values).collect())?;
    method_asked.alone = alone == known;

    let shares = shares(declared, &mut method_asked)?;
    let at_rank = |rank: usize| {
        let mut all = scores.by_initiative.iter().flatten();
        all.find(|other| other.rank == rank).map(|other| other.scored.score)
    };
    let (better, worse) = (score.rank.checked_sub(1).and_then(at_rank), at_rank(score.rank + 1));
    let mut terms = Vec::new();
    for (position, input) in declared.iter().enumerate() {
        let value = own.values[position].as_number();
        let mut nearest = |target: Option<f64>, passes: fn(f64, f64) -> bool| match (value, target) {
            (Some(value), Some(target)) if movable(input) => {
                let found = |score: f64| passes(score, target);
                nearest_change(input, position, value, &found, &mut method_asked)
            }
            _ => Ok(None),
        };
        terms.push(Term {
            input: input.key.clone(),
            value,
            evidence: own.evidence[position].iter().map(|id| plan.evidence[*id].id.clone()).collect(),
            share: shares.as_ref().map(|(_, shares)| shares[position]),
            up: nearest(better, |score, target| score > target)?,
            down: nearest(worse, |score, target| score < target)?,
        });
    }
    Ok(Some(Explanation {
        initiative: plan.initiatives[initiative].id.clone(),
        score: score.scored.score,
        rank: score.rank,
        of: scores.by_initiative.iter().flatten().count(),
        middle: shares.map(|(middle, _)| middle),
        terms,
    }))
}

/// A method, asked about rows in the place of one.
struct Asked<'r, F> {
    request: &'r Request,
    row: usize,
    /// Whether the score of a row does not depend on the others, so that all can be asked at once.
    alone: bool,
    ask: F,
}

impl<E, F: FnMut(&Request) -> Result<Outcome, E>> Asked<'_, F> {
    /// The scores of these rows; none where the method refuses one.
    fn scores(&mut self, rows: Vec<Vec<Value>>) -> Result<Vec<Option<f64>>, E> {
        let score = |outcome: &Outcome, row: usize| Some(outcome.scores.get(row)?.as_ref()?.score);
        let count = rows.len();
        if self.alone {
            let outcome = (self.ask)(&Request { params: self.request.params.clone(), rows })?;
            return Ok((0..count).map(|row| score(&outcome, row)).collect());
        }
        let mut scores = Vec::with_capacity(count);
        for row in rows {
            let mut request = self.request.clone();
            request.rows[self.row] = row;
            scores.push(score(&(self.ask)(&request)?, self.row));
        }
        Ok(scores)
    }

    fn own(&self) -> &[Value] {
        &self.request.rows[self.row]
    }
}

const fn movable(input: &Input) -> bool {
    matches!(input.kind, InputKind::Number | InputKind::Integer | InputKind::Share)
}

/// The score of the middle, and what each input adds to it; none where there are too many inputs, or where the method refuses
/// a mixture.
fn shares<E, F: FnMut(&Request) -> Result<Outcome, E>>(
    declared: &[Input],
    asked: &mut Asked<'_, F>,
) -> Result<Option<(f64, Vec<f64>)>, E> {
    let own = asked.own().to_vec();
    let varied: Vec<usize> = (0..declared.len())
        .filter(|input| movable(&declared[*input]) && own[*input].as_number().is_some())
        .collect();
    if varied.is_empty() || varied.len() > MOST_SHARED {
        return Ok(None);
    }
    let middle = |input: usize| {
        let mut values: Vec<f64> =
            asked.request.rows.iter().filter_map(|row| row[input].as_number()).collect();
        values.sort_by(f64::total_cmp);
        // One of the plan's own values, so that it is one that the method takes.
        values.get(values.len().saturating_sub(1) / 2).copied().unwrap_or_default()
    };
    let middles: Vec<f64> = varied.iter().map(|input| middle(*input)).collect();
    // The n-th row has its own value where the n-th number has a 1.
    let rows = (0..1usize << varied.len()).map(|set| {
        let mut row = own.clone();
        for (place, input) in varied.iter().enumerate() {
            if set & (1 << place) == 0 {
                row[*input] = Value::Number(middles[place]);
            }
        }
        row
    });
    let rows = rows.collect();
    let Some(scores) = asked.scores(rows)?.into_iter().collect::<Option<Vec<f64>>>() else { return Ok(None) };
    let mut shares = vec![0.0; declared.len()];
    for (place, input) in varied.iter().enumerate() {
        for set in (0..scores.len()).filter(|set| set & (1 << place) == 0) {
            let others = set.count_ones() as usize;
            let gain = scores[set | (1 << place)] - scores[set];
            shares[*input] += gain * weight(others, varied.len());
        }
    }
    Ok(Some((scores[0], shares)))
}

/// How often, among all orders of so many inputs, exactly these others come before one: others! (all - others - 1)! / all!
fn weight(others: usize, all: usize) -> f64 {
    let factorial = |number: usize| (1..=number).map(|factor| factor as f64).product::<f64>();
    factorial(others) * factorial(all - others - 1) / factorial(all)
}

/// The value nearest to the given one whose score passes, on either side; none where no value does.
fn nearest_change<E, F: FnMut(&Request) -> Result<Outcome, E>>(
    input: &Input,
    position: usize,
    value: f64,
    passes: &dyn Fn(f64) -> bool,
    asked: &mut Asked<'_, F>,
) -> Result<Option<f64>, E> {
    let (low, high) = ends(input, value);
    let mut found: Vec<f64> = Vec::new();
    for end in [low, high] {
        let (mut from, mut to, mut nearest) = (value, end, None);
        for _ in 0..ROUNDS {
            let tried = between(input, from, to);
            let rows = tried.iter().map(|value| {
                let mut row = asked.own().to_vec();
                row[position] = Value::Number(*value);
                row
            });
            let rows = rows.collect();
            let scores = asked.scores(rows)?;
            let Some(first) = scores.iter().position(|score| score.is_some_and(passes)) else { break };
            from = if first == 0 { from } else { tried[first - 1] };
            to = tried[first];
            nearest = Some(to);
        }
        found.extend(nearest);
    }
    Ok(found.into_iter().min_by(|a, b| (a - value).abs().total_cmp(&(b - value).abs())))
}

/// How far a value may be moved down and up.
fn ends(input: &Input, value: f64) -> (f64, f64) {
    let size = (value.abs().max(1.0) * FARTHEST).min(f64::MAX / 4.0);
    let (low, high) = input.ends();
    let or = |end: f64, far: f64| if end.is_finite() { end } else { far };
    (or(low, value - size), or(high, value + size))
}

/// Values on the way from one to another, the nearest first and the last one included: steps of the scale where there are any,
/// whole numbers where only those will do. They lie closer to each other near the start, as small changes matter most.
fn between(input: &Input, from: f64, to: f64) -> Vec<f64> {
    let mut values: Vec<f64> = if input.steps.is_empty() {
        (1..=TRIED)
            .map(|step| {
                let part = step as f64 / TRIED as f64;
                from + (to - from) * part * part * part
            })
            .collect()
    } else {
        input.steps.clone()
    };
    if input.kind == InputKind::Integer {
        let outward: fn(f64) -> f64 = if to > from { f64::ceil } else { f64::floor };
        values.iter_mut().for_each(|value| *value = outward(*value));
    }
    let (low, high) = (from.min(to), from.max(to));
    values.retain(|value| {
        *value != from && (low..=high).contains(value) && inputs::nearest(input, *value) == *value
    });
    values.sort_by(|a, b| (a - from).abs().total_cmp(&(b - from).abs()));
    values.dedup();
    values
}
