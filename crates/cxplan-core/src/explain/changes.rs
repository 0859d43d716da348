//! How little of a change of one input moves an initiative by a rank.

use std::collections::BTreeMap;

use crate::inputs;
use crate::method::{Input, InputKind, Outcome, Request, Value};

use super::asked::{Answer, Asked};
use super::{is_least_change, is_number, size, words};

/// Values that are tried from a value to an end, those that are tried between two of them, and how often all in all.
const TRIED: usize = 32;
const TRIED_BETWEEN: usize = 16;
const ROUNDS: usize = 4;
/// How far whole numbers are tried one by one: scales are counted in them.
const WHOLE: i32 = 10;
/// How far a value without an end is moved: to so many times its size.
const FARTHEST: f64 = 1000.0;
/// Digits of the distance to a value that are shown: the fewest of these that still move the rank.
const DIGITS: [i32; 3] = [3, 4, 6];

/// Which way a rank moves.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    Up,
    Down,
}

impl Way {
    const BOTH: [Self; 2] = [Self::Up, Self::Down];

    /// Whether an answer has moved that way from a rank.
    fn moved(self, from: usize, answer: Option<Answer>) -> bool {
        let rank = answer.and_then(|answer| answer.rank);
        rank.is_some_and(|rank| match self {
            Self::Up => rank < from,
            Self::Down => rank > from,
        })
    }
}

/// Values between which the nearest one lies that moves a rank.
struct Gap {
    /// Position of the row among those that are looked at.
    place: usize,
    row: usize,
    rank: usize,
    input: usize,
    /// Which ways the rank is to move.
    ways: &'static [Way],
    /// The row's own value.
    own: f64,
    from: f64,
    to: f64,
}

/// By position of the input and way, the value nearest to its own that moves a row by a rank at least.
pub(super) type Nearest = BTreeMap<(usize, Way), Value>;

/// What moves each row; none where to look for it takes too much work. `most` is the largest value that an input of a row may
/// have, where that is less than what is declared.
pub(super) fn nearest<E, F: FnMut(&Request) -> Result<Outcome, E>>(
    declared: &[Input],
    rows: &[usize],
    most: impl Fn(usize, usize) -> Option<f64>,
    asked: &mut Asked<'_, F, E>,
) -> Option<Vec<Nearest>> {
    let mut nearest: Vec<Nearest> = rows.iter().map(|_| Nearest::new()).collect();
    let mut gaps = Vec::new();
    for (place, &row) in rows.iter().enumerate() {
        let Some((_, Some(rank))) = asked.known[row] else { continue };
        for (input, kind) in declared.iter().enumerate().filter(|(_, input)| is_number(input)) {
            let Some(own) = asked.request.rows[row][input].as_number() else { continue };
            let (low, high) = ends(kind, own);
            let high = most(row, input).map_or(high, |most| high.min(most));
            let gap = |to| Gap { place, row, rank, input, ways: &Way::BOTH, own, from: own, to };
            gaps.extend([low, high].map(gap));
        }
    }
    other_words(declared, rows, &mut nearest, asked)?;
    for round in 0..ROUNDS {
        let tried: Vec<Vec<f64>> =
            gaps.iter().map(|gap| between(&declared[gap.input], gap.from, gap.to, round)).collect();
        // The later rounds try no more than this one for each way that it finds, and the last one rounds.
        let later = if round == 1 { gaps.len() * ((ROUNDS - 2) * TRIED_BETWEEN + DIGITS.len()) } else { 0 };
        if !asked.affords(tried.iter().map(Vec::len).sum::<usize>() + later) {
            return None;
        }
        let mut answers = ask(gaps.iter(), &tried, asked).into_iter();
        let mut narrower = Vec::new();
        for (gap, tried) in gaps.iter().zip(&tried) {
            let answers: Vec<Option<Answer>> = answers.by_ref().take(tried.len()).collect();
            for way in gap.ways {
                let first = answers.iter().position(|answer| way.moved(gap.rank, *answer));
                if let Some(first) = first {
                    keep(&mut nearest[gap.place], gap, *way, tried[first]);
                }
                // Where nothing moves it, it may still be moved by what lies before the first value that the method refuses.
                let refused = || answers.iter().position(Option::is_none);
                let (from, to) = match first.or_else(refused) {
                    Some(0) => (gap.from, tried[0]),
                    Some(end) => (tried[end - 1], tried[end]),
                    // It is between the last of these and the end, which moves it.
                    None if round > 0 => (tried.last().copied().unwrap_or(gap.from), gap.to),
                    None => continue,
                };
                narrower.push(Gap { ways: std::slice::from_ref(way), from, to, ..*gap });
            }
        }
        gaps = narrower;
    }
    round(declared, &gaps, &mut nearest, asked);
    Some(nearest)
}

/// The nearest other word of each input that has words, as they stand in the method's list. None where it takes too much work.
fn other_words<E, F: FnMut(&Request) -> Result<Outcome, E>>(
    declared: &[Input],
    rows: &[usize],
    nearest: &mut [Nearest],
    asked: &mut Asked<'_, F, E>,
) -> Option<()> {
    let mut tried = Vec::new();
    for (place, &row) in rows.iter().enumerate() {
        let Some((_, Some(rank))) = asked.known[row] else { continue };
        for (input, kind) in declared.iter().enumerate() {
            let words = words(kind);
            let Some(own) = words.iter().position(|word| *word == asked.request.rows[row][input]) else {
                continue;
            };
            let mut others: Vec<(usize, Value)> = words.into_iter().enumerate().collect();
            others.sort_by_key(|(at, _)| at.abs_diff(own));
            tried.extend(others.into_iter().skip(1).map(|(_, word)| (place, row, rank, input, word)));
        }
    }
    if !asked.affords(tried.len()) {
        return None;
    }
    let candidates = tried.iter().map(|(_, row, _, input, word)| asked.with(*row, *input, word.clone()));
    let candidates = candidates.collect();
    let answers = asked.scores(candidates);
    for ((place, _, rank, input, word), answer) in tried.into_iter().zip(answers) {
        for way in Way::BOTH.into_iter().filter(|way| way.moved(rank, answer)) {
            nearest[place].entry((input, way)).or_insert_with(|| word.clone());
        }
    }
    Some(())
}

/// What the method says of the values that are tried in gaps.
fn ask<'g, E, F: FnMut(&Request) -> Result<Outcome, E>>(
    gaps: impl Iterator<Item = &'g Gap>,
    tried: &[Vec<f64>],
    asked: &mut Asked<'_, F, E>,
) -> Vec<Option<Answer>> {
    let candidates = gaps.zip(tried).flat_map(|(gap, tried)| {
        tried.iter().map(|value| asked.with(gap.row, gap.input, Value::Number(*value)))
    });
    let candidates = candidates.collect();
    asked.scores(candidates)
}

/// Keeps a value that moves a row, if it is the nearest so far.
fn keep(nearest: &mut Nearest, gap: &Gap, way: Way, value: f64) {
    let so_far = nearest.get(&(gap.input, way)).and_then(Value::as_number);
    if so_far.is_none_or(|found| (value - gap.own).abs() < (found - gap.own).abs()) {
        nearest.insert((gap.input, way), Value::Number(value));
    }
}

/// Puts numbers with few digits in the place of those that were found, where they move the rank too.
fn round<E, F: FnMut(&Request) -> Result<Outcome, E>>(
    declared: &[Input],
    gaps: &[Gap],
    nearest: &mut [Nearest],
    asked: &mut Asked<'_, F, E>,
) {
    let found = |gap: &&Gap| {
        gap.ways.iter().any(|way| nearest[gap.place].get(&(gap.input, *way)) == Some(&Value::Number(gap.to)))
    };
    let gaps: Vec<&Gap> = gaps.iter().filter(found).collect();
    let tried: Vec<Vec<f64>> = gaps.iter().map(|gap| short(&declared[gap.input], gap.own, gap.to)).collect();
    let mut answers = ask(gaps.iter().copied(), &tried, asked).into_iter();
    for (gap, tried) in gaps.iter().zip(&tried) {
        let answers: Vec<Option<Answer>> = answers.by_ref().take(tried.len()).collect();
        for way in gap.ways {
            if let Some(first) = answers.iter().position(|answer| way.moved(gap.rank, *answer)) {
                nearest[gap.place].insert((gap.input, *way), Value::Number(tried[first]));
            }
        }
    }
}

/// Numbers with few digits just beyond one, seen from a row's own, the shortest first.
fn short(input: &Input, own: f64, to: f64) -> Vec<f64> {
    if input.kind == InputKind::Integer || !input.steps.is_empty() || is_least_change(own, to) {
        return Vec::new();
    }
    let exponent = format!("{:e}", (to - own).abs());
    let exponent: i32 = exponent.split_once('e').and_then(|(_, power)| power.parse().ok()).unwrap_or(0);
    let rounded = DIGITS.iter().filter_map(|digits| {
        let decimals = digits - 1 - exponent;
        let power: f64 = format!("1e{decimals}").parse().ok()?;
        let outward: fn(f64) -> f64 = if to > own { f64::ceil } else { f64::floor };
        let figures = outward(to * power);
        // Read as a decimal number, so that 0.3 is what one would write.
        format!("{figures}e{}", -decimals).parse::<f64>().ok().filter(|value| value.is_finite())
    });
    let (low, high) = input.ends();
    rounded.filter(|value| (low..=high).contains(value)).collect()
}

/// How far a value may be moved down and up.
fn ends(input: &Input, value: f64) -> (f64, f64) {
    let size = (size(value) * FARTHEST).min(f64::MAX / 4.0);
    let (low, high) = input.ends();
    let or = |end: f64, far: f64| if end.is_finite() { end } else { far };
    (or(low, value - size), or(high, value + size))
}

/// Values on the way from one to another, the nearest first, at first with the last one: steps of the scale where there are any,
/// whole numbers where only those will do. At first they lie closer to each other near the start, as small changes matter most, with
/// the next whole numbers among them.
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
    if round == 0 {
        let whole = if to > from { from.floor() } else { from.ceil() };
        let step = if to > from { 1.0 } else { -1.0 };
        values.extend((1..=WHOLE).map(|steps| whole + step * f64::from(steps)));
    }
    let (low, high) = (from.min(to), from.max(to));
    values.retain(|value| {
        *value != from && (low..=high).contains(value) && inputs::nearest(input, *value) == *value
            // Later, what the end does is known.
            && (round == 0 || *value != to)
    });
    values.sort_by(|a, b| (a - from).abs().total_cmp(&(b - from).abs()));
    values.dedup();
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_away_from_the_own_one() {
        let mut input = Input {
            key: "reach".into(),
            label: "Reach".into(),
            help: String::new(),
            unit: None,
            kind: InputKind::Number,
            min: None,
            max: Some(1000.0),
            steps: Vec::new(),
            required: true,
            default: None,
            role: None,
        };
        assert_eq!(short(&input, 300.0, 469.2), [470.0, 469.2, 469.2]);
        assert_eq!(short(&input, 1000.0, 531.29), [531.0, 531.2, 531.29]);
        assert_eq!(short(&input, 0.25, 0.251_234_5)[0], 0.251_24);
        assert_eq!(short(&input, 10.0, 999.95), [1000.0, 1000.0, 999.95]);
        assert_eq!(short(&input, 10.0, 10.000_01), [0.0; 0], "the least change");
        input.kind = InputKind::Integer;
        assert_eq!(short(&input, 300.0, 469.0), [0.0; 0]);
    }
}
