use cxplan_core::search::{Activity, Arc, Instance, Settings, heads, lower_bound, shortest, tails};
use proptest::prelude::*;

use super::*;
use crate::model::Answer;

/// Up to so many activities of up to so many days, with loads on some of two teams of up to `size`.
fn cases(most: usize, days: u32, size: u64) -> impl Strategy<Value = Instance> {
    let capacity = prop::collection::vec(1..=size, 2);
    let activity = (0..=days, prop::collection::vec((0..2usize, 0..=size), 0..3));
    let arc = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), -2..5i32);
    let parts = (capacity, prop::collection::vec(activity, 1..=most), prop::collection::vec(arc, 0..most));
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
        let arcs: Vec<Arc> = arcs
            .into_iter()
            .filter_map(|(from, to, days)| {
                let (from, to) = (from.index(activities.len()), to.index(activities.len()));
                (from < to).then_some(Arc { from, to, days })
            })
            .collect();
        Instance::new(&activities, &arcs, &capacity).unwrap()
    })
}

/// The same work in teams and loads so many times as large, with a part of a unit to spare.
fn scaled(instance: &Instance, factor: u64) -> Instance {
    let grown = |loads: &Vec<(usize, u64)>| loads.iter().map(|(team, load)| (*team, load * factor)).collect();
    let activities: Vec<Activity> = instance
        .days()
        .iter()
        .zip(instance.loads())
        .map(|(days, loads)| Activity { days: *days, loads: grown(loads) })
        .collect();
    let arcs: Vec<Arc> = instance.ties().collect();
    let capacity: Vec<u64> = instance.capacity().iter().map(|size| size * factor + factor / 2).collect();
    Instance::new(&activities, &arcs, &capacity).unwrap()
}

/// One after the other, in an order that ties allow.
fn one_by_one(instance: &Instance) -> Vec<u32> {
    let mut starts = vec![0; instance.len()];
    let mut day = 0;
    for activity in instance.order() {
        let activity = *activity as usize;
        let waits = instance.ties().filter(|arc| arc.to == activity);
        let ready = waits.map(|arc| i64::from(starts[arc.from]) + i64::from(arc.days)).max().unwrap_or(0);
        starts[activity] = day.max(u32::try_from(ready).unwrap_or(0));
        day = starts[activity] + instance.days()[activity];
    }
    starts
}

/// The shortest schedule, by trying every start of everything in an order that ties allow.
fn brute_force(instance: &Instance, most: u32) -> u32 {
    fn try_from(instance: &Instance, tails: &[u32], depth: usize, starts: &mut Vec<u32>, best: &mut u32) {
        let Some(activity) = instance.order().get(depth).map(|activity| *activity as usize) else {
            if instance.is_feasible(starts) {
                *best = end(instance, starts);
            }
            return;
        };
        let waits = instance.ties().filter(|arc| arc.to == activity);
        let ready = waits.map(|arc| starts[arc.from].cast_signed() + arc.days).max().unwrap_or(0);
        let mut start = ready.max(0).cast_unsigned();
        while start + instance.days()[activity] + tails[activity] < *best {
            starts[activity] = start;
            try_from(instance, tails, depth + 1, starts, best);
            start += 1;
        }
        starts[activity] = 0;
    }
    let mut best = most;
    try_from(instance, &tails(instance), 0, &mut vec![0; instance.len()], &mut best);
    best
}

/// The lowest value, by trying every start of everything up to a day.
fn brute_force_value(instance: &Instance, weights: &[u64], starts: &[u32]) -> u64 {
    struct Trial<'i> {
        instance: &'i Instance,
        weights: &'i [u64],
        heads: Vec<u32>,
        last: u32,
        starts: Vec<u32>,
        best: u64,
    }
    fn try_from(trial: &mut Trial<'_>, depth: usize) {
        let instance = trial.instance;
        // What is not placed yet stands at its head.
        if value::value(instance, trial.weights, &trial.starts) >= trial.best {
            return;
        }
        let Some(activity) = instance.order().get(depth).map(|activity| *activity as usize) else {
            if instance.is_feasible(&trial.starts) {
                trial.best = value::value(instance, trial.weights, &trial.starts);
            }
            return;
        };
        let waits = instance.ties().filter(|arc| arc.to == activity);
        let ready = waits.map(|arc| trial.starts[arc.from].cast_signed() + arc.days).max().unwrap_or(0);
        for start in ready.max(0).cast_unsigned()..=trial.last {
            trial.starts[activity] = start;
            try_from(trial, depth + 1);
        }
        trial.starts[activity] = trial.heads[activity];
    }
    let lags = instance.ties().map(|arc| arc.days.max(0).cast_unsigned());
    let last = instance.days().iter().copied().chain(lags).sum();
    let best = value::value(instance, weights, starts);
    let heads = heads(instance);
    let mut trial = Trial { instance, weights, starts: heads.clone(), heads, last, best };
    try_from(&mut trial, 0);
    trial.best
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn small_problems_are_proven(
        instance in cases(5, 3, 3),
        factor in prop::sample::select(vec![1u64, 1_000_000, 1 << 40]),
    ) {
        let starts = one_by_one(&instance);
        prop_assert!(instance.is_feasible(&starts));
        let best = brute_force(&instance, end(&instance, &starts));
        let instance = scaled(&instance, factor);
        let proof = prove(&instance, &starts, 100_000);
        let found = proof.better.as_ref().unwrap_or(&starts);
        prop_assert!(instance.is_feasible(found));
        prop_assert_eq!((proof.bound, proof.is_optimal, end(&instance, found)), (best, true, best));
        prop_assert_eq!(prove(&instance, &starts, 100_000), proof);
    }

    #[test]
    fn the_value_of_small_problems_is_proven(
        instance in cases(4, 3, 3),
        weights in prop::collection::vec(0..9u64, 4),
        factor in prop::sample::select(vec![1u64, 1_000_000, 1 << 40]),
    ) {
        let weights = &weights[..instance.len()];
        let starts = one_by_one(&instance);
        let best = brute_force_value(&instance, weights, &starts);
        let instance = scaled(&instance, factor);
        let proof = prove_value(&instance, weights, &starts, 100_000);
        let found = proof.better.as_ref().unwrap_or(&starts);
        prop_assert!(instance.is_feasible(found));
        let value = value::value(&instance, weights, found);
        prop_assert_eq!((proof.bound, proof.is_optimal, value), (best, true, best));
        prop_assert_eq!(prove_value(&instance, weights, &starts, 100_000), proof);
    }

    #[test]
    fn little_effort_proves_no_more_value_than_there_is(
        instance in cases(8, 4, 4),
        weights in prop::collection::vec(0..9u64, 8),
        effort in 0..400u64,
    ) {
        let weights = &weights[..instance.len()];
        let starts = one_by_one(&instance);
        let proof = prove_value(&instance, weights, &starts, effort);
        let whole = prove_value(&instance, weights, &starts, 1_000_000);
        prop_assert!(whole.is_optimal && proof.steps <= effort && proof.bound <= whole.bound);
        let found = value::value(&instance, weights, proof.better.as_ref().unwrap_or(&starts));
        prop_assert_eq!(proof.is_optimal, proof.bound == found);
    }

    #[test]
    fn little_effort_proves_no_more_than_is_so(instance in cases(14, 6, 4), effort in 0..400u64) {
        let starts = shortest(&instance, instance.order(), &Settings { schedules: 5, seed: 1 }).starts;
        let proof = prove(&instance, &starts, effort);
        let whole = prove(&instance, &starts, 1_000_000);
        prop_assert!(whole.is_optimal);
        prop_assert!(proof.steps <= effort);
        prop_assert!((lower_bound(&instance)..=whole.bound).contains(&proof.bound));
        prop_assert_eq!(proof.is_optimal, proof.bound == end(&instance, proof.better.as_ref().unwrap_or(&starts)));
        prop_assert_eq!(prove(&instance, &starts, effort), proof);
    }

    /// However often the solver is stopped on the way; each time a step later, or it may never come to a conflict.
    #[test]
    fn questions_can_be_asked_again(instance in cases(14, 6, 4), most in 0..6u64) {
        let starts = one_by_one(&instance);
        let (bound, best) = (lower_bound(&instance), end(&instance, &starts));
        let proven = prove(&instance, &starts, 1_000_000).bound;
        let mut model = Model::new(&instance, bound, best);
        let mut steps = most;
        for day in bound..best {
            let answer = loop {
                steps += 1;
                match model.ends_by(day, &mut steps.clone()) {
                    Answer::Yes(starts) => break instance.is_feasible(&starts),
                    Answer::No => break false,
                    Answer::Unknown => {}
                }
            };
            prop_assert_eq!(answer, day >= proven);
        }
    }
}

#[test]
fn no_effort_gives_the_plain_bound() {
    let work = |days| Activity { days, loads: vec![(0, 2)] };
    let instance = Instance::new(&[work(3), work(4)], &[], &[3]).unwrap();
    let none = Proof { bound: 5, better: None, is_optimal: false, steps: 0 };
    assert_eq!(prove(&instance, &[0, 3], 0), none);
    let proof = prove(&instance, &[0, 3], 100);
    assert_eq!((proof.bound, proof.better, proof.is_optimal), (7, None, true));
    let shorter = prove(&instance, &[5, 1], 100);
    assert_eq!((shorter.bound, shorter.is_optimal), (7, true));
    assert!(shorter.better.is_some_and(|starts| instance.is_feasible(&starts)));
}

#[test]
fn loads_that_no_solver_can_add_up_lead_to_no_false_bound() {
    // Two fit side by side, exactly; in the numbers of the solver they may or may not.
    let large = (1 << 62) + 1;
    let work = |load| Activity { days: 2, loads: vec![(0, load)] };
    let fits = Instance::new(&[work(large), work(large - 2), work(1)], &[], &[2 * large - 2]).unwrap();
    let proof = prove(&fits, &[0, 0, 2], 1_000);
    assert!(proof.bound <= 4 && heads(&fits) == [0, 0, 0]);
    let tight = Instance::new(&[work(large), work(large)], &[], &[2 * large - 1]).unwrap();
    let proof = prove(&tight, &[0, 2], 1_000);
    assert!(proof.bound <= 4 && proof.better.is_none_or(|starts| tight.is_feasible(&starts)));
}

#[test]
fn weights_that_no_solver_can_add_up_prove_nothing() {
    let work = || Activity { days: 2, loads: vec![(0, 1)] };
    let instance = Instance::new(&[work(), work()], &[], &[1]).unwrap();
    let none = ValueProof { bound: 4 << 40, better: None, is_optimal: false, steps: 0 };
    assert_eq!(prove_value(&instance, &[1 << 40; 2], &[0, 2], 100), none);
    assert_eq!(prove_value(&instance, &[1; 2], &[0, 2], 100).bound, 6);
}

#[test]
fn nothing_to_do_takes_no_time() {
    let nothing = Instance::new(&[], &[], &[]).unwrap();
    assert_eq!(prove(&nothing, &[], 10), Proof { bound: 0, better: None, is_optimal: true, steps: 0 });
}
