//! Lists for a search that can make few schedules: initiatives by what they are worth for the room that they take, where the
//! room of each team has a price.
//!
//! Worth for work is the best order for one team (Smith, Naval Research Logistics Quarterly 3, 1956). Where teams work side by side,
//! a day of one that is busy all the time keeps more waiting than a day of one that has time to spare. So a team's days cost
//! the more, the more of them the plan takes. How much more, no rule says: a few guesses are tried.

use std::num::NonZeroU64;

use crate::method::Meaning;
use crate::order::{Item, order};
use crate::schedule::Problem;
use crate::search::Objective;

/// What a team's days cost by the part of them that is used. By trial on plans of 1,000 to 30,000 steps the second is the best,
/// or within half a percent of it; higher powers than 1 lose.
const PRICES: [fn(f64) -> f64; 3] = [f64::sqrt, |_| 1.0, |used| used];
/// The dearest initiative costs so much: costs are whole numbers for the order.
const DEAREST: f64 = 1e9;

/// The lists at most at so many prices, each with nothing before what it waits for. `end` is when a schedule of the list that is
/// given is over.
pub(super) fn lists(
    problem: &Problem,
    list: &[u32],
    objective: &Objective,
    end: u32,
    most: u64,
) -> Vec<Vec<u32>> {
    let groups = objective.weights.len();
    let group = |activity: usize| objective.groups[activity] as usize;
    let room: Vec<f64> =
        problem.teams.iter().map(|team| team.sizes(end).iter().sum::<u64>() as f64).collect();
    let mut work = vec![Vec::new(); groups];
    let mut used = vec![0.0; room.len()];
    for (activity, of) in problem.activities.iter().enumerate() {
        let days = f64::from(of.half_days.get()) / 2.0;
        for load in &of.loads {
            let part = load.micro_fte as f64 * days / room[load.team].max(1.0);
            work[group(activity)].push((load.team, part));
            used[load.team] += part;
        }
    }
    let mut needs = vec![Vec::new(); groups];
    for link in &problem.links {
        let (from, to) = (group(link.from), group(link.to));
        if from != to {
            needs[to].push(from);
        }
    }
    for needs in &mut needs {
        needs.sort_unstable();
        needs.dedup();
    }
    let mut members = vec![Vec::new(); groups];
    for activity in list {
        members[group(*activity as usize)].push(*activity);
    }
    let at = |price: &fn(f64) -> f64| {
        let prices: Vec<f64> = used.iter().map(|used| price(*used)).collect();
        let cost = |work: &Vec<(usize, f64)>| work.iter().map(|(team, part)| prices[*team] * part).sum();
        let costs: Vec<f64> = work.iter().map(cost).collect();
        let dearest = costs.iter().copied().fold(0.0, f64::max);
        let whole = |cost: f64| NonZeroU64::new((cost / dearest * DEAREST) as u64).unwrap_or(NonZeroU64::MIN);
        let items: Vec<Item<'_>> = (0..groups)
            .map(|group| Item {
                score: objective.weights[group] as f64,
                effort: whole(costs[group]),
                needs: &needs[group],
            })
            .collect();
        let sequence = order(&items, Meaning::Benefit).ok()?.sequence;
        Some(sequence.into_iter().flat_map(|group| members[group].iter().copied()).collect())
    };
    PRICES.iter().take(usize::try_from(most).unwrap_or(usize::MAX)).filter_map(at).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::schedule::laws::problems;

    proptest! {
        #[test]
        fn every_list_holds_all_and_nothing_before_what_it_waits_for(
            problem in problems(12),
            weights in prop::collection::vec(0u64..9, 12),
        ) {
            let count = problem.activities.len() as u32;
            let given: Vec<u32> = (0..count).collect();
            let weights = weights[..count as usize].to_vec();
            let objective = Objective { groups: given.clone(), weights, ..Objective::default() };
            let lists = lists(&problem, &given, &objective, problem.days, 9);
            prop_assert_eq!(lists.len(), PRICES.len());
            for list in lists {
                let place = |activity: usize| list.iter().position(|other| *other as usize == activity);
                prop_assert!(problem.links.iter().all(|link| place(link.from) < place(link.to)));
                let mut sorted = list.clone();
                sorted.sort_unstable();
                prop_assert_eq!(&sorted, &given);
            }
        }
    }

    #[test]
    fn days_of_a_busy_team_are_dear() {
        // One person works 2 + 6 days, another 3. Both initiatives of 2 and 3 days are worth 10: by the days alone the one of 2
        // comes first, and where those of the busy person cost more, the one of 3.
        let mut problem = crate::schedule::laws::queue(&[2, 3, 6]);
        let idle = problem.teams[0].clone();
        problem.teams.push(idle);
        problem.activities[1].loads.iter_mut().for_each(|load| load.team = 1);
        let objective = Objective { groups: vec![0, 1, 2], weights: vec![10, 10, 1], ..Objective::default() };
        let lists = lists(&problem, &[0, 1, 2], &objective, 8, 9);
        assert_eq!(lists, [vec![1, 0, 2], vec![0, 1, 2], vec![1, 0, 2]]);
    }
}
