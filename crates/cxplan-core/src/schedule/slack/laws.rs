//! Slack is what a day-by-day trial finds: that much later does no harm, a working day more does.

use proptest::prelude::*;

use super::super::laws::{Time, facts, finish_from, problems, size_on};
use super::*;
use crate::schedule::{Link, LinkKind, schedule};
use crate::verify;

/// A problem, a list of it and the schedule of that; some activities have to start on the day on which they do.
fn planned() -> impl Strategy<Value = (Problem, Vec<usize>, Vec<Slot>)> {
    (problems(12), prop::collection::vec(prop::bool::weighted(0.1), 12)).prop_map(|(mut problem, fixed)| {
        let list: Vec<usize> = (0..problem.activities.len()).collect();
        let slots = schedule(&problem, &list).unwrap();
        for ((activity, slot), fixed) in problem.activities.iter_mut().zip(&slots).zip(fixed) {
            activity.fixed = fixed.then_some(slot.start);
        }
        let again = schedule(&problem, &list).unwrap();
        assert!(again.iter().zip(&slots).all(|(again, slot)| again.start == slot.start));
        (problem, list, again)
    })
}

fn spans(slots: &[Slot]) -> Vec<Span> {
    slots.iter().map(|slot| Span { start: slot.start.0, finish: slot.finish.0 }).collect()
}

/// Working days of the plan before a day.
fn over(problem: &Problem, day: u32) -> u32 {
    (0..day).filter(|day| size_on(&problem.office, Day(*day)) > 0).count() as u32
}

/// The first day by whose dawn so many more working days are over than by that of another.
fn later(problem: &Problem, day: u32, by: u32) -> u32 {
    let target = over(problem, day) + by;
    (day..).find(|day| over(problem, *day) >= target).unwrap()
}

fn keeps(problem: &Problem, link: &Link, days: &[Span]) -> bool {
    let (from, to) = (days[link.from], days[link.to]);
    let first = match link.kind {
        LinkKind::FinishToStart | LinkKind::FinishToFinish => from.finish + 1,
        LinkKind::StartToStart | LinkKind::StartToFinish => from.start,
    };
    let second = match link.kind {
        LinkKind::FinishToStart | LinkKind::StartToStart => to.start,
        LinkKind::FinishToFinish | LinkKind::StartToFinish => to.finish + 1,
    };
    match link.lag {
        0 => second >= first,
        lag => i64::from(over(problem, second)) >= i64::from(over(problem, first)) + i64::from(lag),
    }
}

/// The first days from one on, on which the team of an activity is large enough for it.
fn room(problem: &Problem, activity: usize, from: u32) -> Span {
    let work = &problem.activities[activity];
    let fits = |day: u32| {
        let sizes =
            work.loads.iter().map(|load| (size_on(&problem.teams[load.team], Day(day)), load.micro_fte));
        let sizes: Vec<_> = sizes.collect();
        sizes.iter().any(|(size, _)| *size == 0) || sizes.iter().all(|(size, load)| size >= load)
    };
    let starts =
        (from..).filter_map(|start| Some(Span { start, finish: finish_from(problem, work, Day(start))?.0 }));
    let mut rooms = starts.filter(|span| (span.start..=span.finish).all(fits));
    rooms.next().unwrap()
}

/// The days where an activity starts on a day or later and all that waits for it is pushed as far as links ask, no further. Nothing
/// moves on its own.
fn pushed(problem: &Problem, links: &[Link], days: &[Span], activity: usize, day: u32) -> Vec<Span> {
    let mut days = days.to_vec();
    days[activity] = room(problem, activity, day);
    while let Some(link) = links.iter().find(|link| !keeps(problem, link, &days)) {
        days[link.to] = room(problem, link.to, days[link.to].start + 1);
        if days[link.to].finish > 2000 {
            break;
        }
    }
    days
}

/// Holds slack against trials with the early days and links that it is told of.
fn check(
    problem: &Problem,
    links: &[Link],
    early: &[Span],
    until: &[u32],
    slacks: &[Slack],
) -> Result<(), TestCaseError> {
    let end = |days: &[Span]| days.iter().map(|span| span.finish).max();
    for (activity, slack) in slacks.iter().enumerate() {
        prop_assert!(slack.free <= slack.total);
        let trial = |by: u32| {
            let days = match by {
                0 => early.to_vec(),
                _ => pushed(problem, links, early, activity, later(problem, early[activity].start, by)),
            };
            let late = end(&days) > end(early);
            let broken = (0..days.len()).any(|other| {
                (problem.activities[other].fixed == Some(Day(early[other].start))
                    && days[other] != early[other])
                    || days[other].finish >= until[other]
            });
            let moved = (0..days.len()).any(|other| other != activity && days[other] != early[other]);
            (days, late, broken, moved)
        };
        for by in [0, slack.total / 2, slack.total] {
            let (days, late, broken, _) = trial(by);
            prop_assert!(!late && !broken, "{activity} by {by}: {slack:?}");
            // What hand-overs allow, teams can do.
            let time = Time::plain();
            let mut facts = facts(problem, &time);
            facts.activities.iter_mut().zip(&problem.activities).for_each(|(fact, activity)| {
                fact.fixed = activity.fixed.map(|day| time.date(day));
            });
            let rows: Vec<_> = days
                .iter()
                .enumerate()
                .map(|(activity, span)| time.row(activity, Day(span.start), Day(span.finish)))
                .collect();
            if links.len() > problem.links.len() {
                prop_assert_eq!(verify::verify(&facts, &rows), vec![]);
            }
        }
        let (_, late, broken, _) = trial(slack.total + 1);
        prop_assert!(late || broken, "{activity}: {slack:?}");
        prop_assert!(!slack.critical || slack.total == 0);
        prop_assert_eq!(slack.critical, trial(1).1, "{}: {:?}", activity, slack);
        let (_, late, broken, moved) = trial(slack.free);
        prop_assert!(!late && !broken && !moved, "{activity}: {slack:?}");
        let (_, late, broken, moved) = trial(slack.free + 1);
        prop_assert!(late || broken || moved, "{activity}: {slack:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn slack_is_what_trials_find((problem, list, slots) in planned()) {
        let slacks = slacks(&problem, &list, &slots).unwrap();
        // Apart: early days are those of a schedule in which everybody has a team of their own.
        let mut apart = problem.clone();
        apart.teams = Vec::new();
        for load in apart.activities.iter_mut().flat_map(|activity| &mut activity.loads) {
            apart.teams.push(problem.teams[load.team].clone());
            load.team = apart.teams.len() - 1;
        }
        let early = spans(&schedule(&apart, &list).unwrap());
        let told: Vec<Span> = slacks.early.iter().map(|(start, finish)| Span { start: start.0, finish: finish.0 }).collect();
        prop_assert_eq!(&told, &early);
        check(&apart, &apart.links, &early, &vec![u32::MAX; early.len()], &slacks.apart)?;

        let days = slots.iter().map(|slot| slot.finish.0 + 1).max().unwrap();
        let (handovers, until) = handover::handovers(&Problem { days, ..problem.clone() }, &spans(&slots));
        let links: Vec<Link> = problem.links.iter().chain(&handovers).copied().collect();
        for link in &links {
            prop_assert!(keeps(&problem, link, &spans(&slots)));
        }
        check(&problem, &links, &spans(&slots), &until, &slacks.with_teams)?;
    }

    /// Something that decides the end is critical, and so is what holds it.
    #[test]
    fn where_nothing_is_shared_teams_change_nothing((problem, list, _) in planned()) {
        let mut problem = problem;
        let shared = std::mem::take(&mut problem.teams);
        for load in problem.activities.iter_mut().flat_map(|activity| &mut activity.loads) {
            problem.teams.push(shared[load.team].clone());
            load.team = problem.teams.len() - 1;
        }
        problem.activities.iter_mut().for_each(|activity| activity.fixed = None);
        let slots = schedule(&problem, &list).unwrap();
        let slacks = slacks(&problem, &list, &slots).unwrap();
        prop_assert_eq!(slacks.apart, slacks.with_teams);
        let days: Vec<Span> = slacks.early.iter().map(|(start, finish)| Span { start: start.0, finish: finish.0 }).collect();
        prop_assert_eq!(days, spans(&slots));
    }
}
