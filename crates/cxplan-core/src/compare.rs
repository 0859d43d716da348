//! What several methods say of the same initiatives, side by side.

use std::cmp::Ordering;

use serde::Serialize;

use crate::model::Plan;
use crate::scores::Scores;

/// Most disagreements that are named.
const MOST: usize = 5;

/// Several methods side by side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// Ids of the methods; the first decides.
    pub methods: Vec<String>,
    /// What is still to be done and any of them scores: those of the first one by its rank, then the others in the order of the
    /// plan.
    pub rows: Vec<Row>,
    /// How far each pair of methods agrees.
    pub agreements: Vec<Agreement>,
    /// Where they differ most, the widest gap first.
    pub disagreements: Vec<Disagreement>,
}

/// One initiative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its id.
    pub initiative: String,
    /// Its rank by each method; none where the method does not score it.
    pub ranks: Vec<Option<usize>>,
}

/// How far two methods agree on what is still to be done and both of them score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// Ids of the two.
    pub methods: [String; 2],
    /// How many initiatives both score.
    pub initiatives: usize,
    /// Kendall's tau-b: 1 for the same order, 0 for no likeness, -1 for the opposite; none where one of them tells nothing
    /// apart.
    pub tau: Option<f64>,
}

/// An initiative that two methods place far apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Disagreement {
    /// Id of the initiative.
    pub initiative: String,
    /// Ids of the two.
    pub methods: [String; 2],
    /// Its rank by each, among the initiatives that both score.
    pub ranks: [usize; 2],
}

/// Puts the methods of a plan side by side.
pub fn compare(plan: &Plan, scores: &[Scores]) -> Comparison {
    let methods: Vec<String> = plan.methods.iter().map(|scoring| scoring.method.id().to_owned()).collect();
    let id =
        |index: usize| plan.initiatives.iter().nth(index).map_or_else(String::new, |found| found.id.clone());
    let rank = |method: &Scores, index: usize| method.by_initiative[index].as_ref()?.rank;
    let mut listed: Vec<usize> = (0..plan.initiatives.len())
        .filter(|index| scores.iter().any(|method| rank(method, *index).is_some()))
        .collect();
    listed.sort_by_key(|index| scores.first().and_then(|first| rank(first, *index)).unwrap_or(usize::MAX));
    let rows = listed.iter().map(|index| Row {
        initiative: id(*index),
        ranks: scores.iter().map(|method| rank(method, *index)).collect(),
    });
    let mut comparison = Comparison {
        rows: rows.collect(),
        agreements: Vec::new(),
        disagreements: Vec::new(),
        methods: methods.clone(),
    };
    let mut gaps: Vec<Disagreement> = Vec::new();
    for (first, one) in scores.iter().enumerate() {
        for (second, other) in scores.iter().enumerate().skip(first + 1) {
            let pair = [methods[first].clone(), methods[second].clone()];
            let both: Vec<(usize, [f64; 2], [usize; 2])> = listed
                .iter()
                .filter_map(|index| {
                    let (a, b) = (one.by_initiative[*index].as_ref()?, other.by_initiative[*index].as_ref()?);
                    Some((*index, [a.scored.score, b.scored.score], [a.rank?, b.rank?]))
                })
                .collect();
            let points: Vec<[f64; 2]> = both.iter().map(|(_, scores, _)| *scores).collect();
            comparison.agreements.push(Agreement {
                methods: pair.clone(),
                initiatives: both.len(),
                tau: kendall(&points),
            });
            let ranks = [0, 1].map(|side| among(&both, |ranks| ranks[side]));
            for (position, (index, ..)) in both.iter().enumerate() {
                let ranks = [ranks[0][position], ranks[1][position]];
                if ranks[0] != ranks[1] {
                    gaps.push(Disagreement { initiative: id(*index), methods: pair.clone(), ranks });
                }
            }
        }
    }
    // A stable sort: equal gaps stay in the order of methods and ranks.
    gaps.sort_by_key(|gap| std::cmp::Reverse(gap.ranks[0].abs_diff(gap.ranks[1])));
    gaps.truncate(MOST);
    comparison.disagreements = gaps;
    comparison
}

/// Ranks among some initiatives alone, from 1.
fn among(some: &[(usize, [f64; 2], [usize; 2])], rank: impl Fn(&[usize; 2]) -> usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..some.len()).collect();
    order.sort_by_key(|position| rank(&some[*position].2));
    let mut ranks = vec![0; some.len()];
    for (place, position) in order.into_iter().enumerate() {
        ranks[position] = place + 1;
    }
    ranks
}

/// Kendall's tau-b of pairs of values, in n log n steps (Knight 1966). None where one side holds a single value.
pub fn kendall(points: &[[f64; 2]]) -> Option<f64> {
    let mut points = points.to_vec();
    let order = |a: &[f64; 2], b: &[f64; 2]| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1]));
    points.sort_by(order);
    let pairs = |count: usize| (count * count.saturating_sub(1) / 2) as f64;
    let ties = |same: &dyn Fn(&[f64; 2], &[f64; 2]) -> bool, points: &[[f64; 2]]| {
        points.chunk_by(|a, b| same(a, b)).map(|chunk| pairs(chunk.len())).sum::<f64>()
    };
    let all = pairs(points.len());
    let tied_first = ties(&|a, b| a[0].total_cmp(&b[0]) == Ordering::Equal, &points);
    let tied_both = ties(&|a, b| order(a, b) == Ordering::Equal, &points);
    let mut second: Vec<f64> = points.iter().map(|point| point[1]).collect();
    let discordant = inversions(&mut second);
    let seconds: Vec<[f64; 2]> = second.iter().map(|value| [*value, 0.0]).collect();
    let tied_second = ties(&|a, b| a[0].total_cmp(&b[0]) == Ordering::Equal, &seconds);
    let spread = (all - tied_first) * (all - tied_second);
    // Concordant less discordant: what is left of all pairs without ties, less the discordant ones twice.
    (spread > 0.0)
        .then(|| (all - tied_first - tied_second + tied_both - 2.0 * discordant as f64) / libm::sqrt(spread))
}

/// Sorts the values and counts the pairs that stood the wrong way round.
fn inversions(values: &mut [f64]) -> u64 {
    let middle = values.len() / 2;
    if middle == 0 {
        return 0;
    }
    let mut count = inversions(&mut values[..middle]) + inversions(&mut values[middle..]);
    let (left, right) = values.split_at(middle);
    let mut merged = Vec::with_capacity(values.len());
    let (mut a, mut b) = (0, 0);
    while a < left.len() && b < right.len() {
        if left[a].total_cmp(&right[b]) == Ordering::Greater {
            count += (left.len() - a) as u64;
            merged.push(right[b]);
            b += 1;
        } else {
            merged.push(left[a]);
            a += 1;
        }
    }
    merged.extend(&left[a..]);
    merged.extend(&right[b..]);
    values.copy_from_slice(&merged);
    count
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// All pairs, one by one.
    fn by_pairs(points: &[[f64; 2]]) -> Option<f64> {
        let (mut balance, mut first, mut second) = (0.0, 0.0, 0.0);
        for (position, a) in points.iter().enumerate() {
            for b in &points[position + 1..] {
                let sides = [0, 1].map(|side| match a[side].total_cmp(&b[side]) {
                    Ordering::Less => -1.0,
                    Ordering::Equal => 0.0,
                    Ordering::Greater => 1.0,
                });
                balance += sides[0] * sides[1];
                first += f64::abs(sides[0]);
                second += f64::abs(sides[1]);
            }
        }
        (first * second > 0.0).then(|| balance / libm::sqrt(first * second))
    }

    /// The example of the documentation of `scipy.stats.kendalltau`.
    #[test]
    fn tau_of_a_published_example() {
        let points = [[12.0, 1.0], [2.0, 4.0], [1.0, 7.0], [12.0, 1.0], [2.0, 0.0]];
        assert!((kendall(&points).unwrap() + 0.471_404_5).abs() < 1e-7);
    }

    #[test]
    fn tau_is_undefined_where_nothing_is_told_apart() {
        assert_eq!(kendall(&[]), None);
        assert_eq!(kendall(&[[1.0, 2.0]]), None);
        assert_eq!(kendall(&[[1.0, 2.0], [1.0, 3.0]]), None);
        assert_eq!(kendall(&[[1.0, 2.0], [2.0, 3.0]]), Some(1.0));
        assert_eq!(kendall(&[[1.0, 3.0], [2.0, 2.0]]), Some(-1.0));
    }

    proptest! {
        #[test]
        fn tau_is_that_of_all_pairs(points in prop::collection::vec((0..6u8, 0..6u8), 0..40)) {
            let points: Vec<[f64; 2]> = points.iter().map(|(a, b)| [f64::from(*a), f64::from(*b)]).collect();
            match (kendall(&points), by_pairs(&points)) {
                (Some(tau), Some(expected)) => prop_assert!((tau - expected).abs() < 1e-12),
                (found, expected) => prop_assert_eq!(found, expected),
            }
        }
    }
}
