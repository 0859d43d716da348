//! The selection against all selections there are, and what holds for any.

use proptest::prelude::*;

use super::*;

/// Enough to prove every problem of these tests.
const ENOUGH: u64 = 1_000_000;

/// Small problems: money and teams, prerequisites, things that must or may not be done, values that come with cost and values below 0.
fn problems() -> impl Strategy<Value = Problem> {
    let item = (0i64..60, prop::collection::vec(0i64..30, 3), any::<u64>(), 0u8..12, 0u8..3);
    (prop::collection::vec(item, 1..=12), prop::collection::vec(0i64..120, 3), any::<bool>()).prop_map(
        |(rows, capacity, with_cost)| {
            let items = rows.into_iter().enumerate().map(|(place, (value, uses, needs, decided, below))| {
                let value = value + if with_cost { 20 * uses[0] } else { 0 };
                Item {
                    value: if below == 0 { -value } else { value },
                    // Three in sixteen of what came before are needed.
                    needs: (0..place).filter(|before| (needs >> (4 * before)) & 15 < 3).collect(),
                    uses,
                    decided: [Some(true), Some(false)].get(usize::from(decided)).copied().flatten(),
                }
            });
            Problem { items: items.collect(), capacity }
        },
    )
}

/// Whether a selection keeps to everything.
fn allowed(problem: &Problem, chosen: &[bool]) -> bool {
    let taken = |resource: usize| -> i64 {
        problem.items.iter().zip(chosen).filter(|(_, on)| **on).map(|(item, _)| item.uses[resource]).sum()
    };
    problem.items.iter().zip(chosen).all(|(item, on)| {
        item.decided.is_none_or(|decided| decided == *on)
            && (!on || item.needs.iter().all(|needed| chosen[*needed]))
    }) && problem.capacity.iter().enumerate().all(|(resource, capacity)| taken(resource) <= *capacity)
}

fn worth(problem: &Problem, chosen: &[bool]) -> i64 {
    problem.items.iter().zip(chosen).filter(|(_, on)| **on).map(|(item, _)| item.value).sum()
}

/// The most that any of all selections is worth.
fn best_of_all(problem: &Problem) -> Option<i64> {
    let count = problem.items.len();
    let selections =
        (0u32..1 << count).map(|bits| (0..count).map(|item| bits >> item & 1 == 1).collect::<Vec<_>>());
    selections.filter(|chosen| allowed(problem, chosen)).map(|chosen| worth(problem, &chosen)).max()
}

proptest! {
    #[test]
    fn nothing_is_better_than_what_is_proven(problem in problems()) {
        match solve(&problem, ENOUGH) {
            Ok(found) => {
                prop_assert!(allowed(&problem, &found.chosen));
                prop_assert_eq!(found.value, worth(&problem, &found.chosen));
                prop_assert!(found.is_best());
                prop_assert_eq!(Some(found.value), best_of_all(&problem));
            }
            Err(_) => prop_assert_eq!(best_of_all(&problem), None),
        }
    }

    /// A search that is cut short still tells the truth of how far it can be from the best.
    #[test]
    fn the_bound_of_a_short_search_holds(problem in problems(), nodes in 1u64..4) {
        if let Ok(found) = solve(&problem, nodes) {
            prop_assert!(allowed(&problem, &found.chosen));
            let best = best_of_all(&problem).unwrap();
            prop_assert!(found.value <= best && best <= found.bound, "{} {best} {}", found.value, found.bound);
        }
    }

    #[test]
    fn more_is_never_worse(problem in problems(), resource in 0usize..3, more in 0i64..60) {
        let mut richer = problem.clone();
        richer.capacity[resource] += more;
        if let Ok(found) = solve(&problem, ENOUGH) {
            prop_assert!(solve(&richer, ENOUGH).unwrap().value >= found.value);
        }
    }

    /// What is not chosen is worth nothing: without it the answer is the same.
    #[test]
    fn what_is_dropped_contributes_nothing(problem in problems()) {
        if let Ok(found) = solve(&problem, ENOUGH) {
            let mut without = problem.clone();
            for (item, _) in without.items.iter_mut().zip(&found.chosen).filter(|(_, on)| !**on) {
                item.decided = Some(false);
            }
            prop_assert_eq!(solve(&without, ENOUGH).unwrap().value, found.value);
        }
    }
}

fn item(value: i64, uses: i64, needs: &[usize], decided: Option<bool>) -> Item {
    Item { value, uses: vec![uses], needs: needs.to_vec(), decided }
}

/// Taken by value for money, 0 comes first and leaves no room for 1 and 2, which are worth more together.
#[test]
fn the_best_for_the_money_alone_is_not_the_best_use_of_it() {
    let items = vec![item(60, 10, &[], None), item(100, 20, &[], None), item(120, 30, &[], None)];
    let found = solve(&Problem { items, capacity: vec![50] }, ENOUGH).unwrap();
    assert_eq!((found.chosen, found.value, found.bound), (vec![false, true, true], 220, 220));
}

#[test]
fn what_is_needed_comes_with_its_cost() {
    let items = vec![item(0, 30, &[], None), item(50, 10, &[0], None), item(40, 20, &[], None)];
    let problem = Problem { items, capacity: vec![40] };
    assert_eq!(solve(&problem, ENOUGH).unwrap().chosen, [true, true, false]);
    let poorer = Problem { capacity: vec![39], ..problem };
    assert_eq!(solve(&poorer, ENOUGH).unwrap().chosen, [false, false, true]);
}

#[test]
fn what_must_be_done_and_cannot_be_is_told() {
    let banned = vec![item(1, 1, &[], Some(false)), item(1, 1, &[0], None), item(1, 1, &[1], Some(true))];
    let error = solve(&Problem { items: banned, capacity: vec![9] }, ENOUGH);
    assert!(matches!(error, Err(Impossible::Contradiction { .. })), "{error:?}");
    let dear = vec![item(1, 6, &[], None), item(1, 5, &[0], Some(true))];
    let error = solve(&Problem { items: dear, capacity: vec![10] }, ENOUGH);
    assert_eq!(error, Err(Impossible::TooLittle { resource: 0, taken: 11 }));
}

#[test]
fn nothing_at_all_is_a_selection() {
    let found = solve(&Problem::default(), ENOUGH).unwrap();
    assert_eq!((found.value, found.bound), (0, 0));
}

/// Forty items whose value goes with their cost, which leaves the bound little to hold on to.
#[test]
fn forty_items_are_proven() {
    let number = |item: i64, factor: i64, below: i64| (item * item * factor + item * 37) % below;
    let items: Vec<Item> = (0..40i64)
        .map(|place| {
            let uses = vec![
                5_000 + number(place, 7_919, 40_000),
                number(place, 104_729, 60),
                number(place, 1_299_709, 60),
            ];
            let value = uses[0] * 3 + number(place, 611_953, 9_000);
            let needs = if place % 3 == 2 { vec![place as usize / 2] } else { Vec::new() };
            Item { value, uses, needs, decided: None }
        })
        .collect();
    let all = |resource: usize| items.iter().map(|item| item.uses[resource]).sum::<i64>();
    let capacity = vec![all(0) * 45 / 100, all(1) / 2, all(2) * 6 / 10];
    let found = solve(&Problem { items, capacity }, usual_nodes(40)).unwrap();
    assert!(found.is_best(), "{} of {} after {} nodes", found.value, found.bound, found.nodes);
}
