//! A method, asked about rows in the place of those of the plan.

use std::cmp::Ordering;

use crate::inputs;
use crate::method::{Input, InputKind, Outcome, Request, Value};
use crate::scores::{ROWS_AT_ONCE, best_first};

/// Rows of the plan that are asked about without others, to see whether the method looks at each alone.
const SAMPLED: usize = 200;
/// A call costs about as much as so many rows.
const CALL: usize = 100;
/// Rows that are asked about with other values, once side by side and once each in the plan.
const FEW: usize = 8;
/// Failures after which a method is asked no more: a failure takes as long as the method is allowed.
const MOST_FAILURES: usize = 48;

/// What the method says of a row.
#[derive(Clone, Copy)]
pub(super) struct Answer {
    pub(super) score: f64,
    /// Among what is still to be done, from 1; none where the row is not.
    pub(super) rank: Option<usize>,
}

pub(super) struct Asked<'r, F, E> {
    pub(super) request: &'r Request,
    /// Score and rank of each row of the request.
    pub(super) known: &'r [Option<(f64, Option<usize>)>],
    /// Score and row of what has a rank, the best first.
    ranked: Vec<(f64, usize)>,
    /// Whether the score of a row does not depend on the others, so that many can be asked at once.
    alone: bool,
    /// How many more rows it may be asked about.
    left: usize,
    ask: F,
    /// The first failure.
    pub(super) failure: Option<E>,
    failures: usize,
}

impl<'r, E, F: FnMut(&Request) -> Result<Outcome, E>> Asked<'r, F, E> {
    /// `known` are the scores and ranks of the request's rows.
    pub(super) fn new(
        declared: &[Input],
        request: &'r Request,
        known: &'r [Option<(f64, Option<usize>)>],
        left: usize,
        ask: F,
    ) -> Self {
        let ranked = known.iter().enumerate().filter_map(|(row, known)| {
            let (score, rank) = (*known)?;
            Some((score, row, rank?))
        });
        let mut ranked: Vec<(f64, usize, usize)> = ranked.collect();
        ranked.sort_by_key(|(_, _, rank)| *rank);
        let ranked = ranked.into_iter().map(|(score, row, _)| (score, row)).collect();
        let mut asked = Self { request, known, ranked, alone: true, left, ask, failure: None, failures: 0 };
        // Without inputs there is nothing to ask.
        asked.alone = declared.is_empty() || asked.looks_at_each_alone(declared);
        asked
    }

    /// Whether rows get the scores that they have in the plan without every second one, and whether a few changed ones get
    /// side by side what each gets in the plan.
    fn looks_at_each_alone(&mut self, declared: &[Input]) -> bool {
        let rows = self.known.len().min(SAMPLED).min(self.left / CALL);
        let own = |row: usize| (row, self.request.rows[row].clone());
        for parity in [0, 1] {
            let some: Vec<usize> = (parity..rows).step_by(2).collect();
            let found = self.scores(some.iter().map(|row| own(*row)).collect());
            let score = |row: &usize| self.known[*row].map(|(score, _)| score);
            if !found.iter().map(|answer| answer.map(|answer| answer.score)).eq(some.iter().map(score)) {
                return false;
            }
        }
        let changed = |row: usize, factor: f64| {
            let values = self.request.rows[row].iter().zip(declared);
            let change = |(value, input): (&Value, &Input)| match value {
                Value::Number(number) if input.kind != InputKind::Integer => {
                    Value::Number(inputs::nearest(input, number * factor))
                }
                other => other.clone(),
            };
            (row, values.map(change).collect::<Vec<Value>>())
        };
        let few = rows.min((SAMPLED / self.known.len().max(1)).clamp(1, FEW));
        let changed: Vec<_> = (0..few).flat_map(|row| [changed(row, 2.0), changed(row, 0.5)]).collect();
        let side_by_side = self.scores(changed.clone());
        let each: Vec<Option<f64>> = changed
            .into_iter()
            .map(|(row, values)| self.among_all(row, values).map(|answer| answer.score))
            .collect();
        side_by_side.into_iter().map(|answer| answer.map(|answer| answer.score)).eq(each)
    }

    /// What it costs to ask about so many rows, in rows.
    fn cost(&self, rows: usize) -> usize {
        if self.alone {
            rows.saturating_add(rows.div_ceil(ROWS_AT_ONCE) * CALL)
        } else {
            rows.saturating_mul(self.request.rows.len() + CALL)
        }
    }

    /// Whether so many rows may still be asked about.
    pub(super) fn affords(&self, rows: usize) -> bool {
        !self.has_failed() && self.cost(rows) <= self.left
    }

    /// Whether it failed so often that it is asked no more.
    pub(super) const fn has_failed(&self) -> bool {
        self.failures > MOST_FAILURES
    }

    /// What the method says of these values in the place of a row's; none where it refuses them or fails.
    pub(super) fn scores(&mut self, mut rows: Vec<(usize, Vec<Value>)>) -> Vec<Option<Answer>> {
        self.left = self.left.saturating_sub(self.cost(rows.len()));
        let mut answers = Vec::with_capacity(rows.len());
        if self.alone {
            while !rows.is_empty() {
                let rest = rows.split_off(rows.len().min(ROWS_AT_ONCE));
                self.together(rows, &mut answers);
                rows = rest;
            }
        } else {
            answers.extend(rows.into_iter().map(|(row, values)| self.among_all(row, values)));
        }
        answers
    }

    /// Asks about rows at once, and about halves of them where the method fails, to find the ones that it fails on.
    fn together(&mut self, mut rows: Vec<(usize, Vec<Value>)>, answers: &mut Vec<Option<Answer>>) {
        let places: Vec<usize> = rows.iter().map(|(row, _)| *row).collect();
        let values = rows.iter_mut().map(|(_, values)| std::mem::take(values)).collect();
        let mut request = Request { params: self.request.params.clone(), rows: values };
        if let Some(outcome) = self.outcome(&request) {
            answers.extend(places.iter().enumerate().map(|(at, row)| {
                let score = outcome.scores.get(at)?.as_ref()?.score;
                Some(Answer { score, rank: self.rank(*row, score) })
            }));
        } else if places.len() == 1 || self.has_failed() {
            answers.extend(places.iter().map(|_| None));
        } else {
            let mut first: Vec<_> = places.into_iter().zip(request.rows.drain(..)).collect();
            let second = first.split_off(first.len() / 2);
            self.together(first, answers);
            self.together(second, answers);
        }
    }

    fn among_all(&mut self, row: usize, values: Vec<Value>) -> Option<Answer> {
        let mut request = self.request.clone();
        request.rows[row] = values;
        let outcome = self.outcome(&request)?;
        let score = |row: usize| Some(outcome.scores.get(row)?.as_ref()?.score);
        let own = score(row)?;
        let ahead = |(_, other): &&(f64, usize)| {
            score(*other).is_some_and(|other_score| is_ahead((other_score, *other), (own, row)))
        };
        let rank = self.known[row]?.1.map(|_| self.ranked.iter().filter(ahead).count() + 1);
        Some(Answer { score: own, rank })
    }

    fn outcome(&mut self, request: &Request) -> Option<Outcome> {
        if self.has_failed() {
            return None;
        }
        match (self.ask)(request) {
            Ok(outcome) => Some(outcome),
            Err(failure) => {
                self.failures += 1;
                self.failure.get_or_insert(failure);
                None
            }
        }
    }

    /// The rank of a row with a score, where the other rows keep theirs.
    fn rank(&self, row: usize, score: f64) -> Option<usize> {
        let (own, rank) = self.known[row]?;
        rank?;
        let ahead = self.ranked.partition_point(|other| is_ahead(*other, (score, row)));
        Some(ahead + 1 - usize::from(is_ahead((own, row), (score, row))))
    }

    /// A row's values, with another one at a position.
    pub(super) fn with(&self, row: usize, position: usize, value: Value) -> (usize, Vec<Value>) {
        let mut values = self.request.rows[row].clone();
        values[position] = value;
        (row, values)
    }
}

/// Whether a score and its row stand before others: the order of the plan decides between equals.
fn is_ahead((score, row): (f64, usize), (other_score, other): (f64, usize)) -> bool {
    best_first(score, other_score).then(row.cmp(&other)) == Ordering::Less
}
