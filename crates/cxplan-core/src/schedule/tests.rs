//! Hand-made cases; what holds for all problems is tested in `laws.rs`.

use super::*;

pub(super) fn activity(days: u32, load: Option<(usize, u64)>) -> Activity {
    Activity {
        half_days: NonZeroU32::new(days.saturating_mul(2)).unwrap(),
        loads: load.into_iter().map(|(team, micro_fte)| Load { team, micro_fte }).collect(),
        release: Day(0),
        finish_release: Day(0),
        fixed: None,
    }
}

fn link(from: usize, to: usize, kind: LinkKind, lag: i32) -> Link {
    Link { from, to, kind, lag }
}

fn slot(start: u32, finish: u32, why: Why) -> Slot {
    Slot { start: Day(start), finish: Day(finish), why }
}

/// Schedules the activities in the order given.
fn run(activities: Vec<Activity>, teams: Vec<Team>, links: Vec<Link>) -> Result<Vec<Slot>, ScheduleError> {
    let list: Vec<usize> = (0..activities.len()).collect();
    schedule(&Problem { days: 1000, activities, teams, office: Team::constant(1), links }, &list)
}

#[test]
fn a_day_of_work_ends_on_the_day_it_starts() {
    let slots = run(vec![activity(1, None), activity(5, None)], vec![], vec![]).unwrap();
    assert_eq!(slots, [slot(0, 0, Why::PlanStart), slot(0, 4, Why::PlanStart)]);
}

#[test]
fn each_kind_of_link_with_and_without_lag() {
    use LinkKind::*;
    // `from` runs on days 0 to 3, `to` takes 2 days.
    for (kind, lag, start) in [
        (FinishToStart, 0, 4),
        (FinishToStart, 3, 7),
        (FinishToStart, -2, 2),
        (FinishToStart, -9, 0),
        (StartToStart, 0, 0),
        (StartToStart, 3, 3),
        (StartToStart, -1, 0),
        (FinishToFinish, 0, 2),
        (FinishToFinish, 2, 4),
        (FinishToFinish, -1, 1),
        (StartToFinish, 0, 0),
        (StartToFinish, 5, 3),
    ] {
        let slots =
            run(vec![activity(4, None), activity(2, None)], vec![], vec![link(0, 1, kind, lag)]).unwrap();
        let why = if start == 0 { Why::PlanStart } else { Why::Link(0) };
        assert_eq!(slots[1], slot(start, start + 1, why), "{kind:?} {lag}");
    }
}

#[test]
fn the_strongest_link_is_the_reason_and_beats_an_equal_release() {
    let mut last = activity(1, None);
    last.release = Day(5);
    let links = vec![link(0, 2, LinkKind::FinishToStart, 0), link(1, 2, LinkKind::FinishToStart, 0)];
    let slots = run(vec![activity(2, None), activity(5, None), last.clone()], vec![], links.clone()).unwrap();
    assert_eq!(slots[2], slot(5, 5, Why::Link(1)));
    last.release = Day(6);
    let slots = run(vec![activity(2, None), activity(5, None), last], vec![], links).unwrap();
    assert_eq!(slots[2], slot(6, 6, Why::Release));
}

#[test]
fn work_waits_for_room_and_fills_gaps() {
    let half = |duration| activity(duration, Some((0, 500_000)));
    let full = |duration| activity(duration, Some((0, 1_000_000)));
    let slots =
        run(vec![half(4), half(2), full(3), half(2), half(1)], vec![Team::constant(1_000_000)], vec![])
            .unwrap();
    let busy = |with: &[usize], until| Why::Busy { team: 0, with: with.to_vec(), until: Day(until) };
    assert_eq!(slots[1], slot(0, 1, Why::PlanStart));
    assert_eq!(slots[2], slot(4, 6, busy(&[0], 3)));
    assert_eq!(slots[3], slot(2, 3, busy(&[1], 1)), "beside the first, before the third");
    assert_eq!(slots[4], slot(7, 7, busy(&[2], 6)));
}

#[test]
fn work_pauses_while_its_team_is_away() {
    let team = Team::constant(1_000_000).away([Day(2)..Day(5), Day(4)..Day(4)]);
    assert_eq!(team.capacity(), [(Day(0), 1_000_000), (Day(2), 0), (Day(5), 1_000_000)]);
    let load = Some((0, 1_000_000));
    let slots = run(vec![activity(3, load), activity(2, load)], vec![team.clone()], vec![]).unwrap();
    assert_eq!(slots[0], slot(0, 5, Why::PlanStart), "two days, three away, one day");
    assert_eq!(slots[1].start, Day(6));

    // What waits for a finish on day 1 would start on day 2, but the team is away.
    let links = vec![link(0, 1, LinkKind::FinishToStart, 0)];
    let slots = run(vec![activity(2, None), activity(2, load)], vec![team], links).unwrap();
    assert_eq!(slots[1], slot(5, 6, Why::Closed { team: Some(0), until: Day(4) }));
}

#[test]
fn a_team_that_grows_later() {
    let team =
        Team::varying([(Day(10), 2_000_000), (Day(3), 500_000), (Day(6), 1_000_000), (Day(6), 1_500_000)]);
    let load = |micro_fte| Some((0, micro_fte));
    let activities =
        vec![activity(20, load(1_000_000)), activity(1, load(1_000_000)), activity(1, load(400_000))];
    let slots = run(activities, vec![team], vec![]).unwrap();
    assert_eq!(slots[0], slot(6, 25, Why::Closed { team: Some(0), until: Day(5) }), "too small before");
    assert_eq!(
        slots[1].why,
        Why::Busy { team: 0, with: vec![0], until: Day(9) },
        "grows while the first goes on"
    );
    assert_eq!(slots[2], slot(3, 3, Why::Closed { team: Some(0), until: Day(2) }), "not there before");
}

#[test]
fn overlapping_absences_are_one() {
    let team = Team::constant(7).away([Day(2)..Day(5), Day(4)..Day(8), Day(0)..Day(1), Day(1)..Day(3)]);
    let works: Vec<u32> = (0..12)
        .filter(|day| team.capacity().iter().rfind(|(from, _)| from.0 <= *day).unwrap().1 > 0)
        .collect();
    assert_eq!(works, [8, 9, 10, 11]);
}

#[test]
fn what_never_fits_is_an_error() {
    let full = Some((0, 1_000_000));
    let error = |days, activities, team| {
        let problem =
            Problem { days, activities, teams: vec![team], office: Team::constant(1), links: vec![] };
        let list: Vec<usize> = (0..problem.activities.len()).collect();
        schedule(&problem, &list).unwrap_err()
    };
    let no_room = |activity| ScheduleError::NoRoom { activity };
    assert_eq!(error(1000, vec![activity(1, full)], Team::constant(999_999)), no_room(0));
    assert_eq!(error(1000, vec![activity(1, full)], Team::default()), no_room(0));
    let leaves = Team::varying([(Day(0), 1_000_000), (Day(4), 0)]);
    assert_eq!(error(1000, vec![activity(3, full), activity(2, full)], leaves), no_room(1));
    assert_eq!(error(1000, vec![activity(u32::MAX, full)], Team::constant(1_000_000)), no_room(0));
    assert_eq!(error(2, vec![activity(3, None)], Team::default()), no_room(0));
    assert_eq!(error(0, vec![activity(1, None)], Team::default()), no_room(0));
    let all = u32::MAX;
    let problem = Problem {
        office: Team::constant(1),
        days: all,
        activities: vec![activity(all, None), activity(1, None)],
        teams: vec![],
        links: vec![link(0, 1, LinkKind::FinishToStart, i32::MAX)],
    };
    assert_eq!(schedule(&problem, &[0, 1]), Err(no_room(1)));
}

#[test]
fn lists_and_problems_that_make_no_sense_are_errors() {
    let mut problem = Problem {
        office: Team::constant(1),
        days: 10,
        activities: vec![activity(1, None), activity(1, None)],
        teams: vec![],
        links: vec![link(0, 1, LinkKind::StartToStart, 0)],
    };
    for list in [&[][..], &[0], &[0, 0], &[0, 1, 1], &[0, 1, 2], &[0, 2]] {
        assert_eq!(schedule(&problem, list), Err(ScheduleError::Malformed), "{list:?}");
    }
    assert_eq!(schedule(&problem, &[1, 0]), Err(ScheduleError::Order { link: 0 }));
    problem.activities[1].loads = vec![Load { team: 0, micro_fte: 1 }];
    assert_eq!(schedule(&problem, &[0, 1]), Err(ScheduleError::Malformed), "no such team");
    problem.links.push(link(0, 5, LinkKind::StartToStart, 0));
    assert_eq!(schedule(&problem, &[0, 1]), Err(ScheduleError::Malformed), "no such activity");
    assert_eq!(activity_list(&problem, &[0, 0]), None);
}

#[test]
fn a_list_follows_priority_as_far_as_links_allow() {
    let mut problem = Problem {
        office: Team::constant(1),
        days: 10,
        activities: vec![activity(1, None); 4],
        teams: vec![],
        links: vec![link(3, 0, LinkKind::FinishToStart, 0), link(3, 1, LinkKind::FinishToStart, 0)],
    };
    assert_eq!(activity_list(&problem, &[1, 1, 2, 3]), Some(vec![2, 3, 0, 1]));
    assert_eq!(activity_list(&problem, &[0, 0, 0]), None, "a priority is missing");
    problem.links.push(link(0, 3, LinkKind::StartToStart, 0));
    assert_eq!(activity_list(&problem, &[1, 1, 2, 3]), None, "a circle");
}

#[test]
fn at_most_a_few_are_named() {
    let mut activities = vec![activity(2, Some((0, 10))); 100];
    activities.push(activity(1, Some((0, 1000))));
    let slots = run(activities, vec![Team::constant(1000)], vec![]).unwrap();
    assert_eq!(slots[100].why, Why::Busy { team: 0, with: (0..MAX_NAMED).collect(), until: Day(1) });
}

#[test]
fn lengths_cost_nothing() {
    // Half a million days each: anything that walked over days would be noticed.
    let team = Team::constant(1_000_000);
    let activities: Vec<_> =
        (0..2000).map(|index| activity(500_000 + index, Some((0, 1 + u64::from(index))))).collect();
    let list: Vec<usize> = (0..activities.len()).collect();
    let problem = Problem {
        days: 2_000_000_000,
        activities,
        teams: vec![team],
        office: Team::constant(1),
        links: vec![],
    };
    assert!(schedule(&problem, &list).is_ok());
}

#[test]
fn an_axis_is_long_enough_or_there_is_no_room_on_it() {
    use LinkKind::*;
    // The same problem on each length of the axis: the schedule is the same, or there is none.
    for kind in [FinishToStart, StartToStart, FinishToFinish, StartToFinish] {
        let on = |days| {
            let team = Team::constant(1_000_000)
                .away((0..200).map(|week| Day(week * 7 + 5)..Day(week * 7 + 7)))
                .with_halves((0..200).map(|week| Day(week * 7)));
            let activities = vec![activity(4, None), activity(3, Some((0, 1_000_000)))];
            let links = vec![link(0, 1, kind, 9)];
            let office = Team::constant(1);
            schedule(&Problem { days, activities, teams: vec![team], office, links }, &[0, 1])
        };
        let enough = on(1_000).unwrap();
        for days in 0..40 {
            match on(days) {
                Ok(slots) => assert_eq!(slots, enough, "{kind:?} on {days} days"),
                Err(error) => assert!(matches!(error, ScheduleError::NoRoom { .. }), "{kind:?}: {error}"),
            }
        }
    }
}

#[test]
fn what_may_not_finish_yet_starts_late_enough() {
    let late = |days, finish| Activity { finish_release: Day(finish), ..activity(days, None) };
    let fixed = Activity { fixed: Some(Day(2)), ..late(2, 5) };
    let slots = run(vec![late(3, 7), late(3, 1), fixed], vec![], vec![]).unwrap();
    assert_eq!(slots[0], slot(5, 7, Why::FinishRelease));
    assert_eq!(slots[1], slot(0, 2, Why::PlanStart));
    assert_eq!(slots[2], slot(4, 5, Why::FinishRelease), "not on its fixed day");
}

#[test]
fn half_days_that_leave_no_room_before_the_end_leave_what_comes_after_them() {
    // Two days of work, from the first day on three as that is half a day; the third is taken, and nothing comes after the fifth.
    let team = Team::constant(1).with_halves([Day(0)]);
    let taken = Activity { fixed: Some(Day(2)), ..activity(1, Some((0, 1))) };
    let problem = Problem {
        days: 5,
        activities: vec![taken, activity(2, Some((0, 1)))],
        teams: vec![team],
        office: Team::constant(1),
        links: vec![],
    };
    let slots = schedule(&problem, &[0, 1]).unwrap();
    assert_eq!((slots[1].start, slots[1].finish), (Day(3), Day(4)));
}
