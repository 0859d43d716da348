//! From work, teams and dependencies to a start and a finish for every activity.
//!
//! This is the resource-constrained project scheduling problem with calendars, team capacities that change over time and
//! the four kinds of links with lags. [`schedule`] is the serial schedule generation scheme (Kolisch, "Serial and parallel
//! resource-constrained project scheduling methods revisited", EJOR 90, 1996): it takes a list of activities in which
//! nothing stands before what it waits for, and places each at its earliest start given those placed before. What is early
//! in the list gets the room first; what is late may still fill the gaps. With finish-to-start links of no negative lag
//! some list leads to the shortest schedule, so an optimiser can search among lists and leave the dates to this function.
//!
//! Everything here counts in [`Day`]s, working days of the plan. Nothing knows of dates, names or scores.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::num::NonZeroU32;

use crate::calendar::Day;
pub use crate::model::LinkKind;

pub mod again;
mod crew;
mod generator;
pub mod indexed;
pub mod justify;
#[cfg(test)]
pub(crate) mod laws;
mod memory;
mod profile;
pub mod slack;
#[cfg(test)]
mod tests;
mod ties;
mod together;
pub mod waits;
mod week;

use crew::Crew;
pub use generator::{Generator, NoRoom, Tracer};
use together::Crews;

/// Work, the teams that do it, and what has to wait for what.
#[derive(Clone, Debug, Default)]
pub struct Problem {
    /// Number of working days that the schedule may use: every start and finish is below it.
    pub days: u32,
    /// Pieces of work.
    pub activities: Vec<Activity>,
    /// Teams.
    pub teams: Vec<Team>,
    /// The days on which work goes on that needs no team, and which lags count. Its size does not matter.
    pub office: Team,
    /// Dependencies.
    pub links: Vec<Link>,
}

impl Activity {
    /// What it takes of a team, in micro-FTE; 0 where it takes nothing.
    pub(crate) fn load_on(&self, team: usize) -> u64 {
        self.loads.iter().find(|load| load.team == team).map_or(0, |load| load.micro_fte)
    }
}

impl Problem {
    /// The same on an axis of so many days.
    pub(crate) fn until(&self, days: u32) -> Self {
        Self { days, ..self.clone() }
    }
}

/// A piece of work. It runs without interruption, except over days on which one of its teams does not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// Length in half days on which all of its teams work; of the plan's where it has no team.
    pub half_days: NonZeroU32,
    /// The teams that do it together, each once, and how much of each.
    pub loads: Vec<Load>,
    /// First day on which it may start.
    pub release: Day,
    /// First day on which it may finish.
    pub finish_release: Day,
    /// The day on which it has to start. It gets its room before everything else; where it cannot start then, it starts as
    /// soon after as it can, which is for the caller to see and to tell.
    pub fixed: Option<Day>,
}

/// What an activity takes of a team on each day from start to finish on which all of its teams work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// Position in [`Problem::teams`].
    pub team: usize,
    /// Millionths of a full-time equivalent.
    pub micro_fte: u64,
}

/// People who share their work among activities.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Team {
    /// Capacity from a day on, in micro-FTE; days strictly ascending, the first is 0.
    capacity: Vec<(Day, u64)>,
    /// Days on which half a day is worked, ascending.
    halves: Vec<Day>,
}

impl Team {
    /// A team of the same size on all days, in millionths of a full-time equivalent.
    pub fn constant(micro_fte: u64) -> Self {
        Self::varying([(Day(0), micro_fte)])
    }

    /// A team that has another size from each of these days on, in micro-FTE. It does not work before the first of them
    /// nor while its size is 0. The days may come in any order; where one comes twice, the later entry holds.
    pub fn varying(sizes: impl IntoIterator<Item = (Day, u64)>) -> Self {
        let mut capacity = vec![(Day(0), 0)];
        capacity.extend(sizes);
        capacity.sort_by_key(|(day, _)| *day);
        // `dedup_by` hands over the later entry first; it wins, so its size moves into the one that stays.
        capacity.dedup_by(|later, earlier| {
            let same = later.0 == earlier.0;
            if same {
                earlier.1 = later.1;
            }
            same
        });
        Self { capacity, halves: Vec::new() }
    }

    /// The same team, away on these days. Ranges may overlap and be empty.
    pub fn away(mut self, closed: impl IntoIterator<Item = std::ops::Range<Day>>) -> Self {
        let mut closed: Vec<_> = closed.into_iter().filter(|days| !days.is_empty()).collect();
        closed.sort_unstable_by_key(|days| days.start);
        // Ranges that touch become one.
        closed.dedup_by(|next, days| {
            let touches = next.start <= days.end;
            if touches {
                days.end = days.end.max(next.end);
            }
            touches
        });
        let mut capacity = Vec::with_capacity(self.capacity.len() + 2 * closed.len());
        let mut sizes = self.capacity.iter().copied().peekable();
        let mut size = 0;
        for days in closed {
            while let Some(change) = sizes.next_if(|(from, _)| *from < days.start) {
                size = change.1;
                capacity.push(change);
            }
            capacity.push((days.start, 0));
            while let Some((_, next)) = sizes.next_if(|(from, _)| *from <= days.end) {
                size = next;
            }
            capacity.push((days.end, size));
        }
        capacity.extend(sizes);
        self.capacity = capacity;
        self
    }

    /// The same team, working half a day on these days. Work takes as many days as make up its length; the rest of its last
    /// day is nobody's.
    pub fn with_halves(mut self, days: impl IntoIterator<Item = Day>) -> Self {
        self.halves = days.into_iter().collect();
        self.halves.sort_unstable();
        self.halves.dedup();
        self
    }

    /// Days on which half a day is worked, ascending.
    pub fn halves(&self) -> &[Day] {
        &self.halves
    }

    /// Capacity on each of so many days, in micro-FTE.
    pub(crate) fn sizes(&self, days: u32) -> Vec<u64> {
        let mut sizes = Vec::with_capacity(days as usize);
        let ends = self.capacity.iter().skip(1).map(|(day, _)| day.0).chain([days]);
        for ((_, size), end) in self.capacity.iter().zip(ends) {
            sizes.resize(end.min(days) as usize, *size);
        }
        sizes
    }

    /// Half days of work that part of a day is: two, or one on half a day.
    pub(crate) fn halves_on(&self, day: u32) -> u64 {
        if self.halves.binary_search(&Day(day)).is_ok() { 1 } else { 2 }
    }

    /// What it can do on each of so many days, in micro-FTE and half days.
    pub(crate) fn room(&self, days: u32) -> impl Iterator<Item = u64> + '_ {
        (0..days).zip(self.sizes(days)).map(|(day, size)| size * self.halves_on(day))
    }

    /// Capacity from a day on, in micro-FTE; the days ascend from 0.
    pub fn capacity(&self) -> &[(Day, u64)] {
        &self.capacity
    }
}

/// One activity waits for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Position of the activity that is waited for.
    pub from: usize,
    /// Position of the activity that waits.
    pub to: usize,
    /// Which ends the link ties.
    pub kind: LinkKind,
    /// Working days of the plan between the two ends; negative: the second may come so much before the first.
    pub lag: i32,
}

/// The days of an activity and what decides them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// First day of work.
    pub start: Day,
    /// Last day of work.
    pub finish: Day,
    /// Why it does not start earlier.
    pub why: Why,
}

/// The last day of a schedule; none where there is nothing to do.
pub(crate) fn last_day(slots: &[Slot]) -> Option<Day> {
    slots.iter().map(|slot| slot.finish).max()
}

/// Why an activity does not start earlier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It starts on the first day.
    PlanStart,
    /// It starts on its release day.
    Release,
    /// If it started earlier, it would finish before it may.
    FinishRelease,
    /// It has to start on this day.
    Fixed,
    /// The link at this position in [`Problem::links`] holds it.
    Link(usize),
    /// A team of it is busy.
    Busy {
        /// The team.
        team: usize,
        /// The activities that make room by finishing on `until`; where none does and the room comes from a team that
        /// grows, those that run on that day. Largest load first, at most [`MAX_NAMED`].
        with: Vec<usize>,
        /// Last day on which the team has too little room.
        until: Day,
    },
    /// A team of it is away, or too small for the load even with nothing else to do; or the plan pauses, where it has no team.
    Closed {
        /// The team.
        team: Option<usize>,
        /// Last day of that.
        until: Day,
    },
}

/// At most so many activities are named in [`Why::Busy`].
pub const MAX_NAMED: usize = 8;

/// Why there is no schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScheduleError {
    /// The list does not hold every activity exactly once, or something points to an activity or team that is not there.
    Malformed,
    /// The list has this link's `to` before its `from`.
    Order {
        /// Position in [`Problem::links`].
        link: usize,
    },
    /// The activity fits nowhere before the last day.
    NoRoom {
        /// Position in [`Problem::activities`].
        activity: usize,
    },
}

impl std::fmt::Display for ScheduleError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Malformed => f.write_str("the list or the problem points to something that is not there"),
            Self::Order { link } => write!(f, "the list has the ends of link {link} the wrong way round"),
            Self::NoRoom { activity } => write!(f, "activity {activity} fits nowhere before the last day"),
        }
    }
}

impl std::error::Error for ScheduleError {}

/// Places every activity of `list` in turn at its earliest feasible start; slots are in the order of the activities.
///
/// Deterministic. Time is linear in activities and links but for the search for room, see `profile.rs`.
pub fn schedule(problem: &Problem, list: &[usize]) -> Result<Vec<Slot>, ScheduleError> {
    let incoming = incoming(problem)?;
    let mut crews = Crews::of(problem)?;
    let mut slots: Vec<Option<Slot>> = vec![None; problem.activities.len()];
    for (index, activity) in problem.activities.iter().enumerate() {
        let Some(day) = activity.fixed else { continue };
        slots[index] = pin(index, activity, &mut crews, day);
    }
    let pinned: Vec<bool> = slots.iter().map(Option::is_some).collect();
    let mut listed = vec![false; slots.len()];
    for &index in list {
        let activity = problem.activities.get(index).ok_or(ScheduleError::Malformed)?;
        if std::mem::replace(&mut listed[index], true) {
            return Err(ScheduleError::Malformed);
        }
        if pinned[index] {
            continue;
        }
        let floor = floor(problem, &incoming[index], activity, crews.own(index), crews.plan(), &slots)?;
        let slot =
            place(index, activity, &mut crews, &floor).ok_or(ScheduleError::NoRoom { activity: index })?;
        slots[index] = Some(slot);
    }
    if listed.contains(&false) {
        return Err(ScheduleError::Malformed);
    }
    slots.into_iter().collect::<Option<Vec<_>>>().ok_or(ScheduleError::Malformed)
}

/// Takes room for an activity on its fixed day, whatever else there is; none where one of its teams does not work on that day or
/// has no room.
fn pin(index: usize, activity: &Activity, crews: &mut Crews, day: Day) -> Option<Slot> {
    let shift = crews.own(index).shift_on_or_after(day);
    let (found, length) = crews.first_room(index, activity, shift)?;
    let own = crews.own(index);
    let (start, finish) = (own.day(found)?, own.day(found + length - 1)?);
    if start != day || day < activity.release || finish < activity.finish_release {
        return None;
    }
    crews.take(index, activity, found, length);
    Some(Slot { start, finish, why: Why::Fixed })
}

/// The activities in the order of `priority` (smaller first, then by position) as far as the links allow: of those whose
/// links are all served, always the first. None where the links form a cycle or point to nothing.
pub fn activity_list(problem: &Problem, priority: &[u32]) -> Option<Vec<usize>> {
    let mut waits = vec![0u32; problem.activities.len()];
    let mut serves = vec![Vec::new(); problem.activities.len()];
    for link in &problem.links {
        *waits.get_mut(link.to)? += 1;
        serves.get_mut(link.from)?.push(link.to);
    }
    let key = |activity: usize| priority.get(activity).map(|priority| Reverse((*priority, activity)));
    let mut ready: BinaryHeap<_> =
        (0..waits.len()).filter(|activity| waits[*activity] == 0).map(key).collect::<Option<_>>()?;
    let mut list = Vec::with_capacity(waits.len());
    while let Some(Reverse((_, activity))) = ready.pop() {
        list.push(activity);
        for &next in &serves[activity] {
            waits[next] -= 1;
            if waits[next] == 0 {
                ready.push(key(next)?);
            }
        }
    }
    (list.len() == waits.len()).then_some(list)
}

/// Positions of the links into each activity.
fn incoming(problem: &Problem) -> Result<Vec<Vec<usize>>, ScheduleError> {
    let mut incoming = vec![Vec::new(); problem.activities.len()];
    for (index, link) in problem.links.iter().enumerate() {
        if link.from >= incoming.len() {
            return Err(ScheduleError::Malformed);
        }
        incoming.get_mut(link.to).ok_or(ScheduleError::Malformed)?.push(index);
    }
    Ok(incoming)
}

/// The earliest start that release and links allow, before any look at the team's room.
struct Floor {
    /// First shift of the crew that will do.
    shift: u32,
    /// The day that was asked for; the crew may not work on it, so that the shift falls on a later one.
    day: Day,
    /// What asks for it.
    why: Why,
}

fn floor(
    problem: &Problem,
    links: &[usize],
    activity: &Activity,
    crew: &Crew,
    office: &Crew,
    slots: &[Option<Slot>],
) -> Result<Floor, ScheduleError> {
    // Days below 0 mean 0, days beyond the axis mean its end: no shift is there, so that the search finds no room.
    let clamp = |day: i64| Day(day.clamp(0, i64::from(problem.days)) as u32);
    // A lag counts the days on which the plan goes on: those that are over at the dawn of a day, and the lag. Without a lag
    // the day itself counts, which may be one on which only some teams work.
    let shifted = |day: i64, lag: i32| i64::from(office.shift_on_or_after(clamp(day))) + i64::from(lag);
    // The first day by which so many days of the plan are over. Where the axis is too short for them, a day beyond its end:
    // what has to finish by then must not finish on its last day instead.
    let beyond = i64::from(problem.days) + 1;
    let after = |shifts: i64| match u32::try_from(shifts - 1) {
        Ok(last) => office.day(last).map_or(beyond, |day| i64::from(day.0) + 1),
        Err(_) if shifts <= 0 => 0,
        Err(_) => beyond,
    };
    let release = activity.release.max(activity.fixed.unwrap_or(Day(0)));
    let shift = crew.shift_on_or_after(release);
    let mut best = Floor { shift, day: release, why: Why::Release };
    let finishes_on = |last: Day| {
        let shift = crew.first_that_reaches(crew.shift_on_or_after(last), activity.half_days.get());
        (shift, crew.day(shift).unwrap_or(Day(problem.days)))
    };
    let (shift, day) = finishes_on(activity.finish_release);
    if shift > best.shift {
        best = Floor { shift, day, why: Why::FinishRelease };
    }
    for &index in links {
        let link = &problem.links[index];
        let from = slots[link.from].as_ref().ok_or(ScheduleError::Order { link: index })?;
        let end = match link.kind.waits_for_finish() {
            true => i64::from(from.finish.0) + 1,
            false => i64::from(from.start.0),
        };
        let starts = |day: i64| {
            let day = clamp(if link.lag == 0 { day } else { after(shifted(day, link.lag)) });
            (crew.shift_on_or_after(day), day)
        };
        // It may finish on the day before `day`, or later.
        let finishes = |day: i64| {
            let last = if link.lag == 0 { day } else { after(shifted(day, link.lag)) } - 1;
            if last < 0 {
                return (0, Day(0));
            }
            finishes_on(clamp(last))
        };
        let (shift, day) = if link.kind.holds_start() { starts(end) } else { finishes(end) };
        // A link explains more than a release on the same day; among links the first will do.
        let tie = (shift, day) == (best.shift, best.day) && !matches!(best.why, Why::Link(_));
        if (shift, day) > (best.shift, best.day) || tie {
            best = Floor { shift, day, why: Why::Link(index) };
        }
    }
    Ok(best)
}

/// Takes the first room at or after the floor; none where there is none.
fn place(index: usize, activity: &Activity, crews: &mut Crews, floor: &Floor) -> Option<Slot> {
    let (shift, length) = crews.first_room(index, activity, floor.shift)?;
    let own = crews.own(index);
    let (start, finish) = (own.day(shift)?, own.day(shift + length - 1)?);
    let why = if start == Day(0) {
        Why::PlanStart
    } else if shift > floor.shift {
        // The day before the first room is the last without.
        crews.why_no_room(activity, own.day(shift - 1)?)?
    } else if floor.day < start {
        let until = Day(start.0 - 1);
        Why::Closed { team: crews.away(activity, until), until }
    } else {
        floor.why.clone()
    };
    crews.take(index, activity, shift, length);
    Some(Slot { start, finish, why })
}
