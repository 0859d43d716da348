use std::num::NonZeroU32;

use proptest::prelude::*;

use super::decode::Decoder;
use super::*;
use crate::calendar::Day;
use crate::model::LinkKind;
use crate::schedule::{self, Link, Load, Problem, Team};

/// Activities, arcs from earlier to later ones, and capacities.
#[derive(Clone, Debug)]
pub(super) struct Case {
    activities: Vec<Activity>,
    arcs: Vec<Arc>,
    capacity: Vec<u64>,
}

impl Case {
    pub(super) fn instance(&self) -> Instance {
        Instance::new(&self.activities, &self.arcs, &self.capacity).unwrap()
    }
}

/// Up to so many activities of up to so many days, with loads on some of three teams of up to `size`.
pub(super) fn cases(most: usize, days: u32, size: u64) -> impl Strategy<Value = Case> {
    let capacity = prop::collection::vec(1..=size, 3);
    let activity = (0..=days, prop::collection::vec((0..3usize, 0..=size), 0..3));
    let arc = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), -2..5i32);
    let parts =
        (capacity, prop::collection::vec(activity, 1..=most), prop::collection::vec(arc, 0..2 * most));
    parts.prop_map(|(capacity, activities, arcs)| {
        let activities: Vec<Activity> = activities
            .into_iter()
            .map(|(days, mut loads)| {
                loads.sort_unstable();
                loads.dedup_by_key(|(team, _)| *team);
                let loads = loads.into_iter().map(|(team, load)| (team, load.min(capacity[team]))).collect();
                Activity { days, loads }
            })
            .collect();
        let arcs = arcs.into_iter().filter_map(|(from, to, days)| {
            let (from, to) = (from.index(activities.len()), to.index(activities.len()));
            (from < to).then_some(Arc { from, to, days })
        });
        Case { arcs: arcs.collect(), activities, capacity }
    })
}

/// The shortest schedule, by trying every start of everything.
fn brute_force(case: &Case, instance: &Instance) -> u32 {
    fn try_from(case: &Case, instance: &Instance, starts: &mut Vec<u32>, best: &mut u32) {
        let ends = starts.iter().zip(&case.activities).map(|(start, activity)| start + activity.days);
        if ends.max().unwrap_or(0) >= *best {
            return;
        }
        if starts.len() == case.activities.len() {
            if instance.is_feasible(starts) {
                *best = starts.iter().zip(&case.activities).map(|(s, a)| s + a.days).max().unwrap_or(0);
            }
            return;
        }
        for start in 0..*best {
            starts.push(start);
            try_from(case, instance, starts, best);
            starts.pop();
        }
    }
    let mut starts = vec![0; instance.len()];
    let mut best = Decoder::new(instance).earliest(&instance.order, &mut starts) + 1;
    try_from(case, instance, &mut Vec::new(), &mut best);
    best
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn small_problems_are_solved(case in cases(5, 3, 3)) {
        let instance = case.instance();
        let found = shortest(&instance, &instance.order, &Settings { schedules: 300, seed: 1 });
        let best = brute_force(&case, &instance);
        prop_assert_eq!(found.days, best);
        prop_assert!(found.bound <= best && critical_path(&instance) <= found.bound);
    }

    #[test]
    fn schedules_keep_ties_and_room_whatever_the_numbers(
        case in cases(40, 9, 5),
        factor in prop::sample::select(vec![1u64, 1_000_000, 1 << 33]),
    ) {
        let scaled = Case {
            activities: case
                .activities
                .iter()
                .map(|activity| Activity {
                    loads: activity.loads.iter().map(|(team, load)| (*team, load * factor)).collect(),
                    ..activity.clone()
                })
                .collect(),
            capacity: case.capacity.iter().map(|size| size * factor + factor / 2).collect(),
            ..case.clone()
        };
        let settings = Settings { schedules: 200, seed: 7 };
        let of = |case: &Case| {
            let instance = case.instance();
            shortest(&instance, &instance.order, &settings)
        };
        let (one, other) = (of(&case), of(&scaled));
        prop_assert!(case.instance().is_feasible(&one.starts));
        prop_assert!(scaled.instance().is_feasible(&other.starts));
        prop_assert_eq!(one.schedules <= 200, true);
        prop_assert_eq!(of(&case), one);
        prop_assert!(other.bound <= other.days);
    }

    #[test]
    fn more_schedules_are_never_worse(case in cases(30, 9, 4), few in 1..50u64) {
        let instance = case.instance();
        let days = |schedules| shortest(&instance, &instance.order, &Settings { schedules, seed: 3 }).days;
        let mut starts = vec![0; instance.len()];
        let greedy = Decoder::new(&instance).earliest(&instance.order, &mut starts);
        prop_assert!(days(0) == greedy);
        prop_assert!(days(few) <= greedy && days(400) <= greedy);
    }

    /// The scheduler of plans, which knows calendars and reasons, makes the same of a list.
    #[test]
    fn lists_lead_to_the_same_days_as_in_plans(case in cases(25, 9, 4), priority in prop::collection::vec(0..9u32, 25)) {
        let mut case = case;
        for activity in &mut case.activities {
            activity.days = activity.days.max(1);
        }
        let starts_to_starts = |arc: &Arc| {
            let finish = LinkKind::FinishToStart;
            let from = case.activities[arc.from].days.cast_signed();
            Link { from: arc.from, to: arc.to, kind: finish, lag: arc.days - from }
        };
        let problem = Problem {
            days: 2000,
            activities: case
                .activities
                .iter()
                .map(|activity| schedule::Activity {
                    half_days: NonZeroU32::new(activity.days * 2).unwrap(),
                    loads: activity.loads.iter().map(|(team, load)| Load { team: *team, micro_fte: *load }).collect(),
                    release: Day(0),
                    finish_release: Day(0),
                    fixed: None,
                })
                .collect(),
            teams: case.capacity.iter().map(|size| Team::constant(*size)).collect(),
            office: Team::constant(1),
            links: case.arcs.iter().map(starts_to_starts).collect(),
        };
        let list = schedule::activity_list(&problem, &priority[..case.activities.len()]).unwrap();
        let slots = schedule::schedule(&problem, &list).unwrap();
        let expected: Vec<u32> = slots.iter().map(|slot| slot.start.0).collect();
        let list: Vec<u32> = list.into_iter().map(|activity| activity as u32).collect();
        let instance = case.instance();
        let mut starts = vec![0; instance.len()];
        Decoder::new(&instance).earliest(&list, &mut starts);
        prop_assert_eq!(starts, expected);
    }

    #[test]
    fn value_is_found_in_schedules_that_keep_ties_and_room(
        case in cases(25, 9, 4),
        weights in prop::collection::vec(0..9u64, 25),
        schedules in 1..200u64,
    ) {
        let instance = case.instance();
        let mut before = vec![Vec::new(); instance.len()];
        instance.ties().for_each(|arc| before[arc.to].push(arc.from as u32));
        let precedence = Precedence { before, order: instance.order().to_vec() };
        let mut weights = weights[..instance.len()].to_vec();
        weights.iter_mut().zip(instance.days()).for_each(|(weight, days)| *weight *= u64::from(*days > 0));
        let value = |starts: &[u32]| -> u64 {
            let ends = starts.iter().zip(instance.days()).map(|(start, days)| u64::from(start + days));
            ends.zip(&weights).map(|(end, weight)| end * weight).sum()
        };
        let groups = (0..instance.len() as u32).collect();
        let objective = Objective { groups, weights: weights.clone(), ..Objective::default() };
        let mut scheme = Plain::new(&instance);
        scheme.make(instance.order());
        let given = value(scheme.starts());
        let settings = Settings { schedules, seed: 1 };
        let found = improve(&mut scheme, &precedence, &objective, instance.order(), &settings, || true).unwrap();
        scheme.make(&found.list);
        prop_assert!(instance.is_feasible(scheme.starts()));
        prop_assert_eq!((found.given[AIMS[0]], found.cost[AIMS[0]]), (given, value(scheme.starts())));
        prop_assert!(found.cost <= found.given && found.schedules <= schedules);
    }
}

#[test]
fn what_cannot_be_is_said() {
    let work = |days, load| Activity { days, loads: vec![(0, load)] };
    let arc = |from, to| Arc { from, to, days: 1 };
    let two = [work(1, 1), work(1, 1)];
    assert_eq!(Instance::new(&two, &[arc(0, 1), arc(1, 0)], &[1]).unwrap_err(), Unsolvable::Circle);
    assert_eq!(Instance::new(&two, &[arc(0, 2)], &[1]).unwrap_err(), Unsolvable::Circle);
    assert_eq!(Instance::new(&[work(1, 1), work(1, 2)], &[], &[1]).unwrap_err(), Unsolvable::TooMuch(1));
    assert_eq!(Instance::new(&two, &[], &[]).unwrap_err(), Unsolvable::TooMuch(0));
    let long = [work(u32::MAX, 1), work(u32::MAX, 1)];
    assert_eq!(Instance::new(&long, &[], &[1]).unwrap_err(), Unsolvable::TooLong);
    let nothing = shortest(&Instance::new(&[], &[], &[]).unwrap(), &[], &Settings { schedules: 10, seed: 1 });
    assert_eq!((nothing.days, nothing.starts.len()), (0, 0));
}
