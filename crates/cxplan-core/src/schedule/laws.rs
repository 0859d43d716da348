//! What holds for the schedule of any problem.

mod drawn;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::tests::activity;
use super::*;
use crate::calendar::Calendar;
use crate::verify;

/// A plan's time: what its calendar is made of, and the calendar.
#[derive(Clone, Debug)]
pub(super) struct Time {
    start: Date,
    workdays: [bool; 7],
    closed: Vec<RangeInclusive<Date>>,
    calendar: Calendar,
}

impl Time {
    fn new(start: Date, workdays: [bool; 7], closed: Vec<RangeInclusive<Date>>) -> Self {
        let calendar = Calendar::new(start, workdays, closed.iter().cloned()).unwrap();
        Self { start, workdays, closed, calendar }
    }

    /// Without days off.
    pub(super) fn plain() -> Self {
        Self::new(date(2027, 1, 1), [true; 7], vec![])
    }

    pub(super) fn date(&self, day: Day) -> Date {
        self.calendar.date(day).unwrap()
    }

    pub(super) fn row(&self, activity: usize, start: Day, finish: Day) -> verify::Row {
        verify::Row { activity, start: self.date(start), finish: self.date(finish) }
    }
}

/// The same problem in the words of the checker.
pub(super) fn facts(problem: &Problem, time: &Time) -> verify::Facts {
    let dated = |day| time.date(day);
    let half = |team: &Team| verify::Half {
        weekdays: [false; 7],
        dates: team.halves().iter().map(|day| dated(*day)).collect(),
    };
    let team = |team: &Team| verify::Team {
        capacity: team.capacity().iter().map(|(from, size)| (dated(*from), *size)).collect(),
        closed: vec![],
        // Every day of the axis is one of the team's, whatever the office does.
        week: Some(verify::Week { workdays: time.workdays, closed: time.closed.clone(), half: half(team) }),
    };
    let office_closed = (0..OFFICE_SETTLES)
        .map(Day)
        .filter(|day| size_on(&problem.office, *day) == 0)
        .map(|day| dated(day)..=dated(day));
    let activity = |activity: &Activity| verify::Activity {
        half_days: activity.half_days.get(),
        loads: activity.loads.iter().map(|load| (load.team, load.micro_fte)).collect(),
        not_before: Some(dated(activity.release)),
        not_done_before: Some(dated(activity.finish_release)),
        fixed: None,
    };
    let link = |link: &Link| {
        use verify::End::{Finish, Start};
        let (first_end, second_end) = match link.kind {
            LinkKind::FinishToStart => (Finish, Start),
            LinkKind::StartToStart => (Start, Start),
            LinkKind::FinishToFinish => (Finish, Finish),
            LinkKind::StartToFinish => (Start, Finish),
        };
        verify::Link { first: link.from, first_end, second: link.to, second_end, lag: link.lag }
    };
    verify::Facts {
        start: time.start,
        workdays: time.workdays,
        closed: time.closed.iter().cloned().chain(office_closed).collect(),
        half: half(&problem.office),
        teams: problem.teams.iter().map(team).collect(),
        activities: problem.activities.iter().map(activity).collect(),
        links: problem.links.iter().map(link).collect(),
    }
}

/// From this day on every office is open.
const OFFICE_SETTLES: u32 = 25;

pub(super) fn size_on(team: &Team, day: Day) -> u64 {
    team.capacity().iter().rfind(|(from, _)| *from <= day).unwrap().1
}

/// What a team can do on a day.
fn capacity_on(problem: &Problem, team: usize, day: Day) -> u64 {
    size_on(&problem.teams[team], day)
}

/// The finish of an activity that starts on a day; none where one of its teams does not work on that day.
pub(crate) fn finish_from(problem: &Problem, activity: &Activity, start: Day) -> Option<Day> {
    let of_team = |team: &Team, day: u32| match (size_on(team, Day(day)), team.halves().contains(&Day(day))) {
        (0, _) => 0,
        (_, true) => 1,
        (_, false) => 2,
    };
    let halves = |day: u32| {
        let of_teams = activity.loads.iter().map(|load| of_team(&problem.teams[load.team], day));
        of_teams.min().unwrap_or_else(|| of_team(&problem.office, day))
    };
    let mut left = activity.half_days.get();
    let last = (start.0..).find(|day| {
        left = left.saturating_sub(halves(*day));
        left == 0
    })?;
    (halves(start.0) > 0).then_some(Day(last))
}

fn teams() -> impl Strategy<Value = Vec<Team>> {
    prop::collection::vec(team(2, 5), 1..4)
}

/// A team that changes for a while, works half days for a while, and has at least so many in the end.
fn team(least: u64, halves: usize) -> impl Strategy<Value = Team> {
    let sizes = prop::collection::vec((0u32..OFFICE_SETTLES, 0u64..6), 0..5);
    (least..7, sizes, prop::collection::vec(0u32..40, 0..=halves)).prop_map(|(last, mut sizes, halves)| {
        // In the end there is room for every load.
        sizes.push((OFFICE_SETTLES, last));
        Team::varying(sizes.into_iter().map(|(day, size)| (Day(day), size)))
            .with_halves(halves.into_iter().map(Day))
    })
}

/// Problems whose activities are listed before what waits for them.
pub(crate) fn problems(most: usize) -> impl Strategy<Value = Problem> {
    use LinkKind::*;
    let kinds =
        prop::sample::select(vec![FinishToStart, FinishToStart, StartToStart, FinishToFinish, StartToFinish]);
    let link = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), kinds, -4i32..5);
    let work = (1u32..11, loads(), 0u32..8, 0u32..16);
    let office = prop_oneof![Just(Team::constant(1)), team(1, 5)];
    let works = prop::collection::vec(work, 1..=most);
    (teams(), office, works, prop::collection::vec(link, 0..=2 * most)).prop_map(
        |(teams, office, works, links)| {
            let activities: Vec<_> = works
                .into_iter()
                .map(|(half_days, loads, release, finish)| Activity {
                    half_days: NonZeroU32::new(half_days).unwrap(),
                    release: Day(release.saturating_sub(4)),
                    finish_release: Day(finish.saturating_sub(8)),
                    loads: by_team(loads.into_iter().map(|(team, load)| (team.index(teams.len()), load))),
                    ..activity(1, None)
                })
                .collect();
            let links = links
                .into_iter()
                .map(|(a, b, kind, lag)| (a.index(activities.len()), b.index(activities.len()), kind, lag))
                .filter(|(a, b, ..)| a != b)
                .map(|(a, b, kind, lag)| Link { from: a.min(b), to: a.max(b), kind, lag })
                .collect();
            Problem { days: 5000, activities, teams, office, links }
        },
    )
}

/// Mostly one team, at times none or several.
fn loads() -> impl Strategy<Value = Vec<(prop::sample::Index, u64)>> {
    let load = || (any::<prop::sample::Index>(), 0u64..3);
    prop_oneof![
        1 => Just(vec![]),
        4 => load().prop_map(|load| vec![load]),
        2 => prop::collection::vec(load(), 2..4),
    ]
}

/// Each team once.
fn by_team(loads: impl IntoIterator<Item = (usize, u64)>) -> Vec<Load> {
    let loads: BTreeMap<usize, u64> = loads.into_iter().collect();
    loads.into_iter().map(|(team, micro_fte)| Load { team, micro_fte }).collect()
}

/// A chain of 2 and 3 days for one team, and 4 days for another.
pub(crate) fn chain() -> Problem {
    Problem {
        days: 100,
        activities: vec![activity(2, Some((0, 1))), activity(3, Some((0, 1))), activity(4, Some((1, 1)))],
        teams: vec![Team::constant(1), Team::constant(1)],
        office: Team::constant(1),
        links: vec![Link { from: 0, to: 1, kind: LinkKind::FinishToStart, lag: 0 }],
    }
}

/// Works of so many days for a team that does one at a time.
pub(crate) fn queue(days: &[u32]) -> Problem {
    Problem {
        days: 100,
        activities: days.iter().map(|days| activity(*days, Some((0, 1)))).collect(),
        teams: vec![Team::constant(1)],
        office: Team::constant(1),
        links: vec![],
    }
}

/// Ranges of dates around the first days of a plan that starts in January 2027; some are empty.
fn ranges() -> impl Strategy<Value = Vec<RangeInclusive<Date>>> {
    prop::collection::vec((-5i64..60, -1i64..12), 0..6).prop_map(|ranges| {
        let first = date(2027, 1, 1);
        ranges.iter().map(|(from, length)| first + from.days()..=first + (from + length).days()).collect()
    })
}

fn times() -> impl Strategy<Value = Time> {
    let week = any::<[bool; 7]>().prop_filter("an empty week is refused", |week| week.contains(&true));
    (0i64..10, week, ranges())
        .prop_map(|(day, week, closed)| Time::new(date(2027, 1, 1) + day.days(), week, closed))
}

proptest! {
    #[test]
    fn a_schedule_is_sound_and_nothing_could_start_earlier(
        problem in problems(14),
        time in times(),
        freeze in ranges(),
    ) {
        // The first team is away on some dates: the checker is told the dates, the problem the days.
        let mut facts = facts(&problem, &time);
        facts.teams[0].closed = freeze.clone();
        let mut problem = problem;
        let first = std::mem::take(&mut problem.teams[0]);
        problem.teams[0] = first.away(freeze.into_iter().map(|dates| time.calendar.days_in(dates)));

        let list: Vec<usize> = (0..problem.activities.len()).collect();
        let slots = schedule(&problem, &list).unwrap();
        let row = |activity, start, finish| time.row(activity, start, finish);
        let rows: Vec<_> = list.iter().map(|index| row(*index, slots[*index].start, slots[*index].finish)).collect();
        prop_assert_eq!(verify::verify(&facts, &rows), vec![]);

        // The checker is no rubber stamp: another finish or a lag beyond all dates does not pass.
        for row in 0..rows.len() {
            let mut wrong = rows.clone();
            wrong[row].finish += 1.day();
            prop_assert!(!verify::verify(&facts, &wrong).is_empty());
        }
        for link in 0..facts.links.len() {
            let mut wrong = facts.clone();
            wrong.links[link].lag = i32::MAX;
            let broken = verify::Violation::Link { link };
            prop_assert!(verify::verify(&wrong, &rows).contains(&broken));
        }

        // With those placed before it alone, no earlier start passes the checker.
        for (index, slot) in slots.iter().enumerate() {
            let mut known = facts.clone();
            known.activities.truncate(index + 1);
            known.links.retain(|link| link.first.max(link.second) <= index);
            for start in 0..slot.start.0 {
                if let Some(finish) = finish_from(&problem, &problem.activities[index], Day(start)) {
                    let mut rows = rows[..index].to_vec();
                    rows.push(row(index, Day(start), finish));
                    prop_assert!(!verify::verify(&known, &rows).is_empty(), "{} could start on {}", index, start);
                }
            }
        }
    }

    /// Some activities have a fixed day, the axis may be too short, and the tables serve more than once.
    #[test]
    fn the_generator_makes_the_same_schedules(
        problem in problems(14),
        fixed in prop::collection::vec(prop::option::weighted(0.15, 0u32..30), 14),
        days in prop_oneof![Just(5000), 10u32..60],
        lengths in prop::collection::vec(1u32..11, 14),
    ) {
        let mut problem = problem;
        problem.days = days;
        for (activity, fixed) in problem.activities.iter_mut().zip(fixed) {
            activity.fixed = fixed.map(Day);
        }
        let list: Vec<usize> = (0..problem.activities.len()).collect();
        let short: Vec<u32> = list.iter().map(|activity| *activity as u32).collect();
        let mut generator = Generator::new(&problem).unwrap();
        let made = |generator: &mut Generator| {
            generator.make(&short).map(|()| {
                generator.starts().iter().zip(generator.finishes()).map(|(start, finish)| (*start, *finish)).collect::<Vec<_>>()
            })
        };
        let expected = |problem: &Problem| match schedule(problem, &list) {
            Ok(slots) => Ok(slots.iter().map(|slot| (slot.start.0, slot.finish.0)).collect::<Vec<_>>()),
            Err(ScheduleError::NoRoom { activity }) => Err(NoRoom(activity)),
            Err(error) => panic!("{error}"),
        };
        prop_assert_eq!(made(&mut generator), expected(&problem));
        for (activity, length) in lengths.iter().take(list.len()).enumerate() {
            let length = NonZeroU32::new(*length).unwrap();
            generator.set_length(activity, length);
            problem.activities[activity].half_days = length;
        }
        prop_assert_eq!(made(&mut generator), expected(&problem));
    }

    #[test]
    fn reasons_are_true(problem in problems(14)) {
        let list: Vec<usize> = (0..problem.activities.len()).collect();
        let slots = schedule(&problem, &list).unwrap();
        for (index, slot) in slots.iter().enumerate() {
            let activity = &problem.activities[index];
            prop_assert_eq!(slot.why == Why::PlanStart, slot.start == Day(0));
            let works = |activity: &Activity, day: Day| {
                let one_day = Activity { half_days: NonZeroU32::MIN, ..activity.clone() };
                finish_from(&problem, &one_day, day).is_some()
            };
            match &slot.why {
                Why::PlanStart | Why::Fixed => {}
                Why::Release => prop_assert_eq!(slot.start, activity.release),
                Why::FinishRelease => {
                    let earlier = (0..slot.start.0).rev().find_map(|day| finish_from(&problem, activity, Day(day)));
                    prop_assert!(earlier.is_none_or(|finish| finish < activity.finish_release));
                }
                Why::Link(link) => {
                    let link = &problem.links[*link];
                    prop_assert_eq!(link.to, index);
                    // Started one day of its team's earlier, it would break the link.
                    let earlier = (0..slot.start.0).rev().find_map(|day| {
                        Some((Day(day), finish_from(&problem, activity, Day(day))?))
                    });
                    if let Some((start, finish)) = earlier {
                        let from = &slots[link.from];
                        // What is over at the dawn of a day: days of the axis, or of the plan where a lag counts those.
                        let over = |day: u32| match link.lag {
                            0 => i64::from(day),
                            _ => (0..day).filter(|day| size_on(&problem.office, Day(*day)) > 0).count() as i64,
                        };
                        let (start, finish) = (over(start.0), over(finish.0 + 1));
                        let (first, last) = (over(from.start.0), over(from.finish.0 + 1));
                        let lag = i64::from(link.lag);
                        let breaks = match link.kind {
                            LinkKind::FinishToStart => start < last + lag,
                            LinkKind::StartToStart => start < first + lag,
                            LinkKind::FinishToFinish => finish < last + lag,
                            LinkKind::StartToFinish => finish < first + lag,
                        };
                        prop_assert!(breaks);
                    }
                }
                Why::Busy { team, with, until } => {
                    prop_assert!(activity.loads.iter().any(|load| load.team == *team));
                    let load = activity.load_on(*team);
                    prop_assert!(!with.is_empty() && *until < slot.start);
                    for other in with {
                        prop_assert!(*other < index && problem.activities[*other].load_on(*team) > 0);
                        prop_assert!(works(&problem.activities[*other], *until));
                        prop_assert!((slots[*other].start..=slots[*other].finish).contains(until));
                    }
                    let taken: u64 = slots[..index]
                        .iter()
                        .zip(&problem.activities)
                        .filter(|(slot, other)| (slot.start..=slot.finish).contains(until) && works(other, *until))
                        .map(|(_, other)| other.load_on(*team))
                        .sum();
                    let capacity = capacity_on(&problem, *team, *until);
                    prop_assert!(capacity >= load && capacity < taken + load, "no room on `until`, but for the others");
                    for day in until.0 + 1..slot.start.0 {
                        prop_assert!(!works(activity, Day(day)));
                    }
                }
                Why::Closed { team, until } => {
                    let crew = team.map_or(&problem.office, |team| &problem.teams[team]);
                    let capacity = size_on(crew, *until);
                    prop_assert!(capacity == 0 || team.is_some_and(|team| capacity < activity.load_on(team)));
                    for day in until.0 + 1..slot.start.0 {
                        prop_assert!(!works(activity, Day(day)));
                    }
                }
            }
        }
    }

    #[test]
    fn names_do_not_matter(
        (problem, names) in problems(14)
            .prop_flat_map(|problem| (Just((0..problem.activities.len()).collect::<Vec<_>>()).prop_shuffle(), Just(problem)))
            .prop_map(|(names, problem)| (problem, names)),
    ) {
        // Activity k is called `names[k]` in the other problem.
        let mut other = problem.clone();
        for (index, name) in names.iter().enumerate() {
            other.activities[*name] = problem.activities[index].clone();
        }
        for link in &mut other.links {
            (link.from, link.to) = (names[link.from], names[link.to]);
        }
        let list: Vec<usize> = (0..names.len()).collect();
        let (one, two) = (schedule(&problem, &list).unwrap(), schedule(&other, &names).unwrap());
        for (index, slot) in one.iter().enumerate() {
            let mut why = slot.why.clone();
            let mut renamed = two[names[index]].clone();
            if let (Why::Busy { with, .. }, Why::Busy { with: others, .. }) = (&mut why, &mut renamed.why) {
                with.iter_mut().for_each(|activity| *activity = names[*activity]);
                with.sort_unstable();
                others.sort_unstable();
            }
            prop_assert_eq!(renamed, Slot { why, ..*slot });
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Kolisch 1996: with finish-to-start links of no negative lag, some list leads to the shortest schedule.
    #[test]
    fn some_list_leads_to_the_shortest_schedule(problem in problems(4)) {
        let mut problem = problem;
        for link in &mut problem.links {
            link.kind = LinkKind::FinishToStart;
            link.lag = link.lag.clamp(0, 1);
        }
        let count = problem.activities.len();
        let by_list = permutations(count)
            .into_iter()
            .filter_map(|list| schedule(&problem, &list).ok())
            .filter_map(|slots| slots.iter().map(|slot| slot.finish).max())
            .min()
            .unwrap();
        // Is there a schedule that is a day shorter? All starts are tried.
        let time = Time::plain();
        let facts = facts(&problem, &time);
        prop_assert!(!shorter(&problem, &facts, &time, by_list, &mut Vec::new()));
    }
}

pub(crate) fn permutations(count: usize) -> Vec<Vec<usize>> {
    let Some(last) = count.checked_sub(1) else { return vec![vec![]] };
    permutations(last)
        .into_iter()
        .flat_map(|shorter| {
            (0..count).map(move |at| {
                let mut list = shorter.clone();
                list.insert(at, last);
                list
            })
        })
        .collect()
}

/// Whether the rows can be completed to a sound schedule that finishes before a day. Cuts as soon as the rows so far, on
/// their own, are unsound.
fn shorter(
    problem: &Problem,
    facts: &verify::Facts,
    time: &Time,
    than: Day,
    rows: &mut Vec<verify::Row>,
) -> bool {
    let index = rows.len();
    let mut known = facts.clone();
    known.activities.truncate(index);
    known.links.retain(|link| link.first.max(link.second) < index);
    if !verify::verify(&known, rows).is_empty() {
        return false;
    }
    let Some(activity) = problem.activities.get(index) else { return true };
    (0..than.0).any(|start| {
        let Some(finish) = finish_from(problem, activity, Day(start)).filter(|finish| *finish < than) else {
            return false;
        };
        rows.push(time.row(index, Day(start), finish));
        let found = shorter(problem, facts, time, than, rows);
        rows.pop();
        found
    })
}
