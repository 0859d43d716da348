//! How much of a ranking stands when its inputs are not what they seem.
//!
//! Every input is drawn anew many times and the method asked each time: the share of draws in which an initiative is first, among
//! the first, or within the budget is the chance of it. How an input is drawn follows from what the plan says of it:
//!
//! | input | drawn from |
//! |---|---|
//! | given as low, likely, high | the triangular distribution |
//! | a whole number | the Poisson distribution: counts vary as counts do |
//! | any other number | the lognormal distribution around the value, with deviation 0.1 + (1 − confidence) of its logarithm; 0.3 where there is no confidence |
//! | with published steps | as above, then the nearest step |
//! | a share, a flag, a word | not at all |
//!
//! A number of 0 stays 0, and a number beyond the ends that an input may have is brought back to the end. What is done, paused or
//! rejected is not ranked.
//!
//! So at 80 % confidence two times out of three the truth lies within 26 % below and 35 % above the value. Inputs are drawn
//! one by one: what is wrong with one says nothing of another.

use std::cmp::Ordering;
use std::ops::Range;

use serde::Serialize;

use crate::draw::Stream;
use crate::ids::Id;
use crate::inputs;
use crate::method::{Input, InputKind, Outcome, Request, Role, Scored, Value};
use crate::model::{Initiative, Inputs, Plan};
use crate::scores::{self, Scores, best_first};

/// Deviation of a logarithm where the plan gives no confidence.
const UNKNOWN: f64 = 0.3;
/// Deviation where the confidence is 100 %: no estimate is certain.
const CERTAIN: f64 = 0.1;

/// Pairs further apart than this many ranks are not compared: their order is rarely in doubt, and comparing all pairs takes
/// the square of their number.
const NEIGHBOURS: usize = 10;
/// Most toss-ups that are named: those of the best ranks.
const MOST: usize = 10;
/// A pair is a toss-up where neither is ahead more often than this.
const TOSS_UP: f64 = 0.6;

/// What is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How often.
    pub draws: u32,
    /// Where the random numbers begin.
    pub seed: u64,
    /// How many count as the first ones.
    pub top: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { draws: 10_000, seed: 1, top: 5 }
    }
}

/// How much of a ranking stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Robustness {
    /// How often inputs were drawn: once where none varies.
    pub draws: u32,
    /// Where the random numbers began.
    pub seed: u64,
    /// How many count as the first ones.
    pub top: usize,
    /// Whether any input varies from draw to draw: of shares, flags and words none does, and ranks that stay say nothing.
    pub varies: bool,
    /// The initiatives that the method scores and that are still to be done, by rank.
    pub standings: Vec<Standing>,
    /// Pairs whose order nobody should lean on, by rank.
    pub toss_ups: Vec<TossUp>,
    /// How many more there are.
    pub more_toss_ups: usize,
}

/// How one initiative fared.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Standing {
    /// Id of the initiative.
    pub initiative: String,
    /// Its rank among these with the values of the plan.
    pub rank: usize,
    /// Chance to be first.
    pub first: f64,
    /// Chance to be among the first ones.
    pub in_top: f64,
    /// Chance to be paid for, where the plan has a budget and costs: going by rank, what still fits is paid for.
    pub funded: Option<f64>,
    /// The ranks that 80 % of the draws lie between.
    pub ranks: [usize; 2],
}

/// Two initiatives that change places about every other time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TossUp {
    /// Id of the one that is ahead with the values of the plan.
    pub ahead: String,
    /// Id of the other.
    pub behind: String,
    /// Share of the draws in which the first one is ahead.
    pub chance: f64,
}

/// Draws that are looked at to see whether anything varies: a small count may well be drawn as it is, but not so often.
const PROBES: u32 = 20;

/// One initiative on its way through the draws.
struct Row<'p> {
    initiative: &'p Initiative,
    inputs: &'p Inputs,
    rank: usize,
    cost: f64,
    /// Its rank in each draw, from 0.
    ranks: Vec<u32>,
    funded: u32,
    /// Of the logarithm of its numbers.
    deviation: f64,
}

/// Draws the inputs of the n-th method again and again, and asks it each time.
///
/// Takes memory for a number an initiative and draw.
///
/// # Errors
///
/// What `ask` returns.
pub fn robustness<E>(
    plan: &Plan,
    method: usize,
    scores: &Scores,
    settings: &Settings,
    mut ask: impl FnMut(&Request) -> Result<Outcome, E>,
) -> Result<Robustness, E> {
    let declared = &plan.methods[method].method.spec().inputs;
    let params = &plan.methods[method].params;
    let mut rows = rows(plan, method, scores);
    let budget = plan.budget.as_ref().map(|budget| budget.amount);
    let varies = rows
        .iter()
        .any(|row| (0..PROBES).any(|draw| row.draw(declared, settings.seed, draw) != row.inputs.values));
    let by_rank = by_rank(&rows);
    // In halves: a tie is half a lead.
    let mut leads = vec![0u32; rows.len() * NEIGHBOURS];
    let mut scored = |rows: &[Row<'_>], draws: Range<u32>| -> Result<Vec<f64>, E> {
        let drawn =
            draws.flat_map(|draw| rows.iter().map(move |row| row.draw(declared, settings.seed, draw)));
        let outcome = ask(&Request { params: params.clone(), rows: drawn.collect() })?;
        let score =
            |scored: &Option<Scored>| scored.as_ref().map_or(f64::NEG_INFINITY, |scored| scored.score);
        Ok(outcome.scores.iter().map(score).collect())
    };
    // What does not vary is the same in every draw.
    let settings =
        Settings { draws: if varies { settings.draws } else { settings.draws.min(1) }, ..*settings };
    // A call costs as much as a hundred rows. Where the answers to two draws are the same asked at once, as they are unless a
    // method looks at all rows together, draws are asked many at a time.
    let looks_at_each_alone =
        settings.draws > 1 && [scored(&rows, 0..1)?, scored(&rows, 1..2)?].concat() == scored(&rows, 0..2)?;
    let at_once =
        if looks_at_each_alone { (scores::ROWS_AT_ONCE / rows.len().max(1)).max(1) as u32 } else { 1 };
    let mut draw = 0;
    while draw < settings.draws && !rows.is_empty() {
        let next = draw.saturating_add(at_once).min(settings.draws);
        for scores in scored(&rows, draw..next)?.chunks(rows.len()) {
            tally(&mut rows, &by_rank, &mut leads, scores, budget);
        }
        draw = next;
    }
    let funds = budget.is_some() && rows.iter().any(|row| row.cost > 0.0);
    let id = |position: usize| by_rank.get(position).map(|row| rows[*row].initiative.id.clone());
    let toss_up = |(pair, halves): (usize, &u32)| {
        let chance = f64::from(*halves) / 2.0 / f64::from(settings.draws.max(1));
        let position = pair / NEIGHBOURS;
        let (ahead, behind) = (id(position)?, id(position + pair % NEIGHBOURS + 1)?);
        (varies && (1.0 - TOSS_UP..=TOSS_UP).contains(&chance)).then_some(TossUp { ahead, behind, chance })
    };
    let mut toss_ups: Vec<TossUp> = leads.iter().enumerate().filter_map(toss_up).collect();
    let more_toss_ups = toss_ups.len().saturating_sub(MOST);
    toss_ups.truncate(MOST);
    let standings = by_rank.iter().map(|row| rows[*row].standing(&settings, funds)).collect();
    Ok(Robustness {
        draws: settings.draws,
        seed: settings.seed,
        top: settings.top,
        varies,
        standings,
        toss_ups,
        more_toss_ups,
    })
}

/// Counts what one draw says of each row and of neighbours by the plan's rank.
fn tally(rows: &mut [Row<'_>], by_rank: &[usize], leads: &mut [u32], scores: &[f64], budget: Option<f64>) {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    // A stable sort: equal scores stay in the order of the plan.
    order.sort_by(|a, b| best_first(scores[*a], scores[*b]));
    let mut left = budget.unwrap_or(f64::INFINITY);
    for (rank, &row) in order.iter().enumerate() {
        let row = &mut rows[row];
        row.ranks.push(rank as u32);
        if row.cost <= left {
            left -= row.cost;
            row.funded += 1;
        }
    }
    for (position, &row) in by_rank.iter().enumerate() {
        for (distance, &other) in by_rank[position + 1..].iter().take(NEIGHBOURS).enumerate() {
            leads[position * NEIGHBOURS + distance] += match best_first(scores[row], scores[other]) {
                Ordering::Less => 2,
                Ordering::Equal => 1,
                Ordering::Greater => 0,
            };
        }
    }
}

fn rows<'p>(plan: &'p Plan, method: usize, scores: &Scores) -> Vec<Row<'p>> {
    let confidence = plan.methods[method].method.spec().input_with(Role::Confidence);
    let row = |(id, inputs): (Id<Initiative>, &'p Inputs)| {
        let initiative = &plan.initiatives[id];
        let confidence = confidence.and_then(|position| inputs.values[position].as_number());
        Some(Row {
            initiative,
            inputs,
            rank: scores.by_initiative[id.index()].as_ref()?.rank?,
            cost: plan.cost(initiative).unwrap_or(0.0),
            ranks: Vec::new(),
            funded: 0,
            deviation: confidence.map_or(UNKNOWN, |confidence| CERTAIN + 1.0 - confidence),
        })
    };
    scores::rows(plan, method).filter_map(row).collect()
}

/// The rows by their rank with the values of the plan.
fn by_rank(rows: &[Row<'_>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|row| rows[*row].rank);
    order
}

impl Row<'_> {
    /// The values of one draw.
    fn draw(&self, declared: &[Input], seed: u64, draw: u32) -> Vec<Value> {
        let mut drawn = self.inputs.values.clone();
        let mut stream = Stream::new(seed, draw, &self.initiative.id);
        for ((input, value), range) in declared.iter().zip(&mut drawn).zip(&self.inputs.ranges) {
            match value {
                Value::Number(number) => *number = self.number(input, *number, *range, &mut stream),
                Value::Numbers(numbers) => {
                    numbers.iter_mut().for_each(|number| *number = stream.count(number.max(0.0)));
                }
                _ => {}
            }
        }
        drawn
    }

    fn number(&self, input: &Input, value: f64, range: Option<[f64; 3]>, stream: &mut Stream) -> f64 {
        let drawn = match (range, &input.kind) {
            (Some(range), _) => stream.triangular(range),
            (None, InputKind::Integer) => stream.count(value.max(0.0)),
            (None, InputKind::Number) => value * libm::exp(self.deviation * stream.normal()),
            _ => return value,
        };
        inputs::nearest(input, drawn)
    }

    fn standing(&self, settings: &Settings, funds: bool) -> Standing {
        let draws = settings.draws.max(1);
        let share = |count: usize| count as f64 / f64::from(draws);
        let below = |rank: usize| self.ranks.iter().filter(|drawn| (**drawn as usize) < rank).count();
        let mut sorted = self.ranks.clone();
        sorted.sort_unstable();
        // The smallest rank that at least so many of ten draws do not lie beyond.
        let quantile = |tenths: usize| {
            let position = (sorted.len() * tenths).div_ceil(10).max(1) - 1;
            sorted.get(position).map_or(self.rank, |rank| *rank as usize + 1)
        };
        Standing {
            initiative: self.initiative.id.clone(),
            rank: self.rank,
            first: share(below(1)),
            in_top: share(below(settings.top)),
            funded: funds.then(|| share(self.funded as usize)),
            ranks: [quantile(1), quantile(9)],
        }
    }
}
