//! What the inputs of a row add to its score.
//!
//! The share of an input is what it adds when inputs take their own value one after the other, on average over all orders in
//! which they could (Shapley, "A value for n-person games", 1953). With many inputs, over some orders drawn once and for all, each
//! with its reverse (Castro and others, "Polynomial calculation of the Shapley value based on sampling", 2009): then shares still
//! add up, and are exact where the method is a sum.

use std::collections::BTreeMap;

use crate::draw::Stream;
use crate::inputs;
use crate::method::{Input, Outcome, Request, Value};

use super::asked::Asked;
use super::{is_number, words};

/// With more inputs than this, some orders are drawn: all of them take a row for every set of inputs.
const MOST_EXACT: usize = 10;
/// How many orders are drawn, without their reverses.
const ORDERS: u32 = 32;
/// With more inputs than this, shares are not told.
const MOST: usize = 64;

/// What the inputs of a row add to its score.
pub(super) struct Shares {
    /// The score with what is usual in the plan in every input that has a share.
    pub(super) middle: f64,
    /// One entry a declared input.
    pub(super) of: Vec<Option<f64>>,
}

/// The sets of inputs that are asked about, and what follows from their scores. An input is in a set, and has its own value, where
/// its bit is 1.
struct Sets {
    /// The first one is empty.
    sets: Vec<u64>,
    gains: Vec<Gain>,
}

/// What an input adds to a set.
struct Gain {
    input: usize,
    /// Positions of the sets.
    without: usize,
    with: usize,
    weight: f64,
}

impl Sets {
    fn new(inputs: usize) -> Self {
        match inputs {
            0 => Self { sets: Vec::new(), gains: Vec::new() },
            1..=MOST_EXACT => Self::all(inputs),
            _ => Self::some(inputs),
        }
    }

    fn all(inputs: usize) -> Self {
        let sets = 0..1usize << inputs;
        let gains = sets.clone().flat_map(|set| {
            let others = set.count_ones() as usize;
            let missing = (0..inputs).filter(move |input| set & (1 << input) == 0);
            missing.map(move |input| Gain {
                input,
                without: set,
                with: set | (1 << input),
                weight: weight(others, inputs),
            })
        });
        Self { gains: gains.collect(), sets: sets.map(|set| set as u64).collect() }
    }

    fn some(inputs: usize) -> Self {
        let mut found = Self { sets: Vec::new(), gains: Vec::new() };
        for draw in 0..ORDERS {
            let mut order: Vec<usize> = (0..inputs).collect();
            let mut stream = Stream::new(1, draw, "shares");
            // Fisher and Yates.
            for last in (1..inputs).rev() {
                order.swap(last, stream.below(last + 1));
            }
            found.follow(order.iter().copied());
            found.follow(order.iter().rev().copied());
        }
        found
    }

    /// Inputs take their own value in this order.
    fn follow(&mut self, order: impl Iterator<Item = usize>) {
        let mut set = 0;
        self.sets.push(set);
        for input in order {
            set |= 1 << input;
            let with = self.sets.len();
            self.gains.push(Gain { input, without: with - 1, with, weight: 0.5 / f64::from(ORDERS) });
            self.sets.push(set);
        }
    }
}

/// How often, among all orders of so many inputs, exactly these others come before one: others! (all - others - 1)! / all!
fn weight(others: usize, all: usize) -> f64 {
    let factorial = |number: usize| (1..=number).map(|factor| factor as f64).product::<f64>();
    factorial(others) * factorial(all - others - 1) / factorial(all)
}

/// The shares of each row; none where it has too many inputs, where the method refuses a mixture, or where it takes too much work.
pub(super) fn shares<E, F: FnMut(&Request) -> Result<Outcome, E>>(
    declared: &[Input],
    rows: &[usize],
    asked: &mut Asked<'_, F, E>,
) -> Vec<Option<Shares>> {
    let request = asked.request;
    let usual: Vec<Value> =
        declared.iter().enumerate().map(|(at, input)| usual(request, input, at)).collect();
    // Position and usual value of what has a share.
    let varied = |row: &usize| {
        let has_share =
            |input: &usize| request.rows[*row][*input] != Value::Missing && usual[*input] != Value::Missing;
        let varied: Vec<(usize, &Value)> =
            (0..declared.len()).filter(has_share).map(|input| (input, &usual[input])).collect();
        if varied.len() > MOST { Vec::new() } else { varied }
    };
    let varied: Vec<Vec<(usize, &Value)>> = rows.iter().map(varied).collect();
    let mut sets = BTreeMap::new();
    for varied in &varied {
        sets.entry(varied.len()).or_insert_with(|| Sets::new(varied.len()));
    }
    if !asked.affords(varied.iter().map(|varied| sets[&varied.len()].sets.len()).sum()) {
        return rows.iter().map(|_| None).collect();
    }
    let mixtures = rows.iter().zip(&varied).flat_map(|(row, varied)| {
        sets[&varied.len()].sets.iter().map(move |set| {
            let mut values = request.rows[*row].clone();
            for (place, (input, usual)) in varied.iter().enumerate() {
                if set & (1 << place) == 0 {
                    values[*input] = (*usual).clone();
                }
            }
            (*row, values)
        })
    });
    let mixtures = mixtures.collect();
    let mut answers = asked.scores(mixtures).into_iter();
    let shared = |varied: &Vec<(usize, &Value)>| {
        let Sets { sets, gains } = &sets[&varied.len()];
        let answers: Vec<_> = answers.by_ref().take(sets.len()).collect();
        let scores: Vec<f64> =
            answers.into_iter().map(|answer| Some(answer?.score)).collect::<Option<_>>()?;
        let mut of = vec![None; declared.len()];
        for Gain { input, without, with, weight } in gains {
            *of[varied[*input].0].get_or_insert(0.0) += (scores[*with] - scores[*without]) * weight;
        }
        Some(Shares { middle: *scores.first()?, of })
    };
    varied.iter().map(shared).collect()
}

/// What is usual for an input: the median of numbers, the most frequent word, of equals the one that the method names first.
/// Missing where nothing is given, and for lists.
fn usual(request: &Request, input: &Input, at: usize) -> Value {
    let given = || request.rows.iter().map(|row| &row[at]);
    if is_number(input) {
        let median = inputs::median(input, given().filter_map(Value::as_number).collect());
        return median.map_or(Value::Missing, |median| Value::Number(median.value));
    }
    let most =
        words(input).into_iter().rev().max_by_key(|word| given().filter(|value| *value == word).count());
    most.filter(|word| given().any(|value| value == word)).unwrap_or(Value::Missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shares of inputs that a function of sets makes a score of.
    fn of(sets: &Sets, inputs: usize, score: impl Fn(u64) -> f64) -> Vec<f64> {
        let mut shares = vec![0.0; inputs];
        for gain in &sets.gains {
            shares[gain.input] +=
                (score(sets.sets[gain.with]) - score(sets.sets[gain.without])) * gain.weight;
        }
        shares
    }

    /// Shapley's own example of a game with gloves: one left, two right, a pair is worth 1.
    #[test]
    fn two_gloves_make_a_pair() {
        let pair = |set: u64| f64::from(set & 1 == 1 && set & 6 != 0);
        let shares = of(&Sets::all(3), 3, pair);
        for (share, expected) in shares.iter().zip([2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]) {
            assert!((share - expected).abs() < 1e-12, "{shares:?}");
        }
    }

    #[test]
    fn some_orders_tell_a_sum_exactly_and_a_product_nearly() {
        let inputs = 12;
        let sum =
            |set: u64| (0..inputs).filter(|input| set & (1 << input) != 0).map(|input| input as f64).sum();
        for (input, share) in of(&Sets::some(inputs), inputs, sum).into_iter().enumerate() {
            assert!((share - input as f64).abs() < 1e-9, "{input}: {share}");
        }
        let product = |set: u64| libm::pow(1.5, f64::from(set.count_ones()));
        let shares = of(&Sets::some(inputs), inputs, product);
        let whole: f64 = shares.iter().sum();
        assert!((whole - (product((1 << inputs) - 1) - 1.0)).abs() < 1e-9);
        // All inputs are alike, so each has a twelfth.
        assert!(shares.iter().all(|share| (share / whole * inputs as f64 - 1.0).abs() < 0.35), "{shares:?}");
    }
}
