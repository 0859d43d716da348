//! Schedules of one problem made again and again, for a search among lists and for simulation: days alone, without reasons.
//!
//! What a list leads to is the same as with [`schedule`](super::schedule()), which explains every date; a law in the tests says so. All that
//! is asked again and again stands in tables, a row of days for each team, so that a schedule of a few hundred activities takes
//! microseconds. On an axis of thousands of years the tables would be too large: [`Generator::new`] then gives none.

mod chain;
mod late;

use std::num::NonZeroU32;

use super::together::Calendars;
use super::week::Week;
use super::{Activity, LinkKind, Problem};
use crate::calendar::Day;

pub use chain::Tracer;

/// Most cells that the tables of a generator may have: 64 MiB of room.
const MOST_CELLS: u64 = 8 << 20;

/// Makes schedules of a problem.
#[derive(Clone, Debug)]
pub struct Generator {
    /// The working days of the plan, then those of each team, then of those that work together.
    weeks: Vec<Week>,
    work: Vec<Work>,
    /// What activities take of which team, together: those of one lie from its entry in `first_load` to the next.
    loads: Vec<(u32, u64)>,
    first_load: Vec<u32>,
    /// Links into each activity, together: those of one lie from its entry in `first_tie` to the next.
    ties: Vec<Tie>,
    first_tie: Vec<u32>,
    /// Capacity of each team on each day.
    full: Vec<Vec<u64>>,
    /// What is left of it in the schedule that is made.
    room: Vec<Vec<u64>>,
    /// The first shift of each team on which the smallest load has room.
    open: Vec<u32>,
    /// The smallest load on each team.
    least: Vec<u64>,
    /// Days from the first on, for each team, that may not be as empty as they were.
    used: Vec<u32>,
    /// Activities that are placed before all others, on their fixed day.
    fixed: Vec<(u32, u32)>,
    pinned: Vec<bool>,
    /// Those of the fixed activities that are placed like the others.
    lifted: Vec<bool>,
    days: u32,
    starts: Vec<u32>,
    finishes: Vec<u32>,
}

/// An activity in the numbers of the tables.
#[derive(Clone, Copy, Debug)]
struct Work {
    half_days: u32,
    /// Position of its week.
    week: u32,
    release: Day,
    finish_release: Day,
}

#[derive(Clone, Copy, Debug)]
struct Tie {
    from: u32,
    kind: LinkKind,
    lag: i32,
}

/// No room before the end of the axis for the activity at this position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoRoom(pub usize);

impl Generator {
    /// The tables of a problem; none where it makes no sense, or where they would be too large.
    pub fn new(problem: &Problem) -> Option<Self> {
        let teams = problem.teams.len();
        let calendars = Calendars::of(problem)?;
        if u64::from(problem.days) * calendars.all.len() as u64 > MOST_CELLS {
            return None;
        }
        let (weeks, of) = Week::of_calendars(calendars, problem.days);
        let count = problem.activities.len();
        let work = |(activity, week): (&Activity, u32)| Work {
            half_days: activity.half_days.get(),
            week,
            release: activity.release.max(activity.fixed.unwrap_or_default()),
            finish_release: activity.finish_release,
        };
        let mut first_tie = vec![0u32; count + 1];
        for link in &problem.links {
            *first_tie[1..].get_mut(link.to).filter(|_| link.from < count)? += 1;
        }
        for activity in 0..count {
            first_tie[activity + 1] += first_tie[activity];
        }
        let mut ties = vec![Tie { from: 0, kind: LinkKind::FinishToStart, lag: 0 }; problem.links.len()];
        let mut next = first_tie.clone();
        for link in &problem.links {
            ties[next[link.to] as usize] = Tie { from: link.from as u32, kind: link.kind, lag: link.lag };
            next[link.to] += 1;
        }
        let mut least = vec![u64::MAX; teams];
        let mut loads = Vec::with_capacity(count);
        let mut first_load = vec![0];
        for activity in &problem.activities {
            for load in &activity.loads {
                least[load.team] = least[load.team].min(load.micro_fte);
                loads.push((load.team as u32, load.micro_fte));
            }
            first_load.push(loads.len() as u32);
        }
        let full: Vec<Vec<u64>> = problem.teams.iter().map(|team| team.sizes(problem.days)).collect();
        let fixed = problem.activities.iter().enumerate();
        Some(Self {
            weeks,
            work: problem.activities.iter().zip(of).map(work).collect(),
            loads,
            first_load,
            ties,
            first_tie,
            room: full.clone(),
            full,
            open: vec![0; teams],
            least,
            used: vec![0; teams],
            fixed: fixed.filter_map(|(index, activity)| Some((index as u32, activity.fixed?.0))).collect(),
            pinned: vec![false; count],
            lifted: vec![false; count],
            days: problem.days,
            starts: vec![0; count],
            finishes: vec![0; count],
        })
    }

    /// First day of each activity in the last schedule.
    pub fn starts(&self) -> &[u32] {
        &self.starts
    }

    /// Last day of each activity in the last schedule.
    pub fn finishes(&self) -> &[u32] {
        &self.finishes
    }

    /// Gives an activity another length for the schedules to come.
    pub fn set_length(&mut self, activity: usize, half_days: NonZeroU32) {
        self.work[activity].half_days = half_days.get();
    }

    /// Half days of work of an activity.
    pub fn length(&self, activity: usize) -> u32 {
        self.work[activity].half_days
    }

    /// The schedule of a list, in which nothing stands before what it waits for.
    ///
    /// # Errors
    ///
    /// The first activity of the list that finds no room; the schedule is then of no use.
    pub fn make(&mut self, list: &[u32]) -> Result<(), NoRoom> {
        for ((room, full), used) in self.room.iter_mut().zip(&self.full).zip(&mut self.used) {
            let used = std::mem::take(used) as usize;
            room[..used].copy_from_slice(&full[..used]);
        }
        self.open.fill(0);
        for at in 0..self.fixed.len() {
            let (activity, day) = (self.fixed[at].0 as usize, self.fixed[at].1);
            self.pinned[activity] = !self.lifted[activity] && self.pin(activity, day);
        }
        for &activity in list {
            let activity = activity as usize;
            if self.pinned[activity] {
                continue;
            }
            let floor = self.floor(activity);
            let (first, last) = self.first_room(activity, floor).ok_or(NoRoom(activity))?;
            self.take(activity, first, last);
        }
        Ok(())
    }

    fn week(&self, activity: usize) -> &Week {
        &self.weeks[self.work[activity].week as usize]
    }

    /// What an activity takes of which team.
    fn loads(&self, activity: usize) -> &[(u32, u64)] {
        &self.loads[self.first_load[activity] as usize..self.first_load[activity + 1] as usize]
    }

    /// Places an activity on its fixed day, where that can be.
    fn pin(&mut self, activity: usize, day: u32) -> bool {
        let work = self.work[activity];
        let shift = self.week(activity).on_or_after(i64::from(day), self.days);
        let Some((first, last)) = self.first_room(activity, shift) else { return false };
        let week = self.week(activity);
        let (start, finish) = (week.days[first as usize], week.days[last as usize]);
        let holds = start == day && start >= work.release.0 && finish >= work.finish_release.0;
        if holds {
            self.take(activity, first, last);
        }
        holds
    }

    /// The first shift that releases and links allow.
    fn floor(&self, activity: usize) -> u32 {
        let work = &self.work[activity];
        let mut floor = self.week(activity).on_or_after(i64::from(work.release.0), self.days);
        if work.finish_release > Day(0) {
            floor = floor.max(self.reaches(activity, i64::from(work.finish_release.0)));
        }
        for tie in self.ties(activity) {
            floor = floor.max(self.tied(activity, *tie));
        }
        floor
    }

    /// The first shift from which an activity finishes on a day or later.
    fn reaches(&self, activity: usize, last: i64) -> u32 {
        let week = self.week(activity);
        week.first_that_reaches(week.on_or_after(last.max(0), self.days), self.work[activity].half_days)
    }

    fn ties(&self, activity: usize) -> &[Tie] {
        &self.ties[self.first_tie[activity] as usize..self.first_tie[activity + 1] as usize]
    }

    /// The first shift that a link into an activity allows.
    fn tied(&self, activity: usize, tie: Tie) -> u32 {
        let from = (self.starts[tie.from as usize], self.finishes[tie.from as usize]);
        let half_days = self.work[activity].half_days;
        self.week(activity).allowed(&self.weeks[0], (tie.kind, tie.lag), from, half_days, self.days)
    }

    /// First and last shift of the first room from a shift on.
    fn first_room(&mut self, activity: usize, from: u32) -> Option<(u32, u32)> {
        let half_days = self.work[activity].half_days;
        let (weeks, room) = (&self.weeks, &self.room);
        let week = &weeks[self.work[activity].week as usize];
        match &self.loads[self.first_load[activity] as usize..self.first_load[activity + 1] as usize] {
            [] => Some((from, week.last(from, half_days)?)),
            [(team, load)] => {
                let (team, room) = (*team as usize, &room[*team as usize]);
                // What nothing has room on is not looked at again.
                let open = &mut self.open[team];
                while week.days.get(*open as usize).is_some_and(|day| room[*day as usize] < self.least[team])
                {
                    *open += 1;
                }
                week.first_where(from.max(*open), half_days, |day| room[day as usize] >= *load)
            }
            loads => {
                let mut from = from;
                for (team, _) in loads {
                    let (team, own) = (*team as usize, &weeks[*team as usize + 1]);
                    let open = &mut self.open[team];
                    while own
                        .days
                        .get(*open as usize)
                        .is_some_and(|day| room[team][*day as usize] < self.least[team])
                    {
                        *open += 1;
                    }
                    let first = own.days.get(*open as usize).map_or(self.days, |day| *day);
                    from = from.max(week.on_or_after(i64::from(first), self.days));
                }
                week.first_where(from, half_days, |day| {
                    loads.iter().all(|(team, load)| room[*team as usize][day as usize] >= *load)
                })
            }
        }
    }

    fn take(&mut self, activity: usize, first: u32, last: u32) {
        let week = &self.weeks[self.work[activity].week as usize];
        let days = &week.days[first as usize..=last as usize];
        let finish = week.days[last as usize];
        self.starts[activity] = week.days[first as usize];
        self.finishes[activity] = finish;
        for (team, load) in
            &self.loads[self.first_load[activity] as usize..self.first_load[activity + 1] as usize]
        {
            let room = &mut self.room[*team as usize];
            for day in days {
                room[*day as usize] -= load;
            }
            let used = &mut self.used[*team as usize];
            *used = (*used).max(finish + 1);
        }
    }
}
