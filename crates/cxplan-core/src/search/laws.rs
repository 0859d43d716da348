//! What holds for the search among lists, on any problem.

use proptest::prelude::*;

use super::*;
use crate::calendar::Day;
use crate::model::LinkKind;
use crate::schedule::laws::{permutations, problems};
use crate::schedule::{Generator, Problem, Slot, schedule};

/// Activities in groups, what these are worth, and some deadlines.
fn objectives(most: usize) -> impl Strategy<Value = Objective> {
    let aim = prop::sample::select(vec![Aim::Value, Aim::End]);
    let groups = prop::collection::vec(0u32..4, most);
    let deadline = (0..most as u32, 1u32..40, any::<bool>());
    let deadlines = prop::collection::vec(deadline, 0..3);
    (aim, groups, prop::collection::vec(0u64..9, 4), deadlines).prop_map(
        |(aim, groups, weights, deadlines)| {
            let deadline = |(activity, until, hard)| Deadline { activities: vec![activity], until, hard };
            Objective {
                aim,
                groups,
                weights,
                deadlines: deadlines.into_iter().map(deadline).collect(),
                baseline: None,
            }
        },
    )
}

/// The objective for as many activities as there are.
fn fitted(mut objective: Objective, count: usize) -> Objective {
    objective.groups.truncate(count);
    objective
        .deadlines
        .retain(|deadline| deadline.activities.iter().all(|activity| (*activity as usize) < count));
    objective
}

fn precedence(problem: &Problem) -> Precedence {
    let mut before = vec![Vec::new(); problem.activities.len()];
    for link in &problem.links {
        before[link.to].push(link.from as u32);
    }
    Precedence { before, order: (0..problem.activities.len() as u32).collect() }
}

/// The cost of the schedule with reasons.
fn cost(problem: &Problem, objective: &Objective, list: &[usize]) -> Option<Cost> {
    let slots = schedule(problem, list).ok()?;
    let [starts, finishes] = [|slot: &Slot| slot.start.0, |slot: &Slot| slot.finish.0]
        .map(|day| slots.iter().map(day).collect::<Vec<_>>());
    Some(objective.cost(&starts, &finishes, &mut Vec::new()))
}

fn bounds(objective: &Objective, limits: &Limits) -> [u64; 2] {
    match objective.aim {
        Aim::Value => [limits.value, limits.end],
        Aim::End => [limits.end, limits.value],
    }
}

proptest! {
    #[test]
    fn what_is_found_is_no_worse_than_what_was_given_and_is_what_its_list_leads_to(
        problem in problems(12),
        objective in objectives(12),
        schedules in 0u64..60,
        seed in any::<u64>(),
    ) {
        let objective = fitted(objective, problem.activities.len());
        let precedence = precedence(&problem);
        let settings = Settings { schedules, seed };
        let search = || improve(&mut Generator::new(&problem).unwrap(), &precedence, &objective, &precedence.order, &settings, || true).unwrap();
        let found = search();
        prop_assert!(found.cost <= found.given);
        prop_assert!(found.schedules <= schedules.max(1));
        let list = |list: &[u32]| list.iter().map(|activity| *activity as usize).collect::<Vec<_>>();
        prop_assert_eq!(Some(found.cost), cost(&problem, &objective, &list(&found.list)));
        prop_assert_eq!(Some(found.given), cost(&problem, &objective, &list(&precedence.order)));
        prop_assert_eq!(search(), found);
    }

    /// Any order of the activities that their links allow is tried, and schedules may end beyond the axis of the bounds.
    #[test]
    fn no_schedule_is_below_the_limits(
        problem in problems(5),
        objective in objectives(5),
        fixed in prop::collection::vec(prop::option::weighted(0.1, 0u32..20), 5),
        spare in 0u32..20,
        effort in 0u64..60_000,
    ) {
        let mut problem = problem;
        for (activity, fixed) in problem.activities.iter_mut().zip(fixed) {
            activity.fixed = fixed.map(Day);
        }
        let count = problem.activities.len();
        let objective = fitted(objective, count);
        let order: Vec<u32> = (0..count as u32).collect();
        let mut generator = Generator::new(&problem).unwrap();
        generator.make(&order).unwrap();
        let short = problem.until(generator.finishes().iter().max().unwrap() + 1 + spare);
        let limits = limits(&short, &order, &objective, effort);
        // A fixed day that breaks a link, so that there may be too few days: the plan is refused.
        let is_fixed = problem.activities.iter().any(|activity| activity.fixed.is_some());
        prop_assert!(limits.is_some() || is_fixed);
        let Some(limits) = limits else { return Ok(()) };
        let limits = bounds(&objective, &limits);
        for list in permutations(count) {
            let Some(cost) = cost(&problem, &objective, &list) else { continue };
            // Here too the plan is refused where a fixed day breaks a link.
            let list: Vec<u32> = list.into_iter().map(|activity| activity as u32).collect();
            let (mut own, mut late) = (generator.clone(), generator.clone());
            own.make(&list).unwrap();
            late.make_or_late(&list).unwrap();
            if own.starts() == late.starts() {
                prop_assert!(cost[AIMS[0]] >= limits[0] && cost[AIMS[1]] >= limits[1], "{:?} below {:?}", cost, limits);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn small_problems_are_solved(problem in problems(5), objective in objectives(5)) {
        let objective = fitted(objective, problem.activities.len());
        let lists = permutations(problem.activities.len());
        let best = lists.iter().filter_map(|list| cost(&problem, &objective, list)).min().unwrap();
        let precedence = precedence(&problem);
        let settings = Settings { schedules: 600, seed: 1 };
        let found = improve(&mut Generator::new(&problem).unwrap(), &precedence, &objective, &precedence.order, &settings, || true).unwrap();
        prop_assert_eq!(found.cost, best);
    }
}

#[test]
fn work_without_a_lack_of_room_meets_its_limits() {
    // Two teams, a chain of 2 and 3 days, and 4 days beside it.
    let problem = crate::schedule::laws::chain();
    let objective = Objective { groups: vec![0, 0, 1], weights: vec![3, 2], ..Objective::default() };
    let limits = limits(&problem, &[0, 1, 2], &objective, 0).unwrap();
    assert_eq!(limits, Limits { value: 3 * 5 + 2 * 4, end: 5 });
    assert_eq!(problem.links[0].kind, LinkKind::FinishToStart);
}

#[test]
fn a_busy_team_does_first_what_is_worth_most_for_its_effort() {
    // One person, works of 2 and 4 days worth 1 and 6: the longer one first, then done on the days 4 and 6.
    let problem = crate::schedule::laws::queue(&[2, 4]);
    let objective = Objective { groups: vec![0, 1], weights: vec![1, 6], ..Objective::default() };
    let limits = limits(&problem, &[0, 1], &objective, 100_000).unwrap();
    assert_eq!(limits, Limits { value: 6 + 6 * 4, end: 6 });
    let precedence = precedence(&problem);
    let settings = Settings { schedules: 10, seed: 1 };
    let found =
        improve(&mut Generator::new(&problem).unwrap(), &precedence, &objective, &[0, 1], &settings, || true)
            .unwrap();
    assert_eq!(
        (found.given, found.cost, found.list),
        ([0, 0, 0, 2 + 36, 6, 0], [0, 0, 0, 30, 6, 0], vec![1, 0])
    );
}

#[test]
fn works_that_do_not_fit_beside_each_other_come_one_after_the_other() {
    // Three people, works for two of them of 2 and 4 days, worth 1 and 6: as if there were one person and works for one. The third of
    // 4 days waits for the second, though it is worth most.
    let mut problem = crate::schedule::laws::queue(&[2, 4, 4]);
    problem.teams = vec![crate::schedule::Team::constant(3)];
    for activity in &mut problem.activities {
        activity.loads.iter_mut().for_each(|load| load.micro_fte = 2);
    }
    problem.links = vec![crate::schedule::Link { from: 1, to: 2, kind: LinkKind::FinishToStart, lag: 0 }];
    let objective = Objective { groups: vec![0, 1, 2], weights: vec![1, 6, 9], ..Objective::default() };
    let limits = limits(&problem, &[1, 2, 0], &objective, 1_000_000).unwrap();
    assert_eq!(limits.end, 10);
    let best = 6 * 4 + 9 * 8 + 10;
    assert!(limits.value <= best && limits.value >= best - 1, "{limits:?}");
}
