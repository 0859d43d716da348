//! One score, taken apart: what each input brings to it, and how little of a change would move the initiative by a rank.
//!
//! The engine holds no formula, so it asks the method itself, about rows that differ from the plan's in one input or a few.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ids::Id;
use crate::inputs;
use crate::method::{Input, InputKind, Outcome, Request, Value};
use crate::model::{Initiative, Plan};
use crate::scores::{self, Scores};

/// With more inputs than this, shares are not told: they take a row for every set of inputs.
const MOST_SHARED: usize = 10;
/// Values that are tried from a value to an end, those that are tried between two of them, and how often all in all.
const TRIED: usize = 32;
const TRIED_BETWEEN: usize = 16;
const ROUNDS: usize = 4;
/// Rows of the plan that are asked about without the others.
const SAMPLED: usize = 200;
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
    /// (Shapley 1953). All shares add up to the difference between the score and the one of the middle. None for what is no
    /// number, and where shares are not told.
    pub share: Option<f64>,
    /// The nearest value that moves the initiative up by a rank at least.
    pub up: Option<f64>,
    /// The nearest value that moves it down.
    pub down: Option<f64>,
}

/// Takes the scores of initiatives by the n-th method apart, one entry for each that is wanted: none where the method does not
/// score it.
///
/// The method is asked about no more than `most_rows` rows: where the nearest changes of rank would take more, they are not
/// looked for, and where the shares would, they are not told either.
///
/// # Errors
///
/// What `ask` returns.
pub fn explain<E>(
    plan: &Plan,
    method: usize,
    scores: &Scores,
    wanted: &[Id<Initiative>],
    most_rows: usize,
    ask: impl FnMut(&Request) -> Result<Outcome, E>,
) -> Result<Vec<Option<Explanation>>, E> {
    let request = scores::request(plan, method);
    let row_of: BTreeMap<usize, usize> =
        scores::rows(plan, method).enumerate().map(|(row, (id, _))| (id.index(), row)).collect();
    let scored =
        |id: &Id<Initiative>| Some((scores.by_initiative[id.index()].as_ref()?, *row_of.get(&id.index())?));
    let rows: Vec<usize> = wanted.iter().filter_map(|id| Some(scored(id)?.1)).collect();
    let declared = &plan.methods[method].method.spec().inputs;
    let mut by_rank: Vec<(usize, f64)> =
        scores.by_initiative.iter().flatten().map(|score| (score.rank, score.scored.score)).collect();
    by_rank.sort_by_key(|(rank, _)| *rank);
    let known = scores::rows(plan, method)
        .map(|(id, _)| scores.by_initiative[id.index()].as_ref().map(|score| score.scored.score));
    let mut asked = Asked::new(&request, known.collect(), most_rows, ask)?;

    let mut shares = shares(declared, &rows, &mut asked)?.into_iter();
    let ends_of = |id: &Id<Initiative>| {
        let (score, row) = scored(id)?;
        let at_rank = |rank: usize| by_rank.get(rank.checked_sub(1)?).map(|(_, score)| *score);
        Some(Neighbours {
            row,
            better: score.rank.checked_sub(1).and_then(at_rank),
            worse: at_rank(score.rank + 1),
        })
    };
    let neighbours: Vec<Neighbours> = wanted.iter().filter_map(ends_of).collect();
    let mut nearest = nearest_changes(declared, &neighbours, &mut asked)?.into_iter();

    let explanation = |id: &Id<Initiative>| {
        let (score, row) = scored(id)?;
        let own = plan.initiatives[*id].inputs[method].as_ref()?;
        let shares = shares.next().flatten();
        let nearest = nearest.next().unwrap_or_default();
        let terms = declared.iter().enumerate().map(|(position, input)| Term {
            input: input.key.clone(),
            value: request.rows[row][position].as_number(),
            evidence: own.evidence[position].iter().map(|id| plan.evidence[*id].id.clone()).collect(),
            share: shares.as_ref().and_then(|shares| shares.of[position]),
            up: nearest.get(&(position, Way::Up)).copied(),
            down: nearest.get(&(position, Way::Down)).copied(),
        });
        Some(Explanation {
            initiative: plan.initiatives[*id].id.clone(),
            score: score.scored.score,
            rank: score.rank,
            of: by_rank.len(),
            terms: terms.collect(),
            middle: shares.as_ref().map(|shares| shares.middle),
        })
    };
    Ok(wanted.iter().map(explanation).collect())
}

/// A method, asked about rows in the place of those of the plan.
struct Asked<'r, F> {
    request: &'r Request,
    /// Whether the score of a row does not depend on the others, so that many can be asked at once.
    alone: bool,
    /// How many more rows it may be asked about.
    left: usize,
    ask: F,
}

impl<'r, E, F: FnMut(&Request) -> Result<Outcome, E>> Asked<'r, F> {
    /// `known` are the scores of the request's rows.
    fn new(request: &'r Request, known: Vec<Option<f64>>, left: usize, ask: F) -> Result<Self, E> {
        let mut asked = Self { request, alone: true, left, ask };
        // A method that looks at all rows together gives others scores where every other row is missing.
        let some = |row: &usize| row.is_multiple_of(2);
        let rows = (0..known.len()).filter(some).take(SAMPLED).map(|row| (row, request.rows[row].clone()));
        asked.alone =
            asked.scores(rows.collect())?.into_iter().eq(known.iter().copied().step_by(2).take(SAMPLED));
        Ok(asked)
    }

    /// Whether so many rows may still be asked about.
    fn affords(&self, rows: usize) -> bool {
        let each = if self.alone { 1 } else { self.request.rows.len() };
        rows.saturating_mul(each) <= self.left
    }

    /// The scores of these values in the place of a row's; none where the method refuses them.
    fn scores(&mut self, rows: Vec<(usize, Vec<Value>)>) -> Result<Vec<Option<f64>>, E> {
        let score = |outcome: &Outcome, row: usize| Some(outcome.scores.get(row)?.as_ref()?.score);
        let mut scores = Vec::with_capacity(rows.len());
        self.left = self.left.saturating_sub(rows.len());
        if self.alone {
            let mut rows = rows.into_iter().map(|(_, values)| values).peekable();
            while rows.peek().is_some() {
                let rows: Vec<_> = rows.by_ref().take(scores::ROWS_AT_ONCE).collect();
                let asked = rows.len();
                let outcome = (self.ask)(&Request { params: self.request.params.clone(), rows })?;
                scores.extend((0..asked).map(|row| score(&outcome, row)));
            }
            return Ok(scores);
        }
        for (row, values) in rows {
            let mut request = self.request.clone();
            request.rows[row] = values;
            scores.push(score(&(self.ask)(&request)?, row));
        }
        Ok(scores)
    }

    /// A row's values, with another one at a position.
    fn with(&self, row: usize, position: usize, value: f64) -> (usize, Vec<Value>) {
        let mut values = self.request.rows[row].clone();
        values[position] = Value::Number(value);
        (row, values)
    }
}

const fn movable(input: &Input) -> bool {
    matches!(input.kind, InputKind::Number | InputKind::Integer | InputKind::Share)
}

/// What the inputs of a row add to its score.
struct Shares {
    /// The score with the middle value of the plan in every number.
    middle: f64,
    /// One entry a declared input; none where it is no number.
    of: Vec<Option<f64>>,
}

/// The shares of each row; none where there are too many inputs, or where the method refuses a mixture.
fn shares<E, F: FnMut(&Request) -> Result<Outcome, E>>(
    declared: &[Input],
    rows: &[usize],
    asked: &mut Asked<'_, F>,
) -> Result<Vec<Option<Shares>>, E> {
    let middles: Vec<Option<f64>> = (0..declared.len()).map(|input| middle(asked.request, input)).collect();
    let varied: Vec<Vec<(usize, f64)>> = rows
        .iter()
        .map(|row| {
            let own = &asked.request.rows[*row];
            let given = |input: &usize| movable(&declared[*input]) && own[*input].as_number().is_some();
            let varied: Vec<_> = (0..declared.len())
                .filter(given)
                .filter_map(|input| Some((input, middles[input]?)))
                .collect();
            if varied.len() > MOST_SHARED { Vec::new() } else { varied }
        })
        .collect();
    let sets = |varied: &Vec<(usize, f64)>| if varied.is_empty() { 0 } else { 1usize << varied.len() };
    if !asked.affords(varied.iter().map(sets).sum()) {
        return Ok(rows.iter().map(|_| None).collect());
    }
    // The n-th row has its own value where the n-th number has a 1.
    let request = asked.request;
    let mixtures = rows.iter().zip(&varied).flat_map(|(row, varied)| {
        (0..sets(varied)).map(move |set| {
            let mut values = request.rows[*row].clone();
            for (place, (input, middle)) in varied.iter().enumerate() {
                if set & (1 << place) == 0 {
                    values[*input] = Value::Number(*middle);
                }
            }
            (*row, values)
        })
    });
    let mixtures = mixtures.collect();
    let mut scores = asked.scores(mixtures)?.into_iter();
    let shared = |varied: &Vec<(usize, f64)>| {
        let scores: Vec<Option<f64>> = scores.by_ref().take(sets(varied)).collect();
        let scores: Vec<f64> = scores.into_iter().collect::<Option<_>>()?;
        let mut of = vec![None; declared.len()];
        for (place, (input, _)) in varied.iter().enumerate() {
            let without = (0..scores.len()).filter(|set| set & (1 << place) == 0);
            let gains = without.map(|set| {
                let others = set.count_ones() as usize;
                (scores[set | (1 << place)] - scores[set]) * weight(others, varied.len())
            });
            of[*input] = Some(gains.sum());
        }
        Some(Shares { middle: *scores.first()?, of })
    };
    Ok(varied.iter().map(shared).collect())
}

/// The middle value of an input, where it is a number: one of the plan's own, so that it is one that the method takes.
fn middle(request: &Request, input: usize) -> Option<f64> {
    let mut values: Vec<f64> = request.rows.iter().filter_map(|row| row[input].as_number()).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len().saturating_sub(1) / 2).copied()
}

/// How often, among all orders of so many inputs, exactly these others come before one: others! (all - others - 1)! / all!
fn weight(others: usize, all: usize) -> f64 {
    let factorial = |number: usize| (1..=number).map(|factor| factor as f64).product::<f64>();
    factorial(others) * factorial(all - others - 1) / factorial(all)
}

/// A row, and the scores just above and below its own.
struct Neighbours {
    row: usize,
    better: Option<f64>,
    worse: Option<f64>,
}

/// Which way a rank moves.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Up,
    Down,
}

impl Way {
    const BOTH: [Self; 2] = [Self::Up, Self::Down];
}

impl Neighbours {
    /// Whether a score in the place of the row's own moves it that way.
    fn passed(&self, way: Way, score: f64) -> bool {
        match way {
            Way::Up => self.better.is_some_and(|better| score > better),
            Way::Down => self.worse.is_some_and(|worse| score < worse),
        }
    }
}

/// Values between which the nearest one lies that moves a rank.
struct Gap {
    /// Position of the row among those that are looked at.
    place: usize,
    input: usize,
    /// Which ways the rank is to move.
    ways: &'static [Way],
    /// The row's own value.
    own: f64,
    from: f64,
    to: f64,
}

/// By position of the input and way, the value nearest to its own that moves a row by a rank at least.
type Nearest = BTreeMap<(usize, Way), f64>;

/// What moves each row.
fn nearest_changes<E, F: FnMut(&Request) -> Result<Outcome, E>>(
    declared: &[Input],
    rows: &[Neighbours],
    asked: &mut Asked<'_, F>,
) -> Result<Vec<Nearest>, E> {
    let mut nearest: Vec<Nearest> = rows.iter().map(|_| Nearest::new()).collect();
    let mut gaps = Vec::new();
    for (place, neighbours) in rows.iter().enumerate() {
        for (input, kind) in declared.iter().enumerate().filter(|(_, input)| movable(input)) {
            let Some(own) = asked.request.rows[neighbours.row][input].as_number() else { continue };
            let (low, high) = ends(kind, own);
            gaps.extend([low, high].map(|to| Gap { place, input, ways: &Way::BOTH, own, from: own, to }));
        }
    }
    let most = gaps.len() * (TRIED + 2 * (ROUNDS - 1) * TRIED_BETWEEN);
    if !asked.affords(most) {
        return Ok(nearest);
    }
    for round in 0..ROUNDS {
        let tried: Vec<Vec<f64>> =
            gaps.iter().map(|gap| between(&declared[gap.input], gap.from, gap.to, round)).collect();
        let candidates = gaps.iter().zip(&tried).flat_map(|(gap, tried)| {
            tried.iter().map(|value| asked.with(rows[gap.place].row, gap.input, *value))
        });
        let candidates = candidates.collect();
        let mut scores = asked.scores(candidates)?.into_iter();
        let mut narrower = Vec::new();
        for (gap, tried) in gaps.iter().zip(&tried) {
            let scores: Vec<Option<f64>> = scores.by_ref().take(tried.len()).collect();
            for way in gap.ways {
                let passes =
                    |score: &Option<f64>| score.is_some_and(|score| rows[gap.place].passed(*way, score));
                let Some(first) = scores.iter().position(passes) else { continue };
                let (from, to) = (if first == 0 { gap.from } else { tried[first - 1] }, tried[first]);
                let found = nearest[gap.place].entry((gap.input, *way)).or_insert(to);
                if (to - gap.own).abs() < (*found - gap.own).abs() {
                    *found = to;
                }
                narrower.push(Gap { ways: std::slice::from_ref(way), from, to, ..*gap });
            }
        }
        // A gap in which nothing passes any more is as narrow as it gets.
        gaps = narrower;
    }
    Ok(nearest)
}

/// How far a value may be moved down and up.
fn ends(input: &Input, value: f64) -> (f64, f64) {
    let size = (value.abs().max(1.0) * FARTHEST).min(f64::MAX / 4.0);
    let (low, high) = input.ends();
    let or = |end: f64, far: f64| if end.is_finite() { end } else { far };
    (or(low, value - size), or(high, value + size))
}

/// Values on the way from one to another, the nearest first and the last one included: steps of the scale where there are any,
/// whole numbers where only those will do. At first they lie closer to each other near the start, as small changes matter most.
fn between(input: &Input, from: f64, to: f64, round: usize) -> Vec<f64> {
    let tried = if round == 0 { TRIED } else { TRIED_BETWEEN };
    let mut values: Vec<f64> = if input.steps.is_empty() {
        let closer = |part: f64| match round {
            0 => part * part * part,
            1 => part * part,
            _ => part,
        };
        (1..=tried).map(|step| from + (to - from) * closer(step as f64 / tried as f64)).collect()
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
