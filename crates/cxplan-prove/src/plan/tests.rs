use std::num::NonZeroU32;

use cxplan_core::calendar::Day;
use cxplan_core::schedule::{Activity, Link, LinkKind, Load, Problem, Team};
use cxplan_core::search::{AIMS, limits};
use proptest::prelude::*;

use super::*;

/// A team of up to three that changes its size, is away and works half days; it works every day from some day on.
fn team() -> impl Strategy<Value = Team> {
    let sizes = prop::collection::vec((0u32..15, 0u64..=3), 0..3);
    let away = prop::collection::vec((0u32..15, 1u32..4), 0..2);
    let halves = prop_oneof![Just(vec![]), prop::collection::vec(0u32..30, 0..8)];
    (1u64..=3, sizes, away, halves).prop_map(|(size, sizes, away, halves)| {
        let sizes =
            sizes.into_iter().map(|(day, size)| (Day(day), size)).chain([(Day(0), size), (Day(16), 3)]);
        let away = away.into_iter().map(|(from, days)| Day(from)..Day(from + days));
        Team::varying(sizes).away(away).with_halves(halves.into_iter().map(Day))
    })
}

/// Up to so many activities for two teams, and links from earlier to later ones: all, or such with which some list leads to the best
/// schedule.
fn problems(most: usize, all_links: bool) -> impl Strategy<Value = Problem> {
    use LinkKind::*;
    let kinds = if all_links {
        vec![FinishToStart, StartToStart, FinishToFinish, StartToFinish]
    } else {
        vec![FinishToStart]
    };
    let lags = if all_links { -2i32..4 } else { 0..3 };
    let link =
        (any::<prop::sample::Index>(), any::<prop::sample::Index>(), prop::sample::select(kinds), lags);
    // Mostly one team, at times both or none.
    let loads = (prop::option::weighted(0.6, 1u64..=3), prop::option::weighted(0.4, 1u64..=2));
    let fixed = prop::option::weighted(0.1, 0u32..10);
    let work = (1u32..9, loads, 0u32..6, 0u32..12, fixed);
    let works = prop::collection::vec(work, 1..=most);
    let links = prop::collection::vec(link, 0..=most);
    let office = prop_oneof![Just(Team::constant(1)), team()];
    let teams =
        prop_oneof![prop::collection::vec(team(), 2), Just(vec![Team::constant(3), Team::constant(2)])];
    (teams, office, works, links, any::<bool>()).prop_map(move |(teams, office, works, links, whole)| {
        let activities: Vec<Activity> = works
            .into_iter()
            .map(|(half_days, (first, second), release, finish, fixed)| Activity {
                half_days: NonZeroU32::new(if whole { half_days.div_ceil(2) * 2 } else { half_days })
                    .unwrap(),
                loads: [first, second]
                    .into_iter()
                    .enumerate()
                    .filter_map(|(team, load)| Some(Load { team, micro_fte: load? }))
                    .collect(),
                release: Day(release.saturating_sub(3)),
                finish_release: Day(finish.saturating_sub(9)),
                fixed: fixed.filter(|_| all_links).map(Day),
            })
            .collect();
        let links = links.into_iter().filter_map(|(from, to, kind, lag)| {
            let (from, to) = (from.index(activities.len()), to.index(activities.len()));
            (from < to).then_some(Link { from, to, kind, lag })
        });
        Problem { days: 400, links: links.collect(), activities, teams, office }
    })
}

fn objectives(most: usize) -> impl Strategy<Value = Objective> {
    let aim = prop::sample::select(vec![Aim::Value, Aim::End]);
    let weight = prop_oneof![0u64..9, 900_000u64..=1_000_000];
    (aim, prop::collection::vec(0u32..3, most), prop::collection::vec(weight, 3))
        .prop_map(|(aim, groups, weights)| Objective { aim, groups, weights, ..Objective::default() })
}

/// Every order of so many.
fn permutations(count: u32) -> Vec<Vec<u32>> {
    let Some(last) = count.checked_sub(1) else { return vec![vec![]] };
    let longer = |list: Vec<u32>| {
        (0..count as usize).map(move |at| {
            let mut list = list.clone();
            list.insert(at, last);
            list
        })
    };
    permutations(last).into_iter().flat_map(longer).collect()
}

/// What the best of all lists that links allow leads to, by the aim and by the other. Where a fixed day breaks a link, the plan is refused.
fn best(problem: &Problem, objective: &Objective) -> Option<[u64; 2]> {
    let generator = Generator::new(problem).unwrap();
    let allowed = |list: &Vec<u32>| {
        let place = |activity: usize| list.iter().position(|at| *at as usize == activity);
        problem.links.iter().all(|link| place(link.from) < place(link.to))
    };
    let lists = permutations(problem.activities.len() as u32).into_iter().filter(allowed);
    let costs = lists.filter_map(|list| {
        let (mut own, mut late) = (generator.clone(), generator.clone());
        own.make(&list).ok()?;
        late.make_or_late(&list).ok()?;
        let cost = objective.of(&own, &mut Vec::new());
        (own.starts() == late.starts()).then_some(AIMS.map(|at| cost[at]))
    });
    costs.reduce(|one, other| [one[0].min(other[0]), one[1].min(other[1])])
}

/// The bounds of a proof, by the aim and by the other.
fn bounds(objective: &Objective, limits: Limits) -> [u64; 2] {
    match objective.aim {
        Aim::Value => [limits.value, limits.end],
        Aim::End => [limits.end, limits.value],
    }
}

/// A problem on an axis as a search has it, what is asked of it, and a list.
fn posed(
    mut problem: Problem,
    mut objective: Objective,
    spare: u32,
) -> Option<(Problem, Objective, Vec<u32>)> {
    objective.groups.truncate(problem.activities.len());
    let list: Vec<u32> = (0..problem.activities.len() as u32).collect();
    let mut generator = Generator::new(&problem)?;
    generator.make(&list).ok()?;
    problem.days = generator.finishes().iter().max()? + 1 + spare;
    Some((problem, objective, list))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    /// Schedules may end beyond the axis on which the proof is made.
    #[test]
    fn no_schedule_is_better_than_proven(
        problem in problems(7, true),
        objective in objectives(7),
        spare in 0u32..20,
        steps in prop::sample::select(vec![20u64, 2_000, 20_000]),
    ) {
        let long = problem.clone();
        let Some((problem, objective, list)) = posed(problem, objective, spare) else { return Ok(()) };
        let Some(known) = limits(&problem, &list, &objective, 0) else { return Ok(()) };
        let posed = Posed { problem: &problem, objective: &objective, list: &list, limits: known, steps, stop: None };
        let proof = prove_plan(&posed);
        prop_assert!(proof.limits.value >= known.value && proof.limits.end >= known.end && proof.steps <= steps);
        if let Some(best) = best(&long, &objective) {
            let limits = bounds(&objective, proof.limits);
            prop_assert!(best[0] >= limits[0] && best[1] >= limits[1], "{:?} is below {:?}", best, limits);
        }
        if let Some(better) = &proof.list {
            let cost = |list: &[u32]| {
                let mut generator = Generator::new(&problem).unwrap();
                generator.make(list).unwrap();
                objective.of(&generator, &mut Vec::new())
            };
            prop_assert!(cost(better) < cost(&list));
        }
        prop_assert_eq!(prove_plan(&posed), proof);
    }

    /// The best end of a plan is no later with more people, shorter work or fewer links. Work whose end is held starts later where it is
    /// shorter, and what is tied to its start with it: without such ties only.
    #[test]
    fn less_to_keep_is_never_worse(
        problem in problems(7, true),
        (which, how) in (any::<prop::sample::Index>(), 0..3),
    ) {
        let objective = |problem: &Problem| Objective {
            aim: Aim::End,
            groups: vec![0; problem.activities.len()],
            weights: vec![0],
            ..Objective::default()
        };
        let proven = |problem: &Problem| {
            let (problem, objective, list) = posed(problem.clone(), objective(problem), 30)?;
            let limits = limits(&problem, &list, &objective, 0)?;
            let posed =
                Posed { problem: &problem, objective: &objective, list: &list, limits, steps: 100_000, stop: None };
            let proof = prove_plan(&posed);
            let mut generator = Generator::new(&problem)?;
            generator.make(proof.list.as_ref().unwrap_or(&list)).ok()?;
            let end = u64::from(generator.finishes().iter().max()? + 1);
            (proof.limits.end == end).then_some(end)
        };
        let mut problem = problem;
        problem.activities.iter_mut().for_each(|activity| activity.fixed = None);
        if how == 1 {
            problem.links.retain(|link| link.kind.holds_start());
            problem.activities.iter_mut().for_each(|activity| activity.finish_release = Day(0));
        }
        let mut less = problem.clone();
        match how {
            0 => {
                let team = which.index(less.teams.len());
                let sizes = less.teams[team].capacity().iter().map(|(day, size)| (*day, if *size > 0 { size + 1 } else { 0 }));
                less.teams[team] = Team::varying(sizes).with_halves(less.teams[team].halves().iter().copied());
            }
            1 => {
                let length = &mut less.activities[which.index(problem.activities.len())].half_days;
                *length = NonZeroU32::new(length.get().saturating_sub(2)).unwrap_or(NonZeroU32::MIN);
            }
            _ if problem.links.is_empty() => return Ok(()),
            _ => drop(less.links.remove(which.index(problem.links.len()))),
        }
        if let (Some(all), Some(less)) = (proven(&problem), proven(&less)) {
            prop_assert!(less <= all, "{less} {all}");
        }
    }

    /// With work of whole days on whole days the solver's model is the plan.
    #[test]
    fn small_plans_are_proven(problem in problems(7, false), objective in objectives(7)) {
        let mut problem = problem;
        for activity in &mut problem.activities {
            activity.half_days = activity.half_days.saturating_add(activity.half_days.get() % 2);
        }
        let whole = |team: &Team| Team::varying(team.capacity().iter().copied());
        problem.teams = problem.teams.iter().map(whole).collect();
        problem.office = whole(&problem.office);
        // Of teams that work on different days the model leaves some out.
        let works = |team: usize| problem.teams[team].capacity().iter().map(|(day, size)| (*day, *size > 0));
        if !works(0).eq(works(1)) {
            problem.activities.iter_mut().for_each(|activity| activity.loads.truncate(1));
        }
        let Some((problem, objective, list)) = posed(problem, objective, 25) else { return Ok(()) };
        let known = limits(&problem, &list, &objective, 0).unwrap();
        let posed = Posed { problem: &problem, objective: &objective, list: &list, limits: known, steps: 100_000, stop: None };
        let proof = prove_plan(&posed);
        let best = best(&problem, &objective).unwrap();
        let mut generator = Generator::new(&problem).unwrap();
        generator.make(proof.list.as_ref().unwrap_or(&list)).unwrap();
        let cost = objective.of(&generator, &mut Vec::new());
        prop_assert_eq!((bounds(&objective, proof.limits)[0], cost[AIMS[0]]), (best[0], best[0]));
    }
}
