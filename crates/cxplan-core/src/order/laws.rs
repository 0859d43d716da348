//! What holds for the order of any graph.

use proptest::prelude::*;

use super::tests::{Row, ids, items, run};
use super::*;

/// Σ value × completion. Values of the ratio kind.
fn waiting(rows: &[Row], sequence: &[usize]) -> f64 {
    let mut done = 0;
    sequence
        .iter()
        .map(|item| {
            done += rows[*item].effort;
            rows[*item].score * rows[*item].effort as f64 * done as f64
        })
        .sum()
}

/// The least Σ value × completion of all orders, by dynamic programming over sets of what is done.
fn least_waiting(rows: &[Row]) -> f64 {
    let mut best = vec![f64::INFINITY; 1 << rows.len()];
    best[0] = 0.0;
    for done in 0..best.len() {
        let effort: u64 = rows
            .iter()
            .enumerate()
            .filter(|(item, _)| done >> item & 1 == 1)
            .map(|(_, row)| row.effort)
            .sum();
        for (item, row) in rows.iter().enumerate() {
            if done >> item & 1 == 0 && row.needs.iter().all(|need| done >> need & 1 == 1) {
                let then = best[done] + row.score * row.effort as f64 * (effort + row.effort) as f64;
                let next = &mut best[done | 1 << item];
                *next = next.min(then);
            }
        }
    }
    best[best.len() - 1]
}

/// The definition: of all sets closed under prerequisites that can come next, take the one with the highest value for
/// effort, the smallest of those; place it; repeat. Returns the value for effort at which each item is placed.
fn by_definition(rows: &[Row]) -> Vec<f64> {
    let mut density = vec![0.0; rows.len()];
    let mut done = 0usize;
    while done + 1 < 1 << rows.len() {
        let closed = |set: usize| {
            rows.iter().enumerate().all(|(item, row)| {
                set >> item & 1 == 0 || row.needs.iter().all(|need| (set | done) >> need & 1 == 1)
            })
        };
        let of = |set: usize| {
            let members =
                || rows.iter().enumerate().filter(move |(item, _)| set >> item & 1 == 1).map(|(_, row)| row);
            let value: f64 = members().map(|row| row.score * row.effort as f64).sum();
            value / members().map(|row| row.effort as f64).sum::<f64>()
        };
        let next = (1..1usize << rows.len())
            .filter(|set| set & done == 0 && closed(*set))
            .max_by(|a, b| of(*a).total_cmp(&of(*b)).then(b.count_ones().cmp(&a.count_ones())))
            .unwrap();
        (0..rows.len()).filter(|item| next >> item & 1 == 1).for_each(|item| density[item] = of(next));
        done |= next;
    }
    density
}

/// Up to `most` rows, each of which needs at most `needs` earlier ones.
fn graph(most: usize, needs: usize, scores: std::ops::Range<i32>) -> impl Strategy<Value = Vec<Row>> {
    let row = (scores, 1u64..8, prop::collection::vec(any::<prop::sample::Index>(), 0..=needs));
    prop::collection::vec(row, 1..=most).prop_map(|rows| {
        let row = |(item, (score, effort, needs)): (usize, (i32, u64, Vec<prop::sample::Index>))| {
            let mut needs: Vec<_> =
                if item == 0 { vec![] } else { needs.iter().map(|need| need.index(item)).collect() };
            needs.sort_unstable();
            needs.dedup();
            Row { id: format!("i{item}"), score: score.into(), effort, needs }
        };
        rows.into_iter().enumerate().map(row).collect()
    })
}

fn meanings() -> impl Strategy<Value = Meaning> {
    prop::sample::select(vec![Meaning::Ratio, Meaning::Benefit, Meaning::Rank])
}

proptest! {
    #[test]
    fn out_forests_are_solved_and_follow_the_definition(rows in graph(9, 1, -4..9)) {
        let order = run(&rows, Meaning::Ratio);
        prop_assert!((waiting(&rows, &order.sequence) - least_waiting(&rows)).abs() < 1e-6);
        let density = by_definition(&rows);
        let placed: Vec<f64> = order.sequence.iter().map(|item| density[*item]).collect();
        prop_assert!(placed.windows(2).all(|pair| pair[0] >= pair[1] - 1e-9), "{:?}", placed);
    }

    #[test]
    fn what_is_needed_comes_first(rows in graph(40, 3, -4..9), meaning in meanings()) {
        let order = run(&rows, meaning);
        let mut sorted = order.sequence.clone();
        sorted.sort_unstable();
        prop_assert_eq!(sorted, (0..rows.len()).collect::<Vec<_>>());
        for (item, row) in rows.iter().enumerate() {
            prop_assert!(row.needs.iter().all(|need| order.places[*need] < order.places[item]));
        }
    }

    #[test]
    fn the_order_of_the_text_decides_between_equals_alone(
        (rows, shuffled) in graph(20, 3, 0..5)
            .prop_flat_map(|rows| (Just((0..rows.len()).collect::<Vec<_>>()).prop_shuffle(), Just(rows)))
            .prop_map(|(positions, mut rows)| {
                // No two scores are equal, nor two divided by effort: powers of e are no multiples of each other.
                let scores = rows.iter_mut().map(|row| &mut row.score);
                scores.enumerate().for_each(|(place, score)| *score += libm::exp(place as f64) * 1e-10);
                (rows, positions)
            }),
        meaning in meanings(),
    ) {
        // The k-th row of the shuffled text is row `shuffled[k]`.
        let mut at = vec![0; rows.len()];
        shuffled.iter().enumerate().for_each(|(position, row)| at[*row] = position);
        let moved: Vec<Row> = shuffled
            .iter()
            .map(|row| Row { needs: rows[*row].needs.iter().map(|need| at[*need]).collect(), ..rows[*row].clone() })
            .collect();
        let (one, other) = (run(&rows, meaning), run(&moved, meaning));
        prop_assert_eq!(ids(&rows, &one.sequence), ids(&moved, &other.sequence));
        let name = |rows: &[Row], reason: &Reason| match reason {
            Reason::Score => "score".to_owned(),
            Reason::Effort => "effort".to_owned(),
            Reason::Unlocks(of) => format!("unlocks {:?}", ids(rows, of)),
            Reason::Needs(of) => format!("needs {:?}", ids(rows, of)),
            Reason::Displaced(of) => format!("displaced {:?}", ids(rows, of)),
        };
        for (position, row) in shuffled.iter().enumerate() {
            prop_assert_eq!(name(&rows, &one.reasons[*row]), name(&moved, &other.reasons[position]));
        }
    }

    #[test]
    fn reasons_are_true(rows in graph(25, 2, -4..9), meaning in meanings()) {
        let order = run(&rows, meaning);
        let free = places(&sorted(&items(&rows), |item| match meaning {
            Meaning::Benefit => item.score / item.effort.get() as f64,
            Meaning::Ratio | Meaning::Rank => item.score,
        }));
        let place = &order.places;
        for (item, reason) in order.reasons.iter().enumerate() {
            match reason {
                Reason::Score => prop_assert!(place[item] == free[item] && free[item] == order.ranks[item]),
                Reason::Effort => prop_assert!(place[item] == free[item] && free[item] != order.ranks[item]),
                Reason::Unlocks(of) => {
                    prop_assert!(place[item] < free[item] && !of.is_empty() && of.len() <= MAX_NAMED);
                    prop_assert!(of.iter().all(|other| free[*other] < free[item] && needs(&rows, *other, item)));
                    prop_assert!(of.is_sorted_by_key(|other| free[*other]));
                }
                Reason::Needs(of) => {
                    prop_assert!(place[item] > free[item] && !of.is_empty());
                    prop_assert!(of.iter().all(|need| rows[item].needs.contains(need) && place[*need] >= free[item]));
                }
                Reason::Displaced(of) => {
                    prop_assert!(place[item] != free[item] && !of.is_empty() && of.len() <= MAX_NAMED);
                    let passed = |other: &usize| (place[*other] < place[item]) != (free[*other] < free[item]);
                    prop_assert!(of.iter().all(passed));
                }
            }
        }
    }
}

/// Whether an item needs another, directly or not.
fn needs(rows: &[Row], item: usize, other: usize) -> bool {
    rows[item].needs.iter().any(|need| *need == other || needs(rows, *need, other))
}

/// General graphs are NP-hard; how far from the best is the order?
#[test]
fn general_graphs_are_close_to_the_best() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let strategy = graph(8, 2, 0..9);
    let (mut excess, mut worst, mut solved) = (0.0, 0.0f64, 0);
    let count = 2000;
    for _ in 0..count {
        let rows = strategy.new_tree(&mut runner).unwrap().current();
        let (found, best) = (waiting(&rows, &run(&rows, Meaning::Ratio).sequence), least_waiting(&rows));
        let gap = if best > 0.0 { found / best - 1.0 } else { 0.0 };
        excess += gap;
        worst = worst.max(gap);
        solved += u32::from(gap < 1e-9);
    }
    let mean = excess / f64::from(count);
    assert!(worst < 0.25, "worst {worst}");
    // Measured: the best order for 1985 of 2000, on average 0.03 % above it, at worst 20 %.
    assert!(mean < 0.001 && solved > 1950, "mean excess {mean}, solved {solved}");
}
