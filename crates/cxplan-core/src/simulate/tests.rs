//! Draws against exact chances.

mod plans;

use super::*;
use crate::calendar::Day;
use crate::schedule::{self, Activity, Link, LinkKind, Load, Problem, Team};

fn activity(days: u32, team: Option<usize>) -> Activity {
    Activity {
        half_days: NonZeroU32::new(2 * days).unwrap(),
        loads: team.into_iter().map(|team| Load { team, micro_fte: 1 }).collect(),
        release: Day(0),
        finish_release: Day(0),
        fixed: None,
    }
}

fn problem(activities: Vec<Activity>, teams: usize, links: Vec<Link>) -> Problem {
    let team = Team::constant(1);
    Problem { days: 500, activities, teams: vec![team.clone(); teams], office: team, links }
}

/// Draws the lengths of all activities from these distributions; each activity is a group and is watched.
fn drawn(problem: &Problem, tables: Vec<Lengths>, shared: f64) -> Model {
    let count = problem.activities.len() as u32;
    let varying = |activity: usize| Varying {
        activity,
        table: activity,
        purpose: Purpose::new(3, &format!("step-{activity}")),
        team: None,
    };
    Model {
        generator: Generator::new(problem).unwrap(),
        list: (0..count).collect(),
        varying: (0..tables.len()).map(varying).collect(),
        tables,
        factors: Factors { shared, team_shared: 0.0, plan: Purpose::new(3, "plan/"), teams: Vec::new() },
        watches: std::iter::once((0..count).collect())
            .chain((0..count).map(|activity| vec![activity]))
            .collect(),
        group_of: (0..count).collect(),
        groups: count as usize,
        fixed: Vec::new(),
    }
}

fn close(found: u32, draws: u32, expected: f64, what: &str) {
    let (found, draws) = (f64::from(found) / f64::from(draws), f64::from(draws));
    // Four deviations: one time out of sixteen thousand by chance, and the numbers are always the same.
    let error = 4.0 * libm::sqrt((expected * (1.0 - expected)).max(1e-9) / draws);
    assert!((found - expected).abs() <= error, "{what}: {found} instead of {expected} ± {error}");
}

const DRAWS: u32 = 40_000;

/// The chance that work of whole days is over by the end of a day: what is rounded to them.
fn over(points: [f64; 3], day: u32) -> f64 {
    pert::tests::integrated(points, (2.0 * f64::from(day + 1) + 1.0).clamp(points[0], points[2]))
}

#[test]
fn the_end_of_one_step_is_that_of_the_beta_distribution() {
    let points = [10.0, 20.0, 80.0];
    let model = drawn(&problem(vec![activity(10, None)], 0, vec![]), vec![Lengths::of_pert(points, 2)], 0.0);
    let tally = model.run(DRAWS, 1, &|_| {});
    for day in 4..40 {
        close(tally.ends[0].by(day), DRAWS, over(points, day), &format!("day {day}"));
    }
    assert_eq!(tally.critical, [DRAWS]);
    assert!((tally.correlations[0].unwrap() - 1.0).abs() < 1e-12);
}

#[test]
fn two_steps_side_by_side_end_together_with_the_product_of_their_chances() {
    let (one, two) = ([10.0, 20.0, 60.0], [16.0, 30.0, 40.0]);
    let side_by_side = problem(vec![activity(10, None), activity(15, None)], 0, vec![]);
    let tables = || vec![Lengths::of_pert(one, 2), Lengths::of_pert(two, 2)];
    let tally = drawn(&side_by_side, tables(), 0.0).run(DRAWS, 1, &|_| {});
    for day in 7..30 {
        let expected = over(one, day) * over(two, day);
        close(tally.ends[0].by(day), DRAWS, expected, &format!("day {day}"));
    }
    // Steps that are long together end by a day with the chance of the longer one alone.
    let tally = drawn(&side_by_side, tables(), 1.0).run(DRAWS, 1, &|_| {});
    for day in 7..30 {
        close(
            tally.ends[0].by(day),
            DRAWS,
            over(one, day).min(over(two, day)),
            &format!("shared, day {day}"),
        );
    }
}

/// Part of the variance in common: the correlation of the normal values, and Spearman's of the lengths, 6/π asin(ρ/2).
#[test]
fn lengths_have_in_common_what_is_asked_for() {
    let table = || Lengths::of_pert([100.0, 400.0, 1_000.0], 1);
    let model = |shared| {
        drawn(&problem(vec![activity(1, None), activity(1, None)], 0, vec![]), vec![table(), table()], shared)
    };
    for (shared, expected) in [(0.0, 0.0), (0.3, 0.2876), (1.0, 1.0)] {
        let model = model(shared);
        let lengths = |draw| {
            let drawn = runs::probe::schedule(&model, draw).unwrap();
            [drawn[0].2, drawn[1].2]
        };
        let pairs: Vec<[u32; 2]> = (0..4_000).map(lengths).collect();
        let rank = |place: usize| -> Vec<f64> {
            let mut sorted: Vec<u32> = pairs.iter().map(|pair| pair[place]).collect();
            sorted.sort_unstable();
            let rank = |value: u32| {
                (sorted.partition_point(|v| *v < value) + sorted.partition_point(|v| *v <= value)) as f64
                    / 2.0
            };
            pairs.iter().map(|pair| rank(pair[place]) - 2_000.0).collect()
        };
        let (a, b) = (rank(0), rank(1));
        let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let found = product(&a, &b) / libm::sqrt(product(&a, &a) * product(&b, &b));
        assert!((found - expected).abs() < 0.05, "{shared}: {found} instead of {expected}");
        assert!(shared < 1.0 || pairs.iter().all(|[one, two]| one == two));
    }
}

/// Three steps of two or three lengths: all combinations, each with its chance, by the scheduler that explains its dates.
#[test]
fn small_cases_have_the_chances_of_all_their_combinations() {
    let fs = |from, to| Link { from, to, kind: LinkKind::FinishToStart, lag: 0 };
    let cases = [
        // Two share a team, the third waits for the first.
        problem(vec![activity(1, Some(0)), activity(1, Some(0)), activity(1, None)], 1, vec![fs(0, 2)]),
        problem(
            vec![activity(1, None), activity(1, None), activity(1, Some(0))],
            1,
            vec![fs(0, 2), fs(1, 2)],
        ),
        problem(vec![activity(1, Some(0)), activity(1, Some(1)), activity(1, Some(0))], 2, vec![fs(1, 2)]),
    ];
    let weights: [&[(u32, f64)]; 3] =
        [&[(2, 0.2), (4, 0.5), (10, 0.3)], &[(4, 0.6), (8, 0.4)], &[(2, 0.1), (6, 0.6), (12, 0.3)]];
    for (number, case) in cases.iter().enumerate() {
        let tables = weights.iter().map(|weights| Lengths::of_weights(weights)).collect();
        let tally = drawn(case, tables, 0.0).run(DRAWS, 1, &|_| {});
        let mut ends = vec![0.0; 100];
        let mut critical = [0.0; 3];
        for one in weights[0] {
            for two in weights[1] {
                for three in weights[2] {
                    let mut problem = case.clone();
                    for (activity, (length, _)) in problem.activities.iter_mut().zip([one, two, three]) {
                        activity.half_days = NonZeroU32::new(*length).unwrap();
                    }
                    let chance = one.1 * two.1 * three.1;
                    let slots = schedule::schedule(&problem, &[0, 1, 2]).unwrap();
                    let end = slots.iter().map(|slot| slot.finish.0).max().unwrap();
                    ends[end as usize] += chance;
                    let mut at = slots.iter().position(|slot| slot.finish.0 == end);
                    while let Some(step) = at {
                        critical[step] += chance;
                        at = match &slots[step].why {
                            schedule::Why::Link(link) => Some(problem.links[*link].from),
                            schedule::Why::Busy { with, .. } => Some(with[0]),
                            _ => None,
                        };
                    }
                }
            }
        }
        let mut sum = 0.0;
        for (day, chance) in ends.iter().enumerate() {
            sum += chance;
            close(tally.ends[0].by(day as u32), DRAWS, sum.min(1.0), &format!("case {number}, day {day}"));
        }
        for (step, chance) in critical.iter().enumerate() {
            close(tally.critical[step], DRAWS, chance.min(1.0), &format!("case {number}, step {step}"));
        }
    }
}

#[test]
fn a_draw_without_room_is_later_than_the_axis_and_no_panic() {
    let mut short = problem(vec![activity(1, None)], 0, vec![]);
    short.days = 3;
    let model = drawn(&short, vec![Lengths::of_weights(&[(4, 0.5), (8, 0.5)])], 0.0);
    let tally = model.run(DRAWS, 1, &|_| {});
    close(tally.late, DRAWS, 0.5, "late");
    assert_eq!(tally.ends[0].by(2) + tally.late, DRAWS);
    assert_eq!([tally.ends[0].quantile(10, DRAWS), tally.ends[0].quantile(95, DRAWS)], [Some(1), None]);
}
